/* app/booking - the year of appointments: agendas in, places held and booked,
 * the batch that books a whole population, the provider's day.
 *
 * An appointment lives in a slot and serves one activity, or all the
 * laboratory activities of one draw. States: held(until) -> booked ->
 * done | no_show | cancelled; a hold also ends by its time. A slot's `taken`
 * is at every commit the number of its appointments that are not cancelled;
 * the last place is given once because taking it is a conditional update, and
 * a person's overlap is refused by a query under lock and by the database.
 * The activity keeps its four dates: planned, prescribed, booked, done.
 *
 * Rules and reasons: lib/booking. Every use case leaves an audit record, and
 * what a person must know goes to the outbox in the same transaction.
 */
#ifndef APP_BOOKING_H
#define APP_BOOKING_H

#include "app/app.h"
#include "booking/booking.h"

#define BOOK_LAB "LAB" /* the service of draw points: any laboratory test */

/* ---- agendas (booking_agenda.c) ---- */

struct agenda_import {
	int64_t n_provider, n_agenda, n_closure; /* rows that were right */
	int64_t n_rejected;
	int64_t n_slot; /* slots made now */
};
/* provider.csv, agenda.csv and, when there, closure.csv of a folder; slots for
 * the days from .. to, without closures and national holidays. A wrong row is
 * left out with a finding (file, line, column, cause). The same folder again
 * changes nothing; a longer period adds days. Needs MAY_RUN_BATCH. */
MUST_USE enum rc app_agenda_import(struct app *app, const char *dir,
				   struct date from, struct date to,
				   struct issues *issues,
				   struct agenda_import *sum, struct err *err);

struct day_closed {
	int64_t n_cancelled, n_slot;
};
/* Close a provider's day: no place is given any more, live appointments are
 * cancelled, their activities are to be booked again, the people are told.
 * Needs MAY_CLOSE_SLOT. */
MUST_USE enum rc app_book_close_day(struct app *app, struct str facility,
				    struct date day, struct str reason,
				    struct day_closed *out, struct err *err);

/* ---- the desk (booking_find.c, booking_desk.c) ---- */

struct book_request {
	int64_t person_id;
	int64_t activity_id;  /* 0: by service and window */
	struct str service;   /* code, or LAB */
	struct date from, to; /* DATE_NONE: the activity's window */
	int weekdays;         /* bit 0 Monday; 0: those the person asked for */
	struct str facility;  /* only there; "": anywhere */
	/* places that will be taken with this one, so that days are shared */
	const struct book_proposal *also;
	size_t n_also;
};

#define BOOK_PROPOSALS 5
struct book_proposal {
	int64_t slot_id;
	struct str facility, name, service;
	struct date day;
	int start_min, end_min, distance_hm, days_off;
	int farther_hm; /* than the nearest provider of the service; 0: it is */
	bool late, shared_trip;
	struct str why; /* the same in English, for commands */
};
struct book_found {
	size_t n;
	struct book_proposal list[BOOK_PROPOSALS];
	struct str why_none;  /* when n is 0 */
	struct date next_day; /* first free day after the window, or none */
};
/* Up to five places, best first; changes nothing but expired holds. E_STATE:
 * the person has died. */
MUST_USE enum rc app_book_find(struct app *app, const struct book_request *r,
			       struct arena *a, struct book_found *out,
			       struct err *err);

/* Take a place for some minutes. E_CONFLICT: it was the last, and is gone; or
 * the person is somewhere else at that time. */
MUST_USE enum rc app_book_hold(struct app *app, int64_t person_id,
			       int64_t slot_id, int64_t activity_id,
			       int minutes, int64_t *appointment_id,
			       struct err *err);
MUST_USE enum rc app_book_confirm(struct app *app, int64_t appointment_id,
				  struct err *err);

/* ---- at once (booking_take.c) ---- */

#define BOOK_TAKE_MOST 40
enum book_taken {
	BOOK_TAKEN,
	BOOK_TAKEN_BEFORE, /* the same place for the same: a second click */
	BOOK_GONE,         /* no place is left, or the person is elsewhere */
	BOOK_ELSEWHERE,    /* an activity has another appointment already */
};
struct book_choice {
	int64_t slot_id;
	const int64_t *activities;
	size_t n_activity;
	/* out */
	enum book_taken taken;
	int64_t appointment_id; /* of BOOK_TAKEN and BOOK_TAKEN_BEFORE */
};
/* Book several places for one person in one transaction: what is gone is said
 * of each choice, the others are booked. E_STATE: an activity is of somebody
 * else, is over, or a place is for another service or past; then nothing is
 * booked. MAY_BOOK. */
MUST_USE enum rc app_book_take(struct app *app, int64_t person_id,
			       struct book_choice *list, size_t n,
			       struct err *err);
/* Undo a cancellation: the same place again, for what is still open of what it
 * served. E_CONFLICT: the place is gone meanwhile, or all is booked again. */
MUST_USE enum rc app_book_restore(struct app *app, int64_t appointment_id,
				  int64_t *new_id, struct err *err);
/* Could that be undone at all? Not of a televisit, whose room is gone: it is
 * booked anew from its page. MAY_BOOK. */
MUST_USE enum rc app_book_restorable(struct app *app, int64_t appointment_id,
				     bool *yes, struct err *err);
/* The place is free again, the activity is to be booked again. */
MUST_USE enum rc app_book_cancel(struct app *app, int64_t appointment_id,
				 struct str reason, struct err *err);
/* Both or neither: the new place taken and the old one freed. */
MUST_USE enum rc app_book_move(struct app *app, int64_t appointment_id,
			       int64_t slot_id, int64_t *new_id,
			       struct err *err);
/* What happened on the day; not before it. A provider: of their own agenda; a
 * service centre: of the people they follow. */
MUST_USE enum rc app_book_done(struct app *app, int64_t appointment_id,
			       struct err *err);
MUST_USE enum rc app_book_no_show(struct app *app, int64_t appointment_id,
				  struct err *err);
/* It was said by mistake: booked again, until the end of the next day. What is
 * booked again elsewhere meanwhile stays there; E_CONFLICT when that is all. */
MUST_USE enum rc app_book_outcome_undo(struct app *app, int64_t appointment_id,
				       struct err *err);
/* End the holds whose time has passed; *n how many. */
MUST_USE enum rc app_book_expire(struct app *app, int64_t *n, struct err *err);
/* The person's own site ("" none) and weekdays (bit 0 Monday). */
MUST_USE enum rc app_book_prefer(struct app *app, int64_t person_id,
				 struct str facility, int weekdays,
				 struct err *err);
/* Pseudonym or fiscal code to id; E_NOT_FOUND. */
MUST_USE enum rc app_book_person_id(struct app *app, struct str who,
				    int64_t *id, struct err *err);

/* ---- the batch (booking_year.c) ---- */

struct book_year {
	struct date from, to; /* days to book in */
	int late_days;        /* how late a service may still be booked */
	int persons_per_commit;
	/* after every commit: what is now safe */
	void (*committed)(void *ctx, size_t persons, size_t appointments);
	void (*progress)(void *ctx, const char *what, size_t done,
			 size_t total);
	void *ctx;
};
struct book_year_result {
	int64_t n_activity, n_person; /* asked for */
	int64_t n_request;            /* appointments asked for: draws joined */
	int64_t n_booked, n_on_time, n_late; /* appointments */
	int64_t n_activity_booked;
	int64_t n_unbooked; /* requests */
	int64_t n_lost; /* place or person taken by others while we solved */
	int64_t by_why[N_BOOKING_WHY];
	int64_t distance_median_hm, distance_p95_hm;
	int64_t n_trip;
	int64_t cost, bound, solve_us;
};
/* Book what signed plans still ask for. Killed at any moment it leaves whole
 * persons booked or not at all; the next run books what is left. Needs
 * MAY_RUN_BATCH. */
MUST_USE enum rc app_book_year(struct app *app, const struct book_year *opt,
			       struct book_year_result *out, struct err *err);

/* For demonstrations: appointments until `to` become done, no-show or
 * cancelled by chance (88, 7, 5 percent) of the seed. Not a fact of care. */
struct book_outcomes {
	int64_t n_done, n_no_show, n_cancelled;
};
MUST_USE enum rc app_book_simulate(struct app *app, struct date to,
				   uint64_t seed, struct book_outcomes *out,
				   struct err *err);

/* ---- views (booking_view.c) ---- */

struct book_line { /* an appointment, or an activity without one */
	int64_t id;
	struct date day; /* due, without an appointment */
	int start_min, end_min;
	struct str service, services; /* codes served, with '|' */
	struct str state, facility, place, municipality, reason;
	struct date due, latest;
};
/* Appointments of a person by day, then what has none. Audited. */
MUST_USE enum rc app_book_calendar(struct app *app, int64_t person_id,
				   struct date from, struct date to,
				   struct arena *a, struct book_line **list,
				   size_t *n, struct err *err);

struct book_day_line {
	int64_t id, person_id;
	int start_min, end_min;
	struct str service, state, person, name;
	int64_t n_activity;
	bool confirmed;
	bool hidden; /* of people whom the actor may not know: no name */
};
/* Live appointments of a day. A provider: their own (E_DENIED); a service
 * centre: of all, with the names of the people they follow. Audited. */
MUST_USE enum rc app_book_day(struct app *app, struct str facility,
			      struct date day, struct arena *a,
			      struct book_day_line **list, size_t *n,
			      struct err *err);

/* ---- a provider's calendar (booking_provider.c) ---- */

struct book_provider {
	int64_t id;
	struct str code, name, kind, municipality;
};
/* All of them, or those that offer a service. MAY_READ_LISTS. */
MUST_USE enum rc app_book_providers(struct app *app, struct str service,
				    struct arena *a,
				    struct book_provider **list, size_t *n,
				    struct err *err);
/* Codes of what agendas offer. */
MUST_USE enum rc app_book_services(struct app *app, struct arena *a,
				   struct str **list, size_t *n,
				   struct err *err);
/* One; the actor's own when `facility` is empty and they work for one. */
MUST_USE enum rc app_book_provider(struct app *app, struct str facility,
				   struct arena *a, struct book_provider *out,
				   struct err *err);

struct book_day_count {
	struct date day;
	struct str service; /* by service; else "" */
	int64_t places, taken;
	int first_free; /* minute of the first slot with a place; -1 none */
	bool closed;
};
/* Days with slots from .. to, by service or in all. Scope as app_book_day. */
MUST_USE enum rc app_book_agenda(struct app *app, struct str facility,
				 struct date from, struct date to,
				 bool by_service, struct arena *a,
				 struct book_day_count **list, size_t *n,
				 struct err *err);

struct book_close_line { /* who would be moved, and what there is for them */
	struct book_day_line appointment;
	int64_t n_free;       /* places for the service here, within a month */
	struct date next_day; /* the first of them, or none */
};
/* What app_book_close_day would do; changes nothing. */
MUST_USE enum rc app_book_close_preview(struct app *app, struct str facility,
					struct date day, struct arena *a,
					struct book_close_line **list,
					size_t *n, struct err *err);

struct book_open_line {
	int64_t activity_id;
	struct str person, service, why, nearest, nearest_name, next_facility,
		beyond;
	struct date earliest, due, latest, next_day, beyond_day;
	char priority_class;
	int64_t n_places;
	int nearest_hm, beyond_hm;
};
/* Most urgent first. */
MUST_USE enum rc app_book_unbooked(struct app *app, int64_t limit,
				   struct arena *a,
				   struct book_open_line **list, size_t *n,
				   struct err *err);

struct book_count {
	struct str name;
	int64_t n;
};
struct book_summary {
	struct book_count appointment[8], activity[8], unbooked[16];
	size_t n_appointment, n_activity, n_unbooked;
	int64_t n_live, n_person, n_trip;
	int64_t distance_median_hm, distance_p95_hm; /* of trips */
	int64_t n_late;
	int64_t places, taken;
	/* invariants; all must be 0 */
	int64_t n_miscounted, n_booked_without, n_appointment_without;
};
MUST_USE enum rc app_book_summary(struct app *app, struct date from,
				  struct date to, struct book_summary *out,
				  struct arena *a, struct err *err);

#endif
