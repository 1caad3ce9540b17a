#include "ecg/plain_int.h"

#include <strings.h>

static bool is_blank(char c)
{
	return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* 10^n for -60 <= n <= 60: beyond that no sample lies. */
static double power_of_ten(int n)
{
	double v = 1;
	for (int i = 0; i < abs(n) && i < 60; i++)
		v *= 10;
	return n < 0 ? 1 / v : v;
}

static bool take_exponent(struct str s, size_t *at, int *out)
{
	size_t i = *at + 1, digits = 0;
	bool minus = i < s.len && s.ptr[i] == '-';
	int v = 0;
	if (i < s.len && (s.ptr[i] == '-' || s.ptr[i] == '+'))
		i++;
	for (; i < s.len && is_digit(s.ptr[i]); i++, digits++)
		v = v < 100 ? v * 10 + (s.ptr[i] - '0') : v;
	*at = i;
	*out = minus ? -v : v;
	return digits > 0;
}

bool ecg_next_number(struct str s, size_t *at, char mark, double *out)
{
	size_t i = *at, digits = 0;
	int exponent = 0, more = 0;
	double v = 0;
	while (i < s.len && is_blank(s.ptr[i]))
		i++;
	bool minus = i < s.len && s.ptr[i] == '-', behind = false;
	if (i < s.len && (s.ptr[i] == '-' || s.ptr[i] == '+'))
		i++;
	for (; i < s.len; i++) {
		if (is_digit(s.ptr[i])) {
			v = v * 10 + (s.ptr[i] - '0');
			digits++;
			exponent -= behind;
		} else if (s.ptr[i] == mark && !behind) {
			behind = true;
		} else {
			break;
		}
	}
	/* sixty digits are no measurement */
	if (!digits || digits > 60)
		return false;
	if (i < s.len && (s.ptr[i] == 'e' || s.ptr[i] == 'E') &&
	    !take_exponent(s, &i, &more))
		return false;
	if (i < s.len && !is_blank(s.ptr[i]))
		return false;
	exponent += more;
	/* divided, a decimal is as exact as it can be */
	v = exponent < 0 ? v / power_of_ten(-exponent)
			 : v * power_of_ten(exponent);
	*at = i;
	*out = minus ? -v : v;
	return true;
}

static bool whole_number(struct str s, double *out)
{
	size_t at = 0;
	s = str_trim(s);
	return ecg_next_number(s, &at, '.', out) && at == s.len;
}

double ecg_number_or_none(struct str s)
{
	double v;
	return whole_number(s, &v) ? v : (double)NAN;
}

/* The first `n` digits of `s`, other characters passed over; a point ends it:
 * behind it stand parts of a second. */
static size_t digits_of(struct str s, char *to, size_t n)
{
	size_t k = 0;
	for (size_t i = 0; i < s.len && k < n && s.ptr[i] != '.'; i++)
		if (is_digit(s.ptr[i]))
			to[k++] = s.ptr[i];
	return k;
}

static int two(const char *p)
{
	return (p[0] - '0') * 10 + (p[1] - '0');
}

struct date ecg_day_of(struct str s)
{
	char d[8];
	if (digits_of(s, d, sizeof(d)) != sizeof(d))
		return DATE_NONE;
	int year = two(d) * 100 + two(d + 2), month = two(d + 4),
	    day = two(d + 6);
	return ecg_day(year, month, day);
}

void ecg_set_time_of(struct ecg_record *r, struct str date, struct str time)
{
	char d[8], t[6];
	size_t n = digits_of(time, t, sizeof(t));
	if (digits_of(date, d, sizeof(d)) != sizeof(d) || (n != 6 && n != 4))
		return;
	if (n == 4) /* seconds may be missing */
		t[4] = t[5] = '0';
	const struct ecg_moment m = {two(d) * 100 + two(d + 2),
				     two(d + 4),
				     two(d + 6),
				     two(t),
				     two(t + 2),
				     two(t + 4)};
	ecg_set_time(r, &m);
}

enum ecg_sex ecg_sex_of(struct str s)
{
	static const struct {
		const char *word;
		enum ecg_sex sex;
	} words[] = {{"m", ECG_MALE},        {"male", ECG_MALE},
		     {"maschio", ECG_MALE},  {"f", ECG_FEMALE},
		     {"female", ECG_FEMALE}, {"femmina", ECG_FEMALE}};
	s = str_trim(s);
	for (size_t i = 0; i < countof(words); i++)
		if (s.len == strlen(words[i].word) &&
		    !strncasecmp(s.ptr, words[i].word, s.len))
			return words[i].sex;
	return ECG_SEX_UNKNOWN;
}

/* "---" and the like stand for nothing in files made anonymous. */
static bool is_nothing(struct str s)
{
	s = str_trim(s);
	for (size_t i = 0; i < s.len; i++)
		if (s.ptr[i] != '-' && s.ptr[i] != '?' && s.ptr[i] != ',')
			return false;
	return true;
}

enum rc ecg_put_text(struct str raw, struct arena *a, struct str *out,
		     struct err *err)
{
	if (!is_nothing(raw))
		return ecg_text(raw, a, out, err);
	*out = (struct str){"", 0};
	return OK;
}
