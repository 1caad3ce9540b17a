/* The two ways to the digests of the pieces. Private to tree256.c and its
 * test. */
#ifndef BASE_TREE256_INT_H
#define BASE_TREE256_INT_H

#include "base/tree256.h"

/* tree256_of, with pieces side by side or all one by one; `lanes` only where
 * sha256_lanes_there. The digest is the same. */
MUST_USE enum rc tree256_by(struct str bytes, size_t n_thread, bool lanes,
			    unsigned char out[SHA256_LEN], struct err *err);

#endif
