/* base/sha256 - digests of files, plans and audit records (OpenSSL inside). */
#ifndef BASE_SHA256_H
#define BASE_SHA256_H

#include "base/base.h"

#define SHA256_LEN 32
#define SHA256_HEX 65 /* with the NUL */

struct sha256; /* a digest being computed */

struct sha256 *sha256_new(void); /* NULL without memory */
void sha256_free(struct sha256 *h);
void sha256_add(struct sha256 *h, const void *p, size_t len);
/* Once, at the end. */
void sha256_finish(struct sha256 *h, unsigned char out[SHA256_LEN]);

void sha256_of(struct str s, unsigned char out[SHA256_LEN]);
struct str sha256_hex(const unsigned char d[SHA256_LEN], char out[SHA256_HEX]);

#endif
