/* web/page/citizen - what the pages of a citizen share: for whom they are, the
 * card of an appointment, plain words.
 *
 * Every page takes `per`, the person it is for, in its address or form; without
 * it the person themselves. Whether they may is decided in app/.
 */
#ifndef WEB_PAGE_CITIZEN_H
#define WEB_PAGE_CITIZEN_H

#include "app/citizen.h"
#include "web/web.h"

enum citizen_tab {
	CITIZEN_HOME,
	CITIZEN_PLAN,
	CITIZEN_YEAR,
	CITIZEN_READINGS,
	CITIZEN_LOOKS,
	CITIZEN_DATA,
	CITIZEN_VISITS,
	N_CITIZEN_TAB
};

struct citizen_whose {
	int64_t person_id;
	bool other;      /* not the user themselves */
	struct str per;  /* the id, when other; else empty: for forms */
	struct str tail; /* "?per=12" or empty: for addresses without a query */
	struct html bar; /* whose pages, and where in them; empty when alone */
};
/* For whom the page is; writes nothing. */
MUST_USE enum rc citizen_whose(struct page *p, enum citizen_tab tab,
			       struct citizen_whose *out, struct err *err);
/* One appointment as a card; `big` for the next one. */
struct html citizen_card(struct page *p, const struct citizen_whose *w,
			 const struct citizen_appointment *t, bool big);
/* "Prelievo del sangue", or the name of the service. */
struct str citizen_service(struct page *p, struct str code);
/* How to prepare for a service by index; empty when nothing is needed. */
struct str citizen_preparation(struct page *p, int service);
/* "lunedì 13 aprile 2026" */
struct str citizen_long_day(struct page *p, struct date d);
/* "Ospedale di Treviglio, Treviglio"; the town only when the name lacks it */
struct str citizen_place(struct page *p, const struct citizen_appointment *t);
/* Booked, and not over. */
bool citizen_is_coming(const struct page *p,
		       const struct citizen_appointment *t);
/* "aprile 2026" */
struct str citizen_month(struct page *p, struct date d);
/* A text with one named place filled. */
struct str citizen_fill(struct page *p, enum msg id, const char *name,
			struct str value);
/* The appointment of the path, still to come; E_STATE with words when not. */
MUST_USE enum rc citizen_coming(struct page *p, const struct citizen_whose *w,
				struct citizen_appointment *out,
				struct err *err);

#endif
