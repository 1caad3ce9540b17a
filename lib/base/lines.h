/* base/lines - the lines of a packed file, one at a time, in bounded memory.
 *
 * Lines end with LF or CRLF; the last may lack it. A byte order mark at the
 * beginning is skipped and told. A line longer than `max` is given cut to `max`
 * with `is_long`, and the rest of it is passed over. With `quoted` a line end
 * inside double quotes does not end the record (RFC 4180), as long as the whole
 * fits in `max`.
 */
#ifndef BASE_LINES_H
#define BASE_LINES_H

#include "base/packed.h"

struct lines {
	struct packed *from;
	char *room; /* bytes read */
	size_t cap, begin, end, max;
	bool quoted, eof;
	bool had_mark; /* byte order mark */
	uint64_t next; /* number of the line to come; the first is 1 */
	/* the record at hand */
	char *text; /* may be changed; not NUL-terminated */
	size_t len;
	uint64_t line;
	bool is_long;
};

MUST_USE enum rc lines_open(struct lines *l, const char *path, size_t max,
			    bool quoted, struct err *err);
/* Over a stream that is open already; lines_close closes it. */
MUST_USE enum rc lines_over(struct lines *l, struct packed *from, size_t max,
			    bool quoted, struct err *err);
void lines_close(struct lines *l); /* safe on a zeroed one */
/* E_NOT_FOUND at the end. */
MUST_USE enum rc lines_next(struct lines *l, struct err *err);
/* What is read and not yet given: for a look at the beginning. */
MUST_USE enum rc lines_peek(struct lines *l, struct str *out, struct err *err);

#endif
