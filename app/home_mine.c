/* The citizen's own: what to measure today, and what was measured last. */
#include "app/home_int.h"

enum { DAYS = 90 };

static const struct home_series *series_of(const struct home_chart *c,
					   struct str kind)
{
	for (size_t i = 0; i < c->n_series; i++)
		if (str_eq(c->series[i].kind->code, kind))
			return &c->series[i];
	return NULL;
}

/* ---- when the next is wanted */

/* Every so many days one is wanted; a day for those of several a day. */
static int every_days(const struct monitor_line *line)
{
	int days = line->per_days / line->times;
	return days > 1 ? days : 1;
}

static int64_t per_day(const struct monitor_line *line)
{
	return (line->times + line->per_days - 1) / line->per_days;
}

static void when_next(const struct app *app, const struct home_series *s,
		      struct home_due *d)
{
	struct date last = DATE_NONE;
	for (size_t i = 0; i < s->n; i++) {
		last = date_in_rome(s->reading[i].measured_us);
		d->n_today += last.days == app->today.days;
	}
	d->next = date_is_none(last) ? app->today
				     : date_add(last, every_days(s->line));
	if (d->n_today && d->n_today < per_day(s->line))
		d->next = app->today;
	if (d->next.days < app->today.days)
		d->next = app->today;
	d->wanted_today =
		d->next.days == app->today.days ? per_day(s->line) : 0;
}

/* ---- the last value in words */

struct said {
	const struct monitor_kind *kind;
	const struct home_reading *r;
};

static void say_last(struct buf *b, enum lang lang, const void *ctx)
{
	const struct said *s = ctx;
	monitor_value_text(b, lang, s->kind, s->r->value_milli);
	if (s->kind->shown.len && s->kind->shown.ptr[0] != '/')
		buf_char(b, ' ');
	buf_str(b, s->kind->shown);
}

static enum rc fill_due(const struct app *app, const struct home_series *s,
			struct arena *a, struct home_due *d, struct err *err)
{
	*d = (struct home_due){.kind = s->kind, .line = s->line};
	when_next(app, s, d);
	if (!s->n)
		return OK;
	struct said said = {s->kind, &s->reading[s->n - 1]};
	d->last = *said.r;
	d->last_passed = said.r->alarm;
	return home_words(say_last, &said, a, d->last_text, err);
}

static int rank(const struct app *app, const struct home_due *d)
{
	bool today = d->wanted_today > d->n_today;
	return (today ? 0 : 100) + (d->next.days - app->today.days) +
	       d->kind->symptom * 10;
}

static void sort_due(const struct app *app, struct home_mine *m)
{
	for (size_t i = 1; i < m->n_due; i++) {
		struct home_due d = m->due[i];
		size_t k = i;
		for (; k > 0 && rank(app, &m->due[k - 1]) > rank(app, &d); k--)
			m->due[k] = m->due[k - 1];
		m->due[k] = d;
	}
}

static enum rc fill_all(const struct app *app, const struct home_chart *c,
			struct arena *a, struct home_mine *out, struct err *err)
{
	const struct monitor_plan *p = &c->plan->plan;
	enum rc rc = OK;
	out->due = arena_array(a, struct home_due, p->n_line + 1);
	if (!out->due)
		return arena_fail(a, err);
	for (size_t i = 0; i < p->n_line && !rc; i++) {
		const struct home_series *s = series_of(c, p->line[i].kind);
		if (s)
			rc = fill_due(app, s, a, &out->due[out->n_due++], err);
	}
	sort_due(app, out);
	return rc;
}

static enum rc fill_doubtful(const struct home_chart *c, struct arena *a,
			     struct home_mine *out, struct err *err)
{
	size_t n = 0;
	for (size_t k = 0; k < c->n_series; k++)
		for (size_t i = 0; i < c->series[k].n; i++)
			n += c->series[k].reading[i].doubtful;
	out->doubtful = arena_array(a, struct home_reading, n + 1);
	out->doubtful_kind = arena_array(a, const struct monitor_kind *, n + 1);
	if (!out->doubtful || !out->doubtful_kind)
		return arena_fail(a, err);
	for (size_t k = 0; k < c->n_series; k++)
		for (size_t i = 0; i < c->series[k].n; i++) {
			const struct home_series *s = &c->series[k];
			if (!s->reading[i].doubtful)
				continue;
			out->doubtful_kind[out->n_doubtful] = s->kind;
			out->doubtful[out->n_doubtful++] = s->reading[i];
		}
	return OK;
}

enum rc app_home_mine(struct app *app, int64_t person_id, struct arena *a,
		      struct home_mine *out, struct err *err)
{
	struct home_chart c;
	struct audit_event look = {.action = "home.mine",
				   .entity = "person",
				   .entity_id = person_id,
				   .person_id = person_id,
				   .detail = STR("{}")};
	*out = (struct home_mine){0};
	enum rc rc = app_require(app, MAY_READ_READINGS, person_id, err);
	if (!rc)
		rc = home_chart_load(app, person_id, DAYS, a, &c, err);
	if (rc)
		return rc;
	out->tables = c.tables;
	out->plan = c.plan;
	out->n_alarm = (int64_t)c.n_alarm;
	for (size_t i = c.n_alarm; i-- > 0;) /* the gravest stands first */
		home_tell(&c.tables, c.alarm[i].limit.protocol, out->tell);
	if (c.plan)
		rc = fill_all(app, &c, a, out, err);
	if (!rc)
		rc = fill_doubtful(&c, a, out, err);
	return rc ? rc : audit_look(app, &look, err);
}
