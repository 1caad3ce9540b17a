/* Measuring electrocardiograms: properties on invented beats, bars on annotated
 * records where SHARED has them. */
#include "bench/ecg_kit.h"

#include <setjmp.h>
#include <cmocka.h>

static const char *shared_dir(struct arena *a, const char *set)
{
	const char *shared = getenv("SHARED");
	const char *dir =
		shared ? file_join(a, shared,
				   file_join(a, "telemedicine/ecg", set))
		       : NULL;
	if (dir && file_is_dir(dir))
		return dir;
	print_message("SKIP: no annotated records (SHARED)\n");
	return NULL;
}

/* Ten seconds of a heart that beats 75 times a minute: P, QRS and T as bells;
 * every fifth beat comes early and wide. */
enum { HZ = 500, N = 10 * HZ };

static double bell(double t, double at, double width)
{
	double x = (t - at) / width;
	return exp(-x * x / 2);
}

static float wave_at(double t)
{
	double v = 0;
	for (int b = 0; b < 12; b++) {
		double r = 0.4 + 0.8 * b;
		if (b % 5 == 4) {
			r -= 0.25;
			v += 1400 * bell(t, r, 0.03) -
			     500 * bell(t, r + 0.25, 0.06);
			continue;
		}
		v += 120 * bell(t, r - 0.16, 0.02) + 1000 * bell(t, r, 0.012) -
		     250 * bell(t, r + 0.03, 0.01) +
		     250 * bell(t, r + 0.28, 0.05);
	}
	return (float)v;
}

static void invent(struct arena *a, struct ecg_record *r, size_t n_lead)
{
	*r = (struct ecg_record){.hz = HZ, .n_sample = N, .n_lead = n_lead};
	r->patient.age_years = -1;
	for (size_t l = 0; l < n_lead; l++) {
		r->lead[l].code =
			l < ECG_STANDARD ? (enum ecg_lead_code)l : ECG_OTHER;
		r->lead[l].uv = arena_array(a, float, N);
		float by = 1 - 0.15F * (float)l;
		for (size_t i = 0; i < N; i++)
			r->lead[l].uv[i] = by * wave_at((double)i / HZ);
	}
}

static void assert_near(double x, double y, double within)
{
	assert_true(fabs(x - y) <= within);
}

static struct ecg_beats detect(struct arena *a, const struct ecg_record *r)
{
	struct ecg_beats b;
	struct err err = {0};
	assert_int_equal(ecg_detect(r, a, &b, &err), OK);
	return b;
}

static void assert_same(struct ecg_beats x, struct ecg_beats y, size_t within)
{
	assert_int_equal(x.n, y.n);
	for (size_t i = 0; i < x.n; i++)
		assert_in_range(x.at[i] + within - y.at[i], 0, 2 * within);
}

static void scale(struct ecg_record *r, float by)
{
	for (size_t l = 0; l < r->n_lead; l++)
		for (size_t i = 0; i < r->n_sample; i++)
			r->lead[l].uv[i] *= by;
}

static void twice(struct ecg_record *r)
{
	scale(r, 2);
}

static void invert(struct ecg_record *r)
{
	scale(r, -1);
}

static void turn_leads(struct ecg_record *r)
{
	struct ecg_lead first = r->lead[0];
	r->lead[0] = r->lead[1];
	r->lead[1] = first;
}

static void lift(struct ecg_record *r)
{
	for (size_t i = 0; i < r->n_sample; i++)
		r->lead[0].uv[i] += 300;
}

static void beats_do_not_move(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		void (*change)(struct ecg_record *);
	} cases[] = {{"twice as high", twice},
		     {"upside down", invert},
		     {"leads in another order", turn_leads},
		     {"an offset", lift}};
	for (size_t c = 0; c < countof(cases); c++) {
		struct arena a;
		struct ecg_record r;
		arena_init(&a, 64u << 20);
		invent(&a, &r, 2);
		struct ecg_beats before = detect(&a, &r);
		assert_int_equal(before.n, 12);
		cases[c].change(&r);
		assert_same(before, detect(&a, &r), 1);
		arena_release(&a);
	}
}

static void beats_move_with_time(void **state)
{
	(void)state;
	struct arena a;
	struct ecg_record r;
	enum { LATER = 40 };
	arena_init(&a, 64u << 20);
	invent(&a, &r, 2);
	struct ecg_beats before = detect(&a, &r);
	for (size_t l = 0; l < r.n_lead; l++)
		r.lead[l].uv += LATER;
	r.n_sample -= LATER;
	struct ecg_beats after = detect(&a, &r);
	for (size_t i = 0; i < after.n; i++)
		after.at[i] += LATER;
	assert_same(before, after, 3);
	arena_release(&a);
}

static void no_beats_where_nothing_is(void **state)
{
	(void)state;
	static const float levels[] = {0, 500, -1e30F, NAN, INFINITY};
	for (size_t c = 0; c < countof(levels); c++) {
		struct arena a;
		struct ecg_record r;
		arena_init(&a, 64u << 20);
		invent(&a, &r, 2);
		for (size_t l = 0; l < r.n_lead; l++)
			for (size_t i = 0; i < N; i++)
				r.lead[l].uv[i] = levels[c];
		assert_int_equal(detect(&a, &r).n, 0);
		r.n_sample = c; /* nearly nothing is allowed, too */
		assert_int_equal(detect(&a, &r).n, 0);
		arena_release(&a);
	}
}

/* Every record of a folder whose name begins so, matched with its marks. */
static struct kit_match match_all(struct arena *a, const char *dir,
				  const char *prefix)
{
	struct kit_list l;
	struct kit_match all = {0};
	assert_true(kit_records(dir, a, &l));
	for (size_t i = 0; i < l.n; i++) {
		struct ecg_record r;
		struct err err = {0};
		struct arena_mark m = arena_mark(a);
		if (!str_starts(str_from(l.name[i]), str_from(prefix)))
			continue;
		assert_int_equal(kit_read(dir, l.name[i], a, &r, &err), OK);
		struct ecg_beats b = detect(a, &r);
		kit_add(&all, kit_match_beats(&r, &b));
		arena_rewind(a, m);
	}
	return all;
}

/* The bars asked for, per cent; records of half an hour are for the bench, one
 * of them stands here. */
static void annotated_beats_are_found(void **state)
{
	(void)state;
	static const struct {
		const char *set, *prefix;
		double se, ppv;
	} bars[] = {{"mitdb", "106", 99.5, 99.7},
		    {"af", "data", 99.5, 99.5},
		    {"short10s", "q", 95, 97}};
	for (size_t k = 0; k < countof(bars); k++) {
		struct arena a;
		arena_init(&a, (size_t)1 << 30);
		const char *dir = shared_dir(&a, bars[k].set);
		if (dir) {
			struct kit_match m = match_all(&a, dir, bars[k].prefix);
			assert_true(kit_percent(m.right, m.missed) >=
				    bars[k].se);
			assert_true(kit_percent(m.right, m.extra) >=
				    bars[k].ppv);
		}
		arena_release(&a);
	}
}

/* What devices print beside the intervals they measured (guide, 3.5). */
static void corrected_qt_is_that_of_devices(void **state)
{
	(void)state;
	static const struct {
		const char *device;
		double qt, rr, bazett, fridericia; /* 0: not printed */
	} cases[] = {{"Philips", 399, 938, 412, 408},
		     {"Philips", 564, 1463, 466, 497},
		     {"Philips", 352, 714, 417, 394},
		     {"Philips, 41/min", 476, 60000.0 / 41, 393, 0},
		     {"Mortara", 368, 982, 0, 370}};
	for (size_t i = 0; i < countof(cases); i++) {
		struct ecg_qtc q = ecg_qtc_of(cases[i].qt, cases[i].rr);
		if (cases[i].bazett > 0)
			assert_int_equal(lround(q.bazett),
					 (long)cases[i].bazett);
		if (cases[i].fridericia > 0)
			assert_int_equal(lround(q.fridericia),
					 (long)cases[i].fridericia);
	}
	/* by hand: 400 + 154 (1 - 0.75) and 400 + 1.75 (80 - 60) */
	struct ecg_qtc q = ecg_qtc_of(400, 750);
	assert_near(q.framingham, 438.5, 1e-9);
	assert_near(q.hodges, 435, 1e-9);
}

static void axes_are_those_of_the_frontal_plane(void **state)
{
	(void)state;
	static const struct {
		double i, ii, degrees;
	} cases[] = {{1, 0.5, 0}, {1, 1, 30},      {0.5, 1, 60},
		     {0, 1, 90},  {-1, -0.5, 180}, {1, -0.5, -49.1066},
		     {0, -1, -90}};
	for (size_t k = 0; k < countof(cases); k++)
		assert_near(ecg_axis_of(cases[k].i, cases[k].ii),
			    cases[k].degrees, 1e-3);
	assert_true(isnan(ecg_axis_of(0, 0)));
}

static void intervals_are_within_the_limits(void **state)
{
	(void)state;
	static const struct {
		int what;
		double mean, sd;
	} limits[] = {{KIT_P, 10, 8},   {KIT_PR, 10, 8}, {KIT_QRS, 6, 5},
		      {KIT_QT, 12, 10}, {KIT_HR, 1, 1},  {KIT_QRS_AXIS, 5, 5}};
	struct arena a;
	struct kit_spread s[KIT_INTERVALS] = {{0}};
	struct err err = {0};
	arena_init(&a, 256u << 20);
	const char *dir = shared_dir(&a, "analytic");
	if (dir) {
		assert_int_equal(kit_intervals(dir, &a, s, &err), OK);
		assert_int_equal(s[KIT_P].n, 16);
	}
	for (size_t k = 0; dir && k < countof(limits); k++) {
		assert_true(fabs(kit_mean(&s[limits[k].what])) <=
			    limits[k].mean);
		assert_true(kit_sd(&s[limits[k].what]) <= limits[k].sd);
	}
	arena_release(&a);
}

/* Twice as high is the same beat: no interval may move. */
static void intervals_do_not_know_the_gain(void **state)
{
	(void)state;
	struct arena a;
	struct ecg_record r;
	struct ecg_analysis x, y;
	struct err err = {0};
	arena_init(&a, 64u << 20);
	invent(&a, &r, 6);
	assert_int_equal(ecg_analyse(&r, &a, &x, &err), OK);
	twice(&r);
	assert_int_equal(ecg_analyse(&r, &a, &y, &err), OK);
	assert_true(x.measures.qt_ms + x.measures.pr_ms > 0);
	assert_near(x.measures.qrs_ms, y.measures.qrs_ms, 0.5);
	assert_near(x.measures.qt_ms, y.measures.qt_ms, 0.5);
	assert_near(x.measures.pr_ms, y.measures.pr_ms, 0.5);
	assert_near(2 * x.measures.st_mm[1], y.measures.st_mm[1], 0.01);
	assert_int_equal(x.kinds.ventricular, 2);
	assert_int_equal(x.kinds.type[4], 'V');
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(beats_do_not_move),
		cmocka_unit_test(beats_move_with_time),
		cmocka_unit_test(no_beats_where_nothing_is),
		cmocka_unit_test(annotated_beats_are_found),
		cmocka_unit_test(corrected_qt_is_that_of_devices),
		cmocka_unit_test(axes_are_those_of_the_frontal_plane),
		cmocka_unit_test(intervals_are_within_the_limits),
		cmocka_unit_test(intervals_do_not_know_the_gain),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
