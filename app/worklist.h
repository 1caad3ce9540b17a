/* app/worklist - what a doctor's practice has to do, person by person.
 *
 * The people of a doctor: the chronic ones of the latest stratification (level
 * 1 to 3), and whoever is enrolled with the doctor. Each stands in the tabs
 * that ask something of the practice; the order of a tab is its urgency: first
 * what has a date, by date, then by level, Charlson index and MCS.
 *
 * Staff of the practice see the same. A doctor sees also the people of a
 * colleague who delegates them, on the days of the delegation.
 *
 * Cost: the facts of a doctor's people (names, levels, contacts) are kept for
 * WORKLIST_KEEP_US, by a server for all its connections; enrolments, pacts and
 * plans are read anew each time. So a list shows at once what was done on it,
 * and within a minute what a registry changed; every move checks the true
 * facts again. Numbers in doc/perf.md.
 */
#ifndef APP_WORKLIST_H
#define APP_WORKLIST_H

#include "app/app.h"
#include "enrolment/enrolment.h"
#include "plan/plan.h"

#define WORKLIST_KEEP_US INT64_C(60000000)

enum worklist_tab {
	WORK_ENROL,   /* can be enrolled today, or invited already */
	WORK_HELD,    /* chronic, but something stands in the way */
	WORK_PACT,    /* a pact to draw up, sign or renew; to make active */
	WORK_NO_PLAN, /* enrolled, never had a plan */
	WORK_SIGN,    /* a draft or proposal waits for the doctor */
	WORK_ACTIVE,  /* a plan signed, published or active */
	WORK_RENEW,   /* ... that ends soon, and nothing follows */
	WORK_EXPIRED, /* a plan that ended, and nothing follows */
	WORK_ALL,
	N_WORK /* in a question: the first tab with something to do */
};
extern const char *const worklist_tab_name[N_WORK]; /* "enrol", "sign" */

enum worklist_next { /* what to do for a person */
		     NEXT_INVITE,
		     NEXT_CHOICE,    /* invited: the answer is missing */
		     NEXT_PACT,      /* chosen: draw up and sign the pact */
		     NEXT_SIGN_PACT, /* the person signed, the doctor did not */
		     NEXT_PERSON_SIGNS, /* the doctor signed, the person did not
					 */
		     NEXT_RENEW_PACT,
		     NEXT_ACTIVATE,
		     NEXT_DRAFT,
		     NEXT_SIGN,
		     NEXT_PUBLISH,
		     NEXT_RENEW,
		     NEXT_RESUME,   /* suspended */
		     NEXT_TRANSFER, /* enrolled with another doctor */
		     NEXT_LEFT, /* enrolled here, patient of another doctor now
				 */
		     NEXT_UNBLOCK, /* held back: see hold */
		     NEXT_NOTHING,
		     N_NEXT
};

enum worklist_reason {
	WHY_LEVEL,     /* n */
	WHY_CHARLSON,  /* n */
	WHY_DAYS_LEFT, /* n days until `on` */
	WHY_DAYS_OVER, /* n days since `on` */
	WHY_ALERTS,    /* n findings of the therapy not to be missed */
	WHY_FINDINGS,  /* n points to decide */
	WHY_RENEWAL,   /* the draft follows a plan */
	WHY_NO_CONTACT,
	N_WHY
};
struct worklist_why {
	enum worklist_reason kind;
	int64_t n;
	struct date on;
};
#define WORKLIST_WHY_MOST 8

struct worklist_plan {
	int64_t id; /* of the version; 0: none */
	int version;
	enum plan_state state;
	bool renewal;
	struct date from, to;
	int n_finding, n_alert;
};

struct worklist_row {
	int64_t person_id;
	struct str pseudonym, fiscal_code, last_name, first_name,
		main_condition, main_cluster;
	struct date birth;
	char sex;
	int age, level, charlson, mcs; /* level 0: no longer chronic */
	bool has_contact;
	bool registered;      /* is a patient of this doctor today */
	int64_t enrolment_id; /* alive, with this doctor; 0 */
	enum enrol_state state;
	bool suspended;
	struct date active_from, pact_to;         /* DATE_NONE: none */
	bool pact_open, pact_person, pact_doctor; /* to sign; who did */
	enum enrol_hold hold;
	enum adherence_gap gap; /* with HOLD_NOT_ADHERING */
	struct worklist_plan open, force, expired;
	unsigned tabs; /* bit by worklist_tab */

	/* as the tab asked for sees it */
	const struct worklist_plan *plan; /* NULL: none */
	enum worklist_next next;
	struct date by; /* DATE_NONE: no date */
	struct worklist_why why[WORKLIST_WHY_MOST];
	size_t n_why;
};

enum worklist_sort {
	WORK_BY_URGENCY,
	WORK_BY_NAME,
	WORK_BY_AGE, /* oldest first */
	WORK_BY_LEVEL,
	WORK_BY_DATE,
	WORK_BY_FINDINGS, /* most first */
	N_WORK_SORT
};
extern const char *const worklist_sort_name[N_WORK_SORT];

struct worklist_query {
	int64_t doctor_id; /* 0: the actor's own */
	enum worklist_tab tab;
	struct str q; /* of names, tax code, pseudonym; beginnings of words */
	int level;    /* 0: all */
	struct str cluster;   /* empty: all */
	bool alerts;          /* only with findings not to be missed */
	enum enrol_hold hold; /* WORK_HELD: this reason; HOLD_NONE: all */
	enum worklist_sort sort;
	bool descending;
	int64_t offset, limit; /* limit 0: all */
};

struct worklist_colleague {
	int64_t doctor_id;
	struct str last_name, first_name;
	struct date from, to;
};

struct worklist_cluster {
	struct str code;
	int64_t n;
};

struct worklist {
	int64_t doctor_id;
	enum worklist_tab tab;
	struct str gp_code, last_name, first_name; /* of the doctor */
	bool own;                                  /* the actor's own people */
	bool has_strata;
	struct date as_of; /* of the stratification */
	int64_t n_tab[N_WORK], n_hold[N_ENROL_HOLD];
	struct worklist_cluster *clusters; /* of the tab, most first */
	size_t n_cluster;
	struct worklist_row *rows;
	size_t n;
	int64_t total; /* rows that fit, on all pages */
	struct worklist_colleague *colleagues;
	size_t n_colleague;
};
/* MAY_READ_LISTS, and to be that doctor, their staff, or their delegate today;
 * E_DENIED. Audited, as one look at the list. Everything lives in `a`. */
MUST_USE enum rc app_worklist(struct app *app, const struct worklist_query *q,
			      struct arena *a, struct worklist *out,
			      struct err *err);

/* Walking a tab by urgency: who comes after a person, who may have left it
 * meanwhile (the plan was signed); `after` 0: the first. `doctor_id` 0: the
 * doctor of that person when the actor may see their list, else the actor's
 * own. Not audited: tells an identifier only. */
struct worklist_step {
	int64_t person_id; /* 0: no more */
	int64_t position;  /* of `after`, or where they stood; from 1 */
	int64_t total;     /* people in the tab now */
};
MUST_USE enum rc app_worklist_next(struct app *app, int64_t doctor_id,
				   enum worklist_tab tab, int64_t after,
				   struct worklist_step *out, struct err *err);

/* Draft the plans of people of WORK_NO_PLAN and WORK_EXPIRED, the most urgent
 * first, twenty to a transaction, until all are done or `budget_us` is over (of
 * 0, twenty are); out->n_total counts all that waited. MAY_PREPARE_PLAN for
 * each; who may not have a plan now counts as refused. Cost: some milliseconds
 * a person. */
struct plan_batch;
MUST_USE enum rc app_worklist_prepare(struct app *app,
				      const struct plan_engine *e,
				      int64_t doctor_id, int64_t budget_us,
				      struct plan_batch *out, struct err *err);

/* What is kept of people, for all connections of a process: put it in
 * app->lists of each; app_close leaves it. Else each app has its own. */
struct worklist_kept *worklist_kept_new(void);    /* NULL without memory */
void worklist_kept_free(struct worklist_kept *k); /* NULL allowed */
/* Read anew the people of one doctor whose list is in use, before they are too
 * old; *more false: of none was it time. */
MUST_USE enum rc app_worklist_refresh(struct app *app, bool *more,
				      struct err *err);
/* Drop what is kept of people, unless it is shared; app_close does it. */
void worklist_forget(struct app *app);

#endif
