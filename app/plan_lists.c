/* Work lists and counts. */
#include "app/plan_desk_int.h"

static void row_of(const struct stmt *q, struct plan_row *r)
{
	*r = (struct plan_row){.person = col_str(q, 0),
			       .version = col_int(q, 1),
			       .state = col_str(q, 2),
			       .kind = col_str(q, 3),
			       .level = col_int(q, 4),
			       .primary_condition = col_str(q, 5),
			       .from = col_date(q, 6),
			       .to = col_date(q, 7),
			       .gp_code = col_str(q, 8),
			       .n_lab = col_int(q, 9),
			       .n_outpatient = col_int(q, 10)};
}

/* The statement of a list, with its own parameters bound. */
static enum rc open_list(struct app *app, struct str list, struct stmt **q,
			 struct err *err)
{
	struct str none = {"", 0};
	enum plan_state state;
	int64_t days = 0;
	enum rc rc;
	if (str_is(list, "none"))
		return db_prepare(app->db, SQL_PLAN_LIST_NONE, q, err);
	if (str_is(list, "renew")) {
		rc = rules_int(&app->rules, "renewal.open_days_before_expiry",
			       none, app->today, &days, err);
		if (!rc)
			rc = db_prepare(app->db, SQL_PLAN_LIST_RENEW, q, err);
		if (!rc)
			bind_date(*q, "last", date_add(app->today, (int)days));
		return rc;
	}
	bool expired_long = str_is(list, "expired_long");
	if (!expired_long && !plan_state_parse(list, &state))
		return err_set(err, E_USAGE,
			       "there is no list \"" STR_FMT "\": none, draft, "
			       "proposed, signed, published, active, renew, "
			       "expired, expired_long, superseded, closed",
			       STR_ARG(list));
	rc = expired_long ? rules_int(&app->rules, "plan.expired_worklist_days",
				      none, app->today, &days, err)
			  : OK;
	if (!rc)
		rc = db_prepare(app->db, SQL_PLAN_LIST, q, err);
	if (rc)
		return rc;
	bind_str(*q, "state", expired_long ? STR("expired") : list);
	bind_date(*q, "ended_before",
		  expired_long ? date_add(app->today, -(int)days) : DATE_NONE);
	return OK;
}

enum rc app_plan_list(struct app *app, struct str list, struct str gp_code,
		      int64_t limit, plan_row_fn *each, void *ctx,
		      struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	int64_t doctor_id; /* only to say that there is no such doctor */
	enum rc rc = app_require(app, MAY_READ_LISTS, 0, err);
	if (!rc && gp_code.len)
		rc = app_plan_doctor(app, gp_code, &doctor_id, err);
	if (!rc)
		rc = open_list(app, list, &q, err);
	if (!rc) {
		bind_opt(q, "gp_code", gp_code);
		bind_int(q, "n", limit);
	}
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		struct plan_row r;
		row_of(q, &r);
		each(ctx, &r);
	}
	stmt_close(q);
	return rc;
}

static void take(struct plan_summary *s, enum sql id, const struct stmt *q)
{
	enum plan_state state;
	int64_t level = col_int(q, 0);
	if (id == SQL_PLAN_COUNT_STATES) {
		if (plan_state_parse(col_str(q, 0), &state))
			s->state[state] = col_int(q, 1);
	} else if (id == SQL_PLAN_COUNT_LEVELS && level >= 1 && level <= 3) {
		s->level[level].n = col_int(q, 1);
		s->level[level].lab = col_int(q, 2);
		s->level[level].outpatient = col_int(q, 3);
		s->level[level].draws = col_int(q, 4);
	} else if (id == SQL_PLAN_COUNT_ACTIVITIES &&
		   !str_is(col_str(q, 0), "cancelled")) {
		s->n_activity += col_int(q, 1);
		s->n_group += col_int(q, 2);
		s->n_single += col_int(q, 3);
	} else if (id == SQL_PLAN_COUNT_FINDINGS) {
		s->n_finding = col_int(q, 0);
		s->n_with_finding = col_int(q, 1);
	}
}

enum rc app_plan_summary(struct app *app, struct plan_summary *out,
			 struct err *err)
{
	static const enum sql ids[] = {
		SQL_PLAN_COUNT_STATES, SQL_PLAN_COUNT_LEVELS,
		SQL_PLAN_COUNT_ACTIVITIES, SQL_PLAN_COUNT_FINDINGS};
	enum rc rc = app_require(app, MAY_READ_LISTS, 0, err);
	*out = (struct plan_summary){0};
	for (size_t i = 0; i < countof(ids) && !rc; i++) {
		struct stmt *q = NULL;
		bool row = false;
		rc = db_prepare(app->db, ids[i], &q, err);
		while (!rc && !(rc = stmt_step(q, &row, err)) && row)
			take(out, ids[i], q);
		stmt_close(q);
	}
	return rc;
}

enum rc app_plan_doctor(struct app *app, struct str gp_code, int64_t *id,
			struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_DOCTOR_BY_GP_CODE, &q, err);
	if (!rc) {
		bind_str(q, "gp_code", gp_code);
		rc = stmt_step(q, &row, err);
	}
	*id = !rc && row ? col_int(q, 0) : 0;
	stmt_close(q);
	if (rc || *id)
		return rc;
	return err_set(err, E_NOT_FOUND,
		       "no doctor has the code \"" STR_FMT "\"",
		       STR_ARG(gp_code));
}
