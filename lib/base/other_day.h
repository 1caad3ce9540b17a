/* base/other_day - the clock of another day, for demonstrations and tests
 * (PROSSIMA_TODAY).
 *
 * The hour in Rome is the clock's, the day is the one that was set, on
 * whichever side of the change to summer time each of them lies: whole days
 * added to an instant would make 23:30 of a winter's evening 00:30 of the day
 * after.
 */
#ifndef BASE_OTHER_DAY_H
#define BASE_OTHER_DAY_H

#include "base/date.h"

/* The instant of `day` at which clocks in Rome show what they show at
 * `clock_us`; where that hour does not exist, an hour before. */
int64_t instant_on_day(int64_t clock_us, struct date day);

#endif
