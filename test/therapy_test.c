/* Findings on hand-made therapies. Expected rules are those of
 * data/drug_interactions.csv, drug_triples.csv, therapy_gaps.csv and
 * anticholinergic_burden.csv. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "test/plan_kit.h"

static struct therapy_index *drugs;
static struct therapy_limits limits;

static int open_drugs(void **state)
{
	struct err err = {0};
	if (kit_open(state) || therapy_index_new(&drugs, &kit.kn, &err) ||
	    therapy_limits_read(&limits, &kit.rules, STR("325"),
				kit_day("2026-01-15"), &err)) {
		print_error("%s\n", err.text);
		return 1;
	}
	return 0;
}

static int close_drugs(void **state)
{
	therapy_index_free(drugs);
	return kit_close(state);
}

/* "ATC:first:last:n:ddd ..." */
static size_t items_of(const char *text, struct therapy_item *out)
{
	size_t n = 0;
	for (struct str rest = str_from(text); rest.len;) {
		struct str f = str_cut(&rest, ' ');
		struct therapy_item *t = &out[n++];
		int64_t ddd = 0;
		t->atc = str_cut(&f, ':');
		assert_int_equal(date_parse(str_cut(&f, ':'), &t->first, NULL),
				 OK);
		assert_int_equal(date_parse(str_cut(&f, ':'), &t->last, NULL),
				 OK);
		assert_true(str_to_int(str_cut(&f, ':'), &t->n));
		assert_true(str_to_int(f, &ddd));
		t->ddd_e4 = ddd * 10000;
	}
	return n;
}

static struct therapy_report check(const char *therapy, const char *codes,
				   const char *birth, char sex)
{
	static struct therapy_item items[16];
	static int conditions[32];
	struct therapy_report rep = {0};
	struct err err = {0};
	struct therapy_person p = {.on = kit_day("2026-01-15"),
				   .birth = kit_day(birth),
				   .sex = sex,
				   .conditions = conditions,
				   .items = items};
	p.n_items = items_of(therapy, items);
	p.n_conditions = kit_conditions(codes, conditions);
	arena_reset(&kit.arena);
	assert_int_equal(
		therapy_check(drugs, &limits, &p, &kit.arena, &rep, &err), OK);
	return rep;
}

static const struct therapy_finding *find(const struct therapy_report *r,
					  const char *rule)
{
	for (size_t i = 0; i < r->n; i++)
		if (str_is(r->list[i].rule_id, rule))
			return &r->list[i];
	return NULL;
}

#define YEAR(atc)   atc ":2025-02-01:2025-12-20:11:330"
#define SPRING(atc) atc ":2025-04-01:2025-04-20:2:20"

static void pairs(void **state)
{
	(void)state;
	static const struct {
		const char *name, *therapy, *rule;
		bool found, present;
	} rows[] = {
		{"warfarin and ibuprofen, all year",
		 YEAR("B01AA03") " " YEAR("M01AE01"), "X001", true, true},
		{"the order of drugs does not matter",
		 YEAR("M01AE01") " " YEAR("B01AA03"), "X001", true, true},
		{"warfarin and ibuprofen in spring",
		 YEAR("B01AA03") " " SPRING("M01AE01"), "X001", true, false},
		{"not on the same days",
		 "B01AA03:2025-09-01:2025-12-20:4:120 " SPRING("M01AE01"),
		 "X001", false, false},
		{"excluded: topical and glucosamine",
		 YEAR("B01AA03") " " YEAR("M01AX05"), "X001", false, false},
		{"one drug alone", YEAR("B01AA03"), "X001", false, false},
		{"on occasion: two boxes far apart leave the months between",
		 "B01AA03:2025-06-01:2025-08-20:3:90 "
		 "M01AE01:2025-02-01:2025-12-20:2:20",
		 "X001", false, false},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct therapy_report r =
			check(rows[i].therapy, "", "1950-01-01", 'M');
		const struct therapy_finding *f = find(&r, rows[i].rule);
		if ((f != NULL) != rows[i].found ||
		    (f && f->present != rows[i].present))
			fail_msg("%s: %s", rows[i].name,
				 !f           ? "not found"
				 : f->present ? "present"
					      : "past");
	}
}

static void a_triple_replaces_its_pairs(void **state)
{
	(void)state;
	struct therapy_report r =
		check(YEAR("C09AA05") " " YEAR("C03CA01") " " YEAR("M01AE01"),
		      "", "1950-01-01", 'M');
	const struct therapy_finding *t = find(&r, "T01");
	assert_non_null(t);
	assert_int_equal(t->n_drug, 3);
	assert_int_equal(t->severity, THERAPY_MAJOR);
	for (size_t i = 0; i < r.n; i++)
		assert_int_not_equal(r.list[i].kind, THERAPY_PAIR);
	/* one fixed combination fills two columns */
	r = check(YEAR("C09BA05") " " YEAR("M01AE01"), "", "1950-01-01", 'M');
	t = find(&r, "T01");
	assert_non_null(t);
	assert_int_equal(t->n_drug, 2);
	/* a combination alone is no triple */
	r = check(YEAR("C09BA05"), "", "1950-01-01", 'M');
	assert_null(find(&r, "T01"));
}

static void drug_and_disease(void **state)
{
	(void)state;
	struct therapy_report r =
		check(YEAR("M01AE01"), "SCOMPENSO", "1950-01-01", 'M');
	assert_non_null(find(&r, "X075"));
	r = check(YEAR("M01AE01"), "DM2", "1950-01-01", 'M');
	assert_null(find(&r, "X075"));
	/* from 65 years */
	r = check(YEAR("N05AX08"), "DEMENZA", "1940-01-01", 'F');
	assert_non_null(find(&r, "X098"));
	r = check(YEAR("N05AX08"), "DEMENZA", "1970-01-01", 'F');
	assert_null(find(&r, "X098"));
}

static void gaps(void **state)
{
	(void)state;
	static const struct {
		const char *name, *therapy, *conditions, *birth, *rule;
		bool found;
	} rows[] = {
		{"no statin", YEAR("B01AC06"), "CARD_ISCH", "1950-01-01", "G01",
		 true},
		{"statin", YEAR("C10AA05"), "CARD_ISCH", "1950-01-01", "G01",
		 false},
		{"ezetimibe alone: the choice was made", YEAR("C10AX09"),
		 "CARD_ISCH", "1950-01-01", "G01", false},
		{"a statin a year ago is none",
		 "C10AA05:2025-01-20:2025-02-20:2:60", "CARD_ISCH",
		 "1950-01-01", "G01", true},
		{"over 90 not asked", YEAR("B01AC06"), "CARD_ISCH",
		 "1930-01-01", "G01", false},
		{"fibrillation, score 1", YEAR("B01AC06"),
		 "FIBR_ATR IPERTENSIONE", "1970-01-01", "G09", false},
		{"fibrillation, score 2", YEAR("B01AC06"),
		 "FIBR_ATR IPERTENSIONE DM2", "1970-01-01", "G09", true},
		{"fibrillation at 76", YEAR("B01AC06"), "FIBR_ATR",
		 "1949-06-01", "G09", true},
		{"anticoagulated", YEAR("B01AF01"), "FIBR_ATR", "1949-06-01",
		 "G09", false},
		{"kidney and diabetes: both needed", YEAR("A10BA02"), "IRC DM2",
		 "1950-01-01", "G14", true},
		{"kidney alone", YEAR("A10BA02"), "IRC", "1950-01-01", "G14",
		 false},
		{"not on dialysis", YEAR("A10BA02"), "IRC DM2 DIALISI",
		 "1950-01-01", "G14", false},
		{"anti-inflammatory from 65 without protection",
		 YEAR("M01AE01"), "", "1950-01-01", "G30", true},
		{"with protection", YEAR("M01AE01") " " YEAR("A02BC02"), "",
		 "1950-01-01", "G30", false},
		{"younger", YEAR("M01AE01"), "", "1980-01-01", "G30", false},
		{"both groups of drugs must be there", YEAR("B01AA03"),
		 "FIBR_ATR", "1950-01-01", "G29", false},
		{"anticoagulant and antiplatelet",
		 YEAR("B01AA03") " " YEAR("B01AC06"), "FIBR_ATR", "1950-01-01",
		 "G29", true},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct therapy_report r =
			check(rows[i].therapy, rows[i].conditions,
			      rows[i].birth, 'M');
		if ((find(&r, rows[i].rule) != NULL) != rows[i].found)
			fail_msg("%s", rows[i].name);
	}
}

static void scores(void **state)
{
	(void)state;
	static const struct {
		const char *codes;
		int age, score;
	} rows[] = {
		{"", 64, 0},
		{"", 65, 1},
		{"", 75, 2},
		{"SCOMPENSO IPERTENSIONE", 50, 2},
		{"DM1 DM2_COMP", 50, 1}, /* diabetes once */
		{"CEREBROVASC", 50, 2},
		{"CARD_ISCH ARTERIOP", 50, 1}, /* arteries once */
		{"SCOMPENSO IPERTENSIONE DM2 CEREBROVASC CARD_ISCH", 80, 8},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		int c[32];
		size_t n = kit_conditions(rows[i].codes, c);
		assert_int_equal(therapy_cha2ds2va(&kit.kn, c, n, rows[i].age),
				 rows[i].score);
	}
}

static void burden(void **state)
{
	(void)state;
	struct therapy_report r = check(YEAR("N06AA09") " " YEAR("G04BD04"), "",
					"1950-01-01", 'F');
	const struct therapy_finding *f = find(&r, "ACB");
	assert_non_null(f);
	assert_int_equal(f->score, 6);
	/* below 65 years it is only counted */
	r = check(YEAR("N06AA09") " " YEAR("G04BD04"), "", "1980-01-01", 'F');
	assert_null(find(&r, "ACB"));
	assert_int_equal(r.burden, 6);
	/* a drug of last spring does not count */
	r = check(SPRING("N06AA09"), "", "1950-01-01", 'F');
	assert_int_equal(r.burden, 0);
}

static void duplicates(void **state)
{
	(void)state;
	struct therapy_report r = check(YEAR("C10AA05") " " YEAR("C10AA07"), "",
					"1970-01-01", 'M');
	assert_non_null(find(&r, "C10AA"));
	/* a change of statin: the old one ended when the new one began */
	r = check("C10AA05:2025-02-01:2025-06-20:5:150 "
		  "C10AA07:2025-07-01:2025-12-20:6:180",
		  "", "1970-01-01", 'M');
	assert_null(find(&r, "C10AA"));
}

static void kidney_asks_for_a_value_only(void **state)
{
	(void)state;
	struct therapy_report r =
		check(YEAR("A10BA02"), "DM2", "1950-01-01", 'M');
	const struct therapy_finding *f = find(&r, "RENAL");
	assert_non_null(f);
	assert_int_equal(f->kind, THERAPY_RENAL);
	assert_int_equal(f->action.len, 0);
}

static void supply(void **state)
{
	(void)state;
	static const struct {
		const char *name, *item;
		int days;
		bool present;
	} rows[] = {
		{"doses known", "C10AA05:2025-02-01:2025-12-20:10:560", 56,
		 true},
		{"doses not credible", "C10AA05:2025-02-01:2025-12-20:10:10",
		 30, true},
		{"no more than ninety days",
		 "C10AA05:2025-02-01:2025-12-20:2:900", 90, true},
		{"ended in November, thirty days of grace",
		 "C10AA05:2025-02-01:2025-11-20:10:300", 30, true},
		{"ended in October", "C10AA05:2025-02-01:2025-10-20:10:300", 30,
		 false},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct therapy_item t;
		items_of(rows[i].item, &t);
		if (therapy_supply_days(&limits, &t) != rows[i].days ||
		    therapy_present(&limits, &t, kit_day("2026-01-15")) !=
			    rows[i].present)
			fail_msg("%s: %d days", rows[i].name,
				 therapy_supply_days(&limits, &t));
	}
}

/* Every rule of the tables fires on drugs made from its own codes. */
static void every_interaction(void **state)
{
	(void)state;
	size_t n = 0;
	for (size_t i = 0; i < kit.kn.n_interactions; i++) {
		const struct kn_interaction *k = &kit.kn.interactions[i];
		char text[160], rule[16], code[32] = "";
		struct str a = k->a_code, b = k->b_code;
		a = str_cut(&a, '|');
		b = str_cut(&b, '|');
		snprintf(rule, sizeof(rule), STR_FMT, STR_ARG(k->id));
		int len = snprintf(text, sizeof(text),
				   STR_FMT ":2025-02-01:2025-12-20:11:330",
				   STR_ARG(a));
		if (k->b_is_condition)
			snprintf(code, sizeof(code), STR_FMT, STR_ARG(b));
		else
			snprintf(text + len, sizeof(text) - (size_t)len,
				 " " STR_FMT ":2025-02-01:2025-12-20:11:330",
				 STR_ARG(b));
		struct therapy_report r = check(text, code, "1940-01-01", 'F');
		if (!find(&r, rule))
			fail_msg("%s does not fire on %s %s", rule, text, code);
		n++;
	}
	assert_int_equal(n, 585);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pairs),
		cmocka_unit_test(a_triple_replaces_its_pairs),
		cmocka_unit_test(drug_and_disease),
		cmocka_unit_test(gaps),
		cmocka_unit_test(scores),
		cmocka_unit_test(burden),
		cmocka_unit_test(duplicates),
		cmocka_unit_test(kidney_asks_for_a_value_only),
		cmocka_unit_test(supply),
		cmocka_unit_test(every_interaction),
	};
	return cmocka_run_group_tests(tests, open_drugs, close_drugs);
}
