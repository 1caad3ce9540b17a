/* A reading confirmed, or cancelled. */
#include "app/home_int.h"

enum rc home_reading_at(struct app *app, int64_t id, struct arena *a,
			struct home_reading_at *out, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_HOME_READING_ONE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	rc = stmt_one(q, err);
	if (!rc)
		*out = (struct home_reading_at){.person_id = col_int(q, 1),
						.kind = col_text(q, 2, a),
						.state = col_text(q, 3, a)};
	stmt_close(q);
	if (rc == E_NOT_FOUND)
		err_msg(err, rc, MSG_HOM_NO_READING,
			"there is no reading %" PRId64, id);
	return rc;
}

enum rc home_reading_move(struct app *app, int64_t id, const char *state,
			  struct str reason, struct err *err)
{
	struct stmt *q = NULL;
	int64_t n = 0;
	enum rc rc = db_prepare(app->db, SQL_HOME_READING_MOVE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_str(q, "state", str_from(state));
	bind_int(q, "now_us", app->now_us);
	bind_int(q, "user_id", app->who.user_id);
	bind_str(q, "reason", reason);
	rc = stmt_finish(q, &n, err);
	if (!rc && !n)
		rc = err_msg(err, E_STATE, MSG_HOM_REPLACED,
			     "reading %" PRId64 " counts no longer", id);
	return rc;
}

static enum rc look_up(struct app *app, int64_t id, struct arena *a,
		       struct home_reading_at *out, struct err *err)
{
	enum rc rc = home_reading_at(app, id, a, out, err);
	return rc ? rc
		  : app_require(app, MAY_SEND_READING, out->person_id, err);
}

enum rc app_home_confirm(struct app *app, int64_t reading_id, struct err *err)
{
	struct home_reading_at at = {0};
	struct arena a;
	struct home_person p = {0};
	struct home_raised raised;
	arena_init(&a, HOME_ARENA);
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = look_up(app, reading_id, &a, &at, err);
	if (!rc && !str_is(at.state, "doubtful"))
		rc = err_msg(err, E_STATE, MSG_HOM_NOT_DOUBTFUL,
			     "reading %" PRId64 " is " STR_FMT, reading_id,
			     STR_ARG(at.state));
	if (!rc)
		rc = home_reading_move(app, reading_id, "confirmed", STR(""),
				       err);
	if (!rc)
		rc = home_person_load(app, at.person_id, &a, &p, err);
	if (!rc)
		rc = home_evaluate(app, &p, &reading_id, 1, &a, &raised, err);
	struct audit_event e = {.action = "home.confirm",
				.entity = "home_reading",
				.entity_id = reading_id,
				.person_id = at.person_id,
				.detail = STR("{}")};
	rc = home_done(app, rc, &e, err);
	arena_release(&a);
	return rc;
}

enum rc app_home_cancel(struct app *app, int64_t reading_id, struct str reason,
			struct err *err)
{
	struct home_reading_at at = {0};
	struct arena a;
	arena_init(&a, HOME_ARENA);
	enum rc rc = home_want_reason(&reason, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = look_up(app, reading_id, &a, &at, err);
	if (!rc)
		rc = home_reading_move(app, reading_id, "cancelled", reason,
				       err);
	if (!rc)
		rc = home_withdraw(app, reading_id, reason, &a, err);
	struct audit_event e = {.action = "home.cancel",
				.entity = "home_reading",
				.entity_id = reading_id,
				.person_id = at.person_id,
				.detail = STR("{}")};
	rc = home_done(app, rc, &e, err);
	arena_release(&a);
	return rc;
}
