/* kept_int - between kept.c (files) and again.c (evaluation). */
#ifndef STRATA_KEPT_INT_H
#define STRATA_KEPT_INT_H

#include "col/texts.h"
#include "strata/kept.h"
#include "strata/watch_int.h"

#define KEPT_VERSION 1
/* import, n_person, the records of each flow, those removed by then: which
 * segment this is */
#define KEPT_SEGMENT (3 + N_FLOW)
#define KEPT_N_FIELD 14

struct kept {
	struct kept_info info;
	struct col_file *file, *watch_file; /* watch_file NULL: gone */
	const void *field[KEPT_N_FIELD];
	const int32_t *change, *contact;
	const uint32_t *person; /* person_mark of each */
	const uint64_t *segment;
	const uint64_t *bits;
	size_t n_word;
	struct texts condition, cluster;
};

/* What of the people table a result depends on. */
uint32_t person_mark(const struct people_cols *p, size_t row);
/* The last import that the archive knows. */
uint64_t last_import(const struct archive *a);

struct kept_fresh { /* a run to write */
	const struct strata *s;
	const struct strata_result *results;
	const struct strata_watch *watch;
	const uint32_t *mark; /* person_mark of each */
	const uint64_t *bits;
};
MUST_USE enum rc kept_write(const struct kept_fresh *f, const char *archive_dir,
			    struct kept_info *info, struct err *err);

#endif
