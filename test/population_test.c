/* The population of a run: what the pages add up is what the rows say, for each
 * filter; lists have as many people as their figure; agencies see their own. */
#include "db_fixture.h"

#include "app/population.h"
#include "app/rules.h"

static struct knowledge kn;
static struct arena a;

/* 400 people of two agencies, four towns (one that no table knows), all ages
 * and levels; a run of the last day of 2025, and an older one of half of
 * them. */
static void people(struct buf *b)
{
	static const char *const town[] = {"016024", "016001", "017029",
					   "099999"};
	static const char *const cluster[] = {"56", "50", "48"};
	buf_text(b, "INSERT INTO organisation (id, code, kind, name, ats) "
		    "VALUES (21, 'A', 'ATS', 'A', '325');"
		    "INSERT INTO doctor (id, gp_code, last_name, first_name, "
		    "kind, ats) VALUES (11, 'G11', 'Uno', 'A', 'MMG', '325'), "
		    "(12, 'G12', 'Due', 'B', 'MMG', '326');"
		    "INSERT INTO strata_run (id, as_of, definition, state, "
		    "source_digest, created_us) VALUES "
		    "(1, '2024-12-31', 'strict', 'current', 'x', 1), "
		    "(2, '2025-12-31', 'strict', 'current', 'y', 2), "
		    "(3, '2025-12-31', 'strict', 'failed', 'z', 3);");
	for (int i = 1; i <= 400; i++) {
		int level = 1 + i % 5, t = i % 7 < 4 ? i % 7 : 0;
		buf_printf(b,
			   "INSERT INTO person (id, pseudonym, birth_date, "
			   "sex, municipality, ats, updated_us) VALUES (%d, "
			   "'%s%04d', '%d-%02d-%02d', '%s', '%s', '%s', 1);",
			   i, i % 9 ? "P" : "Q", i, 1920 + i % 105, 1 + i % 12,
			   1 + i % 28, i % 2 ? "M" : "F", town[t],
			   t == 2 ? "326" : "325");
		if (i % 10)
			buf_printf(b,
				   "INSERT INTO person_doctor (person_id, "
				   "doctor_id, valid_from, recorded_us) VALUES "
				   "(%d, %d, '2020-01-01', 1);",
				   i, t == 2 ? 12 : 11);
		for (int run = i % 2 ? 1 : 2; run <= 2; run++)
			buf_printf(b,
				   "INSERT INTO stratum VALUES (%d, %d, %d, "
				   "%d, '%s', '', 0, '%s', '', 0, 0, 0, %d);",
				   run, i, level, level,
				   level <= 3 ? cluster[i % 3] : "",
				   level <= 3 ? cluster[i % 3] : "", i);
	}
}

static void open_world(struct db_fixture *f, struct app *app)
{
	struct buf b;
	struct err err = {0};
	db_close(fixture_db(f));
	buf_init(&b, 4u << 20);
	buf_text(&b, "BEGIN;");
	people(&b);
	buf_text(&b, "COMMIT;");
	buf_char(&b, '\0');
	raw_sql(f, b.ptr);
	buf_release(&b);
	must(app_open(app, f->url, &kn, FIXTURE_NOW_US, date_of(2026, 1, 1),
		      &err),
	     &err);
	must(app_rules_seed(app, NULL, &err), &err);
	must(app_rules_again(app, &err), &err);
	app->who.role = ROLE_AGENCY;
}

/* ---- each filter, and the same in SQL over the rows themselves */

static const struct {
	const char *name;
	struct population_filter f;
	const char *town, *where;
} rows[] = {
	{"chronic",
	 {0, 1, 3, -1, -1, 0, -1, STR_INIT(""), -1, {0, 0}},
	 NULL,
	 "s.level BETWEEN 1 AND 3"},
	{"everybody",
	 {0, 1, 5, -1, -1, 0, -1, STR_INIT(""), -1, {0, 0}},
	 NULL,
	 "1 = 1"},
	{"a level",
	 {0, 2, 2, -1, -1, 0, -1, STR_INIT(""), -1, {0, 0}},
	 NULL,
	 "s.level = 2"},
	{"an earlier run",
	 {1, 2, 2, -1, -1, 0, -1, STR_INIT(""), -1, {0, 0}},
	 NULL,
	 "s.level = 2"},
	{"women",
	 {0, 1, 3, -1, -1, 'F', -1, STR_INIT(""), -1, {0, 0}},
	 NULL,
	 "s.level <= 3 AND p.sex = 'F'"},
	{"a town",
	 {0, 1, 3, -1, -1, 0, -1, STR_INIT(""), -1, {0, 0}},
	 "016001",
	 "s.level <= 3 AND p.municipality = '016001'"},
	{"an agency",
	 {0, 1, 3, -1, -1, 0, -1, STR_INIT("326"), -1, {0, 0}},
	 NULL,
	 "s.level <= 3 AND p.ats = '326'"},
	{"no such agency",
	 {0, 1, 3, -1, -1, 0, -1, STR_INIT("9"), -1, {0, 0}},
	 NULL,
	 "1 = 0"},
	/* 65 to 69 on 31 December: born from 1956 to 1960 */
	{"an age",
	 {0, 1, 5, -1, 13, 0, -1, STR_INIT(""), -1, {0, 0}},
	 NULL,
	 "p.birth_date >= '1956-01-01' AND p.birth_date <= '1960-12-31'"},
	{"the oldest",
	 {0, 1, 5, -1, 19, 0, -1, STR_INIT(""), -1, {0, 0}},
	 NULL,
	 "p.birth_date <= '1930-12-31'"},
	{"all at once",
	 {0, 1, 1, -1, 13, 'F', -1, STR_INIT("325"), -1, {0, 0}},
	 "016024",
	 "s.level = 1 AND p.sex = 'F' AND p.municipality = '016024' AND "
	 "p.birth_date >= '1956-01-01' AND p.birth_date <= '1960-12-31'"},
};

static int64_t expected(const struct db_fixture *f, size_t i)
{
	char sql[600];
	snprintf(sql, sizeof(sql),
		 "SELECT count(*) FROM stratum s JOIN person p ON p.id = "
		 "s.person_id WHERE s.run_id = %d AND %s",
		 rows[i].f.run_id ? (int)rows[i].f.run_id : 2, rows[i].where);
	return raw_number(f, sql);
}

static int64_t sum_of(const struct population *p)
{
	int64_t bands = 0, places = 0, clusters = 0, areas = 0;
	for (int b = 0; b < POPULATION_BANDS; b++)
		bands += p->band[b][0] + p->band[b][1] + p->band[b][2];
	for (size_t i = 0; i < p->n_place; i++)
		places += p->places[i].n;
	for (size_t i = 0; i < p->n_cluster; i++)
		clusters += p->clusters[i].n;
	for (size_t i = 0; i < p->n_area; i++)
		areas += p->areas[i].n;
	assert_int_equal(bands, areas);
	assert_int_equal(bands, places);
	assert_int_equal(bands, clusters);
	return bands;
}

static void list_of(struct app *app, const struct population_filter *f,
		    int64_t n, const char *name)
{
	for (int sort = 0; sort <= POPULATION_BY_NAME_DOWN; sort++) {
		struct population_page page = {
			.sort = (enum population_sort)sort, .limit = 1000};
		struct population_people v;
		struct err err = {0};
		must(app_population_people(app, f, &page, &a, &v, &err), &err);
		if (v.total != n || v.n != (size_t)n)
			fail_msg("%s, order %d: %zu of %d, wanted %d", name,
				 sort, v.n, (int)v.total, (int)n);
		for (size_t i = 1; i < v.n && sort == POPULATION_BY_AGE; i++)
			assert_true(v.list[i - 1].age <= v.list[i].age);
		for (size_t i = 1; i < v.n && sort == POPULATION_BY_NAME; i++)
			assert_true(str_cmp(v.list[i - 1].pseudonym,
					    v.list[i].pseudonym) < 0);
	}
}

static void figures_are_the_rows(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	open_world(f, &app);
	for (size_t i = 0; i < countof(rows); i++) {
		struct population_filter q = rows[i].f;
		struct population p;
		struct err err = {0};
		if (rows[i].town)
			q.place = kn_municipality_index(&kn,
							str_from(rows[i].town));
		must(app_population(&app, &q, &a, &p, &err), &err);
		int64_t n = expected(f, i);
		if (p.n != n)
			fail_msg("%s: %d, the rows say %d", rows[i].name,
				 (int)p.n, (int)n);
		assert_int_equal(sum_of(&p), n);
		list_of(&app, &q, n, rows[i].name);
		arena_reset(&a);
	}
	assert_int_equal(raw_number(f, "SELECT count(*) FROM population_run"),
			 2);
	app_close(&app);
}

static void clusters_and_doctors(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	struct population p;
	struct population_doctor *d;
	size_t n;
	int64_t sum = 0;
	open_world(f, &app);
	struct population_filter q = population_all();
	q.cluster = kn_cluster_index(&kn, STR("50"));
	must(app_population(&app, &q, &a, &p, &err), &err);
	assert_int_equal(p.n_cluster, 1);
	assert_int_equal(p.n, raw_number(f, "SELECT count(*) FROM stratum "
					    "WHERE run_id = 2 AND main_cluster "
					    "= '50'"));
	list_of(&app, &q, p.n, "a cluster");
	must(app_population_doctors(&app, &q, &a, &d, &n, &err), &err);
	assert_int_equal(n, 3); /* two, and none */
	for (size_t i = 0; i < n; i++) {
		q.doctor_id = d[i].id;
		list_of(&app, &q, d[i].n, "of a doctor");
		sum += d[i].n;
	}
	assert_int_equal(sum, p.n);
	arena_reset(&a);
	app_close(&app);
}

static void search_is_of_beginnings(void **state)
{
	static const struct {
		const char *q;
		int64_t n;
	} s[] = {{"Q", 44}, {"Q0009", 1}, {"P000", 8}, {"z", 0},
		 {"%", 0},  {"é", 0},     {"'", 0},    {"\x7f", 0}};
	struct db_fixture *f = fixture_of(state);
	struct app app;
	open_world(f, &app);
	for (size_t i = 0; i < countof(s); i++) {
		struct population_filter q = population_all();
		struct population_page page = {.q = str_from(s[i].q),
					       .sort = POPULATION_BY_NEED,
					       .limit = 100};
		struct population_people v;
		struct err err = {0};
		q.level_to = 5;
		must(app_population_people(&app, &q, &page, &a, &v, &err),
		     &err);
		if (v.total != s[i].n || v.n != (size_t)s[i].n)
			fail_msg("\"%s\": %zu of %d", s[i].q, v.n,
				 (int)v.total);
		arena_reset(&a);
	}
	app_close(&app);
}

static void who_may(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	struct population p;
	struct population_people v;
	struct population_filter q = population_all();
	struct population_page page = {.limit = 10};
	open_world(f, &app);
	app.who = (struct actor){.role = ROLE_DOCTOR, .doctor_id = 11};
	assert_int_equal(app_population(&app, &q, &a, &p, &err), E_DENIED);
	assert_int_equal(app_population_people(&app, &q, &page, &a, &v, &err),
			 E_DENIED);
	/* bound to the agency 325: its own, even when it asks for others */
	app.who = (struct actor){.role = ROLE_AGENCY, .org_id = 21};
	q.ats = STR("326");
	must(app_population(&app, &q, &a, &p, &err), &err);
	assert_int_equal(
		p.n, raw_number(f, "SELECT count(*) FROM stratum s JOIN person "
				   "p ON p.id = s.person_id WHERE run_id = 2 "
				   "AND level <= 3 AND ats = '325'"));
	must(app_population_people(&app, &q, &page, &a, &v, &err), &err);
	assert_int_equal(v.total, p.n);
	assert_int_equal(raw_number(f,
				    "SELECT count(*) FROM audit WHERE action "
				    "= 'population.list'"),
			 1);
	q = population_all();
	q.run_id = 3; /* failed: not a result */
	assert_int_equal(app_population(&app, &q, &a, &p, &err), E_NOT_FOUND);
	arena_reset(&a);
	app_close(&app);
}

static void what_became_of_them(void **state)
{
	struct db_fixture *f = fixture_of(state);
	struct app app;
	struct err err = {0};
	struct population_care care;
	struct population_run *runs;
	int64_t least;
	size_t n;
	open_world(f, &app);
	raw_sql(f, "INSERT INTO enrolment (id, person_id, doctor_id, "
		   "organisation_id, way, state, level, eligible_on, "
		   "active_from, recorded_us) VALUES (1, 1, 11, 21, 'manager', "
		   "'active', 1, '2025-01-01', '2025-01-01', 1), (2, 2, 12, "
		   "21, 'manager', 'active', 1, '2025-01-01', '2025-01-01', "
		   "1)");
	must(app_population_care(&app, STR(""), &a, &care, &err), &err);
	assert_int_equal(care.enrolled, 2);
	assert_int_equal(care.plans, 0);
	assert_true(date_is_none(care.measured));
	must(app_population_care(&app, STR("326"), &a, &care, &err), &err);
	assert_int_equal(care.enrolled, 1);
	must(app_population_runs(&app, &a, 10, &runs, &n, &err), &err);
	assert_int_equal(n, 2);
	assert_int_equal(runs[0].run.id, 2);
	must(app_population_small_cell(&app, &least, &err), &err);
	assert_int_equal(least, 5);
	arena_reset(&a);
	app_close(&app);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		ON_BOTH(figures_are_the_rows),    ON_BOTH(clusters_and_doctors),
		ON_BOTH(search_is_of_beginnings), ON_BOTH(who_may),
		ON_BOTH(what_became_of_them),
	};
	struct err err = {0};
	if (knowledge_load(&kn, NULL, NULL, &err))
		return fprintf(stderr, "%s\n", err.text), 1;
	arena_init(&a, 64u << 20);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_release(&a);
	knowledge_release(&kn);
	return failed;
}
