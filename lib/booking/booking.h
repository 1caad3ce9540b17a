/* booking - a place for every planned service: near, on time, few journeys.
 *
 * The problem. Sites (where a provider receives people) open *slots*: service,
 * day, minute of start, a number of places. Persons live somewhere, may prefer
 * a site, and can come on some weekdays. A *request* is one service for one
 * person with a window of days [earliest, latest] around a target day; up to
 * `late_days` later it may still be booked, at a price. Requests of one person
 * at one site on one day are one journey (a *trip*).
 *
 * Hard rules: a slot never gives more places than it has; a closed site gives
 * none; a person is never in two places at once, and between two sites on the
 * same day has the time to travel; window, weekdays and reach are respected.
 *
 * Objective, minimised (struct booking_cost): travel of every trip; days from
 * the target; lateness and unbooked requests, weighted by priority, so that a
 * short capacity goes first to the most urgent and then to who would wait the
 * longest; a small charge for a site other than the preferred one. The unit is
 * a hundred metres of road.
 *
 * Method. Every (site, service, day) is a *cell* with free places and a price.
 * Persons choose their best set of trips at the prices; prices rise where too
 * many chose and fall where places stay free, until few cells are overbooked.
 * The prices then guide a first exact booking; passes of re-planning whole
 * persons and of chains (A takes B's place, B moves on) improve it. The result
 * depends on the input alone: no clock, no chance, no threads.
 *
 * Distances: straight line on a plane times a detour factor. Positions are in
 * hectometres (0.1 km) on any plane; booking_project gives one.
 * Not here: SQL, dates (days are numbers from 0), names, permission to book.
 */
#ifndef BOOKING_BOOKING_H
#define BOOKING_BOOKING_H

#include "base/base.h"

#define BOOKING_NONE     UINT32_MAX
#define BOOKING_MAX_DAY  1100 /* three years of calendar */
#define BOOKING_MAX_CELL (1u << 29)
#define BOOKING_ALL_WEEK 0x7f

struct booking_point {
	int32_t x, y; /* hectometres */
};

struct booking_slot { /* sorted by site, service, day, start */
	uint32_t site;
	uint16_t service, day, start_min, duration_min, places, taken;
};

struct booking_closure {
	uint32_t site;
	uint16_t day;
};

struct booking_person {
	struct booking_point home;
	uint32_t preferred;           /* site, or BOOKING_NONE */
	uint8_t weekdays;             /* bit 0 Monday */
	uint16_t first_day, last_day; /* can come on these and between */
};

/* An appointment that is already there and stays. Sorted by person. */
struct booking_busy {
	uint32_t person;
	uint32_t site; /* BOOKING_NONE: busy elsewhere, no trip to share */
	uint16_t day, start_min, end_min;
};

struct booking_request {
	uint32_t person;
	uint16_t service;
	uint8_t priority;                  /* 1 first .. 3 */
	uint16_t target, earliest, latest; /* days, earliest <= latest */
	uint16_t late_days; /* may be booked until latest + late_days */
};

struct booking_cost {
	int32_t per_day_off;        /* a day before or after the target */
	int32_t late, per_day_late; /* times weight */
	int32_t not_preferred;
	int32_t unbooked;                /* times weight */
	int32_t weight[4];               /* by priority 1..3; [0] unused */
	int32_t reach_hm;                /* no site farther than this */
	int32_t detour_percent;          /* 130: roads are 1.3 times the line */
	int32_t gap_min, gap_min_per_km; /* between sites on one day */
};
/* The weights of doc/booking.md. */
extern const struct booking_cost booking_cost_default;

struct booking_problem { /* arrays belong to the caller and must outlive */
	uint32_t n_day, first_weekday; /* of day 0; 0 Monday */
	const struct booking_point *sites;
	size_t n_site, n_service;
	const struct booking_slot *slots;
	size_t n_slot;
	const struct booking_closure *closures;
	size_t n_closure;
	const struct booking_person *persons;
	size_t n_person;
	const struct booking_busy *busy;
	size_t n_busy;
	const struct booking_request *requests;
	size_t n_request;
	struct booking_cost cost;
};

struct booking;

/* Check and index. E_FORMAT names the first element that breaks a rule above
 * (order of slots, an index out of range, a window upside down). */
MUST_USE enum rc booking_new(const struct booking_problem *p,
			     struct booking **out, struct err *err);
void booking_free(struct booking *b); /* NULL allowed */

struct booking_effort { /* zero fields: the defaults */
	int price_passes, plan_passes, chain_passes;
	void (*progress)(void *ctx, size_t done, size_t total);
	void *ctx;
};
/* Book all requests, from the start. Cannot fail: all memory was taken by
 * booking_new. Cost: about 15 microseconds for each request. */
void booking_solve(struct booking *b, const struct booking_effort *effort);

/* The slot of a request (index into problem.slots), or BOOKING_NONE. */
uint32_t booking_slot_of(const struct booking *b, size_t request);

/* Price of a cell after booking_solve, >= 0: what one more place would save.
 * Zero where the calendar has nothing. */
int32_t booking_price(const struct booking *b, uint32_t site, uint16_t service,
		      uint16_t day);

/* What the bookings cost now, and how they divide. */
struct booking_total {
	int64_t cost, trips_hm, timing, unbooked_cost;
	size_t n_booked, n_on_time, n_late, n_unbooked, n_trip;
};
void booking_total(const struct booking *b, struct booking_total *out);
/* A bound that no plan can beat: each request alone at its best place as if
 * capacity were endless, trips shared by everything that could share them. */
int64_t booking_simple_bound(const struct booking *b);

enum booking_why {
	BOOKING_NEAREST,         /* the nearest provider, within the window */
	BOOKING_PREFERRED,       /* the person's own choice of site */
	BOOKING_SHARED_TRIP,     /* one journey with other services */
	BOOKING_NEARER_FULL,     /* nearer ones: no place left in the window */
	BOOKING_NEARER_OFF_TIME, /* nearer ones: places, but farther from due */
	BOOKING_NEARER_CLASH,    /* nearer ones: only at times that clash */
	BOOKING_WINDOW_FULL,     /* late: all places of the window are taken */
	BOOKING_NO_PROVIDER,     /* unbooked: nobody within reach offers it */
	BOOKING_FULL,            /* unbooked: every place is taken */
	BOOKING_CLOSED,          /* unbooked: no slot opens in the window */
	BOOKING_PERSON,          /* unbooked: places, not when the person can */
	BOOKING_LEFT_TO_OTHERS,  /* unbooked: a place would cost others more */
	N_BOOKING_WHY
};
extern const char *const booking_why_name[N_BOOKING_WHY];

struct booking_reason {
	enum booking_why why;
	uint32_t slot;         /* BOOKING_NONE: not booked */
	int32_t distance_hm;   /* home to site; of the nearest when unbooked */
	int32_t days_off;      /* day minus target */
	int32_t days_late;     /* after the window, or 0 */
	uint32_t n_shared;     /* other appointments of the same trip */
	uint32_t nearest_site; /* that offers the service, within reach */
	int32_t nearest_hm;
	uint32_t n_nearer; /* providers within reach nearer than the chosen */
	uint32_t n_places, n_free; /* within reach, in window and lateness */
	/* The nearest way out of an unbooked request; BOOKING_NONE: none. */
	uint32_t next_slot;   /* first free place after the window, in reach */
	uint32_t beyond_site; /* nearest provider out of reach */
	int32_t beyond_hm;
	uint32_t beyond_slot; /* first free place there within the window */
};
/* From the state as it is now; costs a scan of the request's options. */
void booking_explain(const struct booking *b, size_t request,
		     struct booking_reason *out);

struct booking_proposal {
	uint32_t slot;
	int32_t cost, distance_hm, days_off;
	bool late, shared_trip;
};
/* The best free slots for a request, best first; at most one for a site and
 * day and `max / 2 + 1` for a site, so that there is a choice. Returns how
 * many, up to `max`. Nothing is booked. */
size_t booking_propose(const struct booking *b, size_t request,
		       struct booking_proposal *out, size_t max);

/* ---- one draw for many laboratory services (group.c) ---- */

struct booking_window {
	int32_t earliest, due, latest;
	uint8_t priority;
	uint32_t group; /* services of one group may share a draw; 0: alone */
	uint32_t draw;  /* out: services with the same draw go together */
};
/* Put services of a group in as few draws as their windows allow: every draw
 * has a day that suits all. `w` must be sorted by group, then latest; returns
 * the number of draws, numbered from 0. */
uint32_t booking_group_draws(struct booking_window *w, size_t n);

/* Latitude and longitude in millionths of a degree to the plane, around a
 * middle latitude; error below 1 percent within 300 km of it. */
struct booking_point booking_project(int32_t lat_e6, int32_t lon_e6,
				     int32_t middle_lat_e6);
/* floor(detour * straight line), as travelled. */
int32_t booking_distance(const struct booking_cost *c, struct booking_point a,
			 struct booking_point b);

#endif
