#include "simulate/simulate_int.h"

/* How ill a person is apart from age: one of these with equal chance, their
 * mean 100 %. It makes diseases come together more than by chance. */
static const uint16_t frailty_pct[] = {60, 75, 90, 115, 160};
/* How faithfully a person follows therapies and controls. */
static const uint8_t adherence_pct[] = {22, 45, 60, 72, 80, 86, 90, 94, 97, 99};

#define DYING_PCT 160 /* who dies in the period has more diseases */

static size_t age_band(int age)
{
	static const uint8_t from[N_AGE_BAND] = {0,  2,  14, 30, 45,
						 55, 65, 75, 85};
	size_t b = N_AGE_BAND - 1;
	while (age < from[b])
		b--;
	return b;
}

/* Chance of disease d per million; `factor` gathers what the person has. */
static uint32_t chance_of(const struct disease *d, size_t band, char sex,
			  uint64_t factor)
{
	uint64_t ppm = (uint64_t)d->per_100k[band] * 10;
	uint64_t share = sex == 'M' ? d->male_pct : 100u - d->male_pct;
	ppm = ppm * 2 * share / 100 * factor / 10000;
	return (uint32_t)(ppm > 930000 ? 930000 : ppm);
}

/* Age, sex and frailty matter little for what one is born with or catches
 * young: those are the diseases that are no rarer at 20 than at 80. */
static bool of_age(const struct disease *d)
{
	return d->per_100k[7] > 3 * d->per_100k[2];
}

static int32_t draw_since(const struct sim *s, const struct person *p,
			  const struct disease *d, struct rng *r)
{
	int32_t last = p->death < s->last_day ? p->death : s->last_day;
	int32_t age_days = last - p->birth;
	int32_t most = (int32_t)d->years * 365;
	if (d->years == 1)
		most = 364; /* recent by definition: within a year */
	int32_t ago = between(r, 0, most);
	return last - (ago < age_days ? ago : age_days);
}

static void add_links(const struct sim *s, size_t cause, uint16_t *link)
{
	const uint16_t *row = &s->tables.factor_pct[cause * sim_n_disease];
	for (size_t e = cause + 1; e < sim_n_disease; e++)
		if (row[e] && row[e] > link[e])
			link[e] = row[e];
}

static void draw_diseases(const struct sim *s, const struct person *p,
			  struct rng *r, struct health *h)
{
	uint16_t link[128] = {0};
	bool family[128] = {false};
	assert(sim_n_disease <= countof(link));
	int32_t last = p->death < s->last_day ? p->death : s->last_day;
	size_t band = age_band(
		date_age((struct date){p->birth}, (struct date){last}));
	uint64_t frail = frailty_pct[rng_below(r, countof(frailty_pct))];
	if (p->death != NO_END)
		frail = frail * DYING_PCT / 100;
	for (size_t d = 0; d < sim_n_disease && h->n < MAX_DISEASE; d++) {
		const struct disease *dis = &sim_diseases[d];
		if (dis->family && family[(int)dis->family])
			continue;
		uint64_t f = (of_age(dis) ? frail : 100) *
			     (link[d] ? link[d] : 100u);
		if (!chance_ppm(r, chance_of(dis, band, p->sex, f)))
			continue;
		h->disease[h->n] = (uint16_t)d;
		h->since[h->n++] = draw_since(s, p, dis, r);
		if (dis->family)
			family[(int)dis->family] = true;
		add_links(s, d, link);
	}
}

static int guess_level(const struct sim *s, const struct health *h)
{
	int n = 0;
	for (size_t i = 0; i < h->n; i++) {
		int c = s->tables.condition_of[h->disease[i]];
		int k = s->kn->conditions[c].cluster;
		n += s->kn->conditions[c].counts_override ||
		     (k >= 0 && s->kn->clusters[k].counts);
	}
	return n >= 4 ? 1 : n >= 2 ? 2 : n == 1 ? 3 : 4;
}

/* Most codes last for life; that of a tumour runs five years and is renewed,
 * that of perinatal conditions to the third birthday; a few were not renewed.
 */
static int32_t exempt_until(const struct person *p, const char *code,
			    int32_t from, int32_t last, struct rng *r)
{
	if (chance_pct(r, 2))
		return from + between(r, 0, 700);
	if (!strcmp(code, "040"))
		return p->birth + 1095;
	if (strncmp(code, "048", 3) != 0)
		return NO_END;
	int32_t to = from + 1825;
	while (to < last - 60)
		to += 1825;
	return to;
}

static void draw_exemptions(const struct sim *s, const struct person *p,
			    struct rng *r, struct health *h)
{
	for (size_t i = 0; i < h->n; i++) {
		const struct disease *d = &sim_diseases[h->disease[i]];
		const struct codes *c = &s->tables.exemptions[h->disease[i]];
		h->exempt[i] = NOT_EXEMPT;
		if (!c->n || !chance_pct(r, d->exempt_pct))
			continue;
		int32_t from = h->since[i] + between(r, 0, 120);
		if (from > h->to)
			from = h->to;
		if (from < p->birth)
			from = p->birth;
		h->exempt[i] = (uint8_t)rng_below(r, c->n);
		h->exempt_from[i] = from;
		h->exempt_to[i] = exempt_until(p, c->code[h->exempt[i]], from,
					       s->last_day, r);
	}
}

void health_draw(const struct sim *s, uint32_t person, struct rng *r,
		 struct health *h)
{
	const struct person *p = &s->people[person];
	h->n = 0;
	draw_diseases(s, p, r, h);
	h->adherence_pct = adherence_pct[rng_below(r, countof(adherence_pct))];
	h->level = guess_level(s, h);
	h->from = s->first_day;
	if (p->birth > h->from)
		h->from = p->birth;
	if (p->registration_start > h->from)
		h->from = p->registration_start;
	h->to = s->last_day;
	if (p->death < h->to)
		h->to = p->death;
	if (p->registration_end < h->to)
		h->to = p->registration_end;
	draw_exemptions(s, p, r, h);
}
