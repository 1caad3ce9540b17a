#include <math.h>

#include "picture/picture_int.h"

/* The drawing is 480 units wide; on a phone a unit is two thirds of a pixel,
 * so letters are 19 units there (class picture-map in prossima.css). */
enum { WIDE = 480, MARGIN = 12, TALLEST = 540, NAMES = 9 };

struct plan {
	struct point *site; /* first the places drawn, then those around */
	size_t n, n_site;
	double scale, left, top; /* of the drawing */
	int height;
	int64_t limit[N_SHADE]; /* a place is of the first shade whose limit
				   it does not pass */
	size_t n_shade;
};

/* ---- where */

static double radius_of(const struct plan *m, size_t i)
{
	double far = nearest(m->site, m->n_site, i, 4);
	return far > 0 ? far * 1.1 : 1;
}

static void project(struct plan *m, const struct picture_map *v)
{
	double middle = 0;
	for (size_t i = 0; i < v->n; i++)
		middle += v->places[i].lat / (double)v->n;
	double squeeze = cos(middle * 0.017453292519943295);
	for (size_t i = 0; i < v->n; i++)
		m->site[i] = (struct point){v->places[i].lon * squeeze * 100,
					    -v->places[i].lat * 100};
	for (size_t i = 0; i < v->n_around; i++)
		m->site[v->n + i] =
			(struct point){v->around[i].lon * squeeze * 100,
				       -v->around[i].lat * 100};
}

static void frame(struct plan *m)
{
	double x0 = INFINITY, x1 = -INFINITY, y0 = INFINITY, y1 = -INFINITY;
	for (size_t i = 0; i < m->n; i++) {
		double r = radius_of(m, i);
		x0 = fmin(x0, m->site[i].x - r);
		x1 = fmax(x1, m->site[i].x + r);
		y0 = fmin(y0, m->site[i].y - r);
		y1 = fmax(y1, m->site[i].y + r);
	}
	m->scale = fmin((WIDE - 2 * MARGIN) / (x1 - x0),
			(TALLEST - 2 * MARGIN) / (y1 - y0));
	m->left = x0 - (WIDE / m->scale - (x1 - x0)) / 2;
	m->top = y0 - MARGIN / m->scale;
	m->height = (int)((y1 - y0) * m->scale) + 2 * MARGIN;
}

static int to_x(const struct plan *m, double x)
{
	return (int)lrint((x - m->left) * m->scale);
}

static int to_y(const struct plan *m, double y)
{
	return (int)lrint((y - m->top) * m->scale);
}

/* ---- how dark: shades hold about as many places each */

static int cmp_value(const void *x, const void *y)
{
	int64_t a = *(const int64_t *)x, b = *(const int64_t *)y;
	return a < b ? -1 : a > b;
}

static bool set_shades(struct plan *m, const struct picture_map *v,
		       struct arena *a)
{
	int64_t *sorted = arena_array(a, int64_t, v->n + 1);
	size_t n = 0;
	if (!sorted)
		return false;
	for (size_t i = 0; i < v->n; i++)
		if (v->places[i].value >= 0)
			sorted[n++] = v->places[i].value;
	qsort(sorted, n, sizeof(*sorted), cmp_value);
	for (size_t k = 1; k <= N_SHADE && n; k++) {
		int64_t x = sorted[k * n / N_SHADE ? k * n / N_SHADE - 1 : 0];
		if (!m->n_shade || m->limit[m->n_shade - 1] < x)
			m->limit[m->n_shade++] = x;
	}
	return true;
}

/* 0 for nothing to show, else one more than the shade. */
static size_t shade_of(const struct plan *m, int64_t value)
{
	if (value < 0)
		return 0;
	for (size_t k = 0; k < m->n_shade; k++)
		if (value <= m->limit[k])
			return k + N_SHADE - m->n_shade + 1;
	return N_SHADE;
}

/* ---- drawing */

static void path(struct pen *pen, const struct plan *m, const struct cell *c)
{
	int x = to_x(m, c->at[0].x), y = to_y(m, c->at[0].y);
	bool bent = false;
	buf_printf(&pen->b, " d=\"M%d %dl", x, y);
	for (size_t k = 1; k < c->n; k++) {
		int nx = to_x(m, c->at[k].x), ny = to_y(m, c->at[k].y);
		if (nx == x && ny == y)
			continue;
		buf_printf(&pen->b, "%s%d%s%d", bent ? " " : "", nx - x,
			   ny < y ? "" : " ", ny - y);
		bent = true;
		x = nx;
		y = ny;
	}
	buf_text(&pen->b, bent ? "z\"" : "0 0z\"");
}

static void draw_place(struct pen *pen, const struct plan *m,
		       const struct picture_place *place, size_t i)
{
	struct cell c;
	cell_make(&c, m->site, m->n_site, i, radius_of(m, i));
	if (c.n < 3)
		return;
	if (!pen->alone)
		pen_link(pen, place->href);
	buf_text(&pen->b,
		 place->marked ? "<path stroke=\"#c2570c\" stroke-width=\"4\""
			       : "<path");
	path(pen, m, &c);
	if (pen->alone) {
		buf_text(&pen->b, "/>");
		return;
	}
	buf_text(&pen->b, "><title>");
	html_text(&pen->b, place->name);
	if (place->label.len)
		buf_text(&pen->b, ": ");
	html_text(&pen->b, place->label);
	buf_text(&pen->b, "</title></path>");
	pen_link_end(pen, place->href);
}

/* By shade, so that the colour is said once; the marked one above the rest. */
static void draw_places(struct pen *pen, const struct plan *m,
			const struct picture_map *v)
{
	buf_text(&pen->b, "<g stroke=\"" FAINT "\" stroke-width=\".7\">");
	for (size_t k = 0; k < 2 * (N_SHADE + 1); k++) {
		size_t of = k % (N_SHADE + 1);
		bool marked = k > N_SHADE, open = false;
		for (size_t i = 0; i < v->n; i++) {
			const struct picture_place *x = &v->places[i];
			if (shade_of(m, x->value) != of || x->marked != marked)
				continue;
			if (!open)
				buf_printf(&pen->b, "<g fill=\"%s\">",
					   of ? shade(of - 1) : PAPER);
			open = true;
			draw_place(pen, m, x, i);
		}
		if (open)
			buf_text(&pen->b, "</g>");
	}
	buf_text(&pen->b, "</g>");
}

/* ---- names of the largest towns that do not cover each other */

struct box {
	int x, y, half;
};

static bool covers(const struct box *taken, size_t n, struct box b)
{
	for (size_t i = 0; i < n; i++)
		if (abs(taken[i].y - b.y) < 22 &&
		    abs(taken[i].x - b.x) < taken[i].half + b.half)
			return true;
	return false;
}

/* The largest place not looked at yet. */
static size_t next_town(const struct picture_map *v, const bool *done)
{
	size_t best = v->n;
	for (size_t i = 0; i < v->n; i++)
		if (!done[i] &&
		    (best == v->n || v->places[i].size > v->places[best].size))
			best = i;
	return best;
}

static void draw_name(struct pen *pen, struct str name, struct box b)
{
	buf_printf(&pen->b,
		   "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" "
		   "paint-order=\"stroke\" stroke=\"#fff\" stroke-width=\"4\" "
		   "stroke-linejoin=\"round\" pointer-events=\"none\">",
		   b.x, b.y);
	pen_short(pen, name, 20);
	buf_text(&pen->b, "</text>");
}

static void draw_names(struct pen *pen, const struct plan *m,
		       const struct picture_map *v, bool *done)
{
	struct box taken[NAMES];
	size_t n = 0;
	for (int tries = 0; tries < 4 * NAMES && n < NAMES; tries++) {
		size_t i = next_town(v, done);
		if (i == v->n)
			return;
		done[i] = true;
		struct str name = v->places[i].name;
		int half = 6 + 5 * (int)(name.len < 20 ? name.len : 20);
		struct box b = {to_x(m, m->site[i].x),
				to_y(m, m->site[i].y) + 6, half};
		b.x = b.x < half ? half : b.x;
		b.x = b.x > WIDE - half ? WIDE - half : b.x;
		if (covers(taken, n, b))
			continue;
		taken[n++] = b;
		draw_name(pen, name, b);
	}
}

/* ---- legend and table */

static void limit_text(struct pen *pen, const struct picture_map *v,
		       const struct plan *m, size_t k)
{
	struct pen number = {.lang = pen->lang};
	bool last = k && k == m->n_shade - 1;
	buf_init(&number.b, 64);
	pen_number(&number, m->limit[last ? k - 1 : k], v->unit);
	struct str pairs[] = {STR_INIT("n"), buf_view(&number.b)};
	text_fill(&pen->b, last ? MSG_PIC_BEYOND : MSG_PIC_UP_TO, pen->lang,
		  pairs, 1);
	buf_release(&number.b);
}

static void sample(struct pen *pen, const char *fill)
{
	buf_printf(&pen->b,
		   "<li><svg width=\"16\" height=\"16\" aria-hidden=\"true\">"
		   "<rect x=\"1\" y=\"1\" width=\"14\" height=\"14\" "
		   "fill=\"%s\" stroke=\"" FAINT "\"/></svg> ",
		   fill);
}

static void legend(struct pen *pen, const struct picture_map *v,
		   const struct plan *m)
{
	bool empty = false;
	for (size_t i = 0; i < v->n; i++)
		empty |= v->places[i].value < 0;
	buf_text(&pen->b, "<ul class=\"picture-legend\">");
	for (size_t k = 0; k < m->n_shade; k++) {
		sample(pen, shade(k + N_SHADE - m->n_shade));
		limit_text(pen, v, m, k);
		buf_text(&pen->b, "</li>");
	}
	if (empty) {
		sample(pen, PAPER);
		pen_msg(pen, MSG_PIC_NO_VALUE);
		buf_text(&pen->b, "</li>");
	}
	buf_text(&pen->b, "</ul><p class=\"small\">");
	pen_msg(pen, MSG_PIC_SCHEMATIC);
	buf_text(&pen->b, "</p>");
}

static void table(struct pen *pen, const struct picture_map *v)
{
	pen_table_open(pen, v->head[0], &v->head[1], 1);
	for (size_t i = 0; i < v->n; i++) {
		pen_row_open(pen, v->places[i].name, v->places[i].href);
		pen_cell(pen, v->places[i].label);
		pen_row_close(pen);
	}
	pen_table_close(pen);
}

static bool has_links(const struct picture_map *v)
{
	for (size_t i = 0; i < v->n; i++)
		if (v->places[i].href.len)
			return true;
	return false;
}

/* ---- */

static bool prepare(struct plan *m, const struct picture_map *v,
		    struct arena *a)
{
	*m = (struct plan){
		.n = v->n, .n_site = v->n + v->n_around, .height = 60};
	m->site = arena_array(a, struct point, m->n_site + 1);
	if (!m->site || !set_shades(m, v, a))
		return false;
	if (!v->n)
		return true;
	project(m, v);
	frame(m);
	return true;
}

static enum rc draw(const struct picture_map *v, const struct plan *m,
		    struct pen *pen, struct arena *a, struct err *err)
{
	bool *done = arena_array(a, bool, v->n + 1);
	if (!done)
		return arena_fail(a, err);
	if (v->n) {
		draw_places(pen, m, v);
		draw_names(pen, m, v, done);
	} else {
		pen_nothing(pen, 30);
	}
	pen_close_svg(pen);
	return OK;
}

enum rc picture_map(const struct picture_map *v, enum lang lang,
		    struct arena *a, struct html *out, struct err *err)
{
	struct pen pen;
	struct plan m;
	if (!prepare(&m, v, a))
		return arena_fail(a, err);
	pen_open(&pen, &v->p, lang,
		 (struct canvas){.height = m.height,
				 .box = WIDE,
				 .links = has_links(v),
				 .css = "picture-map"});
	enum rc rc = draw(v, &m, &pen, a, err);
	if (rc) {
		buf_release(&pen.b);
		return rc;
	}
	legend(&pen, v, &m);
	if (!v->p.bare)
		table(&pen, v);
	return pen_finish(&pen, a, out, err);
}

enum rc picture_map_file(const struct picture_map *v, enum lang lang,
			 struct arena *a, struct html *out, struct err *err)
{
	struct picture_map alone = *v;
	struct pen pen;
	struct plan m;
	alone.p.bare = true;
	if (!prepare(&m, &alone, a))
		return arena_fail(a, err);
	pen_open(&pen, &alone.p, lang,
		 (struct canvas){
			 .height = m.height, .box = WIDE, .alone = true});
	enum rc rc = draw(&alone, &m, &pen, a, err);
	if (!rc)
		return pen_finish(&pen, a, out, err);
	buf_release(&pen.b);
	return rc;
}

enum rc picture_map_legend(const struct picture_map *v, enum lang lang,
			   struct arena *a, struct html *out, struct err *err)
{
	struct picture bare = v->p;
	struct pen pen = {.lang = lang, .p = &bare};
	struct plan m = {.n = v->n};
	bare.bare = true;
	if (!set_shades(&m, v, a))
		return arena_fail(a, err);
	buf_init(&pen.b, PICTURE_MOST_BYTES);
	legend(&pen, v, &m);
	return pen_finish(&pen, a, out, err);
}
