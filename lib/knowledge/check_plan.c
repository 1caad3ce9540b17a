/* Services, care plan sets, exclusions and merge rules. */
#include "knowledge/knowledge_int.h"

static void check_exclusion(struct loader *l, size_t i)
{
	const struct table *t = &l->t[KN_EXCLUSIONS];
	const struct kn_service_exclusion *e = t->rows, *x = &e[i];
	if (str_eq(x->code_a, x->code_b))
		table_wrong(t, i, "code_b",
			    "is the same service: name another");
	if (x->prefer.len && !str_eq(x->prefer, x->code_a) &&
	    !str_eq(x->prefer, x->code_b))
		table_wrong(t, i, "prefer",
			    "is neither of the two services: write one of "
			    "them, or nothing");
	if (str_is(table_get(t, i, "a_in_services"), "1") != (x->a >= 0))
		table_wrong(t, i, "a_in_services",
			    "does not say whether services.csv has code_a");
	if (str_is(table_get(t, i, "b_in_services"), "1") != (x->b >= 0))
		table_wrong(t, i, "b_in_services",
			    "does not say whether services.csv has code_b");
	if (x->relation != EXCL_EXCLUDES && x->relation != EXCL_ALTERNATIVE)
		return;
	for (size_t k = 0; k < i; k++)
		if (str_eq(e[k].code_a, x->code_b) &&
		    str_eq(e[k].code_b, x->code_a))
			table_wrong(
				t, i, "code_a",
				"stands the other way round on line %" PRIu64
				": remove one of the two",
				t->line[k]);
}

static void check_merge(struct loader *l)
{
	const struct table *t = &l->t[KN_MERGE];
	const struct kn_merge_rule *m = t->rows;
	for (size_t i = 0; i < t->n; i++) {
		if (m[i].drop == (m[i].max_per_year_e4 != KN_UNSET))
			table_wrong(t, i, "max_per_year",
				    "is for the action cap, which needs it: "
				    "write it there and nowhere else");
		struct str rest = m[i].conditions;
		if (str_is(rest, "*"))
			continue;
		while (rest.ptr) {
			struct str code = str_cut(&rest, '|');
			if (kn_condition_index(l->kn, code) < 0)
				table_wrong(t, i, "condition",
					    "names \"" STR_FMT
					    "\", which conditions.csv does "
					    "not have",
					    STR_ARG(code));
		}
	}
}

void check_services(struct loader *l)
{
	const struct table *t = &l->t[KN_SERVICES];
	const struct kn_service *s = t->rows;
	for (size_t i = 0; i < t->n; i++)
		if ((s[i].tariff_cents != KN_UNSET) !=
		    (table_get(t, i, "tariff_source").len > 0))
			table_wrong(t, i, "tariff_source",
				    "goes with a tariff: give both or none");
	for (size_t i = 0; i < l->t[KN_EXCLUSIONS].n; i++)
		check_exclusion(l, i);
	check_merge(l);
}

/* The sets as a grid: row number + 1 by condition, level and service. */
struct grid {
	const struct loader *l;
	uint32_t *cell;
	size_t n_service;
};

static uint32_t *grid_at(const struct grid *g, int condition, int level,
			 int service)
{
	size_t block = (size_t)condition * 3 + (size_t)level - 1;
	return &g->cell[block * g->n_service + (size_t)service];
}

/* The planned row of a service in a set, or NULL. */
static const struct kn_set *planned(const struct grid *g, int condition,
				    int level, int service)
{
	uint32_t i = service < 0 ? 0 : *grid_at(g, condition, level, service);
	const struct kn_set *s = g->l->t[KN_SETS].rows;
	return i && s[i - 1].use == USE_PLANNED ? &s[i - 1] : NULL;
}

static int64_t gap(int64_t a, int64_t b)
{
	return a > b ? a - b : b - a;
}

/* Laboratory frequencies above one share their draws with the others. */
static bool nests(const struct kn_set *s)
{
	static const int64_t yearly[] = {2, 4, 6, 12, 24, 36};
	for (size_t i = 0; i < countof(yearly); i++)
		if (s->times_per_year_e4 == yearly[i] * 10000)
			return true;
	return s->times_per_year_e4 <= 10000;
}

static void check_frequency(const struct grid *g, size_t i)
{
	const struct table *t = &g->l->t[KN_SETS];
	const struct kn_set *s = (const struct kn_set *)t->rows + i;
	const struct knowledge *kn = g->l->kn;
	/* both sides times the frequency, so that nothing is divided */
	int64_t product = s->interval_months_e4 * s->times_per_year_e4;
	if (gap(product, INT64_C(12) * 100000000) > 600 * s->times_per_year_e4)
		table_wrong(t, i, "interval_months",
			    "disagrees with times_per_year: it is 12 divided "
			    "by that");
	/* complement in lupus is counted twice on one draw: README, 3 */
	bool excepted = str_is(kn->conditions[s->condition].code, "LES") &&
			str_is(kn->services[s->service].code, "90.60.2");
	if (kn->services[s->service].kind == KIND_LAB &&
	    s->use == USE_PLANNED && !nests(s) && !excepted)
		table_wrong(t, i, "times_per_year",
			    "does not share the draws of the others: use 1, 2, "
			    "4, 6, 12, 24 or 36 a year, or less than yearly");
	uint32_t lighter = s->level == 3 ? 0
					 : *grid_at(g, s->condition,
						    s->level + 1, s->service);
	const struct kn_set *x =
		lighter ? (const struct kn_set *)t->rows + lighter - 1 : NULL;
	if (x && x->use == s->use &&
	    x->times_per_year_e4 > s->times_per_year_e4)
		table_wrong(t, lighter - 1, "times_per_year",
			    "is more frequent than at level %d: a lighter "
			    "level has no more",
			    s->level);
}

/* Two services of one set that the exclusions keep apart, or that lack what
 * they require. */
static void check_pairs(const struct grid *g, const struct kn_set *set,
			size_t i)
{
	const struct loader *l = g->l;
	const struct table *t = &l->t[KN_EXCLUSIONS];
	const struct kn_service_exclusion *e = t->rows;
	if (set->use != USE_PLANNED)
		return;
	for (size_t k = 0; k < t->n; k++) {
		if (e[k].a != set->service)
			continue;
		const struct kn_set *b =
			planned(g, set->condition, set->level, e[k].b);
		if (b && (e[k].relation == EXCL_EXCLUDES ||
			  e[k].relation == EXCL_ALTERNATIVE))
			table_wrong(&l->t[KN_SETS], i, "service_code",
				    "is planned together with " STR_FMT
				    ", which service_exclusions.csv line "
				    "%" PRIu64 " forbids: keep one",
				    STR_ARG(e[k].code_b), t->line[k]);
		if (e[k].relation == EXCL_REQUIRES &&
		    (!b || b->times_per_year_e4 < set->times_per_year_e4))
			table_wrong(&l->t[KN_SETS], i, "service_code",
				    "needs " STR_FMT " as often, by "
				    "service_exclusions.csv line %" PRIu64,
				    STR_ARG(e[k].code_b), t->line[k]);
	}
}

static void check_frequent(struct loader *l)
{
	const struct table *t = &l->t[KN_SETS];
	const struct kn_set *s = t->rows;
	for (size_t c = 0; c < l->kn->n_conditions; c++) {
		bool level[4] = {false};
		if (!l->kn->conditions[c].frequent)
			continue;
		for (size_t i = 0; i < t->n; i++)
			if (s[i].condition == (int)c)
				level[s[i].level] = true;
		if (!level[1] || !level[2] || !level[3])
			table_wrong(&l->t[KN_CONDITIONS], c, "frequent",
				    "asks for care plan sets at levels 1, 2 "
				    "and 3: add them to careplan_sets.csv");
	}
}

void check_sets(struct loader *l)
{
	const struct table *t = &l->t[KN_SETS];
	const struct kn_set *s = t->rows;
	struct grid g = {.l = l, .n_service = l->kn->n_services};
	g.cell = arena_array(&l->scratch, uint32_t,
			     l->kn->n_conditions * 3 * g.n_service + 1);
	if (!g.cell) {
		table_wrong_file(t, "has too many conditions and services to "
				    "be checked: shorten the tables");
		return;
	}
	for (size_t i = 0; i < t->n; i++)
		*grid_at(&g, s[i].condition, s[i].level, s[i].service) =
			(uint32_t)i + 1;
	for (size_t i = 0; i < t->n; i++) {
		check_frequency(&g, i);
		check_pairs(&g, &s[i], i);
	}
	check_frequent(l);
}
