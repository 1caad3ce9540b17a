/* Improvement of an exact booking; every accepted step lowers the cost.
 *
 * Two kinds of step. A whole person is taken out and planned again on what is
 * free. A chain gives a request a better place by moving who holds it, and
 * who holds that one, up to CHAIN_DEPTH: before a pass, every booked request
 * is asked what its removal to another place would cost; the cheapest of a
 * cell is its *holder*, and its cost is what the full cell charges.
 */
#include "booking/booking_int.h"

#define CHAIN_DEPTH 4
#define CHAIN_TRIES 4

/* ---- persons ---- */

static int64_t replan(struct booking *b, uint32_t person)
{
	size_t first = b->req_first[person];
	size_t n = b->req_first[person + 1] - first;
	int64_t before = person_cost(b, person);
	for (size_t k = 0; k < n; k++)
		b->save[k] = b->slot_of[b->req[first + k]];
	for (size_t k = 0; k < n; k++)
		unplace(b, b->req[first + k]);
	place_person(b, person);
	int64_t after = person_cost(b, person);
	if (after < before)
		return before - after;
	for (size_t k = 0; k < n; k++)
		unplace(b, b->req[first + k]);
	for (size_t k = 0; k < n; k++)
		if (b->save[k] != BOOKING_NONE)
			place_slot(b, b->req[first + k], b->save[k]);
	return 0;
}

int64_t improve_persons(struct booking *b, int32_t price_percent)
{
	int64_t gain = 0;
	charge_all(b, price_percent);
	for (uint32_t i = 0; i < b->p.n_person; i++)
		gain += replan(b, i);
	return gain;
}

/* ---- chains ---- */

static size_t position(const struct booking *b, uint32_t request)
{
	uint32_t person = b->p.requests[request].person;
	size_t i = b->req_first[person];
	while (b->req[i] != request)
		i++;
	return i - b->req_first[person];
}

/* Best place of one request that is out, the person's others staying. */
static struct choice choose_one(struct booking *b, uint32_t request)
{
	size_t k = position(b, request);
	person_trips(b, b->p.requests[request].person);
	choose_timing(b, k, request);
	return choose_alone(b, k, request);
}

static void ban(struct booking *b, uint32_t request, uint32_t site, int32_t day)
{
	if (b->n_ban < MAX_BAN)
		b->bans[b->n_ban++] = (struct ban){request, site, day};
}

/* What a request costs now: with it less without it. */
static int64_t share_of(struct booking *b, uint32_t request)
{
	uint32_t person = b->p.requests[request].person;
	uint32_t slot = b->slot_of[request];
	int64_t unbooked = unbooked_cost(b, &b->p.requests[request]);
	if (slot == BOOKING_NONE)
		return unbooked;
	int64_t with = person_cost(b, person);
	b->slot_of[request] = BOOKING_NONE;
	int64_t without = person_cost(b, person) - unbooked;
	b->slot_of[request] = slot;
	return with - without;
}

/* Ask every booked request what moving away would cost. */
static void find_holders(struct booking *b)
{
	int32_t *least = b->step; /* the search of prices is over */
	for (size_t c = 0; c < b->n_cell; c++) {
		least[c] = NOT_HERE;
		b->holder[c] = BOOKING_NONE;
	}
	for (uint32_t i = 0; i < b->p.n_request; i++) {
		uint32_t slot = b->slot_of[i];
		if (slot == BOOKING_NONE)
			continue;
		size_t cell = slot_cell(b, slot);
		if (b->use[cell] < b->capacity[cell])
			continue;
		int64_t share = share_of(b, i);
		const struct booking_slot *s = &b->p.slots[slot];
		unplace(b, i);
		b->n_ban = 0;
		ban(b, i, s->site, s->day);
		int64_t cost = choose_one(b, i).cost - share;
		b->n_ban = 0;
		place_slot(b, i, slot);
		cost = max_i64(cost, 0);
		if (cost < least[cell]) {
			least[cell] = (int32_t)cost;
			b->holder[cell] = i;
		}
	}
	for (size_t c = 0; c < b->n_cell; c++) {
		b->full[c] = least[c];
		cell_charge(b, c);
	}
}

struct moved { /* the journal of a chain: how to go back */
	uint32_t request, slot;
};
struct chain {
	struct moved moved[CHAIN_DEPTH + 1];
	size_t n;
};

/* Give up the cell's holder for `request`; the holder is the next to place. */
static bool take_over(struct booking *b, uint32_t request, size_t cell,
		      struct chain *chain)
{
	uint32_t holder = b->holder[cell];
	if (holder == BOOKING_NONE || chain->n > CHAIN_DEPTH - 1)
		return false;
	uint32_t slot = b->slot_of[holder];
	if (slot == BOOKING_NONE || slot_cell(b, slot) != cell ||
	    b->p.requests[holder].person == b->p.requests[request].person)
		return false;
	for (size_t i = 0; i < chain->n; i++)
		if (chain->moved[i].request == holder)
			return false;
	unplace(b, holder);
	if (!place_fits(b, request, slot)) {
		place_slot(b, holder, slot);
		return false;
	}
	place_slot(b, request, slot);
	b->full[cell] = NOT_HERE; /* not twice in a pass */
	cell_charge(b, cell);
	chain->moved[chain->n++] = (struct moved){holder, slot};
	return true;
}

/* Place `request`, moving holders. True when something was placed for all or
 * the last was left out; the caller compares the costs. */
static void run_chain(struct booking *b, uint32_t request, struct chain *chain)
{
	b->n_ban = 0;
	for (int tries = 0; tries < CHAIN_TRIES; tries++) {
		struct choice c = choose_one(b, request);
		if (c.site == BOOKING_NONE)
			break;
		size_t cell = cell_at(
			b, offer_at(b, c.site, b->p.requests[request].service),
			c.day);
		if (b->use[cell] < b->capacity[cell]) {
			if (place_at(b, request, c.site, c.day))
				break;
		} else if (take_over(b, request, cell, chain)) {
			request = chain->moved[chain->n - 1].request;
			b->n_ban = 0;
			tries = -1;
			continue;
		}
		ban(b, request, c.site, c.day);
	}
	b->n_ban = 0;
}

static void undo(struct booking *b, const struct chain *chain)
{
	for (size_t i = 0; i < chain->n; i++)
		unplace(b, chain->moved[i].request);
	for (size_t i = chain->n; i-- > 0;)
		if (chain->moved[i].slot != BOOKING_NONE)
			place_slot(b, chain->moved[i].request,
				   chain->moved[i].slot);
}

/* The persons of a chain may be the same: each cost counts once. */
static int64_t chain_cost(const struct booking *b, const struct chain *chain)
{
	int64_t cost = 0;
	for (size_t i = 0; i < chain->n; i++) {
		uint32_t person = b->p.requests[chain->moved[i].request].person;
		bool seen = false;
		for (size_t j = 0; j < i && !seen; j++)
			seen = b->p.requests[chain->moved[j].request].person ==
			       person;
		if (!seen)
			cost += person_cost(b, person);
	}
	return cost;
}

static int64_t try_chain(struct booking *b, uint32_t request)
{
	struct chain chain = {.n = 1};
	chain.moved[0] = (struct moved){request, b->slot_of[request]};
	unplace(b, request);
	run_chain(b, request, &chain);
	int64_t after = chain_cost(b, &chain);
	struct chain now = chain;
	for (size_t i = 0; i < chain.n; i++)
		now.moved[i].slot = b->slot_of[chain.moved[i].request];
	undo(b, &chain);
	int64_t before = chain_cost(b, &chain);
	if (after >= before)
		return 0;
	for (size_t i = 0; i < chain.n; i++)
		unplace(b, chain.moved[i].request);
	for (size_t i = 0; i < now.n; i++)
		if (now.moved[i].slot != BOOKING_NONE)
			place_slot(b, now.moved[i].request, now.moved[i].slot);
	return before - after;
}

/* Is there a place, free or of a holder who would leave, that is better? */
static bool worth_trying(struct booking *b, uint32_t request, int64_t share)
{
	uint32_t slot = b->slot_of[request];
	struct choice c;
	b->n_ban = 0;
	if (slot != BOOKING_NONE) {
		const struct booking_slot *s = &b->p.slots[slot];
		b->slot_of[request] = BOOKING_NONE;
		ban(b, request, s->site, s->day);
		c = choose_one(b, request);
		b->slot_of[request] = slot;
	} else {
		c = choose_one(b, request);
	}
	b->n_ban = 0;
	return c.cost < share;
}

int64_t improve_chains(struct booking *b)
{
	int64_t gain = 0;
	charge_all(b, 0);
	find_holders(b);
	for (int turn = 0; turn < 2; turn++) /* the unbooked first */
		for (uint32_t i = 0; i < b->p.n_request; i++) {
			if ((b->slot_of[i] == BOOKING_NONE) != !turn)
				continue;
			int64_t share = share_of(b, i);
			if (worth_trying(b, i, share))
				gain += try_chain(b, i);
		}
	for (size_t c = 0; c < b->n_cell; c++)
		b->full[c] = NOT_HERE;
	charge_all(b, 0);
	return gain;
}
