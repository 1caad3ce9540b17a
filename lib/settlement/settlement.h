/* settlement - who is owed what for a quarter, to the cent, and why.
 *
 * Amounts, thresholds and their dates are tariffs and parameters of rules/;
 * this is their arithmetic:
 *
 *  PIC_FEE    a yearly fee by level, due for each month in which the person
 *	       had, on the same day, an active enrolment, a valid pact and a
 *	       published plan. A month belongs to one manager only: the one
 *	       for whom that held last in the month. The twelve months of a
 *	       calendar year add up to the yearly amount exactly: month k
 *	       (0 to 11) pays floor(y (k+1) / 12) - floor(y k / 12). The level
 *	       is that of the plan in force on the last such day.
 *  PAI_FEE    once a calendar year and person, for the first plan published
 *	       in it with the minimum of services (plan.min_lab_services,
 *	       plan.min_outpatient_services).
 *  PAI_BONUS  for new plans, not renewals, under the conditions bonus.*; when
 *	       a threshold is not known the line is held, not guessed.
 *  COOP_*     what a cooperative pays its doctors by its own rule.
 *
 * Every line says which rule row it comes from and the facts it stands on; a
 * plan that earns nothing has a line that says why. Replaying the same facts
 * gives the same lines in the same order.
 *
 * Not here: the database, the state of a statement (app/settlement).
 */
#ifndef SETTLEMENT_SETTLEMENT_H
#define SETTLEMENT_SETTLEMENT_H

#include "rules/rules.h"

struct settle_enrolment { /* one row for each pact of an enrolment */
	int64_t id, org_id, doctor_id;
	struct str ats;
	struct date active_from, ended_on; /* last day; DATE_MAX: still */
	struct date pact_from, pact_to;
};
struct settle_plan { /* published versions, by day of publication */
	int64_t version_id, enrolment_id, org_id, doctor_id;
	struct date published_on, valid_to; /* valid_to: last day in force */
	int level;
	bool is_new, is_renewal; /* neither: an update */
	int n_lab, n_outpatient;
};
struct settle_doctor {
	int64_t id;
	int64_t chronic, taken; /* chronic patients, of them taken in charge */
	int64_t new_before;     /* new plans of the year before the period */
};
struct settle_facts { /* one person */
	int64_t person_id;
	const struct settle_enrolment *enrolments;
	size_t n_enrolment;
	const struct settle_plan *plans;
	size_t n_plan;
	int n_drug, n_drug_covered;
};

struct settle_period {
	struct date from, to; /* a quarter; `from` the first of a month */
};

enum settle_state { SETTLE_DUE, SETTLE_NOT_DUE, SETTLE_HELD };
extern const char *const settle_state_name[3];

struct settle_line {
	const char *item;
	struct str payer; /* region, cooperative */
	enum settle_state state;
	int64_t person_id, enrolment_id, org_id, doctor_id, version_id;
	struct date month; /* first of the month of a fee, else DATE_NONE */
	int level;
	int64_t amount_cents;    /* 0 unless due */
	const struct rule *rule; /* the tariff row; NULL when none was found */
	struct str reason;       /* JSON, in the arena */
};

struct settle_lines { /* the lines of one person, reused for the next */
	struct settle_line *list;
	size_t n, cap;
};
void settle_lines_release(struct settle_lines *s);

/* The doctor with this id, for the bonus and the count of the cooperative;
 * `new_before` is counted up by the callee for each new plan it settles. */
typedef struct settle_doctor *settle_find_doctor(void *ctx, int64_t doctor_id);

/* All lines of one person for the period. `lines` is emptied first; reasons
 * live in `a`. E_NOT_FOUND names a tariff that the rules lack. */
MUST_USE enum rc settle_person(const struct rules *rules,
			       struct settle_period period,
			       const struct settle_facts *facts,
			       settle_find_doctor *find, void *ctx,
			       struct arena *a, struct settle_lines *lines,
			       struct err *err);

/* "2026Q1" */
MUST_USE enum rc settle_quarter_parse(struct str s, struct settle_period *out,
				      struct err *err);
/* The part of a yearly amount that falls on month 0 to 11. */
int64_t settle_month_cents(int64_t yearly_cents, int month);

#endif
