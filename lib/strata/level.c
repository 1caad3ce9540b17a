/* Clusters, main cluster and level (data/README.md, Clusters and conditions,
 * Complexity level). */
#include "strata/strata_int.h"

struct present { /* clusters of the conditions found */
	bool any[STRATA_MAX_CLUSTER], overridden[STRATA_MAX_CLUSTER];
};

static void find_clusters(const struct strata *s, const struct strata_result *r,
			  struct present *p)
{
	const struct knowledge *kn = s->q.kn;
	memset(p, 0, sizeof(*p));
	for (size_t c = 0; c < kn->n_conditions; c++) {
		int k = kn->conditions[c].cluster;
		if (k < 0 || !strata_has(r, (int)c))
			continue;
		p->any[k] = true;
		p->overridden[k] |= kn->conditions[c].counts_override;
	}
}

void strata_lists(const struct strata *s, const struct strata_result *r,
		  struct strata_lists *out)
{
	const struct knowledge *kn = s->q.kn;
	struct present p;
	out->n_cluster = out->n_other = out->n_condition = 0;
	if (r->status != STRATA_ACTIVE)
		return;
	find_clusters(s, r, &p);
	for (size_t i = 0; i < kn->n_clusters; i++) {
		uint8_t k = s->by_rank[i];
		if (!p.any[k])
			continue;
		if (kn->clusters[k].counts || p.overridden[k])
			out->cluster[out->n_cluster++] = k;
		else
			out->other[out->n_other++] = k;
	}
	for (size_t i = 0; i < kn->n_conditions; i++)
		if (strata_has(r, s->by_priority[i]))
			out->condition[out->n_condition++] = s->by_priority[i];
}

/* First row that holds, in order of level; the main cluster always counts
 * one, mild or not. */
static uint8_t level_of(const struct kn_level_rule *rows, size_t n_row,
			int n_cluster, int n_mild, int64_t n_contact)
{
	for (size_t i = 0; i < n_row; i++) {
		const struct kn_level_rule *r = &rows[i];
		int n = n_cluster;
		if (r->max_mild != KN_UNSET && n_mild > r->max_mild)
			n -= n_mild - r->max_mild;
		if (n >= r->min_clusters &&
		    (r->max_clusters == KN_UNSET || n <= r->max_clusters) &&
		    n_contact >= r->min_contacts)
			return (uint8_t)r->level;
	}
	return 0;
}

static int main_condition(const struct strata *s, const struct strata_lists *l)
{
	for (size_t i = 0; l->n_cluster && i < l->n_condition; i++)
		if (s->q.kn->conditions[l->condition[i]].cluster ==
		    l->cluster[0])
			return l->condition[i];
	return -1;
}

void clusters_and_level(const struct strata *s, const struct strata_worker *w,
			struct strata_result *out)
{
	const struct knowledge *kn = s->q.kn;
	struct strata_lists l = {0};
	int n_mild = 0;
	if (w->n_held) { /* most people have no condition at all */
		for (size_t c = 0; c < kn->n_conditions; c++)
			if (w->kinds[c])
				out->conditions[c / 64] |= UINT64_C(1)
							   << (c % 64);
		strata_lists(s, out, &l);
	}
	for (size_t i = 1; i < l.n_cluster; i++)
		n_mild += kn->clusters[l.cluster[i]].mild;
	out->n_counting = (uint8_t)l.n_cluster;
	out->main_cluster = l.n_cluster ? l.cluster[0] : -1;
	out->main_condition = (int16_t)main_condition(s, &l);
	out->level = level_of(s->in_use, s->n_in_use, (int)l.n_cluster, n_mild,
			      w->n_contact);
	out->weighted = level_of(s->weighted, s->n_weighted, (int)l.n_cluster,
				 n_mild, w->n_contact);
}
