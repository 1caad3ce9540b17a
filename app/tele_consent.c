/* A person's consent to a service at a distance, by service: what they said
 * last counts. */
#include "app/person_view_int.h"
#include "app/tele_consents.h"
#include "app/tele_int.h"
#include "text/text.h"

const char *const tele_service_name[N_TELE_SERVICE] = {
	[TELE_SERVICE_ECG] = "ecg",
	[TELE_SERVICE_SPIROMETRY] = "spirometry",
	[TELE_SERVICE_TELEVISIT] = "televisit",
	[TELE_SERVICE_TELECONSULT] = "teleconsult",
};

static enum rc latest(struct app *app, int64_t person_id, struct str purpose,
		      int64_t *id, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	*id = 0;
	enum rc rc = db_prepare(app->db, SQL_TELE_CONSENT_LATEST, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_str(q, "purpose", purpose);
	bind_date(q, "on_date", app->today);
	rc = stmt_step(q, &row, err);
	if (!rc && row && col_int(q, 1) == 1)
		*id = col_int(q, 0);
	stmt_close(q);
	return rc;
}

static enum rc record(struct app *app, int64_t person_id, struct str purpose,
		      bool given, int64_t *id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_CONSENT_INSERT, &q, err);
	if (rc)
		return rc;
	*id = app_id(app);
	bind_int(q, "id", *id);
	bind_int(q, "person_id", person_id);
	bind_str(q, "purpose", purpose);
	bind_int(q, "granted", given);
	bind_date(q, "on_date", app->today);
	bind_int(q, "now_us", app->now_us);
	bind_id(q, "user_id", app->who.user_id);
	bind_str(q, "role", str_from(role_name[app->who.role]));
	return stmt_finish(q, NULL, err);
}

enum rc tele_consent(struct app *app, int64_t person_id, struct str purpose,
		     bool given_now, int64_t *id, struct err *err)
{
	enum rc rc = latest(app, person_id, purpose, id, err);
	if (rc || *id)
		return rc;
	if (given_now)
		return record(app, person_id, purpose, true, id, err);
	return err_msg(err, E_STATE, MSG_TEL_NO_CONSENT,
		       "the person has not agreed to this service: inform "
		       "them and record it");
}

/* ---- all of a person */

static enum tele_service service_of(struct str purpose)
{
	int i = 0;
	while (i < N_TELE_SERVICE &&
	       !(str_starts(purpose, STR("tele.")) &&
		 str_is(str_sub(purpose, 5, purpose.len - 5),
			tele_service_name[i])))
		i++;
	return (enum tele_service)i;
}

static enum rc said_row(const struct stmt *q, void *row, void *ctx,
			struct err *err)
{
	struct arena *a = ctx;
	(void)err;
	*(struct tele_consent_said *)row =
		(struct tele_consent_said){.service = service_of(col_str(q, 0)),
					   .given = col_int(q, 1) == 1,
					   .on = col_date(q, 2),
					   .recorded_us = col_int(q, 3),
					   .role = col_text(q, 4, a),
					   .user = col_text(q, 5, a)};
	return OK;
}

static enum rc load_said(struct app *app, int64_t person_id, struct arena *a,
			 struct tele_consents *out, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_CONSENTS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	rc = person_rows(q, sizeof(*out->said), 500, said_row, a, a, &out->said,
			 &out->n_said, err);
	for (size_t i = out->n_said; i-- > 0 && !rc;)
		out->last[out->said[i].service] = &out->said[i];
	return rc;
}

/* By the person's own relation, else on their word by who sends for them. */
static enum rc may_change(struct app *app, int64_t person_id, struct err *err)
{
	return app_require(app,
			   app->who.role == ROLE_CITIZEN ? MAY_READ_PERSON
							 : MAY_SEND_EXAM,
			   person_id, err);
}

enum rc tele_consents_load(struct app *app, int64_t person_id, struct arena *a,
			   struct tele_consents *out, struct err *err)
{
	*out = (struct tele_consents){.n_said = 0};
	return load_said(app, person_id, a, out, err);
}

enum rc app_tele_consents(struct app *app, int64_t person_id, struct arena *a,
			  struct tele_consents *out, struct err *err)
{
	struct audit_event look = {.action = "tele.consents",
				   .entity = "person",
				   .entity_id = person_id,
				   .person_id = person_id,
				   .detail = STR("{}")};
	enum rc rc = app_require(app, MAY_READ_PERSON, person_id, err);
	if (!rc)
		rc = tele_consents_load(app, person_id, a, out, err);
	if (rc)
		return rc;
	out->may_change = !may_change(app, person_id, NULL);
	return audit_look(app, &look, err);
}

/* In a transaction: from what it is to the other. */
static enum rc change(struct app *app, int64_t person_id,
		      enum tele_service service, bool given, int64_t *id,
		      struct err *err)
{
	char purpose[32];
	int64_t now = 0;
	snprintf(purpose, sizeof(purpose), "tele.%s",
		 tele_service_name[service]);
	enum rc rc = latest(app, person_id, str_from(purpose), &now, err);
	if (!rc && given && now)
		rc = err_msg(err, E_STATE, MSG_TEL_CON_IN_FORCE,
			     "consent %s is in force already", purpose);
	if (!rc && !given && !now)
		rc = err_msg(err, E_STATE, MSG_TEL_CON_NOT_IN_FORCE,
			     "consent %s is not in force", purpose);
	return rc ? rc
		  : record(app, person_id, str_from(purpose), given, id, err);
}

enum rc app_tele_consent_say(struct app *app, int64_t person_id,
			     enum tele_service service, bool given,
			     struct err *err)
{
	int64_t id = 0;
	enum rc rc = may_change(app, person_id, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (rc)
		return rc;
	rc = change(app, person_id, service, given, &id, err);
	struct audit_event e = {.action = given ? "tele.consent.give"
						: "tele.consent.withdraw",
				.entity = "consent",
				.entity_id = id,
				.person_id = person_id,
				.detail = STR("{}")};
	if (!rc)
		rc = audit_write(app, &e, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}
