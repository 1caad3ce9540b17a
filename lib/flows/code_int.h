/* Codes of the flows: their form, how they are rewritten, and a worker's book
 * of those it has met, so that the form of a code is checked once. */
#ifndef FLOWS_CODE_INT_H
#define FLOWS_CODE_INT_H

#include "col/texts.h"
#include "flows/cause_int.h"
#include "flows/layout_int.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

#define ID_MAX 64u

struct place {
	uint32_t istat;
	uint16_t ats;
};
struct places { /* municipalities.csv, sorted by istat */
	struct place *list;
	size_t n, cap;
};
void places_release(struct places *p);
/* The bytes of municipalities.csv: columns istat_code and ats. */
MUST_USE enum rc places_parse(struct str csv, struct places *out,
			      struct err *err);
/* NULL when it is not there; 999999 (abroad) has ATS 0. */
const struct place *places_find(const struct places *p, struct str istat);

bool is_id(struct str s);
#ifdef __SSE2__
static inline __m128i id_within(__m128i v, char lo, char hi)
{
	return _mm_cmpeq_epi8(_mm_min_epu8(_mm_max_epu8(v, _mm_set1_epi8(lo)),
					   _mm_set1_epi8(hi)),
			      v);
}
#endif
/* Pseudonyms are of any text: up to 64 bytes of UTF-8 without double quotes,
 * control characters or outer spaces. */
bool is_person_id(struct str s);

/* The first 16 bytes of a text, those past its end 0. As many must be readable
 * from s.ptr on, whatever s.len. */
struct head {
	uint64_t lo, hi;
};
static inline struct head head_of(struct str s)
{
	static const uint8_t keep[32] = {255, 255, 255, 255, 255, 255,
					 255, 255, 255, 255, 255, 255,
					 255, 255, 255, 255};
	const uint8_t *k = keep + 16 - (s.len < 16 ? s.len : 16);
	struct head h, mask;
	memcpy(&h, s.ptr, sizeof(h));
	memcpy(&mask, k, sizeof(mask));
	return (struct head){h.lo & mask.lo, h.hi & mask.hi};
}
__extension__ typedef unsigned __int128 id_product;

/* Hash of an identifier; 16 bytes from s.ptr on must be readable. */
static inline uint64_t id_hash(struct str s)
{
	const struct head h = head_of(s);
	if (s.len > 16)
		return hash64(s.ptr, s.len, 1);
	const id_product m = (id_product)(h.lo ^ 0xa0761d6478bd642fu) *
			     (h.hi ^ 0xe7037ed1a0b428dbu ^ s.len);
	return (uint64_t)m ^ (uint64_t)(m >> 64);
}
/* is_id of a text from which 16 bytes can be read. */
static inline bool is_id_fast(struct str s)
{
#ifdef __SSE2__
	if (s.len - 1 < 16) {
		const __m128i v = _mm_loadu_si128((const void *)s.ptr);
		const __m128i lower = _mm_or_si128(v, _mm_set1_epi8(0x20));
		__m128i ok = _mm_or_si128(id_within(lower, 'a', 'z'),
					  id_within(v, '0', ':'));
		ok = _mm_or_si128(ok, id_within(v, '-', '.'));
		ok = _mm_or_si128(ok, _mm_cmpeq_epi8(v, _mm_set1_epi8('_')));
		const unsigned bad = ~(unsigned)_mm_movemask_epi8(ok);
		return !(bad & ((1u << s.len) - 1));
	}
#endif
	return is_id(s);
}

struct code_form { /* a code as the archive keeps it */
	char text[ID_MAX];
	size_t len;
	int warning; /* enum warning, or -1 */
};
/* CAUSE_NONE, or why `s` is no code of this kind. */
enum cause code_canonical(enum code_kind kind, struct str s,
			  const struct places *places, struct code_form *out);

struct code_slot {
	uint64_t lo, hi; /* the text as delivered, padded with NUL */
	uint32_t local;  /* number in `canonical` + 1; 0: free slot */
	int8_t warning;
};
struct codebook {
	struct code_slot *slots; /* texts of up to 16 bytes */
	size_t n_slot, n; /* n_slot: 2 to the power of 64 - shift */
	unsigned shift;
	struct textset canonical;
};
void codebook_release(struct codebook *b);
struct code_answer {
	uint32_t local; /* number in `canonical` + 1 */
	int warning;
	enum cause cause;
};
static inline size_t codebook_slot(const struct codebook *b, struct head h)
{
	uint64_t x =
		(h.lo ^ (h.hi * 0x9e3779b97f4a7c15u)) * 0xa0761d6478bd642fu;
	/* the upper bits: those that every byte of the text has a part in */
	size_t i = (size_t)(x >> b->shift);
	while (b->slots[i].local &&
	       (b->slots[i].lo != h.lo || b->slots[i].hi != h.hi))
		i = (i + 1) & (b->n_slot - 1);
	return i;
}
/* The slot of a code met before, NULL: codebook_find. 16 bytes from s.ptr on
 * must be readable, whatever s.len. */
static inline const struct code_slot *codebook_known(const struct codebook *b,
						     struct str s)
{
	if (s.len > 16 || !b->n_slot)
		return NULL;
	const struct code_slot *at = &b->slots[codebook_slot(b, head_of(s))];
	return at->local ? at : NULL;
}
/* The same texts, learned when they are new. */
MUST_USE enum rc codebook_find(struct codebook *b, enum code_kind kind,
			       struct str s, const struct places *places,
			       struct code_answer *out, struct err *err);

#endif
