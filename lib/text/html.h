/* text/html - escaping, for the functions that tools/tmplgen writes. */
#ifndef TEXT_HTML_H
#define TEXT_HTML_H

#include "text/text.h"

struct html { /* markup that may go out as it is; only templates make it */
	struct str markup;
};

/* For text and for quoted attributes: & < > " ' */
void html_text(struct buf *b, struct str s);
/* For href, src and action: a path of ours, #part, or https; else "#". */
void html_address(struct buf *b, struct str s);

#endif
