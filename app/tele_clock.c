/* The clock of the promised time: warnings, escalation, red results that
 * nobody acknowledged. */
#include "app/tele_int.h"

struct thresholds {
	int64_t first, second, red_minutes;
};

static enum rc read_rules(struct app *app, struct thresholds *t,
			  struct err *err)
{
	const struct {
		const char *name;
		int64_t *to;
	} all[] = {
		{"tele.warn_first_percent", &t->first},
		{"tele.warn_second_percent", &t->second},
		{"tele.red_unread_minutes", &t->red_minutes},
	};
	enum rc rc = OK;
	for (size_t i = 0; i < countof(all) && !rc; i++)
		rc = rules_int(&app->rules, all[i].name, STR(""), app->today,
			       all[i].to, err);
	return tele_rules_told(rc, err);
}

/* What is to be told of an exam that used so much of its time. */
static int64_t reached(const struct thresholds *t, int64_t percent)
{
	return percent >= 100         ? 100
	       : percent >= t->second ? t->second
	       : percent >= t->first  ? t->first
				      : 0;
}

/* Over its time: to the pool behind, when nobody has taken it. */
static enum rc escalate(struct app *app, struct tele_case *c, struct err *err)
{
	int64_t next = 0;
	enum rc rc = tele_pool_behind(app, c->pool_id, &next, err);
	c->escalated = true;
	if (!rc && next && c->state == TELE_QUEUED)
		c->pool_id = next;
	return rc;
}

static enum rc tell(struct app *app, int64_t id, const struct thresholds *t,
		    struct tele_clock_told *out, struct err *err)
{
	struct tele_case c;
	char detail[32];
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = tele_case_load(app, id, &c, err);
	int64_t at = rc || c.stopped_us || c.state > TELE_REPORTED
			     ? 0
			     : reached(t, tele_percent(c.start_us, c.due_us,
						       app->now_us));
	if (rc || at <= c.told) { /* nothing to say */
		db_rollback(app->db);
		return rc;
	}
	c.told = at;
	if (at == 100)
		rc = escalate(app, &c, err);
	if (!rc)
		rc = tele_outbox(app,
				 at == 100 ? "tele.escalated" : "tele.warning",
				 &c, 0, STR("pool"), err);
	int n = snprintf(detail, sizeof(detail), "%" PRId64 " %%", at);
	rc = tele_done(app, rc, &c, at == 100 ? "overdue" : "warn",
		       (struct str){detail, (size_t)n}, err);
	if (!rc && at == 100)
		out->n_escalated++;
	else if (!rc)
		out->n_warned++;
	return rc;
}

static enum rc tell_red(struct app *app, int64_t id,
			struct tele_clock_told *out, struct err *err)
{
	struct tele_case c;
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = tele_case_load(app, id, &c, err);
	if (!rc) {
		c.urgency = TELE_RED;
		rc = tele_outbox(app, "tele.red_unread", &c, 0, STR("pool"),
				 err);
	}
	rc = tele_done(app, rc, &c, "red_unread", STR(""), err);
	out->n_red_unread += !rc;
	return rc;
}

struct ids {
	int64_t v[10000];
	size_t n;
};

/* Of a statement already bound; closes it. */
static enum rc collect(struct stmt *q, struct ids *out, struct err *err)
{
	bool row = false;
	enum rc rc = OK;
	out->n = 0;
	while (out->n < countof(out->v) && !(rc = stmt_step(q, &row, err)) &&
	       row)
		out->v[out->n++] = col_int(q, 0);
	stmt_close(q);
	return rc;
}

/* Only those with something to tell: the look takes no lock from who works. */
static enum rc collect_due(struct app *app, const struct thresholds *t,
			   struct ids *out, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_CLOCK_DUE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "now_us", app->now_us);
	bind_int(q, "first", t->first);
	bind_int(q, "second", t->second);
	return collect(q, out, err);
}

static enum rc collect_red(struct app *app, const struct thresholds *t,
			   struct ids *out, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_RED_UNREAD, &q, err);
	if (rc)
		return rc;
	bind_int(q, "before_us", app->now_us - t->red_minutes * TELE_MINUTE_US);
	return collect(q, out, err);
}

/* Another program was faster on one exam: the next round sees it. */
static enum rc lenient(enum rc rc)
{
	return rc == E_CONFLICT ? OK : rc;
}

enum rc app_tele_clock(struct app *app, struct tele_clock_told *out,
		       struct err *err)
{
	struct thresholds t = {0};
	struct ids *ids = calloc(1, sizeof(*ids));
	*out = (struct tele_clock_told){0};
	if (!ids)
		return err_set(err, E_NOMEM, "no memory for the clock");
	enum rc rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (!rc)
		rc = read_rules(app, &t, err);
	if (!rc)
		rc = collect_due(app, &t, ids, err);
	for (size_t i = 0; i < ids->n && !rc; i++)
		rc = lenient(tell(app, ids->v[i], &t, out, err));
	if (!rc)
		rc = collect_red(app, &t, ids, err);
	else
		ids->n = 0;
	for (size_t i = 0; i < ids->n && !rc; i++)
		rc = lenient(tell_red(app, ids->v[i], out, err));
	free(ids);
	return rc;
}
