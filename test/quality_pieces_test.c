/* A run of the indicators while others work, and one that is killed: what it
 * has written is nobody's, and is swept away by a later one. */
#include "test/db_fixture.h"

#include "app/quality.h"
#include "app/rules.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>

/* Some tenths of a second to measure. */
#define N_PERSON(f) ((f)->postgres ? 800 : 16000)
#define HOUR_US     INT64_C(3600000000)

static struct knowledge kn;
static struct indicators ind;
static struct arena arena;

static const char offices[] =
	"INSERT INTO doctor (id, gp_code, last_name, first_name, kind) VALUES"
	" (11, 'G11', 'Rossi', 'Anna', 'MMG');"
	"INSERT INTO strata_run (id, as_of, definition, state, n_person,"
	" source_digest, created_us) VALUES"
	" (1, '2025-12-31', 'strict', 'current', 1, 'x', 1);";

static void people(struct buf *b, int n)
{
	buf_text(b, "BEGIN;");
	for (int id = 1001; id <= 1000 + n; id++)
		buf_printf(b,
			   "INSERT INTO person (id, pseudonym, birth_date, "
			   "sex, ats, updated_us) VALUES (%d, 'P%d', "
			   "'1950-01-01', 'F', '325', 1);"
			   "INSERT INTO stratum VALUES (1, %d, 2, 2, '28', "
			   "'', 0, '28', '', 0, 0, 0, %d);"
			   "INSERT INTO person_condition VALUES (1, %d, "
			   "'DM2', '28', 1, 1, '{}');",
			   id, id, id, id, id);
	buf_text(b, "COMMIT;");
	buf_char(b, '\0');
}

static void run_at(const struct db_fixture *f, int64_t now_us,
		   struct quality_run *out)
{
	struct app app;
	struct err err = {0};
	must(app_open(&app, f->url, &kn, now_us, date_of(2026, 1, 1), &err),
	     &err);
	must(app_quality_run(&app, &ind, app.today, out, &err), &err);
	app_close(&app);
}

/* People, and a run of before. */
static int64_t open_world(struct db_fixture *f)
{
	struct buf b;
	struct app app;
	struct err err = {0};
	struct quality_run run;
	db_close(fixture_db(f));
	buf_init(&b, 8u << 20);
	people(&b, N_PERSON(f));
	raw_sql(f, offices);
	raw_sql(f, b.ptr);
	buf_release(&b);
	fixture_app(f, &app);
	must(app_rules_seed(&app, NULL, &err), &err);
	app_close(&app);
	run_at(f, FIXTURE_NOW_US, &run);
	assert_int_equal(run.n_person, N_PERSON(f));
	return run.id;
}

/* ---- a run beside us */

static pid_t start(const struct db_fixture *f)
{
	struct app app;
	struct quality_run run;
	pid_t child = fork();
	assert_true(child >= 0);
	if (child)
		return child;
	if (app_open(&app, f->url, &kn, FIXTURE_NOW_US, date_of(2026, 1, 1),
		     NULL))
		_exit(2);
	_exit(app_quality_run(&app, &ind, app.today, &run, NULL) ? 1 : 0);
}

static bool is_running(const struct db_fixture *f)
{
	return raw_number(f, f->postgres
				     ? "SELECT count(*) FROM pg_locks l "
				       "JOIN pg_class c ON c.oid = l.relation "
				       "WHERE c.relname = 'indicator_member' "
				       "AND l.mode = 'RowExclusiveLock'"
				     : "SELECT count(*) FROM indicator_run "
				       "WHERE state = 'running'") > 0;
}

static void nap(void)
{
	nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
}

/* Until it writes; one that ends first was never seen by others. */
static void await_writing(const struct db_fixture *f, pid_t child)
{
	int status;
	while (!is_running(f)) {
		if (waitpid(child, &status, WNOHANG) == child)
			fail_msg("the run came to its end unseen: %d", status);
		nap();
	}
}

static int64_t shown(struct db_fixture *f)
{
	struct app app;
	struct err err = {0};
	struct quality_run run;
	struct quality_result *list;
	size_t n;
	must(app_open(&app, f->url, &kn, FIXTURE_NOW_US, date_of(2026, 1, 1),
		      &err),
	     &err);
	must(app_quality_results(&app, &ind, &arena, &run, &list, &n, &err),
	     &err);
	assert_int_equal(run.n_person, N_PERSON(f));
	app_close(&app);
	arena_reset(&arena);
	return run.id;
}

static int64_t orphans(const struct db_fixture *f)
{
	return raw_number(f, "SELECT count(*) FROM indicator_member WHERE "
			     "run_id NOT IN (SELECT id FROM indicator_run "
			     "WHERE state = 'done')");
}

static void killed_is_nothing(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct quality_run run;
	int status;
	int64_t before = open_world(f);
	pid_t child = start(f);
	await_writing(f, child);
	kill(child, SIGKILL);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status));
	while (f->postgres && is_running(f)) /* its server notices */
		nap();
	assert_int_equal(shown(f), before);
	assert_int_equal(orphans(f) > 0, !f->postgres);
	run_at(f, FIXTURE_NOW_US + 5 * HOUR_US, &run);
	assert_int_equal(shown(f), run.id); /* and that one may yet live */
	assert_int_equal(orphans(f) > 0, !f->postgres);
	run_at(f, FIXTURE_NOW_US + 7 * HOUR_US, &run);
	assert_int_equal(shown(f), run.id);
	assert_int_equal(orphans(f), 0);
	assert_int_equal(raw_number(f, "SELECT count(*) FROM indicator_run"),
			 3);
}

static int64_t written(const struct db_fixture *f)
{
	return raw_number(f, "SELECT count(*) FROM indicator_member WHERE "
			     "run_id IN (SELECT id FROM indicator_run WHERE "
			     "state = 'running')");
}

/* Whoever wants to write waits as the program does, and finds the run further
 * each time. On PostgreSQL it shows nothing before its end, and nobody waits.
 */
static void others_get_their_turn(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct db *db = NULL;
	struct err err = {0};
	int status = -1, n = 0;
	int64_t last = 0;
	open_world(f);
	pid_t child = start(f);
	await_writing(f, child);
	must(db_open(f->url, &db, &err), &err);
	while (waitpid(child, &status, WNOHANG) == 0) {
		must(db_begin(db, &err), &err);
		must(db_commit(db, &err), &err);
		int64_t now = f->postgres ? is_running(f) : written(f);
		n += now > last;
		last = now;
		nap();
	}
	db_close(db);
	assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
	if (n < (f->postgres ? 1 : 2))
		fail_msg("%d turns of others while the run wrote", n);
	assert_int_equal(orphans(f), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(killed_is_nothing),
		ON_BOTH(others_get_their_turn),
	};
	struct err err = {0};
	struct issues found;
	arena_init(&arena, 64 << 20);
	issues_init(&found, &arena, 10);
	if (knowledge_load(&kn, NULL, &found, &err) ||
	    indicators_load(&ind, &kn, NULL, &found, &err)) {
		print_error("%s\n", err.text);
		return 1;
	}
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	indicators_release(&ind);
	knowledge_release(&kn);
	issues_release(&found);
	arena_release(&arena);
	return failed;
}
