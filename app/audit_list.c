#include "app/app.h"

static enum rc find_person(struct app *app, struct str pseudonym, int64_t *id,
			   struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_PERSON_BY_PSEUDONYM, &q, err);
	if (rc)
		return rc;
	bind_str(q, "pseudonym", pseudonym);
	rc = stmt_one(q, err);
	if (rc == E_NOT_FOUND)
		err_set(err, rc, "there is no person \"" STR_FMT "\"",
			STR_ARG(pseudonym));
	if (!rc)
		*id = col_int(q, 0);
	stmt_close(q);
	return rc;
}

static struct audit_entry entry_in_hand(const struct stmt *q)
{
	return (struct audit_entry){
		.seq = col_int(q, 0),
		.at_us = col_int(q, 1),
		.user_id = col_int(q, 2),
		.role = col_str(q, 3),
		.action = col_str(q, 4),
		.entity = col_str(q, 5),
		.entity_id = col_int(q, 6),
		.purpose = col_str(q, 8),
		.detail = col_str(q, 9),
		.person = col_str(q, 10),
		.user = col_str(q, 11),
	};
}

static enum rc list(struct app *app, int64_t person_id, int64_t limit,
		    audit_each_fn *each, void *ctx, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_AUDIT_LIST, &q, err);
	if (rc)
		return rc;
	if (person_id)
		bind_int(q, "person_id", person_id);
	bind_int(q, "n", limit);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		struct audit_entry e = entry_in_hand(q);
		each(ctx, &e);
	}
	stmt_close(q);
	return rc;
}

enum rc audit_list(struct app *app, struct str pseudonym, int64_t limit,
		   audit_each_fn *each, void *ctx, struct err *err)
{
	int64_t person_id = 0;
	enum rc rc = OK;
	if (pseudonym.len)
		rc = find_person(app, pseudonym, &person_id, err);
	if (!rc)
		rc = app_require(app, MAY_READ_AUDIT, person_id, err);
	if (!rc)
		rc = list(app, person_id, limit, each, ctx, err);
	return rc;
}
