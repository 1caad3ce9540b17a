/* The second factor of one's own account. */
#include "app/account_int.h"
#include "app/bind.h"
#include "app/key_int.h"
#include "app/random.h"

void recovery_digest(struct str code, char out[SHA256_HEX])
{
	char text[32];
	size_t n = 0;
	for (size_t i = 0; i < code.len && n < sizeof(text); i++) {
		char c = code.ptr[i];
		if (c != '-' && c != ' ')
			text[n++] = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c;
	}
	token_digest((struct str){text, n}, out);
}

struct str code_digits(struct str code, char room[16])
{
	size_t n = 0;
	for (size_t i = 0; i < code.len && n < 16; i++)
		if (code.ptr[i] != ' ')
			room[n++] = code.ptr[i];
	return (struct str){room, n};
}

/* Groups of four are easier to type. */
static void grouped(const char *secret, char out[40])
{
	for (size_t i = 0; secret[i] && i < TOTP_TEXT; i++) {
		if (i && i % 4 == 0)
			*out++ = ' ';
		*out++ = secret[i];
	}
	*out = 0;
}

static void offer_of(const struct account *u, const char *secret,
		     struct totp_offer *out)
{
	grouped(secret, out->secret);
	snprintf(out->uri, sizeof(out->uri),
		 "otpauth://totp/Prossima:%s?secret=%s&issuer=Prossima",
		 u->login, secret);
}

bool totp_open(const struct app *app, int64_t user_id, const char *sealed,
	       char secret[SEAL_MOST + 1])
{
	char room[40];
	*secret = 0;
	return app->key && unseal(app->key, str_from(sealed),
				  totp_place(user_id, room), secret);
}

static enum rc put_aside(struct app *app, struct account *u,
			 char secret[SEAL_MOST + 1], struct err *err)
{
	struct stmt *q = NULL;
	unsigned char raw[TOTP_RAW];
	if (!app->key)
		return err_set(err, E_STATE,
			       "there is no key at hand to seal a second "
			       "factor with");
	random_bytes(raw, sizeof(raw));
	totp_text(raw, secret);
	secret_wipe(raw, sizeof(raw));
	totp_seal(app->key, u->id, str_from(secret), u->totp_waiting);
	enum rc rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = db_prepare(app->db, SQL_ACCOUNT_TOTP_WAIT, &q, err);
	if (!rc) {
		bind_int(q, "id", u->id);
		bind_str(q, "secret", str_from(u->totp_waiting));
		rc = stmt_finish(q, NULL, err);
	}
	return account_end(app, rc, err);
}

static enum rc ready(const struct app_session *s, struct err *err)
{
	if (s->stage == STAGE_ENROL || s->stage == STAGE_OPEN)
		return OK;
	return err_msg(err, E_STATE, MSG_ACC_NOT_YET,
		       "the session is not ready for a second factor");
}

enum rc app_my_totp_begin(struct app *app, const struct app_session *s,
			  struct totp_offer *out, struct err *err)
{
	struct account u;
	char secret[SEAL_MOST + 1];
	enum rc rc = ready(s, err);
	if (!rc)
		rc = account_by_id(app, s->who.user_id, &u, err);
	if (!rc && !totp_open(app, u.id, u.totp_waiting, secret))
		rc = put_aside(app, &u, secret, err);
	if (!rc)
		offer_of(&u, secret, out);
	secret_wipe(secret, sizeof(secret));
	return rc;
}

/* ---- switching on */

static enum rc set_secret(struct app *app, int64_t user_id, struct str secret,
			  int64_t step, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_ACCOUNT_TOTP_SET, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", user_id);
	bind_opt(q, "secret", secret);
	bind_int(q, "step", step);
	return stmt_finish(q, NULL, err);
}

static enum rc delete_codes(struct app *app, int64_t user_id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_RECOVERY_DELETE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "user_id", user_id);
	return stmt_finish(q, NULL, err);
}

static enum rc make_codes(struct app *app, int64_t user_id,
			  struct recovery_codes *codes, struct err *err)
{
	unsigned char raw[12];
	char digest[SHA256_HEX];
	enum rc rc = delete_codes(app, user_id, err);
	for (size_t i = 0; i < RECOVERY_CODES && !rc; i++) {
		struct stmt *q = NULL;
		random_bytes(raw, sizeof(raw));
		secret_words(raw, sizeof(raw), codes->code[i]);
		recovery_digest(str_from(codes->code[i]), digest);
		rc = db_prepare(app->db, SQL_RECOVERY_INSERT, &q, err);
		if (rc)
			break;
		bind_int(q, "user_id", user_id);
		bind_str(q, "code", str_from(digest));
		rc = stmt_finish(q, NULL, err);
	}
	return rc;
}

static enum rc tell(struct app *app, int64_t user_id, enum account_what what,
		    struct str address, struct err *err)
{
	return account_tell(app,
			    &(struct happened){.user_id = user_id,
					       .what = what,
					       .role = N_ROLE,
					       .address = address},
			    err);
}

static enum rc switch_on(struct app *app, const struct app_session *s,
			 struct account *u, int64_t step,
			 struct recovery_codes *codes,
			 struct session_given *given, struct err *err)
{
	enum rc rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = set_secret(app, u->id, str_from(u->totp_waiting), step, err);
	memcpy(u->totp, u->totp_waiting, sizeof(u->totp));
	if (!rc)
		rc = make_codes(app, u->id, codes, err);
	if (!rc)
		rc = session_end_all(app, u->id, str_from(s->token_sha256),
				     err);
	if (!rc)
		rc = session_step(app, s, u, given, err);
	if (!rc)
		rc = tell(app, u->id, ACCOUNT_FACTOR_ON, s->address, err);
	if (!rc)
		rc = account_audit(app, "second_factor.on", "user", u->id,
				   STR("{}"), err);
	return account_end(app, rc, err);
}

enum rc app_my_totp_confirm(struct app *app, const struct app_session *s,
			    struct str password, struct str code,
			    int64_t clock_us, struct recovery_codes *codes,
			    struct session_given *given, struct err *err)
{
	struct account u;
	char room[16], secret[SEAL_MOST + 1];
	*given = (struct session_given){0};
	enum rc rc = ready(s, err);
	if (!rc)
		rc = account_by_id(app, s->who.user_id, &u, err);
	if (!rc && s->stage == STAGE_OPEN)
		rc = own_password_fits(app, s, &u, password, &given->wait_s,
				       err);
	if (rc)
		return rc;
	int64_t step = 0;
	if (totp_open(app, u.id, u.totp_waiting, secret))
		step = totp_find(str_from(secret), code_digits(code, room),
				 clock_us / 1000000, 0);
	secret_wipe(secret, sizeof(secret));
	if (!step)
		return err_msg(err, E_DENIED, MSG_ACC_CODE_WRONG,
			       "the code is wrong");
	return switch_on(app, s, &u, step, codes, given, err);
}

/* ---- switching off */

enum rc second_factor_clear(struct app *app, int64_t user_id, struct err *err)
{
	enum rc rc = set_secret(app, user_id, STR(""), 0, err);
	return rc ? rc : delete_codes(app, user_id, err);
}

enum rc second_factor_off(struct app *app, int64_t user_id, struct str address,
			  struct err *err)
{
	enum rc rc = second_factor_clear(app, user_id, err);
	if (!rc)
		rc = tell(app, user_id, ACCOUNT_FACTOR_OFF, address, err);
	if (!rc)
		rc = account_audit(app, "second_factor.off", "user", user_id,
				   STR("{}"), err);
	return rc;
}

enum rc app_my_totp_may_go(struct app *app, const struct app_session *s,
			   bool *yes, struct err *err)
{
	bool wanted = false;
	enum rc rc = second_factor_wanted(app, s->who.user_id, &wanted, err);
	*yes = !wanted;
	return rc;
}

enum rc app_my_totp_off(struct app *app, const struct app_session *s,
			struct str password, struct err *err)
{
	struct account u;
	bool wanted = false;
	int64_t wait_s;
	enum rc rc = ready(s, err);
	if (!rc)
		rc = account_by_id(app, s->who.user_id, &u, err);
	if (!rc)
		rc = second_factor_wanted(app, u.id, &wanted, err);
	if (!rc && wanted)
		rc = err_msg(err, E_STATE, MSG_ACC_FACTOR_WANTED,
			     "a role of the user asks for a second factor");
	if (!rc)
		rc = own_password_fits(app, s, &u, password, &wait_s, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (rc)
		return rc;
	return account_end(app, second_factor_off(app, u.id, s->address, err),
			   err);
}

enum rc app_user_totp_set(struct app *app, int64_t id, struct totp_offer *out,
			  struct err *err)
{
	struct account u;
	char secret[SEAL_MOST + 1] = "";
	enum rc rc = app_require(app, MAY_MANAGE_ACCOUNTS, 0, err);
	if (!rc && app->who.role != ROLE_SYSTEM)
		rc = err_set(err, E_DENIED,
			     "only the command line hands over a second "
			     "factor");
	if (!rc)
		rc = account_by_id(app, id, &u, err);
	if (!rc)
		rc = put_aside(app, &u, secret, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (rc)
		return rc;
	offer_of(&u, secret, out);
	secret_wipe(secret, sizeof(secret));
	rc = set_secret(app, id, str_from(u.totp_waiting), 0, err);
	if (!rc)
		rc = delete_codes(app, id, err);
	if (!rc)
		rc = session_end_all(app, id, STR(""), err);
	if (!rc)
		rc = tell(app, id, ACCOUNT_FACTOR_ON, STR(""), err);
	if (!rc)
		rc = account_audit(app, "second_factor.on", "user", id,
				   STR("{\"by\":\"command\"}"), err);
	return account_end(app, rc, err);
}
