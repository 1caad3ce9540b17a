/* What all of app/home_*.c share. */
#include "app/home_int.h"
#include "json/json.h"

enum rc home_person_load(struct app *app, int64_t id, struct arena *a,
			 struct home_person *out, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_HOME_PERSON, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_date(q, "on_date", app->today);
	rc = stmt_one(q, err);
	if (!rc)
		*out = (struct home_person){.id = col_int(q, 0),
					    .dead = !col_null(q, 1),
					    .ats = col_text(q, 2, a),
					    .has_centre = col_int(q, 3) > 0};
	stmt_close(q);
	return rc;
}

enum rc home_text(struct str *s, struct err *err)
{
	*s = str_trim(*s);
	if (s->len > HOME_TEXT_MOST)
		return err_msg(err, E_LIMIT, MSG_HOM_TEXT_LONG,
			       "a text has %zu bytes, at most %d", s->len,
			       HOME_TEXT_MOST);
	if (!str_is_utf8(*s))
		return err_msg(err, E_FORMAT, MSG_HOM_TEXT_BAD,
			       "a text is not UTF-8");
	return OK;
}

enum rc home_want_reason(struct str *reason, struct err *err)
{
	enum rc rc = home_text(reason, err);
	if (!rc && !reason->len)
		rc = err_msg(err, E_RANGE, MSG_HOM_REASON_WANTED,
			     "a reason is wanted");
	return rc;
}

enum rc home_rules_told(enum rc rc, struct err *err)
{
	char which[400];
	if (rc != E_NOT_FOUND)
		return rc;
	snprintf(which, sizeof(which), "%.399s", err ? err->text : "");
	return err_msg(err, rc, MSG_HOM_NO_RULES,
		       "%s; `prossima init` adds the rules that this version "
		       "brought",
		       which);
}

enum rc home_rule(struct app *app, const char *name, struct str ats,
		  int64_t *out, struct err *err)
{
	return home_rules_told(
		rules_int(&app->rules, name, ats, app->today, out, err), err);
}

enum rc home_done(struct app *app, enum rc rc, const struct audit_event *e,
		  struct err *err)
{
	if (!rc)
		rc = audit_write(app, e, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

enum rc home_words(home_words_fn *say, const void *ctx, struct arena *a,
		   struct str out[N_LANG], struct err *err)
{
	struct buf b;
	buf_init(&b, 2000);
	enum rc rc = OK;
	for (int lang = 0; lang < N_LANG && !rc; lang++) {
		struct str s;
		buf_reset(&b);
		say(&b, (enum lang)lang, ctx);
		rc = buf_finish(&b, &s, err);
		out[lang] = rc ? STR("") : arena_str(a, s);
		if (!rc && !out[lang].ptr)
			rc = arena_fail(a, err);
	}
	buf_release(&b);
	return rc;
}

void home_tell(const struct monitor_tables *t, struct str protocol,
	       struct str out[N_LANG])
{
	for (size_t i = 0; i < t->n_step; i++)
		if (t->step[i].kind == MONITOR_TELL &&
		    str_eq(t->step[i].protocol, protocol))
			memcpy(out, t->step[i].text, sizeof(t->step[i].text));
}

enum rc home_outbox(struct app *app, const char *kind, int64_t person_id,
		    int64_t alarm_id, struct str to, struct err *err)
{
	struct buf b;
	struct json j;
	struct str text;
	buf_init(&b, 1000);
	json_init(&j, &b);
	json_object(&j);
	json_put_int(&j, "alarm", alarm_id);
	json_put_str(&j, "to", to);
	json_object_end(&j);
	enum rc rc = buf_finish(&b, &text, err);
	if (!rc)
		rc = outbox_put(app, kind, person_id, text, err);
	buf_release(&b);
	return rc;
}

/* The role of the row in hand. */
static enum role role_of(struct str name)
{
	enum role role = 0;
	while (role < N_ROLE && !str_is(name, role_name[role]))
		role++;
	return role < N_ROLE ? role : ROLE_NOBODY;
}

enum rc app_home_act_as(struct app *app, struct str login, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	if (app->who.role != ROLE_SYSTEM)
		return err_set(err, E_DENIED,
			       "only the command line acts for others");
	enum rc rc = db_prepare(app->db, SQL_HOME_ACTOR, &q, err);
	if (rc)
		return rc;
	bind_str(q, "login", login);
	bind_date(q, "on_date", app->today);
	rc = stmt_step(q, &row, err);
	if (!rc && row)
		app->who = (struct actor){.user_id = col_int(q, 0),
					  .role = role_of(col_str(q, 1)),
					  .doctor_id = col_int(q, 2),
					  .org_id = col_int(q, 3),
					  .person_id = col_int(q, 4),
					  .purpose = STR("care")};
	stmt_close(q);
	if (!rc && !row)
		rc = err_set(err, E_NOT_FOUND,
			     "no user \"" STR_FMT "\" has a role that sends or "
			     "answers",
			     STR_ARG(login));
	return rc;
}
