/* base/tree256 - the digest of a large file as a tree of SHA-256.
 *
 * The file is cut into pieces of 1 MiB (the last may be shorter; an empty file
 * is one empty piece), each piece gets its SHA-256, and two neighbours become
 * the SHA-256 of their two digests, level by level, until one is left; one
 * without a neighbour rises as it is. It says as much as the SHA-256 of the
 * whole file, but its pieces need not wait for each other: they are taken side
 * by side (base/sha256_lanes.h) and on several threads. A file of 1 MiB or less
 * has its plain SHA-256.
 *
 * This is the "SHA-256 tree hash" of Amazon S3 Glacier ("Computing Checksums",
 * Developer Guide, API version 2012-06-01), which other programs compute, too.
 */
#ifndef BASE_TREE256_H
#define BASE_TREE256_H

#include "base/sha256.h"

#define TREE256_PIECE ((size_t)1 << 20)

/* Only memory can lack. n_thread 0: one for each processor. */
MUST_USE enum rc tree256_of(struct str bytes, size_t n_thread,
			    unsigned char out[SHA256_LEN], struct err *err);

#endif
