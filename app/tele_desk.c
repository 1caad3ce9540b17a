/* The reader's desk: take, give back, pass on, ask again, talk. */
#include "app/tele_int.h"
#include "text/text.h"

/* Begin, load, and see that the actor may; `mine`: who has it. */
static enum rc open_case(struct app *app, int64_t exam_id, bool mine,
			 struct tele_case *c, struct err *err)
{
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = tele_case_load(app, exam_id, c, err);
	return rc ? rc : tele_may_report(app, c, mine, err);
}

enum rc app_tele_take(struct app *app, int64_t exam_id, struct err *err)
{
	struct tele_case c;
	enum rc rc = open_case(app, exam_id, false, &c, err);
	if (!rc && c.taken_by && c.taken_by != app->who.user_id)
		rc = err_msg(err, E_CONFLICT, MSG_TEL_TAKEN_BY_OTHER,
			     "exam %" PRId64 " is taken by user %" PRId64,
			     exam_id, c.taken_by);
	if (!rc && c.taken_by) { /* again: nothing to do */
		db_rollback(app->db);
		return OK;
	}
	if (!rc)
		rc = tele_case_go(app, &c, TELE_TAKEN, err);
	if (!rc) {
		c.taken_by = app->who.user_id;
		c.taken_us = app->now_us;
	}
	return tele_done(app, rc, &c, "take", STR(""), err);
}

enum rc app_tele_give_back(struct app *app, int64_t exam_id, struct str reason,
			   struct err *err)
{
	struct tele_case c;
	enum rc rc = tele_text(&reason, "the reason", err);
	if (!rc)
		rc = open_case(app, exam_id, true, &c, err);
	if (!rc)
		rc = tele_case_go(app, &c, TELE_QUEUED, err);
	return tele_done(app, rc, &c, "give_back", reason, err);
}

enum rc app_tele_ask_repeat(struct app *app, int64_t exam_id, struct str cause,
			    struct err *err)
{
	struct tele_case c;
	enum rc rc = tele_want_reason(&cause, err);
	if (!rc)
		rc = open_case(app, exam_id, true, &c, err);
	if (!rc)
		rc = tele_case_go(app, &c, TELE_WAITING, err);
	if (!rc)
		snprintf(c.wait_cause, sizeof(c.wait_cause), STR_FMT,
			 STR_ARG(cause));
	if (!rc)
		rc = tele_outbox(app, "tele.repeat", &c, 0, STR("sender"), err);
	return tele_done(app, rc, &c, "ask_repeat", cause, err);
}

/* ---- to another pool */

static enum rc other_pool(struct app *app, struct str code, enum tele_kind kind,
			  int64_t *id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_POOL_BY_CODE, &q, err);
	if (rc)
		return rc;
	bind_str(q, "code", code);
	rc = stmt_one(q, err);
	if (!rc && !str_is(col_str(q, 1), tele_kind_name[kind]))
		rc = err_msg(err, E_RANGE, MSG_TEL_POOL_OTHER_KIND,
			     "pool " STR_FMT " reads another kind of exam",
			     STR_ARG(code));
	else if (!rc)
		*id = col_int(q, 0);
	stmt_close(q);
	if (rc == E_NOT_FOUND)
		err_msg(err, rc, MSG_TEL_NO_POOL,
			"there is no pool \"" STR_FMT "\"", STR_ARG(code));
	return rc;
}

static enum rc next_pool(struct app *app, int64_t pool_id, int64_t *id,
			 struct err *err)
{
	enum rc rc = tele_pool_behind(app, pool_id, id, NULL, err);
	if (!rc && !*id)
		rc = err_msg(err, E_STATE, MSG_TEL_NO_ESCALATION,
			     "the pool of this exam passes on to no other");
	return rc;
}

enum rc app_tele_escalate(struct app *app, int64_t exam_id, struct str pool,
			  struct str reason, struct err *err)
{
	struct tele_case c;
	int64_t to = 0;
	enum rc rc = tele_want_reason(&reason, err);
	if (!rc)
		rc = open_case(app, exam_id, false, &c, err);
	if (!rc && c.taken_by && c.taken_by != app->who.user_id)
		rc = err_msg(err, E_CONFLICT, MSG_TEL_TAKEN_BY_OTHER,
			     "exam %" PRId64 " is taken by user %" PRId64,
			     exam_id, c.taken_by);
	if (!rc)
		rc = pool.len ? other_pool(app, pool, c.kind, &to, err)
			      : next_pool(app, c.pool_id, &to, err);
	if (!rc)
		rc = tele_case_go(app, &c, TELE_QUEUED, err);
	if (!rc) {
		c.pool_id = to;
		c.escalated = true;
		rc = tele_outbox(app, "tele.escalated", &c, 0, STR("pool"),
				 err);
	}
	return tele_done(app, rc, &c, "escalate", reason, err);
}

/* ---- talk */

enum rc app_tele_talk(struct app *app, int64_t exam_id, struct str channel,
		      struct str text, struct err *err)
{
	struct tele_case c;
	enum rc rc = tele_text(&text, "what was said", err);
	bool phone = str_is(channel, "phone");
	if (!rc && !text.len)
		rc = err_msg(err, E_RANGE, MSG_TEL_NOTHING_SAID,
			     "write what was said");
	if (!rc && !phone && !str_is(channel, "chat"))
		rc = err_set(err, E_RANGE, "a talk is by phone or chat");
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = tele_case_load(app, exam_id, &c, err);
	if (!rc)
		rc = tele_may_see(app, &c, err);
	return tele_done(app, rc, &c, phone ? "talk_phone" : "talk_chat", text,
			 err);
}
