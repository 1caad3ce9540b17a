/* strata against a slow reading of the same rules: every record is compared
 * with every rule row by kn_code_matches, and counted naively. The archives
 * are real ones, imported from the worked examples and from a simulated
 * population (in two increments). test/strata_oracle_test.sh compares the
 * results themselves with data/reference_evaluator.py.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include "base/file.h"
#include "flows/flows.h"
#include "rules/rules.h"
#include "simulate/simulate.h"
#include "strata/history.h"
#include "strata/strata.h"

#include <cmocka.h>
#include <unistd.h>

static struct fixture {
	char dir[64];
	struct arena arena;
	struct issues issues;
	struct knowledge kn;
	struct rules rules;
	struct archive *examples, *simulated;
} fx;

static void must(enum rc rc, const struct err *err)
{
	if (rc)
		fail_msg("%s", err->text);
}

static void import(const char *from, const char *archive)
{
	struct err err = {0};
	struct flows_report report;
	struct str places;
	must(knowledge_file(NULL, "municipalities.csv", &fx.arena, &places,
			    &err),
	     &err);
	struct flows_options o = {.dir = from,
				  .archive = archive,
				  .extraction = date_of(2026, 12, 31),
				  .max_rejects_e4 = -1,
				  .municipalities = places};
	must(flows_import(&o, &report, &err), &err);
	assert_int_equal(report.n_rejected, 0);
}

/* 400 people of one province, then 300 others: two segments. */
static void simulate(const char *archive)
{
	struct err err = {0};
	struct simulate_summary sum;
	char dir[128];
	for (int i = 0; i < 2; i++) {
		snprintf(dir, sizeof(dir), "%s/sim%d", fx.dir, i);
		struct simulate_options o = {.n_person = i ? 300 : 400,
					     .province =
						     i ? STR("MI") : STR("BG"),
					     .n_month = i ? 36 : 24,
					     .seed = 5 + (uint64_t)i,
					     .end = date_of(2025, 12, 31),
					     .out = dir};
		must(simulate_run(&o, &fx.kn, &sum, &err), &err);
		import(dir, archive);
	}
}

static int setup(void **state)
{
	struct err err = {0};
	char path[128];
	(void)state;
	snprintf(fx.dir, sizeof(fx.dir), "/tmp/prossima-test-XXXXXX");
	assert_non_null(mkdtemp(fx.dir));
	arena_init(&fx.arena, (size_t)64 << 20);
	issues_init(&fx.issues, &fx.arena, 100);
	rules_init(&fx.rules);
	must(knowledge_load(&fx.kn, NULL, &fx.issues, &err), &err);
	must(rules_load(&fx.rules, NULL, &fx.issues, &err), &err);
	snprintf(path, sizeof(path), "%s/examples", fx.dir);
	import("data/examples", path);
	must(archive_open(path, &fx.examples, &err), &err);
	snprintf(path, sizeof(path), "%s/simulated", fx.dir);
	simulate(path);
	must(archive_open(path, &fx.simulated, &err), &err);
	return 0;
}

static int teardown(void **state)
{
	char command[128];
	(void)state;
	archive_close(fx.examples);
	archive_close(fx.simulated);
	rules_release(&fx.rules);
	knowledge_release(&fx.kn);
	issues_release(&fx.issues);
	arena_release(&fx.arena);
	snprintf(command, sizeof(command), "rm -rf '%s'", fx.dir);
	return system(command);
}

static struct strata *compiled(const struct archive *a, struct date index)
{
	struct err err = {0};
	struct strata *s = NULL;
	struct strata_question q = {
		.archive = a, .kn = &fx.kn, .rules = &fx.rules, .index = index};
	must(strata_new(&q, &s, &err), &err);
	return s;
}

/* ---------------------------------------------------------- slow reading */

#define MAX_DATES 4096

struct slow {
	int32_t date[MAX_DATES];
	size_t n;
	int64_t ddd_e4;
};

static bool dict_matches(const struct archive *a, enum dict d, uint32_t code,
			 const struct kn_rule *r)
{
	struct str s = archive_dict(a, d, code);
	return code &&
	       (r->flow == FLOW_OUTPATIENT ? kn_service_matches(s, r->codes)
					   : kn_code_matches(s, r->codes));
}

static void slow_count(struct slow *x, bool match, int32_t date, int64_t ddd_e4)
{
	if (!match)
		return;
	assert_true(x->n < MAX_DATES);
	x->date[x->n++] = date;
	x->ddd_e4 += ddd_e4;
}

static bool any_hospital(const struct archive *a, const struct hospital_cols *h,
			 size_t i, const struct kn_rule *r)
{
	for (size_t k = 0; k < 6; k++) {
		if (r->field == FIELD_DX_MAIN && k)
			return false;
		if (r->field == FIELD_PROC
			    ? dict_matches(a, DICT_PROC, h->proc[k][i], r)
			    : dict_matches(a, DICT_DX, h->dx[k][i], r))
			return true;
	}
	return false;
}

static bool any_emergency(const struct archive *a,
			  const struct emergency_cols *e, size_t i,
			  const struct kn_rule *r)
{
	for (size_t k = 0; k < 5 && r->field != FIELD_PROC; k++) {
		if (r->field == FIELD_DX_MAIN && k)
			return false;
		if (dict_matches(a, DICT_DX, e->dx[k][i], r))
			return true;
	}
	return false;
}

static void slow_segment(struct slow *x, const struct archive *a,
			 const struct archive_segment *g, size_t p,
			 const struct kn_rule *r, int32_t from, int32_t index)
{
#define EACH(flow)                                                             \
	for (size_t i = g->flow.first[p]; i < g->flow.first[p + 1]; i++)
#define IN(day) ((day) >= from && (day) <= index)
	if (r->flow == FLOW_EXEMPTION)
		EACH(exemption)
	slow_count(x,
		   g->exemption.valid_from[i] <= index &&
			   g->exemption.valid_to[i] >= index &&
			   dict_matches(a, DICT_EXEMPTION, g->exemption.code[i],
					r),
		   g->exemption.valid_from[i], 0);
	if (r->flow == FLOW_DRUG)
		EACH(drug)
	slow_count(x,
		   IN(g->drug.date[i]) &&
			   dict_matches(a, DICT_ATC, g->drug.atc[i], r),
		   g->drug.date[i],
		   g->drug.ddd_e4[i] >= 0 ? g->drug.ddd_e4[i]
					  : g->drug.packages_e4[i]);
	if (r->flow == FLOW_OUTPATIENT)
		EACH(outpatient)
	slow_count(x,
		   IN(g->outpatient.date[i]) &&
			   dict_matches(a, DICT_SERVICE,
					g->outpatient.service[i], r),
		   g->outpatient.date[i], 0);
	if (r->flow == FLOW_HOSPITAL)
		EACH(hospital)
	slow_count(x,
		   IN(g->hospital.date[i]) &&
			   any_hospital(a, &g->hospital, i, r),
		   g->hospital.date[i], 0);
	if (r->flow == FLOW_EMERGENCY)
		EACH(emergency)
	slow_count(x,
		   IN(g->emergency.date[i]) &&
			   any_emergency(a, &g->emergency, i, r),
		   g->emergency.date[i], 0);
#undef EACH
#undef IN
}

static size_t distinct(const struct slow *x)
{
	size_t n = 0;
	for (size_t i = 0; i < x->n; i++) {
		bool before = false;
		for (size_t j = 0; j < i; j++)
			before |= x->date[j] == x->date[i];
		n += !before;
	}
	return n;
}

static void compare_rule(const struct archive *a, const struct strata *s,
			 const struct strata_worker *w, size_t p, int rule)
{
	static struct slow x;
	const struct kn_rule *r = &fx.kn.rules[rule];
	int32_t index = strata_index(s).days;
	x.n = 0;
	x.ddd_e4 = 0;
	for (size_t i = 0; i < archive_n_segment(a); i++)
		if (p < archive_segment(a, i)->n_person)
			slow_segment(&x, a, archive_segment(a, i), p, r,
				     index - r->lookback_days + 1, index);
	struct strata_count c;
	strata_rule_count(s, w, rule, &c);
	int32_t first = INT32_MAX, last = INT32_MIN;
	for (size_t i = 0; i < x.n; i++) {
		first = x.date[i] < first ? x.date[i] : first;
		last = x.date[i] > last ? x.date[i] : last;
	}
	if ((size_t)c.n_event != x.n || (size_t)c.n_date != distinct(&x) ||
	    c.ddd_e4 != x.ddd_e4 ||
	    (x.n && (c.first.days != first || c.last.days != last)))
		fail_msg("person row %zu, rule " STR_FMT
			 ": %d events on %d dates, slowly %zu on %zu",
			 p, STR_ARG(r->id), c.n_event, c.n_date, x.n,
			 distinct(&x));
}

static void compare_archive(const struct archive *a, struct date index)
{
	struct strata *s = compiled(a, index);
	struct strata_worker *w = strata_worker_new(s);
	size_t n_compared = 0;
	assert_non_null(w);
	for (size_t p = 0; p < archive_people(a)->n; p++) {
		struct strata_result r;
		strata_person(s, w, p, &r);
		if (r.status != STRATA_ACTIVE)
			continue;
		n_compared++;
		for (size_t i = 0; i < fx.kn.n_rules; i++)
			compare_rule(a, s, w, p, (int)i);
	}
	assert_true(n_compared > 40);
	strata_worker_free(w);
	strata_free(s);
}

static void counts_equal_a_slow_reading(void **state)
{
	(void)state;
	compare_archive(fx.examples, date_of(2025, 12, 31));
	compare_archive(fx.examples, date_of(2024, 2, 29));
	assert_int_equal(archive_n_segment(fx.simulated), 2);
	compare_archive(fx.simulated, date_of(2025, 12, 31));
}

/* ------------------------------------------------------------- evidence */

struct recheck {
	const struct kn_rule *rule;
	int32_t index;
	int n;
	int32_t last;
};

static enum rc recheck_record(void *ctx, const struct strata_record *r,
			      struct err *err)
{
	struct recheck *c = ctx;
	const struct kn_rule *rule = c->rule;
	(void)err;
	assert_int_equal(r->flow, rule->flow);
	assert_true(r->n_code >= 1);
	for (size_t i = 0; i < r->n_code; i++)
		assert_true(
			rule->flow == FLOW_OUTPATIENT
				? kn_service_matches(r->code[i], rule->codes)
				: kn_code_matches(r->code[i], rule->codes));
	assert_true(r->date.days <= c->index);
	if (rule->flow == FLOW_EXEMPTION)
		assert_true(r->until.days >= c->index);
	else
		assert_true(r->date.days > c->index - rule->lookback_days);
	assert_true(r->date.days >= c->last); /* by date */
	c->last = r->date.days;
	c->n++;
	return OK;
}

static void records_satisfy_their_rule(void **state)
{
	(void)state;
	struct err err = {0};
	struct strata *s = compiled(fx.simulated, date_of(2025, 6, 30));
	struct strata_worker *w = strata_worker_new(s);
	size_t n_group = 0;
	for (size_t p = 0; p < archive_people(fx.simulated)->n; p++) {
		struct strata_result r;
		strata_person(s, w, p, &r);
		if (r.status != STRATA_ACTIVE)
			continue;
		n_group += strata_n_held(w);
		for (size_t i = 0; i < fx.kn.n_rules; i++) {
			struct strata_count c;
			struct recheck k = {.rule = &fx.kn.rules[i],
					    .index = strata_index(s).days,
					    .last = INT32_MIN};
			must(strata_rule_records(s, p, (int)i, recheck_record,
						 &k, &err),
			     &err);
			strata_rule_count(s, w, (int)i, &c);
			assert_int_equal(k.n, c.n_event);
		}
	}
	assert_true(n_group > 100);
	strata_worker_free(w);
	strata_free(s);
}

/* A group that holds: its positive rows hold, its negated ones do not. */
static void groups_that_hold_hold(void **state)
{
	(void)state;
	struct strata *s = compiled(fx.simulated, date_of(2025, 12, 31));
	struct strata_worker *w = strata_worker_new(s);
	for (size_t p = 0; p < archive_people(fx.simulated)->n; p++) {
		struct strata_result r;
		bool held[1024] = {false};
		strata_person(s, w, p, &r);
		if (r.status != STRATA_ACTIVE)
			continue;
		for (size_t i = 0; i < strata_n_held(w); i++)
			held[strata_held(w, i)] = true;
		for (size_t g = 0; g < strata_n_group(s); g++) {
			bool holds = true;
			for (size_t i = 0; i < strata_group_size(s, (int)g);
			     i++) {
				int k = strata_group_rule(s, (int)g, i);
				struct strata_count c;
				strata_rule_count(s, w, k, &c);
				holds &= c.holds != fx.kn.rules[k].negated;
			}
			assert_int_equal(holds, held[g]);
		}
	}
	strata_worker_free(w);
	strata_free(s);
}

/* ------------------------------------------------------------ the whole */

static void threads_do_not_matter(void **state)
{
	(void)state;
	struct err err = {0};
	struct strata *s = compiled(fx.simulated, date_of(2025, 12, 31));
	size_t n = archive_people(fx.simulated)->n;
	struct strata_result *r[3];
	for (size_t i = 0; i < 3; i++) {
		r[i] = calloc(n, sizeof(**r));
		must(strata_run(s, i + 1, NULL, r[i], &err), &err);
	}
	assert_memory_equal(r[0], r[1], n * sizeof(**r));
	assert_memory_equal(r[0], r[2], n * sizeof(**r));
	for (size_t i = 0; i < 3; i++)
		free(r[i]);
	strata_free(s);
}

static void lists_agree_with_the_result(void **state)
{
	(void)state;
	struct err err = {0};
	struct strata *s = compiled(fx.examples, date_of(2025, 12, 31));
	size_t n = archive_people(fx.examples)->n;
	struct strata_result *r = calloc(n, sizeof(*r));
	must(strata_run(s, 1, NULL, r, &err), &err);
	for (size_t p = 0; p < n; p++) {
		struct strata_lists l;
		strata_lists(s, &r[p], &l);
		assert_int_equal(l.n_cluster, r[p].n_counting);
		assert_int_equal(l.n_cluster ? l.cluster[0] : -1,
				 r[p].main_cluster);
		for (size_t i = 1; i < l.n_condition; i++)
			assert_true(
				fx.kn.conditions[l.condition[i - 1]].priority <
				fx.kn.conditions[l.condition[i]].priority);
		for (size_t i = 1; i < l.n_cluster; i++)
			assert_true(fx.kn.clusters[l.cluster[i - 1]].rank <
				    fx.kn.clusters[l.cluster[i]].rank);
	}
	free(r);
	strata_free(s);
}

static void scores_are_told(void **state)
{
	(void)state;
	struct strata *s = compiled(fx.examples, date_of(2025, 12, 31));
	struct strata_worker *w = strata_worker_new(s);
	for (size_t p = 0; p < archive_people(fx.examples)->n; p++) {
		struct strata_category c[64];
		struct strata_result r;
		int a = 0, m = 0, e = 0, d = 0;
		strata_person(s, w, p, &r);
		if (r.status != STRATA_ACTIVE)
			continue;
		size_t n = strata_charlson(s, w, c, 64);
		for (size_t i = 0; i < n; i++)
			if (!c[i].superseded)
				a += fx.kn.charlson[c[i].row].weight_1987;
		n = strata_mcs(s, w, c, 64);
		for (size_t i = 0; i < n; i++)
			m += fx.kn.mcs[c[i].row].weight;
		n = strata_elixhauser(s, w, c, 64);
		for (size_t i = 0; i < n; i++)
			if (!c[i].superseded)
				e += fx.kn.elixhauser[c[i].row].weight;
		n = strata_cds(s, w, c, 64);
		for (size_t i = 0; i < n; i++)
			d += c[i].points;
		assert_int_equal(e, r.elixhauser_vw);
		assert_int_equal(d, r.cds);
		assert_int_equal(a, r.charlson_1987);
		assert_int_equal(m, r.mcs);
	}
	strata_worker_free(w);
	strata_free(s);
}

static void history_adds_up(void **state)
{
	(void)state;
	static struct therapy_line drug[HISTORY_MAX];
	static struct service_line service[HISTORY_MAX];
	struct strata *s = compiled(fx.simulated, date_of(2025, 9, 30));
	struct strata_worker *w = strata_worker_new(s);
	int32_t to = strata_index(s).days, from = to - 364;
	for (size_t p = 0; p < archive_people(fx.simulated)->n; p++) {
		int64_t ddd = 0, n_drug = 0, n_365 = 0;
		size_t n = history_therapy(s, w, p, drug);
		for (size_t i = 0; i < n; i++) {
			assert_true(drug[i].first.days >= from &&
				    drug[i].last.days <= to);
			ddd += drug[i].ddd_e4;
			n_drug += drug[i].n_dispensing;
		}
		n = history_services(s, w, p, service);
		for (size_t i = 0; i < n; i++) {
			assert_true(service[i].last.days <= to);
			assert_int_equal(service[i].n_365 > 0,
					 service[i].last.days >= from);
			n_365 += service[i].n_365;
		}
		for (size_t k = 0; k < archive_n_segment(fx.simulated); k++) {
			const struct archive_segment *g =
				archive_segment(fx.simulated, k);
			if (p >= g->n_person)
				continue;
			const struct drug_cols *d = &g->drug;
			for (size_t i = d->first[p]; i < d->first[p + 1]; i++)
				if (d->date[i] >= from && d->date[i] <= to) {
					ddd -= d->ddd_e4[i] >= 0
						       ? d->ddd_e4[i]
						       : d->packages_e4[i];
					n_drug--;
				}
			const struct outpatient_cols *o = &g->outpatient;
			for (size_t i = o->first[p]; i < o->first[p + 1]; i++)
				n_365 -= o->date[i] >= from && o->date[i] <= to;
		}
		assert_int_equal(ddd, 0);
		assert_int_equal(n_drug, 0);
		assert_int_equal(n_365, 0);
	}
	strata_worker_free(w);
	strata_free(s);
}

static void bad_questions_are_refused(void **state)
{
	(void)state;
	struct knowledge odd = fx.kn;
	struct kn_rule *rules = calloc(fx.kn.n_rules, sizeof(*rules));
	memcpy(rules, fx.kn.rules, fx.kn.n_rules * sizeof(*rules));
	rules[3].min_events = 0;
	odd.rules = rules;
	struct knowledge negated = fx.kn;
	struct kn_rule *only = calloc(fx.kn.n_rules, sizeof(*only));
	memcpy(only, fx.kn.rules, fx.kn.n_rules * sizeof(*only));
	only[0].negated = true; /* the one row of its group */
	negated.rules = only;
	const struct {
		const char *name;
		const struct knowledge *kn;
		const char *definition;
		struct date index;
		enum rc rc;
		const char *says;
	} rows[] = {
		{"no such definition", &fx.kn, "lenient", date_of(2025, 1, 1),
		 E_USAGE, "lenient"},
		{"before the parameters", &fx.kn, "", date_of(2001, 1, 1),
		 E_NOT_FOUND, "strat."},
		{"a rule without minimum", &odd, "", date_of(2025, 1, 1),
		 E_RANGE, "min_events"},
		{"a group of negated rows", &negated, "", date_of(2025, 1, 1),
		 E_RANGE, "only negated"},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct err err = {0};
		struct strata *s = NULL;
		struct strata_question q = {
			.archive = fx.examples,
			.kn = rows[i].kn,
			.rules = &fx.rules,
			.index = rows[i].index,
			.definition = str_from(rows[i].definition)};
		enum rc rc = strata_new(&q, &s, &err);
		if (rc != rows[i].rc || !strstr(err.text, rows[i].says) || s)
			fail_msg("%s: rc %d, \"%s\"", rows[i].name, rc,
				 err.text);
	}
	free(rules);
	free(only);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(counts_equal_a_slow_reading),
		cmocka_unit_test(records_satisfy_their_rule),
		cmocka_unit_test(groups_that_hold_hold),
		cmocka_unit_test(threads_do_not_matter),
		cmocka_unit_test(lists_agree_with_the_result),
		cmocka_unit_test(scores_are_told),
		cmocka_unit_test(history_adds_up),
		cmocka_unit_test(bad_questions_are_refused),
	};
	return cmocka_run_group_tests(tests, setup, teardown);
}
