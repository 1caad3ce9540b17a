/* base/idgen - 64-bit identifiers that grow with time.
 *
 * 41 bits of milliseconds since 2020-01-01, 16 bits of the node that makes
 * them, 6 bits that count within the millisecond; positive. Two generators
 * never give the same one as long as their nodes differ: who opens a database
 * takes the next node from it (app_open). A generator that needs more than 64
 * in a millisecond borrows those to come. Identifiers come from the program,
 * never from the database.
 */
#ifndef BASE_IDGEN_H
#define BASE_IDGEN_H

#include "base/base.h"

struct idgen {
	int64_t ms; /* of the last one, since 2020 */
	uint32_t node, count;
};

void idgen_init(struct idgen *g, uint64_t node); /* the low 16 bits count */
int64_t id_next(struct idgen *g, int64_t now_us);

#endif
