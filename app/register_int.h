/* Inside app: writing the registers of the agency (app/register.h reads). */
#ifndef APP_REGISTER_INT_H
#define APP_REGISTER_INT_H

#include "app/app.h"
#include "people/people.h"

struct entry { /* of a register */
	enum register_kind kind;
	const char *subject_kind; /* doctor, organisation, provider */
	int64_t subject_id;
	struct str ats, source;
	struct period valid;
};
/* Make the register say what the row of a file says: an entry that began on
 * another day ends the day before this one begins. *changed counts rows. */
MUST_USE enum rc register_put(struct app *app, const struct entry *e,
			      int64_t *changed, struct err *err);
/* What began by then ends on that day; of `e` only who and which register. */
MUST_USE enum rc register_end(struct app *app, const struct entry *e,
			      struct date day, int64_t *changed,
			      struct err *err);

#endif
