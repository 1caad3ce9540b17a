#include "csv/cells.h"

/* A quoted cell from text[i] on; returns the byte after its closing quote,
 * SIZE_MAX when there is none. */
static size_t quoted(char *text, size_t len, size_t i, struct str *out)
{
	size_t to = i + 1;
	for (size_t at = i + 1; at < len; at++) {
		if (text[at] == '"') {
			if (at + 1 >= len || text[at + 1] != '"') {
				*out = (struct str){text + i + 1, to - i - 1};
				return at + 1;
			}
			at++;
		}
		text[to++] = text[at];
	}
	return SIZE_MAX;
}

size_t cells_cut(char *text, size_t len, char separator, struct str *cell,
		 size_t max)
{
	size_t n = 0;
	for (size_t i = 0;; i++) {
		struct str c;
		if (i < len && text[i] == '"') {
			i = quoted(text, len, i, &c);
			if (i == SIZE_MAX || (i < len && text[i] != separator))
				return SIZE_MAX;
		} else {
			const char *end =
				i < len ? memchr(text + i, separator, len - i)
					: NULL;
			size_t k = end ? (size_t)(end - text) - i : len - i;
			c = (struct str){text + i, k};
			i += k;
		}
		if (n < max)
			cell[n] = c;
		n++;
		if (i >= len)
			return n;
	}
}
