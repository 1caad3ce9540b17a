/* app/enrolment - bringing people in, keeping them, letting them go.
 *
 * Each use case: permission, one transaction, the move checked by
 * lib/enrolment, an event with who, when and why, an audit record, and a
 * message in the outbox when the person must be told. The day of the move is
 * app->today. All but the lists name one person by id (app_people_id).
 *
 * Signing: a paper pact is recorded by who may enrol; a remote signature is
 * given by the party itself: the person (role citizen) and the person's own
 * doctor (MAY_SIGN_PLAN).
 */
#ifndef APP_ENROLMENT_H
#define APP_ENROLMENT_H

#include "app/app.h"
#include "enrolment/enrolment.h"

/* ---- the invitation list ---- */

struct enrol_candidate {
	int64_t person_id;
	struct str pseudonym, last_name, first_name, gp_code, manager,
		main_condition;
	struct date birth;
	int level, charlson, mcs;
	bool invited;         /* the letter is out */
	enum enrol_hold hold; /* HOLD_NONE: can be enrolled today */
	struct str why;       /* of the hold, for people */
};
struct enrol_list {
	bool has_strata;
	struct date as_of;            /* of the stratification */
	struct enrol_candidate *rows; /* by need: level, Charlson, MCS */
	size_t n;
	int64_t n_hold[N_ENROL_HOLD]; /* all, whatever the limit */
};
struct enrol_filter {
	struct str gp_code; /* empty: all doctors */
	size_t limit;       /* rows given back; 0: all */
	bool held;          /* the held back, instead of the enrollable */
};
/* Needs MAY_READ_LISTS; a doctor sees only own people. Audited. */
MUST_USE enum rc app_enrol_list(struct app *app, const struct enrol_filter *f,
				struct arena *a, struct enrol_list *out,
				struct err *err);

/* ---- moves ---- */

struct enrol_wish {
	enum way way;       /* default WAY_MANAGER: the own doctor's */
	struct str manager; /* code of the ASST, way asst only */
	struct str waive;   /* reason to go on without contacts; or empty */
	struct str why;     /* kept with the event */
};
/* E_STATE with the reason when the person is held back. */
MUST_USE enum rc app_enrol_invite(struct app *app, int64_t person_id,
				  const struct enrol_wish *wish,
				  struct err *err);
/* Back to eligible: nothing was agreed yet. */
MUST_USE enum rc app_enrol_cancel_invite(struct app *app, int64_t person_id,
					 struct str why, struct err *err);
/* The person chooses doctor and manager; also without an invitation. */
MUST_USE enum rc app_enrol_choose(struct app *app, int64_t person_id,
				  const struct enrol_wish *wish,
				  struct err *err);
struct enrol_path {
	struct enrol_wish wish;
	enum pact_mode mode;
	bool doctor_signs; /* remote: the doctor signs now */
};
/* All the way in one transaction, from wherever the person stands. On paper:
 * chosen, pact signed by both today, active; of somebody active already, the
 * pact of the next year. Remote: chosen, and a pact that the person signs on
 * their own pages. */
MUST_USE enum rc app_enrol_take_in(struct app *app, int64_t person_id,
				   const struct enrol_path *path,
				   struct err *err);

/* A pact to sign: the first, or the next one of an active enrolment. */
MUST_USE enum rc app_pact_draft(struct app *app, int64_t person_id,
				enum pact_mode mode, struct err *err);
struct pact_signing {
	bool person, doctor; /* who signs now; both for a paper pact */
	enum pact_mode mode;
};
/* With the second signature the pact holds from today (or from the day after
 * the one in force ends) and a chosen enrolment becomes pact_signed. Drafts
 * the pact when there is none. */
MUST_USE enum rc app_pact_sign(struct app *app, int64_t person_id,
			       const struct pact_signing *s, struct err *err);
MUST_USE enum rc app_enrol_activate(struct app *app, int64_t person_id,
				    struct str why, struct err *err);
MUST_USE enum rc app_enrol_suspend(struct app *app, int64_t person_id,
				   struct str why, struct err *err);
MUST_USE enum rc app_enrol_resume(struct app *app, int64_t person_id,
				  struct str why, struct err *err);
/* Ends the enrolment and revokes its pacts. */
MUST_USE enum rc app_enrol_end(struct app *app, int64_t person_id,
			       enum enrol_end reason, struct str why,
			       struct err *err);
struct enrol_transfer {
	struct enrol_wish to; /* by default the person's doctor of today */
	bool signed_on_paper; /* the new pact is signed by both today: the new
				 enrolment is active at once */
};
/* Closes the old enrolment as transferred (change of doctor, or of manager
 * when the doctor stays) and opens the new one as chosen; the care plan
 * follows. The old pact is superseded: its parties changed. E_STATE when
 * neither doctor nor manager is another. */
MUST_USE enum rc app_enrol_transfer(struct app *app, int64_t person_id,
				    const struct enrol_transfer *t,
				    struct err *err);

/* ---- batches: need MAY_RUN_BATCH ---- */

/* End the enrolments of people who died or are no longer registered, and stop
 * the messages to the dead. After every import of people. */
MUST_USE enum rc app_enrol_stop_gone(struct app *app, int64_t *n_ended,
				     struct err *err);
/* Signed pacts whose term is over become expired. */
MUST_USE enum rc app_pact_expire(struct app *app, int64_t *n, struct err *err);

struct enrol_batch {
	struct campaign campaign;
	struct str gp_code;     /* empty: all adhering doctors */
	struct str name;        /* of the campaign, kept with every event */
	enum enrol_state until; /* how far: 0 or ENROL_ACTIVE, to the end;
				   INVITED; CHOSEN, with a pact to be signed at
				   a distance */
};
struct enrol_batch_result {
	int64_t n_eligible, n_enrolled, n_pact;
	int64_t n_hold[N_ENROL_HOLD];
	int64_t n_day; /* working days used */
};
/* A campaign, on paper when it goes to the end: the people picked by share and
 * seed are invited, choose, sign and become active on a working day of the
 * span. The day of an action is that of the campaign; it is recorded at
 * app->now_us. The same campaign again changes nothing. Transactions of 500
 * people. Cost: 6,000 people in about a second on SQLite. */
MUST_USE enum rc app_enrol_batch(struct app *app, const struct enrol_batch *b,
				 struct enrol_batch_result *out,
				 struct err *err);

/* ---- questions ---- */

struct enrol_event {
	struct str from, to, by, role, reason; /* by: login, may be empty */
	struct date on;
	int64_t at_us;
};
struct pact_view {
	struct str state, mode, end_reason;
	struct period valid;
	int64_t signed_person_us, signed_doctor_us;
	struct date ended_on;
};
struct enrol_view {
	int64_t id, previous_id, transferred_to;
	struct str state, way, main_condition, end_reason, waiver, gp_code,
		manager;
	int level;
	bool suspended;
	struct date eligible_on, active_from, ended_on;
	struct enrol_event *events;
	struct pact_view *pacts;
	size_t n_event, n_pact;
};
/* All enrolments of a person, oldest first; *n 0 when there is none.
 * Audited. */
MUST_USE enum rc app_enrol_show(struct app *app, int64_t person_id,
				struct arena *a, struct enrol_view **list,
				size_t *n, struct err *err);

struct enrol_case { /* a person, before and while coming in */
	enum enrol_hold hold;
	int hold_words; /* enum msg: the hold in words; 0 without one */
	enum way way;
	int level;
	bool has_contact, live; /* live: has an enrolment alive */
	bool has_plan;          /* or a draft */
	enum enrol_state state;
	struct str gp_code, doctor_last, doctor_first, manager, manager_name,
		main_condition;
	int64_t doctor_id, live_doctor_id; /* of today; of the enrolment */
	struct date as_of;                 /* of the stratification */
	struct enrol_manager_choice {
		struct str code, name;
	} * asst; /* that can take in by themselves */
	size_t n_asst;
};
/* What the form of taking in shows. MAY_READ_PERSON. Not audited alone: it
 * comes with app_enrol_show. */
MUST_USE enum rc app_enrol_case(struct app *app, int64_t person_id,
				struct arena *a, struct enrol_case *out,
				struct err *err);

struct enrol_count {
	struct str state, end_reason;
	bool suspended;
	int64_t n;
};
struct enrol_summary {
	struct enrol_count *enrolments, *pacts;
	size_t n_enrolment, n_pact;
};
MUST_USE enum rc app_enrol_summary(struct app *app, struct arena *a,
				   struct enrol_summary *out, struct err *err);

/* The form of the latest pact, Italian, plain text; before there is one, the
 * form to be signed. Our own form: the official one was not available.
 * Audited. */
MUST_USE enum rc app_enrol_pact_text(struct app *app, int64_t person_id,
				     struct buf *out, struct err *err);

#endif
