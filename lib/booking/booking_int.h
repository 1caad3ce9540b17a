/* Private to lib/booking: the indexed problem and the state of the bookings.
 *
 * cell = offer * n_day + day, an offer being a (site, service) that has at
 * least one slot. Slots are sorted as cells are, so a cell's slots are the
 * range [slot_first[cell], slot_first[cell + 1]).
 */
#ifndef BOOKING_BOOKING_INT_H
#define BOOKING_BOOKING_INT_H

#include "booking/booking.h"

#define NOT_HERE INT32_C(0x0fffffff) /* a cost that nothing reaches */

struct near {
	uint32_t site;
	int32_t hm;
};

struct trip { /* chosen or already there: sharing it is free */
	uint32_t site;
	int32_t day;
};

struct ban { /* a cell where no slot fits this request's person */
	uint32_t request, site;
	int32_t day;
};

struct choice {
	uint32_t site; /* BOOKING_NONE: better unbooked */
	int32_t day;
	int32_t cost; /* with price, with travel unless shared */
};

#define MAX_BAN 64

struct rank { /* greatest need first */
	int64_t need;
	uint32_t person;
};

struct booking {
	struct booking_problem p;
	/* offers and cells */
	int32_t *offer_of; /* [site * n_service + service], -1 */
	uint32_t n_offer;
	size_t n_cell;
	uint32_t *slot_first; /* [n_cell + 1] */
	int32_t *capacity;    /* free places at the start; 0 when closed */
	int32_t *use;         /* bookings of ours */
	int32_t *price;
	int32_t *step;      /* of the price's search */
	int32_t *eff;       /* what a choice is charged; NOT_HERE: cannot */
	int32_t *full;      /* charged for a place in a full cell; NOT_HERE */
	int32_t percent;    /* of the price that is charged, 0 .. 100 */
	uint16_t *slot_use; /* ours, beside slots[].taken */
	uint8_t *closed;    /* bit per site and day */
	/* persons */
	size_t *near_first; /* [n_person + 1] */
	struct near *near;  /* sites within reach, nearest first */
	size_t *req_first;  /* [n_person + 1] into req */
	uint32_t *req;      /* requests by person */
	size_t *busy_first;
	/* answer */
	uint32_t *slot_of;     /* [n_request] */
	uint32_t *choice_cell; /* [n_request] during pricing; BOOKING_NONE */
	struct rank *rank;     /* [n_person] in order of need */
	uint32_t *holder;      /* [n_cell] who leaves a cell at least cost */
	/* scratch for one person's choice */
	size_t max_req, max_window;
	int32_t *timing;     /* [max_req * max_window] */
	int32_t *row;        /* [max_window] */
	int32_t *gain;       /* [n_day] */
	int32_t *alone;      /* [max_req] best cost of each request by itself */
	struct choice *pick; /* [max_req] */
	uint8_t *done;       /* [max_req] */
	struct trip *trips;  /* [max_req + most busy of a person] */
	size_t n_trip;
	struct ban bans[MAX_BAN];
	size_t n_ban;
	uint32_t *save; /* [max_req] */
};

/* index.c */
static inline size_t cell_at(const struct booking *b, int32_t offer,
			     int32_t day)
{
	return (size_t)offer * b->p.n_day + (size_t)day;
}
static inline int32_t offer_at(const struct booking *b, uint32_t site,
			       uint16_t service)
{
	return b->offer_of[(size_t)site * b->p.n_service + service];
}
bool booking_is_closed(const struct booking *b, uint32_t site, int32_t day);
static inline int32_t booking_last_day(const struct booking *b,
				       const struct booking_request *r)
{
	int32_t last = (int32_t)r->latest + r->late_days;
	int32_t end = (int32_t)b->p.n_day - 1;
	return last < end ? last : end;
}
/* Cost of a request on a day, whoever gives it: distance from the target and
 * lateness; NOT_HERE when the person cannot come or the day is outside. */
int32_t booking_timing(const struct booking *b, const struct booking_request *r,
		       int32_t day);
int32_t booking_not_preferred(const struct booking *b,
			      const struct booking_request *r, uint32_t site);
static inline int32_t unbooked_cost(const struct booking *b,
				    const struct booking_request *r)
{
	return b->p.cost.unbooked * b->p.cost.weight[r->priority];
}

/* choose.c */
/* Days of a request's window that a person can come, as costs, into
 * b->timing; `k` is the position among the person's requests. */
void choose_timing(struct booking *b, size_t k, uint32_t request);
/* Best single place for the k-th request, sharing b->trips for free. */
struct choice choose_alone(struct booking *b, size_t k, uint32_t request);
/* Best set of trips for the requests marked 0 in b->done; into b->pick. */
void choose_person(struct booking *b, uint32_t person);
void choose_busy_trips(struct booking *b, uint32_t person);

/* place.c */
bool place_at(struct booking *b, uint32_t request, uint32_t site, int32_t day);
void place_slot(struct booking *b, uint32_t request, uint32_t slot);
void unplace(struct booking *b, uint32_t request);
/* A free slot of the cell that suits the person's day, or BOOKING_NONE. */
uint32_t place_find(const struct booking *b, uint32_t request, uint32_t site,
		    int32_t day);
bool place_fits(const struct booking *b, uint32_t request, uint32_t slot);
/* Unbooked requests of a person get their best set of trips; true when all
 * that was chosen found its slot. */
void place_person(struct booking *b, uint32_t person);
int64_t person_cost(const struct booking *b, uint32_t person);
size_t slot_cell(const struct booking *b, uint32_t slot);
/* Set b->eff of a cell from its places, price and b->percent. */
void cell_charge(struct booking *b, size_t cell);
void charge_all(struct booking *b, int32_t percent);
/* Trips of a person's bookings and of appointments that stay. */
void person_trips(struct booking *b, uint32_t person);

/* price.c, improve.c */
void price_cells(struct booking *b, int passes);
int64_t improve_persons(struct booking *b, int32_t price_percent);
int64_t improve_chains(struct booking *b);

#endif
