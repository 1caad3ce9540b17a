/* app/scope - of everybody's data, how much a role may see.
 *
 * An agency sees its own territory: the people, doctors, managers, providers,
 * indicators and statements of the ATS of the organisation its role is bound
 * to. A cooperative sees itself. The region and the system see all, and so
 * does an agency whose role is bound to no organisation (an installation with
 * one agency).
 */
#ifndef APP_SCOPE_H
#define APP_SCOPE_H

#include "app/app.h"

struct scope {
	int64_t org_id; /* of this organisation alone; 0: of all */
	struct str ats; /* of this agency alone; empty: of all */
};
/* Whose data the actor may see; texts in `a`. E_DENIED when the role is bound
 * to something that cannot be its scope: an agency to an organisation without
 * an ATS, a cooperative to nothing. Not a permission: app_require is. */
MUST_USE enum rc app_scope(struct app *app, struct arena *a, struct scope *out,
			   struct err *err);

#endif
