/* Readings from home on the person's record: what the doctor sees in ten
 * seconds, and a reading taken in the practice. */
#include "web/page/person.h"
#include "web/page/readings.h"

#include "web/page/person_readings.html.h"

/* the last of each kind; all of them have a page of their own */
enum { DAYS_SHOWN = 30, ROWS_SHOWN = 7 };

int readings_days(struct page *p)
{
	int64_t n = 0;
	if (param_int(&p->query, "giorni", &n) &&
	    (n == DAYS_SHOWN || n == 90 || n == 365))
		return (int)n;
	return DAYS_SHOWN;
}

static struct str record(struct page *p, const char *end)
{
	return page_url(p, "/assistito/%" PRId64 "/misure%s", p->id[0], end);
}

/* ---- parts */

static void fill_ranges(struct page *p, int days,
			struct page_person_readings *v)
{
	static const int ranges[] = {DAYS_SHOWN, 90, 365};
	PERSON_LIST(p, v->ranges, countof(ranges));
	for (size_t i = 0; v->ranges && i < countof(ranges); i++)
		v->ranges[v->n_ranges++] = (struct page_person_readings_ranges){
			page_url(p, STR_FMT "?giorni=%d",
				 STR_ARG(record(p, "")), ranges[i]),
			person_fill_n(p, MSG_MIS_DAYS, ranges[i]),
			ranges[i] == days};
}

static void fill_plan(struct page *p, const struct home_chart *c,
		      struct page_person_readings *v)
{
	bool doctor = p->app->who.role == ROLE_DOCTOR;
	v->plan_link = record(p, "/piano");
	v->plan_text = page_text(p, c->plan       ? MSG_MIS_PLAN_CHANGE
				    : c->proposed ? MSG_MIS_PLAN_LOOK
						  : MSG_MIS_PLAN_MAKE);
	v->proposed = c->proposed;
	v->may_confirm = doctor;
	if (!c->plan) {
		v->plan = page_text(p, MSG_MIS_PLAN_NONE);
		return;
	}
	const struct str pairs[] = {STR("n"),  page_int(p, c->plan->version),
				    STR("to"), page_date(p, c->plan->valid_to),
				    STR("by"), c->plan->confirmed_by};
	v->plan = page_fill(p, MSG_MIS_PLAN_IS, pairs, 3);
}

static void fill_alarms(struct page *p, const struct home_chart *c,
			struct page_person_readings *v)
{
	PERSON_LIST(p, v->alarms, c->n_alarm);
	for (size_t i = 0; v->alarms && i < c->n_alarm; i++) {
		const struct home_alarm_row *r = &c->alarm[i];
		v->alarms[v->n_alarms++] = (struct page_person_readings_alarms){
			.link = page_url(p, "/allarmi/%" PRId64, r->id),
			.red = r->severity == MONITOR_RED,
			.severity = readings_severity(p, r->severity),
			.why = r->why[p->lang],
			.due = readings_fill(p, MSG_MIS_DUE, "when",
					     page_instant(p, r->due_us)),
			.overdue = r->overdue};
	}
}

static void fill_adherence(struct page *p, const struct home_series *s,
			   struct page_person_readings_series *o)
{
	const struct monitor_adherence *a = &s->adherence;
	const struct str pairs[] = {
		STR("n"), page_int(p, min_i64(a->received, a->expected)),
		STR("all"), page_int(p, a->expected)};
	if (!s->line || !a->expected)
		return;
	o->often = readings_often(p, s->line);
	o->adherence = page_fill(p, MSG_MIS_ADHERENCE, pairs, 2);
	o->low = a->received * 10 < a->expected * 7;
}

/* The last that needs no confirmation; else the last. */
static const struct home_reading *last_sure(const struct home_series *s)
{
	for (size_t i = s->n; i > 0; i--)
		if (!s->reading[i - 1].doubtful)
			return &s->reading[i - 1];
	return s->n ? &s->reading[s->n - 1] : NULL;
}

static void fill_rows(struct page *p, const struct home_series *s, int days,
		      struct page_person_readings_series *o)
{
	o->all = page_url(p, STR_FMT "/tutte?che=" STR_FMT "&giorni=%d",
			  STR_ARG(record(p, "")), STR_ARG(s->kind->code), days);
	PERSON_LIST(p, o->rows, ROWS_SHOWN);
	for (size_t i = s->n; o->rows && i-- > 0 && o->n_rows < ROWS_SHOWN;) {
		const struct home_reading *r = &s->reading[i];
		o->rows[o->n_rows++] = (struct page_person_readings_rows){
			page_instant(p, r->measured_us),
			readings_value(p, s->kind, r->value_milli),
			readings_by(p, r->by), readings_mark(p, r)};
	}
}

static enum rc fill_series(struct page *p, const struct home_chart *c,
			   const struct home_series *s, int days,
			   struct page_person_readings_series *o,
			   struct err *err)
{
	*o = (struct page_person_readings_series){
		.name = s->kind->name[p->lang],
		.red = s->worst == MONITOR_RED,
		.amber = s->worst == MONITOR_AMBER,
		.severity = readings_severity(p, s->worst)};
	const struct home_reading *r = last_sure(s);
	if (r) {
		o->last = readings_value(p, s->kind, r->value_milli);
		o->when = page_instant(p, r->measured_us);
	}
	fill_adherence(p, s, o);
	fill_rows(p, s, days, o);
	if (s->n > home_drawn_most(c))
		o->thinned = person_fill_n(p, MSG_MIS_THINNED, (int64_t)s->n);
	PERSON_LIST(p, o->limits, s->n_limit);
	for (size_t i = 0; o->limits && i < s->n_limit; i++)
		o->limits[o->n_limits++] = (struct page_person_readings_limits){
			.text = readings_limit(p, s->kind, &s->limit[i]),
			.red = s->limit[i].severity == MONITOR_RED,
			.severity = readings_severity(p, s->limit[i].severity)};
	return s->n ? home_series_picture(c, s, true, p->lang, p->a,
					  &o->picture, err)
		    : OK;
}

static void fill_doubtful(struct page *p, const struct home_chart *c,
			  struct page_person_readings *v)
{
	size_t most = 0;
	for (size_t k = 0; k < c->n_series; k++)
		most += c->series[k].n;
	PERSON_LIST(p, v->doubtful, most);
	for (size_t k = 0; v->doubtful && k < c->n_series; k++)
		for (size_t i = 0; i < c->series[k].n; i++) {
			const struct home_reading *r = &c->series[k].reading[i];
			if (!r->doubtful)
				continue;
			v->doubtful[v->n_doubtful++] =
				(struct page_person_readings_doubtful){
					page_url(p, "%" PRId64, r->id),
					c->series[k].kind->name[p->lang],
					readings_value(p, c->series[k].kind,
						       r->value_milli),
					page_instant(p, r->measured_us)};
		}
	v->any_doubtful = v->n_doubtful > 0;
}

static void fill_replaced(struct page *p, const struct home_chart *c,
			  struct page_person_readings *v)
{
	PERSON_LIST(p, v->replaced, c->n_replaced);
	for (size_t i = 0; v->replaced && i < c->n_replaced; i++)
		v->replaced[v->n_replaced++] =
			(struct page_person_readings_replaced){
				page_instant(p, c->replaced[i].measured_us),
				c->replaced[i].value_given,
				c->replaced[i].change_reason};
	v->any_replaced = v->n_replaced > 0;
}

static void fill_form(struct page *p, const struct home_chart *c,
		      struct page_person_readings *v)
{
	struct str now = param(&p->form, "che");
	v->writes = p->app->who.role != ROLE_SPECIALIST;
	v->open = p->n_problem > 0;
	v->value = param(&p->form, "valore");
	v->wrong = form_wrong(p, "valore");
	v->doubt = p->n_problem && param(&p->form, "dubbio").len;
	v->day = param(&p->form, "giorno");
	v->hour = param(&p->form, "ora");
	PERSON_LIST(p, v->kinds, c->tables.n_kind);
	for (size_t i = 0; v->kinds && i < c->tables.n_kind; i++) {
		const struct monitor_kind *k = &c->tables.kind[i];
		v->kinds[v->n_kinds++] = (struct page_person_readings_kinds){
			k->code,
			page_url(p, STR_FMT "%s" STR_FMT,
				 STR_ARG(k->name[p->lang]),
				 k->shown.len ? ", " : "", STR_ARG(k->shown)),
			str_eq(k->code, now)};
	}
}

static enum rc show(struct page *p, bool doubt, struct err *err)
{
	struct home_chart c;
	struct page_person_readings v = {.path = record(p, ""),
					 .csrf = page_csrf(p)};
	int days = readings_days(p);
	enum rc rc = app_home_chart(p->app, p->id[0], days, p->a, &c, err);
	if (rc)
		return rc;
	fill_plan(p, &c, &v);
	fill_alarms(p, &c, &v);
	fill_ranges(p, days, &v);
	fill_doubtful(p, &c, &v);
	fill_replaced(p, &c, &v);
	fill_form(p, &c, &v);
	v.doubt = doubt;
	v.none = !c.n_series;
	PERSON_LIST(p, v.series, c.n_series);
	for (size_t i = 0; v.series && i < c.n_series && !rc; i++)
		rc = fill_series(p, &c, &c.series[i], days,
				 &v.series[v.n_series++], err);
	if (rc)
		return rc;
	person_begin(p, TAB_READINGS, MSG_MIS_TAB);
	page_person_readings(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_person_readings(struct page *p, struct err *err)
{
	return show(p, false, err);
}

/* ---- a reading taken in the practice */

enum rc on_person_reading_add(struct page *p, struct err *err)
{
	struct home_sent out;
	struct home_sending s = {
		.person_id = p->id[0],
		.kind = param(&p->form, "che"),
		.value = str_trim(param(&p->form, "valore")),
		.by = p->app->who.role == ROLE_DOCTOR ? MONITOR_BY_DOCTOR
						      : MONITOR_BY_NURSE,
		.source = STR("page"),
		.confirmed = str_is(param(&p->form, "giusto"), "1")};
	if (!readings_when(p, &s.measured_us))
		return show(p, false, err);
	enum rc rc = app_home_put(p->app, &s, p->a, &out, err);
	if (!rc)
		return page_done(p, record(p, ""),
				 out.n_alarm ? MSG_MIS_DONE_ALARM
					     : MSG_MIS_DONE_ADD,
				 NULL, err);
	if (!err->msg || rc == E_DENIED)
		return rc;
	form_problem(p, "valore", MSG_HOM_VALUE, (enum msg)err->msg);
	return show(p, readings_is_doubt(err), err);
}

enum rc on_person_reading_settle(struct page *p, struct err *err)
{
	int64_t id = 0;
	bool wrong = str_is(param(&p->form, "che"), "annulla");
	enum rc rc = E_NOT_FOUND;
	if (!param_int(&p->form, "lettura", &id))
		return err_msg(err, rc, MSG_HOM_NO_READING,
			       "no reading is named");
	rc = wrong ? app_home_cancel(p->app, id,
				     page_text(p, MSG_MIS_NOT_CONFIRMED), err)
		   : app_home_confirm(p->app, id, err);
	return rc ? rc
		  : page_done(p, record(p, ""),
			      wrong ? MSG_MIS_DONE_CANCEL
				    : MSG_MIS_DONE_CONFIRM,
			      NULL, err);
}
