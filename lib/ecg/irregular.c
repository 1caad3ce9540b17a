#include "ecg/rhythm_int.h"
#include "signal/four.h"
#include "signal/signal.h"

#include <math.h>

/* Coefficient of sample entropy (D. E. Lake and J. R. Moorman, Am J Physiol
 * Heart Circ Physiol 2011): m = 1; the tolerance r starts at 30 ms and widens
 * until at least five pairs of pairs match; -ln(A / B) + ln(2 r) - ln(mean). */
static const double TOLERANCE_S = 0.03, WIDEN_S = 0.005;
enum { LEAST_MATCHES = 5 };

struct matches {
	size_t one, two; /* pairs alike in one value, in two in a row */
};

static struct matches count_matches(const float *rr, size_t n, double r)
{
	struct matches m = {0, 0};
	for (size_t i = 0; i + 1 < n; i++)
		for (size_t j = i + 1; j + 1 < n; j++) {
			if (fabs((double)(rr[i] - rr[j])) > r)
				continue;
			m.one++;
			m.two += fabs((double)(rr[i + 1] - rr[j + 1])) <= r;
		}
	return m;
}

double ecg_cosen(const float *rr_s, size_t n)
{
	double sum = 0;
	if (n < 5)
		return NAN;
	for (size_t i = 0; i < n; i++)
		sum += (double)rr_s[i];
	for (double r = TOLERANCE_S; r < 2; r += WIDEN_S) {
		struct matches m = count_matches(rr_s, n, r);
		if (m.two >= LEAST_MATCHES)
			return log((double)m.one / (double)m.two) + log(2 * r) -
			       log(sum / (double)n);
	}
	return NAN;
}

/* Atrial activity that keeps its distance from QRS: the part of the power in
 * 240 to 60 ms before the marks that all beats of a stretch have in common,
 * 1 / n for noise, 1 for P waves alone. Each beat's own level and slope are
 * taken out first. */
static const double P_FROM_S = 0.24, P_TO_S = 0.06;

static size_t samples_of(const struct ecg_activity *w)
{
	size_t n = (size_t)((P_FROM_S - P_TO_S) * w->hz);
	return n < ECG_P_SAMPLES ? n : ECG_P_SAMPLES;
}

/* x less its mean and its slope. */
static void straighten(const float *x, size_t n, float *y)
{
	float mean = 0, slope = 0, power = 0, middle = (float)(n - 1) / 2;
	for (size_t i = 0; i < n; i++)
		mean += x[i] / (float)n;
	for (size_t i = 0; i < n; i++) {
		float t = (float)i - middle;
		slope += t * (x[i] - mean);
		power += t * t;
	}
	slope = power > 0 ? slope / power : 0;
	for (size_t i = 0; i < n; i++)
		y[i] = x[i] - mean - slope * ((float)i - middle);
}

/* The leads of a beat one after the other, together of length 1. */
static void cut_p(const struct ecg_activity *w, size_t at,
		  struct ecg_p_wave *out)
{
	size_t from = (size_t)(P_FROM_S * w->hz), n = samples_of(w);
	double power = 0;
	out->at = at;
	out->inside = at >= from && at < w->n;
	if (!out->inside)
		return;
	for (size_t l = 0; l < w->n_lead; l++)
		straighten(w->lead[l] + (at - from), n, out->x + l * n);
	for (size_t i = 0; i < n * w->n_lead; i++)
		power += (double)(out->x[i] * out->x[i]);
	float by = power > 0 ? (float)(1 / sqrt(power)) : 0;
	for (size_t i = 0; i < n * w->n_lead; i++)
		out->x[i] *= by;
	out->flat = !(power > 0);
}

/* Stretches lie over one another: what was cut for one serves the next. */
static const struct ecg_p_wave *p_of(const struct ecg_activity *w,
				     struct ecg_p_waves *p, size_t at)
{
	struct ecg_p_wave *k = &p->wave[at % ECG_P_KEPT];
	if (!k->known || k->at != at)
		cut_p(w, at, k);
	k->known = true;
	return k;
}

double ecg_p_coherence(const struct ecg_activity *w, struct ecg_p_waves *p,
		       const size_t *at, const char *type, size_t n_beat)
{
	float sum[SHAPE_LEADS * ECG_P_SAMPLES] = {0};
	size_t n = samples_of(w) * w->n_lead, used = 0;
	double apart = 0, together = 0;
	for (size_t b = 0; b < n_beat; b++) {
		if (type[b] == 'V')
			continue;
		const struct ecg_p_wave *k = p_of(w, p, at[b]);
		if (!k->inside)
			continue;
		for (size_t i = 0; i < n; i += FOUR)
			four_store(sum + i,
				   four_load(sum + i) + four_load(k->x + i));
		apart += !k->flat;
		used++;
	}
	for (size_t i = 0; i < n; i++)
		together += (double)(sum[i] * sum[i]);
	if (used < 3 || !(apart > 1))
		return NAN;
	/* 0 for noise, 1 when all are alike */
	return (together / apart - 1) / (apart - 1);
}
