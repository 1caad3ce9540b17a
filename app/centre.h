/* app/centre - the service centre's work: who is to be called about what.
 *
 * Lists of the people whom the actor's organisation follows, most urgent first:
 *   to book     activities without a place, a row for each person, by the end
 *               of the earliest window
 *   to confirm  appointments of the coming days that nobody confirmed
 *   to recall   people who were not there or cancelled, and whose services are
 *               open again
 *   freed       places that became free, for services somebody waits for
 *   held        places kept for some minutes, not yet booked
 *
 * A call that was made is a note: until the day it says, the person stands
 * behind all others. Not here: finding and giving places (app/booking.h).
 */
#ifndef APP_CENTRE_H
#define APP_CENTRE_H

#include "app/booking.h"

enum centre_tab {
	CENTRE_TO_BOOK,
	CENTRE_TO_CONFIRM,
	CENTRE_TO_RECALL,
	CENTRE_FREED,
	CENTRE_HELD,
	N_CENTRE_TAB
};

enum centre_sort {
	CENTRE_BY_URGENCY,
	CENTRE_BY_NAME,
	CENTRE_BY_SERVICE,
	CENTRE_BY_TOWN,
	N_CENTRE_SORT
};

struct centre_query {
	enum centre_tab tab;
	struct str q;        /* start of a name, fiscal code, pseudonym; "" */
	struct str service;  /* code; "" all */
	char priority_class; /* 0 all */
	struct str municipality; /* ISTAT code; "" all */
	int days; /* windows that end, appointments that come within; 0: all */
	enum centre_sort sort; /* not urgency: of the CENTRE_SORT_MOST first */
	bool descending;
	int64_t offset, limit;
};

/* How far a list is counted and read; who wants to see more, filters. */
#define CENTRE_MOST         1000
#define CENTRE_SORT_MOST    300
#define CENTRE_BADGE_MOST   300 /* how far the counts of the tabs go */
#define CENTRE_CONFIRM_DAYS 7   /* how soon before the day people are asked */
#define CENTRE_CANDIDATES   3

struct centre_call {        /* the latest, of a person */
	struct str outcome; /* "" never called */
	int64_t at_us;
	struct date again_on;
};

struct centre_candidate { /* for a freed place */
	int64_t person_id, activity_id;
	struct str name;
	struct date latest;
	int distance_hm;
};

/* A row; what does not belong to its tab is empty. */
struct centre_row {
	int64_t person_id;
	struct str pseudonym, last_name, first_name, phone, municipality;
	struct date birth;
	struct centre_call call;
	struct str service; /* code */
	char priority_class;
	/* to book */
	int64_t activity_id, n_open;
	struct date earliest, latest;
	struct str state, why;
	/* appointments, and freed places */
	int64_t appointment_id, slot_id, n_service, held_until_us, n_place;
	struct date day;
	int start_min;
	struct str facility, place, place_municipality, end_reason;
	struct centre_candidate candidate[CENTRE_CANDIDATES];
	size_t n_candidate;
};
struct centre_list {
	struct centre_row *row;
	size_t n;
	int64_t total; /* CENTRE_MOST + 1: more than CENTRE_MOST */
};
/* MAY_READ_LISTS, of an actor bound to an organisation (else E_DENIED).
 * Audited. Cost: a page of 25 in some milliseconds, whatever the size. */
MUST_USE enum rc app_centre_list(struct app *app, const struct centre_query *c,
				 struct arena *a, struct centre_list *out,
				 struct err *err);
/* All rows of a list, by urgency (the sort asked is not followed; nor are
 * offset and limit), one after the other: nothing is kept but the row in hand,
 * whose texts live until the next. Not of CENTRE_FREED, whose rows need each
 * other. One look in the audit. */
typedef enum rc centre_row_fn(void *ctx, const struct centre_row *r,
			      struct err *err);
MUST_USE enum rc app_centre_each(struct app *app, const struct centre_query *c,
				 centre_row_fn *fn, void *ctx, struct err *err);

/* Rows of each tab without filters, up to CENTRE_BADGE_MOST + 1. */
MUST_USE enum rc app_centre_counts(struct app *app, int64_t n[N_CENTRE_TAB],
				   struct err *err);

/* ---- calls (centre_call.c) */

enum contact_outcome {
	CONTACT_REACHED,
	CONTACT_NOT_REACHED,
	CONTACT_CALL_BACK,
	CONTACT_REFUSED,
	CONTACT_LETTER,
	N_CONTACT_OUTCOME
};
extern const char *const contact_outcome_name[N_CONTACT_OUTCOME];

struct contact {
	int64_t person_id, appointment_id; /* 0: about nothing in particular */
	enum contact_outcome outcome;
	struct date again_on; /* DATE_NONE: by the outcome (a day, a week) */
	struct str note;      /* at most CONTACT_NOTE_MOST bytes */
};
#define CONTACT_NOTE_MOST 500
/* MAY_BOOK. E_RANGE: a day that is past, or more than a year away. */
MUST_USE enum rc app_centre_call(struct app *app, const struct contact *c,
				 int64_t *id, struct err *err);
/* A note made by mistake. */
MUST_USE enum rc app_centre_call_undo(struct app *app, int64_t id,
				      struct err *err);

struct contact_view {
	int64_t id, at_us;
	struct str outcome, note, user;
	struct date again_on;
};

/* The person said that they come; or that it was said by mistake. MAY_BOOK
 * (the person themselves may, too). Twice is once. */
MUST_USE enum rc app_book_presence(struct app *app, int64_t appointment_id,
				   bool comes, struct err *err);

/* ---- one person (centre_person.c) */

struct centre_activity {
	int64_t id, appointment_id, slot_id; /* 0: none */
	struct str service, state, group, why, prescription, facility, place,
		municipality;
	struct str appointment_state, reason; /* JSON: why there and then */
	struct date earliest, due, latest, done, prescribed_to, day;
	char priority_class;
	int start_min;
	bool confirmed;
};
struct centre_person {
	int64_t id;
	struct centre_activity *activity; /* by day */
	size_t n_activity;
	struct contact_view *call; /* newest first */
	size_t n_call;
	struct str own_site, own_site_name; /* "" none */
	int weekdays;
};
/* What is planned, booked and done of the plans in force, the calls, what the
 * person asked for. MAY_BOOK. Audited. */
MUST_USE enum rc app_centre_person(struct app *app, int64_t person_id,
				   struct arena *a, struct centre_person *out,
				   struct err *err);

#endif
