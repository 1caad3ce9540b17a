#include "base/utf8.h"

size_t utf8_put(char *out, uint32_t c)
{
	assert(c < 0x110000);
	if (c < 0x80) {
		out[0] = (char)c;
		return 1;
	}
	if (c < 0x800) {
		out[0] = (char)(0xC0 | (c >> 6));
		out[1] = (char)(0x80 | (c & 0x3F));
		return 2;
	}
	if (c < 0x10000) {
		out[0] = (char)(0xE0 | (c >> 12));
		out[1] = (char)(0x80 | ((c >> 6) & 0x3F));
		out[2] = (char)(0x80 | (c & 0x3F));
		return 3;
	}
	out[0] = (char)(0xF0 | (c >> 18));
	out[1] = (char)(0x80 | ((c >> 12) & 0x3F));
	out[2] = (char)(0x80 | ((c >> 6) & 0x3F));
	out[3] = (char)(0x80 | (c & 0x3F));
	return 4;
}

uint32_t utf8_next(struct str s, size_t *at)
{
	assert(*at < s.len);
	unsigned char first = (unsigned char)s.ptr[(*at)++];
	if (first < 0xC0)
		return first;
	size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
	uint32_t c = first & (0x3Fu >> more);
	for (; more && *at < s.len; more--)
		c = c << 6 | ((unsigned char)s.ptr[(*at)++] & 0x3F);
	return c;
}
