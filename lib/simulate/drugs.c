#include "simulate/simulate_int.h"

uint32_t draw_count(struct rng *r, uint64_t per_1000y, int32_t days)
{
	if (days <= 0 || !per_1000y)
		return 0;
	uint64_t ppm = per_1000y * (uint64_t)days * 1000 / 365;
	return (uint32_t)(ppm / 1000000) +
	       (uint32_t)chance_ppm(r, (uint32_t)(ppm % 1000000));
}

static void dispense(struct sim *s, uint32_t person, int32_t day, size_t item,
		     uint8_t packages)
{
	event_drug(s, day,
		   (struct event){.person = person,
				  .item = (uint16_t)item,
				  .a = packages});
}

/* One drug of the list, again and again, some times forgotten. */
static void follow(struct sim *s, uint32_t person, const struct health *h,
		   int32_t since, size_t therapy, struct rng *r)
{
	const struct therapy *th = &sim_therapies[therapy];
	struct range items = s->tables.therapy_items[therapy];
	size_t item = items.from + rng_below(r, items.n);
	int32_t every = th->every_days, slack = every / 8;
	int32_t day = since > h->from ? since : h->from;
	day += between(r, 0, every - 1);
	for (; day <= h->to; day += every + between(r, -slack, slack))
		if (chance_pct(r, h->adherence_pct))
			dispense(s, person, day, item, th->packages);
}

static void occasional(struct sim *s, uint32_t person, const struct health *h,
		       size_t therapy, struct rng *r)
{
	const struct therapy *th = &sim_therapies[therapy];
	struct range items = s->tables.therapy_items[therapy];
	uint64_t rate = (uint64_t)th->pct * (2 + h->n) / 2;
	uint32_t n = draw_count(r, rate, h->to - h->from + 1);
	while (n--) {
		int32_t day = between(r, h->from, h->to);
		size_t item = items.from + rng_below(r, items.n);
		dispense(s, person, day, item, th->packages);
	}
}

static bool fits(const struct therapy *th, int age)
{
	return age >= th->age_min && age <= th->age_max;
}

void drugs_make(struct sim *s, uint32_t person, const struct health *h,
		struct rng *r)
{
	int age = date_age((struct date){s->people[person].birth},
			   (struct date){h->to});
	for (size_t i = 0; i < h->n; i++) {
		struct range k = s->tables.therapies[h->disease[i]];
		for (size_t t = k.from; t < (size_t)k.from + k.n; t++)
			if (fits(&sim_therapies[t], age) &&
			    chance_pct(r, sim_therapies[t].pct))
				follow(s, person, h, h->since[i], t, r);
	}
	struct range k = s->tables.therapies[sim_n_disease];
	for (size_t t = k.from; t < (size_t)k.from + k.n; t++)
		if (fits(&sim_therapies[t], age))
			occasional(s, person, h, t, r);
}
