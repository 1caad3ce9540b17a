/* The knowledge numbered for SQL: counters shared by the rows that ask the
 * same, conditions and clusters by their order, the hierarchy in stages. */
#include "strata_sql/strata_sql_int.h"

/* 300 rules and 560 rows of scores take some 100 kB. */
#define PLAN_BYTES ((size_t)64 << 20)

static enum sql_lane lane_of(const struct kn_rule *r)
{
	switch (r->flow) {
	case FLOW_EXEMPTION:
		return SQL_EXEMPTION;
	case FLOW_DRUG:
		return SQL_DRUG;
	case FLOW_OUTPATIENT:
		return SQL_OUTPATIENT;
	case FLOW_HOSPITAL:
		return r->field == FIELD_PROC ? SQL_HOSPITAL_PROC
					      : SQL_HOSPITAL_DX;
	case FLOW_EMERGENCY:
		return r->field == FIELD_PROC ? SQL_NOTHING : SQL_EMERGENCY_DX;
	case N_FLOW:
		break;
	}
	BUG("flow of a rule");
}

static int at_least(int v, int least)
{
	return v > least ? v : least;
}

size_t plan_counter(struct sql_plan *p, struct sql_counter want)
{
	for (size_t i = 0; i < p->n_counter; i++) {
		struct sql_counter *c = &p->counter[i];
		if (c->lane != want.lane || c->style != want.style ||
		    c->main_only != want.main_only ||
		    c->lookback != want.lookback ||
		    !str_eq(c->codes, want.codes))
			continue;
		if (want.least_events < c->least_events)
			c->least_events = want.least_events;
		if (want.least_dates < c->least_dates)
			c->least_dates = want.least_dates;
		return i + 1;
	}
	p->counter[p->n_counter++] = want;
	return p->n_counter;
}

static enum rc plan_rules(struct sql_plan *p, struct err *err)
{
	const struct knowledge *kn = p->q->kn;
	for (size_t i = 0; i < kn->n_rules; i++) {
		const struct kn_rule *r = &kn->rules[i];
		if (r->min_events < 1)
			return err_set(err, E_RANGE,
				       "condition_rules.csv: rule " STR_FMT
				       ": min_events must be at least 1",
				       STR_ARG(r->id));
		bool exemption = r->flow == FLOW_EXEMPTION;
		struct sql_counter c = {
			.lane = lane_of(r),
			.style = r->flow == FLOW_OUTPATIENT ? STYLE_SERVICE
							    : STYLE_SPEC,
			.main_only = r->field == FIELD_DX_MAIN,
			.lookback = r->lookback_days,
			.codes = r->codes,
			.least_events = exemption ? 1 : r->min_events,
			.least_dates =
				exemption ? 1
					  : at_least(r->min_distinct_dates, 1)};
		p->rule_counter[i] = plan_counter(p, c);
		p->n_positive[r->group_index] += !r->negated;
	}
	for (size_t g = 0; g < kn->n_group; g++)
		if (!p->n_positive[g])
			return err_set(
				err, E_RANGE,
				"condition_rules.csv: group %zu has only "
				"negated rows: nothing can make it hold",
				g + 1);
	return OK;
}

/* --------------------------------------------------------------- orders */

static void plan_orders(struct sql_plan *p)
{
	const struct knowledge *kn = p->q->kn;
	for (size_t i = 0; i < kn->n_conditions; i++)
		for (size_t j = 0; j < kn->n_conditions; j++) {
			int a = kn->conditions[j].priority,
			    b = kn->conditions[i].priority;
			p->cond[i] += a < b || (a == b && j <= i);
		}
	for (size_t i = 0; i < kn->n_clusters; i++)
		for (size_t j = 0; j < kn->n_clusters; j++) {
			int a = kn->clusters[j].rank, b = kn->clusters[i].rank;
			p->cluster[i] += a < b || (a == b && j <= i);
		}
}

/* The first stage where hierarchy row i may be done: after the rows that can
 * take its winner away, not before those that its own loser still wins. */
static size_t stage_of(const struct knowledge *kn, const size_t *stage,
		       size_t first_row, size_t i, size_t first_stage)
{
	const struct kn_hierarchy *h = kn->hierarchy;
	size_t at = first_stage;
	for (size_t j = first_row; j < i; j++) {
		if (h[j].relation == REL_NONE)
			continue;
		size_t least = h[j].loser == h[i].winner   ? stage[j] + 1
			       : h[j].winner == h[i].loser ? stage[j]
							   : 0;
		if (least > at)
			at = least;
	}
	return at;
}

static enum rc fill_stages(struct sql_plan *p, const size_t *stage, size_t n,
			   struct err *err)
{
	const struct knowledge *kn = p->q->kn;
	p->stage = arena_array(&p->arena, struct sql_stage, n + 1);
	if (!p->stage)
		return arena_fail(&p->arena, err);
	p->n_stage = n;
	size_t at = 0;
	for (size_t k = 0; k < n; k++) {
		p->stage[k].from = at;
		for (size_t i = 0; i < kn->n_hierarchy; i++) {
			if (stage[i] != k + 1)
				continue;
			p->staged[at++] = i;
			p->stage[k].promotes =
				kn->hierarchy[i].relation == REL_PROMOTES;
		}
		p->stage[k].to = at;
	}
	return OK;
}

/* A row that promotes stands alone: nothing is moved across it. */
static enum rc plan_stages(struct sql_plan *p, struct err *err)
{
	const struct knowledge *kn = p->q->kn;
	size_t *stage = arena_array(&p->arena, size_t, kn->n_hierarchy + 1);
	p->staged = arena_array(&p->arena, size_t, kn->n_hierarchy + 1);
	if (!stage || !p->staged)
		return arena_fail(&p->arena, err);
	size_t first_row = 0, first_stage = 1, last = 0;
	for (size_t i = 0; i < kn->n_hierarchy; i++) {
		enum kn_relation relation = kn->hierarchy[i].relation;
		if (relation == REL_NONE)
			continue;
		if (relation == REL_PROMOTES) {
			stage[i] = ++last;
			first_row = i + 1;
			first_stage = last + 1;
			continue;
		}
		stage[i] = stage_of(kn, stage, first_row, i, first_stage);
		if (stage[i] > last)
			last = stage[i];
	}
	return fill_stages(p, stage, last, err);
}

static enum rc plan_rooms(struct sql_plan *p, struct err *err)
{
	const struct knowledge *kn = p->q->kn;
	struct arena *a = &p->arena;
	size_t n_part = kn->n_charlson + kn->n_elixhauser;
	size_t n_class = KN_CDS_CLASSES * kn->n_cds;
	p->counter =
		arena_array(a, struct sql_counter,
			    kn->n_rules + 2 * kn->n_mcs + n_part + n_class + 1);
	p->rule_counter = arena_array(a, size_t, kn->n_rules + 1);
	p->n_positive = arena_array(a, size_t, kn->n_group + 1);
	p->cond = arena_array(a, size_t, kn->n_conditions + 1);
	p->cluster = arena_array(a, size_t, kn->n_clusters + 1);
	p->part = arena_array(a, struct sql_part, n_part + 1);
	p->mcs = arena_array(a, struct sql_mcs, 2 * kn->n_mcs + 1);
	p->cds = arena_array(a, struct sql_cds, n_class + 1);
	if (!p->counter || !p->rule_counter || !p->n_positive || !p->cond ||
	    !p->cluster || !p->part || !p->mcs || !p->cds)
		return arena_fail(a, err);
	return OK;
}

enum rc plan_parameter(const struct sql_plan *p, const char *name, int *out,
		       struct err *err)
{
	int64_t v;
	enum rc rc =
		rules_int(p->q->rules, name, STR(""), p->q->index, &v, err);
	if (rc)
		return rc;
	if (v < 0 || v > 100000)
		return err_set(err, E_RANGE, "parameter %s is %" PRId64, name,
			       v);
	*out = (int)v;
	return OK;
}

static enum rc plan_definition(struct sql_plan *p, struct err *err)
{
	const struct knowledge *kn = p->q->kn;
	p->definition = p->q->definition;
	if (!p->definition.len) {
		enum rc rc =
			rules_text(p->q->rules, "strat.level_definition",
				   STR(""), p->q->index, &p->definition, err);
		if (rc)
			return rc;
	}
	for (size_t i = 0; i < kn->n_level_rules; i++)
		if (str_eq(kn->level_rules[i].definition, p->definition))
			return OK;
	return err_set(err, E_USAGE,
		       "there is no level definition \"" STR_FMT
		       "\": level_rules.csv has strict and weighted",
		       STR_ARG(p->definition));
}

enum rc plan_make(struct sql_plan *p, const struct strata_sql *q,
		  struct err *err)
{
	*p = (struct sql_plan){.q = q};
	arena_init(&p->arena, PLAN_BYTES);
	enum rc rc = plan_definition(p, err);
	if (!rc)
		rc = plan_rooms(p, err);
	if (!rc)
		rc = plan_parameter(p, "strat.contact_days", &p->contact_days,
				    err);
	if (!rc)
		rc = plan_rules(p, err);
	if (!rc)
		rc = plan_scores(p, err);
	if (!rc)
		rc = plan_stages(p, err);
	if (!rc)
		plan_orders(p);
	return rc;
}

void plan_release(struct sql_plan *p)
{
	arena_release(&p->arena);
}
