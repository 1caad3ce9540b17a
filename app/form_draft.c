#include "app/form_draft.h"

#define WEEK_US 604800000000

static enum rc check(struct app *app, struct str key, struct str text,
		     struct err *err)
{
	if (!app->who.user_id)
		return err_set(err, E_DENIED,
			       "only who has signed on keeps drafts");
	if (!key.len || key.len > FORM_DRAFT_KEY)
		return err_set(err, E_RANGE,
			       "the key of a draft has 1 to %d bytes",
			       FORM_DRAFT_KEY);
	if (text.len > FORM_DRAFT_BODY)
		return err_set(err, E_LIMIT, "a draft has at most %d bytes",
			       FORM_DRAFT_BODY);
	return OK;
}

static enum rc write(struct app *app, struct str key, struct str text,
		     struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(
		app->db, text.len ? SQL_FORM_DRAFT_KEEP : SQL_FORM_DRAFT_DROP,
		&q, err);
	if (rc)
		return rc;
	bind_int(q, "user_id", app->who.user_id);
	bind_str(q, "form_key", key);
	if (text.len) {
		bind_str(q, "body", text);
		bind_int(q, "now_us", app->now_us);
	} else {
		bind_int(q, "before_us", app->now_us - WEEK_US);
	}
	rc = stmt_run(q, err);
	stmt_close(q);
	return rc;
}

enum rc app_form_draft_save(struct app *app, struct str key, struct str text,
			    struct err *err)
{
	enum rc rc = check(app, key, text, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = write(app, key, text, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

enum rc app_form_draft_read(struct app *app, struct str key, struct arena *a,
			    struct str *text, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = check(app, key, STR(""), err);
	if (!rc)
		rc = db_prepare(app->db, SQL_FORM_DRAFT_READ, &q, err);
	if (rc)
		return rc;
	bind_int(q, "user_id", app->who.user_id);
	bind_str(q, "form_key", key);
	bind_int(q, "before_us", app->now_us - WEEK_US);
	rc = stmt_one(q, err);
	if (!rc)
		*text = col_text(q, 0, a);
	stmt_close(q);
	return rc;
}
