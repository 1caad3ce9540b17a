/* prossima user - who may sign on. The first administrator is made here. */
#include "app/account.h"
#include "app/tele_signature.h"
#include "cmd/cmd.h"
#include "cmd/key.h"
#include "cmd/password.h"
#include "cmd/user_cmd.h"
#include "cmd/work.h"
#include "json/json.h"

cmd_fn cmd_user;

/* Database and the user that is named. */
static enum rc begin(struct cmd_work *w, const char *db, const char *login,
		     int64_t *id, struct err *err)
{
	enum rc rc = cmd_work_open(w, db, NULL, err);
	if (!rc)
		rc = app_user_by_login(&w->app, str_from(login), id, err);
	return rc;
}

static int finish(struct cmd_work *w, enum rc rc, const struct err *err)
{
	cmd_work_close(w);
	return rc ? cmd_fail(err) : EXIT_DONE;
}

static void print_one_time(const char *login, const char *one_time)
{
	if (*one_time)
		printf("one-time password of %s: %s\n", login, one_time);
}

/* ---- roles */

struct role_words {
	const char *role, *code; /* code: of what it is bound to */
	struct date from, to;
};

static enum rc role_of_words(struct app *app, const struct role_words *w,
			     struct role_new *out, struct err *err)
{
	enum role role = 0;
	*out = (struct role_new){.from = w->from, .to = w->to};
	while (role < N_ROLE && strcmp(role_name[role], w->role) != 0)
		role++;
	if (role == N_ROLE)
		return err_set(err, E_USAGE, "there is no role \"%s\"",
			       w->role);
	enum rc rc = app_role_for(app, role, str_from(w->code ? w->code : ""),
				  out, err);
	if (!rc && w->code && !out->doctor_id && !out->org_id &&
	    !out->person_id)
		rc = err_set(err, E_NOT_FOUND,
			     "--for: there is nothing of code \"%s\" for the "
			     "role %s",
			     w->code, w->role);
	return rc;
}

#define OPT_ROLE_WORDS(w)                                                        \
	{"for",                                                                  \
	 OPT_STR,                                                                \
	 &(w).code,                                                              \
	 "CODE",                                                                 \
	 "the doctor (gp_code), organisation (code) or person "                  \
	 "(pseudonym) it is for",                                                \
	 false,                                                                  \
	 0,                                                                      \
	 0},                                                                     \
		{"from", OPT_DATE, &(w).from, "DATE", "first day", false, 0, 0}, \
	{                                                                        \
		"to", OPT_DATE, &(w).to, "DATE", "last day", false, 0, 0         \
	}

static int cmd_role(int argc, char **argv)
{
	const char *db = NULL, *login = NULL;
	struct role_words words = {.from = cmd_today(), .to = DATE_MAX};
	bool stop;
	const struct opt opts[] = {
		OPT_DB(db),
		{"LOGIN", OPT_POS, &login, NULL, "the user", true, 0, 0},
		{"ROLE", OPT_POS, &words.role, NULL,
		 "admin, doctor, staff, operator, specialist, provider, "
		 "pharmacist, citizen, cooperative, agency, region",
		 true, 0, 0},
		OPT_ROLE_WORDS(words),
	};
	int status = opt_parse("prossima user role",
			       "Give a user a role, between two days.", opts,
			       countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct err err = {0};
	struct cmd_work w = {0};
	struct role_new r = {0};
	int64_t id = 0, user_id = 0;
	enum rc rc = begin(&w, db, login, &user_id, &err);
	if (!rc)
		rc = role_of_words(&w.app, &words, &r, &err);
	r.user_id = user_id;
	if (!rc)
		rc = app_user_role_add(&w.app, &r, &id, &err);
	return finish(&w, rc, &err);
}

/* ---- add */

static enum rc password_of(bool ask, const char *file, char out[PASSWORD_ROOM],
			   struct err *err)
{
	*out = 0;
	if (ask)
		return password_ask(out, err);
	return file ? password_read(file, out, err) : OK;
}

static int cmd_add(int argc, char **argv)
{
	const char *db = NULL, *login = NULL, *name = NULL, *email = "",
		   *lang = "", *file = NULL;
	bool ask = false, keep = false, stop;
	struct role_words words = {.from = cmd_today(), .to = DATE_MAX};
	const struct opt opts[] = {
		OPT_DB(db),
		{"LOGIN", OPT_POS, &login, NULL, "what is typed to sign on",
		 true, 0, 0},
		{"name", OPT_STR, &name, "NAME", "as others see it", true, 0,
		 0},
		{"email", OPT_STR, &email, "ADDRESS", "e-mail", false, 0, 0},
		{"lang", OPT_STR, &lang, "it|en", "language of the pages",
		 false, 0, 0},
		{"role", OPT_STR, &words.role, "ROLE", "a first role", false, 0,
		 0},
		OPT_ROLE_WORDS(words),
		{"ask", OPT_FLAG, &ask, NULL,
		 "ask for the password on the terminal", false, 0, 0},
		{"password-file", OPT_STR, &file, "FILE",
		 "password in the first line of a file; - is stdin", false, 0,
		 0},
		{"keep", OPT_FLAG, &keep, NULL,
		 "the password need not be changed at the first sign-on", false,
		 0, 0},
	};
	int status =
		opt_parse("prossima user add",
			  "Make a user. Without --ask or --password-file a "
			  "one-time password is made and printed once.",
			  opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct err err = {0};
	struct cmd_work w = {0};
	char password[PASSWORD_ROOM], one_time[ONE_TIME_TEXT] = "";
	int64_t id = 0;
	enum rc rc = password_of(ask, file, password, &err);
	if (!rc)
		rc = cmd_work_open(&w, db, NULL, &err);
	struct user_new u = {.login = str_from(login),
			     .display_name = str_from(name),
			     .email = str_from(email),
			     .lang = str_from(lang),
			     .password = str_from(password),
			     .keep_password = keep};
	struct role_new first;
	if (!rc && words.role) {
		rc = role_of_words(&w.app, &words, &first, &err);
		u.role = &first;
	}
	if (!rc)
		rc = app_user_add(&w.app, &u, &id, one_time, &err);
	if (!rc)
		print_one_time(login, one_time);
	return finish(&w, rc, &err);
}

/* ---- password, second factor, disable */

static int cmd_password(int argc, char **argv)
{
	const char *db = NULL, *login = NULL, *file = NULL;
	bool ask = false, keep = false, stop;
	const struct opt opts[] = {
		OPT_DB(db),
		{"LOGIN", OPT_POS, &login, NULL, "the user", true, 0, 0},
		{"ask", OPT_FLAG, &ask, NULL,
		 "ask for the password on the terminal", false, 0, 0},
		{"password-file", OPT_STR, &file, "FILE",
		 "password in the first line of a file; - is stdin", false, 0,
		 0},
		{"keep", OPT_FLAG, &keep, NULL,
		 "it need not be changed at the next sign-on", false, 0, 0},
	};
	int status = opt_parse("prossima user password",
			       "Give a user a new password, made and printed "
			       "once unless told. Ends the user's sessions.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct err err = {0};
	struct cmd_work w = {0};
	char password[PASSWORD_ROOM], one_time[ONE_TIME_TEXT] = "";
	int64_t id = 0;
	enum rc rc = password_of(ask, file, password, &err);
	if (!rc)
		rc = begin(&w, db, login, &id, &err);
	if (!rc)
		rc = app_user_password(&w.app, id, str_from(password), keep,
				       one_time, &err);
	if (!rc)
		print_one_time(login, one_time);
	return finish(&w, rc, &err);
}

static int cmd_tax_code(int argc, char **argv)
{
	const char *db = NULL, *login = NULL, *code = NULL;
	bool stop;
	const struct opt opts[] = {
		OPT_DB(db),
		{"LOGIN", OPT_POS, &login, NULL, "the user", true, 0, 0},
		{"CODE", OPT_POS, &code, NULL, "the tax code", true, 0, 0},
	};
	int status = opt_parse("prossima user tax-code",
			       "Register the tax code of a user: it must stand "
			       "in the certificate they sign with.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct err err = {0};
	struct cmd_work w = {0};
	int64_t id = 0;
	enum rc rc = begin(&w, db, login, &id, &err);
	if (!rc)
		rc = app_user_tax_code(&w.app, id, str_from(code), &err);
	return finish(&w, rc, &err);
}

static int cmd_totp(int argc, char **argv)
{
	const char *db = NULL, *login = NULL, *key = NULL;
	bool off = false, stop;
	const struct opt opts[] = {
		OPT_DB(db),
		{"LOGIN", OPT_POS, &login, NULL, "the user", true, 0, 0},
		{"off", OPT_FLAG, &off, NULL,
		 "take the second factor away; the user sets up a new one",
		 false, 0, 0},
		OPT_KEY(key),
	};
	int status = opt_parse("prossima user totp",
			       "Make a second factor for a user and print its "
			       "secret once, or take it away. Ends the\nuser's "
			       "sessions.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct err err = {0};
	struct cmd_work w = {0};
	struct totp_offer offer = {.uri = ""};
	struct seal_key k;
	int64_t id = 0;
	enum rc rc = begin(&w, db, login, &id, &err);
	if (!rc && off)
		rc = app_user_totp_reset(&w.app, id, &err);
	if (!rc && !off)
		rc = cmd_key(&w.app, key, db, &k, &err);
	if (!rc && !off)
		rc = app_user_totp_set(&w.app, id, &offer, &err);
	if (!rc && !off)
		printf("%s\n%s\n", offer.secret, offer.uri);
	return finish(&w, rc, &err);
}

static int cmd_rekey(int argc, char **argv)
{
	const char *db = NULL, *key = NULL;
	bool lost = false, stop;
	const struct opt opts[] = {
		OPT_DB(db),
		OPT_KEY(key),
		{"lost", OPT_FLAG, &lost, NULL,
		 "the key is lost: take away the second factors it sealed",
		 false, 0, 0},
	};
	int status = opt_parse("prossima user rekey",
			       "Put a new key in place of the one that seals "
			       "the second factors. Start the servers\nagain "
			       "afterwards: they hold the old one.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct err err = {0};
	struct cmd_work w = {0};
	struct key_renewed n;
	char path[PATH_MAX];
	enum rc rc = cmd_key_path(key, db, path, &err);
	if (!rc)
		rc = cmd_work_open(&w, db, NULL, &err);
	if (!rc)
		rc = key_renew(&w.app, path, lost, &n, &err);
	if (!rc)
		printf("new key %s: %" PRId64 " second factors sealed again, "
		       "%" PRId64 " taken away\n",
		       path, n.sealed, n.lost);
	return finish(&w, rc, &err);
}

static int cmd_disable(int argc, char **argv)
{
	const char *db = NULL, *login = NULL;
	bool back = false, stop;
	const struct opt opts[] = {
		OPT_DB(db),
		{"LOGIN", OPT_POS, &login, NULL, "the user", true, 0, 0},
		{"undo", OPT_FLAG, &back, NULL, "let the user in again", false,
		 0, 0},
	};
	int status = opt_parse("prossima user disable",
			       "Keep a user out, from this instant. Nothing "
			       "about the user is deleted.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct err err = {0};
	struct cmd_work w = {0};
	int64_t id = 0;
	enum rc rc = begin(&w, db, login, &id, &err);
	if (!rc)
		rc = app_user_disable(&w.app, id, !back, &err);
	return finish(&w, rc, &err);
}

/* ---- delegate */

static int cmd_delegate(int argc, char **argv)
{
	const char *db = NULL, *doctor = NULL, *to = NULL, *reason = "";
	struct delegation_new d = {.from = cmd_today(), .to = DATE_NONE};
	bool stop;
	const struct opt opts[] = {
		OPT_DB(db),
		{"DOCTOR", OPT_POS, &doctor, NULL, "gp_code of who delegates",
		 true, 0, 0},
		{"SUBSTITUTE", OPT_POS, &to, NULL,
		 "gp_code of who acts for their patients", true, 0, 0},
		{"from", OPT_DATE, &d.from, "DATE", "first day (today)", false,
		 0, 0},
		{"to", OPT_DATE, &d.to, "DATE", "last day", true, 0, 0},
		{"reason", OPT_STR, &reason, "TEXT", "why", false, 0, 0},
	};
	int status = opt_parse("prossima user delegate",
			       "Let a doctor act for the patients of another, "
			       "between two days.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct err err = {0};
	struct cmd_work w = {0};
	struct role_new a = {0}, b = {0};
	int64_t id;
	enum rc rc = cmd_work_open(&w, db, NULL, &err);
	if (!rc)
		rc = app_role_for(&w.app, ROLE_DOCTOR, str_from(doctor), &a,
				  &err);
	if (!rc)
		rc = app_role_for(&w.app, ROLE_DOCTOR, str_from(to), &b, &err);
	d.doctor_id = a.doctor_id;
	d.delegate_doctor_id = b.doctor_id;
	d.reason = str_from(reason);
	if (!rc)
		rc = app_delegate(&w.app, &d, &id, &err);
	return finish(&w, rc, &err);
}

/* ---- list */

static void put_json(struct json *j, const struct user_view *u)
{
	json_object(j);
	json_put_str(j, "login", u->login);
	json_put_str(j, "name", u->display_name);
	json_put_str(j, "roles", u->roles);
	json_put_bool(j, "disabled", u->disabled);
	json_put_bool(j, "second_factor", u->has_second_factor);
	json_put_bool(j, "must_change", u->must_change);
	json_put_bool(j, "locked", u->locked);
	json_object_end(j);
}

static void put_line(struct buf *b, const struct user_view *u)
{
	buf_printf(b, "%-24.*s %-30.*s " STR_FMT "%s%s%s\n", STR_ARG(u->login),
		   STR_ARG(u->display_name), STR_ARG(u->roles),
		   u->has_second_factor ? "  [second factor]" : "",
		   u->disabled ? "  [disabled]" : "",
		   u->locked ? "  [locked by its user]" : "");
}

static enum rc list_users(struct app *app, struct user_query *ask,
			  struct buf *b, bool as_json, struct err *err)
{
	struct arena a;
	struct json j;
	struct user_view *list = NULL;
	size_t n = 0;
	int64_t total = 1;
	enum rc rc = OK;
	arena_init(&a, 16u << 20); /* 200 users with their roles */
	json_init(&j, b);
	if (as_json)
		json_array(&j);
	for (ask->offset = 0; ask->offset < total && !rc; ask->offset += 200) {
		arena_reset(&a);
		rc = app_user_list(app, ask, &a, &list, &n, &total, err);
		for (size_t i = 0; i < n && !rc; i++)
			if (as_json)
				put_json(&j, &list[i]);
			else
				put_line(b, &list[i]);
	}
	if (as_json) {
		json_array_end(&j);
		buf_char(b, '\n');
	}
	arena_release(&a);
	return rc;
}

static int cmd_list(int argc, char **argv)
{
	const char *db = NULL, *text = "";
	bool as_json = false, stop;
	const struct opt opts[] = {
		OPT_DB(db),
		{"find", OPT_STR, &text, "TEXT", "part of login or name", false,
		 0, 0},
		{"json", OPT_FLAG, &as_json, NULL, "print JSON", false, 0, 0},
	};
	int status = opt_parse("prossima user list",
			       "The users, with the roles they have today.",
			       opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct err err = {0};
	struct cmd_work w = {0};
	struct buf b;
	struct user_query ask = {
		.q = str_from(text), .role = N_ROLE, .limit = 200};
	buf_init(&b, 1u << 28); /* a million users */
	enum rc rc = cmd_work_open(&w, db, NULL, &err);
	if (!rc)
		rc = list_users(&w.app, &ask, &b, as_json, &err);
	if (!rc)
		rc = cmd_print(&b, &err);
	buf_release(&b);
	return finish(&w, rc, &err);
}

int cmd_user(int argc, char **argv)
{
	static const struct command table[] = {
		{"add", cmd_add, "make a user"},
		{"role", cmd_role, "give a user a role, with dates"},
		{"list", cmd_list, "show the users and their roles"},
		{"disable", cmd_disable, "keep a user out, or let in again"},
		{"password", cmd_password, "give a user a new password"},
		{"totp", cmd_totp, "make or take away a second factor"},
		{"token", user_cmd_token, "keys for programs that send"},
		{"tax-code", cmd_tax_code,
		 "the code that must stand in a user's certificate"},
		{"rekey", cmd_rekey, "a new key for the second factors"},
		{"delegate", cmd_delegate, "a substitute for a doctor"},
	};
	return cmd_dispatch("prossima user", table, countof(table), argc, argv);
}
