#include "fhir_bulk/fhir_bulk_int.h"

#include "knowledge/knowledge.h"

struct str fhir_text(const struct json_value *v, const char *key)
{
	const struct json_value *x = json_get(v, key);
	return x && (x->kind == JSON_STRING || x->kind == JSON_NUMBER)
		       ? x->text
		       : STR("");
}

struct str fhir_ref(const struct json_value *v, const char *key)
{
	return fhir_ref_text(fhir_text(json_get(v, key), "reference"));
}

struct str fhir_ref_text(struct str s)
{
	for (size_t i = s.len; i-- > 0;)
		if (s.ptr[i] == '/' || s.ptr[i] == ':' || s.ptr[i] == '#')
			return str_sub(s, i + 1, s.len - i - 1);
	return s;
}

struct str fhir_first(const struct json_value *v, const char *const *keys)
{
	struct str s = STR("");
	for (; *keys && !s.len; keys++)
		s = fhir_text(v, *keys);
	return s;
}

struct str fhir_day(struct fhir *f, struct str v)
{
	if (v.len > 10)
		return str_sub(v, 0, 10);
	if (v.len != 4 && v.len != 7)
		return v;
	simple_note(f->s, NOTE_PARTIAL);
	struct str d = arena_printf(&f->line, STR_FMT "%s", STR_ARG(v),
				    v.len == 4 ? "-01-01" : "-01");
	return d.ptr ? d : STR("");
}

/* ------------------------------------------------------------------- codes */

static bool contains(struct str s, const char *what)
{
	size_t n = strlen(what);
	for (size_t i = 0; i + n <= s.len; i++)
		if (!memcmp(s.ptr + i, what, n))
			return true;
	return false;
}

/* ICD-9-CM without its dot. */
static struct str undotted(struct fhir *f, struct str s)
{
	const char *dot = memchr(s.ptr, '.', s.len);
	if (!dot)
		return s;
	size_t n = (size_t)(dot - s.ptr);
	struct str r = arena_printf(&f->line, "%.*s%.*s", (int)n, s.ptr,
				    (int)(s.len - n - 1), dot + 1);
	return r.ptr ? r : s;
}

/* Systems: FHIR R4 (icd-9-cm, whocc.no/atc); HL7 OIDs of ICD-9-CM (6.103
 * diagnoses, 6.104 procedures) and of the AIC (2.9.6.1.5) [R]. */
static struct str own_code(struct fhir *f, struct str system, struct str code,
			   enum simple_kind k)
{
	bool icd = contains(system, "icd-9-cm") || contains(system, "icd9cm");
	struct str plain = undotted(f, code);
	switch (k) {
	case KIND_DX:
		return (icd || contains(system, "113883.6.103")) &&
				       kn_is_dx(plain)
			       ? plain
			       : STR("");
	case KIND_PROC:
		return (icd || contains(system, "113883.6.104")) &&
				       kn_is_proc(plain)
			       ? plain
			       : STR("");
	case KIND_ATC:
		return contains(system, "atc") && kn_is_atc(code) ? code
								  : STR("");
	case KIND_AIC:
		return contains(system, "2.9.6.1.5") || contains(system, "aic")
			       ? code
			       : STR("");
	case KIND_CODE:
		return kn_is_service(code) ? code : STR("");
	case KIND_EXEMPT:
		return map_get(&f->exemption, code) != MAP_NONE ? code
								: STR("");
	case N_KIND:
		break;
	}
	BUG("kind of a code");
}

static struct str try_codes(struct fhir *f, const struct json_value *concept,
			    enum simple_kind k, bool own)
{
	const struct json_value *codings = json_get(concept, "coding");
	const struct json_value *c = codings ? codings->first : NULL;
	for (; c; c = c->next) {
		struct str system = fhir_text(c, "system"),
			   code = fhir_text(c, "code");
		struct str s = own ? own_code(f, system, code, k)
				   : simple_map(f->s, system, code, k);
		if (s.len)
			return s;
	}
	return STR("");
}

struct str fhir_known(struct fhir *f, const struct json_value *concept,
		      enum simple_kind k)
{
	struct str s = try_codes(f, concept, k, true);
	return s.len ? s : try_codes(f, concept, k, false);
}

struct str fhir_mapped(struct fhir *f, const struct json_value *concept,
		       enum simple_kind k)
{
	return try_codes(f, concept, k, false);
}

enum rc fhir_code(struct fhir *f, const struct json_value *concept,
		  enum simple_kind k, struct str *out, struct err *err)
{
	const struct json_value *codings = json_get(concept, "coding");
	const struct json_value *c = codings ? codings->first : NULL;
	*out = fhir_known(f, concept, k);
	if (out->len || k == KIND_EXEMPT || k == KIND_AIC)
		return OK;
	return simple_code(f->s, false, fhir_text(c, "system"),
			   c ? fhir_text(c, "code")
			     : fhir_text(concept, "text"),
			   k, f->at, out, err);
}

/* --------------------------------------------------------------- what waits */

enum rc fhir_keep(struct fhir *f, struct sorter *to, struct str key,
		  const struct fhir_item *i, struct err *err)
{
	buf_reset(&f->piece);
	buf_char(&f->piece, i->kind);
	buf_add(&f->piece, &i->at, sizeof(i->at));
	for (size_t k = 0; k < countof(i->v); k++) {
		uint16_t n =
			(uint16_t)(i->v[k].len < 4096 ? i->v[k].len : 4096);
		buf_add(&f->piece, &n, sizeof(n));
		buf_add(&f->piece, i->v[k].ptr, n);
	}
	struct str s;
	enum rc rc = buf_finish(&f->piece, &s, err);
	return rc ? rc : sorter_add(to, key, s, err);
}

void fhir_open_item(struct str r, struct fhir_item *out)
{
	size_t at = 1 + sizeof(out->at);
	*out = (struct fhir_item){.kind = *r.ptr};
	memcpy(&out->at, r.ptr + 1, sizeof(out->at));
	for (size_t k = 0; k < countof(out->v); k++) {
		uint16_t n;
		memcpy(&n, r.ptr + at, sizeof(n));
		out->v[k] = str_sub(r, at + sizeof(n), n);
		at += sizeof(n) + n;
	}
}
