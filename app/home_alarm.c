/* The work list of alarms, and one case with all that is known of it. */
#include "app/home_int.h"
#include "telecare/visit.h"

enum {
	LIST_MOST = 1000,
	EVENTS_MOST = 2000,
	EARLIER_MOST = 5,
	DAYS = 30,
	DAYS_MOST = 366, /* of closed ones */
	COUNT_MOST = 500 /* of them, of everybody's */
};

/* ---- the list */

static bool practice(const struct app *app)
{
	return app->who.role == ROLE_DOCTOR || app->who.role == ROLE_STAFF;
}

static void bind_doctor(struct stmt *q, const struct app *app)
{
	bind_id(q, "doctor_id", practice(app) ? app->who.doctor_id : 0);
}

static void bind_centre(struct stmt *q, const struct app *app)
{
	const struct actor *who = &app->who;
	bind_id(q, "centre_org", who->role == ROLE_OPERATOR ? who->org_id : 0);
}

static void bind_scope(struct stmt *q, const struct app *app)
{
	bind_doctor(q, app);
	bind_centre(q, app);
	bind_date(q, "on_date", app->today);
}

/* An unbound actor would see everything. */
static enum rc want_scope(const struct app *app, struct err *err)
{
	const struct actor *who = &app->who;
	if (who->role == ROLE_SYSTEM || who->doctor_id || who->org_id)
		return OK;
	return err_set(err, E_DENIED, "role %s is bound to nobody",
		       role_name[who->role]);
}

static void bind_word(struct stmt *q, const char *name,
		      const char *const *names, int n, int word)
{
	bind_opt(q, name, word < n ? str_from(names[word]) : STR(""));
}

/* What open and closed ones are asked by. */
static void bind_asked(struct stmt *q, const struct app *app,
		       const struct home_alarm_query *ask)
{
	bind_word(q, "owner", monitor_owner_name, N_MONITOR_OWNER,
		  (int)ask->owner);
	bind_word(q, "severity", monitor_severity_name, N_MONITOR_SEVERITY,
		  (int)ask->severity);
	bind_id(q, "mine", ask->mine ? app->who.user_id : 0);
	bind_int(q, "n", min_i64(LIST_MOST, max_i64(1, ask->limit)));
}

static void bind_sorted(struct stmt *q, const struct home_alarm_query *ask)
{
	static const char *const sort[] = {"urgency", "person", "raised"};
	bind_id(q, "person_id", ask->person_id);
	bind_opt(q, "search", str_trim(ask->search));
	bind_str(q, "sort", str_from(sort[ask->sort]));
}

struct list_ctx {
	struct app *app;
	struct arena *a;
	int64_t found;
};

static enum rc list_row(const struct stmt *q, void *to, void *ctx,
			struct err *err)
{
	struct list_ctx *x = ctx;
	(void)err;
	home_alarm_row_read(q, x->app, x->a, to);
	x->found = col_int(q, 30);
	return OK;
}

static enum rc list_open(struct app *app, const struct home_alarm_query *ask,
			 struct arena *a, struct home_alarm_row **list,
			 size_t *n, int64_t *found, struct err *err)
{
	struct stmt *q = NULL;
	struct list_ctx ctx = {app, a, 0};
	enum rc rc = db_prepare(app->db, SQL_HOME_ALARMS_OPEN, &q, err);
	if (rc)
		return rc;
	bind_scope(q, app);
	bind_asked(q, app, ask);
	bind_sorted(q, ask);
	bind_int(q, "skip", max_i64(0, ask->offset));
	bind_word(q, "state", monitor_state_name, N_MONITOR_STATE,
		  (int)ask->state);
	bind_id(q, "overdue_us", ask->overdue ? app->now_us : 0);
	rc = person_rows(q, sizeof(**list), LIST_MOST, list_row, &ctx, a, list,
			 n, err);
	*found = ctx.found;
	return rc;
}

static enum rc check_days(const struct home_alarm_query *ask, struct err *err)
{
	if (date_is_none(ask->from) || date_is_none(ask->to) ||
	    ask->to.days < ask->from.days ||
	    ask->to.days - ask->from.days > DAYS_MOST)
		return err_msg(err, E_RANGE, MSG_HOM_CLOSED_DAYS,
			       "closed alarms: the days are not in order, or "
			       "more than a year");
	return OK;
}

/* Of everybody, newest first, and nothing that wants all of them looked at? */
static bool by_key(const struct app *app, const struct home_alarm_query *ask)
{
	return !practice(app) && !ask->person_id &&
	       !str_trim(ask->search).len && ask->sort == HOME_BY_RAISED;
}

/* Rows that must be passed over, where the key does not do it. */
static int64_t to_skip(const struct home_alarm_query *ask)
{
	return ask->after_id ? 0 : max_i64(0, ask->offset);
}

/* So far is looked; a row more says that there are more. A file tells how many
 * there are in all. */
static int64_t walk_most(const struct home_alarm_query *ask)
{
	return to_skip(ask) + max_i64(COUNT_MOST, ask->limit) + 1;
}

/* Whose, which and where to begin, in the way that is quick for who asks. */
static enum rc done_prepare(struct app *app, const struct home_alarm_query *ask,
			    struct stmt **out, struct err *err)
{
	bool all = practice(app), late = by_key(app, ask);
	enum rc rc = db_prepare(app->db,
				all    ? SQL_HOME_ALARMS_DONE_OF_DOCTOR
				: late ? SQL_HOME_ALARMS_DONE_LATE
				       : SQL_HOME_ALARMS_DONE,
				out, err);
	if (rc)
		return rc;
	if (all)
		bind_doctor(*out, app);
	else
		bind_centre(*out, app);
	if (!late)
		bind_sorted(*out, ask);
	if (late) {
		bool after = ask->after_id != 0;
		bind_int(*out, "before_us", after ? ask->after_us : INT64_MAX);
		bind_int(*out, "before_id", after ? ask->after_id : INT64_MAX);
		bind_int(*out, "walk_most", walk_most(ask));
	}
	bind_int(*out, "skip", late ? to_skip(ask) : max_i64(0, ask->offset));
	return OK;
}

static enum rc list_done(struct app *app, const struct home_alarm_query *ask,
			 struct arena *a, struct home_alarm_row **list,
			 size_t *n, struct home_alarm_counts *counts,
			 struct err *err)
{
	struct stmt *q = NULL;
	struct list_ctx ctx = {app, a, 0};
	enum rc rc = check_days(ask, err);
	if (!rc)
		rc = done_prepare(app, ask, &q, err);
	if (rc)
		return rc;
	bind_asked(q, app, ask);
	bind_date(q, "on_date", app->today);
	bind_int(q, "from_us", visit_instant(ask->from, 0));
	bind_int(q, "to_us", visit_instant(date_add(ask->to, 1), 0));
	rc = person_rows(q, sizeof(**list), LIST_MOST, list_row, &ctx, a, list,
			 n, err);
	counts->by_key = by_key(app, ask);
	counts->more = counts->by_key && ctx.found == walk_most(ask);
	counts->found = ctx.found - counts->more;
	if (counts->by_key && ask->after_id)
		counts->found += max_i64(0, ask->offset);
	return rc;
}

static enum rc count_open(struct app *app, struct home_alarm_counts *c,
			  struct err *err)
{
	int64_t *const to[] = {
		&c->open, &c->red,       &c->amber,   &c->missing, &c->overdue,
		&c->mine, &c->escalated, &c->waiting, &c->centre,  &c->doctor};
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_HOME_ALARM_COUNTS, &q, err);
	if (rc)
		return rc;
	bind_scope(q, app);
	bind_int(q, "now_us", app->now_us);
	bind_int(q, "user_id", app->who.user_id);
	rc = stmt_one(q, err);
	for (size_t i = 0; i < countof(to) && !rc; i++)
		*to[i] = col_int(q, (int)i);
	stmt_close(q);
	return rc;
}

/* A person's closed ones, behind those that are open. */
static enum rc add_closed(struct app *app, const struct home_alarm_query *ask,
			  struct arena *a, struct home_alarm_row **list,
			  size_t *n, struct err *err)
{
	struct home_alarm_row *closed = NULL;
	size_t n_closed = 0;
	enum rc rc = home_alarms_closed(app, ask->person_id, STR(""), 0, 200, a,
					&closed, &n_closed, err);
	if (rc || !n_closed)
		return rc;
	struct home_alarm_row *all =
		arena_array(a, struct home_alarm_row, *n + n_closed);
	if (!all)
		return arena_fail(a, err);
	if (*n)
		memcpy(all, *list, *n * sizeof(*all));
	memcpy(all + *n, closed, n_closed * sizeof(*all));
	*list = all;
	*n += n_closed;
	return OK;
}

enum rc app_home_alarms(struct app *app, const struct home_alarm_query *ask,
			struct arena *a, struct home_alarm_row **list,
			size_t *n, struct home_alarm_counts *counts,
			struct err *err)
{
	struct monitor_tables t;
	struct audit_event look = {.action = "home.alarms",
				   .entity = "home_alarm",
				   .person_id = ask->person_id,
				   .detail = STR("{}")};
	*list = NULL;
	*n = 0;
	*counts = (struct home_alarm_counts){0};
	enum rc rc = app_require(app, MAY_ANSWER_ALARM, ask->person_id, err);
	if (!rc)
		rc = want_scope(app, err);
	if (!rc)
		rc = app_home_tables(app, a, &t, err);
	if (!rc)
		rc = count_open(app, counts, err);
	if (!rc && ask->closed)
		rc = list_done(app, ask, a, list, n, counts, err);
	else if (!rc && ask->state != MONITOR_CLOSED)
		rc = list_open(app, ask, a, list, n, &counts->found, err);
	if (!rc && !ask->open && !ask->closed && ask->person_id &&
	    ask->state >= MONITOR_CLOSED)
		rc = add_closed(app, ask, a, list, n, err);
	for (size_t i = 0; i < *n && !rc; i++)
		rc = home_alarm_why(&t, &(*list)[i], a, err);
	return rc ? rc : audit_look(app, &look, err);
}

/* ---- one case */

static enum rc event_row(const struct stmt *q, void *to, void *ctx,
			 struct err *err)
{
	struct arena *a = ctx;
	(void)err;
	*(struct home_alarm_event *)to = (struct home_alarm_event){
		.what = col_text(q, 0, a),
		.from = col_text(q, 1, a),
		.to = col_text(q, 2, a),
		.at_us = col_int(q, 3),
		.role = col_text(q, 4, a),
		.step_seq = col_null(q, 5) ? -1 : (int)col_int(q, 5),
		.detail = col_text(q, 6, a),
		.user = col_text(q, 7, a)};
	return OK;
}

static enum rc load_events(struct app *app, struct arena *a,
			   struct home_alarm_view *v, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_HOME_EVENTS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "alarm_id", v->row.id);
	return person_rows(q, sizeof(*v->event), EVENTS_MOST, event_row, a, a,
			   &v->event, &v->n_event, err);
}

static enum rc load_row(struct app *app, int64_t id, struct arena *a,
			struct home_alarm_view *v, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_HOME_ALARM_ONE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	rc = stmt_one(q, err);
	if (!rc) {
		home_alarm_row_read(q, app, a, &v->row);
		v->outcome_note = col_text(q, 31, a);
		v->closed_by = col_text(q, 32, a);
		v->silent_until_us = col_int(q, 33);
		v->plan_id = col_int(q, 34);
		v->plan_version = (int)col_int(q, 35);
	}
	stmt_close(q);
	if (rc == E_NOT_FOUND)
		err_msg(err, rc, MSG_HOM_ALARM_NOT_FOUND,
			"there is no alarm %" PRId64, id);
	return rc;
}

static enum rc load_behind(struct app *app, struct arena *a,
			   struct home_alarm_view *v, struct err *err)
{
	struct home_readings r = {0};
	struct home_readings_ask ask = {.person_id = v->row.person_id,
					.to_us = INT64_MAX,
					.alarm_id = v->row.id};
	enum rc rc = home_readings_load(app, &ask, a, &r, err);
	v->reading = r.list;
	v->n_reading = r.n;
	return rc;
}

static void find_steps(struct home_alarm_view *v)
{
	const struct monitor_tables *t = &v->tables;
	for (size_t i = 0; i < t->n_step; i++)
		if (str_eq(t->step[i].protocol, v->row.limit.protocol)) {
			if (!v->n_step++)
				v->step = &t->step[i];
		}
}

static enum rc load_series(struct app *app, struct arena *a,
			   struct home_alarm_view *v, struct err *err)
{
	enum rc rc =
		home_chart_load(app, v->row.person_id, DAYS, a, &v->chart, err);
	v->tables = v->chart.tables;
	v->kind = monitor_kind_of(&v->tables, v->row.kind);
	for (size_t i = 0; i < v->chart.n_series && !rc; i++)
		if (v->chart.series[i].kind == v->kind)
			v->series = v->chart.series[i];
	return rc;
}

static enum rc load_view(struct app *app, struct arena *a,
			 struct home_alarm_view *v, struct err *err)
{
	enum rc rc = load_series(app, a, v, err);
	if (!rc)
		rc = home_alarm_why(&v->tables, &v->row, a, err);
	if (!rc)
		rc = load_behind(app, a, v, err);
	if (!rc)
		rc = load_events(app, a, v, err);
	if (!rc)
		rc = home_alarms_closed(app, v->row.person_id, v->row.cause,
					v->row.raised_us, EARLIER_MOST, a,
					&v->earlier, &v->n_earlier, err);
	for (size_t i = 0; i < v->n_earlier && !rc; i++)
		rc = home_alarm_why(&v->tables, &v->earlier[i], a, err);
	find_steps(v);
	return rc;
}

enum rc app_home_alarm(struct app *app, int64_t alarm_id, struct arena *a,
		       struct home_alarm_view *out, struct err *err)
{
	*out = (struct home_alarm_view){0};
	enum rc rc = app_require(app, MAY_ANSWER_ALARM, 0, err);
	if (!rc)
		rc = load_row(app, alarm_id, a, out, err);
	if (!rc)
		rc = app_require(app, MAY_ANSWER_ALARM, out->row.person_id,
				 err);
	if (!rc)
		rc = load_view(app, a, out, err);
	if (rc)
		return rc;
	out->mine = app->who.user_id && out->row.taken_by == app->who.user_id;
	out->may_act = app->who.user_id != 0 &&
		       out->row.state != MONITOR_CLOSED &&
		       (out->row.owner == MONITOR_CENTRE ||
			app->who.role != ROLE_OPERATOR);
	struct audit_event look = {.action = "home.alarm.read",
				   .entity = "home_alarm",
				   .entity_id = alarm_id,
				   .person_id = out->row.person_id,
				   .detail = STR("{}")};
	return audit_look(app, &look, err);
}
