/* One visit with all that is known of it, to who has a part in it. */
#include "app/person_view_int.h"
#include "app/visit_int.h"
#include "text/text.h"

enum { ROWS_MOST = 2000 };

/* ---- rows */

static enum rc event_row(const struct stmt *q, void *row, void *ctx,
			 struct err *err)
{
	struct arena *a = ctx;
	(void)err;
	*(struct visit_event *)row =
		(struct visit_event){.at_us = col_int(q, 0),
				     .what = col_text(q, 1, a),
				     .from = col_text(q, 2, a),
				     .to = col_text(q, 3, a),
				     .role = col_text(q, 4, a),
				     .user = col_text(q, 5, a),
				     .detail = col_text(q, 6, a)};
	return OK;
}

static enum rc document_row(const struct stmt *q, void *row, void *ctx,
			    struct err *err)
{
	struct arena *a = ctx;
	(void)err;
	*(struct visit_document *)row =
		(struct visit_document){.id = col_int(q, 0),
					.file_name = col_text(q, 1, a),
					.type = col_text(q, 2, a),
					.sha256 = col_text(q, 3, a),
					.added_us = col_int(q, 4),
					.n_byte = col_int(q, 5),
					.user = col_text(q, 6, a)};
	return OK;
}

static enum rc exam_row(const struct stmt *q, void *row, void *ctx,
			struct err *err)
{
	struct arena *a = ctx;
	(void)err;
	*(struct visit_exam *)row =
		(struct visit_exam){.id = col_int(q, 0),
				    .kind = col_text(q, 1, a),
				    .taken_on = col_date(q, 2),
				    .conclusion = col_text(q, 3, a)};
	return OK;
}

static enum rc delivery_row(const struct stmt *q, void *row, void *ctx,
			    struct err *err)
{
	struct arena *a = ctx;
	(void)err;
	*(struct visit_delivery *)row =
		(struct visit_delivery){.report_id = col_int(q, 0),
					.to_kind = col_text(q, 1, a),
					.delivered_us = col_int(q, 2),
					.read_us = col_int(q, 3),
					.read_by = col_text(q, 4, a)};
	return OK;
}

static enum rc plan_row(const struct stmt *q, void *row, void *ctx,
			struct err *err)
{
	struct arena *a = ctx;
	(void)err;
	*(struct visit_plan_line *)row =
		(struct visit_plan_line){.kind = col_text(q, 0, a),
					 .service = col_text(q, 1, a),
					 .atc = col_text(q, 2, a),
					 .text = col_text(q, 3, a)};
	return OK;
}

static enum rc report_row(const struct stmt *q, void *row, void *ctx,
			  struct err *err)
{
	struct arena *a = ctx;
	(void)err;
	*(struct visit_report *)row = (struct visit_report){
		.id = col_int(q, 0),
		.visit_id = col_int(q, 1),
		.version = (int)col_int(q, 2),
		.previous_id = col_int(q, 3),
		.correction_reason = col_text(q, 4, a),
		.is_signed = str_is(col_str(q, 5), "signed"),
		.present = col_text(q, 6, a),
		.text = col_text(q, 7, a),
		.conclusion = col_text(q, 8, a),
		.therapy = col_text(q, 9, a),
		.advice = col_text(q, 10, a),
		.changed_us = col_int(q, 11),
		.author_id = col_int(q, 12),
		.signed_us = col_int(q, 13),
		.signed_name = col_text(q, 14, a),
		.digest = col_text(q, 15, a)};
	return OK;
}

enum rc visit_reports(struct app *app, int64_t visit_id, int64_t report_id,
		      struct arena *a, struct visit_report **list, size_t *n,
		      struct err *err)
{
	struct stmt *q = NULL;
	*list = NULL;
	*n = 0;
	enum rc rc = db_prepare(app->db, SQL_VISIT_REPORTS, &q, err);
	if (rc)
		return rc;
	bind_id(q, "visit_id", visit_id);
	bind_id(q, "id", report_id);
	return person_rows(q, sizeof(**list), ROWS_MOST, report_row, a, a, list,
			   n, err);
}

enum rc visit_draft_load(struct app *app, int64_t visit_id, struct arena *a,
			 struct visit_report **out, struct err *err)
{
	struct visit_report *list;
	size_t n;
	*out = NULL;
	enum rc rc = visit_reports(app, visit_id, 0, a, &list, &n, err);
	if (!rc && n && !list[0].is_signed)
		*out = &list[0];
	return rc;
}

/* ---- the parts */

struct showing {
	struct app *app;
	const struct visit_case *c;
	struct visit_standing s;
	struct arena *a;
	struct visit_view *v;
};

static enum rc rows(const struct showing *w, enum sql id, const char *key,
		    int64_t value, size_t size, person_row_fn *read, void *list,
		    size_t *n, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(w->app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, key, value);
	return person_rows(q, size, ROWS_MOST, read, w->a, w->a, list, n, err);
}

static void read_head(const struct stmt *q, struct arena *a,
		      struct visit_view *v)
{
	v->received_us = col_int(q, 0);
	v->with_patient = col_int(q, 1) == 1;
	v->with_plan = col_int(q, 2) == 1;
	v->companion = col_text(q, 3, a);
	v->seen_on = col_date(q, 4);
	v->fault = col_text(q, 5, a);
	v->fault_then = col_text(q, 6, a);
	v->notes = col_text(q, 7, a);
	v->row.question = col_text(q, 8, a);
	v->row.host = col_text(q, 9, a);
	v->row.pool = col_text(q, 10, a);
	v->pool_phone = col_text(q, 11, a);
	v->row.asker = col_text(q, 12, a);
	v->row.fiscal_code = col_text(q, 13, a);
	v->row.last_name = col_text(q, 14, a);
	v->row.first_name = col_text(q, 15, a);
	v->row.birth = col_date(q, 16);
}

static enum rc head(const struct showing *w, struct err *err)
{
	const struct visit_case *c = w->c;
	struct visit_view *v = w->v;
	struct stmt *q = NULL;
	enum rc rc = db_prepare(w->app->db, SQL_VISIT_SHOW, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", c->id);
	rc = stmt_one(q, err);
	if (!rc)
		read_head(q, w->a, v);
	stmt_close(q);
	v->row.id = c->id;
	v->row.person_id = c->person_id;
	v->row.kind = c->kind;
	v->row.state = c->state;
	v->row.urgency = c->urgency;
	v->row.starts_us = c->starts_us;
	v->row.ends_us = c->ends_us;
	v->row.due_us = c->due_us;
	v->row.host_user_id = c->host_user_id;
	v->row.service = arena_str(w->a, str_from(c->service));
	v->row.group = visit_group_of(w->app, &v->row);
	if (c->due_us)
		v->row.percent =
			tele_percent(v->received_us, c->due_us, w->app->now_us);
	v->appointment_id = c->appointment_id;
	v->activity_id = c->activity_id;
	v->checked_us = c->checked_us;
	v->arrived_us = c->arrived_us;
	v->started_us = c->started_us;
	v->ended_us = c->ended_us;
	return rc;
}

/* Drafts are of who holds it; to others a report exists when it is signed. */
static enum rc reports(const struct showing *w, struct err *err)
{
	struct visit_view *v = w->v;
	enum rc rc = visit_reports(w->app, w->c->id, 0, w->a, &v->report,
				   &v->n_report, err);
	if (!rc && !w->s.host && v->n_report && !v->report[0].is_signed) {
		v->report++;
		v->n_report--;
	}
	return rc;
}

static enum rc clinical(const struct showing *w, struct err *err)
{
	struct visit_view *v = w->v;
	enum rc rc = reports(w, err);
	if (!rc)
		rc = rows(w, SQL_VISIT_DOCUMENTS, "id", w->c->id,
			  sizeof(*v->document), document_row, &v->document,
			  &v->n_document, err);
	if (!rc)
		rc = rows(w, SQL_VISIT_EXAMS, "id", w->c->id, sizeof(*v->exam),
			  exam_row, &v->exam, &v->n_exam, err);
	if (!rc)
		rc = rows(w, SQL_VISIT_DELIVERIES, "id", w->c->id,
			  sizeof(*v->delivery), delivery_row, &v->delivery,
			  &v->n_delivery, err);
	if (!rc && v->with_plan)
		rc = rows(w, SQL_VISIT_PLAN, "person_id", w->c->person_id,
			  sizeof(*v->plan), plan_row, &v->plan, &v->n_plan,
			  err);
	return rc;
}

static enum rc may_book(const struct showing *w, struct err *err)
{
	struct err no = {0};
	enum rc rc = OK;
	if (w->c->kind == VISIT_TELEVISIT)
		rc = visit_must_book(w->app, w->c, &no);
	else if (!w->s.asker)
		return OK;
	w->v->may_book = !rc;
	if (!rc || rc == E_DENIED)
		return OK;
	if (err)
		*err = no;
	return rc;
}

static void hide(const struct showing *w)
{
	struct visit_view *v = w->v;
	if (!w->s.host)
		v->notes = STR("");
	if (v->clinical)
		return;
	v->row.question = STR("");
	for (size_t i = 0; i < v->n_event; i++)
		v->event[i].detail = STR("");
}

static enum rc show(const struct showing *w, struct err *err)
{
	struct visit_view *v = w->v;
	v->host = w->s.host;
	v->may_take = w->s.answers;
	v->asker = w->s.asker;
	v->clinical = visit_sees_clinical(&w->s);
	v->begun = w->c->starts_us && w->c->starts_us <= w->app->now_us;
	v->room = visit_room_of(w->app, w->c, &w->s, &v->opens_us);
	enum rc rc = head(w, err);
	if (!rc && v->clinical)
		rc = clinical(w, err);
	if (!rc)
		rc = rows(w, SQL_VISIT_EVENTS, "id", w->c->id,
			  sizeof(*v->event), event_row, &v->event, &v->n_event,
			  err);
	if (!rc)
		rc = may_book(w, err);
	hide(w);
	return rc;
}

/* The person has a page of their own (app_visit_mine). */
static enum rc refuse_person(const struct visit_standing *s, struct err *err)
{
	return s->person ? err_msg(err, E_DENIED, MSG_VIS_NOT_YOURS,
				   "the case is for who treats the person")
			 : OK;
}

enum rc app_visit_show(struct app *app, int64_t id, struct arena *a,
		       struct visit_view *out, struct err *err)
{
	struct visit_case c;
	struct showing w = {.app = app, .c = &c, .a = a, .v = out};
	*out = (struct visit_view){0};
	enum rc rc = visit_load(app, id, &c, err);
	if (!rc)
		rc = visit_stand(app, &c, &w.s, err);
	if (!rc)
		rc = refuse_person(&w.s, err);
	if (!rc && visit_sees_clinical(&w.s))
		rc = visit_mark_read(app, &c, err);
	if (!rc)
		rc = show(&w, err);
	return rc ? rc : visit_look(app, &c, "visit.show", err);
}

/* ---- the command line */

enum rc app_visit_act_as(struct app *app, struct str login, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum role role = ROLE_SYSTEM;
	if (app->who.role != ROLE_SYSTEM)
		return err_set(err, E_DENIED,
			       "only the command line acts as others");
	enum rc rc = db_prepare(app->db, SQL_VISIT_ACTOR, &q, err);
	if (rc)
		return rc;
	bind_str(q, "login", login);
	bind_date(q, "on_date", app->today);
	rc = stmt_step(q, &row, err);
	for (int r = 0; !rc && row && r < N_ROLE; r++)
		if (str_is(col_str(q, 1), role_name[r]))
			role = (enum role)r;
	if (!rc && role != ROLE_SYSTEM)
		app->who = (struct actor){.user_id = col_int(q, 0),
					  .role = role,
					  .doctor_id = col_int(q, 2),
					  .org_id = col_int(q, 3),
					  .person_id = col_int(q, 4),
					  .purpose = STR("care")};
	else if (!rc)
		rc = err_set(err, E_NOT_FOUND,
			     "there is no user \"" STR_FMT "\" with a role "
			     "that takes part in visits",
			     STR_ARG(login));
	stmt_close(q);
	return rc;
}

enum rc app_visit_user(struct app *app, struct str login, int64_t *id,
		       struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_VISIT_USER, &q, err);
	if (rc)
		return rc;
	bind_str(q, "login", login);
	rc = stmt_one(q, err);
	if (!rc)
		*id = col_int(q, 0);
	stmt_close(q);
	if (rc == E_NOT_FOUND)
		err_set(err, rc, "there is no user \"" STR_FMT "\"",
			STR_ARG(login));
	return rc;
}
