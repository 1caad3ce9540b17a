/* The whole: prices, a first exact booking in order of need, improvement. */
#include "booking/booking_int.h"

#define PRICE_PASSES 12
#define PLAN_PASSES  2
#define CHAIN_PASSES 6
#define LITTLE       10000 /* a gain of one in so many ends the passes */

static int compare_rank(const void *pa, const void *pb)
{
	const struct rank *a = pa, *b = pb;
	if (a->need != b->need)
		return a->need > b->need ? -1 : 1;
	return a->person < b->person ? -1 : a->person > b->person;
}

/* A person's need: the weight of the most urgent request, then what is at
 * stake in all if they came last. */
static int64_t need_of(const struct booking *b, uint32_t person)
{
	int64_t top = 0, sum = 0;
	for (size_t i = b->req_first[person]; i < b->req_first[person + 1];
	     i++) {
		const struct booking_request *r = &b->p.requests[b->req[i]];
		int32_t weight = b->p.cost.weight[r->priority];
		top = weight > top ? weight : top;
		if (b->choice_cell[b->req[i]] != BOOKING_NONE)
			sum += b->price[b->choice_cell[b->req[i]]];
	}
	return (top << 32) + min_i64(sum, INT32_MAX);
}

static void first_booking(struct booking *b)
{
	for (uint32_t i = 0; i < b->p.n_person; i++)
		b->rank[i] = (struct rank){need_of(b, i), i};
	qsort(b->rank, b->p.n_person, sizeof(*b->rank), compare_rank);
	charge_all(b, 100);
	for (size_t i = 0; i < b->p.n_person; i++)
		place_person(b, b->rank[i].person);
}

static int or_default(int v, int otherwise)
{
	return v ? v : otherwise;
}

static void tell(const struct booking_effort *e, size_t done, size_t total)
{
	if (e && e->progress)
		e->progress(e->ctx, done, total);
}

void booking_solve(struct booking *b, const struct booking_effort *effort)
{
	const struct booking_effort none = {0};
	const struct booking_effort *e = effort ? effort : &none;
	int prices = or_default(e->price_passes, PRICE_PASSES);
	int plans = or_default(e->plan_passes, PLAN_PASSES);
	int chains = or_default(e->chain_passes, CHAIN_PASSES);
	size_t total = (size_t)(prices + plans + chains), done = 0;

	for (uint32_t i = 0; i < b->p.n_request; i++)
		unplace(b, i);
	price_cells(b, prices);
	tell(e, done += (size_t)prices, total);
	first_booking(b);
	for (int i = 0; i < plans; i++, tell(e, ++done, total))
		improve_persons(b, i < plans / 2 ? 100 - 100 / plans * i : 0);
	for (int i = 0; i < chains; i++, tell(e, ++done, total)) {
		struct booking_total t;
		int64_t gain = improve_chains(b);
		gain += gain ? improve_persons(b, 0) : 0;
		booking_total(b, &t);
		if (gain <= t.cost / LITTLE)
			break;
	}
}

uint32_t booking_slot_of(const struct booking *b, size_t request)
{
	assert(request < b->p.n_request);
	return b->slot_of[request];
}

int32_t booking_price(const struct booking *b, uint32_t site, uint16_t service,
		      uint16_t day)
{
	int32_t offer = offer_at(b, site, service);
	return offer < 0 ? 0 : b->price[cell_at(b, offer, day)];
}
