/* Encounters with their conditions and procedures, side by side out of the
 * sorter: E encounter, C condition, P procedure. Those without an encounter
 * have the empty key and stand alone. */
#include "fhir_bulk/fhir_bulk_int.h"

/* v of E: person, class, start, end, facility, discharge disposition
 *      C: person, date, dx, id, its text when unknown
 *      P: person, date, procedure, service, id; system and code of both */
struct encounter {
	struct arena arena;
	struct fhir_item e;
	struct str dx[6], proc[6], proc_date[6];
	size_t n_dx, n_proc;
	bool is_stay, is_emergency;
};

static void start(struct encounter *x, const struct fhir_item *i)
{
	static const char *const stay[] = {"IMP", "ACUTE", "NONACUTE", "SS"};
	x->e = *i;
	x->is_emergency = str_is(i->v[1], "EMER");
	for (size_t k = 0; k < countof(stay); k++)
		x->is_stay |= str_is(i->v[1], stay[k]);
}

static enum rc listed(struct fhir *f, const struct fhir_item *i, size_t system,
		      enum simple_kind k, struct str own, struct str *out,
		      struct err *err)
{
	return simple_code(f->s, own.len > 0, i->v[system],
			   own.len ? own : i->v[system + 1], k, i->at, out,
			   err);
}

static enum rc take_condition(struct fhir *f, struct encounter *x,
			      const struct fhir_item *i, struct err *err)
{
	struct str dx;
	if (!x->is_stay && !x->is_emergency) {
		simple_unused(f->s, i->at.source, NOTE_NO_PLACE);
		return OK;
	}
	simple_used(f->s, i->at.source);
	enum rc rc = listed(f, i, 4, KIND_DX, i->v[2], &dx, err);
	if (rc)
		return rc;
	if (x->n_dx < (x->is_stay ? 6u : 5u))
		x->dx[x->n_dx++] = dx;
	else
		simple_note(f->s, NOTE_MORE_DX);
	return OK;
}

static enum rc put_service(struct fhir *f, const struct fhir_item *i,
			   struct err *err)
{
	struct simple_row r = {.flow = SIMPLE_OUTPATIENT};
	enum rc rc =
		listed(f, i, 5, KIND_CODE, i->v[3], &r.field[OUT_SERVICE], err);
	if (rc)
		return rc;
	r.field[OUT_RECORD] = i->v[4];
	r.field[OUT_PERSON] = i->v[0];
	r.field[OUT_DATE] = i->v[1];
	r.field[OUT_QUANTITY] = STR("1");
	simple_used(f->s, i->at.source);
	return simple_put(f->s, &r, i->at, err);
}

static enum rc take_procedure(struct fhir *f, struct encounter *x,
			      const struct fhir_item *i, struct err *err)
{
	if (x->is_emergency) {
		simple_unused(f->s, i->at.source, NOTE_INSIDE);
		return OK;
	}
	if (!x->is_stay)
		return put_service(f, i, err);
	simple_used(f->s, i->at.source);
	if (x->n_proc == countof(x->proc)) {
		simple_note(f->s, NOTE_MORE_PROC);
		return OK;
	}
	x->proc_date[x->n_proc] = i->v[1];
	return listed(f, i, 5, KIND_PROC, i->v[2], &x->proc[x->n_proc++], err);
}

static struct str mode_of(struct str disposition)
{
	static const struct {
		const char *code, *mode;
	} table[] = {{"exp", "1"},     {"snf", "3"},       {"long", "3"},
		     {"aadvice", "5"}, {"other-hcf", "6"}, {"rehab", "8"}};
	for (size_t i = 0; i < countof(table); i++)
		if (str_is(disposition, table[i].code))
			return str_from(table[i].mode);
	return STR("2");
}

static struct str day(struct str v)
{
	return v.len > 10 ? str_sub(v, 0, 10) : v;
}

/* YYYY-MM-DDTHH:MM, as written. */
static struct str minute(struct encounter *x, struct str v)
{
	if (v.len >= 16)
		return str_sub(v, 0, 16);
	struct str m = arena_printf(&x->arena, STR_FMT "T00:00", STR_ARG(v));
	return v.len == 10 && m.ptr ? m : v;
}

static enum rc put_stay(struct fhir *f, struct encounter *x, struct str id,
			struct err *err)
{
	struct simple_row r = {.flow = SIMPLE_HOSPITAL};
	const struct str *v = x->e.v;
	r.field[HOSP_RECORD] = id;
	r.field[HOSP_PERSON] = v[0];
	r.field[HOSP_ADMISSION] = day(v[2]);
	r.field[HOSP_DISCHARGE] = day(v[3].len ? v[3] : v[2]);
	r.field[HOSP_REGIME] = str_is(v[1], "SS") ? STR("2") : STR("1");
	r.field[HOSP_FACILITY] = v[4];
	memcpy(&r.field[HOSP_DX1], x->dx, sizeof(x->dx));
	memcpy(&r.field[HOSP_PROC1], x->proc, sizeof(x->proc));
	memcpy(&r.field[HOSP_PROC1_DATE], x->proc_date, sizeof(x->proc_date));
	r.field[HOSP_MODE] = mode_of(v[5]);
	return simple_put(f->s, &r, x->e.at, err);
}

static enum rc put_emergency(struct fhir *f, struct encounter *x, struct str id,
			     struct err *err)
{
	struct simple_row r = {.flow = SIMPLE_EMERGENCY};
	const struct str *v = x->e.v;
	r.field[EMER_RECORD] = id;
	r.field[EMER_PERSON] = v[0];
	r.field[EMER_ARRIVAL] = minute(x, v[2]);
	r.field[EMER_EXIT] = v[3].len > 10 ? minute(x, v[3]) : STR("");
	r.field[EMER_TRIAGE] = STR("0");
	r.field[EMER_OUTCOME] = str_is(v[5], "exp") ? STR("4") : STR("1");
	memcpy(&r.field[EMER_DX1], x->dx, 5 * sizeof(*x->dx));
	r.field[EMER_FACILITY] = v[4];
	return simple_put(f->s, &r, x->e.at, err);
}

static enum rc close_encounter(struct fhir *f, struct encounter *x,
			       struct str id, struct err *err)
{
	enum rc rc = OK;
	const bool counts = x->is_stay || x->is_emergency;
	if (x->e.kind && !counts)
		simple_unused(f->s, x->e.at.source, NOTE_NO_EVENT);
	if (counts) {
		simple_used(f->s, x->e.at.source);
		simple_year(f->s, x->e.at.source, x->e.v[2]);
		if (!x->n_dx) {
			x->dx[0] = simple_placeholder(KIND_DX);
			simple_note(f->s, NOTE_NO_DX);
		}
		rc = x->is_stay ? put_stay(f, x, id, err)
				: put_emergency(f, x, id, err);
	}
	struct arena a = x->arena;
	arena_reset(&a);
	*x = (struct encounter){.arena = a};
	return rc;
}

static enum rc take(struct fhir *f, struct encounter *x, struct str id,
		    struct str record, struct err *err)
{
	struct fhir_item i;
	record = arena_str(&x->arena, record);
	if (!record.ptr)
		return arena_fail(&x->arena, err);
	fhir_open_item(record, &i);
	if (i.kind == 'E' && x->e.kind)
		return simple_reject(f->s, i.at, STR("id"), id,
				     "this Encounter is there already", err);
	if (i.kind == 'E') {
		start(x, &i);
		return OK;
	}
	return i.kind == 'C' ? take_condition(f, x, &i, err)
			     : take_procedure(f, x, &i, err);
}

enum rc fhir_put_encounters(struct fhir *f, struct err *err)
{
	struct encounter x = {.n_dx = 0};
	struct str key, record;
	struct buf last;
	enum rc rc = OK;
	buf_init(&last, 65536);
	arena_init(&x.arena, (size_t)1 << 28);
	while (!rc && !(rc = sorter_next(f->encounters, &key, &record, err))) {
		key = str_sub(key, 0, key.len - 1); /* its order */
		if (!str_eq(key, buf_view(&last)) || !key.len)
			rc = close_encounter(f, &x, buf_view(&last), err);
		buf_reset(&last);
		buf_str(&last, key);
		if (!rc)
			rc = take(f, &x, buf_view(&last), record, err);
	}
	if (rc == E_NOT_FOUND)
		rc = close_encounter(f, &x, buf_view(&last), err);
	buf_release(&last);
	arena_release(&x.arena);
	return rc;
}
