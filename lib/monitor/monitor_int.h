/* Inside monitor: the readings of one kind, and what a rule sees in them. */
#ifndef MONITOR_MONITOR_INT_H
#define MONITOR_MONITOR_INT_H

#include "monitor/monitor.h"

struct series { /* readings of one kind, ascending */
	const struct monitor_reading *const *at;
	size_t n;
	int64_t *scratch; /* room for n * (n - 1) / 2 of SERIES_DAYS days */
};

/* What a rule looked at. `fresh`: one of them came just now. */
struct sight {
	int64_t seen_milli;
	int64_t reading[MONITOR_BEHIND];
	size_t n_reading;
	bool fresh;
};

static inline struct date day_of(const struct monitor_reading *r)
{
	return date_in_rome(r->measured_us);
}

/* At the reading `i` of the series; false: the rule does not hold. */
bool sees(const struct monitor_limit *limit, int64_t best_milli,
	  const struct series *s, size_t i, struct sight *out);

/* Of v[n], n > 0; sorts them. */
int64_t median_of(int64_t *v, size_t n);

#endif
