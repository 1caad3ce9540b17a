/* Several places for one person at once, and a cancellation undone. */
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

/* ---- does it fit? ---- */

static enum rc slot_service(struct app *app, int64_t slot_id, struct arena *a,
			    struct str *service, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_SLOT_GET, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", slot_id);
	rc = stmt_one(q, err);
	if (rc == E_NOT_FOUND)
		err_msg(err, rc, MSG_CEN_NO_SLOT, "there is no slot %" PRId64,
			slot_id);
	if (!rc && col_date(q, 2).days < app->today.days)
		rc = err_msg(err, E_STATE, MSG_CEN_SLOT_PAST,
			     "slot %" PRId64 " is past", slot_id);
	if (!rc)
		*service = col_text(q, 1, a);
	stmt_close(q);
	return rc;
}

static enum rc activity_fits(struct app *app, int64_t person_id,
			     struct str service, int64_t activity_id,
			     struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_ACTIVITY_GET, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", activity_id);
	rc = stmt_one(q, err);
	if (rc == E_NOT_FOUND || (!rc && col_int(q, 0) != person_id))
		rc = err_msg(err, E_NOT_FOUND, MSG_CEN_NO_ACTIVITY,
			     "person %" PRId64 " has no activity %" PRId64,
			     person_id, activity_id);
	if (!rc && !str_eq(booking_service(app->kn, col_str(q, 1)), service))
		rc = err_msg(err, E_STATE, MSG_CEN_OTHER_SERVICE,
			     "the place is for " STR_FMT ", activity %" PRId64
			     " is " STR_FMT,
			     STR_ARG(service), activity_id,
			     STR_ARG(col_str(q, 1)));
	if (!rc && (str_is(col_str(q, 6), "done") ||
		    str_is(col_str(q, 6), "cancelled") ||
		    str_is(col_str(q, 6), "refused")))
		rc = err_msg(err, E_STATE, MSG_CEN_ACTIVITY_OVER,
			     "activity %" PRId64 " is " STR_FMT
			     ": nothing is to be booked for it",
			     activity_id, STR_ARG(col_str(q, 6)));
	stmt_close(q);
	return rc;
}

enum rc booking_fits(struct app *app, int64_t person_id, int64_t slot_id,
		     const int64_t *activities, size_t n, struct err *err)
{
	struct arena a;
	struct str service;
	arena_init(&a, 65536); /* one code */
	enum rc rc = slot_service(app, slot_id, &a, &service, err);
	for (size_t i = 0; i < n && !rc; i++)
		rc = activity_fits(app, person_id, service, activities[i], err);
	arena_release(&a);
	return rc;
}

/* ---- take ---- */

/* Where an activity is booked now; 0, 0 nowhere. */
static enum rc where_booked(struct app *app, int64_t activity_id,
			    int64_t *appointment_id, int64_t *slot_id,
			    struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc =
		db_prepare(app->db, SQL_APPOINTMENT_ACTIVITY_WHERE, &q, err);
	if (rc)
		return rc;
	*appointment_id = *slot_id = 0;
	bind_int(q, "activity_id", activity_id);
	rc = stmt_step(q, &row, err);
	if (!rc && row) {
		*appointment_id = col_int(q, 0);
		*slot_id = col_int(q, 1);
	}
	stmt_close(q);
	return rc;
}

/* Is any of it booked already: in this place (a second click) or elsewhere? */
static enum rc look_before(struct app *app, struct book_choice *c,
			   struct err *err)
{
	enum rc rc = OK;
	c->taken = BOOK_TAKEN;
	c->appointment_id = 0;
	for (size_t i = 0; i < c->n_activity && !rc; i++) {
		int64_t id = 0, slot = 0;
		rc = where_booked(app, c->activities[i], &id, &slot, err);
		if (rc || !id)
			continue;
		if (slot == c->slot_id && c->taken != BOOK_ELSEWHERE) {
			c->taken = BOOK_TAKEN_BEFORE;
			c->appointment_id = id;
		} else {
			c->taken = BOOK_ELSEWHERE;
			c->appointment_id = 0;
		}
	}
	return rc;
}

static enum rc take_one(struct app *app, int64_t person_id,
			struct book_choice *c, struct str reason,
			struct err *err)
{
	struct book_new n = {.person_id = person_id,
			     .slot_id = c->slot_id,
			     .activities = c->activities,
			     .n_activity = c->n_activity,
			     .state = "booked",
			     .reason = reason};
	enum rc rc = look_before(app, c, err);
	if (rc || c->taken != BOOK_TAKEN)
		return rc;
	rc = booking_place(app, &n, &c->appointment_id, err);
	if (rc)
		return rc;
	if (!c->appointment_id) {
		c->taken = BOOK_GONE;
		return OK;
	}
	rc = booking_tell(app, "appointment.booked", person_id,
			  c->appointment_id, STR(""), err);
	return rc ? rc
		  : booking_audit(app, "booking.take", c->appointment_id,
				  person_id, err);
}

static enum rc may_take(struct app *app, int64_t person_id,
			const struct book_choice *list, size_t n,
			struct err *err)
{
	enum rc rc = app_require(app, MAY_BOOK, person_id, err);
	if (!rc && n > BOOK_TAKE_MOST)
		rc = err_set(err, E_LIMIT, "%zu places at once: at most %d", n,
			     BOOK_TAKE_MOST);
	if (!rc)
		rc = booking_refuse_dead(app, person_id, err);
	for (size_t i = 0; i < n && !rc; i++)
		rc = booking_fits(app, person_id, list[i].slot_id,
				  list[i].activities, list[i].n_activity, err);
	return rc;
}

enum rc app_book_take(struct app *app, int64_t person_id,
		      struct book_choice *list, size_t n, struct err *err)
{
	int64_t expired;
	enum rc rc = may_take(app, person_id, list, n, err);
	if (!rc)
		rc = app_book_expire(app, &expired, err);
	if (rc)
		return rc;
	rc = db_begin(app->db, err);
	for (size_t i = 0; i < n && !rc; i++)
		rc = take_one(app, person_id, &list[i],
			      STR("{\"why\":\"chosen\"}"), err);
	return finish(app, rc, err);
}

/* ---- a cancellation undone ---- */

static enum rc restore(struct app *app, const struct appointment_facts *t,
		       struct book_choice *c, struct err *err)
{
	enum rc rc = take_one(app, t->person_id, c,
			      STR("{\"why\":\"restored\"}"), err);
	if (!rc && c->taken != BOOK_TAKEN)
		rc = err_msg(err, E_CONFLICT, MSG_CEN_PLACE_GONE,
			     "the place was given to somebody else meanwhile");
	return rc;
}

enum rc app_book_restore(struct app *app, int64_t id, int64_t *new_id,
			 struct err *err)
{
	int64_t activities[256];
	struct appointment_facts t = {0};
	struct book_choice c = {.activities = activities};
	enum rc rc = booking_facts(app, id, &t, err);
	if (!rc)
		rc = app_require(app, MAY_BOOK, t.person_id, err);
	if (!rc)
		rc = booking_refuse_remote(&t, err);
	if (!rc)
		rc = booking_refuse_dead(app, t.person_id, err);
	if (!rc && strcmp(t.state, "cancelled") != 0)
		rc = err_msg(err, E_STATE, MSG_CEN_CHANGED,
			     "appointment %" PRId64 " is %s, not cancelled", id,
			     t.state);
	if (!rc)
		rc = booking_activities(app, SQL_APPOINTMENT_ACTIVITY_LOST, id,
					activities, countof(activities),
					&c.n_activity, err);
	if (!rc && !c.n_activity)
		rc = err_msg(err, E_CONFLICT, MSG_CEN_BOOKED_MEANWHILE,
			     "what appointment %" PRId64
			     " served is booked elsewhere meanwhile",
			     id);
	c.slot_id = t.slot_id;
	if (!rc)
		rc = booking_fits(app, t.person_id, t.slot_id, activities,
				  c.n_activity, err);
	if (rc)
		return rc;
	rc = db_begin(app->db, err);
	if (!rc)
		rc = restore(app, &t, &c, err);
	rc = finish(app, rc, err);
	if (!rc)
		*new_id = c.appointment_id;
	return rc;
}
