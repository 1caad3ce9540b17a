/* Day and hour as people and devices write them. */
#include "monitor/intake.h"

#define SECOND_US INT64_C(1000000)

/* Two digits at `at`, or -1. */
static int two(struct str s, size_t at)
{
	if (at + 2 > s.len || s.ptr[at] < '0' || s.ptr[at] > '9' ||
	    s.ptr[at + 1] < '0' || s.ptr[at + 1] > '9')
		return -1;
	return (s.ptr[at] - '0') * 10 + (s.ptr[at + 1] - '0');
}

/* 2026-03-02 or 02/03/2026, ten characters. */
static bool day_of(struct str s, struct date *out)
{
	char iso[11];
	if (s.len < 10)
		return false;
	if (s.ptr[2] == '/' && s.ptr[5] == '/') {
		snprintf(iso, sizeof(iso), "%.4s-%.2s-%.2s", s.ptr + 6,
			 s.ptr + 3, s.ptr);
		return !date_parse(str_from(iso), out, NULL);
	}
	return !date_parse(str_sub(s, 0, 10), out, NULL);
}

/* HH:MM, :SS and a fraction if wanted; *used characters. */
static bool time_of(struct str s, int64_t *us, size_t *used)
{
	int h = two(s, 0), m = two(s, 3), sec = 0;
	*used = 5;
	if (h < 0 || h > 23 || m < 0 || m > 59 || s.ptr[2] != ':')
		return false;
	if (s.len > 5 && s.ptr[5] == ':') {
		sec = two(s, 6);
		*used = 8;
		if (sec < 0 || sec > 59)
			return false;
	}
	if (s.len > *used && *used == 8 && s.ptr[8] == '.')
		for (++*used; *used < s.len && s.ptr[*used] >= '0' &&
			      s.ptr[*used] <= '9';)
			++*used;
	*us = ((h * 60 + m) * 60 + sec) * SECOND_US;
	return true;
}

/* Z or +01:00; the whole of `s`. */
static bool offset_of(struct str s, int64_t *us)
{
	*us = 0;
	if (str_is(s, "Z") || str_is(s, "z"))
		return true;
	int h = two(s, 1), m = two(s, 4);
	if (s.len != 6 || (s.ptr[0] != '+' && s.ptr[0] != '-') ||
	    s.ptr[3] != ':' || h < 0 || h > 14 || m < 0 || m > 59)
		return false;
	*us = (h * 60 + m) * MONITOR_MINUTE_US * (s.ptr[0] == '-' ? -1 : 1);
	return true;
}

/* Of local time in Rome; an hour that is not there in March is moved on. */
static int64_t from_rome(struct date d, int64_t time_us)
{
	int64_t local = d.days * MONITOR_DAY_US + time_us;
	int64_t summer = local - 2 * MONITOR_HOUR_US;
	bool fits = date_in_rome(summer).days == d.days &&
		    minute_in_rome(summer) == time_us / MONITOR_MINUTE_US;
	return fits ? summer : local - MONITOR_HOUR_US;
}

enum rc monitor_instant(struct str s, int64_t *out_us, struct err *err)
{
	struct date d;
	int64_t time_us = 0, off = 0;
	size_t used = 0;
	s = str_trim(s);
	bool good = s.len >= 16 && s.len <= 40 && day_of(s, &d) &&
		    (s.ptr[10] == 'T' || s.ptr[10] == ' ') &&
		    time_of(str_sub(s, 11, s.len - 11), &time_us, &used);
	struct str zone =
		good ? str_sub(s, 11 + used, s.len - 11 - used) : STR("");
	if (!good || (zone.len && !offset_of(zone, &off)))
		return err_msg(err, E_FORMAT, MSG_HOM_WHEN,
			       "\"" STR_FMT "\" is not a day and an hour",
			       STR_ARG(s));
	*out_us = zone.len ? d.days * MONITOR_DAY_US + time_us - off
			   : from_rome(d, time_us);
	return OK;
}
