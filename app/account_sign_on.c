/* Signing on, step by step. What an attacker may learn is the same for every
 * failure: one attempt is counted, one hash computed, one record written, the
 * same words returned.
 */
#include "app/account_int.h"
#include "app/bind.h"

#define CODES_MOST 5 /* wrong codes that end the session */

static struct actor act_as(struct app *app, int64_t user_id)
{
	struct actor before = app->who;
	app->who = (struct actor){.user_id = user_id,
				  .role = ROLE_NOBODY,
				  .purpose = role_purpose(ROLE_NOBODY)};
	return before;
}

/* In a transaction of its own: the failure itself is what is kept. */
static enum rc record_failure(struct app *app, int64_t user_id,
			      const char *detail, struct err *err)
{
	enum rc rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = account_audit(app, "sign_on_failed", "user", user_id,
			   str_from(detail), err);
	return account_end(app, rc, err);
}

/* ---- the password */

struct attempt { /* what is known of who tries */
	struct account user;
	bool found, known; /* known: the browser */
	char login[LOGIN_MOST + 1];
	struct tries tries;
};

static enum rc who_tries(struct app *app, const struct sign_on *ask,
			 struct attempt *t, struct err *err)
{
	enum rc rc = OK;
	if (login_fold(ask->login, t->login))
		rc = account_by_login(app, str_from(t->login), &t->user,
				      &t->found, err);
	else
		t->login[0] = '?', t->login[1] = 0;
	if (!rc && t->found)
		rc = device_known(app, ask->device, t->user.id, &t->known, err);
	return rc;
}

/* Does the password open the door? Everything is computed whatever the
 * answer. */
static enum rc password_opens(struct app *app, const struct attempt *t,
			      struct str password, bool *yes, struct err *err)
{
	const struct account *u = &t->user;
	bool fits = password.len <= PASSWORD_MOST;
	enum rc rc = account_matches(app, t->found ? u->hash : "",
				     fits ? password : STR(""), yes, err);
	*yes = *yes && fits && t->found && !u->disabled && !u->locked &&
	       (!u->one_time_until_us || u->one_time_until_us > app->now_us);
	return rc;
}

static enum rc mark_signed_on(struct app *app, int64_t user_id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_ACCOUNT_SIGNED_ON, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", user_id);
	bind_int(q, "now_us", app->now_us);
	return stmt_finish(q, NULL, err);
}

/* All proofs are given: the record of it, and the browser is known. */
static enum rc proved(struct app *app, const struct account *u,
		      struct str address, struct str device, bool known,
		      const char *detail, struct session_given *given,
		      struct err *err)
{
	enum rc rc = mark_signed_on(app, u->id, err);
	if (!rc)
		rc = device_remember(app, device, known, u->id, given, err);
	if (!rc && !known)
		rc = account_tell(app,
				  &(struct happened){.user_id = u->id,
						     .what = ACCOUNT_NEW_DEVICE,
						     .role = N_ROLE,
						     .address = address},
				  err);
	if (!rc)
		rc = account_audit(app, "sign_on", "user", u->id,
				   str_from(detail), err);
	return rc;
}

/* A session that this browser still had is over. */
static enum rc end_old(struct app *app, struct str token, struct err *err)
{
	struct stmt *q = NULL;
	char digest[SHA256_HEX];
	if (!token.len)
		return OK;
	enum rc rc = db_prepare(app->db, SQL_SESSION_DELETE, &q, err);
	if (rc)
		return rc;
	token_digest(token, digest);
	bind_str(q, "token_sha256", str_from(digest));
	return stmt_finish(q, NULL, err);
}

static enum rc open_session(struct app *app, const struct sign_on *ask,
			    const struct attempt *t,
			    struct session_given *given, struct err *err)
{
	struct session_new n = {.user_id = t->user.id,
				.stage = STAGE_CODE,
				.role = ROLE_NOBODY,
				.address = ask->address};
	enum rc rc = tries_worked(app, &t->tries, err);
	if (!rc)
		rc = end_old(app, ask->old_token, err);
	if (!rc && !*t->user.totp)
		rc = session_stage_next(app, &t->user, &n, err);
	if (!rc)
		rc = session_make(app, &n, given, err);
	if (!rc && !*t->user.totp)
		rc = proved(app, &t->user, ask->address, ask->device, t->known,
			    "{\"factor\":\"password\"}", given, err);
	return rc;
}

/* The hash of yesterday's cost is made again while the password is at hand. */
static enum rc renew_hash(struct app *app, const struct account *u,
			  struct str password, struct err *err)
{
	struct stmt *q = NULL;
	char fresh[HASH_TEXT];
	int64_t kib = 0, passes = 0;
	enum rc rc = account_setting(app, "account.hash_memory_kib", &kib, err);
	if (!rc)
		rc = account_setting(app, "account.hash_passes", &passes, err);
	if (rc ||
	    !password_outdated(u->hash, (struct hash_cost){(uint32_t)kib,
							   (uint32_t)passes}))
		return rc;
	rc = account_hash(app, password, fresh, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = db_prepare(app->db, SQL_ACCOUNT_REHASH, &q, err);
	if (!rc) {
		bind_int(q, "id", u->id);
		bind_str(q, "password_hash", str_from(fresh));
		bind_str(q, "was", str_from(u->hash));
		rc = stmt_finish(q, NULL, err);
	}
	return account_end(app, rc, err);
}

static enum rc refuse(struct app *app, const struct attempt *t, struct err *err)
{
	enum rc rc = record_failure(app, t->found ? t->user.id : 0,
				    t->found ? "{\"factor\":\"password\"}"
					     : "{\"known\":false}",
				    err);
	if (rc)
		return rc;
	return err_msg(err, E_DENIED, MSG_ACC_WRONG,
		       "login or password is wrong");
}

static enum rc sign_on(struct app *app, const struct sign_on *ask,
		       struct session_given *given, struct err *err)
{
	struct attempt t = {.found = false};
	bool yes = false;
	enum rc rc = who_tries(app, ask, &t, err);
	if (!rc)
		rc = tries_take(
			app,
			&(struct tries_of){str_from(t.login), ask->address,
					   t.known ? ask->device : STR("")},
			&t.tries, &given->wait_s, err);
	if (!rc)
		rc = password_opens(app, &t, ask->password, &yes, err);
	if (rc)
		return rc;
	act_as(app, t.found ? t.user.id : 0);
	if (!yes)
		return refuse(app, &t, err);
	rc = renew_hash(app, &t.user, ask->password, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = open_session(app, ask, &t, given, err);
	return account_end(app, rc, err);
}

enum rc app_sign_on(struct app *app, const struct sign_on *ask,
		    struct session_given *given, struct err *err)
{
	*given = (struct session_given){0};
	struct actor before = act_as(app, 0);
	enum rc rc = sign_on(app, ask, given, err);
	app->who = before;
	return rc;
}

/* ---- the code */

static enum rc use_recovery(struct app *app, int64_t user_id, struct str code,
			    bool *yes, struct err *err)
{
	struct stmt *q = NULL;
	int64_t n = 0;
	char digest[SHA256_HEX];
	enum rc rc = db_prepare(app->db, SQL_RECOVERY_USE, &q, err);
	if (rc)
		return rc;
	recovery_digest(code, digest);
	bind_int(q, "user_id", user_id);
	bind_str(q, "code", str_from(digest));
	rc = stmt_finish(q, &n, err);
	*yes = !rc && n == 1;
	return rc;
}

static enum rc use_step(struct app *app, int64_t user_id, int64_t step,
			bool *yes, struct err *err)
{
	struct stmt *q = NULL;
	int64_t n = 0;
	enum rc rc = db_prepare(app->db, SQL_ACCOUNT_TOTP_STEP, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", user_id);
	bind_int(q, "step", step);
	rc = stmt_finish(q, &n, err);
	*yes = !rc && n == 1; /* 0: used by another request just now */
	return rc;
}

static enum rc code_opens(struct app *app, const struct account *u,
			  const struct sign_on_code *ask, bool *yes,
			  const char **detail, struct err *err)
{
	char room[16], secret[SEAL_MOST + 1];
	int64_t step = 0;
	if (totp_open(app, u->id, u->totp, secret))
		step = totp_find(str_from(secret), code_digits(ask->code, room),
				 ask->clock_us / 1000000, u->totp_step);
	secret_wipe(secret, sizeof(secret));
	if (step) {
		*detail = "{\"factor\":\"totp\"}";
		return use_step(app, u->id, step, yes, err);
	}
	*detail = "{\"factor\":\"recovery\"}";
	enum rc rc = use_recovery(app, u->id, ask->code, yes, err);
	if (rc || !*yes)
		return rc;
	return account_tell(app,
			    &(struct happened){.user_id = u->id,
					       .what = ACCOUNT_RECOVERY_USED,
					       .role = N_ROLE,
					       .address = ask->address},
			    err);
}

/* One more wrong code on this session; the last one ends it. */
static enum rc count_wrong(struct app *app, const struct app_session *s,
			   bool *over, struct err *err)
{
	static const enum sql steps[] = {
		SQL_SESSION_WRONG, SQL_SESSION_WRONG_COUNT, SQL_SESSION_DELETE};
	enum rc rc = OK;
	*over = false;
	for (size_t i = 0; i < countof(steps) && !rc; i++) {
		struct stmt *q = NULL;
		bool row = false;
		if (steps[i] == SQL_SESSION_DELETE && !*over)
			break;
		rc = db_prepare(app->db, steps[i], &q, err);
		if (rc)
			return rc;
		bind_str(q, "token_sha256", str_from(s->token_sha256));
		if (steps[i] != SQL_SESSION_WRONG_COUNT) {
			rc = stmt_run(q, err);
		} else {
			rc = stmt_step(q, &row, err);
			*over = !rc && (!row || col_int(q, 0) >= CODES_MOST);
		}
		stmt_close(q);
	}
	return rc;
}

/* Recovery codes need no key: without it they alone open. */
static bool unreadable(const struct app *app, const struct account *u)
{
	char secret[SEAL_MOST + 1];
	bool no = !totp_open(app, u->id, u->totp, secret);
	secret_wipe(secret, sizeof(secret));
	return no;
}

static enum rc refuse_code(struct app *app, const struct app_session *s,
			   const struct account *u, struct err *err)
{
	bool over = false;
	enum rc rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = count_wrong(app, s, &over, err);
	if (!rc)
		rc = account_audit(app, "sign_on_failed", "user",
				   s->who.user_id, STR("{\"factor\":\"totp\"}"),
				   err);
	rc = account_end(app, rc, err);
	if (rc)
		return rc;
	if (over)
		return err_msg(err, E_NOT_FOUND, MSG_ACC_CODES_OVER,
			       "%d wrong codes: sign on again", CODES_MOST);
	if (unreadable(app, u))
		return err_msg(err, E_DENIED, MSG_ACC_FACTOR_UNREADABLE,
			       "the second factor of user %" PRId64
			       " does not open with the key of the server",
			       u->id);
	return err_msg(err, E_DENIED, MSG_ACC_CODE_WRONG, "the code is wrong");
}

static enum rc accept_code(struct app *app, const struct app_session *s,
			   const struct account *u,
			   const struct sign_on_code *ask,
			   const struct tries *t, bool known, bool *yes,
			   struct session_given *given, struct err *err)
{
	const char *detail = "{}";
	enum rc rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = code_opens(app, u, ask, yes, &detail, err);
	if (!rc && *yes)
		rc = tries_worked(app, t, err);
	if (!rc && *yes)
		rc = session_step(app, s, u, given, err);
	if (!rc && *yes)
		rc = proved(app, u, ask->address, ask->device, known, detail,
			    given, err);
	return account_end(app, rc, err);
}

static enum rc sign_on_code(struct app *app, const struct app_session *s,
			    const struct sign_on_code *ask,
			    struct session_given *given, struct err *err)
{
	struct account u;
	struct tries t;
	bool known = false, yes = false;
	char name[32];
	snprintf(name, sizeof(name), "#%" PRId64, s->who.user_id);
	enum rc rc = account_by_id(app, s->who.user_id, &u, err);
	if (!rc)
		rc = device_known(app, ask->device, u.id, &known, err);
	if (!rc)
		rc = tries_take(
			app,
			&(struct tries_of){str_from(name), ask->address,
					   known ? ask->device : STR("")},
			&t, &given->wait_s, err);
	if (!rc)
		rc = accept_code(app, s, &u, ask, &t, known, &yes, given, err);
	return rc || yes ? rc : refuse_code(app, s, &u, err);
}

enum rc app_sign_on_code(struct app *app, const struct app_session *s,
			 const struct sign_on_code *ask,
			 struct session_given *given, struct err *err)
{
	*given = (struct session_given){0};
	if (s->stage != STAGE_CODE)
		return err_msg(err, E_STATE, MSG_ACC_NOT_YET,
			       "the session does not wait for a code");
	struct actor before = act_as(app, s->who.user_id);
	enum rc rc = sign_on_code(app, s, ask, given, err);
	app->who = before;
	return rc;
}
