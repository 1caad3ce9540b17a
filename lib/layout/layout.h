/* layout - national and regional record layouts as tables.
 *
 * A layout is a CSV file (data/layouts, or the user's own): what a file of a
 * flow looks like, where each field stands, how its value is written, and which
 * column of the simple form it fills; valid for the records of a period. Which
 * layout a file has follows from its flow and from the days in its records.
 *
 * Columns: record,field,at,length,type,codes,target,source,sure,note
 *
 *   record `-`: a setting of the whole file, `field` its name, `at` its value:
 *     flow       sdo, san28, ...: what the user names
 *     file       person, exemption, drug, outpatient, hospital, emergency
 *     form       fixed or delimited
 *     separator  of a delimited one: one character, or tab
 *     header     yes: the first line names the fields (case and order free)
 *     names      patterns of file names, with '|' between: sdo*|*sdo*
 *     from, to   first and last day of records that it describes
 *     length     of the fixed line, in characters
 *     trimmed    yes: blanks at the end of a line may be missing
 *     type_at    where the type of record stands: position (fixed) or number
 *     join       `merge`: the records of a key make one row, in the order of
 *                the records below; `last`: of the rows of a key, the one with
 *                the greatest @order
 *   any other record: a field of that type of record (`*`: the only one). `at`
 *   is a position from 1 with `length`, or the number of the field, or empty
 *   when the header names it.
 *     type   text, id (parts join with '.'), int (leading zeros go), dec:N (N
 *            decimals without a point), dec (point or comma), date:FORM with
 *            YYYY MM DD in their places, time:HHMM or time:HH:MM (joins the
 *            date before it), code (dots and blanks go), aic
 *     codes  value=value|...; `*` is any other; nothing after = is empty
 *     target column of `file`; `dx2+` the first free from dx2 on; `proc1+` with
 *            `proc1_date+`; or @key, @order, @date (the day that chooses the
 *            layout; a target column too, with `@date;column`), @op (I V C),
 *            @person_type, @units (per package: the quantity counts units),
 *            @medicine (AIC or ATC), empty (not used)
 *     source, sure, note  where it comes from: S seen, R recalled, D defined
 *            here (data/flows.md)
 */
#ifndef LAYOUT_LAYOUT_H
#define LAYOUT_LAYOUT_H

#include "base/issues.h"
#include "simple/simple.h"

#define LAYOUT_MAX_FIELD  128u
#define LAYOUT_MAX_RECORD 8u
#define LAYOUT_MAX_LINE   65536u

enum layout_type {
	LT_TEXT,
	LT_ID,
	LT_INT,
	LT_DEC,
	LT_DATE,
	LT_TIME,
	LT_CODE,
	LT_AIC
};

enum layout_target { /* 0 to 27: a column of the simple form */
		     TO_NOTHING = SIMPLE_MAX_COLUMN,
		     TO_KEY,
		     TO_ORDER,
		     TO_DATE, /* only, without a column */
		     TO_OP,
		     TO_PERSON_TYPE,
		     TO_UNITS,
		     TO_MEDICINE,
		     TO_DX,        /* the first free one */
		     TO_PROC,      /* the next one */
		     TO_PROC_DATE, /* of the last one */
		     N_TARGET
};

struct layout_field {
	struct str name;
	uint8_t record; /* index of its type of record */
	uint32_t at, length;
	enum layout_type type;
	uint8_t decimals;         /* dec:N; 255: with point or comma */
	uint8_t year, month, day; /* places in a date or time (hour, minute) */
	uint8_t n_form;           /* length of the form */
	struct str codes;         /* empty: none */
	uint8_t target;           /* enum layout_target or column */
	uint8_t from;             /* TO_DX: first column */
	bool is_date;             /* also the day that chooses the layout */
	char sure;                /* S R D */
};

struct foreign_layout {
	struct str name; /* "sdo_2017" */
	struct str flow, names;
	enum simple_flow file;
	bool fixed, header, trimmed, merge, last;
	char separator;
	struct date from, to;
	uint32_t length, type_at, type_length;
	struct str record[LAYOUT_MAX_RECORD]; /* "A", "B" or "*" */
	size_t n_record, n_field;
	struct layout_field *field; /* in file order */
};

/* `name` is the file's without folder and .csv. Findings go to `issues`, all
 * at once; E_FORMAT when there was any. Everything lives in `a`. */
MUST_USE enum rc layout_parse(struct str csv, struct str name, struct arena *a,
			      struct issues *issues, struct foreign_layout *out,
			      struct err *err);

struct layouts {
	const char *data_dir; /* as given */
	struct arena arena;
	struct foreign_layout *list;
	size_t n, cap;
};
/* Those of data/layouts, or of DIR/layouts instead (NULL: ours). */
MUST_USE enum rc layouts_load(struct layouts *l, const char *data_dir,
			      struct err *err);
/* One more, from the user's file. */
MUST_USE enum rc layouts_add(struct layouts *l, const char *path,
			     struct err *err);
void layouts_release(struct layouts *l); /* safe on a zeroed one */
/* By its own name; NULL. */
const struct foreign_layout *layouts_find(const struct layouts *l,
					  struct str name);
/* The flow whose patterns the name of a file fits; empty: none. */
struct str layouts_flow_of(const struct layouts *l, const char *file);
bool layouts_has_flow(const struct layouts *l, struct str flow);

/* Reads files of one flow (several may belong together: identity and discharge
 * records) into the simple form. `layout` empty: chosen by the days of the
 * first records. `tmp` is a folder for sorting. */
struct layout_job {
	const struct layouts *layouts;
	struct str flow, layout;
	const char *const *path;
	size_t n_path;
	const char *tmp;
};
MUST_USE enum rc layout_read(const struct layout_job *job, struct simple *s,
			     struct err *err);

/* One value as the simple form writes it, in `room` (its length at least
 * `value` + 16); a value that cannot be read stays as it is, so that the rules
 * of the form refuse it with what was found. */
struct str layout_value(const struct layout_field *f, struct str value,
			char *room);

#endif
