/* Would the region take it, would it be paid, is it safe: what the rules of its
 * first day say about a plan. */
#include "app/person_view.h"

struct answers {
	const struct app *app;
	const struct person_header *who;
	const struct plan_draft *d;
	struct plan_answer *list;
	size_t n;
};

static struct plan_answer *add(struct answers *x, enum plan_question q,
			       enum plan_answer_kind k, bool good)
{
	struct plan_answer *a = &x->list[x->n++];
	*a = (struct plan_answer){.question = q,
				  .kind = k,
				  .good = good,
				  .from = DATE_NONE,
				  .to = DATE_NONE,
				  .condition = -1};
	return a;
}

static void name_rule(const struct answers *x, struct plan_answer *a,
		      enum rule_kind kind, struct str key)
{
	const struct rule *r =
		rules_find(&x->app->rules, kind, key, x->who->ats, x->d->from);
	a->rule = key;
	if (r)
		a->source = r->source;
}

static int64_t count_findings(const struct plan_draft *d,
			      enum plan_finding_kind kind, const char *severity)
{
	int64_t n = 0;
	for (size_t i = 0; i < d->n_findings; i++)
		n += d->findings[i].kind == kind &&
		     (!severity || str_is(d->findings[i].severity, severity));
	return n;
}

static void ask_region(struct answers *x)
{
	const struct person_header *h = x->who;
	const struct knowledge *kn = x->app->kn;
	add(x, ASK_REGION, ANSWER_ENROLLED,
	    str_is(h->enrol_state, "active") && !h->suspended);
	bool holds = str_is(h->pact_state, "signed") &&
		     h->pact_from.days <= x->d->from.days &&
		     h->pact_to.days >= x->d->from.days;
	struct plan_answer *a = add(x, ASK_REGION, ANSWER_PACT, holds);
	a->from = h->pact_from;
	a->to = h->pact_to;
	a = add(x, ASK_REGION, ANSWER_PRIMARY, x->d->primary >= 0);
	a->condition = x->d->primary;
	if (a->good && kn->conditions[a->condition].cluster >= 0)
		name_rule(x, a, RULE_ADMITTED,
			  kn->clusters[kn->conditions[a->condition].cluster]
				  .code);
	int64_t none = count_findings(x->d, FINDING_NO_SET, NULL);
	if (none)
		add(x, ASK_REGION, ANSWER_SETS, false)->n = none;
}

static void ask_minimum(struct answers *x, enum plan_answer_kind kind,
			const char *rule, int64_t n)
{
	int64_t need = 0;
	struct err err;
	if (rules_int(&x->app->rules, rule, x->who->ats, x->d->from, &need,
		      &err))
		need = 0;
	struct plan_answer *a = add(x, ASK_PAID, kind, n >= need);
	a->n = n;
	a->need = need;
	name_rule(x, a, RULE_PARAMETER, str_from(rule));
}

static void ask_paid(struct answers *x)
{
	const struct rule *row = NULL;
	int64_t cents = 0;
	struct err err;
	ask_minimum(x, ANSWER_MIN_LAB, "plan.min_lab_services", x->d->n_lab);
	ask_minimum(x, ANSWER_MIN_OUTPATIENT, "plan.min_outpatient_services",
		    x->d->n_outpatient);
	if (rules_tariff(&x->app->rules, "PAI_FEE", 0, 0, x->d->from, &cents,
			 &row, &err))
		return;
	struct plan_answer *a = add(x, ASK_PAID, ANSWER_FEE, true);
	a->n = cents;
	if (row) {
		a->rule = row->key;
		a->source = row->source;
	}
}

static void ask_safe(struct answers *x)
{
	static const struct {
		enum plan_answer_kind kind;
		const char *severity;
	} grave[] = {{ANSWER_CONTRAINDICATED, "contraindicated"},
		     {ANSWER_MAJOR, "major"}};
	int64_t all = count_findings(x->d, FINDING_THERAPY, NULL);
	if (!x->d->n_drugs)
		add(x, ASK_SAFE, ANSWER_NO_THERAPY, false);
	for (size_t i = 0; i < countof(grave); i++) {
		int64_t n = count_findings(x->d, FINDING_THERAPY,
					   grave[i].severity);
		add(x, ASK_SAFE, grave[i].kind, !n)->n = n;
		all -= n;
	}
	if (all)
		add(x, ASK_SAFE, ANSWER_OTHER, true)->n = all;
}

size_t plan_answers(const struct app *app, const struct person_header *who,
		    const struct plan_draft *d, struct plan_answer *list)
{
	struct answers x = {app, who, d, list, 0};
	ask_region(&x);
	ask_paid(&x);
	ask_safe(&x);
	assert(x.n <= N_PLAN_ANSWER);
	return x.n;
}
