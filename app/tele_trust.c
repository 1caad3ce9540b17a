/* Whom the installation trusts, and who its users are for the law. */
#include "app/tele_int.h"
#include "app/tele_signature_int.h"

#include "base/base64.h"
#include "text/text.h"

/* ---- to verify with */

static enum rc add_rows(struct stmt *q, struct signature_trust *t,
			struct err *err)
{
	bool row = false;
	struct arena a;
	enum rc rc;
	arena_init(&a, TRUST_ARENA);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		struct str der;
		rc = base64_decode(col_str(q, 6), &a, &der, err);
		if (!rc)
			rc = signature_trust_add(t,
						 str_is(col_str(q, 1), "ca")
							 ? TRUST_CA
							 : TRUST_CRL,
						 der, err);
		if (rc)
			break;
		arena_reset(&a);
	}
	arena_release(&a);
	return rc;
}

enum rc tele_trust_load(struct app *app, struct signature_trust **out,
			struct err *err)
{
	struct stmt *q = NULL;
	struct signature_trust *t = signature_trust_new();
	enum rc rc = t ? OK : err_set(err, E_NOMEM, "no memory");
	if (!rc)
		rc = db_prepare(app->db, SQL_SIGNATURE_TRUST_ALL, &q, err);
	if (!rc)
		rc = add_rows(q, t, err);
	stmt_close(q);
	if (rc)
		signature_trust_free(t);
	else
		*out = t;
	return rc;
}

/* ---- the register */

static enum rc put_row(struct app *app, const struct signature_trust_item *i,
		       const char *hex, struct str text, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_SIGNATURE_TRUST_PUT, &q, err);
	if (rc)
		return rc;
	bind_str(q, "sha256", str_from(hex));
	bind_str(q, "kind", i->kind == TRUST_CA ? STR("ca") : STR("crl"));
	bind_str(q, "subject", i->subject);
	bind_int(q, "from_us", i->from_us);
	bind_int(q, "until_us", i->until_us);
	bind_str(q, "base64", text);
	bind_int(q, "now_us", app->now_us);
	bind_int(q, "user_id", app->who.user_id);
	return stmt_finish(q, NULL, err);
}

static enum rc end_older(struct app *app, const struct signature_trust_item *i,
			 const char *hex, struct err *err)
{
	struct stmt *q = NULL;
	if (i->kind != TRUST_CRL)
		return OK;
	enum rc rc =
		db_prepare(app->db, SQL_SIGNATURE_TRUST_SUPERSEDE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "now_us", app->now_us);
	bind_str(q, "subject", i->subject);
	bind_int(q, "from_us", i->from_us);
	bind_str(q, "sha256", str_from(hex));
	return stmt_finish(q, NULL, err);
}

static enum rc put_item(struct app *app, const struct signature_trust_item *i,
			struct arena *a, struct err *err)
{
	unsigned char sum[SHA256_LEN];
	char hex[SHA256_HEX], *text = arena_alloc(a, base64_len(i->der.len));
	if (!text)
		return arena_fail(a, err);
	base64_encode(i->der, text);
	sha256_of(i->der, sum);
	sha256_hex(sum, hex);
	enum rc rc = put_row(app, i, hex,
			     (struct str){text, base64_len(i->der.len)}, err);
	return rc ? rc : end_older(app, i, hex, err);
}

enum rc app_tele_trust_add(struct app *app, struct str bytes, size_t *n,
			   struct err *err)
{
	struct signature_trust_item *list = NULL;
	struct arena a;
	arena_init(&a, TRUST_ARENA);
	enum rc rc = app_require(app, MAY_MANAGE_ACCOUNTS, 0, err);
	if (!rc)
		rc = signature_trust_read(bytes, &a, &list, n, err);
	if (!rc)
		rc = db_begin(app->db, err);
	for (size_t i = 0; !rc && i < *n; i++)
		rc = put_item(app, &list[i], &a, err);
	rc = tele_register_done(app, rc, "signature.trust", "signature_trust",
				0, err);
	arena_release(&a);
	return rc;
}

enum rc app_tele_trust_remove(struct app *app, struct str sha256,
			      struct err *err)
{
	struct stmt *q = NULL;
	int64_t n = 0;
	enum rc rc = app_require(app, MAY_MANAGE_ACCOUNTS, 0, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_SIGNATURE_TRUST_END, &q, err);
	if (!rc) {
		bind_int(q, "now_us", app->now_us);
		bind_str(q, "sha256", sha256);
		rc = stmt_finish(q, &n, err);
	}
	if (!rc && !n)
		rc = err_set(err, E_NOT_FOUND,
			     "nothing with this SHA-256 is trusted");
	return tele_register_done(app, rc, "signature.distrust",
				  "signature_trust", 0, err);
}

enum rc app_tele_trust_list(struct app *app, struct arena *a,
			    struct tele_trusted **list, size_t *n,
			    struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	*n = 0;
	*list = arena_array(a, struct tele_trusted, TRUST_MOST);
	enum rc rc = *list ? app_require(app, MAY_MANAGE_ACCOUNTS, 0, err)
			   : arena_fail(a, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_SIGNATURE_TRUST_ALL, &q, err);
	while (!rc && *n < TRUST_MOST && !(rc = stmt_step(q, &row, err)) && row)
		(*list)[(*n)++] =
			(struct tele_trusted){.sha256 = col_text(q, 0, a),
					      .kind = col_text(q, 1, a),
					      .subject = col_text(q, 2, a),
					      .from_us = col_int(q, 3),
					      .until_us = col_int(q, 4),
					      .added_us = col_int(q, 5)};
	stmt_close(q);
	return rc;
}

/* ---- tax codes of users */

enum rc tele_signer_code(struct app *app, int64_t user_id, struct arena *a,
			 struct str *code, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_SIGNER_CODE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", user_id);
	rc = stmt_one(q, err);
	if (!rc)
		*code = col_text(q, 0, a);
	stmt_close(q);
	if (!rc && !code->len)
		rc = err_msg(err, E_STATE, MSG_SIG_AUTHOR_UNKNOWN,
			     "user %" PRId64 " has no tax code here: prossima "
			     "user tax-code",
			     user_id);
	return rc;
}

enum rc app_user_tax_code(struct app *app, int64_t user_id, struct str tax_code,
			  struct err *err)
{
	struct stmt *q = NULL;
	struct fiscal_code f;
	enum rc rc = app_require(app, MAY_MANAGE_ACCOUNTS, 0, err);
	if (!rc)
		rc = fiscal_code_parse(tax_code, &f, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_TAX_CODE_SET, &q, err);
	if (!rc) {
		bind_int(q, "user_id", user_id);
		bind_str(q, "tax_code", tax_code);
		bind_int(q, "now_us", app->now_us);
		bind_int(q, "set_by", app->who.user_id);
		rc = stmt_finish(q, NULL, err);
	}
	return tele_register_done(app, rc, "user.tax_code", "app_user", user_id,
				  err);
}
