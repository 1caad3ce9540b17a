#include "simulate/names.h"
#include "simulate/put.h"
#include "simulate/simulate_int.h"

/* Lists have 1,000 to 1,800 people, 1,450 on average; a single one is as long
 * as it must be when there are fewer people than that. */
#define LIST_MIN  1000
#define LIST_MEAN 1450
#define LIST_MAX  1800

#define PAEDIATRIC_AGE 14
#define PAEDIATRIC_PCT 88
#define NO_DOCTOR_PPM  8000
#define ELSEWHERE_PCT  7 /* have a doctor that is not the nearest */

/* The people of one kind of doctor. */
struct lists {
	size_t n_people, n;
	size_t first; /* doctor */
};

static bool child(const struct sim *s, const struct person *p)
{
	return date_age((struct date){p->birth}, (struct date){s->last_day}) <
	       PAEDIATRIC_AGE;
}

/* Which kind each person wants: 0 family doctor, 1 paediatrician, 2 none. */
static uint8_t wants(const struct sim *s, size_t i)
{
	const struct person *p = &s->people[i];
	struct rng r;
	rng_init_stream(&r, s->opt->seed, STREAM_DOCTOR + i);
	if (p->death < s->first_day || chance_ppm(&r, NO_DOCTOR_PPM))
		return 2;
	return child(s, p) && chance_pct(&r, PAEDIATRIC_PCT);
}

static size_t n_lists(size_t n)
{
	size_t k = (n + LIST_MEAN / 2) / LIST_MEAN;
	size_t least = (n + LIST_MAX - 21) / (LIST_MAX - 20);
	size_t most = n / (LIST_MIN + 20);
	if (k > most)
		k = most;
	if (k < least)
		k = least;
	return k ? k : n > 0;
}

/* Lengths in pairs: what one has more the next has less. */
static void draw_lengths(struct sim *s, const struct lists *l, struct rng *r)
{
	size_t given = 0;
	for (size_t i = 0; i < l->n; i++) {
		size_t until = l->n_people * (i + 1) / l->n;
		s->doctors[l->first + i].n_list = (uint16_t)(until - given);
		given = until;
	}
	for (size_t i = 0; i + 1 < l->n; i += 2) {
		struct doctor *a = &s->doctors[l->first + i], *b = a + 1;
		int room = a->n_list < b->n_list ? a->n_list : b->n_list;
		int top = a->n_list > b->n_list ? a->n_list : b->n_list;
		room -= LIST_MIN;
		if (LIST_MAX - top < room)
			room = LIST_MAX - top;
		if (room <= 0)
			continue;
		int d = between(r, -room, room);
		a->n_list = (uint16_t)(a->n_list + d);
		b->n_list = (uint16_t)(b->n_list - d);
	}
}

/* Walk the people along the curve, filling list after list. */
static void fill_lists(struct sim *s, const uint8_t *want, uint8_t kind,
		       const struct lists *l)
{
	size_t d = l->first, in_list = 0;
	for (size_t i = 0; i < s->opt->n_person; i++) {
		if (want[i] != kind)
			continue;
		while (in_list >= s->doctors[d].n_list) {
			d++;
			in_list = 0;
		}
		s->people[i].doctor = (uint32_t)d;
		if (in_list++ == s->doctors[d].n_list / 2u)
			s->doctors[d].town = s->people[i].town;
	}
}

/* Some people changed home and not doctor: exchange, lists keep their length.
 */
static void exchange(struct sim *s, const uint8_t *want, struct rng *r)
{
	size_t n = s->opt->n_person;
	for (size_t i = 0; i < n; i++) {
		if (want[i] > 1 || !chance_pct(r, ELSEWHERE_PCT))
			continue;
		size_t j = (i + rng_below(r, 8000)) % n;
		if (want[j] != want[i])
			continue;
		uint32_t d = s->people[i].doctor;
		s->people[i].doctor = s->people[j].doctor;
		s->people[j].doctor = d;
	}
}

static void draw_doctors(struct sim *s, struct rng *r)
{
	for (size_t i = 0; i < s->n_doctor; i++) {
		struct doctor *d = &s->doctors[i];
		const struct town *t = &s->towns[d->town];
		d->paediatrician = i >= s->n_family;
		d->number =
			(uint32_t)(d->paediatrician ? i - s->n_family : i) + 1;
		d->lat_e6 = t->lat_e6 + between(r, -9000, 9000);
		d->lon_e6 = t->lon_e6 + between(r, -13000, 13000);
		d->adheres = chance_pct(r, d->paediatrician ? 20 : 54);
		d->from = d->to = NO_DATE;
		if (d->adheres)
			d->from =
				date_of(2018, 3, 1).days + between(r, 0, 2000);
	}
}

/* Neighbouring doctors share a cooperative, and in it a section. */
static enum rc make_cooperatives(struct sim *s, struct rng *r, struct err *err)
{
	size_t n_adhering = 0, k = 0;
	for (size_t i = 0; i < s->n_family; i++)
		n_adhering += s->doctors[i].adheres;
	s->n_cooperative = n_adhering < 8 ? 1 : 2 + n_adhering / 300;
	s->cooperatives =
		arena_array(&s->arena, struct cooperative, s->n_cooperative);
	s->sections = arena_array(&s->arena, struct section,
				  n_adhering / 10 + s->n_cooperative + 1);
	if (!s->cooperatives || !s->sections)
		return arena_fail(&s->arena, err);
	size_t in_section = 0, per_section = 0;
	uint32_t open = NO_INDEX;
	for (size_t i = 0; i < s->n_family; i++) {
		struct doctor *d = &s->doctors[i];
		if (!d->adheres)
			continue;
		assert(n_adhering > 0); /* this one was counted */
		size_t c = k++ * s->n_cooperative / n_adhering;
		struct cooperative *coop = &s->cooperatives[c];
		if (!coop->n_section || in_section >= per_section) {
			if (!coop->n_section)
				*coop = (struct cooperative){
					d->town, (uint32_t)s->n_section, 0,
					date_of(2017, 10, 1).days};
			open = (uint32_t)s->n_section++;
			s->sections[open] = (struct section){
				(uint16_t)c, d->town, (uint32_t)i};
			coop->n_section++;
			in_section = 0;
			per_section = (size_t)between(r, 16, 24);
		}
		d->cooperative = (uint16_t)c;
		d->section = open;
		in_section++;
	}
	for (size_t i = s->n_family; i < s->n_doctor; i++) {
		struct doctor *d = &s->doctors[i];
		if (!s->n_section)
			d->adheres = false;
		if (!d->adheres)
			continue;
		d->section = (uint32_t)((i - s->n_family) * s->n_section /
					(s->n_doctor - s->n_family));
		d->cooperative = s->sections[d->section].cooperative;
	}
	return OK;
}

enum rc doctors_make(struct sim *s, struct err *err)
{
	size_t n = s->opt->n_person;
	struct rng r;
	rng_init_stream(&r, s->opt->seed, STREAM_DOCTOR - 1);
	uint8_t *want = malloc(n);
	if (!want)
		return err_set(err, E_NOMEM, "no memory for %zu people", n);
	struct lists l[2] = {{0}};
	for (size_t i = 0; i < n; i++) {
		want[i] = wants(s, i);
		if (want[i] < 2)
			l[want[i]].n_people++;
	}
	if (l[1].n_people < LIST_MIN / 2) { /* too few for a paediatrician */
		for (size_t i = 0; i < n; i++)
			if (want[i] == 1)
				want[i] = 0;
		l[0].n_people += l[1].n_people;
		l[1].n_people = 0;
	}
	l[0].n = n_lists(l[0].n_people);
	l[1].n = n_lists(l[1].n_people);
	l[1].first = l[0].n;
	s->n_family = l[0].n;
	s->n_doctor = l[0].n + l[1].n;
	s->doctors = arena_array(&s->arena, struct doctor, s->n_doctor + 1);
	if (!s->doctors) {
		free(want);
		return arena_fail(&s->arena, err);
	}
	for (uint8_t k = 0; k < 2; k++) {
		draw_lengths(s, &l[k], &r);
		fill_lists(s, want, k, &l[k]);
	}
	exchange(s, want, &r);
	free(want);
	draw_doctors(s, &r);
	return make_cooperatives(s, &r, err);
}

char *put_doctor_code(const struct sim *s, char *p, uint32_t doctor)
{
	const struct doctor *d = &s->doctors[doctor];
	p = put_text(p, d->paediatrician ? "PLS" : "MMG");
	p = put_bytes(p, s->opt->province.ptr, 2);
	return put_fixed(p, d->number, 5);
}

static char *put_cooperative(const struct sim *s, char *p, size_t i)
{
	p = put_text(p, "CPC");
	p = put_bytes(p, s->opt->province.ptr, 2);
	return put_fixed(p, i + 1, 3);
}

static char *put_section(const struct sim *s, char *p, uint32_t i)
{
	size_t c = s->sections[i].cooperative;
	p = put_cooperative(s, p, c);
	p = put_text(p, "-S");
	return put_fixed(p, i - s->cooperatives[c].first_section + 1, 3);
}

static const struct kn_municipality *place(const struct sim *s, uint16_t town)
{
	return &s->kn->municipalities[s->towns[town].kn];
}

static void write_doctor(struct sim *s, size_t i)
{
	const struct doctor *d = &s->doctors[i];
	const struct kn_municipality *m = place(s, d->town);
	struct rng r;
	struct identity id;
	rng_init_stream(&r, s->opt->seed, STREAM_IDENTITY - 1 - i);
	char sex = chance_pct(&r, 52) ? 'M' : 'F';
	int32_t birth = s->last_day - between(&r, 12000, 25200);
	identity_draw(&id, &r, sex, birth, s->kn, m->belfiore, true);
	struct out *o = &s->out[SIM_DOCTOR];
	char *p = put_doctor_code(s, out_row(o), (uint32_t)i);
	p = put_char(p, ',');
	p = put_bytes(p, id.fiscal_code, 16);
	p = put_char(p, ',');
	p = put_text(p, id.last_name);
	p = put_char(p, ',');
	p = put_text(p, id.first_name);
	p = put_text(p, d->paediatrician ? ",PLS," : ",MMG,");
	p = put_str(p, m->ats);
	p = put_char(p, ',');
	p = put_str(p, m->istat);
	p = put_char(p, ',');
	p = put_degrees(p, d->lat_e6);
	p = put_char(p, ',');
	p = put_degrees(p, d->lon_e6);
	p = put_char(p, ',');
	if (d->adheres)
		p = put_cooperative(s, p, d->cooperative);
	p = put_char(p, ',');
	if (d->adheres)
		p = put_section(s, p, d->section);
	p = put_char(p, ',');
	p = put_date(p, d->from);
	p = put_char(p, ',');
	p = put_date(p, d->to);
	p = put_text(p, d->n_list > 1500 ? ",1800" : ",1500");
	out_end(o, p);
}

static void write_cooperative(struct sim *s, size_t i)
{
	const struct cooperative *c = &s->cooperatives[i];
	const struct kn_municipality *m = place(s, c->town);
	struct out *o = &s->out[SIM_COOPERATIVE];
	char *p = put_cooperative(s, out_row(o), i);
	p = put_text(p, ",\"Cooperativa medici ");
	p = put_str(p, m->name);
	p = put_text(p, "\",CPC,");
	p = put_str(p, m->ats);
	p = put_char(p, ',');
	p = put_str(p, m->istat);
	p = put_char(p, ',');
	p = put_date(p, c->valid_from);
	out_end(o, put_char(p, ','));
}

/* The first ASST of the province's ATS whose seat is in the province. */
static void write_asst(struct sim *s)
{
	const struct knowledge *kn = s->kn;
	struct out *o = &s->out[SIM_COOPERATIVE];
	for (size_t i = 0; i < kn->n_places; i++) {
		const struct kn_place *a = &kn->places[i];
		if (!str_is(a->type, "asst"))
			continue;
		for (size_t t = 0; t < s->n_town; t++) {
			const struct kn_municipality *m = place(s, (uint16_t)t);
			if (!str_eq(m->name, a->main_municipality))
				continue;
			char *p = put_text(out_row(o), "ASST");
			p = put_str(p, a->code);
			p = put_text(p, ",\"");
			p = put_str(p, a->name);
			p = put_text(p, "\",ASST,");
			p = put_str(p, m->ats);
			p = put_char(p, ',');
			p = put_str(p, m->istat);
			p = put_text(p, ",2016-01-01,");
			out_end(o, p);
			return;
		}
	}
}

static void write_section(struct sim *s, uint32_t i)
{
	const struct section *k = &s->sections[i];
	struct out *o = &s->out[SIM_SECTION];
	char *p = put_section(s, out_row(o), i);
	p = put_char(p, ',');
	p = put_cooperative(s, p, k->cooperative);
	p = put_text(p, ",\"Sezione ");
	p = put_str(p, place(s, k->town)->name);
	p = put_text(p, "\",");
	out_end(o, put_doctor_code(s, p, k->coordinator));
}

void doctors_write(struct sim *s)
{
	for (size_t i = 0; i < s->n_doctor; i++)
		write_doctor(s, i);
	for (size_t i = 0; i < s->n_cooperative; i++)
		if (s->cooperatives[i].n_section)
			write_cooperative(s, i);
	write_asst(s);
	for (uint32_t i = 0; i < s->n_section; i++)
		write_section(s, i);
}
