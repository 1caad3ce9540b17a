/* The activities of services that need no blood draw: each occurrence with
 * its window; what another visit includes is not planned apart; services that
 * exclude each other never share a date. */
#include "plan/plan_int.h"

struct plan_activity *activity_add(struct plan_work *w)
{
	if (w->d->n_activities == w->cap_activities) {
		err_set(w->err, E_LIMIT,
			"a plan of more than %zu activities: check the "
			"frequencies",
			w->cap_activities);
		return NULL;
	}
	return &w->d->activities[w->d->n_activities++];
}

static enum rc add_occurrence(struct plan_work *w, size_t line, int k)
{
	struct plan_line *l = &w->d->lines[line];
	struct plan_activity *x = activity_add(w);
	struct date d = occurrence(w, line, k);
	if (!x)
		return E_LIMIT;
	d.days = (int32_t)min_i64(d.days, w->d->to.days);
	x->line = (int)line;
	x->earliest.days =
		(int32_t)max_i64(w->d->from.days, d.days - l->early_days);
	x->latest.days = (int32_t)min_i64(w->d->to.days, d.days + l->late_days);
	x->due = working_day(d, x->earliest, x->latest);
	l->n_planned++;
	return OK;
}

/* The activity of `line` nearest to a day, of those not yet covered. */
static int nearest_of(const struct plan_work *w, int line, struct date d,
		      const bool *covered)
{
	int best = -1;
	for (size_t i = 0; i < w->d->n_activities; i++) {
		const struct plan_activity *x = &w->d->activities[i];
		if (x->line != line || covered[i])
			continue;
		if (best < 0 ||
		    abs(x->due.days - d.days) <
			    abs(w->d->activities[best].due.days - d.days))
			best = (int)i;
	}
	return best;
}

static void include(struct plan_work *w, const struct kn_service_exclusion *x,
		    bool *covered)
{
	int a = w->line_of[x->a], b = w->line_of[x->b];
	for (size_t i = 0; i < w->d->n_activities; i++) {
		const struct plan_activity *v = &w->d->activities[i];
		if (v->line != a || covered[i])
			continue;
		int k = nearest_of(w, b, v->due, covered);
		if (k < 0)
			return;
		struct plan_line *l = &w->d->lines[b];
		covered[k] = true;
		l->n_included++;
		l->n_planned--;
		l->other = x->a;
		l->other_note = x->note;
	}
}

static void drop_covered(struct plan_work *w, const bool *covered)
{
	size_t n = 0;
	for (size_t i = 0; i < w->d->n_activities; i++)
		if (!covered[i])
			w->d->activities[n++] = w->d->activities[i];
	w->d->n_activities = n;
	for (size_t i = 0; i < w->d->n_lines; i++) {
		struct plan_line *l = &w->d->lines[i];
		if (live(l) && l->n_included && !l->n_planned)
			l->out = OUT_INCLUDED;
	}
}

static enum rc inclusions(struct plan_work *w)
{
	const struct knowledge *kn = w->e->kn;
	bool *covered = arena_array(w->a, bool, w->d->n_activities + 1);
	if (!covered)
		return arena_fail(w->a, w->err);
	for (size_t i = 0; i < kn->n_exclusions; i++) {
		const struct kn_service_exclusion *x = &kn->exclusions[i];
		if (x->relation != EXCL_INCLUDES || x->a < 0 || x->b < 0)
			continue;
		const struct plan_line *a = line_for(w, x->a);
		const struct plan_line *b = line_for(w, x->b);
		if (a && b && live(a) && live(b) && !forced(b))
			include(w, x, covered);
	}
	drop_covered(w, covered);
	return OK;
}

static bool clashes(const struct plan_work *w, size_t i, struct date d)
{
	const struct plan_activity *x = &w->d->activities[i];
	for (size_t k = 0; k < w->d->n_activities; k++) {
		const struct plan_activity *y = &w->d->activities[k];
		if (k == i || y->due.days != d.days)
			continue;
		if (x->line == y->line || must_part(w, x->line, y->line))
			return true;
	}
	return false;
}

/* The working day of the window nearest to the due date without a clash. */
static void part(struct plan_work *w, size_t i)
{
	struct plan_activity *x = &w->d->activities[i];
	int reach = x->latest.days - x->earliest.days;
	for (int off = 0; off <= reach; off++)
		for (int sign = 1; sign >= -1; sign -= 2) {
			struct date d = date_add(x->due, sign * off);
			if (d.days < x->earliest.days ||
			    d.days > x->latest.days || date_is_holiday(d) ||
			    clashes(w, i, d))
				continue;
			x->due = d;
			return;
		}
}

enum rc plan_schedule(struct plan_work *w)
{
	enum rc rc;
	for (size_t i = 0; i < w->d->n_lines; i++) {
		const struct plan_line *l = &w->d->lines[i];
		for (int k = 0; live(l) && !is_lab(w, l) && k < w->slot[i].n;
		     k++)
			if ((rc = add_occurrence(w, i, k)))
				return rc;
	}
	if ((rc = inclusions(w)))
		return rc;
	for (size_t i = 0; i < w->d->n_activities; i++)
		if (clashes(w, i, w->d->activities[i].due))
			part(w, i);
	return OK;
}
