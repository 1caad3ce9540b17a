/* Private to the files app/centre_*.c. */
#ifndef APP_CENTRE_INT_H
#define APP_CENTRE_INT_H

#include "app/centre.h"
#include "text/text.h"

/* May the actor read lists, and of which organisation? */
MUST_USE enum rc centre_scope(struct app *app, struct err *err);
/* Who waits nearest to each freed place. */
MUST_USE enum rc centre_candidates(struct app *app, struct arena *a,
				   struct centre_list *list, struct err *err);

#endif
