#include "fhir_bulk/fhir_bulk_int.h"

/* v of A (Patient): birth, sex, municipality, practitioner, death, fiscal;
 * of V (Coverage): from, to. */

struct person {
	bool known;
	struct arena arena;
	struct fhir_item a;
	size_t n_period;
};

static enum rc put_period(struct fhir *f, const struct person *p, struct str id,
			  struct str from, struct str to, struct err *err)
{
	struct simple_row r = {.flow = SIMPLE_PERSON};
	const struct str *v = p->a.v;
	r.field[PERSON_ID] = id;
	r.field[PERSON_BIRTH] = v[0];
	r.field[PERSON_SEX] = v[1];
	r.field[PERSON_MUNICIPALITY] = v[2];
	r.field[PERSON_GP] = v[3];
	r.field[PERSON_DEATH] = v[4];
	r.field[PERSON_FISCAL] = v[5];
	r.field[PERSON_START] = from;
	r.field[PERSON_END] = to;
	return simple_put(f->s, &r, p->a.at, err);
}

static enum rc close_person(struct fhir *f, struct person *p, struct str id,
			    struct err *err)
{
	enum rc rc = OK;
	if (p->known && !p->n_period) {
		simple_note(f->s, NOTE_GUESSED_BEGIN);
		rc = put_period(f, p, id, p->a.v[0], STR(""), err);
	}
	p->known = false;
	p->n_period = 0;
	arena_reset(&p->arena);
	return rc;
}

static enum rc take(struct fhir *f, struct person *p, struct str id,
		    struct str record, struct err *err)
{
	struct fhir_item i;
	record = arena_str(&p->arena, record);
	if (!record.ptr)
		return arena_fail(&p->arena, err);
	fhir_open_item(record, &i);
	if (i.kind == 'A' && p->known)
		return simple_reject(f->s, i.at, STR("id"), id,
				     "this Patient is there already", err);
	if (i.kind == 'V' && !p->known)
		return simple_reject(f->s, i.at, STR("beneficiary"), id,
				     "person unknown: no Patient has this id",
				     err);
	simple_used(f->s, i.at.source);
	if (i.kind == 'A') {
		p->a = i;
		p->known = true;
		return OK;
	}
	p->n_period++;
	return put_period(f, p, id, i.v[0], i.v[1], err);
}

enum rc fhir_put_people(struct fhir *f, struct err *err)
{
	struct person p = {.known = false};
	struct str key, record;
	struct buf last;
	enum rc rc = OK;
	buf_init(&last, 65536);
	arena_init(&p.arena, 1u << 24);
	while (!rc && !(rc = sorter_next(f->people, &key, &record, err))) {
		key = str_sub(key, 0, key.len - 1); /* its order */
		if (!str_eq(key, buf_view(&last)))
			rc = close_person(f, &p, buf_view(&last), err);
		buf_reset(&last);
		buf_str(&last, key);
		if (!rc)
			rc = take(f, &p, buf_view(&last), record, err);
	}
	if (rc == E_NOT_FOUND)
		rc = close_person(f, &p, buf_view(&last), err);
	buf_release(&last);
	arena_release(&p.arena);
	return rc;
}
