#include "app/account_int.h"

#include "app/bind.h"

enum role role_of(struct str name)
{
	enum role r = 0;
	while (r < N_ROLE && !str_is(name, role_name[r]))
		r++;
	return r;
}

struct str role_purpose(enum role role)
{
	switch (role) {
	case ROLE_DOCTOR:
	case ROLE_STAFF:
	case ROLE_SPECIALIST:
		return STR("care");
	case ROLE_OPERATOR:
		return STR("coordination");
	case ROLE_PROVIDER:
		return STR("service");
	case ROLE_PHARMACIST:
		return STR("therapy");
	case ROLE_CITIZEN:
		return STR("self");
	case ROLE_COOPERATIVE:
	case ROLE_AGENCY:
	case ROLE_REGION:
		return STR("governance");
	case ROLE_SYSTEM:
	case ROLE_ADMIN:
		return STR("administration");
	case ROLE_NOBODY:
		return STR("sign-on");
	case N_ROLE:
		break;
	}
	BUG("role");
}

enum rc account_setting(struct app *app, const char *name, int64_t *out,
			struct err *err)
{
	return rules_int(&app->rules, name, STR(""), app->today, out, err);
}

static bool login_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
	       (c && strchr("._@-", c));
}

bool login_fold(struct str in, char out[LOGIN_MOST + 1])
{
	struct str s = str_trim(in);
	if (s.len < 3 || s.len > LOGIN_MOST)
		return false;
	for (size_t i = 0; i < s.len; i++) {
		char c = s.ptr[i];
		out[i] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
		if (!login_char(out[i]))
			return false;
	}
	out[s.len] = 0;
	return true;
}

void token_digest(struct str token, char out[SHA256_HEX])
{
	unsigned char digest[SHA256_LEN];
	sha256_of(token, digest);
	sha256_hex(digest, out);
}

enum rc account_end(struct app *app, enum rc rc, struct err *err)
{
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

enum rc account_audit(struct app *app, const char *action, const char *entity,
		      int64_t id, struct str detail, struct err *err)
{
	return audit_write(app,
			   &(struct audit_event){.action = action,
						 .entity = entity,
						 .entity_id = id,
						 .detail = detail},
			   err);
}

/* ---- reading a user */

static void keep(char *out, size_t size, struct str s)
{
	snprintf(out, size, STR_FMT, STR_ARG(s));
}

static void take_account(const struct stmt *q, struct account *u)
{
	*u = (struct account){
		.id = col_int(q, 0),
		.totp_step = col_int(q, 6),
		.must_change = col_int(q, 7) != 0,
		.one_time_until_us = col_int(q, 8),
		.disabled = col_int(q, 9) != 0,
		.locked = col_int(q, 11) != 0,
	};
	keep(u->login, sizeof(u->login), col_str(q, 1));
	keep(u->name, sizeof(u->name), col_str(q, 2));
	keep(u->hash, sizeof(u->hash), col_str(q, 3));
	keep(u->totp, sizeof(u->totp), col_str(q, 4));
	keep(u->totp_waiting, sizeof(u->totp_waiting), col_str(q, 5));
	keep(u->lang, sizeof(u->lang), col_str(q, 10));
}

enum rc account_by_login(struct app *app, struct str login, struct account *out,
			 bool *found, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_ACCOUNT_BY_LOGIN, &q, err);
	if (rc)
		return rc;
	bind_str(q, "login", login);
	rc = stmt_step(q, found, err);
	if (!rc && *found)
		take_account(q, out);
	stmt_close(q);
	return rc;
}

enum rc account_by_id(struct app *app, int64_t id, struct account *out,
		      struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_ACCOUNT_BY_ID, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	rc = stmt_one(q, err);
	if (!rc)
		take_account(q, out);
	else if (rc == E_NOT_FOUND)
		rc = err_msg(err, rc, MSG_ACC_NO_USER,
			     "there is no user %" PRId64, id);
	stmt_close(q);
	return rc;
}
