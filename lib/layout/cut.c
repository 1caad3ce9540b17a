#include "layout/read_int.h"

#include "csv/cells.h"

/* -------------------------------------------------------------- characters */

static struct str latin_to_utf8(struct str s, char *to)
{
	size_t n = 0;
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		if (c < 0x80) {
			to[n++] = (char)c;
			continue;
		}
		to[n++] = (char)(0xc0u | c >> 6);
		to[n++] = (char)(0x80u | (c & 0x3fu));
	}
	return (struct str){to, n};
}

static bool is_ascii(struct str s)
{
	unsigned all = 0;
	for (size_t i = 0; i < s.len; i++)
		all |= (unsigned char)s.ptr[i];
	return all < 0x80;
}

static bool starts_character(char c)
{
	return ((unsigned char)c & 0xc0u) != 0x80u;
}

/* Where each character begins, and after the last one the end. */
static size_t find_characters(struct str s, uint32_t *byte)
{
	size_t n = 0;
	for (size_t i = 0; i < s.len; i++)
		if (starts_character(s.ptr[i]))
			byte[n++] = (uint32_t)i;
	byte[n] = (uint32_t)s.len;
	return n;
}

static enum line_fault cut_cells(struct cut *c, char *text, size_t len,
				 char separator)
{
	size_t n = cells_cut(text, len, separator, c->cell, MAX_CELL);
	c->n = n < MAX_CELL ? n : n == SIZE_MAX ? 0 : MAX_CELL;
	return n == SIZE_MAX ? LINE_QUOTES : LINE_FINE;
}

enum line_fault cut_line(struct cut *c, const struct foreign_layout *l,
			 char *text, size_t len, bool *was_latin)
{
	c->line = (struct str){text, len};
	*was_latin = false;
	c->wide = !is_ascii(c->line);
	if (!str_trim(c->line).len)
		return LINE_EMPTY;
	if (c->wide && !str_is_utf8(c->line)) {
		c->line = latin_to_utf8(c->line, c->latin);
		text = c->latin;
		len = c->line.len;
		*was_latin = true;
	}
	if (!l->fixed)
		return cut_cells(c, text, len, l->separator);
	c->n_char = c->wide ? find_characters(c->line, c->byte) : len;
	if (c->n_char == l->length || (l->trimmed && c->n_char < l->length))
		return LINE_FINE;
	return LINE_LENGTH;
}

static struct str fixed_value(const struct cut *c, size_t at, size_t n)
{
	if (at >= c->n_char)
		return STR("");
	if (n > c->n_char - at)
		n = c->n_char - at;
	if (!c->wide)
		return str_sub(c->line, at, n);
	size_t from = c->byte[at], to = c->byte[at + n];
	return str_sub(c->line, from, to - from);
}

struct str cut_value(const struct cut *c, const struct foreign_layout *l,
		     size_t i)
{
	const struct layout_field *f = &l->field[i];
	if (l->fixed)
		return fixed_value(c, f->at - 1, f->length);
	size_t at = f->at ? f->at - 1 : c->place[i];
	return at < c->n ? c->cell[at] : STR("");
}

size_t cut_record(const struct cut *c, const struct foreign_layout *l)
{
	if (!l->type_at)
		return 0;
	for (size_t r = 0; r < l->n_record; r++) {
		struct str v = l->fixed ? fixed_value(c, l->type_at - 1,
						      l->record[r].len)
			       : l->type_at <= c->n ? c->cell[l->type_at - 1]
						    : STR("");
		if (str_eq(str_trim(v), l->record[r]))
			return r;
	}
	return SIZE_MAX;
}

static bool same_name(struct str a, struct str b)
{
	a = str_trim(a);
	if (a.len != b.len)
		return false;
	for (size_t i = 0; i < a.len; i++) {
		unsigned x = (unsigned char)a.ptr[i],
			 y = (unsigned char)b.ptr[i];
		x |= x >= 'A' && x <= 'Z' ? 32u : 0;
		y |= y >= 'A' && y <= 'Z' ? 32u : 0;
		if (x != y)
			return false;
	}
	return true;
}

bool cut_header(struct cut *c, const struct foreign_layout *l,
		struct str *missing)
{
	for (size_t i = 0; i < l->n_field; i++) {
		const struct layout_field *f = &l->field[i];
		c->place[i] = SIZE_MAX;
		for (size_t k = 0; k < c->n; k++)
			if (same_name(c->cell[k], f->name))
				c->place[i] = k;
		if (c->place[i] != SIZE_MAX || f->at || f->target == TO_NOTHING)
			continue;
		*missing = f->name;
		return false;
	}
	return true;
}
