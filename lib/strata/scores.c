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

/* Points of a row by the classes that are present, as bits. */
static int points_of(const struct kn_cds *c, unsigned classes)
{
	int n = __builtin_popcount(classes);
	if (!n)
		return 0;
	if (c->first_decides)
		return classes & 1u ? c->max_points : c->min_points;
	n += c->min_points - 1;
	return n < c->max_points ? n : c->max_points;
}

static int cds_points(const struct strata *s, const struct strata_worker *w,
		      size_t i)
{
	unsigned classes = 0;
	for (size_t k = 0; k < s->q.kn->cds[i].n_class; k++)
		if (touched(w, s->cds_class[i][k]))
			classes |= 1u << k;
	return points_of(&s->q.kn->cds[i], classes);
}

/* Weights of the categories present; most people have none. */
static void add_diagnoses(const struct strata *s, const struct strata_worker *w,
			  struct strata_result *out)
{
	int sum[N_DX_SCORE][2] = {{0}};
	for (size_t i = 0; i < w->n_present; i++) {
		const struct score_row *r = present(s, w, w->present[i]);
		if (gives_way(w, r))
			continue;
		sum[r->score][0] += r->weight[0];
		sum[r->score][1] += r->weight[1];
	}
	out->charlson_1987 = (int16_t)sum[SCORE_CHARLSON][0];
	out->charlson_2011 = (int16_t)sum[SCORE_CHARLSON][1];
	out->elixhauser_vw = (int16_t)sum[SCORE_ELIXHAUSER][0];
}

/* Each row once, whichever of its counters were touched. */
static int use_of_counter(const struct strata *s, struct strata_worker *w,
			  const struct acc *a, const struct score_use *u,
			  size_t *n_cds)
{
	if (u->kind == USE_CDS) {
		if (w->cds_epoch[u->row] != w->epoch) {
			w->cds_epoch[u->row] = w->epoch;
			w->cds_classes[u->row] = 0;
			w->cds_seen[(*n_cds)++] = u->row;
		}
		w->cds_classes[u->row] |= (uint8_t)(1u << u->class);
		return 0;
	}
	if (w->mcs_epoch[u->row] == w->epoch ||
	    (u->kind == USE_MCS_DRUG && a->n_date < s->mcs_min_dates))
		return 0;
	w->mcs_epoch[u->row] = w->epoch;
	return s->q.kn->mcs[u->row].weight;
}

/* Drugs that count without any date: such tables are for no one. */
static int mcs_of_all(const struct strata *s, const struct strata_worker *w)
{
	int sum = 0;
	for (size_t i = 0; i < s->q.kn->n_mcs; i++)
		if (mcs_by_dx(s, w, i) || mcs_by_drug(s, w, i))
			sum += s->q.kn->mcs[i].weight;
	return sum;
}

void compute_scores(const struct strata *s, struct strata_worker *w,
		    struct strata_result *out)
{
	int mcs = 0, cds = 0;
	size_t n_cds = 0;
	if (w->n_present)
		add_diagnoses(s, w, out);
	for (size_t i = 0; i < w->n_touched; i++) {
		uint16_t c = w->touched[i];
		if (!w->acc[c].n_event)
			continue;
		for (uint32_t k = s->use_off[c]; k < s->use_off[c + 1]; k++)
			mcs += use_of_counter(s, w, &w->acc[c], &s->use[k],
					      &n_cds);
	}
	for (size_t i = 0; i < n_cds; i++)
		cds += points_of(&s->q.kn->cds[w->cds_seen[i]],
				 w->cds_classes[w->cds_seen[i]]);
	if (s->mcs_min_dates < 1)
		mcs = mcs_of_all(s, w);
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
