#include "csv/csv.h"

#define SCRATCH_LIMIT (1u << 20) /* a record is bounded by its reader */

void csv_init(struct csv *c, struct str bytes)
{
	*c = (struct csv){.rest = bytes, .line = 0, .next_line = 1};
	buf_init(&c->scratch, SCRATCH_LIMIT);
}

void csv_release(struct csv *c)
{
	buf_release(&c->scratch);
}

static enum rc skip_line(struct csv *c, struct err *err, const char *why)
{
	const char *nl =
		c->rest.len ? memchr(c->rest.ptr, '\n', c->rest.len) : NULL;
	size_t len = nl ? (size_t)(nl - c->rest.ptr) : c->rest.len;
	c->raw = str_sub(c->rest, 0, len);
	if (nl)
		len++;
	c->rest = str_sub(c->rest, len, c->rest.len - len);
	c->next_line = c->line + 1;
	c->n = 0;
	return err_set(err, E_FORMAT, "%s", why);
}

static void add_field(struct csv *c, struct str f)
{
	if (c->n < CSV_MAX_FIELDS)
		c->field[c->n] = f;
	c->n++;
}

/* A quoted field from `i` (after the opening quote); returns the place after
 * the closing quote, or SIZE_MAX when there is none. */
static size_t quoted(struct csv *c, size_t i)
{
	const char *p = c->rest.ptr;
	size_t from = i, at = c->scratch.len;
	bool doubled = false;
	for (;; i++) {
		if (i >= c->rest.len)
			return SIZE_MAX;
		if (p[i] == '\n')
			c->next_line++;
		if (p[i] != '"')
			continue;
		if (i + 1 >= c->rest.len || p[i + 1] != '"')
			break;
		doubled = true;
		buf_add(&c->scratch, p + from, i + 1 - from);
		i++; /* the second of the two quotes */
		from = i + 1;
	}
	if (!doubled) {
		add_field(c, str_sub(c->rest, from, i - from));
		return i + 1;
	}
	buf_add(&c->scratch, p + from, i - from);
	if (c->scratch.failed)
		return SIZE_MAX;
	add_field(c, (struct str){c->scratch.ptr + at, c->scratch.len - at});
	return i + 1;
}

static bool ends_record(struct str s, size_t i)
{
	return i >= s.len || s.ptr[i] == '\n' ||
	       (s.ptr[i] == '\r' && (i + 1 >= s.len || s.ptr[i + 1] == '\n'));
}

enum rc csv_next(struct csv *c, struct err *err)
{
	if (!c->rest.len)
		return E_NOT_FOUND;
	c->line = c->next_line;
	c->n = 0;
	buf_reset(&c->scratch);
	/* scratch must not move under the views into it */
	if (!buf_reserve(&c->scratch, c->rest.len < SCRATCH_LIMIT / 2
					      ? c->rest.len
					      : SCRATCH_LIMIT / 2))
		return err_set(err, E_NOMEM, "no memory for a record");
	const char *p = c->rest.ptr;
	size_t i = 0;
	for (;;) {
		if (i < c->rest.len && p[i] == '"') {
			i = quoted(c, i + 1);
			if (i == SIZE_MAX)
				return skip_line(c, err,
						 "quote that is never closed");
			if (!ends_record(c->rest, i) && p[i] != ',')
				return skip_line(c, err,
						 "text after a closing quote");
		} else {
			size_t from = i;
			while (!ends_record(c->rest, i) && p[i] != ',') {
				if (p[i] == '\0')
					return skip_line(c, err, "NUL byte");
				if (p[i] == '\r')
					return skip_line(c, err,
							 "carriage return "
							 "without line feed");
				i++;
			}
			add_field(c, str_sub(c->rest, from, i - from));
		}
		if (ends_record(c->rest, i))
			break;
		i++; /* the comma */
	}
	c->raw = str_sub(c->rest, 0, i);
	if (i < c->rest.len && p[i] == '\r')
		i++;
	if (i < c->rest.len && p[i] == '\n')
		i++;
	c->rest = str_sub(c->rest, i, c->rest.len - i);
	c->next_line++;
	return OK;
}

void csv_put(struct buf *b, bool first, struct str f)
{
	if (!first)
		buf_char(b, ',');
	bool quote = false;
	for (size_t i = 0; i < f.len && !quote; i++)
		quote = f.ptr[i] == ',' || f.ptr[i] == '"' ||
			f.ptr[i] == '\n' || f.ptr[i] == '\r';
	if (!quote) {
		buf_str(b, f);
		return;
	}
	buf_char(b, '"');
	for (size_t i = 0; i < f.len; i++) {
		if (f.ptr[i] == '"')
			buf_char(b, '"');
		buf_char(b, f.ptr[i]);
	}
	buf_char(b, '"');
}

void csv_put_row(struct buf *b, const struct str *fields, size_t n)
{
	for (size_t i = 0; i < n; i++)
		csv_put(b, i == 0, fields[i]);
	buf_char(b, '\n');
}
