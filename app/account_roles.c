/* Dated roles: what a user may act as, and what each is bound to. */
#include "app/account_int.h"
#include "app/bind.h"

#define MOST_ROLES 200

/* ---- reading */

static struct str joined(struct arena *a, struct str last, struct str first)
{
	if (!first.len)
		return arena_str(a, last);
	return arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(last),
			    STR_ARG(first));
}

static void take_role(const struct stmt *q, struct arena *a,
		      struct role_view *r)
{
	*r = (struct role_view){
		.id = col_int(q, 0),
		.role = role_of(col_str(q, 1)),
		.doctor_id = col_int(q, 2),
		.org_id = col_int(q, 3),
		.person_id = col_int(q, 4),
		.from = col_date(q, 5),
		.to = col_end(q, 6),
	};
	if (r->doctor_id)
		r->bound_to = joined(a, col_str(q, 7), col_str(q, 8));
	else if (r->org_id)
		r->bound_to = col_text(q, 9, a);
	else if (r->person_id)
		r->bound_to = joined(a, col_str(q, 10), col_str(q, 11));
}

enum rc account_roles(struct app *app, int64_t user_id, struct date on,
		      struct arena *a, struct role_view **list, size_t *n,
		      struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	size_t count = 0;
	struct role_view *rows = arena_array(a, struct role_view, MOST_ROLES);
	if (!rows)
		return arena_fail(a, err);
	enum rc rc = db_prepare(app->db, SQL_ROLE_LIST, &q, err);
	if (rc)
		return rc;
	bind_int(q, "user_id", user_id);
	bind_date(q, "on_date", on);
	while (!(rc = stmt_step(q, &row, err)) && row && count < MOST_ROLES)
		take_role(q, a, &rows[count++]);
	stmt_close(q);
	*list = rows;
	*n = count;
	return rc;
}

enum rc app_my_roles(struct app *app, const struct app_session *s,
		     struct arena *a, struct role_view **list, size_t *n,
		     struct err *err)
{
	if (s->stage != STAGE_ROLE && s->stage != STAGE_OPEN)
		return err_msg(err, E_STATE, MSG_ACC_NOT_YET,
			       "the session is not ready for a role");
	return account_roles(app, s->who.user_id, app->today, a, list, n, err);
}

/* ---- giving one */

enum bound { TO_NOTHING, TO_DOCTOR, TO_ORGANISATION, TO_PERSON, NOT_GIVEN };
static const enum bound binding[N_ROLE] = {
	[ROLE_SYSTEM] = NOT_GIVEN,         [ROLE_ADMIN] = TO_NOTHING,
	[ROLE_DOCTOR] = TO_DOCTOR,         [ROLE_STAFF] = TO_DOCTOR,
	[ROLE_OPERATOR] = TO_ORGANISATION, [ROLE_SPECIALIST] = TO_ORGANISATION,
	[ROLE_PROVIDER] = TO_ORGANISATION, [ROLE_PHARMACIST] = TO_ORGANISATION,
	[ROLE_CITIZEN] = TO_PERSON,        [ROLE_COOPERATIVE] = TO_ORGANISATION,
	[ROLE_AGENCY] = TO_ORGANISATION,   [ROLE_REGION] = TO_ORGANISATION,
	[ROLE_NOBODY] = NOT_GIVEN,
};

static enum rc exists(struct app *app, enum sql id, int64_t key, bool *yes,
		      struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", key);
	rc = stmt_one(q, err);
	*yes = !rc && col_int(q, 0) == 1;
	stmt_close(q);
	return rc;
}

static enum rc id_of_code(struct app *app, enum sql id, const char *name,
			  struct str code, int64_t *out, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (rc)
		return rc;
	bind_str(q, name, code);
	rc = stmt_step(q, &row, err);
	*out = !rc && row ? col_int(q, 0) : 0;
	stmt_close(q);
	return rc;
}

enum rc app_role_for(struct app *app, enum role role, struct str code,
		     struct role_new *r, struct err *err)
{
	enum rc rc = app_require(app, MAY_MANAGE_ACCOUNTS, 0, err);
	if (rc)
		return rc;
	r->role = role;
	r->doctor_id = r->org_id = r->person_id = 0;
	switch (binding[role]) {
	case TO_DOCTOR:
		return id_of_code(app, SQL_DOCTOR_BY_CODE, "gp_code", code,
				  &r->doctor_id, err);
	case TO_ORGANISATION:
		return id_of_code(app, SQL_ORGANISATION_BY_CODE, "code", code,
				  &r->org_id, err);
	case TO_PERSON:
		rc = id_of_code(app, SQL_PERSON_BY_PSEUDONYM, "pseudonym", code,
				&r->person_id, err);
		if (rc || r->person_id)
			return rc;
		return id_of_code(app, SQL_PERSON_BY_FISCAL_CODE, "fiscal_code",
				  code, &r->person_id, err);
	case TO_NOTHING:
	case NOT_GIVEN:
		break;
	}
	return OK;
}

/* The role is bound to what it asks for, and to nothing else. */
static enum rc check_binding(struct app *app, const struct role_new *r,
			     struct err *err)
{
	static const struct {
		enum sql exists;
		enum msg missing;
		const char *what;
	} asks[] = {
		[TO_DOCTOR] = {SQL_DOCTOR_EXISTS, MSG_ACC_ROLE_DOCTOR,
			       "doctor"},
		[TO_ORGANISATION] = {SQL_ORGANISATION_EXISTS, MSG_ACC_ROLE_ORG,
				     "organisation"},
		[TO_PERSON] = {SQL_PERSON_EXISTS, MSG_ACC_ROLE_PERSON,
			       "person"},
	};
	enum bound b = binding[r->role];
	int64_t key = b == TO_DOCTOR         ? r->doctor_id
		      : b == TO_ORGANISATION ? r->org_id
		      : b == TO_PERSON       ? r->person_id
					     : 0;
	bool yes = false;
	if (b == NOT_GIVEN)
		return err_msg(err, E_RANGE, MSG_ACC_ROLE_NOT_GIVEN,
			       "nobody is given the role %s",
			       role_name[r->role]);
	if (key != r->doctor_id + r->org_id + r->person_id)
		return err_msg(err, E_RANGE, MSG_ACC_ROLE_TOO_MUCH,
			       "the role %s is bound to one thing at most",
			       role_name[r->role]);
	if (b == TO_NOTHING)
		return OK;
	enum rc rc = key ? exists(app, asks[b].exists, key, &yes, err) : OK;
	if (!rc && !yes)
		rc = err_msg(err, E_NOT_FOUND, (int)asks[b].missing,
			     "the role %s is bound to a %s: say which",
			     role_name[r->role], asks[b].what);
	return rc;
}

static void bind_role(struct stmt *q, const struct role_new *r)
{
	bind_int(q, "user_id", r->user_id);
	bind_str(q, "role", str_from(role_name[r->role]));
	bind_date(q, "valid_from", r->from);
	bind_date(q, "valid_to", r->to);
}

static enum rc check_free(struct app *app, const struct role_new *r,
			  struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_ROLE_OVERLAP, &q, err);
	if (rc)
		return rc;
	bind_role(q, r);
	bind_int(q, "doctor_id", r->doctor_id);
	bind_int(q, "organisation_id", r->org_id);
	bind_int(q, "person_id", r->person_id);
	rc = stmt_step(q, &row, err);
	stmt_close(q);
	if (!rc && row)
		rc = err_msg(err, E_CONFLICT, MSG_ACC_ROLE_TWICE,
			     "the user has this role already on some of "
			     "those days");
	return rc;
}

static enum rc tell(struct app *app, int64_t user_id, enum role role,
		    enum account_what what, struct err *err)
{
	return account_tell(app,
			    &(struct happened){.user_id = user_id,
					       .what = what,
					       .role = role},
			    err);
}

static enum rc insert_role(struct app *app, const struct role_new *r,
			   int64_t id, struct err *err)
{
	struct stmt *q = NULL;
	char detail[96];
	enum rc rc = db_prepare(app->db, SQL_ROLE_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_role(q, r);
	bind_id(q, "doctor_id", r->doctor_id);
	bind_id(q, "organisation_id", r->org_id);
	bind_id(q, "person_id", r->person_id);
	rc = stmt_finish(q, NULL, err);
	snprintf(detail, sizeof(detail),
		 "{\"role\":\"%s\",\"user\":%" PRId64 "}", role_name[r->role],
		 r->user_id);
	if (!rc)
		rc = tell(app, r->user_id, r->role, ACCOUNT_ROLE_GIVEN, err);
	if (!rc)
		rc = account_audit(app, "role.give", "user_role", id,
				   str_from(detail), err);
	return rc;
}

enum rc account_role_check(struct app *app, const struct role_new *r,
			   struct err *err)
{
	enum rc rc = check_binding(app, r, err);
	if (!rc && (date_is_none(r->from) || r->to.days < r->from.days))
		rc = err_msg(err, E_RANGE, MSG_ACC_DATES,
			     "the last day comes before the first");
	return rc;
}

enum rc account_role_put(struct app *app, const struct role_new *r, int64_t *id,
			 struct err *err)
{
	int64_t fresh = app_id(app);
	enum rc rc = check_free(app, r, err);
	if (!rc)
		rc = insert_role(app, r, fresh, err);
	if (!rc)
		*id = fresh;
	return rc;
}

enum rc app_user_role_add(struct app *app, const struct role_new *r,
			  int64_t *id, struct err *err)
{
	struct account u;
	enum rc rc = app_require(app, MAY_MANAGE_ACCOUNTS, 0, err);
	if (!rc)
		rc = account_by_id(app, r->user_id, &u, err);
	if (!rc)
		rc = account_role_check(app, r, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (rc)
		return rc;
	return account_end(app, account_role_put(app, r, id, err), err);
}

/* ---- ending one */

struct role_row {
	int64_t user_id;
	enum role role;
	struct date from, to;
};

static enum rc read_role(struct app *app, int64_t id, struct role_row *r,
			 struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_ROLE_BY_ID, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	rc = stmt_one(q, err);
	if (!rc)
		*r = (struct role_row){col_int(q, 0), role_of(col_str(q, 1)),
				       col_date(q, 2), col_end(q, 3)};
	else if (rc == E_NOT_FOUND)
		rc = err_msg(err, rc, MSG_ACC_ROLE_GONE,
			     "there is no role %" PRId64, id);
	stmt_close(q);
	return rc;
}

static enum rc end_role(struct app *app, int64_t id, const struct role_row *r,
			struct date last, struct err *err)
{
	struct stmt *q = NULL;
	bool begun = r->from.days <= last.days;
	enum rc rc = db_prepare(app->db, begun ? SQL_ROLE_END : SQL_ROLE_DELETE,
				&q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_date(q, begun ? "last" : "on_date", begun ? last : app->today);
	return stmt_finish(q, NULL, err);
}

static enum rc end_its_sessions(struct app *app, int64_t id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_SESSION_DELETE_ROLE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "role_id", id);
	return stmt_finish(q, NULL, err);
}

enum rc app_user_role_end(struct app *app, int64_t role_id, struct date last,
			  struct err *err)
{
	struct role_row r = {0};
	enum rc rc = app_require(app, MAY_MANAGE_ACCOUNTS, 0, err);
	if (!rc)
		rc = read_role(app, role_id, &r, err);
	if (!rc && last.days < r.from.days && r.from.days < app->today.days)
		rc = err_msg(err, E_RANGE, MSG_ACC_DATES,
			     "the last day comes before the first");
	if (!rc)
		rc = db_begin(app->db, err);
	if (rc)
		return rc;
	if (last.days < app->today.days)
		rc = end_its_sessions(app, role_id, err);
	if (!rc)
		rc = end_role(app, role_id, &r, last, err);
	if (!rc)
		rc = tell(app, r.user_id, r.role, ACCOUNT_ROLE_ENDED, err);
	if (!rc)
		rc = account_audit(app, "role.end", "user_role", role_id,
				   STR("{}"), err);
	return account_end(app, rc, err);
}
