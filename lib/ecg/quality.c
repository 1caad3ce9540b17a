#include "ecg/measure_int.h"
#include "signal/signal.h"

#include <math.h>

/* Limits of guide 3.6, in uV unless said otherwise. */
static const double SHORTEST_S = 9.5, SLOWEST_HZ = 250;
static const float FLAT_UV = 5, NOISE_UV = 50, MAINS_UV = 60, DRIFT_UV = 1500;
static const float RAIL_SHARE = 0.01F, GAP_SHARE = 0.01F;
/* A rail is a limit that the signal lies on: not the top of a small wave. */
static const float RAIL_RANGE_UV = 200;
/* No QRS is 12 mV high; a jump beyond is the device's. */
static const float LARGEST_UV = 12000;
/* Mains in few leads, half as much again as in most of them, is a matter of one
 * electrode; at 150 uV the trace cannot be read. */
static const float CONTACT_UV = 150, CONTACT_TIMES = 1.5F;
/* Moved: the level leaves its place by 1 mV, four times as far as usual; the
 * level of one who breathes deeply is never at rest. */
static const float MOVED_UV = 1000, MOVED_TIMES = 4;
/* Long recordings are judged by their first minute. */
static const double JUDGED_S = 60;
static const float RAIL_UV = 20000;

void ecg_quality_add(struct ecg_quality *q, struct ecg_finding f)
{
	if (q->n_finding < ECG_MOST_FINDINGS)
		q->finding[q->n_finding++] = f;
	if (f.verdict > q->verdict)
		q->verdict = f.verdict;
}

static void whole_exam(const struct ecg_record *r, struct ecg_quality *q)
{
	double s = (double)r->n_sample / r->hz;
	if (s < SHORTEST_S)
		ecg_quality_add(q, (struct ecg_finding){ECG_Q_SHORT, ECG_REJECT,
							ECG_ALL_LEADS, s});
	if (r->hz < SLOWEST_HZ)
		ecg_quality_add(q, (struct ecg_finding){ECG_Q_RATE, ECG_REJECT,
							ECG_ALL_LEADS, r->hz});
	for (int c = 0; c < ECG_STANDARD; c++)
		if (!ecg_lead(r, (enum ecg_lead_code)c))
			ecg_quality_add(q,
					(struct ecg_finding){ECG_Q_MISSING,
							     ECG_REJECT, c, 0});
}

struct look {
	const struct ecg_record *r;
	const struct ecg_beats *b;
	float *x, *y, *scratch;
	size_t n;
	struct signal_mains turns;
	float mains[ECG_MOST_LEADS];
};

/* One quiet second may be a pause of the heart, two in a row are not. */
static bool lies_flat(const struct look *w)
{
	size_t second = (size_t)w->r->hz, quiet = 0;
	for (size_t from = 0; from + second <= w->n && quiet < 2;
	     from += second) {
		double sum = 0, squares = 0, n = (double)second;
		for (size_t i = from; i < from + second; i++) {
			double d = (double)(w->x[i] - w->x[from]);
			sum += d;
			squares += d * d;
		}
		double sd = sqrt(fmax(0, squares / n - sum * sum / n / n));
		quiet = sd < (double)FLAT_UV ? quiet + 1 : 0;
	}
	return quiet == 2;
}

struct extent {
	float low, high;
	size_t on_rail;
};

static struct extent extent_of(const struct look *w)
{
	struct extent e = {INFINITY, -INFINITY, 0};
	for (size_t i = 0; i < w->n; i++) {
		e.low = w->x[i] < e.low ? w->x[i] : e.low;
		e.high = w->x[i] > e.high ? w->x[i] : e.high;
	}
	for (size_t i = 0; i < w->n; i++)
		e.on_rail += w->x[i] <= e.low || w->x[i] >= e.high;
	return e;
}

static float mains_of(struct look *w)
{
	float at[SIGNAL_N_MAINS];
	signal_mains_amplitudes(&w->turns, w->x, at);
	signal_mains_remove(&w->turns, w->x,
			    at[0] > at[1] ? SIGNAL_50_HZ : SIGNAL_60_HZ);
	return at[0] > at[1] ? at[0] : at[1];
}

/* What lies above 40 Hz between the beats: the median of its size, as the
 * standard deviation that a normal noise would have. Leaves x changed. */
static float noise_of(struct look *w)
{
	struct biquad high = biquad_highpass(w->r->hz, 40);
	biquad_zero_phase(&high, w->x, w->n);
	for (size_t i = 0; i < w->n; i++)
		w->y[i] = fabsf(w->x[i]);
	return 1.4826F * signal_size_quantile(w->y, w->n, 0.5);
}

struct levels {
	float range, farthest, usual;
};

/* The level before each beat: wandering shows there, T waves do not. */
static struct levels levels_of(struct look *w)
{
	size_t back = (size_t)(0.08 * w->r->hz), half = back / 4 + 1, n = 0;
	float low = INFINITY, high = -INFINITY;
	for (size_t i = 0; i < w->b->n && w->b->at[i] < w->n; i++) {
		size_t at = w->b->at[i];
		float sum = 0;
		if (at < back + half)
			continue;
		for (size_t k = at - back - half; k < at - back + half; k++)
			sum += w->x[k];
		float v = sum / (float)(2 * half);
		low = v < low ? v : low;
		high = v > high ? v : high;
		w->y[n++] = v;
	}
	if (n < 3)
		return (struct levels){0};
	struct levels l = {.range = high - low};
	float middle = signal_median(w->y, n, w->scratch);
	for (size_t i = 0; i < n; i++) {
		w->y[i] = fabsf(w->y[i] - middle);
		l.farthest = w->y[i] > l.farthest ? w->y[i] : l.farthest;
	}
	l.usual = signal_quantile(w->y, n, 0.5);
	return l;
}

static void judge_levels(struct look *w, int code, struct ecg_quality *q)
{
	struct levels l = levels_of(w);
	struct ecg_finding f = {ECG_Q_MOTION, ECG_REJECT, code,
				(double)l.farthest};
	if (l.farthest > MOVED_UV && l.farthest > MOVED_TIMES * l.usual) {
		ecg_quality_add(q, f);
	} else if (l.range > DRIFT_UV) {
		f.cause = ECG_Q_DRIFT;
		f.verdict = ECG_WARN;
		f.value = (double)l.range;
		ecg_quality_add(q, f);
	}
}

/* One lead alone, from the coarsest defect to the finest: what is off or cut
 * is not said to be noisy, too. */
static void judge_lead(struct look *w, size_t l, struct ecg_quality *q)
{
	const struct ecg_lead *lead = &w->r->lead[l];
	struct ecg_finding f = {ECG_Q_GAPS, ECG_REJECT, (int)lead->code, 0};
	memcpy(w->x, lead->uv, w->n * sizeof *w->x);
	float gaps = (float)signal_mend(w->x, w->n, RAIL_UV) / (float)w->n;
	struct extent e = extent_of(w);
	float rail = (float)e.on_rail / (float)w->n;
	if (gaps > GAP_SHARE) {
		f.value = (double)gaps;
	} else if (lies_flat(w)) {
		f.cause = ECG_Q_FLAT;
	} else if (rail > RAIL_SHARE && e.high - e.low > RAIL_RANGE_UV) {
		f.cause = ECG_Q_CLIPPED;
		f.value = (double)rail;
	} else if (e.high - e.low > LARGEST_UV) {
		f.cause = ECG_Q_RANGE;
		f.value = (double)(e.high - e.low);
	} else {
		judge_levels(w, (int)lead->code, q);
		w->mains[l] = mains_of(w);
		f.value = (double)noise_of(w);
		f.cause = ECG_Q_NOISE;
		f.verdict = ECG_WARN;
		if (f.value < (double)NOISE_UV)
			return;
	}
	ecg_quality_add(q, f);
}

static void judge_mains(struct look *w, struct ecg_quality *q)
{
	size_t n = w->r->n_lead;
	float usual = signal_median(w->mains, n, w->scratch);
	for (size_t l = 0; l < n; l++) {
		float v = w->mains[l];
		bool loose =
			n > 2 && v > CONTACT_UV && v > CONTACT_TIMES * usual;
		if (v > MAINS_UV)
			ecg_quality_add(
				q, (struct ecg_finding){
					   loose ? ECG_Q_CONTACT : ECG_Q_MAINS,
					   loose ? ECG_REJECT : ECG_WARN,
					   (int)w->r->lead[l].code, (double)v});
	}
}

enum rc ecg_judge_signal(const struct ecg_record *r, const struct ecg_beats *b,
			 struct arena *a, struct ecg_quality *q,
			 struct err *err)
{
	size_t most = (size_t)(JUDGED_S * r->hz);
	struct look w = {
		.r = r, .b = b, .n = r->n_sample < most ? r->n_sample : most};
	w.x = arena_array(a, float, w.n + 1);
	w.y = arena_array(a, float, w.n + b->n + 1);
	w.scratch = arena_array(a, float, w.n + b->n + ECG_MOST_LEADS);
	if (!w.x || !w.y || !w.scratch ||
	    !signal_mains_of(&w.turns, w.n, r->hz, a))
		return arena_fail(a, err);
	whole_exam(r, q);
	for (size_t l = 0; w.n && l < r->n_lead; l++)
		judge_lead(&w, l, q);
	judge_mains(&w, q);
	return OK;
}
