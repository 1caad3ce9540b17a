/* The use cases of a plan on both engines. */
#include "test/plan_db.h"

#include <pthread.h>

static struct plan_drafted draft(struct app *app, int64_t person)
{
	struct plan_drafted out;
	struct err err = {0};
	must(app_plan_draft(app, kit.engine, person, &out, &err), &err);
	return out;
}

static struct plan_signed sign(struct app *app, int64_t person)
{
	struct plan_signed out;
	struct err err = {0};
	must(app_plan_sign(app, person, &out, &err), &err);
	return out;
}

static struct plan_view show(struct app *app, int64_t person, int version)
{
	struct plan_view v;
	struct err err = {0};
	arena_reset(&kit.arena);
	must(app_plan_show(app, person, version, &kit.arena, &v, &err), &err);
	return v;
}

static void edit(struct app *app, int64_t person, enum plan_choice_kind kind,
		 const char *code, int64_t times_e4, enum rc wanted)
{
	struct plan_edit x = {.kind = kind,
			      .service_code = str_from(code),
			      .reason = STR("because"),
			      .times_e4 = times_e4};
	struct plan_drafted out;
	struct err err = {0};
	enum rc rc = app_plan_edit(app, kit.engine, person, &x, &out, &err);
	if (rc != wanted)
		fail_msg("%s %s: rc %d %s", plan_choice_name[kind], code, rc,
			 err.text);
}

static const struct plan_line *line(const struct plan_view *v, const char *code)
{
	for (size_t i = 0; i < v->draft.n_lines; i++)
		if (v->draft.lines[i].service == kit_service(code))
			return &v->draft.lines[i];
	fail_msg("no line %s", code);
	return NULL;
}

static void drafted_signed_published(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	bool told = false, agrees = false;
	plan_db_open(f, &app, 3, "2026-01-31");
	struct plan_drafted d = draft(&app, 1);
	assert_int_equal(d.version, 1);
	assert_true(str_is(d.kind, "new"));
	assert_true(d.n_service > 10);
	struct plan_view v = show(&app, 1, 0);
	assert_int_equal(v.state, PLAN_DRAFT);
	assert_int_equal(v.n_activities, 0);
	assert_true(v.draft.n_activities > 10);
	assert_int_equal(v.draft.primary, kit_condition("DM2"));
	assert_int_equal(v.draft.n_drugs, 1);
	assert_int_equal(line(&v, "90.28.1")->last.days,
			 kit_day("2025-11-10").days);
	must(app_plan_propose(&app, 1, &err), &err);
	as_doctor(&app, 11);
	size_t planned = v.draft.n_activities;
	struct plan_signed s = sign(&app, 1);
	assert_int_equal(s.n_activity, planned);
	assert_int_equal(strlen(s.digest), 64);
	must(app_plan_verify(&app, s.version_id, &agrees, &err), &err);
	assert_true(agrees);
	must(app_plan_publish(&app, 1, &told, &err), &err);
	assert_true(told);
	v = show(&app, 1, 0);
	assert_int_equal(v.state, PLAN_ACTIVE);
	assert_int_equal(v.protocol.len, 15);
	assert_int_equal(v.n_activities, planned);
	assert_int_equal(count_of(f, "SELECT count(*) FROM outbox"), 1);
	check_whole(f);
	app_close(&app);
}

static void without_contact_it_is_an_exception(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	bool told = true;
	plan_db_open(f, &app, 3, "2026-01-31");
	as_doctor(&app, 11);
	draft(&app, 3);
	sign(&app, 3);
	must(app_plan_publish(&app, 3, &told, &err), &err);
	assert_false(told);
	struct plan_view v = show(&app, 3, 0);
	assert_true(v.contact_exception.len > 0);
	assert_int_equal(count_of(f, "SELECT count(*) FROM outbox"), 0);
	app_close(&app);
}

static void only_the_doctor_signs(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	struct plan_signed s;
	plan_db_open(f, &app, 2, "2026-01-31");
	draft(&app, 1);
	assert_int_equal(app_plan_sign(&app, 1, &s, &err), E_DENIED);
	as_doctor(&app, 12);
	assert_int_equal(app_plan_sign(&app, 1, &s, &err), E_DENIED);
	sql(f, "INSERT INTO delegation (id, doctor_id, delegate_doctor_id, "
	       "valid_from, valid_to, recorded_us) VALUES (1, 11, 12, "
	       "'2026-01-01', '2026-01-30', 1)");
	assert_int_equal(app_plan_sign(&app, 1, &s, &err), E_DENIED);
	app.today = kit_day("2026-01-30");
	must(app_plan_sign(&app, 1, &s, &err), &err);
	struct plan_view v = show(&app, 1, 0);
	assert_true(str_is(v.gp_code, "GP11"));
	assert_true(str_is(v.signed_gp_code, "GP12"));
	/* nothing was left by the refusals */
	check_whole(f);
	app_close(&app);
}

static void illegal_moves(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	struct plan_signed s;
	struct plan_drafted d;
	bool told;
	plan_db_open(f, &app, 3, "2026-01-31");
	as_doctor(&app, 11);
	assert_int_equal(app_plan_sign(&app, 1, &s, &err), E_STATE);
	assert_int_equal(app_plan_publish(&app, 1, &told, &err), E_STATE);
	draft(&app, 1);
	assert_int_equal(app_plan_publish(&app, 1, &told, &err), E_STATE);
	sign(&app, 1);
	assert_int_equal(app_plan_sign(&app, 1, &s, &err), E_STATE);
	assert_int_equal(app_plan_propose(&app, 1, &err), E_STATE);
	edit(&app, 1, CHOICE_REMOVE, "90.28.1", 0, E_STATE);
	must(app_plan_publish(&app, 1, &told, &err), &err);
	assert_int_equal(app_plan_publish(&app, 1, &told, &err), E_STATE);
	/* who is not enrolled has no plan */
	as_system(&app);
	sql(f, "UPDATE enrolment SET state = 'invited', active_from = NULL "
	       "WHERE person_id = 2");
	assert_int_equal(app_plan_draft(&app, kit.engine, 2, &d, &err),
			 E_STATE);
	assert_non_null(strstr(err.text, "pact"));
	sql(f, "UPDATE stratum SET level = 4 WHERE person_id = 3");
	assert_int_equal(app_plan_draft(&app, kit.engine, 3, &d, &err),
			 E_STATE);
	app_close(&app);
}

/* The database itself says no. */
static bool refused(const struct db_fixture *f, const char *text)
{
	bool no;
	if (f->postgres) {
		PGconn *c = PQconnectdb(f->url);
		PQsetNoticeReceiver(c, pg_quiet, NULL);
		PGresult *r = PQexec(c, text);
		no = PQresultStatus(r) != PGRES_COMMAND_OK;
		PQclear(r);
		PQfinish(c);
		return no;
	}
	sqlite3 *h = NULL;
	assert_int_equal(sqlite3_open(f->url, &h), SQLITE_OK);
	no = sqlite3_exec(h, text, NULL, NULL, NULL) != SQLITE_OK;
	sqlite3_close(h);
	return no;
}

static void a_signed_version_never_changes(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	static const char *const attempts[] = {
		"UPDATE plan_line SET times_per_year_e4 = 1",
		"UPDATE plan_line SET reason = '{}'",
		"DELETE FROM plan_line",
		("INSERT INTO plan_line (id, version_id, position, kind, "
		 "reason) SELECT 1, id, 999, 'finding', '{}' FROM "
		 "plan_version"),
		"DELETE FROM plan_condition",
		"UPDATE plan_condition SET is_primary = 1 - is_primary",
		"UPDATE plan_version SET digest = 'x'",
		"UPDATE plan_version SET valid_to = '2030-01-01'",
		"UPDATE plan_version SET state = 'draft'",
		"UPDATE plan_version SET signed_by = 5",
		"UPDATE plan_version SET doctor_id = 12",
		"DELETE FROM plan_version",
		"DELETE FROM activity",
		"DELETE FROM plan_choice",
		"UPDATE plan_choice SET reason = 'x'",
	};
	plan_db_open(f, &app, 1, "2026-01-31");
	as_doctor(&app, 11);
	draft(&app, 1);
	edit(&app, 1, CHOICE_REMOVE, "90.44.3", 0, OK);
	/* open drafts may be rewritten */
	assert_false(refused(f, "UPDATE plan_line SET text = ''"));
	sign(&app, 1);
	for (size_t i = 0; i < countof(attempts); i++)
		if (!refused(f, attempts[i]))
			fail_msg("allowed: %s", attempts[i]);
	app_close(&app);
}

static void choices_are_kept(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	plan_db_open(f, &app, 1, "2026-01-31");
	as_doctor(&app, 11);
	draft(&app, 1);
	edit(&app, 1, CHOICE_REMOVE, "90.44.3", 0, OK);
	edit(&app, 1, CHOICE_TIMES, "90.28.1", 40000, OK);
	edit(&app, 1, CHOICE_ADD, "88.76.1", 10000, OK);
	edit(&app, 1, CHOICE_PUT_BACK, "88.73.5", 0, OK);
	edit(&app, 1, CHOICE_REMOVE, "90.44.3", 0, E_NOT_FOUND);
	edit(&app, 1, CHOICE_REMOVE, "00.00", 0, E_NOT_FOUND);
	edit(&app, 1, CHOICE_ADD, "88.76.1", 10000, E_CONFLICT);
	edit(&app, 1, CHOICE_ADD, "88.74.1", 99990000, E_RANGE);
	struct plan_view v = show(&app, 1, 0);
	assert_int_equal(line(&v, "90.44.3")->out, OUT_DOCTOR);
	assert_true(str_is(line(&v, "90.44.3")->choice_reason, "because"));
	assert_int_equal(line(&v, "90.28.1")->n_planned, 4);
	assert_int_equal(line(&v, "88.76.1")->n_planned, 1);
	sign(&app, 1);
	/* an update starts with them, and takes the place of the old one */
	app.today = kit_day("2026-06-01");
	struct plan_drafted d = draft(&app, 1);
	assert_true(str_is(d.kind, "update"));
	assert_int_equal(d.version, 2);
	v = show(&app, 1, 2);
	assert_int_equal(line(&v, "90.44.3")->out, OUT_DOCTOR);
	assert_int_equal(line(&v, "90.28.1")->n_planned, 4);
	must(app_plan_propose(&app, 1, &err), &err);
	app_close(&app);
}

static void an_update_keeps_what_is_booked(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	plan_db_open(f, &app, 1, "2026-01-31");
	as_doctor(&app, 11);
	draft(&app, 1);
	sign(&app, 1);
	sql(f, "UPDATE activity SET state = 'booked', booked_on = '2026-02-01' "
	       "WHERE service_code = '89.01.8'");
	int64_t booked = count_of(f, "SELECT count(*) FROM activity WHERE "
				     "state = 'booked'");
	assert_true(booked > 0);
	app.today = kit_day("2026-02-10");
	draft(&app, 1);
	struct plan_signed s = sign(&app, 1);
	assert_int_equal(s.n_superseded, 1);
	assert_int_equal(s.n_kept, booked);
	assert_int_equal(
		count_of(f, "SELECT count(*) FROM activity a JOIN plan_version "
			    "v ON v.id = a.version_id WHERE a.state = "
			    "'booked' AND v.version = 2"),
		booked);
	assert_int_equal(
		count_of(f, "SELECT count(*) FROM activity a JOIN plan_version "
			    "v ON v.id = a.version_id WHERE v.version = 1 AND "
			    "a.state <> 'cancelled'"),
		0);
	struct plan_view v = show(&app, 1, 1);
	assert_int_equal(v.state, PLAN_SUPERSEDED);
	assert_int_equal(v.ended_on.days, kit_day("2026-02-10").days);
	check_whole(f);
	app_close(&app);
}

static void the_year_turns(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct plan_batch b;
	struct err err = {0};
	bool told;
	int64_t active, expired;
	plan_db_open(f, &app, 2, "2026-01-31");
	as_doctor(&app, 11);
	draft(&app, 1);
	sign(&app, 1);
	must(app_plan_publish(&app, 1, &told, &err), &err);
	as_system(&app);
	app.today = kit_day("2026-11-01");
	must(app_plan_renew_all(&app, kit.engine, NULL, NULL, &b, &err), &err);
	assert_int_equal(b.n_total, 0);
	app.today = kit_day("2026-12-10");
	must(app_plan_renew_all(&app, kit.engine, NULL, NULL, &b, &err), &err);
	assert_int_equal(b.n_done, 1);
	as_doctor(&app, 11);
	struct plan_signed s = sign(&app, 1);
	assert_int_equal(s.n_superseded, 0); /* the old one ends by itself */
	struct plan_view v = show(&app, 1, 2);
	assert_true(str_is(v.kind, "renewal"));
	assert_int_equal(v.draft.from.days, kit_day("2027-01-31").days);
	must(app_plan_publish(&app, 1, &told, &err), &err);
	assert_int_equal(show(&app, 1, 2).state, PLAN_PUBLISHED);
	as_system(&app);
	app.today = kit_day("2027-01-31");
	must(app_plan_roll(&app, &active, &expired, &err), &err);
	assert_int_equal(active, 1);
	assert_int_equal(expired, 1);
	must(app_plan_close(&app, 1, STR("moved away"), &err), &err);
	assert_int_equal(show(&app, 1, 2).state, PLAN_CLOSED);
	assert_int_equal(count_of(f, "SELECT count(*) FROM activity a JOIN "
				     "plan_version v ON v.id = a.version_id "
				     "WHERE v.version = 2 AND a.state <> "
				     "'cancelled'"),
			 0);
	app_close(&app);
}

static void batches(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct plan_batch b;
	struct audit_report report;
	struct err err = {0};
	plan_db_open(f, &app, 20, "2026-01-31");
	sql(f, "UPDATE stratum SET level = 4 WHERE person_id = 20");
	must(app_plan_draft_all(&app, kit.engine, NULL, NULL, &b, &err), &err);
	assert_int_equal(b.n_done, 19);
	assert_int_equal(b.n_refused, 1);
	must(app_plan_draft_all(&app, kit.engine, NULL, NULL, &b, &err), &err);
	assert_int_equal(b.n_done, 0);
	as_doctor(&app, 12);
	must(app_plan_sign_all(&app, 0, NULL, NULL, &b, &err), &err);
	assert_int_equal(b.n_done, 9); /* only their own */
	as_system(&app);
	must(app_plan_sign_all(&app, 0, NULL, NULL, &b, &err), &err);
	assert_int_equal(b.n_done, 10);
	must(app_plan_publish_all(&app, NULL, NULL, &b, &err), &err);
	assert_int_equal(b.n_done, 19);
	check_whole(f);
	must(audit_verify(&app, &report, &err), &err);
	assert_int_equal(report.what.len, 0);
	app_close(&app);
}

/* ---- two hands on one document */

struct signer {
	const char *url;
	int64_t person;
	enum rc rc;
};

static void *sign_now(void *arg)
{
	struct signer *s = arg;
	struct app app = {0};
	struct err err = {0};
	struct plan_signed out;
	s->rc = app_open(&app, s->url, &kit.kn, FIXTURE_NOW_US,
			 date_of(2026, 1, 31), &err);
	if (!s->rc) {
		as_doctor(&app, s->person % 2 ? 11 : 12);
		s->rc = app_plan_sign(&app, s->person, &out, &err);
	}
	app_close(&app);
	return NULL;
}

static void one_of_two_signers_wins(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	enum { PEOPLE = 12, HANDS = 3 };
	plan_db_open(f, &app, PEOPLE, "2026-01-31");
	for (int i = 1; i <= PEOPLE; i++)
		draft(&app, i);
	for (int i = 1; i <= PEOPLE; i++) {
		pthread_t t[HANDS];
		struct signer s[HANDS];
		int won = 0;
		for (int k = 0; k < HANDS; k++) {
			s[k] = (struct signer){f->url, i, OK};
			pthread_create(&t[k], NULL, sign_now, &s[k]);
		}
		for (int k = 0; k < HANDS; k++) {
			pthread_join(t[k], NULL);
			won += s[k].rc == OK;
			if (s[k].rc && s[k].rc != E_CONFLICT &&
			    s[k].rc != E_STATE)
				fail_msg("rc %d", s[k].rc);
		}
		assert_int_equal(won, 1);
	}
	check_whole(f);
	app_close(&app);
}

static int rows;
static void one_row(void *ctx, const struct plan_row *r)
{
	(void)ctx;
	assert_true(r->person.len > 0);
	rows++;
}

static void work_lists(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	plan_db_open(f, &app, 4, "2026-01-31");
	draft(&app, 1);
	static const struct {
		const char *list, *gp;
		int n;
		enum rc rc;
	} want[] = {
		{"none", "", 3, OK},          {"none", "GP11", 1, OK},
		{"draft", "", 1, OK},         {"draft", "GP12", 0, OK},
		{"renew", "", 0, OK},         {"expired_long", "", 0, OK},
		{"nonsense", "", 0, E_USAGE},
	};
	for (size_t i = 0; i < countof(want); i++) {
		rows = 0;
		enum rc rc = app_plan_list(&app, str_from(want[i].list),
					   str_from(want[i].gp), 100, one_row,
					   NULL, &err);
		if (rc != want[i].rc || rows != want[i].n)
			fail_msg("%s %s: rc %d, %d rows: %s", want[i].list,
				 want[i].gp, rc, rows, err.text);
	}
	app_close(&app);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(drafted_signed_published),
		ON_BOTH(without_contact_it_is_an_exception),
		ON_BOTH(only_the_doctor_signs),
		ON_BOTH(illegal_moves),
		ON_BOTH(a_signed_version_never_changes),
		ON_BOTH(choices_are_kept),
		ON_BOTH(an_update_keeps_what_is_booked),
		ON_BOTH(the_year_turns),
		ON_BOTH(batches),
		ON_BOTH(one_of_two_signers_wins),
		ON_BOTH(work_lists),
	};
	return cmocka_run_group_tests(tests, kit_open, kit_close);
}
