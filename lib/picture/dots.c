#include "picture/picture_int.h"

/* Dots between 2 % and 77 % of the width; limits are written behind them, the
 * last value above. */
#define FROM 200
#define TO   7700
enum { TOP = 32, HIGH = 150, BOTTOM = 24, LABEL = 14 };

static const char *const colour[] = {"#0b5cad", "#8f4b87"};
#define RED   "#b3001b"
#define AMBER "#8a5a00"

struct scale {
	int64_t low, high;
};

static void widen(struct scale *s, int64_t v)
{
	s->low = min_i64(s->low, v);
	s->high = max_i64(s->high, v);
}

static void widen_by_dots(struct scale *s, const struct picture_dots *v,
			  bool hollow)
{
	for (size_t i = 0; i < v->n; i++)
		for (int k = 0; k < 2; k++)
			if (v->dots[i].hollow == hollow &&
			    v->dots[i].value[k] != PICTURE_NO_VALUE)
				widen(s, v->dots[i].value[k]);
}

/* Limits and full dots fit, with a twentieth of air; never flat. Hollow ones
 * set the scale only where nothing else does. */
static struct scale scale_of(const struct picture_dots *v)
{
	struct scale s = {INT64_MAX, INT64_MIN};
	for (size_t i = 0; i < v->n_level; i++)
		widen(&s, v->levels[i].value);
	widen_by_dots(&s, v, false);
	if (s.low > s.high)
		widen_by_dots(&s, v, true);
	if (s.low > s.high)
		return (struct scale){0, 1};
	int64_t air = max_i64(1, (s.high - s.low) / 20);
	return (struct scale){s.low - air, s.high + air};
}

/* What lies beyond stands at the edge. */
static int at_y(const struct scale *s, int64_t value)
{
	return TOP + HIGH -
	       (int)portion(value - s->low, s->high - s->low, HIGH);
}

static int64_t at_x(const struct picture_dots *v, int64_t at)
{
	int64_t in = max_i64(0, min_i64(at - v->from, v->to - v->from));
	return FROM + portion(in, v->to - v->from, TO - FROM);
}

/* ---- limits */

/* Labels from the top down, none upon another. */
static void place_labels(const struct picture_dots *v, const struct scale *s,
			 size_t *order, int *y)
{
	for (size_t i = 0; i < v->n_level; i++) {
		size_t k = i;
		for (; k > 0 &&
		       v->levels[order[k - 1]].value < v->levels[i].value;
		     k--)
			order[k] = order[k - 1];
		order[k] = i;
	}
	for (size_t i = 0; i < v->n_level; i++) {
		y[i] = at_y(s, v->levels[order[i]].value) + 4;
		if (i && y[i] < y[i - 1] + LABEL)
			y[i] = y[i - 1] + LABEL;
	}
}

static void draw_level(struct pen *pen, const struct picture_level *l, int y,
		       int label_y)
{
	static const struct {
		const char *ink, *width, *dash;
	} style[] = {
		[PICTURE_LEVEL_SEVERE] = {RED, "1.5", ""},
		[PICTURE_LEVEL_MILD] = {AMBER, "1.2",
					" stroke-dasharray=\"6 4\""},
		[PICTURE_LEVEL_PLAIN] = {FAINT, ".5",
					 " stroke-dasharray=\"1 4\""},
	};
	const char *ink = style[l->kind].ink;
	buf_printf(&pen->b,
		   "<line x1=\"2%%\" x2=\"77%%\" y1=\"%d\" y2=\"%d\" "
		   "stroke=\"%s\" stroke-width=\"%s\"%s/>",
		   y, y, ink, style[l->kind].width, style[l->kind].dash);
	buf_printf(&pen->b, "<g fill=\"%s\">", ink);
	pen_text(pen, TO + 120, label_y, " font-size=\"12\"", l->label, 14);
	buf_text(&pen->b, "</g>");
}

static void draw_levels(struct pen *pen, const struct picture_dots *v,
			const struct scale *s)
{
	size_t order[PICTURE_LEVELS] = {0};
	int y[PICTURE_LEVELS] = {0};
	place_labels(v, s, order, y);
	for (size_t i = 0; i < v->n_level; i++)
		draw_level(pen, &v->levels[order[i]],
			   at_y(s, v->levels[order[i]].value), y[i]);
}

/* ---- dots */

static void draw_line(struct pen *pen, const struct picture_dots *v,
		      const struct scale *s, int k)
{
	const struct picture_dot *before = NULL;
	buf_printf(&pen->b,
		   "<g stroke=\"%s\" stroke-width=\"1\" "
		   "stroke-opacity=\".55\">",
		   colour[k]);
	for (size_t i = 0; i < v->n; i++) {
		const struct picture_dot *d = &v->dots[i];
		if (d->value[k] == PICTURE_NO_VALUE || d->hollow)
			continue;
		if (before) {
			buf_text(&pen->b, "<line");
			pen_percent(pen, "x1", at_x(v, before->at));
			pen_percent(pen, "x2", at_x(v, d->at));
			buf_printf(&pen->b, " y1=\"%d\" y2=\"%d\"/>",
				   at_y(s, before->value[k]),
				   at_y(s, d->value[k]));
		}
		before = d;
	}
	buf_text(&pen->b, "</g>");
}

static void draw_ring(struct pen *pen, int64_t x, int y)
{
	buf_text(&pen->b, "<circle");
	pen_percent(pen, "cx", x);
	buf_printf(&pen->b,
		   " cy=\"%d\" r=\"7\" fill=\"none\" stroke=\"" RED
		   "\" stroke-width=\"2\"/>",
		   y);
}

static void draw_round(struct pen *pen, const struct picture_dot *d, int64_t x,
		       int y)
{
	if (d->marked)
		draw_ring(pen, x, y);
	buf_text(&pen->b, "<circle");
	pen_percent(pen, "cx", x);
	buf_printf(&pen->b, " cy=\"%d\" r=\"3.5\"%s/>", y,
		   d->hollow ? " fill=\"" PAPER "\"" : "");
}

/* Made of a short thick line, because widths are in per cent. */
static void draw_square(struct pen *pen, const struct picture_dot *d, int64_t x,
			int y)
{
	if (!d->hollow) {
		buf_text(&pen->b, "<line");
		pen_percent(pen, "x1", x);
		pen_percent(pen, "x2", x);
		buf_printf(&pen->b, " y1=\"%d\" y2=\"%d\"/>", y - 3, y + 3);
		return;
	}
	buf_text(&pen->b, "<svg overflow=\"visible\"");
	pen_percent(pen, "x", x);
	buf_printf(&pen->b,
		   " y=\"%d\"><rect x=\"-3\" y=\"-3\" width=\"6\" "
		   "height=\"6\" stroke-width=\"1\" fill=\"" PAPER "\"/></svg>",
		   y);
}

static void draw_dots(struct pen *pen, const struct picture_dots *v,
		      const struct scale *s)
{
	for (int k = 0; k < 2; k++) {
		draw_line(pen, v, s, k);
		buf_printf(&pen->b, "<g stroke=\"%s\" %s=\"%s\">", colour[k],
			   k ? "stroke-width" : "fill", k ? "6" : colour[k]);
		for (size_t i = 0; i < v->n; i++) {
			const struct picture_dot *d = &v->dots[i];
			if (d->value[k] != PICTURE_NO_VALUE)
				(k ? draw_square
				   : draw_round)(pen, d, at_x(v, d->at),
						 at_y(s, d->value[k]));
		}
		buf_text(&pen->b, "</g>");
	}
}

static void draw_days(struct pen *pen, const struct picture_dots *v)
{
	buf_printf(&pen->b,
		   "<line x1=\"2%%\" x2=\"77%%\" y1=\"%d\" y2=\"%d\" "
		   "stroke=\"" FAINT "\"/>",
		   TOP + HIGH, TOP + HIGH);
	pen_text(pen, FROM, TOP + HIGH + 16, " font-size=\"12\"", v->from_label,
		 18);
	pen_text(pen, TO, TOP + HIGH + 16,
		 " font-size=\"12\" text-anchor=\"end\"", v->to_label, 18);
}

/* What a hurried reader wants first: the last that needs no confirmation. */
static void draw_last(struct pen *pen, const struct picture_dots *v)
{
	if (!v->n)
		return;
	const struct picture_dot *last = &v->dots[v->n - 1];
	for (size_t i = v->n; i > 0 && last->hollow; i--)
		if (!v->dots[i - 1].hollow)
			last = &v->dots[i - 1];
	pen_text(pen, FROM, 18, " font-size=\"16\" font-weight=\"700\"",
		 last->text, 24);
	buf_text(&pen->b, "<g fill=\"" FAINT "\">");
	pen_text(pen, TO, 18, " font-size=\"12\" text-anchor=\"end\"",
		 last->when, 32);
	buf_text(&pen->b, "</g>");
}

static void table(struct pen *pen, const struct picture_dots *v)
{
	pen_table_open(pen, v->head[0], v->head + 1, 3);
	for (size_t i = v->n; i-- > 0;) { /* the latest first */
		pen_row_open(pen, v->dots[i].when, STR(""));
		pen_cell(pen, v->dots[i].text);
		pen_cell(pen, v->dots[i].who);
		pen_cell(pen, v->dots[i].note);
		pen_row_close(pen);
	}
	pen_table_close(pen);
}

enum rc picture_dots(const struct picture_dots *v, enum lang lang,
		     struct arena *a, struct html *out, struct err *err)
{
	struct pen pen;
	struct scale s = scale_of(v);
	assert(v->n_level <= PICTURE_LEVELS && v->from < v->to);
	pen_open(&pen, &v->p, lang,
		 (struct canvas){.height = TOP + HIGH + BOTTOM,
				 .css = "picture-dots"});
	draw_levels(&pen, v, &s);
	if (v->n)
		draw_dots(&pen, v, &s);
	else
		pen_nothing(&pen, TOP + HIGH / 2);
	draw_days(&pen, v);
	draw_last(&pen, v);
	pen_close_svg(&pen);
	if (!v->p.bare)
		table(&pen, v);
	return pen_finish(&pen, a, out, err);
}
