/* The population: figures, a map, who they are, where each leads. */
#include "picture/picture.h"
#include "web/page/agency.h"
#include "web/page/agency_home.html.h"

#include <strings.h>

#define PATH       "/agenzia"
#define PEOPLE     "/agenzia/elenco"
#define BARS_SHOWN 15

struct home {
	struct agency q;
	struct table t;
	struct population pop;
	struct population_care care;
	struct agency_runs runs;
	struct agency_lines lines;
	struct page_agency_home v;
	int64_t least;
};

/* ---- tables, by view */

static const struct column place_columns[] = {{"comune", MSG_AGE_PLACE, false},
					      {"persone", MSG_AGE_PEOPLE, true},
					      {"n", MSG_AGE_SELECTED, true},
					      {"quota", MSG_AGE_SHARE, true}};
static const struct column age_columns[] = {{"eta", MSG_AGE_BAND, false},
					    {"uomini", MSG_AGE_MEN, true},
					    {"donne", MSG_AGE_WOMEN, true},
					    {"n", MSG_AGE_TOTAL, true}};
static const struct column cluster_columns[] = {
	{"malattia", MSG_AGE_CLUSTER, false},
	{"l1", MSG_AGE_L1, true},
	{"l2", MSG_AGE_L2, true},
	{"l3", MSG_AGE_L3, true},
	{"n", MSG_AGE_TOTAL, true}};
static const struct column doctor_columns[] = {
	{"medico", MSG_AGE_DOCTOR, false}, {"persone", MSG_AGE_PEOPLE, true},
	{"l1", MSG_AGE_L1, true},          {"l2", MSG_AGE_L2, true},
	{"l3", MSG_AGE_L3, true},          {"n", MSG_AGE_SELECTED, true}};

static const struct {
	const struct column *columns;
	size_t n;
	const char *sort, *file;
	enum msg tab;
	int share, total;
} views[N_AGENCY_VIEW] = {
	[VIEW_PLACE] = {place_columns, countof(place_columns), "-n",
			"popolazione-comuni.csv", MSG_AGE_BY_PLACE, 2, -1},
	[VIEW_AGE] = {age_columns, countof(age_columns), "eta",
		      "popolazione-eta.csv", MSG_AGE_BY_AGE, -1, 2},
	[VIEW_CLUSTER] = {cluster_columns, countof(cluster_columns), "-n",
			  "popolazione-malattie.csv", MSG_AGE_BY_CLUSTER, -1,
			  3},
	[VIEW_DOCTOR] = {doctor_columns, countof(doctor_columns), "-n",
			 "popolazione-medici.csv", MSG_AGE_BY_DOCTOR, -1, -1}};

static struct agency_line *line(struct home *h, struct str name)
{
	struct agency_line *l = &h->lines.at[h->lines.n++];
	*l = (struct agency_line){.name = name};
	return l;
}

static int64_t tenths(int64_t part, int64_t whole)
{
	return whole > 0 ? (part * 2000 + whole) / (whole * 2) : 0;
}

static void place_lines(struct page *p, struct home *h)
{
	struct agency to = h->q;
	for (size_t i = 0; i < h->pop.n_place; i++) {
		const struct population_place *x = &h->pop.places[i];
		struct agency_line *l = line(h, agency_place(p, x->place));
		to.f.place = x->place;
		if (x->place >= 0)
			l->href = agency_url(p, PEOPLE, &to);
		l->v[0] = x->people;
		l->v[1] = x->n;
		l->v[2] = tenths(x->n, x->people);
	}
}

static void age_lines(struct page *p, struct home *h)
{
	struct agency to = h->q;
	for (int i = 0; i < POPULATION_BANDS; i++) {
		const int64_t *n = h->pop.band[i];
		if (!(n[0] + n[1] + n[2]))
			continue;
		struct agency_line *l = line(h, agency_band(p, i));
		to.f.band = i;
		l->order = i;
		l->href = agency_url(p, PEOPLE, &to);
		l->v[0] = n[0];
		l->v[1] = n[1];
		l->v[2] = n[0] + n[1] + n[2];
	}
}

static void cluster_lines(struct page *p, struct home *h)
{
	struct agency to = h->q;
	for (size_t i = 0; i < h->pop.n_cluster; i++) {
		const struct population_cluster *x = &h->pop.clusters[i];
		struct agency_line *l = line(h, agency_cluster(p, x->cluster));
		to.f.cluster = x->cluster;
		if (x->cluster >= 0)
			l->href = agency_url(p, PEOPLE, &to);
		for (int k = 1; k <= 3; k++)
			l->v[k - 1] = x->level[k];
		l->v[3] = x->n;
	}
}

static struct str doctor_name(struct page *p, const struct population_doctor *d)
{
	if (!d->id)
		return page_text(p, MSG_AGE_NO_DOCTOR);
	return page_url(p, STR_FMT " " STR_FMT " (" STR_FMT ")",
			STR_ARG(d->last_name), STR_ARG(d->first_name),
			STR_ARG(d->gp_code));
}

static enum rc doctor_lines(struct page *p, struct home *h, struct err *err)
{
	struct agency to = {.f = h->q.f, .view = h->q.view};
	struct population_doctor *d = NULL;
	size_t n = 0;
	enum rc rc = app_population_doctors(p->app, &h->q.f, p->a, &d, &n, err);
	if (rc)
		return rc;
	h->lines.at = arena_array(p->a, struct agency_line, n + 1);
	if (!h->lines.at)
		return arena_fail(p->a, err);
	to.f.place = to.f.band = POPULATION_NONE; /* counted without */
	to.f.sex = 0;
	for (size_t i = 0; i < n; i++) {
		struct agency_line *l = line(h, doctor_name(p, &d[i]));
		to.f.doctor_id = d[i].id;
		l->href = agency_url(p, PEOPLE, &to);
		l->v[0] = d[i].people;
		for (int k = 1; k <= 3; k++)
			l->v[k] = d[i].level[k];
		l->v[4] = d[i].n;
	}
	return OK;
}

static enum rc fill_lines(struct page *p, struct home *h, struct err *err)
{
	size_t most = h->pop.n_place + h->pop.n_cluster + POPULATION_BANDS;
	h->lines = (struct agency_lines){
		.at = arena_array(p->a, struct agency_line, most),
		.n_cell = views[h->q.view].n - 1,
		.share = views[h->q.view].share,
		.total = views[h->q.view].total};
	if (!h->lines.at)
		return arena_fail(p->a, err);
	enum rc rc = OK;
	switch (h->q.view) {
	case VIEW_PLACE:
		place_lines(p, h);
		break;
	case VIEW_AGE:
		age_lines(p, h);
		break;
	case VIEW_CLUSTER:
		cluster_lines(p, h);
		break;
	case VIEW_DOCTOR:
		rc = doctor_lines(p, h, err);
		break;
	case N_AGENCY_VIEW:
		BUG("no view");
	}
	return rc;
}

/* ---- pictures, by view */

/* The province where most of the people live. */
static struct str main_province(struct page *p, const struct population *pop)
{
	const struct knowledge *kn = p->app->kn;
	struct str best = STR("");
	int64_t most = 0;
	for (size_t i = 0; i < kn->n_places; i++) {
		int64_t n = 0;
		if (!str_is(kn->places[i].type, "province"))
			continue;
		for (size_t k = 0; k < pop->n_place; k++) {
			int at = pop->places[k].place;
			if (at >= 0 && str_eq(kn->municipalities[at].province,
					      kn->places[i].code))
				n += pop->places[k].people;
		}
		if (n > most) {
			most = n;
			best = kn->places[i].code;
		}
	}
	return best;
}

static struct str province_name(struct page *p, struct str code)
{
	const struct knowledge *kn = p->app->kn;
	for (size_t i = 0; i < kn->n_places; i++)
		if (str_is(kn->places[i].type, "province") &&
		    str_eq(kn->places[i].code, code))
			return kn->places[i].name;
	return code;
}

/* Each municipality of the province, with the people who live there or none;
 * the others only shape the rim. */
static bool fill_map(struct page *p, const struct home *h,
		     const struct population *pop, struct picture_map *m)
{
	const struct knowledge *kn = p->app->kn;
	struct agency to = h->q;
	struct picture_place *places =
		arena_array(p->a, struct picture_place, kn->n_municipalities);
	struct picture_spot *around =
		arena_array(p->a, struct picture_spot, kn->n_municipalities);
	if (!places || !around)
		return false;
	for (size_t i = 0, k = 0; i < kn->n_municipalities; i++) {
		const struct kn_municipality *c = &kn->municipalities[i];
		const struct population_place *x = NULL;
		while (k < pop->n_place && pop->places[k].place >= 0 &&
		       pop->places[k].place < (int)i)
			k++;
		if (k < pop->n_place && pop->places[k].place == (int)i)
			x = &pop->places[k];
		if (!str_eq(c->province, h->q.province)) {
			around[m->n_around++] =
				(struct picture_spot){c->lat, c->lon};
			continue;
		}
		to.f.place = (int)i;
		places[m->n++] = (struct picture_place){
			.name = c->name,
			.lat = c->lat,
			.lon = c->lon,
			.size = c->population,
			.value = x ? tenths(x->n, x->people) : -1,
			.label = x ? page_url(p, STR_FMT " (" STR_FMT ")",
					      STR_ARG(page_int(p, x->n)),
					      STR_ARG(agency_tenths(p, x->n,
								    x->people)))
				   : STR(""),
			.href = x ? agency_url(p, "", &to) : STR(""),
			.marked = (int)i == h->q.f.place};
	}
	m->places = places;
	m->around = around;
	return true;
}

static enum rc draw_map(struct page *p, struct home *h, struct err *err)
{
	struct population everywhere;
	struct population_filter f = h->q.f;
	const struct str pairs[] = {STR("name"),
				    province_name(p, h->q.province)};
	struct picture_map m = {
		.p = {.id = "map",
		      .title = page_fill(p, MSG_AGE_MAP_TITLE, pairs, 1),
		      .desc = page_text(p, MSG_AGE_MAP_DESC),
		      .bare = true},
		.head = {page_text(p, MSG_AGE_PLACE),
			 page_text(p, MSG_AGE_SHARE)},
		.unit = PICTURE_TENTHS};
	f.place = POPULATION_NONE;
	enum rc rc = app_population(p->app, &f, p->a, &everywhere, err);
	if (rc)
		return rc;
	if (!h->q.province.len)
		h->q.province = main_province(p, &everywhere);
	if (!h->q.province.len)
		return OK;
	struct home shown = *h;
	shown.q.province = h->q.province;
	if (!fill_map(p, &shown, &everywhere, &m))
		return arena_fail(p->a, err);
	return picture_map(&m, p->lang, p->a, &h->v.map, err);
}

static enum rc draw_pyramid(struct page *p, struct home *h, struct err *err)
{
	struct picture_band band[POPULATION_BANDS];
	struct agency to = h->q;
	struct picture_pyramid v = {
		.p = {.id = "ages",
		      .title = page_text(p, MSG_AGE_PYRAMID_TITLE),
		      .desc = page_text(p, MSG_AGE_PYRAMID_DESC),
		      .bare = true},
		.head = page_text(p, MSG_AGE_BAND),
		.side = {page_text(p, MSG_AGE_MEN),
			 page_text(p, MSG_AGE_WOMEN)},
		.bands = band};
	for (int i = POPULATION_BANDS - 1; i >= 0; i--) {
		const int64_t *n = h->pop.band[i];
		struct picture_band *b = &band[v.n++];
		*b = (struct picture_band){.label = agency_band(p, i),
					   .value = {n[0], n[1]}};
		to.f.band = i;
		for (int s = 0; s < 2; s++) {
			to.f.sex = "MF"[s];
			if (n[s])
				b->href[s] = agency_url(p, PEOPLE, &to);
		}
	}
	return picture_pyramid(&v, p->lang, p->a, &h->v.pictures, err);
}

/* The first lines of the table by level: v[from], v[from + 1], v[from + 2]. */
static enum rc draw_bars(struct page *p, struct home *h, size_t from,
			 enum msg title, enum msg desc, struct err *err)
{
	struct str series[] = {agency_level(p, 1), agency_level(p, 2),
			       agency_level(p, 3)};
	struct picture_row *rows =
		arena_array(p->a, struct picture_row, h->lines.n + 1);
	struct picture_bars v = {.p = {.id = "bars",
				       .title = page_text(p, title),
				       .desc = page_text(p, desc),
				       .bare = true},
				 .head = page_text(p, MSG_AGE_CLUSTER),
				 .series = series,
				 .n_series = 3,
				 .stacked = true,
				 .ordered = true,
				 .rows = rows,
				 .n = h->lines.n,
				 .most = BARS_SHOWN};
	if (!rows)
		return arena_fail(p->a, err);
	for (size_t i = 0; i < h->lines.n; i++)
		rows[i] = (struct picture_row){h->lines.at[i].name,
					       &h->lines.at[i].v[from],
					       h->lines.at[i].href};
	return picture_bars(&v, p->lang, p->a, &h->v.pictures, err);
}

static enum rc draw(struct page *p, struct home *h, struct err *err)
{
	switch (h->q.view) {
	case VIEW_PLACE:
		return draw_map(p, h, err);
	case VIEW_AGE:
		return draw_pyramid(p, h, err);
	case VIEW_CLUSTER:
		return draw_bars(p, h, 0, MSG_AGE_CLUSTER_TITLE,
				 MSG_AGE_CLUSTER_DESC, err);
	case VIEW_DOCTOR:
		h->v.note = page_text(p, MSG_AGE_DOCTOR_NOTE);
		return draw_bars(p, h, 1, MSG_AGE_DOCTOR_TITLE,
				 MSG_AGE_DOCTOR_DESC, err);
	case N_AGENCY_VIEW:
		break;
	}
	BUG("no view");
}

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
	     agency_url(p, PEOPLE, &q));
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
	     page_text(p, MSG_AGE_EVALUATED), agency_url(p, PEOPLE, &all));
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
		h->v.tabs[i].text = page_text(p, views[i].tab);
		h->v.tabs[i].link = agency_url(p, PATH, &to);
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

static void fill_words(struct page *p, struct home *h)
{
	struct page_agency_home *v = &h->v;
	const struct str of[] = {STR("date"), page_date(p, h->pop.run.as_of),
				 STR("n"), page_int(p, h->pop.run.n_person)};
	const struct str n[] = {STR("n"), page_int(p, h->pop.n)};
	const struct str least[] = {STR("n"), page_int(p, h->least)};
	v->of = page_fill(p, MSG_AGE_OF_RUN, of, 2);
	v->none = h->pop.n == 0;
	v->people = agency_url(p, PEOPLE, &h->q);
	v->people_text = page_fill(p, MSG_AGE_SEE_PEOPLE, n, 1);
	v->saved = page_fill(p, MSG_AGE_CSV_NOTE, least, 1);
	v->caption = page_text(p, views[h->q.view].tab);
	v->levels = agency_levels(p, &h->pop.run);
	v->chips = agency_chips(p, PATH, &h->q);
	v->filters = agency_filters(p, PATH, &h->q, &h->runs);
}

static void fill_table(struct page *p, struct home *h)
{
	h->t.total = (int64_t)h->lines.n;
	h->v.head = table_head(p, &h->t);
	h->v.rows = agency_rows(p, &h->lines, &h->t);
	h->v.pager = table_pager(p, &h->t);
	if (h->q.view != VIEW_AGE)
		h->v.search = table_search(p, &h->t);
}

static enum rc read_all(struct page *p, struct home *h, struct err *err)
{
	struct str ats = h->q.f.ats;
	enum rc rc = app_population(p->app, &h->q.f, p->a, &h->pop, err);
	if (!rc)
		rc = app_population_care(p->app, ats, &h->care, err);
	if (!rc)
		rc = app_population_small_cell(p->app, &h->least, err);
	if (!rc)
		rc = fill_lines(p, h, err);
	return rc;
}

enum rc on_agency(struct page *p, struct err *err)
{
	struct home h = {.least = 0};
	agency_asked(p, &h.q);
	h.q.f.doctor_id = POPULATION_NONE; /* only of the list */
	table_asked(p, views[h.q.view].columns, views[h.q.view].n,
		    views[h.q.view].sort, &h.t);
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
		agency_csv(p, &h.lines, &h.t, views[h.q.view].file, h.least);
		return OK;
	}
	if (h.pop.n)
		rc = draw(p, &h, err);
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
