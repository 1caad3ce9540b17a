/* app/strata - bring what stratification found into the database.
 *
 * One run holds the results of one index date for the active people known to
 * the database (table person, by pseudonym): level and scores of all, and of
 * those of level 1 to 3 conditions with their evidence, the year's medicines
 * and the services done. A run is written in bounded transactions and becomes
 * visible (state "current") in the last one; the earlier run of the same date
 * stays as history. Readers take the run of app_strata_latest.
 *
 * Tables: migration 0002. Statements: store/sql/strata.sql.
 */
#ifndef APP_STRATA_H
#define APP_STRATA_H

#include "app/app.h"
#include "flows/archive.h"

struct strata_load {
	const struct archive *archive;
	struct date as_of;
	struct str definition; /* empty: the parameter */
	size_t n_thread;       /* 0: one for each processor */
};
struct strata_loaded {
	int64_t run_id;
	int64_t n_person;  /* active people written */
	int64_t n_unknown; /* of the database, not in the archive */
	int64_t n_condition, n_therapy, n_service;
	int64_t level[6];
};

/* Stratify and write. Permission MAY_RUN_BATCH; audit "strata.load". A failure
 * leaves the earlier run current. */
MUST_USE enum rc app_strata_load(struct app *app,
				 const struct strata_load *what,
				 struct strata_loaded *out, struct err *err);

struct strata_run_info {
	int64_t id;
	struct date as_of;
	char definition[32], digest[65];
	int64_t n_person, created_us;
};
/* The current run of the latest date not after `on` (DATE_NONE: whenever).
 * E_NOT_FOUND says how to make one. */
MUST_USE enum rc app_strata_latest(struct app *app, struct date on,
				   struct strata_run_info *out,
				   struct err *err);

struct strata_cluster_count {
	struct str code;  /* main cluster */
	int64_t level[4]; /* people, by level 1 to 3 */
};
struct strata_summary {
	int64_t level[6];                     /* people, by level 1 to 5 */
	struct strata_cluster_count *cluster; /* most frequent first */
	size_t n_cluster;
};
/* Counts of a run. Permission MAY_READ_LISTS. */
MUST_USE enum rc app_strata_summary(struct app *app, int64_t run_id,
				    struct arena *a, struct strata_summary *out,
				    struct err *err);

#endif
