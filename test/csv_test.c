/* Comma separated values: the cases of RFC 4180 and the broken ones. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "csv/csv.h"

/* What the reader gives, written as [a|b|c] a record, line before it; an error
 * as {line: cause}. */
static void trace(struct buf *out, struct str in)
{
	struct csv c;
	struct err err = {0};
	csv_init(&c, in);
	for (enum rc rc; (rc = csv_next(&c, &err)) != E_NOT_FOUND;) {
		if (rc) {
			buf_printf(out, "{%d: %s}", (int)c.line, err.text);
			continue;
		}
		buf_printf(out, "%d[", (int)c.line);
		for (size_t i = 0; i < c.n; i++) {
			if (i)
				buf_char(out, '|');
			buf_str(out, c.field[i]);
		}
		buf_char(out, ']');
	}
	csv_release(&c);
}

static void reads(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		struct str in;
		const char *out;
	} rows[] = {
		{"nothing", STR_INIT(""), ""},
		{"one record", STR_INIT("a,b\n"), "1[a|b]"},
		{"no line end", STR_INIT("a,b"), "1[a|b]"},
		{"CRLF", STR_INIT("a,b\r\nc,d\r\n"), "1[a|b]2[c|d]"},
		{"last CR", STR_INIT("a,b\r"), "1[a|b]"},
		{"empty fields", STR_INIT(",,\n"), "1[||]"},
		{"empty line", STR_INIT("\na\n"), "1[]2[a]"},
		{"quoted", STR_INIT("\"a,b\",\"\"\n"), "1[a,b|]"},
		{"doubled quotes", STR_INIT("\"a\"\"b\",\"\"\"\"\n"),
		 "1[a\"b|\"]"},
		{"line end inside", STR_INIT("\"a\nb\",c\nd\n"),
		 "1[a\nb|c]3[d]"},
		{"quote inside a plain field", STR_INIT("a\"b,c\n"),
		 "1[a\"b|c]"},
		{"open quote", STR_INIT("\"a,b\nc,d\n"),
		 "{1: quote that is never closed}2[c|d]"},
		{"open quote at the end", STR_INIT("a\n\"b"),
		 "1[a]{2: quote that is never closed}"},
		{"text after quote", STR_INIT("\"a\"b,c\nd\n"),
		 "{1: text after a closing quote}2[d]"},
		{"lone CR", STR_INIT("a\rb,c\nd\n"),
		 "{1: carriage return without line feed}2[d]"},
		{"NUL", STR_INIT("a\0b\nc\n"), "{1: NUL byte}2[c]"},
		{"NUL in quotes", STR_INIT("\"a\0b\"\nc\n"),
		 "{1: NUL byte}2[c]"},
		{"bytes above 127", STR_INIT("Cant\xc3\xb9,\xff\n"),
		 "1[Cant\xc3\xb9|\xff]"},
	};
	struct buf out;
	buf_init(&out, 1000);
	for (size_t i = 0; i < countof(rows); i++) {
		buf_reset(&out);
		trace(&out, rows[i].in);
		if (!str_is(buf_view(&out), rows[i].out))
			fail_msg("%s: " STR_FMT, rows[i].name,
				 STR_ARG(buf_view(&out)));
	}
	buf_release(&out);
}

static void counts_too_many_fields(void **state)
{
	(void)state;
	struct csv c;
	char in[201];
	memset(in, ',', sizeof(in));
	csv_init(&c, (struct str){in, 200});
	assert_int_equal(csv_next(&c, NULL), OK);
	assert_int_equal(c.n, 201);
	csv_release(&c);
}

/* A record of more than half a MiB in quotes: refused, and the views of the
 * one before it never move. */
static void bounds_a_quoted_field(void **state)
{
	(void)state;
	struct buf b;
	struct csv c;
	struct err err = {0};
	buf_init(&b, 4u << 20);
	buf_text(&b, "\"x\"\"y\",\"");
	for (int i = 0; i < 300000; i++)
		buf_text(&b, "\"\"");
	buf_text(&b, "\"\nnext\n");
	csv_init(&c, buf_view(&b));
	assert_int_equal(csv_next(&c, &err), E_FORMAT);
	assert_non_null(strstr(err.text, "512 KiB"));
	assert_int_equal(csv_next(&c, &err), OK);
	assert_true(str_is(c.field[0], "next"));
	csv_release(&c);
	buf_release(&b);
}

static void writes_what_it_reads(void **state)
{
	(void)state;
	static const char *const fields[] = {"a",    "",      "a,b", "\"",
					     "a\"b", "a\r\n", "\n",  " x "};
	struct str row[countof(fields)];
	struct buf b;
	struct csv c;
	for (size_t i = 0; i < countof(fields); i++)
		row[i] = str_from(fields[i]);
	buf_init(&b, 1000);
	csv_put_row(&b, row, countof(row));
	csv_init(&c, buf_view(&b));
	assert_int_equal(csv_next(&c, NULL), OK);
	assert_int_equal(c.n, countof(row));
	for (size_t i = 0; i < countof(row); i++)
		if (!str_eq(c.field[i], row[i]))
			fail_msg("field %zu", i);
	assert_int_equal(csv_next(&c, NULL), E_NOT_FOUND);
	csv_release(&c);
	buf_release(&b);
}

/* What a spreadsheet gets: never a formula, an empty cell that shows. */
static void cells_of_a_sheet(void **state)
{
	static const char *const cells[] = {"a b", "",    "=1+1", "+39", "-2",
					    "@x",  "\tx", "1,5",  "q\"q"};
	struct buf b;
	(void)state;
	buf_init(&b, 4096);
	buf_text(&b, "head\r\n");
	for (size_t i = 0; i < countof(cells); i++)
		csv_put_cell(&b, str_from(cells[i]));
	buf_char(&b, '\0');
	assert_string_equal(b.ptr, "head\r\na b,\"\",\"'=1+1\",\"'+39\","
				   "\"'-2\",\"'@x\",\"'\tx\",\"1,5\","
				   "\"q\"\"q\"");
	buf_release(&b);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads),
		cmocka_unit_test(counts_too_many_fields),
		cmocka_unit_test(bounds_a_quoted_field),
		cmocka_unit_test(writes_what_it_reads),
		cmocka_unit_test(cells_of_a_sheet),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
