/* ecg/analysis - what can be measured on an electrocardiogram, and how sure it
 * is. An automatic reading, not validated: it is no report, and nothing here
 * may be shown as one.
 *
 * Every function takes the record as the device wrote it (ecg/record.h) and
 * puts its results into the arena. Samples are counted from 0 at the file's own
 * rate. What cannot be measured is NAN, never a guess. Any finite or unfinished
 * signal is welcome: NAN, constants and absurd values give fewer results, not
 * an error; the only errors are those of memory.
 *
 * How the parameters were chosen and how well each step does: doc/telecare.md;
 * the figures are printed by bench/ecg_bench.
 */
#ifndef ECG_ANALYSIS_H
#define ECG_ANALYSIS_H

#include "ecg/record.h"

/* QRS complexes, ascending, at least 200 ms apart; the mark is the centre of
 * the complex's activity, within some 20 ms of the R peak of a narrow beat. */
struct ecg_beats {
	size_t *at;
	size_t n;
};

/* All leads together, the whole record at once, in two passes; nothing is
 * learnt on the way, so ten seconds are enough and the first beat counts.
 * Cost: some 60 ns a sample and lead; memory 12 bytes a sample. */
MUST_USE enum rc ecg_detect(const struct ecg_record *r, struct arena *a,
			    struct ecg_beats *out, struct err *err);

#endif
