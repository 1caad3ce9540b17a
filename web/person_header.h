/* web/person_header - who the page is about: shown above everything on each
 * page of a person (UI.md, rule 2). Empty when the actor may not read it: the
 * page's own use case says so.
 */
#ifndef WEB_PERSON_HEADER_H
#define WEB_PERSON_HEADER_H

#include "web/web.h"

struct html person_header_html(struct page *p, int64_t person_id);

#endif
