/* base/threads - the same work over ranges of items, on a few threads.
 *
 * The items are cut into ranges of equal size; each range is done once, by any
 * thread. What a range computes must depend on the range alone, so results do
 * not depend on the number of threads.
 */
#ifndef BASE_THREADS_H
#define BASE_THREADS_H

#include "base/base.h"

/* Do items [from, to); `worker` < n_thread tells whose scratch to use. */
typedef enum rc range_fn(void *ctx, size_t worker, size_t from, size_t to,
			 struct err *err);

/* Returns the error of the lowest range that failed; ranges not yet begun are
 * left out then. n_thread 0 means one for each processor. */
MUST_USE enum rc parallel_ranges(size_t n_item, size_t range, size_t n_thread,
				 range_fn *fn, void *ctx, struct err *err);
size_t threads_available(void);

#endif
