/* web/page/person - what the pages of a person share: the tabs below the
 * header, names of things, words for the states of things.
 */
#ifndef WEB_PAGE_PERSON_H
#define WEB_PAGE_PERSON_H

#include "web/person_header.h"
#include "web/web.h"

enum person_tab {
	TAB_SUMMARY,
	TAB_CONDITIONS,
	TAB_THERAPY,
	TAB_PLAN,
	TAB_BOOKINGS,
	TAB_EXAMS,
	TAB_READINGS,
	TAB_VISITS,
	TAB_DOCUMENTS,
	TAB_LOOKS,
	N_PERSON_TAB
};

/* page_begin with the person's header (p->id[0]) and the tabs. */
/* What was found and why, without a heading. */
struct person_conditions;
struct html person_conditions_html(struct page *p,
				   const struct person_conditions *s);
void person_begin(struct page *p, enum person_tab tab, enum msg title);
/* The tabs as links: for pages that lie below one of them, too. */
struct html person_tabs(struct page *p, enum person_tab tab);

/* A word for a state as the database spells it; the state itself when it has
 * none. */
enum person_words {
	WORDS_ENROLMENT,
	WORDS_PACT,
	WORDS_PLAN,
	WORDS_PLAN_KIND,
	WORDS_BOOKING, /* appointments and activities */
	WORDS_ROLE,
	WORDS_PURPOSE,
	WORDS_ACTION,
	WORDS_SEVERITY,
	WORDS_FLOW,
	WORDS_UNBOOKED,
};
struct str person_word(struct page *p, enum person_words set, struct str key);
/* Why a finding stands there; `it` when it is of no table. */
struct str person_why(struct page *p, struct str en, struct str it);

/* Names in the language of the page; the code when it is not in the tables. */
struct str person_service_name(struct page *p, struct str code);
struct str person_drug_name(struct page *p, struct str atc);
struct str person_condition_name(struct page *p, int condition);

/* "n" filled into a message. */
struct str person_fill_n(struct page *p, enum msg id, int64_t n);
/* One named place filled. */
struct str person_fill(struct page *p, enum msg id, const char *name,
		       struct str value);

/* Elements of a list of a page, zeroed, never NULL to the reader: *n stays 0
 * when there is no memory, and page_end tells. */
#define PERSON_LIST(p, list, most)                                             \
	((list) = arena_calloc((p)->a, (most) + 1, sizeof(*(list))))

#endif
