/* A televisit is booked: for what, with whom, when. */
#include "app/booking.h"
#include "web/page/person.h"
#include "web/page/visit.h"

#include "web/page/visit_new.html.h"

static int64_t asked_activity(const struct page *p)
{
	int64_t id = 0;
	const struct params *from = p->form.n ? &p->form : &p->query;
	return param_int(from, "attivita", &id) ? max_i64(0, id) : 0;
}

/* ---- what there is to choose */

static enum rc fill_choices(struct page *p, struct page_visit_new *v,
			    struct err *err)
{
	struct visit_choice *list = NULL;
	size_t n = 0;
	int64_t now = asked_activity(p);
	enum rc rc = app_visit_choices(p->app, p->id[0], p->a, &list, &n, err);
	if (rc)
		return rc;
	v->choices = arena_calloc(p->a, n + 1, sizeof(*v->choices));
	for (size_t i = 0; v->choices && i < n; i++) {
		const struct str pairs[] = {
			STR("name"), person_service_name(p, list[i].service),
			STR("date"), page_date(p, list[i].due)};
		if (list[i].booked)
			continue;
		v->choices[v->n_choices++] = (struct page_visit_new_choices){
			page_url(p, "%" PRId64, list[i].activity_id),
			page_fill(p, MSG_VIS_FOR_DUE, pairs, 2),
			list[i].activity_id == now};
	}
	v->activity = now ? page_url(p, "%" PRId64, now) : STR("");
	return OK;
}

static enum rc fill_hosts(struct page *p, struct page_visit_new *v,
			  struct err *err)
{
	struct visit_host *list = NULL;
	size_t n = 0;
	int64_t now = p->app->who.user_id;
	if (!param_int(&p->form, "chi", &now))
		now = p->app->who.user_id;
	enum rc rc = app_visit_hosts(p->app, p->id[0], p->a, &list, &n, err);
	if (rc)
		return rc;
	v->hosts = arena_calloc(p->a, n + 1, sizeof(*v->hosts));
	for (size_t i = 0; v->hosts && i < n; i++)
		v->hosts[v->n_hosts++] = (struct page_visit_new_hosts){
			page_url(p, "%" PRId64, list[i].user_id),
			list[i].specialist ? visit_fill(p, MSG_VIS_SPECIALIST,
							"name", list[i].name)
					   : list[i].name,
			list[i].user_id == now};
	return OK;
}

static void fill_place(struct page *p, const struct book_proposal *b, size_t i,
		       int64_t now, struct page_visit_new *v)
{
	const struct str pairs[] = {STR("day"),   page_date(p, b->day),
				    STR("time"),  page_minute(p, b->start_min),
				    STR("place"), b->name};
	v->places[v->n_places++] = (struct page_visit_new_places){
		page_url(p, "posto-%zu", i + 1),
		page_url(p, "%" PRId64, b->slot_id),
		page_fill(p, MSG_VIS_PLACE, pairs, 3), b->slot_id == now};
}

/* Free places of agendas, for the planned visit that was chosen. */
static enum rc fill_places(struct page *p, struct page_visit_new *v,
			   struct err *err)
{
	struct book_found found = {0};
	int64_t now = 0;
	struct book_request ask = {.person_id = p->id[0],
				   .activity_id = asked_activity(p),
				   .from = DATE_NONE,
				   .to = DATE_NONE};
	if (!param_int(&p->form, "posto", &now))
		now = 0;
	v->at_hour = !now;
	if (!ask.activity_id)
		return OK;
	enum rc rc = app_book_find(p->app, &ask, p->a, &found, err);
	if (rc)
		return rc;
	v->places = arena_calloc(p->a, found.n + 1, sizeof(*v->places));
	for (size_t i = 0; v->places && i < found.n; i++)
		fill_place(p, &found.list[i], i, now, v);
	v->any_places = v->n_places;
	return OK;
}

static void fill_typed(struct page *p, struct page_visit_new *v)
{
	const struct params *f = &p->form;
	v->day = param(f, "giorno");
	v->hour = param(f, "ora");
	v->minutes = param(f, "minuti");
	if (!v->minutes.len)
		v->minutes = STR("20");
	v->reason = param(f, "motivo");
	v->companion = param(f, "accanto");
	v->seen = param(f, "vista");
	v->suitable = param(f, "adatta").len > 0;
	v->consent = param(f, "consenso").len > 0;
}

static enum rc form(struct page *p, struct str refused, struct err *err)
{
	struct str path = page_url(p, "/assistito/%" PRId64 "/televisite/nuova",
				   p->id[0]);
	struct page_visit_new v = {
		.here = path,
		.action = path,
		.csrf = page_csrf(p),
		.refused = refused,
		.draft_key = page_url(p, "visit.new.%" PRId64, p->id[0])};
	enum rc rc = fill_choices(p, &v, err);
	if (!rc)
		rc = fill_hosts(p, &v, err);
	if (!rc)
		rc = fill_places(p, &v, err);
	if (rc)
		return rc;
	fill_typed(p, &v);
	person_begin(p, TAB_VISITS, MSG_VIS_NEW);
	page_visit_new(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_visit_new(struct page *p, struct err *err)
{
	return form(p, STR(""), err);
}

/* ---- it comes */

enum rc on_visit_book(struct page *p, struct err *err)
{
	const struct params *f = &p->form;
	int64_t id = 0;
	struct visit_booking b = {.person_id = p->id[0],
				  .activity_id = asked_activity(p),
				  .when = visit_time_asked(p),
				  .reason = param(f, "motivo"),
				  .companion = param(f, "accanto"),
				  .suitable = param(f, "adatta").len > 0,
				  .consent = param(f, "consenso").len > 0};
	if (!param_int(f, "chi", &b.host_user_id))
		b.host_user_id = 0;
	if (!param_int(f, "posto", &b.when.slot_id))
		b.when.slot_id = 0;
	if (!param_date(f, "vista", &b.seen_on))
		b.seen_on = DATE_NONE;
	enum rc rc = app_visit_book(p->app, &b, &id, err);
	if (rc && err->msg && rc != E_DENIED && rc != E_NOT_FOUND) {
		p->x->reply.status = 400;
		return form(p, page_refusal(p, err), err);
	}
	return rc ? rc
		  : page_done(p, visit_url(p, id, ""), MSG_VIS_DONE_BOOK, NULL,
			      err);
}
