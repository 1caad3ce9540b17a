/* A provider's agenda: month, week, day; arrivals; a day closed. */
#include "web/page/centre.h"
#include "web/page/provider.html.h"
#include "web/page/provider_close.html.h"
#include "web/page/providers.html.h"

enum view { VIEW_DAY, VIEW_WEEK, VIEW_MONTH };
static const struct {
	const char *word;
	enum msg name;
} views[] = {
	[VIEW_DAY] = {"giorno", MSG_CEN_VIEW_DAY},
	[VIEW_WEEK] = {"settimana", MSG_CEN_VIEW_WEEK},
	[VIEW_MONTH] = {"mese", MSG_CEN_VIEW_MONTH},
};

struct calendar {
	struct book_provider at;
	enum view view;
	struct date day, from, to; /* asked for; shown */
};

static struct date month_start(struct date d)
{
	struct ymd y = date_ymd(d);
	return date_of(y.year, y.month, 1);
}

static struct date week_start(struct date d)
{
	return date_add(d, -date_weekday(d));
}

static void read_asked(struct page *p, struct calendar *c)
{
	struct str word = param(&p->query, "vista");
	c->view = VIEW_DAY;
	for (size_t i = 0; i < countof(views); i++)
		if (str_is(word, views[i].word))
			c->view = (enum view)i;
	if (!param_date(&p->query, "giorno", &c->day) ||
	    c->day.days - p->app->today.days > 1000 ||
	    p->app->today.days - c->day.days > 1000)
		c->day = p->app->today;
	c->from = c->to = c->day;
	if (c->view == VIEW_WEEK) {
		c->from = week_start(c->day);
		c->to = date_add(c->from, 6);
	}
	if (c->view == VIEW_MONTH) {
		c->from = month_start(c->day);
		c->to = date_add(date_add_months(c->from, 1), -1);
	}
}

static struct str link(struct page *p, const struct calendar *c, enum view v,
		       struct date d)
{
	char day[11];
	return page_url(p, "/erogatore/" STR_FMT "?vista=%s&giorno=" STR_FMT,
			STR_ARG(c->at.code), views[v].word,
			STR_ARG(date_text(d, day)));
}

static struct date step(const struct calendar *c, int n)
{
	switch (c->view) {
	case VIEW_DAY:
		return date_add(c->day, n);
	case VIEW_WEEK:
		return date_add(c->from, 7 * n);
	case VIEW_MONTH:
		return date_add_months(c->from, n);
	}
	BUG("no such view");
}

static struct str span_words(struct page *p, const struct calendar *c)
{
	const struct str pairs[] = {STR("from"), page_date(p, c->from),
				    STR("to"), page_date(p, c->to)};
	struct ymd y = date_ymd(c->from);
	switch (c->view) {
	case VIEW_DAY:
		return centre_day(p, c->day);
	case VIEW_WEEK:
		return page_fill(p, MSG_CEN_SPAN, pairs, 2);
	case VIEW_MONTH:
		return page_url(p, STR_FMT " %d",
				STR_ARG(text_month(p->lang, y.month)), y.year);
	}
	BUG("no such view");
}

static void fill_frame(struct page *p, const struct calendar *c,
		       struct page_provider *v)
{
	char day[11];
	struct str town = centre_town(p, c->at.municipality);
	v->code = c->at.code;
	v->name = c->at.name;
	v->about = page_url(p, STR_FMT " · " STR_FMT, STR_ARG(town),
			    STR_ARG(c->at.code));
	v->others = p->app->who.role != ROLE_PROVIDER;
	v->csrf = page_csrf(p);
	v->previous = link(p, c, c->view, step(c, -1));
	v->next = link(p, c, c->view, step(c, 1));
	v->today_link = link(p, c, c->view, p->app->today);
	v->span = span_words(p, c);
	v->day_title = arena_str(p->a, date_text(c->day, day));
	v->back = link(p, c, c->view, c->day);
	v->is_day = c->view == VIEW_DAY;
	v->is_week = c->view == VIEW_WEEK;
	v->is_month = c->view == VIEW_MONTH;
	v->views = arena_calloc(p->a, countof(views), sizeof(*v->views));
	for (size_t i = 0; v->views && i < countof(views); i++) {
		v->views[i].link = link(p, c, (enum view)i, c->day);
		v->views[i].text = page_text(p, views[i].name);
		v->views[i].now = i == (size_t)c->view;
		v->n_views = i + 1;
	}
}

/* ---- month */

static struct str taken_of(struct page *p, const struct book_day_count *d)
{
	const struct str pairs[] = {STR("taken"), page_int(p, d->taken),
				    STR("places"), page_int(p, d->places)};
	if (d->closed)
		return page_text(p, MSG_CEN_CLOSED);
	return page_fill(
		p, d->taken >= d->places ? MSG_CEN_DAY_FULL : MSG_CEN_DAY_TAKEN,
		pairs, 2);
}

static const struct book_day_count *of_day(const struct book_day_count *list,
					   size_t n, struct date d)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].day.days == d.days)
			return &list[i];
	return NULL;
}

static void fill_month(struct page *p, const struct calendar *c,
		       const struct book_day_count *list, size_t n,
		       struct page_provider *v)
{
	struct centre_weekday names[7];
	struct date d = week_start(c->from);
	centre_weekdays(p, 0, names);
	v->names = arena_calloc(p->a, 7, sizeof(*v->names));
	v->weeks = arena_calloc(p->a, 6, sizeof(*v->weeks));
	for (size_t i = 0; v->names && i < 7; i++)
		v->names[v->n_names++].text = names[i].name;
	for (size_t w = 0; v->weeks && w < 6 && d.days <= c->to.days; w++) {
		struct page_provider_weeks *o = &v->weeks[v->n_weeks++];
		o->days = arena_calloc(p->a, 7, sizeof(*o->days));
		for (size_t i = 0; o->days && i < 7; i++, d = date_add(d, 1)) {
			const struct book_day_count *day = of_day(list, n, d);
			o->days[i].number = page_url(p, "%d", date_ymd(d).day);
			if (day) {
				o->days[i].link = link(p, c, VIEW_DAY, d);
				o->days[i].text = taken_of(p, day);
			}
			o->days[i].now = d.days == p->app->today.days;
			o->n_days = i + 1;
		}
	}
}

/* ---- week: a line for each service */

static void fill_week(struct page *p, const struct calendar *c,
		      const struct book_day_count *list, size_t n,
		      struct page_provider *v)
{
	struct page_provider_lines *o = NULL;
	v->heads = arena_calloc(p->a, 7, sizeof(*v->heads));
	v->lines = arena_calloc(p->a, n + 1, sizeof(*v->lines));
	for (int i = 0; v->heads && i < 7; i++) {
		struct date d = date_add(c->from, i);
		v->heads[i].text = page_url(p, STR_FMT " %d",
					    STR_ARG(text_weekday(p->lang, d)),
					    date_ymd(d).day);
		v->heads[i].link = link(p, c, VIEW_DAY, d);
		v->n_heads = (size_t)i + 1;
	}
	for (size_t i = 0; v->lines && v->heads && i < n; i++) {
		if (!o || !str_eq(list[i].service, list[i - 1].service)) {
			o = &v->lines[v->n_lines++];
			o->service = centre_service(p, list[i].service);
			o->cells = arena_calloc(p->a, 7, sizeof(*o->cells));
			o->n_cells = o->cells ? 7 : 0;
		}
		int at = list[i].day.days - c->from.days;
		if (at < 0 || at > 6 || !o->cells)
			continue;
		o->cells[at].text = taken_of(p, &list[i]);
		o->cells[at].label = v->heads[at].text;
	}
}

/* ---- day */

static void tag_row(struct page *p, const struct book_day_line *l,
		    struct page_provider_rows *o)
{
	o->good = str_is(l->state, "done");
	o->bad = str_is(l->state, "no_show");
	o->warn = str_is(l->state, "held");
	o->tag = page_text(p, o->good        ? MSG_CEN_WAS_DONE
			      : o->bad       ? MSG_CEN_WAS_NO_SHOW
			      : o->warn      ? MSG_CEN_IS_HELD
			      : l->confirmed ? MSG_CEN_CONFIRMED
					     : MSG_CEN_IS_BOOKED);
}

static void fill_rows(struct page *p, const struct calendar *c,
		      const struct book_day_line *list, size_t n,
		      struct page_provider *v)
{
	int ago = p->app->today.days - c->day.days;
	bool centre = p->app->who.role == ROLE_OPERATOR;
	v->rows = arena_calloc(p->a, n + 1, sizeof(*v->rows));
	for (size_t i = 0; v->rows && i < n; i++) {
		const struct book_day_line *l = &list[i];
		struct page_provider_rows *o = &v->rows[v->n_rows++];
		o->id = page_url(p, "%" PRId64, l->id);
		o->hour = page_minute(p, l->start_min);
		o->who = l->hidden ? page_text(p, MSG_CEN_OF_OTHERS) : l->name;
		o->service = centre_services(p, l->service, l->n_activity);
		if (centre && !l->hidden)
			o->link = page_url(p, "/centro/assistito/%" PRId64,
					   l->person_id);
		o->may_close =
			!l->hidden && ago >= 0 && str_is(l->state, "booked");
		tag_row(p, l, o);
		o->may_undo = !l->hidden && ago >= 0 && ago <= 1 &&
			      (o->good || o->bad);
	}
}

static void fill_places(struct page *p, const struct book_day_count *list,
			size_t n, struct page_provider *v)
{
	v->places = arena_calloc(p->a, n + 1, sizeof(*v->places));
	v->closed = n > 0;
	for (size_t i = 0; v->places && i < n; i++) {
		const struct book_day_count *d = &list[i];
		const struct str pairs[] = {
			STR("n"), page_int(p, d->places - d->taken),
			STR("hour"), page_minute(p, d->first_free)};
		v->closed = v->closed && d->closed;
		if (d->closed || d->first_free < 0)
			continue;
		v->places[v->n_places].service = centre_service(p, d->service);
		v->places[v->n_places++].text =
			page_fill(p, MSG_CEN_FREE_FROM, pairs, 2);
	}
}

static enum rc fill_day(struct page *p, const struct calendar *c,
			const struct book_day_count *places, size_t n_place,
			struct page_provider *v, struct err *err)
{
	struct book_day_line *list = NULL;
	size_t n = 0;
	enum rc rc =
		app_book_day(p->app, c->at.code, c->day, p->a, &list, &n, err);
	if (rc)
		return rc;
	fill_rows(p, c, list, n, v);
	fill_places(p, places, n_place, v);
	if (n_place && !v->closed && c->day.days >= p->app->today.days)
		v->close = page_url(
			p, "/erogatore/" STR_FMT "/chiudi?giorno=" STR_FMT,
			STR_ARG(c->at.code), STR_ARG(v->day_title));
	return OK;
}

/* ---- as a file: what is shown, in a table */

static const struct column day_columns[] = {{NULL, MSG_CEN_HOUR, false},
					    {NULL, MSG_CEN_PERSON, false},
					    {NULL, MSG_CEN_SERVICE, false},
					    {NULL, MSG_CEN_STATE, false}};
/* of a month without the service */
static const struct column span_columns[] = {
	{NULL, MSG_CEN_DAY, false},        {NULL, MSG_CEN_SERVICE, false},
	{NULL, MSG_CEN_PLACES_ALL, true},  {NULL, MSG_CEN_PLACES_TAKEN, true},
	{NULL, MSG_CEN_PLACES_FREE, true}, {NULL, MSG_CEN_STATE, false}};

/* People of others stay without a name, as in the page. */
static enum rc save_day(struct page *p, const struct page_provider *v,
			struct err *err)
{
	const struct table t = {.columns = day_columns,
				.n_column = countof(day_columns)};
	struct str all;
	table_csv(p, &t, "giornata.csv");
	for (size_t i = 0; i < v->n_rows; i++) {
		csv_cell(p, v->rows[i].hour);
		csv_cell(p, v->rows[i].who);
		csv_cell(p, v->rows[i].service);
		csv_cell(p, v->rows[i].tag);
		csv_row_end(p);
	}
	return buf_finish(p->out, &all, err);
}

static enum rc save_span(struct page *p, const struct calendar *c,
			 const struct book_day_count *list, size_t n,
			 struct err *err)
{
	bool month = c->view == VIEW_MONTH;
	struct column columns_of[countof(span_columns)];
	struct table t = {.columns = columns_of};
	struct str all;
	for (size_t i = 0; i < countof(span_columns); i++)
		if (!month || span_columns[i].head != MSG_CEN_SERVICE)
			columns_of[t.n_column++] = span_columns[i];
	table_csv(p, &t, month ? "mese.csv" : "settimana.csv");
	for (size_t i = 0; i < n; i++) {
		const struct book_day_count *d = &list[i];
		csv_cell_date(p, d->day);
		if (!month)
			csv_cell(p, centre_service(p, d->service));
		csv_cell_int(p, d->places);
		csv_cell_int(p, d->taken);
		csv_cell_int(p,
			     d->closed ? 0 : max_i64(0, d->places - d->taken));
		csv_cell(p, d->closed ? page_text(p, MSG_CEN_CLOSED) : STR(""));
		csv_row_end(p);
	}
	return buf_finish(p->out, &all, err);
}

static bool wants_file(const struct page *p)
{
	return str_is(param(&p->query, "csv"), "1");
}

static enum rc show(struct page *p, struct calendar *c, struct err *err)
{
	struct page_provider v = {0};
	struct book_day_count *list = NULL;
	size_t n = 0;
	read_asked(p, c);
	enum rc rc =
		app_book_agenda(p->app, c->at.code, c->from, c->to,
				c->view != VIEW_MONTH, p->a, &list, &n, err);
	if (rc)
		return rc;
	if (c->view != VIEW_DAY && wants_file(p))
		return save_span(p, c, list, n, err);
	fill_frame(p, c, &v);
	v.none = n == 0 && c->view != VIEW_MONTH;
	if (c->view == VIEW_MONTH)
		fill_month(p, c, list, n, &v);
	else if (c->view == VIEW_WEEK)
		fill_week(p, c, list, n, &v);
	else
		rc = fill_day(p, c, list, n, &v, err);
	if (rc)
		return rc;
	if (c->view == VIEW_DAY && wants_file(p))
		return save_day(p, &v, err);
	v.csv = page_url_with(p, "csv", STR("1"));
	v.is_week = v.is_week && n > 0;
	v.is_day = v.is_day && (n > 0 || v.n_rows > 0);
	v.busy = v.n_rows > 0;
	page_begin(p, &(struct frame){.heading = c->at.name, .wide = true});
	page_provider(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_provider(struct page *p, struct err *err)
{
	struct calendar c = {0};
	enum rc rc = app_book_provider(p->app, p->word[0], p->a, &c.at, err);
	return rc ? rc : show(p, &c, err);
}

/* ---- which provider */

static enum rc fill_choice(struct page *p, struct str service,
			   struct page_providers *v, struct err *err)
{
	struct str *code = NULL;
	size_t n = 0;
	enum rc rc = app_book_services(p->app, p->a, &code, &n, err);
	if (rc)
		return rc;
	v->services = arena_calloc(p->a, n + 1, sizeof(*v->services));
	for (size_t i = 0; v->services && i < n; i++) {
		v->services[i].code = code[i];
		v->services[i].name = centre_service(p, code[i]);
		v->services[i].now = str_eq(code[i], service);
		v->n_services = i + 1;
	}
	return OK;
}

static const struct column columns[] = {{"nome", MSG_CEN_PROVIDER, false},
					{"comune", MSG_CEN_TOWN, false},
					{"codice", MSG_CEN_CODE, false}};

static int compare(const struct page_providers_rows *x,
		   const struct page_providers_rows *y, const struct table *t)
{
	int d = str_is(t->sort, "comune")   ? str_cmp(x->town, y->town)
		: str_is(t->sort, "codice") ? str_cmp(x->code, y->code)
					    : 0;
	if (!d)
		d = str_cmp(x->name, y->name);
	return t->descending ? -d : d;
}

/* Some hundreds: a plain insertion is enough. */
static void sort_rows(struct page_providers_rows *list, size_t n,
		      const struct table *t)
{
	for (size_t i = 1; i < n; i++) {
		struct page_providers_rows r = list[i];
		size_t at = i;
		for (; at && compare(&r, &list[at - 1], t) < 0; at--)
			list[at] = list[at - 1];
		list[at] = r;
	}
}

static enum rc save_all(struct page *p, const struct table *t,
			const struct page_providers *v, struct err *err)
{
	struct str all;
	table_csv(p, t, "erogatori.csv");
	for (size_t i = 0; i < v->n_rows; i++) {
		csv_cell(p, v->rows[i].name);
		csv_cell(p, v->rows[i].town);
		csv_cell(p, v->rows[i].code);
		csv_row_end(p);
	}
	return buf_finish(p->out, &all, err);
}

/* Those that fit, all of them. */
static void fill_providers(struct page *p, const struct book_provider *list,
			   size_t n, struct page_providers *v)
{
	v->rows = arena_calloc(p->a, n + 1, sizeof(*v->rows));
	for (size_t i = 0; v->rows && i < n; i++) {
		struct str town = centre_town(p, list[i].municipality);
		if (!table_holds(list[i].name, v->q) &&
		    !table_holds(town, v->q) &&
		    !table_holds(list[i].code, v->q))
			continue;
		v->rows[v->n_rows].link = page_url(p, "/erogatore/" STR_FMT,
						   STR_ARG(list[i].code));
		v->rows[v->n_rows].name = list[i].name;
		v->rows[v->n_rows].code = list[i].code;
		v->rows[v->n_rows++].town = town;
	}
}

/* Of all that fit, the page that is asked for. */
static void cut_page(const struct table *t, struct page_providers *v)
{
	size_t from = (size_t)min_i64(t->offset, t->total);
	v->rows = v->rows ? v->rows + from : NULL;
	v->n_rows = (size_t)min_i64(t->limit, t->total - (int64_t)from);
	v->none = t->total == 0;
	v->some = t->total > 0;
}

static enum rc show_all(struct page *p, struct err *err)
{
	struct table t;
	struct page_providers v = {.q = str_trim(param(&p->query, "q"))};
	struct book_provider *list = NULL;
	struct str service = param(&p->query, "prestazione");
	size_t n = 0;
	enum rc rc = app_book_providers(p->app, service, p->a, &list, &n, err);
	if (!rc)
		rc = fill_choice(p, service, &v, err);
	if (rc)
		return rc;
	table_asked(p, columns, countof(columns), "nome", &t);
	fill_providers(p, list, n, &v);
	sort_rows(v.rows, v.n_rows, &t);
	if (t.csv)
		return save_all(p, &t, &v, err);
	t.total = (int64_t)v.n_rows;
	cut_page(&t, &v);
	if (table_beyond(&t, v.n_rows))
		return table_first(p, err);
	v.head = table_head(p, &t);
	v.pager = table_pager(p, &t);
	page_begin(p, &(struct frame){.title = MSG_CEN_PROVIDERS});
	page_providers(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_providers(struct page *p, struct err *err)
{
	struct calendar c = {0};
	if (p->app->who.role != ROLE_PROVIDER)
		return show_all(p, err);
	enum rc rc = app_book_provider(p->app, STR(""), p->a, &c.at, err);
	return rc ? rc
		  : page_goto(p,
			      page_url(p, "/erogatore/" STR_FMT,
				       STR_ARG(c.at.code)),
			      err);
}

/* ---- closing a day */

static void fill_moved(struct page *p, const struct book_close_line *list,
		       size_t n, struct page_provider_close *v)
{
	v->rows = arena_calloc(p->a, n + 1, sizeof(*v->rows));
	for (size_t i = 0; v->rows && i < n; i++) {
		const struct book_day_line *l = &list[i].appointment;
		const struct str pairs[] = {
			STR("n"), page_int(p, list[i].n_free), STR("day"),
			date_is_none(list[i].next_day)
				? STR("")
				: page_day(p, list[i].next_day)};
		v->rows[i].hour = page_minute(p, l->start_min);
		v->rows[i].who =
			l->hidden ? page_text(p, MSG_CEN_OF_OTHERS) : l->name;
		v->rows[i].service =
			centre_services(p, l->service, l->n_activity);
		v->rows[i].later =
			list[i].n_free
				? page_fill(p, MSG_CEN_FREE_WITHIN, pairs, 2)
				: page_text(p, MSG_CEN_FREE_NONE);
		v->n_rows = i + 1;
	}
	v->any = n > 0;
}

static enum rc show_close(struct page *p, struct date day, struct err *err)
{
	struct page_provider_close v = {0};
	struct book_close_line *list = NULL;
	struct book_provider at;
	char text[11];
	size_t n = 0;
	enum rc rc = app_book_provider(p->app, p->word[0], p->a, &at, err);
	if (!rc)
		rc = app_book_close_preview(p->app, at.code, day, p->a, &list,
					    &n, err);
	if (rc)
		return rc;
	const struct str pairs[] = {STR("n"),     page_int(p, (int64_t)n),
				    STR("day"),   centre_day(p, day),
				    STR("place"), at.name};
	fill_moved(p, list, n, &v);
	v.code = at.code;
	v.csrf = page_csrf(p);
	v.day = arena_str(p->a, date_text(day, text));
	v.heading = page_fill(p, MSG_CEN_CLOSE_TITLE, pairs, 3);
	v.effect = page_fill(p,
			     n == 0   ? MSG_CEN_CLOSE_NOBODY
			     : n == 1 ? MSG_CEN_CLOSE_ONE
				      : MSG_CEN_CLOSE_EFFECT,
			     pairs, 3);
	v.reason = param(&p->form, "motivo");
	v.wrong = form_wrong(p, "motivo");
	v.back = page_url(p, "/erogatore/" STR_FMT "?giorno=" STR_FMT,
			  STR_ARG(at.code), STR_ARG(v.day));
	page_begin(p, &(struct frame){.heading = v.heading});
	page_provider_close(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_provider_close_page(struct page *p, struct err *err)
{
	struct date day;
	if (!param_date(&p->query, "giorno", &day))
		day = p->app->today;
	return show_close(p, day, err);
}

enum rc on_provider_close(struct page *p, struct err *err)
{
	static const struct field fields[] = {
		{.name = "motivo",
		 .kind = FIELD_TEXT,
		 .label = MSG_CEN_CLOSE_REASON,
		 .required = true,
		 .most = 200},
		{.name = "giorno",
		 .kind = FIELD_DATE,
		 .label = MSG_CEN_DAY,
		 .required = true},
	};
	struct value v[countof(fields)];
	struct day_closed out;
	if (!form_read(p, fields, countof(fields), v))
		return show_close(p, v[1].given ? v[1].date : p->app->today,
				  err);
	enum rc rc = app_book_close_day(p->app, p->word[0], v[1].date,
					v[0].text, &out, err);
	return rc ? rc
		  : page_done(p,
			      page_url(p,
				       "/erogatore/" STR_FMT "?giorno=" STR_FMT,
				       STR_ARG(p->word[0]), STR_ARG(v[1].text)),
			      MSG_CEN_SAID_CLOSED, NULL, err);
}
