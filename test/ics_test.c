/* A calendar file: the clock of Rome in UTC, escapes, folded lines. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "document/ics.h"

static const struct {
	const char *name, *day;
	int start_min;
	const char *summary, *wants;
} rows[] = {
	{"winter, an hour behind", "2026-01-15", 8 * 60 + 30, "Visita",
	 "\r\nDTSTART:20260115T073000Z\r\n"},
	{"summer, two hours behind", "2026-07-15", 8 * 60 + 30, "Visita",
	 "\r\nDTSTART:20260715T063000Z\r\n"},
	{"the day summer begins", "2026-03-29", 9 * 60, "Visita",
	 "\r\nDTSTART:20260329T070000Z\r\n"},
	{"the day summer ends", "2026-10-25", 9 * 60, "Visita",
	 "\r\nDTSTART:20261025T080000Z\r\n"},
	{"signs of the format", "2026-01-15", 480, "a,b;c\\d\ne\x01",
	 "\r\nSUMMARY:a\\,b\\;c\\\\d\\ne \r\n"},
	{"folded between characters", "2026-01-15", 480,
	 "1234567890123456789012345678901234567890123456789012345678901234567"
	 "è8",
	 "\r\nSUMMARY:12345678901234567890123456789012345678901234567890123456"
	 "78901234567\r\n è8\r\n"},
};

static void writes(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct ics_event e = {.uid = STR("1@prossima"),
				      .start_min = rows[i].start_min,
				      .end_min = rows[i].start_min + 20,
				      .summary = str_from(rows[i].summary)};
		struct buf b;
		if (date_parse(str_from(rows[i].day), &e.day, NULL))
			fail_msg("%s: no date", rows[i].name);
		buf_init(&b, 65536);
		ics_event(&b, &e);
		buf_char(&b, 0);
		assert_false(b.failed);
		if (!strstr(b.ptr, rows[i].wants))
			fail_msg("%s: not in\n%s", rows[i].name, b.ptr);
		buf_release(&b);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
