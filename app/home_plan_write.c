/* A version of a monitoring plan, written. */
#include "app/home_int.h"

static enum rc put_head(struct app *app, const struct home_plan_form *f,
			const struct home_plan *p, int64_t previous,
			struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_HOME_PLAN_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", p->id);
	bind_int(q, "person_id", p->person_id);
	bind_int(q, "version", p->version);
	bind_id(q, "previous_id", previous);
	bind_date(q, "valid_from", p->valid_from);
	bind_date(q, "valid_to", p->valid_to);
	bind_str(q, "note", f->note);
	bind_int(q, "user_id", app->who.user_id);
	bind_str(q, "role", str_from(role_name[app->who.role]));
	bind_int(q, "now_us", app->now_us);
	return stmt_finish(q, NULL, err);
}

static void bind_why(struct stmt *q, const struct monitor_why *why, size_t i)
{
	bind_str(q, "why_condition", why ? why[i].condition : STR(""));
	bind_str(q, "why_source", why ? why[i].source : STR(""));
}

static enum rc put_line(struct app *app, const struct home_plan_form *f,
			int64_t plan_id, size_t i, struct err *err)
{
	const struct monitor_line *x = &f->plan.line[i];
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_HOME_PLAN_LINE_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "plan_id", plan_id);
	bind_int(q, "seq", (int64_t)i + 1);
	bind_str(q, "kind", x->kind);
	bind_int(q, "times", x->times);
	bind_int(q, "per_days", x->per_days);
	bind_int(q, "grace_hours", x->grace_hours);
	bind_int(q, "best_milli", x->best_milli);
	bind_why(q, f->why, i);
	return stmt_finish(q, NULL, err);
}

static enum rc put_limit(struct app *app, const struct home_plan_form *f,
			 int64_t plan_id, size_t i, struct err *err)
{
	const struct monitor_limit *x = &f->plan.limit[i];
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_HOME_PLAN_LIMIT_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "plan_id", plan_id);
	bind_int(q, "seq", (int64_t)i + 1);
	bind_str(q, "kind", x->kind);
	bind_int(q, "part", x->part);
	bind_str(q, "rule", str_from(monitor_rule_name[x->rule]));
	bind_int(q, "value_milli", x->value_milli);
	bind_int(q, "days", x->days);
	bind_int(q, "n_times", x->count);
	bind_str(q, "severity", str_from(monitor_severity_name[x->severity]));
	bind_str(q, "protocol", x->protocol);
	bind_why(q, f->why, f->plan.n_line + i);
	return stmt_finish(q, NULL, err);
}

enum rc home_plan_write(struct app *app, const struct home_plan_form *f,
			const struct home_plan *p, int64_t previous,
			struct err *err)
{
	enum rc rc = put_head(app, f, p, previous, err);
	for (size_t i = 0; i < f->plan.n_line && !rc; i++)
		rc = put_line(app, f, p->id, i, err);
	for (size_t i = 0; i < f->plan.n_limit && !rc; i++)
		rc = put_limit(app, f, p->id, i, err);
	return rc;
}
