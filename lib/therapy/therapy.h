/* therapy - what deserves a look in the medicines a person takes: drugs that
 * do not go together, drugs that do not go with a disease, treatment expected
 * and not dispensed, anticholinergic burden, two drugs of one class.
 *
 * Input is the year's dispensings summed by substance: first and last date,
 * how many, how many daily doses (DDD). The flows do not say how a drug is
 * taken, so supply is estimated:
 *
 *   - one dispensing covers its doses (total DDD / dispensings), in days, if
 *     that lies between therapy.min_supply_days and therapy.max_supply_days;
 *     more is cut to the maximum; fewer, or unknown, counts as
 *     therapy.default_supply_days (without a table of packages doses are
 *     counted one for each package, which is far too little);
 *   - when dispensings x supply cover at least therapy.continuous_percent of
 *     the days from the first to the end of the last, the drug is taken for
 *     continuous over that span; otherwise it is on occasion, and covers
 *     only the days after its first and after its last dispensing;
 *   - it is present when its last supply ended no more than
 *     therapy.present_grace_days before the day of the check.
 *
 * A pair applies when both cover the same days. Findings tell whether that
 * holds at present; those of the past are kept apart, never dropped.
 *
 * It is a list of well known problems, not a complete interaction base, and a
 * question to the doctor, never an order. There are no laboratory values
 * here: a drug whose dose depends on the kidney yields one finding, that a
 * recent creatinine is needed, and no dose advice. Meaning of the tables:
 * data/README.md, "Interactions". Not here: adherence, doses taken, SQL.
 */
#ifndef THERAPY_THERAPY_H
#define THERAPY_THERAPY_H

#include "rules/rules.h"

#define THERAPY_MAX_DRUGS 64u /* substances looked at; the latest win */

struct therapy_item { /* one substance in the 365 days before `on` */
	struct str atc;
	struct date first, last; /* dispensings, first <= last */
	int64_t n;               /* dispensings */
	int64_t ddd_e4;          /* daily doses times 10000, 0 unknown */
};

struct therapy_person {
	struct date on, birth;
	char sex;              /* M, F or 0 */
	const int *conditions; /* indices into kn->conditions */
	size_t n_conditions;
	const struct therapy_item *items;
	size_t n_items;
};

struct therapy_limits { /* the dated parameters therapy.* */
	int default_supply_days, min_supply_days, max_supply_days;
	int continuous_percent, present_grace_days;
	int burden_min_score, burden_min_age;
	int duplicate_min_days;
	struct str duplicate_exclude; /* classes where two are usual */
};
/* E_NOT_FOUND names the parameter that has no row on that day. */
MUST_USE enum rc therapy_limits_read(struct therapy_limits *l,
				     const struct rules *r, struct str ats,
				     struct date on, struct err *err);

enum therapy_kind {
	THERAPY_TRIPLE,
	THERAPY_PAIR,
	THERAPY_DISEASE, /* drug and condition */
	THERAPY_GAP,
	THERAPY_BURDEN,
	THERAPY_DUPLICATE,
	THERAPY_RENAL,
	N_THERAPY_KIND
};
extern const char *const therapy_kind_name[N_THERAPY_KIND];

enum therapy_severity {
	THERAPY_CONTRAINDICATED,
	THERAPY_MAJOR,
	THERAPY_MODERATE,
	THERAPY_QUESTION, /* gaps and needs: something to ask */
};
extern const char *const therapy_severity_name[4];

struct therapy_finding {
	enum therapy_kind kind;
	enum therapy_severity severity;
	struct str rule_id;  /* X001, T01, G09, ...; the class for duplicates */
	int drug[8], n_drug; /* indices into items */
	int condition;       /* THERAPY_DISEASE, else -1 */
	int score;           /* burden; CHA2DS2-VA for its gap; else -1 */
	struct date from, to; /* days in common; none for gaps */
	bool present;
	struct str what_en, what_it;
	struct str why, action; /* English; kn_put_phrase has them */
	struct str why_it;      /* of words that stand in no table, else unset */
	struct str source;
};

struct therapy_report {
	const struct therapy_finding *list; /* worst and present first */
	size_t n;
	int burden; /* anticholinergic score of the present drugs */
};

/* The rules, indexed by ATC prefix: built once, shared by threads. */
struct therapy_index;
MUST_USE enum rc therapy_index_new(struct therapy_index **out,
				   const struct knowledge *kn, struct err *err);
void therapy_index_free(struct therapy_index *x); /* NULL allowed */

/* Check one person. Texts and the list live in `a` or in the knowledge.
 * Cost: some 10 microseconds for eight drugs. E_LIMIT when `a` is full. */
MUST_USE enum rc therapy_check(const struct therapy_index *x,
			       const struct therapy_limits *l,
			       const struct therapy_person *p, struct arena *a,
			       struct therapy_report *out, struct err *err);

/* Supply of one dispensing, and whether the drug is present on `on`. */
int therapy_supply_days(const struct therapy_limits *l,
			const struct therapy_item *item);
bool therapy_present(const struct therapy_limits *l,
		     const struct therapy_item *item, struct date on);
/* Daily doses a day over the span covered, times 10000; 0 when one dispensing
 * or no doses leave it unknown. */
int64_t therapy_ddd_per_day_e4(const struct therapy_limits *l,
			       const struct therapy_item *item);

/* CHA2DS2-VA from conditions, as data/README.md counts it. */
int therapy_cha2ds2va(const struct knowledge *kn, const int *conditions,
		      size_t n, int age);
/* "IRC&DM2|DM2_COMP": every requirement holds one of its alternatives. An
 * empty expression holds. */
bool therapy_conditions_hold(const struct knowledge *kn, struct str expr,
			     const int *conditions, size_t n);

#endif
