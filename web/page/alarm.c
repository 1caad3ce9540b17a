/* One alarm: what was measured, what to ask and do, what was done, how it ends.
 */
#include "web/page/readings.h"

#include "monitor/intake.h"
#include "web/page/alarm.html.h"

static struct str address(struct page *p, int64_t id)
{
	return page_url(p, "/allarmi/%" PRId64, id);
}

/* ---- what there is */

/* Somebody has it, and what gave reason for it is gone. */
static bool no_reason_left(const struct home_alarm_view *x)
{
	bool gone = false;
	for (size_t i = 0; i < x->n_event; i++) {
		gone |= str_is(x->event[i].what, "reading_gone");
		gone &= !str_is(x->event[i].what, "again") &&
			!str_is(x->event[i].what, "worse");
	}
	return gone && x->row.state != MONITOR_CLOSED;
}

static void fill_head(struct page *p, const struct home_alarm_view *x,
		      struct page_alarm *v)
{
	const struct home_alarm_row *r = &x->row;
	v->why = r->why[p->lang];
	v->red = r->severity == MONITOR_RED;
	v->severity = readings_severity(p, r->severity);
	v->state = readings_state(p, r->state);
	v->owner = readings_owner(p, r->owner);
	v->due = readings_fill(p, MSG_MIS_DUE, "when",
			       page_instant(p, r->due_us));
	v->overdue = r->overdue;
	v->escalated = r->escalated;
	v->doubtful = r->doubtful;
	v->taken = r->taken_name;
	v->open = r->state != MONITOR_CLOSED;
	v->no_reason = no_reason_left(x);
	v->record = page_url(p, "/assistito/%" PRId64 "/misure", r->person_id);
	v->phone = r->phone;
	v->phone_link = page_url(p, "tel:" STR_FMT, STR_ARG(r->phone));
	if (!v->open) {
		const struct str pairs[] = {
			STR("outcome"), readings_outcome(p, r->outcome),
			STR("note"),    x->outcome_note,
			STR("by"),      x->closed_by};
		v->closed = page_fill(p, MSG_MIS_CLOSED_AS, pairs, 3);
	}
}

/* It counts no longer: why not; else empty. */
static struct str gone_text(struct page *p, struct str state)
{
	return str_is(state, "cancelled")   ? page_text(p, MSG_MIS_GONE)
	       : str_is(state, "corrected") ? page_text(p, MSG_MIS_CORRECTED)
					    : STR("");
}

static void fill_readings(struct page *p, const struct home_alarm_view *x,
			  struct page_alarm *v)
{
	v->readings =
		arena_calloc(p->a, x->n_reading + 1, sizeof(*v->readings));
	for (size_t i = x->n_reading; v->readings && x->kind && i > 0; i--) {
		const struct home_reading *r = &x->reading[i - 1];
		v->readings[v->n_readings++] = (struct page_alarm_readings){
			page_instant(p, r->measured_us),
			readings_value(p, x->kind, r->value_milli),
			readings_by(p, r->by),
			r->doubtful,
			gone_text(p, r->state),
			r->change_reason};
	}
}

/* The last answer to a step. */
static struct str answer_to(const struct home_alarm_view *x, int seq)
{
	struct str s = STR("");
	for (size_t i = 0; i < x->n_event; i++)
		if (x->event[i].step_seq == seq)
			s = x->event[i].detail;
	return s;
}

static struct str typed_answer(struct page *p, int seq)
{
	int64_t asked;
	bool this = param_int(&p->form, "passo", &asked) && asked == seq;
	return this ? page_typed_for(p, "risposta") : STR("");
}

static void fill_steps(struct page *p, const struct home_alarm_view *x,
		       struct page_alarm *v)
{
	v->any_steps = x->n_step > 0;
	v->steps = arena_calloc(p->a, x->n_step + 1, sizeof(*v->steps));
	for (size_t i = 0; v->steps && i < x->n_step; i++)
		v->steps[v->n_steps++] = (struct page_alarm_steps){
			.seq = page_url(p, "%d", x->step[i].seq),
			.text = x->step[i].text[p->lang],
			.ask = x->step[i].kind == MONITOR_ASK,
			.tell = x->step[i].kind == MONITOR_TELL,
			.answer = answer_to(x, x->step[i].seq),
			.typed = typed_answer(p, x->step[i].seq)};
}

static struct str event_word(struct page *p, struct str what)
{
	static const struct {
		const char *what;
		enum msg msg;
	} words[] = {
		{"raise", MSG_MIS_E_RAISED},
		{"take", MSG_MIS_E_TAKEN},
		{"worse", MSG_MIS_E_WORSE},
		{"give_back", MSG_MIS_E_BACK},
		{"note", MSG_MIS_E_NOTE},
		{"step", MSG_MIS_E_STEP},
		{"wait", MSG_MIS_E_WAIT},
		{"escalate", MSG_MIS_E_DOCTOR},
		{"overdue", MSG_MIS_E_OVERDUE},
		{"close", MSG_HOM_CLOSED},
		{"again", MSG_MIS_TAB},
		{"due_again", MSG_MIS_E_AGAIN},
		{"silent", MSG_MIS_TAB},
		{"arrived", MSG_HOM_ARRIVED},
		{"reading_gone", MSG_MIS_E_GONE},
		{"withdrawn", MSG_MIS_E_WITHDRAWN},
		{"overdue_centre", MSG_MIS_E_OVERDUE},
	};
	for (size_t i = 0; i < countof(words); i++)
		if (str_is(what, words[i].what))
			return page_text(p, words[i].msg);
	return what;
}

/* Of a finding the detail is its cause, a code; in words it is the title. */
static bool is_code(struct str what)
{
	return str_is(what, "raise") || str_is(what, "worse") ||
	       str_is(what, "again") || str_is(what, "silent");
}

static void fill_events(struct page *p, const struct home_alarm_view *x,
			struct page_alarm *v)
{
	v->events = arena_calloc(p->a, x->n_event + 1, sizeof(*v->events));
	for (size_t i = x->n_event; v->events && i > 0; i--) {
		const struct home_alarm_event *e = &x->event[i - 1];
		v->events[v->n_events++] = (struct page_alarm_events){
			page_instant(p, e->at_us), event_word(p, e->what),
			e->user, is_code(e->what) ? STR("") : e->detail};
	}
	v->any_earlier = x->n_earlier > 0;
	v->earlier = arena_calloc(p->a, x->n_earlier + 1, sizeof(*v->earlier));
	for (size_t i = 0; v->earlier && i < x->n_earlier; i++)
		v->earlier[v->n_earlier++] = (struct page_alarm_earlier){
			address(p, x->earlier[i].id),
			page_instant(p, x->earlier[i].raised_us),
			readings_outcome(p, x->earlier[i].outcome)};
}

/* ---- what can be done */

static void fill_actions(struct page *p, const struct home_alarm_view *x,
			 struct page_alarm *v)
{
	const struct home_alarm_row *r = &x->row;
	char day[11];
	v->csrf = page_csrf(p);
	v->path = address(p, r->id);
	v->mine = x->mine && v->open;
	v->take = x->may_act && v->open && !x->mine;
	v->centre = r->owner == MONITOR_CENTRE;
	v->may_wait = r->severity != MONITOR_RED;
	v->day = page_typed_field(
		p, "richiama", "giorno",
		arena_str(p->a, date_text(date_add(p->app->today, 1), day)));
	v->hour = page_typed_field(p, "richiama", "ora", STR("10:00"));
	v->wait_note = page_typed_for(p, "richiama");
	v->call_note = page_typed_for(p, "nota");
	v->close_note = page_typed_for(p, "chiudi");
	v->doctor_note = page_typed_for(p, "medico");
	v->outcomes =
		arena_calloc(p->a, N_MONITOR_OUTCOME, sizeof(*v->outcomes));
	for (int i = 0; v->outcomes && i < MONITOR_ARRIVED; i++)
		v->outcomes[v->n_outcomes++] = (struct page_alarm_outcomes){
			str_from(monitor_outcome_name[i]),
			readings_outcome(p, (enum monitor_outcome)i),
			str_is(page_typed_field(p, "chiudi", "esito", STR("")),
			       monitor_outcome_name[i])};
}

enum rc on_alarm(struct page *p, struct err *err)
{
	struct home_alarm_view x;
	struct page_alarm v = {0};
	enum rc rc = app_home_alarm(p->app, p->id[0], p->a, &x, err);
	if (!rc && x.kind && x.series.n)
		rc = home_series_picture(&x.chart, &x.series, false, p->lang,
					 p->a, &v.picture, err);
	if (rc)
		return rc;
	fill_head(p, &x, &v);
	fill_readings(p, &x, &v);
	fill_steps(p, &x, &v);
	fill_events(p, &x, &v);
	fill_actions(p, &x, &v);
	page_begin(p, &(struct frame){.heading = v.why,
				      .person_id = x.row.person_id});
	page_alarm(p->out, p->lang, &v);
	return page_end(p, err);
}

/* ---- one step, with its word in the address */

static enum rc take(struct page *p, struct str text, struct err *err)
{
	(void)text;
	return app_home_take(p->app, p->id[0], err);
}

static enum rc give_back(struct page *p, struct str text, struct err *err)
{
	return app_home_give_back(p->app, p->id[0], text, err);
}

static enum rc note(struct page *p, struct str text, struct err *err)
{
	return app_home_note(p->app, p->id[0], text, err);
}

static enum rc answer(struct page *p, struct str text, struct err *err)
{
	int64_t seq = -1;
	if (!param_int(&p->form, "passo", &seq) || seq < 0 || seq > 1000)
		return err_msg(err, E_NOT_FOUND, MSG_HOM_ALARM_NO_STEP,
			       "no step is named");
	return app_home_step(p->app, p->id[0], (int)seq, text, err);
}

static enum rc to_doctor(struct page *p, struct str text, struct err *err)
{
	return app_home_escalate(p->app, p->id[0], text, err);
}

static enum rc call_again(struct page *p, struct str text, struct err *err)
{
	int64_t us = 0;
	if (!readings_when(p, &us) || !us)
		return err_msg(err, E_RANGE, MSG_HOM_WHEN,
			       "no day and hour to call again");
	return app_home_wait(p->app, p->id[0], us, text, err);
}

static enum rc close_case(struct page *p, struct str text, struct err *err)
{
	int outcome = monitor_word(monitor_outcome_name, MONITOR_ARRIVED,
				   param(&p->form, "esito"));
	if (outcome < 0)
		return err_msg(err, E_RANGE, MSG_HOM_ALARM_OUTCOME,
			       "no outcome is chosen");
	return app_home_close(p->app, p->id[0], (enum monitor_outcome)outcome,
			      text, NULL, err);
}

enum rc on_alarm_step(struct page *p, struct err *err)
{
	static const struct {
		const char *word;
		enum rc (*act)(struct page *, struct str, struct err *);
		enum msg done;
		bool leaves; /* the list is the next thing to look at */
	} steps[] = {
		{"prendi", take, MSG_MIS_DONE_TAKE, false},
		{"lascia", give_back, MSG_MIS_DONE_BACK, true},
		{"nota", note, MSG_MIS_DONE_NOTE, false},
		{"risposta", answer, MSG_MIS_DONE_NOTE, false},
		{"medico", to_doctor, MSG_MIS_DONE_DOCTOR, true},
		{"richiama", call_again, MSG_MIS_DONE_WAIT, true},
		{"chiudi", close_case, MSG_MIS_DONE_CLOSE, true},
	};
	struct str path = address(p, p->id[0]);
	struct str back = page_url(p, STR_FMT "/passo/lascia", STR_ARG(path));
	struct undo undo = {.path = back.ptr};
	for (size_t i = 0; i < countof(steps); i++) {
		if (!str_is(p->word[0], steps[i].word))
			continue;
		enum rc rc = steps[i].act(p, str_trim(param(&p->form, "testo")),
					  err);
		return rc ? page_again(p, path, on_alarm, rc, err)
			  : page_done(p,
				      steps[i].leaves ? STR("/allarmi") : path,
				      steps[i].done,
				      steps[i].act == take ? &undo : NULL, err);
	}
	return err_msg(err, E_NOT_FOUND, MSG_WEB_NO_PAGE,
		       "there is no such step");
}
