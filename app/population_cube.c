/* The counts of a run, kept by the connection, and what is added up from
 * them. */
#include "app/population_int.h"

#include "app/bind.h"

#define CELLS_MOST ((size_t)16 << 20)

enum rc population_kept(struct app *app, struct population_kept **out,
			struct err *err)
{
	if (!app->population)
		app->population = calloc(1, sizeof(*app->population));
	if (!app->population)
		return err_set(err, E_NOMEM, "no memory for counts");
	*out = app->population;
	return OK;
}

static void cube_free(struct cube *c)
{
	free(c->cell);
	*c = (struct cube){0};
}

void population_forget(struct app *app)
{
	for (size_t i = 0; app->population && i < CUBES_KEPT; i++)
		cube_free(&app->population->cube[i]);
	free(app->population);
	app->population = NULL;
}

/* ---- reading */

static bool ats_index(struct cube *c, struct str name, uint8_t *out)
{
	for (size_t i = 0; i < c->n_ats; i++)
		if (str_is(name, c->ats[i])) {
			*out = (uint8_t)i;
			return true;
		}
	if (c->n_ats == ATS_MOST || name.len >= sizeof(*c->ats))
		return false;
	memcpy(c->ats[c->n_ats], name.ptr, name.len);
	*out = (uint8_t)c->n_ats++;
	return true;
}

static uint8_t sex_index(struct str s)
{
	return str_is(s, "M") ? 0 : str_is(s, "F") ? 1 : 2;
}

static enum rc read_cell(const struct app *app, const struct stmt *q,
			 struct cube *c, struct err *err)
{
	int place = kn_municipality_index(app->kn, col_str(q, 1));
	int cluster = kn_cluster_index(app->kn, col_str(q, 5));
	int64_t band = col_int(q, 3), level = col_int(q, 4);
	enum rc rc = array_grow(&c->cell, &c->cap, c->n + 1, sizeof(*c->cell),
				CELLS_MOST, err);
	if (rc)
		return rc;
	assert(band >= 0 && band < POPULATION_BANDS);
	assert(level >= 0 && level < 6 && cluster < UINT8_MAX);
	struct cell x = {.place = place < 0 ? NO_PLACE : (uint16_t)place,
			 .sex = sex_index(col_str(q, 2)),
			 .band = (uint8_t)band,
			 .level = (uint8_t)level,
			 .cluster = (uint8_t)(cluster + 1),
			 .n = (uint32_t)col_int(q, 6)};
	if (!ats_index(c, col_str(q, 0), &x.ats))
		return err_set(err, E_LIMIT,
			       "more than %d health agencies, or a code "
			       "longer than 15: \"" STR_FMT "\"",
			       ATS_MOST, STR_ARG(col_str(q, 0)));
	c->cell[c->n++] = x;
	return OK;
}

static enum rc read_cube(struct app *app, int64_t run_id, struct cube *out,
			 struct err *err)
{
	struct cube c = {.run_id = run_id};
	struct stmt *q = NULL;
	bool row;
	enum rc rc = population_make(app, run_id, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_POPULATION_CELLS, &q, err);
	if (!rc)
		bind_int(q, "run_id", run_id);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row)
		rc = read_cell(app, q, &c, err);
	stmt_close(q);
	if (rc)
		cube_free(&c);
	else
		*out = c;
	return rc;
}

enum rc population_cube(struct app *app, int64_t run_id,
			const struct cube **out, struct err *err)
{
	struct population_kept *k = NULL;
	struct cube c;
	size_t i = 0;
	enum rc rc = population_kept(app, &k, err);
	if (rc)
		return rc;
	while (i < CUBES_KEPT && k->cube[i].run_id != run_id)
		i++;
	if (i < CUBES_KEPT) {
		c = k->cube[i];
	} else {
		rc = read_cube(app, run_id, &c, err);
		if (rc)
			return rc;
		cube_free(&k->cube[--i]);
	}
	for (; i > 0; i--)
		k->cube[i] = k->cube[i - 1];
	k->cube[0] = c;
	*out = &k->cube[0];
	return OK;
}

/* ---- adding up */

struct wanted { /* the filter in the terms of a cell */
	int level_from, level_to, cluster, band, sex, place, ats;
	const struct knowledge *kn;
};

static struct wanted wanted_of(const struct app *app, const struct cube *c,
			       const struct population_filter *f)
{
	struct wanted w = {.level_from = f->level_from,
			   .level_to = f->level_to,
			   .cluster = f->cluster,
			   .band = f->band,
			   .sex = f->sex == 'M'   ? 0
				  : f->sex == 'F' ? 1
				  : f->sex        ? 2
						  : -1,
			   .place = f->place,
			   .ats = -1,
			   .kn = app->kn};
	if (!f->ats.len)
		return w;
	w.ats = ATS_MOST; /* nobody's */
	for (size_t i = 0; i < c->n_ats; i++)
		if (str_is(f->ats, c->ats[i]))
			w.ats = (int)i;
	return w;
}

static bool lives_there(const struct wanted *w, const struct cell *x)
{
	return (w->ats < 0 || x->ats == w->ats) &&
	       (w->sex < 0 || x->sex == w->sex) &&
	       (w->band < 0 || x->band == w->band) &&
	       (w->place < 0 || x->place == w->place);
}

static bool of_cluster(const struct wanted *w, const struct cell *x)
{
	return w->cluster < 0 || x->cluster == w->cluster + 1;
}

static bool of_level(const struct wanted *w, const struct cell *x)
{
	return x->level >= w->level_from && x->level <= w->level_to;
}

int64_t population_total(const struct app *app, const struct cube *cube,
			 const struct population_filter *f)
{
	struct wanted w = wanted_of(app, cube, f);
	int64_t n = 0;
	for (size_t i = 0; i < cube->n; i++) {
		const struct cell *x = &cube->cell[i];
		if (of_level(&w, x) && of_cluster(&w, x) && lives_there(&w, x))
			n += x->n;
	}
	return n;
}

static void add_cell(struct population *p, const struct wanted *w,
		     const struct cell *x)
{
	if (!lives_there(w, x))
		return;
	size_t at = x->place == NO_PLACE ? w->kn->n_municipalities : x->place;
	p->people += x->n;
	p->places[at].people += x->n;
	p->areas[x->ats].people += x->n;
	if (!of_cluster(w, x))
		return;
	p->level[x->level] += x->n;
	p->areas[x->ats].level[x->level] += x->n;
	if (!of_level(w, x))
		return;
	p->n += x->n;
	p->places[at].n += x->n;
	p->areas[x->ats].n += x->n;
	p->band[x->band][x->sex] += x->n;
	p->clusters[x->cluster].level[x->level] += x->n;
	p->clusters[x->cluster].n += x->n;
}

static int cmp_cluster(const void *x, const void *y)
{
	const struct population_cluster *a = x, *b = y;
	if (a->n != b->n)
		return a->n < b->n ? 1 : -1;
	return a->cluster < b->cluster ? -1 : a->cluster > b->cluster;
}

static int cmp_area(const void *x, const void *y)
{
	const struct population_area *a = x, *b = y;
	return str_cmp(a->ats, b->ats);
}

/* Keep those that have somebody. */
static void leave_out_empty(struct population *p)
{
	size_t n = 0, m = 0, k = 0;
	for (size_t i = 0; i < p->n_area; i++)
		if (p->areas[i].people)
			p->areas[k++] = p->areas[i];
	p->n_area = k;
	qsort(p->areas, k, sizeof(*p->areas), cmp_area);
	for (size_t i = 0; i < p->n_place; i++)
		if (p->places[i].people)
			p->places[n++] = p->places[i];
	p->n_place = n;
	for (size_t i = 0; i < p->n_cluster; i++)
		if (p->clusters[i].n)
			p->clusters[m++] = p->clusters[i];
	p->n_cluster = m;
	qsort(p->clusters, m, sizeof(*p->clusters), cmp_cluster);
}

static bool room(struct population *p, const struct knowledge *kn,
		 const struct cube *cube, struct arena *a)
{
	p->n_area = cube->n_ats;
	p->areas = arena_array(a, struct population_area, p->n_area + 1);
	p->n_place = kn->n_municipalities + 1;
	p->n_cluster = kn->n_clusters + 1;
	p->places = arena_array(a, struct population_place, p->n_place);
	p->clusters = arena_array(a, struct population_cluster, p->n_cluster);
	if (!p->areas || !p->places || !p->clusters)
		return false;
	for (size_t i = 0; i < p->n_area; i++)
		p->areas[i].ats = arena_str(a, str_from(cube->ats[i]));
	for (size_t i = 0; i < p->n_place; i++)
		p->places[i].place = (int)i;
	p->places[p->n_place - 1].place = POPULATION_NONE;
	for (size_t i = 0; i < p->n_cluster; i++)
		p->clusters[i].cluster = (int)i - 1;
	return true;
}

enum rc app_population(struct app *app, const struct population_filter *f,
		       struct arena *a, struct population *out, struct err *err)
{
	struct population p = {.n = 0};
	struct population_filter mine;
	const struct cube *cube;
	enum rc rc = population_scope(app, f, a, &mine, &p.run, err);
	if (!rc)
		rc = population_cube(app, mine.run_id, &cube, err);
	if (rc)
		return rc;
	if (!room(&p, app->kn, cube, a))
		return arena_fail(a, err);
	struct wanted w = wanted_of(app, cube, &mine);
	for (size_t i = 0; i < cube->n; i++)
		add_cell(&p, &w, &cube->cell[i]);
	leave_out_empty(&p);
	*out = p;
	return OK;
}
