/* What one person would choose at the prices of the moment (b->eff).
 *
 * Each request first looks for its best place by itself: near sites from the
 * nearest, until travel alone costs more than the best found. Then trips that
 * serve several requests: for every near site and day the saving against
 * "each by itself" is summed, the best trip is taken, and again, until no
 * trip saves anything.
 */
#include "booking/booking_int.h"

/* As booking_timing, day after day: the window's two slopes, and the days the
 * person cannot come. */
void choose_timing(struct booking *b, size_t k, uint32_t request)
{
	const struct booking_request *r = &b->p.requests[request];
	const struct booking_person *who = &b->p.persons[r->person];
	const struct booking_cost *c = &b->p.cost;
	int32_t last = booking_last_day(b, r), earliest = r->earliest;
	int32_t weight = c->weight[r->priority];
	uint32_t weekday = (r->earliest + b->p.first_weekday) % 7;
	int32_t *t = b->timing + k * b->max_window;
	for (int32_t d = earliest; d <= last; d++) {
		bool can = d >= who->first_day && d <= who->last_day &&
			   (who->weekdays >> weekday & 1);
		int32_t cost = c->per_day_off * abs(d - r->target);
		if (d > r->latest)
			cost += (c->late + c->per_day_late * (d - r->latest)) *
				weight;
		t[d - earliest] = can ? cost : NOT_HERE;
		weekday = weekday == 6 ? 0 : weekday + 1;
	}
}

/* Costs of the days of a request's window at one site, travel left out, into
 * b->row. False when the site does not offer the service. */
static bool fill_row(struct booking *b, size_t k, uint32_t request,
		     uint32_t site)
{
	const struct booking_request *r = &b->p.requests[request];
	int32_t offer = offer_at(b, site, r->service);
	if (offer < 0)
		return false;
	int32_t n = booking_last_day(b, r) - r->earliest + 1;
	const int32_t *t = b->timing + k * b->max_window;
	const int32_t *eff = b->eff + cell_at(b, offer, r->earliest);
	int32_t more = booking_not_preferred(b, r, site);
	for (int32_t i = 0; i < n; i++)
		b->row[i] = t[i] + eff[i] + more;
	for (size_t i = 0; i < b->n_ban; i++)
		if (b->bans[i].request == request && b->bans[i].site == site)
			b->row[b->bans[i].day - r->earliest] = NOT_HERE;
	return true;
}

static void best_of_row(const struct booking *b, size_t n, uint32_t site,
			int32_t earliest, int32_t travel, struct choice *best)
{
	int32_t low = best->cost - travel;
	size_t at = SIZE_MAX;
	for (size_t i = 0; i < n; i++)
		if (b->row[i] < low) {
			low = b->row[i];
			at = i;
		}
	if (at != SIZE_MAX)
		*best = (struct choice){site, earliest + (int32_t)at,
					low + travel};
}

struct choice choose_alone(struct booking *b, size_t k, uint32_t request)
{
	const struct booking_request *r = &b->p.requests[request];
	struct choice best = {BOOKING_NONE, 0, unbooked_cost(b, r)};
	size_t n = (size_t)(booking_last_day(b, r) - r->earliest) + 1;
	for (size_t i = b->near_first[r->person];
	     i < b->near_first[r->person + 1]; i++) {
		const struct near *at = &b->near[i];
		if (at->hm >= best.cost)
			break;
		if (fill_row(b, k, request, at->site))
			best_of_row(b, n, at->site, r->earliest, at->hm, &best);
	}
	for (size_t i = 0; i < b->n_trip; i++) {
		int32_t day = b->trips[i].day - r->earliest;
		if (day < 0 || (size_t)day >= n ||
		    !fill_row(b, k, request, b->trips[i].site) ||
		    b->row[day] >= best.cost)
			continue;
		best = (struct choice){b->trips[i].site, b->trips[i].day,
				       b->row[day]};
	}
	return best;
}

void choose_busy_trips(struct booking *b, uint32_t person)
{
	b->n_trip = 0;
	for (size_t i = b->busy_first[person]; i < b->busy_first[person + 1];
	     i++)
		if (b->p.busy[i].site != BOOKING_NONE)
			b->trips[b->n_trip++] = (struct trip){b->p.busy[i].site,
							      b->p.busy[i].day};
}

/* ---- trips that serve several requests ---- */

struct span {
	int32_t from, to; /* days; from > to: nothing */
};

/* The days on which at least two open requests could meet, and the most that
 * a trip on one day could save. */
static struct span meeting_days(struct booking *b, uint32_t person,
				int32_t *most)
{
	struct span s = {INT32_MAX, -1};
	int32_t *sum = b->gain, *count = b->gain + b->p.n_day;
	*most = 0;
	size_t first = b->req_first[person], n = b->req_first[person + 1];
	int32_t lo = INT32_MAX, hi = -1;
	for (size_t i = first; i < n; i++) {
		const struct booking_request *r = &b->p.requests[b->req[i]];
		if (b->done[i - first])
			continue;
		lo = r->earliest < lo ? r->earliest : lo;
		hi = booking_last_day(b, r) > hi ? booking_last_day(b, r) : hi;
	}
	for (int32_t d = lo; d <= hi; d++)
		sum[d] = count[d] = 0;
	for (size_t i = first; i < n; i++) {
		const struct booking_request *r = &b->p.requests[b->req[i]];
		if (b->done[i - first])
			continue;
		int32_t last = booking_last_day(b, r);
		for (int32_t d = r->earliest; d <= last; d++) {
			sum[d] += b->alone[i - first];
			count[d]++;
		}
	}
	for (int32_t d = lo; d <= hi; d++) {
		if (count[d] < 2)
			continue;
		s.from = d < s.from ? d : s.from;
		s.to = d;
		*most = sum[d] > *most ? sum[d] : *most;
	}
	return s;
}

/* Sum what every open request saves by a visit to `site`, day by day. */
static void sum_savings(struct booking *b, uint32_t person, uint32_t site,
			struct span s)
{
	size_t first = b->req_first[person], n = b->req_first[person + 1];
	for (int32_t d = s.from; d <= s.to; d++)
		b->gain[d] = 0;
	for (size_t i = first; i < n; i++) {
		const struct booking_request *r = &b->p.requests[b->req[i]];
		if (b->done[i - first] ||
		    !fill_row(b, i - first, b->req[i], site))
			continue;
		int32_t from = r->earliest > s.from ? r->earliest : s.from;
		int32_t to = booking_last_day(b, r);
		int32_t alone = b->alone[i - first];
		to = to < s.to ? to : s.to;
		for (int32_t d = from; d <= to; d++) {
			int32_t save = alone - b->row[d - r->earliest];
			b->gain[d] += save > 0 ? save : 0;
		}
	}
}

/* A request by itself saves nothing against itself: its alone cost includes
 * the travel, so a trip for one never has a positive balance. */
static struct choice best_trip(struct booking *b, uint32_t person)
{
	struct choice best = {BOOKING_NONE, 0, 0}; /* cost: the saving */
	int32_t most;
	struct span s = meeting_days(b, person, &most);
	for (size_t i = b->near_first[person];
	     s.from <= s.to && i < b->near_first[person + 1]; i++) {
		const struct near *at = &b->near[i];
		if (at->hm + best.cost >= most)
			break;
		sum_savings(b, person, at->site, s);
		for (int32_t d = s.from; d <= s.to; d++)
			if (b->gain[d] - at->hm > best.cost)
				best = (struct choice){at->site, d,
						       b->gain[d] - at->hm};
	}
	return best;
}

static void join_trip(struct booking *b, uint32_t person,
		      const struct choice *trip)
{
	size_t first = b->req_first[person], n = b->req_first[person + 1];
	for (size_t i = first; i < n; i++) {
		const struct booking_request *r = &b->p.requests[b->req[i]];
		int32_t at = trip->day - r->earliest;
		if (b->done[i - first] || at < 0 ||
		    trip->day > booking_last_day(b, r) ||
		    !fill_row(b, i - first, b->req[i], trip->site) ||
		    b->row[at] >= b->alone[i - first])
			continue;
		b->pick[i - first] =
			(struct choice){trip->site, trip->day, b->row[at]};
		b->done[i - first] = 1;
	}
	b->trips[b->n_trip++] = (struct trip){trip->site, trip->day};
}

void choose_person(struct booking *b, uint32_t person)
{
	size_t first = b->req_first[person], n = b->req_first[person + 1];
	size_t open = 0;
	for (size_t i = first; i < n; i++) {
		if (b->done[i - first])
			continue;
		choose_timing(b, i - first, b->req[i]);
		b->pick[i - first] = choose_alone(b, i - first, b->req[i]);
		b->alone[i - first] = b->pick[i - first].cost;
		open++;
	}
	while (open > 1) {
		struct choice trip = best_trip(b, person);
		if (trip.site == BOOKING_NONE)
			break;
		join_trip(b, person, &trip);
		open = 0;
		for (size_t i = first; i < n; i++)
			open += !b->done[i - first];
	}
	/* What stands alone may still join a trip made for others. */
	for (size_t i = first; i < n; i++)
		if (!b->done[i - first] && b->n_trip)
			b->pick[i - first] =
				choose_alone(b, i - first, b->req[i]);
}
