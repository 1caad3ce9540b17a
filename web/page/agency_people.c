/* The people behind a figure: by pseudonym, with why each has the level. */
#include "web/page/agency.h"
#include "web/page/agency_people.html.h"

#define PATH "/agenzia/elenco"

static const struct column columns[] = {
	{"codice", MSG_AGE_PSEUDONYM, false}, {"livello", MSG_AGE_LEVEL, false},
	{NULL, MSG_AGE_CLUSTER, false},       {NULL, MSG_AGE_DISEASES, true},
	{"eta", MSG_AGE_YEARS, true},         {NULL, MSG_AGE_SEX, false},
	{"comune", MSG_AGE_PLACE, false},     {NULL, MSG_AGE_DOCTOR, false}};

static enum population_sort sort_of(const struct table *t)
{
	if (str_is(t->sort, "livello"))
		return POPULATION_BY_NEED;
	if (str_is(t->sort, "eta"))
		return t->descending ? POPULATION_BY_AGE_DOWN
				     : POPULATION_BY_AGE;
	if (str_is(t->sort, "comune"))
		return POPULATION_BY_PLACE;
	return t->descending ? POPULATION_BY_NAME_DOWN : POPULATION_BY_NAME;
}

static struct str place_text(struct page *p, const struct population_person *x)
{
	return x->place < 0 && x->municipality.len ? x->municipality
						   : agency_place(p, x->place);
}

/* ---- CSV */

/* A list of very few is a small count, too. */
static enum rc save(struct page *p, const struct table *t,
		    const struct population_people *v, struct err *err)
{
	int64_t least = 0;
	enum rc rc = app_population_small_cell(p->app, &least, err);
	if (rc)
		return rc;
	table_csv(p, t, "popolazione-elenco.csv");
	if (v->total > 0 && v->total < least) {
		csv_cell(p, page_url(p, "<%" PRId64, least));
		csv_row_end(p);
		return OK;
	}
	for (size_t i = 0; i < v->n; i++) {
		const struct population_person *x = &v->list[i];
		csv_cell(p, x->pseudonym);
		csv_cell_int(p, x->level);
		csv_cell(p, agency_cluster(p, x->cluster));
		csv_cell_int(p, x->n_comorbidities);
		csv_cell_int(p, x->age);
		csv_cell(p, agency_sex(p, x->sex));
		csv_cell(p, place_text(p, x));
		csv_cell(p, x->gp_code);
		csv_row_end(p);
	}
	table_csv_end(p, (int64_t)v->n, v->total);
	return OK;
}

/* ---- rows */

static void why(struct page *p, const struct population_person *x,
		struct page_agency_people_rows *r)
{
	const struct knowledge *kn = p->app->kn;
	r->clusters = arena_calloc(p->a, kn->n_clusters, sizeof(*r->clusters));
	if (!r->clusters)
		return;
	for (struct str rest = x->clusters, part;
	     rest.len && r->n_clusters < kn->n_clusters;) {
		part = str_cut(&rest, '|');
		int at = kn_cluster_index(kn, part);
		r->clusters[r->n_clusters++].text =
			at < 0 ? part : agency_cluster(p, at);
	}
	int64_t n = (int64_t)r->n_clusters;
	const struct str pairs[] = {STR("n"),
				    page_int(p, n ? n : x->n_contacts)};
	r->why = page_fill(p,
			   n == 0   ? MSG_AGE_WHY_NONE
			   : n == 1 ? MSG_AGE_WHY_ONE
				    : MSG_AGE_WHY_PERSON,
			   pairs, 1);
}

/* The address of the list goes along, for the way back. */
static struct str why_link(struct page *p, const struct agency *q, int64_t id)
{
	char path[64];
	snprintf(path, sizeof(path), PATH "/%" PRId64, id);
	return agency_url(p, path, q);
}

static void fill_rows(struct page *p, const struct agency *q,
		      const struct population_people *all,
		      struct page_agency_people *v)
{
	v->rows = arena_calloc(p->a, all->n + 1, sizeof(*v->rows));
	for (size_t i = 0; v->rows && i < all->n; i++) {
		const struct population_person *x = &all->list[i];
		struct page_agency_people_rows *r = &v->rows[i];
		r->pseudonym = x->pseudonym;
		r->link = why_link(p, q, x->id);
		r->level = agency_level(p, (int)x->level);
		r->cluster = agency_cluster(p, x->cluster);
		r->diseases = x->n_comorbidities;
		r->age = x->age;
		r->sex = agency_sex(p, x->sex);
		r->place = place_text(p, x);
		r->doctor = x->gp_code.len ? x->gp_code
					   : page_text(p, MSG_AGE_NO_DOCTOR);
		why(p, x, r);
		v->n_rows = i + 1;
	}
}

static void fill_words(struct page *p, const struct agency *q,
		       const struct population_people *all,
		       const struct table *t, struct page_agency_people *v)
{
	const struct str of[] = {STR("date"), page_date(p, all->run.as_of),
				 STR("n"), page_int(p, all->run.n_person)};
	const struct str most[] = {STR("n"), page_int(p, POPULATION_SORT_MOST)};
	struct agency back = *q;
	back.f.doctor_id = POPULATION_NONE;
	v->of = page_fill(p, MSG_AGE_OF_RUN, of, 2);
	v->back = agency_url(p, "/agenzia", &back);
	v->none = !all->total;
	v->some = all->total > 0;
	if (!all->sorted && all->total)
		v->unsorted = page_fill(p, MSG_AGE_LIST_UNSORTED, most, 1);
	v->levels = agency_levels(p, &all->run);
	v->chips = agency_chips(p, PATH, q);
	v->head = table_head(p, t);
	v->pager = table_pager(p, t);
	v->search = table_search(p, t);
}

enum rc on_agency_people(struct page *p, struct err *err)
{
	struct agency q;
	struct table t;
	struct agency_runs runs = {0};
	struct population_people all;
	struct page_agency_people v = {0};
	agency_asked(p, &q);
	table_asked(p, columns, countof(columns), "livello", &t);
	struct population_page page = {.q = t.q,
				       .sort = sort_of(&t),
				       .limit = t.limit,
				       .offset = t.offset};
	enum rc rc = app_population_runs(p->app, p->a, AGENCY_RUNS, &runs.list,
					 &runs.n, err);
	if (!rc && !runs.n)
		return agency_empty(p, MSG_AGE_LIST_TITLE, MSG_AGE_EMPTY,
				    MSG_AGE_EMPTY_HOW, err);
	if (!rc)
		rc = app_population_people(p->app, &q.f, &page, p->a, &all,
					   err);
	if (rc)
		return rc;
	if (t.csv)
		return save(p, &t, &all, err);
	if (table_beyond(&t, all.n))
		return table_first(p, err);
	t.total = all.total;
	fill_rows(p, &q, &all, &v);
	fill_words(p, &q, &all, &t, &v);
	v.filters = agency_filters(p, PATH, &q, &runs);
	page_begin(p,
		   &(struct frame){.title = MSG_AGE_LIST_TITLE, .wide = true});
	page_agency_people(p->out, p->lang, &v);
	return page_end(p, err);
}
