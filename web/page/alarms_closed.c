/* Alarms that were closed in some days: how each ended, for whoever looks back
 * over a week or counts. */
#include "web/page/alarms.h"

#include "web/page/alarms_closed.html.h"

static const struct column columns[] = {
	{"urgenza", MSG_MIS_SEVERITY, false},
	{"persona", MSG_TEL_COL_PERSON, false},
	{NULL, MSG_MIS_WHY, false},
	{NULL, MSG_MIS_COL_CLOSED, false},
	{NULL, MSG_MIS_OUTCOME, false},
};
/* a table of its own: each thing in a cell of its own */
static const struct column csv_columns[] = {
	{NULL, MSG_MIS_SEVERITY, false},   {NULL, MSG_TEL_COL_PERSON, false},
	{NULL, MSG_MIS_WHY, false},        {NULL, MSG_MIS_COL_RAISED, false},
	{NULL, MSG_MIS_COL_CLOSED, false}, {NULL, MSG_MIS_COL_BY, false},
	{NULL, MSG_MIS_OUTCOME, false},    {NULL, MSG_MIS_PLAN_NOTE, false},
};

/* A day of the address; the usual one where there is none. */
static struct date day(struct page *p, const char *name, struct date usual,
		       enum msg label)
{
	struct date d = usual;
	if (param(&p->query, name).len && !param_date(&p->query, name, &d)) {
		form_problem(p, name, label, MSG_WEB_FIELD_DATE);
		return usual;
	}
	return d;
}

static struct home_alarm_query asked(struct page *p, const struct table *t)
{
	struct date today = p->app->today;
	struct home_alarm_query ask = {
		.owner = N_MONITOR_OWNER,
		.severity = N_MONITOR_SEVERITY,
		.state = N_MONITOR_STATE,
		.closed = true,
		.mine = str_is(param(&p->query, "miei"), "1"),
		.search = t->q,
		.limit = t->limit,
		.offset = t->offset};
	ask.to = day(p, "al", today, MSG_MIS_CLOSED_TO);
	ask.from = day(p, "dal", date_add(ask.to, -6), MSG_MIS_CLOSED_FROM);
	ask.sort = str_is(t->sort, "persona")   ? HOME_BY_PERSON
		   : str_is(t->sort, "urgenza") ? HOME_BY_URGENCY
						: HOME_BY_RAISED;
	struct str key = t->after;
	if (!str_to_int(str_cut(&key, '.'), &ask.after_us) ||
	    !str_to_int(key, &ask.after_id))
		ask.after_us = ask.after_id = 0;
	return ask;
}

/* The list goes on from its last row. */
static void fill_counts(struct page *p, const struct home_alarm_counts *c,
			const struct home_alarm_row *list, size_t n,
			struct table *t)
{
	t->total = c->found;
	t->more = c->more;
	if (n && c->by_key)
		t->last = page_url(p, "%" PRId64 ".%" PRId64,
				   list[n - 1].closed_us, list[n - 1].id);
}

static struct str closed_by(struct page *p, const struct home_alarm_row *r)
{
	return r->taken_name.len ? r->taken_name
				 : page_text(p, MSG_MIS_BY_ITSELF);
}

static void fill_row(struct page *p, const struct home_alarm_row *r,
		     struct page_alarms_closed_rows *o)
{
	*o = (struct page_alarms_closed_rows){
		.link = page_url(p, "/allarmi/%" PRId64, r->id),
		.person = alarms_person(p, r),
		.born = page_day(p, r->birth),
		.red = r->severity == MONITOR_RED,
		.severity = readings_severity(p, r->severity),
		.why = r->why[p->lang],
		.raised = page_instant(p, r->raised_us),
		.closed = page_instant(p, r->closed_us),
		.outcome = readings_outcome(p, r->outcome),
		.by = closed_by(p, r),
		.note = r->note};
}

static enum rc save(struct page *p, struct table *t,
		    const struct home_alarm_row *list, size_t n,
		    struct err *err)
{
	struct str all;
	t->columns = csv_columns;
	t->n_column = countof(csv_columns);
	table_csv(p, t, "allarmi-chiusi.csv");
	for (size_t i = 0; i < n; i++) {
		struct page_alarms_closed_rows o;
		fill_row(p, &list[i], &o);
		const struct str cells[] = {o.severity, o.person, o.why,
					    o.raised,   o.closed, o.by,
					    o.outcome,  o.note};
		for (size_t k = 0; k < countof(cells); k++)
			csv_cell(p, cells[k]);
		csv_row_end(p);
	}
	table_csv_end(p, (int64_t)n, t->total);
	return buf_finish(p->out, &all, err);
}

static void fill_form(struct page *p, const struct home_alarm_query *ask,
		      const struct table *t, struct page_alarms_closed *v)
{
	char iso[11];
	v->q = t->q;
	v->size = page_url(p, "%" PRId64, t->size);
	v->sort = page_url(p, "%s" STR_FMT, t->descending ? "-" : "",
			   STR_ARG(t->sort));
	v->mine = ask->mine;
	v->from = arena_str(p->a, date_text(ask->from, iso));
	v->to = arena_str(p->a, date_text(ask->to, iso));
	if (form_wrong(p, "dal").len)
		v->from = param(&p->query, "dal");
	if (form_wrong(p, "al").len)
		v->to = param(&p->query, "al");
}

/* Nothing in these days: perhaps before. */
static void fill_none(struct page *p, const struct home_alarm_query *ask,
		      const struct table *t, struct page_alarms_closed *v)
{
	char iso[11];
	struct date year = date_add(ask->to, -365);
	v->none = page_text(p, t->q.len ? MSG_MIS_FOUND_NONE
					: MSG_MIS_CLOSED_NONE);
	if (year.days < ask->from.days)
		v->further = page_url_with(
			p, "dal", arena_str(p->a, date_text(year, iso)));
}

/* The list; days that cannot be are told above an empty one. */
static enum rc load(struct page *p, const struct home_alarm_query *ask,
		    struct home_alarm_row **list, size_t *n,
		    struct home_alarm_counts *counts, struct err *err)
{
	enum rc rc = app_home_alarms(p->app, ask, p->a, list, n, counts, err);
	if (rc != E_RANGE || !err->msg)
		return rc;
	form_problem(p, "dal", MSG_MIS_CLOSED_FROM, (enum msg)err->msg);
	*err = (struct err){0};
	return OK;
}

enum rc alarms_closed(struct page *p, struct err *err)
{
	struct table t;
	struct home_alarm_row *list = NULL;
	struct home_alarm_counts counts;
	struct page_alarms_closed v = {0};
	size_t n = 0;
	table_asked(p, columns, countof(columns), "", &t);
	struct home_alarm_query ask = asked(p, &t);
	enum rc rc = load(p, &ask, &list, &n, &counts, err);
	if (rc)
		return rc;
	fill_counts(p, &counts, list, n, &t);
	if (t.csv)
		return save(p, &t, list, n, err);
	fill_form(p, &ask, &t, &v);
	v.some = n > 0;
	if (!n && !p->n_problem)
		fill_none(p, &ask, &t, &v);
	v.search = table_search(p, &t);
	v.head = table_head(p, &t);
	v.pager = table_pager(p, &t);
	v.rows = arena_calloc(p->a, n + 1, sizeof(*v.rows));
	for (size_t i = 0; v.rows && i < n; i++)
		fill_row(p, &list[i], &v.rows[v.n_rows++]);
	alarms_begin(p, &counts, ALARMS_CLOSED);
	page_alarms_closed(p->out, p->lang, &v);
	return page_end(p, err);
}
