/* Broken glass, to be looked into. */
#include "app/access.h"

#include "web/page/alerts.html.h"
#include "web/page/sign_on.h"

static enum role role_called(struct str name)
{
	enum role r = 0;
	while (r < ROLE_NOBODY && !str_is(name, role_name[r]))
		r++;
	return r;
}

static void fill(struct page *p, const struct access_alert *list, size_t n,
		 struct page_alerts *v)
{
	v->alerts = arena_calloc(p->a, n + 1, sizeof(*v->alerts));
	for (size_t i = 0; v->alerts && i < n; i++) {
		const struct access_alert *x = &list[i];
		struct page_alerts_alerts *o = &v->alerts[i];
		o->id = x->id;
		o->person = x->person;
		if (x->person_id)
			o->person_link = page_url(p, "/assistito/%" PRId64,
						  x->person_id);
		o->user = x->user;
		o->role = page_role(p, role_called(x->role));
		o->when = page_instant(p, x->raised_us);
		o->reason = x->reason;
		if (x->seen_us)
			o->seen = page_url(
				p, STR_FMT ", " STR_FMT, STR_ARG(x->seen_by),
				STR_ARG(page_instant(p, x->seen_us)));
		o->note = x->note;
		o->field = page_url(p, "nota-%" PRId64, x->id);
		v->n_alerts = i + 1;
	}
}

static const struct column columns[] = {
	{NULL, MSG_TEL_COL_PERSON, false}, {NULL, MSG_PER_WHEN, false},
	{NULL, MSG_PER_WHO, false},        {NULL, MSG_ACC_USER_ROLE, false},
	{NULL, MSG_CEN_REASON, false},     {NULL, MSG_ACC_ALERTS_SEEN, false},
	{NULL, MSG_ACC_ALERTS_NOTE, false}};

static void save_rows(struct page *p, const struct page_alerts *v)
{
	for (size_t i = 0; i < v->n_alerts; i++) {
		const struct page_alerts_alerts *x = &v->alerts[i];
		const struct str cells[] = {x->person, x->when,   x->user,
					    x->role,   x->reason, x->seen,
					    x->note};
		for (size_t k = 0; k < countof(cells); k++)
			csv_cell(p, cells[k]);
		csv_row_end(p);
	}
}

enum { TURN = 200 }; /* rows that are in memory at once */

/* As the page: an administrator does not see who the person is. */
static enum rc save(struct page *p, const struct table *t,
		    struct alert_query ask, struct err *err)
{
	struct str whole;
	size_t n = TURN;
	enum rc rc = OK;
	ask.limit = TURN;
	table_csv(p, t, "aperte-in-emergenza.csv");
	for (ask.offset = 0; n == TURN && !rc; ask.offset += TURN) {
		struct arena_mark before = arena_mark(p->a);
		struct access_alert *list = NULL;
		struct page_alerts v = {.n_alerts = 0};
		int64_t total;
		rc = app_access_alerts(p->app, &ask, p->a, &list, &n, &total,
				       err);
		if (!rc) {
			fill(p, list, n, &v);
			save_rows(p, &v);
		}
		arena_rewind(p->a, before);
	}
	return rc ? rc : buf_finish(p->out, &whole, err);
}

enum rc on_alerts(struct page *p, struct err *err)
{
	struct table t;
	struct access_alert *list = NULL;
	size_t n = 0;
	bool all = str_is(param(&p->query, "tutti"), "1");
	table_asked(p, columns, countof(columns), "", &t);
	struct alert_query ask = {.open_only = !all,
				  .limit = t.size,
				  .offset = (t.page - 1) * t.size};
	if (t.csv)
		return save(p, &t, ask, err);
	enum rc rc =
		app_access_alerts(p->app, &ask, p->a, &list, &n, &t.total, err);
	if (rc)
		return rc;
	if (table_beyond(&t, n))
		return table_first(p, err);
	struct page_alerts v = {
		.csrf = page_csrf(p),
		.none = !n,
		.all = all,
		.toggle = page_text(p, all ? MSG_ACC_ALERTS_SHOW_OPEN
					   : MSG_ACC_ALERTS_SHOW_ALL),
		.toggle_link = all ? STR("/avvisi") : STR("/avvisi?tutti=1"),
	};
	if (n)
		v.pager = table_pager(p, &t);
	fill(p, list, n, &v);
	page_begin(p, &(struct frame){.title = MSG_ACC_ALERTS_TITLE});
	page_alerts(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_alert_seen(struct page *p, struct err *err)
{
	static const struct field fields[] = {
		{"nota", FIELD_LINES, MSG_ACC_ALERTS_NOTE, true, 300, 0, 0,
		 NULL},
	};
	struct value values[countof(fields)];
	int64_t id = 0;
	if (!param_int(&p->form, "avviso", &id))
		return err_msg(err, E_NOT_FOUND, MSG_ACC_NO_ALERT,
			       "no alert is named");
	if (!form_read(p, fields, countof(fields), values))
		return on_alerts(p, err);
	enum rc rc = app_access_alert_seen(p->app, id, values[0].text, err);
	return rc ? rc
		  : page_done(p, STR("/avvisi"), MSG_ACC_ALERTS_MARKED, NULL,
			      err);
}
