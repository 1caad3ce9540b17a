#include "telecare/telecare.h"

#define DAY_US INT64_C(86400000000)

static bool works(struct date d)
{
	return date_weekday(d) < 5 && !date_is_holiday(d);
}

/* The same hour of the first working day, today counted. */
static int64_t to_working_day(int64_t us)
{
	while (!works(date_in_rome(us)))
		us += DAY_US;
	return us;
}

int64_t tele_working_days_on(int64_t us, int64_t n)
{
	for (; n > 0; n--)
		us = to_working_day(us + DAY_US);
	return us;
}

enum rc tele_due(const struct rules *r, enum tele_kind kind,
		 enum tele_urgency u, struct str ats, int64_t start_us,
		 int64_t *due_us, struct err *err)
{
	const char *name = u == TELE_RED      ? "tele.red_minutes"
			   : u == TELE_AMBER  ? "tele.amber_minutes"
			   : kind == TELE_ECG ? "tele.ecg_hours"
					      : "tele.spirometry_"
						"working_days";
	int64_t n;
	enum rc rc = rules_int(r, name, ats, date_in_rome(start_us), &n, err);
	if (rc)
		return rc;
	if (u != TELE_GREEN)
		*due_us = start_us + max_i64(1, n) * TELE_MINUTE_US;
	else if (kind == TELE_ECG)
		*due_us = to_working_day(start_us +
					 max_i64(1, n) * 60 * TELE_MINUTE_US);
	else
		*due_us = tele_working_days_on(start_us, max_i64(1, n));
	return OK;
}

int64_t tele_percent(int64_t start_us, int64_t due_us, int64_t now_us)
{
	assert(due_us > start_us);
	if (now_us <= start_us)
		return 0;
	return (now_us - start_us) / ((due_us - start_us + 99) / 100);
}
