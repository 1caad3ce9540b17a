/* Drugs of the present, and what the doctor should know before signing. */
#include "plan/plan_int.h"

enum rc plan_drugs(struct plan_work *w)
{
	const struct plan_input *in = w->in;
	struct plan_drug *list =
		arena_array(w->a, struct plan_drug, in->n_therapy + 1);
	if (!list)
		return arena_fail(w->a, w->err);
	for (size_t i = 0; i < in->n_therapy; i++) {
		const struct therapy_item *t = &in->therapy[i];
		if (!therapy_present(&w->drug_lim, t, in->start))
			continue;
		list[w->d->n_drugs++] = (struct plan_drug){
			t->atc, t->last, t->n,
			therapy_ddd_per_day_e4(&w->drug_lim, t)};
	}
	w->d->drugs = list;
	return OK;
}

struct plan_finding *finding_add(struct plan_work *w,
				 enum plan_finding_kind kind)
{
	if (w->d->n_findings == w->cap_findings)
		return NULL; /* counted first: cannot be */
	struct plan_finding *f = &w->d->findings[w->d->n_findings++];
	f->kind = kind;
	return f;
}

static void say(struct plan_work *w, enum plan_finding_kind kind,
		struct str rule, struct str en, struct str it)
{
	struct plan_finding *f = finding_add(w, kind);
	assert(f);
	f->rule_id = rule;
	f->what_en = en;
	f->what_it = it;
}

static void say_primary(struct plan_work *w)
{
	const struct knowledge *kn = w->e->kn;
	int main = w->in->main_condition, got = w->d->primary;
	if (got == main && got >= 0)
		return;
	if (got < 0) {
		say(w, FINDING_NO_PRIMARY, STR("admitted"),
		    STR("No condition is admitted as primary: the plan cannot "
			"be reimbursed"),
		    STR("Nessuna patologia è ammessa come primaria: il piano "
			"non può essere remunerato"));
		return;
	}
	struct str m = main >= 0 ? kn->conditions[main].name_it : STR("-");
	struct str g = kn->conditions[got].name_it;
	say(w, FINDING_PRIMARY, STR("admitted"),
	    arena_printf(w->a,
			 STR_FMT
			 " is not admitted as primary on this day: " STR_FMT
			 " was taken",
			 STR_ARG(m), STR_ARG(g)),
	    arena_printf(w->a,
			 STR_FMT " non è ammessa come primaria in questa data: "
				 "si è presa " STR_FMT,
			 STR_ARG(m), STR_ARG(g)));
}

static void say_minimum(struct plan_work *w)
{
	if (w->d->n_lab < w->lim.min_lab)
		say(w, FINDING_MIN_LAB, STR("plan.min_lab_services"),
		    arena_printf(w->a,
				 "%d laboratory services this year, %" PRId64
				 " are needed for reimbursement",
				 w->d->n_lab, w->lim.min_lab),
		    arena_printf(w->a,
				 "%d esami di laboratorio nell'anno, ne "
				 "servono %" PRId64 " per la remunerazione",
				 w->d->n_lab, w->lim.min_lab));
	if (w->d->n_outpatient < w->lim.min_outpatient)
		say(w, FINDING_MIN_OUTPATIENT,
		    STR("plan.min_outpatient_services"),
		    arena_printf(w->a,
				 "%d outpatient services this year, %" PRId64
				 " are needed for reimbursement",
				 w->d->n_outpatient, w->lim.min_outpatient),
		    arena_printf(w->a,
				 "%d visite o esami strumentali nell'anno, ne "
				 "servono %" PRId64 " per la remunerazione",
				 w->d->n_outpatient, w->lim.min_outpatient));
}

static void say_no_sets(struct plan_work *w)
{
	const struct plan_input *in = w->in;
	for (size_t i = 0; i < in->n_conditions; i++) {
		int c = in->conditions[i];
		const struct kn_condition *k = &w->e->kn->conditions[c];
		const uint32_t *from = w->e->set_from[c];
		if (from[in->level] != from[in->level + 1] || k->residual)
			continue;
		say(w, FINDING_NO_SET, k->code,
		    arena_printf(w->a,
				 STR_FMT ": no reference set, plan by hand",
				 STR_ARG(k->name_en)),
		    arena_printf(w->a,
				 STR_FMT ": nessun set di riferimento, "
					 "pianificare a mano",
				 STR_ARG(k->name_it)));
	}
}

static void say_missing(struct plan_work *w)
{
	if (!w->in->n_therapy)
		say(w, FINDING_NO_THERAPY, STR("data"),
		    STR("No drug in the last 365 days: ask what is taken"),
		    STR("Nessun farmaco negli ultimi 365 giorni: chiedere che "
			"cosa assume"));
	if (!w->in->n_history)
		say(w, FINDING_NO_HISTORY, STR("data"),
		    STR("No service in the records: all dates are spread over "
			"the year"),
		    STR("Nessuna prestazione nei dati: tutte le date sono "
			"distribuite nell'anno"));
	if (w->d->n_draws > w->d->n_draws_least && !w->at_session)
		say(w, FINDING_DRAWS,
		    STR("booking.group_lab_draws_within_days"),
		    arena_printf(w->a,
				 "%d blood draws where %d would do: the last "
				 "dates of the services are too far apart to "
				 "join them this year",
				 w->d->n_draws, w->d->n_draws_least),
		    arena_printf(w->a,
				 "%d prelievi dove ne basterebbero %d: le "
				 "ultime date degli esami sono troppo lontane "
				 "per riunirli quest'anno",
				 w->d->n_draws, w->d->n_draws_least));
}

static enum rc check_therapy(struct plan_work *w, struct therapy_report *rep)
{
	const struct plan_input *in = w->in;
	struct therapy_person p = {.on = in->start,
				   .birth = in->birth,
				   .sex = in->sex,
				   .conditions = in->conditions,
				   .n_conditions = in->n_conditions,
				   .items = in->therapy,
				   .n_items = in->n_therapy};
	return therapy_check(w->e->drugs, &w->drug_lim, &p, w->a, rep, w->err);
}

static void copy_therapy(struct plan_work *w, const struct therapy_finding *t)
{
	struct plan_finding *f = finding_add(w, FINDING_THERAPY);
	assert(f);
	f->severity = str_from(therapy_severity_name[t->severity]);
	f->rule_id = t->rule_id;
	f->what_en = t->what_en;
	f->what_it = t->what_it;
	f->why = t->why;
	f->why_it = t->why_it;
	f->action = t->action;
	f->source = t->source;
}

enum rc plan_findings(struct plan_work *w)
{
	struct therapy_report rep;
	enum rc rc = check_therapy(w, &rep);
	if (rc)
		return rc;
	w->cap_findings = rep.n + w->in->n_conditions + 8;
	w->d->findings =
		arena_array(w->a, struct plan_finding, w->cap_findings);
	if (!w->d->findings)
		return arena_fail(w->a, w->err);
	say_primary(w);
	say_minimum(w);
	for (size_t i = 0; i < rep.n; i++)
		if (rep.list[i].present)
			copy_therapy(w, &rep.list[i]);
	say_no_sets(w);
	say_missing(w);
	return OK;
}
