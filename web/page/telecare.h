/* web/page/telecare - what the pages of telecare's service share: figures,
 * devices, readers.
 */
#ifndef WEB_PAGE_TELECARE_H
#define WEB_PAGE_TELECARE_H

#include "app/tele_service.h"
#include "web/web.h"

enum telecare_tab { TELECARE_STATS, TELECARE_DEVICES, TELECARE_POOLS };
/* Title and tabs, after page_begin. */
void telecare_begin(struct page *p, enum telecare_tab tab);
/* "30 %"; "-" of nothing. */
struct str telecare_share(struct page *p, int64_t part, int64_t whole);
/* "8 min", "2 h 05 min", "3 g 4 h" */
struct str telecare_time(struct page *p, int64_t us);
struct str telecare_kind(struct page *p, enum tele_kind kind);
/* "" or the day as 22/11/2026. */
struct str telecare_day(struct page *p, struct date d);
/* As a form's field takes it: 2026-11-22, or empty. */
struct str telecare_iso(struct page *p, struct date d);

#endif
