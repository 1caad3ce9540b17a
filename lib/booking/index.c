/* The problem checked and indexed: offers, cells, near sites, scratch. */
#include "booking/booking_int.h"

#include <math.h>

const struct booking_cost booking_cost_default = {
	.per_day_off = 3,
	.late = 300,
	.per_day_late = 20,
	.not_preferred = 30,
	.unbooked = 3000,
	.weight = {0, 3, 2, 1},
	.reach_hm = 800,
	.detour_percent = 130,
	.gap_min = 15,
	.gap_min_per_km = 2,
};

int32_t booking_distance(const struct booking_cost *c, struct booking_point a,
			 struct booking_point b)
{
	double dx = (double)a.x - b.x, dy = (double)a.y - b.y;
	return (int32_t)floor(c->detour_percent / 100.0 *
			      sqrt(dx * dx + dy * dy));
}

struct booking_point booking_project(int32_t lat_e6, int32_t lon_e6,
				     int32_t middle_lat_e6)
{
	/* A degree of latitude is 111.195 km on the mean sphere (6371 km). */
	const double hm_per_degree = 1111.95;
	double cosine = cos(middle_lat_e6 * 1e-6 * 3.14159265358979 / 180);
	return (struct booking_point){
		(int32_t)lround(lon_e6 * 1e-6 * hm_per_degree * cosine),
		(int32_t)lround(lat_e6 * 1e-6 * hm_per_degree)};
}

bool booking_is_closed(const struct booking *b, uint32_t site, int32_t day)
{
	size_t bit = (size_t)site * b->p.n_day + (size_t)day;
	return b->closed[bit / 8] >> (bit % 8) & 1;
}

int32_t booking_timing(const struct booking *b, const struct booking_request *r,
		       int32_t day)
{
	const struct booking_person *who = &b->p.persons[r->person];
	const struct booking_cost *c = &b->p.cost;
	uint32_t weekday = ((uint32_t)day + b->p.first_weekday) % 7;
	if (day < r->earliest || day > booking_last_day(b, r) ||
	    day < who->first_day || day > who->last_day ||
	    !(who->weekdays >> weekday & 1))
		return NOT_HERE;
	int32_t cost = c->per_day_off * abs(day - r->target);
	if (day > r->latest)
		cost += (c->late + c->per_day_late * (day - r->latest)) *
			c->weight[r->priority];
	return cost;
}

int32_t booking_not_preferred(const struct booking *b,
			      const struct booking_request *r, uint32_t site)
{
	uint32_t own = b->p.persons[r->person].preferred;
	if (own == BOOKING_NONE || own == site ||
	    offer_at(b, own, r->service) < 0)
		return 0;
	return b->p.cost.not_preferred;
}

/* ---- checks ---- */

static int compare_slots(const struct booking_slot *a,
			 const struct booking_slot *b)
{
	if (a->site != b->site)
		return a->site < b->site ? -1 : 1;
	if (a->service != b->service)
		return a->service - b->service;
	if (a->day != b->day)
		return a->day - b->day;
	return a->start_min - b->start_min;
}

static enum rc check_slots(const struct booking_problem *p, struct err *err)
{
	for (size_t i = 0; i < p->n_slot; i++) {
		const struct booking_slot *s = &p->slots[i];
		if (s->site >= p->n_site || s->service >= p->n_service ||
		    s->day >= p->n_day || s->taken > s->places ||
		    s->start_min + s->duration_min > 24 * 60)
			return err_set(err, E_FORMAT,
				       "slot %zu: site %u, service %u, day %u: "
				       "out of range",
				       i, s->site, s->service, s->day);
		if (i && compare_slots(s - 1, s) > 0)
			return err_set(err, E_FORMAT,
				       "slot %zu is not in order of site, "
				       "service, day, start",
				       i);
	}
	for (size_t i = 0; i < p->n_closure; i++)
		if (p->closures[i].site >= p->n_site ||
		    p->closures[i].day >= p->n_day)
			return err_set(err, E_FORMAT,
				       "closure %zu: out of range", i);
	return OK;
}

static enum rc check_people(const struct booking_problem *p, struct err *err)
{
	for (size_t i = 0; i < p->n_person; i++)
		if (p->persons[i].preferred != BOOKING_NONE &&
		    p->persons[i].preferred >= p->n_site)
			return err_set(err, E_FORMAT,
				       "person %zu: no preferred site %u", i,
				       p->persons[i].preferred);
	for (size_t i = 0; i < p->n_busy; i++) {
		const struct booking_busy *u = &p->busy[i];
		if (u->person >= p->n_person || u->day >= p->n_day ||
		    (u->site != BOOKING_NONE && u->site >= p->n_site) ||
		    (i && u[-1].person > u->person))
			return err_set(err, E_FORMAT,
				       "appointment %zu: out of range or not "
				       "in order of person",
				       i);
	}
	for (size_t i = 0; i < p->n_request; i++) {
		const struct booking_request *r = &p->requests[i];
		if (r->person >= p->n_person || r->service >= p->n_service ||
		    r->priority < 1 || r->priority > 3 ||
		    r->earliest > r->latest || r->latest >= p->n_day)
			return err_set(err, E_FORMAT,
				       "request %zu: person %u, service %u, "
				       "window %u..%u: out of range",
				       i, r->person, r->service, r->earliest,
				       r->latest);
	}
	return OK;
}

static enum rc check(const struct booking_problem *p, struct err *err)
{
	if (!p->n_day || p->n_day > BOOKING_MAX_DAY || p->first_weekday > 6 ||
	    p->n_request >= BOOKING_NONE || p->n_slot >= BOOKING_NONE ||
	    p->n_site >= INT32_MAX || p->n_service > UINT16_MAX)
		return err_set(err, E_FORMAT,
			       "a booking of %u days, %zu sites "
			       "and %zu requests is out of range",
			       p->n_day, p->n_site, p->n_request);
	enum rc rc = check_slots(p, err);
	return rc ? rc : check_people(p, err);
}

/* ---- offers and cells ---- */

static void *zeroed(size_t n, size_t size)
{
	return calloc(n ? n : 1, size);
}

static enum rc number_offers(struct booking *b, struct err *err)
{
	size_t n = b->p.n_site * b->p.n_service;
	b->offer_of = zeroed(n, sizeof(*b->offer_of));
	if (!b->offer_of)
		return err_set(err, E_NOMEM, "no memory for %zu offers", n);
	memset(b->offer_of, 0xff, n * sizeof(*b->offer_of));
	for (size_t i = 0; i < b->p.n_slot; i++) {
		const struct booking_slot *s = &b->p.slots[i];
		int32_t *o =
			&b->offer_of[s->site * b->p.n_service + s->service];
		if (*o < 0)
			*o = (int32_t)b->n_offer++;
	}
	b->n_cell = (size_t)b->n_offer * b->p.n_day;
	if (b->n_cell > BOOKING_MAX_CELL)
		return err_set(err, E_LIMIT,
			       "%zu cells of site, service and "
			       "day are more than we hold",
			       b->n_cell);
	return OK;
}

static void mark_closures(struct booking *b)
{
	for (size_t i = 0; i < b->p.n_closure; i++) {
		const struct booking_closure *c = &b->p.closures[i];
		size_t bit = (size_t)c->site * b->p.n_day + c->day;
		b->closed[bit / 8] |= (uint8_t)(1u << bit % 8);
	}
}

size_t slot_cell(const struct booking *b, uint32_t slot)
{
	const struct booking_slot *s = &b->p.slots[slot];
	return cell_at(b, offer_at(b, s->site, s->service), s->day);
}

static void fill_cells(struct booking *b)
{
	for (size_t i = 0; i < b->p.n_slot; i++) {
		const struct booking_slot *s = &b->p.slots[i];
		size_t cell = slot_cell(b, (uint32_t)i);
		b->slot_first[cell + 1]++;
		if (!booking_is_closed(b, s->site, s->day))
			b->capacity[cell] += s->places - s->taken;
	}
	for (size_t c = 0; c < b->n_cell; c++)
		b->slot_first[c + 1] += b->slot_first[c];
	for (size_t c = 0; c < b->n_cell; c++)
		b->full[c] = NOT_HERE;
	charge_all(b, 0);
}

/* ---- persons ---- */

static int compare_near(const void *pa, const void *pb)
{
	const struct near *a = pa, *b = pb;
	if (a->hm != b->hm)
		return a->hm < b->hm ? -1 : 1;
	return a->site < b->site ? -1 : a->site > b->site;
}

static bool same_home(const struct booking_person *a,
		      const struct booking_person *b)
{
	return a->home.x == b->home.x && a->home.y == b->home.y;
}

/* Sites within reach of every person, nearest first. Neighbours in the list
 * who live at one point (a municipality's centre, say) share the work. */
static enum rc find_near(struct booking *b, struct err *err)
{
	const struct booking_problem *p = &b->p;
	struct near *all = zeroed(p->n_site, sizeof(*all));
	size_t n = 0, cap = 0, n_all = 0;
	enum rc rc = all ? OK : err_set(err, E_NOMEM, "no memory");
	for (size_t i = 0; !rc && i < p->n_person; i++) {
		const struct booking_person *who = &p->persons[i];
		if (!i || !same_home(who - 1, who)) {
			n_all = 0;
			for (uint32_t s = 0; s < p->n_site; s++) {
				int32_t hm = booking_distance(
					&p->cost, who->home, p->sites[s]);
				if (hm <= p->cost.reach_hm)
					all[n_all++] = (struct near){s, hm};
			}
			qsort(all, n_all, sizeof(*all), compare_near);
		}
		rc = array_grow(&b->near, &cap, n + n_all + 1, sizeof(*b->near),
				SIZE_MAX / sizeof(*all) / 4, err);
		if (rc)
			break;
		memcpy(b->near + n, all, n_all * sizeof(*all));
		n += n_all;
		b->near_first[i + 1] = n;
	}
	free(all);
	return rc;
}

static void sort_requests_by_person(struct booking *b)
{
	for (size_t i = 0; i < b->p.n_request; i++)
		b->req_first[b->p.requests[i].person + 1]++;
	for (size_t i = 0; i < b->p.n_busy; i++)
		b->busy_first[b->p.busy[i].person + 1]++;
	for (size_t i = 0; i < b->p.n_person; i++) {
		size_t n = b->req_first[i + 1];
		if (n > b->max_req)
			b->max_req = n;
		b->req_first[i + 1] += b->req_first[i];
		b->busy_first[i + 1] += b->busy_first[i];
	}
	/* Filled backwards, so that a person's requests keep their order. */
	for (size_t i = b->p.n_request; i-- > 0;) {
		size_t person = b->p.requests[i].person;
		size_t back = (size_t)++b->rank[person].need;
		size_t at = b->req_first[person + 1] - back;
		b->req[at] = (uint32_t)i;
	}
	for (size_t i = 0; i < b->p.n_request; i++) {
		const struct booking_request *r = &b->p.requests[i];
		size_t n = (size_t)(booking_last_day(b, r) - r->earliest) + 1;
		if (n > b->max_window)
			b->max_window = n;
	}
}

static bool take_cells(struct booking *b)
{
	size_t n = b->n_cell, bits = b->p.n_site * b->p.n_day;
	return (b->slot_first = zeroed(n + 1, sizeof(*b->slot_first))) &&
	       (b->capacity = zeroed(n, sizeof(*b->capacity))) &&
	       (b->use = zeroed(n, sizeof(*b->use))) &&
	       (b->price = zeroed(n, sizeof(*b->price))) &&
	       (b->step = zeroed(n, sizeof(*b->step))) &&
	       (b->eff = zeroed(n, sizeof(*b->eff))) &&
	       (b->full = zeroed(n, sizeof(*b->full))) &&
	       (b->holder = zeroed(n, sizeof(*b->holder))) &&
	       (b->closed = zeroed(bits / 8 + 1, 1)) &&
	       (b->slot_use = zeroed(b->p.n_slot, sizeof(*b->slot_use)));
}

static bool take_people(struct booking *b)
{
	size_t n = b->p.n_person, r = b->p.n_request;
	return (b->near_first = zeroed(n + 1, sizeof(*b->near_first))) &&
	       (b->req_first = zeroed(n + 1, sizeof(*b->req_first))) &&
	       (b->busy_first = zeroed(n + 1, sizeof(*b->busy_first))) &&
	       (b->req = zeroed(r, sizeof(*b->req))) &&
	       (b->slot_of = zeroed(r, sizeof(*b->slot_of))) &&
	       (b->choice_cell = zeroed(r, sizeof(*b->choice_cell))) &&
	       (b->rank = zeroed(n, sizeof(*b->rank)));
}

static bool take_scratch(struct booking *b)
{
	size_t n = b->max_req, busy = 0;
	for (size_t i = 0; i < b->p.n_person; i++)
		if (b->busy_first[i + 1] - b->busy_first[i] > busy)
			busy = b->busy_first[i + 1] - b->busy_first[i];
	if (n && b->max_window > SIZE_MAX / 8 / n)
		return false;
	return (b->timing = zeroed(n * b->max_window, sizeof(*b->timing))) &&
	       (b->row = zeroed(b->max_window, sizeof(*b->row))) &&
	       (b->gain = zeroed(b->p.n_day, 2 * sizeof(*b->gain))) &&
	       (b->alone = zeroed(n, sizeof(*b->alone))) &&
	       (b->pick = zeroed(n, sizeof(*b->pick))) &&
	       (b->done = zeroed(n, sizeof(*b->done))) &&
	       (b->trips = zeroed(n + busy, sizeof(*b->trips))) &&
	       (b->save = zeroed(n, sizeof(*b->save)));
}

enum rc booking_new(const struct booking_problem *p, struct booking **out,
		    struct err *err)
{
	enum rc rc = check(p, err);
	if (rc)
		return rc;
	struct booking *b = calloc(1, sizeof(*b));
	if (!b)
		return err_set(err, E_NOMEM, "no memory for a booking");
	b->p = *p;
	rc = number_offers(b, err);
	if (rc)
		goto fail;
	if (!take_cells(b) || !take_people(b))
		goto no_memory;
	memset(b->slot_of, 0xff, p->n_request * sizeof(*b->slot_of));
	mark_closures(b);
	fill_cells(b);
	rc = find_near(b, err);
	if (rc)
		goto fail;
	sort_requests_by_person(b);
	if (!take_scratch(b))
		goto no_memory;
	*out = b;
	return OK;
no_memory:
	rc = err_set(err, E_NOMEM, "no memory to book %zu requests",
		     p->n_request);
fail:
	booking_free(b);
	return rc;
}

void booking_free(struct booking *b)
{
	if (!b)
		return;
	void *all[] = {
		b->offer_of, b->slot_first,  b->capacity,   b->use,
		b->price,    b->step,        b->eff,        b->full,
		b->holder,   b->closed,      b->slot_use,   b->near_first,
		b->near,     b->req_first,   b->busy_first, b->req,
		b->slot_of,  b->choice_cell, b->rank,       b->timing,
		b->row,      b->gain,        b->alone,      b->pick,
		b->done,     b->trips,       b->save};
	for (size_t i = 0; i < countof(all); i++)
		free(all[i]);
	free(b);
}
