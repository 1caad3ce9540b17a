/* base/huge - large blocks in large pages. */
#ifndef BASE_HUGE_H
#define BASE_HUGE_H

#include <stddef.h>

/* The memory p[len] will be filled from end to end: the system may give it in
 * pages of 2 MiB, at one interruption each instead of 512. Advice: what cannot
 * be done is not done. */
void huge_advise(void *p, size_t len);

#endif
