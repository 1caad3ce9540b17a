/* The words of a command line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <fcntl.h>
#include <unistd.h>

#include "cmd/cmd.h"

struct words {
	const char *dir, *first, *second;
	bool json;
	int64_t n, percent_e4;
	struct date on;
};

#define MAX_WORDS 12

/* Parse with stdout and stderr put aside. */
static int parse(const char *const *in, struct words *w, bool *stop)
{
	const struct opt opts[] = {
		{"FIRST", OPT_POS, &w->first, NULL, "h", true, 0, 0},
		{"SECOND", OPT_POS, &w->second, NULL, "h", false, 0, 0},
		{"dir", OPT_STR, &w->dir, "DIR", "h", false, 0, 0},
		{"json", OPT_FLAG, &w->json, NULL, "h", false, 0, 0},
		{"n", OPT_INT, &w->n, "N", "h", false, 1, 10},
		{"dirt", OPT_DECIMAL, &w->percent_e4, "P", "h", false, 0,
		 1000000},
		{"on", OPT_DATE, &w->on, "DATE", "h", false, 0, 0},
	};
	char *argv[MAX_WORDS] = {(char *)(uintptr_t) "name"};
	int argc = 1;
	for (; in[argc - 1]; argc++)
		argv[argc] = (char *)(uintptr_t)in[argc - 1];
	fflush(stdout);
	fflush(stderr);
	int out = dup(1), err = dup(2), null = open("/dev/null", O_WRONLY);
	dup2(null, 1);
	dup2(null, 2);
	int status = opt_parse("name", "what", opts, countof(opts), argc, argv,
			       stop);
	fflush(stdout);
	fflush(stderr);
	dup2(out, 1);
	dup2(err, 2);
	close(out);
	close(err);
	close(null);
	return status;
}

static void refuses(void **state)
{
	(void)state;
	static const struct {
		const char *words[MAX_WORDS];
		int status;
		bool stop;
	} rows[] = {
		{{"a", NULL}, EXIT_DONE, false},
		{{"a", "b", NULL}, EXIT_DONE, false},
		{{"a", "--dir", "d", "--json", NULL}, EXIT_DONE, false},
		{{"--dir=d=e", "a", NULL}, EXIT_DONE, false},
		{{"a", "--n", "10", NULL}, EXIT_DONE, false},
		{{"a", "--dirt", "12.5", NULL}, EXIT_DONE, false},
		{{"-1", NULL}, EXIT_DONE, false}, /* a number is no option */
		{{"--help", NULL}, EXIT_DONE, true},
		{{"a", "-h", NULL}, EXIT_DONE, true},
		{{NULL}, EXIT_USAGE, true},
		{{"a", "b", "c", NULL}, EXIT_USAGE, true},
		{{"", NULL}, EXIT_USAGE, true},
		{{"a", "--nothing", NULL}, EXIT_USAGE, true},
		{{"a", "-x", NULL}, EXIT_USAGE, true},
		{{"a", "--", NULL}, EXIT_USAGE, true},
		{{"a", "--dir", NULL}, EXIT_USAGE, true},
		{{"a", "--dir=", NULL}, EXIT_USAGE, true},
		{{"a", "--dir", "--json", NULL}, EXIT_USAGE, true},
		{{"a", "--json=1", NULL}, EXIT_USAGE, true},
		{{"a", "--n", "0", NULL}, EXIT_USAGE, true},
		{{"a", "--n", "11", NULL}, EXIT_USAGE, true},
		{{"a", "--n", "ten", NULL}, EXIT_USAGE, true},
		{{"a", "--n", "5.0", NULL}, EXIT_USAGE, true},
		{{"a", "--dirt", "100.1", NULL}, EXIT_USAGE, true},
		{{"a", "--dirt", "1.23456", NULL}, EXIT_USAGE, true},
		{{"a", "--on", "2026-02-30", NULL}, EXIT_USAGE, true},
		{{"a", "--on", "today", NULL}, EXIT_USAGE, true},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct words w = {.n = 1};
		bool stop = false;
		int status = parse(rows[i].words, &w, &stop);
		if (status != rows[i].status || stop != rows[i].stop)
			fail_msg("row %zu: status %d, stop %d", i, status,
				 stop);
	}
}

static void takes_values(void **state)
{
	(void)state;
	static const char *const words[] = {
		"one",    "--dir=x", "--n",        "3",   "--dirt", "0.5",
		"--json", "--on",    "2026-01-05", "two", NULL};
	struct words w = {.n = 1};
	bool stop = true;
	assert_int_equal(parse(words, &w, &stop), EXIT_DONE);
	assert_false(stop);
	assert_string_equal(w.first, "one");
	assert_string_equal(w.second, "two");
	assert_string_equal(w.dir, "x");
	assert_true(w.json);
	assert_int_equal(w.n, 3);
	assert_int_equal(w.percent_e4, 5000);
	char text[11];
	assert_true(str_is(date_text(w.on, text), "2026-01-05"));
}

static void today_can_be_set(void **state)
{
	(void)state;
	char text[11];
	assert_int_equal(setenv("PROSSIMA_TODAY", "2026-03-04", 1), 0);
	assert_true(str_is(date_text(cmd_today(), text), "2026-03-04"));
	assert_true(str_is(date_text(date_in_rome(cmd_now_us()), text),
			   "2026-03-04"));
	assert_int_equal(unsetenv("PROSSIMA_TODAY"), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(refuses),
		cmocka_unit_test(takes_values),
		cmocka_unit_test(today_can_be_set),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
