/* Inside spiro: what the parts of the sheet share. */
#ifndef SPIRO_DRAWING_INT_H
#define SPIRO_DRAWING_INT_H

#include "spiro/draw.h"

enum { DRAW_MOST_BLOWS = 12 }; /* laid over each other; the table has all */

struct spot { /* mm on the sheet */
	double x, y;
};
enum nib_dash { NIB_SOLID, NIB_DASHED, NIB_DOTTED };
struct nib {
	double width_mm;
	enum sheet_ink ink;
	enum nib_dash dash;
};
enum align { ALIGN_START, ALIGN_MIDDLE, ALIGN_END };
struct words {
	double x, y, size_mm; /* base line; size of the font */
	enum align anchor;
	bool bold;
	enum sheet_ink ink;
};

/* On the sheet of picture/sheet, which knows solid lines and words that begin
 * at a point: the rest is made of these. Texts and points are copied. */
void ink_line(struct sheet *s, struct nib nib, struct spot from,
	      struct spot to);
void ink_path(struct sheet *s, struct nib nib, const struct spot *at, size_t n);
void ink_box(struct sheet *s, struct spot corner, double width, double height,
	     enum sheet_ink ink);
void ink_dot(struct sheet *s, struct spot at, double radius,
	     enum sheet_ink ink);
void ink_text(struct sheet *s, struct words how, struct str text);
void ink_printf(struct sheet *s, struct words how, const char *fmt, ...)
	PRINTF_LIKE(3, 4);

struct drawing {
	const struct spiro_exam *e;
	struct sheet *s;
	enum lang lang;
};

struct frame {             /* where values stand on the sheet */
	double x0, y0;     /* mm of the origin */
	double x_mm, y_mm; /* of one unit */
	double x_from, x_to, y_from, y_to;
};

static inline struct spot frame_at(const struct frame *f, double x, double y)
{
	return (struct spot){f->x0 + x * f->x_mm, f->y0 - y * f->y_mm};
}

/* Words in the sheet: small, of the ink; `x`, `y` in mm. */
void spiro_draw_words(const struct drawing *d, double x, double y, double size,
		      enum align anchor, enum sheet_ink ink, struct str text);
void spiro_draw_msg(const struct drawing *d, double x, double y, double size,
		    enum align anchor, enum sheet_ink ink, enum msg id);
/* A number with its decimals, comma in Italian; a dash when not known. */
void spiro_draw_number(const struct drawing *d, double x, double y, double size,
		       double v, int digits);

enum sheet_ink spiro_draw_colour(size_t blow);
/* How a blow is drawn: thick when flows are from it, dashed when it counts for
 * nothing. */
struct nib spiro_draw_pen(const struct spiro_exam *e, size_t blow);
/* The blow that flows of the first phase with blows are from; -1. */
int spiro_draw_best(const struct spiro_exam *e);

/* The loops from y = top, at most so high; gives where they end. The other
 * graph stands beside it between top and bottom. */
double spiro_draw_flow_volume(const struct drawing *d, double top,
			      double most_mm);
void spiro_draw_volume_time(const struct drawing *d, double top, double bottom);
/* Values with z from y = top; gives where it ends. */
double spiro_draw_values(const struct drawing *d, double top);
double spiro_draw_blows(const struct drawing *d, double top);
double spiro_draw_opinion(const struct drawing *d, double top);

#endif
