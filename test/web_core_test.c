/* The core of the pages: what a query, a form, a route, a cell of a CSV is. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "ecg/words.h"
#include "web/page/exam.h"
#include "web/web_int.h"

struct fixture {
	struct http_exchange x;
	struct page p;
};

static void up(struct fixture *f, const char *query)
{
	*f = (struct fixture){0};
	arena_init(&f->x.reply.a, 1u << 20);
	buf_init(&f->x.reply.body, 1u << 20);
	f->p = (struct page){.x = &f->x,
			     .a = &f->x.reply.a,
			     .out = &f->x.reply.body,
			     .path = STR("/prova")};
	f->x.request.query = str_from(query);
	assert_true(params_read(str_from(query), f->p.a, &f->p.query));
}

static void down(struct fixture *f)
{
	buf_release(&f->x.reply.body);
	arena_release(&f->x.reply.a);
}

static void reads_params(void **state)
{
	static const struct {
		const char *name, *in;
		bool good;
		size_t n;
		const char *first_name, *first_value;
	} rows[] = {
		{"empty", "", true, 0, "", ""},
		{"one", "a=1", true, 1, "a", "1"},
		{"no value", "a", true, 1, "a", ""},
		{"spaces and escapes", "chi=Di+Nucci%27", true, 1, "chi",
		 "Di Nucci'"},
		{"two equal signs", "a=b=c", true, 1, "a", "b=c"},
		{"empty parts are left out", "&&a=1&", true, 1, "a", "1"},
		{"no name", "=1&a=2", true, 1, "a", "2"},
		{"utf-8", "n=%C3%A8", true, 1, "n", "\xc3\xa8"},
		{"half an escape", "a=%2", false, 0, "", ""},
		{"not utf-8", "a=%ff", false, 0, "", ""},
		{"nul", "a=%00", false, 0, "", ""},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct arena a;
		struct params ps;
		arena_init(&a, 1u << 20);
		bool good = params_read(str_from(rows[i].in), &a, &ps);
		if (good != rows[i].good || (good && ps.n != rows[i].n))
			fail_msg("%s: %d, %zu", rows[i].name, good, ps.n);
		if (good && ps.n &&
		    (!str_is(ps.at[0].name, rows[i].first_name) ||
		     !str_is(ps.at[0].value, rows[i].first_value)))
			fail_msg("%s: " STR_FMT "=" STR_FMT, rows[i].name,
				 STR_ARG(ps.at[0].name),
				 STR_ARG(ps.at[0].value));
		arena_release(&a);
	}
}

static void refuses_too_many_params(void **state)
{
	struct arena a;
	struct params ps;
	struct buf b;
	(void)state;
	arena_init(&a, 1u << 20);
	buf_init(&b, 1u << 20);
	for (int i = 0; i < 2500; i++)
		buf_text(&b, "a=1&");
	assert_false(params_read(buf_view(&b), &a, &ps));
	buf_release(&b);
	arena_release(&a);
}

static void finds_routes(void **state)
{
	static const struct {
		const char *path;
		enum http_method method;
		const char *pattern; /* NULL: none */
		bool other;
	} rows[] = {
		{"/", HTTP_GET, "/", false},
		{"/", HTTP_HEAD, "/", false},
		{"/aiuto", HTTP_GET, "/aiuto", false},
		{"/aiuto/", HTTP_GET, NULL, false},
		{"/aiuto", HTTP_POST, NULL, true},
		{"/AIUTO", HTTP_GET, NULL, false},
		{"//aiuto", HTTP_GET, NULL, false},
		{"/aiuto/../aiuto", HTTP_GET, NULL, false},
		{"/bozza", HTTP_POST, "/bozza", false},
		{"", HTTP_GET, NULL, false},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct page p = {0};
		bool other;
		const struct route *r = route_find(
			rows[i].method, str_from(rows[i].path), &p, &other);
		if ((r != NULL) != (rows[i].pattern != NULL) ||
		    (r && strcmp(r->pattern, rows[i].pattern) != 0) ||
		    (!r && other != rows[i].other))
			fail_msg("%s: %s", rows[i].path,
				 r ? r->pattern : "none");
	}
}

/* Every route says who may come; a change is never open to any site's form. */
static void every_route_says_who(void **state)
{
	(void)state;
	for (size_t i = 0; i < n_route; i++) {
		const struct route *r = &routes[i];
		if (!r->who)
			fail_msg("%s is for nobody", r->pattern);
		if (r->who & A(SYSTEM) && r->who != SIGNED_ON &&
		    !(r->who & (ANYBODY | STEP)))
			fail_msg("%s is for the command line", r->pattern);
		if (r->method == HTTP_POST && r->rate == RATE_PAGE)
			fail_msg("%s changes, but is rated as a page",
				 r->pattern);
		for (size_t k = 0; k < i; k++)
			if (r->method == routes[k].method &&
			    !strcmp(r->pattern, routes[k].pattern))
				fail_msg("%s is there twice", r->pattern);
	}
}

static bool is_link(enum role role, const char *path)
{
	return str_is(web_nav(role, str_from(path)), path);
}

/* Links that stand below this one in the navigation of a role. */
static bool above_links(enum role role, struct str link)
{
	for (size_t i = 0; i < n_route; i++)
		if (is_link(role, routes[i].pattern) &&
		    strlen(routes[i].pattern) > link.len &&
		    str_starts(str_from(routes[i].pattern), link) &&
		    routes[i].pattern[link.len] == '/')
			return true;
	return false;
}

/* A home with other links below it is marked on its own pages alone. */
static void marks_where_we_are(void **state)
{
	static const struct {
		enum role role;
		const char *path, *link;
	} rows[] = {
		{ROLE_CITIZEN, "/io", "/io"},
		{ROLE_CITIZEN, "/io/consensi", "/io/dati"},
		{ROLE_CITIZEN, "/io/uscita", "/io/dati"},
		{ROLE_CITIZEN, "/io/patto", ""},
		{ROLE_CITIZEN, "/io/misure/scarti", "/io/misure"},
		{ROLE_CITIZEN, "/io/televisite/7/stanza", "/io/televisite"},
		{ROLE_CITIZEN, "/iota", ""},
		{ROLE_DOCTOR, "/allarmi/7", "/allarmi"},
		{ROLE_DOCTOR, "/assistito/7/misure", ""},
		{ROLE_DOCTOR, "/io/consensi", ""},
		{ROLE_AGENCY, "/agenzia/elenco/7", "/agenzia"},
		{ROLE_AGENCY, "/agenzia/indicatori/X", "/agenzia/indicatori"},
		{ROLE_COOPERATIVE, "/cooperativa/liquidazioni/7",
		 "/cooperativa"},
		{ROLE_COOPERATIVE, "/telemedicina/gruppi", "/telemedicina"},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct str l = web_nav(rows[i].role, str_from(rows[i].path));
		if (!str_is(l, rows[i].link))
			fail_msg("%s marks \"" STR_FMT "\"", rows[i].path,
				 STR_ARG(l));
	}
	for (size_t i = 0; i < n_route; i++)
		for (enum role role = 0; role < N_ROLE; role++) {
			const char *path = routes[i].pattern;
			struct str l = web_nav(role, str_from(path));
			bool told = false;
			for (size_t k = 0; k < countof(rows); k++)
				told |= str_starts(str_from(rows[k].path),
						   str_from(path)) ||
					(strchr(path, '#') &&
					 !strncmp(rows[k].path, path,
						  strcspn(path, "#")));
			if (routes[i].method == HTTP_GET &&
			    routes[i].who & 1u << role && l.len &&
			    !str_is(l, path) && above_links(role, l) && !told)
				fail_msg("%s marks \"" STR_FMT
					 "\", which has links below it",
					 path, STR_ARG(l));
		}
}

/* A word for people: there is one, and it is no code (of which some are words
 * in English). */
static void word(struct str text, enum lang lang, const char *code)
{
	bool code_like = !text.len || (lang == LANG_IT && str_is(text, code));
	for (size_t i = 0; i < text.len; i++)
		code_like |= text.ptr[i] == '_';
	if (code_like)
		fail_msg("%s is told as \"" STR_FMT "\"", code, STR_ARG(text));
}

/* Every cause that lib or app can give, in both languages. */
static void causes_have_words(void **state)
{
	static const char *const spiro[] = {
#define NAME(id, name, msg) name,
		SPIRO_CAUSES(NAME)
#undef NAME
			"fev1_grade",
		"fvc_grade", "calibration_old", "calibration_unknown"};
	struct fixture f;
	(void)state;
	up(&f, "");
	for (enum lang lang = 0; lang < N_LANG; lang++) {
		f.p.lang = lang;
		for (size_t i = 0; i < countof(spiro); i++) {
			const struct tele_finding x = {
				.kind = STR("quality"),
				.code = str_from(spiro[i])};
			word(exam_spiro_finding(&f.p, &x), lang, spiro[i]);
		}
		for (enum ecg_cause c = 0; c < ECG_N_CAUSE; c++)
			word(ecg_words_of_cause(c, lang), lang,
			     ecg_cause_name(c));
		for (enum ecg_flag_code c = 0; c < ECG_N_FLAG; c++)
			word(ecg_words_of_flag(c, lang), lang,
			     ecg_flag_name(c));
	}
	for (enum ecg_cause c = 0; c < ECG_N_CAUSE; c++)
		assert_false(str_eq(ecg_words_of_cause(c, LANG_IT),
				    ecg_words_of_cause(c, LANG_EN)));
	down(&f);
}

static const struct field fields[] = {
	{"testo", FIELD_TEXT, MSG_WEB_SEARCH, true, 10, 0, 0, NULL},
	{"righe", FIELD_LINES, MSG_WEB_SEARCH, false, 20, 0, 0, NULL},
	{"numero", FIELD_INT, MSG_WEB_SEARCH, false, 0, 1, 12, NULL},
	{"giorno", FIELD_DATE, MSG_WEB_SEARCH, false, 0, 0, 0, NULL},
	{"scelta", FIELD_WORD, MSG_WEB_SEARCH, false, 0, 0, 0, "uno|due"},
	{"codice", FIELD_CODE, MSG_WEB_SEARCH, false, 8, 0, 0, NULL},
};

static void checks_fields(void **state)
{
	static const struct {
		const char *name, *form, *wrong; /* the field; NULL: none */
		enum msg msg;
	} rows[] = {
		{"right", "testo=ciao&numero=3&giorno=2026-02-28&scelta=due",
		 NULL, MSG_NONE},
		{"missing", "numero=3", "testo", MSG_WEB_FIELD_MISSING},
		{"only spaces", "testo=+++", "testo", MSG_WEB_FIELD_MISSING},
		{"ten letters with accents",
		 "testo=%C3%A8%C3%A8%C3%A8%C3%A8%C3%A8%C3%A8%C3%A8%C3%A8%C3%A8%"
		 "C3%A8",
		 NULL, MSG_NONE},
		{"too long", "testo=abcdefghijk", "testo", MSG_WEB_FIELD_LONG},
		{"markup is text", "testo=%3Cb%3E", NULL, MSG_NONE},
		{"a line feed in one line", "testo=a%0Ab", "testo",
		 MSG_WEB_FIELD_CONTROL},
		{"a line feed in lines", "testo=a&righe=a%0D%0Ab", NULL,
		 MSG_NONE},
		{"escape character", "testo=a%1Bb", "testo",
		 MSG_WEB_FIELD_CONTROL},
		{"right-to-left override", "testo=a%E2%80%AEb", "testo",
		 MSG_WEB_FIELD_DIRECTION},
		{"isolate", "testo=a%E2%81%A6b", "testo",
		 MSG_WEB_FIELD_DIRECTION},
		{"emoji", "testo=%F0%9F%98%80", NULL, MSG_NONE},
		{"number with letters", "testo=a&numero=3a", "numero",
		 MSG_WEB_FIELD_NUMBER},
		{"number too large", "testo=a&numero=99999999999999999999",
		 "numero", MSG_WEB_FIELD_NUMBER},
		{"number out of range", "testo=a&numero=13", "numero",
		 MSG_WEB_FIELD_RANGE},
		{"no such day", "testo=a&giorno=2026-02-30", "giorno",
		 MSG_WEB_FIELD_DATE},
		{"Italian date", "testo=a&giorno=28%2F02%2F2026", "giorno",
		 MSG_WEB_FIELD_DATE},
		{"choice not there", "testo=a&scelta=tre", "scelta",
		 MSG_WEB_FIELD_CHOICE},
		{"code", "testo=a&codice=89.13-x", NULL, MSG_NONE},
		{"code with a quote", "testo=a&codice=a%27b", "codice",
		 MSG_WEB_FIELD_CODE},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct fixture f;
		struct value v[countof(fields)];
		up(&f, "");
		assert_true(
			params_read(str_from(rows[i].form), f.p.a, &f.p.form));
		bool good = form_read(&f.p, fields, countof(fields), v);
		if (good != !rows[i].wrong ||
		    (!good &&
		     (f.p.n_problem != 1 ||
		      strcmp(f.p.problem[0].field, rows[i].wrong) != 0 ||
		      f.p.problem[0].msg != rows[i].msg)))
			fail_msg("%s: %zu problems, first %s", rows[i].name,
				 f.p.n_problem,
				 f.p.n_problem ? f.p.problem[0].field : "-");
		down(&f);
	}
}

static void reads_tables(void **state)
{
	static const struct column columns[] = {
		{"nome", MSG_WEB_SEARCH, false},
		{"livello", MSG_WEB_SEARCH, true},
		{NULL, MSG_WEB_SEARCH, false}};
	static const struct {
		const char *query, *sort;
		bool descending;
		int64_t page, size, offset;
	} rows[] = {
		{"", "nome", false, 1, 25, 0},
		{"ordine=-livello&pagina=3&righe=40", "livello", true, 3, 40,
		 80},
		{"ordine=altro&pagina=0&righe=1000", "nome", false, 1, 25, 0},
		{"pagina=-1", "nome", false, 1, 25, 0},
		{"pagina=999999999999", "nome", false, 1, 25, 0},
		{"ordine=", "nome", false, 1, 25, 0},
		{"csv=1&pagina=7", "nome", false, 7, 25, 0},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct fixture f;
		struct table t;
		up(&f, rows[i].query);
		table_asked(&f.p, columns, countof(columns), "nome", &t);
		if (!str_is(t.sort, rows[i].sort) ||
		    t.descending != rows[i].descending ||
		    t.page != rows[i].page || t.size != rows[i].size ||
		    t.offset != rows[i].offset)
			fail_msg("\"%s\": " STR_FMT " %d page %" PRId64,
				 rows[i].query, STR_ARG(t.sort), t.descending,
				 t.page);
		down(&f);
	}
}

static bool holds(struct str all, struct str part)
{
	for (size_t i = 0; i + part.len <= all.len; i++)
		if (!memcmp(all.ptr + i, part.ptr, part.len))
			return true;
	return false;
}

/* The key of a page goes with its offset, and no link carries it on. */
static void reads_from_key_to_key(void **state)
{
	static const struct column columns[] = {{"nome", MSG_WEB_SEARCH, 0}};
	static const struct {
		const char *query, *after;
	} rows[] = {
		{"pagina=3&oltre=50.12.7", "12.7"},
		{"pagina=4&oltre=50.12.7", ""},
		{"oltre=x.12.7", ""},
		{"oltre=", ""},
		{"pagina=3", ""},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct fixture f;
		struct table t;
		up(&f, rows[i].query);
		table_asked(&f.p, columns, 1, "", &t);
		if (!str_is(t.after, rows[i].after))
			fail_msg("\"%s\" after " STR_FMT, rows[i].query,
				 STR_ARG(t.after));
		t.total = t.offset + 1000;
		t.more = true;
		t.last = STR("9.8");
		struct str all = table_pager(&f.p, &t).markup;
		struct str next = page_url(&f.p, "oltre=%" PRId64 ".9.8",
					   t.offset + t.size);
		assert_true(holds(all, next));
		assert_true(!holds(all, STR("oltre=50.12")));
		assert_true(holds(all, STR("di oltre ")));
		down(&f);
	}
}

static void writes_csv(void **state)
{
	struct fixture f;
	(void)state;
	up(&f, "");
	csv_cell(&f.p, STR(""));
	csv_cell(&f.p, STR("Rossi, Maria"));
	csv_cell(&f.p, STR("detta \"la Rossa\""));
	csv_cell(&f.p, STR("=1+1"));
	csv_cell_int(&f.p, -3);
	csv_row_end(&f.p);
	assert_true(str_is(buf_view(f.p.out),
			   "\"\",\"Rossi, Maria\",\"detta \"\"la "
			   "Rossa\"\"\",\"'=1+1\",-3\r\n"));
	down(&f);
}

static void goes_back_only_here(void **state)
{
	static const struct {
		const char *in, *out;
	} rows[] = {
		{"/medico?tab=x", "/medico?tab=x"},
		{"", "/"},
		{"//evil.example", "/"},
		{"/\\evil.example", "/"},
		{"https://evil.example", "/"},
		{"javascript:alert(1)", "/"},
		{"/a\r\nSet-Cookie: x", "/"},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++)
		if (!str_is(page_back(str_from(rows[i].in)), rows[i].out))
			fail_msg("%s", rows[i].in);
}

static void keeps_the_address(void **state)
{
	struct fixture f;
	(void)state;
	up(&f, "q=D%27Amico+%26&tab=da-firmare&pagina=2");
	assert_true(str_is(page_url_with(&f.p, "pagina", STR("3")),
			   "/prova?q=D%27Amico%20%26&tab=da-firmare&pagina=3"));
	assert_true(str_is(page_url_with(&f.p, "q", STR("")),
			   "/prova?tab=da-firmare&pagina=2"));
	down(&f);
}

static void writes_numbers_and_times(void **state)
{
	struct fixture f;
	(void)state;
	up(&f, "");
	f.p.lang = LANG_IT;
	assert_true(str_is(page_int(&f.p, 1234567), "1.234.567"));
	assert_true(str_is(page_int(&f.p, -1000), "-1.000"));
	assert_true(str_is(page_int(&f.p, 12), "12"));
	f.p.lang = LANG_EN;
	assert_true(str_is(page_int(&f.p, 1234), "1,234"));
	assert_true(str_is(page_day(&f.p, date_of(2026, 3, 1)), "01/03/2026"));
	/* 2026-03-29 01:00 UTC: clocks in Rome go from 2 to 3 */
	int64_t us = (int64_t)date_of(2026, 3, 29).days * 86400000000;
	assert_true(str_is(page_instant(&f.p, us + 3599 * 1000000LL),
			   "29/03/2026, 01:59"));
	assert_true(str_is(page_instant(&f.p, us + 3600 * 1000000LL),
			   "29/03/2026, 03:00"));
	down(&f);
}

static void limits_the_rate(void **state)
{
	struct limiter *l = limiter_new();
	int64_t now = 1000000000;
	int n = 0;
	(void)state;
	assert_non_null(l);
	while (n < 10000 && limiter_take(l, RATE_HEAVY, STR("a"), now))
		n++;
	assert_true(n > 10 && n < 1000); /* a burst, then no more */
	assert_true(limiter_take(l, RATE_HEAVY, STR("b"), now)); /* another */
	assert_true(limiter_take(l, RATE_HEAVY, STR("a"), now + 1000000));
	limiter_free(l);
}

static void masks_the_token(void **state)
{
	struct str token = STR("0123456789abcdefghijklmnopqrstuvwxyzABCD-_Z");
	char one[CSRF_TEXT], two[CSRF_TEXT];
	(void)state;
	assert_true(csrf_mask(token, one));
	assert_true(csrf_mask(token, two));
	assert_string_not_equal(one, two);
	assert_true(csrf_fits(token, str_from(one)));
	assert_true(csrf_fits(token, str_from(two)));
	for (size_t i = 0; one[i]; i++) { /* each letter counts */
		char was = one[i];
		one[i] = was == 'A' ? 'B' : 'A';
		assert_false(csrf_fits(token, str_from(one)));
		one[i] = was;
	}
	assert_false(csrf_fits(token, token)); /* as it was never written */
	assert_false(csrf_fits(token, STR("")));
	assert_false(csrf_fits(STR(""), STR("")));
	assert_false(csrf_mask(STR("<script>"), one));
}

static void squeezes_text(void **state)
{
	static const struct {
		const char *name, *type, *accept;
		size_t len;
		bool small;
	} rows[] = {
		{"a page", "text/html; charset=utf-8", "gzip, br", 5000, true},
		{"not asked for", "text/html", "br", 5000, false},
		{"refused", "text/html", "gzip;q=0", 5000, false},
		{"short", "text/html", "gzip", 200, false},
		{"a picture", "image/png", "gzip", 5000, false},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct http_exchange x = {0};
		buf_init(&x.reply.body, 1u << 20);
		arena_init(&x.reply.a, 1u << 20);
		x.request.accept_encoding = str_from(rows[i].accept);
		http_header(&x.reply, STR("Content-Type"),
			    str_from(rows[i].type));
		for (size_t k = 0; k < rows[i].len; k++)
			buf_char(&x.reply.body, 'x');
		page_squeeze(&x);
		if ((x.reply.body.len < rows[i].len) != rows[i].small)
			fail_msg("%s: %zu bytes", rows[i].name,
				 x.reply.body.len);
		buf_release(&x.reply.body);
		arena_release(&x.reply.a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_params),
		cmocka_unit_test(refuses_too_many_params),
		cmocka_unit_test(finds_routes),
		cmocka_unit_test(every_route_says_who),
		cmocka_unit_test(marks_where_we_are),
		cmocka_unit_test(causes_have_words),
		cmocka_unit_test(checks_fields),
		cmocka_unit_test(reads_tables),
		cmocka_unit_test(reads_from_key_to_key),
		cmocka_unit_test(writes_csv),
		cmocka_unit_test(goes_back_only_here),
		cmocka_unit_test(keeps_the_address),
		cmocka_unit_test(writes_numbers_and_times),
		cmocka_unit_test(limits_the_rate),
		cmocka_unit_test(masks_the_token),
		cmocka_unit_test(squeezes_text),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
