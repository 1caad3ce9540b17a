/* What the worker still knows of the last person. */
#include "strata/strata_int.h"

void strata_rule_count(const struct strata *s, const struct strata_worker *w,
		       int rule, struct strata_count *out)
{
	const struct acc *a = acc_of(w, s->rule_counter[rule]);
	*out = (struct strata_count){.first = DATE_NONE,
				     .last = DATE_NONE,
				     .holds = rule_holds(s, w, rule)};
	if (a)
		out->n_lapsed = a->n_lapsed;
	if (!a || !a->n_event)
		return;
	out->n_event = a->n_event;
	out->n_date = a->n_date;
	out->first = (struct date){a->first};
	out->last = (struct date){a->last};
	out->ddd_e4 = a->ddd_e4;
}

size_t strata_n_held(const struct strata_worker *w)
{
	return w->n_held;
}

int strata_held(const struct strata_worker *w, size_t i)
{
	assert(i < w->n_held);
	return w->held[i];
}

size_t strata_n_group(const struct strata *s)
{
	return s->q.kn->n_group;
}

int strata_group_condition(const struct strata *s, int group)
{
	return s->group[group].condition;
}

size_t strata_group_size(const struct strata *s, int group)
{
	return s->group[group].n_rule;
}

int strata_group_rule(const struct strata *s, int group, size_t i)
{
	assert(i < s->group[group].n_rule);
	return s->group_rule[s->group[group].rule_off + i];
}

size_t strata_n_change(const struct strata_worker *w)
{
	return w->n_change;
}

struct strata_change strata_change(const struct strata_worker *w, size_t i)
{
	assert(i < w->n_change);
	return w->change[i];
}

/* Was `part` merged by the hierarchy into `whole`? */
static bool merged_into(const struct strata *s, const struct strata_worker *w,
			int part, int whole)
{
	for (size_t i = 0; i < w->n_change; i++) {
		const struct kn_hierarchy *h =
			&s->q.kn->hierarchy[w->change[i].hierarchy];
		if (w->change[i].made && h->result == whole &&
		    (h->winner == part || h->loser == part))
			return true;
	}
	return false;
}

size_t strata_groups_of(const struct strata *s, const struct strata_worker *w,
			int condition, int *out, size_t max)
{
	size_t n = 0;
	for (size_t i = 0; i < w->n_held && n < max; i++) {
		int c = s->group[w->held[i]].condition;
		if (c != condition && !merged_into(s, w, c, condition))
			continue;
		size_t j = n++; /* in order of the rules file */
		for (; j && out[j - 1] > w->held[i]; j--)
			out[j] = out[j - 1];
		out[j] = w->held[i];
	}
	return n;
}
