#include "xml/xml_int.h"
#include "base/utf8.h"

static const struct {
	const char *name;
	char is;
} known[] = {
	{"lt", '<'}, {"gt", '>'}, {"amp", '&'}, {"quot", '"'}, {"apos", '\''}};

static int digit(char c, uint32_t base)
{
	int v = c >= '0' && c <= '9'   ? c - '0'
		: c >= 'a' && c <= 'f' ? c - 'a' + 10
		: c >= 'A' && c <= 'F' ? c - 'A' + 10
				       : 99;
	return v < (int)base ? v : -1;
}

/* "#233", "#xE9"; 0 when it is no character of XML. */
static uint32_t character(struct str s)
{
	uint32_t base = 10, v = 0;
	s = str_sub(s, 1, s.len - 1);
	if (s.len && s.ptr[0] == 'x') {
		base = 16;
		s = str_sub(s, 1, s.len - 1);
	}
	for (size_t i = 0; i < s.len; i++) {
		int d = digit(s.ptr[i], base);
		if (d < 0)
			return 0;
		v = v * base + (uint32_t)d;
		if (v > 0x10FFFF)
			return 0;
	}
	bool control = v < 0x20 && v != '\t' && v != '\n' && v != '\r';
	bool none = (v >= 0xD800 && v < 0xE000) || v == 0xFFFE || v == 0xFFFF;
	return control || none ? 0 : v;
}

/* What stands between & and ;, as bytes; 0 when we do not know it. */
static size_t refer(struct str name, char *to)
{
	if (name.len && name.ptr[0] == '#') {
		uint32_t c = character(name);
		return c ? utf8_put(to, c) : 0;
	}
	for (size_t i = 0; i < countof(known); i++)
		if (str_is(name, known[i].name)) {
			*to = known[i].is;
			return 1;
		}
	return 0;
}

enum rc xml_resolve(struct xml *x, struct str raw, struct str *out,
		    struct err *err)
{
	if (!raw.len || !memchr(raw.ptr, '&', raw.len)) {
		*out = raw;
		return OK;
	}
	/* a reference is never shorter than what it stands for */
	char *to = arena_alloc(x->a, raw.len);
	size_t n = 0;
	if (!to)
		return arena_fail(x->a, err);
	for (size_t i = 0; i < raw.len; i++) {
		if (raw.ptr[i] != '&') {
			to[n++] = raw.ptr[i];
			continue;
		}
		const char *name = raw.ptr + i + 1;
		size_t left = raw.len - i - 1;
		const char *end = memchr(name, ';', left < 16 ? left : 16);
		size_t len = end ? (size_t)(end - name) : 0;
		size_t put = end ? refer((struct str){name, len}, to + n) : 0;
		if (!put)
			return xml_bad(x, err, "an entity that is not known");
		n += put;
		i += len + 1;
	}
	*out = (struct str){to, n};
	return OK;
}
