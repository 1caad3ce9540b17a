#include "app/scope.h"

#include "text/text.h"

/* The ATS of the organisation; an agency of no territory sees nothing. */
static enum rc own_ats(struct app *app, struct arena *a, struct str *ats,
		       struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_SCOPE_ATS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app->who.org_id);
	rc = stmt_one(q, err);
	if (!rc)
		*ats = col_text(q, 0, a);
	stmt_close(q);
	if (rc == E_NOT_FOUND || (!rc && !ats->len))
		rc = err_msg(err, E_DENIED, MSG_AGE_NO_SCOPE,
			     "user %" PRId64 " has the role agency, but its "
			     "organisation has no ATS",
			     app->who.user_id);
	return rc;
}

enum rc app_scope(struct app *app, struct arena *a, struct scope *out,
		  struct err *err)
{
	const struct actor *who = &app->who;
	struct scope s = {.org_id = 0};
	if (who->role == ROLE_COOPERATIVE && !who->org_id)
		return err_msg(err, E_DENIED, MSG_JOB_NO_MANAGER,
			       "user %" PRId64 " has the role cooperative, but "
			       "of no organisation",
			       who->user_id);
	if (who->role == ROLE_COOPERATIVE || who->role == ROLE_SYSTEM)
		s.org_id = who->org_id;
	enum rc rc = OK;
	if (who->role == ROLE_AGENCY && who->org_id)
		rc = own_ats(app, a, &s.ats, err);
	if (!rc)
		*out = s;
	return rc;
}
