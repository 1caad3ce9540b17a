/* simple - where foreign records become rows of the simple CSV form.
 *
 * Readers of other forms (national layouts, OMOP tables, FHIR exports) hand
 * over rows of the six files of data/flows.md section 3 as texts; here they are
 * completed (AIC to ATC and doses), their person is pseudonymised when a key
 * is given, and they are written, one line a row, with the file and line they
 * come from. No rule of the simple form is applied: the import does that, so
 * that there is one set of rules and of messages.
 *
 * Every row of a foreign file has one outcome, counted in its report:
 *   used      it is in the simple form, alone or as a part of a row
 *   rejected  it cannot be read; in the file of rejects, with the cause
 *   unused    it was understood, and has no place there (a note says why)
 *
 * A code that the receiving form does not know is kept as the placeholder of
 * its kind, well formed and never assigned, and listed with its number of rows
 * in the file of unknown codes; so nothing is lost, and a row of the packages
 * or of the map brings it in at the next conversion.
 */
#ifndef SIMPLE_SIMPLE_H
#define SIMPLE_SIMPLE_H

#include "base/date.h"
#include "base/map.h"

enum simple_flow {
	SIMPLE_PERSON,
	SIMPLE_EXEMPTION,
	SIMPLE_DRUG,
	SIMPLE_OUTPATIENT,
	SIMPLE_HOSPITAL,
	SIMPLE_EMERGENCY,
	N_SIMPLE
};
#define SIMPLE_MAX_COLUMN 28u

struct simple_form {
	const char *name; /* "drug" */
	const char *const *column;
	size_t n;
};
extern const struct simple_form simple_form[N_SIMPLE];
/* Number of a column, -1 when there is none of that name. */
int simple_column(enum simple_flow flow, struct str name);

/* Columns that readers fill by number. */
enum {
	PERSON_ID,
	PERSON_FISCAL,
	PERSON_BIRTH,
	PERSON_SEX,
	PERSON_MUNICIPALITY,
	PERSON_ATS,
	PERSON_GP,
	PERSON_START,
	PERSON_END,
	PERSON_DEATH
};
enum { EXEMPTION_PERSON, EXEMPTION_CODE, EXEMPTION_FROM, EXEMPTION_TO };
enum {
	DRUG_RECORD,
	DRUG_PERSON,
	DRUG_DATE,
	DRUG_ATC,
	DRUG_AIC,
	DRUG_PACKAGES,
	DRUG_DDD,
	DRUG_CHANNEL,
	DRUG_PRESCRIBER,
	DRUG_COST
};
enum {
	OUT_RECORD,
	OUT_PERSON,
	OUT_DATE,
	OUT_SERVICE,
	OUT_QUANTITY,
	OUT_BRANCH,
	OUT_FACILITY,
	OUT_EXEMPTION,
	OUT_PRIORITY,
	OUT_BOOKING,
	OUT_REMOTE,
	OUT_COST
};
enum {
	HOSP_RECORD,
	HOSP_PERSON,
	HOSP_ADMISSION,
	HOSP_DISCHARGE,
	HOSP_REGIME,
	HOSP_FACILITY,
	HOSP_SPECIALTY,
	HOSP_DX1,
	HOSP_PROC1 = HOSP_DX1 + 6,
	HOSP_PROC1_DATE = HOSP_PROC1 + 6,
	HOSP_DRG = HOSP_PROC1_DATE + 6,
	HOSP_MODE,
	HOSP_COST
};
enum {
	EMER_RECORD,
	EMER_PERSON,
	EMER_ARRIVAL,
	EMER_EXIT,
	EMER_TRIAGE,
	EMER_MODE,
	EMER_OUTCOME,
	EMER_DX1,
	EMER_FACILITY = EMER_DX1 + 5,
	EMER_HOSPITAL,
	EMER_COST
};

/* What is said of a row that stays out, or that loses something on the way. */
#define SIMPLE_NOTES(X)                                                        \
	X(MORE_DX, "diagnoses beyond the room of the simple form, left out")   \
	X(MORE_PROC, "procedures beyond the sixth, left out")                  \
	X(SUPERSEDED, "earlier choices of a doctor in the same registration")  \
	X(LONG_ID, "person identifiers of more than 64 bytes, shortened by "   \
		   "SHA-256")                                                  \
	X(MARK, "byte order mark at the beginning, skipped")                   \
	X(LATIN, "lines that are not UTF-8, read as Latin-1")                  \
	X(NO_FLOW, "tables or resources that no flow carries")                 \
	X(NO_PLACE, "diagnoses outside a stay or an emergency: no flow "       \
		    "carries them")                                            \
	X(NO_EVENT, "visits without a record of their own: their services "    \
		    "are")                                                     \
	X(NO_DX,                                                               \
	  "stays and emergencies without a diagnosis: 000 in its place")       \
	X(INSIDE, "services inside a stay or an emergency: part of it")        \
	X(NO_EXEMPTION, "observations and coverages that are no exemption")    \
	X(REQUEST, "prescriptions, when the dispensings are there")            \
	X(NOT_DONE, "entered in error, cancelled or not done")                 \
	X(PARTIAL, "dates without day or month, taken as their first day")     \
	X(NO_DEATH_DATE, "deaths without a date, left out")                    \
	X(GUESSED_BEGIN, "registrations without a beginning: birth taken")     \
	X(ONE_PACKAGE, "dispensings without packages, counted as one")         \
	X(SAME_FILE, "files that are copies of an earlier one, not read "      \
		     "again")

enum simple_note {
#define X(name, text) NOTE_##name,
	SIMPLE_NOTES(X)
#undef X
		N_NOTE
};
extern const char *const simple_note_text[N_NOTE];

enum simple_kind {              /* what a code is, and its placeholder */
		   KIND_ATC,    /* V99ZZ99 */
		   KIND_AIC,    /* becomes an ATC */
		   KIND_CODE,   /* of an outpatient service: 99.99.99 */
		   KIND_DX,     /* 000 */
		   KIND_PROC,   /* 99 */
		   KIND_EXEMPT, /* none: no exemption is made up */
		   N_KIND
};
extern const char *const simple_kind_name[N_KIND]; /* "atc", "aic", ... */
struct str simple_placeholder(enum simple_kind k);

struct simple_source { /* a foreign file, and what became of its rows */
	char name[256];
	const char *form; /* "sdo_2017", "omop drug_exposure", "fhir Patient" */
	uint64_t n_read, n_used, n_rejected, n_unused;
	int year_first, year_last; /* of the dates seen; 0: none */
};

struct simple_key { /* of pseudonyms */
	unsigned char byte[32];
};
#define PSEUDONYM_LEN 16u
/* Sixteen letters and digits of base32: the first 80 bits of HMAC-SHA256 over
 * the identifier, without outer spaces, letters a to z made capital. */
void simple_pseudonym(const struct simple_key *key, struct str id,
		      char out[PSEUDONYM_LEN + 1]);

struct simple_options {
	const char *dir; /* where the files go; there already */
	const char
		*rejects; /* rows that cannot be read; NULL: dir/rejects.csv */
	const char *unknown;          /* codes; NULL: dir/unknown_codes.csv */
	const char *packages;         /* CSV of packages; NULL: none */
	const char *map;              /* CSV of codes; NULL: none */
	struct str drugs_atc;         /* bytes of drugs_atc.csv */
	const struct simple_key *key; /* NULL: persons as they are */
	const char *identities;       /* re-identification table; NULL: none */
	bool origins;                 /* write FLOW.origin beside FLOW.csv */
};

struct simple;

struct simple_place { /* of a foreign row */
	uint32_t source;
	uint64_t line;
};

/* A row being made: texts of others, valid until simple_put. */
struct simple_row {
	enum simple_flow flow;
	char op; /* 'I' 'V' 'C', or 0 */
	struct str field[SIMPLE_MAX_COLUMN];
};

MUST_USE enum rc simple_open(const struct simple_options *o,
			     struct simple **out, struct err *err);
/* Everything on disk under its name. */
MUST_USE enum rc simple_commit(struct simple *s, struct err *err);
void simple_close(struct simple *s); /* NULL allowed; leaves nothing half */

/* Rows of this file say what is to be done with them (a last column `op`);
 * before the first of them. */
void simple_expect_op(struct simple *s, enum simple_flow f);

/* A source of rows from now on; its number in *out. */
MUST_USE enum rc simple_source_add(struct simple *s, const char *name,
				   const char *form, uint32_t *out,
				   struct err *err);
struct simple_source *simple_source_at(struct simple *s, uint32_t i);
size_t simple_n_source(const struct simple *s);
/* A calendar day seen in a source (YYYY-...): which years it spans. */
void simple_year(struct simple *s, uint32_t source, struct str day);

MUST_USE enum rc simple_put(struct simple *s, const struct simple_row *row,
			    struct simple_place at, struct err *err);
/* The row is set aside; `value` is cut at 200 bytes. */
MUST_USE enum rc simple_reject(struct simple *s, struct simple_place at,
			       struct str column, struct str value,
			       const char *cause, struct err *err);
void simple_used(struct simple *s, uint32_t source);
void simple_unused(struct simple *s, uint32_t source, enum simple_note why);
void simple_note(struct simple *s, enum simple_note what);
uint64_t simple_n_note(const struct simple *s, enum simple_note what);
uint64_t simple_n_row(const struct simple *s, enum simple_flow f);
uint64_t simple_n_unknown(const struct simple *s); /* distinct codes */

/* What the map says of a code of a system (empty: any) as a kind; empty when
 * it says nothing. */
struct str simple_map(const struct simple *s, struct str system,
		      struct str code, enum simple_kind k);
/* Units in a package, times 10000; 0: unknown. */
int64_t simple_units(const struct simple *s, struct str aic);
/* A code that may be one of ours or of another system: ours when `is_ours`,
 * else what the map says, else the placeholder, and it is listed. */
MUST_USE enum rc simple_code(struct simple *s, bool is_ours, struct str system,
			     struct str code, enum simple_kind k,
			     struct simple_place at, struct str *out,
			     struct err *err);
/* One more row with a code that nobody knows. */
MUST_USE enum rc simple_unknown(struct simple *s, struct str system,
				struct str code, enum simple_kind k,
				struct simple_place at, struct err *err);

#endif
