#include "app/app.h"

enum rc outbox_put(struct app *app, const char *kind, int64_t person_id,
		   struct str payload_json, struct err *err)
{
	struct stmt *q = NULL;
	assert(db_in_transaction(app->db));
	enum rc rc = db_prepare(app->db, SQL_OUTBOX_ADD, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app_id(app));
	bind_str(q, "kind", str_from(kind));
	bind_int(q, "person_id", person_id);
	bind_str(q, "payload", payload_json);
	bind_int(q, "now_us", app->now_us);
	rc = stmt_run(q, err);
	stmt_close(q);
	return rc;
}
