/* Inside of app/enrolment: what its files share.
 *
 *	enrolment_facts.c	what decides whether a person can come in
 *	enrolment_moves.c	one move with its event, audit and message
 *	enrolment_pact.c	drafting, signing, ending pacts; the form
 *	enrolment.c		the use cases of one person
 *	enrolment_batch.c	those of many
 *	enrolment_list.c, enrolment_show.c, enrolment_case.c	questions
 */
#ifndef APP_ENROLMENT_INT_H
#define APP_ENROLMENT_INT_H

#include "app/bind.h"
#include "app/enrolment.h"

/* ---- facts ---- */

struct candidate { /* a person, as enrolment looks at it on a day */
	int64_t person_id, doctor_id, org_id; /* 0: none */
	int64_t live_id, live_org;            /* enrolment alive, 0: none */
	enum enrol_state live_state;
	enum adherence_gap gap;
	struct str pseudonym, last_name, first_name, gp_code, manager,
		main_condition;
	int charlson, mcs;
	struct enrol_facts f;
};

struct strata_used {
	int64_t run_id; /* 0: no stratification yet */
	struct date as_of;
};
MUST_USE enum rc enrol_strata(struct app *app, struct date on,
			      struct strata_used *out, struct err *err);

/* E_NOT_FOUND: no such person. Texts live in the arena. */
MUST_USE enum rc enrol_candidate(struct app *app, int64_t person_id,
				 struct date on, struct arena *a,
				 struct candidate *out, struct err *err);
/* Follow the wish: the way of the ASST, a waiver of contacts. */
MUST_USE enum rc enrol_follow_wish(struct app *app,
				   const struct enrol_wish *wish,
				   struct date on, struct candidate *c,
				   struct err *err);
/* Why the person is held back, asking the database what is still missing.
 * `lock`: the manager is held until the transaction ends. */
MUST_USE enum rc enrol_hold_of(struct app *app, struct candidate *c,
			       struct date on, bool lock, enum enrol_hold *out,
			       struct err *err);
/* The hold in words: for commands, and the message that pages show. */
const char *enrol_why(const struct candidate *c, enum enrol_hold h);
int enrol_why_msg(const struct candidate *c, enum enrol_hold h);

struct candidates {
	struct strata_used strata;
	struct candidate *list; /* malloc; texts in the arena */
	size_t n, cap;
};
/* All people of level 1 to 3, by need; doctor 0: of all doctors. */
MUST_USE enum rc enrol_candidates(struct app *app, int64_t doctor_id,
				  struct date on, struct arena *a,
				  struct candidates *out, struct err *err);
struct manager_count {
	int64_t org_id, n;
	bool suitable;
};
struct manager_counts {             /* of the managers that have people */
	struct manager_count *list; /* malloc */
	size_t n, cap;
};
MUST_USE enum rc enrol_manager_counts(struct app *app, struct date on,
				      struct manager_counts *out,
				      struct err *err);
/* The count of a manager, made when it is not there. NULL without memory. */
struct manager_count *enrol_manager_count(struct manager_counts *m,
					  int64_t org_id);
/* As enrol_hold_of, from counts read before. */
MUST_USE enum rc enrol_hold_counted(struct app *app, struct candidate *c,
				    struct date on, struct manager_counts *m,
				    enum enrol_hold *out, struct err *err);
/* id of a doctor by code; 0 for an empty code, E_NOT_FOUND for an unknown. */
MUST_USE enum rc enrol_doctor_id(struct app *app, struct str gp_code,
				 int64_t *id, struct err *err);

/* ---- moves ---- */

struct enrol_live { /* the enrolment alive */
	int64_t id, doctor_id, org_id;
	enum way way;
	enum enrol_state state;
	int level;
	bool suspended, has_phone, has_email;
	enum enrol_hold gone; /* HOLD_DECEASED, HOLD_MOVED or HOLD_NONE */
	struct str main_condition, ats;
};
struct enrol_work { /* one person, inside one transaction */
	struct app *app;
	struct arena arena;
	int64_t person_id;
	struct date on;         /* day of the moves */
	struct enrol_live live; /* id 0: none */
	bool quiet; /* no audit and no message for each move: a batch has its
		       own */
};
void enrol_work_init(struct enrol_work *w, struct app *app, int64_t person_id,
		     struct date on);
void enrol_work_release(struct enrol_work *w);
/* Reads w->live. */
MUST_USE enum rc enrol_load(struct enrol_work *w, struct err *err);
/* E_NOT_FOUND without an enrolment alive; E_STATE when the person is gone. */
MUST_USE enum rc enrol_need_live(const struct enrol_work *w, struct err *err);

struct enrol_new {
	const struct candidate *who;
	enum enrol_state state; /* it is made in */
	int64_t previous_id;    /* transferred from; 0 */
	struct str waive, why;
};
/* Insert; w->live is the new one. E_CONFLICT when another was faster. */
MUST_USE enum rc enrol_create(struct enrol_work *w, const struct enrol_new *n,
			      struct err *err);
/* Move w->live. `end_reason` only to ended and transferred. */
MUST_USE enum rc enrol_go(struct enrol_work *w, enum enrol_state to,
			  struct str end_reason, struct str why,
			  struct err *err);
MUST_USE enum rc enrol_event_put(struct enrol_work *w, const char *from,
				 const char *to, struct str why,
				 struct err *err);
/* An audit record "enrol.<what>" about w->live. */
MUST_USE enum rc enrol_audit(struct enrol_work *w, const char *what,
			     struct err *err);
/* A message to the person: by e-mail, else by phone, else a letter. */
MUST_USE enum rc enrol_tell(struct enrol_work *w, const char *kind,
			    struct err *err);
/* Ends w->live with its pacts. */
MUST_USE enum rc enrol_end_live(struct enrol_work *w, enum enrol_end reason,
				struct str why, struct err *err);

/* ---- pacts ---- */

/* Draft and both signatures at once, on paper, on w->on. */
MUST_USE enum rc enrol_pact_on_paper(struct enrol_work *w, struct err *err);
/* A pact that waits for the signatures of both, at a distance. */
MUST_USE enum rc enrol_pact_to_sign(struct enrol_work *w, struct err *err);
/* Both sign today on paper: the pact that waits, or a new one. */
MUST_USE enum rc enrol_pact_both_sign(struct enrol_work *w, struct err *err);
/* A remote pact, signed by the doctor when `doctor`. */
MUST_USE enum rc enrol_pact_remote(struct enrol_work *w, bool doctor,
				   struct err *err);
/* Signed pacts become `to`; what is not signed yet is dropped. */
MUST_USE enum rc enrol_pacts_end(struct enrol_work *w, enum pact_state to,
				 struct str why, struct err *err);

/* ---- a use case of one person ---- */

typedef enum rc enrol_step(struct enrol_work *w, const void *arg,
			   struct err *err);
/* Transaction, permission MAY_ENROL, w->live read, then `step`. `by_citizen`:
 * may the person do it alone? */
MUST_USE enum rc enrol_do(struct app *app, int64_t person_id, bool by_citizen,
			  enrol_step *step, const void *arg, struct err *err);

#endif
