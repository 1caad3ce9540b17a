/* Signing a report: what it says is bound by a digest, and never changes. */
#include "app/appointment_int.h"
#include "app/report_sign.h"
#include "app/tele_signature.h"
#include "app/tele_value.h"
#include "text/text.h"

/* ---- the canonical text: what is signed, by doc/formats/report.md */

static enum rc digest_of(const struct tele_report *r, const char *sha256,
			 char out[SHA256_HEX], struct err *err)
{
	struct buf b;
	buf_init(&b, REPORT_TEXT_MOST);
	buf_printf(&b,
		   "prossima-report 1\nexam %" PRId64 "\nfile %s\nversion "
		   "%d\nprevious %" PRId64 "\nurgency %s\ncompared %" PRId64
		   "\n",
		   r->exam_id, sha256, r->version, r->previous_id,
		   tele_urgency_name[r->urgency], r->compared_exam_id);
	for (size_t i = 0; i < r->n_said; i++)
		buf_printf(&b,
			   "statement " STR_FMT "|" STR_FMT "|" STR_FMT "\n",
			   STR_ARG(r->said[i].code), STR_ARG(r->said[i].snomed),
			   STR_ARG(r->said[i].text));
	report_put_text(&b, "answer", r->answer);
	report_put_text(&b, "text", r->text);
	report_put_text(&b, "conclusion", r->conclusion);
	report_put_text(&b, "advice", r->advice);
	report_put_text(&b, "comparison", r->comparison);
	report_put_text(&b, "correction", r->correction_reason);
	return report_digest(&b, out, err);
}

/* ---- the plan */

static enum rc appointment_of(struct app *app, int64_t activity_id, int64_t *id,
			      struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	*id = 0;
	enum rc rc =
		db_prepare(app->db, SQL_APPOINTMENT_ACTIVITY_WHERE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "activity_id", activity_id);
	rc = stmt_step(q, &row, err);
	if (!rc && row)
		*id = col_int(q, 0);
	stmt_close(q);
	return rc;
}

/* An appointment for this alone is not needed any more. */
static enum rc release_appointment(struct app *app, int64_t activity_id,
				   struct err *err)
{
	int64_t id = 0, person = 0, served[8];
	size_t n = 0;
	enum rc rc = appointment_of(app, activity_id, &id, err);
	if (rc || !id)
		return rc;
	rc = booking_activities(app, SQL_APPOINTMENT_ACTIVITY_OF, id, served,
				countof(served), &n, err);
	if (rc || n != 1)
		return rc;
	rc = booking_release(app, id, STR("done as a tele-exam"), false,
			     &person, err);
	return rc ? rc
		  : booking_tell(app, "appointment.cancelled", person, id,
				 STR("done as a tele-exam"), err);
}

static enum rc waiting_activity(struct app *app, const struct tele_case *c,
				int64_t *id, bool *booked, struct err *err)
{
	struct stmt *q = NULL;
	struct str service = {0};
	int64_t early = 0;
	bool row = false;
	const char *name = c->kind == TELE_ECG ? "tele.ecg_service"
					       : "tele.spirometry_service";
	enum rc rc = rules_text(&app->rules, name, STR(""), app->today,
				&service, err);
	if (!rc)
		rc = rules_int(&app->rules, "tele.early_days", STR(""),
			       app->today, &early, err);
	rc = tele_rules_told(rc, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_ACTIVITY_FOR, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", c->person_id);
	bind_str(q, "service_code", service);
	bind_date(q, "last", date_add(c->taken_on, (int)early));
	rc = stmt_step(q, &row, err);
	*id = !rc && row ? col_int(q, 0) : 0;
	*booked = *id && str_is(col_str(q, 1), "booked");
	stmt_close(q);
	return rc;
}

/* The planned service of this kind that waits is done by this exam. */
static enum rc close_activity(struct app *app, struct tele_case *c,
			      struct err *err)
{
	struct stmt *q = NULL;
	int64_t id = 0;
	bool booked = false;
	if (c->activity_id) /* a correction closes nothing more */
		return OK;
	enum rc rc = waiting_activity(app, c, &id, &booked, err);
	if (rc || !id)
		return rc;
	if (booked)
		rc = release_appointment(app, id, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_ACTIVITY_DONE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_date(q, "day", c->taken_on);
	rc = stmt_finish(q, NULL, err);
	if (!rc)
		c->activity_id = id;
	return rc;
}

/* ---- sign */

static enum rc set_signed(struct app *app, const struct tele_report *r,
			  struct str name, const char *digest, struct err *err)
{
	struct stmt *q = NULL;
	int64_t n = 0;
	enum rc rc = db_prepare(app->db, SQL_TELE_REPORT_SIGN, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", r->id);
	bind_int(q, "now_us", app->now_us);
	bind_int(q, "user_id", app->who.user_id);
	bind_str(q, "name", name);
	bind_str(q, "digest", str_from(digest));
	rc = stmt_finish(q, &n, err);
	if (!rc && !n)
		rc = err_msg(err, E_CONFLICT, MSG_TEL_MEANWHILE,
			     "the report was signed at this moment");
	return rc;
}

static enum rc check_draft(const struct app *app, const struct tele_report *r,
			   struct err *err)
{
	if (!r)
		return err_msg(err, E_STATE, MSG_TEL_NO_DRAFT,
			       "there is no report to sign: write one");
	if (r->author_id != app->who.user_id)
		return err_msg(err, E_DENIED, MSG_TEL_NOT_YOUR_DRAFT,
			       "the report was written by another reader: save "
			       "it as yours, then sign");
	if (!r->answer.len)
		return err_msg(err, E_RANGE, MSG_TEL_NO_ANSWER,
			       "the report does not answer the question");
	if (!r->conclusion.len)
		return err_msg(err, E_RANGE, MSG_TEL_NO_CONCLUSION,
			       "the report has no conclusion");
	return OK;
}

enum rc tele_draft_to_sign(struct app *app, const struct tele_case *c,
			   struct arena *a, struct tele_report **r,
			   char digest[SHA256_HEX], struct err *err)
{
	enum rc rc = tele_draft_load(app, c->id, a, r, err);
	if (!rc)
		rc = check_draft(app, *r, err);
	return rc ? rc : digest_of(*r, c->sha256, digest, err);
}

enum rc tele_sign_draft(struct app *app, struct tele_case *c, struct str shown,
			struct arena *a, struct tele_signed *out,
			struct err *err)
{
	struct tele_report *r = NULL;
	struct str name = {0};
	enum rc rc = tele_draft_to_sign(app, c, a, &r, out->digest, err);
	if (!rc && shown.len && !str_is(shown, out->digest))
		rc = err_msg(err, E_CONFLICT, MSG_TEL_CHANGED,
			     "the report changed after it was shown");
	if (!rc)
		rc = tele_case_go(app, c, TELE_SIGNED, err);
	if (!rc)
		rc = report_signer(app, a, &name, err);
	if (!rc)
		rc = set_signed(app, r, name, out->digest, err);
	if (!rc)
		rc = close_activity(app, c, err);
	if (!rc)
		rc = tele_values_keep(app, c, r, a, err);
	if (rc)
		return rc;
	out->report_id = r->id;
	out->version = r->version;
	out->activity_id = c->activity_id;
	return OK;
}

/* The sign-on is enough where no certificate is asked for. */
static enum rc by_session(struct app *app, struct err *err)
{
	enum tele_policy p;
	enum rc rc = app_tele_policy(app, &p, err);
	if (rc || p == TELE_BY_SESSION)
		return rc;
	return err_msg(err, E_STATE,
		       p == TELE_BY_CADES ? MSG_SIG_WANTS_CADES
					  : MSG_SIG_WANTS_PADES,
		       "reports are signed with a certificate here (rule "
		       "signature.reports): bring the signed document");
}

enum rc app_tele_sign(struct app *app, int64_t exam_id, struct str shown,
		      struct tele_signed *out, struct err *err)
{
	struct tele_case c;
	struct arena a;
	arena_init(&a, TELE_ARENA);
	*out = (struct tele_signed){0};
	enum rc rc = by_session(app, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = tele_case_load(app, exam_id, &c, err);
	if (!rc)
		rc = tele_may_report(app, &c, c.state < TELE_SIGNED, err);
	if (!rc)
		rc = tele_sign_draft(app, &c, shown, &a, out, err);
	rc = tele_done(app, rc, &c, "sign", str_from(out->digest), err);
	arena_release(&a);
	return rc;
}

enum rc app_tele_digest(struct app *app, int64_t exam_id,
			char digest[SHA256_HEX], struct err *err)
{
	struct tele_case c;
	struct arena a;
	struct tele_report *r = NULL;
	arena_init(&a, TELE_ARENA);
	enum rc rc = tele_case_load(app, exam_id, &c, err);
	if (!rc)
		rc = tele_may_report(app, &c, false, err);
	if (!rc)
		rc = tele_draft_to_sign(app, &c, &a, &r, digest, err);
	arena_release(&a);
	return rc;
}

enum rc app_tele_verify(struct app *app, int64_t report_id, bool *agrees,
			struct err *err)
{
	struct arena a;
	struct tele_case c;
	struct tele_report *r = NULL;
	size_t n = 0;
	char hex[SHA256_HEX];
	arena_init(&a, TELE_ARENA);
	enum rc rc = tele_reports_load(app, 0, report_id, &a, &r, &n, err);
	if (!rc && (!n || !r->is_signed))
		rc = err_set(err, E_NOT_FOUND,
			     "there is no signed report %" PRId64
			     ": the number is the one that sign prints, not "
			     "the exam's",
			     report_id);
	if (!rc)
		rc = tele_case_load(app, r->exam_id, &c, err);
	if (!rc)
		rc = tele_may_see(app, &c, err);
	if (!rc)
		rc = digest_of(r, c.sha256, hex, err);
	if (!rc)
		*agrees = str_is(r->digest, hex);
	arena_release(&a);
	return rc;
}
