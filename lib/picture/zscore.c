/* z-scores over time, from -5 to 3: what lies beyond is drawn at the edge. */
#include "picture/picture_int.h"

#include <stdlib.h>

#define FROM 800 /* hundredths of a per cent of the width */
#define TO   7600
enum { TOP = 12, HIGH = 160, BOTTOM = 24, LEAST = -500, MOST = 300 };

static const char *const dash[] = {"none", "7 4", "2 4"};
static const char *const colour[] = {"#0b5cad", "#c2570c", "#00735c"};

static int at_y(int64_t z)
{
	z = max_i64(LEAST, min_i64(MOST, z));
	return TOP + (int)((MOST - z) * HIGH / (MOST - LEAST));
}

static int64_t at_x(const struct picture_z *v, size_t i)
{
	if (v->n_point < 2)
		return FROM;
	return FROM + (int64_t)i * (TO - FROM) / (int64_t)(v->n_point - 1);
}

/* "-1,65" */
static void z_number(struct pen *pen, int64_t z)
{
	struct buf b;
	buf_init(&b, 64);
	buf_decimal(&b, z, 2);
	for (size_t i = 0; i < b.len; i++)
		buf_char(&pen->b, pen->lang == LANG_IT && b.ptr[i] == '.'
					  ? ','
					  : b.ptr[i]);
	buf_release(&b);
}

static void level(struct pen *pen, int64_t z, bool strong)
{
	int y = at_y(z);
	buf_printf(&pen->b,
		   "<line x1=\"8%%\" x2=\"76%%\" y1=\"%d\" y2=\"%d\" "
		   "stroke=\"" FAINT "\" stroke-width=\"%s\"%s/>"
		   "<text x=\"7%%\" y=\"%d\" font-size=\"12\" "
		   "text-anchor=\"end\" fill=\"" FAINT "\">",
		   y, y, strong ? "1.5" : ".6",
		   strong ? "" : " stroke-dasharray=\"3 4\"", y + 4);
	z_number(pen, z);
	buf_text(&pen->b, "</text>");
}

static void grid(struct pen *pen, const struct picture_z *v)
{
	if (v->n_limit)
		buf_printf(&pen->b,
			   "<rect x=\"8%%\" width=\"68%%\" y=\"%d\" "
			   "height=\"%d\" fill=\"#e3f1ea\"/>",
			   TOP, at_y(v->limits[0]) - TOP);
	level(pen, 0, false);
	for (size_t i = 0; i < v->n_limit; i++)
		level(pen, v->limits[i], i == 0);
	for (size_t i = 0; i < v->n_point; i++) {
		bool last = i + 1 == v->n_point;
		if (i && !last)
			continue;
		pen_text(pen, at_x(v, i), TOP + HIGH + 16,
			 last && i ? " font-size=\"12\" text-anchor=\"end\""
				   : " font-size=\"12\"",
			 v->points[i], 16);
	}
}

static void mark(struct pen *pen, const struct picture_z *v, size_t k, size_t i)
{
	buf_text(&pen->b, "<circle");
	pen_percent(pen, "cx", at_x(v, i));
	buf_printf(&pen->b, " cy=\"%d\" r=\"4\" fill=\"%s\"/>",
		   at_y(v->lines[k].value[i]), colour[k]);
}

static void segment(struct pen *pen, const struct picture_z *v, size_t k,
		    size_t from, size_t to)
{
	const int64_t *z = v->lines[k].value;
	buf_text(&pen->b, "<line");
	pen_percent(pen, "x1", at_x(v, from));
	pen_percent(pen, "x2", at_x(v, to));
	buf_printf(&pen->b,
		   " y1=\"%d\" y2=\"%d\" stroke=\"%s\" stroke-width=\"2.5\" "
		   "stroke-dasharray=\"%s\"/>",
		   at_y(z[from]), at_y(z[to]), colour[k], dash[k]);
}

/* Gives where its last point lies; n_point: it has none. */
static size_t line(struct pen *pen, const struct picture_z *v, size_t k)
{
	const int64_t *z = v->lines[k].value;
	size_t last = v->n_point;
	for (size_t i = 0; i < v->n_point; i++) {
		if (z[i] == PICTURE_Z_NONE)
			continue;
		if (last < v->n_point)
			segment(pen, v, k, last, i);
		mark(pen, v, k, i);
		last = i;
	}
	return last;
}

/* Names at the ends of their lines, one below the other where they meet. */
static void names(struct pen *pen, const struct picture_z *v,
		  const size_t last[])
{
	int taken[countof(colour)];
	for (size_t k = 0; k < v->n_line; k++) {
		if (last[k] >= v->n_point) {
			taken[k] = -100;
			continue;
		}
		int y = at_y(v->lines[k].value[last[k]]) + 5;
		for (size_t i = 0; i < k; i++)
			if (abs(y - taken[i]) < 16)
				y = taken[i] + 16;
		taken[k] = y;
		buf_printf(&pen->b,
			   "<text x=\"78%%\" y=\"%d\" font-size=\"13\" "
			   "font-weight=\"600\" fill=\"%s\">",
			   y, colour[k]);
		html_text(&pen->b, v->lines[k].name);
		buf_char(&pen->b, ' ');
		z_number(pen, v->lines[k].value[last[k]]);
		buf_text(&pen->b, "</text>");
	}
}

enum rc picture_z(const struct picture_z *v, enum lang lang, struct arena *a,
		  struct html *out, struct err *err)
{
	assert(v->n_line && v->n_line <= countof(colour));
	struct pen pen;
	size_t last[countof(colour)];
	pen_open(&pen, &v->p, lang,
		 (struct canvas){.height = TOP + HIGH + BOTTOM,
				 .css = "picture-trend"});
	if (v->n_point)
		grid(&pen, v);
	else
		pen_nothing(&pen, TOP + HIGH / 2);
	for (size_t k = 0; k < v->n_line; k++)
		last[k] = line(&pen, v, k);
	names(&pen, v, last);
	pen_close_svg(&pen);
	return pen_finish(&pen, a, out, err);
}
