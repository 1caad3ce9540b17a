/* Persons, their doctor, their names. */
#include "app/people_import_int.h"

struct known_person {
	int64_t id, doctor_id; /* doctor 0: never had one */
	struct period doctor;  /* when */
	struct date death, end;
	bool same;
};

static bool same_person(const struct stmt *q, const struct person_row *p)
{
	return (!p->fiscal_code.len || str_eq(col_str(q, 1), p->fiscal_code)) &&
	       same_day(col_date(q, 2), p->birth) &&
	       str_eq(col_str(q, 3), (struct str){&p->sex, 1}) &&
	       str_eq(col_str(q, 4), p->municipality) &&
	       str_eq(col_str(q, 5), p->ats) &&
	       same_day(col_date(q, 6), p->start) &&
	       same_day(col_end(q, 7), p->end) &&
	       same_day(col_end(q, 8), p->death);
}

static enum rc find_person(struct import *im, const struct person_row *p,
			   struct known_person *out, struct err *err)
{
	struct stmt *q = NULL;
	*out = (struct known_person){0};
	enum rc rc = db_prepare(im->app->db, SQL_PEOPLE_ROW, &q, err);
	if (rc)
		return rc;
	bind_str(q, "pseudonym", p->person_id);
	rc = stmt_one(q, err);
	if (!rc)
		*out = (struct known_person){
			.id = col_int(q, 0),
			.doctor_id = col_int(q, 9),
			.doctor = {col_date(q, 10), col_end(q, 11)},
			.end = col_end(q, 7),
			.death = col_end(q, 8),
			.same = same_person(q, p)};
	stmt_close(q);
	return rc == E_NOT_FOUND ? OK : rc;
}

/* Is the fiscal code another person's? */
static enum rc code_taken(struct import *im, struct str code,
			  struct str pseudonym, bool *taken, struct err *err)
{
	struct stmt *q = NULL;
	*taken = false;
	if (!code.len)
		return OK;
	enum rc rc =
		db_prepare(im->app->db, SQL_PERSON_BY_FISCAL_CODE, &q, err);
	if (rc)
		return rc;
	bind_str(q, "fiscal_code", code);
	rc = stmt_one(q, err);
	*taken = !rc && !str_eq(col_str(q, 1), pseudonym);
	stmt_close(q);
	return rc == E_NOT_FOUND ? OK : rc;
}

static enum rc write_person(struct import *im, const struct person_row *p,
			    bool is_new, int64_t id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(im->app->db,
				is_new ? SQL_PERSON_INSERT : SQL_PERSON_UPDATE,
				&q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	if (is_new)
		bind_str(q, "pseudonym", p->person_id);
	bind_opt(q, "fiscal_code", p->fiscal_code);
	bind_date(q, "birth_date", p->birth);
	bind_str(q, "sex", (struct str){&p->sex, 1});
	bind_str(q, "municipality", p->municipality);
	bind_str(q, "ats", p->ats);
	bind_date(q, "registration_start", p->start);
	bind_date(q, "registration_end", p->end);
	bind_date(q, "death_date", p->death);
	bind_int(q, "now", im->app->now_us);
	return stmt_send(q, err);
}

struct doctor_fact {
	int64_t person_id, doctor_id;
	struct period valid;
};

static enum rc write_doctor_fact(struct import *im, enum sql id,
				 const struct doctor_fact *f, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(im->app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", f->person_id);
	bind_int(q, "doctor_id", f->doctor_id);
	bind_period(q, f->valid);
	bind_int(q, "now", im->app->now_us);
	im->sum.n_doctor_fact += id == SQL_PERSON_DOCTOR_INSERT;
	return stmt_send(q, err);
}

/* The old doctor until yesterday, the new one from today. A fact that began
 * today is corrected in place: nobody acted on it yet. */
static enum rc change_doctor(struct import *im, const struct known_person *k,
			     struct doctor_fact f, bool *changed,
			     struct err *err)
{
	struct date today = im->app->today;
	struct doctor_fact old = {f.person_id, k->doctor_id, k->doctor};
	enum rc rc = OK;
	if (k->doctor.from.days >= today.days) {
		f.valid.from = k->doctor.from;
		*changed = f.doctor_id && f.valid.to.days >= today.days;
		return *changed ? write_doctor_fact(im, SQL_PERSON_DOCTOR_SET,
						    &f, err)
				: OK;
	}
	f.valid.from = today;
	bool open = k->doctor.to.days >= today.days;
	*changed = open || f.doctor_id;
	if (open) {
		old.valid.to = date_add(today, -1);
		rc = write_doctor_fact(im, SQL_PERSON_DOCTOR_SET, &old, err);
	}
	if (rc || !f.doctor_id || f.valid.to.days < today.days)
		return rc;
	return write_doctor_fact(im, SQL_PERSON_DOCTOR_INSERT, &f, err);
}

/* Make person_doctor say what the row says: this doctor, until the person
 * leaves or dies. */
static enum rc put_doctor_fact(struct import *im, const struct person_row *p,
			       const struct known_person *k, int64_t doctor_id,
			       bool *changed, struct err *err)
{
	struct date last = p->end.days < p->death.days ? p->end : p->death;
	struct doctor_fact f = {k->id, doctor_id, {p->start, last}};
	*changed = false;
	if (k->doctor_id && k->doctor_id != doctor_id)
		return change_doctor(im, k, f, changed, err);
	if (!doctor_id || last.days < p->start.days)
		return OK;
	*changed = true;
	if (!k->doctor_id)
		return write_doctor_fact(im, SQL_PERSON_DOCTOR_INSERT, &f, err);
	f.valid.from = k->doctor.from;
	*changed =
		!same_day(k->doctor.to, last) && last.days >= f.valid.from.days;
	return *changed ? write_doctor_fact(im, SQL_PERSON_DOCTOR_SET, &f, err)
			: OK;
}

static void count_gone(struct import *im, const struct person_row *p,
		       const struct known_person *k, bool is_new)
{
	bool was_alive = is_new || k->death.days == DATE_MAX.days;
	bool was_here = is_new || k->end.days >= im->app->today.days;
	if (was_alive && p->death.days != DATE_MAX.days)
		im->sum.n_died++;
	else if (was_here && p->end.days < im->app->today.days &&
		 p->death.days == DATE_MAX.days)
		im->sum.n_moved++;
}

/* Reads and checks a row; *use false when it is rejected. */
static enum rc check_person(struct import *im, const struct line *l,
			    struct person_row *p, bool *use, struct err *err)
{
	bool taken = false;
	*use = row_person(l->row, p);
	if (!*use) {
		l->count->rejected++;
		return OK;
	}
	enum rc rc = people_new_key(im, l, p->person_id, use, err);
	if (!rc && *use)
		rc = code_taken(im, p->fiscal_code, p->person_id, &taken, err);
	if (taken) {
		people_reject(l, "fiscal_code", p->fiscal_code,
			      "this fiscal code is another person's");
		*use = false;
	}
	return rc;
}

enum rc people_import_person(struct import *im, const struct line *l,
			     struct err *err)
{
	struct person_row p;
	struct known_person k;
	bool use = false, moved = false;
	enum rc rc = check_person(im, l, &p, &use, err);
	if (rc || !use)
		return rc;
	int64_t doctor = people_doctor(im, p.gp_code);
	if (p.gp_code.len && !doctor) {
		im->sum.n_unknown_doctor++;
		people_warn(l, "gp_code", p.gp_code,
			    "no such doctor: the person is kept without one");
	}
	rc = find_person(im, &p, &k, err);
	if (rc)
		return rc;
	bool is_new = !k.id;
	if (is_new)
		k.id = app_id(im->app);
	count_gone(im, &p, &k, is_new);
	if (is_new || !k.same)
		rc = write_person(im, &p, is_new, k.id, err);
	if (!rc)
		rc = put_doctor_fact(im, &p, &k, doctor, &moved, err);
	people_tally(l->count, is_new, !k.same || moved);
	return rc;
}

static bool same_names(const struct stmt *q, const struct identity_row *p)
{
	return (!p->fiscal_code.len || str_eq(col_str(q, 1), p->fiscal_code)) &&
	       str_eq(col_str(q, 2), p->last_name) &&
	       str_eq(col_str(q, 3), p->first_name) &&
	       (!col_null(q, 8) || (str_eq(col_str(q, 4), p->phone) &&
				    str_eq(col_str(q, 5), p->email)));
}

static void compare_names(const struct line *l, const struct stmt *q,
			  const struct identity_row *p)
{
	struct fiscal_code f;
	struct str sex = col_str(q, 7);
	if (!p->fiscal_code.len || !sex.len ||
	    fiscal_code_parse(p->fiscal_code, &f, NULL))
		return;
	const char *cause = fiscal_code_differs(&f, col_date(q, 6), sex.ptr[0]);
	if (cause)
		people_warn(l, "fiscal_code", p->fiscal_code, cause);
}

static enum rc write_names(struct import *im, const struct line *l,
			   const struct identity_row *p, int64_t id,
			   struct err *err)
{
	struct stmt *q = NULL;
	bool taken = false;
	enum rc rc = code_taken(im, p->fiscal_code, p->person_id, &taken, err);
	if (rc)
		return rc;
	if (taken) {
		people_reject(l, "fiscal_code", p->fiscal_code,
			      "this fiscal code is another person's");
		return OK;
	}
	rc = db_prepare(im->app->db, SQL_PERSON_SET_NAMES, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_opt(q, "fiscal_code", p->fiscal_code);
	bind_opt(q, "last_name", p->last_name);
	bind_opt(q, "first_name", p->first_name);
	bind_opt(q, "phone", p->phone);
	bind_opt(q, "email", p->email);
	bind_int(q, "now", im->app->now_us);
	l->count->changed++;
	return stmt_send(q, err);
}

enum rc people_import_identity(struct import *im, const struct line *l,
			       struct err *err)
{
	struct identity_row p;
	struct stmt *q = NULL;
	bool fresh = false;
	if (!row_identity(l->row, &p)) {
		l->count->rejected++;
		return OK;
	}
	enum rc rc = people_new_key(im, l, p.person_id, &fresh, err);
	if (rc || !fresh)
		return rc;
	rc = db_prepare(im->app->db, SQL_PERSON_NAMES, &q, err);
	if (rc)
		return rc;
	bind_str(q, "pseudonym", p.person_id);
	rc = stmt_one(q, err);
	int64_t id = rc ? 0 : col_int(q, 0);
	bool same = !rc && same_names(q, &p);
	if (!rc && !same)
		compare_names(l, q, &p);
	stmt_close(q);
	if (rc == E_NOT_FOUND) {
		people_reject(l, "person_id", p.person_id,
			      "no such person in person.csv");
		return OK;
	}
	return rc || same ? rc : write_names(im, l, &p, id, err);
}
