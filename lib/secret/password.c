#include "secret/secret.h"

#include <sodium.h>

#define HASH_BYTES 32

/* sodium_init chooses the fastest code once; later calls do nothing. */
static bool ready(void)
{
	return sodium_init() >= 0;
}

static void add_base64(char *out, size_t room, const unsigned char *p,
		       size_t len)
{
	size_t at = strlen(out);
	sodium_bin2base64(out + at, room - at, p, len,
			  sodium_base64_VARIANT_ORIGINAL_NO_PADDING);
}

enum rc password_hash(struct str password, const unsigned char salt[HASH_SALT],
		      struct hash_cost cost, char out[HASH_TEXT],
		      struct err *err)
{
	static_assert(HASH_SALT == crypto_pwhash_argon2id_SALTBYTES,
		      "salt of libsodium");
	unsigned char raw[HASH_BYTES];
	if (!ready() ||
	    crypto_pwhash_argon2id(raw, sizeof(raw), password.ptr, password.len,
				   salt, cost.passes,
				   (size_t)cost.memory_kib * 1024,
				   crypto_pwhash_argon2id_ALG_ARGON2ID13))
		return err_set(err, E_NOMEM,
			       "could not hash a password with %" PRIu32 " KiB",
			       cost.memory_kib);
	snprintf(out, HASH_TEXT,
		 "$argon2id$v=19$m=%" PRIu32 ",t=%" PRIu32 ",p=1$",
		 cost.memory_kib, cost.passes);
	add_base64(out, HASH_TEXT - 1, salt, HASH_SALT);
	size_t at = strlen(out);
	out[at] = '$';
	out[at + 1] = 0;
	add_base64(out, HASH_TEXT, raw, sizeof(raw));
	secret_wipe(raw, sizeof(raw));
	return OK;
}

bool password_matches(const char *hash, struct str password)
{
	return ready() && !crypto_pwhash_argon2id_str_verify(hash, password.ptr,
							     password.len);
}

bool password_outdated(const char *hash, struct hash_cost cost)
{
	return crypto_pwhash_argon2id_str_needs_rehash(
		       hash, cost.passes, (size_t)cost.memory_kib * 1024) != 0;
}
