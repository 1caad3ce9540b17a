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
#include "app/plan.h"

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

/* ---- conditions and their evidence (person_conditions.c) */

struct person_record { /* of the flows */
	enum kn_flow flow;
	struct str id, code; /* id empty for exemptions */
	struct date date;
};
struct person_rule {
	int rule; /* of kn->rules; -1: no longer in the tables */
	struct str rule_id, source;
	int64_t n_event, n_date, ddd_e4;
	struct date first, last;
	const struct person_record *records; /* the last of n_event */
	size_t n_record;
};
struct person_group { /* all its rules hold, unless nearly there */
	int condition;
	struct str group; /* "G1" */
	const struct person_rule *rules;
	size_t n_rule;
};
struct person_condition {
	int condition; /* -1: no longer in the tables */
	struct str code;
	int cluster; /* -1: followed, never counted */
	bool counting;
	int done_permille; /* nearly there: how much of what is asked */
	bool stopped;      /* nearly there: only a negated row is in the way */
	const struct person_group *groups;
	size_t n_group;
};
struct person_conditions {
	int64_t run_id;    /* 0: no stratification, or the person not in it */
	struct date as_of; /* of the run */
	struct str definition; /* of the level */
	int level, level_weighted, main_condition, main_cluster;
	int charlson_1987, charlson_2011, mcs, n_contacts;
	struct str clusters, other_clusters;        /* codes with '|' */
	const struct person_condition *list, *near; /* by priority; nearest */
	size_t n, n_near;
};
MUST_USE enum rc app_person_conditions(struct app *app, int64_t person_id,
				       struct arena *a,
				       struct person_conditions *out,
				       struct err *err);

/* ---- therapy (person_therapy.c) */

struct person_drug {
	struct str atc;
	int drug; /* of kn->drugs, -1 */
	struct date first, last, covered_to;
	int64_t n, ddd_e4, ddd_per_day_e4;
	int supply_days;   /* of one dispensing */
	bool present;      /* on as_of */
	struct str months; /* a digit each, oldest first; empty: not known */
};
struct person_therapy {
	struct date as_of;               /* DATE_NONE: no stratification */
	const struct person_drug *drugs; /* by ATC: groups stand together */
	size_t n;
	struct therapy_report report; /* finding.drug[] are indices in drugs */
};
MUST_USE enum rc app_person_therapy(struct app *app,
				    const struct plan_engine *e,
				    int64_t person_id, struct arena *a,
				    struct person_therapy *out,
				    struct err *err);

/* ---- the summary (person_summary.c) */

enum person_event_kind {
	PERSON_DRUGS,   /* code: ATC group of three characters; n dispensings */
	PERSON_SERVICE, /* code of the service; n in the year; from = last */
	PERSON_STAY,    /* code of the diagnosis, from the evidence */
	PERSON_EMERGENCY, /* the same */
	PERSON_CONDITION, /* code; first record that speaks for it */
	PERSON_PLAN,      /* n version; state */
	PERSON_MOVE,      /* of the enrolment: state it came to */
	PERSON_BOOKING, /* appointment id; code of the service; state, place */
	N_PERSON_EVENT
};
struct person_event {
	enum person_event_kind kind;
	struct date from, to; /* both included; to DATE_MAX: goes on */
	struct str code, state, place;
	int64_t n, id;
};

enum person_todo_kind {             /* most urgent first */
			TODO_END,   /* enrolled, but dead or gone */
			TODO_PACT,  /* enrolled without a pact that holds */
			TODO_SIGN,  /* a draft waits; state draft_kind of the
				       header */
			TODO_DRAFT, /* enrolled, no plan and no draft */
			TODO_RENEW, /* the plan ended, or ends soon */
			TODO_PUBLISH,
			TODO_ENROL,   /* chronic and not enrolled */
			TODO_THERAPY, /* n findings that are contraindicated or
					 major */
			TODO_MISSED,  /* n services missed */
			TODO_PRESCRIBE, /* n services planned and due soon */
			TODO_BOOK, /* n prescribed without an appointment */
			TODO_CONTACT,
			N_PERSON_TODO
};
struct person_todo {
	enum person_todo_kind kind;
	int64_t n;
	struct date by; /* DATE_NONE */
};

enum person_activity { /* of the plan in force */
		       PERSON_PLANNED,
		       PERSON_PRESCRIBED,
		       PERSON_BOOKED,
		       PERSON_DONE,
		       PERSON_MISSED,
		       N_PERSON_ACTIVITY
};
struct person_summary {
	struct person_header header;
	struct date as_of; /* of what the flows say */
	const struct person_event *events;
	size_t n_event;
	struct person_todo todo[N_PERSON_TODO];
	size_t n_todo;
	int64_t activity[N_PERSON_ACTIVITY];
	const struct person_event *next; /* next appointment, or NULL */
};
MUST_USE enum rc app_person_summary(struct app *app,
				    const struct plan_engine *e,
				    int64_t person_id, struct arena *a,
				    struct person_summary *out,
				    struct err *err);

/* ---- plans (person_plans.c) */

struct person_plan {
	int64_t id;
	int version;
	struct str state, kind, protocol, signed_by; /* name of the doctor */
	struct date from, to, ended_on;
	int64_t created_us, signed_us, published_us;
};
/* All versions, newest first. */
MUST_USE enum rc app_person_plans(struct app *app, int64_t person_id,
				  struct arena *a, struct person_plan **list,
				  size_t *n, struct err *err);

struct person_plan_change {
	struct plan_view before, after; /* without events and activities */
	struct plan_diff diff;
};
/* Two versions of a person by their numbers; E_NOT_FOUND. */
MUST_USE enum rc app_person_plan_compare(struct app *app, int64_t person_id,
					 int before, int after, struct arena *a,
					 struct person_plan_change *out,
					 struct err *err);

/* ---- who looked (person_looks.c) */

struct person_access {
	int64_t seq, at_us;
	struct str user, role, action, purpose; /* user empty: a program */
};
/* Newest first, `limit` from `offset` on; *total of all. */
MUST_USE enum rc app_person_looks(struct app *app, int64_t person_id,
				  int64_t offset, int64_t limit,
				  struct arena *a, struct person_access **list,
				  size_t *n, int64_t *total, struct err *err);

/* ---- is there room near home (person_room.c) */

struct person_room {             /* for a service, or all of the laboratory */
	struct str service;      /* code, or LAB */
	struct date first, last; /* the window of its first time */
	bool offered;           /* somebody within reach has an agenda for it */
	struct str place, town; /* the nearest with a free place; empty: none */
	struct date day;        /* the first free day there */
	int distance_hm;
	int n_site; /* with a free place in the window */
};
/* The first time of each service of a draft or plan, at sites within the reach
 * of booking. Only places of today: nothing is held. *n 0 when the home is not
 * known. Cost: a statement for each service, by index. MAY_READ_PERSON; no look
 * of its own, it goes with that at the plan. */
MUST_USE enum rc app_person_room(struct app *app, int64_t person_id,
				 const struct plan_draft *d, struct arena *a,
				 struct person_room **list, size_t *n,
				 struct err *err);

/* ---- four questions about a plan (person_answers.c) */

enum plan_question { ASK_REGION, ASK_PAID, ASK_SAFE, N_PLAN_QUESTION };
enum plan_answer_kind {
	ANSWER_ENROLLED, /* the enrolment is active, not suspended */
	ANSWER_PACT,     /* a pact holds on the first day: from, to */
	ANSWER_PRIMARY,  /* a main condition that is admitted */
	ANSWER_SETS,     /* every condition has a reference set; n has none */
	ANSWER_MIN_LAB,  /* n laboratory services, `need` at least */
	ANSWER_MIN_OUTPATIENT,  /* n visits and tests, `need` at least */
	ANSWER_FEE,             /* cents that the level pays */
	ANSWER_CONTRAINDICATED, /* n findings, none wanted */
	ANSWER_MAJOR,
	ANSWER_OTHER,      /* n lighter ones, to know */
	ANSWER_NO_THERAPY, /* no medicine is known: nothing could be checked */
	N_PLAN_ANSWER
};
struct plan_answer {
	enum plan_question question;
	enum plan_answer_kind kind;
	bool good;
	int64_t n, need;
	struct date from, to;
	int condition;           /* ANSWER_PRIMARY; -1 */
	struct str rule, source; /* of the dated rule that decides; may be
				    empty */
};
/* What the rules of the plan's first day say about it: from the draft, the
 * header and the rules alone, nothing is read. `list` has room for
 * N_PLAN_ANSWER; returns how many, by question. */
size_t plan_answers(const struct app *app, const struct person_header *who,
		    const struct plan_draft *d, struct plan_answer *list);

#endif
