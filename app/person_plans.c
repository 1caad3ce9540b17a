#include "app/person_view_int.h"
#include "app/plan_desk_int.h"

enum { MOST_VERSIONS = 2000 };

static enum rc read_plan(const struct stmt *q, void *row, void *ctx,
			 struct err *err)
{
	struct arena *a = ctx;
	struct person_plan *p = row;
	(void)err;
	*p = (struct person_plan){
		.id = col_int(q, 0),
		.version = (int)col_int(q, 1),
		.state = col_text(q, 2, a),
		.kind = col_text(q, 3, a),
		.from = col_date(q, 4),
		.to = col_date(q, 5),
		.ended_on = col_date(q, 6),
		.protocol = col_text(q, 7, a),
		.created_us = col_int(q, 8),
		.signed_us = col_int(q, 9),
		.published_us = col_int(q, 10),
	};
	if (col_str(q, 11).len)
		p->signed_by = arena_printf(a, STR_FMT " " STR_FMT,
					    STR_ARG(col_str(q, 11)),
					    STR_ARG(col_str(q, 12)));
	return OK;
}

enum rc app_person_plans(struct app *app, int64_t person_id, struct arena *a,
			 struct person_plan **list, size_t *n, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = app_require(app, MAY_READ_PERSON, person_id, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_PERSON_PLANS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	rc = person_rows(q, sizeof(**list), MOST_VERSIONS, read_plan, a, a,
			 list, n, err);
	return rc ? rc : person_look(app, person_id, "plans", err);
}

/* ---- two of them beside each other */

static enum rc load_version(struct app *app, int64_t person_id, int number,
			    struct arena *a, struct plan_view *v,
			    struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	int64_t id = 0;
	enum rc rc = db_prepare(app->db, SQL_PLAN_BY_NUMBER, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_int(q, "version", number);
	rc = stmt_step(q, &row, err);
	if (!rc && row)
		id = col_int(q, 0);
	stmt_close(q);
	if (!rc && !id)
		rc = err_set(err, E_NOT_FOUND, "the plan has no version %d",
			     number);
	return rc ? rc : version_load(app, id, a, v, err);
}

enum rc app_person_plan_compare(struct app *app, int64_t person_id, int before,
				int after, struct arena *a,
				struct person_plan_change *out, struct err *err)
{
	enum rc rc = app_require(app, MAY_READ_PERSON, person_id, err);
	if (!rc)
		rc = load_version(app, person_id, before, a, &out->before, err);
	if (!rc)
		rc = load_version(app, person_id, after, a, &out->after, err);
	if (!rc)
		rc = plan_compare(app->kn, &out->before.draft,
				  &out->after.draft, a, &out->diff, err);
	return rc ? rc : person_look(app, person_id, "compare", err);
}
