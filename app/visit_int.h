/* Private to the files app/visit_*.c. */
#ifndef APP_VISIT_INT_H
#define APP_VISIT_INT_H

#include "app/appointment_int.h"
#include "app/tele_int.h"
#include "app/visit.h"

#define VISIT_ROOM_TEXT 33 /* 128 bits as hexadecimal digits, and NUL */
#define VISIT_ARENA     (16u << 20)

/* Where a visit stands: what its moves look at. */
struct visit_case {
	int64_t id, person_id, appointment_id, activity_id, host_user_id,
		pool_id, asker_user_id, asker_doctor_id, starts_us, ends_us,
		due_us, arrived_us, started_us, ended_us, checked_us;
	enum visit_kind kind;
	enum visit_state state; /* looks at its appointment, too */
	enum tele_urgency urgency;
	char room[VISIT_ROOM_TEXT], service[32];
	const char *fault, *fault_then; /* static */
	/* as loaded, to see that nobody moved it meanwhile */
	enum visit_state stored;
	int64_t was_host;
};
/* E_NOT_FOUND with words. */
MUST_USE enum rc visit_load(struct app *app, int64_t id, struct visit_case *out,
			    struct err *err);
/* To a state: E_STATE with words when one cannot from here. */
MUST_USE enum rc visit_go(struct visit_case *c, enum visit_state to,
			  struct err *err);
/* Write the event and the audit record "visit.WHAT"; last in a transaction. */
MUST_USE enum rc visit_told(struct app *app, const struct visit_case *c,
			    const char *what, struct str detail,
			    struct err *err);
/* Save, tell, commit; or roll back. `rc` is what happened so far. */
MUST_USE enum rc visit_done(struct app *app, enum rc rc, struct visit_case *c,
			    const char *what, struct str detail,
			    struct err *err);
MUST_USE enum rc visit_look(struct app *app, const struct visit_case *c,
			    const char *action, struct err *err);
MUST_USE enum rc visit_outbox(struct app *app, const char *kind,
			      const struct visit_case *c, struct str to,
			      struct err *err);

/* ---- who may (visit_permit.c) */

struct visit_standing {
	bool host;     /* holds it */
	bool answers;  /* may take it */
	bool asker;    /* their practice asked */
	bool practice; /* of the person's doctor */
	bool centre;   /* follows the person: to book, not to read */
	bool person;   /* the patient, or who cares for them */
	bool system;
};
/* E_DENIED with words: the actor has no part in it. */
MUST_USE enum rc visit_stand(struct app *app, const struct visit_case *c,
			     struct visit_standing *out, struct err *err);
/* Holds it, and may. */
MUST_USE enum rc visit_must_host(struct app *app, const struct visit_case *c,
				 struct err *err);
bool visit_sees_clinical(const struct visit_standing *s);
/* May the actor book it: move, cancel. */
MUST_USE enum rc visit_must_book(struct app *app, const struct visit_case *c,
				 struct err *err);

/* ---- parts */
void visit_new_room(char out[VISIT_ROOM_TEXT]);
/* E_CONFLICT with words: who holds it has another at that time. In a
 * transaction: others wait who want to book the same doctor. */
MUST_USE enum rc visit_host_free(struct app *app, int64_t host_user_id,
				 int64_t starts_us, int64_t ends_us,
				 int64_t but, struct err *err);
/* The hours of a talk or a visit, checked. E_RANGE with words. */
MUST_USE enum rc visit_check_time(const struct app *app,
				  const struct visit_time *when,
				  struct err *err);
enum visit_room_state visit_room_of(const struct app *app,
				    const struct visit_case *c,
				    const struct visit_standing *s,
				    int64_t *opens_us);
/* Reports of a visit (0: one by its id), newest first. One of the two. */
MUST_USE enum rc visit_reports(struct app *app, int64_t visit_id,
			       int64_t report_id, struct arena *a,
			       struct visit_report **list, size_t *n,
			       struct err *err);
/* The open draft, or NULL. */
MUST_USE enum rc visit_draft_load(struct app *app, int64_t visit_id,
				  struct arena *a, struct visit_report **out,
				  struct err *err);
/* Whose turn it is: of a row whose person and question may be missing yet. */
enum visit_group visit_group_of(const struct app *app,
				const struct visit_row *r);
/* Write down that what was delivered to the actor was read. */
MUST_USE enum rc visit_mark_read(struct app *app, const struct visit_case *c,
				 struct err *err);

#endif
