/* What the doctor looks at: each kind over the days, against its limits. */
#include "app/home_int.h"

enum { DAYS_DEFAULT = 90, DAYS_MOST = 400 };

static bool is_of(const struct home_series *s, struct str kind)
{
	return str_eq(s->kind->code, kind);
}

/* ---- one series for each kind of the plan or with readings */

static enum rc make_series(struct home_chart *c, const struct home_readings *r,
			   struct arena *a, struct err *err)
{
	const struct monitor_tables *t = &c->tables;
	c->series = arena_array(a, struct home_series, t->n_kind + 1);
	if (!c->series)
		return arena_fail(a, err);
	for (size_t k = 0; k < t->n_kind; k++) {
		struct home_series *s = &c->series[c->n_series];
		*s = (struct home_series){.kind = &t->kind[k],
					  .worst = N_MONITOR_SEVERITY};
		if (c->plan)
			s->line = home_line_of(&c->plan->plan, t->kind[k].code);
		bool any = s->line != NULL;
		for (size_t i = 0; i < r->n && !any; i++)
			any = home_counts(&r->list[i]) && is_of(s, r->kind[i]);
		c->n_series += any;
	}
	return OK;
}

static enum rc fill_limits(struct home_chart *c, struct home_series *s,
			   struct arena *a, struct err *err)
{
	const struct monitor_plan *p = c->plan ? &c->plan->plan : NULL;
	struct monitor_limit *own =
		arena_array(a, struct monitor_limit, (p ? p->n_limit : 0) + 1);
	if (!own)
		return arena_fail(a, err);
	for (size_t i = 0; p && i < p->n_limit; i++)
		if (is_of(s, p->limit[i].kind))
			own[s->n_limit++] = p->limit[i];
	s->limit = own;
	return OK;
}

static enum rc fill_readings(struct home_series *s,
			     const struct home_readings *r, struct arena *a,
			     struct err *err)
{
	size_t n = 0;
	for (size_t i = 0; i < r->n; i++)
		n += home_counts(&r->list[i]) && is_of(s, r->kind[i]);
	s->reading = arena_array(a, struct home_reading, n + 1);
	if (!s->reading)
		return arena_fail(a, err);
	for (size_t i = 0; i < r->n; i++)
		if (home_counts(&r->list[i]) && is_of(s, r->kind[i]))
			s->reading[s->n++] = r->list[i];
	return OK;
}

/* Of the days of the plan among those shown. */
static enum rc fill_adherence(const struct home_chart *c, struct home_series *s,
			      struct arena *a, struct err *err)
{
	if (!s->line)
		return OK;
	int64_t *us = arena_array(a, int64_t, s->n + 1);
	struct date from = c->plan->valid_from;
	if (!us)
		return arena_fail(a, err);
	for (size_t i = 0; i < s->n; i++)
		us[i] = s->reading[i].measured_us;
	if (from.days < c->from.days)
		from = c->from;
	s->adherence = monitor_adherence(s->line, from, c->to, us, s->n);
	return OK;
}

static enum rc fill_replaced(struct home_chart *c,
			     const struct home_readings *r, struct arena *a,
			     struct err *err)
{
	c->replaced = arena_array(a, struct home_reading, r->n + 1);
	if (!c->replaced)
		return arena_fail(a, err);
	for (size_t i = r->n; i-- > 0;)
		if (!home_counts(&r->list[i]))
			c->replaced[c->n_replaced++] = r->list[i];
	return OK;
}

/* ---- worst first */

static void fill_worst(struct home_chart *c)
{
	for (size_t i = 0; i < c->n_series; i++)
		for (size_t k = 0; k < c->n_alarm; k++)
			if (is_of(&c->series[i], c->alarm[k].kind) &&
			    c->alarm[k].limit.rule != N_MONITOR_RULE &&
			    c->alarm[k].severity < c->series[i].worst)
				c->series[i].worst = c->alarm[k].severity;
}

static int rank(const struct home_series *s)
{
	return (int)s->worst * 4 + (s->line ? 0 : 2) + s->kind->symptom;
}

/* Few, and equal ones keep the order of the tables. */
static void sort_series(struct home_chart *c)
{
	for (size_t i = 1; i < c->n_series; i++) {
		struct home_series s = c->series[i];
		size_t k = i;
		for (; k > 0 && rank(&c->series[k - 1]) > rank(&s); k--)
			c->series[k] = c->series[k - 1];
		c->series[k] = s;
	}
}

static enum rc fill_series(struct home_chart *c, const struct home_readings *r,
			   struct arena *a, struct err *err)
{
	enum rc rc = make_series(c, r, a, err);
	for (size_t i = 0; i < c->n_series && !rc; i++) {
		struct home_series *s = &c->series[i];
		rc = fill_limits(c, s, a, err);
		if (!rc)
			rc = fill_readings(s, r, a, err);
		if (!rc)
			rc = fill_adherence(c, s, a, err);
	}
	if (!rc)
		rc = fill_replaced(c, r, a, err);
	fill_worst(c);
	sort_series(c);
	return rc;
}

static enum rc is_proposed(struct app *app, int64_t person_id, struct arena *a,
			   bool *yes, struct err *err)
{
	struct home_plan_ask ask = {
		.person_id = person_id, .state = "proposed", .most = 1};
	struct home_plan *list = NULL;
	size_t n = 0;
	enum rc rc = home_plans_load(app, &ask, a, &list, &n, err);
	*yes = n > 0;
	return rc;
}

/* Days are Rome's, what was read begins a day earlier. */
static void drop_before(struct home_readings *r, struct date from)
{
	for (; r->n && date_in_rome(r->list->measured_us).days < from.days;
	     r->n--) {
		r->list++;
		r->kind++;
	}
}

enum rc home_chart_load(struct app *app, int64_t person_id, int days,
			struct arena *a, struct home_chart *out,
			struct err *err)
{
	struct home_readings r = {0};
	days = days < 1 ? DAYS_DEFAULT : days > DAYS_MOST ? DAYS_MOST : days;
	*out = (struct home_chart){.from = date_add(app->today, 1 - days),
				   .to = app->today};
	struct home_readings_ask ask = {.person_id = person_id,
					.from_us = (out->from.days - 1) *
						   MONITOR_DAY_US,
					.to_us = INT64_MAX};
	enum rc rc = app_home_tables(app, a, &out->tables, err);
	if (!rc)
		rc = home_plan_now(app, person_id, a, &out->plan, NULL, err);
	if (!rc)
		rc = is_proposed(app, person_id, a, &out->proposed, err);
	if (!rc)
		rc = home_readings_load(app, &ask, a, &r, err);
	drop_before(&r, out->from);
	if (!rc)
		rc = home_alarms_of(app, person_id, a, &out->alarm,
				    &out->n_alarm, err);
	for (size_t i = 0; i < out->n_alarm && !rc; i++)
		rc = home_alarm_why(&out->tables, &out->alarm[i], a, err);
	return rc ? rc : fill_series(out, &r, a, err);
}

enum rc app_home_chart(struct app *app, int64_t person_id, int days,
		       struct arena *a, struct home_chart *out, struct err *err)
{
	struct audit_event look = {.action = "home.read",
				   .entity = "person",
				   .entity_id = person_id,
				   .person_id = person_id,
				   .detail = STR("{}")};
	enum rc rc = app_require(app, MAY_READ_READINGS, person_id, err);
	if (!rc)
		rc = home_chart_load(app, person_id, days, a, out, err);
	return rc ? rc : audit_look(app, &look, err);
}
