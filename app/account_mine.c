/* One's own account: password, language, sessions, roles. */
#include "app/account_int.h"
#include "app/bind.h"

/* ---- the password */

/* Guessing the old password of a session that was left open counts too. */
enum rc own_password_fits(struct app *app, const struct app_session *s,
			  const struct account *u, struct str old,
			  int64_t *wait_s, struct err *err)
{
	struct tries t;
	char name[40];
	bool yes = false;
	snprintf(name, sizeof(name), "#own%" PRId64, u->id);
	enum rc rc = tries_take(app,
				&(struct tries_of){.name = str_from(name),
						   .address = s->address},
				&t, wait_s, err);
	if (!rc)
		rc = account_matches(app, u->hash, old, &yes, err);
	if (!rc && !yes)
		rc = err_msg(err, E_DENIED, MSG_ACC_OLD_WRONG,
			     "the present password is wrong");
	if (!rc)
		rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = tries_worked(app, &t, err);
	return account_end(app, rc, err);
}

static enum rc not_the_same(struct app *app, const struct account *u,
			    struct str fresh, struct err *err)
{
	bool same = false;
	enum rc rc = account_matches(app, u->hash, fresh, &same, err);
	if (!rc && same)
		rc = err_msg(err, E_RANGE, MSG_ACC_PASSWORD_SAME,
			     "the new password is the old one");
	return rc;
}

static enum rc write_password(struct app *app, int64_t user_id,
			      const char *hash, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_ACCOUNT_PASSWORD, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", user_id);
	bind_str(q, "password_hash", str_from(hash));
	bind_int(q, "must_change", 0);
	bind_int(q, "one_time_until_us", 0);
	return stmt_finish(q, NULL, err);
}

static enum rc change_password(struct app *app, const struct app_session *s,
			       struct account *u, const char *hash,
			       struct session_given *given, struct err *err)
{
	enum rc rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = write_password(app, u->id, hash, err);
	u->must_change = false;
	if (!rc)
		rc = session_end_all(app, u->id, str_from(s->token_sha256),
				     err);
	if (!rc)
		rc = session_step(app, s, u, given, err);
	if (!rc)
		rc = account_tell(app,
				  &(struct happened){.user_id = u->id,
						     .what = ACCOUNT_PASSWORD,
						     .role = N_ROLE,
						     .address = s->address},
				  err);
	if (!rc)
		rc = account_audit(app, "password.change", "user", u->id,
				   STR("{}"), err);
	return account_end(app, rc, err);
}

enum rc app_my_password(struct app *app, const struct app_session *s,
			struct str old, struct str fresh,
			struct session_given *given, struct err *err)
{
	struct account u;
	char hash[HASH_TEXT];
	*given = (struct session_given){0};
	if (s->stage != STAGE_PASSWORD && s->stage != STAGE_OPEN)
		return err_msg(err, E_STATE, MSG_ACC_NOT_YET,
			       "the session is not ready for a new password");
	enum rc rc = account_by_id(app, s->who.user_id, &u, err);
	if (!rc)
		rc = account_password_fits(app, fresh, str_from(u.login),
					   str_from(u.name), err);
	if (!rc && s->stage == STAGE_OPEN)
		rc = own_password_fits(app, s, &u, old, &given->wait_s, err);
	if (!rc)
		rc = not_the_same(app, &u, fresh, err);
	if (!rc)
		rc = account_hash(app, fresh, hash, err);
	return rc ? rc : change_password(app, s, &u, hash, given, err);
}

/* ---- language */

enum rc app_my_language(struct app *app, const struct app_session *s,
			enum lang lang, struct err *err)
{
	struct stmt *q = NULL;
	assert(lang < N_LANG);
	enum rc rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = db_prepare(app->db, SQL_ACCOUNT_LANGUAGE, &q, err);
	if (!rc) {
		bind_int(q, "id", s->who.user_id);
		bind_str(q, "lang", text_of(MSG_LANG_CODE, lang));
		rc = stmt_finish(q, NULL, err);
	}
	return account_end(app, rc, err);
}

/* ---- sessions */

enum rc app_my_sessions(struct app *app, const struct app_session *s,
			struct arena *a, struct session_row **list, size_t *n,
			struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	size_t count = 0;
	struct session_row *rows = arena_array(a, struct session_row, 100);
	if (!rows)
		return arena_fail(a, err);
	enum rc rc = db_prepare(app->db, SQL_SESSION_LIST, &q, err);
	if (rc)
		return rc;
	bind_int(q, "user_id", s->who.user_id);
	bind_int(q, "now_us", app->now_us);
	while (!(rc = stmt_step(q, &row, err)) && row && count < 100)
		rows[count++] = (struct session_row){
			.id = col_int(q, 0),
			.created_us = col_int(q, 1),
			.seen_us = col_int(q, 2),
			.address = col_text(q, 3, a),
			.role = col_null(q, 4) ? ROLE_NOBODY
					       : role_of(col_str(q, 4)),
			.this_one = str_is(col_str(q, 5), s->token_sha256),
		};
	stmt_close(q);
	*list = rows;
	*n = count;
	return rc;
}

enum rc app_my_session_end(struct app *app, const struct app_session *s,
			   int64_t session_id, struct err *err)
{
	struct stmt *q = NULL;
	int64_t n = 0;
	enum rc rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = db_prepare(app->db, SQL_SESSION_DELETE_ONE, &q, err);
	if (!rc) {
		bind_int(q, "id", session_id);
		bind_int(q, "user_id", s->who.user_id);
		rc = stmt_finish(q, &n, err);
	}
	if (!rc && !n)
		rc = err_msg(err, E_NOT_FOUND, MSG_ACC_SESSION_GONE,
			     "no such session of the user");
	if (!rc)
		rc = account_audit(app, "log_out", "session", session_id,
				   STR("{\"other\":true}"), err);
	return account_end(app, rc, err);
}
