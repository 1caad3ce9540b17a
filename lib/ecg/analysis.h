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

/* What each beat is. `shape` numbers the groups of like beats, 0 the largest;
 * beats[i].type is
 *	'N' of the usual shape, or narrow and in time
 *	'S' narrow and premature
 *	'V' another shape, and premature or wide
 *	'P' paced: a spike stands before it
 *	'Q' none of these can be said (noise around it) */
struct ecg_kinds {
	char *type;
	uint8_t *shape; /* ECG_SHAPE_OTHER: alone */
	size_t n;
	size_t normal, supra, ventricular, paced; /* how many */
};
enum { ECG_SHAPE_OTHER = 255 };

/* The usual beat: of up to 64 beats of the largest group, drift taken out beat
 * by beat, aligned, the mean of the middle half of the values at each sample.
 * Measured on the signal as recorded (no high-pass filter bends its ST). */
struct ecg_median {
	size_t n_beat;   /* it was made of; 0: there is none */
	size_t n, zero;  /* samples; the one on the mark of the beat */
	double hz, rr_s; /* rate; usual interval of the beats it stands for */
	float *uv[ECG_MOST_LEADS];   /* in the order of the record's leads */
	float noise[ECG_MOST_LEADS]; /* uV: how far beats are from it */
	bool usable[ECG_MOST_LEADS]; /* neither flat nor drowned */
};

/* Where the waves of the usual beat begin and end, in samples of it: earliest
 * beginning and latest end over all leads. NAN: no such wave found. */
struct ecg_fiducials {
	double p_on, p_peak, p_off, qrs_on, qrs_off, t_peak, t_off;
};

/* QT corrected for rate, all in ms from QT in ms and RR in ms:
 * Bazett 1920 QT/sqrt(RR), Fridericia 1920 QT/cbrt(RR), Framingham (Sagie 1992)
 * QT + 154 (1 - RR), Hodges 1983 QT + 1.75 (HR - 60); RR in s, HR 60/RR. */
struct ecg_qtc {
	double bazett, fridericia, framingham, hodges;
};
struct ecg_qtc ecg_qtc_of(double qt_ms, double rr_ms);
/* Degrees of the frontal plane from what leads I and II hold (amplitudes or
 * areas): atan2((2 II - I) / sqrt 3, I). */
double ecg_axis_of(double i, double ii);

struct ecg_measures { /* NAN: not measured */
	double hr_bpm, rr_ms, p_ms, pr_ms, qrs_ms, qt_ms;
	struct ecg_qtc qtc;
	double p_axis, qrs_axis, t_axis;
	double st_mm[ECG_MOST_LEADS]; /* at J + 60 ms, J + 80 below 100/min,
					 against the level before QRS */
};

struct ecg_analysis {
	struct ecg_beats beats;
	struct ecg_kinds kinds;
	struct ecg_median median;
	struct ecg_fiducials fiducials; /* of the median beat */
	struct ecg_measures measures;
};

/* All of it. Cost of a 12-lead exam of ten seconds: some 5 ms. */
MUST_USE enum rc ecg_analyse(const struct ecg_record *r, struct arena *a,
			     struct ecg_analysis *out, struct err *err);

#endif
