#include "knowledge/knowledge_int.h"

#define GROUP_BYTES (16u << 20)

/* Rows of a group mostly follow one another. */
static bool same_group(const struct kn_rule *a, const struct kn_rule *b)
{
	return a->condition == b->condition && str_eq(a->group, b->group);
}

static enum rc number_groups(struct loader *l, struct kn_rule *rules,
			     struct err *err)
{
	struct map groups;
	struct buf key; /* number of the condition, name of the group */
	enum rc rc = OK;
	map_init(&groups, 100000, GROUP_BYTES);
	buf_init(&key, GROUP_BYTES);
	for (size_t i = 0; i < l->kn->n_rules && !rc; i++) {
		uint32_t number = 0;
		struct str text;
		if (i && same_group(&rules[i], &rules[i - 1])) {
			rules[i].group_index = rules[i - 1].group_index;
			continue;
		}
		buf_reset(&key);
		buf_int(&key, rules[i].condition);
		buf_char(&key, ' ');
		buf_str(&key, rules[i].group);
		rc = buf_finish(&key, &text, err);
		if (!rc)
			rc = map_intern(&groups, text, &number, err);
		rules[i].group_index = (int)number;
	}
	l->kn->n_group = groups.n;
	map_release(&groups);
	buf_release(&key);
	return rc;
}

static void derive_rules(struct loader *l)
{
	const struct table *t = &l->t[KN_RULES];
	struct kn_rule *rules = t->rows;
	static const char *const field[] = {"", "dx_any", "dx_main", "proc"};
	for (size_t i = 0; i < t->n; i++) {
		struct str name = table_get(t, i, "code_field");
		for (size_t k = 0; k < countof(field); k++)
			if (str_is(name, field[k]))
				rules[i].field = (enum kn_field)k;
	}
}

static enum kn_service_kind service_kind(struct str name)
{
	static const struct {
		const char *name;
		enum kn_service_kind kind;
	} kinds[] = {{"lab", KIND_LAB},
		     {"visit", KIND_VISIT},
		     {"instrumental", KIND_INSTRUMENTAL},
		     {"imaging", KIND_IMAGING}};
	for (size_t i = 0; i < countof(kinds); i++)
		if (str_is(name, kinds[i].name))
			return kinds[i].kind;
	return KIND_OTHER;
}

static void derive_services(struct loader *l)
{
	struct kn_service *s = l->t[KN_SERVICES].rows;
	for (size_t i = 0; i < l->t[KN_SERVICES].n; i++)
		s[i].kind = service_kind(s[i].kind_text);
	struct kn_service_exclusion *e = l->t[KN_EXCLUSIONS].rows;
	for (size_t i = 0; i < l->t[KN_EXCLUSIONS].n; i++) {
		e[i].a = kn_service_index(l->kn, e[i].code_a);
		e[i].b = kn_service_index(l->kn, e[i].code_b);
	}
	struct kn_merge_rule *m = l->t[KN_MERGE].rows;
	for (size_t i = 0; i < l->t[KN_MERGE].n; i++)
		m[i].drop =
			str_is(table_get(&l->t[KN_MERGE], i, "action"), "drop");
}

static void derive_interactions(struct loader *l)
{
	const struct table *t = &l->t[KN_INTERACTIONS];
	struct kn_interaction *x = t->rows;
	for (size_t i = 0; i < t->n; i++)
		x[i].b_is_condition =
			str_is(table_get(t, i, "b_system"), "CONDITION");
}

static bool mentions(struct str s, struct str what)
{
	for (; s.len >= what.len; s = str_sub(s, 1, s.len - 1))
		if (str_starts(s, what))
			return true;
	return false;
}

/* "C1:B01AA|B01AB;C2:C01A": the names of the classes only number them. More
 * classes than we hold stay unset: check_cds tells. */
static void derive_cds(struct loader *l)
{
	struct kn_cds *c = l->t[KN_CDS].rows;
	for (size_t i = 0; i < l->t[KN_CDS].n; i++) {
		for (struct str rest = c[i].classes_text; rest.ptr;) {
			struct str codes = str_cut(&rest, ';');
			str_cut(&codes, ':');
			if (c[i].n_class < KN_CDS_CLASSES)
				c[i].classes[c[i].n_class] = codes;
			c[i].n_class++;
		}
		c[i].first_decides =
			mentions(c[i].scoring, STR("if only class"));
	}
}

static int by_text(const void *a, const void *b)
{
	return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

static enum rc sort_atc(struct loader *l, struct err *err)
{
	size_t n = l->kn->n_drugs;
	l->atc = arena_array(&l->scratch, struct str, n + 1);
	if (!l->atc)
		return arena_fail(&l->scratch, err);
	for (size_t i = 0; i < n; i++)
		l->atc[i] = l->kn->drugs[i].atc;
	qsort(l->atc, n, sizeof(*l->atc), by_text);
	l->n_atc = n;
	return OK;
}

bool loader_knows_range(const struct loader *l, struct str lo, struct str hi)
{
	size_t a = 0, b = l->n_atc; /* the first that is not below lo */
	while (a < b) {
		size_t m = a + (b - a) / 2;
		if (str_cmp(l->atc[m], lo) < 0)
			a = m + 1;
		else
			b = m;
	}
	if (a == l->n_atc)
		return false;
	struct str head = l->atc[a];
	if (head.len > lo.len)
		head.len = lo.len;
	return str_cmp(head, hi) <= 0;
}

bool loader_knows_atc(const struct loader *l, struct str prefix)
{
	return loader_knows_range(l, prefix, prefix);
}

enum rc kn_derive(struct loader *l, struct err *err)
{
	enum rc rc = number_groups(l, l->t[KN_RULES].rows, err);
	if (!rc && !l->left_out) /* for the checks */
		rc = sort_atc(l, err);
	derive_rules(l);
	derive_services(l);
	derive_interactions(l);
	derive_cds(l);
	return rc;
}

static int by_step(const void *a, const void *b)
{
	const struct kn_hierarchy *x = a, *y = b;
	return (x->step > y->step) - (x->step < y->step);
}

static int by_level(const void *a, const void *b)
{
	const struct kn_level_rule *x = a, *y = b;
	int c = str_cmp(x->definition, y->definition);
	return c ? c : x->level - y->level;
}

static int by_istat(const void *a, const void *b)
{
	const struct kn_municipality *x = a, *y = b;
	return str_cmp(x->istat, y->istat);
}

/* Stable: rows of the file follow one another in memory, so a first copy's
 * place in the file breaks ties. */
struct placed_set {
	struct kn_set set;
	size_t place;
};

static int by_condition(const void *a, const void *b)
{
	const struct placed_set *x = a, *y = b;
	if (x->set.condition != y->set.condition)
		return x->set.condition - y->set.condition;
	if (x->set.level != y->set.level)
		return x->set.level - y->set.level;
	return (x->place > y->place) - (x->place < y->place);
}

static enum rc sort_sets(struct loader *l, struct err *err)
{
	size_t n = l->t[KN_SETS].n;
	struct kn_set *sets = l->t[KN_SETS].rows;
	struct placed_set *p =
		arena_array(&l->scratch, struct placed_set, n + 1);
	if (!p)
		return arena_fail(&l->scratch, err);
	for (size_t i = 0; i < n; i++)
		p[i] = (struct placed_set){sets[i], i};
	qsort(p, n, sizeof(*p), by_condition);
	for (size_t i = 0; i < n; i++)
		sets[i] = p[i].set;
	return OK;
}

enum rc kn_sort(struct loader *l, struct err *err)
{
	struct table *t = l->t;
	struct kn_municipality *m = t[KN_MUNICIPALITIES].rows;
	size_t n = t[KN_MUNICIPALITIES].n;
	enum rc rc = sort_sets(l, err);
	qsort(t[KN_HIERARCHY].rows, t[KN_HIERARCHY].n,
	      sizeof(struct kn_hierarchy), by_step);
	qsort(t[KN_LEVELS].rows, t[KN_LEVELS].n, sizeof(struct kn_level_rule),
	      by_level);
	if (n)
		qsort(m, n, sizeof(*m), by_istat);
	for (size_t i = 0; i < n && !rc; i++)
		rc = map_put(&l->kn->municipality_by_istat, m[i].istat,
			     (uint32_t)i, err);
	return rc;
}
