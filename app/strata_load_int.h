/* app/strata_load_int - writing one person of a run; only for app/strata*.c. */
#ifndef APP_STRATA_LOAD_INT_H
#define APP_STRATA_LOAD_INT_H

#include "app/strata.h"
#include "app/strata_profile_int.h"
#include "strata/history.h"
#include "strata/strata.h"

struct strata_writer {
	struct app *app;
	const struct strata *s;
	const struct archive *archive;
	struct strata_worker *worker;
	struct strata_loaded *out;
	struct stmt *stratum, *condition, *near, *therapy, *service, *having;
	struct profile *profile;
	struct therapy_line *drugs;    /* HISTORY_MAX */
	struct service_line *services; /* HISTORY_MAX */
	struct buf text, text2;        /* scratch */
};

/* What a database person is in the archive. */
struct strata_subject {
	int64_t person_id;
	uint32_t row;
	uint16_t area; /* health agency, of profile_area */
};

MUST_USE enum rc write_subject(struct strata_writer *w,
			       const struct strata_subject *p,
			       const struct strata_result *r, struct err *err);

/* The short JSON of person_condition.evidence: for each group that holds its
 * positive rows with the counts, source and the last few records. The
 * worker's last person must be this one. */
MUST_USE enum rc evidence_json(struct strata_writer *w, size_t person_row,
			       int condition, struct buf *out, struct err *err);
/* The same of one group, whether it holds or not. */
MUST_USE enum rc evidence_group_json(struct strata_writer *w, size_t person_row,
				     int group, struct buf *out,
				     struct err *err);

#endif
