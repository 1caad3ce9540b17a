/* The files for browsers: addresses, types, gzip, keeping. */
#include "base/embedded.h"
#include "web/static.h"

#include <setjmp.h>
#include <zlib.h>
#include <cmocka.h>

static void open_exchange(struct http_exchange *x, struct str path)
{
	*x = (struct http_exchange){.request = {.path = path},
				    .reply = {.status = 200}};
	arena_init(&x->reply.a, 1 << 20);
}

static struct str header(const struct http_exchange *x, const char *name)
{
	for (size_t i = 0; i < x->reply.n_header; i++)
		if (str_is(x->reply.name[i], name))
			return x->reply.value[i];
	return (struct str){0};
}

static void answers_its_addresses(void **state)
{
	static const struct {
		enum static_file file;
		const char *type;
	} rows[] = {
		{STATIC_CSS, "text/css; charset=utf-8"},
		{STATIC_SCRIPT, "text/javascript; charset=utf-8"},
		{STATIC_ICON, "image/svg+xml; charset=utf-8"},
		{STATIC_SPRITE, "image/svg+xml; charset=utf-8"},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct http_exchange x;
		open_exchange(&x, static_url(rows[i].file));
		assert_true(static_answer(&x));
		assert_non_null(x.reply.fixed.ptr);
		assert_true(str_is(header(&x, "Content-Type"), rows[i].type));
		assert_true(str_is(header(&x, "Cache-Control"),
				   "public, max-age=31536000, immutable"));
		assert_int_equal(header(&x, "Content-Encoding").len, 0);
		arena_release(&x.reply.a);
	}
}

static size_t unpack(struct str gz, char *to, size_t room)
{
	z_stream z = {.next_in = (unsigned char *)(uintptr_t)gz.ptr,
		      .avail_in = (unsigned)gz.len,
		      .next_out = (unsigned char *)to,
		      .avail_out = (unsigned)room};
	assert_int_equal(inflateInit2(&z, 31), Z_OK);
	assert_int_equal(inflate(&z, Z_FINISH), Z_STREAM_END);
	size_t n = z.total_out;
	inflateEnd(&z);
	return n;
}

static void gives_gzip_to_who_takes_it(void **state)
{
	static const struct {
		const char *accept;
		bool zipped;
	} rows[] = {
		{"gzip", true},          {"br, gzip;q=0.5", true},
		{"deflate,gzip", true},  {"", false},
		{"gzip;q=0", false},     {"identity", false},
		{"x-gzippy, br", false},
	};
	static char plain[1 << 20];
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct http_exchange x;
		open_exchange(&x, static_url(STATIC_CSS));
		assert_true(static_answer(&x));
		struct str whole = x.reply.fixed;
		arena_release(&x.reply.a);
		open_exchange(&x, static_url(STATIC_CSS));
		x.request.accept_encoding = str_from(rows[i].accept);
		assert_true(static_answer(&x));
		assert_true(str_is(header(&x, "Vary"), "Accept-Encoding"));
		if ((header(&x, "Content-Encoding").len > 0) != rows[i].zipped)
			fail_msg("%s", rows[i].accept);
		if (rows[i].zipped) {
			size_t n = unpack(x.reply.fixed, plain, sizeof plain);
			assert_true(str_eq(whole, (struct str){plain, n}));
		}
		arena_release(&x.reply.a);
	}
}

static void says_not_modified(void **state)
{
	struct http_exchange x;
	char tag[64];
	(void)state;
	open_exchange(&x, static_url(STATIC_CSS));
	assert_true(static_answer(&x));
	snprintf(tag, sizeof tag, STR_FMT, STR_ARG(header(&x, "ETag")));
	arena_release(&x.reply.a);
	open_exchange(&x, static_url(STATIC_CSS));
	x.request.if_none_match = str_from(tag);
	assert_true(static_answer(&x));
	assert_int_equal(x.reply.status, 304);
	assert_null(x.reply.fixed.ptr);
	arena_release(&x.reply.a);
}

static void does_not_keep_another_version(void **state)
{
	struct http_exchange x;
	(void)state;
	open_exchange(&x, STR("/s/0000/prossima.css"));
	assert_true(static_answer(&x));
	assert_true(str_is(header(&x, "Cache-Control"), "no-cache"));
	arena_release(&x.reply.a);
}

static void knows_no_other_file(void **state)
{
	static const char *const paths[] = {"/s/",
					    "/s",
					    "/s/0",
					    "/s/0/",
					    "/s/0/no.css",
					    "/s/0/../x.css",
					    "/s/0/prossima.css.gz",
					    "/s/0/prossima",
					    "/prossima.css",
					    "/s/0/0/prossima.css",
					    "/s/0/.css"};
	(void)state;
	for (size_t i = 0; i < countof(paths); i++) {
		struct http_exchange x;
		open_exchange(&x, str_from(paths[i]));
		if (static_answer(&x))
			fail_msg("%s was answered", paths[i]);
		arena_release(&x.reply.a);
	}
}

/* What the stylesheet asks for beside itself is there; nothing comes from
 * elsewhere. */
static void the_stylesheet_is_complete(void **state)
{
	struct http_exchange css;
	size_t n = 0;
	(void)state;
	open_exchange(&css, static_url(STATIC_CSS));
	assert_true(static_answer(&css));
	struct str t = css.reply.fixed;
	for (size_t i = 0; i + 4 < t.len; i++) {
		if (!str_starts(str_sub(t, i, t.len - i), STR("url(")))
			continue;
		struct str rest = str_sub(t, i + 4, t.len - i - 4);
		struct str name = str_cut(&rest, ')');
		if (str_starts(name, STR("data:")) ||
		    str_starts(name, STR("\"data:")))
			continue;
		struct http_exchange x;
		char path[128];
		snprintf(path, sizeof path, "/s/0/" STR_FMT, STR_ARG(name));
		open_exchange(&x, str_from(path));
		if (!static_answer(&x))
			fail_msg("%s is not there", path);
		arena_release(&x.reply.a);
		n++;
	}
	assert_true(n >= 3);
	arena_release(&css.reply.a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers_its_addresses),
		cmocka_unit_test(gives_gzip_to_who_takes_it),
		cmocka_unit_test(says_not_modified),
		cmocka_unit_test(does_not_keep_another_version),
		cmocka_unit_test(knows_no_other_file),
		cmocka_unit_test(the_stylesheet_is_complete),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
