/* A bound below every possible booking, and nothing assumed about capacity. */
#include "booking/booking_int.h"

/* How many of a person's requests could be served on each day. */
static void count_days(const struct booking *b, uint32_t person, int32_t *n)
{
	memset(n, 0, b->p.n_day * sizeof(*n));
	for (size_t i = b->req_first[person]; i < b->req_first[person + 1];
	     i++) {
		const struct booking_request *r = &b->p.requests[b->req[i]];
		for (int32_t d = r->earliest; d <= booking_last_day(b, r); d++)
			n[d]++;
	}
}

/* A trip with at most n sharers costs each of them at least an n-th. */
static int64_t request_bound(const struct booking *b, uint32_t request,
			     const int32_t *sharers)
{
	const struct booking_request *r = &b->p.requests[request];
	int64_t best = unbooked_cost(b, r);
	for (size_t i = b->near_first[r->person];
	     i < b->near_first[r->person + 1]; i++) {
		const struct near *at = &b->near[i];
		int32_t offer = offer_at(b, at->site, r->service);
		int32_t more = booking_not_preferred(b, r, at->site);
		if (offer < 0)
			continue;
		for (int32_t d = r->earliest; d <= booking_last_day(b, r);
		     d++) {
			if (b->capacity[cell_at(b, offer, d)] <= 0)
				continue;
			int64_t cost = (int64_t)booking_timing(b, r, d) + more +
				       at->hm / sharers[d];
			best = min_i64(best, cost);
		}
	}
	for (size_t i = b->busy_first[r->person];
	     i < b->busy_first[r->person + 1]; i++)
		best = min_i64(best, booking_timing(b, r, b->p.busy[i].day));
	return best;
}

int64_t booking_simple_bound(const struct booking *b)
{
	int64_t bound = 0;
	for (uint32_t person = 0; person < b->p.n_person; person++) {
		count_days(b, person, b->gain);
		for (size_t i = b->req_first[person];
		     i < b->req_first[person + 1]; i++)
			bound += request_bound(b, b->req[i], b->gain);
	}
	return bound;
}
