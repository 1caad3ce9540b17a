/* What was signed: shown, verified again, handed on. */
#include "app/tele_int.h"
#include "app/tele_signature_int.h"

#include "text/text.h"

static void read_row(const struct stmt *q, struct arena *a,
		     struct tele_signature *s)
{
	*s = (struct tele_signature){.form = str_is(col_str(q, 0), "pades")
						     ? SIGNATURE_PADES
						     : SIGNATURE_CADES,
				     .sha256 = col_text(q, 1, a),
				     .document_sha256 = col_text(q, 2, a),
				     .signer = col_text(q, 3, a),
				     .tax_code = col_text(q, 4, a),
				     .issuer = col_text(q, 5, a),
				     .serial = col_text(q, 6, a),
				     .qualified = col_int(q, 7),
				     .by_file_key = col_int(q, 8),
				     .claimed_us = col_int(q, 9),
				     .stamped_us = col_int(q, 10),
				     .stamped_by = col_text(q, 11, a),
				     .received_us = col_int(q, 12),
				     .revocation_us = col_int(q, 14)};
	for (int i = REVOCATION_NOT_CHECKED; i <= REVOCATION_GOOD; i++)
		if (str_is(col_str(q, 13), signature_revocation_name[i]))
			s->revocation = (enum signature_revocation)i;
}

enum rc app_tele_signature(struct app *app, int64_t report_id, struct arena *a,
			   struct tele_signature *out, bool *is,
			   struct err *err)
{
	struct stmt *q = NULL;
	*is = false;
	enum rc rc = db_prepare(app->db, SQL_TELE_SIGNATURE_OF, &q, err);
	if (rc)
		return rc;
	bind_int(q, "report_id", report_id);
	rc = stmt_step(q, is, err);
	if (!rc && *is)
		read_row(q, a, out);
	stmt_close(q);
	return rc;
}

/* ---- who may: the person what was delivered to them, others the exam */

static enum rc may_see_own(struct app *app, int64_t report_id,
			   struct tele_case *c, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_TELE_REPORT_DELIVERED, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", report_id);
	rc = stmt_step(q, &row, err);
	c->person_id = !rc && row ? col_int(q, 0) : 0;
	c->id = !rc && row ? col_int(q, 1) : 0;
	stmt_close(q);
	if (!rc && !row)
		rc = err_msg(err, E_NOT_FOUND, MSG_TEL_NOT_FOUND,
			     "there is no report %" PRId64, report_id);
	return rc ? rc : app_require(app, MAY_READ_PERSON, c->person_id, err);
}

static enum rc load_signed(struct app *app, int64_t report_id, struct arena *a,
			   struct tele_report **r, struct tele_case *c,
			   struct err *err)
{
	size_t n = 0;
	enum rc rc = tele_reports_load(app, 0, report_id, a, r, &n, err);
	if (!rc && (!n || !(*r)->is_signed))
		rc = err_msg(err, E_NOT_FOUND, MSG_TEL_NOT_FOUND,
			     "there is no signed report %" PRId64, report_id);
	if (rc)
		return rc;
	if (app->who.role == ROLE_CITIZEN)
		return may_see_own(app, report_id, c, err);
	rc = tele_case_load(app, (*r)->exam_id, c, err);
	return rc ? rc : tele_may_see(app, c, err);
}

/* ---- again */

static enum rc verify_kept(struct app *app, const struct tele_signature *s,
			   struct arena *a, struct signature_result *out,
			   struct err *err)
{
	struct str bytes;
	struct signature_trust *trust = NULL;
	enum rc rc = tele_blob_read(app, s->sha256, a, &bytes, err);
	if (!rc)
		rc = tele_trust_load(app, &trust, err);
	const struct signature_check c = {.trust = trust,
					  .at_us = s->received_us,
					  .tax_code = s->tax_code};
	if (!rc)
		rc = signature_verify(bytes, &c, a, out, err);
	signature_trust_free(trust);
	return rc;
}

static enum rc want_signature(struct app *app, int64_t report_id,
			      struct arena *a, struct tele_signature *out,
			      struct err *err)
{
	bool is = false;
	enum rc rc = app_tele_signature(app, report_id, a, out, &is, err);
	if (!rc && !is)
		rc = err_msg(err, E_NOT_FOUND, MSG_SIG_NOT_DIGITAL,
			     "report %" PRId64 " was signed by session",
			     report_id);
	return rc;
}

enum rc app_tele_signature_verify(struct app *app, int64_t report_id,
				  struct arena *a, struct signature_result *out,
				  struct err *err)
{
	struct tele_report *r = NULL;
	struct tele_case c;
	struct tele_signature s;
	enum rc rc = load_signed(app, report_id, a, &r, &c, err);
	if (!rc)
		rc = want_signature(app, report_id, a, &s, err);
	return rc ? rc : verify_kept(app, &s, a, out, err);
}

/* ---- handed on */

static enum rc signed_bytes(struct app *app, const struct tele_signature *s,
			    bool plain, struct arena *a,
			    struct tele_signed_file *out, struct err *err)
{
	struct signature_result r;
	out->is_signed = true;
	out->is_pdf = s->form == SIGNATURE_PADES;
	if (out->is_pdf || !plain)
		return tele_blob_read(app, s->sha256, a, &out->bytes, err);
	enum rc rc = verify_kept(app, s, a, &r, err);
	out->bytes = r.document;
	out->is_pdf = true;
	return rc;
}

enum rc tele_signed_read(struct app *app, const struct tele_report *r,
			 bool plain, struct arena *a,
			 struct tele_signed_file *out, struct tele_signature *s,
			 struct err *err)
{
	bool digital = false;
	*s = (struct tele_signature){.received_us = 0};
	enum rc rc = app_tele_signature(app, r->id, a, s, &digital, err);
	if (rc)
		return rc;
	*out = (struct tele_signed_file){
		.is_pdf = true, .exam_id = r->exam_id, .version = r->version};
	return digital ? signed_bytes(app, s, plain, a, out, err)
		       : tele_document(app, r, a, &out->bytes, err);
}

enum rc app_tele_signed_file(struct app *app, int64_t report_id, bool plain,
			     struct arena *a, struct tele_signed_file *out,
			     struct err *err)
{
	struct tele_report *r = NULL;
	struct tele_case c = {0};
	struct tele_signature s;
	enum rc rc = load_signed(app, report_id, a, &r, &c, err);
	if (!rc)
		rc = tele_signed_read(app, r, plain, a, out, &s, err);
	struct audit_event look = {.action = "tele.signed_file",
				   .entity = "tele_report",
				   .entity_id = report_id,
				   .person_id = c.person_id,
				   .detail = STR("{}")};
	return rc ? rc : audit_look(app, &look, err);
}
