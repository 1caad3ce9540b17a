/* A place for a televisit: one of an agenda, or one made for an agreed hour. */
#include "app/visit_place_int.h"

#include "text/text.h"

/* ---- who holds it */

enum rc visit_find_host(struct app *app, struct visit_place *p, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_VISIT_HOST_FIND, &q, err);
	if (rc)
		return rc;
	bind_int(q, "user_id", p->host_user_id);
	bind_int(q, "person_id", p->person_id);
	bind_date(q, "on_date", app->today);
	rc = stmt_one(q, err);
	bool fits = !rc && (col_int(q, 1) || col_int(q, 2) ||
			    p->host_user_id == app->who.user_id);
	if (!rc)
		p->host_name = col_text(q, 0, p->a);
	stmt_close(q);
	if (rc && rc != E_NOT_FOUND)
		return rc;
	return fits ? OK
		    : err_msg(err, E_STATE, MSG_VIS_NO_HOST,
			      "user %" PRId64 " is no specialist, and not the "
			      "doctor of the person",
			      p->host_user_id);
}

/* ---- a place at an agreed hour */

static enum rc find_id(struct stmt *q, enum rc rc, int64_t *id, struct err *err)
{
	if (!rc)
		rc = stmt_one(q, err);
	if (!rc)
		*id = col_int(q, 0);
	stmt_close(q);
	return rc;
}

static enum rc put_provider(struct app *app, const struct visit_place *p,
			    int64_t *id, struct err *err)
{
	struct stmt *q = NULL;
	struct str code =
		arena_printf(p->a, "REMOTO-%" PRId64, p->host_user_id);
	enum rc rc = db_prepare(app->db, SQL_VISIT_PROVIDER_PUT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app_id(app));
	bind_str(q, "code", code);
	bind_str(q, "name", p->host_name);
	bind_date(q, "on_date", app->today);
	rc = stmt_finish(q, NULL, err);
	return rc ? rc : booking_provider_id(app, code, id, err);
}

static enum rc put_agenda(struct app *app, const struct visit_place *p,
			  int64_t provider_id, int64_t *id, struct err *err)
{
	struct stmt *q = NULL;
	char day[11];
	struct str code = arena_printf(
		p->a, "REMOTO-%" PRId64 "-" STR_FMT "-%d-%d-" STR_FMT,
		p->host_user_id, STR_ARG(date_text(p->when->day, day)),
		p->when->start_min, p->when->minutes, STR_ARG(p->service));
	enum rc rc = db_prepare(app->db, SQL_VISIT_AGENDA_PUT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app_id(app));
	bind_str(q, "code", code);
	bind_int(q, "provider_id", provider_id);
	bind_str(q, "service_code", p->service);
	bind_int(q, "weekday", date_weekday(p->when->day));
	bind_int(q, "start_min", p->when->start_min);
	bind_int(q, "minutes", p->when->minutes);
	bind_date(q, "day", p->when->day);
	bind_int(q, "now_us", app->now_us);
	rc = stmt_finish(q, NULL, err);
	if (rc)
		return rc;
	rc = db_prepare(app->db, SQL_VISIT_AGENDA_FIND, &q, err);
	if (!rc)
		bind_str(q, "code", code);
	return find_id(q, rc, id, err);
}

static enum rc open_slot(struct app *app, const struct visit_place *p,
			 int64_t *slot_id, struct err *err)
{
	struct stmt *q = NULL;
	int64_t provider = 0, agenda = 0;
	enum rc rc = put_provider(app, p, &provider, err);
	if (!rc)
		rc = put_agenda(app, p, provider, &agenda, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_VISIT_SLOT_OPEN, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app_id(app));
	bind_int(q, "agenda_id", agenda);
	bind_int(q, "provider_id", provider);
	bind_str(q, "service_code", p->service);
	bind_date(q, "day", p->when->day);
	bind_int(q, "start_min", p->when->start_min);
	bind_int(q, "minutes", p->when->minutes);
	rc = stmt_finish(q, NULL, err);
	if (rc)
		return rc;
	rc = db_prepare(app->db, SQL_VISIT_SLOT_FIND, &q, err);
	if (!rc) {
		bind_int(q, "agenda_id", agenda);
		bind_date(q, "day", p->when->day);
	}
	return find_id(q, rc, slot_id, err);
}

static enum rc shut_slot(struct app *app, int64_t slot_id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_VISIT_SLOT_SHUT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", slot_id);
	return stmt_finish(q, NULL, err);
}

/* ---- the appointment */

static enum rc appoint(struct app *app, struct visit_place *p, int64_t slot_id,
		       struct err *err)
{
	struct book_new n = {.person_id = p->person_id,
			     .slot_id = slot_id,
			     .moved_from = p->moved_from,
			     .activities = &p->activity_id,
			     .n_activity = p->activity_id != 0,
			     .state = "booked",
			     .reason = STR("{\"why\":\"televisit\"}"),
			     .mode = MODE_TELEVISIT,
			     .lost_is_error = true};
	struct appointment_facts t = {0};
	enum rc rc = booking_fits(app, p->person_id, slot_id, n.activities,
				  n.n_activity, err);
	if (!rc)
		rc = booking_place(app, &n, &p->appointment_id, err);
	if (!rc)
		rc = booking_facts(app, p->appointment_id, &t, err);
	if (rc)
		return rc;
	p->starts_us = visit_instant(t.day, t.start_min);
	p->ends_us = visit_instant(t.day, t.end_min);
	return OK;
}

enum rc visit_place_take(struct app *app, struct visit_place *p,
			 struct err *err)
{
	int64_t slot = p->when->slot_id;
	bool own = !slot;
	assert(db_in_transaction(app->db));
	enum rc rc = own ? visit_check_time(app, p->when, err) : OK;
	if (!rc)
		rc = visit_find_host(app, p, err);
	if (!rc && own)
		rc = open_slot(app, p, &slot, err);
	if (!rc)
		rc = appoint(app, p, slot, err);
	if (!rc && own)
		rc = shut_slot(app, slot, err);
	if (!rc)
		rc = visit_host_free(app, p->host_user_id, p->starts_us,
				     p->ends_us, p->visit_id, err);
	return rc ? rc
		  : booking_tell(app,
				 p->moved_from ? "appointment.moved"
					       : "appointment.booked",
				 p->person_id, p->appointment_id, STR(""), err);
}
