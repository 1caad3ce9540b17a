/* Strings, numbers, arenas, buffers, maps, digests, identifiers, threads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "base/buf.h"
#include "base/idgen.h"
#include "base/issues.h"
#include "base/map.h"
#include "base/rng.h"
#include "base/sha256.h"
#include "base/late.h"
#include "base/sha256_lanes.h"
#include "base/tree256_int.h"
#include "base/threads.h"

static void reads_decimals(void **state)
{
	(void)state;
	static const struct {
		const char *in;
		unsigned scale;
		bool right;
		int64_t out;
	} rows[] = {
		{"12.5", 2, true, 1250},
		{"12.50", 2, true, 1250},
		{"12", 2, true, 1200},
		{"-0.01", 2, true, -1},
		{"+7", 0, true, 7},
		{"0", 0, true, 0},
		{"007", 0, true, 7},
		{"12.505", 2, false, 0},
		{"12.", 2, false, 0},
		{".5", 2, false, 0},
		{"1.5", 0, false, 0},
		{"1.2.3", 4, false, 0},
		{"", 2, false, 0},
		{"-", 2, false, 0},
		{"1e3", 2, false, 0},
		{" 1", 2, false, 0},
		{"1 ", 2, false, 0},
		{"12,5", 2, false, 0},
		{"0x1", 0, false, 0},
		{"9223372036854775807", 0, true, INT64_MAX},
		{"-9223372036854775807", 0, true, -INT64_MAX},
		{"9223372036854775808", 0, false, 0},
		{"92233720368547758070", 0, false, 0},
		{"92233720368547758.07", 2, true, INT64_MAX},
		{"922337203685477580.7", 2, false, 0},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		int64_t v = 0;
		bool ok =
			str_to_decimal(str_from(rows[i].in), rows[i].scale, &v);
		if (ok != rows[i].right || v != rows[i].out)
			fail_msg("\"%s\" at %u: %d, %" PRId64, rows[i].in,
				 rows[i].scale, ok, v);
	}
}

static void reads_doubles(void **state)
{
	(void)state;
	static const struct {
		const char *in;
		bool right;
	} rows[] = {
		{"46.0341", true}, {"-1e3", true}, {"", false},
		{"nan", false},    {"inf", false}, {"0x1p3", false},
		{" 1", false},     {"\t1", false}, {"1 ", false},
		{"1..2", false},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		double v;
		if (str_to_double(str_from(rows[i].in), &v) != rows[i].right)
			fail_msg("\"%s\"", rows[i].in);
	}
}

static void knows_utf8(void **state)
{
	(void)state;
	static const struct {
		const char *name, *in;
		bool right;
	} rows[] = {
		{"empty", "", true},
		{"plain", "Cantu", true},
		{"two bytes", "Cant\xc3\xb9", true},
		{"three bytes", "\xe2\x82\xac", true},
		{"four bytes", "\xf0\x9f\x98\x80", true},
		{"the last", "\xf4\x8f\xbf\xbf", true},
		{"past the last", "\xf4\x90\x80\x80", false},
		{"Latin 1", "Cant\xf9", false},
		{"overlong slash", "\xc0\xaf", false},
		{"overlong three", "\xe0\x80\xaf", false},
		{"overlong four", "\xf0\x80\x80\xaf", false},
		{"surrogate", "\xed\xa0\x80", false},
		{"cut short", "\xe2\x82", false},
		{"stray end", "\x80", false},
		{"five bytes", "\xf8\x88\x80\x80\x80", false},
	};
	for (size_t i = 0; i < countof(rows); i++)
		if (str_is_utf8(str_from(rows[i].in)) != rows[i].right)
			fail_msg("%s", rows[i].name);
}

static void cuts_and_orders(void **state)
{
	(void)state;
	struct str rest = STR("a||b"), parts[4];
	size_t n = 0;
	while (rest.ptr)
		parts[n++] = str_cut(&rest, '|');
	assert_int_equal(n, 3);
	assert_true(str_is(parts[0], "a") && str_is(parts[1], "") &&
		    str_is(parts[2], "b"));
	assert_true(str_cmp(STR("ab"), STR("abc")) < 0);
	assert_true(str_cmp(STR("b"), STR("abc")) > 0);
	assert_true(str_cmp(STR("\xc3"), STR("z")) > 0); /* bytes */
	assert_int_equal(str_cmp(STR("x"), STR("x")), 0);
	assert_true(str_is(str_trim(STR(" \ta b\r\n ")), "a b"));
	assert_true(str_is(str_trim(STR("  ")), ""));
	assert_true(str_starts(STR("ab"), STR("")));
	assert_false(str_ends(STR("ab"), STR("cab")));
}

static void prints_numbers(void **state)
{
	(void)state;
	static const struct {
		int64_t v;
		unsigned scale;
		const char *out;
	} rows[] = {
		{1250, 2, "12.5"},
		{1200, 2, "12"},
		{-1, 2, "-0.01"},
		{0, 4, "0"},
		{INT64_MIN, 0, "-9223372036854775808"},
		{INT64_MIN, 4, "-922337203685477.5808"},
		{INT64_MAX, 18, "9.223372036854775807"},
	};
	struct buf b;
	buf_init(&b, 100);
	for (size_t i = 0; i < countof(rows); i++) {
		buf_reset(&b);
		buf_decimal(&b, rows[i].v, rows[i].scale);
		if (!str_is(buf_view(&b), rows[i].out))
			fail_msg("%s: " STR_FMT, rows[i].out,
				 STR_ARG(buf_view(&b)));
	}
	buf_reset(&b);
	buf_cents(&b, -1205);
	buf_char(&b, ' ');
	buf_cents(&b, 7);
	buf_char(&b, ' ');
	buf_int(&b, INT64_MIN);
	assert_true(str_is(buf_view(&b), "-12.05 0.07 -9223372036854775808"));
	buf_release(&b);
}

static void keeps_a_failure(void **state)
{
	(void)state;
	struct buf b;
	struct str out = STR("untouched");
	struct err err = {0};
	buf_init(&b, 8);
	buf_text(&b, "12345678");
	assert_int_equal(buf_finish(&b, &out, &err), OK);
	buf_char(&b, '9');
	out = STR("untouched");
	buf_reset(&b);
	buf_text(&b, "123456789");
	buf_text(&b, "1"); /* would fit, comes too late */
	assert_int_equal(b.len, 0);
	assert_int_equal(buf_finish(&b, &out, &err), E_LIMIT);
	assert_true(str_is(out, "untouched"));
	buf_reset(&b);
	buf_printf(&b, "%d", 7);
	assert_int_equal(buf_finish(&b, &out, &err), OK);
	assert_true(str_is(out, "7"));
	buf_release(&b);
	buf_release(&b);
}

static bool all_zero(const unsigned char *p, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (p[i])
			return false;
	return true;
}

/* Whatever was there before: blocks of a chunk, large ones, what is used again
 * and only in part. */
static void arena_gives_zeros(void **state)
{
	(void)state;
	static const size_t sizes[] = {24, 4000, 3u << 20, 20u << 20};
	for (size_t k = 0; k < countof(sizes); k++) {
		struct arena a;
		arena_init(&a, 64u << 20);
		assert_non_null(arena_alloc(&a, 16));
		struct arena_mark m = arena_mark(&a);
		for (size_t round = 0; round < 3; round++) {
			size_t n = sizes[k] / 2 * (round + 1) / 2;
			unsigned char *p = arena_alloc(&a, n);
			unsigned char *q = arena_alloc(&a, n / 2);
			assert_true(p && q && all_zero(p, n));
			assert_true(all_zero(q, n / 2));
			memset(p, 0xff, n);
			memset(q, 0xff, n / 2);
			arena_rewind(&a, m);
		}
		arena_reset(&a);
		unsigned char *p = arena_alloc(&a, 16);
		assert_true(p && all_zero(p, 16));
		arena_release(&a);
	}
}

static void arena_has_a_limit(void **state)
{
	(void)state;
	struct arena a;
	struct err err = {0};
	arena_init(&a, 10000);
	assert_non_null(arena_alloc(&a, 5000));
	assert_null(arena_alloc(&a, 6000));
	assert_non_null(arena_alloc(&a, 1)); /* goes on */
	assert_null(arena_alloc(&a, SIZE_MAX));
	assert_null(arena_array(&a, uint64_t, SIZE_MAX / 4));
	assert_int_equal(arena_fail(&a, &err), E_LIMIT);
	struct arena_mark m = arena_mark(&a);
	size_t before = a.total;
	while (arena_alloc(&a, 100))
		;
	assert_true(a.total <= 10000);
	arena_rewind(&a, m);
	assert_int_equal(a.total, before);
	unsigned char *p = arena_alloc(&a, 64);
	for (int i = 0; i < 64; i++)
		assert_int_equal(p[i], 0); /* also memory used before */
	assert_int_equal((uintptr_t)p % _Alignof(max_align_t), 0);
	struct str s = arena_str(&a, STR("abc"));
	assert_int_equal(s.ptr[3], '\0');
	arena_reset(&a);
	arena_release(&a);
	arena_release(&a);
}

static void maps(void **state)
{
	(void)state;
	struct map m;
	struct err err = {0};
	char key[16];
	uint32_t v;
	map_init(&m, 5000, 1u << 20);
	assert_int_equal(map_get(&m, STR("x")), MAP_NONE);
	for (uint32_t i = 0; i < 5000; i++) {
		snprintf(key, sizeof(key), "k%u", i);
		assert_int_equal(map_intern(&m, str_from(key), &v, &err), OK);
		assert_int_equal(v, i);
	}
	assert_int_equal(map_intern(&m, STR("k17"), &v, &err), OK);
	assert_int_equal(v, 17);
	assert_true(str_is(map_key(&m, 4999), "k4999"));
	assert_int_equal(map_put(&m, STR("one more"), 1, &err), E_LIMIT);
	assert_int_equal(map_get(&m, STR("one more")), MAP_NONE);
	assert_int_equal(map_put(&m, STR("k3"), 77, &err), OK);
	assert_int_equal(map_get(&m, STR("k3")), 77);
	map_release(&m);
	map_init(&m, 10, 4096);
	assert_int_equal(map_put(&m, (struct str){NULL, 0}, 5, &err), OK);
	assert_int_equal(map_get(&m, STR("")), 5);
	map_release(&m);
	map_release(&m);
}

static void grows_to_a_limit(void **state)
{
	(void)state;
	int *list = NULL;
	size_t cap = 0;
	struct err err = {0};
	assert_int_equal(array_grow(&list, &cap, 100, sizeof(*list), 120, &err),
			 OK);
	assert_true(cap >= 100 && cap <= 120);
	assert_int_equal(array_grow(&list, &cap, 121, sizeof(*list), 120, &err),
			 E_LIMIT);
	free(list);
}

/* FIPS 180-4 examples, and the empty text. */
static void digests(void **state)
{
	(void)state;
	static const struct {
		const char *in, *hex;
	} rows[] = {
		{"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b"
		     "7852b855"},
		{"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff"
			"61f20015ad"},
		{"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
		 "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db0"
		 "6c1"},
	};
	unsigned char d[SHA256_LEN];
	char hex[SHA256_HEX];
	for (size_t i = 0; i < countof(rows); i++) {
		sha256_of(str_from(rows[i].in), d);
		assert_true(str_is(sha256_hex(d, hex), rows[i].hex));
		struct sha256 *h = sha256_new();
		for (const char *p = rows[i].in; *p; p++)
			sha256_add(h, p, 1);
		sha256_finish(h, d);
		sha256_free(h);
		assert_true(str_is(sha256_hex(d, hex), rows[i].hex));
	}
}

/* Digests of the first n bytes of a pattern, computed by Python's hashlib from
 * the definition in base/tree256.h. */
static void trees(void **state)
{
	(void)state;
	static const struct {
		const char *name;
		size_t n;
		const char *hex;
	} rows[] = {
		{"nothing: that of no bytes", 0,
		 "e3b0c44298fc1c149afbf4c8996fb924"
		 "27ae41e4649b934ca495991b7852b855"},
		{"a byte", 1,
		 "6e340b9cffb37a989ca544e6bb780a2c"
		 "78901d3fb33738768511a30617afa01d"},
		{"one piece: the plain digest", 1048576,
		 "74ae267b81e65e38a81b207b952c8ab9"
		 "d276c7ae78945eb5114be87025ea2e2f"},
		{"a pair", 1048577,
		 "e9dc5e8372965fc4d802496e9c10d307"
		 "0d1d03b5f064e750cb946370ccd6aee6"},
		{"one without a neighbour", 3145728,
		 "80f606e1bc268e4ad2c34eda28eb7c44"
		 "3aa2814dda3553bb51f3dfc4096fbbb1"},
		{"fewer than lanes, and one short", 9437189,
		 "1ad43a64d11f1610bbd8f59ff68a8a1e"
		 "03253fa55e5a467af85a521a0ed48134"},
		{"as many as lanes, the last one short", 16777215,
		 "646b224bfbe80b9939f7f76f49fc3e03"
		 "e37861cf1ca639917cd5910714859e73"},
		{"pieces side by side", 16777216,
		 "ffc87fd294fb1fd86cbb6d11872264a7"
		 "66fccff3135c89d4fc8ae055a84643c5"},
		{"and some left", 17825797,
		 "f2e49e9f1a05afc502aa90e73916d461"
		 "48c6a44c0d3242307921726036b2857f"},
	};
	const size_t most = rows[countof(rows) - 1].n;
	unsigned char d[SHA256_LEN], *bytes = malloc(most);
	char hex[SHA256_HEX];
	assert_non_null(bytes);
	for (size_t i = 0; i < most; i++)
		bytes[i] = (unsigned char)(i * 7 + i / 1000);
	for (size_t i = 0; i < countof(rows) * 2; i++) {
		const struct str s = {(const char *)bytes, rows[i / 2].n};
		assert_int_equal(tree256_of(s, i % 2 + 1, d, NULL), OK);
		if (!str_is(sha256_hex(d, hex), rows[i / 2].hex))
			fail_msg("%s: %s", rows[i / 2].name, hex);
	}
	free(bytes);
}

/* What cannot be opened says what to install. */
static void late(void **state)
{
	(void)state;
	static const struct {
		const char *name, *library, *function, *words;
		enum rc rc;
	} rows[] = {
		{"there", "libc.so.6", "getpid", "", OK},
		{"no library", "libnothing.so.9", "getpid",
		 "could not open libnothing.so.9: install the package some9",
		 E_NOT_FOUND},
		{"an old library", "libc.so.6", "get_nothing",
		 "libc.so.6 has no get_nothing: install another version of "
		 "the package some9",
		 E_NOT_FOUND},
	};
	for (size_t i = 0; i < countof(rows); i++) {
		void (*to)(void) = NULL;
		const struct late_name name = {rows[i].function, &to};
		struct err err = {0};
		if (late_open(rows[i].library, "some9", &name, 1, &err) !=
			    rows[i].rc ||
		    !str_starts(str_from(err.text), str_from(rows[i].words)) ||
		    (to != NULL) != (rows[i].rc == OK))
			fail_msg("%s: %s", rows[i].name, err.text);
	}
}

/* Messages beside each other, each against itself alone. */
static void check_lanes(const unsigned char *in, size_t len, size_t n)
{
	unsigned char got[SHA256_LANES][SHA256_LEN], want[SHA256_LEN];
	sha256_lanes(in, len, n, got);
	for (size_t i = 0; i < n; i++) {
		sha256_of((struct str){(const char *)in + i * len, len}, want);
		assert_memory_equal(got[i], want, SHA256_LEN);
	}
}

static void lanes(void **state)
{
	(void)state;
	enum { LEN = 192 };
	unsigned char in[SHA256_LANES * LEN];
	if (!sha256_lanes_there())
		skip();
	for (size_t len = 0; len <= LEN; len += 64) {
		for (size_t i = 0; i < sizeof(in); i++)
			in[i] = (unsigned char)(i * 31 + i / 97 + len);
		for (size_t n = 1; n <= SHA256_LANES; n++)
			check_lanes(in, len, n);
	}
}

/* Pieces side by side or one by one, whatever their number and the place of the
 * first byte; on a processor that has no lanes the one path is what there is.
 */
static void trees_are_the_same_on_each_path(void **state)
{
	(void)state;
	static const size_t pieces[] = {7, 8, 17};
	const size_t most = 18 * TREE256_PIECE;
	unsigned char *in = malloc(most), one[SHA256_LEN], lanes[SHA256_LEN];
	struct rng r;
	assert_non_null(in);
	rng_init(&r, 5);
	for (size_t i = 0; i < most; i += sizeof(uint64_t)) {
		const uint64_t v = rng_next(&r);
		memcpy(in + i, &v, sizeof(v));
	}
	for (size_t i = 0; sha256_lanes_there() && i < countof(pieces); i++) {
		const struct str s = {(const char *)in + rng_below(&r, 64),
				      pieces[i] * TREE256_PIECE +
					      rng_below(&r, 1000)};
		assert_int_equal(tree256_by(s, 2, false, one, NULL), OK);
		assert_int_equal(tree256_by(s, 2, true, lanes, NULL), OK);
		assert_memory_equal(one, lanes, SHA256_LEN);
	}
	for (size_t i = 0; i < 200; i++) { /* short, long, bit by bit */
		const struct str s = {(const char *)in + rng_below(&r, 64),
				      rng_below(&r, 40000)};
		const size_t cut = rng_below(&r, (uint32_t)s.len + 1);
		struct sha256 *h = sha256_new();
		assert_non_null(h);
		sha256_add(h, s.ptr, cut);
		sha256_add(h, s.ptr + cut, s.len - cut);
		sha256_finish(h, lanes);
		sha256_free(h);
		sha256_of(s, one);
		assert_memory_equal(one, lanes, SHA256_LEN);
	}
	free(in);
}

static void identifiers_grow(void **state)
{
	(void)state;
	struct idgen g;
	int64_t now = INT64_C(1767600000000000), last = 0;
	idgen_init(&g, 1);
	for (int i = 0; i < 200000; i++) {
		if (i % 1000 == 0)
			now += i % 3000 ? 1000 : -500000; /* also backwards */
		int64_t id = id_next(&g, now);
		if (id <= last)
			fail_msg("%d: %" PRId64 " after %" PRId64, i, id, last);
		last = id;
	}
}

/* Two programs, the same instant: their nodes keep them apart, also while one
 * borrows the milliseconds to come. */
static void identifiers_of_two_nodes_differ(void **state)
{
	(void)state;
	enum { MANY = 20000 };
	static int64_t a[MANY];
	struct idgen one, two;
	int64_t now = INT64_C(1767600000000000);
	size_t at = 0;
	idgen_init(&one, 65535);
	idgen_init(&two, 65536 + 1);
	for (size_t i = 0; i < MANY; i++)
		a[i] = id_next(&one, now);
	for (size_t i = 0; i < MANY; i++) {
		int64_t id = id_next(&two, now + (int64_t)i * 20);
		while (at < MANY && a[at] < id)
			at++;
		if (at < MANY && a[at] == id)
			fail_msg("both gave %" PRId64, id);
	}
}

static void numbers_repeat(void **state)
{
	(void)state;
	struct rng a, b, c;
	rng_init_stream(&a, 7, 3);
	rng_init_stream(&b, 7, 3);
	rng_init_stream(&c, 7, 4);
	int same = 0;
	for (int i = 0; i < 1000; i++) {
		uint64_t x = rng_next(&a);
		assert_int_equal(x, rng_next(&b));
		same += x == rng_next(&c);
		uint32_t n = rng_below(&a, 10);
		assert_true(n < 10 && n == rng_below(&b, 10));
		double u = rng_unit(&a);
		assert_true(u >= 0 && u < 1 && u <= rng_unit(&b));
	}
	assert_int_equal(same, 0);
}

struct work {
	uint64_t sum[100];
	size_t fail_from;
};

static enum rc sum_range(void *ctx, size_t worker, size_t from, size_t to,
			 struct err *err)
{
	struct work *w = ctx;
	(void)worker;
	if (from >= w->fail_from)
		return err_set(err, E_RANGE, "range from %zu", from);
	for (size_t i = from; i < to; i++)
		w->sum[from / 10] += i * i;
	return OK;
}

static void threads_change_nothing(void **state)
{
	(void)state;
	struct work one = {.fail_from = SIZE_MAX};
	struct err err = {0};
	assert_int_equal(parallel_ranges(995, 10, 1, sum_range, &one, &err),
			 OK);
	for (size_t n = 0; n <= 8; n++) {
		struct work many = {.fail_from = SIZE_MAX};
		assert_int_equal(
			parallel_ranges(995, 10, n, sum_range, &many, &err),
			OK);
		assert_memory_equal(one.sum, many.sum, sizeof(one.sum));
		/* the error told is the one of the lowest range */
		struct work bad = {.fail_from = 400};
		assert_int_equal(
			parallel_ranges(995, 10, n, sum_range, &bad, &err),
			E_RANGE);
		assert_string_equal(err.text, "range from 400");
	}
	assert_int_equal(parallel_ranges(0, 10, 2, sum_range, &one, &err), OK);
}

static void issues_are_counted(void **state)
{
	(void)state;
	struct arena a;
	struct issues s;
	struct err err = {0};
	char wide[300];
	memset(wide, '\xc3', sizeof(wide)); /* two-byte characters */
	for (size_t i = 1; i < sizeof(wide); i += 2)
		wide[i] = '\xb9';
	arena_init(&a, 1u << 20);
	issues_init(&s, &a, 2);
	issue_add(&s, ISSUE_WARNING, STR("f.csv"), 3, STR("c"),
		  (struct str){wide + 1, sizeof(wide) - 1}, "looks %s", "odd");
	for (int i = 0; i < 5; i++)
		issue_add(&s, ISSUE_ERROR, STR("f.csv"), 4, STR(""), STR("v"),
			  "is wrong");
	assert_int_equal(s.n, 2);
	assert_int_equal(s.n_error, 5);
	assert_int_equal(s.n_warning, 1);
	assert_true(s.list[0].value.len <= 200);
	assert_int_equal((unsigned char)wide[1 + s.list[0].value.len], 0xc3);
	assert_int_equal(issues_refuse(&s, "this", &err), E_FORMAT);
	assert_non_null(strstr(err.text, "5 errors, the first in f.csv line "
					 "4"));
	issues_release(&s);
	arena_release(&a);
}

static void errors_take_context(void **state)
{
	(void)state;
	struct err err = {0};
	assert_int_equal(err_set(&err, E_IO, "no disk"), E_IO);
	assert_int_equal(err_context(&err, "saving %d", 3), E_IO);
	assert_string_equal(err.text, "saving 3: no disk");
	assert_int_equal(err_set(NULL, E_IO, "nobody listens"), E_IO);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_decimals),
		cmocka_unit_test(reads_doubles),
		cmocka_unit_test(knows_utf8),
		cmocka_unit_test(cuts_and_orders),
		cmocka_unit_test(prints_numbers),
		cmocka_unit_test(keeps_a_failure),
		cmocka_unit_test(arena_has_a_limit),
		cmocka_unit_test(arena_gives_zeros),
		cmocka_unit_test(maps),
		cmocka_unit_test(grows_to_a_limit),
		cmocka_unit_test(digests),
		cmocka_unit_test(trees),
		cmocka_unit_test(lanes),
		cmocka_unit_test(trees_are_the_same_on_each_path),
		cmocka_unit_test(late),
		cmocka_unit_test(identifiers_grow),
		cmocka_unit_test(identifiers_of_two_nodes_differ),
		cmocka_unit_test(numbers_repeat),
		cmocka_unit_test(threads_change_nothing),
		cmocka_unit_test(issues_are_counted),
		cmocka_unit_test(errors_take_context),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
