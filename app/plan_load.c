/* A version out of its rows. Services that have left the tables are kept as
 * codes: an old plan stays readable. */
#include "app/plan_desk_int.h"

static struct str text(const struct stmt *q, int i, struct arena *a)
{
	return col_text(q, i, a);
}

enum rc version_head(struct app *app, int64_t id, struct arena *a,
		     struct plan_view *v, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_PLAN_VERSION_GET, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	if ((rc = stmt_one(q, err))) {
		stmt_close(q);
		return rc;
	}
	struct str sex = col_str(q, 31);
	*v = (struct plan_view){.id = col_int(q, 0),
				.care_plan_id = col_int(q, 1),
				.person_id = col_int(q, 2),
				.doctor_id = col_int(q, 3),
				.version = (int)col_int(q, 4),
				.kind = text(q, 6, a),
				.previous_id = col_int(q, 7),
				.run_id = col_int(q, 8),
				.ended_on = col_date(q, 11),
				.end_reason = text(q, 12, a),
				.created_us = col_int(q, 19),
				.signed_us = col_int(q, 20),
				.signed_by = col_int(q, 21),
				.digest = text(q, 23, a),
				.published_us = col_int(q, 24),
				.protocol = text(q, 25, a),
				.contact_exception = text(q, 26, a),
				.pseudonym = text(q, 27, a),
				.last_name = text(q, 28, a),
				.first_name = text(q, 29, a),
				.birth = col_date(q, 30),
				.sex = sex.len ? sex.ptr[0] : 'U',
				.ats = text(q, 32, a),
				.gp_code = text(q, 33, a),
				.doctor_last = text(q, 34, a),
				.doctor_first = text(q, 35, a),
				.signed_gp_code = text(q, 36, a)};
	v->draft = (struct plan_draft){
		.from = col_date(q, 9),
		.to = col_date(q, 10),
		.level = (int)col_int(q, 13),
		.primary = kn_condition_index(app->kn, col_str(q, 14)),
		.n_lab = (int)col_int(q, 15),
		.n_outpatient = (int)col_int(q, 16),
		.n_draws = (int)col_int(q, 17),
		.n_draws_least = (int)col_int(q, 18)};
	bool known = plan_state_parse(col_str(q, 5), &v->state);
	assert(known);
	stmt_close(q);
	return OK;
}

static enum rc load_conditions(struct app *app, struct arena *a,
			       struct plan_view *v, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	int *list = arena_array(a, int, PLAN_MAX_CONDITIONS);
	if (!list)
		return arena_fail(a, err);
	enum rc rc = db_prepare(app->db, SQL_PLAN_CONDITION_LIST, &q, err);
	if (!rc)
		bind_int(q, "version_id", v->id);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		int c = kn_condition_index(app->kn, col_str(q, 0));
		if (c >= 0 && !col_int(q, 1) &&
		    v->draft.n_secondary < PLAN_MAX_CONDITIONS)
			list[v->draft.n_secondary++] = c;
	}
	stmt_close(q);
	v->draft.secondary = list;
	return rc;
}

enum { MOST_ROWS = 512 }; /* lines of one version */

static enum rc make_room(struct arena *a, struct plan_view *v, struct err *err)
{
	struct plan_draft *d = &v->draft;
	d->lines = arena_array(a, struct plan_line, MOST_ROWS);
	d->drugs = arena_array(a, struct plan_drug, MOST_ROWS);
	d->findings = arena_array(a, struct plan_finding, MOST_ROWS);
	d->activities =
		arena_array(a, struct plan_activity, PLAN_MAX_ACTIVITIES);
	v->line_id = arena_array(a, int64_t, MOST_ROWS);
	v->unknown = arena_array(a, struct str, MOST_ROWS);
	return d->lines && d->drugs && d->findings && d->activities &&
			       v->line_id && v->unknown
		       ? OK
		       : arena_fail(a, err);
}

/* "due/earliest/latest/group ", as put_schedule of plan_store.c writes it. */
static enum rc read_schedule(struct plan_view *v, struct str s, int line,
			     struct err *err)
{
	struct plan_draft *d = &v->draft;
	for (struct str rest = s; rest.len;) {
		struct str one = str_cut(&rest, ' ');
		int64_t group = 0;
		if (!one.len)
			continue;
		if (d->n_activities == PLAN_MAX_ACTIVITIES)
			return err_set(err, E_LIMIT,
				       "a plan of more than %u activities",
				       PLAN_MAX_ACTIVITIES);
		struct plan_activity *x = &d->activities[d->n_activities++];
		x->line = line;
		enum rc rc = date_parse(str_cut(&one, '/'), &x->due, err);
		if (!rc)
			rc = date_parse(str_cut(&one, '/'), &x->earliest, err);
		if (!rc)
			rc = date_parse(str_cut(&one, '/'), &x->latest, err);
		if (!rc && !str_to_int(one, &group))
			rc = err_set(err, E_FORMAT, "no group in a schedule");
		if (rc)
			return err_context(err,
					   "schedule of plan version "
					   "%" PRId64,
					   v->id);
		x->group = (int)group;
	}
	return OK;
}

static enum rc load_service(struct app *app, const struct stmt *q,
			    const struct json_value *reason, struct arena *a,
			    struct plan_view *v, struct err *err)
{
	struct plan_draft *d = &v->draft;
	int s = kn_service_index(app->kn, col_str(q, 3));
	struct str class = col_str(q, 7);
	if (s < 0) {
		v->unknown[v->n_unknown++] = col_text(q, 3, a);
		return OK;
	}
	struct plan_line *l = &d->lines[d->n_lines];
	*l = (struct plan_line){.service = s,
				.times_e4 = col_int(q, 5),
				.interval_e4 = col_int(q, 6),
				.priority_class =
					class.len ? class.ptr[0] : 'P',
				.first_due = col_date(q, 8)};
	v->line_id[d->n_lines] = col_int(q, 0);
	enum rc rc = plan_line_from_reason(l, app->kn, reason, a, err);
	if (!rc)
		rc = read_schedule(v, col_str(q, 11), (int)d->n_lines, err);
	d->n_lines++;
	return rc;
}

static void load_drug(const struct stmt *q, const struct json_value *reason,
		      struct arena *a, struct plan_draft *d)
{
	struct plan_drug *g = &d->drugs[d->n_drugs++];
	g->atc = col_text(q, 4, a);
	if (date_parse(json_get_str(reason, "last"), &g->last, NULL))
		g->last = DATE_NONE;
	g->n = json_get_int(reason, "n", 0);
	g->ddd_per_day_e4 = json_get_decimal(reason, "ddd_per_day", 4, 0);
}

static enum rc load_row(struct app *app, const struct stmt *q, struct arena *a,
			struct plan_view *v, struct err *err)
{
	struct json_value *reason = NULL;
	struct str kind = col_str(q, 2);
	struct str json = col_text(q, 10, a);
	if (v->draft.n_lines + v->draft.n_drugs + v->draft.n_findings +
		    v->n_unknown ==
	    MOST_ROWS)
		return err_set(err, E_LIMIT, "a plan of more than %d lines",
			       (int)MOST_ROWS);
	enum rc rc = json_parse(json, a, &reason, err);
	if (rc)
		return err_context(err, "reason of plan line %" PRId64,
				   col_int(q, 0));
	if (str_is(kind, "drug")) {
		load_drug(q, reason, a, &v->draft);
	} else if (str_is(kind, "finding")) {
		struct plan_finding *f =
			&v->draft.findings[v->draft.n_findings++];
		plan_finding_from_reason(f, reason);
		f->what_it = col_text(q, 9, a);
	} else {
		rc = load_service(app, q, reason, a, v, err);
	}
	return rc;
}

static int by_due(const void *a, const void *b)
{
	const struct plan_activity *x = a, *y = b;
	if (x->due.days != y->due.days)
		return x->due.days < y->due.days ? -1 : 1;
	return x->group != y->group ? x->group - y->group : x->line - y->line;
}

static enum rc load_lines(struct app *app, struct arena *a, struct plan_view *v,
			  struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = make_room(a, v, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_PLAN_LINE_LIST, &q, err);
	if (!rc)
		bind_int(q, "version_id", v->id);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row)
		if ((rc = load_row(app, q, a, v, err)))
			break;
	stmt_close(q);
	if (!rc && v->draft.n_activities)
		qsort(v->draft.activities, v->draft.n_activities,
		      sizeof(*v->draft.activities), by_due);
	return rc;
}

enum rc version_load(struct app *app, int64_t version_id, struct arena *a,
		     struct plan_view *out, struct err *err)
{
	struct plan_view v;
	enum rc rc = version_head(app, version_id, a, &v, err);
	if (!rc)
		rc = load_conditions(app, a, &v, err);
	if (!rc)
		rc = load_lines(app, a, &v, err);
	if (!rc)
		*out = v;
	return rc;
}

/* ---- for people */

static enum rc load_events(struct app *app, struct arena *a,
			   struct plan_view *v, struct err *err)
{
	enum { MOST = 200 };
	struct stmt *q = NULL;
	bool row = false;
	v->events = arena_array(a, struct plan_event_view, MOST);
	if (!v->events)
		return arena_fail(a, err);
	enum rc rc = db_prepare(app->db, SQL_PLAN_EVENT_LIST, &q, err);
	if (!rc)
		bind_int(q, "version_id", v->id);
	while (!rc && v->n_events < MOST && !(rc = stmt_step(q, &row, err)) &&
	       row)
		v->events[v->n_events++] =
			(struct plan_event_view){.from = text(q, 0, a),
						 .to = text(q, 1, a),
						 .at_us = col_int(q, 2),
						 .role = text(q, 3, a),
						 .reason = text(q, 4, a)};
	stmt_close(q);
	return rc;
}

static int line_of(const struct plan_view *v, int64_t line_id)
{
	for (size_t i = 0; i < v->draft.n_lines; i++)
		if (v->line_id[i] == line_id)
			return (int)i;
	return -1;
}

/* The dates of a signed version are those of its activities. */
static enum rc load_activities(struct app *app, struct arena *a,
			       struct plan_view *v, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	v->activities =
		arena_array(a, struct plan_activity_view, PLAN_MAX_ACTIVITIES);
	if (!v->activities)
		return arena_fail(a, err);
	enum rc rc = db_prepare(app->db, SQL_PLAN_ACTIVITY_LIST, &q, err);
	if (!rc)
		bind_int(q, "version_id", v->id);
	while (!rc && v->n_activities < PLAN_MAX_ACTIVITIES &&
	       !(rc = stmt_step(q, &row, err)) && row)
		v->activities[v->n_activities++] = (struct plan_activity_view){
			.id = col_int(q, 0),
			.line = line_of(v, col_int(q, 1)),
			.state = text(q, 6, a),
			.prescribed = col_date(q, 8),
			.booked = col_date(q, 9),
			.done = col_date(q, 10)};
	stmt_close(q);
	return rc;
}

static enum rc which(struct app *app, int64_t person_id, int version,
		     int64_t *id, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db,
				version ? SQL_PLAN_BY_NUMBER : SQL_PLAN_LATEST,
				&q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	if (version)
		bind_int(q, "version", version);
	rc = stmt_step(q, &row, err);
	*id = !rc && row ? col_int(q, 0) : 0;
	stmt_close(q);
	if (rc || *id)
		return rc;
	if (version)
		return err_set(err, E_NOT_FOUND, "the plan has no version %d",
			       version);
	return err_set(err, E_NOT_FOUND,
		       "no plan yet: make one with `prossima plan draft`");
}

enum rc app_plan_show(struct app *app, int64_t person_id, int version,
		      struct arena *a, struct plan_view *out, struct err *err)
{
	int64_t id = 0;
	enum rc rc = app_require(app, MAY_READ_PERSON, person_id, err);
	if (!rc)
		rc = which(app, person_id, version, &id, err);
	if (!rc)
		rc = version_load(app, id, a, out, err);
	if (!rc)
		rc = load_events(app, a, out, err);
	if (!rc)
		rc = load_activities(app, a, out, err);
	if (!rc)
		rc = prescription_load(app, out->person_id, id, a,
				       &out->prescriptions,
				       &out->n_prescriptions, err);
	if (!rc)
		rc = plan_look(app, "plan.read", id, person_id, err);
	return rc;
}
