#include "secret/secret.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

/* RFC 6238 appendix B, SHA1, the last six of its eight digits. */
static const char rfc_secret[] = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
static const struct {
	int64_t at_s;
	const char *code;
} vectors[] = {
	{59, "287082"},         {1111111109, "081804"},
	{1111111111, "050471"}, {1234567890, "005924"},
	{2000000000, "279037"}, {INT64_C(20000000000), "353130"},
};

static void codes_of_the_rfc(void **state)
{
	(void)state;
	char code[7];
	for (size_t i = 0; i < countof(vectors); i++) {
		assert_true(totp_code(str_from(rfc_secret),
				      vectors[i].at_s / TOTP_STEP_S, code));
		assert_string_equal(code, vectors[i].code);
	}
}

static const struct {
	const char *name, *code;
	int64_t clock_s, last, step;
} finds[] = {
	{"in its own step", "081804", 1111111109, 0, 37037036},
	{"one step late", "081804", 1111111109 + 30, 0, 37037036},
	{"one step early", "081804", 1111111109 - 30, 0, 37037036},
	{"two steps late", "081804", 1111111109 + 60, 0, 0},
	{"two steps early", "081804", 1111111109 - 60, 0, 0},
	{"used already", "081804", 1111111109, 37037036, 0},
	{"older than the one used", "081804", 1111111109, 37037037, 0},
	{"wrong", "081805", 1111111109, 0, 0},
	{"seven digits", "0818040", 1111111109, 0, 0},
	{"nothing", "", 1111111109, 0, 0},
	{"a letter", "08180a", 1111111109, 0, 0},
};

static void a_code_is_good_once_and_soon(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(finds); i++) {
		int64_t step =
			totp_find(str_from(rfc_secret), str_from(finds[i].code),
				  finds[i].clock_s, finds[i].last);
		if (step != finds[i].step)
			fail_msg("%s: step %" PRId64, finds[i].name, step);
	}
}

static void secrets_that_are_none(void **state)
{
	(void)state;
	static const char *const bad[] = {
		"",
		"GEZDGNBVGY3TQOJ",
		"GEZDGNBVGY3TQOJ1",
		"gezdgnbvgy3tqojqgezdgnbvgy3tqojq",
		"GEZDGNBVGY3TQOJQ GEZDGNBVGY3TQOJQ",
		("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGEZDGNBVGY3TQ"
		 "O"
		 "JQA"),
	};
	char code[7];
	for (size_t i = 0; i < countof(bad); i++)
		if (totp_code(str_from(bad[i]), 1, code))
			fail_msg("\"%s\" made a code", bad[i]);
}

/* The oracle: oathtool, of another hand. */
static void codes_of_oathtool(void **state)
{
	(void)state;
	if (system("command -v oathtool >/dev/null")) {
		print_message("SKIP: oathtool is not installed\n");
		skip();
	}
	for (unsigned i = 1; i <= 12; i++) {
		unsigned char raw[TOTP_RAW];
		char text[TOTP_TEXT], mine[7], theirs[16] = "", line[160];
		for (size_t k = 0; k < TOTP_RAW; k++)
			raw[k] = (unsigned char)(i * 37 + k * k * 11 + i * k);
		int64_t at_s = INT64_C(1700000000) + (int64_t)i * 98765431;
		totp_text(raw, text);
		assert_true(totp_code(str_from(text), at_s / 30, mine));
		snprintf(line, sizeof(line),
			 "oathtool --totp -b --now='@%" PRId64 "' %s", at_s,
			 text);
		FILE *p = popen(line, "r");
		assert_non_null(p);
		assert_non_null(fgets(theirs, sizeof(theirs), p));
		assert_int_equal(pclose(p), 0);
		theirs[strcspn(theirs, "\n")] = 0;
		assert_string_equal(mine, theirs);
	}
}

/* ---- sealing */

static void a_seal_opens_in_its_place_alone(void **state)
{
	(void)state;
	static const unsigned char raw[2][SEAL_KEY] = {"one", "another"};
	static const unsigned char nonce[SEAL_NONCE] = "never twice";
	struct seal_key k[2];
	char sealed[SEALED], again[SEALED], clear[SEAL_MOST + 1];
	seal_key_of(raw[0], &k[0]);
	seal_key_of(raw[1], &k[1]);
	assert_string_not_equal(k[0].id, k[1].id);
	seal(&k[0], STR("GEZDGNBVGY3TQOJQ"), STR("totp 1"), nonce, sealed);
	assert_true(seal_is(str_from(sealed)));
	assert_null(strstr(sealed, "GEZD"));
	assert_true(unseal(&k[0], str_from(sealed), STR("totp 1"), clear));
	assert_string_equal(clear, "GEZDGNBVGY3TQOJQ");
	assert_false(unseal(&k[0], str_from(sealed), STR("totp 2"), clear));
	assert_string_equal(clear, "");
	assert_false(unseal(&k[1], str_from(sealed), STR("totp 1"), clear));
	/* each letter counts, and each length */
	for (size_t i = 0; sealed[i]; i++) {
		memcpy(again, sealed, sizeof(again));
		again[i] = again[i] == 'A' ? 'E' : 'A';
		if (unseal(&k[0], str_from(again), STR("totp 1"), clear))
			fail_msg("letter %zu may be changed", i);
		if (unseal(&k[0], (struct str){sealed, i}, STR("totp 1"),
			   clear))
			fail_msg("the first %zu letters open", i);
	}
	assert_false(seal_is(STR("GEZDGNBVGY3TQOJQ")));
}

static void the_longest_secret_is_sealed(void **state)
{
	(void)state;
	static const unsigned char raw[SEAL_KEY] = "one",
				   nonce[SEAL_NONCE] = "";
	struct seal_key k;
	char most[SEAL_MOST + 1], sealed[SEALED], clear[SEAL_MOST + 1];
	seal_key_of(raw, &k);
	memset(most, 'A', SEAL_MOST);
	most[SEAL_MOST] = 0;
	seal(&k, str_from(most), STR(""), nonce, sealed);
	assert_true(unseal(&k, str_from(sealed), STR(""), clear));
	assert_string_equal(clear, most);
	/* longer than ours ever are */
	char longer[SEALED + 80];
	snprintf(longer, sizeof(longer),
		 "%sAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", sealed);
	assert_false(unseal(&k, str_from(longer), STR(""), clear));
}

static const struct hash_cost cheap = {64, 1}; /* KiB, pass: for the test */

static void a_hash_matches_its_password_alone(void **state)
{
	(void)state;
	unsigned char salt[HASH_SALT] = {1, 2, 3};
	char hash[HASH_TEXT], other[HASH_TEXT];
	struct err err = {0};
	assert_int_equal(password_hash(STR("cavallo graffetta"), salt, cheap,
				       hash, &err),
			 OK);
	assert_memory_equal(hash, "$argon2id$v=19$m=64,t=1,p=1$", 28);
	assert_true(password_matches(hash, STR("cavallo graffetta")));
	assert_false(password_matches(hash, STR("cavallo graffettA")));
	assert_false(password_matches(hash, STR("")));
	assert_false(password_matches("", STR("")));
	assert_false(password_matches("nonsense", STR("cavallo graffetta")));
	assert_false(password_outdated(hash, cheap));
	assert_true(password_outdated(hash, (struct hash_cost){128, 1}));
	assert_true(password_outdated(hash, (struct hash_cost){64, 2}));
	salt[0] = 9;
	assert_int_equal(password_hash(STR("cavallo graffetta"), salt, cheap,
				       other, &err),
			 OK);
	assert_string_not_equal(hash, other);
}

static const struct {
	const char *password;
	enum password_fault fault;
} passwords[] = {
	{"", PASSWORD_SHORT},
	{"undici-char", PASSWORD_SHORT},
	{"cavallo corretto", PASSWORD_FINE},
	{"tre gatti sul tetto", PASSWORD_FINE},
	{"xK9#mQ2$vL5@", PASSWORD_FINE},
	{"\xc3\xa8 gi\xc3\xa0 primavera", PASSWORD_FINE},
	{"\xf0\x9f\x90\x88 sul tetto che scotta", PASSWORD_FINE},
	{"719304286155", PASSWORD_FINE},
	{"123456789012", PASSWORD_COMMON},
	{"111111111111", PASSWORD_COMMON},
	{"121212121212", PASSWORD_COMMON},
	{"abcabcabcabc", PASSWORD_COMMON},
	{"password1234", PASSWORD_COMMON},
	{"Password!2026", PASSWORD_COMMON},
	{"passwordpassword", PASSWORD_COMMON},
	{"Juventus1897!", PASSWORD_COMMON},
	{"qwertyuiop12", PASSWORD_COMMON},
	{"asdfghjkl;'1", PASSWORD_COMMON},
	{"abcdefghijkl", PASSWORD_COMMON},
	{"2026ciao2026!", PASSWORD_COMMON},
	{"Prossima2026", PASSWORD_COMMON},
	{"mrossi1958!!", PASSWORD_PERSONAL},
	{"MariaRossi58", PASSWORD_PERSONAL},
	{"Rossi Maria Rossi", PASSWORD_PERSONAL},
	{"rossi mangia le mele", PASSWORD_FINE},
	{"due\nrighe di testo", PASSWORD_UNREADABLE},
	{"non \xff utf otto 12", PASSWORD_UNREADABLE},
};

static void passwords_are_judged(void **state)
{
	(void)state;
	const struct str personal[] = {STR("mrossi"), STR("Maria"),
				       STR("Rossi")};
	char longest[PASSWORD_BYTES + 2];
	for (size_t i = 0; i < countof(passwords); i++) {
		enum password_fault fault =
			password_check(str_from(passwords[i].password), 12,
				       personal, countof(personal));
		if (fault != passwords[i].fault)
			fail_msg("\"%s\": %d", passwords[i].password,
				 (int)fault);
	}
	for (size_t i = 0; i < sizeof(longest); i++)
		longest[i] = (char)('a' + i * i % 23);
	struct str s = {longest, PASSWORD_BYTES};
	assert_int_equal(password_check(s, 12, NULL, 0), PASSWORD_FINE);
	s.len++;
	assert_int_equal(password_check(s, 12, NULL, 0), PASSWORD_LONG);
}

static void tokens_and_words(void **state)
{
	(void)state;
	unsigned char raw[SECRET_RAW];
	char token[SECRET_TOKEN], words[32];
	memset(raw, 0xff, sizeof(raw));
	secret_token(raw, token);
	assert_int_equal(strlen(token), 43);
	assert_string_equal(token,
			    "__________________________________________8");
	memset(raw, 0, sizeof(raw));
	secret_words(raw, 12, words);
	assert_string_equal(words, "2222-2222-2222");
	assert_true(secret_equal(STR("abc"), STR("abc")));
	assert_false(secret_equal(STR("abc"), STR("abd")));
	assert_false(secret_equal(STR("abc"), STR("ab")));
	assert_true(secret_equal(STR(""), STR("")));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(codes_of_the_rfc),
		cmocka_unit_test(a_code_is_good_once_and_soon),
		cmocka_unit_test(secrets_that_are_none),
		cmocka_unit_test(codes_of_oathtool),
		cmocka_unit_test(a_seal_opens_in_its_place_alone),
		cmocka_unit_test(the_longest_secret_is_sealed),
		cmocka_unit_test(a_hash_matches_its_password_alone),
		cmocka_unit_test(passwords_are_judged),
		cmocka_unit_test(tokens_and_words),
	};
	return cmocka_run_group_tests_name("secret", tests, NULL, NULL);
}
