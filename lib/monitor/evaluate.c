/* Readings against a plan: which limits are passed now. */
#include "monitor/monitor_int.h"

struct work {
	const struct monitor_plan *plan;
	struct arena *a;
	struct monitor_finding *list;
	size_t n;
	int64_t not_before_us;
	const struct monitor_reading **room;
	int64_t *scratch;
};

/* The readings of a kind that have the part. */
static struct series series_of(const struct work *w,
			       const struct monitor_limit *limit,
			       const struct monitor_reading *r, size_t n)
{
	struct series s = {.at = w->room, .scratch = w->scratch};
	for (size_t i = 0; i < n; i++)
		if (str_eq(r[i].kind, limit->kind) &&
		    r[i].value_milli[limit->part] != MONITOR_NO_VALUE)
			w->room[s.n++] = &r[i];
	return s;
}

static int64_t best_of(const struct monitor_plan *plan, struct str kind)
{
	for (size_t i = 0; i < plan->n_line; i++)
		if (str_eq(plan->line[i].kind, kind))
			return plan->line[i].best_milli;
	return 0;
}

/* The place of its cause in the list; a new one at the end. */
static struct monitor_finding *place_of(struct work *w, struct str cause)
{
	for (size_t i = 0; i < w->n; i++)
		if (str_eq(w->list[i].cause, cause))
			return &w->list[i];
	w->list[w->n] = (struct monitor_finding){.cause = cause};
	return &w->list[w->n++];
}

static void put(struct work *w, const struct monitor_limit *limit,
		struct str cause, const struct monitor_reading *at,
		const struct sight *seen)
{
	struct monitor_finding *f = place_of(w, cause);
	if (f->n_reading && f->limit.severity < limit->severity)
		return; /* a graver one is there; a later one comes after */
	f->limit = *limit;
	f->seen_milli = seen->seen_milli;
	f->doubtful = at->doubtful;
	f->n_reading = seen->n_reading;
	for (size_t i = 0; i < seen->n_reading; i++)
		f->reading[i] = seen->reading[seen->n_reading - 1 - i];
}

static enum rc hold(struct work *w, const struct monitor_limit *limit,
		    const struct monitor_reading *r, size_t n, struct err *err)
{
	struct series s = series_of(w, limit, r, n);
	struct sight seen;
	struct str cause = monitor_cause(limit->kind, limit->rule, w->a);
	int64_t best = best_of(w->plan, limit->kind);
	bool begun = false; /* a fresh one was met */
	if (!cause.ptr)
		return arena_fail(w->a, err);
	for (size_t i = 0; i < s.n; i++) {
		begun |= s.at[i]->fresh;
		if (begun && s.at[i]->measured_us >= w->not_before_us &&
		    sees(limit, best, &s, i, &seen) && seen.fresh)
			put(w, limit, cause, s.at[i], &seen);
	}
	return OK;
}

enum rc monitor_evaluate(const struct monitor_plan *plan,
			 const struct monitor_reading *reading, size_t n,
			 int64_t not_before_us, struct arena *a,
			 struct monitor_finding **list, size_t *n_found,
			 struct err *err)
{
	struct work w = {.plan = plan, .a = a, .not_before_us = not_before_us};
	/* slopes between all pairs of 91 days; medians of one day's readings */
	size_t room = n > 91 * 90 / 2 ? n : 91 * 90 / 2;
	w.list = arena_array(a, struct monitor_finding, plan->n_limit + 1);
	w.room = arena_array(a, const struct monitor_reading *, n + 1);
	w.scratch = arena_array(a, int64_t, room);
	if (!w.list || !w.room || !w.scratch)
		return arena_fail(a, err);
	for (size_t i = 1; i < n; i++)
		assert_slow(reading[i - 1].measured_us <=
			    reading[i].measured_us);
	enum rc rc = OK;
	for (size_t i = 0; i < plan->n_limit && !rc; i++)
		rc = hold(&w, &plan->limit[i], reading, n, err);
	*list = w.list;
	*n_found = w.n;
	return rc;
}
