/* account_int - what the files of app/account share. Private to app/. */
#ifndef APP_ACCOUNT_INT_H
#define APP_ACCOUNT_INT_H

#include "app/account.h"
#include "base/sha256.h"
#include "secret/secret.h"

struct account { /* a row of app_user, copied */
	int64_t id;
	char login[LOGIN_MOST + 1], name[512], lang[8];
	char hash[HASH_TEXT];                    /* empty: no password */
	char totp[SEALED], totp_waiting[SEALED]; /* sealed */
	int64_t totp_step, one_time_until_us;
	bool must_change, disabled, locked;
};
/* *found false when there is no such user. */
MUST_USE enum rc account_by_login(struct app *app, struct str login,
				  struct account *out, bool *found,
				  struct err *err);
MUST_USE enum rc account_by_id(struct app *app, int64_t id, struct account *out,
			       struct err *err); /* E_NOT_FOUND */

/* The dated setting "account.NAME" or "access.NAME". */
MUST_USE enum rc account_setting(struct app *app, const char *name,
				 int64_t *out, struct err *err);

/* Lower case and checked; false when no login looks like that. */
bool login_fold(struct str in, char out[LOGIN_MOST + 1]);

/* SHA-256 in hex of what a browser holds. */
void token_digest(struct str token, char out[SHA256_HEX]);

/* Commit, or roll back when `rc` is a failure already. */
MUST_USE enum rc account_end(struct app *app, enum rc rc, struct err *err);
/* Does a role fit what it is bound to, and its days? Then, in a transaction,
 * give it: E_CONFLICT when the user has it on some of those days. */
struct role_new;
MUST_USE enum rc account_role_check(struct app *app, const struct role_new *r,
				    struct err *err);
MUST_USE enum rc account_role_put(struct app *app, const struct role_new *r,
				  int64_t *id, struct err *err);

/* A record about a user, in the open transaction; detail "" or short JSON. */
MUST_USE enum rc account_audit(struct app *app, const char *action,
			       const char *entity, int64_t id,
			       struct str detail, struct err *err);

/* ---- account_hash.c: at most a few at a time in the process */

MUST_USE enum rc account_hash(struct app *app, struct str password,
			      char out[HASH_TEXT], struct err *err);
/* `hash` empty: works as long on a hash of nothing, and is false. */
MUST_USE enum rc account_matches(struct app *app, const char *hash,
				 struct str password, bool *yes,
				 struct err *err);

/* ---- account_tries.c */

#define TRIES_KEYS 3
struct tries {
	char key[TRIES_KEYS][SHA256_HEX];
	int64_t free[TRIES_KEYS];
	bool own[TRIES_KEYS]; /* forgotten when the attempt worked */
	size_t n;
};
struct tries_of {
	struct str name; /* login, or "#user" for codes */
	struct str address;
	struct str device; /* known to belong to the user; else empty */
};
/* Count an attempt, in a transaction of its own. E_LIMIT: it must wait. */
MUST_USE enum rc tries_take(struct app *app, const struct tries_of *who,
			    struct tries *out, int64_t *wait_s,
			    struct err *err);
/* It was no failure; in the open transaction. */
MUST_USE enum rc tries_worked(struct app *app, const struct tries *t,
			      struct err *err);

/* ---- account_session.c: in the open transaction */

MUST_USE enum rc session_touch(struct app *app, struct str token_sha256,
			       int64_t at_us, struct err *err);

struct session_new {
	int64_t user_id, role_id;
	enum role role;
	enum session_stage stage;
	struct str address;
	struct str old_sha256;        /* ends; empty */
	int64_t created_us, until_us; /* 0: begins now */
};
MUST_USE enum rc session_make(struct app *app, const struct session_new *n,
			      struct session_given *given, struct err *err);
/* The stage after the proofs given so far, and the role when it is plain. */
MUST_USE enum rc session_stage_next(struct app *app, const struct account *u,
				    struct session_new *n, struct err *err);
/* All sessions of the user but this one (empty: none is spared). */
MUST_USE enum rc session_end_all(struct app *app, int64_t user_id,
				 struct str keep_sha256, struct err *err);
/* From session `s` to its next stage, with a new token. */
MUST_USE enum rc session_step(struct app *app, const struct app_session *s,
			      const struct account *u,
			      struct session_given *given, struct err *err);
/* Does a role that the user has today ask for a second factor? */
MUST_USE enum rc second_factor_wanted(struct app *app, int64_t user_id,
				      bool *yes, struct err *err);

/* ---- account_password.c */

/* E_RANGE with words unless the password will do for the user. */
MUST_USE enum rc account_password_fits(struct app *app, struct str password,
				       struct str login, struct str name,
				       struct err *err);
void one_time_make(char out[ONE_TIME_TEXT]);

/* ---- account_device.c: in the open transaction */

MUST_USE enum rc device_known(struct app *app, struct str device,
			      int64_t user_id, bool *yes, struct err *err);
/* The cookie of this browser, its own or a new one, now known. */
MUST_USE enum rc device_remember(struct app *app, struct str device, bool known,
				 int64_t user_id, struct session_given *given,
				 struct err *err);

/* Roles of a user, those of a day or (DATE_NONE) all. */
MUST_USE enum rc account_roles(struct app *app, int64_t user_id, struct date on,
			       struct arena *a, struct role_view **list,
			       size_t *n, struct err *err);

/* ---- account_event.c: in the open transaction */

struct happened {
	int64_t user_id;
	enum account_what what;
	enum role role;     /* of ACCOUNT_ROLE_...; else N_ROLE */
	struct str address; /* kept when it is the user's own */
};
/* The line in the account and the message of it. By whom says app->who. */
MUST_USE enum rc account_tell(struct app *app, const struct happened *h,
			      struct err *err);
/* The same to every user who is this doctor today. */
MUST_USE enum rc account_tell_doctor(struct app *app, int64_t doctor_id,
				     enum account_what what, struct err *err);

/* ---- account_totp.c */

/* The secret that a seal of the user holds; false, and empty, when it does not
 * open with the key at hand. */
MUST_USE bool totp_open(const struct app *app, int64_t user_id,
			const char *sealed, char secret[SEAL_MOST + 1]);

/* In the open transaction, with its record; `address` as in struct happened. */
MUST_USE enum rc second_factor_off(struct app *app, int64_t user_id,
				   struct str address, struct err *err);
/* The same without a word. */
MUST_USE enum rc second_factor_clear(struct app *app, int64_t user_id,
				     struct err *err);
/* A recovery code as it is kept; blanks, dashes and capitals are forgiven. */
void recovery_digest(struct str code, char out[SHA256_HEX]);
/* The code of an authenticator without its blanks. */
struct str code_digits(struct str code, char room[16]);

/* ---- account_mine.c: guessing it counts as an attempt */

MUST_USE enum rc own_password_fits(struct app *app, const struct app_session *s,
				   const struct account *u, struct str password,
				   int64_t *wait_s, struct err *err);

/* The role of that name; N_ROLE. */
enum role role_of(struct str name);
/* What a role looks at records for, unless it says otherwise. */
struct str role_purpose(enum role role);

#endif
