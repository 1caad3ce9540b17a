/* CRC-32 of ISO 3309, sixteen bytes a step where the processor multiplies
 * polynomials; by zlib elsewhere. Four remainders of 128 bits are carried on 64
 * bytes at a time, then made one, then 32 bits. Source: V. Gopal and others,
 * "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ", Intel, 2009;
 * the constants are those of its bit-reflected CRC-32. */
#include "col/col_int.h"

#include <zlib.h>

#if defined(__x86_64__)
#include <immintrin.h>

#define WITH_CLMUL __attribute__((target("pclmul,sse4.1")))

WITH_CLMUL static __m128i fold(__m128i x, __m128i by, __m128i next)
{
	return _mm_xor_si128(_mm_xor_si128(_mm_clmulepi64_si128(x, by, 0x00),
					   _mm_clmulepi64_si128(x, by, 0x11)),
			     next);
}

WITH_CLMUL static __m128i load(const unsigned char *p)
{
	return _mm_loadu_si128((const void *)p);
}

/* 128 bits to 64, then to 32 by Barrett's reduction. */
WITH_CLMUL static uint32_t reduce(__m128i x)
{
	const __m128i by = _mm_set_epi64x(0x00ccaa009e, 0x01751997d0),
		      last = _mm_set_epi64x(0, 0x0163cd6124),
		      poly = _mm_set_epi64x(0x01f7011641, 0x01db710641),
		      low = _mm_setr_epi32(~0, 0, ~0, 0);
	x = _mm_xor_si128(_mm_srli_si128(x, 8),
			  _mm_clmulepi64_si128(x, by, 0x10));
	x = _mm_xor_si128(
		_mm_srli_si128(x, 4),
		_mm_clmulepi64_si128(_mm_and_si128(x, low), last, 0x00));
	__m128i q = _mm_clmulepi64_si128(_mm_and_si128(x, low), poly, 0x10);
	q = _mm_clmulepi64_si128(_mm_and_si128(q, low), poly, 0x00);
	return (uint32_t)_mm_extract_epi32(_mm_xor_si128(x, q), 1);
}

/* At least 64 bytes, a multiple of 16. */
WITH_CLMUL static uint32_t crc_clmul(uint32_t crc, const unsigned char *p,
				     size_t len)
{
	const __m128i by64 = _mm_set_epi64x(0x01c6e41596, 0x0154442bd4),
		      by16 = _mm_set_epi64x(0x00ccaa009e, 0x01751997d0);
	__m128i a = _mm_xor_si128(load(p), _mm_cvtsi32_si128((int)~crc)),
		b = load(p + 16), c = load(p + 32), d = load(p + 48);
	const unsigned char *const end = p + len;
	for (p += 64; end - p >= 64; p += 64) {
		a = fold(a, by64, load(p));
		b = fold(b, by64, load(p + 16));
		c = fold(c, by64, load(p + 32));
		d = fold(d, by64, load(p + 48));
	}
	a = fold(fold(fold(a, by16, b), by16, c), by16, d);
	for (; p < end; p += 16)
		a = fold(a, by16, load(p));
	return ~reduce(a);
}

static bool has_clmul(void)
{
	return __builtin_cpu_supports("pclmul") &&
	       __builtin_cpu_supports("sse4.1");
}

static uint32_t more_clmul(uint32_t crc, const void *p, size_t len)
{
	size_t done = 0;
	if (len >= 64) {
		done = len & ~(size_t)15;
		crc = crc_clmul(crc, p, done);
	}
	return (uint32_t)crc32_z(crc, (const unsigned char *)p + done,
				 len - done);
}
#endif

static bool always(void)
{
	return true;
}

static uint32_t more_plain(uint32_t crc, const void *p, size_t len)
{
	return (uint32_t)crc32_z(crc, p, len);
}

const struct col_crc_path col_crc_path[] = {
	{"zlib", always, more_plain},
#if defined(__x86_64__)
	{"clmul", has_clmul, more_clmul},
#endif
};
const size_t col_n_crc_path = countof(col_crc_path);

uint32_t col_crc_more(uint32_t crc, const void *p, size_t len)
{
	size_t i = col_n_crc_path - 1;
	while (!col_crc_path[i].there())
		i--;
	return col_crc_path[i].more(crc, p, len);
}
