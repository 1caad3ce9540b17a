/* The drawing of an exam, measured with a ruler: scales, every blow, every
 * cause; the same numbers in SVG and PDF come from picture/sheet. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include "spiro/draw.h"
#include "test/spiro_kit.h"

static struct arena a;
static struct spiro_rules rules;
static struct spiro_reference *ref;

static const char *dir; /* NULL: no shared material */

static void examine(struct spiro_exam *e, const char *const *file, size_t n)
{
	struct err err = {0};
	spiro_exam_init(e, &rules, ref, SPIRO_GLI2022, &a);
	e->has_sex = true;
	e->age = 45;
	e->height_cm = 178;
	for (size_t i = 0; i < n; i++) {
		struct spiro_record r = {.born = DATE_NONE, .height_cm = NAN};
		r.curve = arena_array(&a, struct spiro_curve, 1);
		r.n_curve = 1;
		if (kit_curve(dir, str_from(file[i]), &a, r.curve, &err) ||
		    spiro_exam_add(e, &r, str_from(file[i]), SPIRO_PRE, &err))
			fail_msg("%s", err.text);
	}
	if (spiro_exam_conclude(e, &err))
		fail_msg("%s", err.text);
}

struct extent {
	double left, right, top, bottom;
};

/* Of the k-th thick line of the first colour of blows. */
static struct extent extent_of(const struct sheet *s, int k)
{
	struct extent e = {1e9, -1e9, 1e9, -1e9};
	for (size_t i = 0; i < s->n; i++) {
		const struct sheet_stroke *t = &s->stroke[i];
		if (t->ink != INK_SERIES_1 || t->n < 100 || k-- > 0)
			continue;
		for (size_t p = 0; p < t->n; p++) {
			e.left = fmin(e.left, t->at[p].x);
			e.right = fmax(e.right, t->at[p].x);
			e.top = fmin(e.top, t->at[p].y);
			e.bottom = fmax(e.bottom, t->at[p].y);
		}
		return e;
	}
	fail_msg("the curve is not drawn");
	return e;
}

static size_t texts(const struct sheet *s, const char *begin)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++)
		n += str_starts(s->stroke[i].text, str_from(begin));
	return n;
}

static void nothing_outside(const struct sheet *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct sheet_stroke *t = &s->stroke[i];
		for (size_t p = 0; p < t->n; p++) {
			double x = t->at[p].x, y = t->at[p].y;
			if (x < 5 || x > s->width - 5 || y < 5 ||
			    y > s->height - 5)
				fail_msg("stroke %zu at %.1f %.1f", i, x, y);
		}
		double end = t->at[0].x +
			     sheet_text_width(t->text, t->width, t->bold);
		if (t->text.len && end > s->width - 5)
			fail_msg("\"%.*s\" ends at %.1f mm", (int)t->text.len,
				 t->text.ptr, end);
	}
}

static void by_the_ruler(void **state)
{
	(void)state;
	static const char *const file[] = {"s01_m1.csv"};
	struct spiro_exam e;
	struct sheet s;
	if (!dir) {
		print_message("SKIP: no SHARED/telemedicine/spirometry\n");
		return;
	}
	examine(&e, file, 1);
	spiro_draw(&e, LANG_IT, &s);
	const struct spiro_measures *m = &e.session.blow[0].m;
	assert_false(s.failed);
	assert_int_equal(texts(&s, "2 L/s = 1 L = 12.5 mm"), 1);
	struct extent loop = extent_of(&s, 0), time = extent_of(&s, 1);
	assert_true(fabs(loop.right - loop.left - 12.5 * m->fvc) < 0.03);
	assert_true(fabs(loop.bottom - loop.top - 6.25 * m->pef) < 0.03);
	/* seven seconds and the quarter before zero in 73 mm */
	double before = m->time_zero - 0.30;
	assert_true(fabs((time.right - time.left) / (m->fet + before) -
			 73 / 7.25) < 0.02);
	nothing_outside(&s);
}

/* A long session with every kind of cause fits, and nothing is left out. */
static void a_full_page(void **state)
{
	(void)state;
	static const char *const file[] = {
		"s08_m1.csv", "s08_m2.csv", "s08_m3.csv", "s04_m1.csv",
		"s04_m2.csv", "s03_m1.csv", "s10_m1.csv", "s05_m1.csv"};
	struct spiro_exam e;
	struct sheet s;
	if (!dir) {
		print_message("SKIP: no SHARED/telemedicine/spirometry\n");
		return;
	}
	examine(&e, file, countof(file));
	for (int lang = 0; lang < N_LANG; lang++) {
		size_t causes = 0, named = 0;
		spiro_draw(&e, (enum lang)lang, &s);
		assert_false(s.failed);
		nothing_outside(&s);
		for (size_t i = 0; i < countof(file); i++) {
			named += texts(&s, file[i]);
			for (int c = 0; c < N_SPIRO_CAUSE; c++)
				causes += e.session.blow[i].v.causes >> c & 1;
		}
		assert_int_equal(named, countof(file));
		assert_int_equal(texts(&s, "- "), causes);
		assert_int_equal(texts(&s, "+ 1"), 0);
	}
}

/* Neither person nor curve: the sheet says what there is. */
static void values_alone(void **state)
{
	(void)state;
	struct spiro_stated v[] = {{.param = SPIRO_FEV1, .value = 2.3},
				   {.param = SPIRO_FVC, .value = 3.1}};
	struct spiro_record r = {.born = DATE_NONE,
				 .height_cm = NAN,
				 .stated = v,
				 .n_stated = 2};
	struct spiro_exam e;
	struct sheet s;
	struct str file;
	struct err err = {0};
	spiro_exam_init(&e, &rules, ref, SPIRO_GLI2022, &a);
	if (spiro_exam_add(&e, &r, STR("x.gdt"), SPIRO_PRE, &err) ||
	    spiro_exam_conclude(&e, &err))
		fail_msg("%s", err.text);
	spiro_draw(&e, LANG_EN, &s);
	assert_int_equal(texts(&s, "2.30"), 1);
	assert_int_equal(texts(&s, "Not validated"), 1);
	nothing_outside(&s);
	assert_int_equal(sheet_svg(&s, &a, &file, &err), OK);
	assert_int_equal(sheet_pdf(&s, 1, &a, &file, &err), OK);
	assert_true(str_starts(file, STR("%PDF-")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(by_the_ruler),
		cmocka_unit_test(a_full_page),
		cmocka_unit_test(values_alone),
	};
	struct err err = {0};
	arena_init(&a, 256u << 20);
	dir = kit_folder(&a, "telemedicine/spirometry");
	if (spiro_rules_load(NULL, date_of(2026, 1, 1), NULL, &rules, &err) ||
	    spiro_reference_new(NULL, NULL, &ref, &err))
		return fprintf(stderr, "%s\n", err.text), 1;
	int bad = cmocka_run_group_tests(tests, NULL, NULL);
	spiro_reference_free(ref);
	arena_release(&a);
	return bad;
}
