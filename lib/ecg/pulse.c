#include "ecg/record.h"

#include <math.h>

/* The pulse is written, not measured: all leads agree within rounding and what
 * a converter's filter leaves of it. No heart does that: I, aVR and the chest
 * leads differ at every beat. */
#define MOST_SPREAD_UV 30.0F
#define LEAST_LEADS    6
#define LEAST_S        0.2
#define LEAST_UV       900.0F
#define MOST_UV        1100.0F

static bool all_alike(const struct ecg_record *r, size_t s)
{
	float least = r->lead[0].uv[s], most = least;
	for (size_t i = 1; i < r->n_lead; i++) {
		least = fminf(least, r->lead[i].uv[s]);
		most = fmaxf(most, r->lead[i].uv[s]);
	}
	return most - least <= MOST_SPREAD_UV;
}

/* Samples that stand near one millivolt, from `from` to the end. */
static size_t at_top(const struct ecg_record *r, size_t from)
{
	size_t n = 0;
	for (size_t s = from; s < r->n_sample; s++)
		n += r->lead[0].uv[s] >= LEAST_UV &&
		     r->lead[0].uv[s] <= MOST_UV;
	return n;
}

void ecg_find_pulse(struct ecg_record *r)
{
	size_t from = r->n_sample, least = (size_t)(LEAST_S * r->hz);
	if (r->n_lead < LEAST_LEADS)
		return;
	while (from && all_alike(r, from - 1))
		from--;
	if (r->n_sample - from >= least && from && at_top(r, from) >= least / 2)
		r->pulse_from = from;
}
