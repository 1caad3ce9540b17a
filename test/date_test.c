/* Days, ages, months, holidays, the clock of Rome. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/date.h"
#include "base/other_day.h"

static struct date day(const char *text)
{
	struct date d = DATE_NONE;
	if (date_parse(str_from(text), &d, NULL))
		fail_msg("\"%s\" is no date", text);
	return d;
}

static void parses(void **state)
{
	(void)state;
	static const struct {
		const char *name, *in;
		enum rc rc;
		int32_t days;
	} rows[] = {
		{"origin", "1970-01-01", OK, 0},
		{"leap day", "2024-02-29", OK, 19782},
		{"not a leap year", "2023-02-29", E_RANGE, 0},
		{"century not leap", "1900-02-29", E_RANGE, 0},
		{"century leap", "2000-02-29", OK, 11016},
		{"first day", "1800-01-01", OK, -62091},
		{"last day", "2199-12-31", OK, 84005},
		{"before the first", "1799-12-31", E_RANGE, 0},
		{"after the last", "2200-01-01", E_RANGE, 0},
		{"month 13", "2024-13-01", E_RANGE, 0},
		{"month 0", "2024-00-01", E_RANGE, 0},
		{"day 0", "2024-01-00", E_RANGE, 0},
		{"31 April", "2024-04-31", E_RANGE, 0},
		{"Italian form", "01/02/2024", E_FORMAT, 0},
		{"no dashes", "20240101", E_FORMAT, 0},
		{"short", "2024-1-1", E_FORMAT, 0},
		{"with time", "2024-01-01T00", E_FORMAT, 0},
		{"sign", "-024-01-01", E_FORMAT, 0},
		{"blank", "2024-01- 1", E_FORMAT, 0},
		{"empty", "", E_FORMAT, 0},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct date d = {0};
		enum rc rc = date_parse(str_from(rows[i].in), &d, NULL);
		if (rc != rows[i].rc || d.days != rows[i].days)
			fail_msg("%s: rc %d, days %d", rows[i].name, rc,
				 d.days);
	}
}

/* Every day of four centuries, against the calendar counted day by day. */
static void counts_every_day(void **state)
{
	(void)state;
	char text[11];
	struct date d = date_of(1800, 1, 1);
	int weekday = 2; /* a Wednesday */
	for (int y = 1800; y <= 2199; y++)
		for (int m = 1; m <= 12; m++)
			for (int k = 1; date_exists(y, m, k); k++) {
				struct ymd c = date_ymd(d);
				struct date back = DATE_NONE;
				if (c.year != y || c.month != m || c.day != k ||
				    date_weekday(d) != weekday ||
				    date_parse(date_text(d, text), &back,
					       NULL) ||
				    back.days != d.days)
					fail_msg("%04d-%02d-%02d", y, m, k);
				d = date_add(d, 1);
				weekday = (weekday + 1) % 7;
			}
	assert_int_equal(date_text(DATE_NONE, text).len, 0);
	assert_int_equal(date_text(DATE_MAX, text).len, 0);
}

static void ages(void **state)
{
	(void)state;
	static const struct {
		const char *birth, *at;
		int age;
	} rows[] = {
		{"1960-05-10", "2025-05-09", 64},
		{"1960-05-10", "2025-05-10", 65},
		{"2000-02-29", "2025-02-28", 24},
		{"2000-02-29", "2025-03-01", 25},
		{"2000-02-29", "2024-02-28", 23},
		{"2000-02-29", "2024-02-29", 24},
		{"2025-12-31", "2025-12-31", 0},
		{"2025-12-31", "2026-12-30", 0},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		int age = date_age(day(rows[i].birth), day(rows[i].at));
		if (age != rows[i].age)
			fail_msg("%s at %s: %d", rows[i].birth, rows[i].at,
				 age);
	}
}

static void adds_months(void **state)
{
	(void)state;
	static const struct {
		const char *from;
		int months;
		const char *to;
	} rows[] = {
		{"2024-01-31", 1, "2024-02-29"},
		{"2023-01-31", 1, "2023-02-28"},
		{"2024-02-29", 12, "2025-02-28"},
		{"2024-02-29", 48, "2028-02-29"},
		{"2024-12-15", 1, "2025-01-15"},
		{"2024-01-15", -1, "2023-12-15"},
		{"2024-03-31", -1, "2024-02-29"},
		{"2024-05-31", 0, "2024-05-31"},
		{"2024-05-31", -24, "2022-05-31"},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		char text[11];
		struct date d =
			date_add_months(day(rows[i].from), rows[i].months);
		if (!str_is(date_text(d, text), rows[i].to))
			fail_msg("%s %+d: %s", rows[i].from, rows[i].months,
				 text);
	}
}

/* Easter Mondays are those of the published tables of Easter. */
static void knows_holidays(void **state)
{
	(void)state;
	static const struct {
		const char *day;
		bool holiday;
	} rows[] = {
		{"2024-04-01", true},  {"2025-04-21", true},
		{"2026-04-06", true},  {"2027-03-29", true},
		{"2028-04-17", true},  {"2030-04-22", true},
		{"2038-04-26", true},  {"2008-03-24", true},
		{"2026-04-07", false}, {"2026-04-03", false}, /* Good Friday */
		{"2026-01-01", true},  {"2026-01-06", true},
		{"2025-04-25", true},  {"2026-05-01", true},
		{"2026-06-02", true},  {"2025-08-15", true},
		{"2027-11-01", true},  {"2026-12-08", true},
		{"2025-12-25", true},  {"2025-12-26", true},
		{"2025-12-24", false}, {"2026-01-04", true},  /* Sunday */
		{"2026-01-05", false}, {"2026-01-03", false}, /* Saturday */
		{"2025-10-04", false}, {"2026-10-04", true},
		{"2027-10-04", true},  {"2028-10-04", true},
	};
	for (size_t i = 0; i < countof(rows); i++)
		if (date_is_holiday(day(rows[i].day)) != rows[i].holiday)
			fail_msg("%s", rows[i].day);
}

/* The clock changes at 01:00 UTC on the last Sundays of March and October. */
static void tells_the_day_in_rome(void **state)
{
	(void)state;
	static const struct {
		const char *utc_day;
		int hour, minute;
		const char *rome;
	} rows[] = {
		{"2026-01-10", 22, 59, "2026-01-10"},
		{"2026-01-10", 23, 0, "2026-01-11"},
		{"2026-07-10", 21, 59, "2026-07-10"},
		{"2026-07-10", 22, 0, "2026-07-11"},
		{"2026-03-28", 22, 30, "2026-03-28"},
		{"2026-03-28", 23, 30, "2026-03-29"},
		{"2026-03-29", 22, 30, "2026-03-30"}, /* summer time began */
		{"2026-10-24", 22, 30, "2026-10-25"},
		{"2026-10-25", 22, 30, "2026-10-25"}, /* and ended */
		{"2026-10-25", 23, 0, "2026-10-26"},
		{"2025-12-31", 23, 0, "2026-01-01"},
		{"1969-12-31", 22, 59, "1969-12-31"},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		int64_t us = (int64_t)day(rows[i].utc_day).days *
				     INT64_C(86400000000) +
			     (rows[i].hour * 60 + rows[i].minute) *
				     INT64_C(60000000);
		char text[11];
		if (!str_is(date_text(date_in_rome(us), text), rows[i].rome))
			fail_msg("%s %02d:%02d UTC: %s", rows[i].utc_day,
				 rows[i].hour, rows[i].minute, text);
	}
}

static void prints_instants(void **state)
{
	(void)state;
	struct buf b;
	buf_init(&b, 64);
	instant_print(&b, INT64_C(1767600000123456));
	instant_print(&b, -1);
	assert_true(str_is(buf_view(&b),
			   "2026-01-05T08:00:00Z1969-12-31T23:59:59Z"));
	buf_release(&b);
}

/* 2025-11-22 22:45 UTC is 23:45 in Rome; in April clocks are an hour ahead. */
static void shows_the_clock_of_another_day(void **state)
{
	static const struct {
		const char *name, *day;
		int64_t clock_s;
		int minute;
	} rows[] = {
		{"the same day", "2025-11-22", 1763851500, 1425},
		{"a late winter evening, in summer", "2026-04-10", 1763851500,
		 1425},
		{"a winter day, in summer", "2026-04-10", 1763812800, 780},
		{"early on a summer day, in winter", "2026-12-01", 1783118400,
		 40},
		{"a leap day", "2024-02-29", 1783118400, 40},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct date day;
		assert_int_equal(date_parse(str_from(rows[i].day), &day, NULL),
				 OK);
		int64_t then =
			instant_on_day(rows[i].clock_s * 1000000 + 7, day);
		if (date_in_rome(then).days != day.days ||
		    minute_in_rome(then) != rows[i].minute)
			fail_msg("%s: %d days off, minute %d", rows[i].name,
				 date_in_rome(then).days - day.days,
				 minute_in_rome(then));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(parses),
		cmocka_unit_test(counts_every_day),
		cmocka_unit_test(ages),
		cmocka_unit_test(adds_months),
		cmocka_unit_test(knows_holidays),
		cmocka_unit_test(tells_the_day_in_rome),
		cmocka_unit_test(shows_the_clock_of_another_day),
		cmocka_unit_test(prints_instants),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
