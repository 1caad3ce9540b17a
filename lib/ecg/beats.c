#include "ecg/measure_int.h"
#include "signal/four.h"
#include "signal/signal.h"

/* Premature: below 0.8 of the usual interval around (GUIDE), or of the next one
 * (in bigeminy every other interval is short, and no median says so). Wide: 20
 * ms more activity than usual beats, whose own width is the measure, for a
 * bundle branch block is not ectopic. */
static const float PREMATURE = 0.8F, WIDER_S = 0.02F;
static const float ALIKE = 0.9F; /* below it is another shape */
static const float FAR = 0.7F;   /* and below it a quite different one */
/* A group is usual when it is no rarity and mostly comes in time. */
static const float USUAL_SHARE = 0.03F, MOSTLY = 0.3F, MUCH_WIDER_S = 0.05F;
static const float WIDTH_SHARE = 0.3F; /* of the summit bounds the activity */
static const double WIDTH_REACH_S = 0.2;
enum { NEAR_BEATS = 5 };

/* The greatest nearer than `reach`. */
static float most_around(const struct ecg_activity *w, size_t at, size_t reach)
{
	size_t i = at + 1 > reach ? at + 1 - reach : 0;
	const size_t end = at + reach < w->n ? at + reach : w->n;
	const float here = w->level[at];
	four most = {here, here, here, here};
	for (; i + FOUR <= end; i += FOUR)
		most = four_max(four_load(w->level + i), most);
	for (; i < end; i++)
		most[0] = w->level[i] > most[0] ? w->level[i] : most[0];
	for (size_t k = 1; k < FOUR; k++)
		most[0] = most[k] > most[0] ? most[k] : most[0];
	return most[0];
}

/* How long the activity around a beat stays above a share of its summit, s. */
static float width_at(const struct ecg_activity *w, size_t at)
{
	const size_t reach = (size_t)(WIDTH_REACH_S * w->hz);
	const float most = most_around(w, at, reach / 2);
	size_t from = at, to = at;
	while (from > 0 && at - from < reach &&
	       w->level[from - 1] > WIDTH_SHARE * most)
		from--;
	while (to + 1 < w->n && to - at < reach &&
	       w->level[to + 1] > WIDTH_SHARE * most)
		to++;
	return (float)((double)(to - from) / w->hz);
}

/* The intervals of five beats to each side, in samples of the file. */
struct around {
	size_t from, to; /* intervals that `rr` holds */
	float room[2 * NEAR_BEATS + 1];
	struct signal_order rr;
};

static float interval(const struct ecg_beats *b, size_t k)
{
	return (float)(b->at[k + 1] - b->at[k]);
}

/* Their median around beat i; beats come in order. */
static float usual_interval(struct around *w, const struct ecg_beats *b,
			    size_t i)
{
	for (; w->from + NEAR_BEATS < i; w->from++)
		signal_order_drop(&w->rr, interval(b, w->from));
	for (; w->to <= i + NEAR_BEATS && w->to + 1 < b->n; w->to++)
		signal_order_add(&w->rr, interval(b, w->to));
	return signal_order_quantile(&w->rr, 0.5);
}

struct beat_look {
	bool early; /* against the beats around */
	bool premature;
	float width;
};

static void look_at(const struct ecg_activity *w, const struct ecg_beats *b,
		    struct around *near, size_t i, struct beat_look *out)
{
	float rr = i ? (float)(b->at[i] - b->at[i - 1]) : 0, next = rr;
	if (i && i + 1 < b->n)
		next = (float)(b->at[i + 1] - b->at[i]);
	const float usual = usual_interval(near, b, i);
	out->early = i && rr < PREMATURE * usual;
	out->premature = out->early || rr < PREMATURE * next;
	out->width = width_at(w, b->at[i] / w->step);
}

struct group_look {
	size_t n, premature;
	bool usual;
	float width; /* median */
};

static void sum_up(const struct ecg_group *g, const struct beat_look *l,
		   size_t n, float *scratch, struct group_look *out)
{
	for (size_t s = 0; s < ECG_MOST_SHAPES; s++) {
		size_t m = 0;
		for (size_t i = 0; i < n; i++) {
			if (g[i].shape != s)
				continue;
			scratch[m++] = l[i].width;
			out[s].premature += l[i].premature;
		}
		out[s].n = m;
		out[s].width = signal_quantile(scratch, m, 0.5);
	}
}

/* The usual groups, and the width of the largest of them. When none comes in
 * time (irregular rhythm) the largest is usual. */
static float find_usual(struct group_look *g, size_t n)
{
	size_t most = ECG_MOST_SHAPES, any = 0;
	for (size_t s = 0; s < ECG_MOST_SHAPES; s++) {
		float part = (float)g[s].n, of = (float)n;
		g[s].usual = g[s].n && part >= USUAL_SHARE * of &&
			     (float)g[s].premature < MOSTLY * part;
		if (g[s].usual &&
		    (most == ECG_MOST_SHAPES || g[s].n > g[most].n))
			most = s;
		any = g[s].n > g[any].n ? s : any;
	}
	if (most == ECG_MOST_SHAPES)
		most = any;
	for (size_t s = 0; s < ECG_MOST_SHAPES; s++)
		g[s].usual = g[s].usual &&
			     g[s].width <= g[most].width + MUCH_WIDER_S;
	g[most].usual = true;
	return g[most].width;
}

static char type_of(const struct ecg_group *g, const struct beat_look *l,
		    const struct group_look *groups, float usual_width)
{
	float alike = -1;
	bool wide = l->width > usual_width + WIDER_S;
	for (size_t s = 0; s < ECG_MOST_SHAPES; s++)
		if (groups[s].usual && g->alike[s] > alike)
			alike = g->alike[s];
	if (alike < ALIKE && (l->premature || (alike < FAR && wide)))
		return 'V';
	return l->early && !wide ? 'S' : 'N';
}

/* Groups by size in `shape`: 0 is the largest usual one. */
static void renumber(struct ecg_kinds *k, struct group_look *g)
{
	uint8_t to[ECG_MOST_SHAPES];
	for (size_t s = 0; s < ECG_MOST_SHAPES; s++) {
		to[s] = 0;
		for (size_t t = 0; t < ECG_MOST_SHAPES; t++) {
			size_t a = g[t].n + (g[t].usual ? k->n : 0);
			size_t b = g[s].n + (g[s].usual ? k->n : 0);
			to[s] = (uint8_t)(to[s] + (a > b || (a == b && t < s)));
		}
	}
	for (size_t i = 0; i < k->n; i++)
		if (k->shape[i] != ECG_SHAPE_OTHER)
			k->shape[i] = to[k->shape[i]];
}

static void count(struct ecg_kinds *k)
{
	for (size_t i = 0; i < k->n; i++) {
		k->normal += k->type[i] == 'N';
		k->supra += k->type[i] == 'S';
		k->ventricular += k->type[i] == 'V';
	}
}

struct work {
	struct ecg_group *group;
	struct beat_look *look;
	size_t *at;
	float *scratch;
};

static bool take_memory(struct work *w, struct ecg_kinds *k, size_t n,
			struct arena *a)
{
	w->group = arena_array(a, struct ecg_group, n + 1);
	w->look = arena_array(a, struct beat_look, n + 1);
	w->at = arena_array(a, size_t, n + 1);
	w->scratch = arena_array(a, float, n + 1);
	k->n = n;
	k->type = arena_array(a, char, n + 1);
	k->shape = arena_array(a, uint8_t, n + 1);
	return w->group && w->look && w->at && w->scratch && k->type &&
	       k->shape;
}

enum rc ecg_sort_beats(const struct ecg_activity *act,
		       const struct ecg_beats *b, struct arena *a,
		       struct ecg_kinds *out, struct err *err)
{
	struct ecg_kinds k = {0};
	struct work w;
	struct group_look groups[ECG_MOST_SHAPES] = {{0}};
	struct around near = {0};
	near.rr.v = near.room;
	if (!take_memory(&w, &k, b->n, a))
		return arena_fail(a, err);
	for (size_t i = 0; i < b->n; i++) {
		w.at[i] = b->at[i] / act->step;
		look_at(act, b, &near, i, &w.look[i]);
	}
	enum rc rc = ecg_group_shapes(act, w.at, b->n, a, w.group, err);
	if (rc)
		return rc;
	sum_up(w.group, w.look, b->n, w.scratch, groups);
	float width = find_usual(groups, b->n);
	for (size_t i = 0; i < b->n; i++) {
		k.type[i] = type_of(&w.group[i], &w.look[i], groups, width);
		k.shape[i] = w.group[i].shape;
	}
	renumber(&k, groups);
	count(&k);
	*out = k;
	return OK;
}
