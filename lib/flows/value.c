#include "flows/value_int.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int two(const char *p)
{
	return (p[0] - '0') * 10 + (p[1] - '0');
}

static bool has_date_form(struct str s)
{
	static const char form[] = "0000-00-00";
	for (size_t i = 0; i < s.len && i < 10; i++)
		if (form[i] == '0' ? !is_digit(s.ptr[i]) : s.ptr[i] != form[i])
			return false;
	return s.len == 10;
}

enum cause value_date(struct str s, int32_t *days)
{
	if (!has_date_form(s))
		return CAUSE_DATE_FORM;
	return value_short_date(s, days) ? CAUSE_NONE : CAUSE_DATE_REAL;
}

enum cause value_minute(struct str s, int32_t *minutes)
{
	int32_t days;
	const char *p = s.ptr;
	if (s.len != 16 || p[10] != 'T' || p[13] != ':' || !is_digit(p[11]) ||
	    !is_digit(p[12]) || !is_digit(p[14]) || !is_digit(p[15]) ||
	    two(p + 11) > 23 || two(p + 14) > 59)
		return CAUSE_MINUTE_FORM;
	enum cause c = value_date(str_sub(s, 0, 10), &days);
	if (c == CAUSE_DATE_FORM)
		return CAUSE_MINUTE_FORM;
	if (c)
		return c;
	*minutes = days * 1440 + two(p + 11) * 60 + two(p + 14);
	return CAUSE_NONE;
}

enum cause value_int(struct str s, int32_t *out)
{
	int64_t v = 0;
	if (!s.len)
		return CAUSE_INTEGER;
	if (s.ptr[0] == '-')
		return str_to_int(s, &v) ? CAUSE_NEGATIVE : CAUSE_INTEGER;
	for (size_t i = 0; i < s.len; i++) {
		if (!is_digit(s.ptr[i]))
			return CAUSE_INTEGER;
		if (v <= INT32_MAX)
			v = v * 10 + (s.ptr[i] - '0');
	}
	if (v > INT32_MAX)
		return CAUSE_LARGE;
	if (v < 1)
		return CAUSE_INTEGER;
	*out = (int32_t)v;
	return CAUSE_NONE;
}

/* Digits, then perhaps a point and one to four digits: times 10000. */
static enum cause decimal(struct str s, int64_t *e4)
{
	int64_t v = 0;
	size_t i = 0;
	unsigned decimals = 0;
	bool minus = s.len && s.ptr[0] == '-';
	if (minus)
		i++;
	const size_t from = i;
	for (; i < s.len && is_digit(s.ptr[i]); i++)
		if (v < INT64_C(1000000000000))
			v = v * 10 + (s.ptr[i] - '0');
	if (i == from)
		return CAUSE_DECIMAL;
	if (i < s.len && s.ptr[i] == '.') {
		for (i++; i < s.len && is_digit(s.ptr[i]) && decimals < 4;
		     i++) {
			v = v * 10 + (s.ptr[i] - '0');
			decimals++;
		}
		if (!decimals)
			return CAUSE_DECIMAL;
	}
	if (i != s.len)
		return CAUSE_DECIMAL;
	for (; decimals < 4; decimals++)
		v *= 10;
	*e4 = v;
	return minus && v ? CAUSE_NEGATIVE : CAUSE_NONE;
}

enum cause value_amount(struct str s, int32_t *e4)
{
	int64_t v;
	enum cause c = decimal(s, &v);
	if (c)
		return c;
	if (v > INT32_MAX)
		return CAUSE_LARGE;
	*e4 = (int32_t)v;
	return CAUSE_NONE;
}

enum cause value_cents(struct str s, int32_t *cents)
{
	int64_t v;
	enum cause c = decimal(s, &v);
	if (c)
		return c;
	v = (v + 50) / 100;
	if (v > INT32_MAX)
		return CAUSE_LARGE;
	*cents = (int32_t)v;
	return CAUSE_NONE;
}
