/* All readings of one kind, one by one: paged, and as CSV. */
#include "web/page/person.h"
#include "web/page/readings.h"

#include "web/page/person_readings_all.html.h"

static const struct column columns[] = {
	{NULL, MSG_HOM_DAY, false},
	{NULL, MSG_HOM_VALUE, false},
	{NULL, MSG_HOM_BY, false},
	{NULL, MSG_MIS_PLAN_NOTE, false},
};

static const struct home_series *series_asked(struct page *p,
					      const struct home_chart *c)
{
	struct str code = param(&p->query, "che");
	for (size_t i = 0; i < c->n_series; i++)
		if (str_eq(c->series[i].kind->code, code))
			return &c->series[i];
	return NULL;
}

/* The i-th from the latest. */
static void fill_row(struct page *p, const struct home_series *s, int64_t i,
		     struct page_person_readings_all_rows *o)
{
	const struct home_reading *r = &s->reading[s->n - 1 - (size_t)i];
	*o = (struct page_person_readings_all_rows){
		.when = page_instant(p, r->measured_us),
		.value = readings_value(p, s->kind, r->value_milli),
		.by = readings_by(p, r->by),
		.device = r->device,
		.mark = readings_mark(p, r),
		.note = r->note.len ? r->note : r->context};
}

static enum rc save(struct page *p, const struct table *t,
		    const struct home_series *s, struct err *err)
{
	struct str all;
	table_csv(p, t, "misure.csv");
	for (int64_t i = 0; i < t->total; i++) {
		struct page_person_readings_all_rows o;
		fill_row(p, s, i, &o);
		const struct str cells[] = {o.when, o.value, o.by, o.note};
		for (size_t k = 0; k < countof(cells); k++)
			csv_cell(p, cells[k]);
		csv_row_end(p);
	}
	return buf_finish(p->out, &all, err);
}

enum rc on_person_readings_all(struct page *p, struct err *err)
{
	struct home_chart c;
	struct table t;
	struct page_person_readings_all v = {0};
	int days = readings_days(p);
	enum rc rc = app_home_chart(p->app, p->id[0], days, p->a, &c, err);
	const struct home_series *s = rc ? NULL : series_asked(p, &c);
	if (!rc && !s)
		rc = err_msg(err, E_NOT_FOUND, MSG_HOM_NO_KIND,
			     "no reading of that kind");
	if (rc)
		return rc;
	table_asked(p, columns, countof(columns), "", &t);
	t.total = (int64_t)s->n;
	if (t.csv)
		return save(p, &t, s, err);
	v.title = readings_fill(p, MSG_MIS_ALL_TITLE, "what",
				s->kind->name[p->lang]);
	v.back = page_url(p, "/assistito/%" PRId64 "/misure?giorni=%d",
			  p->id[0], days);
	v.none = !s->n;
	v.some = s->n > 0;
	v.head = table_head(p, &t);
	v.pager = table_pager(p, &t);
	PERSON_LIST(p, v.rows, (size_t)t.limit);
	for (int64_t i = t.offset;
	     v.rows && i < min_i64(t.offset + t.limit, t.total); i++)
		fill_row(p, s, i, &v.rows[v.n_rows++]);
	if (table_beyond(&t, v.n_rows))
		return table_first(p, err);
	person_begin(p, TAB_READINGS, MSG_MIS_TAB);
	page_person_readings_all(p->out, p->lang, &v);
	return page_end(p, err);
}
