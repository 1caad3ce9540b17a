/* base/date - calendar days and instants.
 *
 * A date is a count of days from 1970-01-01 in the proleptic Gregorian
 * calendar; an instant is microseconds UTC from the same origin. Dates outside
 * 1800-01-01 to 2199-12-31 are refused. Time zones appear only at input and
 * output: Europe/Rome, by the rule of Directive 2000/84/EC (last Sunday of
 * March and October, 01:00 UTC).
 */
#ifndef BASE_DATE_H
#define BASE_DATE_H

#include "base/buf.h"

struct date {
	int32_t days;
};
struct ymd {
	int year, month, day;
};

#define DATE_NONE ((struct date){INT32_MIN}) /* "no date"; before every other  \
					      */
#define DATE_MAX ((struct date){INT32_MAX})  /* "no end"; after every other */

static inline bool date_is_none(struct date d)
{
	return d.days == INT32_MIN;
}

/* Exactly YYYY-MM-DD; E_FORMAT for another form, E_RANGE for no real day. */
MUST_USE enum rc date_parse(struct str s, struct date *out, struct err *err);
void date_print(struct buf *b, struct date d); /* DATE_NONE and DATE_MAX: "" */
/* Ten characters and NUL into `out`; empty for DATE_NONE and DATE_MAX. */
struct str date_text(struct date d, char out[11]);

struct date date_of(int year, int month, int day); /* asserts a real day */
bool date_exists(int year, int month, int day);
struct ymd date_ymd(struct date d);

static inline struct date date_add(struct date d, int days)
{
	return (struct date){d.days + days};
}
/* Same day n months on; the last of the month when there is no such day. */
struct date date_add_months(struct date d, int months);
/* Completed years at `at`; who is born on 29 February has the birthday on
 * 1 March of common years. */
int date_age(struct date birth, struct date at);
/* 0 Monday .. 6 Sunday */
static inline int date_weekday(struct date d)
{
	return (d.days % 7 + 10) % 7;
}
/* Sundays and the national holidays of Italy, Easter Monday included. */
bool date_is_holiday(struct date d);

/* The calendar day in Rome at an instant. */
struct date date_in_rome(int64_t instant_us);
/* Minutes since midnight there, 0 to 1439. */
int minute_in_rome(int64_t instant_us);
/* YYYY-MM-DDTHH:MM:SSZ */
void instant_print(struct buf *b, int64_t instant_us);

#endif
