/* Doctors: who they are, where they belong, since when. */
#include "app/people_import_int.h"

int64_t people_doctor(const struct import *im, struct str gp_code)
{
	uint32_t i = gp_code.len ? map_get(&im->gp, gp_code) : MAP_NONE;
	return i == MAP_NONE ? 0 : im->doctor_id[i];
}

enum rc people_remember_doctor(struct import *im, struct str gp_code,
			       int64_t id, struct err *err)
{
	uint32_t i;
	enum rc rc =
		array_grow(&im->doctor_id, &im->cap_doctor, im->n_doctor + 1,
			   sizeof(*im->doctor_id), MAX_KEYS, err);
	if (!rc)
		rc = map_intern(&im->gp, gp_code, &i, err);
	if (rc)
		return rc;
	im->doctor_id[i] = id;
	im->n_doctor = im->gp.n;
	return OK;
}

enum rc people_load_doctors(struct import *im, struct err *err)
{
	struct stmt *q = NULL;
	bool row = true;
	enum rc rc = db_prepare(im->app->db, SQL_DOCTOR_CODES, &q, err);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row)
		rc = people_remember_doctor(im, col_str(q, 0), col_int(q, 1),
					    err);
	stmt_close(q);
	return rc;
}

static bool same_doctor(const struct stmt *q, const struct doctor_row *d)
{
	bool same_place = d->has_place
				  ? !col_null(q, 7) &&
					    col_int(q, 7) == d->at.lat_e6 &&
					    col_int(q, 8) == d->at.lon_e6
				  : col_null(q, 7);
	return same_place && str_eq(col_str(q, 1), d->fiscal_code) &&
	       str_eq(col_str(q, 2), d->last_name) &&
	       str_eq(col_str(q, 3), d->first_name) &&
	       str_eq(col_str(q, 4), d->kind) &&
	       str_eq(col_str(q, 5), d->ats) &&
	       str_eq(col_str(q, 6), d->municipality) &&
	       col_int(q, 9) == d->max_patients;
}

static enum rc write_doctor(struct import *im, const struct doctor_row *d,
			    bool is_new, int64_t id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(im->app->db,
				is_new ? SQL_DOCTOR_INSERT : SQL_DOCTOR_UPDATE,
				&q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	if (is_new)
		bind_str(q, "gp_code", d->gp_code);
	bind_opt(q, "fiscal_code", d->fiscal_code);
	bind_str(q, "last_name", d->last_name);
	bind_str(q, "first_name", d->first_name);
	bind_str(q, "kind", d->kind);
	bind_str(q, "ats", d->ats);
	bind_str(q, "municipality", d->municipality);
	if (d->has_place) {
		bind_int(q, "lat_e6", d->at.lat_e6);
		bind_int(q, "lon_e6", d->at.lon_e6);
	} else {
		bind_null(q, "lat_e6");
		bind_null(q, "lon_e6");
	}
	bind_id(q, "max_patients", d->max_patients);
	return stmt_finish(q, NULL, err);
}

struct membership {
	int64_t doctor_id, org, section; /* section 0: none */
	struct period valid;
};

static enum rc membership_end_before(struct import *im, int64_t doctor_id,
				     struct date day_before, int64_t *changed,
				     struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc =
		db_prepare(im->app->db, SQL_MEMBERSHIP_END_BEFORE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "doctor_id", doctor_id);
	bind_date(q, "day_before", day_before);
	bind_int(q, "now", im->app->now_us);
	return stmt_finish(q, changed, err);
}

/* Does another membership cover days of this one? Of what begins earlier the
 * end was just set; only a later one is left. */
static enum rc membership_clash(struct import *im, const struct membership *m,
				bool *clash, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(im->app->db, SQL_MEMBERSHIP_OVERLAP, &q, err);
	if (rc)
		return rc;
	bind_int(q, "doctor_id", m->doctor_id);
	bind_date(q, "first", m->valid.from);
	bind_date(q, "last",
		  m->valid.to.days == DATE_MAX.days ? date_of(2199, 12, 31)
						    : m->valid.to);
	rc = stmt_step(q, clash, err);
	stmt_close(q);
	return rc;
}

static enum rc membership_insert(struct import *im, const struct membership *m,
				 const struct line *l, int64_t *changed,
				 struct err *err)
{
	struct stmt *q = NULL;
	bool clash = false;
	enum rc rc = membership_end_before(
		im, m->doctor_id, date_add(m->valid.from, -1), changed, err);
	if (!rc)
		rc = membership_clash(im, m, &clash, err);
	if (rc)
		return rc;
	if (clash) {
		people_warn(l, "adhering_from", STR(""),
			    "the doctor has a later membership known: left as "
			    "it is");
		return OK;
	}
	rc = db_prepare(im->app->db, SQL_MEMBERSHIP_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app_id(im->app));
	bind_int(q, "doctor_id", m->doctor_id);
	bind_int(q, "organisation_id", m->org);
	bind_id(q, "section_id", m->section);
	bind_period(q, m->valid);
	bind_int(q, "now", im->app->now_us);
	return stmt_finish(q, changed, err);
}

static enum rc membership_set(struct import *im, int64_t id,
			      const struct membership *m, int64_t *changed,
			      struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(im->app->db, SQL_MEMBERSHIP_SET, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_id(q, "section_id", m->section);
	bind_date(q, "valid_to", m->valid.to);
	bind_int(q, "now", im->app->now_us);
	return stmt_finish(q, changed, err);
}

static enum rc put_membership(struct import *im, const struct membership *m,
			      const struct line *l, int64_t *changed,
			      struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(im->app->db, SQL_MEMBERSHIP_SAME, &q, err);
	if (rc)
		return rc;
	bind_int(q, "doctor_id", m->doctor_id);
	bind_int(q, "organisation_id", m->org);
	bind_date(q, "valid_from", m->valid.from);
	rc = stmt_one(q, err);
	int64_t id = rc ? 0 : col_int(q, 0);
	bool same = !rc && col_int(q, 1) == m->section &&
		    same_day(col_end(q, 2), m->valid.to);
	stmt_close(q);
	if (rc == E_NOT_FOUND)
		return membership_insert(im, m, l, changed, err);
	return rc || same ? rc : membership_set(im, id, m, changed, err);
}

/* A doctor that belongs nowhere any more left on the day before the work. */
static enum rc leave_all(struct import *im, int64_t doctor_id, int64_t *changed,
			 struct err *err)
{
	struct date yesterday = date_add(im->app->today, -1);
	struct entry e = {.kind = REGISTER_DOCTOR,
			  .subject_kind = "doctor",
			  .subject_id = doctor_id};
	enum rc rc =
		membership_end_before(im, doctor_id, yesterday, changed, err);
	return rc ? rc : register_end(im->app, &e, yesterday, changed, err);
}

/* The manager and section that a doctor's row names; *ok false when there is
 * no such manager. */
static enum rc find_manager(struct import *im, const struct doctor_row *d,
			    const struct line *l, struct membership *m,
			    bool *ok, struct err *err)
{
	struct known_section k = {0};
	struct section_row s = {.code = d->section};
	enum rc rc = people_organisation(im, d->cooperative, &m->org, err);
	if (rc)
		return rc;
	*ok = m->org != 0;
	if (!*ok) {
		people_reject(l, "cooperative_code", d->cooperative,
			      "no such cooperative in cooperative.csv");
		return OK;
	}
	if (!d->section.len)
		return OK;
	rc = people_section(im, m->org, &s, &k, err);
	m->section = k.id;
	if (!rc && !k.id)
		people_warn(l, "section_code", d->section,
			    "no such section of that cooperative: left out");
	return rc;
}

static enum rc put_adhering(struct import *im, const struct doctor_row *d,
			    const struct line *l, const struct membership *m,
			    int64_t *changed, struct err *err)
{
	struct entry e = {REGISTER_DOCTOR, "doctor",          m->doctor_id,
			  d->ats,          STR("doctor.csv"), d->adhering};
	enum rc rc = put_membership(im, m, l, changed, err);
	return rc ? rc : register_put(im->app, &e, changed, err);
}

enum rc people_import_doctor(struct import *im, const struct line *l,
			     struct err *err)
{
	struct doctor_row d;
	struct stmt *q = NULL;
	bool fresh = false;
	if (!row_doctor(l->row, &d)) {
		l->count->rejected++;
		return OK;
	}
	enum rc rc = people_new_key(im, l, d.gp_code, &fresh, err);
	if (rc || !fresh)
		return rc;
	struct membership m = {.valid = d.adhering};
	bool belongs = d.cooperative.len > 0, ok = true;
	if (belongs)
		rc = find_manager(im, &d, l, &m, &ok, err);
	if (rc || !ok)
		return rc;
	rc = db_prepare(im->app->db, SQL_DOCTOR_BY_CODE, &q, err);
	if (rc)
		return rc;
	bind_str(q, "gp_code", d.gp_code);
	rc = stmt_one(q, err);
	bool is_new = rc == E_NOT_FOUND;
	bool same = !rc && same_doctor(q, &d);
	m.doctor_id = rc ? app_id(im->app) : col_int(q, 0);
	stmt_close(q);
	if (rc && !is_new)
		return rc;
	int64_t changed = !same;
	rc = same ? OK : write_doctor(im, &d, is_new, m.doctor_id, err);
	if (!rc && belongs)
		rc = put_adhering(im, &d, l, &m, &changed, err);
	else if (!rc)
		rc = leave_all(im, m.doctor_id, &changed, err);
	if (!rc && is_new)
		rc = people_remember_doctor(im, d.gp_code, m.doctor_id, err);
	people_tally(l->count, is_new, changed > 0);
	return rc;
}

enum rc app_people_manager(struct app *app, struct str code, int64_t *id,
			   struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_ORGANISATION_BY_CODE, &q, err);
	if (rc)
		return rc;
	bind_str(q, "code", code);
	rc = stmt_one(q, err);
	if (rc == E_NOT_FOUND)
		err_set(err, rc, "there is no manager \"" STR_FMT "\"",
			STR_ARG(code));
	if (!rc)
		*id = col_int(q, 0);
	stmt_close(q);
	return rc;
}
