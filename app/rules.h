/* app/rules - the dated rules kept in the database, with their history.
 *
 * The table `rule` starts as a copy of the data files. A change never
 * overwrites: the row it touches is marked replaced at this instant, and rows
 * recorded now stand in its place, so that any past month can be computed
 * again with the rules as they were known then.
 */
#ifndef APP_RULES_H
#define APP_RULES_H

#include "app/app.h"

/* Put in what the dated files of data/ (or of `dir`) have and the table has
 * not, and read the rules again; run at every `prossima init`. What somebody
 * changed stays as they left it. */
MUST_USE enum rc app_rules_seed(struct app *app, const char *dir,
				struct err *err);

/* All rows known now, sorted for reading. `out` is to be released. */
MUST_USE enum rc rules_read(struct db *db, struct rules *out, struct err *err);

struct rule_change {
	enum rule_kind kind;
	struct str key, ats, value, source, note;
	struct date from;
};
/* From this day on the rule has this value, until the next row that is already
 * there. E_NOT_FOUND: no rule of that name; E_RANGE: a value that does not fit;
 * E_CONFLICT: it is so already. Permission MAY_SET_RULES, audit "rule.set". */
MUST_USE enum rc app_rule_set(struct app *app, const struct rule_change *c,
			      struct err *err);

struct rule_record {
	struct rule rule;
	int64_t replaced_us; /* 0: stands */
};
/* Every row ever recorded of a key, in the arena. */
MUST_USE enum rc app_rule_history(struct app *app, struct str key,
				  struct arena *a, struct rule_record **out,
				  size_t *n, struct err *err);

/* The kind of that name, or N_RULE_KIND. */
enum rule_kind rule_kind_of(struct str name);

#endif
