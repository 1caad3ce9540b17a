/* How regular a stretch of beats is, and whether P waves lead them. Private to
 * rhythm.c and irregular.c. */
#ifndef ECG_RHYTHM_INT_H
#define ECG_RHYTHM_INT_H

#include "ecg/measure_int.h"

/* NAN with fewer than five intervals. */
double ecg_cosen(const float *rr_s, size_t n);
/* Beats at[n], of the activity; NAN with fewer than three that can be used. */
double ecg_p_coherence(const struct ecg_activity *w, const size_t *at,
		       const char *type, size_t n_beat);

#endif
