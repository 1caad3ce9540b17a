#include "ecg/measure_int.h"

#include <math.h>

/* A spike of a pacemaker: 0.5 mV up and down again within 4 ms (guide 3.3); a
 * rate below 500 Hz cannot show that. */
static const float SPIKE_UV = 500;
static const double HALF_S = 0.002, LEAST_HZ = 500;
/* It leads a beat by at most 120 ms; spikes of one stimulus on several leads
 * stand within 10 ms. */
static const double LEADS_S = 0.12, SAME_S = 0.01;
/* One burst of noise holds more spikes than any pacemaker gives. */
static const double MOST_PER_S = 5;

static bool is_spike(const float *x, size_t i, size_t half)
{
	float up = x[i] - x[i - half], down = x[i + half] - x[i];
	return fabsf(up) > SPIKE_UV && fabsf(down) > SPIKE_UV && up * down < 0;
}

struct spikes {
	size_t *at, n, most;
};

/* Standard leads that agree: on two of them, or on all there are. */
static void find(const struct ecg_record *r, struct spikes *s)
{
	size_t half = (size_t)(HALF_S * r->hz),
	       apart = (size_t)(SAME_S * r->hz);
	size_t need = r->n_lead < 2 ? 1 : 2;
	for (size_t i = half; i + half < r->n_sample && s->n < s->most; i++) {
		size_t leads = 0;
		if (s->n && i - s->at[s->n - 1] < apart)
			continue;
		for (size_t l = 0; l < r->n_lead && leads < need; l++)
			leads += !r->lead[l].derived &&
				 is_spike(r->lead[l].uv, i, half);
		if (leads >= need)
			s->at[s->n++] = i;
	}
}

/* Beats that a spike leads become paced; spikes that lead none are counted. */
static size_t mark_paced(const struct ecg_record *r, const struct spikes *s,
			 struct ecg_analysis *x)
{
	size_t lost = 0, b = 0, reach = (size_t)(LEADS_S * r->hz);
	for (size_t i = 0; i < s->n; i++) {
		while (b < x->beats.n && x->beats.at[b] + reach / 4 < s->at[i])
			b++;
		if (b < x->beats.n && x->beats.at[b] < s->at[i] + reach) {
			x->kinds.paced += x->kinds.type[b] != 'P';
			x->kinds.type[b] = 'P';
		} else {
			lost++;
		}
	}
	return lost;
}

enum rc ecg_find_spikes(const struct ecg_record *r, struct arena *a,
			struct ecg_analysis *x, struct err *err)
{
	double seconds = (double)r->n_sample / r->hz;
	struct spikes s = {.most = (size_t)(MOST_PER_S * seconds) + 2};
	if (r->hz < LEAST_HZ)
		return OK;
	s.at = arena_array(a, size_t, s.most);
	if (!s.at)
		return arena_fail(a, err);
	find(r, &s);
	/* regular enough to be a pacemaker: half of the beats are led */
	if (s.n == s.most || 2 * s.n < x->beats.n)
		return OK;
	x->rhythm.spikes = s.n;
	size_t lost = mark_paced(r, &s, x);
	x->rhythm.loss_of_capture =
		2 * x->kinds.paced >= x->beats.n && lost >= 2;
	return OK;
}
