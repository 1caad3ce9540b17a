/* picture/sheet - a page as strokes in millimetres, for drawings that are
 * measured with a ruler: electrocardiograms, spirometry.
 *
 * One list of strokes, two ways to show it: SVG for a page of the web, PDF for
 * paper. Both are written from the same numbers, so they are equal, and both
 * carry the size of the sheet, so that a millimetre is one. Coordinates are
 * from the upper left corner, x to the right, y down; written to 0.01 mm.
 *
 * Texts are UTF-8. The PDF has the fonts that every viewer has (Helvetica) and
 * the letters of Western Europe (WinAnsi); others become '?': reports with any
 * letters are another matter (doc/decisions/0017).
 *
 * The pen: begin with sheet_init, draw freely, check once: a sheet that had no
 * room says so when it is written.
 */
#ifndef PICTURE_SHEET_H
#define PICTURE_SHEET_H

#include "base/arena.h"

/* What a stroke is for decides its colour. */
enum sheet_ink {
	INK_GRID,      /* fine lines of the paper */
	INK_GRID_BOLD, /* every fifth */
	INK_TRACE,     /* what was measured */
	INK_MARK,      /* what was computed: fiducials, predicted values */
	INK_TEXT,
	INK_WARNING, /* words that must be seen */
	INK_RULE,    /* fine lines of a graph on white */
	INK_FAINT,   /* words and marks that may be overlooked */
	INK_PAPER,   /* white */
	INK_ZONE_1,  /* grounds, from grave to normal */
	INK_ZONE_2,
	INK_ZONE_3,
	INK_ZONE_4,
	INK_SERIES_1, /* several curves in one graph: told apart also by who
			 sees no red or no green */
	INK_SERIES_2,
	INK_SERIES_3,
	INK_SERIES_4,
	INK_SERIES_5,
	INK_SERIES_6,
	INK_SERIES_7,
	INK_SERIES_8,
	N_SHEET_INK
};

struct sheet_point {
	float x, y; /* mm; NAN lifts the pen */
};

struct sheet_stroke {
	enum sheet_ink ink;
	float width; /* mm; of a text: height of its letters */
	const struct sheet_point *at;
	size_t n;
	struct str text; /* not empty: a text that begins at at[0] */
	bool bold;
	struct str
		name; /* of the lead, for whoever looks at the SVG; or empty */
};

struct sheet {
	float width, height; /* mm */
	struct str title;    /* what it shows, for who cannot see it */
	/* pairs for scripts that measure on the SVG: data-NAME="VALUE" */
	struct str data_name[4], data_value[4];
	size_t n_data;
	struct sheet_stroke *stroke;
	size_t n, cap;
	struct arena *a;
	bool failed;
};

void sheet_init(struct sheet *s, float width, float height, struct arena *a);
/* The points must stay; their array is not copied. */
void sheet_line(struct sheet *s, enum sheet_ink ink, float width,
		const struct sheet_point *at, size_t n, struct str name);
void sheet_segment(struct sheet *s, enum sheet_ink ink, float width,
		   struct sheet_point from, struct sheet_point to);
/* Its lower left corner is `at`, its letters `height` mm (size of the font).
 * The text must stay. */
void sheet_text(struct sheet *s, struct sheet_point at, float height, bool bold,
		enum sheet_ink ink, struct str text);
/* Millimetres that a text takes in Helvetica. */
float sheet_text_width(struct str text, float height, bool bold);
/* Room for points in the sheet's arena; NULL (and a failed sheet) without. */
struct sheet_point *sheet_points(struct sheet *s, size_t n);

/* A file of its own: width and height in mm, presentation attributes only. */
MUST_USE enum rc sheet_svg(const struct sheet *s, struct arena *a,
			   struct str *out, struct err *err);
/* One page for each sheet, compressed. The same sheets give the same bytes. */
MUST_USE enum rc sheet_pdf(const struct sheet *s, size_t n, struct arena *a,
			   struct str *out, struct err *err);

#endif
