/* Readings as a table: intake.h says which columns. */
#include "csv/cells.h"
#include "monitor/intake_int.h"

enum { CELLS_MOST = 32 };
enum column {
	C_KIND,
	C_VALUE,
	C_SECOND,
	C_UNIT,
	C_WHEN,
	C_PERSON,
	C_ID,
	C_BY,
	C_DEVICE,
	C_CONTEXT,
	C_NOTE,
	N_COLUMN
};
static const char *const name_en[N_COLUMN] = {
	"kind", "value", "second", "unit",    "measured_at", "person",
	"id",   "by",    "device", "context", "note"};
static const char *const name_it[N_COLUMN] = {
	"misura", "valore", "seconda",     "unita",   "quando", "persona",
	"id",     "chi",    "apparecchio", "momento", "nota"};

struct reader {
	const struct monitor_tables *t;
	struct arena *a;
	struct monitor_rows *out;
	char separator;
	int at[N_COLUMN]; /* which cell; -1: not in the file */
	struct str cell[CELLS_MOST];
	size_t n_cell;
	uint64_t line;
};

/* ---- the header */

static char separator_of(struct str header)
{
	size_t comma = 0, semicolon = 0;
	for (size_t i = 0; i < header.len; i++) {
		comma += header.ptr[i] == ',';
		semicolon += header.ptr[i] == ';';
	}
	return semicolon > comma ? ';' : ',';
}

static enum rc read_header(struct reader *r, char *text, size_t len,
			   struct err *err)
{
	r->separator = separator_of((struct str){text, len});
	r->n_cell = cells_cut(text, len, r->separator, r->cell, CELLS_MOST);
	for (int c = 0; c < N_COLUMN; c++)
		r->at[c] = -1;
	for (size_t i = 0; i < r->n_cell && r->n_cell <= CELLS_MOST; i++)
		for (int c = 0; c < N_COLUMN; c++) {
			struct str s = str_trim(r->cell[i]);
			if (str_is(s, name_en[c]) || str_is(s, name_it[c]))
				r->at[c] = (int)i;
		}
	if (r->n_cell > CELLS_MOST || r->at[C_KIND] < 0 || r->at[C_VALUE] < 0 ||
	    r->at[C_WHEN] < 0)
		return err_msg(err, E_FORMAT, MSG_HOM_FILE_HEADER,
			       "the first line names no columns kind, value "
			       "and measured_at");
	return OK;
}

/* ---- a row */

static struct str cell(const struct reader *r, enum column c)
{
	return r->at[c] < 0 || (size_t)r->at[c] >= r->n_cell
		       ? STR("")
		       : str_trim(r->cell[r->at[c]]);
}

static enum rc parse_kind(const struct reader *r, struct monitor_row *row,
			  struct err *err)
{
	row->kind = kind_named(r->t, cell(r, C_KIND));
	if (row->kind >= 0)
		return OK;
	return err_msg(err, E_RANGE, MSG_HOM_NO_KIND,
		       "\"" STR_FMT "\" is no kind of reading",
		       STR_ARG(cell(r, C_KIND)));
}

static enum rc parse_by(const struct reader *r, struct monitor_row *row,
			struct err *err)
{
	row->by = r->at[C_DEVICE] >= 0 && cell(r, C_DEVICE).len
			  ? MONITOR_BY_DEVICE
			  : MONITOR_BY_PATIENT;
	if (!cell(r, C_BY).len || by_word(cell(r, C_BY), &row->by))
		return OK;
	return err_msg(err, E_RANGE, MSG_HOM_TEXT_BAD,
		       "\"" STR_FMT "\": who is that? write %s, %s ...",
		       STR_ARG(cell(r, C_BY)), monitor_by_name[0],
		       monitor_by_name[1]);
}

static enum rc parse_row(const struct reader *r, struct monitor_row *row,
			 enum column *wrong, struct err *err)
{
	*row = (struct monitor_row){.line = r->line,
				    .person = cell(r, C_PERSON),
				    .value_given = cell(r, C_VALUE),
				    .unit_given = cell(r, C_UNIT),
				    .id = cell(r, C_ID),
				    .device = cell(r, C_DEVICE),
				    .context = cell(r, C_CONTEXT),
				    .note = cell(r, C_NOTE)};
	*wrong = C_KIND;
	enum rc rc = parse_kind(r, row, err);
	if (!rc) {
		*wrong = C_VALUE;
		rc = monitor_value(r->t, &r->t->kind[row->kind],
				   row->value_given, cell(r, C_SECOND),
				   row->unit_given, row->value_milli, err);
		if (rc && err->msg == MSG_HOM_UNIT)
			*wrong = C_UNIT;
	}
	if (!rc) {
		*wrong = C_WHEN;
		rc = monitor_instant(cell(r, C_WHEN), &row->measured_us, err);
	}
	if (!rc) {
		*wrong = C_BY;
		rc = parse_by(r, row, err);
	}
	return rc;
}

/* The second value, when it has a column of its own, belongs to what was
 * written. */
static enum rc whole_value(struct reader *r, struct monitor_row *row,
			   struct err *err)
{
	struct str second = cell(r, C_SECOND);
	if (!second.len)
		return OK;
	row->value_given =
		arena_printf(r->a, STR_FMT "/" STR_FMT,
			     STR_ARG(row->value_given), STR_ARG(second));
	return row->value_given.ptr ? OK : arena_fail(r->a, err);
}

static enum rc read_row(struct reader *r, char *text, size_t len,
			struct err *err)
{
	struct monitor_row row;
	enum column wrong = C_KIND;
	struct err why = {0};
	enum rc rc = OK;
	r->n_cell = cells_cut(text, len, r->separator, r->cell, CELLS_MOST);
	if (r->n_cell > CELLS_MOST)
		rc = err_msg(&why, E_FORMAT, MSG_HOM_FILE_DAMAGED,
			     "a quote that is not closed, or too many cells");
	if (!rc)
		rc = parse_row(r, &row, &wrong, &why);
	if (rc)
		return rows_refuse(r->out, r->a, r->line, name_en[wrong],
				   r->n_cell > CELLS_MOST ? STR("")
							  : cell(r, wrong),
				   &why, err);
	rc = whole_value(r, &row, err);
	if (!rc)
		r->out->list[r->out->n++] = row;
	return rc;
}

static size_t count_lines(struct str s)
{
	size_t n = 1;
	for (size_t i = 0; i < s.len; i++)
		n += s.ptr[i] == '\n';
	return n;
}

/* The next line of the copy, without its end. */
static char *next_line(char **at, char *end, size_t *len)
{
	char *line = *at, *stop = memchr(line, '\n', (size_t)(end - line));
	*at = stop ? stop + 1 : end;
	*len = (size_t)((stop ? stop : end) - line);
	if (*len && line[*len - 1] == '\r')
		--*len;
	return line;
}

enum rc monitor_read_csv(const struct monitor_tables *t, struct str bytes,
			 struct arena *a, struct monitor_rows *out,
			 struct err *err)
{
	struct reader r = {.t = t, .a = a, .out = out};
	char *copy = arena_alloc(a, bytes.len + 1); /* cut in place */
	size_t len;
	if (!copy)
		return arena_fail(a, err);
	memcpy(copy, bytes.ptr, bytes.len);
	char *at = copy, *end = copy + bytes.len;
	enum rc rc = rows_make(out, count_lines(bytes), a, err);
	if (rc)
		return rc;
	char *line = next_line(&at, end, &len);
	rc = read_header(&r, line, len, err);
	for (r.line = 2; !rc && at < end; r.line++) {
		line = next_line(&at, end, &len);
		if (str_trim((struct str){line, len}).len)
			rc = read_row(&r, line, len, err);
	}
	return rc;
}
