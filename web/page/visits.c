/* Lists of televisits and teleconsults: a doctor's day, a person's. */
#include "web/page/person.h"
#include "web/page/visit.h"

#include "web/page/visits.html.h"

static struct str with_whom(struct page *p, const struct visit_row *r)
{
	if (r->host.len)
		return r->host;
	return visit_fill(p, MSG_VIS_POOL, "name", r->pool);
}

static struct str clock_of(struct page *p, const struct visit_row *r)
{
	if (r->kind != VISIT_TELECONSULT || r->group == VISIT_PAST)
		return STR("");
	return visit_fill(p, MSG_VIS_USED, "percent", page_int(p, r->percent));
}

static void fill_row(struct page *p, const struct visit_row *r,
		     struct page_visits_rows *o)
{
	bool consult = r->kind == VISIT_TELECONSULT;
	bool open = r->group != VISIT_PAST;
	*o = (struct page_visits_rows){
		.link = visit_url(p, r->id, ""),
		.person = visit_name(p, r),
		.who = page_day(p, r->birth),
		.what = consult ? visit_kind_word(p, r->kind)
				: page_url(p, STR_FMT ": " STR_FMT,
					   STR_ARG(visit_kind_word(p, r->kind)),
					   STR_ARG(person_service_name(
						   p, r->service))),
		.red = consult && open && r->urgency == TELE_RED,
		.amber = consult && open && r->urgency == TELE_AMBER,
		.urgency = visit_urgency_word(p, r->urgency),
		.when = r->starts_us ? visit_when(p, r->starts_us, r->ends_us)
				     : visit_fill(p, MSG_VIS_PROMISED, "when",
						  page_instant(p, r->due_us)),
		.clock = clock_of(p, r),
		.late = consult && open && r->percent >= 100,
		.with = with_whom(p, r),
		.live = r->state == VISIT_WAITING || r->state == VISIT_STARTED,
		.state = visit_state_word(p, r->kind, r->state),
		.unread = r->unread,
		.question = r->question};
	if (consult)
		o->by = visit_fill(p, MSG_VIS_ASKED_BY, "name", r->asker);
}

static const enum msg group_title[N_VISIT_GROUP] = {
	[VISIT_TODAY] = MSG_VIS_G_TODAY,
	[VISIT_TO_ANSWER] = MSG_VIS_G_TO_ANSWER,
	[VISIT_OF_OTHERS] = MSG_VIS_G_OTHERS,
	[VISIT_COMING] = MSG_VIS_G_COMING,
	[VISIT_PAST] = MSG_VIS_G_PAST,
};

/* `whole`: what is not on this page is on none, and groups have their count. */
static void fill_groups(struct page *p, const struct visit_row *list, size_t n,
			bool whole, struct page_visits *v)
{
	v->groups = arena_calloc(p->a, N_VISIT_GROUP, sizeof(*v->groups));
	for (size_t i = 0; v->groups && i < n;) {
		struct page_visits_groups *g = &v->groups[v->n_groups++];
		enum visit_group now = list[i].group;
		g->title = page_text(p, group_title[now]);
		g->rows = arena_calloc(p->a, n - i, sizeof(*g->rows));
		for (; g->rows && i < n && list[i].group == now; i++)
			fill_row(p, &list[i], &g->rows[g->n_rows++]);
		if (!g->rows)
			return;
		if (whole)
			g->count = page_int(p, (int64_t)g->n_rows);
	}
}

static void fill_tabs(struct page *p, struct str path, bool all,
		      struct page_visits *v)
{
	v->tabs = arena_calloc(p->a, 2, sizeof(*v->tabs));
	if (!v->tabs)
		return;
	v->tabs[0] = (struct page_visits_tabs){path, page_text(p, MSG_VIS_OPEN),
					       !all};
	v->tabs[1] = (struct page_visits_tabs){
		page_url(p, STR_FMT "?tutte=1", STR_ARG(path)),
		page_text(p, MSG_VIS_ALL), all};
	v->n_tabs = 2;
}

/* ---- the list: searched, page by page, or as a file. Its order is its
 * groups', by whose turn it is. */

static const struct column csv_columns[] = {
	{NULL, MSG_VIS_COL_GROUP, false},
	{NULL, MSG_VIS_COL_PERSON, false},
	{NULL, MSG_TEL_COL_BORN, false},
	{NULL, MSG_VIS_COL_WHAT, false},
	{NULL, MSG_TEL_COL_URGENCY, false},
	{NULL, MSG_VIS_COL_WHEN, false},
	{NULL, MSG_VIS_COL_WHO, false},
	{NULL, MSG_VIS_COL_ASKED_BY, false},
	{NULL, MSG_VIS_COL_STATE, false},
	{NULL, MSG_TEL_COL_QUESTION, false}};

static void save_row(struct page *p, const struct visit_row *r)
{
	bool consult = r->kind == VISIT_TELECONSULT;
	struct page_visits_rows o;
	fill_row(p, r, &o);
	csv_cell(p, page_text(p, group_title[r->group]));
	csv_cell(p, o.person);
	csv_cell_date(p, r->birth);
	csv_cell(p, o.what);
	csv_cell(p, consult ? o.urgency : STR(""));
	csv_cell(p, o.when);
	csv_cell(p, o.with);
	csv_cell(p, consult ? r->asker : STR(""));
	csv_cell(p, o.state);
	csv_cell(p, o.question);
	csv_row_end(p);
}

static enum rc save(struct page *p, struct table *t,
		    const struct visit_row *list, size_t n, struct err *err)
{
	struct str all;
	t->columns = csv_columns;
	t->n_column = countof(csv_columns);
	table_csv(p, t, "televisite.csv");
	for (size_t i = 0; i < n; i++) {
		struct arena_mark before = arena_mark(p->a);
		save_row(p, &list[i]);
		arena_rewind(p->a, before);
	}
	table_csv_end(p, (int64_t)n, t->total);
	return buf_finish(p->out, &all, err);
}

static void fill_words(struct page *p, struct str path, bool all, size_t n,
		       const struct table *t, struct page_visits *v)
{
	v->about = page_text(p, p->app->who.role == ROLE_OPERATOR
					? MSG_VIS_ABOUT_CENTRE
					: MSG_VIS_ABOUT);
	fill_tabs(p, path, all, v);
	if (!n)
		v->none = page_text(p, t->q.len ? MSG_VIS_FOUND_NONE
				       : all    ? MSG_VIS_NONE_EVER
						: MSG_VIS_NONE);
}

enum shown { SHOWN, WRITTEN }; /* still a page to be ended, or answered */

static enum rc fill_list(struct page *p, int64_t person_id, struct str path,
			 struct page_visits *v, enum shown *shown,
			 struct err *err)
{
	bool all = str_is(param(&p->query, "tutte"), "1");
	struct table t;
	struct visit_row *list = NULL;
	size_t n = 0;
	*shown = WRITTEN;
	table_asked(p, NULL, 0, "", &t);
	if (person_id)
		t.q = STR(""); /* of one person */
	struct visit_query ask = {.person_id = person_id,
				  .open = !all,
				  .search = t.q,
				  .limit = t.limit,
				  .offset = t.offset};
	enum rc rc =
		app_visit_list(p->app, &ask, p->a, &list, &n, &t.total, err);
	if (rc)
		return rc;
	if (t.csv)
		return save(p, &t, list, n, err);
	if (table_beyond(&t, n))
		return table_first(p, err);
	*shown = SHOWN;
	fill_words(p, path, all, n, &t, v);
	fill_groups(p, list, n, (int64_t)n == t.total, v);
	if (!person_id)
		v->search = table_search(p, &t);
	if (n)
		v->pager = table_pager(p, &t);
	return OK;
}

enum rc on_visits(struct page *p, struct err *err)
{
	struct page_visits v = {.title = page_text(p, MSG_VIS_NAV)};
	enum shown shown;
	enum rc rc = fill_list(p, 0, STR("/televisite"), &v, &shown, err);
	if (rc || shown == WRITTEN)
		return rc;
	page_begin(p, &(struct frame){.title = MSG_VIS_NAV, .wide = true});
	page_visits(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_person_visits(struct page *p, struct err *err)
{
	struct page_visits v = {.title = page_text(p, MSG_VIS_NAV)};
	struct str path =
		page_url(p, "/assistito/%" PRId64 "/televisite", p->id[0]);
	enum shown shown;
	enum rc rc = fill_list(p, p->id[0], path, &v, &shown, err);
	if (rc || shown == WRITTEN)
		return rc;
	if (p->app->who.role != ROLE_SPECIALIST)
		v.book = page_url(p, STR_FMT "/nuova", STR_ARG(path));
	if (p->app->who.role == ROLE_DOCTOR)
		v.ask = page_url(p, "/assistito/%" PRId64 "/teleconsulto",
				 p->id[0]);
	person_begin(p, TAB_VISITS, MSG_VIS_NAV);
	page_visits(p->out, p->lang, &v);
	return page_end(p, err);
}
