/* Where an exam stands: read, moved, told; and who may. */
#include "app/tele_int.h"
#include "json/json.h"
#include "text/text.h"

/* ---- reading and writing */

static void case_texts(const struct stmt *q, struct tele_case *c)
{
	struct str verdict = col_str(q, 17), cause = col_str(q, 18);
	snprintf(c->verdict, sizeof(c->verdict), STR_FMT, STR_ARG(verdict));
	snprintf(c->wait_cause, sizeof(c->wait_cause), STR_FMT, STR_ARG(cause));
	snprintf(c->sha256, sizeof(c->sha256), STR_FMT,
		 STR_ARG(col_str(q, 20)));
}

static bool case_row(const struct stmt *q, struct tele_case *c)
{
	*c = (struct tele_case){.id = col_int(q, 0),
				.person_id = col_int(q, 1),
				.pool_id = col_int(q, 5),
				.taken_by = col_int(q, 6),
				.taken_us = col_int(q, 7),
				.start_us = col_int(q, 8),
				.due_us = col_int(q, 9),
				.stopped_us = col_int(q, 10),
				.told = col_int(q, 11),
				.escalated = col_int(q, 12) == 1,
				.repeat_of = col_int(q, 13),
				.sender_doctor_id = col_int(q, 14),
				.sender_org_id = col_int(q, 15),
				.taken_on = col_date(q, 16),
				.activity_id = col_int(q, 19)};
	case_texts(q, c);
	bool known = tele_kind_parse(col_str(q, 2), &c->kind) &&
		     tele_state_parse(col_str(q, 3), &c->state) &&
		     tele_urgency_parse(col_str(q, 4), &c->urgency);
	c->was_state = c->state;
	c->was_taken_by = c->taken_by;
	c->was_told = c->told;
	return known;
}

enum rc tele_case_load(struct app *app, int64_t id, struct tele_case *out,
		       struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_CASE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	rc = stmt_one(q, err);
	if (!rc && !case_row(q, out))
		rc = err_set(err, E_STATE,
			     "exam %" PRId64 " is of a kind or "
			     "in a state that this version does not know",
			     id);
	stmt_close(q);
	if (rc == E_NOT_FOUND)
		err_msg(err, rc, MSG_TEL_NOT_FOUND, "there is no exam %" PRId64,
			id);
	return rc;
}

enum rc tele_case_save(struct app *app, struct tele_case *c, struct err *err)
{
	struct stmt *q = NULL;
	int64_t n = 0;
	assert(db_in_transaction(app->db));
	enum rc rc = db_prepare(app->db, SQL_TELE_CASE_SAVE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", c->id);
	bind_str(q, "state", str_from(tele_state_name[c->state]));
	bind_id(q, "pool_id", c->pool_id);
	bind_id(q, "taken_by", c->taken_by);
	bind_id(q, "taken_us", c->taken_us);
	bind_int(q, "start_us", c->start_us);
	bind_int(q, "due_us", c->due_us);
	bind_id(q, "stopped_us", c->stopped_us);
	bind_int(q, "told_percent", c->told);
	bind_int(q, "escalated", c->escalated);
	bind_str(q, "wait_cause", str_from(c->wait_cause));
	bind_id(q, "activity_id", c->activity_id);
	bind_str(q, "was_state", str_from(tele_state_name[c->was_state]));
	bind_int(q, "was_taken_by", c->was_taken_by);
	bind_int(q, "was_told", c->was_told);
	rc = stmt_finish(q, &n, err);
	if (!rc && !n)
		rc = err_msg(err, E_CONFLICT, MSG_TEL_MEANWHILE,
			     "exam %" PRId64
			     " was moved at this moment by somebody else: "
			     "look again",
			     c->id);
	return rc;
}

static void clock_go(const struct app *app, struct tele_case *c,
		     enum tele_state to)
{
	if (to == TELE_WAITING && !c->stopped_us)
		c->stopped_us = app->now_us;
	if (to == TELE_WAITING || !c->stopped_us)
		return;
	int64_t stood = max_i64(0, app->now_us - c->stopped_us);
	c->start_us += stood;
	c->due_us += stood;
	c->stopped_us = 0;
}

enum rc tele_case_go(const struct app *app, struct tele_case *c,
		     enum tele_state to, struct err *err)
{
	if (!tele_may_move(c->state, to))
		return err_msg(err, E_STATE, MSG_TEL_NOT_FROM_HERE,
			       "exam %" PRId64 " is %s: it cannot be %s", c->id,
			       tele_state_name[c->state], tele_state_name[to]);
	clock_go(app, c, to);
	if (to != TELE_TAKEN && to != TELE_REPORTED) {
		c->taken_by = 0;
		c->taken_us = 0;
	}
	if (to != TELE_WAITING)
		c->wait_cause[0] = 0;
	c->state = to;
	return OK;
}

static enum rc put_event(struct app *app, const struct tele_case *c,
			 const char *what, struct str detail, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_EVENT_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app_id(app));
	bind_int(q, "exam_id", c->id);
	bind_str(q, "what", str_from(what));
	bind_str(q, "from_state", str_from(tele_state_name[c->was_state]));
	bind_str(q, "to_state", str_from(tele_state_name[c->state]));
	bind_int(q, "now_us", app->now_us);
	bind_int(q, "user_id", app->who.user_id);
	bind_str(q, "role", str_from(role_name[app->who.role]));
	bind_str(q, "detail", detail);
	return stmt_finish(q, NULL, err);
}

enum rc tele_told(struct app *app, const struct tele_case *c, const char *what,
		  struct str detail, struct err *err)
{
	char action[40], state[64];
	snprintf(action, sizeof(action), "tele.%s", what);
	int n = snprintf(state, sizeof(state), "{\"state\":\"%s\"}",
			 tele_state_name[c->state]);
	struct audit_event e = {.action = action,
				.entity = "tele_exam",
				.entity_id = c->id,
				.person_id = c->person_id,
				.detail = {state, (size_t)n}};
	enum rc rc = put_event(app, c, what, detail, err);
	return rc ? rc : audit_write(app, &e, err);
}

enum rc tele_done(struct app *app, enum rc rc, struct tele_case *c,
		  const char *what, struct str detail, struct err *err)
{
	if (!rc)
		rc = tele_case_save(app, c, err);
	if (!rc)
		rc = tele_told(app, c, what, detail, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

enum rc tele_register_done(struct app *app, enum rc rc, const char *action,
			   const char *entity, int64_t id, struct err *err)
{
	struct audit_event e = {.action = action,
				.entity = entity,
				.entity_id = id,
				.detail = STR("{}")};
	if (!rc)
		rc = audit_write(app, &e, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

/* ---- who may */

enum rc tele_is_reader(struct app *app, const struct tele_case *c, bool *yes,
		       struct err *err)
{
	struct stmt *q = NULL;
	*yes = false;
	if (app->who.role != ROLE_SPECIALIST || !app->who.user_id)
		return OK;
	enum rc rc = db_prepare(app->db, SQL_TELE_READS_POOL, &q, err);
	if (rc)
		return rc;
	bind_int(q, "pool_id", c->pool_id);
	bind_int(q, "user_id", app->who.user_id);
	bind_date(q, "on_date", app->today);
	rc = stmt_one(q, err);
	*yes = !rc && col_int(q, 0) > 0;
	stmt_close(q);
	return rc;
}

/* Did the actor's practice or pharmacy send it? */
static bool own_sending(const struct actor *who, const struct tele_case *c)
{
	switch (who->role) {
	case ROLE_DOCTOR:
	case ROLE_STAFF:
		return who->doctor_id && who->doctor_id == c->sender_doctor_id;
	case ROLE_PHARMACIST:
	case ROLE_OPERATOR:
		return who->org_id && who->org_id == c->sender_org_id;
	default:
		return false;
	}
}

/* A colleague who answers a teleconsult sees the exams that came with it. */
static enum rc was_shown(struct app *app, const struct tele_case *c, bool *yes,
			 struct err *err)
{
	struct stmt *q = NULL;
	*yes = false;
	if ((app->who.role != ROLE_SPECIALIST &&
	     app->who.role != ROLE_DOCTOR) ||
	    !app->who.user_id)
		return OK;
	enum rc rc = db_prepare(app->db, SQL_VISIT_SHARES_EXAM, &q, err);
	if (rc)
		return rc;
	bind_int(q, "exam_id", c->id);
	bind_int(q, "user_id", app->who.user_id);
	bind_date(q, "on_date", app->today);
	rc = stmt_one(q, err);
	*yes = !rc && col_int(q, 0) > 0;
	stmt_close(q);
	return rc;
}

enum rc tele_may_see(struct app *app, const struct tele_case *c,
		     struct err *err)
{
	bool reader = false, shown = false;
	enum rc rc = app_require(app, MAY_READ_EXAMS, 0, err);
	if (!rc)
		rc = tele_is_reader(app, c, &reader, err);
	if (!rc && !reader)
		rc = was_shown(app, c, &shown, err);
	if (rc || reader || shown || own_sending(&app->who, c) ||
	    app->who.role == ROLE_SYSTEM)
		return rc;
	if (app->who.role == ROLE_SPECIALIST)
		return err_msg(err, E_DENIED, MSG_TEL_NOT_YOUR_POOL,
			       "exam %" PRId64 " is not in a pool that user "
			       "%" PRId64 " reads for",
			       c->id, app->who.user_id);
	return app_require(app, MAY_READ_EXAMS, c->person_id, err);
}

enum rc tele_may_send(struct app *app, const struct tele_case *c,
		      struct err *err)
{
	enum rc rc = app_require(app, MAY_SEND_EXAM, 0, err);
	if (rc || own_sending(&app->who, c))
		return rc;
	return app_require(app, MAY_SEND_EXAM, c->person_id, err);
}

enum rc tele_may_report(struct app *app, const struct tele_case *c, bool mine,
			struct err *err)
{
	bool reader = false;
	enum rc rc = app_require(app, MAY_REPORT_EXAM, 0, err);
	if (!rc)
		rc = tele_is_reader(app, c, &reader, err);
	if (!rc && !reader)
		rc = err_msg(err, E_DENIED, MSG_TEL_NOT_YOUR_POOL,
			     "exam %" PRId64 " is not in a pool that user "
			     "%" PRId64 " reads for",
			     c->id, app->who.user_id);
	if (!rc && mine && c->taken_by != app->who.user_id)
		rc = err_msg(err, E_STATE,
			     c->taken_by ? MSG_TEL_TAKEN_BY_OTHER
					 : MSG_TEL_TAKE_FIRST,
			     "exam %" PRId64 " is not taken by user %" PRId64,
			     c->id, app->who.user_id);
	return rc;
}

/* ---- parts */

enum rc tele_text(struct str *s, const char *what, struct err *err)
{
	*s = str_trim(*s);
	if (s->len > TELE_TEXT_MOST)
		return err_msg(err, E_LIMIT, MSG_TEL_TEXT_LONG,
			       "%s has %zu bytes, at most %d", what, s->len,
			       TELE_TEXT_MOST);
	if (!str_is_utf8(*s))
		return err_msg(err, E_FORMAT, MSG_TEL_TEXT_BAD,
			       "%s is not text in UTF-8", what);
	return OK;
}

enum rc tele_want_reason(struct str *reason, struct err *err)
{
	enum rc rc = tele_text(reason, "the reason", err);
	if (!rc && !reason->len)
		rc = err_msg(err, E_RANGE, MSG_TEL_REASON_WANTED,
			     "a reason is wanted");
	return rc;
}

enum rc tele_rules_told(enum rc rc, struct err *err)
{
	char which[400];
	if (rc != E_NOT_FOUND)
		return rc;
	snprintf(which, sizeof(which), "%.399s", err ? err->text : "");
	return err_msg(err, rc, MSG_TEL_NO_RULES,
		       "%s; `prossima init` adds the rules that this version "
		       "brought",
		       which);
}

enum rc tele_outbox(struct app *app, const char *kind,
		    const struct tele_case *c, int64_t report_id, struct str to,
		    struct err *err)
{
	struct buf b;
	struct json j;
	struct str text;
	buf_init(&b, 4096);
	json_init(&j, &b);
	json_object(&j);
	json_put_int(&j, "exam", c->id);
	json_put_str(&j, "kind", str_from(tele_kind_name[c->kind]));
	json_put_str(&j, "urgency", str_from(tele_urgency_name[c->urgency]));
	if (report_id)
		json_put_int(&j, "report", report_id);
	if (to.len)
		json_put_str(&j, "to", to);
	json_object_end(&j);
	enum rc rc = buf_finish(&b, &text, err);
	if (!rc)
		rc = outbox_put(app, kind, c->person_id, text, err);
	buf_release(&b);
	return rc;
}
