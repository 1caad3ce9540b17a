/* The alerts of broken glass: each is looked into by the person's doctor and by
 * an administrator, who write down what they found.
 */
#include "app/access.h"
#include "app/account_int.h"
#include "app/bind.h"

#define LIST_MOST 200
#define NOTE_MOST 1000 /* bytes */

/* Whose alerts the actor looks into: a doctor's, or (0) the administrators'. */
static enum rc whose(const struct app *app, int64_t *doctor_id, struct err *err)
{
	if (app->who.role == ROLE_ADMIN || app->who.role == ROLE_SYSTEM)
		*doctor_id = 0;
	else if (app->who.role == ROLE_DOCTOR && app->who.doctor_id)
		*doctor_id = app->who.doctor_id;
	else
		return err_set(err, E_DENIED,
			       "alerts are for the person's doctor and for "
			       "administrators");
	return OK;
}

static void take_alert(const struct stmt *q, bool names, struct arena *a,
		       struct access_alert *out)
{
	*out = (struct access_alert){
		.id = col_int(q, 0),
		.person_id = names ? col_int(q, 1) : 0,
		.user_id = col_int(q, 2),
		.raised_us = col_int(q, 3),
		.seen_us = col_int(q, 4),
		.user = col_text(q, 5, a),
		.role = col_text(q, 6, a),
		.person = names && col_str(q, 8).len
				  ? arena_printf(a, STR_FMT " " STR_FMT,
						 STR_ARG(col_str(q, 8)),
						 STR_ARG(col_str(q, 9)))
				  : col_text(q, 7, a),
		.reason = col_text(q, 10, a),
		.seen_by = col_text(q, 11, a),
		.note = col_text(q, 12, a),
	};
}

static enum rc count_alerts(struct app *app, int64_t doctor_id, bool all,
			    int64_t *total, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_ACCESS_ALERT_COUNT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "doctor_id", doctor_id);
	bind_int(q, "all", all);
	rc = stmt_one(q, err);
	if (!rc)
		*total = col_int(q, 0);
	stmt_close(q);
	return rc;
}

enum rc app_access_alerts(struct app *app, const struct alert_query *ask,
			  struct arena *a, struct access_alert **list,
			  size_t *n, int64_t *total, struct err *err)
{
	struct stmt *q = NULL;
	int64_t doctor_id = 0;
	bool row = false;
	size_t count = 0;
	struct access_alert *rows = NULL;
	enum rc rc = whose(app, &doctor_id, err);
	if (!rc && !(rows = arena_array(a, struct access_alert, LIST_MOST)))
		rc = arena_fail(a, err);
	if (!rc)
		rc = count_alerts(app, doctor_id, !ask->open_only, total, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_ACCESS_ALERT_PAGE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "doctor_id", doctor_id);
	bind_int(q, "all", !ask->open_only);
	bind_int(q, "n", min_i64(ask->limit, LIST_MOST));
	bind_int(q, "skip", ask->offset);
	while (!(rc = stmt_step(q, &row, err)) && row && count < LIST_MOST)
		take_alert(q, doctor_id != 0, a, &rows[count++]);
	stmt_close(q);
	*list = rows;
	*n = count;
	return rc;
}

/* ---- looking into one */

static enum rc why_not(struct app *app, int64_t id, int64_t doctor_id,
		       int64_t *person_id, bool *seen, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_ACCESS_ALERT_EXISTS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_int(q, "doctor_id", doctor_id);
	rc = stmt_one(q, err);
	if (!rc) {
		*seen = !col_null(q, 0);
		*person_id = col_int(q, 1);
	} else if (rc == E_NOT_FOUND) {
		rc = err_msg(err, rc, MSG_ACC_NO_ALERT,
			     "there is no alert %" PRId64 " of the actor", id);
	}
	stmt_close(q);
	return rc;
}

static enum rc mark_seen(struct app *app, int64_t id, int64_t doctor_id,
			 struct str note, struct err *err)
{
	struct stmt *q = NULL;
	int64_t person_id = 0, n = 0;
	bool seen = false;
	enum rc rc = why_not(app, id, doctor_id, &person_id, &seen, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_ACCESS_ALERT_SEEN, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_int(q, "doctor_id", doctor_id);
	bind_int(q, "user_id", app->who.user_id);
	bind_str(q, "note", note);
	bind_int(q, "now_us", app->now_us);
	rc = stmt_finish(q, &n, err);
	if (!rc && (seen || !n))
		return err_msg(err, E_CONFLICT, MSG_ACC_ALERT_SEEN_ALREADY,
			       "somebody looked into the alert already");
	if (rc)
		return rc;
	return audit_write(app,
			   &(struct audit_event){.action = "access.alert_seen",
						 .entity = "access_alert",
						 .entity_id = id,
						 .person_id = person_id,
						 .detail = STR("{}")},
			   err);
}

enum rc app_access_alert_seen(struct app *app, int64_t alert_id,
			      struct str note, struct err *err)
{
	int64_t doctor_id = 0;
	struct str text = str_trim(note);
	enum rc rc = whose(app, &doctor_id, err);
	if (!rc && (text.len > NOTE_MOST || !str_is_utf8(text)))
		rc = err_msg(err, E_RANGE, MSG_ACC_REASON_LONG,
			     "a note has %d bytes at most", NOTE_MOST);
	if (!rc && !text.len)
		rc = err_msg(err, E_RANGE, MSG_ACC_NOTE_MISSING,
			     "a note says what was found out");
	if (!rc)
		rc = db_begin(app->db, err);
	if (rc)
		return rc;
	return account_end(app, mark_seen(app, alert_id, doctor_id, text, err),
			   err);
}
