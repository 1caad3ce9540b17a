/* app/cooperative - what a cooperative (gestore) has in hand, by doctor.
 *
 * The actor's own cooperative alone. Counts are kept for COOPERATIVE_KEEP_US by
 * the connection that read them: a page then costs well under a millisecond,
 * and shows what happened up to a minute before. Permission MAY_READ_LISTS,
 * audit "cooperative.read".
 */
#ifndef APP_COOPERATIVE_H
#define APP_COOPERATIVE_H

#include "app/app.h"

#define COOPERATIVE_KEEP_US INT64_C(60000000)

enum cooperative_count {
	COOP_PATIENTS, /* of the doctor, on the day */
	COOP_ENROLLED, /* of those with a pact: in this cooperative */
	COOP_NO_PLAN,  /* enrolled, and never had a plan */
	COOP_DRAFTS,   /* people with a draft that waits to be signed */
	COOP_IN_FORCE, /* with a plan signed, published or active */
	COOP_RENEW,    /* ... that ends soon, and nothing follows */
	COOP_EXPIRED,  /* whose plan ended, and nothing follows */
	COOP_BOOKED,   /* services booked, of the latest measure */
	COOP_PLANNED,  /* services due, of the latest measure */
	N_COOP_COUNT
};
struct cooperative_doctor {
	int64_t id;
	struct str gp_code, last_name, first_name;
	struct date since; /* in the cooperative */
	int64_t n[N_COOP_COUNT];
};
struct cooperative {
	int64_t org_id;
	struct str code, name;
	struct cooperative_doctor *doctors; /* by id */
	size_t n_doctor;
	int64_t all[N_COOP_COUNT]; /* also of doctors who left */
	struct date measured;      /* DATE_NONE: never */
};
/* The list in `a`, its texts good until the next call of this connection.
 * E_DENIED for who is no cooperative, or of none. */
MUST_USE enum rc app_cooperative(struct app *app, struct arena *a,
				 struct cooperative *out, struct err *err);

void cooperative_forget(struct app *app); /* what the connection keeps */

#endif
