#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "json/json_value.h"
#include "settlement/settlement.h"
#include "settlement/words.h"

static struct rules rules;
static struct arena arena;
static struct settle_lines lines;
static struct settle_doctor doctor;

static struct settle_doctor *find_doctor(void *ctx, int64_t id)
{
	(void)ctx;
	return id == doctor.id ? &doctor : NULL;
}

static struct date day(const char *iso)
{
	struct date d;
	if (!iso)
		return DATE_MAX;
	assert_int_equal(date_parse(str_from(iso), &d, NULL), OK);
	return d;
}

static void setup_doctor(void)
{
	doctor = (struct settle_doctor){.id = 7, .chronic = 100, .taken = 15};
}

static struct settle_enrolment enrolment(int64_t org, const char *from,
					 const char *to)
{
	return (struct settle_enrolment){.id = org * 10,
					 .org_id = org,
					 .doctor_id = 7,
					 .active_from = day(from),
					 .ended_on = day(to),
					 .pact_from = day(from),
					 .pact_to = day("2026-12-31")};
}

static struct settle_plan plan(const char *published, int level)
{
	return (struct settle_plan){.version_id = 1,
				    .enrolment_id = 10,
				    .org_id = 1,
				    .doctor_id = 7,
				    .published_on = day(published),
				    .valid_to = day("2026-12-31"),
				    .level = level,
				    .is_new = true,
				    .n_lab = 5,
				    .n_outpatient = 1};
}

/* What a line says of itself has words in both languages. */
static void in_words(struct str reason)
{
	struct json_value *v;
	struct buf it, en;
	buf_init(&it, 4096);
	buf_init(&en, 4096);
	settle_reason_text(&it, &arena, reason, LANG_IT);
	settle_reason_text(&en, &arena, reason, LANG_EN);
	assert_int_equal(json_parse(reason, &arena, &v, NULL), OK);
	const struct str why = json_get_str(v, "why");
	if (!it.len || it.ptr[0] == '{' ||
	    (why.len && str_starts(buf_view(&it), why)) ||
	    !str_starts(buf_view(&en), why))
		fail_msg(STR_FMT ": " STR_FMT "; " STR_FMT, STR_ARG(reason),
			 STR_ARG(buf_view(&it)), STR_ARG(buf_view(&en)));
	buf_release(&it);
	buf_release(&en);
}

static void settle(const char *quarter, const struct settle_facts *f)
{
	struct settle_period p;
	struct err err = {0};
	assert_int_equal(settle_quarter_parse(str_from(quarter), &p, NULL), OK);
	if (settle_person(&rules, p, f, find_doctor, NULL, &arena, &lines,
			  &err))
		fail_msg("%s", err.text);
	for (size_t i = 0; i < lines.n; i++)
		in_words(lines.list[i].reason);
}

static int64_t total(const char *item, int64_t org)
{
	int64_t cents = 0;
	for (size_t i = 0; i < lines.n; i++)
		if (!strcmp(lines.list[i].item, item) &&
		    lines.list[i].org_id == org)
			cents += lines.list[i].amount_cents;
	return cents;
}

static const struct settle_line *line_of(const char *item)
{
	for (size_t i = 0; i < lines.n; i++)
		if (!strcmp(lines.list[i].item, item))
			return &lines.list[i];
	fail_msg("no line of %s", item);
	return NULL;
}

static void months_add_up(void **state)
{
	(void)state;
	for (int64_t yearly = 0; yearly < 5000; yearly++) {
		int64_t sum = 0;
		for (int m = 0; m < 12; m++)
			sum += settle_month_cents(yearly, m);
		assert_int_equal(sum, yearly);
	}
}

static void quarters(void **state)
{
	(void)state;
	static const struct {
		const char *in;
		enum rc rc;
		const char *from, *to;
	} rows[] = {
		{"2026Q1", OK, "2026-01-01", "2026-03-31"},
		{"2024Q4", OK, "2024-10-01", "2024-12-31"},
		{"2026Q5", E_FORMAT, NULL, NULL},
		{"2026Q0", E_FORMAT, NULL, NULL},
		{"26Q1", E_FORMAT, NULL, NULL},
		{"2026-1", E_FORMAT, NULL, NULL},
		{"", E_FORMAT, NULL, NULL},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct settle_period p;
		enum rc rc =
			settle_quarter_parse(str_from(rows[i].in), &p, NULL);
		if (rc != rows[i].rc)
			fail_msg("%s: rc %d", rows[i].in, rc);
		if (rc)
			continue;
		assert_int_equal(p.from.days, day(rows[i].from).days);
		assert_int_equal(p.to.days, day(rows[i].to).days);
	}
}

/* The fee of each level by hand: 45, 40 and 35 euro a year. */
static void fee_by_level(void **state)
{
	(void)state;
	static const int64_t quarter_cents[] = {0, 1125, 1000, 875};
	for (int level = 1; level <= 3; level++) {
		struct settle_enrolment e = enrolment(1, "2026-01-01", NULL);
		struct settle_plan p = plan("2026-01-10", level);
		setup_doctor();
		settle("2026Q1", &(struct settle_facts){.enrolments = &e,
							.n_enrolment = 1,
							.plans = &p,
							.n_plan = 1});
		assert_int_equal(total("PIC_FEE", 1), quarter_cents[level]);
		assert_int_equal(total("PAI_FEE", 1), 1500);
	}
}

static void fee_needs_a_plan(void **state)
{
	(void)state;
	struct settle_enrolment e = enrolment(1, "2026-01-01", NULL);
	struct settle_plan p = plan("2026-02-01", 3);
	setup_doctor();
	settle("2026Q1", &(struct settle_facts){.enrolments = &e,
						.n_enrolment = 1,
						.plans = &p,
						.n_plan = 1});
	/* February and March: 35 euro are 291, 292, 292 in the quarter */
	assert_int_equal(lines.list[0].state, SETTLE_NOT_DUE);
	assert_non_null(strstr(lines.list[0].reason.ptr, "no published plan"));
	assert_int_equal(total("PIC_FEE", 1),
			 settle_month_cents(3500, 1) +
				 settle_month_cents(3500, 2));
}

/* Never two managers for one month: it goes to the one who had it last. */
static void one_manager_a_month(void **state)
{
	(void)state;
	struct settle_enrolment e[2] = {
		enrolment(1, "2025-06-01", "2026-02-10"),
		enrolment(2, "2026-02-11", NULL)};
	struct settle_plan p = plan("2025-06-15", 1);
	setup_doctor();
	settle("2026Q1", &(struct settle_facts){.enrolments = e,
						.n_enrolment = 2,
						.plans = &p,
						.n_plan = 1});
	assert_int_equal(total("PIC_FEE", 1), 375);
	assert_int_equal(total("PIC_FEE", 2), 750);
	assert_int_equal(lines.n, 3);
}

static void plan_fee(void **state)
{
	(void)state;
	struct settle_enrolment e = enrolment(1, "2026-01-01", NULL);
	struct settle_plan p[3] = {plan("2026-01-10", 2), plan("2026-02-10", 2),
				   plan("2026-03-10", 2)};
	struct settle_facts f = {
		.enrolments = &e, .n_enrolment = 1, .plans = p, .n_plan = 3};
	p[0].n_lab = 4; /* misses the minimum: the next one earns it */
	setup_doctor();
	settle("2026Q1", &f);
	assert_int_equal(total("PAI_FEE", 1), 1500);
	const struct settle_line *l = line_of("PAI_FEE");
	assert_int_equal(l->state, SETTLE_NOT_DUE);
	assert_non_null(strstr(l->reason.ptr, "fewer services"));
	assert_true(l->rule != NULL);
}

/* The threshold of congruity is not known: the bonus is held, not guessed. */
static void bonus_is_held(void **state)
{
	(void)state;
	struct settle_enrolment e = enrolment(1, "2026-01-01", NULL);
	struct settle_plan p = plan("2026-01-10", 2);
	struct settle_facts f = {.enrolments = &e,
				 .n_enrolment = 1,
				 .plans = &p,
				 .n_plan = 1,
				 .n_drug = 4,
				 .n_drug_covered = 2};
	setup_doctor();
	settle("2026Q1", &f);
	assert_int_equal(line_of("PAI_BONUS")->state, SETTLE_HELD);
	assert_int_equal(line_of("PAI_BONUS")->amount_cents, 0);
	f.n_drug_covered = 1;
	settle("2026Q1", &f);
	assert_int_equal(line_of("PAI_BONUS")->state, SETTLE_NOT_DUE);
	f.n_drug_covered = 2;
	doctor.taken = 14;
	settle("2026Q1", &f);
	assert_int_equal(line_of("PAI_BONUS")->state, SETTLE_NOT_DUE);
	assert_non_null(strstr(line_of("PAI_BONUS")->reason.ptr, "share"));
}

static void cooperative_counts(void **state)
{
	(void)state;
	struct settle_enrolment e = enrolment(1, "2026-01-01", NULL);
	struct settle_plan p = plan("2026-01-10", 2);
	struct settle_facts f = {
		.enrolments = &e, .n_enrolment = 1, .plans = &p, .n_plan = 1};
	setup_doctor();
	doctor.new_before = 299;
	settle("2026Q1", &f);
	assert_int_equal(line_of("COOP_NEW_PLAN")->amount_cents, 1000);
	settle("2026Q1", &f); /* the 301st */
	assert_int_equal(line_of("COOP_NEW_PLAN")->amount_cents, 1100);
}

/* Four quarters of one whole year pay the yearly fee, to the cent. */
static void reasons_are_read(void **state)
{
	(void)state;
	static const struct {
		const char *json, *it, *en;
	} rows[] = {
		{"{\"in_force_from\":\"2026-03-01\",\"in_force_to\":"
		 "\"2026-03-31\",\"plan_published\":\"2026-02-03\",\"level\":2,"
		 "\"yearly_cents\":4500}",
		 "in vigore dal 1° marzo 2026 al 31 marzo 2026; piano "
		 "pubblicato "
		 "il 3 febbraio 2026; livello 2; all’anno 45,00 €",
		 "in force from 1 March 2026 to 31 March 2026; plan published "
		 "on 3 February 2026; level 2; a year €45.00"},
		{"{\"why\":\"first plan of the year\",\"plan_published\":"
		 "\"2026-02-03\",\"laboratory\":6,\"outpatient\":0}",
		 "primo piano dell’anno; piano pubblicato il 3 febbraio 2026; "
		 "esami di laboratorio: 6; visite ed esami: 0",
		 "first plan of the year; plan published on 3 February 2026; "
		 "laboratory tests: 6; visits and exams: 0"},
		{"{\"why\":\"una regola di un altro\"}",
		 "una regola di un altro", "una regola di un altro"},
		{"{}", "", ""},
		{"no JSON", "no JSON", "no JSON"},
		{"[1]", "[1]", "[1]"},
	};
	for (size_t i = 0; i < countof(rows); i++)
		for (enum lang lang = 0; lang < N_LANG; lang++) {
			struct buf b;
			buf_init(&b, 4096);
			settle_reason_text(&b, &arena, str_from(rows[i].json),
					   lang);
			if (!str_is(buf_view(&b),
				    lang == LANG_IT ? rows[i].it : rows[i].en))
				fail_msg("%s: " STR_FMT, rows[i].json,
					 STR_ARG(buf_view(&b)));
			buf_release(&b);
		}
}

static void a_year_is_whole(void **state)
{
	(void)state;
	static const char *const q[] = {"2026Q1", "2026Q2", "2026Q3", "2026Q4"};
	int64_t sum = 0;
	struct settle_enrolment e = enrolment(1, "2025-12-01", NULL);
	struct settle_plan p = plan("2025-12-10", 3);
	for (size_t i = 0; i < countof(q); i++) {
		setup_doctor();
		settle(q[i], &(struct settle_facts){.enrolments = &e,
						    .n_enrolment = 1,
						    .plans = &p,
						    .n_plan = 1});
		sum += total("PIC_FEE", 1);
	}
	assert_int_equal(sum, 3500);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(months_add_up),
		cmocka_unit_test(quarters),
		cmocka_unit_test(fee_by_level),
		cmocka_unit_test(fee_needs_a_plan),
		cmocka_unit_test(one_manager_a_month),
		cmocka_unit_test(plan_fee),
		cmocka_unit_test(bonus_is_held),
		cmocka_unit_test(cooperative_counts),
		cmocka_unit_test(reasons_are_read),
		cmocka_unit_test(a_year_is_whole),
	};
	struct issues issues;
	struct err err = {0};
	arena_init(&arena, 1 << 20);
	issues_init(&issues, &arena, 100);
	rules_init(&rules);
	if (rules_load(&rules, NULL, &issues, &err)) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	settle_lines_release(&lines);
	rules_release(&rules);
	issues_release(&issues);
	arena_release(&arena);
	return failed;
}
