/* What the tables would propose for a person. */
#include "app/home_int.h"

static enum rc text_row(const struct stmt *q, void *to, void *ctx,
			struct err *err)
{
	(void)err;
	*(struct str *)to = col_text(q, 0, ctx);
	return OK;
}

static enum rc conditions_of(struct app *app, int64_t person_id,
			     struct arena *a, struct str **list, size_t *n,
			     struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_HOME_CONDITIONS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_date(q, "on_date", app->today);
	return person_rows(q, sizeof(**list), 200, text_row, a, a, list, n,
			   err);
}

enum rc app_home_tables(struct app *app, struct arena *a,
			struct monitor_tables *out, struct err *err)
{
	return monitor_tables_load(NULL, app->today, a, out, err);
}

enum rc app_home_propose(struct app *app, int64_t person_id, struct arena *a,
			 struct home_plan *out, struct err *err)
{
	struct monitor_tables t;
	struct str *condition = NULL;
	size_t n = 0;
	int64_t months = 0;
	struct home_person p = {0};
	struct home_plan plan = {.person_id = person_id,
				 .state = HOME_PROPOSED,
				 .valid_from = app->today};
	struct audit_event look = {.action = "home.propose",
				   .entity = "person",
				   .entity_id = person_id,
				   .person_id = person_id,
				   .detail = STR("{}")};
	enum rc rc = app_require(app, MAY_READ_READINGS, person_id, err);
	if (!rc)
		rc = home_person_load(app, person_id, a, &p, err);
	if (!rc)
		rc = app_home_tables(app, a, &t, err);
	if (!rc)
		rc = conditions_of(app, person_id, a, &condition, &n, err);
	if (!rc)
		rc = home_rule(app, "home.plan_months", p.ats, &months, err);
	if (!rc)
		rc = monitor_propose(&t, condition, n, a, &plan.plan, &plan.why,
				     err);
	if (rc)
		return rc;
	plan.valid_to = date_add(date_add_months(app->today, (int)months), -1);
	*out = plan;
	return audit_look(app, &look, err);
}
