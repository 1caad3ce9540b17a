#include "base/idgen.h"

#define EPOCH_2020_MS INT64_C(1577836800000)
#define COUNT_BITS    21

void idgen_init(struct idgen *g, uint64_t seed)
{
	*g = (struct idgen){.seed = seed};
}

int64_t id_next(struct idgen *g, int64_t now_us)
{
	int64_t ms = now_us / 1000 - EPOCH_2020_MS;
	assert(ms >= 0);
	int64_t start = ms << COUNT_BITS;
	if (g->last >= start) /* same millisecond, or the clock went back */
		return ++g->last;
	uint64_t low = hash64(&ms, sizeof(ms), g->seed) &
		       ((UINT64_C(1) << (COUNT_BITS - 1)) - 1);
	return g->last = start + (int64_t)low;
}
