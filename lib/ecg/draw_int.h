/* ecg/draw_int - the parts of a drawing: paper, traces, words. */
#ifndef ECG_DRAW_INT_H
#define ECG_DRAW_INT_H

#include "ecg/draw.h"

#include <math.h>

/* A wave to draw: of a lead, or of its usual beat. */
struct wave {
	const float *uv;
	size_t n;
	double hz;
};

struct drawing {
	struct sheet *sheet;
	const struct ecg_record *r;
	const struct ecg_draw_options *o;
	double mm_per_mv, mm_per_s;
	struct arena *a;
};

/* draw_paper.c: the grid, a row's calibration pulse, the ruler. */
void ecg_draw_grid(struct drawing *d);
void ecg_draw_pulse(struct drawing *d, float y);
void ecg_draw_ruler(struct drawing *d);
/* draw_trace.c: the wave from its first sample on, `x` to the right, its level
 * `zero_uv` at `y`, at most `width` mm of it. */
void ecg_draw_trace(struct drawing *d, struct wave w, struct sheet_point from,
		    float width, float zero_uv, struct str name);
/* The same, thin and dashed: what is compared with. */
void ecg_draw_dashed(struct drawing *d, struct wave w, struct sheet_point from,
		     float width, float zero_uv, struct str name);
/* The median of what is known; 0 when nothing is. */
float ecg_draw_level(struct drawing *d, struct wave w);
/* draw_words.c: head and foot. */
void ecg_draw_head(struct drawing *d);
void ecg_draw_foot(struct drawing *d);
/* A message with one value filled in, in the arena. */
struct str ecg_draw_msg(struct drawing *d, enum msg id, const char *name,
			struct str value);

#endif
