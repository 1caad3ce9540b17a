/* app/care_end - what stops when a person is followed no more, or a plan has
 * let go of a service: the plan is closed, its services are cancelled, the
 * places that were taken for them are free again.
 *
 * Enrolments end for many reasons and in several places (a death in the
 * registry, a withdrawal at the desk); this looks at what is left over and
 * ends it, so it may be called at any time and again. One transaction a plan
 * and an appointment: cut short, the next call goes on.
 */
#ifndef APP_CARE_END_H
#define APP_CARE_END_H

#include "app/enrolment.h"

struct care_ended {
	int64_t n_plan, n_appointment;
};
/* Close the plans of people without a live enrolment, then cancel the
 * appointments to come that serve only cancelled services. Nobody who died is
 * written to (outbox_put). Needs MAY_RUN_BATCH. */
MUST_USE enum rc app_care_end(struct app *app, struct care_ended *out,
			      struct err *err);

/* End a person's enrolment (app_enrol_end: its permission, its reasons), and at
 * once what follows from it: their plans are closed, the appointments to come
 * that served them are cancelled and their places free. What follows is done by
 * the program in the name of who ended it. Cut short after the enrolment, the
 * next app_care_end goes on. */
MUST_USE enum rc app_care_leave(struct app *app, int64_t person_id,
				enum enrol_end reason, struct str why,
				struct care_ended *out, struct err *err);

#endif
