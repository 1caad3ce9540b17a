/* A televisit is booked, moved, cancelled. */
#include "app/person_view_int.h"
#include "app/visit_place_int.h"
#include "text/text.h"

/* A control visit, when no planned service is named. */
#define CHECK_UP "89.01"

struct booking {
	struct app *app;
	const struct visit_booking *b;
	struct visit_place place;
	struct str reason, companion;
	int64_t consent_id;
};

/* ---- is it right? */

static enum rc check_form(struct booking *k, struct err *err)
{
	k->reason = k->b->reason;
	k->companion = k->b->companion;
	enum rc rc = tele_text(&k->reason, "the reason", err);
	if (!rc)
		rc = tele_text(&k->companion, "who is with the person", err);
	if (!rc && !k->reason.len)
		rc = err_msg(err, E_RANGE, MSG_VIS_NO_REASON,
			     "a televisit has a reason");
	return rc;
}

/* A follow-up: diagnosed in presence, not too long ago, and somebody says that
 * a televisit is enough. */
static enum rc check_suitable(struct app *app, const struct visit_booking *b,
			      struct err *err)
{
	int64_t within = 0;
	enum rc rc = rules_int(&app->rules, "visit.seen_within_days", STR(""),
			       app->today, &within, err);
	if (rc)
		return tele_rules_told(rc, err);
	if (!b->suitable)
		return err_msg(err, E_STATE, MSG_VIS_NOT_SUITABLE,
			       "nobody said that a televisit is suitable");
	if (date_is_none(b->seen_on) || b->seen_on.days > app->today.days)
		return err_msg(err, E_RANGE, MSG_VIS_NOT_SEEN,
			       "a televisit follows a visit in presence: say "
			       "when");
	if (b->seen_on.days < app->today.days - within)
		return err_msg(err, E_STATE, MSG_VIS_SEEN_LONG_AGO,
			       "the person was seen more than %" PRId64
			       " days ago: a visit in presence comes first",
			       within);
	return OK;
}

static enum rc service_of_activity(struct booking *k, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(k->app->db, SQL_ACTIVITY_GET, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", k->b->activity_id);
	rc = stmt_one(q, err);
	if (rc == E_NOT_FOUND || (!rc && col_int(q, 0) != k->b->person_id))
		rc = err_msg(err, E_NOT_FOUND, MSG_CEN_NO_ACTIVITY,
			     "person %" PRId64 " has no activity %" PRId64,
			     k->b->person_id, k->b->activity_id);
	if (!rc)
		k->place.service = col_text(q, 1, k->place.a);
	stmt_close(q);
	return rc;
}

/* Only visits: an exam at a distance is app/tele.h. */
static bool is_remote(const struct knowledge *kn, struct str code)
{
	int i = kn_service_index(kn, code);
	return i >= 0 && kn->services[i].telemedicine &&
	       str_is(kn->services[i].kind_text, "visit");
}

static enum rc check_service(struct booking *k, struct err *err)
{
	enum rc rc = OK;
	k->place.service = k->b->service.len ? k->b->service : STR(CHECK_UP);
	if (k->b->activity_id)
		rc = service_of_activity(k, err);
	if (!rc && !is_remote(k->app->kn, k->place.service))
		rc = err_msg(err, E_STATE, MSG_VIS_NOT_REMOTE,
			     "service " STR_FMT " is not given at a distance",
			     STR_ARG(k->place.service));
	return rc;
}

static enum rc check(struct booking *k, struct err *err)
{
	enum role role = k->app->who.role;
	enum rc rc = app_require(k->app, MAY_BOOK, k->b->person_id, err);
	if (!rc && role == ROLE_CITIZEN)
		rc = err_msg(err, E_DENIED, MSG_VIS_NOT_YOURS,
			     "a citizen asks their doctor for a televisit");
	if (!rc)
		rc = check_form(k, err);
	if (!rc)
		rc = check_suitable(k->app, k->b, err);
	if (!rc)
		rc = check_service(k, err);
	return rc ? rc : booking_refuse_dead(k->app, k->b->person_id, err);
}

/* ---- it is written */

static enum rc insert(struct booking *k, int64_t id, struct err *err)
{
	const struct actor *who = &k->app->who;
	char room[VISIT_ROOM_TEXT];
	struct stmt *q = NULL;
	enum rc rc = db_prepare(k->app->db, SQL_VISIT_INSERT, &q, err);
	if (rc)
		return rc;
	visit_new_room(room);
	bind_int(q, "id", id);
	bind_str(q, "kind", str_from(visit_kind_name[VISIT_TELEVISIT]));
	bind_int(q, "person_id", k->b->person_id);
	bind_str(q, "service_code", k->place.service);
	bind_int(q, "appointment_id", k->place.appointment_id);
	bind_id(q, "activity_id", k->b->activity_id);
	bind_int(q, "host_user_id", k->place.host_user_id);
	bind_null(q, "pool_id");
	bind_int(q, "asker_user_id", who->user_id);
	bind_str(q, "asker_role", str_from(role_name[who->role]));
	bind_null(q, "asker_doctor_id");
	bind_str(q, "question", k->reason);
	bind_str(q, "urgency", STR("green"));
	bind_int(q, "urgency_rank", TELE_GREEN);
	bind_int(q, "with_patient", 1);
	bind_int(q, "with_plan", 0);
	bind_str(q, "companion", k->companion);
	bind_int(q, "consent_id", k->consent_id);
	bind_date(q, "seen_on", k->b->seen_on);
	bind_int(q, "suitable_by", who->user_id);
	bind_str(q, "room", str_from(room));
	bind_str(q, "state", str_from(visit_state_name[VISIT_BOOKED]));
	bind_int(q, "starts_us", k->place.starts_us);
	bind_int(q, "ends_us", k->place.ends_us);
	bind_int(q, "now_us", k->app->now_us);
	bind_null(q, "due_us");
	return stmt_finish(q, NULL, err);
}

static enum rc write(struct booking *k, int64_t id, struct err *err)
{
	struct visit_case c = {.id = id,
			       .person_id = k->b->person_id,
			       .state = VISIT_BOOKED,
			       .stored = VISIT_BOOKED};
	enum rc rc =
		tele_consent(k->app, k->b->person_id, STR("tele.televisit"),
			     k->b->consent, &k->consent_id, err);
	if (!rc)
		rc = visit_place_take(k->app, &k->place, err);
	if (!rc)
		rc = insert(k, id, err);
	return rc ? rc : visit_told(k->app, &c, "book", STR(""), err);
}

enum rc app_visit_book(struct app *app, const struct visit_booking *b,
		       int64_t *id, struct err *err)
{
	struct arena a;
	struct booking k = {.app = app, .b = b};
	int64_t new_id = app_id(app);
	k.place = (struct visit_place){
		.person_id = b->person_id,
		.host_user_id =
			b->host_user_id ? b->host_user_id : app->who.user_id,
		.activity_id = b->activity_id,
		.when = &b->when,
		.a = &a};
	arena_init(&a, VISIT_ARENA);
	enum rc rc = check(&k, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = write(&k, new_id, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	arena_release(&a);
	if (!rc)
		*id = new_id;
	return rc;
}

/* ---- to another time */

/* The appointment that it had, when it is still to come. */
static enum rc leave(struct app *app, const struct visit_case *c,
		     struct str reason, bool *left, struct err *err)
{
	struct appointment_facts t = {0};
	int64_t person = 0;
	*left = false;
	enum rc rc = booking_facts(app, c->appointment_id, &t, err);
	if (rc || strcmp(t.state, "booked") != 0)
		return rc;
	*left = true;
	return booking_release(app, c->appointment_id, reason, false, &person,
			       err);
}

static enum rc move(struct app *app, struct visit_case *c,
		    const struct visit_time *when, struct arena *a,
		    struct err *err)
{
	bool left;
	struct visit_place p = {.visit_id = c->id,
				.person_id = c->person_id,
				.host_user_id = c->host_user_id,
				.activity_id = c->activity_id,
				.moved_from = c->appointment_id,
				.service = str_from(c->service),
				.when = when,
				.a = a};
	enum rc rc = visit_go(c, VISIT_BOOKED, err);
	if (!rc)
		rc = leave(app, c, STR("moved"), &left, err);
	if (!rc)
		rc = visit_place_take(app, &p, err);
	if (rc)
		return rc;
	c->appointment_id = p.appointment_id;
	c->starts_us = p.starts_us;
	c->ends_us = p.ends_us;
	c->arrived_us = c->checked_us = c->started_us = 0;
	c->fault = c->fault_then = "";
	visit_new_room(c->room);
	return OK;
}

enum rc app_visit_move(struct app *app, int64_t id,
		       const struct visit_time *when, struct err *err)
{
	struct arena a;
	struct visit_case c;
	arena_init(&a, VISIT_ARENA);
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = visit_load(app, id, &c, err);
	if (!rc)
		rc = visit_must_book(app, &c, err);
	if (!rc)
		rc = booking_refuse_dead(app, c.person_id, err);
	if (!rc)
		rc = move(app, &c, when, &a, err);
	rc = visit_done(app, rc, &c, "move", STR(""), err);
	arena_release(&a);
	return rc;
}

/* ---- not any more */

static enum rc may_cancel(struct app *app, const struct visit_case *c,
			  struct err *err)
{
	struct visit_standing s;
	if (c->kind == VISIT_TELEVISIT)
		return visit_must_book(app, c, err);
	enum rc rc = visit_stand(app, c, &s, err);
	if (!rc && !s.asker && !s.system)
		rc = err_msg(err, E_DENIED, MSG_VIS_NOT_YOURS,
			     "only who asked takes a teleconsult back");
	return rc;
}

enum rc app_visit_cancel(struct app *app, int64_t id, struct str reason,
			 struct err *err)
{
	struct visit_case c;
	bool left = false;
	enum rc rc = tele_want_reason(&reason, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = visit_load(app, id, &c, err);
	if (!rc)
		rc = may_cancel(app, &c, err);
	if (!rc)
		rc = visit_go(&c, VISIT_CANCELLED, err);
	if (!rc && c.appointment_id)
		rc = leave(app, &c, reason, &left, err);
	if (!rc && left)
		rc = booking_tell(app, "appointment.cancelled", c.person_id,
				  c.appointment_id, reason, err);
	return visit_done(app, rc, &c, "cancel", reason, err);
}

/* ---- what a form of booking offers */

static enum rc host_row(const struct stmt *q, void *row, void *ctx,
			struct err *err)
{
	(void)err;
	*(struct visit_host *)row =
		(struct visit_host){.user_id = col_int(q, 0),
				    .name = col_text(q, 1, ctx),
				    .specialist = col_int(q, 2) == 1};
	return OK;
}

enum rc app_visit_hosts(struct app *app, int64_t person_id, struct arena *a,
			struct visit_host **list, size_t *n, struct err *err)
{
	struct stmt *q = NULL;
	*n = 0;
	enum rc rc = app_require(app, MAY_BOOK, person_id, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_VISIT_HOSTS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_date(q, "on_date", app->today);
	return person_rows(q, sizeof(**list), 200, host_row, a, a, list, n,
			   err);
}

static enum rc choice_row(const struct stmt *q, void *row, void *ctx,
			  struct err *err)
{
	(void)err;
	*(struct visit_choice *)row = (struct visit_choice){
		.activity_id = col_int(q, 0),
		.service = col_text(q, 1, ctx),
		.due = col_date(q, 2),
		.booked = str_is(col_str(q, 3), "booked")};
	return OK;
}

enum rc app_visit_choices(struct app *app, int64_t person_id, struct arena *a,
			  struct visit_choice **list, size_t *n,
			  struct err *err)
{
	struct stmt *q = NULL;
	size_t all = 0;
	*n = 0;
	enum rc rc = app_require(app, MAY_BOOK, person_id, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_VISIT_CHOICES, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	rc = person_rows(q, sizeof(**list), 500, choice_row, a, a, list, &all,
			 err);
	for (size_t i = 0; !rc && i < all; i++)
		if (is_remote(app->kn, (*list)[i].service))
			(*list)[(*n)++] = (*list)[i];
	const struct visit_case of = {.person_id = person_id};
	return rc ? rc : visit_look(app, &of, "visit.choices", err);
}
