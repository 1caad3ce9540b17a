/* Frequency, deadlines, silence. */
#include "monitor/monitor.h"

int64_t monitor_missing_at(const struct monitor_line *line, int64_t last_us)
{
	int64_t every = line->per_days * MONITOR_DAY_US /
			(line->per_days > line->times ? line->times : 1);
	return last_us + every + line->grace_hours * MONITOR_HOUR_US;
}

/* Of a frequency in whole numbers over part of a period: rounded down, so that
 * nobody is late before the period is over. */
static int64_t expected(const struct monitor_line *line, int64_t days)
{
	return days * line->times / line->per_days;
}

struct monitor_adherence monitor_adherence(const struct monitor_line *line,
					   struct date from, struct date to,
					   const int64_t *measured_us, size_t n)
{
	struct monitor_adherence a = {0};
	int64_t in_period = 0, period = -1;
	if (to.days < from.days)
		return a;
	a.expected = expected(line, (int64_t)to.days - from.days + 1);
	for (size_t i = 0; i < n; i++) {
		struct date on = date_in_rome(measured_us[i]);
		if (on.days < from.days || on.days > to.days)
			continue;
		int64_t p = (on.days - from.days) / line->per_days;
		in_period = p == period ? in_period + 1 : 1;
		period = p;
		a.received += in_period <= line->times;
	}
	a.received = min_i64(a.received, a.expected);
	return a;
}

/* ---- deadlines */

struct hours {
	int open, close; /* minutes since midnight */
};

static enum rc hour_of(const struct rules *r, const char *name, struct str ats,
		       struct date on, int *out, struct err *err)
{
	struct str s;
	int64_t h, m;
	enum rc rc = rules_text(r, name, ats, on, &s, err);
	if (rc)
		return rc;
	if (s.len != 5 || !str_to_int(str_sub(s, 0, 2), &h) ||
	    !str_to_int(str_sub(s, 3, 2), &m))
		return err_set(err, E_FORMAT, "rule %s is not HH:MM", name);
	*out = (int)(h * 60 + m);
	return OK;
}

static enum rc hours_of(const struct rules *r, struct str ats, struct date on,
			struct hours *out, struct err *err)
{
	enum rc rc = hour_of(r, "home.open_from", ats, on, &out->open, err);
	if (!rc)
		rc = hour_of(r, "home.open_to", ats, on, &out->close, err);
	if (!rc && out->close <= out->open)
		rc = err_set(err, E_RANGE,
			     "home.open_to is not after home.open_from");
	return rc;
}

static bool works(struct date d)
{
	return date_weekday(d) < 5 && !date_is_holiday(d);
}

/* The instant `minutes` of open time after `us`. */
static int64_t open_time_on(struct hours h, int64_t us, int64_t minutes)
{
	for (;;) {
		struct date d = date_in_rome(us);
		int at = minute_in_rome(us);
		int64_t left = works(d) && at < h.close
				       ? h.close - (at < h.open ? h.open : at)
				       : 0;
		int64_t skip = at < h.open && works(d) ? h.open - at : 0;
		if (left >= minutes)
			return us + (skip + minutes) * MONITOR_MINUTE_US;
		minutes -= left;
		us += (1440 - at) * MONITOR_MINUTE_US; /* midnight */
	}
}

enum rc monitor_due(const struct rules *r, enum monitor_owner owner,
		    enum monitor_severity severity, bool missing,
		    struct str ats, int64_t from_us, int64_t *due_us,
		    struct err *err)
{
	static const char *const name[3][N_MONITOR_OWNER] = {
		{"home.red_centre_minutes", "home.red_doctor_minutes"},
		{"home.amber_centre_hours", "home.amber_doctor_hours"},
		{"home.missing_centre_hours", "home.missing_doctor_hours"},
	};
	int which = missing ? 2 : severity == MONITOR_RED ? 0 : 1;
	struct date on = date_in_rome(from_us);
	struct hours h = {0};
	int64_t n;
	enum rc rc = rules_int(r, name[which][owner], ats, on, &n, err);
	if (!rc && which == 0)
		*due_us = from_us + max_i64(1, n) * MONITOR_MINUTE_US;
	if (rc || which == 0)
		return rc;
	rc = hours_of(r, ats, on, &h, err);
	if (!rc)
		*due_us = open_time_on(h, from_us, 60 * max_i64(1, n));
	return rc;
}

enum rc monitor_silence(const struct rules *r, enum monitor_outcome outcome,
			enum monitor_severity severity, bool missing,
			struct str ats, int64_t now_us, int64_t *until_us,
			struct err *err)
{
	const char *name = missing ? "home.silence_missing_hours"
			   : severity == MONITOR_RED ? "home.silence_red_hours"
						     : "home.silence_amber_"
						       "hours";
	int64_t hours = 0;
	*until_us = now_us;
	if (outcome == MONITOR_ERROR || outcome >= MONITOR_ARRIVED)
		return OK;
	enum rc rc = rules_int(r, name, ats, date_in_rome(now_us), &hours, err);
	if (!rc)
		*until_us = now_us + hours * MONITOR_HOUR_US;
	return rc;
}
