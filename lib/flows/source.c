#include "flows/source_int.h"

#include "csv/csv.h"

#include "base/packed.h"

#define LONG_KEPT (2 * ROW_MAX) /* of a line longer than a block */
#define CUT_TRIES 32

struct unpack {
	struct packed *from;
	char *carry; /* bytes after the last block */
	size_t n_carry;
};

void block_release(struct block *b)
{
	free(b->own);
	free(b->line);
	*b = (struct block){0};
}

/* ------------------------------------------------------------------- open */

static enum rc open_packed(struct source *s, struct err *err)
{
	s->packed = calloc(1, sizeof(*s->packed));
	if (s->packed)
		s->packed->carry = malloc(BLOCK_ROOM);
	if (!s->packed || !s->packed->carry)
		return err_set(err, E_NOMEM, "no memory to read \"%s\"",
			       s->path);
	return packed_bytes(s->map.bytes, s->path, &s->packed->from, err);
}

static enum rc check_plain(const struct source *s, struct err *err)
{
	const struct str m = s->map.bytes;
	const bool gzip = str_starts(m, STR("\x1f\x8b"));
	if (gzip || str_starts(m, STR("\x28\xb5\x2f\xfd")))
		return err_set(err, E_FORMAT,
			       "%s: it is compressed with %s: name it "
			       "%s.csv.%s",
			       s->path, gzip ? "gzip" : "zstd", s->layout->name,
			       gzip ? "gz" : "zst");
	if (str_starts(m, STR("PK\x03\x04")))
		return err_set(err, E_FORMAT,
			       "%s: it is a zip or spreadsheet file: export it "
			       "as CSV in UTF-8",
			       s->path);
	return OK;
}

static bool path_of(struct source *s, const char *dir, const char *suffix)
{
	snprintf(s->name, sizeof(s->name), "%s.csv%s", s->layout->name, suffix);
	int n = snprintf(s->path, sizeof(s->path), "%s/%s", dir, s->name);
	return n > 0 && (size_t)n < sizeof(s->path) && file_exists(s->path);
}

static enum rc take_digest(struct source *s, size_t n_thread, struct err *err)
{
	unsigned char d[SHA256_LEN];
	char hex[SHA256_HEX];
	const bool many = s->map.bytes.len > TREE256_PIECE;
	enum rc rc = tree256_of(s->map.bytes, n_thread, d, err);
	if (!rc)
		snprintf(s->digest, sizeof(s->digest), "%s" STR_FMT,
			 many ? SOURCE_TREE : "", STR_ARG(sha256_hex(d, hex)));
	return rc;
}

void source_plain_digest(const struct source *s, char out[SHA256_HEX])
{
	unsigned char d[SHA256_LEN];
	sha256_of(s->map.bytes, d);
	sha256_hex(d, out);
}

enum rc source_open(struct source *s, const char *dir,
		    const struct layout *layout, size_t n_thread,
		    struct err *err)
{
	static const char *const suffix[] = {"", ".gz", ".zst"};
	const char *found = NULL;
	*s = (struct source){.layout = layout};
	for (size_t i = 0; i < countof(suffix); i++) {
		if (!path_of(s, dir, suffix[i]))
			continue;
		if (found)
			return err_set(
				err, E_CONFLICT,
				"both %s/%s.csv%s and %s are there: "
				"leave one, so that it is clear which to "
				"read",
				dir, layout->name, found, s->name);
		found = suffix[i];
	}
	if (!found) {
		path_of(s, dir, "");
		return err_set(err, E_NOT_FOUND, "%s is not there", s->path);
	}
	path_of(s, dir, found);
	enum rc rc = file_map_open(s->path, &s->map, err);
	if (rc)
		return rc == E_NOT_FOUND ? (err->rc = E_IO) : rc;
	s->n_byte = s->map.bytes.len;
	if ((rc = take_digest(s, n_thread, err)))
		return rc;
	return *found ? open_packed(s, err) : check_plain(s, err);
}

void source_close(struct source *s)
{
	if (s->close)
		s->close(s);
	if (s->packed) {
		packed_close(s->packed->from);
		free(s->packed->carry);
		free(s->packed);
	}
	file_map_close(&s->map);
	*s = (struct source){0};
}

/* ----------------------------------------------------------------- blocks */

static enum rc own(struct block *b, struct err *err)
{
	if (!b->own && !(b->own = malloc(BLOCK_ROOM)))
		return err_set(err, E_NOMEM, "no memory for a block of rows");
	return OK;
}

/* Whether the header ends with the column of operations, before the first
 * block is cut. People have none: a delivery replaces. */
static void see_op(struct source *s, const char *p, size_t n)
{
	const char *nl = memchr(p, '\n', n);
	if (s->begun || s->layout == &flow_layout[FILE_PERSON])
		return;
	s->begun = true;
	struct str line = {p, nl ? (size_t)(nl - p) : n};
	if (line.len && line.ptr[line.len - 1] == '\r')
		line.len--;
	s->has_op =
		str_ends(line, STR(",op")) || str_ends(line, STR(",\"op\""));
}

enum rc block_reserve(struct block *b, size_t n_line, struct err *err)
{
	enum rc rc = own(b, err);
	return rc || n_line <= b->line_cap
		       ? rc
		       : array_grow(&b->line, &b->line_cap, n_line,
				    sizeof(*b->line), BLOCK_ROOM, err);
}

/* Where to cut n bytes: after the last line that is a sound record by itself,
 * so that a quoted line end does not fall on the cut; 0 when there is no line
 * end. Depends on the bytes alone. */
static size_t cut_at(const char *p, size_t n, size_t n_field)
{
	size_t last = 0, end = n;
	struct row row;
	for (int i = 0; i < CUT_TRIES; i++) {
		while (end && p[end - 1] != '\n')
			end--;
		if (!end)
			return last;
		if (!last)
			last = end;
		size_t from = end - 1;
		while (from && p[from - 1] != '\n' && end - from <= ROW_MAX)
			from--;
		row_cut(p + from, p + end, n_field, &row);
		if (!row.cause && row.taken == end - from)
			return end;
		end = from;
	}
	return last;
}

/* The last block: with a line end, whether the file has it or not. */
static void close_tail(struct block *b, size_t n)
{
	if (n && b->own[n - 1] != '\n')
		b->own[n++] = '\n';
	memset(b->own + n, 0, ROW_SLACK);
	b->text = (struct str){b->own, n};
}

/* A line that fills a block is refused whole: its beginning will do. */
static void keep_beginning(struct block *b, const char *p)
{
	memmove(b->own, p, LONG_KEPT);
	close_tail(b, LONG_KEPT);
}

static enum rc next_plain(struct source *s, struct block *b, struct err *err)
{
	size_t rest = s->map.bytes.len - s->at;
	const char *p = rest ? s->map.bytes.ptr + s->at : "";
	enum rc rc;
	if (rest < BATCH_BLOCK + ROW_SLACK) {
		if ((rc = own(b, err)))
			return rc;
		if (rest >= BATCH_BLOCK)
			rest = BATCH_BLOCK;
		if (rest)
			memcpy(b->own, p, rest);
		memset(b->own + rest, 0, ROW_SLACK);
		if (rest < BATCH_BLOCK) {
			close_tail(b, rest);
			s->at += rest;
			s->end = true;
			see_op(s, b->own, b->text.len);
			return OK;
		}
		p = b->own;
	}
	see_op(s, p, BATCH_BLOCK);
	size_t cut = cut_at(p, BATCH_BLOCK, source_n_field(s));
	b->text = (struct str){p, cut};
	s->at += cut;
	if (cut)
		return OK;
	if ((rc = own(b, err)))
		return rc;
	keep_beginning(b, p);
	p = s->map.bytes.ptr + s->at;
	const char *nl = memchr(p, '\n', s->map.bytes.len - s->at);
	s->at += nl ? (size_t)(nl - p) + 1 : s->map.bytes.len - s->at;
	return OK;
}

/* Up to `room` bytes into `to`. */
static enum rc unpack(struct source *s, char *to, size_t room, size_t *got,
		      struct err *err)
{
	enum rc rc = packed_read(s->packed->from, to, room, got, err);
	s->at = (size_t)packed_at(s->packed->from);
	return rc;
}

/* Drop what is left of a long line; the rest of the last piece is carried. */
static enum rc skip_long_line(struct source *s, struct err *err)
{
	struct unpack *g = s->packed;
	for (;;) {
		size_t got;
		enum rc rc = unpack(s, g->carry, BATCH_BLOCK, &got, err);
		if (rc || !got)
			return rc;
		const char *nl = memchr(g->carry, '\n', got);
		if (!nl)
			continue;
		g->n_carry = got - (size_t)(nl + 1 - g->carry);
		memmove(g->carry, nl + 1, g->n_carry);
		return OK;
	}
}

static enum rc next_packed(struct source *s, struct block *b, struct err *err)
{
	struct unpack *g = s->packed;
	size_t got;
	enum rc rc = own(b, err);
	if (rc)
		return rc;
	memcpy(b->own, g->carry, g->n_carry);
	rc = unpack(s, b->own + g->n_carry, BATCH_BLOCK - g->n_carry, &got,
		    err);
	if (rc)
		return rc;
	size_t n = g->n_carry + got;
	g->n_carry = 0;
	memset(b->own + n, 0, ROW_SLACK);
	if (n < BATCH_BLOCK) {
		close_tail(b, n);
		see_op(s, b->own, b->text.len);
		s->end = true;
		return OK;
	}
	see_op(s, b->own, n);
	size_t cut = cut_at(b->own, n, source_n_field(s));
	if (!cut) {
		keep_beginning(b, b->own);
		return skip_long_line(s, err);
	}
	g->n_carry = n - cut;
	memcpy(g->carry, b->own + cut, g->n_carry);
	b->text = (struct str){b->own, cut};
	return OK;
}

enum rc source_next(struct source *s, struct block *b, struct err *err)
{
	b->text = STR("");
	b->n_line = 0;
	b->file = NULL;
	if (s->end)
		return OK;
	if (s->next)
		return s->next(s, b, err);
	return s->packed ? next_packed(s, b, err) : next_plain(s, b, err);
}

/* ----------------------------------------------------------------- header */

static enum rc check_mark(const struct source *s, struct str t, struct err *err)
{
	if (!t.len)
		return err_set(err, E_FORMAT,
			       "%s:1: the file is empty: it needs at least its "
			       "header",
			       s->path);
	if (str_starts(t, STR("\xef\xbb\xbf")))
		return err_set(err, E_FORMAT,
			       "%s:1: it begins with a byte order mark: save "
			       "it as UTF-8 without BOM",
			       s->path);
	if (str_starts(t, STR("\xff\xfe")) || str_starts(t, STR("\xfe\xff")))
		return err_set(err, E_FORMAT,
			       "%s:1: it is UTF-16: save it as UTF-8 without "
			       "BOM",
			       s->path);
	return OK;
}

static enum rc wrong_separator(const struct source *s, struct str line,
			       struct err *err)
{
	char c = memchr(line.ptr, ';', line.len)    ? ';'
		 : memchr(line.ptr, '\t', line.len) ? '\t'
						    : 0;
	return c ? err_set(err, E_FORMAT,
			   "%s:1: fields are separated by %s: export it with "
			   "commas",
			   s->path, c == ';' ? "semicolons" : "tabs")
		 : OK;
}

static void printable(struct str s, char out[41])
{
	size_t n = 0;
	for (; n < s.len && n < 40; n++) {
		char c = s.ptr[n];
		out[n] = c;
		if (c < ' ' || c > '~')
			out[n] = '?';
	}
	out[n] = '\0';
}

static enum rc compare_header(const struct source *s, const struct csv *c,
			      struct err *err)
{
	const struct layout *l = s->layout;
	char found[41];
	for (size_t i = 0; i < l->n_field && i < c->n; i++) {
		if (str_is(c->field[i], l->field[i].name))
			continue;
		printable(c->field[i], found);
		return err_set(err, E_FORMAT,
			       "%s:1: column %zu of the header is \"%s\" and "
			       "should be \"%s\": write the header as in "
			       "data/flows.md section 3",
			       s->path, i + 1, found, l->field[i].name);
	}
	if (c->n < l->n_field)
		return err_set(err, E_FORMAT,
			       "%s:1: the header has %zu columns instead of "
			       "%zu: \"%s\" is missing",
			       s->path, c->n, l->n_field, l->field[c->n].name);
	if (c->n > source_n_field(s)) {
		size_t extra = l->n_field < CSV_MAX_FIELDS ? l->n_field : 0;
		printable(c->field[extra], found);
		return err_set(err, E_FORMAT,
			       "%s:1: the header has %zu columns instead of "
			       "%zu: \"%s\" is one too many",
			       s->path, c->n, l->n_field, found);
	}
	return OK;
}

enum rc source_header(const struct source *s, struct block *first,
		      struct err *err)
{
	struct str t = first->text;
	struct csv c;
	struct err why = {0};
	enum rc rc = check_mark(s, t, err);
	if (rc)
		return rc;
	const char *nl = memchr(t.ptr, '\n', t.len);
	size_t len = nl ? (size_t)(nl - t.ptr) + 1 : t.len;
	csv_init(&c, str_sub(t, 0, len));
	if (len > ROW_MAX)
		rc = err_set(err, E_FORMAT,
			     "%s:1: the header is longer than %u bytes",
			     s->path, ROW_MAX);
	else if (csv_next(&c, &why))
		rc = err_set(err, E_FORMAT, "%s:1: the header: %s", s->path,
			     why.text);
	else if (c.n == 1)
		rc = wrong_separator(s, str_sub(t, 0, len), err);
	if (!rc)
		rc = compare_header(s, &c, err);
	csv_release(&c);
	first->text = str_sub(t, len, t.len - len);
	return rc;
}
