/* people - who is who: fiscal codes, places on the map, registers with dates.
 *
 * Pure rules over values; reading files and the database is app/people.c.
 * A period holds on its first and on its last day; no last day: DATE_MAX.
 *
 *	fiscal code	codice fiscale, 16 characters, names nobody but tells
 *			birth, sex and place of birth (data/flows.md section 4)
 *	register	list kept by the health agency (ATS): adhering doctors,
 *			suitable managers (gestori idonei), suitable providers
 *	manager		gestore: the organisation that answers for the care of
 *			a person; a cooperative of doctors (CPC) or an ASST
 */
#ifndef PEOPLE_PEOPLE_H
#define PEOPLE_PEOPLE_H

#include "base/arena.h"
#include "base/date.h"
#include "base/issues.h"
#include "knowledge/knowledge.h"

/* ---- periods ---- */

struct period {
	struct date from, to; /* both days included; to DATE_MAX: no end */
};

static inline bool period_covers(struct period p, struct date d)
{
	return p.from.days <= d.days && d.days <= p.to.days;
}
static inline bool period_overlaps(struct period a, struct period b)
{
	return a.from.days <= b.to.days && b.from.days <= a.to.days;
}

/* ---- identifiers ---- */

#define FISCAL_CODE_LEN 16

enum identifier_kind {
	ID_FISCAL_CODE, /* 16 characters with check letter */
	ID_STP,         /* foreigner temporarily present: STP and 13 digits */
	ID_ENI,         /* European not registered: ENI and 13 digits */
	ID_TEAM,        /* European health card: 20 characters */
	ID_PROVISIONAL, /* 11 digits with Luhn check */
	N_IDENTIFIER_KIND
};

struct fiscal_code {
	char sex;      /* M or F */
	int year;      /* last two digits of the birth year */
	int month;     /* 1 to 12 */
	int day;       /* 1 to 31 */
	char place[5]; /* Belfiore code of the place of birth */
	bool homocody; /* digits replaced by letters: two people, one code */
};

/* The 16 characters: classes, check letter, month, day. E_FORMAT or E_RANGE
 * says which of them is wrong. Capital letters only. */
MUST_USE enum rc fiscal_code_parse(struct str s, struct fiscal_code *out,
				   struct err *err);
/* The check letter of the first 15 characters, 0 when one is no capital or
 * digit. Source: DM 23-12-1976; values as in data/flows.md section 4. */
char fiscal_code_check_letter(struct str first15);

struct fiscal_parts {
	struct str last_name, first_name;
	struct date birth;
	char sex;         /* M or F */
	struct str place; /* Belfiore code, four characters */
};
/* The code that these parts give, without homocody. Letters with accents must
 * come unaccented; other bytes are skipped. E_RANGE without name, sex, place.
 */
MUST_USE enum rc fiscal_code_build(const struct fiscal_parts *p,
				   char out[FISCAL_CODE_LEN + 1],
				   struct err *err);

/* NULL when the code agrees with birth and sex (sex U: not compared), else
 * what differs. The register wins: this is a warning, never a refusal. */
const char *fiscal_code_differs(const struct fiscal_code *f, struct date birth,
				char sex);

/* Any of the identifiers the national flows know. */
MUST_USE enum rc identifier_parse(struct str s, enum identifier_kind *out,
				  struct err *err);

/* A pseudonym or code of the flows: [A-Za-z0-9_.:-]{1,64}. */
bool is_flow_id(struct str s);
/* A person of the flows: text of 1 to 64 bytes without double quotes, control
 * characters or outer spaces (data/flows.md section 3). */
bool is_flow_person(struct str s);
/* One at sign with text on both sides and a dot after it; no spaces. */
bool is_email(struct str s);
/* 6 to 15 digits, with an optional + first, spaces and dots between. */
bool is_phone(struct str s);

/* ---- places ---- */

struct geo { /* millionths of a degree, WGS84 */
	int32_t lat_e6, lon_e6;
};
/* "45.123456" to millionths; latitude within 90, longitude within 180. */
MUST_USE bool geo_parse(struct str lat, struct str lon, struct geo *out);
/* Great circle by the haversine formula on a sphere of 6371.0088 km (IUGG
 * mean radius): within 0.6 % of the ellipsoid, enough for "near". */
double geo_distance_km(struct geo a, struct geo b);

/* ---- registers ---- */

enum register_kind {
	REGISTER_DOCTOR,
	REGISTER_MANAGER,
	REGISTER_PROVIDER,
	N_REGISTER
};
extern const char *const register_name[N_REGISTER];

/* What the registers say of a doctor on a day. */
struct adherence {
	struct period doctor;  /* in the register of adhering doctors */
	struct period member;  /* in the manager */
	struct period manager; /* in the register of suitable managers */
};
enum adherence_gap {
	ADHERES,
	GAP_NO_MANAGER,  /* belongs to none on that day */
	GAP_NOT_LISTED,  /* not in the register of adhering doctors */
	GAP_NOT_SUITABLE /* the manager is not in the register on that day */
};
/* A doctor adheres on a day when all three hold. Empty periods (from DATE_MAX)
 * stand for "no entry". Source: DGR X/6551 2017, candidacies and registers of
 * the health agency (doc/clinical.md). */
enum adherence_gap adherence_on(const struct adherence *a, struct date on);
extern const char *const adherence_text[GAP_NOT_SUITABLE + 1];
#define PERIOD_NEVER ((struct period){DATE_MAX, DATE_NONE})

/* ---- rows of the registry files (data/flows.md section 3) ---- */

struct person_row {
	struct str person_id, fiscal_code, municipality, ats, gp_code;
	struct date birth, start, end, death; /* end, death: DATE_MAX none */
	char sex;
};
struct identity_row {
	struct str person_id, fiscal_code, last_name, first_name, phone, email;
};
struct doctor_row {
	struct str gp_code, fiscal_code, last_name, first_name, kind, ats,
		municipality, cooperative, section;
	struct geo at;
	bool has_place;
	struct period adhering; /* only when cooperative is not empty */
	int64_t max_patients;   /* 0: not said */
};
struct cooperative_row {
	struct str code, name, kind, ats, municipality;
	struct period valid;
};
struct section_row {
	struct str code, cooperative, name, coordinator;
};

/* A file of rows with the name of each column. `optional`: columns at the end
 * that a header may leave out (identity.csv of the research data has two). */
struct row_format {
	const char *file;
	const char *const *columns;
	size_t n, n_needed;
};
enum row_file {
	ROWS_COOPERATIVE,
	ROWS_SECTION,
	ROWS_DOCTOR,
	ROWS_PERSON,
	ROWS_IDENTITY,
	N_ROW_FILE
};
extern const struct row_format row_format[N_ROW_FILE];

/* Where a field stands, to tell what is wrong with it. */
struct row {
	const struct row_format *format;
	const struct str *field;
	size_t n;
	uint64_t line;
	struct date today; /* no date may be after it, ends excepted */
	const struct knowledge *kn; /* to check municipalities; NULL: not */
	struct issues *issues;
};
/* Is the first row the header of the format? Adds the finding when not. */
bool row_header_ok(const struct row *r);
/* Fill `out` with views into the row; false when the row cannot be used, with
 * a finding for each error in it. Warnings leave the row good. */
bool row_person(const struct row *r, struct person_row *out);
bool row_identity(const struct row *r, struct identity_row *out);
bool row_doctor(const struct row *r, struct doctor_row *out);
bool row_cooperative(const struct row *r, struct cooperative_row *out);
bool row_section(const struct row *r, struct section_row *out);

#endif
