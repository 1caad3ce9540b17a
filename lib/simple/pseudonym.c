#include "simple/simple.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#define ID_ROOM 256u

/* Outer spaces and the case of a to z do not make another person; the rest of
 * a long identifier is left to the digest as it is. */
static size_t normal(struct str id, unsigned char out[ID_ROOM])
{
	size_t n = 0;
	id = str_trim(id);
	for (; n < id.len && n < ID_ROOM; n++) {
		char c = id.ptr[n];
		out[n] = (unsigned char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A'
							      : c);
	}
	return n;
}

/* RFC 4648 base32: five bits a character. */
static void base32(const unsigned char *d, size_t n_char, char *out)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	for (size_t i = 0; i < n_char; i++) {
		size_t bit = i * 5;
		unsigned two = (unsigned)d[bit / 8] << 8 | d[bit / 8 + 1];
		out[i] = letters[two >> (11 - bit % 8) & 31u];
	}
	out[n_char] = '\0';
}

void simple_pseudonym(const struct simple_key *key, struct str id,
		      char out[PSEUDONYM_LEN + 1])
{
	static const char purpose[] = "prossima person 1";
	unsigned char text[sizeof(purpose) + ID_ROOM],
		digest[EVP_MAX_MD_SIZE] = {0};
	unsigned n = 0;
	memcpy(text, purpose, sizeof(purpose)); /* with its NUL */
	size_t len = sizeof(purpose) + normal(id, text + sizeof(purpose));
	if (!HMAC(EVP_sha256(), key->byte, sizeof(key->byte), text, len, digest,
		  &n) ||
	    n != 32)
		BUG("HMAC-SHA256");
	base32(digest, PSEUDONYM_LEN, out);
}
