#include "web/http/http.h"

static int digit(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

/* The byte that "XX" at `i` stands for; -1 when it is none. */
static int escaped(struct str s, size_t i)
{
	if (s.len - i < 3)
		return -1;
	int high = digit(s.ptr[i + 1]), low = digit(s.ptr[i + 2]);
	return high < 0 || low < 0 ? -1 : high * 16 + low;
}

bool http_unescape(struct str s, bool plus, struct arena *a, struct str *out)
{
	char *to = arena_alloc(a, s.len + 1);
	size_t n = 0;
	if (!to)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		int c = (unsigned char)s.ptr[i];
		if (c == '+' && plus)
			c = ' ';
		if (c == '%') {
			c = escaped(s, i);
			i += 2;
		}
		if (c <= 0)
			return false;
		to[n++] = (char)c;
	}
	if (!str_is_utf8((struct str){to, n}))
		return false;
	*out = (struct str){to, n};
	return true;
}
