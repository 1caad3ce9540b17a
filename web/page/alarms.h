/* web/page/alarms - what the two lists of alarms share: those to answer, and
 * those that were closed in some days.
 */
#ifndef WEB_PAGE_ALARMS_H
#define WEB_PAGE_ALARMS_H

#include "web/page/readings.h"

enum alarms_tab {
	ALARMS_TODO,
	ALARMS_RED,
	ALARMS_MINE,
	ALARMS_OVERDUE,
	ALARMS_WAITING,
	ALARMS_CLOSED,
	N_ALARMS_TAB
};
/* Title and tabs, after page_begin. */
void alarms_begin(struct page *p, const struct home_alarm_counts *c,
		  enum alarms_tab now);
struct str alarms_person(struct page *p, const struct home_alarm_row *r);
/* The list of ?tab=chiusi. */
MUST_USE enum rc alarms_closed(struct page *p, struct err *err);

#endif
