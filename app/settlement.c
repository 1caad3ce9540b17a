#include "app/settlement_int.h"

#include "app/bind.h"
#include "base/progress.h"
#include "base/sha256.h"

/* Of what waits to be written: some five million people. */
#define LINES_MOST   12000000
#define REASONS_MOST ((size_t)4 << 30)

/* One statement being computed. */
struct tally {
	struct statement s;
	struct sha256 *digest;
};
/* A line that waits to be written. */
struct waiting {
	size_t tally;
	struct settle_line line; /* its texts in run.texts */
};
/* What becomes of a line. */
enum keeping {
	KEEP_NOTHING, /* only compare */
	KEEP_AT_ONCE,
	/* SQLite lets one write, and everybody waits for them: there a quarter
	 * is computed first, and then written in one go. */
	KEEP_LATER,
};
struct run {
	struct app *app;
	struct str quarter;
	struct settle_period period;
	struct settle_reader *reader; /* while it is read */
	int64_t strata_run_id;
	enum keeping keep;
	struct arena *arena, texts;
	struct tally *list;
	size_t n, cap;
	struct waiting *waiting;
	size_t n_waiting, cap_waiting;
};

static void run_release(struct run *r)
{
	arena_release(&r->texts);
	free(r->waiting);
	for (size_t i = 0; i < r->n; i++)
		sha256_free(r->list[i].digest);
	free(r->list);
}

static enum rc next_version(struct run *r, struct tally *t, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(r->app->db, SQL_SETTLE_LAST_VERSION, &q, err);
	if (rc)
		return rc;
	bind_str(q, "quarter", r->quarter);
	bind_int(q, "organisation_id", t->s.org_id);
	bind_str(q, "payer", t->s.payer);
	rc = stmt_one(q, err);
	if (!rc)
		t->s.version = col_int(q, 0) + 1;
	stmt_close(q);
	return rc;
}

static enum rc insert_statement(struct run *r, struct tally *t, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = next_version(r, t, err);
	if (!rc)
		rc = db_prepare(r->app->db, SQL_SETTLE_STATEMENT_INSERT, &q,
				err);
	if (rc)
		return rc;
	t->s.id = app_id(r->app);
	bind_int(q, "id", t->s.id);
	bind_str(q, "quarter", r->quarter);
	bind_int(q, "organisation_id", t->s.org_id);
	bind_str(q, "payer", t->s.payer);
	bind_int(q, "version", t->s.version);
	bind_date(q, "period_from", r->period.from);
	bind_date(q, "period_to", r->period.to);
	bind_int(q, "strata_run_id", r->strata_run_id);
	bind_int(q, "at_us", r->app->now_us);
	return stmt_finish(q, NULL, err);
}

static enum rc tally_of(struct run *r, const struct settle_line *line,
			struct tally **out, struct err *err)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->list[i].s.org_id == line->org_id &&
		    str_eq(r->list[i].s.payer, line->payer)) {
			*out = &r->list[i];
			return OK;
		}
	enum rc rc = array_grow(&r->list, &r->cap, r->n + 1, sizeof(*r->list),
				10000, err);
	if (rc)
		return rc;
	struct tally t = {.s = {.org_id = line->org_id,
				.payer = line->payer,
				.quarter = r->quarter}};
	if (r->keep == KEEP_AT_ONCE && (rc = insert_statement(r, &t, err)))
		return rc;
	t.digest = sha256_new();
	if (!t.digest)
		return err_set(err, E_NOMEM, "no memory for a digest");
	r->list[r->n] = t;
	*out = &r->list[r->n++];
	return OK;
}

static enum rc insert_line(struct run *r, const struct tally *t,
			   const struct settle_line *l, struct err *err)
{
	struct stmt *q = NULL;
	const struct rule none = {.valid_from = DATE_NONE},
			  *rule = l->rule ? l->rule : &none;
	enum rc rc = db_prepare(r->app->db, SQL_SETTLE_LINE_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app_id(r->app));
	bind_int(q, "statement_id", t->s.id);
	bind_str(q, "item", str_from(l->item));
	bind_str(q, "payer", l->payer);
	bind_str(q, "state", str_from(settle_state_name[l->state]));
	bind_int(q, "person_id", l->person_id);
	bind_int(q, "enrolment_id", l->enrolment_id);
	bind_id(q, "doctor_id", l->doctor_id);
	bind_id(q, "version_id", l->version_id);
	bind_date(q, "month", l->month);
	bind_int(q, "level", l->level);
	bind_int(q, "amount_cents", l->amount_cents);
	bind_opt(q, "rule_key", rule->key);
	bind_date(q, "rule_from", rule->valid_from);
	bind_opt(q, "rule_source", rule->source);
	bind_str(q, "reason", l->reason);
	return stmt_finish(q, NULL, err);
}

/* What a line says, without identifiers that a new computation would change. */
static void digest_line(struct tally *t, const struct settle_line *l)
{
	char month[11], text[400];
	date_text(l->month, month);
	int n = snprintf(text, sizeof(text),
			 "%s|%s|%" PRId64 "|%" PRId64 "|%" PRId64 "|%" PRId64
			 "|%s|%d|%" PRId64 "|",
			 l->item, settle_state_name[l->state], l->person_id,
			 l->enrolment_id, l->doctor_id, l->version_id, month,
			 l->level, l->amount_cents);
	assert(n > 0 && (size_t)n < sizeof(text));
	sha256_add(t->digest, text, (size_t)n);
	sha256_add(t->digest, l->reason.ptr, l->reason.len);
	sha256_add(t->digest, "\n", 1);
}

static enum rc let_wait(struct run *r, const struct tally *t,
			const struct settle_line *l, struct err *err)
{
	enum rc rc = array_grow(&r->waiting, &r->cap_waiting, r->n_waiting + 1,
				sizeof(*r->waiting), LINES_MOST, err);
	if (rc)
		return rc;
	struct waiting w = {.tally = (size_t)(t - r->list), .line = *l};
	w.line.payer = t->s.payer;
	w.line.reason = arena_str(&r->texts, l->reason);
	if (!w.line.reason.ptr)
		return arena_fail(&r->texts, err);
	r->waiting[r->n_waiting++] = w;
	return OK;
}

static enum rc write_waiting(struct run *r, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < r->n && !rc; i++)
		rc = insert_statement(r, &r->list[i], err);
	for (size_t i = 0; i < r->n_waiting && !rc; i++) {
		const struct waiting *w = &r->waiting[i];
		rc = insert_line(r, &r->list[w->tally], &w->line, err);
	}
	return rc;
}

static enum rc take_line(struct run *r, const struct settle_line *l,
			 struct err *err)
{
	struct tally *t = NULL;
	enum rc rc = tally_of(r, l, &t, err);
	if (rc)
		return rc;
	digest_line(t, l);
	t->s.n_line++;
	t->s.n_due += l->state == SETTLE_DUE;
	t->s.n_held += l->state == SETTLE_HELD;
	t->s.total_cents += l->amount_cents;
	switch (r->keep) {
	case KEEP_AT_ONCE:
		return insert_line(r, t, l, err);
	case KEEP_LATER:
		return let_wait(r, t, l, err);
	case KEEP_NOTHING:
		break;
	}
	return OK;
}

static enum rc count_people(struct run *r, uint64_t *n, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(r->app->db, SQL_SETTLE_PEOPLE_COUNT, &q, err);
	if (rc)
		return rc;
	bind_date(q, "period_from", r->period.from);
	bind_date(q, "period_to", r->period.to);
	rc = stmt_one(q, err);
	if (!rc)
		*n = (uint64_t)col_int(q, 0);
	stmt_close(q);
	return rc;
}

static enum rc settle_people(struct run *r, uint64_t total, struct err *err)
{
	struct progress bar;
	uint64_t done = 0;
	struct settle_facts facts;
	struct settle_lines lines = {0};
	struct arena scratch;
	enum rc rc;
	arena_init(&scratch, 1 << 20); /* reasons of one person */
	progress_start(&bar, "settlement", "people");
	while (!(rc = settle_reader_next(r->reader, &facts, err))) {
		arena_reset(&scratch);
		rc = settle_person(&r->app->rules, r->period, &facts,
				   settle_reader_doctor, r->reader, &scratch,
				   &lines, err);
		for (size_t i = 0; !rc && i < lines.n; i++)
			rc = take_line(r, &lines.list[i], err);
		if (rc)
			break;
		done++; /* some of those counted have no pact */
		progress_show(&bar, done, done, done > total ? done : total);
	}
	progress_end(&bar);
	arena_release(&scratch);
	settle_lines_release(&lines);
	return rc == E_NOT_FOUND ? OK : rc;
}

static enum rc write_total(struct run *r, struct tally *t, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc =
		db_prepare(r->app->db, SQL_SETTLE_STATEMENT_TOTAL, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", t->s.id);
	bind_int(q, "n_line", t->s.n_line);
	bind_int(q, "n_due", t->s.n_due);
	bind_int(q, "total_cents", t->s.total_cents);
	bind_str(q, "digest", t->s.digest);
	return stmt_finish(q, NULL, err);
}

static enum rc close_tallies(struct run *r, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; !rc && i < r->n; i++) {
		unsigned char d[SHA256_LEN];
		char hex[SHA256_HEX];
		struct tally *t = &r->list[i];
		sha256_finish(t->digest, d);
		t->s.digest = arena_str(r->arena, sha256_hex(d, hex));
		if (!t->s.digest.ptr)
			rc = arena_fail(r->arena, err);
	}
	return rc;
}

static enum rc write_totals(struct run *r, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < r->n && !rc; i++)
		rc = write_total(r, &r->list[i], err);
	return rc;
}

static enum rc run_quarter(struct run *r, struct err *err)
{
	uint64_t total = 0;
	enum rc rc = count_people(r, &total, err);
	if (!rc)
		rc = settle_reader_open(r->app, r->period, &r->reader, err);
	if (rc)
		return rc;
	r->strata_run_id = settle_reader_run(r->reader);
	rc = settle_people(r, total, err);
	settle_reader_close(r->reader); /* nothing open when a write begins */
	r->reader = NULL;
	return rc ? rc : close_tallies(r, err);
}

static enum rc refuse_fixed(struct app *app, struct str quarter,
			    struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_SETTLE_FIXED, &q, err);
	if (rc)
		return rc;
	bind_str(q, "quarter", quarter);
	rc = stmt_one(q, err);
	if (!rc)
		rc = err_set(err, E_STATE,
			     "the statement of " STR_FMT " for " STR_FMT
			     " (" STR_FMT ") is already " STR_FMT
			     ": dispute it before computing anew",
			     STR_ARG(col_str(q, 0)), STR_ARG(quarter),
			     STR_ARG(col_str(q, 1)), STR_ARG(col_str(q, 2)));
	else if (rc == E_NOT_FOUND)
		rc = OK;
	stmt_close(q);
	return rc;
}

static enum rc retire(struct app *app, struct str quarter, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_SETTLE_RETIRE_LINES, &q, err);
	if (rc)
		return rc;
	bind_str(q, "quarter", quarter);
	rc = stmt_finish(q, NULL, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_SETTLE_RETIRE, &q, err);
	if (rc)
		return rc;
	bind_str(q, "quarter", quarter);
	bind_int(q, "at_us", app->now_us);
	return stmt_finish(q, NULL, err);
}

static enum rc audit_quarter(struct run *r, struct err *err)
{
	char detail[200];
	int64_t lines = 0, cents = 0;
	for (size_t i = 0; i < r->n; i++) {
		lines += r->list[i].s.n_line;
		cents += r->list[i].s.total_cents;
	}
	snprintf(detail, sizeof(detail),
		 "{\"quarter\":\"" STR_FMT "\",\"statements\":%zu,"
		 "\"lines\":%" PRId64 ",\"total_cents\":%" PRId64 "}",
		 STR_ARG(r->quarter), r->n, lines, cents);
	return audit_write(
		r->app,
		&(struct audit_event){.action = "settlement.compute",
				      .entity = "settlement_statement",
				      .entity_id = r->n ? r->list[0].s.id : 0,
				      .detail = str_from(detail)},
		err);
}

/* A quarter is owed when it is over. */
static enum rc refuse_running(const struct run *r, struct err *err)
{
	char day[11];
	if (r->app->today.days > r->period.to.days)
		return OK;
	return err_set(err, E_STATE,
		       "quarter " STR_FMT " is not over: it can be computed "
		       "after " STR_FMT,
		       STR_ARG(r->quarter),
		       STR_ARG(date_text(r->period.to, day)));
}

static enum rc compute(struct run *r, struct err *err)
{
	bool later = r->keep == KEEP_LATER;
	enum rc rc = OK;
	if (later) {
		rc = db_snapshot(r->app->db, err);
		if (!rc)
			rc = run_quarter(r, err);
		db_snapshot_end(r->app->db);
	}
	if (!rc)
		rc = db_begin(r->app->db, err);
	if (!rc)
		rc = refuse_fixed(r->app, r->quarter, err);
	if (!rc)
		rc = retire(r->app, r->quarter, err);
	if (!rc)
		rc = later ? write_waiting(r, err) : run_quarter(r, err);
	if (!rc)
		rc = write_totals(r, err);
	if (!rc)
		rc = audit_quarter(r, err);
	return rc;
}

enum rc app_settle_compute(struct app *app, struct str quarter, struct arena *a,
			   struct statement **list, size_t *n, struct err *err)
{
	struct run r = {.app = app,
			.quarter = quarter,
			.keep = db_engine_of(app->db) == DB_SQLITE
					? KEEP_LATER
					: KEEP_AT_ONCE,
			.arena = a};
	arena_init(&r.texts, REASONS_MOST);
	enum rc rc = app_require(app, MAY_SETTLE, 0, err);
	if (!rc)
		rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (!rc)
		rc = settle_quarter_parse(quarter, &r.period, err);
	if (!rc)
		rc = refuse_running(&r, err);
	if (!rc)
		rc = refuse_fixed(app, quarter, err);
	if (!rc)
		rc = compute(&r, err);
	run_release(&r);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc) {
		db_rollback(app->db);
		return rc;
	}
	return app_settle_list(app, quarter, a, list, n, err);
}

static void compare(const struct run *r, struct replay *p)
{
	for (size_t i = 0; i < r->n; i++) {
		const struct statement *s = &r->list[i].s;
		if (s->org_id == p->kept.org_id &&
		    str_eq(s->payer, p->kept.payer))
			p->again = *s;
	}
	p->same = str_eq(p->kept.digest, p->again.digest) &&
		  p->kept.n_line == p->again.n_line &&
		  p->kept.total_cents == p->again.total_cents;
}

enum rc app_settle_replay(struct app *app, struct str quarter, struct arena *a,
			  struct replay **list, size_t *n, struct err *err)
{
	struct run r = {.app = app, .quarter = quarter, .arena = a};
	struct statement *kept = NULL;
	enum rc rc = app_require(app, MAY_SETTLE, 0, err);
	if (!rc)
		rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (!rc)
		rc = settle_quarter_parse(quarter, &r.period, err);
	if (!rc)
		rc = app_settle_list(app, quarter, a, &kept, n, err);
	if (!rc)
		rc = run_quarter(&r, err);
	if (rc)
		goto out;
	*list = arena_array(a, struct replay, *n);
	if (!*list)
		rc = arena_fail(a, err);
	for (size_t i = 0; !rc && i < *n; i++) {
		(*list)[i].kept = kept[i];
		compare(&r, &(*list)[i]);
	}
out:
	run_release(&r);
	return rc;
}
