/* secret - what signing on is made of: passwords, tokens, one-time codes.
 *
 * Passwords are kept as argon2id in the PHC text form, by libsodium; codes are
 * TOTP (RFC 6238: HMAC-SHA1, steps of 30 s, six digits), by libcrypto; what
 * must be read again is sealed (XChaCha20-Poly1305, libsodium). Nothing here
 * draws random bytes or reads a clock: both are parameters, so every result can
 * be repeated. The caller draws from the system (app/random.h).
 */
#ifndef SECRET_SECRET_H
#define SECRET_SECRET_H

#include "base/buf.h"

/* Equal, in a time that depends on the lengths alone. */
bool secret_equal(struct str a, struct str b);

/* Overwrite, also where the compiler thinks that nobody looks. */
void secret_wipe(void *p, size_t len);

/* ---- tokens */

#define SECRET_RAW   32 /* bytes of a token */
#define SECRET_TOKEN 44 /* as base64url, with NUL */
void secret_token(const unsigned char raw[SECRET_RAW], char out[SECRET_TOKEN]);

/* What is kept of a token that programs hold: BLAKE2b, 256 bits, in hex. Not
 * for passwords: a token has no words to guess. */
#define SECRET_DIGEST 65
void secret_digest(struct str token, char out[SECRET_DIGEST]);

/* Letters and digits that are not mistaken for others (no 0 O 1 l i), in
 * groups of four with '-' between; 4.9 bits each. `n` characters from `n` raw
 * bytes below; needs n + n / 4 bytes of room. The few raw bytes that would make
 * some letters likelier are folded: the bias is under 3 %. */
void secret_words(const unsigned char *raw, size_t n, char *out);

/* ---- passwords */

struct hash_cost {
	uint32_t memory_kib, passes; /* OWASP: 19456 and 2 */
};
#define HASH_SALT 16
#define HASH_TEXT 128
/* "$argon2id$v=19$m=19456,t=2,p=1$salt$hash". E_NOMEM without the memory. */
MUST_USE enum rc password_hash(struct str password,
			       const unsigned char salt[HASH_SALT],
			       struct hash_cost cost, char out[HASH_TEXT],
			       struct err *err);
/* Same cost whether it matches or not; false for a text that is no hash. */
bool password_matches(const char *hash, struct str password);
/* Made with another cost than today's: worth making again. */
bool password_outdated(const char *hash, struct hash_cost cost);

enum password_fault {
	PASSWORD_FINE,
	PASSWORD_SHORT,      /* under `min` characters */
	PASSWORD_LONG,       /* over PASSWORD_BYTES bytes */
	PASSWORD_UNREADABLE, /* not UTF-8, or control characters */
	PASSWORD_COMMON,     /* a common word with digits, a row of keys, ... */
	PASSWORD_PERSONAL,   /* hardly more than a name of the user */
};
#define PASSWORD_BYTES 128
/* NIST SP 800-63B 5.1.1.2 and ASVS 2.1: length and what is easily guessed; no
 * rule about kinds of characters. `personal`: login and words of the name. */
enum password_fault password_check(struct str password, size_t min,
				   const struct str *personal,
				   size_t n_personal);

/* ---- sealing: what must be read again, under a key kept elsewhere */

#define SEAL_KEY   32  /* random bytes of a key */
#define SEAL_NONCE 24  /* random bytes of one sealing, never used twice */
#define SEAL_ID    9   /* name of a key: 8 letters of hex, and NUL */
#define SEAL_MOST  64  /* bytes that can be sealed */
#define SEALED     160 /* room for the text of a seal, with NUL */

struct seal_key {
	unsigned char raw[SEAL_KEY];
	char id[SEAL_ID]; /* of a digest: tells keys apart, tells nothing */
};
void seal_key_of(const unsigned char raw[SEAL_KEY], struct seal_key *out);

/* "s1.<id of the key>.<base64url of nonce, ciphertext, tag>". `place` says
 * where the seal stands ("totp 42"): moved to another place it does not open.
 */
void seal(const struct seal_key *k, struct str secret, struct str place,
	  const unsigned char nonce[SEAL_NONCE], char out[SEALED]);
/* False, and `out` empty: made with another key or for another place, changed,
 * or no seal at all. Wipe `out` after use. */
MUST_USE bool unseal(const struct seal_key *k, struct str sealed,
		     struct str place, char out[SEAL_MOST + 1]);
bool seal_is(struct str text); /* does it look like a seal? */

/* ---- one-time codes */

#define TOTP_RAW    20 /* bytes of a secret */
#define TOTP_TEXT   33 /* in base32, with NUL */
#define TOTP_STEP_S 30

void totp_text(const unsigned char raw[TOTP_RAW], char out[TOTP_TEXT]);
/* The code of a step (seconds since 1970 / 30), six digits. False: `secret`
 * is not 16 to 64 characters of base32. */
MUST_USE bool totp_code(struct str secret, int64_t step, char out[7]);
/* The step of `code` among the present one, the one before and the one after
 * (clocks drift), later than `last_step` (a code is good once); 0: none. */
int64_t totp_find(struct str secret, struct str code, int64_t clock_s,
		  int64_t last_step);

#endif
