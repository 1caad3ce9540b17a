#include "ecg/median_int.h"
#include "signal/four.h"
#include "signal/signal.h"

static const double MATCH_S = 0.08, COARSE_S = 0.004;

static size_t reach_of(const struct ecg_record *r)
{
	return (size_t)(ECG_SHIFT_S * r->hz);
}

static size_t coarse_step(const struct ecg_record *r)
{
	return (size_t)(COARSE_S * r->hz) + 1;
}

bool ecg_slopes_room(struct ecg_slopes *s, const struct ecg_record *r,
		     struct arena *a)
{
	const size_t reach = reach_of(r), step = coarse_step(r);
	const size_t more = 2 * (reach > step ? reach : step);
	s->n = 2 * (size_t)(MATCH_S * r->hz);
	s->usual = arena_room(a, float, r->n_lead * s->n);
	s->beat = arena_room(a, float, r->n_lead *(s->n + more));
	return s->usual && s->beat;
}

void ecg_slopes_usual(struct ecg_slopes *s, const struct ecg_record *r,
		      const struct ecg_median *u)
{
	s->n_lead = 0;
	for (size_t l = 0; l < r->n_lead; l++) {
		const float *y = u->uv[l] + u->zero - s->n / 2;
		float *out = s->usual + s->n_lead * s->n;
		if (r->lead[l].derived)
			continue;
		for (size_t i = 0; i < s->n; i++)
			out[i] = y[i + 1] - y[(ptrdiff_t)i - 1];
		s->n_lead++;
	}
}

static void slopes_from(const struct ecg_lead *l, size_t n_sample,
			ptrdiff_t from, size_t n, float *out)
{
	for (size_t i = 0; i < n; i++) {
		const ptrdiff_t at = from + (ptrdiff_t)i;
		out[i] = ecg_sample(l, n_sample, at + 1) -
			 ecg_sample(l, n_sample, at - 1);
	}
}

static void slopes_of_beat(struct ecg_slopes *s, const struct ecg_record *r,
			   ptrdiff_t at)
{
	const size_t n = s->n + 2 * s->most;
	const ptrdiff_t from = at - (ptrdiff_t)(s->n / 2 + s->most);
	float *out = s->beat;
	for (size_t l = 0; l < r->n_lead; l++)
		if (!r->lead[l].derived) {
			slopes_from(&r->lead[l], r->n_sample, from, n, out);
			out += n;
		}
}

/* Correlation, without means, of the beat with the usual one: moved by four
 * numbers of samples, `step` apart, from `by` on (0: by -most). What lies
 * behind the last is that of the last. */
static void agreements(const struct ecg_slopes *s, size_t by, size_t step,
		       double out[FOUR])
{
	const size_t row = s->n + 2 * s->most;
	size_t at[FOUR];
	signal_pair sum[2] = {{0, 0}, {0, 0}};
	for (size_t k = 0; k < FOUR; k++) {
		at[k] = by + k * step;
		at[k] = at[k] > 2 * s->most ? 2 * s->most : at[k];
	}
	for (size_t l = 0; l < s->n_lead; l++) {
		const float *x = s->beat + l * row, *y = s->usual + l * s->n;
		for (size_t i = 0; i < s->n; i++, x++) {
			const four v = {x[at[0]], x[at[1]], x[at[2]], x[at[3]]};
			float product[FOUR];
			four_store(product, v * y[i]);
			sum[0] += signal_pair_load(product);
			sum[1] += signal_pair_load(product + 2);
		}
	}
	for (size_t k = 0; k < FOUR; k++)
		out[k] = sum[k / 2][k % 2];
}

/* The best of the shifts start - reach .. start + reach, `step` apart. */
static ptrdiff_t best_of(struct ecg_slopes *s, const struct ecg_record *r,
			 size_t at, ptrdiff_t start, size_t reach, size_t step)
{
	double best = -INFINITY, v[FOUR];
	size_t by = reach;
	s->most = reach;
	slopes_of_beat(s, r, (ptrdiff_t)at + start);
	for (size_t d = 0; d <= 2 * reach; d += FOUR * step) {
		agreements(s, d, step, v);
		for (size_t k = 0; k < FOUR && d + k * step <= 2 * reach; k++)
			if (v[k] > best) {
				best = v[k];
				by = d + k * step;
			}
	}
	return start + (ptrdiff_t)by - (ptrdiff_t)reach;
}

ptrdiff_t ecg_best_shift(struct ecg_slopes *s, const struct ecg_record *r,
			 size_t at, ptrdiff_t start, bool coarsely)
{
	const size_t step = coarse_step(r);
	if (coarsely)
		start = best_of(s, r, at, start, reach_of(r), step);
	return best_of(s, r, at, start, step, 1);
}
