/* csv - comma separated values, RFC 4180, over bytes in memory.
 *
 * Records end with LF or CRLF. A field in double quotes may hold commas, line
 * ends and doubled quotes. The reader hands out views into the input; a quoted
 * field with doubled quotes is unescaped into the reader's own scratch, valid
 * until the next record. A quoted field ends within 512 KiB of the beginning of
 * its record. Not here: what columns mean.
 */
#ifndef CSV_CSV_H
#define CSV_CSV_H

#include "base/buf.h"

#define CSV_MAX_FIELDS 64u

struct csv {
	struct str rest;
	uint64_t line; /* line on which the last record began; 1 is the first */
	uint64_t next_line;
	size_t n; /* fields of the last record; may exceed CSV_MAX_FIELDS */
	struct str field[CSV_MAX_FIELDS];
	struct str raw; /* the last record as it stands, without line end */
	struct buf scratch;
};

void csv_init(struct csv *c, struct str bytes);
void csv_release(struct csv *c);

/* Next record into c->field[0 .. c->n-1]. OK; E_NOT_FOUND at the end; or
 * E_FORMAT with the cause (open quote, text after a closing quote, a lone CR,
 * a NUL byte): the reader then stands at the next line and can go on. */
MUST_USE enum rc csv_next(struct csv *c, struct err *err);

/* One field, quoted when it must be; `first` false puts a comma before it. */
void csv_put(struct buf *b, bool first, struct str field);
/* The next field of a line that people open as a sheet: an empty one is quoted,
 * and what a spreadsheet would take for a formula gets an apostrophe before it.
 * After nothing or a line's end it is the first. */
void csv_put_cell(struct buf *b, struct str field);
/* The same, quoted also when it need not be. */
void csv_put_text(struct buf *b, struct str field);
/* Several text fields as one record with LF. */
void csv_put_row(struct buf *b, const struct str *fields, size_t n);

#endif
