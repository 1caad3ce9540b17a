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
