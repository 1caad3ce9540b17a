#include "ecg/detect_int.h"

/* The activity of a wide beat has two summits, one for each slope; its centre
 * of gravity is where people put the mark. */
static const double AROUND_S = 0.1;

static size_t middle_of(const struct ecg_activity *w, size_t at)
{
	size_t reach = (size_t)(AROUND_S * w->hz);
	size_t from = at > reach ? at - reach : 0;
	size_t to = at + reach < w->n ? at + reach : w->n - 1;
	double sum = 0, moment = 0;
	for (size_t i = from; i <= to; i++) {
		double v = (double)w->level[i] * (double)w->level[i];
		sum += v;
		moment += v * (double)(i - from);
	}
	return sum > 0 ? from + (size_t)(moment / sum + 0.5) : at;
}

static bool same_choice(const struct ecg_choice *x, const struct ecg_choice *y)
{
	return x->n == y->n && !memcmp(x->i, y->i, x->n * sizeof *x->i);
}

/* The shapes of what was decided are compared again: those of the first choice
 * were founded on fewer beats and more noise. When the decision confirms the
 * choice it would be the same again. */
static enum rc choose(const struct ecg_activity *w, struct ecg_candidates *c,
		      struct arena *a, struct ecg_choice *out, struct err *err)
{
	enum rc rc = ecg_choose_first(w, c, a, out, err);
	for (int round = 0; !rc && round < 2; round++) {
		struct ecg_choice before = *out;
		rc = ecg_compare_shapes(w, &before, c, a, err);
		if (!rc)
			rc = ecg_decide(w, &before, c, a, out, err);
		if (!rc && same_choice(&before, out))
			break;
	}
	return rc;
}

enum rc ecg_detect_on(const struct ecg_record *r, struct arena *a,
		      struct ecg_activity *w, struct ecg_beats *out,
		      struct err *err)
{
	struct ecg_candidates c;
	struct ecg_choice chosen;
	struct ecg_beats b = {0};
	enum rc rc = ecg_activity_of(r, a, w, err);
	if (!rc)
		rc = ecg_find_candidates(w, a, &c, err);
	if (!rc)
		rc = choose(w, &c, a, &chosen, err);
	if (rc)
		return rc;
	b.at = arena_array(a, size_t, chosen.n + 1);
	if (!b.at)
		return arena_fail(a, err);
	for (size_t i = 0; i < chosen.n; i++) {
		size_t top = c.c[chosen.i[i]].at;
		b.at[i] = middle_of(w, top) * w->step + w->step / 2;
		/* two centres may meet between two beats: summits do not */
		if (i && b.at[i] <= b.at[i - 1])
			b.at[i] = top * w->step + w->step / 2;
	}
	b.n = chosen.n;
	*out = b;
	return OK;
}

enum rc ecg_detect(const struct ecg_record *r, struct arena *a,
		   struct ecg_beats *out, struct err *err)
{
	struct ecg_activity w;
	return ecg_detect_on(r, a, &w, out, err);
}
