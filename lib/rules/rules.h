/* rules - what the rules say on a given day: parameters, tariffs, admitted
 * primary pathologies, waits and tolerances.
 *
 * Rules changed five times in two years, so none is a constant: each is a
 * dated row with a source. A row is valid on valid_from and on valid_to; an
 * empty valid_to has no end. A row of one ATS wins over the row without ATS;
 * among rows equal in that, the one recorded last wins. An empty value means
 * that the threshold is not known and must be asked: reading it is
 * E_NOT_FOUND with the name.
 *
 * Filled from data/ (rules_load, for batch work) or from the table `rule` of
 * the database (app/), which starts from the same files and keeps the history
 * of every change. Readers cannot tell the difference.
 *
 * Keys by kind:
 *	parameter	"pact.duration_months"
 *	tariff		"PIC_FEE/1", "PAI_FEE", "COOP_NEW_PLAN@1-300"
 *			item[/level][@from-to]; value in cents
 *	admitted	cluster code "16"; value 0 or 1
 *	window		"P/planned/6-12", "D/visit"; value "max_wait/early/late"
 */
#ifndef RULES_RULES_H
#define RULES_RULES_H

#include "knowledge/knowledge.h"

enum rule_kind {
	RULE_PARAMETER,
	RULE_TARIFF,
	RULE_ADMITTED,
	RULE_WINDOW,
	N_RULE_KIND
};
extern const char *const rule_kind_name[N_RULE_KIND];

struct rule {
	enum rule_kind kind;
	struct str key, ats, value, unit, source, confidence, note;
	struct date valid_from, valid_to; /* DATE_MAX: no end */
	int64_t recorded_us;              /* 0: from data/ */
};

struct rules {
	struct arena arena;
	struct rule *list; /* sorted by kind, key, ats, valid_from */
	size_t n, cap;
};

void rules_init(struct rules *r);
void rules_release(struct rules *r); /* safe on zeroed */
/* All dated files of data/ (or their replacement in `dir`), checked. */
MUST_USE enum rc rules_load(struct rules *r, const char *dir,
			    struct issues *issues, struct err *err);
/* Add one (texts are copied), then rules_sort once before reading. */
MUST_USE enum rc rules_add(struct rules *r, const struct rule *rule,
			   struct err *err);
void rules_sort(struct rules *r);

/* Does the value fit its kind and unit? NULL when it does, else the cause with
 * the remedy. */
const char *rule_wrong(const struct rule *rule);

/* What the rules in force without an end ask of the tables: the default of
 * every cluster, a level definition that exists, sets that reach the minimum
 * of a paid plan. Findings are about files, without a line. */
void rules_check(const struct rules *r, const struct knowledge *kn,
		 struct issues *issues);

/* The row in force, or NULL. `ats` may be empty. */
const struct rule *rules_find(const struct rules *r, enum rule_kind kind,
			      struct str key, struct str ats, struct date on);

/* A parameter. E_NOT_FOUND when no row is valid or its value is empty. */
MUST_USE enum rc rules_int(const struct rules *r, const char *name,
			   struct str ats, struct date on, int64_t *out,
			   struct err *err);
MUST_USE enum rc rules_text(const struct rules *r, const char *name,
			    struct str ats, struct date on, struct str *out,
			    struct err *err);
MUST_USE enum rc rules_date(const struct rules *r, const char *name,
			    struct str ats, struct date on, struct date *out,
			    struct err *err);
/* Cents of a tariff; level 0: the item has no level. `count` picks the row of
 * items priced by count (1 for the first plan of a doctor), 0 otherwise. */
MUST_USE enum rc rules_tariff(const struct rules *r, const char *item,
			      int level, int64_t count, struct date on,
			      int64_t *cents, const struct rule **row,
			      struct err *err);
bool rules_admitted(const struct rules *r, struct str cluster, struct str ats,
		    struct date on);

struct care_window {
	int max_wait_days, early_days, late_days; /* max_wait KN_UNSET: none */
	const struct rule *row;
};
/* Tolerance of a planned service by class and interval (months times 10000),
 * or the wait of a class U, B, D. */
MUST_USE enum rc rules_window(const struct rules *r, char priority_class,
			      enum kn_service_kind kind,
			      int64_t interval_months_e4, struct date on,
			      struct care_window *out, struct err *err);

#endif
