/* base/idgen - 64-bit identifiers that grow with time.
 *
 * 42 bits of milliseconds since 2020-01-01 and 21 bits that count up from a
 * random start in each millisecond; positive, unique within a process and,
 * with overwhelming likelihood, between processes. Identifiers come from the
 * program, never from the database.
 */
#ifndef BASE_IDGEN_H
#define BASE_IDGEN_H

#include "base/base.h"

struct idgen {
	int64_t last;
	uint64_t seed;
};

void idgen_init(struct idgen *g, uint64_t seed);
int64_t id_next(struct idgen *g, int64_t now_us);

#endif
