#include "base/base64.h"

enum { BLANK = 64, PAD = 65, WRONG = 66 };

static int value_of(unsigned char c)
{
	if (c >= 'A' && c <= 'Z')
		return c - 'A';
	if (c >= 'a' && c <= 'z')
		return c - 'a' + 26;
	if (c >= '0' && c <= '9')
		return c - '0' + 52;
	switch (c) {
	case '+':
		return 62;
	case '/':
		return 63;
	case '=':
		return PAD;
	case ' ':
	case '\t':
	case '\r':
	case '\n':
		return BLANK;
	default:
		return WRONG;
	}
}

enum rc base64_decode(struct str text, struct arena *a, struct str *out,
		      struct err *err)
{
	char *to = arena_alloc(a, text.len / 4 * 3 + 4);
	size_t n = 0, digits = 0, pads = 0;
	uint32_t group = 0;
	if (!to)
		return arena_fail(a, err);
	for (size_t i = 0; i < text.len; i++) {
		int v = value_of((unsigned char)text.ptr[i]);
		if (v == BLANK)
			continue;
		if (v == PAD) {
			pads++;
			continue;
		}
		if (v == WRONG || pads)
			return err_set(err, E_FORMAT,
				       "base64: byte %zu does not belong there",
				       i);
		group = group << 6 | (uint32_t)v;
		digits++;
		if (digits % 4 == 0)
			for (int shift = 16; shift >= 0; shift -= 8)
				to[n++] = (char)(group >> shift);
	}
	size_t left = digits % 4;
	if (left == 1 || pads > 2 || (pads && (left + pads) % 4))
		return err_set(err, E_FORMAT, "base64: the end is missing");
	if (left == 2)
		to[n++] = (char)(group >> 4);
	if (left == 3) {
		to[n++] = (char)(group >> 10);
		to[n++] = (char)(group >> 2);
	}
	*out = (struct str){to, n};
	return OK;
}

void base64_encode(struct str bytes, char *out)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
		"+/";
	const unsigned char *p = (const unsigned char *)bytes.ptr;
	for (size_t left = bytes.len; left > 0;) {
		size_t k = left < 3 ? left : 3;
		uint32_t v = (uint32_t)p[0] << 16;
		v |= k > 1 ? (uint32_t)p[1] << 8 : 0;
		v |= k > 2 ? p[2] : 0;
		*out++ = letters[v >> 18];
		*out++ = letters[v >> 12 & 63];
		*out++ = k > 1 ? letters[v >> 6 & 63] : '=';
		*out++ = k > 2 ? letters[v & 63] : '=';
		p += k;
		left -= k;
	}
}
