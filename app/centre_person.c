/* One person, as the desk sees them. */
#include "app/centre_int.h"

#define MOST_ACTIVITIES 2000 /* a plan asks for some dozens */
#define MOST_CALLS      20   /* LIMIT of the statement */

static void read_activity(const struct stmt *s, struct arena *a,
			  struct centre_activity *v)
{
	struct str class = col_str(s, 5);
	*v = (struct centre_activity){
		.id = col_int(s, 0),
		.service = col_text(s, 1, a),
		.earliest = col_date(s, 2),
		.due = col_date(s, 3),
		.latest = col_date(s, 4),
		.priority_class = class.len ? class.ptr[0] : 0,
		.state = col_text(s, 6, a),
		.done = col_date(s, 7),
		.group = col_text(s, 8, a),
		.why = col_text(s, 9, a),
		.prescription = col_text(s, 10, a),
		.prescribed_to = col_date(s, 11),
		.appointment_id = col_int(s, 12),
		.appointment_state = col_text(s, 13, a),
		.day = col_date(s, 14),
		.start_min = (int)col_int(s, 15),
		.reason = col_text(s, 16, a),
		.confirmed = !col_null(s, 17),
		.facility = col_text(s, 18, a),
		.place = col_text(s, 19, a),
		.municipality = col_text(s, 20, a),
		.slot_id = col_int(s, 21),
	};
}

static enum rc read_activities(struct app *app, int64_t person_id,
			       struct arena *a, struct centre_person *out,
			       struct err *err)
{
	struct stmt *s = NULL;
	size_t cap = 0;
	bool row = false;
	struct centre_activity *v = NULL;
	enum rc rc = db_prepare(app->db, SQL_CENTRE_ACTIVITIES, &s, err);
	if (rc)
		return rc;
	bind_int(s, "person_id", person_id);
	while (!rc && !(rc = stmt_step(s, &row, err)) && row) {
		rc = array_grow(&v, &cap, out->n_activity + 1, sizeof(*v),
				MOST_ACTIVITIES, err);
		if (!rc)
			read_activity(s, a, &v[out->n_activity++]);
	}
	stmt_close(s);
	out->activity =
		arena_array(a, struct centre_activity, out->n_activity + 1);
	if (!rc && !out->activity)
		rc = arena_fail(a, err);
	if (!rc && out->n_activity)
		memcpy(out->activity, v, out->n_activity * sizeof(*v));
	free(v);
	return rc;
}

static enum rc read_calls(struct app *app, int64_t person_id, struct arena *a,
			  struct centre_person *out, struct err *err)
{
	struct stmt *s = NULL;
	bool row = false;
	out->call = arena_array(a, struct contact_view, MOST_CALLS);
	if (!out->call)
		return arena_fail(a, err);
	enum rc rc = db_prepare(app->db, SQL_CONTACT_NOTE_LIST, &s, err);
	if (rc)
		return rc;
	bind_int(s, "person_id", person_id);
	while (out->n_call < MOST_CALLS && !(rc = stmt_step(s, &row, err)) &&
	       row)
		out->call[out->n_call++] =
			(struct contact_view){.id = col_int(s, 0),
					      .at_us = col_int(s, 1),
					      .outcome = col_text(s, 2, a),
					      .again_on = col_date(s, 3),
					      .note = col_text(s, 4, a),
					      .user = col_text(s, 5, a)};
	stmt_close(s);
	return rc;
}

static enum rc read_preference(struct app *app, int64_t person_id,
			       struct arena *a, struct centre_person *out,
			       struct err *err)
{
	struct stmt *s = NULL;
	enum rc rc = db_prepare(app->db, SQL_CENTRE_PREFERENCE, &s, err);
	if (rc)
		return rc;
	bind_int(s, "person_id", person_id);
	rc = stmt_one(s, err);
	if (rc == E_NOT_FOUND)
		err_set(err, rc, "there is no person %" PRId64, person_id);
	if (!rc) {
		out->own_site = col_text(s, 0, a);
		out->own_site_name = col_text(s, 1, a);
		out->weekdays = (int)col_int(s, 2);
	}
	stmt_close(s);
	return rc;
}

enum rc app_centre_person(struct app *app, int64_t person_id, struct arena *a,
			  struct centre_person *out, struct err *err)
{
	struct audit_event look = {.action = "centre.person",
				   .entity = "person",
				   .entity_id = person_id,
				   .person_id = person_id,
				   .detail = STR("{}")};
	*out = (struct centre_person){.id = person_id};
	enum rc rc = app_require(app, MAY_BOOK, person_id, err);
	if (!rc)
		rc = audit_look(app, &look, err);
	if (!rc)
		rc = read_preference(app, person_id, a, out, err);
	if (!rc)
		rc = read_activities(app, person_id, a, out, err);
	if (!rc)
		rc = read_calls(app, person_id, a, out, err);
	return rc;
}
