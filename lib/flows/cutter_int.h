/* The records of a block, cut into fields many at a time. The separators of a
 * window of text are found first, 64 bytes a step and without a look at what
 * stands between them; a record is then as many of them as it has fields, the
 * last a line end. Whatever is not so simple (quotes, bytes outside ASCII, a
 * wrong number of fields) is left to row_cut, record by record. */
#ifndef FLOWS_CUTTER_INT_H
#define FLOWS_CUTTER_INT_H

#include "flows/split_int.h"

#define CUT_WINDOW 8192u /* bytes; longer than a record may be */

struct cell { /* a field, from the beginning of its record on */
	uint16_t at, len;
};
#define CELL_SLACK 8u /* cells after the last that may be written */

struct cut { /* where the records go: an entry of each for every record */
	uint32_t *at, *line;
	uint8_t *cause;
	struct cell *cell; /* n_field of each record, when it has no cause;
			    * CELL_SLACK more */
};

struct cutter {
	struct str text;
	size_t n_field;
	uint32_t n_line; /* so far */
	size_t at;       /* of the next record */
	/* the window, its separators and line ends as offsets in it */
	size_t base, len;
	size_t n_sep, n_newline, sep_next, newline_next;
	bool some_odd;
	void (*look)(struct cutter *c); /* as the processor can */
	uint64_t odd[CUT_WINDOW / 64];  /* a bit for each byte */
	uint16_t sep_room[CUT_WINDOW + 64], newline[CUT_WINDOW + 64];
	uint16_t *sep; /* in sep_room; before it, the end of what was before */
};

/* What `look` can be, the plain one first: all find the same. One is for a
 * processor that has what it needs (`there`). */
struct cutter_path {
	const char *name;
	bool (*there)(void);
	void (*look)(struct cutter *c);
};
extern const struct cutter_path cutter_path[];
extern const size_t cutter_n_path;

/* `text` ends with a line end, ROW_SLACK bytes after it can be read. */
void cutter_init(struct cutter *c, struct str text, size_t n_field);
/* Up to `max` records, fewer only at the end of the text; how many. */
size_t cutter_next(struct cutter *c, struct cut to, size_t max);

#endif
