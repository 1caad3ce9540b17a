/* One statement, line by line, each with its why. */
#include "settlement/words.h"
#include "web/page/statement.html.h"
#include "web/page/statements.h"

static const struct column columns[] = {
	{NULL, MSG_STM_ITEM, false},      {NULL, MSG_SET_STATE, false},
	{NULL, MSG_AGE_PSEUDONYM, false}, {NULL, MSG_STM_DOCTOR_CODE, false},
	{NULL, MSG_STM_MONTH, false},     {NULL, MSG_AGE_LEVEL, true},
	{NULL, MSG_STM_AMOUNT, true},     {NULL, MSG_SET_NOTE, false}};

static const struct {
	const char *state;
	enum msg text;
	const char *tone;
} states[] = {{"due", MSG_STM_DUE, "tag-good"},
	      {"not_due", MSG_STM_NOT_DUE, "tag-plain"},
	      {"held", MSG_STM_HELD, "tag-warn"}};

static const struct {
	const char *item;
	enum msg text;
} items[] = {{"PIC_FEE", MSG_STM_PIC_FEE},
	     {"PAI_FEE", MSG_STM_PAI_FEE},
	     {"PAI_BONUS", MSG_STM_PAI_BONUS},
	     {"COOP_NEW_PLAN", MSG_STM_COOP_NEW_PLAN},
	     {"COOP_RENEWAL", MSG_STM_COOP_RENEWAL}};

static struct str item_text(struct page *p, struct str item)
{
	for (size_t i = 0; i < countof(items); i++)
		if (str_is(item, items[i].item))
			return page_text(p, items[i].text);
	return item;
}

/* One of ours, or all. */
static struct str state_asked(struct page *p)
{
	struct str s = param(&p->query, "stato");
	for (size_t i = 0; i < countof(states); i++)
		if (str_is(s, states[i].state))
			return s;
	return STR("");
}

/* ---- CSV */

static enum rc save(struct page *p, const struct statement_sheet *s,
		    struct err *err)
{
	struct str all;
	page_download(p, "text/csv; charset=utf-8", "righe-competenza.csv");
	buf_text(p->out, "quarter,manager,payer,item,state,person_id,gp_code,"
			 "month,level,amount,rule,source,reason\r\n");
	for (size_t i = 0; i < s->n; i++)
		statement_csv(p, &s->list[i], true);
	table_csv_end(p, (int64_t)s->n, s->total);
	return buf_finish(p->out, &all, err);
}

/* ---- the page */

static struct str why_words(struct page *p, struct str reason)
{
	struct buf b;
	buf_init(&b, reason.len + 1024);
	settle_reason_text(&b, p->a, reason, p->lang);
	return page_kept(p, &b);
}

static void fill_row(struct page *p, const struct statement_line *l,
		     struct page_statement_rows *r)
{
	const struct str pairs[] = {STR("rule"), l->rule_key, STR("date"),
				    page_day(p, l->rule_from)};
	r->item = item_text(p, l->item);
	for (size_t i = 0; i < countof(states); i++)
		if (str_is(l->state, states[i].state)) {
			r->state = page_text(p, states[i].text);
			r->tone = str_from(states[i].tone);
		}
	r->person = l->pseudonym;
	r->doctor = l->gp_code;
	if (!date_is_none(l->month))
		r->month = page_url(p, "%02d/%d", date_ymd(l->month).month,
				    date_ymd(l->month).year);
	r->level = l->level;
	r->amount = statement_euro(p, l->amount_cents);
	r->why = why_words(p, l->reason);
	if (l->rule_key.len)
		r->rule = page_fill(p, MSG_STM_RULE, pairs, 2);
	r->source = l->rule_source;
}

static void fact(struct page *p, struct page_statement *v, enum msg label,
		 struct str text)
{
	v->facts[v->n_facts].label = page_text(p, label);
	v->facts[v->n_facts++].text = text;
}

static void fill_head(struct page *p, const struct statement *s,
		      struct page_statement *v)
{
	const struct str quarter[] = {STR("quarter"), s->quarter};
	const struct str of[] = {STR("name"),    s->org_name,
				 STR("payer"),   statement_payer(p, s->payer),
				 STR("version"), page_int(p, s->version)};
	bool own = p->session.who.role == ROLE_COOPERATIVE;
	struct str tone;
	v->title = page_fill(p, MSG_STM_TITLE, quarter, 1);
	v->lead = page_fill(p, MSG_STM_LEAD, of, 3);
	v->back = own ? STR("/cooperativa") : STR("/agenzia/liquidazioni");
	v->back_text = page_text(p, own ? MSG_STM_BACK_OWN : MSG_STM_BACK_ALL);
	v->facts = arena_calloc(p->a, 5, sizeof(*v->facts));
	if (!v->facts)
		return;
	fact(p, v, MSG_SET_STATE, statement_state(p, s->state, &tone));
	fact(p, v, MSG_SET_LINES, page_int(p, s->n_line));
	fact(p, v, MSG_SET_DUE, page_int(p, s->n_due));
	fact(p, v, MSG_SET_HELD, page_int(p, s->n_held));
	fact(p, v, MSG_SET_TOTAL, statement_euro(p, s->total_cents));
}

static void fill_filters(struct page *p, const struct statement_page *asked,
			 struct page_statement *v)
{
	struct str rows = param(&p->query, "righe");
	v->path = p->path;
	v->gp = asked->gp_code;
	v->kept = arena_calloc(p->a, 1, sizeof(*v->kept));
	if (v->kept && rows.len) {
		v->kept[0].name = STR("righe");
		v->kept[v->n_kept++].value = rows;
	}
	v->states = arena_calloc(p->a, countof(states), sizeof(*v->states));
	for (size_t i = 0; v->states && i < countof(states); i++) {
		v->states[i].value = str_from(states[i].state);
		v->states[i].text = page_text(p, states[i].text);
		v->states[i].now = str_is(asked->state, states[i].state);
		v->n_states = i + 1;
	}
}

enum rc on_statement(struct page *p, struct err *err)
{
	struct table t;
	struct statement_sheet s;
	struct page_statement v = {.n_rows = 0};
	table_asked(p, columns, countof(columns), "", &t);
	struct statement_page asked = {.state = state_asked(p),
				       .gp_code = t.q,
				       .limit = t.limit,
				       .offset = t.offset};
	enum rc rc = app_settle_sheet(p->app, p->id[0], &asked, p->a, &s, err);
	if (rc)
		return rc;
	if (t.csv)
		return save(p, &s, err);
	if (table_beyond(&t, s.n))
		return table_first(p, err);
	t.total = s.total;
	v.rows = arena_calloc(p->a, s.n + 1, sizeof(*v.rows));
	for (size_t i = 0; v.rows && i < s.n; i++)
		fill_row(p, &s.list[i], &v.rows[v.n_rows++]);
	v.none = !s.n;
	v.some = s.n > 0;
	v.head = table_head(p, &t);
	v.pager = table_pager(p, &t);
	fill_head(p, &s.of, &v);
	fill_filters(p, &asked, &v);
	page_begin(p, &(struct frame){.heading = v.title, .wide = true});
	page_statement(p->out, p->lang, &v);
	return page_end(p, err);
}
