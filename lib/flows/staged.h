/* flows/staged - rows that a converter wrote, as what an import reads.
 *
 * A folder with NAME.csv of the simple form, one line a row, and NAME.origin
 * beside it: for each row eight bytes, little end first, the number of its
 * delivered file in the upper 16 bits and its line there in the lower 48
 * (lib/simple writes them). Rejected rows are told by that file and line.
 */
#ifndef FLOWS_STAGED_H
#define FLOWS_STAGED_H

#include "base/base.h"

struct intake;

struct flows_staged {
	const char *dir;
	/* Name of the delivered file with this number. */
	const char *(*name)(void *ctx, uint32_t number);
	void *ctx;
	/* Digest of what was delivered and of what it was converted with, 64
	 * hexadecimal digits: the same again is not imported again. */
	const char *sha256;
};

/* For flows_options.from; `s` must outlive it. */
MUST_USE enum rc flows_staged_open(const struct flows_staged *s,
				   struct intake **out, struct err *err);
void flows_staged_close(struct intake *in); /* NULL allowed */

#endif
