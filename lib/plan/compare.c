/* What changes from one version to the next. */
#include "plan/plan.h"

const char *const plan_change_name[N_PLAN_CHANGE] = {"added", "removed",
						     "times", "due"};

static const struct plan_line *live_line(const struct plan_draft *d, int i)
{
	return i < 0 ? NULL : &d->lines[i];
}

static bool has_drug(const struct plan_draft *d, struct str atc)
{
	for (size_t i = 0; i < d->n_drugs; i++)
		if (str_eq(d->drugs[i].atc, atc))
			return true;
	return false;
}

static void put(struct plan_diff *out, enum plan_change change,
		const struct plan_line *before, const struct plan_line *after)
{
	out->list[out->n++] = (struct plan_diff_line){
		.change = change,
		.service = before ? before->service : after->service,
		.before = before,
		.after = after};
}

static void put_drug(struct plan_diff *out, enum plan_change change,
		     struct str atc)
{
	out->list[out->n++] = (struct plan_diff_line){
		.change = change, .service = -1, .atc = atc};
}

static void changed(struct plan_diff *out, const struct plan_line *b,
		    const struct plan_line *a)
{
	if (b->times_e4 != a->times_e4)
		put(out, CHANGE_TIMES, b, a);
	else if (abs(b->first_due.days - a->first_due.days) > 31)
		put(out, CHANGE_DUE, b, a);
}

static int by_change(const void *p, const void *q)
{
	const struct plan_diff_line *x = p, *y = q;
	if ((x->service < 0) != (y->service < 0))
		return x->service < 0 ? 1 : -1;
	if (x->change != y->change)
		return x->change < y->change ? -1 : 1;
	if (x->service != y->service)
		return x->service < y->service ? -1 : 1;
	return str_cmp(x->atc, y->atc);
}

enum rc plan_compare(const struct knowledge *kn,
		     const struct plan_draft *before,
		     const struct plan_draft *after, struct arena *a,
		     struct plan_diff *out, struct err *err)
{
	size_t most = before->n_lines + after->n_lines + before->n_drugs +
		      after->n_drugs + 1;
	*out = (struct plan_diff){arena_array(a, struct plan_diff_line, most),
				  0};
	if (!out->list)
		return arena_fail(a, err);
	for (size_t s = 0; s < kn->n_services; s++) {
		const struct plan_line *b =
			live_line(before, plan_find(before, (int)s));
		const struct plan_line *c =
			live_line(after, plan_find(after, (int)s));
		if (b && c)
			changed(out, b, c);
		else if (b || c)
			put(out, b ? CHANGE_REMOVED : CHANGE_ADDED, b, c);
	}
	for (size_t i = 0; i < before->n_drugs; i++)
		if (!has_drug(after, before->drugs[i].atc))
			put_drug(out, CHANGE_REMOVED, before->drugs[i].atc);
	for (size_t i = 0; i < after->n_drugs; i++)
		if (!has_drug(before, after->drugs[i].atc))
			put_drug(out, CHANGE_ADDED, after->drugs[i].atc);
	if (out->n)
		qsort(out->list, out->n, sizeof(*out->list), by_change);
	return OK;
}
