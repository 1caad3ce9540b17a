#include "xml/xml_int.h"

/* <!DOCTYPE name SYSTEM "restecg.dtd" [ ... ]>
 *
 * What it names is never fetched. Between the brackets only declarations that
 * change nothing for us may stand (elements, attributes, comments); one of an
 * entity, or the use of a parameter entity, ends the reading. */
static enum rc denied(const struct xml *x, struct err *err)
{
	(void)xml_bad(x, err, "the file defines entities of its own");
	if (err)
		err->rc = E_DENIED;
	return E_DENIED;
}

static enum rc skip_quoted(struct xml *x, struct err *err)
{
	const char quote[2] = {x->all.ptr[x->at++]};
	struct str skipped;
	return xml_skip_past(x, quote, &skipped, err);
}

/* One thing of the subset; `*inside` becomes false behind its end. */
static enum rc skip_inside(struct xml *x, bool *inside, struct err *err)
{
	struct str skipped;
	if (xml_sees(x, "<!--"))
		return xml_skip_past(x, "-->", &skipped, err);
	if (xml_sees(x, "<?"))
		return xml_skip_past(x, "?>", &skipped, err);
	if (xml_sees(x, "<!ENTITY") || xml_sees(x, "%"))
		return denied(x, err);
	if (xml_sees(x, "\"") || xml_sees(x, "'"))
		return skip_quoted(x, err);
	if (xml_sees(x, "]"))
		*inside = false;
	x->at++;
	return OK;
}

enum rc xml_skip_doctype(struct xml *x, struct err *err)
{
	bool inside = false;
	enum rc rc = OK;
	if (x->had_root)
		return xml_bad(x, err, "a DOCTYPE after the first element");
	while (!rc && x->at < x->all.len) {
		char c = x->all.ptr[x->at];
		if (inside) {
			rc = skip_inside(x, &inside, err);
		} else if (c == '"' || c == '\'') {
			rc = skip_quoted(x, err);
		} else if (c == '>') {
			x->at++;
			return OK;
		} else {
			inside = c == '[';
			x->at++;
		}
	}
	return rc ? rc : xml_bad(x, err, "a DOCTYPE without end");
}
