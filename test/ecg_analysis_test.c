/* Measuring electrocardiograms: properties on invented beats, bars on annotated
 * records where SHARED has them. */
#include "bench/ecg_kit.h"
#include "ecg/median_int.h"
#include "knowledge/knowledge.h"

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

/* A record that ends sooner has the beats of its time: none, one, two ... */
static void beats_of_short_records(void **state)
{
	(void)state;
	struct arena a;
	struct ecg_record r;
	arena_init(&a, 64u << 20);
	invent(&a, &r, 2);
	struct ecg_beats all = detect(&a, &r);
	for (size_t n = 1; n <= N; n += 31) {
		size_t least = 0, most = 0;
		struct arena_mark mark = arena_mark(&a);
		for (size_t i = 0; i < all.n; i++) {
			least += all.at[i] + HZ / 5 < n;
			most += all.at[i] < n + HZ / 10;
		}
		r.n_sample = n;
		struct ecg_beats b = detect(&a, &r);
		if (b.n < least || b.n > most)
			fail_msg("%zu samples: %zu beats, of %zu to %zu", n,
				 b.n, least, most);
		arena_rewind(&a, mark);
	}
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

static void quality_is_that_of_the_labels(void **state)
{
	(void)state;
	struct arena a;
	struct kit_label l[64];
	size_t n = 0;
	arena_init(&a, 256u << 20);
	const char *dir = shared_dir(&a, "quality");
	if (dir) {
		n = kit_labels(dir, &a, l, countof(l));
		assert_int_equal(n, 24);
	}
	for (size_t i = 0; i < n; i++) {
		struct ecg_record r;
		struct ecg_analysis x;
		struct err err = {0};
		assert_int_equal(kit_read(dir, l[i].record, &a, &r, &err), OK);
		assert_int_equal(ecg_analyse(&r, &a, &x, &err), OK);
		assert_string_equal(ecg_verdict_name(x.quality.verdict),
				    l[i].verdict);
	}
	arena_release(&a);
}

static void fibrillation_is_found(void **state)
{
	(void)state;
	struct arena a;
	struct kit_list l = {.n = 0};
	struct kit_af all = {0};
	arena_init(&a, 256u << 20);
	const char *dir = shared_dir(&a, "af");
	if (dir)
		assert_true(kit_records(dir, &a, &l));
	for (size_t i = 0; i < l.n; i++) {
		struct ecg_record r;
		struct ecg_analysis x;
		struct err err = {0};
		assert_int_equal(kit_read(dir, l.name[i], &a, &r, &err), OK);
		assert_int_equal(ecg_analyse(&r, &a, &x, &err), OK);
		kit_match_af(&r, &x.rhythm, &all);
	}
	if (dir) {
		assert_true(kit_percent(all.af_right, all.af_missed) >= 95);
		assert_true(kit_percent(all.other_right, all.other_wrong) >=
			    95);
	}
	arena_release(&a);
}

/* A made-up reading, changed by one thing, and what it must raise. */
struct reading {
	struct ecg_record r;
	struct ecg_analysis x;
	struct ecg_request q;
};

static void st(struct reading *w, enum ecg_lead_code c, double mm)
{
	w->x.measures.st_mm[c] = w->x.measures.stj_mm[c] = mm;
}

static void raise_st_inferior(struct reading *w)
{
	st(w, ECG_II, 1.2);
	st(w, ECG_AVF, 1.4);
}

static void raise_st_alone(struct reading *w)
{
	st(w, ECG_II, 3);
}

static void raise_st_v2v3(struct reading *w)
{
	st(w, ECG_V2, 1.8);
	st(w, ECG_V3, 1.8);
}

static void raise_st_v2v3_woman(struct reading *w)
{
	raise_st_v2v3(w);
	w->q.sex = ECG_FEMALE;
}

static void raise_st_wide(struct reading *w)
{
	raise_st_inferior(w);
	w->x.measures.qrs_ms = 150;
}

static void lower_st(struct reading *w)
{
	st(w, ECG_V5, -1.1);
	st(w, ECG_V6, -1.5);
}

static void very_slow(struct reading *w)
{
	w->x.measures.hr_bpm = 34;
}

static void slow(struct reading *w)
{
	w->x.measures.hr_bpm = 38;
}

static void fast(struct reading *w)
{
	w->x.measures.hr_bpm = 131;
}

static void rather_fast(struct reading *w)
{
	w->x.measures.hr_bpm = 125;
}

static void rather_fast_and_ill(struct reading *w)
{
	rather_fast(w);
	w->q.symptoms = true;
}

static void fast_and_wide(struct reading *w)
{
	rather_fast(w);
	w->x.measures.qrs_ms = 140;
}

static void pause_3s(struct reading *w)
{
	w->x.rhythm.longest_rr_s = 3;
}

static void af(struct reading *w)
{
	w->x.rhythm.kind = ECG_R_AF;
}

static void af_known(struct reading *w)
{
	af(w);
	w->q.known_af = true;
}

static void qtc_500(struct reading *w)
{
	w->x.measures.qtc.fridericia = 500;
}

static void pr_301(struct reading *w)
{
	w->x.measures.pr_ms = 301;
}

static void pain(struct reading *w)
{
	w->q.chest_pain = true;
}

static void nothing(struct reading *w)
{
	(void)w;
}

static void nothing_measured(struct reading *w)
{
	w->x.measures.hr_bpm = w->x.measures.qrs_ms = NAN;
	w->x.measures.qtc.fridericia = w->x.measures.pr_ms = NAN;
	for (int c = 0; c < ECG_STANDARD; c++)
		st(w, (enum ecg_lead_code)c, NAN);
}

static void plain_reading(struct reading *w)
{
	*w = (struct reading){.q = {.sex = ECG_MALE, .age_years = 60}};
	w->r.n_lead = ECG_STANDARD;
	for (int c = 0; c < ECG_STANDARD; c++)
		w->r.lead[c].code = (enum ecg_lead_code)c;
	w->x.measures.hr_bpm = 70;
	w->x.measures.qrs_ms = 90;
	w->x.measures.pr_ms = 160;
	w->x.measures.qtc.fridericia = 410;
	w->x.rhythm = (struct ecg_rhythm){
		.kind = ECG_R_SINUS, .longest_rr_s = 0.9, .v_run_bpm = NAN};
}

static void urgency_follows_the_limits(void **state)
{
	(void)state;
	static const struct {
		void (*change)(struct reading *);
		enum ecg_urgency urgency;
		const char *code; /* of the first flag; NULL: none */
	} cases[] = {{nothing, ECG_GREEN, NULL},
		     {nothing_measured, ECG_GREEN, NULL},
		     {raise_st_inferior, ECG_RED, "st_elevation"},
		     {raise_st_alone, ECG_GREEN, NULL},
		     {raise_st_v2v3, ECG_GREEN, NULL},
		     {raise_st_v2v3_woman, ECG_RED, "st_elevation_v2v3_women"},
		     {raise_st_wide, ECG_GREEN, NULL},
		     {lower_st, ECG_AMBER, "st_depression"},
		     {very_slow, ECG_RED, "slow_rate"},
		     {slow, ECG_AMBER, "bradycardia"},
		     {fast, ECG_AMBER, "tachycardia"},
		     {rather_fast, ECG_GREEN, NULL},
		     {rather_fast_and_ill, ECG_AMBER, "tachycardia_symptoms"},
		     {fast_and_wide, ECG_RED, "ventricular_rate"},
		     {pause_3s, ECG_RED, "pause"},
		     {af, ECG_AMBER, "af_new"},
		     {af_known, ECG_GREEN, NULL},
		     {qtc_500, ECG_AMBER, "qtc_long"},
		     {pr_301, ECG_AMBER, "pr_long"},
		     {pain, ECG_AMBER, "chest_pain"}};
	struct arena a;
	struct str csv;
	struct err err = {0};
	struct ecg_limits l;
	arena_init(&a, 1u << 20);
	assert_int_equal(
		knowledge_file(NULL, "ecg/urgency.csv", &a, &csv, &err), OK);
	assert_int_equal(ecg_limits_parse(csv, DATE_NONE, &l, &err), OK);
	for (int i = 0; i < ECG_N_FLAG; i++)
		assert_true(l.limit[i] > 0); /* every rule has its row */
	for (size_t i = 0; i < countof(cases); i++) {
		struct reading w;
		struct ecg_flags f;
		plain_reading(&w);
		cases[i].change(&w);
		ecg_flag_urgency(&w.r, &w.x, &w.q, &l, &f);
		assert_int_equal(f.urgency, cases[i].urgency);
		assert_int_equal(f.n > 0, cases[i].code != NULL);
		if (cases[i].code)
			assert_string_equal(ecg_flag_name(f.flag[0].code),
					    cases[i].code);
	}
	arena_release(&a);
}

static void limits_are_dated(void **state)
{
	(void)state;
	static const char rows[] =
		"rule,urgency,limit,unit,valid_from,valid_to\n"
		"pause,red,4,s,2020-01-01,2025-12-31\n"
		"pause,red,3,s,2026-01-01,\n";
	struct ecg_limits l;
	struct err err = {0};
	assert_int_equal(
		ecg_limits_parse(str_from(rows), date_of(2025, 6, 1), &l, &err),
		OK);
	assert_near(l.limit[ECG_F_PAUSE], 4, 0);
	assert_int_equal(ecg_limits_parse(str_from(rows), DATE_NONE, &l, &err),
			 OK);
	assert_near(l.limit[ECG_F_PAUSE], 3, 0);
	assert_true(isnan(l.limit[ECG_F_PR]));
	assert_int_equal(ecg_limits_parse(STR("rule\npause,red,x,s,a,\n"),
					  DATE_NONE, &l, &err),
			 E_FORMAT);
}

static struct ecg_analysis analyse(struct arena *a, const struct ecg_record *r)
{
	struct ecg_analysis x;
	struct err err = {0};
	assert_int_equal(ecg_analyse(r, a, &x, &err), OK);
	return x;
}

/* The invented T wave has its summit 280 ms after R and a width of 50; a bell
 * of finite length with the same steepest point ends pi/2 widths behind it: at
 * 408 ms. P begins 160 + 20 + 1.4 x 20 before R. QRS, 24 ms of bells to the
 * left of R, begins some 30 ms before it. */
static void waves_end_where_they_were_put(void **state)
{
	(void)state;
	struct arena a = {0};
	struct ecg_record r;
	arena_init(&a, 64 << 20);
	invent(&a, &r, 6);
	struct ecg_analysis x = analyse(&a, &r);
	assert_near(x.measures.qt_ms, 408 + 30, 20);
	assert_near(x.measures.pr_ms, 208 - 30, 20);
	assert_near(x.measures.qrs_ms, 30 + 55, 20);
	arena_release(&a);
}

static void flatten(struct ecg_lead *l)
{
	for (size_t i = 0; i < N; i++)
		l->uv[i] = 40;
}

static void drop_samples(struct ecg_lead *l)
{
	for (size_t i = N / 2; i < N / 2 + HZ; i++)
		l->uv[i] = NAN;
}

static void clip(struct ecg_lead *l)
{
	for (size_t i = 0; i < N; i++)
		l->uv[i] = fminf(l->uv[i], 200);
}

static void enlarge(struct ecg_lead *l)
{
	l->uv[N / 2] = 15000;
}

/* A defect of one lead is found on that lead, and the exam is to be repeated.
 */
static void defects_are_named(void **state)
{
	(void)state;
	static const struct {
		void (*spoil)(struct ecg_lead *);
		enum ecg_cause cause;
	} cases[] = {{flatten, ECG_Q_FLAT},
		     {drop_samples, ECG_Q_GAPS},
		     {clip, ECG_Q_CLIPPED},
		     {enlarge, ECG_Q_RANGE}};
	for (size_t c = 0; c < countof(cases); c++) {
		struct arena a = {0};
		struct ecg_record r;
		bool found = false;
		arena_init(&a, 64 << 20);
		invent(&a, &r, ECG_STANDARD);
		assert_int_not_equal(analyse(&a, &r).quality.verdict,
				     ECG_REJECT);
		cases[c].spoil(&r.lead[ECG_I]);
		struct ecg_quality q = analyse(&a, &r).quality;
		for (size_t i = 0; i < q.n_finding; i++)
			found |= q.finding[i].cause == cases[c].cause &&
				 q.finding[i].lead == ECG_I;
		if (!found || q.verdict != ECG_REJECT)
			fail_msg("%s: verdict %s",
				 ecg_cause_name(cases[c].cause),
				 ecg_verdict_name(q.verdict));
		arena_release(&a);
	}
}

/* The last half second is the device's pulse of 1 mV in every lead. */
static void calibration_is_no_beat(void **state)
{
	(void)state;
	struct arena a = {0};
	struct ecg_record r;
	arena_init(&a, 64 << 20);
	invent(&a, &r, 6);
	const size_t end = N - HZ / 2;
	for (size_t l = 0; l < r.n_lead; l++)
		for (size_t i = end; i < N; i++)
			r.lead[l].uv[i] =
				i < end + HZ / 10 || i > N - HZ / 10 ? 0 : 1000;
	ecg_find_pulse(&r);
	assert_in_range(r.pulse_from, end - HZ / 10, end);
	struct ecg_analysis x = analyse(&a, &r);
	r.n_sample = r.pulse_from;
	r.pulse_from = 0;
	struct ecg_analysis y = analyse(&a, &r);
	assert_same(x.beats, y.beats, 0);
	assert_near(x.measures.hr_bpm, y.measures.hr_bpm, 0);
	assert_int_equal(x.quality.n_finding, y.quality.n_finding);
	arena_release(&a);
}

/* Files of devices: the rate that each states (references.csv). */
static void rate_is_that_of_devices(void **state)
{
	(void)state;
	static const struct {
		const char *file;
		double hr_bpm;
	} cases[] = {{"philips_103_129DYPRG.xml", 41},
		     {"philips_104_ad4d3d80.xml", 41},
		     {"wfdb_test.scp", 69}};
	struct arena a = {0};
	arena_init(&a, 512 << 20);
	const char *dir = shared_dir(&a, "devices");
	for (size_t i = 0; dir && i < countof(cases); i++) {
		struct file_map m;
		struct ecg_record r;
		struct ecg_analysis x;
		struct err err = {0};
		const struct ecg_read_options o = {.csv_hz = 0};
		const char *path = file_join(&a, dir, cases[i].file);
		if (file_map_open(path, &m, &err) ||
		    ecg_read(m.bytes, &o, &a, &r, &err) ||
		    ecg_analyse(&r, &a, &x, &err))
			fail_msg("%s: %s", cases[i].file, err.text);
		if (fabs(x.measures.hr_bpm - cases[i].hr_bpm) > 1)
			fail_msg("%s: %g/min", cases[i].file,
				 x.measures.hr_bpm);
		file_map_close(&m);
	}
	arena_release(&a);
}

static void comparison_sees_what_changed(void **state)
{
	(void)state;
	struct ecg_summary a = {.hr_bpm = 70,
				.pr_ms = 160,
				.qrs_ms = 90,
				.qtc_ms = 410,
				.qrs_axis = 170,
				.rhythm = ECG_R_SINUS},
			   b = a;
	struct ecg_delta d;
	ecg_compare(&a, &b, &d);
	assert_false(d.other_rhythm || d.notable_pr || d.notable_qrs ||
		     d.notable_qtc || d.notable_axis || d.notable_st);
	b.qrs_axis = -170; /* twenty degrees further, not 340 back */
	b.qtc_ms = 470;
	b.pr_ms = NAN;
	b.st_mm[ECG_V3] = 1.5;
	b.rhythm = ECG_R_AF;
	ecg_compare(&a, &b, &d);
	assert_near(d.qrs_axis, 20, 1e-9);
	assert_true(d.notable_qtc && d.notable_st && d.other_rhythm);
	assert_false(d.notable_axis || d.notable_pr || d.notable_qrs);
	assert_true(isnan(d.pr_ms) != 0);
}

/* A candidate of the sequence: when, and whether it looks like a beat. */
struct event {
	double s;
	bool beat;
};

/* Chosen of the events, all beats being the first choice. */
static struct ecg_choice decide(const struct event *e, size_t n,
				struct arena *a)
{
	const struct ecg_activity w = {.hz = 200};
	struct ecg_candidates c = {arena_array(a, struct ecg_candidate, n), n};
	struct ecg_choice first = {arena_array(a, size_t, n), 0}, out;
	struct err err = {0};
	for (size_t i = 0; i < n; i++) {
		c.c[i] = (struct ecg_candidate){.at = (size_t)(e[i].s * w.hz),
						.size = e[i].beat ? 1 : 0.1F,
						.alike = e[i].beat ? 1 : 0};
		if (e[i].beat)
			first.i[first.n++] = i;
	}
	assert_int_equal(ecg_decide(&w, &first, &c, a, &out, &err), OK);
	return out;
}

/* A sequence begins near the record's start. Were it free to begin anywhere, a
 * pause that costs more than the beats before it are worth would cost nothing,
 * and those beats would be lost; were it bound to begin with the very first
 * candidate, noise would be a beat. */
static void sequences_begin_at_the_start(void **state)
{
	(void)state;
	enum { NOISE = 23, BEATS = 30, LATE_S = 60 };
	static const struct {
		const char *name;
		bool beat_first;
		double pause_s;
	} cases[] = {{"one beat, noise, a long pause", true, LATE_S},
		     {"noise alone before the beats", false, 0.8},
		     {"noise alone, a long pause", false, LATE_S}};
	for (size_t k = 0; k < countof(cases); k++) {
		struct event e[1 + NOISE + BEATS];
		size_t n = 0, want = BEATS + cases[k].beat_first;
		struct arena a;
		arena_init(&a, 1 << 20);
		if (cases[k].beat_first)
			e[n++] = (struct event){0.5, true};
		for (size_t i = 0; i < NOISE; i++)
			e[n++] = (struct event){1 + 0.3 * (double)i, false};
		double late = e[n - 1].s + cases[k].pause_s;
		for (size_t i = 0; i < BEATS; i++)
			e[n++] = (struct event){late + 0.8 * (double)i, true};
		struct ecg_choice c = decide(e, n, &a);
		if (c.n != want || !e[c.i[0]].beat)
			fail_msg("%s: %zu beats from candidate %zu on, not %zu",
				 cases[k].name, c.n, c.i[0], want);
		arena_release(&a);
	}
}

/* A beat that stands beside its mark is found where it stands, near or far, and
 * of a lead that was computed nothing is asked. */
static void beats_are_laid_over_the_usual_one(void **state)
{
	(void)state;
	enum { RATE = 360, LONG = 900, MIDDLE = 450, ZERO = 162, BEAT = 432 };
	static float usual[BEAT], x[LONG], wrong[LONG];
	struct arena a;
	struct ecg_slopes s;
	struct ecg_median u = {.n = BEAT, .zero = ZERO};
	struct ecg_record r = {.hz = RATE, .n_sample = LONG, .n_lead = 2};
	arena_init(&a, 1 << 20);
	r.lead[0].uv = wrong;
	r.lead[0].derived = true;
	r.lead[1].uv = x;
	u.uv[0] = u.uv[1] = usual;
	for (int i = 0; i < BEAT; i++)
		usual[i] = (float)(1000 * bell(i, ZERO, 5));
	assert_true(ecg_slopes_room(&s, &r, &a));
	for (int by = -12; by <= 12; by++) {
		for (int i = 0; i < LONG; i++) {
			x[i] = (float)(900 * bell(i, MIDDLE + by, 5)) + 50;
			wrong[i] = (float)(9000 * bell(i, MIDDLE - by, 5));
		}
		ecg_slopes_usual(&s, &r, &u);
		ptrdiff_t got = ecg_best_shift(&s, &r, MIDDLE, 0, true);
		if (got != by)
			fail_msg("moved by %d, found at %td", by, got);
		got = ecg_best_shift(&s, &r, MIDDLE, by - 2, false);
		if (got != by)
			fail_msg("from %d to %d, found %td", by - 2, by, got);
	}
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(beats_are_laid_over_the_usual_one),
		cmocka_unit_test(beats_do_not_move),
		cmocka_unit_test(beats_move_with_time),
		cmocka_unit_test(beats_of_short_records),
		cmocka_unit_test(sequences_begin_at_the_start),
		cmocka_unit_test(no_beats_where_nothing_is),
		cmocka_unit_test(annotated_beats_are_found),
		cmocka_unit_test(corrected_qt_is_that_of_devices),
		cmocka_unit_test(axes_are_those_of_the_frontal_plane),
		cmocka_unit_test(intervals_are_within_the_limits),
		cmocka_unit_test(intervals_do_not_know_the_gain),
		cmocka_unit_test(quality_is_that_of_the_labels),
		cmocka_unit_test(fibrillation_is_found),
		cmocka_unit_test(urgency_follows_the_limits),
		cmocka_unit_test(limits_are_dated),
		cmocka_unit_test(waves_end_where_they_were_put),
		cmocka_unit_test(defects_are_named),
		cmocka_unit_test(calibration_is_no_beat),
		cmocka_unit_test(rate_is_that_of_devices),
		cmocka_unit_test(comparison_sees_what_changed),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
