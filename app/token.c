#include "app/token.h"

#include "app/account_int.h"
#include "app/bind.h"

#define MINUTE_US INT64_C(60000000)

/* ---- words */

static const struct {
	unsigned scope;
	const char *word;
} scopes[] = {{API_EXAMS, "exams"}, {API_OBSERVATIONS, "observations"}};

bool token_scopes_parse(struct str words, unsigned *out)
{
	unsigned all = 0;
	for (struct str rest = words, one; rest.ptr;) {
		size_t i = 0;
		one = str_trim(str_cut(&rest, ' '));
		if (!one.len)
			continue;
		while (i < countof(scopes) && !str_is(one, scopes[i].word))
			i++;
		if (i == countof(scopes))
			return false;
		all |= scopes[i].scope;
	}
	if (all)
		*out = all;
	return all != 0;
}

void token_scopes_print(struct buf *out, unsigned all)
{
	bool first = true;
	for (size_t i = 0; i < countof(scopes); i++)
		if (all & scopes[i].scope) {
			buf_printf(out, "%s%s", first ? "" : " ",
				   scopes[i].word);
			first = false;
		}
}

/* ---- by its bearer */

static enum rc no_such(struct err *err)
{
	return err_msg(err, E_DENIED, MSG_API_TOKEN,
		       "no key that is in force has this text");
}

static bool take(const struct stmt *q, struct arena *a, struct app_token *t)
{
	*t = (struct app_token){.id = col_int(q, 0),
				.used_us = col_int(q, 3),
				.login = col_text(q, 4, a),
				.lang = col_text(q, 5, a),
				.who = {.user_id = col_int(q, 1),
					.role = role_of(col_str(q, 6)),
					.doctor_id = col_int(q, 7),
					.org_id = col_int(q, 8)}};
	t->who.token_id = t->id;
	t->who.purpose = role_purpose(t->who.role);
	return token_scopes_parse(col_str(q, 2), &t->who.scopes) &&
	       t->who.role < ROLE_NOBODY && t->who.role != ROLE_SYSTEM;
}

enum rc app_token_find(struct app *app, struct str token, struct arena *a,
		       struct app_token *out, struct err *err)
{
	struct stmt *q = NULL;
	struct app_token t = {0};
	char digest[SECRET_DIGEST];
	bool row = false, good = false;
	if (token.len != API_TOKEN_TEXT - 1 ||
	    !str_starts(token, STR(API_TOKEN_FRONT)))
		return no_such(err);
	enum rc rc = db_prepare(app->db, SQL_API_TOKEN_FIND, &q, err);
	if (rc)
		return rc;
	secret_digest(token, digest);
	bind_str(q, "digest", str_from(digest));
	bind_int(q, "now_us", app->now_us);
	bind_date(q, "on_date", app->today);
	rc = stmt_step(q, &row, err);
	if (!rc && row)
		good = take(q, a, &t);
	stmt_close(q);
	if (!rc && !good)
		rc = no_such(err);
	if (!rc && (!t.login.ptr || !t.lang.ptr))
		rc = arena_fail(a, err);
	if (!rc)
		*out = t;
	return rc;
}

static enum rc touch(struct app *app, const struct app_token *t,
		     struct str address, struct err *err)
{
	struct stmt *q = NULL;
	if (app->now_us - t->used_us < MINUTE_US)
		return OK;
	enum rc rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = db_prepare(app->db, SQL_API_TOKEN_USED, &q, err);
	if (!rc) {
		bind_int(q, "id", t->id);
		bind_int(q, "now_us", app->now_us);
		bind_str(q, "address", address);
		rc = stmt_finish(q, NULL, err);
	}
	return account_end(app, rc, err);
}

enum rc app_token_used(struct app *app, const struct app_token *t,
		       const char *what, struct str address, struct err *err)
{
	char detail[160];
	int n = snprintf(detail, sizeof(detail), "{\"request\":\"%s\"}", what);
	assert(n > 0 && n < (int)sizeof(detail));
	const struct audit_event e = {.action = "api.request",
				      .entity = "api_token",
				      .entity_id = t->id,
				      .detail = {detail, (size_t)n}};
	enum rc rc = touch(app, t, address, err);
	return rc ? rc : audit_look(app, &e, err);
}
