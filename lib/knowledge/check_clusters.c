/* Clusters, conditions, levels: who counts, in which order. */
#include "knowledge/knowledge_int.h"

#define N_CLUSTER  65 /* the official list, data/README.md section 3 */
#define N_RESIDUAL 13

void check_clusters(struct loader *l)
{
	const struct table *t = &l->t[KN_CLUSTERS];
	const struct kn_cluster *c = t->rows;
	bool taken[N_CLUSTER + 1] = {false};
	int n_residual = 0, last_specific = 0, first_residual = N_CLUSTER + 1;
	if (t->n != N_CLUSTER)
		table_wrong_file(t,
				 "has %zu clusters, the official list %d: "
				 "add or remove rows",
				 t->n, N_CLUSTER);
	for (size_t i = 0; i < t->n; i++) {
		int64_t code;
		if (!str_to_int(c[i].code, &code) || code != (int64_t)i + 1)
			table_wrong(t, i, "code",
				    "is out of order: codes are 1 to %d, one "
				    "a row",
				    N_CLUSTER);
		if (taken[c[i].rank])
			table_wrong(t, i, "rank",
				    "is the rank of another cluster too: ranks "
				    "are 1 to %d, each once",
				    N_CLUSTER);
		taken[c[i].rank] = true;
		n_residual += c[i].residual;
		if (c[i].residual && c[i].rank < first_residual)
			first_residual = c[i].rank;
		if (!c[i].residual && c[i].rank > last_specific)
			last_specific = c[i].rank;
	}
	if (n_residual != N_RESIDUAL)
		table_wrong_file(t,
				 "has %d residual clusters, not %d: correct "
				 "the column residual",
				 n_residual, N_RESIDUAL);
	for (size_t i = 0; i < t->n; i++)
		if (c[i].residual && c[i].rank < last_specific)
			table_wrong(t, i, "rank",
				    "puts a residual cluster before a specific "
				    "one: residual clusters come last");
}

static void check_flags(const struct table *t, size_t i,
			const struct kn_cluster *cluster)
{
	const struct kn_condition *c = (const struct kn_condition *)t->rows + i;
	if (c->counts_override && (!cluster || cluster->counts))
		table_wrong(t, i, "counts_override",
			    "is not needed: the cluster counts already, or "
			    "there is none; leave it empty");
	if (c->residual && (!cluster || !cluster->residual))
		table_wrong(t, i, "residual",
			    "marks a residual condition in a cluster that is "
			    "not residual: correct one of the two");
}

/* Priorities are 1..n, and along them the rank of the cluster never falls;
 * `at[p]` is the row of priority p+1. */
static void check_priorities(struct loader *l, const size_t *at)
{
	const struct table *t = &l->t[KN_CONDITIONS];
	const struct kn_condition *c = t->rows;
	int previous = 0;
	for (size_t p = 0; p < t->n; p++) {
		size_t i = at[p];
		if (i == SIZE_MAX)
			continue;
		int rank = c[i].cluster < 0
				   ? INT_MAX
				   : l->kn->clusters[c[i].cluster].rank;
		if (rank < previous)
			table_wrong(t, i, "priority",
				    "disagrees with the rank of the cluster: "
				    "a condition of an earlier cluster has the "
				    "lower priority");
		previous = rank;
	}
}

static void check_every_cluster_found(struct loader *l)
{
	const struct table *t = &l->t[KN_CLUSTERS];
	for (size_t k = 0; k < t->n; k++) {
		bool found = false;
		for (size_t i = 0; i < l->kn->n_conditions && !found; i++)
			found = l->kn->conditions[i].cluster == (int)k;
		if (!found)
			table_wrong(t, k, "code",
				    "is the cluster of no condition: add one "
				    "to conditions.csv");
	}
}

void check_conditions(struct loader *l)
{
	const struct table *t = &l->t[KN_CONDITIONS];
	const struct kn_condition *c = t->rows;
	size_t *at = arena_array(&l->scratch, size_t, t->n + 1);
	if (!at)
		return;
	for (size_t i = 0; i < t->n; i++)
		at[i] = SIZE_MAX;
	for (size_t i = 0; i < t->n; i++) {
		size_t p = (size_t)c[i].priority - 1;
		if (p >= t->n || at[p] != SIZE_MAX)
			table_wrong(t, i, "priority",
				    "is not its own place from 1 to %zu: every "
				    "condition has another",
				    t->n);
		else
			at[p] = i;
		check_flags(t, i,
			    c[i].cluster < 0 ? NULL
					     : &l->kn->clusters[c[i].cluster]);
	}
	check_priorities(l, at);
	check_every_cluster_found(l);
}

static bool holds(const struct kn_level_rule *r, int n, int contacts)
{
	return n >= r->min_clusters &&
	       (r->max_clusters == KN_UNSET || n <= r->max_clusters) &&
	       contacts >= r->min_contacts;
}

/* One definition: five levels, and every count falls in one. `first` is its
 * first row. */
static void check_definition(const struct table *t, size_t first)
{
	const struct kn_level_rule *r = t->rows;
	int n_level = 0;
	for (size_t i = 0; i < t->n; i++)
		n_level += str_eq(r[i].definition, r[first].definition);
	if (n_level != 5)
		table_wrong(t, first, "definition",
			    "has %d levels: give it one row for each of 1 to 5",
			    n_level);
	for (int n = 0; n <= N_CLUSTER; n++)
		for (int contacts = 0; contacts <= 1; contacts++) {
			bool found = false;
			for (size_t i = 0; i < t->n && !found; i++)
				found = str_eq(r[i].definition,
					       r[first].definition) &&
					holds(&r[i], n, contacts);
			if (found)
				continue;
			table_wrong(t, first, "definition",
				    "gives no level to %d clusters and %s "
				    "contact: widen a row",
				    n, contacts ? "a" : "no");
			return;
		}
}

void check_levels(struct loader *l)
{
	const struct table *t = &l->t[KN_LEVELS];
	const struct kn_level_rule *r = t->rows;
	for (size_t i = 0; i < t->n; i++) {
		bool seen = false;
		for (size_t k = 0; k < i; k++)
			seen |= str_eq(r[k].definition, r[i].definition);
		if (!seen)
			check_definition(t, i);
	}
}
