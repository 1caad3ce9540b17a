#include "ecg/detect_int.h"
#include "signal/signal.h"

#include <math.h>

/* The sequence of candidates that is most plausible as a whole, by dynamic
 * programming over the record (Viterbi): each candidate is worth something,
 * each interval may cost something, and the sum is made as large as it can be.
 * Worths are log odds in spirit; the numbers are round ones chosen by what they
 * mean, and results hardly move when each is changed by a third
 * (doc/telecare.md, "How the parameters were chosen"). */

/* A candidate of this share of the beats around it is as likely a beat as not;
 * 1.5 for each factor e above or below. */
static const double EVEN_SHARE = 0.35, SIZE_WEIGHT = 1.5;
static const double SIZE_MOST = 2, SIZE_LEAST = -3;
/* So is one that correlates 0.75 with a recurring shape; a perfect copy gains
 * 1.5, and a stranger loses little, for ectopic beats are strangers. */
static const double SHAPE_EVEN = 0.75, SHAPE_WEIGHT = 1.5, SHAPE_LEAST = -0.3;
/* Intervals below 0.7 of the usual cost up to 3: a premature beat pays once, an
 * artefact between two beats twice. Above 1.6 (GUIDE: search back at 1.66)
 * they cost slowly more. */
static const double SHORT_AT = 0.7, SHORT_COST = 3;
static const double LONG_AT = 1.6, LONG_COST = 1.5;
/* Within 360 ms of a beat twice as large stands its T wave, or, before it, its
 * P wave (Pan and Tompkins 1985). */
static const double T_WAVE_S = 0.36, T_WAVE_COST = 2;
static const float T_WAVE_SHARE = 0.5F;
static const double DEAD_S = 0.2; /* no ventricle answers sooner */
static const float USUAL_S = 0.8F, FASTEST_S = 0.3F, SLOWEST_S = 1.5F;

enum { NEAR_BEATS = 7, LOOK_BACK = 24 };
static const size_t NONE = (size_t)-1;

struct sequence {
	float *rr;    /* at each candidate: the usual interval, s */
	double *best; /* of sequences that end here */
	double *most; /* of all that end here or before */
	size_t *from; /* the one before, or NONE */
};

static double clamp(double v, double lo, double hi)
{
	return v < lo ? lo : v > hi ? hi : v;
}

static double seconds(const struct ecg_activity *w,
		      const struct ecg_candidate *a,
		      const struct ecg_candidate *b)
{
	return (double)(b->at - a->at) / w->hz;
}

/* Sizes and intervals of the beats [from, to) of the first choice. */
struct usual {
	const struct ecg_activity *w;
	const struct ecg_choice *first;
	const struct ecg_candidate *c;
	size_t from, to;
	float size_room[2 * NEAR_BEATS], rr_room[2 * NEAR_BEATS];
	struct signal_order size, rr;
};

static float interval_before(const struct usual *u, size_t k)
{
	return (float)seconds(u->w, &u->c[u->first->i[k - 1]],
			      &u->c[u->first->i[k]]);
}

/* Moved to the beats from k - NEAR_BEATS to k + NEAR_BEATS - 1. */
static void move_to(struct usual *u, size_t k)
{
	for (; u->from + NEAR_BEATS < k; u->from++) {
		signal_order_drop(&u->size, u->c[u->first->i[u->from]].size);
		if (u->from + 1 < u->to)
			signal_order_drop(&u->rr,
					  interval_before(u, u->from + 1));
	}
	for (; u->to < u->first->n && u->to < k + NEAR_BEATS; u->to++) {
		signal_order_add(&u->size, u->c[u->first->i[u->to]].size);
		if (u->to > u->from)
			signal_order_add(&u->rr, interval_before(u, u->to));
	}
}

static float usual_rr(const struct usual *u)
{
	float s = u->rr.n ? signal_order_quantile(&u->rr, 0.5) : USUAL_S;
	return s < FASTEST_S ? FASTEST_S : s > SLOWEST_S ? SLOWEST_S : s;
}

/* What is usual around each candidate, from seven beats to each side. */
static void measure_around(const struct ecg_activity *w,
			   const struct ecg_choice *first,
			   struct ecg_candidates *c, float *rr)
{
	struct usual u = {.w = w, .first = first, .c = c->c};
	u.size.v = u.size_room;
	u.rr.v = u.rr_room;
	for (size_t i = 0, k = 0; i < c->n; i++) {
		while (k < first->n && first->i[k] < i)
			k++;
		move_to(&u, k);
		float size = signal_order_quantile(&u.size, 0.5);
		c->c[i].ratio = size > 0 ? c->c[i].size / size : 0;
		rr[i] = usual_rr(&u);
	}
}

static double worth(const struct ecg_candidate *c)
{
	double size = SIZE_WEIGHT * log((double)c->ratio / EVEN_SHARE + 1e-9);
	double shape = ((double)c->alike - SHAPE_EVEN) / (1 - SHAPE_EVEN);
	return clamp(size, SIZE_LEAST, SIZE_MOST) +
	       SHAPE_WEIGHT * clamp(shape, SHAPE_LEAST, 1);
}

/* What the interval from a to b costs where `rr` is usual. */
static double cost(const struct ecg_candidate *a, const struct ecg_candidate *b,
		   double gap, double rr)
{
	double x = gap / rr, lost = 0;
	float less = a->size < b->size ? a->size : b->size;
	float more = a->size < b->size ? b->size : a->size;
	if (x < SHORT_AT)
		lost += SHORT_COST * (SHORT_AT - x) / SHORT_AT;
	if (x > LONG_AT)
		lost += LONG_COST * log(x / LONG_AT);
	if (gap < T_WAVE_S && less < T_WAVE_SHARE * more)
		lost += T_WAVE_COST;
	return lost;
}

/* The best sequence that ends in i. Only the first candidates may begin one:
 * later, a beginning would be a pause that costs nothing. An interval never
 * earns anything, so that the search ends where no earlier sequence is worth
 * more than what was found. */
static void extend(const struct ecg_activity *w, const struct ecg_candidates *c,
		   struct sequence *s, size_t i)
{
	double best = i < LOOK_BACK ? 0 : -1e30;
	size_t from = NONE;
	for (size_t j = i; j-- > 0 && i - j <= LOOK_BACK;) {
		if (s->most[j] <= best)
			break;
		double gap = seconds(w, &c->c[j], &c->c[i]);
		if (gap < DEAD_S)
			continue;
		double v = s->best[j] -
			   cost(&c->c[j], &c->c[i], gap, (double)s->rr[i]);
		if (v > best) {
			best = v;
			from = j;
		}
	}
	s->best[i] = best + worth(&c->c[i]);
	s->most[i] =
		i && s->most[i - 1] > s->best[i] ? s->most[i - 1] : s->best[i];
	s->from[i] = from;
}

static void trace_back(const struct sequence *s, size_t end,
		       struct ecg_choice *out)
{
	size_t n = 0;
	for (size_t i = end; i != NONE; i = s->from[i])
		out->i[n++] = i;
	for (size_t i = 0; i < n / 2; i++) {
		size_t t = out->i[i];
		out->i[i] = out->i[n - 1 - i];
		out->i[n - 1 - i] = t;
	}
	out->n = n;
}

enum rc ecg_decide(const struct ecg_activity *w, const struct ecg_choice *first,
		   struct ecg_candidates *c, struct arena *a,
		   struct ecg_choice *out, struct err *err)
{
	struct sequence s = {arena_array(a, float, c->n + 1),
			     arena_array(a, double, c->n + 1),
			     arena_array(a, double, c->n + 1),
			     arena_array(a, size_t, c->n + 1)};
	struct ecg_choice r = {arena_array(a, size_t, c->n + 1), 0};
	if (!s.rr || !s.best || !s.most || !s.from || !r.i)
		return arena_fail(a, err);
	measure_around(w, first, c, s.rr);
	size_t end = NONE;
	double top = 0; /* nothing at all is a sequence, too */
	for (size_t i = 0; i < c->n; i++) {
		extend(w, c, &s, i);
		if (s.best[i] >= top) {
			top = s.best[i];
			end = i;
		}
	}
	trace_back(&s, end, &r);
	*out = r;
	return OK;
}
