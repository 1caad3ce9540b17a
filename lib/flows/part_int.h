/* A range of people on its way from a stream of rows to columns. */
#ifndef FLOWS_PART_INT_H
#define FLOWS_PART_INT_H

#include "flows/older_int.h"

struct part {
	size_t base, n_person;   /* the people */
	struct spill_bytes rows; /* that waited in the file */
	const char **at;         /* each row, in its chunk or in `rows` */
	uint64_t *key;   /* day above, index into `at` below; then rows */
	uint32_t *first; /* n_person + 1, from 0 */
	size_t n, at_cap, key_cap, first_cap;
	char *column;    /* all columns, one after the other */
	uint8_t *len[2]; /* of record_id and the other text */
	char *text[2];
	size_t column_cap, len_cap[2], text_cap[2], n_byte[2];
	uint64_t n_duplicate, n_replaced, n_removed, n_unknown;
	struct texts_build orphan;
	struct date from, to; /* days of the rows */
};

void part_release(struct part *p); /* safe on a zeroed one */
/* The rows of a stream, sorted, without those that are there already. */
MUST_USE enum rc part_make(struct part *p, const struct table *t,
			   const struct olders *older, size_t stream,
			   struct err *err);
static inline const char *part_column(const struct part *p,
				      const struct row_form *f, size_t slot)
{
	return p->column + p->n * (f->at[slot] - (size_t)ROW_SLOTS);
}

#endif
