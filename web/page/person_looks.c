/* Who looked at the record of a person, and why. */
#include "app/person_view.h"
#include "web/page/person.h"
#include "web/page/person_looks.html.h"

static const struct column columns[] = {
	{NULL, MSG_PER_WHEN, false},
	{NULL, MSG_PER_WHO, false},
	{NULL, MSG_PER_WHAT, false},
	{NULL, MSG_PER_PURPOSE, false},
};

static void csv(struct page *p, const struct table *t,
		const struct person_access *list, size_t n)
{
	table_csv(p, t, "accessi.csv");
	for (size_t i = 0; i < n; i++) {
		csv_cell(p, page_instant(p, list[i].at_us));
		csv_cell(p, list[i].user);
		csv_cell(p, person_word(p, WORDS_ACTION, list[i].action));
		csv_cell(p, person_word(p, WORDS_PURPOSE, list[i].purpose));
		csv_row_end(p);
	}
}

static void fill(struct page *p, const struct person_access *list, size_t n,
		 struct page_person_looks *v)
{
	PERSON_LIST(p, v->rows, n);
	for (size_t i = 0; v->rows && i < n; i++) {
		const struct person_access *x = &list[i];
		v->rows[i] = (struct page_person_looks_rows){
			.when = page_instant(p, x->at_us),
			.who = x->user.len ? x->user
					   : page_text(p, MSG_PER_PROGRAM),
			.role = person_word(p, WORDS_ROLE, x->role),
			.what = person_word(p, WORDS_ACTION, x->action),
			.purpose = person_word(p, WORDS_PURPOSE, x->purpose)};
		v->n_rows = i + 1;
	}
}

enum rc on_person_looks(struct page *p, struct err *err)
{
	struct table t;
	struct person_access *list = NULL;
	size_t n = 0;
	struct page_person_looks v = {0};
	table_asked(p, columns, countof(columns), "", &t);
	enum rc rc = app_person_looks(p->app, p->id[0], t.offset, t.limit, p->a,
				      &list, &n, &t.total, err);
	if (rc)
		return rc;
	if (t.csv) {
		csv(p, &t, list, n);
		table_csv_end(p, (int64_t)n, t.total);
		return OK;
	}
	if (table_beyond(&t, n))
		return table_first(p, err);
	fill(p, list, n, &v);
	v.head = table_head(p, &t);
	v.pager = table_pager(p, &t);
	person_begin(p, TAB_LOOKS, MSG_PER_LOOKS);
	page_person_looks(p->out, p->lang, &v);
	return page_end(p, err);
}
