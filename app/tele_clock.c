/* The clock of the promised time: warnings, escalation, red results that
 * nobody acknowledged. */
#include "app/tele_int.h"

enum rc tele_thresholds(struct app *app, struct tele_thresholds *t,
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

enum tele_hurry tele_hurry(const struct tele_thresholds *t, int64_t percent)
{
	return percent >= 100                      ? TELE_OVERDUE
	       : t->second && percent >= t->second ? TELE_PAST_SECOND
	       : t->first && percent >= t->first   ? TELE_PAST_FIRST
						   : TELE_AT_EASE;
}

/* What is to be told of an exam that used so much of its time. */
static int64_t reached(const struct tele_thresholds *t, int64_t percent)
{
	switch (tele_hurry(t, percent)) {
	case TELE_AT_EASE:
		return 0;
	case TELE_PAST_FIRST:
		return t->first;
	case TELE_PAST_SECOND:
		return t->second;
	case TELE_OVERDUE:
		break;
	}
	return 100;
}

/* Over its time: to the pool behind, when there is one and nobody has taken it.
 * `name` is that pool's, or "". */
static enum rc escalate(struct app *app, struct tele_case *c, bool *moved,
			char name[TELE_POOL_NAME], struct err *err)
{
	int64_t next = 0;
	enum rc rc = tele_pool_behind(app, c->pool_id, &next, name, err);
	*moved = !rc && next && c->state == TELE_QUEUED;
	if (!*moved) {
		name[0] = 0;
		return rc;
	}
	c->escalated = true;
	c->pool_id = next;
	return rc;
}

static void count(struct tele_clock_told *out, int64_t at, bool moved)
{
	if (at < 100)
		out->n_warned++;
	else if (moved)
		out->n_escalated++;
	else
		out->n_overdue++;
}

static enum rc tell(struct app *app, int64_t id,
		    const struct tele_thresholds *t,
		    struct tele_clock_told *out, struct err *err)
{
	struct tele_case c;
	char detail[TELE_POOL_NAME];
	bool moved = false;
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
		rc = escalate(app, &c, &moved, detail, err);
	else
		snprintf(detail, sizeof(detail), "%" PRId64 " %%", at);
	if (!rc)
		rc = tele_outbox(app,
				 at < 100 ? "tele.warning"
				 : moved  ? "tele.escalated"
					  : "tele.overdue",
				 &c, 0, STR("pool"), err);
	rc = tele_done(app, rc, &c, at == 100 ? "overdue" : "warn",
		       str_from(detail), err);
	if (!rc)
		count(out, at, moved);
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
static enum rc collect_due(struct app *app, const struct tele_thresholds *t,
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

static enum rc collect_red(struct app *app, const struct tele_thresholds *t,
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
	struct tele_thresholds t = {0};
	struct ids *ids = calloc(1, sizeof(*ids));
	*out = (struct tele_clock_told){0};
	if (!ids)
		return err_set(err, E_NOMEM, "no memory for the clock");
	enum rc rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (!rc)
		rc = tele_thresholds(app, &t, err);
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
