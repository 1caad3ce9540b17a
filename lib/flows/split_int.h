/* From bytes to the fields of a record. The common line, without quotes and
 * all in ASCII, is cut in one pass of 16 bytes a step; the others take a slow
 * path that knows the rest of RFC 4180. */
#ifndef FLOWS_SPLIT_INT_H
#define FLOWS_SPLIT_INT_H

#include "flows/cause_int.h"
#include "flows/layout_int.h"

#define ROW_MAX   4096u /* data/flows.md section 3 */
#define ROW_SLACK 16u   /* bytes after a block that may be read */

struct row {
	struct str field[MAX_FIELD];
	size_t n;     /* fields; MAX_FIELD + 1: more than that */
	size_t len;   /* bytes of the record, without its line end */
	size_t taken; /* with it */
	uint32_t n_line;
	enum cause cause; /* CAUSE_NONE: it has `n_field` fields */
};

/* The record at p. The block ends with LF at end[-1] and ROW_SLACK bytes
 * after it can be read. A quoted field may hold line ends when the record is
 * sound in all else; otherwise the record ends with its line. */
void row_cut(const char *p, const char *end, size_t n_field, struct row *out);

#endif
