/* Keys for programs: made, listed, revoked. */
#include "app/account_int.h"
#include "app/bind.h"
#include "app/random.h"
#include "app/token.h"

#define DAY_US INT64_C(86400000000)

/* ---- made */

static enum rc check_new(const struct token_new *n, struct err *err)
{
	struct str name = str_trim(n->name);
	if (!name.len || name.len > API_TOKEN_NAME_MOST || !str_is_utf8(name))
		return err_msg(err, E_RANGE, MSG_API_NAME_WRONG,
			       "the name of a key has 1 to %d bytes of UTF-8",
			       API_TOKEN_NAME_MOST);
	for (size_t i = 0; i < name.len; i++)
		if ((unsigned char)name.ptr[i] < 0x20 || name.ptr[i] == 0x7f)
			return err_msg(err, E_RANGE, MSG_API_NAME_WRONG,
				       "the name of a key is one line");
	if (!n->scopes || n->scopes & ~(unsigned)(API_EXAMS | API_OBSERVATIONS))
		return err_msg(err, E_RANGE, MSG_API_SCOPES_WRONG,
			       "a key is for exams, observations or both");
	if (n->days < 1 || n->days > API_TOKEN_DAYS_MOST)
		return err_msg(err, E_RANGE, MSG_API_DAYS_WRONG,
			       "a key lasts 1 to %d days, not %" PRId64,
			       API_TOKEN_DAYS_MOST, n->days);
	return OK;
}

bool app_may_hold_token(enum role role)
{
	return role == ROLE_DOCTOR || role == ROLE_STAFF ||
	       role == ROLE_OPERATOR || role == ROLE_PHARMACIST;
}

static enum rc check_role(enum role role, struct err *err)
{
	return app_may_hold_token(role)
		       ? OK
		       : err_msg(err, E_DENIED, MSG_API_ROLE_WRONG,
				 "a key is of a doctor, staff, operator or "
				 "pharmacist");
}

static enum rc check_room(struct app *app, int64_t user_id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_API_TOKEN_COUNT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "user_id", user_id);
	bind_int(q, "now_us", app->now_us);
	rc = stmt_one(q, err);
	bool full = !rc && col_int(q, 0) >= API_TOKENS_MOST;
	stmt_close(q);
	return full ? err_msg(err, E_LIMIT, MSG_API_TOO_MANY,
			      "user %" PRId64 " has %d keys in force", user_id,
			      API_TOKENS_MOST)
		    : rc;
}

struct owner {
	int64_t user_id, role_id;
	struct str address; /* of the browser, for the line in the account */
};

static enum rc insert(struct app *app, const struct owner *of,
		      const struct token_new *n, const struct token_made *m,
		      struct err *err)
{
	struct stmt *q = NULL;
	struct buf b;
	char digest[SECRET_DIGEST];
	enum rc rc = db_prepare(app->db, SQL_API_TOKEN_INSERT, &q, err);
	if (rc)
		return rc;
	buf_init(&b, 256);
	token_scopes_print(&b, n->scopes);
	secret_digest(str_from(m->token), digest);
	bind_int(q, "id", m->id);
	bind_int(q, "user_id", of->user_id);
	bind_int(q, "role_id", of->role_id);
	bind_str(q, "name", str_trim(n->name));
	bind_str(q, "digest", str_from(digest));
	bind_str(q, "scopes", buf_view(&b));
	bind_int(q, "now_us", app->now_us);
	bind_int(q, "expires_us", m->expires_us);
	buf_release(&b);
	return stmt_finish(q, NULL, err);
}

/* The line in the account and the audit record; ends the transaction. */
static enum rc tell(struct app *app, enum rc rc, const struct owner *of,
		    enum account_what what, int64_t token_id, struct err *err)
{
	const struct happened h = {.user_id = of->user_id,
				   .what = what,
				   .role = N_ROLE,
				   .address = of->address};
	char detail[48];
	int n = snprintf(detail, sizeof(detail), "{\"user\":%" PRId64 "}",
			 of->user_id);
	if (!rc)
		rc = account_tell(app, &h, err);
	if (!rc)
		rc = account_audit(app,
				   what == ACCOUNT_TOKEN_MADE
					   ? "api_token.make"
					   : "api_token.revoke",
				   "api_token", token_id,
				   (struct str){detail, (size_t)n}, err);
	return account_end(app, rc, err);
}

static enum rc make(struct app *app, const struct owner *of,
		    const struct token_new *n, struct token_made *out,
		    struct err *err)
{
	unsigned char raw[SECRET_RAW];
	struct token_made m = {.id = app_id(app),
			       .expires_us = app->now_us + n->days * DAY_US};
	char text[SECRET_TOKEN];
	random_bytes(raw, sizeof(raw));
	secret_token(raw, text);
	snprintf(m.token, sizeof(m.token), API_TOKEN_FRONT "%s", text);
	secret_wipe(raw, sizeof(raw));
	secret_wipe(text, sizeof(text));
	enum rc rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = check_room(app, of->user_id, err);
	if (!rc)
		rc = insert(app, of, n, &m, err);
	rc = tell(app, rc, of, ACCOUNT_TOKEN_MADE, m.id, err);
	if (!rc)
		*out = m;
	secret_wipe(&m, sizeof(m));
	return rc;
}

/* ---- the list, and the end of one */

static enum rc list_of(struct app *app, int64_t user_id, struct arena *a,
		       struct token_view **list, size_t *n, struct err *err)
{
	enum { MOST = 100 };
	struct stmt *q = NULL;
	bool row = false;
	*n = 0;
	*list = arena_calloc(a, MOST, sizeof(**list));
	if (!*list)
		return arena_fail(a, err);
	enum rc rc = db_prepare(app->db, SQL_API_TOKEN_LIST, &q, err);
	if (rc)
		return rc;
	bind_int(q, "user_id", user_id);
	bind_int(q, "now_us", app->now_us);
	while (!(rc = stmt_step(q, &row, err)) && row && *n < MOST) {
		struct token_view *v = &(*list)[(*n)++];
		*v = (struct token_view){.id = col_int(q, 0),
					 .name = col_text(q, 1, a),
					 .created_us = col_int(q, 3),
					 .expires_us = col_int(q, 4),
					 .used_us = col_int(q, 5),
					 .used_from = col_text(q, 6, a),
					 .revoked_us = col_int(q, 7),
					 .role = role_of(col_str(q, 8))};
		v->in_force = token_scopes_parse(col_str(q, 2), &v->scopes) &&
			      !v->revoked_us && v->expires_us > app->now_us;
	}
	stmt_close(q);
	return rc;
}

static enum rc revoke(struct app *app, const struct owner *of, int64_t id,
		      struct err *err)
{
	struct stmt *q = NULL;
	int64_t n = 0;
	enum rc rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = db_prepare(app->db, SQL_API_TOKEN_REVOKE, &q, err);
	if (!rc) {
		bind_int(q, "id", id);
		bind_int(q, "user_id", of->user_id);
		bind_int(q, "now_us", app->now_us);
		rc = stmt_finish(q, &n, err);
	}
	if (!rc && !n)
		rc = err_msg(err, E_NOT_FOUND, MSG_API_GONE,
			     "user %" PRId64 " has no key %" PRId64 " in force",
			     of->user_id, id);
	return tell(app, rc, of, ACCOUNT_TOKEN_REVOKED, id, err);
}

/* ---- one's own */

static struct owner mine(const struct app_session *s)
{
	return (struct owner){s->who.user_id, s->role_id, s->address};
}

enum rc app_my_token_make(struct app *app, const struct app_session *s,
			  struct str password, const struct token_new *n,
			  struct token_made *out, struct err *err)
{
	struct account u;
	int64_t wait_s;
	const struct owner of = mine(s);
	enum rc rc = check_role(s->who.role, err);
	if (!rc)
		rc = check_new(n, err);
	if (!rc)
		rc = account_by_id(app, s->who.user_id, &u, err);
	if (!rc)
		rc = own_password_fits(app, s, &u, password, &wait_s, err);
	return rc ? rc : make(app, &of, n, out, err);
}

enum rc app_my_tokens(struct app *app, const struct app_session *s,
		      struct arena *a, struct token_view **list, size_t *n,
		      struct err *err)
{
	return list_of(app, s->who.user_id, a, list, n, err);
}

enum rc app_my_token_revoke(struct app *app, const struct app_session *s,
			    int64_t id, struct err *err)
{
	const struct owner of = mine(s);
	return revoke(app, &of, id, err);
}

/* ---- of others */

/* Their role of that name today, or the first that may hold a key. */
static enum rc role_today(struct app *app, int64_t user_id, enum role role,
			  int64_t *role_id, struct err *err)
{
	struct arena a;
	struct role_view *list = NULL;
	size_t n = 0;
	*role_id = 0;
	arena_init(&a, 1u << 20); /* a user has a few roles */
	enum rc rc =
		account_roles(app, user_id, app->today, &a, &list, &n, err);
	for (size_t i = 0; i < n && !rc && !*role_id; i++)
		if (role == N_ROLE ? app_may_hold_token(list[i].role)
				   : list[i].role == role)
			*role_id = list[i].id;
	arena_release(&a);
	if (!rc && (!*role_id || (role != N_ROLE && !app_may_hold_token(role))))
		rc = err_msg(err, E_DENIED, MSG_API_ROLE_WRONG,
			     "user %" PRId64 " has no role today that may hold "
			     "a key: doctor, staff, operator, pharmacist",
			     user_id);
	return rc;
}

enum rc app_user_token_make(struct app *app, int64_t user_id, enum role role,
			    const struct token_new *n, struct token_made *out,
			    struct err *err)
{
	struct owner of = {.user_id = user_id};
	enum rc rc = app_require(app, MAY_MANAGE_ACCOUNTS, 0, err);
	if (!rc && app->who.role != ROLE_SYSTEM)
		rc = err_set(err, E_DENIED,
			     "keys of others are made by the command line "
			     "alone");
	if (!rc)
		rc = check_new(n, err);
	if (!rc)
		rc = role_today(app, user_id, role, &of.role_id, err);
	return rc ? rc : make(app, &of, n, out, err);
}

enum rc app_user_tokens(struct app *app, int64_t user_id, struct arena *a,
			struct token_view **list, size_t *n, struct err *err)
{
	enum rc rc = app_require(app, MAY_MANAGE_ACCOUNTS, 0, err);
	return rc ? rc : list_of(app, user_id, a, list, n, err);
}

enum rc app_user_token_revoke(struct app *app, int64_t user_id, int64_t id,
			      struct err *err)
{
	const struct owner of = {.user_id = user_id};
	enum rc rc = app_require(app, MAY_MANAGE_ACCOUNTS, 0, err);
	return rc ? rc : revoke(app, &of, id, err);
}
