/* col/texts - a column of short texts, and a set of them.
 *
 * A text has at most 255 bytes. Lengths take a byte each, the bytes lie end to
 * end, and the start of every TEXTS_GROUP-th text is kept: finding text i adds
 * up to 15 lengths. In a column file: NAME.len (u8), NAME.base (u64), NAME.text
 * (u8).
 *
 * `struct textset` gives texts dense numbers 0, 1, 2 ... in order of first
 * appearance: dictionaries, people and the record identifiers of a file. Its
 * cost is 8 bytes per slot, at most 80 % full, beside the texts.
 */
#ifndef COL_TEXTS_H
#define COL_TEXTS_H

#include "col/col.h"

#define TEXTS_GROUP 16u
#define TEXTS_NONE  UINT32_MAX
#define TEXTS_SLACK 16u

struct texts { /* a view */
	const uint8_t *len;
	const uint64_t *base;
	const char *text;
	size_t n, n_byte;
};

/* Empty text when the bytes would lie outside (a damaged file). */
static inline struct str texts_get(const struct texts *t, size_t i)
{
	size_t from = i - i % TEXTS_GROUP;
	uint64_t at = t->base[i / TEXTS_GROUP];
	for (size_t k = from; k < i; k++)
		at += t->len[k];
	if (at > t->n_byte || t->len[i] > t->n_byte - at)
		return STR("");
	return (struct str){t->text + at, t->len[i]};
}

/* The columns NAME.len, NAME.base, NAME.text; checks that they fit. */
MUST_USE enum rc texts_read(const struct col_file *f, const char *name,
			    struct texts *out, struct err *err);

struct texts_build {
	uint8_t *len;
	uint64_t *base;
	char *text;
	size_t n, n_byte;
	size_t len_cap, base_cap, text_cap;
};

void texts_release(struct texts_build *t); /* safe on a zeroed one */
MUST_USE enum rc texts_add(struct texts_build *t, struct str s,
			   struct err *err);
MUST_USE enum rc texts_copy(struct texts_build *t, const struct texts *from,
			    struct err *err);

/* All of them as they stand into an empty one, much quicker; after them are
 * TEXTS_SLACK bytes that may be read until another text is added. E_FORMAT when
 * bases and lengths do not agree (a damaged file). */
MUST_USE enum rc texts_copy_whole(struct texts_build *t,
				  const struct texts *from, struct err *err);

static inline struct texts texts_view(const struct texts_build *t)
{
	return (struct texts){t->len, t->base, t->text ? t->text : "", t->n,
			      t->n_byte};
}

/* Write the texts numbered by `row` (n of them), or all when it is NULL. */
void texts_write(struct col_writer *w, const char *name, const struct texts *t,
		 const uint32_t *row, size_t n);

struct textset {
	struct texts_build texts;
	uint64_t *slots; /* hash tag << 32 | number + 1; 0 is empty */
	size_t n_slot;
};

void textset_release(struct textset *s);
/* Forget the hash slots (the texts stay): their memory is wanted. */
void textset_drop_slots(struct textset *s);

/* 32 bits of a text's hash; what the set wants as `tag`. */
static inline uint32_t text_tag(struct str s)
{
	return (uint32_t)(hash64(s.ptr, s.len, 0) >> 32);
}

static inline size_t textset_start(const struct textset *s, uint32_t tag)
{
	return (size_t)(((uint64_t)tag * s->n_slot) >> 32);
}

/* Number of a text, or TEXTS_NONE. */
uint32_t textset_find(const struct textset *s, struct str key, uint32_t tag);
/* Number of a text, given now when it is new (*fresh). */
MUST_USE enum rc textset_add(struct textset *s, struct str key, uint32_t tag,
			     uint32_t *out, bool *fresh, struct err *err);

#endif
