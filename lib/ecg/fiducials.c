#include "ecg/measure_int.h"
#include "signal/signal.h"

#include <math.h>

/* All leads are looked at together: the speed of the usual beat (root of the
 * sum of the squared slopes, smoothed over 6 ms, over 8 ms) says where QRS
 * begins and ends; for P and T, which are slow and small, the leads are added
 * with the weights that make the wave largest. */
static const double SMOOTH_S = 0.003, SLOPE_S = 0.004;
/* QRS ends where the speed stays for 10 ms below a twentieth of its summit, or
 * twice what it is at rest. The slope sees a wave up to 7 ms before it begins;
 * at that height about half of it. */
static const float SPEED_SHARE = 0.05F, REST_TIMES = 2;
static const double CALM_S = 0.01, SEEN_EARLY_S = 0.003;
/* A bell of finite length (raised cosine) ends pi/2 times as far from its
 * steepest point as the tangent there says. T waves do; of P waves, flatter
 * on top, a part is behind: 1.4. */
static const double T_REACH = 1.5708, P_REACH = 1.4;
/* Smaller than this over all leads (root of the sum of squares), or than three
 * times the noise, nothing is called a wave. */
static const float LEAST_UV = 30, LEAST_NOISE = 3;
/* The longest QT looked for: 620 ms at 60/min, and room for the next P. */
static const float DOWN_SHARE = 0.15F; /* lower than that it is over */
static const double LONGEST_QTC_S = 0.62, ROOM_S = 0.13;
static const double LATEST_TOP_S = 0.47; /* of T, at 60/min */
static const double LONGEST_PR_S = 0.36, LONGEST_PR_SHARE = 0.75;

struct waves {
	const struct ecg_median *m;
	size_t lead[ECG_MOST_LEADS], n_lead;
	float *smooth[ECG_MOST_LEADS];
	float *speed; /* uV a second */
	float *sum;   /* leads added for one wave */
	float *scratch;
	float noise; /* uV, over all leads */
	size_t n;
	double hz;
};

static bool prepare(struct waves *w, const struct ecg_record *r,
		    struct arena *a)
{
	size_t half = (size_t)(SMOOTH_S * w->hz + 0.5);
	size_t d = (size_t)(SLOPE_S * w->hz + 0.5);
	if (!d)
		d = 1;
	for (size_t l = 0; l < r->n_lead; l++)
		if (w->m->usable[l])
			w->lead[w->n_lead++] = l;
	w->speed = arena_array(a, float, w->n + 1);
	w->sum = arena_array(a, float, w->n + 1);
	w->scratch = arena_array(a, float, w->n + 1);
	if (!w->speed || !w->sum || !w->scratch)
		return false;
	for (size_t k = 0; k < w->n_lead; k++) {
		float *x = arena_array(a, float, w->n + 1);
		if (!x)
			return false;
		signal_box(w->m->uv[w->lead[k]], x, w->n, half, half);
		w->smooth[k] = x;
		for (size_t i = d; i + d < w->n; i++) {
			float v = (x[i + d] - x[i - d]) / (float)(2 * d) *
				  (float)w->hz;
			w->speed[i] += v * v;
		}
	}
	for (size_t i = 0; i < w->n; i++)
		w->speed[i] = sqrtf(w->speed[i]);
	return true;
}

static size_t index_at(const struct waves *w, double s_from_zero)
{
	double at = (double)w->m->zero + s_from_zero * w->hz;
	return at < 0 ? 0 : at > (double)(w->n - 1) ? w->n - 1 : (size_t)at;
}

static size_t fastest(const struct waves *w, size_t from, size_t to)
{
	size_t best = from;
	for (size_t i = from; i <= to && i < w->n; i++)
		best = w->speed[i] > w->speed[best] ? i : best;
	return best;
}

static float rest_of(const struct waves *w, size_t from, size_t to)
{
	if (to <= from)
		return 0;
	memcpy(w->scratch, w->speed + from, (to - from) * sizeof *w->scratch);
	return signal_quantile(w->scratch, to - from, 0.25);
}

/* The first sample of the calm that follows `peak` on one side. */
static double calm_from(const struct waves *w, size_t peak, size_t limit,
			int step, float speed)
{
	size_t stay = (size_t)(CALM_S * w->hz + 0.5), calm = 0;
	for (size_t i = peak; i != limit; i = step > 0 ? i + 1 : i - 1) {
		calm = w->speed[i] < speed ? calm + 1 : 0;
		if (calm == stay)
			return (double)i - step * (double)(stay - 1);
	}
	return NAN;
}

static void find_qrs(const struct waves *w, struct ecg_fiducials *f)
{
	size_t peak = fastest(w, index_at(w, -0.08), index_at(w, 0.1));
	float share = SPEED_SHARE * w->speed[peak];
	float before = rest_of(w, index_at(w, -0.25), index_at(w, -0.02));
	float after = rest_of(w, index_at(w, 0.06), index_at(w, 0.4));
	f->qrs_on = SEEN_EARLY_S * w->hz +
		    calm_from(w, peak, index_at(w, -0.2), -1,
			      fmaxf(share, REST_TIMES * before));
	f->qrs_off = -SEEN_EARLY_S * w->hz +
		     calm_from(w, peak, index_at(w, 0.25), 1,
			       fmaxf(share, REST_TIMES * after));
	if (!(f->qrs_off > f->qrs_on))
		f->qrs_on = f->qrs_off = NAN;
}

/* The level of each lead, a straight line. */
struct base {
	size_t at;
	float v[ECG_MOST_LEADS], slope[ECG_MOST_LEADS];
};

/* Distance of all leads from their own `base`, root of the sum of squares. */
static inline float above(const struct waves *w, const struct base *b, size_t k,
			  size_t i)
{
	return w->smooth[k][i] -
	       (b->v[k] + b->slope[k] * ((float)i - (float)b->at));
}

static float distance(const struct waves *w, const struct base *b, size_t i)
{
	float s = 0;
	for (size_t k = 0; k < w->n_lead; k++) {
		float d = above(w, b, k, i);
		s += d * d;
	}
	return sqrtf(s);
}

static void add_leads(const struct waves *w, const struct base *b, size_t peak,
		      size_t from, size_t to)
{
	float len = distance(w, b, peak);
	for (size_t i = from; i <= to; i++) {
		float s = 0;
		for (size_t k = 0; k < w->n_lead; k++)
			s += above(w, b, k, i) * above(w, b, k, peak);
		w->sum[i] = len > 0 ? s / len : 0;
	}
}

/* The lowest that the wave comes to on one side, at least its base: a T wave
 * may run into the next P before it is down. */
static float floor_of(const struct waves *w, size_t peak, size_t limit,
		      int step)
{
	float low = w->sum[peak];
	for (size_t i = peak; i != limit; i = step > 0 ? i + 1 : i - 1)
		low = w->sum[i] < low ? w->sum[i] : low;
	return low > 0 ? low : 0;
}

/* Where the wave that has its summit at `peak` ends to one side (step +1 or
 * -1): the tangent at the steepest point meets the floor `low`; waves leave it
 * gently, and end `reach` times as far from that point. */
static double tangent_end(const struct waves *w, size_t peak, size_t limit,
			  int step, double reach, float low)
{
	size_t d = (size_t)(0.008 * w->hz + 0.5), best = peak;
	float steep = 0;
	float down = low + DOWN_SHARE * (w->sum[peak] - low);
	for (size_t i = peak; i != limit; i = step > 0 ? i + 1 : i - 1) {
		if (i < d || i + d >= w->n || w->sum[i] < down)
			break;
		float s = (w->sum[i - d] - w->sum[i + d]) * (float)step;
		if (s > steep) {
			steep = s;
			best = i;
		}
	}
	if (!(steep > 0))
		return NAN;
	double per_sample = (double)steep / (double)(2 * d);
	return (double)best +
	       step * reach * (double)(w->sum[best] - low) / per_sample;
}

static void base_at(const struct waves *w, size_t from, size_t to,
		    struct base *out)
{
	out->at = (from + to) / 2;
	for (size_t k = 0; k < w->n_lead; k++) {
		float s = 0;
		for (size_t i = from; i < to; i++)
			s += w->smooth[k][i];
		out->v[k] = to > from ? s / (float)(to - from) : 0;
		out->slope[k] = 0;
	}
}

/* The line from one level to another. */
static void lean(const struct waves *w, struct base *b, const struct base *to)
{
	for (size_t k = 0; k < w->n_lead; k++)
		b->slope[k] =
			(b->v[k] - to->v[k]) / ((float)b->at - (float)to->at);
}

/* The highest of the summits within from..to (20 ms to each side are lower),
 * seen from the base; `from` when there is none, or all is too small. */
static size_t summit(const struct waves *w, const struct base *b, size_t from,
		     size_t to)
{
	size_t best = from, apart = (size_t)(0.02 * w->hz) + 1;
	float most = fmaxf(LEAST_UV, LEAST_NOISE * w->noise);
	for (size_t i = from; i <= to; i++)
		w->scratch[i] = distance(w, b, i);
	for (size_t i = from + apart; i + apart <= to; i++) {
		float v = w->scratch[i];
		if (v > most && v >= w->scratch[i - apart] &&
		    v >= w->scratch[i + apart] && v >= w->scratch[i - 1] &&
		    v >= w->scratch[i + 1]) {
			most = v;
			best = i;
		}
	}
	return best;
}

static double usual_rr(const struct waves *w)
{
	return w->m->rr_s > 0 ? w->m->rr_s : 1;
}

static void find_t(const struct waves *w, struct ecg_fiducials *f)
{
	struct base base;
	double rr = usual_rr(w), ms = w->hz / 1000;
	double longest = fmin(LONGEST_QTC_S * sqrt(rr), rr - ROOM_S);
	double last = f->qrs_on + longest * w->hz;
	size_t from = (size_t)(f->qrs_off + 60 * ms);
	size_t to = last < (double)w->n - 1 ? (size_t)fmax(last, 0) : w->n - 1;
	double top = f->qrs_on + LATEST_TOP_S * sqrt(rr) * w->hz;
	if (f->qrs_on < 20 * ms || from >= to || (double)from > top)
		return;
	base_at(w, (size_t)(f->qrs_on - 20 * ms), (size_t)(f->qrs_on - 4 * ms),
		&base);
	size_t peak =
		summit(w, &base, from, (double)to < top ? to : (size_t)top);
	if (peak == from)
		return;
	add_leads(w, &base, peak, from, to);
	double end = tangent_end(w, peak, to, 1, T_REACH, 0);
	if (!(end < (double)to))
		end = tangent_end(w, peak, to, 1, T_REACH,
				  floor_of(w, peak, to, 1));
	if (!(end < (double)to))
		return;
	f->t_peak = (double)peak;
	f->t_off = end;
}

/* Between the T wave before and QRS, above the line from one to the other. */
static void find_p(const struct waves *w, struct ecg_fiducials *f)
{
	struct base base, start;
	double ms = w->hz / 1000, rr = usual_rr(w) * w->hz;
	double first =
		f->qrs_on - fmin(LONGEST_PR_S * w->hz, LONGEST_PR_SHARE * rr);
	if (!isnan(f->t_off))
		first = fmax(first, f->t_off - rr);
	size_t from = (size_t)fmax(first, 0);
	if ((double)from + 60 * ms > f->qrs_on)
		return;
	size_t to = (size_t)(f->qrs_on - 8 * ms);
	base_at(w, (size_t)(f->qrs_on - 16 * ms), (size_t)(f->qrs_on - 4 * ms),
		&base);
	base_at(w, from, from + (size_t)(16 * ms), &start);
	lean(w, &base, &start);
	size_t peak = summit(w, &base, from, to);
	if (peak == from)
		return;
	add_leads(w, &base, peak, from, to);
	double begin = tangent_end(w, peak, from, -1, P_REACH, 0);
	double end = tangent_end(w, peak, to, 1, P_REACH, 0);
	if (isnan(begin + end))
		return;
	f->p_peak = (double)peak;
	f->p_on = begin;
	f->p_off = fmin(end, f->qrs_on);
}

/* What noise is left in the usual beat, over all leads. */
static float noise_left(const struct ecg_median *m)
{
	float s = 0;
	for (size_t l = 0; l < ECG_MOST_LEADS; l++)
		if (m->usable[l])
			s += m->noise[l] * m->noise[l];
	return m->n_beat ? sqrtf(s / (float)m->n_beat) : 0;
}

enum rc ecg_find_fiducials(const struct ecg_record *r,
			   const struct ecg_median *m, struct arena *a,
			   struct ecg_fiducials *out, struct err *err)
{
	struct waves w = {
		.m = m, .noise = noise_left(m), .n = m->n, .hz = m->hz};
	*out = (struct ecg_fiducials){NAN, NAN, NAN, NAN, NAN, NAN, NAN};
	if (!m->n_beat)
		return OK;
	if (!prepare(&w, r, a))
		return arena_fail(a, err);
	if (!w.n_lead)
		return OK;
	find_qrs(&w, out);
	if (isnan(out->qrs_on + out->qrs_off))
		return OK;
	find_t(&w, out);
	find_p(&w, out);
	return OK;
}
