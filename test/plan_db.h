/* A database with people ready for a plan: doctors 11 and 12, people 1..n
 * enrolled with a signed pact, their stratification of 2025-12-31. People of
 * odd number belong to doctor 11, of even number to doctor 12. */
#ifndef TEST_PLAN_DB_H
#define TEST_PLAN_DB_H

#include "test/db_fixture.h"
#include "test/plan_kit.h"

#include "app/plan.h"
#include "app/rules.h"

static inline void sql(const struct db_fixture *f, const char *fmt, ...)
	PRINTF_LIKE(2, 3);
static inline void sql(const struct db_fixture *f, const char *fmt, ...)
{
	char text[8000];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	raw_sql(f, text);
}

static inline void plan_db_base(const struct db_fixture *f)
{
	sql(f, "INSERT INTO organisation (id, code, kind, name) VALUES "
	       "(21, 'C1', 'CPC', 'Cooperative')");
	sql(f, "INSERT INTO doctor (id, gp_code, last_name, first_name, kind) "
	       "VALUES (11, 'GP11', 'Uno', 'Anna', 'MMG'), "
	       "(12, 'GP12', 'Due', 'Bruno', 'MMG')");
	sql(f, "INSERT INTO strata_run (id, as_of, definition, state, "
	       "n_person, source_digest, created_us) VALUES "
	       "(31, '2025-12-31', 'strict', 'current', 9, '', 1)");
}

static inline void plan_db_person(const struct db_fixture *f, int i)
{
	int doctor = i % 2 ? 11 : 12;
	sql(f,
	    "INSERT INTO person (id, pseudonym, last_name, first_name, "
	    "birth_date, sex, ats, email, updated_us) VALUES "
	    "(%d, 'P%03d', 'Rossi', 'Maria', '1955-05-05', 'F', '325', %s, 1); "
	    "INSERT INTO person_doctor VALUES (%d, %d, '2020-01-01', NULL, 1); "
	    "INSERT INTO enrolment (id, person_id, doctor_id, "
	    "organisation_id, way, state, level, main_condition, eligible_on, "
	    "active_from, recorded_us) VALUES (%d, %d, %d, 21, 'manager', "
	    "'active', 2, 'DM2', '2026-01-01', '2026-01-10', 1); "
	    "INSERT INTO stratum VALUES (31, %d, 2, 2, '50', 'DM2', 1, "
	    "'50|56', '', 0, 0, 0, 5); "
	    "INSERT INTO person_condition VALUES (31, %d, 'DM2', '50', 50, 1, "
	    "'{}'), (31, %d, 'IPERTENSIONE', '56', 60, 1, '{}'); "
	    "INSERT INTO therapy VALUES (31, %d, 'A10BA02', 10, '2025-02-01', "
	    "'2025-12-10', 3000000, '011111011111'); "
	    "INSERT INTO service_history VALUES (31, %d, '90.28.1', "
	    "'2025-11-10', 2)",
	    i, i, i % 3 ? "'a@example.org'" : "NULL", i, doctor, 1000 + i, i,
	    doctor, i, i, i, i, i);
}

/* The database with `n` people, and the app on it on a day of 2026. */
static inline void plan_db_open(struct db_fixture *f, struct app *app, int n,
				const char *today)
{
	struct err err = {0};
	arena_reset(&kit.arena);
	db_close(fixture_db(f));
	plan_db_base(f);
	for (int i = 1; i <= n; i++)
		plan_db_person(f, i);
	must(app_open(app, f->url, &kit.kn, FIXTURE_NOW_US, kit_day(today),
		      &err),
	     &err);
	must(app_rules_seed(app, NULL, &err), &err);
}

static inline void as_doctor(struct app *app, int64_t doctor_id)
{
	app->who = (struct actor){.user_id = 77,
				  .role = ROLE_DOCTOR,
				  .doctor_id = doctor_id,
				  .purpose = STR("care")};
}

static inline void as_system(struct app *app)
{
	app->who = (struct actor){.role = ROLE_SYSTEM};
}

/* A number out of the database, behind the back of the program. */
static inline int64_t count_of(const struct db_fixture *f, const char *text)
{
	int64_t n = -1;
	if (f->postgres) {
		PGconn *c = PQconnectdb(f->url);
		PGresult *r = PQexec(c, text);
		if (PQresultStatus(r) != PGRES_TUPLES_OK)
			fail_msg("%s: %s", text, PQerrorMessage(c));
		assert_true(str_to_int(str_from(PQgetvalue(r, 0, 0)), &n));
		PQclear(r);
		PQfinish(c);
		return n;
	}
	sqlite3 *h = NULL;
	sqlite3_stmt *q = NULL;
	assert_int_equal(sqlite3_open(f->url, &h), SQLITE_OK);
	sqlite3_busy_timeout(h, 10000);
	if (sqlite3_prepare_v2(h, text, -1, &q, NULL) != SQLITE_OK)
		fail_msg("%s: %s", text, sqlite3_errmsg(h));
	assert_int_equal(sqlite3_step(q), SQLITE_ROW);
	n = sqlite3_column_int64(q, 0);
	sqlite3_finalize(q);
	sqlite3_close(h);
	return n;
}

/* The database itself refuses; on both engines. */
static inline void refuses(const struct db_fixture *f, const char *text)
{
	if (f->postgres) {
		PGconn *c = PQconnectdb(f->url);
		PGresult *r = PQexec(c, text);
		if (PQresultStatus(r) == PGRES_COMMAND_OK)
			fail_msg("allowed: %s", text);
		PQclear(r);
		PQfinish(c);
		return;
	}
	sqlite3 *h = NULL;
	assert_int_equal(sqlite3_open(f->url, &h), SQLITE_OK);
	if (sqlite3_exec(h, text, NULL, NULL, NULL) == SQLITE_OK)
		fail_msg("allowed: %s", text);
	sqlite3_close(h);
}

/* Signed <=> it has activities <=> its signature is in the audit. */
static inline void check_whole(const struct db_fixture *f)
{
	static const char *const none[] = {
		"SELECT count(*) FROM plan_version v WHERE signed_us IS NOT "
		"NULL AND state <> 'superseded' AND NOT EXISTS (SELECT 1 FROM "
		"activity a WHERE a.version_id = v.id)",
		"SELECT count(*) FROM activity a JOIN plan_version v ON v.id = "
		"a.version_id WHERE v.signed_us IS NULL",
		"SELECT count(*) FROM plan_version v WHERE signed_us IS NOT "
		"NULL AND (SELECT count(*) FROM audit a WHERE a.entity_id = "
		"v.id AND a.action = 'plan.sign') <> 1",
		"SELECT count(*) FROM audit a WHERE a.action = 'plan.sign' AND "
		"NOT EXISTS (SELECT 1 FROM plan_version v WHERE v.id = "
		"a.entity_id AND v.signed_us IS NOT NULL)",
		"SELECT count(*) FROM plan_version v WHERE signed_us IS NOT "
		"NULL AND NOT EXISTS (SELECT 1 FROM plan_event e WHERE "
		"e.version_id = v.id AND e.to_state = 'signed')",
	};
	for (size_t i = 0; i < countof(none); i++)
		if (count_of(f, none[i]) != 0)
			fail_msg("half signed: %s", none[i]);
}

#endif
