#include "app/person_view_int.h"

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
