#include "web/http/http_int.h"

#include <strings.h>

static bool is_named(struct str s, struct str name)
{
	return s.len == name.len && !strncasecmp(s.ptr, name.ptr, s.len);
}

/* RFC 9110 5.6.2 */
static bool is_token(struct str s)
{
	static const char more[] = "!#$%&'*+-.^_`|~";
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') &&
		    !memchr(more, c, sizeof more - 1))
			return false;
	}
	return s.len > 0;
}

/* RFC 9110 5.5: anything visible, space, tab; bytes from 0x80 are opaque. */
static bool is_field_value(struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return false;
	}
	return true;
}

static bool is_host(struct str s)
{
	static const char more[] = "-._:[]";
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		if (!(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z') &&
		    !(c >= '0' && c <= '9') &&
		    !memchr(more, c, sizeof more - 1))
			return false;
	}
	return s.len > 0 && s.len < 256;
}

/* A path with a query: visible ASCII only, and no escaped NUL. */
static bool is_target(struct str s)
{
	if (!str_starts(s, STR("/")))
		return false;
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		if (c <= 0x20 || c >= 0x7f || c == '#')
			return false;
		if (str_starts(str_sub(s, i, s.len - i), STR("%00")))
			return false;
	}
	return true;
}

struct str http_field_value(const struct http_head *h, struct str name)
{
	for (size_t i = 0; i < h->n; i++)
		if (is_named(h->field[i].name, name))
			return h->field[i].value;
	return (struct str){0};
}

static size_t count_named(const struct http_head *h, struct str name)
{
	size_t n = 0;
	for (size_t i = 0; i < h->n; i++)
		n += is_named(h->field[i].name, name);
	return n;
}

/* Digits alone: no sign, no list, no space. -1 otherwise. */
static int64_t parse_length(struct str s)
{
	int64_t n;
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] < '0' || s.ptr[i] > '9')
			return -1;
	return str_to_int(s, &n) ? n : -1;
}

static int guard_body(const struct http_head *h, size_t body_limit)
{
	struct str length = http_field_value(h, STR("Content-Length"));
	size_t n_length = count_named(h, STR("Content-Length"));
	bool coded = count_named(h, STR("Transfer-Encoding")) > 0;
	bool post = str_is(h->method, "POST");
	if (n_length > 1 || (coded && n_length))
		return 400;
	if (coded || (post && !n_length))
		return 411;
	if (!n_length)
		return 0;
	int64_t n = parse_length(length);
	if (n < 0 || (!post && n > 0))
		return 400;
	return (uint64_t)n > body_limit ? 413 : 0;
}

int http_guard(const struct http_head *h, size_t body_limit)
{
	if (h->n > HTTP_MAX_FIELDS)
		return 431;
	for (size_t i = 0; i < h->n; i++)
		if (!is_token(h->field[i].name) ||
		    !is_field_value(h->field[i].value))
			return 400;
	if (!is_token(h->method) || (!str_is(h->version, "HTTP/1.1") &&
				     !str_is(h->version, "HTTP/1.0")))
		return 400;
	if (!str_is(h->method, "GET") && !str_is(h->method, "HEAD") &&
	    !str_is(h->method, "POST"))
		return 405;
	if (!is_target(h->uri) || count_named(h, STR("Host")) != 1 ||
	    !is_host(http_field_value(h, STR("Host"))) ||
	    count_named(h, STR("Cookie")) > 1 ||
	    count_named(h, STR("Authorization")) > 1)
		return 400;
	return guard_body(h, body_limit);
}

struct str http_forwarded_peer(struct str list)
{
	struct str last = {0};
	for (struct str rest = list; rest.ptr;)
		last = str_trim(str_cut(&rest, ','));
	for (size_t i = 0; i < last.len; i++)
		if (!memchr("0123456789abcdefABCDEF.:", last.ptr[i], 24))
			return (struct str){0};
	return last.len < 46 ? last : (struct str){0};
}
