/* FHIR R4 Observation, alone, with components, or several in a Bundle: values
 * by their LOINC code, in UCUM units. Observations of anything else are passed
 * over; those withdrawn (entered-in-error, cancelled) too. */
#include "spiro/unit_int.h"

#include "json/json_value.h"
#include "text/text.h"

#include <math.h>

/* LOINC for what we read. The guide they come from gives them from
 * memory: not checked at loinc.org, 33452-4 (PEF) least of all. */
static const struct {
	const char *code;
	enum spiro_param param;
} loinc[] = {
	{"20150-9", SPIRO_FEV1},    {"19868-9", SPIRO_FVC},
	{"19926-5", SPIRO_FEV1FVC}, {"33452-4", SPIRO_PEF},
	{"19935-6", SPIRO_PEF},
};

struct fhir {
	struct str name;
	struct spiro_record *r;
	struct arena *a;
};

static enum rc wrong(const struct fhir *f, struct err *err, int msg,
		     const char *what, struct str value)
{
	return err_msg(err, E_FORMAT, msg, STR_FMT ": %s: \"" STR_FMT "\"",
		       STR_ARG(f->name), what,
		       (int)(value.len < 60 ? value.len : 60), value.ptr);
}

bool spiro_is_fhir(struct str bytes)
{
	return str_starts(str_trim(bytes), STR("{"));
}

static bool find_param(const struct json_value *code, enum spiro_param *out)
{
	const struct json_value *list = json_get(code, "coding");
	const struct json_value *c = list ? list->first : NULL;
	for (; c; c = c->next)
		for (size_t i = 0; i < countof(loinc); i++)
			if (str_is(json_get_str(c, "system"),
				   "http://loinc.org") &&
			    str_is(json_get_str(c, "code"), loinc[i].code)) {
				*out = loinc[i].param;
				return true;
			}
	return false;
}

static struct str unit_word(const struct json_value *q)
{
	struct str code = json_get_str(q, "code");
	return code.len ? code : json_get_str(q, "unit");
}

static enum rc take_quantity(struct fhir *f, enum spiro_param param,
			     const struct json_value *q, struct err *err)
{
	const struct json_value *v = json_get(q, "value");
	double is = spiro_unit(param, unit_word(q)), x = 0;
	if (!v || v->kind != JSON_NUMBER || !str_to_double(v->text, &x) ||
	    !(x > 0 && x < 1e6))
		return wrong(f, err, MSG_SPI_R_NUMBER,
			     "valueQuantity.value must be a number above 0",
			     v ? v->text : STR(""));
	if (is <= 0)
		return wrong(f, err, MSG_SPI_R_UNITS,
			     "valueQuantity.code must be L, mL, L/s, L/min or "
			     "%, as the parameter has",
			     unit_word(q));
	if (f->r->n_stated == SPIRO_MOST_VALUES)
		return wrong(f, err, MSG_SPI_R_LONG,
			     "more values than a test has: send one test",
			     f->name);
	f->r->stated[f->r->n_stated++] =
		(struct spiro_stated){.param = param, .value = x * is};
	return OK;
}

/* An Observation or one of its components. */
static enum rc take_value(struct fhir *f, const struct json_value *o,
			  struct err *err)
{
	enum spiro_param param;
	const struct json_value *q = json_get(o, "valueQuantity");
	if (!q || !find_param(json_get(o, "code"), &param))
		return OK;
	return take_quantity(f, param, q, err);
}

static bool is_withdrawn(const struct json_value *o)
{
	struct str s = json_get_str(o, "status");
	return str_is(s, "entered-in-error") || str_is(s, "cancelled");
}

static enum rc take_about(struct fhir *f, const struct json_value *o,
			  struct err *err)
{
	struct str who = json_get_str(json_get(o, "subject"), "reference");
	struct str when = json_get_str(o, "effectiveDateTime");
	if (f->r->id.len && who.len && !str_eq(f->r->id, who))
		return wrong(f, err, MSG_SPI_R_TWO,
			     "two people in one file: send one test", who);
	f->r->id = arena_str(f->a, who);
	if (when.len >= 10)
		f->r->taken_on = arena_str(f->a, str_sub(when, 0, 10));
	return OK;
}

static enum rc take_observation(struct fhir *f, const struct json_value *o,
				struct err *err)
{
	size_t before = f->r->n_stated;
	const struct json_value *list = json_get(o, "component");
	if (!str_is(json_get_str(o, "resourceType"), "Observation") ||
	    is_withdrawn(o))
		return OK;
	enum rc rc = take_value(f, o, err);
	for (const struct json_value *c = list ? list->first : NULL; c && !rc;
	     c = c->next)
		rc = take_value(f, c, err);
	return rc || f->r->n_stated == before ? rc : take_about(f, o, err);
}

static enum rc take_all(struct fhir *f, const struct json_value *root,
			struct err *err)
{
	const struct json_value *list = json_get(root, "entry");
	enum rc rc = OK;
	if (!str_is(json_get_str(root, "resourceType"), "Bundle"))
		return take_observation(f, root, err);
	for (const struct json_value *e = list ? list->first : NULL; e && !rc;
	     e = e->next)
		rc = take_observation(f, json_get(e, "resource"), err);
	return rc;
}

enum rc spiro_read_fhir(struct str bytes, struct str name, struct arena *a,
			struct spiro_record *out, struct err *err)
{
	struct fhir f = {.name = name, .r = out, .a = a};
	struct json_value *root = NULL;
	struct err why = {0};
	out->format = SPIRO_FHIR;
	out->stated = arena_array(a, struct spiro_stated, SPIRO_MOST_VALUES);
	if (!out->stated)
		return arena_fail(a, err);
	if (json_parse(bytes, a, &root, &why))
		return err_msg(err, why.rc, MSG_SPI_R_FORM, STR_FMT ": %s",
			       STR_ARG(name), why.text);
	enum rc rc = take_all(&f, root, err);
	if (!rc && !out->n_stated)
		rc = err_msg(err, E_FORMAT, MSG_SPI_R_VALUES,
			     STR_FMT
			     ": no Observation of spirometry: it needs "
			     "a LOINC code as 20150-9 (FEV1) or 19868-9 "
			     "(FVC) and a valueQuantity",
			     STR_ARG(name));
	return rc;
}
