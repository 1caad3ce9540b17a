/* The JSON writer: commas, escapes, exact numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "json/json.h"

static void writes(void **state)
{
	(void)state;
	struct buf b;
	struct json j;
	struct date d;
	assert_int_equal(date_parse(STR("2026-01-05"), &d, NULL), OK);
	buf_init(&b, 1000);
	json_init(&j, &b);
	json_object(&j);
	json_put_str(&j, "text", STR("a\"b\\c\n\t\x01 \xc3\xb9/"));
	json_put_int(&j, "least", INT64_MIN);
	json_key(&j, "dose");
	json_decimal(&j, 12500, 4);
	json_put_bool(&j, "yes", true);
	json_put_date(&j, "on", d);
	json_put_date(&j, "no_end", DATE_MAX);
	json_key(&j, "empty");
	json_array(&j);
	json_array_end(&j);
	json_key(&j, "list");
	json_array(&j);
	json_int(&j, 1);
	json_object(&j);
	json_object_end(&j);
	json_null(&j);
	json_array(&j);
	json_str(&j, STR(""));
	json_array_end(&j);
	json_array_end(&j);
	json_put_str(&j, "after", (struct str){NULL, 0});
	json_object_end(&j);
	const char *want =
		"{\"text\":\"a\\\"b\\\\c\\n\\u0009\\u0001 \xc3\xb9/\","
		"\"least\":-9223372036854775808,\"dose\":1.25,\"yes\":true,"
		"\"on\":\"2026-01-05\",\"no_end\":null,\"empty\":[],"
		"\"list\":[1,{},null,[\"\"]],\"after\":\"\"}";
	if (!str_is(buf_view(&b), want))
		fail_msg(STR_FMT, STR_ARG(buf_view(&b)));
	buf_release(&b);
}

static void nests_to_the_bound(void **state)
{
	(void)state;
	struct buf b;
	struct json j;
	buf_init(&b, 1000);
	json_init(&j, &b);
	for (int i = 0; i < JSON_MAX_DEPTH - 1; i++)
		json_array(&j);
	for (int i = 0; i < JSON_MAX_DEPTH - 1; i++)
		json_array_end(&j);
	assert_int_equal(b.len, 2 * (JSON_MAX_DEPTH - 1));
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes),
		cmocka_unit_test(nests_to_the_bound),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
