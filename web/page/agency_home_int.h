/* web/page/agency_home_int - what the files of the agency's first page share:
 * the view that was asked, its lines, its picture. */
#ifndef WEB_PAGE_AGENCY_HOME_INT_H
#define WEB_PAGE_AGENCY_HOME_INT_H

#include "app/population_profile.h"
#include "web/page/agency.h"
#include "web/page/agency_home.html.h"

#define AGENCY_PATH        "/agenzia"
#define AGENCY_PATH_PEOPLE "/agenzia/elenco"
#define AGENCY_PATH_MAP    "/agenzia/mappa.svg"

struct home {
	struct agency q;
	struct table t;
	struct population pop;
	struct population_pairs pairs; /* of their views only */
	struct population_uses uses;
	struct population_care care;
	struct agency_runs runs;
	struct agency_lines lines;
	struct page_agency_home v;
	int64_t least;
};

/* A view: its tab, its table, its file. */
struct agency_view_of {
	const struct column *columns; /* the first is the name */
	const enum agency_cell *cell; /* n - 1 */
	size_t n;
	const char *sort, *file;
	enum msg tab, note; /* note: MSG_NONE */
	bool by_name;       /* has a search box */
};
extern const struct agency_view_of agency_view_of[N_AGENCY_VIEW];

int64_t agency_permille(int64_t part, int64_t whole);

/* agency_fill.c: h->lines of the view asked. */
MUST_USE enum rc agency_fill(struct page *p, struct home *h, struct err *err);
/* agency_draw.c: h->v.map and h->v.pictures of the view asked. */
MUST_USE enum rc agency_draw(struct page *p, struct home *h, struct err *err);
/* agency_map.c */
MUST_USE enum rc agency_draw_map(struct page *p, struct home *h,
				 struct err *err);

#endif
