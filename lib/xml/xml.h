/* xml - reader of XML 1.0 text, pulled event by event, bounded.
 *
 * For files that strangers hand in. Well-formedness is checked: tags match,
 * attributes are unique, one root, no character that XML does not allow.
 * Encodings: UTF-8, US-ASCII, ISO-8859-1, and UTF-16 with its byte order mark;
 * all texts come out as UTF-8.
 *
 * Nothing outside the bytes is ever read: a DOCTYPE is skipped and what it
 * names is not fetched. A file that defines entities of its own is refused
 * (E_DENIED): that is how a few lines grow to gigabytes ("billion laughs") or
 * draw other files in. Only the five entities of the language and character
 * references are known; these never grow, so what comes out is never longer
 * than what went in.
 *
 * Not here: namespaces (names keep their prefix; xml_local cuts it), schemas,
 * the normalisation of line ends and of blanks in attributes, default
 * attributes.
 */
#ifndef XML_XML_H
#define XML_XML_H

#include "base/arena.h"

enum {
	XML_MOST_DEPTH = 64, /* the deepest file of a device known has 19 */
	XML_MOST_ATTRS = 64, /* of one element */
	XML_MOST_NAME = 128  /* bytes */
};

enum xml_event {
	XML_START, /* name, attr */
	XML_TEXT,  /* text: a run of characters or of CDATA, never empty */
	XML_STOP,  /* name; follows an empty element, too */
	XML_END    /* of the file */
};

struct xml_attr {
	struct str name, value;
};

struct xml {
	struct str name, text;
	struct xml_attr attr[XML_MOST_ATTRS];
	size_t n_attr;
	size_t depth; /* elements that are open */
	/* private from here */
	struct str open[XML_MOST_DEPTH];
	struct str all;
	size_t at;
	bool closing; /* the stop of an empty element is still to come */
	bool had_root;
	struct arena *a;
};

/* Find out the encoding and stand before the first event. Texts that come out
 * point into `bytes` or live in the arena: both must stay. E_FORMAT for bytes
 * that are not text of the encoding, or of one that we do not read. */
MUST_USE enum rc xml_init(struct xml *x, struct str bytes, struct arena *a,
			  struct err *err);
/* E_FORMAT: not well formed, with the line; E_DENIED: entities of its own;
 * E_LIMIT: deeper, longer or more than above. */
MUST_USE enum rc xml_next(struct xml *x, enum xml_event *event,
			  struct err *err);
/* "hl7:value" is "value". */
struct str xml_local(struct str name);

#endif
