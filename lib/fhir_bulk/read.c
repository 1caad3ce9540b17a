#include "fhir_bulk/fhir_bulk_int.h"

#include "csv/csv.h"

#define MAX_CODES ((size_t)8 << 20)
#define MAX_BYTES ((size_t)1 << 30)
#define KEY_ROOM  300u

/* Key of a sorter with the order inside it at its end. */
static struct str ordered(struct str id, char order, char room[KEY_ROOM])
{
	size_t n = id.len < KEY_ROOM - 1 ? id.len : KEY_ROOM - 1;
	memcpy(room, id.ptr, n);
	room[n] = order;
	return (struct str){room, n + 1};
}

static bool is_any(struct str s, const char *const *words)
{
	for (; *words; words++)
		if (str_is(s, *words))
			return true;
	return false;
}

static enum rc not_done(struct fhir *f)
{
	simple_unused(f->s, f->at.source, NOTE_NOT_DONE);
	return OK;
}

/* ----------------------------------------------------------------- Patient */

static bool six_digits(struct str s)
{
	int64_t n;
	return s.len == 6 && str_to_int(s, &n) && n >= 0;
}

static struct str municipality(const struct json_value *patient)
{
	static const char *const values[] = {"valueString", "valueCode", NULL};
	const struct json_value *list = json_get(patient, "address");
	for (const struct json_value *a = list ? list->first : NULL; a;
	     a = a->next) {
		const struct json_value *ext = json_get(a, "extension");
		for (const struct json_value *e = ext ? ext->first : NULL; e;
		     e = e->next) {
			struct str s = fhir_first(e, values);
			if (!s.len)
				s = fhir_text(json_get(e, "valueCoding"),
					      "code");
			if (six_digits(s))
				return s;
		}
	}
	return STR("999999");
}

static struct str fiscal_code(const struct json_value *patient)
{
	const struct json_value *list = json_get(patient, "identifier");
	for (const struct json_value *i = list ? list->first : NULL; i;
	     i = i->next)
		if (str_ends(fhir_text(i, "system"), STR("codiceFiscale")))
			return fhir_text(i, "value");
	return STR("");
}

static struct str practitioner(const struct json_value *patient)
{
	const struct json_value *list =
		json_get(patient, "generalPractitioner");
	const struct json_value *one = list ? list->first : NULL;
	struct str s = fhir_text(json_get(one, "identifier"), "value");
	return s.len ? s : fhir_ref_text(fhir_text(one, "reference"));
}

static enum rc patient(struct fhir *f, const struct json_value *r,
		       struct err *err)
{
	char room[KEY_ROOM];
	const struct str g = fhir_text(r, "gender");
	struct str death = fhir_text(r, "deceasedDateTime");
	if (json_get_bool(r, "deceasedBoolean"))
		simple_note(f->s, NOTE_NO_DEATH_DATE);
	const struct fhir_item i = {
		.kind = 'A',
		.at = f->at,
		.v = {fhir_day(f, fhir_text(r, "birthDate")),
		      str_is(g, "male")     ? STR("M")
		      : str_is(g, "female") ? STR("F")
					    : STR("U"),
		      municipality(r), practitioner(r), fhir_day(f, death),
		      fiscal_code(r)}};
	return fhir_keep(f, f->people, ordered(fhir_text(r, "id"), 'A', room),
			 &i, err);
}

/* ---------------------------------------------------------------- Coverage */

static enum rc put_exemption(struct fhir *f, struct str person, struct str code,
			     struct str from, struct str to, struct err *err)
{
	struct simple_row r = {.flow = SIMPLE_EXEMPTION};
	r.field[EXEMPTION_PERSON] = person;
	r.field[EXEMPTION_CODE] = code;
	r.field[EXEMPTION_FROM] = from;
	r.field[EXEMPTION_TO] = to;
	simple_used(f->s, f->at.source);
	return simple_put(f->s, &r, f->at, err);
}

static enum rc coverage(struct fhir *f, const struct json_value *r,
			struct err *err)
{
	static const char *const off[] = {"entered-in-error", "draft",
					  "cancelled", NULL};
	char room[KEY_ROOM];
	const struct json_value *period = json_get(r, "period");
	const struct json_value *classes = json_get(r, "class");
	const struct str person = fhir_ref(r, "beneficiary");
	struct str from = fhir_day(f, fhir_text(period, "start")),
		   to = fhir_day(f, fhir_text(period, "end")), code;
	if (is_any(fhir_text(r, "status"), off))
		return not_done(f);
	enum rc rc = fhir_code(f, json_get(r, "type"), KIND_EXEMPT, &code, err);
	for (const struct json_value *c = classes ? classes->first : NULL;
	     c && !code.len; c = c->next) {
		struct str v = fhir_text(c, "value");
		code = map_get(&f->exemption, v) != MAP_NONE
			       ? v
			       : simple_map(f->s, STR(""), v, KIND_EXEMPT);
	}
	if (rc)
		return rc;
	if (code.len)
		return put_exemption(f, person, code, from, to, err);
	if (!from.len) {
		simple_unused(f->s, f->at.source, NOTE_NO_EXEMPTION);
		return OK;
	}
	const struct fhir_item i = {.kind = 'V', .at = f->at, .v = {from, to}};
	return fhir_keep(f, f->people, ordered(person, 'V', room), &i, err);
}

/* -------------------------------------------- Encounter and what is in it */

static enum rc encounter(struct fhir *f, const struct json_value *r,
			 struct err *err)
{
	static const char *const off[] = {"entered-in-error", "cancelled",
					  "planned", NULL};
	char room[KEY_ROOM];
	const struct json_value *period = json_get(r, "period");
	const struct json_value *d =
		json_get(json_get(json_get(r, "hospitalization"),
				  "dischargeDisposition"),
			 "coding");
	if (is_any(fhir_text(r, "status"), off))
		return not_done(f);
	const struct fhir_item i = {
		.kind = 'E',
		.at = f->at,
		.v = {fhir_ref(r, "subject"),
		      fhir_text(json_get(r, "class"), "code"),
		      fhir_text(period, "start"), fhir_text(period, "end"),
		      fhir_ref(r, "serviceProvider"),
		      fhir_text(d ? d->first : NULL, "code")}};
	return fhir_keep(f, f->encounters,
			 ordered(fhir_text(r, "id"), 'A', room), &i, err);
}

/* Codes that are ours or of the map; the others keep system and code, since
 * whether they are wanted is known later. */
static struct str known_code(struct fhir *f, const struct json_value *concept,
			     enum simple_kind k, struct str other[2])
{
	const struct json_value *codings = json_get(concept, "coding");
	const struct json_value *c = codings ? codings->first : NULL;
	other[0] = fhir_text(c, "system");
	other[1] = c ? fhir_text(c, "code") : fhir_text(concept, "text");
	return fhir_known(f, concept, k);
}

static enum rc condition(struct fhir *f, const struct json_value *r,
			 struct err *err)
{
	static const char *const begin[] = {"onsetDateTime", "recordedDate",
					    NULL};
	static const char *const off[] = {"entered-in-error", "refuted", NULL};
	char room[KEY_ROOM];
	struct str code, other[2];
	const struct json_value *concept = json_get(r, "code");
	const struct json_value *v =
		json_get(json_get(r, "verificationStatus"), "coding");
	const struct str from = fhir_day(f, fhir_first(r, begin));
	if (v && v->first && is_any(fhir_text(v->first, "code"), off))
		return not_done(f);
	/* by the map alone: 042 is a disease here, and an exemption there */
	code = fhir_mapped(f, concept, KIND_EXEMPT);
	if (code.len)
		return put_exemption(
			f, fhir_ref(r, "subject"), code, from,
			fhir_day(f, fhir_text(r, "abatementDateTime")), err);
	code = known_code(f, concept, KIND_DX, other);
	const struct fhir_item i = {.kind = 'C',
				    .at = f->at,
				    .v = {fhir_ref(r, "subject"), from, code,
					  STR(""), other[0], other[1]}};
	return fhir_keep(f, f->encounters,
			 ordered(fhir_ref(r, "encounter"), 'C', room), &i, err);
}

static enum rc procedure(struct fhir *f, const struct json_value *r,
			 struct err *err)
{
	static const char *const when[] = {"performedDateTime", NULL};
	char room[KEY_ROOM];
	struct str other[2];
	const struct json_value *concept = json_get(r, "code");
	struct str day = fhir_first(r, when);
	if (!day.len)
		day = fhir_text(json_get(r, "performedPeriod"), "start");
	if (!str_is(fhir_text(r, "status"), "completed"))
		return not_done(f);
	day = fhir_day(f, day);
	struct str proc = known_code(f, concept, KIND_PROC, other),
		   service = known_code(f, concept, KIND_CODE, other);
	simple_year(f->s, f->at.source, day);
	const struct fhir_item i = {.kind = 'P',
				    .at = f->at,
				    .v = {fhir_ref(r, "subject"), day, proc,
					  service, fhir_text(r, "id"), other[0],
					  other[1]}};
	return fhir_keep(f, f->encounters,
			 ordered(fhir_ref(r, "encounter"), 'P', room), &i, err);
}

/* ------------------------------------------------------------- medications */

/* The concept of a dispensing: in it, contained in it, or of a Medication. */
static const struct json_value *medication_of(struct fhir *f,
					      const struct json_value *r)
{
	const struct json_value *c = json_get(r, "medicationCodeableConcept");
	const struct json_value *in = json_get(r, "contained");
	const struct str ref = fhir_ref(r, "medicationReference");
	if (c)
		return c;
	for (in = in ? in->first : NULL; in; in = in->next)
		if (str_eq(fhir_text(in, "id"), ref))
			return json_get(in, "code");
	uint32_t i = map_get(&f->medication, ref);
	if (i == MAP_NONE)
		return NULL;
	/* a concept with that one coding */
	struct str code = f->medication_code[i],
		   system = str_cut(&code, '\x1f');
	struct json_value *v = arena_array(&f->line, struct json_value, 5);
	if (!v)
		return NULL;
	v[0] = (struct json_value){.kind = JSON_OBJECT, .first = &v[1]};
	v[1] = (struct json_value){
		.kind = JSON_ARRAY, .key = STR("coding"), .first = &v[2]};
	v[2] = (struct json_value){.kind = JSON_OBJECT, .first = &v[3]};
	v[3] = (struct json_value){.kind = JSON_STRING,
				   .key = STR("system"),
				   .text = system,
				   .next = &v[4]};
	v[4] = (struct json_value){
		.kind = JSON_STRING, .key = STR("code"), .text = code};
	return &v[0];
}

static enum rc medication(struct fhir *f, const struct json_value *r,
			  struct err *err)
{
	const struct json_value *codings =
		json_get(json_get(r, "code"), "coding");
	const struct json_value *c = codings ? codings->first : NULL;
	uint32_t i;
	enum rc rc = map_intern(&f->medication, fhir_text(r, "id"), &i, err);
	if (!rc)
		rc = array_grow(&f->medication_code, &f->medication_cap,
				(size_t)i + 1, sizeof(*f->medication_code),
				MAX_CODES, err);
	if (rc)
		return rc;
	struct str t = arena_printf(&f->text, STR_FMT "\x1f" STR_FMT,
				    STR_ARG(fhir_text(c, "system")),
				    STR_ARG(fhir_text(c, "code")));
	f->medication_code[i] = t.ptr ? t : STR("");
	return t.ptr ? OK : arena_fail(&f->text, err);
}

static enum rc drug(struct fhir *f, const struct json_value *r, bool dispense,
		    struct err *err)
{
	static const char *const off[] = {"entered-in-error", "cancelled",
					  "declined",         "draft",
					  "preparation",      NULL};
	static const char *const when[] = {"whenHandedOver", "whenPrepared",
					   "authoredOn", NULL};
	struct simple_row row = {.flow = SIMPLE_DRUG};
	const struct json_value *concept = medication_of(f, r);
	if (is_any(fhir_text(r, "status"), off))
		return not_done(f);
	if (!dispense && f->has_dispense) {
		simple_unused(f->s, f->at.source, NOTE_REQUEST);
		return OK;
	}
	enum rc rc = fhir_code(f, concept, KIND_AIC, &row.field[DRUG_AIC], err);
	if (!rc && !row.field[DRUG_AIC].len)
		rc = fhir_code(f, concept, KIND_ATC, &row.field[DRUG_ATC], err);
	if (rc)
		return rc;
	struct str days = fhir_text(json_get(r, "daysSupply"), "value");
	if (!days.len)
		days = fhir_text(json_get(json_get(r, "dispenseRequest"),
					  "expectedSupplyDuration"),
				 "value");
	row.field[DRUG_RECORD] = fhir_text(r, "id");
	row.field[DRUG_PERSON] = fhir_ref(r, "subject");
	row.field[DRUG_DATE] = fhir_day(f, fhir_first(r, when));
	row.field[DRUG_PACKAGES] = STR("1");
	row.field[DRUG_DDD] = days;
	row.field[DRUG_CHANNEL] = STR("C");
	row.field[DRUG_PRESCRIBER] = fhir_ref(r, "requester");
	simple_note(f->s, NOTE_ONE_PACKAGE);
	simple_year(f->s, f->at.source, row.field[DRUG_DATE]);
	simple_used(f->s, f->at.source);
	return simple_put(f->s, &row, f->at, err);
}

/* ------------------------------------------------------------------- lines */

static enum rc resource(struct fhir *f, const struct json_value *r,
			struct err *err)
{
	static const struct {
		const char *name;
		enum rc (*read)(struct fhir *, const struct json_value *,
				struct err *);
	} kinds[] = {{"Patient", patient},
		     {"Coverage", coverage},
		     {"Encounter", encounter},
		     {"Condition", condition},
		     {"Procedure", procedure}};
	const struct str type = fhir_text(r, "resourceType");
	if (!type.len)
		return simple_reject(f->s, f->at, STR(""), STR(""),
				     "not a FHIR resource: it has no "
				     "resourceType",
				     err);
	for (size_t i = 0; i < countof(kinds); i++)
		if (str_is(type, kinds[i].name))
			return kinds[i].read(f, r, err);
	if (str_is(type, "MedicationDispense"))
		return drug(f, r, true, err);
	if (str_is(type, "MedicationRequest"))
		return drug(f, r, false, err);
	if (str_is(type, "Medication")) {
		simple_used(f->s, f->at.source);
		return OK; /* read before */
	}
	simple_unused(f->s, f->at.source, NOTE_NO_FLOW);
	return OK;
}

static enum rc one_line(struct fhir *f, const struct lines *in, struct err *err)
{
	struct json_value *v = NULL;
	struct err why = {0};
	const struct str line = {in->text, in->len};
	f->at.line = in->line;
	simple_source_at(f->s, f->at.source)->n_read++;
	arena_reset(&f->line);
	if (in->is_long)
		return simple_reject(f->s, f->at, STR(""), line,
				     "line longer than a megabyte", err);
	if (json_parse(line, &f->line, &v, &why))
		return simple_reject(f->s, f->at, STR(""), line, why.text, err);
	return resource(f, v, err);
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');
	return slash ? slash + 1 : path;
}

/* "Patient.ndjson", "Patient_1.ndjson", "Patient-000.ndjson.gz" */
static bool is_file_of(const char *path, const char *type)
{
	const char *b = base_name(path);
	size_t n = strlen(type);
	char c = strncmp(b, type, n) ? 'x' : b[n];
	return !(c >= 'a' && c <= 'z') && !(c >= 'A' && c <= 'Z');
}

static enum rc read_file(struct fhir *f, const char *path, struct err *err)
{
	struct lines in;
	enum rc rc = lines_open(&in, path, JSON_VALUE_MAX_BYTES, false, err);
	if (!rc)
		rc = simple_source_add(f->s, base_name(path), "fhir",
				       &f->at.source, err);
	while (!rc && !(rc = lines_next(&in, err)))
		rc = one_line(f, &in, err);
	lines_close(&in);
	return rc == E_NOT_FOUND ? OK : rc;
}

static enum rc read_medications(struct fhir *f, const char *path,
				struct err *err)
{
	struct lines in;
	enum rc rc = lines_open(&in, path, JSON_VALUE_MAX_BYTES, false, err);
	while (!rc && !(rc = lines_next(&in, err))) {
		struct json_value *v = NULL;
		arena_reset(&f->line);
		if (!in.is_long &&
		    !json_parse((struct str){in.text, in.len}, &f->line, &v,
				NULL) &&
		    str_is(fhir_text(v, "resourceType"), "Medication"))
			rc = medication(f, v, err);
	}
	lines_close(&in);
	return rc == E_NOT_FOUND ? OK : rc;
}

static enum rc load_exemptions(struct fhir *f, struct err *err)
{
	struct csv c;
	enum rc rc = OK;
	csv_init(&c, f->job->exemptions);
	while (!rc && !(rc = csv_next(&c, err)))
		if (c.line > 1 && c.n)
			rc = map_put(&f->exemption, c.field[0], 1, err);
	csv_release(&c);
	return rc == E_NOT_FOUND ? OK : rc;
}

static enum rc read_all(struct fhir *f, struct err *err)
{
	const struct fhir_job *job = f->job;
	enum rc rc = load_exemptions(f, err);
	if (!rc)
		rc = sorter_new(job->tmp, SORTER_MEMORY, &f->people, err);
	if (!rc)
		rc = sorter_new(job->tmp, SORTER_MEMORY, &f->encounters, err);
	for (size_t i = 0; !rc && i < job->n_path; i++) {
		f->has_dispense |=
			is_file_of(job->path[i], "MedicationDispense");
		if (is_file_of(job->path[i], "Medication"))
			rc = read_medications(f, job->path[i], err);
	}
	for (size_t i = 0; !rc && i < job->n_path; i++)
		rc = read_file(f, job->path[i], err);
	if (!rc)
		rc = fhir_put_people(f, err);
	return rc ? rc : fhir_put_encounters(f, err);
}

enum rc fhir_read(const struct fhir_job *job, struct simple *s, struct err *err)
{
	struct fhir f = {.job = job, .s = s};
	map_init(&f.exemption, MAX_CODES, MAX_BYTES);
	map_init(&f.medication, MAX_CODES, MAX_BYTES);
	arena_init(&f.line, (size_t)128 << 20); /* the tree of a megabyte */
	arena_init(&f.text, MAX_BYTES);
	buf_init(&f.piece, 65536);
	enum rc rc = read_all(&f, err);
	sorter_free(f.people);
	sorter_free(f.encounters);
	map_release(&f.exemption);
	map_release(&f.medication);
	free(f.medication_code);
	arena_release(&f.line);
	arena_release(&f.text);
	buf_release(&f.piece);
	return rc;
}
