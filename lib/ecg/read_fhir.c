/* FHIR R4 and R5: an Observation whose components are leads.
 *
 *	component[]
 *	  code.coding[]: MDC code (131329 ...) or its name as display
 *	  valueSampledData
 *	    period (R4, ms) or interval and intervalUnit (R5)
 *	    origin: value and unit; factor (1); dimensions 1
 *	    data: numbers, or E (no value), L and U (below, above what the
 *	          device can measure: lowerLimit, upperLimit when stated)
 *	sample = (number x factor + origin.value) in the unit of the origin
 *
 * The Observation stands alone or in a Bundle, with its Patient there or
 * contained. https://hl7.org/fhir/R4/datatypes.html#SampledData */
#include "ecg/plain_int.h"
#include "json/json_value.h"

#define LOOK_BYTES 4096

bool ecg_is_fhir(struct str s)
{
	static const struct str key = STR_INIT("\"resourceType\"");
	if (str_starts(s, STR("\xEF\xBB\xBF")))
		s = str_sub(s, 3, s.len - 3);
	s = str_trim(str_sub(s, 0, s.len < LOOK_BYTES ? s.len : LOOK_BYTES));
	if (!s.len || s.ptr[0] != '{')
		return false;
	for (size_t i = 0; i + key.len <= s.len; i++)
		if (!memcmp(s.ptr + i, key.ptr, key.len))
			return true;
	return false;
}

static const struct json_value *first_of(const struct json_value *v,
					 const char *key)
{
	const struct json_value *list = json_get(v, key);
	return list && list->kind == JSON_ARRAY ? list->first : NULL;
}

/* A number, NAN when it is missing. */
static double number(const struct json_value *v, const char *key)
{
	const struct json_value *n = json_get(v, key);
	return n && n->kind == JSON_NUMBER ? ecg_number_or_none(n->text)
					   : (double)NAN;
}

/* ------------------------------------------------------------------ signal */

/* ISO 11073-10101, as the HL7 and Apple examples use them. */
static const struct {
	const char *code;
	enum ecg_lead_code lead;
} codes[] = {
	{"131329", ECG_I},   {"131330", ECG_II},  {"131331", ECG_V1},
	{"131332", ECG_V2},  {"131333", ECG_V3},  {"131334", ECG_V4},
	{"131335", ECG_V5},  {"131336", ECG_V6},  {"131389", ECG_III},
	{"131390", ECG_AVR}, {"131391", ECG_AVL}, {"131392", ECG_AVF},
};

/* Its code or, failing that, its name. */
static struct str lead_name(const struct json_value *component)
{
	const struct json_value *code = json_get(component, "code"),
				*c = first_of(code, "coding");
	struct str name = json_get_str(code, "text");
	for (; c; c = c->next) {
		struct str it = json_get_str(c, "code"),
			   display = json_get_str(c, "display");
		for (size_t i = 0; i < countof(codes); i++)
			if (str_is(it, codes[i].code))
				return str_from(ecg_lead_name(codes[i].lead));
		if (ecg_lead_of(it) != ECG_OTHER)
			return it;
		if (ecg_lead_of(display) != ECG_OTHER || !name.len)
			name = display;
	}
	return name;
}

struct sampled {
	double hz, factor, origin, per_unit, lower, upper;
	struct str data;
};

static enum rc read_times(const struct json_value *v, struct sampled *s,
			  struct err *err)
{
	double period = number(v, "period"), interval = number(v, "interval");
	struct str unit = json_get_str(v, "intervalUnit");
	double per_s = str_is(unit, "ms")   ? 1e3
		       : str_is(unit, "us") ? 1e6
		       : str_is(unit, "s")  ? 1
					    : (double)NAN;
	s->hz = isnan(period) ? per_s / interval : 1e3 / period;
	if (fabs(s->hz - round(s->hz)) < 1e-6)
		s->hz = round(s->hz);
	return ecg_check_rate(s->hz, err);
}

static enum rc read_sampled(const struct json_value *v, struct sampled *s,
			    struct err *err)
{
	const struct json_value *origin = json_get(v, "origin");
	struct str unit = json_get_str(origin, "code");
	if (!unit.len)
		unit = json_get_str(origin, "unit");
	s->per_unit = ecg_unit_uv(unit);
	s->origin = number(origin, "value");
	s->factor = json_get(v, "factor") ? number(v, "factor") : 1;
	s->lower = number(v, "lowerLimit");
	s->upper = number(v, "upperLimit");
	s->data = json_get_str(v, "data");
	if (s->per_unit == 0)
		return ecg_refuse(err, MSG_ECG_UNIT, "unit \"" STR_FMT "\"",
				  STR_ARG(unit));
	if (!isfinite(s->origin) || !isfinite(s->factor) || s->factor == 0)
		return ecg_refuse(err, MSG_ECG_SCALE, "origin %g, factor %g",
				  s->origin, s->factor);
	if (json_get_int(v, "dimensions", 0) != 1)
		return ecg_refuse(err, MSG_ECG_VERSION,
				  "several dimensions in one component");
	return read_times(v, s, err);
}

/* One token of the data as microvolts; false when it is none. */
static bool next_sample(const struct sampled *s, size_t *at, double *uv)
{
	double v = 0;
	while (*at < s->data.len && s->data.ptr[*at] == ' ')
		++*at;
	char c = *at < s->data.len ? s->data.ptr[*at] : ' ';
	bool alone = *at + 1 >= s->data.len || s->data.ptr[*at + 1] == ' ';
	if ((c == 'E' || c == 'L' || c == 'U') && alone) {
		++*at;
		v = c == 'L' ? s->lower : c == 'U' ? s->upper : (double)NAN;
	} else if (!ecg_next_number(s->data, at, '.', &v)) {
		return false;
	}
	*uv = (v * s->factor + s->origin) * s->per_unit;
	return true;
}

static size_t count_samples(struct str data)
{
	size_t n = 0;
	for (size_t i = 0; i < data.len; i++)
		n += data.ptr[i] != ' ' && (!i || data.ptr[i - 1] == ' ');
	return n;
}

static enum rc read_lead(const struct json_value *component, struct arena *a,
			 struct ecg_record *r, struct err *err)
{
	struct sampled s = {.hz = 0};
	struct ecg_lead *to = NULL;
	struct str name = lead_name(component);
	size_t at = 0;
	double uv = 0;
	enum rc rc =
		read_sampled(json_get(component, "valueSampledData"), &s, err);
	if (rc)
		return rc;
	size_t n = count_samples(s.data);
	if (!r->n_lead) {
		r->hz = s.hz;
		r->n_sample = n;
	}
	if (s.hz != r->hz)
		return ecg_refuse(err, MSG_ECG_RATES_DIFFER,
				  "lead " STR_FMT ": %g Hz, not %g",
				  STR_ARG(name), s.hz, r->hz);
	if (n != r->n_sample)
		return ecg_refuse(err, MSG_ECG_LENGTHS,
				  "lead " STR_FMT ": %zu samples, not %zu",
				  STR_ARG(name), n, r->n_sample);
	rc = ecg_check_length(n, err);
	if (!rc)
		rc = ecg_add_lead(r, a, name, fabs(s.factor * s.per_unit), &to,
				  err);
	for (size_t i = 0; !rc && i < n; i++) {
		if (!next_sample(&s, &at, &uv))
			return ecg_refuse(err, MSG_ECG_DAMAGED,
					  "lead " STR_FMT ": sample %zu",
					  STR_ARG(name), i);
		to->uv[i] = (float)uv;
	}
	return rc;
}

/* ------------------------------------------------------------------ around */

static enum rc read_person(const struct json_value *v, struct arena *a,
			   struct ecg_record *r, struct err *err)
{
	struct ecg_patient *p = &r->patient;
	const struct json_value *name = first_of(v, "name"),
				*given = first_of(name, "given");
	p->sex = ecg_sex_of(json_get_str(v, "gender"));
	p->born = ecg_day_of(json_get_str(v, "birthDate"));
	enum rc rc =
		ecg_put_text(json_get_str(first_of(v, "identifier"), "value"),
			     a, &p->id, err);
	if (!rc)
		rc = ecg_put_text(json_get_str(name, "family"), a, &p->family,
				  err);
	if (!rc && given && given->kind == JSON_STRING)
		rc = ecg_put_text(given->text, a, &p->given, err);
	return rc;
}

/* What the observation itself says: who, when, with what, what it means. */
static enum rc read_around(const struct json_value *v, struct arena *a,
			   struct ecg_record *r, struct err *err)
{
	const struct json_value *subject = json_get(v, "subject"),
				*note = first_of(v, "note");
	struct str when = json_get_str(v, "effectiveDateTime");
	if (!when.len)
		when = json_get_str(json_get(v, "effectivePeriod"), "start");
	if (when.len >= 16)
		ecg_set_time_of(r, str_sub(when, 0, 10),
				str_sub(when, 11, when.len < 19 ? 5 : 8));
	enum rc rc =
		ecg_put_text(json_get_str(json_get(v, "device"), "display"), a,
			     &r->device.model, err);
	if (!rc && !r->patient.id.len)
		rc = ecg_put_text(
			json_get_str(json_get(subject, "identifier"), "value"),
			a, &r->patient.id, err);
	if (!rc && !r->patient.family.len)
		rc = ecg_put_text(json_get_str(subject, "display"), a,
				  &r->patient.family, err);
	for (; !rc && note; note = note->next)
		rc = ecg_add_statement(r, a, json_get_str(note, "text"), err);
	return rc;
}

static bool is_lead(const struct json_value *component)
{
	return json_get(component, "valueSampledData") != NULL;
}

static bool has_leads(const struct json_value *v)
{
	const struct json_value *c = first_of(v, "component");
	while (c && !is_lead(c))
		c = c->next;
	return c && str_is(json_get_str(v, "resourceType"), "Observation");
}

/* What a file holds: one observation with leads, perhaps a patient. */
struct found {
	const struct json_value *exam, *person;
	bool twice;
};

static void look_at(const struct json_value *v, struct found *f)
{
	if (has_leads(v)) {
		f->twice = f->exam != NULL;
		f->exam = v;
	}
	if (str_is(json_get_str(v, "resourceType"), "Patient"))
		f->person = v;
}

static struct found look_for(const struct json_value *root)
{
	struct found f = {.exam = NULL};
	const struct json_value *e = first_of(root, "entry");
	look_at(root, &f);
	for (; e && !f.twice; e = e->next)
		if (json_get(e, "resource"))
			look_at(json_get(e, "resource"), &f);
	const struct json_value *c = first_of(f.exam, "contained");
	for (; c; c = c->next)
		if (str_is(json_get_str(c, "resourceType"), "Patient"))
			f.person = c;
	return f;
}

static enum rc parse(struct str bytes, struct arena *a, struct json_value **v,
		     struct err *err)
{
	struct err why = {0};
	if (str_starts(bytes, STR("\xEF\xBB\xBF")))
		bytes = str_sub(bytes, 3, bytes.len - 3);
	switch (json_parse_up_to(bytes, ECG_MOST_BYTES, a, v, &why)) {
	case OK:
		return OK;
	case E_LIMIT:
		return err_msg(err, E_LIMIT, MSG_ECG_TOO_LARGE, "%s", why.text);
	default:
		return ecg_refuse(err, MSG_ECG_DAMAGED, "%s", why.text);
	}
}

enum rc ecg_read_fhir(struct str bytes, const struct ecg_read_options *o,
		      struct arena *a, struct ecg_record *r, struct err *err)
{
	struct json_value *root;
	(void)o;
	enum rc rc = parse(bytes, a, &root, err);
	if (rc)
		return rc;
	struct found f = look_for(root);
	if (f.twice)
		return ecg_refuse(err, MSG_ECG_TWO_EXAMS,
				  "two observations with leads");
	if (!f.exam)
		return ecg_refuse(err, MSG_ECG_FHIR_KIND,
				  "no observation with valueSampledData");
	ecg_record_init(r, ECG_FHIR);
	const struct json_value *c = first_of(f.exam, "component");
	for (; !rc && c; c = c->next)
		if (is_lead(c))
			rc = read_lead(c, a, r, err);
	if (!rc && f.person)
		rc = read_person(f.person, a, r, err);
	if (!rc)
		rc = read_around(f.exam, a, r, err);
	return rc;
}
