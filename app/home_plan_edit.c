/* A monitoring plan made, confirmed, ended. */
#include "app/home_int.h"

struct versions {
	struct home_plan *list; /* newest first */
	size_t n;
};

static enum rc load_versions(struct app *app, int64_t person_id,
			     struct arena *a, struct versions *out,
			     struct err *err)
{
	struct home_plan_ask ask = {.person_id = person_id, .most = 200};
	return home_plans_load(app, &ask, a, &out->list, &out->n, err);
}

static enum rc one_plan(struct app *app, int64_t plan_id, struct arena *a,
			struct home_plan **out, struct err *err)
{
	struct home_plan_ask ask = {.id = plan_id, .most = 1};
	size_t n = 0;
	enum rc rc = home_plans_load(app, &ask, a, out, &n, err);
	if (!rc && !n)
		rc = err_msg(err, E_NOT_FOUND, MSG_HOM_PLAN_NOT_FOUND,
			     "there is no monitoring plan %" PRId64, plan_id);
	return rc;
}

static enum rc end_version(struct app *app, int64_t id, struct str reason,
			   struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_HOME_PLAN_END, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_int(q, "user_id", app->who.user_id);
	bind_int(q, "now_us", app->now_us);
	bind_str(q, "reason", reason);
	rc = stmt_finish(q, NULL, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_HOME_LINES_STOP, &q, err);
	if (rc)
		return rc;
	bind_int(q, "plan_id", id);
	return stmt_finish(q, NULL, err);
}

/* What is still proposed gives way; with `active` what is in force, too. */
static enum rc end_earlier(struct app *app, const struct versions *v,
			   bool active, int64_t but, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < v->n && !rc; i++) {
		const struct home_plan *p = &v->list[i];
		if (p->id != but && (p->state == HOME_PROPOSED ||
				     (active && p->state == HOME_ACTIVE)))
			rc = end_version(app, p->id, STR("replaced"), err);
	}
	return rc;
}

static enum rc await_all(struct app *app, const struct home_plan *p,
			 struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < p->plan.n_line && !rc; i++)
		rc = home_await(app, p, &p->plan.line[i], err);
	return rc;
}

/* From proposed to in force. */
static enum rc confirm_row(struct app *app, const struct home_plan *p,
			   struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_HOME_PLAN_CONFIRM, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", p->id);
	bind_int(q, "user_id", app->who.user_id);
	bind_int(q, "now_us", app->now_us);
	rc = stmt_finish(q, NULL, err);
	return rc ? rc : await_all(app, p, err);
}

/* ---- use cases */

static enum rc put_plan(struct app *app, const struct home_plan_form *f,
			struct home_plan *p, const struct versions *v,
			struct err *err)
{
	p->id = app_id(app);
	p->version = v->n ? v->list->version + 1 : 1;
	p->state = f->confirm ? HOME_ACTIVE : HOME_PROPOSED;
	p->confirmed_us = f->confirm ? app->now_us : 0;
	p->plan = f->plan;
	enum rc rc = end_earlier(app, v, f->confirm, 0, err);
	if (!rc)
		rc = home_plan_write(app, f, p, v->n ? v->list->id : 0, err);
	return rc || !f->confirm ? rc : confirm_row(app, p, err);
}

static enum rc check_dates(struct app *app, const struct home_person *who,
			   struct home_plan *p, struct err *err)
{
	int64_t months = 0, most = 0;
	enum rc rc = home_rule(app, "home.plan_months", who->ats, &months, err);
	if (!rc)
		rc = home_rule(app, "home.plan_most_months", who->ats, &most,
			       err);
	if (rc)
		return rc;
	if (date_is_none(p->valid_from))
		p->valid_from = app->today;
	if (date_is_none(p->valid_to))
		p->valid_to = date_add(
			date_add_months(p->valid_from, (int)months), -1);
	if (p->valid_to.days < p->valid_from.days ||
	    p->valid_to.days < app->today.days ||
	    p->valid_to.days > date_add_months(p->valid_from, (int)most).days)
		rc = err_msg(err, E_RANGE, MSG_HOM_PLAN_DATES,
			     "the last day is before the first, past, or more "
			     "than %" PRId64 " months on",
			     most);
	return rc;
}

static enum rc check_seen(const struct home_plan_form *f,
			  const struct versions *v, struct err *err)
{
	if (!f->seen_id || (v->n && v->list->id == f->seen_id))
		return OK;
	return err_msg(err, E_CONFLICT, MSG_HOM_PLAN_MEANWHILE,
		       "another version of the plan was made meanwhile");
}

/* Whose the change is and who made it, at the end of a transaction. */
static enum rc done(struct app *app, enum rc rc, const char *action,
		    const struct home_plan *p, struct err *err)
{
	struct audit_event e = {.action = action,
				.entity = "home_plan",
				.entity_id = p ? p->id : 0,
				.person_id = p ? p->person_id : 0,
				.detail = STR("{}")};
	return home_done(app, rc, &e, err);
}

static enum rc set_plan(struct app *app, struct home_plan_form *f,
			struct arena *a, int64_t *id, struct err *err)
{
	struct monitor_tables t;
	struct home_person who = {0};
	struct versions v = {0};
	struct home_plan p = {.person_id = f->person_id,
			      .valid_from = f->valid_from,
			      .valid_to = f->valid_to};
	enum rc rc = home_text(&f->note, err);
	if (!rc)
		rc = app_home_tables(app, a, &t, err);
	if (!rc)
		rc = monitor_plan_check(&t, &f->plan, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = home_person_load(app, f->person_id, a, &who, err);
	if (!rc && who.dead)
		rc = err_msg(err, E_STATE, MSG_HOM_DECEASED,
			     "the person has died");
	if (!rc)
		rc = check_dates(app, &who, &p, err);
	if (!rc)
		rc = load_versions(app, f->person_id, a, &v, err);
	if (!rc)
		rc = check_seen(f, &v, err);
	if (!rc)
		rc = put_plan(app, f, &p, &v, err);
	rc = done(app, rc, f->confirm ? "home.plan.set" : "home.plan.propose",
		  &p, err);
	if (!rc)
		*id = p.id;
	return rc;
}

enum rc app_home_plan_set(struct app *app, const struct home_plan_form *form,
			  int64_t *id, struct err *err)
{
	struct home_plan_form f = *form;
	struct arena a;
	arena_init(&a, HOME_ARENA);
	enum rc rc = app_require(
		app, f.confirm ? MAY_SET_MONITORING : MAY_PREPARE_PLAN,
		f.person_id, err);
	if (!rc)
		rc = set_plan(app, &f, &a, id, err);
	arena_release(&a);
	return rc;
}

static enum rc confirm(struct app *app, struct home_plan *p, struct arena *a,
		       struct err *err)
{
	struct versions v = {0};
	if (p->state != HOME_PROPOSED)
		return err_msg(err, E_STATE, MSG_HOM_PLAN_NOT_PROPOSED,
			       "plan %" PRId64 " is %s", p->id,
			       home_plan_state_name[p->state]);
	enum rc rc = load_versions(app, p->person_id, a, &v, err);
	if (!rc)
		rc = end_earlier(app, &v, true, p->id, err);
	p->confirmed_us = app->now_us;
	return rc ? rc : confirm_row(app, p, err);
}

enum rc app_home_plan_confirm(struct app *app, int64_t plan_id, struct err *err)
{
	struct home_plan *p = NULL;
	struct arena a;
	arena_init(&a, HOME_ARENA);
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = one_plan(app, plan_id, &a, &p, err);
	if (!rc)
		rc = app_require(app, MAY_SET_MONITORING, p->person_id, err);
	if (!rc)
		rc = confirm(app, p, &a, err);
	rc = done(app, rc, "home.plan.confirm", p, err);
	arena_release(&a);
	return rc;
}

enum rc app_home_plan_end(struct app *app, int64_t plan_id, struct str reason,
			  struct err *err)
{
	struct home_plan *p = NULL;
	struct arena a;
	arena_init(&a, HOME_ARENA);
	enum rc rc = home_want_reason(&reason, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = one_plan(app, plan_id, &a, &p, err);
	if (!rc)
		rc = app_require(app,
				 p->state == HOME_PROPOSED ? MAY_PREPARE_PLAN
							   : MAY_SET_MONITORING,
				 p->person_id, err);
	if (!rc && p->state == HOME_ENDED)
		rc = err_msg(err, E_STATE, MSG_HOM_PLAN_OVER,
			     "plan %" PRId64 " has ended", plan_id);
	if (!rc)
		rc = home_plan_stop(app, p, reason, &a, err);
	rc = done(app, rc, "home.plan.end", p, err);
	arena_release(&a);
	return rc;
}

enum rc home_plan_stop(struct app *app, const struct home_plan *p,
		       struct str reason, struct arena *a, struct err *err)
{
	enum rc rc = end_version(app, p->id, reason, err);
	if (!rc && p->state == HOME_ACTIVE)
		rc = home_close_missing(app, p->person_id, a, err);
	return rc;
}
