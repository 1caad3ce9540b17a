#include "ecg/detect_int.h"
#include "signal/four.h"
#include "signal/signal.h"

#include <math.h>

/* Shapes that recur: what was chosen first is sorted into groups, each the
 * running mean of its members; noise founds groups of one. */
static const double HALF_S = 0.1; /* compared to each side of the summit */
static const float SAME = 0.9F;   /* correlation that makes one group (GUIDE) */
static const double SHIFT_S = 0.012;
static const float UNKNOWN_SHAPE = 0.75F;
static const float PLAIN = 0.97F, HOPELESS = 0.2F;
enum { MOST_SHAPES = ECG_MOST_SHAPES, MEMORY = 30 };

/* A shape is its leads one after the other, each filled up with zeros to whole
 * vectors; mean 0 and length 1. Four shapes are compared at once: the vectors
 * of four lie beside each other, those of the same samples together. */
struct shapes {
	size_t half, width; /* of one lead: 2 half + 1 */
	size_t row, total;  /* the same, filled up; of all leads */
	float *four[MOST_SHAPES / FOUR];
	size_t count[MOST_SHAPES]; /* members */
	size_t n;
	signal_products_fn *products;
	float *now;  /* what joins */
	float *bare; /* what is compared */
};

/* The samples around `at` of each lead, as sums: enough for their mean and
 * their power without it, and moved by a sample at the cost of two. */
struct window {
	size_t at;
	double sum[SHAPE_LEADS], squares[SHAPE_LEADS];
	float mean[SHAPE_LEADS]; /* weigh fills in this and the next */
	float scale; /* what makes it of length 1 without its means; 0: flat */
};

static bool fits(const struct ecg_activity *w, const struct shapes *k,
		 size_t at)
{
	return at >= k->half && at + k->half < w->n;
}

static void window_at(const struct ecg_activity *w, const struct shapes *k,
		      size_t at, struct window *out)
{
	*out = (struct window){.at = at};
	for (size_t l = 0; l < w->n_lead; l++) {
		const float *x = w->lead[l] + at - k->half;
		signal_pair last = {(double)x[2 * k->half], 0}; /* odd */
		signal_pair sum = last, squares = last * last;
		for (size_t i = 0; i < 2 * k->half; i += 2) {
			signal_pair v = signal_pair_load(x + i);
			sum += v;
			squares += v * v;
		}
		out->sum[l] = sum[0] + sum[1];
		out->squares[l] = squares[0] + squares[1];
	}
}

/* By one sample, to the right or to the left; where it fits. */
static void move_window(const struct ecg_activity *w, const struct shapes *k,
			struct window *v, bool right)
{
	size_t in = right ? v->at + 1 + k->half : v->at - 1 - k->half;
	size_t out = right ? v->at - k->half : v->at + k->half;
	for (size_t l = 0; l < w->n_lead; l++) {
		double x = w->lead[l][in], y = w->lead[l][out];
		v->sum[l] += x - y;
		v->squares[l] += x * x - y * y;
	}
	v->at = right ? v->at + 1 : v->at - 1;
}

/* Means and scale. Flat is what is so down to what is left of the precision of
 * the sums. */
static void weigh(const struct ecg_activity *w, const struct shapes *k,
		  struct window *v)
{
	double power = 0, all = 0;
	for (size_t l = 0; l < w->n_lead; l++) {
		power += v->squares[l] -
			 v->sum[l] * v->sum[l] / (double)k->width;
		all += v->squares[l];
		v->mean[l] = (float)(v->sum[l] / (double)k->width);
	}
	v->scale = power > 1e-6 + 1e-9 * all ? (float)(1 / sqrt(power)) : 0;
}

/* Samples i .. i + 3 of shape s. */
static float *shape_at(const struct shapes *k, size_t s, size_t i)
{
	return k->four[s / FOUR] + FOUR * i + s % FOUR * FOUR;
}

/* The window without its means and of length 1; false when it is flat or
 * leaves the record. */
static bool cut(const struct ecg_activity *w, const struct shapes *k, size_t at,
		float *out)
{
	struct window v;
	if (!fits(w, k, at))
		return false;
	window_at(w, k, at, &v);
	weigh(w, k, &v);
	for (size_t l = 0; l < w->n_lead; l++) {
		const float *x = w->lead[l] + at - k->half;
		float *y = out + l * k->row;
		for (size_t i = 0; i < k->row; i += FOUR)
			four_store(y + i,
				   v.scale * (four_load(x + i) - v.mean[l]));
		for (size_t i = k->width; i < k->row; i++)
			y[i] = 0;
	}
	return v.scale > 0;
}

/* Ready to be compared: the samples in it without their means. What lies behind
 * the window counts nothing, for there every shape is 0. */
static bool lay_out(const struct ecg_activity *w, struct shapes *k,
		    struct window *v)
{
	weigh(w, k, v);
	if (!(v->scale > 0))
		return false;
	for (size_t l = 0; l < w->n_lead; l++) {
		const float *x = w->lead[l] + v->at - k->half;
		float *y = k->bare + l * k->row;
		for (size_t i = 0; i < k->row; i += FOUR)
			four_store(y + i, four_load(x + i) - v->mean[l]);
	}
	return true;
}

/* Correlation of the window that was laid out with each of four shapes. */
static four likeness(const struct ecg_activity *w, const struct shapes *k,
		     const struct window *v, const float *shapes)
{
	four r = {0, 0, 0, 0};
	for (size_t l = 0; l < w->n_lead; l++) {
		const size_t at = l * k->row;
		float sum[FOUR];
		k->products(k->bare + at, shapes + FOUR * at, k->row, sum);
		r += four_load(sum);
	}
	return v->scale * r;
}

struct match {
	float r;
	size_t shape;
};

static void match_window(const struct ecg_activity *w, struct shapes *k,
			 struct window *v, struct match *best)
{
	if (!lay_out(w, k, v))
		return;
	for (size_t s = 0; s < k->n; s += FOUR) {
		const four r = likeness(w, k, v, k->four[s / FOUR]);
		for (size_t i = 0; i < FOUR && s + i < k->n; i++)
			if (r[i] > best->r)
				*best = (struct match){r[i], s + i};
	}
}

/* The best of the shapes, moved a little to each side
 * unless it is plain already that it fits, or that it cannot. */
static struct match best_match(const struct ecg_activity *w, struct shapes *k,
			       size_t at)
{
	size_t shift = (size_t)(SHIFT_S * w->hz + 0.5);
	struct match best = {.r = -1};
	struct window left, right;
	if (!fits(w, k, at))
		return best;
	window_at(w, k, at, &right);
	match_window(w, k, &right, &best);
	if (best.r > PLAIN || best.r < HOPELESS)
		return best;
	left = right;
	for (size_t d = 1; d <= shift; d++) {
		if (fits(w, k, at - d)) {
			move_window(w, k, &left, false);
			match_window(w, k, &left, &best);
		}
		if (fits(w, k, at + d)) {
			move_window(w, k, &right, true);
			match_window(w, k, &right, &best);
		}
	}
	return best;
}

static void join(const struct ecg_activity *w, struct shapes *k, size_t s,
		 size_t at)
{
	if (!cut(w, k, at, k->now))
		return;
	float part = 1 / (float)(k->count[s] < MEMORY ? ++k->count[s] : MEMORY);
	double power = 0;
	for (size_t i = 0; i < k->total; i += FOUR) {
		four x = four_load(shape_at(k, s, i));
		x += part * (four_load(k->now + i) - x);
		four_store(k->now + i, x);
	}
	for (size_t i = 0; i < k->total; i++)
		power += (double)(k->now[i] * k->now[i]);
	float by = power > 0 ? (float)(1 / sqrt(power)) : 0;
	for (size_t i = 0; i < k->total; i += FOUR)
		four_store(shape_at(k, s, i), by * four_load(k->now + i));
}

/* A new group; when there is no room, in place of the smallest. */
static void found(const struct ecg_activity *w, struct shapes *k, size_t at)
{
	size_t s = k->n;
	if (s == MOST_SHAPES) {
		s = 0;
		for (size_t i = 1; i < k->n; i++)
			if (k->count[i] < k->count[s])
				s = i;
	}
	if (!cut(w, k, at, k->now))
		return;
	for (size_t i = 0; i < k->total; i += FOUR)
		four_store(shape_at(k, s, i), four_load(k->now + i));
	k->count[s] = 1;
	if (s == k->n)
		k->n++;
}

/* Those with less than `least` members. */
static void drop_rare(struct shapes *k, size_t least)
{
	size_t n = 0;
	for (size_t s = 0; s < k->n; s++) {
		if (k->count[s] < least)
			continue;
		for (size_t i = 0; n < s && i < k->total; i += FOUR)
			four_store(shape_at(k, n, i),
				   four_load(shape_at(k, s, i)));
		k->count[n++] = k->count[s];
	}
	k->n = n;
}

static bool take_shapes(struct shapes *k, const struct ecg_activity *w,
			struct arena *a)
{
	*k = (struct shapes){.half = (size_t)(HALF_S * w->hz),
			     .products = signal_products()};
	k->width = 2 * k->half + 1;
	k->row = (k->width + ECG_BEHIND - 1) / ECG_BEHIND * ECG_BEHIND;
	k->total = k->row * w->n_lead;
	static_assert(MOST_SHAPES % FOUR == 0, "four at once");
	for (size_t i = 0; i < countof(k->four); i++) {
		k->four[i] = arena_array(a, float, FOUR * k->total + 1);
		if (!k->four[i])
			return false;
	}
	k->now = arena_array(a, float, k->total + 1);
	k->bare = arena_array(a, float, k->total + 1);
	return k->now && k->bare;
}

/* One more beat: into the group that it is like, or a new one. */
static void gather(const struct ecg_activity *w, struct shapes *k, size_t at)
{
	struct match m = best_match(w, k, at);
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
	drop_rare(&k, chosen->n / 100 > 2 ? chosen->n / 100 : 2);
	for (size_t i = 0; i < c->n; i++) {
		float r = best_match(w, &k, c->c[i].at).r;
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
	struct window v;
	bool begun = false;
	for (size_t d = 0; d <= 2 * shift; d++) {
		if (at + d < shift || !fits(w, k, at + d - shift))
			continue;
		if (begun)
			move_window(w, k, &v, true);
		else
			window_at(w, k, at + d - shift, &v);
		begun = true;
		if (!lay_out(w, k, &v))
			continue;
		for (size_t s = 0; s < k->n; s += FOUR) {
			const four r = likeness(w, k, &v, k->four[s / FOUR]);
			four_store(alike + s,
				   four_max(r, four_load(alike + s)));
		}
	}
	for (size_t s = k->n; s < MOST_SHAPES; s++)
		alike[s] = -1;
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
