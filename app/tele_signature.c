/* A report is signed with a certificate: the document goes out, what comes back
 * is verified, and kept. */
#include "app/scan.h"
#include "app/tele_int.h"
#include "app/tele_signature_int.h"

#include "base/base64.h"
#include "text/text.h"

/* Samples of a day of ECG as numbers, the document, what came back. */
#define DOCUMENT_ARENA (768u << 20)

enum rc app_tele_policy(struct app *app, enum tele_policy *out, struct err *err)
{
	static const char *const name[] = {"session", "cades", "pades"};
	struct str s;
	enum rc rc = rules_text(&app->rules, "signature.reports", STR(""),
				app->today, &s, err);
	*out = TELE_BY_SESSION; /* as before there was a rule */
	if (rc)
		return rc == E_NOT_FOUND ? OK : rc;
	for (size_t i = 0; i < countof(name); i++)
		if (str_is(s, name[i])) {
			*out = (enum tele_policy)i;
			return OK;
		}
	return err_msg(err, E_STATE, MSG_SIG_BAD_RULE,
		       "rule signature.reports is \"" STR_FMT "\": an "
		       "administrator sets it to session, cades or pades "
		       "(prossima rules set)",
		       STR_ARG(s));
}

/* ---- the document of the draft */

struct signing {
	struct app *app;
	struct arena *a;
	struct tele_case c;
	struct tele_report *r;
	enum tele_policy policy;
	char digest[SHA256_HEX]; /* of the draft */
	struct str document, code;
	bool by_file_key;
};

static enum rc begin_signing(struct signing *s, struct app *app,
			     int64_t exam_id, struct arena *a, struct err *err)
{
	*s = (struct signing){.app = app, .a = a};
	enum rc rc = tele_case_load(app, exam_id, &s->c, err);
	if (!rc)
		rc = tele_may_report(app, &s->c, s->c.state < TELE_SIGNED, err);
	if (!rc)
		rc = app_tele_policy(app, &s->policy, err);
	if (!rc)
		rc = tele_draft_to_sign(app, &s->c, a, &s->r, s->digest, err);
	return rc ? rc : tele_document(app, s->r, a, &s->document, err);
}

enum rc app_tele_document(struct app *app, int64_t exam_id, struct arena *a,
			  struct str *pdf, struct err *err)
{
	struct signing s;
	enum rc rc = begin_signing(&s, app, exam_id, a, err);
	if (rc)
		return rc;
	struct audit_event look = {.action = "tele.document",
				   .entity = "tele_exam",
				   .entity_id = exam_id,
				   .person_id = s.c.person_id,
				   .detail = STR("{}")};
	*pdf = s.document;
	return audit_look(app, &look, err);
}

/* ---- what came back */

static enum rc form_ok(const struct signing *s,
		       const struct signature_result *r, struct err *err)
{
	bool pades = r->form == SIGNATURE_PADES;
	if (s->policy == TELE_BY_CADES && pades)
		return err_msg(err, E_FORMAT, MSG_SIG_WANTS_CADES,
			       "a .p7m (CAdES) is wanted");
	if (s->policy == TELE_BY_PADES && !pades)
		return err_msg(err, E_FORMAT, MSG_SIG_WANTS_PADES,
			       "a signed PDF (PAdES) is wanted");
	return OK;
}

static enum rc document_ok(const struct signing *s, struct str bytes,
			   const struct signature_result *r, struct err *err)
{
	if (r->form == SIGNATURE_PADES)
		return signature_adds_only(s->document, bytes, err);
	if (r->form == SIGNATURE_CADES && str_eq(r->document, s->document))
		return OK;
	return err_msg(err, E_CONFLICT, MSG_SIG_OTHER_DOCUMENT,
		       "what was signed is not the document of this report");
}

static enum rc verify_file(struct signing *s, struct str bytes,
			   struct signature_result *r, struct err *err)
{
	struct signature_trust *trust = NULL;
	enum rc rc = tele_signer_code(s->app, s->app->who.user_id, s->a,
				      &s->code, err);
	if (!rc)
		rc = tele_trust_load(s->app, &trust, err);
	const struct signature_check c = {
		.trust = trust, .at_us = s->app->now_us, .tax_code = s->code};
	if (!rc)
		rc = signature_verify(bytes, &c, s->a, r, err);
	signature_trust_free(trust);
	if (!rc)
		rc = form_ok(s, r, err);
	if (!rc)
		rc = document_ok(s, bytes, r, err);
	return rc ? rc : signature_demand(r, err);
}

/* ---- kept */

static enum rc put_row(const struct signing *s, const char *sha256,
		       const struct signature_result *r, struct str certificate,
		       struct err *err)
{
	struct stmt *q = NULL;
	unsigned char sum[SHA256_LEN];
	char hex[SHA256_HEX];
	enum rc rc = db_prepare(s->app->db, SQL_TELE_SIGNATURE_INSERT, &q, err);
	if (rc)
		return rc;
	sha256_of(s->document, sum);
	bind_int(q, "report_id", s->r->id);
	bind_str(q, "form",
		 r->form == SIGNATURE_PADES ? STR("pades") : STR("cades"));
	bind_str(q, "sha256", str_from(sha256));
	bind_str(q, "document_sha256", sha256_hex(sum, hex));
	bind_str(q, "certificate", certificate);
	bind_str(q, "signer", r->signer);
	bind_str(q, "tax_code", r->tax_code);
	bind_str(q, "issuer", r->issuer);
	bind_str(q, "serial", r->serial);
	bind_int(q, "qualified", r->qualified);
	bind_int(q, "by_file_key", s->by_file_key);
	bind_id(q, "claimed_us", r->claimed_us);
	bind_id(q, "stamped_us", r->stamped_us);
	bind_str(q, "stamped_by", r->stamped_by);
	bind_int(q, "received_us", s->app->now_us);
	bind_str(q, "revocation",
		 str_from(signature_revocation_name[r->revocation]));
	bind_id(q, "revocation_us", r->revocation_us);
	return stmt_finish(q, NULL, err);
}

static enum rc keep(const struct signing *s, struct str bytes,
		    const struct signature_result *r, struct err *err)
{
	unsigned char sum[SHA256_LEN];
	char hex[SHA256_HEX],
		*text = arena_alloc(s->a, base64_len(r->certificate.len));
	if (!text)
		return arena_fail(s->a, err);
	base64_encode(r->certificate, text);
	sha256_of(bytes, sum);
	sha256_hex(sum, hex);
	enum rc rc = tele_blob_keep(s->app, bytes, hex, err);
	return rc ? rc
		  : put_row(s, hex, r,
			    (struct str){text, base64_len(r->certificate.len)},
			    err);
}

/* Verified without the lock of writers; the digest of the draft tells whether
 * it is still the one. */
static enum rc sign_with(struct signing *s, struct str bytes,
			 struct tele_signed *out, struct err *err)
{
	struct signature_result r;
	struct app *app = s->app;
	enum rc rc = verify_file(s, bytes, &r, err);
	if (rc)
		return rc;
	rc = db_begin(app->db, err);
	if (!rc)
		rc = tele_case_load(app, s->c.id, &s->c, err);
	if (!rc)
		rc = tele_may_report(app, &s->c, s->c.state < TELE_SIGNED, err);
	if (!rc)
		rc = tele_sign_draft(app, &s->c, str_from(s->digest), s->a, out,
				     err);
	if (!rc)
		rc = keep(s, bytes, &r, err);
	return tele_done(app, rc, &s->c, "sign", str_from(out->digest), err);
}

enum rc app_tele_sign_file(struct app *app, int64_t exam_id, struct str bytes,
			   struct tele_signed *out, struct err *err)
{
	struct arena a;
	struct signing s;
	*out = (struct tele_signed){0};
	if (bytes.len > TELE_MOST_BYTES)
		return err_msg(err, E_LIMIT, MSG_TEL_FILE_LARGE,
			       "a signed file of %zu bytes", bytes.len);
	arena_init(&a, DOCUMENT_ARENA);
	enum rc rc = begin_signing(&s, app, exam_id, &a, err);
	if (!rc)
		rc = scan_bytes(app, bytes, err);
	if (!rc)
		rc = sign_with(&s, bytes, out, err);
	arena_release(&a);
	return rc;
}

enum rc app_tele_sign_key(struct app *app, int64_t exam_id,
			  struct signature_key *key, struct tele_signed *out,
			  struct err *err)
{
	struct arena a;
	struct signing s;
	struct str bytes;
	*out = (struct tele_signed){0};
	arena_init(&a, DOCUMENT_ARENA);
	enum rc rc = begin_signing(&s, app, exam_id, &a, err);
	if (!rc && s.policy == TELE_BY_CADES)
		rc = signature_make_cades(s.document, signature_key_sign, key,
					  app->now_us, &a, &bytes, err);
	else if (!rc)
		rc = signature_make_pades(s.document, signature_key_sign, key,
					  app->now_us, &a, &bytes, err);
	s.by_file_key = true;
	if (!rc)
		rc = sign_with(&s, bytes, out, err);
	arena_release(&a);
	return rc;
}
