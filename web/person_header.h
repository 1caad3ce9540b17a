/* web/person_header - who the page is about: shown above everything on each
 * page of a person (UI.md, rule 2). Empty when the actor may not read it: the
 * page's own use case says so.
 */
#ifndef WEB_PERSON_HEADER_H
#define WEB_PERSON_HEADER_H

#include "web/web.h"

struct person_header;

/* The header, read once in a request (p->person). */
MUST_USE enum rc page_person(struct page *p, int64_t person_id,
			     const struct person_header **out, struct err *err);
/* Who has read it in another way leaves it for the others. */
void page_person_is(struct page *p, const struct person_header *h);

struct html person_header_html(struct page *p, int64_t person_id);

#endif
