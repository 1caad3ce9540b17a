#include "xml/xml_int.h"
#include "base/utf8.h"

#include <strings.h>

/* XML 1.0, 2.2: no control characters but tab and line ends. */
static bool is_char(uint32_t c)
{
	return (c >= 0x20 && c != 0xFFFE && c != 0xFFFF) || c == '\t' ||
	       c == '\n' || c == '\r';
}

static enum rc all_chars(struct str s, struct err *err)
{
	if (!str_is_utf8(s))
		return err_set(err, E_FORMAT, "XML: the text is not UTF-8");
	for (size_t i = 0; i < s.len; i++)
		if (!is_char((unsigned char)s.ptr[i]))
			return err_set(err, E_FORMAT,
				       "XML: a control character at byte %zu",
				       i);
	return OK;
}

static uint32_t unit(struct str s, size_t i, bool big)
{
	unsigned char a = (unsigned char)s.ptr[i],
		      b = (unsigned char)s.ptr[i + 1];
	return big ? (uint32_t)a << 8 | b : (uint32_t)b << 8 | a;
}

/* The code point at `*i`, surrogates joined; UINT32_MAX when there is none. */
static uint32_t from_utf16(struct str s, size_t *i, bool big)
{
	uint32_t c = unit(s, *i, big);
	*i += 2;
	if (c < 0xD800 || c > 0xDFFF)
		return c;
	if (c > 0xDBFF || *i >= s.len)
		return UINT32_MAX;
	uint32_t low = unit(s, *i, big);
	*i += 2;
	if (low < 0xDC00 || low > 0xDFFF)
		return UINT32_MAX;
	return 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
}

static enum rc read_utf16(struct str s, bool big, struct arena *a,
			  struct str *out, struct err *err)
{
	/* three bytes of UTF-8 for two at most */
	char *to = s.len % 2 ? NULL : arena_alloc(a, s.len / 2 * 3 + 1);
	size_t n = 0;
	if (s.len % 2)
		return err_set(err, E_FORMAT,
			       "XML: half a character of UTF-16 "
			       "at the end");
	if (!to)
		return arena_fail(a, err);
	for (size_t i = 0; i < s.len;) {
		uint32_t c = from_utf16(s, &i, big);
		if (c == UINT32_MAX || !is_char(c))
			return err_set(err, E_FORMAT,
				       "XML: wrong UTF-16 before byte %zu", i);
		n += utf8_put(to + n, c);
	}
	*out = (struct str){to, n};
	return OK;
}

static enum rc read_latin1(struct str s, struct arena *a, struct str *out,
			   struct err *err)
{
	char *to = arena_calloc(a, s.len, 2);
	size_t n = 0;
	if (!to)
		return arena_fail(a, err);
	for (size_t i = 0; i < s.len; i++)
		n += utf8_put(to + n, (unsigned char)s.ptr[i]);
	*out = (struct str){to, n};
	return all_chars(*out, err);
}

/* The name after encoding= in the declaration; empty without. */
static struct str declared(struct str s)
{
	static const struct str key = STR_INIT("encoding");
	struct str line = str_sub(s, 0, s.len < 200 ? s.len : 200);
	if (!str_starts(line, STR("<?xml")))
		return STR("");
	line = str_cut(&line, '>');
	for (size_t i = 0; i + key.len < line.len; i++) {
		if (!str_starts(str_sub(line, i, line.len - i), key))
			continue;
		struct str rest =
			str_sub(line, i + key.len, line.len - i - key.len);
		rest = str_trim(rest);
		if (!rest.len || rest.ptr[0] != '=')
			continue;
		rest = str_trim(str_sub(rest, 1, rest.len - 1));
		if (!rest.len || (rest.ptr[0] != '"' && rest.ptr[0] != '\''))
			continue;
		char quote = rest.ptr[0];
		rest = str_sub(rest, 1, rest.len - 1);
		return str_cut(&rest, quote);
	}
	return STR("");
}

static bool named(struct str s, const char *name)
{
	return s.len == strlen(name) && !strncasecmp(s.ptr, name, s.len);
}

static bool is_ascii(struct str s)
{
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] & 0x80)
			return false;
	return true;
}

enum rc xml_as_utf8(struct str s, struct arena *a, struct str *out,
		    struct err *err)
{
	if (str_starts(s, STR("\xFE\xFF")))
		return read_utf16(str_sub(s, 2, s.len - 2), true, a, out, err);
	if (str_starts(s, STR("\xFF\xFE")))
		return read_utf16(str_sub(s, 2, s.len - 2), false, a, out, err);
	if (str_starts(s, STR("\xEF\xBB\xBF")))
		s = str_sub(s, 3, s.len - 3);
	struct str name = declared(s);
	*out = s;
	if (!name.len || named(name, "utf-8") || named(name, "us-ascii"))
		return all_chars(s, err);
	if (named(name, "iso-8859-1") || named(name, "latin1"))
		return is_ascii(s) ? all_chars(s, err)
				   : read_latin1(s, a, out, err);
	return err_set(err, E_FORMAT,
		       "XML: the encoding \"" STR_FMT
		       "\" is not read, or the file is not in it",
		       (int)(name.len < 40 ? name.len : 40), name.ptr);
}
