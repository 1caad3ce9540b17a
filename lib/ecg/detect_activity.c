#include "ecg/detect_int.h"
#include "signal/four.h"
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
 * result, so that a second lead costs little. An odd one goes alone. */
struct work {
	size_t n, step, second;
	size_t side;     /* leads side by side: 1 or 2 */
	bool begun;      /* `sum` holds something */
	float *x;        /* the leads, filtered further in every pass */
	float *speed;    /* |slope| of the band; in the same place */
	float *lowed[2]; /* after the low-pass alone */
	float *spare[2]; /* for those that are not kept */
	float *sum;      /* of the speeds of the leads so far, by their sizes */
	float *peaks[2]; /* of the speed, in every second */
	struct biquad low, high;
};

/* Nothing is read that was not written before, but for what lies behind the
 * last samples: `more` is that. */
static float *room_for(const struct ecg_activity *w, size_t side, size_t more,
		       struct arena *a)
{
	float *x = arena_room(a, float, side * w->n + more);
	if (x)
		memset(x + side * w->n, 0, more * sizeof *x);
	return x;
}

static bool take_memory(const struct ecg_activity *w, struct work *k,
			struct arena *a, size_t side)
{
	k->n = w->n;
	k->step = w->step;
	k->second = (size_t)w->hz;
	size_t n_second = w->n / k->second + 2;
	k->speed = room_for(w, side, 2 * (2 + FOUR), a);
	k->sum = room_for(w, 1, FOUR, a);
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

static inline four thinned_four(const float *x)
{
	const four v = four_load(x), w = four_load(x + FOUR);
	return (four_even(v, w) + four_odd(v, w)) / 2;
}

static inline bool all_good(four v)
{
	return four_bits(four_abs(v) <= RAIL_UV) == 15;
}

/* Four samples of both, or of one, at once, where two of the file make one and
 * all are good. */
static inline bool take_four(const float *const uv[2], size_t at, size_t side,
			     float *x)
{
	const four v = thinned_four(uv[0] + at);
	if (side == 1) {
		four_store(x, v);
		return all_good(v);
	}
	const four w = thinned_four(uv[1] + at);
	four_store_pairs(x, v, w);
	return all_good(v) && all_good(w);
}

/* Thinned and mended: what is missing stays where the last good sample was. */
static inline void take_side(struct work *k, const float *const uv[2],
			     size_t side)
{
	const size_t step = k->step;
	float last[2] = {first_good(k, uv[0]), first_good(k, uv[side - 1])};
	for (size_t i = 0; i < k->n;) {
		float *x = k->x + side * i;
		if (step == 2 && i + FOUR <= k->n &&
		    take_four(uv, i * step, side, x)) {
			i += FOUR;
			last[0] = x[side * FOUR - side];
			last[1] = x[side * FOUR - 1];
			continue;
		}
		const size_t end = i + FOUR < k->n ? i + FOUR : k->n;
		for (; i < end; i++, x += side)
			for (size_t v = 0; v < side; v++) {
				float y = thinned(uv[v] + i * step, step);
				last[v] = x[v] = good(y) ? y : last[v];
			}
	}
}

static void take_in(struct work *k, const float *const uv[2])
{
	if (k->side == 1)
		take_side(k, uv, 1);
	else
		take_side(k, uv, 2);
}

/* The leads apart again; behind their ends is room, and zeros. */
static void keep_lowed(struct work *k)
{
	for (size_t i = 0; i < k->n; i += FOUR) {
		const four v = four_load(k->x + 2 * i),
			   w = four_load(k->x + 2 * i + FOUR);
		four_store(k->lowed[0] + i, four_even(v, w));
		four_store(k->lowed[1] + i, four_odd(v, w));
	}
	for (size_t i = k->n; i % FOUR; i++)
		k->lowed[0][i] = k->lowed[1][i] = 0;
}

static void find_speeds(struct work *k)
{
	float *x = k->x, *last = x + 2 * (k->n - 1), end[2];
	biquad_pair_whole(&k->low, x, x, k->n, false);
	signal_pair_store(end, biquad_pair_settle(&k->low, last).y1);
	biquad_pair_whole(&k->low, last, x, k->n, true);
	keep_lowed(k);
	biquad_pair_whole(&k->high, end, x, k->n, true);
	biquad_pair_whole(&k->high, x, x, k->n, false);
	signal_pair_speed(x, k->speed, k->n);
}

static void find_speed_of_one(struct work *k)
{
	float *x = k->x, *low = k->lowed[0], last;
	biquad_whole(&k->low, x[0], x, x, k->n, false);
	last = x[k->n - 1];
	biquad_whole(&k->low, last, x, low, k->n, true);
	biquad_whole(&k->high, (float)biquad_settle(&k->low, last).y1, low, x,
		     k->n, true);
	biquad_whole(&k->high, x[0], x, x, k->n, false);
	signal_speed(x, k->speed, k->n);
}

/* Low-passed, then high-passed, both forwards and backwards; then the speed,
 * which is the slope of the straight line through five samples. */
static void find_speed(struct work *k)
{
	if (k->side == 1)
		find_speed_of_one(k);
	else
		find_speeds(k);
}

/* The 95th centile of the maxima of a second: the size of a lead's beats,
 * whatever its gain, and not that of its worst second. Its inverse. */
static void find_sizes(struct work *k, float by[2])
{
	size_t n = 0;
	for (size_t from = 0; from < k->n; from += k->second, n++) {
		size_t left = k->n - from;
		size_t m = left < k->second ? left : k->second;
		const float *x = k->speed + k->side * from;
		float most[2];
		if (k->side == 1)
			most[0] = signal_most(x, m);
		else
			signal_pair_most(x, m, most);
		for (size_t v = 0; v < k->side; v++)
			k->peaks[v][n] = most[v];
	}
	for (size_t v = 0; v < k->side; v++) {
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
		k->lowed[v] = room_for(w, 1, ECG_BEHIND, a);
	else if (!k->spare[v])
		k->lowed[v] = k->spare[v] = room_for(w, 1, ECG_BEHIND, a);
	else
		k->lowed[v] = k->spare[v];
	if (kept)
		w->lead[w->n_lead++] = k->lowed[v];
	return k->lowed[v] != NULL;
}

/* Four of the speeds at i, of the leads at work, by their sizes; there is room
 * behind. */
static inline four add_four(const struct work *k, size_t i, const float by[2])
{
	four sum = {0, 0, 0, 0};
	if (k->begun)
		sum = four_load(k->sum + i);
	if (k->side == 1)
		return sum + by[0] * four_load(k->speed + i);
	const four v = four_load(k->speed + 2 * i),
		   x = four_load(k->speed + 2 * i + FOUR);
	return sum + by[0] * four_even(v, x) + by[1] * four_odd(v, x);
}

static bool add_leads(struct ecg_activity *w, struct work *k,
		      const struct ecg_lead *const l[2], struct arena *a)
{
	const float *const uv[2] = {l[0]->uv, l[1] ? l[1]->uv : NULL};
	k->side = l[1] ? 2 : 1;
	for (size_t v = 0; v < k->side; v++)
		if (!keep_lead(w, k, v, a))
			return false;
	take_in(k, uv);
	find_speed(k);
	float by[2];
	find_sizes(k, by);
	for (size_t i = 0; i < w->n; i += FOUR)
		four_store(k->sum + i, add_four(k, i, by));
	k->begun = true;
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
	const struct ecg_lead *two[2];
	(void)take_two(r, 0, two);
	if (!take_memory(&w, &k, a, two[1] ? 2 : 1))
		return arena_fail(a, err);
	for (size_t l = 0; w.n && l < r->n_lead;) {
		l = take_two(r, l, two);
		if (two[0] && !add_leads(&w, &k, two, a))
			return arena_fail(a, err);
	}
	if (!k.begun)
		memset(k.sum, 0, w.n * sizeof *k.sum);
	size_t half = (size_t)(WIDTH_S * w.hz / 2);
	w.level = k.speed; /* not needed any more */
	signal_box(k.sum, w.level, w.n, half, half);
	*out = w;
	return OK;
}
