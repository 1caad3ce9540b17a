/* flows/rows - the records of one file on their way into the archive.
 *
 * Rows that passed all checks are put, as they come, into streams by ranges of
 * people; their identifiers into streams by hash. So neither the sorting by
 * person nor the search for copies ever needs more than one stream at a time,
 * and what does not fit in memory waits in a file (spill_int.h).
 *
 * A row in its stream: person (u32), number in the file (u32), operation (u8),
 * lengths of the two texts (u8, u8), the columns of the archive end to end in
 * the order of the slots, record_id, the other text. An identifier in its
 * stream: number (u32), warnings (u8, the highest bit: the row was rejected),
 * operation (u8), length (u8), the bytes.
 *
 * Files are mostly in order of their record_id. As long as every one is greater
 * than the one before, there can be no copies and the identifiers of accepted
 * rows are put nowhere; with the first that is not, those of all rows before
 * are brought from the rows (ids.c).
 */
#ifndef FLOWS_ROWS_INT_H
#define FLOWS_ROWS_INT_H

#include "flows/archive_int.h"
#include "flows/code_int.h"
#include "flows/spill_int.h"

enum { ROW_PERSON = 0, ROW_NUMBER = 4, ROW_OP = 8, ROW_RECORD_LEN = 9 };
enum { ROW_TEXT_LEN = 10, ROW_SLOTS = 11 };
enum { ID_NUMBER = 0, ID_FLAGS = 4, ID_OP = 5, ID_LEN = 6, ID_TEXT = 7 };
#define ID_REJECTED 0x80u

struct row_form {
	uint16_t at[MAX_SLOT], width[MAX_SLOT]; /* of each slot */
	size_t n_fixed;                         /* bytes before the texts */
};
void row_form_init(struct row_form *f, const struct layout *l);

static inline uint32_t row_u32(const char *p)
{
	uint32_t v;
	memcpy(&v, p, sizeof(v));
	return v;
}
static inline size_t row_len(const struct row_form *f, const char *row)
{
	return f->n_fixed + (unsigned char)row[ROW_RECORD_LEN] +
	       (unsigned char)row[ROW_TEXT_LEN];
}
static inline struct str row_record(const struct row_form *f, const char *row)
{
	return (struct str){row + f->n_fixed,
			    (unsigned char)row[ROW_RECORD_LEN]};
}
static inline struct str row_text(const struct row_form *f, const char *row)
{
	return (struct str){row + f->n_fixed +
				    (unsigned char)row[ROW_RECORD_LEN],
			    (unsigned char)row[ROW_TEXT_LEN]};
}

struct table {
	const struct layout *layout;
	struct row_form form;
	size_t n_person, range;          /* people; of a stream of rows */
	uint64_t per_range;              /* 2^64 / range, rounded up */
	struct spill rows, ids, rejects; /* rejects: one stream, see merge.c */
	bool has_op;
	bool ascend; /* record_id, so far; never with operations */
	struct ids_last {
		struct head head; /* of the greatest, as numbers that compare */
		char text[UINT8_MAX];
		uint8_t len;
	} last;
	uint64_t n;               /* rows read: their numbers */
	uint64_t n_row;           /* put into `rows` */
	uint64_t n_byte[2];       /* of record_id and the other text in them */
	uint64_t *dropped;        /* bit by number: a copy, or replaced later */
	uint64_t *met;            /* ... a V or C of a record of this file */
	struct cancels {          /* rows C */
		uint32_t *person; /* TEXTS_NONE: not said, or unknown */
		uint32_t *number;
		struct texts_build id;
		size_t person_cap, number_cap;
	} cancel;
	struct spill_room *room;
};
/* `n_byte`: of the text to come, about. */
MUST_USE enum rc table_init(struct table *t, const struct layout *l,
			    size_t n_person, uint64_t n_byte,
			    struct spill_room *room, struct err *err);
void table_release(struct table *t);

__extension__ typedef unsigned __int128 row_product;

/* person / range, without a division. */
static inline size_t table_row_stream(const struct table *t, uint32_t person)
{
	return (size_t)((row_product)t->per_range * person >> 64);
}

static inline bool row_dropped(const struct table *t, uint32_t number)
{
	return t->dropped[number / 64] >> number % 64 & 1u;
}

static inline bool table_met(const struct table *t, uint32_t number)
{
	return t->met[number / 64] >> number % 64 & 1u;
}

struct id_entry {
	struct str id; /* 16 bytes from id.ptr on are readable */
	uint32_t number;
	uint8_t flags, op;
};
/* Whether the identifier is greater than all before; it is the greatest then.
 */
bool ids_ascend(struct ids_last *last, struct str id);
MUST_USE enum rc ids_put(struct table *t, const struct id_entry *e,
			 struct err *err);
/* No longer in order: the identifiers of all rows so far to their streams. */
MUST_USE enum rc ids_collect(struct table *t, struct err *err);

struct copies { /* rows that an earlier one of the file makes superfluous */
	uint64_t n_accepted, n_rejected; /* by what they were counted as */
	uint64_t n_replaced;             /* by a V or C later in the file */
	uint64_t n_warning[8];
};
/* Fills `dropped` and, of a file with operations, `met`. */
MUST_USE enum rc table_find_copies(struct table *t, size_t n_thread,
				   struct copies *out, struct err *err);

struct olders;
struct table_written {
	struct manifest_table *table; /* n_row 0: no file was made */
	uint64_t n_duplicate;         /* of the archive; equal exemptions */
	uint64_t n_replaced; /* exemptions, by a later row of the file */
	uint64_t n_removed;  /* rows of the archive taken back */
	uint64_t n_unknown;  /* exemptions to take back that are not there */
	struct texts_build orphan; /* record_id of corrections whose record
				    * is not one of the same person */
};
/* Sort by person and day, leave out what the archive has, write. */
MUST_USE enum rc table_write(struct table *t, size_t n_thread,
			     const struct olders *older, const char *path,
			     struct table_written *out, struct err *err);

#endif
