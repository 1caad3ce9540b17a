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

struct work {
	float *thin, *slope, *sum, *peaks;
	struct biquad low, high;
};

static bool take_memory(struct ecg_activity *w, struct work *k, struct arena *a)
{
	size_t seconds = w->n / (size_t)w->hz + 2;
	k->thin = arena_array(a, float, w->n + 1);
	k->slope = arena_array(a, float, w->n + 1);
	k->sum = arena_array(a, float, w->n + 1);
	k->peaks = arena_array(a, float, seconds);
	w->level = arena_array(a, float, w->n + 1);
	return k->thin && k->slope && k->sum && k->peaks && w->level;
}

/* Its 95th centile of the maxima of a second: the size of a lead's beats,
 * whatever its gain, and not that of its worst second. */
static float size_of(const float *x, size_t n, size_t second, float *peaks)
{
	size_t k = 0;
	for (size_t from = 0; from < n; from += second) {
		size_t to = from + second < n ? from + second : n;
		float most = 0;
		for (size_t i = from; i < to; i++)
			most = x[i] > most ? x[i] : most;
		peaks[k++] = most;
	}
	return signal_quantile(peaks, k, 0.95);
}

static bool keep_shape(struct ecg_activity *w, const float *x, struct arena *a)
{
	float *copy = arena_array(a, float, w->n + 1);
	if (!copy)
		return false;
	memcpy(copy, x, w->n * sizeof *x);
	w->lead[w->n_lead++] = copy;
	return true;
}

static bool add_lead(struct ecg_activity *w, struct work *k,
		     const struct ecg_lead *l, size_t n, struct arena *a)
{
	signal_thin(l->uv, n, w->step, k->thin);
	signal_mend(k->thin, w->n, RAIL_UV);
	biquad_zero_phase(&k->low, k->thin, w->n);
	if (w->n_lead < SHAPE_LEADS && !keep_shape(w, k->thin, a))
		return false;
	biquad_zero_phase(&k->high, k->thin, w->n);
	signal_slope(k->thin, k->slope, w->n);
	for (size_t i = 0; i < w->n; i++)
		k->slope[i] = fabsf(k->slope[i]);
	float size = size_of(k->slope, w->n, (size_t)w->hz, k->peaks);
	float by = size > 0 ? 1 / size : 0;
	for (size_t i = 0; i < w->n; i++)
		k->sum[i] += by * k->slope[i];
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
	for (size_t l = 0; l < r->n_lead; l++)
		if (counts(r, &r->lead[l]) &&
		    !add_lead(&w, &k, &r->lead[l], r->n_sample, a))
			return arena_fail(a, err);
	size_t half = (size_t)(WIDTH_S * w.hz / 2);
	signal_box(k.sum, w.level, w.n, half, half);
	*out = w;
	return OK;
}
