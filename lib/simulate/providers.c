#include "simulate/put.h"
#include "simulate/simulate_int.h"

/* People for each provider of a kind: so many that a sample of a province
 * keeps the crowding of the whole. */
static const struct {
	uint32_t people;
	size_t least;
	const char *kind, *name;
} kinds[N_PROVIDER_KIND] = {
	{40000, 2, "hospital", "Ospedale di "},
	{12000, 2, "clinic", "Poliambulatorio di "},
	{4500, 3, "lab_point", "Punto prelievi di "},
};

/* The largest town of each of n stretches of the curve with equal residents,
 * so that providers lie among the people. */
static void place_kind(struct sim *s, enum provider_kind kind, size_t n,
		       struct rng *r)
{
	uint64_t total = s->towns[s->n_town - 1].weight_until;
	size_t t = 0;
	for (size_t i = 0; i < n; i++) {
		size_t best = t;
		for (size_t j = t;
		     j < s->n_town &&
		     s->towns[j].weight_until * n <= total * (i + 1);
		     j++) {
			if (s->towns[j].weight > s->towns[best].weight)
				best = j;
			t = j + 1 < s->n_town ? j + 1 : j;
		}
		const struct town *town = &s->towns[best];
		struct provider *p = &s->providers[s->n_provider++];
		p->kind = kind;
		p->town = (uint16_t)best;
		p->lat_e6 = town->lat_e6 + between(r, -7000, 7000);
		p->lon_e6 = town->lon_e6 + between(r, -10000, 10000);
		char *c = put_char(p->code, '3');
		*put_fixed(c, (uint64_t)(kind + 1) * 1000 + i + 1, 5) = '\0';
	}
	s->n_of_kind[kind] = n;
}

static uint16_t nearest(const struct sim *s, const struct town *t,
			enum provider_kind kind)
{
	size_t best = 0;
	int64_t least = INT64_MAX;
	for (size_t i = 0; i < s->n_provider; i++) {
		const struct provider *p = &s->providers[i];
		if (p->kind != kind)
			continue;
		int64_t d = town_distance2(t, &s->towns[p->town]);
		if (d < least) {
			least = d;
			best = i;
		}
	}
	return (uint16_t)best;
}

enum rc providers_make(struct sim *s, struct err *err)
{
	size_t n[N_PROVIDER_KIND], sum = 0;
	struct rng r;
	rng_init_stream(&r, s->opt->seed, STREAM_PROVIDER);
	for (int k = 0; k < N_PROVIDER_KIND; k++) {
		n[k] = s->opt->n_person / kinds[k].people;
		if (n[k] < kinds[k].least)
			n[k] = kinds[k].least;
		if (n[k] > 999)
			n[k] = 999;
		sum += n[k];
	}
	s->providers = arena_array(&s->arena, struct provider, sum);
	if (!s->providers)
		return arena_fail(&s->arena, err);
	for (int k = 0; k < N_PROVIDER_KIND; k++)
		place_kind(s, (enum provider_kind)k, n[k], &r);
	for (size_t t = 0; t < s->n_town; t++) {
		struct town *town = &s->towns[t];
		town->hospital = nearest(s, town, PROVIDER_HOSPITAL);
		town->clinic = nearest(s, town, PROVIDER_CLINIC);
		town->lab = nearest(s, town, PROVIDER_LAB);
	}
	return OK;
}

void providers_write(struct sim *s)
{
	struct out *o = &s->out[SIM_PROVIDER];
	for (size_t i = 0; i < s->n_provider; i++) {
		const struct provider *v = &s->providers[i];
		const struct kn_municipality *m =
			&s->kn->municipalities[s->towns[v->town].kn];
		char *p = put_bytes(out_row(o), v->code, 6);
		p = put_text(p, ",\"");
		p = put_text(p, kinds[v->kind].name);
		p = put_str(p, m->name);
		p = put_text(p, "\",");
		p = put_text(p, kinds[v->kind].kind);
		p = put_char(p, ',');
		p = put_str(p, m->ats);
		p = put_char(p, ',');
		p = put_str(p, m->istat);
		p = put_char(p, ',');
		p = put_degrees(p, v->lat_e6);
		p = put_char(p, ',');
		p = put_degrees(p, v->lon_e6);
		out_end(o, put_text(p, ",2015-01-01,"));
	}
}
