#include "ecg/median_int.h"
#include "signal/four.h"
#include "signal/signal.h"

#include <math.h>

/* A beat reaches from 450 ms before its mark (a PR of 300 ms and a P wave) to
 * 750 ms after it (the end of the longest QT we measure). */
static const double BEFORE_S = 0.45, AFTER_S = 0.75;
/* Drift is slow: it is computed every 16 samples and a line drawn between. */
enum { MOST_MEMBERS = 64, ROUNDS = 2, DRIFT_STEP = 16 };
/* The level of drift is taken where P has ended or not begun, but always at the
 * same place: 40 ms around 80 ms before the mark. */
static const double LEVEL_S = 0.08, LEVEL_HALF_S = 0.02, HALFWAY = 0.6;
static const float JUMP_UV = 1000;
/* Mains are taken out of a lead only where they are found. */
static const float MAINS_UV = 5;
static const float FLAT_UV = 20, DROWNED = 0.5F;

struct builder {
	const struct ecg_record *r;
	const struct ecg_beats *b;
	size_t member[MOST_MEMBERS]; /* indices of beats */
	ptrdiff_t shift[MOST_MEMBERS];
	size_t n_member, before, n;
	enum signal_mains_kind mains[ECG_MOST_LEADS]; /* SIGNAL_N_MAINS: none */
	struct signal_mains turns;                    /* of one beat */
	struct ecg_slopes slopes;
	float *cut[MOST_MEMBERS]; /* of the lead at work */
	float *column, *above;
	struct knot *knot[ECG_MOST_LEADS];
	size_t n_knot;
	double rr_s; /* median interval */
};

/* Beats of the largest group whose neighbours stand apart, spread evenly over
 * the record. The first and last give way to others: drift is not known well
 * at the ends. */
static void choose_members(struct builder *w, const struct ecg_kinds *k)
{
	size_t fit = 0, taken = 0;
	bool ends = w->b->n < 5;
	for (int pass = 0; pass < 2; pass++) {
		size_t seen = 0, every = fit / MOST_MEMBERS + 1;
		for (size_t i = 0; i < w->b->n; i++) {
			size_t at = w->b->at[i];
			bool inner = ends || (i > 0 && i + 1 < w->b->n);
			bool whole =
				at >= w->before + 2 &&
				at + (w->n - w->before) + 2 < w->r->n_sample;
			if (k->shape[i] != 0 || k->type[i] == 'V' || !inner ||
			    !whole)
				continue;
			if (pass && seen % every == 0 && taken < MOST_MEMBERS)
				w->member[taken++] = i;
			seen++;
		}
		fit = seen;
	}
	w->n_member = taken;
}

/* Drift is known at two moments of every beat: at its level before QRS, and
 * halfway to the next one, less what the usual beat itself holds there. */
struct knot {
	double at, v;
	bool halfway;
};

static struct knot knot_at(const struct builder *w, const struct ecg_lead *l,
			   double at)
{
	ptrdiff_t half = (ptrdiff_t)(LEVEL_HALF_S * w->r->hz);
	ptrdiff_t from = (ptrdiff_t)at - half, to = (ptrdiff_t)at + half;
	double sum = 0;
	if (from >= 0 && to < (ptrdiff_t)w->r->n_sample)
		for (ptrdiff_t i = from; i <= to; i++)
			sum += (double)ecg_known(l->uv[i]);
	else
		for (ptrdiff_t i = from; i <= to; i++)
			sum += (double)ecg_sample(l, w->r->n_sample, i);
	return (struct knot){at, sum / (double)(2 * half + 1), false};
}

/* Halfway is the same place of the beat only where the interval is usual. */
static bool is_usual(const struct builder *w, size_t i)
{
	double rr = (double)(w->b->at[i + 1] - w->b->at[i]);
	return fabs(rr / (w->rr_s * w->r->hz) - 1) < 0.1;
}

/* What the usual beat holds halfway: the mean over all beats of what lies above
 * the line between the levels before and after. A mean, for drift that swings
 * from beat to beat leaves no trace in it; without what a jump did. */
static double held_halfway(struct builder *w, const struct knot *knot)
{
	size_t n = 0, m = 0;
	double sum = 0;
	for (size_t i = 0; i + 2 < w->n_knot; i++) {
		const struct knot *k = knot + i;
		if (k[1].halfway)
			w->above[n++] = (float)(k[1].v - k[0].v -
						HALFWAY * (k[2].v - k[0].v));
	}
	float middle = signal_quantile(w->above, n, 0.5);
	for (size_t i = 0; i < n; i++)
		if (fabsf(w->above[i] - middle) < JUMP_UV) {
			sum += (double)w->above[i];
			m++;
		}
	return m ? sum / (double)m : 0;
}

static void find_knots(struct builder *w, size_t lead)
{
	const struct ecg_lead *l = &w->r->lead[lead];
	struct knot *knot = w->knot[lead];
	double level = LEVEL_S * w->r->hz;
	size_t n = 0;
	for (size_t i = 0; i < w->b->n; i++) {
		double at = (double)w->b->at[i] - level;
		knot[n++] = knot_at(w, l, at);
		if (i + 1 == w->b->n || !is_usual(w, i))
			continue;
		double next = (double)w->b->at[i + 1] - level;
		knot[n] = knot_at(w, l, at + HALFWAY * (next - at));
		knot[n++].halfway = true;
	}
	w->n_knot = n; /* the same for all leads, as are their places */
	double held = held_halfway(w, knot);
	for (size_t i = 0; i < n; i++)
		if (knot[i].halfway)
			knot[i].v -= held;
}

/* Lagrange's cubic through the two knots before and the two after. */
static double drift_at(const struct builder *w, const struct knot *k, double at)
{
	size_t n = w->n_knot < 4 ? w->n_knot : 4;
	double v = 0;
	for (size_t i = 0; i < n; i++) {
		double term = k[i].v;
		for (size_t j = 0; j < n; j++)
			if (j != i)
				term *= (at - k[j].at) / (k[i].at - k[j].at);
		v += term;
	}
	return v;
}

/* The first of the four knots for a moment, walking on from `first`. */
static size_t knots_for(const struct builder *w, const struct knot *k,
			size_t first, double at)
{
	while (first + 4 < w->n_knot && at >= k[first + 2].at)
		first++;
	return first;
}

/* Drift at a sample; what lies beyond the knots has the level of the last. */
static float level_at(const struct builder *w, const struct knot *k,
		      size_t *first, ptrdiff_t at)
{
	double begin = k[0].at, end = k[w->n_knot - 1].at;
	double t = (double)at;
	t = t < begin ? begin : t > end ? end : t;
	*first = knots_for(w, k, *first, t);
	return (float)drift_at(w, k + *first, t);
}

static ptrdiff_t begin_of(const struct builder *w, size_t m)
{
	return (ptrdiff_t)w->b->at[w->member[m]] + w->shift[m] -
	       (ptrdiff_t)w->before;
}

/* DRIFT_STEP samples of a beat from `at` on, less the line from `here` to
 * `next`; all of them lie in the record. */
static void cut_piece(const float *x, float here, float next, float *out)
{
	const four rail = {ECG_RAIL_UV, ECG_RAIL_UV, ECG_RAIL_UV, ECG_RAIL_UV};
	four part = {0, 1, 2, 3};
	for (size_t s = 0; s < DRIFT_STEP; s += FOUR, part += FOUR) {
		const four v = four_load(x + s);
		const four_which good = four_abs(v) <= rail; /* NAN is not */
		four_store(out + s, (four)((four_which)v & good) - here -
					    part / DRIFT_STEP * (next - here));
	}
}

/* The same sample by sample, where some may lie beyond an end. */
static void cut_end(const struct builder *w, const struct ecg_lead *l,
		    ptrdiff_t at, size_t n, float here, float next, float *out)
{
	for (size_t s = 0; s < n; s++) {
		float part = (float)s / DRIFT_STEP;
		out[s] = ecg_sample(l, w->r->n_sample, at + (ptrdiff_t)s) -
			 here - part * (next - here);
	}
}

/* `first`: knots before it are behind the beat. */
static void cut_beat(const struct builder *w, size_t lead, size_t m,
		     size_t first, float *out)
{
	const struct ecg_lead *l = &w->r->lead[lead];
	const struct knot *k = w->knot[lead];
	ptrdiff_t at = begin_of(w, m);
	const ptrdiff_t last = (ptrdiff_t)w->r->n_sample - DRIFT_STEP;
	float here = level_at(w, k, &first, at), next;
	for (size_t s = 0; s < w->n; s += DRIFT_STEP, at += DRIFT_STEP) {
		const size_t left = w->n - s;
		next = level_at(w, k, &first, at + DRIFT_STEP);
		if (left >= DRIFT_STEP && at >= 0 && at <= last)
			cut_piece(l->uv + at, here, next, out + s);
		else
			cut_end(w, l, at, left < DRIFT_STEP ? left : DRIFT_STEP,
				here, next, out + s);
		here = next;
	}
	if (w->mains[lead] != SIGNAL_N_MAINS)
		signal_mains_remove(&w->turns, out, w->mains[lead]);
}

/* Beats may be moved past one another by the alignment, but not by more than
 * that: the knots of one are looked for from those of the one before. */
static void cut_all(struct builder *w, size_t lead)
{
	size_t first = 0;
	double apart = 2 * ECG_SHIFT_S * w->r->hz;
	for (size_t m = 0; m < w->n_member; m++) {
		double begin = (double)begin_of(w, m) - apart;
		first = knots_for(w, w->knot[lead], first, begin);
		cut_beat(w, lead, m, first, w->cut[m]);
	}
}

/* The values of all members at four samples side by side, each row a member. */
static inline void exchange(four *a, four *b)
{
	four low = four_min(*a, *b);
	*b = four_max(*a, *b);
	*a = low;
}

/* n of them with those d behind. */
static inline void exchange_all(four *row, size_t d, size_t n)
{
	for (size_t i = 0; i < n; i++)
		exchange(row + i, row + i + d);
}

/* Sorts every column, by the same exchanges (Batcher's odd-even merge: D. E.
 * Knuth, The Art of Computer Programming 3, 5.2.2, algorithm M). */
static void sort_columns(four *row, size_t n)
{
	size_t top = 1;
	while (2 * top < n)
		top *= 2;
	for (size_t p = top; p; p /= 2) {
		size_t q = top, r = 0, d = p;
		for (;; d = q - p, q /= 2, r = p) {
			for (size_t at = r; at + d < n; at += 2 * p)
				exchange_all(row + at, d,
					     at + p + d < n ? p : n - d - at);
			if (q == p)
				break;
		}
	}
}

/* Mean of the middle half at each sample: nearly as quiet as the mean, nearly
 * as deaf to strangers as the median. */
static void combine(struct builder *w, float *out)
{
	four row[MOST_MEMBERS];
	size_t n = w->n_member, from = n / 4, to = n - n / 4;
	for (size_t s = 0; s < w->n; s += FOUR) { /* room behind is zeros */
		four sum = {0, 0, 0, 0};
		for (size_t i = 0; i < n; i++)
			row[i] = four_load(w->cut[i] + s);
		sort_columns(row, n);
		for (size_t i = from; i < to; i++)
			sum += row[i];
		four_store(out + s, sum / (float)(to - from));
	}
}

/* How far the beats lie from the usual one outside QRS: median over them of
 * the root mean square, without what is slow. */
static float noise_of(struct builder *w, const float *usual)
{
	for (size_t m = 0; m < w->n_member; m++) {
		double sum = 0;
		for (size_t s = 1; s < w->n; s++) {
			float d = (w->cut[m][s] - usual[s]) -
				  (w->cut[m][s - 1] - usual[s - 1]);
			sum += (double)(d * d);
		}
		w->column[m] = (float)sqrt(sum / (2 * (double)w->n));
	}
	return signal_quantile(w->column, w->n_member, 0.5);
}

/* Whether any beat was moved. */
static bool align(struct builder *w, const struct ecg_median *u, bool first)
{
	bool moved = false;
	ecg_slopes_usual(&w->slopes, w->r, u);
	for (size_t m = 0; m < w->n_member; m++) {
		const ptrdiff_t old = w->shift[m];
		w->shift[m] = ecg_best_shift(
			&w->slopes, w->r, w->b->at[w->member[m]], old, first);
		moved = moved || w->shift[m] != old;
	}
	return moved;
}

/* What is in each lead, by its first ten seconds. */
static bool find_mains(struct builder *w, struct arena *a)
{
	const struct ecg_record *r = w->r;
	const size_t ten = (size_t)(10 * r->hz);
	const struct arena_mark mark = arena_mark(a);
	struct signal_mains m;
	if (!signal_mains_of(&m, r->n_sample < ten ? r->n_sample : ten, r->hz,
			     a))
		return false;
	for (size_t l = 0; l < r->n_lead; l++) {
		float at[SIGNAL_N_MAINS];
		signal_mains_amplitudes(&m, r->lead[l].uv, at);
		float most = at[0] > at[1] ? at[0] : at[1];
		w->mains[l] = !(most > MAINS_UV) ? SIGNAL_N_MAINS
			      : at[0] > at[1]    ? SIGNAL_50_HZ
						 : SIGNAL_60_HZ;
	}
	arena_rewind(a, mark);
	return true;
}

static bool take_memory(struct builder *w, struct ecg_median *u,
			struct arena *a)
{
	for (size_t m = 0; m < w->n_member; m++)
		if (!(w->cut[m] = arena_array(a, float, w->n + FOUR)))
			return false;
	for (size_t l = 0; l < w->r->n_lead; l++) {
		u->uv[l] = arena_array(a, float, w->n + FOUR);
		w->knot[l] = arena_array(a, struct knot, 2 * w->b->n + 1);
		if (!u->uv[l] || !w->knot[l])
			return false;
	}
	w->column = arena_array(a, float, MOST_MEMBERS);
	w->above = arena_array(a, float, w->b->n + 1);
	return w->column && w->above && ecg_slopes_room(&w->slopes, w->r, a);
}

static void judge(struct builder *w, struct ecg_median *u, size_t l)
{
	float lo = INFINITY, hi = -INFINITY;
	for (size_t s = 0; s < w->n; s++) {
		lo = u->uv[l][s] < lo ? u->uv[l][s] : lo;
		hi = u->uv[l][s] > hi ? u->uv[l][s] : hi;
	}
	u->noise[l] = noise_of(w, u->uv[l]);
	u->usable[l] = hi - lo > FLAT_UV && u->noise[l] < DROWNED * (hi - lo);
}

/* Cut, combined, aligned, and again; what was not moved is the same again. */
static void build(struct builder *w, struct ecg_median *u)
{
	bool moved = true;
	for (int round = 0;; round++) {
		bool last = !moved || round == ROUNDS;
		for (size_t l = 0; l < w->r->n_lead; l++) {
			cut_all(w, l);
			if (moved)
				combine(w, u->uv[l]);
			if (last)
				judge(w, u, l);
		}
		if (last)
			return;
		moved = align(w, u, round == 0);
	}
}

/* The median of all intervals, s; 0 when there is none. */
static double usual_interval(const struct ecg_beats *b, double hz,
			     struct arena *a)
{
	struct arena_mark m = arena_mark(a);
	float *rr = arena_array(a, float, b->n + 1);
	size_t n = 0;
	for (size_t i = 1; rr && i < b->n; i++)
		rr[n++] = (float)(b->at[i] - b->at[i - 1]);
	double median = n ? (double)signal_quantile(rr, n, 0.5) / hz : 0;
	arena_rewind(a, m);
	return median;
}

enum rc ecg_median_of(const struct ecg_record *r, const struct ecg_beats *b,
		      const struct ecg_kinds *k, struct arena *a,
		      struct ecg_median *out, struct err *err)
{
	struct builder w = {.r = r, .b = b};
	w.before = (size_t)(BEFORE_S * r->hz);
	w.n = w.before + (size_t)(AFTER_S * r->hz);
	struct ecg_median u = {.n = w.n, .zero = w.before, .hz = r->hz};
	w.rr_s = u.rr_s = usual_interval(b, r->hz, a);
	choose_members(&w, k);
	u.n_beat = w.n_member;
	if (!w.n_member || w.before < 2) {
		u.n_beat = 0;
		*out = u;
		return OK;
	}
	if (!take_memory(&w, &u, a) || !find_mains(&w, a) ||
	    !signal_mains_of(&w.turns, w.n, r->hz, a))
		return arena_fail(a, err);
	for (size_t l = 0; l < r->n_lead; l++)
		find_knots(&w, l);
	build(&w, &u);
	*out = u;
	return OK;
}
