/* How the beats of the usual one are laid over each other. Private to median.c
 * and align.c. */
#ifndef ECG_MEDIAN_INT_H
#define ECG_MEDIAN_INT_H

#include "ecg/measure_int.h"

#include <math.h>

#define ECG_RAIL_UV 20000.0F
/* Marks lie within some 20 ms of one another; alignment looks 30 ms around. */
#define ECG_SHIFT_S 0.03

static inline float ecg_known(float v)
{
	return fabsf(v) <= ECG_RAIL_UV ? v : 0; /* NAN is 0, too */
}

/* Of n; beyond the ends stand the first and the last. */
static inline float ecg_sample(const struct ecg_lead *l, size_t n, ptrdiff_t i)
{
	return ecg_known(l->uv[i < 0               ? 0
			       : i >= (ptrdiff_t)n ? (ptrdiff_t)n - 1
						   : i]);
}

/* How a beat and the usual one change around the QRS. */
struct ecg_slopes {
	size_t n, most; /* of the usual one; the beat is moved by +-most */
	float *usual;   /* n of each lead that aligns, one after the other */
	float *beat;    /* n + 2 most of each */
	size_t n_lead;
};
/* false: out of memory. */
MUST_USE bool ecg_slopes_room(struct ecg_slopes *s, const struct ecg_record *r,
			      struct arena *a);
void ecg_slopes_usual(struct ecg_slopes *s, const struct ecg_record *r,
		      const struct ecg_median *u);
/* Where the beat marked at `at`, moved by `start` so far, agrees best:
 * `coarsely` over all shifts, then only around. */
ptrdiff_t ecg_best_shift(struct ecg_slopes *s, const struct ecg_record *r,
			 size_t at, ptrdiff_t start, bool coarsely);

#endif
