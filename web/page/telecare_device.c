/* One device: its checks, a new one, its end. */
#include "web/page/telecare.h"

#include "web/page/telecare_device.html.h"

enum { F_KIND, F_DONE, F_UNTIL, F_BY, F_NOTE, N_F };
static const struct field fields[N_F] = {
	{"tipo", FIELD_WORD, MSG_TSV_CHECK, true, 0, 0, 0,
	 "calibration|maintenance"},
	{"fatta", FIELD_DATE, MSG_TSV_DONE_ON, true, 0, 0, 0, NULL},
	{"fino", FIELD_DATE, MSG_TSV_UNTIL, true, 0, 0, 0, NULL},
	{"da", FIELD_TEXT, MSG_TSV_BY_WHOM, true, 100, 0, 0, NULL},
	{"nota", FIELD_TEXT, MSG_TSV_NOTE, false, 200, 0, 0, NULL},
};

static const struct {
	const char *code;
	enum msg text;
} kinds[] = {
	{"calibration", MSG_TSV_CALIBRATION_ONE},
	{"maintenance", MSG_TSV_MAINTENANCE_ONE},
};

static struct str kind_text(struct page *p, struct str code)
{
	for (size_t i = 0; i < countof(kinds); i++)
		if (str_is(code, kinds[i].code))
			return page_text(p, kinds[i].text);
	return code;
}

static void fill_facts(struct page *p, const struct tele_device *d,
		       struct page_telecare_device *v)
{
	const struct str marked[] = {STR("n"), page_int(p, d->n_expired)};
	v->title = d->serial;
	v->what = page_url(p, STR_FMT " " STR_FMT " " STR_FMT,
			   STR_ARG(telecare_kind(p, d->kind)),
			   STR_ARG(d->maker), STR_ARG(d->model));
	v->holder = d->holder.len ? d->holder : page_text(p, MSG_TSV_NOBODY);
	v->maintenance = telecare_day(p, d->maintenance_until);
	v->calibration = telecare_day(p, d->calibration_until);
	v->exams = page_int(p, d->n_exam);
	if (d->n_expired)
		v->marked = page_fill(p, MSG_TSV_MARKED, marked, 1);
	v->expired = d->state == TELE_DEVICE_EXPIRED;
	v->soon = d->state == TELE_DEVICE_SOON;
	v->active = d->state != TELE_DEVICE_RETIRED;
	v->retired = telecare_day(p, d->retired_on);
}

static void fill_checks(struct page *p, const struct tele_device_view *x,
			struct page_telecare_device *v)
{
	v->checks = arena_calloc(p->a, x->n_check + 1, sizeof(*v->checks));
	for (size_t i = 0; v->checks && i < x->n_check; i++)
		v->checks[v->n_checks++] = (struct page_telecare_device_checks){
			.check = kind_text(p, x->check[i].kind),
			.done = page_day(p, x->check[i].done_on),
			.until = page_day(p, x->check[i].holds_until),
			.by = x->check[i].by_whom,
			.note = x->check[i].note};
}

/* Done today, good for a year, until something else is typed. */
static void fill_form(struct page *p, struct page_telecare_device *v)
{
	bool typed = p->n_problem > 0;
	struct str kind = param(&p->form, "tipo");
	v->csrf = page_csrf(p);
	v->path = page_url(p, "/telemedicina/apparecchi/%" PRId64, p->id[0]);
	v->done = typed ? param(&p->form, "fatta")
			: telecare_iso(p, p->app->today);
	v->until = typed ? param(&p->form, "fino")
			 : telecare_iso(p, date_add(p->app->today, 365));
	v->by = param(&p->form, "da");
	v->note = param(&p->form, "nota");
	v->w_done = form_wrong(p, "fatta");
	v->w_until = form_wrong(p, "fino");
	v->w_by = form_wrong(p, "da");
	v->kinds = arena_calloc(p->a, countof(kinds), sizeof(*v->kinds));
	for (size_t i = 0; v->kinds && i < countof(kinds); i++)
		v->kinds[v->n_kinds++] = (struct page_telecare_device_kinds){
			str_from(kinds[i].code), page_text(p, kinds[i].text),
			str_is(kind, kinds[i].code)};
}

enum rc on_telecare_device(struct page *p, struct err *err)
{
	struct tele_device_view x;
	struct page_telecare_device v = {0};
	enum rc rc = app_tele_device_show(p->app, p->id[0], p->a, &x, err);
	if (rc)
		return rc;
	fill_facts(p, &x.device, &v);
	fill_checks(p, &x, &v);
	fill_form(p, &v);
	v.keeps = x.may_keep;
	telecare_begin(p, TELECARE_DEVICES);
	page_telecare_device(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_telecare_check(struct page *p, struct err *err)
{
	struct tele_device_view d;
	struct value x[N_F];
	enum rc rc = app_tele_device_show(p->app, p->id[0], p->a, &d, err);
	if (rc)
		return rc;
	if (!form_read(p, fields, N_F, x))
		return on_telecare_device(p, err);
	struct tele_check c = {.serial = d.device.serial,
			       .kind = x[F_KIND].text,
			       .done_on = x[F_DONE].date,
			       .holds_until = x[F_UNTIL].date,
			       .by_whom = x[F_BY].text,
			       .note = x[F_NOTE].text};
	rc = app_tele_device_check(p->app, &c, err);
	if (!rc)
		return page_done(p,
				 page_url(p,
					  "/telemedicina/apparecchi/%" PRId64,
					  p->id[0]),
				 MSG_TSV_DONE_CHECK, NULL, err);
	if (rc != E_RANGE || !err->msg)
		return rc;
	const struct field *f =
		&fields[err->msg == MSG_TSV_NOT_YET_DONE ? F_DONE : F_UNTIL];
	form_problem(p, f->name, f->label, (enum msg)err->msg);
	return on_telecare_device(p, err);
}

enum rc on_telecare_retire(struct page *p, struct err *err)
{
	struct tele_device_view d;
	bool back = str_is(param(&p->form, "torna"), "1");
	enum rc rc = app_tele_device_show(p->app, p->id[0], p->a, &d, err);
	if (!rc)
		rc = app_tele_device_retire(p->app, d.device.serial, back, err);
	if (rc)
		return rc;
	struct str path =
		page_url(p, "/telemedicina/apparecchi/%" PRId64, p->id[0]);
	struct str undo_path = page_url(p, STR_FMT "/ritira", STR_ARG(path));
	struct undo undo = {.path = undo_path.ptr,
			    .field = {{STR("torna"), STR("1")}}};
	return page_done(p, path,
			 back ? MSG_TSV_DONE_BACK : MSG_TSV_DONE_RETIRED,
			 back ? NULL : &undo, err);
}
