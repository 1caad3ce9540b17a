/* plan - the year's individual care plan (PAI, piano assistenziale
 * individuale): drafted here, decided by the doctor.
 *
 * From what is known of a person (conditions, level, present therapy, services
 * had) and the reference sets, plan_draft makes the lines of a plan, the
 * activities of the year with their windows, what was left out, and why. The
 * six steps are those of data/README.md, "Care plans":
 *
 *   1. each service at the highest frequency asked, never the sum;
 *   2. basic panels only where the minimum of reimbursement needs them;
 *   3. merge rules: drop or cap;
 *   4. exclusions: alternatives, included services, required companions;
 *   5. laboratory services on common dates, one blood draw for each;
 *   6. the level raises nothing by itself: the doctor does, by choices.
 *
 * The doctor's choices (remove, put back, add, another frequency) are input:
 * a change is a new draft from the same facts and one choice more, so windows,
 * draws and exclusions always agree with what stands in the plan.
 *
 * Due dates: the last time plus the interval; overdue services within
 * plan.overdue_within_days of the start; services never had, spread over
 * plan.first_due_spread_days by a hash of the person, so that a practice's
 * load is even. Intervals above twelve months live across plans: without
 * history they are due this year. No date is a Sunday or a national holiday.
 * Services of more than plan.cycle_above_per_year sessions are prescribed as
 * monthly cycles, one activity a month.
 *
 * Frequencies and intervals are times 10000. Not here: SQL, permissions,
 * appointments, the text of documents. Nothing reads the clock.
 */
#ifndef PLAN_PLAN_H
#define PLAN_PLAN_H

#include "json/json.h"
#include "json/json_value.h"
#include "rules/rules.h"
#include "text/text.h"
#include "therapy/therapy.h"

#define PLAN_MAX_CONDITIONS 32u
#define PLAN_MAX_LINES      192u  /* services asked for or left out */
#define PLAN_MAX_ACTIVITIES 1024u /* of one year */

/* ---- what goes in */

enum plan_choice_kind {
	CHOICE_REMOVE,
	CHOICE_PUT_BACK,
	CHOICE_ADD,
	CHOICE_TIMES,
	N_CHOICE
};
extern const char *const plan_choice_name[N_CHOICE];

struct plan_choice { /* of the doctor; the last one of a service wins */
	enum plan_choice_kind kind;
	int service;
	int64_t times_e4; /* CHOICE_ADD, CHOICE_TIMES */
	struct str reason;
};

struct plan_history { /* a service the person had */
	int service;
	struct date last;
	int64_t n_365;
};

struct plan_input {
	uint64_t phase; /* hash of the person: spreads dates over a practice */
	struct date birth;
	char sex; /* M, F or 0 */
	struct str ats;
	int level;             /* 1, 2, 3 */
	const int *conditions; /* indices, by priority */
	size_t n_conditions;
	int main_condition; /* index, or -1 */
	const struct therapy_item *therapy;
	size_t n_therapy;
	const struct plan_history *history;
	size_t n_history;
	const struct plan_choice *choices;
	size_t n_choices;
	struct date start; /* first day of the plan */
};

/* ---- what comes out */

struct plan_ask { /* a condition that asks for a service */
	struct str condition;
	int level;
	int64_t times_e4, interval_e4;
	enum kn_use use;
	struct str note, source, provenance, confidence;
	struct str trigger; /* ATC that makes a conditional row apply */
};

enum plan_out {                  /* why a service was left out */
		OUT_NO,          /* it was not */
		OUT_MERGE_RULE,  /* dropped by a merge rule */
		OUT_ALTERNATIVE, /* the same need, one is enough */
		OUT_EXCLUDED,    /* may not stand with another */
		OUT_INCLUDED,    /* another one contains it */
		OUT_BASIC,       /* other conditions bring the minimum */
		OUT_CONDITIONAL, /* only if the note applies */
		OUT_ONCE_DONE,   /* once in the disease, and it was had */
		OUT_NOT_DUE,     /* above twelve months, not this year */
		OUT_DOCTOR,      /* the doctor's choice */
		N_PLAN_OUT
};
extern const char *const plan_out_name[N_PLAN_OUT];

enum plan_due {              /* where the first date comes from */
		DUE_HISTORY, /* last time + interval */
		DUE_OVERDUE, /* it should have been before the start */
		DUE_SPREAD,  /* never had: spread over the year */
		DUE_PANEL,   /* together with the services it needs */
		N_PLAN_DUE
};
extern const char *const plan_due_name[N_PLAN_DUE];

struct plan_line { /* a service, planned or left out */
	int service;
	enum plan_out out;
	int64_t times_e4, interval_e4;
	int64_t asked_e4; /* the highest asked, before caps and choices */
	char priority_class;
	const struct plan_ask *asks;
	size_t n_asks;
	int won; /* index into asks: the frequency that won; -1 */
	struct str merge_rule, merge_reason; /* that dropped or capped */
	int other;                           /* service of the exclusion; -1 */
	struct str other_note;
	bool minimum; /* kept for the minimum of reimbursement */
	enum plan_choice_kind choice;
	bool has_choice;
	struct str choice_reason;
	enum plan_due due;
	struct date last;      /* DATE_NONE: never had */
	struct date first_due; /* of the year; next one when not due */
	int early_days, late_days;
	int n_planned;  /* activities */
	int n_included; /* times covered by `other` */
	int sessions;   /* each activity is a cycle of so many; 0 */
};

struct plan_activity {
	int line; /* index into lines, of a service that is not left out */
	struct date earliest, due, latest;
	int group; /* draws of one date have one number from 1; 0 alone */
};

struct plan_drug { /* a drug the person takes at present */
	struct str atc;
	struct date last;
	int64_t n;
	int64_t ddd_per_day_e4; /* estimate; 0 unknown */
};

enum plan_finding_kind {
	FINDING_THERAPY,
	FINDING_PRIMARY, /* the main condition is not admitted */
	FINDING_NO_PRIMARY,
	FINDING_MIN_LAB, /* minimum of reimbursement missed */
	FINDING_MIN_OUTPATIENT,
	FINDING_NO_SET,     /* a condition without reference set */
	FINDING_NO_THERAPY, /* data missing */
	FINDING_NO_HISTORY,
	FINDING_DRAWS, /* more draws than the frequencies need */
	N_PLAN_FINDING
};
extern const char *const plan_finding_name[N_PLAN_FINDING];

struct plan_finding {
	enum plan_finding_kind kind;
	struct str severity; /* of therapy/: "major"...; "" */
	struct str rule_id, what_en, what_it;
	struct str why, action, why_it, source; /* as in therapy/ */
};

struct plan_draft {
	struct date from, to; /* both included */
	int level;
	int primary;          /* condition index, -1 none admitted */
	const int *secondary; /* the others, by priority */
	size_t n_secondary;
	struct plan_line *lines;
	size_t n_lines;
	struct plan_activity *activities; /* by due date */
	size_t n_activities;
	struct plan_drug *drugs;
	size_t n_drugs;
	struct plan_finding *findings;
	size_t n_findings;
	int n_lab, n_outpatient;    /* distinct services done this year */
	int n_draws, n_draws_least; /* planned; by the frequencies alone */
};

/* ---- making it */

struct plan_engine; /* the tables, indexed: built once, shared by threads */
/* `triggers` is the text of careplan_triggers.csv: which drug makes which
 * conditional note apply; empty: none does. */
MUST_USE enum rc plan_engine_new(struct plan_engine **out,
				 const struct knowledge *kn,
				 struct str triggers, struct err *err);
void plan_engine_free(struct plan_engine *e); /* NULL allowed */
const struct knowledge *plan_engine_knowledge(const struct plan_engine *e);
const struct therapy_index *plan_engine_therapy(const struct plan_engine *e);

/* Draft one plan into `a`. Well under a millisecond; 256 KiB of arena are
 * enough for any input. E_RANGE for a level without sets or too many
 * conditions; E_NOT_FOUND when a parameter has no row on that day. */
MUST_USE enum rc plan_draft(const struct plan_engine *e, const struct rules *r,
			    const struct plan_input *in, struct arena *a,
			    struct plan_draft *out, struct err *err);

/* Index of the live (not left out) line of a service, or -1. */
int plan_find(const struct plan_draft *d, int service);

/* ---- comparing two versions */

enum plan_change {
	CHANGE_ADDED,
	CHANGE_REMOVED,
	CHANGE_TIMES,
	CHANGE_DUE, /* same frequency, another first date by over a month */
	N_PLAN_CHANGE
};
extern const char *const plan_change_name[N_PLAN_CHANGE];

struct plan_diff_line {
	enum plan_change change;
	int service; /* -1 for a drug */
	struct str atc;
	const struct plan_line *before, *after; /* NULL when not there */
};
struct plan_diff {
	struct plan_diff_line *list; /* by kind, then service code */
	size_t n;
};
MUST_USE enum rc plan_compare(const struct knowledge *kn,
			      const struct plan_draft *before,
			      const struct plan_draft *after, struct arena *a,
			      struct plan_diff *out, struct err *err);

/* ---- saying it */

/* The reason of a line or finding as JSON, and back; texts of the reader live
 * in the arena of `v`. parse(print(x)) keeps every field. */
void plan_line_reason(struct json *j, const struct knowledge *kn,
		      const struct plan_line *l);
MUST_USE enum rc plan_line_from_reason(struct plan_line *l,
				       const struct knowledge *kn,
				       const struct json_value *v,
				       struct arena *a, struct err *err);
void plan_finding_reason(struct json *j, const struct plan_finding *f);
void plan_finding_from_reason(struct plan_finding *f,
			      const struct json_value *v);

/* One line for a human: why a service stands in the plan, or does not. */
void plan_line_why(struct buf *b, const struct knowledge *kn,
		   const struct plan_line *l, enum lang lang);
/* "2 times a year", "every 24 months". */
void plan_times_text(struct buf *b, int64_t times_e4, int64_t interval_e4,
		     enum lang lang);

/* ---- life of a version (DESIGN 2) */

enum plan_state {
	PLAN_DRAFT,
	PLAN_PROPOSED,
	PLAN_SIGNED,
	PLAN_PUBLISHED,
	PLAN_ACTIVE,
	PLAN_SUPERSEDED,
	PLAN_EXPIRED,
	PLAN_CLOSED,
	N_PLAN_STATE
};
extern const char *const plan_state_name[N_PLAN_STATE];

MUST_USE bool plan_state_parse(struct str s, enum plan_state *out);
/* May a version go from one state to the other? E_STATE with the reason. */
MUST_USE enum rc plan_move(enum plan_state from, enum plan_state to,
			   struct err *err);
/* A signed version never changes: only drafts and proposals do. */
bool plan_is_open(enum plan_state s);
bool plan_in_force(enum plan_state s);

#endif
