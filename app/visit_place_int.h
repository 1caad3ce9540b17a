/* Private to the files app/visit_*.c: the appointment of a televisit. */
#ifndef APP_VISIT_PLACE_INT_H
#define APP_VISIT_PLACE_INT_H

#include "app/visit_int.h"

struct visit_place {
	int64_t visit_id, person_id, host_user_id, activity_id, moved_from;
	struct str service; /* of the place that is made for an agreed hour */
	const struct visit_time *when;
	struct arena *a;
	/* out */
	struct str host_name;
	int64_t appointment_id, starts_us, ends_us;
};
/* E_STATE with words: not a doctor whom this person may see. */
MUST_USE enum rc visit_find_host(struct app *app, struct visit_place *p,
				 struct err *err);
/* In a transaction: take or make the place, appoint, tell the person. */
MUST_USE enum rc visit_place_take(struct app *app, struct visit_place *p,
				  struct err *err);

#endif
