#undef _POSIX_C_SOURCE
#undef _XOPEN_SOURCE
#define _DEFAULT_SOURCE /* madvise */
#include "base/huge.h"

#include <stdint.h>
#include <sys/mman.h>

void huge_advise(void *p, size_t len)
{
#if defined(MADV_HUGEPAGE)
	const uintptr_t page = 1u << 21;
	uintptr_t from = ((uintptr_t)p + page - 1) / page * page;
	uintptr_t to = ((uintptr_t)p + len) / page * page;
	if (from < to)
		(void)madvise((unsigned char *)p + (from - (uintptr_t)p),
			      to - from, MADV_HUGEPAGE);
#else
	(void)p;
	(void)len;
#endif
}
