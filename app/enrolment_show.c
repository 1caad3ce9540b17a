/* What happened to a person, and how many are where. */
#include "app/enrolment_int.h"

#define MAX_HISTORY 1000u /* enrolments, events or pacts of one person */

/* Copies a malloc list into the arena and frees it. */
static enum rc keep(void **list, size_t n, size_t size, struct arena *a,
		    struct err *err)
{
	void *copy = arena_calloc(a, n + 1, size);
	if (copy && n)
		memcpy(copy, *list, n * size);
	free(*list);
	*list = copy;
	return copy ? OK : arena_fail(a, err);
}

static void read_view(const struct stmt *q, struct arena *a,
		      struct enrol_view *v)
{
	*v = (struct enrol_view){
		.id = col_int(q, 0),
		.state = col_text(q, 1, a),
		.way = col_text(q, 2, a),
		.level = (int)col_int(q, 3),
		.main_condition = col_text(q, 4, a),
		.eligible_on = col_date(q, 5),
		.active_from = col_date(q, 6),
		.ended_on = col_date(q, 7),
		.end_reason = col_text(q, 8, a),
		.suspended = col_int(q, 9) == 1,
		.previous_id = col_int(q, 10),
		.transferred_to = col_int(q, 11),
		.waiver = col_text(q, 12, a),
		.gp_code = col_text(q, 13, a),
		.manager = col_text(q, 14, a),
	};
}

static enum rc read_views(struct app *app, int64_t person_id, struct arena *a,
			  struct enrol_view **list, size_t *n, struct err *err)
{
	struct stmt *q = NULL;
	struct enrol_view *v = NULL;
	size_t cap = 0;
	bool row = true;
	enum rc rc = db_prepare(app->db, SQL_ENROL_HISTORY, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	*n = 0;
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&v, &cap, *n + 1, sizeof(*v), MAX_HISTORY, err);
		if (!rc)
			read_view(q, a, &v[(*n)++]);
	}
	stmt_close(q);
	void *all = v;
	enum rc kept = keep(&all, *n, sizeof(*v), a, rc ? NULL : err);
	*list = all;
	return rc ? rc : kept;
}

static enum rc read_events(struct app *app, struct arena *a,
			   struct enrol_view *v, struct err *err)
{
	struct stmt *q = NULL;
	struct enrol_event *e = NULL;
	size_t cap = 0;
	bool row = true;
	enum rc rc = db_prepare(app->db, SQL_ENROL_EVENTS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "enrolment_id", v->id);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&e, &cap, v->n_event + 1, sizeof(*e),
				MAX_HISTORY, err);
		if (rc)
			break;
		e[v->n_event++] = (struct enrol_event){
			.from = col_text(q, 0, a),
			.to = col_text(q, 1, a),
			.on = col_date(q, 2),
			.at_us = col_int(q, 3),
			.role = col_text(q, 5, a),
			.reason = col_text(q, 6, a),
			.by = col_text(q, 7, a),
		};
	}
	stmt_close(q);
	void *all = e;
	enum rc kept = keep(&all, v->n_event, sizeof(*e), a, rc ? NULL : err);
	v->events = all;
	return rc ? rc : kept;
}

static enum rc read_pacts(struct app *app, struct arena *a,
			  struct enrol_view *v, struct err *err)
{
	struct stmt *q = NULL;
	struct pact_view *p = NULL;
	size_t cap = 0;
	bool row = true;
	enum rc rc = db_prepare(app->db, SQL_ENROL_PACTS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "enrolment_id", v->id);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&p, &cap, v->n_pact + 1, sizeof(*p),
				MAX_HISTORY, err);
		if (rc)
			break;
		p[v->n_pact++] = (struct pact_view){
			.state = col_text(q, 1, a),
			.mode = col_text(q, 2, a),
			.valid = {col_date(q, 3), col_end(q, 4)},
			.signed_person_us = col_int(q, 5),
			.signed_doctor_us = col_int(q, 6),
			.ended_on = col_date(q, 7),
			.end_reason = col_text(q, 8, a),
		};
	}
	stmt_close(q);
	void *all = p;
	enum rc kept = keep(&all, v->n_pact, sizeof(*p), a, rc ? NULL : err);
	v->pacts = all;
	return rc ? rc : kept;
}

static enum rc read_history(struct app *app, int64_t person_id, struct arena *a,
			    struct enrol_view **list, size_t *n,
			    struct err *err)
{
	struct enrol_view *v = NULL;
	size_t count = 0;
	enum rc rc = read_views(app, person_id, a, &v, &count, err);
	for (size_t i = 0; !rc && i < count; i++) {
		rc = read_events(app, a, &v[i], err);
		if (!rc)
			rc = read_pacts(app, a, &v[i], err);
	}
	if (!rc) {
		*list = v;
		*n = count;
	}
	return rc;
}

enum rc app_enrol_show(struct app *app, int64_t person_id, struct arena *a,
		       struct enrol_view **list, size_t *n, struct err *err)
{
	struct audit_event e = {.action = "enrol.show",
				.entity = "person",
				.entity_id = person_id,
				.person_id = person_id,
				.detail = STR("{}")};
	enum rc rc = app_require(app, MAY_READ_PERSON, person_id, err);
	if (!rc)
		rc = read_history(app, person_id, a, list, n, err);
	if (!rc)
		rc = audit_look(app, &e, err);
	return rc;
}

/* ---- summary ---- */

/* Rows of (state, ..., count) of one of the two statements. */
static enum rc read_counts(struct app *app, enum sql id, struct arena *a,
			   struct enrol_count **list, size_t *n,
			   struct err *err)
{
	struct stmt *q = NULL;
	struct enrol_count *c = NULL;
	size_t cap = 0;
	bool row = true, pacts = id == SQL_ENROL_SUMMARY_PACTS;
	enum rc rc = db_prepare(app->db, id, &q, err);
	*n = 0;
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&c, &cap, *n + 1, sizeof(*c), MAX_HISTORY, err);
		if (rc)
			break;
		c[*n] = (struct enrol_count){.state = col_text(q, 0, a),
					     .n = col_int(q, pacts ? 1 : 3)};
		if (!pacts) {
			c[*n].suspended = col_int(q, 1) == 1;
			c[*n].end_reason = col_text(q, 2, a);
		}
		(*n)++;
	}
	stmt_close(q);
	void *all = c;
	enum rc kept = keep(&all, *n, sizeof(*c), a, rc ? NULL : err);
	*list = all;
	return rc ? rc : kept;
}

enum rc app_enrol_summary(struct app *app, struct arena *a,
			  struct enrol_summary *out, struct err *err)
{
	enum rc rc = app_require(app, MAY_READ_LISTS, 0, err);
	if (!rc)
		rc = read_counts(app, SQL_ENROL_SUMMARY, a, &out->enrolments,
				 &out->n_enrolment, err);
	if (!rc)
		rc = read_counts(app, SQL_ENROL_SUMMARY_PACTS, a, &out->pacts,
				 &out->n_pact, err);
	return rc;
}
