/* simulate/put - numbers and dates as text, straight into a row.
 *
 * Each function writes at `p` and returns the place after; the caller made
 * room (out_row). No formats are interpreted: a million rows a second leave
 * some tens of nanoseconds for a field.
 */
#ifndef SIMULATE_PUT_H
#define SIMULATE_PUT_H

#include "base/date.h"

static inline char *put_char(char *p, char c)
{
	*p = c;
	return p + 1;
}

static inline char *put_bytes(char *p, const char *s, size_t len)
{
	memcpy(p, s, len);
	return p + len;
}

static inline char *put_str(char *p, struct str s)
{
	return s.len ? put_bytes(p, s.ptr, s.len) : p;
}

static inline char *put_text(char *p, const char *z)
{
	while (*z)
		*p++ = *z++;
	return p;
}

/* Exactly `width` digits, zeros in front. */
static inline char *put_fixed(char *p, uint64_t v, int width)
{
	for (int i = width - 1; i >= 0; i--, v /= 10)
		p[i] = (char)('0' + v % 10);
	return p + width;
}

static inline char *put_uint(char *p, uint64_t v)
{
	char tmp[20];
	int n = 0;
	do
		tmp[n++] = (char)('0' + v % 10);
	while (v /= 10);
	while (n)
		*p++ = tmp[--n];
	return p;
}

static inline char *put_cents(char *p, uint64_t cents)
{
	p = put_uint(p, cents / 100);
	*p++ = '.';
	return put_fixed(p, cents % 100, 2);
}

static inline char *put_hex8(char *p, uint32_t v)
{
	for (int i = 7; i >= 0; i--, v >>= 4)
		p[i] = "0123456789ABCDEF"[v & 15];
	return p + 8;
}

/* Nothing for a date that is none or without end. */
static inline char *put_date(char *p, int32_t days)
{
	if (days == INT32_MIN || days == INT32_MAX)
		return p;
	struct ymd c = date_ymd((struct date){days});
	p = put_fixed(p, (uint64_t)c.year, 4);
	*p++ = '-';
	p = put_fixed(p, (uint64_t)c.month, 2);
	*p++ = '-';
	return put_fixed(p, (uint64_t)c.day, 2);
}

/* YYYY-MM-DDTHH:MM from minutes since 1970. */
static inline char *put_minute(char *p, int64_t minute)
{
	p = put_date(p, (int32_t)(minute / 1440));
	*p++ = 'T';
	p = put_fixed(p, (uint64_t)(minute % 1440 / 60), 2);
	*p++ = ':';
	return put_fixed(p, (uint64_t)(minute % 60), 2);
}

/* Degrees times a million as decimal degrees. */
static inline char *put_degrees(char *p, int32_t e6)
{
	if (e6 < 0) {
		*p++ = '-';
		e6 = -e6;
	}
	p = put_uint(p, (uint64_t)e6 / 1000000);
	*p++ = '.';
	return put_fixed(p, (uint64_t)e6 % 1000000, 6);
}

#endif
