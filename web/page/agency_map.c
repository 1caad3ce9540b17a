/* The map: the municipalities of a province, or of the whole region. */
#include "picture/picture.h"
#include "web/page/agency_home_int.h"

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

static bool whole_region(const struct agency *q)
{
	return str_is(q->province, AGENCY_REGION);
}

static struct picture_place place_of(struct page *p, const struct agency *q,
				     size_t at,
				     const struct population_place *x)
{
	const struct kn_municipality *c = &p->app->kn->municipalities[at];
	struct picture_place out = {.name = c->name,
				    .lat = c->lat,
				    .lon = c->lon,
				    .size = c->population,
				    .value = -1,
				    .marked = (int)at == q->f.place};
	struct agency to = *q;
	if (!x)
		return out;
	to.f.place = (int)at;
	out.value = agency_permille(x->n, x->people);
	if (whole_region(q)) /* drawn without words */
		return out;
	out.label = page_url(p, STR_FMT " (" STR_FMT ")",
			     STR_ARG(page_int(p, x->n)),
			     STR_ARG(agency_tenths(p, x->n, x->people)));
	out.href = agency_short_url(p, "", &to);
	return out;
}

/* The municipalities to draw, with the people who live there or none; those of
 * other provinces only shape the rim. */
static bool fill_map(struct page *p, const struct agency *q,
		     const struct population *pop, struct picture_map *m)
{
	const struct knowledge *kn = p->app->kn;
	struct picture_place *places =
		arena_array(p->a, struct picture_place, kn->n_municipalities);
	struct picture_spot *around =
		arena_array(p->a, struct picture_spot, kn->n_municipalities);
	if (!places || !around)
		return false;
	for (size_t i = 0, k = 0; i < kn->n_municipalities; i++) {
		const struct kn_municipality *c = &kn->municipalities[i];
		while (k < pop->n_place && pop->places[k].place >= 0 &&
		       pop->places[k].place < (int)i)
			k++;
		bool known = k < pop->n_place && pop->places[k].place == (int)i;
		if (whole_region(q) || str_eq(c->province, q->province))
			places[m->n++] = place_of(
				p, q, i, known ? &pop->places[k] : NULL);
		else
			around[m->n_around++] =
				(struct picture_spot){c->lat, c->lon};
	}
	m->places = places;
	m->around = around;
	return true;
}

/* The map of what was asked; q->province is filled. No places when nobody
 * lives anywhere known. */
static enum rc make_map(struct page *p, struct agency *q, struct picture_map *m,
			struct err *err)
{
	struct population everywhere;
	struct population_filter f = q->f;
	f.place = POPULATION_NONE;
	enum rc rc = app_population(p->app, &f, p->a, &everywhere, err);
	if (rc)
		return rc;
	if (!q->province.len)
		q->province = main_province(p, &everywhere);
	const struct str pairs[] = {STR("name"), province_name(p, q->province)};
	*m = (struct picture_map){
		.p = {.id = "map",
		      .title = whole_region(q)
				       ? page_text(p, MSG_AGE_REGION_MAP_TITLE)
				       : page_fill(p, MSG_AGE_MAP_TITLE, pairs,
						   1),
		      .desc = page_text(p, MSG_AGE_MAP_DESC),
		      .bare = true},
		.head = {page_text(p, MSG_AGE_PLACE),
			 page_text(p, MSG_AGE_SHARE)},
		.unit = PICTURE_TENTHS};
	if (q->province.len && !fill_map(p, q, &everywhere, m))
		return arena_fail(p->a, err);
	return OK;
}

/* 1,500 municipalities are too many for a page: they come as an image. */
static enum rc show_image(struct page *p, struct home *h,
			  const struct picture_map *m, struct err *err)
{
	h->v.image = agency_url(p, AGENCY_PATH_MAP, &h->q);
	h->v.image_words = m->p.title;
	return picture_map_legend(m, p->lang, p->a, &h->v.map, err);
}

enum rc agency_draw_map(struct page *p, struct home *h, struct err *err)
{
	struct picture_map m;
	struct agency q = h->q;
	enum rc rc = make_map(p, &q, &m, err);
	if (rc || !m.n)
		return rc;
	h->q.province = q.province;
	if (whole_region(&q))
		return show_image(p, h, &m, err);
	return picture_map(&m, p->lang, p->a, &h->v.map, err);
}

enum rc on_agency_map(struct page *p, struct err *err)
{
	struct picture_map m;
	struct agency q;
	struct html file;
	agency_asked(p, &q);
	q.f.doctor_id = POPULATION_NONE;
	q.province = STR(AGENCY_REGION);
	enum rc rc = make_map(p, &q, &m, err);
	if (!rc)
		rc = picture_map_file(&m, p->lang, p->a, &file, err);
	if (rc)
		return rc;
	page_file(p, "image/svg+xml; charset=utf-8");
	buf_str(p->out, file.markup);
	return OK;
}
