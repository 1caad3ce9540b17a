#include "ecg/csv_int.h"

#include <strings.h>

bool ecg_csv_next_line(struct str *rest, struct str *line)
{
	if (!rest->ptr || !rest->len)
		return false;
	*line = str_cut(rest, '\n');
	if (line->len && line->ptr[line->len - 1] == '\r')
		line->len--;
	return true;
}

struct str ecg_csv_next_cell(struct str *rest, char separator)
{
	struct str cell = str_trim(str_cut(rest, separator));
	if (cell.len > 1 && cell.ptr[0] == '"' && cell.ptr[cell.len - 1] == '"')
		cell = str_trim(str_sub(cell, 1, cell.len - 2));
	return cell;
}

/* ; before tab before comma: where ; stands, commas are decimal. */
static char separator_of(struct str line)
{
	static const char order[] = ";\t,";
	for (size_t i = 0; i < 3; i++)
		if (line.len && memchr(line.ptr, order[i], line.len))
			return order[i];
	return ';';
}

static bool is_word(struct str s, const char *const *words, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (s.len == strlen(words[i]) &&
		    !strncasecmp(s.ptr, words[i], s.len))
			return true;
	return false;
}

/* "I (mV)", "V1 [uV]", "II_uV", "time_s": the unit is cut off. Empty without.
 */
static struct str cut_unit(struct str *name)
{
	struct str s = *name, unit = {"", 0};
	for (size_t i = 1; i < s.len; i++) {
		char c = s.ptr[i];
		if (c != '(' && c != '[' && c != '_')
			continue;
		unit = str_sub(s, i + 1, s.len - i - 1);
		*name = str_trim(str_sub(s, 0, i));
		if (unit.len && (c == '(' || c == '['))
			unit.len--;
		break;
	}
	return str_trim(unit);
}

static double seconds_of(struct str unit)
{
	static const struct {
		const char *name;
		double s;
	} units[] = {{"s", 1},
		     {"sec", 1},
		     {"secondi", 1},
		     {"ms", 1e-3},
		     {"us", 1e-6}};
	for (size_t i = 0; i < countof(units); i++)
		if (str_is(unit, units[i].name))
			return units[i].s;
	return 0;
}

/* Leads that are none of the twelve, but of an ECG all the same. */
static bool is_other_lead(struct str s)
{
	static const char *const names[] = {
		"ML I", "MLI", "MLII", "MLIII", "X",  "Y",   "Z",  "VX",
		"VY",   "VZ",  "V7",   "V8",    "V9", "V3R", "V4R"};
	return is_word(s, names, countof(names)) ||
	       (s.len >= 3 && s.len < 8 && !strncasecmp(s.ptr, "ECG", 3));
}

/* False when the cell names nothing that we know. */
static bool read_column(struct str cell, struct csv_column *c)
{
	static const char *const times[] = {"time", "tempo", "t", "secondi",
					    "seconds"};
	static const char *const counts[] = {"sample", "campione", "index", "n",
					     "i#"};
	struct str unit = cut_unit(&cell);
	*c = (struct csv_column){.kind = CSV_LEAD, .name = cell};
	if (is_word(cell, times, countof(times))) {
		c->kind = CSV_TIME;
		c->unit = unit.len ? seconds_of(unit) : 1;
		return c->unit > 0;
	}
	if (is_word(cell, counts, countof(counts))) {
		c->kind = CSV_INDEX;
		return true;
	}
	if (ecg_lead_of(cell) == ECG_OTHER && !is_other_lead(cell))
		return false;
	c->unit = unit.len ? ecg_unit_uv(unit) : 0;
	return !unit.len || c->unit > 0;
}

/* A line all of whose cells name columns, one of them a lead. */
static bool read_header(struct str line, struct csv_shape *s)
{
	bool lead = false;
	s->separator = separator_of(line);
	s->n_column = 0;
	for (struct str rest = line; rest.ptr;) {
		struct str cell = ecg_csv_next_cell(&rest, s->separator);
		if (!cell.len && !rest.ptr) /* a separator at the end */
			break;
		if (s->n_column == CSV_MOST_COLUMNS ||
		    !read_column(cell, &s->column[s->n_column]))
			return false;
		lead |= s->column[s->n_column++].kind == CSV_LEAD;
	}
	return lead;
}

/* "# hz=500", "Sample rate;500 Hz", "unit: mV". */
static void read_remark(struct str line, struct csv_shape *s)
{
	static const char *const rates[] = {
		"hz",          "fs",
		"rate",        "sampling_hz",
		"sample rate", "sampling rate",
		"frequenza",   "frequenza di campionamento"};
	static const char *const units[] = {"unit", "units", "unita",
					    "unit\xc3\xa0"};
	static const char marks[] = "=:;\t,";
	while (line.len && (line.ptr[0] == '#' || line.ptr[0] == ' '))
		line = str_sub(line, 1, line.len - 1);
	size_t at = 0;
	while (at < line.len && !memchr(marks, line.ptr[at], sizeof(marks) - 1))
		at++;
	if (at == line.len)
		return;
	struct str key = str_trim(str_sub(line, 0, at)),
		   value = str_trim(str_sub(line, at + 1, line.len - at - 1));
	if (is_word(key, units, countof(units)))
		s->unit = ecg_unit_uv(value);
	if (!is_word(key, rates, countof(rates)))
		return;
	struct str first = str_cut(&value, ' ');
	double hz = ecg_number_or_none(first);
	s->hz = hz > 0 ? hz : 0;
}

enum rc ecg_csv_read_shape(struct str bytes, struct csv_shape *s,
			   struct err *err)
{
	struct str line;
	*s = (struct csv_shape){.rows = bytes};
	if (str_starts(bytes, STR("\xEF\xBB\xBF")))
		s->rows = str_sub(bytes, 3, bytes.len - 3);
	for (int n = 0; n < CSV_MOST_PREAMBLE; n++) {
		if (!ecg_csv_next_line(&s->rows, &line) ||
		    line.len > CSV_MOST_LINE)
			break;
		if (line.len && line.ptr[0] != '#' && read_header(line, s))
			return OK;
		read_remark(line, s);
	}
	return ecg_refuse(err, MSG_ECG_CSV_HEADER,
			  "no line names the leads of the columns");
}
