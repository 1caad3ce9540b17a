#include "ecg/detect_int.h"

#include <math.h>

/* Shapes that recur: what was chosen first is sorted into groups, each the
 * running mean of its members; noise founds groups of one. */
static const double HALF_S = 0.1; /* compared to each side of the summit */
static const float SAME = 0.9F;   /* correlation that makes one group (GUIDE) */
static const double SHIFT_S = 0.012;
static const float UNKNOWN_SHAPE = 0.75F;
static const float PLAIN = 0.97F, HOPELESS = 0.2F;
enum { MOST_SHAPES = ECG_MOST_SHAPES, MEMORY = 30 };

struct shape {
	float *x;     /* leads one after the other, mean 0 and length 1 */
	size_t count; /* members */
};

struct shapes {
	size_t half, width, total; /* of one lead 2 half + 1; of all */
	struct shape s[MOST_SHAPES];
	size_t n;
	float *now;
};

/* The samples around `at`, per lead without their mean, in all of length 1.
 * False when they leave the record or are flat. */
static bool cut(const struct ecg_activity *w, const struct shapes *k, size_t at,
		float *out)
{
	double power = 0;
	if (at < k->half || at + k->half >= w->n)
		return false;
	for (size_t l = 0; l < w->n_lead; l++) {
		const float *x = w->lead[l] + at - k->half;
		float *y = out + l * k->width, mean = 0;
		for (size_t i = 0; i < k->width; i++)
			mean += x[i];
		mean /= (float)k->width;
		for (size_t i = 0; i < k->width; i++) {
			y[i] = x[i] - mean;
			power += (double)(y[i] * y[i]);
		}
	}
	float by = power > 1e-6 ? (float)(1 / sqrt(power)) : 0;
	for (size_t i = 0; i < k->total; i++)
		out[i] *= by;
	return by > 0;
}

static float product(const float *x, const float *y, size_t n)
{
	float s[4] = {0};
	size_t i = 0;
	for (; i + 4 <= n; i += 4)
		for (size_t j = 0; j < 4; j++)
			s[j] += x[i + j] * y[i + j];
	for (; i < n; i++)
		s[0] += x[i] * y[i];
	return s[0] + s[1] + s[2] + s[3];
}

struct match {
	float r;
	size_t shape;
};

static void match_at(const struct ecg_activity *w, const struct shapes *k,
		     size_t at, size_t least, struct match *best)
{
	if (!cut(w, k, at, k->now))
		return;
	for (size_t s = 0; s < k->n; s++) {
		if (k->s[s].count < least)
			continue;
		float r = product(k->now, k->s[s].x, k->total);
		if (r > best->r)
			*best = (struct match){r, s};
	}
}

/* The best of the shapes with `least` members, moved a little to each side
 * unless it is plain already that it fits, or that it cannot. */
static struct match best_match(const struct ecg_activity *w,
			       const struct shapes *k, size_t at, size_t least)
{
	size_t shift = (size_t)(SHIFT_S * w->hz + 0.5);
	struct match best = {.r = -1};
	match_at(w, k, at, least, &best);
	if (best.r > PLAIN || best.r < HOPELESS)
		return best;
	for (size_t d = 1; d <= shift && d <= at; d++) {
		match_at(w, k, at - d, least, &best);
		match_at(w, k, at + d, least, &best);
	}
	return best;
}

static void join(const struct ecg_activity *w, struct shapes *k, size_t s,
		 size_t at)
{
	struct shape *to = &k->s[s];
	if (!cut(w, k, at, k->now))
		return;
	float part = 1 / (float)(to->count < MEMORY ? ++to->count : MEMORY);
	double power = 0;
	for (size_t i = 0; i < k->total; i++) {
		to->x[i] += part * (k->now[i] - to->x[i]);
		power += (double)(to->x[i] * to->x[i]);
	}
	float by = power > 0 ? (float)(1 / sqrt(power)) : 0;
	for (size_t i = 0; i < k->total; i++)
		to->x[i] *= by;
}

/* A new group; when there is no room, in place of the smallest. */
static void found(const struct ecg_activity *w, struct shapes *k, size_t at)
{
	size_t s = k->n;
	if (s == MOST_SHAPES) {
		s = 0;
		for (size_t i = 1; i < k->n; i++)
			if (k->s[i].count < k->s[s].count)
				s = i;
	}
	if (!cut(w, k, at, k->s[s].x))
		return;
	k->s[s].count = 1;
	if (s == k->n)
		k->n++;
}

static bool take_shapes(struct shapes *k, const struct ecg_activity *w,
			struct arena *a)
{
	*k = (struct shapes){.half = (size_t)(HALF_S * w->hz)};
	k->width = 2 * k->half + 1;
	k->total = k->width * w->n_lead;
	for (size_t s = 0; s < MOST_SHAPES; s++) {
		k->s[s].x = arena_array(a, float, k->total + 1);
		if (!k->s[s].x)
			return false;
	}
	k->now = arena_array(a, float, k->total + 1);
	return k->now != NULL;
}

/* One more beat: into the group that it is like, or a new one. */
static void gather(const struct ecg_activity *w, struct shapes *k, size_t at)
{
	struct match m = best_match(w, k, at, 1);
	if (m.r > SAME)
		join(w, k, m.shape, at);
	else
		found(w, k, at);
}

enum rc ecg_compare_shapes(const struct ecg_activity *w,
			   const struct ecg_choice *chosen,
			   struct ecg_candidates *c, struct arena *a,
			   struct err *err)
{
	struct shapes k;
	if (!take_shapes(&k, w, a))
		return arena_fail(a, err);
	for (size_t i = 0; i < chosen->n; i++)
		gather(w, &k, c->c[chosen->i[i]].at);
	size_t least = chosen->n / 100 > 2 ? chosen->n / 100 : 2;
	for (size_t i = 0; i < c->n; i++) {
		float r = best_match(w, &k, c->c[i].at, least).r;
		c->c[i].alike = r > -1 ? r : UNKNOWN_SHAPE;
	}
	return OK;
}

/* Correlation of the beat with every shape, -1 where it cannot be had. */
static void liken(const struct ecg_activity *w, struct shapes *k, size_t at,
		  float *alike)
{
	size_t shift = (size_t)(SHIFT_S * w->hz + 0.5);
	for (size_t s = 0; s < MOST_SHAPES; s++)
		alike[s] = -1;
	for (size_t d = 0; d <= 2 * shift; d++) {
		if (at + d < shift || !cut(w, k, at + d - shift, k->now))
			continue;
		for (size_t s = 0; s < k->n; s++) {
			float r = product(k->now, k->s[s].x, k->total);
			alike[s] = r > alike[s] ? r : alike[s];
		}
	}
}

enum rc ecg_group_shapes(const struct ecg_activity *w, const size_t *at,
			 size_t n, struct arena *a, struct ecg_group *out,
			 struct err *err)
{
	struct shapes k;
	if (!take_shapes(&k, w, a))
		return arena_fail(a, err);
	for (size_t i = 0; i < n; i++)
		gather(w, &k, at[i]);
	for (size_t i = 0; i < n; i++) {
		size_t best = 0;
		liken(w, &k, at[i], out[i].alike);
		for (size_t s = 1; s < k.n; s++)
			best = out[i].alike[s] > out[i].alike[best] ? s : best;
		bool one = k.n && out[i].alike[best] > SAME;
		out[i].shape = one ? (uint8_t)best : ECG_SHAPE_OTHER;
	}
	return OK;
}
