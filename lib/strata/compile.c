#include "strata/strata_int.h"

const char *const strata_status_name[N_STRATA_STATUS] = {"active", "deceased",
							 "left", "not_yet"};

/* Tables of a region: about 300 rules over 30,000 codes take some 2 MB. */
#define LIMIT_BYTES ((size_t)256 << 20)

static enum lane lane_of(enum kn_flow flow, enum kn_field field)
{
	switch (flow) {
	case FLOW_EXEMPTION:
		return LANE_EXEMPTION;
	case FLOW_DRUG:
		return LANE_DRUG;
	case FLOW_OUTPATIENT:
		return LANE_OUTPATIENT;
	case FLOW_HOSPITAL:
		return field == FIELD_PROC      ? LANE_HOSPITAL_PROC
		       : field == FIELD_DX_MAIN ? LANE_HOSPITAL_MAIN
						: LANE_HOSPITAL_ANY;
	case FLOW_EMERGENCY:
		return field == FIELD_PROC      ? LANE_NOTHING
		       : field == FIELD_DX_MAIN ? LANE_EMERGENCY_MAIN
						: LANE_EMERGENCY_ANY;
	case N_FLOW:
		break;
	}
	BUG("flow of a rule");
}

uint16_t counter_of(struct strata *s, struct counter want)
{
	want.from = s->index - want.lookback + 1;
	for (size_t i = 0; i < s->n_counter; i++) {
		const struct counter *c = &s->counter[i];
		if (c->lane == want.lane && c->style == want.style &&
		    c->lookback == want.lookback &&
		    str_eq(c->codes, want.codes))
			return (uint16_t)i;
	}
	s->counter[s->n_counter] = want;
	return (uint16_t)s->n_counter++;
}

static enum rc check_rule(const struct knowledge *kn, const struct kn_rule *r,
			  struct err *err)
{
	if (r->min_events < 1 && !r->negated)
		return err_set(err, E_RANGE,
			       "condition_rules.csv: rule " STR_FMT
			       ": min_events must be at least 1",
			       STR_ARG(r->id));
	if (r->group_index < 0 || (size_t)r->group_index >= kn->n_group)
		BUG("group of a rule");
	return OK;
}

static enum rc compile_rules(struct strata *s, struct err *err)
{
	const struct knowledge *kn = s->q.kn;
	size_t max = kn->n_rules + 2 * kn->n_mcs + KN_CDS_CLASSES * kn->n_cds;
	if (max >= UINT16_MAX || kn->n_group >= UINT16_MAX)
		return err_set(err, E_LIMIT, "too many rules: %zu", max);
	s->counter = arena_array(&s->arena, struct counter, max + 1);
	s->rule_counter = arena_array(&s->arena, uint16_t, kn->n_rules + 1);
	if (!s->counter || !s->rule_counter)
		return arena_fail(&s->arena, err);
	for (size_t i = 0; i < kn->n_rules; i++) {
		const struct kn_rule *r = &kn->rules[i];
		enum rc rc = check_rule(kn, r, err);
		if (rc)
			return rc;
		s->rule_counter[i] = counter_of(
			s, (struct counter){.lane = lane_of(r->flow, r->field),
					    .style = r->flow == FLOW_OUTPATIENT
							     ? MATCH_SERVICE
							     : MATCH_SPEC,
					    .codes = r->codes,
					    .lookback = r->lookback_days});
	}
	return OK;
}

/* Rule rows of each group, in file order, and what its positive rows see. */
static enum rc compile_groups(struct strata *s, struct err *err)
{
	const struct knowledge *kn = s->q.kn;
	s->group = arena_array(&s->arena, struct group, kn->n_group + 1);
	s->group_rule = arena_array(&s->arena, uint16_t, kn->n_rules + 1);
	size_t *positive = arena_array(&s->arena, size_t, kn->n_group * 3 + 3);
	if (!s->group || !s->group_rule || !positive)
		return arena_fail(&s->arena, err);
	for (size_t i = 0; i < kn->n_rules; i++) {
		const struct kn_rule *r = &kn->rules[i];
		size_t *p = positive + 3 * r->group_index;
		s->group[r->group_index].n_rule++;
		p[0] += !r->negated;
		p[1] += !r->negated && r->flow == FLOW_DRUG;
		p[2] += !r->negated && r->flow == FLOW_EXEMPTION;
	}
	uint32_t at = 0;
	for (size_t g = 0; g < kn->n_group; g++) {
		const size_t *p = positive + 3 * g;
		if (!p[0])
			return err_set(
				err, E_RANGE,
				"condition_rules.csv: group %zu has only "
				"negated rows: nothing can make it hold",
				g + 1);
		s->group[g].kind = p[1] == p[0]   ? GROUP_DRUG
				   : p[2] == p[0] ? GROUP_EXEMPTION
						  : GROUP_OTHER;
		s->group[g].rule_off = at;
		at += s->group[g].n_rule;
		s->group[g].n_rule = 0;
	}
	for (size_t i = 0; i < kn->n_rules; i++) {
		struct group *g = &s->group[kn->rules[i].group_index];
		g->condition = kn->rules[i].condition;
		s->group_rule[g->rule_off + g->n_rule++] = (uint16_t)i;
	}
	return OK;
}

/* For each counter, the groups that have it in a positive row: only they can
 * begin to hold when it is touched. */
static enum rc compile_wakes(struct strata *s, struct err *err)
{
	const struct knowledge *kn = s->q.kn;
	s->counter_off = arena_array(&s->arena, uint32_t, s->n_counter + 2);
	s->counter_group = arena_array(&s->arena, uint16_t, kn->n_rules + 1);
	if (!s->counter_off || !s->counter_group)
		return arena_fail(&s->arena, err);
	for (size_t i = 0; i < kn->n_rules; i++)
		if (!kn->rules[i].negated)
			s->counter_off[s->rule_counter[i] + 2]++;
	for (size_t c = 2; c < s->n_counter + 2; c++)
		s->counter_off[c] += s->counter_off[c - 1];
	for (size_t i = 0; i < kn->n_rules; i++)
		if (!kn->rules[i].negated)
			s->counter_group[s->counter_off[s->rule_counter[i] +
							1]++] =
				(uint16_t)kn->rules[i].group_index;
	return OK;
}

/* Where conditions and clusters stand in those orders, and what they are. */
static void compile_places(struct strata *s)
{
	const struct knowledge *kn = s->q.kn;
	uint8_t rank_place[STRATA_MAX_CLUSTER];
	for (size_t i = 0; i < kn->n_clusters; i++) {
		const struct kn_cluster *k = &kn->clusters[s->by_rank[i]];
		rank_place[s->by_rank[i]] = (uint8_t)i;
		if (k->counts)
			bits_add(&s->counting, (int)i);
		if (k->mild)
			bits_add(&s->mild, (int)i);
	}
	for (size_t i = 0; i < kn->n_conditions; i++) {
		const struct kn_condition *c = &kn->conditions[i];
		s->place_of[s->by_priority[i]] = (uint8_t)i;
		s->cluster_place[i] =
			c->cluster < 0 ? NO_PLACE : rank_place[c->cluster];
		if (c->counts_override)
			bits_add(&s->overriding, (int)i);
	}
}

/* Conditions by priority and clusters by rank: insertion sort, equal ones in
 * file order. */
static enum rc compile_orders(struct strata *s, struct err *err)
{
	const struct knowledge *kn = s->q.kn;
	if (kn->n_conditions > STRATA_MAX_CONDITION ||
	    kn->n_clusters > STRATA_MAX_CLUSTER)
		return err_set(err, E_LIMIT,
			       "%zu conditions and %zu clusters, at most %d "
			       "and %d are handled",
			       kn->n_conditions, kn->n_clusters,
			       STRATA_MAX_CONDITION, STRATA_MAX_CLUSTER);
	s->by_priority = arena_array(&s->arena, uint8_t, STRATA_MAX_CONDITION);
	s->by_rank = arena_array(&s->arena, uint8_t, STRATA_MAX_CLUSTER);
	s->place_of = arena_array(&s->arena, uint8_t, STRATA_MAX_CONDITION);
	s->cluster_place =
		arena_array(&s->arena, uint8_t, STRATA_MAX_CONDITION);
	if (!s->by_priority || !s->by_rank || !s->place_of || !s->cluster_place)
		return arena_fail(&s->arena, err);
	for (size_t i = 0; i < kn->n_conditions; i++) {
		size_t j = i;
		for (; j && kn->conditions[s->by_priority[j - 1]].priority >
				    kn->conditions[i].priority;
		     j--)
			s->by_priority[j] = s->by_priority[j - 1];
		s->by_priority[j] = (uint8_t)i;
	}
	for (size_t i = 0; i < kn->n_clusters; i++) {
		size_t j = i;
		for (; j && kn->clusters[s->by_rank[j - 1]].rank >
				    kn->clusters[i].rank;
		     j--)
			s->by_rank[j] = s->by_rank[j - 1];
		s->by_rank[j] = (uint8_t)i;
	}
	compile_places(s);
	return OK;
}

/* The rows of one definition are neighbours in knowledge, by level. */
static void find_levels(const struct knowledge *kn, struct str definition,
			const struct kn_level_rule **rows, size_t *n)
{
	*n = 0;
	for (size_t i = 0; i < kn->n_level_rules; i++) {
		if (!str_eq(kn->level_rules[i].definition, definition))
			continue;
		if (!*n)
			*rows = &kn->level_rules[i];
		(*n)++;
	}
}

static enum rc compile_levels(struct strata *s, struct err *err)
{
	struct str name = s->q.definition;
	if (!name.len) {
		enum rc rc = rules_text(s->q.rules, "strat.level_definition",
					STR(""), s->q.index, &name, err);
		if (rc)
			return rc;
	}
	s->q.definition = arena_str(&s->arena, name);
	if (!s->q.definition.ptr)
		return arena_fail(&s->arena, err);
	find_levels(s->q.kn, name, &s->in_use, &s->n_in_use);
	find_levels(s->q.kn, STR("weighted"), &s->weighted, &s->n_weighted);
	if (!s->n_in_use)
		return err_set(err, E_USAGE,
			       "there is no level definition \"" STR_FMT
			       "\": level_rules.csv has strict and weighted",
			       STR_ARG(name));
	return OK;
}

enum rc compile_parameter(struct strata *s, const char *name, int *out,
			  struct err *err)
{
	int64_t v;
	enum rc rc = rules_int(s->q.rules, name, STR(""), s->q.index, &v, err);
	if (rc)
		return rc;
	if (v < 0 || v > 100000)
		return err_set(err, E_RANGE, "parameter %s is %" PRId64, name,
			       v);
	*out = (int)v;
	return OK;
}

static enum rc compile(struct strata *s, struct err *err)
{
	int days;
	enum rc rc = compile_levels(s, err);
	if (!rc)
		rc = compile_parameter(s, "strat.contact_days", &days, err);
	if (!rc)
		s->contact_from = s->index - days + 1;
	if (!rc)
		rc = compile_orders(s, err);
	if (!rc)
		rc = compile_rules(s, err);
	if (!rc)
		rc = compile_groups(s, err);
	if (!rc)
		rc = compile_scores(s, err);
	if (!rc)
		rc = compile_wakes(s, err);
	for (int i = 0; i < N_LANE && !rc; i++)
		rc = lane_build(s, (enum lane)i, err);
	return rc;
}

static uint64_t count_records(const struct archive *a)
{
	uint64_t n = 0;
	for (size_t i = 0; i < archive_n_segment(a); i++) {
		const struct archive_segment *g = archive_segment(a, i);
		n += g->exemption.n + g->drug.n + g->outpatient.n +
		     g->hospital.n + g->emergency.n;
	}
	return n;
}

enum rc strata_new(const struct strata_question *q, struct strata **out,
		   struct err *err)
{
	struct strata *s = calloc(1, sizeof(*s));
	if (!s)
		return err_set(err, E_NOMEM, "no memory to compile the rules");
	arena_init(&s->arena, LIMIT_BYTES);
	s->q = *q;
	s->index = q->index.days;
	s->n_record = count_records(q->archive);
	date_text(q->index, s->day);
	s->row_room = write_row_room(q->kn);
	enum rc rc = view_build(s, err);
	if (!rc)
		rc = compile(s, err);
	if (rc) {
		strata_free(s);
		return rc;
	}
	*out = s;
	return OK;
}

void strata_free(struct strata *s)
{
	if (!s)
		return;
	arena_release(&s->arena);
	free(s);
}

struct str strata_definition(const struct strata *s)
{
	return s->q.definition;
}

struct date strata_index(const struct strata *s)
{
	return s->q.index;
}

uint64_t strata_n_record(const struct strata *s)
{
	return s->n_record;
}
