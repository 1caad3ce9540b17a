/* The dated rules against the tables. */
#include "rules/rules.h"

/* A day on which only the rows without an end are valid. */
#define LAST_DAY ((struct date){INT32_MAX - 1})

static void wrong(struct issues *s, const char *file, struct str value,
		  const char *fmt, ...) PRINTF_LIKE(4, 5);

static void wrong(struct issues *s, const char *file, struct str value,
		  const char *fmt, ...)
{
	char text[200];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	issue_add(s, ISSUE_ERROR, str_from(file), 0, STR(""), value, "%s",
		  text);
}

struct tally { /* planned services of one set, at least yearly */
	int lab, outpatient;
};

static size_t tally_set(const struct knowledge *kn, size_t from,
			struct tally *t)
{
	size_t i = from;
	*t = (struct tally){0, 0};
	for (; i < kn->n_sets; i++) {
		const struct kn_set *s = &kn->sets[i];
		if (s->condition != kn->sets[from].condition ||
		    s->level != kn->sets[from].level)
			break;
		if (s->use != USE_PLANNED || s->times_per_year_e4 < 10000)
			continue;
		switch (kn->services[s->service].kind) {
		case KIND_LAB:
			t->lab++;
			break;
		case KIND_VISIT:
		case KIND_INSTRUMENTAL:
		case KIND_IMAGING:
			t->outpatient++;
			break;
		case KIND_OTHER:
			break;
		}
	}
	return i;
}

/* Every set of a condition with a cluster meets the reimbursement rule. */
static void check_minimum(const struct rules *r, const struct knowledge *kn,
			  struct date on, struct issues *s)
{
	int64_t lab = 0, outpatient = 0;
	if (rules_int(r, "plan.min_lab_services", STR(""), on, &lab, NULL) ||
	    rules_int(r, "plan.min_outpatient_services", STR(""), on,
		      &outpatient, NULL))
		return;
	struct tally t;
	for (size_t from = 0, to; from < kn->n_sets; from = to) {
		const struct kn_set *set = &kn->sets[from];
		const struct kn_condition *c = &kn->conditions[set->condition];
		to = tally_set(kn, from, &t);
		if (c->cluster >= 0 &&
		    (t.lab < lab || t.outpatient < outpatient))
			wrong(s, "careplan_sets.csv", c->code,
			      "plans fewer services a year (%d laboratory, %d "
			      "outpatient) than plan.min_lab_services and "
			      "plan.min_outpatient_services ask: add some",
			      t.lab, t.outpatient);
	}
}

void rules_check(const struct rules *r, const struct knowledge *kn,
		 struct issues *s)
{
	struct date on = LAST_DAY;
	struct str definition;
	bool known = false;
	for (size_t i = 0; i < kn->n_clusters; i++)
		if (!rules_find(r, RULE_ADMITTED, kn->clusters[i].code, STR(""),
				on))
			wrong(s, "admitted_primaries.csv", kn->clusters[i].code,
			      "cluster has no row without ATS: add the default "
			      "of all %zu",
			      kn->n_clusters);
	if (rules_text(r, "strat.level_definition", STR(""), on, &definition,
		       NULL))
		definition = STR("");
	for (size_t i = 0; i < kn->n_level_rules; i++)
		known |= str_eq(kn->level_rules[i].definition, definition);
	if (!known)
		wrong(s, "pic_parameters.csv", definition,
		      "strat.level_definition is not in level_rules.csv: "
		      "correct one of the two");
	check_minimum(r, kn, on, s);
}
