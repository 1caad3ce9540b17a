/* The sentences of the tables in Italian: each has one, found by halves as the
 * reader of CSV finds it; joined ones by their parts; others stay as they are.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "csv/csv.h"
#include "knowledge/names.h"
#include "plan/plan.h"

static struct knowledge kn;
static struct buf out;

static int load(void **state)
{
	(void)state;
	buf_init(&out, 1u << 16);
	return knowledge_load(&kn, NULL, NULL, NULL) != OK;
}

static int unload(void **state)
{
	(void)state;
	buf_release(&out);
	knowledge_release(&kn);
	return 0;
}

static struct str italian(struct str en)
{
	buf_reset(&out);
	kn_put_phrase(&out, en, LANG_IT);
	return buf_view(&out);
}

static void every_row_is_found(void **state)
{
	(void)state;
	struct csv c;
	struct str text;
	size_t n = 0;
	assert_int_equal(
		knowledge_file(NULL, "phrases_it.csv", NULL, &text, NULL), OK);
	csv_init(&c, text);
	assert_int_equal(csv_next(&c, NULL), OK); /* header */
	for (; !csv_next(&c, NULL); n++)
		if (c.n != 2 || !str_eq(italian(c.field[0]), c.field[1]))
			fail_msg("line %d: " STR_FMT ": " STR_FMT, (int)c.line,
				 STR_ARG(c.field[0]),
				 STR_ARG(italian(c.field[0])));
	csv_release(&c);
	assert_true(n > 900);
}

static void every_service_is_found(void **state)
{
	(void)state;
	struct csv c;
	struct str text;
	size_t n = 0;
	assert_int_equal(
		knowledge_file(NULL, "phrases_en.csv", NULL, &text, NULL), OK);
	csv_init(&c, text);
	assert_int_equal(csv_next(&c, NULL), OK); /* header */
	for (; !csv_next(&c, NULL); n++)
		if (c.n != 2 ||
		    !str_eq(kn_term(c.field[0], LANG_EN), c.field[1]))
			fail_msg("line %d: " STR_FMT, (int)c.line,
				 STR_ARG(c.field[0]));
	csv_release(&c);
	assert_true(n > kn.n_services);
	for (size_t i = 0; i < kn.n_services; i++) {
		const struct str it = kn.services[i].name_it;
		if (kn_term(it, LANG_EN).ptr == it.ptr)
			fail_msg("no English for: " STR_FMT, STR_ARG(it));
	}
	assert_true(str_is(kn_term(STR("Esame di un altro catalogo"), LANG_EN),
			   "Esame di un altro catalogo"));
	assert_true(str_is(kn_term(STR(""), LANG_EN), ""));
}

/* The same in both languages: names of substances, short words. */
static bool same_word(struct str en)
{
	static const char *const same[] = {"Tenofovir", "Beclometasone", "ECG",
					   "Angioedema"};
	for (size_t i = 0; i < countof(same); i++)
		if (str_is(en, same[i]))
			return true;
	return false;
}

static void wants(const char *table, struct str en)
{
	if (en.len && !same_word(en) && str_eq(italian(en), en))
		fail_msg("%s: no Italian for: " STR_FMT, table, STR_ARG(en));
}

static void every_sentence_has_one(void **state)
{
	(void)state;
	for (size_t i = 0; i < kn.n_sets; i++)
		wants("sets", kn.sets[i].note);
	for (size_t i = 0; i < kn.n_merge_rules; i++)
		wants("merge rules", kn.merge_rules[i].reason);
	for (size_t i = 0; i < kn.n_exclusions; i++)
		wants("exclusions", kn.exclusions[i].note);
	for (size_t i = 0; i < kn.n_interactions; i++) {
		wants("interactions", kn.interactions[i].mechanism);
		wants("interactions", kn.interactions[i].effect);
		wants("interactions", kn.interactions[i].action);
	}
	for (size_t i = 0; i < kn.n_triples; i++) {
		wants("triples", kn.triples[i].mechanism);
		wants("triples", kn.triples[i].effect);
		wants("triples", kn.triples[i].action);
	}
}

static void joined_and_unknown(void **state)
{
	(void)state;
	static const struct {
		const char *name, *en, *it;
	} rows[] = {
		{"a mechanism and its effect", "Reduced clearance: Bleeding",
		 "Riduzione della clearance: Sanguinamento"},
		{"a mechanism with a colon of its own",
		 "Triple whammy: RAAS blocker, diuretic and NSAID: Bleeding",
		 "Triplice associazione nefrotossica: inibitore del RAAS, "
		 "diuretico e FANS: Sanguinamento"},
		{"only the first is known", "Bleeding: from a user's table",
		 "Bleeding: from a user's table"},
		{"only the last is known", "Regola nostra: Bleeding",
		 "Regola nostra: Bleeding"},
		{"a text of a user", "Solo di giovedì", "Solo di giovedì"},
		{"the beginning of one", "Blee", "Blee"},
		{"the name of the column", "en", "en"},
		{"before all", "!", "!"},
		{"after all", "~", "~"},
		{"a colon at the end", "Bleeding: ", "Bleeding: "},
		{"a colon alone", ": ", ": "},
		{"nothing", "", ""},
	};
	for (size_t i = 0; i < countof(rows); i++)
		if (!str_is(italian(str_from(rows[i].en)), rows[i].it))
			fail_msg("%s: " STR_FMT, rows[i].name,
				 STR_ARG(buf_view(&out)));
}

static void has(const char *word)
{
	const struct str s = buf_view(&out), w = str_from(word);
	for (size_t i = 0; i + w.len <= s.len; i++)
		if (str_starts(str_sub(s, i, s.len - i), w))
			return;
	fail_msg("no %s in: " STR_FMT, word, STR_ARG(s));
}

static void a_line_says_why_in_italian(void **state)
{
	(void)state;
	struct plan_ask ask = {.condition = STR("DM2"),
			       .times_e4 = 20000,
			       .note = STR("Breast")};
	struct plan_line l = {.asks = &ask,
			      .n_asks = 1,
			      .other = -1,
			      .merge_rule = STR("M01"),
			      .merge_reason =
				      STR("No meaningful urine on dialysis"),
			      .asked_e4 = 40000};
	assert_int_equal(date_parse(STR("2026-03-09"), &l.last, NULL), OK);
	buf_reset(&out);
	plan_line_why(&out, &kn, &l, LANG_IT);
	has("[Mammella]");
	has("ultima il 9 marzo 2026");
	has("per la regola M01: In dialisi");
	buf_reset(&out);
	plan_line_why(&out, &kn, &l, LANG_EN);
	has("[Breast]");
	has("last on 9 March 2026");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_is_found),
		cmocka_unit_test(every_service_is_found),
		cmocka_unit_test(every_sentence_has_one),
		cmocka_unit_test(joined_and_unknown),
		cmocka_unit_test(a_line_says_why_in_italian),
	};
	return cmocka_run_group_tests(tests, load, unload);
}
