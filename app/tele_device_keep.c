/* Devices come into the register, are checked, and are used no more. */
#include "app/tele_scope_int.h"
#include "text/text.h"

enum { ONE_DEVICE = 64 << 10 };

/* ---- whose */

static enum rc holder_not_found(struct str code, struct err *err)
{
	return err_msg(err, E_NOT_FOUND, MSG_TSV_NO_HOLDER,
		       "no doctor or organisation of one's own has the code "
		       "\"" STR_FMT "\"",
		       STR_ARG(code));
}

static enum rc find_holder(struct app *app, const struct tele_scope *s,
			   struct str code, struct tele_device *d,
			   struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_TELE_HOLDER, &q, err);
	if (rc)
		return rc;
	bind_str(q, "code", code);
	bind_opt(q, "ats", s->ats);
	bind_id(q, "centre_id", s->centre_id);
	bind_date(q, "on_date", app->today);
	rc = stmt_step(q, &row, err);
	if (!rc && row) {
		d->doctor_id = col_null(q, 0) ? 0 : col_int(q, 0);
		d->org_id = d->doctor_id || col_null(q, 1) ? 0 : col_int(q, 1);
	}
	stmt_close(q);
	return !rc && !row ? holder_not_found(code, err) : rc;
}

static enum rc set_holder(struct app *app, struct str code,
			  struct tele_device *d, struct err *err)
{
	struct tele_scope s = {0};
	struct arena a;
	arena_init(&a, ONE_DEVICE);
	enum rc rc = tele_scope(app, &a, &s, err);
	d->doctor_id = 0;
	d->org_id = rc ? 0 : s.centre_id;
	if (!rc && code.len)
		rc = find_holder(app, &s, code, d, err);
	arena_release(&a);
	return rc;
}

/* ---- a device */

static enum rc put_device(struct app *app, const struct tele_device *d,
			  int64_t id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_DEVICE_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_str(q, "serial", d->serial);
	bind_str(q, "kind", str_from(tele_kind_name[d->kind]));
	bind_str(q, "maker", d->maker);
	bind_str(q, "model", d->model);
	bind_id(q, "doctor_id", d->doctor_id);
	bind_id(q, "organisation_id", d->org_id);
	bind_int(q, "now_us", app->now_us);
	rc = stmt_finish(q, NULL, err);
	if (rc == E_CONFLICT)
		err_msg(err, rc, MSG_TSV_DEVICE_THERE,
			"device " STR_FMT " is in the register already",
			STR_ARG(d->serial));
	return rc;
}

enum rc app_tele_device_add(struct app *app, const struct tele_device *d,
			    struct str holder, struct err *err)
{
	int64_t id = app_id(app);
	struct tele_device v = *d;
	enum rc rc = app_require(app, MAY_KEEP_DEVICES, 0, err);
	if (!rc && !d->serial.len)
		rc = err_msg(err, E_RANGE, MSG_TSV_NO_SERIAL,
			     "a device has a serial number");
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = set_holder(app, holder, &v, err);
	if (!rc)
		rc = put_device(app, &v, id, err);
	return tele_register_done(app, rc, "tele.device_add", "tele_device", id,
				  err);
}

/* One of those the actor sees. */
static enum rc own_device(struct app *app, struct str serial, int64_t *id,
			  struct err *err)
{
	struct tele_device *one = NULL;
	struct arena a;
	size_t n = 0;
	arena_init(&a, ONE_DEVICE);
	enum rc rc = OK;
	if (serial.len)
		rc = tele_devices_load(app, 0, serial, &a, &one, &n, err);
	if (!rc && !n)
		rc = err_msg(err, E_NOT_FOUND, MSG_TEL_NO_DEVICE,
			     "no device has the serial number \"" STR_FMT "\"",
			     STR_ARG(serial));
	if (!rc)
		*id = one[0].id;
	arena_release(&a);
	return rc;
}

/* ---- its checks */

static enum rc want_dates(const struct app *app, const struct tele_check *c,
			  struct err *err)
{
	if (!str_is(c->kind, "calibration") && !str_is(c->kind, "maintenance"))
		return err_set(err, E_RANGE,
			       "a check is maintenance or calibration");
	if (c->done_on.days > app->today.days)
		return err_msg(err, E_RANGE, MSG_TSV_NOT_YET_DONE,
			       "a check that is not yet done holds nothing");
	if (c->holds_until.days < c->done_on.days)
		return err_msg(err, E_RANGE, MSG_TSV_ENDS_BEFORE,
			       "a check ends after it was done");
	return OK;
}

static enum rc put_check(struct app *app, int64_t id,
			 const struct tele_check *c, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_DEVICE_CHECK_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app_id(app));
	bind_int(q, "device_id", id);
	bind_str(q, "kind", c->kind);
	bind_date(q, "done_on", c->done_on);
	bind_date(q, "holds_until", c->holds_until);
	bind_str(q, "by_whom", c->by_whom);
	bind_str(q, "note", c->note);
	bind_int(q, "now_us", app->now_us);
	return stmt_finish(q, NULL, err);
}

static enum rc put_until(struct app *app, int64_t id,
			 const struct tele_check *c, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db,
				str_is(c->kind, "calibration")
					? SQL_TELE_DEVICE_CALIBRATED
					: SQL_TELE_DEVICE_MAINTAINED,
				&q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_date(q, "holds_until", c->holds_until);
	return stmt_finish(q, NULL, err);
}

enum rc app_tele_device_check(struct app *app, const struct tele_check *c,
			      struct err *err)
{
	int64_t id = 0;
	enum rc rc = app_require(app, MAY_KEEP_DEVICES, 0, err);
	if (!rc)
		rc = want_dates(app, c, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = own_device(app, c->serial, &id, err);
	if (!rc)
		rc = put_check(app, id, c, err);
	if (!rc)
		rc = put_until(app, id, c, err);
	return tele_register_done(app, rc, "tele.device_check", "tele_device",
				  id, err);
}

/* ---- its end */

enum rc app_tele_device_retire(struct app *app, struct str serial, bool back,
			       struct err *err)
{
	struct stmt *q = NULL;
	int64_t id = 0;
	enum rc rc = app_require(app, MAY_KEEP_DEVICES, 0, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = own_device(app, serial, &id, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_DEVICE_RETIRE, &q, err);
	if (!rc) {
		bind_int(q, "id", id);
		bind_date(q, "retired_on", back ? DATE_NONE : app->today);
		rc = stmt_finish(q, NULL, err);
	}
	return tele_register_done(
		app, rc, back ? "tele.device_restore" : "tele.device_retire",
		"tele_device", id, err);
}
