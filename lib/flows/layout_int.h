/* The simple CSV form of data/flows.md section 3 as tables: what stands in each
 * column of each file, and in which column of the archive it ends. */
#ifndef FLOWS_LAYOUT_INT_H
#define FLOWS_LAYOUT_INT_H

#include "col/col.h"
#include "flows/archive.h"
#include "flows/cause_int.h"
#include "knowledge/knowledge.h"

enum flow_file { /* in the order they are read */
		 FILE_PERSON,
		 FILE_EXEMPTION,
		 FILE_DRUG,
		 FILE_OUTPATIENT,
		 FILE_HOSPITAL,
		 FILE_EMERGENCY,
		 N_FILE
};
static_assert((int)FILE_EXEMPTION == (int)FLOW_EXEMPTION + 1 &&
		      (int)FILE_EMERGENCY == (int)FLOW_EMERGENCY + 1,
	      "the flows of knowledge, after the people");

enum field_type {
	F_RECORD,   /* record_id: kept as text, unique in the file */
	F_PERSON,   /* person_id */
	F_TEXT,     /* id kept as text */
	F_DATE,     /* up to the extraction date */
	F_DATE_ANY, /* may lie after it: the end of a validity */
	F_ARRIVAL, /* date and time: the day, and in the next slot the minute */
	F_MINUTE,  /* date and time, as minutes since 1970 */
	F_INT,     /* whole, at least 1 */
	F_AMOUNT,  /* decimal, at least 0, times 10000 */
	F_POSITIVE, /* decimal, more than 0, times 10000 */
	F_CENTS,    /* decimal, in cents */
	F_ENUM,     /* one character of `values` */
	F_TRIAGE,   /* digit, or letter of older data */
	F_OUTCOME,  /* 1 to 11 */
	F_CODE,     /* of `code`, into its dictionary */
	F_ATS,      /* 321 to 328 */
	F_FISCAL,   /* checked, never stored */
};

enum code_kind {
	CODE_ID, /* of a facility */
	CODE_DOCTOR,
	CODE_MUNICIPALITY,
	CODE_ATC,
	CODE_AIC,
	CODE_SERVICE,
	CODE_DX,
	CODE_PROC,
	CODE_EXEMPTION,
	CODE_TWO_DIGITS,
	CODE_THREE_DIGITS,
	N_CODE
};
extern const enum dict code_dict[N_CODE];

#define NO_SLOT 255u

enum rule {
	RULE_NONE,
	NOT_BEFORE,         /* the day in slot `with` */
	NOT_BEFORE_ARRIVAL, /* whose two slots begin at `with` */
	NOT_AFTER,
	PRESENT_IF,     /* slot `with` is not 0 */
	PRESENT_UNLESS, /* slot `with` is 6 or 7: left before the visit */
};

struct field { /* a column of the CSV file */
	const char *name;
	enum field_type type;
	bool mandatory;
	uint8_t slot; /* index into slots, or NO_SLOT */
	enum code_kind code;
	const char *values;
	int32_t empty;  /* what an empty field is */
	enum rule rule; /* a further rule, with the slot of an earlier field */
	uint8_t with;
	enum cause broken;
};

struct slot { /* a column of the archive */
	const char *name;
	enum col_type type;
	int dict; /* enum dict, or -1 */
};

/* A day of the record that must agree with the person's life. */
struct life_day {
	uint8_t slot, field;
	bool is_minute; /* the slot holds minutes since 1970 */
};

#define MAX_FIELD 29u /* of hospital, and the operation */
#define MAX_SLOT  28u

struct layout {
	const char *name; /* "drug" */
	const struct field *field;
	const struct slot *slot;
	size_t n_field, n_slot;
	uint8_t person;  /* field of person_id */
	bool has_record; /* field 0 is record_id */
	bool has_text;   /* a F_TEXT field is kept */
	bool is_event;   /* outside the registration is worth a warning */
	uint8_t day;     /* slot of the day that sorts */
	struct life_day first, last;
};
extern const struct layout flow_layout[N_FILE];

#endif
