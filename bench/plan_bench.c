/* plan_bench [N] - drafts N plans (100,000) of invented people on one core:
 * 1 to 7 conditions with a reference set, 4 to 9 drugs, a third of the
 * services had. Prints one line. */
#include "base/progress.h"
#include "base/rng.h"
#include "plan/plan.h"

struct world {
	struct knowledge kn;
	struct rules rules;
	struct plan_engine *engine;
	struct rng rng;
	int with_set[128];
	size_t n_with_set;
};

static void must(enum rc rc, const struct err *err)
{
	if (!rc)
		return;
	fprintf(stderr, "plan_bench: %s\n", err->text);
	exit(1);
}

static void open_world(struct world *w, struct arena *a)
{
	struct err err = {0};
	struct str triggers;
	must(knowledge_load(&w->kn, NULL, NULL, &err), &err);
	must(rules_load(&w->rules, NULL, NULL, &err), &err);
	must(knowledge_file(NULL, "careplan_triggers.csv", a, &triggers, &err),
	     &err);
	must(plan_engine_new(&w->engine, &w->kn, triggers, &err), &err);
	rng_init(&w->rng, 2026);
	for (size_t i = 0; i < w->kn.n_sets; i++) {
		int c = w->kn.sets[i].condition;
		if (!w->n_with_set || w->with_set[w->n_with_set - 1] != c)
			w->with_set[w->n_with_set++] = c;
	}
}

struct person {
	int conditions[8];
	struct therapy_item drugs[9];
	struct plan_history had[96];
	struct plan_input in;
};

static void add_condition(struct person *p, int c)
{
	size_t k = p->in.n_conditions;
	for (size_t i = 0; i < k; i++)
		if (p->conditions[i] == c)
			return;
	p->conditions[p->in.n_conditions++] = c;
}

static void invent(struct world *w, struct person *p, struct date start)
{
	static const char *const atc[] = {
		"B01AA03", "C09AA05", "C10AA05", "A10BA02", "M01AE01",
		"C03CA01", "N06AB04", "A02BC02", "C07AB07", "H03AA01",
		"R03AK06", "N05BA06", "B01AC06", "C08CA01", "J01MA12"};
	struct rng *r = &w->rng;
	p->in = (struct plan_input){
		.phase = rng_next(r),
		.birth = date_of(1930 + (int)rng_below(r, 60), 5, 5),
		.sex = rng_below(r, 2) ? 'M' : 'F',
		.ats = STR("325"),
		.level = (int)(1 + rng_below(r, 3)),
		.conditions = p->conditions,
		.therapy = p->drugs,
		.history = p->had,
		.start = start};
	for (unsigned n = 1 + rng_below(r, 7); n > 0; n--)
		add_condition(
			p, w->with_set[rng_below(r, (uint32_t)w->n_with_set)]);
	p->in.main_condition = p->conditions[0];
	for (unsigned n = 4 + rng_below(r, 6); n > 0; n--)
		p->drugs[p->in.n_therapy++] = (struct therapy_item){
			str_from(atc[rng_below(r, countof(atc))]),
			date_add(start, -300), date_add(start, -20), 10,
			3000000};
	for (size_t s = 0; s < w->kn.n_services && p->in.n_history < 96; s++)
		if (rng_below(r, 3) == 0)
			p->had[p->in.n_history++] = (struct plan_history){
				(int)s,
				date_add(start, -(int)rng_below(r, 900)), 1};
}

int main(int argc, char **argv)
{
	static struct world w;
	static struct person p;
	struct arena a, data;
	struct err err = {0};
	int64_t n = 100000, spent = 0, worst = 0;
	uint64_t lines = 0, activities = 0, draws = 0, check = 0;
	struct date start = date_of(2026, 1, 15);
	if (argc > 1 && !str_to_int(str_from(argv[1]), &n))
		return 2;
	arena_init(&data, 1u << 20);
	arena_init(&a, 1u << 20);
	open_world(&w, &data);
	for (int64_t i = 0; i < n; i++) {
		struct plan_draft d;
		invent(&w, &p, start);
		arena_reset(&a);
		int64_t from = clock_monotonic_us();
		must(plan_draft(w.engine, &w.rules, &p.in, &a, &d, &err), &err);
		int64_t us = clock_monotonic_us() - from;
		spent += us;
		worst = max_i64(worst, us);
		lines += d.n_lines;
		activities += d.n_activities;
		draws += (uint64_t)d.n_draws;
		for (size_t k = 0; k < d.n_activities; k++)
			check = check * 31 + (uint64_t)d.activities[k].due.days;
	}
	printf("plan_draft n=%" PRId64 " mean_us=%.1f worst_us=%" PRId64
	       " lines=%" PRIu64 " activities=%" PRIu64 " draws=%" PRIu64
	       " check=%016" PRIx64 "\n",
	       n, (double)spent / (double)n, worst, lines, activities, draws,
	       check);
	plan_engine_free(w.engine);
	rules_release(&w.rules);
	knowledge_release(&w.kn);
	arena_release(&a);
	arena_release(&data);
	return 0;
}
