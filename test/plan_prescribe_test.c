/* Prescriptions in lots: the grouping alone, then the use cases on both
 * engines. */
#include "plan/prescribe.h"

#include "test/plan_db.h"

#include "base/rng.h"

#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>

/* ---- which services share a prescription */

static struct plan_item item(const char *branch, const char *service,
			     const char *group, int earliest, int latest)
{
	return (struct plan_item){.branch = str_from(branch),
				  .service = str_from(service),
				  .group = str_from(group),
				  .earliest = {earliest},
				  .latest = {latest}};
}

static void sheets(void **state)
{
	(void)state;
	struct {
		const char *name;
		struct plan_item a, b;
		int most, n_sheet;
	} rows[] = {
		{"same branch, windows share a day",
		 item("02", "89.7A.3", "", 0, 10),
		 item("02", "89.52", "", 10, 20), 8, 1},
		{"another branch", item("02", "89.7A.3", "", 0, 10),
		 item("16", "95.02", "", 0, 10), 8, 2},
		{"no day in common", item("02", "89.7A.3", "", 0, 9),
		 item("02", "89.52", "", 10, 20), 8, 2},
		{"one draw", item("11", "90.28.1", "7/1", 0, 5),
		 item("11", "90.27.1", "7/1", 0, 5), 8, 1},
		{"two draws", item("11", "90.28.1", "7/1", 0, 9),
		 item("11", "90.27.1", "7/2", 0, 9), 8, 2},
		{"a draw and what is alone", item("11", "90.28.1", "7/1", 0, 9),
		 item("11", "90.27.1", "", 0, 9), 8, 2},
		{"the same service twice", item("02", "89.52", "", 0, 10),
		 item("02", "89.52", "", 0, 10), 8, 2},
		{"full", item("11", "90.28.1", "7/1", 0, 9),
		 item("11", "90.27.1", "7/1", 0, 9), 1, 2},
	};
	struct err err = {0};
	for (size_t i = 0; i < countof(rows); i++) {
		struct plan_item two[2] = {rows[i].a, rows[i].b};
		int n = 0;
		arena_reset(&kit.arena);
		must(plan_sheets(two, 2, rows[i].most, &kit.arena, &n, &err),
		     &err);
		if (n != rows[i].n_sheet || two[0].sheet != 0 ||
		    two[1].sheet != n - 1)
			fail_msg("%s: %d", rows[i].name, n);
	}
}

/* Whatever comes in: every sheet keeps the rules, and none is empty. */
static void sheets_keep_the_rules(void **state)
{
	(void)state;
	enum { N = 60, MOST = 8 };
	static const char *const word[] = {"a", "b", "c", "d", "e",
					   "f", "g", "h", "i", "j"};
	struct rng r;
	struct err err = {0};
	rng_init(&r, 4);
	for (int round = 0; round < 200; round++) {
		struct plan_item x[N];
		int n = 0, on[N] = {0};
		for (int i = 0; i < N; i++) {
			int from = (int)rng_below(&r, 100);
			x[i] = item(
				word[rng_below(&r, 2)], word[rng_below(&r, 10)],
				rng_below(&r, 2) ? "" : word[rng_below(&r, 3)],
				from, from + (int)rng_below(&r, 30));
		}
		arena_reset(&kit.arena);
		must(plan_sheets(x, N, MOST, &kit.arena, &n, &err), &err);
		for (int i = 0; i < N; i++)
			on[x[i].sheet]++;
		for (int i = 0; i < N; i++)
			assert_true(i < n ? on[i] > 0 && on[i] <= MOST
					  : !on[i]);
		for (int i = 0; i < N; i++)
			for (int k = 0; k < i; k++) {
				if (x[i].sheet != x[k].sheet)
					continue;
				assert_true(str_eq(x[i].branch, x[k].branch));
				assert_true(str_eq(x[i].group, x[k].group));
				assert_false(
					str_eq(x[i].service, x[k].service));
				if (!x[i].group.len)
					assert_true(x[i].earliest.days <=
							    x[k].latest.days &&
						    x[k].earliest.days <=
							    x[i].latest.days);
			}
	}
}

/* Every day belongs to one lot. */
static void spans(void **state)
{
	(void)state;
	struct date base = kit_day("2026-01-31");
	struct plan_span one = plan_lot_span(1, 2, 6, base),
			 two = plan_lot_span(2, 2, 6, base),
			 all = plan_lot_span(0, 2, 6, base);
	assert_int_equal(one.until.days, kit_day("2026-07-31").days);
	assert_int_equal(two.after.days, one.until.days);
	assert_int_equal(all.after.days, one.after.days);
	assert_int_equal(all.until.days, two.until.days);
	assert_int_equal(plan_lot_span(1, 1, 12, base).until.days,
			 all.until.days);
}

/* ---- the use cases */

/* Published plans of `n` people, as the doctor of the first. */
static void published(struct db_fixture *f, struct app *app, int n)
{
	struct plan_batch b;
	struct err err = {0};
	plan_db_open(f, app, n, "2026-01-31");
	must(app_plan_draft_all(app, kit.engine, NULL, NULL, &b, &err), &err);
	must(app_plan_sign_all(app, 0, NULL, NULL, &b, &err), &err);
	must(app_plan_publish_all(app, NULL, NULL, &b, &err), &err);
	assert_int_equal(b.n_done, n);
	as_doctor(app, 11);
}

static struct plan_prescribed prescribe(struct app *app, int64_t person,
					int lot)
{
	struct plan_prescribed out = {0};
	struct err err = {0};
	must(app_plan_prescribe(app, person, lot, &out, &err), &err);
	return out;
}

static void issue_refuses(struct app *app, int64_t person, int lot,
			  enum rc wanted, const char *words)
{
	struct plan_prescribed out;
	struct err err = {0};
	enum rc rc = app_plan_prescribe(app, person, lot, &out, &err);
	if (rc != wanted || !strstr(err.text, words))
		fail_msg("lot %d: rc %d \"%s\", not \"%s\"", lot, rc, err.text,
			 words);
}

/* No half lot: prescribed <=> on one live prescription <=> audited. */
static void check_lots(const struct db_fixture *f)
{
	static const char *const none[] = {
		"SELECT count(*) FROM activity a WHERE (prescribed_on IS NOT "
		"NULL) <> EXISTS (SELECT 1 FROM prescription_activity x JOIN "
		"prescription p ON p.id = x.prescription_id WHERE "
		"x.activity_id = a.id AND x.cancelled = 0 AND p.state = "
		"'issued' AND p.issued_on = a.prescribed_on)",
		"SELECT count(*) FROM activity WHERE (state = 'prescribed' AND "
		"prescribed_on IS NULL) OR (state = 'planned' AND "
		"prescribed_on IS NOT NULL)",
		"SELECT count(*) FROM prescription p WHERE NOT EXISTS (SELECT "
		"1 FROM prescription_activity x WHERE x.prescription_id = "
		"p.id)",
		"SELECT count(*) FROM prescription_activity GROUP BY "
		"prescription_id HAVING count(*) > 8 UNION ALL SELECT 0 ORDER "
		"BY 1 DESC LIMIT 1",
		/* what is due in the lot is prescribed for all or for none */
		"SELECT count(*) FROM (SELECT a.version_id FROM activity a "
		"WHERE a.due <= '2026-07-31' GROUP BY a.version_id HAVING "
		"count(a.prescribed_on) NOT IN (0, count(*))) AS half",
		"SELECT count(DISTINCT p.version_id) - (SELECT count(*) FROM "
		"audit WHERE action = 'plan.prescribe') FROM prescription p "
		"WHERE p.lot = 1",
	};
	for (size_t i = 0; i < countof(none); i++)
		if (count_of(f, none[i]) != 0)
			fail_msg("half lot: %s", none[i]);
}

static void two_lots(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	published(f, &app, 1);
	int64_t sent = count_of(f, "SELECT count(*) FROM outbox");
	struct plan_prescribed x = prescribe(&app, 1, 1);
	assert_true(x.n_prescription > 1 && x.n_service > x.n_prescription);
	assert_true(x.told);
	assert_int_equal(x.valid_to.days, kit_day("2026-07-31").days);
	assert_int_equal(x.due_until.days, kit_day("2026-07-31").days);
	assert_int_equal(count_of(f, "SELECT count(*) FROM outbox"), sent + 1);
	assert_int_equal(count_of(f, "SELECT count(*) FROM activity WHERE due "
				     "<= '2026-07-31' AND state <> "
				     "'prescribed'"),
			 0);
	assert_int_equal(count_of(f, "SELECT count(*) FROM activity WHERE due "
				     "> '2026-07-31' AND state <> 'planned'"),
			 0);
	check_lots(f);
	issue_refuses(&app, 1, 1, E_STATE, "issued already, on 2026-01-31");
	/* months later, the rest, from where the first lot ended */
	app.today = kit_day("2026-07-20");
	struct plan_prescribed y = prescribe(&app, 1, 2);
	assert_int_equal(count_of(f, "SELECT count(*) FROM activity WHERE "
				     "prescribed_on IS NULL"),
			 0);
	assert_int_equal(count_of(f, "SELECT count(*) FROM activity"),
			 x.n_service + y.n_service);
	assert_int_equal(count_of(f, "SELECT count(DISTINCT number) FROM "
				     "prescription"),
			 x.n_prescription + y.n_prescription);
	issue_refuses(&app, 1, 2, E_STATE, "issued already");
	issue_refuses(&app, 1, 0, E_STATE, "nothing");
	issue_refuses(&app, 1, 3, E_STATE, "no lot 3");
	app_close(&app);
}

static void the_year_at_once(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct plan_view v;
	struct err err = {0};
	published(f, &app, 1);
	struct plan_prescribed x = prescribe(&app, 1, 0);
	assert_int_equal(count_of(f, "SELECT count(*) FROM activity WHERE "
				     "state = 'prescribed'"),
			 x.n_service);
	issue_refuses(&app, 1, 1, E_STATE, "issued already");
	arena_reset(&kit.arena);
	must(app_plan_show(&app, 1, 0, &kit.arena, &v, &err), &err);
	assert_int_equal(v.n_prescriptions, x.n_prescription);
	size_t n = 0;
	for (size_t i = 0; i < v.n_prescriptions; i++)
		n += v.prescriptions[i].n_services;
	assert_int_equal(n, x.n_service);
	assert_int_equal(v.prescriptions[0].number.len, 15);
	app_close(&app);
}

static void only_of_a_published_plan(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct plan_drafted d;
	struct plan_signed s;
	struct err err = {0};
	plan_db_open(f, &app, 1, "2026-01-31");
	as_doctor(&app, 11);
	issue_refuses(&app, 1, 1, E_STATE, "no plan");
	must(app_plan_draft(&app, kit.engine, 1, &d, &err), &err);
	issue_refuses(&app, 1, 1, E_STATE, "is draft");
	must(app_plan_sign(&app, 1, &s, &err), &err);
	issue_refuses(&app, 1, 1, E_STATE, "is signed");
	sql(f, "UPDATE activity SET state = 'cancelled'");
	bool told;
	must(app_plan_publish(&app, 1, &told, &err), &err);
	issue_refuses(&app, 1, 1, E_STATE, "no service is due");
	app.today = kit_day("2027-03-01");
	issue_refuses(&app, 1, 1, E_STATE, "not over");
	assert_int_equal(count_of(f, "SELECT count(*) FROM prescription"), 0);
	app_close(&app);
}

static void the_doctor_issues(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct plan_prescribed x;
	struct err err = {0};
	published(f, &app, 2);
	as_system(&app);
	issue_refuses(&app, 1, 1, E_DENIED, "may not");
	as_doctor(&app, 12);
	issue_refuses(&app, 1, 1, E_DENIED, "not a patient");
	/* who works for the doctor looks, and does not issue */
	as_doctor(&app, 11);
	app.who.role = ROLE_STAFF;
	must(app_plan_prescribe_look(&app, 1, 1, &x, &err), &err);
	assert_true(x.n_prescription > 0);
	issue_refuses(&app, 1, 1, E_DENIED, "may not");
	assert_int_equal(count_of(f, "SELECT count(*) FROM prescription"), 0);
	/* a delegate issues in their own name */
	as_doctor(&app, 12);
	sql(f, "INSERT INTO delegation (id, doctor_id, delegate_doctor_id, "
	       "valid_from, valid_to, recorded_us) VALUES (1, 11, 12, "
	       "'2026-01-31', '2026-01-31', 1)");
	prescribe(&app, 1, 1);
	assert_int_equal(count_of(f, "SELECT count(*) FROM prescription WHERE "
				     "doctor_id <> 12"),
			 0);
	check_lots(f);
	app_close(&app);
}

static void booked_stays_booked(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	published(f, &app, 1);
	sql(f, "UPDATE activity SET state = 'booked', booked_on = "
	       "'2026-03-01' WHERE due <= '2026-05-01'");
	sql(f, "UPDATE activity SET state = 'refused' WHERE service_code = "
	       "'89.01.8'");
	int64_t booked = count_of(f, "SELECT count(*) FROM activity WHERE "
				     "state = 'booked'");
	assert_true(booked > 0);
	prescribe(&app, 1, 1);
	assert_int_equal(count_of(f, "SELECT count(*) FROM activity WHERE "
				     "state = 'booked' AND prescribed_on = "
				     "'2026-01-31'"),
			 booked);
	assert_int_equal(count_of(f, "SELECT count(*) FROM activity WHERE "
				     "state = 'refused' AND prescribed_on IS "
				     "NOT NULL"),
			 0);
	app_close(&app);
}

static struct str number_of(struct app *app, size_t i,
			    struct prescription_view *out)
{
	struct prescription_view *list;
	struct err err = {0};
	size_t n;
	arena_reset(&kit.arena);
	must(app_prescription_list(app, 1, &kit.arena, &list, &n, &err), &err);
	assert_true(i < n);
	*out = list[i];
	return list[i].number;
}

static void cancelled_and_issued_again(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct prescription_view p;
	struct err err = {0};
	published(f, &app, 1);
	prescribe(&app, 1, 1);
	sql(f, "UPDATE activity SET state = 'booked', booked_on = "
	       "'2026-03-01' WHERE id IN (SELECT min(activity_id) FROM "
	       "prescription_activity)");
	struct str number = number_of(&app, 0, &p);
	as_doctor(&app, 12);
	assert_int_equal(app_prescription_cancel(&app, number, STR("x"), &err),
			 E_DENIED);
	as_doctor(&app, 11);
	assert_int_equal(app_prescription_cancel(&app, number,
						 (struct str){"", 0}, &err),
			 E_RANGE);
	assert_int_equal(
		app_prescription_cancel(&app, STR("RP0"), STR("x"), &err),
		E_NOT_FOUND);
	must(app_prescription_cancel(&app, number, STR("wrong drug"), &err),
	     &err);
	assert_int_equal(app_prescription_cancel(&app, number, STR("x"), &err),
			 E_STATE);
	assert_int_equal(count_of(f, "SELECT count(*) FROM activity WHERE "
				     "state = 'booked' AND booked_on IS NOT "
				     "NULL"),
			 1);
	struct plan_prescribed x = prescribe(&app, 1, 1);
	assert_int_equal(x.n_service, p.n_services);
	/* what was done stays */
	number = number_of(&app, 1, &p);
	sql(f,
	    "UPDATE activity SET state = 'done', done_on = '2026-02-01' WHERE "
	    "id IN (SELECT min(activity_id) FROM prescription_activity WHERE "
	    "prescription_id = %" PRId64 ")",
	    p.id);
	assert_int_equal(app_prescription_cancel(&app, number, STR("x"), &err),
			 E_STATE);
	assert_non_null(strstr(err.text, "were done"));
	app_close(&app);
}

/* Closing the plan ends what was prescribed of it. */
static void ends_with_the_plan(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	published(f, &app, 1);
	prescribe(&app, 1, 1);
	must(app_plan_close(&app, 1, STR("moved away"), &err), &err);
	assert_int_equal(count_of(f, "SELECT count(*) FROM prescription WHERE "
				     "state = 'issued'"),
			 0);
	app_close(&app);
}

static void batch_runs_again(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct plan_batch b;
	struct audit_report report;
	struct err err = {0};
	int64_t n = 0, first;
	published(f, &app, 9);
	must(app_plan_prescribe_all(&app, 0, 1, NULL, NULL, &b, &first, &err),
	     &err);
	assert_int_equal(b.n_done, 5); /* the doctor's own */
	as_system(&app);
	must(app_plan_prescribe_all(&app, 12, 1, NULL, NULL, &b, &n, &err),
	     &err);
	assert_int_equal(b.n_done, 4);
	assert_int_equal(count_of(f, "SELECT count(*) FROM prescription"),
			 first + n);
	must(app_plan_prescribe_all(&app, 0, 1, NULL, NULL, &b, &n, &err),
	     &err);
	assert_int_equal(b.n_done, 0);
	assert_int_equal(n, 0);
	check_lots(f);
	must(audit_verify(&app, &report, &err), &err);
	assert_int_equal(report.what.len, 0);
	app_close(&app);
}

/* ---- many hands, and none */

struct issuer {
	const char *url;
	enum rc rc;
};

static void *issue_now(void *arg)
{
	struct issuer *s = arg;
	struct app app = {0};
	struct err err = {0};
	struct plan_prescribed out;
	s->rc = app_open(&app, s->url, &kit.kn, FIXTURE_NOW_US,
			 date_of(2026, 1, 31), &err);
	if (!s->rc) {
		as_doctor(&app, 11);
		s->rc = app_plan_prescribe(&app, 1, 1, &out, &err);
	}
	app_close(&app);
	return NULL;
}

static void one_of_three_issues(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	enum { HANDS = 3 };
	pthread_t t[HANDS];
	struct issuer s[HANDS];
	int won = 0;
	published(f, &app, 1);
	for (int k = 0; k < HANDS; k++) {
		s[k] = (struct issuer){f->url, OK};
		pthread_create(&t[k], NULL, issue_now, &s[k]);
	}
	for (int k = 0; k < HANDS; k++) {
		pthread_join(t[k], NULL);
		won += s[k].rc == OK;
		if (s[k].rc && s[k].rc != E_CONFLICT && s[k].rc != E_STATE)
			fail_msg("rc %d", s[k].rc);
	}
	assert_int_equal(won, 1);
	check_lots(f);
	app_close(&app);
}

/* In the child: issue everything, until killed. */
static void issue_all(const char *url)
{
	struct app app = {0};
	struct plan_batch b;
	struct err err = {0};
	int64_t n;
	if (app_open(&app, url, &kit.kn, FIXTURE_NOW_US, date_of(2026, 1, 31),
		     &err) ||
	    app_plan_prescribe_all(&app, 0, 1, NULL, NULL, &b, &n, &err))
		fprintf(stderr, "%s\n", err.text);
	app_close(&app);
	_exit(0);
}

static bool killed_after(const char *url, long us)
{
	int status = 0;
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		issue_all(url);
	struct timespec t = {0, us * 1000};
	nanosleep(&t, NULL);
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status);
}

static void no_half_lot_after_a_kill(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct plan_batch b;
	struct err err = {0};
	struct rng r;
	int64_t n;
	int killed = 0;
	enum { PEOPLE = 150, KILLS = 10 };
	rng_init(&r, 5);
	published(f, &app, PEOPLE);
	as_system(&app);
	for (int i = 0; i < KILLS; i++) {
		killed += killed_after(f->url,
				       (long)(2000 + rng_below(&r, 60000)));
		check_lots(f);
	}
	assert_true(killed > 0);
	must(app_plan_prescribe_all(&app, 0, 1, NULL, NULL, &b, &n, &err),
	     &err);
	check_lots(f);
	assert_int_equal(count_of(f, "SELECT count(DISTINCT version_id) FROM "
				     "prescription"),
			 PEOPLE);
	app_close(&app);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sheets),
		cmocka_unit_test(sheets_keep_the_rules),
		cmocka_unit_test(spans),
		ON_BOTH(two_lots),
		ON_BOTH(the_year_at_once),
		ON_BOTH(only_of_a_published_plan),
		ON_BOTH(the_doctor_issues),
		ON_BOTH(booked_stays_booked),
		ON_BOTH(cancelled_and_issued_again),
		ON_BOTH(ends_with_the_plan),
		ON_BOTH(batch_runs_again),
		ON_BOTH(one_of_three_issues),
		ON_BOTH(no_half_lot_after_a_kill),
	};
	return cmocka_run_group_tests(tests, kit_open, kit_close);
}
