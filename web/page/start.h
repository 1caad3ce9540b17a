/* web/page/start - the pages that belong to no station: the door, and what is
 * kept for who comes back through it.
 */
#ifndef WEB_PAGE_START_H
#define WEB_PAGE_START_H

#include "web/web.h"

/* The session is over and a form came: a page that keeps what was typed, to be
 * sent after signing on in another tab. 403. */
MUST_USE enum rc page_session_over(struct page *p, struct err *err);

#endif
