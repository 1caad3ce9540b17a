/* base/buf - a growing buffer of bytes with a limit and a sticky failure.
 *
 * Append freely and check once, at buf_finish: after a failure appends do
 * nothing.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include "base/base.h"

struct buf {
	char *ptr;
	size_t len, cap, limit;
	bool failed;
};

void buf_init(struct buf *b, size_t limit_bytes);
void buf_release(struct buf *b); /* safe on a zeroed buf */
void buf_reset(struct buf *b);   /* empty again, memory kept */

void buf_add(struct buf *b, const void *p, size_t len);
void buf_str(struct buf *b, struct str s);
void buf_text(struct buf *b, const char *z);
void buf_char(struct buf *b, char c);
void buf_int(struct buf *b, int64_t v);
/* Integer scaled by 10^scale, printed with the fewest digits: 1250 at scale 2
 * is 12.5. */
void buf_decimal(struct buf *b, int64_t v, unsigned scale);
/* Cents with both digits: 1250 is 12.50. */
void buf_cents(struct buf *b, int64_t cents);
void buf_printf(struct buf *b, const char *fmt, ...) PRINTF_LIKE(2, 3);
/* Room for `len` more bytes, or NULL; call buf_advance with what was used. */
char *buf_reserve(struct buf *b, size_t len);
void buf_advance(struct buf *b, size_t len);

static inline struct str buf_view(const struct buf *b)
{
	return (struct str){b->ptr, b->len};
}
/* The whole, or the failure that happened on the way. */
MUST_USE enum rc buf_finish(const struct buf *b, struct str *out,
			    struct err *err);

#endif
