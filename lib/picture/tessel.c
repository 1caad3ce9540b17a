/* Nearest-place polygons: start from a disc around the site and cut away, site
 * by site, the half-plane that is nearer to the other. The disc is the smooth
 * rim of the province; since only sites within twice its radius can cut, the
 * cost is one distance for each pair and a few cuts for each cell. Cells are
 * convex, so cutting (Sutherland and Hodgman 1974) cannot fail; what is lost to
 * rounding is less than a hair's width on the map. */
#include <math.h>

#include "picture/picture_int.h"

enum { RIM = 14 }; /* corners of the disc */

static double distance2(struct point a, struct point b)
{
	double dx = a.x - b.x, dy = a.y - b.y;
	return dx * dx + dy * dy;
}

static void disc(struct cell *c, struct point at, double radius)
{
	c->n = RIM;
	for (size_t k = 0; k < RIM; k++) {
		double t = 6.283185307179586 * (double)k / RIM;
		c->at[k] = (struct point){at.x + radius * cos(t),
					  at.y + radius * sin(t)};
	}
}

/* Positive on the side of `a`, of the line halfway between a and b. */
static double side(struct point a, struct point b, struct point p)
{
	return distance2(p, b) - distance2(p, a);
}

static struct point between(struct point p, struct point q, double sp,
			    double sq)
{
	double t = sp / (sp - sq); /* signs differ: not 0 */
	return (struct point){p.x + (q.x - p.x) * t, p.y + (q.y - p.y) * t};
}

static void cut(struct cell *c, struct point a, struct point b)
{
	struct cell kept = {.n = 0};
	for (size_t k = 0; k < c->n; k++) {
		struct point p = c->at[k], q = c->at[(k + 1) % c->n];
		double sp = side(a, b, p), sq = side(a, b, q);
		if (kept.n + 2 > CELL_MOST)
			return; /* one cut less: a cell a little too big */
		if (sp >= 0)
			kept.at[kept.n++] = p;
		if ((sp > 0 && sq < 0) || (sp < 0 && sq > 0))
			kept.at[kept.n++] = between(p, q, sp, sq);
	}
	*c = kept;
}

void cell_make(struct cell *c, const struct point *site, size_t n, size_t i,
	       double radius)
{
	double reach2 = 4 * radius * radius;
	disc(c, site[i], radius);
	for (size_t j = 0; j < n && c->n; j++) {
		double d2 = distance2(site[i], site[j]);
		if (j == i || d2 > reach2)
			continue;
		if (d2 > 0)
			cut(c, site[i], site[j]);
		else if (j < i)
			c->n = 0;
	}
}

double nearest(const struct point *site, size_t n, size_t i, size_t k)
{
	double best[8];
	size_t m = 0;
	assert(k >= 1 && k <= countof(best));
	for (size_t j = 0; j < n; j++) {
		double d2 = distance2(site[i], site[j]);
		if (j == i || d2 <= 0 || (m == k && d2 >= best[m - 1]))
			continue;
		size_t at = m < k ? m++ : k - 1;
		for (; at > 0 && best[at - 1] > d2; at--)
			best[at] = best[at - 1];
		best[at] = d2;
	}
	return m == k ? sqrt(best[k - 1]) : 0;
}
