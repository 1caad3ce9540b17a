/* From counts to conditions: groups of rules, then the hierarchy. Same order
 * and meaning as conditions_of in data/reference_evaluator.py. */
#include "strata/strata_int.h"

enum strata_status status_on(const struct people_cols *p, size_t row,
			     int32_t index)
{
	if (p->death[row] <= index)
		return STRATA_DECEASED;
	if (p->registration_end[row] < index)
		return STRATA_LEFT;
	if (p->registration_start[row] > index)
		return STRATA_NOT_YET;
	return STRATA_ACTIVE;
}

bool rule_fits_person(const struct strata *s, const struct strata_worker *w,
		      int rule)
{
	const struct kn_rule *r = &s->q.kn->rules[rule];
	if (r->sex && r->sex != w->sex)
		return false;
	if (r->age_min != KN_UNSET && w->age < r->age_min)
		return false;
	return r->age_max == KN_UNSET || w->age <= r->age_max;
}

/* One rule row, without its negation. */
bool rule_holds(const struct strata *s, const struct strata_worker *w, int rule)
{
	static const struct acc none = {0};
	const struct kn_rule *r = &s->q.kn->rules[rule];
	const struct acc *a = acc_of(w, s->rule_counter[rule]);
	if (!rule_fits_person(s, w, rule))
		return false;
	if (!a)
		a = &none;
	if (r->flow == FLOW_EXEMPTION)
		return a->n_event > 0;
	if (a->n_event < r->min_events)
		return false;
	if (a->n_date < r->min_distinct_dates)
		return false;
	if (r->min_days_span > 0 && a->last - a->first < r->min_days_span)
		return false;
	return r->min_ddd_e4 == KN_UNSET || a->ddd_e4 >= r->min_ddd_e4;
}

static bool group_holds(const struct strata *s, const struct strata_worker *w,
			const struct group *g)
{
	for (uint32_t i = 0; i < g->n_rule; i++) {
		int rule = s->group_rule[g->rule_off + i];
		if (rule_holds(s, w, rule) == s->q.kn->rules[rule].negated)
			return false;
	}
	return true;
}

/* "generic" looks at every matching exemption of the person, also those that
 * are not valid on the index date: so does the reference evaluator. */
uint8_t kind_bit(const struct strata *s, const struct strata_worker *w,
		 const struct group *g)
{
	if (g->kind == GROUP_DRUG)
		return KIND_BIT_DRUG;
	if (g->kind == GROUP_OTHER)
		return KIND_BIT_OTHER;
	for (uint32_t i = 0; i < g->n_rule; i++) {
		int rule = s->group_rule[g->rule_off + i];
		const struct acc *a = acc_of(w, s->rule_counter[rule]);
		if (!s->q.kn->rules[rule].negated && a && a->not_generic)
			return KIND_BIT_OTHER;
	}
	return KIND_BIT_GENERIC;
}

static void try_group(const struct strata *s, struct strata_worker *w, int g)
{
	if (w->group_epoch[g] == w->epoch)
		return;
	w->group_epoch[g] = w->epoch;
	if (!group_holds(s, w, &s->group[g]))
		return;
	w->held[w->n_held++] = (uint16_t)g;
	w->kinds[s->group[g].condition] |= kind_bit(s, w, &s->group[g]);
}

static void note_change(struct strata_worker *w, int condition, size_t row,
			bool made)
{
	w->change[w->n_change++] =
		(struct strata_change){(int16_t)condition, (int16_t)row, made};
}

static void apply(const struct strata *s, struct strata_worker *w, size_t row)
{
	const struct kn_hierarchy *h = &s->q.kn->hierarchy[row];
	uint8_t loser = w->kinds[h->loser];
	switch (h->relation) {
	case REL_NONE:
		return;
	case REL_DROPS_IF_DRUG_ONLY:
		if (loser & (uint8_t)~KIND_BIT_DRUG)
			return;
		break;
	case REL_DROPS_IF_GENERIC_EXEMPTION:
		if (loser & (uint8_t)~KIND_BIT_GENERIC)
			return;
		break;
	case REL_SUPERSEDES:
		break;
	case REL_PROMOTES:
		w->kinds[h->winner] = 0;
		note_change(w, h->winner, row, false);
		break;
	}
	w->kinds[h->loser] = 0;
	note_change(w, h->loser, row, false);
	if (h->relation == REL_PROMOTES) {
		w->kinds[h->result] |= KIND_BIT_OTHER;
		note_change(w, h->result, row, true);
	}
}

/* Rows in order of step, once; a removed loser no longer acts as winner. */
static void apply_hierarchy(const struct strata *s, struct strata_worker *w)
{
	const struct kn_hierarchy *h = s->q.kn->hierarchy;
	for (size_t i = 0; i < s->q.kn->n_hierarchy; i++)
		if (w->kinds[h[i].winner] && w->kinds[h[i].loser])
			apply(s, w, i);
}

void evaluate_conditions(const struct strata *s, struct strata_worker *w)
{
	memset(w->kinds, 0, s->q.kn->n_conditions);
	w->n_held = 0;
	w->n_change = 0;
	for (size_t i = 0; i < w->n_touched; i++) {
		uint16_t c = w->touched[i];
		if (!w->acc[c].n_event)
			continue;
		for (uint32_t k = s->counter_off[c]; k < s->counter_off[c + 1];
		     k++)
			try_group(s, w, s->counter_group[k]);
	}
	if (w->n_held > 1)
		apply_hierarchy(s, w);
}
