/* The record of a person as pages read it. */
#include "test/plan_db.h"

#include "app/bind.h"
#include "app/looks.h"
#include "app/person_view.h"
#include "text/text.h"

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

/* What a request found of one person says nothing of the next one. */
static void own_is_of_one_person(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app = {0};
	struct looks looks = {.a = &kit.arena};
	plan_db_open(f, &app, 2, "2026-01-15");
	app.looks = &looks;
	as_doctor(&app, 11);
	for (int again = 0; again < 2; again++) {
		assert_int_equal(app_require(&app, MAY_READ_PERSON, 1, NULL),
				 OK);
		assert_int_equal(app_require(&app, MAY_READ_PERSON, 2, NULL),
				 E_DENIED);
	}
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

/* ---- signing what was shown, versions, looks, room */

static void only_what_was_shown_is_signed(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app = {0};
	struct plan_drafted d;
	struct plan_view shown;
	struct plan_signed g;
	struct err err = {0};
	plan_db_open(f, &app, 1, "2026-01-15");
	as_doctor(&app, 11);
	assert_int_equal(app_plan_to_sign(&app, 1, &kit.arena, &shown, &err),
			 E_STATE);
	assert_int_equal(err.msg, MSG_PAI_NO_DRAFT);
	must(app_plan_draft(&app, kit.engine, 1, &d, &err), &err);
	must(app_plan_to_sign(&app, 1, &kit.arena, &shown, &err), &err);
	assert_int_equal(shown.digest.len, 64);
	struct str code = kit.kn.services[shown.draft.lines[0].service].code;
	struct plan_edit x = {.kind = CHOICE_REMOVE,
			      .service_code = code,
			      .reason = STR("done elsewhere"),
			      .version_id = shown.id + 1};
	assert_int_equal(app_plan_edit(&app, kit.engine, 1, &x, &d, &err),
			 E_STATE);
	assert_int_equal(err.msg, MSG_PAI_OTHER_DRAFT);
	x.version_id = shown.id;
	must(app_plan_edit(&app, kit.engine, 1, &x, &d, &err), &err);
	assert_int_equal(app_plan_sign_shown(&app, 1, shown.digest, &g, &err),
			 E_CONFLICT);
	assert_int_equal(err.msg, MSG_PAI_CHANGED_MEANWHILE);
	must(app_plan_to_sign(&app, 1, &kit.arena, &shown, &err), &err);
	must(app_plan_sign_shown(&app, 1, shown.digest, &g, &err), &err);
	assert_true(str_is(shown.digest, g.digest));
	assert_int_equal(app_plan_sign_shown(&app, 1, shown.digest, &g, &err),
			 E_STATE);
	app_close(&app);
}

static void versions_are_compared(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app = {0};
	struct plan_drafted d;
	struct plan_signed g;
	struct person_plan *list;
	struct person_plan_change c;
	struct err err = {0};
	size_t n;
	plan_db_open(f, &app, 1, "2026-01-15");
	as_doctor(&app, 11);
	must(app_plan_draft(&app, kit.engine, 1, &d, &err), &err);
	must(app_plan_sign(&app, 1, &g, &err), &err);
	must(app_plan_draft(&app, kit.engine, 1, &d, &err), &err);
	must(app_plan_edit(&app, kit.engine, 1,
			   &(struct plan_edit){.kind = CHOICE_ADD,
					       .service_code = STR("88.99.6"),
					       .times_e4 = 20000,
					       .reason = STR("asked for")},
			   &d, &err),
	     &err);
	must(app_person_plans(&app, 1, &kit.arena, &list, &n, &err), &err);
	assert_int_equal(n, 2);
	assert_int_equal(list[0].version, 2);
	assert_true(str_is(list[1].signed_by, "Uno Anna"));
	must(app_person_plan_compare(&app, 1, 1, 2, &kit.arena, &c, &err),
	     &err);
	bool added = false;
	for (size_t i = 0; i < c.diff.n; i++)
		added |= c.diff.list[i].change == CHANGE_ADDED &&
			 c.diff.list[i].service ==
				 kn_service_index(&kit.kn, STR("88.99.6"));
	assert_true(added);
	assert_int_equal(
		app_person_plan_compare(&app, 1, 1, 7, &kit.arena, &c, &err),
		E_NOT_FOUND);
	app_close(&app);
}

static void who_looked_is_told_in_pages(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app = {0};
	struct person_access *list;
	struct err err = {0};
	size_t n;
	int64_t total;
	plan_db_open(f, &app, 2, "2026-01-15");
	sql(f, "INSERT INTO app_user (id, login, display_name, created_us) "
	       "VALUES (77, 'uno', 'Anna Uno', 1)");
	as_doctor(&app, 11);
	for (int i = 0; i < 3; i++)
		header_of(&app, 1);
	must(app_person_looks(&app, 1, 1, 10, &kit.arena, &list, &n, &total,
			      &err),
	     &err);
	assert_int_equal(total, 3);
	assert_int_equal(n, 2);
	assert_true(list[0].seq > list[1].seq);
	assert_true(str_is(list[0].user, "Anna Uno"));
	assert_true(str_is(list[0].action, "person.read"));
	assert_int_equal(app_person_looks(&app, 2, 0, 10, &kit.arena, &list, &n,
					  &total, &err),
			 E_DENIED);
	app_close(&app);
}

/* Two sites, one of them full. Milano (015146) is home. */
static void room_is_looked_for_near_home(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app = {0};
	struct plan_drafted d;
	struct plan_view v;
	struct person_room *list;
	struct err err = {0};
	size_t n;
	plan_db_open(f, &app, 1, "2026-01-15");
	must(app_plan_draft(&app, kit.engine, 1, &d, &err), &err);
	must(app_plan_show(&app, 1, 0, &kit.arena, &v, &err), &err);
	must(app_person_room(&app, 1, &v.draft, &kit.arena, &list, &n, &err),
	     &err);
	assert_int_equal(n, 0); /* the home is not known */
	sql(f, "UPDATE person SET municipality = '015146'; "
	       "INSERT INTO provider VALUES (1, 'F1', 'Near', 'lab_point', '', "
	       "'015146', 45464000, 9190000, '2020-01-01', NULL), (2, 'F2', "
	       "'Farther', 'lab_point', '', '015146', 45500000, 9300000, "
	       "'2020-01-01', NULL)");
	sql(f,
	    "INSERT INTO agenda VALUES (1, 'A1', 1, 'LAB', 0, 480, 10, 6, 4, "
	    "'2020-01-01', NULL, 1), (2, 'A2', 2, 'LAB', 0, 480, 10, 6, 4, "
	    "'2020-01-01', NULL, 1)");
	int lab = -1;
	for (int full = 0; full < 2; full++) {
		must(app_person_room(&app, 1, &v.draft, &kit.arena, &list, &n,
				     &err),
		     &err);
		assert_true(n > 0);
		for (size_t i = 0; i < n; i++)
			if (str_is(list[i].service, "LAB"))
				lab = (int)i;
		assert_true(lab >= 0 && list[lab].offered);
		if (!full)
			assert_int_equal(list[lab].n_site, 0);
		if (full)
			break;
		char day[11];
		struct date middle = date_add(list[lab].last, -1);
		date_text(middle, day);
		sql(f,
		    "INSERT INTO slot (id, agenda_id, provider_id, "
		    "service_code, day, start_min, duration_min, places, "
		    "taken) VALUES (1, 1, 1, 'LAB', '%s', 480, 10, 4, 4), (2, "
		    "2, 2, 'LAB', '%s', 480, 10, 4, 3)",
		    day, day);
	}
	assert_int_equal(list[lab].n_site, 1);
	assert_true(str_is(list[lab].place, "Farther"));
	assert_true(list[lab].distance_hm > 50);
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
		ON_BOTH(own_is_of_one_person),
		ON_BOTH(conditions_come_with_evidence),
		ON_BOTH(nothing_is_known_of_some),
		ON_BOTH(therapy_is_counted_and_checked),
		ON_BOTH(what_to_do_follows_the_path),
		ON_BOTH(events_tell_the_years),
		ON_BOTH(every_part_is_audited_and_refused),
		ON_BOTH(only_what_was_shown_is_signed),
		ON_BOTH(versions_are_compared),
		ON_BOTH(who_looked_is_told_in_pages),
		ON_BOTH(room_is_looked_for_near_home),
	};
	return cmocka_run_group_tests_name("person_view", tests, kit_open,
					   kit_close);
}
