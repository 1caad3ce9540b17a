/* What a new row is compared with: the same flow in the segments that the
 * archive has already, and the rows of them that this import takes back. */
#ifndef FLOWS_OLDER_INT_H
#define FLOWS_OLDER_INT_H

#include "flows/rows_int.h"

struct older { /* one segment */
	size_t segment, n_person;
	uint64_t n;
	const uint32_t *first;
	const int32_t *day;
	const char *col[MAX_SLOT];
	struct texts record, text;
	const uint64_t *removed; /* NULL: none */
	uint64_t *take;          /* the same, to be added to; or NULL */
};
struct olders {
	const struct layout *layout;
	struct older *list;
	size_t n;
};
/* Rows taken back are marked in `removals` when that is not NULL. */
struct removals;
MUST_USE enum rc olders_open(struct olders *o, const struct archive *a,
			     const struct layout *l, struct removals *removals,
			     struct err *err);
void olders_release(struct olders *o);

static inline bool older_removed(const struct older *o, size_t row)
{
	return o->removed && (o->removed[row / 64] >> row % 64 & 1u);
}

/* Whether the archive has this row, equal in all columns and identifiers.
 * `plain`: one that was taken back counts too: an old file has come again. */
bool olders_have(const struct olders *o, const struct row_form *f,
		 const char *row, bool plain);

/* The row of a file with operations replaces (V) or takes back (C) what the
 * archive has of it: the records of the same person with its record_id, or, of
 * a flow without record_id, with its code and day. */
struct taken {
	bool same;  /* one was equal to the row: it stays */
	uint64_t n; /* rows taken back */
};
struct taken olders_take(const struct olders *o, const struct row_form *f,
			 const char *row);

#endif
