#include "picture/picture_int.h"

static void open_svg(struct pen *pen, struct canvas c)
{
	struct buf *b = &pen->b;
	const char *id = pen->p->id;
	if (c.alone)
		buf_printf(b,
			   "<svg xmlns=\"http://www.w3.org/2000/svg\" "
			   "font-family=\"sans-serif\" "
			   "viewBox=\"0 0 %d %d\"",
			   c.box, c.height);
	else if (c.box)
		buf_printf(b, "<svg class=\"%s\" viewBox=\"0 0 %d %d\"", c.css,
			   c.box, c.height);
	else
		buf_printf(b, "<svg class=\"%s\" width=\"100%%\" height=\"%d\"",
			   c.css, c.height);
	/* who may hold links must not be an image: their roles would be lost */
	buf_printf(b,
		   " role=\"%s\" aria-labelledby=\"%s-t %s-d\" fill=\"" INK
		   "\" font-size=\"14\"><title id=\"%s-t\">",
		   c.links ? "group" : "img", id, id, id);
	html_text(b, pen->p->title);
	buf_printf(b, "</title><desc id=\"%s-d\">", id);
	html_text(b, pen->p->desc.len ? pen->p->desc : pen->p->title);
	buf_text(b, c.links ? "</desc><g aria-hidden=\"true\">" : "</desc>");
}

void pen_open(struct pen *pen, const struct picture *p, enum lang lang,
	      struct canvas c)
{
	*pen = (struct pen){
		.lang = lang, .p = p, .links = c.links, .alone = c.alone};
	buf_init(&pen->b, PICTURE_MOST_BYTES);
	if (!p->bare)
		buf_text(&pen->b, "<figure class=\"picture\">");
	open_svg(pen, c);
}

void pen_close_svg(struct pen *pen)
{
	buf_text(&pen->b, pen->links ? "</g></svg>" : "</svg>");
}

enum rc pen_finish(struct pen *pen, struct arena *a, struct html *out,
		   struct err *err)
{
	struct str whole;
	if (!pen->p->bare)
		buf_text(&pen->b, "</figure>");
	enum rc rc = buf_finish(&pen->b, &whole, err);
	if (!rc) {
		struct str kept = arena_str(a, whole);
		if (kept.ptr)
			out->markup = kept;
		else
			rc = arena_fail(a, err);
	}
	buf_release(&pen->b);
	return rc;
}

void pen_msg(struct pen *pen, enum msg id)
{
	html_text(&pen->b, text_of(id, pen->lang));
}

/* ---- the table */

static void head_cell(struct pen *pen, struct str s, bool number)
{
	buf_text(&pen->b, number ? "<th scope=\"col\" class=\"text-end\">"
				 : "<th scope=\"col\">");
	html_text(&pen->b, s);
	buf_text(&pen->b, "</th>");
}

void pen_table_open(struct pen *pen, struct str first, const struct str *heads,
		    size_t n)
{
	buf_text(&pen->b, "<details class=\"picture-data\"><summary>");
	pen_msg(pen, MSG_PIC_TABLE);
	buf_text(&pen->b, "</summary><div class=\"table-responsive\" "
			  "tabindex=\"0\" role=\"region\" aria-label=\"");
	html_text(&pen->b, pen->p->title);
	buf_text(&pen->b, "\"><table class=\"table table-sm\"><caption "
			  "class=\"visually-hidden\">");
	html_text(&pen->b, pen->p->title);
	buf_text(&pen->b, "</caption><thead><tr>");
	head_cell(pen, first, false);
	for (size_t i = 0; i < n; i++)
		head_cell(pen, heads[i], true);
	buf_text(&pen->b, "</tr></thead><tbody>");
}

static void anchor(struct pen *pen, struct str href)
{
	if (!href.len)
		return;
	buf_text(&pen->b, "<a href=\"");
	html_address(&pen->b, href);
	buf_text(&pen->b, "\">");
}

static void anchor_end(struct pen *pen, struct str href)
{
	if (href.len)
		buf_text(&pen->b, "</a>");
}

void pen_row_open(struct pen *pen, struct str label, struct str href)
{
	buf_text(&pen->b, "<tr><th scope=\"row\">");
	anchor(pen, href);
	html_text(&pen->b, label);
	anchor_end(pen, href);
	buf_text(&pen->b, "</th>");
}

void pen_cell(struct pen *pen, struct str s)
{
	buf_text(&pen->b, "<td class=\"text-end\">");
	html_text(&pen->b, s);
	buf_text(&pen->b, "</td>");
}

void pen_cell_number(struct pen *pen, int64_t v, enum picture_unit unit,
		     struct str href)
{
	buf_text(&pen->b, "<td class=\"text-end\">");
	anchor(pen, href);
	pen_number(pen, v, unit);
	anchor_end(pen, href);
	buf_text(&pen->b, "</td>");
}

void pen_row_close(struct pen *pen)
{
	buf_text(&pen->b, "</tr>");
}

void pen_table_close(struct pen *pen)
{
	buf_text(&pen->b, "</tbody></table></div></details>");
}

/* ---- shapes */

void pen_link(struct pen *pen, struct str href)
{
	if (!href.len)
		return;
	buf_text(&pen->b, "<a tabindex=\"-1\" href=\"");
	html_address(&pen->b, href);
	buf_text(&pen->b, "\">");
}

void pen_link_end(struct pen *pen, struct str href)
{
	anchor_end(pen, href);
}

/* Bytes of the first `n` characters of UTF-8. */
static size_t bytes_of(struct str s, size_t n)
{
	size_t i = 0;
	for (; i < s.len; i++)
		if (((unsigned char)s.ptr[i] & 0xc0) != 0x80 && n-- == 0)
			break;
	return i;
}

void pen_short(struct pen *pen, struct str s, size_t most)
{
	size_t len = bytes_of(s, most);
	if (len == s.len) {
		html_text(&pen->b, s);
		return;
	}
	struct str cut = str_trim(str_sub(s, 0, bytes_of(s, most - 1)));
	html_text(&pen->b, cut);
	buf_text(&pen->b, "\xe2\x80\xa6");
}

void pen_percent(struct pen *pen, const char *name, int64_t hundredths)
{
	buf_printf(&pen->b, " %s=\"", name);
	buf_decimal(&pen->b, hundredths, 2);
	buf_text(&pen->b, "%\"");
}

void pen_text(struct pen *pen, int64_t x, int y, const char *more, struct str s,
	      size_t most)
{
	buf_text(&pen->b, "<text");
	pen_percent(pen, "x", x);
	buf_printf(&pen->b, " y=\"%d\"%s>", y, more);
	pen_short(pen, s, most);
	buf_text(&pen->b, "</text>");
}

void pen_rect(struct pen *pen, int64_t x, int y, int64_t width, int height)
{
	buf_text(&pen->b, "<rect");
	pen_percent(pen, "x", x);
	buf_printf(&pen->b, " y=\"%d\"", y);
	pen_percent(pen, "width", width);
	buf_printf(&pen->b, " height=\"%d\"", height);
}

void pen_number(struct pen *pen, int64_t v, enum picture_unit unit)
{
	bool it = pen->lang == LANG_IT;
	char digits[24];
	uint64_t whole = v < 0 ? 0 : (uint64_t)v;
	uint64_t tenth = whole % 10;
	if (unit == PICTURE_TENTHS)
		whole /= 10;
	int n = snprintf(digits, sizeof(digits), "%" PRIu64, whole);
	for (int i = 0; i < n; i++) {
		if (i && (n - i) % 3 == 0)
			buf_char(&pen->b, it ? '.' : ',');
		buf_char(&pen->b, digits[i]);
	}
	if (unit == PICTURE_TENTHS)
		buf_printf(&pen->b, "%c%" PRIu64 "%s%%", it ? ',' : '.', tenth,
			   it ? "\xc2\xa0" : "");
}

void pen_nothing(struct pen *pen, int y)
{
	pen_text(pen, 5000, y, " text-anchor=\"middle\" fill=\"" FAINT "\"",
		 text_of(MSG_PIC_NOTHING, pen->lang), 60);
}

/* ---- numbers */

int64_t portion(int64_t part, int64_t whole, int64_t span)
{
	if (part <= 0 || whole <= 0)
		return 0;
	if (part >= whole)
		return span;
	return (int64_t)((double)part / (double)whole * (double)span);
}

int64_t round_up(int64_t v)
{
	static const int64_t step[] = {1, 2, 5};
	int64_t power = 1;
	while (power < INT64_MAX / 100) {
		for (size_t i = 0; i < countof(step); i++)
			if (step[i] * power >= v)
				return step[i] * power;
		power *= 10;
	}
	return v;
}
