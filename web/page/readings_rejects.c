/* The lines of a file of readings that could not be used: which, why, and what
 * to do, for a week after it came. They are kept as a draft of the user's own:
 * no part of any record. */
#include "web/page/readings_rejects.h"

#include "app/form_draft.h"
#include "web/page/readings_rejects.html.h"

/* A line takes at most 200 bytes of a draft (FORM_DRAFT_BODY). */
enum { LINES_MOST = 250, VALUE_MOST = 100, LINES_SHOWN = 100 };

static struct str draft_key(struct page *p, int64_t person_id)
{
	return page_url(p, "misure.scarti.%" PRId64, person_id);
}

/* Cut at a whole character, and without what separates. */
static void put_value(struct buf *b, struct str s)
{
	size_t len = s.len < VALUE_MOST ? s.len : VALUE_MOST;
	while (len < s.len && len && ((unsigned char)s.ptr[len] & 0xc0) == 0x80)
		len--;
	for (size_t i = 0; i < len; i++)
		buf_char(b, (unsigned char)s.ptr[i] < ' ' ? ' ' : s.ptr[i]);
}

enum rc readings_rejects_keep(struct page *p, int64_t person_id,
			      const struct home_imported *r, struct err *err)
{
	struct buf b;
	struct str text;
	buf_init(&b, FORM_DRAFT_BODY);
	buf_printf(&b, "%zu\t%zu\n", r->n - r->n_refused, r->n_refused);
	for (size_t i = 0; i < r->n_refused && i < LINES_MOST; i++) {
		const struct monitor_refused *x = &r->refused[i];
		buf_printf(&b, "%" PRIu64 "\t%d\t", x->line, x->msg);
		put_value(&b, x->value);
		buf_char(&b, '\n');
	}
	enum rc rc = buf_finish(&b, &text, err);
	if (!rc)
		rc = app_form_draft_save(p->app, draft_key(p, person_id), text,
					 err);
	buf_release(&b);
	return rc;
}

/* ---- shown */

struct reject {
	struct str line, value, why;
};

static struct str words_of(struct page *p, struct str msg)
{
	int64_t id = 0;
	if (!str_to_int(msg, &id) || id <= MSG_NONE || id >= N_MSG)
		id = MSG_HOM_FILE_DAMAGED;
	return page_text(p, (enum msg)id);
}

static bool next_reject(struct page *p, struct str *rest, struct reject *out)
{
	if (!rest->len)
		return false;
	struct str row = str_cut(rest, '\n');
	out->line = str_cut(&row, '\t');
	out->why = words_of(p, str_cut(&row, '\t'));
	out->value = row.ptr ? row : STR("");
	return true;
}

static enum rc save(struct page *p, struct str rest, struct err *err)
{
	static const struct column columns[] = {
		{NULL, MSG_MIS_LINE, false},
		{NULL, MSG_HOM_VALUE, false},
		{NULL, MSG_MIS_REJECTS_WHY, false},
	};
	struct table t = {.columns = columns, .n_column = countof(columns)};
	struct reject r;
	struct str all;
	table_csv(p, &t, "righe-da-correggere.csv");
	while (next_reject(p, &rest, &r)) {
		csv_cell(p, r.line);
		csv_cell(p, r.value);
		csv_cell(p, r.why);
		csv_row_end(p);
	}
	return buf_finish(p->out, &all, err);
}

static void fill(struct page *p, struct str rest, struct str kept, int64_t n,
		 struct page_readings_rejects *v)
{
	struct reject r;
	v->some = true;
	v->about = readings_fill(p, MSG_MIS_REJECTS_ABOUT, "n", kept);
	v->rows = arena_calloc(p->a, LINES_SHOWN, sizeof(*v->rows));
	while (v->rows && v->n_rows < LINES_SHOWN && next_reject(p, &rest, &r))
		v->rows[v->n_rows++] = (struct page_readings_rejects_rows){
			r.line, r.value, r.why};
	if (n > (int64_t)v->n_rows)
		v->more = readings_fill(p, MSG_MIS_REJECTS_MORE, "n",
					page_int(p, n - (int64_t)v->n_rows));
}

enum rc on_citizen_readings_rejects(struct page *p, struct err *err)
{
	struct citizen_whose w;
	struct page_readings_rejects v = {0};
	struct str text = STR("");
	int64_t n = 0;
	enum rc rc = citizen_whose(p, CITIZEN_READINGS, &w, err);
	if (!rc)
		rc = app_form_draft_read(p->app, draft_key(p, w.person_id),
					 p->a, &text, err);
	if (rc && rc != E_NOT_FOUND)
		return rc;
	struct str head = str_cut(&text, '\n'), kept = str_cut(&head, '\t');
	if (!rc && str_is(param(&p->query, "csv"), "1"))
		return save(p, text, err);
	if (!rc && str_to_int(head, &n))
		fill(p, text, kept, n, &v);
	else
		v.none = page_text(p, MSG_MIS_REJECTS_NONE);
	v.whose = w.bar;
	v.csv = page_url_with(p, "csv", STR("1"));
	v.back = page_url(p, "/io/misure" STR_FMT, STR_ARG(w.tail));
	page_begin(p, &(struct frame){.title = MSG_MIS_REJECTS});
	page_readings_rejects(p->out, p->lang, &v);
	return page_end(p, err);
}
