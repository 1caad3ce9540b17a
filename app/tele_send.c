/* An exam comes in: read, matched with its person, queued; or refused. */
#include "app/tele_int.h"
#include "text/text.h"

struct person {
	struct tele_identity who;
	struct date death;
	struct str ats;
	int64_t doctor_id;
};

/* What comes in, while it is being looked at. */
struct incoming {
	struct app *app;
	const struct tele_sending *s;
	struct arena *a;
	struct person person;
	struct tele_reading reading;
	struct str question, symptoms, drugs, override, language, why;
	int64_t consent_id, device_id, pool_id, due_us;
	const char *device_state;
	enum tele_urgency urgency;
	enum tele_state state;
	bool by_file;
	char sha256[SHA256_HEX];
};

/* ---- the form */

static enum rc check_form(struct incoming *in, struct err *err)
{
	const struct tele_sending *s = in->s;
	in->question = s->question;
	in->symptoms = s->symptoms;
	in->drugs = s->drugs;
	in->override = s->override_reason;
	in->language = s->language.len ? s->language : STR("it");
	enum rc rc = tele_text(&in->question, "the question", err);
	if (!rc)
		rc = tele_text(&in->symptoms, "symptoms", err);
	if (!rc)
		rc = tele_text(&in->drugs, "drugs", err);
	if (!rc)
		rc = tele_text(&in->override, "the reason", err);
	if (!rc && !in->question.len)
		rc = err_msg(err, E_RANGE, MSG_TEL_NO_QUESTION,
			     "an exam is sent with a question");
	return rc;
}

/* ---- the person */

static enum rc find_person(struct incoming *in, struct err *err)
{
	struct stmt *q = NULL;
	struct person *p = &in->person;
	enum rc rc = db_prepare(in->app->db, SQL_TELE_PERSON, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", in->s->person_id);
	bind_date(q, "on_date", in->app->today);
	rc = stmt_one(q, err);
	if (!rc) {
		p->who = (struct tele_identity){
			.fiscal_code = col_text(q, 1, in->a),
			.last_name = col_text(q, 2, in->a),
			.first_name = col_text(q, 3, in->a),
			.born = col_date(q, 4),
			.sex = col_str(q, 5).ptr[0]};
		p->death = col_date(q, 6);
		p->ats = col_text(q, 7, in->a);
		p->doctor_id = col_int(q, 8);
	}
	stmt_close(q);
	if (rc == E_NOT_FOUND)
		err_msg(err, rc, MSG_TEL_NO_PERSON,
			"there is no person %" PRId64, in->s->person_id);
	return rc;
}

/* What the sender knows of the person agrees with the registry. */
static enum rc check_sender(const struct incoming *in, struct err *err)
{
	const struct tele_identity *p = &in->person.who;
	struct tele_reading said = {.family = in->s->last_name,
				    .born = in->s->born};
	bool says;
	char why[80];
	if (!in->s->last_name.len)
		return OK;
	int msg = tele_agrees(&said, p, &says, why, sizeof(why));
	return msg ? err_msg(err, E_CONFLICT, MSG_TEL_NOT_THAT_PERSON,
			     "the person of that fiscal code has another %s",
			     why)
		   : OK;
}

static enum rc check_file(struct incoming *in, struct err *err)
{
	char why[80];
	int msg = tele_agrees(&in->reading, &in->person.who, &in->by_file, why,
			      sizeof(why));
	return msg ? err_msg(err, E_CONFLICT, msg,
			     "the file is of somebody else: another %s", why)
		   : OK;
}

static enum rc check_alive(const struct incoming *in, struct err *err)
{
	if (date_is_none(in->person.death))
		return OK;
	return err_msg(err, E_STATE, MSG_TEL_DIED,
		       "the person has died: no exam is sent");
}

/* ---- consent, by service */

static enum rc latest_consent(struct incoming *in, struct str purpose,
			      bool *granted, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(in->app->db, SQL_TELE_CONSENT_LATEST, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", in->s->person_id);
	bind_str(q, "purpose", purpose);
	bind_date(q, "on_date", in->app->today);
	rc = stmt_step(q, &row, err);
	*granted = !rc && row && col_int(q, 1) == 1;
	in->consent_id = *granted ? col_int(q, 0) : 0;
	stmt_close(q);
	return rc;
}

static enum rc record_consent(struct incoming *in, struct str purpose,
			      struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(in->app->db, SQL_TELE_CONSENT_INSERT, &q, err);
	if (rc)
		return rc;
	in->consent_id = app_id(in->app);
	bind_int(q, "id", in->consent_id);
	bind_int(q, "person_id", in->s->person_id);
	bind_str(q, "purpose", purpose);
	bind_date(q, "on_date", in->app->today);
	bind_int(q, "now_us", in->app->now_us);
	return stmt_finish(q, NULL, err);
}

static enum rc want_consent(struct incoming *in, struct err *err)
{
	struct str purpose = in->s->kind == TELE_ECG ? STR("tele.ecg")
						     : STR("tele.spirometry");
	bool granted = false;
	enum rc rc = latest_consent(in, purpose, &granted, err);
	if (rc || granted)
		return rc;
	if (in->s->consent)
		return record_consent(in, purpose, err);
	return err_msg(err, E_STATE, MSG_TEL_NO_CONSENT,
		       "the person has not agreed to this service: inform "
		       "them and record it");
}

/* ---- the device */

static bool is_over(struct date until, struct date on)
{
	return !date_is_none(until) && until.days < on.days;
}

static enum rc find_device(struct incoming *in, struct date on, struct err *err)
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
		bool over = is_over(col_date(q, 2), on) ||
			    is_over(col_date(q, 3), on) ||
			    is_over(col_date(q, 4), on);
		in->device_id = col_int(q, 0);
		in->device_state = over ? "expired" : "ok";
	}
	stmt_close(q);
	return rc == E_NOT_FOUND ? OK : rc;
}

/* ---- how urgent */

static void raise(struct incoming *in, enum tele_urgency to, const char *why)
{
	if (to >= N_TELE_URGENCY || to >= in->urgency)
		return;
	in->urgency = to;
	in->why = str_from(why);
}

static enum rc decide_urgency(struct incoming *in, struct err *err)
{
	const struct tele_sending *s = in->s;
	int64_t days;
	enum rc rc = rules_int(&in->app->rules, "tele.chest_pain_days",
			       in->person.ats, in->app->today, &days, err);
	if (rc)
		return rc;
	in->urgency = TELE_GREEN;
	raise(in, s->urgency, "sender");
	raise(in, in->reading.urgency, "machine");
	if (s->chest_pain && s->chest_pain_days <= days)
		raise(in, TELE_AMBER, "chest_pain");
	return tele_due(&in->app->rules, s->kind, in->urgency, in->person.ats,
			in->app->now_us, &in->due_us, err);
}

/* ---- writing */

static void bind_file(const struct incoming *in, struct stmt *q)
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
}

static void bind_sender(const struct incoming *in, struct stmt *q)
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

static void bind_urgency(const struct incoming *in, struct stmt *q)
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

static enum rc insert_exam(struct incoming *in, int64_t id, struct err *err)
{
	struct app *app = in->app;
	struct stmt *q = NULL;
	bool waits = in->state == TELE_WAITING;
	bool over = in->override.len && str_is(in->reading.verdict, "reject");
	enum rc rc = db_prepare(app->db, SQL_TELE_EXAM_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_int(q, "person_id", in->s->person_id);
	bind_str(q, "kind", str_from(tele_kind_name[in->s->kind]));
	bind_file(in, q);
	bind_sender(in, q);
	bind_urgency(in, q);
	bind_opt(q, "override_reason", over ? in->override : STR(""));
	if (over)
		bind_int(q, "override_by", app->who.user_id);
	else
		bind_null(q, "override_by");
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

static enum rc insert_request(const struct incoming *in, int64_t id,
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

static enum rc insert_findings(const struct incoming *in, int64_t id,
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

static enum rc insert_measures(const struct incoming *in, int64_t id,
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

static enum rc close_first(struct incoming *in, int64_t id, struct err *err)
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

/* These bytes are an exam already: of this person, fine; else refused. */
static enum rc seen_before(struct incoming *in, struct tele_sent *out,
			   struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(in->app->db, SQL_TELE_EXAM_BY_HASH, &q, err);
	if (rc)
		return rc;
	bind_str(q, "sha256", str_from(in->sha256));
	rc = stmt_one(q, err);
	if (!rc && col_int(q, 1) != in->s->person_id)
		rc = err_msg(err, E_CONFLICT, MSG_TEL_SAME_FILE_OTHER,
			     "these bytes are an exam of another person "
			     "already");
	if (!rc) {
		out->id = col_int(q, 0);
		out->again = tele_state_parse(col_str(q, 2), &out->state);
	}
	stmt_close(q);
	return rc == E_NOT_FOUND ? OK : rc;
}

static enum rc look(struct incoming *in, struct err *err)
{
	unsigned char sum[SHA256_LEN];
	enum rc rc = app_require(in->app, MAY_SEND_EXAM, in->s->person_id, err);
	if (!rc)
		rc = check_form(in, err);
	if (!rc)
		rc = find_person(in, err);
	if (!rc)
		rc = check_alive(in, err);
	if (!rc)
		rc = check_sender(in, err);
	if (!rc)
		rc = tele_read(in->s, &in->person.who, in->app->today, in->a,
			       &in->reading, err);
	if (!rc)
		rc = check_file(in, err);
	if (rc)
		return rc;
	sha256_of(in->s->bytes, sum);
	sha256_hex(sum, in->sha256);
	in->state = str_is(in->reading.verdict, "reject") && !in->override.len
			    ? TELE_WAITING
			    : TELE_QUEUED;
	return decide_urgency(in, err);
}

static enum rc write_all(struct incoming *in, int64_t id, struct err *err)
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

static enum rc send_in(struct incoming *in, struct tele_sent *out,
		       struct err *err)
{
	struct app *app = in->app;
	struct tele_sent sent = {0};
	enum rc rc = look(in, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = seen_before(in, &sent, err);
	if (!rc && !sent.again) {
		sent = (struct tele_sent){.id = app_id(app),
					  .state = in->state};
		rc = write_all(in, sent.id, err);
	}
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	if (rc)
		return rc;
	*out = sent;
	out->urgency = in->urgency;
	out->due_us = in->due_us;
	out->by_sender = !in->by_file;
	out->device_expired =
		in->device_state && !strcmp(in->device_state, "expired");
	memcpy(out->sha256, in->sha256, sizeof(out->sha256));
	out->verdict = str_is(in->reading.verdict, "ok")       ? STR("ok")
		       : str_is(in->reading.verdict, "warn")   ? STR("warn")
		       : str_is(in->reading.verdict, "reject") ? STR("reject")
							       : STR("unknown");
	return OK;
}

enum rc app_tele_send(struct app *app, const struct tele_sending *s,
		      struct tele_sent *out, struct err *err)
{
	struct arena a;
	struct incoming in = {.app = app, .s = s, .a = &a};
	/* samples as floats take four times what a packed file does */
	arena_init(&a, 512u << 20);
	enum rc rc = send_in(&in, out, err);
	arena_release(&a);
	return rc;
}

/* ---- afterwards */

enum rc app_tele_override(struct app *app, int64_t exam_id, struct str reason,
			  struct err *err)
{
	struct tele_case c;
	struct stmt *q = NULL;
	enum rc rc = tele_text(&reason, "the reason", err);
	if (!rc && !reason.len)
		rc = err_msg(err, E_RANGE, MSG_TEL_REASON_WANTED,
			     "sending it all the same wants a reason");
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = tele_case_load(app, exam_id, &c, err);
	if (!rc)
		rc = tele_may_send(app, &c, err);
	if (!rc && c.state != TELE_WAITING)
		rc = err_msg(err, E_STATE, MSG_TEL_NOT_FROM_HERE,
			     "exam %" PRId64 " does not wait for the practice",
			     exam_id);
	if (!rc)
		rc = tele_case_go(app, &c, TELE_QUEUED, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_CASE_OVERRIDE, &q, err);
	if (!rc) {
		bind_int(q, "id", exam_id);
		bind_str(q, "reason", reason);
		bind_int(q, "user_id", app->who.user_id);
		rc = stmt_finish(q, NULL, err);
	}
	return tele_done(app, rc, &c, "override", reason, err);
}

enum rc app_tele_cancel(struct app *app, int64_t exam_id, struct str reason,
			struct err *err)
{
	struct tele_case c;
	enum rc rc = tele_text(&reason, "the reason", err);
	if (!rc && !reason.len)
		rc = err_msg(err, E_RANGE, MSG_TEL_REASON_WANTED,
			     "cancelling wants a reason");
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = tele_case_load(app, exam_id, &c, err);
	if (!rc)
		rc = tele_may_send(app, &c, err);
	if (!rc)
		rc = tele_case_go(app, &c, TELE_CANCELLED, err);
	return tele_done(app, rc, &c, "cancel", reason, err);
}
