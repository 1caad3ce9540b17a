/* An electrocardiogram on paper, measured in millimetres on the strokes, and
 * what the two back ends write of them. test/ecg_draw_test.sh measures the
 * printed page. */
#include "base/buf.h"
#include "ecg/draw.h"
#include "ecg/overlay.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <cmocka.h>

enum { HZ = 500, SECONDS = 12 };

static struct arena arena;

static int set_up(void **state)
{
	(void)state;
	arena_init(&arena, 256u << 20);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_release(&arena);
	return 0;
}

/* Twelve leads at rest, one millivolt high between each second and 0.1 s after
 * it: the median is 0. */
static struct ecg_record steps(double hz)
{
	struct ecg_record r = {.format = ECG_CSV,
			       .hz = hz,
			       .n_sample = (size_t)(SECONDS * hz),
			       .n_lead = ECG_STANDARD,
			       .patient = {.family = STR("<Rossi> (Ada)"),
					   .born = DATE_NONE,
					   .age_years = -1}};
	for (size_t k = 0; k < r.n_lead; k++) {
		struct ecg_lead *l = &r.lead[k];
		l->code = (enum ecg_lead_code)k;
		snprintf(l->name, sizeof(l->name), "%s",
			 ecg_lead_name(l->code));
		l->uv = arena_array(&arena, float, r.n_sample);
		for (size_t i = 0; i < r.n_sample; i++)
			if (fmod((double)i, hz) < hz / 10)
				l->uv[i] = 1000;
	}
	return r;
}

static struct sheet draw(const struct ecg_record *r,
			 const struct ecg_draw_options *o)
{
	struct sheet s;
	struct err err = {0};
	if (ecg_draw(r, o, &arena, &s, &err))
		fail_msg("%s", err.text);
	return s;
}

/* The n-th trace of a lead; NULL when there are fewer. */
static const struct sheet_stroke *trace(const struct sheet *s, const char *name,
					size_t n)
{
	for (size_t i = 0; i < s->n; i++)
		if (str_is(s->stroke[i].name, name) && !n--)
			return &s->stroke[i];
	return NULL;
}

static size_t count_traces(const struct sheet *s)
{
	size_t n = 0;
	for (size_t i = 0; i < s->n; i++)
		n += s->stroke[i].name.len > 0;
	return n;
}

static bool says(const struct sheet *s, const char *word)
{
	for (size_t i = 0; i < s->n; i++) {
		struct str t = s->stroke[i].text;
		for (size_t k = 0; k + strlen(word) <= t.len; k++)
			if (!memcmp(t.ptr + k, word, strlen(word)))
				return true;
	}
	return false;
}

/* -------------------------------------------------------------- millimetres */

/* Where the trace first rises after `x`. */
static float rise_after(const struct sheet_stroke *t, float x, float *up)
{
	for (size_t i = 1; i < t->n; i++)
		if (t->at[i].x > x && t->at[i - 1].y - t->at[i].y > 1) {
			*up = t->at[i - 1].y - t->at[i].y;
			return t->at[i].x;
		}
	fail_msg("no rise after %g mm", (double)x);
	return 0;
}

static void has_the_scale(void **state)
{
	static const struct {
		const char *name;
		enum ecg_layout layout;
		double gain, speed; /* asked */
		float mv, s;        /* millimetres */
		const char *lead;
		size_t nth; /* its trace of so many */
		float from; /* where its trace begins */
		size_t n_trace;
	} rows[] = {
		{"usual", ECG_DRAW_3X4, 0, 0, 10, 25, "II", 1, 25, 13},
		{"second column", ECG_DRAW_3X4, 0, 0, 10, 25, "aVR", 0, 87.5F,
		 13},
		{"fourth column", ECG_DRAW_3X4, 0, 0, 10, 25, "V6", 0, 212.5F,
		 13},
		{"two columns", ECG_DRAW_6X2, 10, 25, 10, 25, "V3", 0, 150, 12},
		{"a row each", ECG_DRAW_12X1, 10, 25, 10, 25, "V6", 0, 25, 12},
		{"half gain", ECG_DRAW_12X1, 5, 25, 5, 25, "I", 0, 25, 12},
		{"double gain", ECG_DRAW_6X2, 20, 25, 20, 25, "I", 0, 25, 12},
		{"double speed", ECG_DRAW_12X1, 10, 50, 10, 50, "I", 0, 25, 12},
	};
	const double rates[] = {250, 500, 1000, 2000};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++)
		for (size_t k = 0; k < countof(rates); k++) {
			struct ecg_record r = steps(rates[k]);
			const struct ecg_draw_options o = {
				.layout = rows[i].layout,
				.mm_per_mv = rows[i].gain,
				.mm_per_s = rows[i].speed};
			struct sheet s = draw(&r, &o);
			const struct sheet_stroke *t =
				trace(&s, rows[i].lead, rows[i].nth);
			assert_non_null(t);
			float up, down, a = rise_after(t, t->at[0].x + 1, &up),
					b = rise_after(t, a + 1, &down);
			if (count_traces(&s) != rows[i].n_trace)
				fail_msg("%s: %zu traces", rows[i].name,
					 count_traces(&s));
			if (fabsf(t->at[0].x - rows[i].from) > 0.01F ||
			    fabsf(b - a - rows[i].s) > 0.01F ||
			    fabsf(up - rows[i].mv) > 0.01F)
				fail_msg("%s at %g Hz: from %g, 1 s %g, 1 mV "
					 "%g mm",
					 rows[i].name, rates[k],
					 (double)t->at[0].x, (double)(b - a),
					 (double)up);
		}
}

/* The columns of one row go on where the one before ends. */
static void columns_follow_one_another(void **state)
{
	(void)state;
	struct ecg_record r = steps(HZ);
	for (size_t i = 0; i < r.n_sample; i++)
		r.lead[ECG_V1].uv[i] = (float)i; /* 5 s is sample 2500 */
	const struct ecg_draw_options o = {.layout = ECG_DRAW_3X4};
	struct sheet s = draw(&r, &o);
	const struct sheet_stroke *t = trace(&s, "V1", 0);
	/* from second 5 to 7.5, its median in the middle: 1.25 s at 500/s are
	 * 0.625 mV above and below */
	assert_true(fabsf(t->at[0].y - t->at[t->n - 1].y - 12.5F) < 0.03F);
	assert_true(fabsf(t->at[t->n - 1].x - 212.5F) < 0.2F);
}

static bool has_segment(const struct sheet *s, float x, float y, float to_x,
			float to_y)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct sheet_stroke *k = &s->stroke[i];
		for (size_t p = 1; p < k->n; p++)
			if (fabsf(k->at[p - 1].x - x) < 0.01F &&
			    fabsf(k->at[p - 1].y - y) < 0.01F &&
			    fabsf(k->at[p].x - to_x) < 0.01F &&
			    fabsf(k->at[p].y - to_y) < 0.01F)
				return true;
	}
	return false;
}

static void has_paper_pulse_and_ruler(void **state)
{
	(void)state;
	struct ecg_record r = steps(HZ);
	const struct ecg_draw_options o = {.layout = ECG_DRAW_3X4};
	struct sheet s = draw(&r, &o);
	assert_true(s.width == 297 && s.height == 210);
	assert_true(has_segment(&s, 25, 201, 125, 201)); /* 100 mm */
	assert_true(has_segment(&s, 26, 30, 26, 195));   /* a fine line */
	assert_true(has_segment(&s, 30, 30, 30, 195));   /* a bold one */
	const float y = trace(&s, "I", 0)->at[50].y;
	if (!has_segment(&s, 18, y, 18, y - 10)) /* 1 mV up */
		fail_msg("no pulse at %g", (double)y);
	assert_true(has_segment(&s, 18, y - 10, 23, y - 10));
}

/* ---------------------------------------------------------------- traces */

static void thins_and_keeps_spikes(void **state)
{
	(void)state;
	struct ecg_record r = steps(2000);
	r.lead[ECG_I].uv[3333] = 900; /* half a millisecond */
	r.lead[ECG_I].uv[3335] = -700;
	const struct ecg_draw_options o = {.layout = ECG_DRAW_12X1};
	struct sheet s = draw(&r, &o);
	const struct sheet_stroke *t = trace(&s, "I", 0);
	float least = INFINITY, most = -INFINITY;
	const float y = t->at[900].y;
	assert_true(t->n <= 8 * 250 + 2);
	for (size_t i = 0; i < t->n; i++) {
		assert_true(!i || t->at[i].x >= t->at[i - 1].x);
		if (fabsf(t->at[i].x - 66.66F) > 0.5F)
			continue;
		least = fminf(least, t->at[i].y);
		most = fmaxf(most, t->at[i].y);
	}
	assert_true(fabsf(y - least - 9) < 0.01F);
	assert_true(fabsf(most - y - 7) < 0.01F);
}

static void lifts_the_pen_and_stays_on_paper(void **state)
{
	(void)state;
	struct ecg_record r = steps(HZ);
	for (size_t i = 1000; i < 1100; i++)
		r.lead[ECG_II].uv[i] = NAN;
	for (size_t i = 2000; i < 2100; i++)
		r.lead[ECG_II].uv[i] = i % 2 ? 1e6F : -1e6F;
	const struct ecg_draw_options o = {.layout = ECG_DRAW_12X1};
	struct sheet s = draw(&r, &o);
	const struct sheet_stroke *t = trace(&s, "II", 0);
	for (size_t i = 0; i < t->n; i++) {
		float x = t->at[i].x, y = t->at[i].y;
		if (x > 75.5F && x < 79.5F)
			assert_true(isnan(y));
		assert_true(isnan(y) ||
			    (y >= ECG_DRAW_TOP && y <= ECG_DRAW_BOTTOM));
	}
}

static void draws_what_there_is(void **state)
{
	(void)state;
	struct ecg_record r = steps(HZ);
	struct ecg_draw_options o = {.layout = ECG_DRAW_3X4, .lang = LANG_EN};
	r.n_lead = ECG_V3; /* limbs, V1, V2 */
	struct sheet s = draw(&r, &o);
	assert_int_equal(count_traces(&s), 9);
	assert_true(says(&s, "V4 not recorded"));

	r.n_lead = 2;
	s = draw(&r, &o);
	assert_int_equal(count_traces(&s), 2);
	assert_false(says(&s, "not recorded"));
	assert_true(trace(&s, "II", 0)->n > 900); /* the whole row */

	r.n_lead = 1;
	r.lead[0].code = ECG_OTHER;
	snprintf(r.lead[0].name, sizeof(r.lead[0].name), "MLII");
	s = draw(&r, &o);
	assert_int_equal(count_traces(&s), 1);
	assert_non_null(trace(&s, "MLII", 0));

	/* the device's own pulse is no beat and is not drawn */
	r.pulse_from = 5 * HZ;
	s = draw(&r, &o);
	const struct sheet_stroke *t = trace(&s, "MLII", 0);
	assert_true(t->at[t->n - 1].x < 25 + 5 * 25);

	struct err err = {0};
	o.from_s = SECONDS;
	assert_int_equal(ecg_draw(&r, &o, &arena, &s, &err), E_FORMAT);
	assert_int_equal(err.msg, MSG_ECG_DRAW_PAST_END);
	o = (struct ecg_draw_options){.layout = ECG_DRAW_MEDIAN};
	assert_int_equal(ecg_draw(&r, &o, &arena, &s, &err), E_FORMAT);
	assert_int_equal(err.msg, MSG_ECG_DRAW_NO_MEDIAN);
}

static void chosen_leads_alone(void **state)
{
	(void)state;
	struct ecg_record r = steps(HZ);
	struct ecg_draw_options o = {.leads = 1u << ECG_II | 1u << ECG_V2,
				     .mm_per_s = 50,
				     .mm_per_mv = 20,
				     .from_s = 5};
	struct sheet s = draw(&r, &o);
	assert_int_equal(count_traces(&s), 2);
	assert_null(trace(&s, "V1", 0));
	const struct sheet_stroke *t = trace(&s, "V2", 0);
	assert_non_null(t);
	assert_true(fabsf(t->at[t->n - 1].x - 275) < 0.2F); /* 5 s */
}

/* ---------------------------------------------------- over an earlier beat */

/* A usual beat whose R is `r` samples from its begin and `mv` high in every
 * lead, an ST of 1 mm and a T of -0.3 mV behind it. */
static struct ecg_analysis beat(size_t r, float mv)
{
	struct ecg_analysis x = {
		.median = {.n_beat = 9, .n = 400, .zero = r, .hz = HZ},
		.fiducials = {.p_on = NAN,
			      .p_off = NAN,
			      .qrs_on = (double)r - 20,
			      .qrs_off = (double)r + 20,
			      .t_off = (double)r + 150}};
	for (size_t k = 0; k < ECG_STANDARD; k++) {
		float *uv = arena_array(&arena, float, x.median.n);
		for (size_t i = r - 10; i < r + 10; i++)
			uv[i] = 1000 * mv *
				(1 - fabsf((float)i - (float)r) / 10);
		for (size_t i = r + 100; i < r + 120; i++)
			uv[i] = -300;
		x.median.uv[k] = uv;
		x.measures.st_mm[k] = 1;
	}
	return x;
}

static size_t dashes(const struct sheet *s, float *highest)
{
	size_t n = 0;
	*highest = NAN;
	for (size_t i = 0; i < s->n; i++) {
		if (s->stroke[i].ink != INK_SERIES_1)
			continue;
		n++;
		for (size_t k = 0; k < s->stroke[i].n; k++)
			if (s->stroke[i].at[k].x < 75 &&
			    s->stroke[i].at[k].y < 80 &&
			    !(s->stroke[i].at[k].y >= *highest))
				*highest = s->stroke[i].at[k].y;
	}
	return n;
}

static void lies_over_an_earlier_beat(void **state)
{
	(void)state;
	struct ecg_record r = steps(HZ);
	struct ecg_analysis now = beat(150, 1), then = beat(120, 0.5F);
	struct ecg_draw_before before = {&r, &then, DATE_NONE};
	struct ecg_draw_options o = {.layout = ECG_DRAW_MEDIAN,
				     .analysis = &now};
	struct ecg_wave_sizes a, b;
	float none, high;
	assert_true(fabs(ecg_r_sample(&r, &now) - 150) < 0.5);
	assert_true(fabs(ecg_r_sample(&r, &then) - 120) < 0.5);
	ecg_wave_sizes(&r, &now, ECG_V3, &a);
	ecg_wave_sizes(&r, &then, ECG_V3, &b);
	assert_true(fabs(a.r_mv - 1) < 0.01 && fabs(b.r_mv - 0.5) < 0.01);
	assert_true(fabs(a.t_mv + 0.3) < 0.01 && fabs(a.st_mm - 1) < 0.01);
	assert_true(fabs(a.s_mv) < 0.01);
	then.fiducials.qrs_on = NAN;
	ecg_wave_sizes(&r, &then, ECG_V3, &b);
	assert_true(isnan(b.r_mv) && isnan(ecg_r_sample(&r, &then)));
	then.fiducials.qrs_on = 100;

	struct sheet s = draw(&r, &o);
	assert_int_equal(dashes(&s, &none), 0);
	o.before = &before;
	s = draw(&r, &o);
	assert_true(dashes(&s, &high) > 12 * 10);
	/* half as high as today's, and at the same place */
	const struct sheet_stroke *t = trace(&s, "I", 0);
	float top = t->at[0].y;
	for (size_t i = 0; i < t->n; i++)
		top = fminf(top, t->at[i].y);
	assert_true(fabsf((t->at[0].y - high) * 2 - (t->at[0].y - top)) < 1.5F);
}

/* ------------------------------------------------------------------- words */

static void says_that_nobody_signed(void **state)
{
	(void)state;
	struct ecg_record r = steps(HZ);
	struct ecg_analysis x;
	assert_int_equal(ecg_analyse(&r, &arena, &x, NULL), OK);
	struct ecg_draw_options o = {.analysis = &x};
	struct sheet s = draw(&r, &o);
	assert_true(says(&s, "LETTURA AUTOMATICA NON VALIDATA"));
	assert_true(says(&s, "25 mm/s, 10 mm/mV"));
	assert_true(says(&s, "<Rossi> (Ada)"));
	o.lang = LANG_EN;
	s = draw(&r, &o);
	assert_true(says(&s, "AUTOMATIC READING, NOT VALIDATED"));
	o.signed_by = STR("dr. Bianchi");
	s = draw(&r, &o);
	assert_false(says(&s, "NOT VALIDATED"));
	assert_true(says(
		&s, "Report signed by dr. Bianchi; measurements automatic"));
}

/* --------------------------------------------------------------- back ends */

static bool holds(struct str s, const char *word)
{
	const size_t n = strlen(word);
	for (size_t i = 0; i + n <= s.len; i++)
		if (!memcmp(s.ptr + i, word, n))
			return true;
	return false;
}

/* A browser without the letters of the paper takes wider ones: what is written
 * has the width that was reckoned with, so that it runs neither into what
 * stands beside nor off the sheet. */
static void texts_keep_their_width(void **state)
{
	(void)state;
	struct ecg_record r = steps(HZ);
	const struct ecg_draw_options o = {.layout = ECG_DRAW_3X4};
	struct sheet s = draw(&r, &o);
	struct str svg;
	size_t n = 0, width = 0;
	assert_int_equal(sheet_svg(&s, &arena, &svg, NULL), OK);
	for (size_t i = 0; i + 20 < svg.len; i++) {
		n += !memcmp(svg.ptr + i, "<text ", 6);
		width += !memcmp(svg.ptr + i, " textLength=\"", 13);
	}
	assert_true(n > 10);
	assert_int_equal(n, width);
	for (size_t i = 0; i < s.n; i++)
		if (s.stroke[i].text.len)
			assert_true(s.stroke[i].at[0].x +
					    sheet_text_width(s.stroke[i].text,
							     s.stroke[i].width,
							     s.stroke[i].bold) <
				    297);
}

static void writes_svg_and_pdf(void **state)
{
	(void)state;
	struct ecg_record r = steps(HZ);
	const struct ecg_draw_options o = {.layout = ECG_DRAW_3X4};
	struct sheet s = draw(&r, &o);
	struct str svg, pdf, again;
	assert_int_equal(sheet_svg(&s, &arena, &svg, NULL), OK);
	assert_true(holds(svg, "width=\"297mm\" height=\"210mm\" "
			       "viewBox=\"0 0 297 210\""));
	assert_true(holds(svg, "&lt;Rossi&gt; (Ada)"));
	assert_false(holds(svg, "<Rossi>"));
	assert_false(holds(svg, "style"));
	assert_false(holds(svg, "nan"));
	assert_true(holds(svg, "data-mm-per-s=\"25\""));
	assert_true(holds(svg, "<path data-lead=\"aVR\""));
	assert_int_equal(sheet_pdf(&s, 1, &arena, &pdf, NULL), OK);
	assert_true(str_starts(pdf, STR("%PDF-1.4\n")));
	assert_true(holds(pdf, "/MediaBox[0 0 841.8898 595.2756]"));
	assert_true(str_ends(pdf, STR("%%EOF\n")));
	assert_int_equal(sheet_pdf(&s, 1, &arena, &again, NULL), OK);
	assert_true(str_eq(pdf, again));
	struct sheet two[] = {s, s};
	assert_int_equal(sheet_pdf(two, 2, &arena, &again, NULL), OK);
	assert_true(holds(again, "/Count 2"));
}

static void writes_numbers(void **state)
{
	static const struct {
		float mm;
		const char *is;
	} rows[] = {{0, "M0 0"},       {12.5F, "M12.5 0"},  {-0.05F, "M-.05 0"},
		    {0.1F, "M.1 0"},   {297, "M297 0"},     {1.005F, "M1.01 0"},
		    {-0.001F, "M0 0"}, {10.99F, "M10.99 0"}};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct sheet s;
		struct str svg;
		const struct sheet_point p = {rows[i].mm, 0};
		char want[32];
		sheet_init(&s, 10, 10, &arena);
		sheet_line(&s, INK_TRACE, 1, &p, 1, STR(""));
		assert_int_equal(sheet_svg(&s, &arena, &svg, NULL), OK);
		snprintf(want, sizeof(want), "d=\"%sl0 0\"", rows[i].is);
		if (!holds(svg, want))
			fail_msg("%s is not in " STR_FMT, want, STR_ARG(svg));
	}
}

int main(void)
{
#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
	const struct CMUnitTest tests[] = {
		CASE(has_the_scale),
		CASE(columns_follow_one_another),
		CASE(has_paper_pulse_and_ruler),
		CASE(thins_and_keeps_spikes),
		CASE(lifts_the_pen_and_stays_on_paper),
		CASE(draws_what_there_is),
		CASE(chosen_leads_alone),
		CASE(lies_over_an_earlier_beat),
		CASE(says_that_nobody_signed),
		CASE(texts_keep_their_width),
		CASE(writes_svg_and_pdf),
		CASE(writes_numbers),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
