/* Visits, and what belongs to them. Every row goes into the sorter by its
 * visit and comes out beside it; in the order: V visit, X cost, C condition,
 * O observation, P procedure, M measurement. Rows without a visit have the
 * empty key and stand alone. */
#include "omop/omop_int.h"

#include "knowledge/knowledge.h"

#define MAX_VALUE 8u
#define ID_ROOM   64u

struct item {
	char kind;
	struct simple_place at;
	struct str v[MAX_VALUE];
};
/* v of V: person, concept, start, end, site, discharged to, source value
 *      X: cost, drg
 *      C O P M: id, person, date, code, vocabulary, concept, and main (C),
 *               quantity (P), end (C) */
enum { V_PERSON, V_CONCEPT, V_START, V_END, V_SITE, V_TO };
enum { I_ID, I_PERSON, I_DATE, I_CODE, I_SYSTEM, I_CONCEPT, I_MORE, I_END };

struct visit { /* at hand */
	struct str id;
	bool is_stay, is_emergency;
	struct item v;
	struct str cost, drg;
	struct str dx[16], proc[6], proc_date[6];
	size_t n_dx, n_proc;
	struct str main_dx;
};

/* -------------------------------------------------------------------- keep */

struct form { /* of a table that belongs to visits */
	const char *name, *source;
	char kind;
	const char *const *columns; /* id, person, visit, date, code, source
				       concept, concept, more, end */
};

static enum rc keep(struct omop *o, struct buf *b, struct str key, char kind,
		    struct simple_place at, const struct str *v, size_t n,
		    struct err *err)
{
	buf_reset(b);
	buf_char(b, kind);
	buf_add(b, &at, sizeof(at));
	omop_pack(b, v, n);
	return sorter_add(o->sorter, key, buf_view(b), err);
}

static enum rc keep_visits(struct omop *o, struct buf *b, struct err *err)
{
	static const char *const want[] = {"visit_occurrence_id",
					   "person_id",
					   "visit_concept_id",
					   "visit_start_datetime",
					   "visit_start_date",
					   "visit_end_datetime",
					   "visit_end_date",
					   "care_site_id",
					   "discharged_to_concept_id",
					   "discharge_to_concept_id",
					   NULL};
	struct otable t;
	enum rc rc = otable_open(&t, o->job->dir, "visit_occurrence", want,
				 o->s, "omop visit_occurrence", err);
	while (!rc && !(rc = otable_next(&t, o->s, err))) {
		struct str start = otable_get(&t, 3), end = otable_get(&t, 5);
		struct str to = otable_get(&t, 8);
		const struct str v[] = {otable_get(&t, 1),
					otable_get(&t, 2),
					start.len ? start : otable_get(&t, 4),
					end.len ? end : otable_get(&t, 6),
					pairs_get(&o->site, otable_get(&t, 7)),
					to.len ? to : otable_get(&t, 9)};
		rc = keep(o, b, otable_get(&t, 0), 'V', t.place, v, countof(v),
			  err);
	}
	otable_close(&t);
	return rc == E_NOT_FOUND ? OK : rc;
}

static enum rc keep_costs(struct omop *o, struct buf *b, struct err *err)
{
	static const char *const want[] = {
		"cost_event_id", "cost_domain_id",   "total_paid", "total_cost",
		"total_charge",  "drg_source_value", NULL};
	struct otable t;
	enum rc rc = otable_open(&t, o->job->dir, "cost", want, o->s,
				 "omop cost", err);
	while (!rc && !(rc = otable_next(&t, o->s, err))) {
		struct str paid = otable_get(&t, 2);
		for (size_t i = 3; i < 5 && !paid.len; i++)
			paid = otable_get(&t, i);
		const struct str v[] = {paid, otable_get(&t, 5)};
		if (str_is(otable_get(&t, 1), "Visit") ||
		    str_is(otable_get(&t, 1), "visit_occurrence"))
			rc = keep(o, b, otable_get(&t, 0), 'X', t.place, v, 2,
				  err);
		else
			simple_unused(o->s, t.place.source, NOTE_NO_FLOW);
	}
	otable_close(&t);
	return rc == E_NOT_FOUND ? OK : rc;
}

static enum rc keep_items(struct omop *o, struct buf *b, const struct form *f,
			  struct err *err)
{
	struct otable t;
	enum rc rc = otable_open(&t, o->job->dir, f->name, f->columns, o->s,
				 f->source, err);
	while (!rc && !(rc = otable_next(&t, o->s, err))) {
		const struct str v[] = {
			otable_get(&t, 0),
			otable_get(&t, 1),
			omop_date(otable_get(&t, 3)),
			otable_get(&t, 4),
			pairs_get(&o->vocabulary, otable_get(&t, 5)),
			otable_get(&t, 6),
			otable_get(&t, 7),
			f->kind == 'C' ? omop_date(otable_get(&t, 8))
				       : STR("")};
		rc = keep(o, b, otable_get(&t, 2), f->kind, t.place, v,
			  countof(v), err);
	}
	otable_close(&t);
	return rc == E_NOT_FOUND ? OK : rc;
}

static enum rc keep_all(struct omop *o, struct buf *b, struct err *err)
{
	static const char *const condition[] = {
		"condition_occurrence_id", "person_id",
		"visit_occurrence_id",     "condition_start_date",
		"condition_source_value",  "condition_source_concept_id",
		"condition_concept_id",    "condition_status_concept_id",
		"condition_end_date",      NULL};
	static const char *const observation[] = {
		"observation_id",           "person_id",
		"visit_occurrence_id",      "observation_date",
		"observation_source_value", "observation_source_concept_id",
		"observation_concept_id",   NULL};
	static const char *const procedure[] = {"procedure_occurrence_id",
						"person_id",
						"visit_occurrence_id",
						"procedure_date",
						"procedure_source_value",
						"procedure_source_concept_id",
						"procedure_concept_id",
						"quantity",
						NULL};
	static const char *const measurement[] = {
		"measurement_id",           "person_id",
		"visit_occurrence_id",      "measurement_date",
		"measurement_source_value", "measurement_source_concept_id",
		"measurement_concept_id",   NULL};
	static const struct form forms[] = {
		{"condition_occurrence", "omop condition_occurrence", 'C',
		 condition},
		{"observation", "omop observation", 'O', observation},
		{"procedure_occurrence", "omop procedure_occurrence", 'P',
		 procedure},
		{"measurement", "omop measurement", 'M', measurement},
	};
	enum rc rc = keep_visits(o, b, err);
	if (!rc)
		rc = keep_costs(o, b, err);
	for (size_t i = 0; !rc && i < countof(forms); i++)
		rc = keep_items(o, b, &forms[i], err);
	return rc;
}

/* ------------------------------------------------------------------- items */

static bool is_dx_code(const struct item *i)
{
	struct str c = i->v[I_CODE];
	if (i->v[I_SYSTEM].len)
		return str_is(i->v[I_SYSTEM], "ICD9CM");
	char plain[16];
	size_t n = 0;
	for (size_t k = 0; k < c.len && n < sizeof(plain); k++)
		if (c.ptr[k] != '.')
			plain[n++] = c.ptr[k];
	return kn_is_dx((struct str){plain, n});
}

static bool is_proc_code(const struct item *i)
{
	if (i->v[I_SYSTEM].len)
		return str_is(i->v[I_SYSTEM], "ICD9Proc");
	return kn_is_proc(i->v[I_CODE]);
}

/* As a kind: ours, of the map by source value or by standard concept, or the
 * placeholder. */
static enum rc code_of(struct omop *o, const struct item *i, bool ours,
		       enum simple_kind k, struct str *out, struct err *err)
{
	*out = ours ? STR("")
		    : simple_map(o->s, STR("concept"), i->v[I_CONCEPT], k);
	if (out->len)
		return OK;
	return simple_code(o->s, ours, i->v[I_SYSTEM],
			   i->v[I_CODE].len ? i->v[I_CODE] : i->v[I_CONCEPT], k,
			   i->at, out, err);
}

/* 32902: the primary diagnosis [R]. */
static enum rc take_dx(struct omop *o, struct visit *v, const struct item *i,
		       struct err *err)
{
	struct str dx;
	simple_used(o->s, i->at.source);
	enum rc rc = code_of(o, i, is_dx_code(i), KIND_DX, &dx, err);
	if (rc)
		return rc;
	if (str_is(i->v[I_MORE], "32902") && !v->main_dx.len)
		v->main_dx = dx;
	else if (v->n_dx < countof(v->dx))
		v->dx[v->n_dx++] = dx;
	else
		simple_note(o->s, NOTE_MORE_DX);
	return OK;
}

static enum rc take_proc(struct omop *o, struct visit *v, const struct item *i,
			 struct err *err)
{
	struct str proc;
	simple_used(o->s, i->at.source);
	if (v->n_proc == countof(v->proc)) {
		simple_note(o->s, NOTE_MORE_PROC);
		return OK;
	}
	enum rc rc = code_of(o, i, is_proc_code(i), KIND_PROC, &proc, err);
	if (rc)
		return rc;
	v->proc_date[v->n_proc] = i->v[I_DATE];
	v->proc[v->n_proc++] = proc;
	return OK;
}

static enum rc put_exemption(struct omop *o, const struct item *i,
			     struct str code, struct str end, struct err *err)
{
	struct simple_row r = {.flow = SIMPLE_EXEMPTION};
	bool known;
	enum rc rc = omop_person(o, i->at, i->v[I_PERSON],
				 &r.field[EXEMPTION_PERSON], &known, err);
	if (rc || !known)
		return rc;
	r.field[EXEMPTION_CODE] = code;
	r.field[EXEMPTION_FROM] = i->v[I_DATE];
	r.field[EXEMPTION_TO] = end;
	simple_used(o->s, i->at.source);
	return simple_put(o->s, &r, i->at, err);
}

static enum rc put_service(struct omop *o, const struct item *i,
			   struct err *err)
{
	struct simple_row r = {.flow = SIMPLE_OUTPATIENT};
	char id[ID_ROOM];
	bool known;
	int64_t n;
	enum rc rc = omop_person(o, i->at, i->v[I_PERSON], &r.field[OUT_PERSON],
				 &known, err);
	if (rc || !known)
		return rc;
	bool ours = kn_is_service(i->v[I_CODE]);
	rc = code_of(o, i, ours, KIND_CODE, &r.field[OUT_SERVICE], err);
	int len = snprintf(id, sizeof(id), "%c%.*s", i->kind,
			   (int)(i->v[I_ID].len < 60 ? i->v[I_ID].len : 60),
			   i->v[I_ID].ptr);
	r.field[OUT_RECORD] = (struct str){id, (size_t)len};
	r.field[OUT_DATE] = i->v[I_DATE];
	r.field[OUT_QUANTITY] = i->kind == 'P' && i->v[I_MORE].len &&
						str_to_int(i->v[I_MORE], &n) &&
						n > 0
					? i->v[I_MORE]
					: STR("1");
	simple_used(o->s, i->at.source);
	return rc ? rc : simple_put(o->s, &r, i->at, err);
}

static struct str exemption_of(struct omop *o, const struct item *i)
{
	struct str e =
		simple_map(o->s, i->v[I_SYSTEM], i->v[I_CODE], KIND_EXEMPT);
	if (!e.len)
		e = simple_map(o->s, STR("concept"), i->v[I_CONCEPT],
			       KIND_EXEMPT);
	if (!e.len && i->kind == 'O' && !i->v[I_SYSTEM].len)
		e = pairs_get(&o->exemption, i->v[I_CODE]);
	return e;
}

static enum rc take_item(struct omop *o, struct visit *v, struct item *i,
			 struct err *err)
{
	const bool inside = v->is_stay || v->is_emergency;
	const struct str e = exemption_of(o, i);
	simple_year(o->s, i->at.source, i->v[I_DATE]);
	if (e.len)
		return put_exemption(o, i, e, i->v[I_END], err);
	bool dx = i->kind == 'C' || (i->kind != 'M' && is_dx_code(i) &&
				     str_is(i->v[I_SYSTEM], "ICD9CM"));
	if (dx && inside)
		return take_dx(o, v, i, err);
	if (dx) {
		simple_unused(o->s, i->at.source, NOTE_NO_PLACE);
		return OK;
	}
	if (i->kind == 'O') {
		simple_unused(o->s, i->at.source, NOTE_NO_EXEMPTION);
		return OK;
	}
	if (i->kind == 'P' && v->is_stay)
		return take_proc(o, v, i, err);
	if (inside) {
		simple_unused(o->s, i->at.source, NOTE_INSIDE);
		return OK;
	}
	return put_service(o, i, err);
}

/* ------------------------------------------------------------------ visits */

static struct str discharge_mode(const struct visit *v)
{
	static const struct {
		const char *concept, *mode;
	} table[] = {{"4216643", "1"}, {"8676", "3"}, {"8863", "3"},
		     {"8717", "6"},    {"9201", "6"}, {"8920", "8"}};
	for (size_t i = 0; i < countof(table); i++)
		if (str_is(v->v.v[V_TO], table[i].concept))
			return str_from(table[i].mode);
	return STR("2");
}

/* The main diagnosis, then the others in their order. */
static void put_dx(struct omop *o, struct visit *v, struct str *to, size_t room)
{
	size_t n = 0;
	if (v->main_dx.len)
		to[n++] = v->main_dx;
	if (!n && !v->n_dx) {
		to[0] = simple_placeholder(KIND_DX);
		simple_note(o->s, NOTE_NO_DX);
	}
	for (size_t i = 0; i < v->n_dx; i++)
		if (n < room)
			to[n++] = v->dx[i];
		else
			simple_note(o->s, NOTE_MORE_DX);
}

static enum rc put_stay(struct omop *o, struct visit *v, struct str person,
			struct err *err)
{
	struct simple_row r = {.flow = SIMPLE_HOSPITAL};
	r.field[HOSP_RECORD] = v->id;
	r.field[HOSP_PERSON] = person;
	r.field[HOSP_ADMISSION] = omop_date(v->v.v[V_START]);
	r.field[HOSP_DISCHARGE] = v->v.v[V_END].len ? omop_date(v->v.v[V_END])
						    : r.field[HOSP_ADMISSION];
	r.field[HOSP_REGIME] = STR("1");
	r.field[HOSP_FACILITY] = v->v.v[V_SITE];
	put_dx(o, v, &r.field[HOSP_DX1], 6);
	for (size_t i = 0; i < v->n_proc; i++) {
		r.field[HOSP_PROC1 + i] = v->proc[i];
		r.field[HOSP_PROC1_DATE + i] = v->proc_date[i];
	}
	r.field[HOSP_DRG] = v->drg;
	r.field[HOSP_MODE] = discharge_mode(v);
	r.field[HOSP_COST] = v->cost;
	return simple_put(o->s, &r, v->v.at, err);
}

/* YYYY-MM-DD HH:MM:SS, or a date, as YYYY-MM-DDTHH:MM. */
static struct str minute_of(struct str v, char room[20])
{
	int n = v.len >= 16
			? snprintf(room, 20, "%.10sT%.5s", v.ptr, v.ptr + 11)
		: v.len == 10 ? snprintf(room, 20, "%.10sT00:00", v.ptr)
			      : 0;
	return n ? (struct str){room, (size_t)n} : v;
}

static enum rc put_emergency(struct omop *o, struct visit *v, struct str person,
			     struct err *err)
{
	struct simple_row r = {.flow = SIMPLE_EMERGENCY};
	char from[20], to[20];
	r.field[EMER_RECORD] = v->id;
	r.field[EMER_PERSON] = person;
	r.field[EMER_ARRIVAL] = minute_of(v->v.v[V_START], from);
	if (v->v.v[V_END].len > 10)
		r.field[EMER_EXIT] = minute_of(v->v.v[V_END], to);
	r.field[EMER_TRIAGE] = STR("0");
	r.field[EMER_OUTCOME] = v->is_stay                       ? STR("2")
				: str_is(discharge_mode(v), "1") ? STR("4")
								 : STR("1");
	if (v->is_stay)
		r.field[EMER_HOSPITAL] = v->id;
	put_dx(o, v, &r.field[EMER_DX1], 5);
	r.field[EMER_FACILITY] = v->v.v[V_SITE];
	r.field[EMER_COST] = v->is_stay ? STR("") : v->cost;
	return simple_put(o->s, &r, v->v.at, err);
}

static enum rc close_visit(struct omop *o, struct visit *v, struct err *err)
{
	struct str person;
	bool known = false;
	enum rc rc = OK;
	if (v->v.kind && !v->is_stay && !v->is_emergency) {
		simple_unused(o->s, v->v.at.source, NOTE_NO_EVENT);
	} else if (v->v.kind) {
		rc = omop_person(o, v->v.at, v->v.v[V_PERSON], &person, &known,
				 err);
		if (!rc && known)
			simple_used(o->s, v->v.at.source);
		simple_year(o->s, v->v.at.source, v->v.v[V_START]);
	}
	if (!rc && known && v->is_emergency)
		rc = put_emergency(o, v, person, err);
	if (!rc && known && v->is_stay)
		rc = put_stay(o, v, person, err);
	*v = (struct visit){.n_dx = 0};
	return rc;
}

static void open_visit(struct visit *v, const struct item *i)
{
	const struct str c = i->v[V_CONCEPT];
	v->v = *i;
	v->is_stay = str_is(c, "9201") || str_is(c, "262");
	v->is_emergency = str_is(c, "9203") || str_is(c, "262");
}

static enum rc take(struct omop *o, struct visit *v, struct item *i,
		    struct err *err)
{
	if (i->kind == 'V' && v->v.kind)
		return simple_reject(o->s, i->at, STR("visit_occurrence_id"),
				     v->id, "this visit is there already", err);
	if (i->kind == 'V') {
		open_visit(v, i);
		return OK;
	}
	if (i->kind != 'X')
		return take_item(o, v, i, err);
	v->cost = i->v[0];
	v->drg = i->v[1].len == 3 ? i->v[1] : STR("");
	if (v->is_stay || v->is_emergency)
		simple_used(o->s, i->at.source);
	else
		simple_unused(o->s, i->at.source, NOTE_NO_EVENT);
	return OK;
}

static enum rc put_all(struct omop *o, struct err *err)
{
	struct visit *v = calloc(1, sizeof(*v));
	struct arena a;
	struct str key, record;
	struct buf last;
	enum rc rc = v ? OK : err_set(err, E_NOMEM, "no memory for a visit");
	buf_init(&last, 65536);
	arena_init(&a, (size_t)1 << 30); /* what belongs to one visit */
	while (!rc && !(rc = sorter_next(o->sorter, &key, &record, err))) {
		struct item i = {.kind = *record.ptr};
		if (!str_eq(key, buf_view(&last)) || !key.len) {
			rc = close_visit(o, v, err);
			arena_reset(&a);
			buf_reset(&last);
			buf_str(&last, key);
		}
		v->id = buf_view(&last);
		memcpy(&i.at, record.ptr + 1, sizeof(i.at));
		const size_t head = 1 + sizeof(i.at);
		record =
			arena_str(&a, str_sub(record, head, record.len - head));
		if (!rc && !record.ptr)
			rc = arena_fail(&a, err);
		if (rc)
			break;
		omop_unpack(record, i.v, countof(i.v));
		rc = take(o, v, &i, err);
	}
	if (rc == E_NOT_FOUND)
		rc = close_visit(o, v, err);
	arena_release(&a);
	buf_release(&last);
	free(v);
	return rc;
}

enum rc omop_read_visits(struct omop *o, struct err *err)
{
	struct buf b;
	buf_init(&b, 1u << 20);
	enum rc rc = sorter_new(o->job->tmp, SORTER_MEMORY, &o->sorter, err);
	if (!rc)
		rc = keep_all(o, &b, err);
	if (!rc)
		rc = put_all(o, err);
	buf_release(&b);
	return rc;
}
