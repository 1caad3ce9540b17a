#include "app/report_sign.h"

void report_put_text(struct buf *b, const char *name, struct str s)
{
	buf_printf(b, "%s %zu\n", name, s.len);
	buf_str(b, s);
	buf_char(b, '\n');
}

enum rc report_digest(struct buf *b, char out[SHA256_HEX], struct err *err)
{
	struct str all;
	unsigned char sum[SHA256_LEN];
	enum rc rc = buf_finish(b, &all, err);
	if (!rc) {
		sha256_of(all, sum);
		sha256_hex(sum, out);
	}
	buf_release(b);
	return rc;
}

enum rc report_signer(struct app *app, struct arena *a, struct str *name,
		      struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_USER_NAME, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app->who.user_id);
	rc = stmt_one(q, err);
	if (!rc)
		*name = col_text(q, 0, a);
	stmt_close(q);
	return rc;
}
