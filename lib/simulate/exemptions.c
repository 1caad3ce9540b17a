#include "simulate/simulate_int.h"
#include "simulate/put.h"

void exemptions_add(struct sim *s, uint32_t person, const struct health *h)
{
	for (size_t i = 0; i < h->n; i++) {
		if (h->exempt[i] == NOT_EXEMPT || s->rc)
			continue;
		if (s->n_exempted == s->cap_exempted)
			s->rc = array_grow(&s->exempted, &s->cap_exempted,
					   s->n_exempted + 1,
					   sizeof(*s->exempted), SIZE_MAX,
					   &s->err);
		if (s->rc)
			return;
		s->exempted[s->n_exempted++] =
			(struct exempted){h->exempt_from[i], h->exempt_to[i],
					  person, h->disease[i], h->exempt[i]};
	}
}

/* By day, then home town: the register is kept by the health agency. */
static int by_date(const void *pa, const void *pb)
{
	const struct exempted *a = pa, *b = pb;
	if (a->from != b->from)
		return a->from < b->from ? -1 : 1;
	if (a->person != b->person)
		return a->person < b->person ? -1 : 1;
	return a->disease < b->disease ? -1 : a->disease > b->disease;
}

void exemptions_write(struct sim *s)
{
	struct out *o = &s->out[SIM_EXEMPTION];
	if (s->n_exempted)
		qsort(s->exempted, s->n_exempted, sizeof(*s->exempted),
		      by_date);
	for (size_t i = 0; i < s->n_exempted; i++) {
		const struct exempted *e = &s->exempted[i];
		char *p = put_person_id(s, out_row(o), e->person);
		p = put_char(p, ',');
		p = put_text(p, s->tables.exemptions[e->disease].code[e->code]);
		p = put_char(p, ',');
		p = put_date(p, e->from);
		p = put_char(p, ',');
		out_end(o, put_date(p, e->to));
		dirt_after(s, SIM_EXEMPTION, e->person);
	}
}
