/* kill -9 at any moment: what was acknowledged is there, nothing is half
 * there, and the audit chain agrees.
 *
 * Two processes write transactions of two rows (a message and its audit
 * record, both with the number of the transaction) and tell each number on a
 * pipe once the commit has returned. They are killed at random moments, again
 * and again, on one database that grows. Some rows are large, so that the log
 * of SQLite is copied into the file many times meanwhile.
 */
#include "test/db_fixture.h"

#include "base/progress.h"
#include "base/rng.h"

#include <signal.h>
#include <sys/wait.h>

#define ROUNDS   30
#define WRITERS  2
#define LONGEST  150000 /* microseconds that a round lives */
#define MAX_ACKS 200000

struct acks {
	int64_t *list;
	size_t n;
};

static enum rc write_pair(struct app *app, int64_t number, struct str payload,
			  struct err *err)
{
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = outbox_put(app, "test", number, payload, err);
	if (!rc)
		rc = audit_write(app,
				 &(struct audit_event){.action = "test.write",
						       .entity = "outbox",
						       .entity_id = number,
						       .detail = STR("{}")},
				 err);
	if (!rc)
		rc = db_commit(app->db, err);
	db_rollback(app->db);
	return rc;
}

/* Until killed. */
static void writer(const char *url, int to, int64_t number)
{
	static char payload[250001];
	struct app app;
	struct err err = {0};
	memset(payload, 'x', sizeof(payload) - 1);
	enum rc rc = app_open(&app, url, NULL, FIXTURE_NOW_US,
			      date_of(2026, 1, 1), &err);
	for (; !rc; number++) {
		size_t len = number % 8 ? 500 : sizeof(payload) - 1;
		rc = write_pair(&app, number, (struct str){payload, len}, &err);
		if (!rc && write(to, &number, sizeof(number)) !=
				   (ssize_t)sizeof(number))
			_exit(3);
	}
	fprintf(stderr, "# writer: %s\n", err.text);
	_exit(2);
}

static pid_t start_writer(const struct db_fixture *f, int to, int64_t number)
{
	pid_t pid = fork();
	assert_true(pid >= 0);
	if (!pid)
		writer(f->url, to, number);
	return pid;
}

static void read_acks(int from, struct acks *acks)
{
	int64_t number;
	while (read(from, &number, sizeof(number)) == (ssize_t)sizeof(number)) {
		assert_true(acks->n < MAX_ACKS);
		acks->list[acks->n++] = number;
	}
}

static void pause_us(long us)
{
	struct timespec t = {.tv_nsec = us * 1000};
	nanosleep(&t, NULL);
}

/* One life of the writers. The pipe holds what they told before dying: 8192
 * numbers, more than a round can write. */
static void one_round(const struct db_fixture *f, int round, struct rng *rng,
		      struct acks *acks)
{
	int ends[2];
	pid_t pids[WRITERS];
	assert_int_equal(pipe(ends), 0);
	for (int w = 0; w < WRITERS; w++)
		pids[w] = start_writer(f, ends[1],
				       (round * WRITERS + w + 1) *
					       INT64_C(1000000));
	close(ends[1]);
	pause_us(5000 + rng_below(rng, LONGEST));
	for (int w = 0; w < WRITERS; w++) {
		int status = 0;
		kill(pids[w], SIGKILL);
		assert_int_equal(waitpid(pids[w], &status, 0), pids[w]);
		if (!WIFSIGNALED(status))
			fail_msg("round %d: a writer ended by itself, %d",
				 round, WEXITSTATUS(status));
	}
	read_acks(ends[0], acks);
	close(ends[0]);
}

static int by_value(const void *a, const void *b)
{
	const int64_t *x = a, *y = b;
	return (*x > *y) - (*x < *y);
}

struct written {
	int64_t *list;
	size_t n;
};

static void note(void *ctx, const struct audit_entry *e)
{
	struct written *w = ctx;
	assert_true(w->n < 2 * MAX_ACKS);
	w->list[w->n++] = e->entity_id;
}

static void all_acknowledged_are_there(struct app *app, struct acks *acks)
{
	struct err err = {0};
	struct written w = {.list = calloc(2 * MAX_ACKS, sizeof(int64_t))};
	assert_non_null(w.list);
	must(audit_list(app, STR(""), 2 * MAX_ACKS, note, &w, &err), &err);
	qsort(w.list, w.n, sizeof(*w.list), by_value);
	for (size_t i = 0; i < acks->n; i++)
		if (!bsearch(&acks->list[i], w.list, w.n, sizeof(*w.list),
			     by_value))
			fail_msg("%" PRId64 " was acknowledged and is lost",
				 acks->list[i]);
	free(w.list);
}

static void nothing_is_half_there(const struct db_fixture *f)
{
	assert_int_equal(raw_number(f, "SELECT count(*) FROM outbox WHERE "
				       "person_id NOT IN (SELECT entity_id "
				       "FROM audit)"),
			 0);
	assert_int_equal(raw_number(f, "SELECT count(*) FROM audit WHERE "
				       "entity_id NOT IN (SELECT person_id "
				       "FROM outbox)"),
			 0);
}

static void killed_at_any_moment(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct acks acks = {.list = calloc(MAX_ACKS, sizeof(int64_t))};
	struct rng rng;
	struct app app;
	struct err err = {0};
	struct audit_report r;
	assert_non_null(acks.list);
	db_close(fixture_db(f));
	rng_init(&rng, (uint64_t)clock_now_us());
	for (int round = 0; round < ROUNDS; round++) {
		one_round(f, round, &rng, &acks);
		fixture_app(f, &app);
		must(audit_verify(&app, &r, &err), &err);
		if (r.what.len)
			fail_msg("round %d: record %" PRId64 " " STR_FMT, round,
				 r.bad_seq, STR_ARG(r.what));
		assert_true(r.n >= (int64_t)acks.n);
		app_close(&app);
	}
	fixture_app(f, &app);
	all_acknowledged_are_there(&app, &acks);
	app_close(&app);
	nothing_is_half_there(f);
	if (!f->postgres)
		assert_int_equal(raw_number(f, "SELECT count(*) FROM "
					       "pragma_integrity_check WHERE "
					       "integrity_check <> 'ok'"),
				 0);
	print_message("# %zu acknowledged, %" PRId64 " written\n", acks.n, r.n);
	assert_true(acks.n > ROUNDS);
	free(acks.list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {ON_BOTH(killed_at_any_moment)};
	return cmocka_run_group_tests_name("crash", tests, NULL, NULL);
}
