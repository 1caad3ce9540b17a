#include "app/batch.h"

#include "base/progress.h"

/* Then the store rests, so that others get their turn. */
#define PIECE_US 40000

enum rc batch_open(struct batch *b, struct app *app, struct err *err)
{
	const char *path = db_path(app->db);
	*b = (struct batch){.app = app, .reader = *app};
	if (!path)
		return OK;
	enum rc rc = db_open(path, &b->from, err);
	b->reader.db = b->from;
	/* The log cannot be begun anew while the reader reads. */
	db_leave_log(app->db);
	return rc;
}

enum rc batch_begin(struct batch *b, struct err *err)
{
	b->begun_us = clock_monotonic_us();
	return db_in_transaction(b->app->db) ? OK : db_begin(b->app->db, err);
}

enum rc batch_rest(struct batch *b, struct err *err)
{
	return b->from ? db_commit(b->app->db, err) : OK;
}

enum rc batch_breathe(struct batch *b, struct err *err)
{
	if (!b->from || clock_monotonic_us() - b->begun_us < PIECE_US)
		return OK;
	enum rc rc = batch_rest(b, err);
	return rc ? rc : batch_begin(b, err);
}

enum rc batch_end(struct batch *b, enum rc rc, struct err *err)
{
	if (!rc)
		rc = db_commit(b->app->db, err);
	if (rc)
		db_rollback(b->app->db);
	return rc;
}

void batch_close(struct batch *b)
{
	db_close(b->from);
	if (b->from) /* when it fails, the next one copies it */
		(void)!db_copy_log(b->app->db, NULL);
	b->from = NULL;
}
