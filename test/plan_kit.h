/* Hand-made people for the tests of plan/ and therapy/: conditions by code,
 * drugs and services had as short rows. */
#ifndef TEST_PLAN_KIT_H
#define TEST_PLAN_KIT_H

#include "plan/plan.h"

struct kit {
	struct knowledge kn;
	struct rules rules;
	struct plan_engine *engine;
	struct arena arena, load;
};

static struct kit kit;

static int kit_open(void **state)
{
	(void)state;
	struct err err = {0};
	struct str triggers = {"", 0};
	arena_init(&kit.load, 1u << 20);
	arena_init(&kit.arena, 4u << 20);
	if (knowledge_load(&kit.kn, NULL, NULL, &err) ||
	    rules_load(&kit.rules, NULL, NULL, &err) ||
	    knowledge_file(NULL, "careplan_triggers.csv", &kit.load, &triggers,
			   &err) ||
	    plan_engine_new(&kit.engine, &kit.kn, triggers, &err)) {
		fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	return 0;
}

static int kit_close(void **state)
{
	(void)state;
	plan_engine_free(kit.engine);
	rules_release(&kit.rules);
	knowledge_release(&kit.kn);
	arena_release(&kit.arena);
	arena_release(&kit.load);
	return 0;
}

static inline struct date kit_day(const char *text)
{
	struct date d = DATE_NONE;
	if (date_parse(str_from(text), &d, NULL)) {
		fprintf(stderr, "\"%s\" is no date\n", text);
		abort();
	}
	return d;
}

static inline int kit_condition(const char *code)
{
	int c = kn_condition_index(&kit.kn, str_from(code));
	if (c < 0) {
		fprintf(stderr, "no condition %s\n", code);
		abort();
	}
	return c;
}

static inline int kit_service(const char *code)
{
	int s = kn_service_index(&kit.kn, str_from(code));
	if (s < 0) {
		fprintf(stderr, "no service %s\n", code);
		abort();
	}
	return s;
}

/* "DM2 IRC": indices by priority, at most 32. */
static inline size_t kit_conditions(const char *codes, int out[32])
{
	size_t n = 0;
	for (struct str rest = str_from(codes); rest.len;) {
		char code[32];
		struct str c = str_cut(&rest, ' ');
		snprintf(code, sizeof(code), STR_FMT, STR_ARG(c));
		out[n++] = kit_condition(code);
	}
	for (size_t i = 0; i < n; i++)
		for (size_t k = i;
		     k > 0 && kit.kn.conditions[out[k]].priority <
				      kit.kn.conditions[out[k - 1]].priority;
		     k--) {
			int t = out[k];
			out[k] = out[k - 1];
			out[k - 1] = t;
		}
	return n;
}

#endif
