/* app/invitation - who of an agency's chronic people is to be invited, and by
 * which of the three ways each can come in: the own doctor in a manager, the
 * ASST, the own doctor in single form.
 *
 * A list leaves only after a look at the registry: who died, moved away, has no
 * doctor or is followed already is held back with the reason; a registry older
 * than the rule list.registry_days stops the file (E_STATE) before anybody is
 * judged. People by
 * pseudonym alone: the letters are addressed by who keeps the names.
 *
 * Permission MAY_READ_POPULATION, in the actor's scope (app/scope.h); audit
 * "enrol.invitations". Cost: everybody chronic is read and judged, about 5
 * microseconds each. A server keeps the judged for INVITATION_KEEP_US, for all
 * its connections: a look at a page then costs one pass over them in memory,
 * and shows within a minute what was done. A list that leaves is always judged
 * anew.
 */
#ifndef APP_INVITATION_H
#define APP_INVITATION_H

#include "app/app.h"
#include "enrolment/enrolment.h"

#define INVITATION_KEEP_US INT64_C(60000000)

struct invitation {
	int64_t person_id;
	struct str pseudonym, gp_code, manager, ats, main_condition;
	int level, charlson, mcs;
	bool invited;               /* the letter is out */
	enum enrol_hold way[N_WAY]; /* HOLD_NONE: open */
	enum way best;              /* the first that is open; N_WAY: none */
	int why; /* enum msg: what holds back the way of the own doctor */
};
struct invitation_filter {
	struct str ats;           /* empty: all of the scope */
	int level_from, level_to; /* 1 to 3 */
	enum way way;             /* whose best is this; N_WAY: any */
	bool held;                /* those without a way instead */
	struct str q;             /* beginning of pseudonym or doctor's code */
	size_t limit, offset;     /* limit 0: all */
	bool leaves; /* no look only: a file, judged anew; E_STATE when the
			registry is too old */
};
struct invitations {
	bool has_strata;
	struct date as_of;     /* of the stratification */
	struct date registry;  /* its last import; DATE_NONE: none */
	int64_t registry_days; /* how old it may be for a file */
	bool stale;
	struct str ats; /* the actor's own, or what was asked */
	bool all_ats;   /* the actor may choose one */
	struct invitation *rows;
	size_t n, total; /* total: that fit */
	/* of the agency and levels asked, whatever else */
	int64_t n_way[N_WAY];
	int64_t n_hold[N_ENROL_HOLD]; /* no way open; HOLD_ENROLLED: followed */
};
MUST_USE enum rc app_invitations(struct app *app,
				 const struct invitation_filter *f,
				 struct arena *a, struct invitations *out,
				 struct err *err);
/* In a server, now and then: read anew what is in use before it is too old, let
 * go what nobody asked for. Reads the rules anew, too. */
MUST_USE enum rc app_invitations_refresh(struct app *app, struct err *err);

#endif
