#include "simulate/names.h"
#include "simulate/put.h"
#include "simulate/simulate_int.h"

#define NO_PHONE_PCT 12
#define NO_EMAIL_PCT 34

/* Codes already given, by hash: two people of equal code would be one. */
struct seen {
	uint64_t *slot;
	size_t mask;
};

static bool seen_before(struct seen *s, const char code[17])
{
	uint64_t h = hash64(code, 16, 1) | 1;
	for (size_t i = h >> 20;; i++) {
		uint64_t *at = &s->slot[i & s->mask];
		if (*at == h)
			return true;
		if (!*at) {
			*at = h;
			return false;
		}
	}
}

static void make_unique(struct seen *seen, char code[17])
{
	char base[17];
	memcpy(base, code, sizeof(base));
	for (int k = 1; seen_before(seen, code) && k <= 7; k++) {
		memcpy(code, base, sizeof(base));
		fiscal_code_homocody(code, k);
	}
}

/* A number that is nobody's: no Italian one begins with 0000. */
static char *put_phone(char *p, uint32_t i)
{
	p = put_text(p, "+390000");
	return put_fixed(p, i, 8);
}

/* In a domain kept for examples (RFC 2606). */
static char *put_email(char *p, uint32_t i)
{
	p = put_text(p, "assistito");
	p = put_uint(p, i);
	return put_text(p, "@example.org");
}

static void write_person(struct sim *s, struct seen *seen, uint32_t i)
{
	const struct person *pr = &s->people[i];
	const struct kn_municipality *m =
		&s->kn->municipalities[s->towns[pr->town].kn];
	struct rng r;
	struct identity id;
	rng_init_stream(&r, s->opt->seed, STREAM_IDENTITY + i);
	identity_draw(&id, &r, pr->sex, pr->birth, s->kn, m->belfiore, false);
	make_unique(seen, id.fiscal_code);
	struct out *o = &s->out[SIM_IDENTITY];
	uint32_t contact = scramble(i, s->opt->seed + 77) % 100000000;
	char *p = put_person_id(s, out_row(o), i);
	p = put_char(p, ',');
	p = put_bytes(p, id.fiscal_code, 16);
	p = put_char(p, ',');
	p = put_text(p, id.last_name);
	p = put_char(p, ',');
	p = put_text(p, id.first_name);
	p = put_char(p, ',');
	bool reachable = !chance_pct(&r, NO_PHONE_PCT);
	if (reachable)
		p = put_phone(p, contact);
	p = put_char(p, ',');
	if (reachable && !chance_pct(&r, NO_EMAIL_PCT))
		p = put_email(p, contact);
	out_end(o, p);
}

enum rc identity_write(struct sim *s, struct err *err)
{
	size_t n = 16;
	while (n < 2 * s->opt->n_person)
		n *= 2;
	struct seen seen = {calloc(n, sizeof(uint64_t)), n - 1};
	if (!seen.slot)
		return err_set(err, E_NOMEM, "no memory for %zu fiscal codes",
			       s->opt->n_person);
	for (uint32_t i = 0; i < s->opt->n_person; i++)
		write_person(s, &seen, i);
	free(seen.slot);
	return OK;
}
