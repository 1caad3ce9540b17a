/* access_int - the question of app_require about a broken glass. Private to
 * app/.
 */
#ifndef APP_ACCESS_INT_H
#define APP_ACCESS_INT_H

#include "app/app.h"

/* Has the actor broken the glass for this person, and does it still hold? */
MUST_USE enum rc access_glass_broken(struct app *app, int64_t person_id,
				     bool *yes, int64_t *until_us,
				     struct err *err);

/* How the actor stands to a person. */
enum standing {
	STAND_NONE,
	STAND_OWN,       /* own patient, own centre, oneself */
	STAND_DELEGATED, /* patient of who delegated */
};
MUST_USE enum rc access_standing(struct app *app, int64_t person_id,
				 enum standing *out, struct err *err);
/* May the role read any person's record at all? */
bool access_role_reads(enum role role);

#endif
