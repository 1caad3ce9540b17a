/* Inside of app/invitation: what its files share.
 *
 *	invitation_judge.c	everybody chronic, judged by each way
 *	invitation_kept.c	and kept for a while by a server
 *	invitation.c		the use case
 */
#ifndef APP_INVITATION_INT_H
#define APP_INVITATION_INT_H

#include "app/enrolment_int.h"
#include "app/invitation.h"

struct judged { /* everybody of level 1 to 3, by need */
	struct strata_used strata;
	struct date on;
	struct invitation *list; /* malloc */
	size_t n, cap;
	struct arena texts;

	/* of invitation_kept.c, guarded by the lock of app->lists */
	int64_t read_us, used_us;
	unsigned n_holder;
};

/* Read and judge, always. Cost: about 25 microseconds a person, 220 bytes
 * kept for each. */
MUST_USE enum rc judged_read(struct app *app, struct judged **out,
			     struct err *err);
void judged_free(struct judged *j); /* NULL allowed */

/* Those kept by the server, or (`fresh`, or none are good) read now. Others may
 * hold the same: nobody changes them. Give them back with judged_drop. */
MUST_USE enum rc judged_of(struct app *app, bool fresh, struct judged **out,
			   struct err *err);
void judged_drop(struct app *app, struct judged *j); /* NULL allowed */

#endif
