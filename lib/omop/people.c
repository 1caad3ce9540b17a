#include "omop/omop_int.h"

/* ---------------------------------------------------------- small tables */

static enum rc load_pairs(struct omop *o, const char *name,
			  const char *const *want, struct pairs *to,
			  struct err *err)
{
	struct otable t;
	enum rc rc = otable_open(&t, o->job->dir, name, want, o->s, name, err);
	while (!rc && !(rc = otable_next(&t, o->s, err))) {
		struct str v = otable_get(&t, 1);
		rc = pairs_put(to, otable_get(&t, 0),
			       v.len ? v : otable_get(&t, 0), err);
		simple_used(o->s, t.place.source);
	}
	otable_close(&t);
	return rc == E_NOT_FOUND ? OK : rc;
}

/* ------------------------------------------------------------------ people */

enum {
	P_ID,
	P_GENDER,
	P_SOURCE,
	P_GENDER_SOURCE,
	P_YEAR,
	P_MONTH,
	P_DAY,
	P_BIRTH,
	P_LOCATION,
	P_PROVIDER,
	N_P
};
static const char *const person_columns[] = {"person_id",
					     "gender_concept_id",
					     "person_source_value",
					     "gender_source_value",
					     "year_of_birth",
					     "month_of_birth",
					     "day_of_birth",
					     "birth_datetime",
					     "location_id",
					     "provider_id",
					     NULL};

static struct str sex_of(const struct otable *t)
{
	struct str c = otable_get(t, P_GENDER),
		   v = otable_get(t, P_GENDER_SOURCE);
	if (str_is(c, "8507"))
		return STR("M");
	if (str_is(c, "8532"))
		return STR("F");
	return str_is(v, "M") || str_is(v, "F") ? v : STR("U");
}

/* YYYY-MM-DD; months and days that are not given are the first. */
static struct str birth_of(struct omop *o, const struct otable *t,
			   char room[32])
{
	int64_t y, m = 1, d = 1;
	if (otable_get(t, P_BIRTH).len >= 10)
		return omop_date(otable_get(t, P_BIRTH));
	if (!str_to_int(otable_get(t, P_YEAR), &y) || y < 0 || y > 9999)
		return STR("");
	bool whole = str_to_int(otable_get(t, P_MONTH), &m) &&
		     str_to_int(otable_get(t, P_DAY), &d) && m > 0 && d > 0 &&
		     m < 13 && d < 32;
	if (!whole)
		simple_note(o->s, NOTE_PARTIAL);
	if (m < 1 || m > 12)
		m = 1;
	if (d < 1 || d > 31)
		d = 1;
	int n = snprintf(room, 32, "%04d-%02d-%02d", (int)y, (int)m, (int)d);
	return (struct str){room, (size_t)n};
}

/* What the sorter holds of a row of these tables: its kind, source and line,
 * and its values. */
static enum rc keep(struct sorter *to, struct buf *b, struct str key, char kind,
		    struct simple_place at, const struct str *v, size_t n,
		    struct err *err)
{
	buf_reset(b);
	buf_char(b, kind);
	buf_add(b, &at, sizeof(at));
	omop_pack(b, v, n);
	return sorter_add(to, key, buf_view(b), err);
}

static enum rc keep_persons(struct omop *o, struct sorter *to, struct buf *b,
			    struct err *err)
{
	struct otable t;
	char room[32];
	enum rc rc = otable_open(&t, o->job->dir, "person", person_columns,
				 o->s, "omop person", err);
	o->has_people = !rc;
	while (!rc && !(rc = otable_next(&t, o->s, err))) {
		struct str id = otable_get(&t, P_SOURCE);
		struct str place =
			pairs_get(&o->place, otable_get(&t, P_LOCATION));
		int64_t istat;
		if (!id.len)
			id = otable_get(&t, P_ID);
		if (place.len != 6 || !str_to_int(place, &istat) || istat < 0)
			place = STR("999999");
		const struct str v[] = {
			id, birth_of(o, &t, room), sex_of(&t), place,
			pairs_get(&o->provider, otable_get(&t, P_PROVIDER))};
		rc = pairs_put(&o->person, otable_get(&t, P_ID), id, err);
		if (!rc)
			rc = keep(to, b, otable_get(&t, P_ID), 'A', t.place, v,
				  countof(v), err);
	}
	otable_close(&t);
	return rc == E_NOT_FOUND ? OK : rc;
}

static enum rc keep_periods(struct omop *o, struct sorter *to, struct buf *b,
			    const char *name, const char *const *want,
			    char kind, const char *form, struct err *err)
{
	struct otable t;
	enum rc rc = otable_open(&t, o->job->dir, name, want, o->s, form, err);
	while (!rc && !(rc = otable_next(&t, o->s, err))) {
		const struct str v[] = {omop_date(otable_get(&t, 1)),
					want[2] ? omop_date(otable_get(&t, 2))
						: STR("")};
		rc = keep(to, b, otable_get(&t, 0), kind, t.place, v, 2, err);
	}
	otable_close(&t);
	return rc == E_NOT_FOUND ? OK : rc;
}

struct somebody { /* of a person_id, what was found so far */
	struct arena arena;
	struct str key, person[5], death;
	bool known;
	struct simple_place at;
	size_t n_period;
};

static enum rc put_period(struct omop *o, const struct somebody *p,
			  struct str from, struct str to,
			  struct simple_place at, struct err *err)
{
	struct simple_row r = {.flow = SIMPLE_PERSON};
	r.field[PERSON_ID] = p->person[0];
	r.field[PERSON_BIRTH] = p->person[1];
	r.field[PERSON_SEX] = p->person[2];
	r.field[PERSON_MUNICIPALITY] = p->person[3];
	r.field[PERSON_GP] = p->person[4];
	r.field[PERSON_START] = from;
	r.field[PERSON_END] = to;
	r.field[PERSON_DEATH] = p->death;
	return simple_put(o->s, &r, at, err);
}

static enum rc close_somebody(struct omop *o, struct somebody *p,
			      struct err *err)
{
	enum rc rc = OK;
	if (p->known && !p->n_period) {
		simple_note(o->s, NOTE_GUESSED_BEGIN);
		rc = put_period(o, p, p->person[1], STR(""), p->at, err);
	}
	p->known = false;
	p->n_period = 0;
	p->death = STR("");
	arena_reset(&p->arena);
	return rc;
}

/* Rows of a person come in the order A person, D death, O period. */
static enum rc take(struct omop *o, struct somebody *p, struct str record,
		    struct err *err)
{
	struct simple_place at;
	struct str v[8];
	memcpy(&at, record.ptr + 1, sizeof(at));
	const char kind = *record.ptr;
	const size_t head = 1 + sizeof(at);
	record = arena_str(&p->arena, str_sub(record, head, record.len - head));
	if (!record.ptr)
		return arena_fail(&p->arena, err);
	size_t n = omop_unpack(record, v, countof(v));
	if (kind != 'A' && !p->known)
		return simple_reject(o->s, at, STR("person_id"), p->key,
				     "person unknown: not in the table person",
				     err);
	if (kind == 'A' && p->known)
		return simple_reject(o->s, at, STR("person_id"), p->key,
				     "this person_id is there already", err);
	simple_used(o->s, at.source);
	if (kind == 'A' && n == 5) {
		memcpy(p->person, v, sizeof(p->person));
		p->known = true;
		p->at = at;
		return OK;
	}
	if (kind == 'D') {
		p->death = v[0];
		return OK;
	}
	p->n_period++;
	return put_period(o, p, v[0], v[1], at, err);
}

static enum rc put_people(struct omop *o, struct sorter *from, struct err *err)
{
	struct somebody p = {.known = false};
	struct str key, record;
	struct buf last;
	enum rc rc = OK;
	buf_init(&last, 65536);
	arena_init(&p.arena, 1u << 24);
	while (!rc && !(rc = sorter_next(from, &key, &record, err))) {
		if (!str_eq(key, buf_view(&last)))
			rc = close_somebody(o, &p, err);
		buf_reset(&last);
		buf_str(&last, key);
		p.key = buf_view(&last);
		if (!rc)
			rc = take(o, &p, record, err);
	}
	if (rc == E_NOT_FOUND)
		rc = close_somebody(o, &p, err);
	buf_release(&last);
	arena_release(&p.arena);
	return rc;
}

enum rc omop_read_people(struct omop *o, struct err *err)
{
	static const char *const place[] = {"location_id",
					    "location_source_value", NULL};
	static const char *const provider[] = {"provider_id",
					       "provider_source_value", NULL};
	static const char *const site[] = {"care_site_id",
					   "care_site_source_value", NULL};
	static const char *const period[] = {
		"person_id", "observation_period_start_date",
		"observation_period_end_date", NULL};
	static const char *const death[] = {"person_id", "death_date", NULL};
	struct sorter *by_person = NULL;
	struct buf b;
	buf_init(&b, 1u << 20);
	enum rc rc = load_pairs(o, "location", place, &o->place, err);
	if (!rc)
		rc = load_pairs(o, "provider", provider, &o->provider, err);
	if (!rc)
		rc = load_pairs(o, "care_site", site, &o->site, err);
	if (!rc)
		rc = sorter_new(o->job->tmp, SORTER_MEMORY, &by_person, err);
	if (!rc)
		rc = keep_persons(o, by_person, &b, err);
	if (!rc)
		rc = keep_periods(o, by_person, &b, "death", death, 'D',
				  "omop death", err);
	if (!rc)
		rc = keep_periods(o, by_person, &b, "observation_period",
				  period, 'O', "omop observation_period", err);
	if (!rc)
		rc = put_people(o, by_person, err);
	sorter_free(by_person);
	buf_release(&b);
	return rc;
}

enum rc omop_person(struct omop *o, struct simple_place at,
		    struct str person_id, struct str *out, bool *known,
		    struct err *err)
{
	*out = o->has_people ? pairs_get(&o->person, person_id) : person_id;
	*known = out->len > 0;
	return *known ? OK
		      : simple_reject(o->s, at, STR("person_id"), person_id,
				      "person unknown: not in the table person",
				      err);
}
