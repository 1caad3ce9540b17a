/* FHIR R4 Observations, alone or in a Bundle: intake.h says what is read.
 * https://hl7.org/fhir/R4/observation.html */
#include "json/json_value.h"
#include "monitor/intake_int.h"

#define OWN_SYSTEM "urn:prossima:home-kind"

struct reader {
	const struct monitor_tables *t;
	struct arena *a;
	struct monitor_rows *out;
	const struct json_value *root; /* the bundle, for its people */
	uint64_t place;
};

static const struct json_value *first_of(const struct json_value *v,
					 const char *key)
{
	const struct json_value *list = json_get(v, key);
	return list && list->kind == JSON_ARRAY ? list->first : NULL;
}

/* ---- what was measured */

static int kind_of_code(const struct reader *r, const struct json_value *code,
			int *part)
{
	const struct json_value *c = first_of(code, "coding");
	for (; c; c = c->next) {
		struct str s = json_get_str(c, "code");
		const struct monitor_kind *own = monitor_kind_of(r->t, s);
		int kind = kind_coded(r->t, s, part);
		if (str_is(json_get_str(c, "system"), OWN_SYSTEM) && own) {
			*part = 0;
			return (int)(own - r->t->kind);
		}
		if (kind >= 0)
			return kind;
	}
	return -1;
}

struct given { /* values as written, before they are understood */
	int kind;
	struct str value[MONITOR_PARTS], unit;
};

/* Of an Observation or a component; "" when it has none we read. */
static struct str value_of(const struct json_value *v, struct str *unit)
{
	const struct json_value *q = json_get(v, "valueQuantity"),
				*n = json_get(v, "valueInteger"),
				*yes = json_get(v, "valueBoolean");
	if (q) {
		*unit = json_get_str(q, "code");
		if (!unit->len)
			*unit = json_get_str(q, "unit");
		n = json_get(q, "value");
	}
	if (n && n->kind == JSON_NUMBER)
		return n->text;
	if (yes && yes->kind == JSON_BOOL)
		return yes->truth ? STR("yes") : STR("no");
	return STR("");
}

static enum rc no_kind(struct err *err)
{
	return err_msg(err, E_RANGE, MSG_HOM_NO_KIND,
		       "no code that can be measured here");
}

static enum rc put_part(const struct reader *r, const struct json_value *v,
			struct given *g, struct err *err)
{
	int part = 0, kind = kind_of_code(r, json_get(v, "code"), &part);
	if (kind < 0)
		return g->kind < 0 ? OK : no_kind(err);
	if (g->kind >= 0 && g->kind != kind)
		return err_msg(err, E_FORMAT, MSG_HOM_NO_KIND,
			       "components of several kinds");
	g->kind = kind;
	struct str unit = STR("");
	g->value[part] = value_of(v, &unit);
	if (g->unit.len && unit.len && !str_eq(g->unit, unit))
		return err_msg(err, E_FORMAT, MSG_HOM_UNIT,
			       "components in several units");
	g->unit = unit.len ? unit : g->unit;
	return OK;
}

static enum rc read_value(const struct reader *r, const struct json_value *v,
			  struct monitor_row *row, struct err *err)
{
	struct given g = {.kind = -1};
	enum rc rc = put_part(r, v, &g, err);
	const struct json_value *c = first_of(v, "component");
	for (; c && !rc; c = c->next)
		rc = put_part(r, c, &g, err);
	if (!rc && g.kind < 0)
		rc = no_kind(err);
	if (rc)
		return rc;
	const struct monitor_kind *k = &r->t->kind[g.kind];
	struct str second = k->n_part > 1 ? g.value[1] : STR("");
	row->kind = g.kind;
	row->unit_given = g.unit;
	row->value_given = g.value[0];
	if (second.len)
		row->value_given =
			arena_printf(r->a, STR_FMT "/" STR_FMT,
				     STR_ARG(g.value[0]), STR_ARG(second));
	if (!row->value_given.ptr)
		row->value_given = STR("");
	return monitor_value(r->t, k, g.value[0], second, g.unit,
			     row->value_milli, err);
}

/* ---- of whom, by whom, when */

static bool is_patient(const struct json_value *v, struct str reference,
		       struct str url)
{
	struct str id = json_get_str(v, "id");
	if (!str_is(json_get_str(v, "resourceType"), "Patient"))
		return false;
	return str_eq(reference, url) ||
	       (id.len && str_ends(reference, id) &&
		str_starts(reference, STR("Patient/")) &&
		reference.len == id.len + 8);
}

static struct str first_identifier(const struct json_value *v)
{
	return json_get_str(first_of(v, "identifier"), "value");
}

static struct str person_of(const struct reader *r, const struct json_value *v)
{
	const struct json_value *subject = json_get(v, "subject");
	struct str said =
		json_get_str(json_get(subject, "identifier"), "value");
	struct str reference = json_get_str(subject, "reference");
	const struct json_value *e = first_of(r->root, "entry");
	for (; e && !said.len && reference.len; e = e->next)
		if (is_patient(json_get(e, "resource"), reference,
			       json_get_str(e, "fullUrl")))
			said = first_identifier(json_get(e, "resource"));
	return said;
}

static enum monitor_by performer_of(const struct json_value *v)
{
	static const struct {
		const char *type;
		enum monitor_by by;
	} types[] = {{"Patient", MONITOR_BY_PATIENT},
		     {"RelatedPerson", MONITOR_BY_CAREGIVER},
		     {"Practitioner", MONITOR_BY_NURSE},
		     {"Device", MONITOR_BY_DEVICE}};
	const struct json_value *p = first_of(v, "performer");
	struct str reference = json_get_str(p, "reference"),
		   type = json_get_str(p, "type");
	for (size_t i = 0; i < countof(types); i++)
		if (str_is(type, types[i].type) ||
		    str_starts(reference, str_from(types[i].type)))
			return types[i].by;
	return json_get(v, "device") ? MONITOR_BY_DEVICE : MONITOR_BY_PATIENT;
}

static struct str when_of(const struct json_value *v)
{
	struct str s = json_get_str(v, "effectiveDateTime");
	if (!s.len)
		s = json_get_str(v, "effectiveInstant");
	if (!s.len)
		s = json_get_str(json_get(v, "effectivePeriod"), "start");
	return s;
}

static void read_around(const struct reader *r, const struct json_value *v,
			struct monitor_row *row)
{
	struct str status = json_get_str(v, "status");
	row->person = person_of(r, v);
	row->by = performer_of(v);
	row->id = first_identifier(v);
	if (!row->id.len)
		row->id = json_get_str(v, "id");
	row->device = json_get_str(json_get(v, "device"), "display");
	if (!row->device.len)
		row->device = json_get_str(
			json_get(json_get(v, "device"), "identifier"), "value");
	row->note = json_get_str(first_of(v, "note"), "text");
	row->replaces =
		str_is(status, "amended") || str_is(status, "corrected");
}

static enum rc check_status(const struct json_value *v, struct err *err)
{
	struct str s = json_get_str(v, "status");
	if (str_is(s, "final") || str_is(s, "amended") ||
	    str_is(s, "corrected") || str_is(s, "preliminary"))
		return OK;
	return err_msg(err, E_RANGE, MSG_HOM_REPLACED,
		       "status \"" STR_FMT "\" is no reading to keep",
		       STR_ARG(s));
}

/* ---- one resource */

static enum rc parse(const struct reader *r, const struct json_value *v,
		     struct monitor_row *row, const char **wrong,
		     struct err *err)
{
	*row = (struct monitor_row){.line = r->place};
	*wrong = "status";
	enum rc rc = check_status(v, err);
	read_around(r, v, row);
	if (!rc) {
		*wrong = "value";
		rc = read_value(r, v, row, err);
	}
	if (!rc) {
		*wrong = "effective";
		rc = monitor_instant(when_of(v), &row->measured_us, err);
	}
	return rc;
}

/* People and devices are there to be pointed at. */
static bool is_beside(struct str type)
{
	static const char *const beside[] = {"Patient", "Device",
					     "Practitioner", "Organization",
					     "RelatedPerson"};
	for (size_t i = 0; i < countof(beside); i++)
		if (str_is(type, beside[i]))
			return true;
	return false;
}

static enum rc read_one(struct reader *r, const struct json_value *v,
			struct err *err)
{
	struct monitor_row row = {0};
	struct err why = {0};
	const char *wrong = "resourceType";
	struct str type = json_get_str(v, "resourceType");
	r->place++;
	if (is_beside(type))
		return OK;
	enum rc rc = str_is(type, "Observation")
			     ? parse(r, v, &row, &wrong, &why)
			     : err_msg(&why, E_FORMAT, MSG_HOM_FILE_KIND,
				       "\"" STR_FMT "\" is no Observation",
				       STR_ARG(type));
	if (rc)
		return rows_refuse(r->out, r->a, r->place, wrong,
				   row.value_given, &why, err);
	r->out->list[r->out->n++] = row;
	return OK;
}

enum rc monitor_read_fhir(const struct monitor_tables *t, struct str bytes,
			  struct arena *a, struct monitor_rows *out,
			  struct err *err)
{
	struct json_value *root = NULL;
	struct reader r = {.t = t, .a = a, .out = out};
	struct err why = {0};
	if (json_parse_up_to(bytes, MONITOR_FILE_MOST, a, &root, &why))
		return err_msg(err, why.rc, MSG_HOM_FILE_DAMAGED, "%s",
			       why.text);
	r.root = root;
	bool bundle = str_is(json_get_str(root, "resourceType"), "Bundle");
	const struct json_value *list = json_get(root, "entry"),
				*e = first_of(root, "entry");
	enum rc rc = rows_make(out, bundle && list ? list->n : 1, a, err);
	if (!rc && !bundle)
		rc = read_one(&r, root, err);
	for (; !rc && bundle && e; e = e->next)
		rc = read_one(&r, json_get(e, "resource"), err);
	return rc;
}
