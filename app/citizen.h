/* app/citizen - a person looks after their own care, or after that of who
 * allowed them to.
 *
 * Everything is asked of one person; app_require (relation SELF) decides
 * whether the actor is that person or acts for them by their consent. Reads
 * leave a look like anybody's, so that one person sees what another did for
 * them. Confirming, moving and cancelling are the use cases of app/booking.h;
 * the pact is signed by app_pact_sign.
 */
#ifndef APP_CITIZEN_H
#define APP_CITIZEN_H

#include "app/care_end.h"
#include "base/arena.h"

/* ---- for whom (citizen_act.c) */

struct citizen_person {
	int64_t id;
	struct str last_name, first_name;
	struct date since; /* of the consent; DATE_NONE: oneself */
};
/* Whom the actor may act for today, themselves first. Tells only who allowed
 * them to, so it leaves no look. */
MUST_USE enum rc app_citizen_for(struct app *app, struct arena *a,
				 struct citizen_person **list, size_t *n,
				 struct err *err);
/* Who may act for a person today. MAY_READ_PERSON. */
MUST_USE enum rc app_citizen_helpers(struct app *app, int64_t person_id,
				     struct arena *a,
				     struct citizen_person **list, size_t *n,
				     struct err *err);
/* Only the person themselves lets another act for them, or takes it back: who
 * helps does not pass it on (E_DENIED). The other is told apart by fiscal code
 * and last name; E_NOT_FOUND when the two do not agree, and nothing more. */
MUST_USE enum rc app_citizen_helper_add(struct app *app, struct str fiscal_code,
					struct str last_name, struct err *err);
MUST_USE enum rc app_citizen_helper_end(struct app *app, int64_t helper_id,
					struct err *err);

/* ---- looking (citizen.c) */

struct citizen_appointment {
	int64_t id, activity_id; /* one of those it serves; 0 none */
	struct date day;
	int start_min, end_min;
	struct str service, services; /* code; codes served, with '|' */
	struct str state, place, municipality, end_reason;
	int64_t confirmed_us, moved_to, slot_id; /* 0 no */
	bool remote; /* a televisit: from home, place says with whom */
};
struct citizen_open { /* planned, and without an appointment */
	struct str service;
	struct date due, latest;
};
struct citizen_year {
	struct citizen_appointment *list; /* by day, held ones too */
	struct citizen_open *open;        /* by day when due */
	size_t n, n_open;
};
/* MAY_READ_PERSON. */
MUST_USE enum rc app_citizen_year(struct app *app, int64_t person_id,
				  struct date from, struct date to,
				  struct arena *a, struct citizen_year *out,
				  struct err *err);
/* One of the person's; E_NOT_FOUND also when it is somebody else's. */
MUST_USE enum rc app_citizen_appointment(struct app *app, int64_t person_id,
					 int64_t id, struct arena *a,
					 struct citizen_appointment *out,
					 struct err *err);

struct citizen_change { /* what others did lately that the person should know */
	int64_t at_us, entity_id;
	struct str action; /* of the audit: "plan.publish" */
};
#define CITIZEN_CHANGES 5
struct citizen_home {
	struct str last_name, first_name, phone, email, doctor_last,
		doctor_first, manager;
	char sex;
	struct str enrolment; /* state; empty: not followed */
	struct date active_from;
	int pact_open;         /* waits: 1 for the person, 2 for the doctor */
	struct date pact_to;   /* end of the signed one, or DATE_NONE */
	int plan_version;      /* the one to show; 0 none */
	struct str plan_state; /* published, active, expired */
	struct date plan_from, plan_to;
	bool has_next;
	struct citizen_appointment next;
	int64_t n_coming;
	struct citizen_change change[CITIZEN_CHANGES];
	size_t n_change;
};
/* MAY_READ_PERSON. */
MUST_USE enum rc app_citizen_home(struct app *app, int64_t person_id,
				  struct arena *a, struct citizen_home *out,
				  struct err *err);

struct citizen_look {
	int64_t seq, at_us, user_id;
	struct str role, action, purpose, detail;
	struct str user; /* name of the user; empty: a program */
	struct str of;   /* doctor or organisation the role is bound to */
};
struct citizen_ask {
	int64_t person_id;
	bool all; /* also those of the person themselves and of programs */
	int64_t limit, offset;
};
/* Newest first. `total` counts all that fit. MAY_READ_AUDIT. */
MUST_USE enum rc app_citizen_looks(struct app *app,
				   const struct citizen_ask *ask,
				   struct arena *a, struct citizen_look **list,
				   size_t *n, int64_t *total, struct err *err);

/* ---- changing (citizen_act.c) */

/* Empty: none. E_RANGE: not a telephone number, not an address. What the person
 * says here, the next import of the registry leaves as it is. */
MUST_USE enum rc app_citizen_contact(struct app *app, int64_t person_id,
				     struct str phone, struct str email,
				     struct err *err);
/* The person leaves the programme: the enrolment ends today, the pact is
 * revoked, the plan closed, and the appointments that serve it are free for
 * others. Only the person themselves. */
MUST_USE enum rc app_citizen_withdraw(struct app *app, struct str why,
				      struct care_ended *out, struct err *err);

#endif
