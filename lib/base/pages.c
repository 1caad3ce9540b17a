#define _DEFAULT_SOURCE /* madvise; brings a macro we forbid */
#include <stdlib.h>
#undef alloca

#include "base/pages.h"

#include <sys/mman.h>

#define LARGE_PAGE ((size_t)2 << 20)
#define WORTH_IT   (2 * LARGE_PAGE) /* below, what is rounded up weighs */

void pages_large(void *memory, size_t n_byte)
{
	const uintptr_t mask = LARGE_PAGE - 1, at = (uintptr_t)memory;
	if (!memory || n_byte < WORTH_IT)
		return;
	const size_t skip = (size_t)((LARGE_PAGE - (at & mask)) & mask);
#ifdef MADV_HUGEPAGE /* whole large pages inside: neighbours are not asked */
	madvise((char *)memory + skip, (n_byte - skip) & ~mask, MADV_HUGEPAGE);
#else
	(void)skip;
#endif
}

void *pages_calloc(size_t n, size_t size)
{
	void *p = calloc(n, size);
	pages_large(p, n * size); /* calloc checked the product */
	return p;
}
