/* app/account - who may sign on, what a session is, who holds which role.
 *
 * A user has a login, a password (argon2id) and, for the roles that ask for it
 * (rule account.second_factor_roles), a second factor: the six digits of an
 * authenticator app (TOTP, RFC 6238). What a user may do is said by dated
 * roles, each bound to a doctor, an organisation or a person. A user acts in
 * one role at a time; the session says in which.
 *
 * A session begins when the password was right and has a stage: until it is
 * open, nothing but the steps of signing on may be done with it. The browser
 * holds a token of 256 random bits; the database holds its SHA-256. The token
 * changes at every step and at every change of role, and the old one is gone.
 * A session ends when it was idle too long (rules account.idle_minutes_...),
 * at its absolute end (account.session_hours), by log-out, or when the user is
 * disabled, gets a new password, or the role ends.
 *
 * Guessing: every attempt is counted before it is tried, by login and address,
 * by address, and by login over all addresses; past the free ones each further
 * attempt waits longer (rules account.tries_...). A browser that signed on
 * before carries a device cookie and is counted alone, so that an attacker
 * elsewhere keeps nobody out. An unknown login costs the same time and gets the
 * same words as a wrong password.
 *
 * Times: app->now_us throughout, except codes of the authenticator: these go by
 * `clock_us`, the clock of the world, which PROSSIMA_TODAY does not move.
 * Everything here leaves an audit record: sign_on, sign_on_failed, log_out, ...
 */
#ifndef APP_ACCOUNT_H
#define APP_ACCOUNT_H

#include "app/app.h"
#include "text/text.h"

#define TOKEN_TEXT 44 /* 256 bits in base64url, and NUL */
#define PASSWORD_MOST                                                          \
	128           /* bytes; the shortest is rule account.password_min      \
		       */
#define LOGIN_MOST 64 /* a-z 0-9 . _ @ -, at least 3; case is folded */

/* ---- sessions */

enum session_stage {
	STAGE_CODE,     /* the code of the authenticator is asked */
	STAGE_PASSWORD, /* the one-time password must be changed */
	STAGE_ENROL,    /* a second factor must be set up */
	STAGE_ROLE,     /* several roles: which one? (none today: words) */
	STAGE_OPEN,
	N_STAGE
};

struct app_session {
	int64_t id; /* for lists; not secret */
	enum session_stage stage;
	struct actor who; /* user_id; the role is ROLE_NOBODY until open */
	int64_t role_id;
	struct str login, display_name; /* in the arena */
	struct str lang;    /* "it", "en"; empty: as the browser asks */
	struct str address; /* of the browser that signed on */
	char csrf[TOKEN_TEXT];
	int64_t created_us, seen_us, until_us; /* until: absolute end */
	int n_role; /* roles held today: with more than one, offer a change */
	bool has_second_factor;
	bool touch; /* seen_us is a minute old: app_session_touch */
	char token_sha256[65];
};

/* The session of a token: E_NOT_FOUND when there is none, or it has ended.
 * Reads one row; writes nothing. Does not change app->who: the caller does,
 * app->who = session.who, for the rest of the request. */
MUST_USE enum rc app_session_find(struct app *app, struct str token,
				  struct arena *a, struct app_session *out,
				  struct err *err);
/* Keep it from getting idle; a write, wanted at most once a minute
 * (session.touch). May run on any connection, also after the answer. */
MUST_USE enum rc app_session_touch(struct app *app, const struct app_session *s,
				   struct err *err);
/* Delete the sessions that have ended; for a thread that tidies up. */
MUST_USE enum rc app_session_sweep(struct app *app, struct err *err);

/* What the browser gets after each step: put `token` in the session cookie
 * (in place of any other), `device` in the device cookie when not empty. */
struct session_given {
	char token[TOKEN_TEXT], device[TOKEN_TEXT], csrf[TOKEN_TEXT];
	int64_t device_days; /* life of the device cookie */
	enum session_stage stage;
	int64_t wait_s; /* after E_LIMIT: when to try again */
};

/* ---- signing on */

struct sign_on {
	struct str login, password;
	struct str address;   /* of the browser */
	struct str device;    /* its device cookie; empty */
	struct str old_token; /* a session it still has: that one is ended */
};
/* E_DENIED: wrong, and nothing more is told. E_LIMIT: too many attempts
 * (given->wait_s), or too many sign-ons at this instant. err.msg has the words.
 * app->who is ROLE_NOBODY. Cost: 20 ms of one core, by argon2id. */
MUST_USE enum rc app_sign_on(struct app *app, const struct sign_on *ask,
			     struct session_given *given, struct err *err);

struct sign_on_code {
	struct str code; /* six digits, or a recovery code */
	struct str address, device;
	int64_t clock_us;
};
/* Stage CODE. After five wrong codes the session is gone: E_NOT_FOUND. */
MUST_USE enum rc app_sign_on_code(struct app *app, const struct app_session *s,
				  const struct sign_on_code *ask,
				  struct session_given *given, struct err *err);

/* The roles of the user today, for stage ROLE and for a change of role. */
struct role_view {
	int64_t id;
	enum role role;
	int64_t doctor_id, org_id, person_id;
	struct str bound_to; /* name of what it is bound to */
	struct date from, to;
};
MUST_USE enum rc app_my_roles(struct app *app, const struct app_session *s,
			      struct arena *a, struct role_view **list,
			      size_t *n, struct err *err);
/* Act in this role from now on; audited "role.choose". */
MUST_USE enum rc app_session_role(struct app *app, const struct app_session *s,
				  int64_t role_id, struct session_given *given,
				  struct err *err);

MUST_USE enum rc app_log_out(struct app *app, const struct app_session *s,
			     struct err *err);
/* All sessions of the user but, when `keep`, this one; and what the devices
 * are known by. */
MUST_USE enum rc app_log_out_everywhere(struct app *app,
					const struct app_session *s, bool keep,
					struct err *err);
struct session_row {
	int64_t id, created_us, seen_us;
	struct str address;
	enum role role;
	bool this_one;
};
MUST_USE enum rc app_my_sessions(struct app *app, const struct app_session *s,
				 struct arena *a, struct session_row **list,
				 size_t *n, struct err *err);
MUST_USE enum rc app_my_session_end(struct app *app,
				    const struct app_session *s,
				    int64_t session_id, struct err *err);

/* ---- one's own account: any stage that allows it, else STAGE_OPEN */

/* Ends every other session. The session goes on to its next stage. E_DENIED:
 * `old` is wrong; E_RANGE: the new one will not do (err.msg says why). */
MUST_USE enum rc app_my_password(struct app *app, const struct app_session *s,
				 struct str old, struct str fresh,
				 struct session_given *given, struct err *err);

struct totp_offer {
	char secret[40]; /* base32, in groups a person can type */
	char uri[320];   /* otpauth://totp/... */
};
/* A new secret, kept aside until a code proves that the app has it. While it
 * waits the same one is shown again. */
MUST_USE enum rc app_my_totp_begin(struct app *app, const struct app_session *s,
				   struct totp_offer *out, struct err *err);
#define RECOVERY_CODES 8
struct recovery_codes {
	char code[RECOVERY_CODES][16]; /* "abcd-efgh-jkmn"; each works once */
};
/* Ends every other session. Shown once: only their digests are kept. In an open
 * session the password is asked too: who finds a screen unlocked must not put
 * their own phone in place. */
MUST_USE enum rc
app_my_totp_confirm(struct app *app, const struct app_session *s,
		    struct str password, struct str code, int64_t clock_us,
		    struct recovery_codes *codes, struct session_given *given,
		    struct err *err);
/* May it be switched off? Not while a role of the user asks for it. */
MUST_USE enum rc app_my_totp_may_go(struct app *app,
				    const struct app_session *s, bool *yes,
				    struct err *err);
/* E_STATE when a role of the user asks for a second factor. */
MUST_USE enum rc app_my_totp_off(struct app *app, const struct app_session *s,
				 struct str password, struct err *err);
MUST_USE enum rc app_my_language(struct app *app, const struct app_session *s,
				 enum lang lang, struct err *err);

/* ---- what happened to one's account, and "it was not me"
 *
 * Each change of a password, second factor, role or delegation, and each
 * sign-on from a browser that is not known, leaves a line in the account and a
 * message in the outbox ("account.notice": identifiers, and a link that locks
 * the account, good for account.notice_link_days). Lines are kept for
 * account.notice_days.
 */

enum account_what {
	ACCOUNT_NEW_DEVICE,     /* signed on from a new browser */
	ACCOUNT_RECOVERY_USED,  /* with a recovery code */
	ACCOUNT_PASSWORD,       /* changed by its user */
	ACCOUNT_PASSWORD_RESET, /* given anew; unlocks */
	ACCOUNT_FACTOR_ON,
	ACCOUNT_FACTOR_OFF,
	ACCOUNT_ROLE_GIVEN,
	ACCOUNT_ROLE_ENDED,
	ACCOUNT_DELEGATION_GIVEN, /* another acts for one's patients */
	ACCOUNT_DELEGATION_TAKEN, /* one acts for another's */
	ACCOUNT_DELEGATION_ENDED,
	ACCOUNT_CHANGED, /* name or e-mail */
	ACCOUNT_DISABLED,
	ACCOUNT_ENABLED,
	ACCOUNT_LOCKED,     /* "it was not me" */
	ACCOUNT_TOKEN_MADE, /* a key for a program (app/token.h) */
	ACCOUNT_TOKEN_REVOKED,
	N_ACCOUNT_WHAT
};
enum account_by {
	EVENT_BY_SELF,
	EVENT_BY_ADMIN,
	EVENT_BY_COMMAND,
	EVENT_BY_DOCTOR,
	N_EVENT_BY
};
struct account_event {
	int64_t id, at_us;
	enum account_what what;
	enum account_by by;
	enum role role;     /* N_ROLE: it is not about a role */
	struct str address; /* of one's own browser; empty when by others */
};
#define EVENTS_SHOWN 30
/* The latest, newest first. */
MUST_USE enum rc app_my_events(struct app *app, const struct app_session *s,
			       struct arena *a, struct account_event **list,
			       size_t *n, struct err *err);
/* "It was not me": every session of the user ends, browsers are forgotten, the
 * second factor is gone, and nobody signs on until an administrator gives a new
 * password. Audited "account.lock"; the administrators are told
 * ("account.locked" in the outbox, and on the list of users). */
MUST_USE enum rc app_my_lock(struct app *app, const struct app_session *s,
			     struct err *err);
/* The same by the link of a message, without a session. It opens nothing but
 * this. E_NOT_FOUND: no such link, too old, or used. */
MUST_USE enum rc app_link_event(struct app *app, struct str token,
				struct account_event *out, struct err *err);
MUST_USE enum rc app_link_lock(struct app *app, struct str token,
			       struct err *err);

/* ---- users: MAY_MANAGE_ACCOUNTS */

struct role_new {
	int64_t user_id;
	enum role role;
	int64_t doctor_id, org_id, person_id; /* what the role asks for */
	struct date from, to;                 /* to: DATE_MAX no end */
};
struct user_new {
	struct str login, display_name, email, lang;
	struct str password; /* empty: one is made */
	bool keep_password;  /* need not be changed at the first sign-on */
	const struct role_new *role; /* a first role, or NULL; its user_id is
					filled in */
};
#define ONE_TIME_TEXT 24
/* With the first role, or, when that does not fit, not at all. */
MUST_USE enum rc app_user_add(struct app *app, const struct user_new *u,
			      int64_t *id, char one_time[ONE_TIME_TEXT],
			      struct err *err);

struct user_view {
	int64_t id;
	struct str login, display_name, email, lang;
	bool disabled, has_password, has_second_factor, must_change;
	bool locked;                      /* the user said "it was not me" */
	int64_t created_us, signed_on_us; /* 0: never */
	struct str roles;                 /* "doctor, admin": those of today */
};
struct user_query {
	struct str q;          /* part of login or name; empty: all */
	enum role role;        /* N_ROLE: any */
	int64_t limit, offset; /* limit at most 200 */
};
/* `total` counts all that fit. By login. */
MUST_USE enum rc app_user_list(struct app *app, const struct user_query *ask,
			       struct arena *a, struct user_view **list,
			       size_t *n, int64_t *total, struct err *err);
MUST_USE enum rc app_user_by_login(struct app *app, struct str login,
				   int64_t *id, struct err *err);
/* With all roles, past and future too. */
MUST_USE enum rc app_user_show(struct app *app, int64_t id, struct arena *a,
			       struct user_view *out, struct role_view **roles,
			       size_t *n, struct err *err);
MUST_USE enum rc app_user_change(struct app *app, int64_t id,
				 struct str display_name, struct str email,
				 struct err *err);
/* Ends the sessions. Nobody disables themselves. */
MUST_USE enum rc app_user_disable(struct app *app, int64_t id, bool disabled,
				  struct err *err);
/* A one-time password, to be changed at the next sign-on. Ends the sessions. */
MUST_USE enum rc app_user_password(struct app *app, int64_t id,
				   struct str password, bool keep,
				   char one_time[ONE_TIME_TEXT],
				   struct err *err);
/* The second factor is gone; the next sign-on sets up a new one where the role
 * asks for it. Ends the sessions. */
MUST_USE enum rc app_user_totp_reset(struct app *app, int64_t id,
				     struct err *err);

/* A second factor made by the command line and handed over with the account:
 * the secret, in force at once. ROLE_SYSTEM only. Ends the sessions. */
MUST_USE enum rc app_user_totp_set(struct app *app, int64_t id,
				   struct totp_offer *out, struct err *err);

/* Fills in what the role is bound to by its code in the registries: gp_code of
 * a doctor, code of an organisation, pseudonym or tax code of a person; empty
 * for a role that is bound to nothing. */
MUST_USE enum rc app_role_for(struct app *app, enum role role, struct str code,
			      struct role_new *r, struct err *err);
/* E_CONFLICT: the same role in the same days. */
MUST_USE enum rc app_user_role_add(struct app *app, const struct role_new *r,
				   int64_t *id, struct err *err);
/* `last` is its last day; before today ends the sessions in that role now. */
MUST_USE enum rc app_user_role_end(struct app *app, int64_t role_id,
				   struct date last, struct err *err);

/* ---- a doctor lets another act for their patients, between two dates:
 * MAY_DELEGATE, and only for oneself unless an administrator */

/* The doctor of a gp_code, to delegate to; MAY_DELEGATE. */
MUST_USE enum rc app_doctor_by_code(struct app *app, struct str gp_code,
				    int64_t *id, struct err *err);

struct delegation_new {
	int64_t doctor_id, delegate_doctor_id;
	struct date from,
		to; /* both days count; at most account.delegation_days */
	struct str reason;
};
MUST_USE enum rc app_delegate(struct app *app, const struct delegation_new *d,
			      int64_t *id, struct err *err);
struct delegation_view {
	int64_t id, doctor_id, delegate_doctor_id;
	struct str doctor, delegate, reason;
	struct date from, to;
};
/* Of one doctor, given and received; 0: all (administrators). */
MUST_USE enum rc app_delegations(struct app *app, int64_t doctor_id,
				 struct arena *a, struct delegation_view **list,
				 size_t *n, struct err *err);
/* Yesterday becomes its last day; one that has not begun is taken away. */
MUST_USE enum rc app_delegation_end(struct app *app, int64_t id,
				    struct err *err);

#endif
