/* What a signed exam says of its person, for indicators and for the plan. */
#include "app/tele_value.h"

#include "app/person_view_int.h"
#include "app/tele_spiro.h"

static enum rc put_value(struct app *app, const struct tele_case *c,
			 int64_t report_id, struct str name, int64_t milli,
			 struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_TELE_VALUE_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "report_id", report_id);
	bind_int(q, "person_id", c->person_id);
	bind_int(q, "exam_id", c->id);
	bind_str(q, "name", name);
	bind_int(q, "value_milli", milli);
	bind_date(q, "on_date", c->taken_on);
	return stmt_finish(q, NULL, err);
}

/* Yes or no to what the plan asks: what the reader stated, not the program. */
static enum rc stated_values(struct app *app, const struct tele_case *c,
			     const struct tele_report *r, struct err *err)
{
	static const struct {
		const char *code, *or_code, *name;
		enum tele_kind kind;
		const char *no_code; /* NULL: not stated is no */
	} asked[] = {
		{"AFIB", "AFIB", "af", TELE_ECG, NULL},
		{"LVH", "LVH", "lvh", TELE_ECG, NULL},
		{"SPOBS", "SPMIX", "obstruction", TELE_SPIROMETRY, NULL},
		/* without the test there is neither yes nor no */
		{"SPBDR", "SPBDR", "bdr", TELE_SPIROMETRY, "SPNOBDR"},
	};
	enum rc rc = OK;
	for (size_t i = 0; i < countof(asked) && !rc; i++) {
		bool yes = false, no = !asked[i].no_code;
		if (asked[i].kind != c->kind)
			continue;
		for (size_t k = 0; k < r->n_said; k++)
			yes = yes || str_is(r->said[k].code, asked[i].code) ||
			      str_is(r->said[k].code, asked[i].or_code);
		for (size_t k = 0; k < r->n_said && !no; k++)
			no = str_is(r->said[k].code, asked[i].no_code);
		if (yes || no)
			rc = put_value(app, c, r->id, str_from(asked[i].name),
				       yes ? 1000 : 0, err);
	}
	return rc;
}

/* ---- numbers */

static bool has_ours(const struct tele_measure *m, size_t n,
		     const struct tele_measure *like)
{
	for (size_t i = 0; i < n; i++)
		if (!m[i].device && str_eq(m[i].name, like->name) &&
		    str_eq(m[i].lead, like->lead))
			return true;
	return false;
}

/* Of an ECG ours when there are any, else those of the device: the two are not
 * mixed. Of a spirometry each ours, else the device's. */
static bool counts(const struct tele_case *c, const struct tele_measure *m,
		   size_t n, size_t i)
{
	if (!m[i].device)
		return true;
	if (c->kind == TELE_SPIROMETRY)
		return !has_ours(m, n, &m[i]);
	for (size_t k = 0; k < n; k++)
		if (!m[k].device)
			return false;
	return true;
}

static enum rc put_measure(struct app *app, const struct tele_case *c,
			   int64_t report_id, const struct tele_measure *m,
			   struct arena *a, struct err *err)
{
	struct str name = m->name;
	if (str_is(m->lead, "post"))
		name = arena_printf(a, STR_FMT "_post", STR_ARG(name));
	else if (m->lead.len) /* of one lead alone: no value of the person */
		return OK;
	return name.ptr
		       ? put_value(app, c, report_id, name, m->value_milli, err)
		       : arena_fail(a, err);
}

/* Grades as numbers: A 1 ... F 7. */
static enum rc grade_values(struct app *app, const struct tele_case *c,
			    int64_t report_id, struct err *err)
{
	static const char *const name[N_SPIRO_PHASE][2] = {
		{"FEV1_grade", "FVC_grade"},
		{"FEV1_grade_post", "FVC_grade_post"}};
	char grade[N_SPIRO_PHASE][2] = {{0}};
	enum rc rc = tele_spiro_grades(app, c->id, grade, err);
	for (int p = 0; p < N_SPIRO_PHASE; p++)
		for (int i = 0; i < 2 && !rc; i++)
			if (grade[p][i])
				rc = put_value(
					app, c, report_id, str_from(name[p][i]),
					spiro_grade_rank(grade[p][i]) * 1000,
					err);
	return rc;
}

static enum rc measured_values(struct app *app, const struct tele_case *c,
			       const struct tele_report *r, struct arena *a,
			       struct err *err)
{
	struct tele_measure *m = NULL;
	size_t n = 0;
	enum rc rc = tele_measures_load(app, c->id, a, &m, &n, err);
	for (size_t i = 0; i < n && !rc; i++)
		if (counts(c, m, n, i))
			rc = put_measure(app, c, r->id, &m[i], a, err);
	if (!rc && c->kind == TELE_SPIROMETRY)
		rc = grade_values(app, c, r->id, err);
	return rc;
}

enum rc tele_values_keep(struct app *app, const struct tele_case *c,
			 const struct tele_report *r, struct arena *a,
			 struct err *err)
{
	enum rc rc = stated_values(app, c, r, err);
	if (rc || str_is(r->agrees, "no"))
		return rc;
	return measured_values(app, c, r, a, err);
}

/* ---- read */

enum { VALUES_MOST = 2000 };

static enum rc value_row(const struct stmt *q, void *row, void *ctx,
			 struct err *err)
{
	struct arena *a = ctx;
	struct tele_value *v = row;
	(void)err;
	*v = (struct tele_value){.name = col_text(q, 0, a),
				 .value_milli = col_int(q, 1),
				 .on = col_date(q, 2),
				 .exam_id = col_int(q, 3),
				 .report_version = (int)col_int(q, 5),
				 .signed_us = col_int(q, 6),
				 .signed_name = col_text(q, 7, a),
				 .reference = col_text(q, 8, a)};
	if (!tele_kind_parse(col_str(q, 4), &v->kind))
		v->kind = N_TELE_KIND;
	return OK;
}

/* Of rows that stand latest first, the first of each name. */
static size_t latest(struct tele_value *v, size_t n)
{
	size_t kept = 0;
	for (size_t i = 0; i < n; i++) {
		size_t k = 0;
		while (k < kept && !str_eq(v[k].name, v[i].name))
			k++;
		if (k == kept)
			v[kept++] = v[i];
	}
	return kept;
}

enum rc app_tele_values(struct app *app, int64_t person_id, struct arena *a,
			struct tele_value **list, size_t *n, struct err *err)
{
	struct stmt *q = NULL;
	const struct audit_event look = {.action = "tele.values",
					 .entity = "person",
					 .entity_id = person_id,
					 .person_id = person_id,
					 .detail = STR("{}")};
	*list = NULL;
	*n = 0;
	enum rc rc = app_require(app, MAY_READ_PERSON, person_id, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_TELE_VALUES_OF, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	rc = person_rows(q, sizeof(**list), VALUES_MOST, value_row, a, a, list,
			 n, err);
	if (rc)
		return rc;
	*n = latest(*list, *n);
	return audit_look(app, &look, err);
}
