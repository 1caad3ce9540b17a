/* A visit is held: the room, who is there, begun, ended, or not held. */
#include "app/visit_int.h"

#include "text/text.h"

/* ---- the room */

static enum rc room_template(const struct app *app, struct str *out)
{
	struct err ignored;
	enum rc rc = rules_text(&app->rules, "visit.room_url", STR(""),
				app->today, out, &ignored);
	return rc || visit_url_wrong(*out) ? E_NOT_FOUND : OK;
}

static bool is_live(const struct visit_case *c)
{
	return c->starts_us && c->state != VISIT_DONE &&
	       c->state != VISIT_SIGNED && c->state != VISIT_NOT_HELD &&
	       c->state != VISIT_CANCELLED;
}

/* The doctors of a teleconsult; the doctor and the person of a televisit. */
static bool takes_part(const struct app *app, const struct visit_case *c,
		       const struct visit_standing *s)
{
	bool asked = c->kind == VISIT_TELECONSULT && app->who.user_id &&
		     c->asker_user_id == app->who.user_id;
	return s->host || s->person || asked;
}

enum visit_room_state visit_room_of(const struct app *app,
				    const struct visit_case *c,
				    const struct visit_standing *s,
				    int64_t *opens_us)
{
	struct visit_window w;
	struct str url;
	struct err ignored;
	*opens_us = 0;
	if (!is_live(c) || !takes_part(app, c, s))
		return VISIT_ROOM_NOT_YOURS;
	if (room_template(app, &url) ||
	    visit_window(&app->rules, app->today, &w, &ignored))
		return VISIT_ROOM_NONE;
	*opens_us = c->starts_us - w.before_us;
	if (visit_is_open(&w, c->starts_us, c->ends_us, app->now_us))
		return VISIT_ROOM_OPEN;
	return app->now_us < c->starts_us ? VISIT_ROOM_EARLY : VISIT_ROOM_LATE;
}

static enum rc refuse_room(enum visit_room_state state,
			   const struct visit_case *c, struct err *err)
{
	static const struct {
		enum rc rc;
		int msg;
		const char *text;
	} why[] = {
		[VISIT_ROOM_NOT_YOURS] = {E_DENIED, MSG_VIS_ROOM_NOT_YOURS,
					  "is not open to this user"},
		[VISIT_ROOM_NONE] = {E_STATE, MSG_VIS_ROOM_NONE,
				     "has no address: rules set visit.room_url "
				     "to an address of https with {room}"},
		[VISIT_ROOM_EARLY] = {E_STATE, MSG_VIS_ROOM_EARLY,
				      "is not open yet"},
		[VISIT_ROOM_OPEN] = {OK, 0, ""},
		[VISIT_ROOM_LATE] = {E_STATE, MSG_VIS_ROOM_LATE,
				     "is closed already"},
	};
	return why[state].rc ? err_msg(err, why[state].rc, why[state].msg,
				       "the room of visit %" PRId64 " %s",
				       c->id, why[state].text)
			     : OK;
}

static enum rc print_room(const struct app *app, const struct visit_case *c,
			  struct arena *a, struct str *url, struct err *err)
{
	struct buf b;
	struct str template, text;
	enum rc rc = room_template(app, &template);
	if (rc)
		return refuse_room(VISIT_ROOM_NONE, c, err);
	buf_init(&b, 4096); /* a template, and a room of 32 letters */
	visit_url_print(&b, template, str_from(c->room));
	rc = buf_finish(&b, &text, err);
	if (!rc)
		*url = arena_str(a, text);
	buf_release(&b);
	return rc;
}

enum rc app_visit_room(struct app *app, int64_t id, struct arena *a,
		       struct str *url, struct err *err)
{
	struct visit_case c;
	struct visit_standing s;
	int64_t opens;
	enum rc rc = visit_load(app, id, &c, err);
	if (!rc)
		rc = visit_stand(app, &c, &s, err);
	if (!rc)
		rc = refuse_room(visit_room_of(app, &c, &s, &opens), &c, err);
	if (!rc)
		rc = print_room(app, &c, a, url, err);
	return rc ? rc : visit_look(app, &c, "visit.room", err);
}

/* ---- the person */

static enum rc must_be_person(struct app *app, const struct visit_case *c,
			      struct err *err)
{
	struct visit_standing s;
	enum rc rc = visit_stand(app, c, &s, err);
	if (!rc && !s.person)
		rc = err_msg(err, E_DENIED, MSG_VIS_NOT_YOURS,
			     "only the person says so");
	return rc;
}

static enum rc in_window(const struct app *app, const struct visit_case *c,
			 struct err *err)
{
	struct visit_window w;
	enum rc rc = tele_rules_told(
		visit_window(&app->rules, app->today, &w, err), err);
	if (rc || visit_is_open(&w, c->starts_us, c->ends_us, app->now_us))
		return rc;
	return refuse_room(app->now_us < c->starts_us ? VISIT_ROOM_EARLY
						      : VISIT_ROOM_LATE,
			   c, err);
}

enum rc app_visit_arrive(struct app *app, int64_t id, struct err *err)
{
	struct visit_case c;
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = visit_load(app, id, &c, err);
	if (!rc)
		rc = must_be_person(app, &c, err);
	if (!rc && (c.state == VISIT_WAITING || c.state == VISIT_STARTED)) {
		db_rollback(app->db); /* said before */
		return OK;
	}
	if (!rc)
		rc = in_window(app, &c, err);
	if (!rc)
		rc = visit_go(&c, VISIT_WAITING, err);
	if (!rc)
		c.arrived_us = app->now_us;
	return visit_done(app, rc, &c, "arrive", STR(""), err);
}

enum rc app_visit_checked(struct app *app, int64_t id, struct err *err)
{
	struct visit_case c;
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = visit_load(app, id, &c, err);
	if (!rc)
		rc = must_be_person(app, &c, err);
	if (!rc && c.state != VISIT_BOOKED)
		rc = err_msg(err, E_STATE, MSG_VIS_NOT_FROM_HERE,
			     "visit %" PRId64 " is %s", id,
			     visit_state_name[c.state]);
	if (!rc)
		c.checked_us = app->now_us;
	return visit_done(app, rc, &c, "checked", STR(""), err);
}

/* ---- who holds it */

enum rc app_visit_start(struct app *app, int64_t id, struct err *err)
{
	struct visit_case c;
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = visit_load(app, id, &c, err);
	if (!rc)
		rc = visit_must_host(app, &c, err);
	if (!rc && c.kind == VISIT_TELEVISIT)
		rc = in_window(app, &c, err);
	if (!rc)
		rc = visit_go(&c, VISIT_STARTED, err);
	if (!rc)
		c.started_us = app->now_us;
	return visit_done(app, rc, &c, "start", STR(""), err);
}

enum rc app_visit_end(struct app *app, int64_t id, struct err *err)
{
	struct visit_case c;
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = visit_load(app, id, &c, err);
	if (!rc)
		rc = visit_must_host(app, &c, err);
	if (!rc)
		rc = visit_go(&c, VISIT_DONE, err);
	if (!rc)
		c.ended_us = app->now_us;
	return visit_done(app, rc, &c, "end", STR(""), err);
}

/* Absent: the appointment was missed. Else it is cancelled. Either way what it
 * was for is to be booked again, and the centre calls. */
static enum rc give_up(struct app *app, const struct visit_case *c,
		       enum visit_fault why, struct err *err)
{
	struct appointment_facts t = {0};
	int64_t person = 0;
	enum rc rc = booking_facts(app, c->appointment_id, &t, err);
	if (rc || strcmp(t.state, "booked") != 0)
		return rc;
	if (why == VISIT_ABSENT)
		return booking_outcome(app, c->appointment_id, false, &person,
				       err);
	rc = booking_release(app, c->appointment_id, STR("televisit not held"),
			     false, &person, err);
	return rc ? rc
		  : booking_tell(app, "appointment.cancelled", person,
				 c->appointment_id, STR("televisit not held"),
				 err);
}

enum rc app_visit_not_held(struct app *app, int64_t id, enum visit_fault why,
			   bool presence, struct str note, struct err *err)
{
	struct visit_case c;
	assert(why < N_VISIT_FAULT);
	enum rc rc = tele_text(&note, "the note", err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = visit_load(app, id, &c, err);
	if (!rc)
		rc = visit_must_host(app, &c, err);
	if (!rc && app->now_us < c.starts_us)
		rc = err_msg(err, E_STATE, MSG_VIS_ROOM_EARLY,
			     "visit %" PRId64 " has not begun: cancel or move "
			     "it",
			     id);
	if (!rc)
		rc = visit_go(&c, VISIT_NOT_HELD, err);
	if (!rc) {
		c.fault = visit_fault_name[why];
		c.fault_then = presence ? "presence" : "again";
		rc = give_up(app, &c, why, err);
	}
	return visit_done(app, rc, &c, "not_held", note, err);
}

static enum rc save_notes(struct app *app, int64_t id, struct str text,
			  struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_VISIT_NOTES_SAVE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_str(q, "notes", text);
	bind_int(q, "now_us", app->now_us);
	return stmt_finish(q, NULL, err);
}

enum rc app_visit_notes(struct app *app, int64_t id, struct str text,
			struct err *err)
{
	struct visit_case c;
	enum rc rc = tele_text(&text, "the notes", err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = visit_load(app, id, &c, err);
	if (!rc)
		rc = visit_must_host(app, &c, err);
	if (!rc && (c.state == VISIT_SIGNED || c.state == VISIT_CANCELLED))
		rc = err_msg(err, E_STATE, MSG_VIS_NOT_FROM_HERE,
			     "visit %" PRId64 " is %s", id,
			     visit_state_name[c.state]);
	if (!rc)
		rc = save_notes(app, id, text, err);
	return visit_done(app, rc, &c, "notes", STR(""), err);
}
