/* Dashes, dots, boxes and aligned words out of the strokes of a sheet. */
#include "spiro/drawing_int.h"

#include <math.h>

#define SAME_MM 0.02 /* points nearer than this are one */
#define FILL_MM 0.5  /* width of the strokes that fill a box */

static struct sheet_point point(struct spot p)
{
	return (struct sheet_point){(float)p.x, (float)p.y};
}

void ink_line(struct sheet *s, struct nib nib, struct spot from, struct spot to)
{
	const struct spot both[] = {from, to};
	ink_path(s, nib, both, 2);
}

/* ---- a path, whole or in dashes */

static void solid(struct sheet *s, struct nib nib, const struct spot *at,
		  size_t n)
{
	struct sheet_point *to = sheet_points(s, n);
	size_t kept = 0;
	struct spot last = at[0];
	if (!to)
		return;
	for (size_t i = 0; i < n; i++) {
		bool ends = i == 0 || i + 1 == n;
		if (!ends && fabs(at[i].x - last.x) < SAME_MM &&
		    fabs(at[i].y - last.y) < SAME_MM)
			continue;
		last = at[i];
		to[kept++] = point(last);
	}
	sheet_line(s, nib.ink, (float)nib.width_mm, to, kept, STR(""));
}

struct dashes {                /* how far along we are */
	double ink, gap, left; /* mm; left of what is being drawn */
	bool down;
	struct sheet_point *to;
	size_t n;
};

static const struct sheet_point lifted = {NAN, NAN};

static double length_of(const struct spot *at, size_t n)
{
	double sum = 0;
	for (size_t i = 1; i < n; i++)
		sum += hypot(at[i].x - at[i - 1].x, at[i].y - at[i - 1].y);
	return sum;
}

/* From one point to the next, changing between ink and gap on the way. */
static void dash_on(struct dashes *d, struct spot from, struct spot to)
{
	double whole = hypot(to.x - from.x, to.y - from.y), done = 0;
	while (whole - done > d->left) {
		done += d->left;
		double f = done / whole;
		struct spot here = {from.x + f * (to.x - from.x),
				    from.y + f * (to.y - from.y)};
		d->to[d->n++] = point(here);
		if (d->down)
			d->to[d->n++] = lifted;
		d->down = !d->down;
		d->left = d->down ? d->ink : d->gap;
	}
	d->left -= whole - done;
	if (d->down)
		d->to[d->n++] = point(to);
}

static void dashed(struct sheet *s, struct nib nib, const struct spot *at,
		   size_t n)
{
	struct dashes d = {.ink = nib.dash == NIB_DASHED ? 1.4 : 0.05,
			   .gap = nib.dash == NIB_DASHED ? 0.9 : 0.8,
			   .down = true};
	double pieces = 2 * length_of(at, n) / (d.ink + d.gap);
	d.left = d.ink;
	d.to = sheet_points(s, n + 2 * (size_t)pieces + 8);
	if (!d.to)
		return;
	d.to[d.n++] = point(at[0]);
	for (size_t i = 1; i < n; i++)
		dash_on(&d, at[i - 1], at[i]);
	sheet_line(s, nib.ink, (float)nib.width_mm, d.to, d.n, STR(""));
}

void ink_path(struct sheet *s, struct nib nib, const struct spot *at, size_t n)
{
	if (!n)
		return;
	if (nib.dash == NIB_SOLID)
		solid(s, nib, at, n);
	else
		dashed(s, nib, at, n);
}

/* ---- filled shapes */

/* Strokes beside each other; their ends are round, so they stay inside. */
void ink_box(struct sheet *s, struct spot corner, double width, double height,
	     enum sheet_ink ink)
{
	double half = FILL_MM / 2, inner = height - FILL_MM;
	size_t n = (size_t)ceil(inner / (0.8 * FILL_MM)) + 1;
	struct sheet_point *to = sheet_points(s, 3 * n);
	if (!to)
		return;
	for (size_t i = 0; i < n; i++) {
		double y =
			corner.y + half + inner * (double)i / (double)(n - 1);
		to[3 * i] = point((struct spot){corner.x + half, y});
		to[3 * i + 1] =
			point((struct spot){corner.x + width - half, y});
		to[3 * i + 2] = lifted;
	}
	sheet_line(s, ink, (float)FILL_MM, to, 3 * n - 1, STR(""));
}

void ink_dot(struct sheet *s, struct spot at, double radius, enum sheet_ink ink)
{
	struct sheet_point *to = sheet_points(s, 1);
	if (!to)
		return;
	*to = point(at);
	sheet_line(s, ink, (float)(2 * radius), to, 1, STR(""));
}

/* ---- words */

void ink_text(struct sheet *s, struct words how, struct str text)
{
	struct str kept = arena_str(s->a, text);
	float size = (float)how.size_mm;
	double width = kept.ptr ? sheet_text_width(kept, size, how.bold) : 0;
	s->failed |= !kept.ptr;
	if (how.anchor == ALIGN_MIDDLE)
		how.x -= width / 2;
	else if (how.anchor == ALIGN_END)
		how.x -= width;
	if (kept.ptr)
		sheet_text(s, point((struct spot){how.x, how.y}), size,
			   how.bold, how.ink, kept);
}

void ink_printf(struct sheet *s, struct words how, const char *fmt, ...)
{
	char text[400];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	ink_text(s, how, str_from(text));
}
