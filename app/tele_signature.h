/* app/tele_signature - the report as a document, and its digital signature.
 *
 * Rule signature.reports says how a report is signed: "session" (the digest
 * and the sign-on, app/tele.h), "cades" or "pades". For these two the document
 * of the draft is downloaded, signed with the specialist's own certificate,
 * and brought back; it is a signature only when lib/signature says that it
 * holds, the tax code in the certificate is the author's, and what was signed
 * is that document (doc/decisions/0020). Where "session" is enough, a digital
 * signature of either form is taken, too.
 *
 * The document is a function of the draft: nobody keeps it until it is signed.
 * The signed bytes are kept for ever, with the certificate and what was found;
 * the database refuses changes (migration 0064).
 */
#ifndef APP_TELE_SIGNATURE_H
#define APP_TELE_SIGNATURE_H

#include "app/tele.h"
#include "signature/sign.h"

enum tele_policy { TELE_BY_SESSION, TELE_BY_CADES, TELE_BY_PADES };
MUST_USE enum rc app_tele_policy(struct app *app, enum tele_policy *out,
				 struct err *err);

/* The document of the draft, as PDF, in the arena. By its author. Refused like
 * app_tele_sign. */
MUST_USE enum rc app_tele_document(struct app *app, int64_t exam_id,
				   struct arena *a, struct str *pdf,
				   struct err *err);
/* Sign with what came back: a PAdES PDF or a CAdES .p7m of the document.
 * E_FORMAT, E_DENIED, E_CONFLICT with words (MSG_SIG_...). */
MUST_USE enum rc app_tele_sign_file(struct app *app, int64_t exam_id,
				    struct str bytes, struct tele_signed *out,
				    struct err *err);
/* The same with a key in a file, in the form that the rule wants (PAdES where
 * it wants none): for pilots and tests, and kept as such. */
MUST_USE enum rc app_tele_sign_key(struct app *app, int64_t exam_id,
				   struct signature_key *key,
				   struct tele_signed *out, struct err *err);

/* What is kept of a signature. */
struct tele_signature {
	enum signature_form form;
	struct str sha256, document_sha256, signer, tax_code, issuer, serial,
		stamped_by;
	bool qualified, by_file_key;
	int64_t claimed_us, stamped_us, received_us, revocation_us;
	enum signature_revocation revocation;
};
/* `*is`: false, it was signed by session. Of a report whose exam the actor may
 * see: not audited, it is shown with the exam. */
MUST_USE enum rc app_tele_signature(struct app *app, int64_t report_id,
				    struct arena *a, struct tele_signature *out,
				    bool *is, struct err *err);
/* Verify the kept bytes again, as of the moment they came, by the authorities
 * of today. E_NOT_FOUND: there is no digital signature. */
MUST_USE enum rc app_tele_signature_verify(struct app *app, int64_t report_id,
					   struct arena *a,
					   struct signature_result *out,
					   struct err *err);
/* A signed report to be read and passed on: the signed file; of a report that
 * was signed by session, its document as made now. With `plain` the PDF inside
 * a .p7m. The person sees what was delivered to them. Audited. */
struct tele_signed_file {
	struct str bytes;
	bool is_pdf, is_signed;
	int64_t exam_id;
	int version;
};
MUST_USE enum rc app_tele_signed_file(struct app *app, int64_t report_id,
				      bool plain, struct arena *a,
				      struct tele_signed_file *out,
				      struct err *err);

/* ---- registers: MAY_MANAGE_ACCOUNTS */

struct tele_trusted {
	struct str sha256, kind, subject;
	int64_t from_us, until_us, added_us;
};
/* Trust the certificates and lists of a file (PEM or DER). A list takes the
 * place of an older one of its authority. */
MUST_USE enum rc app_tele_trust_add(struct app *app, struct str bytes,
				    size_t *n, struct err *err);
MUST_USE enum rc app_tele_trust_remove(struct app *app, struct str sha256,
				       struct err *err);
MUST_USE enum rc app_tele_trust_list(struct app *app, struct arena *a,
				     struct tele_trusted **list, size_t *n,
				     struct err *err);
/* The tax code of a user: 16 letters and digits with their check letter. */
MUST_USE enum rc app_user_tax_code(struct app *app, int64_t user_id,
				   struct str tax_code, struct err *err);

#endif
