/* web/page/visit - what the pages of televisits and teleconsults share: words,
 * hours, signed reports, the forms that are shown again when refused.
 */
#ifndef WEB_PAGE_VISIT_H
#define WEB_PAGE_VISIT_H

#include "app/visit.h"
#include "web/web.h"

struct str visit_kind_word(struct page *p, enum visit_kind k);
struct str visit_state_word(struct page *p, enum visit_kind k,
			    enum visit_state s);
struct str visit_fault_word(struct page *p, struct str fault);
struct str visit_urgency_word(struct page *p, enum tele_urgency u);
/* "martedì 3 marzo 2026, dalle 10:00 alle 10:20"; empty without an hour. */
struct str visit_when(struct page *p, int64_t starts_us, int64_t ends_us);
struct str visit_name(struct page *p, const struct visit_row *r);
struct str visit_url(struct page *p, int64_t id, const char *end);
struct str visit_fill(struct page *p, enum msg id, const char *name,
		      struct str value);
struct str visit_signed_by(struct page *p, const struct visit_report *r);
/* Signed reports, newest first. */
struct html visit_reports_html(struct page *p, enum visit_kind k,
			       const struct visit_report *list, size_t n);
/* giorno, ora, minuti of a form; what is missing is left for app/ to refuse. */
struct visit_time visit_time_asked(const struct page *p);
/* 303 to the address of a room, which is not ours. */
MUST_USE enum rc visit_leave_for(struct page *p, struct str url,
				 struct err *err);

#endif
