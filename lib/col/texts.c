#include "col/texts.h"

enum rc texts_read(const struct col_file *f, const char *name,
		   struct texts *out, struct err *err)
{
	char part[COL_NAME_MAX + 1];
	struct col len, base, text;
	enum rc rc;
	snprintf(part, sizeof(part), "%s.len", name);
	if ((rc = col_get(f, part, COL_U8, &len, err)))
		return rc;
	snprintf(part, sizeof(part), "%s.base", name);
	if ((rc = col_get(f, part, COL_U64, &base, err)))
		return rc;
	snprintf(part, sizeof(part), "%s.text", name);
	if ((rc = col_get(f, part, COL_U8, &text, err)))
		return rc;
	if (base.n != len.n / TEXTS_GROUP + (len.n % TEXTS_GROUP != 0))
		return err_set(err, E_FORMAT,
			       "columns %s.len and %s.base do not fit", name,
			       name);
	*out = (struct texts){len.values, base.values, text.values, len.n,
			      text.n};
	return OK;
}

void texts_release(struct texts_build *t)
{
	free(t->len);
	free(t->base);
	free(t->text);
	*t = (struct texts_build){0};
}

static enum rc reserve(struct texts_build *t, size_t len, struct err *err)
{
	enum rc rc = array_grow(&t->len, &t->len_cap, t->n + 1, 1,
				TEXTS_NONE - 1, err);
	if (!rc)
		rc = array_grow(&t->base, &t->base_cap, t->n / TEXTS_GROUP + 1,
				sizeof(uint64_t), TEXTS_NONE, err);
	if (!rc)
		rc = array_grow(&t->text, &t->text_cap, t->n_byte + len, 1,
				SIZE_MAX / 4, err);
	return rc;
}

enum rc texts_add(struct texts_build *t, struct str s, struct err *err)
{
	assert(s.len <= UINT8_MAX);
	if (t->n >= t->len_cap || t->n / TEXTS_GROUP >= t->base_cap ||
	    s.len > t->text_cap - t->n_byte) {
		enum rc rc = reserve(t, s.len, err);
		if (rc)
			return rc;
	}
	if (t->n % TEXTS_GROUP == 0)
		t->base[t->n / TEXTS_GROUP] = t->n_byte;
	t->len[t->n++] = (uint8_t)s.len;
	if (s.len)
		memcpy(t->text + t->n_byte, s.ptr, s.len);
	t->n_byte += s.len;
	return OK;
}

enum rc texts_copy(struct texts_build *t, const struct texts *from,
		   struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; !rc && i < from->n; i++)
		rc = texts_add(t, texts_get(from, i), err);
	return rc;
}

/* They stand end to end as their bases say. */
static bool is_sound(const struct texts *t)
{
	size_t at = 0;
	for (size_t i = 0; i < t->n; i++) {
		if (i % TEXTS_GROUP == 0 && t->base[i / TEXTS_GROUP] != at)
			return false;
		at += t->len[i];
	}
	return at == t->n_byte;
}

enum rc texts_copy_whole(struct texts_build *t, const struct texts *from,
			 struct err *err)
{
	const size_t n_base = (from->n + TEXTS_GROUP - 1) / TEXTS_GROUP;
	assert(!t->n);
	if (!is_sound(from))
		return err_set(err, E_FORMAT,
			       "%zu texts do not fit their "
			       "lengths",
			       from->n);
	enum rc rc = array_grow(&t->len, &t->len_cap, from->n, 1,
				TEXTS_NONE - 1, err);
	if (!rc)
		rc = array_grow(&t->base, &t->base_cap, n_base,
				sizeof(*t->base), TEXTS_NONE, err);
	if (!rc)
		rc = array_grow(&t->text, &t->text_cap,
				from->n_byte + TEXTS_SLACK, 1, SIZE_MAX / 4,
				err);
	if (rc || !from->n)
		return rc;
	memcpy(t->len, from->len, from->n);
	memcpy(t->base, from->base, n_base * sizeof(*t->base));
	memcpy(t->text, from->text, from->n_byte);
	memset(t->text + from->n_byte, 0, TEXTS_SLACK);
	t->n = from->n;
	t->n_byte = from->n_byte;
	return OK;
}

static size_t nth(const uint32_t *row, size_t i)
{
	return row ? row[i] : i;
}

#define PIECE 8192u /* values or bytes brought together before col_add */

static void write_len(struct col_writer *w, const struct texts *t,
		      const uint32_t *row, size_t n)
{
	uint8_t piece[PIECE];
	for (size_t at = 0; at < n; at += PIECE) {
		size_t k = n - at < PIECE ? n - at : PIECE;
		for (size_t i = 0; i < k; i++)
			piece[i] = t->len[nth(row, at + i)];
		col_add(w, piece, k);
	}
}

static void write_base(struct col_writer *w, const struct texts *t,
		       const uint32_t *row, size_t n)
{
	uint64_t at = 0;
	for (size_t i = 0; i < n; i++) {
		if (i % TEXTS_GROUP == 0)
			col_add(w, &at, 1);
		at += t->len[nth(row, i)];
	}
}

static void write_text(struct col_writer *w, const struct texts *t,
		       const uint32_t *row, size_t n)
{
	char piece[PIECE];
	size_t used = 0;
	for (size_t i = 0; i < n; i++) {
		struct str s = texts_get(t, nth(row, i));
		if (used + s.len > PIECE) {
			col_add(w, piece, used);
			used = 0;
		}
		memcpy(piece + used, s.ptr, s.len);
		used += s.len;
	}
	col_add(w, piece, used);
}

void texts_write(struct col_writer *w, const char *name, const struct texts *t,
		 const uint32_t *row, size_t n)
{
	char part[COL_NAME_MAX + 1];
	snprintf(part, sizeof(part), "%s.len", name);
	col_begin(w, part, COL_U8);
	write_len(w, t, row, n);
	snprintf(part, sizeof(part), "%s.base", name);
	col_begin(w, part, COL_U64);
	write_base(w, t, row, n);
	snprintf(part, sizeof(part), "%s.text", name);
	col_begin(w, part, COL_U8);
	write_text(w, t, row, n);
}

void textset_release(struct textset *s)
{
	texts_release(&s->texts);
	textset_drop_slots(s);
}

void textset_drop_slots(struct textset *s)
{
	free(s->slots);
	s->slots = NULL;
	s->n_slot = 0;
}

static void place(uint64_t *slots, size_t n, uint64_t entry)
{
	size_t i = (size_t)(((entry >> 32) * n) >> 32);
	while (slots[i])
		i = i + 1 == n ? 0 : i + 1;
	slots[i] = entry;
}

/* The tags are in the slots, so growing does not read the texts. */
static enum rc grow(struct textset *s, size_t need, struct err *err)
{
	if (need < s->n_slot / 5 * 4)
		return OK;
	size_t n = need < 50 ? 64 : need + need / 2;
	uint64_t *slots = calloc(n, sizeof(*slots));
	if (!slots)
		return err_set(err, E_NOMEM, "no memory for %zu texts", need);
	for (size_t i = 0; i < s->n_slot; i++)
		if (s->slots[i])
			place(slots, n, s->slots[i]);
	free(s->slots);
	s->slots = slots;
	s->n_slot = n;
	return OK;
}

uint32_t textset_find(const struct textset *s, struct str key, uint32_t tag)
{
	if (!s->n_slot)
		return TEXTS_NONE;
	const struct texts t = texts_view(&s->texts);
	size_t i = textset_start(s, tag);
	for (; s->slots[i]; i = i + 1 == s->n_slot ? 0 : i + 1) {
		if ((uint32_t)(s->slots[i] >> 32) != tag)
			continue;
		uint32_t number = (uint32_t)s->slots[i] - 1;
		if (str_eq(texts_get(&t, number), key))
			return number;
	}
	return TEXTS_NONE;
}

enum rc textset_add(struct textset *s, struct str key, uint32_t tag,
		    uint32_t *out, bool *fresh, struct err *err)
{
	enum rc rc;
	*out = textset_find(s, key, tag);
	*fresh = *out == TEXTS_NONE;
	if (!*fresh)
		return OK;
	if ((s->texts.n + 1 >= s->n_slot / 5 * 4 &&
	     (rc = grow(s, s->texts.n + 1, err))) ||
	    (rc = texts_add(&s->texts, key, err)))
		return rc;
	*out = (uint32_t)s->texts.n - 1;
	place(s->slots, s->n_slot, (uint64_t)tag << 32 | (uint64_t)(*out + 1));
	return OK;
}
