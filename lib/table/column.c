#include "table/table_int.h"

#define WRONG(r, c, v, ...)                                                    \
	issue_add((r)->issues, ISSUE_ERROR, (r)->file, (r)->line,              \
		  str_from((c)->name), (v), __VA_ARGS__)

static void put(unsigned char *row, const struct column *c, const void *v,
		size_t size)
{
	if (row && c->at)
		memcpy(row + c->at - 1, v, size);
}

/* Place of `v` among "a|b|c", or -1. */
static int word_index(const char *words, struct str v)
{
	struct str rest = str_from(words);
	for (int i = 0; rest.ptr; i++)
		if (str_eq(str_cut(&rest, '|'), v))
			return i;
	return -1;
}

static void bounds(struct reading *r, const struct column *c, struct str v,
		   int64_t x, int64_t unit)
{
	int64_t low = c->min, high = c->max || c->min ? c->max : INT64_MAX;
	if (x < low)
		WRONG(r, c, v, "is below %" PRId64 ": write a greater number",
		      low / unit);
	else if (x > high)
		WRONG(r, c, v, "is above %" PRId64 ": write a smaller number",
		      high / unit);
}

static int64_t power10(unsigned n)
{
	int64_t p = 1;
	while (n--)
		p *= 10;
	return p;
}

static void take_number(struct reading *r, const struct column *c, struct str v,
			unsigned char *row)
{
	int64_t x = -1;
	if (v.len && !str_to_decimal(v, c->scale, &x)) {
		if (c->scale)
			WRONG(r, c, v,
			      "is not a number with at most %u decimals: write "
			      "digits and a decimal point",
			      c->scale);
		else
			WRONG(r, c, v,
			      "is not a whole number: write digits only");
		x = -1;
	} else if (v.len) {
		bounds(r, c, v, x, power10(c->scale));
	}
	int small = x > INT_MAX || x < INT_MIN ? -1 : (int)x;
	if (c->kind == COL_INT)
		put(row, c, &small, sizeof(small));
	else
		put(row, c, &x, sizeof(x));
}

static void take_real(struct reading *r, const struct column *c, struct str v,
		      unsigned char *row)
{
	double x = 0;
	if (v.len && !str_to_double(v, &x)) /* which knows no "nan" */
		WRONG(r, c, v,
		      "is not a decimal number: write digits and a "
		      "decimal point");
	else if (v.len && (x < (double)c->min || x > (double)c->max))
		WRONG(r, c, v,
		      "is not between %" PRId64 " and %" PRId64
		      ": correct the number",
		      c->min, c->max);
	put(row, c, &x, sizeof(x));
}

static void take_flag(struct reading *r, const struct column *c, struct str v,
		      unsigned char *row)
{
	const char *no = c->kind == COL_FLAG ? "0" : "n";
	const char *yes = c->kind == COL_FLAG ? "1" : "y";
	bool x = str_is(v, yes);
	if (v.len && !x && !str_is(v, no))
		WRONG(r, c, v, "is not a flag: write %s or %s", no, yes);
	put(row, c, &x, sizeof(x));
}

static void take_text(struct reading *r, const struct column *c, struct str v,
		      unsigned char *row)
{
	if (c->words && v.len && word_index(c->words, v) < 0)
		WRONG(r, c, v, "is not one of %s: write one of them", c->words);
	put(row, c, &v, sizeof(v));
}

static void take_word(struct reading *r, const struct column *c, struct str v,
		      unsigned char *row)
{
	int i = v.len ? word_index(c->words, v) : -1;
	if (v.len && i < 0)
		WRONG(r, c, v, "is not one of %s: write one of them", c->words);
	char letter = i < 0 ? '\0' : v.ptr[0];
	if (c->kind == COL_WORD)
		put(row, c, &i, sizeof(i));
	else
		put(row, c, &letter, 1);
}

static void take_date(struct reading *r, const struct column *c, struct str v,
		      unsigned char *row)
{
	struct date d = DATE_NONE;
	if (v.len && date_parse(v, &d, NULL))
		WRONG(r, c, v, "is not a day: write YYYY-MM-DD");
	put(row, c, &d, sizeof(d));
}

static void take_ref(struct reading *r, const struct column *c, struct str v,
		     unsigned char *row)
{
	int i = v.len && r->resolve ? r->resolve(r->ctx, c->ref, v) : -1;
	put(row, c, &i, sizeof(i));
}

/* Every part of a list, or the whole value, has the form and is known. */
static void check_parts(struct reading *r, const struct column *c, struct str v)
{
	const char *between = c->between ? c->between : "";
	const char one = between[0]; /* often the only one, and often none */
	size_t from = 0;
	for (size_t i = one ? 0 : v.len; i <= v.len; i++) {
		if (i < v.len && v.ptr[i] != one &&
		    (!between[1] || !strchr(between + 1, v.ptr[i])))
			continue;
		struct str part = str_sub(v, from, i - from);
		from = i + 1;
		if (!part.len)
			WRONG(r, c, v,
			      "has an empty part: remove the "
			      "separator that is too many");
		else if (c->form && !c->form(part))
			WRONG(r, c, part, "is not %s: correct the code",
			      c->form_is);
		else if (c->refers && r->resolve &&
			 r->resolve(r->ctx, c->ref, part) < 0)
			WRONG(r, c, part,
			      "is not known: correct it, or add it to its "
			      "table first");
	}
}

void column_take(struct reading *r, const struct column *c, struct str v,
		 unsigned char *row)
{
	if (v.len != str_trim(v).len)
		WRONG(r, c, v, "has spaces before or after: remove them");
	if (!v.len && c->need)
		WRONG(r, c, v, "is empty: a value is needed");
	if (v.len && (c->form || c->refers))
		check_parts(r, c, v);
	switch (c->kind) {
	case COL_TEXT:
		take_text(r, c, v, row);
		return;
	case COL_LETTER:
	case COL_WORD:
		take_word(r, c, v, row);
		return;
	case COL_FLAG:
	case COL_YESNO:
		take_flag(r, c, v, row);
		return;
	case COL_INT:
	case COL_DECIMAL:
		take_number(r, c, v, row);
		return;
	case COL_REAL:
		take_real(r, c, v, row);
		return;
	case COL_DATE:
		take_date(r, c, v, row);
		return;
	case COL_REF:
		take_ref(r, c, v, row);
		return;
	}
	BUG("column kind");
}
