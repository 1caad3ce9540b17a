/* The registers of the agency, as a file of a registry says them. */
#include "app/bind.h"
#include "app/register_int.h"

static void bind_subject(struct stmt *q, const struct entry *e)
{
	bind_str(q, "register", str_from(register_name[e->kind]));
	bind_str(q, "subject_kind", str_from(e->subject_kind));
	bind_int(q, "subject_id", e->subject_id);
}

enum rc register_end(struct app *app, const struct entry *e, struct date day,
		     int64_t *changed, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_REGISTER_END_BEFORE, &q, err);
	if (rc)
		return rc;
	bind_subject(q, e);
	bind_date(q, "day_before", day);
	bind_int(q, "now", app->now_us);
	return stmt_finish(q, changed, err);
}

static enum rc insert(struct app *app, const struct entry *e, int64_t *changed,
		      struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc =
		register_end(app, e, date_add(e->valid.from, -1), changed, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_REGISTER_INSERT, &q, err);
	if (rc)
		return rc;
	bind_subject(q, e);
	bind_int(q, "id", app_id(app));
	bind_str(q, "ats", e->ats);
	bind_period(q, e->valid);
	bind_str(q, "source", e->source);
	bind_int(q, "now", app->now_us);
	return stmt_finish(q, changed, err);
}

static enum rc set_end(struct app *app, int64_t id, struct date end,
		       int64_t *changed, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_REGISTER_SET_END, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_date(q, "valid_to", end);
	bind_int(q, "now", app->now_us);
	return stmt_finish(q, changed, err);
}

enum rc register_put(struct app *app, const struct entry *e, int64_t *changed,
		     struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_REGISTER_SAME, &q, err);
	if (rc)
		return rc;
	bind_subject(q, e);
	bind_date(q, "valid_from", e->valid.from);
	rc = stmt_one(q, err);
	int64_t id = rc ? 0 : col_int(q, 0);
	struct date end = rc ? DATE_NONE : col_end(q, 1);
	stmt_close(q);
	if (rc == E_NOT_FOUND)
		return insert(app, e, changed, err);
	if (rc || same_day(end, e->valid.to))
		return rc;
	return set_end(app, id, e->valid.to, changed, err);
}
