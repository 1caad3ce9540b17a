#include "app/access.h"

#include "app/access_int.h"
#include "app/account_int.h"
#include "app/bind.h"
#include "json/json.h"

#define HOUR_US     INT64_C(3600000000)
#define REASON_MOST 1000 /* bytes */

const char *const access_purpose_name[N_PURPOSE] = {
	[PURPOSE_SUBSTITUTE] = "substitute",
	[PURPOSE_REQUEST] = "request",
	[PURPOSE_EMERGENCY] = "emergency",
	[PURPOSE_VISIT] = "visit",
	[PURPOSE_ADMINISTRATION] = "administration",
};

/* Who treats people may have to see the record of somebody they do not follow;
 * who prepares or books for them has no such need. */
static bool may_break_glass(enum role role)
{
	return role == ROLE_DOCTOR || role == ROLE_SPECIALIST;
}

/* A specialist works for a whole centre: each time for a reason. */
static bool purpose_asked(enum role role, enum standing standing)
{
	return role == ROLE_SPECIALIST ||
	       (standing == STAND_DELEGATED && role != ROLE_CITIZEN);
}

/* ---- grants */

struct grant {
	bool found;
	char purpose[32];
	int64_t until_us;
};

static enum rc find_grant(struct app *app, int64_t person_id, const char *kind,
			  struct grant *g, struct err *err)
{
	struct stmt *q = NULL;
	*g = (struct grant){.found = false};
	enum rc rc = db_prepare(app->db, SQL_ACCESS_GRANT_OPEN, &q, err);
	if (rc)
		return rc;
	bind_int(q, "user_id", app->who.user_id);
	bind_int(q, "person_id", person_id);
	bind_str(q, "role", str_from(role_name[app->who.role]));
	bind_str(q, "kind", str_from(kind));
	bind_int(q, "now_us", app->now_us);
	rc = stmt_step(q, &g->found, err);
	if (!rc && g->found) {
		snprintf(g->purpose, sizeof(g->purpose), STR_FMT,
			 STR_ARG(col_str(q, 0)));
		g->until_us = col_int(q, 1);
	}
	stmt_close(q);
	return rc;
}

enum rc access_glass_broken(struct app *app, int64_t person_id, bool *yes,
			    int64_t *until_us, struct err *err)
{
	struct grant g;
	*yes = false;
	if (!app->who.user_id || !may_break_glass(app->who.role))
		return OK;
	enum rc rc = find_grant(app, person_id, "break_glass", &g, err);
	*yes = !rc && g.found;
	*until_us = g.until_us;
	return rc;
}

/* ---- the verdict */

static enum rc person_is_there(struct app *app, int64_t person_id,
			       struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_PERSON_EXISTS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", person_id);
	rc = stmt_one(q, err);
	if (!rc && !col_int(q, 0))
		rc = err_msg(err, E_NOT_FOUND, MSG_ACC_NO_PERSON,
			     "there is no person %" PRId64, person_id);
	stmt_close(q);
	return rc;
}

/* The name among ours, which lives as long as the program. */
static struct str purpose_of(const struct grant *g)
{
	for (size_t i = 0; i < N_PURPOSE; i++)
		if (!strcmp(g->purpose, access_purpose_name[i]))
			return str_from(access_purpose_name[i]);
	return STR("other");
}

static enum rc with_purpose(struct app *app, int64_t person_id,
			    struct access_verdict *v, struct err *err)
{
	struct grant g;
	enum rc rc = find_grant(app, person_id, "purpose", &g, err);
	v->access = g.found ? ACCESS_OPEN : ACCESS_PURPOSE;
	v->until_us = g.until_us;
	if (!rc && g.found)
		app->who.purpose = purpose_of(&g);
	return rc;
}

static enum rc without_relation(struct app *app, int64_t person_id,
				struct access_verdict *v, struct err *err)
{
	v->access = ACCESS_NEVER;
	if (!may_break_glass(app->who.role) || !app->who.user_id)
		return OK;
	enum rc rc = person_is_there(app, person_id, err);
	if (!rc)
		rc = access_glass_broken(app, person_id, &v->broken_glass,
					 &v->until_us, err);
	v->access = v->broken_glass ? ACCESS_OPEN : ACCESS_GLASS;
	if (!rc && v->broken_glass)
		app->who.purpose = STR("break_glass");
	return rc;
}

enum rc app_access(struct app *app, int64_t person_id,
		   struct access_verdict *out, struct err *err)
{
	struct access_verdict v = {.access = ACCESS_NEVER};
	enum standing standing = STAND_NONE;
	enum role role = app->who.role;
	enum rc rc = OK;
	if (!access_role_reads(role)) {
		*out = v;
		return OK;
	}
	rc = access_standing(app, person_id, &standing, err);
	if (!rc && standing == STAND_NONE)
		rc = without_relation(app, person_id, &v, err);
	else if (!rc && purpose_asked(role, standing))
		rc = with_purpose(app, person_id, &v, err);
	else if (!rc) {
		v.access = ACCESS_OPEN;
		app->who.purpose =
			role == ROLE_CITIZEN && standing == STAND_DELEGATED
				? STR("caregiver")
				: role_purpose(role);
	}
	if (!rc)
		*out = v;
	return rc;
}

/* ---- saying why */

struct giving {
	int64_t id, person_id, until_us;
	const char *kind, *purpose;
	struct str reason;
};

static enum rc insert_grant(struct app *app, const struct giving *g,
			    struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_ACCESS_GRANT_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", g->id);
	bind_int(q, "user_id", app->who.user_id);
	bind_str(q, "role", str_from(role_name[app->who.role]));
	bind_int(q, "person_id", g->person_id);
	bind_str(q, "kind", str_from(g->kind));
	bind_str(q, "purpose", str_from(g->purpose));
	bind_str(q, "reason", g->reason);
	bind_int(q, "now_us", app->now_us);
	bind_int(q, "until_us", g->until_us);
	return stmt_finish(q, NULL, err);
}

static enum rc record_grant(struct app *app, const struct giving *g,
			    const char *action, struct err *err)
{
	struct buf b;
	struct json j;
	struct str detail;
	buf_init(&b, 16384); /* a reason, escaped */
	json_init(&j, &b);
	json_object(&j);
	json_put_int(&j, "until_us", g->until_us);
	if (g->reason.len)
		json_put_str(&j, "reason", g->reason);
	json_object_end(&j);
	enum rc rc = buf_finish(&b, &detail, err);
	app->who.purpose = str_from(g->purpose);
	if (!rc)
		rc = audit_write(
			app,
			&(struct audit_event){.action = action,
					      .entity = "access_grant",
					      .entity_id = g->id,
					      .person_id = g->person_id,
					      .detail = detail},
			err);
	buf_release(&b);
	return rc;
}

enum rc app_access_purpose(struct app *app, int64_t person_id,
			   enum access_purpose why, struct err *err)
{
	struct access_verdict v;
	int64_t hours = 0;
	assert(why < N_PURPOSE);
	enum rc rc = app_access(app, person_id, &v, err);
	if (!rc && (v.broken_glass ||
		    (v.access != ACCESS_PURPOSE && v.access != ACCESS_OPEN)))
		rc = err_msg(err, E_DENIED, MSG_ACC_NO_RELATION,
			     "no relation to the person: a purpose is not "
			     "enough");
	if (!rc)
		rc = account_setting(app, "access.purpose_hours", &hours, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (rc)
		return rc;
	const struct giving g = {
		.id = app_id(app),
		.person_id = person_id,
		.until_us = app->now_us + hours * HOUR_US,
		.kind = "purpose",
		.purpose = access_purpose_name[why],
	};
	rc = insert_grant(app, &g, err);
	if (!rc)
		rc = record_grant(app, &g, "access.purpose", err);
	return account_end(app, rc, err);
}

/* ---- breaking the glass */

static size_t characters(struct str s)
{
	size_t n = 0;
	for (size_t i = 0; i < s.len; i++)
		n += (s.ptr[i] & 0xc0) != 0x80;
	return n;
}

static enum rc check_reason(struct app *app, struct str reason, struct err *err)
{
	int64_t min = 0;
	enum rc rc = account_setting(app, "access.reason_min", &min, err);
	if (rc)
		return rc;
	if (reason.len > REASON_MOST || !str_is_utf8(reason))
		return err_msg(err, E_RANGE, MSG_ACC_REASON_LONG,
			       "a reason has %d bytes at most", REASON_MOST);
	if ((int64_t)characters(reason) < min)
		return err_msg(err, E_RANGE, MSG_ACC_REASON_SHORT,
			       "a reason has %" PRId64 " characters at least",
			       min);
	return OK;
}

static enum rc raise_alerts(struct app *app, const struct giving *g,
			    struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_ACCESS_ALERT_DOCTOR, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app_id(app));
	bind_int(q, "grant_id", g->id);
	bind_int(q, "person_id", g->person_id);
	bind_int(q, "own_doctor_id", app->who.doctor_id);
	bind_int(q, "now_us", app->now_us);
	bind_date(q, "on_date", app->today);
	rc = stmt_finish(q, NULL, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_ACCESS_ALERT_ADMIN, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app_id(app));
	bind_int(q, "grant_id", g->id);
	bind_int(q, "now_us", app->now_us);
	return stmt_finish(q, NULL, err);
}

/* Identifiers and words of the role: the gateway writes the letter. */
static enum rc tell_the_person(struct app *app, const struct giving *g,
			       struct err *err)
{
	char payload[160];
	int n = snprintf(
		payload, sizeof(payload),
		"{\"grant\":%" PRId64 ",\"role\":\"%s\",\"at_us\":%" PRId64
		",\"user\":%" PRId64 "}",
		g->id, role_name[app->who.role], app->now_us, app->who.user_id);
	return outbox_put(app, "access_alert", g->person_id,
			  (struct str){payload, (size_t)n}, err);
}

static enum rc break_glass(struct app *app, const struct giving *g,
			   struct err *err)
{
	enum rc rc = insert_grant(app, g, err);
	if (!rc)
		rc = raise_alerts(app, g, err);
	if (!rc)
		rc = tell_the_person(app, g, err);
	if (!rc)
		rc = record_grant(app, g, "access.break_glass", err);
	return rc;
}

enum rc app_access_break_glass(struct app *app, int64_t person_id,
			       struct str reason, struct err *err)
{
	struct access_verdict v;
	int64_t hours = 0;
	struct str why = str_trim(reason);
	enum rc rc = app_access(app, person_id, &v, err);
	if (!rc && v.access != ACCESS_GLASS && !v.broken_glass)
		rc = err_msg(err, E_DENIED, MSG_ACC_NO_GLASS,
			     "the glass is not to be broken for this person "
			     "by role %s",
			     role_name[app->who.role]);
	if (!rc)
		rc = check_reason(app, why, err);
	if (!rc)
		rc = account_setting(app, "access.break_glass_hours", &hours,
				     err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (rc)
		return rc;
	const struct giving g = {
		.id = app_id(app),
		.person_id = person_id,
		.until_us = app->now_us + hours * HOUR_US,
		.kind = "break_glass",
		.purpose = "break_glass",
		.reason = why,
	};
	return account_end(app, break_glass(app, &g, err), err);
}
