/* Lists of exams: a reader's queue, what a practice sent, a person's, and the
 * reports that a citizen may see. */
#include "web/page/citizen.h"
#include "web/page/exam.h"
#include "web/page/person.h"

#include "web/page/citizen_exams.html.h"
#include "web/page/exams.html.h"

static void fill_row(struct page *p, const struct tele_row *r,
		     struct page_exams_rows *o)
{
	*o = (struct page_exams_rows){.link = exam_url(p, r->id, ""),
				      .person = exam_name(p, r),
				      .who = page_day(p, r->birth),
				      .red = r->urgency == TELE_RED,
				      .amber = r->urgency == TELE_AMBER,
				      .green = r->urgency == TELE_GREEN,
				      .urgency = exam_urgency(p, r->urgency),
				      .state = exam_state(p, r->state),
				      .exam = exam_kind(p, r->kind),
				      .question = r->question,
				      .promised = page_instant(p, r->due_us),
				      .clock = exam_clock(p, r),
				      .late = r->hurry == TELE_OVERDUE,
				      .soon = r->hurry == TELE_PAST_SECOND,
				      .half = r->hurry == TELE_PAST_FIRST,
				      .expired = r->device_expired,
				      .escalated = r->escalated,
				      .result = r->state == TELE_DELIVERED &&
						str_is(r->result, "red")};
	if (r->reader.len)
		o->by = exam_fill(p, MSG_TEL_TAKEN_BY, "name", r->reader);
}

static void fill_rows(struct page *p, const struct tele_row *list, size_t n,
		      struct page_exams *v)
{
	v->table = n > 0;
	v->rows = arena_calloc(p->a, n + 1, sizeof(*v->rows));
	for (size_t i = 0; v->rows && i < n; i++)
		fill_row(p, &list[i], &v->rows[v->n_rows++]);
}

/* What is open, for a practice the reports to see, all. */
enum tab { TAB_OPEN, TAB_TO_SEE, TAB_ALL };

static enum tab tab_asked(const struct page *p, bool reads)
{
	return str_is(param(&p->query, "tutti"), "1")               ? TAB_ALL
	       : !reads && str_is(param(&p->query, "referti"), "1") ? TAB_TO_SEE
								    : TAB_OPEN;
}

static void fill_tabs(struct page *p, enum tab now, bool reads,
		      struct page_exams *v)
{
	const struct {
		const char *link;
		enum msg text;
	} tabs[] = {
		[TAB_OPEN] = {"/esami",
			      reads ? MSG_TEL_OPEN : MSG_TEL_GOING_ON},
		[TAB_TO_SEE] = {"/esami?referti=1", MSG_TEL_TO_SEE},
		[TAB_ALL] = {"/esami?tutti=1", MSG_TEL_ALL},
	};
	v->tabs = arena_calloc(p->a, countof(tabs), sizeof(*v->tabs));
	for (size_t i = 0; v->tabs && i < countof(tabs); i++)
		if (i != TAB_TO_SEE || !reads)
			v->tabs[v->n_tabs++] = (struct page_exams_tabs){
				str_from(tabs[i].link),
				page_text(p, tabs[i].text), i == now};
}

/* ---- the list: searched, sorted, page by page, or as a file */

static const struct column columns[] = {
	{"persona", MSG_TEL_COL_PERSON, false},
	{"urgenza", MSG_TEL_COL_URGENCY, false},
	{NULL, MSG_TEL_COL_EXAM, false},
	{NULL, MSG_TEL_COL_QUESTION, false},
	{NULL, MSG_TEL_COL_STATE, false},
	{"entro", MSG_TEL_COL_CLOCK, false},
};
/* a table of its own: each thing in a cell of its own */
static const struct column csv_columns[] = {
	{NULL, MSG_TEL_COL_PERSON, false},   {NULL, MSG_TEL_COL_BORN, false},
	{NULL, MSG_TEL_COL_URGENCY, false},  {NULL, MSG_TEL_COL_EXAM, false},
	{NULL, MSG_TEL_COL_QUESTION, false}, {NULL, MSG_TEL_COL_STATE, false},
	{NULL, MSG_TEL_COL_READER, false},   {NULL, MSG_TEL_COL_CLOCK, false},
	{NULL, MSG_TEL_COL_RESULT, false}};

static struct tele_query asked(const struct table *t, int64_t person_id,
			       bool open)
{
	return (struct tele_query){
		.person_id = person_id,
		.state = N_TELE_STATE,
		.kind = N_TELE_KIND,
		.open = open,
		.search = t->q,
		.sort = str_is(t->sort, "persona") ? TELE_BY_PERSON
			: str_is(t->sort, "entro") ? TELE_BY_DUE
						   : TELE_BY_URGENCY,
		.descending = t->descending,
		.limit = t->limit,
		.offset = t->offset};
}

struct saving {
	struct page *p;
	int64_t n;
	struct arena_mark before;
};

static enum rc save_row(void *ctx, const struct tele_row *r, struct err *err)
{
	struct saving *s = ctx;
	struct page *p = s->p;
	enum tele_urgency u;
	(void)err;
	csv_cell(p, exam_name(p, r));
	csv_cell_date(p, r->birth);
	csv_cell(p, exam_urgency(p, r->urgency));
	csv_cell(p, exam_kind(p, r->kind));
	csv_cell(p, r->question);
	csv_cell(p, exam_state(p, r->state));
	csv_cell(p, r->reader);
	csv_cell(p, page_instant(p, r->due_us));
	csv_cell(p,
		 r->state == TELE_DELIVERED && tele_urgency_parse(r->result, &u)
			 ? exam_urgency(p, u)
			 : STR(""));
	csv_row_end(p);
	s->n++;
	arena_rewind(p->a, s->before); /* what the row took is free again */
	return OK;
}

static enum rc save(struct page *p, struct table *t,
		    const struct tele_query *ask, struct err *err)
{
	struct saving s = {.p = p};
	struct str all;
	int64_t found = 0;
	t->columns = csv_columns;
	t->n_column = countof(csv_columns);
	table_csv(p, t, "esami.csv");
	s.before = arena_mark(p->a);
	enum rc rc =
		app_tele_each(p->app, ask, p->a, save_row, &s, &found, err);
	if (rc)
		return rc;
	table_csv_end(p, s.n, found);
	return buf_finish(p->out, &all, err);
}

static enum rc fill_list(struct page *p, struct table *t,
			 const struct tele_query *ask, struct page_exams *v,
			 size_t *n, struct err *err)
{
	struct tele_row *list = NULL;
	enum rc rc = app_tele_list(p->app, ask, p->a, &list, n, &t->total, err);
	if (rc)
		return rc;
	fill_rows(p, list, *n, v);
	if (!ask->person_id)
		v->search = table_search(p, t);
	v->head = table_head(p, t);
	v->pager = table_pager(p, t);
	if (!*n)
		v->none = page_text(p, t->q.len    ? MSG_TEL_FOUND_NONE
				       : ask->open ? MSG_TEL_QUEUE_NONE
						   : MSG_TEL_NONE);
	return OK;
}

enum rc on_exams(struct page *p, struct err *err)
{
	static const enum msg none[] = {[TAB_OPEN] = MSG_TEL_QUEUE_NONE,
					[TAB_TO_SEE] = MSG_TEL_TO_SEE_NONE,
					[TAB_ALL] = MSG_TEL_NONE};
	bool reads = p->app->who.role == ROLE_SPECIALIST;
	enum msg title = reads ? MSG_TEL_QUEUE_TITLE : MSG_TEL_SENT_TITLE;
	struct page_exams v = {
		.title = page_text(p, title),
		.about = page_text(p, reads ? MSG_TEL_QUEUE_ABOUT
					    : MSG_TEL_SENT_ABOUT)};
	enum tab tab = tab_asked(p, reads);
	struct table t;
	size_t n = 0;
	table_asked(p, columns, countof(columns), "urgenza", &t);
	struct tele_query ask = asked(&t, 0, tab == TAB_OPEN);
	if (tab == TAB_TO_SEE)
		ask.state = TELE_DELIVERED;
	if (t.csv)
		return save(p, &t, &ask, err);
	enum rc rc = fill_list(p, &t, &ask, &v, &n, err);
	if (rc)
		return rc;
	if (table_beyond(&t, n))
		return table_first(p, err);
	fill_tabs(p, tab, reads, &v);
	if (!n && !t.q.len)
		v.none = page_text(p, none[tab]);
	page_begin(p, &(struct frame){.title = title, .wide = true});
	page_exams(p->out, p->lang, &v);
	return page_end(p, err);
}

static void fill_links(struct page *p, struct page_exams *v)
{
	if (p->app->who.role != ROLE_SPECIALIST)
		v->send = page_url(p, "/assistito/%" PRId64 "/esami/nuovo",
				   p->id[0]);
	v->consents = page_url(p, "/assistito/%" PRId64 "/consensi", p->id[0]);
	if (p->app->who.role == ROLE_DOCTOR)
		v->all = page_url(p, "/assistito/%" PRId64 "/telemedicina.zip",
				  p->id[0]);
}

enum rc on_person_exams(struct page *p, struct err *err)
{
	struct page_exams v = {.title = page_text(p, MSG_TEL_TAB),
			       .about = page_text(p, MSG_TEL_QUEUE_ABOUT)};
	struct table t;
	size_t n = 0;
	table_asked(p, columns, countof(columns), "urgenza", &t);
	t.q = STR(""); /* of one person */
	struct tele_query ask = asked(&t, p->id[0], false);
	if (t.csv)
		return save(p, &t, &ask, err);
	enum rc rc = fill_list(p, &t, &ask, &v, &n, err);
	if (rc)
		return rc;
	if (table_beyond(&t, n))
		return table_first(p, err);
	fill_links(p, &v);
	rc = exam_values(p, &v.values, err);
	if (rc)
		return rc;
	person_begin(p, TAB_EXAMS, MSG_TEL_TAB);
	page_exams(p->out, p->lang, &v);
	return page_end(p, err);
}

/* ---- the citizen: what was signed and delivered, and nothing else */

static void fill_result(struct page *p, const struct tele_result *r,
			struct page_citizen_exams_results *o)
{
	const struct tele_report *x = &r->report;
	const struct str pairs[] = {STR("kind"), exam_kind(p, r->kind),
				    STR("date"), page_date(p, r->taken_on)};
	*o = (struct page_citizen_exams_results){
		.title = page_fill(p, MSG_TEL_MINE_ON, pairs, 2),
		.conclusion = r->conclusion,
		.answer = x->answer,
		.advice = x->advice,
		.pdf = page_url(p, "/io/referti/%" PRId64, r->report_id),
		.by = exam_signed(p, x)};
	if (x->correction_reason.len)
		o->replaces = exam_fill(p, MSG_TEL_MINE_REPLACES, "reason",
					x->correction_reason);
	o->statements =
		arena_calloc(p->a, x->n_said + 1, sizeof(*o->statements));
	for (size_t i = 0; o->statements && i < x->n_said; i++)
		o->statements[o->n_statements++].text = x->said[i].text;
}

enum rc on_citizen_exams(struct page *p, struct err *err)
{
	struct citizen_whose w;
	struct tele_result *list = NULL;
	size_t n = 0;
	enum rc rc = citizen_whose(p, CITIZEN_LOOKS, &w, err);
	if (!rc)
		rc = app_tele_results(p->app, w.person_id, p->a, &list, &n,
				      err);
	if (rc)
		return rc;
	struct page_citizen_exams v = {.none = !n};
	v.results = arena_calloc(p->a, n + 1, sizeof(*v.results));
	for (size_t i = 0; v.results && i < n; i++)
		fill_result(p, &list[i], &v.results[v.n_results++]);
	page_begin(p, &(struct frame){.title = MSG_TEL_MINE_TITLE});
	page_citizen_exams(p->out, p->lang, &v);
	return page_end(p, err);
}
