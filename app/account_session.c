#include "app/account_int.h"
#include "app/bind.h"
#include "app/looks.h"
#include "app/random.h"

#define MINUTE_US INT64_C(60000000)

static const char *const stage_name[N_STAGE] = {
	[STAGE_CODE] = "code",   [STAGE_PASSWORD] = "password",
	[STAGE_ENROL] = "enrol", [STAGE_ROLE] = "role",
	[STAGE_OPEN] = "open",
};

static enum session_stage stage_of(struct str name)
{
	enum session_stage s = 0;
	while (s < N_STAGE && !str_is(name, stage_name[s]))
		s++;
	if (s == N_STAGE)
		BUG("stage of a session");
	return s;
}

/* ---- reading */

static void take_session(const struct stmt *q, struct arena *a,
			 struct app_session *s)
{
	*s = (struct app_session){
		.id = col_int(q, 0),
		.stage = stage_of(col_str(q, 1)),
		.who = {.user_id = col_int(q, 2), .role = ROLE_NOBODY},
		.created_us = col_int(q, 4),
		.seen_us = col_int(q, 5),
		.until_us = col_int(q, 6),
		.login = col_text(q, 7, a),
		.display_name = col_text(q, 8, a),
		.lang = col_text(q, 9, a),
		.has_second_factor = col_int(q, 10) != 0,
		.n_role = (int)col_int(q, 11),
		.address = col_text(q, 17, a),
	};
	snprintf(s->csrf, sizeof(s->csrf), STR_FMT, STR_ARG(col_str(q, 3)));
	if (s->stage == STAGE_OPEN && col_null(q, 12))
		s->stage = STAGE_ROLE; /* the role is over */
	if (s->stage == STAGE_OPEN) {
		s->role_id = col_int(q, 12);
		s->who.role = role_of(col_str(q, 13));
		s->who.doctor_id = col_int(q, 14);
		s->who.org_id = col_int(q, 15);
		s->who.person_id = col_int(q, 16);
		if (s->who.role == N_ROLE || s->who.role == ROLE_SYSTEM)
			s->who.role = ROLE_NOBODY;
	}
	s->who.purpose = role_purpose(s->who.role);
}

enum rc app_session_find(struct app *app, struct str token, struct arena *a,
			 struct app_session *out, struct err *err)
{
	struct stmt *q = NULL;
	struct app_session s = {0};
	char digest[SHA256_HEX];
	if (token.len != TOKEN_TEXT - 1)
		return err_msg(err, E_NOT_FOUND, MSG_ACC_SESSION_ENDED,
			       "no session has such a token");
	enum rc rc = db_prepare(app->db, SQL_SESSION_FIND, &q, err);
	if (rc)
		return rc;
	token_digest(token, digest);
	bind_str(q, "token_sha256", str_from(digest));
	bind_int(q, "now_us", app->now_us);
	bind_date(q, "on_date", app->today);
	rc = stmt_one(q, err);
	if (!rc)
		take_session(q, a, &s);
	else if (rc == E_NOT_FOUND)
		rc = err_msg(err, rc, MSG_ACC_SESSION_ENDED,
			     "the session has ended");
	stmt_close(q);
	if (!rc && (!s.login.ptr || !s.display_name.ptr || !s.address.ptr))
		rc = arena_fail(a, err);
	if (rc)
		return rc;
	s.touch = app->now_us - s.seen_us >= MINUTE_US;
	snprintf(s.token_sha256, sizeof(s.token_sha256), "%s", digest);
	*out = s;
	return OK;
}

enum rc session_touch(struct app *app, struct str token_sha256, int64_t at_us,
		      struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_SESSION_TOUCH, &q, err);
	if (rc)
		return rc;
	bind_str(q, "token_sha256", token_sha256);
	bind_int(q, "now_us", at_us);
	return stmt_finish(q, NULL, err);
}

enum rc app_session_touch(struct app *app, const struct app_session *s,
			  struct err *err)
{
	struct str token = str_from(s->token_sha256);
	if (app->looks)
		return looks_touch(app->looks, app, token, err);
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = session_touch(app, token, app->now_us, err);
	return account_end(app, rc, err);
}

static enum rc sweep_one(struct app *app, enum sql id, const char *name,
			 int64_t us, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, name, us);
	return stmt_finish(q, NULL, err);
}

enum rc app_session_sweep(struct app *app, struct err *err)
{
	enum rc rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = sweep_one(app, SQL_SESSION_SWEEP, "now_us", app->now_us, err);
	if (!rc)
		rc = sweep_one(app, SQL_DEVICE_SWEEP, "now_us", app->now_us,
			       err);
	if (!rc)
		rc = sweep_one(app, SQL_TRIES_SWEEP, "before_us",
			       app->now_us - 120 * MINUTE_US, err);
	int64_t days = 0;
	if (!rc)
		rc = account_setting(app, "account.notice_days", &days, err);
	if (!rc)
		rc = sweep_one(app, SQL_ACCOUNT_EVENT_SWEEP, "before_us",
			       app->now_us - days * 24 * 60 * MINUTE_US, err);
	return account_end(app, rc, err);
}

/* ---- making */

static enum rc end_one(struct app *app, struct str sha256, int64_t *n,
		       struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_SESSION_DELETE, &q, err);
	if (rc)
		return rc;
	bind_str(q, "token_sha256", sha256);
	return stmt_finish(q, n, err);
}

/* A session that somebody ended meanwhile does not live on in another. */
static enum rc replace_old(struct app *app, struct str sha256, struct err *err)
{
	int64_t n = 0;
	enum rc rc = end_one(app, sha256, &n, err);
	if (!rc && !n)
		rc = err_msg(err, E_NOT_FOUND, MSG_ACC_SESSION_ENDED,
			     "the session has ended");
	return rc;
}

enum rc session_end_all(struct app *app, int64_t user_id,
			struct str keep_sha256, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_SESSION_DELETE_USER, &q, err);
	if (rc)
		return rc;
	bind_int(q, "user_id", user_id);
	bind_opt(q, "keep_sha256", keep_sha256);
	return stmt_finish(q, NULL, err);
}

/* How long it may be idle, and how long it lives at most. */
static enum rc lives(struct app *app, const struct session_new *n,
		     int64_t *idle_us, int64_t *until_us, struct err *err)
{
	int64_t idle = 0, life = 0;
	bool open = n->stage == STAGE_OPEN;
	enum rc rc = account_setting(app,
				     !open ? "account.step_minutes"
				     : n->role == ROLE_CITIZEN
					     ? "account.idle_minutes_citizen"
					     : "account.idle_minutes_"
					       "professional",
				     &idle, err);
	if (!rc)
		rc = account_setting(app,
				     open ? "account.session_hours"
					  : "account.step_minutes",
				     &life, err);
	*idle_us = idle * MINUTE_US;
	*until_us = n->until_us
			    ? n->until_us
			    : app->now_us + life * MINUTE_US * (open ? 60 : 1);
	return rc;
}

static enum rc insert(struct app *app, const struct session_new *n,
		      const struct session_given *given, struct err *err)
{
	struct stmt *q = NULL;
	int64_t idle_us = 0, until_us = 0;
	char digest[SHA256_HEX];
	enum rc rc = lives(app, n, &idle_us, &until_us, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_SESSION_INSERT, &q, err);
	if (rc)
		return rc;
	token_digest(str_from(given->token), digest);
	bind_str(q, "token_sha256", str_from(digest));
	bind_int(q, "id", app_id(app));
	bind_int(q, "user_id", n->user_id);
	bind_id(q, "role_id", n->role_id);
	bind_str(q, "csrf", str_from(given->csrf));
	bind_str(q, "stage", str_from(stage_name[n->stage]));
	bind_int(q, "created_us", n->created_us ? n->created_us : app->now_us);
	bind_int(q, "now_us", app->now_us);
	bind_int(q, "expires_us", until_us);
	bind_int(q, "idle_us", idle_us);
	bind_str(q, "address", n->address);
	return stmt_finish(q, NULL, err);
}

enum rc session_make(struct app *app, const struct session_new *n,
		     struct session_given *given, struct err *err)
{
	unsigned char raw[2][SECRET_RAW];
	enum rc rc = OK;
	if (n->old_sha256.len)
		rc = replace_old(app, n->old_sha256, err);
	random_bytes(raw, sizeof(raw));
	secret_token(raw[0], given->token);
	secret_token(raw[1], given->csrf);
	secret_wipe(raw, sizeof(raw));
	given->stage = n->stage;
	return rc ? rc : insert(app, n, given, err);
}

/* ---- stages */

static bool role_asks(struct str list, struct str role)
{
	for (struct str rest = list, one; rest.ptr;) {
		one = str_cut(&rest, '|');
		if (str_eq(one, role))
			return true;
	}
	return false;
}

/* The roles of today: how many, the last of them, and whether one asks for a
 * second factor. */
static enum rc look_at_roles(struct app *app, int64_t user_id,
			     struct session_new *n, int *count, bool *wanted,
			     struct err *err)
{
	struct stmt *q = NULL;
	struct str list;
	bool row = false;
	*count = 0;
	*wanted = false;
	enum rc rc = rules_text(&app->rules, "account.second_factor_roles",
				STR(""), app->today, &list, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_ROLE_LIST, &q, err);
	if (rc)
		return rc;
	bind_int(q, "user_id", user_id);
	bind_date(q, "on_date", app->today);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		++*count;
		*wanted |= role_asks(list, col_str(q, 1));
		n->role_id = col_int(q, 0);
		n->role = role_of(col_str(q, 1));
	}
	stmt_close(q);
	return rc;
}

enum rc second_factor_wanted(struct app *app, int64_t user_id, bool *yes,
			     struct err *err)
{
	struct session_new n = {0};
	int count;
	return look_at_roles(app, user_id, &n, &count, yes, err);
}

enum rc session_stage_next(struct app *app, const struct account *u,
			   struct session_new *n, struct err *err)
{
	int count = 0;
	bool wanted = false;
	enum rc rc = look_at_roles(app, u->id, n, &count, &wanted, err);
	n->stage = u->must_change        ? STAGE_PASSWORD
		   : wanted && !*u->totp ? STAGE_ENROL
		   : count != 1          ? STAGE_ROLE
					 : STAGE_OPEN;
	if (n->stage != STAGE_OPEN) {
		n->role_id = 0;
		n->role = ROLE_NOBODY;
	}
	return rc;
}

/* A session that was open keeps its role and its end. */
enum rc session_step(struct app *app, const struct app_session *s,
		     const struct account *u, struct session_given *given,
		     struct err *err)
{
	struct session_new n = {
		.user_id = u->id,
		.old_sha256 = str_from(s->token_sha256),
		.created_us = s->created_us,
		.address = s->address,
	};
	enum rc rc = OK;
	if (s->stage == STAGE_OPEN) {
		n.stage = STAGE_OPEN;
		n.role_id = s->role_id;
		n.role = s->who.role;
		n.until_us = s->until_us;
	} else {
		rc = session_stage_next(app, u, &n, err);
	}
	return rc ? rc : session_make(app, &n, given, err);
}

/* ---- leaving */

enum rc app_log_out(struct app *app, const struct app_session *s,
		    struct err *err)
{
	enum rc rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = end_one(app, str_from(s->token_sha256), NULL, err);
	if (!rc)
		rc = account_audit(app, "log_out", "session", s->id, STR("{}"),
				   err);
	return account_end(app, rc, err);
}

enum rc app_log_out_everywhere(struct app *app, const struct app_session *s,
			       bool keep, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = session_end_all(app, s->who.user_id,
			     keep ? str_from(s->token_sha256) : STR(""), err);
	if (!rc)
		rc = db_prepare(app->db, SQL_DEVICE_DELETE_USER, &q, err);
	if (!rc) {
		bind_int(q, "user_id", s->who.user_id);
		rc = stmt_finish(q, NULL, err);
	}
	if (!rc)
		rc = account_audit(app, "log_out_everywhere", "user",
				   s->who.user_id, STR("{}"), err);
	return account_end(app, rc, err);
}

static enum rc choose_role(struct app *app, const struct app_session *s,
			   int64_t role_id, struct session_new *n,
			   struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_ROLE_OF_USER, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", role_id);
	bind_int(q, "user_id", s->who.user_id);
	bind_date(q, "on_date", app->today);
	rc = stmt_step(q, &row, err);
	if (!rc && !row)
		rc = err_msg(err, E_DENIED, MSG_ACC_NOT_YOUR_ROLE,
			     "user %" PRId64 " does not have role %" PRId64
			     " today",
			     s->who.user_id, role_id);
	if (!rc) {
		n->role_id = role_id;
		n->role = role_of(col_str(q, 1));
	}
	stmt_close(q);
	return rc;
}

enum rc app_session_role(struct app *app, const struct app_session *s,
			 int64_t role_id, struct session_given *given,
			 struct err *err)
{
	struct session_new n = {
		.user_id = s->who.user_id,
		.stage = STAGE_OPEN,
		.old_sha256 = str_from(s->token_sha256),
		.created_us = s->created_us,
		.until_us = s->role_id ? s->until_us : 0,
		.address = s->address,
	};
	char detail[64];
	*given = (struct session_given){0};
	if (s->stage != STAGE_ROLE && s->stage != STAGE_OPEN)
		return err_msg(err, E_STATE, MSG_ACC_NOT_YET,
			       "the session is not ready for a role");
	enum rc rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = choose_role(app, s, role_id, &n, err);
	if (!rc)
		rc = session_make(app, &n, given, err);
	snprintf(detail, sizeof(detail), "{\"role\":\"%s\"}",
		 role_name[n.role]);
	if (!rc)
		rc = account_audit(app, "role.choose", "user_role", role_id,
				   str_from(detail), err);
	return account_end(app, rc, err);
}
