#include "ecg/analysis.h"

#include <math.h>

void ecg_summarise(const struct ecg_record *r, const struct ecg_analysis *x,
		   struct ecg_summary *out)
{
	const struct ecg_measures *m = &x->measures;
	*out = (struct ecg_summary){.hr_bpm = m->hr_bpm,
				    .pr_ms = m->pr_ms,
				    .qrs_ms = m->qrs_ms,
				    .qtc_ms = m->qtc.fridericia,
				    .qrs_axis = m->qrs_axis,
				    .rhythm = x->rhythm.kind};
	for (int c = 0; c < ECG_STANDARD; c++)
		out->st_mm[c] = NAN;
	for (size_t l = 0; l < r->n_lead; l++)
		if (r->lead[l].code < ECG_STANDARD)
			out->st_mm[r->lead[l].code] = m->st_mm[l];
}

/* The shorter way round. */
static double turn(double before, double now)
{
	double d = fmod(now - before, 360);
	return d > 180 ? d - 360 : d < -180 ? d + 360 : d;
}

void ecg_compare(const struct ecg_summary *before,
		 const struct ecg_summary *now, struct ecg_delta *out)
{
	struct ecg_delta d = {.hr_bpm = now->hr_bpm - before->hr_bpm,
			      .pr_ms = now->pr_ms - before->pr_ms,
			      .qrs_ms = now->qrs_ms - before->qrs_ms,
			      .qtc_ms = now->qtc_ms - before->qtc_ms,
			      .qrs_axis = turn(before->qrs_axis, now->qrs_axis),
			      .other_rhythm = now->rhythm != before->rhythm};
	d.notable_pr = fabs(d.pr_ms) >= 40;
	d.notable_qrs = fabs(d.qrs_ms) >= 20;
	d.notable_qtc = fabs(d.qtc_ms) >= 60;
	d.notable_axis = fabs(d.qrs_axis) >= 45;
	for (int c = 0; c < ECG_STANDARD; c++) {
		d.st_mm[c] = now->st_mm[c] - before->st_mm[c];
		d.notable_st = d.notable_st || fabs(d.st_mm[c]) >= 1;
	}
	*out = d;
}
