/* web/page/account_events - what happened to one's account, in words. */
#ifndef WEB_PAGE_ACCOUNT_EVENTS_H
#define WEB_PAGE_ACCOUNT_EVENTS_H

#include "web/web.h"

/* "Ha cambiato la password", "Ruolo dato: medico" */
struct str event_words(struct page *p, const struct account_event *e);
/* "da 10.0.0.7", "da un amministratore" */
struct str event_from(struct page *p, const struct account_event *e);

#endif
