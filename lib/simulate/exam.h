/* simulate/exam - the files of devices of people who do not exist, by formula:
 * an ECG of twelve leads and ten seconds, a session of spirometry. For the demo
 * and for tests: nothing of it is copied from a recording.
 *
 * ECG: every lead is a sum of bell curves (P, Q, R, S, T) as the lead sees
 * them; I and II are rounded to microvolts and the other limb leads derived
 * from them, so that the equalities between leads hold. Atrial fibrillation is
 * intervals without order and small waves in place of P. CSV, 500 samples a
 * second, microvolts.
 *
 * Spirometry: V(t) = FVC (1 - exp(-t / tau)) with a start of a few hundredths
 * of a second; a blow that stops early ends with the record. CSV, 100 samples a second, blows
 * numbered (spiro/read.h).
 *
 * The same values give the same bytes: no clock; `seed` alone varies noise.
 */
#ifndef SIMULATE_EXAM_H
#define SIMULATE_EXAM_H

#include "base/buf.h"

struct simulate_ecg {
	double bpm;
	bool fibrillation;
	bool st_elevation; /* in V2 to V4, 0.3 mV */
	bool loose_v4;     /* the electrode of V4 is off: a flat line */
	uint64_t seed;
};
void simulate_ecg(struct buf *b, const struct simulate_ecg *e);

struct simulate_blow {
	double fvc;     /* L */
	double tau;     /* s: 0.5 healthy, above 0.9 obstructed */
	double seconds; /* blown */
	bool post;      /* after the bronchodilator */
};
void simulate_spirometry(struct buf *b, const struct simulate_blow *blow,
			 size_t n);

#endif
