/* A database for a test: a SQLite file in a folder of its own, or a database
 * of its own on the PostgreSQL that TEST_PG names. Without TEST_PG the tests
 * on PostgreSQL skip themselves, visibly.
 *
 *	cmocka_unit_test entries come in pairs: ON_BOTH(test_function)
 */
#ifndef TEST_DB_FIXTURE_H
#define TEST_DB_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include "app/app.h"
#include "base/file.h"
#include "test/schema_reset.h"

#include <cmocka.h>
#include <libpq-fe.h>
#include <sqlite3.h>
#include <unistd.h>

struct db_fixture {
	bool postgres;
	bool own; /* on PostgreSQL, too, a database of its own, that stays */
	char url[512];
	char dir[64]; /* SQLite */
};

#define ON_BOTH(f)                                                             \
	{#f " (SQLite)", f, fixture_sqlite, fixture_end, NULL},                \
	{                                                                      \
#f " (PostgreSQL)", f, fixture_postgres, fixture_end, NULL     \
	}

static inline int fixture_sqlite(void **state)
{
	struct db_fixture *f = calloc(1, sizeof(*f));
	assert_non_null(f);
	snprintf(f->dir, sizeof(f->dir), "/tmp/prossima-test-XXXXXX");
	assert_non_null(mkdtemp(f->dir));
	snprintf(f->url, sizeof(f->url), "%s/test.db", f->dir);
	*state = f;
	return 0;
}

/* The server of TEST_PG with another database: the path is what stands after
 * the last '/'. */
static inline void pg_url(char *out, size_t size, const char *name)
{
	const char *base = getenv("TEST_PG");
	const char *slash = strrchr(base, '/');
	snprintf(out, size, "%.*s/%s", (int)(slash - base), base, name);
}

static inline int fixture_postgres(void **state)
{
	static int n;
	char name[64];
	const char *base = getenv("TEST_PG");
	if (!base || !*base) {
		*state = NULL;
		return 0;
	}
	struct db_fixture *f = calloc(1, sizeof(*f));
	assert_non_null(f);
	f->postgres = true;
	snprintf(name, sizeof(name), "test_%ld_%d", (long)getpid(), ++n);
	pg_url(f->url, sizeof(f->url), name);
	*state = f;
	return 0;
}

static inline void pg_quiet(void *ctx, const PGresult *r)
{
	(void)ctx;
	(void)r;
}

/* Any SQL, behind the back of the program. */
static inline void raw_sql(const struct db_fixture *f, const char *sql)
{
	if (f->postgres) {
		PGconn *c = PQconnectdb(f->url);
		PQsetNoticeReceiver(c, pg_quiet, NULL);
		PGresult *r = PQexec(c, sql);
		if (PQresultStatus(r) != PGRES_COMMAND_OK &&
		    PQresultStatus(r) != PGRES_TUPLES_OK)
			fail_msg("%s: %s", sql, PQerrorMessage(c));
		PQclear(r);
		PQfinish(c);
		return;
	}
	sqlite3 *h = NULL;
	assert_int_equal(sqlite3_open(f->url, &h), SQLITE_OK);
	sqlite3_busy_timeout(h, 10000);
	if (sqlite3_exec(h, sql, NULL, NULL, NULL) != SQLITE_OK)
		fail_msg("%s: %s", sql, sqlite3_errmsg(h));
	sqlite3_close(h);
}

/* The first cell, as a number. */
static inline int64_t raw_number(const struct db_fixture *f, const char *sql)
{
	int64_t n = 0;
	if (f->postgres) {
		PGconn *c = PQconnectdb(f->url);
		PGresult *r = PQexec(c, sql);
		if (PQresultStatus(r) != PGRES_TUPLES_OK)
			fail_msg("%s: %s", sql, PQerrorMessage(c));
		n = strtoll(PQgetvalue(r, 0, 0), NULL, 10);
		PQclear(r);
		PQfinish(c);
		return n;
	}
	sqlite3 *h = NULL;
	sqlite3_stmt *q = NULL;
	assert_int_equal(sqlite3_open(f->url, &h), SQLITE_OK);
	sqlite3_busy_timeout(h, 10000);
	if (sqlite3_prepare_v2(h, sql, -1, &q, NULL) != SQLITE_OK ||
	    sqlite3_step(q) != SQLITE_ROW)
		fail_msg("%s: %s", sql, sqlite3_errmsg(h));
	n = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	sqlite3_close(h);
	return n;
}

/* Where the schema was made: SQLite, PostgreSQL; empty, not yet. */
static char schema_url[2][512];

static inline void on_server(const char *format, const char *name)
{
	struct db_fixture server = {.postgres = true};
	char sql[256];
	snprintf(sql, sizeof(sql), format, name);
	pg_url(server.url, sizeof(server.url), "postgres");
	raw_sql(&server, sql);
}

static inline const char *name_in(const char *url)
{
	return strrchr(url, '/') + 1;
}

static inline int fixture_end(void **state)
{
	struct db_fixture *f = *state;
	char path[128];
	if (!f)
		return 0;
	if (f->postgres) {
		if (strcmp(f->url, schema_url[1]) != 0)
			on_server("DROP DATABASE IF EXISTS %s WITH (FORCE)",
				  name_in(f->url));
	} else {
		static const char *const tail[] = {"", "-wal", "-shm"};
		for (size_t i = 0; i < countof(tail); i++) {
			snprintf(path, sizeof(path), "%s/test.db%s", f->dir,
				 tail[i]);
			unlink(path);
		}
		rmdir(f->dir);
	}
	free(f);
	return 0;
}

/* The fixture of a test, or the test ends as skipped. */
static inline struct db_fixture *fixture_of(void **state)
{
	if (!*state) {
		print_message("SKIP: TEST_PG names no PostgreSQL\n");
		skip();
	}
	return *state;
}

static inline void must(enum rc rc, const struct err *err)
{
	if (rc)
		fail_msg("rc %d: %s", rc, err->text);
}

/* The schema is made once per program: on SQLite each test gets a copy of the
 * file, on PostgreSQL the one database emptied (schema_reset.h). */
static pid_t schema_maker;

static inline void schema_forget(void)
{
	if (schema_maker != getpid()) /* not a child's to remove */
		return;
	if (*schema_url[0])
		unlink(schema_url[0]);
	if (*schema_url[1])
		on_server("DROP DATABASE IF EXISTS %s WITH (FORCE)",
			  name_in(schema_url[1]));
}

static inline void schema_make(bool postgres)
{
	char name[64];
	struct db *db = NULL;
	struct err err = {0};
	char *url = schema_url[postgres];
	snprintf(name, sizeof(name), "test_%ld", (long)getpid());
	if (postgres)
		pg_url(url, sizeof(schema_url[0]), name);
	else
		snprintf(url, sizeof(schema_url[0]), "/tmp/prossima-%s.db",
			 name);
	must(db_create(url, &db, &err), &err);
	db_close(db);
	if (!schema_maker)
		atexit(schema_forget);
	schema_maker = getpid();
}

static inline void schema_copy(const struct db_fixture *f)
{
	struct arena a;
	struct str bytes;
	struct err err = {0};
	arena_init(&a, 64u << 20);
	must(file_read(schema_url[0], &a, 64u << 20, &bytes, &err), &err);
	must(file_write_atomic(f->url, bytes, &err), &err);
	arena_release(&a);
}

static inline void schema_empty(struct db_fixture *f)
{
	memcpy(f->url, schema_url[1], sizeof(f->url));
	if (raw_number(f, schema_left) == 0) {
		raw_sql(f, schema_reset);
		return;
	}
	/* the last test changed the tables themselves */
	on_server("DROP DATABASE %s WITH (FORCE)", name_in(f->url));
	schema_make(true);
	raw_sql(f, schema_remember);
}

/* A new database with the schema. */
static inline struct db *fixture_db(struct db_fixture *f)
{
	struct db *db = NULL;
	struct err err = {0};
	bool first = !*schema_url[f->postgres];
	if (f->own) {
		must(db_create(f->url, &db, &err), &err);
		return db;
	}
	if (first)
		schema_make(f->postgres);
	if (!f->postgres)
		schema_copy(f);
	else if (!first)
		schema_empty(f);
	else {
		memcpy(f->url, schema_url[1], sizeof(f->url));
		raw_sql(f, schema_remember);
	}
	must(db_create(f->url, &db, &err), &err);
	return db;
}

#define FIXTURE_NOW_US INT64_C(1767261600000000) /* 2026-01-01T10:00:00Z */

/* The app on it, as the command line opens it. */
static inline void fixture_app(struct db_fixture *f, struct app *app)
{
	struct err err = {0};
	must(app_open(app, f->url, NULL, FIXTURE_NOW_US, date_of(2026, 1, 1),
		      &err),
	     &err);
}

#endif
