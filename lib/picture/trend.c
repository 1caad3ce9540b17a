#include "picture/picture_int.h"

/* Lines between 6 % and 80 % of the width; their names stand at their end. */
#define FROM 600
#define TO   8000
enum { TOP = 22, HIGH = 150, BOTTOM = 24 };

static const char *const dash[] = {"", "7 4", "2 4", "9 3 2 3"};
static const char *const colour[] = {"#0b5cad", "#c2570c", "#00735c",
				     "#8f4b87"};

static int64_t highest(const struct picture_trend *v)
{
	int64_t most = 1;
	for (size_t k = 0; k < v->n_line; k++)
		for (size_t i = 0; i < v->n_point; i++)
			most = max_i64(most, v->lines[k].value[i]);
	return round_up(most);
}

static int64_t at_x(const struct picture_trend *v, size_t i)
{
	if (v->n_point < 2)
		return FROM;
	return FROM + (int64_t)i * (TO - FROM) / (int64_t)(v->n_point - 1);
}

static int at_y(int64_t value, int64_t most)
{
	return TOP + HIGH - (int)portion(value, most, HIGH);
}

static void grid(struct pen *pen, const struct picture_trend *v, int64_t most)
{
	for (int i = 0; i <= 2; i++) {
		int y = TOP + HIGH - i * HIGH / 2;
		buf_printf(&pen->b,
			   "<line x1=\"6%%\" x2=\"80%%\" y1=\"%d\" y2=\"%d\" "
			   "stroke=\"" FAINT "\" stroke-width=\"%s\"/>",
			   y, y, i ? ".4" : "1");
		if (!i)
			continue;
		buf_printf(&pen->b,
			   "<text x=\"6%%\" y=\"%d\" font-size=\"12\" "
			   "fill=\"" FAINT "\">",
			   y - 4);
		pen_number(pen, i == 2 ? most : most / 2, v->unit);
		buf_text(&pen->b, "</text>");
	}
	/* first, middle and last point have their name; a phone has no room
	 * for more */
	size_t some[] = {0, v->n_point / 2, v->n_point - 1};
	static const char *const anchor[] = {"start", "middle", "end"};
	for (size_t i = 0; i < 3 && v->n_point; i++) {
		char more[80];
		if (i && some[i] == some[i - 1])
			continue;
		snprintf(more, sizeof(more),
			 " font-size=\"12\" text-anchor=\"%s\"", anchor[i]);
		pen_text(pen, at_x(v, some[i]), TOP + HIGH + 16, more,
			 v->points[some[i]], 16);
	}
}

static void segment(struct pen *pen, const struct picture_trend *v, size_t k,
		    size_t i, int64_t most)
{
	const int64_t *y = v->lines[k].value;
	buf_text(&pen->b, "<line");
	pen_percent(pen, "x1", at_x(v, i - 1));
	pen_percent(pen, "x2", at_x(v, i));
	buf_printf(&pen->b, " y1=\"%d\" y2=\"%d\"/>", at_y(y[i - 1], most),
		   at_y(y[i], most));
}

static void end_label(struct pen *pen, const struct picture_trend *v, size_t k,
		      size_t last, int64_t most)
{
	int y = at_y(v->lines[k].value[last], most);
	buf_text(&pen->b, "<circle");
	pen_percent(pen, "cx", at_x(v, last));
	buf_printf(&pen->b, " cy=\"%d\" r=\"4\" fill=\"%s\"/><text", y,
		   colour[k]);
	pen_percent(pen, "x", at_x(v, last));
	buf_printf(&pen->b, " dx=\"8\" y=\"%d\" font-weight=\"600\">", y + 5);
	pen_number(pen, v->lines[k].value[last], v->unit);
	buf_text(&pen->b, "</text>");
}

static void line(struct pen *pen, const struct picture_trend *v, size_t k,
		 int64_t most)
{
	const int64_t *y = v->lines[k].value;
	size_t last = v->n_point;
	buf_printf(&pen->b, "<g stroke=\"%s\" stroke-width=\"2.5\"", colour[k]);
	if (*dash[k])
		buf_printf(&pen->b, " stroke-dasharray=\"%s\"", dash[k]);
	buf_char(&pen->b, '>');
	for (size_t i = 0; i < v->n_point; i++) {
		if (y[i] < 0)
			continue;
		if (i && y[i - 1] >= 0)
			segment(pen, v, k, i, most);
		last = i;
	}
	buf_text(&pen->b, "</g>");
	if (last < v->n_point)
		end_label(pen, v, k, last, most);
}

static void legend(struct pen *pen, const struct picture_trend *v)
{
	buf_text(&pen->b, "<ul class=\"picture-legend\">");
	for (size_t k = 0; k < v->n_line; k++) {
		buf_printf(&pen->b,
			   "<li><svg width=\"32\" height=\"12\" "
			   "aria-hidden=\"true\"><line x1=\"0\" x2=\"32\" "
			   "y1=\"6\" y2=\"6\" stroke=\"%s\" "
			   "stroke-width=\"2.5\" stroke-dasharray=\"%s\"/>"
			   "</svg> ",
			   colour[k], *dash[k] ? dash[k] : "none");
		html_text(&pen->b, v->lines[k].name);
		buf_text(&pen->b, "</li>");
	}
	buf_text(&pen->b, "</ul>");
}

static void table(struct pen *pen, const struct picture_trend *v)
{
	struct str heads[countof(colour)];
	for (size_t k = 0; k < v->n_line; k++)
		heads[k] = v->lines[k].name;
	pen_table_open(pen, v->head, heads, v->n_line);
	for (size_t i = 0; i < v->n_point; i++) {
		pen_row_open(pen, v->points[i], STR(""));
		for (size_t k = 0; k < v->n_line; k++)
			if (v->lines[k].value[i] < 0)
				pen_cell(pen, STR("-"));
			else
				pen_cell_number(pen, v->lines[k].value[i],
						v->unit, STR(""));
		pen_row_close(pen);
	}
	pen_table_close(pen);
}

enum rc picture_trend(const struct picture_trend *v, enum lang lang,
		      struct arena *a, struct html *out, struct err *err)
{
	assert(v->n_line <= countof(colour));
	struct pen pen;
	int64_t most = highest(v);
	pen_open(&pen, &v->p, lang,
		 (struct canvas){.height = TOP + HIGH + BOTTOM,
				 .css = "picture-trend"});
	if (v->n_point && v->n_line)
		grid(&pen, v, most);
	else
		pen_nothing(&pen, TOP + HIGH / 2);
	for (size_t k = 0; k < v->n_line && v->n_point; k++)
		line(&pen, v, k, most);
	pen_close_svg(&pen);
	if (v->n_line > 1)
		legend(&pen, v);
	if (!v->p.bare)
		table(&pen, v);
	return pen_finish(&pen, a, out, err);
}
