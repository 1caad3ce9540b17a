/* Numbers and days out of the text of a field: for each kind a quick form,
 * inline, that knows the common text, and one that knows all and the cause. */
#ifndef FLOWS_VALUE_INT_H
#define FLOWS_VALUE_INT_H

#include "base/date.h"
#include "flows/cause_int.h"

/* A real day from 1900-01-01 on. */
enum cause value_date(struct str s, int32_t *days);
/* YYYY-MM-DDTHH:MM as minutes since 1970-01-01. */
enum cause value_minute(struct str s, int32_t *minutes);
enum cause value_int(struct str s, int32_t *out);
/* Decimal with at most four decimals, times 10000. */
enum cause value_amount(struct str s, int32_t *e4);
/* The same in cents; the third and fourth decimal are rounded half up. */
enum cause value_cents(struct str s, int32_t *cents);

/* The quick ones: true when they know the answer, false: ask the others. Eight
 * bytes from s.ptr on must be readable. */

#define VALUE_ONES 0x0101010101010101u

/* Bytes that are no digits once "0" is taken off, as a high bit in each. */
static inline uint64_t value_no_digit(uint64_t v)
{
	return (v | (v + VALUE_ONES * 0x76)) & VALUE_ONES * 0x80;
}

/* Eight digits, the first in the lowest byte: pairs, fours, all. */
static inline uint64_t value_eight_digits(uint64_t v)
{
	v = v * 10 + (v >> 8);
	return (((v & 0x000000ff000000ffu) * 0x000f424000000064u) +
		((v >> 16 & 0x000000ff000000ffu) * 0x0000271000000001u)) >>
	       32;
}

/* The text, up to eight bytes, to the upper end; zeros before it. */
static inline uint64_t value_load(struct str s)
{
	uint64_t v;
	const unsigned free_bits = (unsigned)(64 - 8 * s.len);
	memcpy(&v, s.ptr, 8);
	v ^= VALUE_ONES * '0';
	return v << free_bits;
}

/* One to seven digits. */
static inline bool value_short_int(struct str s, int32_t *out)
{
	if (s.len - 1 > 6)
		return false;
	const uint64_t v = value_load(s);
	*out = (int32_t)value_eight_digits(v);
	return !value_no_digit(v) && *out;
}

/* Up to eight characters, not negative, times 10000. */
static inline bool value_short_decimal(struct str s, int32_t *e4)
{
	static const uint16_t scale[] = {10000, 1000, 100, 10, 1};
	unsigned decimals = 0;
	if (s.len - 1 > 7)
		return false;
	uint64_t v = value_load(s);
	const uint64_t x = v ^ VALUE_ONES * ('.' ^ '0');
	const uint64_t dot = (x - VALUE_ONES) & ~x & VALUE_ONES * 0x80;
	if (dot) { /* close the gap that it leaves */
		const unsigned at = (unsigned)__builtin_ctzll(dot) - 7;
		const uint64_t below = ((uint64_t)1 << at) - 1;
		decimals = 7 - at / 8;
		if (at <= 64 - 8 * s.len || decimals - 1 > 3)
			return false;
		v = (v & ~(below << 8 | 0xffu)) | (v & below) << 8;
	}
	if (value_no_digit(v))
		return false;
	const uint64_t all = value_eight_digits(v) * scale[decimals];
	*e4 = (int32_t)all;
	return all <= INT32_MAX;
}

/* A real day from 1900-01-01 to 2199-12-31; ten bytes must be readable. The
 * counts of base/date without a branch that depends on the day. */
static inline bool value_short_date(struct str s, int32_t *days)
{
	static const char zero[] = "0000-00-";
	static const uint8_t room[8] = {0x76, 0x76, 0x76, 0x76,
					0x7f, 0x76, 0x76, 0x7f};
	static const uint8_t length[24] = {31, 28, 31, 30, 31, 30, 31, 31,
					   30, 31, 30, 31, 31, 29, 31, 30,
					   31, 30, 31, 31, 30, 31, 30, 31};
	static const uint16_t before[24] = {
		0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334,
		0, 31, 60, 91, 121, 152, 182, 213, 244, 274, 305, 335};
	uint64_t v, z, r;
	memcpy(&v, s.ptr, 8);
	memcpy(&z, zero, 8);
	memcpy(&r, room, 8);
	v ^= z; /* digits become their values, dashes 0 */
	const unsigned d1 = (unsigned char)s.ptr[8] - (unsigned)'0',
		       d2 = (unsigned char)s.ptr[9] - (unsigned)'0';
	if ((((v + r) | v) & VALUE_ONES * 0x80) || d1 > 9 || d2 > 9)
		return false;
	const uint64_t pair = v * 10 + (v >> 8);
	const unsigned century = (unsigned)pair & 0xff,
		       of_it = (unsigned)(pair >> 16) & 0xff,
		       month = (unsigned)(pair >> 40) & 0xff,
		       day = d1 * 10 + d2, year = century * 100 + of_it;
	const bool leap = !(year & 3) && (of_it || !(century & 3));
	if (s.len != 10 || year - 1900 > 299 || month - 1 > 11)
		return false;
	const unsigned at = month - 1 + (leap ? 12 : 0);
	if (day - 1 >= length[at])
		return false;
	const unsigned full = century - !of_it; /* centuries before it */
	*days = (int32_t)((year - 1) * 365 + (year - 1) / 4 - full + full / 4 +
			  before[at] + day) -
		719163;
	return true;
}

#endif
