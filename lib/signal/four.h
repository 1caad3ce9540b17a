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

/* x0 x2 y0 y2, and x1 x3 y1 y3. */
static inline four four_even(four x, four y)
{
#if defined(__SSE2__)
	return (four)_mm_shuffle_ps((__m128)x, (__m128)y, 0x88);
#else
	return (four){x[0], x[2], y[0], y[2]};
#endif
}

static inline four four_odd(four x, four y)
{
#if defined(__SSE2__)
	return (four)_mm_shuffle_ps((__m128)x, (__m128)y, 0xdd);
#else
	return (four){x[1], x[3], y[1], y[3]};
#endif
}

/* To out[8]: x0 y0 x1 y1 ... */
static inline void four_store_pairs(float *out, four x, four y)
{
#if defined(__SSE2__)
	four_store(out, (four)_mm_unpacklo_ps((__m128)x, (__m128)y));
	four_store(out + FOUR, (four)_mm_unpackhi_ps((__m128)x, (__m128)y));
#else
	for (size_t k = 0; k < FOUR; k++) {
		out[2 * k] = x[k];
		out[2 * k + 1] = y[k];
	}
#endif
}

/* The sum of the lanes of each of x[4], the first lane first. */
static inline four four_sums(const four x[FOUR])
{
	const four e = four_even(x[0], x[1]), f = four_even(x[2], x[3]),
		   o = four_odd(x[0], x[1]), p = four_odd(x[2], x[3]);
	return four_even(e, f) + four_even(o, p) + four_odd(e, f) +
	       four_odd(o, p);
}

/* Four whole numbers, each times `by`, with one rounding of the product. */
typedef int32_t four_ints __attribute__((vector_size(16)));
typedef uint32_t four_whole __attribute__((vector_size(16)));
static inline four four_scaled(four_ints v, double by)
{
#if defined(__SSE2__)
	const __m128i whole = (__m128i)v;
	const __m128d b = _mm_set1_pd(by);
	const __m128d low = _mm_mul_pd(_mm_cvtepi32_pd(whole), b);
	const __m128d high =
		_mm_mul_pd(_mm_cvtepi32_pd(_mm_shuffle_epi32(whole, 0xee)), b);
	return (four)_mm_movelh_ps(_mm_cvtpd_ps(low), _mm_cvtpd_ps(high));
#else
	four x;
	for (size_t k = 0; k < FOUR; k++)
		x[k] = (float)((double)v[k] * by);
	return x;
#endif
}

/* What comparing two of them gives: of each lane all bits or none. */
typedef int32_t four_which __attribute__((vector_size(16)));

/* A bit of each lane, the first the lowest. */
static inline unsigned four_bits(four_which v)
{
#if defined(__SSE2__)
	return (unsigned)_mm_movemask_ps((__m128)v);
#else
	unsigned bits = 0;
	for (unsigned k = 0; k < FOUR; k++)
		bits |= (unsigned)(v[k] & 1) << k;
	return bits;
#endif
}

#endif
