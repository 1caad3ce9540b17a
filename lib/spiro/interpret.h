/* spiro/interpret - what the values say: pattern, severity, response to the
 * bronchodilator, trend. Words for a doctor who signs, never a report.
 *
 * Patterns of ERS/ATS 2022 (Stanojevic, Eur Respir J 2022;60:2101499), by z of
 * one set of equations, of the values before the bronchodilator when there are
 * such, else after it:
 *   FEV1/FVC low               obstruction
 *   FEV1/FVC low and FVC low   obstruction with reduced FVC: mixed, or air
 *                              trapping; the total lung capacity decides
 *   only FVC low (or with FEV1) possible restriction: likewise
 *   only FEV1 low              non-specific (PRISm)
 * Severity by z: mild from -1.645, moderate below -2.5, severe below -4; of
 * FEV1, of FVC in possible restriction.
 * Response: (after - before) / predicted above 10 %, for FEV1 or FVC.
 * GOLD stands beside it, since pathways of COPD still use it: FEV1/FVC after
 * the bronchodilator below 0.70, stages by FEV1 in % of predicted. Without
 * values after the drug it is computed from those before, and says so.
 * A trend compares z within one set; two sets are never compared.
 */
#ifndef SPIRO_INTERPRET_H
#define SPIRO_INTERPRET_H

#include "spiro/reference.h"
#include "spiro/session.h"

enum spiro_pattern {
	SPIRO_NOT_KNOWN,
	SPIRO_NORMAL,
	SPIRO_OBSTRUCTION,
	SPIRO_OBSTRUCTION_LOW_FVC,
	SPIRO_POSSIBLE_RESTRICTION,
	SPIRO_NON_SPECIFIC
};
enum spiro_severity {
	SPIRO_WITHIN_LIMITS,
	SPIRO_MILD,
	SPIRO_MODERATE,
	SPIRO_SEVERE
};

struct spiro_scored {           /* a value beside what would be normal */
	double measured;        /* NAN: none */
	struct spiro_norm norm; /* NANs where the set has no equation */
	struct spiro_score score;
};

struct spiro_change {                 /* after the bronchodilator */
	double litres, pct_predicted; /* NAN: not known */
	bool responds;
};

struct spiro_opinion {
	enum spiro_set set;
	struct spiro_scored value[N_SPIRO_PHASE][N_SPIRO_PARAM];
	enum spiro_phase read; /* the values the pattern is from */
	enum spiro_pattern pattern;
	enum spiro_severity severity;
	struct spiro_change fev1, fvc;
	bool gold_known, gold_obstruction, gold_is_post;
	int gold_stage; /* 1 to 4; 0: no obstruction */
};

/* `best` are the values of each phase by spiro_param (NAN: none). E_RANGE or
 * E_NOT_FOUND with words when the set has nothing for that person; a parameter
 * that the set does not have is left without a norm. */
MUST_USE enum rc spiro_interpret(const struct spiro_reference *ref,
				 const struct spiro_rules *rules,
				 enum spiro_set set,
				 const struct spiro_person *who,
				 double best[N_SPIRO_PHASE][N_SPIRO_PARAM],
				 struct spiro_opinion *out, struct err *err);

enum spiro_severity spiro_severity(const struct spiro_rules *r, double z);

/* ---- over the years */

struct spiro_point {
	struct date on;
	enum spiro_set set;
	double z;
	double measured; /* L: for FEV1Q */
};
struct spiro_trend {
	double since_first, since_last; /* z, of the last point */
	double per_year;                /* z a year, least squares; NAN: less
					   than two days */
	double fev1q;                   /* last FEV1 over the 1st centile of
					   survivors: 0.5 L men, 0.4 women */
};
/* Points in order of days, at least one. E_STATE with words when they are not
 * all of one set. */
MUST_USE enum rc spiro_trend(const struct spiro_point *p, size_t n,
			     enum spiro_sex sex, const struct spiro_rules *r,
			     struct spiro_trend *out, struct err *err);

const char *spiro_pattern_name(enum spiro_pattern p);
struct str spiro_pattern_text(enum spiro_pattern p, enum lang lang);
const char *spiro_severity_name(enum spiro_severity s);
struct str spiro_severity_text(enum spiro_severity s, enum lang lang);

#endif
