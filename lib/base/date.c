#include "base/date.h"

#define DAY_US INT64_C(86400000000)

static bool leap(int y)
{
	return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static int month_days(int y, int m)
{
	static const int n[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
	return m == 2 && leap(y) ? 29 : n[m - 1];
}

bool date_exists(int y, int m, int d)
{
	return y >= 1800 && y <= 2199 && m >= 1 && m <= 12 && d >= 1 &&
	       d <= month_days(y, m);
}

/* Days from civil and back: the year is taken to begin in March, so that the
 * leap day comes last (the method of H. Hinnant, "chrono-compatible low-level
 * date algorithms"). */
struct date date_of(int y, int m, int d)
{
	assert(date_exists(y, m, d));
	y -= m <= 2;
	int era = y / 400, yoe = y - era * 400;
	int doy = (153 * (m + (m > 2 ? -3 : 9)) + 2) / 5 + d - 1;
	int doe = yoe * 365 + yoe / 4 - yoe / 100 + doy;
	return (struct date){era * 146097 + doe - 719468};
}

struct ymd date_ymd(struct date date)
{
	int z = date.days + 719468;
	int era = z / 146097, doe = z - era * 146097;
	int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
	int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
	int mp = (5 * doy + 2) / 153;
	int d = doy - (153 * mp + 2) / 5 + 1, m = mp < 10 ? mp + 3 : mp - 9;
	return (struct ymd){yoe + era * 400 + (m <= 2), m, d};
}

static bool two(const char *p, int *out)
{
	if (p[0] < '0' || p[0] > '9' || p[1] < '0' || p[1] > '9')
		return false;
	*out = (p[0] - '0') * 10 + (p[1] - '0');
	return true;
}

enum rc date_parse(struct str s, struct date *out, struct err *err)
{
	int century, year, m, d;
	if (s.len != 10 || s.ptr[4] != '-' || s.ptr[7] != '-' ||
	    !two(s.ptr, &century) || !two(s.ptr + 2, &year) ||
	    !two(s.ptr + 5, &m) || !two(s.ptr + 8, &d))
		return err_set(err, E_FORMAT,
			       "\"" STR_FMT "\" is not a date YYYY-MM-DD",
			       (int)(s.len < 40 ? s.len : 40), s.ptr);
	int y = century * 100 + year;
	if (!date_exists(y, m, d))
		return err_set(err, E_RANGE,
			       "\"" STR_FMT "\" is not a day of the calendar",
			       STR_ARG(s));
	*out = date_of(y, m, d);
	return OK;
}

struct str date_text(struct date d, char out[11])
{
	out[0] = '\0';
	if (d.days == INT32_MIN || d.days == INT32_MAX)
		return (struct str){out, 0};
	struct ymd c = date_ymd(d);
	assert(c.year >= 0 && c.year <= 9999);
	unsigned y = (unsigned)c.year, m = (unsigned)c.month,
		 day = (unsigned)c.day;
	const unsigned digits[10] = {
		y / 1000, y / 100 % 10, y / 10 % 10, y % 10,   0,
		m / 10,   m % 10,       0,           day / 10, day % 10};
	for (int i = 0; i < 10; i++)
		out[i] = i == 4 || i == 7 ? '-' : (char)('0' + digits[i]);
	out[10] = '\0';
	return (struct str){out, 10};
}

void date_print(struct buf *b, struct date d)
{
	char tmp[11];
	buf_str(b, date_text(d, tmp));
}

struct date date_add_months(struct date d, int months)
{
	struct ymd c = date_ymd(d);
	int n = c.year * 12 + c.month - 1 + months;
	int y = n / 12, m = n % 12 + 1;
	int last = month_days(y, m);
	return date_of(y, m, c.day < last ? c.day : last);
}

int date_age(struct date birth, struct date at)
{
	struct ymd b = date_ymd(birth), t = date_ymd(at);
	bool before =
		t.month < b.month || (t.month == b.month && t.day < b.day);
	return t.year - b.year - before;
}

/* Easter Sunday: the anonymous Gregorian computus (Meeus, Astronomical
 * Algorithms, chapter 8). */
static struct date easter(int y)
{
	int a = y % 19, b = y / 100, c = y % 100;
	int d = b / 4, e = b % 4, f = (b + 8) / 25, g = (b - f + 1) / 3;
	int h = (19 * a + b - d - g + 15) % 30;
	int i = c / 4, k = c % 4, l = (32 + 2 * e + 2 * i - h - k) % 7;
	int m = (a + 11 * h + 22 * l) / 451;
	int n = h + l - 7 * m + 114;
	return date_of(y, n / 31, n % 31 + 1);
}

/* Law 260/1949 as amended: fixed days, and Easter Monday; 4 October, Saint
 * Francis, from 2026 (Law 151/2025; recalled, to be checked). */
bool date_is_holiday(struct date date)
{
	static const struct {
		int month, day;
	} fixed[] = {{1, 1},  {1, 6},  {4, 25}, {5, 1},   {6, 2},
		     {8, 15}, {11, 1}, {12, 8}, {12, 25}, {12, 26}};
	if (date_weekday(date) == 6)
		return true;
	struct ymd c = date_ymd(date);
	for (size_t i = 0; i < countof(fixed); i++)
		if (c.month == fixed[i].month && c.day == fixed[i].day)
			return true;
	if (c.year >= 2026 && c.month == 10 && c.day == 4)
		return true;
	return date.days == easter(c.year).days + 1;
}

static struct date last_sunday(int y, int m)
{
	struct date d = date_of(y, m, month_days(y, m));
	return date_add(d, -((date_weekday(d) + 1) % 7));
}

static int64_t floor_days(int64_t us)
{
	return us / DAY_US - (us % DAY_US < 0);
}

/* The same instant as Rome's clocks show it, as if they were UTC. */
static int64_t rome(int64_t us)
{
	struct date utc = {(int32_t)floor_days(us)};
	int y = date_ymd(utc).year;
	int64_t hour = DAY_US / 24;
	int64_t from = last_sunday(y, 3).days * DAY_US + hour;
	int64_t to = last_sunday(y, 10).days * DAY_US + hour;
	return us + (us >= from && us < to ? 2 * hour : hour);
}

struct date date_in_rome(int64_t us)
{
	return (struct date){(int32_t)floor_days(rome(us))};
}

int minute_in_rome(int64_t us)
{
	int64_t here = rome(us);
	return (int)((here - floor_days(here) * DAY_US) / (DAY_US / 1440));
}

void instant_print(struct buf *b, int64_t us)
{
	int64_t day = floor_days(us), s = (us - day * DAY_US) / 1000000;
	date_print(b, (struct date){(int32_t)day});
	buf_printf(b, "T%02d:%02d:%02dZ", (int)(s / 3600), (int)(s / 60 % 60),
		   (int)(s % 60));
}
