/* A CSV file of a delivery, plain or gzip, as blocks of whole records. */
#ifndef FLOWS_SOURCE_INT_H
#define FLOWS_SOURCE_INT_H

#include "base/file.h"
#include "base/sha256.h"
#include "flows/batch_int.h"

struct inflate; /* gzip being read */

struct source {
	const struct layout *layout;
	char name[64]; /* "drug.csv.gz" */
	char path[PATH_MAX];
	char sha256[SHA256_HEX];
	struct file_map map;
	size_t at; /* bytes of the file used so far */
	bool end;
	struct inflate *gz; /* NULL: plain */
};

struct block { /* memory for a block that cannot stay where it is */
	char *own;
	struct str text;
};
void block_release(struct block *b);

/* Finds DIR/NAME.csv or .csv.gz, takes its digest. E_NOT_FOUND when there is
 * neither, E_CONFLICT when both. */
MUST_USE enum rc source_open(struct source *s, const char *dir,
			     const struct layout *layout, struct err *err);
void source_close(struct source *s); /* safe on a zeroed one */
/* The next block; an empty text at the end. The same bytes make the same
 * blocks, plain or compressed. */
MUST_USE enum rc source_next(struct source *s, struct block *b,
			     struct err *err);
/* Checks the header, the first record of the first block, and takes it off. */
MUST_USE enum rc source_header(const struct source *s, struct block *first,
			       struct err *err);

#endif
