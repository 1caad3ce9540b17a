/* Runs, scope, what became of the chronic, doctors. */
#include "app/population_int.h"

#include "app/bind.h"
#include "app/scope.h"
#include "text/text.h"

struct population_filter population_all(void)
{
	return (struct population_filter){.level_from = 1,
					  .level_to = 3,
					  .cluster = POPULATION_NONE,
					  .band = POPULATION_NONE,
					  .place = POPULATION_NONE,
					  .doctor_id = POPULATION_NONE};
}

/* ---- scope */

static void run_of(const struct stmt *q, struct strata_run_info *run)
{
	struct str definition = col_str(q, 2), digest = col_str(q, 4);
	*run = (struct strata_run_info){.id = col_int(q, 0),
					.as_of = col_date(q, 1),
					.n_person = col_int(q, 3),
					.created_us = col_int(q, 5)};
	snprintf(run->definition, sizeof(run->definition), STR_FMT,
		 STR_ARG(definition));
	snprintf(run->digest, sizeof(run->digest), STR_FMT, STR_ARG(digest));
}

static enum rc find_run(struct app *app, int64_t run_id,
			struct strata_run_info *run, struct err *err)
{
	struct stmt *q = NULL;
	if (!run_id)
		return app_strata_latest(app, DATE_NONE, run, err);
	enum rc rc = db_prepare(app->db, SQL_POPULATION_RUN, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", run_id);
	rc = stmt_one(q, err);
	if (!rc)
		run_of(q, run);
	else if (rc == E_NOT_FOUND)
		rc = err_msg(err, rc, MSG_AGE_NO_RUN,
			     "no stratification %" PRId64 " to look at",
			     run_id);
	stmt_close(q);
	return rc;
}

/* Of one agency's people: how many were evaluated. */
static enum rc count_own(struct app *app, struct str ats,
			 struct strata_run_info *run, struct err *err)
{
	const struct cube *cube = NULL;
	enum rc rc = population_cube(app, run->id, &cube, err);
	if (rc)
		return rc;
	run->n_person = 0;
	for (size_t i = 0; i < cube->n; i++)
		if (str_is(ats, cube->ats[cube->cell[i].ats]))
			run->n_person += cube->cell[i].n;
	return OK;
}

enum rc population_scope(struct app *app, const struct population_filter *in,
			 struct arena *a, struct population_filter *out,
			 struct strata_run_info *run, struct err *err)
{
	struct scope s = {.org_id = 0};
	enum rc rc = app_require(app, MAY_READ_POPULATION, 0, err);
	if (!rc)
		rc = app_scope(app, a, &s, err);
	if (!rc)
		rc = find_run(app, in->run_id, run, err);
	if (!rc && s.ats.len)
		rc = count_own(app, s.ats, run, err);
	if (rc)
		return rc;
	*out = *in;
	out->run_id = run->id;
	if (s.ats.len)
		out->ats = s.ats;
	return OK;
}

/* ---- runs */

enum rc app_population_runs(struct app *app, struct arena *a, size_t most,
			    struct population_run **list, size_t *n,
			    struct err *err)
{
	struct stmt *q = NULL;
	bool row;
	struct population_run *all =
		arena_array(a, struct population_run, most + 1);
	size_t got = 0;
	enum rc rc = app_require(app, MAY_READ_POPULATION, 0, err);
	if (!rc && !all)
		rc = arena_fail(a, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_POPULATION_RUNS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "n", (int64_t)most);
	while (!(rc = stmt_step(q, &row, err)) && row && got < most) {
		run_of(q, &all[got].run);
		all[got++].current = str_is(col_str(q, 6), "current");
	}
	stmt_close(q);
	if (!rc) {
		*list = all;
		*n = got;
	}
	return rc;
}

/* ---- care */

static struct population_care_of *care_of(struct population_kept *k,
					  struct str ats)
{
	for (size_t i = 0; i < k->n_care; i++)
		if (str_is(ats, k->care[i].ats))
			return &k->care[i];
	if (k->n_care == ATS_MOST || ats.len >= sizeof(k->care->ats))
		return NULL;
	struct population_care_of *c = &k->care[k->n_care++];
	*c = (struct population_care_of){.enrolled = 0};
	memcpy(c->ats, ats.ptr, ats.len);
	return c;
}

static enum rc count_care(struct app *app, struct population_kept *k,
			  enum sql id, struct err *err)
{
	struct stmt *q = NULL;
	bool row;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (!rc && id == SQL_POPULATION_PLANS)
		bind_date(q, "on_date", app->today);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		struct population_care_of *c = care_of(k, col_str(q, 0));
		if (c && id == SQL_POPULATION_PLANS)
			c->plans = col_int(q, 1);
		else if (c)
			c->enrolled = col_int(q, 1);
	}
	stmt_close(q);
	return rc;
}

static enum rc refresh_care(struct app *app, struct population_kept *k,
			    struct err *err)
{
	if (k->care_us && app->now_us - k->care_us < CARE_KEEP_US &&
	    app->now_us >= k->care_us)
		return OK;
	k->n_care = 0;
	k->care_us = 0;
	enum rc rc = count_care(app, k, SQL_POPULATION_ENROLLED, err);
	if (!rc)
		rc = count_care(app, k, SQL_POPULATION_PLANS, err);
	if (!rc)
		k->care_us = app->now_us;
	return rc;
}

static enum rc read_booked(struct app *app, struct str ats,
			   struct population_care *out, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_POPULATION_BOOKED, &q, err);
	if (rc)
		return rc;
	bind_opt(q, "ats", ats);
	rc = stmt_one(q, err);
	if (!rc) {
		out->booked = col_int(q, 0);
		out->planned = col_int(q, 1);
		out->measured = col_date(q, 2);
	}
	stmt_close(q);
	return rc;
}

enum rc app_population_care(struct app *app, struct str ats, struct arena *a,
			    struct population_care *out, struct err *err)
{
	struct population_care sum = {.measured = DATE_NONE};
	struct population_kept *k;
	struct scope s = {.org_id = 0};
	enum rc rc = app_require(app, MAY_READ_POPULATION, 0, err);
	if (!rc)
		rc = app_scope(app, a, &s, err);
	if (!rc && s.ats.len)
		ats = s.ats;
	if (!rc)
		rc = population_kept(app, &k, err);
	if (!rc)
		rc = refresh_care(app, k, err);
	if (!rc)
		rc = read_booked(app, ats, &sum, err);
	if (rc)
		return rc;
	for (size_t i = 0; i < k->n_care; i++) {
		if (ats.len && !str_is(ats, k->care[i].ats))
			continue;
		sum.enrolled += k->care[i].enrolled;
		sum.plans += k->care[i].plans;
	}
	*out = sum;
	return OK;
}

/* ---- doctors */

static struct population_doctor doctor_of(const struct stmt *q, struct arena *a)
{
	return (struct population_doctor){
		.id = col_int(q, 0),
		.gp_code = col_text(q, 1, a),
		.last_name = col_text(q, 2, a),
		.first_name = col_text(q, 3, a),
		.municipality = col_text(q, 4, a),
		.people = col_int(q, 5),
		.level = {0, col_int(q, 6), col_int(q, 7), col_int(q, 8)},
		.n = col_int(q, 9)};
}

static void bind_doctors(const struct app *app, struct stmt *q,
			 const struct population_filter *f)
{
	bind_int(q, "run_id", f->run_id);
	bind_int(q, "level_from", f->level_from);
	bind_int(q, "level_to", f->level_to);
	bind_opt(q, "cluster",
		 f->cluster < 0 ? STR("") : app->kn->clusters[f->cluster].code);
	bind_opt(q, "ats", f->ats);
}

#define DOCTORS_MOST 20000

enum rc app_population_doctors(struct app *app,
			       const struct population_filter *f,
			       struct arena *a, struct population_doctor **list,
			       size_t *n, struct err *err)
{
	struct population_filter mine;
	struct strata_run_info run;
	struct population_doctor *all = NULL;
	struct stmt *q = NULL;
	size_t got = 0, cap = 0;
	bool row;
	enum rc rc = population_scope(app, f, a, &mine, &run, err);
	if (!rc)
		rc = population_make(app, mine.run_id, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_POPULATION_DOCTORS, &q, err);
	if (!rc)
		bind_doctors(app, q, &mine);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&all, &cap, got + 1, sizeof(*all), DOCTORS_MOST,
				err);
		if (!rc)
			all[got++] = doctor_of(q, a);
	}
	stmt_close(q);
	if (!rc) {
		*list = arena_array(a, struct population_doctor, got + 1);
		*n = got;
		if (!*list)
			rc = arena_fail(a, err);
		else if (got)
			memcpy(*list, all, got * sizeof(*all));
	}
	free(all);
	return rc;
}

enum rc app_population_small_cell(struct app *app, int64_t *out,
				  struct err *err)
{
	return rules_int(&app->rules, "privacy.small_cell", STR(""), app->today,
			 out, err);
}
