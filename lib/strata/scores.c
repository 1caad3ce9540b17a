/* Charlson index (Quan 2005 lists; weights of 1987 and 2011), Elixhauser
 * comorbidities (weights of van Walraven 2009), Multisource Comorbidity Score
 * and Chronic Disease Score. Sources: data/README.md, Scores, and the files of
 * data/risk_scores. */
#include "strata/strata_int.h"

/* The row that matched of a category, NULL when it is absent. */
static const struct score_row *present(const struct strata *s,
				       const struct strata_worker *w, size_t c)
{
	return w->category[c] ? &s->score_row[w->category[c] - 1] : NULL;
}

/* A category gives way when the one that its matching row names is present. */
static bool gives_way(const struct strata_worker *w, const struct score_row *r)
{
	return r->superseded >= 0 && w->category[r->superseded];
}

static bool touched(const struct strata_worker *w, uint16_t counter)
{
	const struct acc *a = counter == UINT16_MAX ? NULL : acc_of(w, counter);
	return a && a->n_event > 0;
}

static bool mcs_by_dx(const struct strata *s, const struct strata_worker *w,
		      size_t i)
{
	return touched(w, s->mcs_dx[i]);
}

static bool mcs_by_drug(const struct strata *s, const struct strata_worker *w,
			size_t i)
{
	const struct acc *a =
		s->mcs_atc[i] == UINT16_MAX ? NULL : acc_of(w, s->mcs_atc[i]);
	return (a ? a->n_date : 0) >= s->mcs_min_dates;
}

static int cds_points(const struct strata *s, const struct strata_worker *w,
		      size_t i)
{
	const struct kn_cds *c = &s->q.kn->cds[i];
	int n = 0;
	for (size_t k = 0; k < c->n_class; k++)
		n += touched(w, s->cds_class[i][k]);
	if (!n)
		return 0;
	if (c->first_decides)
		return touched(w, s->cds_class[i][0]) ? c->max_points
						      : c->min_points;
	n += c->min_points - 1;
	return n < c->max_points ? n : c->max_points;
}

void compute_scores(const struct strata *s, const struct strata_worker *w,
		    struct strata_result *out)
{
	const struct knowledge *kn = s->q.kn;
	int sum[N_DX_SCORE][2] = {{0}}, mcs = 0, cds = 0;
	for (size_t c = 0; c < s->n_category; c++) {
		const struct score_row *r = present(s, w, c);
		if (!r || gives_way(w, r))
			continue;
		sum[r->score][0] += r->weight[0];
		sum[r->score][1] += r->weight[1];
	}
	for (size_t i = 0; i < kn->n_mcs; i++)
		if (mcs_by_dx(s, w, i) || mcs_by_drug(s, w, i))
			mcs += kn->mcs[i].weight;
	for (size_t i = 0; i < kn->n_cds; i++)
		cds += cds_points(s, w, i);
	out->charlson_1987 = (int16_t)sum[SCORE_CHARLSON][0];
	out->charlson_2011 = (int16_t)sum[SCORE_CHARLSON][1];
	out->elixhauser_vw = (int16_t)sum[SCORE_ELIXHAUSER][0];
	out->mcs = (int16_t)mcs;
	out->cds = (int16_t)cds;
}

static size_t by_diagnosis(const struct strata *s,
			   const struct strata_worker *w, enum dx_score score,
			   struct strata_category *out, size_t max)
{
	size_t n = 0;
	for (size_t c = 0; c < s->n_category && n < max; c++) {
		const struct score_row *r = present(s, w, c);
		if (r && r->score == score)
			out[n++] = (struct strata_category){
				.row = r->table_row,
				.points = r->weight[0],
				.by_dx = true,
				.superseded = gives_way(w, r)};
	}
	return n;
}

size_t strata_charlson(const struct strata *s, const struct strata_worker *w,
		       struct strata_category *out, size_t max)
{
	return by_diagnosis(s, w, SCORE_CHARLSON, out, max);
}

size_t strata_elixhauser(const struct strata *s, const struct strata_worker *w,
			 struct strata_category *out, size_t max)
{
	return by_diagnosis(s, w, SCORE_ELIXHAUSER, out, max);
}

size_t strata_mcs(const struct strata *s, const struct strata_worker *w,
		  struct strata_category *out, size_t max)
{
	size_t n = 0;
	for (size_t i = 0; i < s->q.kn->n_mcs && n < max; i++) {
		struct strata_category c = {.row = (int)i,
					    .points = s->q.kn->mcs[i].weight,
					    .by_dx = mcs_by_dx(s, w, i),
					    .by_drug = mcs_by_drug(s, w, i)};
		if (c.by_dx || c.by_drug)
			out[n++] = c;
	}
	return n;
}

size_t strata_cds(const struct strata *s, const struct strata_worker *w,
		  struct strata_category *out, size_t max)
{
	size_t n = 0;
	for (size_t i = 0; i < s->q.kn->n_cds && n < max; i++) {
		int points = cds_points(s, w, i);
		if (points)
			out[n++] = (struct strata_category){.row = (int)i,
							    .points = points,
							    .by_drug = true};
	}
	return n;
}
