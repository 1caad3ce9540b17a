/* web/page/agency - what the pages of an agency share: what was asked, in the
 * address; the filters on the left that stay; lines of a table that can be
 * sorted, drawn and saved.
 */
#ifndef WEB_PAGE_AGENCY_H
#define WEB_PAGE_AGENCY_H

#include "app/population.h"
#include "web/web.h"

enum agency_view {
	VIEW_PLACE,
	VIEW_AGE,
	VIEW_CLUSTER,
	VIEW_DOCTOR,
	VIEW_AREA,  /* by health agency */
	VIEW_PAIRS, /* clusters that people have together */
	VIEW_USE,   /* what they took: drugs, visits, stays */
	N_AGENCY_VIEW
};

#define AGENCY_REGION "tutte"
struct agency {
	struct population_filter f;
	/* On the map: a code of provinces.csv, or AGENCY_REGION; empty: where
	 * most live. */
	struct str province;
	enum agency_view view;
};
/* From the address; what makes no sense is left out. */
void agency_asked(struct page *p, struct agency *q);
/* "/agenzia?livello=1&comune=016024": the same with nothing but what differs
 * from the default. `path` may be empty. */
struct str agency_url(struct page *p, const char *path, const struct agency *q);
/* The same in one word: for a page with hundreds of links. */
struct str agency_short_url(struct page *p, const char *path,
			    const struct agency *q);

#define AGENCY_RUNS 24
struct agency_runs {
	struct population_run *list;
	size_t n;
};
struct html agency_filters(struct page *p, const char *path,
			   const struct agency *q,
			   const struct agency_runs *runs);
/* "Only Bergamo: remove" for what came by a link. */
struct html agency_chips(struct page *p, const char *path,
			 const struct agency *q);
/* How a level is made, with its source; a disclosure. */
struct html agency_levels(struct page *p, const struct strata_run_info *run);
/* The page that says that there is nothing yet, and how to begin. */
MUST_USE enum rc agency_empty(struct page *p, enum msg title, enum msg text,
			      enum msg how, struct err *err);

/* ---- names */

struct str agency_cluster(struct page *p, int cluster); /* index or none */
struct str agency_place(struct page *p, int place);
struct str agency_area(struct page *p, struct str ats); /* its name */
struct str agency_band(struct page *p, int band);       /* "65-69" */
struct str agency_sex(struct page *p, char sex);
struct str agency_level(struct page *p, int level);
struct str agency_tenths(struct page *p, int64_t part, int64_t whole);

/* ---- lines of a table: a name and up to six figures */

#define LINE_CELLS 6
enum agency_cell { /* what a figure is: how it is shown, and what it betrays */
		   CELL_COUNT,
		   CELL_TOTAL, /* a count that adds up the others of the line */
		   CELL_SHARE, /* per cent in tenths */
		   CELL_TIMES, /* "2,3 times", in tenths */
		   CELL_EURO,  /* cents for each person */
};
struct agency_line {
	struct str name, href;
	int64_t v[LINE_CELLS];
	int order;   /* before the name, where the name says none */
	int64_t key; /* of sorting */
};
struct agency_lines {
	struct agency_line *at;
	size_t n, n_cell;
	const enum agency_cell *cell; /* n_cell */
};
/* By the column asked: the first column is the name. */
void agency_sort(struct agency_lines *l, const struct table *t);
/* The page of lines that was asked, as rows. */
struct html agency_rows(struct page *p, const struct agency_lines *l,
			const struct table *t);
/* All lines; counts below `least` are not told, nor what rests on them. */
void agency_csv(struct page *p, const struct agency_lines *l,
		const struct table *t, const char *file, int64_t least);

#endif
