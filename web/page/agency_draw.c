/* The picture of each view. */
#include "picture/picture.h"
#include "web/page/agency_home_int.h"

#define BARS_SHOWN 15

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
				b->href[s] =
					agency_url(p, AGENCY_PATH_PEOPLE, &to);
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

/* What comes together most, as bars. */
static enum rc draw_pairs(struct page *p, struct home *h, struct err *err)
{
	struct str series[] = {page_text(p, MSG_AGE_PAIR_N)};
	struct picture_row *rows =
		arena_array(p->a, struct picture_row, h->lines.n + 1);
	struct picture_bars v = {
		.p = {.id = "pairs",
		      .title = page_text(p, MSG_AGE_PAIR_TITLE),
		      .desc = page_text(p, MSG_AGE_PAIR_DESC),
		      .bare = true},
		.head = page_text(p, MSG_AGE_PAIR),
		.series = series,
		.n_series = 1,
		.rows = rows,
		.n = h->lines.n,
		.most = BARS_SHOWN};
	if (!rows)
		return arena_fail(p->a, err);
	for (size_t i = 0; i < h->lines.n; i++)
		rows[i] = (struct picture_row){h->lines.at[i].name,
					       &h->lines.at[i].v[0],
					       h->lines.at[i].href};
	return picture_bars(&v, p->lang, p->a, &h->v.pictures, err);
}

/* Euro for each person, by kind of care. */
static enum rc draw_use(struct page *p, struct home *h, struct err *err)
{
	struct str series[N_POPULATION_FLOW];
	struct picture_row *rows =
		arena_array(p->a, struct picture_row, h->lines.n + 1);
	int64_t(*euro)[N_POPULATION_FLOW] = arena_alloc(
		p->a, (h->lines.n + 1) * sizeof(int64_t[N_POPULATION_FLOW]));
	struct picture_bars v = {.p = {.id = "use",
				       .title = page_text(p, MSG_AGE_USE_TITLE),
				       .desc = page_text(p, MSG_AGE_USE_DESC),
				       .bare = true},
				 .head = page_text(p, MSG_AGE_CLUSTER),
				 .series = series,
				 .n_series = N_POPULATION_FLOW,
				 .stacked = true,
				 .rows = rows,
				 .n = h->lines.n,
				 .most = BARS_SHOWN};
	if (!rows || !euro)
		return arena_fail(p->a, err);
	for (int k = 0; k < N_POPULATION_FLOW; k++)
		series[k] = page_text(
			p, agency_view_of[VIEW_USE].columns[k + 2].head);
	for (size_t i = 0; i < h->lines.n; i++) {
		for (int k = 0; k < N_POPULATION_FLOW; k++)
			euro[i][k] = (h->lines.at[i].v[k + 1] + 50) / 100;
		rows[i] = (struct picture_row){h->lines.at[i].name, euro[i],
					       h->lines.at[i].href};
	}
	return picture_bars(&v, p->lang, p->a, &h->v.pictures, err);
}

enum rc agency_draw(struct page *p, struct home *h, struct err *err)
{
	switch (h->q.view) {
	case VIEW_PLACE:
		return agency_draw_map(p, h, err);
	case VIEW_AGE:
		return draw_pyramid(p, h, err);
	case VIEW_CLUSTER:
		return draw_bars(p, h, 0, MSG_AGE_CLUSTER_TITLE,
				 MSG_AGE_CLUSTER_DESC, err);
	case VIEW_DOCTOR:
		return draw_bars(p, h, 1, MSG_AGE_DOCTOR_TITLE,
				 MSG_AGE_DOCTOR_DESC, err);
	case VIEW_AREA:
		return draw_bars(p, h, 3, MSG_AGE_AREA_TITLE, MSG_AGE_AREA_DESC,
				 err);
	case VIEW_PAIRS:
		return draw_pairs(p, h, err);
	case VIEW_USE:
		return draw_use(p, h, err);
	case N_AGENCY_VIEW:
		break;
	}
	BUG("no view");
}
