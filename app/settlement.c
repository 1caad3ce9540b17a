#include "app/settlement_run_int.h"

/* Reasons that wait to be written: some five million people. */
#define REASONS_MOST ((size_t)4 << 30)

/* A quarter is owed when it is over. */
static enum rc refuse_running(const struct settle_run *r, struct err *err)
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

/* Read first, of one state of the database, then written. */
static enum rc read_then_write(struct settle_run *r, struct err *err)
{
	struct app *from = &r->batch.reader;
	enum rc rc = db_snapshot(from->db, err);
	if (!rc)
		rc = settle_run_read(r, from, err);
	db_snapshot_end(from->db);
	if (!rc)
		rc = settle_run_begin(r, err);
	return rc ? rc : settle_keep_waiting(r, err);
}

static enum rc write_while_reading(struct settle_run *r, struct err *err)
{
	enum rc rc = settle_run_begin(r, err);
	return rc ? rc : settle_run_read(r, r->app, err);
}

static enum rc compute(struct settle_run *r, struct err *err)
{
	enum rc rc = batch_open(&r->batch, r->app, err);
	if (!rc)
		rc = r->keep == KEEP_LATER ? read_then_write(r, err)
					   : write_while_reading(r, err);
	if (!rc)
		rc = settle_keep_force(r, err);
	rc = batch_end(&r->batch, rc, err);
	if (rc)
		settle_run_give_up(r);
	batch_close(&r->batch);
	return rc;
}

enum rc app_settle_compute(struct app *app, struct str quarter, struct arena *a,
			   struct statement **list, size_t *n, struct err *err)
{
	struct settle_run r = {.app = app,
			       .quarter = quarter,
			       .keep = db_path(app->db) ? KEEP_LATER
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
		rc = settle_refuse_fixed(app, quarter, err);
	if (!rc)
		rc = compute(&r, err);
	settle_run_release(&r);
	return rc ? rc : app_settle_list(app, quarter, a, list, n, err);
}

static void compare(const struct settle_run *r, struct replay *p)
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
	struct settle_run r = {.app = app, .quarter = quarter, .arena = a};
	struct statement *kept = NULL;
	enum rc rc = app_require(app, MAY_SETTLE, 0, err);
	if (!rc)
		rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (!rc)
		rc = settle_quarter_parse(quarter, &r.period, err);
	if (!rc)
		rc = app_settle_list(app, quarter, a, &kept, n, err);
	if (!rc)
		rc = settle_run_read(&r, app, err);
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
	settle_run_release(&r);
	return rc;
}
