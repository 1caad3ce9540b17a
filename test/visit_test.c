/* Rules of visits at a distance: states, addresses of rooms, hours, documents.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "telecare/visit.h"

static void moves(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		enum visit_kind kind;
		enum visit_state from, to;
		bool may;
	} rows[] = {
		{"the person comes", VISIT_TELEVISIT, VISIT_BOOKED,
		 VISIT_WAITING, true},
		{"begun without waiting", VISIT_TELEVISIT, VISIT_BOOKED,
		 VISIT_STARTED, true},
		{"signed before it was held", VISIT_TELEVISIT, VISIT_BOOKED,
		 VISIT_SIGNED, false},
		{"signed while it runs", VISIT_TELEVISIT, VISIT_STARTED,
		 VISIT_SIGNED, false},
		{"signed when done", VISIT_TELEVISIT, VISIT_DONE, VISIT_SIGNED,
		 true},
		{"not held, booked again", VISIT_TELEVISIT, VISIT_NOT_HELD,
		 VISIT_BOOKED, true},
		{"done is not undone", VISIT_TELEVISIT, VISIT_DONE,
		 VISIT_NOT_HELD, false},
		{"signed is not cancelled", VISIT_TELEVISIT, VISIT_SIGNED,
		 VISIT_CANCELLED, false},
		{"answered", VISIT_TELECONSULT, VISIT_TAKEN, VISIT_SIGNED,
		 true},
		{"answered by nobody", VISIT_TELECONSULT, VISIT_ASKED,
		 VISIT_SIGNED, false},
		{"a question is not booked", VISIT_TELECONSULT, VISIT_ASKED,
		 VISIT_BOOKED, false},
		{"a correction", VISIT_TELECONSULT, VISIT_SIGNED, VISIT_SIGNED,
		 true},
	};
	for (size_t i = 0; i < countof(rows); i++)
		if (visit_may_move(rows[i].kind, rows[i].from, rows[i].to) !=
		    rows[i].may)
			fail_msg("%s: %s", rows[i].name,
				 rows[i].may ? "refused" : "allowed");
}

#define LONG_PATH                                                              \
	"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" \
	"aaaaaaaa"

static void addresses(void **state)
{
	(void)state;
	static const struct {
		const char *name, *url, *room, *out; /* NULL: refused */
	} rows[] = {
		{"plain", "https://video.example/{room}", "0af3",
		 "https://video.example/0af3"},
		{"in a query", "https://v.example:8443/j?r={room}&l=it", "0af3",
		 "https://v.example:8443/j?r=0af3&l=it"},
		{"what is no letter is escaped", "https://v.example/{room}",
		 "a b/\"?#\xc3\xa8",
		 "https://v.example/a%20b%2F%22%3F%23%C3%A8"},
		{"not https", "http://video.example/{room}", "0", NULL},
		{"a script", "javascript:alert('{room}')", "0", NULL},
		{"no room", "https://video.example/", "0", NULL},
		{"two rooms", "https://video.example/{room}/{room}", "0", NULL},
		{"a room as the host", "https://{room}.example/x", "0", NULL},
		{"only a host", "https://video.example", "0", NULL},
		{"no host", "https:///{room}", "0", NULL},
		{"a user before the host", "https://a@video.example/{room}",
		 "0", NULL},
		{"a new line", "https://video.example/{room}\r\nX: y", "0",
		 NULL},
		{"a quote", "https://video.example/{room}\"", "0", NULL},
		{"a blank", "https://video.example/my {room}", "0", NULL},
		{"another place", "https://video.example/{room}/{user}", "0",
		 NULL},
		{"too long",
		 "https://video.example/{room}" LONG_PATH LONG_PATH LONG_PATH
			 LONG_PATH LONG_PATH LONG_PATH,
		 "0", NULL},
		{"empty", "", "0", NULL},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct str url = str_from(rows[i].url);
		const char *wrong = visit_url_wrong(url);
		if (!wrong != (rows[i].out != NULL))
			fail_msg("%s: %s", rows[i].name,
				 wrong ? wrong : "taken");
		if (wrong)
			continue;
		struct buf b;
		buf_init(&b, 4096);
		visit_url_print(&b, url, str_from(rows[i].room));
		if (!str_is(buf_view(&b), rows[i].out))
			fail_msg("%s: " STR_FMT, rows[i].name,
				 STR_ARG(buf_view(&b)));
		buf_release(&b);
	}
}

static void hours(void **state)
{
	(void)state;
	static const struct {
		const char *name, *day;
		int minute;
		int64_t hours_utc, minutes_utc;
	} rows[] = {
		{"winter", "2026-01-15", 600, 9, 0},
		{"summer", "2026-07-15", 600, 8, 0},
		{"after midnight in summer", "2026-07-15", 30, -2, 30},
		{"the day the clocks go on", "2026-03-29", 600, 8, 0},
		{"the day they go back", "2026-10-25", 600, 9, 0},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct date d;
		assert_int_equal(date_parse(str_from(rows[i].day), &d, NULL),
				 OK);
		int64_t want = (int64_t)d.days * 1440 + rows[i].hours_utc * 60 +
			       rows[i].minutes_utc;
		int64_t got = visit_instant(d, rows[i].minute) / TELE_MINUTE_US;
		if (got != want)
			fail_msg("%s: %" PRId64 " minutes off", rows[i].name,
				 got - want);
	}
}

static void windows(void **state)
{
	(void)state;
	const struct visit_window w = {15, 60};
	static const struct {
		const char *name;
		int64_t starts, ends, now;
		bool open;
	} rows[] = {
		{"too early", 1000, 1020, 984, false},
		{"just open", 1000, 1020, 985, true},
		{"while it runs", 1000, 1020, 1010, true},
		{"just before it closes", 1000, 1020, 1080, true},
		{"closed", 1000, 1020, 1081, false},
		{"no hour", 0, 0, 10, false},
	};
	for (size_t i = 0; i < countof(rows); i++)
		if (visit_is_open(&w, rows[i].starts, rows[i].ends,
				  rows[i].now) != rows[i].open)
			fail_msg("%s", rows[i].name);
}

static void promises(void **state)
{
	(void)state;
	struct rules r;
	struct err err = {0};
	struct date friday;
	int64_t due;
	const int64_t hour = 60 * TELE_MINUTE_US;
	static const struct {
		const char *name;
		enum tele_urgency urgency;
		int64_t hours;
	} rows[] = {
		{"red", TELE_RED, 1},
		{"amber", TELE_AMBER, 24},
		{"green, over a weekend", TELE_GREEN, 5 * 24},
	};
	assert_int_equal(rules_load(&r, NULL, NULL, &err), OK);
	assert_int_equal(date_parse(STR("2026-03-06"), &friday, NULL), OK);
	int64_t start = visit_instant(friday, 600);
	for (size_t i = 0; i < countof(rows); i++) {
		assert_int_equal(visit_due(&r, rows[i].urgency, STR(""), start,
					   &due, &err),
				 OK);
		if (due - start != rows[i].hours * hour)
			fail_msg("%s: %" PRId64 " h", rows[i].name,
				 (due - start) / hour);
	}
	rules_release(&r);
}

static void documents(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		struct str bytes;
		const char *type;
	} rows[] = {
		{"PDF", STR_INIT("%PDF-1.7\n"), "application/pdf"},
		{"JPEG", STR_INIT("\xff\xd8\xff\xe0"), "image/jpeg"},
		{"PNG", STR_INIT("\x89PNG\r\n\x1a\n\0\0"), "image/png"},
		{"text", STR_INIT("Pressione 130/80, perch\xc3\xa9 no\n"),
		 "text/plain"},
		{"nothing", STR_INIT(""), NULL},
		{"a program",
		 STR_INIT("\x7f"
			  "ELF\2\1\1"),
		 NULL},
		{"text that is not UTF-8", STR_INIT("perch\xe9"), NULL},
		{"a page with a script", STR_INIT("<script>"), "text/plain"},
		{"a NUL in a text", STR_INIT("a\0b"), NULL},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		const char *type = visit_document_type(rows[i].bytes);
		if (!type != !rows[i].type ||
		    (type && strcmp(type, rows[i].type) != 0))
			fail_msg("%s: %s", rows[i].name,
				 type ? type : "refused");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moves),    cmocka_unit_test(addresses),
		cmocka_unit_test(hours),    cmocka_unit_test(windows),
		cmocka_unit_test(promises), cmocka_unit_test(documents),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
