#include "ecg/draw_int.h"

/* The grid reaches a little beyond the traces: pulse before, air behind. */
enum { LEFT = 15, RIGHT = 285, FINE = 1, BOLD = 5 };

#define FINE_MM  0.1F
#define BOLD_MM  0.2F
#define TRACE_MM 0.25F

/* Lines every `step` mm, across and down, as one stroke. */
static void draw_lines(struct drawing *d, enum sheet_ink ink, float width,
		       int step)
{
	const int top = (int)ECG_DRAW_TOP, bottom = (int)ECG_DRAW_BOTTOM;
	const size_t n =
		(size_t)((RIGHT - LEFT) / step + 1 + (bottom - top) / step + 1);
	struct sheet_point *p = sheet_points(d->sheet, 3 * n), *at = p;
	if (!p)
		return;
	for (int x = LEFT; x <= RIGHT; x += step) {
		*at++ = (struct sheet_point){(float)x, (float)top};
		*at++ = (struct sheet_point){(float)x, (float)bottom};
		*at++ = (struct sheet_point){NAN, NAN};
	}
	for (int y = top; y <= bottom; y += step) {
		*at++ = (struct sheet_point){LEFT, (float)y};
		*at++ = (struct sheet_point){RIGHT, (float)y};
		*at++ = (struct sheet_point){NAN, NAN};
	}
	sheet_line(d->sheet, ink, width, p, (size_t)(at - p), STR(""));
}

void ecg_draw_grid(struct drawing *d)
{
	draw_lines(d, INK_GRID, FINE_MM, FINE);
	draw_lines(d, INK_GRID_BOLD, BOLD_MM, BOLD);
}

/* One millivolt, 5 mm wide. */
void ecg_draw_pulse(struct drawing *d, float y)
{
	const float top = y - (float)d->mm_per_mv;
	const struct sheet_point shape[] = {{16, y},   {18, y}, {18, top},
					    {23, top}, {23, y}, {25, y}};
	struct sheet_point *p = sheet_points(d->sheet, countof(shape));
	if (!p)
		return;
	memcpy(p, shape, sizeof(shape));
	sheet_line(d->sheet, INK_TRACE, TRACE_MM, p, countof(shape), STR(""));
}

void ecg_draw_ruler(struct drawing *d)
{
	const float x = ECG_DRAW_LEFT, y = 201;
	struct sheet *s = d->sheet;
	sheet_segment(s, INK_TEXT, BOLD_MM, (struct sheet_point){x, y},
		      (struct sheet_point){x + 100, y});
	for (int k = 0; k <= 10; k++) {
		float up = k % 5 ? 1.5F : 2.5F, at = x + 10 * (float)k;
		sheet_segment(s, INK_TEXT, BOLD_MM,
			      (struct sheet_point){at, y - up},
			      (struct sheet_point){at, y});
	}
	sheet_text(s, (struct sheet_point){x, y + 4}, 2.8F, false, INK_TEXT,
		   text_of(MSG_ECG_DRAW_RULER, d->o->lang));
}
