/* Inside fhir_bulk: what resources have in common, and what of them waits for
 * the others. */
#ifndef FHIR_BULK_FHIR_BULK_INT_H
#define FHIR_BULK_FHIR_BULK_INT_H

#include "base/lines.h"
#include "base/sorter.h"
#include "fhir_bulk/fhir_bulk.h"
#include "json/json_value.h"

struct fhir {
	const struct fhir_job *job;
	struct simple *s;
	struct map exemption, medication; /* codes; id of a Medication */
	struct str *medication_code;      /* "system\x1fcode" */
	size_t medication_cap;
	struct sorter *people, *encounters;
	bool has_dispense;
	struct arena line; /* of the resource at hand */
	struct arena text; /* of medications */
	struct buf piece;
	struct simple_place at;
};

/* ---- values */

/* "" when it is not there. */
struct str fhir_text(const struct json_value *v, const char *key);
/* Id that a reference points to. */
struct str fhir_ref(const struct json_value *v, const char *key);
struct str fhir_ref_text(struct str reference);
/* YYYY-MM-DD of a date or dateTime; what is missing is the first. */
struct str fhir_day(struct fhir *f, struct str v);
/* Its first text among keys such as performedDateTime. */
struct str fhir_first(const struct json_value *v, const char *const *keys);
/* The code of a CodeableConcept as a kind, ours or by the map; or empty. */
struct str fhir_known(struct fhir *f, const struct json_value *concept,
		      enum simple_kind k);
/* By the map alone. */
struct str fhir_mapped(struct fhir *f, const struct json_value *concept,
		       enum simple_kind k);
/* The code of a CodeableConcept as a kind: of ours, by the map, or the
 * placeholder (and listed); empty for KIND_EXEMPT when it is none. */
MUST_USE enum rc fhir_code(struct fhir *f, const struct json_value *concept,
			   enum simple_kind k, struct str *out,
			   struct err *err);

/* ---- what waits */

struct fhir_item { /* of a sorter: its kind, place and values */
	char kind;
	struct simple_place at;
	struct str v[8];
};
MUST_USE enum rc fhir_keep(struct fhir *f, struct sorter *to, struct str key,
			   const struct fhir_item *i, struct err *err);
void fhir_open_item(struct str record, struct fhir_item *out);

MUST_USE enum rc fhir_put_people(struct fhir *f, struct err *err);
MUST_USE enum rc fhir_put_encounters(struct fhir *f, struct err *err);

#endif
