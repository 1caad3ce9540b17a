#include "base/sha256_lanes.h"

#if defined(__x86_64__)
#include <immintrin.h>

#define FETCH_AHEAD 512u /* bytes */
#define WIDE        __attribute__((target("avx512f,avx512bw")))

static const uint32_t constant[64] = {
	0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1,
	0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3,
	0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
	0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
	0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147,
	0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
	0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b,
	0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
	0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
	0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208,
	0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};
static const uint32_t beginning[8] = {
	0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
	0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
};

bool sha256_lanes_there(void)
{
	return __builtin_cpu_supports("avx512f") &&
	       __builtin_cpu_supports("avx512bw");
}

/* Three at once: choice, majority, exclusive or (by their truth tables). */
#define CHOICE(x, y, z)   _mm512_ternarylogic_epi32(x, y, z, 0xca)
#define MAJORITY(x, y, z) _mm512_ternarylogic_epi32(x, y, z, 0xe8)
#define XOR(x, y, z)      _mm512_ternarylogic_epi32(x, y, z, 0x96)
#define ADD(x, y)         _mm512_add_epi32(x, y)
#define TURN(x, a, b, c)                                                       \
	XOR(_mm512_ror_epi32(x, a), _mm512_ror_epi32(x, b),                    \
	    _mm512_ror_epi32(x, c))
#define MIX(x, a, b, c)                                                        \
	XOR(_mm512_ror_epi32(x, a), _mm512_ror_epi32(x, b),                    \
	    _mm512_srli_epi32(x, c))

/* Rows become columns: word i of the sixteen blocks, from block rows. */
WIDE static inline void turn_over(__m512i w[16])
{
	__m512i a[16], b[16];
	for (unsigned i = 0; i < 16; i += 2) {
		a[i] = _mm512_unpacklo_epi32(w[i], w[i + 1]);
		a[i + 1] = _mm512_unpackhi_epi32(w[i], w[i + 1]);
	}
	for (unsigned i = 0; i < 16; i += 4) {
		b[i] = _mm512_unpacklo_epi64(a[i], a[i + 2]);
		b[i + 1] = _mm512_unpackhi_epi64(a[i], a[i + 2]);
		b[i + 2] = _mm512_unpacklo_epi64(a[i + 1], a[i + 3]);
		b[i + 3] = _mm512_unpackhi_epi64(a[i + 1], a[i + 3]);
	}
	for (unsigned i = 0; i < 4; i++) {
		a[i] = _mm512_shuffle_i32x4(b[i], b[i + 4], 0x88);
		a[i + 4] = _mm512_shuffle_i32x4(b[i], b[i + 4], 0xdd);
		a[i + 8] = _mm512_shuffle_i32x4(b[i + 8], b[i + 12], 0x88);
		a[i + 12] = _mm512_shuffle_i32x4(b[i + 8], b[i + 12], 0xdd);
	}
	for (unsigned i = 0; i < 4; i++) {
		w[i] = _mm512_shuffle_i32x4(a[i], a[i + 8], 0x88);
		w[i + 8] = _mm512_shuffle_i32x4(a[i], a[i + 8], 0xdd);
		w[i + 4] = _mm512_shuffle_i32x4(a[i + 4], a[i + 12], 0x88);
		w[i + 12] = _mm512_shuffle_i32x4(a[i + 4], a[i + 12], 0xdd);
	}
}

/* What comes some blocks later: messages a power of two apart meet in few lines
 * of the cache, and the processor does not fetch them ahead well by itself. */
WIDE static inline void fetch(const unsigned char *from, size_t stride,
			      size_t n)
{
	for (unsigned i = 0; i < n; i++)
		_mm_prefetch((const char *)from + i * stride, _MM_HINT_T0);
}

/* The next block of each message, as words; lanes without a message take the
 * first one's. */
WIDE static inline void load(const unsigned char *from, size_t stride, size_t n,
			     __m512i w[16])
{
	const __m512i order = _mm512_set4_epi32(0x0c0d0e0f, 0x08090a0b,
						0x04050607, 0x00010203);
	for (unsigned i = 0; i < 16; i++)
		w[i] = _mm512_shuffle_epi8(
			_mm512_loadu_si512(from + (i < n ? i : 0) * stride),
			order);
	turn_over(w);
}

WIDE static inline __m512i next_word(const __m512i w[16], unsigned i)
{
	const __m512i before = w[(i + 1) % 16], late = w[(i + 14) % 16];
	return ADD(ADD(w[i % 16], MIX(before, 7, 18, 3)),
		   ADD(w[(i + 9) % 16], MIX(late, 17, 19, 10)));
}

/* A round; the caller's letters turn by one from round to round. */
#define ROUND(a, b, c, d, e, f, g, h, i)                                       \
	do {                                                                   \
		if ((i) >= 16)                                                 \
			w[(i) % 16] = next_word(w, (i));                       \
		const __m512i k = _mm512_set1_epi32((int)constant[i]);         \
		const __m512i t =                                              \
			ADD(ADD(ADD(h, k), w[(i) % 16]),                       \
			    ADD(TURN(e, 6, 11, 25), CHOICE(e, f, g)));         \
		d = ADD(d, t);                                                 \
		h = ADD(t, ADD(TURN(a, 2, 13, 22), MAJORITY(a, b, c)));        \
	} while (0)

/* One block of each: s is the state, w its words. */
WIDE static inline void step(__m512i s[8], __m512i w[16])
{
	__m512i a = s[0], b = s[1], c = s[2], d = s[3], e = s[4], f = s[5],
		g = s[6], h = s[7];
#pragma GCC unroll 8
	for (unsigned i = 0; i < 64; i += 8) {
		ROUND(a, b, c, d, e, f, g, h, i);
		ROUND(h, a, b, c, d, e, f, g, i + 1);
		ROUND(g, h, a, b, c, d, e, f, i + 2);
		ROUND(f, g, h, a, b, c, d, e, i + 3);
		ROUND(e, f, g, h, a, b, c, d, i + 4);
		ROUND(d, e, f, g, h, a, b, c, i + 5);
		ROUND(c, d, e, f, g, h, a, b, i + 6);
		ROUND(b, c, d, e, f, g, h, a, i + 7);
	}
	const __m512i end[8] = {a, b, c, d, e, f, g, h};
	for (unsigned i = 0; i < 8; i++)
		s[i] = ADD(s[i], end[i]);
}

static void put_digests(const uint32_t state[8][SHA256_LANES], size_t n,
			unsigned char out[][SHA256_LEN])
{
	for (size_t lane = 0; lane < n; lane++)
		for (size_t i = 0; i < SHA256_LEN; i++)
			out[lane][i] = (unsigned char)(state[i / 4][lane] >>
						       (24 - i % 4 * 8));
}

WIDE void sha256_lanes(const unsigned char *from, size_t len, size_t n,
		       unsigned char out[][SHA256_LEN])
{
	__m512i s[8], w[16];
	uint32_t state[8][SHA256_LANES];
	unsigned char last[64] = {0x80};
	assert(len % 64 == 0 && n <= SHA256_LANES);
	for (unsigned i = 0; i < 8; i++)
		s[i] = _mm512_set1_epi32((int)beginning[i]);
	for (size_t at = 0; at < len; at += 64) {
		if (at + FETCH_AHEAD < len)
			fetch(from + at + FETCH_AHEAD, len, n);
		load(from + at, len, n, w);
		step(s, w);
	}
	for (unsigned i = 0; i < 8; i++) /* the length in bits ends it */
		last[63 - i] = (unsigned char)((uint64_t)len * 8 >> 8 * i);
	load(last, 0, n, w);
	step(s, w);
	for (unsigned i = 0; i < 8; i++)
		_mm512_storeu_si512(state[i], s[i]);
	put_digests((const uint32_t(*)[SHA256_LANES])state, n, out);
}
#else
bool sha256_lanes_there(void)
{
	return false;
}

void sha256_lanes(const unsigned char *from, size_t len, size_t n,
		  unsigned char out[][SHA256_LEN])
{
	for (size_t i = 0; i < n; i++)
		sha256_of((struct str){(const char *)from + i * len, len},
			  out[i]);
}
#endif
