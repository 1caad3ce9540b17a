/* Rules, hierarchy and exemptions: how a condition is found and kept. */
#include "knowledge/knowledge_int.h"

struct code_check { /* one alternative of code_prefix_or_range */
	const struct loader *l;
	const struct kn_rule *rule;
	size_t row;
};

static const char *form_wrong(const struct kn_rule *r, struct str code)
{
	switch (r->flow) {
	case FLOW_DRUG:
		return kn_is_atc(code) ? NULL : "an ATC code";
	case FLOW_EXEMPTION:
		return kn_is_exemption_spec(code) ? NULL : "an exemption code";
	case FLOW_OUTPATIENT:
		return kn_is_service(code) ? NULL : "a service code";
	case FLOW_HOSPITAL:
	case FLOW_EMERGENCY:
		if (r->field == FIELD_PROC)
			return kn_is_proc(code) ? NULL
						: "an ICD-9-CM procedure code";
		return kn_is_dx(code) ? NULL : "an ICD-9-CM diagnosis code";
	case N_FLOW:
		break;
	}
	BUG("flow");
}

static void check_code(const struct code_check *c, struct str token)
{
	const struct table *t = &c->l->t[KN_RULES];
	const char *column = "code_prefix_or_range";
	struct str hi = token, lo = str_cut(&hi, '-');
	if (c->rule->flow != FLOW_EXEMPTION && lo.len && lo.ptr[0] == '=')
		lo = str_sub(lo, 1, lo.len - 1);
	const char *wrong = form_wrong(c->rule, lo);
	if (!wrong && hi.ptr)
		wrong = form_wrong(c->rule, hi);
	if (wrong) {
		table_wrong(t, c->row, column,
			    "has \"" STR_FMT "\", which is not %s: correct it",
			    STR_ARG(token), wrong);
		return;
	}
	if (hi.ptr && (lo.len != hi.len || str_cmp(lo, hi) > 0))
		table_wrong(t, c->row, column,
			    "has the range " STR_FMT ": both ends need the "
			    "same length, the lower first",
			    STR_ARG(token));
	else if (c->rule->flow == FLOW_DRUG &&
		 !loader_knows_range(c->l, lo, hi.ptr ? hi : lo))
		table_wrong(t, c->row, column,
			    "has " STR_FMT ", which no row of drugs_atc.csv "
			    "matches: correct it or add the drug",
			    STR_ARG(token));
}

static const char *system_of(enum kn_flow flow)
{
	static const char *const name[N_FLOW] = {
		"ESENZIONE", "ATC", "NOMENCLATORE", "ICD9CM", "ICD9CM"};
	return name[flow];
}

static void check_rule(struct loader *l, size_t i)
{
	const struct table *t = &l->t[KN_RULES];
	const struct kn_rule *r = (const struct kn_rule *)t->rows + i;
	bool icd = r->flow == FLOW_HOSPITAL || r->flow == FLOW_EMERGENCY;
	if (!str_is(table_get(t, i, "code_system"), system_of(r->flow)))
		table_wrong(t, i, "code_system",
			    "does not go with the flow: write %s",
			    system_of(r->flow));
	if (icd != (r->field != FIELD_NONE))
		table_wrong(t, i, "code_field",
			    icd ? "is needed for hospital and emergency: "
				  "write dx_any, dx_main or proc"
				: "is only for hospital and emergency: leave "
				  "it empty");
	if (r->age_max != KN_UNSET && r->age_min > r->age_max)
		table_wrong(t, i, "age_max",
			    "is below age_min: correct one of the two");
	if (l->kn->conditions[r->condition].residual && !r->negated &&
	    r->flow != FLOW_HOSPITAL && r->flow != FLOW_EXEMPTION)
		table_wrong(t, i, "flow",
			    "may not find a residual condition: use discharges "
			    "or exemptions only");
	struct code_check c = {l, r, i};
	for (struct str rest = r->codes; rest.ptr;)
		check_code(&c, str_cut(&rest, '|'));
}

/* Every group has a row that must hold, every condition a rule. */
static void check_groups(struct loader *l)
{
	const struct table *t = &l->t[KN_RULES];
	const struct kn_rule *r = t->rows;
	bool *positive = arena_array(&l->scratch, bool, l->kn->n_group + 1);
	bool *ruled = arena_array(&l->scratch, bool, l->kn->n_conditions + 1);
	if (!positive || !ruled)
		return;
	for (size_t i = 0; i < t->n; i++) {
		positive[r[i].group_index] |= !r[i].negated;
		ruled[r[i].condition] = true;
	}
	for (size_t i = 0; i < t->n; i++) {
		if (positive[r[i].group_index])
			continue;
		positive[r[i].group_index] = true; /* told once */
		table_wrong(t, i, "group_id",
			    "has negated rows only: a group needs a row that "
			    "must hold");
	}
	for (size_t i = 0; i < l->kn->n_conditions; i++)
		if (!ruled[i])
			table_wrong(&l->t[KN_CONDITIONS], i, "code",
				    "has no rule: add one to "
				    "condition_rules.csv");
}

void check_rules(struct loader *l)
{
	for (size_t i = 0; i < l->t[KN_RULES].n; i++)
		check_rule(l, i);
	check_groups(l);
}

/* Does `to` supersede `from`, by any number of steps? A walk over the rows, at
 * most once through each condition. */
static bool reaches(const struct loader *l, int from, int to, bool *visited)
{
	const struct table *t = &l->t[KN_HIERARCHY];
	const struct kn_hierarchy *h = t->rows;
	visited[from] = true;
	for (bool grown = true; grown;) {
		grown = false;
		for (size_t i = 0; i < t->n; i++) {
			if (h[i].relation != REL_SUPERSEDES ||
			    !visited[h[i].winner] || visited[h[i].loser])
				continue;
			visited[h[i].loser] = true;
			grown = true;
		}
	}
	return visited[to];
}

static void check_cycles(struct loader *l)
{
	const struct table *t = &l->t[KN_HIERARCHY];
	const struct kn_hierarchy *h = t->rows;
	size_t n = l->kn->n_conditions;
	bool *visited = arena_array(&l->scratch, bool, n + 1);
	for (size_t i = 0; i < t->n && visited; i++) {
		if (h[i].relation != REL_SUPERSEDES)
			continue;
		memset(visited, 0, n);
		if (reaches(l, h[i].loser, h[i].winner, visited))
			table_wrong(t, i, "loser",
				    "supersedes its own winner by some way "
				    "round: remove one of the rows");
	}
}

static bool superseded(const struct loader *l, int winner, int loser)
{
	const struct table *t = &l->t[KN_HIERARCHY];
	const struct kn_hierarchy *h = t->rows;
	for (size_t i = 0; i < t->n; i++)
		if (h[i].relation == REL_SUPERSEDES && h[i].winner == winner &&
		    h[i].loser == loser)
			return true;
	return false;
}

/* A residual condition gives way to every finer one of its cluster. */
static void check_residual(struct loader *l)
{
	const struct kn_condition *c = l->kn->conditions;
	size_t n = l->kn->n_conditions;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < n && c[i].residual; k++)
			if (!c[k].residual && c[k].cluster == c[i].cluster &&
			    !superseded(l, (int)k, (int)i))
				table_wrong(&l->t[KN_CONDITIONS], i, "code",
					    "is not superseded by " STR_FMT
					    ": add the row to "
					    "condition_hierarchy.csv",
					    STR_ARG(c[k].code));
}

void check_hierarchy(struct loader *l)
{
	const struct table *t = &l->t[KN_HIERARCHY];
	const struct kn_hierarchy *h = t->rows;
	for (size_t i = 0; i < t->n; i++) {
		if ((h[i].relation == REL_PROMOTES) != (h[i].result >= 0))
			table_wrong(t, i, "result",
				    "is for the relation promotes, which needs "
				    "it: write it there and nowhere else");
		if (h[i].winner == h[i].loser)
			table_wrong(t, i, "loser",
				    "is the winner itself: name another "
				    "condition");
		for (size_t k = 0; k < i; k++)
			if (h[k].step == h[i].step)
				table_wrong(t, i, "step",
					    "is the step of line %" PRIu64
					    " too: give each row its own",
					    t->line[k]);
	}
	check_cycles(l);
	check_residual(l);
}

/* Rows that stand alone in their group, so that the exemption is enough. */
static void mark_single(const struct loader *l, const struct kn_rule **single)
{
	const struct table *t = &l->t[KN_RULES];
	const struct kn_rule *r = t->rows;
	size_t *count = (size_t *)(void *)(single + t->n);
	for (size_t i = 0; i < t->n; i++)
		count[r[i].group_index]++;
	for (size_t i = 0; i < t->n; i++)
		single[i] = count[r[i].group_index] == 1 &&
					    r[i].flow == FLOW_EXEMPTION
				    ? &r[i]
				    : NULL;
}

/* The code alone leads to the condition named beside it, and to no other. */
void check_exemptions(struct loader *l)
{
	const struct table *t = &l->t[KN_EXEMPTIONS];
	const struct kn_exemption *e = t->rows;
	size_t n = l->t[KN_RULES].n;
	static_assert(sizeof(size_t) == sizeof(void *), "one array of both");
	const struct kn_rule **single = arena_calloc(
		&l->scratch, n + l->kn->n_group + 1, sizeof(*single));
	if (!single)
		return;
	mark_single(l, single);
	for (size_t i = 0; i < t->n; i++) {
		bool own = false;
		for (size_t k = 0; k < n; k++) {
			if (!single[k] ||
			    !kn_code_matches(e[i].code, single[k]->codes))
				continue;
			if (single[k]->condition == e[i].condition)
				own = true;
			else
				table_wrong(t, i, "condition",
					    "is not what rule " STR_FMT
					    " makes of code " STR_FMT
					    ": an exemption leads to one "
					    "condition",
					    STR_ARG(single[k]->id),
					    STR_ARG(e[i].code));
		}
		if (e[i].condition >= 0 && !own)
			table_wrong(t, i, "condition",
				    "is found by no rule for code " STR_FMT
				    ": add one to condition_rules.csv",
				    STR_ARG(e[i].code));
	}
}
