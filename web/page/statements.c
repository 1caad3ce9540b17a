/* Statements of managers: the agency accepts or disputes them. */
#include "web/page/statements.h"

#include "web/page/statements.html.h"

static const struct column columns[] = {
	{NULL, MSG_SET_QUARTER, false}, {NULL, MSG_SET_MANAGER, false},
	{NULL, MSG_SET_PAYER, false},   {NULL, MSG_SET_STATE, false},
	{NULL, MSG_SET_LINES, true},    {NULL, MSG_SET_DUE, true},
	{NULL, MSG_SET_HELD, true},     {NULL, MSG_SET_TOTAL, true}};

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

static enum rc save(struct page *p, const struct table *t,
		    const struct statement *list, size_t n, struct err *err)
{
	struct str all, tone;
	table_csv(p, t, "liquidazioni.csv");
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

enum rc on_statements(struct page *p, struct err *err)
{
	struct table t;
	struct statement *list;
	size_t n;
	int64_t total = 0;
	struct page_statements v = {.csrf = page_csrf(p)};
	enum rc rc = app_settle_list(p->app, STR(""), p->a, &list, &n, err);
	if (rc)
		return rc;
	table_asked(p, columns, countof(columns), "", &t);
	if (t.csv)
		return save(p, &t, list, n, err);
	v.csv = page_url_with(p, "csv", STR("1"));
	v.head = table_head(p, &t);
	v.none = n == 0;
	v.some = n > 0;
	v.rows = arena_calloc(p->a, n + 1, sizeof(*v.rows));
	for (size_t i = 0; v.rows && i < n; i++) {
		fill_row(p, &list[i], &v.rows[v.n_rows++]);
		total += list[i].total_cents;
	}
	v.total = statement_euro(p, total);
	fill_quarters(p, list, n, &v);
	page_begin(p, &(struct frame){.title = MSG_SET_TITLE});
	page_statements(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_statement_move(struct page *p, struct err *err)
{
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
