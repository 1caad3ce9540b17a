/* The years of a person as events, and what to do now. */
#include "app/person_view_int.h"

enum { MOST_EVENTS = 600 };

struct gather { /* what one statement after the other adds */
	struct app *app;
	struct arena *a;
	struct person_event *list;
	size_t n;
};

static struct person_event *add(struct gather *g, enum person_event_kind kind)
{
	if (g->n == MOST_EVENTS) /* nobody has them; the latest kinds lose */
		return NULL;
	struct person_event *e = &g->list[g->n++];
	*e = (struct person_event){.kind = kind};
	return e;
}

/* Drugs of one group of three characters are one bar. */
static void add_drugs(struct gather *g, const struct person_therapy *t)
{
	struct person_event *e = NULL;
	for (size_t i = 0; i < t->n; i++) {
		const struct person_drug *d = &t->drugs[i];
		struct str group =
			str_sub(d->atc, 0, d->atc.len < 3 ? d->atc.len : 3);
		if (!e || !str_eq(e->code, group)) {
			if (!(e = add(g, PERSON_DRUGS)))
				return;
			e->code = group;
			e->from = d->first;
			e->to = d->covered_to;
		}
		e->n += d->n;
		if (d->first.days < e->from.days)
			e->from = d->first;
		if (d->covered_to.days > e->to.days)
			e->to = d->covered_to;
	}
}

static bool same_stay(const struct gather *g, const struct person_record *r)
{
	for (size_t i = 0; i < g->n; i++)
		if ((g->list[i].kind == PERSON_STAY ||
		     g->list[i].kind == PERSON_EMERGENCY) &&
		    str_eq(g->list[i].place, r->id))
			return true;
	return false;
}

/* Stays are not kept whole: those that speak for a condition are. */
static void add_stays(struct gather *g, const struct person_rule *r)
{
	for (size_t i = 0; i < r->n_record; i++) {
		const struct person_record *x = &r->records[i];
		if ((x->flow != FLOW_HOSPITAL && x->flow != FLOW_EMERGENCY) ||
		    same_stay(g, x))
			continue;
		struct person_event *e =
			add(g, x->flow == FLOW_HOSPITAL ? PERSON_STAY
							: PERSON_EMERGENCY);
		if (!e)
			return;
		e->from = e->to = x->date;
		e->code = x->code;
		e->place = x->id;
	}
}

static void add_condition(struct gather *g, const struct person_condition *c)
{
	struct date first = DATE_MAX;
	for (size_t i = 0; i < c->n_group; i++)
		for (size_t k = 0; k < c->groups[i].n_rule; k++) {
			const struct person_rule *r = &c->groups[i].rules[k];
			add_stays(g, r);
			if (!date_is_none(r->first) &&
			    r->first.days < first.days)
				first = r->first;
		}
	struct person_event *e =
		first.days == DATE_MAX.days ? NULL : add(g, PERSON_CONDITION);
	if (!e)
		return;
	e->from = e->to = first;
	e->code = c->code;
}

typedef void event_fn(struct gather *g, const struct stmt *q,
		      struct person_event *e);

static void read_service(struct gather *g, const struct stmt *q,
			 struct person_event *e)
{
	e->code = col_text(q, 0, g->a);
	e->from = e->to = col_date(q, 1);
	e->n = col_int(q, 2);
}

static void read_plan(struct gather *g, const struct stmt *q,
		      struct person_event *e)
{
	e->id = col_int(q, 0);
	e->n = col_int(q, 1);
	e->state = col_text(q, 2, g->a);
	e->from = col_date(q, 4);
	e->to = col_null(q, 6) ? col_date(q, 5) : date_add(col_date(q, 6), -1);
	if (e->to.days < e->from.days) /* replaced before it began */
		e->to = e->from;
}

static void read_move(struct gather *g, const struct stmt *q,
		      struct person_event *e)
{
	e->state = col_text(q, 0, g->a);
	e->from = e->to = col_date(q, 1);
}

static void read_booking(struct gather *g, const struct stmt *q,
			 struct person_event *e)
{
	e->id = col_int(q, 0);
	e->code = col_text(q, 1, g->a);
	e->state = col_text(q, 2, g->a);
	e->from = e->to = col_date(q, 3);
	e->place = col_text(q, 4, g->a);
}

/* Rows of a statement already bound, each an event. */
static enum rc add_rows(struct gather *g, struct stmt *q,
			enum person_event_kind kind, event_fn *read,
			struct err *err)
{
	bool row = true;
	enum rc rc = OK;
	while (!(rc = stmt_step(q, &row, err)) && row) {
		struct person_event *e = add(g, kind);
		if (!e)
			break;
		read(g, q, e);
	}
	stmt_close(q);
	return rc;
}

static enum rc add_of_person(struct gather *g, enum sql id, int64_t person_id,
			     enum person_event_kind kind, event_fn *read,
			     struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(g->app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	return add_rows(g, q, kind, read, err);
}

static enum rc add_services(struct gather *g, int64_t person_id, int64_t run_id,
			    struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(g->app->db, SQL_PERSON_SERVICES, &q, err);
	if (rc)
		return rc;
	bind_int(q, "run_id", run_id);
	bind_int(q, "person_id", person_id);
	return add_rows(g, q, PERSON_SERVICE, read_service, err);
}

static enum rc add_bookings(struct gather *g, int64_t person_id,
			    struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(g->app->db, SQL_PERSON_APPOINTMENTS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_date(q, "first", date_add_months(g->app->today, -36));
	bind_date(q, "last", date_add_months(g->app->today, 24));
	return add_rows(g, q, PERSON_BOOKING, read_booking, err);
}

static enum rc gather_all(struct gather *g, const struct person_conditions *c,
			  const struct person_therapy *t, int64_t person_id,
			  struct err *err)
{
	enum rc rc = OK;
	add_drugs(g, t);
	for (size_t i = 0; i < c->n; i++)
		add_condition(g, &c->list[i]);
	if (c->run_id)
		rc = add_services(g, person_id, c->run_id, err);
	if (!rc)
		rc = add_of_person(g, SQL_PERSON_PLANS, person_id, PERSON_PLAN,
				   read_plan, err);
	if (!rc)
		rc = add_of_person(g, SQL_PERSON_MOVES, person_id, PERSON_MOVE,
				   read_move, err);
	return rc ? rc : add_bookings(g, person_id, err);
}

/* ---- what to do now */

static void todo(struct person_summary *s, enum person_todo_kind kind,
		 int64_t n, struct date by)
{
	s->todo[s->n_todo++] = (struct person_todo){kind, n, by};
}

static bool has(const struct person_header *h, enum person_alert a)
{
	return h->alerts >> a & 1;
}

static void todo_plan(struct person_summary *s)
{
	const struct person_header *h = &s->header;
	bool over = has(h, ALERT_PLAN_EXPIRED);
	if (h->draft_id)
		todo(s, TODO_SIGN, 1, h->plan_version ? h->plan_to : DATE_NONE);
	else if (!h->plan_version)
		todo(s, TODO_DRAFT, 1, DATE_NONE);
	else if (over || has(h, ALERT_PLAN_ENDS))
		todo(s, TODO_RENEW, 1, h->plan_to);
	if (str_is(h->plan_state, "signed"))
		todo(s, TODO_PUBLISH, 1, h->plan_from);
}

static void todo_stations(struct person_summary *s, struct date today)
{
	const struct person_header *h = &s->header;
	bool live = h->enrolment_id && date_is_none(h->ended_on);
	bool gone = has(h, ALERT_DEAD) || has(h, ALERT_LEFT);
	if (gone && live)
		todo(s, TODO_END, 1, today);
	if (gone)
		return;
	if (has(h, ALERT_PACT_MISSING) || has(h, ALERT_PACT_EXPIRED) ||
	    has(h, ALERT_PACT_ENDS))
		todo(s, TODO_PACT, 1,
		     has(h, ALERT_PACT_ENDS) ? h->pact_to : DATE_NONE);
	if (live && (str_is(h->enrol_state, "active") ||
		     str_is(h->enrol_state, "pact_signed")))
		todo_plan(s);
	if (h->level >= 1 && h->level <= 3 &&
	    (!live || !(str_is(h->enrol_state, "active") ||
			str_is(h->enrol_state, "pact_signed"))))
		todo(s, TODO_ENROL, 1, DATE_NONE);
}

static void todo_therapy(struct person_summary *s,
			 const struct person_therapy *t)
{
	int64_t n = 0;
	for (size_t i = 0; i < t->report.n; i++)
		n += t->report.list[i].present &&
		     t->report.list[i].severity <= THERAPY_MAJOR;
	if (n)
		todo(s, TODO_THERAPY, n, DATE_NONE);
}

static const char *const activity_name[N_PERSON_ACTIVITY] = {
	[PERSON_PLANNED] = "planned", [PERSON_PRESCRIBED] = "prescribed",
	[PERSON_BOOKED] = "booked",   [PERSON_DONE] = "done",
	[PERSON_MISSED] = "missed",
};
static const enum person_todo_kind activity_todo[N_PERSON_ACTIVITY] = {
	[PERSON_PLANNED] = TODO_PRESCRIBE, [PERSON_PRESCRIBED] = TODO_BOOK,
	[PERSON_BOOKED] = N_PERSON_TODO,   [PERSON_DONE] = N_PERSON_TODO,
	[PERSON_MISSED] = TODO_MISSED,
};

/* Planned ones count when a prescription of today would serve them. */
static enum rc count_activities(struct app *app, struct person_summary *s,
				struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	int64_t months = 0;
	enum rc rc = rules_int(&app->rules, "prescription.validity_months",
			       s->header.ats, app->today, &months, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_PERSON_ACTIVITIES, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", s->header.id);
	bind_date(q, "soon", date_add_months(app->today, (int)months));
	while (!(rc = stmt_step(q, &row, err)) && row)
		for (int k = 0; k < N_PERSON_ACTIVITY; k++) {
			if (!str_is(col_str(q, 0), activity_name[k]))
				continue;
			s->activity[k] = col_int(q, 1);
			if (activity_todo[k] != N_PERSON_TODO)
				todo(s, activity_todo[k], s->activity[k],
				     col_date(q, 2));
		}
	stmt_close(q);
	return rc;
}

static int by_urgency(const void *a, const void *b)
{
	const struct person_todo *x = a, *y = b;
	return (int)x->kind - (int)y->kind;
}

static const struct person_event *next_booking(const struct gather *g,
					       struct date today)
{
	for (size_t i = 0; i < g->n; i++)
		if (g->list[i].kind == PERSON_BOOKING &&
		    g->list[i].from.days >= today.days &&
		    (str_is(g->list[i].state, "booked") ||
		     str_is(g->list[i].state, "held")))
			return &g->list[i];
	return NULL;
}

static enum rc load(struct app *app, const struct plan_engine *e,
		    int64_t person_id, struct arena *a,
		    struct person_summary *s, struct err *err)
{
	struct person_conditions c;
	struct person_therapy t;
	struct gather g = {app, a,
			   arena_array(a, struct person_event, MOST_EVENTS), 0};
	if (!g.list)
		return arena_fail(a, err);
	enum rc rc = person_header_load(app, person_id, a, &s->header, err);
	if (!rc)
		rc = person_conditions_load(app, person_id, 0, a, &c, err);
	if (!rc)
		rc = person_therapy_load(app, e, &s->header, &c, a, &t, err);
	if (!rc)
		rc = gather_all(&g, &c, &t, person_id, err);
	if (rc)
		return rc;
	s->as_of = c.as_of;
	s->events = g.list;
	s->n_event = g.n;
	s->next = next_booking(&g, app->today);
	todo_stations(s, app->today);
	if (has(&s->header, ALERT_DEAD))
		return OK;
	todo_therapy(s, &t);
	if (has(&s->header, ALERT_NO_CONTACT))
		todo(s, TODO_CONTACT, 1, DATE_NONE);
	rc = count_activities(app, s, err);
	qsort(s->todo, s->n_todo, sizeof(*s->todo), by_urgency);
	return rc;
}

enum rc app_person_summary(struct app *app, const struct plan_engine *e,
			   int64_t person_id, struct arena *a,
			   struct person_summary *out, struct err *err)
{
	struct person_summary s = {0};
	enum rc rc = app_require(app, MAY_READ_PERSON, person_id, err);
	if (!rc)
		rc = load(app, e, person_id, a, &s, err);
	if (!rc)
		rc = person_look(app, person_id, "summary", err);
	if (!rc)
		*out = s;
	return rc;
}
