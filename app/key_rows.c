/* The secrets in the database, and which key seals them. */
#include "app/key_int.h"

#include "app/account_int.h"
#include "app/bind.h"
#include "app/random.h"

#define AT_ONCE 200

struct str totp_place(int64_t user_id, char room[40])
{
	int n = snprintf(room, 40, "totp %" PRId64, user_id);
	return (struct str){room, (size_t)n};
}

void totp_seal(const struct seal_key *k, int64_t user_id, struct str secret,
	       char out[SEALED])
{
	unsigned char nonce[SEAL_NONCE];
	char room[40];
	random_bytes(nonce, sizeof(nonce));
	seal(k, secret, totp_place(user_id, room), nonce, out);
}

enum rc key_recorded(struct app *app, char id[SEAL_ID], struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_SEAL_KEY, &q, err);
	if (!rc)
		rc = stmt_step(q, &row, err);
	*id = 0;
	if (!rc && row)
		snprintf(id, SEAL_ID, STR_FMT, STR_ARG(col_str(q, 0)));
	stmt_close(q);
	return rc;
}

enum rc key_record(struct app *app, const char *id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_SEAL_KEY_SET, &q, err);
	if (rc)
		return rc;
	bind_str(q, "key_id", str_from(id));
	bind_int(q, "now_us", app->now_us);
	return stmt_finish(q, NULL, err);
}

/* ---- one after the other */

struct sealed_row {
	int64_t user_id;
	char secret[SEALED];
};

static enum rc read_rows(struct app *app, int64_t after,
			 struct sealed_row *rows, size_t *n, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	*n = 0;
	enum rc rc = db_prepare(app->db, SQL_ACCOUNT_SECRETS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "after", after);
	bind_int(q, "n", AT_ONCE);
	while (!(rc = stmt_step(q, &row, err)) && row && *n < AT_ONCE) {
		rows[*n].user_id = col_int(q, 0);
		snprintf(rows[(*n)++].secret, SEALED, STR_FMT,
			 STR_ARG(col_str(q, 1)));
	}
	stmt_close(q);
	return rc;
}

static enum rc write_row(struct app *app, int64_t user_id, const char *sealed,
			 struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_ACCOUNT_RESEAL, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", user_id);
	bind_str(q, "secret", str_from(sealed));
	return stmt_finish(q, NULL, err);
}

static bool open_row(const struct sealed_row *r, const struct reseal *how,
		     char clear[SEAL_MOST + 1])
{
	char room[40];
	struct str s = str_from(r->secret);
	if (how->clear && !seal_is(s) && s.len <= SEAL_MOST) {
		snprintf(clear, SEAL_MOST + 1, "%s", r->secret);
		return true;
	}
	return how->from &&
	       unseal(how->from, s, totp_place(r->user_id, room), clear);
}

static enum rc take_away(struct app *app, int64_t user_id, struct err *err)
{
	enum rc rc = second_factor_off(app, user_id, STR(""), err);
	return rc ? rc : session_end_all(app, user_id, STR(""), err);
}

static enum rc reseal_row(struct app *app, const struct sealed_row *r,
			  const struct reseal *how, struct key_renewed *n,
			  struct err *err)
{
	char clear[SEAL_MOST + 1], sealed[SEALED];
	if (!open_row(r, how, clear)) {
		n->lost++;
		return how->lost ? take_away(app, r->user_id, err) : OK;
	}
	totp_seal(how->to, r->user_id, str_from(clear), sealed);
	secret_wipe(clear, sizeof(clear));
	n->sealed++;
	return write_row(app, r->user_id, sealed, err);
}

static enum rc forget_waiting(struct app *app, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_ACCOUNT_TOTP_FORGET, &q, err);
	return rc ? rc : stmt_finish(q, NULL, err);
}

enum rc key_reseal(struct app *app, const struct reseal *how,
		   struct key_renewed *n, struct err *err)
{
	struct sealed_row *rows = calloc(AT_ONCE, sizeof(*rows));
	size_t got = AT_ONCE;
	int64_t after = INT64_MIN;
	enum rc rc = rows ? forget_waiting(app, err)
			  : err_set(err, E_NOMEM, "no memory for a list");
	*n = (struct key_renewed){0};
	while (!rc && got == AT_ONCE) {
		rc = read_rows(app, after, rows, &got, err);
		for (size_t i = 0; i < got && !rc; i++)
			rc = reseal_row(app, &rows[i], how, n, err);
		after = got ? rows[got - 1].user_id : after;
	}
	if (rows)
		secret_wipe(rows, AT_ONCE * sizeof(*rows));
	free(rows);
	if (!rc && n->lost && !how->lost)
		rc = err_set(err, E_STATE,
			     "%" PRId64 " second factors do not open with this "
			     "key: put the right key back, or take them away "
			     "with prossima user rekey --lost",
			     n->lost);
	return rc;
}
