/* The first page of a person: the years as a picture, and what to do now. */
#include "app/person_view.h"
#include "picture/picture.h"
#include "web/page/exam.h"
#include "web/page/person.h"
#include "web/page/person_summary.html.h"
#include "web/web_int.h"

#define DRUG_LANES 8  /* more groups are on the page of the therapy */
#define MOMENTS    14 /* shown in words; the picture's table has all */

/* ---- the picture */

struct lanes {
	struct str name[DRUG_LANES + 4];
	size_t n, n_drug, exams, stays, plans, booked;
};

struct drawing {
	struct page *p;
	const struct person_summary *s;
	struct lanes lanes;
	struct picture_event *events;
	size_t n;
};

static struct picture_event *draw(struct drawing *d,
				  enum picture_event_kind kind, size_t lane,
				  const struct person_event *e)
{
	struct picture_event *x = &d->events[d->n++];
	*x = (struct picture_event){
		.kind = kind, .lane = lane, .from = e->from, .to = e->to};
	return x;
}

static struct str times(struct page *p, struct str name, int64_t n)
{
	const struct str pairs[] = {STR("name"), name, STR("n"),
				    page_int(p, n)};
	return page_fill(p, MSG_PER_TIMES_OF, pairs, 2);
}

static void draw_drugs(struct drawing *d, const struct person_event *e)
{
	struct lanes *l = &d->lanes;
	if (l->n_drug == DRUG_LANES)
		return;
	struct str name = person_drug_name(d->p, e->code);
	l->name[l->n_drug] = name;
	draw(d, EVENT_DRUG, l->n_drug++, e)->label = times(d->p, name, e->n);
}

static bool is_exam(struct page *p, struct str code)
{
	const struct knowledge *kn = p->app->kn;
	int s = kn_service_index(kn, code);
	return s >= 0 && kn->services[s].kind != KIND_VISIT;
}

static void draw_other(struct drawing *d, const struct person_event *e)
{
	struct page *p = d->p;
	const struct lanes *l = &d->lanes;
	struct picture_event *x = NULL;
	switch (e->kind) {
	case PERSON_SERVICE:
		x = draw(d, is_exam(p, e->code) ? EVENT_EXAM : EVENT_VISIT,
			 l->exams, e);
		x->label = person_service_name(p, e->code);
		break;
	case PERSON_STAY:
	case PERSON_EMERGENCY:
		x = draw(d,
			 e->kind == PERSON_STAY ? EVENT_STAY : EVENT_EMERGENCY,
			 l->stays, e);
		x->label =
			person_word(p, WORDS_FLOW,
				    e->kind == PERSON_STAY ? STR("hospital")
							   : STR("emergency"));
		break;
	case PERSON_PLAN:
		x = draw(d, EVENT_PLAN, l->plans, e);
		x->label = person_fill_n(p, MSG_PAI_VERSION_N, e->n);
		x->href =
			page_url(p, "/assistito/%" PRId64 "/piano?versione=%d",
				 p->id[0], (int)e->n);
		break;
	case PERSON_BOOKING:
		x = draw(d,
			 e->from.days >= p->app->today.days ? EVENT_BOOKED
							    : EVENT_VISIT,
			 l->booked, e);
		x->label = person_service_name(p, e->code);
		break;
	case PERSON_DRUGS:
	case PERSON_CONDITION:
	case PERSON_MOVE:
	case N_PERSON_EVENT:
		break;
	}
}

static void name_lanes(struct drawing *d)
{
	struct lanes *l = &d->lanes;
	static const enum msg names[] = {MSG_PER_LANE_EXAMS, MSG_PER_LANE_STAYS,
					 MSG_PER_LANE_PLANS,
					 MSG_PER_LANE_BOOKED};
	l->exams = l->n_drug;
	l->stays = l->n_drug + 1;
	l->plans = l->n_drug + 2;
	l->booked = l->n_drug + 3;
	for (size_t i = 0; i < countof(names); i++)
		l->name[l->n_drug + i] = page_text(d->p, names[i]);
	l->n = l->n_drug + countof(names);
}

static enum rc timeline(struct page *p, const struct person_summary *s,
			struct html *out, struct err *err)
{
	struct drawing d = {.p = p, .s = s};
	struct date today = p->app->today;
	struct date from = date_add_months(today, -18);
	if (!date_is_none(s->as_of) &&
	    date_add(s->as_of, -364).days < from.days)
		from = date_add(s->as_of, -364);
	d.events = arena_calloc(p->a, s->n_event + 1, sizeof(*d.events));
	if (!d.events)
		return arena_fail(p->a, err);
	for (size_t i = 0; i < s->n_event; i++)
		if (s->events[i].kind == PERSON_DRUGS)
			draw_drugs(&d, &s->events[i]);
	name_lanes(&d);
	for (size_t i = 0; i < s->n_event; i++)
		if (s->events[i].to.days >= from.days)
			draw_other(&d, &s->events[i]);
	return picture_timeline(
		&(struct picture_timeline){
			.p = {.id = "anni",
			      .title = page_text(p, MSG_PER_TIMELINE),
			      .desc = page_text(p, MSG_PER_TIMELINE_DESC)},
			.from = from,
			.to = date_add_months(today, 12),
			.today = today,
			.lanes = d.lanes.name,
			.n_lane = d.lanes.n,
			.events = d.events,
			.n = d.n},
		p->lang, p->a, out, err);
}

/* ---- what to do now */

static const struct {
	enum msg text;
	const char *path; /* below the person; "" their first page */
} todo_words[N_PERSON_TODO] = {
	[TODO_END] = {MSG_PER_TODO_END, "/arruola"},
	[TODO_PACT] = {MSG_PER_TODO_PACT, "/arruola"},
	[TODO_SIGN] = {MSG_PER_TODO_SIGN, "/piano"},
	[TODO_DRAFT] = {MSG_PER_TODO_DRAFT, "/piano"},
	[TODO_RENEW] = {MSG_PER_TODO_RENEW, "/piano"},
	[TODO_PUBLISH] = {MSG_PER_TODO_PUBLISH, "/piano"},
	[TODO_ENROL] = {MSG_PER_TODO_ENROL, "/arruola"},
	[TODO_THERAPY] = {MSG_PER_TODO_THERAPY, "/terapia"},
	[TODO_MISSED] = {MSG_PER_TODO_MISSED, "/appuntamenti"},
	[TODO_PRESCRIBE] = {MSG_PER_TODO_PRESCRIBE, "/impegnative"},
	[TODO_BOOK] = {MSG_PER_TODO_BOOK, "/appuntamenti"},
	[TODO_CONTACT] = {MSG_PER_TODO_CONTACT, "/documenti"},
};

/* The page that does it, where there is one for this role; else the first. */
static struct str todo_link(struct page *p, const char *below)
{
	struct page other = *p;
	bool only;
	struct str path =
		page_url(p, "/assistito/%" PRId64 "%s", p->id[0], below);
	const struct route *r = route_find(HTTP_GET, path, &other, &only);
	if (r && r->who & 1u << p->session.who.role)
		return path;
	return page_url(p, "/assistito/%" PRId64 "/documenti", p->id[0]);
}

static void fill_todo(struct page *p, const struct person_summary *s,
		      struct page_person_summary *v)
{
	v->todo_none = page_text(p, p->glass_until_us ? MSG_PER_TODO_OTHERS
						      : MSG_PER_TODO_NONE);
	if (p->glass_until_us)
		return;
	PERSON_LIST(p, v->todo, s->n_todo);
	for (size_t i = 0; v->todo && i < s->n_todo; i++) {
		const struct person_todo *t = &s->todo[i];
		v->todo[i].text =
			person_fill_n(p, todo_words[t->kind].text, t->n);
		v->todo[i].link = todo_link(p, todo_words[t->kind].path);
		if (!date_is_none(t->by))
			v->todo[i].by = person_fill(p, MSG_PER_BY, "date",
						    page_day(p, t->by));
		v->todo[i].urgent =
			!date_is_none(t->by) && t->by.days < p->app->today.days;
		v->n_todo = i + 1;
	}
}

/* ---- lists */

static void fill_conditions(struct page *p, const struct person_summary *s,
			    struct page_person_summary *v)
{
	const struct knowledge *kn = p->app->kn;
	PERSON_LIST(p, v->conditions, s->n_event);
	for (size_t i = 0; v->conditions && i < s->n_event; i++) {
		const struct person_event *e = &s->events[i];
		if (e->kind != PERSON_CONDITION)
			continue;
		int c = kn_condition_index(kn, e->code);
		struct page_person_summary_conditions *x =
			&v->conditions[v->n_conditions++];
		x->name = c < 0 ? e->code : person_condition_name(p, c);
		x->main = c >= 0 && c == s->header.main_condition;
		x->since = person_fill(p, MSG_PER_SINCE, "date",
				       page_day(p, e->from));
	}
}

static void fill_drugs(struct page *p, const struct person_summary *s,
		       struct page_person_summary *v)
{
	PERSON_LIST(p, v->drugs, s->n_event);
	for (size_t i = 0; v->drugs && i < s->n_event; i++) {
		const struct person_event *e = &s->events[i];
		if (e->kind != PERSON_DRUGS || e->to.days < s->as_of.days)
			continue;
		struct page_person_summary_drugs *x = &v->drugs[v->n_drugs++];
		x->name = person_drug_name(p, e->code);
		x->n = person_fill_n(p, MSG_PER_DISPENSINGS, e->n);
		x->last = person_fill(p, MSG_PER_COVERED, "date",
				      page_day(p, e->to));
	}
}

static int newest_first(const void *a, const void *b)
{
	const struct person_event *x = *(const struct person_event *const *)a;
	const struct person_event *y = *(const struct person_event *const *)b;
	if (x->from.days != y->from.days)
		return x->from.days > y->from.days ? -1 : 1;
	return (x > y) - (x < y);
}

static void put_moment(struct page *p, const struct person_event *e,
		       struct page_person_summary_moments *m)
{
	m->day = page_day(p, e->from);
	switch (e->kind) {
	case PERSON_SERVICE:
		m->text = person_service_name(p, e->code);
		m->what = page_text(p, MSG_PER_WAS_DONE);
		return;
	case PERSON_STAY:
	case PERSON_EMERGENCY:
		m->text =
			person_word(p, WORDS_FLOW,
				    e->kind == PERSON_STAY ? STR("hospital")
							   : STR("emergency"));
		m->what = e->code;
		return;
	case PERSON_PLAN:
		m->text = person_fill_n(p, MSG_PAI_VERSION_N, e->n);
		m->what = person_word(p, WORDS_PLAN, e->state);
		return;
	case PERSON_MOVE:
		m->text = page_text(p, MSG_PER_ENROLMENT);
		m->what = person_word(p, WORDS_ENROLMENT, e->state);
		return;
	case PERSON_BOOKING:
		m->text = person_service_name(p, e->code);
		m->what = person_word(p, WORDS_BOOKING, e->state);
		return;
	case PERSON_DRUGS:
	case PERSON_CONDITION:
	case N_PERSON_EVENT:
		return;
	}
}

/* Of the moves of one day the last one tells all. */
static bool tells(const struct person_summary *s, size_t i, struct date today)
{
	const struct person_event *e = &s->events[i];
	bool last_move = e->kind != PERSON_MOVE || i + 1 == s->n_event ||
			 e[1].kind != PERSON_MOVE ||
			 e[1].from.days != e->from.days;
	return e->kind != PERSON_DRUGS && e->kind != PERSON_CONDITION &&
	       e->from.days <= today.days && last_move;
}

/* The latest that happened, in words. */
static void fill_moments(struct page *p, const struct person_summary *s,
			 struct page_person_summary *v)
{
	const struct person_event **list =
		arena_calloc(p->a, s->n_event + 1, sizeof(*list));
	size_t n = 0;
	PERSON_LIST(p, v->moments, MOMENTS);
	if (!list || !v->moments)
		return;
	for (size_t i = 0; i < s->n_event; i++)
		if (tells(s, i, p->app->today))
			list[n++] = &s->events[i];
	qsort(list, n, sizeof(*list), newest_first);
	for (; v->n_moments < n && v->n_moments < MOMENTS; v->n_moments++)
		put_moment(p, list[v->n_moments], &v->moments[v->n_moments]);
	if (n > MOMENTS)
		v->moment_more = person_fill_n(p, MSG_STRATA_MORE,
					       (int64_t)(n - MOMENTS));
}

static void fill_next(struct page *p, const struct person_summary *s,
		      struct page_person_summary *v)
{
	static const enum msg words[N_PERSON_ACTIVITY] = {
		[PERSON_PLANNED] = MSG_PER_N_PLANNED,
		[PERSON_PRESCRIBED] = MSG_PER_N_PRESCRIBED,
		[PERSON_BOOKED] = MSG_PER_N_BOOKED,
		[PERSON_DONE] = MSG_PER_N_DONE,
		[PERSON_MISSED] = MSG_PER_N_MISSED,
	};
	if (s->next) {
		struct str day = page_date(p, s->next->from),
			   what = person_service_name(p, s->next->code);
		v->next = page_url(p, STR_FMT ": " STR_FMT, STR_ARG(day),
				   STR_ARG(what));
		v->next_place = s->next->place;
	}
	PERSON_LIST(p, v->activities, N_PERSON_ACTIVITY);
	for (int k = 0; v->activities && k < N_PERSON_ACTIVITY; k++) {
		if (!s->activity[k])
			continue;
		v->activities[v->n_activities].text = page_text(p, words[k]);
		v->activities[v->n_activities++].n =
			page_int(p, s->activity[k]);
	}
}

enum rc on_person(struct page *p, struct err *err)
{
	struct person_summary s;
	struct page_person_summary v = {0};
	enum rc rc =
		app_person_summary(p->app, p->engine, p->id[0], p->a, &s, err);
	if (!rc)
		rc = timeline(p, &s, &v.picture, err);
	if (rc)
		return rc;
	rc = exam_values(p, &v.exams, err);
	if (rc)
		return rc;
	page_person_is(p, &s.header);
	fill_todo(p, &s, &v);
	fill_conditions(p, &s, &v);
	fill_drugs(p, &s, &v);
	fill_moments(p, &s, &v);
	fill_next(p, &s, &v);
	v.as_of = date_is_none(s.as_of) ? page_text(p, MSG_PER_NOT_STRATIFIED)
					: person_fill(p, MSG_PER_AS_OF, "date",
						      page_date(p, s.as_of));
	v.therapy_link =
		page_url(p, "/assistito/%" PRId64 "/terapia", p->id[0]);
	v.conditions_link =
		page_url(p, "/assistito/%" PRId64 "/condizioni", p->id[0]);
	person_begin(p, TAB_SUMMARY, MSG_PER_SUMMARY);
	page_person_summary(p->out, p->lang, &v);
	return page_end(p, err);
}
