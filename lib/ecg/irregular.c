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
	double r = TOLERANCE_S;
	while (r < 2) {
		struct matches m = count_matches(rr_s, n, r);
		if (m.two >= LEAST_MATCHES)
			return log((double)m.one / (double)m.two) + log(2 * r) -
			       log(sum / (double)n);
		r += WIDEN_S;
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

/* Four beats side by side, a sample of each in a vector. */
typedef four four_beats[ECG_P_SAMPLES];

/* Columns of samples out of four rows, and back. */
static void turn(four v[FOUR])
{
	const four a = four_even(v[0], v[1]), b = four_odd(v[0], v[1]),
		   c = four_even(v[2], v[3]), d = four_odd(v[2], v[3]);
	v[0] = four_even(a, c);
	v[1] = four_even(b, d);
	v[2] = four_odd(a, c);
	v[3] = four_odd(b, d);
}

static void take_four(const float *const from[FOUR], size_t n, four *x)
{
	size_t i = 0;
	for (; i + FOUR <= n; i += FOUR) {
		for (size_t k = 0; k < FOUR; k++)
			x[i + k] = four_load(from[k] + i);
		turn(x + i);
	}
	for (; i < n; i++)
		x[i] = (four){from[0][i], from[1][i], from[2][i], from[3][i]};
}

static void give_four(const four *x, size_t n, float *const to[FOUR])
{
	size_t i = 0;
	for (; i + FOUR <= n; i += FOUR) {
		four v[FOUR] = {x[i], x[i + 1], x[i + 2], x[i + 3]};
		turn(v);
		for (size_t k = 0; k < FOUR; k++)
			four_store(to[k] + i, v[k]);
	}
	for (; i < n; i++)
		for (size_t k = 0; k < FOUR; k++)
			to[k][i] = x[i][k];
}

/* x less its mean and its slope. */
static void straighten(four *x, size_t n)
{
	four mean = {0, 0, 0, 0}, slope = {0, 0, 0, 0};
	float power = 0, middle = (float)(n - 1) / 2;
	for (size_t i = 0; i < n; i++)
		mean += x[i] / (float)n;
	for (size_t i = 0; i < n; i++) {
		float t = (float)i - middle;
		slope += t * (x[i] - mean);
		power += t * t;
	}
	if (power > 0)
		slope /= power;
	for (size_t i = 0; i < n; i++)
		x[i] = x[i] - mean - slope * ((float)i - middle);
}

/* Adds the squares, of beats 0 and 1 to sum[0], of 2 and 3 to sum[1]. */
static void add_power(const four *x, size_t n, signal_pair sum[2])
{
	for (size_t i = 0; i < n; i++) {
		float square[FOUR];
		four_store(square, x[i] * x[i]);
		sum[0] += signal_pair_load(square);
		sum[1] += signal_pair_load(square + 2);
	}
}

/* The leads of four beats, each beat's together of length 1. Of one that lies
 * outside nothing is known. */
static void cut_four(const struct ecg_activity *w, const size_t *at,
		     const struct ecg_p_waves *p, float *rows, uint8_t *state)
{
	static const float none[ECG_P_SAMPLES];
	const size_t back = (size_t)(P_FROM_S * w->hz), n = samples_of(w);
	four_beats x[SHAPE_LEADS];
	signal_pair power[2] = {{0, 0}, {0, 0}};
	four by;
	for (size_t l = 0; l < w->n_lead; l++) {
		const float *from[FOUR];
		for (size_t k = 0; k < FOUR; k++)
			from[k] = at[k] >= back && at[k] < w->n
					  ? w->lead[l] + (at[k] - back)
					  : none;
		take_four(from, n, x[l]);
		straighten(x[l], n);
		add_power(x[l], n, power);
	}
	for (size_t k = 0; k < FOUR; k++) {
		const double one = power[k / 2][k % 2];
		by[k] = one > 0 ? (float)(1 / sqrt(one)) : 0;
		state[k] = at[k] < back || at[k] >= w->n ? ECG_P_OUTSIDE
			   : one > 0                     ? ECG_P_THERE
							 : ECG_P_FLAT;
	}
	for (size_t l = 0; l < w->n_lead; l++) {
		float *to[FOUR];
		for (size_t i = 0; i < n; i++)
			x[l][i] *= by;
		for (size_t k = 0; k < FOUR; k++)
			to[k] = rows + k * p->row + l * n;
		give_four(x[l], n, to);
	}
}

enum rc ecg_p_waves_of(const struct ecg_activity *w, const size_t *at,
		       size_t n_beat, struct arena *a, struct ecg_p_waves *out,
		       struct err *err)
{
	struct ecg_p_waves p = {.n = samples_of(w) * w->n_lead};
	p.row = (p.n + FOUR - 1) / FOUR * FOUR;
	const size_t most = (n_beat + FOUR - 1) / FOUR * FOUR;
	p.x = arena_array(a, float, most *p.row + 1);
	p.state = arena_array(a, uint8_t, most + 1);
	if (!p.x || !p.state)
		return arena_fail(a, err);
	for (size_t i = 0; i < n_beat; i += FOUR) {
		size_t four_at[FOUR];
		for (size_t k = 0; k < FOUR; k++)
			four_at[k] = i + k < n_beat ? at[i + k] : w->n;
		cut_four(w, four_at, &p, p.x + i * p.row, p.state + i);
	}
	*out = p;
	return OK;
}

double ecg_p_coherence(const struct ecg_p_waves *p, const char *type,
		       size_t from, size_t n_beat)
{
	float sum[SHAPE_LEADS * ECG_P_SAMPLES] = {0};
	size_t used = 0;
	double apart = 0, together = 0;
	for (size_t b = from; b < from + n_beat; b++) {
		if (type[b] == 'V' || p->state[b] == ECG_P_OUTSIDE)
			continue;
		const float *x = p->x + b * p->row;
		for (size_t i = 0; i < p->row; i += FOUR)
			four_store(sum + i,
				   four_load(sum + i) + four_load(x + i));
		apart += p->state[b] == ECG_P_THERE;
		used++;
	}
	for (size_t i = 0; i < p->n; i++)
		together += (double)(sum[i] * sum[i]);
	if (used < 3 || !(apart > 1))
		return NAN;
	/* 0 for noise, 1 when all are alike */
	return (together / apart - 1) / (apart - 1);
}
