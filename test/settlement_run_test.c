/* A computation of a quarter is all there or not at all: killed, displaced,
 * run beside another one. */
#include "test/db_fixture.h"

#include "app/rules.h"
#include "app/settlement.h"
#include "base/progress.h"

#include <signal.h>
#include <sys/wait.h>

/* Enough lines for several pieces (app/batch.h): 6,000. */
#define PEOPLE "1000"
enum { KILLS = 6 };

static const char world[] =
	"BEGIN;"
	"INSERT INTO organisation (id, code, kind, name) VALUES"
	" (21, 'C21', 'CPC', 'Cooperativa Uno'),"
	" (22, 'C22', 'CPC', 'Cooperativa Due');"
	"INSERT INTO doctor (id, gp_code, last_name, first_name, kind) VALUES"
	" (31, 'G31', 'Rossi', 'Anna', 'MMG');"
	"INSERT INTO strata_run (id, as_of, definition, state, n_person,"
	" source_digest, created_us) VALUES"
	" (1, '2025-12-31', 'strict', 'current', 9, '', 1);"
	"INSERT INTO person (id, pseudonym, birth_date, sex, ats, updated_us)"
	" WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
	" WHERE i < " PEOPLE
	") SELECT i, 'P' || i, '1950-01-01', 'F', '325', 1 FROM n;"
	"INSERT INTO enrolment (id, person_id, doctor_id, organisation_id, way,"
	" state, level, main_condition, eligible_on, active_from, recorded_us)"
	" SELECT 10000 + id, id, 31, CASE WHEN id % 3 = 0 THEN 22 ELSE 21 END,"
	" 'manager', 'active', 2, 'DM2', '2025-12-01', '2025-12-10', 1"
	" FROM person;"
	"INSERT INTO pact (id, enrolment_id, state, mode, valid_from, valid_to,"
	" signed_person_us, signed_doctor_us, recorded_us)"
	" SELECT 20000 + id, 10000 + id, 'signed', 'paper', '2025-12-10',"
	" '2027-12-10', 1, 1, 1 FROM person;"
	"INSERT INTO care_plan (id, person_id, enrolment_id, created_us)"
	" SELECT 30000 + id, id, 10000 + id, 1 FROM person;"
	"INSERT INTO plan_version (id, care_plan_id, person_id, doctor_id,"
	" version, state, kind, strata_run_id, valid_from, valid_to, level,"
	" n_lab, n_outpatient, n_draws, n_draws_least, created_us, created_by,"
	" signed_us, signed_by, signed_doctor_id, digest, published_us, "
	"protocol)"
	" SELECT 40000 + id, 30000 + id, id, 31, 1, 'published', 'new', 1,"
	" '2026-01-10', '2027-01-09', 1 + id % 3, 5, 1, 1, 1, 1, 1,"
	/* 2026-01-20 */
	" 1768900000000000, 1, 31, 'x', 1768900000000000, 'R' FROM person;"
	"COMMIT";

/* In the quarter of 2026 that is over. */
static void open_app(const char *url, struct app *app)
{
	static struct knowledge none;
	struct err err = {0};
	must(app_open(app, url, &none, FIXTURE_NOW_US, date_of(2026, 4, 10),
		      &err),
	     &err);
}

static void open_world(struct db_fixture *f, struct app *app)
{
	struct err err = {0};
	db_close(fixture_db(f));
	raw_sql(f, world);
	open_app(f->url, app);
	must(app_rules_seed(app, NULL, &err), &err);
}

struct sums {
	int64_t statements, lines, cents;
	char digests[4 * 65];
};

/* What readers see. */
static void look(struct app *app, struct sums *out)
{
	struct arena a;
	struct err err = {0};
	struct statement *list;
	size_t n;
	arena_init(&a, 1 << 20);
	*out = (struct sums){0};
	must(app_settle_list(app, STR("2026Q1"), &a, &list, &n, &err), &err);
	for (size_t i = 0; i < n; i++) {
		out->statements++;
		out->lines += list[i].n_line;
		out->cents += list[i].total_cents;
		assert_true(i < 4 && list[i].digest.len == 64);
		memcpy(out->digests + 65 * i, list[i].digest.ptr, 64);
	}
	arena_release(&a);
}

static enum rc compute(struct app *app, struct err *err)
{
	struct arena a;
	struct statement *list;
	size_t n;
	arena_init(&a, 1 << 20);
	enum rc rc = app_settle_compute(app, STR("2026Q1"), &a, &list, &n, err);
	arena_release(&a);
	return rc;
}

/* What is in force is whole: its lines are there and add up. */
static void check_whole(const struct db_fixture *f)
{
	static const char wrong[] =
		"SELECT count(*) FROM settlement_statement s WHERE"
		" s.state <> 'superseded' AND (s.n_line <> (SELECT count(*)"
		" FROM settlement_line l WHERE l.statement_id = s.id)"
		" OR s.total_cents <> (SELECT sum(amount_cents)"
		" FROM settlement_line l WHERE l.statement_id = s.id))";
	assert_int_equal(raw_number(f, wrong), 0);
}

/* Nothing is left of runs that did not end. */
static void check_swept(const struct db_fixture *f)
{
	static const char *const none[] = {
		"SELECT count(*) FROM settlement_run WHERE state <> 'done'",
		"SELECT count(*) FROM settlement_statement WHERE digest = ''",
		("SELECT count(*) FROM settlement_line WHERE run_id NOT IN"
		 " (SELECT id FROM settlement_run)"),
	};
	for (size_t i = 0; i < countof(none); i++)
		if (raw_number(f, none[i]) != 0)
			fail_msg("%s", none[i]);
}

static pid_t begin_child(const char *url)
{
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid > 0)
		return pid;
	struct app app = {0};
	struct err err = {0};
	open_app(url, &app);
	enum rc rc = compute(&app, &err);
	app_close(&app);
	_exit(rc == OK || rc == E_CONFLICT || rc == E_BUSY ? (int)rc : 99);
}

static bool kill_after(pid_t pid, int64_t us)
{
	int status = 0;
	struct timespec t = {.tv_sec = us / 1000000,
			     .tv_nsec = us % 1000000 * 1000};
	nanosleep(&t, NULL);
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status);
}

static void killed_in_between(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	struct sums first, now;
	int killed = 0, half = 0;
	open_world(f, &app);
	int64_t us = clock_monotonic_us();
	must(compute(&app, &err), &err);
	us = clock_monotonic_us() - us;
	look(&app, &first);
	assert_int_equal(first.statements, 4);
	assert_int_equal(first.lines, 6 * 1000); /* three months, fee,
						 bonus, cooperative */
	for (int i = 1; i <= KILLS; i++) {
		killed += kill_after(begin_child(f->url), us * i / KILLS);
		half += raw_number(f, "SELECT count(*) FROM settlement_run"
				      " WHERE state = 'writing'") > 0;
		check_whole(f);
		look(&app, &now);
		assert_memory_equal(&now, &first, sizeof(now));
	}
	print_message("killed %d times of %d, %d while it wrote\n", killed,
		      KILLS, half);
	assert_true(killed > 0);
	must(compute(&app, &err), &err);
	look(&app, &now);
	assert_memory_equal(&now, &first, sizeof(now));
	check_whole(f);
	check_swept(f);
	app_close(&app);
}

static const char leftovers[] =
	"INSERT INTO settlement_run (id, quarter, state, begun_us) VALUES"
	" (7, '2026Q1', 'writing', 1), (8, '2024Q2', 'writing', 1),"
	" (9, '2025Q3', 'dropped', 1);"
	"INSERT INTO settlement_statement (id, run_id, quarter,"
	" organisation_id, payer, version, state, period_from, period_to,"
	" strata_run_id, n_line, n_due, total_cents, digest, computed_us,"
	" state_us) SELECT 50 + id, id, quarter, 21, 'region', 1,"
	" 'superseded', '2026-01-01', '2026-03-31', 1, 0, 0, 0, '', 1, 1"
	" FROM settlement_run;"
	"INSERT INTO settlement_line (id, statement_id, run_id, item, payer,"
	" state, person_id, enrolment_id, month, level, amount_cents, reason)"
	" SELECT 60 + id, 50 + id, id, 'PIC_FEE', 'region', 'due', 1, 1,"
	" '2026-01-01', 1, 100, '{}' FROM settlement_run;";

/* Of the quarter, of any quarter a day ago, and those given up. */
static void sweeps_what_was_left(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	struct sums seen;
	open_world(f, &app);
	raw_sql(f, leftovers);
	look(&app, &seen);
	assert_int_equal(seen.statements, 0);
	must(compute(&app, &err), &err);
	look(&app, &seen);
	assert_int_equal(seen.statements, 4);
	check_whole(f);
	check_swept(f);
	app_close(&app);
}

/* Two at once: one of them may be displaced, and the result is one run. */
static void two_at_once(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	struct sums first, now;
	int done = 0;
	open_world(f, &app);
	must(compute(&app, &err), &err);
	look(&app, &first);
	pid_t pid[2] = {begin_child(f->url), begin_child(f->url)};
	for (size_t i = 0; i < countof(pid); i++) {
		int status = 0;
		assert_int_equal(waitpid(pid[i], &status, 0), pid[i]);
		assert_true(WIFEXITED(status));
		assert_int_not_equal(WEXITSTATUS(status), 99);
		done += WEXITSTATUS(status) == 0;
	}
	assert_true(done > 0);
	look(&app, &now);
	assert_memory_equal(&now, &first, sizeof(now));
	check_whole(f);
	check_swept(f);
	app_close(&app);
}

/* Refused by the last piece: nothing of it stays. */
static void sent_meanwhile(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	open_world(f, &app);
	must(compute(&app, &err), &err);
	raw_sql(f, "UPDATE settlement_statement SET state = 'sent'"
		   " WHERE organisation_id = 21");
	assert_int_equal(compute(&app, &err), E_STATE);
	check_whole(f);
	check_swept(f);
	app_close(&app);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(killed_in_between),
		ON_BOTH(sweeps_what_was_left),
		ON_BOTH(two_at_once),
		ON_BOTH(sent_meanwhile),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
