/* kill -9 in the middle of a batch of signatures, many times: no plan is half
 * signed, and the batch goes on where it was. */
#include "test/plan_db.h"

#include "base/rng.h"

#include <signal.h>
#include <sys/wait.h>

enum { PEOPLE = 240, KILLS = 25 };

/* In the child: sign everything, slowed down by nothing. */
static void sign_all(const char *url)
{
	struct app app = {0};
	struct plan_batch b;
	struct err err = {0};
	if (app_open(&app, url, &kit.kn, FIXTURE_NOW_US, date_of(2026, 1, 31),
		     &err) ||
	    app_plan_sign_all(&app, 0, NULL, NULL, &b, &err))
		fprintf(stderr, "%s\n", err.text);
	app_close(&app);
	_exit(0);
}

static bool killed_after(const char *url, int us)
{
	int status = 0;
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (pid == 0)
		sign_all(url);
	struct timespec t = {0, (long)us * 1000};
	nanosleep(&t, NULL);
	kill(pid, SIGKILL);
	assert_int_equal(waitpid(pid, &status, 0), pid);
	return WIFSIGNALED(status);
}

static void nothing_half_signed(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct plan_batch b;
	struct audit_report report;
	struct err err = {0};
	struct rng r;
	int killed = 0;
	rng_init(&r, 9);
	plan_db_open(f, &app, PEOPLE, "2026-01-31");
	must(app_plan_draft_all(&app, kit.engine, NULL, NULL, &b, &err), &err);
	assert_int_equal(b.n_done, PEOPLE);
	for (int i = 0; i < KILLS; i++) {
		killed += killed_after(f->url,
				       (int)(2000 + rng_below(&r, 60000)));
		check_whole(f);
	}
	assert_true(killed > 0);
	must(app_plan_sign_all(&app, 0, NULL, NULL, &b, &err), &err);
	assert_int_equal(count_of(f, "SELECT count(*) FROM plan_version WHERE "
				     "state = 'signed'"),
			 PEOPLE);
	check_whole(f);
	must(audit_verify(&app, &report, &err), &err);
	assert_int_equal(report.what.len, 0);
	app_close(&app);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(nothing_half_signed),
	};
	return cmocka_run_group_tests(tests, kit_open, kit_close);
}
