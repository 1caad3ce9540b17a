/* A doctor lets another act for their patients: a substitute of two weeks. */
#include "app/account_int.h"
#include "app/bind.h"

#define MOST        500
#define REASON_MOST 300

/* Oneself, unless an administrator. */
static enum rc may_delegate(struct app *app, int64_t doctor_id, struct err *err)
{
	enum rc rc = app_require(app, MAY_DELEGATE, 0, err);
	if (!rc && app->who.role == ROLE_DOCTOR &&
	    app->who.doctor_id != doctor_id)
		rc = err_msg(err, E_DENIED, MSG_ACC_DELEGATE_OWN,
			     "a doctor delegates for themselves only");
	return rc;
}

enum rc app_doctor_by_code(struct app *app, struct str gp_code, int64_t *id,
			   struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = app_require(app, MAY_DELEGATE, 0, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_DOCTOR_BY_CODE, &q, err);
	if (rc)
		return rc;
	bind_str(q, "gp_code", gp_code);
	rc = stmt_one(q, err);
	if (!rc)
		*id = col_int(q, 0);
	else if (rc == E_NOT_FOUND)
		rc = err_msg(err, rc, MSG_ACC_NO_DOCTOR_CODE,
			     "there is no doctor \"" STR_FMT "\"",
			     STR_ARG(gp_code));
	stmt_close(q);
	return rc;
}

static enum rc check_days(struct app *app, const struct delegation_new *d,
			  struct err *err)
{
	int64_t most = 0;
	enum rc rc =
		account_setting(app, "account.delegation_days", &most, err);
	if (rc)
		return rc;
	if (date_is_none(d->from) || d->to.days < d->from.days)
		return err_msg(err, E_RANGE, MSG_ACC_DATES,
			       "the last day comes before the first");
	if (d->to.days < app->today.days)
		return err_msg(err, E_RANGE, MSG_ACC_DATES_PAST,
			       "those days are over");
	if ((int64_t)d->to.days - d->from.days + 1 > most)
		return err_msg(err, E_RANGE, MSG_ACC_DELEGATE_LONG,
			       "a delegation lasts %" PRId64 " days at most",
			       most);
	if (d->reason.len > REASON_MOST || !str_is_utf8(d->reason))
		return err_msg(err, E_RANGE, MSG_ACC_REASON_LONG,
			       "a reason has %d bytes at most", REASON_MOST);
	return OK;
}

static enum rc check_doctors(struct app *app, const struct delegation_new *d,
			     struct err *err)
{
	const int64_t ids[] = {d->doctor_id, d->delegate_doctor_id};
	enum rc rc = OK;
	if (ids[0] == ids[1])
		return err_msg(err, E_RANGE, MSG_ACC_DELEGATE_SELF,
			       "nobody delegates to themselves");
	for (size_t i = 0; i < countof(ids) && !rc; i++) {
		struct stmt *q = NULL;
		rc = db_prepare(app->db, SQL_DOCTOR_EXISTS, &q, err);
		if (rc)
			break;
		bind_int(q, "id", ids[i]);
		rc = stmt_one(q, err);
		if (!rc && !col_int(q, 0))
			rc = err_msg(err, E_NOT_FOUND, MSG_ACC_ROLE_DOCTOR,
				     "there is no doctor %" PRId64, ids[i]);
		stmt_close(q);
	}
	return rc;
}

static enum rc check_free(struct app *app, const struct delegation_new *d,
			  struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_DELEGATION_OVERLAP, &q, err);
	if (rc)
		return rc;
	bind_int(q, "doctor_id", d->doctor_id);
	bind_int(q, "delegate_doctor_id", d->delegate_doctor_id);
	bind_date(q, "valid_from", d->from);
	bind_date(q, "valid_to", d->to);
	rc = stmt_step(q, &row, err);
	stmt_close(q);
	if (!rc && row)
		rc = err_msg(err, E_CONFLICT, MSG_ACC_DELEGATE_TWICE,
			     "that doctor is delegated already on some of "
			     "those days");
	return rc;
}

static enum rc insert(struct app *app, const struct delegation_new *d,
		      int64_t id, struct err *err)
{
	struct stmt *q = NULL;
	char detail[96];
	enum rc rc = db_prepare(app->db, SQL_DELEGATION_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_int(q, "doctor_id", d->doctor_id);
	bind_int(q, "delegate_doctor_id", d->delegate_doctor_id);
	bind_date(q, "valid_from", d->from);
	bind_date(q, "valid_to", d->to);
	bind_str(q, "reason", str_trim(d->reason));
	bind_int(q, "now_us", app->now_us);
	rc = stmt_finish(q, NULL, err);
	snprintf(detail, sizeof(detail),
		 "{\"doctor\":%" PRId64 ",\"delegate\":%" PRId64 "}",
		 d->doctor_id, d->delegate_doctor_id);
	if (!rc)
		rc = account_tell_doctor(app, d->doctor_id,
					 ACCOUNT_DELEGATION_GIVEN, err);
	if (!rc)
		rc = account_tell_doctor(app, d->delegate_doctor_id,
					 ACCOUNT_DELEGATION_TAKEN, err);
	if (!rc)
		rc = account_audit(app, "delegation.give", "delegation", id,
				   str_from(detail), err);
	return rc;
}

enum rc app_delegate(struct app *app, const struct delegation_new *d,
		     int64_t *id, struct err *err)
{
	enum rc rc = may_delegate(app, d->doctor_id, err);
	if (!rc)
		rc = check_days(app, d, err);
	if (!rc)
		rc = check_doctors(app, d, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (rc)
		return rc;
	int64_t fresh = app_id(app);
	rc = check_free(app, d, err);
	if (!rc)
		rc = insert(app, d, fresh, err);
	rc = account_end(app, rc, err);
	if (!rc)
		*id = fresh;
	return rc;
}

/* ---- reading */

static struct str doctor_name(struct arena *a, const struct stmt *q, int i)
{
	return arena_printf(a, STR_FMT " " STR_FMT, STR_ARG(col_str(q, i)),
			    STR_ARG(col_str(q, i + 1)));
}

enum rc app_delegations(struct app *app, int64_t doctor_id, struct arena *a,
			struct delegation_view **list, size_t *n,
			struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	size_t count = 0;
	struct delegation_view *rows = NULL;
	enum rc rc = may_delegate(app, doctor_id, err);
	if (!rc && !(rows = arena_array(a, struct delegation_view, MOST)))
		rc = arena_fail(a, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_DELEGATION_LIST, &q, err);
	if (rc)
		return rc;
	bind_id(q, "doctor_id", doctor_id);
	while (!(rc = stmt_step(q, &row, err)) && row && count < MOST)
		rows[count++] = (struct delegation_view){
			.id = col_int(q, 0),
			.doctor_id = col_int(q, 1),
			.delegate_doctor_id = col_int(q, 2),
			.from = col_date(q, 3),
			.to = col_date(q, 4),
			.reason = col_text(q, 5, a),
			.doctor = doctor_name(a, q, 6),
			.delegate = doctor_name(a, q, 8),
		};
	stmt_close(q);
	*list = rows;
	*n = count;
	return rc;
}

/* ---- ending */

struct delegation_row {
	int64_t doctor_id, delegate_id;
	struct date from, to;
};

static enum rc read_one(struct app *app, int64_t id, struct delegation_row *d,
			struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_DELEGATION_BY_ID, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	rc = stmt_one(q, err);
	if (!rc)
		*d = (struct delegation_row){col_int(q, 0), col_int(q, 3),
					     col_date(q, 1), col_date(q, 2)};
	else if (rc == E_NOT_FOUND)
		rc = err_msg(err, rc, MSG_ACC_DELEGATION_GONE,
			     "there is no delegation %" PRId64, id);
	stmt_close(q);
	return rc;
}

static enum rc end_one(struct app *app, int64_t id,
		       const struct delegation_row *d, struct err *err)
{
	struct stmt *q = NULL;
	struct date yesterday = date_add(app->today, -1);
	bool began_before = d->from.days <= yesterday.days;
	enum rc rc = db_prepare(app->db,
				began_before ? SQL_DELEGATION_END
					     : SQL_DELEGATION_DELETE,
				&q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	if (began_before)
		bind_date(q, "last", yesterday);
	rc = stmt_finish(q, NULL, err);
	if (!rc)
		rc = account_tell_doctor(app, d->doctor_id,
					 ACCOUNT_DELEGATION_ENDED, err);
	if (!rc)
		rc = account_tell_doctor(app, d->delegate_id,
					 ACCOUNT_DELEGATION_ENDED, err);
	if (!rc)
		rc = account_audit(app, "delegation.end", "delegation", id,
				   STR("{}"), err);
	return rc;
}

enum rc app_delegation_end(struct app *app, int64_t id, struct err *err)
{
	struct delegation_row d = {0};
	enum rc rc = app_require(app, MAY_DELEGATE, 0, err);
	if (!rc)
		rc = read_one(app, id, &d, err);
	if (!rc)
		rc = may_delegate(app, d.doctor_id, err);
	if (!rc && d.to.days < app->today.days)
		rc = err_msg(err, E_STATE, MSG_ACC_DELEGATION_OVER,
			     "the delegation is over already");
	if (!rc)
		rc = db_begin(app->db, err);
	if (rc)
		return rc;
	return account_end(app, end_one(app, id, &d, err), err);
}
