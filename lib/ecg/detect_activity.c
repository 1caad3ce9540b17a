#include "ecg/detect_int.h"
#include "signal/signal.h"

#include <math.h>

/* The band in which a QRS stands out most from P, T and noise: 8 to 20 Hz
 * (M. Elgendi, "Fast QRS detection with an optimized knowledge-based method",
 * PLoS ONE 2013: the best of 40 bands on MIT-BIH), a little wider on both sides
 * for ectopic and for narrow beats. Smoothed over a normal QRS, 80 ms. */
static const double LOW_HZ = 7, HIGH_HZ = 25, WIDTH_S = 0.08;
static const double WORKING_HZ = 180;
static const float RAIL_UV = 20000; /* nothing on the skin is larger */

/* Two leads at a time, side by side: every filter waits for its own last
 * result, so that a second lead costs little. An odd one goes with itself. */
struct work {
	size_t n, step, second;
	float *x;        /* the leads, filtered further in every pass */
	float *speed;    /* |slope| of the band; in the same place */
	float *lowed[2]; /* after the low-pass alone */
	float *spare[2]; /* for those that are not kept */
	float *sum;      /* of the speeds of the leads so far, by their sizes */
	float *peaks[2]; /* of the speed, in every second */
	struct biquad low, high;
};

static bool take_memory(const struct ecg_activity *w, struct work *k,
			struct arena *a)
{
	k->n = w->n;
	k->step = w->step;
	k->second = (size_t)w->hz;
	size_t n_second = w->n / k->second + 2;
	k->speed = arena_array(a, float, 2 * (w->n + 2));
	k->sum = arena_array(a, float, w->n + 1);
	k->peaks[0] = arena_array(a, float, n_second);
	k->peaks[1] = arena_array(a, float, n_second);
	if (!k->speed || !k->sum || !k->peaks[0] || !k->peaks[1])
		return false;
	k->x = k->speed + 4;
	return true;
}

/* The mean of `step` samples. */
static inline float thinned(const float *x, size_t step)
{
	if (step == 2) /* 360 Hz */
		return (x[0] + x[1]) / 2;
	float sum = 0;
	for (size_t i = 0; i < step; i++)
		sum += x[i];
	return sum / (float)step;
}

static inline bool good(float v)
{
	return fabsf(v) <= RAIL_UV; /* false for NAN */
}

static float first_good(const struct work *k, const float *uv)
{
	for (size_t i = 0; i < k->n; i++) {
		float v = thinned(uv + i * k->step, k->step);
		if (good(v))
			return v;
	}
	return 0;
}

/* First pass: thinned and mended (what is missing stays where the last good
 * sample was), low-passed forwards. */
static void pass_in(struct work *k, const float *const uv[2])
{
	float *x = k->x, *end = x + 2 * k->n;
	const float *a = uv[0], *b = uv[1];
	float last[2] = {first_good(k, a), first_good(k, b)};
	struct biquad_pair low = biquad_pair_settle(&k->low, last);
	for (; x != end; x += 2, a += k->step, b += k->step) {
		float v = thinned(a, k->step), w = thinned(b, k->step);
		last[0] = x[0] = good(v) ? v : last[0];
		last[1] = x[1] = good(w) ? w : last[1];
	}
	for (x = k->x; x != end; x += 2)
		biquad_pair_step(&low, x, x);
}

/* Second pass: low-passed backwards, and from there the high-pass. */
static void pass_back(struct work *k)
{
	float begin[2], *lowed = k->lowed[0], *other = k->lowed[1];
	struct biquad_pair low =
		biquad_pair_settle(&k->low, k->x + 2 * (k->n - 1));
	signal_pair_store(begin, low.y1);
	struct biquad_pair high = biquad_pair_settle(&k->high, begin);
	for (size_t i = k->n; i-- > 0;) {
		float *x = k->x + 2 * i;
		biquad_pair_step(&low, x, x);
		lowed[i] = x[0];
		other[i] = x[1];
		biquad_pair_step(&high, x, x);
	}
}

/* Third pass: high-passed forwards; then the speed, which is the slope of the
 * straight line through five samples. */
static void pass_out(struct work *k)
{
	float *x = k->x, *end = x + 2 * k->n;
	struct biquad_pair high = biquad_pair_settle(&k->high, x);
	for (; x != end; x += 2)
		biquad_pair_step(&high, x, x);
	signal_pair_speed(k->x, k->speed, k->n);
}

/* The 95th centile of the maxima of a second: the size of a lead's beats,
 * whatever its gain, and not that of its worst second. Its inverse. */
static void find_sizes(struct work *k, float by[2])
{
	size_t n = 0;
	for (size_t from = 0; from < k->n; from += k->second, n++) {
		size_t left = k->n - from;
		float most[2];
		signal_pair_most(k->speed + 2 * from,
				 left < k->second ? left : k->second, most);
		k->peaks[0][n] = most[0];
		k->peaks[1][n] = most[1];
	}
	for (size_t v = 0; v < 2; v++) {
		float size = signal_quantile(k->peaks[v], n, 0.95);
		by[v] = size > 0 ? 1 / size : 0;
	}
}

/* The first leads are kept, low-passed, for comparing shapes. */
static bool keep_lead(struct ecg_activity *w, struct work *k, size_t v,
		      struct arena *a)
{
	bool kept = w->n_lead < SHAPE_LEADS;
	if (kept)
		k->lowed[v] = arena_array(a, float, w->n + ECG_BEHIND);
	else if (!k->spare[v])
		k->lowed[v] = k->spare[v] =
			arena_array(a, float, w->n + ECG_BEHIND);
	else
		k->lowed[v] = k->spare[v];
	if (kept)
		w->lead[w->n_lead++] = k->lowed[v];
	return k->lowed[v] != NULL;
}

static bool add_leads(struct ecg_activity *w, struct work *k,
		      const struct ecg_lead *const l[2], struct arena *a)
{
	const float *const uv[2] = {l[0]->uv, l[1] ? l[1]->uv : l[0]->uv};
	if (!keep_lead(w, k, 0, a))
		return false;
	if (!l[1])
		k->lowed[1] = k->lowed[0];
	else if (!keep_lead(w, k, 1, a))
		return false;
	pass_in(k, uv);
	pass_back(k);
	pass_out(k);
	float by[2];
	find_sizes(k, by);
	if (!l[1])
		by[1] = 0;
	for (size_t i = 0; i < w->n; i++) {
		const float *v = k->speed + 2 * i;
		k->sum[i] = k->sum[i] + by[0] * v[0] + by[1] * v[1];
	}
	return true;
}

/* III and the augmented leads hold nothing that I and II do not. */
static bool counts(const struct ecg_record *r, const struct ecg_lead *l)
{
	bool both = ecg_lead(r, ECG_I) && ecg_lead(r, ECG_II);
	return !both || l->code < ECG_III || l->code > ECG_AVF;
}

/* The next two that count, from lead l on; returns where to go on. */
static size_t take_two(const struct ecg_record *r, size_t l,
		       const struct ecg_lead *two[2])
{
	size_t n = 0;
	two[0] = two[1] = NULL;
	for (; l < r->n_lead && n < 2; l++)
		if (counts(r, &r->lead[l]))
			two[n++] = &r->lead[l];
	return l;
}

enum rc ecg_activity_of(const struct ecg_record *r, struct arena *a,
			struct ecg_activity *out, struct err *err)
{
	struct ecg_activity w = {.step = (size_t)(r->hz / WORKING_HZ)};
	if (!w.step)
		w.step = 1;
	w.hz = r->hz / (double)w.step;
	w.n = r->n_sample / w.step;
	struct work k = {.low = biquad_lowpass(w.hz, HIGH_HZ),
			 .high = biquad_highpass(w.hz, LOW_HZ)};
	if (!take_memory(&w, &k, a))
		return arena_fail(a, err);
	const struct ecg_lead *two[2];
	for (size_t l = 0; w.n && l < r->n_lead;) {
		l = take_two(r, l, two);
		if (two[0] && !add_leads(&w, &k, two, a))
			return arena_fail(a, err);
	}
	size_t half = (size_t)(WIDTH_S * w.hz / 2);
	w.level = k.speed; /* not needed any more */
	signal_box(k.sum, w.level, w.n, half, half);
	*out = w;
	return OK;
}
