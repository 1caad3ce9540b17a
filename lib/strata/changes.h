/* strata/changes - who changed between two stratifications, in numbers: of two
 * kept runs, or of one archive by two sets of rules.
 *
 * Conditions and clusters are compared by code, so the two sides may number
 * them differently. A side with more codes than CHANGES_MAX in all is refused.
 */
#ifndef STRATA_CHANGES_H
#define STRATA_CHANGES_H

#include "json/json.h"
#include "strata/kept.h"
#include "text/text.h"

#define CHANGES_MAX 256 /* codes of both sides together */

enum changes_kind {
	CHANGES_SAME,
	CHANGES_UP, /* to a more complex level: a lower number */
	CHANGES_DOWN,
	CHANGES_IN, /* evaluated now, not before */
	CHANGES_OUT,
	N_CHANGES_KIND
};
extern const char *const changes_kind_name[N_CHANGES_KIND];

/* Rows and columns of the matrix: 0 not evaluated, 1 to 5 levels, 6 none. */
#define CHANGES_LEVELS 7

struct changes_code {
	struct str code, name_it, name_en;
	uint64_t before, after, gained, lost; /* people */
};
struct changes_set {
	uint64_t word[CHANGES_MAX / 64];
};
/* How one side numbers conditions: their place in the list of codes. */
struct changes_side {
	uint8_t condition[STRATA_MAX_CONDITION];
	uint8_t cluster[STRATA_MAX_CONDITION]; /* of a condition */
	bool has_cluster[STRATA_MAX_CONDITION];
	size_t n;
};
struct changes {
	uint64_t n, kind[N_CHANGES_KIND];
	uint64_t matrix[CHANGES_LEVELS][CHANGES_LEVELS];
	uint64_t n_changed; /* level, status, a condition or a cluster */
	struct changes_code condition[CHANGES_MAX], cluster[CHANGES_MAX];
	size_t n_condition, n_cluster;
	struct changes_side before, after;
};
/* What changed for one person. */
struct changes_person {
	enum changes_kind kind;
	uint8_t from, to; /* places in the matrix */
	struct changes_set gained, lost, cluster_gained, cluster_lost;
	bool any;
};

/* The sides; both before the first person. Names are views into `kn`; of a
 * kept run the clusters are those of `kn` today. */
MUST_USE enum rc changes_of_tables(struct changes *c, struct changes_side *side,
				   const struct knowledge *kn, struct err *err);
MUST_USE enum rc changes_of_run(struct changes *c, struct changes_side *side,
				const struct kept *k,
				const struct knowledge *kn, struct err *err);

/* Count a person; `a` NULL: was not there. */
void changes_add(struct changes *c, const struct strata_result *a,
		 const struct strata_result *b, struct changes_person *out);

static inline bool changes_has(const struct changes_set *s, size_t i)
{
	return s->word[i / 64] >> (i % 64) & 1;
}

/* Codes of a set joined with '|'. */
void changes_codes(struct buf *b, const struct changes_code *list, size_t n,
		   const struct changes_set *s);
/* The counts for people, and as members of an open JSON object. */
void changes_text(const struct changes *c, enum lang lang, struct buf *b);
void changes_json(const struct changes *c, struct json *j);
/* "-", "1" ... "5", "0" for the places of the matrix. */
struct str changes_level(uint8_t place);

#endif
