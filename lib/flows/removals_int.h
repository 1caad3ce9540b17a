/* flows/removals - which rows of older segments no longer count.
 *
 * Segments are never rewritten: a correction or a cancellation sets the bit of
 * the row it concerns, and the import that does it writes all bits as one table
 * (doc/formats/archive.md).
 */
#ifndef FLOWS_REMOVALS_INT_H
#define FLOWS_REMOVALS_INT_H

#include "flows/archive_int.h"

struct removals { /* those of the archive, and those of this import */
	const struct archive *archive; /* NULL: none yet */
	uint64_t import;
	uint64_t **bits; /* by segment and flow, made when first wanted */
	bool changed;
};
MUST_USE enum rc removals_init(struct removals *r, const struct archive *a,
			       uint64_t import, struct err *err);
void removals_release(struct removals *r);
MUST_USE enum rc removals_bits(struct removals *r, size_t segment, int file,
			       uint64_t **out, struct err *err);
/* Threads may set bits of one word. */
static inline void removals_take(uint64_t *bits, size_t row)
{
	__atomic_fetch_or(&bits[row / 64], (uint64_t)1 << row % 64,
			  __ATOMIC_RELAXED);
}
/* All of them; n_row 0: no file was made. */
MUST_USE enum rc removals_write(const struct removals *r, const char *path,
				uint64_t *n_row, struct err *err);

#endif
