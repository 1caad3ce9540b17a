/* Monitoring plans as they are kept, and what they await. */
#include "app/home_int.h"

const char *const home_plan_state_name[N_HOME_PLAN] = {"proposed", "active",
						       "ended"};

enum { PLANS_MOST = 200 };

/* ---- reading */

static enum rc plan_row(const struct stmt *q, void *to, void *ctx,
			struct err *err)
{
	struct arena *a = ctx;
	int state =
		monitor_word(home_plan_state_name, N_HOME_PLAN, col_str(q, 3));
	if (state < 0)
		return err_set(err, E_STATE, "a plan in an unknown state");
	*(struct home_plan *)to =
		(struct home_plan){.id = col_int(q, 0),
				   .person_id = col_int(q, 1),
				   .version = (int)col_int(q, 2),
				   .state = (enum home_plan_state)state,
				   .valid_from = col_date(q, 4),
				   .valid_to = col_date(q, 5),
				   .note = col_text(q, 6, a),
				   .made_by = col_text(q, 7, a),
				   .made_us = col_int(q, 8),
				   .confirmed_by = col_text(q, 9, a),
				   .confirmed_us = col_int(q, 10),
				   .ended_us = col_int(q, 11),
				   .end_reason = col_text(q, 12, a)};
	return OK;
}

struct line_row {
	struct monitor_line line;
	struct monitor_why why;
	int64_t missing_us;
};

static enum rc line_row(const struct stmt *q, void *to, void *ctx,
			struct err *err)
{
	struct arena *a = ctx;
	(void)err;
	*(struct line_row *)to =
		(struct line_row){.line = {.kind = col_text(q, 0, a),
					   .times = (int)col_int(q, 1),
					   .per_days = (int)col_int(q, 2),
					   .grace_hours = (int)col_int(q, 3),
					   .best_milli = col_int(q, 4)},
				  .why = {.condition = col_text(q, 5, a),
					  .source = col_text(q, 6, a)},
				  .missing_us = col_int(q, 7)};
	return OK;
}

struct limit_row {
	struct monitor_limit limit;
	struct monitor_why why;
};

static enum rc limit_row(const struct stmt *q, void *to, void *ctx,
			 struct err *err)
{
	struct arena *a = ctx;
	int rule =
		monitor_word(monitor_rule_name, N_MONITOR_RULE, col_str(q, 2));
	if (rule < 0)
		return err_set(err, E_STATE, "a plan with an unknown rule");
	*(struct limit_row *)to = (struct limit_row){
		.limit = {.kind = col_text(q, 0, a),
			  .part = (int)col_int(q, 1),
			  .rule = (enum monitor_rule)rule,
			  .value_milli = col_int(q, 3),
			  .days = (int)col_int(q, 4),
			  .count = (int)col_int(q, 5),
			  .severity = str_is(col_str(q, 6), "red")
					      ? MONITOR_RED
					      : MONITOR_AMBER,
			  .protocol = col_text(q, 7, a)},
		.why = {.condition = col_text(q, 8, a),
			.source = col_text(q, 9, a)}};
	return OK;
}

static enum rc load_part(struct app *app, enum sql id, int64_t plan_id,
			 size_t size, size_t most, person_row_fn *read,
			 struct arena *a, void *list, size_t *n,
			 struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, "plan_id", plan_id);
	return person_rows(q, size, most, read, a, a, list, n, err);
}

/* The rows of one version, taken apart. */
static enum rc fill_plan(struct app *app, struct home_plan *p,
			 int64_t **missing_us, struct arena *a, struct err *err)
{
	struct line_row *line = NULL;
	struct limit_row *limit = NULL;
	size_t n = 0, m = 0;
	enum rc rc = load_part(app, SQL_HOME_PLAN_LINES, p->id, sizeof(*line),
			       MONITOR_LINES, line_row, a, &line, &n, err);
	if (!rc)
		rc = load_part(app, SQL_HOME_PLAN_LIMITS, p->id, sizeof(*limit),
			       MONITOR_LIMITS, limit_row, a, &limit, &m, err);
	if (rc)
		return rc;
	struct monitor_line *lines = arena_array(a, struct monitor_line, n + 1);
	struct monitor_limit *limits =
		arena_array(a, struct monitor_limit, m + 1);
	int64_t *missing = arena_array(a, int64_t, n + 1);
	p->why = arena_array(a, struct monitor_why, n + m + 1);
	if (!lines || !limits || !missing || !p->why)
		return arena_fail(a, err);
	for (size_t i = 0; i < n; i++) {
		lines[i] = line[i].line;
		p->why[i] = line[i].why;
		missing[i] = line[i].missing_us;
	}
	for (size_t i = 0; i < m; i++) {
		limits[i] = limit[i].limit;
		p->why[n + i] = limit[i].why;
	}
	p->plan = (struct monitor_plan){lines, n, limits, m};
	if (missing_us)
		*missing_us = missing;
	return OK;
}

static enum rc load_heads(struct app *app, const struct home_plan_ask *ask,
			  struct arena *a, struct home_plan **list, size_t *n,
			  struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_HOME_PLANS, &q, err);
	if (rc)
		return rc;
	bind_id(q, "person_id", ask->person_id);
	bind_id(q, "id", ask->id);
	bind_opt(q, "state", str_from(ask->state ? ask->state : ""));
	bind_int(q, "n", ask->most);
	return person_rows(q, sizeof(**list), PLANS_MOST, plan_row, a, a, list,
			   n, err);
}

enum rc home_plans_load(struct app *app, const struct home_plan_ask *ask,
			struct arena *a, struct home_plan **list, size_t *n,
			struct err *err)
{
	enum rc rc = load_heads(app, ask, a, list, n, err);
	for (size_t i = 0; !rc && i < *n; i++)
		rc = fill_plan(app, &(*list)[i], NULL, a, err);
	return rc;
}

enum rc home_plan_now(struct app *app, int64_t person_id, struct arena *a,
		      struct home_plan **out, int64_t **missing_us,
		      struct err *err)
{
	struct home_plan_ask ask = {
		.person_id = person_id, .state = "active", .most = 1};
	struct home_plan *list = NULL;
	size_t n = 0;
	*out = NULL;
	enum rc rc = load_heads(app, &ask, a, &list, &n, err);
	if (rc || !n || list->valid_from.days > app->today.days ||
	    list->valid_to.days < app->today.days)
		return rc;
	rc = fill_plan(app, list, missing_us, a, err);
	if (!rc)
		*out = list;
	return rc;
}

const struct monitor_line *home_line_of(const struct monitor_plan *p,
					struct str kind)
{
	for (size_t i = 0; i < p->n_line; i++)
		if (str_eq(p->line[i].kind, kind))
			return &p->line[i];
	return NULL;
}

/* ---- what is awaited */

enum rc home_last_us(struct app *app, int64_t person_id, struct str kind,
		     int64_t *us, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_HOME_LAST_US, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_str(q, "kind", kind);
	rc = stmt_one(q, err);
	if (!rc)
		*us = col_int(q, 0);
	stmt_close(q);
	return rc;
}

enum rc home_await(struct app *app, const struct home_plan *p,
		   const struct monitor_line *line, struct err *err)
{
	struct stmt *q = NULL;
	int64_t last = 0;
	int64_t begun =
		max_i64(p->confirmed_us, p->valid_from.days * MONITOR_DAY_US);
	enum rc rc = home_last_us(app, p->person_id, line->kind, &last, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_HOME_LINE_WAIT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "plan_id", p->id);
	bind_str(q, "kind", line->kind);
	bind_int(q, "missing_us",
		 monitor_missing_at(line, max_i64(begun, last)));
	return stmt_finish(q, NULL, err);
}

/* ---- the use case */

enum rc app_home_plans(struct app *app, int64_t person_id, struct arena *a,
		       struct home_plan **list, size_t *n, struct err *err)
{
	struct home_plan_ask ask = {.person_id = person_id, .most = PLANS_MOST};
	struct audit_event look = {.action = "home.plans",
				   .entity = "person",
				   .entity_id = person_id,
				   .person_id = person_id,
				   .detail = STR("{}")};
	enum rc rc = app_require(app, MAY_READ_READINGS, person_id, err);
	if (!rc)
		rc = home_plans_load(app, &ask, a, list, n, err);
	return rc ? rc : audit_look(app, &look, err);
}
