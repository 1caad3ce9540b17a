/* An alarm answered: taken, given back, followed step by step, put off, passed
 * on, closed. */
#include "app/home_int.h"

struct answer {
	struct app *app;
	struct arena a;
	struct home_case c;
	struct home_person p;
};

/* A person of flesh and blood, who may; the centre leaves to the doctor what
 * is the doctor's. */
static enum rc check_actor(struct answer *w, struct err *err)
{
	const struct actor *who = &w->app->who;
	enum rc rc = app_require(w->app, MAY_ANSWER_ALARM, w->c.person_id, err);
	if (!rc && !who->user_id)
		rc = err_msg(err, E_DENIED, MSG_HOM_ALARM_NO_USER,
			     "an alarm is answered by a user");
	if (!rc && w->c.owner == MONITOR_DOCTOR && who->role == ROLE_OPERATOR)
		rc = err_msg(err, E_DENIED, MSG_HOM_ALARM_OF_DOCTOR,
			     "alarm %" PRId64 " is with the doctor", w->c.id);
	return rc;
}

/* Begin and load; `mine`: only who has it. */
static enum rc begin(struct answer *w, struct app *app, int64_t alarm_id,
		     bool mine, struct err *err)
{
	*w = (struct answer){.app = app};
	arena_init(&w->a, HOME_ARENA);
	enum rc rc = app_require(app, MAY_ANSWER_ALARM, 0, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = home_case_load(app, alarm_id, &w->a, &w->c, err);
	if (!rc)
		rc = home_person_load(app, w->c.person_id, &w->a, &w->p, err);
	if (!rc)
		rc = check_actor(w, err);
	if (!rc && w->c.state == MONITOR_CLOSED)
		rc = err_msg(err, E_STATE, MSG_HOM_ALARM_NOT_FROM_HERE,
			     "alarm %" PRId64 " is closed", alarm_id);
	if (!rc && mine && w->c.taken_by != app->who.user_id)
		rc = err_msg(err, E_STATE,
			     w->c.taken_by ? MSG_HOM_ALARM_TAKEN
					   : MSG_HOM_ALARM_TAKE_FIRST,
			     "alarm %" PRId64 " is not taken by user %" PRId64,
			     alarm_id, app->who.user_id);
	return rc;
}

static enum rc done(struct answer *w, enum rc rc, const char *what,
		    int step_seq, struct str detail, struct err *err)
{
	rc = home_case_done(w->app, rc, &w->c, what, step_seq, detail, err);
	arena_release(&w->a);
	return rc;
}

/* The doctor's practice takes over what the centre has. */
static bool takes_over(const struct answer *w)
{
	enum role role = w->app->who.role;
	return (role == ROLE_DOCTOR || role == ROLE_STAFF) &&
	       w->c.owner == MONITOR_CENTRE;
}

enum rc app_home_take(struct app *app, int64_t alarm_id, struct err *err)
{
	struct answer w;
	enum rc rc = begin(&w, app, alarm_id, false, err);
	bool over = !rc && takes_over(&w);
	if (!rc && w.c.taken_by == app->who.user_id) { /* again */
		db_rollback(app->db);
		arena_release(&w.a);
		return OK;
	}
	if (!rc && w.c.taken_by && !over)
		rc = err_msg(err, E_CONFLICT, MSG_HOM_ALARM_TAKEN,
			     "alarm %" PRId64 " is taken by user %" PRId64,
			     alarm_id, w.c.taken_by);
	if (!rc && over && w.c.state == MONITOR_TAKEN)
		rc = home_case_go(&w.c, MONITOR_OPEN, err);
	if (!rc)
		rc = home_case_go(&w.c, MONITOR_TAKEN, err);
	if (!rc) {
		w.c.taken_by = app->who.user_id;
		w.c.taken_us = app->now_us;
		w.c.owner = over ? MONITOR_DOCTOR : w.c.owner;
	}
	return done(&w, rc, "take", 0, STR(""), err);
}

enum rc app_home_give_back(struct app *app, int64_t alarm_id, struct str reason,
			   struct err *err)
{
	struct answer w;
	enum rc rc = begin(&w, app, alarm_id, true, err);
	if (!rc)
		rc = home_text(&reason, err);
	if (!rc)
		rc = home_case_go(&w.c, MONITOR_OPEN, err);
	return done(&w, rc, "give_back", 0, reason, err);
}

enum rc app_home_note(struct app *app, int64_t alarm_id, struct str text,
		      struct err *err)
{
	struct answer w;
	enum rc rc = begin(&w, app, alarm_id, true, err);
	if (!rc)
		rc = home_want_reason(&text, err);
	return done(&w, rc, "note", 0, text, err);
}

static bool has_step(const struct monitor_tables *t, struct str protocol,
		     int seq)
{
	for (size_t i = 0; i < t->n_step; i++)
		if (t->step[i].seq == seq &&
		    str_eq(t->step[i].protocol, protocol))
			return true;
	return false;
}

enum rc app_home_step(struct app *app, int64_t alarm_id, int seq,
		      struct str answer, struct err *err)
{
	struct answer w;
	struct monitor_tables t;
	enum rc rc = begin(&w, app, alarm_id, true, err);
	if (!rc)
		rc = home_text(&answer, err);
	if (!rc)
		rc = app_home_tables(app, &w.a, &t, err);
	if (!rc && !has_step(&t, w.c.limit.protocol, seq))
		rc = err_msg(err, E_NOT_FOUND, MSG_HOM_ALARM_NO_STEP,
			     "protocol " STR_FMT " has no step %d",
			     STR_ARG(w.c.limit.protocol), seq);
	return done(&w, rc, "step", seq, answer, err);
}

enum rc app_home_wait(struct app *app, int64_t alarm_id, int64_t until_us,
		      struct str reason, struct err *err)
{
	struct answer w;
	int64_t most = 0;
	enum rc rc = begin(&w, app, alarm_id, true, err);
	if (!rc)
		rc = home_want_reason(&reason, err);
	if (!rc)
		rc = home_rule(app, "home.wait_most_hours", w.p.ats, &most,
			       err);
	if (!rc && w.c.severity == MONITOR_RED)
		rc = err_msg(err, E_STATE, MSG_HOM_ALARM_RED_WAITS,
			     "alarm %" PRId64 " is red", alarm_id);
	if (!rc && (until_us <= app->now_us ||
		    until_us > app->now_us + most * MONITOR_HOUR_US))
		rc = err_msg(err, E_RANGE, MSG_HOM_ALARM_WAIT,
			     "an alarm is put off for %" PRId64
			     " hours at most",
			     most);
	if (!rc)
		rc = home_case_go(&w.c, MONITOR_WAITING, err);
	if (!rc) {
		w.c.again_us = until_us;
		w.c.due_us = until_us;
	}
	return done(&w, rc, "wait", 0, reason, err);
}

enum rc app_home_escalate(struct app *app, int64_t alarm_id, struct str reason,
			  struct err *err)
{
	struct answer w;
	enum rc rc = begin(&w, app, alarm_id, false, err);
	if (!rc)
		rc = home_want_reason(&reason, err);
	if (!rc && w.c.owner == MONITOR_DOCTOR)
		rc = err_msg(err, E_STATE, MSG_HOM_ALARM_OF_DOCTOR,
			     "alarm %" PRId64 " is with the doctor", alarm_id);
	if (!rc && w.c.taken_by && w.c.taken_by != app->who.user_id)
		rc = err_msg(err, E_CONFLICT, MSG_HOM_ALARM_TAKEN,
			     "alarm %" PRId64 " is taken by user %" PRId64,
			     alarm_id, w.c.taken_by);
	if (!rc)
		rc = home_case_go(&w.c, MONITOR_OPEN, err);
	if (!rc) {
		w.c.owner = MONITOR_DOCTOR;
		w.c.escalated = true;
		w.c.overdue_told = false;
		rc = home_case_due(app, &w.c, w.p.ats, err);
	}
	if (!rc)
		rc = home_outbox(app, "home.alarm_escalated", w.c.person_id,
				 w.c.id, STR("doctor"), err);
	return done(&w, rc, "escalate", 0, reason, err);
}

/* ---- closed */

/* Nobody asks again for what is missing until then. */
static enum rc silence_lines(struct app *app, const struct home_case *c,
			     struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_HOME_LINES_SILENT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "plan_id", c->plan_id);
	bind_int(q, "missing_us",
		 max_i64(c->silent_until_us, app->now_us + MONITOR_DAY_US));
	return stmt_finish(q, NULL, err);
}

static enum rc close_case(struct answer *w, enum monitor_outcome outcome,
			  struct str note, struct err *err)
{
	struct home_case *c = &w->c;
	enum rc rc = home_case_go(c, MONITOR_CLOSED, err);
	if (!rc)
		rc = home_rules_told(monitor_silence(&w->app->rules, outcome,
						     c->severity,
						     home_is_missing(c),
						     w->p.ats, w->app->now_us,
						     &c->silent_until_us, err),
				     err);
	if (rc)
		return rc;
	c->closed_us = w->app->now_us;
	c->closed_by = w->app->who.user_id;
	c->outcome = outcome;
	c->note = note;
	return home_is_missing(c) ? silence_lines(w->app, c, err) : OK;
}

enum rc app_home_close(struct app *app, int64_t alarm_id,
		       enum monitor_outcome outcome, struct str note,
		       int64_t *silent_until_us, struct err *err)
{
	struct answer w;
	enum rc rc = begin(&w, app, alarm_id, true, err);
	if (!rc && (unsigned)outcome >= MONITOR_ARRIVED)
		rc = err_msg(err, E_RANGE, MSG_HOM_ALARM_OUTCOME,
			     "no outcome that a person gives");
	if (!rc)
		rc = home_want_reason(&note, err);
	if (!rc)
		rc = close_case(&w, outcome, note, err);
	int64_t until = w.c.silent_until_us;
	rc = done(&w, rc, "close", 0, note, err);
	if (!rc && silent_until_us)
		*silent_until_us = until;
	return rc;
}
