/* table - a CSV file read and checked against its description.
 *
 * A description lists the columns: name, kind of value, what is allowed, which
 * make the key, and where the value goes in a row struct. table_read checks
 * the bytes (UTF-8, no byte order mark), the header (missing, unknown and
 * repeated columns; the order is free), the number of fields, outer spaces,
 * every value, and repeated keys. Everything wrong becomes a finding with
 * file, line, column, value and cause; one pass reports them all.
 *
 * Rows keep the order of the file. A row with the wrong number of fields is
 * left out; a value that is wrong leaves its place at the unset value.
 */
#ifndef TABLE_TABLE_H
#define TABLE_TABLE_H

#include "base/date.h"
#include "base/issues.h"
#include "base/map.h"

enum column_kind {           /* what it is, and the field of the row it fills */
		   COL_TEXT, /* struct str */
		   COL_LETTER,  /* char: one of `words`, 0 when empty */
		   COL_WORD,    /* int: index into `words`, -1 when empty */
		   COL_FLAG,    /* bool: "0" or "1", empty is false */
		   COL_YESNO,   /* bool: "n" or "y" */
		   COL_INT,     /* int within [min, max], -1 when empty */
		   COL_DECIMAL, /* int64_t times 10^scale within [min, max], -1
				 */
		   COL_REAL,    /* double within [min, max], 0 when
				empty: positions, coefficients */
		   COL_DATE,    /* struct date, DATE_NONE when empty */
		   COL_REF,     /* int: row of table `ref`, -1 when empty */
};

typedef bool value_form(struct str s);

struct column {
	const char *name;
	enum column_kind kind;
	bool need;           /* may not be empty */
	bool key;            /* part of the key */
	bool extra;          /* the file may lack this column */
	unsigned scale;      /* COL_DECIMAL */
	int64_t min, max;    /* numbers; both 0: 0 and more */
	const char *words;   /* "a|b|c", COL_WORD and COL_LETTER */
	value_form *form;    /* every value, or every part */
	const char *form_is; /* "an ATC code" */
	const char *between; /* separators of a list of values: "|&" */
	int ref;             /* number of a table; COL_REF, or text that must
				be a key there when `refers` */
	bool refers;
	size_t at; /* offset in the row struct, plus 1; 0: none */
};
#define AT(type, field) .at = offsetof(struct type, field) + 1

struct table_form {
	const char *file; /* "services.csv" */
	const struct column *columns;
	size_t n_column;
	size_t row_size; /* of the row struct; 0: none is filled */
};

/* Row of `key` in table `ref`, or -1. */
typedef int table_resolve(void *ctx, int ref, struct str key);

struct table {
	const struct table_form *form;
	size_t n;
	struct str *cell; /* n rows of n_column, in the order of the form */
	uint64_t *line;
	void *rows;  /* n row structs, or NULL */
	bool broken; /* the bytes or the header: no row could be read */
	struct issues *issues;
};

/* Views into `bytes`, which must outlive the table, or copies in `a`. The
 * rows are in `a` as well, cells and lines in `scratch`. Fails only when memory
 * does; findings go to `issues`. `resolve` may be NULL without references. */
MUST_USE enum rc table_read(struct table *t, const struct table_form *form,
			    struct str bytes, table_resolve *resolve, void *ctx,
			    struct arena *a, struct arena *scratch,
			    struct issues *issues, struct err *err);

/* Number of a column by name; asking for one that is not there is a bug. */
size_t table_column(const struct table *t, const char *name);
static inline struct str table_cell(const struct table *t, size_t row,
				    size_t column)
{
	return t->cell[row * t->form->n_column + column];
}
struct str table_get(const struct table *t, size_t row, const char *column);

/* A finding about one row; the value is the one of `column`. */
void table_wrong(const struct table *t, size_t row, const char *column,
		 const char *fmt, ...) PRINTF_LIKE(4, 5);
/* A finding about the file as a whole. */
void table_wrong_file(const struct table *t, const char *fmt, ...)
	PRINTF_LIKE(2, 3);

#endif
