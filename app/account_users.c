/* Users, as an administrator sees them. */
#include "app/account_int.h"
#include "app/bind.h"

#define NAME_MOST  100 /* characters that a page can show */
#define EMAIL_MOST 200
#define LIST_MOST  200
#define DAY_US     INT64_C(86400000000)

/* ---- making */

static bool name_fits(struct str name)
{
	struct str s = str_trim(name);
	for (size_t i = 0; i < s.len; i++)
		if ((unsigned char)s.ptr[i] < 32 || s.ptr[i] == 127)
			return false;
	return s.len && s.len <= 4 * NAME_MOST && str_is_utf8(s);
}

/* Enough to catch a slip: one @ with something on both sides. */
static bool email_fits(struct str email)
{
	if (!email.len)
		return true;
	struct str rest = email;
	str_cut(&rest, '@');
	for (size_t i = 0; i < email.len; i++)
		if ((unsigned char)email.ptr[i] <= 32 || email.ptr[i] == 127)
			return false;
	return email.len <= EMAIL_MOST && str_is_utf8(email) && rest.ptr &&
	       rest.len && rest.len + 1 < email.len &&
	       !memchr(rest.ptr, '@', rest.len);
}

static enum rc check_names(struct str name, struct str email, struct err *err)
{
	if (!name_fits(name))
		return err_msg(err, E_RANGE, MSG_ACC_NAME_WRONG,
			       "a name has 1 to %d characters on one line",
			       NAME_MOST);
	if (!email_fits(email))
		return err_msg(err, E_RANGE, MSG_ACC_EMAIL_WRONG,
			       "\"" STR_FMT "\" is no address of e-mail",
			       STR_ARG(email));
	return OK;
}

/* The password given, or one made; either must be changed unless `keep`. */
struct fresh {
	char hash[HASH_TEXT];
	bool must_change;
	int64_t until_us;
};

static enum rc fresh_password(struct app *app, struct str given, bool keep,
			      struct str login, struct str name,
			      char one_time[ONE_TIME_TEXT], struct fresh *out,
			      struct err *err)
{
	int64_t days = 0;
	enum rc rc = account_setting(app, "account.one_time_days", &days, err);
	*one_time = 0;
	if (!rc && given.len)
		rc = account_password_fits(app, given, login, name, err);
	if (!given.len) {
		one_time_make(one_time);
		given = str_from(one_time);
	}
	if (!rc)
		rc = account_hash(app, given, out->hash, err);
	out->must_change = !keep;
	out->until_us = keep ? 0 : app->now_us + days * DAY_US;
	return rc;
}

static void bind_password(struct stmt *q, const struct fresh *f)
{
	bind_str(q, "password_hash", str_from(f->hash));
	bind_int(q, "must_change", f->must_change);
	bind_int(q, "one_time_until_us", f->until_us);
}

static enum rc insert_user(struct app *app, const struct user_new *u,
			   const char *login, const struct fresh *f, int64_t id,
			   struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_ACCOUNT_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_str(q, "login", str_from(login));
	bind_str(q, "display_name", str_trim(u->display_name));
	bind_opt(q, "email", u->email);
	bind_str(q, "lang", u->lang);
	bind_password(q, f);
	bind_int(q, "now_us", app->now_us);
	rc = stmt_finish(q, NULL, err);
	if (rc == E_CONFLICT)
		rc = err_msg(err, rc, MSG_ACC_LOGIN_TAKEN,
			     "the login \"%s\" is taken", login);
	if (!rc)
		rc = account_audit(app, "user.add", "user", id, STR("{}"), err);
	return rc;
}

/* The user and the first role, in a transaction. */
static enum rc insert_with_role(struct app *app, const struct user_new *u,
				const char *login, const struct fresh *f,
				int64_t id, struct err *err)
{
	int64_t role_id;
	enum rc rc = insert_user(app, u, login, f, id, err);
	if (rc || !u->role)
		return rc;
	struct role_new first = *u->role;
	first.user_id = id;
	return account_role_put(app, &first, &role_id, err);
}

enum rc app_user_add(struct app *app, const struct user_new *u, int64_t *id,
		     char one_time[ONE_TIME_TEXT], struct err *err)
{
	struct fresh f;
	char login[LOGIN_MOST + 1];
	enum lang lang;
	enum rc rc = app_require(app, MAY_MANAGE_ACCOUNTS, 0, err);
	if (!rc && !login_fold(u->login, login))
		rc = err_msg(err, E_RANGE, MSG_ACC_LOGIN_WRONG,
			     "a login has 3 to %d of a-z 0-9 . _ @ -",
			     LOGIN_MOST);
	if (!rc)
		rc = check_names(u->display_name, u->email, err);
	if (!rc && u->lang.len && !lang_parse(u->lang, &lang))
		rc = err_set(err, E_RANGE, "a language is it or en");
	if (!rc && u->role)
		rc = account_role_check(app, u->role, err);
	if (!rc)
		rc = fresh_password(app, u->password, u->keep_password,
				    str_from(login), u->display_name, one_time,
				    &f, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (rc)
		return rc;
	int64_t fresh = app_id(app);
	rc = account_end(app, insert_with_role(app, u, login, &f, fresh, err),
			 err);
	if (!rc)
		*id = fresh;
	return rc;
}

/* ---- reading */

static void take_user(const struct stmt *q, struct arena *a,
		      struct user_view *u)
{
	*u = (struct user_view){
		.id = col_int(q, 0),
		.login = col_text(q, 1, a),
		.display_name = col_text(q, 2, a),
		.email = col_text(q, 3, a),
		.lang = col_text(q, 4, a),
		.disabled = col_int(q, 5) != 0,
		.has_password = col_int(q, 6) != 0,
		.has_second_factor = col_int(q, 7) != 0,
		.must_change = col_int(q, 8) != 0,
		.created_us = col_int(q, 9),
		.signed_on_us = col_int(q, 10),
		.locked = col_int(q, 11) != 0,
	};
}

static enum rc put_roles(struct app *app, struct arena *a,
			 struct user_view *list, size_t n, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < n && !rc; i++) {
		struct role_view *roles = NULL;
		size_t n_role = 0;
		struct buf b;
		buf_init(&b, 4096); /* 200 names of 12 letters */
		rc = account_roles(app, list[i].id, app->today, a, &roles,
				   &n_role, err);
		for (size_t k = 0; k < n_role && !rc; k++) {
			buf_text(&b, k ? ", " : "");
			buf_text(&b, role_name[roles[k].role]);
		}
		list[i].roles = arena_str(a, buf_view(&b));
		buf_release(&b);
	}
	return rc;
}

/* A pattern of LIKE for "contains", or NULL. */
static void bind_pattern(struct stmt *q, struct str text)
{
	char pattern[512];
	size_t n = 0;
	struct str s = str_trim(text);
	if (!s.len) {
		bind_null(q, "q");
		return;
	}
	pattern[n++] = '%';
	for (size_t i = 0; i < s.len && n + 3 < sizeof(pattern); i++) {
		char c = s.ptr[i];
		if (c == '%' || c == '_' || c == '\\')
			pattern[n++] = '\\';
		pattern[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	}
	pattern[n++] = '%';
	bind_str(q, "q", (struct str){pattern, n});
}

static void bind_query(struct stmt *q, const struct app *app,
		       const struct user_query *ask)
{
	bind_pattern(q, ask->q);
	bind_opt(q, "role",
		 ask->role < N_ROLE ? str_from(role_name[ask->role]) : STR(""));
	bind_date(q, "on_date", app->today);
}

static enum rc count_users(struct app *app, const struct user_query *ask,
			   int64_t *total, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_ACCOUNT_COUNT, &q, err);
	if (rc)
		return rc;
	bind_query(q, app, ask);
	rc = stmt_one(q, err);
	if (!rc)
		*total = col_int(q, 0);
	stmt_close(q);
	return rc;
}

enum rc app_user_list(struct app *app, const struct user_query *ask,
		      struct arena *a, struct user_view **list, size_t *n,
		      int64_t *total, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	size_t count = 0;
	struct user_view *rows = NULL;
	enum rc rc = app_require(app, MAY_MANAGE_ACCOUNTS, 0, err);
	if (!rc && !(rows = arena_array(a, struct user_view, LIST_MOST)))
		rc = arena_fail(a, err);
	if (!rc)
		rc = count_users(app, ask, total, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_ACCOUNT_PAGE, &q, err);
	if (rc)
		return rc;
	bind_query(q, app, ask);
	bind_int(q, "n", min_i64(ask->limit, LIST_MOST));
	bind_int(q, "skip", ask->offset);
	while (!(rc = stmt_step(q, &row, err)) && row && count < LIST_MOST)
		take_user(q, a, &rows[count++]);
	stmt_close(q);
	if (!rc)
		rc = put_roles(app, a, rows, count, err);
	*list = rows;
	*n = count;
	return rc;
}

enum rc app_user_by_login(struct app *app, struct str login, int64_t *id,
			  struct err *err)
{
	struct account u;
	char folded[LOGIN_MOST + 1];
	bool found = false;
	enum rc rc = app_require(app, MAY_MANAGE_ACCOUNTS, 0, err);
	if (!rc && login_fold(login, folded))
		rc = account_by_login(app, str_from(folded), &u, &found, err);
	if (!rc && !found)
		rc = err_msg(err, E_NOT_FOUND, MSG_ACC_NO_USER,
			     "there is no user \"" STR_FMT "\"",
			     STR_ARG(login));
	if (!rc)
		*id = u.id;
	return rc;
}

enum rc app_user_show(struct app *app, int64_t id, struct arena *a,
		      struct user_view *out, struct role_view **roles,
		      size_t *n, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = app_require(app, MAY_MANAGE_ACCOUNTS, 0, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_ACCOUNT_SHOW, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	rc = stmt_one(q, err);
	if (!rc)
		take_user(q, a, out);
	else if (rc == E_NOT_FOUND)
		rc = err_msg(err, rc, MSG_ACC_NO_USER,
			     "there is no user %" PRId64, id);
	stmt_close(q);
	if (!rc)
		rc = put_roles(app, a, out, 1, err);
	if (!rc)
		rc = account_roles(app, id, DATE_NONE, a, roles, n, err);
	return rc;
}

/* ---- changing */

/* One statement about a user, with a record; `ends` ends the sessions. */
struct change {
	enum sql sql;
	const char *action;
	enum account_what what;
	bool ends;
	void (*bind)(struct stmt *q, const void *with);
	const void *with;
};

static enum rc change_user(struct app *app, int64_t id, const struct change *c,
			   struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = db_prepare(app->db, c->sql, &q, err);
	if (!rc) {
		bind_int(q, "id", id);
		c->bind(q, c->with);
		rc = stmt_finish(q, NULL, err);
	}
	if (!rc && c->ends)
		rc = session_end_all(app, id, STR(""), err);
	if (!rc)
		rc = account_tell(app,
				  &(struct happened){.user_id = id,
						     .what = c->what,
						     .role = N_ROLE},
				  err);
	if (!rc)
		rc = account_audit(app, c->action, "user", id, STR("{}"), err);
	return account_end(app, rc, err);
}

struct names {
	struct str name, email;
};

static void bind_names(struct stmt *q, const void *with)
{
	const struct names *n = with;
	bind_str(q, "display_name", str_trim(n->name));
	bind_opt(q, "email", n->email);
}

enum rc app_user_change(struct app *app, int64_t id, struct str display_name,
			struct str email, struct err *err)
{
	struct account u;
	struct names names = {display_name, email};
	enum rc rc = app_require(app, MAY_MANAGE_ACCOUNTS, 0, err);
	if (!rc)
		rc = account_by_id(app, id, &u, err);
	if (!rc)
		rc = check_names(display_name, email, err);
	return rc ? rc
		  : change_user(app, id,
				&(struct change){SQL_ACCOUNT_CHANGE,
						 "user.change", ACCOUNT_CHANGED,
						 false, bind_names, &names},
				err);
}

static void bind_disabled(struct stmt *q, const void *with)
{
	bind_int(q, "disabled", *(const bool *)with);
}

enum rc app_user_disable(struct app *app, int64_t id, bool disabled,
			 struct err *err)
{
	struct account u;
	enum rc rc = app_require(app, MAY_MANAGE_ACCOUNTS, 0, err);
	if (!rc)
		rc = account_by_id(app, id, &u, err);
	if (!rc && disabled && id == app->who.user_id)
		rc = err_msg(err, E_STATE, MSG_ACC_NOT_ONESELF,
			     "nobody disables themselves");
	return rc ? rc
		  : change_user(app, id,
				&(struct change){SQL_ACCOUNT_DISABLE,
						 disabled ? "user.disable"
							  : "user.enable",
						 disabled ? ACCOUNT_DISABLED
							  : ACCOUNT_ENABLED,
						 disabled, bind_disabled,
						 &disabled},
				err);
}

static void bind_fresh(struct stmt *q, const void *with)
{
	bind_password(q, with);
}

enum rc app_user_password(struct app *app, int64_t id, struct str password,
			  bool keep, char one_time[ONE_TIME_TEXT],
			  struct err *err)
{
	struct account u;
	struct fresh f;
	enum rc rc = app_require(app, MAY_MANAGE_ACCOUNTS, 0, err);
	if (!rc)
		rc = account_by_id(app, id, &u, err);
	if (!rc)
		rc = fresh_password(app, password, keep, str_from(u.login),
				    str_from(u.name), one_time, &f, err);
	return rc ? rc
		  : change_user(app, id,
				&(struct change){SQL_ACCOUNT_PASSWORD,
						 "password.reset",
						 ACCOUNT_PASSWORD_RESET, true,
						 bind_fresh, &f},
				err);
}

enum rc app_user_totp_reset(struct app *app, int64_t id, struct err *err)
{
	struct account u;
	enum rc rc = app_require(app, MAY_MANAGE_ACCOUNTS, 0, err);
	if (!rc)
		rc = account_by_id(app, id, &u, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = second_factor_off(app, id, STR(""), err);
	if (!rc)
		rc = session_end_all(app, id, STR(""), err);
	return account_end(app, rc, err);
}
