/* What a person sees of themselves. */
#include "app/citizen.h"

#include "app/bind.h"
#include "text/text.h"

#define MOST_APPOINTMENTS 1000 /* LIMIT of the statement: years of a life */
#define MOST_LOOKS        100000
#define CHANGE_DAYS       92 /* how long news are news */
#define SERVICES_BYTES    8192

static enum rc look(struct app *app, const char *action, const char *entity,
		    int64_t person_id, struct err *err)
{
	return audit_look(app,
			  &(struct audit_event){.action = action,
						.entity = entity,
						.entity_id = person_id,
						.person_id = person_id,
						.detail = STR("{}")},
			  err);
}

/* ---- appointments ---- */

struct wanted {                /* of one person: days, or one appointment */
	int64_t person_id, id; /* id 0: all */
	struct date from, to;
};

static enum rc ask(struct app *app, enum sql which, const struct wanted *w,
		   struct stmt **q, struct err *err)
{
	enum rc rc = db_prepare(app->db, which, q, err);
	if (rc)
		return rc;
	bind_int(*q, "person_id", w->person_id);
	bind_date(*q, "first", w->from);
	bind_date(*q, "last", w->to);
	bind_id(*q, "id", w->id);
	return OK;
}

static struct citizen_appointment read_appointment(const struct stmt *q,
						   struct arena *a)
{
	return (struct citizen_appointment){
		.id = col_int(q, 0),
		.day = col_date(q, 1),
		.start_min = (int)col_int(q, 2),
		.end_min = (int)col_int(q, 3),
		.service = col_text(q, 4, a),
		.state = col_text(q, 5, a),
		.place = col_text(q, 6, a),
		.municipality = col_text(q, 7, a),
		.end_reason = col_text(q, 8, a),
		.confirmed_us = col_int(q, 9),
		.moved_to = col_int(q, 10),
		.slot_id = col_int(q, 11),
		.remote = col_int(q, 12) > 1,
	};
}

static enum rc read_all(struct app *app, const struct wanted *w,
			struct arena *a, struct citizen_appointment *list,
			size_t *n, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = ask(app, SQL_CITIZEN_APPOINTMENTS, w, &q, err);
	*n = 0;
	while (!rc && !(rc = stmt_step(q, &row, err)) && row &&
	       *n < MOST_APPOINTMENTS)
		list[(*n)++] = read_appointment(q, a);
	stmt_close(q);
	return rc;
}

/* Rows come in the order of the appointments. */
static enum rc read_services(struct app *app, const struct wanted *w,
			     struct arena *a, struct citizen_appointment *list,
			     size_t n, struct err *err)
{
	struct stmt *q = NULL;
	struct buf b;
	bool row = false;
	size_t i = 0;
	enum rc rc = ask(app, SQL_CITIZEN_APPOINTMENT_ACTIVITIES, w, &q, err);
	buf_init(&b, SERVICES_BYTES);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		while (i < n && list[i].id != col_int(q, 0)) {
			list[i++].services = arena_str(a, buf_view(&b));
			buf_reset(&b);
		}
		if (i == n)
			break;
		list[i].activity_id = col_int(q, 1);
		if (b.len)
			buf_char(&b, '|');
		buf_str(&b, col_str(q, 2));
	}
	if (i < n)
		list[i].services = arena_str(a, buf_view(&b));
	buf_release(&b);
	stmt_close(q);
	return rc;
}

static enum rc appointments(struct app *app, const struct wanted *w,
			    struct arena *a, struct citizen_appointment **list,
			    size_t *n, struct err *err)
{
	struct citizen_appointment *v = arena_array(
		a, struct citizen_appointment, w->id ? 1 : MOST_APPOINTMENTS);
	if (!v)
		return arena_fail(a, err);
	enum rc rc = read_all(app, w, a, v, n, err);
	if (!rc)
		rc = read_services(app, w, a, v, *n, err);
	*list = v;
	return rc;
}

static enum rc read_open(struct app *app, const struct wanted *w,
			 struct arena *a, struct citizen_year *out,
			 struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_CITIZEN_OPEN, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", w->person_id);
	bind_date(q, "first", w->from);
	bind_date(q, "last", w->to);
	out->open = arena_array(a, struct citizen_open, MOST_APPOINTMENTS);
	if (!out->open)
		rc = arena_fail(a, err);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row &&
	       out->n_open < MOST_APPOINTMENTS)
		out->open[out->n_open++] =
			(struct citizen_open){.service = col_text(q, 0, a),
					      .due = col_date(q, 1),
					      .latest = col_date(q, 2)};
	stmt_close(q);
	return rc;
}

enum rc app_citizen_year(struct app *app, int64_t person_id, struct date from,
			 struct date to, struct arena *a,
			 struct citizen_year *out, struct err *err)
{
	struct wanted w = {person_id, 0, from, to};
	*out = (struct citizen_year){0};
	enum rc rc = app_require(app, MAY_READ_PERSON, person_id, err);
	if (!rc)
		rc = appointments(app, &w, a, &out->list, &out->n, err);
	if (!rc)
		rc = read_open(app, &w, a, out, err);
	return rc ? rc
		  : look(app, "booking.calendar", "appointment", person_id,
			 err);
}

static enum rc one(struct app *app, int64_t person_id, int64_t id,
		   struct arena *a, struct citizen_appointment *out,
		   struct err *err)
{
	struct wanted w = {person_id, id, date_of(1900, 1, 1),
			   date_of(2199, 12, 31)};
	struct citizen_appointment *list = NULL;
	size_t n = 0;
	enum rc rc = appointments(app, &w, a, &list, &n, err);
	if (!rc && !n)
		rc = err_msg(err, E_NOT_FOUND, MSG_CIT_NO_APPOINTMENT,
			     "person %" PRId64 " has no appointment %" PRId64,
			     person_id, id);
	if (!rc)
		*out = list[0];
	return rc;
}

enum rc app_citizen_appointment(struct app *app, int64_t person_id, int64_t id,
				struct arena *a,
				struct citizen_appointment *out,
				struct err *err)
{
	enum rc rc = app_require(app, MAY_READ_PERSON, person_id, err);
	if (!rc)
		rc = one(app, person_id, id, a, out, err);
	return rc ? rc
		  : look(app, "booking.calendar", "appointment", person_id,
			 err);
}

/* ---- home ---- */

static enum rc read_person(struct app *app, int64_t person_id, struct arena *a,
			   struct citizen_home *out, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_CITIZEN_PERSON, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_date(q, "on_date", app->today);
	rc = stmt_one(q, err);
	if (!rc) {
		struct str sex = col_str(q, 2);
		out->last_name = col_text(q, 0, a);
		out->first_name = col_text(q, 1, a);
		out->sex = sex.len ? sex.ptr[0] : 'U';
		out->phone = col_text(q, 3, a);
		out->email = col_text(q, 4, a);
		out->enrolment = col_text(q, 5, a);
		out->active_from = col_date(q, 6);
		out->doctor_last = col_text(q, 7, a);
		out->doctor_first = col_text(q, 8, a);
		out->manager = col_text(q, 9, a);
		out->pact_open = !col_str(q, 10).len ? 0
				 : col_null(q, 11)   ? 1
						     : 2;
		out->pact_to = col_date(q, 12);
	}
	stmt_close(q);
	return rc;
}

static enum rc read_plan(struct app *app, int64_t person_id, struct arena *a,
			 struct citizen_home *out, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_CITIZEN_PLAN, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_date(q, "on_date", app->today);
	rc = stmt_step(q, &row, err);
	if (!rc && row) {
		out->plan_version = (int)col_int(q, 0);
		out->plan_state = col_text(q, 1, a);
		out->plan_from = col_date(q, 2);
		out->plan_to = col_date(q, 3);
	}
	stmt_close(q);
	return rc;
}

static enum rc number(struct app *app, enum sql id, int64_t person_id,
		      int64_t *out, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_date(q, "on_date", app->today);
	bind_int(q, "minute", minute_in_rome(app->now_us));
	rc = stmt_step(q, &row, err);
	*out = !rc && row ? col_int(q, 0) : 0;
	stmt_close(q);
	return rc;
}

static enum rc read_next(struct app *app, int64_t person_id, struct arena *a,
			 struct citizen_home *out, struct err *err)
{
	int64_t id = 0;
	enum rc rc =
		number(app, SQL_CITIZEN_COMING, person_id, &out->n_coming, err);
	if (!rc)
		rc = number(app, SQL_CITIZEN_NEXT, person_id, &id, err);
	if (rc || !id)
		return rc;
	out->has_next = true;
	return one(app, person_id, id, a, &out->next, err);
}

static enum rc read_changes(struct app *app, int64_t person_id, struct arena *a,
			    struct citizen_home *out, struct err *err)
{
	const int64_t day_us = INT64_C(86400000000);
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_CITIZEN_CHANGES, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_int(q, "since", app->now_us - CHANGE_DAYS * day_us);
	bind_int(q, "me", app->who.user_id ? app->who.user_id : -1);
	while (!(rc = stmt_step(q, &row, err)) && row &&
	       out->n_change < CITIZEN_CHANGES)
		out->change[out->n_change++] =
			(struct citizen_change){.at_us = col_int(q, 0),
						.entity_id = col_int(q, 1),
						.action = col_text(q, 2, a)};
	stmt_close(q);
	return rc;
}

enum rc app_citizen_home(struct app *app, int64_t person_id, struct arena *a,
			 struct citizen_home *out, struct err *err)
{
	struct citizen_home h = {.active_from = DATE_NONE,
				 .pact_to = DATE_NONE,
				 .plan_from = DATE_NONE,
				 .plan_to = DATE_NONE};
	enum rc rc = app_require(app, MAY_READ_PERSON, person_id, err);
	if (!rc)
		rc = read_person(app, person_id, a, &h, err);
	if (!rc)
		rc = read_plan(app, person_id, a, &h, err);
	if (!rc)
		rc = read_next(app, person_id, a, &h, err);
	if (!rc)
		rc = read_changes(app, person_id, a, &h, err);
	if (!rc)
		rc = look(app, "citizen.home", "person", person_id, err);
	if (!rc)
		*out = h;
	return rc;
}

/* ---- who looked ---- */

static void bind_looks(struct stmt *q, const struct app *app,
		       const struct citizen_ask *ask)
{
	bind_int(q, "person_id", ask->person_id);
	bind_int(q, "everything", ask->all);
	bind_int(q, "me", app->who.user_id);
}

static enum rc count_looks(struct app *app, const struct citizen_ask *ask,
			   int64_t *total, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_CITIZEN_LOOKS_COUNT, &q, err);
	if (rc)
		return rc;
	bind_looks(q, app, ask);
	rc = stmt_one(q, err);
	if (!rc)
		*total = col_int(q, 0);
	stmt_close(q);
	return rc;
}

static enum rc read_looks(struct app *app, const struct citizen_ask *ask,
			  struct arena *a, struct citizen_look *list,
			  size_t most, size_t *n, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_CITIZEN_LOOKS, &q, err);
	if (rc)
		return rc;
	bind_looks(q, app, ask);
	bind_int(q, "n", (int64_t)most);
	bind_int(q, "skip", ask->offset);
	while (!(rc = stmt_step(q, &row, err)) && row && *n < most)
		list[(*n)++] =
			(struct citizen_look){.seq = col_int(q, 0),
					      .at_us = col_int(q, 1),
					      .user_id = col_int(q, 2),
					      .role = col_text(q, 3, a),
					      .action = col_text(q, 4, a),
					      .purpose = col_text(q, 5, a),
					      .detail = col_text(q, 6, a),
					      .user = col_text(q, 7, a),
					      .of = col_text(q, 8, a)};
	stmt_close(q);
	return rc;
}

enum rc app_citizen_looks(struct app *app, const struct citizen_ask *ask,
			  struct arena *a, struct citizen_look **list,
			  size_t *n, int64_t *total, struct err *err)
{
	enum rc rc = app_require(app, MAY_READ_AUDIT, ask->person_id, err);
	if (!rc &&
	    (ask->limit < 1 || ask->limit > MOST_LOOKS || ask->offset < 0))
		rc = err_set(err, E_RANGE, "a page of %" PRId64 " looks",
			     ask->limit);
	if (!rc)
		rc = count_looks(app, ask, total, err);
	if (rc)
		return rc;
	size_t most = (size_t)min_i64(ask->limit, *total);
	*n = 0;
	*list = arena_array(a, struct citizen_look, most + 1);
	if (!*list)
		return arena_fail(a, err);
	rc = read_looks(app, ask, a, *list, most, n, err);
	return rc ? rc
		  : look(app, "citizen.looks", "audit", ask->person_id, err);
}
