/* The rules: what each sees at one reading, looking back. */
#include "monitor/monitor_int.h"

enum { DAYS_MOST = 91 }; /* a window is 90 days at most, and its own day */

static int by_value(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;
	return (x > y) - (x < y);
}

int64_t median_of(int64_t *v, size_t n)
{
	assert(n > 0);
	qsort(v, n, sizeof(*v), by_value);
	return n % 2 ? v[n / 2] : (v[n / 2 - 1] + v[n / 2]) / 2;
}

/* The latest MONITOR_BEHIND of them; called from the latest backwards. */
static void point_at(struct sight *s, const struct monitor_reading *r)
{
	s->fresh |= r->fresh;
	if (s->n_reading < MONITOR_BEHIND)
		s->reading[s->n_reading++] = r->id;
}

/* ---- one reading after the other */

/* What of a reading is held against the limit. */
static int64_t seen_of(const struct monitor_limit *limit, int64_t best_milli,
		       const struct monitor_reading *r)
{
	int64_t v = r->value_milli[limit->part];
	return limit->rule == MONITOR_BELOW_BEST ? v * 100000 / best_milli : v;
}

static bool passes(const struct monitor_limit *limit, int64_t seen)
{
	return limit->rule == MONITOR_ABOVE ? seen >= limit->value_milli
					    : seen <= limit->value_milli;
}

static bool running(const struct monitor_limit *limit, int64_t best_milli,
		    const struct series *s, size_t i, struct sight *out)
{
	int left = limit->count;
	if (limit->rule == MONITOR_BELOW_BEST && best_milli <= 0)
		return false;
	out->seen_milli = seen_of(limit, best_milli, s->at[i]);
	for (size_t k = i + 1; left > 0 && k-- > 0;) {
		const struct monitor_reading *r = s->at[k];
		if (r->doubtful && k != i)
			continue;
		if (!passes(limit, seen_of(limit, best_milli, r)))
			return false;
		point_at(out, r);
		left--;
	}
	return !left;
}

/* ---- day by day */

struct day {
	struct date on;
	int64_t median;
};

/* The first reading of the `days` that end with the day of `i`. */
static size_t window_from(const struct series *s, size_t i, int days)
{
	struct date first = date_add(day_of(s->at[i]), 1 - days);
	while (i > 0 && day_of(s->at[i - 1]).days >= first.days)
		i--;
	return i;
}

/* The last reading of the day of `i`. */
static size_t day_end(const struct series *s, size_t i)
{
	struct date on = day_of(s->at[i]);
	while (i + 1 < s->n && day_of(s->at[i + 1]).days == on.days)
		i++;
	return i;
}

/* Daily medians of the readings from .. to that count. */
static size_t daily(const struct series *s, int part, size_t from, size_t to,
		    struct day *out)
{
	size_t n = 0;
	for (size_t i = from; i <= to && n < DAYS_MOST;) {
		size_t end = day_end(s, i), k = 0;
		for (size_t j = i; j <= end && j <= to; j++)
			if (!s->at[j]->doubtful)
				s->scratch[k++] = s->at[j]->value_milli[part];
		if (k)
			out[n++] = (struct day){day_of(s->at[i]),
						median_of(s->scratch, k)};
		i = end + 1;
	}
	return n;
}

/* Those that count, from the latest backwards; `only`: of this day or the last.
 */
static void point_at_window(const struct series *s, size_t from, size_t to,
			    struct date only, struct sight *out)
{
	struct date last = day_of(s->at[to]);
	for (size_t k = to + 1; k-- > from;) {
		struct date on = day_of(s->at[k]);
		if (!s->at[k]->doubtful &&
		    (date_is_none(only) || on.days == only.days ||
		     on.days == last.days))
			point_at(out, s->at[k]);
	}
}

static bool differs(const struct monitor_limit *limit, const struct series *s,
		    size_t i, struct sight *out)
{
	struct day d[DAYS_MOST];
	size_t from = window_from(s, i, limit->days + 1), to = day_end(s, i);
	size_t n = daily(s, limit->part, from, to, d);
	if (n < 2 || s->at[i]->doubtful)
		return false;
	int64_t up = d[n - 1].median - d[0].median;
	out->seen_milli = limit->rule == MONITOR_RISE ? up : -up;
	point_at_window(s, from, to, d[0].on, out);
	return out->seen_milli >= limit->value_milli;
}

/* Theil-Sen: the median of the slopes between every two days. */
static int64_t slope_over(const struct day *d, size_t n, int days,
			  int64_t *scratch)
{
	size_t k = 0;
	for (size_t i = 0; i < n; i++)
		for (size_t j = i + 1; j < n; j++)
			scratch[k++] = (d[j].median - d[i].median) * days /
				       (d[j].on.days - d[i].on.days);
	return median_of(scratch, k);
}

static bool slopes(const struct monitor_limit *limit, const struct series *s,
		   size_t i, struct sight *out)
{
	struct day d[DAYS_MOST];
	size_t from = window_from(s, i, limit->days), to = day_end(s, i);
	size_t n = daily(s, limit->part, from, to, d);
	if (n < 3 || n < (size_t)limit->count || s->at[i]->doubtful)
		return false;
	int64_t up = slope_over(d, n, limit->days, s->scratch);
	out->seen_milli = limit->rule == MONITOR_SLOPE_UP ? up : -up;
	point_at_window(s, from, to, DATE_NONE, out);
	return out->seen_milli >= limit->value_milli;
}

static bool means(const struct monitor_limit *limit, const struct series *s,
		  size_t i, struct sight *out)
{
	int64_t sum = 0, n = 0;
	size_t from = window_from(s, i, limit->days);
	for (size_t k = from; k <= i; k++) {
		if (s->at[k]->doubtful)
			continue;
		sum += s->at[k]->value_milli[limit->part];
		n++;
	}
	if (n < limit->count || !n || s->at[i]->doubtful)
		return false;
	out->seen_milli = sum / n;
	point_at_window(s, from, i, DATE_NONE, out);
	return limit->rule == MONITOR_MEAN_ABOVE
		       ? out->seen_milli >= limit->value_milli
		       : out->seen_milli <= limit->value_milli;
}

bool sees(const struct monitor_limit *limit, int64_t best_milli,
	  const struct series *s, size_t i, struct sight *out)
{
	*out = (struct sight){0};
	if (s->at[i]->value_milli[limit->part] == MONITOR_NO_VALUE)
		return false;
	switch (limit->rule) {
	case MONITOR_ABOVE:
	case MONITOR_BELOW:
	case MONITOR_BELOW_BEST:
		return running(limit, best_milli, s, i, out);
	case MONITOR_RISE:
	case MONITOR_FALL:
		return differs(limit, s, i, out);
	case MONITOR_MEAN_ABOVE:
	case MONITOR_MEAN_BELOW:
		return means(limit, s, i, out);
	case MONITOR_SLOPE_UP:
	case MONITOR_SLOPE_DOWN:
		return slopes(limit, s, i, out);
	case N_MONITOR_RULE:
		break;
	}
	return false;
}
