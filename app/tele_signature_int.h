/* Private to app/tele_document.c, tele_trust.c, tele_signature.c. */
#ifndef APP_TELE_SIGNATURE_INT_H
#define APP_TELE_SIGNATURE_INT_H

#include "app/tele_signature.h"

enum { TRUST_MOST = 5000, TRUST_ARENA = 256 << 20 };

/* What the register trusts today; to be freed. */
MUST_USE enum rc tele_trust_load(struct app *app, struct signature_trust **out,
				 struct err *err);
/* The tax code of a user; E_STATE with words when it is not known. */
MUST_USE enum rc tele_signer_code(struct app *app, int64_t user_id,
				  struct arena *a, struct str *code,
				  struct err *err);
/* The document of a report: text, then the drawing of the exam. */
MUST_USE enum rc tele_document(struct app *app, const struct tele_report *r,
			       struct arena *a, struct str *pdf,
			       struct err *err);
/* The bytes of a signed report, and how it was signed (`out->is_signed`: with a
 * certificate). No permission, no look: for who has asked already. */
MUST_USE enum rc tele_signed_read(struct app *app, const struct tele_report *r,
				  bool plain, struct arena *a,
				  struct tele_signed_file *out,
				  struct tele_signature *s, struct err *err);

#endif
