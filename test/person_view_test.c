/* The record of a person as pages read it. */
#include "test/plan_db.h"

#include "app/looks.h"
#include "app/person_view.h"

static struct person_header header_of(struct app *app, int64_t id)
{
	struct person_header h = {0};
	struct err err = {0};
	must(app_person_header(app, id, &kit.arena, &h, &err), &err);
	return h;
}

static bool alert(const struct person_header *h, enum person_alert a)
{
	return h->alerts >> a & 1;
}

static void header_says_who_and_where(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app = {0};
	plan_db_open(f, &app, 3, "2026-01-15");
	as_doctor(&app, 11);
	struct person_header h = header_of(&app, 1);
	assert_true(str_is(h.last_name, "Rossi"));
	assert_true(str_is(h.doctor_last, "Uno"));
	assert_int_equal(h.age, 70);
	assert_int_equal(h.level, 2);
	assert_int_equal(h.main_condition,
			 kn_condition_index(&kit.kn, STR("DM2")));
	assert_true(str_is(h.enrol_state, "active"));
	assert_true(alert(&h, ALERT_PACT_MISSING));
	assert_false(alert(&h, ALERT_NO_CONTACT));
	assert_int_equal(h.plan_version, 0);
	h = header_of(&app, 3);
	assert_true(alert(&h, ALERT_NO_CONTACT));
	app_close(&app);
}

/* What changes in the database, and the one alert that comes or goes. */
static const struct {
	const char *name, *sql;
	enum person_alert alert;
	bool on;
} changes[] = {
	{"died", "UPDATE person SET death_date = '2026-01-02' WHERE id = 1",
	 ALERT_DEAD, true},
	{"dead need no phone", "SELECT 1", ALERT_NO_CONTACT, false},
	{"not dead any more",
	 "UPDATE person SET death_date = NULL, registration_end = "
	 "'2026-01-14' WHERE id = 1",
	 ALERT_LEFT, true},
	{"registered today still",
	 "UPDATE person SET registration_end = '2026-01-15' WHERE id = 1",
	 ALERT_LEFT, false},
	{"suspended", "UPDATE enrolment SET suspended = 1 WHERE person_id = 1",
	 ALERT_SUSPENDED, true},
	{"pact holds",
	 "INSERT INTO pact VALUES (900, 1001, 'signed', 'paper', "
	 "'2025-04-01', '2026-03-31', 1, 1, NULL, NULL, 1)",
	 ALERT_PACT_MISSING, false},
	{"pact of 75 days more does not end soon", "SELECT 1", ALERT_PACT_ENDS,
	 false},
	{"pact of 59 days more does",
	 "UPDATE pact SET valid_to = '2026-03-15' WHERE id = 900",
	 ALERT_PACT_ENDS, true},
	{"pact is over",
	 "UPDATE pact SET valid_to = '2026-01-14' WHERE id = 900",
	 ALERT_PACT_EXPIRED, true},
	{"no doctor", "DELETE FROM person_doctor WHERE person_id = 1",
	 ALERT_NO_DOCTOR, true},
};

static void alerts_come_and_go(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app = {0};
	plan_db_open(f, &app, 1, "2026-01-15");
	for (size_t i = 0; i < countof(changes); i++) {
		raw_sql(f, changes[i].sql);
		struct person_header h = header_of(&app, 1);
		if (alert(&h, changes[i].alert) != changes[i].on)
			fail_msg("%s: alerts %x", changes[i].name, h.alerts);
	}
	app_close(&app);
}

static void header_shows_plan_and_draft(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app = {0};
	struct plan_drafted d;
	struct plan_signed s;
	struct err err = {0};
	plan_db_open(f, &app, 1, "2026-01-15");
	as_doctor(&app, 11);
	must(app_plan_draft(&app, kit.engine, 1, &d, &err), &err);
	struct person_header h = header_of(&app, 1);
	assert_int_equal(h.draft_version, 1);
	assert_true(str_is(h.draft_kind, "new"));
	assert_int_equal(h.plan_version, 0);
	must(app_plan_sign(&app, 1, &s, &err), &err);
	must(app_plan_draft(&app, kit.engine, 1, &d, &err), &err);
	h = header_of(&app, 1);
	assert_int_equal(h.plan_version, 1);
	assert_true(str_is(h.plan_state, "signed"));
	assert_int_equal(h.draft_version, 2);
	assert_true(str_is(h.draft_kind, "update"));
	app.today = kit_day("2027-02-01");
	h = header_of(&app, 1);
	assert_true(alert(&h, ALERT_PLAN_EXPIRED));
	app_close(&app);
}

static void others_are_refused(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app = {0};
	struct person_header h;
	struct err err = {0};
	plan_db_open(f, &app, 2, "2026-01-15");
	as_doctor(&app, 11);
	assert_int_equal(app_person_header(&app, 2, &kit.arena, &h, &err),
			 E_DENIED);
	assert_int_equal(app_person_header(&app, 99, &kit.arena, &h, &err),
			 E_DENIED);
	as_system(&app);
	assert_int_equal(app_person_header(&app, 99, &kit.arena, &h, &err),
			 E_NOT_FOUND);
	assert_int_equal(count_of(f, "SELECT count(*) FROM audit WHERE "
				     "action = 'person.read'"),
			 0);
	app_close(&app);
}

static void one_request_leaves_one_look(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app = {0};
	struct looks looks = {.a = &kit.arena};
	plan_db_open(f, &app, 2, "2026-01-15");
	header_of(&app, 1);
	assert_int_equal(count_of(f, "SELECT count(*) FROM audit WHERE "
				     "action = 'person.read'"),
			 1);
	app.looks = &looks;
	header_of(&app, 1);
	header_of(&app, 1);
	assert_int_equal(looks.n, 1);
	header_of(&app, 2);
	assert_int_equal(looks.n, 2);
	app_close(&app);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(header_says_who_and_where),
		ON_BOTH(alerts_come_and_go),
		ON_BOTH(header_shows_plan_and_draft),
		ON_BOTH(others_are_refused),
		ON_BOTH(one_request_leaves_one_look),
	};
	return cmocka_run_group_tests_name("person_view", tests, kit_open,
					   kit_close);
}
