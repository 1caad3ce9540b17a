/* web/page/statements - what the pages of statements share. */
#ifndef WEB_PAGE_STATEMENTS_H
#define WEB_PAGE_STATEMENTS_H

#include "app/settlement.h"
#include "web/web.h"

struct str statement_euro(struct page *p, int64_t cents);
/* "computed" in words, with the class of its colour. */
struct str statement_state(struct page *p, struct str state, struct str *tone);
struct str statement_payer(struct page *p, struct str payer);
/* A row of a CSV; with the source of its rule or without. */
void statement_csv(struct page *p, const struct statement_line *l, bool source);

#endif
