/* strata_int - the compiled rules and a worker's scratch; only for lib/strata.
 *
 * A lane is one kind of code in one kind of record (main diagnosis of a
 * discharge, say). Its table gives for each dictionary code the counters it
 * feeds, as a slice of `target`.
 */
#ifndef STRATA_STRATA_INT_H
#define STRATA_STRATA_INT_H

#include "strata/strata.h"

enum lane {
	LANE_EXEMPTION,
	LANE_DRUG,
	LANE_OUTPATIENT,
	LANE_HOSPITAL_ANY,
	LANE_HOSPITAL_MAIN,
	LANE_HOSPITAL_PROC,
	LANE_EMERGENCY_ANY,
	LANE_EMERGENCY_MAIN,
	N_LANE,
	LANE_NOTHING = N_LANE /* procedures of an emergency: there are none */
};

enum match_style {
	MATCH_SPEC,    /* '|', '=', ranges, prefixes: kn_code_matches */
	MATCH_SERVICE, /* whole, or up to a dot: kn_service_matches */
	MATCH_PREFIX,  /* plain prefixes split by '|', empty ones ignored */
};

struct counter {
	enum lane lane;
	enum match_style style;
	struct str codes;
	int lookback;
	int32_t from; /* first day of the window; the last is the index date */
};

struct target {
	uint16_t counter;
	int32_t from;
};
struct lane_table {
	const uint32_t *off; /* n_code + 1 */
	const struct target *target;
	size_t n_code;
	int32_t from; /* earliest window of its counters */
};

struct sorted_code {
	struct str text;
	uint32_t number;
};
struct sorted_dict { /* a dictionary in order of text, without "empty" */
	const struct sorted_code *code; /* NULL: not made yet */
	size_t n;
};

/* A row of a score that adds weights of diagnoses: those of the Charlson index,
 * then those of Elixhauser, in one list with one numbering of categories. */
enum dx_score { SCORE_CHARLSON, SCORE_ELIXHAUSER, N_DX_SCORE };
struct score_row {
	struct str category, prefix, superseded_by;
	enum dx_score score;
	uint16_t table_row; /* in its own table */
	uint16_t number;    /* of the category */
	int16_t superseded; /* number of the category that replaces, -1 none */
	int weight[2];      /* Charlson: 1987, 2011 */
};
struct score_hit {
	uint16_t category, row;
	int32_t from;
};

/* Sets of conditions and of clusters. */
struct bits128 {
	uint64_t word[2];
};
#define NO_PLACE 255
static_assert(STRATA_MAX_CONDITION == 128 && STRATA_MAX_CLUSTER == 128,
	      "two words hold them");

static inline void bits_add(struct bits128 *b, int i)
{
	b->word[i / 64] |= UINT64_C(1) << (i % 64);
}

/* The lowest, taken out; -1 when there is none. */
static inline int bits_take(struct bits128 *b)
{
	for (int k = 0; k < 2; k++)
		if (b->word[k]) {
			int i = __builtin_ctzll(b->word[k]);
			b->word[k] &= b->word[k] - 1;
			return i + 64 * k;
		}
	return -1;
}

static inline int bits_count(const struct bits128 *b)
{
	return __builtin_popcountll(b->word[0]) +
	       __builtin_popcountll(b->word[1]);
}

/* What a counter is to the scores. */
struct score_use {
	enum { USE_MCS_DX, USE_MCS_DRUG, USE_CDS } kind;
	uint8_t class; /* of a row of the Chronic Disease Score */
	uint16_t row;
};

enum group_kind { GROUP_OTHER, GROUP_DRUG, GROUP_EXEMPTION };
struct group {
	int condition;
	enum group_kind kind;      /* what its positive rows look at */
	uint32_t rule_off, n_rule; /* into group_rule */
};

/* A segment as this evaluation sees it. */
struct view {
	const struct archive_segment *seg;
	const uint64_t *removed[N_FLOW]; /* rows that do not count; NULL none */
};

struct strata {
	struct arena arena;
	struct view *view; /* segments in order */
	size_t n_view;
	struct strata_question q;
	int32_t index;
	int32_t contact_from;
	uint64_t n_record;
	char day[11];    /* the index date */
	size_t row_room; /* bytes of a row of results, without the person */

	struct counter *counter;
	size_t n_counter;
	struct lane_table lane[N_LANE];
	struct sorted_dict sorted[N_DICT];
	const bool *generic; /* by exemption code: generic circulatory */

	uint16_t *rule_counter;  /* by rule row */
	uint32_t *counter_off;   /* by counter, n_counter + 1 */
	uint16_t *counter_group; /* groups with it in a positive row */
	struct group *group;
	uint16_t *group_rule;

	uint8_t *by_priority; /* conditions */
	uint8_t *by_rank;     /* clusters */
	/* places in those orders; sets of clusters are bits by place */
	uint8_t *place_of;      /* by condition, in by_priority */
	uint8_t *cluster_place; /* by condition, in by_rank; NO_PLACE none */
	struct bits128 counting, mild, overriding; /* the last of conditions */

	const struct kn_level_rule *in_use, *weighted;
	size_t n_in_use, n_weighted;

	/* scores by diagnosis; categories in order of first appearance */
	struct score_row *score_row;
	size_t n_score_row, n_category;
	uint16_t *category_row;    /* first row of each */
	const uint32_t *score_off; /* by DICT_DX code */
	const struct score_hit *score_hit;
	int32_t score_from[N_DX_SCORE];

	/* MCS: counters by row, UINT16_MAX none */
	uint16_t *mcs_dx, *mcs_atc;
	int mcs_min_dates;
	/* Chronic Disease Score: a counter for each class of each row */
	uint16_t (*cds_class)[KN_CDS_CLASSES];
	/* what each counter is to MCS and CDS */
	uint32_t *use_off;
	struct score_use *use;

	struct strata_watches *watches; /* NULL until strata_watch asks */
};

struct acc {             /* one counter, one person */
	uint32_t epoch;  /* person it belongs to */
	uint32_t record; /* last record counted: one event per record */
	int32_t n_event, n_date, first, last;
	int64_t ddd_e4;
	int32_t n_lapsed; /* exemptions not valid on the index date */
	bool not_generic; /* an exemption that is not a generic one matched */
	int32_t prev;     /* the date before the last, INT32_MIN none */
	int32_t until;    /* last day of the valid exemptions */
};

struct run { /* records of one person and flow in one segment */
	const struct archive_segment *seg;
	const int32_t *date;
	const uint64_t *removed;
	uint32_t at, end, n_segment;
};

#define KIND_BIT_DRUG    1u
#define KIND_BIT_GENERIC 2u
#define KIND_BIT_OTHER   4u

struct strata_worker {
	uint32_t epoch;
	uint32_t record; /* ordinal of the record in hand, within the person */
	size_t person_row;
	uint32_t n_contact;
	int32_t last_contact;
	int32_t future;  /* the first record after the index date */
	struct acc *acc; /* n_counter */
	uint16_t *touched;
	size_t n_touched;
	uint16_t *category;     /* by number: score row + 1, 0 absent */
	int32_t *category_last; /* date of the last record that gave it */
	uint16_t *present;      /* numbers of those that are */
	size_t n_present;
	uint32_t *mcs_epoch, *cds_epoch; /* by row: person it was seen for */
	uint8_t *cds_classes; /* by row: bits of the classes, when seen */
	uint16_t *cds_seen;
	uint32_t *group_epoch;
	uint16_t *held;
	size_t n_held;
	uint8_t *kinds; /* by condition, KIND_BIT_... of groups that hold */
	struct strata_change *change;
	size_t n_change;
	struct run *run; /* n_segment */
	int age;
	char sex;
	struct watcher *watcher; /* watch.c; NULL until strata_watch asks */
	struct arena arena;
};

/* lane.c: the table of one lane, and that of the scores by diagnosis */
MUST_USE enum rc lane_build(struct strata *s, enum lane lane, struct err *err);
MUST_USE enum rc score_build(struct strata *s, struct err *err);
enum dict lane_dict(enum lane lane);

/* scan.c */
void scan_person(const struct strata *s, struct strata_worker *w, size_t row);
/* A person's records of one flow as runs in order of date; see scan.c. */
typedef void feed_fn(void *ctx, const struct archive_segment *seg,
		     uint32_t n_segment, uint32_t from, uint32_t to);
void feed_in_order(const struct strata *s, struct run *runs, enum kn_flow flow,
		   size_t row, feed_fn *feed, void *ctx);

/* compile_scores.c */
MUST_USE enum rc compile_scores(struct strata *s, struct err *err);
/* view.c */
MUST_USE enum rc view_build(struct strata *s, struct err *err);
/* The person a record belongs to. */
size_t person_of_record(const struct archive *a, size_t segment,
			enum kn_flow flow, uint32_t row);
/* Dates by which the records of a flow are sorted, and where each person's
 * begin. */
const int32_t *dates_of(const struct archive_segment *g, enum kn_flow flow,
			const uint32_t **first);

/* compile.c */
MUST_USE enum rc compile_parameter(struct strata *s, const char *name, int *out,
				   struct err *err);
/* The number of a counter, made when no row asked the same before. */
uint16_t counter_of(struct strata *s, struct counter want);

/* evaluate.c */
enum strata_status status_on(const struct people_cols *p, size_t row,
			     int32_t index);
/* The counter's state for this person; NULL when nothing touched it. */
static inline const struct acc *acc_of(const struct strata_worker *w,
				       uint16_t counter)
{
	const struct acc *a = &w->acc[counter];
	return a->epoch == w->epoch ? a : NULL;
}
/* Age and sex. */
bool rule_fits_person(const struct strata *s, const struct strata_worker *w,
		      int rule);
bool rule_holds(const struct strata *s, const struct strata_worker *w,
		int rule);
/* Which kind of evidence a group that holds is. */
uint8_t kind_bit(const struct strata *s, const struct strata_worker *w,
		 const struct group *g);
void evaluate_conditions(const struct strata *s, struct strata_worker *w);

/* write.c: the most bytes a row of results can take, without the person */
size_t write_row_room(const struct knowledge *kn);

/* level.c */
void clusters_and_level(const struct strata *s, const struct strata_worker *w,
			struct strata_result *out);

/* The levels of a result whose contacts alone changed. */
void level_again(const struct strata *s, struct strata_result *r);

/* scores.c */
void compute_scores(const struct strata *s, struct strata_worker *w,
		    struct strata_result *out);

#endif
