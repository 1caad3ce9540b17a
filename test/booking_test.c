/* lib/booking against small cases worked by hand, against a checker that
 * recomputes every rule from the problem alone, and (k2) against a judge
 * written by others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include "base/rng.h"
#include "booking/booking.h"

#include <cmocka.h>
#include <sys/wait.h>
#include <unistd.h>

#define MOST 4096

/* ---- a problem under construction ---- */

struct world {
	struct booking_problem p;
	struct booking_point sites[64];
	struct booking_slot slots[MOST];
	struct booking_closure closures[256];
	struct booking_person persons[512];
	struct booking_busy busy[512];
	struct booking_request requests[MOST];
};

static struct world *world_new(uint32_t days)
{
	struct world *w = calloc(1, sizeof(*w));
	assert_non_null(w);
	w->p = (struct booking_problem){.n_day = days,
					.n_service = 4,
					.cost = booking_cost_default,
					.sites = w->sites,
					.slots = w->slots,
					.closures = w->closures,
					.persons = w->persons,
					.busy = w->busy,
					.requests = w->requests};
	return w;
}

static uint32_t add_site(struct world *w, int32_t x)
{
	w->sites[w->p.n_site] = (struct booking_point){x, 0};
	return (uint32_t)w->p.n_site++;
}

static uint32_t add_person(struct world *w, int32_t x)
{
	w->persons[w->p.n_person] = (struct booking_person){
		{x, 0}, BOOKING_NONE, BOOKING_ALL_WEEK, 0, UINT16_MAX};
	return (uint32_t)w->p.n_person++;
}

/* In order of site, service, day, start: the caller's care. */
static void add_slot(struct world *w, uint32_t site, int service, int day,
		     int start, int places)
{
	w->slots[w->p.n_slot++] = (struct booking_slot){site,
							(uint16_t)service,
							(uint16_t)day,
							(uint16_t)start,
							20,
							(uint16_t)places,
							0};
}

static size_t add_request(struct world *w, uint32_t person, int service,
			  int earliest, int target, int latest, int priority)
{
	w->requests[w->p.n_request] =
		(struct booking_request){person,
					 (uint16_t)service,
					 (uint8_t)priority,
					 (uint16_t)target,
					 (uint16_t)earliest,
					 (uint16_t)latest,
					 0};
	return w->p.n_request++;
}

/* ---- the independent checker ---- */

static int32_t road(const struct world *w, struct booking_point a,
		    struct booking_point b)
{
	return booking_distance(&w->p.cost, a, b);
}

static const char *check_one(const struct world *w, const struct booking *b,
			     size_t i)
{
	const struct booking_request *r = &w->requests[i];
	const struct booking_person *who = &w->persons[r->person];
	uint32_t at = booking_slot_of(b, i);
	if (at == BOOKING_NONE)
		return NULL;
	const struct booking_slot *s = &w->slots[at];
	if (s->service != r->service)
		return "another service";
	if (s->day < r->earliest || s->day > r->latest + r->late_days)
		return "outside the window";
	if (s->day < who->first_day || s->day > who->last_day ||
	    !(who->weekdays >> ((s->day + w->p.first_weekday) % 7) & 1))
		return "a day the person cannot come";
	if (road(w, who->home, w->sites[s->site]) > w->p.cost.reach_hm)
		return "out of reach";
	for (size_t k = 0; k < w->p.n_closure; k++)
		if (w->closures[k].site == s->site &&
		    w->closures[k].day == s->day)
			return "the site is closed";
	return NULL;
}

static bool stays_clash(const struct world *w, uint32_t site_a, int a_from,
			int a_to, uint32_t site_b, int b_from, int b_to)
{
	int gap = 0;
	if (site_a != site_b) {
		gap = w->p.cost.gap_min;
		if (site_a != BOOKING_NONE && site_b != BOOKING_NONE) {
			int32_t hm =
				road(w, w->sites[site_a], w->sites[site_b]);
			gap += (hm + 9) / 10 * w->p.cost.gap_min_per_km;
		}
	}
	return a_from < b_to + gap && b_from < a_to + gap;
}

static const char *check_pairs(const struct world *w, const struct booking *b,
			       size_t i)
{
	uint32_t at = booking_slot_of(b, i);
	if (at == BOOKING_NONE)
		return NULL;
	const struct booking_slot *s = &w->slots[at];
	int from = s->start_min, to = from + s->duration_min;
	for (size_t j = 0; j < w->p.n_request; j++) {
		uint32_t other = booking_slot_of(b, j);
		if (j == i || other == BOOKING_NONE ||
		    w->requests[j].person != w->requests[i].person)
			continue;
		const struct booking_slot *o = &w->slots[other];
		if (o->day == s->day &&
		    stays_clash(w, s->site, from, to, o->site, o->start_min,
				o->start_min + o->duration_min))
			return "two bookings clash";
	}
	for (size_t j = 0; j < w->p.n_busy; j++) {
		const struct booking_busy *u = &w->busy[j];
		if (u->person == w->requests[i].person && u->day == s->day &&
		    stays_clash(w, s->site, from, to, u->site, u->start_min,
				u->end_min))
			return "clashes with an appointment that stays";
	}
	return NULL;
}

static const char *check_all(const struct world *w, const struct booking *b)
{
	int *use = calloc(w->p.n_slot + 1, sizeof(*use));
	const char *bad = NULL;
	for (size_t i = 0; !bad && i < w->p.n_request; i++) {
		uint32_t at = booking_slot_of(b, i);
		bad = check_one(w, b, i);
		if (!bad)
			bad = check_pairs(w, b, i);
		if (at != BOOKING_NONE &&
		    ++use[at] + w->slots[at].taken > w->slots[at].places)
			bad = "more bookings than places";
	}
	free(use);
	return bad;
}

static struct booking *solve(struct world *w)
{
	struct booking *b = NULL;
	struct err err = {0};
	if (booking_new(&w->p, &b, &err))
		fail_msg("%s", err.text);
	booking_solve(b, NULL);
	const char *bad = check_all(w, b);
	if (bad)
		fail_msg("%s", bad);
	return b;
}

static struct booking_reason reason(const struct booking *b, size_t i)
{
	struct booking_reason r;
	booking_explain(b, i, &r);
	return r;
}

/* ---- small cases ---- */

static void nearest_on_the_due_day(struct world *w)
{
	uint32_t near = add_site(w, 10), far = add_site(w, 200);
	add_slot(w, near, 0, 4, 480, 1);
	add_slot(w, near, 0, 5, 480, 1);
	add_slot(w, far, 0, 5, 480, 1);
	add_request(w, add_person(w, 0), 0, 0, 5, 10, 2);
	struct booking *b = solve(w);
	assert_int_equal(booking_slot_of(b, 0), 1);
	assert_int_equal(reason(b, 0).why, BOOKING_NEAREST);
	assert_int_equal(reason(b, 0).distance_hm, 13);
	booking_free(b);
}

static void one_place_for_two(struct world *w)
{
	uint32_t site = add_site(w, 0);
	add_slot(w, site, 0, 5, 480, 1);
	add_request(w, add_person(w, 10), 0, 0, 5, 10, 3);
	add_request(w, add_person(w, 10), 0, 0, 5, 10, 1);
	struct booking *b = solve(w);
	assert_int_equal(booking_slot_of(b, 0), BOOKING_NONE);
	assert_int_equal(booking_slot_of(b, 1), 0);
	assert_int_equal(reason(b, 0).why, BOOKING_FULL);
	assert_int_equal(reason(b, 0).n_places, 1);
	booking_free(b);
}

static void taken_by_others(struct world *w)
{
	uint32_t near = add_site(w, 0), far = add_site(w, 100);
	add_slot(w, near, 0, 5, 480, 2);
	add_slot(w, far, 0, 20, 480, 1);
	w->slots[0].taken = 2;
	add_request(w, add_person(w, 10), 0, 0, 5, 10, 3);
	struct booking *b = solve(w);
	assert_int_equal(booking_slot_of(b, 0), BOOKING_NONE);
	assert_int_equal(reason(b, 0).why, BOOKING_FULL);
	assert_int_equal(reason(b, 0).n_places, 2);
	assert_int_equal(reason(b, 0).n_free, 0);
	assert_int_equal(reason(b, 0).next_slot, 1);
	booking_free(b);
}

static void the_second_goes_farther(struct world *w)
{
	uint32_t near = add_site(w, 0), far = add_site(w, 100);
	add_slot(w, near, 0, 5, 480, 1);
	add_slot(w, far, 0, 5, 480, 1);
	add_request(w, add_person(w, 0), 0, 0, 5, 10, 2);
	add_request(w, add_person(w, 40), 0, 0, 5, 10, 2);
	struct booking *b = solve(w);
	assert_int_equal(booking_slot_of(b, 0), 0);
	assert_int_equal(booking_slot_of(b, 1), 1);
	assert_int_equal(reason(b, 1).why, BOOKING_NEARER_FULL);
	assert_int_equal(reason(b, 1).nearest_site, near);
	assert_int_equal(reason(b, 1).n_nearer, 1);
	booking_free(b);
}

static void no_overlap_of_one_person(struct world *w)
{
	uint32_t site = add_site(w, 0), person = add_person(w, 10);
	add_slot(w, site, 0, 5, 480, 1);
	add_slot(w, site, 1, 5, 490, 1); /* clashes with 480..500 */
	add_slot(w, site, 1, 5, 500, 1);
	add_request(w, person, 0, 5, 5, 5, 2);
	add_request(w, person, 1, 5, 5, 5, 2);
	struct booking *b = solve(w);
	assert_int_equal(booking_slot_of(b, 0), 0);
	assert_int_equal(booking_slot_of(b, 1), 2);
	assert_int_equal(reason(b, 1).n_shared, 1);
	booking_free(b);
}

static void time_to_travel(struct world *w)
{
	/* 130 hm of road: 15 + 13 * 2 = 41 minutes between the two */
	uint32_t a = add_site(w, 0), c = add_site(w, 100);
	uint32_t person = add_person(w, 50);
	add_slot(w, a, 0, 5, 480, 1);
	add_slot(w, c, 1, 5, 540, 1);
	add_slot(w, c, 1, 5, 541, 1);
	add_request(w, person, 0, 5, 5, 5, 2);
	add_request(w, person, 1, 5, 5, 5, 2);
	struct booking *b = solve(w);
	assert_int_equal(booking_slot_of(b, 0), 0);
	assert_int_equal(booking_slot_of(b, 1), 2);
	booking_free(b);
}

static void what_stays_is_respected(struct world *w)
{
	uint32_t site = add_site(w, 0), person = add_person(w, 10);
	add_slot(w, site, 0, 5, 480, 1);
	w->busy[w->p.n_busy++] =
		(struct booking_busy){person, BOOKING_NONE, 5, 470, 490};
	add_request(w, person, 0, 5, 5, 5, 2);
	struct booking *b = solve(w);
	assert_int_equal(booking_slot_of(b, 0), BOOKING_NONE);
	assert_int_equal(reason(b, 0).why, BOOKING_PERSON);
	booking_free(b);
}

static void closed_site(struct world *w)
{
	uint32_t site = add_site(w, 0);
	add_slot(w, site, 0, 5, 480, 1);
	add_slot(w, site, 0, 20, 480, 1);
	w->closures[w->p.n_closure++] = (struct booking_closure){site, 5};
	add_request(w, add_person(w, 10), 0, 4, 5, 6, 2);
	struct booking *b = solve(w);
	assert_int_equal(booking_slot_of(b, 0), BOOKING_NONE);
	assert_int_equal(reason(b, 0).why, BOOKING_CLOSED);
	assert_int_equal(reason(b, 0).next_slot, 1);
	booking_free(b);
}

static void one_journey_for_two(struct world *w)
{
	/* Each alone would go to the nearest on its own day. */
	uint32_t a = add_site(w, 100), person = add_person(w, 0);
	for (int day = 3; day < 9; day++)
		add_slot(w, a, 0, day, 480, 5);
	for (int day = 3; day < 9; day++)
		add_slot(w, a, 1, day, 600, 5);
	add_request(w, person, 0, 3, 4, 8, 2);
	add_request(w, person, 1, 3, 7, 8, 2);
	struct booking *b = solve(w);
	struct booking_total t;
	booking_total(b, &t);
	assert_int_equal(t.n_trip, 1);
	assert_int_equal(t.n_booked, 2);
	assert_int_equal(t.timing, 3 * 3); /* three days apart, whoever moves */
	booking_free(b);
}

static void no_provider(struct world *w)
{
	uint32_t far = add_site(w, 5000);
	add_slot(w, far, 0, 5, 480, 1);
	add_request(w, add_person(w, 0), 0, 0, 5, 10, 1);
	add_request(w, add_person(w, 0), 3, 0, 5, 10, 1);
	struct booking *b = solve(w);
	struct booking_reason r = reason(b, 0);
	assert_int_equal(r.why, BOOKING_NO_PROVIDER);
	assert_int_equal(r.beyond_site, far);
	assert_int_equal(r.beyond_slot, 0);
	assert_int_equal(r.beyond_hm, 6500);
	assert_int_equal(reason(b, 1).why, BOOKING_NO_PROVIDER);
	assert_int_equal(reason(b, 1).beyond_site, BOOKING_NONE);
	booking_free(b);
}

static void weekdays_and_absence(struct world *w)
{
	uint32_t site = add_site(w, 0), person = add_person(w, 10);
	for (int day = 0; day < 7; day++)
		add_slot(w, site, 0, day, 480, 1);
	w->persons[person].weekdays = 1 << 2;
	add_request(w, person, 0, 0, 0, 6, 2);
	add_request(w, person, 0, 0, 6, 6, 2);
	struct booking *b = solve(w);
	bool first = booking_slot_of(b, 0) == 2;
	assert_int_equal(booking_slot_of(b, first ? 0 : 1), 2);
	assert_int_equal(booking_slot_of(b, first ? 1 : 0), BOOKING_NONE);
	assert_int_equal(reason(b, first ? 1 : 0).why, BOOKING_PERSON);
	booking_free(b);
}

static void late_when_the_window_is_full(struct world *w)
{
	uint32_t site = add_site(w, 0), person = add_person(w, 10);
	add_slot(w, site, 0, 14, 480, 1);
	add_request(w, person, 0, 0, 5, 10, 2);
	w->requests[0].late_days = 30;
	struct booking *b = solve(w);
	assert_int_equal(booking_slot_of(b, 0), 0);
	assert_int_equal(reason(b, 0).why, BOOKING_WINDOW_FULL);
	assert_int_equal(reason(b, 0).days_late, 4);
	booking_free(b);
}

static void own_choice_of_site(struct world *w)
{
	uint32_t near = add_site(w, 10), own = add_site(w, 20);
	add_slot(w, near, 0, 5, 480, 1);
	add_slot(w, own, 0, 5, 480, 1);
	w->persons[add_person(w, 0)].preferred = own;
	add_request(w, 0, 0, 5, 5, 5, 2);
	struct booking *b = solve(w);
	assert_int_equal(booking_slot_of(b, 0), 1);
	assert_int_equal(reason(b, 0).why, BOOKING_PREFERRED);
	booking_free(b);
}

/* A wants only the near place, B holds it and could go elsewhere: the greedy
 * order would leave A out. */
static void gives_way(struct world *w)
{
	uint32_t a = add_site(w, 0), c = add_site(w, 500);
	add_slot(w, a, 0, 5, 480, 1);
	add_slot(w, c, 0, 5, 480, 1);
	add_request(w, add_person(w, 1), 0, 5, 5, 5, 2);
	add_request(w, add_person(w, -400), 0, 5, 5, 5, 2);
	struct booking *b = solve(w);
	assert_int_equal(booking_slot_of(b, 0), 1);
	assert_int_equal(booking_slot_of(b, 1), 0);
	booking_free(b);
}

static void proposals(struct world *w)
{
	uint32_t a = add_site(w, 10), c = add_site(w, 100);
	for (int day = 0; day < 20; day++)
		add_slot(w, a, 0, day, 480, day != 10);
	for (int day = 9; day < 12; day++)
		add_slot(w, c, 0, day, 480, 1);
	add_request(w, add_person(w, 0), 0, 0, 10, 19, 2);
	struct booking *b = NULL;
	struct booking_proposal out[5];
	assert_int_equal(booking_new(&w->p, &b, NULL), OK);
	assert_int_equal(booking_propose(b, 0, out, 5), 5);
	for (int i = 0; i < 3; i++)
		assert_int_equal(w->slots[out[i].slot].site, a);
	for (int i = 3; i < 5; i++)
		assert_int_equal(w->slots[out[i].slot].site, c);
	assert_int_equal(out[0].cost, 13 + 3);
	assert_int_equal(w->slots[out[3].slot].day, 10);
	for (int i = 1; i < 5; i++)
		assert_true(out[i - 1].cost <= out[i].cost);
	assert_int_equal(booking_slot_of(b, 0), BOOKING_NONE);
	booking_free(b);
}

static const struct {
	const char *name;
	void (*run)(struct world *w);
} cases[] = {
	{"nearest on the due day", nearest_on_the_due_day},
	{"one place for two", one_place_for_two},
	{"taken by others", taken_by_others},
	{"the second goes farther", the_second_goes_farther},
	{"no overlap of one person", no_overlap_of_one_person},
	{"time to travel", time_to_travel},
	{"what stays is respected", what_stays_is_respected},
	{"closed site", closed_site},
	{"one journey for two", one_journey_for_two},
	{"no provider", no_provider},
	{"weekdays", weekdays_and_absence},
	{"late", late_when_the_window_is_full},
	{"own choice of site", own_choice_of_site},
	{"gives way", gives_way},
	{"proposals", proposals},
};

static void small_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(cases); i++) {
		struct world *w = world_new(30);
		print_message("  %s\n", cases[i].name);
		cases[i].run(w);
		free(w);
	}
}

/* ---- wrong problems ---- */

static void refuses_wrong_problems(void **state)
{
	(void)state;
	static const char *const names[] = {"window upside down", "no person",
					    "slots not in order",
					    "more taken than places"};
	for (size_t i = 0; i < countof(names); i++) {
		struct world *w = world_new(30);
		struct booking *b = NULL;
		struct err err = {0};
		uint32_t site = add_site(w, 0);
		add_slot(w, site, 0, 5, 480, 1);
		add_slot(w, site, 0, 6, 480, 1);
		add_request(w, add_person(w, 0), 0, 0, 5, 10, 1);
		w->requests[0].earliest = i == 0 ? 11 : 0;
		w->requests[0].person = i == 1 ? 7 : 0;
		w->slots[0].day = i == 2 ? 7 : 5;
		w->slots[1].taken = i == 3 ? 2 : 0;
		if (booking_new(&w->p, &b, &err) != E_FORMAT || !err.text[0])
			fail_msg("%s was not refused", names[i]);
		free(w);
	}
}

/* ---- properties on random problems ---- */

static void random_slots(struct world *w, struct rng *r)
{
	for (uint32_t site = 0; site < w->p.n_site; site++)
		for (int service = 0; service < 4; service++) {
			if (rng_below(r, 3) == 0)
				continue;
			uint32_t every = 1 + rng_below(r, 5);
			for (uint32_t d = rng_below(r, every); d < w->p.n_day;
			     d += every)
				for (int k = 0; k < 2; k++) {
					if (w->p.n_slot == MOST)
						return;
					add_slot(w, site, service, (int)d,
						 480 + 20 * k + 5 * service,
						 1 + (int)rng_below(r, 2));
					w->slots[w->p.n_slot - 1].taken =
						rng_below(r, 8) == 0;
				}
		}
}

static void random_world(struct world *w, uint64_t seed)
{
	struct rng r;
	rng_init(&r, seed);
	uint32_t n_site = 1 + rng_below(&r, 6);
	w->p.first_weekday = rng_below(&r, 7);
	for (uint32_t i = 0; i < n_site; i++)
		w->sites[add_site(w, (int32_t)rng_below(&r, 900))].y =
			(int32_t)rng_below(&r, 400);
	random_slots(w, &r);
	for (int i = 0; i < 5; i++)
		w->closures[w->p.n_closure++] = (struct booking_closure){
			rng_below(&r, n_site), (uint16_t)rng_below(&r, 60)};
	uint32_t n_person = 1 + rng_below(&r, 60);
	for (uint32_t i = 0; i < n_person; i++) {
		uint32_t who = add_person(w, (int32_t)rng_below(&r, 900));
		struct booking_person *p = &w->persons[who];
		p->weekdays = (uint8_t)(rng_below(&r, 127) + 1);
		if (rng_below(&r, 2))
			p->preferred = rng_below(&r, n_site);
		if (rng_below(&r, 4) == 0)
			w->busy[w->p.n_busy++] = (struct booking_busy){
				who, rng_below(&r, n_site),
				(uint16_t)rng_below(&r, 60), 480, 520};
		for (uint32_t k = rng_below(&r, 8); k > 0; k--) {
			int target = (int)rng_below(&r, 60);
			int lo = target - (int)rng_below(&r, 10);
			int hi = target + (int)rng_below(&r, 10);
			size_t at = add_request(w, who, (int)rng_below(&r, 4),
						lo < 0 ? 0 : lo, target,
						hi > 59 ? 59 : hi,
						1 + (int)rng_below(&r, 3));
			w->requests[at].late_days = (uint16_t)rng_below(&r, 9);
		}
	}
}

/* The costs that booking_total tells, summed again from the rules. */
static int64_t cost_again(const struct world *w, const struct booking *b)
{
	int64_t cost = 0;
	const struct booking_cost *c = &w->p.cost;
	for (size_t i = 0; i < w->p.n_request; i++) {
		const struct booking_request *r = &w->requests[i];
		const struct booking_person *who = &w->persons[r->person];
		uint32_t at = booking_slot_of(b, i);
		if (at == BOOKING_NONE) {
			cost += c->unbooked * c->weight[r->priority];
			continue;
		}
		const struct booking_slot *s = &w->slots[at];
		bool paid = false, offers = false;
		for (size_t j = 0; j < w->p.n_busy; j++)
			paid |= w->busy[j].person == r->person &&
				w->busy[j].site == s->site &&
				w->busy[j].day == s->day;
		for (size_t j = 0; j < i; j++) {
			uint32_t o = booking_slot_of(b, j);
			paid |= o != BOOKING_NONE &&
				w->requests[j].person == r->person &&
				w->slots[o].site == s->site &&
				w->slots[o].day == s->day;
		}
		for (size_t j = 0; j < w->p.n_slot; j++)
			offers |= w->slots[j].site == who->preferred &&
				  w->slots[j].service == r->service;
		cost += c->per_day_off * abs(s->day - r->target);
		cost += paid ? 0 : road(w, who->home, w->sites[s->site]);
		cost += offers && who->preferred != s->site ? c->not_preferred
							    : 0;
		if (s->day > r->latest)
			cost += (c->late +
				 c->per_day_late * (s->day - r->latest)) *
				c->weight[r->priority];
	}
	return cost;
}

static void holds_on_random_problems(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 150; seed++) {
		struct world *w = world_new(60);
		struct booking *again = NULL;
		random_world(w, seed);
		struct booking *b = solve(w);
		struct booking_total t;
		booking_total(b, &t);
		if (t.cost != cost_again(w, b))
			fail_msg("seed %d: cost %" PRId64 ", again %" PRId64,
				 (int)seed, t.cost, cost_again(w, b));
		if (booking_simple_bound(b) > t.cost)
			fail_msg("seed %d: the bound is above", (int)seed);
		again = solve(w);
		for (size_t i = 0; i < w->p.n_request; i++) {
			struct booking_reason r = reason(b, i);
			if (booking_slot_of(again, i) != booking_slot_of(b, i))
				fail_msg("seed %d: two answers", (int)seed);
			if (r.slot == BOOKING_NONE &&
			    r.why < BOOKING_NO_PROVIDER)
				fail_msg("seed %d: no reason", (int)seed);
		}
		booking_free(again);
		booking_free(b);
		free(w);
	}
}

/* ---- draws ---- */

static void groups_draws(void **state)
{
	(void)state;
	struct booking_window w[] = {
		{10, 15, 20, 2, 1, 0}, /* these three share a day: 18..20 */
		{12, 20, 28, 2, 1, 0}, {18, 25, 30, 2, 1, 0},
		{40, 45, 50, 2, 1, 0},                        /* this cannot */
		{10, 15, 20, 2, 0, 0}, {10, 15, 20, 2, 0, 0}, /* no group */
	};
	static const uint32_t draws[] = {0, 0, 0, 1, 2, 3};
	assert_int_equal(booking_group_draws(w, countof(w)), 4);
	for (size_t i = 0; i < countof(w); i++)
		assert_int_equal(w[i].draw, draws[i]);
}

static void projects(void **state)
{
	(void)state;
	/* Bergamo to Milano, 45.6983 9.6773 and 45.4642 9.1900: 46 km */
	struct booking_point a = booking_project(45698300, 9677300, 45600000);
	struct booking_point b = booking_project(45464200, 9190000, 45600000);
	struct booking_cost c = booking_cost_default;
	c.detour_percent = 100;
	assert_in_range(booking_distance(&c, a, b), 455, 465);
}

/* ---- the judge of others ---- */

static int run(const char *fmt, ...)
{
	char cmd[2048];
	va_list ap;
	va_start(ap, fmt);
	vsnprintf(cmd, sizeof(cmd), fmt, ap);
	va_end(ap);
	int status = system(cmd);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

static void passes_the_judge(void **state)
{
	(void)state;
	const char *shared = getenv("SHARED");
	char dir[] = "/tmp/bookingXXXXXX", bench[1024];
	if (!shared || run("test -f %s/bench/k2-check.c", shared)) {
		print_message("SKIP: no SHARED/bench/k2-check.c\n");
		skip();
	}
	ssize_t n = readlink("/proc/self/exe", bench, sizeof(bench) - 32);
	assert_true(n > 0 && mkdtemp(dir));
	bench[n] = 0;
	snprintf(strstr(bench, "/test/"), 32, "/bench/booking_bench");
	if (access(bench, X_OK)) {
		print_message("SKIP: %s is not built (make bench)\n", bench);
		skip();
	}
	for (int i = 0; i < 2; i++)
		assert_int_equal(0, run("cc -O1 -w -o %s/k2-%s "
					"%s/bench/k2-%s.c -lm",
					dir, i ? "check" : "gen", shared,
					i ? "check" : "gen"));
	for (int seed = 1; seed <= 3; seed++) {
		assert_int_equal(0, run("%s/k2-gen %s/i 400 %d %d >%s/log", dir,
					dir, seed, seed * 8, dir));
		assert_int_equal(0, run("%s %s/i %s/s.csv %s/d.csv", bench, dir,
					dir, dir));
		assert_int_equal(0, run("%s/k2-check %s/i %s/s.csv %s/d.csv",
					dir, dir, dir, dir));
	}
	assert_int_equal(0, run("rm -r %s", dir));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(small_cases),
		cmocka_unit_test(refuses_wrong_problems),
		cmocka_unit_test(holds_on_random_problems),
		cmocka_unit_test(groups_draws),
		cmocka_unit_test(projects),
		cmocka_unit_test(passes_the_judge),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
