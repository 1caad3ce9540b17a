/* A signed report reaches people, and one of them says so. */
#include "app/person_view_int.h"
#include "app/tele_int.h"
#include "text/text.h"

/* ---- delivery */

static enum rc put_delivery(struct app *app, const struct tele_case *c,
			    int64_t report_id, const char *to, int64_t to_id,
			    struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_DELIVERY_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app_id(app));
	bind_int(q, "report_id", report_id);
	bind_int(q, "exam_id", c->id);
	bind_str(q, "to_kind", str_from(to));
	bind_int(q, "to_id", to_id);
	bind_int(q, "now_us", app->now_us);
	rc = stmt_finish(q, NULL, err);
	return rc ? rc
		  : tele_outbox(app, "tele.report", c, report_id, str_from(to),
				err);
}

enum rc tele_doctor_of(struct app *app, int64_t person_id, int64_t *id,
		       struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_PERSON, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", person_id);
	bind_date(q, "on_date", app->today);
	rc = stmt_one(q, err);
	if (!rc)
		*id = col_int(q, 8);
	stmt_close(q);
	return rc;
}

/* To the person, their doctor, and who sent it when that is somebody else. */
static enum rc put_deliveries(struct app *app, const struct tele_case *c,
			      int64_t report_id, struct err *err)
{
	int64_t doctor = 0, sender = c->sender_doctor_id;
	enum rc rc = tele_doctor_of(app, c->person_id, &doctor, err);
	if (!rc && doctor)
		rc = put_delivery(app, c, report_id, "doctor", doctor, err);
	if (!rc && (c->sender_org_id || (sender && sender != doctor)))
		rc = put_delivery(app, c, report_id, "sender",
				  c->sender_org_id ? c->sender_org_id : sender,
				  err);
	return rc ? rc
		  : put_delivery(app, c, report_id, "person", c->person_id,
				 err);
}

static enum rc last_signed(struct app *app, int64_t exam_id, struct arena *a,
			   struct tele_report **out, struct err *err)
{
	struct tele_report *list = NULL;
	size_t n = 0;
	*out = NULL;
	enum rc rc = tele_reports_load(app, exam_id, 0, a, &list, &n, err);
	for (size_t i = 0; i < n && !*out; i++)
		if (list[i].is_signed)
			*out = &list[i];
	return rc;
}

/* Who signed may deliver, and the night's batch. */
static enum rc may_deliver(struct app *app, const struct tele_case *c,
			   struct err *err)
{
	if (app->who.role == ROLE_SYSTEM)
		return app_require(app, MAY_RUN_BATCH, 0, err);
	return tele_may_report(app, c, false, err);
}

enum rc app_tele_deliver(struct app *app, int64_t exam_id, struct err *err)
{
	struct tele_case c;
	struct arena a;
	struct tele_report *r = NULL;
	arena_init(&a, TELE_ARENA);
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = tele_case_load(app, exam_id, &c, err);
	if (!rc)
		rc = may_deliver(app, &c, err);
	if (!rc)
		rc = tele_case_go(app, &c, TELE_DELIVERED, err);
	if (!rc)
		rc = last_signed(app, exam_id, &a, &r, err);
	if (!rc && !r)
		rc = err_set(err, E_STATE,
			     "exam %" PRId64 " has no signed "
			     "report",
			     exam_id);
	if (!rc)
		c.urgency = r->urgency; /* what the messages say */
	if (!rc)
		rc = put_deliveries(app, &c, r->id, err);
	rc = tele_done(app, rc, &c, "deliver", STR(""), err);
	arena_release(&a);
	return rc;
}

enum rc app_tele_sign_deliver(struct app *app, int64_t exam_id,
			      struct str shown, struct tele_signed *out,
			      struct err *err)
{
	enum rc rc = app_tele_sign(app, exam_id, shown, out, err);
	return rc ? rc : app_tele_deliver(app, exam_id, err);
}

enum rc app_tele_deliver_all(struct app *app, int64_t *n, struct err *err)
{
	int64_t ids[1000];
	size_t count = 0;
	struct stmt *q = NULL;
	bool row = false;
	*n = 0;
	enum rc rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_UNDELIVERED, &q, err);
	while (!rc && count < countof(ids) && !(rc = stmt_step(q, &row, err)) &&
	       row)
		ids[count++] = col_int(q, 0);
	stmt_close(q);
	for (size_t i = 0; i < count && !rc; i++) {
		rc = app_tele_deliver(app, ids[i], err);
		*n += !rc;
	}
	return rc;
}

/* ---- acknowledgement */

static enum rc may_acknowledge(struct app *app, const struct tele_case *c,
			       bool phone, struct err *err)
{
	switch (app->who.role) {
	case ROLE_DOCTOR:
	case ROLE_STAFF:
	case ROLE_OPERATOR:
	case ROLE_PHARMACIST:
		return tele_may_send(app, c, err);
	case ROLE_SPECIALIST:
		if (phone)
			return tele_may_report(app, c, false, err);
		break;
	default:
		break;
	}
	return err_msg(err, E_DENIED, MSG_TEL_ACK_WHO,
		       "role %s may not acknowledge: the doctor, their staff, "
		       "the centre or the sender may",
		       role_name[app->who.role]);
}

static enum rc write_ack(struct app *app, int64_t exam_id, struct str how,
			 struct str note, struct err *err)
{
	struct stmt *q = NULL;
	int64_t n = 0;
	enum rc rc = db_prepare(app->db, SQL_TELE_DELIVERY_ACK, &q, err);
	if (rc)
		return rc;
	bind_int(q, "exam_id", exam_id);
	bind_int(q, "now_us", app->now_us);
	bind_int(q, "user_id", app->who.user_id);
	bind_str(q, "how", how);
	bind_str(q, "note", note);
	rc = stmt_finish(q, &n, err);
	if (!rc && !n)
		rc = err_msg(err, E_CONFLICT, MSG_TEL_ACK_ALREADY,
			     "it is acknowledged already");
	return rc;
}

enum rc app_tele_acknowledge(struct app *app, int64_t exam_id, struct str how,
			     struct str note, struct err *err)
{
	struct tele_case c;
	bool phone = str_is(how, "phone");
	enum rc rc = tele_text(&note, "the note", err);
	if (!rc && !phone && !str_is(how, "page"))
		rc = err_set(err, E_RANGE,
			     "a result is acknowledged by page or phone");
	if (!rc && phone && !note.len)
		rc = err_msg(err, E_RANGE, MSG_TEL_ACK_NOTE,
			     "by telephone: write who answered");
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = tele_case_load(app, exam_id, &c, err);
	if (!rc)
		rc = may_acknowledge(app, &c, phone, err);
	if (!rc && c.state == TELE_ACKNOWLEDGED)
		rc = err_msg(err, E_CONFLICT, MSG_TEL_ACK_ALREADY,
			     "exam %" PRId64 " is acknowledged already",
			     exam_id);
	if (!rc)
		rc = tele_case_go(app, &c, TELE_ACKNOWLEDGED, err);
	if (!rc)
		rc = write_ack(app, exam_id, how, note, err);
	return tele_done(app, rc, &c, "acknowledge", note, err);
}

/* ---- what a person sees */

static enum rc result_row(const struct stmt *q, void *row, void *ctx,
			  struct err *err)
{
	struct arena *a = ctx;
	struct tele_result *r = row;
	(void)err;
	*r = (struct tele_result){.exam_id = col_int(q, 0),
				  .taken_on = col_date(q, 2),
				  .report_id = col_int(q, 3),
				  .version = (int)col_int(q, 4),
				  .conclusion = col_text(q, 5, a),
				  .signed_us = col_int(q, 7),
				  .signed_name = col_text(q, 8, a),
				  .delivered_us = col_int(q, 9),
				  .ack_us = col_int(q, 10),
				  .read_us = col_int(q, 11)};
	if (!tele_kind_parse(col_str(q, 1), &r->kind))
		r->kind = N_TELE_KIND;
	if (!tele_urgency_parse(col_str(q, 6), &r->urgency))
		r->urgency = TELE_GREEN;
	return OK;
}

static enum rc put_read(struct app *app, int64_t exam_id, int64_t person_id,
			struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_DELIVERY_READ, &q, err);
	if (rc)
		return rc;
	bind_int(q, "exam_id", exam_id);
	bind_int(q, "person_id", person_id);
	bind_int(q, "now_us", app->now_us);
	bind_int(q, "user_id", app->who.user_id);
	return stmt_finish(q, NULL, err);
}

/* The receipt: the first time the person reads each. */
static enum rc mark_read(struct app *app, int64_t person_id,
			 const struct tele_result *list, size_t n,
			 struct err *err)
{
	size_t i = 0;
	while (i < n && list[i].read_us)
		i++;
	if (i == n || app->who.role != ROLE_CITIZEN ||
	    app->who.person_id != person_id)
		return OK;
	enum rc rc = db_begin(app->db, err);
	for (; i < n && !rc; i++)
		if (!list[i].read_us)
			rc = put_read(app, list[i].exam_id, person_id, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

static enum rc with_reports(struct app *app, struct tele_result *list, size_t n,
			    struct arena *a, struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < n && !rc; i++) {
		struct tele_report *r = NULL;
		size_t k = 0;
		rc = tele_reports_load(app, 0, list[i].report_id, a, &r, &k,
				       err);
		if (!rc && k)
			list[i].report = *r;
	}
	return rc;
}

enum rc app_tele_results(struct app *app, int64_t person_id, struct arena *a,
			 struct tele_result **list, size_t *n, struct err *err)
{
	struct stmt *q = NULL;
	*list = NULL;
	*n = 0;
	struct audit_event look = {.action = "tele.results",
				   .entity = "person",
				   .entity_id = person_id,
				   .person_id = person_id,
				   .detail = STR("{}")};
	enum rc rc = app_require(app, MAY_READ_PERSON, person_id, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_RESULTS_OF, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_str(q, "to_kind", STR("person"));
	rc = person_rows(q, sizeof(**list), 100, result_row, a, a, list, n,
			 err);
	if (!rc)
		rc = with_reports(app, *list, *n, a, err);
	if (!rc)
		rc = mark_read(app, person_id, *list, *n, err);
	return rc ? rc : audit_look(app, &look, err);
}
