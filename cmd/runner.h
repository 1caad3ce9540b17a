/* cmd/runner - the loop that does the work asked for (app/job.h): alone in
 * `prossima job run`, as a thread beside the pages in `prossima serve`.
 */
#ifndef CMD_RUNNER_H
#define CMD_RUNNER_H

#include "app/job.h"

#include <pthread.h>

struct runner {
	struct job_places places;
	const char *data_dir;
	bool once; /* end when nothing waits */
	const atomic_bool *stop;
};
/* Opens the database for itself and works until told to stop. *n: jobs run. */
MUST_USE enum rc runner_run(const struct runner *r, int64_t *n,
			    struct err *err);

struct runner_thread {
	struct runner runner;
	atomic_bool stop;
	pthread_t thread;
	bool runs;
};
/* Where uploads lie: `set`, or PROSSIMA_UPLOADS, or "FILE-uploads" beside a
 * database of one file. NULL: nowhere. Borrows from `room`. */
const char *runner_upload_dir(const char *set, const char *db_url,
			      char room[4096]);

/* The same in a thread, which outlives failures of the database: says them on
 * stderr and tries again. */
MUST_USE enum rc runner_start(struct runner_thread *t,
			      const struct job_places *places,
			      const char *data_dir, struct err *err);
void runner_stop(struct runner_thread *t); /* safe on a zeroed one */

#endif
