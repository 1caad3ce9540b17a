#include "ecg/measure_int.h"
#include "signal/signal.h"

#include <math.h>

struct ecg_qtc ecg_qtc_of(double qt_ms, double rr_ms)
{
	double rr = rr_ms / 1000, hr = 60000 / rr_ms;
	return (struct ecg_qtc){.bazett = qt_ms / sqrt(rr),
				.fridericia = qt_ms / cbrt(rr),
				.framingham = qt_ms + 154 * (1 - rr),
				.hodges = qt_ms + 1.75 * (hr - 60)};
}

double ecg_axis_of(double i, double ii)
{
	const double degrees = 57.29577951308232;
	if (i == 0 && ii == 0)
		return NAN;
	return degrees * atan2((2 * ii - i) / sqrt(3), i);
}

static const float *lead_of(const struct ecg_record *r,
			    const struct ecg_median *m, enum ecg_lead_code code)
{
	for (size_t l = 0; l < r->n_lead; l++)
		if (r->lead[l].code == code && m->usable[l])
			return m->uv[l];
	return NULL;
}

/* The mean of x[from, to); NAN when it is not inside. */
static double mean_of(const float *x, size_t n, double from, double to)
{
	double sum = 0;
	if (!(from >= 0) || !(to <= (double)n) || to < from + 1)
		return NAN;
	for (size_t i = (size_t)from; i < (size_t)to; i++)
		sum += (double)x[i];
	return sum / (double)((size_t)to - (size_t)from);
}

/* The axis of what lies between two fiducials, against the level `base` that
 * each lead has there. */
struct span {
	double from, to;
	double base_from, base_to;
};

static double axis_of(const struct ecg_record *r, const struct ecg_median *m,
		      struct span s)
{
	const float *i = lead_of(r, m, ECG_I), *ii = lead_of(r, m, ECG_II);
	if (!i || !ii)
		return NAN;
	double a = mean_of(i, m->n, s.from, s.to) -
		   mean_of(i, m->n, s.base_from, s.base_to);
	double b = mean_of(ii, m->n, s.from, s.to) -
		   mean_of(ii, m->n, s.base_from, s.base_to);
	return isnan(a + b) ? NAN : ecg_axis_of(a, b);
}

/* The level before QRS, by which P, QRS, ST and T are measured: 16 ms that end
 * 4 ms before it. */
static struct span before_qrs(const struct ecg_median *m,
			      const struct ecg_fiducials *f)
{
	double ms = m->hz / 1000;
	return (struct span){.base_from = f->qrs_on - 20 * ms,
			     .base_to = f->qrs_on - 4 * ms};
}

static void axes(const struct ecg_record *r, const struct ecg_median *m,
		 const struct ecg_fiducials *f, struct ecg_measures *out)
{
	struct span s = before_qrs(m, f);
	s.from = f->qrs_on;
	s.to = f->qrs_off;
	out->qrs_axis = axis_of(r, m, s);
	s.from = f->t_peak - 0.05 * m->hz;
	s.to = f->t_off;
	out->t_axis = axis_of(r, m, s);
	s.from = f->p_on;
	s.to = f->p_off;
	out->p_axis = axis_of(r, m, s);
}

static void st_levels(const struct ecg_record *r, const struct ecg_median *m,
		      const struct ecg_fiducials *f, struct ecg_measures *out)
{
	const double uv_per_mm = 100;
	double after_s = out->hr_bpm < 100 ? 0.08 : 0.06, ms = m->hz / 1000;
	double j = f->qrs_off + 10 * ms, at = f->qrs_off + after_s * m->hz;
	struct span s = before_qrs(m, f);
	for (size_t l = 0; l < r->n_lead; l++) {
		const float *x = m->uv[l];
		if (!x || !m->usable[l])
			continue;
		double base = mean_of(x, m->n, s.base_from, s.base_to);
		out->stj_mm[l] =
			(mean_of(x, m->n, j - 4 * ms, j + 5 * ms) - base) /
			uv_per_mm;
		out->st_mm[l] =
			(mean_of(x, m->n, at - 4 * ms, at + 5 * ms) - base) /
			uv_per_mm;
	}
}

/* The rate is that of the ventricles, every beat counted. */
static double mean_rr_ms(const struct ecg_beats *b, double hz)
{
	if (b->n < 2)
		return NAN;
	double samples = (double)(b->at[b->n - 1] - b->at[0]);
	return 1000 * samples / (double)(b->n - 1) / hz;
}

void ecg_measure(const struct ecg_record *r, const struct ecg_beats *b,
		 const struct ecg_median *m, const struct ecg_fiducials *f,
		 struct ecg_measures *out)
{
	double ms = 1000 / r->hz;
	*out = (struct ecg_measures){.rr_ms = mean_rr_ms(b, r->hz),
				     .p_ms = (f->p_off - f->p_on) * ms,
				     .pr_ms = (f->qrs_on - f->p_on) * ms,
				     .qrs_ms = (f->qrs_off - f->qrs_on) * ms,
				     .qt_ms = (f->t_off - f->qrs_on) * ms,
				     .p_axis = NAN,
				     .qrs_axis = NAN,
				     .t_axis = NAN};
	for (size_t l = 0; l < ECG_MOST_LEADS; l++)
		out->st_mm[l] = out->stj_mm[l] = NAN;
	out->hr_bpm = 60000 / out->rr_ms;
	out->qtc = ecg_qtc_of(out->qt_ms, out->rr_ms);
	if (isnan(f->qrs_on))
		return;
	axes(r, m, f, out);
	st_levels(r, m, f, out);
}
