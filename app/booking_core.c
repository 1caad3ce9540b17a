/* The few steps all use cases of booking are made of. */
#include "app/appointment_int.h"
#include "text/text.h"

#include "json/json.h"

struct str booking_service(const struct knowledge *kn, struct str code)
{
	int i = kn_service_index(kn, code);
	if (str_is(code, "91.49.2") ||
	    (i >= 0 && kn->services[i].kind == KIND_LAB))
		return STR(BOOK_LAB);
	return code;
}

uint8_t booking_priority(char priority_class)
{
	switch (priority_class) {
	case 'U':
	case 'B':
		return 1;
	case 'D':
		return 2;
	default:
		return 3;
	}
}

struct booking_point booking_home(const struct knowledge *kn,
				  struct str municipality, bool *known)
{
	int i = kn_municipality_index(kn, municipality);
	*known = i >= 0;
	if (i < 0)
		return (struct booking_point){0, 0};
	return booking_project((int32_t)(kn->municipalities[i].lat * 1e6),
			       (int32_t)(kn->municipalities[i].lon * 1e6),
			       BOOK_MIDDLE_LAT_E6);
}

enum rc booking_audit(struct app *app, const char *action,
		      int64_t appointment_id, int64_t person_id,
		      struct err *err)
{
	return audit_write(app,
			   &(struct audit_event){.action = action,
						 .entity = "appointment",
						 .entity_id = appointment_id,
						 .person_id = person_id,
						 .detail = STR("{}")},
			   err);
}

enum rc booking_tell(struct app *app, const char *kind, int64_t person_id,
		     int64_t appointment_id, struct str reason, struct err *err)
{
	struct buf b;
	struct json j;
	struct str text;
	buf_init(&b, 4096);
	json_init(&j, &b);
	json_object(&j);
	json_key(&j, "appointments");
	json_array(&j);
	json_int(&j, appointment_id);
	json_array_end(&j);
	if (reason.len)
		json_put_str(&j, "reason", reason);
	json_object_end(&j);
	enum rc rc = buf_finish(&b, &text, err);
	if (!rc)
		rc = outbox_put(app, kind, person_id, text, err);
	buf_release(&b);
	return rc;
}

void booking_reason_json(struct buf *b, const struct booking_reason *r,
			 struct str nearest_facility)
{
	struct json j;
	json_init(&j, b);
	json_object(&j);
	json_put_str(&j, "why", str_from(booking_why_name[r->why]));
	json_put_int(&j, "distance_hm", r->distance_hm);
	json_put_int(&j, "days_off", r->days_off);
	json_put_int(&j, "days_late", r->days_late);
	json_put_int(&j, "shared", r->n_shared);
	json_put_int(&j, "nearer", r->n_nearer);
	if (r->n_nearer) {
		json_put_str(&j, "nearest", nearest_facility);
		json_put_int(&j, "nearest_hm", r->nearest_hm);
	}
	json_object_end(&j);
}

/* ---- placing ---- */

static enum rc lock_person(struct app *app, int64_t person_id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_PERSON_LOCK, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", person_id);
	rc = stmt_one(q, err);
	if (rc == E_NOT_FOUND)
		err_set(err, rc, "there is no person %" PRId64, person_id);
	stmt_close(q);
	return rc;
}

struct place { /* a slot as the database has it */
	int64_t provider_id;
	struct str service; /* in the arena given */
	struct date day;
	int start_min, end_min;
	struct booking_point at;
};

static enum rc get_slot(struct app *app, int64_t slot_id, struct arena *a,
			struct place *out, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_SLOT_GET, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", slot_id);
	rc = stmt_one(q, err);
	if (rc == E_NOT_FOUND)
		err_set(err, rc, "there is no slot %" PRId64, slot_id);
	if (!rc)
		*out = (struct place){
			.provider_id = col_int(q, 0),
			.service = col_text(q, 1, a),
			.day = col_date(q, 2),
			.start_min = (int)col_int(q, 3),
			.end_min = (int)(col_int(q, 3) + col_int(q, 4)),
			.at = booking_project((int32_t)col_int(q, 10),
					      (int32_t)col_int(q, 11),
					      BOOK_MIDDLE_LAT_E6)};
	stmt_close(q);
	return rc;
}

/* Minutes a person needs between two sites on one day. */
static int gap_between(struct booking_point a, struct booking_point b)
{
	const struct booking_cost *c = &booking_cost_default;
	return c->gap_min +
	       (booking_distance(c, a, b) + 9) / 10 * c->gap_min_per_km;
}

/* From home to a site, or from a site home: not from site to site. */
static int gap_to(const struct stmt *q, const struct place *p, bool remote)
{
	struct booking_point at =
		booking_project((int32_t)col_int(q, 4), (int32_t)col_int(q, 5),
				BOOK_MIDDLE_LAT_E6);
	if (col_int(q, 1) == p->provider_id)
		return 0;
	return remote || col_int(q, 6) > 1 ? booking_cost_default.gap_min
					   : gap_between(at, p->at);
}

static enum rc person_is_free(struct app *app, int64_t person_id,
			      const struct place *p, bool remote, bool *is_free,
			      struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	*is_free = true;
	enum rc rc = db_prepare(app->db, SQL_APPOINTMENT_ON_DAY, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_date(q, "day", p->day);
	bind_int(q, "but", 0);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		int gap = gap_to(q, p, remote);
		if (p->start_min < col_int(q, 3) + gap &&
		    col_int(q, 2) < p->end_min + gap)
			*is_free = false;
	}
	stmt_close(q);
	return rc;
}

static enum rc take_place(struct app *app, int64_t slot_id, bool *got,
			  struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_SLOT_TAKE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", slot_id);
	rc = stmt_run(q, err);
	*got = !rc && stmt_changes(q) == 1;
	stmt_close(q);
	return rc;
}

static enum rc insert_appointment(struct app *app, const struct book_new *n,
				  const struct place *p, int64_t id,
				  struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_APPOINTMENT_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_int(q, "person_id", n->person_id);
	bind_int(q, "provider_id", p->provider_id);
	bind_int(q, "slot_id", n->slot_id);
	bind_str(q, "service_code", p->service);
	bind_date(q, "day", p->day);
	bind_int(q, "start_min", p->start_min);
	bind_int(q, "end_min", p->end_min);
	bind_str(q, "state", str_from(n->state));
	if (n->held_until_us)
		bind_int(q, "held_until", n->held_until_us);
	else
		bind_null(q, "held_until");
	bind_str(q, "reason", n->reason.len ? n->reason : STR("{}"));
	if (n->moved_from)
		bind_int(q, "moved_from", n->moved_from);
	else
		bind_null(q, "moved_from");
	bind_int(q, "mode", max_i64(1, n->mode));
	bind_int(q, "now", app->now_us);
	rc = stmt_run(q, err);
	stmt_close(q);
	return rc;
}

/* Run one of the statements on an activity; *n how many rows changed. */
static enum rc on_activity(struct app *app, enum sql id, int64_t activity_id,
			   const char *date_name, int64_t *n, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", activity_id);
	if (date_name)
		bind_date(q, date_name, app->today);
	rc = stmt_run(q, err);
	if (!rc && n)
		*n = stmt_changes(q);
	stmt_close(q);
	return rc;
}

static enum rc run_for(struct app *app, enum sql id, int64_t activity_id,
		       struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, "activity_id", activity_id);
	rc = stmt_run(q, err);
	stmt_close(q);
	return rc;
}

/* It is booked: no list of what is open tells of it any more. */
static enum rc forget_unbooked(struct app *app, int64_t activity_id,
			       struct err *err)
{
	enum rc rc = run_for(app, SQL_BOOKING_UNBOOKED_CLEAR, activity_id, err);
	return rc ? rc
		  : run_for(app, SQL_APPOINTMENT_RECALLED, activity_id, err);
}

static enum rc link_activity(struct app *app, int64_t appointment_id,
			     int64_t activity_id, bool booked, struct err *err)
{
	struct stmt *q = NULL;
	int64_t n = 1;
	enum rc rc =
		db_prepare(app->db, SQL_APPOINTMENT_ACTIVITY_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "appointment_id", appointment_id);
	bind_int(q, "activity_id", activity_id);
	rc = stmt_run(q, err);
	stmt_close(q);
	if (rc == E_CONFLICT)
		return err_msg(err, rc, MSG_CEN_HAS_ONE,
			       "activity %" PRId64 " has an "
			       "appointment already",
			       activity_id);
	if (!rc && booked) {
		rc = on_activity(app, SQL_ACTIVITY_BOOK, activity_id, "day", &n,
				 err);
		if (!rc)
			rc = forget_unbooked(app, activity_id, err);
	}
	if (!rc && !n)
		rc = err_msg(err, E_STATE, MSG_CEN_ACTIVITY_OVER,
			     "activity %" PRId64 " is not to be booked: it is "
			     "neither planned nor prescribed",
			     activity_id);
	return rc;
}

static enum rc gone(const struct book_new *n, const struct place *p,
		    enum msg msg, const char *what, struct err *err)
{
	char day[11];
	if (!n->lost_is_error)
		return OK;
	return err_msg(err, E_CONFLICT, (int)msg,
		       "%s on " STR_FMT " at %02d:%02d", what,
		       STR_ARG(date_text(p->day, day)), p->start_min / 60,
		       p->start_min % 60);
}

enum rc booking_place(struct app *app, const struct book_new *n, int64_t *id,
		      struct err *err)
{
	struct arena a;
	struct place p = {0};
	bool ok = false;
	int64_t new_id = app_id(app);
	*id = 0;
	arena_init(&a, 65536);
	assert(db_in_transaction(app->db));
	enum rc rc = lock_person(app, n->person_id, err);
	if (!rc)
		rc = get_slot(app, n->slot_id, &a, &p, err);
	if (!rc)
		rc = person_is_free(app, n->person_id, &p, n->mode > 1, &ok,
				    err);
	if (rc || !ok) {
		rc = rc ? rc
			: gone(n, &p, MSG_CEN_BUSY,
			       "the person has another appointment or "
			       "no time to travel",
			       err);
		goto out;
	}
	rc = take_place(app, n->slot_id, &ok, err);
	if (rc || !ok) {
		rc = rc ? rc
			: gone(n, &p, MSG_CEN_PLACE_GONE, "no place is left",
			       err);
		goto out;
	}
	rc = insert_appointment(app, n, &p, new_id, err);
	for (size_t i = 0; i < n->n_activity && !rc; i++)
		rc = link_activity(app, new_id, n->activities[i],
				   !n->held_until_us, err);
	if (!rc)
		*id = new_id;
out:
	arena_release(&a);
	return rc;
}

/* ---- leaving ---- */

struct ids {
	int64_t v[256]; /* a draw serves a dozen */
	size_t n;
};

static enum rc linked(struct app *app, int64_t appointment_id, struct ids *out,
		      struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_APPOINTMENT_ACTIVITY_OF, &q, err);
	if (rc)
		return rc;
	out->n = 0;
	bind_int(q, "appointment_id", appointment_id);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		if (out->n == countof(out->v))
			rc = err_set(err, E_LIMIT,
				     "appointment %" PRId64
				     " serves too many activities",
				     appointment_id);
		else
			out->v[out->n++] = col_int(q, 0);
	}
	stmt_close(q);
	return rc;
}

struct live {
	int64_t person_id, slot_id;
	struct date day;
	char state[16];
};

static enum rc get_live(struct app *app, int64_t id, struct live *out,
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
	if (!rc) {
		*out = (struct live){col_int(q, 0), col_int(q, 2),
				     col_date(q, 4), ""};
		snprintf(out->state, sizeof(out->state), STR_FMT,
			 STR_ARG(col_str(q, 7)));
	}
	stmt_close(q);
	return rc;
}

static enum rc set_state(struct app *app, int64_t id, const struct live *from,
			 const char *state, struct str end_reason,
			 struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_APPOINTMENT_SET_STATE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_str(q, "state", str_from(state));
	bind_str(q, "from_state", str_from(from->state));
	if (!strcmp(state, "cancelled"))
		bind_str(q, "end_reason",
			 end_reason.len ? end_reason : STR("not said"));
	else
		bind_null(q, "end_reason");
	bind_int(q, "recall",
		 !strcmp(state, "no_show") ||
			 (!strcmp(state, "cancelled") &&
			  !str_is(end_reason, "moved") &&
			  strcmp(from->state, "held") != 0));
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

static enum rc unlink_all(struct app *app, int64_t id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc =
		db_prepare(app->db, SQL_APPOINTMENT_ACTIVITY_RELEASE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "appointment_id", id);
	bind_int(q, "now", app->now_us);
	rc = stmt_run(q, err);
	stmt_close(q);
	return rc;
}

static enum rc free_place(struct app *app, int64_t slot_id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_SLOT_RELEASE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", slot_id);
	rc = stmt_run(q, err);
	stmt_close(q);
	return rc;
}

enum rc booking_release(struct app *app, int64_t id, struct str reason,
			bool only_held, int64_t *person_id, struct err *err)
{
	struct live live = {0};
	struct ids ids = {0};
	assert(db_in_transaction(app->db));
	enum rc rc = get_live(app, id, &live, err);
	bool held = !strcmp(live.state, "held");
	if (!rc && !held && (only_held || strcmp(live.state, "booked") != 0))
		rc = err_msg(err, E_STATE, MSG_CEN_CHANGED,
			     "appointment %" PRId64
			     " is %s: only one that is held or booked can be "
			     "cancelled",
			     id, live.state);
	if (!rc)
		rc = set_state(app, id, &live, "cancelled", reason, err);
	if (!rc)
		rc = linked(app, id, &ids, err);
	if (!rc)
		rc = unlink_all(app, id, err);
	for (size_t i = 0; i < ids.n && !rc && !held; i++)
		rc = on_activity(app, SQL_ACTIVITY_UNBOOK, ids.v[i], NULL, NULL,
				 err);
	if (!rc)
		rc = free_place(app, live.slot_id, err);
	if (!rc)
		*person_id = live.person_id;
	return rc;
}

enum rc booking_outcome(struct app *app, int64_t id, bool done,
			int64_t *person_id, struct err *err)
{
	struct live live = {0};
	struct ids ids = {0};
	char day[11];
	enum rc rc = get_live(app, id, &live, err);
	if (!rc && strcmp(live.state, "booked") != 0)
		rc = err_msg(err, E_STATE, MSG_CEN_CHANGED,
			     "appointment %" PRId64
			     " is %s: only a booked one can be %s",
			     id, live.state, done ? "done" : "missed");
	if (!rc && live.day.days > app->today.days)
		rc = err_msg(err, E_STATE, MSG_CEN_NOT_YET,
			     "appointment %" PRId64 " is on " STR_FMT
			     ", which has not come yet",
			     id, STR_ARG(date_text(live.day, day)));
	if (!rc)
		rc = set_state(app, id, &live, done ? "done" : "no_show",
			       STR(""), err);
	if (!rc)
		rc = linked(app, id, &ids, err);
	if (!rc && !done)
		rc = unlink_all(app, id, err);
	struct date today = app->today;
	if (done)
		app->today = live.day; /* done on the day, told later */
	for (size_t i = 0; i < ids.n && !rc; i++)
		rc = on_activity(app,
				 done ? SQL_ACTIVITY_DONE : SQL_ACTIVITY_MISSED,
				 ids.v[i], done ? "day" : "today", NULL, err);
	app->today = today;
	if (!rc)
		*person_id = live.person_id;
	return rc;
}

/* Confirming is here because it reads as the others do. */
enum rc app_book_confirm(struct app *app, int64_t id, struct err *err)
{
	struct live live = {0};
	struct ids ids = {0};
	int64_t n = 1;
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = get_live(app, id, &live, err);
	if (!rc)
		rc = app_require(app, MAY_BOOK, live.person_id, err);
	if (!rc && strcmp(live.state, "held") != 0)
		rc = err_set(err, E_STATE,
			     "appointment %" PRId64
			     " is %s: only a held one can be confirmed",
			     id, live.state);
	if (!rc)
		rc = set_state(app, id, &live, "booked", STR(""), err);
	if (!rc)
		rc = linked(app, id, &ids, err);
	for (size_t i = 0; i < ids.n && !rc; i++) {
		rc = on_activity(app, SQL_ACTIVITY_BOOK, ids.v[i], "day", &n,
				 err);
		if (!rc && !n)
			rc = err_set(err, E_STATE,
				     "activity %" PRId64
				     " is no more to be booked",
				     ids.v[i]);
		if (!rc)
			rc = forget_unbooked(app, ids.v[i], err);
	}
	if (!rc)
		rc = booking_tell(app, "appointment.booked", live.person_id, id,
				  STR(""), err);
	if (!rc)
		rc = booking_audit(app, "booking.confirm", id, live.person_id,
				   err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}
