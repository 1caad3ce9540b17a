/* strata/story - one person's stratification told with its reasons.
 *
 * The facts, gathered once for the command line, for pages and for the API:
 * status, level and the row that gives it, every condition with the groups of
 * rules that hold and the records behind them, what the hierarchy removed,
 * what is nearly there and what it lacks, the score categories. Texts are
 * views into knowledge and archive; lists live in the arena.
 */
#ifndef STRATA_STORY_H
#define STRATA_STORY_H

#include "json/json.h"
#include "strata/strata.h"
#include "text/text.h"

struct story_record {
	struct strata_record record;
	struct str record_id;        /* empty for exemptions */
	struct str name_it, name_en; /* of the first code; may be empty */
};
struct story_rule {
	int rule;
	struct strata_count count;
	struct story_record *records;
	size_t n_record;
};
struct story_group {
	int group, condition;
	struct story_rule *rules;
	size_t n_rule;
	int done_permille; /* of what is asked; 1000 holds */
	bool stopped;      /* only a negated row stands in the way */
};
struct story_condition {
	int condition;
	int hierarchy; /* row that removed or made it, -1 none */
	struct story_group *groups;
	size_t n_group;
};
struct story_category {
	struct strata_category what;
	struct story_record *records;
	size_t n_record;
};

struct story {
	const struct strata *s;
	const struct knowledge *kn;
	struct arena *arena;
	struct str person_id;
	size_t person_row;
	struct date birth;
	int age;
	char sex;
	struct strata_result result;
	struct strata_lists lists;
	const struct kn_level_rule *level_rule; /* NULL: no level */
	struct story_condition *found, *removed;
	size_t n_found, n_removed;
	struct story_group *near; /* nearest first; one for each condition */
	size_t n_near;
	struct story_category *charlson, *elixhauser, *mcs, *cds;
	size_t n_charlson, n_elixhauser, n_mcs, n_cds;
};

/* Tell the story of a person row. Costs a few passes over the person's
 * records. */
MUST_USE enum rc story_tell(struct story *t, const struct strata *s,
			    struct strata_worker *w, size_t person_row,
			    struct arena *arena, struct err *err);

/* The conditions that are nearly there: the nearest group of rules of each,
 * nearest first, without their rows; how many were put in near[STORY_NEAR_MAX].
 * Of the person the worker did last, with that person's result. */
struct story_near {
	int group, condition, done_permille;
	bool stopped;
};
#define STORY_NEAR_MAX 10
size_t story_near(const struct strata *s, const struct strata_worker *w,
		  const struct strata_result *r, struct story_near *near);

/* What a row of rules asks, on an index date: "drug dispensings with code A10,
 * at least 2, in 365 days, from 2025-01-01". */
void story_rule_words(struct buf *b, const struct kn_rule *r, struct date index,
		      enum lang lang);

void story_text(const struct story *t, enum lang lang, struct buf *out);
void story_json(const struct story *t, struct buf *out);

#endif
