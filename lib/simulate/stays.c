#include "simulate/simulate_int.h"

#define MAX_STAY         64 /* of one person: identifiers hold no more */
#define CODED_SECOND_PCT 90
#define LAST_STAY_PCT    48 /* of deaths that happen in hospital */

struct patient {
	struct sim *s;
	uint32_t id;
	const struct health *h;
	struct rng *r;
	uint32_t n_stay;
};

static uint16_t hospital(const struct patient *q)
{
	const struct sim *s = q->s;
	if (chance_pct(q->r, 82))
		return s->towns[s->people[q->id].town].hospital;
	return (uint16_t)rng_below(q->r,
				   (uint32_t)s->n_of_kind[PROVIDER_HOSPITAL]);
}

static const char *one_of(struct rng *r, const struct codes *c)
{
	return c->code[rng_below(r, c->n)];
}

static void put_code(char to[CODE_LEN], const char *code)
{
	size_t n = strlen(code);
	assert(n < CODE_LEN);
	memcpy(to, code, n);
}

static void add_dx(struct stay *st, size_t *n, const char *code)
{
	for (size_t i = 0; i < *n; i++)
		if (!strcmp(st->dx[i], code))
			return;
	if (*n < countof(st->dx))
		put_code(st->dx[(*n)++], code);
}

/* The main diagnosis, what goes with it, then the other diseases, as far as
 * the coder wrote them down. */
static void code_stay(const struct patient *q, size_t kind, size_t own,
		      struct stay *st)
{
	const struct tables *t = &q->s->tables;
	size_t n = 0;
	add_dx(st, &n, one_of(q->r, &t->stay_dx[kind]));
	if (t->stay_with[kind].n && chance_pct(q->r, CODED_SECOND_PCT))
		add_dx(st, &n, one_of(q->r, &t->stay_with[kind]));
	for (size_t i = 0; i < q->h->n; i++) {
		size_t d = q->h->disease[i];
		if (i == own || !t->dx[d].n || q->h->since[i] > st->discharge)
			continue;
		if (chance_pct(q->r, sim_diseases[d].coded_pct))
			add_dx(st, &n, one_of(q->r, &t->dx[d]));
	}
	int32_t days = st->discharge - st->admission;
	for (size_t i = 0; i < t->stay_proc[kind].n; i++) {
		put_code(st->proc[i], t->stay_proc[kind].code[i]);
		st->proc_day[i] = (uint8_t)between(q->r, 0, days);
	}
}

static char leave(const struct patient *q, const struct stay *st)
{
	const struct person *p = &q->s->people[q->id];
	if (st->discharge == p->death)
		return '1';
	if (st->regime == '2')
		return '2';
	uint32_t x = rng_below(q->r, 100);
	bool old = st->discharge - p->birth > 75 * 365;
	if (x < (old ? 70 : 93))
		return '2';
	return "2345698832"[rng_below(q->r, 10)];
}

/* Minutes from `u`'s arrival, `most` of them, not past the last day of life or
 * of registration. */
static uint16_t length(const struct patient *q, const struct urgency *u,
		       int32_t least, int32_t most)
{
	int64_t left = (int64_t)(q->h->to - u->day + 1) * 1440 - 1 - u->minute;
	return (uint16_t)min_i64(between(q->r, least, most), left);
}

/* Through the emergency department on the day of admission. */
static void arrive(const struct patient *q, const struct stay *st)
{
	struct urgency u = {.person = q->id,
			    .stay_id = st->id,
			    .day = st->admission,
			    .facility = st->facility,
			    .outcome = 2,
			    .admitted = true};
	u.minute = (uint16_t)rng_below(q->r, 1440);
	u.triage = "11222223"[rng_below(q->r, 8)];
	u.mode = chance_pct(q->r, 55) ? '2' : '1';
	u.cents = (uint32_t)between(q->r, 15000, 42000);
	u.length_min = length(q, &u, 60, 900);
	memcpy(u.dx[0], st->dx[0], CODE_LEN);
	if (chance_pct(q->r, 30))
		memcpy(u.dx[1], st->dx[1], CODE_LEN);
	event_urgency(q->s, &u);
}

/* A stay of this kind from `day`; `last` when it ends with death. */
static void stay(struct patient *q, size_t kind, size_t own, int32_t day,
		 bool last)
{
	const struct stay_kind *k = &sim_stays[kind];
	const struct person *p = &q->s->people[q->id];
	int age = date_age((struct date){p->birth}, (struct date){day});
	if (age < k->age_min || age > k->age_max ||
	    (k->sex && k->sex != p->sex) || q->n_stay == MAX_STAY)
		return;
	struct stay st = {.person = q->id,
			  .admission = day,
			  .regime = k->regime,
			  .specialty = k->specialty,
			  .drg = k->drg,
			  .facility = hospital(q)};
	st.id = scramble(q->id * MAX_STAY + q->n_stay++,
			 q->s->opt->seed + 1000003);
	st.discharge = day + between(q->r, k->los_min, k->los_max);
	if (st.discharge > q->h->to || last)
		st.discharge = q->h->to;
	if (k->regime == '2' && !last)
		st.discharge = st.admission + (k->los_max > 1 ? 1 : 0);
	if (st.discharge > q->h->to)
		st.discharge = q->h->to;
	st.cents = k->euro * 100 / 10 * (uint32_t)between(q->r, 8, 13);
	code_stay(q, kind, own, &st);
	st.mode = leave(q, &st);
	if (chance_pct(q->r, k->urgent_pct) || last)
		arrive(q, &st);
	event_stay(q->s, &st);
}

static void urgency(struct patient *q, size_t kind, int32_t day)
{
	const struct urgency_kind *k = &sim_urgencies[kind];
	const struct person *p = &q->s->people[q->id];
	int age = date_age((struct date){p->birth}, (struct date){day});
	if (age < k->age_min || age > k->age_max)
		return;
	uint32_t n_triage = (uint32_t)strlen(k->triage);
	struct urgency u = {.person = q->id, .day = day, .outcome = 1};
	u.facility = hospital(q);
	u.minute = (uint16_t)rng_below(q->r, 1440);
	u.triage = k->triage[rng_below(q->r, n_triage)];
	u.mode = chance_pct(q->r, 25) ? '2' : '1';
	u.cents = (uint32_t)between(q->r, 2500, 24000);
	u.length_min = length(q, &u, 20, 480);
	uint32_t x = rng_below(q->r, 100);
	if (x >= 86)
		u.outcome = x < 89   ? 6
			    : x < 91 ? 7
			    : x < 95 ? 8
			    : x < 98 ? 10
				     : 3;
	if (u.outcome == 6)
		u.triage = '0';
	if (u.outcome != 6)
		put_code(u.dx[0], one_of(q->r, &q->s->tables.urgency_dx[kind]));
	event_urgency(q->s, &u);
}

/* Everything of one disease, or of anyone (own == h->n). */
static void of_disease(struct patient *q, size_t own)
{
	const struct health *h = q->h;
	bool ill = own < h->n;
	size_t d = ill ? h->disease[own] : sim_n_disease;
	int32_t begins = ill ? h->since[own] : q->s->people[q->id].birth;
	int32_t from = begins > h->from ? begins : h->from;
	bool begun = false;
	if (from > h->to)
		return;
	struct range k = q->s->tables.stays[d];
	for (size_t i = k.from; i < (size_t)k.from + k.n; i++) {
		if (begins >= h->from && !begun &&
		    chance_pct(q->r, sim_stays[i].onset_pct)) {
			stay(q, i, own, begins, false);
			begun = true;
		}
		uint32_t n = draw_count(q->r, sim_stays[i].per_1000y,
					h->to - from + 1);
		for (; n; n--)
			stay(q, i, own, between(q->r, from, h->to), false);
	}
	k = q->s->tables.urgencies[d];
	for (size_t i = k.from; i < (size_t)k.from + k.n; i++) {
		uint32_t n = draw_count(q->r, sim_urgencies[i].per_1000y,
					h->to - from + 1);
		for (; n; n--)
			urgency(q, i, between(q->r, from, h->to));
	}
}

/* Who dies in hospital dies of the disease given last, which is the worst of
 * a chain, or of pneumonia. */
static void last_stay(struct patient *q)
{
	const struct health *h = q->h;
	if (q->s->people[q->id].death != h->to || h->to < h->from + 12 ||
	    !chance_pct(q->r, LAST_STAY_PCT))
		return;
	for (size_t i = h->n; i-- > 0;) {
		struct range k = q->s->tables.stays[h->disease[i]];
		if (k.n && h->since[i] < h->to - 12) {
			stay(q, k.from, i, h->to - between(q->r, 1, 12), true);
			return;
		}
	}
}

void stays_make(struct sim *s, uint32_t person, const struct health *h,
		struct rng *r)
{
	struct patient q = {s, person, h, r, 0};
	for (size_t i = 0; i <= h->n; i++)
		of_disease(&q, i);
	last_stay(&q);
}
