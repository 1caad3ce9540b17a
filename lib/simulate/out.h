/* simulate/out - the files being written: large buffers, counted lines.
 *
 * A row is written between out_row, which makes room, and out_end, which ends
 * the line. The failure is sticky and met once, at out_close. Each file is
 * written as NAME.part and gets its name when all are complete.
 */
#ifndef SIMULATE_OUT_H
#define SIMULATE_OUT_H

#include "base/base.h"

/* The longest row is a planted one of somewhat more than 4096 bytes. */
#define OUT_ROW_MAX 8192u
#define OUT_BUFFER  (1u << 20)

struct out {
	char *buf;
	size_t len;    /* whole rows in the buffer */
	size_t row;    /* where the last whole row begins, still in buf */
	int fd;        /* -1: not open */
	uint64_t line; /* of the next row; the header is 1 */
	uint64_t rows, bytes;
	bool failed;
};

MUST_USE enum rc out_open(struct out *o, const char *path, const char *header,
			  struct err *err);
/* Flush and close; E_IO when any write failed. Safe when not open. */
MUST_USE enum rc out_close(struct out *o, const char *path, struct err *err);
void out_abandon(struct out *o); /* after another failure */

void out_flush(struct out *o);

/* Room for OUT_ROW_MAX bytes. */
static inline char *out_row(struct out *o)
{
	if (OUT_BUFFER - o->len < OUT_ROW_MAX)
		out_flush(o);
	return o->buf + o->len;
}

/* The row ends at `p`. */
static inline void out_end(struct out *o, char *p)
{
	*p++ = '\n';
	o->row = o->len;
	o->len = (size_t)(p - o->buf);
	assert(o->len - o->row <= OUT_ROW_MAX);
	o->line++;
	o->rows++;
}

#endif
