/* The key of the second factors: its file, the database's own, a new one. */
#include "test/account_kit.h"

#include "app/key.h"
#include "base/file.h"

#include <sys/stat.h>

#define CLOCK_S INT64_C(1800000000)

struct world {
	struct db_fixture *f;
	struct app app;
	struct arena a;
	struct err err;
	struct seal_key key;
	char dir[64], path[128];
	int64_t n;
};

static void begin(void **state, struct world *w)
{
	*w = (struct world){.f = fixture_of(state)};
	open_accounts(w->f, &w->app);
	arena_init(&w->a, 1u << 20);
	snprintf(w->dir, sizeof(w->dir), "/tmp/prossima-key-XXXXXX");
	assert_non_null(mkdtemp(w->dir));
	snprintf(w->path, sizeof(w->path), "%s/a.key", w->dir);
	w->app.key = NULL;
}

static void end(struct world *w)
{
	char line[128];
	app_close(&w->app);
	arena_release(&w->a);
	snprintf(line, sizeof(line), "rm -r %s", w->dir);
	assert_int_equal(system(line), 0);
}

static enum rc take(struct world *w)
{
	enum rc rc = key_of_database(&w->app, w->path, &w->key, &w->n, &w->err);
	w->app.key = rc ? NULL : &w->key;
	return rc;
}

/* A user with a second factor made by the command line: its secret. */
static int64_t factor_of(struct world *w, const char *login,
			 char secret[TOTP_TEXT])
{
	struct totp_offer offer;
	int64_t id = user_of(&w->app, login, ROLE_ADMIN, "");
	must(app_user_totp_set(&w->app, id, &offer, &w->err), &w->err);
	const char *at = strstr(offer.uri, "secret=");
	assert_non_null(at);
	snprintf(secret, TOTP_TEXT, "%.32s", at + 7);
	return id;
}

/* Signs on with the code of this secret. */
static enum rc opens(struct world *w, const char *login, const char *secret,
		     int64_t clock_s)
{
	struct session_given given;
	struct app_session s;
	char code[7];
	session_of(&w->app, login, &w->a, &given, &s);
	assert_int_equal(s.stage, STAGE_CODE);
	assert_true(totp_code(str_from(secret), clock_s / 30, code));
	struct sign_on_code ask = {.code = str_from(code),
				   .address = STR(HERE),
				   .clock_us = clock_s * SECOND_US};
	return app_sign_on_code(&w->app, &s, &ask, &given, &w->err);
}

static void the_first_key_is_made_for_its_owner(void **state)
{
	struct world w;
	struct stat st;
	struct seal_key first;
	begin(state, &w);
	must(take(&w), &w.err);
	assert_int_equal(stat(w.path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	first = w.key;
	must(take(&w), &w.err);
	assert_memory_equal(first.raw, w.key.raw, SEAL_KEY);
	end(&w);
}

static void bad_files_are_refused(void **state)
{
	static const struct {
		const char *name, *text;
		mode_t mode;
		enum rc rc;
	} rows[] = {
		{"empty", "", 0600, E_FORMAT},
		{"something else", "hello\n", 0600, E_FORMAT},
		{"short", "prossima-key 1 AAAA\n", 0600, E_FORMAT},
		{"another version",
		 "prossima-key 2 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
		 0600, E_FORMAT},
		{"not base64",
		 "prossima-key 1 !!!!AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
		 0600, E_FORMAT},
		{"two lines",
		 "prossima-key 1 "
		 "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n\n",
		 0600, E_FORMAT},
		{"for the group",
		 "prossima-key 1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
		 0640, E_DENIED},
		{"for all",
		 "prossima-key 1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
		 0604, E_DENIED},
		{"good",
		 "prossima-key 1 AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n",
		 0600, OK},
	};
	struct world w;
	begin(state, &w);
	for (size_t i = 0; i < countof(rows); i++) {
		must(file_write_atomic(w.path, str_from(rows[i].text), &w.err),
		     &w.err);
		assert_int_equal(chmod(w.path, rows[i].mode), 0);
		enum rc rc = key_read(w.path, &w.key, &w.err);
		if (rc != rows[i].rc)
			fail_msg("%s: rc %d", rows[i].name, rc);
	}
	end(&w);
}

static void secrets_in_clear_are_sealed(void **state)
{
	struct world w;
	char sql[160];
	const char *secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
	begin(state, &w);
	int64_t id = user_of(&w.app, "anna", ROLE_ADMIN, "");
	snprintf(sql, sizeof(sql),
		 "UPDATE app_user SET totp_secret = '%s', totp_waiting = '%s' "
		 "WHERE id = %" PRId64,
		 secret, secret, id);
	raw_sql(w.f, sql);
	must(take(&w), &w.err);
	assert_int_equal(w.n, 1);
	assert_int_equal(raw_number(w.f, "SELECT count(*) FROM app_user WHERE "
					 "totp_secret LIKE 's1.%' AND "
					 "totp_waiting IS NULL"),
			 1);
	must(opens(&w, "anna", secret, CLOCK_S), &w.err);
	/* what is put there in clear afterwards opens nothing */
	raw_sql(w.f, sql);
	must(take(&w), &w.err);
	assert_int_equal(w.n, 0);
	assert_int_equal(opens(&w, "anna", secret, CLOCK_S + 300), E_DENIED);
	assert_int_equal(w.err.msg, MSG_ACC_FACTOR_UNREADABLE);
	end(&w);
}

static void a_seal_of_another_user_does_not_open(void **state)
{
	struct world w;
	char sql[256], mine[TOTP_TEXT], theirs[TOTP_TEXT];
	begin(state, &w);
	must(take(&w), &w.err);
	factor_of(&w, "anna", mine);
	int64_t other = factor_of(&w, "berta", theirs);
	snprintf(sql, sizeof(sql),
		 "UPDATE app_user SET totp_secret = (SELECT totp_secret FROM "
		 "app_user WHERE login = 'anna') WHERE id = %" PRId64,
		 other);
	raw_sql(w.f, sql);
	must(opens(&w, "anna", mine, CLOCK_S), &w.err);
	assert_int_equal(opens(&w, "berta", mine, CLOCK_S), E_DENIED);
	end(&w);
}

static void a_new_key_and_older_copies(void **state)
{
	struct world w;
	struct key_renewed n;
	struct seal_key old;
	char secret[TOTP_TEXT], sql[160], kept[160];
	begin(state, &w);
	must(take(&w), &w.err);
	old = w.key;
	factor_of(&w, "anna", secret);
	must(key_renew(&w.app, w.path, false, &n, &w.err), &w.err);
	assert_int_equal(n.sealed, 1);
	assert_int_equal(n.lost, 0);
	assert_int_equal(raw_number(w.f, "SELECT count(*) FROM audit WHERE "
					 "action = 'key.renew'"),
			 1);
	/* who holds the old one does not read it any more */
	assert_int_equal(opens(&w, "anna", secret, CLOCK_S), E_DENIED);
	must(take(&w), &w.err);
	assert_memory_not_equal(old.raw, w.key.raw, SEAL_KEY);
	must(opens(&w, "anna", secret, CLOCK_S + 300), &w.err);
	/* the old one is there for a copy of the database from before */
	snprintf(kept, sizeof(kept), "%s.%s", w.path, old.id);
	assert_true(file_exists(kept));
	snprintf(sql, sizeof(sql), "UPDATE seal_key SET key_id = '%s'", old.id);
	raw_sql(w.f, sql);
	must(take(&w), &w.err);
	assert_memory_equal(old.raw, w.key.raw, SEAL_KEY);
	end(&w);
}

/* Cut off between its commit and the file's new name. */
static void a_renewal_cut_off_is_finished(void **state)
{
	struct world w;
	struct key_renewed n;
	struct seal_key old;
	char secret[TOTP_TEXT], fresh[160], kept[160];
	begin(state, &w);
	must(take(&w), &w.err);
	old = w.key;
	factor_of(&w, "anna", secret);
	must(key_renew(&w.app, w.path, false, &n, &w.err), &w.err);
	snprintf(fresh, sizeof(fresh), "%s.new", w.path);
	snprintf(kept, sizeof(kept), "%s.%s", w.path, old.id);
	assert_int_equal(rename(w.path, fresh), 0);
	assert_int_equal(rename(kept, w.path), 0);
	must(take(&w), &w.err);
	assert_false(file_exists(fresh));
	must(opens(&w, "anna", secret, CLOCK_S), &w.err);
	end(&w);
}

static void a_lost_key_has_words_and_a_way_out(void **state)
{
	struct world w;
	struct key_renewed n;
	char secret[TOTP_TEXT];
	begin(state, &w);
	must(take(&w), &w.err);
	factor_of(&w, "anna", secret);
	assert_int_equal(unlink(w.path), 0);
	assert_int_equal(take(&w), E_STATE);
	assert_non_null(strstr(w.err.text, "rekey --lost"));
	assert_false(file_exists(w.path)); /* none is made in its place */
	assert_int_equal(key_renew(&w.app, w.path, false, &n, &w.err), E_STATE);
	must(key_renew(&w.app, w.path, true, &n, &w.err), &w.err);
	assert_int_equal(n.lost, 1);
	must(take(&w), &w.err);
	assert_int_equal(raw_number(w.f, "SELECT count(*) FROM app_user WHERE "
					 "totp_secret IS NOT NULL"),
			 0);
	assert_int_equal(raw_number(w.f, "SELECT count(*) FROM audit WHERE "
					 "action = 'second_factor.off'"),
			 1);
	end(&w);
}

static void another_key_is_not_taken_nor_overwritten(void **state)
{
	struct world w;
	struct key_renewed n;
	struct seal_key other;
	char kept[160];
	begin(state, &w);
	must(take(&w), &w.err);
	must(file_write_atomic(w.path,
			       STR("prossima-key 1 "
				   "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
				   "\n"),
			       &w.err),
	     &w.err);
	assert_int_equal(chmod(w.path, 0600), 0);
	must(key_read(w.path, &other, &w.err), &w.err);
	assert_int_equal(take(&w), E_STATE);
	assert_non_null(strstr(w.err.text, "another key is there"));
	must(key_renew(&w.app, w.path, true, &n, &w.err), &w.err);
	snprintf(kept, sizeof(kept), "%s.%s", w.path, other.id);
	assert_true(file_exists(kept));
	must(take(&w), &w.err);
	end(&w);
}

static void only_the_command_line_renews(void **state)
{
	struct world w;
	struct key_renewed n;
	begin(state, &w);
	must(take(&w), &w.err);
	w.app.who = (struct actor){.user_id = 1, .role = ROLE_ADMIN};
	assert_int_equal(key_renew(&w.app, w.path, true, &n, &w.err), E_DENIED);
	w.app.who = (struct actor){.user_id = 1, .role = ROLE_DOCTOR};
	assert_int_equal(key_renew(&w.app, w.path, true, &n, &w.err), E_DENIED);
	w.app.who = (struct actor){.role = ROLE_SYSTEM};
	end(&w);
}

static void where_a_key_stands(void **state)
{
	(void)state;
	static const struct {
		const char *url, *home, *want;
	} rows[] = {
		{"a/b.db", "/home/x", "a/b.db.key"},
		{"postgresql://u@h:5432/prossima", "/home/x",
		 "/home/x/.config/prossima/prossima.key"},
		{"postgresql://u@h/pro?host=/run/x", "/home/x",
		 "/home/x/.config/prossima/pro.key"},
		{"postgres:///../../etc%2f", "/home/x",
		 "/home/x/.config/prossima/etc_2f.key"},
		{"postgresql://u@h/", "/home/x",
		 "/home/x/.config/prossima/database.key"},
		{"postgresql://u@h/prossima", NULL, NULL},
	};
	char *home = getenv("HOME"), out[PATH_MAX];
	struct err err;
	unsetenv("XDG_CONFIG_HOME");
	for (size_t i = 0; i < countof(rows); i++) {
		if (rows[i].home)
			setenv("HOME", rows[i].home, 1);
		else
			unsetenv("HOME");
		enum rc rc = key_place(rows[i].url, out, &err);
		if (rows[i].want ? rc || strcmp(out, rows[i].want) != 0 : !rc)
			fail_msg("%s: rc %d, %s", rows[i].url, rc, out);
	}
	if (home)
		setenv("HOME", home, 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(where_a_key_stands),
		ON_BOTH(the_first_key_is_made_for_its_owner),
		ON_BOTH(bad_files_are_refused),
		ON_BOTH(secrets_in_clear_are_sealed),
		ON_BOTH(a_seal_of_another_user_does_not_open),
		ON_BOTH(a_new_key_and_older_copies),
		ON_BOTH(a_renewal_cut_off_is_finished),
		ON_BOTH(a_lost_key_has_words_and_a_way_out),
		ON_BOTH(another_key_is_not_taken_nor_overwritten),
		ON_BOTH(only_the_command_line_renews),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
