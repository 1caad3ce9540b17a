/* The scores as tables: Charlson and Elixhauser by diagnosis, the Multisource
 * Comorbidity Score and the Chronic Disease Score as counters. Sources:
 * data/README.md, Scores, and the files of data/risk_scores. */
#include "strata/strata_int.h"

static uint16_t score_counter(struct strata *s, enum lane lane,
			      struct str prefixes, int lookback)
{
	if (!prefixes.len)
		return UINT16_MAX;
	return counter_of(s, (struct counter){.lane = lane,
					      .style = MATCH_PREFIX,
					      .codes = prefixes,
					      .lookback = lookback});
}

static enum rc compile_mcs(struct strata *s, struct err *err)
{
	const struct knowledge *kn = s->q.kn;
	s->mcs_dx = arena_array(&s->arena, uint16_t, kn->n_mcs + 1);
	s->mcs_atc = arena_array(&s->arena, uint16_t, kn->n_mcs + 1);
	if (!s->mcs_dx || !s->mcs_atc)
		return arena_fail(&s->arena, err);
	for (size_t i = 0; i < kn->n_mcs; i++) {
		const struct kn_mcs *m = &kn->mcs[i];
		s->mcs_dx[i] = score_counter(s, LANE_HOSPITAL_ANY,
					     m->dx_prefixes, m->lookback_days);
		s->mcs_atc[i] = score_counter(s, LANE_DRUG, m->atc_prefixes,
					      m->lookback_days);
	}
	return compile_parameter(s, "strat.mcs_min_dispensing_dates",
				 &s->mcs_min_dates, err);
}

/* A parameter that older tables of an agency lack: then that of `or`. */
static enum rc parameter_or(struct strata *s, const char *name, const char * or,
			    int *out, struct err *err)
{
	bool known = rules_find(s->q.rules, RULE_PARAMETER, str_from(name),
				STR(""), s->q.index) != NULL;
	return compile_parameter(s, known ? name : or, out, err);
}

static enum rc compile_cds(struct strata *s, struct err *err)
{
	const struct knowledge *kn = s->q.kn;
	int days = 0;
	enum rc rc = parameter_or(s, "strat.cds_lookback_days",
				  "strat.contact_days", &days, err);
	if (rc)
		return rc;
	s->cds_class =
		arena_alloc(&s->arena, (kn->n_cds + 1) * sizeof(*s->cds_class));
	if (!s->cds_class)
		return arena_fail(&s->arena, err);
	for (size_t i = 0; i < kn->n_cds; i++)
		for (size_t k = 0; k < KN_CDS_CLASSES; k++)
			s->cds_class[i][k] = score_counter(
				s, LANE_DRUG, kn->cds[i].classes[k], days);
	return OK;
}

/* Hand each use of a counter to `use`, or only count them. */
static void each_use(struct strata *s, uint16_t counter, struct score_use u,
		     bool count)
{
	if (counter == UINT16_MAX)
		return;
	if (count)
		s->use_off[counter + 2]++;
	else
		s->use[s->use_off[counter + 1]++] = u;
}

static void each_score(struct strata *s, bool count)
{
	const struct knowledge *kn = s->q.kn;
	for (size_t i = 0; i < kn->n_mcs; i++) {
		struct score_use u = {.kind = USE_MCS_DX, .row = (uint16_t)i};
		each_use(s, s->mcs_dx[i], u, count);
		u.kind = USE_MCS_DRUG;
		each_use(s, s->mcs_atc[i], u, count);
	}
	for (size_t i = 0; i < kn->n_cds; i++)
		for (size_t k = 0; k < KN_CDS_CLASSES; k++)
			each_use(s, s->cds_class[i][k],
				 (struct score_use){.kind = USE_CDS,
						    .class = (uint8_t)k,
						    .row = (uint16_t)i},
				 count);
}

/* By counter, the rows of MCS and CDS that it feeds. */
static enum rc list_uses(struct strata *s, struct err *err)
{
	const struct knowledge *kn = s->q.kn;
	size_t n = 2 * kn->n_mcs + KN_CDS_CLASSES * kn->n_cds;
	s->use_off = arena_array(&s->arena, uint32_t, s->n_counter + 2);
	s->use = arena_array(&s->arena, struct score_use, n + 1);
	if (!s->use_off || !s->use)
		return arena_fail(&s->arena, err);
	each_score(s, true);
	for (size_t c = 2; c < s->n_counter + 2; c++)
		s->use_off[c] += s->use_off[c - 1];
	each_score(s, false);
	return OK;
}

/* ------------------------------------------------- Charlson, Elixhauser */

static void list_rows(struct strata *s)
{
	const struct knowledge *kn = s->q.kn;
	struct score_row *r = s->score_row;
	for (size_t i = 0; i < kn->n_charlson; i++) {
		const struct kn_charlson *c = &kn->charlson[i];
		*r++ = (struct score_row){
			.category = c->category,
			.prefix = c->prefix,
			.superseded_by = c->superseded_by,
			.score = SCORE_CHARLSON,
			.table_row = (uint16_t)i,
			.weight = {c->weight_1987, c->weight_2011}};
	}
	for (size_t i = 0; i < kn->n_elixhauser; i++) {
		const struct kn_elixhauser *e = &kn->elixhauser[i];
		*r++ = (struct score_row){.category = e->category,
					  .prefix = e->prefix,
					  .superseded_by = e->superseded_by,
					  .score = SCORE_ELIXHAUSER,
					  .table_row = (uint16_t)i,
					  .weight = {e->weight}};
	}
}

/* Number of a category of a score, or -1. The last found are looked at first:
 * rows of a category follow one another. */
static int category_named(const struct strata *s, enum dx_score score,
			  struct str name)
{
	for (size_t i = name.len ? s->n_category : 0; i; i--) {
		const struct score_row *r =
			&s->score_row[s->category_row[i - 1]];
		if (r->score == score && str_eq(r->category, name))
			return (int)i - 1;
	}
	return -1;
}

static enum rc compile_diagnoses(struct strata *s, struct err *err)
{
	size_t n = s->q.kn->n_charlson + s->q.kn->n_elixhauser;
	if (n >= UINT16_MAX)
		return err_set(err, E_LIMIT, "too many rows of scores: %zu", n);
	s->score_row = arena_array(&s->arena, struct score_row, n + 1);
	s->category_row = arena_array(&s->arena, uint16_t, n + 1);
	if (!s->score_row || !s->category_row)
		return arena_fail(&s->arena, err);
	s->n_score_row = n;
	list_rows(s);
	for (size_t i = 0; i < n; i++) {
		struct score_row *r = &s->score_row[i];
		int c = category_named(s, r->score, r->category);
		if (c < 0) {
			c = (int)s->n_category;
			s->category_row[s->n_category++] = (uint16_t)i;
		}
		r->number = (uint16_t)c;
	}
	for (size_t i = 0; i < n; i++) {
		struct score_row *r = &s->score_row[i];
		r->superseded =
			(int16_t)category_named(s, r->score, r->superseded_by);
	}
	return score_build(s, err);
}

enum rc compile_scores(struct strata *s, struct err *err)
{
	int charlson = 0, elixhauser = 0;
	enum rc rc = compile_parameter(s, "strat.charlson_lookback_days",
				       &charlson, err);
	if (!rc)
		rc = parameter_or(s, "strat.elixhauser_lookback_days",
				  "strat.charlson_lookback_days", &elixhauser,
				  err);
	if (rc)
		return rc;
	s->score_from[SCORE_CHARLSON] = s->index - charlson + 1;
	s->score_from[SCORE_ELIXHAUSER] = s->index - elixhauser + 1;
	rc = compile_diagnoses(s, err);
	if (!rc)
		rc = compile_mcs(s, err);
	if (!rc)
		rc = compile_cds(s, err);
	if (!rc)
		rc = list_uses(s, err);
	return rc;
}
