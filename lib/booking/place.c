/* Exact bookings: places of slots, a person's day, the cost of it all. */
#include "booking/booking_int.h"

void cell_charge(struct booking *b, size_t cell)
{
	if (b->use[cell] >= b->capacity[cell])
		b->eff[cell] = b->full[cell];
	else
		b->eff[cell] =
			(int32_t)((int64_t)b->price[cell] * b->percent / 100);
}

void charge_all(struct booking *b, int32_t percent)
{
	b->percent = percent;
	for (size_t c = 0; c < b->n_cell; c++)
		cell_charge(b, c);
}

/* Two stays on one day: apart, and with the travel between their sites. */
static bool compatible(const struct booking *b, uint32_t site_a, int32_t a_from,
		       int32_t a_to, uint32_t site_b, int32_t b_from,
		       int32_t b_to)
{
	int32_t gap = 0;
	if (site_a != site_b) {
		const struct booking_cost *c = &b->p.cost;
		gap = c->gap_min;
		if (site_a != BOOKING_NONE && site_b != BOOKING_NONE)
			gap += (booking_distance(c, b->p.sites[site_a],
						 b->p.sites[site_b]) +
				9) /
			       10 * c->gap_min_per_km;
	}
	return a_from >= b_to + gap || b_from >= a_to + gap;
}

bool place_fits(const struct booking *b, uint32_t request, uint32_t slot)
{
	uint32_t person = b->p.requests[request].person;
	const struct booking_slot *s = &b->p.slots[slot];
	int32_t from = s->start_min, to = from + s->duration_min;
	for (size_t i = b->busy_first[person]; i < b->busy_first[person + 1];
	     i++) {
		const struct booking_busy *u = &b->p.busy[i];
		if (u->day == s->day &&
		    !compatible(b, s->site, from, to, u->site, u->start_min,
				u->end_min))
			return false;
	}
	for (size_t i = b->req_first[person]; i < b->req_first[person + 1];
	     i++) {
		uint32_t other = b->slot_of[b->req[i]];
		if (other == BOOKING_NONE || b->req[i] == request)
			continue;
		const struct booking_slot *o = &b->p.slots[other];
		if (o->day == s->day &&
		    !compatible(b, s->site, from, to, o->site, o->start_min,
				o->start_min + o->duration_min))
			return false;
	}
	return true;
}

uint32_t place_find(const struct booking *b, uint32_t request, uint32_t site,
		    int32_t day)
{
	int32_t offer = offer_at(b, site, b->p.requests[request].service);
	if (offer < 0 || booking_is_closed(b, site, day))
		return BOOKING_NONE;
	size_t cell = cell_at(b, offer, day);
	for (uint32_t s = b->slot_first[cell]; s < b->slot_first[cell + 1]; s++)
		if (b->p.slots[s].taken + b->slot_use[s] <
			    b->p.slots[s].places &&
		    place_fits(b, request, s))
			return s;
	return BOOKING_NONE;
}

void place_slot(struct booking *b, uint32_t request, uint32_t slot)
{
	size_t cell = slot_cell(b, slot);
	assert(b->slot_of[request] == BOOKING_NONE);
	assert(b->p.slots[slot].taken + b->slot_use[slot] <
	       b->p.slots[slot].places);
	b->slot_of[request] = slot;
	b->slot_use[slot]++;
	b->use[cell]++;
	cell_charge(b, cell);
}

bool place_at(struct booking *b, uint32_t request, uint32_t site, int32_t day)
{
	uint32_t slot = place_find(b, request, site, day);
	if (slot == BOOKING_NONE)
		return false;
	place_slot(b, request, slot);
	return true;
}

void unplace(struct booking *b, uint32_t request)
{
	uint32_t slot = b->slot_of[request];
	if (slot == BOOKING_NONE)
		return;
	b->slot_of[request] = BOOKING_NONE;
	b->slot_use[slot]--;
	size_t cell = slot_cell(b, slot);
	b->use[cell]--;
	cell_charge(b, cell);
}

/* Book what b->pick says, the trips that serve most first through their order
 * of discovery; a choice whose slots all clash is banned for the next round.
 * Returns how many stay open. */
static size_t place_picks(struct booking *b, uint32_t person)
{
	size_t first = b->req_first[person], n = b->req_first[person + 1];
	size_t open = 0;
	for (size_t i = first; i < n; i++) {
		const struct choice *c = &b->pick[i - first];
		uint32_t request = b->req[i];
		if (b->slot_of[request] != BOOKING_NONE)
			continue;
		if (c->site == BOOKING_NONE ||
		    place_at(b, request, c->site, c->day))
			continue;
		open++;
		if (b->n_ban < MAX_BAN)
			b->bans[b->n_ban++] =
				(struct ban){request, c->site, c->day};
	}
	return open;
}

void person_trips(struct booking *b, uint32_t person)
{
	choose_busy_trips(b, person);
	for (size_t i = b->req_first[person]; i < b->req_first[person + 1];
	     i++) {
		uint32_t slot = b->slot_of[b->req[i]];
		if (slot == BOOKING_NONE)
			continue;
		const struct booking_slot *s = &b->p.slots[slot];
		b->trips[b->n_trip++] = (struct trip){s->site, s->day};
	}
}

void place_person(struct booking *b, uint32_t person)
{
	size_t first = b->req_first[person];
	size_t n = b->req_first[person + 1] - first;
	b->n_ban = 0;
	do {
		for (size_t k = 0; k < n; k++) {
			b->done[k] =
				b->slot_of[b->req[first + k]] != BOOKING_NONE;
			b->pick[k].site = BOOKING_NONE;
		}
		person_trips(b, person);
		choose_person(b, person);
	} while (place_picks(b, person) && b->n_ban < MAX_BAN);
	b->n_ban = 0;
}

/* Travel of the trip of the i-th request of a person, unless an earlier one
 * or an appointment that stays already pays it. */
static int32_t trip_cost(const struct booking *b, uint32_t person, size_t i)
{
	const struct booking_slot *s = &b->p.slots[b->slot_of[b->req[i]]];
	for (size_t j = b->busy_first[person]; j < b->busy_first[person + 1];
	     j++)
		if (b->p.busy[j].site == s->site && b->p.busy[j].day == s->day)
			return 0;
	for (size_t j = b->req_first[person]; j < i; j++) {
		uint32_t other = b->slot_of[b->req[j]];
		if (other != BOOKING_NONE &&
		    b->p.slots[other].site == s->site &&
		    b->p.slots[other].day == s->day)
			return 0;
	}
	return booking_distance(&b->p.cost, b->p.persons[person].home,
				b->p.sites[s->site]);
}

int64_t person_cost(const struct booking *b, uint32_t person)
{
	int64_t cost = 0;
	for (size_t i = b->req_first[person]; i < b->req_first[person + 1];
	     i++) {
		const struct booking_request *r = &b->p.requests[b->req[i]];
		uint32_t slot = b->slot_of[b->req[i]];
		if (slot == BOOKING_NONE) {
			cost += unbooked_cost(b, r);
			continue;
		}
		const struct booking_slot *s = &b->p.slots[slot];
		cost += booking_timing(b, r, s->day) +
			booking_not_preferred(b, r, s->site) +
			trip_cost(b, person, i);
	}
	return cost;
}

static void add_booked(const struct booking *b, uint32_t person, size_t i,
		       struct booking_total *t)
{
	const struct booking_request *r = &b->p.requests[b->req[i]];
	const struct booking_slot *s = &b->p.slots[b->slot_of[b->req[i]]];
	int32_t travel = trip_cost(b, person, i);
	t->n_booked++;
	t->n_on_time += s->day <= r->latest;
	t->n_late += s->day > r->latest;
	t->n_trip += travel > 0;
	t->trips_hm += travel;
	t->timing += booking_timing(b, r, s->day) +
		     booking_not_preferred(b, r, s->site);
}

void booking_total(const struct booking *b, struct booking_total *out)
{
	struct booking_total t = {0};
	for (uint32_t person = 0; person < b->p.n_person; person++)
		for (size_t i = b->req_first[person];
		     i < b->req_first[person + 1]; i++) {
			uint32_t request = b->req[i];
			if (b->slot_of[request] != BOOKING_NONE) {
				add_booked(b, person, i, &t);
				continue;
			}
			t.n_unbooked++;
			t.unbooked_cost +=
				unbooked_cost(b, &b->p.requests[request]);
		}
	t.cost = t.trips_hm + t.timing + t.unbooked_cost;
	*out = t;
}
