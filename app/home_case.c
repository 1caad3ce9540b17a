/* Where an alarm stands: read, moved, told. */
#include "app/home_int.h"

bool home_is_missing(const struct home_case *c)
{
	return c->limit.rule == N_MONITOR_RULE;
}

static int word(const char *const *names, int n, struct str s, bool *known)
{
	int i = monitor_word(names, n, s);
	*known &= i >= 0;
	return i < 0 ? 0 : i;
}

static bool case_row(const struct stmt *q, struct arena *a, struct home_case *c)
{
	bool known = true;
	int rule =
		monitor_word(monitor_rule_name, N_MONITOR_RULE, col_str(q, 16));
	*c = (struct home_case){
		.id = col_int(q, 0),
		.person_id = col_int(q, 1),
		.plan_id = col_int(q, 2),
		.cause = col_text(q, 4, a),
		.severity = (enum monitor_severity)word(monitor_severity_name,
							N_MONITOR_SEVERITY,
							col_str(q, 5), &known),
		.state = (enum monitor_state)word(monitor_state_name,
						  N_MONITOR_STATE,
						  col_str(q, 6), &known),
		.owner = (enum monitor_owner)word(monitor_owner_name,
						  N_MONITOR_OWNER,
						  col_str(q, 7), &known),
		.raised_us = col_int(q, 8),
		.due_us = col_int(q, 9),
		.again_us = col_int(q, 10),
		.escalated = col_int(q, 11) == 1,
		.overdue_told = col_int(q, 12) == 1,
		.taken_by = col_int(q, 13),
		.taken_us = col_int(q, 14),
		.seen_milli = col_int(q, 18),
		.doubtful = col_int(q, 22) == 1,
		.closed_us = col_int(q, 23),
		.silent_until_us = col_int(q, 24),
		.n_change = col_int(q, 25),
		.outcome = N_MONITOR_OUTCOME};
	c->limit = (struct monitor_limit){
		.kind = col_text(q, 3, a),
		.part = (int)col_int(q, 15),
		.rule = rule < 0 ? N_MONITOR_RULE : (enum monitor_rule)rule,
		.value_milli = col_int(q, 17),
		.days = (int)col_int(q, 19),
		.count = (int)col_int(q, 20),
		.severity = c->severity,
		.protocol = col_text(q, 21, a)};
	c->was = c->state;
	return known;
}

enum rc home_case_load(struct app *app, int64_t id, struct arena *a,
		       struct home_case *out, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_HOME_CASE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	rc = stmt_one(q, err);
	if (!rc && !case_row(q, a, out))
		rc = err_set(err, E_STATE,
			     "alarm %" PRId64 " is in a state that this "
			     "version does not know",
			     id);
	stmt_close(q);
	if (rc == E_NOT_FOUND)
		err_msg(err, rc, MSG_HOM_ALARM_NOT_FOUND,
			"there is no alarm %" PRId64, id);
	return rc;
}

enum rc home_case_go(struct home_case *c, enum monitor_state to,
		     struct err *err)
{
	if (!monitor_may_move(c->state, to))
		return err_msg(err, E_STATE, MSG_HOM_ALARM_NOT_FROM_HERE,
			       "alarm %" PRId64 " is %s: it cannot be %s",
			       c->id, monitor_state_name[c->state],
			       monitor_state_name[to]);
	if (to == MONITOR_OPEN)
		c->taken_by = c->taken_us = 0;
	if (to != MONITOR_WAITING)
		c->again_us = 0;
	c->state = to;
	return OK;
}

/* What an alarm says, of a new one and of one that changed. */
static void bind_alarm(struct stmt *q, const struct home_case *c)
{
	bind_int(q, "id", c->id);
	bind_str(q, "severity", str_from(monitor_severity_name[c->severity]));
	bind_int(q, "severity_rank", c->severity);
	bind_int(q, "part", c->limit.part);
	bind_str(q, "rule",
		 home_is_missing(c)
			 ? STR("missing")
			 : str_from(monitor_rule_name[c->limit.rule]));
	bind_int(q, "limit_milli", c->limit.value_milli);
	bind_int(q, "seen_milli", c->seen_milli);
	bind_int(q, "days", c->limit.days);
	bind_int(q, "n_times", c->limit.count);
	bind_str(q, "protocol", c->limit.protocol);
	bind_int(q, "doubtful", c->doubtful);
	bind_str(q, "owner", str_from(monitor_owner_name[c->owner]));
	bind_int(q, "due_us", c->due_us);
}

enum rc home_case_insert(struct app *app, const struct home_case *c,
			 struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_HOME_CASE_INSERT, &q, err);
	if (rc)
		return rc;
	bind_alarm(q, c);
	bind_int(q, "person_id", c->person_id);
	bind_int(q, "plan_id", c->plan_id);
	bind_str(q, "kind", c->limit.kind);
	bind_str(q, "cause", c->cause);
	bind_int(q, "now_us", app->now_us);
	return stmt_finish(q, NULL, err);
}

enum rc home_case_save(struct app *app, const struct home_case *c,
		       struct err *err)
{
	struct stmt *q = NULL;
	int64_t n = 0;
	assert(db_in_transaction(app->db));
	enum rc rc = db_prepare(app->db, SQL_HOME_CASE_SAVE, &q, err);
	if (rc)
		return rc;
	bind_alarm(q, c);
	bind_str(q, "state", str_from(monitor_state_name[c->state]));
	bind_id(q, "again_us", c->again_us);
	bind_int(q, "escalated", c->escalated);
	bind_int(q, "overdue_told", c->overdue_told);
	bind_id(q, "taken_by", c->taken_by);
	bind_id(q, "taken_us", c->taken_us);
	bind_id(q, "closed_us", c->closed_us);
	bind_id(q, "closed_by", c->closed_by);
	bind_str(q, "outcome",
		 c->outcome < N_MONITOR_OUTCOME
			 ? str_from(monitor_outcome_name[c->outcome])
			 : STR(""));
	bind_str(q, "note", c->note);
	bind_id(q, "silent_until_us", c->silent_until_us);
	bind_int(q, "n_change", c->n_change);
	rc = stmt_finish(q, &n, err);
	if (!rc && !n)
		rc = err_msg(err, E_CONFLICT, MSG_HOM_ALARM_MEANWHILE,
			     "alarm %" PRId64
			     " was moved at this moment by somebody else: "
			     "look again",
			     c->id);
	return rc;
}

enum rc home_event(struct app *app, const struct home_case *c, const char *what,
		   int step_seq, struct str detail, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_HOME_EVENT_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app_id(app));
	bind_int(q, "alarm_id", c->id);
	bind_str(q, "what", str_from(what));
	bind_str(q, "from_state", str_from(monitor_state_name[c->was]));
	bind_str(q, "to_state", str_from(monitor_state_name[c->state]));
	bind_int(q, "now_us", app->now_us);
	bind_int(q, "user_id", app->who.user_id);
	bind_str(q, "role", str_from(role_name[app->who.role]));
	bind_id(q, "step_seq", step_seq > 0 ? step_seq : 0);
	bind_str(q, "detail", detail);
	return stmt_finish(q, NULL, err);
}

enum rc home_case_done(struct app *app, enum rc rc, const struct home_case *c,
		       const char *what, int step_seq, struct str detail,
		       struct err *err)
{
	char action[48], state[64];
	if (rc) {
		db_rollback(app->db);
		return rc;
	}
	snprintf(action, sizeof(action), "home.alarm.%s", what);
	int n = snprintf(state, sizeof(state), "{\"state\":\"%s\"}",
			 monitor_state_name[c->state]);
	struct audit_event e = {.action = action,
				.entity = "home_alarm",
				.entity_id = c->id,
				.person_id = c->person_id,
				.detail = {state, (size_t)n}};
	rc = home_case_save(app, c, err);
	if (!rc)
		rc = home_event(app, c, what, step_seq, detail, err);
	return home_done(app, rc, &e, err);
}

enum rc home_case_due(struct app *app, struct home_case *c, struct str ats,
		      struct err *err)
{
	return home_rules_told(monitor_due(&app->rules, c->owner, c->severity,
					   home_is_missing(c), ats, app->now_us,
					   &c->due_us, err),
			       err);
}
