#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "quality/quality.h"

static struct knowledge kn;
static struct indicators ind;
static struct arena arena;

static const struct quality_days days = {
	.claims_to = {20453}, /* 2025-12-31 */
	.on = {20543},        /* 2026-03-31 */
	.covered_percent = 80,
};

static struct quality_part measure(const char *code, struct quality_person p)
{
	const struct indicator *i = indicators_find(&ind, str_from(code));
	assert_non_null(i);
	return indicator_measure(i, &p, days, NULL);
}

static void at_least_ten(void **state)
{
	(void)state;
	assert_true(ind.n >= 10);
	for (size_t i = 0; i < ind.n; i++) {
		assert_true(ind.list[i].name_it.len > 0);
		assert_true(ind.list[i].name_en.len > 0);
		assert_true(ind.list[i].source.len > 0);
		assert_true(indicator_valid(&ind.list[i], days.on));
	}
}

#define SERVICE(c, n)                                                          \
	{                                                                      \
		STR_INIT(c), n                                                 \
	}
static void diabetes_four_of_five(void **state)
{
	(void)state;
	static const struct quality_service done[] = {
		SERVICE("90.28.1", 2), SERVICE("90.14.3", 1),
		SERVICE("90.33.4", 1), SERVICE("90.16.3", 1),
		SERVICE("95.02", 1)};
	static const struct str dm2[] = {STR_INIT("DM2")};
	static const struct str other[] = {STR_INIT("BPCO")};
	for (size_t n = 0; n <= countof(done); n++) {
		struct quality_part p = measure(
			"DM_CHECKS", (struct quality_person){.conditions = dm2,
							     .n_condition = 1,
							     .services = done,
							     .n_service = n});
		assert_int_equal(p.denominator, 1);
		assert_int_equal(p.numerator, n >= 4);
	}
	struct quality_part none = measure(
		"DM_CHECKS",
		(struct quality_person){.conditions = other, .n_condition = 1});
	assert_int_equal(none.denominator, 0);
	static const struct quality_service once[] = {
		SERVICE("90.28.1", 1), SERVICE("90.14.3", 1),
		SERVICE("90.33.4", 1), SERVICE("90.16.3", 1)};
	assert_int_equal(
		measure("DM_CHECKS", (struct quality_person){.conditions = dm2,
							     .n_condition = 1,
							     .services = once,
							     .n_service = 4})
			.numerator,
		0); /* one HbA1c is not two */
}

static void drugs_cover(void **state)
{
	(void)state;
	static const struct str hf[] = {STR_INIT("SCOMPENSO")};
	static const struct {
		const char *name, *atc;
		int first_days_before, ddd, in;
	} rows[] = {
		{"whole year", "C09AA05", 364, 365, 1},
		{"just eighty per cent", "C09AA05", 99, 80, 1},
		{"just less", "C09AA05", 99, 79, 0},
		{"another group", "C07AB07", 364, 365, 0},
		{"nothing", "C09AA05", 364, 0, 0},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct quality_drug d = {
			.atc = str_from(rows[i].atc),
			.first = date_add(days.claims_to,
					  -rows[i].first_days_before),
			.ddd_e4 = (int64_t)rows[i].ddd * 10000};
		struct quality_part p = measure(
			"HF_RAAS", (struct quality_person){.conditions = hf,
							   .n_condition = 1,
							   .drugs = &d,
							   .n_drug = 1});
		if (p.denominator != 1 || p.numerator != rows[i].in)
			fail_msg("%s: %d of %d", rows[i].name, p.numerator,
				 p.denominator);
	}
}

static void work_of_ours(void **state)
{
	(void)state;
	struct quality_person p = {
		.work = {.enrolled = true,
			 .plan_published = true,
			 .pact_on = date_of(2026, 1, 10),
			 .plan_signed_on = date_of(2026, 2, 9),
			 .due = 10,
			 .prescribed = 9,
			 .booked = 8,
			 .booked_on_time = 7,
			 .done = 6,
			 .attended = 5,
			 .missed = 1}};
	assert_int_equal(measure("ENR_PLAN", p).numerator, 1);
	assert_int_equal(measure("PLAN_TIMELY", p).numerator, 1);
	assert_int_equal(measure("ACT_PRESCRIBED", p).numerator, 9);
	assert_int_equal(measure("ACT_BOOKED", p).numerator, 8);
	assert_int_equal(measure("ACT_DONE", p).denominator, 10);
	assert_int_equal(measure("BOOK_ON_TIME", p).denominator, 8);
	assert_int_equal(measure("BOOK_ON_TIME", p).numerator, 7);
	assert_int_equal(measure("ATTENDED", p).denominator, 6);
	p.work.plan_signed_on = date_of(2026, 2, 10);
	assert_int_equal(measure("PLAN_TIMELY", p).numerator, 0);
	p.work.plan_signed_on = DATE_NONE; /* and the time is over */
	assert_int_equal(measure("PLAN_TIMELY", p).denominator, 1);
	p.work.pact_on = date_of(2026, 3, 20); /* still in time */
	assert_int_equal(measure("PLAN_TIMELY", p).denominator, 0);
	p.work.enrolled = false;
	assert_int_equal(measure("ENR_PLAN", p).denominator, 0);
}

/* A page asks without wanting the findings. */
static void without_findings(void **state)
{
	(void)state;
	struct indicators own = {.n = 0};
	struct err err = {0};
	assert_int_equal(indicators_load(&own, &kn, NULL, NULL, &err), OK);
	assert_int_equal(own.n, ind.n);
	indicators_release(&own);
}

static void wrong_without_findings(void **state)
{
	(void)state;
	char dir[] = "/tmp/prossima-quality-XXXXXX", path[64];
	struct indicators own = {.n = 0};
	struct err err = {0};
	assert_non_null(mkdtemp(dir));
	snprintf(path, sizeof(path), "%s/indicators.csv", dir);
	FILE *f = fopen(path, "w");
	assert_non_null(f);
	fputs("code,name_it,name_en,area,kind,conditions,numerator,min_groups,"
	      "window_days,target_percent,valid_from,valid_to,source,"
	      "confidence,note\nA,,,,nonsense,,,,,,2026-01-01,,,,\n",
	      f);
	fclose(f);
	assert_int_equal(indicators_load(&own, &kn, dir, NULL, &err), E_FORMAT);
	remove(path);
	remove(dir);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(at_least_ten),
		cmocka_unit_test(diabetes_four_of_five),
		cmocka_unit_test(drugs_cover),
		cmocka_unit_test(work_of_ours),
		cmocka_unit_test(without_findings),
		cmocka_unit_test(wrong_without_findings),
	};
	struct issues issues;
	struct err err = {0};
	arena_init(&arena, 8 << 20);
	issues_init(&issues, &arena, 100);
	if (knowledge_load(&kn, NULL, &issues, &err) ||
	    indicators_load(&ind, &kn, NULL, &issues, &err)) {
		issues_print(&issues, stderr);
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	indicators_release(&ind);
	knowledge_release(&kn);
	issues_release(&issues);
	arena_release(&arena);
	return failed;
}
