/* How regular a stretch of beats is, and whether P waves lead them. Private to
 * rhythm.c and irregular.c. */
#ifndef ECG_RHYTHM_INT_H
#define ECG_RHYTHM_INT_H

#include "ecg/measure_int.h"

/* NAN with fewer than five intervals. */
double ecg_cosen(const float *rr_s, size_t n);
/* What lies before each beat: what atrial activity there is. */
enum { ECG_P_SAMPLES = 64 };
struct ecg_p_waves {
	size_t n, row; /* samples of all leads, and from one beat to the next */
	float *x;      /* in a row the leads one after the other, of length 1 */
	uint8_t *state; /* of each beat: ECG_P_... */
};
enum { ECG_P_OUTSIDE, ECG_P_FLAT, ECG_P_THERE };
/* Of beats at[n_beat], of the activity. */
MUST_USE enum rc ecg_p_waves_of(const struct ecg_activity *w, const size_t *at,
				size_t n_beat, struct arena *a,
				struct ecg_p_waves *out, struct err *err);
/* Of n_beat beats from `from` on; NAN with fewer than three that can be used.
 * Ventricular ones are left out. */
double ecg_p_coherence(const struct ecg_p_waves *p, const char *type,
		       size_t from, size_t n_beat);

#endif
