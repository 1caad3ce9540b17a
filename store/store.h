/* store - the database: SQLite in one file, or PostgreSQL, behind one face.
 *
 * SQL is written once, in store/sql/<domain>.sql, as named statements with
 * `:name` parameters; tools/sqlgen numbers them and compiles the texts into
 * the program (`enum sql`, SQL_<NAME>). Nothing assembles SQL at run time.
 * Dates cross as ISO text, instants as integer microseconds UTC, money as
 * integer cents. Every writing transaction takes its write lock at begin.
 *
 * One `struct db` is one connection, for one thread at a time. Statements are
 * prepared once and kept; db_prepare hands out the cached one, reset.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include "base/arena.h"
#include "base/date.h"
#include "store/sql.h" /* generated: enum sql { SQL_..., N_SQL } */

struct db;
struct stmt;

enum db_engine { DB_SQLITE, DB_POSTGRES };

/* `url`: a path, or postgresql://... E_NOT_FOUND when the file is not there
 * (db_create makes it). The schema must be current: E_STATE names the remedy
 * (`prossima init`). */
MUST_USE enum rc db_open(const char *url, struct db **out, struct err *err);
/* Make what is missing, apply the migrations that are missing. */
MUST_USE enum rc db_create(const char *url, struct db **out, struct err *err);
void db_close(struct db *db); /* NULL allowed */
enum db_engine db_engine_of(const struct db *db);
/* Of a database of one file; else NULL. */
const char *db_path(const struct db *db);
/* Is what we opened no longer there: the file moved or deleted, the connection
 * cut? Then close it and open it anew. A transaction does not begin on it. */
bool db_lost(const struct db *db);
/* How long begin and a write wait for another writer: 30 s unless said here. */
void db_wait(struct db *db, int ms);
/* How much of the database this connection keeps in memory: 64 MiB unless said
 * here, right for a batch. Says nothing to PostgreSQL, whose server decides. */
void db_cache(struct db *db, int kib);

/* A transaction; begin for writing. db_rollback is safe without one, and is
 * what an exit label calls when rc is not OK. After a statement failed nothing
 * but rollback is possible (E_STATE), on both engines. E_CONFLICT from
 * commit: another program was writing; E_BUSY: one still is; the whole use
 * case can be tried again.
 * Do not begin between two rows of a statement that is still open: SQLite may
 * then find that others wrote meanwhile. */
MUST_USE enum rc db_begin(struct db *db, struct err *err);
MUST_USE enum rc db_commit(struct db *db, struct err *err);
void db_rollback(struct db *db);
bool db_in_transaction(const struct db *db);

/* What is read from here on is one state of the database, until the snapshot
 * ends: by db_snapshot_end, or because a transaction begins. Again within one:
 * nothing happens. For who only reads, and for less: SQLite drops the pages a
 * connection keeps whenever it begins to read after somebody's commit, and
 * without this each statement begins anew. Do not write in it but in a
 * transaction. PostgreSQL takes no notice: each statement sees what is
 * committed when it runs. */
MUST_USE enum rc db_snapshot(struct db *db, struct err *err);
void db_snapshot_end(struct db *db); /* safe without one */

/* SQLite writes into a log, which has to be copied into the file now and then;
 * a commit does so when the log is long, and its caller waits. Connections told
 * db_leave_log do not: then one of them, outside of a transaction, is given to
 * db_copy_log about every second, and hardly anybody waits. Both say nothing to
 * PostgreSQL. */
void db_leave_log(struct db *db);
MUST_USE enum rc db_copy_log(struct db *db, struct err *err);

/* At the end of a command. PostgreSQL plans by what it last counted in each
 * table, and counts anew within a minute or so: too late for who looks at a
 * hundred thousand people just brought in. When this connection wrote much, it
 * counts now (ANALYZE) in the tables of which a tenth changed since, or that
 * were never counted. A migration does so too. SQLite plans by the schema. */
MUST_USE enum rc db_settle(struct db *db, struct err *err);

/* The prepared statement, ready for binding. Give it back with stmt_close. */
MUST_USE enum rc db_prepare(struct db *db, enum sql id, struct stmt **out,
			    struct err *err);
void stmt_close(struct stmt *q); /* NULL allowed; resets, stays cached */

/* Bind by the name in the SQL. A name that the statement does not have is a
 * bug (BUG). Text is copied. A failure is kept and told by the next step. */
void bind_int(struct stmt *q, const char *name, int64_t v);
void bind_str(struct stmt *q, const char *name, struct str v);
/* None and no end: NULL. */
void bind_date(struct stmt *q, const char *name, struct date d);
void bind_null(struct stmt *q, const char *name);

/* Next row: *row false at the end. */
MUST_USE enum rc stmt_step(struct stmt *q, bool *row, struct err *err);
/* Run to the end and reset for the next binding; for INSERT, UPDATE, DELETE.
 * A broken unique or check constraint is E_CONFLICT. */
MUST_USE enum rc stmt_run(struct stmt *q, struct err *err);
/* As stmt_run, for the many rows of a batch, inside a transaction: the engine
 * may go on without waiting for the answer. A failure is told by what comes
 * next on the connection, at the latest by db_commit; so where the result
 * decides something (E_CONFLICT, stmt_changes), use stmt_run. */
MUST_USE enum rc stmt_queue(struct stmt *q, struct err *err);
/* Exactly one row wanted: E_NOT_FOUND when there is none. */
MUST_USE enum rc stmt_one(struct stmt *q, struct err *err);
int64_t stmt_changes(const struct stmt *q); /* rows touched by stmt_run */

/* Columns of the row in hand, by position; texts live until the next step. */
int64_t col_int(const struct stmt *q, int i);      /* 0 for NULL */
struct str col_str(const struct stmt *q, int i);   /* empty for NULL */
struct date col_date(const struct stmt *q, int i); /* DATE_NONE for NULL */
bool col_null(const struct stmt *q, int i);
/* Copied into the arena. */
struct str col_text(const struct stmt *q, int i, struct arena *a);

#endif
