/* The clock: what happens with nobody signed on. */
#include "app/home_int.h"

enum { IDS_MOST = 5000 };

struct ids {
	int64_t v[IDS_MOST];
	size_t n;
};

/* The first column of a statement already bound; closes it. */
static enum rc collect(struct stmt *q, struct ids *out, struct err *err)
{
	bool row = false;
	enum rc rc = OK;
	out->n = 0;
	while (out->n < IDS_MOST && !(rc = stmt_step(q, &row, err)) && row)
		out->v[out->n++] = col_int(q, 0);
	stmt_close(q);
	return rc;
}

static enum rc collect_now(struct app *app, enum sql id, struct ids *out,
			   struct err *err)
{
	struct stmt *q = NULL;
	out->n = 0;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (rc)
		return rc;
	if (id == SQL_HOME_PLANS_OVER)
		bind_date(q, "on_date", app->today);
	else
		bind_int(q, "now_us", app->now_us);
	return collect(q, out, err);
}

/* ---- missing readings, person by person */

static enum rc collect_missing(struct app *app, struct ids *out,
			       struct err *err)
{
	struct stmt *q = NULL;
	out->n = 0;
	enum rc rc = db_prepare(app->db, SQL_HOME_LINES_MISSING, &q, err);
	if (rc)
		return rc;
	bind_int(q, "now_us", app->now_us);
	bind_date(q, "on_date", app->today);
	return collect(q, out, err);
}

static enum rc told_line(struct app *app, int64_t plan_id, struct str kind,
			 struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_HOME_LINE_WAIT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "plan_id", plan_id);
	bind_str(q, "kind", kind);
	bind_null(q, "missing_us");
	return stmt_finish(q, NULL, err);
}

/* Since how many days nothing came. */
static enum rc days_without(struct app *app, const struct home_plan *plan,
			    struct str kind, int *days, struct err *err)
{
	int64_t last = 0;
	enum rc rc = home_last_us(app, plan->person_id, kind, &last, err);
	if (!last)
		last = plan->confirmed_us;
	*days = (int)min_i64(90,
			     max_i64(0, app->now_us - last) / MONITOR_DAY_US);
	return rc;
}

/* The first line that is missing gives the alarm its words; all are told. */
static enum rc raise_missing(struct app *app, const struct home_person *p,
			     const struct home_plan *plan,
			     const int64_t *missing_us, struct arena *a,
			     struct home_raised *out, struct err *err)
{
	struct monitor_finding f = {.n_reading = 0};
	enum rc rc = OK;
	for (size_t i = 0; i < plan->plan.n_line && !rc; i++) {
		const struct monitor_line *line = &plan->plan.line[i];
		if (!missing_us[i] || missing_us[i] > app->now_us)
			continue;
		if (!f.limit.kind.len)
			f.limit = (struct monitor_limit){
				.kind = line->kind,
				.rule = N_MONITOR_RULE,
				.severity = MONITOR_AMBER,
				.count = 1,
				.protocol = STR("MISSING")};
		rc = told_line(app, plan->id, line->kind, err);
	}
	if (rc || !f.limit.kind.len)
		return rc;
	f.cause = monitor_cause(f.limit.kind, N_MONITOR_RULE, a);
	rc = days_without(app, plan, f.limit.kind, &f.limit.days, err);
	return rc ? rc : home_raise(app, p, plan->id, &f, a, out, err);
}

static enum rc missing_of(struct app *app, int64_t person_id,
			  struct home_swept *out, struct err *err)
{
	struct home_person p = {0};
	struct home_plan *plan = NULL;
	int64_t *missing_us = NULL;
	struct home_raised raised = {.worst = N_MONITOR_SEVERITY};
	struct arena a;
	arena_init(&a, HOME_ARENA);
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = home_person_load(app, person_id, &a, &p, err);
	if (!rc)
		rc = home_plan_now(app, person_id, &a, &plan, &missing_us, err);
	if (!rc && plan && p.dead)
		rc = home_plan_stop(app, plan, STR("deceased"), &a, err);
	else if (!rc && plan)
		rc = raise_missing(app, &p, plan, missing_us, &a, &raised, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	out->n_missing += (int64_t)raised.n;
	arena_release(&a);
	return rc;
}

/* ---- deadlines */

/* From the centre to the doctor; with the doctor it is told once. */
static enum rc overdue(struct app *app, struct home_case *c, struct arena *a,
		       const char **what, struct err *err)
{
	struct home_person p = {0};
	enum rc rc = home_person_load(app, c->person_id, a, &p, err);
	if (rc)
		return rc;
	*what = c->owner == MONITOR_CENTRE ? "overdue_centre" : "overdue";
	if (c->owner == MONITOR_DOCTOR) {
		c->overdue_told = true;
		return home_outbox(app, "home.alarm_overdue", c->person_id,
				   c->id, STR("doctor centre"), err);
	}
	c->owner = MONITOR_DOCTOR;
	c->escalated = true;
	rc = home_case_go(c, MONITOR_OPEN, err);
	if (!rc)
		rc = home_case_due(app, c, p.ats, err);
	return rc ? rc
		  : home_outbox(app, "home.alarm_escalated", c->person_id,
				c->id, STR("doctor"), err);
}

/* To be called again: the hour has come. */
static enum rc again(struct app *app, struct home_case *c, struct arena *a,
		     const char **what, struct err *err)
{
	struct home_person p = {0};
	enum rc rc = home_person_load(app, c->person_id, a, &p, err);
	*what = "due_again";
	if (!rc)
		rc = home_case_go(c, MONITOR_OPEN, err);
	return rc ? rc : home_case_due(app, c, p.ats, err);
}

typedef enum rc move_fn(struct app *, struct home_case *, struct arena *,
			const char **what, struct err *);

/* `due`: is there still something to do, or was another faster? */
static enum rc move(struct app *app, int64_t id, move_fn *act,
		    struct home_swept *out, struct err *err)
{
	struct home_case c = {0};
	struct arena a;
	const char *what = "";
	arena_init(&a, HOME_ARENA);
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = home_case_load(app, id, &a, &c, err);
	bool waits = c.state == MONITOR_WAITING;
	bool is_due = act == again ? waits && c.again_us <= app->now_us
				   : !waits && c.state != MONITOR_CLOSED &&
					     c.due_us <= app->now_us;
	if (rc || !is_due) {
		db_rollback(app->db);
		arena_release(&a);
		return rc;
	}
	rc = act(app, &c, &a, &what, err);
	rc = home_case_done(app, rc, &c, what, 0, STR(""), err);
	out->n_due_again += !rc && waits;
	out->n_overdue += !rc && !waits && c.overdue_told;
	out->n_escalated += !rc && !waits && !c.overdue_told;
	arena_release(&a);
	return rc;
}

/* ---- plans past their last day */

static enum rc end_plan(struct app *app, int64_t id, struct home_swept *out,
			struct err *err)
{
	struct home_plan_ask ask = {.id = id, .state = "active", .most = 1};
	struct home_plan *p = NULL;
	struct arena a;
	size_t n = 0;
	arena_init(&a, HOME_ARENA);
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = home_plans_load(app, &ask, &a, &p, &n, err);
	if (!rc && n)
		rc = home_plan_stop(app, p, STR("last day"), &a, err);
	if (!rc && n)
		rc = home_outbox(app, "home.plan_ended", p->person_id, 0,
				 STR("doctor"), err);
	struct audit_event e = {.action = "home.plan.over",
				.entity = "home_plan",
				.entity_id = id,
				.person_id = n ? p->person_id : 0,
				.detail = STR("{}")};
	rc = home_done(app, rc, &e, err);
	out->n_ended += !rc && n;
	arena_release(&a);
	return rc;
}

/* Another program was faster on one: the next round sees it. */
static enum rc lenient(enum rc rc)
{
	return rc == E_CONFLICT ? OK : rc;
}

static enum rc sweep_all(struct app *app, struct ids *ids,
			 struct home_swept *out, struct err *err)
{
	enum rc rc = collect_now(app, SQL_HOME_PLANS_OVER, ids, err);
	for (size_t i = 0; i < ids->n && !rc; i++)
		rc = lenient(end_plan(app, ids->v[i], out, err));
	if (!rc)
		rc = collect_missing(app, ids, err);
	for (size_t i = 0; i < ids->n && !rc; i++)
		if (!i || ids->v[i] != ids->v[i - 1])
			rc = lenient(missing_of(app, ids->v[i], out, err));
	if (!rc)
		rc = collect_now(app, SQL_HOME_ALARMS_AGAIN, ids, err);
	for (size_t i = 0; i < ids->n && !rc; i++)
		rc = lenient(move(app, ids->v[i], again, out, err));
	if (!rc)
		rc = collect_now(app, SQL_HOME_ALARMS_DUE, ids, err);
	for (size_t i = 0; i < ids->n && !rc; i++)
		rc = lenient(move(app, ids->v[i], overdue, out, err));
	return rc;
}

enum rc app_home_sweep(struct app *app, struct home_swept *out, struct err *err)
{
	*out = (struct home_swept){0};
	struct ids *ids = calloc(1, sizeof(*ids));
	if (!ids)
		return err_set(err, E_NOMEM, "no memory for the sweep");
	enum rc rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (!rc)
		rc = sweep_all(app, ids, out, err);
	free(ids);
	return rc;
}
