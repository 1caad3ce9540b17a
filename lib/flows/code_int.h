/* Codes of the flows: their form, how they are rewritten, and a worker's book
 * of those it has met, so that the form of a code is checked once. */
#ifndef FLOWS_CODE_INT_H
#define FLOWS_CODE_INT_H

#include "col/texts.h"
#include "flows/cause_int.h"
#include "flows/layout_int.h"

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
	struct head h;
	memcpy(&h, s.ptr, sizeof(h));
	if (s.len >= 16)
		return h;
	if (s.len > 8)
		h.hi &= UINT64_MAX >> (128 - 8 * s.len);
	else
		h.hi = 0;
	if (s.len < 8)
		h.lo &= s.len ? UINT64_MAX >> (64 - 8 * s.len) : 0;
	return h;
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
bool is_id_fast(struct str s);

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
	size_t n_slot, n;
	struct textset canonical;
};
void codebook_release(struct codebook *b);
struct code_answer {
	uint32_t local; /* number in `canonical` + 1 */
	int warning;
	enum cause cause;
};
/* 16 bytes from s.ptr on must be readable, whatever s.len. */
MUST_USE enum rc codebook_find(struct codebook *b, enum code_kind kind,
			       struct str s, const struct places *places,
			       struct code_answer *out, struct err *err);

#endif
