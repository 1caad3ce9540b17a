/* Clusters, main cluster and level (data/README.md, Clusters and conditions,
 * Complexity level). */
#include "strata/strata_int.h"

struct found { /* sets, by place in order of rank or priority */
	struct bits128 counting, other, conditions;
};

static void find_clusters(const struct strata *s, const struct strata_result *r,
			  struct found *f)
{
	struct bits128 left = {{r->conditions[0], r->conditions[1]}},
		       any = {{0, 0}}, forced = {{0, 0}};
	*f = (struct found){.counting = {{0, 0}}};
	for (int c; (c = bits_take(&left)) >= 0;) {
		int place = s->cluster_place[c];
		bits_add(&f->conditions, s->place_of[c]);
		if (place == NO_PLACE)
			continue;
		bits_add(&any, place);
		if (s->overriding.word[c / 64] >> (c % 64) & 1)
			bits_add(&forced, place);
	}
	for (int k = 0; k < 2; k++) {
		uint64_t counting = s->counting.word[k] | forced.word[k];
		f->counting.word[k] = any.word[k] & counting;
		f->other.word[k] = any.word[k] & ~counting;
	}
}

static size_t spell(struct bits128 set, const uint8_t *in_order, uint8_t *out)
{
	size_t n = 0;
	for (int i; (i = bits_take(&set)) >= 0;)
		out[n++] = in_order[i];
	return n;
}

void strata_lists(const struct strata *s, const struct strata_result *r,
		  struct strata_lists *out)
{
	struct found f;
	out->n_cluster = out->n_other = out->n_condition = 0;
	if (r->status != STRATA_ACTIVE)
		return;
	find_clusters(s, r, &f);
	out->n_cluster = spell(f.counting, s->by_rank, out->cluster);
	out->n_other = spell(f.other, s->by_rank, out->other);
	out->n_condition = spell(f.conditions, s->by_priority, out->condition);
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

/* The first in order of priority that is of the main cluster. */
static int main_condition(const struct strata *s, struct bits128 conditions,
			  int place)
{
	for (int i; (i = bits_take(&conditions)) >= 0;)
		if (s->cluster_place[s->by_priority[i]] == place)
			return s->by_priority[i];
	BUG("a cluster without condition");
}

/* Those that groups showed or the hierarchy made, if they are left. */
static void set_conditions(const struct strata *s,
			   const struct strata_worker *w,
			   struct strata_result *out)
{
	struct bits128 set = {{0, 0}};
	for (size_t i = 0; i < w->n_held; i++) {
		int c = s->group[w->held[i]].condition;
		if (w->kinds[c])
			bits_add(&set, c);
	}
	for (size_t i = 0; i < w->n_change; i++)
		if (w->kinds[w->change[i].condition])
			bits_add(&set, w->change[i].condition);
	out->conditions[0] = set.word[0];
	out->conditions[1] = set.word[1];
}

static void set_level(const struct strata *s, struct bits128 counting,
		      uint32_t n_contact, struct strata_result *out)
{
	int n = bits_count(&counting), n_mild = 0;
	bits_take(&counting); /* the main one */
	for (int k = 0; k < 2; k++)
		n_mild += __builtin_popcountll(counting.word[k] &
					       s->mild.word[k]);
	out->level = level_of(s->in_use, s->n_in_use, n, n_mild, n_contact);
	out->weighted =
		level_of(s->weighted, s->n_weighted, n, n_mild, n_contact);
}

void level_again(const struct strata *s, struct strata_result *r)
{
	struct found f;
	find_clusters(s, r, &f);
	set_level(s, f.counting, r->n_contact, r);
}

void clusters_and_level(const struct strata *s, const struct strata_worker *w,
			struct strata_result *out)
{
	struct found f = {.counting = {{0, 0}}};
	if (w->n_held) { /* most people have no condition at all */
		set_conditions(s, w, out);
		find_clusters(s, out, &f);
	}
	struct bits128 counting = f.counting;
	int main = bits_take(&counting);
	if (main >= 0) {
		out->main_cluster = s->by_rank[main];
		out->main_condition =
			(int16_t)main_condition(s, f.conditions, main);
	}
	out->n_counting = (uint8_t)bits_count(&f.counting);
	set_level(s, f.counting, w->n_contact, out);
}
