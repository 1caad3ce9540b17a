/* Numbers found by the hash of what they stand for. A line of memory holds
 * eight tags of 32 bits and their numbers, so that a look-up nearly always
 * reads one line and compares all at once; a full line runs over into the
 * next. Whether the number found is the one meant, the caller knows. */
#ifndef FLOWS_TAGS_INT_H
#define FLOWS_TAGS_INT_H

#include "base/base.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define TAGS_A_LINE 8u
#define TAGS_NONE   UINT32_MAX

struct tag_line { /* filled from the first place on */
	uint32_t tag[TAGS_A_LINE];
	uint32_t number[TAGS_A_LINE]; /* + 1; 0: free */
};
static_assert(sizeof(struct tag_line) == 64, "a line of the cache");

struct tags {
	struct tag_line *line;
	size_t n_line, n;
};

void tags_release(struct tags *t); /* safe on a zeroed one */
/* Room for n in all, so that adding them moves nothing. */
MUST_USE enum rc tags_reserve(struct tags *t, size_t n, struct err *err);
/* A number that is not there yet. */
MUST_USE enum rc tags_add(struct tags *t, uint32_t tag, uint32_t number,
			  struct err *err);

static inline size_t tags_start(const struct tags *t, uint32_t tag)
{
	return (size_t)((uint64_t)tag * t->n_line >> 32);
}

static inline void tags_prefetch(const struct tags *t, uint32_t tag)
{
	if (t->n_line)
		__builtin_prefetch(&t->line[tags_start(t, tag)]);
}

/* One bit for each place of the line with this tag. */
static inline unsigned tags_match(const struct tag_line *l, uint32_t tag)
{
#ifdef __SSE2__
	const __m128i *p = (const void *)l;
	const __m128i key = _mm_set1_epi32((int)tag);
	const __m128i low = _mm_cmpeq_epi32(_mm_load_si128(p), key);
	const __m128i high = _mm_cmpeq_epi32(_mm_load_si128(p + 1), key);
	const __m128i both = _mm_packs_epi32(low, high);
	return (unsigned)_mm_movemask_epi8(
		_mm_packs_epi16(both, _mm_setzero_si128()));
#else
	unsigned bits = 0;
	for (unsigned i = 0; i < TAGS_A_LINE; i++)
		bits |= (unsigned)(l->tag[i] == tag) << i;
	return bits;
#endif
}

/* Whether `number` with this tag is the one meant. */
typedef bool tags_is_fn(const void *ctx, uint32_t number);

/* The number of this tag that `is` agrees with, or TAGS_NONE. */
static inline uint32_t tags_find(const struct tags *t, uint32_t tag,
				 tags_is_fn *is, const void *ctx)
{
	for (size_t at = t->n_line ? tags_start(t, tag) : SIZE_MAX;
	     at != SIZE_MAX; at = at + 1 == t->n_line ? 0 : at + 1) {
		const struct tag_line *l = &t->line[at];
		for (unsigned m = tags_match(l, tag); m; m &= m - 1) {
			const uint32_t k = l->number[__builtin_ctz(m)];
			if (k && is(ctx, k - 1))
				return k - 1;
		}
		if (!l->number[TAGS_A_LINE - 1])
			break;
	}
	return TAGS_NONE;
}

/* The first number of this tag in its line: nearly always the one meant, if it
 * is there at all. */
static inline uint32_t tags_guess(const struct tags *t, uint32_t tag)
{
	if (!t->n_line)
		return TAGS_NONE;
	const struct tag_line *l = &t->line[tags_start(t, tag)];
	const unsigned m = tags_match(l, tag);
	return m ? l->number[__builtin_ctz(m)] - 1 : TAGS_NONE;
}

#endif
