#include "app/person_view_int.h"

static enum rc read_access(const struct stmt *q, void *row, void *ctx,
			   struct err *err)
{
	struct arena *a = ctx;
	struct person_access *x = row;
	(void)err;
	*x = (struct person_access){.seq = col_int(q, 0),
				    .at_us = col_int(q, 1),
				    .user = col_text(q, 2, a),
				    .role = col_text(q, 3, a),
				    .action = col_text(q, 4, a),
				    .purpose = col_text(q, 5, a)};
	return OK;
}

static enum rc count(struct app *app, int64_t person_id, int64_t *total,
		     struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_PERSON_LOOKS_COUNT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	rc = stmt_one(q, err);
	if (!rc)
		*total = col_int(q, 0);
	stmt_close(q);
	return rc;
}

enum rc app_person_looks(struct app *app, int64_t person_id, int64_t offset,
			 int64_t limit, struct arena *a,
			 struct person_access **list, size_t *n, int64_t *total,
			 struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = app_require(app, MAY_READ_PERSON, person_id, err);
	if (!rc)
		rc = count(app, person_id, total, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_PERSON_LOOKS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_int(q, "n", limit);
	bind_int(q, "skip", offset);
	rc = person_rows(q, sizeof(**list), (size_t)limit, read_access, a, a,
			 list, n, err);
	return rc ? rc : person_look(app, person_id, "looks", err);
}
