#include "store/store_int.h"

/* Instances of one statement open at once; more means that stmt_close is
 * forgotten somewhere. */
#define MAX_INSTANCES 16

/* Rows; fewer do not make another plan the better one. */
#define MUCH_WRITTEN 5000

/* ---- connections ---- */

bool is_postgres_url(const char *url)
{
	return str_starts(str_from(url), STR("postgres://")) ||
	       str_starts(str_from(url), STR("postgresql://"));
}

static enum rc open_engine(const char *url, bool create, struct db **out,
			   struct err *err)
{
	struct db *db = calloc(1, sizeof(*db));
	if (!db)
		return err_set(err, E_NOMEM, "no memory for a connection");
	enum rc rc = is_postgres_url(url) ? postgres_open(url, create, db, err)
					  : sqlite_open(url, create, db, err);
	if (rc)
		db_close(db);
	else
		*out = db;
	return rc;
}

enum rc db_open(const char *url, struct db **out, struct err *err)
{
	struct db *db = NULL;
	enum rc rc = open_engine(url, false, &db, err);
	if (!rc)
		rc = schema_check(db, err);
	if (rc)
		db_close(db);
	else
		*out = db;
	return rc;
}

enum rc db_create(const char *url, struct db **out, struct err *err)
{
	struct db *db = NULL;
	enum rc rc = open_engine(url, true, &db, err);
	if (!rc)
		rc = schema_migrate(db, err);
	if (rc)
		db_close(db);
	else
		*out = db;
	return rc;
}

void db_close(struct db *db)
{
	if (!db)
		return;
	db_snapshot_end(db);
	db_rollback(db);
	for (size_t i = 0; i < N_SQL; i++)
		for (struct stmt *q = db->stmts[i], *next; q; q = next) {
			next = q->next;
			db->engine->finalize(q);
			free(q);
		}
	if (db->engine)
		db->engine->close(db);
	free(db->name);
	free(db);
}

enum db_engine db_engine_of(const struct db *db)
{
	return db->engine->id;
}

const char *db_path(const struct db *db)
{
	return db->engine->id == DB_SQLITE ? db->name : NULL;
}

bool db_lost(const struct db *db)
{
	return db->engine->lost(db);
}

void db_wait(struct db *db, int ms)
{
	db->engine->wait(db, ms);
}

void db_cache(struct db *db, int kib)
{
	db->engine->cache(db, kib);
}

/* ---- transactions ---- */

enum rc db_begin(struct db *db, struct err *err)
{
	assert(!db->in_tx);
	db_snapshot_end(db);
	enum rc rc = db->engine->begin(db, err);
	if (!rc) {
		db->in_tx = true;
		db->tx_failed = false;
	}
	return rc;
}

enum rc db_commit(struct db *db, struct err *err)
{
	assert(db->in_tx);
	enum rc rc;
	if (db->tx_failed)
		rc = err_set(err, E_STATE,
			     "could not commit: a statement of this "
			     "transaction failed");
	else
		rc = db->engine->commit(db, err);
	if (rc)
		db_rollback(db);
	db->in_tx = false;
	return rc;
}

void db_rollback(struct db *db)
{
	if (!db->in_tx)
		return;
	db->engine->rollback(db);
	db->in_tx = false;
}

bool db_in_transaction(const struct db *db)
{
	return db->in_tx;
}

enum rc db_snapshot(struct db *db, struct err *err)
{
	assert(!db->in_tx);
	enum rc rc = db->in_snapshot ? OK : db->engine->snapshot(db, err);
	db->in_snapshot = !rc;
	return rc;
}

void db_snapshot_end(struct db *db)
{
	if (db->in_snapshot)
		db->engine->rollback(db);
	db->in_snapshot = false;
}

void db_leave_log(struct db *db)
{
	db->leaves_log = true;
}

enum rc db_copy_log(struct db *db, struct err *err)
{
	return db->engine->copy_log(db, err);
}

enum rc db_settle(struct db *db, struct err *err)
{
	assert(!db->in_tx);
	if (db->n_written < MUCH_WRITTEN)
		return OK;
	db->n_written = 0;
	return db->engine->analyze(db, err);
}

/* PostgreSQL refuses everything after a failure until rollback; so do we, on
 * both engines, that code tried on one works on the other. */
static enum rc note_failure(struct db *db, enum rc rc)
{
	if (rc && db->in_tx)
		db->tx_failed = true;
	return rc;
}

/* ---- statements ---- */

static enum rc new_stmt(struct db *db, enum sql id, struct stmt **out,
			struct err *err)
{
	struct stmt *q = calloc(1, sizeof(*q));
	if (!q)
		return err_set(err, E_NOMEM, "no memory for statement %s",
			       sql_texts[id].name);
	q->db = db;
	q->text = &sql_texts[id];
	enum rc rc = db->engine->prepare(q, err);
	if (rc) {
		free(q);
		return note_failure(db, rc);
	}
	q->next = db->stmts[id];
	db->stmts[id] = q;
	*out = q;
	return OK;
}

enum rc db_prepare(struct db *db, enum sql id, struct stmt **out,
		   struct err *err)
{
	assert(id < N_SQL);
	size_t n = 0;
	struct stmt *q = db->stmts[id];
	for (; q && q->in_use; q = q->next)
		n++;
	if (n >= MAX_INSTANCES)
		return err_set(err, E_LIMIT,
			       "statement %s is open %zu times already",
			       sql_texts[id].name, n);
	enum rc rc = q ? OK : new_stmt(db, id, &q, err);
	if (rc)
		return rc;
	q->in_use = true;
	*out = q;
	return OK;
}

static void reset(struct stmt *q)
{
	q->db->engine->reset(q);
	q->stepped = false;
	q->has_row = false;
}

void stmt_close(struct stmt *q)
{
	if (!q)
		return;
	assert(q->in_use);
	reset(q);
	q->db->engine->clear(q);
	q->bind_rc = OK;
	q->in_use = false;
}

static int param_index(struct stmt *q, const char *name)
{
	assert(q->in_use);
	if (q->stepped)
		reset(q);
	const char *param = q->text->param;
	for (int i = 0; i < q->text->n_param; i++) {
		if (!strcmp(param, name))
			return i;
		param += strlen(param) + 1;
	}
	fprintf(stderr, "statement %s, parameter %s: ", q->text->name, name);
	BUG("there is no such parameter");
}

static void keep_bind(struct stmt *q, const char *name, enum rc rc)
{
	if (!rc || q->bind_rc)
		return;
	q->bind_rc = rc;
	q->bind_param = name;
}

void bind_int(struct stmt *q, const char *name, int64_t v)
{
	int i = param_index(q, name);
	keep_bind(q, name, q->db->engine->bind_int(q, i, v) ? OK : E_NOMEM);
}

void bind_str(struct stmt *q, const char *name, struct str v)
{
	int i = param_index(q, name);
	enum rc rc = OK;
	if (v.len && (memchr(v.ptr, 0, v.len) || !str_is_utf8(v)))
		rc = E_FORMAT;
	else if (v.len > INT_MAX / 2)
		rc = E_LIMIT;
	else if (!q->db->engine->bind_str(q, i, v))
		rc = E_NOMEM;
	keep_bind(q, name, rc);
}

void bind_null(struct stmt *q, const char *name)
{
	int i = param_index(q, name);
	keep_bind(q, name, q->db->engine->bind_null(q, i) ? OK : E_NOMEM);
}

void bind_date(struct stmt *q, const char *name, struct date d)
{
	char text[11];
	if (date_is_none(d) || d.days == DATE_MAX.days)
		bind_null(q, name);
	else
		bind_str(q, name, date_text(d, text));
}

static enum rc ready(struct stmt *q, struct err *err)
{
	assert(q->in_use);
	enum rc rc = q->bind_rc;
	q->bind_rc = OK;
	if (rc == E_FORMAT)
		return err_set(err, rc,
			       "statement %s: the text for %s is not UTF-8 or "
			       "holds a NUL byte",
			       q->text->name, q->bind_param);
	if (rc)
		return err_set(err, rc, "statement %s: no memory for %s",
			       q->text->name, q->bind_param);
	if (q->db->in_tx && q->db->tx_failed)
		return err_set(err, E_STATE,
			       "statement %s comes after a failure in the same "
			       "transaction",
			       q->text->name);
	return OK;
}

enum rc stmt_step(struct stmt *q, bool *row, struct err *err)
{
	enum rc rc = ready(q, err);
	if (!rc)
		rc = q->db->engine->step(q, &q->has_row, err);
	q->stepped = true;
	if (rc) {
		reset(q);
		return note_failure(q->db, rc);
	}
	*row = q->has_row;
	return OK;
}

enum rc stmt_run(struct stmt *q, struct err *err)
{
	assert(!q->db->in_snapshot);
	if (q->stepped)
		reset(q);
	enum rc rc = ready(q, err);
	if (!rc)
		rc = q->db->engine->run(q, err);
	if (!rc)
		q->db->n_written += stmt_changes(q);
	return note_failure(q->db, rc);
}

enum rc stmt_queue(struct stmt *q, struct err *err)
{
	assert(q->db->in_tx);
	if (q->stepped)
		reset(q);
	enum rc rc = ready(q, err);
	if (!rc)
		rc = q->db->engine->queue(q, err);
	q->db->n_written++;
	return note_failure(q->db, rc);
}

enum rc stmt_one(struct stmt *q, struct err *err)
{
	bool row = false;
	if (q->stepped)
		reset(q);
	enum rc rc = stmt_step(q, &row, err);
	if (!rc && !row)
		rc = err_set(err, E_NOT_FOUND, "nothing found (%s)",
			     q->text->name);
	return rc;
}

int64_t stmt_changes(const struct stmt *q)
{
	return q->db->engine->changes(q);
}

/* ---- columns ---- */

static void check_col(const struct stmt *q, int i)
{
	assert(q->has_row);
	assert(i >= 0 && i < q->db->engine->n_col(q));
}

int64_t col_int(const struct stmt *q, int i)
{
	check_col(q, i);
	return q->db->engine->col_int(q, i);
}

struct str col_str(const struct stmt *q, int i)
{
	check_col(q, i);
	return q->db->engine->col_str(q, i);
}

bool col_null(const struct stmt *q, int i)
{
	check_col(q, i);
	return q->db->engine->col_null(q, i);
}

struct date col_date(const struct stmt *q, int i)
{
	struct date d = DATE_NONE;
	if (col_null(q, i) || date_parse(col_str(q, i), &d, NULL))
		return DATE_NONE;
	return d;
}

struct str col_text(const struct stmt *q, int i, struct arena *a)
{
	return arena_str(a, col_str(q, i));
}
