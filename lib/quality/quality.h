/* quality - indicators: who should have had it, who had it, and who did not.
 *
 * An indicator is a row of data/indicators.csv: a denominator, a numerator, a
 * target, dates and a source. One definition serves the screen, the region and
 * the pay. Each result is a sum over people, and each person's part is kept:
 * any figure can be opened to the people behind it.
 *
 * Two kinds of measure, with two dates:
 *  - from claims (services, drugs): the window ends on the day of the
 *    stratification run whose claims are used, and every chronic person is
 *    measured, enrolled or not: those not enrolled are the comparison;
 *  - from our own work (plan, timely_plan, activity, attended): only enrolled
 *    people, on the day of the measure.
 *
 * Not here: reading the database (app/quality), choosing who is enrolled.
 */
#ifndef QUALITY_QUALITY_H
#define QUALITY_QUALITY_H

#include "knowledge/knowledge.h"

enum indicator_kind {
	IND_PLAN,        /* has a published plan in force */
	IND_TIMELY_PLAN, /* plan signed within window_days of the pact */
	IND_ACTIVITY,    /* planned services due so far: prescribed, ... */
	IND_ATTENDED,    /* appointments kept over kept and missed */
	IND_SERVICES,    /* enough of the groups of services in the window */
	IND_DRUGS,       /* covered by drugs of a group in the window */
	N_INDICATOR_KIND
};

struct indicator {
	struct str code, name_it, name_en, area;
	enum indicator_kind kind;
	struct str conditions; /* alternatives with '|'; empty: all */
	struct str numerator;  /* see data/indicators.csv */
	int min_groups, window_days, target_percent; /* -1: not given */
	struct date valid_from, valid_to;
	struct str source, confidence, note;
};

struct indicators {
	struct arena arena;
	const struct indicator *list;
	size_t n;
};

/* From data/indicators.csv or its replacement in `dir` (NULL: ours). Every
 * defect is a finding (`issues` NULL: only counted); E_FORMAT when one is an
 * error. */
MUST_USE enum rc indicators_load(struct indicators *out,
				 const struct knowledge *kn, const char *dir,
				 struct issues *issues, struct err *err);
void indicators_release(struct indicators *s); /* safe on zeroed */
/* By code, or NULL. */
const struct indicator *indicators_find(const struct indicators *s,
					struct str code);
static inline bool indicator_valid(const struct indicator *i, struct date on)
{
	return i->valid_from.days <= on.days &&
	       (date_is_none(i->valid_to) || on.days <= i->valid_to.days);
}

/* ---- one person's facts */

struct quality_service { /* claims: a service and how often in the year */
	struct str code;
	int n_365;
};
struct quality_drug { /* claims: dispensings of one ATC in the year */
	struct str atc;
	struct date first;
	int64_t ddd_e4;
};
struct quality_work { /* our own work, up to the day of the measure */
	bool enrolled, plan_published;
	struct date pact_on, plan_signed_on;
	/* planned services due so far, and of these */
	int due, prescribed, booked, booked_on_time, done;
	int attended, missed; /* appointments */
};
struct quality_person {
	const struct str *conditions; /* codes */
	size_t n_condition;
	const struct quality_service *services;
	size_t n_service;
	const struct quality_drug *drugs;
	size_t n_drug;
	struct quality_work work;
};
struct quality_days {
	struct date claims_to; /* day of the stratification run */
	struct date on;        /* day of the measure */
	int covered_percent;   /* parameter bonus.drug_covered_min_percent */
};

struct quality_part {               /* one person's part of one indicator */
	int denominator, numerator; /* 0 and 0: the person is not measured */
};

/* Cannot fail and does not allocate. `why` (may be NULL) gets the reason in
 * a few words: which groups are there and which are missing. */
struct quality_part indicator_measure(const struct indicator *i,
				      const struct quality_person *p,
				      struct quality_days days,
				      struct buf *why);

#endif
