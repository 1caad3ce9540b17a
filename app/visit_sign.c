/* Signing the report of a visit: bound by a digest, delivered in the same
 * moment, the planned activity closed. */
#include "app/report_sign.h"
#include "app/visit_int.h"
#include "text/text.h"

/* ---- the canonical text: what is signed, by doc/formats/report.md */

static enum rc digest_of(const struct visit_case *c,
			 const struct visit_report *r, char out[SHA256_HEX],
			 struct err *err)
{
	struct buf b;
	buf_init(&b, REPORT_TEXT_MOST);
	buf_printf(&b,
		   "prossima-visit-report 1\nvisit %" PRId64 "\nkind %s\n"
		   "person %" PRId64 "\nversion %d\nprevious %" PRId64 "\n",
		   c->id, visit_kind_name[c->kind], c->person_id, r->version,
		   r->previous_id);
	report_put_text(&b, "present", r->present);
	report_put_text(&b, "text", r->text);
	report_put_text(&b, "conclusion", r->conclusion);
	report_put_text(&b, "therapy", r->therapy);
	report_put_text(&b, "advice", r->advice);
	report_put_text(&b, "correction", r->correction_reason);
	return report_digest(&b, out, err);
}

static enum rc check_draft(const struct app *app, const struct visit_report *r,
			   struct err *err)
{
	if (!r)
		return err_msg(err, E_STATE, MSG_TEL_NO_DRAFT,
			       "there is no report to sign: write one");
	if (r->author_id != app->who.user_id)
		return err_msg(err, E_DENIED, MSG_TEL_NOT_YOUR_DRAFT,
			       "the report was written by somebody else: save "
			       "it as yours, then sign");
	if (!r->conclusion.len)
		return err_msg(err, E_RANGE, MSG_VIS_NO_CONCLUSION,
			       "the report has no conclusion");
	return OK;
}

static enum rc draft_and_digest(struct app *app, const struct visit_case *c,
				struct arena *a, struct visit_report **r,
				char digest[SHA256_HEX], struct err *err)
{
	enum rc rc = visit_draft_load(app, c->id, a, r, err);
	if (!rc)
		rc = check_draft(app, *r, err);
	return rc ? rc : digest_of(c, *r, digest, err);
}

/* ---- what follows */

/* Held and signed: the appointment is done, and what it was booked for. */
static enum rc close_appointment(struct app *app, const struct visit_case *c,
				 int64_t *activity_id, struct err *err)
{
	struct appointment_facts t = {0};
	int64_t person = 0;
	*activity_id = 0;
	if (!c->appointment_id)
		return OK;
	enum rc rc = booking_facts(app, c->appointment_id, &t, err);
	if (rc || strcmp(t.state, "booked") != 0) /* a correction, ended by
						     others: nothing more */
		return rc;
	rc = booking_outcome(app, c->appointment_id, true, &person, err);
	if (!rc)
		*activity_id = c->activity_id;
	return rc;
}

static enum rc put_delivery(struct app *app, const struct visit_case *c,
			    int64_t report_id, const char *to, int64_t to_id,
			    struct err *err)
{
	struct stmt *q = NULL;
	if (!to_id)
		return OK;
	enum rc rc = db_prepare(app->db, SQL_VISIT_DELIVERY_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "report_id", report_id);
	bind_int(q, "visit_id", c->id);
	bind_str(q, "to_kind", str_from(to));
	bind_int(q, "to_id", to_id);
	bind_int(q, "now_us", app->now_us);
	rc = stmt_finish(q, NULL, err);
	return rc ? rc
		  : visit_outbox(app, "visit.report", c, str_from(to), err);
}

/* A televisit: to the person and their doctor. A teleconsult stays between
 * doctors: to who asked, and to the person's doctor when that is another. */
static enum rc deliver(struct app *app, const struct visit_case *c,
		       int64_t report_id, struct err *err)
{
	int64_t doctor = 0;
	enum rc rc = tele_doctor_of(app, c->person_id, &doctor, err);
	if (!rc && c->kind == VISIT_TELEVISIT)
		rc = put_delivery(app, c, report_id, "person", c->person_id,
				  err);
	if (!rc && c->kind == VISIT_TELECONSULT)
		rc = put_delivery(app, c, report_id, "asker",
				  c->asker_doctor_id, err);
	if (!rc && doctor != c->asker_doctor_id)
		rc = put_delivery(app, c, report_id, "doctor", doctor, err);
	return rc;
}

/* ---- sign */

static enum rc set_signed(struct app *app, const struct visit_report *r,
			  struct str name, const char *digest, struct err *err)
{
	struct stmt *q = NULL;
	int64_t n = 0;
	enum rc rc = db_prepare(app->db, SQL_VISIT_REPORT_SIGN, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", r->id);
	bind_int(q, "now_us", app->now_us);
	bind_int(q, "user_id", app->who.user_id);
	bind_str(q, "name", name);
	bind_str(q, "digest", str_from(digest));
	rc = stmt_finish(q, &n, err);
	if (!rc && !n)
		rc = err_msg(err, E_CONFLICT, MSG_VIS_MEANWHILE,
			     "the report was signed at this moment");
	return rc;
}

static enum rc sign(struct app *app, struct visit_case *c, struct str shown,
		    struct arena *a, struct visit_signed *out, struct err *err)
{
	struct visit_report *r = NULL;
	struct str name = {0};
	enum rc rc = draft_and_digest(app, c, a, &r, out->digest, err);
	if (!rc && shown.len && !str_is(shown, out->digest))
		rc = err_msg(err, E_CONFLICT, MSG_TEL_CHANGED,
			     "the report changed after it was shown");
	if (!rc && c->state == VISIT_STARTED)
		rc = err_msg(err, E_STATE, MSG_VIS_END_FIRST,
			     "visit %" PRId64 " has not ended", c->id);
	if (!rc)
		rc = visit_go(c, VISIT_SIGNED, err);
	if (!rc)
		rc = report_signer(app, a, &name, err);
	if (!rc)
		rc = set_signed(app, r, name, out->digest, err);
	if (!rc)
		rc = close_appointment(app, c, &out->activity_id, err);
	if (!rc)
		rc = deliver(app, c, r->id, err);
	if (rc)
		return rc;
	out->report_id = r->id;
	out->version = r->version;
	return OK;
}

enum rc app_visit_sign(struct app *app, int64_t id, struct str shown,
		       struct visit_signed *out, struct err *err)
{
	struct visit_case c;
	struct arena a;
	arena_init(&a, VISIT_ARENA);
	*out = (struct visit_signed){0};
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = visit_load(app, id, &c, err);
	if (!rc)
		rc = visit_must_host(app, &c, err);
	if (!rc)
		rc = sign(app, &c, shown, &a, out, err);
	rc = visit_done(app, rc, &c, "sign", str_from(out->digest), err);
	arena_release(&a);
	return rc;
}

enum rc app_visit_digest(struct app *app, int64_t id, char digest[SHA256_HEX],
			 struct err *err)
{
	struct visit_case c;
	struct visit_report *r = NULL;
	struct arena a;
	arena_init(&a, VISIT_ARENA);
	enum rc rc = visit_load(app, id, &c, err);
	if (!rc)
		rc = visit_must_host(app, &c, err);
	if (!rc)
		rc = draft_and_digest(app, &c, &a, &r, digest, err);
	arena_release(&a);
	return rc;
}

enum rc app_visit_verify(struct app *app, int64_t report_id, bool *agrees,
			 struct err *err)
{
	struct visit_case c;
	struct visit_standing s;
	struct visit_report *r = NULL;
	struct arena a;
	size_t n = 0;
	char hex[SHA256_HEX];
	arena_init(&a, VISIT_ARENA);
	enum rc rc = OK;
	if (report_id > 0) /* 0 would be any */
		rc = visit_reports(app, 0, report_id, &a, &r, &n, err);
	if (!rc && (!n || !r->is_signed))
		rc = err_set(err, E_NOT_FOUND,
			     "there is no signed report %" PRId64
			     ": the number is the one that sign prints, not "
			     "the visit's",
			     report_id);
	if (!rc)
		rc = visit_load(app, r->visit_id, &c, err);
	if (!rc)
		rc = visit_stand(app, &c, &s, err);
	if (!rc)
		rc = digest_of(&c, r, hex, err);
	if (!rc)
		*agrees = str_is(r->digest, hex);
	arena_release(&a);
	return rc;
}

/* ---- read */

static enum rc on_delivery(struct app *app, enum sql id,
			   const struct visit_case *c, struct stmt **q,
			   struct err *err)
{
	const struct actor *who = &app->who;
	bool own = who->role == ROLE_CITIZEN && who->person_id == c->person_id;
	bool doctor = who->role == ROLE_DOCTOR;
	enum rc rc = db_prepare(app->db, id, q, err);
	if (rc)
		return rc;
	bind_int(*q, "visit_id", c->id);
	bind_int(*q, "person_id", own ? c->person_id : 0);
	bind_int(*q, "doctor_id", doctor ? who->doctor_id : 0);
	return OK;
}

enum rc visit_mark_read(struct app *app, const struct visit_case *c,
			struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = on_delivery(app, SQL_VISIT_UNREAD, c, &q, err);
	if (!rc)
		rc = stmt_one(q, err);
	bool unread = !rc && col_int(q, 0) > 0;
	stmt_close(q);
	if (rc || !unread)
		return rc;
	rc = db_begin(app->db, err);
	if (!rc)
		rc = on_delivery(app, SQL_VISIT_READ, c, &q, err);
	if (!rc) {
		bind_int(q, "now_us", app->now_us);
		bind_int(q, "user_id", app->who.user_id);
		rc = stmt_finish(q, NULL, err);
	}
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}
