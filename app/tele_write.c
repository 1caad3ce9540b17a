/* An exam that was accepted, written in full or not at all. */
#include "app/tele_send_int.h"
#include "app/tele_spiro.h"
#include "text/text.h"

/* ---- consent, by service */

static enum rc want_consent(struct tele_incoming *in, struct err *err)
{
	struct str purpose = in->s->kind == TELE_ECG ? STR("tele.ecg")
						     : STR("tele.spirometry");
	return tele_consent(in->app, in->s->person_id, purpose, in->s->consent,
			    &in->consent_id, err);
}

/* ---- the device */

static enum rc find_device(struct tele_incoming *in, struct date on,
			   struct err *err)
{
	struct stmt *q = NULL;
	in->device_state = "unknown";
	if (!in->reading.serial.len)
		in->reading.serial = in->s->device;
	if (!in->reading.serial.len)
		return OK;
	enum rc rc =
		db_prepare(in->app->db, SQL_TELE_DEVICE_BY_SERIAL, &q, err);
	if (rc)
		return rc;
	bind_str(q, "serial", in->reading.serial);
	rc = stmt_one(q, err);
	if (!rc) {
		bool over = tele_is_over(col_date(q, 2), on) ||
			    tele_is_over(col_date(q, 3), on) ||
			    tele_is_over(col_date(q, 4), on);
		/* nobody wrote down a check: nobody knows */
		bool known = !date_is_none(col_date(q, 2)) ||
			     !date_is_none(col_date(q, 3));
		in->device_id = col_int(q, 0);
		in->device_state = over ? "expired" : known ? "ok" : "unknown";
	}
	stmt_close(q);
	return rc == E_NOT_FOUND ? OK : rc;
}

/* ---- writing */

static void bind_file(const struct tele_incoming *in, struct stmt *q)
{
	const struct tele_reading *r = &in->reading;
	bind_str(q, "sha256", str_from(in->sha256));
	bind_str(q, "file_name", in->s->file_name);
	bind_str(q, "format", r->format);
	bind_str(q, "format_version", r->format_version);
	bind_str(q, "taken_at", r->taken_at);
	bind_date(q, "taken_on",
		  date_is_none(r->taken_on) ? in->app->today : r->taken_on);
	bind_str(q, "identity_by", in->by_file ? STR("file") : STR("sender"));
	bind_id(q, "device_id", in->device_id);
	bind_str(q, "device_maker", r->maker);
	bind_str(q, "device_model", r->model);
	bind_str(q, "device_serial", r->serial);
	bind_str(q, "device_state", str_from(in->device_state));
	bind_str(q, "algorithm", r->algorithm);
	bind_str(q, "verdict", r->verdict);
	bind_id(q, "csv_hz_milli", (int64_t)(in->s->csv_hz * 1000 + 0.5));
}

static void bind_sender(const struct tele_incoming *in, struct stmt *q)
{
	const struct actor *who = &in->app->who;
	int64_t doctor = in->s->sender_doctor_id, org = in->s->sender_org_id;
	bool practice = who->role == ROLE_DOCTOR || who->role == ROLE_STAFF;
	bind_int(q, "sender_user_id", who->user_id);
	bind_str(q, "sender_role", str_from(role_name[who->role]));
	if (who->role == ROLE_SYSTEM) {
		bind_id(q, "sender_doctor_id", doctor);
		bind_id(q, "sender_org_id", org);
		return;
	}
	bind_id(q, "sender_doctor_id", practice ? who->doctor_id : 0);
	bind_id(q, "sender_org_id", practice ? 0 : who->org_id);
}

static void bind_urgency(const struct tele_incoming *in, struct stmt *q)
{
	const struct tele_sending *s = in->s;
	bind_str(q, "urgency", str_from(tele_urgency_name[in->urgency]));
	bind_int(q, "urgency_rank", in->urgency);
	bind_str(q, "urgency_asked", str_from(tele_urgency_name[s->urgency]));
	bind_str(q, "urgency_machine",
		 in->reading.urgency < N_TELE_URGENCY
			 ? str_from(tele_urgency_name[in->reading.urgency])
			 : STR(""));
	bind_str(q, "urgency_why", in->why);
}

static enum rc insert_exam(struct tele_incoming *in, int64_t id,
			   struct err *err)
{
	struct app *app = in->app;
	struct stmt *q = NULL;
	bool waits = in->state == TELE_WAITING;
	enum rc rc = db_prepare(app->db, SQL_TELE_EXAM_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_int(q, "person_id", in->s->person_id);
	bind_str(q, "kind", str_from(tele_kind_name[in->s->kind]));
	bind_file(in, q);
	bind_sender(in, q);
	bind_urgency(in, q);
	bind_str(q, "language", in->language);
	bind_id(q, "pool_id", in->pool_id);
	bind_str(q, "state", str_from(tele_state_name[in->state]));
	bind_str(q, "wait_cause", waits ? STR("quality") : STR(""));
	bind_id(q, "repeat_of", in->s->repeat_of);
	bind_int(q, "now_us", app->now_us);
	bind_int(q, "due_us", in->due_us);
	bind_id(q, "stopped_us", waits ? app->now_us : 0);
	return stmt_finish(q, NULL, err);
}

static void bind_days(struct stmt *q, const char *name, bool yes, int64_t days)
{
	if (yes && days >= 0)
		bind_int(q, name, min_i64(days, 36500));
	else
		bind_null(q, name);
}

static enum rc insert_request(const struct tele_incoming *in, int64_t id,
			      struct err *err)
{
	static const char *const known[] = {"unknown", "yes", "no"};
	const struct tele_sending *s = in->s;
	struct stmt *q = NULL;
	enum rc rc = db_prepare(in->app->db, SQL_TELE_REQUEST_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "exam_id", id);
	bind_str(q, "question", in->question);
	bind_str(q, "symptoms", in->symptoms);
	bind_int(q, "chest_pain", s->chest_pain);
	bind_days(q, "chest_pain_days", s->chest_pain, s->chest_pain_days);
	bind_int(q, "syncope", s->syncope);
	bind_days(q, "syncope_days", s->syncope, s->syncope_days);
	bind_str(q, "drugs", in->drugs);
	bind_str(q, "pacemaker", str_from(known[s->pacemaker]));
	bind_str(q, "previous_mi", str_from(known[s->previous_mi]));
	bind_int(q, "consent_id", in->consent_id);
	return stmt_finish(q, NULL, err);
}

static enum rc insert_findings(const struct tele_incoming *in, int64_t id,
			       struct err *err)
{
	const struct tele_reading *r = &in->reading;
	enum rc rc = OK;
	for (size_t i = 0; i < r->n_finding && !rc; i++) {
		struct stmt *q = NULL;
		rc = db_prepare(in->app->db, SQL_TELE_FINDING_INSERT, &q, err);
		if (rc)
			break;
		bind_int(q, "exam_id", id);
		bind_int(q, "seq", (int64_t)i);
		bind_str(q, "kind", r->finding[i].kind);
		bind_str(q, "severity", r->finding[i].severity);
		bind_str(q, "lead", r->finding[i].lead);
		bind_str(q, "code", r->finding[i].code);
		bind_str(q, "value", r->finding[i].value);
		bind_str(q, "algorithm", r->algorithm);
		rc = stmt_finish(q, NULL, err);
	}
	return rc;
}

static enum rc insert_measures(const struct tele_incoming *in, int64_t id,
			       struct err *err)
{
	const struct tele_reading *r = &in->reading;
	enum rc rc = OK;
	for (size_t i = 0; i < r->n_measure && !rc; i++) {
		const struct tele_measure *m = &r->measure[i];
		struct stmt *q = NULL;
		rc = db_prepare(in->app->db, SQL_TELE_MEASURE_INSERT, &q, err);
		if (rc)
			break;
		bind_int(q, "exam_id", id);
		bind_str(q, "source",
			 m->device ? STR("device") : STR("machine"));
		bind_str(q, "name", m->name);
		bind_str(q, "lead", m->lead);
		bind_int(q, "value_milli", m->value_milli);
		bind_str(q, "algorithm", m->algorithm);
		rc = stmt_finish(q, NULL, err);
	}
	return rc;
}

/* ---- an exam that repeats another */

static enum rc close_first(struct tele_incoming *in, int64_t id,
			   struct err *err)
{
	struct tele_case first;
	char by[40];
	enum rc rc = tele_case_load(in->app, in->s->repeat_of, &first, err);
	if (!rc &&
	    (first.person_id != in->s->person_id || first.kind != in->s->kind))
		rc = err_msg(err, E_CONFLICT, MSG_TEL_REPEAT_OTHER,
			     "exam %" PRId64
			     " is of another person or kind: it cannot be "
			     "repeated by this one",
			     first.id);
	if (rc || first.state >= TELE_SIGNED)
		return rc;
	int n = snprintf(by, sizeof(by), "repeated by %" PRId64, id);
	if (first.state == TELE_TAKEN || first.state == TELE_REPORTED)
		rc = tele_case_go(in->app, &first, TELE_WAITING, err);
	if (!rc)
		rc = tele_case_go(in->app, &first, TELE_CANCELLED, err);
	if (!rc)
		rc = tele_case_save(in->app, &first, err);
	return rc ? rc
		  : tele_told(in->app, &first, "repeated",
			      (struct str){by, (size_t)n}, err);
}

/* ---- all of it */

enum rc tele_write(struct tele_incoming *in, int64_t id, struct err *err)
{
	struct app *app = in->app;
	struct tele_case c = {.id = id,
			      .person_id = in->s->person_id,
			      .kind = in->s->kind,
			      .state = in->state,
			      .urgency = in->urgency};
	struct date on = date_is_none(in->reading.taken_on)
				 ? app->today
				 : in->reading.taken_on;
	enum rc rc = want_consent(in, err);
	if (!rc)
		rc = find_device(in, on, err);
	if (!rc)
		rc = tele_pool_for(app, in->s->kind, in->language, &in->pool_id,
				   err);
	if (!rc)
		rc = tele_blob_keep(app, in->s->bytes, in->sha256, err);
	if (!rc)
		rc = insert_exam(in, id, err);
	if (!rc)
		rc = insert_request(in, id, err);
	if (!rc && in->reading.spiro)
		rc = tele_spiro_keep(app, id, in->s, in->device_id, on,
				     &in->reading, err);
	if (!rc)
		rc = insert_findings(in, id, err);
	if (!rc)
		rc = insert_measures(in, id, err);
	if (!rc && in->s->repeat_of)
		rc = close_first(in, id, err);
	if (!rc && in->urgency == TELE_RED)
		rc = tele_outbox(app, "tele.red", &c, 0, STR("pool"), err);
	return rc ? rc : tele_told(app, &c, "send", str_from(in->sha256), err);
}
