/* Private to app/tele_scope.c, tele_pool*.c, tele_device*.c, tele_stats.c. */
#ifndef APP_TELE_SCOPE_INT_H
#define APP_TELE_SCOPE_INT_H

#include "app/tele_int.h"
#include "app/tele_service.h"

/* At most one is set; none: everything. */
struct tele_scope {
	int64_t doctor_id; /* a practice */
	int64_t org_id;    /* a pharmacy */
	int64_t reader_id; /* a user: the pools they read for */
	int64_t centre_id; /* an organisation: the practices of its doctors */
	struct str ats;
};
/* Not a permission: app_require is. E_DENIED: bound to nobody. */
MUST_USE enum rc tele_scope(struct app *app, struct arena *a,
			    struct tele_scope *out, struct err *err);
/* As :doctor_id, :organisation_id, :reader_id, :centre_id, :ats, :on_date. */
void tele_scope_bind(struct stmt *q, const struct app *app,
		     const struct tele_scope *s);

/* Those the actor sees; of one by id (0: any) and serial (empty: any). */
MUST_USE enum rc tele_devices_load(struct app *app, int64_t id,
				   struct str serial, struct arena *a,
				   struct tele_device **list, size_t *n,
				   struct err *err);

/* May the actor change what is kept? Without words. */
static inline bool tele_may(struct app *app, enum permission what)
{
	return !app_require(app, what, 0, NULL);
}

#endif
