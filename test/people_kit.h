/* What the tests of people and enrolment share: a fresh database on an
 * engine, a folder of registry files.
 */
#ifndef TEST_PEOPLE_KIT_H
#define TEST_PEOPLE_KIT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "app/rules.h"
#include "base/file.h"

#include <libpq-fe.h>
#include <sys/stat.h>
#include <unistd.h>

struct kit {
	char dir[64], url[300], pg_name[64];
	struct knowledge kn;
	struct app app;
};

/* URL of the throw-away PostgreSQL, or NULL. */
static inline const char *kit_pg(void)
{
	const char *url = getenv("TEST_PG");
	return url && *url ? url : NULL;
}

static inline void kit_pg_run(const char *sql)
{
	PGconn *c = PQconnectdb(kit_pg());
	PGresult *r = PQexec(c, sql);
	if (PQresultStatus(r) != PGRES_COMMAND_OK)
		fail_msg("%s: %s", sql, PQerrorMessage(c));
	PQclear(r);
	PQfinish(c);
}

/* The URL of a database on the server: TEST_PG's with another name after the
 * last slash. */
static inline void kit_pg_url(char *out, size_t size, const char *name)
{
	const char *base = kit_pg(), *slash = strrchr(base, '/');
	snprintf(out, size, "%.*s/%s", (int)(slash - base), base, name);
}

static inline struct date kit_day(const char *text)
{
	struct date d;
	if (date_parse(str_from(text), &d, NULL))
		fail_msg("no date: %s", text);
	return d;
}

static inline void kit_today(struct app *app, const char *day)
{
	app->today = kit_day(day);
	app->now_us = (int64_t)app->today.days * INT64_C(86400000000) +
		      INT64_C(43200000000);
}

static inline void kit_rc(enum rc rc, const struct err *err, const char *what)
{
	if (rc)
		fail_msg("%s: rc %d: %s", what, rc, err->text);
}

static inline void kit_load(struct kit *k)
{
	struct arena a;
	struct issues found;
	struct err err = {0};
	arena_init(&a, 1u << 20);
	issues_init(&found, &a, 10);
	kit_rc(knowledge_load(&k->kn, NULL, &found, &err), &err, "knowledge");
	issues_release(&found);
	arena_release(&a);
}

/* Another connection to the same database. */
static inline void kit_connect(struct kit *k, struct app *app)
{
	struct err err = {0};
	kit_rc(app_open(app, k->url, &k->kn, 0, kit_day("2026-01-01"), &err),
	       &err, "app_open");
	kit_today(app, "2026-01-01");
}

/* Tables and rules. */
static inline void kit_init(const char *url)
{
	struct db *db = NULL;
	struct app app;
	struct err err = {0};
	kit_rc(db_create(url, &db, &err), &err, "db_create");
	db_close(db);
	kit_rc(app_open(&app, url, NULL, 0, kit_day("2026-01-01"), &err), &err,
	       "app_open");
	kit_today(&app, "2026-01-01");
	kit_rc(app_rules_seed(&app, NULL, &err), &err, "rules");
	app_close(&app);
}

/* On PostgreSQL the tables are made once and copied for each test. */
static inline void kit_pg_template(char *name, size_t size, bool remove)
{
	static bool made;
	char sql[200], url[300];
	snprintf(name, size, "people_base_%ld", (long)getpid());
	if (made == !remove)
		return;
	snprintf(sql, sizeof(sql),
		 remove ? "DROP DATABASE %s"
			: "CREATE DATABASE %s TEMPLATE "
			  "template0",
		 name);
	kit_pg_run(sql);
	kit_pg_url(url, sizeof(url), name);
	if (!remove)
		kit_init(url);
	made = !remove;
}

static inline void kit_pg_done(void)
{
	char name[64];
	kit_pg_template(name, sizeof(name), true);
}

static inline void kit_pg_make(struct kit *k)
{
	static int n;
	char base[64], sql[200];
	kit_pg_template(base, sizeof(base), false);
	snprintf(k->pg_name, sizeof(k->pg_name), "people_%ld_%d",
		 (long)getpid(), ++n);
	snprintf(sql, sizeof(sql), "CREATE DATABASE %s TEMPLATE %s", k->pg_name,
		 base);
	kit_pg_run(sql);
	kit_pg_url(k->url, sizeof(k->url), k->pg_name);
}

/* A fresh database, tables and rules; today is 2026-01-01. */
static inline void kit_open(struct kit *k, bool postgres)
{
	*k = (struct kit){.dir = "/tmp/people_test.XXXXXX"};
	assert_non_null(mkdtemp(k->dir));
	if (postgres) {
		kit_pg_make(k);
	} else {
		snprintf(k->url, sizeof(k->url), "%s/p.db", k->dir);
		kit_init(k->url);
	}
	kit_load(k);
	kit_connect(k, &k->app);
}

static inline void kit_remove(const char *dir, const char *name)
{
	char path[200];
	snprintf(path, sizeof(path), "%s/%s", dir, name);
	unlink(path);
}

static inline void kit_close(struct kit *k)
{
	static const char *const files[] = {
		"p.db",        "p.db-wal",        "p.db-shm",
		"person.csv",  "identity.csv",    "doctor.csv",
		"section.csv", "cooperative.csv", "person.csv.gz"};
	char sql[200];
	app_close(&k->app);
	knowledge_release(&k->kn);
	for (size_t i = 0; i < countof(files); i++)
		kit_remove(k->dir, files[i]);
	rmdir(k->dir);
	if (!k->pg_name[0])
		return;
	snprintf(sql, sizeof(sql), "DROP DATABASE %s", k->pg_name);
	kit_pg_run(sql);
}

static inline void kit_file(const struct kit *k, const char *name,
			    const char *text)
{
	char path[200];
	struct err err = {0};
	snprintf(path, sizeof(path), "%s/%s", k->dir, name);
	kit_rc(file_write_atomic(path, str_from(text), &err), &err, name);
}

#endif
