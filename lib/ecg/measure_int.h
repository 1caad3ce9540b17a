/* The steps after detection: kinds of beats, the usual beat, its waves, what
 * is measured on them. Private to lib/ecg. */
#ifndef ECG_MEASURE_INT_H
#define ECG_MEASURE_INT_H

#include "ecg/detect_int.h"

MUST_USE enum rc ecg_sort_beats(const struct ecg_activity *act,
				const struct ecg_beats *b, struct arena *a,
				struct ecg_kinds *out, struct err *err);
MUST_USE enum rc ecg_median_of(const struct ecg_record *r,
			       const struct ecg_beats *b,
			       const struct ecg_kinds *k, struct arena *a,
			       struct ecg_median *out, struct err *err);
MUST_USE enum rc ecg_find_fiducials(const struct ecg_record *r,
				    const struct ecg_median *m, struct arena *a,
				    struct ecg_fiducials *out, struct err *err);
void ecg_measure(const struct ecg_record *r, const struct ecg_beats *b,
		 const struct ecg_median *m, const struct ecg_fiducials *f,
		 struct ecg_measures *out);

/* Technical quality: first each lead alone, then what the usual beat says. */
struct ecg_analysis;
MUST_USE enum rc ecg_judge_signal(const struct ecg_record *r,
				  const struct ecg_beats *b, struct arena *a,
				  struct ecg_quality *q, struct err *err);
void ecg_judge_leads(const struct ecg_record *r, const struct ecg_analysis *x,
		     struct ecg_quality *q);
void ecg_quality_add(struct ecg_quality *q, struct ecg_finding f);

/* Of the usual beat in one lead, uV against the level before QRS. */
struct ecg_wave {
	bool known;
	double p, r, s, net, t; /* P and T at their summits; highest, lowest,
				   mean of QRS */
};
struct ecg_wave ecg_wave_of(const struct ecg_analysis *x, const float *uv);

/* Pacemaker spikes: beats led by one become 'P' in x->kinds. */
MUST_USE enum rc ecg_find_spikes(const struct ecg_record *r, struct arena *a,
				 struct ecg_analysis *x, struct err *err);
MUST_USE enum rc ecg_judge_rhythm(const struct ecg_record *r,
				  const struct ecg_activity *act,
				  struct arena *a, struct ecg_analysis *x,
				  struct err *err);

#endif
