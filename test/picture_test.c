/* Every kind of picture with nothing, one thing, hostile names, huge numbers:
 * what comes out is well-formed, has a title and a description, unique ids, no
 * style, no script and no number that is not one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lib/picture/picture_int.h"

static struct arena a;
static struct err err;

/* ---- a tiny reader of XML: tags match, attributes are quoted, & is escaped */

struct reader {
	const char *at, *end;
	struct str open[64];
	size_t depth;
};

static bool name_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || c == '-' || c == ':';
}

static struct str read_name(struct reader *r)
{
	const char *from = r->at;
	while (r->at < r->end && name_char(*r->at))
		r->at++;
	return (struct str){from, (size_t)(r->at - from)};
}

static bool read_entity(struct reader *r)
{
	static const char *const known[] = {"&amp;", "&lt;", "&gt;", "&quot;",
					    "&#39;"};
	struct str rest = {r->at, (size_t)(r->end - r->at)};
	for (size_t i = 0; i < countof(known); i++)
		if (str_starts(rest, str_from(known[i]))) {
			r->at += strlen(known[i]);
			return true;
		}
	return false;
}

static bool read_value(struct reader *r)
{
	while (r->at < r->end && *r->at != '"') {
		if (*r->at == '<' || (*r->at == '&' && !read_entity(r)))
			return false;
		if (*r->at != '"')
			r->at++;
	}
	return r->at++ < r->end;
}

static bool read_attributes(struct reader *r)
{
	while (r->at < r->end && *r->at == ' ') {
		r->at++;
		struct str name = read_name(r);
		if (!name.len || str_is(name, "style") ||
		    str_starts(name, STR("on")))
			return false;
		if (r->end - r->at < 2 || memcmp(r->at, "=\"", 2) != 0)
			return false;
		r->at += 2;
		if (!read_value(r))
			return false;
	}
	return true;
}

static bool read_tag(struct reader *r)
{
	bool closing = *r->at == '/';
	r->at += closing;
	struct str name = read_name(r);
	if (closing)
		return r->depth && str_eq(r->open[--r->depth], name) &&
		       *r->at++ == '>';
	if (!name.len || str_is(name, "script") || !read_attributes(r))
		return false;
	if (*r->at == '/')
		return *++r->at == '>' && r->at++;
	if (r->depth == countof(r->open))
		return false;
	r->open[r->depth++] = name;
	return *r->at++ == '>';
}

static bool well_formed(struct str s)
{
	struct reader r = {.at = s.ptr, .end = s.ptr + s.len};
	while (r.at < r.end) {
		char c = *r.at;
		if (c == '<') {
			r.at++;
			if (!read_tag(&r))
				return false;
		} else if (c == '&') {
			if (!read_entity(&r))
				return false;
		} else {
			r.at++;
		}
	}
	return r.depth == 0;
}

static size_t times(struct str s, const char *what)
{
	struct str w = str_from(what);
	size_t n = 0;
	for (size_t i = 0; i + w.len <= s.len; i++)
		n += !memcmp(s.ptr + i, w.ptr, w.len);
	return n;
}

static void check(const char *name, enum rc rc, struct html h, bool image)
{
	struct str s = h.markup;
	if (rc)
		fail_msg("%s: %s", name, err.text);
	if (!well_formed(s))
		fail_msg("%s: not well-formed:\n" STR_FMT, name, STR_ARG(s));
	if (!str_is_utf8(s))
		fail_msg("%s: cut in the middle of a character", name);
	if (times(s, "nan") || times(s, "inf") || times(s, "NaN"))
		fail_msg("%s: not a number:\n" STR_FMT, name, STR_ARG(s));
	if (times(s, " id=\"x-t\"") != 1 || times(s, " id=\"x-d\"") != 1)
		fail_msg("%s: not one title and one description", name);
	if (times(s, image ? "role=\"img\"" : "role=\"group\"") != 1)
		fail_msg("%s: its role is another", name);
	arena_reset(&a);
}

static void the_reader_reads(void **state)
{
	(void)state;
	assert_true(well_formed(STR("<p a=\"b &amp; c\">x<br/></p>")));
	assert_false(well_formed(STR("<p>x</b>")));
	assert_false(well_formed(STR("<p>x")));
	assert_false(well_formed(STR("<p>a & b</p>")));
	assert_false(well_formed(STR("<p a=\"<\"></p>")));
	assert_false(well_formed(STR("<p style=\"x\"></p>")));
	assert_false(well_formed(STR("<p onclick=\"x\"></p>")));
	assert_false(well_formed(STR("<p a=b></p>")));
}

/* ---- what each kind is given */

static const struct {
	const char *name;
	size_t n;
	int64_t value;
	struct str text, href;
} rows[] = {
	{"nothing", 0, 0, STR_INIT("x"), STR_INIT("")},
	{"one", 1, 7, STR_INIT("x"), STR_INIT("")},
	{"zeros", 12, 0, STR_INIT("x"), STR_INIT("?a=1")},
	{"huge", 12, INT64_MAX, STR_INIT("x"), STR_INIT("")},
	{"below nothing", 12, INT64_MIN, STR_INIT("x"), STR_INIT("")},
	{"markup", 12, 3, STR_INIT("</title><script>alert('&\"')</script>"),
	 STR_INIT("?a=\"><script>&b=1")},
	{"long", 12, 3,
	 STR_INIT("Màlattie dèl sistema òsteomuscolare è dèl tessuto "
		  "cònnettivo, à cùi si aggiùngono molte àltre còse che nòn "
		  "stànno in ùna rìga, né in dùe, e nemmeno in tre"),
	 STR_INIT("/x")},
	{"bidirectional", 3, 3,
	 STR_INIT("\xe2\x80\xae"
		  "abc \xf0\x9f\x92\x8a"),
	 STR_INIT("javascript:alert(1)")},
};

#define EACH(i) for (size_t i = 0; i < countof(rows); i++)

static struct picture frame(size_t i)
{
	return (struct picture){
		.id = "x", .title = rows[i].text, .desc = rows[i].text};
}

static void bars(void **state)
{
	(void)state;
	EACH(i)
	{
		int64_t value[3] = {rows[i].value, rows[i].value, 5};
		struct picture_row row[12];
		struct str series[3] = {rows[i].text, rows[i].text, STR("c")};
		for (int k = 0; k < 12; k++)
			row[k] = (struct picture_row){rows[i].text, value,
						      rows[i].href};
		for (int how = 0; how < 4; how++) {
			struct picture_bars v = {.p = frame(i),
						 .head = rows[i].text,
						 .series = series,
						 .n_series = 3,
						 .stacked = how & 1,
						 .ordered = how & 2,
						 .rows = row,
						 .n = rows[i].n};
			struct html h = {0};
			enum rc rc = picture_bars(&v, LANG_IT, &a, &h, &err);
			check(rows[i].name, rc, h,
			      !rows[i].n || !rows[i].href.len);
		}
	}
}

static void pyramids(void **state)
{
	(void)state;
	EACH(i)
	{
		struct picture_band band[12];
		for (int k = 0; k < 12; k++)
			band[k] =
				(struct picture_band){rows[i].text,
						      {rows[i].value, 1},
						      {rows[i].href, STR("")}};
		struct picture_pyramid v = {
			.p = frame(i),
			.head = rows[i].text,
			.side = {rows[i].text, rows[i].text},
			.bands = band,
			.n = rows[i].n};
		struct html h = {0};
		enum rc rc = picture_pyramid(&v, LANG_EN, &a, &h, &err);
		check(rows[i].name, rc, h, !rows[i].n || !rows[i].href.len);
	}
}

static void trends(void **state)
{
	(void)state;
	EACH(i)
	{
		struct str point[12];
		int64_t value[2][12];
		for (int k = 0; k < 12; k++) {
			point[k] = rows[i].text;
			value[0][k] = rows[i].value;
			value[1][k] = k % 3 ? k : -1;
		}
		struct picture_line line[] = {{rows[i].text, value[0]},
					      {STR("b"), value[1]}};
		struct picture_trend v = {.p = frame(i),
					  .head = rows[i].text,
					  .points = point,
					  .n_point = rows[i].n,
					  .lines = line,
					  .n_line = 2,
					  .unit = PICTURE_TENTHS};
		struct html h = {0};
		enum rc rc = picture_trend(&v, LANG_IT, &a, &h, &err);
		check(rows[i].name, rc, h, true);
	}
}

static void dots(void **state)
{
	(void)state;
	EACH(i)
	{
		struct picture_dot dot[12];
		for (int k = 0; k < 12; k++)
			dot[k] = (struct picture_dot){
				.at = k * 3,
				.value = {rows[i].value % 1000000 + k,
					  k % 2 ? PICTURE_NO_VALUE : -k},
				.hollow = k == 3,
				.marked = k == 4,
				.when = rows[i].text,
				.text = rows[i].text,
				.who = rows[i].text,
				.note = rows[i].text};
		struct picture_level level[] = {
			{90000, rows[i].text, PICTURE_LEVEL_SEVERE},
			{90001, rows[i].text, PICTURE_LEVEL_PLAIN}};
		struct picture_dots v = {.p = frame(i),
					 .head = {rows[i].text, rows[i].text,
						  rows[i].text, rows[i].text},
					 .to = 20, /* some lie behind it */
					 .from_label = rows[i].text,
					 .to_label = rows[i].text,
					 .dots = dot,
					 .n = rows[i].n < 12 ? rows[i].n : 12,
					 .levels = level,
					 .n_level = 2};
		struct html h = {0};
		enum rc rc = picture_dots(&v, LANG_IT, &a, &h, &err);
		check(rows[i].name, rc, h, true);
	}
}

/* The heights of the dots, top 32 and bottom 182, as they are drawn. */
static size_t heights(const struct picture_dot *dot, size_t n, int *y)
{
	struct picture_dots v = {
		.p = {.id = "d", .bare = true}, .to = 20, .dots = dot, .n = n};
	struct html h = {0};
	size_t found = 0;
	assert_int_equal(picture_dots(&v, LANG_IT, &a, &h, &err), OK);
	struct buf b;
	buf_init(&b, 1u << 20);
	buf_str(&b, h.markup);
	buf_char(&b, '\0');
	assert_true(n < 2 || strstr(b.ptr, ">the second<"));
	for (const char *at = b.ptr; (at = strstr(at, " cy=\"")); at++)
		y[found++] = (int)strtol(at + 5, NULL, 10);
	buf_release(&b);
	return found;
}

static void a_hollow_dot_does_not_set_the_scale(void **state)
{
	static const struct {
		const char *name;
		int64_t value;
		int y;
	} row[] = {{"ten times", 800000, 32},
		   {"a tenth", 7000, 182},
		   {"among the others", 80000, 0}};
	(void)state;
	int alone[4], y[4];
	struct picture_dot dot[] = {
		{.at = 1, .value = {70000, PICTURE_NO_VALUE}},
		{.at = 2,
		 .value = {80000, PICTURE_NO_VALUE},
		 .text = STR("the second")},
		{.at = 3, .hollow = true}};
	assert_int_equal(heights(dot, 2, alone), 2);
	for (size_t i = 0; i < countof(row); i++) {
		print_message("%s\n", row[i].name);
		dot[2].value[0] = row[i].value;
		dot[2].value[1] = PICTURE_NO_VALUE;
		assert_int_equal(heights(dot, 3, y), 3);
		assert_int_equal(y[0], alone[0]);
		assert_int_equal(y[1], alone[1]);
		assert_int_equal(y[2], row[i].y ? row[i].y : alone[1]);
	}
	/* with nothing else to go by it does */
	assert_int_equal(heights(dot + 2, 1, y), 1);
	assert_in_range(y[0], 90, 124);
}

static void shares(void **state)
{
	(void)state;
	EACH(i)
	{
		struct picture_part part[6];
		int64_t value[12];
		size_t n = rows[i].n < 6 ? rows[i].n : 6;
		struct picture p = frame(i);
		for (int k = 0; k < 6; k++)
			part[k] = (struct picture_part){
				rows[i].text, rows[i].value, rows[i].href};
		for (int k = 0; k < 12; k++)
			value[k] = k ? rows[i].value : 1;
		struct picture_share v = {
			.p = p, .head = rows[i].text, .parts = part, .n = n};
		struct html h = {0};
		enum rc rc = picture_share(&v, LANG_IT, &a, &h, &err);
		check(rows[i].name, rc, h, !n || !rows[i].href.len);
		rc = picture_progress(&p, rows[i].value, 100, &a, &h, &err);
		check(rows[i].name, rc, h, true);
		rc = picture_spark(&p, value, rows[i].n, &a, &h, &err);
		check(rows[i].name, rc, h, true);
	}
}

static void years(void **state)
{
	(void)state;
	EACH(i)
	{
		struct picture_year v = {.p = frame(i),
					 .from = date_of(2025, 11, 30),
					 .today = date_of(2026, 4, 10)};
		for (size_t k = 0; k < rows[i].n; k++)
			v.month[k] = (struct picture_month){rows[i].value,
							    rows[i].value, 1, 2,
							    rows[i].href};
		struct html h = {0};
		enum rc rc = picture_year(&v, LANG_IT, &a, &h, &err);
		check(rows[i].name, rc, h, !rows[i].n || !rows[i].href.len);
	}
}

static void timelines(void **state)
{
	(void)state;
	EACH(i)
	{
		struct picture_event event[24];
		struct str lane[12];
		for (int k = 0; k < 12; k++)
			lane[k] = rows[i].text;
		for (int k = 0; k < 24; k++)
			event[k] = (struct picture_event){
				.kind = (enum picture_event_kind)(k %
								  N_EVENT_KIND),
				.lane = (size_t)k / 2,
				.from = date_of(2020 + k / 3, 5, 5),
				.to = k % 5 ? date_of(2021 + k / 3, 5, 5)
					    : DATE_MAX,
				.label = rows[i].text,
				.href = rows[i].href};
		event[3].to = event[3].from;
		event[4].from = DATE_NONE;
		event[5].lane = 999;
		struct picture_timeline v = {.p = frame(i),
					     .from = date_of(2022, 1, 1),
					     .to = date_of(2026, 12, 31),
					     .today = date_of(2026, 4, 10),
					     .lanes = lane,
					     .n_lane = rows[i].n,
					     .events = event,
					     .n = 2 * rows[i].n};
		struct html h = {0};
		enum rc rc = picture_timeline(&v, LANG_EN, &a, &h, &err);
		check(rows[i].name, rc, h, !rows[i].n || !rows[i].href.len);
	}
}

static void maps(void **state)
{
	(void)state;
	EACH(i)
	{
		struct picture_place place[12];
		struct picture_spot around[2] = {{45, 9}, {45.5, 9.5}};
		for (int k = 0; k < 12; k++) /* the last two in one place */
			place[k] = (struct picture_place){
				.name = rows[i].text,
				.lat = 45 + (k < 11 ? k : 10) % 4 * 0.1,
				.lon = 9 + (k < 11 ? k : 10) / 4 * 0.1,
				.size = rows[i].value,
				.value = k == 2 ? -1 : rows[i].value,
				.label = rows[i].text,
				.href = rows[i].href};
		struct picture_map v = {.p = frame(i),
					.head = {rows[i].text, rows[i].text},
					.places = place,
					.n = rows[i].n,
					.around = around,
					.n_around = 2};
		struct html h = {0};
		enum rc rc = picture_map(&v, LANG_IT, &a, &h, &err);
		check(rows[i].name, rc, h, !rows[i].n || !rows[i].href.len);
	}
}

/* ---- the tessellation: each spot of the plane is of one cell, that of the
 * nearest site */

static bool inside(const struct cell *c, struct point p)
{
	for (size_t k = 0; k < c->n; k++) {
		struct point q = c->at[k], r = c->at[(k + 1) % c->n];
		if ((r.x - q.x) * (p.y - q.y) - (r.y - q.y) * (p.x - q.x) <
		    -1e-9)
			return false;
	}
	return c->n > 0;
}

static double far2(struct point p, struct point q)
{
	return (p.x - q.x) * (p.x - q.x) + (p.y - q.y) * (p.y - q.y);
}

static void each_spot_is_of_the_nearest(void **state)
{
	(void)state;
	struct point site[40];
	struct cell cell[40];
	uint32_t seed = 7;
	for (int i = 0; i < 40; i++) {
		seed = seed * 1664525u + 1013904223u;
		site[i].x = seed >> 24;
		seed = seed * 1664525u + 1013904223u;
		site[i].y = seed >> 24;
	}
	for (size_t i = 0; i < 40; i++)
		cell_make(&cell[i], site, 40, i, 500);
	for (int x = 0; x < 256; x += 5)
		for (int y = 0; y < 256; y += 5) {
			struct point p = {x + 0.37, y + 0.71};
			size_t best = 0;
			for (size_t i = 1; i < 40; i++)
				if (far2(p, site[i]) < far2(p, site[best]))
					best = i;
			assert_true(inside(&cell[best], p));
		}
}

static void one_place_one_cell(void **state)
{
	(void)state;
	struct point site[] = {{1, 1}, {1, 1}, {2, 2}};
	struct cell c;
	cell_make(&c, site, 3, 0, 10);
	assert_true(c.n >= 3);
	cell_make(&c, site, 3, 1, 10);
	assert_int_equal(c.n, 0);
}

static void numbers_are_written_by_language(void **state)
{
	(void)state;
	static const struct {
		int64_t v;
		enum picture_unit unit;
		enum lang lang;
		const char *out;
	} row[] = {
		{0, PICTURE_COUNT, LANG_IT, "0"},
		{1234567, PICTURE_COUNT, LANG_IT, "1.234.567"},
		{1234567, PICTURE_COUNT, LANG_EN, "1,234,567"},
		{123, PICTURE_TENTHS, LANG_IT, "12,3\xc2\xa0%"},
		{5, PICTURE_TENTHS, LANG_EN, "0.5%"},
		{-4, PICTURE_COUNT, LANG_IT, "0"},
	};
	for (size_t i = 0; i < countof(row); i++) {
		struct pen pen = {.lang = row[i].lang};
		buf_init(&pen.b, 64);
		pen_number(&pen, row[i].v, row[i].unit);
		buf_char(&pen.b, '\0');
		assert_string_equal(pen.b.ptr, row[i].out);
		buf_release(&pen.b);
	}
	assert_int_equal(portion(1, 3, 9999), 3333);
	assert_int_equal(portion(INT64_MAX, INT64_MAX, 10), 10);
	assert_int_equal(portion(5, 0, 10), 0);
	assert_int_equal(round_up(7), 10);
	assert_int_equal(round_up(12), 20);
	assert_int_equal(round_up(INT64_MAX), INT64_MAX);
}

static void too_small_an_arena_is_told(void **state)
{
	(void)state;
	struct arena small;
	struct picture p = {.id = "x", .title = STR("x")};
	struct html h = {0};
	arena_init(&small, 16);
	assert_int_equal(picture_progress(&p, 1, 2, &small, &h, &err), E_LIMIT);
	arena_release(&small);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_reader_reads),
		cmocka_unit_test(bars),
		cmocka_unit_test(pyramids),
		cmocka_unit_test(trends),
		cmocka_unit_test(dots),
		cmocka_unit_test(a_hollow_dot_does_not_set_the_scale),
		cmocka_unit_test(shares),
		cmocka_unit_test(years),
		cmocka_unit_test(timelines),
		cmocka_unit_test(maps),
		cmocka_unit_test(each_spot_is_of_the_nearest),
		cmocka_unit_test(one_place_one_cell),
		cmocka_unit_test(numbers_are_written_by_language),
		cmocka_unit_test(too_small_an_arena_is_told),
	};
	arena_init(&a, 64u << 20);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	arena_release(&a);
	return failed;
}
