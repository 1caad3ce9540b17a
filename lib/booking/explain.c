/* Why a request is where it is, or nowhere, read from the final state. */
#include "booking/booking_int.h"

const char *const booking_why_name[N_BOOKING_WHY] = {
	[BOOKING_NEAREST] = "nearest",
	[BOOKING_PREFERRED] = "preferred",
	[BOOKING_SHARED_TRIP] = "shared_trip",
	[BOOKING_NEARER_FULL] = "nearer_full",
	[BOOKING_NEARER_OFF_TIME] = "nearer_off_time",
	[BOOKING_NEARER_CLASH] = "nearer_clash",
	[BOOKING_WINDOW_FULL] = "window_full",
	[BOOKING_NO_PROVIDER] = "no_provider",
	[BOOKING_FULL] = "full",
	[BOOKING_CLOSED] = "closed",
	[BOOKING_PERSON] = "person",
	[BOOKING_LEFT_TO_OTHERS] = "left_to_others",
};

struct supply { /* of some providers over some days */
	uint32_t places, free, fitting;
};

static bool can_come(const struct booking *b, uint32_t person, int32_t day)
{
	const struct booking_person *who = &b->p.persons[person];
	uint32_t weekday = ((uint32_t)day + b->p.first_weekday) % 7;
	return day >= who->first_day && day <= who->last_day &&
	       (who->weekdays >> weekday & 1);
}

/* The first free slot of a cell that suits the request's person. */
static uint32_t open_slot(const struct booking *b, uint32_t request,
			  uint32_t site, int32_t day)
{
	if (!can_come(b, b->p.requests[request].person, day))
		return BOOKING_NONE;
	return place_find(b, request, site, day);
}

static void add_supply(const struct booking *b, uint32_t request, uint32_t site,
		       int32_t from, int32_t to, struct supply *sum)
{
	int32_t offer = offer_at(b, site, b->p.requests[request].service);
	if (offer < 0)
		return;
	for (int32_t d = from; d <= to; d++) {
		size_t cell = cell_at(b, offer, d);
		if (booking_is_closed(b, site, d))
			continue;
		for (uint32_t s = b->slot_first[cell];
		     s < b->slot_first[cell + 1]; s++)
			sum->places += b->p.slots[s].places;
		int32_t free_now = b->capacity[cell] - b->use[cell];
		if (free_now <= 0)
			continue;
		sum->free += (uint32_t)free_now;
		sum->fitting += open_slot(b, request, site, d) != BOOKING_NONE;
	}
}

static uint32_t count_shared(const struct booking *b, uint32_t request,
			     const struct booking_slot *s)
{
	uint32_t person = b->p.requests[request].person, n = 0;
	for (size_t i = b->busy_first[person]; i < b->busy_first[person + 1];
	     i++)
		n += b->p.busy[i].site == s->site && b->p.busy[i].day == s->day;
	for (size_t i = b->req_first[person]; i < b->req_first[person + 1];
	     i++) {
		uint32_t other = b->slot_of[b->req[i]];
		n += b->req[i] != request && other != BOOKING_NONE &&
		     b->p.slots[other].site == s->site &&
		     b->p.slots[other].day == s->day;
	}
	return n;
}

static void find_nearest(const struct booking *b, uint32_t request,
			 struct booking_reason *out)
{
	const struct booking_request *r = &b->p.requests[request];
	out->nearest_site = BOOKING_NONE;
	for (size_t i = b->near_first[r->person];
	     i < b->near_first[r->person + 1]; i++) {
		if (offer_at(b, b->near[i].site, r->service) < 0)
			continue;
		out->nearest_site = b->near[i].site;
		out->nearest_hm = b->near[i].hm;
		return;
	}
}

static enum booking_why why_booked(const struct booking *b, uint32_t request,
				   const struct booking_slot *s,
				   struct booking_reason *out)
{
	const struct booking_request *r = &b->p.requests[request];
	struct supply nearer = {0};
	for (size_t i = b->near_first[r->person];
	     i < b->near_first[r->person + 1] && b->near[i].site != s->site;
	     i++) {
		if (offer_at(b, b->near[i].site, r->service) < 0 ||
		    b->near[i].hm >= out->distance_hm)
			continue;
		out->n_nearer++;
		add_supply(b, request, b->near[i].site, r->earliest, r->latest,
			   &nearer);
	}
	if (out->days_late)
		return BOOKING_WINDOW_FULL;
	if (!out->n_nearer)
		return BOOKING_NEAREST;
	if (b->p.persons[r->person].preferred == s->site)
		return BOOKING_PREFERRED;
	if (out->n_shared)
		return BOOKING_SHARED_TRIP;
	if (!nearer.free)
		return BOOKING_NEARER_FULL;
	return nearer.fitting ? BOOKING_NEARER_OFF_TIME : BOOKING_NEARER_CLASH;
}

static void explain_booked(const struct booking *b, uint32_t request,
			   struct booking_reason *out)
{
	const struct booking_request *r = &b->p.requests[request];
	const struct booking_slot *s = &b->p.slots[out->slot];
	out->distance_hm = booking_distance(
		&b->p.cost, b->p.persons[r->person].home, b->p.sites[s->site]);
	out->days_off = s->day - r->target;
	out->days_late = s->day > r->latest ? s->day - r->latest : 0;
	out->n_shared = count_shared(b, request, s);
	out->why = why_booked(b, request, s, out);
}

/* First free place on a day after the request's last, nearest site first. */
static uint32_t first_after(const struct booking *b, uint32_t request)
{
	const struct booking_request *r = &b->p.requests[request];
	for (int32_t d = booking_last_day(b, r) + 1; d < (int32_t)b->p.n_day;
	     d++)
		for (size_t i = b->near_first[r->person];
		     i < b->near_first[r->person + 1]; i++) {
			uint32_t s = open_slot(b, request, b->near[i].site, d);
			if (s != BOOKING_NONE)
				return s;
		}
	return BOOKING_NONE;
}

static void find_beyond(const struct booking *b, uint32_t request,
			struct booking_reason *out)
{
	const struct booking_request *r = &b->p.requests[request];
	struct booking_point home = b->p.persons[r->person].home;
	for (uint32_t s = 0; s < b->p.n_site; s++) {
		if (offer_at(b, s, r->service) < 0)
			continue;
		int32_t hm = booking_distance(&b->p.cost, home, b->p.sites[s]);
		if (hm <= b->p.cost.reach_hm ||
		    (out->beyond_site != BOOKING_NONE && hm >= out->beyond_hm))
			continue;
		out->beyond_site = s;
		out->beyond_hm = hm;
	}
	for (int32_t d = r->earliest;
	     out->beyond_site != BOOKING_NONE && d <= booking_last_day(b, r) &&
	     out->beyond_slot == BOOKING_NONE;
	     d++)
		out->beyond_slot = open_slot(b, request, out->beyond_site, d);
}

static void explain_unbooked(const struct booking *b, uint32_t request,
			     struct booking_reason *out)
{
	const struct booking_request *r = &b->p.requests[request];
	struct supply all = {0};
	for (size_t i = b->near_first[r->person];
	     i < b->near_first[r->person + 1]; i++)
		add_supply(b, request, b->near[i].site, r->earliest,
			   booking_last_day(b, r), &all);
	out->n_places = all.places;
	out->n_free = all.free;
	out->distance_hm = out->nearest_hm;
	if (out->nearest_site == BOOKING_NONE)
		out->why = BOOKING_NO_PROVIDER;
	else if (!all.places)
		out->why = BOOKING_CLOSED;
	else if (!all.free)
		out->why = BOOKING_FULL;
	else
		out->why =
			all.fitting ? BOOKING_LEFT_TO_OTHERS : BOOKING_PERSON;
	out->next_slot = first_after(b, request);
	find_beyond(b, request, out);
}

void booking_explain(const struct booking *b, size_t request,
		     struct booking_reason *out)
{
	assert(request < b->p.n_request);
	*out = (struct booking_reason){.slot = b->slot_of[request],
				       .nearest_site = BOOKING_NONE,
				       .next_slot = BOOKING_NONE,
				       .beyond_site = BOOKING_NONE,
				       .beyond_slot = BOOKING_NONE};
	find_nearest(b, (uint32_t)request, out);
	if (out->slot != BOOKING_NONE)
		explain_booked(b, (uint32_t)request, out);
	else
		explain_unbooked(b, (uint32_t)request, out);
}

/* ---- proposals ---- */

struct list {
	struct booking_proposal *best;
	size_t n, max;
};

/* Would a proposal of this cost and site have a line? */
static bool wanted(const struct booking *b, const struct list *l, int32_t cost,
		   uint32_t site)
{
	size_t of_site = 0;
	for (size_t i = 0; i < l->n; i++)
		of_site += b->p.slots[l->best[i].slot].site == site &&
			   l->best[i].cost <= cost;
	return of_site < l->max / 2 + 1 &&
	       (l->n < l->max || cost < l->best[l->n - 1].cost);
}

static void keep(const struct booking *b, struct list *l,
		 const struct booking_proposal *p)
{
	uint32_t site = b->p.slots[p->slot].site;
	size_t of_site = 0, last = 0, at = 0;
	for (size_t i = 0; i < l->n; i++)
		if (b->p.slots[l->best[i].slot].site == site) {
			of_site++;
			last = i;
		}
	if (of_site >= l->max / 2 + 1) { /* its worst makes room */
		memmove(l->best + last, l->best + last + 1,
			(l->n - last - 1) * sizeof(*l->best));
		l->n--;
	}
	while (at < l->n && l->best[at].cost <= p->cost)
		at++;
	size_t end = l->n < l->max ? l->n : l->max - 1;
	if (at >= l->max)
		return;
	memmove(l->best + at + 1, l->best + at, (end - at) * sizeof(*l->best));
	l->best[at] = *p;
	l->n = end + 1;
}

static bool shares_trip(const struct booking *b, uint32_t request,
			uint32_t site, int32_t day)
{
	struct booking_slot s = {.site = site, .day = (uint16_t)day};
	return count_shared(b, request, &s) > 0;
}

static void propose_at(const struct booking *b, uint32_t request,
		       const struct near *at, int32_t day, struct list *l)
{
	const struct booking_request *r = &b->p.requests[request];
	int32_t timing = booking_timing(b, r, day);
	if (timing >= NOT_HERE)
		return;
	bool shared = shares_trip(b, request, at->site, day);
	int32_t cost = timing + booking_not_preferred(b, r, at->site) +
		       (shared ? 0 : at->hm);
	if (!wanted(b, l, cost, at->site))
		return;
	uint32_t slot = place_find(b, request, at->site, day);
	if (slot == BOOKING_NONE)
		return;
	keep(b, l,
	     &(struct booking_proposal){slot, cost, at->hm, day - r->target,
					day > r->latest, shared});
}

size_t booking_propose(const struct booking *b, size_t request,
		       struct booking_proposal *out, size_t max)
{
	const struct booking_request *r = &b->p.requests[request];
	struct list l = {out, 0, max};
	for (size_t i = b->near_first[r->person];
	     max && i < b->near_first[r->person + 1]; i++) {
		if (offer_at(b, b->near[i].site, r->service) < 0)
			continue;
		for (int32_t d = r->earliest; d <= booking_last_day(b, r); d++)
			propose_at(b, (uint32_t)request, &b->near[i], d, &l);
	}
	return l.n;
}
