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

enum rc on_alerts(struct page *p, struct err *err)
{
	struct table t;
	struct access_alert *list = NULL;
	size_t n = 0;
	bool all = str_is(param(&p->query, "tutti"), "1");
	table_asked(p, NULL, 0, "", &t);
	t.csv = false;
	struct alert_query ask = {.open_only = !all,
				  .limit = t.size,
				  .offset = (t.page - 1) * t.size};
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
	if (t.total > t.size)
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
