/* What the pages of a citizen share. */
#include "web/page/citizen.h"

#include "app/booking.h"
#include "web/page/citizen_card.html.h"
#include "web/page/citizen_whose.html.h"
#include "web/web_int.h"

#define CARD_BYTES 65536

struct str citizen_fill(struct page *p, enum msg id, const char *name,
			struct str value)
{
	const struct str pair[] = {str_from(name), value};
	return page_fill(p, id, pair, 1);
}

/* ---- for whom ---- */

static struct str name_of(struct page *p, const struct citizen_person *c)
{
	return page_url(p, STR_FMT " " STR_FMT, STR_ARG(c->first_name),
			STR_ARG(c->last_name));
}

static const char *const tab_path[N_CITIZEN_TAB] = {
	"/io",         "/io/piano", "/io/appuntamenti", "/io/misure",
	"/io/accessi", "/io/dati",  "/io/televisite"};

static void fill_tabs(struct page *p, enum citizen_tab now,
		      const struct citizen_whose *w,
		      struct page_citizen_whose *v)
{
	static const enum msg text[N_CITIZEN_TAB] = {
		MSG_CIT_TAB_HOME, MSG_CIT_TAB_PLAN,  MSG_CIT_TAB_YEAR,
		MSG_MIS_MINE_NAV, MSG_CIT_TAB_LOOKS, MSG_CIT_TAB_DATA,
		MSG_VIS_TAB};
	v->tabs = arena_calloc(p->a, N_CITIZEN_TAB, sizeof(*v->tabs));
	for (size_t i = 0; v->tabs && i < N_CITIZEN_TAB; i++) {
		v->tabs[i].link = page_url(p, "%s" STR_FMT, tab_path[i],
					   STR_ARG(w->tail));
		v->tabs[i].text = page_text(p, text[i]);
		v->tabs[i].now = i == (size_t)now;
		v->n_tabs = i + 1;
	}
}

static void fill_people(struct page *p, enum citizen_tab tab,
			const struct citizen_whose *w,
			const struct citizen_person *list, size_t n,
			struct page_citizen_whose *v)
{
	v->people = arena_calloc(p->a, n, sizeof(*v->people));
	for (size_t i = 0; v->people && i < n; i++) {
		v->people[i].now = list[i].id == w->person_id;
		v->people[i].name =
			i ? name_of(p, &list[i]) : page_text(p, MSG_CIT_MY_OWN);
		v->people[i].link = i ? page_url(p, "%s?per=%" PRId64,
						 tab_path[tab], list[i].id)
				      : str_from(tab_path[tab]);
		if (v->people[i].now && w->other) {
			v->acting = citizen_fill(p, MSG_CIT_ACTING, "name",
						 v->people[i].name);
			v->title = citizen_fill(p, MSG_CIT_PAGES_OF, "name",
						v->people[i].name);
		}
		v->n_people = i + 1;
	}
}

enum rc citizen_whose(struct page *p, enum citizen_tab tab,
		      struct citizen_whose *out, struct err *err)
{
	struct citizen_whose w = {.person_id = p->app->who.person_id,
				  .per = STR(""),
				  .tail = STR("")};
	struct citizen_person *list = NULL;
	size_t n = 0;
	int64_t per;
	struct page_citizen_whose v = {0};
	struct buf b;
	const struct params *from =
		p->x->request.method == HTTP_POST ? &p->form : &p->query;
	if (param_int(from, "per", &per) && per > 0)
		w.person_id = per;
	w.other = w.person_id != p->app->who.person_id;
	if (w.other) {
		w.per = page_url(p, "%" PRId64, w.person_id);
		w.tail = page_url(p, "?per=" STR_FMT, STR_ARG(w.per));
	}
	enum rc rc = app_citizen_for(p->app, p->a, &list, &n, err);
	if (rc)
		return rc;
	v.many = n > 1;
	v.other = w.other;
	fill_people(p, tab, &w, list, n, &v);
	if (w.other)
		fill_tabs(p, tab, &w, &v);
	buf_init(&b, CARD_BYTES);
	page_citizen_whose(&b, p->lang, &v);
	w.bar = (struct html){page_kept(p, &b)};
	*out = w;
	return OK;
}

/* ---- words ---- */

struct str citizen_service(struct page *p, struct str code)
{
	int i = kn_service_index(p->app->kn, code);
	if (str_is(code, BOOK_LAB))
		return page_text(p, MSG_CIT_DRAW);
	return i < 0 ? code : page_term(p, p->app->kn->services[i].name_it);
}

struct str citizen_preparation(struct page *p, int service)
{
	struct str how = service < 0
				 ? STR("")
				 : p->app->kn->services[service].preparation;
	return str_is(how, "nessuna") ? STR("") : page_term(p, how);
}

struct str citizen_long_day(struct page *p, struct date d)
{
	struct str day = text_weekday(p->lang, d), rest = page_date(p, d);
	return page_url(p, STR_FMT " " STR_FMT, STR_ARG(day), STR_ARG(rest));
}

struct str citizen_month(struct page *p, struct date d)
{
	struct ymd c = date_ymd(d);
	struct str month = text_month(p->lang, c.month);
	return page_url(p, STR_FMT " %d", STR_ARG(month), c.year);
}

static bool holds(struct str s, struct str part)
{
	for (size_t i = 0; part.len && i + part.len <= s.len; i++)
		if (!memcmp(s.ptr + i, part.ptr, part.len))
			return true;
	return false;
}

struct str citizen_place(struct page *p, const struct citizen_appointment *t)
{
	int i = kn_municipality_index(p->app->kn, t->municipality);
	struct str town =
		i < 0 ? t->municipality : p->app->kn->municipalities[i].name;
	if (!town.len || holds(t->place, town))
		return t->place;
	return page_url(p, STR_FMT ", " STR_FMT, STR_ARG(t->place),
			STR_ARG(town));
}

bool citizen_is_coming(const struct page *p,
		       const struct citizen_appointment *t)
{
	return str_is(t->state, "booked") &&
	       (t->day.days > p->app->today.days ||
		(t->day.days == p->app->today.days &&
		 t->end_min > minute_in_rome(p->app->now_us)));
}

enum rc citizen_coming(struct page *p, const struct citizen_whose *w,
		       struct citizen_appointment *out, struct err *err)
{
	enum rc rc = app_citizen_appointment(p->app, w->person_id, p->id[0],
					     p->a, out, err);
	if (!rc && !citizen_is_coming(p, out))
		rc = err_msg(err, E_STATE, MSG_CIT_NOT_COMING,
			     "appointment %" PRId64 " is not to come",
			     p->id[0]);
	return rc;
}

/* ---- a card ---- */

static void fill_tests(struct page *p, const struct citizen_appointment *t,
		       struct page_citizen_card *v)
{
	size_t n = 1;
	for (size_t i = 0; i < t->services.len; i++)
		n += t->services.ptr[i] == '|';
	v->tests = arena_calloc(p->a, n, sizeof(*v->tests));
	v->prepare = arena_calloc(p->a, n, sizeof(*v->prepare));
	bool draw = str_is(t->service, BOOK_LAB);
	for (struct str rest = t->services, code;
	     v->tests && v->prepare && rest.len;) {
		code = str_cut(&rest, '|');
		int i = kn_service_index(p->app->kn, code);
		if (draw)
			v->tests[v->n_tests++].name = citizen_service(p, code);
		struct str how = citizen_preparation(p, i);
		bool known = !how.len;
		for (size_t k = 0; k < v->n_prepare; k++)
			known |= str_eq(v->prepare[k].text, how);
		if (!known)
			v->prepare[v->n_prepare++].text = how;
	}
	v->any_tests = v->n_tests;
	v->any_prepare = v->n_prepare;
}

static void fill_state(struct page *p, const struct citizen_appointment *t,
		       struct page_citizen_card *v)
{
	static const struct {
		const char *state, *tag;
		enum msg text;
	} row[] = {
		{"done", "tag-good", MSG_CIT_STATE_DONE},
		{"no_show", "tag-bad", MSG_CIT_STATE_NO_SHOW},
		{"cancelled", "tag-plain", MSG_CIT_STATE_CANCELLED},
		{"held", "tag-warn", MSG_CIT_STATE_HELD},
		{"booked", "tag-plain", MSG_CIT_STATE_WAITS},
	};
	for (size_t i = 0; i < countof(row); i++)
		if (str_is(t->state, row[i].state)) {
			v->tag = str_from(row[i].tag);
			v->state = page_text(p, row[i].text);
		}
	if (t->moved_to)
		v->state = page_text(p, MSG_CIT_STATE_MOVED);
}

/* A televisit: not where, but with whom. */
static struct str remote_place(struct page *p,
			       const struct citizen_appointment *t)
{
	return page_url(p, STR_FMT ". " STR_FMT,
			STR_ARG(page_text(p, MSG_VIS_MINE_FROM_HOME)),
			STR_ARG(t->place));
}

struct html citizen_card(struct page *p, const struct citizen_whose *w,
			 const struct citizen_appointment *t, bool big)
{
	struct page_citizen_card v = {
		.id = page_url(p, "a%" PRId64, t->id),
		.when = citizen_long_day(p, t->day),
		.at = citizen_fill(p, MSG_CIT_AT, "time",
				   page_minute(p, t->start_min)),
		.what = citizen_service(p, t->service),
		.where = t->remote ? remote_place(p, t) : citizen_place(p, t),
		.live = citizen_is_coming(p, t),
		.big = big,
		.csrf = page_csrf(p),
		.per = w->per};
	struct buf b;
	if (v.live) {
		if (t->remote)
			v.remote = page_url(p, "/io/televisite" STR_FMT,
					    STR_ARG(w->tail));
		v.confirmed = t->confirmed_us != 0;
		if (!t->remote)
			v.move = page_url(p,
					  "/io/appuntamenti/%" PRId64
					  "/sposta" STR_FMT,
					  t->id, STR_ARG(w->tail));
		v.cancel = page_url(
			p, "/io/appuntamenti/%" PRId64 "/annulla" STR_FMT,
			t->id, STR_ARG(w->tail));
		v.calendar = page_url(
			p, "/io/appuntamenti/%" PRId64 "/agenda" STR_FMT, t->id,
			STR_ARG(w->tail));
		if (!v.confirmed)
			v.confirm = page_url(
				p, "/io/appuntamenti/%" PRId64 "/conferma",
				t->id);
		fill_tests(p, t, &v);
	} else {
		fill_state(p, t, &v);
	}
	buf_init(&b, CARD_BYTES);
	page_citizen_card(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}
