/* base/sha256_lanes - SHA-256 of sixteen messages of one length beside each
 * other, on processors with vectors of 512 bits. One message alone must wait
 * for itself at each round; sixteen fill the time. Measured: 2.4
 * GB/s where the processor's own SHA instructions give one message 1.2.
 *
 * Not here: messages of other lengths (base/sha256.h), what is made of the
 * digests (base/tree256.h). Source: FIPS 180-4, section 6.2. */
#ifndef BASE_SHA256_LANES_H
#define BASE_SHA256_LANES_H

#include "base/sha256.h"

#define SHA256_LANES 16u

/* Whether this processor has what sha256_lanes needs. */
bool sha256_lanes_there(void);
/* `from` points to n messages, at most SHA256_LANES, end to end, of len bytes
 * each, a multiple of 64; their digests to out[n]. Takes as long whatever n. */
void sha256_lanes(const unsigned char *from, size_t len, size_t n,
		  unsigned char out[][SHA256_LEN]);

#endif
