/* The register of devices: a list by state, and a new one. */
#include "web/page/telecare.h"

#include "web/page/telecare_devices.html.h"

static const struct column columns[] = {
	{"seriale", MSG_TSV_SERIAL, false},
	{"presso", MSG_TSV_HOLDER, false},
	{"manutenzione", MSG_TSV_MAINTENANCE, false},
	{"taratura", MSG_TSV_CALIBRATION, false},
	{"esami", MSG_TSV_EXAMS, true},
};

enum { F_SERIAL, F_KIND, F_MAKER, F_MODEL, F_HOLDER, N_F };
static const struct field fields[N_F] = {
	{"seriale", FIELD_TEXT, MSG_TEL_NEW_SERIAL, true, 100, 0, 0, NULL},
	{"tipo", FIELD_WORD, MSG_TSV_DEVICE_KIND, true, 0, 0, 0,
	 "ecg|spirometry"},
	{"marca", FIELD_TEXT, MSG_TSV_MAKER, false, 100, 0, 0, NULL},
	{"modello", FIELD_TEXT, MSG_TSV_MODEL, false, 100, 0, 0, NULL},
	{"presso", FIELD_CODE, MSG_TSV_HOLDER_CODE, false, 40, 0, 0, NULL},
};

static const struct {
	const char *word;
	enum tele_device_state state;
	enum msg text;
} states[] = {
	{"", N_TELE_DEVICE_STATE, MSG_TSV_IN_USE},
	{"scaduti", TELE_DEVICE_EXPIRED, MSG_TSV_EXPIRED_MANY},
	{"in-scadenza", TELE_DEVICE_SOON, MSG_TSV_SOON_MANY},
	{"ritirati", TELE_DEVICE_RETIRED, MSG_TSV_RETIRED_MANY},
};

static enum tele_device_state state_asked(struct page *p)
{
	struct str word = param(&p->query, "stato");
	for (size_t i = 0; i < countof(states); i++)
		if (str_is(word, states[i].word))
			return states[i].state;
	return N_TELE_DEVICE_STATE;
}

static void fill_states(struct page *p, const struct tele_devices *d,
			enum tele_device_state now,
			struct page_telecare_devices *v)
{
	v->states = arena_calloc(p->a, countof(states), sizeof(*v->states));
	for (size_t i = 0; v->states && i < countof(states); i++)
		v->states[v->n_states++] =
			(struct page_telecare_devices_states){
				.link = page_url(
					p, "/telemedicina/apparecchi%s%s",
					*states[i].word ? "?stato=" : "",
					states[i].word),
				.text = page_text(p, states[i].text),
				.count = d->count[states[i].state],
				.now = states[i].state == now};
}

static bool over(const struct page *p, struct date d)
{
	return !date_is_none(d) && d.days < p->app->today.days;
}

static void fill_row(struct page *p, const struct tele_device *d,
		     struct page_telecare_devices_rows *o)
{
	const struct str marked[] = {STR("n"), page_int(p, d->n_expired)};
	*o = (struct page_telecare_devices_rows){
		.link = page_url(p, "/telemedicina/apparecchi/%" PRId64, d->id),
		.serial = d->serial,
		.what = page_url(p, STR_FMT " " STR_FMT " " STR_FMT,
				 STR_ARG(telecare_kind(p, d->kind)),
				 STR_ARG(d->maker), STR_ARG(d->model)),
		.holder = d->holder.len ? d->holder
					: page_text(p, MSG_TSV_NOBODY),
		.maintenance = telecare_day(p, d->maintenance_until),
		.calibration = telecare_day(p, d->calibration_until),
		.exams = page_int(p, d->n_exam),
		.expired = d->state == TELE_DEVICE_EXPIRED,
		.soon = d->state == TELE_DEVICE_SOON,
		.retired = d->state == TELE_DEVICE_RETIRED,
		.m_over = over(p, d->maintenance_until),
		.c_over = over(p, d->calibration_until)};
	if (d->n_expired)
		o->marked = page_fill(p, MSG_TSV_MARKED, marked, 1);
}

static void fill_form(struct page *p, struct page_telecare_devices *v)
{
	struct str kind = param(&p->form, "tipo");
	v->csrf = page_csrf(p);
	v->serial = param(&p->form, "seriale");
	v->maker = param(&p->form, "marca");
	v->model = param(&p->form, "modello");
	v->holder = param(&p->form, "presso");
	v->w_serial = form_wrong(p, "seriale");
	v->w_holder = form_wrong(p, "presso");
	v->kinds = arena_calloc(p->a, N_TELE_KIND, sizeof(*v->kinds));
	for (int k = 0; v->kinds && k < N_TELE_KIND; k++)
		v->kinds[v->n_kinds++] = (struct page_telecare_devices_kinds){
			str_from(tele_kind_name[k]),
			telecare_kind(p, (enum tele_kind)k),
			str_is(kind, tele_kind_name[k])};
}

static enum rc save(struct page *p, const struct table *t,
		    const struct tele_devices *d, struct err *err)
{
	struct str all;
	table_csv(p, t, "apparecchi.csv");
	for (size_t i = 0; i < d->n; i++) {
		csv_cell(p, d->list[i].serial);
		csv_cell(p, d->list[i].holder);
		csv_cell_date(p, d->list[i].maintenance_until);
		csv_cell_date(p, d->list[i].calibration_until);
		csv_cell_int(p, d->list[i].n_exam);
		csv_row_end(p);
	}
	return buf_finish(p->out, &all, err);
}

enum rc on_telecare_devices(struct page *p, struct err *err)
{
	struct table t;
	struct tele_devices d;
	struct page_telecare_devices v = {0};
	table_asked(p, columns, countof(columns), "seriale", &t);
	struct tele_device_query ask = {.state = state_asked(p),
					.q = t.q,
					.sort = t.sort,
					.descending = t.descending};
	enum rc rc = app_tele_devices(p->app, &ask, p->a, &d, err);
	if (rc)
		return rc;
	if (t.csv)
		return save(p, &t, &d, err);
	t.total = (int64_t)d.n;
	fill_states(p, &d, ask.state, &v);
	fill_form(p, &v);
	v.keeps = d.may_keep;
	v.none = !d.n;
	v.some = d.n > 0;
	v.search = table_search(p, &t);
	v.head = table_head(p, &t);
	v.pager = table_pager(p, &t);
	v.rows = arena_calloc(p->a, (size_t)t.limit + 1, sizeof(*v.rows));
	for (int64_t i = t.offset;
	     v.rows && i < t.total && i < t.offset + t.limit; i++)
		fill_row(p, &d.list[i], &v.rows[v.n_rows++]);
	if (table_beyond(&t, v.n_rows))
		return table_first(p, err);
	telecare_begin(p, TELECARE_DEVICES);
	page_telecare_devices(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_telecare_device_add(struct page *p, struct err *err)
{
	struct value x[N_F];
	if (!form_read(p, fields, N_F, x))
		return on_telecare_devices(p, err);
	struct tele_device d = {.serial = x[F_SERIAL].text,
				.kind = (enum tele_kind)x[F_KIND].choice,
				.maker = x[F_MAKER].text,
				.model = x[F_MODEL].text};
	enum rc rc = app_tele_device_add(p->app, &d, x[F_HOLDER].text, err);
	if (!rc)
		return page_done(p, STR("/telemedicina/apparecchi"),
				 MSG_TSV_DONE_DEVICE, NULL, err);
	if (!err->msg || rc == E_DENIED)
		return rc;
	const struct field *f =
		&fields[rc == E_NOT_FOUND ? F_HOLDER : F_SERIAL];
	form_problem(p, f->name, f->label, (enum msg)err->msg);
	return on_telecare_devices(p, err);
}
