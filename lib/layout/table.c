#include "layout/layout.h"

#include "csv/csv.h"

enum {
	C_RECORD,
	C_FIELD,
	C_AT,
	C_LENGTH,
	C_TYPE,
	C_CODES,
	C_TARGET,
	C_SOURCE,
	C_SURE,
	C_NOTE,
	N_C
};
static const char *const column[N_C] = {"record", "field", "at",     "length",
					"type",   "codes", "target", "source",
					"sure",   "note"};

struct reading {
	struct foreign_layout *l;
	struct csv csv;
	struct str file;
	struct arena *a;
	struct issues *issues;
};

static void wrong(struct reading *r, size_t c, const char *why)
{
	issue_add(r->issues, ISSUE_ERROR, r->file, r->csv.line,
		  str_from(column[c]), r->csv.field[c], "%s", why);
}

/* ----------------------------------------------------------------- settings */

static int file_named(struct str s)
{
	for (int f = 0; f < (int)N_SIMPLE; f++)
		if (str_is(s, simple_form[f].name))
			return f;
	return -1;
}

static void set_file(struct reading *r, struct str v)
{
	int f = file_named(v);
	if (f < 0)
		wrong(r, C_AT, "not one of the six files");
	else
		r->l->file = (enum simple_flow)f;
}

static void set_number(struct reading *r, size_t c, struct str v, uint32_t *out)
{
	int64_t n;
	if (!str_to_int(v, &n) || n < 1 || n > LAYOUT_MAX_LINE)
		wrong(r, c, "not a number of 1 to 65536");
	else
		*out = (uint32_t)n;
}

static void set_day(struct reading *r, struct str v, struct date *out)
{
	if (v.len && date_parse(v, out, NULL))
		wrong(r, C_AT, "not a date YYYY-MM-DD");
}

static void set_yes(struct reading *r, struct str v, bool *out)
{
	if (!str_is(v, "yes") && !str_is(v, "no"))
		wrong(r, C_AT, "neither yes nor no");
	*out = str_is(v, "yes");
}

static void set_join(struct reading *r, struct str v)
{
	r->l->merge = str_is(v, "merge");
	r->l->last = str_is(v, "last");
	if (!r->l->merge && !r->l->last)
		wrong(r, C_AT, "neither merge nor last");
}

static void set_form(struct reading *r, struct str v)
{
	r->l->fixed = str_is(v, "fixed");
	if (!r->l->fixed && !str_is(v, "delimited"))
		wrong(r, C_AT, "neither fixed nor delimited");
}

static void set_separator(struct reading *r, struct str v)
{
	if (str_is(v, "tab"))
		v = STR("\t");
	if (v.len != 1 || *v.ptr == '"')
		wrong(r, C_AT, "not one character, nor tab");
	else
		r->l->separator = *v.ptr;
}

static void setting(struct reading *r)
{
	struct foreign_layout *l = r->l;
	const struct str name = r->csv.field[C_FIELD];
	const struct str v = arena_str(r->a, r->csv.field[C_AT]);
	if (str_is(name, "flow"))
		l->flow = v;
	else if (str_is(name, "file"))
		set_file(r, v);
	else if (str_is(name, "form"))
		set_form(r, v);
	else if (str_is(name, "separator"))
		set_separator(r, v);
	else if (str_is(name, "header"))
		set_yes(r, v, &l->header);
	else if (str_is(name, "trimmed"))
		set_yes(r, v, &l->trimmed);
	else if (str_is(name, "names"))
		l->names = v;
	else if (str_is(name, "from"))
		set_day(r, v, &l->from);
	else if (str_is(name, "to"))
		set_day(r, v, &l->to);
	else if (str_is(name, "length"))
		set_number(r, C_AT, v, &l->length);
	else if (str_is(name, "type_at"))
		set_number(r, C_AT, v, &l->type_at);
	else if (str_is(name, "join"))
		set_join(r, v);
	else
		wrong(r, C_FIELD, "there is no such setting");
}

/* ------------------------------------------------------------------- fields */

/* Where YYYY, MM, DD (or HH, MM) stand; false when one is missing. */
static bool read_form(struct layout_field *f, struct str form)
{
	const bool day = f->type == LT_DATE;
	const char *y = day ? "YYYY" : "HH";
	const size_t ny = strlen(y);
	unsigned found = 0;
	for (size_t i = 0; i + 1 < form.len && i < 20; i++) {
		struct str rest = str_sub(form, i, form.len - i);
		if (str_starts(rest, str_from(y)) && !(found & 1u)) {
			f->year = (uint8_t)i;
			found |= 1u;
			i += ny - 1;
		} else if (str_starts(rest, STR("MM"))) {
			f->month = (uint8_t)i;
			found |= 2u;
			i++;
		} else if (str_starts(rest, STR("DD"))) {
			f->day = (uint8_t)i;
			found |= 4u;
			i++;
		}
	}
	f->n_form = (uint8_t)form.len;
	return form.len <= 20 && found == (day ? 7u : 3u);
}

static bool read_type(struct layout_field *f, struct str t)
{
	static const struct {
		const char *name;
		enum layout_type type;
	} plain[] = {{"text", LT_TEXT}, {"id", LT_ID},   {"int", LT_INT},
		     {"code", LT_CODE}, {"aic", LT_AIC}, {"dec", LT_DEC}};
	int64_t n;
	for (size_t i = 0; i < countof(plain); i++)
		if (str_is(t, plain[i].name)) {
			f->type = plain[i].type;
			f->decimals = 255;
			return true;
		}
	if (str_starts(t, STR("dec:")) &&
	    str_to_int(str_sub(t, 4, t.len - 4), &n) && n >= 0 && n <= 4) {
		f->type = LT_DEC;
		f->decimals = (uint8_t)n;
		return true;
	}
	struct str form = t, what = str_cut(&form, ':');
	f->type = str_is(what, "date") ? LT_DATE : LT_TIME;
	return form.ptr && (str_is(what, "date") || str_is(what, "time")) &&
	       read_form(f, form);
}

static bool read_column(struct reading *r, struct layout_field *f, struct str t)
{
	const bool next = t.len && t.ptr[t.len - 1] == '+';
	if (next && str_is(t, "proc1+"))
		f->target = TO_PROC;
	else if (next && str_is(t, "proc1_date+"))
		f->target = TO_PROC_DATE;
	else {
		int c = simple_column(r->l->file, str_sub(t, 0, t.len - next));
		if (c < 0 || (next && !str_starts(t, STR("dx"))))
			return false;
		f->target = next ? TO_DX : (uint8_t)c;
		f->from = (uint8_t)c;
	}
	return true;
}

static bool read_target(struct reading *r, struct layout_field *f, struct str t)
{
	static const struct {
		const char *name;
		enum layout_target to;
	} special[] = {
		{"@key", TO_KEY},          {"@order", TO_ORDER},
		{"@date", TO_DATE},        {"@op", TO_OP},
		{"@units", TO_UNITS},      {"@person_type", TO_PERSON_TYPE},
		{"@medicine", TO_MEDICINE}};
	struct str rest = t, first = str_cut(&rest, ';');
	f->target = TO_NOTHING;
	if (!t.len)
		return true;
	if (str_is(first, "@date") && rest.ptr) {
		f->is_date = true;
		return read_column(r, f, rest);
	}
	for (size_t i = 0; i < countof(special); i++)
		if (str_is(t, special[i].name)) {
			f->target = (uint8_t)special[i].to;
			f->is_date = special[i].to == TO_DATE;
			return true;
		}
	return read_column(r, f, t);
}

static size_t record_index(struct reading *r, struct str name)
{
	struct foreign_layout *l = r->l;
	for (size_t i = 0; i < l->n_record; i++)
		if (str_eq(l->record[i], name))
			return i;
	if (l->n_record == LAYOUT_MAX_RECORD) {
		wrong(r, C_RECORD, "more than eight types of record");
		return 0;
	}
	l->record[l->n_record] = arena_str(r->a, name);
	return l->n_record++;
}

static void field(struct reading *r)
{
	struct foreign_layout *l = r->l;
	const struct str *c = r->csv.field;
	if (l->n_field == LAYOUT_MAX_FIELD) {
		wrong(r, C_FIELD, "more than 128 fields");
		return;
	}
	struct layout_field *f = &l->field[l->n_field++];
	f->name = arena_str(r->a, c[C_FIELD]);
	f->record = (uint8_t)record_index(r, c[C_RECORD]);
	f->codes = arena_str(r->a, c[C_CODES]);
	f->sure = c[C_SURE].len == 1 ? *c[C_SURE].ptr : 0;
	if (!read_type(f, c[C_TYPE]))
		wrong(r, C_TYPE, "not a type of value");
	if (!read_target(r, f, c[C_TARGET]))
		wrong(r, C_TARGET, "no such column of the file");
	if (c[C_AT].len || l->fixed)
		set_number(r, C_AT, c[C_AT], &f->at);
	if (l->fixed)
		set_number(r, C_LENGTH, c[C_LENGTH], &f->length);
	if (l->fixed && l->length && f->at + f->length - 1 > l->length)
		wrong(r, C_AT, "beyond the end of the line");
	if (!f->at && !l->header)
		wrong(r, C_AT, "without a header each field needs its number");
	if (!f->sure || !strchr("SRD", f->sure))
		wrong(r, C_SURE, "not S (seen), R (recalled) or D (defined)");
}

/* -------------------------------------------------------------------- whole */

static void read_rows(struct reading *r)
{
	struct err why = {0};
	for (;;) {
		enum rc got = csv_next(&r->csv, &why);
		if (got == E_NOT_FOUND)
			return;
		if (got || r->csv.n != N_C) {
			issue_add(r->issues, ISSUE_ERROR, r->file, r->csv.line,
				  STR(""), r->csv.raw, "%s",
				  got ? why.text
				      : "a row has ten columns (layout.h)");
			continue;
		}
		if (str_is(r->csv.field[C_RECORD], "-"))
			setting(r);
		else
			field(r);
	}
}

static void check_whole(struct reading *r)
{
	const struct foreign_layout *l = r->l;
	const char *why = NULL;
	if (!l->flow.len)
		why = "setting flow is missing";
	else if (!l->n_field)
		why = "it has no fields";
	else if (l->fixed && !l->length)
		why = "a fixed form needs its length";
	else if (!l->fixed && !l->separator)
		why = "a delimited form needs its separator";
	else if (l->n_record > 1 && !l->type_at)
		why = "several types of record need type_at";
	if (why)
		issue_add(r->issues, ISSUE_ERROR, r->file, 0, STR(""), STR(""),
			  "%s", why);
}

static bool header_is_ours(const struct csv *c)
{
	if (c->n != N_C)
		return false;
	for (size_t i = 0; i < N_C; i++)
		if (!str_is(c->field[i], column[i]))
			return false;
	return true;
}

enum rc layout_parse(struct str csv, struct str name, struct arena *a,
		     struct issues *issues, struct foreign_layout *out,
		     struct err *err)
{
	struct foreign_layout l = {
		.name = arena_str(a, name), .from = DATE_NONE, .to = DATE_MAX};
	struct reading r = {.l = &l, .a = a, .issues = issues, .file = name};
	struct err why = {0};
	l.field = arena_array(a, struct layout_field, LAYOUT_MAX_FIELD);
	if (!l.name.ptr || !l.field)
		return arena_fail(a, err);
	csv_init(&r.csv, csv);
	if (csv_next(&r.csv, &why) || !header_is_ours(&r.csv))
		issue_add(issues, ISSUE_ERROR, name, 1, STR(""), r.csv.raw,
			  "the header of a layout is record,field,at,length,"
			  "type,codes,target,source,sure,note");
	else
		read_rows(&r);
	if (!issues->n_error)
		check_whole(&r);
	csv_release(&r.csv);
	if (issues->n_error)
		return issues_refuse(issues, "the layout", err);
	*out = l;
	return OK;
}
