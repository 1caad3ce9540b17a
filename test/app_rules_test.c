/* The dated rules in the database, on SQLite and, when TEST_PG names a server,
 * on PostgreSQL: seeding, change, history, audit. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>
#include <libpq-fe.h>
#include <unistd.h>

#include "app/rules.h"

#define T0_US  INT64_C(1767600000000000) /* 2026-01-05 08:00 UTC */
#define DAY_US INT64_C(86400000000)

static struct knowledge kn;
static char url[600], pg_name[64];

static int sqlite_url(void **state)
{
	(void)state;
	const char *tmp = getenv("TMPDIR");
	snprintf(url, sizeof(url), "%s/rules_test_%ld.db", tmp ? tmp : "/tmp",
		 (long)getpid());
	return 0;
}

static int sqlite_drop(void **state)
{
	(void)state;
	static const char *const tails[] = {"", "-wal", "-shm"};
	for (size_t i = 0; i < countof(tails); i++) {
		char path[620];
		snprintf(path, sizeof(path), "%s%s", url, tails[i]);
		unlink(path);
	}
	return 0;
}

static int pg_url(void **state)
{
	(void)state;
	const char *server = getenv("TEST_PG"), *slash;
	url[0] = '\0';
	if (!server || !*server || !(slash = strrchr(server, '/')))
		return 0;
	snprintf(pg_name, sizeof(pg_name), "rules_test_%ld", (long)getpid());
	snprintf(url, sizeof(url), "%.*s/%s", (int)(slash - server), server,
		 pg_name);
	return 0;
}

static int pg_drop(void **state)
{
	(void)state;
	char sql[128];
	if (!url[0])
		return 0;
	PGconn *c = PQconnectdb(getenv("TEST_PG"));
	snprintf(sql, sizeof(sql), "DROP DATABASE IF EXISTS %s", pg_name);
	PQclear(PQexec(c, sql));
	PQfinish(c);
	return 0;
}

static struct date day(const char *text)
{
	struct date d = DATE_NONE;
	if (date_parse(str_from(text), &d, NULL))
		fail_msg("\"%s\" is no date", text);
	return d;
}

#define MUST(x)                                                                \
	do {                                                                   \
		if (x)                                                         \
			fail_msg("line %d: %s", __LINE__, err.text);           \
	} while (0)

static void open_at(struct app *app, int64_t now_us)
{
	struct err err = {0};
	MUST(app_open(app, url, &kn, now_us, date_in_rome(now_us), &err));
}

static struct rule_change change(const char *key, const char *value,
				 const char *from)
{
	return (struct rule_change){.kind = RULE_PARAMETER,
				    .key = str_from(key),
				    .ats = STR(""),
				    .value = str_from(value),
				    .source = STR("test"),
				    .note = STR(""),
				    .from = day(from)};
}

static int64_t value(const struct app *app, const char *key, const char *ats,
		     const char *on)
{
	int64_t v = -1;
	if (rules_int(&app->rules, key, str_from(ats), day(on), &v, NULL))
		return -1;
	return v;
}

static void seeds_once(struct app *app, const struct rules *data)
{
	struct err err = {0};
	MUST(app_rules_seed(app, NULL, &err));
	assert_int_equal(app->rules.n, data->n);
	MUST(app_rules_seed(app, NULL, &err));
	assert_int_equal(app->rules.n, data->n);
	for (size_t i = 0; i < data->n; i++) {
		const struct rule *x = &data->list[i], *y = &app->rules.list[i];
		if (x->kind != y->kind || !str_eq(x->key, y->key) ||
		    !str_eq(x->ats, y->ats) || !str_eq(x->value, y->value) ||
		    !str_eq(x->unit, y->unit) || !str_eq(x->note, y->note) ||
		    !str_eq(x->source, y->source) ||
		    x->valid_from.days != y->valid_from.days ||
		    x->valid_to.days != y->valid_to.days)
			fail_msg("row %zu, " STR_FMT ", came back different", i,
				 STR_ARG(x->key));
	}
}

static void refuses(struct app *app)
{
	static const struct {
		const char *key, *ats, *value, *source;
		enum rc rc;
		const char *says;
	} rows[] = {
		{"no.such", "", "1", "s", E_NOT_FOUND, "prossima rules list"},
		{"pact.duration_months", "999", "1", "s", E_NOT_FOUND, "999"},
		{"pact.duration_months", "", "year", "s", E_RANGE, "months"},
		{"pact.duration_months", "", "6", " ", E_RANGE, "source"},
		{"pact.duration_months", "", "12", "s", E_CONFLICT, "already"},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct err err = {0};
		struct rule_change c =
			change(rows[i].key, rows[i].value, "2026-02-01");
		c.ats = str_from(rows[i].ats);
		c.source = str_from(rows[i].source);
		enum rc rc = app_rule_set(app, &c, &err);
		if (rc != rows[i].rc || !strstr(err.text, rows[i].says) ||
		    db_in_transaction(app->db))
			fail_msg("row %zu: rc %d, %s", i, rc, err.text);
	}
}

static void denies(struct app *app)
{
	struct err err = {0};
	struct rule_change c =
		change("pact.duration_months", "6", "2026-02-01");
	app->who.role = ROLE_DOCTOR;
	assert_int_equal(app_rule_set(app, &c, &err), E_DENIED);
	app->who.role = ROLE_SYSTEM;
}

/* A change for everybody, one for an ATS, one between, one on the same day. */
static void changes(struct app *app)
{
	struct err err = {0};
	const char *key = "pact.duration_months";
	struct rule_change c = change(key, "24", "2026-04-01");
	MUST(app_rule_set(app, &c, &err));
	assert_int_equal(value(app, key, "", "2026-03-31"), 12);
	assert_int_equal(value(app, key, "", "2026-04-01"), 24);
	c = change(key, "18", "2026-02-01"); /* until the next row */
	MUST(app_rule_set(app, &c, &err));
	assert_int_equal(value(app, key, "", "2026-01-31"), 12);
	assert_int_equal(value(app, key, "", "2026-02-01"), 18);
	assert_int_equal(value(app, key, "", "2026-03-31"), 18);
	assert_int_equal(value(app, key, "", "2026-04-01"), 24);
	c = change(key, "36", "2026-04-01"); /* instead of the one of the day */
	MUST(app_rule_set(app, &c, &err));
	assert_int_equal(value(app, key, "", "2026-04-01"), 36);
	assert_int_equal(value(app, key, "", "2026-03-31"), 18);
	c = change(key, "6", "2026-03-01");
	c.ats = STR("325");
	MUST(app_rule_set(app, &c, &err));
	assert_int_equal(value(app, key, "325", "2026-02-28"), 18);
	assert_int_equal(value(app, key, "325", "2026-03-01"), 6);
	assert_int_equal(value(app, key, "326", "2026-03-01"), 18);
	MUST(app_rules_seed(app, NULL, &err)); /* init again keeps it */
	assert_int_equal(value(app, key, "", "2026-04-01"), 36);
}

static void keeps_history(struct app *app)
{
	struct err err = {0};
	struct arena a;
	struct rule_record *h = NULL;
	size_t n = 0, standing = 0, replaced = 0;
	arena_init(&a, 1u << 20);
	MUST(app_rule_history(app, STR("pact.duration_months"), &a, &h, &n,
			      &err));
	for (size_t i = 0; i < n; i++)
		if (h[i].replaced_us)
			replaced++;
		else
			standing++;
	/* 12 until January, 18, 36, and 6 of the ATS; the row of the data
	 * files ended twice, 24 given way to 36 */
	assert_int_equal(standing, 4);
	assert_int_equal(replaced, 3);
	MUST(app_rule_history(app, STR("no.such"), &a, &h, &n, &err));
	assert_int_equal(n, 0);
	arena_release(&a);
}

static void lives(void **state)
{
	struct err err = {0};
	struct db *db = NULL;
	struct app app;
	struct rules data;
	struct audit_report audit;
	(void)state;
	if (!url[0]) {
		print_message("SKIP: TEST_PG is not set\n");
		skip();
	}
	MUST(db_create(url, &db, &err));
	db_close(db);
	MUST(rules_load(&data, NULL, NULL, &err));
	open_at(&app, T0_US);
	assert_int_equal(app.rules.n, 0);
	seeds_once(&app, &data);
	refuses(&app);
	denies(&app);
	changes(&app);
	keeps_history(&app);
	app_close(&app);
	open_at(&app, T0_US + DAY_US); /* as another process sees it */
	assert_int_equal(
		value(&app, "pact.duration_months", "325", "2026-03-01"), 6);
	MUST(audit_verify(&app, &audit, &err));
	assert_int_equal(audit.bad_seq, 0);
	assert_int_equal(audit.n, 5); /* a seed and four changes */
	app_close(&app);
	rules_release(&data);
}

static int load(void **state)
{
	(void)state;
	struct err err = {0};
	return knowledge_load(&kn, NULL, NULL, &err) ? 1 : 0;
}

static int unload(void **state)
{
	(void)state;
	knowledge_release(&kn);
	return 0;
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		{"rules live in SQLite", lives, sqlite_url, sqlite_drop, NULL},
		{"rules live in PostgreSQL", lives, pg_url, pg_drop, NULL},
	};
	return cmocka_run_group_tests(tests, load, unload);
}
