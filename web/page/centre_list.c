/* The work list of the service centre. */
#include "web/page/centre.h"
#include "web/page/centre_list.html.h"

#define SERVICES_MOST 400

static const struct {
	const char *word;
	enum msg name, none, hint;
} tabs[N_CENTRE_TAB] = {
	[CENTRE_TO_BOOK] = {"prenotare", MSG_CEN_TAB_BOOK, MSG_CEN_NONE_BOOK,
			    MSG_CEN_HINT_BOOK},
	[CENTRE_TO_CONFIRM] = {"confermare", MSG_CEN_TAB_CONFIRM,
			       MSG_CEN_NONE_CONFIRM, MSG_CEN_HINT_CONFIRM},
	[CENTRE_TO_RECALL] = {"richiami", MSG_CEN_TAB_RECALL,
			      MSG_CEN_NONE_RECALL, MSG_CEN_HINT_RECALL},
	[CENTRE_FREED] = {"liberati", MSG_CEN_TAB_FREED, MSG_CEN_NONE_FREED,
			  MSG_CEN_HINT_FREED},
	[CENTRE_HELD] = {"trattenuti", MSG_CEN_TAB_HELD, MSG_CEN_NONE_HELD,
			 MSG_CEN_HINT_HELD},
};

static const struct column people[] = {
	{"nome", MSG_CEN_PERSON, false},
	{"prestazione", MSG_CEN_SERVICE, false},
	{"urgenza", MSG_CEN_WHEN, false},
	{NULL, MSG_CEN_WHERE, false},
	{NULL, MSG_CEN_LAST_CALL, false},
};
static const struct column to_book[] = {
	{"nome", MSG_CEN_PERSON, false},
	{"prestazione", MSG_CEN_TO_BOOK, false},
	{"urgenza", MSG_CEN_BY, false},
	{NULL, MSG_CEN_WHY_OPEN, false},
	{NULL, MSG_CEN_LAST_CALL, false},
};
static const struct column places[] = {
	{NULL, MSG_CEN_FREE, false},
	{"prestazione", MSG_CEN_SERVICE, false},
	{"urgenza", MSG_CEN_WHEN, false},
	{NULL, MSG_CEN_WHERE, false},
	{NULL, MSG_CEN_WHO_WAITS, false},
};

static const struct column *columns_of(enum centre_tab tab)
{
	return tab == CENTRE_TO_BOOK ? to_book
	       : tab == CENTRE_FREED ? places
				     : people;
}

/* ---- what is asked */

static enum centre_tab asked_tab(struct page *p)
{
	struct str word = param(&p->query, "tab");
	for (int t = 0; t < N_CENTRE_TAB; t++)
		if (str_is(word, tabs[t].word))
			return (enum centre_tab)t;
	return CENTRE_TO_BOOK;
}

static enum centre_sort asked_sort(const struct table *t)
{
	if (str_is(t->sort, "nome"))
		return CENTRE_BY_NAME;
	if (str_is(t->sort, "prestazione"))
		return CENTRE_BY_SERVICE;
	return CENTRE_BY_URGENCY;
}

static void ask(struct page *p, struct table *t, struct centre_query *c)
{
	struct str class = param(&p->query, "classe");
	struct str town = str_trim(param(&p->query, "comune"));
	int64_t days = 0;
	c->tab = asked_tab(p);
	table_asked(p, columns_of(c->tab), countof(people), "urgenza", t);
	c->q = t->q;
	c->service = param(&p->query, "prestazione");
	c->days = c->tab == CENTRE_TO_CONFIRM ? CENTRE_CONFIRM_DAYS : 0;
	if (param_int(&p->query, "giorni", &days) && days >= 0 && days <= 400)
		c->days = (int)days;
	if (class.len == 1 && strchr("UBDP", class.ptr[0]))
		c->priority_class = class.ptr[0];
	if (town.len) {
		c->municipality = centre_town_code(p, town);
		if (!c->municipality.len) {
			c->municipality = STR("-");
			form_problem(p, "comune", MSG_CEN_TOWN,
				     MSG_CEN_NO_TOWN);
		}
	}
	c->sort = asked_sort(t);
	c->descending = t->descending;
	c->offset = t->offset;
	c->limit = t->limit;
}

/* ---- above the table */

static struct str at_most(struct page *p, int64_t n, int64_t most)
{
	const struct str pairs[] = {STR("n"), page_int(p, most)};
	return n > most ? page_fill(p, MSG_CEN_OVER, pairs, 1) : page_int(p, n);
}

static void fill_tabs(struct page *p, enum centre_tab now, const int64_t *n,
		      struct page_centre_list *v)
{
	v->tabs = arena_calloc(p->a, N_CENTRE_TAB, sizeof(*v->tabs));
	for (int t = 0; v->tabs && t < N_CENTRE_TAB; t++) {
		v->tabs[t].link = page_url(p, "/centro?tab=%s", tabs[t].word);
		v->tabs[t].text = page_text(p, tabs[t].name);
		v->tabs[t].count = at_most(p, n[t], CENTRE_BADGE_MOST);
		v->tabs[t].now = t == (int)now;
		v->n_tabs = (size_t)t + 1;
	}
}

static enum rc fill_services(struct page *p, const struct centre_query *c,
			     struct page_centre_list *v, struct err *err)
{
	struct str *code = NULL;
	size_t n = 0;
	enum rc rc = app_book_services(p->app, p->a, &code, &n, err);
	if (rc)
		return rc;
	v->services = arena_calloc(p->a, n + 1, sizeof(*v->services));
	for (size_t i = 0; v->services && i < n && i < SERVICES_MOST; i++) {
		if (str_is(code[i], BOOK_LAB) && c->tab == CENTRE_TO_BOOK)
			continue;
		v->services[v->n_services].code = code[i];
		v->services[v->n_services].name = centre_service(p, code[i]);
		v->services[v->n_services++].now = str_eq(code[i], c->service);
	}
	return OK;
}

static void fill_filters(struct page *p, const struct centre_query *c,
			 struct page_centre_list *v)
{
	static const char classes[] = "UBDP";
	static const int spans[] = {0, 7, 14, 30, 60, 90};
	v->with_class = c->tab == CENTRE_TO_BOOK;
	v->with_town = c->tab != CENTRE_FREED;
	v->with_days = c->tab != CENTRE_HELD;
	v->town = param(&p->query, "comune");
	v->classes = arena_calloc(p->a, 4, sizeof(*v->classes));
	for (size_t i = 0; v->classes && i < 4; i++) {
		v->classes[i].code = page_url(p, "%c", classes[i]);
		v->classes[i].name = centre_class(p, classes[i]);
		v->classes[i].now = c->priority_class == classes[i];
		v->n_classes = i + 1;
	}
	v->spans = arena_calloc(p->a, countof(spans), sizeof(*v->spans));
	for (size_t i = 0; v->spans && i < countof(spans); i++) {
		const struct str pairs[] = {STR("n"), page_int(p, spans[i])};
		v->spans[i].value = page_url(p, "%d", spans[i]);
		v->spans[i].name =
			spans[i] ? page_fill(p, MSG_CEN_N_DAYS, pairs, 1)
				 : page_text(p, MSG_CEN_ANY_TIME);
		v->spans[i].now = c->days == spans[i];
		v->n_spans = i + 1;
	}
	v->filtered = c->q.len || c->service.len || c->priority_class ||
		      v->town.len || param(&p->query, "giorni").len;
	v->clear = page_url(p, "/centro?tab=%s", tabs[c->tab].word);
}

/* ---- rows */

static struct str about(struct page *p, const struct centre_row *r)
{
	const struct str pairs[] = {
		STR("age"), page_int(p, date_age(r->birth, p->app->today)),
		STR("town"), centre_town(p, r->municipality)};
	return page_fill(p, MSG_CEN_ABOUT, pairs, 2);
}

static struct str last_call(struct page *p, const struct centre_call *c)
{
	const struct str pairs[] = {
		STR("what"),  centre_call_words(p, c->outcome),
		STR("when"),  page_instant(p, c->at_us),
		STR("again"), page_day(p, c->again_on)};
	return c->outcome.len ? page_fill(p, MSG_CEN_CALLED, pairs, 3)
			      : STR("");
}

/* "in ritardo di 12 giorni", "oggi", "entro 5 giorni" */
static struct str by_words(struct page *p, struct date d, bool *bad, bool *warn)
{
	int days = d.days - p->app->today.days;
	const struct str pairs[] = {STR("n"),
				    page_int(p, days < 0 ? -days : days)};
	*bad = days < 0;
	*warn = days >= 0 && days <= 14;
	if (days < 0)
		return page_fill(p, MSG_CEN_LATE_BY, pairs, 1);
	if (days == 0)
		return page_text(p, MSG_CEN_LAST_DAY);
	return days <= 60 ? page_fill(p, MSG_CEN_DAYS_LEFT, pairs, 1) : STR("");
}

static void fill_to_book(struct page *p, const struct centre_row *r,
			 struct page_centre_list_rows *o)
{
	const struct str pairs[] = {STR("n"), page_int(p, r->n_open - 1)};
	o->what = centre_service(p, r->service);
	if (r->n_open > 1)
		o->more = page_fill(
			p, r->n_open == 2 ? MSG_CEN_ONE_MORE : MSG_CEN_N_MORE,
			pairs, 1);
	o->when = page_day(p, r->latest);
	o->tag = by_words(p, r->latest, &o->bad, &o->warn);
	o->place = centre_why_open(p, r->why);
	o->place_sub = centre_class(p, r->priority_class);
}

static void fill_appointment(struct page *p, enum centre_tab tab,
			     const struct centre_row *r,
			     struct page_centre_list_rows *o)
{
	o->what = centre_services(p, r->service, r->n_service);
	o->when =
		page_url(p, STR_FMT ", " STR_FMT, STR_ARG(page_day(p, r->day)),
			 STR_ARG(page_minute(p, r->start_min)));
	o->place = r->place;
	o->place_sub = centre_town(p, r->place_municipality);
	o->appointment = page_url(p, "%" PRId64, r->appointment_id);
	o->confirm = tab == CENTRE_TO_CONFIRM;
	if (tab == CENTRE_TO_RECALL) {
		o->bad = str_is(r->state, "no_show");
		o->tag = page_text(p, o->bad ? MSG_CEN_WAS_NO_SHOW
					     : MSG_CEN_WAS_CANCELLED);
	}
	if (tab == CENTRE_HELD) {
		const struct str pairs[] = {STR("when"),
					    page_instant(p, r->held_until_us)};
		o->tag = page_fill(p, MSG_CEN_HELD_UNTIL, pairs, 1);
		o->warn = true;
	}
}

static void fill_freed(struct page *p, const struct centre_row *r,
		       struct page_centre_list_rows *o)
{
	const struct str pairs[] = {STR("n"), page_int(p, r->n_place)};
	o->about = page_fill(
		p, r->n_place == 1 ? MSG_CEN_ONE_PLACE : MSG_CEN_N_PLACES,
		pairs, 1);
	o->what = centre_service(p, r->service);
	o->when =
		page_url(p, STR_FMT ", " STR_FMT, STR_ARG(page_day(p, r->day)),
			 STR_ARG(page_minute(p, r->start_min)));
	o->place = r->place;
	o->place_sub = centre_town(p, r->place_municipality);
	o->candidates =
		arena_calloc(p->a, r->n_candidate + 1, sizeof(*o->candidates));
	for (size_t i = 0; o->candidates && i < r->n_candidate; i++) {
		const struct centre_candidate *c = &r->candidate[i];
		o->candidates[i].link = page_url(
			p,
			"/centro/assistito/%" PRId64 "/proposte?att=%" PRId64
			"&dove=" STR_FMT,
			c->person_id, c->activity_id, STR_ARG(r->facility));
		o->candidates[i].name = c->name;
		o->candidates[i].about = centre_km(p, c->distance_hm);
		o->n_candidates = i + 1;
	}
	if (!o->n_candidates)
		o->call = page_text(p, MSG_CEN_NOBODY_NEAR);
}

/* The form of a call stands in one row alone, the one whose link was pressed:
 * in forty it would be half of the page. */
static void fill_call(struct page *p, struct page_centre_list_rows *o)
{
	struct str key = o->appointment.len ? o->appointment : o->person;
	if (str_eq(param(&p->query, "chiama"), key)) {
		o->calling = true;
		o->anchor = page_url(p, "r" STR_FMT, STR_ARG(key));
		return;
	}
	o->calls = page_url(p, STR_FMT "#r" STR_FMT,
			    STR_ARG(page_url_with(p, "chiama", key)),
			    STR_ARG(key));
}

static void fill_row(struct page *p, enum centre_tab tab,
		     const struct centre_row *r,
		     struct page_centre_list_rows *o)
{
	if (tab == CENTRE_FREED) {
		fill_freed(p, r, o);
		return;
	}
	o->link = page_url(p, "/centro/assistito/%" PRId64, r->person_id);
	o->name = r->last_name.len ? page_url(p, STR_FMT " " STR_FMT,
					      STR_ARG(r->last_name),
					      STR_ARG(r->first_name))
				   : r->pseudonym;
	o->about = about(p, r);
	o->phone = r->phone;
	o->call = last_call(p, &r->call);
	o->person = page_url(p, "%" PRId64, r->person_id);
	if (tab == CENTRE_TO_BOOK)
		fill_to_book(p, r, o);
	else
		fill_appointment(p, tab, r, o);
	if (tab != CENTRE_HELD)
		fill_call(p, o);
}

static void fill_rows(struct page *p, enum centre_tab tab,
		      const struct centre_list *list,
		      struct page_centre_list *v)
{
	v->rows = arena_calloc(p->a, list->n + 1, sizeof(*v->rows));
	for (size_t i = 0; v->rows && i < list->n; i++) {
		fill_row(p, tab, &list->row[i], &v->rows[i]);
		v->n_rows = i + 1;
	}
	v->some = v->n_rows > 0;
}

/* ---- the list, as a page or as a file */

static void write_row(struct page *p, const struct page_centre_list_rows *r)
{
	csv_cell(p, r->name.len ? r->name : r->about);
	csv_cell(p, r->what);
	csv_cell(p, r->when);
	csv_cell(p, r->place);
	csv_cell(p, r->n_candidates ? r->candidates[0].name : r->call);
	csv_row_end(p);
}

struct saving {
	struct page *p;
	enum centre_tab tab;
};

/* What a row's words took is free again for the next. */
static enum rc save_row(void *ctx, const struct centre_row *r, struct err *err)
{
	const struct saving *s = ctx;
	struct arena_mark before = arena_mark(s->p->a);
	struct page_centre_list_rows o = {0};
	(void)err;
	fill_row(s->p, s->tab, r, &o);
	write_row(s->p, &o);
	arena_rewind(s->p->a, before);
	return OK;
}

static enum rc save_places(struct page *p, const struct centre_query *c,
			   struct err *err)
{
	struct centre_list list;
	struct page_centre_list v = {0};
	enum rc rc = app_centre_list(p->app, c, p->a, &list, err);
	if (rc)
		return rc;
	fill_rows(p, c->tab, &list, &v);
	for (size_t i = 0; i < v.n_rows; i++)
		write_row(p, &v.rows[i]);
	return OK;
}

static enum rc save(struct page *p, const struct table *t,
		    const struct centre_query *c, struct err *err)
{
	struct saving s = {p, c->tab};
	struct str all;
	table_csv(p, t, "lista-di-lavoro.csv");
	enum rc rc = c->tab == CENTRE_FREED
			     ? save_places(p, c, err)
			     : app_centre_each(p->app, c, save_row, &s, err);
	return rc ? rc : buf_finish(p->out, &all, err);
}

static void fill_words(struct page *p, const struct centre_query *c,
		       struct page_centre_list *v)
{
	const struct column *cols = columns_of(c->tab);
	char day[11];
	v->tab = str_from(tabs[c->tab].word);
	v->q = c->q;
	v->none = page_text(p, v->filtered ? MSG_CEN_NONE_FILTERED
					   : tabs[c->tab].none);
	v->none_hint = page_text(p, v->filtered ? MSG_CEN_HINT_FILTERED
						: tabs[c->tab].hint);
	v->c_what = page_text(p, cols[1].head);
	v->c_when = page_text(p, cols[2].head);
	v->c_where = page_text(p, cols[3].head);
	v->c_call = page_text(p, cols[4].head);
	v->csrf = page_csrf(p);
	v->back = page_url_with(p, "chiama", STR(""));
	v->today = arena_str(p->a, date_text(p->app->today, day));
}

enum rc on_centre(struct page *p, struct err *err)
{
	struct page_centre_list v = {0};
	struct centre_query c = {0};
	struct centre_list list;
	struct table t;
	int64_t n[N_CENTRE_TAB] = {0};
	ask(p, &t, &c);
	if (t.csv)
		return save(p, &t, &c, err);
	enum rc rc = app_centre_list(p->app, &c, p->a, &list, err);
	if (!rc)
		rc = app_centre_counts(p->app, n, err);
	if (!rc)
		rc = fill_services(p, &c, &v, err);
	if (rc)
		return rc;
	if (table_beyond(&t, list.n))
		return table_first(p, err);
	fill_rows(p, c.tab, &list, &v);
	v.capped = list.total > CENTRE_MOST;
	t.total = min_i64(list.total, CENTRE_MOST);
	fill_tabs(p, c.tab, n, &v);
	fill_filters(p, &c, &v);
	fill_words(p, &c, &v);
	v.search = table_search(p, &t);
	v.head = table_head(p, &t);
	v.pager = table_pager(p, &t);
	page_begin(p, &(struct frame){.title = MSG_CEN_TITLE, .wide = true});
	page_centre_list(p->out, p->lang, &v);
	return page_end(p, err);
}
