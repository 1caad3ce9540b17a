/* What the rules say on a given day, on the data files as they are and on
 * rows made here. Expected values are those written in data/. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "rules/rules.h"

static struct rules data;

static int load(void **state)
{
	(void)state;
	struct err err = {0};
	if (!rules_load(&data, NULL, NULL, &err))
		return 0;
	print_error("%s\n", err.text);
	return 1;
}

static int unload(void **state)
{
	(void)state;
	rules_release(&data);
	return 0;
}

static struct date day(const char *text)
{
	struct date d = DATE_NONE;
	if (date_parse(str_from(text), &d, NULL))
		fail_msg("\"%s\" is no date", text);
	return d;
}

static void reads_parameters(void **state)
{
	(void)state;
	static const struct {
		const char *name, *on;
		enum rc rc;
		int64_t value;
	} rows[] = {
		{"pact.duration_months", "2026-01-15", OK, 12},
		{"pact.duration_months", "2018-01-01", OK, 12},
		{"pact.duration_months", "2017-12-31", E_NOT_FOUND, 0},
		{"prescription.validity_months", "2024-12-31", OK, 12},
		{"prescription.validity_months", "2025-01-01", OK, 6},
		{"way.mifs_active", "2026-01-15", OK, 0},
		{"bonus.congruity_max_distance", "2026-01-15", E_NOT_FOUND, 0},
		{"no.such_rule", "2026-01-15", E_NOT_FOUND, 0},
		{"continuity.end_date", "2025-01-01", E_FORMAT, 0},
		{"payment.months", "2025-01-01", E_FORMAT, 0},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		int64_t v = 0;
		struct err err = {0};
		enum rc rc = rules_int(&data, rows[i].name, STR("325"),
				       day(rows[i].on), &v, &err);
		if (rc != rows[i].rc || v != rows[i].value)
			fail_msg("%s on %s: rc %d, %" PRId64 " (%s)",
				 rows[i].name, rows[i].on, rc, v, err.text);
		if (rc && !strstr(err.text, rows[i].name))
			fail_msg("%s: the error does not name it: %s",
				 rows[i].name, err.text);
	}
}

static void reads_text_and_date(void **state)
{
	(void)state;
	struct str text = STR("");
	struct date d = DATE_NONE;
	assert_int_equal(rules_text(&data, "strat.level_definition", STR(""),
				    day("2025-12-31"), &text, NULL),
			 OK);
	assert_true(str_is(text, "strict"));
	assert_int_equal(rules_date(&data, "continuity.end_date", STR(""),
				    day("2024-07-15"), &d, NULL),
			 OK);
	assert_int_equal(d.days, day("2024-12-31").days);
	assert_int_equal(rules_date(&data, "continuity.end_date", STR(""),
				    day("2024-07-14"), &d, NULL),
			 E_NOT_FOUND);
	assert_int_equal(rules_date(&data, "centre.opening_time", STR(""),
				    day("2025-07-14"), &d, NULL),
			 E_FORMAT);
}

static void reads_tariffs(void **state)
{
	(void)state;
	static const struct {
		const char *item;
		int level;
		int64_t count;
		const char *on;
		enum rc rc;
		int64_t cents;
	} rows[] = {
		{"PIC_FEE", 1, 0, "2026-02-01", OK, 4500},
		{"PIC_FEE", 2, 0, "2024-07-14", OK, 4000},
		{"PIC_FEE", 3, 0, "2024-07-15", OK, 3500},
		{"PIC_FEE", 3, 0, "2017-12-31", E_NOT_FOUND, 0},
		{"PIC_FEE", 0, 0, "2026-02-01", E_NOT_FOUND, 0},
		{"PIC_FEE", 4, 0, "2026-02-01", E_NOT_FOUND, 0},
		{"PAI_FEE", 0, 0, "2019-03-31", OK, 1000},
		{"PAI_FEE", 0, 0, "2019-04-01", OK, 1500},
		{"PAI_FEE", 0, 7, "2019-04-01", OK, 1500},
		{"PAI_BONUS", 0, 0, "2023-12-31", E_NOT_FOUND, 0},
		{"PAI_BONUS", 0, 0, "2024-01-01", OK, 800},
		{"COOP_NEW_PLAN", 0, 1, "2026-01-10", OK, 1000},
		{"COOP_NEW_PLAN", 0, 300, "2026-01-10", OK, 1000},
		{"COOP_NEW_PLAN", 0, 301, "2026-01-10", OK, 1100},
		{"COOP_NEW_PLAN", 0, 1800, "2026-01-10", OK, 1100},
		{"COOP_NEW_PLAN", 0, 0, "2026-01-10", E_NOT_FOUND, 0},
		{"COOP_NEW_PLAN", 0, 1, "2024-12-31", E_NOT_FOUND, 0},
		{"COOP_NEW", 0, 1, "2026-01-10", E_NOT_FOUND, 0},
		{"COOP_RENEWAL", 3, 0, "2026-01-10", OK, 500},
		{"COOP_RENEWAL", 1, 0, "2026-01-10", OK, 600},
		{"NOTHING", 0, 0, "2026-01-10", E_NOT_FOUND, 0},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		int64_t cents = 0;
		const struct rule *row = NULL;
		struct err err = {0};
		enum rc rc = rules_tariff(&data, rows[i].item, rows[i].level,
					  rows[i].count, day(rows[i].on),
					  &cents, &row, &err);
		if (rc != rows[i].rc || cents != rows[i].cents)
			fail_msg("%s/%d@%" PRId64 " on %s: rc %d, %" PRId64
				 " cents (%s)",
				 rows[i].item, rows[i].level, rows[i].count,
				 rows[i].on, rc, cents, err.text);
		if (!rc && (!row || !row->source.len))
			fail_msg("%s: no row with a source", rows[i].item);
	}
}

static void reads_windows(void **state)
{
	(void)state;
	static const struct {
		char class;
		enum kn_service_kind kind;
		int64_t interval_e4;
		const char *on;
		enum rc rc;
		int wait, early, late;
	} rows[] = {
		{'U', KIND_LAB, 60000, "2026-01-10", OK, 3, 0, 0},
		{'B', KIND_VISIT, 0, "2026-01-10", OK, 10, 0, 0},
		{'D', KIND_VISIT, 120000, "2026-01-10", OK, 30, 0, 0},
		{'D', KIND_IMAGING, 120000, "2026-01-10", OK, 60, 0, 0},
		{'P', KIND_LAB, 5000, "2026-01-10", OK, -1, 3, 3},
		{'P', KIND_LAB, 10000, "2026-01-10", OK, -1, 3, 3},
		{'P', KIND_LAB, 10001, "2026-01-10", OK, -1, 7, 10},
		{'P', KIND_LAB, 30000, "2026-01-10", OK, -1, 7, 10},
		{'P', KIND_LAB, 40000, "2026-01-10", OK, -1, 15, 20},
		{'P', KIND_VISIT, 60000, "2026-01-10", OK, -1, 15, 20},
		{'P', KIND_VISIT, 120000, "2026-01-10", OK, -1, 30, 30},
		{'P', KIND_VISIT, 120001, "2026-01-10", OK, -1, 45, 60},
		{'P', KIND_VISIT, 600000, "2026-01-10", OK, -1, 45, 60},
		{'P', KIND_VISIT, 0, "2019-12-31", OK, 180, 0, 0},
		{'P', KIND_VISIT, 0, "2020-01-01", OK, 120, 0, 0},
		{'P', KIND_VISIT, 60000, "2018-12-31", E_NOT_FOUND, 0, 0, 0},
		{'X', KIND_VISIT, 60000, "2026-01-10", E_NOT_FOUND, 0, 0, 0},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct care_window w = {0, 0, 0, NULL};
		struct err err = {0};
		enum rc rc = rules_window(&data, rows[i].class, rows[i].kind,
					  rows[i].interval_e4, day(rows[i].on),
					  &w, &err);
		if (rc != rows[i].rc || w.max_wait_days != rows[i].wait ||
		    w.early_days != rows[i].early ||
		    w.late_days != rows[i].late || (!rc && !w.row))
			fail_msg("row %zu: rc %d, %d/%d/%d (%s)", i, rc,
				 w.max_wait_days, w.early_days, w.late_days,
				 err.text);
	}
}

static void admits_all_by_default(void **state)
{
	(void)state;
	struct date on = day("2026-01-01");
	assert_true(rules_admitted(&data, STR("16"), STR("325"), on));
	assert_true(rules_admitted(&data, STR("65"), STR(""), on));
	/* no row at all: admitted_primaries.default decides */
	assert_true(rules_admitted(&data, STR("99"), STR(""), on));
	assert_false(
		rules_admitted(&data, STR("99"), STR(""), day("2017-12-31")));
}

/* Rows made here: what wins over what. */
static void prefers(void **state)
{
	(void)state;
	static const struct {
		const char *ats, *value, *from, *to;
		int64_t recorded_us;
	} rows[] = {
		{"", "all", "2024-01-01", "2024-12-31", 0},
		{"325", "bergamo", "2024-06-01", "2024-06-30", 0},
		{"", "next", "2025-01-01", "", 0},
		{"", "corrected", "2025-03-01", "2025-03-31", 7},
		{"", "older record", "2025-03-10", "2025-03-31", 3},
		{"321", "", "2025-05-01", "2025-05-31", 0},
	};
	static const struct {
		const char *ats, *on, *value;
	} asks[] = {
		{"", "2023-12-31", NULL},
		{"", "2024-01-01", "all"},
		{"", "2024-06-15", "all"},
		{"325", "2024-05-31", "all"},
		{"325", "2024-06-01", "bergamo"},
		{"325", "2024-06-30", "bergamo"},
		{"325", "2024-07-01", "all"},
		{"326", "2024-06-15", "all"},
		{"", "2024-12-31", "all"},
		{"", "2025-01-01", "next"},
		{"", "2025-02-28", "next"},
		{"", "2025-03-01", "corrected"},
		{"", "2025-03-20", "corrected"},
		{"", "2025-04-01", "next"},
		{"321", "2025-04-30", "next"},
		{"321", "2025-05-01", NULL}, /* known not to be known */
		{"321", "2025-06-01", "next"},
		{"", "2199-12-31", "next"},
	};
	struct rules r;
	rules_init(&r);
	for (size_t i = countof(rows); i-- > 0;) { /* any order */
		struct rule x = {.kind = RULE_PARAMETER,
				 .key = STR("k"),
				 .ats = str_from(rows[i].ats),
				 .value = str_from(rows[i].value),
				 .valid_from = day(rows[i].from),
				 .valid_to = rows[i].to[0] ? day(rows[i].to)
							   : DATE_MAX,
				 .recorded_us = rows[i].recorded_us};
		assert_int_equal(rules_add(&r, &x, NULL), OK);
	}
	rules_sort(&r);
	for (size_t i = 0; i < countof(asks); i++) {
		struct str text = STR("");
		enum rc rc = rules_text(&r, "k", str_from(asks[i].ats),
					day(asks[i].on), &text, NULL);
		bool right = asks[i].value ? !rc && str_is(text, asks[i].value)
					   : rc == E_NOT_FOUND;
		if (!right)
			fail_msg("\"%s\" on %s: rc %d, \"" STR_FMT "\"",
				 asks[i].ats, asks[i].on, rc, STR_ARG(text));
	}
	rules_release(&r);
	rules_release(&r);
}

static void judges_values(void **state)
{
	(void)state;
	static const struct {
		enum rule_kind kind;
		const char *key, *ats, *value, *unit;
		bool right;
	} rows[] = {
		{RULE_PARAMETER, "x", "", "12", "month", true},
		{RULE_PARAMETER, "x", "325", "", "month", true},
		{RULE_PARAMETER, "x", "", "twelve", "month", false},
		{RULE_PARAMETER, "x", "", "2", "flag", false},
		{RULE_PARAMETER, "x", "", "2025-02-30", "date", false},
		{RULE_PARAMETER, "x", "", "08:00", "time", true},
		{RULE_PARAMETER, "x", "", "24:00", "time", false},
		{RULE_PARAMETER, "x", "", "6;12", "month number", true},
		{RULE_TARIFF, "A/1", "", "4500", "plan", true},
		{RULE_TARIFF, "A/1", "", "45.00", "plan", false},
		{RULE_TARIFF, "A", "", "-1", "plan", false},
		{RULE_TARIFF, "A", "325", "1", "plan", false},
		{RULE_TARIFF, "A@1-300", "", "1", "plan", true},
		{RULE_TARIFF, "A@301-", "", "1", "plan", true},
		{RULE_TARIFF, "A@300-1", "", "1", "plan", false},
		{RULE_TARIFF, "A@x", "", "1", "plan", false},
		{RULE_ADMITTED, "16", "", "1", "", true},
		{RULE_ADMITTED, "16", "", "yes", "", false},
		{RULE_WINDOW, "D/visit", "", "30/0/0", "", true},
		{RULE_WINDOW, "P/planned/1-3", "", "/7/10", "", true},
		{RULE_WINDOW, "P/planned/1-3", "", "/7", "", false},
		{RULE_WINDOW, "P/planned/1-3", "", "/7/10/1", "", false},
		{RULE_WINDOW, "P/planned/1-3", "", "/-7/10", "", false},
		{RULE_WINDOW, "P/planned/b", "", "/7/10", "", false},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct rule x = {.kind = rows[i].kind,
				 .key = str_from(rows[i].key),
				 .ats = str_from(rows[i].ats),
				 .value = str_from(rows[i].value),
				 .unit = str_from(rows[i].unit)};
		const char *why = rule_wrong(&x);
		if (!why != rows[i].right)
			fail_msg("row %zu, %s = \"%s\": %s", i, rows[i].key,
				 rows[i].value, why ? why : "accepted");
	}
}

/* The published number of chronic residents by level times the fee gives the
 * mean of 37.4 euro and the bill of 125 million of data/README.md. */
static void fee_agrees_with_the_plan(void **state)
{
	(void)state;
	static const int64_t people[] = {150000, 1300000, 1900000};
	int64_t sum = 0, n = 0;
	for (int level = 1; level <= 3; level++) {
		int64_t cents = 0;
		assert_int_equal(rules_tariff(&data, "PIC_FEE", level, 0,
					      day("2026-01-01"), &cents, NULL,
					      NULL),
				 OK);
		sum += cents * people[level - 1];
		n += people[level - 1];
	}
	assert_in_range(sum / n, 3735, 3745);
	assert_in_range(sum / 100, 124000000, 126000000);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_parameters),
		cmocka_unit_test(reads_text_and_date),
		cmocka_unit_test(reads_tariffs),
		cmocka_unit_test(reads_windows),
		cmocka_unit_test(admits_all_by_default),
		cmocka_unit_test(prefers),
		cmocka_unit_test(judges_values),
		cmocka_unit_test(fee_agrees_with_the_plan),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
