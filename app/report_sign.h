/* app/report_sign - what signing a report means here, for reports of exams and
 * of visits: a canonical text of all that it says, its SHA-256, the name of who
 * signed. Private to app/.
 *
 * A canonical text is lines of short facts, then texts of people as
 * "name LENGTH LF bytes LF": no text can pretend to be another.
 */
#ifndef APP_REPORT_SIGN_H
#define APP_REPORT_SIGN_H

#include "app/app.h"
#include "base/sha256.h"

#define REPORT_TEXT_MOST (256u << 10) /* bytes of a canonical text */

void report_put_text(struct buf *b, const char *name, struct str s);
/* The digest of what was written; releases `b`. */
MUST_USE enum rc report_digest(struct buf *b, char out[SHA256_HEX],
			       struct err *err);
/* The actor's name, as reports carry it. */
MUST_USE enum rc report_signer(struct app *app, struct arena *a,
			       struct str *name, struct err *err);

#endif
