#include "csv/csv.h"

/* A record is no longer than this, so that the scratch, reserved at once, never
 * moves under the views into it. The widest row of ours has some kilobytes. */
#define MAX_RECORD (512u << 10)

void csv_init(struct csv *c, struct str bytes)
{
	*c = (struct csv){.rest = bytes, .line = 0, .next_line = 1};
	buf_init(&c->scratch, MAX_RECORD);
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

/* The closing quote at or after `i`, doubled ones passed over; NULL and the
 * cause when there is none. */
static const char *closing(struct csv *c, size_t i, bool *doubled,
			   const char **why)
{
	size_t end = c->rest.len < MAX_RECORD ? c->rest.len : MAX_RECORD;
	const char *p = c->rest.ptr;
	for (; i < end; i++) {
		if (p[i] == '\n')
			c->next_line++;
		if (p[i] == '\0') {
			*why = "NUL byte";
			return NULL;
		}
		if (p[i] != '"')
			continue;
		if (i + 1 >= c->rest.len || p[i + 1] != '"')
			return p + i;
		*doubled = true;
		i++; /* the second of the two quotes */
	}
	*why = end < c->rest.len ? "quote that is not closed within 512 KiB"
				 : "quote that is never closed";
	return NULL;
}

/* The bytes of a quoted field, doubled quotes made single in the scratch. */
static struct str unescape(struct csv *c, struct str f)
{
	size_t at = c->scratch.len;
	for (size_t i = 0; i < f.len; i++) {
		buf_char(&c->scratch, f.ptr[i]);
		i += f.ptr[i] == '"';
	}
	assert(!c->scratch.failed); /* a record fits: MAX_RECORD */
	return (struct str){c->scratch.ptr + at, c->scratch.len - at};
}

/* A quoted field from `i` (after the opening quote); returns the place after
 * the closing quote, or SIZE_MAX and the cause. */
static size_t quoted(struct csv *c, size_t i, const char **why)
{
	bool doubled = false;
	const char *close = closing(c, i, &doubled, why);
	if (!close)
		return SIZE_MAX;
	struct str f = {c->rest.ptr + i, (size_t)(close - c->rest.ptr) - i};
	add_field(c, doubled ? unescape(c, f) : f);
	return i + f.len + 1;
}

static bool ends_record(struct str s, size_t i)
{
	return i >= s.len || s.ptr[i] == '\n' ||
	       (s.ptr[i] == '\r' && (i + 1 >= s.len || s.ptr[i + 1] == '\n'));
}

/* A field without quotes from `i`; returns its end, or SIZE_MAX and the cause.
 */
static size_t plain(struct csv *c, size_t i, const char **why)
{
	const char *p = c->rest.ptr;
	size_t from = i;
	for (; i < c->rest.len && p[i] != ','; i++) {
		if ((unsigned char)p[i] > '\r')
			continue;
		if (ends_record(c->rest, i))
			break;
		if (p[i] != '\0' && p[i] != '\r')
			continue;
		*why = p[i] ? "carriage return without line feed" : "NUL byte";
		return SIZE_MAX;
	}
	add_field(c, str_sub(c->rest, from, i - from));
	return i;
}

/* The fields of one record; returns its end, or SIZE_MAX and the cause. */
static size_t record(struct csv *c, const char **why)
{
	const char *p = c->rest.ptr;
	for (size_t i = 0;; i++) { /* past each comma */
		bool quote = i < c->rest.len && p[i] == '"';
		i = quote ? quoted(c, i + 1, why) : plain(c, i, why);
		if (i == SIZE_MAX || ends_record(c->rest, i))
			return i;
		if (p[i] != ',') {
			*why = "text after a closing quote";
			return SIZE_MAX;
		}
	}
}

enum rc csv_next(struct csv *c, struct err *err)
{
	const char *why = NULL;
	if (!c->rest.len)
		return E_NOT_FOUND;
	c->line = c->next_line;
	c->n = 0;
	buf_reset(&c->scratch);
	if (!buf_reserve(&c->scratch,
			 c->rest.len < MAX_RECORD ? c->rest.len : MAX_RECORD))
		return err_set(err, E_NOMEM, "no memory for a record");
	size_t i = record(c, &why);
	if (i == SIZE_MAX)
		return skip_line(c, err, why);
	c->raw = str_sub(c->rest, 0, i);
	if (i < c->rest.len && c->rest.ptr[i] == '\r')
		i++;
	if (i < c->rest.len && c->rest.ptr[i] == '\n')
		i++;
	c->rest = str_sub(c->rest, i, c->rest.len - i);
	c->next_line++;
	return OK;
}

static bool must_quote(struct str f)
{
	for (size_t i = 0; i < f.len; i++)
		if (f.ptr[i] == ',' || f.ptr[i] == '"' || f.ptr[i] == '\n' ||
		    f.ptr[i] == '\r')
			return true;
	return false;
}

static void put_quoted(struct buf *b, const char *mark, struct str f)
{
	buf_char(b, '"');
	buf_text(b, mark);
	for (size_t i = 0; i < f.len; i++) {
		if (f.ptr[i] == '"')
			buf_char(b, '"');
		buf_char(b, f.ptr[i]);
	}
	buf_char(b, '"');
}

void csv_put(struct buf *b, bool first, struct str f)
{
	if (!first)
		buf_char(b, ',');
	if (must_quote(f))
		put_quoted(b, "", f);
	else
		buf_str(b, f);
}

static bool is_formula(struct str f)
{
	return f.len && memchr("=+-@\t\r", f.ptr[0], 6);
}

static void put_comma(struct buf *b)
{
	if (b->len && b->ptr[b->len - 1] != '\n')
		buf_char(b, ',');
}

void csv_put_text(struct buf *b, struct str f)
{
	put_comma(b);
	put_quoted(b, is_formula(f) ? "'" : "", f);
}

void csv_put_cell(struct buf *b, struct str f)
{
	if (!f.len || is_formula(f) || must_quote(f)) {
		csv_put_text(b, f);
		return;
	}
	put_comma(b);
	buf_str(b, f);
}

void csv_put_row(struct buf *b, const struct str *fields, size_t n)
{
	for (size_t i = 0; i < n; i++)
		csv_put(b, i == 0, fields[i]);
	buf_char(b, '\n');
}
