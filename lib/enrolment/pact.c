#include "enrolment/enrolment.h"

struct date pact_last_day(struct date from, int months)
{
	assert(months > 0);
	struct date same = date_add_months(from, months);
	bool no_such_day = date_ymd(same).day < date_ymd(from).day;
	return no_such_day ? same : date_add(same, -1);
}

enum rc pact_period(const struct rules *r, struct str ats, struct date from,
		    struct period *out, struct err *err)
{
	int64_t months;
	enum rc rc =
		rules_int(r, "pact.duration_months", ats, from, &months, err);
	if (rc)
		return rc;
	if (months < 1 || months > 120)
		return err_set(err, E_RANGE,
			       "rule pact.duration_months is %" PRId64
			       ", should be 1 to 120",
			       months);
	*out = (struct period){from, pact_last_day(from, (int)months)};
	return OK;
}
