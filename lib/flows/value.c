#include "flows/value_int.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static int two(const char *p)
{
	return (p[0] - '0') * 10 + (p[1] - '0');
}

/* Days of a year before 1 January, from 1970, and of a month in it: the
 * counts of base/date without its checks, which would be half of the time. */
static int32_t days_of(int year, int month, int day)
{
	static const int16_t before[12] = {0,   31,  59,  90,  120, 151,
					   181, 212, 243, 273, 304, 334};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	int y = year - 1;
	int32_t days = y * 365 + y / 4 - y / 100 + y / 400 - 719162;
	return days + before[month - 1] + (leap && month > 2) + day - 1;
}

static int month_days(int year, int month)
{
	static const int8_t n[12] = {31, 28, 31, 30, 31, 30,
				     31, 31, 30, 31, 30, 31};
	bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
	return n[month - 1] + (leap && month == 2);
}

/* "YYYY-MM-" at once: the bytes of digits become their values, dashes 0. A
 * byte that is not what its place wants leaves a high bit. */
static bool year_and_month(const char *p, uint8_t value[8])
{
	static const char zero[] = "0000-00-";
	static const uint8_t room[8] = {0x76, 0x76, 0x76, 0x76,
					0x7f, 0x76, 0x76, 0x7f};
	uint64_t v, z, r;
	memcpy(&v, p, 8);
	memcpy(&z, zero, 8);
	memcpy(&r, room, 8);
	v ^= z;
	memcpy(value, &v, 8);
	return (((v + r) | v) & 0x8080808080808080u) == 0;
}

enum cause value_date(struct str s, int32_t *days)
{
	uint8_t v[8];
	if (s.len != 10 || !year_and_month(s.ptr, v) || !is_digit(s.ptr[8]) ||
	    !is_digit(s.ptr[9]))
		return CAUSE_DATE_FORM;
	int year = v[0] * 1000 + v[1] * 100 + v[2] * 10 + v[3];
	int month = v[5] * 10 + v[6], day = two(s.ptr + 8);
	if (year < 1900 || year > 2199 || month < 1 || month > 12 || day < 1 ||
	    day > month_days(year, month))
		return CAUSE_DATE_REAL;
	*days = days_of(year, month, day);
	return CAUSE_NONE;
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

/* Eight digits, the first in the lowest byte: pairs, fours, all. */
static uint64_t eight_digits(uint64_t v)
{
	v &= 0x0f0f0f0f0f0f0f0fu;
	v = v * 10 + (v >> 8);
	return (((v & 0x000000ff000000ffu) * 0x000f424000000064u) +
		((v >> 16 & 0x000000ff000000ffu) * 0x0000271000000001u)) >>
	       32;
}

bool value_short_decimal(struct str s, int32_t *e4)
{
	static const uint16_t scale[] = {10000, 1000, 100, 10, 1};
	const uint64_t ones = 0x0101010101010101u;
	uint64_t v;
	unsigned decimals = 0;
	if (s.len - 1 > 7)
		return false;
	/* to the upper end, with zeros before it */
	const unsigned free_bits = (unsigned)(64 - 8 * s.len);
	memcpy(&v, s.ptr, 8);
	v = v << free_bits | (free_bits ? (ones * '0') >> (64 - free_bits) : 0);
	const uint64_t x = v ^ (ones * '.');
	const uint64_t dot = (x - ones) & ~x & (ones * 0x80u);
	if (dot) { /* close the gap that it leaves */
		const unsigned at = (unsigned)__builtin_ctzll(dot) - 7;
		const uint64_t below = ((uint64_t)1 << at) - 1;
		decimals = 7 - at / 8;
		if (at <= free_bits || decimals - 1 > 3)
			return false;
		v = (v & ~(below << 8 | 0xffu)) | (v & below) << 8 | '0';
	}
	if (((v & (v + ones * 6)) & (ones * 0xf0u)) != ones * 0x30u ||
	    ((v | (v + ones * 6)) & (ones * 0xf0u)) != ones * 0x30u)
		return false;
	const uint64_t all = eight_digits(v) * scale[decimals];
	if (all > INT32_MAX)
		return false;
	*e4 = (int32_t)all;
	return true;
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
