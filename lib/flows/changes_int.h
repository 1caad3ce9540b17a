/* Corrections (V) and cancellations (C) of a file against the segments that
 * the archive has. A record is found by its record_id: first among those of
 * the same person, then, when there is none, among all. */
#ifndef FLOWS_CHANGES_INT_H
#define FLOWS_CHANGES_INT_H

#include "flows/older_int.h"

struct changes_done {
	uint64_t n_removed; /* rows of the archive taken back */
	uint64_t n_unknown; /* identifiers that nothing has */
};
/* The cancellations of a table; before its rows are compared with the archive,
 * so that a record may be cancelled and delivered anew in one file. */
MUST_USE enum rc changes_cancel(const struct table *t, const struct olders *o,
				struct changes_done *out, struct err *err);
/* All records with these identifiers, whoever's they are. */
MUST_USE enum rc changes_by_id(const struct olders *o, const struct texts *ids,
			       struct changes_done *out, struct err *err);

#endif
