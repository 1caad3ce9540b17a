/* Streams of packed bytes, lines out of them, and sorting in little memory. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <zlib.h>
#include <zstd.h>

#include "base/buf.h"
#include "base/lines.h"
#include "base/sorter.h"

static struct buf gzip(struct str s)
{
	struct buf b;
	z_stream z = {.next_in = (Bytef *)(uintptr_t)s.ptr,
		      .avail_in = (uInt)s.len};
	buf_init(&b, (size_t)1 << 28);
	size_t room = s.len / 2 + 65536;
	assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 8, 0), Z_OK);
	z.next_out = (Bytef *)buf_reserve(&b, room);
	z.avail_out = (uInt)room;
	assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
	buf_advance(&b, z.total_out);
	deflateEnd(&z);
	return b;
}

static struct buf zstd(struct str s)
{
	struct buf b;
	buf_init(&b, (size_t)1 << 28);
	size_t room = ZSTD_compressBound(s.len);
	char *to = buf_reserve(&b, room);
	ZSTD_CCtx *c = ZSTD_createCCtx();
	ZSTD_CCtx_setParameter(c, ZSTD_c_checksumFlag, 1); /* as zstd(1) does */
	size_t n = ZSTD_compress2(c, to, room, s.ptr, s.len);
	assert_false(ZSTD_isError(n));
	ZSTD_freeCCtx(c);
	buf_advance(&b, n);
	return b;
}

/* All of a stream, in pieces of `step` bytes. */
static enum rc read_all(struct str bytes, const char *name, size_t step,
			struct buf *out, struct err *err)
{
	struct packed *p = NULL;
	char piece[4096];
	size_t got = 1;
	enum rc rc = packed_bytes(bytes, name, &p, err);
	while (!rc && got) {
		rc = packed_read(p, piece, step, &got, err);
		buf_add(out, piece, got);
	}
	packed_close(p);
	return rc;
}

static void gives_back_what_went_in(void **state)
{
	(void)state;
	struct buf text, out;
	buf_init(&text, 1u << 22);
	for (int i = 0; i < 20000; i++)
		buf_printf(&text, "line %d of some claims\n", i * 7);
	struct buf packed[3] = {text, gzip(buf_view(&text)),
				zstd(buf_view(&text))};
	static const size_t steps[] = {1, 7, 4096};
	for (size_t i = 0; i < 3; i++)
		for (size_t k = 0; k < 3; k++) {
			buf_init(&out, 1u << 22);
			assert_int_equal(read_all(buf_view(&packed[i]), "x",
						  steps[k], &out, NULL),
					 OK);
			assert_true(str_eq(buf_view(&out), buf_view(&text)));
			buf_release(&out);
		}
	for (size_t i = 0; i < 3; i++)
		buf_release(&packed[i]);
}

enum damage { TWICE, CUT, GARBAGE, ZEROS, FLIPPED, EMPTY };

static void damages(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		enum damage damage;
		bool zstd;
		enum rc rc;
		const char *says;
	} rows[] = {
		{"gzip, two members", TWICE, false, OK, ""},
		{"zstd, two frames", TWICE, true, OK, ""},
		{"gzip cut short", CUT, false, E_FORMAT, "it ends too early"},
		{"zstd cut short", CUT, true, E_FORMAT, "it ends too early"},
		{"gzip and then text", GARBAGE, false, E_FORMAT,
		 "after its end there is something else"},
		{"zstd and then text", GARBAGE, true, E_FORMAT,
		 "after its end there is something else"},
		{"gzip padded with zeros", ZEROS, false, OK, ""},
		{"gzip changed", FLIPPED, false, E_FORMAT, "is damaged"},
		{"zstd changed", FLIPPED, true, E_FORMAT, "is damaged"},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		const struct str text =
			STR("record_id,person_id\nR1,P1\nR2,P2\n");
		struct buf b = rows[i].zstd ? zstd(text) : gzip(text), out;
		struct err err = {0};
		size_t n = b.len;
		if (rows[i].damage == TWICE) {
			struct buf c = rows[i].zstd ? zstd(text) : gzip(text);
			buf_str(&b, buf_view(&c));
			buf_release(&c);
		} else if (rows[i].damage == CUT) {
			b.len -= 6;
		} else if (rows[i].damage == GARBAGE) {
			buf_text(&b, "and more");
		} else if (rows[i].damage == ZEROS) {
			buf_add(&b, "\0\0\0\0\0\0\0", 7);
		} else {
			b.ptr[n / 2] = (char)~b.ptr[n / 2];
		}
		buf_init(&out, 1u << 20);
		enum rc rc = read_all(buf_view(&b), "x", 4096, &out, &err);
		if (rc != rows[i].rc || !strstr(err.text, rows[i].says))
			fail_msg("%s: rc %d, \"%s\"", rows[i].name, rc,
				 err.text);
		if (!rc &&
		    out.len != text.len * (rows[i].damage == TWICE ? 2 : 1))
			fail_msg("%s: %zu bytes", rows[i].name, out.len);
		buf_release(&b);
		buf_release(&out);
	}
}

static void refuses(void **state)
{
	(void)state;
	static const struct {
		const char *name, *bytes, *says;
	} rows[] = {
		{"a.csv.gz", "record_id", "it is not gzip although its name"},
		{"a.csv.zst", "record_id", "it is not zstd although its name"},
		{"a.csv", "PK\x03\x04xx", "zip or spreadsheet"},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct packed *p = NULL;
		struct err err = {0};
		assert_int_equal(packed_bytes(str_from(rows[i].bytes),
					      rows[i].name, &p, &err),
				 E_FORMAT);
		assert_non_null(strstr(err.text, rows[i].says));
	}
}

/* A gigabyte of zeros in a few kilobytes, or in a megabyte. */
static void stops_at_a_bomb(void **state)
{
	(void)state;
	const size_t n = (size_t)80 << 20;
	char *zero = calloc(1, n);
	assert_non_null(zero);
	for (int z = 0; z < 2; z++) {
		struct buf b = z ? zstd((struct str){zero, n})
				 : gzip((struct str){zero, n});
		struct packed *p = NULL;
		struct err err = {0};
		char piece[65536];
		size_t got = 1, all = 0;
		enum rc rc = packed_bytes(buf_view(&b), "x", &p, &err);
		while (!rc && got) {
			rc = packed_read(p, piece, sizeof(piece), &got, &err);
			all += got;
		}
		assert_int_equal(rc, E_LIMIT);
		assert_non_null(strstr(err.text, "times its size"));
		assert_true(all <= PACKED_FREE + sizeof(piece));
		packed_close(p);
		buf_release(&b);
	}
	free(zero);
}

/* ------------------------------------------------------------------- lines */

static void cuts_lines(void **state)
{
	(void)state;
	static const struct {
		const char *name, *in, *lines; /* separated by '|' */
		bool quoted;
	} rows[] = {
		{"plain", "a\nb\n", "1:a|2:b|", false},
		{"no last line end", "a\nb", "1:a|2:b|", false},
		{"CRLF and an empty line", "a\r\n\r\nb\r\n", "1:a|2:|3:b|",
		 false},
		{"byte order mark",
		 "\xef\xbb\xbf"
		 "a\n",
		 "1:a|", false},
		{"nothing", "", "", false},
		{"too long", "0123456789abc\nb\n", "1:01234567!|2:b|", false},
		{"too long at the end", "a\n0123456789abc", "1:a|2:01234567!|",
		 false},
		{"quoted line end", "\"a\nb\"\nc\n", "1:\"a\nb\"|3:c|", true},
		{"quote never closed", "\"a\nb\n", "1:\"a!|2:b|", true},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		struct packed *p = NULL;
		struct lines l;
		struct buf got;
		buf_init(&got, 4096);
		assert_int_equal(
			packed_bytes(str_from(rows[i].in), "x", &p, NULL), OK);
		assert_int_equal(lines_over(&l, p, 8, rows[i].quoted, NULL),
				 OK);
		while (!lines_next(&l, NULL)) {
			buf_printf(&got, "%d:", (int)l.line);
			buf_add(&got, l.text, l.len);
			buf_text(&got, l.is_long ? "!|" : "|");
		}
		if (!str_is(buf_view(&got), rows[i].lines))
			fail_msg("%s: %.*s", rows[i].name, (int)got.len,
				 got.ptr);
		lines_close(&l);
		buf_release(&got);
	}
}

/* A line longer than what is read at once, and what follows it. */
static void passes_over_long_lines(void **state)
{
	(void)state;
	struct buf b;
	struct packed *p = NULL;
	struct lines l;
	buf_init(&b, 4u << 20);
	for (int i = 0; i < 3000000; i++)
		buf_char(&b, 'x');
	buf_text(&b, "\nafter\n");
	assert_int_equal(packed_bytes(buf_view(&b), "x", &p, NULL), OK);
	assert_int_equal(lines_over(&l, p, 100, false, NULL), OK);
	assert_int_equal(lines_next(&l, NULL), OK);
	assert_true(l.is_long && l.len == 100 && l.text[99] == 'x');
	assert_int_equal(lines_next(&l, NULL), OK);
	assert_true(!l.is_long && l.line == 2 && l.len == 5);
	assert_int_equal(lines_next(&l, NULL), E_NOT_FOUND);
	lines_close(&l);
	buf_release(&b);
}

/* ------------------------------------------------------------------ sorting */

/* Whatever the memory, and so the number of pieces: keys in order, records of
 * a key in the order in which they came. */
static void sorts(void **state)
{
	(void)state;
	static const size_t memory[] = {4096, 20000, 1u << 24};
	for (size_t m = 0; m < countof(memory); m++) {
		struct sorter *s = NULL;
		uint32_t seed = 7, last_key = 0, last_i = 0;
		struct str key, record;
		assert_int_equal(sorter_new("/tmp", memory[m], &s, NULL), OK);
		for (uint32_t i = 0; i < 5000; i++) {
			char k[16];
			seed = seed * 1664525u + 1013904223u;
			snprintf(k, sizeof(k), "%04u", seed >> 22);
			assert_int_equal(sorter_add(s, str_from(k),
						    (struct str){(char *)&i, 4},
						    NULL),
					 OK);
		}
		size_t n = 0;
		for (; !sorter_next(s, &key, &record, NULL); n++) {
			int64_t k;
			uint32_t i;
			assert_true(str_to_int(key, &k));
			memcpy(&i, record.ptr, 4);
			assert_true(k > last_key ||
				    (k == last_key && (!n || i > last_i)));
			last_key = (uint32_t)k;
			last_i = i;
		}
		assert_int_equal(n, 5000);
		sorter_free(s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(gives_back_what_went_in),
		cmocka_unit_test(damages),
		cmocka_unit_test(refuses),
		cmocka_unit_test(stops_at_a_bomb),
		cmocka_unit_test(cuts_lines),
		cmocka_unit_test(passes_over_long_lines),
		cmocka_unit_test(sorts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
