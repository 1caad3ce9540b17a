/* web/page/sign_on - what the pages of signing on and of one's own account
 * share.
 */
#ifndef WEB_PAGE_SIGN_ON_H
#define WEB_PAGE_SIGN_ON_H

#include "web/web.h"

/* Where to go back to after signing on ("da" of form or query), ours. */
struct str back_of(struct page *p);
/* "/accesso/codice?da=%2Fmedico"; without "da" when it is "/". */
struct str path_back(struct page *p, const char *path, struct str back);
/* Cookies, then the page of the next step, or back to where one was. */
MUST_USE enum rc go_on(struct page *p, const struct session_given *given,
		       struct err *err);
/* A refusal beside a field: *shown when the form is to be shown again; else
 * the failure goes on as it is. */
MUST_USE enum rc refused(struct page *p, enum rc rc, const struct err *err,
			 const char *field, enum msg label, bool *shown);
/* "Signing on as ... Not me" */
struct html leave_form(struct page *p);
/* The page of a new second factor, and what comes after it. */
MUST_USE enum rc show_second_factor(struct page *p, const char *action,
				    struct err *err);
MUST_USE enum rc take_second_factor(struct page *p, const char *action,
				    struct err *err);
/* Both fields are the same: false, with the problem, when not. */
bool new_password_twice(struct page *p, struct str *out);

#endif
