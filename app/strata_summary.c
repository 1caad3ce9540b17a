#include "app/strata.h"

#define CLUSTERS_MAX 256 /* the region has 65 */

enum rc app_strata_latest(struct app *app, struct date on,
			  struct strata_run_info *out, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_STRATA_RUN_LATEST, &q, err);
	if (rc)
		goto out;
	bind_date(q, "on_date", on);
	rc = stmt_one(q, err);
	if (rc == E_NOT_FOUND)
		err_set(err, E_NOT_FOUND,
			"the database holds no stratification: run `prossima "
			"strata load`");
	if (rc)
		goto out;
	*out = (struct strata_run_info){.id = col_int(q, 0),
					.as_of = col_date(q, 1),
					.n_person = col_int(q, 3),
					.created_us = col_int(q, 5)};
	snprintf(out->definition, sizeof(out->definition), STR_FMT,
		 STR_ARG(col_str(q, 2)));
	snprintf(out->digest, sizeof(out->digest), STR_FMT,
		 STR_ARG(col_str(q, 4)));
out:
	stmt_close(q);
	return rc;
}

static enum rc count_levels(struct app *app, int64_t run_id,
			    struct strata_summary *s, struct err *err)
{
	struct stmt *q = NULL;
	bool row;
	enum rc rc = db_prepare(app->db, SQL_STRATA_COUNT_LEVELS, &q, err);
	if (!rc)
		bind_int(q, "run_id", run_id);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		int64_t level = col_int(q, 0);
		if (level >= 0 && level < (int64_t)countof(s->level))
			s->level[level] = col_int(q, 1);
	}
	stmt_close(q);
	return rc;
}

static enum rc count_clusters(struct app *app, int64_t run_id, struct arena *a,
			      struct strata_summary *s, struct err *err)
{
	struct stmt *q = NULL;
	bool row;
	enum rc rc = db_prepare(app->db, SQL_STRATA_COUNT_CLUSTERS, &q, err);
	if (!rc)
		bind_int(q, "run_id", run_id);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row &&
	       s->n_cluster < CLUSTERS_MAX) {
		struct strata_cluster_count *c = &s->cluster[s->n_cluster++];
		c->code = col_text(q, 0, a);
		for (int i = 1; i <= 3; i++)
			c->level[i] = col_int(q, i);
	}
	stmt_close(q);
	return rc;
}

enum rc app_strata_summary(struct app *app, int64_t run_id, struct arena *a,
			   struct strata_summary *out, struct err *err)
{
	struct strata_summary s = {.n_cluster = 0};
	enum rc rc = app_require(app, MAY_READ_LISTS, 0, err);
	s.cluster = arena_array(a, struct strata_cluster_count, CLUSTERS_MAX);
	if (!rc && !s.cluster)
		rc = arena_fail(a, err);
	if (!rc)
		rc = count_levels(app, run_id, &s, err);
	if (!rc)
		rc = count_clusters(app, run_id, a, &s, err);
	if (!rc)
		*out = s;
	return rc;
}
