/* strata - who has a chronic disease, how complex the care is, and why.
 *
 * From the archive of a population (flows/archive.h) and the clinical tables
 * (knowledge/), for one index date: conditions, official clusters
 * (raggruppamenti), main cluster, level of the stratification (livello, 1 the
 * most complex), Charlson index and Multisource Comorbidity Score. The meaning
 * of every table is data/README.md section 3 and data/reference_evaluator.py;
 * results are equal to that evaluator's, field by field. doc/clinical.md says
 * the same in plain words. Nothing here is validated by clinicians.
 *
 * How: strata_new compiles the rules once into one table per kind of code (for
 * each code of the archive, which counters it feeds), so that a record costs a
 * few operations. A counter is what a rule row asks of the records: how many,
 * on how many dates, from when to when, how many doses. Rule rows that ask the
 * same of the same records share one. strata_person scans a person's records
 * once, then looks only at the groups of rules that have a counter touched.
 * The records are taken in order of date over all segments of the archive, so
 * results do not depend on how the archive was filled nor on threads.
 *
 * After strata_person the worker still holds the counts of that person: the
 * functions of section "why" read them. Not here: files of claims (flows/),
 * the database (app/strata.h), what to do about a level (enrolment/, plan/).
 */
#ifndef STRATA_STRATA_H
#define STRATA_STRATA_H

#include "base/progress.h"
#include "flows/archive.h"
#include "knowledge/knowledge.h"
#include "rules/rules.h"

/* Bits in a result; today there are 82 conditions and 65 clusters. */
#define STRATA_MAX_CONDITION 128
#define STRATA_MAX_CLUSTER   128

enum strata_status {
	STRATA_ACTIVE,
	STRATA_DECEASED, /* on or before the index date */
	STRATA_LEFT,     /* the registration ended before it */
	STRATA_NOT_YET,  /* the registration starts after it */
	N_STRATA_STATUS
};
extern const char *const strata_status_name[N_STRATA_STATUS];

/* One person, 36 bytes. Everything but `status` is 0 or -1 unless active. */
struct strata_result {
	uint64_t conditions[STRATA_MAX_CONDITION / 64]; /* after hierarchy */
	int16_t main_cluster, main_condition;           /* index, -1: none */
	int16_t charlson_1987, charlson_2011, mcs;
	int16_t elixhauser_vw, cds;
	uint8_t status;     /* enum strata_status */
	uint8_t level;      /* 1 to 5 by the definition in use, 0: none */
	uint8_t weighted;   /* 1 to 5 by the weighted definition, 0: none */
	uint8_t n_counting; /* clusters that count */
	uint16_t n_contact; /* at most 65535 are told */
};

static inline bool strata_has(const struct strata_result *r, int condition)
{
	return r->conditions[condition / 64] >> (condition % 64) & 1;
}

struct strata_question {
	const struct archive *archive; /* borrowed, like the others */
	const struct knowledge *kn;
	const struct rules *rules; /* strat.* parameters at the index date */
	struct date index;
	struct str definition; /* empty: parameter strat.level_definition */
	/* the records known after this import, also those taken back later;
	 * 0: all that is known now */
	uint64_t known_import;
};

struct strata; /* the rules compiled for one archive and date; read-only */

MUST_USE enum rc strata_new(const struct strata_question *q,
			    struct strata **out, struct err *err);
void strata_free(struct strata *s);                   /* NULL allowed */
struct str strata_definition(const struct strata *s); /* in use */
struct date strata_index(const struct strata *s);
/* Records of the whole archive, exemptions included. */
uint64_t strata_n_record(const struct strata *s);

struct strata_worker; /* scratch of one thread, and the last person's counts */

struct strata_worker *strata_worker_new(const struct strata *s); /* NULL: no
								    memory */
void strata_worker_free(struct strata_worker *w); /* NULL allowed */

/* The archive's files lead nowhere outside for person rows [from, to): call it
 * once before strata_person; strata_run does it itself. */
MUST_USE enum rc strata_check(const struct strata *s, size_t from, size_t to,
			      struct err *err);
/* One person. Cannot fail and does not allocate. */
void strata_person(const struct strata *s, struct strata_worker *w,
		   size_t person_row, struct strata_result *out);

/* Everybody: results[archive_people()->n] in order of person row. n_thread 0:
 * one for each processor. `progress` may be NULL.
 * Cost: about 25 bytes read per record. */
MUST_USE enum rc strata_run(const struct strata *s, size_t n_thread,
			    struct progress *progress,
			    struct strata_result *results, struct err *err);

/* A result spelled out: counting and other clusters in order of rank,
 * conditions in order of priority. Indices into knowledge. */
struct strata_lists {
	size_t n_cluster, n_other, n_condition;
	uint8_t cluster[STRATA_MAX_CLUSTER], other[STRATA_MAX_CLUSTER];
	uint8_t condition[STRATA_MAX_CONDITION];
};
void strata_lists(const struct strata *s, const struct strata_result *r,
		  struct strata_lists *out);

/* Results as CSV, one row per person in order of person_id, CRLF, columns
 * person_id,index_date,status,level,level_weighted,main_cluster,
 * main_condition,n_comorbidities,clusters,other_clusters,conditions,
 * charlson_1987,charlson_2011,mcs,elixhauser_vw,cds. `level` is by the
 * definition in use. The file appears whole or not at all; path "-" is standard
 * output. */
MUST_USE enum rc strata_write_csv(const struct strata *s,
				  const struct strata_result *results,
				  size_t n_thread, const char *path,
				  struct err *err);

/* ------------------------------------------------------------------ why
 * All of these speak of the person of the last strata_person of the worker,
 * who must be active. */

/* What the records say to one rule row. */
struct strata_count {
	int32_t n_event, n_date;
	struct date first, last; /* DATE_NONE without events */
	int64_t ddd_e4;
	int32_t n_lapsed; /* exemptions of the row not valid on the index date
			   */
	bool holds;       /* as the row asks, without its negation */
};
void strata_rule_count(const struct strata *s, const struct strata_worker *w,
		       int rule, struct strata_count *out);

/* Groups that hold (index of knowledge's groups), before the hierarchy. */
size_t strata_n_held(const struct strata_worker *w);
int strata_held(const struct strata_worker *w, size_t i);
size_t strata_n_group(const struct strata *s);
/* The condition of a group, and its rule rows in file order. */
int strata_group_condition(const struct strata *s, int group);
size_t strata_group_size(const struct strata *s, int group);
int strata_group_rule(const struct strata *s, int group, size_t i);

/* What the hierarchy did: `hierarchy` is the row of knowledge that removed
 * `condition`, or that made it (promotes). */
struct strata_change {
	int16_t condition, hierarchy;
	bool made;
};
size_t strata_n_change(const struct strata_worker *w);
struct strata_change strata_change(const struct strata_worker *w, size_t i);

/* Groups that speak for a condition of the result: its own that hold and,
 * when it was made by the hierarchy, those of the conditions it was made of.
 * Returns how many were put in out[max]. */
size_t strata_groups_of(const struct strata *s, const struct strata_worker *w,
			int condition, int *out, size_t max);

/* A record that speaks for a rule row. */
struct strata_record {
	enum kn_flow flow;
	size_t segment, row;
	struct date date;  /* exemptions: first day of validity */
	struct date until; /* exemptions: last day; others DATE_NONE */
	int64_t ddd_e4;    /* drugs: doses, or packages without doses */
	size_t n_code;
	struct str code[6]; /* those that match */
};
typedef enum rc strata_record_fn(void *ctx, const struct strata_record *r,
				 struct err *err);
/* Records in the window of the row that match its codes, by date; the
 * exemptions valid on the index date. */
MUST_USE enum rc strata_rule_records(const struct strata *s, size_t person_row,
				     int rule, strata_record_fn *fn, void *ctx,
				     struct err *err);
/* The exemptions that match and are not valid on the index date. */
MUST_USE enum rc strata_lapsed_exemptions(const struct strata *s,
					  size_t person_row, int rule,
					  strata_record_fn *fn, void *ctx,
					  struct err *err);
/* record_id; empty for exemptions. */
struct str strata_record_id(const struct strata *s,
			    const struct strata_record *r);

/* Score categories present. */
struct strata_category {
	int row;    /* of the score's table; Charlson, Elixhauser: the last that
		       matched */
	int points; /* what it adds; Charlson: weights of 1987 */
	bool by_dx, by_drug; /* MCS: which of the two ways */
	bool superseded;     /* by diagnosis: a graver form is present */
};
size_t strata_charlson(const struct strata *s, const struct strata_worker *w,
		       struct strata_category *out, size_t max);
size_t strata_mcs(const struct strata *s, const struct strata_worker *w,
		  struct strata_category *out, size_t max);
size_t strata_elixhauser(const struct strata *s, const struct strata_worker *w,
			 struct strata_category *out, size_t max);
size_t strata_cds(const struct strata *s, const struct strata_worker *w,
		  struct strata_category *out, size_t max);
/* Records that gave a category. */
MUST_USE enum rc strata_charlson_records(const struct strata *s,
					 size_t person_row, int row,
					 strata_record_fn *fn, void *ctx,
					 struct err *err);
MUST_USE enum rc strata_mcs_records(const struct strata *s, size_t person_row,
				    int row, strata_record_fn *fn, void *ctx,
				    struct err *err);
MUST_USE enum rc strata_elixhauser_records(const struct strata *s,
					   size_t person_row, int row,
					   strata_record_fn *fn, void *ctx,
					   struct err *err);
MUST_USE enum rc strata_cds_records(const struct strata *s, size_t person_row,
				    int row, strata_record_fn *fn, void *ctx,
				    struct err *err);

/* The evidence of everybody as CSV, in order of person_id, then condition by
 * priority: person_id,condition,group,rule_id,flow,record_id,date,code,source.
 * A group of a condition that the hierarchy merged in is "DM1.G3". A record
 * that matches with several codes has them with '|'. Only positive rows have
 * records: a negated row holds by their absence. */
MUST_USE enum rc strata_write_evidence(const struct strata *s,
				       const struct strata_result *results,
				       size_t n_thread, const char *path,
				       struct err *err);

/* Everybody, with results and evidence written on the way: each person is
 * evaluated once. The bytes are those of the two functions above. */
MUST_USE enum rc strata_run_write(const struct strata *s, size_t n_thread,
				  struct progress *progress,
				  struct strata_result *results,
				  const char *csv, const char *evidence,
				  struct err *err);

#endif
