/* Inside layout: a line cut into the fields of its layout, and a row of the
 * simple form being made of one or more of them. */
#ifndef LAYOUT_READ_INT_H
#define LAYOUT_READ_INT_H

#include "base/lines.h"
#include "layout/layout.h"

#define MAX_CELL 256u

struct cut {                       /* a line */
	struct str cell[MAX_CELL]; /* delimited */
	size_t n;
	struct str line;
	bool wide;      /* has characters of several bytes */
	size_t n_char;  /* of the line */
	char *latin;    /* room for a line made UTF-8 */
	uint32_t *byte; /* wide, fixed: where each character begins */
	size_t place[LAYOUT_MAX_FIELD]; /* of a field's name in the header */
};

/* How a line can be wrong before its values are. */
enum line_fault {
	LINE_FINE,
	LINE_LONG,
	LINE_LENGTH, /* fixed: not the length of the layout */
	LINE_CELLS,  /* delimited: fewer fields than wanted */
	LINE_QUOTES,
	LINE_EMPTY
};

MUST_USE enum line_fault cut_line(struct cut *c, const struct foreign_layout *l,
				  char *text, size_t len, bool *was_latin);
/* Value of field i of the layout, as it stands. */
struct str cut_value(const struct cut *c, const struct foreign_layout *l,
		     size_t i);
/* The type of record of a line; SIZE_MAX: none of the layout's. */
size_t cut_record(const struct cut *c, const struct foreign_layout *l);
/* Where the header has the fields; false names the one that is missing. */
bool cut_header(struct cut *c, const struct foreign_layout *l,
		struct str *missing);

struct making { /* a row */
	struct simple_row row;
	struct str key, order, date, person_type, units, medicine;
	size_t n_proc;
	int proc_at; /* place of the last one, -1: none */
	char *room;
	size_t used, cap;
};
void making_start(struct making *m, enum simple_flow flow);
/* Put a converted value where its field says; it must outlive the row. */
void making_put(struct making *m, const struct layout_field *f, struct str v,
		struct simple *s);
/* What follows from several fields: packages of units, AIC or ATC. */
void making_finish(struct making *m);

#endif
