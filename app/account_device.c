#include "app/account_int.h"
#include "app/random.h"

enum rc device_known(struct app *app, struct str device, int64_t user_id,
		     bool *yes, struct err *err)
{
	struct stmt *q = NULL;
	char digest[SHA256_HEX];
	*yes = false;
	if (!device.len || !user_id)
		return OK;
	enum rc rc = db_prepare(app->db, SQL_DEVICE_KNOWN, &q, err);
	if (rc)
		return rc;
	token_digest(device, digest);
	bind_str(q, "device_sha256", str_from(digest));
	bind_int(q, "user_id", user_id);
	bind_int(q, "now_us", app->now_us);
	rc = stmt_step(q, yes, err);
	stmt_close(q);
	return rc;
}

/* A cookie that we did not give out is not taken over: a new one is made. */
enum rc device_remember(struct app *app, struct str device, bool known,
			int64_t user_id, struct session_given *given,
			struct err *err)
{
	struct stmt *q = NULL;
	char digest[SHA256_HEX];
	unsigned char raw[SECRET_RAW];
	enum rc rc = account_setting(app, "account.device_days",
				     &given->device_days, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_DEVICE_INSERT, &q, err);
	if (rc)
		return rc;
	if (known && device.len < TOKEN_TEXT) {
		snprintf(given->device, TOKEN_TEXT, STR_FMT, STR_ARG(device));
	} else {
		random_bytes(raw, sizeof(raw));
		secret_token(raw, given->device);
	}
	token_digest(str_from(given->device), digest);
	bind_str(q, "device_sha256", str_from(digest));
	bind_int(q, "user_id", user_id);
	bind_int(q, "now_us", app->now_us);
	bind_int(q, "until_us",
		 app->now_us + given->device_days * INT64_C(86400000000));
	rc = stmt_run(q, err);
	stmt_close(q);
	return rc;
}
