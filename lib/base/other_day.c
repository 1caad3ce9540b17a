#include "base/other_day.h"

#define DAY_US    INT64_C(86400000000)
#define MINUTE_US INT64_C(60000000)
#define DAY_MIN   1440

int64_t instant_on_day(int64_t clock_us, struct date day)
{
	int64_t days = day.days - date_in_rome(clock_us).days;
	int64_t then = clock_us + days * DAY_US;
	int ahead = minute_in_rome(then) - minute_in_rome(clock_us);
	if (ahead > DAY_MIN / 2)
		ahead -= DAY_MIN;
	if (ahead < -DAY_MIN / 2)
		ahead += DAY_MIN;
	return then - ahead * MINUTE_US;
}
