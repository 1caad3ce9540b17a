/* Lists: what is searched, how sorted, which page; all of it in the address,
 * so that a list can be kept, sent and found again. */
#include "csv/csv.h"
#include "web/web_int.h"
#include "web/page/table_head.html.h"
#include "web/page/table_pager.html.h"
#include "web/page/table_search.html.h"

#define SEARCH_MOST 100
#define PAGE_MOST   100000
#define SIZE_USUAL  25
static const int64_t sizes[] = {10, SIZE_USUAL, 40}; /* below 60 kB of HTML */

static bool is_column(const struct table *t, struct str key)
{
	for (size_t i = 0; i < t->n_column; i++)
		if (t->columns[i].key && str_is(key, t->columns[i].key))
			return true;
	return false;
}

static void read_sort(struct table *t, struct str s)
{
	bool descending = str_starts(s, STR("-"));
	if (descending)
		s = str_sub(s, 1, s.len - 1);
	if (!is_column(t, s))
		return;
	t->sort = s;
	t->descending = descending;
}

/* Cut at a whole character. */
static struct str at_most(struct str s, size_t len)
{
	if (s.len <= len)
		return s;
	while (len && ((unsigned char)s.ptr[len] & 0xc0) == 0x80)
		len--;
	return str_sub(s, 0, len);
}

/* "OFFSET.KEY", of this page alone: no link of it carries it on. */
static struct str take_key(struct page *p, const struct table *t)
{
	struct str key = STR("");
	int64_t offset;
	for (size_t i = 0; i < p->query.n; i++) {
		struct str value = p->query.at[i].value;
		if (!str_is(p->query.at[i].name, "oltre"))
			continue;
		if (str_to_int(str_cut(&value, '.'), &offset) &&
		    offset == t->offset)
			key = value;
		p->query.at[i].value = STR("");
	}
	return key;
}

void table_asked(struct page *p, const struct column *columns, size_t n,
		 const char *sort, struct table *t)
{
	int64_t v;
	*t = (struct table){
		.columns = columns,
		.n_column = n,
		.q = at_most(str_trim(param(&p->query, "q")), SEARCH_MOST),
		.page = 1,
		.size = SIZE_USUAL};
	read_sort(t, str_from(sort));
	read_sort(t, param(&p->query, "ordine"));
	if (param_int(&p->query, "pagina", &v) && v >= 1 && v <= PAGE_MOST)
		t->page = v;
	if (param_int(&p->query, "righe", &v))
		for (size_t i = 0; i < countof(sizes); i++)
			if (v == sizes[i])
				t->size = v;
	t->csv = str_is(param(&p->query, "csv"), "1");
	t->offset = t->csv ? 0 : (t->page - 1) * t->size;
	t->limit = t->csv ? CSV_MOST : t->size;
	t->after = take_key(p, t);
}

/* ---- head */

struct html table_head(struct page *p, const struct table *t)
{
	struct page_table_head v = {0};
	struct buf b;
	buf_init(&b, 65536);
	v.n_columns = t->n_column;
	v.columns = arena_calloc(p->a, t->n_column, sizeof(*v.columns));
	if (!v.columns)
		return (struct html){STR("")};
	for (size_t i = 0; i < t->n_column; i++) {
		const struct column *c = &t->columns[i];
		struct page_table_head_columns *h = &v.columns[i];
		bool now = c->key && str_is(t->sort, c->key);
		bool down = now && !t->descending;
		h->text = page_text(p, c->head);
		h->number = c->number;
		h->up = now && !t->descending;
		h->down = now && t->descending;
		h->plain = !c->key;
		if (c->key)
			h->link = page_url_with(
				p, "ordine",
				page_url(p, "%s%s", down ? "-" : "", c->key));
	}
	page_table_head(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}

/* ---- search */

static bool kept(struct str name)
{
	return !str_is(name, "q") && !str_is(name, "pagina") &&
	       !str_is(name, "csv");
}

struct html table_search(struct page *p, const struct table *t)
{
	struct page_table_search v = {.path = p->path, .q = t->q};
	struct buf b;
	v.kept = arena_calloc(p->a, p->query.n + 1, sizeof(*v.kept));
	if (!v.kept)
		return (struct html){STR("")};
	for (size_t i = 0; i < p->query.n; i++)
		if (kept(p->query.at[i].name)) {
			v.kept[v.n_kept].name = p->query.at[i].name;
			v.kept[v.n_kept++].value = p->query.at[i].value;
		}
	if (t->q.len)
		v.all = page_url_with(p, "q", STR(""));
	buf_init(&b, 65536);
	page_table_search(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}

static char low(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

bool table_holds(struct str text, struct str q)
{
	for (size_t i = 0; i + q.len <= text.len; i++) {
		size_t k = 0;
		while (k < q.len && low(text.ptr[i + k]) == low(q.ptr[k]))
			k++;
		if (k == q.len)
			return true;
	}
	return false;
}

/* ---- pager */

static struct str to_page(struct page *p, int64_t n)
{
	return page_url_with(p, "pagina", page_url(p, "%" PRId64, n));
}

static struct str to_next(struct page *p, const struct table *t)
{
	struct str link = to_page(p, t->page + 1);
	return t->last.len ? page_url(p, STR_FMT "&oltre=%" PRId64 "." STR_FMT,
				      STR_ARG(link), t->offset + t->size,
				      STR_ARG(t->last))
			   : link;
}

struct html table_pager(struct page *p, const struct table *t)
{
	struct page_table_pager v = {0};
	struct buf b;
	int64_t last = (t->total + t->size - 1) / t->size;
	int64_t from = t->total ? min_i64(t->offset + 1, t->total) : 0;
	const struct str pairs[] = {
		STR("from"),
		page_int(p, from),
		STR("to"),
		page_int(p, min_i64(t->offset + t->size, t->total)),
		STR("n"),
		page_int(p, t->total)};
	v.where = page_fill(
		p, t->more ? MSG_WEB_TABLE_WHERE_MORE : MSG_WEB_TABLE_WHERE,
		pairs, 3);
	v.csv = page_url_with(p, "csv", STR("1"));
	if (t->page > 1)
		v.previous = to_page(p, min_i64(t->page - 1, last));
	if (t->page < last || t->more)
		v.next = to_next(p, t);
	v.some = t->total > sizes[0];
	v.sizes = arena_calloc(p->a, countof(sizes), sizeof(*v.sizes));
	for (size_t i = 0; v.sizes && i < countof(sizes); i++) {
		v.sizes[i].n = sizes[i];
		v.sizes[i].now = t->size == sizes[i];
		v.sizes[i].link = page_url_with(
			p, "righe", page_url(p, "%" PRId64, sizes[i]));
		v.n_sizes = i + 1;
	}
	buf_init(&b, 65536);
	page_table_pager(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}

bool table_beyond(const struct table *t, size_t n)
{
	return !t->csv && !n && t->page > 1;
}

enum rc table_first(struct page *p, struct err *err)
{
	return page_goto(p, page_url_with(p, "pagina", STR("")), err);
}

/* ---- CSV */

void csv_cell(struct page *p, struct str s)
{
	csv_put_cell(p->out, s);
}

void csv_cell_int(struct page *p, int64_t v)
{
	if (p->out->len && p->out->ptr[p->out->len - 1] != '\n')
		buf_char(p->out, ',');
	buf_int(p->out, v);
}

void csv_cell_date(struct page *p, struct date d)
{
	char iso[11];
	csv_cell(p, date_text(d, iso));
}

void csv_row_end(struct page *p)
{
	buf_text(p->out, "\r\n");
}

void table_csv(struct page *p, const struct table *t, const char *file_name)
{
	page_download(p, "text/csv; charset=utf-8", file_name);
	for (size_t i = 0; i < t->n_column; i++)
		csv_cell(p, page_text(p, t->columns[i].head));
	csv_row_end(p);
}

void table_csv_end(struct page *p, int64_t n, int64_t total)
{
	const struct str pairs[] = {STR("n"), page_int(p, n), STR("total"),
				    page_int(p, total)};
	if (n >= total)
		return;
	csv_cell(p, page_fill(p, MSG_WEB_TABLE_STOPPED, pairs, 2));
	csv_row_end(p);
}
