/* The audit chain against somebody with a hand in the database. */
#include "test/db_fixture.h"

#include "app/looks.h"
#include "base/sha256.h"

#include <pthread.h>
#include <sys/wait.h>

static enum rc write_one(struct app *app, int64_t entity_id, struct err *err)
{
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = audit_write(
			app,
			&(struct audit_event){
				.action = "plan.sign",
				.entity = "plan_version",
				.entity_id = entity_id,
				.person_id = 7,
				.detail = STR("{\"why\":\"t\303\250st\"}")},
			err);
	if (!rc)
		rc = db_commit(app->db, err);
	db_rollback(app->db);
	return rc;
}

/* A database with `n` records. */
static void chain_of(struct db_fixture *f, int n)
{
	struct app app;
	struct err err = {0};
	db_close(fixture_db(f));
	fixture_app(f, &app);
	for (int i = 1; i <= n; i++)
		must(write_one(&app, i, &err), &err);
	app_close(&app);
}

static struct audit_report verify(struct db_fixture *f)
{
	struct app app;
	struct audit_report r;
	struct err err = {0};
	fixture_app(f, &app);
	must(audit_verify(&app, &r, &err), &err);
	app_close(&app);
	return r;
}

static void agrees(struct db_fixture *f, int64_t n)
{
	struct audit_report r = verify(f);
	if (r.what.len || r.n != n || r.bad_seq)
		fail_msg("record %" PRId64 " " STR_FMT " after %" PRId64
			 " good ones, wanted %" PRId64,
			 r.bad_seq, STR_ARG(r.what), r.n, n);
}

static void an_empty_chain_agrees(void **state)
{
	struct db_fixture *f = fixture_of(state);
	chain_of(f, 0);
	agrees(f, 0);
}

static void a_chain_agrees(void **state)
{
	struct db_fixture *f = fixture_of(state);
	chain_of(f, 12);
	agrees(f, 12);
}

/* The form of doc/formats/audit.md, written out by hand. */
static void the_hash_is_the_documented_one(void **state)
{
	static const char record[] =
		"64:0000000000000000000000000000000000000000000000000000000000"
		"000000" /* prev_hash */
		"1:1"    /* seq */
		"16:1767261600000000"
		"1:0" /* user_id */
		"6:system"
		"9:plan.sign"
		"12:plan_version"
		"1:5" /* entity_id */
		"1:7" /* person_id */
		"14:administration"
		"15:{\"why\":\"t\303\250st\"}";
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	unsigned char want[SHA256_LEN];
	db_close(fixture_db(f));
	fixture_app(f, &app);
	must(write_one(&app, 5, &err), &err);
	app_close(&app);
	sha256_of(str_from(record), want);
	assert_memory_equal(verify(f).head, want, SHA256_LEN);
}

/* Looks of several requests are one piece of the chain, each in the name of who
 * looked; and they are not counted as something done. */
static void looks_by_the_group(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	struct looks first = {.n = 2}, none = {.n = 0}, last = {.n = 1};
	struct looks *all[] = {&first, &none, &last};
	const struct look look = {
		.who = {.user_id = 5, .role = ROLE_DOCTOR},
		.at_us = 7,
		.event = {.action = "person.read", .entity = "person"}};
	chain_of(f, 2);
	first.at[0] = first.at[1] = last.at[0] = look;
	last.at[0].who.user_id = 6;
	fixture_app(f, &app);
	must(looks_commit(&app, all, countof(all), &err), &err);
	must(looks_commit(&app, &all[1], 1, &err), &err);
	app_close(&app);
	agrees(f, 5);
	assert_int_equal(raw_number(f, "SELECT sum(user_id) FROM audit"), 16);
	assert_int_equal(raw_number(f, "SELECT done FROM audit_head"), 2);
}

static void a_rolled_back_record_is_not_there(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	chain_of(f, 3);
	fixture_app(f, &app);
	must(db_begin(app.db, &err), &err);
	must(audit_write(&app,
			 &(struct audit_event){.action = "a",
					       .entity = "b",
					       .detail = STR("{}")},
			 &err),
	     &err);
	db_rollback(app.db);
	must(write_one(&app, 4, &err), &err);
	app_close(&app);
	agrees(f, 4);
}

#define FORGED                                                                 \
	"INSERT INTO audit (seq, at_us, user_id, role, action, entity, "       \
	"entity_id, person_id, purpose, detail, prev_hash, hash) "

/* Nine records, then this, in the back of the program. */
static const struct {
	const char *name, *sql;
	int64_t bad_seq;
	const char *what;
} tampers[] = {
	{"detail changed", "UPDATE audit SET detail = '{}' WHERE seq = 4", 4,
	 "changed"},
	{"role changed", "UPDATE audit SET role = 'doctor' WHERE seq = 4", 4,
	 "changed"},
	{"action changed", "UPDATE audit SET action = 'x' WHERE seq = 1", 1,
	 "changed"},
	{"entity changed", "UPDATE audit SET entity = 'x' WHERE seq = 9", 9,
	 "changed"},
	{"entity_id changed", "UPDATE audit SET entity_id = 9 WHERE seq = 4", 4,
	 "changed"},
	{"person changed", "UPDATE audit SET person_id = 8 WHERE seq = 4", 4,
	 "changed"},
	{"user changed", "UPDATE audit SET user_id = 8 WHERE seq = 4", 4,
	 "changed"},
	{"purpose changed", "UPDATE audit SET purpose = '' WHERE seq = 4", 4,
	 "changed"},
	{"time changed", "UPDATE audit SET at_us = at_us + 1 WHERE seq = 4", 4,
	 "changed"},
	{"hash changed", "UPDATE audit SET hash = prev_hash WHERE seq = 4", 4,
	 "changed"},
	{"previous hash changed",
	 "UPDATE audit SET prev_hash = hash WHERE seq = 4", 4, "changed"},
	{"a text moved to the field beside",
	 "UPDATE audit SET action = 'plan.signp', entity = 'lan_version' "
	 "WHERE seq = 4",
	 4, "changed"},
	{"first deleted", "DELETE FROM audit WHERE seq = 1", 1, "missing"},
	{"one in the middle deleted", "DELETE FROM audit WHERE seq = 5", 5,
	 "missing"},
	{"last deleted", "DELETE FROM audit WHERE seq = 9", 9, "missing"},
	{"tail deleted", "DELETE FROM audit WHERE seq > 3", 4, "missing"},
	{"all deleted", "DELETE FROM audit", 1, "missing"},
	{"deleted and renumbered",
	 "DELETE FROM audit WHERE seq = 5; UPDATE audit SET seq = 5 WHERE "
	 "seq = 6; UPDATE audit SET seq = 6 WHERE seq = 7; UPDATE audit SET "
	 "seq = 7 WHERE seq = 8; UPDATE audit SET seq = 8 WHERE seq = 9",
	 5, "changed"},
	{"last deleted, head turned back",
	 "DELETE FROM audit WHERE seq = 9; UPDATE audit_head SET n = 8", 8,
	 "changed"},
	{"head deleted", "DELETE FROM audit_head", 10, "missing"},
	{"head hash changed", "UPDATE audit_head SET hash = 'x'", 9, "changed"},
	{"copy put at the end",
	 FORGED "SELECT 10, at_us, user_id, role, action, entity, entity_id, "
		"person_id, purpose, detail, prev_hash, hash FROM audit WHERE "
		"seq = 9",
	 10, "changed"},
	{"record put below the first",
	 FORGED "SELECT -3, at_us, user_id, role, action, entity, entity_id, "
		"person_id, purpose, detail, prev_hash, hash FROM audit WHERE "
		"seq = 9",
	 -3, "inserted"},
	{"record put far behind",
	 FORGED "SELECT 50, at_us, user_id, role, action, entity, entity_id, "
		"person_id, purpose, detail, prev_hash, hash FROM audit WHERE "
		"seq = 9",
	 10, "missing"},
	{"two in another order",
	 "UPDATE audit SET seq = 100 WHERE seq = 4; UPDATE audit SET seq = 4 "
	 "WHERE seq = 5; UPDATE audit SET seq = 5 WHERE seq = 100",
	 4, "changed"},
};

static void every_hand_in_it_is_found(void **state)
{
	struct db_fixture *f = fixture_of(state);
	chain_of(f, 9);
	raw_sql(f, "CREATE TABLE kept AS SELECT * FROM audit; "
		   "CREATE TABLE kept_head AS SELECT * FROM audit_head");
	for (size_t i = 0; i < countof(tampers); i++) {
		raw_sql(f, tampers[i].sql);
		struct audit_report r = verify(f);
		if (!str_is(r.what, tampers[i].what) ||
		    r.bad_seq != tampers[i].bad_seq)
			fail_msg("%s: record %" PRId64 " " STR_FMT,
				 tampers[i].name, r.bad_seq, STR_ARG(r.what));
		raw_sql(f, "DELETE FROM audit; DELETE FROM audit_head; "
			   "INSERT INTO audit SELECT * FROM kept; "
			   "INSERT INTO audit_head SELECT * FROM kept_head");
		agrees(f, 9);
	}
}

/* A forger who knows the form continues the chain, but not the head. */
static void a_well_forged_record_is_found(void **state)
{
	struct db_fixture *f = fixture_of(state);
	chain_of(f, 5);
	raw_sql(f, "CREATE TABLE kept AS SELECT * FROM audit_head");
	struct app app;
	struct err err = {0};
	fixture_app(f, &app);
	must(write_one(&app, 6, &err), &err);
	app_close(&app);
	agrees(f, 6);
	raw_sql(f, "UPDATE audit_head SET n = (SELECT n FROM kept), hash = "
		   "(SELECT hash FROM kept)");
	struct audit_report r = verify(f);
	assert_true(str_is(r.what, "inserted"));
	assert_int_equal(r.bad_seq, 6);
}

/* Longer than one page of the walk. */
static void a_long_chain(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	chain_of(f, 0);
	fixture_app(f, &app);
	must(db_begin(app.db, &err), &err);
	for (int i = 0; i < 5003; i++)
		must(audit_write(&app,
				 &(struct audit_event){.action = "a",
						       .entity = "b",
						       .detail = STR("{}")},
				 &err),
		     &err);
	must(db_commit(app.db, &err), &err);
	app_close(&app);
	agrees(f, 5003);
	raw_sql(f, "UPDATE audit SET detail = 'x' WHERE seq = 5002");
	assert_int_equal(verify(f).bad_seq, 5002);
}

/* ---- several writers ---- */

#define WRITERS 4
#define EACH    40

/* In another process or thread, where no test can fail: false then. */
static bool write_many(const char *url)
{
	struct app app;
	struct err err = {0};
	enum rc rc = app_open(&app, url, NULL, FIXTURE_NOW_US,
			      date_of(2026, 1, 1), &err);
	for (int i = 0; !rc && i < EACH; i++)
		rc = write_one(&app, i, &err);
	app_close(&app);
	if (rc)
		fprintf(stderr, "# %s\n", err.text);
	return !rc;
}

static void processes_write_one_chain(void **state)
{
	struct db_fixture *f = fixture_of(state);
	chain_of(f, 1);
	for (int i = 0; i < WRITERS; i++) {
		pid_t pid = fork();
		assert_true(pid >= 0);
		if (!pid)
			_exit(write_many(f->url) ? 0 : 1);
	}
	for (int left = WRITERS; left;) {
		int status = 0;
		/* a chain that grows under the reader agrees too */
		assert_int_equal(verify(f).what.len, 0);
		if (waitpid(-1, &status, WNOHANG) <= 0)
			continue;
		assert_true(WIFEXITED(status) && WEXITSTATUS(status) == 0);
		left--;
	}
	agrees(f, 1 + WRITERS * EACH);
}

static void *write_in_thread(void *url)
{
	return write_many(url) ? NULL : url;
}

static void threads_write_one_chain(void **state)
{
	struct db_fixture *f = fixture_of(state);
	pthread_t threads[WRITERS];
	chain_of(f, 1);
	for (int i = 0; i < WRITERS; i++)
		assert_int_equal(pthread_create(&threads[i], NULL,
						write_in_thread, f->url),
				 0);
	for (int i = 0; i < WRITERS; i++) {
		void *failed;
		pthread_join(threads[i], &failed);
		assert_null(failed);
	}
	agrees(f, 1 + WRITERS * EACH);
}

/* ---- reading ---- */

struct seen {
	int64_t seq[16];
	size_t n;
};

static void note(void *ctx, const struct audit_entry *e)
{
	struct seen *s = ctx;
	assert_true(s->n < countof(s->seq));
	assert_true(str_is(e->action, "plan.sign"));
	s->seq[s->n++] = e->seq;
}

static void the_latest_come_first(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	struct seen s = {.n = 0};
	chain_of(f, 9);
	raw_sql(f, "INSERT INTO person (id, pseudonym, birth_date, sex, "
		   "updated_us) VALUES (7, 'P7', '1950-01-01', 'F', 0), "
		   "(8, 'P8', '1950-01-01', 'F', 0)");
	fixture_app(f, &app);
	must(audit_list(&app, STR(""), 3, note, &s, &err), &err);
	assert_int_equal(s.n, 3);
	assert_int_equal(s.seq[0], 9);
	assert_int_equal(s.seq[2], 7);
	s.n = 0;
	must(audit_list(&app, STR("P7"), 16, note, &s, &err), &err);
	assert_int_equal(s.n, 9);
	s.n = 0;
	must(audit_list(&app, STR("P8"), 16, note, &s, &err), &err);
	assert_int_equal(s.n, 0);
	assert_int_equal(audit_list(&app, STR("P9"), 16, note, &s, &err),
			 E_NOT_FOUND);
	app.who = (struct actor){.role = ROLE_CITIZEN, .person_id = 7};
	must(audit_list(&app, STR("P7"), 16, note, &s, &err), &err);
	assert_int_equal(s.n, 9);
	assert_int_equal(audit_list(&app, STR("P8"), 16, note, &s, &err),
			 E_DENIED);
	assert_int_equal(audit_list(&app, STR(""), 16, note, &s, &err),
			 E_DENIED);
	app_close(&app);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(an_empty_chain_agrees),
		ON_BOTH(a_chain_agrees),
		ON_BOTH(the_hash_is_the_documented_one),
		ON_BOTH(looks_by_the_group),
		ON_BOTH(a_rolled_back_record_is_not_there),
		ON_BOTH(every_hand_in_it_is_found),
		ON_BOTH(a_well_forged_record_is_found),
		ON_BOTH(a_long_chain),
		ON_BOTH(processes_write_one_chain),
		ON_BOTH(threads_write_one_chain),
		ON_BOTH(the_latest_come_first),
	};
	return cmocka_run_group_tests_name("audit", tests, NULL, NULL);
}
