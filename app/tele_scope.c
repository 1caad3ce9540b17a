/* Whose devices, pools and figures the actor sees. */
#include "app/scope.h"
#include "app/tele_scope_int.h"
#include "text/text.h"

static enum rc bound(const struct app *app, int64_t id, int64_t *out,
		     struct err *err)
{
	*out = id;
	if (id)
		return OK;
	return err_msg(err, E_DENIED, MSG_TSV_NO_SCOPE,
		       "user %" PRId64 " has the role %s, but for nobody",
		       app->who.user_id, role_name[app->who.role]);
}

enum rc tele_scope(struct app *app, struct arena *a, struct tele_scope *out,
		   struct err *err)
{
	const struct actor *who = &app->who;
	struct tele_scope s = {0};
	struct scope wide = {0};
	enum rc rc = OK;
	switch (who->role) {
	case ROLE_DOCTOR:
	case ROLE_STAFF:
		rc = bound(app, who->doctor_id, &s.doctor_id, err);
		break;
	case ROLE_PHARMACIST:
		rc = bound(app, who->org_id, &s.org_id, err);
		break;
	case ROLE_SPECIALIST:
		rc = bound(app, who->user_id, &s.reader_id, err);
		break;
	case ROLE_OPERATOR:
		rc = bound(app, who->org_id, &s.centre_id, err);
		break;
	default:
		rc = app_scope(app, a, &wide, err);
		s.centre_id = wide.org_id;
		s.ats = wide.ats;
	}
	if (!rc)
		*out = s;
	return rc;
}

void tele_scope_bind(struct stmt *q, const struct app *app,
		     const struct tele_scope *s)
{
	bind_id(q, "doctor_id", s->doctor_id);
	bind_id(q, "organisation_id", s->org_id);
	bind_id(q, "reader_id", s->reader_id);
	bind_id(q, "centre_id", s->centre_id);
	bind_opt(q, "ats", s->ats);
	bind_date(q, "on_date", app->today);
}
