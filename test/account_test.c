#include "test/account_kit.h"

struct world {
	struct db_fixture *f;
	struct app app;
	struct arena a;
	struct err err;
	struct session_given given;
	struct app_session s;
};

static void begin(void **state, struct world *w)
{
	*w = (struct world){.f = fixture_of(state)};
	open_accounts(w->f, &w->app);
	arena_init(&w->a, 1u << 20);
}

static void end(struct world *w)
{
	app_close(&w->app);
	arena_release(&w->a);
}

static enum rc find(struct world *w, const char *token)
{
	return app_session_find(&w->app, str_from(token), &w->a, &w->s,
				&w->err);
}

static int64_t audited(struct world *w, const char *action)
{
	char sql[128];
	snprintf(sql, sizeof(sql),
		 "SELECT count(*) FROM audit WHERE action = '%s'", action);
	return raw_number(w->f, sql);
}

/* ---- signing on */

static void a_password_opens_a_session(void **state)
{
	struct world w;
	begin(state, &w);
	int64_t id = user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	struct actor before = w.app.who;
	must(sign_on_from(&w.app, " MRossi ", GOOD_PASSWORD, HERE, "", &w.given,
			  &w.err),
	     &w.err);
	assert_int_equal(w.app.who.role, before.role); /* given back */
	assert_int_equal(w.given.stage, STAGE_OPEN);
	must(find(&w, w.given.token), &w.err);
	assert_int_equal(w.s.who.user_id, id);
	assert_int_equal(w.s.who.role, ROLE_DOCTOR);
	assert_int_equal(w.s.who.doctor_id, 11);
	assert_true(str_is(w.s.who.purpose, "care"));
	assert_true(str_is(w.s.login, "mrossi"));
	assert_string_equal(w.s.csrf, w.given.csrf);
	assert_int_equal(w.s.n_role, 1);
	assert_int_equal(audited(&w, "sign_on"), 1);
	/* neither the token nor the cookie of the device is in the database */
	char sql[256];
	snprintf(sql, sizeof(sql),
		 "SELECT (SELECT count(*) FROM session WHERE token_sha256 = "
		 "'%s') + (SELECT count(*) FROM user_device WHERE "
		 "device_sha256 = '%s')",
		 w.given.token, w.given.device);
	assert_int_equal(raw_number(w.f, sql), 0);
	assert_int_equal(raw_number(w.f, "SELECT count(*) FROM user_device"),
			 1);
	end(&w);
}

static void failures_say_the_same(void **state)
{
	static const struct {
		const char *name, *login, *password;
		bool known;
	} rows[] = {
		{"wrong password", "mrossi", "tre gatti sul tettO", true},
		{"unknown user", "nessuno", GOOD_PASSWORD, false},
		{"no login at all", "", GOOD_PASSWORD, false},
		{"a login that cannot be", "'; DROP TABLE app_user; --",
		 GOOD_PASSWORD, false},
		{"disabled", "spento", GOOD_PASSWORD, true},
		{"empty password", "mrossi", "", true},
	};
	struct world w;
	begin(state, &w);
	user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	int64_t off = user_of(&w.app, "spento", ROLE_DOCTOR, "M2");
	must(app_user_disable(&w.app, off, true, &w.err), &w.err);
	for (size_t i = 0; i < countof(rows); i++) {
		struct err err = {0};
		enum rc rc =
			sign_on_from(&w.app, rows[i].login, rows[i].password,
				     HERE, "", &w.given, &err);
		if (rc != E_DENIED || err.msg != MSG_ACC_WRONG ||
		    strcmp(err.text, "login or password is wrong") != 0 ||
		    *w.given.token)
			fail_msg("%s: rc %d, %s", rows[i].name, rc, err.text);
		assert_int_equal(audited(&w, "sign_on_failed"), i + 1);
	}
	/* who is unknown is not written down */
	assert_int_equal(raw_number(w.f, "SELECT count(*) FROM audit WHERE "
					 "detail LIKE '%nessuno%'"),
			 0);
	assert_int_equal(raw_number(w.f, "SELECT count(*) FROM session"), 0);
	end(&w);
}

static void a_long_password_is_refused_in_the_same_words(void **state)
{
	struct world w;
	char longest[PASSWORD_MOST + 2];
	begin(state, &w);
	user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	memset(longest, 'x', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = 0;
	assert_int_equal(sign_on_from(&w.app, "mrossi", longest, HERE, "",
				      &w.given, &w.err),
			 E_DENIED);
	end(&w);
}

/* ---- waiting */

static enum rc guess(struct world *w, const char *login, const char *address,
		     const char *device)
{
	return sign_on_from(&w->app, login, "sbagliata sbagliata", address,
			    device, &w->given, &w->err);
}

static void guesses_wait_longer_and_longer(void **state)
{
	struct world w;
	begin(state, &w);
	user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	for (int i = 0; i < 5; i++)
		assert_int_equal(guess(&w, "mrossi", HERE, ""), E_DENIED);
	assert_int_equal(guess(&w, "mrossi", HERE, ""), E_DENIED);
	/* the sixth was the first to cost a wait of 30 s; even a right one */
	assert_int_equal(sign_on_from(&w.app, "mrossi", GOOD_PASSWORD, HERE, "",
				      &w.given, &w.err),
			 E_LIMIT);
	assert_int_equal(w.err.msg, MSG_ACC_WAIT);
	assert_in_range(w.given.wait_s, 30, 31);
	w.app.now_us += 32 * SECOND_US;
	assert_int_equal(guess(&w, "mrossi", HERE, ""), E_DENIED);
	assert_int_equal(guess(&w, "mrossi", HERE, ""), E_LIMIT);
	assert_in_range(w.given.wait_s, 60, 61);
	for (int i = 0; i < 9; i++) {
		w.app.now_us += (w.given.wait_s + 1) * SECOND_US;
		assert_int_equal(guess(&w, "mrossi", HERE, ""), E_DENIED);
		assert_int_equal(guess(&w, "mrossi", HERE, ""), E_LIMIT);
	}
	assert_in_range(w.given.wait_s, 900, 901); /* and no longer */
	/* somebody else at the same address, and the user elsewhere, go on */
	user_of(&w.app, "lverdi", ROLE_DOCTOR, "M2");
	must(sign_on_from(&w.app, "lverdi", GOOD_PASSWORD, HERE, "", &w.given,
			  &w.err),
	     &w.err);
	must(sign_on_from(&w.app, "mrossi", GOOD_PASSWORD, "10.9.9.9", "",
			  &w.given, &w.err),
	     &w.err);
	/* forgotten after an hour */
	w.app.now_us += HOUR_US + 16 * MINUTE_US;
	for (int i = 0; i < 5; i++)
		assert_int_equal(guess(&w, "mrossi", HERE, ""), E_DENIED);
	must(sign_on_from(&w.app, "mrossi", GOOD_PASSWORD, HERE, "", &w.given,
			  &w.err),
	     &w.err);
	end(&w);
}

static void a_right_password_forgets_the_wrong_ones(void **state)
{
	struct world w;
	begin(state, &w);
	user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	for (int round = 0; round < 4; round++) {
		for (int i = 0; i < 4; i++)
			assert_int_equal(guess(&w, "mrossi", HERE, ""),
					 E_DENIED);
		must(sign_on_from(&w.app, "mrossi", GOOD_PASSWORD, HERE, "",
				  &w.given, &w.err),
		     &w.err);
	}
	end(&w);
}

static void an_address_tries_many_logins_in_vain(void **state)
{
	struct world w;
	char login[32];
	begin(state, &w);
	set_rule(w.f, &w.app, "account.tries_address", "20");
	for (int i = 0; i < 21; i++) {
		snprintf(login, sizeof(login), "utente%d", i);
		assert_int_equal(guess(&w, login, HERE, ""), E_DENIED);
	}
	assert_int_equal(guess(&w, "utente99", HERE, ""), E_LIMIT);
	assert_int_equal(guess(&w, "utente99", "10.0.0.8", ""), E_DENIED);
	end(&w);
}

/* An attacker with many addresses cannot keep the owner out. */
static void the_owners_browser_is_counted_alone(void **state)
{
	struct world w;
	char address[32], device[TOKEN_TEXT];
	begin(state, &w);
	set_rule(w.f, &w.app, "account.tries_login", "10");
	user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	must(sign_on_from(&w.app, "mrossi", GOOD_PASSWORD, HERE, "", &w.given,
			  &w.err),
	     &w.err);
	memcpy(device, w.given.device, sizeof(device));
	assert_int_equal(w.given.device_days, 180);
	for (int i = 0; i < 11; i++) {
		snprintf(address, sizeof(address), "10.1.1.%d", i);
		assert_int_equal(guess(&w, "mrossi", address, ""), E_DENIED);
	}
	assert_int_equal(guess(&w, "mrossi", "10.1.2.1", ""), E_LIMIT);
	assert_int_equal(guess(&w, "mrossi", HERE, "made up cookie"), E_LIMIT);
	must(sign_on_from(&w.app, "mrossi", GOOD_PASSWORD, HERE, device,
			  &w.given, &w.err),
	     &w.err);
	assert_string_equal(w.given.device, device); /* the same goes on */
	/* the cookie of one user is worth nothing for another */
	user_of(&w.app, "lverdi", ROLE_DOCTOR, "M2");
	for (int i = 0; i < 11; i++) {
		snprintf(address, sizeof(address), "10.1.1.%d", i);
		assert_int_equal(guess(&w, "lverdi", address, device),
				 E_DENIED);
	}
	assert_int_equal(guess(&w, "lverdi", "10.1.2.1", device), E_LIMIT);
	/* and a stolen one gives ten guesses, not more */
	for (int i = 0; i < 11; i++)
		assert_int_equal(guess(&w, "mrossi", HERE, device), E_DENIED);
	assert_int_equal(guess(&w, "mrossi", HERE, device), E_LIMIT);
	end(&w);
}

static void a_device_cookie_is_never_taken_over(void **state)
{
	struct world w;
	begin(state, &w);
	user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	must(sign_on_from(&w.app, "mrossi", GOOD_PASSWORD, HERE,
			  "chosen-by-an-attacker", &w.given, &w.err),
	     &w.err);
	assert_string_not_equal(w.given.device, "chosen-by-an-attacker");
	assert_int_equal(strlen(w.given.device), TOKEN_TEXT - 1);
	end(&w);
}

/* ---- sessions */

static void sessions_end(void **state)
{
	static const struct {
		const char *name;
		enum role role;
		const char *bound;
		int64_t step_us; /* between uses, each touched */
		int n_step;
		bool lives;
	} rows[] = {
		{"doctor, 29 minutes idle", ROLE_DOCTOR, "M1", 29 * MINUTE_US,
		 1, true},
		{"doctor, 30 minutes idle", ROLE_DOCTOR, "M1", 30 * MINUTE_US,
		 1, false},
		{"citizen, 14 minutes idle", ROLE_CITIZEN, "P1", 14 * MINUTE_US,
		 1, true},
		{"citizen, 15 minutes idle", ROLE_CITIZEN, "P1", 15 * MINUTE_US,
		 1, false},
		{"used for 11 h 50", ROLE_DOCTOR, "M1", 10 * MINUTE_US, 71,
		 true},
		{"used for 12 h", ROLE_DOCTOR, "M1", 10 * MINUTE_US, 72, false},
	};
	struct world w;
	char login[32];
	begin(state, &w);
	for (size_t i = 0; i < countof(rows); i++) {
		snprintf(login, sizeof(login), "utente%zu", i);
		user_of(&w.app, login, rows[i].role, rows[i].bound);
		session_of(&w.app, login, &w.a, &w.given, &w.s);
		enum rc rc = OK;
		for (int k = 0; k < rows[i].n_step && !rc; k++) {
			w.app.now_us += rows[i].step_us;
			rc = find(&w, w.given.token);
			if (!rc)
				must(app_session_touch(&w.app, &w.s, &w.err),
				     &w.err);
		}
		if (rc != (rows[i].lives ? OK : E_NOT_FOUND))
			fail_msg("%s: rc %d", rows[i].name, rc);
	}
	w.app.now_us += 24 * HOUR_US;
	must(app_session_sweep(&w.app, &w.err), &w.err);
	assert_int_equal(raw_number(w.f, "SELECT count(*) FROM session"), 0);
	end(&w);
}

static void a_session_is_touched_once_a_minute(void **state)
{
	struct world w;
	begin(state, &w);
	user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	assert_false(w.s.touch);
	w.app.now_us += 59 * SECOND_US;
	must(find(&w, w.given.token), &w.err);
	assert_false(w.s.touch);
	w.app.now_us += SECOND_US;
	must(find(&w, w.given.token), &w.err);
	assert_true(w.s.touch);
	must(app_session_touch(&w.app, &w.s, &w.err), &w.err);
	must(find(&w, w.given.token), &w.err);
	assert_false(w.s.touch);
	end(&w);
}

static void tokens_that_are_none(void **state)
{
	struct world w;
	char token[TOKEN_TEXT];
	begin(state, &w);
	user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	memcpy(token, w.given.token, sizeof(token));
	token[0] = token[0] == 'A' ? 'B' : 'A';
	assert_int_equal(find(&w, token), E_NOT_FOUND);
	assert_int_equal(w.err.msg, MSG_ACC_SESSION_ENDED);
	assert_int_equal(find(&w, ""), E_NOT_FOUND);
	assert_int_equal(find(&w, w.s.token_sha256), E_NOT_FOUND);
	assert_int_equal(find(&w, "' OR 1=1 --"), E_NOT_FOUND);
	end(&w);
}

static void leaving(void **state)
{
	struct world w;
	struct session_given second;
	struct app_session s2;
	struct session_row *list;
	size_t n;
	begin(state, &w);
	user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	session_of(&w.app, "mrossi", &w.a, &second, &s2);
	must(app_my_sessions(&w.app, &w.s, &w.a, &list, &n, &w.err), &w.err);
	assert_int_equal(n, 2);
	assert_int_equal(list[0].this_one + list[1].this_one, 1);
	assert_true(str_is(list[0].address, HERE));
	/* somebody else's session cannot be ended */
	struct session_given other;
	struct app_session so;
	user_of(&w.app, "lverdi", ROLE_DOCTOR, "M2");
	session_of(&w.app, "lverdi", &w.a, &other, &so);
	assert_int_equal(app_my_session_end(&w.app, &w.s, so.id, &w.err),
			 E_NOT_FOUND);
	must(app_my_session_end(&w.app, &w.s, s2.id, &w.err), &w.err);
	assert_int_equal(find(&w, second.token), E_NOT_FOUND);
	must(find(&w, w.given.token), &w.err);
	must(app_log_out(&w.app, &w.s, &w.err), &w.err);
	assert_int_equal(find(&w, w.given.token), E_NOT_FOUND);
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	session_of(&w.app, "mrossi", &w.a, &second, &s2);
	must(app_log_out_everywhere(&w.app, &s2, true, &w.err), &w.err);
	assert_int_equal(find(&w, w.given.token), E_NOT_FOUND);
	must(find(&w, second.token), &w.err);
	must(app_log_out_everywhere(&w.app, &s2, false, &w.err), &w.err);
	assert_int_equal(find(&w, second.token), E_NOT_FOUND);
	must(find(&w, other.token), &w.err); /* not of others */
	end(&w);
}

static void signing_on_ends_the_session_of_that_browser(void **state)
{
	struct world w;
	char old[TOKEN_TEXT];
	begin(state, &w);
	user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	memcpy(old, w.given.token, sizeof(old));
	struct sign_on ask = {.login = STR("mrossi"),
			      .password = STR(GOOD_PASSWORD),
			      .address = STR(HERE),
			      .old_token = str_from(old)};
	must(app_sign_on(&w.app, &ask, &w.given, &w.err), &w.err);
	assert_string_not_equal(w.given.token, old);
	assert_int_equal(find(&w, old), E_NOT_FOUND);
	end(&w);
}

/* ---- roles */

static void roles_have_dates_and_one_is_chosen(void **state)
{
	struct world w;
	struct role_view *roles;
	size_t n;
	int64_t role_id;
	char old[TOKEN_TEXT];
	begin(state, &w);
	int64_t id = user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	struct role_new soon = {.user_id = id,
				.role = ROLE_SPECIALIST,
				.org_id = 21,
				.from = date_of(2026, 1, 2),
				.to = date_of(2026, 1, 3)};
	must(app_user_role_add(&w.app, &soon, &role_id, &w.err), &w.err);
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	assert_int_equal(w.s.stage, STAGE_OPEN); /* one role today */
	w.app.today = date_of(2026, 1, 2);
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	assert_int_equal(w.s.stage, STAGE_ROLE);
	assert_int_equal(w.s.who.role, ROLE_NOBODY);
	must(app_my_roles(&w.app, &w.s, &w.a, &roles, &n, &w.err), &w.err);
	assert_int_equal(n, 2);
	assert_true(str_is(roles[0].bound_to, "ROSSI Anna"));
	assert_true(str_is(roles[1].bound_to, "Cooperativa Uno"));
	memcpy(old, w.given.token, sizeof(old));
	must(app_session_role(&w.app, &w.s, role_id, &w.given, &w.err), &w.err);
	assert_int_equal(find(&w, old), E_NOT_FOUND);
	must(find(&w, w.given.token), &w.err);
	assert_int_equal(w.s.who.role, ROLE_SPECIALIST);
	assert_int_equal(w.s.who.org_id, 21);
	assert_int_equal(w.s.who.doctor_id, 0);
	/* change of role, then the role ends by its date */
	w.app.today = date_of(2026, 1, 4);
	must(find(&w, w.given.token), &w.err);
	assert_int_equal(w.s.stage, STAGE_ROLE);
	assert_int_equal(w.s.who.role, ROLE_NOBODY);
	assert_int_equal(
		app_session_role(&w.app, &w.s, role_id, &w.given, &w.err),
		E_DENIED);
	must(app_session_role(&w.app, &w.s, roles[0].id, &w.given, &w.err),
	     &w.err);
	must(find(&w, w.given.token), &w.err);
	assert_int_equal(w.s.who.doctor_id, 11);
	/* nobody takes the role of another */
	int64_t other = user_of(&w.app, "lverdi", ROLE_DOCTOR, "M2");
	char sql[96];
	snprintf(sql, sizeof(sql),
		 "SELECT id FROM user_role WHERE user_id = %" PRId64, other);
	assert_int_equal(app_session_role(&w.app, &w.s, raw_number(w.f, sql),
					  &w.given, &w.err),
			 E_DENIED);
	end(&w);
}

static void a_role_that_ends_ends_its_sessions(void **state)
{
	struct world w;
	begin(state, &w);
	user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	must(app_user_role_end(&w.app, w.s.role_id, date_of(2025, 12, 31),
			       &w.err),
	     &w.err);
	assert_int_equal(find(&w, w.given.token), E_NOT_FOUND);
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	assert_int_equal(w.s.stage, STAGE_ROLE); /* none: words */
	assert_int_equal(w.s.n_role, 0);
	end(&w);
}

static const struct {
	const char *name;
	enum role role;
	int64_t doctor, org, person;
	const char *from, *to;
	enum rc rc;
} gives[] = {
	{"a doctor", ROLE_DOCTOR, 11, 0, 0, "2026-01-01", "2026-01-14", OK},
	{"the same, later", ROLE_DOCTOR, 11, 0, 0, "2026-01-15", "", OK},
	{"the same, at once", ROLE_DOCTOR, 11, 0, 0, "2026-02-01", "",
	 E_CONFLICT},
	{"staff of a doctor", ROLE_STAFF, 11, 0, 0, "2026-01-01", "", OK},
	{"a doctor of nobody", ROLE_DOCTOR, 0, 0, 0, "2026-01-01", "",
	 E_NOT_FOUND},
	{"a doctor who is not there", ROLE_DOCTOR, 99, 0, 0, "2026-01-01", "",
	 E_NOT_FOUND},
	{"a doctor with an organisation", ROLE_DOCTOR, 11, 21, 0, "2026-01-01",
	 "", E_RANGE},
	{"an operator", ROLE_OPERATOR, 0, 21, 0, "2026-01-01", "", OK},
	{"an operator of a doctor", ROLE_OPERATOR, 11, 0, 0, "2026-01-01", "",
	 E_RANGE},
	{"a citizen", ROLE_CITIZEN, 0, 0, 1, "2026-01-01", "", OK},
	{"a citizen who is not there", ROLE_CITIZEN, 0, 0, 99, "2026-01-01", "",
	 E_NOT_FOUND},
	{"an administrator", ROLE_ADMIN, 0, 0, 0, "2026-01-01", "", OK},
	{"an administrator of something", ROLE_ADMIN, 0, 21, 0, "2026-01-01",
	 "", E_RANGE},
	{"the system", ROLE_SYSTEM, 0, 0, 0, "2026-01-01", "", E_RANGE},
	{"nobody", ROLE_NOBODY, 0, 0, 0, "2026-01-01", "", E_RANGE},
	{"days the wrong way", ROLE_STAFF, 12, 0, 0, "2026-02-01", "2026-01-31",
	 E_RANGE},
};

static struct date day(const char *text)
{
	struct date d = DATE_MAX;
	struct err err = {0};
	if (*text)
		must(date_parse(str_from(text), &d, &err), &err);
	return d;
}

static void roles_are_bound(void **state)
{
	struct world w;
	begin(state, &w);
	int64_t id = user_of(&w.app, "mrossi", N_ROLE, ""), role_id;
	for (size_t i = 0; i < countof(gives); i++) {
		struct role_new r = {.user_id = id,
				     .role = gives[i].role,
				     .doctor_id = gives[i].doctor,
				     .org_id = gives[i].org,
				     .person_id = gives[i].person,
				     .from = day(gives[i].from),
				     .to = day(gives[i].to)};
		enum rc rc = app_user_role_add(&w.app, &r, &role_id, &w.err);
		if (rc != gives[i].rc || (rc && !w.err.msg))
			fail_msg("%s: rc %d, %s", gives[i].name, rc,
				 w.err.text);
	}
	end(&w);
}

/* ---- passwords */

static void a_one_time_password_must_be_changed(void **state)
{
	struct world w;
	char one_time[ONE_TIME_TEXT], old[TOKEN_TEXT];
	int64_t id, role_id;
	begin(state, &w);
	struct user_new u = {.login = STR("mrossi"),
			     .display_name = STR("Anna Rossi")};
	must(app_user_add(&w.app, &u, &id, one_time, &w.err), &w.err);
	assert_int_equal(strlen(one_time), 19);
	struct role_new r = {.user_id = id,
			     .role = ROLE_DOCTOR,
			     .doctor_id = 11,
			     .from = date_of(2025, 1, 1),
			     .to = DATE_MAX};
	must(app_user_role_add(&w.app, &r, &role_id, &w.err), &w.err);
	must(sign_on_from(&w.app, "mrossi", one_time, HERE, "", &w.given,
			  &w.err),
	     &w.err);
	must(find(&w, w.given.token), &w.err);
	memcpy(old, w.given.token, sizeof(old));
	assert_int_equal(w.s.stage, STAGE_PASSWORD);
	assert_int_equal(w.s.who.role, ROLE_NOBODY);
	/* nothing else can be done with it */
	assert_int_equal(
		app_session_role(&w.app, &w.s, role_id, &w.given, &w.err),
		E_STATE);
	struct totp_offer offer;
	assert_int_equal(app_my_totp_begin(&w.app, &w.s, &offer, &w.err),
			 E_STATE);
	assert_int_equal(app_my_password(&w.app, &w.s, STR(""),
					 str_from(one_time), &w.given, &w.err),
			 E_RANGE);
	assert_int_equal(w.err.msg, MSG_ACC_PASSWORD_SAME);
	assert_int_equal(app_my_password(&w.app, &w.s, STR(""),
					 STR("Anna Rossi 1"), &w.given, &w.err),
			 E_RANGE);
	assert_int_equal(w.err.msg, MSG_ACC_PASSWORD_PERSONAL);
	must(app_my_password(&w.app, &w.s, STR(""), STR(GOOD_PASSWORD),
			     &w.given, &w.err),
	     &w.err);
	assert_int_equal(find(&w, old), E_NOT_FOUND);
	must(find(&w, w.given.token), &w.err);
	assert_int_equal(w.s.stage, STAGE_OPEN);
	assert_int_equal(sign_on_from(&w.app, "mrossi", one_time, HERE, "",
				      &w.given, &w.err),
			 E_DENIED);
	end(&w);
}

static void a_one_time_password_dies(void **state)
{
	struct world w;
	char one_time[ONE_TIME_TEXT];
	int64_t id;
	begin(state, &w);
	struct user_new u = {.login = STR("mrossi"),
			     .display_name = STR("Anna Rossi")};
	must(app_user_add(&w.app, &u, &id, one_time, &w.err), &w.err);
	w.app.now_us += 14 * 24 * HOUR_US;
	assert_int_equal(sign_on_from(&w.app, "mrossi", one_time, HERE, "",
				      &w.given, &w.err),
			 E_DENIED);
	must(app_user_password(&w.app, id, STR(""), false, one_time, &w.err),
	     &w.err);
	must(sign_on_from(&w.app, "mrossi", one_time, HERE, "", &w.given,
			  &w.err),
	     &w.err);
	end(&w);
}

static void changing_ones_password(void **state)
{
	struct world w;
	struct session_given elsewhere;
	struct app_session s2;
	begin(state, &w);
	user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	session_of(&w.app, "mrossi", &w.a, &elsewhere, &s2);
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	assert_int_equal(app_my_password(&w.app, &w.s, STR("not this one"),
					 STR("quattro cani nel cortile"),
					 &w.given, &w.err),
			 E_DENIED);
	assert_int_equal(w.err.msg, MSG_ACC_OLD_WRONG);
	must(app_my_password(&w.app, &w.s, STR(GOOD_PASSWORD),
			     STR("quattro cani nel cortile"), &w.given, &w.err),
	     &w.err);
	assert_int_equal(find(&w, elsewhere.token), E_NOT_FOUND);
	must(find(&w, w.given.token), &w.err); /* still signed on, anew */
	assert_int_equal(w.s.who.role, ROLE_DOCTOR);
	assert_int_equal(sign_on_from(&w.app, "mrossi", GOOD_PASSWORD, HERE, "",
				      &w.given, &w.err),
			 E_DENIED);
	end(&w);
}

/* Neither a time after which it must be changed, nor a list of earlier ones. */
static void a_password_does_not_grow_old(void **state)
{
	struct world w;
	begin(state, &w);
	user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	w.app.now_us += 3650 * 24 * HOUR_US;
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	assert_int_equal(w.s.stage, STAGE_OPEN);
	must(app_my_password(&w.app, &w.s, STR(GOOD_PASSWORD),
			     STR("quattro cani nel cortile"), &w.given, &w.err),
	     &w.err);
	must(find(&w, w.given.token), &w.err);
	must(app_my_password(&w.app, &w.s, STR("quattro cani nel cortile"),
			     STR(GOOD_PASSWORD), &w.given, &w.err),
	     &w.err);
	end(&w);
}

static void nobody_is_there_at_first(void **state)
{
	struct world w;
	begin(state, &w);
	assert_int_equal(raw_number(w.f, "SELECT count(*) FROM app_user"), 0);
	assert_int_equal(raw_number(w.f, "SELECT count(*) FROM api_token"), 0);
	end(&w);
}

static void a_hash_of_yesterday_is_made_again(void **state)
{
	struct world w;
	begin(state, &w);
	user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	set_rule(w.f, &w.app, "account.hash_memory_kib", "128");
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	assert_int_equal(raw_number(w.f, "SELECT count(*) FROM app_user WHERE "
					 "password_hash LIKE "
					 "'$argon2id$v=19$m=128,t=1,p=1$%'"),
			 1);
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	end(&w);
}

/* ---- the second factor */

#define CLOCK_US (INT64_C(1800000000) * SECOND_US)

static void code_now(struct world *w, const char *login, int64_t clock_us,
		     char out[7])
{
	(void)w;
	assert_true(totp_code(str_from(login), clock_us / SECOND_US / 30, out));
}

/* The secret without the blanks between its groups. */
static void secret_of(const struct totp_offer *offer, char out[TOTP_TEXT])
{
	for (size_t i = 0; offer->secret[i]; i++)
		if (offer->secret[i] != ' ')
			*out++ = offer->secret[i];
	*out = 0;
}

static void enrol(struct world *w, char secret[TOTP_TEXT],
		  struct recovery_codes *codes)
{
	struct totp_offer offer, again;
	char code[7];
	must(app_my_totp_begin(&w->app, &w->s, &offer, &w->err), &w->err);
	must(app_my_totp_begin(&w->app, &w->s, &again, &w->err), &w->err);
	assert_string_equal(offer.secret, again.secret);
	secret_of(&offer, secret);
	assert_non_null(strstr(offer.uri, secret));
	assert_int_equal(app_my_totp_confirm(&w->app, &w->s, STR(GOOD_PASSWORD),
					     STR("000000"), CLOCK_US, codes,
					     &w->given, &w->err),
			 E_DENIED);
	code_now(w, secret, CLOCK_US, code);
	must(app_my_totp_confirm(&w->app, &w->s, STR(GOOD_PASSWORD),
				 str_from(code), CLOCK_US, codes, &w->given,
				 &w->err),
	     &w->err);
	must(find(w, w->given.token), &w->err);
}

static enum rc give_code(struct world *w, const char *code, int64_t clock_us)
{
	struct sign_on_code ask = {.code = str_from(code),
				   .address = STR(HERE),
				   .clock_us = clock_us};
	return app_sign_on_code(&w->app, &w->s, &ask, &w->given, &w->err);
}

static void a_professional_sets_up_a_second_factor(void **state)
{
	struct world w;
	struct recovery_codes codes;
	char secret[TOTP_TEXT], code[7];
	begin(state, &w);
	set_rule(w.f, &w.app, "account.second_factor_roles", "admin|doctor");
	user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	user_of(&w.app, "abruni", ROLE_CITIZEN, "P1");
	session_of(&w.app, "abruni", &w.a, &w.given, &w.s);
	assert_int_equal(w.s.stage, STAGE_OPEN); /* not asked of a citizen */
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	assert_int_equal(w.s.stage, STAGE_ENROL);
	enrol(&w, secret, &codes);
	assert_int_equal(w.s.stage, STAGE_OPEN);
	assert_true(w.s.has_second_factor);
	assert_int_equal(
		app_my_totp_off(&w.app, &w.s, STR(GOOD_PASSWORD), &w.err),
		E_STATE);
	/* and from then on it is asked */
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	assert_int_equal(w.s.stage, STAGE_CODE);
	assert_int_equal(w.s.who.role, ROLE_NOBODY);
	assert_int_equal(*w.given.device, 0); /* nothing proved yet */
	code_now(&w, secret, CLOCK_US, code);
	assert_int_equal(give_code(&w, code, CLOCK_US), E_DENIED); /* replay */
	assert_int_equal(w.err.msg, MSG_ACC_CODE_WRONG);
	code_now(&w, secret, CLOCK_US + 30 * SECOND_US, code);
	must(give_code(&w, code, CLOCK_US + 30 * SECOND_US), &w.err);
	must(find(&w, w.given.token), &w.err);
	assert_int_equal(w.s.stage, STAGE_OPEN);
	assert_int_equal(strlen(w.given.device), TOKEN_TEXT - 1);
	end(&w);
}

static void five_wrong_codes_end_it(void **state)
{
	struct world w;
	struct recovery_codes codes;
	char secret[TOTP_TEXT];
	begin(state, &w);
	user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	enrol(&w, secret, &codes);
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	for (int i = 0; i < 4; i++)
		assert_int_equal(give_code(&w, "123456", CLOCK_US), E_DENIED);
	assert_int_equal(give_code(&w, "123456", CLOCK_US), E_NOT_FOUND);
	assert_int_equal(w.err.msg, MSG_ACC_CODES_OVER);
	/* signing on again does not give five more at once */
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	assert_int_equal(give_code(&w, "123456", CLOCK_US), E_DENIED);
	assert_int_equal(give_code(&w, "123456", CLOCK_US), E_LIMIT);
	assert_in_range(w.given.wait_s, 30, 31);
	end(&w);
}

static void recovery_codes_work_once(void **state)
{
	struct world w;
	struct recovery_codes codes;
	char secret[TOTP_TEXT];
	begin(state, &w);
	user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	enrol(&w, secret, &codes);
	assert_int_equal(strlen(codes.code[0]), 14);
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	must(give_code(&w, codes.code[3], CLOCK_US), &w.err);
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	assert_int_equal(give_code(&w, codes.code[3], CLOCK_US), E_DENIED);
	must(give_code(&w, codes.code[4], CLOCK_US), &w.err);
	must(find(&w, w.given.token), &w.err);
	assert_int_equal(audited(&w, "second_factor.on"), 1);
	/* off again, with the password */
	assert_int_equal(app_my_totp_off(&w.app, &w.s, STR("wrong"), &w.err),
			 E_DENIED);
	must(app_my_totp_off(&w.app, &w.s, STR(GOOD_PASSWORD), &w.err), &w.err);
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	assert_int_equal(w.s.stage, STAGE_OPEN);
	assert_int_equal(raw_number(w.f, "SELECT count(*) FROM recovery_code"),
			 0);
	end(&w);
}

static void a_half_session_is_short(void **state)
{
	struct world w;
	struct recovery_codes codes;
	char secret[TOTP_TEXT];
	begin(state, &w);
	user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	enrol(&w, secret, &codes);
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	w.app.now_us += 10 * MINUTE_US;
	assert_int_equal(find(&w, w.given.token), E_NOT_FOUND);
	end(&w);
}

/* ---- administration */

static void only_administrators_manage(void **state)
{
	struct world w;
	int64_t x;
	char one_time[ONE_TIME_TEXT];
	struct user_view *list, view;
	struct role_view *roles;
	size_t n;
	begin(state, &w);
	int64_t id = user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	struct user_new u = {.login = STR("nuovo"),
			     .display_name = STR("Nuovo")};
	struct user_query ask = {.role = N_ROLE, .limit = 10};
	for (int r = 0; r < N_ROLE; r++) {
		enum rc want =
			r == ROLE_SYSTEM || r == ROLE_ADMIN ? OK : E_DENIED;
		w.app.who = (struct actor){.user_id = 999,
					   .role = (enum role)r,
					   .doctor_id = 11,
					   .org_id = 21,
					   .person_id = 1};
		const enum rc got[] = {
			app_user_list(&w.app, &ask, &w.a, &list, &n, &x,
				      &w.err),
			app_user_show(&w.app, id, &w.a, &view, &roles, &n,
				      &w.err),
			app_user_change(&w.app, id, STR("Anna Rossi"), STR(""),
					&w.err),
			app_user_disable(&w.app, id, false, &w.err),
			app_user_password(&w.app, id, STR(""), false, one_time,
					  &w.err),
			app_user_totp_reset(&w.app, id, &w.err),
		};
		for (size_t i = 0; i < countof(got); i++)
			if (got[i] != want)
				fail_msg("%s, %zu: %d %s", role_name[r], i,
					 got[i], w.err.text);
		if (want)
			assert_int_equal(
				app_user_add(&w.app, &u, &x, one_time, &w.err),
				E_DENIED);
	}
	end(&w);
}

static const struct {
	const char *name, *login, *display, *email;
	enum msg msg; /* MSG_NONE: fine */
} adds[] = {
	{"plain", "anna.rossi", "Anna Rossi", "anna@studio.it", MSG_NONE},
	{"capitals", "ANNA.ROSSI", "Anna Rossi", "", MSG_ACC_LOGIN_TAKEN},
	{"too short", "ab", "X", "", MSG_ACC_LOGIN_WRONG},
	{"blank inside", "anna rossi", "X", "", MSG_ACC_LOGIN_WRONG},
	{"markup", "<b>anna</b>", "X", "", MSG_ACC_LOGIN_WRONG},
	{"no name", "anna2", "  ", "", MSG_ACC_NAME_WRONG},
	{"a name of two lines", "anna2", "A\nB", "", MSG_ACC_NAME_WRONG},
	{"any name", "anna2", "<script>'\"&", "", MSG_NONE},
	{"no @", "anna3", "Anna", "anna.it", MSG_ACC_EMAIL_WRONG},
	{"two @", "anna3", "Anna", "a@b@c", MSG_ACC_EMAIL_WRONG},
	{"nothing before the @", "anna3", "Anna", "@c", MSG_ACC_EMAIL_WRONG},
	{"a header in the address", "anna3", "Anna", "a@b\r\nBcc: c",
	 MSG_ACC_EMAIL_WRONG},
};

static void users_are_added(void **state)
{
	struct world w;
	char one_time[ONE_TIME_TEXT];
	int64_t id;
	begin(state, &w);
	for (size_t i = 0; i < countof(adds); i++) {
		struct err err = {0};
		struct user_new u = {.login = str_from(adds[i].login),
				     .display_name = str_from(adds[i].display),
				     .email = str_from(adds[i].email)};
		enum rc rc = app_user_add(&w.app, &u, &id, one_time, &err);
		if (!rc != (adds[i].msg == MSG_NONE) ||
		    err.msg != (int)adds[i].msg)
			fail_msg("%s: rc %d, %s", adds[i].name, rc, err.text);
	}
	end(&w);
}

static void users_are_found(void **state)
{
	struct world w;
	struct user_view *list;
	size_t n;
	int64_t total;
	begin(state, &w);
	user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	user_of(&w.app, "m_verdi", ROLE_OPERATOR, "COOP1");
	user_of(&w.app, "zeta", N_ROLE, "");
	static const struct {
		const char *q;
		enum role role;
		int64_t n;
	} rows[] = {
		{"", N_ROLE, 3},          {"ROSSI", N_ROLE, 1},
		{"_", N_ROLE, 1},         {"%", N_ROLE, 0},
		{"prova", N_ROLE, 3},     {"", ROLE_DOCTOR, 1},
		{"zeta", ROLE_DOCTOR, 0}, {"\\", N_ROLE, 0},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct user_query ask = {.q = str_from(rows[i].q),
					 .role = rows[i].role,
					 .limit = 10};
		must(app_user_list(&w.app, &ask, &w.a, &list, &n, &total,
				   &w.err),
		     &w.err);
		if (total != rows[i].n || (int64_t)n != rows[i].n)
			fail_msg("\"%s\": %zu of %" PRId64, rows[i].q, n,
				 total);
	}
	struct user_query page = {.role = N_ROLE, .limit = 2, .offset = 2};
	must(app_user_list(&w.app, &page, &w.a, &list, &n, &total, &w.err),
	     &w.err);
	assert_int_equal(n, 1);
	assert_int_equal(total, 3);
	assert_true(str_is(list[0].login, "zeta"));
	end(&w);
}

static void disabling_and_resetting_end_sessions(void **state)
{
	struct world w;
	char one_time[ONE_TIME_TEXT];
	begin(state, &w);
	int64_t id = user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	for (int i = 0; i < 3; i++) {
		if (i == 2)
			must(app_user_password(&w.app, id, STR(GOOD_PASSWORD),
					       true, one_time, &w.err),
			     &w.err);
		session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
		if (i == 0)
			must(app_user_disable(&w.app, id, true, &w.err),
			     &w.err);
		else if (i == 1)
			must(app_user_password(&w.app, id, STR(""), false,
					       one_time, &w.err),
			     &w.err);
		else
			must(app_user_totp_reset(&w.app, id, &w.err), &w.err);
		assert_int_equal(find(&w, w.given.token), E_NOT_FOUND);
		if (i == 0)
			must(app_user_disable(&w.app, id, false, &w.err),
			     &w.err);
	}
	w.app.who = (struct actor){.user_id = id, .role = ROLE_ADMIN};
	assert_int_equal(app_user_disable(&w.app, id, true, &w.err), E_STATE);
	end(&w);
}

/* ---- delegations */

static const struct {
	const char *name;
	enum role role;
	int64_t actor_doctor, from_doctor, to_doctor;
	const char *from, *to;
	enum msg msg;
} delegations[] = {
	{"two weeks", ROLE_DOCTOR, 11, 11, 12, "2026-08-03", "2026-08-16",
	 MSG_NONE},
	{"again on one of the days", ROLE_DOCTOR, 11, 11, 12, "2026-08-16",
	 "2026-08-20", MSG_ACC_DELEGATE_TWICE},
	{"another doctor", ROLE_DOCTOR, 11, 11, 13, "2026-08-03", "2026-08-16",
	 MSG_NONE},
	{"for another", ROLE_DOCTOR, 11, 12, 11, "2026-08-03", "2026-08-16",
	 MSG_ACC_DELEGATE_OWN},
	{"by an administrator", ROLE_ADMIN, 0, 12, 11, "2026-08-03",
	 "2026-08-16", MSG_NONE},
	{"to oneself", ROLE_DOCTOR, 11, 11, 11, "2026-08-03", "2026-08-16",
	 MSG_ACC_DELEGATE_SELF},
	{"to nobody", ROLE_DOCTOR, 11, 11, 99, "2026-08-03", "2026-08-16",
	 MSG_ACC_ROLE_DOCTOR},
	{"days the wrong way", ROLE_DOCTOR, 11, 11, 12, "2026-09-10",
	 "2026-09-01", MSG_ACC_DATES},
	{"in the past", ROLE_DOCTOR, 11, 11, 12, "2025-11-01", "2025-11-10",
	 MSG_ACC_DATES_PAST},
	{"for a year", ROLE_DOCTOR, 11, 11, 12, "2026-09-01", "2027-08-31",
	 MSG_ACC_DELEGATE_LONG},
};

static void delegations_have_bounds(void **state)
{
	struct world w;
	int64_t id;
	begin(state, &w);
	for (size_t i = 0; i < countof(delegations); i++) {
		struct err err = {0};
		struct delegation_new d = {
			.doctor_id = delegations[i].from_doctor,
			.delegate_doctor_id = delegations[i].to_doctor,
			.from = day(delegations[i].from),
			.to = day(delegations[i].to),
			.reason = STR("ferie")};
		w.app.who = (struct actor){.role = delegations[i].role,
					   .doctor_id =
						   delegations[i].actor_doctor};
		enum rc rc = app_delegate(&w.app, &d, &id, &err);
		if (!rc != (delegations[i].msg == MSG_NONE) ||
		    err.msg != (int)delegations[i].msg)
			fail_msg("%s: rc %d, %s", delegations[i].name, rc,
				 err.text);
	}
	end(&w);
}

static void a_substitute_acts_and_stops(void **state)
{
	struct world w;
	int64_t id;
	struct delegation_view *list;
	size_t n;
	begin(state, &w);
	struct delegation_new d = {.doctor_id = 11,
				   .delegate_doctor_id = 12,
				   .from = date_of(2026, 1, 1),
				   .to = date_of(2026, 1, 14),
				   .reason = STR("ferie")};
	const struct actor rossi = {.role = ROLE_DOCTOR, .doctor_id = 11},
			   verdi = {.role = ROLE_DOCTOR, .doctor_id = 12};
	w.app.who = rossi;
	must(app_delegate(&w.app, &d, &id, &w.err), &w.err);
	w.app.who = verdi;
	must(app_require(&w.app, MAY_SIGN_PLAN, 1, &w.err), &w.err);
	must(app_delegations(&w.app, 12, &w.a, &list, &n, &w.err), &w.err);
	assert_int_equal(n, 1);
	assert_true(str_is(list[0].doctor, "ROSSI Anna"));
	assert_true(str_is(list[0].delegate, "VERDI Luca"));
	assert_int_equal(app_delegations(&w.app, 11, &w.a, &list, &n, &w.err),
			 E_DENIED);
	assert_int_equal(app_delegation_end(&w.app, id, &w.err), E_DENIED);
	w.app.today = date_of(2026, 1, 15);
	assert_int_equal(app_require(&w.app, MAY_SIGN_PLAN, 1, &w.err),
			 E_DENIED);
	w.app.today = date_of(2026, 1, 7);
	w.app.who = rossi;
	must(app_delegation_end(&w.app, id, &w.err), &w.err);
	w.app.who = verdi;
	assert_int_equal(app_require(&w.app, MAY_READ_PERSON, 1, &w.err),
			 E_DENIED);
	w.app.today = date_of(2026, 1, 6); /* what was done then was allowed */
	must(app_require(&w.app, MAY_READ_PERSON, 1, &w.err), &w.err);
	end(&w);
}

static void the_chain_agrees(void **state)
{
	struct world w;
	struct audit_report report;
	begin(state, &w);
	user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	guess(&w, "mrossi", HERE, "");
	must(app_log_out(&w.app, &w.s, &w.err), &w.err);
	must(audit_verify(&w.app, &report, &w.err), &w.err);
	assert_int_equal(report.what.len, 0);
	end(&w);
}

/* ---- what happened to an account */

static int64_t events(struct world *w, const char *where)
{
	char sql[256];
	snprintf(sql, sizeof(sql),
		 "SELECT count(*) FROM account_event WHERE %s", where);
	return raw_number(w->f, sql);
}

static int64_t messages(struct world *w, const char *like)
{
	char sql[256];
	snprintf(
		sql, sizeof(sql),
		"SELECT count(*) FROM outbox WHERE kind = 'account.notice' AND "
		"payload LIKE '%%%s%%'",
		like);
	return raw_number(w->f, sql);
}

/* Every change leaves one line and one message; nothing of who or what else. */
static void changes_are_told(void **state)
{
	struct world w;
	struct recovery_codes codes;
	struct account_event *list = NULL;
	char secret[TOTP_TEXT], one_time[ONE_TIME_TEXT];
	size_t n = 0;
	begin(state, &w);
	int64_t id = user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	assert_int_equal(events(&w, "what = 'role_given' AND role = 'doctor' "
				    "AND by_whom = 'command' AND address = ''"),
			 1);
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	assert_int_equal(events(&w, "what = 'new_device' AND by_whom = 'self' "
				    "AND address = '" HERE "'"),
			 1);
	w.app.who = w.s.who;
	must(app_my_password(&w.app, &w.s, STR(GOOD_PASSWORD),
			     STR("quattro gatti sul tetto"), &w.given, &w.err),
	     &w.err);
	must(find(&w, w.given.token), &w.err);
	assert_int_equal(events(&w, "what = 'password' AND by_whom = 'self'"),
			 1);
	w.app.who = (struct actor){.role = ROLE_SYSTEM};
	must(app_user_password(&w.app, id, STR(GOOD_PASSWORD), true, one_time,
			       &w.err),
	     &w.err);
	assert_int_equal(
		events(&w, "what = 'password_reset' AND by_whom = 'command'"),
		1);
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	w.app.who = w.s.who;
	enrol(&w, secret, &codes);
	assert_int_equal(events(&w, "what = 'factor_on' AND by_whom = 'self'"),
			 1);
	must(app_my_totp_off(&w.app, &w.s, STR(GOOD_PASSWORD), &w.err), &w.err);
	assert_int_equal(events(&w, "what = 'factor_off' AND by_whom = 'self'"),
			 1);
	w.app.who = (struct actor){.user_id = id + 1, .role = ROLE_ADMIN};
	must(app_user_change(&w.app, id, STR("Altro Nome"), STR("a@b.it"),
			     &w.err),
	     &w.err);
	assert_int_equal(events(&w,
				"what = 'changed' AND by_whom = 'admin' AND "
				"address = ''"),
			 1);
	must(app_user_disable(&w.app, id, true, &w.err), &w.err);
	must(app_user_disable(&w.app, id, false, &w.err), &w.err);
	assert_int_equal(events(&w, "what IN ('disabled', 'enabled')"), 2);
	assert_int_equal(events(&w, "1 = 1"), messages(&w, ""));
	assert_int_equal(messages(&w, "mrossi") + messages(&w, "Altro") +
				 messages(&w, HERE),
			 0);
	must(app_my_events(&w.app, &w.s, &w.a, &list, &n, &w.err), &w.err);
	assert_int_equal(n, events(&w, "1 = 1"));
	assert_int_equal(list[n - 1].what, ACCOUNT_ROLE_GIVEN);
	assert_int_equal(list[n - 1].role, ROLE_DOCTOR);
	end(&w);
}

static void a_browser_that_is_known_is_not_told(void **state)
{
	struct world w;
	struct session_given first;
	begin(state, &w);
	user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	must(sign_on_from(&w.app, "mrossi", GOOD_PASSWORD, HERE, "", &first,
			  &w.err),
	     &w.err);
	must(sign_on_from(&w.app, "mrossi", GOOD_PASSWORD, "10.1.1.1",
			  first.device, &w.given, &w.err),
	     &w.err);
	assert_int_equal(events(&w, "what = 'new_device'"), 1);
	/* nor is a wrong password a sign-on */
	assert_int_equal(guess(&w, "mrossi", "10.2.2.2", ""), E_DENIED);
	assert_int_equal(events(&w, "what = 'new_device'"), 1);
	end(&w);
}

static void a_recovery_code_is_told(void **state)
{
	struct world w;
	struct recovery_codes codes;
	char secret[TOTP_TEXT];
	begin(state, &w);
	user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	enrol(&w, secret, &codes);
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	assert_int_equal(give_code(&w, "zzzz-zzzz-zzzz", CLOCK_US + HOUR_US),
			 E_DENIED);
	assert_int_equal(events(&w, "what = 'recovery_used'"), 0);
	must(give_code(&w, codes.code[0], CLOCK_US + HOUR_US), &w.err);
	assert_int_equal(
		events(&w, "what = 'recovery_used' AND address = '" HERE "'"),
		1);
	end(&w);
}

static void both_doctors_are_told_of_a_delegation(void **state)
{
	struct world w;
	int64_t id = 0;
	begin(state, &w);
	user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	user_of(&w.app, "lverdi", ROLE_DOCTOR, "M2");
	user_of(&w.app, "studio", ROLE_STAFF, "M1");
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	w.app.who = w.s.who;
	struct delegation_new d = {.doctor_id = 11,
				   .delegate_doctor_id = 12,
				   .from = w.app.today,
				   .to = date_add(w.app.today, 6)};
	must(app_delegate(&w.app, &d, &id, &w.err), &w.err);
	assert_int_equal(
		events(&w, "what = 'delegation_given' AND by_whom = 'self'"),
		1);
	assert_int_equal(
		events(&w, "what = 'delegation_taken' AND by_whom = 'doctor'"),
		1);
	must(app_delegation_end(&w.app, id, &w.err), &w.err);
	assert_int_equal(events(&w, "what = 'delegation_ended'"), 2);
	end(&w);
}

/* ---- "it was not me" */

static void locked_until_a_new_password(struct world *w, int64_t id)
{
	char one_time[ONE_TIME_TEXT];
	assert_int_equal(raw_number(w->f, "SELECT count(*) FROM session"), 0);
	assert_int_equal(raw_number(w->f, "SELECT count(*) FROM user_device"),
			 0);
	assert_int_equal(raw_number(w->f, "SELECT count(*) FROM app_user WHERE "
					  "totp_secret IS NOT NULL"),
			 0);
	assert_int_equal(raw_number(w->f, "SELECT count(*) FROM recovery_code"),
			 0);
	assert_int_equal(audited(w, "account.lock"), 1);
	assert_int_equal(raw_number(w->f, "SELECT count(*) FROM outbox WHERE "
					  "kind = 'account.locked'"),
			 1);
	/* the right password gets the words of a wrong one */
	assert_int_equal(sign_on_from(&w->app, "mrossi", GOOD_PASSWORD, HERE,
				      "", &w->given, &w->err),
			 E_DENIED);
	assert_int_equal(w->err.msg, MSG_ACC_WRONG);
	/* letting in again after a lock is not enough */
	w->app.who = (struct actor){.role = ROLE_SYSTEM};
	must(app_user_disable(&w->app, id, true, &w->err), &w->err);
	must(app_user_disable(&w->app, id, false, &w->err), &w->err);
	assert_int_equal(sign_on_from(&w->app, "mrossi", GOOD_PASSWORD, HERE,
				      "", &w->given, &w->err),
			 E_DENIED);
	must(app_user_password(&w->app, id, STR("un altro tetto di gatti"),
			       false, one_time, &w->err),
	     &w->err);
	must(sign_on_from(&w->app, "mrossi", "un altro tetto di gatti", HERE,
			  "", &w->given, &w->err),
	     &w->err);
	assert_int_equal(w->given.stage, STAGE_PASSWORD);
}

static void it_was_not_me(void **state)
{
	struct world w;
	struct recovery_codes codes;
	struct session_given elsewhere;
	char secret[TOTP_TEXT];
	begin(state, &w);
	int64_t id = user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	enrol(&w, secret, &codes);
	must(sign_on_from(&w.app, "mrossi", GOOD_PASSWORD, "10.6.6.6", "",
			  &elsewhere, &w.err),
	     &w.err);
	w.app.who = w.s.who;
	must(app_my_lock(&w.app, &w.s, &w.err), &w.err);
	assert_int_equal(find(&w, elsewhere.token), E_NOT_FOUND);
	locked_until_a_new_password(&w, id);
	end(&w);
}

/* The link of the latest message of that kind. */
static void link_of(struct world *w, const char *what, char token[TOKEN_TEXT])
{
	char sql[256];
	for (int i = 0; i < TOKEN_TEXT - 1; i++) {
		/* where the token begins: after "/non-sono-io/" */
		snprintf(
			sql, sizeof(sql),
			w->f->postgres
				? "SELECT ascii(substr(payload, "
				  "strpos(payload, "
				  "'sono-io/') + 8 + %d, 1)) FROM outbox WHERE "
				  "payload LIKE '%%\"%s\"%%' ORDER BY id DESC "
				  "LIMIT 1"
				: "SELECT unicode(substr(payload, "
				  "instr(payload, 'sono-io/') + 8 + %d, 1)) "
				  "FROM "
				  "outbox WHERE payload LIKE '%%\"%s\"%%' "
				  "ORDER "
				  "BY id DESC LIMIT 1",
			i, what);
		token[i] = (char)raw_number(w->f, sql);
	}
	token[TOKEN_TEXT - 1] = 0;
}

static void a_link_locks_and_opens_nothing(void **state)
{
	struct world w;
	struct account_event e;
	char token[TOKEN_TEXT], other[TOKEN_TEXT];
	begin(state, &w);
	int64_t id = user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	session_of(&w.app, "mrossi", &w.a, &w.given, &w.s);
	link_of(&w, "new_device", token);
	link_of(&w, "role_given", other);
	struct actor before = w.app.who;
	w.app.who = (struct actor){.role = ROLE_NOBODY};
	must(app_link_event(&w.app, str_from(token), &e, &w.err), &w.err);
	assert_int_equal(e.what, ACCOUNT_NEW_DEVICE);
	/* it is no session */
	assert_int_equal(find(&w, token), E_NOT_FOUND);
	assert_int_equal(app_link_lock(&w.app, STR("made-up"), &w.err),
			 E_NOT_FOUND);
	assert_int_equal(w.err.msg, MSG_ACC_LINK_OVER);
	must(app_link_lock(&w.app, str_from(token), &w.err), &w.err);
	assert_int_equal(w.app.who.role, ROLE_NOBODY);
	/* once; and the links of other messages with it */
	assert_int_equal(app_link_lock(&w.app, str_from(token), &w.err),
			 E_NOT_FOUND);
	assert_int_equal(app_link_event(&w.app, str_from(other), &e, &w.err),
			 E_NOT_FOUND);
	/* the token itself is in the message alone */
	char sql[200];
	snprintf(sql, sizeof(sql),
		 "SELECT count(*) FROM account_event WHERE token_sha256 = '%s'",
		 token);
	assert_int_equal(raw_number(w.f, sql), 0);
	w.app.who = before;
	locked_until_a_new_password(&w, id);
	end(&w);
}

static void links_and_lines_grow_old(void **state)
{
	struct world w;
	struct account_event e;
	char token[TOKEN_TEXT];
	begin(state, &w);
	user_of(&w.app, "mrossi", ROLE_DOCTOR, "M1");
	link_of(&w, "role_given", token);
	w.app.now_us += 13 * 24 * HOUR_US;
	must(app_link_event(&w.app, str_from(token), &e, &w.err), &w.err);
	w.app.now_us += 2 * 24 * HOUR_US;
	assert_int_equal(app_link_lock(&w.app, str_from(token), &w.err),
			 E_NOT_FOUND);
	must(app_session_sweep(&w.app, &w.err), &w.err);
	assert_int_equal(events(&w, "1 = 1"), 1);
	w.app.now_us += 400 * 24 * HOUR_US;
	must(app_session_sweep(&w.app, &w.err), &w.err);
	assert_int_equal(events(&w, "1 = 1"), 0);
	end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(a_password_opens_a_session),
		ON_BOTH(failures_say_the_same),
		ON_BOTH(a_long_password_is_refused_in_the_same_words),
		ON_BOTH(guesses_wait_longer_and_longer),
		ON_BOTH(a_right_password_forgets_the_wrong_ones),
		ON_BOTH(an_address_tries_many_logins_in_vain),
		ON_BOTH(the_owners_browser_is_counted_alone),
		ON_BOTH(a_device_cookie_is_never_taken_over),
		ON_BOTH(sessions_end),
		ON_BOTH(a_session_is_touched_once_a_minute),
		ON_BOTH(tokens_that_are_none),
		ON_BOTH(leaving),
		ON_BOTH(signing_on_ends_the_session_of_that_browser),
		ON_BOTH(roles_have_dates_and_one_is_chosen),
		ON_BOTH(a_role_that_ends_ends_its_sessions),
		ON_BOTH(roles_are_bound),
		ON_BOTH(a_one_time_password_must_be_changed),
		ON_BOTH(a_one_time_password_dies),
		ON_BOTH(changing_ones_password),
		ON_BOTH(a_password_does_not_grow_old),
		ON_BOTH(nobody_is_there_at_first),
		ON_BOTH(a_hash_of_yesterday_is_made_again),
		ON_BOTH(a_professional_sets_up_a_second_factor),
		ON_BOTH(five_wrong_codes_end_it),
		ON_BOTH(recovery_codes_work_once),
		ON_BOTH(a_half_session_is_short),
		ON_BOTH(only_administrators_manage),
		ON_BOTH(users_are_added),
		ON_BOTH(users_are_found),
		ON_BOTH(disabling_and_resetting_end_sessions),
		ON_BOTH(delegations_have_bounds),
		ON_BOTH(a_substitute_acts_and_stops),
		ON_BOTH(changes_are_told),
		ON_BOTH(a_browser_that_is_known_is_not_told),
		ON_BOTH(a_recovery_code_is_told),
		ON_BOTH(both_doctors_are_told_of_a_delegation),
		ON_BOTH(it_was_not_me),
		ON_BOTH(a_link_locks_and_opens_nothing),
		ON_BOTH(links_and_lines_grow_old),
		ON_BOTH(the_chain_agrees),
	};
	return cmocka_run_group_tests_name("account", tests, NULL, NULL);
}
