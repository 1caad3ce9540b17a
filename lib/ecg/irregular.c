#include "ecg/rhythm_int.h"
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
enum { MOST_P_SAMPLES = 64 };

/* The leads of a beat one after the other, thinned; false when it leaves the
 * record. */
static bool cut_p(const struct ecg_activity *w, size_t at, size_t n, float *out)
{
	size_t from = (size_t)(P_FROM_S * w->hz);
	if (at < from || at >= w->n)
		return false;
	for (size_t l = 0; l < w->n_lead; l++) {
		const float *x = w->lead[l] + (at - from);
		float *y = out + l * n, mean = 0, slope = 0, power = 0;
		float middle = (float)(n - 1) / 2;
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
	return true;
}

double ecg_p_coherence(const struct ecg_activity *w, const size_t *at,
		       const char *type, size_t n_beat)
{
	float sum[SHAPE_LEADS * MOST_P_SAMPLES] = {0};
	float one[SHAPE_LEADS * MOST_P_SAMPLES];
	size_t n = (size_t)((P_FROM_S - P_TO_S) * w->hz), used = 0;
	if (n > MOST_P_SAMPLES)
		n = MOST_P_SAMPLES;
	double apart = 0, together = 0;
	for (size_t b = 0; b < n_beat; b++) {
		if (type[b] == 'V' || !cut_p(w, at[b], n, one))
			continue;
		double power = 0;
		for (size_t i = 0; i < n * w->n_lead; i++)
			power += (double)(one[i] * one[i]);
		float by = power > 0 ? (float)(1 / sqrt(power)) : 0;
		for (size_t i = 0; i < n * w->n_lead; i++)
			sum[i] += by * one[i];
		apart += power > 0;
		used++;
	}
	for (size_t i = 0; i < n * w->n_lead; i++)
		together += (double)(sum[i] * sum[i]);
	if (used < 3 || !(apart > 1))
		return NAN;
	/* 0 for noise, 1 when all are alike */
	return (together / apart - 1) / (apart - 1);
}
