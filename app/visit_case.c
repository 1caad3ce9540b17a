/* Where a visit stands: read, moved, told. */
#include "app/visit_int.h"

#include "app/random.h"
#include "json/json.h"
#include "text/text.h"

/* ---- reading and writing */

static bool case_row(const struct stmt *q, struct visit_case *c)
{
	struct str room = col_str(q, 15), service = col_str(q, 16);
	*c = (struct visit_case){.id = col_int(q, 0),
				 .person_id = col_int(q, 2),
				 .appointment_id = col_int(q, 6),
				 .activity_id = col_int(q, 7),
				 .host_user_id = col_int(q, 8),
				 .pool_id = col_int(q, 9),
				 .asker_user_id = col_int(q, 10),
				 .asker_doctor_id = col_int(q, 11),
				 .starts_us = col_int(q, 12),
				 .ends_us = col_int(q, 13),
				 .due_us = col_int(q, 14),
				 .arrived_us = col_int(q, 17),
				 .started_us = col_int(q, 18),
				 .ended_us = col_int(q, 19),
				 .checked_us = col_int(q, 20),
				 .fault = "",
				 .fault_then = ""};
	snprintf(c->room, sizeof(c->room), STR_FMT, STR_ARG(room));
	snprintf(c->service, sizeof(c->service), STR_FMT, STR_ARG(service));
	c->was_host = c->host_user_id;
	return visit_kind_parse(col_str(q, 1), &c->kind) &&
	       visit_state_parse(col_str(q, 3), &c->state) &&
	       visit_state_parse(col_str(q, 4), &c->stored) &&
	       tele_urgency_parse(col_str(q, 5), &c->urgency);
}

enum rc visit_load(struct app *app, int64_t id, struct visit_case *out,
		   struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_VISIT_CASE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	rc = stmt_one(q, err);
	if (!rc && !case_row(q, out))
		rc = err_set(err, E_STATE,
			     "visit %" PRId64 " is of a kind or in a state "
			     "that this version does not know",
			     id);
	stmt_close(q);
	if (rc == E_NOT_FOUND)
		err_msg(err, rc, MSG_VIS_NOT_FOUND,
			"there is no visit %" PRId64, id);
	return rc;
}

static enum rc save(struct app *app, const struct visit_case *c,
		    struct err *err)
{
	struct stmt *q = NULL;
	int64_t n = 0;
	enum rc rc = db_prepare(app->db, SQL_VISIT_SAVE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", c->id);
	bind_str(q, "state", str_from(visit_state_name[c->state]));
	bind_id(q, "appointment_id", c->appointment_id);
	bind_id(q, "host_user_id", c->host_user_id);
	bind_str(q, "room", str_from(c->room));
	bind_id(q, "starts_us", c->starts_us);
	bind_id(q, "ends_us", c->ends_us);
	bind_id(q, "arrived_us", c->arrived_us);
	bind_id(q, "started_us", c->started_us);
	bind_id(q, "ended_us", c->ended_us);
	bind_id(q, "checked_us", c->checked_us);
	bind_str(q, "fault", str_from(c->fault));
	bind_str(q, "fault_then", str_from(c->fault_then));
	bind_int(q, "now_us", app->now_us);
	bind_str(q, "was_state", str_from(visit_state_name[c->stored]));
	bind_int(q, "was_host", c->was_host);
	rc = stmt_finish(q, &n, err);
	if (!rc && !n)
		rc = err_msg(err, E_CONFLICT, MSG_VIS_MEANWHILE,
			     "visit %" PRId64 " was moved at this moment by "
			     "somebody else: look again",
			     c->id);
	return rc;
}

enum rc visit_go(struct visit_case *c, enum visit_state to, struct err *err)
{
	if (!visit_may_move(c->kind, c->state, to))
		return err_msg(err, E_STATE, MSG_VIS_NOT_FROM_HERE,
			       "visit %" PRId64 " is %s: it cannot be %s",
			       c->id, visit_state_name[c->state],
			       visit_state_name[to]);
	c->state = to;
	return OK;
}

static enum rc put_event(struct app *app, const struct visit_case *c,
			 const char *what, struct str detail, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_VISIT_EVENT_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app_id(app));
	bind_int(q, "visit_id", c->id);
	bind_str(q, "what", str_from(what));
	bind_str(q, "from_state", str_from(visit_state_name[c->stored]));
	bind_str(q, "to_state", str_from(visit_state_name[c->state]));
	bind_int(q, "now_us", app->now_us);
	bind_int(q, "user_id", app->who.user_id);
	bind_str(q, "role", str_from(role_name[app->who.role]));
	bind_str(q, "detail", detail);
	return stmt_finish(q, NULL, err);
}

static struct audit_event record(const struct visit_case *c, const char *action)
{
	return (struct audit_event){.action = action,
				    .entity = "visit",
				    .entity_id = c->id,
				    .person_id = c->person_id,
				    .detail = STR("{}")};
}

enum rc visit_told(struct app *app, const struct visit_case *c,
		   const char *what, struct str detail, struct err *err)
{
	char action[40], state[64];
	snprintf(action, sizeof(action), "visit.%s", what);
	int n = snprintf(state, sizeof(state), "{\"state\":\"%s\"}",
			 visit_state_name[c->state]);
	struct audit_event e = record(c, action);
	e.detail = (struct str){state, (size_t)n};
	enum rc rc = put_event(app, c, what, detail, err);
	return rc ? rc : audit_write(app, &e, err);
}

enum rc visit_done(struct app *app, enum rc rc, struct visit_case *c,
		   const char *what, struct str detail, struct err *err)
{
	if (!rc)
		rc = save(app, c, err);
	if (!rc)
		rc = visit_told(app, c, what, detail, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

enum rc visit_look(struct app *app, const struct visit_case *c,
		   const char *action, struct err *err)
{
	struct audit_event e = record(c, action);
	return audit_look(app, &e, err);
}

enum rc visit_outbox(struct app *app, const char *kind,
		     const struct visit_case *c, struct str to, struct err *err)
{
	struct buf b;
	struct json j;
	struct str text;
	buf_init(&b, 4096);
	json_init(&j, &b);
	json_object(&j);
	json_put_int(&j, "visit", c->id);
	json_put_str(&j, "kind", str_from(visit_kind_name[c->kind]));
	json_put_str(&j, "to", to);
	json_object_end(&j);
	enum rc rc = buf_finish(&b, &text, err);
	if (!rc)
		rc = outbox_put(app, kind, c->person_id, text, err);
	buf_release(&b);
	return rc;
}

/* ---- parts */

void visit_new_room(char out[VISIT_ROOM_TEXT])
{
	static const char digit[] = "0123456789abcdef";
	unsigned char bytes[VISIT_ROOM_TEXT / 2];
	random_bytes(bytes, sizeof(bytes));
	for (size_t i = 0; i < sizeof(bytes); i++) {
		out[2 * i] = digit[bytes[i] >> 4];
		out[2 * i + 1] = digit[bytes[i] & 15];
	}
	out[2 * sizeof(bytes)] = 0;
}

static enum rc lock_host(struct app *app, int64_t user_id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_VISIT_HOST_LOCK, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", user_id);
	rc = stmt_one(q, err);
	stmt_close(q);
	return rc;
}

enum rc visit_host_free(struct app *app, int64_t host_user_id,
			int64_t starts_us, int64_t ends_us, int64_t but,
			struct err *err)
{
	struct stmt *q = NULL;
	assert(db_in_transaction(app->db));
	enum rc rc = lock_host(app, host_user_id, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_VISIT_HOST_BUSY, &q, err);
	if (rc)
		return rc;
	bind_int(q, "user_id", host_user_id);
	bind_int(q, "starts_us", starts_us);
	bind_int(q, "ends_us", ends_us);
	bind_int(q, "but", but);
	rc = stmt_one(q, err);
	if (!rc && col_int(q, 0))
		rc = err_msg(err, E_CONFLICT, MSG_VIS_HOST_BUSY,
			     "user %" PRId64 " has another visit then",
			     host_user_id);
	stmt_close(q);
	return rc;
}

enum rc visit_check_time(const struct app *app, const struct visit_time *when,
			 struct err *err)
{
	if (date_is_none(when->day) || when->start_min < 0 ||
	    when->minutes < 5 || when->minutes > 120 ||
	    when->start_min + when->minutes > 1440)
		return err_msg(
			err, E_RANGE, MSG_VIS_BAD_TIME,
			"a day, an hour and 5 to 120 minutes are wanted");
	if (visit_instant(when->day, when->start_min) <
	    app->now_us - 15 * TELE_MINUTE_US)
		return err_msg(err, E_RANGE, MSG_VIS_PAST, "that hour is past");
	if (when->day.days > app->today.days + 400)
		return err_msg(err, E_RANGE, MSG_VIS_BAD_TIME,
			       "that day is more than a year away");
	return OK;
}
