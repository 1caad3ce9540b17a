/* monitor/tables - what may be measured at home, and what is proposed: the
 * tables data/home_*.csv, those of their rows that are in force on a day.
 *
 * kinds      what can be measured: unit, bounds, words
 * codes      LOINC to kind
 * units      to the unit of the kind: value times factor plus offset
 * lines      what a condition asks to be measured, how often (a proposal)
 * limits     and what is too much (a proposal)
 * steps      what to ask and do when an alarm comes
 *
 * Symptoms are kinds, too: a question answered with yes or no, or with a number
 * from 0 to 10. They are questions of our own: the published questionnaires
 * that would fit (CAT, mMRC, ACT, KCCQ) have conditions of use.
 */
#ifndef MONITOR_TABLES_H
#define MONITOR_TABLES_H

#include "monitor/monitor.h"

enum monitor_form { MONITOR_NUMBER, MONITOR_SCALE, MONITOR_YESNO };

struct monitor_part {
	struct str name[N_LANG];       /* "massima" */
	int64_t least, most;           /* outside: refused */
	int64_t usual_low, usual_high; /* outside: to be confirmed */
};
struct monitor_kind {
	struct str code;         /* "blood_pressure" */
	struct str name[N_LANG]; /* "Pressione arteriosa" */
	struct str ask[N_LANG];  /* the citizen's words: what to do, how */
	struct str unit, shown;  /* UCUM; as people write it */
	enum monitor_form form;
	bool symptom;
	int decimals; /* that mean something */
	struct monitor_part part[MONITOR_PARTS];
	int n_part;
};
struct monitor_code {
	struct str code; /* LOINC */
	int kind, part;
};
struct monitor_unit {
	int kind;
	struct str unit;
	int64_t factor_e6, offset_e3;
};
struct monitor_default_line {
	struct str condition, source, note;
	struct monitor_line line;
	int rank; /* of two conditions the higher decides */
};
struct monitor_default_limit {
	struct str condition, source, note;
	struct monitor_limit limit;
	int rank;
};
enum monitor_step_kind { MONITOR_ASK, MONITOR_DO, MONITOR_TELL };
struct monitor_step {
	struct str protocol, text[N_LANG], source;
	int seq;
	enum monitor_step_kind kind; /* TELL: words for the person */
};
struct monitor_tables {
	struct monitor_kind *kind;
	struct monitor_code *code;
	struct monitor_unit *unit;
	struct monitor_default_line *line;
	struct monitor_default_limit *limit;
	struct monitor_step *step; /* by protocol, then seq */
	size_t n_kind, n_code, n_unit, n_line, n_limit, n_step;
};
/* `dir` NULL: the tables in the program. All in `a`. */
MUST_USE enum rc monitor_tables_load(const char *dir, struct date on,
				     struct arena *a,
				     struct monitor_tables *out,
				     struct err *err);
/* NULL: there is none. */
const struct monitor_kind *monitor_kind_of(const struct monitor_tables *t,
					   struct str code);

/* The plan that the tables propose for somebody with these conditions (codes of
 * conditions.csv): of two lines of one kind the one of higher rank, else the
 * more frequent; of two limits of one kind, part, rule and severity the one of
 * higher rank, else the first of the file. Arrays in `a`; `why` (one for each
 * line, then each limit) says which row proposed it. */
struct monitor_why {
	struct str condition, source, note;
};
MUST_USE enum rc monitor_propose(const struct monitor_tables *t,
				 const struct str *condition, size_t n,
				 struct arena *a, struct monitor_plan *out,
				 struct monitor_why **why, struct err *err);
/* Does the plan make sense: kinds known, bounds within what is possible, no
 * line twice, red beyond amber? E_RANGE with words and the line. */
MUST_USE enum rc monitor_plan_check(const struct monitor_tables *t,
				    const struct monitor_plan *plan,
				    struct err *err);

/* ---- words */

/* "72,5", "135/85", "sì"; without the unit. */
void monitor_value_text(struct buf *b, enum lang lang,
			const struct monitor_kind *k,
			const int64_t value_milli[MONITOR_PARTS]);
/* "Peso: +2,4 kg in 3 giorni (limite: +2 kg)"; `rule` N_MONITOR_RULE: nothing
 * came since `limit.days` days. */
void monitor_why_text(struct buf *b, enum lang lang,
		      const struct monitor_kind *k,
		      const struct monitor_limit *limit, int64_t seen_milli);
/* The limit alone: "da 140 mmHg in su (massima), 2 volte di seguito". */
void monitor_limit_text(struct buf *b, enum lang lang,
			const struct monitor_kind *k,
			const struct monitor_limit *limit);

#endif
