/* Places to propose to one person for one service. */
#include "app/booking_supply_int.h"
#include "text/text.h"

#define NEAREST_SITES 12 /* more are asked only when these have nothing */
#define LATE_DAYS     30

struct want { /* what is looked for, resolved */
	struct str service, municipality;
	struct date from, due, to;
	int64_t provider_id; /* preferred, or 0 */
	int64_t only;        /* index of the one site wanted, or -1 */
	int weekdays;
	uint8_t priority;
};

static enum rc resolve_activity(struct app *app, const struct book_request *r,
				struct arena *a, struct want *w,
				struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_ACTIVITY_GET, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", r->activity_id);
	rc = stmt_one(q, err);
	if (rc == E_NOT_FOUND || (!rc && col_int(q, 0) != r->person_id))
		rc = err_set(err, E_NOT_FOUND,
			     "person %" PRId64 " has no activity %" PRId64,
			     r->person_id, r->activity_id);
	if (!rc) {
		struct str code = col_text(q, 1, a), class = col_str(q, 5);
		w->service = booking_service(app->kn, code);
		w->from = col_date(q, 2);
		w->due = col_date(q, 3);
		w->to = col_date(q, 4);
		w->priority = booking_priority(class.len ? class.ptr[0] : 'P');
	}
	stmt_close(q);
	return rc;
}

static enum rc resolve_person(struct app *app, int64_t person_id,
			      struct arena *a, struct want *w, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_PERSON_PLACE_BY_ID, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", person_id);
	rc = stmt_one(q, err);
	if (rc == E_NOT_FOUND)
		err_set(err, rc, "there is no person %" PRId64, person_id);
	if (!rc) {
		w->municipality = col_text(q, 2, a);
		w->provider_id = col_int(q, 3);
		w->weekdays = (int)col_int(q, 4);
	}
	stmt_close(q);
	return rc;
}

static enum rc resolve(struct app *app, const struct book_request *r,
		       struct arena *a, struct want *w, struct err *err)
{
	*w = (struct want){.priority = 2,
			   .only = -1,
			   .service = booking_service(app->kn, r->service),
			   .from = r->from,
			   .due = r->from,
			   .to = r->to};
	enum rc rc = resolve_person(app, r->person_id, a, w, err);
	if (!rc && r->activity_id)
		rc = resolve_activity(app, r, a, w, err);
	if (rc)
		return rc;
	if (!date_is_none(r->from))
		w->from = r->from;
	if (!date_is_none(r->to))
		w->to = r->to;
	if (r->weekdays)
		w->weekdays = r->weekdays;
	struct date tomorrow = date_add(app->today, 1);
	if (date_is_none(w->from) || w->from.days < tomorrow.days)
		w->from = tomorrow;
	if (date_is_none(w->to))
		w->to = date_add(w->from, 60);
	if (w->to.days < w->from.days)
		w->to = w->from; /* overdue: as soon as possible */
	if (w->to.days - w->from.days > 400)
		w->to = date_add(w->from, 400);
	if (date_is_none(w->due) || w->due.days < w->from.days)
		w->due = w->from;
	if (w->due.days > w->to.days)
		w->due = w->to;
	return OK;
}

static int64_t supply_site_of(const struct supply *s, struct str code)
{
	for (size_t i = 0; i < s->n_site; i++)
		if (str_eq(s->sites[i].code, code))
			return (int64_t)i;
	return -1;
}

struct near_site {
	uint32_t site;
	int32_t hm;
};

static int nearer(const void *pa, const void *pb)
{
	const struct near_site *a = pa, *b = pb;
	if (a->hm != b->hm)
		return a->hm < b->hm ? -1 : 1;
	return a->site < b->site ? -1 : a->site > b->site;
}

static int by_site(const void *pa, const void *pb)
{
	const struct near_site *a = pa, *b = pb;
	return a->site < b->site ? -1 : a->site > b->site;
}

/* Slots of the nearest sites that have the service, and of the preferred. */
static enum rc load_near(struct app *app, struct supply *s,
			 const struct want *w, struct booking_point home,
			 size_t most, struct err *err)
{
	struct near_site *all = calloc(s->n_site + 1, sizeof(*all));
	if (!all)
		return err_set(err, E_NOMEM, "no memory");
	for (uint32_t i = 0; i < s->n_site; i++) {
		int32_t hm = booking_distance(&booking_cost_default, home,
					      s->points[i]);
		all[i] = (struct near_site){
			i, s->sites[i].id == w->provider_id ? -1 : hm};
	}
	qsort(all, s->n_site, sizeof(*all), nearer);
	size_t n = s->n_site < most ? s->n_site : most;
	if (w->only >= 0) {
		all[0].site = (uint32_t)w->only;
		n = 1;
	}
	qsort(all, n, sizeof(*all), by_site);
	enum rc rc = OK;
	for (size_t i = 0; i < n && !rc; i++)
		rc = supply_site_slots(app, s, all[i].site, w->service, err);
	free(all);
	return rc;
}

struct busy {
	struct booking_busy *v;
	size_t n, cap;
};

static enum rc load_busy(struct app *app, const struct supply *s,
			 int64_t person_id, struct busy *out, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_APPOINTMENT_BUSY_PERSON, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_date(q, "first", s->from);
	bind_date(q, "last", date_add(s->from, (int)s->n_day - 1));
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&out->v, &out->cap, out->n + 1, sizeof(*out->v),
				100000, err);
		if (rc)
			break;
		int64_t site = supply_site_index(s, col_int(q, 1));
		out->v[out->n++] = (struct booking_busy){
			.person = 0,
			.site = site < 0 ? BOOKING_NONE : (uint32_t)site,
			.day = (uint16_t)(col_date(q, 2).days - s->from.days),
			.start_min = (uint16_t)col_int(q, 3),
			.end_min = (uint16_t)col_int(q, 4)};
	}
	stmt_close(q);
	return rc;
}

/* Places that will be taken with this one. */
static enum rc add_also(const struct supply *s, const struct book_request *r,
			struct busy *out, struct err *err)
{
	enum rc rc = array_grow(&out->v, &out->cap, out->n + r->n_also + 1,
				sizeof(*out->v), 100000, err);
	for (size_t i = 0; i < r->n_also && !rc; i++) {
		const struct book_proposal *p = &r->also[i];
		int64_t site = supply_site_of(s, p->facility);
		int day = p->day.days - s->from.days;
		if (day >= 0 && day < (int)s->n_day)
			out->v[out->n++] = (struct booking_busy){
				.site = site < 0 ? BOOKING_NONE
						 : (uint32_t)site,
				.day = (uint16_t)day,
				.start_min = (uint16_t)p->start_min,
				.end_min = (uint16_t)p->end_min};
	}
	return rc;
}

static int farther(const struct booking *b, const struct supply *s,
		   const struct booking_proposal *p)
{
	struct booking_reason r;
	booking_explain(b, 0, &r);
	if (s->slots[p->slot].site == r.nearest_site)
		return 0;
	return p->distance_hm - r.nearest_hm;
}

static struct str why_here(const struct booking *b, const struct supply *s,
			   const struct booking_proposal *p, struct arena *a)
{
	struct booking_reason r;
	booking_explain(b, 0, &r);
	uint32_t site = s->slots[p->slot].site;
	if (site == r.nearest_site)
		return arena_printf(a, "the nearest provider%s",
				    p->shared_trip ? ", on the day of another "
						     "appointment there"
						   : "");
	return arena_printf(a, "%d.%d km farther than the nearest%s",
			    (p->distance_hm - r.nearest_hm) / 10,
			    (p->distance_hm - r.nearest_hm) % 10,
			    p->shared_trip ? ", on the day of another "
					     "appointment there"
					   : "");
}

static void fill(const struct booking *b, const struct supply *s,
		 struct arena *a, struct book_found *out)
{
	struct booking_proposal p[BOOK_PROPOSALS];
	struct booking_reason r;
	out->n = booking_propose(b, 0, p, BOOK_PROPOSALS);
	for (size_t i = 0; i < out->n; i++) {
		const struct booking_slot *t = &s->slots[p[i].slot];
		const struct supply_site *site = &s->sites[t->site];
		out->list[i] = (struct book_proposal){
			.slot_id = s->slot_ids[p[i].slot],
			.facility = arena_str(a, site->code),
			.name = arena_str(a, site->name),
			.service = arena_str(a, s->services[t->service]),
			.day = date_add(s->from, t->day),
			.start_min = t->start_min,
			.end_min = t->start_min + t->duration_min,
			.distance_hm = p[i].distance_hm,
			.farther_hm = farther(b, s, &p[i]),
			.days_off = p[i].days_off,
			.late = p[i].late,
			.shared_trip = p[i].shared_trip,
			.why = why_here(b, s, &p[i], a)};
	}
	if (out->n)
		return;
	booking_explain(b, 0, &r);
	out->why_none = arena_str(a, str_from(booking_why_name[r.why]));
	if (r.next_slot != BOOKING_NONE)
		out->next_day = date_add(s->from, s->slots[r.next_slot].day);
}

static enum rc propose(struct app *app, const struct book_request *r,
		       const struct want *w, struct supply *s, struct arena *a,
		       struct book_found *out, struct err *err)
{
	struct busy busy = {0};
	struct booking *b = NULL;
	bool known;
	int64_t own =
		w->provider_id ? supply_site_index(s, w->provider_id) : -1;
	struct booking_person who = {
		.home = booking_home(app->kn, w->municipality, &known),
		.preferred = own < 0 ? BOOKING_NONE : (uint32_t)own,
		.weekdays = (uint8_t)w->weekdays,
		.last_day = UINT16_MAX};
	int64_t service = supply_service_index(s, w->service);
	struct booking_request want = {
		.service = (uint16_t)(service < 0 ? 0 : service),
		.priority = w->priority,
		.target = (uint16_t)(w->due.days - s->from.days),
		.latest = (uint16_t)(w->to.days - s->from.days),
		.late_days = LATE_DAYS};
	enum rc rc = load_busy(app, s, r->person_id, &busy, err);
	if (!rc && r->n_also)
		rc = add_also(s, r, &busy, err);
	struct booking_problem p = supply_problem(s);
	p.persons = &who;
	p.n_person = 1;
	p.busy = busy.v;
	p.n_busy = busy.n;
	p.requests = &want;
	p.n_request = 1;
	if (!rc)
		rc = booking_new(&p, &b, err);
	if (!rc)
		fill(b, s, a, out);
	booking_free(b);
	free(busy.v);
	return rc;
}

static enum rc search(struct app *app, const struct book_request *r,
		      const struct want *w, size_t most, struct arena *a,
		      struct book_found *out, struct err *err)
{
	struct supply s = {0};
	bool known;
	struct booking_point home =
		booking_home(app->kn, w->municipality, &known);
	uint32_t n_day = (uint32_t)(w->to.days - w->from.days) + 1 + LATE_DAYS +
			 60; /* two months more, to tell the first free day */
	*out = (struct book_found){.next_day = DATE_NONE};
	struct want here = *w;
	enum rc rc = supply_open(app, &s, w->from, n_day, err);
	if (!rc && r->facility.len) {
		here.only = supply_site_of(&s, r->facility);
		if (here.only < 0)
			rc = err_msg(err, E_NOT_FOUND, MSG_CEN_NO_PROVIDER,
				     "there is no provider \"" STR_FMT "\"",
				     STR_ARG(r->facility));
	}
	if (!rc && !known)
		rc = err_msg(err, E_STATE, MSG_CEN_NO_HOME,
			     "person %" PRId64 " has no known municipality "
			     "(\"" STR_FMT "\"): there is no telling what is "
			     "near",
			     r->person_id, STR_ARG(w->municipality));
	if (!rc && supply_service_index(&s, w->service) < 0)
		rc = err_msg(err, E_NOT_FOUND, MSG_CEN_NO_AGENDA,
			     "no agenda offers the service " STR_FMT,
			     STR_ARG(w->service));
	if (!rc)
		rc = load_near(app, &s, &here, home, most, err);
	if (!rc)
		rc = propose(app, r, &here, &s, a, out, err);
	supply_release(&s);
	return rc;
}

enum rc app_book_find(struct app *app, const struct book_request *r,
		      struct arena *a, struct book_found *out, struct err *err)
{
	struct want w;
	int64_t expired;
	enum rc rc = app_require(app, MAY_BOOK, r->person_id, err);
	if (!rc)
		rc = booking_refuse_dead(app, r->person_id, err);
	if (!rc)
		rc = app_book_expire(app, &expired, err);
	if (!rc)
		rc = resolve(app, r, a, &w, err);
	if (!rc)
		rc = search(app, r, &w, NEAREST_SITES, a, out, err);
	if (!rc && !out->n && !r->facility.len)
		rc = search(app, r, &w, SIZE_MAX, a, out, err);
	return rc;
}
