#include "plan/plan_int.h"

const char *const plan_choice_name[N_CHOICE] = {"remove", "put_back", "add",
						"times"};
const char *const plan_out_name[N_PLAN_OUT] = {
	"no",    "merge_rule",  "alternative", "excluded", "included",
	"basic", "conditional", "once_done",   "not_due",  "doctor",
};
const char *const plan_due_name[N_PLAN_DUE] = {"history", "overdue", "spread",
					       "panel"};
const char *const plan_finding_name[N_PLAN_FINDING] = {
	"therapy", "primary",    "no_primary", "min_lab", "min_outpatient",
	"no_set",  "no_therapy", "no_history", "draws",
};

static enum rc read_limits(struct plan_work *w)
{
	struct plan_limits *l = &w->lim;
	const struct plan_input *in = w->in;
	struct str draw = {"", 0};
	struct {
		const char *name;
		int64_t *out;
	} rows[] = {
		{"plan.min_lab_services", &l->min_lab},
		{"plan.min_outpatient_services", &l->min_outpatient},
		{"plan.validity_months", &l->validity_months},
		{"plan.overdue_within_days", &l->overdue_days},
		{"plan.first_due_spread_days", &l->spread_days},
		{"plan.cycle_above_per_year", &l->cycle_above},
		{"booking.group_lab_draws_within_days", &l->group_days},
	};
	enum rc rc = OK;
	for (size_t i = 0; i < countof(rows) && !rc; i++)
		rc = rules_int(w->r, rows[i].name, in->ats, in->start,
			       rows[i].out, w->err);
	if (!rc)
		rc = rules_text(w->r, "plan.draw_service", in->ats, in->start,
				&draw, w->err);
	if (!rc)
		rc = rules_text(w->r, "plan.draw_at_session_conditions",
				in->ats, in->start, &l->session_conditions,
				w->err);
	if (!rc)
		rc = therapy_limits_read(&w->drug_lim, w->r, in->ats, in->start,
					 w->err);
	if (rc)
		return rc;
	l->draw_service = kn_service_index(w->e->kn, draw);
	return l->draw_service >= 0 ? OK
				    : err_set(w->err, E_NOT_FOUND,
					      "plan.draw_service: \"" STR_FMT
					      "\" is not in services.csv",
					      STR_ARG(draw));
}

static enum rc check_input(const struct plan_input *in, size_t n_condition,
			   struct err *err)
{
	if (in->level < 1 || in->level > MAX_LEVEL)
		return err_set(err, E_RANGE,
			       "a plan is made for levels 1 to 3, not %d",
			       in->level);
	if (!in->n_conditions || in->n_conditions > PLAN_MAX_CONDITIONS)
		return err_set(err, E_RANGE,
			       "a plan is made for 1 to %u conditions, not %zu",
			       PLAN_MAX_CONDITIONS, in->n_conditions);
	for (size_t i = 0; i < in->n_conditions; i++)
		assert(in->conditions[i] >= 0 &&
		       (size_t)in->conditions[i] < n_condition);
	for (size_t i = 0; i < in->n_choices; i++)
		if ((in->choices[i].kind == CHOICE_ADD ||
		     in->choices[i].kind == CHOICE_TIMES) &&
		    (in->choices[i].times_e4 < 1000 ||
		     in->choices[i].times_e4 > 3660000))
			return err_set(err, E_RANGE,
				       "a service is planned from once in ten "
				       "years to 366 times a year");
	return OK;
}

static enum rc make_room(struct plan_work *w)
{
	const struct knowledge *kn = w->e->kn;
	size_t n = kn->n_services;
	w->line_of = arena_array(w->a, int16_t, n);
	w->had = arena_array(w->a, const struct plan_history *, n);
	if (!w->line_of || !w->had)
		return arena_fail(w->a, w->err);
	memset(w->line_of, -1, n * sizeof(*w->line_of));
	for (size_t i = 0; i < w->in->n_conditions; i++) {
		const uint32_t *from = w->e->set_from[w->in->conditions[i]];
		w->cap_lines += from[w->in->level + 1] - from[w->in->level];
	}
	/* what the doctor adds, required companions, the blood draw */
	w->cap_lines += w->in->n_choices + 16;
	w->cap_lines = (size_t)min_i64((int64_t)w->cap_lines, (int64_t)n);
	w->d->lines = arena_array(w->a, struct plan_line, w->cap_lines);
	w->slot = arena_array(w->a, struct slot_line, w->cap_lines);
	if (!w->d->lines || !w->slot)
		return arena_fail(w->a, w->err);
	for (size_t i = 0; i < w->in->n_history; i++) {
		const struct plan_history *h = &w->in->history[i];
		const struct plan_history **at = &w->had[h->service];
		if (!*at || (*at)->last.days < h->last.days)
			*at = h;
	}
	return OK;
}

static enum rc activity_room(struct plan_work *w)
{
	int64_t n = 400; /* draws: at most one a day */
	for (size_t i = 0; i < w->d->n_lines; i++)
		n += live(&w->d->lines[i]) ? w->slot[i].n : 0;
	w->cap_activities = (size_t)min_i64(n, PLAN_MAX_ACTIVITIES);
	w->d->activities =
		arena_array(w->a, struct plan_activity, w->cap_activities);
	return w->d->activities ? OK : arena_fail(w->a, w->err);
}

static bool admitted(const struct plan_work *w, int condition)
{
	const struct knowledge *kn = w->e->kn;
	if (condition < 0 || kn->conditions[condition].cluster < 0)
		return false;
	int cluster = kn->conditions[condition].cluster;
	return rules_admitted(w->r, kn->clusters[cluster].code, w->in->ats,
			      w->in->start);
}

static bool counts(const struct knowledge *kn, int condition)
{
	const struct kn_condition *c = &kn->conditions[condition];
	return c->cluster >= 0 &&
	       (kn->clusters[c->cluster].counts || c->counts_override);
}

/* The main condition when its cluster is admitted as primary on that day;
 * else the first counting one that is. */
static enum rc choose_primary(struct plan_work *w)
{
	const struct plan_input *in = w->in;
	int *secondary = arena_array(w->a, int, in->n_conditions);
	if (!secondary)
		return arena_fail(w->a, w->err);
	w->d->primary =
		admitted(w, in->main_condition) ? in->main_condition : -1;
	for (size_t i = 0; i < in->n_conditions && w->d->primary < 0; i++)
		if (counts(w->e->kn, in->conditions[i]) &&
		    admitted(w, in->conditions[i]))
			w->d->primary = in->conditions[i];
	for (size_t i = 0; i < in->n_conditions; i++)
		if (in->conditions[i] != w->d->primary)
			secondary[w->d->n_secondary++] = in->conditions[i];
	w->d->secondary = secondary;
	return OK;
}

static int by_due(const void *a, const void *b)
{
	const struct plan_activity *x = a, *y = b;
	if (x->due.days != y->due.days)
		return x->due.days < y->due.days ? -1 : 1;
	if (x->group != y->group)
		return x->group - y->group;
	return x->line - y->line;
}

static void finish(struct plan_work *w)
{
	struct plan_draft *d = w->d;
	if (d->n_activities)
		qsort(d->activities, d->n_activities, sizeof(*d->activities),
		      by_due);
	for (size_t i = 0; i < d->n_lines; i++) {
		struct plan_line *l = &d->lines[i];
		if (!live(l) || !l->n_planned)
			continue;
		d->n_lab += is_lab(w, l);
		d->n_outpatient += is_outpatient(service_of(w, l)->kind);
	}
}

static enum rc steps(struct plan_work *w)
{
	enum rc rc = plan_collect(w);
	if (rc)
		return rc;
	plan_choices(w);
	plan_merge_rules(w);
	plan_basics(w);
	plan_exclusions(w);
	plan_merge_rules(w); /* caps hold for what took over a need, too */
	plan_restore_basics(w);
	if ((rc = plan_pairs(w)) || (rc = plan_windows(w)))
		return rc;
	plan_first_dues(w);
	plan_panels(w);
	if ((rc = activity_room(w)) || (rc = plan_schedule(w)) ||
	    (rc = plan_draws(w)))
		return rc;
	finish(w);
	if ((rc = choose_primary(w)) || (rc = plan_drugs(w)))
		return rc;
	return plan_findings(w);
}

enum rc plan_draft(const struct plan_engine *e, const struct rules *r,
		   const struct plan_input *in, struct arena *a,
		   struct plan_draft *out, struct err *err)
{
	struct plan_draft d = {.from = in->start, .level = in->level};
	struct plan_work w = {
		.e = e, .r = r, .in = in, .a = a, .err = err, .d = &d};
	enum rc rc = check_input(in, e->kn->n_conditions, err);
	if (!rc)
		rc = read_limits(&w);
	if (rc)
		return rc;
	d.to = date_add(date_add_months(in->start, (int)w.lim.validity_months),
			-1);
	w.age = date_is_none(in->birth) ? 0 : date_age(in->birth, in->start);
	w.at_session = person_has(&w, w.lim.session_conditions);
	if ((rc = make_room(&w)) || (rc = steps(&w)))
		return rc;
	*out = d;
	return OK;
}

int plan_find(const struct plan_draft *d, int service)
{
	for (size_t i = 0; i < d->n_lines; i++)
		if (d->lines[i].service == service && live(&d->lines[i]))
			return (int)i;
	return -1;
}
