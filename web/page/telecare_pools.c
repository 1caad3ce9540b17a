/* Pools of readers: the list, one with its readers, made and changed. */
#include "web/page/telecare.h"

#include "web/page/telecare_pool.html.h"
#include "web/page/telecare_pool_form.html.h"
#include "web/page/telecare_pools.html.h"

enum { DAYS = 7, STEP_MIN = 30, STEPS = 1440 / STEP_MIN + 1 };

enum {
	F_NAME,
	F_FROM,
	F_TO,
	F_LANGUAGES,
	F_PHONE,
	F_NEXT,
	F_CODE,
	F_KIND,
	N_F,
	N_CHANGED = F_CODE
};
static const struct field fields[N_F] = {
	{"nome", FIELD_TEXT, MSG_TSV_NAME, true, 100, 0, 0, NULL},
	{"dalle", FIELD_INT, MSG_TSV_STARTS, true, 0, 0, 1440, NULL},
	{"alle", FIELD_INT, MSG_TSV_ENDS, true, 0, 0, 1440, NULL},
	{"lingue", FIELD_TEXT, MSG_TSV_LANGUAGES, true, 40, 0, 0, NULL},
	{"telefono", FIELD_TEXT, MSG_TSV_PHONE, false, 40, 0, 0, NULL},
	{"passa", FIELD_CODE, MSG_TSV_NEXT, false, 40, 0, 0, NULL},
	{"codice", FIELD_CODE, MSG_TSV_CODE, true, 40, 0, 0, NULL},
	{"tipo", FIELD_WORD, MSG_TSV_READS, true, 0, 0, 0, "ecg|spirometry"},
};
static const struct {
	const char *id;
	enum msg text;
} days[DAYS] = {
	{"lun", MSG_TSV_MON}, {"mar", MSG_TSV_TUE}, {"mer", MSG_TSV_WED},
	{"gio", MSG_TSV_THU}, {"ven", MSG_TSV_FRI}, {"sab", MSG_TSV_SAT},
	{"dom", MSG_TSV_SUN},
};

/* ---- words */

static struct str minute_text(struct page *p, int minute)
{
	return minute == 1440 ? STR("24:00") : page_minute(p, minute);
}

/* "lun mar mer 08:00-20:00" */
static struct str hours_text(struct page *p, const struct tele_pool *x)
{
	struct buf b;
	buf_init(&b, 1024);
	if (x->weekdays == 127)
		buf_str(&b, page_text(p, MSG_TSV_EVERY_DAY));
	for (int d = 0; d < DAYS && x->weekdays != 127; d++)
		if (x->weekdays >> d & 1) {
			buf_text(&b, b.len ? " " : "");
			buf_str(&b, page_text(p, days[d].text));
		}
	buf_text(&b, " ");
	buf_str(&b, minute_text(p, x->from_min));
	buf_text(&b, "-");
	buf_str(&b, minute_text(p, x->to_min));
	return page_kept(p, &b);
}

/* ---- the form */

static struct tele_pool typed_pool(struct page *p, const struct value *x)
{
	struct tele_pool o = {.name = x[F_NAME].text,
			      .from_min = (int)x[F_FROM].number,
			      .to_min = (int)x[F_TO].number,
			      .languages = x[F_LANGUAGES].text,
			      .phone = x[F_PHONE].text,
			      .escalate_to = x[F_NEXT].text};
	for (int d = 0; d < DAYS; d++)
		if (str_is(param(&p->form, days[d].id), "1"))
			o.weekdays |= 1 << d;
	return o;
}

/* What was typed, to be shown again. */
static struct tele_pool kept_pool(struct page *p)
{
	struct value x[N_F] = {0};
	int64_t n = 0;
	for (int i = 0; i < N_F; i++)
		x[i].text = param(&p->form, fields[i].name);
	if (param_int(&p->form, "dalle", &n) && n >= 0 && n <= 1440)
		x[F_FROM].number = n;
	if (param_int(&p->form, "alle", &n) && n >= 0 && n <= 1440)
		x[F_TO].number = n;
	struct tele_pool o = typed_pool(p, x);
	o.code = x[F_CODE].text;
	if (!tele_kind_parse(x[F_KIND].text, &o.kind))
		o.kind = TELE_ECG;
	return o;
}

struct option { /* all selects of the form have one shape */
	struct str value, text;
	bool now;
};
static_assert(sizeof(struct option) ==
		      sizeof(struct page_telecare_pool_form_ends),
	      "options are options");

static void *minutes(struct page *p, int now, size_t *n)
{
	struct option *o = arena_calloc(p->a, STEPS, sizeof(*o));
	for (int i = 0; o && i < STEPS; i++, ++*n)
		o[i] = (struct option){page_url(p, "%d", i * STEP_MIN),
				       minute_text(p, i * STEP_MIN),
				       i * STEP_MIN == now};
	return o;
}

static void form_choices(struct page *p, const struct tele_pool *now,
			 const struct tele_pool *list, size_t n,
			 struct page_telecare_pool_form *v)
{
	v->starts = minutes(p, now->from_min, &v->n_starts);
	v->ends = minutes(p, now->to_min, &v->n_ends);
	v->days = arena_calloc(p->a, DAYS, sizeof(*v->days));
	for (int d = 0; v->days && d < DAYS; d++)
		v->days[v->n_days++] = (struct page_telecare_pool_form_days){
			str_from(days[d].id), page_text(p, days[d].text),
			now->weekdays >> d & 1};
	v->kinds = arena_calloc(p->a, N_TELE_KIND, sizeof(*v->kinds));
	for (int k = 0; v->kinds && k < N_TELE_KIND; k++)
		v->kinds[v->n_kinds++] = (struct page_telecare_pool_form_kinds){
			str_from(tele_kind_name[k]),
			telecare_kind(p, (enum tele_kind)k),
			k == (int)now->kind};
	v->pools = arena_calloc(p->a, n + 1, sizeof(*v->pools));
	for (size_t i = 0; v->pools && i < n; i++)
		if (list[i].id != now->id)
			v->pools[v->n_pools++] =
				(struct page_telecare_pool_form_pools){
					list[i].code, list[i].name,
					str_eq(list[i].code, now->escalate_to)};
}

static struct html form_of(struct page *p, const struct tele_pool *now,
			   const struct tele_pool *list, size_t n)
{
	struct page_telecare_pool_form v = {
		.action = now->id ? page_url(p, "/telemedicina/gruppi/%" PRId64,
					     now->id)
				  : STR("/telemedicina/gruppi"),
		.csrf = page_csrf(p),
		.fresh = !now->id,
		.code = now->code,
		.name = now->name,
		.languages = now->languages,
		.phone = now->phone,
		.w_code = form_wrong(p, "codice"),
		.w_name = form_wrong(p, "nome"),
		.w_to = form_wrong(p, "alle"),
		.w_languages = form_wrong(p, "lingue"),
		.w_next = form_wrong(p, "passa")};
	struct buf b;
	form_choices(p, now, list, n, &v);
	buf_init(&b, 1u << 16);
	page_telecare_pool_form(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}

/* ---- the list */

static void fill_row(struct page *p, const struct tele_pool *x,
		     struct page_telecare_pools_rows *o)
{
	*o = (struct page_telecare_pools_rows){
		.link = page_url(p, "/telemedicina/gruppi/%" PRId64, x->id),
		.name = x->name,
		.code = x->code,
		.reads = telecare_kind(p, x->kind),
		.hours = hours_text(p, x),
		.languages = x->languages,
		.phone = x->phone,
		.next = x->escalate_to,
		.readers = page_int(p, x->n_reader),
		.waiting = page_int(p, x->n_open)};
}

static const struct column columns[] = {
	{NULL, MSG_TSV_CODE, false},  {NULL, MSG_TSV_NAME, false},
	{NULL, MSG_TSV_READS, false}, {NULL, MSG_TSV_LANGUAGES, false},
	{NULL, MSG_TSV_HOURS, false}, {NULL, MSG_TSV_PHONE, false},
	{NULL, MSG_TSV_NEXT, false},  {NULL, MSG_TSV_READERS, true},
	{NULL, MSG_TSV_WAITING, true}};

static enum rc save(struct page *p, const struct table *t,
		    const struct tele_pool *list, size_t n, struct err *err)
{
	struct str all;
	table_csv(p, t, "gruppi-di-refertazione.csv");
	for (size_t i = 0; i < n; i++) {
		csv_cell(p, list[i].code);
		csv_cell(p, list[i].name);
		csv_cell(p, telecare_kind(p, list[i].kind));
		csv_cell(p, list[i].languages);
		csv_cell(p, hours_text(p, &list[i]));
		csv_cell(p, list[i].phone);
		csv_cell(p, list[i].escalate_to);
		csv_cell_int(p, list[i].n_reader);
		csv_cell_int(p, list[i].n_open);
		csv_row_end(p);
	}
	return buf_finish(p->out, &all, err);
}

enum rc on_telecare_pools(struct page *p, struct err *err)
{
	struct table t;
	struct tele_pool *list = NULL;
	struct page_telecare_pools v = {0};
	size_t n = 0;
	enum rc rc = app_tele_pools(p->app, p->a, &list, &n, err);
	if (rc)
		return rc;
	table_asked(p, columns, countof(columns), "", &t);
	if (t.csv)
		return save(p, &t, list, n, err);
	v.csv = page_url_with(p, "csv", STR("1"));
	struct tele_pool fresh = {.weekdays = 31,
				  .from_min = 480,
				  .to_min = 1200,
				  .languages = STR("it")};
	if (p->n_problem)
		fresh = kept_pool(p);
	v.none = !n;
	v.some = n > 0;
	v.keeps = !app_require(p->app, MAY_SET_RULES, 0, NULL);
	v.form = form_of(p, &fresh, list, n);
	v.rows = arena_calloc(p->a, n + 1, sizeof(*v.rows));
	for (size_t i = 0; v.rows && i < n; i++)
		fill_row(p, &list[i], &v.rows[v.n_rows++]);
	telecare_begin(p, TELECARE_POOLS);
	page_telecare_pools(p->out, p->lang, &v);
	return page_end(p, err);
}

/* The field that a refusal is about. */
static void put_problem(struct page *p, const struct err *err)
{
	static const struct {
		enum msg msg;
		int field;
	} about[] = {{MSG_TSV_BAD_HOURS, F_TO},
		     {MSG_TSV_NO_LANGUAGE, F_LANGUAGES},
		     {MSG_TSV_ROUND, F_NEXT},
		     {MSG_TEL_NO_POOL, F_NEXT},
		     {MSG_TSV_POOL_THERE, F_CODE}};
	if (err->msg == MSG_TSV_NO_DAY) {
		form_problem(p, "giorni", MSG_TSV_DAYS, MSG_TSV_NO_DAY);
		return;
	}
	const struct field *f = &fields[F_NAME];
	for (size_t i = 0; i < countof(about); i++)
		if (err->msg == (int)about[i].msg)
			f = &fields[about[i].field];
	form_problem(p, f->name, f->label, (enum msg)err->msg);
}

enum rc on_telecare_pool_add(struct page *p, struct err *err)
{
	struct value x[N_F];
	if (!form_read(p, fields, N_F, x))
		return on_telecare_pools(p, err);
	struct tele_pool o = typed_pool(p, x);
	o.code = x[F_CODE].text;
	o.kind = (enum tele_kind)x[F_KIND].choice;
	enum rc rc = app_tele_pool_add(p->app, &o, err);
	if (!rc)
		return page_done(p, STR("/telemedicina/gruppi"),
				 MSG_TSV_DONE_POOL, NULL, err);
	if (!err->msg || rc == E_DENIED)
		return rc;
	put_problem(p, err);
	return on_telecare_pools(p, err);
}

/* ---- one */

static void add_fact(struct page *p, struct page_telecare_pool *v,
		     enum msg name, struct str value)
{
	if (v->facts && value.len)
		v->facts[v->n_facts++] = (struct page_telecare_pool_facts){
			page_text(p, name), value};
}

static void fill_facts(struct page *p, const struct tele_pool *x,
		       struct page_telecare_pool *v)
{
	v->title = x->name;
	v->facts = arena_calloc(p->a, 7, sizeof(*v->facts));
	add_fact(p, v, MSG_TSV_CODE, x->code);
	add_fact(p, v, MSG_TSV_READS, telecare_kind(p, x->kind));
	add_fact(p, v, MSG_TSV_HOURS, hours_text(p, x));
	add_fact(p, v, MSG_TSV_LANGUAGES, x->languages);
	add_fact(p, v, MSG_TSV_PHONE, x->phone);
	add_fact(p, v, MSG_TSV_NEXT, x->escalate_to);
	add_fact(p, v, MSG_TSV_WAITING, page_int(p, x->n_open));
}

static void fill_readers(struct page *p, const struct tele_pool_view *x,
			 struct page_telecare_pool *v)
{
	v->none = !x->n_reader;
	v->readers = arena_calloc(p->a, x->n_reader + 1, sizeof(*v->readers));
	for (size_t i = 0; v->readers && i < x->n_reader; i++)
		v->readers[v->n_readers++] =
			(struct page_telecare_pool_readers){
				x->reader[i].name, x->reader[i].login,
				telecare_day(p, x->reader[i].since)};
	v->some_others = x->n_other > 0;
	v->others = arena_calloc(p->a, x->n_other + 1, sizeof(*v->others));
	for (size_t i = 0; v->others && i < x->n_other; i++)
		v->others[v->n_others++] = (struct page_telecare_pool_others){
			x->other[i].login, x->other[i].name};
}

static enum rc save_readers(struct page *p, const struct tele_pool_view *x,
			    struct err *err)
{
	static const struct column columns_of[] = {
		{NULL, MSG_TSV_READER, false}, {NULL, MSG_TSV_SINCE, false}};
	const struct table t = {.columns = columns_of,
				.n_column = countof(columns_of)};
	struct str all;
	table_csv(p, &t, "refertatori.csv");
	for (size_t i = 0; i < x->n_reader; i++) {
		csv_cell(p, x->reader[i].name);
		csv_cell_date(p, x->reader[i].since);
		csv_row_end(p);
	}
	return buf_finish(p->out, &all, err);
}

enum rc on_telecare_pool(struct page *p, struct err *err)
{
	struct tele_pool_view x;
	struct tele_pool *list = NULL;
	struct page_telecare_pool v = {0};
	size_t n = 0;
	enum rc rc = app_tele_pool_show(p->app, p->id[0], p->a, &x, err);
	if (!rc && x.may_keep)
		rc = app_tele_pools(p->app, p->a, &list, &n, err);
	if (rc)
		return rc;
	if (str_is(param(&p->query, "csv"), "1"))
		return save_readers(p, &x, err);
	fill_facts(p, &x.pool, &v);
	fill_readers(p, &x, &v);
	if (p->n_problem) {
		int64_t id = x.pool.id;
		x.pool = kept_pool(p);
		x.pool.id = id;
	}
	v.keeps = x.may_keep;
	v.path = page_url(p, "/telemedicina/gruppi/%" PRId64, p->id[0]);
	v.csv = page_url(p, STR_FMT "?csv=1", STR_ARG(v.path));
	v.csrf = page_csrf(p);
	if (v.keeps)
		v.form = form_of(p, &x.pool, list, n);
	telecare_begin(p, TELECARE_POOLS);
	page_telecare_pool(p->out, p->lang, &v);
	return page_end(p, err);
}

static struct str pool_path(struct page *p)
{
	return page_url(p, "/telemedicina/gruppi/%" PRId64, p->id[0]);
}

enum rc on_telecare_pool_change(struct page *p, struct err *err)
{
	struct value x[N_F];
	if (!form_read(p, fields, N_CHANGED, x))
		return on_telecare_pool(p, err);
	struct tele_pool o = typed_pool(p, x);
	enum rc rc = app_tele_pool_change(p->app, p->id[0], &o, err);
	if (!rc)
		return page_done(p, pool_path(p), MSG_TSV_DONE_POOL, NULL, err);
	if (rc != E_RANGE && rc != E_CONFLICT)
		return rc;
	put_problem(p, err);
	return on_telecare_pool(p, err);
}

enum rc on_telecare_pool_reader(struct page *p, struct err *err)
{
	struct tele_pool_view x;
	struct str login = param(&p->form, "utente");
	bool end = str_is(param(&p->form, "fine"), "1");
	enum rc rc = app_tele_pool_show(p->app, p->id[0], p->a, &x, err);
	if (!rc)
		rc = end ? app_tele_pool_reader_end(p->app, x.pool.code, login,
						    err)
			 : app_tele_pool_reader(p->app, x.pool.code, login,
						err);
	if (rc)
		return rc;
	struct str path =
		page_url(p, STR_FMT "/refertatore", STR_ARG(pool_path(p)));
	struct undo undo = {.path = path.ptr,
			    .field = {{STR("utente"), login},
				      {STR("fine"), end ? STR("") : STR("1")}}};
	return page_done(p, pool_path(p),
			 end ? MSG_TSV_DONE_READER_END : MSG_TSV_DONE_READER,
			 &undo, err);
}
