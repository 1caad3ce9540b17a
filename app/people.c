#include "app/people.h"

#include "app/bind.h"

/* ---- one person ---- */

static struct str full_name(struct arena *a, struct str last, struct str first)
{
	if (!last.len && !first.len)
		return STR("");
	return arena_printf(a, STR_FMT "%s" STR_FMT, STR_ARG(last),
			    last.len && first.len ? " " : "", STR_ARG(first));
}

static struct str municipality_name(const struct app *app, struct str istat)
{
	int i = app->kn ? kn_municipality_index(app->kn, istat) : -1;
	return i < 0 ? STR("") : app->kn->municipalities[i].name;
}

static char first_char(struct str s)
{
	return s.len ? s.ptr[0] : 'U';
}

static void view_of(const struct app *app, const struct stmt *q,
		    struct arena *a, struct person_view *v)
{
	*v = (struct person_view){
		.id = col_int(q, 0),
		.pseudonym = col_text(q, 1, a),
		.fiscal_code = col_text(q, 2, a),
		.last_name = col_text(q, 3, a),
		.first_name = col_text(q, 4, a),
		.birth = col_date(q, 5),
		.sex = first_char(col_str(q, 6)),
		.municipality = col_text(q, 7, a),
		.ats = col_text(q, 8, a),
		.phone = col_text(q, 9, a),
		.email = col_text(q, 10, a),
		.registered_from = col_date(q, 11),
		.registered_to = col_end(q, 12),
		.death = col_end(q, 13),
		.doctor_id = col_int(q, 14),
		.gp_code = col_text(q, 15, a),
		.doctor_name = full_name(a, col_str(q, 16), col_str(q, 17)),
		.doctor_since = col_date(q, 18),
	};
	v->municipality_name = municipality_name(app, v->municipality);
}

static enum rc read_person(struct app *app, struct str who, struct arena *a,
			   struct person_view *out, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_PEOPLE_PERSON, &q, err);
	if (rc)
		return rc;
	bind_str(q, "word", who);
	bind_date(q, "on_date", app->today);
	rc = stmt_one(q, err);
	if (rc == E_NOT_FOUND)
		rc = err_set(err, rc,
			     "there is no person \"" STR_FMT
			     "\": give a person_id of the flows or a fiscal "
			     "code",
			     STR_ARG(who));
	else if (!rc)
		view_of(app, q, a, out);
	stmt_close(q);
	return rc;
}

static enum rc leave_look(struct app *app, const char *action,
			  int64_t person_id, struct err *err)
{
	struct audit_event e = {.action = action,
				.entity = "person",
				.entity_id = person_id,
				.person_id = person_id,
				.detail = STR("{}")};
	return audit_look(app, &e, err);
}

enum rc app_people_show(struct app *app, struct str who, struct arena *a,
			struct person_view *out, struct err *err)
{
	struct person_view v;
	enum rc rc = read_person(app, who, a, &v, err);
	if (!rc)
		rc = app_require(app, MAY_READ_PERSON, v.id, err);
	if (!rc)
		rc = leave_look(app, "people.show", v.id, err);
	if (!rc)
		*out = v;
	return rc;
}

enum rc app_people_id(struct app *app, struct str who, int64_t *id,
		      struct err *err)
{
	struct arena a;
	struct person_view v;
	arena_init(&a, 1u << 16); /* one person's texts */
	enum rc rc = read_person(app, who, &a, &v, err);
	if (!rc)
		*id = v.id;
	arena_release(&a);
	return rc;
}

/* ---- search ---- */

#define FIND_MAX_BYTES 60

struct spelling { /* of a name, with the end of its range */
	char text[FIND_MAX_BYTES + 1], end[FIND_MAX_BYTES + 2];
	size_t len;
};

static char upper(char c)
{
	return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

/* As it is, "Rossi", "ROSSI". A name that starts with the text sorts from it
 * to the text followed by the last of the ASCII characters and beyond. */
static void spell(struct spelling *s, struct str text, int how)
{
	s->len = text.len;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.ptr[i];
		bool begins = i == 0 || text.ptr[i - 1] == ' ' ||
			      text.ptr[i - 1] == '\'';
		s->text[i] = how == 2             ? upper(c)
			     : how == 1 && begins ? upper(c)
			     : how == 1           ? lower(c)
						  : c;
	}
	memcpy(s->end, s->text, s->len);
	s->end[s->len] = 0x7f; /* after every letter, accented ones excepted */
}

static void bind_spellings(struct stmt *q, struct str text)
{
	static const char *const name[] = {"as_is", "title", "upper"};
	static const char *const end[] = {"as_is_end", "title_end",
					  "upper_end"};
	for (int how = 0; how < 3; how++) {
		struct spelling s;
		spell(&s, text, how);
		bind_str(q, name[how], (struct str){s.text, s.len});
		bind_str(q, end[how], (struct str){s.end, s.len + 1});
	}
}

static void found_of(const struct stmt *q, struct arena *a,
		     struct person_view *v)
{
	*v = (struct person_view){.id = col_int(q, 0),
				  .pseudonym = col_text(q, 1, a),
				  .fiscal_code = col_text(q, 2, a),
				  .last_name = col_text(q, 3, a),
				  .first_name = col_text(q, 4, a),
				  .birth = col_date(q, 5),
				  .sex = first_char(col_str(q, 6))};
}

static enum rc read_found(struct app *app, struct str text, struct arena *a,
			  struct person_view *list, size_t *n, struct err *err)
{
	struct stmt *q = NULL;
	bool row = true;
	enum rc rc = db_prepare(app->db, SQL_PEOPLE_FIND, &q, err);
	if (rc)
		return rc;
	bind_str(q, "word", text);
	bind_spellings(q, text);
	bind_int(q, "most", PEOPLE_FIND_MOST);
	while (*n < PEOPLE_FIND_MOST && !(rc = stmt_step(q, &row, err)) && row)
		found_of(q, a, &list[(*n)++]);
	stmt_close(q);
	return rc;
}

/* Keeps those the actor may read; others are as if not there. */
static size_t keep_allowed(struct app *app, struct person_view *list, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++)
		if (!app_require(app, MAY_READ_PERSON, list[i].id, NULL))
			list[kept++] = list[i];
	return kept;
}

enum rc app_people_find(struct app *app, struct str text, struct arena *a,
			struct person_view **list, size_t *n, struct err *err)
{
	size_t found = 0;
	struct person_view *v =
		arena_array(a, struct person_view, PEOPLE_FIND_MOST);
	text = str_trim(text);
	if (!v)
		return arena_fail(a, err);
	if (text.len < 2 || text.len > FIND_MAX_BYTES)
		return err_set(err, E_RANGE,
			       "a search needs 2 to %d characters",
			       FIND_MAX_BYTES);
	enum rc rc = app_require(app, MAY_READ_LISTS, 0, err);
	if (!rc)
		rc = read_found(app, text, a, v, &found, err);
	if (!rc) {
		found = keep_allowed(app, v, found);
		rc = leave_look(app, "people.find", 0, err);
	}
	if (rc)
		return rc;
	*list = v;
	*n = found;
	return OK;
}

/* ---- doctors ---- */

#define MAX_DOCTORS 100000u /* a region has some 8,000 */

static struct period col_period(const struct stmt *q, int i)
{
	if (col_null(q, i))
		return PERIOD_NEVER;
	return (struct period){col_date(q, i), col_end(q, i + 1)};
}

static void doctor_view_of(const struct app *app, const struct stmt *q,
			   struct arena *a, struct doctor_view *v)
{
	struct adherence ad = {.member = col_period(q, 10),
			       .doctor = col_period(q, 12),
			       .manager = col_period(q, 14)};
	*v = (struct doctor_view){
		.id = col_int(q, 0),
		.gp_code = col_text(q, 1, a),
		.last_name = col_text(q, 2, a),
		.first_name = col_text(q, 3, a),
		.kind = col_text(q, 4, a),
		.ats = col_text(q, 5, a),
		.max_patients = col_int(q, 6),
		.n_patient = col_int(q, 7),
		.manager_code = col_text(q, 8, a),
		.manager_name = col_text(q, 9, a),
		.n_chronic = -1,
		.gap = adherence_on(&ad, app->today),
	};
}

struct doctors {
	struct doctor_view *list; /* malloc */
	size_t n, cap;
};

/* Entries of several agencies give a doctor several rows: the best counts. */
static enum rc add_doctor(struct doctors *d, const struct doctor_view *v,
			  struct err *err)
{
	struct doctor_view *last = d->n ? &d->list[d->n - 1] : NULL;
	if (last && last->id == v->id) {
		if (v->gap == ADHERES)
			*last = *v;
		return OK;
	}
	enum rc rc = array_grow(&d->list, &d->cap, d->n + 1, sizeof(*d->list),
				MAX_DOCTORS, err);
	if (!rc)
		d->list[d->n++] = *v;
	return rc;
}

static enum rc read_doctors(struct app *app, struct arena *a, struct doctors *d,
			    struct err *err)
{
	struct stmt *q = NULL;
	bool row = true;
	enum rc rc = db_prepare(app->db, SQL_PEOPLE_DOCTORS, &q, err);
	if (rc)
		return rc;
	bind_date(q, "on_date", app->today);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		struct doctor_view v;
		doctor_view_of(app, q, a, &v);
		rc = add_doctor(d, &v, err);
	}
	stmt_close(q);
	return rc;
}

/* ---- chronic people of each doctor ---- */

/* The stratification in force on the day; 0 when there is none. */
static enum rc latest_run(struct app *app, int64_t *run_id, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	*run_id = 0;
	enum rc rc = db_prepare(app->db, SQL_ENROL_LATEST_RUN, &q, err);
	if (rc)
		return rc;
	bind_date(q, "on_date", app->today);
	rc = stmt_step(q, &row, err);
	if (!rc && row)
		*run_id = col_int(q, 0);
	stmt_close(q);
	return rc;
}

static void set_chronic(struct doctors *d, int64_t doctor_id, int64_t n)
{
	for (size_t i = 0; i < d->n; i++)
		if (d->list[i].id == doctor_id)
			d->list[i].n_chronic = n;
}

static enum rc read_chronic(struct app *app, struct doctors *d, struct err *err)
{
	struct stmt *q = NULL;
	int64_t run_id;
	bool row = true;
	enum rc rc = latest_run(app, &run_id, err);
	if (rc || !run_id)
		return rc;
	for (size_t i = 0; i < d->n; i++)
		d->list[i].n_chronic = 0;
	rc = db_prepare(app->db, SQL_PEOPLE_CHRONIC, &q, err);
	if (rc)
		return rc;
	bind_int(q, "run_id", run_id);
	bind_date(q, "on_date", app->today);
	while (!(rc = stmt_step(q, &row, err)) && row)
		set_chronic(d, col_int(q, 0), col_int(q, 1));
	stmt_close(q);
	return rc;
}

enum rc app_people_doctors(struct app *app, struct arena *a,
			   struct doctor_view **list, size_t *n,
			   struct err *err)
{
	struct doctors d = {0};
	enum rc rc = app_require(app, MAY_READ_LISTS, 0, err);
	if (!rc)
		rc = read_doctors(app, a, &d, err);
	if (!rc)
		rc = read_chronic(app, &d, err);
	struct doctor_view *copy =
		rc ? NULL : arena_array(a, struct doctor_view, d.n + 1);
	if (!rc && !copy)
		rc = arena_fail(a, err);
	if (!rc) {
		if (d.n)
			memcpy(copy, d.list, d.n * sizeof(*copy));
		*list = copy;
		*n = d.n;
	}
	free(d.list);
	return rc;
}
