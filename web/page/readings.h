/* web/page/readings - what the pages of readings from home share: values and
 * numbers as people write them, words and tags of alarms.
 */
#ifndef WEB_PAGE_READINGS_H
#define WEB_PAGE_READINGS_H

#include "app/home.h"
#include "web/web.h"

/* "135/85 mmHg" */
struct str readings_value(struct page *p, const struct monitor_kind *k,
			  const int64_t value_milli[MONITOR_PARTS]);
/* "72,5": thousandths without needless zeros; and back, also "72.5". */
struct str readings_number(struct page *p, int64_t milli);
MUST_USE bool readings_parse(struct str s, int64_t *milli);
struct str readings_severity(struct page *p, enum monitor_severity s);
struct str readings_state(struct page *p, enum monitor_state s);
/* "la persona", "apparecchio" */
struct str readings_by(struct page *p, enum monitor_by by);
/* What a reading carries beside its value: to be confirmed, behind an alarm;
 * empty. */
struct str readings_mark(struct page *p, const struct home_reading *r);
/* Refused only until who sends it says that it is so. */
bool readings_is_doubt(const struct err *err);
struct str readings_owner(struct page *p, enum monitor_owner o);
struct str readings_outcome(struct page *p, enum monitor_outcome o);
struct str readings_limit(struct page *p, const struct monitor_kind *k,
			  const struct monitor_limit *l);
/* One named place filled. */
struct str readings_fill(struct page *p, enum msg id, const char *name,
			 struct str value);
/* "due volte al giorno", "2 volte in 7 giorni" */
struct str readings_often(struct page *p, const struct monitor_line *l);
/* ?giorni=30, 90 or 365; else 30. */
int readings_days(struct page *p);
/* Day and hour of a form, "giorno" and "ora"; 0 when both are empty. False: a
 * problem was told. */
MUST_USE bool readings_when(struct page *p, int64_t *us);

#endif
