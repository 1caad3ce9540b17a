/* app/person_view - the record of a person, to look at: who they are and where
 * they stand, what was found and why, what they take, what to do now.
 *
 * Facts and codes, not sentences: pages and commands find the words. What was
 * found about health is that of the current stratification run; dates are days
 * in Rome. Nothing here writes but the record of the look.
 *
 * Every use case needs MAY_READ_PERSON and is audited (action "person.read",
 * detail which part). Statements: store/sql/person_view.sql. Cost: the header
 * is one statement, every other part a few; each below two milliseconds.
 */
#ifndef APP_PERSON_VIEW_H
#define APP_PERSON_VIEW_H

#include "app/app.h"
#include "plan/plan.h"

/* ---- the header: what every page of a person shows (person_header.c) */

enum person_alert { /* gravest first; bits of person_header.alerts */
		    ALERT_DEAD,
		    ALERT_LEFT,         /* not registered any more */
		    ALERT_SUSPENDED,    /* the enrolment is */
		    ALERT_PLAN_EXPIRED, /* the last plan ended, and there is no
					   other */
		    ALERT_PACT_EXPIRED,
		    ALERT_PACT_MISSING, /* enrolled without a pact that holds */
		    ALERT_NO_CONTACT,   /* neither phone nor e-mail */
		    ALERT_NO_DOCTOR,
		    ALERT_PLAN_ENDS, /* within renewal.open_days_before_expiry
				      */
		    ALERT_PACT_ENDS, /* the same days */
		    N_PERSON_ALERT
};

struct person_header {
	int64_t id, doctor_id; /* doctor of the day; 0 none */
	struct str pseudonym, fiscal_code, last_name, first_name, phone, email,
		municipality, gp_code, doctor_last, doctor_first, ats;
	char sex; /* M, F, U */
	struct date birth, death, registered_to;
	int age; /* today, or on the day of death */

	/* stratification; level 0: not known */
	int level, main_condition; /* index, -1 */
	int n_comorbidities;
	struct date strata_on;

	/* the live enrolment, else the last; state empty: never enrolled */
	int64_t enrolment_id;
	struct str enrol_state, enrol_end_reason, manager;
	bool suspended;
	struct date active_from, ended_on;
	/* its pact: the one that holds, else the last; state empty: none */
	struct str pact_state;
	struct date pact_from, pact_to;

	/* the plan in force, else the last signed one; version 0: none */
	int64_t plan_id;
	int plan_version;
	struct str plan_state, protocol;
	struct date plan_from, plan_to;
	/* the open draft; version 0: none */
	int64_t draft_id;
	int draft_version;
	struct str draft_state, draft_kind;

	unsigned alerts; /* 1u << enum person_alert */
};
/* E_NOT_FOUND when there is no such person. The look is left out when this
 * request has already left one at this person. Texts live in `a`. */
MUST_USE enum rc app_person_header(struct app *app, int64_t person_id,
				   struct arena *a, struct person_header *out,
				   struct err *err);

#endif
