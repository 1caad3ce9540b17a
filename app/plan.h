/* app/plan - the care plan (PAI) of a person: drafted from the latest
 * stratification, edited by choices, signed by the person's doctor, published,
 * renewed, superseded.
 *
 * A draft is made again from the same facts at each edit, so what is shown is
 * always what the rules give with the doctor's choices. A signed version never
 * changes (the database refuses it, too); what it says is bound by a SHA-256
 * of its canonical text (plan_digest in plan_sign.c). Signing makes the
 * activities of the year. Every move leaves an event and an audit record.
 *
 * Tables: migrations 0004 and 0008. Statements: store/sql/plan.sql. The rules
 * are lib/plan's and lib/therapy's.
 */
#ifndef APP_PLAN_H
#define APP_PLAN_H

#include "app/app.h"
#include "plan/plan.h"

/* The engine with the triggers of the tables in `data_dir` (NULL: ours). Free
 * with plan_engine_free. */
MUST_USE enum rc app_plan_engine(const struct knowledge *kn,
				 const char *data_dir, struct plan_engine **out,
				 struct err *err);

struct plan_drafted {
	int64_t version_id;
	int version;
	struct str kind; /* "new", "renewal", "update" */
	bool again;      /* an open draft was made anew */
	struct date from, to;
	int n_service, n_left_out, n_finding, n_draws;
};

/* Draft the plan of a person with a live enrolment, or make the open draft
 * anew with the choices it holds. Without a plan it is new; in the last
 * renewal.open_days_before_expiry days of one, or after it, a renewal; before,
 * an update that starts today. E_STATE says what is missing (pact, strata,
 * chronic level). MAY_PREPARE_PLAN. */
MUST_USE enum rc app_plan_draft(struct app *app, const struct plan_engine *e,
				int64_t person_id, struct plan_drafted *out,
				struct err *err);

typedef void plan_progress_fn(void *ctx, int64_t done, int64_t total);

struct plan_batch {
	int64_t n_total, n_done, n_refused; /* refused: not possible for one */
	char first_refusal[300];
};
/* All enrolled people without a plan; 500 to a transaction. MAY_RUN_BATCH.
 * May be cut short and run again. `progress` NULL allowed. */
MUST_USE enum rc app_plan_draft_all(struct app *app,
				    const struct plan_engine *e,
				    plan_progress_fn *progress, void *ctx,
				    struct plan_batch *out, struct err *err);
/* Renewal drafts of all plans in their last days. MAY_RUN_BATCH. */
MUST_USE enum rc app_plan_renew_all(struct app *app,
				    const struct plan_engine *e,
				    plan_progress_fn *progress, void *ctx,
				    struct plan_batch *out, struct err *err);

/* One choice more on the open draft, with its reason (1 to 1000 bytes); the
 * draft is made anew and goes back from proposed to draft. E_NOT_FOUND for a
 * service that is not there to remove or put back; E_STATE when there is no
 * draft, or another than the one looked at. MAY_PREPARE_PLAN. */
struct plan_edit {
	enum plan_choice_kind kind; /* not of the draw: it follows its tests */
	struct str service_code, reason;
	int64_t times_e4;   /* CHOICE_ADD, CHOICE_TIMES */
	int64_t version_id; /* of the draft the choice was made on; 0: any */
};
struct plan_view;
/* The blood draw is planned for the tests that need it, never by itself. */
bool app_plan_is_draw(struct app *app, const struct plan_view *v,
		      struct str service_code);
MUST_USE enum rc app_plan_edit(struct app *app, const struct plan_engine *e,
			       int64_t person_id, const struct plan_edit *edit,
			       struct plan_drafted *out, struct err *err);

/* Draft to proposed: ready for the doctor. MAY_PREPARE_PLAN. */
MUST_USE enum rc app_plan_propose(struct app *app, int64_t person_id,
				  struct err *err);

struct plan_view;
struct plan_signed {
	int64_t version_id;
	int version;
	int n_activity, n_kept, n_superseded; /* kept: booked before */
	char digest[65];
};
/* Sign the open draft as the person's doctor, or a delegate on a day of the
 * delegation (MAY_SIGN_PLAN). Makes the activities, supersedes the version in
 * force that overlaps. E_STATE when there is none to sign, E_CONFLICT when
 * somebody signed it at this moment. */
MUST_USE enum rc app_plan_sign(struct app *app, int64_t person_id,
			       struct plan_signed *out, struct err *err);
/* The same of a draft that was shown with its digest: E_CONFLICT when it says
 * something else by now. */
MUST_USE enum rc app_plan_sign_shown(struct app *app, int64_t person_id,
				     struct str digest, struct plan_signed *out,
				     struct err *err);
/* The digest of the open draft as it stands, with what it says. Audited.
 * E_STATE when there is none. MAY_SIGN_PLAN. */
MUST_USE enum rc app_plan_to_sign(struct app *app, int64_t person_id,
				  struct arena *a, struct plan_view *out,
				  struct err *err);
/* All drafts of a doctor (0: of all doctors, each signed as that doctor; only
 * for the command line, MAY_RUN_BATCH), one document after the other, 100 to
 * a transaction; may be cut short and run again. */
MUST_USE enum rc app_plan_sign_all(struct app *app, int64_t doctor_id,
				   plan_progress_fn *progress, void *ctx,
				   struct plan_batch *out, struct err *err);

/* Publish a signed version: protocol number, message to the person. Without
 * phone and e-mail it is published all the same, with that exception written
 * down. Becomes active when its first day has come. MAY_PREPARE_PLAN. */
MUST_USE enum rc app_plan_publish(struct app *app, int64_t person_id,
				  bool *told, struct err *err);
MUST_USE enum rc app_plan_publish_all(struct app *app,
				      plan_progress_fn *progress, void *ctx,
				      struct plan_batch *out, struct err *err);
/* The day's moves: published to active, in force to expired. MAY_RUN_BATCH. */
MUST_USE enum rc app_plan_roll(struct app *app, int64_t *n_active,
			       int64_t *n_expired, struct err *err);
/* End the plan of a person (death, move, withdrawal): open drafts and versions
 * in force are closed, open activities cancelled. MAY_PREPARE_PLAN. */
MUST_USE enum rc app_plan_close(struct app *app, int64_t person_id,
				struct str reason, struct err *err);

/* ---- prescriptions (impegnative)
 *
 * A plan in force is prescribed in lots, as many a year as the rule
 * prescription.lots_per_year says. Lot 1 holds what is due within
 * prescription.validity_months of the first issue, the next lot what is due in
 * as many months after, the last one the rest; lot 0 is everything at once. A
 * prescription carries at most prescription.max_services services of one
 * branch (lib/plan/prescribe.h); its last day is the last day to book with it.
 * A planned activity becomes prescribed, a booked one stays booked; both get
 * the day. */

struct plan_prescribed {
	int64_t version_id;
	int lot, n_prescription, n_service;
	struct date due_until, valid_to;
	bool told; /* by phone or e-mail; else to be told in person */
};
/* Issue a lot of the person's plan, as their doctor or a delegate. All or
 * nothing. E_STATE says why there is nothing to issue: no published plan,
 * issued already, nothing due; E_CONFLICT when somebody else issued at this
 * moment. MAY_SIGN_PLAN. */
MUST_USE enum rc app_plan_prescribe(struct app *app, int64_t person_id, int lot,
				    struct plan_prescribed *out,
				    struct err *err);
/* What would be issued; changes nothing. MAY_PREPARE_PLAN. */
MUST_USE enum rc app_plan_prescribe_look(struct app *app, int64_t person_id,
					 int lot, struct plan_prescribed *out,
					 struct err *err);
/* A lot for all people of a doctor (0: of all doctors, each as that doctor;
 * only for the command line, MAY_RUN_BATCH), 100 people to a transaction; may
 * be cut short and run again. Nothing due counts as refused. */
MUST_USE enum rc app_plan_prescribe_all(struct app *app, int64_t doctor_id,
					int lot, plan_progress_fn *progress,
					void *ctx, struct plan_batch *out,
					int64_t *n_prescription,
					struct err *err);

struct prescription_view {
	int64_t id;
	int lot;
	struct str number, branch, state, gp_code, reason; /* of cancelling */
	struct date issued_on, valid_to;
	struct str *services; /* codes */
	size_t n_services;
};
/* All of a person. Audited. MAY_READ_PERSON. */
MUST_USE enum rc app_prescription_list(struct app *app, int64_t person_id,
				       struct arena *a,
				       struct prescription_view **list,
				       size_t *n, struct err *err);
/* Undo, while nothing of it was done; the reason is kept. Its services are to
 * be prescribed again; appointments stay. MAY_SIGN_PLAN. */
MUST_USE enum rc app_prescription_cancel(struct app *app, struct str number,
					 struct str reason, struct err *err);

/* ---- reading */

struct plan_event_view {
	struct str from, to, role, reason;
	int64_t at_us;
};
struct plan_activity_view {
	int64_t id;
	int line; /* index into draft.lines, -1 */
	struct str state;
	struct date prescribed, booked, done;
};
struct plan_view {
	int64_t id, care_plan_id, person_id, doctor_id, previous_id, run_id;
	int version;
	enum plan_state state;
	struct str kind, end_reason, digest, protocol, contact_exception,
		pseudonym, last_name, first_name, ats, gp_code, doctor_last,
		doctor_first, signed_gp_code;
	struct date birth, ended_on;
	char sex;
	int64_t created_us, signed_us, signed_by, published_us;
	struct plan_draft draft; /* lines of services known today */
	int64_t *line_id;        /* beside draft.lines */
	struct str *unknown;     /* codes of services no longer in the tables */
	size_t n_unknown;
	struct plan_event_view *events;
	size_t n_events;
	struct plan_activity_view *activities; /* once signed */
	size_t n_activities;
	struct prescription_view *prescriptions;
	size_t n_prescriptions;
};
/* The plan of a person: its open draft, else the newest version; or version
 * number `version`. Everything lives in `a`. Audited. MAY_READ_PERSON. */
MUST_USE enum rc app_plan_show(struct app *app, int64_t person_id, int version,
			       struct arena *a, struct plan_view *out,
			       struct err *err);
/* Does what the version says agree with the digest that was signed? */
MUST_USE enum rc app_plan_verify(struct app *app, int64_t version_id,
				 bool *agrees, struct err *err);

struct plan_row { /* of a work list */
	struct str person, state, kind, primary_condition, gp_code;
	int64_t version, level, n_lab, n_outpatient;
	struct date from, to;
};
typedef void plan_row_fn(void *ctx, const struct plan_row *row);
/* `list`: a state, or none (enrolled without plan), renew (in their last
 * days), expired_long (over plan.expired_worklist_days). `gp_code` empty: all.
 * MAY_READ_LISTS. */
MUST_USE enum rc app_plan_list(struct app *app, struct str list,
			       struct str gp_code, int64_t limit,
			       plan_row_fn *each, void *ctx, struct err *err);

struct plan_summary {
	int64_t state[N_PLAN_STATE];
	struct {
		int64_t n, lab, outpatient, draws;
	} level[4];
	int64_t n_activity, n_group, n_single; /* open ones */
	int64_t n_finding, n_with_finding;
};
MUST_USE enum rc app_plan_summary(struct app *app, struct plan_summary *out,
				  struct err *err);

/* Doctor by regional code; E_NOT_FOUND. Not audited: tells nothing. */
MUST_USE enum rc app_plan_doctor(struct app *app, struct str gp_code,
				 int64_t *id, struct err *err);

#endif
