/* The desk: hold, cancel, move, done, no-show, expiry, preferences. */
#include "app/appointment_int.h"

static enum rc finish(struct app *app, enum rc rc, struct err *err)
{
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

/* Whose appointment it is, and whether the actor may. */
static enum rc may_change(struct app *app, int64_t id, enum permission what,
			  struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_APPOINTMENT_GET, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	rc = stmt_one(q, err);
	if (rc == E_NOT_FOUND)
		err_set(err, rc, "there is no appointment %" PRId64, id);
	int64_t person = rc ? 0 : col_int(q, 0);
	stmt_close(q);
	return rc ? rc : app_require(app, what, person, err);
}

struct expired {
	int64_t v[500]; /* LIMIT of the statement */
	size_t n;
};

static enum rc find_expired(struct app *app, struct expired *out,
			    struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	out->n = 0;
	enum rc rc = db_prepare(app->db, SQL_APPOINTMENT_EXPIRED, &q, err);
	if (rc)
		return rc;
	bind_int(q, "now", app->now_us);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row)
		if (out->n < countof(out->v))
			out->v[out->n++] = col_int(q, 0);
	stmt_close(q);
	return rc;
}

static enum rc expire_some(struct app *app, const struct expired *e,
			   struct err *err)
{
	enum rc rc = db_begin(app->db, err);
	for (size_t i = 0; i < e->n && !rc; i++) {
		int64_t person = 0;
		rc = booking_release(app, e->v[i], STR("hold expired"), true,
				     &person, err);
		if (!rc)
			rc = booking_audit(app, "booking.expire", e->v[i],
					   person, err);
	}
	return finish(app, rc, err);
}

enum rc app_book_expire(struct app *app, int64_t *n, struct err *err)
{
	struct expired e;
	*n = 0;
	do {
		enum rc rc = find_expired(app, &e, err);
		if (!rc && e.n)
			rc = expire_some(app, &e, err);
		/* Another program ended one of them first: theirs counts. */
		if (rc == E_CONFLICT || rc == E_STATE)
			return OK;
		if (rc)
			return rc;
		*n += (int64_t)e.n;
	} while (e.n == countof(e.v));
	return OK;
}

static enum rc refuse_dead(struct app *app, int64_t person_id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_BOOKING_PERSON_DIED, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_date(q, "day", app->today);
	rc = stmt_one(q, err);
	if (!rc && col_int(q, 0))
		rc = err_set(err, E_STATE,
			     "the person has died: nothing can be booked");
	stmt_close(q);
	return rc;
}

enum rc app_book_hold(struct app *app, int64_t person_id, int64_t slot_id,
		      int64_t activity_id, int minutes, int64_t *id,
		      struct err *err)
{
	int64_t expired;
	struct book_new n = {
		.person_id = person_id,
		.slot_id = slot_id,
		.activities = &activity_id,
		.n_activity = activity_id ? 1 : 0,
		.state = "held",
		.held_until_us = app->now_us + minutes * INT64_C(60000000),
		.reason = STR("{\"why\":\"chosen\"}"),
		.lost_is_error = true,
	};
	enum rc rc = app_require(app, MAY_BOOK, person_id, err);
	if (!rc && (minutes < 1 || minutes > 24 * 60))
		rc = err_set(err, E_RANGE,
			     "a hold of %d minutes: between 1 and 1440",
			     minutes);
	if (!rc)
		rc = refuse_dead(app, person_id, err);
	if (!rc)
		rc = app_book_expire(app, &expired, err);
	if (rc)
		return rc;
	rc = db_begin(app->db, err);
	if (!rc)
		rc = booking_place(app, &n, id, err);
	if (!rc)
		rc = booking_audit(app, "booking.hold", *id, person_id, err);
	return finish(app, rc, err);
}

enum rc app_book_cancel(struct app *app, int64_t id, struct str reason,
			struct err *err)
{
	int64_t person = 0;
	enum rc rc = may_change(app, id, MAY_BOOK, err);
	if (rc)
		return rc;
	rc = db_begin(app->db, err);
	if (!rc)
		rc = booking_release(app, id, reason, false, &person, err);
	if (!rc)
		rc = booking_tell(app, "appointment.cancelled", person, id,
				  reason, err);
	if (!rc)
		rc = booking_audit(app, "booking.cancel", id, person, err);
	return finish(app, rc, err);
}

static enum rc activities_of(struct app *app, int64_t id, int64_t *v,
			     size_t max, size_t *n, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_APPOINTMENT_ACTIVITY_OF, &q, err);
	if (rc)
		return rc;
	*n = 0;
	bind_int(q, "appointment_id", id);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row && *n < max)
		v[(*n)++] = col_int(q, 0);
	stmt_close(q);
	return rc;
}

static enum rc same_service(struct app *app, int64_t id, int64_t slot_id,
			    struct err *err)
{
	struct stmt *q = NULL, *s = NULL;
	enum rc rc = db_prepare(app->db, SQL_APPOINTMENT_GET, &q, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_SLOT_GET, &s, err);
	if (!rc) {
		bind_int(q, "id", id);
		rc = stmt_one(q, err);
	}
	if (!rc) {
		bind_int(s, "id", slot_id);
		rc = stmt_one(s, err);
		if (rc == E_NOT_FOUND)
			err_set(err, rc, "there is no slot %" PRId64, slot_id);
	}
	if (!rc && !str_eq(col_str(q, 3), col_str(s, 1)))
		rc = err_set(err, E_STATE,
			     "slot %" PRId64 " is for " STR_FMT
			     ", the appointment for " STR_FMT,
			     slot_id, STR_ARG(col_str(s, 1)),
			     STR_ARG(col_str(q, 3)));
	stmt_close(s);
	stmt_close(q);
	return rc;
}

enum rc app_book_move(struct app *app, int64_t id, int64_t slot_id,
		      int64_t *new_id, struct err *err)
{
	int64_t activities[256], person = 0;
	struct book_new n = {.slot_id = slot_id,
			     .moved_from = id,
			     .activities = activities,
			     .state = "booked",
			     .reason = STR("{\"why\":\"moved\"}"),
			     .lost_is_error = true};
	enum rc rc = may_change(app, id, MAY_BOOK, err);
	if (rc)
		return rc;
	rc = db_begin(app->db, err);
	if (!rc)
		rc = same_service(app, id, slot_id, err);
	if (!rc)
		rc = activities_of(app, id, activities, countof(activities),
				   &n.n_activity, err);
	if (!rc)
		rc = booking_release(app, id, STR("moved"), false, &person,
				     err);
	n.person_id = person;
	if (!rc)
		rc = booking_place(app, &n, new_id, err);
	if (!rc)
		rc = booking_tell(app, "appointment.moved", person, *new_id,
				  STR(""), err);
	if (!rc)
		rc = booking_audit(app, "booking.move", *new_id, person, err);
	return finish(app, rc, err);
}

static enum rc outcome(struct app *app, int64_t id, bool done, struct err *err)
{
	int64_t person = 0;
	enum rc rc = may_change(app, id, MAY_CLOSE_SLOT, err);
	if (rc)
		return rc;
	rc = db_begin(app->db, err);
	if (!rc)
		rc = booking_outcome(app, id, done, &person, err);
	if (!rc)
		rc = booking_audit(app,
				   done ? "booking.done" : "booking.no_show",
				   id, person, err);
	return finish(app, rc, err);
}

enum rc app_book_done(struct app *app, int64_t id, struct err *err)
{
	return outcome(app, id, true, err);
}

enum rc app_book_no_show(struct app *app, int64_t id, struct err *err)
{
	return outcome(app, id, false, err);
}

enum rc app_book_prefer(struct app *app, int64_t person_id, struct str facility,
			int weekdays, struct err *err)
{
	struct stmt *q = NULL;
	int64_t provider = 0;
	enum rc rc = app_require(app, MAY_BOOK, person_id, err);
	if (!rc && facility.len)
		rc = booking_provider_id(app, facility, &provider, err);
	if (rc)
		return rc;
	rc = db_begin(app->db, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_BOOKING_PREFERENCE_PUT, &q, err);
	if (!rc) {
		bind_int(q, "person_id", person_id);
		if (provider)
			bind_int(q, "provider_id", provider);
		else
			bind_null(q, "provider_id");
		bind_int(q, "weekdays", weekdays);
		bind_int(q, "now", app->now_us);
		rc = stmt_run(q, err);
	}
	stmt_close(q);
	if (!rc)
		rc = booking_audit(app, "booking.prefer", 0, person_id, err);
	return finish(app, rc, err);
}

enum rc app_book_person_id(struct app *app, struct str who, int64_t *id,
			   struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_PERSON_PLACE, &q, err);
	if (rc)
		return rc;
	bind_str(q, "who", who);
	rc = stmt_one(q, err);
	if (rc == E_NOT_FOUND)
		err_set(err, rc,
			"there is no person \"" STR_FMT
			"\" (pseudonym or fiscal code)",
			STR_ARG(who));
	if (!rc)
		*id = col_int(q, 0);
	stmt_close(q);
	return rc;
}
