/* What the practice does with an exam that it sent. */
#include "app/tele_int.h"
#include "text/text.h"

enum rc app_tele_override(struct app *app, int64_t exam_id, struct str reason,
			  struct err *err)
{
	struct tele_case c;
	struct stmt *q = NULL;
	enum rc rc = tele_want_reason(&reason, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = tele_case_load(app, exam_id, &c, err);
	if (!rc)
		rc = tele_may_send(app, &c, err);
	if (!rc && c.state != TELE_WAITING)
		rc = err_msg(err, E_STATE, MSG_TEL_NOT_FROM_HERE,
			     "exam %" PRId64 " does not wait for the practice",
			     exam_id);
	if (!rc)
		rc = tele_case_go(app, &c, TELE_QUEUED, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_CASE_OVERRIDE, &q, err);
	if (!rc) {
		bind_int(q, "id", exam_id);
		bind_str(q, "reason", reason);
		bind_int(q, "user_id", app->who.user_id);
		rc = stmt_finish(q, NULL, err);
	}
	return tele_done(app, rc, &c, "override", reason, err);
}

enum rc app_tele_cancel(struct app *app, int64_t exam_id, struct str reason,
			struct err *err)
{
	struct tele_case c;
	enum rc rc = tele_want_reason(&reason, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = tele_case_load(app, exam_id, &c, err);
	if (!rc)
		rc = tele_may_send(app, &c, err);
	if (!rc)
		rc = tele_case_go(app, &c, TELE_CANCELLED, err);
	return tele_done(app, rc, &c, "cancel", reason, err);
}
