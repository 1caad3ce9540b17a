/* The engine for SQLite.
 *
 * Write-ahead log with a full sync at each commit: what was acknowledged
 * survives a power cut. SQLite's automatic copying of the log into the file is
 * off: sqlite_log.c says why, and what is done instead.
 */
#include "store/sqlite_int.h"

#include "base/progress.h"
#include "text/text.h"

#include <pthread.h>
#include <sqlite3.h>
#include <unistd.h>

#define BUSY_TIMEOUT_MS 30000
#define BUSY_STEP_MS    2
/* A batch begins its next transaction at once, and SQLite has no queue: who
 * waits would starve until the batch is over. So whoever kept the write lock
 * for long leaves it free for a while, several steps of those who wait. */
#define LONG_US 20000
#define GAP_US  6000

static sqlite3 *handle(const struct db *db)
{
	return (sqlite3 *)db->native;
}

static enum rc map_rc(int code)
{
	switch (code & 0xff) {
	case SQLITE_CONSTRAINT:
		return E_CONFLICT;
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return E_BUSY;
	case SQLITE_NOMEM:
		return E_NOMEM;
	case SQLITE_TOOBIG:
		return E_LIMIT;
	default:
		return E_IO;
	}
}

/* What a person can be told besides that the database does not answer. */
static enum msg words_of(int code)
{
	switch (code & 0xff) {
	case SQLITE_FULL:
		return MSG_WEB_DISK;
	case SQLITE_READONLY:
		return MSG_WEB_READ_ONLY;
	default:
		return MSG_NONE;
	}
}

static enum rc fail(const struct db *db, const char *what, struct err *err)
{
	sqlite3 *h = handle(db);
	int code = sqlite3_errcode(h);
	if (code == SQLITE_NOTADB)
		return err_set(err, E_IO,
			       "file %s is not a database: name another, or a "
			       "new one for prossima init",
			       db->name);
	return err_msg(err, map_rc(code), (int)words_of(code),
		       "%s in database %s: %s", what, db->name,
		       sqlite3_errmsg(h));
}

static enum rc script(struct db *db, const char *sql, struct err *err)
{
	if (sqlite3_exec(handle(db), sql, NULL, NULL, NULL) != SQLITE_OK)
		return fail(db, "could not run a script", err);
	return OK;
}

/* ---- transactions ---- */

static void pause_us(int64_t us)
{
	const struct timespec t = {.tv_nsec = (long)us * 1000};
	nanosleep(&t, NULL);
}

/* Another one writes: wait, by small steps. */
static int wait_turn(void *ctx, int n)
{
	(void)ctx;
	if (n >= BUSY_TIMEOUT_MS / BUSY_STEP_MS)
		return 0;
	pause_us(BUSY_STEP_MS * 1000);
	return 1;
}

/* In a log, SQLite goes on writing into a file that was moved or deleted: what
 * is acknowledged then is nowhere once we end. */
static bool lost(const struct db *db)
{
	int moved = 0;
	sqlite3_file_control(handle(db), "main", SQLITE_FCNTL_HAS_MOVED,
			     &moved);
	return moved;
}

static enum rc begin(struct db *db, struct err *err)
{
	if (lost(db))
		return err_set(err, E_IO,
			       "file %s was moved or deleted while it was in "
			       "use: put it back",
			       db->name);
	int64_t gap_us = db->rest_until_us - clock_monotonic_us();
	if (gap_us > 0)
		pause_us(gap_us);
	if (sqlite3_exec(handle(db), "BEGIN IMMEDIATE", NULL, NULL, NULL))
		return fail(db, "could not begin a transaction", err);
	db->locked_us = clock_monotonic_us();
	return OK;
}

static void wait_as_told(struct db *db)
{
	if (db->wait_ms)
		sqlite3_busy_timeout(handle(db), db->wait_ms);
	else
		sqlite3_busy_handler(handle(db), wait_turn, NULL);
}

/* Who copies holds the write lock, also while waiting for the readers of an
 * older state: so not for long, and not again before the log has grown. A run
 * that reads for minutes must not keep everybody from writing. */
static void copy_long_log(struct db *db, int pages)
{
	if (pages < db->log_tried)
		db->log_tried = 0; /* begun anew since */
	if (pages - db->log_tried < LOG_PAGES)
		return;
	db->log_tried = pages;
	sqlite3_busy_timeout(handle(db), LOG_PATIENCE_MS);
	sqlite_log_copy_all(handle(db));
	wait_as_told(db);
}

static int count_log(void *ctx, sqlite3 *h, const char *schema, int pages)
{
	(void)h;
	(void)schema;
	*(int *)ctx = pages;
	return SQLITE_OK;
}

static enum rc commit(struct db *db, struct err *err)
{
	int pages = 0;
	sqlite3_wal_hook(handle(db), count_log, &pages);
	int code = sqlite3_exec(handle(db), "COMMIT", NULL, NULL, NULL);
	sqlite3_wal_hook(handle(db), NULL, NULL);
	if (code != SQLITE_OK)
		return fail(db, "could not commit", err);
	if (!db->leaves_log)
		copy_long_log(db, pages);
	int64_t now_us = clock_monotonic_us();
	if (now_us - db->locked_us > LONG_US)
		db->rest_until_us = now_us + GAP_US;
	return OK;
}

/* Statements see what was committed before the first of them. */
static enum rc snapshot(struct db *db, struct err *err)
{
	if (sqlite3_exec(handle(db), "BEGIN", NULL, NULL, NULL))
		return fail(db, "could not begin to read", err);
	return OK;
}

static void rollback(struct db *db)
{
	/* Some failures have rolled back already. */
	if (!sqlite3_get_autocommit(handle(db)))
		sqlite3_exec(handle(db), "ROLLBACK", NULL, NULL, NULL);
}

static void close_db(struct db *db)
{
	sqlite_log_close(db->log);
	sqlite3_close_v2(handle(db));
}

static void wait_ms(struct db *db, int ms)
{
	db->wait_ms = ms;
	wait_as_told(db);
}

/* A setting of the connection: cannot fail, and takes no parameter. */
static void cache_kib(struct db *db, int kib)
{
	char pragma[48];
	snprintf(pragma, sizeof pragma, "PRAGMA cache_size = -%d", kib);
	sqlite3_exec(handle(db), pragma, NULL, NULL, NULL);
}

/* Its plans follow from the schema, alike on every installation. */
static enum rc analyze(struct db *db, struct err *err)
{
	(void)db, (void)err;
	return OK;
}

static enum rc copy_log(struct db *db, struct err *err)
{
	if (!db->log) {
		db->log =
			sqlite_log_open(sqlite3_db_filename(handle(db), NULL));
		if (!db->log)
			return err_set(err, E_IO,
				       "could not open the log of database %s",
				       db->name);
	}
	if (!sqlite_log_copy(db->log))
		return err_set(err, E_IO,
			       "could not copy the log of database %s",
			       db->name);
	return OK;
}

/* ---- statements ---- */

static sqlite3_stmt *native(const struct stmt *q)
{
	return (sqlite3_stmt *)q->native;
}

static enum rc stmt_fail(struct stmt *q, struct err *err)
{
	char what[128];
	snprintf(what, sizeof(what), "could not run %s", q->text->name);
	return fail(q->db, what, err);
}

static enum rc prepare(struct stmt *q, struct err *err)
{
	sqlite3_stmt *s = NULL;
	if (sqlite3_prepare_v3(handle(q->db), q->text->sql[DB_SQLITE], -1,
			       SQLITE_PREPARE_PERSISTENT, &s, NULL)) {
		char what[128];
		snprintf(what, sizeof(what), "could not prepare %s",
			 q->text->name);
		return fail(q->db, what, err);
	}
	q->native = s;
	return OK;
}

static void finalize(struct stmt *q)
{
	sqlite3_finalize(native(q));
}

static void reset(struct stmt *q)
{
	sqlite3_reset(native(q));
}

static void clear(struct stmt *q)
{
	sqlite3_clear_bindings(native(q));
}

static bool bind_i(struct stmt *q, int i, int64_t v)
{
	return sqlite3_bind_int64(native(q), i + 1, v) == SQLITE_OK;
}

static bool bind_s(struct stmt *q, int i, struct str v)
{
	return sqlite3_bind_text(native(q), i + 1, v.ptr ? v.ptr : "",
				 (int)v.len, SQLITE_TRANSIENT) == SQLITE_OK;
}

static bool bind_n(struct stmt *q, int i)
{
	return sqlite3_bind_null(native(q), i + 1) == SQLITE_OK;
}

static enum rc step(struct stmt *q, bool *row, struct err *err)
{
	int code = sqlite3_step(native(q));
	if (code != SQLITE_ROW && code != SQLITE_DONE)
		return stmt_fail(q, err);
	*row = code == SQLITE_ROW;
	return OK;
}

static enum rc run(struct stmt *q, struct err *err)
{
	int code;
	while ((code = sqlite3_step(native(q))) == SQLITE_ROW)
		;
	enum rc rc = code == SQLITE_DONE ? OK : stmt_fail(q, err);
	sqlite3_reset(native(q));
	return rc;
}

static int64_t changes(const struct stmt *q)
{
	return sqlite3_changes64(handle(q->db));
}

static int64_t col_i(const struct stmt *q, int i)
{
	return sqlite3_column_int64(native(q), i);
}

static struct str col_s(const struct stmt *q, int i)
{
	const char *p = (const char *)sqlite3_column_text(native(q), i);
	return (struct str){p, (size_t)sqlite3_column_bytes(native(q), i)};
}

static bool col_n(const struct stmt *q, int i)
{
	return sqlite3_column_type(native(q), i) == SQLITE_NULL;
}

static int n_col(const struct stmt *q)
{
	return sqlite3_column_count(native(q));
}

static const struct engine sqlite_engine = {
	.id = DB_SQLITE,
	.script = script,
	.begin = begin,
	.commit = commit,
	.rollback = rollback,
	.snapshot = snapshot,
	.lost = lost,
	.close = close_db,
	.wait = wait_ms,
	.cache = cache_kib,
	.copy_log = copy_log,
	.analyze = analyze,
	.prepare = prepare,
	.finalize = finalize,
	.reset = reset,
	.clear = clear,
	.bind_int = bind_i,
	.bind_str = bind_s,
	.bind_null = bind_n,
	.step = step,
	.run = run,
	.queue = run,
	.changes = changes,
	.col_int = col_i,
	.col_str = col_s,
	.col_null = col_n,
	.n_col = n_col,
};

/* ---- open ---- */

static enum rc configure(struct db *db, struct err *err)
{
	sqlite3 *h = handle(db);
	sqlite3_extended_result_codes(h, 1);
	sqlite3_busy_handler(h, wait_turn, NULL);
	/* "x" is a name, never a text. */
	sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
	sqlite3_db_config(h, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);
	sqlite3_db_config(h, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
	sqlite3_wal_autocheckpoint(h, 0);
	return script(db,
		      "PRAGMA journal_mode = WAL;"
		      "PRAGMA synchronous = FULL;"
		      "PRAGMA foreign_keys = ON;"
		      "PRAGMA cache_size = -65536;"
		      "PRAGMA temp_store = MEMORY;",
		      err);
}

/* Asked without opening it: to close a file drops every lock that the process
 * has on it, those of its other connections too. Another program would then
 * take itself for the last one and delete the log that we still write to. */
static bool can_open(const char *path)
{
	return !access(path, R_OK | W_OK);
}

/* Counting its memory takes a lock that all connections share; and each look
 * that is committed makes the others drop what they cached, page by page. */
static void configure_library(void)
{
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}

enum rc sqlite_open(const char *path, bool create, struct db *db,
		    struct err *err)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	sqlite3 *h = NULL;
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
	pthread_once(&once, configure_library);
	if (!create && !can_open(path))
		return err_set(err, errno == ENOENT ? E_NOT_FOUND : E_IO,
			       "could not open database %s: %s%s", path,
			       strerror(errno),
			       errno == ENOENT ? "; make it with prossima init"
					       : "");
	db->engine = &sqlite_engine;
	db->name = strdup(path);
	if (!db->name)
		return err_set(err, E_NOMEM, "no memory for database %s", path);
	int code = sqlite3_open_v2(
		path, &h, flags | (create ? SQLITE_OPEN_CREATE : 0), NULL);
	db->native = h;
	if (code != SQLITE_OK)
		return err_set(err, map_rc(code),
			       "could not open database %s: %s", path,
			       h ? sqlite3_errmsg(h) : sqlite3_errstr(code));
	return configure(db, err);
}
