#include "secret/secret.h"

#include <sodium.h>

bool secret_equal(struct str a, struct str b)
{
	return a.len == b.len &&
	       (a.len == 0 || !sodium_memcmp(a.ptr, b.ptr, a.len));
}

void secret_wipe(void *p, size_t len)
{
	sodium_memzero(p, len);
}

void secret_token(const unsigned char raw[SECRET_RAW], char out[SECRET_TOKEN])
{
	sodium_bin2base64(out, SECRET_TOKEN, raw, SECRET_RAW,
			  sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

void secret_digest(struct str token, char out[SECRET_DIGEST])
{
	unsigned char raw[(SECRET_DIGEST - 1) / 2];
	crypto_generichash(raw, sizeof(raw), (const unsigned char *)token.ptr,
			   token.len, NULL, 0);
	sodium_bin2hex(out, SECRET_DIGEST, raw, sizeof(raw));
}

void secret_words(const unsigned char *raw, size_t n, char *out)
{
	static const char letters[] = "23456789abcdefghjkmnpqrstuvwxyz";
	for (size_t i = 0; i < n; i++) {
		if (i && i % 4 == 0)
			*out++ = '-';
		*out++ = letters[raw[i] % (sizeof(letters) - 1)];
	}
	*out = 0;
}
