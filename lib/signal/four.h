/* signal/four - four samples at once, in the vectors that every machine of the
 * last twenty years has: what is summed lane by lane is the same to the last
 * bit everywhere. */
#ifndef SIGNAL_FOUR_H
#define SIGNAL_FOUR_H

#include "base/base.h"

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

typedef float four __attribute__((vector_size(16)));
enum { FOUR = 4 };

static inline four four_load(const float *x)
{
	four v;
	memcpy(&v, x, sizeof v);
	return v;
}

static inline void four_store(float *x, four v)
{
	memcpy(x, &v, sizeof v);
}

/* Lane by lane x < y ? x : y, and x > y ? x : y. */
static inline four four_min(four x, four y)
{
#if defined(__SSE2__)
	return (four)_mm_min_ps((__m128)x, (__m128)y);
#else
	for (size_t k = 0; k < FOUR; k++)
		x[k] = x[k] < y[k] ? x[k] : y[k];
	return x;
#endif
}

static inline four four_max(four x, four y)
{
#if defined(__SSE2__)
	return (four)_mm_max_ps((__m128)x, (__m128)y);
#else
	for (size_t k = 0; k < FOUR; k++)
		x[k] = x[k] > y[k] ? x[k] : y[k];
	return x;
#endif
}

static inline four four_abs(four x)
{
	typedef int32_t bits __attribute__((vector_size(16)));
	return (four)((bits)x & 0x7fffffff);
}

/* Sum of the products of x and y, n a multiple of 2 FOUR: lane by lane, the
 * lanes at last. */
static inline float four_product(const float *x, const float *y, size_t n)
{
	four sum = {0, 0, 0, 0};
	for (size_t i = 0; i < n; i += 2 * FOUR) {
		sum += four_load(x + i) * four_load(y + i);
		sum += four_load(x + i + FOUR) * four_load(y + i + FOUR);
	}
	return sum[0] + sum[1] + sum[2] + sum[3];
}

#endif
