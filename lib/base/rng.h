/* base/rng - repeatable pseudo-random numbers (xoshiro256**, D. Blackman and
 * S. Vigna, 2018; seeded by splitmix64). Never for secrets.
 */
#ifndef BASE_RNG_H
#define BASE_RNG_H

#include "base/base.h"

struct rng {
	uint64_t s[4];
};

void rng_init(struct rng *r, uint64_t seed);
/* A stream of its own for (seed, stream): work can be split over threads and
 * still give the same numbers. */
void rng_init_stream(struct rng *r, uint64_t seed, uint64_t stream);
uint64_t rng_next(struct rng *r);
uint32_t rng_below(struct rng *r, uint32_t n); /* 0 .. n-1, n > 0 */
double rng_unit(struct rng *r);                /* [0, 1) */
static inline bool rng_chance(struct rng *r, double p)
{
	return rng_unit(r) < p;
}

#endif
