/* A person's consent to a service at a distance, by service: what they said
 * last counts. */
#include "app/tele_int.h"
#include "text/text.h"

static enum rc latest(struct app *app, int64_t person_id, struct str purpose,
		      int64_t *id, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	*id = 0;
	enum rc rc = db_prepare(app->db, SQL_TELE_CONSENT_LATEST, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_str(q, "purpose", purpose);
	bind_date(q, "on_date", app->today);
	rc = stmt_step(q, &row, err);
	if (!rc && row && col_int(q, 1) == 1)
		*id = col_int(q, 0);
	stmt_close(q);
	return rc;
}

static enum rc record(struct app *app, int64_t person_id, struct str purpose,
		      int64_t *id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_CONSENT_INSERT, &q, err);
	if (rc)
		return rc;
	*id = app_id(app);
	bind_int(q, "id", *id);
	bind_int(q, "person_id", person_id);
	bind_str(q, "purpose", purpose);
	bind_date(q, "on_date", app->today);
	bind_int(q, "now_us", app->now_us);
	return stmt_finish(q, NULL, err);
}

enum rc tele_consent(struct app *app, int64_t person_id, struct str purpose,
		     bool given_now, int64_t *id, struct err *err)
{
	enum rc rc = latest(app, person_id, purpose, id, err);
	if (rc || *id)
		return rc;
	if (given_now)
		return record(app, person_id, purpose, id, err);
	return err_msg(err, E_STATE, MSG_TEL_NO_CONSENT,
		       "the person has not agreed to this service: inform "
		       "them and record it");
}
