/* base/base64 - RFC 4648, as it stands inside XML: blanks and line ends may
 * come anywhere, the padding may be left out. */
#ifndef BASE_BASE64_H
#define BASE_BASE64_H

#include "base/arena.h"

/* The bytes, in the arena: at most three quarters of the text. E_FORMAT for
 * another character, for text after the padding, for a last group that is
 * no whole byte. */
MUST_USE enum rc base64_decode(struct str text, struct arena *a,
			       struct str *out, struct err *err);

/* Characters that `n` bytes take. */
static inline size_t base64_len(size_t n)
{
	return (n + 2) / 3 * 4;
}
/* With padding, in one line, into `out`, which has room for
 * base64_len(bytes.len); no NUL. */
void base64_encode(struct str bytes, char *out);

#endif
