/* A block of a file, parsed: one entry per record, good or bad, in columns.
 * Blocks are parsed on several threads and merged in order. */
#ifndef FLOWS_BATCH_INT_H
#define FLOWS_BATCH_INT_H

#include "flows/code_int.h"
#include "flows/people_int.h"
#include "flows/split_int.h"

#define BATCH_BLOCK (128u << 10) /* bytes of text: some, inside the cache */
#define NO_FIELD    255u         /* the record as a whole is wrong */

struct parse { /* read-only while blocks are parsed */
	const struct layout *layout;
	bool has_op; /* one more field: what is to be done with the row */
	struct date extraction;
	const struct places *places;
	const struct people *people;
};

struct batch {
	struct str text;  /* ends with LF; ROW_SLACK bytes more are readable */
	size_t worker;    /* whose codebooks the numbers are of */
	const char *file; /* of its rows, for rejects; NULL: of the source */
	const uint64_t *origin; /* line of each record in it, or NULL */
	uint64_t n_line;
	size_t n, cap, n_slot;
	uint32_t *at, *line; /* of the record in `text`; first line is 0 */
	uint32_t *person_at, *record_at, *text_at;
	uint32_t *person_tag;
	uint32_t *person; /* row */
	uint16_t *warning;
	uint8_t *cause, *defect; /* enum cause; field number or NO_FIELD */
	uint8_t *op;             /* 'I' 'V' 'C'; 0: not said */
	uint8_t *person_len, *record_len, *text_len;
	int32_t *slot[MAX_SLOT]; /* codes: local number in the codebook */
	void *memory;
};

void batch_release(struct batch *b); /* safe on a zeroed one */
/* Parse b->text; E_NOMEM only: whatever the bytes are. */
MUST_USE enum rc batch_parse(struct batch *b, const struct parse *p,
			     struct codebook book[N_CODE], struct err *err);
static inline struct str batch_text(const struct batch *b, const uint32_t *at,
				    const uint8_t *len, size_t i)
{
	return (struct str){b->text.ptr + at[i], len[i]};
}
/* Whether field f of entry i was read and found good. */
static inline bool batch_has(const struct batch *b, size_t i, uint8_t f)
{
	return !b->cause[i] || (b->defect[i] != NO_FIELD && f < b->defect[i]);
}

#endif
