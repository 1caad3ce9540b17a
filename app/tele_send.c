/* An exam comes in: read, matched with its person, queued; or refused. */
#include "app/tele_send_int.h"
#include "app/scan.h"
#include "app/tele_serial.h"
#include "app/tele_spiro.h"
#include "text/text.h"

#include <math.h>

/* ---- the form */

static enum rc check_form(struct tele_incoming *in, struct err *err)
{
	const struct tele_sending *s = in->s;
	in->question = s->question;
	in->symptoms = s->symptoms;
	in->drugs = s->drugs;
	in->language = s->language.len ? s->language : STR("it");
	enum rc rc = tele_text(&in->question, "the question", err);
	if (!rc)
		rc = tele_text(&in->symptoms, "symptoms", err);
	if (!rc)
		rc = tele_text(&in->drugs, "drugs", err);
	if (!rc && !in->question.len)
		rc = err_msg(err, E_RANGE, MSG_TEL_NO_QUESTION,
			     "an exam is sent with a question");
	return rc;
}

/* ---- the person */

static enum rc find_person(struct tele_incoming *in, struct err *err)
{
	struct stmt *q = NULL;
	struct tele_person *p = &in->person;
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
	}
	stmt_close(q);
	if (rc == E_NOT_FOUND)
		err_msg(err, rc, MSG_TEL_NO_PERSON,
			"there is no person %" PRId64, in->s->person_id);
	return rc;
}

/* What the sender knows of the person agrees with the registry. */
static enum rc check_sender(const struct tele_incoming *in, struct err *err)
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

static enum rc check_file(struct tele_incoming *in, struct err *err)
{
	char why[80];
	int msg = tele_agrees(&in->reading, &in->person.who, &in->by_file, why,
			      sizeof(why));
	return msg ? err_msg(err, E_CONFLICT, msg,
			     "the file is of somebody else: another %s", why)
		   : OK;
}

static enum rc check_alive(const struct tele_incoming *in, struct err *err)
{
	if (date_is_none(in->person.death))
		return OK;
	return err_msg(err, E_STATE, MSG_TEL_DIED,
		       "the person has died: no exam is sent");
}

/* ---- how urgent */

static void raise(struct tele_incoming *in, enum tele_urgency to,
		  const char *why)
{
	if (to >= N_TELE_URGENCY || to >= in->urgency)
		return;
	in->urgency = to;
	in->why = str_from(why);
}

static enum rc decide_urgency(struct tele_incoming *in, struct err *err)
{
	const struct tele_sending *s = in->s;
	struct tele_pain pain;
	enum rc rc = tele_pain_limit(in->app->today, in->a, &pain, err);
	if (rc)
		return rc;
	in->urgency = TELE_GREEN;
	raise(in, s->urgency, "sender");
	raise(in, in->reading.urgency, "machine");
	if (s->chest_pain && (double)s->chest_pain_days <= pain.days)
		raise(in, pain.urgency, "chest_pain");
	rc = tele_due(&in->app->rules, s->kind, in->urgency, in->person.ats,
		      in->app->now_us, &in->due_us, err);
	return tele_rules_told(rc, err);
}

/* ---- all of it */

/* These bytes are an exam already: of this person, fine; else refused. */
static enum rc seen_before(struct tele_incoming *in, struct tele_sent *out,
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

static enum rc read_file(struct tele_incoming *in, struct err *err)
{
	struct tele_spiro_how how = {.height_cm = NAN};
	struct tele_known_signs known = {0};
	enum rc rc = OK;
	if (in->s->kind == TELE_ECG)
		rc = tele_known_signs(in->app, in->s->person_id, &known, err);
	if (in->s->kind == TELE_SPIROMETRY)
		rc = tele_spiro_rules(in->app, in->person.ats, &how, err);
	if (!rc && in->s->height_cm > 0)
		how.height_cm = in->s->height_cm;
	return rc ? rc
		  : tele_read(in->s, &how, &in->person.who, &known,
			      in->app->today, in->a, &in->reading, err);
}

static enum rc look(struct tele_incoming *in, struct err *err)
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
		rc = scan_bytes(in->app, in->s->bytes, err);
	if (!rc)
		rc = read_file(in, err);
	if (!rc)
		rc = check_file(in, err);
	if (rc)
		return rc;
	sha256_of(in->s->bytes, sum);
	sha256_hex(sum, in->sha256);
	in->state = str_is(in->reading.verdict, "reject") ? TELE_WAITING
							  : TELE_QUEUED;
	return decide_urgency(in, err);
}

static enum rc send_in(struct tele_incoming *in, struct tele_sent *out,
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
		rc = tele_write(in, sent.id, err);
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
	struct tele_incoming in = {.app = app, .s = s, .a = &a};
	/* samples as floats take four times what a packed file does */
	arena_init(&a, 512u << 20);
	enum rc rc = send_in(&in, out, err);
	arena_release(&a);
	return rc;
}
