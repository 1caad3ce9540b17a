#include "flows/cutter_int.h"

#if defined(__x86_64__)
#include <immintrin.h>
#endif

struct marks { /* one bit for each of 64 bytes */
	uint64_t sep, newline, odd;
};

/* `odd`: quotes, control characters but the line end, bytes outside ASCII. */
#if defined(__x86_64__)
static inline uint64_t bits(__m128i v)
{
	return (unsigned)_mm_movemask_epi8(v);
}

static inline struct marks mark(const char *p)
{
	struct marks m = {0, 0, 0};
	for (unsigned i = 0; i < 64; i += 16) {
		const __m128i v = _mm_loadu_si128((const void *)(p + i));
		const __m128i comma = _mm_cmpeq_epi8(v, _mm_set1_epi8(','));
		const __m128i nl = _mm_cmpeq_epi8(v, _mm_set1_epi8('\n'));
		const __m128i low = _mm_cmplt_epi8(v, _mm_set1_epi8(' '));
		const __m128i quote = _mm_cmpeq_epi8(v, _mm_set1_epi8('"'));
		m.sep |= bits(_mm_or_si128(comma, nl)) << i;
		m.newline |= bits(nl) << i;
		m.odd |= bits(_mm_or_si128(low, quote)) << i;
	}
	m.odd &= ~m.newline;
	return m;
}
#else
static inline struct marks mark(const char *p)
{
	struct marks m = {0, 0, 0};
	for (unsigned i = 0; i < 64; i++) {
		const unsigned char c = (unsigned char)p[i];
		const uint64_t nl = c == '\n';
		m.sep |= (nl | (c == ',')) << i;
		m.newline |= nl << i;
		m.odd |= (uint64_t)(c == '"' || c >= 0x80 ||
				    (c < ' ' && c != '\n'))
			 << i;
	}
	return m;
}
#endif

typedef struct marks mark_fn(const char *p);

static inline __attribute__((always_inline)) unsigned count(uint64_t v,
							    bool builtin)
{
	if (builtin)
		return (unsigned)__builtin_popcountll(v);
	v -= v >> 1 & 0x5555555555555555u;
	v = (v & 0x3333333333333333u) + (v >> 2 & 0x3333333333333333u);
	v = (v + (v >> 4)) & 0x0f0f0f0f0f0f0f0fu;
	return (unsigned)(v * 0x0101010101010101u >> 56);
}

/* The positions of the bits, after those that are there. So many at once are
 * written whether they are there or not: a branch for each would often be
 * foreseen wrongly. */
static inline __attribute__((always_inline)) size_t
list(uint16_t *to, size_t n, uint64_t m, size_t from, unsigned at_once,
     bool builtin)
{
	const unsigned all = count(m, builtin);
	const uint64_t stop = UINT64_C(1) << 63;
#pragma GCC unroll 12
	for (unsigned i = 0; i < at_once; i++, m &= m - 1)
		to[n + i] =
			(uint16_t)(from + (unsigned)__builtin_ctzll(m | stop));
	for (unsigned i = at_once; i < all; i++, m &= m - 1)
		to[n + i] = (uint16_t)(from + (unsigned)__builtin_ctzll(m));
	return n + all;
}

/* The window from the next record on. */
static inline __attribute__((always_inline)) void
look_by(struct cutter *c, mark_fn *mark_64, bool builtin)
{
	const char *p = c->text.ptr + c->at;
	const size_t rest = c->text.len - c->at;
	size_t n_sep = 0, n_newline = 0;
	uint64_t odd = 0;
	c->base = c->at;
	c->len = rest < CUT_WINDOW ? rest : CUT_WINDOW;
	for (size_t at = 0; at < c->len; at += 64) {
		char tail[64];
		const char *from = p + at;
		if (at + 64 > c->len) { /* nothing past the end */
			memset(tail, ' ', sizeof(tail));
			memcpy(tail, from, c->len - at);
			from = tail;
		}
		const struct marks m = mark_64(from);
		n_sep = list(c->sep, n_sep, m.sep, at, 12, builtin);
		n_newline =
			list(c->newline, n_newline, m.newline, at, 2, builtin);
		c->odd[at / 64] = m.odd;
		odd |= m.odd;
	}
	c->n_sep = n_sep;
	c->n_newline = n_newline;
	c->sep_next = c->newline_next = 0;
	c->some_odd = odd != 0;
}

static void look(struct cutter *c)
{
	look_by(c, mark, false);
}

#if defined(__x86_64__)
#define WIDE __attribute__((target("avx2,bmi,popcnt")))

WIDE static inline uint64_t bits_32(__m256i v)
{
	return (unsigned)_mm256_movemask_epi8(v);
}

WIDE static inline struct marks mark_wide(const char *p)
{
	struct marks m = {0, 0, 0};
	for (unsigned i = 0; i < 64; i += 32) {
		const __m256i v = _mm256_loadu_si256((const void *)(p + i));
		const __m256i comma =
			_mm256_cmpeq_epi8(v, _mm256_set1_epi8(','));
		const __m256i nl = _mm256_cmpeq_epi8(v, _mm256_set1_epi8('\n'));
		const __m256i low = _mm256_cmpgt_epi8(_mm256_set1_epi8(' '), v);
		const __m256i quote =
			_mm256_cmpeq_epi8(v, _mm256_set1_epi8('"'));
		m.sep |= bits_32(_mm256_or_si256(comma, nl)) << i;
		m.newline |= bits_32(nl) << i;
		m.odd |= bits_32(_mm256_or_si256(low, quote)) << i;
	}
	m.odd &= ~m.newline;
	return m;
}

WIDE static void look_wide(struct cutter *c)
{
	look_by(c, mark_wide, true);
}

static bool is_wide(void)
{
	return __builtin_cpu_supports("avx2") &&
	       __builtin_cpu_supports("bmi") &&
	       __builtin_cpu_supports("popcnt");
}
#endif

static bool always(void)
{
	return true;
}

const struct cutter_path cutter_path[] = {
	{"plain", always, look},
#if defined(__x86_64__)
	{"avx2", is_wide, look_wide},
#endif
};
const size_t cutter_n_path = countof(cutter_path);

/* Whether a byte of the window in [from, to) is odd. */
static bool is_odd(const struct cutter *c, size_t from, size_t to)
{
	for (size_t w = from / 64; w * 64 < to; w++) {
		uint64_t m = c->odd[w];
		if (w == from / 64)
			m &= UINT64_MAX << from % 64;
		if (to - w * 64 < 64)
			m &= ((uint64_t)1 << (to - w * 64)) - 1;
		if (m)
			return true;
	}
	return false;
}

/* The fields that end at these separators; the first one begins after that
 * before them. */
static inline void put_cells(const uint16_t *sep, size_t n, uint16_t from,
			     struct cell *cell)
{
#if defined(__x86_64__)
	const __m128i one = _mm_set1_epi16(1),
		      start = _mm_set1_epi16((short)(from - 1));
	for (size_t f = 0; f < n; f += 8) {
		const __m128i end = _mm_loadu_si128((const void *)(sep + f));
		const __m128i before =
			_mm_loadu_si128((const void *)(sep + f - 1));
		const __m128i at = _mm_sub_epi16(before, start);
		const __m128i len =
			_mm_sub_epi16(_mm_sub_epi16(end, before), one);
		_mm_storeu_si128((void *)(cell + f),
				 _mm_unpacklo_epi16(at, len));
		_mm_storeu_si128((void *)(cell + f + 4),
				 _mm_unpackhi_epi16(at, len));
	}
#else
	uint16_t before = (uint16_t)(from - 1);
	for (size_t f = 0; f < n; before = sep[f++])
		cell[f] = (struct cell){(uint16_t)(before + 1 - from),
					(uint16_t)(sep[f] - before - 1)};
#endif
}

/* The record from `at` on, when it is a simple one; all is in the window. */
static inline bool cut_simple(struct cutter *c, struct cell *cell)
{
	const size_t n = c->n_field, from = c->at - c->base;
	const uint16_t *sep = c->sep + c->sep_next;
	if (c->newline_next == c->n_newline || c->sep_next + n > c->n_sep)
		return false;
	const size_t newline = c->newline[c->newline_next];
	if (sep[n - 1] != newline || c->text.ptr[c->at] == '#')
		return false;
	size_t end = newline;
	if (c->some_odd) {
		if (end > from && c->text.ptr[c->base + end - 1] == '\r')
			end--;
		if (is_odd(c, from, end))
			return false;
	}
	if (end - from > ROW_MAX)
		return false;
	put_cells(sep, n, (uint16_t)from, cell);
	cell[n - 1].len = (uint16_t)(cell[n - 1].len - (newline - end));
	c->sep_next += n;
	c->newline_next++;
	c->at = c->base + newline + 1;
	c->n_line++;
	return true;
}

static enum cause cut_other(struct cutter *c, struct cell *cell)
{
	struct row row;
	row_cut(c->text.ptr + c->at, c->text.ptr + c->text.len, c->n_field,
		&row);
	const char *from = c->text.ptr + c->at;
	for (size_t f = 0; !row.cause && f < c->n_field; f++)
		cell[f] = (struct cell){(uint16_t)(row.field[f].ptr - from),
					(uint16_t)row.field[f].len};
	c->n_line += row.n_line;
	c->at += row.taken;
	while (c->sep_next < c->n_sep && c->base + c->sep[c->sep_next] < c->at)
		c->sep_next++;
	while (c->newline_next < c->n_newline &&
	       c->base + c->newline[c->newline_next] < c->at)
		c->newline_next++;
	return row.cause;
}

void cutter_init(struct cutter *c, struct str text, size_t n_field)
{
	assert(n_field > 1 && n_field <= MAX_FIELD);
	c->text = text;
	c->n_field = n_field;
	c->n_line = 0;
	c->at = 0;
	c->base = c->len = 0;
	c->n_sep = c->n_newline = c->sep_next = c->newline_next = 0;
	c->some_odd = false;
	static_assert(CELL_SLACK >= 8 && CUT_WINDOW >= ROW_MAX + 2,
		      "cells are written eight at once");
	/* eight places before the first, the last of them the end of what
	 * comes before the window */
	c->sep = c->sep_room + 8;
	c->sep[-1] = UINT16_MAX;
	size_t i = cutter_n_path - 1;
	while (!cutter_path[i].there())
		i--;
	c->look = cutter_path[i].look;
}

size_t cutter_next(struct cutter *c, struct cut to, size_t max)
{
	size_t n = 0;
	for (; n < max && c->at < c->text.len; n++) {
		struct cell *cell = to.cell + n * c->n_field;
		if (c->newline_next == c->n_newline)
			c->look(c);
		to.at[n] = (uint32_t)c->at;
		to.line[n] = c->n_line;
		to.cause[n] = CAUSE_NONE;
		if (!cut_simple(c, cell))
			to.cause[n] = (uint8_t)cut_other(c, cell);
	}
	return n;
}
