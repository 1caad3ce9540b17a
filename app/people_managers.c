/* Managers (gestori) and their sections. */
#include "app/people_import_int.h"

/* id of an organisation, 0 when there is none */
enum rc people_organisation(struct import *im, struct str code, int64_t *id,
			    struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(im->app->db, SQL_ORGANISATION_BY_CODE, &q, err);
	if (rc)
		return rc;
	bind_str(q, "code", code);
	rc = stmt_one(q, err);
	*id = rc ? 0 : col_int(q, 0);
	stmt_close(q);
	return rc == E_NOT_FOUND ? OK : rc;
}

static void bind_cooperative(struct stmt *q, int64_t id,
			     const struct cooperative_row *c)
{
	bind_int(q, "id", id);
	bind_str(q, "kind", c->kind);
	bind_str(q, "name", c->name);
	bind_str(q, "ats", c->ats);
	bind_str(q, "municipality", c->municipality);
	bind_period(q, c->valid);
}

static bool same_cooperative(const struct stmt *q,
			     const struct cooperative_row *c)
{
	return str_eq(col_str(q, 1), c->kind) &&
	       str_eq(col_str(q, 2), c->name) &&
	       str_eq(col_str(q, 3), c->ats) &&
	       str_eq(col_str(q, 4), c->municipality) &&
	       same_day(col_date(q, 5), c->valid.from) &&
	       same_day(col_end(q, 6), c->valid.to);
}

static enum rc write_cooperative(struct import *im,
				 const struct cooperative_row *c, bool is_new,
				 int64_t id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(im->app->db,
				is_new ? SQL_ORGANISATION_INSERT
				       : SQL_ORGANISATION_UPDATE,
				&q, err);
	if (rc)
		return rc;
	bind_cooperative(q, id, c);
	if (is_new)
		bind_str(q, "code", c->code);
	return stmt_finish(q, NULL, err);
}

/* An agency, the region, a pharmacy are organisations that follow nobody. */
static bool is_manager(struct str kind)
{
	return !str_is(kind, "ATS") && !str_is(kind, "REGION") &&
	       !str_is(kind, "PHARMACY") && !str_is(kind, "PROVIDER");
}

enum rc people_import_cooperative(struct import *im, const struct line *l,
				  struct err *err)
{
	struct cooperative_row c;
	struct stmt *q = NULL;
	bool fresh = false;
	if (!row_cooperative(l->row, &c)) {
		l->count->rejected++;
		return OK;
	}
	enum rc rc = people_new_key(im, l, c.code, &fresh, err);
	if (rc || !fresh)
		return rc;
	rc = db_prepare(im->app->db, SQL_ORGANISATION_BY_CODE, &q, err);
	if (rc)
		return rc;
	bind_str(q, "code", c.code);
	rc = stmt_one(q, err);
	bool is_new = rc == E_NOT_FOUND;
	bool same = !rc && same_cooperative(q, &c);
	int64_t id = is_new || rc ? app_id(im->app) : col_int(q, 0);
	stmt_close(q);
	if (rc && !is_new)
		return rc;
	int64_t changed = !same;
	rc = same ? OK : write_cooperative(im, &c, is_new, id, err);
	struct entry e = {REGISTER_MANAGER,       "organisation", id, c.ats,
			  STR("cooperative.csv"), c.valid};
	if (!rc && is_manager(c.kind))
		rc = register_put(im->app, &e, &changed, err);
	people_tally(l->count, is_new, changed > 0);
	return rc;
}

enum rc people_section(struct import *im, int64_t org,
		       const struct section_row *s, struct known_section *out,
		       struct err *err)
{
	struct stmt *q = NULL;
	*out = (struct known_section){0};
	enum rc rc = db_prepare(im->app->db, SQL_SECTION_BY_CODE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "organisation_id", org);
	bind_str(q, "code", s->code);
	rc = stmt_one(q, err);
	if (!rc)
		*out = (struct known_section){
			.id = col_int(q, 0),
			.coordinator = col_int(q, 2),
			.same_name = str_eq(col_str(q, 1), s->name)};
	stmt_close(q);
	return rc == E_NOT_FOUND ? OK : rc;
}

static enum rc write_section(struct import *im, const struct section_row *s,
			     int64_t org, int64_t id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(im->app->db,
				id ? SQL_SECTION_RENAME : SQL_SECTION_INSERT,
				&q, err);
	if (rc)
		return rc;
	bind_str(q, "name", s->name);
	bind_int(q, "id", id ? id : app_id(im->app));
	if (!id) {
		bind_str(q, "code", s->code);
		bind_int(q, "organisation_id", org);
	}
	return stmt_finish(q, NULL, err);
}

enum rc people_import_section(struct import *im, const struct line *l,
			      struct err *err)
{
	struct section_row s;
	struct known_section k;
	int64_t org = 0;
	if (!row_section(l->row, &s)) {
		l->count->rejected++;
		return OK;
	}
	enum rc rc = people_organisation(im, s.cooperative, &org, err);
	if (rc)
		return rc;
	if (!org) {
		people_reject(l, "cooperative_code", s.cooperative,
			      "no such cooperative in cooperative.csv");
		return OK;
	}
	rc = people_section(im, org, &s, &k, err);
	if (rc || (k.id && k.same_name))
		return rc;
	people_tally(l->count, !k.id, true);
	return write_section(im, &s, org, k.id, err);
}

/* Second reading of section.csv, when the doctors are known. */
enum rc people_import_coordinator(struct import *im, const struct line *l,
				  struct err *err)
{
	struct section_row s;
	struct known_section k = {0};
	struct stmt *q = NULL;
	int64_t org = 0;
	if (!row_section(l->row, &s))
		return OK; /* told at the first reading */
	int64_t coordinator = people_doctor(im, s.coordinator);
	enum rc rc = people_organisation(im, s.cooperative, &org, err);
	if (!rc && org)
		rc = people_section(im, org, &s, &k, err);
	if (rc || !k.id)
		return rc;
	if (s.coordinator.len && !coordinator)
		people_warn(l, "coordinator_gp", s.coordinator,
			    "no such doctor: the section has no coordinator");
	if (k.coordinator == coordinator)
		return OK;
	rc = db_prepare(im->app->db, SQL_SECTION_COORDINATE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", k.id);
	bind_id(q, "doctor_id", coordinator);
	return stmt_finish(q, NULL, err);
}
