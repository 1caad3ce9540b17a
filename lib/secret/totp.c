/* RFC 4226 and 6238, with the defaults that every authenticator app knows. */
#include "secret/secret.h"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#define SECRET_MOST 40 /* bytes; 64 characters of base32 */

static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

void totp_text(const unsigned char raw[TOTP_RAW], char out[TOTP_TEXT])
{
	uint32_t bits = 0;
	int n_bit = 0;
	for (size_t i = 0; i < TOTP_RAW; i++) {
		bits = bits << 8 | raw[i];
		for (n_bit += 8; n_bit >= 5; n_bit -= 5)
			*out++ = base32[bits >> (n_bit - 5) & 31];
	}
	*out = 0;
}

static bool secret_bytes(struct str s, unsigned char *out, size_t *len)
{
	uint32_t bits = 0;
	int n_bit = 0;
	*len = 0;
	if (s.len < 16 || s.len > 64)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		const char *at = s.ptr[i] ? strchr(base32, s.ptr[i]) : NULL;
		if (!at)
			return false;
		bits = bits << 5 | (uint32_t)(at - base32);
		n_bit += 5;
		if (n_bit >= 8) {
			n_bit -= 8;
			out[(*len)++] = (unsigned char)(bits >> n_bit);
		}
	}
	return true;
}

bool totp_code(struct str secret, int64_t step, char out[7])
{
	unsigned char key[SECRET_MOST], count[8], mac[EVP_MAX_MD_SIZE];
	unsigned mac_len = 0;
	size_t key_len;
	if (step < 0 || !secret_bytes(secret, key, &key_len))
		return false;
	for (int i = 7, s = 0; i >= 0; i--, s += 8)
		count[i] = (unsigned char)(step >> s);
	bool made = HMAC(EVP_sha1(), key, (int)key_len, count, sizeof(count),
			 mac, &mac_len) != NULL;
	secret_wipe(key, sizeof(key));
	if (!made)
		return false;
	const unsigned char *p = mac + (mac[mac_len - 1] & 15);
	uint32_t n = (uint32_t)(p[0] & 127) << 24 | (uint32_t)p[1] << 16 |
		     (uint32_t)p[2] << 8 | p[3];
	snprintf(out, 7, "%06" PRIu32, n % 1000000);
	return true;
}

int64_t totp_find(struct str secret, struct str code, int64_t clock_s,
		  int64_t last_step)
{
	int64_t now = clock_s / TOTP_STEP_S, found = 0;
	char want[7];
	for (int64_t step = now - 1; step <= now + 1; step++)
		if (step > last_step && totp_code(secret, step, want) &&
		    secret_equal(code, str_from(want)))
			found = step;
	return found;
}
