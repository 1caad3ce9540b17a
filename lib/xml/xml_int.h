/* xml_int - what the parts of the reader share. */
#ifndef XML_XML_INT_H
#define XML_XML_INT_H

#include "xml/xml.h"

/* encode.c: the whole file as UTF-8 without byte order mark. */
enum rc xml_as_utf8(struct str bytes, struct arena *a, struct str *out,
		    struct err *err);
/* refer.c: text with references resolved; the same view when it has none. */
enum rc xml_resolve(struct xml *x, struct str raw, struct str *out,
		    struct err *err);
/* doctype.c: at "<!DOCTYPE"; stands behind it. */
enum rc xml_skip_doctype(struct xml *x, struct err *err);

/* The error, with its line. */
enum rc xml_bad(const struct xml *x, struct err *err, const char *why);
/* Does `mark` stand here? */
bool xml_sees(const struct xml *x, const char *mark);
/* Move behind the next `mark`; what lies before it is `*skipped`. */
enum rc xml_skip_past(struct xml *x, const char *mark, struct str *skipped,
		      struct err *err);

#endif
