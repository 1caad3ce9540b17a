/* spiro/measure - the figures of one blow, from its curve.
 *
 * As the ATS/ERS standard of 2019 defines them (Graham, AJRCCM 2019;200:e70).
 * The blow begins at full inspiration: the last sample at rest before the flow
 * rises to its peak, or the lowest volume when a puff came out earlier. Time
 * zero is where the tangent of the volume at peak flow meets the volume of the
 * beginning; what was blown before it is the back-extrapolated volume (BEV).
 * Timed volumes are counted from time zero, interpolated between samples. The
 * blow ends with the record or where the next inspiration begins.
 *
 * Two things are looked for in the shape of the flow:
 * - a break: the flow falls and rises again by more than 0.30 L/s or 10 % of
 *   PEF, whichever is greater (the error that ISO 26782 allows a device for
 *   PEF, so that what the device may invent is not called a cough); after the
 *   first second, where flows are small, 0.10 L/s or 2 %;
 * - a closed glottis: the flow stops at once, from at least 0.02 L/s, and stays
 * at nothing (0.01 L/s) for at least a quarter of a second. An expiration that
 *   ends by itself fades: in 40 ms it does not halve.
 * The zero of the flow is judged where the record shows rest: at least 0.2 s of
 * steady flow at its beginning.
 *
 * Values that the curve does not show are NAN. Nothing is judged here.
 */
#ifndef SPIRO_MEASURE_H
#define SPIRO_MEASURE_H

#include "spiro/curve.h"

struct spiro_measures {
	double fev05, fev075, fev1, fev3, fev6, fvc; /* L */
	double pef, fef2575, fef25, fef50, fef75;    /* L/s */
	double fev1fvc;                              /* ratio */
	double fivc;          /* L, of the inspiration after the blow */
	double pif;           /* L/s, its peak */
	double bev;           /* L */
	double fet;           /* s, from time zero to the end */
	double last_second;   /* L, blown in the last second */
	double rest_flow;     /* L/s at rest before: what the zero is off by */
	double hesitation;    /* s, full inspiration to time zero */
	double break_at;      /* s after time zero: first fall and rise */
	double late_break_at; /* the first one after the first second */
	double closed_at;     /* s after time zero: glottis closed */
	double time_zero;     /* s after the first sample */
	double start_volume;  /* L, volume of the record at the beginning */
	size_t start, peak, end; /* samples */
};

/* E_RANGE with words when there is no blow in the record: no flow of at least
 * 0.3 L/s, or less than 0.1 L blown. Cost: a few passes over the samples. */
MUST_USE enum rc spiro_measure(const struct spiro_curve *c,
			       struct spiro_measures *out, struct err *err);

#endif
