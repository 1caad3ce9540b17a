/* document/ics - an appointment as a file for a calendar (iCalendar, RFC 5545).
 *
 * One VCALENDAR with one VEVENT and an alarm the day before. Times are written
 * in UTC, so that no time zone needs to be described; the day and the minutes
 * are those of Rome. Lines end with CR LF and are folded at 75 bytes, never
 * inside a character; texts are escaped (section 3.3.11), control characters
 * become spaces.
 */
#ifndef DOCUMENT_ICS_H
#define DOCUMENT_ICS_H

#include "base/date.h"

struct ics_event {
	struct str uid; /* the same appointment, the same uid */
	int64_t made_us;
	struct date day;
	int start_min, end_min; /* since midnight in Rome */
	struct str summary, where, text;
};
void ics_event(struct buf *b, const struct ics_event *e);

#endif
