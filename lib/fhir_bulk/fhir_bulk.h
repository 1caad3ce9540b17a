/* fhir_bulk - a FHIR R4 bulk export (NDJSON) as the simple form.
 *
 * One resource a line, of any type in any file, plain, gzip or zstd; a line of
 * more than a megabyte is set aside. References resolve by the last part of
 * their text (Patient/1, urn:uuid:1, http://host/Patient/1).
 *
 *   Patient   person: id, birthDate, gender, deceasedDateTime, the general
 *       practitioner, the municipality when an extension of the address has six
 *       digits (else 999999), the fiscal code when its system says so
 *   Coverage   an exemption when a code of it is one of exemptions.csv or the
 *       map says so; else a registration period of the person
 *   Encounter   class IMP, ACUTE, NONACUTE, SS a stay; EMER an emergency; of
 *       the others their procedures are what counts
 *   Condition   a diagnosis of its encounter; an exemption when the map says so
 *   Procedure   of a stay its procedure, else an outpatient service
 *   MedicationDispense   a dispensing; MedicationRequest takes its place when
 *       the export has no file of dispensings
 *
 * Codes of ICD-9-CM, ATC, AIC and the national catalogue as they are, of other
 * systems (SNOMED CT, RxNorm, LOINC) through the map, by system and code. Times
 * are taken as they are written. Other resources are counted as unused.
 */
#ifndef FHIR_BULK_FHIR_BULK_H
#define FHIR_BULK_FHIR_BULK_H

#include "simple/simple.h"

struct fhir_job {
	const char *const *path;
	size_t n_path;
	const char *tmp;
	struct str exemptions; /* bytes of exemptions.csv */
};
MUST_USE enum rc fhir_read(const struct fhir_job *job, struct simple *s,
			   struct err *err);

#endif
