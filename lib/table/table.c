#include "table/table.h"

#include "csv/csv.h"
#include "table/table_int.h"

#define MAX_ROWS  1000000u /* the largest table of ours has 1,819 */
#define MAX_BYTES (64u << 20)
#define ABSENT    SIZE_MAX

struct layout { /* field number in the file of each column of the form */
	size_t field[CSV_MAX_FIELDS];
	size_t n_field;
	bool broken; /* rows cannot be read by this header */
};

static void file_wrong(struct reading *r, const char *column, struct str value,
		       const char *why)
{
	issue_add(r->issues, ISSUE_ERROR, r->file, r->line, str_from(column),
		  value, "%s", why);
}

static bool bytes_fit(struct reading *r, struct str bytes)
{
	const char *why = NULL;
	if (bytes.len > MAX_BYTES)
		why = "is larger than 64 MiB: split it or remove what is not "
		      "needed";
	else if (str_starts(bytes, STR("\xef\xbb\xbf")))
		why = "begins with a byte order mark: save it as UTF-8 "
		      "without one";
	else if (!str_is_utf8(bytes))
		why = "is not UTF-8: save it again in that encoding";
	else if (bytes.len && memchr(bytes.ptr, '\0', bytes.len))
		why = "holds a NUL byte: it is not a text file";
	if (why)
		file_wrong(r, "", STR(""), why);
	return !why;
}

static size_t find_column(const struct table_form *form, struct str name)
{
	for (size_t i = 0; i < form->n_column; i++)
		if (str_is(name, form->columns[i].name))
			return i;
	return ABSENT;
}

static void read_header(struct reading *r, const struct csv *c,
			struct layout *l)
{
	const struct table_form *form = r->form;
	r->line = c->line;
	l->n_field = c->n;
	for (size_t i = 0; i < form->n_column; i++)
		l->field[i] = ABSENT;
	for (size_t i = 0; i < c->n && i < CSV_MAX_FIELDS; i++) {
		size_t k = find_column(form, c->field[i]);
		if (k == ABSENT) {
			file_wrong(r, "", c->field[i],
				   "is not a column of this table: remove or "
				   "rename it");
		} else if (l->field[k] != ABSENT) {
			file_wrong(r, form->columns[k].name, STR(""),
				   "column is there twice: remove one");
			l->broken = true;
		} else {
			l->field[k] = i;
		}
	}
	for (size_t i = 0; i < form->n_column; i++)
		if (l->field[i] == ABSENT && !form->columns[i].extra) {
			file_wrong(r, form->columns[i].name, STR(""),
				   "column is missing: add it to the header "
				   "and to every row");
			l->broken = true;
		}
}

static size_t count_lines(struct str s)
{
	size_t n = 1;
	const char *nl = s.len ? memchr(s.ptr, '\n', s.len) : NULL;
	for (; nl; n++) {
		const char *next = nl + 1;
		const size_t rest = (size_t)(s.ptr + s.len - next);
		nl = rest ? memchr(next, '\n', rest) : NULL;
	}
	return n;
}

/* A view into the file stays; what the reader unescaped is copied. */
static struct str keep(const struct csv *c, struct str f, struct arena *a,
		       bool *full)
{
	uintptr_t p = (uintptr_t)f.ptr, s = (uintptr_t)c->scratch.ptr;
	if (!f.len || p < s || p >= s + c->scratch.cap)
		return f;
	struct str copy = arena_str(a, f);
	*full |= !copy.ptr;
	return copy;
}

static enum rc read_row(struct table *t, struct reading *r, const struct csv *c,
			const struct layout *l, struct arena *a,
			struct err *err)
{
	const struct table_form *form = t->form;
	struct str *cell = t->cell + t->n * form->n_column;
	unsigned char *row =
		t->rows ? (unsigned char *)t->rows + t->n * form->row_size
			: NULL;
	bool full = false;
	for (size_t i = 0; i < form->n_column; i++) {
		const struct column *col = &form->columns[i];
		cell[i] = STR("");
		if (l->field[i] != ABSENT)
			cell[i] = keep(c, c->field[l->field[i]], a, &full);
		if (full)
			return arena_fail(a, err);
		if (l->field[i] != ABSENT || row)
			column_take(r, col, cell[i], row);
	}
	t->line[t->n++] = c->line;
	return OK;
}

static enum rc read_rows(struct table *t, struct reading *r, struct csv *c,
			 const struct layout *l, struct arena *a,
			 struct err *err)
{
	struct err bad = {0};
	for (;;) {
		enum rc rc = csv_next(c, &bad);
		r->line = c->line;
		if (rc == E_NOT_FOUND)
			return OK;
		if (rc == E_FORMAT)
			file_wrong(r, "", c->raw, bad.text);
		else if (rc)
			return err_set(err, rc, "%s", bad.text);
		else if (c->n == 1 && !c->field[0].len && l->n_field > 1)
			file_wrong(r, "", STR(""), "line is empty: remove it");
		else if (c->n != l->n_field)
			issue_add(r->issues, ISSUE_ERROR, r->file, r->line,
				  STR(""), c->raw,
				  "row has %zu fields, the header %zu: quote "
				  "text with commas, or add what is missing",
				  c->n, l->n_field);
		else if ((rc = read_row(t, r, c, l, a, err)))
			return rc;
	}
}

static enum rc make_room(struct table *t, size_t n, struct arena *a,
			 struct arena *scratch, struct err *err)
{
	t->cell = arena_array(scratch, struct str, n * t->form->n_column);
	t->line = arena_array(scratch, uint64_t, n);
	if (!t->cell || !t->line)
		return arena_fail(scratch, err);
	if (t->form->row_size &&
	    !(t->rows = arena_calloc(a, n, t->form->row_size)))
		return arena_fail(a, err);
	return OK;
}

static enum rc check_keys(struct table *t, struct err *err)
{
	struct map seen;
	struct buf key;
	enum rc rc = OK;
	map_init(&seen, MAX_ROWS, MAX_BYTES);
	buf_init(&key, MAX_BYTES);
	for (size_t i = 0; i < t->n && !rc; i++) {
		const char *last = NULL;
		buf_reset(&key);
		for (size_t k = 0; k < t->form->n_column; k++) {
			if (!t->form->columns[k].key)
				continue;
			last = t->form->columns[k].name;
			buf_str(&key, table_cell(t, i, k));
			buf_char(&key, '\0');
		}
		if (!last)
			break;
		uint32_t first = map_get(&seen, buf_view(&key));
		if (first != MAP_NONE)
			table_wrong(t, i, last,
				    "repeats the key of line %" PRIu64
				    ": remove one of the two rows",
				    t->line[first]);
		else
			rc = map_put(&seen, buf_view(&key), (uint32_t)i, err);
	}
	map_release(&seen);
	buf_release(&key);
	return rc;
}

enum rc table_read(struct table *t, const struct table_form *form,
		   struct str bytes, table_resolve *resolve, void *ctx,
		   struct arena *a, struct arena *scratch,
		   struct issues *issues, struct err *err)
{
	struct reading r = {form, str_from(form->file), issues, resolve, ctx,
			    0};
	struct layout l = {.broken = false};
	struct err bad = {0};
	struct csv c;
	*t = (struct table){.form = form, .issues = issues, .broken = true};
	assert(form->n_column <= CSV_MAX_FIELDS);
	if (!bytes_fit(&r, bytes))
		return OK;
	csv_init(&c, bytes);
	enum rc rc = csv_next(&c, &bad);
	r.line = 1;
	if (rc == E_NOT_FOUND || rc == E_FORMAT) {
		file_wrong(&r, "", STR(""),
			   rc == E_FORMAT ? bad.text
					  : "is empty: it needs a header");
		rc = OK;
		goto out;
	}
	if (rc) {
		err_set(err, rc, "%s: %s", form->file, bad.text);
		goto out;
	}
	read_header(&r, &c, &l);
	size_t room = count_lines(bytes);
	if (room > MAX_ROWS) {
		r.line = 0;
		file_wrong(&r, "", STR(""),
			   "has more than a million lines: shorten it");
		goto out;
	}
	if (l.broken)
		goto out;
	t->broken = false;
	rc = make_room(t, room, a, scratch, err);
	if (!rc)
		rc = read_rows(t, &r, &c, &l, a, err);
	if (!rc)
		rc = check_keys(t, err);
out:
	csv_release(&c);
	return rc;
}

size_t table_column(const struct table *t, const char *name)
{
	size_t i = find_column(t->form, str_from(name));
	if (i == ABSENT)
		BUG("no such column");
	return i;
}

struct str table_get(const struct table *t, size_t row, const char *column)
{
	return table_cell(t, row, table_column(t, column));
}

void table_wrong(const struct table *t, size_t row, const char *column,
		 const char *fmt, ...)
{
	char text[400];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	issue_add(t->issues, ISSUE_ERROR, str_from(t->form->file), t->line[row],
		  str_from(column), table_get(t, row, column), "%s", text);
}

void table_wrong_file(const struct table *t, const char *fmt, ...)
{
	char text[400];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	issue_add(t->issues, ISSUE_ERROR, str_from(t->form->file), 0, STR(""),
		  STR(""), "%s", text);
}
