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

/* One lead at a time. Every filter waits for its own last result, so that what
 * else is done in the same pass costs nothing. */
struct work {
	size_t n, step, second;
	float *x;     /* the lead, filtered further in every pass */
	float *lowed; /* after the low-pass alone */
	bool spare;   /* which may be written over */
	float *speed; /* |slope| of the band */
	float *sum;   /* of the speeds of the leads so far, by their sizes */
	float *peaks; /* of every second */
	size_t n_peak;
	struct biquad low, high;
};

static bool take_memory(const struct ecg_activity *w, struct work *k,
			struct arena *a)
{
	k->n = w->n;
	k->step = w->step;
	k->second = (size_t)w->hz;
	k->x = arena_array(a, float, w->n + 1);
	k->speed = arena_array(a, float, w->n + 1);
	k->sum = arena_array(a, float, w->n + 1);
	k->peaks = arena_array(a, float, w->n / k->second + 2);
	return k->x && k->speed && k->sum && k->peaks;
}

/* The mean of `step` samples. */
static float thinned(const float *x, size_t step)
{
	float sum = 0;
	for (size_t i = 0; i < step; i++)
		sum += x[i];
	return sum / (float)step;
}

static bool good(float v)
{
	return v >= -RAIL_UV && v <= RAIL_UV; /* false for NAN */
}

/* First pass: thinned and mended (what is missing stays where the last good
 * sample was), low-passed forwards. */
static void pass_in(struct work *k, const float *uv)
{
	size_t first = 0;
	while (first < k->n && !good(thinned(uv + first * k->step, k->step)))
		first++;
	float last = 0;
	if (first < k->n)
		last = thinned(uv + first * k->step, k->step);
	struct biquad_run low = biquad_settle(&k->low, last);
	for (size_t i = 0; i < k->n; i++) {
		float v = thinned(uv + i * k->step, k->step);
		last = good(v) ? v : last;
		k->x[i] = biquad_step(&low, last);
	}
}

/* Second pass: low-passed backwards, and from there the high-pass. */
static void pass_back(struct work *k)
{
	struct biquad_run low = biquad_settle(&k->low, k->x[k->n - 1]);
	struct biquad_run high = biquad_settle(&k->high, (float)low.y1);
	for (size_t i = k->n; i-- > 0;) {
		k->lowed[i] = biquad_step(&low, k->x[i]);
		k->x[i] = biquad_step(&high, k->lowed[i]);
	}
}

/* Third pass: high-passed forwards; then the speed, which is the slope of the
 * straight line through five samples, and its maximum in every second. */
static void pass_out(struct work *k)
{
	struct biquad_run high = biquad_settle(&k->high, k->x[0]);
	for (size_t i = 0; i < k->n; i++)
		k->x[i] = biquad_step(&high, k->x[i]);
	signal_slope(k->x, k->speed, k->n);
	k->n_peak = 0;
	for (size_t from = 0; from < k->n; from += k->second) {
		size_t left = k->n - from;
		size_t to = from + (left < k->second ? left : k->second);
		float most = 0;
		for (size_t i = from; i < to; i++) {
			k->speed[i] = fabsf(k->speed[i]);
			most = k->speed[i] > most ? k->speed[i] : most;
		}
		k->peaks[k->n_peak++] = most;
	}
}

/* The 95th centile of the maxima of a second: the size of a lead's beats,
 * whatever its gain, and not that of its worst second. */
static float by_size(struct work *k)
{
	float size = signal_quantile(k->peaks, k->n_peak, 0.95);
	return size > 0 ? 1 / size : 0;
}

/* The first leads are kept, low-passed, for comparing shapes. */
static bool add_lead(struct ecg_activity *w, struct work *k,
		     const struct ecg_lead *l, struct arena *a)
{
	bool kept = w->n_lead < SHAPE_LEADS;
	if (kept || !k->spare)
		k->lowed = arena_array(a, float, w->n + 1);
	if (!k->lowed)
		return false;
	k->spare = !kept;
	pass_in(k, l->uv);
	pass_back(k);
	pass_out(k);
	float by = by_size(k);
	for (size_t i = 0; i < w->n; i++)
		k->sum[i] += by * k->speed[i];
	if (kept)
		w->lead[w->n_lead++] = k->lowed;
	return true;
}

/* III and the augmented leads hold nothing that I and II do not. */
static bool counts(const struct ecg_record *r, const struct ecg_lead *l)
{
	bool both = ecg_lead(r, ECG_I) && ecg_lead(r, ECG_II);
	return !both || l->code < ECG_III || l->code > ECG_AVF;
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
	for (size_t l = 0; w.n && l < r->n_lead; l++)
		if (counts(r, &r->lead[l]) && !add_lead(&w, &k, &r->lead[l], a))
			return arena_fail(a, err);
	size_t half = (size_t)(WIDTH_S * w.hz / 2);
	w.level = k.x; /* not needed any more */
	signal_box(k.sum, w.level, w.n, half, half);
	*out = w;
	return OK;
}
