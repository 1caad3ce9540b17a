/* Private to the files app/booking_*.c. */
#ifndef APP_APPOINTMENT_INT_H
#define APP_APPOINTMENT_INT_H

#include "app/booking.h"

/* The service under which agendas offer a code: laboratory services and the
 * draw itself are LAB. */
struct str booking_service(const struct knowledge *kn, struct str code);
/* U and B 1, D 2, P 3. */
uint8_t booking_priority(char priority_class);
/* Middle of Lombardy: distances are right within a percent over the region. */
#define BOOK_MIDDLE_LAT_E6 45600000
struct booking_point booking_home(const struct knowledge *kn,
				  struct str municipality, bool *known);

/* What a new appointment is. */
struct book_new {
	int64_t person_id, slot_id, moved_from; /* 0: none */
	const int64_t *activities;
	size_t n_activity;
	const char *state; /* "held" or "booked" */
	int64_t held_until_us;
	struct str reason;  /* JSON */
	int mode;           /* 0 and 1: in presence; 21: televisit, from home */
	bool lost_is_error; /* else *id is 0 when the place is gone */
};
/* In a transaction: lock the person, see that they are free then, take the
 * place, insert, link, and mark the activities booked when the state says so.
 * E_CONFLICT (or *id 0) when the place or the time is gone. */
MUST_USE enum rc booking_place(struct app *app, const struct book_new *n,
			       int64_t *id, struct err *err);
/* In a transaction: an appointment leaves a live state for cancelled. */
MUST_USE enum rc booking_release(struct app *app, int64_t appointment_id,
				 struct str reason, bool only_held,
				 int64_t *person_id, struct err *err);
/* Tell the person, by kind: "appointment.booked". */
MUST_USE enum rc booking_tell(struct app *app, const char *kind,
			      int64_t person_id, int64_t appointment_id,
			      struct str reason, struct err *err);
MUST_USE enum rc booking_audit(struct app *app, const char *action,
			       int64_t appointment_id, int64_t person_id,
			       struct err *err);
/* JSON of why an appointment is where it is. */
void booking_reason_json(struct buf *b, const struct booking_reason *r,
			 struct str nearest_facility);
/* Mark an appointment done or no-show, in a transaction. */
MUST_USE enum rc booking_outcome(struct app *app, int64_t appointment_id,
				 bool done, int64_t *person_id,
				 struct err *err);
struct appointment_facts {
	int64_t person_id, provider_id, slot_id;
	struct date day;
	int start_min, end_min, mode;
	char state[16], service[32];
};
/* E_NOT_FOUND */
MUST_USE enum rc booking_facts(struct app *app, int64_t appointment_id,
			       struct appointment_facts *out, struct err *err);
/* E_STATE: nothing is booked for the dead. */
MUST_USE enum rc booking_refuse_dead(struct app *app, int64_t person_id,
				     struct err *err);
/* A televisit is moved, restored and closed from its own page: E_STATE. */
MUST_USE enum rc booking_refuse_remote(const struct appointment_facts *t,
				       struct err *err);
/* Are the activities the person's, and for what the slot offers, and is the
 * slot not past? E_STATE, E_NOT_FOUND. */
MUST_USE enum rc booking_fits(struct app *app, int64_t person_id,
			      int64_t slot_id, const int64_t *activities,
			      size_t n, struct err *err);
/* May the actor work on this provider's agenda? */
MUST_USE enum rc booking_own_agenda(struct app *app, int64_t provider_id,
				    struct err *err);
MUST_USE enum rc booking_activities(struct app *app, enum sql id,
				    int64_t appointment_id, int64_t *v,
				    size_t most, size_t *n, struct err *err);
/* The `n` elements at `v` (malloc, freed here) move to the caller's arena. */
MUST_USE enum rc booking_hand_over(void *v, size_t n, size_t size,
				   struct arena *a, void *list, size_t *n_out,
				   enum rc rc, struct err *err);
MUST_USE enum rc booking_provider_id(struct app *app, struct str facility,
				     int64_t *id, struct err *err);

#endif
