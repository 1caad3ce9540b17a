/* app/visit - visits at a distance: televisit (a doctor and a patient) and
 * teleconsult (a doctor asks another). Rules: lib/telecare/visit.h.
 *
 * A televisit is an appointment (app/booking.h) with mode 21: in a place of an
 * agenda, or at an hour agreed with who holds it, for whom a place of one is
 * made, given away and closed. It is in the person's calendar, takes their time
 * and serves the planned activity like any other; only it is moved, held and
 * ended here. It needs the person's consent to televisits and the word of who
 * books that it is suitable: a follow-up, the person seen in presence on a day,
 * a service that may be given at a distance. Done and signed, it closes the
 * activity; not held, the activity is to be booked again.
 *
 * A teleconsult is a question to a pool or to a named doctor, with exams,
 * documents and the plan of the person, and a promised time. It takes no time
 * of the person, so it has no appointment; the doctors may agree on a talk.
 *
 * The report is written by who holds it, signed as reports of exams are
 * (app/report_sign.h), delivered in the same moment and never changed; a
 * correction is a new version.
 *
 * Who takes part and their practice see the case; a service centre sees when
 * and with whom, to book and move it, and nothing clinical; the person sees
 * their televisits and what was signed. Every move leaves an event and an audit
 * record; every look an audit record. Tables: migrations 0063 and 0069.
 */
#ifndef APP_VISIT_H
#define APP_VISIT_H

#include "app/app.h"
#include "base/sha256.h"
#include "telecare/visit.h"

#define VISIT_FILE_MOST                                                        \
	(4u << 20)          /* bytes of a document: some scanned pages         \
			     */
#define VISIT_FILES_MOST 10 /* of one visit */
#define VISIT_EXAMS_MOST 10

/* ---- booking (visit_book.c) */

struct visit_time {
	int64_t slot_id; /* a place of an agenda; 0: at the hour agreed: */
	struct date day;
	int start_min, minutes; /* 5 to 120 */
};
struct visit_booking {
	int64_t person_id;
	int64_t activity_id;  /* planned, that it serves; 0 none */
	struct str service;   /* without an activity; empty: a check-up */
	int64_t host_user_id; /* who holds it; 0: the actor */
	struct visit_time when;
	struct str reason;    /* wanted */
	struct str companion; /* who will be at the person's side */
	struct date seen_on;  /* in presence */
	bool suitable, consent;
};
/* MAY_BOOK, by a practice or a centre. In words: E_RANGE, no reason, a day or
 * length that cannot be; E_STATE, not suitable, no consent, a service that is
 * not given at a distance; E_CONFLICT, who holds it or the person is elsewhere
 * then, the place is gone, the activity is booked already. */
MUST_USE enum rc app_visit_book(struct app *app, const struct visit_booking *b,
				int64_t *id, struct err *err);
/* To another time, also after it was cancelled or not held: a new appointment,
 * a new room. */
MUST_USE enum rc app_visit_move(struct app *app, int64_t id,
				const struct visit_time *when, struct err *err);
/* Of a televisit MAY_BOOK; of a teleconsult who asked. */
MUST_USE enum rc app_visit_cancel(struct app *app, int64_t id,
				  struct str reason, struct err *err);

struct visit_host {
	int64_t user_id;
	struct str name;
	bool specialist;
};
/* Who may hold a televisit with a person: their doctor, and specialists.
 * MAY_BOOK. */
MUST_USE enum rc app_visit_hosts(struct app *app, int64_t person_id,
				 struct arena *a, struct visit_host **list,
				 size_t *n, struct err *err);
struct visit_choice { /* a planned service that may be given at a distance */
	int64_t activity_id;
	struct str service; /* code */
	struct date due;
	bool booked;
};
/* Nearest first. MAY_BOOK. Audited. */
MUST_USE enum rc app_visit_choices(struct app *app, int64_t person_id,
				   struct arena *a, struct visit_choice **list,
				   size_t *n, struct err *err);

/* ---- a teleconsult (visit_ask.c) */

struct visit_asking {
	int64_t person_id;
	struct str pool;    /* a code; empty: */
	int64_t to_user_id; /* a doctor or specialist */
	struct str question;
	enum tele_urgency urgency;
	bool with_patient, with_plan, consent;
	const int64_t *exam; /* exams at a distance of this person */
	size_t n_exam;
};
/* By a doctor who may send exams of the person. E_RANGE: nobody is asked, no
 * question; E_STATE: no consent. */
MUST_USE enum rc app_visit_ask(struct app *app, const struct visit_asking *s,
			       int64_t *id, struct err *err);
/* By one of the pool, or by who was named. E_CONFLICT: somebody else has it. */
MUST_USE enum rc app_visit_take(struct app *app, int64_t id, struct err *err);
/* Back to the pool; what was drafted stays. */
MUST_USE enum rc app_visit_give_back(struct app *app, int64_t id,
				     struct err *err);
/* The doctors agree to talk; by who has it. No slot. */
MUST_USE enum rc app_visit_talk_at(struct app *app, int64_t id,
				   const struct visit_time *when,
				   struct err *err);
struct visit_clock_told {
	int64_t n_overdue;
};
/* Teleconsults past their promised time are told once. MAY_RUN_BATCH. */
MUST_USE enum rc app_visit_clock(struct app *app, struct visit_clock_told *out,
				 struct err *err);

/* ---- holding it (visit_hold.c) */

/* The address of the room, for who takes part, while it is open. E_STATE with
 * words: too early, too late, no room is configured. Audited. */
MUST_USE enum rc app_visit_room(struct app *app, int64_t id, struct arena *a,
				struct str *url, struct err *err);
/* The person is there; or tried camera and sound beforehand. By the person or
 * who cares for them. */
MUST_USE enum rc app_visit_arrive(struct app *app, int64_t id, struct err *err);
MUST_USE enum rc app_visit_checked(struct app *app, int64_t id,
				   struct err *err);
/* By who holds it. */
MUST_USE enum rc app_visit_start(struct app *app, int64_t id, struct err *err);
MUST_USE enum rc app_visit_end(struct app *app, int64_t id, struct err *err);
/* Not held: why, and whether it was agreed to see each other in presence. */
MUST_USE enum rc app_visit_not_held(struct app *app, int64_t id,
				    enum visit_fault why, bool presence,
				    struct str note, struct err *err);
/* Notes of who holds it, seen by them alone; no part of the report. */
MUST_USE enum rc app_visit_notes(struct app *app, int64_t id, struct str text,
				 struct err *err);

/* ---- documents (visit_document.c) */

/* E_FORMAT: no PDF, JPEG, PNG or text; E_LIMIT: too large, too many. The same
 * bytes twice are one document. */
MUST_USE enum rc app_visit_attach(struct app *app, int64_t id, struct str bytes,
				  struct str file_name, struct err *err);
MUST_USE enum rc app_visit_document(struct app *app, int64_t id,
				    int64_t document_id, struct arena *a,
				    struct str *bytes, struct str *file_name,
				    struct str *type, struct err *err);

/* ---- lists and the case (visit_list.c, visit_show.c) */

enum visit_group {
	VISIT_TODAY,
	VISIT_TO_ANSWER, /* the actor is to write or to answer */
	VISIT_OF_OTHERS, /* somebody else is to */
	VISIT_COMING,
	VISIT_PAST,
	N_VISIT_GROUP
};
struct visit_row {
	int64_t id, person_id, starts_us, ends_us, due_us, percent,
		host_user_id;
	enum visit_kind kind;
	enum visit_state state;
	enum tele_urgency urgency;
	enum visit_group group;
	struct str fiscal_code, last_name, first_name, question, host, pool,
		asker, service;
	struct date birth;
	bool unread; /* signed, and the actor's practice has not read it */
};
struct visit_query {
	int64_t person_id;     /* 0: of everybody in the actor's scope */
	bool open;             /* without what is over */
	struct str search;     /* how name or fiscal code begin; "": all */
	int64_t limit, offset; /* together at most VISIT_LIST_MOST */
};
#define VISIT_LIST_MOST                                                        \
	10000 /* 300 bytes each: a request's memory holds them */
/* By group, then by time. `found`, when not NULL: how many there are in all.
 * Audited. MAY_READ_EXAMS. */
MUST_USE enum rc app_visit_list(struct app *app, const struct visit_query *ask,
				struct arena *a, struct visit_row **list,
				size_t *n, int64_t *found, struct err *err);

struct visit_report {
	int64_t id, visit_id, previous_id, changed_us, signed_us, author_id;
	int version;
	bool is_signed;
	struct str correction_reason, present, text, conclusion, therapy,
		advice, signed_name, digest;
};
struct visit_document {
	int64_t id, added_us, n_byte;
	struct str file_name, type, sha256, user;
};
struct visit_exam {
	int64_t id;
	struct str kind, conclusion;
	struct date taken_on;
};
struct visit_event {
	int64_t at_us;
	struct str what, from, to, role, user, detail;
};
struct visit_delivery {
	int64_t report_id, delivered_us, read_us;
	struct str to_kind, read_by;
};
struct visit_plan_line {
	struct str kind, service, atc, text;
};
enum visit_room_state {
	VISIT_ROOM_NOT_YOURS, /* the actor does not take part, or it is over */
	VISIT_ROOM_NONE,      /* no address is configured, or a wrong one */
	VISIT_ROOM_EARLY,
	VISIT_ROOM_OPEN,
	VISIT_ROOM_LATE
};
struct visit_view {
	struct visit_row row;
	int64_t appointment_id, activity_id, received_us, checked_us,
		arrived_us, started_us, ended_us;
	bool with_patient, with_plan;
	struct str companion, fault, fault_then, notes, pool_phone;
	struct date seen_on;
	struct visit_report *report; /* newest first; drafts of the host */
	size_t n_report;
	struct visit_document *document;
	size_t n_document;
	struct visit_exam *exam;
	size_t n_exam;
	struct visit_event *event;
	size_t n_event;
	struct visit_delivery *delivery;
	size_t n_delivery;
	struct visit_plan_line *plan; /* with_plan: of the version in force */
	size_t n_plan;
	enum visit_room_state room;
	int64_t opens_us;
	bool begun;    /* its hour has come */
	bool host;     /* the actor holds it */
	bool may_take; /* the actor may answer it */
	bool asker;    /* the actor's practice asked */
	bool may_book; /* move, cancel */
	bool clinical; /* else the clinical parts are empty */
};
/* Reading what was delivered to one is written down as read. Audited. */
MUST_USE enum rc app_visit_show(struct app *app, int64_t id, struct arena *a,
				struct visit_view *out, struct err *err);

struct visit_mine { /* a televisit as the person sees it */
	int64_t id, starts_us, ends_us, opens_us, checked_us, arrived_us;
	enum visit_state state;
	enum visit_room_state room;
	struct str service, host, companion, fault, fault_then;
	struct visit_report report; /* version 0: none was signed */
};
/* Those to come first, by time. MAY_READ_PERSON. Audited. */
MUST_USE enum rc app_visit_mine(struct app *app, int64_t person_id,
				struct arena *a, struct visit_mine **list,
				size_t *n, struct err *err);

/* ---- the report (visit_report.c, visit_sign.c) */

struct visit_draft {
	struct str present, text, conclusion, therapy, advice;
};
/* By who holds it: of a televisit once it has begun, of a teleconsult once it
 * is taken. */
MUST_USE enum rc app_visit_write(struct app *app, int64_t id,
				 const struct visit_draft *d, struct err *err);
/* A new version of a signed report, begun as a copy of it. */
MUST_USE enum rc app_visit_correct(struct app *app, int64_t id,
				   struct str reason, struct err *err);
/* The digest of the draft as it stands. */
MUST_USE enum rc app_visit_digest(struct app *app, int64_t id,
				  char digest[SHA256_HEX], struct err *err);
struct visit_signed {
	int64_t report_id, activity_id; /* 0: no activity was closed */
	int version;
	char digest[SHA256_HEX];
};
/* Sign the draft as who wrote it, and deliver it; `shown` is the digest of what
 * they saw, or empty. E_RANGE: no conclusion; E_CONFLICT: the draft is another
 * by now; E_STATE: the televisit has not ended. */
MUST_USE enum rc app_visit_sign(struct app *app, int64_t id, struct str shown,
				struct visit_signed *out, struct err *err);
/* Does a signed report say what was signed? */
MUST_USE enum rc app_visit_verify(struct app *app, int64_t report_id,
				  bool *agrees, struct err *err);

/* ---- the command line */

/* Act as a user of this login, in their first role that takes part in visits.
 * Only for the system; E_NOT_FOUND. */
MUST_USE enum rc app_visit_act_as(struct app *app, struct str login,
				  struct err *err);
/* A user by login; E_NOT_FOUND. */
MUST_USE enum rc app_visit_user(struct app *app, struct str login, int64_t *id,
				struct err *err);

#endif
