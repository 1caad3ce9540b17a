/* col - column files: one table per file, typed, checksummed, mapped.
 *
 * A file holds a few named columns of fixed-width little-endian values, each
 * aligned to 64 bytes, then the checksums of their blocks, then a directory
 * (byte tables: doc/formats/archive.md). It is written once, front to back,
 * and never changed; the header comes last, so that a file cut short is not
 * one of ours. The reader maps it: opening reads the header and the directory
 * and checks both; values are checked by col_verify only, because that touches
 * every page.
 *
 * Not here: what the columns mean, and files that change.
 */
#ifndef COL_COL_H
#define COL_COL_H

#include "base/base.h"

#define COL_VERSION    1u
#define COL_NAME_MAX   23u
#define COL_MAX_COLUMN 64u
#define COL_BLOCK      (1u << 20) /* bytes under one checksum */

enum col_type { /* numbers are in files: never change them */
		COL_U8 = 1,
		COL_U16 = 2,
		COL_I16 = 3,
		COL_U32 = 4,
		COL_I32 = 5,
		COL_U64 = 6,
		COL_I64 = 7,
};

static inline size_t col_width(enum col_type t)
{
	switch (t) {
	case COL_U8:
		return 1;
	case COL_U16:
	case COL_I16:
		return 2;
	case COL_U32:
	case COL_I32:
		return 4;
	case COL_U64:
	case COL_I64:
		return 8;
	}
	return 0;
}

struct col_writer;

/* A new file; fails when `path` exists. Columns are written one after the
 * other; a failure is kept and told by col_writer_finish. */
MUST_USE enum rc col_writer_open(const char *path, struct col_writer **out,
				 struct err *err);
void col_begin(struct col_writer *w, const char *name, enum col_type type);
/* n values of the column begun last. */
void col_add(struct col_writer *w, const void *values, size_t n);
/* Columns that grow together, when there are too many rows to hold them all:
 * each is announced with the most values it may get, all before the first
 * value and without col_begin. col_put adds to one of them by its number. What
 * was announced and did not come is taken out by col_writer_finish, so the file
 * is the same as one written column by column. Columns of col_begin may follow
 * when all have their values. */
size_t col_plan(struct col_writer *w, const char *name, enum col_type type,
		uint64_t n_max);
void col_put(struct col_writer *w, size_t column, const void *values, size_t n);
/* Directory, header, fsync. */
MUST_USE enum rc col_writer_finish(struct col_writer *w, struct err *err);
/* Frees; removes the file unless it was finished. NULL allowed. */
void col_writer_close(struct col_writer *w);

struct col_file;

/* E_NOT_FOUND, E_IO, or E_FORMAT when it is no column file, of a newer
 * version, cut short, or its header or directory do not agree with their
 * checksums. */
MUST_USE enum rc col_open(const char *path, struct col_file **out,
			  struct err *err);
void col_close(struct col_file *f); /* NULL allowed */

struct col { /* values live until col_close; never NULL, also when n is 0 */
	const void *values;
	size_t n;
};
/* E_FORMAT when there is no such column or it is of another type. */
MUST_USE enum rc col_get(const struct col_file *f, const char *name,
			 enum col_type type, struct col *out, struct err *err);
/* Reads everything and compares all checksums; tells of each block of COL_BLOCK
 * bytes (the last of a column may be shorter) that does not agree. */
struct col_damage {
	const char *path, *column;
	uint64_t block, offset, len; /* of the block in the column; its bytes
				      * in the file */
};
typedef void col_damage_fn(void *ctx, const struct col_damage *d);
/* How many blocks do not agree. */
size_t col_check(const struct col_file *f, col_damage_fn *fn, void *ctx);
/* The same as an error: the first of them. */
MUST_USE enum rc col_verify(const struct col_file *f, struct err *err);

#endif
