/* The desk: hold, cancel, move, done, no-show and their undo, expiry,
 * preferences. */
#include "app/appointment_int.h"
#include "text/text.h"

static enum rc finish(struct app *app, enum rc rc, struct err *err)
{
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

enum rc booking_facts(struct app *app, int64_t id,
		      struct appointment_facts *out, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_APPOINTMENT_GET, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	rc = stmt_one(q, err);
	if (rc == E_NOT_FOUND)
		err_msg(err, rc, MSG_CEN_NO_APPOINTMENT,
			"there is no appointment %" PRId64, id);
	if (!rc) {
		*out = (struct appointment_facts){.person_id = col_int(q, 0),
						  .provider_id = col_int(q, 1),
						  .slot_id = col_int(q, 2),
						  .day = col_date(q, 4),
						  .start_min =
							  (int)col_int(q, 5),
						  .end_min = (int)col_int(q, 6),
						  .mode = (int)col_int(q, 10)};
		snprintf(out->service, sizeof(out->service), STR_FMT,
			 STR_ARG(col_str(q, 3)));
		snprintf(out->state, sizeof(out->state), STR_FMT,
			 STR_ARG(col_str(q, 7)));
	}
	stmt_close(q);
	return rc;
}

enum rc booking_refuse_remote(const struct appointment_facts *t,
			      struct err *err)
{
	if (t->mode <= 1)
		return OK;
	return err_msg(err, E_STATE, MSG_VIS_FROM_ITS_PAGE,
		       "the appointment is a televisit: that is done from the "
		       "televisit itself");
}

/* Whose appointment it is, and whether the actor may. */
static enum rc may_change(struct app *app, int64_t id, enum permission what,
			  struct err *err)
{
	struct appointment_facts t = {0};
	enum rc rc = booking_facts(app, id, &t, err);
	return rc ? rc : app_require(app, what, t.person_id, err);
}

enum rc app_book_restorable(struct app *app, int64_t id, bool *yes,
			    struct err *err)
{
	struct appointment_facts t = {0};
	enum rc rc = booking_facts(app, id, &t, err);
	if (!rc)
		rc = app_require(app, MAY_BOOK, t.person_id, err);
	if (!rc)
		*yes = !booking_refuse_remote(&t, NULL);
	return rc;
}

enum rc booking_own_agenda(struct app *app, int64_t provider_id,
			   struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = app_require(app, MAY_CLOSE_SLOT, 0, err);
	if (rc || app->who.role != ROLE_PROVIDER)
		return rc;
	rc = db_prepare(app->db, SQL_PROVIDER_OF_ORGANISATION, &q, err);
	if (rc)
		return rc;
	bind_int(q, "organisation_id", app->who.org_id);
	rc = stmt_one(q, err);
	if (rc == E_NOT_FOUND || (!rc && col_int(q, 0) != provider_id))
		rc = err_msg(err, E_DENIED, MSG_CEN_NOT_YOUR_AGENDA,
			     "user %" PRId64 " does not work for provider "
			     "%" PRId64 ": who works there can do it",
			     app->who.user_id, provider_id);
	stmt_close(q);
	return rc;
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

enum rc booking_refuse_dead(struct app *app, int64_t person_id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_BOOKING_PERSON_DIED, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_date(q, "day", app->today);
	rc = stmt_one(q, err);
	if (!rc && col_int(q, 0))
		rc = err_msg(err, E_STATE, MSG_CEN_DIED,
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
		rc = booking_refuse_dead(app, person_id, err);
	if (!rc && activity_id)
		rc = booking_fits(app, person_id, slot_id, &activity_id, 1,
				  err);
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

enum rc booking_activities(struct app *app, enum sql id, int64_t appointment_id,
			   int64_t *v, size_t most, size_t *n, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (rc)
		return rc;
	*n = 0;
	bind_int(q, "appointment_id", appointment_id);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row && *n < most)
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
		rc = err_msg(err, E_STATE, MSG_CEN_OTHER_SERVICE,
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
	struct appointment_facts t = {0};
	enum rc rc = booking_facts(app, id, &t, err);
	if (!rc)
		rc = app_require(app, MAY_BOOK, t.person_id, err);
	if (!rc)
		rc = booking_refuse_remote(&t, err);
	if (rc)
		return rc;
	rc = db_begin(app->db, err);
	if (!rc)
		rc = same_service(app, id, slot_id, err);
	if (!rc)
		rc = booking_activities(app, SQL_APPOINTMENT_ACTIVITY_OF, id,
					activities, countof(activities),
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

/* The agenda is the provider's, the person the centre's: each says what
 * happened of their own. */
static enum rc may_close(struct app *app, const struct appointment_facts *t,
			 struct err *err)
{
	enum rc rc = booking_own_agenda(app, t->provider_id, err);
	if (!rc && app->who.role == ROLE_OPERATOR)
		rc = app_require(app, MAY_BOOK, t->person_id, err);
	return rc;
}

static enum rc outcome(struct app *app, int64_t id, bool done, struct err *err)
{
	struct appointment_facts t = {0};
	int64_t person = 0;
	enum rc rc = booking_facts(app, id, &t, err);
	if (!rc)
		rc = may_close(app, &t, err);
	if (!rc && done) /* its report says that it was held */
		rc = booking_refuse_remote(&t, err);
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

/* ---- undo of an outcome ---- */

static enum rc run_on(struct app *app, enum sql id, const char *name,
		      int64_t value, bool dated, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, name, value);
	if (dated)
		bind_date(q, "day", app->today);
	rc = stmt_run(q, err);
	stmt_close(q);
	return rc;
}

static enum rc reopen(struct app *app, int64_t id,
		      const struct appointment_facts *t, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_APPOINTMENT_REOPEN, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_str(q, "from_state", str_from(t->state));
	bind_int(q, "now", app->now_us);
	rc = stmt_run(q, err);
	if (!rc && stmt_changes(q) != 1)
		rc = err_msg(err, E_CONFLICT, MSG_CEN_CHANGED,
			     "appointment %" PRId64
			     " was changed by somebody else just now",
			     id);
	stmt_close(q);
	return rc;
}

/* The activities are the appointment's again, where they are free to be. */
static enum rc take_back(struct app *app, int64_t id, struct err *err)
{
	int64_t v[256];
	size_t n = 0;
	enum rc rc = run_on(app, SQL_APPOINTMENT_ACTIVITY_RELINK,
			    "appointment_id", id, false, err);
	if (!rc)
		rc = booking_activities(app, SQL_APPOINTMENT_ACTIVITY_OF, id, v,
					countof(v), &n, err);
	if (!rc && !n)
		rc = err_msg(err, E_CONFLICT, MSG_CEN_BOOKED_MEANWHILE,
			     "what appointment %" PRId64
			     " served is booked elsewhere meanwhile",
			     id);
	for (size_t i = 0; i < n && !rc; i++)
		rc = run_on(app, SQL_ACTIVITY_UNDONE, "id", v[i], true, err);
	return rc;
}

static enum rc may_undo(struct app *app, int64_t id,
			const struct appointment_facts *t, struct err *err)
{
	bool ended = !strcmp(t->state, "done") || !strcmp(t->state, "no_show");
	enum rc rc = may_close(app, t, err);
	if (!rc && (!ended || app->today.days > t->day.days + 1))
		rc = err_msg(err, E_STATE, MSG_CEN_UNDO_LATE,
			     "appointment %" PRId64 " is %s: only what was "
			     "said of it on the day or the next can be undone",
			     id, t->state);
	return rc;
}

enum rc app_book_outcome_undo(struct app *app, int64_t id, struct err *err)
{
	struct appointment_facts t = {0};
	enum rc rc = booking_facts(app, id, &t, err);
	if (!rc)
		rc = may_undo(app, id, &t, err);
	if (rc)
		return rc;
	rc = db_begin(app->db, err);
	if (!rc)
		rc = reopen(app, id, &t, err);
	if (!rc)
		rc = take_back(app, id, err);
	if (!rc)
		rc = booking_audit(app, "booking.outcome_undo", id, t.person_id,
				   err);
	return finish(app, rc, err);
}

enum rc app_book_prefer(struct app *app, int64_t person_id, struct str facility,
			int weekdays, struct err *err)
{
	struct stmt *q = NULL;
	int64_t provider = 0;
	enum rc rc = app_require(app, MAY_BOOK, person_id, err);
	if (!rc && (weekdays < 1 || weekdays > 127))
		rc = err_msg(err, E_RANGE, MSG_CEN_NO_WEEKDAY,
			     "weekdays %d: at least one of the seven",
			     weekdays);
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
