/* Prescriptions that are there: read, cancelled. */
#include "app/plan_desk_int.h"
#include "text/text.h"

static struct prescription_view view_of(const struct stmt *q, struct arena *a)
{
	return (struct prescription_view){
		.id = col_int(q, 0),
		.number = col_text(q, 1, a),
		.lot = (int)col_int(q, 2),
		.issued_on = col_date(q, 3),
		.valid_to = col_date(q, 4),
		.branch = col_text(q, 5, a),
		.state = col_text(q, 6, a),
		.gp_code = col_text(q, 7, a),
		.reason = col_text(q, 8, a),
		.services = arena_array(a, struct str, PLAN_MAX_ON_SHEET)};
}

/* Rows come by prescription: one for each of its services. */
static bool take_row(const struct stmt *q, struct arena *a,
		     struct prescription_view *list, size_t *n)
{
	if (!*n || list[*n - 1].id != col_int(q, 0)) {
		if (*n == PLAN_MAX_ACTIVITIES)
			return false;
		list[(*n)++] = view_of(q, a);
	}
	struct prescription_view *p = &list[*n - 1];
	if (p->services && p->n_services < PLAN_MAX_ON_SHEET && !col_null(q, 9))
		p->services[p->n_services++] = col_text(q, 9, a);
	return p->services;
}

enum rc prescription_load(struct app *app, int64_t person_id,
			  int64_t version_id, struct arena *a,
			  struct prescription_view **list, size_t *n,
			  struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	*n = 0;
	*list = arena_array(a, struct prescription_view, PLAN_MAX_ACTIVITIES);
	if (!*list)
		return arena_fail(a, err);
	enum rc rc = db_prepare(app->db, SQL_PRESCRIPTION_LIST, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_id(q, "version_id", version_id);
	while (!(rc = stmt_step(q, &row, err)) && row &&
	       take_row(q, a, *list, n))
		;
	stmt_close(q);
	if (!rc && *n && !(*list)[*n - 1].services)
		rc = arena_fail(a, err);
	return rc;
}

enum rc app_prescription_list(struct app *app, int64_t person_id,
			      struct arena *a, struct prescription_view **list,
			      size_t *n, struct err *err)
{
	enum rc rc = app_require(app, MAY_READ_PERSON, person_id, err);
	if (!rc)
		rc = prescription_load(app, person_id, 0, a, list, n, err);
	if (!rc)
		rc = audit_look(
			app,
			&(struct audit_event){.action = "prescription.read",
					      .entity = "person",
					      .entity_id = person_id,
					      .person_id = person_id,
					      .detail = STR("{}")},
			err);
	return rc;
}

/* ---- undo */

struct found {
	int64_t id, person_id;
};

static enum rc find(struct app *app, struct str number, struct found *f,
		    struct err *err)
{
	struct stmt *q = NULL;
	bool row = false, issued = false;
	enum rc rc = db_prepare(app->db, SQL_PRESCRIPTION_GET, &q, err);
	if (rc)
		return rc;
	bind_str(q, "number", number);
	rc = stmt_step(q, &row, err);
	if (!rc && row) {
		*f = (struct found){col_int(q, 0), col_int(q, 1)};
		issued = str_is(col_str(q, 2), "issued");
	}
	stmt_close(q);
	if (!rc && !row)
		rc = err_msg(err, E_NOT_FOUND, MSG_RX_UNKNOWN,
			     "no prescription has the number \"" STR_FMT "\"",
			     STR_ARG(number));
	else if (!rc && !issued)
		rc = err_msg(err, E_STATE, MSG_RX_CANCELLED_ALREADY,
			     "prescription " STR_FMT " is cancelled already",
			     STR_ARG(number));
	return rc;
}

static enum rc nothing_done(struct app *app, int64_t id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_PRESCRIPTION_DONE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	rc = stmt_one(q, err);
	if (!rc && col_int(q, 0) > 0)
		rc = err_msg(err, E_STATE, MSG_RX_DONE_ALREADY,
			     "%d of its services were done: it stays",
			     (int)col_int(q, 0));
	stmt_close(q);
	return rc;
}

static enum rc set_cancelled(struct app *app, int64_t id, struct str reason,
			     struct err *err)
{
	struct stmt *q = NULL;
	int64_t n = 0;
	enum rc rc = db_prepare(app->db, SQL_PRESCRIPTION_CANCEL, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_int(q, "now_us", app->now_us);
	bind_int(q, "user_id", app->who.user_id);
	bind_str(q, "reason", reason);
	rc = stmt_finish(q, &n, err);
	if (!rc && !n)
		rc = err_msg(err, E_CONFLICT, MSG_RX_CANCELLED_ALREADY,
			     "the prescription was cancelled at this moment by "
			     "somebody else");
	return rc;
}

/* Its services are to be prescribed again. */
static enum rc give_back(struct app *app, int64_t id, struct err *err)
{
	static const enum sql steps[] = {SQL_ACTIVITY_UNPRESCRIBE,
					 SQL_PRESCRIPTION_ACTIVITY_CANCEL};
	enum rc rc = OK;
	for (size_t i = 0; i < countof(steps) && !rc; i++) {
		struct stmt *q = NULL;
		rc = db_prepare(app->db, steps[i], &q, err);
		if (rc)
			return rc;
		bind_int(q, "id", id);
		rc = stmt_finish(q, NULL, err);
	}
	return rc;
}

static enum rc say(struct app *app, const struct found *f, struct err *err)
{
	char json[64];
	bool contact = false;
	snprintf(json, sizeof(json), "{\"prescription\":%" PRId64 "}", f->id);
	enum rc rc = plan_has_contact(app, f->person_id, &contact, err);
	if (!rc && contact)
		rc = outbox_put(app, "prescription.cancelled", f->person_id,
				str_from(json), err);
	if (rc)
		return rc;
	return audit_write(
		app,
		&(struct audit_event){.action = "prescription.cancel",
				      .entity = "prescription",
				      .entity_id = f->id,
				      .person_id = f->person_id,
				      .detail = STR("{}")},
		err);
}

enum rc app_prescription_cancel(struct app *app, struct str number,
				struct str reason, struct err *err)
{
	struct found f = {0};
	if (!reason.len || reason.len > 1000)
		return err_msg(err, E_RANGE, MSG_DOC_WHY_MISSING,
			       "cancelling a prescription needs a reason of 1 "
			       "to 1000 bytes");
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = find(app, number, &f, err);
	if (!rc)
		rc = app_require(app, MAY_SIGN_PLAN, f.person_id, err);
	if (!rc)
		rc = nothing_done(app, f.id, err);
	if (!rc)
		rc = set_cancelled(app, f.id, reason, err);
	if (!rc)
		rc = give_back(app, f.id, err);
	if (!rc)
		rc = say(app, &f, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

enum rc prescription_void(struct app *app, int64_t version_id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_PRESCRIPTION_VOID, &q, err);
	if (rc)
		return rc;
	bind_int(q, "version_id", version_id);
	bind_int(q, "now_us", app->now_us);
	bind_int(q, "user_id", app->who.user_id);
	return stmt_finish(q, NULL, err);
}
