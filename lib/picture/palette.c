/* The colours: from the set of Okabe and Ito (2008) for colour-blind readers,
 * darkened until each has 3:1 against white (WCAG 1.4.11); degrees and shades
 * go by lightness alone, so they survive a black and white printer. */
#include "picture/picture_int.h"

static const char *const hue[N_SERIES_MOST] = {"#0b5cad", "#c2570c", "#00735c",
					       "#8f4b87", "#6b6b00", "#5c6f82"};
static const char *const degree[N_SERIES_MOST] = {
	"#0a2f5c", "#2f7fd1", "#a9cbef", "#d7e6f7", "#ebf2fb", "#ffffff"};
static const char *const shades[N_SHADE] = {"#e6eff9", "#b5d0ee", "#79aade",
					    "#3a7cc3", "#0b478a"};

/* White marks over the colour; the first is plain. */
static const char *const mark[N_SERIES_MOST] = {
	"",
	("<path d=\"M-2 2l4-4M0 8l8-8M6 10l4-4\" stroke=\"#fff\" "
	 "stroke-width=\"1.5\"/>"),
	"<circle cx=\"4\" cy=\"4\" r=\"1.6\" fill=\"#fff\"/>",
	"<path d=\"M0 2h8M0 6h8\" stroke=\"#fff\" stroke-width=\"1.2\"/>",
	"<path d=\"M2 0v8M6 0v8\" stroke=\"#fff\" stroke-width=\"1.2\"/>",
	"<path d=\"M0 0l8 8M0 8l8-8\" stroke=\"#fff\" stroke-width=\"1\"/>"};

const char *shade(size_t step)
{
	assert(step < N_SHADE);
	return shades[step];
}

void pen_patterns(struct pen *pen, size_t n, bool ordered)
{
	assert(n <= N_SERIES_MOST);
	if (ordered || n < 2)
		return;
	buf_text(&pen->b, "<defs>");
	for (size_t i = 1; i < n; i++)
		buf_printf(&pen->b,
			   "<pattern id=\"%s-p%zu\" width=\"8\" height=\"8\" "
			   "patternUnits=\"userSpaceOnUse\"><rect width=\"8\" "
			   "height=\"8\" fill=\"%s\"/>%s</pattern>",
			   pen->p->id, i, hue[i], mark[i]);
	buf_text(&pen->b, "</defs>");
}

void pen_fill(struct pen *pen, size_t series, bool ordered)
{
	assert(series < N_SERIES_MOST);
	if (ordered)
		buf_printf(&pen->b, " fill=\"%s\" stroke=\"" INK "\"",
			   degree[series]);
	else if (series)
		buf_printf(&pen->b, " fill=\"url(#%s-p%zu)\" stroke=\"%s\"",
			   pen->p->id, series, hue[series]);
	else
		buf_printf(&pen->b, " fill=\"%s\" stroke=\"%s\"", hue[0],
			   hue[0]);
}

void pen_legend(struct pen *pen, const struct str *names, size_t n,
		bool ordered)
{
	buf_text(&pen->b, "<ul class=\"picture-legend\">");
	for (size_t i = 0; i < n; i++) {
		buf_text(&pen->b, "<li><svg width=\"16\" height=\"16\" "
				  "aria-hidden=\"true\"><rect x=\"1\" y=\"1\" "
				  "width=\"14\" height=\"14\"");
		pen_fill(pen, i, ordered);
		buf_text(&pen->b, "/></svg> ");
		html_text(&pen->b, names[i]);
		buf_text(&pen->b, "</li>");
	}
	buf_text(&pen->b, "</ul>");
}
