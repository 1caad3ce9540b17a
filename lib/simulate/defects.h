/* simulate/defects - the ways in which a row can be wrong: one for each rule
 * of data/flows.md sections 3 and 4 that a single row can break.
 */
#ifndef SIMULATE_DEFECTS_H
#define SIMULATE_DEFECTS_H

#include "simulate/simulate.h"

enum defect_kind {
	DEFECT_SET,   /* `column` becomes `value`, and so the second */
	DEFECT_CUT,   /* the last field is missing */
	DEFECT_EXTRA, /* a field too many */
	DEFECT_LONG,  /* a line of more than 4096 bytes */
	DEFECT_LINE,  /* `value` is the whole line */
	DEFECT_BEFORE_BIRTH,
	DEFECT_AFTER_DEATH, /* by more than 30 days */
	DEFECT_LATE,        /* after the extraction date */
	DEFECT_RELATIVE,    /* `column` is the date of `column2` plus `days` */
	DEFECT_OVERLAP,     /* the same person, registered twice */
	DEFECT_COPY,        /* no defect: the same record once more */
	DEFECT_UNCLOSED,    /* an open quote: only as the end of a file */
};

struct defect {
	const char *name; /* NULL ends a list */
	enum defect_kind kind;
	int column;
	const char *value;
	int column2;
	const char *value2;
	int days;
};

/* The defects of a flow, and the columns its dates stand in (-1: none). */
struct defect_list {
	const struct defect *list;
	int n_column, person, date, date2;
	bool minute; /* dates have a time of day */
};
extern const struct defect_list sim_defects[N_SIM_FLOW];

#endif
