/* What an import collects: dictionaries, rejects, and the records of the file
 * being read, in columns as the archive keeps them. */
#ifndef FLOWS_RECORDS_INT_H
#define FLOWS_RECORDS_INT_H

#include "flows/archive_int.h"
#include "flows/batch_int.h"
#include "flows/flows.h"
#include "flows/rows_int.h"

struct dicts {
	struct textset d[N_DICT];
	bool changed;
};
void dicts_release(struct dicts *d);
/* `a` NULL: only the empty code. */
MUST_USE enum rc dicts_load(struct dicts *d, const struct archive *a,
			    struct err *err);
MUST_USE enum rc dicts_write(const struct dicts *d, const char *path,
			     struct err *err);

struct worker { /* one for each thread */
	struct codebook book[N_CODE];
	uint32_t *number[N_CODE]; /* of a local code in the dictionary; 0: not
				   * asked yet. Used by the merging thread */
	size_t number_cap[N_CODE];
};
void worker_release(struct worker *w);

struct rejects { /* the file of rows set aside; written as they are found */
	char path[PATH_MAX], tmp[PATH_MAX];
	FILE *to;
	struct buf line;
	bool named;     /* by the user: written also when it is empty */
	bool is_device; /* /dev/null, a pipe: written where it stands */
	uint64_t n;
};
struct reject {
	const char *file;
	uint64_t line;
	const char *column;
	struct str value;
	enum cause cause;
};
/* The line of the file for it, valid until the next. */
struct str rejects_line(struct rejects *r, const struct reject *x);
MUST_USE enum rc rejects_put(struct rejects *r, struct str line,
			     struct err *err);
/* Under its name, with at least its header when the user named it. */
MUST_USE enum rc rejects_finish(struct rejects *r, struct err *err);
void rejects_release(struct rejects *r);

struct merge {            /* where a parsed block goes */
	const char *file; /* name for the rejects */
	struct table *table;
	struct people *people; /* person.csv: instead of the table */
	struct dicts *dicts;
	struct worker *worker;
	struct rejects *rejects;
	struct flows_file_report *report;
	uint64_t line; /* of the first line of the next block */
};
/* Blocks in order of the file; the codes of the block are changed into those
 * of the dictionaries. */
MUST_USE enum rc merge_batch(struct merge *m, struct batch *b, struct err *err);
/* Its parts: the same of person.csv; a row refused; counted as accepted; room
 * for the local numbers that a block brought, and the number in the dictionary
 * of one of them. */
MUST_USE enum rc merge_people(struct merge *m, const struct batch *b,
			      struct err *err);
MUST_USE enum rc merge_reject(struct merge *m, const struct batch *b, size_t i,
			      enum cause cause, uint8_t defect,
			      struct err *err);
void merge_accept(struct merge *m, const struct batch *b, size_t i);
MUST_USE enum rc merge_reserve_codes(struct worker *w, enum code_kind kind,
				     struct err *err);
MUST_USE enum rc merge_code(struct merge *m, size_t worker, enum code_kind kind,
			    uint32_t local, uint32_t limit, uint32_t *out,
			    struct err *err);
/* The rejected rows of the file that are no copies, to their file. */
MUST_USE enum rc merge_rejects(struct merge *m, struct err *err);

#endif
