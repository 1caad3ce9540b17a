/* monitor/intake - readings as they come: a value somebody wrote, a CSV file,
 * FHIR Observations.
 *
 * CSV, first line a header (names in any order, Italian or English; separator
 * comma or semicolon):
 *	kind|misura	code of a kind, its Italian or English name, or LOINC
 *	value|valore	"72,5", "135/85", "si"; second|seconda for a second
 *value unit|unita	UCUM or as people write it; empty: the kind's own
 *	measured_at|quando  2026-03-02T08:15 (in Rome), with Z or +01:00 too
 *	person|persona	fiscal code or pseudonym; not wanted for one person
 *	id, by|chi, device|apparecchio, context|momento, note|nota  if wanted
 *
 * FHIR R4: an Observation, or a Bundle of them (LOINC in code.coding, or in
 * component[].code for blood pressure; valueQuantity with UCUM in `code` or
 * `unit`; valueInteger, valueBoolean for symptoms; effectiveDateTime or
 * effectivePeriod.start; identifier[0] or id; performer, device, note; status
 * amended or corrected replaces, entered-in-error and cancelled refuse).
 *
 * Kinds of our own (symptoms) have the system "urn:prossima:home-kind".
 *
 * Nothing is dropped in silence: what cannot be used is refused with its line
 * (CSV) or its place in the bundle (1, 2 ...), the value and the words.
 */
#ifndef MONITOR_INTAKE_H
#define MONITOR_INTAKE_H

#include "monitor/tables.h"

#define MONITOR_FILE_MOST (4u << 20) /* a year of a ward's readings */
#define MONITOR_ROWS_MOST 20000u

struct monitor_row {       /* one reading as it came, checked */
	uint64_t line;     /* of the file, or place in the bundle */
	struct str person; /* as written; empty: it does not say */
	int kind;          /* of the tables */
	int64_t value_milli[MONITOR_PARTS];
	struct str value_given, unit_given; /* as written */
	int64_t measured_us;
	enum monitor_by by;
	struct str id, device, context, note;
	bool replaces; /* says that it corrects the one of the same id */
};
struct monitor_refused {
	uint64_t line;
	struct str column, value; /* as found, may be empty */
	int msg;                  /* enum msg */
	struct str detail;        /* English, for commands */
};
struct monitor_rows {
	struct monitor_row *list;
	struct monitor_refused *refused;
	size_t n, n_refused;
};

/* A value as written, in a unit, to thousandths of the kind's own. `second`
 * may be empty, and `value` then hold both ("135/85"). E_RANGE or E_FORMAT
 * with words: no number, an unknown unit, impossible. */
MUST_USE enum rc monitor_value(const struct monitor_tables *t,
			       const struct monitor_kind *k, struct str value,
			       struct str second, struct str unit,
			       int64_t out_milli[MONITOR_PARTS],
			       struct err *err);
enum monitor_doubt {
	MONITOR_SURE,
	MONITOR_UNUSUAL, /* outside the usual bounds */
	MONITOR_SLIP, /* about ten times, or a tenth of, what is usual here */
	MONITOR_SWAPPED, /* the second value is not below the first */
};
/* Is it to be confirmed? `recent` are values of the same kind (first value),
 * any order; fewer than three say nothing. */
enum monitor_doubt monitor_doubtful(const struct monitor_kind *k,
				    const int64_t value_milli[MONITOR_PARTS],
				    const int64_t *recent_milli, size_t n);

/* "2026-03-02T08:15", with seconds, Z or an offset if wanted; without one it
 * is local time in Rome (of the two hours of October, the first). */
MUST_USE enum rc monitor_instant(struct str s, int64_t *out_us,
				 struct err *err);

/* By content: JSON or CSV. Everything in `a` (a few times the size of the
 * file); views into `bytes`, too. E_FORMAT, E_LIMIT with words when the file as
 * a whole is no use. */
MUST_USE enum rc monitor_read(const struct monitor_tables *t, struct str bytes,
			      struct arena *a, struct monitor_rows *out,
			      struct err *err);
MUST_USE enum rc monitor_read_csv(const struct monitor_tables *t,
				  struct str bytes, struct arena *a,
				  struct monitor_rows *out, struct err *err);
MUST_USE enum rc monitor_read_fhir(const struct monitor_tables *t,
				   struct str bytes, struct arena *a,
				   struct monitor_rows *out, struct err *err);

#endif
