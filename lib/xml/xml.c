#include "xml/xml_int.h"

enum rc xml_bad(const struct xml *x, struct err *err, const char *why)
{
	size_t line = 1, to = x->at < x->all.len ? x->at : x->all.len;
	for (size_t i = 0; i < to; i++)
		line += x->all.ptr[i] == '\n';
	return err_set(err, E_FORMAT, "XML, line %zu: %s", line, why);
}

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool xml_sees(const struct xml *x, const char *mark)
{
	return str_starts(str_sub(x->all, x->at, x->all.len - x->at),
			  str_from(mark));
}

enum rc xml_skip_past(struct xml *x, const char *mark, struct str *skipped,
		      struct err *err)
{
	size_t n = strlen(mark), from = x->at;
	for (size_t i = from; i + n <= x->all.len; i++) {
		const char *p =
			memchr(x->all.ptr + i, mark[0], x->all.len - n + 1 - i);
		if (!p)
			break;
		i = (size_t)(p - x->all.ptr);
		if (memcmp(p, mark, n) != 0)
			continue;
		*skipped = str_sub(x->all, from, i - from);
		x->at = i + n;
		return OK;
	}
	return xml_bad(x, err, "something begins and does not end");
}

struct str xml_local(struct str name)
{
	struct str rest = name, first = str_cut(&rest, ':');
	return rest.ptr ? rest : first;
}

enum rc xml_init(struct xml *x, struct str bytes, struct arena *a,
		 struct err *err)
{
	memset(x, 0, sizeof(*x));
	x->a = a;
	return xml_as_utf8(bytes, a, &x->all, err);
}

static void skip_blanks(struct xml *x)
{
	while (x->at < x->all.len && is_blank(x->all.ptr[x->at]))
		x->at++;
}

/* Letters, digits and . - _ : and whatever is not ASCII. */
static bool is_name_char(char c, bool first)
{
	bool letter = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
		      c == '_' || c == ':' || (c & 0x80);
	return letter ||
	       (!first && ((c >= '0' && c <= '9') || c == '-' || c == '.'));
}

static enum rc take_name(struct xml *x, struct str *name, struct err *err)
{
	size_t from = x->at;
	while (x->at < x->all.len &&
	       is_name_char(x->all.ptr[x->at], x->at == from))
		x->at++;
	*name = str_sub(x->all, from, x->at - from);
	if (!name->len)
		return xml_bad(x, err, "a name is missing");
	if (name->len > XML_MOST_NAME)
		return err_set(err, E_LIMIT, "XML: a name of %zu bytes",
			       name->len);
	return OK;
}

static enum rc take_value(struct xml *x, struct str *value, struct err *err)
{
	skip_blanks(x);
	if (!xml_sees(x, "="))
		return xml_bad(x, err, "an attribute without value");
	x->at++;
	skip_blanks(x);
	if (!xml_sees(x, "\"") && !xml_sees(x, "'"))
		return xml_bad(x, err, "an attribute without quotes");
	const char quote[2] = {x->all.ptr[x->at++]};
	struct str raw;
	enum rc rc = xml_skip_past(x, quote, &raw, err);
	if (!rc && raw.len && memchr(raw.ptr, '<', raw.len))
		rc = xml_bad(x, err, "a < in an attribute");
	return rc ? rc : xml_resolve(x, raw, value, err);
}

static enum rc take_attr(struct xml *x, struct err *err)
{
	if (x->n_attr == XML_MOST_ATTRS)
		return err_set(err, E_LIMIT, "XML: more than %d attributes",
			       XML_MOST_ATTRS);
	struct xml_attr *attr = &x->attr[x->n_attr];
	enum rc rc = take_name(x, &attr->name, err);
	if (!rc)
		rc = take_value(x, &attr->value, err);
	for (size_t i = 0; !rc && i < x->n_attr; i++)
		if (str_eq(x->attr[i].name, attr->name))
			rc = xml_bad(x, err, "an attribute twice");
	x->n_attr++;
	return rc;
}

/* At the name of a start tag; behind its > afterwards. */
static enum rc take_start(struct xml *x, struct err *err)
{
	if (!x->depth && x->had_root)
		return xml_bad(x, err, "a second root");
	if (x->depth == XML_MOST_DEPTH)
		return err_set(err, E_LIMIT, "XML: deeper than %d elements",
			       XML_MOST_DEPTH);
	enum rc rc = take_name(x, &x->name, err);
	if (rc)
		return rc;
	x->n_attr = 0;
	x->had_root = true;
	x->open[x->depth++] = x->name;
	for (;;) {
		size_t before = x->at;
		skip_blanks(x);
		x->closing = xml_sees(x, "/>");
		if (x->closing || xml_sees(x, ">")) {
			x->at += x->closing ? 2 : 1;
			return OK;
		}
		if (before == x->at)
			return xml_bad(x, err, "a tag that does not end");
		rc = take_attr(x, err);
		if (rc)
			return rc;
	}
}

/* At the name of an end tag. */
static enum rc take_stop(struct xml *x, struct err *err)
{
	struct str name;
	enum rc rc = take_name(x, &name, err);
	if (rc)
		return rc;
	skip_blanks(x);
	if (!x->depth || !str_eq(name, x->open[x->depth - 1]))
		return xml_bad(x, err, "the end of another element");
	if (!xml_sees(x, ">"))
		return xml_bad(x, err, "a tag that does not end");
	x->at++;
	x->depth--;
	x->name = name;
	return OK;
}

/* Characters up to the next <. */
static enum rc take_text(struct xml *x, struct err *err)
{
	const char *from = x->all.ptr + x->at;
	const char *end = memchr(from, '<', x->all.len - x->at);
	size_t len = end ? (size_t)(end - from) : x->all.len - x->at;
	struct str raw = str_sub(x->all, x->at, len);
	x->text = STR("");
	if (!x->depth) {
		skip_blanks(x);
		if (x->at < x->all.len && !xml_sees(x, "<"))
			return xml_bad(x, err, "text outside the root");
		return OK;
	}
	enum rc rc = xml_resolve(x, raw, &x->text, err);
	x->at += len;
	return rc;
}

/* What begins with "<!" or "<?"; only CDATA leaves text. */
static enum rc take_other(struct xml *x, struct err *err)
{
	struct str skipped;
	x->text = STR("");
	if (xml_sees(x, "<!--"))
		return xml_skip_past(x, "-->", &skipped, err);
	if (xml_sees(x, "<?"))
		return xml_skip_past(x, "?>", &skipped, err);
	if (xml_sees(x, "<!DOCTYPE"))
		return xml_skip_doctype(x, err);
	if (!xml_sees(x, "<![CDATA[") || !x->depth)
		return xml_bad(x, err, "a declaration that is not known");
	x->at += strlen("<![CDATA[");
	return xml_skip_past(x, "]]>", &x->text, err);
}

enum rc xml_next(struct xml *x, enum xml_event *event, struct err *err)
{
	enum rc rc = OK;
	if (x->closing) {
		x->closing = false;
		x->name = x->open[--x->depth];
		*event = XML_STOP;
		return OK;
	}
	while (x->at < x->all.len) {
		bool tag = x->all.ptr[x->at] == '<';
		if (tag && x->at + 1 == x->all.len)
			return xml_bad(x, err, "a tag that does not end");
		char then = tag ? x->all.ptr[x->at + 1] : ' ';
		if (tag && then != '!' && then != '?') {
			x->at += then == '/' ? 2 : 1;
			*event = then == '/' ? XML_STOP : XML_START;
			return then == '/' ? take_stop(x, err)
					   : take_start(x, err);
		}
		rc = tag ? take_other(x, err) : take_text(x, err);
		if (rc)
			return rc;
		*event = XML_TEXT;
		if (x->text.len)
			return OK;
	}
	if (x->depth || !x->had_root)
		return xml_bad(x, err, "the file ends too early");
	*event = XML_END;
	return OK;
}
