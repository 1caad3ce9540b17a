/* What a person says of themselves: who helps them, how they are reached, that
 * they leave. */
#include "app/citizen.h"

#include "app/bind.h"
#include "text/text.h"

#define MOST_PEOPLE 50 /* LIMIT of the statements */

static enum rc finish(struct app *app, enum rc rc, struct err *err)
{
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

static enum rc record(struct app *app, const char *action, const char *entity,
		      int64_t entity_id, struct err *err)
{
	return audit_write(
		app,
		&(struct audit_event){.action = action,
				      .entity = entity,
				      .entity_id = entity_id,
				      .person_id = app->who.person_id,
				      .detail = STR("{}")},
		err);
}

static enum rc citizen_only(const struct app *app, struct err *err)
{
	if (app->who.role == ROLE_CITIZEN && app->who.person_id)
		return OK;
	return err_msg(err, E_DENIED, MSG_CIT_ONLY_THEMSELVES,
		       "only the person themselves may do this");
}

/* ---- for whom ---- */

static enum rc read_people(struct stmt *q, struct arena *a,
			   struct citizen_person *list, size_t *n,
			   struct err *err)
{
	bool row = false;
	enum rc rc;
	while (!(rc = stmt_step(q, &row, err)) && row && *n < MOST_PEOPLE + 1)
		list[(*n)++] =
			(struct citizen_person){.id = col_int(q, 0),
						.last_name = col_text(q, 1, a),
						.first_name = col_text(q, 2, a),
						.since = col_date(q, 3)};
	stmt_close(q);
	return rc;
}

static enum rc read_self(struct app *app, struct arena *a,
			 struct citizen_person *out, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_CITIZEN_NAME, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app->who.person_id);
	rc = stmt_one(q, err);
	if (!rc)
		*out = (struct citizen_person){.id = col_int(q, 0),
					       .last_name = col_text(q, 1, a),
					       .first_name = col_text(q, 2, a),
					       .since = DATE_NONE};
	stmt_close(q);
	return rc;
}

enum rc app_citizen_for(struct app *app, struct arena *a,
			struct citizen_person **list, size_t *n,
			struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = citizen_only(app, err);
	if (rc)
		return rc;
	*list = arena_array(a, struct citizen_person, MOST_PEOPLE + 1);
	if (!*list)
		return arena_fail(a, err);
	rc = read_self(app, a, *list, err);
	*n = 1;
	if (!rc)
		rc = db_prepare(app->db, SQL_CITIZEN_FOR, &q, err);
	if (rc)
		return rc;
	bind_int(q, "helper_id", app->who.person_id);
	bind_date(q, "on_date", app->today);
	return read_people(q, a, *list, n, err);
}

enum rc app_citizen_helpers(struct app *app, int64_t person_id, struct arena *a,
			    struct citizen_person **list, size_t *n,
			    struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = app_require(app, MAY_READ_PERSON, person_id, err);
	if (rc)
		return rc;
	*n = 0;
	*list = arena_array(a, struct citizen_person, MOST_PEOPLE + 1);
	if (!*list)
		return arena_fail(a, err);
	rc = db_prepare(app->db, SQL_CITIZEN_HELPERS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_date(q, "on_date", app->today);
	rc = read_people(q, a, *list, n, err);
	return rc ? rc
		  : audit_look(app,
			       &(struct audit_event){.action = "citizen.data",
						     .entity = "person",
						     .entity_id = person_id,
						     .person_id = person_id,
						     .detail = STR("{}")},
			       err);
}

static int fold(char c)
{
	return c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c;
}

/* Without case of letters and without what stands around; accents count. */
static bool same_name(struct str a, struct str b)
{
	a = str_trim(a);
	b = str_trim(b);
	for (size_t i = 0; i < a.len && i < b.len; i++)
		if (fold(a.ptr[i]) != fold(b.ptr[i]))
			return false;
	return a.len && a.len == b.len;
}

static enum rc find_helper(struct app *app, struct str fiscal_code,
			   struct str last_name, int64_t *id, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	char code[FISCAL_CODE_LEN];
	*id = 0;
	fiscal_code = str_trim(fiscal_code);
	if (fiscal_code.len == FISCAL_CODE_LEN) {
		for (size_t i = 0; i < FISCAL_CODE_LEN; i++)
			code[i] = (char)fold(fiscal_code.ptr[i]);
		enum rc rc = db_prepare(app->db, SQL_CITIZEN_BY_FISCAL_CODE, &q,
					err);
		if (rc)
			return rc;
		bind_str(q, "fiscal_code", (struct str){code, FISCAL_CODE_LEN});
		rc = stmt_step(q, &row, err);
		if (!rc && row && same_name(col_str(q, 1), last_name))
			*id = col_int(q, 0);
		stmt_close(q);
		if (rc)
			return rc;
	}
	if (!*id)
		return err_msg(err, E_NOT_FOUND, MSG_CIT_HELPER_UNKNOWN,
			       "nobody has this fiscal code and last name");
	if (*id == app->who.person_id)
		return err_msg(err, E_RANGE, MSG_CIT_HELPER_SELF,
			       "a person acts for themselves already");
	return OK;
}

static enum rc say(struct app *app, int64_t helper_id, bool granted,
		   struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_CITIZEN_CONSENT_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app_id(app));
	bind_int(q, "person_id", app->who.person_id);
	bind_int(q, "subject_id", helper_id);
	bind_int(q, "granted", granted);
	bind_date(q, "on_date", app->today);
	bind_int(q, "now", app->now_us);
	return stmt_finish(q, NULL, err);
}

static enum rc consent(struct app *app, int64_t helper_id, bool granted,
		       struct err *err)
{
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = say(app, helper_id, granted, err);
	if (!rc)
		rc = record(app,
			    granted ? "citizen.helper" : "citizen.helper_end",
			    "person", helper_id, err);
	return finish(app, rc, err);
}

enum rc app_citizen_helper_add(struct app *app, struct str fiscal_code,
			       struct str last_name, struct err *err)
{
	int64_t id = 0;
	enum rc rc = citizen_only(app, err);
	if (!rc)
		rc = find_helper(app, fiscal_code, last_name, &id, err);
	return rc ? rc : consent(app, id, true, err);
}

static bool is_among(const struct citizen_person *list, size_t n, int64_t id)
{
	for (size_t i = 0; i < n; i++)
		if (list[i].id == id)
			return true;
	return false;
}

enum rc app_citizen_helper_end(struct app *app, int64_t helper_id,
			       struct err *err)
{
	struct arena a;
	struct citizen_person *list = NULL;
	size_t n = 0;
	enum rc rc = citizen_only(app, err);
	if (rc)
		return rc;
	arena_init(&a, 1u << 20);
	rc = app_citizen_helpers(app, app->who.person_id, &a, &list, &n, err);
	bool among = !rc && is_among(list, n, helper_id);
	arena_release(&a);
	if (!rc && !among)
		rc = err_msg(err, E_NOT_FOUND, MSG_CIT_HELPER_NOT,
			     "person %" PRId64 " does not act for %" PRId64,
			     helper_id, app->who.person_id);
	return rc ? rc : consent(app, helper_id, false, err);
}

/* ---- contacts ---- */

enum rc app_citizen_contact(struct app *app, int64_t person_id,
			    struct str phone, struct str email, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = app_require(app, MAY_ENROL, person_id, err);
	if (!rc && phone.len && !is_phone(phone))
		rc = err_msg(err, E_RANGE, MSG_CIT_BAD_PHONE,
			     "this is no telephone number");
	if (!rc && email.len && (!is_email(email) || email.len > 254))
		rc = err_msg(err, E_RANGE, MSG_CIT_BAD_EMAIL,
			     "this is no e-mail address");
	if (rc)
		return rc;
	rc = db_begin(app->db, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_CITIZEN_CONTACT_SET, &q, err);
	if (!rc) {
		bind_int(q, "id", person_id);
		bind_opt(q, "phone", phone);
		bind_opt(q, "email", email);
		bind_int(q, "now", app->now_us);
		rc = stmt_finish(q, NULL, err);
	}
	if (!rc)
		rc = audit_write(
			app,
			&(struct audit_event){.action = "citizen.contact",
					      .entity = "person",
					      .entity_id = person_id,
					      .person_id = person_id,
					      .detail = STR("{}")},
			err);
	return finish(app, rc, err);
}

/* ---- leaving ---- */

enum rc app_citizen_withdraw(struct app *app, struct str why,
			     struct care_ended *out, struct err *err)
{
	enum rc rc = citizen_only(app, err);
	return rc ? rc
		  : app_care_leave(app, app->who.person_id, END_WITHDRAWAL, why,
				   out, err);
}
