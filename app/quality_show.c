#include "app/quality.h"

#include "app/bind.h"
#include "app/plan.h"
#include "app/scope.h"

/* Permission, and the agency whose people alone are told: empty, all. */
static enum rc look(struct app *app, struct arena *a, struct str *ats,
		    struct err *err)
{
	struct scope s = {.org_id = 0};
	enum rc rc = app_require(app, MAY_READ_LISTS, 0, err);
	if (!rc)
		rc = app_scope(app, a, &s, err);
	if (!rc)
		*ats = s.ats;
	return rc;
}

static enum rc count_chronic(struct app *app, struct str ats,
			     struct quality_run *run, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_QUALITY_CHRONIC_ATS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "run_id", run->id);
	bind_str(q, "ats", ats);
	rc = stmt_one(q, err);
	if (!rc)
		run->n_person = col_int(q, 0);
	stmt_close(q);
	return rc;
}

static enum rc latest(struct app *app, struct str ats, struct quality_run *run,
		      struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_QUALITY_LATEST, &q, err);
	if (rc)
		return rc;
	rc = stmt_one(q, err);
	if (!rc)
		*run = (struct quality_run){.id = col_int(q, 0),
					    .on = col_date(q, 1),
					    .claims_to = col_date(q, 2),
					    .n_person = col_int(q, 3)};
	else if (rc == E_NOT_FOUND)
		rc = err_set(err, rc,
			     "no indicator was measured yet: run prossima "
			     "quality run first");
	stmt_close(q);
	return rc || !ats.len ? rc : count_chronic(app, ats, run, err);
}

static struct quality_result *result_of(struct quality_result *list, size_t n,
					struct str code)
{
	for (size_t i = 0; i < n; i++)
		if (str_eq(list[i].indicator->code, code))
			return &list[i];
	return NULL;
}

enum rc app_quality_results(struct app *app, const struct indicators *ind,
			    struct arena *a, struct quality_run *run,
			    struct quality_result **list, size_t *n,
			    struct err *err)
{
	struct stmt *q = NULL;
	struct str ats;
	bool row;
	enum rc rc = look(app, a, &ats, err);
	if (!rc)
		rc = latest(app, ats, run, err);
	if (!rc)
		rc = db_prepare(app->db,
				ats.len ? SQL_QUALITY_RESULTS_ATS
					: SQL_QUALITY_RESULTS,
				&q, err);
	if (rc)
		return rc;
	struct quality_result *all =
		arena_array(a, struct quality_result, ind->n + 1);
	if (!all) {
		stmt_close(q);
		return arena_fail(a, err);
	}
	for (size_t i = 0; i < ind->n; i++)
		all[i].indicator = &ind->list[i];
	bind_int(q, "run_id", run->id);
	if (ats.len)
		bind_str(q, "ats", ats);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		struct quality_result *r =
			result_of(all, ind->n, col_str(q, 0));
		int e = col_int(q, 1) != 0;
		if (!r)
			continue; /* an indicator that was taken out since */
		r->numerator[e] = col_int(q, 2);
		r->denominator[e] = col_int(q, 3);
		r->n_person[e] = col_int(q, 4);
	}
	stmt_close(q);
	*list = all;
	*n = ind->n;
	return rc;
}

static const char *const group_word[] = {
	[BY_DOCTOR] = "doctor", [BY_CLUSTER] = "cluster", [BY_LEVEL] = "level"};

enum rc app_quality_groups(struct app *app, const struct indicator *indicator,
			   enum quality_by by, struct arena *a,
			   struct quality_group **list, size_t *n,
			   struct err *err)
{
	struct stmt *q = NULL;
	struct quality_run run;
	struct quality_group *found = NULL;
	size_t cap = 0;
	struct str ats;
	bool row;
	enum rc rc = look(app, a, &ats, err);
	if (!rc)
		rc = latest(app, ats, &run, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_QUALITY_GROUPS, &q, err);
	if (rc)
		return rc;
	*n = 0;
	bind_int(q, "run_id", run.id);
	bind_str(q, "by_what", str_from(group_word[by]));
	bind_opt(q, "ats", ats);
	bind_str(q, "indicator", indicator->code);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&found, &cap, *n + 1, sizeof(*found), 1u << 20,
				err);
		if (rc)
			break;
		found[(*n)++] =
			(struct quality_group){.key = col_text(q, 0, a),
					       .numerator = col_int(q, 1),
					       .denominator = col_int(q, 2),
					       .n_person = col_int(q, 3)};
	}
	stmt_close(q);
	if (!rc) {
		*list = arena_array(a, struct quality_group, *n + 1);
		if (!*list)
			rc = arena_fail(a, err);
		else if (*n)
			memcpy(*list, found, *n * sizeof(*found));
	}
	free(found);
	return rc;
}

static enum rc leave_look(struct app *app, const struct indicator *indicator,
			  struct err *err)
{
	char detail[120];
	snprintf(detail, sizeof(detail), "{\"indicator\":\"" STR_FMT "\"}",
		 STR_ARG(indicator->code));
	return audit_look(app,
			  &(struct audit_event){.action = "quality.read",
						.entity = "indicator_member",
						.detail = str_from(detail)},
			  err);
}

enum rc app_quality_members(struct app *app, const struct indicator *indicator,
			    struct str gp_code, bool missing, int64_t limit,
			    quality_member_fn *fn, void *ctx, struct err *err)
{
	struct stmt *q = NULL;
	struct quality_run run;
	int64_t doctor_id; /* only to say that there is no such doctor */
	struct arena scratch;
	struct str ats;
	bool row;
	arena_init(&scratch, 4096); /* the code of an agency */
	enum rc rc = look(app, &scratch, &ats, err);
	if (!rc)
		rc = latest(app, ats, &run, err);
	if (!rc && gp_code.len)
		rc = app_plan_doctor(app, gp_code, &doctor_id, err);
	if (!rc)
		rc = leave_look(app, indicator, err);
	if (!rc)
		rc = db_prepare(app->db,
				missing ? SQL_QUALITY_MEMBERS_MISSING
					: SQL_QUALITY_MEMBERS,
				&q, err);
	if (rc) {
		arena_release(&scratch);
		return rc;
	}
	bind_int(q, "run_id", run.id);
	bind_str(q, "indicator", indicator->code);
	bind_str(q, "gp_code", gp_code);
	bind_opt(q, "ats", ats);
	bind_int(q, "n", limit);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		struct quality_member m = {.pseudonym = col_str(q, 0),
					   .gp_code = col_str(q, 1),
					   .main_cluster = col_str(q, 2),
					   .why = col_str(q, 3),
					   .enrolled = col_int(q, 4) != 0,
					   .level = col_int(q, 5),
					   .numerator = col_int(q, 6),
					   .denominator = col_int(q, 7)};
		rc = fn(ctx, &m, err);
		if (rc)
			break;
	}
	stmt_close(q);
	arena_release(&scratch);
	return rc;
}
