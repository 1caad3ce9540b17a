/* Calls made, and what people said. */
#include "app/appointment_int.h"
#include "app/bind.h"
#include "app/centre_int.h"

const char *const contact_outcome_name[N_CONTACT_OUTCOME] = {
	[CONTACT_REACHED] = "reached",
	[CONTACT_NOT_REACHED] = "not_reached",
	[CONTACT_CALL_BACK] = "call_back",
	[CONTACT_REFUSED] = "refused",
	[CONTACT_LETTER] = "letter",
};

/* When nobody said: who was not reached is called again the next day, who got
 * a letter has time to read it, who declined is asked again in a month. */
static const int again_days[N_CONTACT_OUTCOME] = {
	[CONTACT_REACHED] = 7,   [CONTACT_NOT_REACHED] = 1,
	[CONTACT_CALL_BACK] = 1, [CONTACT_REFUSED] = 30,
	[CONTACT_LETTER] = 10,
};

static enum rc finish(struct app *app, enum rc rc, struct err *err)
{
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

static enum rc check(const struct app *app, const struct contact *c,
		     struct err *err)
{
	int days = date_is_none(c->again_on)
			   ? 1
			   : c->again_on.days - app->today.days;
	if (c->note.len > CONTACT_NOTE_MOST)
		return err_msg(err, E_RANGE, MSG_CEN_NOTE_LONG,
			       "a note of %zu bytes: at most %d", c->note.len,
			       CONTACT_NOTE_MOST);
	if (days < 0 || days > 366)
		return err_msg(err, E_RANGE, MSG_CEN_AGAIN_RANGE,
			       "call again in %d days: between today and a "
			       "year from now",
			       days);
	return OK;
}

static enum rc insert(struct app *app, const struct contact *c, int64_t id,
		      struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_CONTACT_NOTE_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_int(q, "person_id", c->person_id);
	bind_id(q, "appointment_id", c->appointment_id);
	bind_int(q, "now", app->now_us);
	bind_int(q, "user_id", app->who.user_id);
	bind_str(q, "outcome", str_from(contact_outcome_name[c->outcome]));
	bind_date(q, "again_on",
		  date_is_none(c->again_on)
			  ? date_add(app->today, again_days[c->outcome])
			  : c->again_on);
	bind_str(q, "note", c->note);
	return stmt_finish(q, NULL, err);
}

static enum rc note_audit(struct app *app, const char *action, int64_t id,
			  int64_t person_id, struct err *err)
{
	return audit_write(app,
			   &(struct audit_event){.action = action,
						 .entity = "contact_note",
						 .entity_id = id,
						 .person_id = person_id,
						 .detail = STR("{}")},
			   err);
}

enum rc app_centre_call(struct app *app, const struct contact *c, int64_t *id,
			struct err *err)
{
	int64_t new_id = app_id(app);
	enum rc rc = app_require(app, MAY_BOOK, c->person_id, err);
	if (!rc)
		rc = check(app, c, err);
	if (rc)
		return rc;
	rc = db_begin(app->db, err);
	if (!rc)
		rc = insert(app, c, new_id, err);
	if (!rc)
		rc = note_audit(app, "centre.call", new_id, c->person_id, err);
	rc = finish(app, rc, err);
	if (!rc)
		*id = new_id;
	return rc;
}

static enum rc person_of(struct app *app, int64_t id, int64_t *person_id,
			 struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_CONTACT_NOTE_GET, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	rc = stmt_one(q, err);
	if (rc == E_NOT_FOUND)
		err_set(err, rc, "there is no note %" PRId64, id);
	if (!rc)
		*person_id = col_int(q, 0);
	stmt_close(q);
	return rc;
}

enum rc app_centre_call_undo(struct app *app, int64_t id, struct err *err)
{
	struct stmt *q = NULL;
	int64_t person_id = 0;
	enum rc rc = person_of(app, id, &person_id, err);
	if (!rc)
		rc = app_require(app, MAY_BOOK, person_id, err);
	if (rc)
		return rc;
	rc = db_begin(app->db, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_CONTACT_NOTE_WITHDRAW, &q, err);
	if (!rc) {
		bind_int(q, "now", app->now_us);
		bind_int(q, "id", id);
		rc = stmt_finish(q, NULL, err);
	}
	if (!rc)
		rc = note_audit(app, "centre.call_undo", id, person_id, err);
	return finish(app, rc, err);
}

/* ---- the person comes */

static enum rc set_presence(struct app *app, int64_t id, bool comes,
			    int64_t *changed, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db,
				comes ? SQL_APPOINTMENT_CONFIRMED
				      : SQL_APPOINTMENT_UNCONFIRMED,
				&q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	if (comes) {
		bind_int(q, "now", app->now_us);
		bind_int(q, "user_id", app->who.user_id);
	}
	return stmt_finish(q, changed, err);
}

enum rc app_book_presence(struct app *app, int64_t id, bool comes,
			  struct err *err)
{
	struct appointment_facts t;
	int64_t changed = 0;
	enum rc rc = booking_facts(app, id, &t, err);
	if (!rc)
		rc = app_require(app, MAY_BOOK, t.person_id, err);
	if (!rc && strcmp(t.state, "booked") != 0)
		rc = err_msg(err, E_STATE, MSG_CEN_NOT_BOOKED,
			     "appointment %" PRId64
			     " is %s: only a booked one can be confirmed",
			     id, t.state);
	if (rc)
		return rc;
	rc = db_begin(app->db, err);
	if (!rc)
		rc = set_presence(app, id, comes, &changed, err);
	if (!rc && changed)
		rc = booking_audit(app,
				   comes ? "booking.presence"
					 : "booking.presence_undo",
				   id, t.person_id, err);
	return finish(app, rc, err);
}
