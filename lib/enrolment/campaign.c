#include "enrolment/enrolment.h"

bool is_working_day(struct date d)
{
	return date_weekday(d) < 5 && !date_is_holiday(d);
}

static int n_working_days(const struct campaign *c)
{
	int n = 0;
	for (struct date d = c->from; d.days <= c->to.days; d = date_add(d, 1))
		n += is_working_day(d);
	return n;
}

bool campaign_picks(const struct campaign *c, struct str pseudonym,
		    struct date *on)
{
	assert(c->share_e4 >= 0 && c->share_e4 <= 10000);
	uint64_t h = hash64(pseudonym.ptr, pseudonym.len, c->seed);
	int n = n_working_days(c);
	if ((int)(h % 10000) >= c->share_e4 || n == 0)
		return false;
	/* high bits: independent of the share taken from the low ones */
	int k = (int)((h >> 32) % (uint64_t)n);
	for (struct date d = c->from;; d = date_add(d, 1))
		if (is_working_day(d) && k-- == 0) {
			*on = d;
			return true;
		}
}
