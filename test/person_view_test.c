/* The record of a person as pages read it. */
#include "test/plan_db.h"

#include "app/bind.h"
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

/* ---- conditions, therapy, summary */

static const char evidence[] =
	"{\"groups\":[{\"condition\":\"DM2\",\"group\":\"G2\",\"rules\":["
	"{\"rule\":\"R001\",\"source\":\"LEA2017\",\"events\":7,\"dates\":6,"
	"\"first\":\"2025-01-03\",\"last\":\"2025-11-20\",\"ddd\":210.5,"
	"\"records\":[{\"flow\":\"drug\",\"id\":\"D1\",\"date\":"
	"\"2025-11-20\",\"code\":\"A10BA02\"},{\"flow\":\"hospital\","
	"\"id\":\"H1\",\"date\":\"2025-06-02\",\"code\":\"25000\"},"
	"{\"flow\":\"tomorrow\",\"date\":\"2025-06-02\",\"code\":\"x\"}]},"
	"{\"rule\":\"GONE\"}]}]}";

static void conditions_come_with_evidence(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app = {0};
	struct person_conditions c;
	struct err err = {0};
	plan_db_open(f, &app, 1, "2026-01-15");
	sql(f,
	    "UPDATE person_condition SET evidence = '%s' WHERE condition = "
	    "'DM2'; INSERT INTO person_near VALUES (31, 1, 'BPCO', 700, 0, "
	    "'{\"groups\":[]}'), (31, 1, 'ASMA', 900, 1, '{}')",
	    evidence);
	as_doctor(&app, 11);
	must(app_person_conditions(&app, 1, &kit.arena, &c, &err), &err);
	assert_int_equal(c.level, 2);
	assert_int_equal(c.n, 2);
	assert_true(str_is(c.list[0].code, "DM2"));
	assert_true(c.list[0].counting);
	assert_int_equal(c.list[0].n_group, 1);
	const struct person_group *g = &c.list[0].groups[0];
	assert_int_equal(g->n_rule, 2);
	assert_true(g->rules[0].rule >= 0);
	assert_int_equal(g->rules[1].rule, -1);
	assert_int_equal(g->rules[0].n_event, 7);
	assert_int_equal(g->rules[0].ddd_e4, 2105000);
	assert_int_equal(g->rules[0].n_record, 2); /* the flow is unknown */
	assert_int_equal(g->rules[0].records[1].flow, FLOW_HOSPITAL);
	assert_int_equal(c.list[1].n_group, 0);
	assert_int_equal(c.n_near, 2);
	assert_true(str_is(c.near[0].code, "ASMA") && c.near[0].stopped);
	app_close(&app);
}

static void nothing_is_known_of_some(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app = {0};
	struct person_conditions c;
	struct person_therapy t;
	struct person_summary s;
	struct err err = {0};
	plan_db_open(f, &app, 1, "2026-01-15");
	app.today = kit_day("2025-06-01"); /* before the run */
	must(app_person_conditions(&app, 1, &kit.arena, &c, &err), &err);
	assert_int_equal(c.run_id, 0);
	assert_int_equal(c.main_condition, -1);
	must(app_person_therapy(&app, kit.engine, 1, &kit.arena, &t, &err),
	     &err);
	assert_true(date_is_none(t.as_of));
	must(app_person_summary(&app, kit.engine, 1, &kit.arena, &s, &err),
	     &err);
	assert_int_equal(s.header.level, 0);
	app_close(&app);
}

static void therapy_is_counted_and_checked(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app = {0};
	struct person_therapy t;
	struct err err = {0};
	plan_db_open(f, &app, 1, "2026-01-15");
	sql(f, "INSERT INTO therapy VALUES (31, 1, 'B01AA03', 9, '2025-01-10', "
	       "'2025-12-20', 3000000, ''), (31, 1, 'M01AE01', 9, "
	       "'2025-01-10', '2025-12-20', 3000000, '')");
	must(app_person_therapy(&app, kit.engine, 1, &kit.arena, &t, &err),
	     &err);
	assert_int_equal(t.n, 3);
	assert_true(str_is(t.drugs[0].atc, "A10BA02"));
	assert_true(t.drugs[0].present);
	assert_true(str_is(t.drugs[0].months, "011111011111"));
	assert_int_equal(t.drugs[0].supply_days, 30);
	assert_true(t.report.n > 0); /* warfarin and an anti-inflammatory */
	assert_true(t.report.list[0].severity <= THERAPY_MAJOR);
	assert_true(t.report.list[0].source.len > 0);
	app_close(&app);
}

static int64_t n_todo(const struct person_summary *s, enum person_todo_kind k)
{
	for (size_t i = 0; i < s->n_todo; i++)
		if (s->todo[i].kind == k)
			return s->todo[i].n;
	return 0;
}

static struct person_summary summary_of(struct app *app)
{
	struct person_summary s;
	struct err err = {0};
	must(app_person_summary(app, kit.engine, 1, &kit.arena, &s, &err),
	     &err);
	for (size_t i = 1; i < s.n_todo; i++)
		assert_true(s.todo[i - 1].kind < s.todo[i].kind);
	return s;
}

static void what_to_do_follows_the_path(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app = {0};
	struct plan_drafted d;
	struct plan_signed g;
	struct err err = {0};
	bool told;
	plan_db_open(f, &app, 1, "2026-01-15");
	as_doctor(&app, 11);
	struct person_summary s = summary_of(&app);
	assert_int_equal(n_todo(&s, TODO_PACT), 1);
	assert_int_equal(n_todo(&s, TODO_DRAFT), 1);
	assert_int_equal(n_todo(&s, TODO_ENROL), 0);
	must(app_plan_draft(&app, kit.engine, 1, &d, &err), &err);
	s = summary_of(&app);
	assert_int_equal(n_todo(&s, TODO_DRAFT), 0);
	assert_int_equal(n_todo(&s, TODO_SIGN), 1);
	must(app_plan_sign(&app, 1, &g, &err), &err);
	s = summary_of(&app);
	assert_int_equal(n_todo(&s, TODO_PUBLISH), 1);
	assert_true(n_todo(&s, TODO_PRESCRIBE) > 0);
	must(app_plan_publish(&app, 1, &told, &err), &err);
	s = summary_of(&app);
	assert_int_equal(n_todo(&s, TODO_PUBLISH), 0);
	raw_sql(f, "UPDATE person SET death_date = '2026-01-14' WHERE id = 1");
	s = summary_of(&app);
	assert_int_equal(s.n_todo, 1);
	assert_int_equal(n_todo(&s, TODO_END), 1);
	app_close(&app);
}

static size_t n_event(const struct person_summary *s, enum person_event_kind k)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n_event; i++)
		n += s->events[i].kind == k;
	return n;
}

static void events_tell_the_years(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app = {0};
	struct plan_drafted d;
	struct err err = {0};
	plan_db_open(f, &app, 1, "2026-01-15");
	sql(f,
	    "UPDATE person_condition SET evidence = '%s'; "
	    "INSERT INTO therapy VALUES (31, 1, 'A10BH01', 2, '2025-01-05', "
	    "'2025-03-05', 0, '')",
	    evidence);
	must(app_plan_draft(&app, kit.engine, 1, &d, &err), &err);
	struct person_summary s = summary_of(&app);
	assert_int_equal(n_event(&s, PERSON_DRUGS), 1); /* A10, together */
	assert_int_equal(s.events[0].n, 12);
	assert_true(same_day(s.events[0].from, kit_day("2025-01-05")));
	assert_int_equal(n_event(&s, PERSON_STAY), 1); /* told twice */
	assert_int_equal(n_event(&s, PERSON_CONDITION), 2);
	assert_int_equal(n_event(&s, PERSON_SERVICE), 1);
	assert_int_equal(n_event(&s, PERSON_PLAN), 1);
	app_close(&app);
}

static void every_part_is_audited_and_refused(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app = {0};
	struct person_conditions c;
	struct person_therapy t;
	struct person_summary s;
	struct person_plan *plans;
	size_t n;
	struct err err = {0};
	plan_db_open(f, &app, 2, "2026-01-15");
	for (int who = 11; who <= 12; who++) {
		enum rc want = who == 11 ? OK : E_DENIED;
		as_doctor(&app, who);
		assert_int_equal(
			app_person_conditions(&app, 1, &kit.arena, &c, &err),
			want);
		assert_int_equal(app_person_therapy(&app, kit.engine, 1,
						    &kit.arena, &t, &err),
				 want);
		assert_int_equal(app_person_summary(&app, kit.engine, 1,
						    &kit.arena, &s, &err),
				 want);
		assert_int_equal(
			app_person_plans(&app, 1, &kit.arena, &plans, &n, &err),
			want);
	}
	assert_int_equal(count_of(f, "SELECT count(*) FROM audit WHERE "
				     "action = 'person.read' AND person_id = "
				     "1"),
			 4);
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
		ON_BOTH(conditions_come_with_evidence),
		ON_BOTH(nothing_is_known_of_some),
		ON_BOTH(therapy_is_counted_and_checked),
		ON_BOTH(what_to_do_follows_the_path),
		ON_BOTH(events_tell_the_years),
		ON_BOTH(every_part_is_audited_and_refused),
	};
	return cmocka_run_group_tests_name("person_view", tests, kit_open,
					   kit_close);
}
