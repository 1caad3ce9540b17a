#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "lib/document/plan.html.h"
#include "text/html.h"

static struct buf b;

static void check(const char *want)
{
	buf_char(&b, '\0');
	assert_string_equal(b.ptr, want);
	buf_reset(&b);
}

static void dates_and_money(void **state)
{
	(void)state;
	text_date(&b, LANG_IT, date_of(2026, 1, 1));
	check("1\xc2\xb0 gennaio 2026");
	text_date(&b, LANG_EN, date_of(2024, 2, 29));
	check("29 February 2024");
	text_date(&b, LANG_IT, DATE_MAX);
	check("");
	static const struct {
		int64_t cents;
		const char *it, *en;
	} rows[] = {
		{0, "0,00 €", "€0.00"},
		{99999, "999,99 €", "€999.99"},
		{100000, "1.000,00 €", "€1,000.00"},
		{-123456789, "-1.234.567,89 €", "-€1,234,567.89"},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		text_euro(&b, LANG_IT, rows[i].cents);
		check(rows[i].it);
		text_euro(&b, LANG_EN, rows[i].cents);
		check(rows[i].en);
	}
}

static void escapes(void **state)
{
	(void)state;
	html_text(&b, STR("<a href=\"x\">R&B 'n</a>"));
	check("&lt;a href=&quot;x&quot;&gt;R&amp;B &#39;n&lt;/a&gt;");
	static const struct {
		const char *in, *out;
	} rows[] = {
		{"/plan?id=1&x=2", "/plan?id=1&amp;x=2"},
		{"https://example.org/", "https://example.org/"},
		{"#top", "#top"},
		{"//evil.example", "#"},
		{"/\\evil.example", "#"},
		{"javascript:alert(1)", "#"},
		{"JaVaScRiPt:x", "#"},
		{"data:text/html,x", "#"},
		{"http://plain.example", "#"},
		{"", "#"},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		html_address(&b, str_from(rows[i].in));
		check(rows[i].out);
	}
}

/* Every message speaks every language, and with the same places. */
static void messages_are_whole(void **state)
{
	(void)state;
	for (int m = MSG_NONE + 1; m < N_MSG; m++)
		for (int l = 0; l < N_LANG; l++) {
			struct str s = text_of((enum msg)m, (enum lang)l);
			struct str other =
				text_of((enum msg)m, (enum lang)(1 - l));
			assert_true(s.len > 0 && str_is_utf8(s));
			for (struct str rest = s; rest.ptr;) {
				str_cut(&rest, '{');
				if (!rest.ptr)
					break;
				struct str place = str_cut(&rest, '}');
				char key[64];
				snprintf(key, sizeof(key), "{" STR_FMT "}",
					 STR_ARG(place));
				if (!strstr(other.ptr, key))
					fail_msg("message %d lacks %s", m, key);
			}
		}
}

/* The generated function: loops, conditions and escaping in their place. */
static void prints_a_document(void **state)
{
	(void)state;
	struct document_plan_services service = {
		.name = STR("Emoglobina <glicata>"),
		.code = STR("90.28.1"),
		.how_often = STR("2"),
	};
	struct document_plan plan = {
		.person = STR("O'Neil & <b>"),
		.draft = true,
		.services = &service,
		.n_services = 1,
	};
	document_plan(&b, LANG_IT, &plan);
	buf_char(&b, '\0');
	assert_non_null(strstr(b.ptr, "O&#39;Neil &amp; &lt;b&gt;"));
	assert_non_null(strstr(b.ptr, ">Emoglobina &lt;glicata&gt;</span>"));
	assert_non_null(strstr(b.ptr, "Bozza: non ancora firmata"));
	assert_null(strstr(b.ptr, "Firmato dal medico"));
	assert_non_null(strstr(b.ptr, "non risultano farmaci"));
	assert_null(strstr(b.ptr, "{{"));
	assert_non_null(strstr(b.ptr, "<html lang=\"it\">"));
	buf_reset(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dates_and_money),
		cmocka_unit_test(escapes),
		cmocka_unit_test(messages_are_whole),
		cmocka_unit_test(prints_a_document),
	};
	buf_init(&b, 1 << 20);
	int failed = cmocka_run_group_tests(tests, NULL, NULL);
	buf_release(&b);
	return failed;
}
