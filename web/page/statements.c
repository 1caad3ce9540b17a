/* Statements of managers: the agency accepts or disputes them. */
#include "web/page/statements.h"

#include "web/page/statements.html.h"

enum { BY_QUARTER, BY_MANAGER, BY_PAYER, BY_STATE, BY_LINES, BY_DUE, BY_HELD };
static const struct column columns[] = {{"trimestre", MSG_SET_QUARTER, false},
					{"gestore", MSG_SET_MANAGER, false},
					{"chi", MSG_SET_PAYER, false},
					{"stato", MSG_SET_STATE, false},
					{"righe-di", MSG_SET_LINES, true},
					{"dovute", MSG_SET_DUE, true},
					{"trattenute", MSG_SET_HELD, true},
					{"totale", MSG_SET_TOTAL, true}};

static const struct {
	const char *state;
	enum msg text;
	const char *tone;
} states[] = {{"computed", MSG_SET_COMPUTED, "tag-plain"},
	      {"sent", MSG_SET_SENT, "tag-warn"},
	      {"accepted", MSG_SET_ACCEPTED, "tag-good"},
	      {"disputed", MSG_SET_DISPUTED, "tag-bad"},
	      {"paid", MSG_SET_PAID, "tag-good"}};

struct str statement_euro(struct page *p, int64_t cents)
{
	struct buf b;
	buf_init(&b, 64);
	text_euro(&b, p->lang, cents);
	return page_kept(p, &b);
}

struct str statement_state(struct page *p, struct str state, struct str *tone)
{
	for (size_t i = 0; i < countof(states); i++)
		if (str_is(state, states[i].state)) {
			*tone = str_from(states[i].tone);
			return page_text(p, states[i].text);
		}
	*tone = STR("tag-plain");
	return state;
}

struct str statement_payer(struct page *p, struct str payer)
{
	return page_text(p, str_is(payer, "region") ? MSG_SET_REGION
						    : MSG_SET_COOPERATIVE);
}

static void fill_row(struct page *p, const struct statement *s,
		     struct page_statements_rows *r)
{
	bool sent = str_is(s->state, "sent");
	*r = (struct page_statements_rows){
		.quarter = s->quarter,
		.manager = s->org_name,
		.payer = statement_payer(p, s->payer),
		.lines = page_int(p, s->n_line),
		.due = page_int(p, s->n_due),
		.held = page_int(p, s->n_held),
		.total = statement_euro(p, s->total_cents),
		.link = page_url(p, "/agenzia/liquidazioni/%" PRId64, s->id),
		.id = s->id,
		.code = s->org_code,
		.payer_code = s->payer,
		.decide = sent,
		.dispute = sent || str_is(s->state, "accepted"),
		.note_id = page_url(p, "nota-%" PRId64, s->id)};
	r->state = statement_state(p, s->state, &r->tone);
}

static void fill_quarters(struct page *p, const struct statement *list,
			  size_t n, struct page_statements *v)
{
	v->quarters = arena_calloc(p->a, n + 1, sizeof(*v->quarters));
	for (size_t i = 0; v->quarters && i < n; i++) {
		if (i && str_eq(list[i].quarter, list[i - 1].quarter))
			continue;
		v->quarters[v->n_quarters].link = page_url(
			p, "/agenzia/liquidazioni/righe?trimestre=" STR_FMT,
			STR_ARG(list[i].quarter));
		v->quarters[v->n_quarters++].text = page_url(
			p, STR_FMT ": " STR_FMT, STR_ARG(list[i].quarter),
			STR_ARG(page_text(p, MSG_SET_CSV)));
	}
}

static struct str cents_text(struct page *p, int64_t cents)
{
	return page_url(p, "%" PRId64 ".%02d", cents / 100, (int)(cents % 100));
}

static enum rc save(struct page *p, const struct statement *list, size_t n,
		    struct err *err)
{
	const struct table t = {.columns = columns,
				.n_column = countof(columns)};
	struct str all, tone;
	table_csv(p, &t, "liquidazioni.csv");
	for (size_t i = 0; i < n; i++) {
		const struct statement *s = &list[i];
		csv_cell(p, s->quarter);
		csv_cell(p, s->org_name);
		csv_cell(p, statement_payer(p, s->payer));
		csv_cell(p, statement_state(p, s->state, &tone));
		csv_cell_int(p, s->n_line);
		csv_cell_int(p, s->n_due);
		csv_cell_int(p, s->n_held);
		csv_cell(p, cents_text(p, s->total_cents));
		csv_row_end(p);
	}
	return buf_finish(p->out, &all, err);
}

/* ---- search and order: a list of managers and quarters, whole in memory */

static size_t search(struct statement *list, size_t n, struct str q)
{
	size_t found = 0;
	for (size_t i = 0; i < n; i++)
		if (table_holds(list[i].org_name, q) ||
		    table_holds(list[i].org_code, q) ||
		    table_holds(list[i].quarter, q))
			list[found++] = list[i];
	return found;
}

static int64_t number_of(const struct statement *s, size_t column)
{
	return column == BY_LINES  ? s->n_line
	       : column == BY_DUE  ? s->n_due
	       : column == BY_HELD ? s->n_held
				   : s->total_cents;
}

static int compare(const struct statement *x, const struct statement *y,
		   size_t column)
{
	switch (column) {
	case BY_QUARTER:
		return str_cmp(x->quarter, y->quarter);
	case BY_MANAGER:
		return str_cmp(x->org_name, y->org_name);
	case BY_PAYER:
		return str_cmp(x->payer, y->payer);
	case BY_STATE:
		return str_cmp(x->state, y->state);
	default:
		break;
	}
	int64_t a = number_of(x, column), b = number_of(y, column);
	return a < b ? -1 : a > b;
}

/* Some hundreds a year: a plain insertion is enough. Equal ones stay by quarter
 * and manager, as they came. */
static void sort(struct statement *list, size_t n, const struct table *t)
{
	size_t column = 0;
	while (column < countof(columns) &&
	       !str_is(t->sort, columns[column].key))
		column++;
	for (size_t i = 1; i < n; i++) {
		struct statement s = list[i];
		size_t at = i;
		for (; at; at--) {
			int d = compare(&s, &list[at - 1], column);
			if ((t->descending ? -d : d) >= 0)
				break;
			list[at] = list[at - 1];
		}
		list[at] = s;
	}
}

enum rc on_statements_file(struct page *p, struct err *err)
{
	struct statement *list;
	size_t n;
	enum rc rc = app_settle_list(p->app, STR(""), p->a, &list, &n, err);
	return rc ? rc : save(p, list, n, err);
}

static void fill_rows(struct page *p, const struct statement *list,
		      const struct table *t, struct page_statements *v)
{
	int64_t total = 0;
	v->rows = arena_calloc(p->a, (size_t)t->limit, sizeof(*v->rows));
	for (int64_t i = t->offset;
	     v->rows && i < t->total && i < t->offset + t->limit; i++)
		fill_row(p, &list[i], &v->rows[v->n_rows++]);
	for (int64_t i = 0; i < t->total; i++)
		total += list[i].total_cents;
	v->total = statement_euro(p, total);
}

enum rc on_statements(struct page *p, struct err *err)
{
	struct table t;
	struct statement *list;
	size_t n;
	struct page_statements v = {.csrf = page_csrf(p)};
	enum rc rc = app_settle_list(p->app, STR(""), p->a, &list, &n, err);
	if (rc)
		return rc;
	table_asked(p, columns, countof(columns), "-trimestre", &t);
	fill_quarters(p, list, n, &v);
	t.total = (int64_t)search(list, n, t.q);
	sort(list, (size_t)t.total, &t);
	if (t.csv)
		return save(p, list, (size_t)t.total, err);
	fill_rows(p, list, &t, &v);
	if (table_beyond(&t, v.n_rows))
		return table_first(p, err);
	v.head = table_head(p, &t);
	v.pager = table_pager(p, &t);
	v.none = n == 0;
	v.some = t.total > 0;
	v.unfound = n && !t.total;
	if (n)
		v.search = table_search(p, &t);
	page_begin(p, &(struct frame){.title = MSG_SET_TITLE, .wide = true});
	page_statements(p->out, p->lang, &v);
	return page_end(p, err);
}

/* One button of the list: which is its value, and all rows share a form. */
static enum rc accept_one(struct page *p, int64_t id, struct err *err)
{
	struct statement *list;
	size_t n, i = 0;
	enum rc rc = app_settle_list(p->app, STR(""), p->a, &list, &n, err);
	if (rc)
		return rc;
	while (i < n && list[i].id != id)
		i++;
	if (i == n)
		return err_set(err, E_NOT_FOUND,
			       "there is no statement %" PRId64 " to be seen",
			       id);
	rc = app_settle_move(p->app, list[i].quarter, list[i].org_code,
			     list[i].payer, STR("accepted"), STR(""), err);
	return rc ? rc
		  : page_done(p, STR("/agenzia/liquidazioni"), MSG_SET_MOVED,
			      NULL, err);
}

enum rc on_statement_move(struct page *p, struct err *err)
{
	int64_t id = 0;
	if (param_int(&p->form, "accetta", &id))
		return accept_one(p, id, err);
	struct str to = param(&p->form, "stato");
	struct str note = str_trim(param(&p->form, "nota"));
	if (!str_is(to, "accepted") && !str_is(to, "disputed"))
		return err_msg(err, E_RANGE, MSG_WEB_FIELD_CHOICE,
			       "accepted or disputed");
	if (str_is(to, "disputed") && (!note.len || note.len > 2000))
		return err_msg(err, E_RANGE, MSG_WEB_FIELD_MISSING,
			       "a dispute needs a reason");
	enum rc rc = app_settle_move(p->app, param(&p->form, "trimestre"),
				     param(&p->form, "gestore"),
				     param(&p->form, "chi"), to, note, err);
	return rc ? rc
		  : page_done(p,
			      p->session.who.role == ROLE_COOPERATIVE
				      ? STR("/cooperativa")
				      : STR("/agenzia/liquidazioni"),
			      MSG_SET_MOVED, NULL, err);
}

/* ---- every line, to the cent */

void statement_csv(struct page *p, const struct statement_line *l, bool source)
{
	char cents[24]; /* of the stack: there may be millions of lines */
	snprintf(cents, sizeof(cents), "%" PRId64 ".%02d",
		 l->amount_cents / 100, (int)(l->amount_cents % 100));
	csv_cell(p, l->quarter);
	csv_cell(p, l->org_code);
	csv_cell(p, l->payer);
	csv_cell(p, l->item);
	csv_cell(p, l->state);
	csv_cell(p, l->pseudonym);
	csv_cell(p, l->gp_code);
	csv_cell_date(p, l->month);
	csv_cell_int(p, l->level);
	csv_cell(p, str_from(cents));
	csv_cell(p, l->rule_key);
	if (source)
		csv_cell(p, l->rule_source);
	csv_cell(p, l->reason);
	csv_row_end(p);
}

static enum rc put_line(void *ctx, const struct statement_line *l,
			struct err *err)
{
	(void)err;
	statement_csv(ctx, l, false);
	return OK;
}

enum rc on_statement_lines(struct page *p, struct err *err)
{
	page_download(p, "text/csv; charset=utf-8", "competenze.csv");
	buf_text(p->out, "quarter,manager,payer,item,state,person_id,gp_code,"
			 "month,level,amount,rule,reason\r\n");
	enum rc rc = app_settle_lines(p->app, param(&p->query, "trimestre"),
				      STR(""), STR(""), put_line, p, err);
	return rc ? rc : page_end(p, err);
}
