/* app/token - keys for programs: the software of a practice, the device of a
 * pharmacy, an integrator's gateway send exams and readings by themselves
 * (web/api, doc/api.md).
 *
 * A key is 256 random bits behind a prefix that scanners of leaked secrets can
 * look for. It is shown once; kept is its BLAKE2b digest (lib/secret), with a
 * name, what it may do (scopes), its end, and when it was used last and from
 * where. It acts as its user in the role it was made in, for as long as user
 * and role are in force, and for no more than its scopes: app_require looks at
 * them before it looks at the role (struct actor). Nothing of the pages opens
 * with it.
 *
 * Making one asks for the password again and is told to the user like every
 * change of an account ("it was not me" revokes all). Each use leaves an audit
 * record of the user with the key's number.
 */
#ifndef APP_TOKEN_H
#define APP_TOKEN_H

#include "app/account.h"

#define API_TOKEN_FRONT     "prossima_"
#define API_TOKEN_TEXT      (sizeof(API_TOKEN_FRONT) - 1 + TOKEN_TEXT)
#define API_TOKENS_MOST     20 /* in force, of one user */
#define API_TOKEN_DAYS_MOST 366
#define API_TOKEN_NAME_MOST 80 /* bytes */

/* "exams observations"; false: an unknown word, or none. */
MUST_USE bool token_scopes_parse(struct str words, unsigned *out);
/* Into `out`, in the order of enum api_scope. */
void token_scopes_print(struct buf *out, unsigned scopes);

/* ---- by its bearer */

struct app_token {
	int64_t id;
	struct actor who; /* with token_id and scopes */
	struct str login, lang;
	int64_t used_us;
};
/* E_DENIED with MSG_API_TOKEN: no such key, or over, or revoked, or its user or
 * role are out of force; nothing more is told. Reads one row. Does not change
 * app->who: the caller does. */
MUST_USE enum rc app_token_find(struct app *app, struct str token,
				struct arena *a, struct app_token *out,
				struct err *err);
/* It was used, for `what` ("POST /api/v1/exams"), from this address: an audit
 * record as a look, and once a minute the key's last use. app->who is the
 * key's. */
MUST_USE enum rc app_token_used(struct app *app, const struct app_token *t,
				const char *what, struct str address,
				struct err *err);

/* ---- by its owner */

/* Those who send exams and readings of others. */
bool app_may_hold_token(enum role role);

struct token_new {
	struct str name; /* wanted: which program has it */
	unsigned scopes; /* of enum api_scope, at least one */
	int64_t days;    /* 1 to API_TOKEN_DAYS_MOST */
};
struct token_made {
	int64_t id, expires_us;
	char token[API_TOKEN_TEXT]; /* shown once; wipe it */
};
struct token_view {
	int64_t id, created_us, expires_us, used_us, revoked_us;
	struct str name, used_from;
	unsigned scopes;
	enum role role; /* N_ROLE: taken away since */
	bool in_force;
};
/* In the role of the session. E_DENIED: the password is wrong
 * (MSG_ACC_OLD_WRONG) or the role sends nothing; E_RANGE with words about name,
 * scopes or days; E_LIMIT: too many attempts, or keys. */
MUST_USE enum rc app_my_token_make(struct app *app, const struct app_session *s,
				   struct str password,
				   const struct token_new *n,
				   struct token_made *out, struct err *err);
/* In force first, then by age; a hundred at most. */
MUST_USE enum rc app_my_tokens(struct app *app, const struct app_session *s,
			       struct arena *a, struct token_view **list,
			       size_t *n, struct err *err);
MUST_USE enum rc app_my_token_revoke(struct app *app,
				     const struct app_session *s, int64_t id,
				     struct err *err);

/* ---- of others: MAY_MANAGE_ACCOUNTS */

/* By the command line alone (ROLE_SYSTEM): who manages accounts does not act as
 * others. In the user's role `role` of today (N_ROLE: the one that sends). */
MUST_USE enum rc app_user_token_make(struct app *app, int64_t user_id,
				     enum role role, const struct token_new *n,
				     struct token_made *out, struct err *err);
MUST_USE enum rc app_user_tokens(struct app *app, int64_t user_id,
				 struct arena *a, struct token_view **list,
				 size_t *n, struct err *err);
MUST_USE enum rc app_user_token_revoke(struct app *app, int64_t user_id,
				       int64_t id, struct err *err);

#endif
