/* The doctor's choices: recorded one by one, the draft made anew. */
#include "app/plan_desk_int.h"
#include "text/text.h"

static enum rc check_edit(struct app *app, const struct plan_edit *x,
			  int *service, struct err *err)
{
	*service = kn_service_index(app->kn, x->service_code);
	if (*service < 0)
		return err_msg(err, E_NOT_FOUND, MSG_PAI_NO_SERVICE,
			       "service \"" STR_FMT "\" is not in the tables",
			       STR_ARG(x->service_code));
	if (!x->reason.len || x->reason.len > 1000 || !str_is_utf8(x->reason))
		return err_msg(err, E_RANGE, MSG_PAI_NO_REASON,
			       "a reason of 1 to 1000 characters is needed");
	bool with_times = x->kind == CHOICE_ADD || x->kind == CHOICE_TIMES;
	if (with_times && (x->times_e4 < 1000 || x->times_e4 > 3660000))
		return err_msg(err, E_RANGE, MSG_PAI_TIMES_RANGE,
			       "a service is planned from 0.1 to 366 times a "
			       "year");
	return OK;
}

bool app_plan_is_draw(struct app *app, const struct plan_view *v,
		      struct str service_code)
{
	struct str draw;
	return !rules_text(&app->rules, "plan.draw_service", v->ats,
			   v->draft.from, &draw, NULL) &&
	       str_eq(draw, service_code);
}

/* Removing what is not planned, putting back what is not left out. */
static enum rc makes_sense(const struct plan_view *v, int service,
			   const struct plan_edit *x, struct err *err)
{
	const struct plan_line *l = NULL;
	for (size_t i = 0; i < v->draft.n_lines; i++)
		if (v->draft.lines[i].service == service)
			l = &v->draft.lines[i];
	bool planned = l && l->out == OUT_NO;
	switch (x->kind) {
	case CHOICE_REMOVE:
	case CHOICE_TIMES:
		if (!planned)
			return err_msg(err, E_NOT_FOUND, MSG_PAI_NOT_PLANNED,
				       "service " STR_FMT " is not planned",
				       STR_ARG(x->service_code));
		return OK;
	case CHOICE_PUT_BACK:
		if (!l || planned)
			return err_msg(err, E_NOT_FOUND, MSG_PAI_NOT_LEFT_OUT,
				       "service " STR_FMT " was not left out: "
				       "to plan it, add it",
				       STR_ARG(x->service_code));
		return OK;
	case CHOICE_ADD:
		if (planned)
			return err_msg(err, E_CONFLICT, MSG_PAI_PLANNED_ALREADY,
				       "service " STR_FMT " is planned "
				       "already: change how often",
				       STR_ARG(x->service_code));
		return OK;
	case N_CHOICE:
		break;
	}
	BUG("choice kind");
}

static enum rc record_choice(struct app *app, int64_t version_id,
			     const struct plan_edit *x, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_PLAN_CHOICE_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "version_id", version_id);
	bind_str(q, "kind", str_from(plan_choice_name[x->kind]));
	bind_str(q, "service_code", x->service_code);
	bind_int(q, "times", x->times_e4);
	bind_str(q, "reason", x->reason);
	bind_int(q, "user_id", app->who.user_id);
	bind_str(q, "role", str_from(role_name[app->who.role]));
	bind_int(q, "now_us", app->now_us);
	return stmt_finish(q, NULL, err);
}

static enum rc edit_open(struct plan_desk *d, int64_t person_id,
			 const struct plan_edit *x, int service,
			 struct plan_drafted *out, struct err *err)
{
	int64_t id = 0;
	struct plan_view v;
	enum rc rc = plan_find_id(d->app, SQL_PLAN_OPEN, "person_id", person_id,
				  &id, err);
	if (!rc && !id)
		rc = err_msg(err, E_STATE, MSG_PAI_NO_DRAFT,
			     "there is no draft to edit: a signed plan is "
			     "changed by a new one (`prossima plan draft`)");
	if (!rc && x->version_id && x->version_id != id)
		rc = err_msg(err, E_STATE, MSG_PAI_OTHER_DRAFT,
			     "the draft that was looked at is no longer the "
			     "open one");
	if (!rc)
		rc = version_load(d->app, id, &d->a, &v, err);
	if (!rc && app_plan_is_draw(d->app, &v, x->service_code))
		rc = err_msg(err, E_STATE, MSG_PAI_DRAW_FOLLOWS,
			     "the draw follows the tests that need it: change "
			     "those");
	if (!rc)
		rc = makes_sense(&v, service, x, err);
	if (!rc)
		rc = record_choice(d->app, id, x, err);
	if (!rc)
		rc = draft_one(d, person_id, out, err);
	return rc ? rc : plan_audit(d->app, "plan.edit", id, person_id, err);
}

enum rc app_plan_edit(struct app *app, const struct plan_engine *e,
		      int64_t person_id, const struct plan_edit *edit,
		      struct plan_drafted *out, struct err *err)
{
	struct plan_desk d;
	int service;
	desk_init(&d, app, e);
	enum rc rc = app_require(app, MAY_PREPARE_PLAN, person_id, err);
	if (!rc)
		rc = check_edit(app, edit, &service, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = edit_open(&d, person_id, edit, service, out, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	else
		out->kind = STR("");
	desk_release(&d);
	return rc;
}
