#include "layout/layout.h"

/* What the list value=value|... makes of v; false when it says nothing. */
static bool recode(struct str codes, struct str v, struct str *out)
{
	bool any = false;
	for (struct str rest = codes, to; rest.ptr;) {
		to = str_cut(&rest, '|');
		struct str from = str_cut(&to, '=');
		if (!to.ptr)
			continue;
		if (str_eq(from, v)) {
			*out = to;
			return true;
		}
		if (str_is(from, "*")) {
			*out = to;
			any = true;
		}
	}
	return any;
}

static bool digits_at(struct str s, size_t at, size_t n, char *to)
{
	if (at + n > s.len)
		return false;
	for (size_t i = 0; i < n; i++) {
		to[i] = s.ptr[at + i];
		if (to[i] < '0' || to[i] > '9')
			return false;
	}
	return true;
}

/* A day of zeros or nines means that there is none. */
static bool no_day(struct str v)
{
	bool zero = true;
	for (size_t i = 0; i < v.len; i++)
		zero &= v.ptr[i] == '0' || v.ptr[i] == '-' || v.ptr[i] == '/';
	return zero;
}

static struct str to_date(const struct layout_field *f, struct str v, char *to)
{
	if (v.len != f->n_form || !digits_at(v, f->year, 4, to) ||
	    !digits_at(v, f->month, 2, to + 5) ||
	    !digits_at(v, f->day, 2, to + 8))
		return no_day(v) ? STR("") : v;
	if (no_day(v) || !memcmp(to, "9999", 4))
		return STR("");
	to[4] = to[7] = '-';
	return (struct str){to, 10};
}

/* Joins the date before it: THH:MM. */
static struct str to_time(const struct layout_field *f, struct str v, char *to)
{
	if (v.len != f->n_form || !digits_at(v, f->year, 2, to + 1) ||
	    !digits_at(v, f->month, 2, to + 4))
		return v;
	to[0] = 'T';
	to[3] = ':';
	return (struct str){to, 6};
}

static struct str to_int(struct str v)
{
	while (v.len > 1 && *v.ptr == '0')
		v = str_sub(v, 1, v.len - 1);
	return v;
}

/* dec:N, digits without a point; else with point or comma. */
static struct str to_decimal(const struct layout_field *f, struct str v,
			     char *to)
{
	size_t n = 0;
	const size_t d = f->decimals;
	v = to_int(v);
	if (d == 255) {
		const char *comma = memchr(v.ptr, ',', v.len);
		if (!comma || memchr(v.ptr, '.', v.len))
			return v;
		memcpy(to, v.ptr, v.len);
		to[comma - v.ptr] = '.';
		if (*to == '.') {
			memmove(to + 1, to, v.len);
			*to = '0';
			v.len++;
		}
		return (struct str){to, v.len};
	}
	for (size_t i = 0; i < v.len; i++)
		if (v.ptr[i] < '0' || v.ptr[i] > '9')
			return v;
	if (!d)
		return v;
	for (size_t i = v.len; i <= d; i++) /* at least one before the point */
		to[n++] = '0';
	memcpy(to + n, v.ptr, v.len);
	n += v.len;
	memmove(to + n - d + 1, to + n - d, d);
	to[n - d] = '.';
	return (struct str){to, n + 1};
}

static struct str to_code(struct str v, char *to)
{
	size_t n = 0;
	for (size_t i = 0; i < v.len; i++)
		if (v.ptr[i] != '.' && v.ptr[i] != ' ')
			to[n++] = v.ptr[i];
	return n == v.len ? v : (struct str){to, n};
}

struct str layout_value(const struct layout_field *f, struct str v, char *room)
{
	v = str_trim(v);
	if (f->codes.len && recode(f->codes, v, &v))
		return v;
	if (!v.len)
		return v;
	switch (f->type) {
	case LT_TEXT:
	case LT_ID:
		return v;
	case LT_INT:
		return to_int(v);
	case LT_DEC:
		return to_decimal(f, v, room);
	case LT_DATE:
		return to_date(f, v, room);
	case LT_TIME:
		return to_time(f, v, room);
	case LT_CODE:
		return to_code(v, room);
	case LT_AIC:
		return *v.ptr == 'A' ? str_sub(v, 1, v.len - 1) : v;
	}
	BUG("type of a field");
}
