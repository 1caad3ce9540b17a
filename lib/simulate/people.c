#include "simulate/simulate_int.h"

/* Residents of Lombardy by five-year band of age, per 10,000; men per 100; and
 * deaths in a year per 100,000. Rounded from ISTAT, 1 January 2024 and life
 * tables 2022. */
static const struct {
	uint16_t share, male;
	uint32_t deaths;
} bands[] = {
	{350, 51, 60},   {420, 51, 8},     {480, 51, 9},    {500, 52, 22},
	{500, 52, 30},   {520, 51, 33},    {550, 51, 42},   {580, 50, 60},
	{650, 50, 100},  {770, 50, 160},   {850, 50, 260},  {840, 50, 430},
	{720, 49, 700},  {610, 48, 1150},  {530, 46, 1900}, {470, 45, 3200},
	{340, 42, 6000}, {220, 36, 11500}, {90, 29, 20000}, {25, 21, 30000},
	{3, 15, 42000},
};
#define BAND_DAYS          1826
#define LEFT_PER_100K_YEAR 700
#define CAME_PER_100K_YEAR 800

/* Distance along a Hilbert curve of 256 x 256 cells: neighbours on the curve
 * are neighbours on the map (the method of the encyclopedias, d2xy). */
static uint32_t hilbert(uint32_t x, uint32_t y)
{
	uint32_t d = 0;
	for (uint32_t s = 128; s > 0; s /= 2) {
		uint32_t rx = (x & s) > 0, ry = (y & s) > 0;
		d += s * s * ((3 * rx) ^ ry);
		if (!ry) {
			if (rx) {
				x = 255 - x;
				y = 255 - y;
			}
			uint32_t t = x;
			x = y;
			y = t;
		}
	}
	return d;
}

static int32_t e6(double degrees)
{
	return (int32_t)(degrees * 1e6 + 0.5);
}

/* Square of a distance in units of about 11 cm; a degree of longitude is 70 %
 * of one of latitude here. */
int64_t town_distance2(const struct town *a, const struct town *b)
{
	int64_t dy = a->lat_e6 - b->lat_e6;
	int64_t dx = ((int64_t)a->lon_e6 - b->lon_e6) * 7 / 10;
	return dx * dx + dy * dy;
}

static uint32_t curve_place(const struct town *t)
{
	/* Lombardy lies in 44.6 to 46.7 north, 8.4 to 11.5 east. */
	int64_t x = ((int64_t)t->lon_e6 - 8400000) * 255 / 3100000;
	int64_t y = ((int64_t)t->lat_e6 - 44600000) * 255 / 2100000;
	x = max_i64(0, min_i64(255, x));
	y = max_i64(0, min_i64(255, y));
	return hilbert((uint32_t)x, (uint32_t)y);
}

static int by_curve(const void *pa, const void *pb)
{
	const struct town *a = pa, *b = pb;
	uint32_t ca = curve_place(a), cb = curve_place(b);
	if (ca != cb)
		return ca < cb ? -1 : 1;
	return a->kn < b->kn ? -1 : a->kn > b->kn;
}

static enum rc no_province(const struct sim *s, struct err *err)
{
	return err_set(err, E_USAGE,
		       "there is no province \"" STR_FMT
		       "\": use one of BG BS CO CR LC LO MB MI MN PV SO VA",
		       STR_ARG(s->opt->province));
}

enum rc towns_make(struct sim *s, struct err *err)
{
	const struct knowledge *kn = s->kn;
	s->province = -1;
	for (size_t i = 0; i < kn->n_places; i++)
		if (str_is(kn->places[i].type, "province") &&
		    str_eq(kn->places[i].code, s->opt->province))
			s->province = (int)i;
	if (s->province < 0)
		return no_province(s, err);
	s->ats = kn->places[s->province].ats;
	s->towns = arena_array(&s->arena, struct town, kn->n_municipalities);
	if (!s->towns)
		return arena_fail(&s->arena, err);
	for (size_t i = 0; i < kn->n_municipalities; i++) {
		const struct kn_municipality *m = &kn->municipalities[i];
		if (!str_eq(m->province, s->opt->province))
			continue;
		s->towns[s->n_town++] =
			(struct town){.kn = (uint32_t)i,
				      .lat_e6 = e6(m->lat),
				      .lon_e6 = e6(m->lon),
				      .weight = max_i64(1, m->population)};
	}
	if (!s->n_town)
		return no_province(s, err);
	qsort(s->towns, s->n_town, sizeof(*s->towns), by_curve);
	uint64_t sum = 0;
	for (size_t i = 0; i < s->n_town; i++)
		s->towns[i].weight_until = sum += (uint64_t)s->towns[i].weight;
	return OK;
}

/* A chance by year, over the months simulated, per million. */
static uint32_t period_ppm(const struct sim *s, uint32_t per_100k)
{
	uint64_t ppm = (uint64_t)per_100k * 10 * (uint64_t)s->n_month / 12;
	return (uint32_t)(ppm < 800000 ? ppm : 800000);
}

static bool in_period(const struct sim *s, struct rng *r, uint32_t per_100k)
{
	return chance_ppm(r, period_ppm(s, per_100k));
}

/* The shares are those of the living on the last day: who died in the period
 * comes in addition. */
static uint32_t band_weight(const struct sim *s, size_t band)
{
	uint64_t alive = 1000000u - period_ppm(s, bands[band].deaths);
	return (uint32_t)(bands[band].share * UINT64_C(100000000) / alive);
}

static size_t draw_band(const struct sim *s, struct rng *r)
{
	uint32_t total = 0;
	for (size_t i = 0; i < countof(bands); i++)
		total += band_weight(s, i);
	uint32_t x = rng_below(r, total);
	size_t b = 0;
	for (uint32_t w; x >= (w = band_weight(s, b)); b++)
		x -= w;
	return b;
}

static void draw_life(const struct sim *s, struct rng *r, size_t band,
		      struct person *p)
{
	int32_t first = s->first_day > p->birth ? s->first_day : p->birth;
	p->death = p->registration_end = NO_END;
	if (chance_ppm(r, 5000) && p->birth < s->first_day - 4000)
		p->death = s->first_day - between(r, 100, 1800);
	else if (in_period(s, r, bands[band].deaths))
		p->death = between(r, first, s->last_day);
	else if (in_period(s, r, LEFT_PER_100K_YEAR))
		p->registration_end = between(r, first, s->last_day);
	if (p->death != NO_END)
		p->registration_end = p->death;

	int32_t since = date_of(1996, 1, 1).days + between(r, 0, 5000);
	if (p->registration_end == NO_END &&
	    in_period(s, r, CAME_PER_100K_YEAR))
		since = between(r, first, s->last_day);
	if (since < p->birth || since > p->registration_end)
		since = p->birth;
	p->registration_start = since;
}

static void draw_person(const struct sim *s, uint32_t i, struct person *p)
{
	struct rng r;
	rng_init_stream(&r, s->opt->seed, STREAM_PERSON + i);
	size_t band = draw_band(s, &r);
	p->sex = chance_pct(&r, bands[band].male) ? 'M' : 'F';
	p->birth = s->last_day - (int32_t)band * BAND_DAYS -
		   between(&r, 0, BAND_DAYS - 1);
	int32_t oldest = date_of(1900, 1, 1).days;
	if (p->birth < oldest)
		p->birth = oldest;
	draw_life(s, &r, band, p);
	p->doctor = NO_INDEX;
}

/* People stand along the curve, as many in each town as its share. */
enum rc people_make(struct sim *s, struct err *err)
{
	size_t n = s->opt->n_person;
	s->people = arena_array(&s->arena, struct person, n);
	if (!s->people)
		return arena_fail(&s->arena, err);
	uint64_t total = s->towns[s->n_town - 1].weight_until;
	size_t town = 0;
	for (size_t i = 0; i < n; i++) {
		struct person *p = &s->people[i];
		while ((2 * (uint64_t)i + 1) * total >
		       s->towns[town].weight_until * 2 * n)
			town++;
		draw_person(s, (uint32_t)i, p);
		p->town = (uint16_t)town;
		s->sum.n_deceased += p->death != NO_END;
		s->sum.n_left +=
			p->death == NO_END && p->registration_end != NO_END;
		if (p->death < s->last_day - 60)
			s->n_dead++;
	}
	s->dead = arena_array(&s->arena, uint32_t, s->n_dead + 1);
	if (!s->dead)
		return arena_fail(&s->arena, err);
	s->n_dead = 0;
	for (size_t i = 0; i < n; i++)
		if (s->people[i].death < s->last_day - 60)
			s->dead[s->n_dead++] = (uint32_t)i;
	return OK;
}
