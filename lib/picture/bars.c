#include "picture/picture_int.h"

#define SPAN 8000 /* bars end at 80 %, so that their number has room */

enum { LABEL = 18, BAR = 16, GAP = 12 };

static size_t drawn(const struct picture_bars *v)
{
	size_t most = v->most ? v->most : 20;
	return v->n < most ? v->n : most;
}

static int64_t row_sum(const struct picture_bars *v, size_t i)
{
	int64_t sum = 0;
	for (size_t k = 0; k < v->n_series; k++) {
		int64_t x = max_i64(v->rows[i].value[k], 0);
		sum = sum > INT64_MAX - x ? INT64_MAX : sum + x;
	}
	return sum;
}

static int64_t longest(const struct picture_bars *v)
{
	int64_t most = v->unit == PICTURE_TENTHS ? 1000 : 1;
	for (size_t i = 0; i < drawn(v); i++) {
		if (v->stacked)
			most = max_i64(most, row_sum(v, i));
		for (size_t k = 0; k < v->n_series; k++)
			most = max_i64(most, v->rows[i].value[k]);
	}
	return most;
}

static int row_height(const struct picture_bars *v)
{
	int n = v->stacked ? 1 : (int)v->n_series;
	return LABEL + n * (BAR + 3) + GAP;
}

static bool has_links(const struct picture_bars *v)
{
	for (size_t i = 0; i < drawn(v); i++)
		if (v->rows[i].href.len)
			return true;
	return false;
}

static void number_after(struct pen *pen, int64_t x, int y, int64_t value,
			 enum picture_unit unit)
{
	buf_text(&pen->b, "<text");
	pen_percent(pen, "x", x);
	buf_printf(&pen->b, " dx=\"6\" y=\"%d\" font-size=\"13\">", y + 13);
	pen_number(pen, value, unit);
	buf_text(&pen->b, "</text>");
}

static void part_title(struct pen *pen, struct str name, int64_t value,
		       enum picture_unit unit)
{
	buf_text(&pen->b, "><title>");
	html_text(&pen->b, name);
	buf_text(&pen->b, ": ");
	pen_number(pen, value, unit);
	buf_text(&pen->b, "</title></rect>");
}

static void row_stacked(struct pen *pen, const struct picture_bars *v,
			const struct picture_row *r, int y, int64_t most,
			int64_t sum)
{
	int64_t x = 0, so_far = 0;
	for (size_t k = 0; k < v->n_series; k++) {
		int64_t n = max_i64(r->value[k], 0);
		so_far = so_far > INT64_MAX - n ? INT64_MAX : so_far + n;
		int64_t end = portion(so_far, most, SPAN);
		if (n) {
			pen_rect(pen, x, y, end - x, BAR);
			pen_fill(pen, k, v->ordered);
			part_title(pen, v->series[k], n, v->unit);
		}
		x = end;
	}
	number_after(pen, x, y, sum, v->unit);
}

static void row_beside(struct pen *pen, const struct picture_bars *v,
		       const struct picture_row *r, int y, int64_t most)
{
	for (size_t k = 0; k < v->n_series; k++) {
		int top = y + (int)k * (BAR + 3);
		int64_t end = portion(r->value[k], most, SPAN);
		pen_rect(pen, 0, top, end, BAR);
		pen_fill(pen, k, v->ordered);
		part_title(pen, v->series[k], r->value[k], v->unit);
		number_after(pen, end, top, r->value[k], v->unit);
	}
}

static void draw(struct pen *pen, const struct picture_bars *v)
{
	int64_t most = longest(v);
	pen_patterns(pen, v->n_series, v->ordered);
	for (size_t i = 0; i < drawn(v); i++) {
		const struct picture_row *r = &v->rows[i];
		int y = (int)i * row_height(v);
		pen_link(pen, r->href);
		pen_text(pen, 0, y + 13, "", r->label, 52);
		if (v->stacked)
			row_stacked(pen, v, r, y + LABEL, most, row_sum(v, i));
		else
			row_beside(pen, v, r, y + LABEL, most);
		pen_link_end(pen, r->href);
	}
	if (!v->n)
		pen_nothing(pen, 24);
}

static void table(struct pen *pen, const struct picture_bars *v)
{
	bool sum = v->stacked && v->n_series > 1;
	struct str heads[N_SERIES_MOST + 1];
	memcpy(heads, v->series, v->n_series * sizeof(*heads));
	heads[v->n_series] = text_of(MSG_PIC_TOTAL, pen->lang);
	pen_table_open(pen, v->head, heads, v->n_series + sum);
	for (size_t i = 0; i < v->n; i++) {
		pen_row_open(pen, v->rows[i].label, v->rows[i].href);
		for (size_t k = 0; k < v->n_series; k++)
			pen_cell_number(pen, v->rows[i].value[k], v->unit,
					STR(""));
		if (sum)
			pen_cell_number(pen, row_sum(v, i), v->unit, STR(""));
		pen_row_close(pen);
	}
	pen_table_close(pen);
}

enum rc picture_bars(const struct picture_bars *v, enum lang lang,
		     struct arena *a, struct html *out, struct err *err)
{
	assert(v->n_series >= 1 && v->n_series <= N_SERIES_MOST);
	struct pen pen;
	int height = v->n ? (int)drawn(v) * row_height(v) : 40;
	pen_open(&pen, &v->p, lang,
		 (struct canvas){.height = height,
				 .links = has_links(v),
				 .css = "picture-bars"});
	draw(&pen, v);
	pen_close_svg(&pen);
	if (v->n_series > 1)
		pen_legend(&pen, v->series, v->n_series, v->ordered);
	if (!v->p.bare)
		table(&pen, v);
	return pen_finish(&pen, a, out, err);
}
