/* A file of a delivery as blocks of whole records of the simple CSV form.
 *
 * CSV is here, plain, gzip and zstd. Another kind (a national layout, a
 * FHIR export) sets `next` and `close` and hands over the same blocks: text of
 * the simple form without its header, each record on one line, and in
 * `block.line` where each of these stood in the delivered file, so that a
 * rejected row is found again. When its rows say what is to be done with them,
 * `has_op` is set and every row ends with one more field: I (or nothing) a new
 * record, V one that takes the place of that with the same record_id, C only a
 * record_id (and a person_id when it is known) whose record goes. */
#ifndef FLOWS_SOURCE_INT_H
#define FLOWS_SOURCE_INT_H

#include "base/file.h"
#include "base/tree256.h"
#include "flows/batch_int.h"

#define BLOCK_ROOM (BATCH_BLOCK + 1 + ROW_SLACK)

#define SOURCE_TREE   "tree:"
#define SOURCE_DIGEST (SHA256_HEX + 5)

struct unpack; /* gzip or zstd being read */

struct block {     /* whole records, at most BATCH_BLOCK bytes */
	char *own; /* BLOCK_ROOM bytes, when it cannot stay where it is */
	struct str text;
	/* Line of each record in the delivered file, made by sources that
	 * translate; n_line 0: lines are counted on, from 2. */
	uint64_t *line;
	size_t n_line, line_cap;
	const char *file; /* which delivered file, for rejected rows; NULL:
			   * the name of the source */
};

struct source {
	const struct layout *layout;
	bool has_op;   /* rows end with the operation */
	char name[64]; /* "drug.csv.gz" */
	char path[PATH_MAX];
	/* Of the delivered bytes: SHA-256 in hex; of files that have several
	 * pieces (base/tree256.h) "tree:" and the hex of their tree. */
	char digest[SOURCE_DIGEST];
	uint64_t n_byte; /* of the delivered file */
	size_t at;       /* bytes of it used so far */
	bool end, begun;
	/* The next block, an empty text at the end; NULL: CSV. */
	enum rc (*next)(struct source *s, struct block *b, struct err *err);
	void (*close)(struct source *s); /* NULL: nothing to do */
	void *own;                       /* what these two need */
	struct file_map map;             /* CSV */
	struct unpack *packed;           /* NULL: plain */
};

void block_release(struct block *b);
/* Room for `text` of a block in `own`, and for n line numbers. */
MUST_USE enum rc block_reserve(struct block *b, size_t n_line, struct err *err);

/* Where the sources of an import come from when it is not a folder of simple
 * CSV files. `open` gives, zeroed before, the rows of one file of the simple
 * form (enum flow_file); E_NOT_FOUND when there are none. Files that feed one
 * flow together are one source: their rows one after the other, its digest that
 * of their digests. */
struct intake {
	enum rc (*open)(void *ctx, int file, struct source *out,
			struct err *err);
	void *ctx;
};

/* Finds DIR/NAME.csv, .csv.gz or .csv.zst, takes its digest on n_thread
 * threads. E_NOT_FOUND when there is none, E_CONFLICT when more than one. */
MUST_USE enum rc source_open(struct source *s, const char *dir,
			     const struct layout *layout, size_t n_thread,
			     struct err *err);
/* The plain SHA-256 of the delivered bytes, as older archives note it. */
void source_plain_digest(const struct source *s, char out[SHA256_HEX]);
void source_close(struct source *s); /* safe on a zeroed one */
static inline size_t source_n_field(const struct source *s)
{
	return s->layout->n_field + s->has_op;
}
/* The next block; an empty text at the end. It ends with LF, and ROW_SLACK
 * bytes after it can be read. The same bytes make the same blocks, plain or
 * compressed. */
MUST_USE enum rc source_next(struct source *s, struct block *b,
			     struct err *err);
/* Checks the header, the first record of the first block, and takes it off. */
MUST_USE enum rc source_header(const struct source *s, struct block *first,
			       struct err *err);

#endif
