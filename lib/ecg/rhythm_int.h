/* How regular a stretch of beats is, and whether P waves lead them. Private to
 * rhythm.c and irregular.c. */
#ifndef ECG_RHYTHM_INT_H
#define ECG_RHYTHM_INT_H

#include "ecg/measure_int.h"

/* NAN with fewer than five intervals. */
double ecg_cosen(const float *rr_s, size_t n);
/* What lies before a beat, and those that were looked at last. */
enum { ECG_P_SAMPLES = 64, ECG_P_KEPT = 61 };
struct ecg_p_wave {
	size_t at;
	bool known, inside, flat;
	float x[SHAPE_LEADS * ECG_P_SAMPLES];
};
struct ecg_p_waves { /* zeroed at first */
	struct ecg_p_wave wave[ECG_P_KEPT];
};
/* Beats at[n], of the activity; NAN with fewer than three that can be used. */
double ecg_p_coherence(const struct ecg_activity *w, struct ecg_p_waves *p,
		       const size_t *at, const char *type, size_t n_beat);

#endif
