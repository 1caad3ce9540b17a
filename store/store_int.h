/* store_int - what store.c, migrate.c and the two engines share.
 *
 * The engine knows connections, scripts and native statements; everything
 * that must be the same on both (which statement, which parameter, what a
 * transaction is after a failure) is in store.c.
 */
#ifndef STORE_STORE_INT_H
#define STORE_STORE_INT_H

#include "store/sqltext_int.h"

struct stmt {
	struct db *db;
	const struct sql_text *text;
	void *native;      /* the engine's */
	struct stmt *next; /* another instance of the same statement */
	bool in_use;       /* between db_prepare and stmt_close */
	bool stepped;      /* must be reset before binding */
	bool has_row;
	enum rc bind_rc; /* first failure of a bind, told by the next step */
	const char *bind_param;
};

struct engine {
	enum db_engine id;
	/* Run a text of one or more statements without parameters. */
	enum rc (*script)(struct db *db, const char *sql, struct err *err);
	enum rc (*begin)(struct db *db, struct err *err);
	enum rc (*commit)(struct db *db, struct err *err);
	void (*rollback)(struct db *db);
	void (*close)(struct db *db);
	void (*wait)(struct db *db, int ms); /* for another writer */
	void (*cache)(struct db *db, int kib);
	enum rc (*snapshot)(struct db *db, struct err *err);
	bool (*lost)(const struct db *db);
	enum rc (*copy_log)(struct db *db, struct err *err);
	enum rc (*analyze)(struct db *db, struct err *err);

	enum rc (*prepare)(struct stmt *q, struct err *err);
	void (*finalize)(struct stmt *q);
	void (*reset)(struct stmt *q);
	void (*clear)(struct stmt *q); /* all parameters NULL */
	/* Parameters and columns count from 0. False without memory. */
	bool (*bind_int)(struct stmt *q, int i, int64_t v);
	bool (*bind_str)(struct stmt *q, int i, struct str v);
	bool (*bind_null)(struct stmt *q, int i);
	enum rc (*step)(struct stmt *q, bool *row, struct err *err);
	enum rc (*run)(struct stmt *q, struct err *err);
	enum rc (*queue)(struct stmt *q, struct err *err);
	int64_t (*changes)(const struct stmt *q);
	int64_t (*col_int)(const struct stmt *q, int i);
	struct str (*col_str)(const struct stmt *q, int i);
	bool (*col_null)(const struct stmt *q, int i);
	int (*n_col)(const struct stmt *q);
};

struct db {
	const struct engine *engine;
	struct stmt *stmts[N_SQL + 1];
	bool in_tx;
	bool tx_failed; /* nothing but rollback is possible */
	bool in_snapshot;
	bool leaves_log;   /* another copies the log: db_leave_log */
	int64_t n_written; /* rows, since db_settle */
	/* SQLite: since when we may write, not to begin again before, who
	 * copies the log */
	int64_t locked_us, rest_until_us;
	int log_tried; /* pages of the log when it was last copied */
	int wait_ms;   /* db_wait; 0: as it was opened */
	struct sqlite_log *log;
	void *native;
	char *name; /* for messages: never with a password */
};

/* The engines open a connection, without looking at the schema. `create`
 * makes the file or the database. */
enum rc sqlite_open(const char *path, bool create, struct db *db,
		    struct err *err);
enum rc postgres_open(const char *url, bool create, struct db *db,
		      struct err *err);
bool is_postgres_url(const char *url);

/* Is the schema the one this program was built with? E_STATE with the
 * remedy. */
enum rc schema_check(struct db *db, struct err *err);
enum rc schema_migrate(struct db *db, struct err *err);

#endif
