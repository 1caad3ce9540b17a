/* app/quality - indicators measured on a day, and the people behind them.
 *
 * A run keeps, for each indicator and each person measured, the person's part
 * of it: the screen, the region's figure and the work list read the same rows.
 * Earlier runs stay. An agency sees the people of its own ATS alone
 * (app/scope.h), in results, groups and lists.
 */
#ifndef APP_QUALITY_H
#define APP_QUALITY_H

#include "app/app.h"
#include "quality/quality.h"

struct quality_run {
	int64_t id, n_person, n_part;
	struct date on, claims_to;
};
/* Measure all indicators valid on the day. Needs MAY_RUN_BATCH. One
 * transaction. E_NOT_FOUND without strata. */
MUST_USE enum rc app_quality_run(struct app *app, const struct indicators *ind,
				 struct date on, struct quality_run *out,
				 struct err *err);

struct quality_result {
	const struct indicator *indicator;
	/* [0] chronic people not enrolled, [1] enrolled */
	int64_t numerator[2], denominator[2], n_person[2];
};
/* The latest run, an element for each indicator it holds. E_NOT_FOUND when
 * there is none. Needs MAY_READ_LISTS. */
MUST_USE enum rc app_quality_results(struct app *app,
				     const struct indicators *ind,
				     struct arena *a, struct quality_run *run,
				     struct quality_result **list, size_t *n,
				     struct err *err);

enum quality_by { BY_DOCTOR, BY_CLUSTER, BY_LEVEL };
struct quality_group {
	struct str key; /* gp_code, cluster, level */
	int64_t numerator, denominator, n_person;
};
/* One indicator of the latest run, enrolled and not together, by group. */
MUST_USE enum rc app_quality_groups(struct app *app,
				    const struct indicator *indicator,
				    enum quality_by by, struct arena *a,
				    struct quality_group **list, size_t *n,
				    struct err *err);

struct quality_member {
	struct str pseudonym, gp_code, main_cluster, why;
	bool enrolled;
	int64_t level, numerator, denominator;
};
typedef enum rc quality_member_fn(void *ctx, const struct quality_member *m,
				  struct err *err);
/* The people behind a figure of the latest run; `missing`: only those whose
 * numerator is short. By level; within it by pseudonym, or `missing` by person
 * as the registry brought them. Empty gp_code: all. Audited. */
MUST_USE enum rc app_quality_members(struct app *app,
				     const struct indicator *indicator,
				     struct str gp_code, bool missing,
				     int64_t limit, quality_member_fn *fn,
				     void *ctx, struct err *err);

#endif
