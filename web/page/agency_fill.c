/* The views of the population: their tables, and the lines of each. */
#include "web/page/agency_home_int.h"

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
static const struct column area_columns[] = {
	{"ats", MSG_AGE_ATS, false},   {"persone", MSG_AGE_PEOPLE, true},
	{"n", MSG_AGE_SELECTED, true}, {"quota", MSG_AGE_SHARE, true},
	{"l1", MSG_AGE_L1, true},      {"l2", MSG_AGE_L2, true},
	{"l3", MSG_AGE_L3, true}};
static const struct column pair_columns[] = {
	{"malattie", MSG_AGE_PAIR, false},
	{"n", MSG_AGE_PAIR_N, true},
	{"prima", MSG_AGE_PAIR_FIRST, true},
	{"seconda", MSG_AGE_PAIR_SECOND, true},
	{"volte", MSG_AGE_PAIR_TIMES, true}};
static const struct column use_columns[] = {
	{"malattia", MSG_AGE_CLUSTER, false},
	{"n", MSG_AGE_PEOPLE, true},
	{"farmaci", MSG_AGE_USE_DRUGS, true},
	{"ambulatorio", MSG_AGE_USE_VISITS, true},
	{"ricoveri", MSG_AGE_USE_STAYS, true},
	{"pronto", MSG_AGE_USE_EMERGENCY, true},
	{"totale", MSG_AGE_USE_TOTAL, true}};

static const enum agency_cell place_cells[] = {CELL_COUNT, CELL_COUNT,
					       CELL_SHARE};
static const enum agency_cell age_cells[] = {CELL_COUNT, CELL_COUNT,
					     CELL_TOTAL};
static const enum agency_cell cluster_cells[] = {CELL_COUNT, CELL_COUNT,
						 CELL_COUNT, CELL_TOTAL};
static const enum agency_cell doctor_cells[] = {
	CELL_COUNT, CELL_COUNT, CELL_COUNT, CELL_COUNT, CELL_TOTAL};
static const enum agency_cell area_cells[] = {
	CELL_COUNT, CELL_TOTAL, CELL_SHARE, CELL_COUNT, CELL_COUNT, CELL_COUNT};
static const enum agency_cell pair_cells[] = {CELL_COUNT, CELL_SHARE,
					      CELL_SHARE, CELL_TIMES};
static const enum agency_cell use_cells[] = {CELL_COUNT, CELL_EURO, CELL_EURO,
					     CELL_EURO,  CELL_EURO, CELL_EURO};

#define TABLE(name)                                                            \
	.columns = name##_columns, .n = countof(name##_columns),               \
	.cell = name##_cells
const struct agency_view_of agency_view_of[N_AGENCY_VIEW] = {
	[VIEW_PLACE] = {TABLE(place), .sort = "-n",
			.file = "popolazione-comuni.csv",
			.tab = MSG_AGE_BY_PLACE, .by_name = true},
	[VIEW_AGE] = {TABLE(age), .sort = "eta", .file = "popolazione-eta.csv",
		      .tab = MSG_AGE_BY_AGE},
	[VIEW_CLUSTER] = {TABLE(cluster), .sort = "-n",
			  .file = "popolazione-malattie.csv",
			  .tab = MSG_AGE_BY_CLUSTER, .by_name = true},
	[VIEW_DOCTOR] = {TABLE(doctor), .sort = "-n",
			 .file = "popolazione-medici.csv",
			 .tab = MSG_AGE_BY_DOCTOR, .note = MSG_AGE_DOCTOR_NOTE,
			 .by_name = true},
	[VIEW_AREA] = {TABLE(area), .sort = "ats",
		       .file = "popolazione-ats.csv", .tab = MSG_AGE_BY_AREA},
	[VIEW_PAIRS] = {TABLE(pair), .sort = "-n",
			.file = "popolazione-malattie-insieme.csv",
			.tab = MSG_AGE_BY_PAIR, .note = MSG_AGE_PAIR_NOTE,
			.by_name = true},
	[VIEW_USE] = {TABLE(use), .sort = "-n",
		      .file = "popolazione-consumi.csv", .tab = MSG_AGE_BY_USE,
		      .note = MSG_AGE_USE_NOTE, .by_name = true},
};
#undef TABLE

/* ---- lines */

static enum rc room(struct page *p, struct home *h, size_t n, struct err *err)
{
	h->lines.at = arena_array(p->a, struct agency_line, n + 1);
	return h->lines.at ? OK : arena_fail(p->a, err);
}

static struct agency_line *line(struct home *h, struct str name)
{
	struct agency_line *l = &h->lines.at[h->lines.n++];
	*l = (struct agency_line){.name = name};
	return l;
}

int64_t agency_permille(int64_t part, int64_t whole)
{
	return whole > 0 ? (part * 2000 + whole) / (whole * 2) : 0;
}

static enum rc place_lines(struct page *p, struct home *h, struct err *err)
{
	struct agency to = h->q;
	enum rc rc = room(p, h, h->pop.n_place, err);
	for (size_t i = 0; !rc && i < h->pop.n_place; i++) {
		const struct population_place *x = &h->pop.places[i];
		struct agency_line *l = line(h, agency_place(p, x->place));
		to.f.place = x->place;
		if (x->place >= 0)
			l->href = agency_short_url(p, AGENCY_PATH_PEOPLE, &to);
		l->v[0] = x->people;
		l->v[1] = x->n;
		l->v[2] = agency_permille(x->n, x->people);
	}
	return rc;
}

static enum rc age_lines(struct page *p, struct home *h, struct err *err)
{
	struct agency to = h->q;
	enum rc rc = room(p, h, POPULATION_BANDS, err);
	for (int i = 0; !rc && i < POPULATION_BANDS; i++) {
		const int64_t *n = h->pop.band[i];
		if (!(n[0] + n[1] + n[2]))
			continue;
		struct agency_line *l = line(h, agency_band(p, i));
		to.f.band = i;
		l->order = i;
		l->href = agency_url(p, AGENCY_PATH_PEOPLE, &to);
		l->v[0] = n[0];
		l->v[1] = n[1];
		l->v[2] = n[0] + n[1] + n[2];
	}
	return rc;
}

static enum rc cluster_lines(struct page *p, struct home *h, struct err *err)
{
	struct agency to = h->q;
	enum rc rc = room(p, h, h->pop.n_cluster, err);
	for (size_t i = 0; !rc && i < h->pop.n_cluster; i++) {
		const struct population_cluster *x = &h->pop.clusters[i];
		struct agency_line *l = line(h, agency_cluster(p, x->cluster));
		to.f.cluster = x->cluster;
		if (x->cluster >= 0)
			l->href = agency_url(p, AGENCY_PATH_PEOPLE, &to);
		for (int k = 1; k <= 3; k++)
			l->v[k - 1] = x->level[k];
		l->v[3] = x->n;
	}
	return rc;
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
	rc = room(p, h, n, err);
	if (rc)
		return rc;
	to.f.place = to.f.band = POPULATION_NONE; /* counted without */
	to.f.sex = 0;
	for (size_t i = 0; i < n; i++) {
		struct agency_line *l = line(h, doctor_name(p, &d[i]));
		to.f.doctor_id = d[i].id;
		l->href = agency_url(p, AGENCY_PATH_PEOPLE, &to);
		l->v[0] = d[i].people;
		for (int k = 1; k <= 3; k++)
			l->v[k] = d[i].level[k];
		l->v[4] = d[i].n;
	}
	return OK;
}

static enum rc area_lines(struct page *p, struct home *h, struct err *err)
{
	struct agency to = h->q;
	enum rc rc = room(p, h, h->pop.n_area, err);
	to.view = VIEW_PLACE;
	for (size_t i = 0; !rc && i < h->pop.n_area; i++) {
		const struct population_area *x = &h->pop.areas[i];
		struct agency_line *l = line(h, agency_area(p, x->ats));
		to.f.ats = x->ats;
		if (x->ats.len)
			l->href = agency_url(p, AGENCY_PATH, &to);
		l->v[0] = x->people;
		l->v[1] = x->n;
		l->v[2] = agency_permille(x->n, x->people);
		for (int k = 1; k <= 3; k++)
			l->v[k + 2] = x->level[k];
	}
	return rc;
}

static enum rc pair_lines(struct page *p, struct home *h, struct err *err)
{
	struct agency to = {.f = population_all(), .view = VIEW_PAIRS};
	enum rc rc =
		app_population_pairs(p->app, &h->q.f, p->a, &h->pairs, err);
	if (!rc)
		rc = room(p, h, h->pairs.n, err);
	to.f.run_id = h->q.f.run_id;
	to.f.ats = h->q.f.ats;
	to.f.level_from = h->q.f.level_from;
	to.f.level_to = h->q.f.level_to;
	for (size_t i = 0; !rc && i < h->pairs.n; i++) {
		const struct population_pair *x = &h->pairs.list[i];
		struct agency_line *l =
			line(h, page_url(p, STR_FMT " + " STR_FMT,
					 STR_ARG(agency_cluster(p, x->a)),
					 STR_ARG(agency_cluster(p, x->b))));
		to.f.having[0] = x->a + 1;
		to.f.having[1] = x->b + 1;
		l->href = agency_url(p, AGENCY_PATH_PEOPLE, &to);
		l->v[0] = x->n;
		l->v[1] = agency_permille(x->n, x->of_a);
		l->v[2] = agency_permille(x->n, x->of_b);
		l->v[3] = x->lift_tenths;
	}
	return rc;
}

static int64_t each(int64_t cents, int64_t people)
{
	return people > 0 ? (cents * 2 + people) / (people * 2) : 0;
}

static enum rc use_lines(struct page *p, struct home *h, struct err *err)
{
	struct agency to = h->q;
	enum rc rc = app_population_uses(p->app, &h->q.f, p->a, &h->uses, err);
	if (!rc)
		rc = room(p, h, h->uses.n, err);
	to.f.place = to.f.band = POPULATION_NONE; /* counted without */
	to.f.sex = 0;
	for (size_t i = 0; !rc && i < h->uses.n; i++) {
		const struct population_use *x = &h->uses.list[i];
		struct agency_line *l = line(h, agency_cluster(p, x->cluster));
		to.f.cluster = x->cluster;
		if (x->cluster >= 0)
			l->href = agency_url(p, AGENCY_PATH_PEOPLE, &to);
		l->v[0] = x->people;
		for (int k = 0; k < N_POPULATION_FLOW; k++)
			l->v[k + 1] = each(x->flow[k].cost_cents, x->people);
		l->v[5] = each(x->cost_cents, x->people);
	}
	return rc;
}

enum rc agency_fill(struct page *p, struct home *h, struct err *err)
{
	static enum rc (*const fill[N_AGENCY_VIEW])(
		struct page *, struct home *, struct err *) = {
		[VIEW_PLACE] = place_lines,     [VIEW_AGE] = age_lines,
		[VIEW_CLUSTER] = cluster_lines, [VIEW_DOCTOR] = doctor_lines,
		[VIEW_AREA] = area_lines,       [VIEW_PAIRS] = pair_lines,
		[VIEW_USE] = use_lines,
	};
	h->lines =
		(struct agency_lines){.n_cell = agency_view_of[h->q.view].n - 1,
				      .cell = agency_view_of[h->q.view].cell};
	return fill[h->q.view](p, h, err);
}
