/* The home of a cooperative: its doctors, and what it is owed. */
#include "app/cooperative.h"

#include "web/page/agency.h"
#include "web/page/cooperative.html.h"
#include "web/page/cooperative_statements.html.h"
#include "web/page/statements.h"

static const struct column columns[] = {
	{"medico", MSG_COO_DOCTOR, false},
	{"codice", MSG_COO_CODE, false},
	{"assistiti", MSG_COO_PATIENTS, true},
	{"arruolati", MSG_COO_ENROLLED, true},
	{"senza-piano", MSG_COO_NO_PLAN, true},
	{"bozze", MSG_COO_DRAFTS, true},
	{"in-vigore", MSG_COO_IN_FORCE, true},
	{"da-rinnovare", MSG_COO_RENEW, true},
	{"scaduti", MSG_COO_EXPIRED, true},
};

/* ---- search and order */

static struct str name_of(struct page *p, const struct cooperative_doctor *d)
{
	return page_url(p, STR_FMT " " STR_FMT, STR_ARG(d->last_name),
			STR_ARG(d->first_name));
}

static size_t search(struct page *p, struct cooperative *c, struct str q)
{
	size_t n = 0;
	for (size_t i = 0; i < c->n_doctor; i++)
		if (table_holds(name_of(p, &c->doctors[i]), q) ||
		    table_holds(c->doctors[i].gp_code, q))
			c->doctors[n++] = c->doctors[i];
	return n;
}

static int by_name(const struct cooperative_doctor *x,
		   const struct cooperative_doctor *y)
{
	int d = str_cmp(x->last_name, y->last_name);
	if (!d)
		d = str_cmp(x->first_name, y->first_name);
	return d ? d : str_cmp(x->gp_code, y->gp_code);
}

/* `column` as above: the counts follow name and code. */
static int compare(const struct cooperative_doctor *x,
		   const struct cooperative_doctor *y, size_t column,
		   bool descending)
{
	int d = 0;
	if (column == 1)
		d = str_cmp(x->gp_code, y->gp_code);
	else if (column >= 2 && x->n[column - 2] != y->n[column - 2])
		d = x->n[column - 2] < y->n[column - 2] ? -1 : 1;
	if (!d)
		d = by_name(x, y);
	return descending ? -d : d;
}

/* Some hundreds at most: a plain insertion is enough. */
static void sort(struct cooperative_doctor *list, size_t n,
		 const struct table *t)
{
	size_t column = 0;
	for (size_t i = 0; i < countof(columns); i++)
		if (str_is(t->sort, columns[i].key))
			column = i;
	for (size_t i = 1; i < n; i++) {
		struct cooperative_doctor d = list[i];
		size_t at = i;
		for (; at &&
		       compare(&d, &list[at - 1], column, t->descending) < 0;
		     at--)
			list[at] = list[at - 1];
		list[at] = d;
	}
}

static enum rc save(struct page *p, const struct table *t,
		    const struct cooperative_doctor *list, size_t n,
		    struct err *err)
{
	struct str all;
	table_csv(p, t, "medici-cooperativa.csv");
	for (size_t i = 0; i < n; i++) {
		csv_cell(p, name_of(p, &list[i]));
		csv_cell(p, list[i].gp_code);
		for (size_t k = 0; k + 2 < countof(columns); k++)
			csv_cell_int(p, list[i].n[k]);
		csv_row_end(p);
	}
	return buf_finish(p->out, &all, err);
}

/* ---- the page */

static void fill_rows(struct page *p, const struct cooperative_doctor *list,
		      const struct table *t, struct page_cooperative *v)
{
	v->rows = arena_calloc(p->a, (size_t)t->limit, sizeof(*v->rows));
	for (int64_t i = t->offset;
	     v->rows && i < t->total && i < t->offset + t->limit; i++) {
		const struct cooperative_doctor *d = &list[i];
		v->rows[v->n_rows++] = (struct page_cooperative_rows){
			.name = name_of(p, d),
			.code = d->gp_code,
			.patients = page_int(p, d->n[COOP_PATIENTS]),
			.enrolled = page_int(p, d->n[COOP_ENROLLED]),
			.no_plan = page_int(p, d->n[COOP_NO_PLAN]),
			.drafts = page_int(p, d->n[COOP_DRAFTS]),
			.in_force = page_int(p, d->n[COOP_IN_FORCE]),
			.renew = page_int(p, d->n[COOP_RENEW]),
			.expired = page_int(p, d->n[COOP_EXPIRED])};
	}
}

static void tile(struct page *p, struct page_cooperative *v, enum msg label,
		 struct str number, struct str note)
{
	v->tiles[v->n_tiles].label = page_text(p, label);
	v->tiles[v->n_tiles].number = number;
	v->tiles[v->n_tiles++].note = note;
}

static void fill_tiles(struct page *p, const struct cooperative *c,
		       struct page_cooperative *v)
{
	const struct str on[] = {STR("date"), page_day(p, c->measured)};
	bool measured = !date_is_none(c->measured) && c->all[COOP_PLANNED];
	struct str none = STR("");
	v->tiles = arena_calloc(p->a, 6, sizeof(*v->tiles));
	if (!v->tiles)
		return;
	tile(p, v, MSG_COO_DOCTORS, page_int(p, (int64_t)c->n_doctor), none);
	tile(p, v, MSG_COO_ENROLLED, page_int(p, c->all[COOP_ENROLLED]), none);
	tile(p, v, MSG_COO_IN_FORCE, page_int(p, c->all[COOP_IN_FORCE]), none);
	tile(p, v, MSG_COO_DRAFTS, page_int(p, c->all[COOP_DRAFTS]), none);
	tile(p, v, MSG_COO_NO_PLAN, page_int(p, c->all[COOP_NO_PLAN]), none);
	tile(p, v, MSG_COO_BOOKED,
	     measured ? agency_tenths(p, c->all[COOP_BOOKED],
				      c->all[COOP_PLANNED])
		      : STR("-"),
	     measured ? page_fill(p, MSG_COO_BOOKED_ON, on, 1)
		      : page_text(p, MSG_COO_NEVER));
}

enum { STATEMENTS_SHOWN = 16 }; /* of two payers, two years */

static struct str to_statements(struct page *p, int64_t at)
{
	return page_url(
		p, STR_FMT "#competenze",
		STR_ARG(page_url_with(p, "competenze",
				      at > 1 ? page_url(p, "%" PRId64, at)
					     : STR(""))));
}

/* The latest first, some years at a time. */
static struct html statements(struct page *p, const struct statement *list,
			      size_t n)
{
	int64_t at = 1, last = ((int64_t)n - 1) / STATEMENTS_SHOWN + 1;
	if (!param_int(&p->query, "competenze", &at) || at < 1 || at > last)
		at = 1;
	size_t newer = (size_t)(at - 1) * STATEMENTS_SHOWN, begin = n - newer;
	size_t end = begin > STATEMENTS_SHOWN ? begin - STATEMENTS_SHOWN : 0;
	struct page_cooperative_statements v = {.csrf = page_csrf(p)};
	struct buf b;
	if (at < last)
		v.older = to_statements(p, at + 1);
	if (at > 1)
		v.newer = to_statements(p, at - 1);
	v.rows = arena_calloc(p->a, n + 1, sizeof(*v.rows));
	for (size_t i = begin; v.rows && i-- > end;) {
		const struct statement *s = &list[i];
		const struct str pairs[] = {STR("n"), page_int(p, s->n_line)};
		struct page_cooperative_statements_rows *r =
			&v.rows[v.n_rows++];
		r->quarter = s->quarter;
		r->payer = statement_payer(p, s->payer);
		r->state = statement_state(p, s->state, &r->tone);
		r->lines = page_fill(p, MSG_COO_LINES_OF, pairs, 1);
		r->held = page_int(p, s->n_held);
		r->total = statement_euro(p, s->total_cents);
		r->link = page_url(p, "/cooperativa/liquidazioni/%" PRId64,
				   s->id);
		r->dispute = str_is(s->state, "computed") ||
			     str_is(s->state, "sent");
		r->payer_code = s->payer;
		r->code = s->org_code;
		r->note_id = page_url(p, "nota-%" PRId64, s->id);
	}
	buf_init(&b, 1u << 20);
	page_cooperative_statements(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}

static void fill(struct page *p, struct cooperative *c, const struct table *t,
		 struct page_cooperative *v)
{
	const struct str code[] = {STR("code"), c->code};
	v->name = c->name;
	v->lead = page_fill(p, MSG_COO_LEAD, code, 1);
	v->some = t->total > 0;
	v->no_members = !c->n_doctor;
	v->none = !t->total && c->n_doctor;
	v->search = table_search(p, t);
	v->head = table_head(p, t);
	v->pager = table_pager(p, t);
	fill_tiles(p, c, v);
	fill_rows(p, c->doctors, t, v);
}

enum rc on_cooperative(struct page *p, struct err *err)
{
	struct table t;
	struct cooperative c;
	struct statement *list = NULL;
	size_t n = 0;
	struct page_cooperative v = {0};
	table_asked(p, columns, countof(columns), "medico", &t);
	enum rc rc = app_cooperative(p->app, p->a, &c, err);
	if (rc)
		return rc;
	size_t found = search(p, &c, t.q);
	sort(c.doctors, found, &t);
	if (t.csv)
		return save(p, &t, c.doctors, found, err);
	rc = app_settle_list(p->app, STR(""), p->a, &list, &n, err);
	if (rc)
		return rc;
	t.total = (int64_t)found;
	fill(p, &c, &t, &v);
	if (table_beyond(&t, v.n_rows))
		return table_first(p, err);
	v.no_statement = !n;
	if (n)
		v.statements = statements(p, list, n);
	page_begin(p, &(struct frame){.heading = c.name, .wide = true});
	page_cooperative(p->out, p->lang, &v);
	return page_end(p, err);
}
