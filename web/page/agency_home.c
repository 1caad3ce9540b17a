/* The population: figures, a map, who they are, where each leads. */
#include "web/page/agency_home_int.h"

#include <strings.h>

/* ---- tiles and tabs */

static void tile(struct home *h, struct str label, struct str number,
		 struct str note, struct str link)
{
	size_t i = h->v.n_tiles++;
	h->v.tiles[i].label = label;
	h->v.tiles[i].number = number;
	h->v.tiles[i].note = note;
	h->v.tiles[i].link = link;
}

static void level_tile(struct page *p, struct home *h, int from, int to,
		       struct str label)
{
	struct agency q = h->q;
	int64_t n = 0;
	for (int i = from; i <= to; i++)
		n += h->pop.level[i];
	struct str share = agency_tenths(p, n, h->pop.people);
	const struct str pairs[] = {STR("n"), share};
	q.f.level_from = from;
	q.f.level_to = to;
	tile(h, label, page_int(p, n),
	     page_fill(p, MSG_AGE_CHRONIC_OF, pairs, 1),
	     agency_url(p, AGENCY_PATH_PEOPLE, &q));
}

static void care_tiles(struct page *p, struct home *h)
{
	const struct population_care *c = &h->care;
	struct str today = page_text(p, MSG_AGE_TODAY);
	const struct str pairs[] = {STR("date"), page_day(p, c->measured)};
	tile(h, page_text(p, MSG_AGE_ENROLLED), page_int(p, c->enrolled), today,
	     STR("/agenzia/indicatori"));
	tile(h, page_text(p, MSG_AGE_PLANS), page_int(p, c->plans), today,
	     STR("/agenzia/indicatori/ENR_PLAN"));
	if (date_is_none(c->measured) || !c->planned)
		tile(h, page_text(p, MSG_AGE_BOOKED), STR("-"),
		     page_text(p, MSG_AGE_NEVER), STR("/agenzia/indicatori"));
	else
		tile(h, page_text(p, MSG_AGE_BOOKED),
		     agency_tenths(p, c->booked, c->planned),
		     page_fill(p, MSG_AGE_MEASURED, pairs, 1),
		     STR("/agenzia/indicatori/ACT_BOOKED"));
}

static void fill_tiles(struct page *p, struct home *h)
{
	struct agency all = h->q;
	all.f.level_from = 0;
	all.f.level_to = 5;
	all.f.cluster = POPULATION_NONE;
	h->v.tiles = arena_calloc(p->a, 8, sizeof(*h->v.tiles));
	if (!h->v.tiles)
		return;
	tile(h, page_text(p, MSG_AGE_PEOPLE), page_int(p, h->pop.people),
	     page_text(p, MSG_AGE_EVALUATED),
	     agency_url(p, AGENCY_PATH_PEOPLE, &all));
	level_tile(p, h, 1, 3, page_text(p, MSG_AGE_CHRONIC));
	for (int i = 1; i <= 3; i++)
		level_tile(p, h, i, i, agency_level(p, i));
	care_tiles(p, h);
}

static void fill_tabs(struct page *p, struct home *h)
{
	struct agency to = h->q;
	h->v.tabs = arena_calloc(p->a, N_AGENCY_VIEW, sizeof(*h->v.tabs));
	for (int i = 0; h->v.tabs && i < N_AGENCY_VIEW; i++) {
		to.view = (enum agency_view)i;
		h->v.tabs[i].text = page_text(p, agency_view_of[i].tab);
		h->v.tabs[i].link = agency_url(p, AGENCY_PATH, &to);
		h->v.tabs[i].now = i == (int)h->q.view;
		h->v.n_tabs = (size_t)i + 1;
	}
}

/* ---- the page */

static void keep_found(struct home *h)
{
	struct str q = h->t.q;
	size_t n = 0;
	for (size_t i = 0; i < h->lines.n; i++) {
		struct str name = h->lines.at[i].name;
		bool fits = !q.len;
		for (size_t k = 0; k + q.len <= name.len && !fits; k++)
			fits = !strncasecmp(name.ptr + k, q.ptr, q.len);
		if (fits)
			h->lines.at[n++] = h->lines.at[i];
	}
	h->lines.n = n;
}

/* What the view does not look at, or that it was never made. */
static struct str note(struct page *p, const struct home *h)
{
	int64_t all = 0, unpriced = 0;
	if ((h->q.view == VIEW_PAIRS && !h->pairs.made) ||
	    (h->q.view == VIEW_USE && !h->uses.made))
		return page_text(p, MSG_AGE_NOT_MADE);
	if (!agency_view_of[h->q.view].note)
		return STR("");
	struct str text = page_text(p, agency_view_of[h->q.view].note);
	for (size_t i = 0; i < h->uses.n; i++)
		for (int k = 0; k < N_POPULATION_FLOW; k++) {
			all += h->uses.list[i].flow[k].records;
			unpriced += h->uses.list[i].flow[k].unpriced;
		}
	if (!unpriced)
		return text;
	const struct str pairs[] = {STR("n"), page_int(p, unpriced), STR("all"),
				    page_int(p, all)};
	return page_url(p, STR_FMT " " STR_FMT, STR_ARG(text),
			STR_ARG(page_fill(p, MSG_AGE_UNPRICED, pairs, 2)));
}

static void fill_words(struct page *p, struct home *h)
{
	struct page_agency_home *v = &h->v;
	const struct str of[] = {STR("date"), page_date(p, h->pop.run.as_of),
				 STR("n"), page_int(p, h->pop.run.n_person)};
	const struct str n[] = {STR("n"), page_int(p, h->pop.n)};
	const struct str least[] = {STR("n"), page_int(p, h->least)};
	v->of = page_fill(p, MSG_AGE_OF_RUN, of, 2);
	v->none = h->pop.n == 0;
	v->people = agency_url(p, AGENCY_PATH_PEOPLE, &h->q);
	v->people_text = page_fill(p, MSG_AGE_SEE_PEOPLE, n, 1);
	v->saved = page_fill(p, MSG_AGE_CSV_NOTE, least, 1);
	v->note = note(p, h);
	v->caption = page_text(p, agency_view_of[h->q.view].tab);
	v->levels = agency_levels(p, &h->pop.run);
	v->chips = agency_chips(p, AGENCY_PATH, &h->q);
	v->filters = agency_filters(p, AGENCY_PATH, &h->q, &h->runs);
}

static void fill_table(struct page *p, struct home *h)
{
	h->t.total = (int64_t)h->lines.n;
	h->v.some = h->lines.n > 0;
	h->v.head = table_head(p, &h->t);
	h->v.rows = agency_rows(p, &h->lines, &h->t);
	h->v.pager = table_pager(p, &h->t);
	if (agency_view_of[h->q.view].by_name && (h->v.some || h->t.q.len))
		h->v.search = table_search(p, &h->t);
}

static enum rc read_all(struct page *p, struct home *h, struct err *err)
{
	struct str ats = h->q.f.ats;
	enum rc rc = app_population(p->app, &h->q.f, p->a, &h->pop, err);
	if (!rc)
		rc = app_population_care(p->app, ats, p->a, &h->care, err);
	if (!rc)
		rc = app_population_small_cell(p->app, &h->least, err);
	if (!rc)
		rc = agency_fill(p, h, err);
	return rc;
}

enum rc on_agency(struct page *p, struct err *err)
{
	struct home h = {.least = 0};
	agency_asked(p, &h.q);
	h.q.f.doctor_id = POPULATION_NONE; /* only of the list, as these */
	h.q.f.having[0] = h.q.f.having[1] = 0;
	table_asked(p, agency_view_of[h.q.view].columns,
		    agency_view_of[h.q.view].n, agency_view_of[h.q.view].sort,
		    &h.t);
	enum rc rc = app_population_runs(p->app, p->a, AGENCY_RUNS,
					 &h.runs.list, &h.runs.n, err);
	if (!rc && !h.runs.n)
		return agency_empty(p, MSG_AGE_TITLE, MSG_AGE_EMPTY,
				    MSG_AGE_EMPTY_HOW, err);
	if (!rc)
		rc = read_all(p, &h, err);
	if (rc)
		return rc;
	agency_sort(&h.lines, &h.t);
	keep_found(&h);
	if (h.t.csv) {
		agency_csv(p, &h.lines, &h.t, agency_view_of[h.q.view].file,
			   h.least);
		return OK;
	}
	if (h.pop.n)
		rc = agency_draw(p, &h, err);
	if (rc)
		return rc;
	fill_words(p, &h);
	fill_tiles(p, &h);
	fill_tabs(p, &h);
	fill_table(p, &h);
	page_begin(p, &(struct frame){.title = MSG_AGE_TITLE, .wide = true});
	page_agency_home(p->out, p->lang, &h.v);
	return page_end(p, err);
}
