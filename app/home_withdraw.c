/* A reading that counts no longer leaves the alarms it gave reason for. */
#include "app/home_int.h"

enum { ALARMS_MOST = 64 };

static enum rc alarms_behind(struct app *app, int64_t reading_id, int64_t *list,
			     size_t *n, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_HOME_ALARMS_BEHIND, &q, err);
	if (rc)
		return rc;
	bind_int(q, "reading_id", reading_id);
	for (*n = 0;
	     *n < ALARMS_MOST && !(rc = stmt_step(q, &row, err)) && row;)
		list[(*n)++] = col_int(q, 0);
	stmt_close(q);
	return rc;
}

/* The readings of the last days that count; fresh: those behind the alarm. */
static enum rc left(struct app *app, const struct home_case *c, struct arena *a,
		    struct monitor_reading **list, size_t *n, struct err *err)
{
	struct home_readings all = {0}, behind = {0};
	struct home_readings_ask ask = {.person_id = c->person_id,
					.to_us = INT64_MAX,
					.alarm_id = c->id};
	enum rc rc = home_readings_load(app, &ask, a, &behind, err);
	ask.alarm_id = 0;
	ask.from_us = home_look_back(behind.n ? behind.list[0].measured_us
					      : app->now_us);
	if (!rc)
		rc = home_readings_load(app, &ask, a, &all, err);
	int64_t *fresh = rc ? NULL : arena_array(a, int64_t, behind.n + 1);
	if (rc || !fresh)
		return rc ? rc : arena_fail(a, err);
	for (size_t i = 0; i < behind.n; i++)
		fresh[i] = behind.list[i].id;
	return home_as_rules_see(&all, fresh, behind.n, a, list, n, err);
}

/* Do the readings that are left still pass a limit of the same cause? */
static enum rc still(struct app *app, const struct home_case *c,
		     struct arena *a, bool *yes, struct err *err)
{
	struct home_plan_ask ask = {.id = c->plan_id, .most = 1};
	struct home_plan *plan = NULL;
	struct monitor_reading *list = NULL;
	struct monitor_finding *f = NULL;
	size_t n = 0, n_found = 0, n_plan = 0;
	*yes = false;
	enum rc rc = home_plans_load(app, &ask, a, &plan, &n_plan, err);
	if (!rc)
		rc = left(app, c, a, &list, &n, err);
	if (!rc && n_plan)
		rc = monitor_evaluate(&plan->plan, list, n, 0, a, &f, &n_found,
				      err);
	for (size_t i = 0; i < n_found && !rc; i++)
		*yes |= str_eq(f[i].cause, c->cause);
	return rc;
}

/* Nobody has it: it ends. Whoever has it is told, and ends it: perhaps they
 * are on the telephone. */
static enum rc leave(struct app *app, struct home_case *c, struct str reason,
		     struct err *err)
{
	const char *what = "reading_gone";
	enum rc rc = OK;
	if (c->state == MONITOR_OPEN) {
		what = "withdrawn";
		rc = home_case_go(c, MONITOR_CLOSED, err);
		c->closed_us = c->silent_until_us = app->now_us;
		c->closed_by = app->who.user_id;
		c->outcome = MONITOR_WITHDRAWN;
		c->note = reason;
		if (!rc)
			rc = home_case_save(app, c, err);
	}
	if (!rc)
		rc = home_event(app, c, what, 0, reason, err);
	struct audit_event e = {.action = c->state == MONITOR_CLOSED
						  ? "home.alarm.withdrawn"
						  : "home.alarm.reading_gone",
				.entity = "home_alarm",
				.entity_id = c->id,
				.person_id = c->person_id,
				.detail = STR("{}")};
	if (!rc)
		rc = home_outbox(app, "home.alarm_withdrawn", c->person_id,
				 c->id, str_from(monitor_owner_name[c->owner]),
				 err);
	return rc ? rc : audit_write(app, &e, err);
}

enum rc home_withdraw(struct app *app, int64_t reading_id, struct str reason,
		      struct arena *a, struct err *err)
{
	int64_t alarm[ALARMS_MOST];
	size_t n = 0;
	assert(db_in_transaction(app->db));
	enum rc rc = alarms_behind(app, reading_id, alarm, &n, err);
	for (size_t i = 0; i < n && !rc; i++) {
		struct home_case c = {0};
		bool yes = false;
		rc = home_case_load(app, alarm[i], a, &c, err);
		if (!rc)
			rc = still(app, &c, a, &yes, err);
		if (!rc && !yes)
			rc = leave(app, &c, reason, err);
	}
	return rc;
}

/* ---- what one transaction brought */

enum rc home_came_init(struct home_came *c, size_t most, struct arena *a,
		       struct err *err)
{
	*c = (struct home_came){.fresh = arena_array(a, int64_t, most + 1),
				.gone = arena_array(a, int64_t, most + 1),
				.why = arena_array(a, struct str, most + 1)};
	return c->fresh && c->gone && c->why ? OK : arena_fail(a, err);
}

void home_came_add(struct home_came *c, int64_t id, int64_t replaced,
		   struct str why)
{
	c->fresh[c->n_fresh++] = id;
	if (!replaced)
		return;
	c->why[c->n_gone] = why;
	c->gone[c->n_gone++] = replaced;
}

enum rc home_settle(struct app *app, const struct home_person *p,
		    const struct home_came *c, struct arena *a,
		    struct home_raised *out, struct err *err)
{
	enum rc rc = OK;
	*out = (struct home_raised){.worst = N_MONITOR_SEVERITY};
	if (c->n_fresh)
		rc = home_evaluate(app, p, c->fresh, c->n_fresh, a, out, err);
	for (size_t i = 0; i < c->n_gone && !rc; i++)
		rc = home_withdraw(app, c->gone[i], c->why[i], a, err);
	return rc;
}
