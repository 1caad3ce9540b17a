#include "ecg/overlay.h"

#include <math.h>

/* ST is over 80 ms behind QRS; what follows is T. */
#define ST_S 0.08

struct span {
	size_t from, to;
};

/* Samples of the usual beat from one limit to the other; empty when one of them
 * is not known. */
static struct span span_of(const struct ecg_median *m, double from, double to)
{
	if (isnan(from) || isnan(to) || from < 0 || to <= from)
		return (struct span){0, 0};
	size_t end = (size_t)to + 1;
	return (struct span){(size_t)from, end < m->n ? end : m->n};
}

static struct span qrs_of(const struct ecg_analysis *x)
{
	return span_of(&x->median, x->fiducials.qrs_on, x->fiducials.qrs_off);
}

static const float *beat_of(const struct ecg_record *r,
			    const struct ecg_analysis *x,
			    enum ecg_lead_code lead)
{
	const struct ecg_lead *l = ecg_lead(r, lead);
	return l ? x->median.uv[l - r->lead] : NULL;
}

/* All leads at one sample, squared, each from its level where QRS begins. */
static double size_at(const struct ecg_record *r, const struct ecg_analysis *x,
		      size_t zero, size_t i)
{
	double sum = 0;
	for (int c = 0; c < ECG_STANDARD; c++) {
		const float *uv = beat_of(r, x, (enum ecg_lead_code)c);
		double v = uv ? (double)uv[i] - (double)uv[zero] : 0;
		sum += isnan(v) ? 0 : v * v;
	}
	return sum;
}

double ecg_r_sample(const struct ecg_record *r, const struct ecg_analysis *x)
{
	const struct span q = qrs_of(x);
	double most = 0, at = NAN;
	for (size_t i = q.from; i < q.to; i++) {
		double v = size_at(r, x, q.from, i);
		if (v > most) {
			most = v;
			at = (double)i;
		}
	}
	return at;
}

void ecg_wave_sizes(const struct ecg_record *r, const struct ecg_analysis *x,
		    enum ecg_lead_code lead, struct ecg_wave_sizes *out)
{
	const float *uv = beat_of(r, x, lead);
	const struct span q = qrs_of(x);
	*out = (struct ecg_wave_sizes){NAN, NAN, NAN, NAN};
	if (!uv || q.from >= q.to || isnan(uv[q.from]))
		return;
	const float zero = uv[q.from];
	const struct span t =
		span_of(&x->median, (double)q.to + ST_S * x->median.hz,
			isnan(x->fiducials.t_off) ? (double)x->median.n
						  : x->fiducials.t_off);
	out->st_mm = x->measures.st_mm[ecg_lead(r, lead) - r->lead];
	for (size_t i = q.from; i < q.to; i++) {
		double mv = (double)(uv[i] - zero) / 1000;
		out->r_mv = fmax(out->r_mv, mv);
		out->s_mv = fmin(out->s_mv, mv);
	}
	for (size_t i = t.from; i < t.to; i++) {
		double mv = (double)(uv[i] - zero) / 1000;
		if (!(fabs(mv) <= fabs(out->t_mv)) && !isnan(mv))
			out->t_mv = mv;
	}
}
