#include "base/pages.h"

enum rc err_set(struct err *err, enum rc rc, const char *fmt, ...)
{
	if (!err)
		return rc;
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	va_end(ap);
	err->rc = rc;
	err->msg = 0;
	return rc;
}

enum rc err_msg(struct err *err, enum rc rc, int msg, const char *fmt, ...)
{
	if (!err)
		return rc;
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(err->text, sizeof(err->text), fmt, ap);
	va_end(ap);
	err->rc = rc;
	err->msg = msg;
	return rc;
}

enum rc err_context(struct err *err, const char *fmt, ...)
{
	assert(err);
	char old[sizeof(err->text)];
	memcpy(old, err->text, sizeof(old));
	va_list ap;
	va_start(ap, fmt);
	int n = vsnprintf(err->text, sizeof(err->text), fmt, ap);
	va_end(ap);
	if (n < 0 || (size_t)n + 3 > sizeof(err->text))
		return err->rc;
	/* what does not fit is cut: the context matters more */
	size_t room = sizeof(err->text) - (size_t)n - 3, len = strlen(old);
	char *end = err->text + n;
	memcpy(end, ": ", 2);
	memcpy(end + 2, old, len < room ? len : room);
	end[2 + (len < room ? len : room)] = 0;
	return err->rc;
}

int str_cmp(struct str a, struct str b)
{
	size_t n = a.len < b.len ? a.len : b.len;
	int c = n ? memcmp(a.ptr, b.ptr, n) : 0;
	if (c)
		return c;
	return (a.len > b.len) - (a.len < b.len);
}

struct str str_cut(struct str *rest, char sep)
{
	assert(rest->ptr);
	const char *at = memchr(rest->ptr, sep, rest->len);
	struct str head = *rest;
	if (!at) {
		*rest = (struct str){NULL, 0};
		return head;
	}
	head.len = (size_t)(at - rest->ptr);
	rest->ptr = at + 1;
	rest->len -= head.len + 1;
	return head;
}

struct str str_trim(struct str s)
{
	while (s.len && (s.ptr[0] == ' ' || s.ptr[0] == '\t'))
		s = (struct str){s.ptr + 1, s.len - 1};
	while (s.len && (s.ptr[s.len - 1] == ' ' || s.ptr[s.len - 1] == '\t' ||
			 s.ptr[s.len - 1] == '\r' || s.ptr[s.len - 1] == '\n'))
		s.len--;
	return s;
}

bool str_to_int(struct str s, int64_t *out)
{
	return str_to_decimal(s, 0, out);
}

bool str_to_decimal(struct str s, unsigned scale, int64_t *out)
{
	size_t i = 0;
	bool minus = s.len && s.ptr[0] == '-';
	if (s.len && (s.ptr[0] == '-' || s.ptr[0] == '+'))
		i++;
	uint64_t v = 0;
	unsigned digits = 0, after = 0;
	bool point = false;
	for (; i < s.len; i++) {
		char c = s.ptr[i];
		if (c == '.' && !point && digits && scale) {
			point = true;
			continue;
		}
		if (c < '0' || c > '9')
			return false;
		if (point && ++after > scale)
			return false;
		uint64_t digit = (uint64_t)(c - '0');
		if (v > ((uint64_t)INT64_MAX - digit) / 10)
			return false;
		v = v * 10 + digit;
		digits++;
	}
	if (!digits || (point && !after))
		return false;
	for (; after < scale; after++) {
		if (v > (uint64_t)INT64_MAX / 10)
			return false;
		v *= 10;
	}
	*out = minus ? -(int64_t)v : (int64_t)v;
	return true;
}

bool str_to_double(struct str s, double *out)
{
	char tmp[64];
	if (!s.len || s.len >= sizeof(tmp))
		return false;
	for (size_t i = 0; i < s.len; i++) /* no blanks, nan, inf, 0x */
		if (!memchr("0123456789+-.eE", s.ptr[i], 15))
			return false;
	memcpy(tmp, s.ptr, s.len);
	tmp[s.len] = '\0';
	char *end = NULL;
	double v = strtod(tmp, &end);
	if (end != tmp + s.len)
		return false;
	*out = v;
	return true;
}

/* Past the ASCII, eight bytes a step. */
static const unsigned char *past_ascii(const unsigned char *p,
				       const unsigned char *end)
{
	for (uint64_t v; end - p >= 8; p += 8) {
		memcpy(&v, p, sizeof(v));
		if (v & 0x8080808080808080u)
			break;
	}
	return p;
}

/* Well-formed UTF-8 of the Unicode standard, table 3-7: no overlong forms, no
 * surrogates, nothing above U+10FFFF. */
bool str_is_utf8(struct str s)
{
	if (!s.len)
		return true;
	const unsigned char *p = (const unsigned char *)s.ptr, *end = p + s.len;
	while ((p = past_ascii(p, end)) < end) {
		unsigned char c = *p++;
		if (c < 0x80)
			continue;
		unsigned more = c >= 0xf0 ? 3 : c >= 0xe0 ? 2 : 1;
		if (c < 0xc2 || c > 0xf4 || (size_t)(end - p) < more)
			return false;
		unsigned lo = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
		unsigned hi = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
		if (*p < lo || *p > hi)
			return false;
		p++;
		for (unsigned k = 1; k < more; k++, p++)
			if ((*p & 0xc0) != 0x80)
				return false;
	}
	return true;
}

__extension__ typedef unsigned __int128 u128;

static uint64_t mix(uint64_t a, uint64_t b)
{
	u128 m = (u128)a * b;
	return (uint64_t)m ^ (uint64_t)(m >> 64);
}

static uint64_t load64(const unsigned char *p, size_t n)
{
	uint64_t v = 0;
	memcpy(&v, p, n);
	return v;
}

/* Multiply-and-fold, eight bytes a step, in the manner of wyhash (public
 * domain idea); not for adversaries. */
uint64_t hash64(const void *ptr, size_t len, uint64_t seed)
{
	const unsigned char *p = ptr;
	uint64_t h = seed ^ 0x9e3779b97f4a7c15u ^ (uint64_t)len;
	for (; len > 8; p += 8, len -= 8)
		h = mix(h ^ load64(p, 8), 0xa0761d6478bd642fu);
	h = mix(h ^ (len ? load64(p, len) : 0), 0xe7037ed1a0b428dbu);
	return mix(h, 0x8ebc6af09c88c6e3u);
}

enum rc array_grow(void *array, size_t *cap, size_t need, size_t size,
		   size_t limit, struct err *err)
{
	assert(size > 0);
	if (need <= *cap)
		return OK;
	if (need > limit)
		return err_set(err, E_LIMIT, "more than %zu elements", limit);
	size_t want = *cap ? *cap * 2 : 16;
	if (want < need)
		want = need;
	if (want > limit)
		want = limit;
	void *old, *p;
	memcpy(&old, array, sizeof(old));
	if (want > SIZE_MAX / size || !(p = realloc(old, want * size)))
		return err_set(err, E_NOMEM, "no memory for %zu elements",
			       want);
	pages_large(p, want * size);
	memcpy(array, &p, sizeof(p));
	*cap = want;
	return OK;
}
