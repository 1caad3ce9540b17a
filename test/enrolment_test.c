/* Enrolment: the table of moves, pact, ways, eligibility, and every use case
 * on both engines. */
#include "test/people_kit.h"

#include "app/enrolment.h"
#include "app/people.h"
#include "base/threads.h"

/* ---- the state machines ---- */

/* Every legal move of DESIGN, and the two undoings; all other pairs are
 * refused. */
static const struct {
	enum enrol_state from, to;
} legal[] = {
	{ENROL_ELIGIBLE, ENROL_INVITED},   {ENROL_ELIGIBLE, ENROL_CHOSEN},
	{ENROL_INVITED, ENROL_CHOSEN},     {ENROL_INVITED, ENROL_ELIGIBLE},
	{ENROL_CHOSEN, ENROL_PACT_SIGNED}, {ENROL_PACT_SIGNED, ENROL_ACTIVE},
	{ENROL_ACTIVE, ENROL_TRANSFERRED}, {ENROL_ELIGIBLE, ENROL_ENDED},
	{ENROL_INVITED, ENROL_ENDED},      {ENROL_CHOSEN, ENROL_ENDED},
	{ENROL_PACT_SIGNED, ENROL_ENDED},  {ENROL_ACTIVE, ENROL_ENDED},
};

static bool is_legal(int from, int to)
{
	for (size_t i = 0; i < countof(legal); i++)
		if ((int)legal[i].from == from && (int)legal[i].to == to)
			return true;
	return false;
}

static void every_pair_of_states(void **state)
{
	(void)state;
	for (int f = 0; f < N_ENROL_STATE; f++)
		for (int t = 0; t < N_ENROL_STATE; t++) {
			struct err err = {0};
			enum rc rc = enrol_move((enum enrol_state)f,
						(enum enrol_state)t, &err);
			if (rc != (is_legal(f, t) ? OK : E_STATE))
				fail_msg("%s to %s: rc %d", enrol_state_name[f],
					 enrol_state_name[t], rc);
		}
	struct err err = {0};
	assert_int_equal(E_STATE,
			 enrol_move(ENROL_INVITED, ENROL_ACTIVE, &err));
	assert_string_equal("an enrolment cannot go from invited to active: "
			    "from invited it goes to eligible, chosen, ended",
			    err.text);
	assert_int_equal(E_STATE, enrol_move(ENROL_ENDED, ENROL_ACTIVE, &err));
	assert_string_equal("an enrolment cannot go from ended to active: "
			    "from ended it goes to no other state",
			    err.text);
}

static void every_pair_of_pact_states(void **state)
{
	static const bool ok[N_PACT_STATE][N_PACT_STATE] = {
		/* draft, by_one, signed, expired, revoked, superseded */
		{0, 1, 0, 0, 1, 0},
		{0, 0, 1, 0, 1, 0},
		{0, 0, 0, 1, 1, 1},
	};
	(void)state;
	for (int f = 0; f < N_PACT_STATE; f++)
		for (int t = 0; t < N_PACT_STATE; t++)
			assert_int_equal(ok[f][t] ? OK : E_STATE,
					 pact_move((enum pact_state)f,
						   (enum pact_state)t, NULL));
}

static void names_lead_back(void **state)
{
	(void)state;
	for (int i = 0; i < N_ENROL_STATE; i++)
		assert_int_equal(i,
				 enrol_state_of(str_from(enrol_state_name[i])));
	for (int i = 0; i < N_PACT_STATE; i++)
		assert_int_equal(i,
				 pact_state_of(str_from(pact_state_name[i])));
	for (int i = 0; i < N_ENROL_END; i++)
		assert_int_equal(i, enrol_end_of(str_from(enrol_end_name[i])));
	for (int i = 0; i < N_WAY; i++)
		assert_int_equal(i, way_of(str_from(way_name[i])));
	assert_int_equal(N_ENROL_STATE, enrol_state_of(STR("x")));
	assert_int_equal(N_ENROL_END, enrol_end_of(STR("")));
}

static void declines_before_and_withdraws_after(void **state)
{
	(void)state;
	assert_int_equal(OK,
			 enrol_end_check(ENROL_INVITED, END_DECLINED, NULL));
	assert_int_equal(E_STATE,
			 enrol_end_check(ENROL_INVITED, END_WITHDRAWAL, NULL));
	assert_int_equal(OK,
			 enrol_end_check(ENROL_ACTIVE, END_WITHDRAWAL, NULL));
	assert_int_equal(E_STATE,
			 enrol_end_check(ENROL_ACTIVE, END_DECLINED, NULL));
	assert_int_equal(E_STATE,
			 enrol_end_check(ENROL_ENDED, END_DEATH, NULL));
	for (int s = 0; s < ENROL_ENDED; s++)
		assert_int_equal(OK, enrol_end_check((enum enrol_state)s,
						     END_DEATH, NULL));
}

static void only_the_active_is_suspended(void **state)
{
	(void)state;
	for (int s = 0; s < N_ENROL_STATE; s++)
		assert_int_equal(
			s == ENROL_ACTIVE ? OK : E_STATE,
			enrol_suspend((enum enrol_state)s, false, true, NULL));
	assert_int_equal(E_STATE,
			 enrol_suspend(ENROL_ACTIVE, true, true, NULL));
	assert_int_equal(OK, enrol_suspend(ENROL_ACTIVE, true, false, NULL));
	assert_int_equal(E_STATE,
			 enrol_suspend(ENROL_ACTIVE, false, false, NULL));
}

/* ---- pact ---- */

static const struct {
	const char *name, *from;
	int months;
	const char *last;
} terms[] = {
	{"a year", "2026-01-07", 12, "2027-01-06"},
	{"from the first of the year", "2026-01-01", 12, "2026-12-31"},
	{"from the first of March", "2023-03-01", 12, "2024-02-29"},
	{"from a leap day", "2024-02-29", 12, "2025-02-28"},
	{"from a leap day to a leap day", "2024-02-29", 48, "2028-02-28"},
	{"to a leap year", "2023-02-28", 12, "2024-02-27"},
	{"a month from the 31st", "2026-01-31", 1, "2026-02-28"},
	{"six months from the 31st", "2025-08-31", 6, "2026-02-28"},
};

static void ends_on_the_right_day(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(terms); i++) {
		struct date d =
			pact_last_day(kit_day(terms[i].from), terms[i].months);
		char text[11];
		date_text(d, text);
		if (strcmp(text, terms[i].last) != 0)
			fail_msg("%s: %s", terms[i].name, text);
	}
}

/* ---- rules ---- */

static void load_rules(struct rules *r)
{
	struct arena a;
	struct issues found;
	struct err err = {0};
	arena_init(&a, 1u << 20);
	issues_init(&found, &a, 10);
	rules_init(r);
	kit_rc(rules_load(r, NULL, &found, &err), &err, "rules");
	issues_release(&found);
	arena_release(&a);
}

static void ways_open_by_date(void **state)
{
	struct rules r;
	(void)state;
	load_rules(&r);
	struct date today = kit_day("2026-01-01");
	assert_true(way_is_open(&r, WAY_MANAGER, STR("325"), today));
	assert_true(way_is_open(&r, WAY_ASST, STR("325"), today));
	assert_false(way_is_open(&r, WAY_MIFS, STR("325"), today));
	/* before its first row a way has no rule: closed */
	assert_false(way_is_open(&r, WAY_MANAGER, STR("325"),
				 kit_day("2010-01-01")));
	rules_release(&r);
}

static const struct {
	const char *name, *on;
	bool doctor_active, over;
} continuities[] = {
	{"before the end date", "2024-12-01", true, false},
	{"on the end date", "2024-12-31", true, false},
	{"after it, doctor active", "2025-01-01", true, true},
	{"after it, doctor not active", "2025-01-01", false, false},
	{"years after, doctor not active", "2026-06-01", false, false},
	{"before continuity was a rule", "2020-01-01", false, true},
};

static void continuity_needs_both(void **state)
{
	struct rules r;
	(void)state;
	load_rules(&r);
	for (size_t i = 0; i < countof(continuities); i++) {
		bool over = false;
		struct err err = {0};
		kit_rc(continuity_over(
			       &r, STR("325"), continuities[i].doctor_active,
			       kit_day(continuities[i].on), &over, &err),
		       &err, continuities[i].name);
		if (over != continuities[i].over)
			fail_msg("%s: %d", continuities[i].name, over);
	}
	rules_release(&r);
}

static struct enrol_facts good_facts(void)
{
	struct period long_ago = {kit_day("2019-01-01"), DATE_MAX};
	return (struct enrol_facts){
		.birth = kit_day("1950-01-01"),
		.registered_from = kit_day("2000-01-01"),
		.registered_to = DATE_MAX,
		.death = DATE_MAX,
		.level = 2,
		.has_doctor = true,
		.adherence = {long_ago, long_ago, long_ago},
		.way = WAY_MANAGER,
		.ats = STR("325"),
		.has_contact = true,
	};
}

static void holds_back_with_the_first_reason(void **state)
{
	struct rules r;
	struct date on = kit_day("2026-01-10");
	enum enrol_hold h;
	(void)state;
	load_rules(&r);
#define HOLD(want, change)                                                     \
	do {                                                                   \
		struct enrol_facts f = good_facts();                           \
		change;                                                        \
		assert_int_equal(OK, enrol_hold_on(&r, &f, on, &h, NULL));     \
		if (h != (want))                                               \
			fail_msg("%s: %s", #change, enrol_hold_name[h]);       \
	} while (0)
	HOLD(HOLD_NONE, (void)f);
	HOLD(HOLD_DECEASED, f.death = kit_day("2004-01-01"));
	HOLD(HOLD_DECEASED, f.death = kit_day("2026-02-01"));
	HOLD(HOLD_MOVED, f.registered_to = kit_day("2026-01-09"));
	HOLD(HOLD_NONE, f.registered_to = on);
	HOLD(HOLD_MOVED, f.registered_from = kit_day("2026-01-11"));
	HOLD(HOLD_NOT_CHRONIC, f.level = 4);
	HOLD(HOLD_NOT_CHRONIC, f.level = 0);
	HOLD(HOLD_ENROLLED, f.enrolled = true);
	/* a former manager, and time and doctor say that it is over */
	HOLD(HOLD_ENROLLED, f.enrolled = f.former_manager = true);
	HOLD(HOLD_CONTINUITY, f.enrolled = f.former_manager = true;
	     f.adherence.doctor = PERIOD_NEVER);
	HOLD(HOLD_NO_DOCTOR, f.has_doctor = false);
	HOLD(HOLD_NONE, f.has_doctor = false; f.way = WAY_ASST);
	HOLD(HOLD_NOT_ADHERING, f.adherence.member = PERIOD_NEVER);
	HOLD(HOLD_WAY_CLOSED, f.way = WAY_MIFS);
	HOLD(HOLD_NONE, f.n_in_manager = 199999);
	HOLD(HOLD_MANAGER_FULL, f.n_in_manager = 200000);
	HOLD(HOLD_NO_CONTACT, f.has_contact = false);
	HOLD(HOLD_NONE, f.has_contact = false; f.contact_waived = true);
#undef HOLD
	rules_release(&r);
}

/* ---- campaign ---- */

static void picks_a_share_on_working_days(void **state)
{
	struct campaign c = {kit_day("2026-01-05"), kit_day("2026-01-31"), 3000,
			     42};
	struct date on;
	char id[16];
	int n = 0, other = 0;
	(void)state;
	for (int i = 0; i < 10000; i++) {
		int len = snprintf(id, sizeof(id), "P%05d", i);
		struct str s = {id, (size_t)len};
		if (!campaign_picks(&c, s, &on))
			continue;
		n++;
		assert_true(on.days >= c.from.days && on.days <= c.to.days);
		assert_true(date_weekday(on) < 5);
		/* Epiphany, a Tuesday in 2026 */
		assert_int_not_equal(kit_day("2026-01-06").days, on.days);
		struct date again;
		assert_true(campaign_picks(&c, s, &again));
		assert_int_equal(on.days, again.days);
		struct campaign d = c;
		d.seed = 43;
		other += campaign_picks(&d, s, &again);
	}
	assert_true(abs(n - 3000) < 200); /* 4 standard deviations: 183 */
	assert_true(abs(other - n * 3 / 10) < 150); /* another choice */
	c.share_e4 = 0;
	assert_false(campaign_picks(&c, STR("P1"), &on));
	c.share_e4 = 10000;
	assert_true(campaign_picks(&c, STR("P1"), &on));
	c.from = c.to = kit_day("2026-01-06");
	assert_false(campaign_picks(&c, STR("P1"), &on));
}

/* ---- use cases ---- */

#define PERSON_HEAD                                                            \
	"person_id,fiscal_code,birth_date,sex,municipality_istat,ats,gp_code," \
	"registration_start,registration_end,death_date\n"

/* Doctors G1 (C1), G2 (C2) adhere, G3 does not. P1, P2 with G1, P3 without
 * contacts, P4 of G3, P5 without doctor, P6 level 4, P7 dead, P8 moved. */
static void write_people(const struct kit *k, const char *p1_doctor,
			 const char *p1_death)
{
	char text[2000];
	snprintf(text, sizeof(text),
		 PERSON_HEAD "P1,,1950-01-02,M,016024,,%s,2020-01-01,,%s\n"
			     "P2,,1960-05-06,F,016024,,G1,2020-01-01,,\n"
			     "P3,,1960-05-06,F,016024,,G1,2020-01-01,,\n"
			     "P4,,1960-05-06,F,016024,,G3,2020-01-01,,\n"
			     "P5,,1960-05-06,F,016024,,,2020-01-01,,\n"
			     "P6,,1960-05-06,F,016024,,G1,2020-01-01,,\n"
			     "P7,,1940-05-06,F,016024,,G1,2020-01-01,,"
			     "2003-03-03\n"
			     "P8,,1940-05-06,F,016024,,G1,2020-01-01,"
			     "2025-03-03,\n",
		 p1_doctor, p1_death);
	kit_file(k, "person.csv", text);
}

static void write_doctors(const struct kit *k, const char *g1_manager)
{
	char text[2000];
	snprintf(text, sizeof(text),
		 "gp_code,fiscal_code,last_name,first_name,kind,ats,"
		 "municipality_istat,lat,lon,cooperative_code,section_code,"
		 "adhering_from,adhering_to,max_patients\n"
		 "G1,,Verdi,Anna,MMG,325,016024,,,%s,1500\n"
		 "G2,,Bianchi,Ugo,MMG,325,016024,,,C2,,2019-01-01,,1500\n"
		 "G3,,Neri,Ada,MMG,325,016024,,,,,,,\n"
		 "G4,,Bruni,Ida,MMG,325,016024,,,A1,,2019-01-01,,\n",
		 g1_manager);
	kit_file(k, "doctor.csv", text);
}

static void write_registry(const struct kit *k)
{
	kit_file(k, "cooperative.csv",
		 "code,name,kind,ats,municipality_istat,valid_from,valid_to\n"
		 "C1,Uno,CPC,325,016024,2018-01-01,\n"
		 "C2,Due,CPC,325,016024,2018-01-01,\n"
		 "A1,ASST,ASST,325,016024,2018-01-01,\n");
	write_doctors(k, "C1,,2019-01-01,");
	write_people(k, "G1", "");
	kit_file(k, "identity.csv",
		 "person_id,fiscal_code,last_name,first_name,phone,email\n"
		 "P1,,Rossi,Mario,035 123456,\n"
		 "P2,,Rossini,Ada,,ada@example.org\n"
		 "P3,,Sola,Ida,,\n"
		 "P4,,Quarti,Eva,035 123456,\n"
		 "P5,,Quinti,Eva,035 123456,\n"
		 "P6,,Sesti,Eva,035 123456,\n");
}

static void import_people(struct kit *k)
{
	struct arena a;
	struct issues found;
	struct err err = {0};
	struct people_import sum;
	arena_init(&a, 1u << 20);
	issues_init(&found, &a, 20);
	kit_rc(app_people_import(&k->app, k->dir, &found, &sum, &err), &err,
	       "import");
	assert_int_equal(0, found.n_error);
	issues_release(&found);
	arena_release(&a);
}

static int64_t person(struct kit *k, const char *pseudonym)
{
	int64_t id = 0;
	struct err err = {0};
	kit_rc(app_people_id(&k->app, str_from(pseudonym), &id, &err), &err,
	       pseudonym);
	return id;
}

static void run_stmt(struct stmt *q)
{
	struct err err = {0};
	kit_rc(stmt_run(q, &err), &err, "statement");
	stmt_close(q);
}

static struct stmt *stmt(struct kit *k, enum sql id)
{
	struct stmt *q = NULL;
	struct err err = {0};
	kit_rc(db_prepare(k->app.db, id, &q, &err), &err, "prepare");
	return q;
}

static void put_stratum(struct kit *k, int64_t run, const char *who, int level,
			int charlson)
{
	static const char *const zero[] = {"n_comorbidities", "charlson_1987",
					   "mcs", "n_contacts"};
	static const char *const text[] = {"main_cluster", "main_condition",
					   "clusters", "other_clusters"};
	int64_t id = person(k, who);
	struct stmt *q = stmt(k, SQL_STRATUM_INSERT);
	bind_int(q, "run_id", run);
	bind_int(q, "person_id", id);
	bind_int(q, "level", level);
	bind_int(q, "level_weighted", level);
	bind_int(q, "charlson_2011", charlson);
	for (size_t i = 0; i < countof(zero); i++)
		bind_int(q, zero[i], 0);
	for (size_t i = 0; i < countof(text); i++)
		bind_str(q, text[i], STR("DM2"));
	run_stmt(q);
}

static void load_strata(struct kit *k)
{
	int64_t run = app_id(&k->app);
	struct stmt *q = stmt(k, SQL_STRATA_RUN_INSERT);
	bind_int(q, "id", run);
	bind_date(q, "as_of", kit_day("2025-12-31"));
	bind_str(q, "definition", STR("strict"));
	bind_int(q, "created_us", 1);
	run_stmt(q);
	put_stratum(k, run, "P1", 2, 3);
	put_stratum(k, run, "P2", 1, 1);
	put_stratum(k, run, "P3", 1, 5);
	put_stratum(k, run, "P4", 3, 0);
	put_stratum(k, run, "P5", 3, 0);
	put_stratum(k, run, "P6", 4, 0);
	put_stratum(k, run, "P7", 1, 0);
	put_stratum(k, run, "P8", 1, 0);
	q = stmt(k, SQL_STRATA_RUN_FINISH);
	bind_int(q, "id", run);
	bind_int(q, "n_person", 8);
	bind_str(q, "source_digest", STR("x"));
	bind_int(q, "ended_us", 2);
	run_stmt(q);
}

static void prepare(struct kit *k)
{
	write_registry(k);
	import_people(k);
	load_strata(k);
}

static const struct enrol_wish plain = {.way = WAY_MANAGER};

static const struct pact_signing both_on_paper = {true, true, PACT_PAPER};

/* State of the latest enrolment and of its latest pact: "active/signed". */
static void stands(struct kit *k, const char *who, const char *want)
{
	struct arena a;
	struct enrol_view *v = NULL;
	size_t n = 0;
	struct err err = {0};
	char got[80] = "none";
	arena_init(&a, 1u << 20);
	struct actor was = k->app.who;
	k->app.who = (struct actor){.role = ROLE_SYSTEM};
	kit_rc(app_enrol_show(&k->app, person(k, who), &a, &v, &n, &err), &err,
	       who);
	k->app.who = was;
	if (n) {
		const struct enrol_view *l = &v[n - 1];
		struct str pact =
			l->n_pact ? l->pacts[l->n_pact - 1].state : STR("-");
		snprintf(got, sizeof(got), STR_FMT "/" STR_FMT,
			 STR_ARG(l->state), STR_ARG(pact));
	}
	arena_release(&a);
	if (strcmp(got, want) != 0)
		fail_msg("%s is %s, not %s", who, got, want);
}

static void must(enum rc rc, const struct err *err, const char *what)
{
	kit_rc(rc, err, what);
}

static void make_active(struct kit *k, const char *who)
{
	struct err err = {0};
	int64_t id = person(k, who);
	must(app_enrol_choose(&k->app, id, &plain, &err), &err, "choose");
	must(app_pact_sign(&k->app, id, &both_on_paper, &err), &err, "sign");
	must(app_enrol_activate(&k->app, id, STR(""), &err), &err, "activate");
}

static int64_t count_outbox(struct kit *k, const char *who)
{
	struct err err = {0};
	int64_t n = 0;
	struct stmt *q = stmt(k, SQL_OUTBOX_WAITING_OF);
	bind_int(q, "person_id", person(k, who));
	must(stmt_one(q, &err), &err, "outbox");
	n = col_int(q, 0);
	stmt_close(q);
	return n;
}

static void the_whole_way(struct kit *k)
{
	struct err err = {0};
	int64_t p1 = person(k, "P1");
	must(app_enrol_invite(&k->app, p1, &plain, &err), &err, "invite");
	stands(k, "P1", "invited/-");
	must(app_enrol_choose(&k->app, p1, &plain, &err), &err, "choose");
	must(app_pact_draft(&k->app, p1, PACT_PAPER, &err), &err, "draft");
	stands(k, "P1", "chosen/draft");
	struct pact_signing s = {.person = true, .mode = PACT_PAPER};
	must(app_pact_sign(&k->app, p1, &s, &err), &err, "person");
	stands(k, "P1", "chosen/signed_by_one");
	assert_int_equal(E_STATE, app_pact_sign(&k->app, p1, &s, &err));
	assert_int_equal(E_STATE,
			 app_enrol_activate(&k->app, p1, STR(""), &err));
	s = (struct pact_signing){.doctor = true, .mode = PACT_PAPER};
	must(app_pact_sign(&k->app, p1, &s, &err), &err, "doctor");
	stands(k, "P1", "pact_signed/signed");
	must(app_enrol_activate(&k->app, p1, STR(""), &err), &err, "activate");
	stands(k, "P1", "active/signed");
	assert_int_equal(E_USAGE, /* without a reason */
			 app_enrol_suspend(&k->app, p1, STR(""), &err));
	must(app_enrol_suspend(&k->app, p1, STR("in hospital"), &err), &err,
	     "suspend");
	assert_int_equal(E_STATE,
			 app_enrol_suspend(&k->app, p1, STR("again"), &err));
	must(app_enrol_resume(&k->app, p1, STR("back home"), &err), &err,
	     "resume");
	assert_int_equal(E_STATE, app_enrol_end(&k->app, p1, END_DECLINED,
						STR(""), &err));
	must(app_enrol_end(&k->app, p1, END_WITHDRAWAL, STR(""), &err), &err,
	     "end");
	stands(k, "P1", "ended/revoked");
	assert_int_equal(E_NOT_FOUND,
			 app_enrol_end(&k->app, p1, END_DEATH, STR(""), &err));
	/* invitation, active, suspended, resumed, ended */
	assert_int_equal(5, count_outbox(k, "P1"));
	/* and in again: a new enrolment */
	make_active(k, "P1");
	stands(k, "P1", "active/signed");
}

static void an_invitation_is_taken_back(struct kit *k)
{
	struct err err = {0};
	int64_t p1 = person(k, "P1");
	must(app_enrol_invite(&k->app, p1, &plain, &err), &err, "invite");
	assert_int_equal(E_STATE, app_enrol_invite(&k->app, p1, &plain, &err));
	must(app_enrol_cancel_invite(&k->app, p1, STR("wrong person"), &err),
	     &err, "cancel");
	stands(k, "P1", "eligible/-");
	must(app_enrol_invite(&k->app, p1, &plain, &err), &err, "again");
	must(app_enrol_end(&k->app, p1, END_DECLINED, STR(""), &err), &err,
	     "declined");
	stands(k, "P1", "ended/-");
}

static const struct {
	const char *who, *why;
} refused[] = {
	{"P3", "no phone and no e-mail"},
	{"P4", "belongs to no manager"},
	{"P5", "has no doctor"},
	{"P6", "no level 1 to 3"},
	{"P7", "has died"},
	{"P8", "not registered"},
};

static void held_back_people_are_refused(struct kit *k)
{
	struct err err = {0};
	for (size_t i = 0; i < countof(refused); i++) {
		int64_t id = person(k, refused[i].who);
		enum rc rc = app_enrol_invite(&k->app, id, &plain, &err);
		if (rc != E_STATE || !strstr(err.text, refused[i].why))
			fail_msg("%s: rc %d: %s", refused[i].who, rc, err.text);
		stands(k, refused[i].who, "none");
	}
	struct enrol_wish wish = {.waive = STR("reached through her son")};
	must(app_enrol_invite(&k->app, person(k, "P3"), &wish, &err), &err,
	     "waived");
	/* through the ASST, where the own doctor does not adhere */
	wish = (struct enrol_wish){.way = WAY_ASST, .manager = STR("A1")};
	must(app_enrol_choose(&k->app, person(k, "P4"), &wish, &err), &err,
	     "asst");
	must(app_enrol_choose(&k->app, person(k, "P5"), &wish, &err), &err,
	     "asst without doctor");
	wish.manager = STR("C1");
	assert_int_equal(E_STATE, app_enrol_choose(&k->app, person(k, "P1"),
						   &wish, &err));
	wish.manager = STR("X9");
	assert_int_equal(E_NOT_FOUND, app_enrol_choose(&k->app, person(k, "P1"),
						       &wish, &err));
	wish = (struct enrol_wish){.way = WAY_MIFS};
	assert_int_equal(E_STATE, app_enrol_choose(&k->app, person(k, "P1"),
						   &wish, &err));
}

static void the_list_is_by_need(struct kit *k)
{
	struct arena a;
	struct enrol_list l;
	struct enrol_filter f = {0};
	struct err err = {0};
	arena_init(&a, 1u << 20);
	must(app_enrol_list(&k->app, &f, &a, &l, &err), &err, "list");
	assert_int_equal(2, l.n);
	assert_true(str_is(l.rows[0].pseudonym, "P2")); /* level 1 */
	assert_true(str_is(l.rows[1].pseudonym, "P1"));
	assert_int_equal(1, l.n_hold[HOLD_NO_CONTACT]);
	assert_int_equal(1, l.n_hold[HOLD_DECEASED]);
	assert_int_equal(1, l.n_hold[HOLD_MOVED]);
	assert_int_equal(1, l.n_hold[HOLD_NO_DOCTOR]);
	assert_int_equal(1, l.n_hold[HOLD_NOT_ADHERING]);
	f.held = true;
	must(app_enrol_list(&k->app, &f, &a, &l, &err), &err, "held");
	assert_int_equal(5, l.n);
	assert_true(str_is(l.rows[0].pseudonym, "P3")); /* level 1, Charlson */
	make_active(k, "P2");
	f = (struct enrol_filter){.gp_code = STR("G1"), .limit = 1};
	must(app_enrol_list(&k->app, &f, &a, &l, &err), &err, "limit");
	assert_int_equal(1, l.n);
	assert_true(str_is(l.rows[0].pseudonym, "P1"));
	assert_int_equal(1, l.n_hold[HOLD_ENROLLED]);
	f.gp_code = STR("G9");
	assert_int_equal(E_NOT_FOUND,
			 app_enrol_list(&k->app, &f, &a, &l, &err));
	arena_release(&a);
}

static void as(struct kit *k, enum role role, const char *whose)
{
	struct arena a;
	struct person_view v;
	struct err err = {0};
	arena_init(&a, 1u << 16);
	k->app.who = (struct actor){.role = ROLE_SYSTEM};
	must(app_people_show(&k->app, str_from(whose), &a, &v, &err), &err,
	     whose);
	k->app.who = (struct actor){.user_id = 5,
				    .role = role,
				    .doctor_id = v.doctor_id,
				    .purpose = STR("care")};
	if (role == ROLE_CITIZEN)
		k->app.who.person_id = v.id;
	arena_release(&a);
}

static void wrong_roles_are_refused(struct kit *k)
{
	static const enum role no[] = {ROLE_ADMIN,      ROLE_PHARMACIST,
				       ROLE_PROVIDER,   ROLE_AGENCY,
				       ROLE_SPECIALIST, ROLE_CITIZEN};
	struct err err = {0};
	int64_t p1 = person(k, "P1"), p4 = person(k, "P4"), n;
	struct enrol_batch b = {.campaign = {kit_day("2026-01-07"),
					     kit_day("2026-01-08"), 10000, 1}};
	struct enrol_batch_result r;
	for (size_t i = 0; i < countof(no); i++) {
		as(k, no[i], "P1");
		assert_int_equal(E_DENIED,
				 app_enrol_invite(&k->app, p1, &plain, &err));
		stands(k, "P1", "none");
	}
	as(k, ROLE_DOCTOR, "P1"); /* of another doctor's patient */
	assert_int_equal(E_DENIED, app_enrol_invite(&k->app, p4, &plain, &err));
	assert_int_equal(E_DENIED, app_enrol_batch(&k->app, &b, &r, &err));
	assert_int_equal(E_DENIED, app_enrol_stop_gone(&k->app, &n, &err));
	assert_int_equal(E_DENIED, app_pact_expire(&k->app, &n, &err));
	must(app_enrol_invite(&k->app, p1, &plain, &err), &err, "own doctor");
	stands(k, "P1", "invited/-");
}

static void each_party_signs_remotely(struct kit *k)
{
	struct err err = {0};
	int64_t p1 = person(k, "P1");
	struct pact_signing by_person = {.person = true, .mode = PACT_REMOTE};
	struct pact_signing by_doctor = {.doctor = true, .mode = PACT_REMOTE};
	as(k, ROLE_CITIZEN, "P1");
	must(app_enrol_choose(&k->app, p1, &plain, &err), &err, "choose");
	assert_int_equal(E_DENIED,
			 app_pact_sign(&k->app, p1, &by_doctor, &err));
	assert_int_equal(E_DENIED,
			 app_pact_sign(&k->app, p1, &both_on_paper, &err));
	must(app_pact_sign(&k->app, p1, &by_person, &err), &err, "citizen");
	stands(k, "P1", "chosen/signed_by_one");
	as(k, ROLE_STAFF, "P1");
	assert_int_equal(E_DENIED,
			 app_pact_sign(&k->app, p1, &by_doctor, &err));
	as(k, ROLE_DOCTOR, "P1");
	assert_int_equal(E_DENIED,
			 app_pact_sign(&k->app, p1, &by_person, &err));
	must(app_pact_sign(&k->app, p1, &by_doctor, &err), &err, "doctor");
	stands(k, "P1", "pact_signed/signed");
	as(k, ROLE_CITIZEN, "P1");
	assert_int_equal(E_DENIED,
			 app_enrol_activate(&k->app, p1, STR(""), &err));
	assert_int_equal(E_DENIED,
			 app_enrol_end(&k->app, p1, END_MOVE, STR(""), &err));
	must(app_enrol_end(&k->app, p1, END_WITHDRAWAL, STR(""), &err), &err,
	     "withdraws");
}

struct race {
	struct kit *k;
	int64_t person;
	int won[2];
};

/* One thread, one connection. */
static enum rc choose_once(void *ctx, size_t worker, size_t from, size_t to,
			   struct err *err)
{
	struct race *race = ctx;
	struct app app;
	struct err mine = {0};
	(void)worker;
	assert(to == from + 1);
	if (app_open(&app, race->k->url, &race->k->kn, 0, kit_day("2026-01-01"),
		     err))
		return err->rc;
	kit_today(&app, "2026-01-01");
	enum rc rc = app_enrol_choose(&app, race->person, &plain, &mine);
	race->won[from] = rc == OK;
	app_close(&app);
	if (rc == OK || rc == E_CONFLICT || rc == E_STATE)
		return OK;
	return err_set(err, rc, "%s", mine.text);
}

static void two_live_enrolments_are_impossible(struct kit *k)
{
	struct err err = {0};
	for (int round = 0; round < 6; round++) {
		struct race race = {.k = k, .person = person(k, "P1")};
		must(parallel_ranges(2, 1, 2, choose_once, &race, &err), &err,
		     "race");
		assert_int_equal(1, race.won[0] + race.won[1]);
		stands(k, "P1", "chosen/-");
		must(app_enrol_end(&k->app, race.person, END_DECLINED, STR(""),
				   &err),
		     &err, "end");
	}
}

static void give_plan(struct kit *k, int64_t person_id, int64_t enrolment)
{
	struct stmt *q = stmt(k, SQL_CARE_PLAN_INSERT);
	bind_int(q, "id", app_id(&k->app));
	bind_int(q, "person_id", person_id);
	bind_int(q, "enrolment_id", enrolment);
	bind_int(q, "now_us", 1);
	run_stmt(q);
}

static bool has_plan(struct kit *k, int64_t enrolment)
{
	struct err err = {0};
	bool row = false;
	struct stmt *q = stmt(k, SQL_CARE_PLAN_OF);
	bind_int(q, "enrolment_id", enrolment);
	must(stmt_step(q, &row, &err), &err, "plan");
	stmt_close(q);
	return row;
}

static void a_transfer_keeps_the_history(struct kit *k)
{
	struct arena a;
	struct enrol_view *v = NULL;
	size_t n = 0;
	struct err err = {0};
	struct enrol_transfer t = {0};
	int64_t p1 = person(k, "P1");
	make_active(k, "P1");
	arena_init(&a, 1u << 20);
	must(app_enrol_show(&k->app, p1, &a, &v, &n, &err), &err, "show");
	give_plan(k, p1, v[0].id);
	assert_int_equal(E_STATE, app_enrol_transfer(&k->app, p1, &t, &err));
	kit_today(&k->app, "2026-03-01");
	write_people(k, "G2", ""); /* changed doctor, so manager too */
	import_people(k);
	must(app_enrol_transfer(&k->app, p1, &t, &err), &err, "transfer");
	must(app_enrol_show(&k->app, p1, &a, &v, &n, &err), &err, "show");
	assert_int_equal(2, n);
	assert_true(str_is(v[0].state, "transferred"));
	assert_true(str_is(v[0].end_reason, "change_of_doctor"));
	assert_int_equal(v[1].id, v[0].transferred_to);
	assert_int_equal(v[0].id, v[1].previous_id);
	assert_true(str_is(v[0].pacts[0].state, "superseded"));
	assert_true(str_is(v[0].gp_code, "G1"));
	assert_true(str_is(v[1].gp_code, "G2"));
	assert_false(has_plan(k, v[0].id));
	assert_true(has_plan(k, v[1].id)); /* it followed */
	assert_true(str_is(v[1].manager, "C2"));
	assert_true(str_is(v[1].state, "chosen"));
	assert_int_equal(5, v[0].n_event); /* the past is still told */
	must(app_pact_sign(&k->app, p1, &both_on_paper, &err), &err, "sign");
	must(app_enrol_activate(&k->app, p1, STR(""), &err), &err, "activate");
	/* the doctor goes to another cooperative: both sign at once */
	kit_today(&k->app, "2026-04-01");
	write_people(k, "G1", "");
	write_doctors(k, "C2,,2026-04-01,");
	import_people(k);
	t.signed_on_paper = true;
	must(app_enrol_transfer(&k->app, p1, &t, &err), &err, "again");
	stands(k, "P1", "active/signed");
	arena_release(&a);
}

static void a_change_of_manager_alone_is_a_transfer(struct kit *k)
{
	struct arena a;
	struct enrol_view *v = NULL;
	size_t n = 0;
	struct err err = {0};
	struct enrol_transfer t = {.signed_on_paper = true};
	make_active(k, "P2");
	kit_today(&k->app, "2026-04-01");
	write_doctors(k, "C2,,2026-04-01,");
	import_people(k);
	must(app_enrol_transfer(&k->app, person(k, "P2"), &t, &err), &err,
	     "transfer");
	arena_init(&a, 1u << 20);
	must(app_enrol_show(&k->app, person(k, "P2"), &a, &v, &n, &err), &err,
	     "show");
	assert_true(str_is(v[0].end_reason, "change_of_manager"));
	assert_true(str_is(v[1].manager, "C2"));
	arena_release(&a);
}

static void the_dead_are_left_in_peace(struct kit *k)
{
	struct err err = {0};
	int64_t n = 0, p1 = person(k, "P1");
	make_active(k, "P1");
	assert_int_equal(1, count_outbox(k, "P1"));
	kit_today(&k->app, "2026-03-10");
	write_people(k, "G1", "2026-03-05");
	import_people(k);
	/* before anybody ends it, nothing can be done with it */
	assert_int_equal(E_STATE,
			 app_enrol_suspend(&k->app, p1, STR("why"), &err));
	assert_int_equal(E_STATE,
			 app_pact_sign(&k->app, p1, &both_on_paper, &err));
	must(app_enrol_stop_gone(&k->app, &n, &err), &err, "stop");
	assert_int_equal(1, n);
	stands(k, "P1", "ended/revoked");
	assert_int_equal(0, count_outbox(k, "P1")); /* none waits, none new */
	must(app_enrol_stop_gone(&k->app, &n, &err), &err, "again");
	assert_int_equal(0, n);
}

static void a_pact_is_renewed_and_expires(struct kit *k)
{
	struct arena a;
	struct enrol_view *v = NULL;
	size_t n = 0;
	struct err err = {0};
	int64_t expired = 0, p1 = person(k, "P1");
	make_active(k, "P1");
	kit_today(&k->app, "2026-12-31"); /* the last day it holds */
	must(app_pact_expire(&k->app, &expired, &err), &err, "expire");
	assert_int_equal(0, expired);
	must(app_pact_sign(&k->app, p1, &both_on_paper, &err), &err, "renew");
	kit_today(&k->app, "2027-01-01");
	must(app_pact_expire(&k->app, &expired, &err), &err, "expire");
	assert_int_equal(1, expired);
	arena_init(&a, 1u << 20);
	must(app_enrol_show(&k->app, p1, &a, &v, &n, &err), &err, "show");
	assert_int_equal(1, n);
	assert_int_equal(2, v[0].n_pact);
	assert_true(str_is(v[0].pacts[0].state, "expired"));
	assert_int_equal(kit_day("2027-01-01").days,
			 v[0].pacts[1].valid.from.days);
	assert_int_equal(kit_day("2027-12-31").days,
			 v[0].pacts[1].valid.to.days);
	assert_true(str_is(v[0].state, "active"));
	arena_release(&a);
}

static void a_campaign_is_repeatable(struct kit *k)
{
	struct err err = {0};
	struct enrol_batch b = {.campaign = {kit_day("2026-01-05"),
					     kit_day("2026-01-09"), 10000, 7},
				.name = STR("opening")};
	struct enrol_batch_result r;
	struct audit_report audit;
	must(app_enrol_invite(&k->app, person(k, "P1"), &plain, &err), &err,
	     "invite");
	must(app_enrol_batch(&k->app, &b, &r, &err), &err, "batch");
	assert_int_equal(2, r.n_eligible);
	assert_int_equal(2, r.n_enrolled); /* P1 was invited already */
	assert_int_equal(1, r.n_hold[HOLD_NO_CONTACT]);
	stands(k, "P1", "active/signed");
	stands(k, "P2", "active/signed");
	stands(k, "P3", "none");
	must(app_enrol_batch(&k->app, &b, &r, &err), &err, "again");
	assert_int_equal(0, r.n_enrolled);
	must(audit_verify(&k->app, &audit, &err), &err, "audit");
	assert_int_equal(0, audit.bad_seq);
	b.campaign.from = b.campaign.to = kit_day("2026-01-06");
	assert_int_equal(E_RANGE, app_enrol_batch(&k->app, &b, &r, &err));
	b.campaign.from = b.campaign.to = kit_day("2025-01-07");
	assert_int_equal(E_STATE, app_enrol_batch(&k->app, &b, &r, &err));
}

static void a_campaign_may_leave_the_pact_to_sign(struct kit *k)
{
	struct err err = {0};
	struct enrol_batch b = {.campaign = {kit_day("2026-01-05"),
					     kit_day("2026-01-09"), 10000, 7},
				.until = ENROL_INVITED};
	struct enrol_batch_result r;
	must(app_enrol_batch(&k->app, &b, &r, &err), &err, "invited");
	assert_int_equal(2, r.n_enrolled);
	assert_int_equal(0, r.n_pact);
	stands(k, "P2", "invited/-");
	b.until = ENROL_CHOSEN;
	must(app_enrol_batch(&k->app, &b, &r, &err), &err, "chosen");
	stands(k, "P2", "chosen/draft");
	b.until = ENROL_ENDED;
	assert_int_equal(E_RANGE, app_enrol_batch(&k->app, &b, &r, &err));
}

static void set_ceiling(struct kit *k, const char *value)
{
	struct err err = {0};
	struct rule_change c = {.kind = RULE_PARAMETER,
				.key = STR("manager.max_patients"),
				.value = str_from(value),
				.source = STR("test"),
				.from = kit_day("2025-01-01")};
	must(app_rule_set(&k->app, &c, &err), &err, "rule");
}

static void a_full_manager_takes_nobody(struct kit *k)
{
	struct err err = {0};
	struct enrol_batch b = {.campaign = {kit_day("2026-01-05"),
					     kit_day("2026-01-09"), 10000, 7}};
	struct enrol_batch_result r;
	set_ceiling(k, "1");
	must(app_enrol_batch(&k->app, &b, &r, &err), &err, "batch");
	assert_int_equal(1, r.n_enrolled); /* P2, whose need is greater */
	assert_int_equal(1, r.n_hold[HOLD_MANAGER_FULL]);
	stands(k, "P2", "active/signed");
	assert_int_equal(E_STATE, app_enrol_invite(&k->app, person(k, "P1"),
						   &plain, &err));
	assert_non_null(strstr(err.text, "ceiling"));
	must(app_enrol_end(&k->app, person(k, "P2"), END_RESIDENTIAL_CARE,
			   STR(""), &err),
	     &err, "end");
	must(app_enrol_invite(&k->app, person(k, "P1"), &plain, &err), &err,
	     "a place is free");
	/* who was invited holds the place */
	must(app_enrol_choose(&k->app, person(k, "P1"), &plain, &err), &err,
	     "choose");
}

static void the_form_names_the_parties(struct kit *k)
{
	struct err err = {0};
	struct buf b;
	struct str s;
	int64_t p1 = person(k, "P1");
	buf_init(&b, 1u << 16);
	/* to be signed, so to be printed before there is one */
	must(app_enrol_pact_text(&k->app, p1, &b, &err), &err, "blank");
	buf_char(&b, '\0');
	assert_non_null(strstr(b.ptr, "da firmare"));
	buf_reset(&b);
	/* nobody without a level has one */
	assert_int_equal(
		E_NOT_FOUND,
		app_enrol_pact_text(&k->app, person(k, "P5"), &b, &err));
	make_active(k, "P1");
	must(app_enrol_pact_text(&k->app, p1, &b, &err), &err, "form");
	buf_char(&b, '\0');
	must(buf_finish(&b, &s, &err), &err, "buf");
	static const char *const words[] = {
		"Rossi Mario",
		"Verdi Anna",
		"Uno",
		"2 gennaio 1950",
		"31 dicembre 2026",
		"modulo ufficiale non era disponibile"};
	for (size_t i = 0; i < countof(words); i++)
		if (!strstr(s.ptr, words[i]))
			fail_msg("the form does not say %s:\n%s", words[i],
				 s.ptr);
	buf_release(&b);
}

static void sums_up(struct kit *k)
{
	struct arena a;
	struct enrol_summary s = {0};
	struct err err = {0};
	arena_init(&a, 1u << 20);
	must(app_enrol_summary(&k->app, &a, &s, &err), &err, "summary");
	assert_int_equal(0, s.n_enrolment);
	make_active(k, "P1");
	must(app_enrol_invite(&k->app, person(k, "P2"), &plain, &err), &err,
	     "invite");
	must(app_enrol_summary(&k->app, &a, &s, &err), &err, "summary");
	assert_int_equal(2, s.n_enrolment);
	assert_int_equal(1, s.n_pact);
	assert_true(str_is(s.enrolments[0].state, "active"));
	arena_release(&a);
}

typedef void db_test(struct kit *);

static const struct {
	const char *name;
	db_test *run;
} db_tests[] = {
	{"the whole way", the_whole_way},
	{"invitation taken back", an_invitation_is_taken_back},
	{"held back", held_back_people_are_refused},
	{"list", the_list_is_by_need},
	{"wrong roles", wrong_roles_are_refused},
	{"remote signatures", each_party_signs_remotely},
	{"race", two_live_enrolments_are_impossible},
	{"transfer", a_transfer_keeps_the_history},
	{"change of manager", a_change_of_manager_alone_is_a_transfer},
	{"deceased", the_dead_are_left_in_peace},
	{"renewal", a_pact_is_renewed_and_expires},
	{"campaign", a_campaign_is_repeatable},
	{"campaign, part", a_campaign_may_leave_the_pact_to_sign},
	{"ceiling", a_full_manager_takes_nobody},
	{"form", the_form_names_the_parties},
	{"summary", sums_up},
};

/* Whatever happened, lists show of each enrolment what its pacts say. */
static void lists_show_the_pacts(struct kit *k)
{
	struct err err = {0};
	struct stmt *q = stmt(k, SQL_PACT_SHOWN_WRONG);
	must(stmt_one(q, &err), &err, "pacts shown");
	assert_int_equal(0, col_int(q, 0));
	stmt_close(q);
}

static void run_all(bool postgres)
{
	for (size_t i = 0; i < countof(db_tests); i++) {
		struct kit k;
		print_message("# %s\n", db_tests[i].name);
		kit_open(&k, postgres);
		prepare(&k);
		db_tests[i].run(&k);
		lists_show_the_pacts(&k);
		kit_close(&k);
	}
}

static void on_sqlite(void **state)
{
	(void)state;
	run_all(false);
}

static void on_postgres(void **state)
{
	(void)state;
	if (!kit_pg())
		skip(); /* TEST_PG names no server */
	run_all(true);
	kit_pg_done();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_pair_of_states),
		cmocka_unit_test(every_pair_of_pact_states),
		cmocka_unit_test(names_lead_back),
		cmocka_unit_test(declines_before_and_withdraws_after),
		cmocka_unit_test(only_the_active_is_suspended),
		cmocka_unit_test(ends_on_the_right_day),
		cmocka_unit_test(ways_open_by_date),
		cmocka_unit_test(continuity_needs_both),
		cmocka_unit_test(holds_back_with_the_first_reason),
		cmocka_unit_test(picks_a_share_on_working_days),
		cmocka_unit_test(on_sqlite),
		cmocka_unit_test(on_postgres),
	};
	return cmocka_run_group_tests_name("enrolment", tests, NULL, NULL);
}
