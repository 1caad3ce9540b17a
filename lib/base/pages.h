/* base/pages - large memory in large pages.
 *
 * The system gives memory by pages of 4 KiB as each is first touched, and
 * every one costs a microsecond or more: often longer than the column of
 * values it will hold takes to be used. Told that an array is large, it gives
 * 2 MiB at a time where it has them together.
 */
#ifndef BASE_PAGES_H
#define BASE_PAGES_H

#include "base/base.h"

/* A wish about `n_byte` bytes that were allocated and not touched yet; small
 * memory is left as it is. What the bytes are, and free(), stay the same.
 * array_grow says it of what it allocates. */
void pages_large(void *memory, size_t n_byte);
/* calloc with that wish; NULL: no memory. */
void *pages_calloc(size_t n, size_t size);

#endif
