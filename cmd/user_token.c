/* prossima user token: keys for programs of a user. */
#include "app/token.h"
#include "cmd/cmd.h"
#include "cmd/user_cmd.h"
#include "cmd/work.h"
#include "json/json.h"
#include "secret/secret.h"

struct options {
	const char *db, *login, *name, *scopes, *role;
	int64_t days, revoke;
	bool list, json;
};

static const char *state_of(const struct token_view *t)
{
	return t->in_force ? "in force" : t->revoked_us ? "revoked" : "expired";
}

static void put_json(struct json *j, const struct token_view *t,
		     struct str scopes)
{
	json_object(j);
	json_put_int(j, "key", t->id);
	json_put_str(j, "name", t->name);
	json_put_str(j, "scopes", scopes);
	json_put_str(j, "role",
		     str_from(t->role < N_ROLE ? role_name[t->role] : ""));
	json_put_str(j, "state", str_from(state_of(t)));
	json_put_int(j, "created_us", t->created_us);
	json_put_int(j, "expires_us", t->expires_us);
	json_put_int(j, "used_us", t->used_us);
	json_put_str(j, "used_from", t->used_from);
	json_object_end(j);
}

static void put_line(struct buf *out, const struct token_view *t,
		     struct str scopes)
{
	buf_printf(out, "%" PRId64 "  %-9s " STR_FMT ", " STR_FMT, t->id,
		   state_of(t), STR_ARG(t->name), STR_ARG(scopes));
	buf_text(out, ", until ");
	instant_print(out, t->expires_us);
	if (t->used_us) {
		buf_text(out, ", last used ");
		instant_print(out, t->used_us);
		buf_printf(out, " from " STR_FMT, STR_ARG(t->used_from));
	}
	buf_char(out, '\n');
}

static enum rc list_all(struct app *app, int64_t user_id, bool as_json,
			struct err *err)
{
	struct arena a;
	struct buf out, scopes;
	struct json j;
	struct token_view *list = NULL;
	size_t n = 0;
	arena_init(&a, 1u << 20); /* a hundred keys */
	buf_init(&out, 1u << 20);
	buf_init(&scopes, 256);
	json_init(&j, &out);
	enum rc rc = app_user_tokens(app, user_id, &a, &list, &n, err);
	if (as_json)
		json_array(&j);
	for (size_t i = 0; i < n && !rc; i++) {
		buf_reset(&scopes);
		token_scopes_print(&scopes, list[i].scopes);
		if (as_json)
			put_json(&j, &list[i], buf_view(&scopes));
		else
			put_line(&out, &list[i], buf_view(&scopes));
	}
	if (as_json) {
		json_array_end(&j);
		buf_char(&out, '\n');
	}
	if (!rc)
		rc = cmd_print(&out, err);
	buf_release(&scopes);
	buf_release(&out);
	arena_release(&a);
	return rc;
}

static enum rc make(struct app *app, int64_t user_id, const struct options *o,
		    struct err *err)
{
	struct token_new n = {.name = str_from(o->name), .days = o->days};
	struct token_made made;
	enum role role = N_ROLE;
	if (!token_scopes_parse(str_from(o->scopes), &n.scopes))
		return err_set(err, E_USAGE,
			       "--scopes: \"%s\" is not exams, observations or "
			       "\"exams observations\"",
			       o->scopes);
	for (role = 0; o->role && role < N_ROLE; role++)
		if (!strcmp(role_name[role], o->role))
			break;
	if (o->role && role == N_ROLE)
		return err_set(err, E_USAGE, "there is no role \"%s\"",
			       o->role);
	enum rc rc = app_user_token_make(app, user_id, o->role ? role : N_ROLE,
					 &n, &made, err);
	if (rc)
		return rc;
	printf("%s\n", made.token);
	fprintf(stderr, "key %" PRId64 " of %s: shown this once\n", made.id,
		o->login);
	secret_wipe(&made, sizeof(made));
	return OK;
}

static enum rc work(struct app *app, const struct options *o, struct err *err)
{
	int64_t user_id = 0;
	enum rc rc = app_user_by_login(app, str_from(o->login), &user_id, err);
	if (rc)
		return rc;
	if (o->list)
		return list_all(app, user_id, o->json, err);
	if (!o->revoke)
		return make(app, user_id, o, err);
	rc = app_user_token_revoke(app, user_id, o->revoke, err);
	if (!rc)
		printf("%" PRId64 ": revoked\n", o->revoke);
	return rc;
}

int user_cmd_token(int argc, char **argv)
{
	struct options o = {
		.name = "command line", .scopes = "exams", .days = 90};
	const struct opt opts[] = {
		OPT_DB(o.db),
		{"LOGIN", OPT_POS, &o.login, NULL, "the user", true, 0, 0},
		{"name", OPT_STR, &o.name, "TEXT", "which program has the key",
		 false, 0, 0},
		{"scopes", OPT_STR, &o.scopes, "WORDS",
		 "exams (default), observations, or both with a blank between",
		 false, 0, 0},
		{"days", OPT_INT, &o.days, "N", "how long it lasts (90)", false,
		 1, API_TOKEN_DAYS_MOST},
		{"role", OPT_STR, &o.role, "ROLE",
		 "of the user's roles: doctor, staff, operator, pharmacist",
		 false, 0, 0},
		{"list", OPT_FLAG, &o.list, NULL, "show the keys of the user",
		 false, 0, 0},
		{"revoke", OPT_INT, &o.revoke, "KEY", "end a key at once",
		 false, 1, INT64_MAX},
		{"json", OPT_FLAG, &o.json, NULL, "print the list as JSON",
		 false, 0, 0},
	};
	bool stop;
	int status = opt_parse(
		"prossima user token",
		"Make a key with which a program sends exams or "
		"readings as the user, and print it once;\nor show or "
		"end keys.",
		opts, countof(opts), argc, argv, &stop);
	if (stop)
		return status;
	struct err err = {0};
	struct cmd_work w = {0};
	enum rc rc = cmd_work_open(&w, o.db, NULL, &err);
	if (!rc)
		rc = work(&w.app, &o, &err);
	cmd_work_close(&w);
	return rc ? cmd_fail(&err) : EXIT_DONE;
}
