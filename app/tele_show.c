/* One exam with all that is known of it. */
#include "app/person_view_int.h"
#include "app/tele_serial.h"
#include "app/tele_spiro.h"
#include "text/text.h"

enum { ROWS_MOST = 2000 };

/* ---- rows */

static enum rc finding_row(const struct stmt *q, void *row, void *ctx,
			   struct err *err)
{
	struct arena *a = ctx;
	(void)err;
	*(struct tele_finding *)row =
		(struct tele_finding){.kind = col_text(q, 0, a),
				      .severity = col_text(q, 1, a),
				      .lead = col_text(q, 2, a),
				      .code = col_text(q, 3, a),
				      .value = col_text(q, 4, a)};
	return OK;
}

static enum rc measure_row(const struct stmt *q, void *row, void *ctx,
			   struct err *err)
{
	struct arena *a = ctx;
	(void)err;
	*(struct tele_measure *)row =
		(struct tele_measure){.device = str_is(col_str(q, 0), "device"),
				      .name = col_text(q, 1, a),
				      .lead = col_text(q, 2, a),
				      .value_milli = col_int(q, 3),
				      .algorithm = col_text(q, 4, a)};
	return OK;
}

static enum rc event_row(const struct stmt *q, void *row, void *ctx,
			 struct err *err)
{
	struct arena *a = ctx;
	(void)err;
	*(struct tele_event_view *)row =
		(struct tele_event_view){.what = col_text(q, 0, a),
					 .from = col_text(q, 1, a),
					 .to = col_text(q, 2, a),
					 .at_us = col_int(q, 3),
					 .role = col_text(q, 4, a),
					 .detail = col_text(q, 5, a),
					 .user = col_text(q, 6, a)};
	return OK;
}

static enum rc delivery_row(const struct stmt *q, void *row, void *ctx,
			    struct err *err)
{
	struct arena *a = ctx;
	(void)err;
	*(struct tele_delivery_view *)row =
		(struct tele_delivery_view){.report_id = col_int(q, 1),
					    .to_kind = col_text(q, 2, a),
					    .to_id = col_int(q, 3),
					    .delivered_us = col_int(q, 4),
					    .read_us = col_int(q, 5),
					    .ack_us = col_int(q, 6),
					    .ack_how = col_text(q, 7, a),
					    .ack_note = col_text(q, 8, a),
					    .read_by = col_text(q, 9, a),
					    .ack_by = col_text(q, 10, a)};
	return OK;
}

static enum rc said_row(const struct stmt *q, void *row, void *ctx,
			struct err *err)
{
	struct arena *a = ctx;
	(void)err;
	*(struct tele_said *)row =
		(struct tele_said){.code = col_text(q, 0, a),
				   .snomed = col_text(q, 1, a),
				   .text = col_text(q, 2, a)};
	return OK;
}

static enum rc report_row(const struct stmt *q, void *row, void *ctx,
			  struct err *err)
{
	struct arena *a = ctx;
	struct tele_report *r = row;
	(void)err;
	*r = (struct tele_report){.id = col_int(q, 0),
				  .version = (int)col_int(q, 1),
				  .previous_id = col_int(q, 2),
				  .correction_reason = col_text(q, 3, a),
				  .is_signed = str_is(col_str(q, 4), "signed"),
				  .template = col_text(q, 5, a),
				  .answer = col_text(q, 6, a),
				  .text = col_text(q, 7, a),
				  .conclusion = col_text(q, 8, a),
				  .advice = col_text(q, 9, a),
				  .comparison = col_text(q, 10, a),
				  .compared_exam_id = col_int(q, 11),
				  .agrees = col_text(q, 13, a),
				  .changed_us = col_int(q, 14),
				  .signed_us = col_int(q, 15),
				  .signed_name = col_text(q, 16, a),
				  .digest = col_text(q, 17, a),
				  .author_id = col_int(q, 18),
				  .exam_id = col_int(q, 19)};
	if (!tele_urgency_parse(col_str(q, 12), &r->urgency))
		r->urgency = TELE_GREEN;
	return OK;
}

static enum rc rows_of(struct app *app, enum sql id, const char *key,
		       int64_t value, size_t size, person_row_fn *read,
		       struct arena *a, void *list, size_t *n, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, key, value);
	return person_rows(q, size, ROWS_MOST, read, a, a, list, n, err);
}

enum rc tele_measures_load(struct app *app, int64_t exam_id, struct arena *a,
			   struct tele_measure **list, size_t *n,
			   struct err *err)
{
	return rows_of(app, SQL_TELE_MEASURES, "exam_id", exam_id,
		       sizeof(**list), measure_row, a, list, n, err);
}

enum rc tele_reports_load(struct app *app, int64_t exam_id, int64_t report_id,
			  struct arena *a, struct tele_report **list, size_t *n,
			  struct err *err)
{
	struct stmt *q = NULL;
	*list = NULL;
	*n = 0;
	enum rc rc = db_prepare(app->db, SQL_TELE_REPORTS, &q, err);
	if (rc)
		return rc;
	bind_id(q, "exam_id", exam_id);
	bind_id(q, "id", report_id);
	rc = person_rows(q, sizeof(**list), ROWS_MOST, report_row, a, a, list,
			 n, err);
	for (size_t i = 0; i < *n && !rc; i++)
		rc = rows_of(app, SQL_TELE_STATEMENTS, "report_id",
			     (*list)[i].id, sizeof(struct tele_said), said_row,
			     a, &(*list)[i].said, &(*list)[i].n_said, err);
	return rc;
}

enum rc tele_draft_load(struct app *app, int64_t exam_id, struct arena *a,
			struct tele_report **out, struct err *err)
{
	struct tele_report *list;
	size_t n;
	*out = NULL;
	enum rc rc = tele_reports_load(app, exam_id, 0, a, &list, &n, err);
	if (!rc && n && !list[0].is_signed)
		*out = &list[0];
	return rc;
}

/* ---- earlier exams of the same kind */

static enum rc earlier_row(const struct stmt *q, void *row, void *ctx,
			   struct err *err)
{
	struct arena *a = ctx;
	struct tele_earlier *e = row;
	(void)err;
	*e = (struct tele_earlier){.id = col_int(q, 0),
				   .taken_on = col_date(q, 1),
				   .conclusion = col_text(q, 3, a),
				   .algorithm = col_text(q, 4, a)};
	if (!tele_state_parse(col_str(q, 2), &e->state))
		e->state = N_TELE_STATE;
	return OK;
}

/* How this exam differs from an earlier one, by what was measured when each
 * came: by the same version of the program, or it is said that it was not. */
static enum rc compare(struct app *app, struct arena *a,
		       const struct tele_view *v, struct tele_earlier *e,
		       struct err *err)
{
	struct tele_finding *f = NULL;
	size_t n = 0;
	enum rc rc = tele_measures_load(app, e->id, a, &e->measure,
					&e->n_measure, err);
	if (!rc)
		rc = rows_of(app, SQL_TELE_FINDINGS, "exam_id", e->id,
			     sizeof(*f), finding_row, a, &f, &n, err);
	if (rc)
		return rc;
	tele_summary(e->measure, e->n_measure, f, n, &e->summary);
	ecg_compare(&e->summary, &v->summary, &e->delta);
	e->comparable = str_eq(e->algorithm, v->algorithm);
	return OK;
}

static enum rc earlier(struct app *app, const struct tele_case *c,
		       struct arena *a, struct tele_view *v, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_PREVIOUS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", c->person_id);
	bind_str(q, "kind", str_from(tele_kind_name[c->kind]));
	bind_int(q, "exam_id", c->id);
	bind_date(q, "taken_on", c->taken_on);
	rc = person_rows(q, sizeof(*v->earlier), ROWS_MOST, earlier_row, a, a,
			 &v->earlier, &v->n_earlier, err);
	tele_summary(v->measure, v->n_measure, v->finding, v->n_finding,
		     &v->summary);
	for (size_t i = 0; i < v->n_earlier && !rc; i++)
		rc = compare(app, a, v, &v->earlier[i], err);
	return rc;
}

/* ---- the head */

static int64_t days_or(const struct stmt *q, int i)
{
	return col_null(q, i) ? -1 : col_int(q, i);
}

static struct str sender(const struct stmt *q, struct arena *a)
{
	if (col_str(q, 49).len)
		return arena_printf(a, STR_FMT " " STR_FMT,
				    STR_ARG(col_str(q, 49)),
				    STR_ARG(col_str(q, 50)));
	return col_text(q, 51, a);
}

static void read_request(const struct stmt *q, struct arena *a,
			 struct tele_view *v)
{
	v->symptoms = col_text(q, 40, a);
	v->chest_pain = col_int(q, 41) == 1;
	v->chest_pain_days = days_or(q, 42);
	v->syncope = col_int(q, 43) == 1;
	v->syncope_days = days_or(q, 44);
	v->drugs = col_text(q, 45, a);
	v->pacemaker = col_text(q, 46, a);
	v->previous_mi = col_text(q, 47, a);
	v->n_byte = col_int(q, 48);
	v->sender = sender(q, a);
	v->sender_user = col_text(q, 52, a);
	v->activity_id = col_int(q, 53);
	v->pool_name = col_text(q, 54, a);
	v->pool_phone = col_text(q, 55, a);
	v->csv_hz = (double)col_int(q, 56) / 1000;
}

static void read_head(const struct stmt *q, const struct app *app,
		      const struct tele_thresholds *t, struct arena *a,
		      struct tele_view *v)
{
	tele_row_read(q, app, t, a, &v->row);
	v->start_us = col_int(q, 5);
	v->sha256 = col_text(q, 24, a);
	v->file_name = col_text(q, 25, a);
	v->format = col_text(q, 26, a);
	v->format_version = col_text(q, 27, a);
	v->taken_at = col_text(q, 28, a);
	v->identity_by = col_text(q, 29, a);
	v->device_maker = col_text(q, 30, a);
	v->device_model = col_text(q, 31, a);
	v->device_serial = col_text(q, 32, a);
	v->algorithm = col_text(q, 33, a);
	v->override_reason = col_text(q, 34, a);
	v->urgency_asked = col_text(q, 35, a);
	v->urgency_machine = col_text(q, 36, a);
	v->urgency_why = col_text(q, 37, a);
	v->repeat_of = col_int(q, 38);
	v->repeat_of_us = col_int(q, 57);
	v->repeated_by = col_int(q, 39);
	read_request(q, a, v);
}

static enum rc head(struct app *app, int64_t exam_id, struct arena *a,
		    struct tele_view *v, struct err *err)
{
	struct stmt *q = NULL;
	struct tele_thresholds t = {0};
	enum rc rc = db_prepare(app->db, SQL_TELE_SHOW, &q, err);
	if (rc)
		return rc;
	if (tele_thresholds(app, &t, NULL))
		t = (struct tele_thresholds){0};
	bind_int(q, "id", exam_id);
	rc = stmt_one(q, err);
	if (!rc)
		read_head(q, app, &t, a, v);
	stmt_close(q);
	return rc;
}

static enum rc parts(struct app *app, int64_t id, struct arena *a,
		     struct tele_view *v, struct err *err)
{
	enum rc rc = rows_of(app, SQL_TELE_FINDINGS, "exam_id", id,
			     sizeof(*v->finding), finding_row, a, &v->finding,
			     &v->n_finding, err);
	if (!rc)
		rc = tele_measures_load(app, id, a, &v->measure, &v->n_measure,
					err);
	if (!rc)
		rc = rows_of(app, SQL_TELE_EVENTS, "exam_id", id,
			     sizeof(*v->event), event_row, a, &v->event,
			     &v->n_event, err);
	if (!rc)
		rc = tele_reports_load(app, id, 0, a, &v->report, &v->n_report,
				       err);
	if (!rc)
		rc = rows_of(app, SQL_TELE_DELIVERIES, "exam_id", id,
			     sizeof(*v->delivery), delivery_row, a,
			     &v->delivery, &v->n_delivery, err);
	return rc;
}

static void hide_draft(struct tele_view *v)
{
	if (v->n_report && !v->report[0].is_signed) {
		v->report++;
		v->n_report--;
	}
}

static enum rc look(struct app *app, const struct tele_case *c,
		    const char *action, struct err *err)
{
	struct audit_event e = {.action = action,
				.entity = "tele_exam",
				.entity_id = c->id,
				.person_id = c->person_id,
				.detail = STR("{}")};
	return audit_look(app, &e, err);
}

enum rc app_tele_show(struct app *app, int64_t exam_id, struct arena *a,
		      struct tele_view *out, struct err *err)
{
	struct tele_case c;
	struct tele_view v = {0};
	int64_t next_pool = 0;
	enum rc rc = tele_case_load(app, exam_id, &c, err);
	if (!rc)
		rc = tele_may_see(app, &c, err);
	if (!rc)
		rc = head(app, exam_id, a, &v, err);
	if (!rc)
		rc = parts(app, exam_id, a, &v, err);
	if (!rc)
		rc = earlier(app, &c, a, &v, err);
	if (!rc && c.kind == TELE_SPIROMETRY)
		rc = tele_spiro_view(app, exam_id, c.person_id, a, &v.spiro,
				     err);
	if (!rc)
		rc = tele_is_reader(app, &c, &v.may_read, err);
	if (!rc)
		rc = tele_pool_behind(app, c.pool_id, &next_pool, NULL, err);
	if (rc)
		return rc;
	v.may_pass = next_pool != 0;
	v.mine = c.taken_by && c.taken_by == app->who.user_id;
	v.may_send = !tele_may_send(app, &c, NULL);
	/* a draft is its author's until it is signed */
	if (!v.may_read && app->who.role != ROLE_SYSTEM)
		hide_draft(&v);
	*out = v;
	return look(app, &c, "tele.read", err);
}

enum rc tele_kept_read(struct app *app, int64_t exam_id, struct arena *a,
		       struct tele_kept *out, struct err *err)
{
	struct tele_case c;
	struct tele_view v = {0};
	struct str bytes;
	enum rc rc = tele_case_load(app, exam_id, &c, err);
	if (!rc)
		rc = tele_may_see(app, &c, err);
	if (!rc)
		rc = head(app, exam_id, a, &v, err);
	if (!rc)
		rc = tele_blob_read(app, v.sha256, a, &bytes, err);
	if (rc)
		return rc;
	*out = (struct tele_kept){bytes, v.file_name, v.csv_hz};
	return look(app, &c, "tele.bytes", err);
}

enum rc app_tele_bytes(struct app *app, int64_t exam_id, struct arena *a,
		       struct str *bytes, struct str *file_name,
		       struct err *err)
{
	struct tele_kept k;
	enum rc rc = tele_kept_read(app, exam_id, a, &k, err);
	if (rc)
		return rc;
	*bytes = k.bytes;
	*file_name = k.name;
	return OK;
}
