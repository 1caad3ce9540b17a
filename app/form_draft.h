/* app/form_draft - what a person typed in a form and has not sent: kept while
 * they type, so that a browser that closes loses nothing. Each user's own;
 * nobody else reads it; it is no part of any record. Kept for a week.
 */
#ifndef APP_FORM_DRAFT_H
#define APP_FORM_DRAFT_H

#include "app/app.h"

#define FORM_DRAFT_KEY  100   /* bytes: "plan.edit.123" */
#define FORM_DRAFT_BODY 65536 /* bytes, as a browser sends a form */

/* Empty text: forget it. E_RANGE for a key or a text too long; E_DENIED for
 * who has not signed on. */
MUST_USE enum rc app_form_draft_save(struct app *app, struct str key,
				     struct str text, struct err *err);
/* E_NOT_FOUND: nothing was kept. */
MUST_USE enum rc app_form_draft_read(struct app *app, struct str key,
				     struct arena *a, struct str *text,
				     struct err *err);

#endif
