/* A sheet as SVG: a path for each line, its points as steps from one to the
 * next in hundredths of a millimetre, so that rounding does not add up. */
#include "picture/sheet_int.h"
#include "text/html.h"

/* A number behind another: a sign separates as a blank does. */
static void put_next(struct buf *b, int64_t hundredths)
{
	if (hundredths >= 0)
		buf_char(b, ' ');
	sheet_number(b, hundredths);
}

static void put_path(struct buf *b, const struct sheet_stroke *s)
{
	int64_t x = 0, y = 0;
	bool down = false;
	for (size_t i = 0; i < s->n; i++) {
		if (sheet_lifted(s->at[i])) {
			down = false;
			continue;
		}
		int64_t to_x = sheet_hundredths(s->at[i].x),
			to_y = sheet_hundredths(s->at[i].y);
		if (!down) {
			buf_char(b, 'M');
			sheet_number(b, to_x);
			put_next(b, to_y);
			buf_char(b, 'l'); /* all that follow are steps */
		} else {
			put_next(b, to_x - x);
			put_next(b, to_y - y);
		}
		/* a point alone is a dot */
		bool last = i + 1 == s->n || sheet_lifted(s->at[i + 1]);
		if (!down && last)
			buf_text(b, "0 0");
		down = true;
		x = to_x;
		y = to_y;
	}
}

static void put_colour(struct buf *b, enum sheet_ink ink)
{
	struct sheet_colour c = sheet_colours[ink];
	buf_printf(b, "\"#%02x%02x%02x\"", c.r, c.g, c.b);
}

static void put_line(struct buf *b, const struct sheet_stroke *s)
{
	buf_text(b, "<path");
	if (s->name.len) {
		buf_text(b, " data-lead=\"");
		html_text(b, s->name);
		buf_char(b, '"');
	}
	buf_text(b, " stroke=");
	put_colour(b, s->ink);
	buf_text(b, " stroke-width=\"");
	sheet_number(b, sheet_hundredths(s->width));
	buf_text(b, "\" d=\"");
	put_path(b, s);
	buf_text(b, "\"/>\n");
}

static void put_text(struct buf *b, const struct sheet_stroke *s)
{
	buf_text(b, "<text x=\"");
	sheet_number(b, sheet_hundredths(s->at[0].x));
	buf_text(b, "\" y=\"");
	sheet_number(b, sheet_hundredths(s->at[0].y));
	buf_text(b, "\" font-size=\"");
	sheet_number(b, sheet_hundredths(s->width));
	buf_text(b, s->bold ? "\" font-weight=\"bold\" stroke=\"none\" fill="
			    : "\" stroke=\"none\" fill=");
	put_colour(b, s->ink);
	/* a browser without these letters takes wider ones: never into what
	 * stands beside, nor off the paper */
	buf_text(b, " lengthAdjust=\"spacingAndGlyphs\" textLength=\"");
	sheet_number(b, sheet_hundredths(
				sheet_text_width(s->text, s->width, s->bold)));
	buf_text(b, "\">");
	html_text(b, s->text);
	buf_text(b, "</text>\n");
}

static void put_head(struct buf *b, const struct sheet *s)
{
	const int64_t w = sheet_hundredths(s->width),
		      h = sheet_hundredths(s->height);
	buf_text(b, "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"");
	sheet_number(b, w);
	buf_text(b, "mm\" height=\"");
	sheet_number(b, h);
	buf_text(b, "mm\" viewBox=\"0 0 ");
	sheet_number(b, w);
	buf_char(b, ' ');
	sheet_number(b, h);
	buf_text(b, "\" fill=\"none\" stroke-linejoin=\"round\" "
		    "stroke-linecap=\"round\" font-family=\"Helvetica, Arial, "
		    "sans-serif\" role=\"img\"");
	for (size_t i = 0; i < s->n_data; i++) {
		buf_printf(b, " data-" STR_FMT "=\"", STR_ARG(s->data_name[i]));
		html_text(b, s->data_value[i]);
		buf_char(b, '"');
	}
	buf_text(b, ">\n<title>");
	html_text(b, s->title);
	buf_text(b, "</title>\n<rect width=\"100%\" height=\"100%\" "
		    "fill=\"#fff\"/>\n");
}

enum rc sheet_svg(const struct sheet *s, struct arena *a, struct str *out,
		  struct err *err)
{
	struct buf b;
	struct str whole;
	if (s->failed)
		return arena_fail(a, err);
	buf_init(&b, SHEET_MOST_BYTES);
	put_head(&b, s);
	for (size_t i = 0; i < s->n; i++)
		if (s->stroke[i].text.len)
			put_text(&b, &s->stroke[i]);
		else
			put_line(&b, &s->stroke[i]);
	buf_text(&b, "</svg>\n");
	enum rc rc = buf_finish(&b, &whole, err);
	if (!rc) {
		*out = arena_str(a, whole);
		rc = out->ptr ? OK : arena_fail(a, err);
	}
	buf_release(&b);
	return rc;
}
