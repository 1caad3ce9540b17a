/* Drafts of hand-made people, the rules one by one, and the promises of
 * plan.h over random people. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/rng.h"
#include "test/plan_kit.h"

struct who { /* a person in short */
	const char *conditions;
	int level;
	const char *birth;
	const char *drugs;   /* ATC codes, present since a year */
	const char *history; /* "90.28.1=2025-11-10 ..." */
};

static struct therapy_item items[32];
static struct plan_history had[64];
static int conditions[32];

static size_t drugs_of(const char *codes)
{
	size_t n = 0;
	for (struct str rest = str_from(codes ? codes : ""); rest.len;)
		items[n++] =
			(struct therapy_item){.atc = str_cut(&rest, ' '),
					      .first = kit_day("2025-02-01"),
					      .last = kit_day("2025-12-20"),
					      .n = 11,
					      .ddd_e4 = 3300000};
	return n;
}

static size_t history_of(const char *rows)
{
	size_t n = 0;
	for (struct str rest = str_from(rows ? rows : ""); rest.len;) {
		struct str value = str_cut(&rest, ' ');
		struct str code = str_cut(&value, '=');
		had[n].service = kn_service_index(&kit.kn, code);
		had[n].n_365 = 1;
		assert_true(had[n].service >= 0);
		assert_int_equal(date_parse(value, &had[n++].last, NULL), OK);
	}
	return n;
}

static struct plan_input input_of(const struct who *p)
{
	struct plan_input in = {.phase = 12345,
				.birth = kit_day(p->birth),
				.sex = 'M',
				.ats = STR("325"),
				.level = p->level,
				.conditions = conditions,
				.therapy = items,
				.history = had,
				.start = kit_day("2026-01-15")};
	in.n_conditions = kit_conditions(p->conditions, conditions);
	in.main_condition = conditions[0];
	in.n_therapy = drugs_of(p->drugs);
	in.n_history = history_of(p->history);
	return in;
}

static struct plan_draft make(const struct plan_input *in)
{
	struct plan_draft d;
	struct err err = {0};
	arena_reset(&kit.arena);
	if (plan_draft(kit.engine, &kit.rules, in, &kit.arena, &d, &err))
		fail_msg("no draft: %s", err.text);
	return d;
}

static struct plan_draft draft(const struct who *p)
{
	struct plan_input in = input_of(p);
	return make(&in);
}

static const struct plan_line *line_of(const struct plan_draft *d, int s)
{
	for (size_t i = 0; i < d->n_lines; i++)
		if (d->lines[i].service == s)
			return &d->lines[i];
	return NULL;
}

static const struct plan_line *line(const struct plan_draft *d,
				    const char *code)
{
	return line_of(d, kit_service(code));
}

static void print(const struct plan_draft *d)
{
	struct buf b;
	buf_init(&b, 1u << 20);
	for (size_t i = 0; i < d->n_lines; i++) {
		const struct plan_line *l = &d->lines[i];
		buf_printf(&b, "  %-12s ", plan_out_name[l->out]);
		buf_str(&b, kit.kn.services[l->service].code);
		buf_printf(&b, " n=%d inc=%d ", l->n_planned, l->n_included);
		plan_times_text(&b, l->times_e4, l->interval_e4, LANG_EN);
		buf_text(&b, " | ");
		plan_line_why(&b, &kit.kn, l, LANG_EN);
		buf_char(&b, '\n');
	}
	for (size_t i = 0; i < d->n_activities; i++) {
		const struct plan_activity *x = &d->activities[i];
		char e[11], u[11], t[11];
		struct str code =
			kit.kn.services[d->lines[x->line].service].code;
		buf_printf(
			&b, "  %s [%s..%s] g%d " STR_FMT "\n",
			date_text(x->due, u).ptr, date_text(x->earliest, e).ptr,
			date_text(x->latest, t).ptr, x->group, STR_ARG(code));
	}
	for (size_t i = 0; i < d->n_findings; i++)
		buf_printf(&b, "  ! %s " STR_FMT " " STR_FMT "\n",
			   plan_finding_name[d->findings[i].kind],
			   STR_ARG(d->findings[i].rule_id),
			   STR_ARG(d->findings[i].what_en));
	fprintf(stderr, STR_FMT, STR_ARG(buf_view(&b)));
	buf_release(&b);
}

/* ---- the promises of plan.h */

static int occurrences(const struct plan_draft *d, size_t line_index)
{
	int n = 0;
	for (size_t i = 0; i < d->n_activities; i++)
		n += d->activities[i].line == (int)line_index;
	return n;
}

static bool excluded_pair(int a, int b)
{
	for (size_t i = 0; i < kit.kn.n_exclusions; i++) {
		const struct kn_service_exclusion *x = &kit.kn.exclusions[i];
		if (x->relation != EXCL_REQUIRES &&
		    ((x->a == a && x->b == b) || (x->a == b && x->b == a)))
			return true;
	}
	return false;
}

static void check_activity(const struct plan_draft *d, size_t i)
{
	const struct plan_activity *x = &d->activities[i];
	assert_true(d->from.days <= x->earliest.days);
	assert_true(x->earliest.days <= x->due.days);
	assert_true(x->due.days <= x->latest.days);
	assert_true(x->latest.days <= d->to.days);
	assert_false(date_is_holiday(x->due));
	assert_int_equal(d->lines[x->line].out, OUT_NO);
	for (size_t k = 0; k < i; k++) {
		const struct plan_activity *y = &d->activities[k];
		if (y->due.days != x->due.days)
			continue;
		int a = d->lines[x->line].service;
		int b = d->lines[y->line].service;
		if (a == b || excluded_pair(a, b)) {
			print(d);
			fail_msg(STR_FMT " and " STR_FMT " on one date",
				 STR_ARG(kit.kn.services[a].code),
				 STR_ARG(kit.kn.services[b].code));
		}
	}
}

/* The highest frequency asked by any row of the service or of those whose
 * need it took over. */
static int64_t highest(const struct plan_draft *d, const struct plan_line *l)
{
	int64_t most = 0;
	for (size_t i = 0; i < l->n_asks; i++)
		most = max_i64(most, l->asks[i].times_e4);
	for (size_t i = 0; i < d->n_lines; i++) {
		const struct plan_line *o = &d->lines[i];
		if (o->other != l->service && l->other != o->service)
			continue;
		if (o->has_choice)
			most = max_i64(most, o->times_e4);
		for (size_t k = 0; k < o->n_asks; k++)
			most = max_i64(most, o->asks[k].times_e4);
	}
	return most;
}

static void check_line(const struct plan_draft *d, size_t i)
{
	const struct plan_line *l = &d->lines[i];
	bool draw = str_is(kit.kn.services[l->service].code, "91.49.2");
	int n = occurrences(d, i);
	assert_int_equal(n, l->n_planned);
	if (l->out != OUT_NO) {
		assert_int_equal(n, 0);
		return;
	}
	if (draw) {
		assert_int_equal(n, d->n_draws);
		return;
	}
	int wanted = l->sessions ? 12 : (int)max_i64(1, l->times_e4 / 10000);
	if (n + l->n_included != wanted) {
		print(d);
		fail_msg(STR_FMT ": %d and %d included of %d",
			 STR_ARG(kit.kn.services[l->service].code), n,
			 l->n_included, wanted);
	}
	if (!l->has_choice)
		assert_true(l->times_e4 <= highest(d, l));
	assert_true(n > 0);
}

static bool on_date(const struct plan_draft *d, const char *code,
		    struct date day)
{
	int s = kit_service(code);
	for (size_t i = 0; i < d->n_activities; i++)
		if (d->activities[i].due.days == day.days &&
		    d->lines[d->activities[i].line].service == s)
			return true;
	return false;
}

static void check_ldl(const struct plan_draft *d)
{
	int i = plan_find(d, kit_service("90.13.B"));
	for (size_t k = 0; k < d->n_activities; k++) {
		struct date day = d->activities[k].due;
		if (d->activities[k].line != i)
			continue;
		if (!on_date(d, "90.14.1", day) ||
		    !on_date(d, "90.14.3", day) ||
		    !on_date(d, "90.43.2", day)) {
			print(d);
			fail_msg("LDL without its panel");
		}
	}
}

/* One date, one group, one draw; and no date that could be spared: each group
 * holds the interval that ends first among those left, so the groups' number
 * is that of disjoint intervals. Here: a draw for each lab date exactly. */
static void check_draws(const struct plan_draft *d, bool session)
{
	int draws = 0;
	for (size_t i = 0; i < d->n_activities; i++) {
		const struct plan_activity *x = &d->activities[i];
		const struct kn_service *s =
			&kit.kn.services[d->lines[x->line].service];
		if (str_is(s->code, "91.49.2"))
			draws++;
		if (s->kind != KIND_LAB)
			continue;
		assert_true(x->group > 0);
		assert_true(session || on_date(d, "91.49.2", x->due));
		for (size_t k = 0; k < i; k++)
			if (d->activities[k].group &&
			    d->activities[k].due.days == x->due.days)
				assert_int_equal(d->activities[k].group,
						 x->group);
	}
	assert_int_equal(draws, session ? 0 : d->n_draws);
	assert_true(d->n_draws >= d->n_draws_least);
}

static void check_all(const struct plan_draft *d, bool session)
{
	for (size_t i = 0; i < d->n_activities; i++)
		check_activity(d, i);
	for (size_t i = 0; i < d->n_lines; i++)
		check_line(d, i);
	check_ldl(d);
	check_draws(d, session);
}

static bool has(const struct plan_input *in, const char *code)
{
	for (size_t i = 0; i < in->n_conditions; i++)
		if (in->conditions[i] == kit_condition(code))
			return true;
	return false;
}

/* ---- hand-made people */

static void people(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		struct who who;
		int min_lab, max_draws, min_lines;
	} rows[] = {
		{"diabetes alone",
		 {"DM2", 3, "1960-05-01", "A10BA02", NULL},
		 5,
		 2,
		 10},
		{"heart, kidney, diabetes",
		 {"SCOMPENSO IRC DM2_COMP FIBR_ATR BPCO IPERTENSIONE", 1,
		  "1947-05-01", "B01AF01 A10BA02 C07AB07 C03CA01", NULL},
		 10,
		 4,
		 25},
		{"dialysis",
		 {"DIALISI IPERTENSIONE DM2_COMP", 1, "1955-05-01", NULL, NULL},
		 5,
		 40,
		 10},
		{"dementia at 88",
		 {"DEMENZA IPERTENSIONE CARD_ISCH", 2, "1937-05-01", "N06DA02",
		  NULL},
		 5,
		 4,
		 10},
		{"depression",
		 {"DEPRESSIONE IPOTIR", 3, "1980-05-01", NULL, NULL},
		 1,
		 4,
		 3},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct plan_input in = input_of(&rows[i].who);
		struct plan_draft d = make(&in);
		if (getenv("PLAN_PRINT")) {
			fprintf(stderr, "%s\n", rows[i].name);
			print(&d);
		}
		check_all(&d, has(&in, "DIALISI"));
		if (d.n_lab < rows[i].min_lab ||
		    d.n_draws > rows[i].max_draws ||
		    d.n_lines < (size_t)rows[i].min_lines)
			fail_msg("%s: %d laboratory services, %d draws, %zu "
				 "lines",
				 rows[i].name, d.n_lab, d.n_draws, d.n_lines);
	}
}

static struct who random_person(struct rng *r, char *text, size_t size)
{
	size_t n_set = 0, len = 0;
	int with_set[82];
	for (size_t c = 0; c < kit.kn.n_conditions; c++)
		for (size_t i = 0; i < kit.kn.n_sets; i++)
			if (kit.kn.sets[i].condition == (int)c) {
				with_set[n_set++] = (int)c;
				break;
			}
	assert_int_equal(n_set, 45);
	unsigned n = 1 + rng_below(r, 7);
	for (unsigned i = 0; i < n; i++) {
		int c = with_set[rng_below(r, 45)];
		struct str code = kit.kn.conditions[c].code;
		len += (size_t)snprintf(text + len, size - len, "%s" STR_FMT,
					i ? " " : "", STR_ARG(code));
	}
	return (struct who){text, (int)(1 + rng_below(r, 3)),
			    rng_below(r, 2) ? "1935-03-03" : "1971-03-03",
			    rng_below(r, 2) ? "B01AA03 N05AN01 C09AA05 M01AB05"
					    : NULL,
			    NULL};
}

static size_t random_history(struct rng *r)
{
	size_t n = 0;
	for (size_t s = 0; s < kit.kn.n_services && n < countof(had); s++)
		if (rng_below(r, 3) == 0)
			had[n++] = (struct plan_history){
				(int)s,
				date_add(kit_day("2025-12-31"),
					 -(int)rng_below(r, 1000)),
				1};
	return n;
}

static void unique(struct plan_input *in)
{
	size_t n = 0;
	for (size_t i = 0; i < in->n_conditions; i++)
		if (!i || conditions[i] != conditions[i - 1])
			conditions[n++] = conditions[i];
	in->n_conditions = n;
}

static void promises_hold(void **state)
{
	(void)state;
	struct rng r;
	rng_init(&r, 2026);
	for (int i = 0; i < 4000; i++) {
		char text[256];
		struct who p = random_person(&r, text, sizeof(text));
		struct plan_input in = input_of(&p);
		unique(&in);
		in.phase = rng_next(&r);
		in.start = date_add(in.start, (int)rng_below(&r, 365));
		if (rng_below(&r, 3))
			in.n_history = random_history(&r);
		struct plan_draft d = make(&in);
		check_all(&d, has(&in, "DIALISI"));
	}
}

/* ---- merge rules, one by one */

static void merge_rules(void **state)
{
	(void)state;
	static const struct {
		const char *id, *conditions, *birth, *service;
		int level;
		enum plan_out out;
		int64_t times_e4; /* when capped */
	} rows[] = {
		{"M01", "DIALISI DM2_COMP", "1960-01-01", "90.33.4", 1,
		 OUT_MERGE_RULE, 0},
		{"M02", "DIALISI DM2", "1960-01-01", "90.44.3", 1,
		 OUT_MERGE_RULE, 0},
		{"M04", "DIALISI DM1", "1960-01-01", "90.28.1", 1, OUT_NO,
		 40000},
		{"M05", "DIALISI SCOMPENSO", "1960-01-01", "90.36.6", 1,
		 OUT_MERGE_RULE, 0},
		{"M12", "DEMENZA BPCO", "1960-01-01", "89.37.1", 1, OUT_NO,
		 10000},
		{"M14", "ALZHEIMER DM1", "1960-01-01", "93.82.1", 1, OUT_NO,
		 10000},
		{"M17", "DM2_COMP", "1945-01-01", "89.39.3", 1, OUT_NO, 10000},
		{"M18", "OSTEOPOROSI", "1940-01-01", "88.99.6", 1,
		 OUT_MERGE_RULE, 0},
		{"M24", "SCOMPENSO CARD_ISCH", "1950-01-01", "89.01.3", 1,
		 OUT_NO, 30000},
		{"M25", "IRC LES", "1960-01-01", "89.01.B", 1, OUT_NO, 20000},
		{"M26", "DM2_COMP", "1945-01-01", "89.01.8", 1, OUT_NO, 20000},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct who p = {rows[i].conditions, rows[i].level,
				rows[i].birth, NULL, NULL};
		struct plan_draft d = draft(&p);
		const struct plan_line *l = line(&d, rows[i].service);
		if (!l)
			fail_msg("%s: %s is not asked for", rows[i].id,
				 rows[i].service);
		if (l->out != rows[i].out ||
		    (rows[i].times_e4 && l->times_e4 > rows[i].times_e4) ||
		    (rows[i].times_e4 && l->asked_e4 > rows[i].times_e4 &&
		     !str_is(l->merge_rule, rows[i].id)))
			fail_msg("%s: %s, %" PRId64 " by \"" STR_FMT "\"",
				 rows[i].id, plan_out_name[l->out], l->times_e4,
				 STR_ARG(l->merge_rule));
	}
}

/* The tables with one row of `condition` at level 1 asking for `service`
 * twelve times a year, so that a rule finds something to lower. */
static struct kn_set *ask_for(int condition, int service)
{
	struct kn_set *copy = calloc(kit.kn.n_sets, sizeof(*copy));
	assert_non_null(copy);
	memcpy(copy, kit.kn.sets, kit.kn.n_sets * sizeof(*copy));
	for (size_t i = 0; i < kit.kn.n_sets; i++) {
		if (copy[i].condition != condition || copy[i].level != 1)
			continue;
		copy[i].service = service;
		copy[i].times_per_year_e4 = 120000;
		copy[i].interval_months_e4 = 10000;
		copy[i].use = USE_PLANNED;
		copy[i].note = STR("");
		return copy;
	}
	fail_msg("no row to change");
	return copy;
}

static void one_merge_rule(const struct kn_merge_rule *m)
{
	struct str first = m->conditions;
	struct knowledge kn = kit.kn;
	struct plan_engine *e = NULL;
	struct plan_draft d;
	struct err err = {0};
	char code[32];
	first = str_cut(&first, '|');
	snprintf(code, sizeof(code), STR_FMT,
		 STR_ARG(str_is(first, "*") ? STR("HIV") : first));
	int old = m->age_min == KN_UNSET ? 76 : m->age_min + 1;
	struct who p = {code, 1, "1940-01-01", NULL, NULL};
	struct plan_input in = input_of(&p);
	in.birth = date_of(2026 - old, 1, 1);
	struct kn_set *sets = ask_for(conditions[0], m->service);
	kn.sets = sets;
	arena_reset(&kit.arena);
	if (plan_engine_new(&e, &kn, (struct str){"", 0}, &err) ||
	    plan_draft(e, &kit.rules, &in, &kit.arena, &d, &err))
		fail_msg("%s", err.text);
	const struct plan_line *l = line_of(&d, m->service);
	assert_non_null(l);
	if (!str_eq(l->merge_rule, m->id) ||
	    (m->drop ? l->out != OUT_MERGE_RULE
		     : l->times_e4 != m->max_per_year_e4))
		fail_msg(STR_FMT ": %s, %" PRId64 " by \"" STR_FMT "\"",
			 STR_ARG(m->id), plan_out_name[l->out], l->times_e4,
			 STR_ARG(l->merge_rule));
	plan_engine_free(e);
	free(sets);
}

static void every_merge_rule(void **state)
{
	(void)state;
	assert_int_equal(kit.kn.n_merge_rules, 26);
	for (size_t m = 0; m < kit.kn.n_merge_rules; m++)
		one_merge_rule(&kit.kn.merge_rules[m]);
}

/* ---- exclusions */

static struct plan_draft with_choices(const struct who *p,
				      const struct plan_choice *c, size_t n)
{
	struct plan_input in = input_of(p);
	in.choices = c;
	in.n_choices = n;
	return make(&in);
}

/* Any two services of the table added to a plan, once as the machine would
 * resolve them, once forced by the doctor: never on one date. */
static void every_exclusion(void **state)
{
	(void)state;
	static const struct who p = {"IPERTENSIONE", 3, "1960-01-01", NULL,
				     NULL};
	for (size_t i = 0; i < kit.kn.n_exclusions; i++) {
		const struct kn_service_exclusion *x = &kit.kn.exclusions[i];
		if (x->a < 0 || x->b < 0)
			continue;
		struct plan_choice c[] = {
			{CHOICE_ADD, x->a, 20000, STR("test")},
			{CHOICE_ADD, x->b, 20000, STR("test")},
		};
		struct plan_draft d = with_choices(&p, c, 2);
		check_all(&d, false);
		assert_true(plan_find(&d, x->a) >= 0);
		assert_true(plan_find(&d, x->b) >= 0);
	}
}

static void exclusions(void **state)
{
	(void)state;
	static const struct {
		const char *name, *conditions;
		int level;
		const char *kept, *gone;
		enum plan_out out;
	} rows[] = {
		{"the visit includes the electrocardiogram", "CARD_ISCH DM2", 2,
		 "89.01.3", "89.52", OUT_INCLUDED},
		{"thyroid: the two tests apart win", "IPERTIR IPOTIR", 3,
		 "90.42.1", "90.41.8", OUT_EXCLUDED},
		{"one bronchodilator test beside the spirometry", "BPCO", 2,
		 "89.37.1", "89.37.4", OUT_NO},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct who p = {rows[i].conditions, rows[i].level, "1960-01-01",
				NULL, NULL};
		struct plan_draft d = draft(&p);
		const struct plan_line *kept = line(&d, rows[i].kept);
		const struct plan_line *gone = line(&d, rows[i].gone);
		if (!kept || !gone || kept->out != OUT_NO)
			fail_msg("%s: not asked for", rows[i].name);
		if (gone->out != rows[i].out)
			fail_msg("%s: %s", rows[i].name,
				 plan_out_name[gone->out]);
	}
}

static void basic_panels(void **state)
{
	(void)state;
	static const struct who alone = {"VALV", 3, "1960-01-01", NULL, NULL};
	static const struct who with = {"VALV DM2", 3, "1960-01-01", NULL,
					NULL};
	struct plan_draft d = draft(&alone);
	assert_true(d.n_lab >= 5 && d.n_outpatient >= 1);
	const struct plan_line *l = line(&d, "90.14.3");
	assert_non_null(l);
	assert_true(l->minimum);
	d = draft(&with);
	for (size_t i = 0; i < d.n_lines; i++)
		assert_false(d.lines[i].minimum);
}

/* ---- dates */

static void dates_follow_history(void **state)
{
	(void)state;
	static const struct {
		const char *name, *history, *service;
		enum plan_out out;
		enum plan_due due;
		const char *from, *to; /* first due between */
	} rows[] = {
		{"half a year after November", "90.28.1=2025-11-10", "90.28.1",
		 OUT_NO, DUE_HISTORY, "2026-05-08", "2026-05-13"},
		{"overdue: within ninety days", "90.28.1=2024-11-10", "90.28.1",
		 OUT_NO, DUE_OVERDUE, "2026-01-15", "2026-04-16"},
		{"every three years, had last year", "89.58.9=2025-03-01",
		 "89.58.9", OUT_NOT_DUE, DUE_HISTORY, "2028-03-01",
		 "2028-03-20"},
		{"every three years, had three years ago", "89.58.9=2023-05-20",
		 "89.58.9", OUT_NO, DUE_HISTORY, "2026-05-20", "2026-06-10"},
		{"every three years, never had", NULL, "89.58.9", OUT_NO,
		 DUE_SPREAD, "2026-01-15", "2026-12-12"},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct who p = {"DM2", 3, "1960-01-01", NULL, rows[i].history};
		struct plan_draft d = draft(&p);
		const struct plan_line *l = line(&d, rows[i].service);
		if (!l || l->out != rows[i].out || l->due != rows[i].due ||
		    l->first_due.days < kit_day(rows[i].from).days ||
		    l->first_due.days > kit_day(rows[i].to).days) {
			char day[11] = "";
			if (l)
				date_text(l->first_due, day);
			fail_msg("%s: %s %s %s", rows[i].name,
				 l ? plan_out_name[l->out] : "-",
				 l ? plan_due_name[l->due] : "-", day);
		}
	}
}

static void once_is_once(void **state)
{
	(void)state;
	struct who p = {"DEMENZA", 3, "1945-01-01", NULL, NULL};
	struct plan_draft d = draft(&p);
	const struct plan_line *l = line(&d, "88.91.1");
	assert_int_equal(l->out, OUT_NO);
	assert_int_equal(l->n_planned, 1);
	p.history = "88.91.1=2023-04-04";
	d = draft(&p);
	l = line(&d, "88.91.1");
	assert_int_equal(l->out, OUT_ONCE_DONE);
}

static void drugs_make_conditions_apply(void **state)
{
	(void)state;
	struct who p = {"FIBR_ATR", 2, "1950-01-01", "B01AA03", NULL};
	struct plan_draft d = draft(&p);
	const struct plan_line *l = line(&d, "90.75.4");
	assert_int_equal(l->out, OUT_NO);
	assert_true(l->n_planned >= 12);
	assert_true(str_is(l->asks[l->won].trigger, "B01AA03"));
	p.drugs = "B01AF01";
	d = draft(&p);
	l = line(&d, "90.75.4");
	assert_int_equal(l->out, OUT_CONDITIONAL);
}

/* Ten thousand people who never had anything: no week holds over twice the
 * mean, so a practice's year is even. */
static void load_is_even(void **state)
{
	(void)state;
	static const struct who p = {"IPERTENSIONE", 3, "1960-01-01", NULL,
				     NULL};
	int week[53] = {0}, n = 0, most = 0;
	struct rng r;
	rng_init(&r, 7);
	for (int i = 0; i < 10000; i++) {
		struct plan_input in = input_of(&p);
		in.phase = rng_next(&r);
		struct plan_draft d = make(&in);
		for (size_t k = 0; k < d.n_activities; k++)
			if (str_is(kit.kn.services[d.lines[d.activities[k].line]
							   .service]
					   .code,
				   "91.49.2")) {
				week[(d.activities[k].due.days - d.from.days) /
				     7]++;
				n++;
			}
	}
	for (int i = 0; i < 53; i++)
		most = week[i] > most ? week[i] : most;
	assert_true(most < 2 * n / 52);
}

/* ---- the doctor's choices */

static void choices(void **state)
{
	(void)state;
	static const struct who p = {"DM2 IPERTENSIONE", 2, "1960-01-01", NULL,
				     NULL};
	struct plan_choice c[] = {
		{CHOICE_REMOVE, kit_service("90.44.3"), 0, STR("not needed")},
		{CHOICE_TIMES, kit_service("90.28.1"), 40000, STR("unstable")},
		{CHOICE_ADD, kit_service("88.76.1"), 10000, STR("on request")},
		{CHOICE_PUT_BACK, kit_service("88.73.5"), 0, STR("doubt")},
	};
	struct plan_draft d = with_choices(&p, c, countof(c));
	check_all(&d, false);
	assert_int_equal(line(&d, "90.44.3")->out, OUT_DOCTOR);
	assert_int_equal(line(&d, "90.28.1")->n_planned, 4);
	assert_int_equal(line(&d, "88.76.1")->n_planned, 1);
	assert_int_equal(line(&d, "88.73.5")->out, OUT_NO);
	struct plan_input in = input_of(&p);
	struct plan_choice wrong = {CHOICE_ADD, 0, 99990000, STR("")};
	struct err err = {0};
	in.choices = &wrong;
	in.n_choices = 1;
	assert_int_equal(
		plan_draft(kit.engine, &kit.rules, &in, &kit.arena, &d, &err),
		E_RANGE);
}

/* ---- primary condition */

static void primary_is_admitted(void **state)
{
	(void)state;
	static const struct who p = {"SCOMPENSO DM2", 2, "1950-01-01", NULL,
				     NULL};
	struct plan_draft d = draft(&p);
	struct err err = {0};
	assert_int_equal(d.primary, kit_condition("SCOMPENSO"));
	assert_int_equal(d.n_secondary, 1);
	int cluster = kit.kn.conditions[d.primary].cluster;
	struct rule no = {.kind = RULE_ADMITTED,
			  .key = kit.kn.clusters[cluster].code,
			  .ats = STR("999"),
			  .value = STR("0"),
			  .source = STR("test"),
			  .valid_from = kit_day("2026-01-01"),
			  .valid_to = DATE_MAX};
	assert_int_equal(rules_add(&kit.rules, &no, &err), OK);
	rules_sort(&kit.rules);
	struct plan_input in = input_of(&p);
	in.ats = STR("999");
	d = make(&in);
	assert_int_equal(d.primary, kit_condition("DM2"));
	assert_int_equal(d.findings[0].kind, FINDING_PRIMARY);
	in.start = kit_day("2025-12-31");
	d = make(&in);
	assert_int_equal(d.primary, kit_condition("SCOMPENSO"));
}

/* ---- reasons, comparison, life */

static void reasons_round_trip(void **state)
{
	(void)state;
	static const struct who p = {"DIALISI DEMENZA DM2_COMP VALV", 1,
				     "1940-01-01", "B01AA03",
				     "90.28.1=2025-10-10 88.91.1=2020-01-01"};
	struct plan_draft d = draft(&p);
	struct buf b, w1, w2;
	buf_init(&b, 1u << 16);
	buf_init(&w1, 1u << 16);
	buf_init(&w2, 1u << 16);
	for (size_t i = 0; i < d.n_lines; i++) {
		struct json j;
		struct json_value *v;
		struct plan_line l = {.service = d.lines[i].service,
				      .times_e4 = d.lines[i].times_e4,
				      .interval_e4 = d.lines[i].interval_e4,
				      .first_due = d.lines[i].first_due};
		struct err err = {0};
		buf_reset(&b);
		buf_reset(&w1);
		buf_reset(&w2);
		json_init(&j, &b);
		plan_line_reason(&j, &kit.kn, &d.lines[i]);
		assert_int_equal(json_parse(buf_view(&b), &kit.arena, &v, &err),
				 OK);
		assert_int_equal(
			plan_line_from_reason(&l, &kit.kn, v, &kit.arena, &err),
			OK);
		plan_line_why(&w1, &kit.kn, &d.lines[i], LANG_IT);
		plan_line_why(&w2, &kit.kn, &l, LANG_IT);
		assert_true(w1.len > 0);
		if (!str_eq(buf_view(&w1), buf_view(&w2)))
			fail_msg(STR_FMT "\n" STR_FMT, STR_ARG(buf_view(&w1)),
				 STR_ARG(buf_view(&w2)));
	}
	buf_release(&b);
	buf_release(&w1);
	buf_release(&w2);
}

static void compares(void **state)
{
	(void)state;
	static const struct who p = {"DM2", 3, "1960-01-01", "A10BA02", NULL};
	struct plan_input in = input_of(&p);
	struct plan_draft before, after;
	struct plan_diff diff;
	struct err err = {0};
	struct plan_choice c[] = {
		{CHOICE_REMOVE, kit_service("90.44.3"), 0, STR("")},
		{CHOICE_TIMES, kit_service("90.28.1"), 40000, STR("")},
		{CHOICE_ADD, kit_service("88.76.1"), 10000, STR("")},
	};
	arena_reset(&kit.arena);
	assert_int_equal(plan_draft(kit.engine, &kit.rules, &in, &kit.arena,
				    &before, &err),
			 OK);
	in.choices = c;
	in.n_choices = 3;
	items[0].atc = STR("A10BK01");
	assert_int_equal(plan_draft(kit.engine, &kit.rules, &in, &kit.arena,
				    &after, &err),
			 OK);
	assert_int_equal(
		plan_compare(&kit.kn, &before, &after, &kit.arena, &diff, &err),
		OK);
	int n[N_PLAN_CHANGE] = {0}, drugs = 0;
	for (size_t i = 0; i < diff.n; i++) {
		n[diff.list[i].change]++;
		drugs += diff.list[i].service < 0;
	}
	assert_int_equal(drugs, 2);
	assert_true(n[CHANGE_ADDED] >= 1 && n[CHANGE_REMOVED] >= 1);
	assert_true(n[CHANGE_TIMES] >= 1);
}

static void moves(void **state)
{
	(void)state;
	static const struct {
		enum plan_state from, to;
		bool allowed;
	} rows[] = {
		{PLAN_DRAFT, PLAN_PROPOSED, true},
		{PLAN_PROPOSED, PLAN_DRAFT, true},
		{PLAN_DRAFT, PLAN_SIGNED, true},
		{PLAN_DRAFT, PLAN_PUBLISHED, false},
		{PLAN_SIGNED, PLAN_DRAFT, false},
		{PLAN_SIGNED, PLAN_SIGNED, false},
		{PLAN_SIGNED, PLAN_PUBLISHED, true},
		{PLAN_SIGNED, PLAN_ACTIVE, false},
		{PLAN_PUBLISHED, PLAN_ACTIVE, true},
		{PLAN_ACTIVE, PLAN_SUPERSEDED, true},
		{PLAN_ACTIVE, PLAN_SIGNED, false},
		{PLAN_CLOSED, PLAN_ACTIVE, false},
		{PLAN_EXPIRED, PLAN_DRAFT, false},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct err err = {0};
		enum rc rc = plan_move(rows[i].from, rows[i].to, &err);
		assert_int_equal(rc, rows[i].allowed ? OK : E_STATE);
		assert_true(rows[i].allowed || strchr(err.text, ':'));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people),
		cmocka_unit_test(merge_rules),
		cmocka_unit_test(every_merge_rule),
		cmocka_unit_test(exclusions),
		cmocka_unit_test(every_exclusion),
		cmocka_unit_test(basic_panels),
		cmocka_unit_test(dates_follow_history),
		cmocka_unit_test(once_is_once),
		cmocka_unit_test(drugs_make_conditions_apply),
		cmocka_unit_test(load_is_even),
		cmocka_unit_test(choices),
		cmocka_unit_test(primary_is_admitted),
		cmocka_unit_test(reasons_round_trip),
		cmocka_unit_test(compares),
		cmocka_unit_test(moves),
		cmocka_unit_test(promises_hold),
	};
	return cmocka_run_group_tests(tests, kit_open, kit_close);
}
