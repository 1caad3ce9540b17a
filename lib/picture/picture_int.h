/* picture_int - the pen that all pictures are drawn with. */
#ifndef PICTURE_PICTURE_INT_H
#define PICTURE_PICTURE_INT_H

#include "picture/picture.h"

#define INK   "#17324d" /* text and strokes */
#define FAINT "#5c6f82" /* axes, secondary text */
#define PAPER "#ffffff"

#define N_SERIES_MOST 6

struct pen {
	struct buf b;
	enum lang lang;
	const struct picture *p;
	bool links; /* some shape has an address */
	bool alone; /* a file: shapes have neither words nor addresses */
};

/* ---- frame: figure, svg with title and description; then the table */

struct canvas {
	int height; /* in pixels; the width is what there is */
	int box;    /* or, when not 0: viewBox 0 0 box height, scaled */
	bool links;
	bool alone;      /* a file of its own, not a part of a page */
	const char *css; /* class of the svg */
};
void pen_open(struct pen *pen, const struct picture *p, enum lang lang,
	      struct canvas c);
void pen_close_svg(struct pen *pen);
/* The result, into the arena; releases the pen. */
enum rc pen_finish(struct pen *pen, struct arena *a, struct html *out,
		   struct err *err);

void pen_table_open(struct pen *pen, struct str first, const struct str *heads,
		    size_t n);
void pen_row_open(struct pen *pen, struct str label, struct str href);
void pen_cell(struct pen *pen, struct str s);
void pen_cell_number(struct pen *pen, int64_t v, enum picture_unit unit,
		     struct str href);
void pen_row_close(struct pen *pen);
void pen_table_close(struct pen *pen);

/* ---- shapes */

void pen_link(struct pen *pen, struct str href); /* empty: nothing */
void pen_link_end(struct pen *pen, struct str href);
/* At most `most` characters, then an ellipsis. */
void pen_short(struct pen *pen, struct str s, size_t most);
/* x in hundredths of a per cent, y in pixels. */
void pen_text(struct pen *pen, int64_t x, int y, const char *more, struct str s,
	      size_t most);
void pen_rect(struct pen *pen, int64_t x, int y, int64_t width, int height);
void pen_percent(struct pen *pen, const char *name, int64_t hundredths);
/* "1.234", "12,3 %" */
void pen_number(struct pen *pen, int64_t v, enum picture_unit unit);
void pen_msg(struct pen *pen, enum msg id);
/* What an empty picture says in its middle. */
void pen_nothing(struct pen *pen, int y);

/* ---- colours and patterns */

void pen_patterns(struct pen *pen, size_t n, bool ordered); /* <defs> */
void pen_fill(struct pen *pen, size_t series, bool ordered);
/* Names with a sample of each, wrapped by the page below the drawing. */
void pen_legend(struct pen *pen, const struct str *names, size_t n,
		bool ordered);
/* One of `n_step` shades, 0 the lightest. */
const char *shade(size_t step);
#define N_SHADE 5

/* ---- numbers */

/* part of whole in hundredths of `span`, 0 for nothing; never overflows. */
int64_t portion(int64_t part, int64_t whole, int64_t span);
/* Not less than v and easy to read: 1, 2, 5 times a power of ten. */
int64_t round_up(int64_t v);

/* ---- plane geometry of the map: tessel.c */

struct point {
	double x, y;
};
#define CELL_MOST 48
struct cell {
	struct point at[CELL_MOST];
	size_t n;
};
/* The places nearer to site `i` than to any other and within `radius` of it:
 * a convex polygon, possibly empty. Sites that coincide keep only the first. */
void cell_make(struct cell *c, const struct point *site, size_t n, size_t i,
	       double radius);
/* Distance to the k-th nearest other site, k <= 8; 0 when there are fewer. */
double nearest(const struct point *site, size_t n, size_t i, size_t k);

#endif
