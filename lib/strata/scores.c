/* Charlson index (Quan 2005 lists; weights of 1987 and 2011) and Multisource
 * Comorbidity Score. Sources: data/README.md, Scores, and the files of
 * data/risk_scores. */
#include "strata/strata_int.h"

/* A category gives way when the one that its matching row names is present. */
static bool gives_way(const struct strata *s, const struct strata_worker *w,
		      uint16_t row)
{
	int by = s->superseded[row];
	return by >= 0 && w->charlson[by];
}

static bool mcs_by_dx(const struct strata *s, const struct strata_worker *w,
		      size_t i)
{
	const struct acc *a =
		s->mcs_dx[i] == UINT16_MAX ? NULL : acc_of(w, s->mcs_dx[i]);
	return a && a->n_event > 0;
}

static bool mcs_by_drug(const struct strata *s, const struct strata_worker *w,
			size_t i)
{
	const struct acc *a =
		s->mcs_atc[i] == UINT16_MAX ? NULL : acc_of(w, s->mcs_atc[i]);
	return (a ? a->n_date : 0) >= s->mcs_min_dates;
}

void compute_scores(const struct strata *s, const struct strata_worker *w,
		    struct strata_result *out)
{
	const struct knowledge *kn = s->q.kn;
	int a = 0, b = 0, m = 0;
	for (size_t c = 0; c < s->n_category; c++) {
		if (!w->charlson[c])
			continue;
		uint16_t row = (uint16_t)(w->charlson[c] - 1);
		if (gives_way(s, w, row))
			continue;
		a += kn->charlson[row].weight_1987;
		b += kn->charlson[row].weight_2011;
	}
	for (size_t i = 0; i < kn->n_mcs; i++)
		if (mcs_by_dx(s, w, i) || mcs_by_drug(s, w, i))
			m += kn->mcs[i].weight;
	out->charlson_1987 = (int16_t)a;
	out->charlson_2011 = (int16_t)b;
	out->mcs = (int16_t)m;
}

size_t strata_charlson(const struct strata *s, const struct strata_worker *w,
		       struct strata_category *out, size_t max)
{
	size_t n = 0;
	for (size_t c = 0; c < s->n_category && n < max; c++) {
		if (!w->charlson[c])
			continue;
		uint16_t row = (uint16_t)(w->charlson[c] - 1);
		out[n++] = (struct strata_category){
			.row = row,
			.by_dx = true,
			.superseded = gives_way(s, w, row)};
	}
	return n;
}

size_t strata_mcs(const struct strata *s, const struct strata_worker *w,
		  struct strata_category *out, size_t max)
{
	size_t n = 0;
	for (size_t i = 0; i < s->q.kn->n_mcs && n < max; i++) {
		struct strata_category c = {.row = (int)i,
					    .by_dx = mcs_by_dx(s, w, i),
					    .by_drug = mcs_by_drug(s, w, i)};
		if (c.by_dx || c.by_drug)
			out[n++] = c;
	}
	return n;
}
