/* Rows of person.csv into the table of people. */
#include "flows/records_int.h"

static enum rc person_code(struct merge *m, const struct batch *b, size_t i,
			   size_t field, uint32_t limit, uint32_t *out,
			   struct err *err)
{
	const struct field *f = &flow_layout[FILE_PERSON].field[field];
	uint32_t local = (uint32_t)b->slot[f->slot][i];
	*out = 0;
	return local ? merge_code(m, b->worker, f->code, local, limit, out, err)
		     : OK;
}

static enum rc read_person(struct merge *m, const struct batch *b, size_t i,
			   struct person *p, struct err *err)
{
	enum { BIRTH, START, END, DEATH, MUNICIPALITY_SLOT, ATS, GP_SLOT, SEX };
	enum { MUNICIPALITY_FIELD = 4, GP_FIELD = 6 };
	uint32_t municipality;
	enum rc rc = person_code(m, b, i, MUNICIPALITY_FIELD, UINT16_MAX,
				 &municipality, err);
	if (!rc)
		rc = person_code(m, b, i, GP_FIELD, TEXTS_NONE - 1, &p->gp,
				 err);
	if (rc)
		return rc;
	p->municipality = (uint16_t)municipality;
	p->birth = b->slot[BIRTH][i];
	p->start = b->slot[START][i];
	p->end = b->slot[END][i];
	p->death = b->slot[DEATH][i];
	p->ats = (uint16_t)b->slot[ATS][i];
	p->sex = (char)b->slot[SEX][i];
	return OK;
}

static enum rc take_person(struct merge *m, const struct batch *b, size_t i,
			   struct err *err)
{
	enum { START_FIELD = 7 };
	struct person p;
	enum delivery how;
	enum rc rc = read_person(m, b, i, &p, err);
	if (!rc)
		rc = flows_people_deliver(
			m->people,
			batch_text(b, b->person_at, b->person_len, i),
			b->person_tag[i], &p, &how, err);
	if (rc)
		return rc;
	switch (how) {
	case PERSON_CHANGED:
		m->report->n_warning[WARN_PERSON_CHANGED]++;
		merge_accept(m, b, i);
		return OK;
	case PERSON_TAKEN:
		merge_accept(m, b, i);
		return OK;
	case PERSON_SAME:
		m->report->n_duplicate++;
		return OK;
	case PERSON_OVERLAP:
		return merge_reject(m, b, i, CAUSE_OVERLAP, START_FIELD, err);
	}
	BUG("delivery");
}

enum rc merge_people(struct merge *m, const struct batch *b, struct err *err)
{
	enum rc rc = OK;
	for (int kind = 0; !rc && kind < (int)N_CODE; kind++)
		rc = merge_reserve_codes(&m->worker[b->worker],
					 (enum code_kind)kind, err);
	for (size_t i = 0; !rc && i < b->n; i++)
		rc = b->cause[i]
			     ? merge_reject(m, b, i, (enum cause)b->cause[i],
					    b->defect[i], err)
			     : take_person(m, b, i, err);
	return rc;
}
