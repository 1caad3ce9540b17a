/* Drugs, interactions, doses and gaps; scores that name each other. */
#include "knowledge/knowledge_int.h"

/* Every alternative is the beginning of a drug we know. */
static void know_codes(const struct loader *l, enum kn_file f, size_t row,
		       const char *column, struct str codes,
		       const char *between)
{
	size_t from = 0;
	for (size_t i = 0; i <= codes.len; i++) {
		if (i < codes.len && !strchr(between, codes.ptr[i]))
			continue;
		struct str code = str_sub(codes, from, i - from);
		from = i + 1;
		if (code.len && !loader_knows_atc(l, code))
			table_wrong(&l->t[f], row, column,
				    "has " STR_FMT ", which no row of "
				    "drugs_atc.csv matches: correct it or add "
				    "the drug",
				    STR_ARG(code));
	}
}

/* What is left out must lie inside what is meant. */
static void check_excluded(const struct table *t, size_t row,
			   const char *column, struct str code,
			   struct str excluded)
{
	struct str rest = excluded;
	while (excluded.len && rest.ptr) {
		struct str x = str_cut(&rest, '|');
		if (!str_starts(x, code))
			table_wrong(t, row, column,
				    "leaves out " STR_FMT
				    ", which is not inside " STR_FMT
				    ": remove it",
				    STR_ARG(x), STR_ARG(code));
	}
}

static void check_interaction(struct loader *l, size_t i)
{
	const struct table *t = &l->t[KN_INTERACTIONS];
	const struct kn_interaction *x =
		(const struct kn_interaction *)t->rows + i;
	know_codes(l, KN_INTERACTIONS, i, "a_code", x->a_code, "");
	if (x->b_is_condition) {
		if (kn_condition_index(l->kn, x->b_code) < 0)
			table_wrong(t, i, "b_code",
				    "is no condition: write a code of "
				    "conditions.csv");
	} else if (!kn_is_atc(x->b_code)) {
		table_wrong(t, i, "b_code",
			    "is not an ATC code: correct the code");
	} else {
		know_codes(l, KN_INTERACTIONS, i, "b_code", x->b_code, "");
	}
	if (str_is(x->kind, "drug-condition") != x->b_is_condition)
		table_wrong(t, i, "kind",
			    "does not go with b_system: correct one of the "
			    "two");
	check_excluded(t, i, "a_exclude", x->a_code, x->a_exclude);
	check_excluded(t, i, "b_exclude", x->b_code, x->b_exclude);
}

/* The same pair the other way round, or an id twice. */
static void check_repeated(struct loader *l)
{
	const struct table *t = &l->t[KN_INTERACTIONS];
	const struct kn_interaction *x = t->rows;
	struct map ids, pairs;
	char key[128];
	map_init(&ids, 1000000, 64u << 20);
	map_init(&pairs, 1000000, 64u << 20);
	for (size_t i = 0; i < t->n; i++) {
		uint32_t first = map_get(&ids, x[i].id);
		if (first != MAP_NONE)
			table_wrong(t, i, "id",
				    "is the id of line %" PRIu64
				    " too: give another",
				    t->line[first]);
		snprintf(key, sizeof(key), STR_FMT " " STR_FMT,
			 STR_ARG(x[i].b_code), STR_ARG(x[i].a_code));
		uint32_t other = map_get(&pairs, str_from(key));
		if (other != MAP_NONE && !str_eq(x[i].a_code, x[i].b_code))
			table_wrong(t, i, "b_code",
				    "makes the pair of line %" PRIu64
				    " the other way round: remove one",
				    t->line[other]);
		snprintf(key, sizeof(key), STR_FMT " " STR_FMT,
			 STR_ARG(x[i].a_code), STR_ARG(x[i].b_code));
		if (map_put(&ids, x[i].id, (uint32_t)i, NULL) ||
		    map_put(&pairs, str_from(key), (uint32_t)i, NULL))
			break;
	}
	map_release(&ids);
	map_release(&pairs);
}

static int grade(struct str severity)
{
	return str_is(severity, "moderate") ? 0
	       : str_is(severity, "major")  ? 1
					    : 2;
}

/* Advice never softens as the kidney gets worse. Canagliflozin and
 * dapagliflozin are excepted: below a threshold they are continued, not
 * begun (data/check_knowledge.py). */
static void check_renal(struct loader *l)
{
	const struct table *t = &l->t[KN_RENAL];
	const struct kn_renal *r = t->rows;
	for (size_t i = 0; i < t->n; i++) {
		know_codes(l, KN_RENAL, i, "atc", r[i].atc, "");
		if (str_is(r[i].atc, "A10BK01") || str_is(r[i].atc, "A10BK03"))
			continue;
		for (size_t k = 0; k < t->n; k++)
			if (str_eq(r[k].atc, r[i].atc) &&
			    r[k].below > r[i].below &&
			    grade(r[k].severity) > grade(r[i].severity))
				table_wrong(t, i, "severity",
					    "is milder than that of line "
					    "%" PRIu64
					    " for a better kidney: advice "
					    "never softens",
					    t->line[k]);
	}
}

static void check_atc_rows(struct loader *l)
{
	const struct table *t = &l->t[KN_DRUGS];
	const struct kn_drug *d = t->rows;
	static const size_t length[] = {0, 1, 3, 4, 5, 7};
	for (size_t i = 0; i < t->n; i++) {
		if (!d[i].ddd.len != !d[i].ddd_unit.len)
			table_wrong(t, i, "ddd",
				    "goes with a unit: give both or none");
		if (d[i].atc.len != length[d[i].level])
			table_wrong(t, i, "level",
				    "does not go with the length of the code: "
				    "1, 3, 4, 5 or 7 characters are levels 1 "
				    "to 5");
	}
}

/* superseded_by names a category of the same table. */
static void check_superseded(struct loader *l, enum kn_file f)
{
	const struct table *t = &l->t[f];
	size_t category = table_column(t, "category");
	for (size_t i = 0; i < t->n; i++) {
		struct str by = table_get(t, i, "superseded_by");
		bool found = !by.len;
		for (size_t k = 0; k < t->n && !found; k++)
			found = str_eq(table_cell(t, k, category), by);
		if (!found)
			table_wrong(t, i, "superseded_by",
				    "is not a category of this table: correct "
				    "it");
	}
}

/* Every class has a name, and codes that we know as ATC. */
static void check_cds(struct loader *l)
{
	const struct table *t = &l->t[KN_CDS];
	const struct kn_cds *c = t->rows;
	for (size_t i = 0; i < t->n; i++) {
		bool right = c[i].n_class <= KN_CDS_CLASSES;
		for (size_t k = 0; k < c[i].n_class && right; k++)
			for (struct str rest = c[i].classes[k], code;
			     right && rest.ptr;) {
				code = str_cut(&rest, '|');
				right = kn_is_atc(code);
			}
		for (size_t k = 0; k < c[i].n_class && right; k++)
			right = c[i].classes[k].len > 0;
		if (!right)
			table_wrong(t, i, "atc_classes",
				    "must be at most four classes of ATC codes "
				    "such as C1:B01AA|B01AB;C2:C01A");
		if (c[i].min_points > c[i].max_points)
			table_wrong(t, i, "max_points",
				    "is below min_points: correct it");
		if (c[i].first_decides && c[i].n_class != 2)
			table_wrong(t, i, "scoring",
				    "speaks of two classes: give two");
	}
}

void check_drugs(struct loader *l)
{
	const struct kn_triple *x = l->t[KN_TRIPLES].rows;
	const struct kn_burden *b = l->t[KN_BURDEN].rows;
	check_atc_rows(l);
	for (size_t i = 0; i < l->t[KN_INTERACTIONS].n; i++)
		check_interaction(l, i);
	check_repeated(l);
	for (size_t i = 0; i < l->t[KN_TRIPLES].n; i++) {
		know_codes(l, KN_TRIPLES, i, "a_codes", x[i].a_codes, "|");
		know_codes(l, KN_TRIPLES, i, "b_codes", x[i].b_codes, "|");
		know_codes(l, KN_TRIPLES, i, "c_codes", x[i].c_codes, "|");
	}
	check_renal(l);
	for (size_t i = 0; i < l->t[KN_BURDEN].n; i++)
		know_codes(l, KN_BURDEN, i, "atc", b[i].atc, "");
	check_superseded(l, KN_CHARLSON);
	check_superseded(l, KN_ELIXHAUSER);
	check_cds(l);
}

void check_gaps(struct loader *l)
{
	const struct table *t = &l->t[KN_GAPS];
	const struct kn_gap *g = t->rows;
	for (size_t i = 0; i < t->n; i++) {
		struct str test = g[i].other_test;
		bool drugs = str_starts(test, STR("drugs:"));
		know_codes(l, KN_GAPS, i, "expected_atc", g[i].expected_atc,
			   "|");
		know_codes(l, KN_GAPS, i, "exclude_atc", g[i].exclude_atc, "|");
		if (drugs)
			know_codes(l, KN_GAPS, i, "other_test",
				   str_sub(test, 6, test.len - 6), "|+");
		if (str_is(g[i].kind, "start_if_drugs") != drugs)
			table_wrong(t, i, "other_test",
				    "and the kind disagree: start_if_drugs "
				    "goes with \"drugs:\"");
		if (!drugs && test.len && !str_is(test, "CHA2DS2-VA>=2"))
			table_wrong(t, i, "other_test",
				    "is not known: write CHA2DS2-VA>=2, "
				    "drugs:... or nothing");
		if (!drugs && !g[i].conditions.len)
			table_wrong(t, i, "conditions",
				    "is empty: name a condition");
		if (g[i].age_max != KN_UNSET && g[i].age_min > g[i].age_max)
			table_wrong(t, i, "age_max",
				    "is below age_min: correct one of the "
				    "two");
	}
}
