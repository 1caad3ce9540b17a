/* Who may open whose record, and what for. The world: test/account_kit.h. */
#include "test/account_kit.h"

struct world {
	struct db_fixture *f;
	struct app app;
	struct arena a;
	struct err err;
	int64_t user[N_ROLE];
};

static const char *const bound[N_ROLE] = {
	[ROLE_ADMIN] = "",
	[ROLE_DOCTOR] = "M1",
	[ROLE_STAFF] = "M1",
	[ROLE_OPERATOR] = "COOP1",
	[ROLE_SPECIALIST] = "COOP1",
	[ROLE_PROVIDER] = "COOP1",
	[ROLE_PHARMACIST] = "F1",
	[ROLE_CITIZEN] = "P1",
	[ROLE_COOPERATIVE] = "COOP1",
	[ROLE_AGENCY] = "COOP1",
	[ROLE_REGION] = "COOP1",
};

/* One user per role; doctor 13 delegates doctor 11; person 1 may act for
 * person 2; person 2 lets pharmacy 31 look. */
static void begin(void **state, struct world *w)
{
	char login[32];
	*w = (struct world){.f = fixture_of(state)};
	open_accounts(w->f, &w->app);
	arena_init(&w->a, 1u << 20);
	for (int r = ROLE_ADMIN; r < ROLE_NOBODY; r++) {
		snprintf(login, sizeof(login), "utente.%s", role_name[r]);
		w->user[r] = user_of(&w->app, login, (enum role)r, bound[r]);
	}
	raw_sql(w->f,
		"INSERT INTO delegation (id, doctor_id, delegate_doctor_id,"
		" valid_from, valid_to, recorded_us) VALUES"
		" (1, 13, 11, '2026-01-01', '2026-01-14', 0);"
		"INSERT INTO consent (id, person_id, purpose, subject_kind,"
		" subject_id, granted, valid_from, recorded_us) VALUES"
		" (1, 2, 'care', 'person', 1, 1, '2025-01-01', 0),"
		" (2, 2, 'pharmacy', 'organisation', 31, 1, '2025-01-01', 0)");
}

static void end(struct world *w)
{
	app_close(&w->app);
	arena_release(&w->a);
}

static void act(struct world *w, enum role role)
{
	w->app.who = (struct actor){
		.user_id = w->user[role],
		.role = role,
		.doctor_id = role == ROLE_DOCTOR || role == ROLE_STAFF ? 11 : 0,
		.org_id = role == ROLE_PHARMACIST ? 31 : 21,
		.person_id = role == ROLE_CITIZEN ? 1 : 0};
	if (role == ROLE_DOCTOR || role == ROLE_STAFF || role == ROLE_CITIZEN)
		w->app.who.org_id = 0;
}

/* Person 1: of doctor 11, centre 21. 2: of 12, centre 21. 3: of 13, centre 22,
 * delegated to 11. 4: of nobody. A letter for each person: open, Purpose,
 * Glass, never (-), not found (?). */
static const struct {
	enum role role;
	const char *verdicts; /* of 1, 2, 3, 4, 99 */
	const char *purpose;  /* of who is open first */
} rows[] = {
	{ROLE_ADMIN, "-----", NULL},
	{ROLE_DOCTOR, "OGPG?", "care"},
	{ROLE_STAFF, "O-P--", "care"},
	{ROLE_OPERATOR, "OO---", "coordination"},
	{ROLE_SPECIALIST, "PPGG?", NULL},
	{ROLE_PROVIDER, "-----", NULL},
	{ROLE_PHARMACIST, "-O---", "therapy"},
	{ROLE_CITIZEN, "OO---", "self"},
	{ROLE_COOPERATIVE, "-----", NULL},
	{ROLE_AGENCY, "-----", NULL},
	{ROLE_REGION, "-----", NULL},
	{ROLE_NOBODY, "-----", NULL},
};

static char verdict(struct world *w, int64_t person_id)
{
	static const char letter[N_ACCESS] = {
		[ACCESS_OPEN] = 'O',
		[ACCESS_PURPOSE] = 'P',
		[ACCESS_GLASS] = 'G',
		[ACCESS_NEVER] = '-',
	};
	struct access_verdict v;
	enum rc rc = app_access(&w->app, person_id, &v, &w->err);
	if (rc == E_NOT_FOUND)
		return '?';
	must(rc, &w->err);
	return letter[v.access];
}

static void every_role_and_person(void **state)
{
	static const int64_t people[] = {1, 2, 3, 4, 99};
	struct world w;
	begin(state, &w);
	for (size_t i = 0; i < countof(rows); i++)
		for (size_t k = 0; k < countof(people); k++) {
			act(&w, rows[i].role);
			char got = verdict(&w, people[k]);
			if (got != rows[i].verdicts[k])
				fail_msg("%s, person %" PRId64 ": %c",
					 role_name[rows[i].role], people[k],
					 got);
			if (got == 'O' && rows[i].purpose &&
			    (k == 0 || rows[i].verdicts[0] != 'O'))
				assert_true(str_is(w.app.who.purpose,
						   rows[i].purpose));
		}
	act(&w, ROLE_CITIZEN);
	verdict(&w, 2);
	assert_true(str_is(w.app.who.purpose, "caregiver"));
	end(&w);
}

static int64_t count(struct world *w, const char *what)
{
	char sql[256];
	snprintf(sql, sizeof(sql), "SELECT count(*) FROM %s", what);
	return raw_number(w->f, sql);
}

static void a_purpose_is_asked_once_a_day(void **state)
{
	struct world w;
	begin(state, &w);
	act(&w, ROLE_DOCTOR);
	must(app_access_purpose(&w.app, 3, PURPOSE_SUBSTITUTE, &w.err), &w.err);
	act(&w, ROLE_DOCTOR);
	assert_int_equal(verdict(&w, 3), 'O');
	assert_true(str_is(w.app.who.purpose, "substitute"));
	assert_int_equal(count(&w, "audit WHERE action = 'access.purpose' AND "
				   "purpose = 'substitute' AND person_id = 3"),
			 1);
	/* not for another user, nor in another role */
	act(&w, ROLE_STAFF);
	assert_int_equal(verdict(&w, 3), 'P');
	act(&w, ROLE_DOCTOR);
	w.app.now_us += 12 * HOUR_US;
	assert_int_equal(verdict(&w, 3), 'P');
	/* nor when the delegation is over */
	must(app_access_purpose(&w.app, 3, PURPOSE_SUBSTITUTE, &w.err), &w.err);
	w.app.today = date_of(2026, 1, 15);
	assert_int_equal(verdict(&w, 3), 'G');
	end(&w);
}

static void a_purpose_opens_nothing_without_relation(void **state)
{
	struct world w;
	begin(state, &w);
	for (int r = ROLE_ADMIN; r < ROLE_NOBODY; r++) {
		act(&w, (enum role)r);
		assert_int_equal(app_access_purpose(&w.app, 4,
						    PURPOSE_EMERGENCY, &w.err),
				 E_DENIED);
	}
	assert_int_equal(count(&w, "access_grant"), 0);
	end(&w);
}

#define REASON "Persona incosciente portata in ambulatorio"

static void glass_opens_to_read_and_nothing_more(void **state)
{
	struct world w;
	begin(state, &w);
	act(&w, ROLE_DOCTOR);
	assert_int_equal(app_require(&w.app, MAY_READ_PERSON, 2, &w.err),
			 E_DENIED);
	must(app_access_break_glass(&w.app, 2, STR(REASON), &w.err), &w.err);
	act(&w, ROLE_DOCTOR);
	assert_int_equal(verdict(&w, 2), 'O');
	assert_true(str_is(w.app.who.purpose, "break_glass"));
	for (int p = 0; p < N_PERMISSION; p++) {
		enum rc want = p == MAY_READ_PERSON ? OK : E_DENIED;
		/* readings are part of the record; lists, registers, and
		 * visits that are one's own are not about the person */
		if (p == MAY_READ_LISTS || p == MAY_HOLD_VISIT ||
		    p == MAY_READ_READINGS || p == MAY_READ_TELECARE)
			want = OK;
		enum rc rc = app_require(&w.app, (enum permission)p, 2, &w.err);
		if (rc != want)
			fail_msg("permission %d: rc %d", p, rc);
	}
	assert_int_equal(app_require(&w.app, MAY_READ_PERSON, 4, &w.err),
			 E_DENIED); /* nobody else */
	act(&w, ROLE_SPECIALIST);
	w.app.who.org_id = 22;
	assert_int_equal(app_require(&w.app, MAY_READ_PERSON, 2, &w.err),
			 E_DENIED); /* not another user */
	act(&w, ROLE_DOCTOR);
	w.app.now_us += 8 * HOUR_US;
	assert_int_equal(verdict(&w, 2), 'G');
	assert_int_equal(app_require(&w.app, MAY_READ_PERSON, 2, &w.err),
			 E_DENIED);
	end(&w);
}

static void glass_leaves_traces(void **state)
{
	struct world w;
	begin(state, &w);
	act(&w, ROLE_DOCTOR);
	must(app_access_break_glass(&w.app, 2, STR("  \"" REASON "\" <b>"),
				    &w.err),
	     &w.err);
	assert_int_equal(count(&w, "outbox WHERE kind = 'access_alert' AND "
				   "person_id = 2"),
			 1);
	assert_int_equal(count(&w, "audit WHERE action = 'access.break_glass' "
				   "AND purpose = 'break_glass' AND person_id "
				   "= 2 AND detail LIKE '%incosciente%'"),
			 1);
	assert_int_equal(count(&w, "access_alert WHERE doctor_id = 12"), 1);
	assert_int_equal(count(&w, "access_alert WHERE doctor_id IS NULL"), 1);
	/* a person without a doctor: the administrators alone */
	act(&w, ROLE_SPECIALIST);
	must(app_access_break_glass(&w.app, 4, STR(REASON), &w.err), &w.err);
	assert_int_equal(count(&w, "access_alert"), 3);
	end(&w);
}

static const struct {
	const char *name;
	enum role role;
	int64_t person;
	const char *reason;
	enum rc rc;
} glasses[] = {
	{"fourteen characters", ROLE_DOCTOR, 2, "12345678901234", E_RANGE},
	{"blanks do not count", ROLE_DOCTOR, 2, "    12345678901234    ",
	 E_RANGE},
	{"fifteen", ROLE_DOCTOR, 2, "123456789012345", OK},
	{"fifteen, not of one byte", ROLE_DOCTOR, 4,
	 "\xc3\xa8\xc3\xa8\xc3\xa8\xc3\xa8\xc3\xa8\xc3\xa8\xc3\xa8\xc3\xa8"
	 "\xc3\xa8\xc3\xa8\xc3\xa8\xc3\xa8\xc3\xa8\xc3\xa8\xc3\xa8",
	 OK},
	{"not UTF-8", ROLE_DOCTOR, 2, "123456789012345\xff", E_RANGE},
	{"again while it is broken", ROLE_DOCTOR, 2, REASON, OK},
	{"an own patient", ROLE_DOCTOR, 1, REASON, E_DENIED},
	{"a delegated one", ROLE_DOCTOR, 3, REASON, E_DENIED},
	{"nobody", ROLE_DOCTOR, 99, REASON, E_NOT_FOUND},
	{"staff", ROLE_STAFF, 2, REASON, E_DENIED},
	{"operator", ROLE_OPERATOR, 3, REASON, E_DENIED},
	{"provider", ROLE_PROVIDER, 2, REASON, E_DENIED},
	{"pharmacist", ROLE_PHARMACIST, 1, REASON, E_DENIED},
	{"citizen", ROLE_CITIZEN, 3, REASON, E_DENIED},
	{"cooperative", ROLE_COOPERATIVE, 1, REASON, E_DENIED},
	{"agency", ROLE_AGENCY, 1, REASON, E_DENIED},
	{"region", ROLE_REGION, 1, REASON, E_DENIED},
	{"administrator", ROLE_ADMIN, 1, REASON, E_DENIED},
};

static void who_breaks_it_and_how(void **state)
{
	struct world w;
	begin(state, &w);
	for (size_t i = 0; i < countof(glasses); i++) {
		struct err err = {0};
		act(&w, glasses[i].role);
		enum rc rc = app_access_break_glass(&w.app, glasses[i].person,
						    str_from(glasses[i].reason),
						    &err);
		if (rc != glasses[i].rc || (rc && !err.msg))
			fail_msg("%s: rc %d, %s", glasses[i].name, rc,
				 err.text);
	}
	end(&w);
}

static size_t alerts(struct world *w, bool open_only,
		     struct access_alert **list)
{
	struct alert_query ask = {.open_only = open_only, .limit = 10};
	size_t n = 0;
	int64_t total = 0;
	must(app_access_alerts(&w->app, &ask, &w->a, list, &n, &total, &w->err),
	     &w->err);
	assert_int_equal(n, total);
	return n;
}

static void alerts_are_looked_into(void **state)
{
	struct world w;
	struct access_alert *list;
	begin(state, &w);
	int64_t verdi = user_of(&w.app, "lverdi", ROLE_DOCTOR, "M2");
	act(&w, ROLE_DOCTOR);
	must(app_access_break_glass(&w.app, 2, STR(REASON), &w.err), &w.err);
	assert_int_equal(alerts(&w, true, &list), 0); /* not of the own doing */
	w.app.who = (struct actor){
		.user_id = verdi, .role = ROLE_DOCTOR, .doctor_id = 12};
	assert_int_equal(alerts(&w, true, &list), 1);
	assert_true(str_is(list[0].person, "GALLI Ezio"));
	assert_true(str_is(list[0].reason, REASON));
	assert_true(str_is(list[0].user, "Utente di Prova"));
	int64_t doctors = list[0].id;
	act(&w, ROLE_ADMIN);
	assert_int_equal(alerts(&w, true, &list), 1);
	assert_true(str_is(list[0].person, "P2")); /* no name */
	assert_int_equal(list[0].person_id, 0);
	int64_t admins = list[0].id;
	/* each marks their own */
	assert_int_equal(
		app_access_alert_seen(&w.app, doctors, STR("letto"), &w.err),
		E_NOT_FOUND);
	assert_int_equal(
		app_access_alert_seen(&w.app, admins, STR(" "), &w.err),
		E_RANGE);
	must(app_access_alert_seen(&w.app, admins, STR("sentito il medico"),
				   &w.err),
	     &w.err);
	assert_int_equal(
		app_access_alert_seen(&w.app, admins, STR("di nuovo"), &w.err),
		E_CONFLICT);
	assert_int_equal(alerts(&w, true, &list), 0);
	assert_int_equal(alerts(&w, false, &list), 1);
	assert_true(str_is(list[0].note, "sentito il medico"));
	w.app.who = (struct actor){
		.user_id = verdi, .role = ROLE_DOCTOR, .doctor_id = 12};
	assert_int_equal(alerts(&w, true, &list), 1); /* still theirs to see */
	for (int r = ROLE_STAFF; r < ROLE_NOBODY; r++) {
		struct alert_query ask = {.limit = 10};
		size_t n;
		int64_t total;
		act(&w, (enum role)r);
		assert_int_equal(app_access_alerts(&w.app, &ask, &w.a, &list,
						   &n, &total, &w.err),
				 E_DENIED);
		assert_int_equal(app_access_alert_seen(&w.app, doctors,
						       STR("x"), &w.err),
				 E_DENIED);
	}
	end(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(every_role_and_person),
		ON_BOTH(a_purpose_is_asked_once_a_day),
		ON_BOTH(a_purpose_opens_nothing_without_relation),
		ON_BOTH(glass_opens_to_read_and_nothing_more),
		ON_BOTH(glass_leaves_traces),
		ON_BOTH(who_breaks_it_and_how),
		ON_BOTH(alerts_are_looked_into),
	};
	return cmocka_run_group_tests_name("access", tests, NULL, NULL);
}
