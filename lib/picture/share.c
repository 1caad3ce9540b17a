/* Parts of a whole, progress, sparkline: what fits in a line. */
#include "picture/picture_int.h"

static int64_t whole_of(const struct picture_share *v)
{
	int64_t sum = 0;
	for (size_t i = 0; i < v->n; i++) {
		int64_t x = max_i64(v->parts[i].value, 0);
		sum = sum > INT64_MAX - x ? INT64_MAX : sum + x;
	}
	return sum;
}

static bool has_links(const struct picture_share *v)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->parts[i].href.len)
			return true;
	return false;
}

static void draw(struct pen *pen, const struct picture_share *v, int64_t whole)
{
	int64_t so_far = 0, x = 0;
	pen_patterns(pen, v->n, v->ordered);
	for (size_t i = 0; i < v->n && whole; i++) {
		int64_t n = max_i64(v->parts[i].value, 0);
		so_far = so_far > INT64_MAX - n ? INT64_MAX : so_far + n;
		int64_t end = portion(so_far, whole, 10000);
		pen_link(pen, v->parts[i].href);
		pen_rect(pen, x, 1, end - x, 26);
		pen_fill(pen, i, v->ordered);
		buf_text(&pen->b, "><title>");
		html_text(&pen->b, v->parts[i].label);
		buf_text(&pen->b, ": ");
		pen_number(pen, n, PICTURE_COUNT);
		buf_text(&pen->b, "</title></rect>");
		pen_link_end(pen, v->parts[i].href);
		x = end;
	}
	if (!whole)
		pen_nothing(pen, 18);
}

static void table(struct pen *pen, const struct picture_share *v, int64_t whole)
{
	struct str heads[] = {text_of(MSG_PIC_NUMBER, pen->lang),
			      text_of(MSG_PIC_SHARE, pen->lang)};
	pen_table_open(pen, v->head, heads, 2);
	for (size_t i = 0; i < v->n; i++) {
		const struct picture_part *part = &v->parts[i];
		pen_row_open(pen, part->label, part->href);
		pen_cell_number(pen, part->value, PICTURE_COUNT, STR(""));
		pen_cell_number(pen, portion(part->value, whole, 1000),
				PICTURE_TENTHS, STR(""));
		pen_row_close(pen);
	}
	pen_table_close(pen);
}

enum rc picture_share(const struct picture_share *v, enum lang lang,
		      struct arena *a, struct html *out, struct err *err)
{
	assert(v->n <= N_SERIES_MOST);
	struct str names[N_SERIES_MOST];
	struct pen pen;
	int64_t whole = whole_of(v);
	for (size_t i = 0; i < v->n; i++)
		names[i] = v->parts[i].label;
	pen_open(&pen, &v->p, lang,
		 (struct canvas){.height = 28,
				 .links = has_links(v),
				 .css = "picture-share"});
	draw(&pen, v, whole);
	pen_close_svg(&pen);
	if (v->n)
		pen_legend(&pen, names, v->n, v->ordered);
	if (!v->p.bare)
		table(&pen, v, whole);
	return pen_finish(&pen, a, out, err);
}

enum rc picture_progress(const struct picture *p, int64_t value, int64_t whole,
			 struct arena *a, struct html *out, struct err *err)
{
	struct picture bare = *p;
	struct pen pen;
	bare.bare = true;
	pen_open(&pen, &bare, LANG_IT,
		 (struct canvas){.height = 12, .css = "picture-progress"});
	buf_text(&pen.b, "<rect width=\"100%\" height=\"12\" fill=\"" PAPER
			 "\" stroke=\"" FAINT "\"/>");
	pen_rect(&pen, 0, 0, portion(value, whole, 10000), 12);
	pen_fill(&pen, 0, false);
	buf_text(&pen.b, "/>");
	pen_close_svg(&pen);
	return pen_finish(&pen, a, out, err);
}

enum rc picture_spark(const struct picture *p, const int64_t *value, size_t n,
		      struct arena *a, struct html *out, struct err *err)
{
	struct picture bare = *p;
	struct pen pen;
	int64_t most = 1;
	bare.bare = true;
	for (size_t i = 0; i < n; i++)
		most = max_i64(most, value[i]);
	pen_open(&pen, &bare, LANG_IT,
		 (struct canvas){
			 .height = 24, .box = 96, .css = "picture-spark"});
	buf_text(&pen.b, "<polyline fill=\"none\" stroke=\"#0b5cad\" "
			 "stroke-width=\"2\" points=\"");
	for (size_t i = 0; i < n; i++)
		buf_printf(&pen.b, "%d,%d ",
			   n > 1 ? 3 + (int)(i * 90 / (n - 1)) : 3,
			   21 - (int)portion(value[i], most, 18));
	buf_text(&pen.b, "\"/>");
	if (n)
		buf_printf(&pen.b,
			   "<circle cx=\"%d\" cy=\"%d\" r=\"3\" "
			   "fill=\"#0b5cad\"/>",
			   n > 1 ? 93 : 3,
			   21 - (int)portion(value[n - 1], most, 18));
	pen_close_svg(&pen);
	return pen_finish(&pen, a, out, err);
}
