/* When each service first comes due in the plan, and its tolerance. */
#include "plan/plan_int.h"

static uint64_t mix(uint64_t x) /* splitmix64, S. Vigna 2015 */
{
	x += UINT64_C(0x9E3779B97F4A7C15);
	x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
	return x ^ (x >> 31);
}

int phase_days(const struct plan_work *w, unsigned k, int64_t days)
{
	/* the golden ratio keeps the services of one person apart */
	uint64_t u =
		mix(w->in->phase) + (uint64_t)k * UINT64_C(0x9E3779B97F4A7C15);
	assert(days > 0 && days < INT32_MAX);
	return (int)(((u >> 32) * (uint64_t)days) >> 32);
}

struct date working_day(struct date d, struct date lo, struct date hi)
{
	assert(lo.days <= d.days && d.days <= hi.days);
	for (int off = 0; off <= hi.days - lo.days; off++) {
		struct date after = date_add(d, off),
			    before = date_add(d, -off);
		if (after.days <= hi.days && !date_is_holiday(after))
			return after;
		if (before.days >= lo.days && !date_is_holiday(before))
			return before;
	}
	return d; /* a window of holidays alone: only at a plan's very end */
}

struct date occurrence(const struct plan_work *w, size_t line, int k)
{
	return date_add(w->d->lines[line].first_due,
			(int)(k * w->slot[line].step_e4 / 10000));
}

static void set_cycle(struct plan_work *w, struct plan_line *l,
		      struct slot_line *s)
{
	if (l->times_e4 <= w->lim.cycle_above * 10000)
		return;
	l->sessions = (int)((l->times_e4 + 60000) / 120000);
	s->n = 12;
	s->step_e4 = INT64_C(100) * YEAR_E2 / 12;
}

static enum rc window_of(struct plan_work *w, struct plan_line *l)
{
	struct care_window win;
	enum kn_service_kind kind = service_of(w, l)->kind;
	int64_t interval = l->sessions ? 10000 : l->interval_e4;
	enum rc rc = rules_window(w->r, 'P', kind, interval, w->in->start, &win,
				  w->err);
	if (rc)
		return rc;
	l->early_days = win.early_days;
	l->late_days = win.late_days;
	if (l->priority_class == 'P')
		return OK;
	rc = rules_window(w->r, l->priority_class, kind, interval, w->in->start,
			  &win, w->err);
	if (!rc && win.max_wait_days != KN_UNSET)
		l->late_days = (int)min_i64(l->late_days, win.max_wait_days);
	return rc;
}

enum rc plan_windows(struct plan_work *w)
{
	for (size_t i = 0; i < w->d->n_lines; i++) {
		struct plan_line *l = &w->d->lines[i];
		struct slot_line *s = &w->slot[i];
		enum rc rc;
		if (l->times_e4 <= 0)
			continue;
		s->n = (int)max_i64(1, l->times_e4 / 10000);
		s->step_e4 = INT64_C(1000000) * YEAR_E2 / l->times_e4;
		set_cycle(w, l, s);
		if ((rc = window_of(w, l)))
			return rc;
	}
	return OK;
}

/* Had before: due after the interval, or it is overdue. */
static void due_from_history(struct plan_work *w, size_t i, unsigned k)
{
	struct plan_line *l = &w->d->lines[i];
	int64_t step = w->slot[i].step_e4 / 10000;
	struct date start = w->in->start;
	struct date due = date_add(l->last, (int)step);
	l->due = DUE_HISTORY;
	if (due.days < start.days) {
		int64_t within = min_i64(w->lim.overdue_days, step);
		l->due = DUE_OVERDUE;
		due = date_add(start, phase_days(w, k, max_i64(1, within)));
	} else if (due.days > w->d->to.days && !forced(l) &&
		   w->slot[i].n == 1 && l->times_e4 < 10000) {
		l->out = OUT_NOT_DUE;
	} else if (due.days > w->d->to.days) {
		due = w->d->to;
	}
	l->first_due = due;
}

static void first_due(struct plan_work *w, size_t i, unsigned k)
{
	struct plan_line *l = &w->d->lines[i];
	const struct plan_history *had = w->had[l->service];
	int64_t step = w->slot[i].step_e4 / 10000;
	if (had && had->last.days <= w->in->start.days)
		l->last = had->last;
	if (only_once(l) && had) {
		l->out = OUT_ONCE_DONE;
		return;
	}
	if (!date_is_none(l->last)) {
		due_from_history(w, i, k);
		return;
	}
	l->due = DUE_SPREAD;
	l->first_due = date_add(
		w->in->start,
		phase_days(w, k,
			   max_i64(1, min_i64(step, w->lim.spread_days))));
}

/* ---- laboratory: one rhythm for all, so that few draws are needed */

/* The date earlier or later by whole steps that lies in the first step of the
 * plan. */
static struct date to_first_step(const struct plan_work *w, struct date d,
				 int64_t step_e4)
{
	int64_t back = ((int64_t)d.days - w->in->start.days) * 10000 / step_e4;
	return date_add(d, -(int)(back * step_e4 / 10000));
}

/* The line whose dates lead: had before and most frequent; else overdue and
 * most frequent; else most frequent. */
static int leader(const struct plan_work *w)
{
	int best = -1;
	for (size_t i = 0; i < w->d->n_lines; i++) {
		const struct plan_line *l = &w->d->lines[i];
		const struct plan_line *b =
			best < 0 ? NULL : &w->d->lines[best];
		if (!live(l) || !is_lab(w, l))
			continue;
		if (b && (l->due > b->due ||
			  (l->due == b->due && l->times_e4 <= b->times_e4)))
			continue;
		best = (int)i;
	}
	return best;
}

/* A date of the leader's rhythm for a service that is free to take one. Of a
 * rarer service, one in `share` of the leader's dates, the same for all. */
static struct date in_rhythm(const struct plan_work *w, size_t lead, size_t i)
{
	int64_t lead_step = w->slot[lead].step_e4;
	int64_t share = w->slot[i].step_e4 / lead_step;
	struct date a = w->d->lines[lead].first_due;
	if (share < 1)
		return to_first_step(w, a, w->slot[i].step_e4);
	a = to_first_step(w, a, lead_step);
	share = min_i64(share, w->slot[lead].n);
	int64_t turn = phase_days(w, 0, 5040) % max_i64(1, share);
	return date_add(a, (int)(turn * lead_step / 10000));
}

static void join_rhythm(struct plan_work *w, size_t lead, size_t i)
{
	struct plan_line *l = &w->d->lines[i];
	struct date d = in_rhythm(w, lead, i);
	int64_t soon = w->in->start.days + w->lim.overdue_days;
	if (l->due == DUE_OVERDUE) {
		/* as soon as the leader's dates allow, or by itself */
		d = to_first_step(w, w->d->lines[lead].first_due,
				  w->slot[lead].step_e4);
		if (d.days > soon)
			return;
	}
	if (d.days >= w->in->start.days && d.days <= w->d->to.days)
		l->first_due = d;
}

static void one_rhythm(struct plan_work *w)
{
	int lead = leader(w);
	for (size_t i = 0; lead >= 0 && i < w->d->n_lines; i++) {
		const struct plan_line *l = &w->d->lines[i];
		if ((int)i != lead && live(l) && is_lab(w, l) &&
		    l->due != DUE_HISTORY)
			join_rhythm(w, (size_t)lead, i);
	}
}

void plan_first_dues(struct plan_work *w)
{
	unsigned k = 1;
	for (size_t i = 0; i < w->d->n_lines; i++) {
		struct plan_line *l = &w->d->lines[i];
		if (!live(l))
			continue;
		/* laboratory services of a person share their phase */
		first_due(w, i, is_lab(w, l) ? 0 : k++);
	}
	one_rhythm(w);
}

/* ---- services that must stand together (LDL with its panel) */

static bool in_panel(const struct plan_work *w, size_t a, size_t i)
{
	if (i == a)
		return true;
	for (size_t k = 0; k < w->n_need; k++)
		if (w->need[k].a == (int)a && w->need[k].b == (int)i)
			return true;
	return false;
}

/* The date of the base line nearest to `want`. */
static struct date nearest(const struct plan_work *w, size_t base,
			   struct date want)
{
	struct date best = occurrence(w, base, 0);
	for (int k = 1; k < w->slot[base].n; k++) {
		struct date d = occurrence(w, base, k);
		if (abs(d.days - want.days) < abs(best.days - want.days))
			best = d;
	}
	return best;
}

static void align_panel(struct plan_work *w, size_t a)
{
	size_t base = a;
	for (size_t i = 0; i < w->d->n_lines; i++)
		if (in_panel(w, a, i) &&
		    w->slot[i].step_e4 < w->slot[base].step_e4)
			base = i;
	struct date day = nearest(w, base, w->d->lines[a].first_due);
	for (size_t i = 0; i < w->d->n_lines; i++) {
		struct plan_line *l = &w->d->lines[i];
		if (!in_panel(w, a, i) || i == base)
			continue;
		struct date d = to_first_step(w, day, w->slot[i].step_e4);
		if (d.days != l->first_due.days || !live(l))
			l->due = DUE_PANEL;
		l->out = OUT_NO; /* not due by itself, but with the other */
		l->first_due = d;
	}
}

/* All occurrences of the year fit in the year. */
static void fit(struct plan_work *w)
{
	for (size_t i = 0; i < w->d->n_lines; i++) {
		struct plan_line *l = &w->d->lines[i];
		int64_t rest = (w->slot[i].n - 1) * w->slot[i].step_e4 / 10000;
		if (live(l) && w->slot[i].n)
			l->first_due.days = (int32_t)min_i64(
				l->first_due.days, w->d->to.days - rest);
	}
}

/* A service that needs others is due with them: the most frequent of the
 * panel keeps its dates, the others take one of these. */
void plan_panels(struct plan_work *w)
{
	for (size_t i = 0; i < w->d->n_lines; i++) {
		bool needy = false;
		for (size_t k = 0; k < w->n_need && !needy; k++)
			needy = w->need[k].a == (int)i;
		if (needy && live(&w->d->lines[i]))
			align_panel(w, i);
	}
	fit(w);
}
