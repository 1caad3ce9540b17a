/* What happened to an account: told to its user, who may say "it was not me".
 */
#include "app/account_int.h"
#include "app/bind.h"
#include "app/random.h"

#define DAY_US       INT64_C(86400000000)
#define USERS_MOST   20 /* who are one doctor */
#define ADDRESS_MOST 100

static const char *const what_name[N_ACCOUNT_WHAT] = {
	[ACCOUNT_NEW_DEVICE] = "new_device",
	[ACCOUNT_RECOVERY_USED] = "recovery_used",
	[ACCOUNT_PASSWORD] = "password",
	[ACCOUNT_PASSWORD_RESET] = "password_reset",
	[ACCOUNT_FACTOR_ON] = "factor_on",
	[ACCOUNT_FACTOR_OFF] = "factor_off",
	[ACCOUNT_ROLE_GIVEN] = "role_given",
	[ACCOUNT_ROLE_ENDED] = "role_ended",
	[ACCOUNT_DELEGATION_GIVEN] = "delegation_given",
	[ACCOUNT_DELEGATION_TAKEN] = "delegation_taken",
	[ACCOUNT_DELEGATION_ENDED] = "delegation_ended",
	[ACCOUNT_CHANGED] = "changed",
	[ACCOUNT_DISABLED] = "disabled",
	[ACCOUNT_ENABLED] = "enabled",
	[ACCOUNT_LOCKED] = "locked",
	[ACCOUNT_TOKEN_MADE] = "token_made",
	[ACCOUNT_TOKEN_REVOKED] = "token_revoked",
};
static const char *const by_name[N_EVENT_BY] = {
	[EVENT_BY_SELF] = "self",
	[EVENT_BY_ADMIN] = "admin",
	[EVENT_BY_COMMAND] = "command",
	[EVENT_BY_DOCTOR] = "doctor",
};

static int index_of(const char *const *names, int n, struct str name)
{
	int i = 0;
	while (i < n && !str_is(name, names[i]))
		i++;
	if (i == n)
		BUG("event of an account");
	return i;
}

/* ---- telling */

static enum account_by by_whom(const struct app *app, int64_t user_id)
{
	if (app->who.user_id == user_id)
		return EVENT_BY_SELF;
	return app->who.role == ROLE_SYSTEM   ? EVENT_BY_COMMAND
	       : app->who.role == ROLE_DOCTOR ? EVENT_BY_DOCTOR
					      : EVENT_BY_ADMIN;
}

struct link {
	char token[TOKEN_TEXT], digest[SHA256_HEX];
	int64_t until_us;
};

static enum rc make_link(struct app *app, struct link *l, struct err *err)
{
	unsigned char raw[SECRET_RAW];
	int64_t days = 0;
	enum rc rc =
		account_setting(app, "account.notice_link_days", &days, err);
	random_bytes(raw, sizeof(raw));
	secret_token(raw, l->token);
	secret_wipe(raw, sizeof(raw));
	token_digest(str_from(l->token), l->digest);
	l->until_us = app->now_us + days * DAY_US;
	return rc;
}

static enum rc insert(struct app *app, const struct happened *h, int64_t id,
		      enum account_by by, const struct link *l, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_ACCOUNT_EVENT_INSERT, &q, err);
	if (rc)
		return rc;
	struct str address = by == EVENT_BY_SELF ? h->address : STR("");
	bind_int(q, "id", id);
	bind_int(q, "user_id", h->user_id);
	bind_int(q, "now_us", app->now_us);
	bind_str(q, "what", str_from(what_name[h->what]));
	bind_str(q, "by_whom", str_from(by_name[by]));
	bind_str(q, "role",
		 str_from(h->role < N_ROLE ? role_name[h->role] : ""));
	bind_str(q, "address",
		 str_sub(address, 0,
			 (size_t)min_i64((int64_t)address.len, ADDRESS_MOST)));
	bind_opt(q, "token_sha256", str_from(l->digest));
	bind_int(q, "until_us", l->until_us);
	return stmt_finish(q, NULL, err);
}

/* The gateway finds the user's address by the number, and writes the words. */
static enum rc put_message(struct app *app, const struct happened *h,
			   int64_t id, enum account_by by, const struct link *l,
			   struct err *err)
{
	char payload[320];
	int n = snprintf(payload, sizeof(payload),
			 "{\"event\":%" PRId64 ",\"user\":%" PRId64
			 ",\"what\":\"%s\",\"by\":\"%s\",\"at_us\":%" PRId64,
			 id, h->user_id, what_name[h->what], by_name[by],
			 app->now_us);
	n += snprintf(payload + n, sizeof(payload) - (size_t)n,
		      *l->token ? ",\"link\":\"/non-sono-io/%s\"}" : "}",
		      l->token);
	return outbox_put(app, "account.notice", 0,
			  (struct str){payload, (size_t)n}, err);
}

enum rc account_tell(struct app *app, const struct happened *h, struct err *err)
{
	struct link link = {.until_us = 0};
	enum account_by by = by_whom(app, h->user_id);
	int64_t id = app_id(app);
	enum rc rc = OK;
	if (h->what != ACCOUNT_LOCKED)
		rc = make_link(app, &link, err);
	if (!rc)
		rc = insert(app, h, id, by, &link, err);
	return rc ? rc : put_message(app, h, id, by, &link, err);
}

enum rc account_tell_doctor(struct app *app, int64_t doctor_id,
			    enum account_what what, struct err *err)
{
	struct stmt *q = NULL;
	int64_t users[USERS_MOST];
	size_t n = 0;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_USERS_OF_DOCTOR, &q, err);
	if (rc)
		return rc;
	bind_int(q, "doctor_id", doctor_id);
	bind_date(q, "on_date", app->today);
	while (!(rc = stmt_step(q, &row, err)) && row && n < USERS_MOST)
		users[n++] = col_int(q, 0);
	stmt_close(q);
	for (size_t i = 0; i < n && !rc; i++)
		rc = account_tell(app,
				  &(struct happened){.user_id = users[i],
						     .what = what,
						     .role = N_ROLE},
				  err);
	return rc;
}

/* ---- reading */

static void take_event(const struct stmt *q, struct arena *a,
		       struct account_event *e)
{
	struct str role = col_str(q, 4);
	*e = (struct account_event){
		.id = col_int(q, 0),
		.at_us = col_int(q, 1),
		.what = (enum account_what)index_of(what_name, N_ACCOUNT_WHAT,
						    col_str(q, 2)),
		.by = (enum account_by)index_of(by_name, N_EVENT_BY,
						col_str(q, 3)),
		.role = role.len ? role_of(role) : N_ROLE,
		.address = a ? col_text(q, 5, a) : STR(""),
	};
}

enum rc app_my_events(struct app *app, const struct app_session *s,
		      struct arena *a, struct account_event **list, size_t *n,
		      struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	size_t count = 0;
	struct account_event *rows =
		arena_array(a, struct account_event, EVENTS_SHOWN);
	if (!rows)
		return arena_fail(a, err);
	enum rc rc = db_prepare(app->db, SQL_ACCOUNT_EVENT_LIST, &q, err);
	if (rc)
		return rc;
	bind_int(q, "user_id", s->who.user_id);
	bind_int(q, "n", EVENTS_SHOWN);
	while (!(rc = stmt_step(q, &row, err)) && row && count < EVENTS_SHOWN)
		take_event(q, a, &rows[count++]);
	stmt_close(q);
	*list = rows;
	*n = count;
	return rc;
}

static enum rc find_link(struct app *app, struct str token,
			 struct account_event *out, int64_t *user_id,
			 struct err *err)
{
	struct stmt *q = NULL;
	char digest[SHA256_HEX];
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_ACCOUNT_EVENT_LINK, &q, err);
	if (rc)
		return rc;
	token_digest(token, digest);
	bind_str(q, "token_sha256", str_from(digest));
	bind_int(q, "now_us", app->now_us);
	rc = stmt_step(q, &row, err);
	if (!rc && row) {
		take_event(q, NULL, out);
		*user_id = col_int(q, 6);
	}
	stmt_close(q);
	if (!rc && !row)
		rc = err_msg(err, E_NOT_FOUND, MSG_ACC_LINK_OVER,
			     "no such link, or it is over");
	return rc;
}

enum rc app_link_event(struct app *app, struct str token,
		       struct account_event *out, struct err *err)
{
	int64_t user_id;
	return find_link(app, token, out, &user_id, err);
}

/* ---- "it was not me" */

static enum rc run_for(struct app *app, enum sql id, const char *name,
		       int64_t user_id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, name, user_id);
	if (id == SQL_ACCOUNT_LOCK || id == SQL_API_TOKEN_REVOKE_USER)
		bind_int(q, "now_us", app->now_us);
	return stmt_finish(q, NULL, err);
}

static enum rc tell_administrators(struct app *app, int64_t user_id,
				   struct err *err)
{
	char payload[96];
	int n = snprintf(payload, sizeof(payload),
			 "{\"user\":%" PRId64 ",\"at_us\":%" PRId64 "}",
			 user_id, app->now_us);
	return outbox_put(app, "account.locked", 0,
			  (struct str){payload, (size_t)n}, err);
}

/* In the open transaction. */
static enum rc lock(struct app *app, int64_t user_id, struct str address,
		    const char *detail, struct err *err)
{
	const struct happened h = {.user_id = user_id,
				   .what = ACCOUNT_LOCKED,
				   .role = N_ROLE,
				   .address = address};
	enum rc rc = run_for(app, SQL_ACCOUNT_LOCK, "id", user_id, err);
	if (!rc)
		rc = second_factor_clear(app, user_id, err);
	if (!rc)
		rc = session_end_all(app, user_id, STR(""), err);
	if (!rc)
		rc = run_for(app, SQL_DEVICE_DELETE_USER, "user_id", user_id,
			     err);
	if (!rc)
		rc = run_for(app, SQL_API_TOKEN_REVOKE_USER, "user_id", user_id,
			     err);
	if (!rc)
		rc = run_for(app, SQL_ACCOUNT_EVENT_UNLINK, "user_id", user_id,
			     err);
	if (!rc)
		rc = account_tell(app, &h, err);
	if (!rc)
		rc = tell_administrators(app, user_id, err);
	if (!rc)
		rc = account_audit(app, "account.lock", "user", user_id,
				   str_from(detail), err);
	return rc;
}

enum rc app_my_lock(struct app *app, const struct app_session *s,
		    struct err *err)
{
	enum rc rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = lock(app, s->who.user_id, s->address, "{\"by\":\"session\"}", err);
	return account_end(app, rc, err);
}

enum rc app_link_lock(struct app *app, struct str token, struct err *err)
{
	struct account_event e;
	struct actor before = app->who;
	int64_t user_id = 0;
	enum rc rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = find_link(app, token, &e, &user_id, err);
	app->who = (struct actor){.user_id = user_id,
				  .role = ROLE_NOBODY,
				  .purpose = role_purpose(ROLE_NOBODY)};
	if (!rc)
		rc = lock(app, user_id, STR(""), "{\"by\":\"link\"}", err);
	app->who = before;
	return account_end(app, rc, err);
}
