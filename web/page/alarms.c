/* The work list of alarms: the gravest first, then by when somebody must have
 * acted. */
#include "web/page/alarms.h"

#include "web/page/alarms.html.h"
#include "web/page/alarms_tabs.html.h"

static const struct column columns[] = {
	{"urgenza", MSG_MIS_SEVERITY, false},
	{"persona", MSG_TEL_COL_PERSON, false},
	{NULL, MSG_MIS_WHY, false},
	{"quando", MSG_MIS_BY_WHEN, false},
	{NULL, MSG_TEL_COL_STATE, false},
};

static const struct {
	const char *word;
	enum msg text, none;
} tabs[N_ALARMS_TAB] = {
	[ALARMS_TODO] = {"", MSG_MIS_TODO, MSG_MIS_TODO_NONE},
	[ALARMS_RED] = {"rossi", MSG_MIS_REDS, MSG_MIS_REDS_NONE},
	[ALARMS_MINE] = {"miei", MSG_MIS_MINE, MSG_MIS_MINE_NONE},
	[ALARMS_OVERDUE] = {"scaduti", MSG_MIS_OVERDUES, MSG_MIS_OVERDUES_NONE},
	[ALARMS_WAITING] = {"richiamare", MSG_MIS_TO_CALL,
			    MSG_MIS_TO_CALL_NONE},
	[ALARMS_CLOSED] = {"chiusi", MSG_MIS_CLOSED_TAB, MSG_MIS_CLOSED_NONE},
};

static enum alarms_tab tab_asked(struct page *p)
{
	for (int i = 0; i < N_ALARMS_TAB; i++)
		if (str_is(param(&p->query, "tab"), tabs[i].word))
			return (enum alarms_tab)i;
	return ALARMS_TODO;
}

static struct home_alarm_query asked(const struct table *t, enum alarms_tab tab)
{
	struct home_alarm_query ask = {
		.owner = N_MONITOR_OWNER,
		.severity =
			tab == ALARMS_RED ? MONITOR_RED : N_MONITOR_SEVERITY,
		.state = tab == ALARMS_WAITING ? MONITOR_WAITING
					       : N_MONITOR_STATE,
		.open = true,
		.mine = tab == ALARMS_MINE,
		.overdue = tab == ALARMS_OVERDUE,
		.search = t->q,
		.limit = t->limit,
		.offset = t->offset};
	ask.sort = str_is(t->sort, "persona")  ? HOME_BY_PERSON
		   : str_is(t->sort, "quando") ? HOME_BY_RAISED
					       : HOME_BY_URGENCY;
	return ask;
}

/* Closed ones are not counted before somebody asks for them. */
void alarms_begin(struct page *p, const struct home_alarm_counts *c,
		  enum alarms_tab now)
{
	const int64_t count[] = {c->open, c->red, c->mine, c->overdue,
				 c->waiting};
	struct page_alarms_tabs v = {0};
	page_begin(p, &(struct frame){.title = MSG_MIS_ALARMS, .wide = true});
	v.tabs = arena_calloc(p->a, N_ALARMS_TAB, sizeof(*v.tabs));
	for (size_t i = 0; v.tabs && i < N_ALARMS_TAB; i++)
		v.tabs[v.n_tabs++] = (struct page_alarms_tabs_tabs){
			page_url(p, "/allarmi%s%s", i ? "?tab=" : "",
				 tabs[i].word),
			page_text(p, tabs[i].text),
			i < countof(count) ? page_int(p, count[i]) : STR(""),
			i == (size_t)now};
	page_alarms_tabs(p->out, p->lang, &v);
}

struct str alarms_person(struct page *p, const struct home_alarm_row *r)
{
	return page_url(p, STR_FMT " " STR_FMT, STR_ARG(r->last_name),
			STR_ARG(r->first_name));
}

static void fill_row(struct page *p, const struct home_alarm_row *r,
		     struct page_alarms_rows *o)
{
	*o = (struct page_alarms_rows){
		.link = page_url(p, "/allarmi/%" PRId64, r->id),
		.person = alarms_person(p, r),
		.born = page_day(p, r->birth),
		.red = r->severity == MONITOR_RED,
		.severity = readings_severity(p, r->severity),
		.why = r->why[p->lang],
		.doubtful = r->doubtful,
		.due = page_instant(p, r->due_us),
		.overdue = r->overdue,
		.escalated = r->escalated,
		.state = readings_state(p, r->state),
		.owner = readings_owner(p, r->owner),
		.taken = r->taken_name};
	if (r->state == MONITOR_WAITING && r->again_us)
		o->waits = readings_fill(p, MSG_MIS_CALL_AT, "when",
					 page_instant(p, r->again_us));
}

static enum rc save(struct page *p, const struct table *t,
		    const struct home_alarm_row *list, size_t n,
		    struct err *err)
{
	struct str all;
	table_csv(p, t, "allarmi.csv");
	for (size_t i = 0; i < n; i++) {
		struct page_alarms_rows o;
		fill_row(p, &list[i], &o);
		csv_cell(p, o.severity);
		csv_cell(p, o.person);
		csv_cell(p, o.why);
		csv_cell(p, o.due);
		csv_cell(p, o.state);
		csv_row_end(p);
	}
	table_csv_end(p, (int64_t)n, t->total);
	return buf_finish(p->out, &all, err);
}

enum rc on_alarms(struct page *p, struct err *err)
{
	struct table t;
	struct home_alarm_row *list = NULL;
	struct home_alarm_counts counts;
	struct page_alarms v = {0};
	enum alarms_tab tab = tab_asked(p);
	size_t n = 0;
	if (tab == ALARMS_CLOSED)
		return alarms_closed(p, err);
	table_asked(p, columns, countof(columns), "urgenza", &t);
	struct home_alarm_query ask = asked(&t, tab);
	enum rc rc =
		app_home_alarms(p->app, &ask, p->a, &list, &n, &counts, err);
	if (rc)
		return rc;
	t.total = counts.found;
	if (t.csv)
		return save(p, &t, list, n, err);
	if (table_beyond(&t, n))
		return table_first(p, err);
	v.some = n > 0;
	if (!n)
		v.none = page_text(p, t.q.len ? MSG_MIS_FOUND_NONE
					      : tabs[tab].none);
	v.search = table_search(p, &t);
	v.head = table_head(p, &t);
	v.pager = table_pager(p, &t);
	v.rows = arena_calloc(p->a, n + 1, sizeof(*v.rows));
	for (size_t i = 0; v.rows && i < n; i++)
		fill_row(p, &list[i], &v.rows[v.n_rows++]);
	alarms_begin(p, &counts, tab);
	page_alarms(p->out, p->lang, &v);
	return page_end(p, err);
}
