/* Counting a run: who stood where, in slices, then the counts, then the mark
 * that all is there. What was interrupted goes on from the beginning of its
 * slices, which change nothing the second time. */
#include "app/population_int.h"

#include "app/bind.h"
#include "base/progress.h"

#define SLICE 5000 /* people in a transaction: some tens of milliseconds */

static enum rc is_made(struct app *app, int64_t run_id, bool *yes,
		       struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_POPULATION_MADE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "run_id", run_id);
	rc = stmt_step(q, yes, err);
	stmt_close(q);
	return rc;
}

static enum rc next_slice(struct app *app, int64_t run_id, int64_t after,
			  int64_t *to, int64_t *n, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_POPULATION_SLICE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "run_id", run_id);
	bind_int(q, "after", after);
	bind_int(q, "n", SLICE);
	rc = stmt_one(q, err);
	if (!rc) {
		*to = col_int(q, 0);
		*n = col_int(q, 1);
	}
	stmt_close(q);
	return rc;
}

static enum rc write_slice(struct app *app, int64_t run_id, int64_t after,
			   int64_t to, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_POPULATION_PLACE, &q, err);
	if (!rc) {
		bind_int(q, "run_id", run_id);
		bind_int(q, "after", after);
		bind_int(q, "to", to);
		rc = stmt_finish(q, NULL, err);
	}
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

static enum rc write_places(struct app *app, int64_t run_id, struct err *err)
{
	int64_t after = INT64_MIN, to = 0, n = 0;
	uint64_t done = 0;
	struct progress bar;
	enum rc rc;
	progress_start(&bar, "population", "people");
	while (!(rc = next_slice(app, run_id, after, &to, &n, err)) && n) {
		rc = write_slice(app, run_id, after, to, err);
		if (rc)
			break;
		after = to;
		done += (uint64_t)n;
		progress_show(&bar, done, 0, 0);
	}
	progress_end(&bar);
	return rc;
}

static enum rc run_for(struct app *app, enum sql id, int64_t run_id,
		       struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, "run_id", run_id);
	if (id == SQL_POPULATION_DONE)
		bind_int(q, "made_us", app->now_us);
	return stmt_finish(q, NULL, err);
}

/* Another program may have been faster: its mark makes ours a conflict. */
static enum rc write_counts(struct app *app, int64_t run_id, struct err *err)
{
	static const enum sql step[] = {
		SQL_POPULATION_COUNT_CLEAR, SQL_POPULATION_DOCTOR_CLEAR,
		SQL_POPULATION_COUNT, SQL_POPULATION_DOCTOR,
		SQL_POPULATION_DONE};
	bool made = false;
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = is_made(app, run_id, &made, err);
	for (size_t i = 0; i < countof(step) && !rc && !made; i++)
		rc = run_for(app, step[i], run_id, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

enum rc population_make(struct app *app, int64_t run_id, struct err *err)
{
	bool made = false;
	enum rc rc = is_made(app, run_id, &made, err);
	if (rc || made)
		return rc;
	rc = write_places(app, run_id, err);
	if (!rc)
		rc = write_counts(app, run_id, err);
	return rc;
}
