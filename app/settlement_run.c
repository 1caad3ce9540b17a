#include "app/settlement_run_int.h"

#include "app/bind.h"

/* Nobody writes one quarter for a day. */
#define ABANDONED_US INT64_C(86400000000)
/* Lines swept away at once: some hundredths of a second. */
#define SWEEP_LINES 1000

/* ---- one after the other: who may write */

enum rc settle_refuse_fixed(struct app *app, struct str quarter,
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

static enum rc displaced(const struct settle_run *r, struct err *err)
{
	return err_set(err, E_CONFLICT,
		       "somebody began to compute " STR_FMT
		       " anew meanwhile: this computation stops",
		       STR_ARG(r->quarter));
}

enum rc settle_run_breathe(struct settle_run *r, struct err *err)
{
	struct stmt *q = NULL;
	int64_t piece_us = r->batch.begun_us;
	enum rc rc = batch_breathe(&r->batch, err);
	if (rc || r->batch.begun_us == piece_us)
		return rc;
	rc = db_prepare(r->app->db, SQL_SETTLE_RUN_WRITES, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", r->id);
	rc = stmt_one(q, err);
	stmt_close(q);
	return rc == E_NOT_FOUND ? displaced(r, err) : rc;
}

enum rc settle_run_becomes(struct settle_run *r, const char *state,
			   struct err *err)
{
	struct stmt *q = NULL;
	int64_t changed = 0;
	enum rc rc = db_prepare(r->app->db, SQL_SETTLE_RUN_STATE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", r->id);
	bind_str(q, "state", str_from(state));
	rc = stmt_finish(q, &changed, err);
	return rc || changed ? rc : displaced(r, err);
}

/* ---- runs that came to nothing: nobody sees them, but they take room */

static enum rc drop_lines(struct settle_run *r, int64_t run_id, struct err *err)
{
	struct stmt *q = NULL;
	int64_t n = 1;
	enum rc rc = OK;
	while (!rc && n) {
		n = 0;
		rc = db_prepare(r->app->db, SQL_SETTLE_DROP_LINES, &q, err);
		if (rc)
			break;
		bind_int(q, "run_id", run_id);
		bind_int(q, "n", SWEEP_LINES);
		rc = stmt_finish(q, &n, err);
		if (!rc)
			rc = batch_breathe(&r->batch, err);
	}
	return rc;
}

static enum rc drop_run(struct settle_run *r, int64_t run_id, struct err *err)
{
	static const enum sql rest[] = {SQL_SETTLE_DROP_STATEMENTS,
					SQL_SETTLE_DROP_RUN};
	struct stmt *q = NULL;
	enum rc rc = drop_lines(r, run_id, err);
	for (size_t i = 0; !rc && i < countof(rest); i++) {
		rc = db_prepare(r->app->db, rest[i], &q, err);
		if (rc)
			break;
		bind_int(q, "run_id", run_id);
		rc = stmt_finish(q, NULL, err);
	}
	return rc;
}

static enum rc displace_others(struct settle_run *r, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(r->app->db, SQL_SETTLE_RUN_DISPLACE, &q, err);
	if (rc)
		return rc;
	bind_str(q, "quarter", r->quarter);
	bind_int(q, "before_us", r->app->now_us - ABANDONED_US);
	return stmt_finish(q, NULL, err);
}

static enum rc drop_displaced(struct settle_run *r, struct err *err)
{
	enum { MOST = 20 };
	int64_t id[MOST];
	size_t n = 0;
	struct stmt *q = NULL;
	bool row = true;
	enum rc rc = db_prepare(r->app->db, SQL_SETTLE_RUN_DROPPED, &q, err);
	if (rc)
		return rc;
	while (n < MOST && !(rc = stmt_step(q, &row, err)) && row)
		id[n++] = col_int(q, 0);
	stmt_close(q);
	for (size_t i = 0; i < n && !rc; i++)
		rc = drop_run(r, id[i], err);
	return rc;
}

static enum rc insert_run(struct settle_run *r, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(r->app->db, SQL_SETTLE_RUN_INSERT, &q, err);
	if (rc)
		return rc;
	r->id = app_id(r->app);
	bind_int(q, "id", r->id);
	bind_str(q, "quarter", r->quarter);
	bind_int(q, "at_us", r->app->now_us);
	return stmt_finish(q, NULL, err);
}

enum rc settle_run_begin(struct settle_run *r, struct err *err)
{
	enum rc rc = batch_begin(&r->batch, err);
	if (!rc)
		rc = settle_refuse_fixed(r->app, r->quarter, err);
	if (!rc)
		rc = displace_others(r, err);
	if (!rc)
		rc = insert_run(r, err);
	return rc ? rc : drop_displaced(r, err);
}

void settle_run_give_up(struct settle_run *r)
{
	struct err second = {0};
	if (!r->id || !r->batch.from || batch_begin(&r->batch, &second))
		return;
	enum rc rc = settle_run_becomes(r, "dropped", &second);
	if (!rc || rc == E_CONFLICT) /* dropped by another */
		rc = drop_run(r, r->id, &second);
	if (batch_end(&r->batch, rc, &second))
		return;
}
