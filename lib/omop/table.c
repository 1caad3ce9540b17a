#include "omop/omop_int.h"

#include "base/file.h"
#include "csv/cells.h"

#define LINE_MAX_BYTES 65536u
#define MAX_PAIRS      ((size_t)32 << 20)
#define MAX_TEXT       ((size_t)4 << 30)

/* ------------------------------------------------------------------ tables */

static bool find_file(struct otable *t, const char *dir, const char *name)
{
	static const char *const suffix[] = {".csv", ".csv.gz", ".csv.zst",
					     ".tsv", ".tsv.gz", ".tsv.zst",
					     ".txt", ".txt.gz"};
	for (size_t upper = 0; upper < 2; upper++)
		for (size_t i = 0; i < countof(suffix); i++) {
			char own[64];
			snprintf(own, sizeof(own), "%s", name);
			for (char *p = own; upper && *p; p++)
				if (*p >= 'a' && *p <= 'z')
					*p = (char)(*p - 'a' + 'A');
			int n = snprintf(t->path, sizeof(t->path), "%s/%s%s",
					 dir, own, suffix[i]);
			if (n > 0 && (size_t)n < sizeof(t->path) &&
			    file_exists(t->path))
				return true;
		}
	return false;
}

static bool same_name(struct str a, const char *b)
{
	a = str_trim(a);
	for (size_t i = 0; i < a.len; i++) {
		char c = a.ptr[i];
		if (!b[i] || (c >= 'A' && c <= 'Z' ? c + 32 : c) != b[i])
			return false;
	}
	return !b[a.len];
}

static enum rc read_header(struct otable *t, struct err *err)
{
	enum rc rc = lines_next(&t->lines, err);
	if (rc == E_NOT_FOUND)
		return err_set(err, E_FORMAT, "%s:1: the file is empty",
			       t->path);
	if (rc)
		return rc;
	char *text = t->lines.text;
	t->separator = memchr(text, '\t', t->lines.len) ? '\t' : ',';
	size_t n = cells_cut(text, t->lines.len, t->separator, t->cell,
			     MAX_COLUMN);
	if (n == SIZE_MAX || n > MAX_COLUMN || n < 2)
		return err_set(err, E_FORMAT,
			       "%s:1: this is not the header of an OMOP table: "
			       "columns are separated by commas or tabs",
			       t->path);
	for (size_t w = 0; t->want[w]; w++) {
		t->at[w] = SIZE_MAX;
		for (size_t i = 0; i < n; i++)
			if (same_name(t->cell[i], t->want[w]))
				t->at[w] = i;
	}
	if (t->at[0] == SIZE_MAX || t->at[1] == SIZE_MAX)
		return err_set(err, E_FORMAT, "%s:1: column \"%s\" is missing",
			       t->path, t->want[t->at[0] == SIZE_MAX ? 0 : 1]);
	return OK;
}

enum rc otable_open(struct otable *t, const char *dir, const char *name,
		    const char *const *want, struct simple *s, const char *form,
		    struct err *err)
{
	*t = (struct otable){.want = want};
	if (!find_file(t, dir, name))
		return E_NOT_FOUND;
	const char *slash = strrchr(t->path, '/');
	enum rc rc = lines_open(&t->lines, t->path, LINE_MAX_BYTES, true, err);
	if (!rc)
		rc = read_header(t, err);
	if (!rc && form)
		rc = simple_source_add(s, slash + 1, form, &t->place.source,
				       err);
	if (!rc && s && t->lines.had_mark)
		simple_note(s, NOTE_MARK);
	return rc;
}

void otable_close(struct otable *t)
{
	lines_close(&t->lines);
}

enum rc otable_next(struct otable *t, struct simple *s, struct err *err)
{
	for (;;) {
		enum rc rc = lines_next(&t->lines, err);
		if (rc)
			return rc;
		t->place.line = t->lines.line;
		simple_source_at(s, t->place.source)->n_read++;
		struct str line = {t->lines.text, t->lines.len};
		const char *why =
			t->lines.is_long
				? "line too long, or a quote that is never "
				  "closed"
				: NULL;
		if (!why) {
			t->n_cell =
				cells_cut(t->lines.text, t->lines.len,
					  t->separator, t->cell, MAX_COLUMN);
			if (t->n_cell == SIZE_MAX)
				why = "quotes are broken";
			else if (t->at[0] >= t->n_cell || t->at[1] >= t->n_cell)
				why = "fields are missing";
		}
		if (!why)
			return OK;
		rc = simple_reject(s, t->place, STR(""), line, why, err);
		if (rc)
			return rc;
	}
}

/* ------------------------------------------------------------------- pairs */

void pairs_release(struct pairs *p)
{
	map_release(&p->key);
	arena_release(&p->text);
	free(p->value);
	*p = (struct pairs){.value = NULL};
}

enum rc pairs_put(struct pairs *p, struct str key, struct str value,
		  struct err *err)
{
	uint32_t i;
	if (!p->value) {
		map_init(&p->key, MAX_PAIRS, MAX_TEXT);
		arena_init(&p->text, MAX_TEXT);
	}
	enum rc rc = map_intern(&p->key, key, &i, err);
	if (!rc)
		rc = array_grow(&p->value, &p->cap, (size_t)i + 1,
				sizeof(*p->value), MAX_PAIRS, err);
	if (rc)
		return rc;
	p->value[i] = arena_str(&p->text, value);
	return p->value[i].ptr ? OK : arena_fail(&p->text, err);
}

struct str pairs_get(const struct pairs *p, struct str key)
{
	uint32_t i = p->value && key.len ? map_get(&p->key, key) : MAP_NONE;
	return i == MAP_NONE ? STR("") : p->value[i];
}

/* ---------------------------------------------------------------- packing */

void omop_pack(struct buf *b, const struct str *v, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		uint16_t len = (uint16_t)(v[i].len < UINT16_MAX ? v[i].len
								: UINT16_MAX);
		buf_add(b, &len, sizeof(len));
		buf_add(b, v[i].ptr, len);
	}
}

size_t omop_unpack(struct str r, struct str *v, size_t max)
{
	size_t n = 0;
	for (size_t at = 0; at + 2 <= r.len && n < max; n++) {
		uint16_t len;
		memcpy(&len, r.ptr + at, sizeof(len));
		at += sizeof(len);
		v[n] = str_sub(r, at, len);
		at += len;
	}
	return n;
}

struct str omop_date(struct str v)
{
	return v.len > 10 ? str_sub(v, 0, 10) : v;
}
