/* Who may do what to whom: role x permission x relation, and the outbox. */
#include "test/db_fixture.h"

/* The world: persons 1 to 6 and three doctors.
 *	person 1  doctor 11 since 2020, of organisation 21
 *	person 2  doctor 12 since 2020, of organisation 22; consents to
 *		  pharmacy 31, and lets person 1 act for them
 *	person 3  doctor 11 until 2025-12-31, then doctor 12; took the consent
 *		  to pharmacy 31 back
 *	person 4  no doctor; consents to any pharmacy
 *		  enrolled with doctor 12 and organisation 22 from 2026-02-01,
 *		  ended on 2026-10-01
 *	person 5  doctor 13, whose membership of 21 ended
 *	person 6  doctor 12 from 2026-01-01; a consent that ended in 2025
 * Doctor 12 delegates to doctor 11 from 2026-08-01 to 2026-08-31. */
static const char world[] =
	"INSERT INTO organisation (id, code, kind, name) VALUES"
	" (21, 'C21', 'CPC', 'x'), (22, 'C22', 'CPC', 'x'),"
	" (31, 'F31', 'PHARMACY', 'x');"
	"INSERT INTO doctor (id, gp_code, last_name, first_name, kind) VALUES"
	" (11, 'G11', 'x', 'x', 'MMG'), (12, 'G12', 'x', 'x', 'MMG'),"
	" (13, 'G13', 'x', 'x', 'MMG');"
	"INSERT INTO doctor_membership (id, doctor_id, organisation_id,"
	" valid_from, valid_to, recorded_us) VALUES"
	" (1, 11, 21, '2020-01-01', NULL, 0),"
	" (2, 12, 22, '2020-01-01', NULL, 0),"
	" (3, 13, 21, '2020-01-01', '2025-06-30', 0);"
	"INSERT INTO person (id, pseudonym, birth_date, sex, updated_us) VALUES"
	" (1, 'P1', '1950-01-01', 'F', 0), (2, 'P2', '1950-01-01', 'M', 0),"
	" (3, 'P3', '1950-01-01', 'F', 0), (4, 'P4', '1950-01-01', 'M', 0),"
	" (5, 'P5', '1950-01-01', 'F', 0), (6, 'P6', '1950-01-01', 'F', 0);"
	"INSERT INTO person_doctor (person_id, doctor_id, valid_from, valid_to,"
	" recorded_us) VALUES (1, 11, '2020-01-01', NULL, 0),"
	" (2, 12, '2020-01-01', NULL, 0),"
	" (3, 11, '2020-01-01', '2025-12-31', 0),"
	" (3, 12, '2026-01-01', NULL, 0), (5, 13, '2020-01-01', NULL, 0),"
	" (6, 12, '2026-01-01', NULL, 0);"
	"INSERT INTO delegation (id, doctor_id, delegate_doctor_id, valid_from,"
	" valid_to, recorded_us) VALUES"
	" (1, 12, 11, '2026-08-01', '2026-08-31', 0);"
	"INSERT INTO consent (id, person_id, purpose, subject_kind, subject_id,"
	" granted, valid_from, valid_to, recorded_us) VALUES"
	" (1, 2, 'pharmacy', 'organisation', 31, 1, '2025-01-01', NULL, 1),"
	" (2, 3, 'pharmacy', 'organisation', 31, 1, '2025-01-01', NULL, 1),"
	" (3, 3, 'pharmacy', 'organisation', 31, 0, '2025-06-01', NULL, 2),"
	" (4, 4, 'pharmacy', 'organisation', 0, 1, '2025-01-01', NULL, 1),"
	" (5, 6, 'pharmacy', 'organisation', 31, 1, '2025-01-01', "
	"'2025-12-31', 1),"
	" (6, 2, 'care', 'person', 1, 1, '2025-01-01', NULL, 1);"
	"INSERT INTO enrolment (id, person_id, doctor_id, organisation_id, way,"
	" state, level, eligible_on, active_from, ended_on, end_reason,"
	" recorded_us) VALUES (1, 4, 12, 22, 'manager', 'ended', 2,"
	" '2026-02-01', '2026-02-01', '2026-10-01', 'move', 0);";

static void open_world(struct db_fixture *f, struct app *app)
{
	db_close(fixture_db(f));
	raw_sql(f, world);
	fixture_app(f, app);
}

static struct date day(const char *text)
{
	struct date d = DATE_NONE;
	struct err err = {0};
	must(date_parse(str_from(text), &d, &err), &err);
	return d;
}

static const struct {
	const char *name;
	enum role role;
	int64_t doctor, org, person; /* bound to */
	enum permission what;
	int64_t whom;
	const char *on;
	const char *says; /* NULL: allowed */
} rows[] = {
	{"own patient", ROLE_DOCTOR, 11, 0, 0, MAY_READ_PERSON, 1, "2026-01-10",
	 NULL},
	{"patient of another", ROLE_DOCTOR, 11, 0, 0, MAY_READ_PERSON, 2,
	 "2026-01-10", "no delegation"},
	{"on the last day of the period", ROLE_DOCTOR, 11, 0, 0,
	 MAY_READ_PERSON, 3, "2025-12-31", NULL},
	{"the day after the last", ROLE_DOCTOR, 11, 0, 0, MAY_READ_PERSON, 3,
	 "2026-01-01", "not a patient"},
	{"on the first day of the period", ROLE_DOCTOR, 12, 0, 0,
	 MAY_READ_PERSON, 3, "2026-01-01", NULL},
	{"the day before the first", ROLE_DOCTOR, 12, 0, 0, MAY_READ_PERSON, 3,
	 "2025-12-31", "not a patient"},
	{"nobody's patient", ROLE_DOCTOR, 11, 0, 0, MAY_READ_PERSON, 4,
	 "2026-01-10", "not a patient"},
	{"a person who does not exist", ROLE_DOCTOR, 11, 0, 0, MAY_READ_PERSON,
	 99, "2026-01-10", "not a patient"},
	{"delegated", ROLE_DOCTOR, 11, 0, 0, MAY_READ_PERSON, 2, "2026-08-01",
	 NULL},
	{"delegated, last day", ROLE_DOCTOR, 11, 0, 0, MAY_ENROL, 2,
	 "2026-08-31", NULL},
	{"delegation over", ROLE_DOCTOR, 11, 0, 0, MAY_READ_PERSON, 2,
	 "2026-09-01", "no delegation"},
	{"a delegation is not mutual", ROLE_DOCTOR, 12, 0, 0, MAY_READ_PERSON,
	 1, "2026-08-10", "no delegation"},
	{"signs for own", ROLE_DOCTOR, 11, 0, 0, MAY_SIGN_PLAN, 1, "2026-08-10",
	 NULL},
	{"a delegate prepares", ROLE_DOCTOR, 11, 0, 0, MAY_PREPARE_PLAN, 2,
	 "2026-08-10", NULL},
	{"a delegate signs", ROLE_DOCTOR, 11, 0, 0, MAY_SIGN_PLAN, 2,
	 "2026-08-10", NULL},
	{"a delegate does not sign afterwards", ROLE_DOCTOR, 11, 0, 0,
	 MAY_SIGN_PLAN, 2, "2026-09-01", "no delegation"},
	{"a doctor's role without a doctor", ROLE_DOCTOR, 0, 0, 0,
	 MAY_READ_PERSON, 1, "2026-01-10", "administrator can bind it"},
	{"staff prepare", ROLE_STAFF, 11, 0, 0, MAY_PREPARE_PLAN, 1,
	 "2026-01-10", NULL},
	{"staff do not sign", ROLE_STAFF, 11, 0, 0, MAY_SIGN_PLAN, 1,
	 "2026-01-10", "role staff may not sign the plan: doctor may"},
	{"staff of another", ROLE_STAFF, 12, 0, 0, MAY_BOOK, 1, "2026-01-10",
	 "not a patient"},
	{"own centre", ROLE_OPERATOR, 0, 21, 0, MAY_BOOK, 1, "2026-01-10",
	 NULL},
	{"another centre", ROLE_OPERATOR, 0, 22, 0, MAY_BOOK, 1, "2026-01-10",
	 "not followed by this organisation"},
	{"membership over", ROLE_OPERATOR, 0, 21, 0, MAY_BOOK, 5, "2026-01-10",
	 "not followed"},
	{"membership then", ROLE_OPERATOR, 0, 21, 0, MAY_BOOK, 5, "2025-06-30",
	 NULL},
	{"an operator without a centre", ROLE_OPERATOR, 0, 0, 0, MAY_BOOK, 1,
	 "2026-01-10", "administrator can bind it"},
	{"an operator does not sign", ROLE_OPERATOR, 0, 21, 0, MAY_SIGN_PLAN, 1,
	 "2026-01-10", "may not sign"},
	{"specialist of the centre", ROLE_SPECIALIST, 0, 21, 0, MAY_READ_PERSON,
	 1, "2026-01-10", NULL},
	{"specialist elsewhere", ROLE_SPECIALIST, 0, 22, 0, MAY_READ_PERSON, 1,
	 "2026-01-10", "not followed"},
	{"pharmacy with consent", ROLE_PHARMACIST, 0, 31, 0, MAY_READ_PERSON, 2,
	 "2026-01-10", NULL},
	{"pharmacy before the consent", ROLE_PHARMACIST, 0, 31, 0,
	 MAY_READ_PERSON, 2, "2024-12-31", "has not given consent"},
	{"pharmacy without consent", ROLE_PHARMACIST, 0, 31, 0, MAY_READ_PERSON,
	 1, "2026-01-10", "has not given consent"},
	{"another pharmacy", ROLE_PHARMACIST, 0, 32, 0, MAY_READ_PERSON, 2,
	 "2026-01-10", "has not given consent"},
	{"consent taken back", ROLE_PHARMACIST, 0, 31, 0, MAY_READ_PERSON, 3,
	 "2026-01-10", "has not given consent"},
	{"consent before it was taken back", ROLE_PHARMACIST, 0, 31, 0,
	 MAY_READ_PERSON, 3, "2025-05-31", NULL},
	{"consent to any pharmacy", ROLE_PHARMACIST, 0, 77, 0, MAY_READ_PERSON,
	 4, "2026-01-10", NULL},
	{"consent over", ROLE_PHARMACIST, 0, 31, 0, MAY_READ_PERSON, 6,
	 "2026-01-10", "has not given consent"},
	{"oneself", ROLE_CITIZEN, 0, 0, 1, MAY_READ_PERSON, 1, "2026-01-10",
	 NULL},
	{"somebody else", ROLE_CITIZEN, 0, 0, 1, MAY_READ_PERSON, 3,
	 "2026-01-10", "has not allowed you"},
	{"who cares for them", ROLE_CITIZEN, 0, 0, 1, MAY_BOOK, 2, "2026-01-10",
	 NULL},
	{"care is not mutual", ROLE_CITIZEN, 0, 0, 2, MAY_BOOK, 1, "2026-01-10",
	 "has not allowed you"},
	{"a citizen, in general", ROLE_CITIZEN, 0, 0, 1, MAY_READ_AUDIT, 0,
	 "2026-01-10", "one person only"},
	{"a citizen does not sign plans", ROLE_CITIZEN, 0, 0, 1, MAY_SIGN_PLAN,
	 1, "2026-01-10", "may not sign"},
	{"no machine signs", ROLE_SYSTEM, 0, 0, 0, MAY_SIGN_PLAN, 1,
	 "2026-01-10", "doctor may"},
	{"an administrator sees no record", ROLE_ADMIN, 0, 0, 0,
	 MAY_READ_PERSON, 1, "2026-01-10", "may not read the record"},
	{"an agency sees no record", ROLE_AGENCY, 0, 9, 0, MAY_READ_PERSON, 1,
	 "2026-01-10", "may not read the record"},
	{"enrolled with the doctor", ROLE_DOCTOR, 12, 0, 0, MAY_SIGN_PLAN, 4,
	 "2026-02-01", NULL},
	{"before the enrolment", ROLE_DOCTOR, 12, 0, 0, MAY_SIGN_PLAN, 4,
	 "2026-01-31", "not a patient"},
	{"on the last day of the enrolment", ROLE_DOCTOR, 12, 0, 0,
	 MAY_SIGN_PLAN, 4, "2026-09-30", NULL},
	{"after the enrolment", ROLE_DOCTOR, 12, 0, 0, MAY_SIGN_PLAN, 4,
	 "2026-10-01", "not a patient"},
	{"enrolled with the doctor who delegates", ROLE_DOCTOR, 11, 0, 0,
	 MAY_READ_PERSON, 4, "2026-08-10", NULL},
	{"enrolled with the centre", ROLE_OPERATOR, 0, 22, 0, MAY_BOOK, 4,
	 "2026-02-01", NULL},
	{"not enrolled with the centre", ROLE_OPERATOR, 0, 21, 0, MAY_BOOK, 4,
	 "2026-02-01", "not followed"},
	{"the centre after the enrolment", ROLE_OPERATOR, 0, 22, 0, MAY_BOOK, 4,
	 "2026-10-01", "not followed"},
	{"lists in general", ROLE_DOCTOR, 11, 0, 0, MAY_READ_LISTS, 0,
	 "2026-01-10", NULL},
	{"enrol in general", ROLE_OPERATOR, 0, 21, 0, MAY_ENROL, 0,
	 "2026-01-10", NULL},
};

static void relations(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	open_world(f, &app);
	for (size_t i = 0; i < countof(rows); i++) {
		struct err err = {0};
		app.today = day(rows[i].on);
		app.who = (struct actor){.user_id = 5,
					 .role = rows[i].role,
					 .doctor_id = rows[i].doctor,
					 .org_id = rows[i].org,
					 .person_id = rows[i].person};
		enum rc rc =
			app_require(&app, rows[i].what, rows[i].whom, &err);
		if (rc != (rows[i].says ? E_DENIED : OK) ||
		    (rows[i].says && !strstr(err.text, rows[i].says)))
			fail_msg("%s: rc %d, %s", rows[i].name, rc, err.text);
	}
	app_close(&app);
}

/* Every role and permission with the best relation: person 1, whose doctor is
 * 11 of organisation 21. A letter for each permission in its order: read,
 * enrol, prepare, sign, book, close, lists, settle, batch, rules, audit,
 * accounts, delegate, population, own, send exams, see them, report them,
 * send readings, see them, set what is monitored, answer alarms, see
 * telecare's registers, keep devices, hold visits, take all of telecare. */
static const char *const matrix[N_ROLE] = {
	[ROLE_SYSTEM] = "YYY-YYYYYYYYYYYYY-YY-YYY-Y",
	[ROLE_ADMIN] = "---------YYYY---------YY--",
	[ROLE_DOCTOR] = "YYYYY-Y-----Y--YY-YYYYY-YY",
	[ROLE_STAFF] = "YYY-Y-Y--------YY-YY-YY---",
	[ROLE_OPERATOR] = "YYY-YYY--------YY-YY-YY---",
	[ROLE_SPECIALIST] = "Y-Y---Y---------YY-Y--Y-Y-",
	[ROLE_PROVIDER] = "-----YY-------------------",
	[ROLE_PHARMACIST] = "Y--------------YY-Y---Y---",
	[ROLE_CITIZEN] = "YY--Y-----Y-------YY-----Y",
	[ROLE_COOPERATIVE] = "------YY------Y-------YY--",
	[ROLE_AGENCY] = "------YYYY---Y--------YY--",
	[ROLE_REGION] = "------YYYY---Y--------YY--",
	[ROLE_NOBODY] = "--------------------------",
};

static void every_role_and_permission(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	open_world(f, &app);
	raw_sql(f, "INSERT INTO consent (id, person_id, purpose, subject_kind, "
		   "subject_id, granted, valid_from, recorded_us) VALUES (9, "
		   "1, 'pharmacy', 'organisation', 21, 1, '2025-01-01', 1)");
	for (int r = 0; r < N_ROLE; r++)
		for (int p = 0; p < N_PERMISSION; p++) {
			struct err err = {0};
			app.who = (struct actor){.role = (enum role)r,
						 .doctor_id = 11,
						 .org_id = 21,
						 .person_id = 1};
			enum rc rc =
				app_require(&app, (enum permission)p, 1, &err);
			if (rc != (matrix[r][p] == 'Y' ? OK : E_DENIED))
				fail_msg("%s, permission %d: rc %d, %s",
					 role_name[r], p, rc, err.text);
		}
	app_close(&app);
}

static void the_outbox_follows_the_transaction(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	open_world(f, &app);
	must(db_begin(app.db, &err), &err);
	must(outbox_put(&app, "sms", 1, STR("{\"text\":\"1\"}"), &err), &err);
	db_rollback(app.db);
	must(db_begin(app.db, &err), &err);
	must(outbox_put(&app, "sms", 1, STR("{\"text\":\"2\"}"), &err), &err);
	must(outbox_put(&app, "email", 2, STR("{}"), &err), &err);
	must(db_commit(app.db, &err), &err);
	app_close(&app);
	assert_int_equal(raw_number(f, "SELECT count(*) FROM outbox WHERE "
				       "state = 'waiting'"),
			 2);
	assert_int_equal(raw_number(f, "SELECT count(*) FROM outbox WHERE "
				       "payload = '{\"text\":\"2\"}'"),
			 1);
}

static void identifiers_grow(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app a, b;
	open_world(f, &a);
	fixture_app(f, &b);
	int64_t last = 0, first_a = app_id(&a), first_b = app_id(&b);
	assert_true(first_a != first_b); /* same instant, two processes */
	for (int i = 0; i < 1000; i++) {
		int64_t id = app_id(&a);
		assert_true(id > last);
		last = id;
	}
	app_close(&b);
	app_close(&a);
	app_close(&a); /* safe on zeroed */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(relations),
		ON_BOTH(every_role_and_permission),
		ON_BOTH(the_outbox_follows_the_transaction),
		ON_BOTH(identifiers_grow),
	};
	return cmocka_run_group_tests_name("app", tests, NULL, NULL);
}
