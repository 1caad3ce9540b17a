/* ecg/draw - an electrocardiogram on standard paper, as strokes
 * (picture/sheet).
 *
 * A4 across, 297 x 210 mm, with the grid of 1 and 5 mm: 25 mm are a second and
 * 10 mm a millivolt unless asked otherwise. The traces fill 250 mm: ten
 * seconds. Columns show consecutive seconds, so they stand above the same
 * moment of the rhythm strip. Before each row stands the calibration pulse of 1
 * mV, 5 mm wide; at the foot a ruler of 100 mm, to check a print with.
 *
 * The signal is drawn as the device wrote it, by straight lines, without any
 * filter; each piece is only moved up or down so that its median lies on its
 * row, as on coupled amplifiers. Where there are more than eight samples in a
 * millimetre, each quarter of a millimetre keeps its least and its greatest: no
 * spike is lost. Missing samples leave a gap. What would leave the paper is cut
 * at the border of the grid.
 *
 * Until somebody has signed, the sheet says that it is an automatic reading.
 * Cost: a few ms (bench/ecg_draw_bench).
 */
#ifndef ECG_DRAW_H
#define ECG_DRAW_H

#include "ecg/analysis.h"
#include "picture/sheet.h"
#include "text/text.h"

enum ecg_layout {
	ECG_DRAW_3X4,   /* four columns of 2.5 s, and lead II over 10 s */
	ECG_DRAW_6X2,   /* two columns of 5 s */
	ECG_DRAW_12X1,  /* a row for each lead */
	ECG_DRAW_MEDIAN /* the usual beat, with the limits of its waves */
};

/* An earlier ECG of the same person, whose usual beat is laid under this one's:
 * dashed, aligned at R (ecg/overlay.h). Only in ECG_DRAW_MEDIAN. */
struct ecg_draw_before {
	const struct ecg_record *r;
	const struct ecg_analysis *x;
	struct date on;
};

struct ecg_draw_options {
	enum ecg_layout layout;
	unsigned leads; /* bits of enum ecg_lead_code: a row for each of these;
			   0: as the layout says. Not of the usual beat */
	double mm_per_mv; /* 0: 10 */
	double mm_per_s;  /* 0: 25; the usual beat 50 */
	double from_s;    /* where the traces begin */
	enum lang lang;
	struct str signed_by;                 /* empty: not validated */
	const struct ecg_analysis *analysis;  /* NULL: nothing is measured */
	const struct ecg_draw_before *before; /* NULL: none */
};

/* Where things lie on the paper, mm; for whoever measures on it. */
#define ECG_DRAW_LEFT   25.0F /* the first sample */
#define ECG_DRAW_WIDTH  250.0F
#define ECG_DRAW_TOP    30.0F /* of the grid */
#define ECG_DRAW_BOTTOM 195.0F

/* A record with fewer than six of the twelve leads gets a row for each lead
 * that it has. The texts of the sheet live in the arena; the record may go.
 * E_FORMAT with words: no usual beat, or the recording ends before from_s. */
MUST_USE enum rc ecg_draw(const struct ecg_record *r,
			  const struct ecg_draw_options *o, struct arena *a,
			  struct sheet *out, struct err *err);

/* "3x4", "6x2", "12x1", "median". */
MUST_USE bool ecg_layout_parse(struct str s, enum ecg_layout *out);

#endif
