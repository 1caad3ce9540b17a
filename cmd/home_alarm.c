/* prossima home alarms, alarm, and what is done with them; sweep. */
#include "cmd/home_cmd.h"

#include "text/text.h"

#define OPT_ALARM(var)                                                         \
	{                                                                      \
		"ALARM", OPT_POS, &(var), NULL, "number of the alarm", true,   \
			0, 0                                                   \
	}

/* ---- the list and the case */

static void row_text(struct buf *b, const struct home_alarm_row *r)
{
	bool closed = r->state == MONITOR_CLOSED;
	buf_printf(b, "%" PRId64 "  %-5s  %-7s  %-6s  %s ", r->id,
		   monitor_severity_name[r->severity],
		   monitor_state_name[r->state], monitor_owner_name[r->owner],
		   closed ? "on" : "by");
	home_when(b, closed ? r->closed_us : r->due_us);
	if (r->outcome < N_MONITOR_OUTCOME)
		buf_printf(b, "  %s", monitor_outcome_name[r->outcome]);
	buf_printf(b, "%s  " STR_FMT " " STR_FMT "  " STR_FMT "%s\n",
		   r->overdue ? " (late)" : "", STR_ARG(r->last_name),
		   STR_ARG(r->first_name), STR_ARG(r->why[LANG_EN]),
		   r->doubtful ? ", to be confirmed" : "");
}

static void row_json(struct json *j, const struct home_alarm_row *r)
{
	bool closed = r->state == MONITOR_CLOSED;
	json_put_int(j, "alarm", r->id);
	json_put_str(j, "severity",
		     str_from(monitor_severity_name[r->severity]));
	json_put_str(j, "state", str_from(monitor_state_name[r->state]));
	json_put_str(j, "owner", str_from(monitor_owner_name[r->owner]));
	json_put_str(j, "cause", r->cause);
	json_put_str(j, "why", r->why[LANG_EN]);
	cmd_instant(j, "raised", r->raised_us);
	cmd_instant(j, "due", r->due_us);
	cmd_instant(j, "again", r->again_us);
	cmd_instant(j, "closed", r->closed_us);
	if (r->outcome < N_MONITOR_OUTCOME)
		json_put_str(j, "outcome",
			     str_from(monitor_outcome_name[r->outcome]));
	json_put_bool(j, "overdue", r->overdue);
	json_put_bool(j, "escalated", r->escalated);
	json_put_bool(j, "doubtful", r->doubtful);
	json_put_str(j, "fiscal_code", r->fiscal_code);
	json_put_str(j, "last_name", r->last_name);
	json_put_str(j, "first_name", r->first_name);
	json_put_str(j, closed ? "closed_by" : "taken_by", r->taken_name);
}

static void list_json(struct buf *b, const struct home_alarm_row *list,
		      size_t n)
{
	struct json j;
	json_init(&j, b);
	json_array(&j);
	for (size_t i = 0; i < n; i++) {
		json_object(&j);
		row_json(&j, &list[i]);
		json_object_end(&j);
	}
	json_array_end(&j);
	buf_char(b, '\n');
}

/* An empty list of closed ones says of which days, since there may be others.
 */
static void none_text(struct buf *b, const struct home_alarm_query *ask)
{
	char from[11], to[11];
	if (ask->closed)
		buf_printf(b,
			   "no alarm closed from " STR_FMT " to " STR_FMT
			   "; --from DATE looks further back\n",
			   STR_ARG(date_text(ask->from, from)),
			   STR_ARG(date_text(ask->to, to)));
	else
		buf_text(b, "no alarm\n");
}

/* A week up to today, where nothing is said. */
static void usual_days(struct home_alarm_query *ask, struct date today)
{
	if (date_is_none(ask->to))
		ask->to = today;
	if (date_is_none(ask->from))
		ask->from = date_add(ask->to, -6);
}

int home_cmd_alarms(int argc, char **argv)
{
	struct home_desk d = {0};
	struct home_alarm_query ask = {.owner = N_MONITOR_OWNER,
				       .severity = N_MONITOR_SEVERITY,
				       .state = N_MONITOR_STATE,
				       .from = DATE_NONE,
				       .to = DATE_NONE,
				       .limit = 1000};
	struct home_alarm_counts counts;
	struct home_alarm_row *list = NULL;
	size_t n = 0;
	bool stop;
	const struct opt opts[] = {
		{"person", OPT_STR, &d.person, "P",
		 "of this person, closed ones too", false, 0, 0},
		{"closed", OPT_FLAG, &ask.closed, NULL,
		 "those closed in some days, newest first", false, 0, 0},
		{"from", OPT_DATE, &ask.from, "DATE",
		 "of closed ones the first day; a week ago", false, 0, 0},
		{"to", OPT_DATE, &ask.to, "DATE", "the last day; today", false,
		 0, 0},
		{"mine", OPT_FLAG, &ask.mine, NULL, "that I have, or closed",
		 false, 0, 0},
		{"overdue", OPT_FLAG, &ask.overdue, NULL, "past their deadline",
		 false, 0, 0},
		OPT_AS(d.as),
		OPT_JSON(d.json),
		OPT_DB(d.db),
		OPT_DATA(d.data),
	};
	int status = opt_parse("prossima home alarms",
			       "Print the alarms, the most urgent first.", opts,
			       countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = home_desk_open(&d);
	ask.person_id = d.person_id;
	if (!rc)
		usual_days(&ask, d.w.app.today);
	if (!rc)
		rc = app_home_alarms(&d.w.app, &ask, &d.a, &list, &n, &counts,
				     &d.err);
	if (!rc && d.json)
		list_json(&d.out, list, n);
	for (size_t i = 0; !rc && !d.json && i < n; i++)
		row_text(&d.out, &list[i]);
	if (!rc && !d.json && !n)
		none_text(&d.out, &ask);
	return home_desk_close(&d, rc);
}

static void case_text(struct buf *b, const struct home_alarm_view *v)
{
	static const char *const step[] = {"ask", "do", "tell"};
	row_text(b, &v->row);
	for (size_t i = 0; i < v->n_reading && v->kind; i++) {
		buf_text(b, "  ");
		home_when(b, v->reading[i].measured_us);
		buf_text(b, "  ");
		home_words_of(b, v->kind, v->reading[i].value_milli);
		buf_char(b, '\n');
	}
	for (size_t i = 0; i < v->n_step; i++)
		buf_printf(b, "  %d %s: " STR_FMT "\n", v->step[i].seq,
			   step[v->step[i].kind],
			   STR_ARG(v->step[i].text[LANG_EN]));
	for (size_t i = 0; i < v->n_event; i++) {
		const struct home_alarm_event *e = &v->event[i];
		buf_text(b, "  ");
		home_when(b, e->at_us);
		buf_printf(b,
			   "  " STR_FMT "  " STR_FMT " " STR_FMT "  " STR_FMT
			   "\n",
			   STR_ARG(e->what), STR_ARG(e->role), STR_ARG(e->user),
			   STR_ARG(e->detail));
	}
}

static void case_json(struct buf *b, const struct home_alarm_view *v)
{
	struct json j;
	json_init(&j, b);
	json_object(&j);
	row_json(&j, &v->row);
	json_put_str(&j, "outcome_note", v->outcome_note);
	cmd_instant(&j, "silent_until", v->silent_until_us);
	json_key(&j, "readings");
	json_array(&j);
	for (size_t i = 0; i < v->n_reading; i++)
		json_int(&j, v->reading[i].id);
	json_array_end(&j);
	json_key(&j, "events");
	json_array(&j);
	for (size_t i = 0; i < v->n_event; i++) {
		json_object(&j);
		cmd_instant(&j, "at", v->event[i].at_us);
		json_put_str(&j, "what", v->event[i].what);
		json_put_str(&j, "user", v->event[i].user);
		json_put_str(&j, "detail", v->event[i].detail);
		json_object_end(&j);
	}
	json_array_end(&j);
	json_object_end(&j);
	buf_char(b, '\n');
}

int home_cmd_alarm(int argc, char **argv)
{
	struct home_desk d = {0};
	struct home_alarm_view v;
	bool stop;
	const struct opt opts[] = {OPT_ALARM(d.number), OPT_AS(d.as),
				   OPT_JSON(d.json), OPT_DB(d.db),
				   OPT_DATA(d.data)};
	int status = opt_parse("prossima home alarm",
			       "Print one alarm: the readings behind it, what "
			       "to ask and do, what was done.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = home_desk_open(&d);
	if (!rc)
		rc = app_home_alarm(&d.w.app, d.id, &d.a, &v, &d.err);
	if (!rc && d.json)
		case_json(&d.out, &v);
	else if (!rc)
		case_text(&d.out, &v);
	return home_desk_close(&d, rc);
}

/* ---- moves */

int home_cmd_take(int argc, char **argv)
{
	struct home_desk d = {0};
	bool stop;
	const struct opt opts[] = {OPT_ALARM(d.number), OPT_AS(d.as),
				   OPT_DB(d.db), OPT_DATA(d.data)};
	int status =
		opt_parse("prossima home take", "Take an alarm to answer it.",
			  opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = home_desk_open(&d);
	if (!rc)
		rc = app_home_take(&d.w.app, d.id, &d.err);
	if (!rc)
		buf_printf(&d.out, "%" PRId64 ": taken\n", d.id);
	return home_desk_close(&d, rc);
}

typedef enum rc with_text(struct app *, int64_t, struct str, struct err *);

static int on_alarm(const char *name, const char *what, const char *option,
		    with_text *act, const char *done, int argc, char **argv)
{
	struct home_desk d = {0};
	const char *text = NULL;
	bool stop;
	const struct opt opts[] = {
		OPT_ALARM(d.number),
		{option, OPT_STR, &text, "TEXT", "in words", true, 0, 0},
		OPT_AS(d.as),
		OPT_DB(d.db),
		OPT_DATA(d.data),
	};
	int status =
		opt_parse(name, what, opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = home_desk_open(&d);
	if (!rc)
		rc = act(&d.w.app, d.id, str_from(text), &d.err);
	if (!rc)
		buf_printf(&d.out, "%" PRId64 ": %s\n", d.id, done);
	return home_desk_close(&d, rc);
}

int home_cmd_give_back(int argc, char **argv)
{
	return on_alarm("prossima home give-back",
			"Give an alarm back to the list.", "reason",
			app_home_give_back, "to be taken", argc, argv);
}

int home_cmd_note(int argc, char **argv)
{
	return on_alarm("prossima home note",
			"Write down what was said about an alarm.", "text",
			app_home_note, "written down", argc, argv);
}

int home_cmd_escalate(int argc, char **argv)
{
	return on_alarm("prossima home escalate",
			"Pass an alarm on to the doctor.", "reason",
			app_home_escalate, "with the doctor", argc, argv);
}

int home_cmd_step(int argc, char **argv)
{
	struct home_desk d = {0};
	const char *answer = "";
	int64_t seq = 0;
	bool stop;
	const struct opt opts[] = {
		OPT_ALARM(d.number),
		{"seq", OPT_INT, &seq, "N", "of the protocol", true, 1, 99},
		{"answer", OPT_STR, &answer, "TEXT", "in words", false, 0, 0},
		OPT_AS(d.as),
		OPT_DB(d.db),
		OPT_DATA(d.data),
	};
	int status = opt_parse("prossima home step",
			       "Answer a step of the protocol of an alarm.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = home_desk_open(&d);
	if (!rc)
		rc = app_home_step(&d.w.app, d.id, (int)seq, str_from(answer),
				   &d.err);
	if (!rc)
		buf_printf(&d.out, "%" PRId64 ": written down\n", d.id);
	return home_desk_close(&d, rc);
}

int home_cmd_wait(int argc, char **argv)
{
	struct home_desk d = {0};
	const char *reason = NULL;
	int64_t hours = 0;
	bool stop;
	const struct opt opts[] = {
		OPT_ALARM(d.number),
		{"hours", OPT_INT, &hours, "N", "from now", true, 1, 999},
		{"reason", OPT_STR, &reason, "TEXT", "why", true, 0, 0},
		OPT_AS(d.as),
		OPT_DB(d.db),
		OPT_DATA(d.data),
	};
	int status = opt_parse("prossima home wait",
			       "Put an alarm off: to be called again.", opts,
			       countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = home_desk_open(&d);
	if (!rc)
		rc = app_home_wait(&d.w.app, d.id,
				   d.w.app.now_us + hours * MONITOR_HOUR_US,
				   str_from(reason), &d.err);
	if (!rc)
		buf_printf(&d.out, "%" PRId64 ": waiting\n", d.id);
	return home_desk_close(&d, rc);
}

int home_cmd_close(int argc, char **argv)
{
	struct home_desk d = {0};
	const char *outcome = NULL, *note = NULL;
	int64_t until = 0;
	bool stop;
	const struct opt opts[] = {
		OPT_ALARM(d.number),
		{"outcome", OPT_STR, &outcome, "O",
		 "advised, measured, therapy, visit, emergency, unreachable, "
		 "error",
		 true, 0, 0},
		{"note", OPT_STR, &note, "TEXT", "what was done", true, 0, 0},
		OPT_AS(d.as),
		OPT_DB(d.db),
		OPT_DATA(d.data),
	};
	int status = opt_parse("prossima home close",
			       "Close an alarm with its outcome.", opts,
			       countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = home_desk_open(&d);
	int i = monitor_word(monitor_outcome_name, N_MONITOR_OUTCOME,
			     str_from(outcome));
	if (!rc)
		rc = app_home_close(&d.w.app, d.id,
				    i < 0 ? N_MONITOR_OUTCOME
					  : (enum monitor_outcome)i,
				    str_from(note), &until, &d.err);
	if (!rc) {
		buf_printf(&d.out, "%" PRId64 ": closed, silent until ", d.id);
		home_when(&d.out, until);
		buf_char(&d.out, '\n');
	}
	return home_desk_close(&d, rc);
}

int home_cmd_sweep(int argc, char **argv)
{
	struct home_desk d = {0};
	struct home_swept s;
	bool stop;
	const struct opt opts[] = {OPT_DB(d.db), OPT_DATA(d.data)};
	int status = opt_parse("prossima home sweep",
			       "Tell of missing readings, pass on alarms past "
			       "their deadline; run it every minute where no "
			       "server runs.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	enum rc rc = home_desk_open(&d);
	if (!rc)
		rc = app_home_sweep(&d.w.app, &s, &d.err);
	if (!rc)
		buf_printf(&d.out,
			   "%" PRId64 " missing, %" PRId64
			   " passed on, %" PRId64 " late, %" PRId64
			   " due again, %" PRId64 " plans ended\n",
			   s.n_missing, s.n_escalated, s.n_overdue,
			   s.n_due_again, s.n_ended);
	return home_desk_close(&d, rc);
}
