#include "base/idgen.h"

#define EPOCH_2020_MS INT64_C(1577836800000)
#define NODE_BITS     16
#define COUNT_BITS    6

void idgen_init(struct idgen *g, uint64_t node)
{
	*g = (struct idgen){.node = (uint32_t)(node & ((1u << NODE_BITS) - 1))};
}

int64_t id_next(struct idgen *g, int64_t now_us)
{
	int64_t ms = now_us / 1000 - EPOCH_2020_MS;
	assert(ms >= 0 && ms < INT64_C(1) << 40);
	if (ms > g->ms) {
		g->ms = ms;
		g->count = 0;
	} else if (++g->count == 1u << COUNT_BITS) {
		g->ms++; /* the same millisecond, or the clock went back */
		g->count = 0;
	}
	return g->ms << (NODE_BITS + COUNT_BITS) |
	       (int64_t)(g->node << COUNT_BITS | g->count);
}
