/* Who has a part in a visit: who holds it, who may answer, who asked, the
 * practice and the centre of the person, the person. */
#include "app/visit_int.h"

#include "text/text.h"

static enum rc in_pool(struct app *app, const struct visit_case *c, bool *yes,
		       struct err *err)
{
	struct stmt *q = NULL;
	*yes = false;
	if (!c->pool_id || app->who.role != ROLE_SPECIALIST)
		return OK;
	enum rc rc = db_prepare(app->db, SQL_TELE_READS_POOL, &q, err);
	if (rc)
		return rc;
	bind_int(q, "pool_id", c->pool_id);
	bind_int(q, "user_id", app->who.user_id);
	bind_date(q, "on_date", app->today);
	rc = stmt_one(q, err);
	*yes = !rc && col_int(q, 0) > 0;
	stmt_close(q);
	return rc;
}

/* A relation that the table of permissions knows; E_DENIED is no. */
static enum rc related(struct app *app, enum permission what, int64_t person_id,
		       bool *yes, struct err *err)
{
	struct err no = {0};
	enum rc rc = app_require(app, what, person_id, &no);
	*yes = !rc;
	if (!rc || rc == E_DENIED)
		return OK;
	if (err)
		*err = no;
	return rc;
}

static enum rc relations(struct app *app, const struct visit_case *c,
			 struct visit_standing *s, struct err *err)
{
	switch (app->who.role) {
	case ROLE_DOCTOR:
	case ROLE_STAFF:
		return related(app, MAY_READ_EXAMS, c->person_id, &s->practice,
			       err);
	case ROLE_OPERATOR:
		if (c->kind == VISIT_TELECONSULT) /* between doctors */
			return OK;
		return related(app, MAY_BOOK, c->person_id, &s->centre, err);
	case ROLE_CITIZEN:
		if (c->kind == VISIT_TELECONSULT)
			return OK;
		return related(app, MAY_READ_PERSON, c->person_id, &s->person,
			       err);
	default:
		return OK;
	}
}

static bool any(const struct visit_standing *s)
{
	return s->host || s->answers || s->asker || s->practice || s->centre ||
	       s->person || s->system;
}

enum rc visit_stand(struct app *app, const struct visit_case *c,
		    struct visit_standing *out, struct err *err)
{
	const struct actor *who = &app->who;
	bool doctor = who->role == ROLE_DOCTOR || who->role == ROLE_SPECIALIST;
	bool pooled = false;
	struct visit_standing s = {.system = who->role == ROLE_SYSTEM};
	enum rc rc = in_pool(app, c, &pooled, err);
	if (!rc)
		rc = relations(app, c, &s, err);
	if (rc)
		return rc;
	s.host = doctor && who->user_id && c->host_user_id == who->user_id;
	s.answers = c->state == VISIT_ASKED &&
		    (s.host || (!c->host_user_id && pooled));
	s.asker = (who->role == ROLE_DOCTOR || who->role == ROLE_STAFF) &&
		  who->doctor_id && who->doctor_id == c->asker_doctor_id;
	*out = s;
	return any(&s) ? OK
		       : err_msg(err, E_DENIED, MSG_VIS_NOT_YOURS,
				 "user %" PRId64 " has no part in visit "
				 "%" PRId64,
				 who->user_id, c->id);
}

enum rc visit_must_host(struct app *app, const struct visit_case *c,
			struct err *err)
{
	struct visit_standing s;
	enum rc rc = app_require(app, MAY_HOLD_VISIT, 0, err);
	if (!rc)
		rc = visit_stand(app, c, &s, err);
	if (!rc && (!s.host || c->state == VISIT_ASKED))
		rc = err_msg(err, s.answers ? E_STATE : E_DENIED,
			     s.answers ? MSG_VIS_TAKE_FIRST : MSG_VIS_NOT_HOST,
			     "visit %" PRId64 " is not held by user %" PRId64,
			     c->id, app->who.user_id);
	return rc;
}

bool visit_sees_clinical(const struct visit_standing *s)
{
	return s->host || s->answers || s->asker || s->practice || s->system;
}

enum rc visit_must_book(struct app *app, const struct visit_case *c,
			struct err *err)
{
	if (app->who.role == ROLE_CITIZEN)
		return err_msg(err, E_DENIED, MSG_VIS_NOT_YOURS,
			       "a citizen cancels the appointment");
	return app_require(app, MAY_BOOK, c->person_id, err);
}
