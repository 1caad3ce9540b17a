/* What watch.c needs of the rules, made once. */
#include "strata/watch_int.h"

/* Groups by something: counters of their rows, or conditions. */
struct listing {
	uint32_t *off;
	uint16_t *group;
};

static enum rc listing_new(struct strata *s, size_t n, size_t n_item,
			   struct listing *l, struct err *err)
{
	l->off = arena_array(&s->arena, uint32_t, n + 2);
	l->group = arena_array(&s->arena, uint16_t, n_item + 1);
	return l->off && l->group ? OK : arena_fail(&s->arena, err);
}

/* off[k + 2] holds how many there are of k; make them places. */
static void listing_start(struct listing *l, size_t n)
{
	for (size_t k = 2; k < n + 2; k++)
		l->off[k] += l->off[k - 1];
}

static enum rc list_groups(struct strata *s, struct strata_watches *x,
			   struct err *err)
{
	const struct knowledge *kn = s->q.kn;
	struct listing any, of;
	enum rc rc = listing_new(s, s->n_counter, kn->n_rules, &any, err);
	if (!rc)
		rc = listing_new(s, kn->n_conditions, kn->n_group, &of, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < kn->n_rules; i++)
		any.off[s->rule_counter[i] + 2]++;
	for (size_t g = 0; g < kn->n_group; g++)
		of.off[s->group[g].condition + 2]++;
	listing_start(&any, s->n_counter);
	listing_start(&of, kn->n_conditions);
	for (size_t i = 0; i < kn->n_rules; i++)
		any.group[any.off[s->rule_counter[i] + 1]++] =
			(uint16_t)kn->rules[i].group_index;
	for (size_t g = 0; g < kn->n_group; g++)
		of.group[of.off[s->group[g].condition + 1]++] = (uint16_t)g;
	x->any_off = any.off;
	x->any_group = any.group;
	x->of_off = of.off;
	x->of_group = of.group;
	return OK;
}

/* How rare records of a lane are, the rarest first: the fewer wake anyone. */
static int rarity(enum lane lane)
{
	static const int order[N_LANE + 1] = {
		[LANE_NOTHING] = 0,       [LANE_EXEMPTION] = 1,
		[LANE_HOSPITAL_PROC] = 2, [LANE_HOSPITAL_MAIN] = 3,
		[LANE_HOSPITAL_ANY] = 4,  [LANE_EMERGENCY_MAIN] = 5,
		[LANE_EMERGENCY_ANY] = 6, [LANE_OUTPATIENT] = 7,
		[LANE_DRUG] = 8};
	return order[lane];
}

static uint16_t wish_of(const struct strata *s, size_t g)
{
	uint16_t best = UINT16_MAX;
	for (uint32_t i = 0; i < s->group[g].n_rule; i++) {
		uint16_t rule = s->group_rule[s->group[g].rule_off + i];
		uint16_t c = s->rule_counter[rule];
		if (s->q.kn->rules[rule].negated)
			continue;
		if (best == UINT16_MAX ||
		    rarity(s->counter[c].lane) < rarity(s->counter[best].lane))
			best = c;
	}
	assert(best != UINT16_MAX); /* strata_new refuses such a group */
	return best;
}

static void wish(struct strata_watches *x, size_t bit)
{
	if (bit == UINT16_MAX)
		return;
	x->n_wish[bit]++;
	x->all[bit / 64] |= UINT64_C(1) << (bit % 64);
}

static void wish_all(const struct strata *s, struct strata_watches *x)
{
	const struct knowledge *kn = s->q.kn;
	for (size_t g = 0; g < kn->n_group; g++)
		wish(x, x->wish[g] = wish_of(s, g));
	for (size_t i = 0; i < kn->n_mcs; i++) {
		wish(x, s->mcs_dx[i]);
		wish(x, s->mcs_atc[i]);
	}
	for (size_t i = 0; i < kn->n_cds; i++)
		for (size_t k = 0; k < KN_CDS_CLASSES; k++)
			wish(x, s->cds_class[i][k]);
	for (size_t c = 0; c < s->n_category; c++)
		wish(x, s->n_counter + c);
}

static bool same_weight(const struct score_row *a, const struct score_row *b)
{
	return a->weight[0] == b->weight[0] && a->weight[1] == b->weight[1] &&
	       a->superseded == b->superseded;
}

static void find_uniform(const struct strata *s, struct strata_watches *x)
{
	for (size_t c = 0; c < s->n_category; c++)
		x->uniform[c] = true;
	for (size_t i = 0; i < s->n_score_row; i++) {
		const struct score_row *r = &s->score_row[i];
		if (!same_weight(r, &s->score_row[s->category_row[r->number]]))
			x->uniform[r->number] = false;
	}
}

/* Ages at which some row begins or ceases to fit. */
static void find_limits(const struct knowledge *kn, struct strata_watches *x)
{
	const int n = (int)countof(x->next_limit);
	for (int age = 0; age < n; age++)
		x->next_limit[age] = -1;
	for (size_t i = 0; i < kn->n_rules; i++) {
		const int limit[] = {kn->rules[i].age_min,
				     kn->rules[i].age_max == KN_UNSET
					     ? KN_UNSET
					     : kn->rules[i].age_max + 1};
		for (size_t k = 0; k < countof(limit); k++)
			for (int age = 0; age < n && age < limit[k]; age++)
				if (x->next_limit[age] < 0 ||
				    limit[k] < x->next_limit[age])
					x->next_limit[age] = (int16_t)limit[k];
	}
}

static void find_contacts(const struct strata *s, struct strata_watches *x)
{
	const struct {
		const struct kn_level_rule *row;
		size_t n;
	} used[] = {{s->in_use, s->n_in_use}, {s->weighted, s->n_weighted}};
	x->contact_days = s->index + 1 - s->contact_from;
	for (size_t k = 0; k < countof(used); k++)
		for (size_t i = 0; i < used[k].n; i++)
			if (used[k].row[i].min_contacts > x->contact_asked)
				x->contact_asked = used[k].row[i].min_contacts;
}

enum rc watches_new(struct strata *s, struct err *err)
{
	if (s->watches)
		return OK;
	struct strata_watches *x =
		arena_array(&s->arena, struct strata_watches, 1);
	if (!x)
		return arena_fail(&s->arena, err);
	x->n_bit = s->n_counter + s->n_category;
	x->n_word = x->n_bit / 64 + 1;
	x->all = arena_array(&s->arena, uint64_t, x->n_word);
	x->n_wish = arena_array(&s->arena, uint16_t, x->n_bit + 1);
	x->wish = arena_array(&s->arena, uint16_t, s->q.kn->n_group + 1);
	x->uniform = arena_array(&s->arena, bool, s->n_category + 1);
	if (!x->all || !x->n_wish || !x->wish || !x->uniform)
		return arena_fail(&s->arena, err);
	enum rc rc = list_groups(s, x, err);
	if (rc)
		return rc;
	wish_all(s, x);
	find_uniform(s, x);
	find_limits(s->q.kn, x);
	find_contacts(s, x);
	s->watches = x;
	return OK;
}

enum rc watcher_new(const struct strata *s, struct strata_worker *w,
		    struct err *err)
{
	const struct knowledge *kn = s->q.kn;
	const struct strata_watches *x = s->watches;
	struct watcher *v = arena_array(&w->arena, struct watcher, 1);
	if (!v)
		return arena_fail(&w->arena, err);
	v->need = arena_array(&w->arena, struct need,
			      kn->n_rules + kn->n_mcs + 1);
	v->head = arena_array(&w->arena, uint16_t, s->n_counter + 1);
	v->rule_need = arena_array(&w->arena, uint16_t, kn->n_rules + 1);
	v->seen = arena_array(&w->arena, uint32_t, kn->n_group + 1);
	v->held = arena_array(&w->arena, uint32_t, kn->n_group + 1);
	v->group = arena_array(&w->arena, uint16_t, kn->n_group + 1);
	v->kinds = arena_array(&w->arena, uint8_t, kn->n_conditions + 1);
	v->day = arena_array(&w->arena, int32_t, 3 * kn->n_conditions + 1);
	v->less = arena_array(&w->arena, uint16_t, x->n_bit + 1);
	v->bit = arena_array(&w->arena, uint16_t, x->n_bit + 1);
	v->more = arena_array(&w->arena, uint16_t, kn->n_rules + 1);
	if (!v->need || !v->head || !v->rule_need || !v->seen || !v->held ||
	    !v->group || !v->kinds || !v->day || !v->less || !v->bit ||
	    !v->more)
		return arena_fail(&w->arena, err);
	memset(v->head, 0xff, (s->n_counter + 1) * sizeof(*v->head));
	w->watcher = v;
	return OK;
}
