/* CSV: a table of samples, a column for each lead, a row for each moment.
 *
 *	# hz=500                      lines before the header may say rate, unit
 *	time_s;I (mV);II (mV);V1      the header: separator ; tab or ,
 *	0,000;-0,090;0,960;-1,285     decimal comma where it separates nothing
 *
 * The rate comes from the times, from a line, or from who sends the file;
 * when two of them disagree it is refused, as it is when none is there. The
 * unit is that of the column or of a line; a table of numbers with decimals
 * and no unit is in millivolts (whole numbers could be anything: refused). An
 * empty cell is a missing sample. */
#include "ecg/csv_int.h"

#define LOOK_BYTES 4096

bool ecg_is_csv(struct str s)
{
	struct csv_shape shape;
	bool separated = false;
	for (size_t i = 0; i < s.len && i < LOOK_BYTES; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		if (c < ' ' && c != '\t' && c != '\r' && c != '\n')
			return false;
		separated |= c == ';' || c == ',' || c == '\t';
	}
	return separated || !ecg_csv_read_shape(s, &shape, NULL);
}

/* ----------------------------------------------------------------- numbers */

/* A cell as a number: false when it is none. */
static bool read_cell(struct str cell, char mark, double *v)
{
	size_t at = 0;
	if (!cell.len) {
		*v = NAN;
		return true;
	}
	return ecg_next_number(cell, &at, mark, v) && at == cell.len;
}

/* . or ,: the first row that has one decides, and only that one is read. */
static char mark_of(const struct csv_shape *s)
{
	struct str rest = s->rows, line;
	while (s->separator != ',' && ecg_csv_next_line(&rest, &line)) {
		if (line.len && memchr(line.ptr, ',', line.len))
			return ',';
		if (line.len && memchr(line.ptr, '.', line.len))
			return '.';
	}
	return '.';
}

struct table {
	const struct csv_shape *shape;
	struct ecg_record *r;
	struct ecg_lead *lead[CSV_MOST_COLUMNS]; /* of its column, or NULL */
	char mark;
	size_t n_row;
	size_t n_value, n_whole; /* of leads: not empty; without decimals */
	double first_time, last_time, worst; /* seconds */
	bool times;
};

static enum rc bad_cell(const struct table *t, struct str cell, struct err *err)
{
	return ecg_refuse(err, MSG_ECG_CSV_VALUE,
			  "row %zu: \"" STR_FMT "\" is no number", t->n_row + 1,
			  (int)(cell.len < 40 ? cell.len : 40), cell.ptr);
}

static void put_value(struct table *t, struct ecg_lead *lead, struct str cell,
		      double v)
{
	lead->uv[t->n_row] = (float)v;
	if (!cell.len)
		return;
	t->n_value++;
	t->n_whole += !memchr(cell.ptr, t->mark, cell.len);
}

static enum rc take_row(struct table *t, struct str line, struct err *err)
{
	const struct csv_shape *s = t->shape;
	struct str rest = line;
	for (size_t k = 0; k < s->n_column; k++) {
		double v = 0;
		if (!rest.ptr)
			return ecg_refuse(err, MSG_ECG_CUT,
					  "row %zu: %zu cells of %zu",
					  t->n_row + 1, k, s->n_column);
		struct str cell = ecg_csv_next_cell(&rest, s->separator);
		if (!read_cell(cell, t->mark, &v))
			return bad_cell(t, cell, err);
		if (t->lead[k])
			put_value(t, t->lead[k], cell, v);
		if (s->column[k].kind != CSV_TIME)
			continue;
		t->last_time = v * s->column[k].unit;
		if (!t->n_row)
			t->first_time = t->last_time;
		t->times = true;
		if (isnan(v))
			return bad_cell(t, cell, err);
	}
	if (rest.ptr && str_trim(rest).len)
		return ecg_refuse(err, MSG_ECG_DAMAGED,
				  "row %zu: more than %zu cells", t->n_row + 1,
				  s->n_column);
	t->n_row++;
	return OK;
}

/* ------------------------------------------------------------ rate and unit */

/* Every time must stand where an even rhythm has it, within six tenths of a
 * sample: times are rounded as they are written. */
static enum rc check_times(const struct table *t, double step, struct err *err)
{
	const struct csv_shape *s = t->shape;
	struct str rest = s->rows, line;
	for (size_t i = 0; ecg_csv_next_line(&rest, &line) && i < t->n_row;) {
		struct str cells = line, cell = {"", 0};
		double v = 0;
		if (!str_trim(line).len)
			continue;
		for (size_t k = 0; k < s->n_column; k++) {
			cell = ecg_csv_next_cell(&cells, s->separator);
			if (s->column[k].kind != CSV_TIME)
				continue;
			if (!read_cell(cell, t->mark, &v))
				return bad_cell(t, cell, err);
			v *= s->column[k].unit;
		}
		double off = v - t->first_time - (double)i * step;
		if (!(fabs(off) < 0.6 * step))
			return ecg_refuse(err, MSG_ECG_TIMES,
					  "row %zu: %g s from its time", i + 1,
					  off);
		i++;
	}
	return OK;
}

static enum rc rate_of_times(const struct table *t, double *hz, struct err *err)
{
	double span = t->last_time - t->first_time,
	       step = span / (double)(t->n_row - 1);
	if (t->n_row < 2 || !(span > 0))
		return ecg_refuse(err, MSG_ECG_TIMES, "the times do not grow");
	*hz = 1 / step;
	/* times are written to the millisecond: a whole number that they could
	 * stand for is the rate */
	double near = round(*hz);
	if (fabs(*hz - near) * span < 2e-3 * *hz)
		*hz = near;
	return check_times(t, step, err);
}

static enum rc set_rate(const struct table *t, double asked, struct err *err)
{
	const double said[] = {t->shape->hz, asked};
	double hz = 0;
	if (t->times) {
		enum rc rc = rate_of_times(t, &hz, err);
		if (rc)
			return rc;
	}
	for (size_t i = 0; i < countof(said); i++) {
		if (said[i] > 0 && hz > 0 && fabs(said[i] / hz - 1) > 0.01)
			return ecg_refuse(err, MSG_ECG_RATES_DIFFER,
					  "%g Hz and %g Hz", hz, said[i]);
		if (said[i] > 0)
			hz = said[i];
	}
	if (!(hz > 0))
		return ecg_refuse(err, MSG_ECG_CSV_RATE, "no rate");
	t->r->hz = hz;
	return ecg_check_rate(hz, err);
}

static enum rc set_unit(const struct table *t, struct err *err)
{
	const struct csv_shape *s = t->shape;
	bool decimals = 2 * t->n_whole <= t->n_value;
	for (size_t k = 0; k < s->n_column; k++) {
		struct ecg_lead *l = t->lead[k];
		double unit = s->column[k].unit > 0 ? s->column[k].unit
			      : s->unit > 0         ? s->unit
			      : decimals            ? 1e3
						    : 0;
		if (l && unit == 0)
			return ecg_refuse(err, MSG_ECG_CSV_UNIT,
					  "lead %s: whole numbers, no unit",
					  l->name);
		for (size_t i = 0; l && i < t->r->n_sample; i++)
			l->uv[i] *= (float)unit;
	}
	return OK;
}

/* ------------------------------------------------------------------- table */

/* Rows with something in them. */
static size_t count_rows(struct str rows)
{
	struct str line;
	size_t n = 0;
	while (ecg_csv_next_line(&rows, &line))
		n += str_trim(line).len > 0;
	return n;
}

static enum rc add_leads(struct table *t, struct arena *a, struct err *err)
{
	enum rc rc = OK;
	for (size_t k = 0; !rc && k < t->shape->n_column; k++)
		if (t->shape->column[k].kind == CSV_LEAD)
			rc = ecg_add_lead(t->r, a, t->shape->column[k].name, 0,
					  &t->lead[k], err);
	return rc;
}

enum rc ecg_read_csv(struct str bytes, const struct ecg_read_options *o,
		     struct arena *a, struct ecg_record *r, struct err *err)
{
	struct csv_shape s;
	struct str line;
	enum rc rc = ecg_csv_read_shape(bytes, &s, err);
	if (rc)
		return rc;
	struct table t = {.shape = &s, .r = r, .mark = mark_of(&s)};
	ecg_record_init(r, ECG_CSV);
	r->n_sample = count_rows(s.rows);
	rc = ecg_check_length(r->n_sample, err);
	if (!rc)
		rc = add_leads(&t, a, err);
	for (struct str rest = s.rows; !rc && ecg_csv_next_line(&rest, &line);)
		if (str_trim(line).len)
			rc = take_row(&t, line, err);
	if (!rc)
		rc = set_rate(&t, o ? o->csv_hz : 0, err);
	if (!rc)
		rc = set_unit(&t, err);
	return rc;
}
