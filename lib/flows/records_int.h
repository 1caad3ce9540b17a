/* What an import collects: dictionaries, rejects, and the records of the file
 * being read, in columns as the archive keeps them. */
#ifndef FLOWS_RECORDS_INT_H
#define FLOWS_RECORDS_INT_H

#include "flows/archive_int.h"
#include "flows/batch_int.h"
#include "flows/flows.h"

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
MUST_USE enum rc rejects_add(struct rejects *r, const char *file, uint64_t line,
			     const char *column, struct str value,
			     enum cause cause, struct err *err);
/* Under its name, with at least its header when the user named it. */
MUST_USE enum rc rejects_finish(struct rejects *r, struct err *err);
void rejects_release(struct rejects *r);

struct table {
	const struct layout *layout;
	size_t n, cap;
	uint32_t *person; /* TEXTS_NONE: rejected, only its id counts */
	void *col[MAX_SLOT];
	struct textset record;   /* n identifiers, when the flow has them */
	struct texts_build text; /* hospital_record_id */
};
void table_release(struct table *t);

struct merge {            /* where a parsed block goes */
	const char *file; /* name for the rejects */
	struct table *table;
	struct people *people; /* person.csv: instead of the table */
	struct dicts *dicts;
	struct worker *worker;
	struct rejects *rejects;
	struct flows_file_report *report;
	bool has_op;
	uint64_t line;  /* of the first line of the next block */
	uint32_t *keep; /* scratch: entries of the block that stay */
	size_t keep_cap;
};
/* Blocks in order of the file. */
MUST_USE enum rc merge_batch(struct merge *m, const struct batch *b,
			     struct err *err);

/* Sort by person and day, leave out what the archive has, write. n_row 0: no
 * file was made. Adds the duplicates to the report; empties the table. */
MUST_USE enum rc table_write(struct table *t, size_t n_person,
			     const struct archive *a, const char *path,
			     struct manifest_table *out, uint64_t *n_duplicate,
			     struct err *err);

#endif
