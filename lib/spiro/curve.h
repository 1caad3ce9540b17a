/* spiro/curve - one forced blow as the spirometer recorded it.
 *
 * Flow and volume against time at one fixed rate; expiration is positive,
 * litres and litres a second at BTPS. Never filtered and never resampled. What
 * comes before the blow (rest, tidal breathing, the full inspiration) and after
 * it (the inspiration that closes the loop) belongs to the record.
 *
 * A curve owns nothing: its memory is the reader's arena.
 */
#ifndef SPIRO_CURVE_H
#define SPIRO_CURVE_H

#include "base/base.h"

enum { /* what the operator or the device states of a blow */
       SPIRO_STATED_LEAK = 1,
       SPIRO_STATED_OBSTRUCTION = 2, /* of the mouthpiece */
};

struct spiro_curve {
	double hz;
	size_t n;             /* at least 2 */
	const double *flow;   /* L/s */
	const double *volume; /* L, from any origin */
	unsigned stated;      /* SPIRO_STATED_... */
	bool post;            /* after the bronchodilator, as the file says */
};

static inline double spiro_time(const struct spiro_curve *c, size_t i)
{
	return (double)i / c->hz;
}

#endif
