/* The register of devices: whose, kept how, until when. */
#include "app/person_view_int.h"
#include "app/tele_int.h"
#include "text/text.h"

enum { DEVICES_MOST = 10000 };

bool tele_is_over(struct date until, struct date on)
{
	return !date_is_none(until) && until.days < on.days;
}

static enum rc device_row(const struct stmt *q, void *row, void *ctx,
			  struct err *err)
{
	struct arena *a = ctx;
	struct tele_device *d = row;
	(void)err;
	*d = (struct tele_device){.id = col_int(q, 0),
				  .serial = col_text(q, 1, a),
				  .maker = col_text(q, 3, a),
				  .model = col_text(q, 4, a),
				  .maintenance_until = col_date(q, 5),
				  .calibration_until = col_date(q, 6),
				  .retired_on = col_date(q, 7),
				  .gp_code = col_text(q, 8, a),
				  .organisation = col_text(q, 9, a),
				  .n_exam = col_int(q, 10),
				  .n_expired = col_int(q, 11)};
	if (!tele_kind_parse(col_str(q, 2), &d->kind))
		d->kind = N_TELE_KIND;
	return OK;
}

enum rc app_tele_devices(struct app *app, struct arena *a,
			 struct tele_device **list, size_t *n, struct err *err)
{
	struct stmt *q = NULL;
	const struct actor *who = &app->who;
	bool practice = who->role == ROLE_DOCTOR || who->role == ROLE_STAFF;
	bool pharmacy = who->role == ROLE_PHARMACIST;
	enum rc rc = app_require(app, MAY_READ_EXAMS, 0, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_DEVICE_LIST, &q, err);
	if (rc)
		return rc;
	bind_id(q, "doctor_id", practice ? who->doctor_id : 0);
	bind_id(q, "organisation_id", pharmacy ? who->org_id : 0);
	rc = person_rows(q, sizeof(**list), DEVICES_MOST, device_row, a, a,
			 list, n, err);
	for (size_t i = 0; i < *n && !rc; i++) {
		struct tele_device *d = &(*list)[i];
		d->expired = tele_is_over(d->maintenance_until, app->today) ||
			     tele_is_over(d->calibration_until, app->today) ||
			     tele_is_over(d->retired_on, app->today);
	}
	return rc;
}

enum rc app_tele_device_add(struct app *app, const struct tele_device *d,
			    struct err *err)
{
	struct stmt *q = NULL;
	int64_t id = app_id(app);
	enum rc rc = app_require(app, MAY_SET_RULES, 0, err);
	if (!rc && !d->serial.len)
		rc = err_set(err, E_RANGE, "a device has a serial number");
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_DEVICE_INSERT, &q, err);
	if (!rc) {
		bind_int(q, "id", id);
		bind_str(q, "serial", d->serial);
		bind_str(q, "kind", str_from(tele_kind_name[d->kind]));
		bind_str(q, "maker", d->maker);
		bind_str(q, "model", d->model);
		bind_id(q, "doctor_id", d->doctor_id);
		bind_id(q, "organisation_id", d->org_id);
		bind_int(q, "now_us", app->now_us);
		rc = stmt_finish(q, NULL, err);
	}
	if (rc == E_CONFLICT)
		err_set(err, rc,
			"device " STR_FMT " is in the register "
			"already",
			STR_ARG(d->serial));
	return tele_register_done(app, rc, "tele.device_add", "tele_device", id,
				  err);
}

static enum rc device_id(struct app *app, struct str serial, int64_t *id,
			 struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_DEVICE_BY_SERIAL, &q, err);
	if (rc)
		return rc;
	bind_str(q, "serial", serial);
	rc = stmt_one(q, err);
	if (!rc)
		*id = col_int(q, 0);
	stmt_close(q);
	if (rc == E_NOT_FOUND)
		err_msg(err, rc, MSG_TEL_NO_DEVICE,
			"no device has the serial number \"" STR_FMT "\"",
			STR_ARG(serial));
	return rc;
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

enum rc app_tele_device_check(struct app *app, const struct tele_check *c,
			      struct err *err)
{
	struct stmt *q = NULL;
	int64_t id = 0;
	bool calibration = str_is(c->kind, "calibration");
	enum rc rc = app_require(app, MAY_SET_RULES, 0, err);
	if (!rc && !calibration && !str_is(c->kind, "maintenance"))
		rc = err_set(err, E_RANGE,
			     "a check is maintenance or calibration");
	if (!rc && c->holds_until.days < c->done_on.days)
		rc = err_set(err, E_RANGE, "a check ends after it was done");
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = device_id(app, c->serial, &id, err);
	if (!rc)
		rc = put_check(app, id, c, err);
	if (!rc)
		rc = db_prepare(app->db,
				calibration ? SQL_TELE_DEVICE_CALIBRATED
					    : SQL_TELE_DEVICE_MAINTAINED,
				&q, err);
	if (!rc) {
		bind_int(q, "id", id);
		bind_date(q, "holds_until", c->holds_until);
		rc = stmt_finish(q, NULL, err);
	}
	return tele_register_done(app, rc, "tele.device_check", "tele_device",
				  id, err);
}

enum rc app_tele_device_retire(struct app *app, struct str serial,
			       struct err *err)
{
	struct stmt *q = NULL;
	int64_t id = 0;
	enum rc rc = app_require(app, MAY_SET_RULES, 0, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = device_id(app, serial, &id, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_DEVICE_RETIRE, &q, err);
	if (!rc) {
		bind_int(q, "id", id);
		bind_date(q, "on_date", app->today);
		rc = stmt_finish(q, NULL, err);
	}
	return tele_register_done(app, rc, "tele.device_retire", "tele_device",
				  id, err);
}
