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
MUST_USE enum rc ecg_find_fiducials(const struct ecg_record *r, const struct ecg_median *m, struct arena *a,
				    struct ecg_fiducials *out, struct err *err);
void ecg_measure(const struct ecg_record *r, const struct ecg_beats *b,
		 const struct ecg_median *m, const struct ecg_fiducials *f,
		 struct ecg_measures *out);

#endif
