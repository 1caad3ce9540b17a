/* Rows of readings and alarms, read once for all who show them. */
#include "app/home_int.h"

enum { READINGS_MOST = 20000, ALARMS_MOST = 1000 };

struct kept {
	struct home_reading r;
	struct str kind;
};

static enum rc reading_row(const struct stmt *q, void *to, void *ctx,
			   struct err *err)
{
	struct arena *a = ctx;
	struct kept *x = to;
	int by = monitor_word(monitor_by_name, N_MONITOR_BY, col_str(q, 6));
	(void)err;
	x->kind = col_text(q, 1, a);
	x->r = (struct home_reading){
		.id = col_int(q, 0),
		.value_milli = {col_int(q, 2), col_null(q, 3) ? MONITOR_NO_VALUE
							      : col_int(q, 3)},
		.measured_us = col_int(q, 4),
		.received_us = col_int(q, 5),
		.by = by < 0 ? MONITOR_BY_PATIENT : (enum monitor_by)by,
		.state = col_text(q, 7, a),
		.value_given = col_text(q, 8, a),
		.unit_given = col_text(q, 9, a),
		.context = col_text(q, 10, a),
		.source = col_text(q, 11, a),
		.device = col_text(q, 12, a),
		.note = col_text(q, 13, a),
		.change_reason = col_text(q, 14, a),
		.doubt = col_text(q, 15, a),
		.sent_by = col_text(q, 16, a),
		.previous_id = col_int(q, 17),
		.changed_us = col_int(q, 18),
		.alarm = col_int(q, 19) > 0};
	x->r.doubtful = str_is(x->r.state, "doubtful");
	return OK;
}

enum rc home_readings_load(struct app *app, const struct home_readings_ask *ask,
			   struct arena *a, struct home_readings *out,
			   struct err *err)
{
	struct stmt *q = NULL;
	struct kept *rows = NULL;
	size_t n = 0;
	enum rc rc = db_prepare(app->db, SQL_HOME_READINGS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", ask->person_id);
	bind_int(q, "from_us", ask->from_us);
	bind_int(q, "to_us", ask->to_us);
	bind_opt(q, "kind", ask->kind);
	bind_id(q, "alarm_id", ask->alarm_id);
	bind_int(q, "n", READINGS_MOST);
	rc = person_rows(q, sizeof(*rows), READINGS_MOST, reading_row, a, a,
			 &rows, &n, err);
	if (rc)
		return rc;
	*out = (struct home_readings){
		.list = arena_array(a, struct home_reading, n + 1),
		.kind = arena_array(a, struct str, n + 1),
		.n = n};
	if (!out->list || !out->kind)
		return arena_fail(a, err);
	for (size_t i = 0; i < n; i++) {
		out->list[i] = rows[i].r;
		out->kind[i] = rows[i].kind;
	}
	return OK;
}

bool home_counts(const struct home_reading *r)
{
	return !str_is(r->state, "corrected") && !str_is(r->state, "cancelled");
}

/* ---- alarms */

static void limit_row(const struct stmt *q, struct arena *a,
		      struct home_alarm_row *r)
{
	int rule =
		monitor_word(monitor_rule_name, N_MONITOR_RULE, col_str(q, 15));
	r->limit = (struct monitor_limit){
		.kind = r->kind,
		.part = (int)col_int(q, 14),
		.rule = rule < 0 ? N_MONITOR_RULE : (enum monitor_rule)rule,
		.value_milli = col_int(q, 16),
		.days = (int)col_int(q, 18),
		.count = (int)col_int(q, 19),
		.severity = r->severity,
		.protocol = col_text(q, 20, a)};
}

void home_alarm_row_read(const struct stmt *q, const struct app *app,
			 struct arena *a, struct home_alarm_row *r)
{
	int outcome = monitor_word(monitor_outcome_name, N_MONITOR_OUTCOME,
				   col_str(q, 13));
	int state = monitor_word(monitor_state_name, N_MONITOR_STATE,
				 col_str(q, 5));
	*r = (struct home_alarm_row){
		.id = col_int(q, 0),
		.person_id = col_int(q, 1),
		.kind = col_text(q, 2, a),
		.cause = col_text(q, 3, a),
		.severity = str_is(col_str(q, 4), "red") ? MONITOR_RED
							 : MONITOR_AMBER,
		.state = state < 0 ? MONITOR_CLOSED : (enum monitor_state)state,
		.owner = str_is(col_str(q, 6), "doctor") ? MONITOR_DOCTOR
							 : MONITOR_CENTRE,
		.raised_us = col_int(q, 7),
		.due_us = col_int(q, 8),
		.again_us = col_int(q, 9),
		.closed_us = col_int(q, 10),
		.escalated = col_int(q, 11) == 1,
		.doubtful = col_int(q, 12) == 1,
		.outcome = outcome < 0 ? N_MONITOR_OUTCOME
				       : (enum monitor_outcome)outcome,
		.seen_milli = col_int(q, 17),
		.taken_by = col_int(q, 21),
		.taken_name = col_text(q, 22, a),
		.fiscal_code = col_text(q, 23, a),
		.last_name = col_text(q, 24, a),
		.first_name = col_text(q, 25, a),
		.phone = col_text(q, 26, a),
		.birth = col_date(q, 27),
		.sex = col_str(q, 28).ptr[0],
		.n_reading = col_int(q, 29),
		.note = col_text(q, 31, a)};
	r->overdue = r->state != MONITOR_CLOSED && r->due_us <= app->now_us;
	limit_row(q, a, r);
}

struct said {
	const struct monitor_kind *kind;
	const struct home_alarm_row *row;
};

static void say_why(struct buf *b, enum lang lang, const void *ctx)
{
	const struct said *s = ctx;
	monitor_why_text(b, lang, s->kind, &s->row->limit, s->row->seen_milli);
}

enum rc home_alarm_why(const struct monitor_tables *t, struct home_alarm_row *r,
		       struct arena *a, struct err *err)
{
	struct said s = {monitor_kind_of(t, r->kind), r};
	if (s.kind)
		return home_words(say_why, &s, a, r->why, err);
	r->why[LANG_IT] = r->why[LANG_EN] = r->cause; /* no longer measured */
	return OK;
}

struct alarm_ctx {
	struct app *app;
	struct arena *a;
};

static enum rc alarm_row(const struct stmt *q, void *to, void *ctx,
			 struct err *err)
{
	const struct alarm_ctx *x = ctx;
	(void)err;
	home_alarm_row_read(q, x->app, x->a, to);
	return OK;
}

enum rc home_alarms_closed(struct app *app, int64_t person_id, struct str cause,
			   int64_t before_us, size_t most, struct arena *a,
			   struct home_alarm_row **list, size_t *n,
			   struct err *err)
{
	struct stmt *q = NULL;
	struct alarm_ctx ctx = {app, a};
	enum rc rc = db_prepare(app->db, SQL_HOME_ALARMS_CLOSED, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_opt(q, "cause", cause);
	bind_id(q, "before_us", before_us);
	bind_int(q, "n", (int64_t)most);
	return person_rows(q, sizeof(**list), most, alarm_row, &ctx, a, list, n,
			   err);
}

enum rc home_alarms_of(struct app *app, int64_t person_id, struct arena *a,
		       struct home_alarm_row **list, size_t *n, struct err *err)
{
	static const char *const none[] = {"owner",     "severity",   "state",
					   "mine",      "overdue_us", "search",
					   "doctor_id", "centre_org"};
	struct stmt *q = NULL;
	struct alarm_ctx ctx = {app, a};
	enum rc rc = db_prepare(app->db, SQL_HOME_ALARMS_OPEN, &q, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < countof(none); i++)
		bind_null(q, none[i]);
	bind_int(q, "person_id", person_id);
	bind_date(q, "on_date", app->today);
	bind_str(q, "sort", STR("urgency"));
	bind_int(q, "n", ALARMS_MOST);
	bind_int(q, "skip", 0);
	return person_rows(q, sizeof(**list), ALARMS_MOST, alarm_row, &ctx, a,
			   list, n, err);
}
