#include "base/lines.h"

#define PIECE (256u << 10)

enum rc lines_over(struct lines *l, struct packed *from, size_t max,
		   bool quoted, struct err *err)
{
	*l = (struct lines){.from = from, .max = max, .quoted = quoted};
	l->cap = max + PIECE;
	l->next = 1;
	l->room = malloc(l->cap);
	if (!l->room)
		return err_set(err, E_NOMEM, "no memory to read lines");
	return OK;
}

enum rc lines_open(struct lines *l, const char *path, size_t max, bool quoted,
		   struct err *err)
{
	struct packed *p = NULL;
	*l = (struct lines){.from = NULL};
	enum rc rc = packed_open(path, &p, err);
	return rc ? rc : lines_over(l, p, max, quoted, err);
}

void lines_close(struct lines *l)
{
	packed_close(l->from);
	free(l->room);
	*l = (struct lines){.from = NULL};
}

/* More bytes after those at hand, which move to the front. */
static enum rc fill(struct lines *l, struct err *err)
{
	size_t got, kept = l->end - l->begin;
	if (l->eof)
		return OK;
	if (l->begin && kept)
		memmove(l->room, l->room + l->begin, kept);
	l->begin = 0;
	l->end = kept;
	enum rc rc =
		packed_read(l->from, l->room + kept, l->cap - kept, &got, err);
	l->end += got;
	l->eof = l->end < l->cap;
	return rc;
}

static void skip_mark(struct lines *l)
{
	if (l->next == 1 && l->end - l->begin >= 3 &&
	    !memcmp(l->room + l->begin, "\xef\xbb\xbf", 3)) {
		l->begin += 3;
		l->had_mark = true;
	}
}

/* End of the record (its LF, or the end of what is there) within n bytes, and
 * how many line ends it holds. */
static size_t record_end(const struct lines *l, const char *p, size_t n,
			 uint64_t *n_line, bool *closed)
{
	bool open = false;
	size_t at = 0;
	*n_line = 0;
	*closed = true;
	if (!l->quoted || !memchr(p, '"', n)) {
		const char *nl = memchr(p, '\n', n);
		*n_line = 1;
		*closed = nl != NULL;
		return nl ? (size_t)(nl - p) : n;
	}
	for (; at < n; at++) {
		open ^= p[at] == '"';
		*n_line += p[at] == '\n';
		if (p[at] == '\n' && !open)
			return at;
	}
	*closed = false;
	return n;
}

static void give(struct lines *l, size_t len, uint64_t n_line)
{
	l->text = l->room + l->begin;
	l->len = len;
	l->line = l->next;
	l->next += n_line ? n_line : 1;
	l->is_long = false;
	if (l->len && l->text[l->len - 1] == '\r')
		l->len--;
}

/* The line alone, cut: its text moves to the front, where reading on leaves
 * it. */
static enum rc give_long(struct lines *l, struct err *err)
{
	const char *p = l->room + l->begin;
	const char *nl = memchr(p, '\n', l->end - l->begin);
	size_t len = nl ? (size_t)(nl - p) : l->end - l->begin;
	give(l, len < l->max ? len : l->max, 1);
	l->is_long = true; /* or quotes that are never closed */
	if (nl) {
		l->begin += len + 1;
		return OK;
	}
	memmove(l->room, l->text, l->len);
	l->text = l->room;
	/* what is left of the line is read behind the text given */
	size_t keep = l->len;
	for (;;) {
		size_t got;
		enum rc rc = packed_read(l->from, l->room + keep, l->cap - keep,
					 &got, err);
		if (rc)
			return rc;
		l->eof = got < l->cap - keep;
		l->begin = keep;
		l->end = keep + got;
		nl = got ? memchr(l->room + keep, '\n', got) : NULL;
		if (nl) {
			l->begin = (size_t)(nl - l->room) + 1;
			return OK;
		}
		l->begin = l->end;
		if (l->eof)
			return OK;
	}
}

enum rc lines_next(struct lines *l, struct err *err)
{
	uint64_t n_line = 0;
	bool closed = false;
	enum rc rc = OK;
	if (l->next == 1 && l->begin == l->end) {
		rc = fill(l, err);
		skip_mark(l);
	}
	size_t n = l->end - l->begin;
	size_t at = rc || !n ? 0
			     : record_end(l, l->room + l->begin, n, &n_line,
					  &closed);
	if (!rc && !closed && !l->eof) {
		rc = fill(l, err);
		n = l->end - l->begin;
		at = rc || !n ? 0
			      : record_end(l, l->room + l->begin, n, &n_line,
					   &closed);
	}
	if (rc)
		return rc;
	if (!n)
		return E_NOT_FOUND;
	if (at > l->max || (!closed && n_line > 1) || (!closed && !l->eof))
		return give_long(l, err);
	give(l, at, n_line);
	l->begin += at + closed;
	return OK;
}

enum rc lines_peek(struct lines *l, struct str *out, struct err *err)
{
	enum rc rc = l->begin == l->end ? fill(l, err) : OK;
	if (!rc)
		skip_mark(l);
	*out = (struct str){l->room + l->begin, l->end - l->begin};
	return rc;
}
