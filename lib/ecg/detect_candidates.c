#include "ecg/detect_int.h"
#include "signal/four.h"
#include "signal/signal.h"

/* Two maxima nearer than this are one event. */
static const double APART_S = 0.1;
/* A beat cut by the end of the record cannot be placed. */
static const double EDGE_S = 0.02;

/* Which of the sixteen from x on are greater: a bit of each. */
enum { SIXTEEN = 4 * FOUR };
static inline unsigned greater(const float *x, float than)
{
	unsigned bits = 0;
	for (unsigned k = 0; k < SIXTEEN; k += FOUR)
		bits |= four_bits(four_load(x + k) > than) << k;
	return bits;
}

/* The nearest greater value within `apart` on the right side of i; i when there
 * is none. */
static size_t greater_after(const float *x, size_t n, size_t i, size_t apart)
{
	const size_t end = i + apart < n ? i + apart + 1 : n;
	size_t k = i + 1;
	for (; k + SIXTEEN <= end; k += SIXTEEN) {
		const unsigned bits = greater(x + k, x[i]);
		if (bits)
			return k + (size_t)__builtin_ctz(bits);
	}
	for (; k < end; k++)
		if (x[k] > x[i])
			return k;
	return i;
}

static bool greater_before(const float *x, size_t i, size_t apart)
{
	size_t k = i > apart ? i - apart : 0;
	for (; k + SIXTEEN <= i; k += SIXTEEN)
		if (greater(x + k, x[i]))
			return true;
	for (; k < i; k++)
		if (x[k] > x[i])
			return true;
	return false;
}

/* The first of [i, end) that is above the one before it and not below the next
 * one; `end` when there is none. */
static size_t next_summit(const float *x, size_t i, size_t end)
{
	for (; i + FOUR <= end; i += FOUR) {
		const four v = four_load(x + i);
		const unsigned which = four_bits((v > four_load(x + i - 1)) &
						 (v >= four_load(x + i + 1)));
		if (which)
			return i + (size_t)__builtin_ctz(which);
	}
	while (i < end && !(x[i] > x[i - 1] && x[i] >= x[i + 1]))
		i++;
	return i;
}

/* Between a value and a greater one that follows it within `apart` no summit
 * can stand, and none within `apart` after a summit: both are leapt over. */
enum rc ecg_find_candidates(const struct ecg_activity *w, struct arena *a,
			    struct ecg_candidates *out, struct err *err)
{
	const float *x = w->level;
	size_t apart = (size_t)(APART_S * w->hz);
	size_t edge = (size_t)(EDGE_S * w->hz) + 1, n = 0;
	out->c = arena_array(a, struct ecg_candidate, w->n / (apart + 1) + 2);
	if (!out->c)
		return arena_fail(a, err);
	const size_t end = w->n > edge ? w->n - edge : 0;
	for (size_t i = edge, next; i < end; i = next) {
		i = next_summit(x, i, end);
		if (i == end)
			break;
		next = i + 1;
		size_t k = greater_after(x, w->n, i, apart);
		if (k != i) {
			next = k;
		} else if (!greater_before(x, i, apart)) {
			out->c[n++] =
				(struct ecg_candidate){.at = i, .size = x[i]};
			next = i + apart + 1;
		}
	}
	out->n = n;
	return OK;
}

/* The first choice compares with the size of beats around: of the largest
 * event of every two seconds, within ten seconds to each side, the third
 * decile. At any rate above 21/min it is a beat; bursts of noise do not move
 * it, nor do giant ectopic beats among small ones, up to two thirds of the
 * time. */
static const double HOP_S = 0.5;
enum { REACH_HOPS = 20, HOPS_AHEAD = 2, HOPS_BEHIND = 1 };
static const double DECILE = 0.3;
static const float LEAST_SHARE = 0.1F;
static const float SHARE = 0.45F; /* of that size makes a beat */
static const double DEAD_S = 0.2; /* no ventricle answers sooner (GUIDE) */
static const double T_WAVE_S = 0.36;
static const float T_WAVE_SHARE = 0.5F;

struct hops {
	size_t n, samples;
	float *most, *near, *level;
};

static bool take_hops(struct hops *h, const struct ecg_activity *w,
		      struct arena *a)
{
	h->samples = (size_t)(HOP_S * w->hz) + 1;
	h->n = w->n / h->samples + 1;
	h->most = arena_array(a, float, h->n);
	h->near = arena_array(a, float, h->n);
	h->level = arena_array(a, float, h->n);
	return h->most && h->near && h->level;
}

static void level_of_beats(struct hops *h, const struct ecg_candidates *c)
{
	for (size_t i = 0; i < c->n; i++) {
		float *most = &h->most[c->c[i].at / h->samples];
		*most = c->c[i].size > *most ? c->c[i].size : *most;
	}
	for (size_t k = 0; k < h->n; k++) {
		size_t from = k > HOPS_BEHIND ? k - HOPS_BEHIND : 0;
		for (size_t j = from; j <= k + HOPS_AHEAD && j < h->n; j++)
			h->near[k] = h->most[j] > h->near[k] ? h->most[j]
							     : h->near[k];
	}
	float room[2 * REACH_HOPS + 1];
	struct signal_order around = {.v = room};
	for (size_t k = 0, to = 0; k < h->n; k++) {
		if (k > REACH_HOPS)
			signal_order_drop(&around, h->near[k - REACH_HOPS - 1]);
		for (; to < h->n && to <= k + REACH_HOPS; to++)
			signal_order_add(&around, h->near[to]);
		h->level[k] = signal_order_quantile(&around, DECILE);
	}
}

/* What is far below the beats around is none whatever its shape. */
static void drop_smallest(const struct hops *h, struct ecg_candidates *c)
{
	size_t n = 0;
	for (size_t i = 0; i < c->n; i++)
		if (c->c[i].size >=
		    LEAST_SHARE * h->level[c->c[i].at / h->samples])
			c->c[n++] = c->c[i];
	c->n = n;
}

/* Whether candidate i stands after the last chosen one as a beat may. */
static bool may_follow(const struct ecg_activity *w,
		       const struct ecg_candidate *last,
		       const struct ecg_candidate *c)
{
	double gap = (double)(c->at - last->at) / w->hz;
	return gap >= T_WAVE_S || c->size >= T_WAVE_SHARE * last->size;
}

enum rc ecg_choose_first(const struct ecg_activity *w, struct ecg_candidates *c,
			 struct arena *a, struct ecg_choice *out,
			 struct err *err)
{
	struct hops h;
	size_t n = 0, dead = (size_t)(DEAD_S * w->hz);
	out->i = arena_array(a, size_t, c->n + 1);
	if (!out->i || !take_hops(&h, w, a))
		return arena_fail(a, err);
	level_of_beats(&h, c);
	drop_smallest(&h, c);
	for (size_t i = 0; i < c->n; i++) {
		const struct ecg_candidate *x = &c->c[i], *last = NULL;
		if (x->size < SHARE * h.level[x->at / h.samples])
			continue;
		if (n)
			last = &c->c[out->i[n - 1]];
		if (last && x->at - last->at < dead) {
			if (x->size > last->size)
				out->i[n - 1] = i;
		} else if (!last || may_follow(w, last, x)) {
			out->i[n++] = i;
		}
	}
	out->n = n;
	return OK;
}
