/* base/utf8 - one code point to bytes and back. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include "base/base.h"

enum { UTF8_MOST = 4 }; /* bytes of one code point */

/* `c` is a Unicode scalar value; 1 to 4 bytes are written, and counted. */
size_t utf8_put(char *out, uint32_t c);
/* The code point at `*at` of text that str_is_utf8; moves `*at` behind it. */
uint32_t utf8_next(struct str s, size_t *at);

#endif
