/* app/strata_profile_int - adding up, while a run is loaded, what goes together
 * and what it takes (tables stratum_pair, stratum_use: migration 0034); only
 * for app/strata*.c. */
#ifndef APP_STRATA_PROFILE_INT_H
#define APP_STRATA_PROFILE_INT_H

#include "app/app.h"
#include "strata/consumption.h"

struct profile; /* some hundred kB for each health agency */

MUST_USE enum rc profile_new(const struct knowledge *kn, struct profile **out,
			     struct err *err);
void profile_free(struct profile *p); /* NULL allowed */

/* The number of a health agency. E_LIMIT past 64, or a code longer than 15. */
MUST_USE enum rc profile_area(struct profile *p, struct str ats, uint16_t *out,
			      struct err *err);
/* One active person of an agency. */
void profile_add(struct profile *p, uint16_t area,
		 const struct strata_result *r, const struct strata_lists *l,
		 const struct consumption *c);
/* Everything that is not zero, in one transaction. */
MUST_USE enum rc profile_write(const struct profile *p, struct app *app,
			       int64_t run_id, struct err *err);

#endif
