/* web/page/centre - the pages of the service centre and of providers: work
 * list (centre_list.c), one person (centre_person.c), proposals and booking
 * (centre_book.c), what a press of a button does (centre_act.c), agendas
 * (provider.c). Here: the words they share.
 */
#ifndef WEB_PAGE_CENTRE_H
#define WEB_PAGE_CENTRE_H

#include "app/centre.h"
#include "web/web.h"

/* "Prima visita cardiologica"; the draw for LAB; the code when unknown. */
struct str centre_service(struct page *p, struct str code);
/* The same with how many services a draw serves. */
struct str centre_services(struct page *p, struct str code, int64_t n);
struct str centre_town(struct page *p, struct str istat);
/* ISTAT code of a municipality by its name, in any case; empty: unknown. */
struct str centre_town_code(struct page *p, struct str name);
/* "venerdì 10 aprile 2026" */
struct str centre_day(struct page *p, struct date d);
/* "6,3 km" */
struct str centre_km(struct page *p, int hm);
/* Why there is no place; why it is that place. Empty: not known. */
struct str centre_why_open(struct page *p, struct str why);
struct str centre_why_there(struct page *p, struct str reason_json);
struct str centre_call_words(struct page *p, struct str outcome);
struct str centre_class(struct page *p, char priority_class);
/* Where a form says to go back to, or `otherwise`. */
struct str centre_back(struct page *p, struct str otherwise);
struct str centre_here(struct page *p); /* path and query of this page */

/* Boxes of weekdays: name "g", value the bit; and what was ticked. */
struct centre_weekday {
	struct str bit, name;
	bool on;
};
void centre_weekdays(struct page *p, int mask, struct centre_weekday day[7]);
int centre_weekdays_asked(const struct params *ps);

/* Proposals, shared by booking, moving and what is gone (centre_book.c). */
struct centre_ask {
	int64_t person_id;
	const struct centre_person *who;
	int64_t activities[BOOK_TAKE_MOST]; /* asked for */
	size_t n_activity;
	int64_t moving; /* appointment that is to move; 0: book */
	bool gone;      /* the places were just taken */
	struct str note;
};

#endif
