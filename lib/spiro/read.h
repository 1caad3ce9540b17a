/* spiro/read - the file of a spirometer, or a reason why not.
 *
 * The form is recognised by content, not by name:
 *   CSV   columns time_s and flow_l_s or volume_l (or both): one blow, or a
 *         session, its blows numbered in a column blow, with a column phase
 *         (pre, post) where some were blown after the bronchodilator
 *   GDT   2.1 and 3.0: values of the device, no curve
 *   FHIR  Observation, or a Bundle of them: values, by LOINC
 * What cannot be read in full is refused with file, line, cause and remedy
 * (err->text) and with words for the person (err->msg); nothing is guessed.
 *
 * What the device states (values, quality marks, its own reference set) is kept
 * beside, untouched, and never mixed with what is measured here.
 */
#ifndef SPIRO_READ_H
#define SPIRO_READ_H

#include "base/arena.h"
#include "base/date.h"
#include "spiro/curve.h"
#include "spiro/param.h"

enum {
	SPIRO_MOST_BYTES = 16 << 20, /* of a file: ten minutes at 1 kHz */
	SPIRO_MOST_VALUES = 256      /* that a device states */
};
#define SPIRO_LEAST_HZ     50.0 /* below it PEF is lost (ISO 26782) */
#define SPIRO_MOST_HZ      2000.0
#define SPIRO_MOST_SECONDS 600.0

enum spiro_format { SPIRO_CSV, SPIRO_GDT, SPIRO_FHIR };

struct spiro_stated { /* a value that the device gives */
	enum spiro_param param;
	double value;   /* L, L/s, ratio */
	bool predicted; /* what the device holds normal, not what was blown */
	bool post;      /* after the bronchodilator */
};

struct spiro_record {
	enum spiro_format format;
	struct str id, family, given; /* of the patient; empty: not in it */
	char sex;                     /* 'M', 'F'; 0: not in it */
	struct date born;             /* DATE_NONE: not in it */
	double height_cm, weight_kg;  /* NAN: not in it */
	struct str device, taken_on;  /* "2026-03-02" */
	struct str remark; /* quality marks, reference set: as told */
	struct spiro_curve *curve;
	size_t n_curve;
	struct spiro_stated *stated;
	size_t n_stated;
};

/* `name` is the file's, for messages. Everything lives in `a`. */
MUST_USE enum rc spiro_read(struct str bytes, struct str name, struct arena *a,
			    struct spiro_record *out, struct err *err);

/* One form each. */
enum rc spiro_read_csv(struct str bytes, struct str name, struct arena *a,
		       struct spiro_record *out, struct err *err);
enum rc spiro_read_gdt(struct str bytes, struct str name, struct arena *a,
		       struct spiro_record *out, struct err *err);
enum rc spiro_read_fhir(struct str bytes, struct str name, struct arena *a,
			struct spiro_record *out, struct err *err);
bool spiro_is_gdt(struct str bytes);
bool spiro_is_fhir(struct str bytes);

#endif
