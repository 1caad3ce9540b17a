/* web/page/enrol - the page of enrolment and pact, shown by GET and again by a
 * POST that was refused, with what was typed. */
#ifndef WEB_PAGE_ENROL_H
#define WEB_PAGE_ENROL_H

#include "app/enrolment.h"
#include "web/web.h"

struct enrol_typed { /* of a form that comes back; all empty at first */
	struct str waive, asst, why, end_reason, end_why;
	bool more; /* the part that is folded */
};
MUST_USE enum rc enrol_render(struct page *p, const struct enrol_typed *typed,
			      struct err *err);

#endif
