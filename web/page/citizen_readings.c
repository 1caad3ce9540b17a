/* What a person measures at home: what is wanted today, one large form, the
 * last values in plain words. */
#include "app/tele_files.h"

#include "web/page/citizen.h"
#include "web/page/readings_rejects.h"

#include "web/page/citizen_readings.html.h"

#define NAME(prefix, code) page_url(p, prefix "-" STR_FMT, STR_ARG(code))

/* ---- the fields of today */

static bool wanted(const struct home_due *d)
{
	return d->wanted_today > d->n_today;
}

static void fill_points(struct page *p, struct page_citizen_readings_fields *o)
{
	o->points = arena_calloc(p->a, 11, sizeof(*o->points));
	for (int i = 0; o->points && i <= 10; i++) {
		struct str n = page_url(p, "%d", i);
		o->points[o->n_points++] =
			(struct page_citizen_readings_points){
				n, str_eq(n, o->value)};
	}
}

static bool is_doubt(struct page *p, const char *name)
{
	for (size_t i = 0; i < p->n_problem; i++)
		if (!strcmp(p->problem[i].field, name))
			return p->problem[i].msg == MSG_HOM_DOUBT_UNUSUAL ||
			       p->problem[i].msg == MSG_HOM_DOUBT_SLIP ||
			       p->problem[i].msg == MSG_HOM_DOUBT_SWAPPED;
	return false;
}

static void add_field(struct page *p, const struct monitor_kind *k,
		      const struct home_due *d, struct page_citizen_readings *v)
{
	struct page_citizen_readings_fields *o = &v->fields[v->n_fields++];
	struct str name = NAME("v", k->code);
	*o = (struct page_citizen_readings_fields){
		.code = k->code,
		.name = k->name[p->lang],
		.ask = k->ask[p->lang],
		.unit = k->shown,
		.first = k->part[0].name[p->lang],
		.second = k->part[1].name[p->lang],
		.one = k->form == MONITOR_NUMBER && k->n_part == 1,
		.two = k->form == MONITOR_NUMBER && k->n_part == 2,
		.scale = k->form == MONITOR_SCALE,
		.yesno = k->form == MONITOR_YESNO,
		.value = param(&p->form, name.ptr),
		.value2 = param(&p->form, NAME("w", k->code).ptr),
		.wrong = form_wrong(p, name.ptr),
		.doubt = is_doubt(p, name.ptr)};
	o->yes = str_is(o->value, "si");
	o->no = str_is(o->value, "no");
	if (o->scale)
		fill_points(p, o);
	if (d && d->last.id)
		o->last = readings_fill(p, MSG_MIS_LAST_TIME, "value",
					d->last_text[p->lang]);
}

static const struct home_due *due_of(const struct home_mine *m, struct str code)
{
	for (size_t i = 0; i < m->n_due; i++)
		if (str_eq(m->due[i].kind->code, code))
			return &m->due[i];
	return NULL;
}

/* What is wanted, what was asked for by its link, what was just typed. */
static void fill_fields(struct page *p, const struct home_mine *m,
			struct page_citizen_readings *v)
{
	const struct monitor_tables *t = &m->tables;
	struct str other = param(&p->query, "altra");
	v->fields = arena_calloc(p->a, t->n_kind + 1, sizeof(*v->fields));
	for (size_t i = 0; v->fields && i < m->n_due; i++)
		if (wanted(&m->due[i]))
			add_field(p, m->due[i].kind, &m->due[i], v);
	for (size_t i = 0; v->fields && i < t->n_kind; i++) {
		const struct monitor_kind *k = &t->kind[i];
		const struct home_due *d = due_of(m, k->code);
		bool typed = param(&p->form, NAME("v", k->code).ptr).len > 0;
		if (!(d && wanted(d)) && (typed || str_eq(other, k->code)))
			add_field(p, k, d, v);
	}
	v->asks = v->n_fields > 0;
}

/* ---- the rest */

static void fill_done(struct page *p, const struct home_mine *m,
		      struct page_citizen_readings *v)
{
	v->done = arena_calloc(p->a, m->n_due + 1, sizeof(*v->done));
	for (size_t i = 0; v->done && i < m->n_due; i++) {
		const struct home_due *d = &m->due[i];
		if (!d->last.id && wanted(d))
			continue; /* it stands in the form */
		struct page_citizen_readings_done *o = &v->done[v->n_done++];
		*o = (struct page_citizen_readings_done){
			.name = d->kind->name[p->lang],
			.last = d->last.id ? d->last_text[p->lang]
					   : page_text(p, MSG_MIS_NO_VALUE),
			.passed = d->last_passed};
		if (d->last.id)
			o->when = readings_fill(
				p, MSG_MIS_ON_DAY, "date",
				page_date(p,
					  date_in_rome(d->last.measured_us)));
		if (!wanted(d))
			o->next = readings_fill(p, MSG_MIS_NEXT, "date",
						page_date(p, d->next));
	}
	v->any_done = v->n_done > 0;
}

static void fill_others(struct page *p, const struct home_mine *m,
			const struct citizen_whose *w,
			struct page_citizen_readings *v)
{
	const struct monitor_tables *t = &m->tables;
	v->others = arena_calloc(p->a, t->n_kind + 1, sizeof(*v->others));
	for (size_t i = 0; v->others && i < t->n_kind; i++)
		v->others[v->n_others++] =
			(struct page_citizen_readings_others){
				page_url(p,
					 "/io/misure?altra=" STR_FMT
					 "%s" STR_FMT,
					 STR_ARG(t->kind[i].code),
					 w->other ? "&per=" : "",
					 STR_ARG(w->per)),
				t->kind[i].name[p->lang]};
}

static void fill_doubtful(struct page *p, const struct home_mine *m,
			  struct page_citizen_readings *v)
{
	v->any_doubtful = m->n_doubtful > 0;
	v->doubtful =
		arena_calloc(p->a, m->n_doubtful + 1, sizeof(*v->doubtful));
	for (size_t i = 0; v->doubtful && i < m->n_doubtful; i++)
		v->doubtful[v->n_doubtful++] =
			(struct page_citizen_readings_doubtful){
				page_url(p, "%" PRId64, m->doubtful[i].id),
				m->doubtful_kind[i]->name[p->lang],
				readings_value(p, m->doubtful_kind[i],
					       m->doubtful[i].value_milli),
				page_instant(p, m->doubtful[i].measured_us)};
}

static enum rc show(struct page *p, const struct citizen_whose *w,
		    struct err *err)
{
	struct home_mine m;
	enum rc rc = app_home_mine(p->app, w->person_id, p->a, &m, err);
	if (rc)
		return rc;
	struct page_citizen_readings v = {
		.whose = w->bar,
		.csrf = page_csrf(p),
		.per = w->per,
		.number = page_url(p, "%" PRId64, p->app->now_us),
		.tell = m.tell[p->lang],
		.looked = m.n_alarm > 0,
		.no_plan = !m.plan,
		.w_all = form_wrong(p, "misure"),
		.day = param(&p->form, "giorno"),
		.hour = param(&p->form, "ora"),
		.w_when = form_wrong(p, "giorno")};
	struct str upload = page_files_key(p, STR("/io/misure/file"));
	v.upload =
		page_url(p, "/io/misure/file?chiave=" STR_FMT, STR_ARG(upload));
	fill_fields(p, &m, &v);
	fill_done(p, &m, &v);
	fill_others(p, &m, w, &v);
	fill_doubtful(p, &m, &v);
	v.nothing = m.plan && !v.asks;
	page_begin(p, &(struct frame){.title = MSG_MIS_MINE_TITLE});
	page_citizen_readings(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_citizen_readings(struct page *p, struct err *err)
{
	struct citizen_whose w;
	enum rc rc = citizen_whose(p, CITIZEN_READINGS, &w, err);
	return rc ? rc : show(p, &w, err);
}

/* ---- sending */

static size_t typed(struct page *p, const struct citizen_whose *w,
		    const struct monitor_tables *t, int64_t at_us,
		    struct home_sending *list)
{
	size_t n = 0;
	struct str number = str_trim(param(&p->form, "numero"));
	for (size_t i = 0; i < t->n_kind; i++) {
		struct str code = t->kind[i].code;
		struct str value =
			str_trim(param(&p->form, NAME("v", code).ptr));
		struct str second =
			str_trim(param(&p->form, NAME("w", code).ptr));
		if (!value.len && !second.len)
			continue;
		list[n++] = (struct home_sending){
			.person_id = w->person_id,
			.kind = code,
			.value = value,
			.second = second,
			.measured_us = at_us,
			.by = w->other ? MONITOR_BY_CAREGIVER
				       : MONITOR_BY_PATIENT,
			.source = STR("page"),
			.source_id = number.len && number.len < 40
					     ? page_url(p, STR_FMT "-" STR_FMT,
							STR_ARG(number),
							STR_ARG(code))
					     : STR(""),
			.confirmed = str_is(
				param(&p->form, NAME("ok", code).ptr), "1")};
	}
	return n;
}

static enum rc send(struct page *p, const struct citizen_whose *w,
		    const struct home_sending *list, size_t n, struct err *err)
{
	size_t at = 0;
	struct home_sent out;
	enum rc rc = app_home_put_all(p->app, list, n, p->a, &out, &at, err);
	if (!rc)
		return page_done(
			p, page_url(p, "/io/misure" STR_FMT, STR_ARG(w->tail)),
			out.n_alarm ? MSG_MIS_DONE_SENT_ALARM
				    : MSG_MIS_DONE_SENT,
			NULL, err);
	if (!err->msg || rc == E_DENIED || at >= n)
		return rc;
	bool when = err->msg == MSG_HOM_FUTURE || err->msg == MSG_HOM_TOO_OLD ||
		    err->msg == MSG_HOM_WHEN;
	form_problem(p, when ? "giorno" : NAME("v", list[at].kind).ptr,
		     when ? MSG_HOM_DAY : MSG_HOM_VALUE, (enum msg)err->msg);
	return show(p, w, err);
}

enum rc on_citizen_readings_send(struct page *p, struct err *err)
{
	struct citizen_whose w;
	struct monitor_tables t;
	int64_t at_us = 0;
	enum rc rc = citizen_whose(p, CITIZEN_READINGS, &w, err);
	if (!rc)
		rc = app_home_tables(p->app, p->a, &t, err);
	if (rc)
		return rc;
	struct home_sending *list =
		arena_array(p->a, struct home_sending, t.n_kind + 1);
	if (!list)
		return arena_fail(p->a, err);
	if (!readings_when(p, &at_us))
		return show(p, &w, err);
	size_t n = typed(p, &w, &t, at_us, list);
	if (n)
		return send(p, &w, list, n, err);
	form_problem(p, "misure", MSG_MIS_MINE_TITLE, MSG_MIS_MINE_EMPTY);
	return show(p, &w, err);
}

enum rc on_citizen_reading_settle(struct page *p, struct err *err)
{
	struct citizen_whose w;
	int64_t id = 0;
	bool wrong = str_is(param(&p->form, "che"), "annulla");
	enum rc rc = citizen_whose(p, CITIZEN_READINGS, &w, err);
	if (!rc && !param_int(&p->form, "lettura", &id))
		rc = err_msg(err, E_NOT_FOUND, MSG_HOM_NO_READING,
			     "no reading is named");
	if (!rc)
		rc = wrong ? app_home_cancel(
				     p->app, id,
				     page_text(p, MSG_MIS_NOT_CONFIRMED), err)
			   : app_home_confirm(p->app, id, err);
	return rc ? rc
		  : page_done(
			    p,
			    page_url(p, "/io/misure" STR_FMT, STR_ARG(w.tail)),
			    wrong ? MSG_MIS_DONE_CANCEL : MSG_MIS_DONE_CONFIRM,
			    NULL, err);
}

/* ---- a file of an app or a device */

enum rc on_citizen_readings_file(struct page *p, struct err *err)
{
	struct citizen_whose w;
	struct home_imported out;
	struct tele_files files;
	bool whole = page_kept_files(p, &files);
	enum rc rc = citizen_whose(p, CITIZEN_READINGS, &w, err);
	if (rc)
		return rc;
	if (!whole || !files.n_file) {
		form_problem(p, "file", MSG_MIS_MINE_FILE_LABEL,
			     MSG_TEL_NEW_BROKEN);
		return show(p, &w, err);
	}
	struct home_import in = {.bytes = files.file[0].bytes,
				 .file_name = files.file[0].name,
				 .person_id = w.person_id};
	rc = app_home_import(p->app, &in, p->a, &out, err);
	if (rc && (!err->msg || rc == E_DENIED))
		return rc;
	if (rc) {
		form_problem(p, "file", MSG_MIS_MINE_FILE_LABEL,
			     (enum msg)err->msg);
		return show(p, &w, err);
	}
	if (out.n_refused) {
		rc = readings_rejects_keep(p, w.person_id, &out, err);
		return rc ? rc
			  : page_goto(p,
				      page_url(p, "/io/misure/scarti" STR_FMT,
					       STR_ARG(w.tail)),
				      err);
	}
	const struct str pairs[] = {STR("n"), page_int(p, (int64_t)out.n_new),
				    STR("again"),
				    page_int(p, (int64_t)out.n_again)};
	return page_done_fill(
		p, page_url(p, "/io/misure" STR_FMT, STR_ARG(w.tail)),
		MSG_MIS_DONE_FILE, pairs, 2, err);
}
