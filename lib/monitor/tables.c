/* The tables data/home_*.csv, read and filtered by day. */
#include "monitor/tables.h"

#include "table/table.h"

struct row { /* of any of them */
	struct str code, unit, shown, condition, protocol, source, note, rule;
	struct str name[N_LANG], part_name[N_LANG], ask[N_LANG], text[N_LANG];
	int part, form, decimals, times, per_days, grace_hours, days, rank, seq,
		severity, step;
	int64_t least, most, usual_low, usual_high, value, factor, offset;
	bool symptom;
	struct date from, to;
};
#define DATES                                                                  \
	{"valid_from", COL_DATE, .need = true, .key = true, AT(row, from)},    \
		{"valid_to", COL_DATE, AT(row, to)},                           \
	{                                                                      \
		"source", COL_TEXT, .need = true, AT(row, source)              \
	}
#define JUDGED                                                                 \
	{"rank", COL_INT, .need = true, AT(row, rank)}, DATES,                 \
		{"confidence", .kind = COL_TEXT},                              \
	{                                                                      \
		"note", COL_TEXT, AT(row, note)                                \
	}
#define MILLI(name, field)                                                     \
	{                                                                      \
		name, COL_DECIMAL, .need = true, .scale = 3, AT(row, field)    \
	}
#define CODE(name)                                                             \
	{                                                                      \
		name, COL_TEXT, .need = true, .key = true, AT(row, code)       \
	}

static const struct column kinds[] = {
	CODE("code"),
	{"part", COL_INT, .need = true, .key = true, .max = 1, AT(row, part)},
	{"form", COL_WORD, .need = true, .words = "number|scale|yesno",
	 AT(row, form)},
	{"symptom", COL_FLAG, AT(row, symptom)},
	{"unit", COL_TEXT, .need = true, AT(row, unit)},
	{"shown", COL_TEXT, AT(row, shown)},
	{"decimals", COL_INT, .need = true, .max = 3, AT(row, decimals)},
	{"name_en", COL_TEXT, .need = true, AT(row, name[LANG_EN])},
	{"name_it", COL_TEXT, .need = true, AT(row, name[LANG_IT])},
	{"part_en", COL_TEXT, AT(row, part_name[LANG_EN])},
	{"part_it", COL_TEXT, AT(row, part_name[LANG_IT])},
	{"ask_en", COL_TEXT, AT(row, ask[LANG_EN])},
	{"ask_it", COL_TEXT, AT(row, ask[LANG_IT])},
	MILLI("least", least),
	MILLI("most", most),
	MILLI("usual_low", usual_low),
	MILLI("usual_high", usual_high),
	DATES,
	{"confidence", .kind = COL_TEXT},
	{"note", .kind = COL_TEXT},
};
static const struct column codes[] = {
	{"code", COL_TEXT, .need = true, .key = true, AT(row, unit)},
	{"kind", COL_TEXT, .need = true, AT(row, code)},
	{"part", COL_INT, .need = true, .max = 1, AT(row, part)},
	DATES,
};
static const struct column units[] = {
	CODE("kind"),
	{"unit", COL_TEXT, .need = true, .key = true, AT(row, unit)},
	{"factor", COL_DECIMAL, .need = true, .scale = 6, AT(row, factor)},
	{"offset", COL_DECIMAL, .need = true, .scale = 3, .min = -1000000,
	 .max = 1000000, AT(row, offset)},
	DATES,
};
static const struct column lines[] = {
	{"condition", COL_TEXT, .need = true, .key = true, AT(row, condition)},
	CODE("kind"),
	{"times", COL_INT, .need = true, .min = 1, .max = 24, AT(row, times)},
	{"per_days", COL_INT, .need = true, .min = 1, .max = 90,
	 AT(row, per_days)},
	{"grace_hours", COL_INT, .need = true, .max = 720,
	 AT(row, grace_hours)},
	JUDGED,
};
static const struct column limits[] = {
	{"condition", COL_TEXT, .key = true, AT(row, condition)},
	CODE("kind"),
	{"part", COL_INT, .need = true, .key = true, .max = 1, AT(row, part)},
	{"rule", COL_TEXT, .need = true, .key = true, AT(row, rule)},
	MILLI("value", value),
	{"days", COL_INT, .need = true, .max = 90, AT(row, days)},
	{"times", COL_INT, .need = true, .min = 1, .max = 90, AT(row, times)},
	{"severity", COL_WORD, .need = true, .key = true, .words = "red|amber",
	 AT(row, severity)},
	{"protocol", COL_TEXT, .need = true, AT(row, protocol)},
	JUDGED,
};
static const struct column steps[] = {
	{"protocol", COL_TEXT, .need = true, .key = true, AT(row, protocol)},
	{"seq", COL_INT, .need = true, .key = true, .min = 1, .max = 99,
	 AT(row, seq)},
	{"kind", COL_WORD, .need = true, .words = "ask|do|tell", AT(row, step)},
	{"text_en", COL_TEXT, .need = true, AT(row, text[LANG_EN])},
	{"text_it", COL_TEXT, .need = true, AT(row, text[LANG_IT])},
	DATES,
};

enum { KINDS, CODES, UNITS, LINES, LIMITS, STEPS, N_FORM };
#define FORM(file, columns)                                                    \
	{                                                                      \
		file, columns, countof(columns), sizeof(struct row)            \
	}
static const struct table_form forms[N_FORM] = {
	FORM("home_kinds.csv", kinds),   FORM("home_codes.csv", codes),
	FORM("home_units.csv", units),   FORM("home_lines.csv", lines),
	FORM("home_limits.csv", limits), FORM("home_protocols.csv", steps),
};

enum { SCRATCH_BYTES = 8 << 20 }; /* a hundred times what the files take */

/* The rows in force, moved to the front. */
static size_t keep_in_force(struct table *t, struct date on)
{
	struct row *rows = t->rows;
	size_t n = 0;
	for (size_t i = 0; i < t->n; i++)
		if (rows[i].from.days <= on.days &&
		    (date_is_none(rows[i].to) || rows[i].to.days >= on.days))
			rows[n++] = rows[i];
	return n;
}

static enum rc read_rows(const char *dir, const struct table_form *form,
			 struct date on, struct arena *a, struct row **rows,
			 size_t *n, struct err *err)
{
	struct arena scratch;
	struct issues found;
	struct table t;
	struct str bytes;
	arena_init(&scratch, SCRATCH_BYTES);
	issues_init(&found, &scratch, 3);
	enum rc rc = knowledge_file(dir, form->file, a, &bytes, err);
	if (!rc)
		rc = table_read(&t, form, bytes, NULL, NULL, a, &scratch,
				&found, err);
	if (!rc && found.n_error)
		rc = issues_refuse(&found, form->file, err);
	if (!rc) {
		*n = keep_in_force(&t, on);
		*rows = t.rows;
	}
	issues_release(&found);
	arena_release(&scratch);
	return rc;
}

/* ---- each table from its rows; false: it names what is not there */

static int kind_index(const struct monitor_tables *t, struct str code)
{
	const struct monitor_kind *k = monitor_kind_of(t, code);
	return k ? (int)(k - t->kind) : -1;
}

static bool put_kind(struct monitor_tables *t, const struct row *x)
{
	struct monitor_kind *k = &t->kind[t->n_kind];
	if (x->part) { /* the second part follows the first */
		if (!t->n_kind || !str_eq((--k)->code, x->code))
			return false;
	} else {
		t->n_kind++;
		*k = (struct monitor_kind){.code = x->code,
					   .name = {x->name[0], x->name[1]},
					   .ask = {x->ask[0], x->ask[1]},
					   .unit = x->unit,
					   .shown = x->shown,
					   .form = (enum monitor_form)x->form,
					   .symptom = x->symptom,
					   .decimals = x->decimals};
	}
	k->n_part = x->part + 1;
	k->part[x->part] = (struct monitor_part){
		.name = {x->part_name[0], x->part_name[1]},
		.least = x->least,
		.most = x->most,
		.usual_low = x->usual_low,
		.usual_high = x->usual_high};
	return true;
}

static bool put_code(struct monitor_tables *t, const struct row *x)
{
	int kind = kind_index(t, x->code);
	t->code[t->n_code++] = (struct monitor_code){x->unit, kind, x->part};
	return kind >= 0 && x->part < t->kind[kind].n_part;
}

static bool put_unit(struct monitor_tables *t, const struct row *x)
{
	int kind = kind_index(t, x->code);
	t->unit[t->n_unit++] =
		(struct monitor_unit){kind, x->unit, x->factor, x->offset};
	return kind >= 0;
}

static bool put_line(struct monitor_tables *t, const struct row *x)
{
	t->line[t->n_line++] = (struct monitor_default_line){
		.condition = x->condition,
		.source = x->source,
		.note = x->note,
		.rank = x->rank,
		.line = {.kind = x->code,
			 .times = x->times,
			 .per_days = x->per_days,
			 .grace_hours = x->grace_hours}};
	return monitor_kind_of(t, x->code) != NULL;
}

static bool put_limit(struct monitor_tables *t, const struct row *x)
{
	int rule = monitor_word(monitor_rule_name, N_MONITOR_RULE, x->rule);
	t->limit[t->n_limit++] = (struct monitor_default_limit){
		.condition = x->condition,
		.source = x->source,
		.note = x->note,
		.rank = x->rank,
		.limit = {.kind = x->code,
			  .part = x->part,
			  .rule = (enum monitor_rule)rule,
			  .value_milli = x->value,
			  .days = x->days,
			  .count = x->times,
			  .severity = (enum monitor_severity)x->severity,
			  .protocol = x->protocol}};
	return rule >= 0 && monitor_kind_of(t, x->code);
}

static bool put_step(struct monitor_tables *t, const struct row *x)
{
	t->step[t->n_step++] =
		(struct monitor_step){.protocol = x->protocol,
				      .seq = x->seq,
				      .kind = (enum monitor_step_kind)x->step,
				      .text = {x->text[0], x->text[1]},
				      .source = x->source};
	return true;
}

/* Room for the rows of one table. */
static bool make_room(struct monitor_tables *t, int form, size_t n,
		      struct arena *a)
{
	n++; /* so that NULL is a failure */
	switch (form) {
	case KINDS:
		return (t->kind = arena_array(a, struct monitor_kind, n));
	case CODES:
		return (t->code = arena_array(a, struct monitor_code, n));
	case UNITS:
		return (t->unit = arena_array(a, struct monitor_unit, n));
	case LINES:
		return (t->line =
				arena_array(a, struct monitor_default_line, n));
	case LIMITS:
		return (t->limit = arena_array(a, struct monitor_default_limit,
					       n));
	default:
		return (t->step = arena_array(a, struct monitor_step, n));
	}
}

static enum rc load_one(const char *dir, int form, struct date on,
			struct arena *a, struct monitor_tables *t,
			struct err *err)
{
	static bool (*const put[N_FORM])(struct monitor_tables *,
					 const struct row *) = {
		put_kind, put_code, put_unit, put_line, put_limit, put_step};
	struct row *rows = NULL;
	size_t n = 0;
	enum rc rc = read_rows(dir, &forms[form], on, a, &rows, &n, err);
	if (!rc && !make_room(t, form, n, a))
		rc = arena_fail(a, err);
	for (size_t i = 0; i < n && !rc; i++)
		if (!put[form](t, &rows[i]))
			rc = err_set(err, E_FORMAT,
				     "%s: a row of \"" STR_FMT "\" names a "
				     "kind, part or rule that is not there",
				     forms[form].file, STR_ARG(rows[i].code));
	return rc;
}

enum rc monitor_tables_load(const char *dir, struct date on, struct arena *a,
			    struct monitor_tables *out, struct err *err)
{
	enum rc rc = OK;
	*out = (struct monitor_tables){0};
	for (int form = 0; form < N_FORM && !rc; form++)
		rc = load_one(dir, form, on, a, out, err);
	return rc;
}

const struct monitor_kind *monitor_kind_of(const struct monitor_tables *t,
					   struct str code)
{
	for (size_t i = 0; i < t->n_kind; i++)
		if (str_eq(t->kind[i].code, code))
			return &t->kind[i];
	return NULL;
}
