#include "simulate/simulate_int.h"

/* People keep about half of the controls a plan would want. */
#define CONTROL_PCT 46
#define MAX_WANTED  256

struct want { /* of one person: a service, the most any disease asks for */
	uint16_t service;
	uint8_t disease; /* index into health: whose exemption pays */
	uint32_t times_e4;
};

enum priority { PRIORITY_U, PRIORITY_B, PRIORITY_D, PRIORITY_P };

/* A day's service at a provider. */
struct control {
	uint16_t service;
	uint32_t provider;
	enum priority priority;
	uint32_t booked_before; /* days */
	size_t disease;         /* index into health, or MAX_DISEASE */
	bool remote;
};

static void emit(struct sim *s, uint32_t person, const struct health *h,
		 int32_t day, const struct control *c)
{
	struct event e = {.person = person,
			  .key = c->provider,
			  .item = c->service,
			  .a = (uint8_t)c->priority};
	size_t d = c->disease;
	int32_t age_days = day - s->people[person].birth;
	e.c = (uint32_t)min_i64(c->booked_before, min_i64(age_days, 0xffff));
	if (d < h->n && h->exempt[d] != NOT_EXEMPT &&
	    h->exempt_from[d] <= day && h->exempt_to[d] >= day) {
		e.a |= VISIT_EXEMPT;
		e.b = h->exempt[d];
		e.c |= (uint32_t)h->disease[d] << 16;
	}
	if (c->remote)
		e.a |= VISIT_REMOTE;
	event_visit(s, day, e);
}

static size_t gather(const struct sim *s, const struct health *h,
		     struct want *w)
{
	int level = h->level > 3 ? 3 : h->level;
	size_t n = 0;
	for (size_t i = 0; i < h->n; i++) {
		struct range r = s->tables.planned_of[h->disease[i]][level];
		for (size_t j = r.from; j < (size_t)r.from + r.n; j++) {
			struct planned p = s->tables.planned[j];
			size_t k = 0;
			while (k < n && w[k].service != p.service)
				k++;
			if (k == MAX_WANTED || !p.times_e4)
				continue;
			if (k == n)
				w[n++] =
					(struct want){p.service, (uint8_t)i, 0};
			if (w[k].times_e4 < p.times_e4)
				w[k].times_e4 = p.times_e4;
		}
	}
	return n;
}

static bool is_lab(const struct sim *s, uint16_t service)
{
	return service < s->kn->n_services &&
	       s->kn->services[service].kind == KIND_LAB;
}

static uint32_t place_of(const struct sim *s, uint32_t person, bool lab,
			 struct rng *r)
{
	const struct town *t = &s->towns[s->people[person].town];
	uint32_t x = rng_below(r, 100);
	if (lab)
		return x < 84 ? t->lab : x < 95 ? t->hospital : t->clinic;
	if (x < 48)
		return t->hospital;
	return x < 88 ? t->clinic
		      : rng_below(r, (uint32_t)s->n_of_kind[PROVIDER_HOSPITAL]);
}

static int32_t begin(const struct health *h)
{
	int32_t since = h->to;
	for (size_t i = 0; i < h->n; i++)
		if (h->since[i] < since)
			since = h->since[i];
	return since > h->from ? since : h->from;
}

/* Blood is drawn as often as the most wanted test; the others join in their
 * share of the draws. */
static void draw_blood(struct sim *s, uint32_t person, const struct health *h,
		       const struct want *w, size_t n, struct rng *r)
{
	uint32_t most = 0;
	for (size_t i = 0; i < n; i++)
		if (is_lab(s, w[i].service) && w[i].times_e4 > most)
			most = w[i].times_e4;
	if (!most)
		return;
	int32_t every = (int32_t)max_i64(7, 3650000 / most);
	int sampling = kn_service_index(s->kn, STR("91.49.2"));
	int32_t day = begin(h) + between(r, 0, every - 1);
	for (; day <= h->to; day += every + between(r, -every / 6, every / 6)) {
		if (!chance_pct(r, h->adherence_pct * CONTROL_PCT / 100))
			continue;
		struct control c = {.service = (uint16_t)sampling,
				    .priority = PRIORITY_P,
				    .disease = w[0].disease};
		c.provider = place_of(s, person, true, r);
		c.booked_before = rng_below(r, 20);
		if (sampling >= 0)
			emit(s, person, h, day, &c);
		for (size_t i = 0; i < n; i++) {
			if (!is_lab(s, w[i].service) ||
			    !chance_ppm(r, (uint32_t)((uint64_t)w[i].times_e4 *
						      950000 / most)))
				continue;
			c.service = w[i].service;
			c.disease = w[i].disease;
			emit(s, person, h, day, &c);
		}
	}
}

static void control(struct sim *s, uint32_t person, const struct health *h,
		    const struct want *w, struct rng *r)
{
	int32_t every = (int32_t)max_i64(5, 3650000 / w->times_e4);
	bool remote = s->kn->services[w->service].telemedicine;
	int32_t day = begin(h) + between(r, 0, every - 1);
	for (; day <= h->to; day += every + between(r, -every / 5, every / 5)) {
		if (!chance_pct(r, h->adherence_pct * CONTROL_PCT / 100))
			continue;
		struct control c = {.service = w->service,
				    .disease = w->disease};
		c.provider = place_of(s, person, false, r);
		c.priority = chance_pct(r, 70) ? PRIORITY_P : PRIORITY_D;
		c.booked_before = (uint32_t)between(r, 10, 150);
		c.remote = remote && chance_pct(r, 5);
		emit(s, person, h, day, &c);
	}
}

/* Cycles of dialysis or chemotherapy, and what the healthy do now and then. */
static void extra(struct sim *s, uint32_t person, const struct health *h,
		  size_t i, size_t disease, struct rng *r)
{
	const struct extra_service *x = &sim_extras[i];
	const struct services *list = &s->tables.extra_services[i];
	int age = date_age((struct date){s->people[person].birth},
			   (struct date){h->to});
	if (age < x->age_min || age > x->age_max ||
	    (x->sex && x->sex != s->people[person].sex) ||
	    !chance_pct(r, x->pct))
		return;
	int32_t from = h->from;
	if (disease < h->n && h->since[disease] > from)
		from = h->since[disease];
	uint32_t n =
		draw_count(r, (uint64_t)x->per_100y * 10, h->to - from + 1);
	bool often = x->per_100y > 5000; /* thrice a week, on fixed days */
	for (uint32_t k = 0; k < n; k++) {
		int32_t day = often ? from + (int32_t)((int64_t)(h->to - from) *
						       k / n)
				    : between(r, from, h->to);
		struct control c = {.disease = disease};
		c.provider = place_of(s, person, is_lab(s, list->index[0]), r);
		c.priority = chance_pct(r, 12) ? PRIORITY_B : PRIORITY_D;
		c.booked_before = often ? 0 : rng_below(r, 60);
		for (size_t j = 0; j < list->n; j++) {
			c.service = list->index[j];
			emit(s, person, h, day, &c);
		}
	}
}

void visits_make(struct sim *s, uint32_t person, const struct health *h,
		 struct rng *r)
{
	struct want w[MAX_WANTED];
	size_t n = gather(s, h, w);
	if (n)
		draw_blood(s, person, h, w, n, r);
	for (size_t i = 0; i < n; i++)
		if (!is_lab(s, w[i].service))
			control(s, person, h, &w[i], r);
	for (size_t i = 0; i <= h->n; i++) {
		size_t d = i < h->n ? h->disease[i] : sim_n_disease;
		struct range k = s->tables.extras[d];
		for (size_t j = k.from; j < (size_t)k.from + k.n; j++)
			extra(s, person, h, j, i < h->n ? i : MAX_DISEASE, r);
	}
}
