#include "picture/picture_int.h"

/* The middle tenth holds the bands' names; numbers stand outside the bars. */
enum { ROW = 22, BAR = 16, TOP = 24 };
#define LEFT  4300
#define RIGHT 5700
#define SPAN  3200

static int64_t longest(const struct picture_pyramid *v)
{
	int64_t most = 1;
	for (size_t i = 0; i < v->n; i++)
		for (int s = 0; s < 2; s++)
			most = max_i64(most, v->bands[i].value[s]);
	return most;
}

static bool has_links(const struct picture_pyramid *v)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->bands[i].href[0].len || v->bands[i].href[1].len)
			return true;
	return false;
}

static void number_beside(struct pen *pen, int s, int64_t x, int y, int64_t n)
{
	buf_text(&pen->b, "<text");
	pen_percent(pen, "x", x);
	buf_printf(&pen->b, " dx=\"%d\" y=\"%d\" font-size=\"12\"%s>",
		   s ? 4 : -4, y + 13, s ? "" : " text-anchor=\"end\"");
	pen_number(pen, n, PICTURE_COUNT);
	buf_text(&pen->b, "</text>");
}

static void half(struct pen *pen, const struct picture_band *band, int s, int y,
		 int64_t most)
{
	int64_t width = portion(band->value[s], most, SPAN);
	pen_link(pen, band->href[s]);
	pen_rect(pen, s ? RIGHT : LEFT - width, y, width, BAR);
	pen_fill(pen, (size_t)s, false);
	buf_text(&pen->b, "/>");
	number_beside(pen, s, s ? RIGHT + width : LEFT - width, y,
		      band->value[s]);
	pen_link_end(pen, band->href[s]);
}

static void draw(struct pen *pen, const struct picture_pyramid *v)
{
	int64_t most = longest(v);
	pen_patterns(pen, 2, false);
	pen_text(pen, LEFT, 14, " text-anchor=\"end\" font-weight=\"600\"",
		 v->side[0], 20);
	pen_text(pen, RIGHT, 14, " font-weight=\"600\"", v->side[1], 20);
	for (size_t i = 0; i < v->n; i++) {
		int y = TOP + (int)i * ROW;
		pen_text(pen, 5000, y + 13,
			 " text-anchor=\"middle\" font-size=\"12\"",
			 v->bands[i].label, 7);
		half(pen, &v->bands[i], 0, y, most);
		half(pen, &v->bands[i], 1, y, most);
	}
	if (!v->n)
		pen_nothing(pen, TOP + 16);
}

static void table(struct pen *pen, const struct picture_pyramid *v)
{
	pen_table_open(pen, v->head, v->side, 2);
	for (size_t i = 0; i < v->n; i++) {
		pen_row_open(pen, v->bands[i].label, STR(""));
		for (int s = 0; s < 2; s++)
			pen_cell_number(pen, v->bands[i].value[s],
					PICTURE_COUNT, v->bands[i].href[s]);
		pen_row_close(pen);
	}
	pen_table_close(pen);
}

enum rc picture_pyramid(const struct picture_pyramid *v, enum lang lang,
			struct arena *a, struct html *out, struct err *err)
{
	struct pen pen;
	int n = v->n ? (int)v->n : 1;
	pen_open(&pen, &v->p, lang,
		 (struct canvas){.height = TOP + n * ROW,
				 .links = has_links(v),
				 .css = "picture-pyramid"});
	draw(&pen, v);
	pen_close_svg(&pen);
	if (!v->p.bare)
		table(&pen, v);
	return pen_finish(&pen, a, out, err);
}
