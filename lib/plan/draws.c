/* Step 5: laboratory services on common dates.
 *
 * Each occurrence may move from its due date by at most
 * booking.group_lab_draws_within_days, and not beyond its own tolerance: an
 * interval of days. The fewest dates that touch all intervals are found by
 * the classical greedy: take the interval that ends first, stab it at its
 * last working day, take with it all that hold that day. Each group is then
 * put on the working day nearest to the mean of its due dates, where all its
 * intervals still hold. Members of a panel (LDL) have one interval, so they
 * are never parted. */
#include "plan/plan_int.h"

struct sample { /* one occurrence of a laboratory service */
	int line;
	struct date due, lo, hi;      /* where it may go for grouping */
	struct date earliest, latest; /* its own tolerance */
	struct date stab;             /* last working day of lo..hi */
	int group;
};

static struct sample sample_of(const struct plan_work *w, size_t line, int k)
{
	const struct plan_line *l = &w->d->lines[line];
	int32_t from = w->d->from.days, to = w->d->to.days;
	int32_t due = (int32_t)min_i64(occurrence(w, line, k).days, to);
	int64_t early = min_i64(l->early_days, w->lim.group_days);
	int64_t late = min_i64(l->late_days, w->lim.group_days);
	return (struct sample){
		.line = (int)line,
		.due = {due},
		.lo = {(int32_t)max_i64(from, due - early)},
		.hi = {(int32_t)min_i64(to, due + late)},
		.earliest = {(int32_t)max_i64(from, due - l->early_days)},
		.latest = {(int32_t)min_i64(to, due + l->late_days)},
	};
}

static size_t count_samples(const struct plan_work *w)
{
	size_t n = 0;
	for (size_t i = 0; i < w->d->n_lines; i++)
		if (live(&w->d->lines[i]) && is_lab(w, &w->d->lines[i]))
			n += (size_t)w->slot[i].n;
	return n;
}

static void narrow(struct sample *s, const struct sample *t)
{
	s->lo.days = (int32_t)max_i64(s->lo.days, t->lo.days);
	s->hi.days = (int32_t)min_i64(s->hi.days, t->hi.days);
}

static bool required_by(const struct plan_work *w, const struct sample *b,
			const struct sample *a)
{
	for (size_t k = 0; k < w->n_need; k++)
		if (w->need[k].a == a->line && w->need[k].b == b->line)
			return true;
	return false;
}

/* All of a panel get the interval common to all: together or not at all. */
static void bind_panel(const struct plan_work *w, struct sample *s, size_t n,
		       size_t a)
{
	struct sample common = s[a];
	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < n; i++) {
			bool near = abs(s[i].due.days - s[a].due.days) <= 3;
			if (!near || !required_by(w, &s[i], &s[a]))
				continue;
			if (pass == 0)
				narrow(&common, &s[i]);
			else
				narrow(&s[i], &common);
		}
	narrow(&s[a], &common);
}

static bool may_join(const struct plan_work *w, const struct sample *s,
		     size_t n, size_t i, int group)
{
	for (size_t k = 0; k < n; k++)
		if (s[k].group == group && (s[k].line == s[i].line ||
					    must_part(w, s[k].line, s[i].line)))
			return false;
	return true;
}

/* The last working day of an interval; its end when it has none. */
static struct date stab(const struct sample *s)
{
	struct date d = s->hi;
	while (d.days > s->lo.days && date_is_holiday(d))
		d.days--;
	return date_is_holiday(d) ? s->hi : d;
}

static int by_stab(const void *a, const void *b)
{
	const struct sample *x = a, *y = b;
	if (x->stab.days != y->stab.days)
		return x->stab.days < y->stab.days ? -1 : 1;
	return x->line - y->line;
}

static int group_samples(const struct plan_work *w, struct sample *s, size_t n)
{
	int group = 0;
	for (size_t i = 0; i < n; i++)
		s[i].stab = stab(&s[i]);
	qsort(s, n, sizeof(*s), by_stab);
	for (size_t first = 0; first < n; first++) {
		struct date p = s[first].stab;
		if (s[first].group)
			continue;
		s[first].group = ++group;
		for (size_t i = first + 1; i < n; i++)
			if (!s[i].group && s[i].lo.days <= p.days &&
			    p.days <= s[i].hi.days &&
			    may_join(w, s, n, i, group))
				s[i].group = group;
	}
	return group;
}

struct meeting { /* one group: where it may go and where it goes */
	struct date lo, hi, earliest, latest, due;
};

/* The working day nearest to `d` that no earlier group has: groups meet on
 * one day only when their services may not. */
static struct date own_day(const struct meeting *m, struct date d,
			   const struct meeting *done, size_t n)
{
	for (int off = 0; off <= m->hi.days - m->lo.days; off++)
		for (int sign = 1; sign >= -1; sign -= 2) {
			struct date day = date_add(d, sign * off);
			bool taken = day.days < m->lo.days ||
				     day.days > m->hi.days ||
				     date_is_holiday(day);
			for (size_t i = 0; i < n && !taken; i++)
				taken = done[i].due.days == day.days;
			if (!taken)
				return day;
		}
	return working_day(d, m->lo, m->hi);
}

static struct meeting meet(const struct sample *s, size_t n, int group,
			   const struct meeting *done)
{
	struct meeting m = {
		{INT32_MIN}, {INT32_MAX}, {INT32_MIN}, {INT32_MAX}, DATE_NONE};
	int64_t sum = 0, members = 0;
	for (size_t i = 0; i < n; i++) {
		if (s[i].group != group)
			continue;
		m.lo.days = (int32_t)max_i64(m.lo.days, s[i].lo.days);
		m.hi.days = (int32_t)min_i64(m.hi.days, s[i].hi.days);
		m.earliest.days =
			(int32_t)max_i64(m.earliest.days, s[i].earliest.days);
		m.latest.days =
			(int32_t)min_i64(m.latest.days, s[i].latest.days);
		sum += s[i].due.days;
		members++;
	}
	assert(members > 0 && m.lo.days <= m.hi.days);
	struct date mean = {(int32_t)(sum / members)};
	mean.days = (int32_t)max_i64(m.lo.days, min_i64(m.hi.days, mean.days));
	m.due = own_day(&m, mean, done, (size_t)group - 1);
	return m;
}

static enum rc add_member(struct plan_work *w, int line, int group,
			  const struct meeting *m)
{
	struct plan_activity *x = activity_add(w);
	if (!x)
		return E_LIMIT;
	*x = (struct plan_activity){line, m->earliest, m->due, m->latest,
				    group};
	w->d->lines[line].n_planned++;
	return OK;
}

static enum rc add_draw(struct plan_work *w, int group, const struct meeting *m)
{
	struct plan_line *l = line_for(w, w->lim.draw_service);
	if (w->at_session)
		return OK;
	if (!l)
		l = line_add(w, w->lim.draw_service);
	if (!l->n_planned)
		l->first_due = m->due;
	l->out = OUT_NO;
	l->times_e4 += 10000;
	l->interval_e4 = interval_of(l->times_e4);
	return add_member(w, (int)(l - w->d->lines), group, m);
}

static enum rc put_groups(struct plan_work *w, const struct sample *s, size_t n,
			  int groups)
{
	struct meeting *m =
		arena_array(w->a, struct meeting, (size_t)groups + 1);
	if (!m)
		return arena_fail(w->a, w->err);
	for (int g = 1; g <= groups; g++) {
		enum rc rc = OK;
		m[g - 1] = meet(s, n, g, m);
		for (size_t i = 0; i < n && !rc; i++)
			if (s[i].group == g)
				rc = add_member(w, s[i].line, g, &m[g - 1]);
		if (!rc)
			rc = add_draw(w, g, &m[g - 1]);
		if (rc)
			return rc;
	}
	return OK;
}

static int least_draws(const struct plan_work *w)
{
	int n = 0;
	for (size_t i = 0; i < w->d->n_lines; i++)
		if (live(&w->d->lines[i]) && is_lab(w, &w->d->lines[i]))
			n = (int)max_i64(n, w->slot[i].n);
	return n;
}

/* The sample of a line nearest to a day; n when there is none. */
static size_t nearest_sample(const struct sample *s, size_t n, int line,
			     struct date d)
{
	size_t best = n;
	for (size_t i = 0; i < n; i++)
		if (s[i].line == line &&
		    (best == n || abs(s[i].due.days - d.days) <
					  abs(s[best].due.days - d.days)))
			best = i;
	return best;
}

/* Each time of a takes the nearest time of b out of the plan. */
static size_t include(struct plan_work *w, const struct kn_service_exclusion *x,
		      struct sample *s, size_t n)
{
	int a = w->line_of[x->a], b = w->line_of[x->b];
	struct plan_line *l = &w->d->lines[b];
	for (size_t i = 0; i < n; i++) {
		if (s[i].line != a)
			continue;
		size_t k = nearest_sample(s, n, b, s[i].due);
		if (k == n)
			break;
		memmove(&s[k], &s[k + 1], (n - k - 1) * sizeof(*s));
		n--;
		i -= k < i;
		l->n_included++;
		l->other = x->a;
		l->other_note = x->note;
	}
	if (nearest_sample(s, n, b, w->d->from) == n && l->n_included)
		l->out = OUT_INCLUDED;
	return n;
}

/* Laboratory services contained in another: the glucose curve holds the
 * fasting glucose. */
static size_t lab_inclusions(struct plan_work *w, struct sample *s, size_t n)
{
	const struct knowledge *kn = w->e->kn;
	for (size_t i = 0; i < kn->n_exclusions; i++) {
		const struct kn_service_exclusion *x = &kn->exclusions[i];
		if (x->relation != EXCL_INCLUDES || x->a < 0 || x->b < 0)
			continue;
		const struct plan_line *a = line_for(w, x->a);
		const struct plan_line *b = line_for(w, x->b);
		if (a && b && live(a) && live(b) && is_lab(w, a) &&
		    is_lab(w, b) && !forced(b))
			n = include(w, x, s, n);
	}
	return n;
}

enum rc plan_draws(struct plan_work *w)
{
	size_t n = count_samples(w), at = 0;
	struct sample *s = arena_array(w->a, struct sample, n + 1);
	if (!s)
		return arena_fail(w->a, w->err);
	for (size_t i = 0; i < w->d->n_lines; i++)
		for (int k = 0; live(&w->d->lines[i]) &&
				is_lab(w, &w->d->lines[i]) && k < w->slot[i].n;
		     k++)
			s[at++] = sample_of(w, i, k);
	assert(at == n);
	n = lab_inclusions(w, s, n);
	for (size_t i = 0; i < n; i++)
		bind_panel(w, s, n, i);
	w->d->n_draws_least = least_draws(w);
	w->d->n_draws = group_samples(w, s, n);
	return put_groups(w, s, n, w->d->n_draws);
}
