/* The JSON reader: what it takes, what it refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "json/json_value.h"

static void accepts_and_refuses(void **state)
{
	(void)state;
	static const struct {
		const char *text;
		enum rc rc;
	} rows[] = {
		{"{}", OK},
		{" [1, -2.5e3, true, false, null, \"a\"] ", OK},
		{"{\"a\":{\"b\":[{}]}}", OK},
		{"\"\\u00e8 \\ud83d\\ude00\"", OK},
		{"", E_FORMAT},
		{"{", E_FORMAT},
		{"[1,]", E_FORMAT},
		{"{\"a\":1,}", E_FORMAT},
		{"{\"a\" 1}", E_FORMAT},
		{"{\"a\":1,\"a\":2}", E_FORMAT},
		{"01", E_FORMAT},
		{"1.", E_FORMAT},
		{"1e", E_FORMAT},
		{"tru", E_FORMAT},
		{"\"\\x\"", E_FORMAT},
		{"\"\\ud83d\"", E_FORMAT},
		{"\"\\", E_FORMAT},
		{"\"a\nb\"", E_FORMAT},
		{"\"\xff\"", E_FORMAT},
		{"1 2", E_FORMAT},
		{"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[1", E_FORMAT},
	};
	struct arena a;
	arena_init(&a, 1u << 20);
	for (size_t i = 0; i < countof(rows); i++) {
		struct json_value *v;
		struct err err = {0};
		enum rc rc = json_parse(str_from(rows[i].text), &a, &v, &err);
		if (rc != rows[i].rc)
			fail_msg("%s: rc %d %s", rows[i].text, rc, err.text);
	}
	arena_release(&a);
}

static void reads_values(void **state)
{
	(void)state;
	struct arena a;
	struct json_value *v;
	arena_init(&a, 1u << 20);
	assert_int_equal(
		json_parse(STR("{\"n\":12,\"d\":0.33,\"s\":\"a\\n\\u00e8\","
			       "\"t\":true,\"l\":[1,2,3]}"),
			   &a, &v, NULL),
		OK);
	assert_int_equal(json_get_int(v, "n", -1), 12);
	assert_int_equal(json_get_int(v, "x", -1), -1);
	assert_int_equal(json_get_decimal(v, "d", 4, 0), 3300);
	assert_true(str_is(json_get_str(v, "s"), "a\nè"));
	assert_true(json_get_bool(v, "t"));
	assert_int_equal(json_get(v, "l")->n, 3);
	assert_null(json_get(NULL, "x"));
	arena_release(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(accepts_and_refuses),
		cmocka_unit_test(reads_values),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
