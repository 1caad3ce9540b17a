/* Work in the background: asked, refused, run by a process of its own, told,
 * cancelled, taken over. The program that the runner starts is a script here,
 * so that each case says what it does; job_test.sh runs the real one. */
#include "test/db_fixture.h"

#include "app/job.h"
#include "base/file.h"
#include "base/progress.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

static int64_t now_us = FIXTURE_NOW_US;
static int64_t fixed_clock(void)
{
	return now_us;
}

static const char world[] =
	"INSERT INTO organisation (id, code, kind, name) VALUES"
	" (21, 'C21', 'CPC', 'Cooperativa Uno'),"
	" (22, 'C22', 'CPC', 'Cooperativa Due')";

static void open_world(struct db_fixture *f, struct app *app)
{
	db_close(fixture_db(f));
	raw_sql(f, world);
	fixture_app(f, app);
	app->today = date_of(2026, 4, 10);
	app->now_us = now_us = FIXTURE_NOW_US;
}

static void as(struct app *app, enum role role, int64_t org_id)
{
	app->who = (struct actor){.user_id = 5, .role = role, .org_id = org_id};
}

static int64_t ask(struct app *app, enum job_kind kind, const char *date)
{
	struct err err = {0};
	struct job_ask a = {.kind = kind};
	int64_t id = 0;
	bool again;
	a.value[JOB_DATE] = str_from(date);
	must(app_job_add(app, &a, NULL, &id, &again, &err), &err);
	return id;
}

struct seen { /* a job as it is, and the memory of its texts */
	struct job_view v;
	struct job_line *log;
	size_t n_log;
	struct arena a;
};

static void look(struct app *app, int64_t id, struct seen *s)
{
	struct err err = {0};
	as(app, ROLE_SYSTEM, 0);
	arena_init(&s->a, 4u << 20);
	must(app_job_show(app, id, &s->a, &s->v, &err), &err);
	must(app_job_log(app, id, &s->a, &s->log, &s->n_log, &err), &err);
}

/* A program for the runner: a script in a folder of its own. */
static void write_script(char dir[64], char path[96], const char *body)
{
	char text[4096];
	struct err err = {0};
	snprintf(dir, 64, "/tmp/prossima-job-XXXXXX");
	assert_non_null(mkdtemp(dir));
	snprintf(path, 96, "%s/program", dir);
	int n = snprintf(text, sizeof(text), "#!/bin/bash\n%s\n", body);
	must(file_write_atomic(path, (struct str){text, (size_t)n}, &err),
	     &err);
	assert_int_equal(chmod(path, 0700), 0);
}

static void drop_script(const char *dir, const char *path)
{
	unlink(path);
	rmdir(dir);
}

static enum rc run_script(struct app *app, const char *body,
			  const atomic_bool *stop, bool *worked)
{
	char dir[64], path[96];
	struct err err = {0};
	write_script(dir, path, body);
	struct job_runner r = {.program = path,
			       .places = {.db_url = "the-database",
					  .import_dir = "/import",
					  .archive_dir = "/archive"},
			       .clock_us = fixed_clock,
			       .stop = stop,
			       .tick_ms = 20};
	as(app, ROLE_SYSTEM, 0);
	enum rc rc = app_job_runner_step(app, &r, worked, &err);
	drop_script(dir, path);
	if (rc)
		print_message("runner: %s\n", err.text);
	return rc;
}

/* ---- asking */

static const struct {
	const char *name;
	enum job_kind kind;
	const char *folder, *date, *quarter, *from, *to;
	enum rc rc;
	const char *says;
} asks[] = {
	{"people", JOB_PEOPLE, "2026-03", 0, 0, 0, 0, OK, NULL},
	{"no folder", JOB_PEOPLE, "", 0, 0, 0, 0, E_RANGE, "name of a folder"},
	{"a path", JOB_FLOWS, "a/b", 0, 0, 0, 0, E_RANGE, "name of a folder"},
	{"upwards", JOB_FLOWS, "..", 0, 0, 0, 0, E_RANGE, "name of a folder"},
	{"an option", JOB_FLOWS, "--db", 0, 0, 0, 0, E_RANGE, "name of a"},
	{"a shell", JOB_FLOWS, "x;rm", 0, 0, 0, 0, E_RANGE, "name of a folder"},
	{"strata", JOB_STRATA, 0, "2026-03-31", 0, 0, 0, OK, NULL},
	{"strata, no day", JOB_STRATA, 0, "", 0, 0, 0, E_RANGE, "not a day"},
	{"no such day", JOB_QUALITY, 0, "2026-02-30", 0, 0, 0, E_RANGE,
	 "not a day"},
	{"to come", JOB_QUALITY, 0, "2026-04-11", 0, 0, 0, E_RANGE,
	 "not come yet"},
	{"today", JOB_QUALITY, 0, "2026-04-10", 0, 0, 0, OK, NULL},
	{"quarter", JOB_SETTLE, 0, 0, "2026Q1", 0, 0, OK, NULL},
	{"quarter runs", JOB_SETTLE, 0, 0, "2026Q2", 0, 0, E_STATE, "not over"},
	{"no quarter", JOB_SETTLE, 0, 0, "2026Q5", 0, 0, E_RANGE,
	 "not a quarter"},
	{"book", JOB_BOOK, 0, 0, 0, "2026-04-11", "2027-04-10", OK, NULL},
	{"book by default", JOB_BOOK, 0, 0, 0, "", "", OK, NULL},
	{"book backwards", JOB_BOOK, 0, 0, 0, "2026-05-01", "2026-04-30",
	 E_RANGE, "on or after from"},
	{"book for ten years", JOB_BOOK, 0, 0, 0, "2026-05-01", "2036-05-01",
	 E_RANGE, "days later"},
	{"book the past", JOB_BOOK, 0, 0, 0, "2026-04-09", "", E_RANGE,
	 "is over"},
	{"a date too many", JOB_DRAFT, 0, "2026-04-01", 0, 0, 0, E_RANGE,
	 "takes no date"},
};

static void parameters(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	open_world(f, &app);
	for (size_t i = 0; i < countof(asks); i++) {
		struct err err = {0};
		struct job_ask a = {
			asks[i].kind,
			{str_from(asks[i].folder), str_from(asks[i].date),
			 str_from(asks[i].quarter), str_from(asks[i].from),
			 str_from(asks[i].to)}};
		int64_t id;
		bool again;
		enum rc rc = app_job_add(&app, &a, NULL, &id, &again, &err);
		if (rc != asks[i].rc ||
		    (rc && (!strstr(err.text, asks[i].says) || !err.msg)))
			fail_msg("%s: rc %d, %s", asks[i].name, rc, err.text);
	}
	app_close(&app);
}

static const struct {
	const char *name;
	enum role role;
	int64_t org;
	enum job_kind kind;
	enum rc rc;
} askers[] = {
	{"agency imports", ROLE_AGENCY, 0, JOB_DAY, OK},
	{"agency drafts", ROLE_AGENCY, 0, JOB_DRAFT, E_DENIED},
	{"cooperative drafts", ROLE_COOPERATIVE, 21, JOB_DRAFT, OK},
	{"cooperative books", ROLE_COOPERATIVE, 21, JOB_BOOK, OK},
	{"cooperative imports", ROLE_COOPERATIVE, 21, JOB_DAY, E_DENIED},
	{"cooperative of nobody", ROLE_COOPERATIVE, 0, JOB_DRAFT, E_DENIED},
	{"doctor", ROLE_DOCTOR, 21, JOB_DRAFT, E_DENIED},
	{"operator", ROLE_OPERATOR, 21, JOB_BOOK, E_DENIED},
	{"citizen", ROLE_CITIZEN, 21, JOB_DAY, E_DENIED},
	{"administrator of users", ROLE_ADMIN, 0, JOB_DAY, E_DENIED},
};

static void who_may_ask(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	open_world(f, &app);
	for (size_t i = 0; i < countof(askers); i++) {
		struct err err = {0};
		struct job_ask a = {.kind = askers[i].kind};
		int64_t id;
		bool again;
		as(&app, askers[i].role, askers[i].org);
		enum rc rc = app_job_add(&app, &a, NULL, &id, &again, &err);
		if (rc != askers[i].rc)
			fail_msg("%s: rc %d, %s", askers[i].name, rc, err.text);
	}
	app_close(&app);
}

/* The same work twice is one job; another cooperative's is another. A
 * cooperative sees its own only. */
static void scopes(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct arena a;
	struct err err = {0};
	struct job_list l;
	struct job_view v;
	open_world(f, &app);
	arena_init(&a, 4u << 20);
	as(&app, ROLE_COOPERATIVE, 21);
	int64_t one = ask(&app, JOB_DRAFT, "");
	assert_int_equal(ask(&app, JOB_DRAFT, ""), one);
	as(&app, ROLE_COOPERATIVE, 22);
	int64_t two = ask(&app, JOB_DRAFT, "");
	assert_int_not_equal(two, one);
	must(app_job_list(&app, &(struct job_filter){.limit = 10}, &a, &l,
			  &err),
	     &err);
	assert_int_equal(l.n, 1);
	assert_int_equal(l.at[0].id, two);
	assert_int_equal(app_job_show(&app, one, &a, &v, &err), E_NOT_FOUND);
	assert_int_equal(app_job_cancel(&app, one, &err), E_NOT_FOUND);
	as(&app, ROLE_AGENCY, 0);
	must(app_job_list(&app,
			  &(struct job_filter){.limit = 10, .q = STR("due")},
			  &a, &l, &err),
	     &err);
	assert_int_equal(l.total, 1);
	must(app_job_list(&app, &(struct job_filter){.limit = 1}, &a, &l, &err),
	     &err);
	assert_int_equal(l.n, 1);
	assert_int_equal(l.total, 2);
	assert_int_equal(l.n_live, 2);
	arena_release(&a);
	app_close(&app);
}

/* ---- running */

/* Words, environment, progress, log and result reach their places. */
static void runs_to_its_end(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct seen s;
	bool worked;
	open_world(f, &app);
	as(&app, ROLE_COOPERATIVE, 21);
	int64_t id = ask(&app, JOB_DRAFT, "");
	assert_int_equal(
		run_script(&app,
			   "echo \"words: $*\" >&2\n"
			   "echo \"db: $PROSSIMA_DB, path: ${LS_COLORS:-no}\""
			   " >&2\n"
			   "printf 'caf\\xc3\\xa9 \\xff\\x01\\n' >&2\n"
			   "echo '7 70 100 plans' >&3\n"
			   "echo 'nonsense' >&3\n"
			   "sleep 0.2\n"
			   "echo '{\"done\": 7}'",
			   NULL, &worked),
		OK);
	assert_true(worked);
	look(&app, id, &s);
	assert_int_equal(s.v.state, JOB_DONE);
	assert_int_equal(s.v.attempt, 1);
	assert_int_equal(s.v.n_done, 7);
	assert_int_equal(s.v.n_at, 70);
	assert_int_equal(s.v.n_total, 100);
	assert_true(str_is(s.v.what, "plans"));
	assert_true(str_is(s.v.result, "{\"done\": 7}"));
	assert_int_equal(s.n_log, 3);
	assert_true(str_is(s.log[0].text,
			   "words: plan draft --manager C21 --all --json"));
	assert_true(str_is(s.log[1].text, "db: the-database, path: no"));
	assert_true(str_is(s.log[2].text, "caf?? ? "));
	arena_release(&s.a);
	assert_int_equal(raw_number(f, "SELECT count(*) FROM audit WHERE action"
				       " IN ('job.ask', 'job.done')"),
			 2);
	assert_int_equal(run_script(&app, "", NULL, &worked), OK);
	assert_false(worked);
	app_close(&app);
}

static const struct {
	const char *name, *body;
	enum job_state state;
	const char *message; /* its beginning */
	const char *result;
} ends[] = {
	{"fails in words", "echo 'prossima: could not do it' >&2; exit 1",
	 JOB_FAILED, "could not do it", ""},
	{"fails in silence", "exit 3", JOB_FAILED, "it ended with status 3",
	 ""},
	{"is killed", "kill -9 $$", JOB_FAILED, "it was ended from outside",
	 ""},
	{"prints words", "echo done and dusted", JOB_DONE, "",
	 "{\"text\":\"done and dusted\"}"},
	{"prints nothing", "exit 0", JOB_DONE, "", ""},
	{"prints too much", "head -c 400000 /dev/zero | tr '\\0' x", JOB_DONE,
	 "", ""},
	{"a last line without its end", "printf 'no end' >&2; exit 1",
	 JOB_FAILED, "no end", ""},
};

static void ends_in_many_ways(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	open_world(f, &app);
	for (size_t i = 0; i < countof(ends); i++) {
		struct seen s;
		bool worked;
		as(&app, ROLE_SYSTEM, 0);
		int64_t id = ask(&app, JOB_DAY, "");
		assert_int_equal(run_script(&app, ends[i].body, NULL, &worked),
				 OK);
		look(&app, id, &s);
		if (s.v.state != ends[i].state ||
		    !str_starts(s.v.message, str_from(ends[i].message)) ||
		    !str_is(s.v.result, ends[i].result))
			fail_msg("%s: state %d, message %s, result %.80s",
				 ends[i].name, s.v.state, s.v.message.ptr,
				 s.v.result.ptr);
		arena_release(&s.a);
	}
	app_close(&app);
}

static void the_log_is_bounded(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct seen s;
	bool worked;
	open_world(f, &app);
	int64_t id = ask(&app, JOB_DAY, "");
	assert_int_equal(run_script(&app,
				    "for i in {1..30}; do for j in {1..50};"
				    " do echo \"line $i $j\" >&2; done;"
				    " sleep 0.03; done; echo the last >&2",
				    NULL, &worked),
			 OK);
	look(&app, id, &s);
	assert_in_range(s.n_log, 500, JOB_LOG_LINES);
	assert_true(str_is(s.log[s.n_log - 1].text, "the last"));
	arena_release(&s.a);
	as(&app, ROLE_SYSTEM, 0);
	id = ask(&app, JOB_DAY, "");
	assert_int_equal(run_script(&app,
				    "for i in {1..400}; do printf '%0450d\\n'"
				    " $i >&2; sleep 0.001; done",
				    NULL, &worked),
			 OK);
	look(&app, id, &s);
	assert_in_range(s.n_log, 100, JOB_LOG_CHARS / 450);
	arena_release(&s.a);
	app_close(&app);
}

/* ---- ended before its time */

static void cancelled_while_it_waits(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	struct seen s;
	bool worked;
	open_world(f, &app);
	int64_t id = ask(&app, JOB_DAY, "");
	must(app_job_cancel(&app, id, &err), &err);
	assert_int_equal(app_job_cancel(&app, id, &err), OK); /* again: so */
	assert_int_equal(run_script(&app, "exit 0", NULL, &worked), OK);
	assert_false(worked);
	look(&app, id, &s);
	assert_int_equal(s.v.state, JOB_CANCELLED);
	arena_release(&s.a);
	id = ask(&app, JOB_DAY, "");
	assert_int_equal(run_script(&app, "exit 0", NULL, &worked), OK);
	assert_int_equal(app_job_cancel(&app, id, &err), E_STATE);
	app_close(&app);
}

/* The job cancels itself, as a person would while it runs. */
static void cancelled_while_it_runs(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct seen s;
	bool worked;
	open_world(f, &app);
	int64_t id = ask(&app, JOB_DAY, "");
	pid_t other = fork();
	if (!other) {
		struct timespec t = {.tv_nsec = 300000000};
		nanosleep(&t, NULL);
		raw_sql(f, "UPDATE job SET cancel_asked_us = 1");
		_exit(0);
	}
	int64_t begun = clock_monotonic_us();
	assert_int_equal(run_script(&app, "exec sleep 20", NULL, &worked), OK);
	assert_true(clock_monotonic_us() - begun < 9000000);
	waitpid(other, NULL, 0);
	look(&app, id, &s);
	assert_int_equal(s.v.state, JOB_CANCELLED);
	arena_release(&s.a);
	app_close(&app);
}

/* The work holds the only write lock of a file for as long as it takes: it is
 * seen all the same, and ends when told. */
static void cancelled_while_it_holds_the_lock(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct seen s;
	bool worked;
	char script[600];
	open_world(f, &app);
	if (!db_path(app.db)) {
		app_close(&app);
		skip();
	}
	int64_t id = ask(&app, JOB_DAY, "");
	snprintf(script, sizeof(script),
		 "echo '7 7 9 settlement' >&3\n"
		 "(echo 'BEGIN IMMEDIATE;'; sleep 20) | exec sqlite3 '%s'",
		 db_path(app.db));
	int ready[2];
	assert_int_equal(pipe(ready), 0);
	pid_t other = fork();
	if (!other) {
		struct app me;
		struct err err = {0};
		struct timespec t = {.tv_sec = 2};
		fixture_app(f, &me);
		me.now_us = FIXTURE_NOW_US;
		if (write(ready[1], "x", 1) != 1)
			_exit(9);
		nanosleep(&t, NULL);
		look(&me, id, &s);
		bool seen = s.v.n_done == 7 && s.v.n_total == 9 &&
			    str_is(s.v.what, "settlement");
		int64_t asked = clock_monotonic_us();
		enum rc rc = app_job_cancel(&me, id, &err);
		bool soon = clock_monotonic_us() - asked < 1500000;
		_exit(!seen ? 1 : rc ? 2 : !soon ? 3 : 0);
	}
	char x;
	assert_int_equal(read(ready[0], &x, 1), 1);
	int status = 0;
	int64_t begun = clock_monotonic_us();
	assert_int_equal(run_script(&app, script, NULL, &worked), OK);
	assert_true(clock_monotonic_us() - begun < 9000000);
	waitpid(other, &status, 0);
	assert_int_equal(WEXITSTATUS(status), 0);
	look(&app, id, &s);
	assert_int_equal(s.v.state, JOB_CANCELLED);
	char path[4200];
	snprintf(path, sizeof(path), "%s-job-%" PRId64, db_path(app.db), id);
	assert_int_not_equal(access(path, F_OK), 0); /* nothing stays */
	arena_release(&s.a);
	app_close(&app);
}

static void given_back_when_the_runner_stops(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct seen s;
	bool worked;
	atomic_bool stop = true;
	open_world(f, &app);
	int64_t id = ask(&app, JOB_DAY, "");
	assert_int_equal(run_script(&app, "exec sleep 20", &stop, &worked), OK);
	look(&app, id, &s);
	assert_int_equal(s.v.state, JOB_QUEUED);
	assert_int_equal(s.v.attempt, 0);
	arena_release(&s.a);
	assert_int_equal(run_script(&app, "exit 0", NULL, &worked), OK);
	look(&app, id, &s);
	assert_int_equal(s.v.state, JOB_DONE);
	assert_int_equal(s.v.attempt, 1);
	arena_release(&s.a);
	app_close(&app);
}

/* A runner that gives no sign of life is dead; after three it is enough. */
static void taken_again(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct seen s;
	bool worked;
	char sql[300];
	open_world(f, &app);
	int64_t id = ask(&app, JOB_DAY, "");
	snprintf(sql, sizeof(sql),
		 "UPDATE job SET state = 'running', runner = 'far 1 1',"
		 " attempt = 1, heartbeat_us = %" PRId64,
		 now_us - 60000000);
	raw_sql(f, sql); /* a minute ago: alive */
	assert_int_equal(run_script(&app, "exit 0", NULL, &worked), OK);
	assert_false(worked);
	now_us += JOB_SILENT_S * INT64_C(1000000);
	assert_int_equal(run_script(&app, "exit 0", NULL, &worked), OK);
	look(&app, id, &s);
	assert_int_equal(s.v.state, JOB_DONE);
	assert_int_equal(s.v.attempt, 2);
	assert_true(str_starts(s.log[0].text, STR("begun again, attempt 2")));
	arena_release(&s.a);
	id = ask(&app, JOB_DAY, "");
	raw_sql(f, "UPDATE job SET state = 'running', runner = 'far 1 1',"
		   " attempt = 3, heartbeat_us = 1 WHERE state = 'queued'");
	assert_int_equal(run_script(&app, "exit 0", NULL, &worked), OK);
	assert_false(worked);
	look(&app, id, &s);
	assert_int_equal(s.v.state, JOB_FAILED);
	arena_release(&s.a);
	app_close(&app);
}

/* A runner of this machine whose process is gone is known at once; one that
 * lives is left alone, and one job runs at a time. */
static void the_dead_are_known(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	char sql[300], host[64] = "";
	bool worked;
	open_world(f, &app);
	gethostname(host, sizeof(host) - 1);
	ask(&app, JOB_DAY, "");
	ask(&app, JOB_DRAFT, "");
	snprintf(sql, sizeof(sql),
		 "UPDATE job SET state = 'running', runner = '%s %ld 7',"
		 " attempt = 1, heartbeat_us = %" PRId64 " WHERE kind = 'day'",
		 host, (long)getpid(), now_us);
	raw_sql(f, sql); /* our number, but another process had it */
	assert_int_equal(run_script(&app, "exit 0", NULL, &worked), OK);
	assert_true(worked);
	assert_int_equal(raw_number(f, "SELECT attempt FROM job WHERE"
				       " kind = 'day' AND state = 'done'"),
			 2);
	snprintf(sql, sizeof(sql),
		 "UPDATE job SET state = 'running', runner = 'far 1 1',"
		 " heartbeat_us = %" PRId64 " WHERE kind = 'day'",
		 now_us);
	raw_sql(f, sql);
	assert_int_equal(run_script(&app, "exit 0", NULL, &worked), OK);
	assert_false(worked); /* one at a time */
	app_close(&app);
}

static void suggestions(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct arena a;
	struct err err = {0};
	struct job_ask s;
	struct job_places nowhere = {0};
	open_world(f, &app);
	arena_init(&a, 1u << 20);
	for (int k = 0; k < N_JOB_KIND; k++) {
		must(app_job_suggest(&app, (enum job_kind)k, &nowhere, &a, &s,
				     &err),
		     &err);
		for (int p = 0; p < N_JOB_PARAM; p++)
			if (!job_kinds[k].takes[p])
				assert_int_equal(s.value[p].len, 0);
	}
	must(app_job_suggest(&app, JOB_QUALITY, &nowhere, &a, &s, &err), &err);
	assert_true(str_is(s.value[JOB_DATE], "2026-03-31"));
	must(app_job_suggest(&app, JOB_SETTLE, &nowhere, &a, &s, &err), &err);
	assert_true(str_is(s.value[JOB_QUARTER], "2026Q1"));
	must(app_job_suggest(&app, JOB_BOOK, &nowhere, &a, &s, &err), &err);
	assert_true(str_is(s.value[JOB_FROM], "2026-04-11"));
	assert_true(str_is(s.value[JOB_TO], "2027-04-11"));
	arena_release(&a);
	app_close(&app);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(parameters),
		ON_BOTH(who_may_ask),
		ON_BOTH(scopes),
		ON_BOTH(runs_to_its_end),
		ON_BOTH(ends_in_many_ways),
		ON_BOTH(the_log_is_bounded),
		ON_BOTH(cancelled_while_it_waits),
		ON_BOTH(cancelled_while_it_runs),
		ON_BOTH(cancelled_while_it_holds_the_lock),
		ON_BOTH(given_back_when_the_runner_stops),
		ON_BOTH(taken_again),
		ON_BOTH(the_dead_are_known),
		ON_BOTH(suggestions),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
