/* What readings give reason for: alarms raised, made worse, kept silent. */
#include "app/home_int.h"

/* A window of 90 days, and the day of the reading. */
#define LOOK_BACK_US (92 * MONITOR_DAY_US)

static enum rc put_readings(struct app *app, int64_t alarm_id,
			    const struct monitor_finding *f, int64_t *n_new,
			    struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < f->n_reading && !rc; i++) {
		struct stmt *q = NULL;
		rc = db_prepare(app->db, SQL_HOME_ALARM_READING_PUT, &q, err);
		if (rc)
			return rc;
		bind_int(q, "alarm_id", alarm_id);
		bind_int(q, "reading_id", f->reading[i]);
		rc = stmt_finish(q, n_new, err);
	}
	return rc;
}

static void say(struct home_case *c, const struct monitor_finding *f)
{
	c->limit = f->limit;
	c->severity = f->limit.severity;
	c->seen_milli = f->seen_milli;
	c->doubtful = f->doubtful;
}

static void count(struct home_raised *out, const struct monitor_finding *f)
{
	if (!out->n++ || f->limit.severity < out->worst) {
		out->worst = f->limit.severity;
		out->protocol = f->limit.protocol;
	}
}

static enum rc tell(struct app *app, const struct home_case *c,
		    const char *what, struct err *err)
{
	char action[40];
	snprintf(action, sizeof(action), "home.alarm.%s", what);
	struct audit_event e = {.action = action,
				.entity = "home_alarm",
				.entity_id = c->id,
				.person_id = c->person_id,
				.detail = STR("{}")};
	enum rc rc = home_event(app, c, what, 0, c->cause, err);
	if (!rc)
		rc = home_outbox(app, "home.alarm", c->person_id, c->id,
				 str_from(monitor_owner_name[c->owner]), err);
	return rc ? rc : audit_write(app, &e, err);
}

static enum rc raise_new(struct app *app, const struct home_person *p,
			 int64_t plan_id, const struct monitor_finding *f,
			 struct home_raised *out, struct err *err)
{
	struct home_case c = {.id = app_id(app),
			      .person_id = p->id,
			      .plan_id = plan_id,
			      .cause = f->cause,
			      .state = MONITOR_OPEN,
			      .was = MONITOR_OPEN,
			      .owner = p->has_centre ? MONITOR_CENTRE
						     : MONITOR_DOCTOR};
	say(&c, f);
	enum rc rc = home_case_due(app, &c, p->ats, err);
	if (!rc)
		rc = home_case_insert(app, &c, err);
	if (!rc)
		rc = put_readings(app, c.id, f, NULL, err);
	if (!rc)
		rc = tell(app, &c, "raise", err);
	if (!rc)
		count(out, f);
	return rc;
}

/* A graver finding for the same cause: the clock of the graver one runs from
 * now, whoever has the alarm keeps it, and what waited is due again. */
static enum rc make_worse(struct app *app, const struct home_person *p,
			  struct home_case *c, const struct monitor_finding *f,
			  struct home_raised *out, struct err *err)
{
	int64_t due = c->due_us;
	enum rc rc = OK;
	say(c, f);
	if (c->state == MONITOR_WAITING)
		rc = home_case_go(c, MONITOR_OPEN, err);
	if (!rc)
		rc = home_case_due(app, c, p->ats, err);
	if (rc)
		return rc;
	c->due_us = min_i64(due, c->due_us);
	c->overdue_told = false;
	rc = home_case_save(app, c, err);
	if (!rc)
		rc = tell(app, c, "worse", err);
	if (!rc)
		count(out, f);
	return rc;
}

static enum rc add_to(struct app *app, const struct home_person *p,
		      struct home_case *c, const struct monitor_finding *f,
		      struct home_raised *out, struct err *err)
{
	int64_t n_new = 0;
	enum rc rc = put_readings(app, c->id, f, &n_new, err);
	if (!rc && f->limit.severity < c->severity)
		return make_worse(app, p, c, f, out, err);
	if (!rc && c->doubtful && !f->doubtful) {
		c->doubtful = false;
		rc = home_case_save(app, c, err);
	}
	if (!rc && n_new)
		rc = home_event(app, c, "again", 0, f->cause, err);
	return rc;
}

/* The latest alarm of the cause; id 0: none. */
static enum rc latest(struct app *app, int64_t person_id, struct str cause,
		      struct arena *a, struct home_case *out, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	int64_t id = 0;
	enum rc rc = db_prepare(app->db, SQL_HOME_ALARM_OF_CAUSE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_str(q, "cause", cause);
	rc = stmt_step(q, &row, err);
	if (!rc && row)
		id = col_int(q, 0);
	stmt_close(q);
	*out = (struct home_case){0};
	return rc || !id ? rc : home_case_load(app, id, a, out, err);
}

enum rc home_raise(struct app *app, const struct home_person *p,
		   int64_t plan_id, const struct monitor_finding *f,
		   struct arena *a, struct home_raised *out, struct err *err)
{
	struct home_case c;
	enum rc rc = latest(app, p->id, f->cause, a, &c, err);
	if (rc)
		return rc;
	if (c.id && c.state != MONITOR_CLOSED)
		return add_to(app, p, &c, f, out, err);
	if (c.id && c.silent_until_us > app->now_us &&
	    f->limit.severity >= c.severity)
		return home_event(app, &c, "silent", 0, f->cause, err);
	return raise_new(app, p, plan_id, f, out, err);
}

/* ---- all that came */

static bool is_among(const int64_t *fresh, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (fresh[i] == id)
			return true;
	return false;
}

int64_t home_look_back(int64_t us)
{
	return us - LOOK_BACK_US;
}

enum rc home_as_rules_see(const struct home_readings *all, const int64_t *fresh,
			  size_t n_fresh, struct arena *a,
			  struct monitor_reading **list, size_t *n,
			  struct err *err)
{
	*n = 0;
	*list = arena_array(a, struct monitor_reading, all->n + 1);
	if (!*list)
		return arena_fail(a, err);
	for (size_t i = 0; i < all->n; i++) {
		const struct home_reading *r = &all->list[i];
		if (!home_counts(r))
			continue;
		struct monitor_reading *m = &(*list)[(*n)++];
		*m = (struct monitor_reading){
			.id = r->id,
			.measured_us = r->measured_us,
			.kind = all->kind[i],
			.doubtful = r->doubtful,
			.fresh = is_among(fresh, n_fresh, r->id)};
		memcpy(m->value_milli, r->value_milli, sizeof(m->value_milli));
	}
	return OK;
}

enum rc home_close_missing(struct app *app, int64_t person_id, struct arena *a,
			   struct err *err)
{
	struct home_case c;
	enum rc rc =
		latest(app, person_id,
		       monitor_cause(STR(""), N_MONITOR_RULE, a), a, &c, err);
	if (rc || !c.id || c.state == MONITOR_CLOSED)
		return rc;
	rc = home_case_go(&c, MONITOR_CLOSED, err);
	c.closed_us = c.silent_until_us = app->now_us;
	c.closed_by = app->who.user_id;
	c.outcome = MONITOR_ARRIVED;
	if (!rc)
		rc = home_case_save(app, &c, err);
	return rc ? rc : home_event(app, &c, "arrived", 0, STR(""), err);
}

/* How many kinds of the plan somebody was told are missing. */
static enum rc still_missing(struct app *app, int64_t plan_id, int64_t *n,
			     struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_HOME_LINES_TOLD, &q, err);
	if (rc)
		return rc;
	bind_int(q, "plan_id", plan_id);
	rc = stmt_one(q, err);
	if (!rc)
		*n = col_int(q, 0);
	stmt_close(q);
	return rc;
}

static enum rc await_next(struct app *app, const struct home_plan *plan,
			  const struct monitor_reading *list, size_t n,
			  struct arena *a, struct err *err)
{
	enum rc rc = OK;
	for (size_t k = 0; k < plan->plan.n_line && !rc; k++) {
		const struct monitor_line *line = &plan->plan.line[k];
		bool came = false;
		for (size_t i = 0; i < n && !came; i++)
			came = list[i].fresh &&
			       str_eq(list[i].kind, line->kind);
		if (came)
			rc = home_await(app, plan, line, err);
	}
	int64_t still = 0;
	if (!rc)
		rc = still_missing(app, plan->id, &still, err);
	if (!rc && !still)
		rc = home_close_missing(app, plan->person_id, a, err);
	return rc;
}

static enum rc raise_all(struct app *app, const struct home_person *p,
			 const struct home_plan *plan,
			 const struct monitor_reading *list, size_t n,
			 struct arena *a, struct home_raised *out,
			 struct err *err)
{
	struct monitor_finding *f = NULL;
	size_t n_found = 0;
	int64_t days = 0;
	enum rc rc = home_rule(app, "home.alarm_days", p->ats, &days, err);
	if (!rc)
		rc = monitor_evaluate(&plan->plan, list, n,
				      app->now_us - days * MONITOR_DAY_US, a,
				      &f, &n_found, err);
	for (size_t i = 0; i < n_found && !rc; i++)
		rc = home_raise(app, p, plan->id, &f[i], a, out, err);
	return rc;
}

enum rc home_evaluate(struct app *app, const struct home_person *p,
		      const int64_t *fresh, size_t n_fresh, struct arena *a,
		      struct home_raised *out, struct err *err)
{
	struct home_plan *plan = NULL;
	struct home_readings all = {0};
	struct monitor_reading *list = NULL;
	size_t n = 0;
	struct home_readings_ask ask = {.person_id = p->id,
					.from_us = home_look_back(app->now_us),
					.to_us = INT64_MAX};
	assert(db_in_transaction(app->db));
	*out = (struct home_raised){.worst = N_MONITOR_SEVERITY};
	enum rc rc = home_plan_now(app, p->id, a, &plan, NULL, err);
	if (rc || !plan)
		return rc;
	rc = home_readings_load(app, &ask, a, &all, err);
	if (!rc)
		rc = home_as_rules_see(&all, fresh, n_fresh, a, &list, &n, err);
	if (!rc)
		rc = raise_all(app, p, plan, list, n, a, out, err);
	return rc ? rc : await_next(app, plan, list, n, a, err);
}
