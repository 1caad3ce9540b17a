/* XChaCha20-Poly1305: nonces of 192 bits may be drawn at random for ever. */
#include "base/sha256.h"
#include "secret/secret.h"

#include <sodium.h>

#define TAG     crypto_aead_xchacha20poly1305_ietf_ABYTES
#define VERSION "s1."
#define VARIANT sodium_base64_VARIANT_URLSAFE_NO_PADDING

static_assert(SEAL_KEY == crypto_aead_xchacha20poly1305_ietf_KEYBYTES,
	      "length of a key");
static_assert(SEAL_NONCE == crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
	      "length of a nonce");

void seal_key_of(const unsigned char raw[SEAL_KEY], struct seal_key *out)
{
	unsigned char text[SEAL_KEY + 4] = "key ", digest[SHA256_LEN];
	char hex[SHA256_HEX];
	memcpy(text + 4, raw, SEAL_KEY);
	sha256_of((struct str){(const char *)text, sizeof(text)}, digest);
	sha256_hex(digest, hex);
	memcpy(out->raw, raw, SEAL_KEY);
	memcpy(out->id, hex, SEAL_ID - 1);
	out->id[SEAL_ID - 1] = 0;
	secret_wipe(text, sizeof(text));
}

bool seal_is(struct str text)
{
	return str_starts(text, STR(VERSION));
}

void seal(const struct seal_key *k, struct str secret, struct str place,
	  const unsigned char nonce[SEAL_NONCE], char out[SEALED])
{
	unsigned char raw[SEAL_NONCE + SEAL_MOST + TAG];
	assert(secret.len <= SEAL_MOST);
	memcpy(raw, nonce, SEAL_NONCE);
	crypto_aead_xchacha20poly1305_ietf_encrypt(
		raw + SEAL_NONCE, NULL, (const unsigned char *)secret.ptr,
		secret.len, (const unsigned char *)place.ptr, place.len, NULL,
		nonce, k->raw);
	int n = snprintf(out, SEALED, VERSION "%s.", k->id);
	sodium_bin2base64(out + n, SEALED - (size_t)n, raw,
			  SEAL_NONCE + secret.len + TAG, VARIANT);
}

bool unseal(const struct seal_key *k, struct str sealed, struct str place,
	    char out[SEAL_MOST + 1])
{
	unsigned char raw[SEAL_NONCE + SEAL_MOST + TAG];
	size_t len = 0, head = sizeof(VERSION) - 1 + SEAL_ID;
	unsigned long long got = 0;
	*out = 0;
	if (!seal_is(sealed) || sealed.len <= head ||
	    memcmp(sealed.ptr + sizeof(VERSION) - 1, k->id, SEAL_ID - 1) != 0 ||
	    sealed.ptr[head - 1] != '.')
		return false;
	if (sodium_base642bin(raw, sizeof(raw), sealed.ptr + head,
			      sealed.len - head, NULL, &len, NULL, VARIANT) ||
	    len < SEAL_NONCE + TAG)
		return false;
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(
		    (unsigned char *)out, &got, NULL, raw + SEAL_NONCE,
		    len - SEAL_NONCE, (const unsigned char *)place.ptr,
		    place.len, raw, k->raw))
		got = 0;
	out[got] = 0;
	return got != 0;
}
