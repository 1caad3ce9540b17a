/* Two agencies, a user each: people, indicators, statements and registers of
 * one are not told to the other; the region sees the sum. */
#include "test/db_fixture.h"

#include "app/population.h"
#include "app/population_why.h"
#include "app/quality.h"
#include "app/register.h"
#include "app/rules.h"
#include "app/scope.h"
#include "app/settlement.h"

static struct knowledge kn;
static struct indicators ind;
static struct arena a;

#define N_ATS   2
#define N_NORTH 30 /* people of the first; the second has twice as many */

static const char *const ats_code[N_ATS] = {"325", "326"};
static const int n_people[N_ATS] = {N_NORTH, 2 * N_NORTH};

/* Organisations 21, 22 the agencies, 31, 32 the managers, 41 of no ATS. */
static const char offices[] =
	"INSERT INTO organisation (id, code, kind, name, ats) VALUES"
	" (21, 'A1', 'ATS', 'Nord', '325'), (22, 'A2', 'ATS', 'Sud', '326'),"
	" (31, 'C1', 'CPC', 'Coop Nord', '325'),"
	" (32, 'C2', 'CPC', 'Coop Sud', '326'),"
	" (41, 'R', 'REGION', 'Regione', '');"
	"INSERT INTO doctor (id, gp_code, last_name, first_name, kind, ats,"
	" municipality) VALUES"
	" (11, 'G11', 'Rossi', 'Anna', 'MMG', '325', '016024'),"
	" (12, 'G12', 'Bianchi', 'Ugo', 'MMG', '326', '017029'),"
	" (13, 'G13', 'Neri', 'Ada', 'PLS', '326', '017029');"
	"INSERT INTO doctor_membership (id, doctor_id, organisation_id,"
	" valid_from, valid_to, recorded_us) VALUES"
	" (1, 11, 31, '2020-01-01', NULL, 1),"
	" (2, 12, 32, '2020-01-01', NULL, 1),"
	" (3, 13, 32, '2020-01-01', '2024-12-31', 1);"
	"INSERT INTO register_entry (id, register, subject_kind, subject_id,"
	" ats, valid_from, valid_to, source, recorded_us) VALUES"
	" (1, 'adhering_doctor', 'doctor', 11, '325', '2020-01-01', NULL,"
	"  'doctor.csv', 1),"
	" (2, 'adhering_doctor', 'doctor', 12, '326', '2020-01-01', NULL,"
	"  'doctor.csv', 1),"
	" (3, 'adhering_doctor', 'doctor', 13, '326', '2020-01-01',"
	"  '2024-12-31', 'doctor.csv', 1),"
	" (4, 'suitable_manager', 'organisation', 31, '325', '2020-01-01',"
	"  NULL, 'cooperative.csv', 1),"
	" (5, 'suitable_manager', 'organisation', 32, '326', '2020-01-01',"
	"  NULL, 'cooperative.csv', 1),"
	" (6, 'suitable_provider', 'provider', 52, '326', '2015-01-01',"
	"  '2018-12-31', 'provider.csv', 1),"
	" (7, 'suitable_provider', 'provider', 52, '326', '2021-01-01', NULL,"
	"  'provider.csv', 1);"
	"INSERT INTO provider (id, facility_code, name, kind, ats,"
	" municipality, lat_e6, lon_e6, valid_from) VALUES"
	" (51, 'F51', 'Ospedale Nord', 'hospital', '325', '016024', 45000000,"
	"  9000000, '2015-01-01'),"
	" (52, 'F52', 'Poliambulatorio Sud', 'clinic', '326', '017029',"
	"  45000000, 9000000, '2021-01-01');"
	"INSERT INTO strata_run (id, as_of, definition, state, n_person,"
	" source_digest, created_us) VALUES"
	" (1, '2025-12-31', 'strict', 'current', 90, 'x', 1);";
static const char statements[] =
	"INSERT INTO settlement_statement (id, quarter, organisation_id, payer,"
	" version, state, period_from, period_to, strata_run_id, n_line, n_due,"
	" total_cents, digest, computed_us, state_us) VALUES"
	" (61, '2025Q4', 31, 'region', 1, 'sent', '2025-10-01', '2025-12-31',"
	"  1, 1, 1, 1500, '', 1, 1),"
	" (62, '2025Q4', 32, 'region', 1, 'sent', '2025-10-01', '2025-12-31',"
	"  1, 1, 1, 1125, '', 1, 1);"
	"INSERT INTO settlement_line (id, statement_id, run_id, item, payer,"
	" state, person_id, enrolment_id, doctor_id, month, level,"
	" amount_cents, rule_key, reason) VALUES"
	" (71, 61, 1, 'PAI_FEE', 'region', 'due', 1001, 1, 11, NULL, 1, 1500,"
	"  'fee.pai', 'published'),"
	" (72, 62, 1, 'PIC_FEE', 'region', 'due', 2001, 2, 12, '2025-10-01',"
	"  1, 1125, 'fee.pic', 'a month');";

/* All have diabetes; every third had what is asked. */
static void people(struct buf *b, int t)
{
	for (int i = 1; i <= n_people[t]; i++) {
		int id = 1000 * (t + 1) + i;
		buf_printf(b,
			   "INSERT INTO person (id, pseudonym, birth_date, "
			   "sex, municipality, ats, updated_us) VALUES (%d, "
			   "'P%d', '1950-01-01', 'F', '%s', '%s', 1);"
			   "INSERT INTO person_doctor (person_id, doctor_id, "
			   "valid_from, recorded_us) VALUES (%d, %d, "
			   "'2020-01-01', 1);"
			   "INSERT INTO stratum VALUES (1, %d, %d, %d, '28', "
			   "'', 0, '28', '', 0, 0, 0, %d);"
			   "INSERT INTO person_condition VALUES (1, %d, "
			   "'DM2', '28', 1, 1, '{}');",
			   id, id, t ? "017029" : "016024", ats_code[t], id,
			   11 + t, id, 1 + i % 3, 1 + i % 3, id, id);
	}
}

static void open_world(struct db_fixture *f, struct app *app)
{
	struct buf b;
	struct err err = {0};
	struct quality_run run;
	db_close(fixture_db(f));
	buf_init(&b, 4u << 20);
	buf_text(&b, "BEGIN;");
	for (int t = 0; t < N_ATS; t++)
		people(&b, t);
	buf_text(&b, statements);
	buf_text(&b, "COMMIT;");
	buf_char(&b, '\0');
	raw_sql(f, offices);
	raw_sql(f, b.ptr);
	buf_release(&b);
	must(app_open(app, f->url, &kn, FIXTURE_NOW_US, date_of(2026, 1, 1),
		      &err),
	     &err);
	must(app_rules_seed(app, NULL, &err), &err);
	must(app_rules_again(app, &err), &err);
	must(app_quality_run(app, &ind, app->today, &run, &err), &err);
}

static void as(struct app *app, enum role role, int64_t org_id)
{
	app->who = (struct actor){.user_id = 5, .role = role, .org_id = org_id};
}

/* ---- who sees how much: organisation 0 is all */

static const struct {
	const char *name;
	enum role role;
	int64_t org;
	int64_t people; /* of the population, and of an indicator */
	size_t statements;
	int64_t doctors, managers, providers; /* in the registers today */
} rows[] = {
	{"agency of the north", ROLE_AGENCY, 21, N_NORTH, 1, 1, 1, 1},
	{"agency of the south", ROLE_AGENCY, 22, 2 * N_NORTH, 1, 1, 1, 1},
	{"agency of all", ROLE_AGENCY, 0, 3 * N_NORTH, 2, 2, 2, 2},
	{"region", ROLE_REGION, 41, 3 * N_NORTH, 2, 2, 2, 2},
	{"system", ROLE_SYSTEM, 0, 3 * N_NORTH, 2, 2, 2, 2},
};

static int64_t population_of(struct app *app)
{
	struct err err = {0};
	struct population_filter f = population_all();
	struct population v;
	struct population_people list;
	struct population_page page = {.limit = 1000};
	must(app_population(app, &f, &a, &v, &err), &err);
	must(app_population_people(app, &f, &page, &a, &list, &err), &err);
	assert_int_equal(list.total, v.run.n_person); /* all are chronic */
	return list.total;
}

static int64_t measured(struct app *app)
{
	struct err err = {0};
	struct quality_run run;
	struct quality_result *list;
	struct quality_group *groups;
	const struct indicator *dm = indicators_find(&ind, STR("DM_CHECKS"));
	size_t n;
	int64_t sum = 0, all = 0;
	must(app_quality_results(app, &ind, &a, &run, &list, &n, &err), &err);
	for (size_t i = 0; i < n; i++)
		if (list[i].indicator == dm)
			sum = list[i].n_person[0];
	assert_int_equal(run.n_person, sum);
	for (int by = BY_DOCTOR; by <= BY_LEVEL; by++) {
		must(app_quality_groups(app, dm, (enum quality_by)by, &a,
					&groups, &n, &err),
		     &err);
		all = 0;
		for (size_t i = 0; i < n; i++)
			all += groups[i].n_person;
		assert_int_equal(all, sum);
	}
	return sum;
}

static enum rc count_member(void *ctx, const struct quality_member *m,
			    struct err *err)
{
	(void)m;
	(void)err;
	++*(int64_t *)ctx;
	return OK;
}

static int64_t members(struct app *app)
{
	struct err err = {0};
	int64_t n = 0;
	must(app_quality_members(app, indicators_find(&ind, STR("DM_CHECKS")),
				 STR(""), false, 1000, count_member, &n, &err),
	     &err);
	return n;
}

static void look_at_registers(struct app *app, struct register_view *v)
{
	struct err err = {0};
	struct register_page ask = {.day = app->today, .limit = 25};
	for (int k = 0; k < N_REGISTER; k++) {
		ask.kind = (enum register_kind)k;
		must(app_register(app, &ask, &a, v, &err), &err);
		assert_int_equal(v->total, v->count[k]);
		assert_int_equal(v->n, v->total);
	}
}

static void each_agency_its_own(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	open_world(f, &app);
	for (size_t i = 0; i < countof(rows); i++) {
		struct err err = {0};
		struct register_view v;
		struct statement *list;
		size_t n;
		print_message("%s\n", rows[i].name);
		as(&app, rows[i].role, rows[i].org);
		assert_int_equal(population_of(&app), rows[i].people);
		assert_int_equal(measured(&app), rows[i].people);
		assert_int_equal(members(&app), rows[i].people);
		must(app_settle_list(&app, STR(""), &a, &list, &n, &err), &err);
		assert_int_equal(n, rows[i].statements);
		look_at_registers(&app, &v);
		assert_int_equal(v.count[REGISTER_DOCTOR], rows[i].doctors);
		assert_int_equal(v.count[REGISTER_MANAGER], rows[i].managers);
		assert_int_equal(v.count[REGISTER_PROVIDER], rows[i].providers);
	}
	arena_reset(&a);
	app_close(&app);
}

/* Asking for another agency's data by its identifier. */
static void not_the_others(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct statement_sheet sheet;
	struct statement_page page = {.limit = 10};
	struct population_care care;
	struct population_why why;
	struct register_view v;
	struct register_page ask = {.limit = 10, .ats = STR("326")};
	struct population_filter filter = population_all();
	struct population_people list;
	struct population_page all = {.limit = 1000};
	struct err err = {0};
	open_world(f, &app);
	ask.day = app.today;
	as(&app, ROLE_AGENCY, 21);
	must(app_settle_sheet(&app, 61, &page, &a, &sheet, &err), &err);
	assert_int_equal(app_settle_sheet(&app, 62, &page, &a, &sheet, &err),
			 E_NOT_FOUND);
	assert_int_equal(app_settle_move(&app, STR("2025Q4"), STR("C2"),
					 STR("region"), STR("accepted"),
					 STR(""), &err),
			 E_NOT_FOUND);
	must(app_settle_move(&app, STR("2025Q4"), STR("C1"), STR("region"),
			     STR("accepted"), STR(""), &err),
	     &err);
	must(app_register(&app, &ask, &a, &v, &err), &err);
	assert_int_equal(v.total, 1);
	assert_true(str_is(v.list[0].code, "G11") && !v.all_ats);
	filter.ats = STR("326");
	must(app_population_people(&app, &filter, &all, &a, &list, &err), &err);
	assert_int_equal(list.total, N_NORTH);
	must(app_population_care(&app, STR("326"), &a, &care, &err), &err);
	assert_int_equal(care.enrolled, 0);
	must(app_population_why(&app, 0, 1001, &a, &why, &err), &err);
	assert_int_equal(app_population_why(&app, 0, 2001, &a, &why, &err),
			 E_NOT_FOUND);
	/* an organisation that is no agency is no territory: nothing */
	as(&app, ROLE_AGENCY, 41);
	assert_int_equal(app_register(&app, &ask, &a, &v, &err), E_DENIED);
	assert_int_equal(
		app_population_people(&app, &filter, &all, &a, &list, &err),
		E_DENIED);
	assert_int_equal(app_settle_sheet(&app, 61, &page, &a, &sheet, &err),
			 E_DENIED);
	arena_reset(&a);
	app_close(&app);
}

/* ---- the registers themselves */

static const struct {
	const char *name;
	struct register_page ask;
	int day[3];
	int64_t total;
	const char *first; /* code */
} asks[] = {
	{"all doctors of today", {.limit = 10}, {2026, 1, 1}, 2, "G12"},
	{"a day when another was in", {.limit = 10}, {2024, 12, 31}, 3, "G12"},
	{"before all", {.limit = 10}, {2019, 1, 1}, 0, NULL},
	{"ever", {.limit = 10, .ever = true}, {2019, 1, 1}, 3, "G12"},
	{"by code",
	 {.limit = 10, .sort = REGISTER_BY_CODE},
	 {2026, 1, 1},
	 2,
	 "G11"},
	{"by code, down",
	 {.limit = 1, .sort = REGISTER_BY_CODE, .descending = true},
	 {2024, 6, 1},
	 3,
	 "G13"},
	{"the end: none is last",
	 {.limit = 1, .sort = REGISTER_BY_TO, .ever = true},
	 {2026, 1, 1},
	 3,
	 "G13"},
	{"by manager",
	 {.limit = 1, .sort = REGISTER_BY_MANAGER, .descending = true},
	 {2026, 1, 1},
	 2,
	 "G12"},
	{"a name",
	 {.limit = 10, .q = STR_INIT("ROSS")},
	 {2026, 1, 1},
	 1,
	 "G11"},
	{"a code", {.limit = 10, .q = STR_INIT("g12")}, {2026, 1, 1}, 1, "G12"},
	{"a sign of patterns",
	 {.limit = 10, .q = STR_INIT("%")},
	 {2026, 1, 1},
	 0,
	 NULL},
	{"an agency",
	 {.limit = 10, .ats = STR_INIT("325")},
	 {2026, 1, 1},
	 1,
	 "G11"},
	{"a province",
	 {.limit = 10, .place = STR_INIT("017")},
	 {2024, 1, 1},
	 2,
	 "G12"},
	{"a town",
	 {.limit = 10, .place = STR_INIT("016024")},
	 {2026, 1, 1},
	 1,
	 "G11"},
	{"no town",
	 {.limit = 10, .place = STR_INIT("'; --")},
	 {2026, 1, 1},
	 2,
	 "G12"},
	{"a kind",
	 {.limit = 10, .type = STR_INIT("PLS")},
	 {2024, 1, 1},
	 1,
	 "G13"},
	{"past the last page",
	 {.limit = 10, .offset = 50},
	 {2026, 1, 1},
	 2,
	 NULL},
	{"the second page",
	 {.limit = 1, .offset = 1, .sort = REGISTER_BY_CODE},
	 {2026, 1, 1},
	 2,
	 "G12"},
	{"managers",
	 {.kind = REGISTER_MANAGER, .limit = 10},
	 {2026, 1, 1},
	 2,
	 "C1"},
	{"providers: one from its own row",
	 {.kind = REGISTER_PROVIDER, .limit = 10},
	 {2026, 1, 1},
	 2,
	 "F51"},
	{"providers: one had left",
	 {.kind = REGISTER_PROVIDER, .limit = 10},
	 {2020, 1, 1},
	 1,
	 "F51"},
	{"providers: and came back",
	 {.kind = REGISTER_PROVIDER, .limit = 10, .ever = true},
	 {2020, 1, 1},
	 3,
	 "F51"},
};

static void registers_answer(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	open_world(f, &app);
	as(&app, ROLE_REGION, 0);
	for (size_t i = 0; i < countof(asks); i++) {
		struct err err = {0};
		struct register_view v;
		struct register_page ask = asks[i].ask;
		const int *d = asks[i].day;
		ask.day = date_of(d[0], d[1], d[2]);
		must(app_register(&app, &ask, &a, &v, &err), &err);
		bool first = asks[i].first ? v.n && str_is(v.list[0].code,
							   asks[i].first)
					   : !v.n;
		if (v.total != asks[i].total || !first)
			fail_msg("%s: %d, first %.*s", asks[i].name,
				 (int)v.total,
				 v.n ? (int)v.list[0].code.len : 0,
				 v.n ? v.list[0].code.ptr : "");
	}
	arena_reset(&a);
	app_close(&app);
}

static void rows_say_from_where(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	struct register_view v;
	struct register_page ask = {.limit = 10, .sort = REGISTER_BY_CODE};
	struct population_filter all = population_all();
	struct population counted;
	open_world(f, &app);
	ask.day = app.today;
	as(&app, ROLE_AGENCY, 22);
	must(app_population(&app, &all, &a, &counted, &err), &err);
	must(app_register(&app, &ask, &a, &v, &err), &err);
	assert_true(str_is(v.list[0].manager, "Coop Sud"));
	assert_true(str_is(v.list[0].source, "doctor.csv"));
	assert_int_equal(v.list[0].people, 2 * N_NORTH);
	assert_int_equal(v.list[0].valid.to.days, DATE_MAX.days);
	ask.kind = REGISTER_MANAGER;
	must(app_register(&app, &ask, &a, &v, &err), &err);
	assert_int_equal(v.list[0].members, 1);
	/* a cooperative: itself, its doctors; no people */
	as(&app, ROLE_COOPERATIVE, 32);
	must(app_register(&app, &ask, &a, &v, &err), &err);
	assert_int_equal(v.count[REGISTER_DOCTOR], 1);
	assert_int_equal(v.count[REGISTER_MANAGER], 1);
	assert_int_equal(v.count[REGISTER_PROVIDER], 1);
	assert_true(str_is(v.list[0].code, "C2"));
	ask.kind = REGISTER_DOCTOR;
	must(app_register(&app, &ask, &a, &v, &err), &err);
	assert_int_equal(v.list[0].people, -1);
	arena_reset(&a);
	app_close(&app);
}

static void others_have_no_registers(void **state)
{
	static const enum role none[] = {
		ROLE_DOCTOR,   ROLE_STAFF,      ROLE_OPERATOR, ROLE_SPECIALIST,
		ROLE_PROVIDER, ROLE_PHARMACIST, ROLE_CITIZEN,  ROLE_ADMIN,
		ROLE_NOBODY,   ROLE_COOPERATIVE};
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct register_view v;
	struct register_page ask = {.limit = 10};
	open_world(f, &app);
	ask.day = app.today;
	for (size_t i = 0; i < countof(none); i++) {
		as(&app, none[i], none[i] == ROLE_COOPERATIVE ? 0 : 21);
		assert_int_equal(app_register(&app, &ask, &a, &v, NULL),
				 E_DENIED);
	}
	app_close(&app);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(each_agency_its_own),      ON_BOTH(not_the_others),
		ON_BOTH(registers_answer),         ON_BOTH(rows_say_from_where),
		ON_BOTH(others_have_no_registers),
	};
	struct err err = {0};
	struct issues found;
	arena_init(&a, 64 << 20);
	issues_init(&found, &a, 10);
	if (knowledge_load(&kn, NULL, &found, &err) ||
	    indicators_load(&ind, &kn, NULL, &found, &err)) {
		print_error("%s\n", err.text);
		return 1;
	}
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	indicators_release(&ind);
	knowledge_release(&kn);
	issues_release(&found);
	arena_release(&a);
	return failed;
}
