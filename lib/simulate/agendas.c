#include "simulate/put.h"
#include "simulate/simulate_int.h"

/* Agendas offer 1.3 times what the plans of the enrolled will ask for: 12 % of
 * people are enrolled, about a third of those with a disease that counts. The
 * rest of the demand has its own agendas, which are not shown. */
#define ENROLLED_PCT 36
#define CAPACITY_PCT 130
#define OPEN_WEEKS   46
#define SESSION_MIN  240
#define DRAW_MIN     10

/* What a person asks for in a year, as demand on services: drawing blood for
 * several tests counts once, as the last entry. */
void demand_add(struct sim *s, const struct health *h)
{
	uint32_t want[512] = {0};
	uint16_t touched[512];
	size_t n = 0;
	uint32_t draws = 0;
	if (h->level > 3)
		return;
	for (size_t i = 0; i < h->n; i++) {
		struct range r = s->tables.planned_of[h->disease[i]][h->level];
		for (size_t j = r.from; j < (size_t)r.from + r.n; j++) {
			struct planned p = s->tables.planned[j];
			if (p.service >= countof(want) || !p.times_e4)
				continue;
			if (!want[p.service])
				touched[n++] = p.service;
			if (want[p.service] < p.times_e4)
				want[p.service] = p.times_e4;
		}
	}
	for (size_t i = 0; i < n; i++) {
		uint16_t k = touched[i];
		if (s->kn->services[k].kind != KIND_LAB)
			s->demand_e4[k] += want[k];
		else if (draws < want[k])
			draws = want[k];
	}
	s->demand_e4[s->kn->n_services] += draws;
}

struct agenda {
	size_t provider;
	const char *service;
	uint8_t weekday;
	uint16_t start; /* minute of the day */
	uint16_t slot_min, slots, places;
};

static void write_agenda(struct sim *s, const struct agenda *a)
{
	struct out *o = &s->out[SIM_AGENDA];
	char *p = put_char(out_row(o), 'A');
	p = put_fixed(p, o->rows + 1, 6);
	p = put_char(p, ',');
	p = put_bytes(p, s->providers[a->provider].code, 6);
	p = put_char(p, ',');
	p = put_text(p, a->service);
	p = put_char(p, ',');
	p = put_uint(p, a->weekday);
	p = put_char(p, ',');
	p = put_fixed(p, a->start / 60u, 2);
	p = put_char(p, ':');
	p = put_fixed(p, a->start % 60u, 2);
	p = put_char(p, ',');
	p = put_uint(p, a->slot_min);
	p = put_char(p, ',');
	p = put_uint(p, a->slots);
	p = put_char(p, ',');
	p = put_uint(p, a->places);
	p = put_char(p, ',');
	p = put_date(p, s->last_day + 1);
	out_end(o, put_char(p, ','));
}

/* Places needed in a week for a yearly demand. */
static uint32_t weekly(uint64_t demand_e4)
{
	uint64_t yearly =
		demand_e4 * ENROLLED_PCT * CAPACITY_PCT / 100 / 100 / 10000;
	return (uint32_t)(yearly / OPEN_WEEKS + 1);
}

/* Monday to Saturday mornings at every draw point, hospitals included. */
static void write_draws(struct sim *s)
{
	uint32_t want = weekly(s->demand_e4[s->kn->n_services]);
	size_t n = s->n_of_kind[PROVIDER_LAB] + s->n_of_kind[PROVIDER_HOSPITAL];
	uint32_t slots = 12; /* two hours of ten minutes */
	uint32_t places = (want + (uint32_t)n * 6 * slots - 1) /
			  ((uint32_t)n * 6 * slots);
	for (size_t i = 0; i < s->n_provider; i++) {
		if (s->providers[i].kind == PROVIDER_CLINIC)
			continue;
		for (uint8_t day = 0; day < 6; day++)
			write_agenda(s,
				     &(struct agenda){i, "LAB", day, 450,
						      DRAW_MIN, (uint16_t)slots,
						      (uint16_t)places});
	}
}

static bool wide(const struct kn_service *v)
{
	return v->kind == KIND_VISIT || v->duration_min <= 30;
}

/* Sessions of a service go around the hospitals, and the clinics too for what
 * needs no large machine; a rare one stays at one or two hospitals. */
static void write_service(struct sim *s, size_t service, struct rng *r)
{
	const struct kn_service *v = &s->kn->services[service];
	uint32_t want = weekly(s->demand_e4[service]);
	uint32_t minutes = v->duration_min > 0 ? (uint32_t)v->duration_min : 20;
	uint32_t per_session =
		SESSION_MIN / minutes ? SESSION_MIN / minutes : 1;
	size_t n_hospital = s->n_of_kind[PROVIDER_HOSPITAL];
	size_t n_site = n_hospital;
	if (wide(v) && want > per_session)
		n_site += s->n_of_kind[PROVIDER_CLINIC];
	size_t at = rng_below(r, (uint32_t)n_hospital);
	uint8_t day = (uint8_t)rng_below(r, 5);
	if (want < 2)
		want = 2;
	while (want) {
		uint32_t slots = want < per_session ? want : per_session;
		bool morning = chance_pct(r, 65);
		write_agenda(s, &(struct agenda){
					at % n_site,
					s->tables.service_code[service], day,
					morning ? 510 : 840, (uint16_t)minutes,
					(uint16_t)slots, 1});
		want -= slots;
		at++;
		day = (uint8_t)((day + 2) % 5);
	}
}

void agendas_write(struct sim *s)
{
	struct rng r;
	rng_init_stream(&r, s->opt->seed, STREAM_PROVIDER + 1);
	write_draws(s);
	for (size_t i = 0; i < s->kn->n_services; i++) {
		bool in_sets = false;
		for (size_t j = 0; j < s->kn->n_sets && !in_sets; j++)
			in_sets = s->kn->sets[j].service == (int)i;
		if (in_sets && s->kn->services[i].kind != KIND_LAB &&
		    !str_is(s->kn->services[i].code, "91.49.2"))
			write_service(s, i, &r);
	}
}

static void write_closure(struct sim *s, size_t provider, int32_t from,
			  int32_t to, const char *reason)
{
	struct out *o = &s->out[SIM_CLOSURE];
	char *p = put_bytes(out_row(o), s->providers[provider].code, 6);
	p = put_char(p, ',');
	p = put_date(p, from);
	p = put_char(p, ',');
	p = put_date(p, to);
	p = put_char(p, ',');
	out_end(o, put_text(p, reason));
}

/* The year after the flows: national holidays, and two weeks of August for
 * whoever is no hospital, in two shifts. */
void closures_write(struct sim *s)
{
	int32_t from = s->last_day + 1, to = s->last_day + 366;
	int year = date_ymd((struct date){from}).year;
	for (size_t i = 0; i < s->n_provider; i++) {
		for (int32_t d = from; d < to; d++)
			if (date_is_holiday((struct date){d}) &&
			    date_weekday((struct date){d}) != 6)
				write_closure(s, i, d, d, "holiday");
		if (s->providers[i].kind == PROVIDER_HOSPITAL)
			continue;
		int32_t august = date_of(year, 8, i % 2 ? 3 : 10).days;
		write_closure(s, i, august, august + 13, "summer closing");
	}
}
