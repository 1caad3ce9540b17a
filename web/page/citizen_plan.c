/* The plan as the person reads it: what, how often, when, why. */
#include "web/page/citizen.h"

#include "app/plan.h"
#include "web/page/citizen_plan.html.h"
#include "web/web_int.h"

#define WORDS_BYTES 16384

struct reading { /* the plan being put in words */
	struct page *p;
	const struct plan_view *v;
	struct page_citizen_plan out;
};

static struct str condition_name(const struct page *p, int c)
{
	const struct kn_condition *k = &p->app->kn->conditions[c];
	return p->lang == LANG_IT ? k->name_it : k->name_en;
}

static void fill_conditions(struct reading *r)
{
	const struct plan_draft *d = &r->v->draft;
	struct page_citizen_plan_conditions *list =
		arena_calloc(r->p->a, d->n_secondary + 1, sizeof(*list));
	size_t n = 0;
	if (list && d->primary >= 0)
		list[n++] = (struct page_citizen_plan_conditions){
			condition_name(r->p, d->primary), true};
	for (size_t i = 0; list && i < d->n_secondary; i++)
		list[n++] = (struct page_citizen_plan_conditions){
			condition_name(r->p, d->secondary[i]), false};
	r->out.conditions = list;
	r->out.n_conditions = n;
}

/* "marzo, settembre 2026; gennaio 2027" */
static struct str months_of(struct reading *r, size_t line)
{
	const struct plan_draft *d = &r->v->draft;
	int month = 0, year = 0;
	struct buf b;
	buf_init(&b, WORDS_BYTES);
	for (size_t i = 0; i < d->n_activities; i++) {
		struct ymd c = date_ymd(d->activities[i].due);
		if ((size_t)d->activities[i].line != line ||
		    (c.month == month && c.year == year))
			continue;
		if (year && c.year != year)
			buf_printf(&b, " %d; ", year);
		else if (month)
			buf_text(&b, ", ");
		buf_str(&b, text_month(r->p->lang, c.month));
		month = c.month;
		year = c.year;
	}
	if (year)
		buf_printf(&b, " %d", year);
	return page_kept(r->p, &b);
}

static struct str often(struct reading *r, const struct plan_line *l)
{
	struct buf b;
	buf_init(&b, WORDS_BYTES);
	plan_times_text(&b, l->times_e4, l->interval_e4, r->p->lang);
	return page_kept(r->p, &b);
}

/* The diseases that ask for it; else the rule's own words. */
static struct str why(struct reading *r, const struct plan_line *l)
{
	struct buf b;
	buf_init(&b, WORDS_BYTES);
	for (size_t i = 0; i < l->n_asks; i++) {
		int c = kn_condition_index(r->p->app->kn, l->asks[i].condition);
		if (b.len)
			buf_text(&b, ", ");
		buf_str(&b,
			c < 0 ? l->asks[i].condition : condition_name(r->p, c));
	}
	if (!b.len) {
		plan_line_why(&b, r->p->app->kn, l, r->p->lang);
		buf_char(&b, '.');
		return page_kept(r->p, &b);
	}
	return citizen_fill(r->p, MSG_CIT_PLAN_WHY_OF, "conditions",
			    page_kept(r->p, &b));
}

static void fill_services(struct reading *r)
{
	const struct plan_draft *d = &r->v->draft;
	struct page_citizen_plan *v = &r->out;
	v->services =
		arena_calloc(r->p->a, d->n_lines + 1, sizeof(*v->services));
	v->blood = arena_calloc(r->p->a, d->n_lines + 1, sizeof(*v->blood));
	for (size_t i = 0; v->services && v->blood && i < d->n_lines; i++) {
		const struct plan_line *l = &d->lines[i];
		const struct kn_service *k =
			&r->p->app->kn->services[l->service];
		struct str months = months_of(r, i);
		if (l->out != OUT_NO || !months.len)
			continue;
		if (k->kind == KIND_LAB)
			v->blood[v->n_blood++] =
				(struct page_citizen_plan_blood){
					page_term(r->p, k->name_it),
					often(r, l), months, why(r, l)};
		else
			v->services[v->n_services++] =
				(struct page_citizen_plan_services){
					page_term(r->p, k->name_it),
					often(r, l), months, why(r, l),
					citizen_preparation(r->p, l->service)};
	}
	v->any_visits = v->n_services;
	v->any_blood = v->n_blood;
}

static void fill_drugs(struct reading *r)
{
	const struct plan_draft *d = &r->v->draft;
	const struct knowledge *kn = r->p->app->kn;
	struct page_citizen_plan_drugs *list =
		arena_calloc(r->p->a, d->n_drugs + 1, sizeof(*list));
	for (size_t i = 0; list && i < d->n_drugs; i++) {
		int k = kn_drug_index(kn, d->drugs[i].atc);
		list[i].name = k < 0                   ? d->drugs[i].atc
			       : r->p->lang == LANG_IT ? kn->drugs[k].name_it
						       : kn->drugs[k].name_en;
		list[i].last =
			citizen_fill(r->p, MSG_CIT_PLAN_LAST_TAKEN, "date",
				     page_date(r->p, d->drugs[i].last));
		r->out.n_drugs = i + 1;
	}
	r->out.drugs = list;
	r->out.any_drugs = r->out.n_drugs;
}

static void fill_head(struct reading *r, const struct citizen_home *h)
{
	struct page *p = r->p;
	const struct plan_view *v = r->v;
	const struct str from_to[] = {STR("from"), page_date(p, v->draft.from),
				      STR("to"), page_date(p, v->draft.to)};
	r->out.person = page_url(p, STR_FMT " " STR_FMT, STR_ARG(v->first_name),
				 STR_ARG(v->last_name));
	r->out.doctor =
		page_url(p, STR_FMT " " STR_FMT, STR_ARG(v->doctor_first),
			 STR_ARG(v->doctor_last));
	r->out.intro =
		citizen_fill(p, MSG_CIT_PLAN_INTRO, "doctor", r->out.doctor);
	r->out.valid = page_fill(p,
				 h->plan_to.days < p->app->today.days
					 ? MSG_CIT_PLAN_ENDED
					 : MSG_CIT_PLAN_VALID,
				 from_to, 2);
	r->out.protocol = v->protocol;
}

static enum rc read_plan(struct page *p, const struct citizen_whose *w,
			 const struct citizen_home *h, struct reading *r,
			 struct err *err)
{
	struct plan_view *v = arena_alloc(p->a, sizeof(*v));
	if (!v)
		return arena_fail(p->a, err);
	enum rc rc = app_plan_show(p->app, w->person_id, h->plan_version, p->a,
				   v, err);
	if (rc)
		return rc;
	r->v = v;
	fill_head(r, h);
	fill_conditions(r);
	fill_services(r);
	fill_drugs(r);
	return OK;
}

enum rc on_citizen_plan(struct page *p, struct err *err)
{
	struct citizen_whose w;
	struct citizen_home h;
	struct reading r = {.p = p};
	bool print = str_is(param(&p->query, "stampa"), "1");
	enum rc rc = citizen_whose(p, CITIZEN_PLAN, &w, err);
	if (!rc)
		rc = app_citizen_home(p->app, w.person_id, p->a, &h, err);
	if (!rc && h.plan_version)
		rc = read_plan(p, &w, &h, &r, err);
	if (rc)
		return rc;
	r.out.none = !h.plan_version;
	r.out.followed = h.enrolment.len != 0;
	r.out.screen = !print;
	r.out.print_link = page_url_with(p, "stampa", STR("1"));
	if (!print)
		r.out.whose = w.bar;
	page_begin(p, &(struct frame){.title = MSG_CIT_PLAN, .print = print});
	page_citizen_plan(p->out, p->lang, &r.out);
	return page_end(p, err);
}
