/* Inside app/quality: the facts of chronic people, one person at a time. */
#ifndef APP_QUALITY_INT_H
#define APP_QUALITY_INT_H

#include "app/quality.h"

struct quality_subject {
	int64_t person_id, doctor_id;
	int level;
	struct str main_cluster;
	struct quality_person facts;
};

struct quality_reader; /* cursors in step */

/* Of the people of a stratification run, as of a day. */
MUST_USE enum rc quality_reader_open(struct app *app, int64_t strata_run_id,
				     struct date on,
				     struct quality_reader **out,
				     struct err *err);
void quality_reader_close(struct quality_reader *r); /* NULL allowed */
/* E_NOT_FOUND at the end. What it points to lives until the next call. */
MUST_USE enum rc quality_reader_next(struct quality_reader *r,
				     struct quality_subject *out,
				     struct err *err);

#endif
