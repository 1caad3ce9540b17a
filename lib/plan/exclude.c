/* Step 4: services that exclude, replace, include or require each other. */
#include "plan/plan_int.h"

/* `gone` leaves the plan for `kept`; the need they share keeps the higher
 * frequency, except where a merge rule has capped the one that stays. */
static void replace(struct plan_line *kept, struct plan_line *gone,
		    const struct kn_service_exclusion *x)
{
	gone->out = x->relation == EXCL_ALTERNATIVE ? OUT_ALTERNATIVE
						    : OUT_EXCLUDED;
	gone->other = kept->service;
	gone->other_note = x->note;
	if (gone->times_e4 <= kept->times_e4 || kept->merge_rule.len ||
	    forced(kept) || !gone->asks)
		return;
	kept->times_e4 = gone->times_e4;
	kept->interval_e4 = gone->interval_e4;
	kept->other = gone->service;
	kept->other_note = x->note;
}

static bool prefers(const struct kn_service_exclusion *x,
		    const struct plan_line *a, const struct plan_line *b)
{
	if (only_once(a) != only_once(b))
		return only_once(b);
	if (x->prefer.len)
		return str_eq(x->prefer, x->code_a);
	return a->times_e4 >= b->times_e4;
}

/* Both stand only when the doctor wants both: then on different dates. */
static void choose_one(const struct kn_service_exclusion *x,
		       struct plan_line *a, struct plan_line *b)
{
	if (forced(a) && forced(b))
		return;
	bool keep_a = forced(a) || (!forced(b) && prefers(x, a, b));
	if (keep_a)
		replace(a, b, x);
	else
		replace(b, a, x);
}

static void require(struct plan_work *w, const struct kn_service_exclusion *x,
		    struct plan_line *a)
{
	struct plan_line *b = line_for(w, x->b);
	if (b && b->out == OUT_DOCTOR)
		return; /* said by the doctor: the panel is incomplete */
	if (!b)
		b = line_add(w, x->b);
	if (live(b) && b->times_e4 >= a->times_e4)
		return;
	b->out = OUT_NO;
	b->times_e4 = a->times_e4;
	b->interval_e4 = a->interval_e4;
	b->other = a->service;
	b->other_note = x->note;
}

void plan_exclusions(struct plan_work *w)
{
	const struct knowledge *kn = w->e->kn;
	for (size_t i = 0; i < kn->n_exclusions; i++) {
		const struct kn_service_exclusion *x = &kn->exclusions[i];
		if (x->a < 0 || x->b < 0)
			continue;
		struct plan_line *a = line_for(w, x->a);
		struct plan_line *b = line_for(w, x->b);
		if (!a || !live(a))
			continue;
		if (x->relation == EXCL_REQUIRES) {
			require(w, x, a);
			continue;
		}
		if (!b || !live(b) || x->relation == EXCL_INCLUDES)
			continue; /* inclusion is by date: schedule.c */
		if (x->relation == EXCL_EXCLUDES &&
		    (!x->prefer.len || only_once(a) != only_once(b)))
			continue; /* both may stand, on different dates */
		choose_one(x, a, b);
	}
}

/* The lines that may not share a date, and those that must: few in any plan,
 * looked at often. */
enum rc plan_pairs(struct plan_work *w)
{
	const struct knowledge *kn = w->e->kn;
	w->part = arena_array(w->a, struct pair, kn->n_exclusions + 1);
	w->need = arena_array(w->a, struct pair, kn->n_exclusions + 1);
	if (!w->part || !w->need)
		return arena_fail(w->a, w->err);
	for (size_t i = 0; i < kn->n_exclusions; i++) {
		const struct kn_service_exclusion *x = &kn->exclusions[i];
		if (x->a < 0 || x->b < 0)
			continue;
		struct pair p = {w->line_of[x->a], w->line_of[x->b]};
		if (p.a < 0 || p.b < 0 || !live(&w->d->lines[p.a]) ||
		    !live(&w->d->lines[p.b]))
			continue;
		if (x->relation == EXCL_REQUIRES)
			w->need[w->n_need++] = p;
		else
			w->part[w->n_part++] = p;
	}
	return OK;
}

bool must_part(const struct plan_work *w, int line_a, int line_b)
{
	for (size_t i = 0; i < w->n_part; i++)
		if ((w->part[i].a == line_a && w->part[i].b == line_b) ||
		    (w->part[i].a == line_b && w->part[i].b == line_a))
			return true;
	return false;
}
