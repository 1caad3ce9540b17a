/* The plan that the tables propose, and whether a plan makes sense. */
#include "monitor/tables.h"

/* ---- propose */

struct wanted {
	const struct str *condition;
	size_t n;
};

static bool is_wanted(const struct wanted *w, struct str condition)
{
	if (!condition.len) /* for anybody */
		return true;
	for (size_t i = 0; i < w->n; i++)
		if (str_eq(w->condition[i], condition))
			return true;
	return false;
}

/* More often in the same time. */
static bool more_frequent(const struct monitor_line *a,
			  const struct monitor_line *b)
{
	return a->times * b->per_days > b->times * a->per_days;
}

static const struct monitor_default_line *
best_line(const struct monitor_tables *t, const struct wanted *w,
	  struct str kind)
{
	const struct monitor_default_line *best = NULL;
	for (size_t i = 0; i < t->n_line; i++) {
		const struct monitor_default_line *x = &t->line[i];
		if (!str_eq(x->line.kind, kind) || !is_wanted(w, x->condition))
			continue;
		if (!best || x->rank > best->rank ||
		    (x->rank == best->rank &&
		     more_frequent(&x->line, &best->line)))
			best = x;
	}
	return best;
}

static bool same_limit(const struct monitor_limit *a,
		       const struct monitor_limit *b)
{
	return str_eq(a->kind, b->kind) && a->part == b->part &&
	       a->rule == b->rule && a->severity == b->severity;
}

/* Of the limits of one kind, part, rule and severity, is this the one? */
static bool is_best(const struct monitor_tables *t, const struct wanted *w,
		    size_t at)
{
	const struct monitor_default_limit *x = &t->limit[at];
	for (size_t i = 0; i < t->n_limit; i++) {
		const struct monitor_default_limit *y = &t->limit[i];
		if (i != at && same_limit(&x->limit, &y->limit) &&
		    is_wanted(w, y->condition) &&
		    (y->rank > x->rank || (y->rank == x->rank && i < at)))
			return false;
	}
	return is_wanted(w, x->condition);
}

static bool has_line(const struct monitor_line *line, size_t n, struct str kind)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(line[i].kind, kind))
			return true;
	return false;
}

enum rc monitor_propose(const struct monitor_tables *t,
			const struct str *condition, size_t n, struct arena *a,
			struct monitor_plan *out, struct monitor_why **why,
			struct err *err)
{
	struct wanted w = {condition, n};
	struct monitor_line *line =
		arena_array(a, struct monitor_line, t->n_kind + 1);
	struct monitor_limit *limit =
		arena_array(a, struct monitor_limit, t->n_limit + 1);
	*why = arena_array(a, struct monitor_why, t->n_kind + t->n_limit + 1);
	if (!line || !limit || !*why)
		return arena_fail(a, err);
	struct monitor_why *y = *why;
	*out = (struct monitor_plan){.line = line, .limit = limit};
	for (size_t i = 0; i < t->n_kind; i++) {
		const struct monitor_default_line *x =
			best_line(t, &w, t->kind[i].code);
		if (!x)
			continue;
		line[out->n_line++] = x->line;
		*y++ = (struct monitor_why){x->condition, x->source, x->note};
	}
	for (size_t i = 0; i < t->n_limit; i++) {
		const struct monitor_default_limit *x = &t->limit[i];
		if (!has_line(line, out->n_line, x->limit.kind) ||
		    !is_best(t, &w, i))
			continue;
		limit[out->n_limit++] = x->limit;
		*y++ = (struct monitor_why){x->condition, x->source, x->note};
	}
	return OK;
}

/* ---- check */

static enum rc check_line(const struct monitor_tables *t,
			  const struct monitor_plan *p, size_t i,
			  struct err *err)
{
	const struct monitor_line *x = &p->line[i];
	if (!monitor_kind_of(t, x->kind))
		return err_msg(err, E_RANGE, MSG_HOM_NO_KIND,
			       "\"" STR_FMT "\" is no kind of reading",
			       STR_ARG(x->kind));
	if (has_line(p->line, i, x->kind))
		return err_msg(err, E_RANGE, MSG_HOM_PLAN_TWICE,
			       STR_FMT " stands there twice", STR_ARG(x->kind));
	if (x->times < 1 || x->times > 24 || x->per_days < 1 ||
	    x->per_days > 90 || x->grace_hours < 0 || x->grace_hours > 720)
		return err_msg(err, E_RANGE, MSG_HOM_PLAN_FREQUENCY,
			       STR_FMT ": %d times in %d days, grace %d hours",
			       STR_ARG(x->kind), x->times, x->per_days,
			       x->grace_hours);
	if (x->best_milli < 0)
		return err_msg(err, E_RANGE, MSG_HOM_PLAN_VALUE,
			       STR_FMT ": a negative own best",
			       STR_ARG(x->kind));
	return OK;
}

/* Values of a rule lie within these. */
static void bounds_of(const struct monitor_kind *k,
		      const struct monitor_limit *x, int64_t *low,
		      int64_t *high)
{
	const struct monitor_part *p = &k->part[x->part];
	bool absolute = x->rule == MONITOR_ABOVE || x->rule == MONITOR_BELOW ||
			x->rule == MONITOR_MEAN_ABOVE ||
			x->rule == MONITOR_MEAN_BELOW;
	*low = absolute ? p->least : 1;
	*high = absolute ? p->most : p->most - p->least;
	if (x->rule == MONITOR_BELOW_BEST)
		*high = 100000;
}

static bool window_fits(const struct monitor_limit *x)
{
	bool alone = x->rule == MONITOR_ABOVE || x->rule == MONITOR_BELOW ||
		     x->rule == MONITOR_BELOW_BEST;
	return x->count >= 1 && x->count <= 90 && x->days <= 90 &&
	       x->days >= (alone ? 0 : 1);
}

/* Is `x` (red) as far out as `y` (amber) or further? They hold alone. */
static bool is_beyond(const struct monitor_limit *x,
		      const struct monitor_limit *y)
{
	bool low = x->rule == MONITOR_BELOW || x->rule == MONITOR_MEAN_BELOW ||
		   x->rule == MONITOR_BELOW_BEST;
	if (x->days != y->days || x->count > y->count)
		return true; /* not comparable */
	return low ? x->value_milli <= y->value_milli
		   : x->value_milli >= y->value_milli;
}

static enum rc check_against(const struct monitor_plan *p, size_t i,
			     struct err *err)
{
	const struct monitor_limit *x = &p->limit[i];
	for (size_t k = 0; k < p->n_limit; k++) {
		const struct monitor_limit *y = &p->limit[k];
		if (k < i && same_limit(x, y) && x->days == y->days)
			return err_msg(err, E_RANGE, MSG_HOM_PLAN_TWICE,
				       STR_FMT ": the same limit twice",
				       STR_ARG(x->kind));
		if (str_eq(x->kind, y->kind) && x->part == y->part &&
		    x->rule == y->rule && x->severity == MONITOR_RED &&
		    y->severity == MONITOR_AMBER && !is_beyond(x, y))
			return err_msg(err, E_RANGE, MSG_HOM_PLAN_RED,
				       STR_FMT ": the red limit is within the "
					       "amber one",
				       STR_ARG(x->kind));
	}
	return OK;
}

static enum rc check_limit(const struct monitor_tables *t,
			   const struct monitor_plan *p, size_t i,
			   struct err *err)
{
	const struct monitor_limit *x = &p->limit[i];
	const struct monitor_kind *k = monitor_kind_of(t, x->kind);
	int64_t low, high;
	if (!k || !has_line(p->line, p->n_line, x->kind) || x->part < 0 ||
	    x->part >= k->n_part)
		return err_msg(err, E_RANGE, MSG_HOM_PLAN_KIND,
			       "a limit for \"" STR_FMT
			       "\", which the plan does not measure",
			       STR_ARG(x->kind));
	if (!window_fits(x))
		return err_msg(err, E_RANGE, MSG_HOM_PLAN_FREQUENCY,
			       STR_FMT " %s: %d times, %d days",
			       STR_ARG(x->kind), monitor_rule_name[x->rule],
			       x->count, x->days);
	bounds_of(k, x, &low, &high);
	if (x->value_milli < low || x->value_milli > high)
		return err_msg(err, E_RANGE, MSG_HOM_PLAN_VALUE,
			       STR_FMT " %s: %" PRId64 " thousandths",
			       STR_ARG(x->kind), monitor_rule_name[x->rule],
			       x->value_milli);
	return check_against(p, i, err);
}

enum rc monitor_plan_check(const struct monitor_tables *t,
			   const struct monitor_plan *plan, struct err *err)
{
	enum rc rc = OK;
	if (!plan->n_line)
		return err_msg(err, E_RANGE, MSG_HOM_PLAN_EMPTY,
			       "the plan measures nothing");
	if (plan->n_line > MONITOR_LINES || plan->n_limit > MONITOR_LIMITS)
		return err_msg(err, E_LIMIT, MSG_HOM_PLAN_MANY,
			       "%zu lines, %zu limits", plan->n_line,
			       plan->n_limit);
	for (size_t i = 0; i < plan->n_line && !rc; i++)
		rc = check_line(t, plan, i, err);
	for (size_t i = 0; i < plan->n_limit && !rc; i++)
		rc = check_limit(t, plan, i, err);
	return rc;
}
