#include "picture/picture_int.h"

/* A column a month, two marks beside each other: on a phone of 350 pixels a
 * month has 29. */
enum { HEAD = 22, STEP = 15, ROWS = 4, MARKS = 2 * ROWS, PLUS = 16 };

enum state { DONE, MISSED, BOOKED, PLANNED, N_STATE };
static const enum msg word[N_STATE] = {MSG_PIC_DONE, MSG_PIC_MISSED,
				       MSG_PIC_BOOKED, MSG_PIC_PLANNED};

static int64_t count_of(const struct picture_month *m, enum state s)
{
	switch (s) {
	case DONE:
		return max_i64(m->done, 0);
	case MISSED:
		return max_i64(m->missed, 0);
	case BOOKED:
		return max_i64(m->booked, 0);
	case PLANNED:
	case N_STATE:
		break;
	}
	return max_i64(m->planned, 0);
}

/* Twelve pixels square; told apart by shape, not by colour alone. */
static void mark(struct pen *pen, enum state s, int x, int y)
{
	static const char *const shape[N_STATE] = {
		"<circle r=\"6\" fill=\"#00735c\"/><path d=\"M-3 0l2 2.5 "
		"4-5\" fill=\"none\" stroke=\"#fff\" stroke-width=\"1.6\"/>",
		"<rect x=\"-6\" y=\"-6\" width=\"12\" height=\"12\" "
		"fill=\"#c2570c\"/><path d=\"M-3-3l6 6M-3 3l6-6\" "
		"stroke=\"#fff\" stroke-width=\"1.8\"/>",
		"<rect x=\"-6\" y=\"-6\" width=\"12\" height=\"12\" rx=\"2\" "
		"fill=\"#0b5cad\"/>",
		"<circle r=\"5.2\" fill=\"#fff\" stroke=\"#17324d\" "
		"stroke-width=\"1.5\" stroke-dasharray=\"2.5 1.5\"/>"};
	buf_printf(&pen->b, "<g transform=\"translate(%d %d)\">%s</g>", x, y,
		   shape[s]);
}

static void marks(struct pen *pen, const struct picture_month *m)
{
	int64_t i = 0;
	for (int s = 0; s < N_STATE; s++) {
		int64_t n = count_of(m, (enum state)s);
		for (int64_t k = 0; k < n && i < MARKS; k++, i++)
			mark(pen, (enum state)s, 8 + (int)(i % 2) * STEP,
			     HEAD + 10 + (int)(i / 2) * STEP);
	}
}

static void plus(struct pen *pen, const struct picture_month *m)
{
	int64_t sum = 0;
	for (int s = 0; s < N_STATE; s++) {
		int64_t n = count_of(m, (enum state)s);
		sum = sum > INT64_MAX - n ? INT64_MAX : sum + n;
	}
	if (sum <= MARKS)
		return;
	buf_printf(&pen->b, "<text x=\"2\" y=\"%d\" font-size=\"12\">+",
		   HEAD + ROWS * STEP + 14);
	pen_number(pen, sum - MARKS, PICTURE_COUNT);
	buf_text(&pen->b, "</text>");
}

static struct ymd month_of(const struct picture_year *v, int i)
{
	struct ymd c = date_ymd(v->from);
	int m = c.month - 1 + i;
	return (struct ymd){c.year + m / 12, m % 12 + 1, 1};
}

static void head(struct pen *pen, struct str name, bool now)
{
	if (now)
		buf_printf(&pen->b,
			   "<rect width=\"100%%\" height=\"%d\" "
			   "fill=\"#e6eff9\"/>",
			   HEAD + ROWS * STEP + PLUS + 2);
	buf_printf(&pen->b, "<text x=\"2\" y=\"15\" font-size=\"12\"%s>",
		   now ? " font-weight=\"700\" text-decoration=\"underline\""
		       : "");
	html_text(&pen->b, str_sub(name, 0, 3)); /* no name has an accent */
	buf_text(&pen->b, "</text>");
}

static void month_title(struct pen *pen, const struct picture_month *m,
			struct str name)
{
	buf_text(&pen->b, "<title>");
	html_text(&pen->b, name);
	for (int s = 0; s < N_STATE; s++) {
		int64_t n = count_of(m, (enum state)s);
		if (!n)
			continue;
		buf_text(&pen->b, ", ");
		pen_number(pen, n, PICTURE_COUNT);
		buf_char(&pen->b, ' ');
		pen_msg(pen, word[s]);
	}
	buf_text(&pen->b, "</title>");
}

static void draw(struct pen *pen, const struct picture_year *v)
{
	for (int i = 0; i < 12; i++) {
		const struct picture_month *m = &v->month[i];
		struct ymd c = month_of(v, i), now = {0};
		if (!date_is_none(v->today))
			now = date_ymd(v->today);
		struct str name = text_month(pen->lang, c.month);
		pen_link(pen, m->href);
		buf_text(&pen->b, "<svg");
		pen_percent(pen, "x", i * 10000 / 12);
		pen_percent(pen, "width", 10000 / 12);
		buf_char(&pen->b, '>');
		month_title(pen, m, name);
		head(pen, name, c.year == now.year && c.month == now.month);
		marks(pen, m);
		plus(pen, m);
		buf_text(&pen->b, "</svg>");
		pen_link_end(pen, m->href);
	}
	buf_printf(&pen->b,
		   "<line x2=\"100%%\" y1=\"%d\" y2=\"%d\" stroke=\"" FAINT
		   "\" stroke-width=\".6\"/>",
		   HEAD, HEAD);
}

static void legend(struct pen *pen)
{
	buf_text(&pen->b, "<ul class=\"picture-legend\">");
	for (int s = 0; s < N_STATE; s++) {
		buf_text(&pen->b, "<li><svg width=\"16\" height=\"16\" "
				  "aria-hidden=\"true\">");
		mark(pen, (enum state)s, 8, 8);
		buf_text(&pen->b, "</svg> ");
		pen_msg(pen, word[s]);
		buf_text(&pen->b, "</li>");
	}
	buf_text(&pen->b, "</ul>");
}

static void table(struct pen *pen, const struct picture_year *v)
{
	struct str heads[N_STATE];
	for (int s = 0; s < N_STATE; s++)
		heads[s] = text_of(word[s], pen->lang);
	pen_table_open(pen, text_of(MSG_PIC_MONTH, pen->lang), heads, N_STATE);
	for (int i = 0; i < 12; i++) {
		char name[40];
		struct ymd c = month_of(v, i);
		snprintf(name, sizeof(name), STR_FMT " %d",
			 STR_ARG(text_month(pen->lang, c.month)), c.year);
		pen_row_open(pen, str_from(name), v->month[i].href);
		for (int s = 0; s < N_STATE; s++)
			pen_cell_number(pen,
					count_of(&v->month[i], (enum state)s),
					PICTURE_COUNT, STR(""));
		pen_row_close(pen);
	}
	pen_table_close(pen);
}

enum rc picture_year(const struct picture_year *v, enum lang lang,
		     struct arena *a, struct html *out, struct err *err)
{
	struct pen pen;
	bool links = false;
	for (int i = 0; i < 12; i++)
		links |= v->month[i].href.len > 0;
	pen_open(&pen, &v->p, lang,
		 (struct canvas){.height = HEAD + ROWS * STEP + PLUS + 2,
				 .links = links,
				 .css = "picture-year"});
	draw(&pen, v);
	pen_close_svg(&pen);
	legend(&pen);
	if (!v->p.bare)
		table(&pen, v);
	return pen_finish(&pen, a, out, err);
}
