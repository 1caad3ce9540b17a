/* The syntax of PDF as far as a signature needs it (ISO 32000-1, 7.2 to 7.3):
 * where a value ends, and what a dictionary holds. */
#include "signature/signature_int.h"

enum { DEPTH_MOST = 32 };

bool pdf_is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\f' ||
	       c == '\0';
}

static bool is_delimiter(char c)
{
	return c && strchr("()<>[]{}/%", c);
}

static bool is_regular(char c)
{
	return !pdf_is_blank(c) && !is_delimiter(c);
}

void pdf_skip_blanks(struct str s, size_t *i)
{
	while (*i < s.len) {
		if (s.ptr[*i] == '%')
			while (*i < s.len && s.ptr[*i] != '\n' &&
			       s.ptr[*i] != '\r')
				++*i;
		else if (pdf_is_blank(s.ptr[*i]))
			++*i;
		else
			return;
	}
}

static void skip_regular(struct str s, size_t *i)
{
	while (*i < s.len && is_regular(s.ptr[*i]))
		++*i;
}

/* (...), with brackets in brackets and \ before any byte. */
static bool skip_string(struct str s, size_t *i)
{
	size_t depth = 0;
	for (; *i < s.len; ++*i) {
		char c = s.ptr[*i];
		if (c == '\\')
			++*i;
		else if (c == '(')
			depth++;
		else if (c == ')' && --depth == 0)
			return ++*i <= s.len;
	}
	return false;
}

static bool skip_hex(struct str s, size_t *i)
{
	for (++*i; *i < s.len; ++*i) {
		char c = s.ptr[*i];
		bool digit = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') ||
			     (c >= 'A' && c <= 'F');
		if (c == '>')
			return ++*i <= s.len;
		if (!digit && !pdf_is_blank(c))
			return false;
	}
	return false;
}

bool pdf_number(struct str s, size_t *i, size_t *out)
{
	size_t at = *i, v = 0;
	for (; at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9'; at++) {
		if (v > SIZE_MAX / 100)
			return false;
		v = v * 10 + (size_t)(s.ptr[at] - '0');
	}
	if (at == *i)
		return false;
	*i = at;
	*out = v;
	return true;
}

/* "12 0 R": what looked like a number is a reference. */
static void skip_reference(struct str s, size_t *i)
{
	size_t at = *i, n;
	pdf_skip_blanks(s, &at);
	if (at == *i || !pdf_number(s, &at, &n))
		return;
	pdf_skip_blanks(s, &at);
	if (at < s.len && s.ptr[at] == 'R' &&
	    (at + 1 == s.len || !is_regular(s.ptr[at + 1])))
		*i = at + 1;
}

static bool skip_nested(struct str s, size_t *i, unsigned depth);

/* What stands between the brackets, and the bracket that closes. */
static bool skip_many(struct str s, size_t *i, const char *close,
		      unsigned depth)
{
	struct str end = str_from(close);
	if (depth > DEPTH_MOST)
		return false;
	for (;;) {
		pdf_skip_blanks(s, i);
		if (*i >= s.len)
			return false;
		if (str_starts(str_sub(s, *i, s.len - *i), end)) {
			*i += end.len;
			return true;
		}
		if (!skip_nested(s, i, depth + 1))
			return false;
	}
}

static bool skip_nested(struct str s, size_t *i, unsigned depth)
{
	size_t from = *i;
	char c = s.ptr[*i];
	bool twice = *i + 1 < s.len && s.ptr[*i + 1] == c;
	if (c == '(')
		return skip_string(s, i);
	if (c == '<' && twice) {
		*i += 2;
		return skip_many(s, i, ">>", depth);
	}
	if (c == '<')
		return skip_hex(s, i);
	if (c == '[') {
		++*i;
		return skip_many(s, i, "]", depth);
	}
	if (c == '/')
		++*i;
	else if (!is_regular(c))
		return false;
	skip_regular(s, i);
	if (c >= '0' && c <= '9')
		skip_reference(s, i);
	return *i > from;
}

bool pdf_skip_value(struct str s, size_t *i)
{
	pdf_skip_blanks(s, i);
	return *i < s.len && skip_nested(s, i, 0);
}

static bool one_entry(struct str s, size_t *i, struct pdf_entry *e)
{
	size_t from = *i;
	if (s.ptr[*i] != '/' || !pdf_skip_value(s, i))
		return false;
	e->key = str_sub(s, from + 1, *i - from - 1);
	pdf_skip_blanks(s, i);
	from = *i;
	if (!pdf_skip_value(s, i))
		return false;
	e->value = str_sub(s, from, *i - from);
	return true;
}

bool pdf_dictionary(struct str s, size_t *i, struct pdf_entry *list, size_t *n)
{
	*n = 0;
	pdf_skip_blanks(s, i);
	if (*i + 2 > s.len || memcmp(s.ptr + *i, "<<", 2) != 0)
		return false;
	for (*i += 2;; ++*n) {
		pdf_skip_blanks(s, i);
		if (*i + 2 > s.len)
			return false;
		if (!memcmp(s.ptr + *i, ">>", 2)) {
			*i += 2;
			return true;
		}
		if (*n == PDF_ENTRIES_MOST || !one_entry(s, i, &list[*n]))
			return false;
		for (size_t k = 0; k < *n; k++)
			if (str_eq(list[k].key, list[*n].key))
				return false;
	}
}

struct str pdf_value(const struct pdf_entry *list, size_t n, const char *key)
{
	for (size_t i = 0; i < n; i++)
		if (str_is(list[i].key, key))
			return list[i].value;
	return (struct str){NULL, 0};
}

size_t pdf_find(struct str s, size_t from, const char *what)
{
	size_t len = strlen(what);
	for (size_t i = from; i + len <= s.len; i++) {
		const char *hit = memchr(s.ptr + i, what[0], s.len - i);
		if (!hit)
			break;
		i = (size_t)(hit - s.ptr);
		if (i + len <= s.len && !memcmp(hit, what, len))
			return i;
	}
	return s.len;
}

size_t pdf_find_last(struct str s, size_t end, const char *what)
{
	size_t len = strlen(what);
	for (size_t i = end < len ? 0 : end - len + 1; i-- > 0;)
		if (!memcmp(s.ptr + i, what, len))
			return i;
	return s.len;
}

size_t pdf_count(struct str s, const char *what)
{
	size_t n = 0;
	for (size_t i = pdf_find(s, 0, what); i < s.len;
	     i = pdf_find(s, i + 1, what))
		n++;
	return n;
}
