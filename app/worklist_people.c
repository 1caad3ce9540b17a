/* The people of a doctor, read: most of the cost of a list (1,600 patients to
 * find 600 chronic ones), so worklist_kept.c keeps them. */
#include "app/enrolment_int.h"
#include "app/worklist_int.h"

#define PEOPLE_ARENA (16u << 20) /* WORKLIST_PEOPLE_MOST of 160 bytes */

void work_people_free(struct work_people *p)
{
	if (!p)
		return;
	arena_release(&p->arena);
	free(p->list);
	free(p->laid);
	free(p);
}

static struct period entry_of(const struct stmt *q, int i)
{
	if (col_null(q, i))
		return PERIOD_NEVER;
	return (struct period){col_date(q, i), col_end(q, i + 1)};
}

static void take_doctor(const struct stmt *q, struct work_people *p)
{
	p->gp_code = col_text(q, 0, &p->arena);
	p->last_name = col_text(q, 1, &p->arena);
	p->first_name = col_text(q, 2, &p->arena);
	p->org_id = col_int(q, 3);
	p->way = way_of_member(col_str(q, 5));
	p->adherence = (struct adherence){.member = entry_of(q, 6),
					  .doctor = entry_of(q, 8),
					  .manager = entry_of(q, 10)};
	p->gap = adherence_on(&p->adherence, p->on);
}

/* Registers of several agencies give several rows: the one in which the doctor
 * adheres counts. */
static enum rc read_doctor(struct app *app, struct work_people *p,
			   struct err *err)
{
	struct stmt *q = NULL;
	bool row = true;
	size_t n = 0;
	enum rc rc = db_prepare(app->db, SQL_WORKLIST_DOCTOR, &q, err);
	if (rc)
		return rc;
	bind_int(q, "doctor_id", p->doctor_id);
	bind_date(q, "on_date", p->on);
	while (!(rc = stmt_step(q, &row, err)) && row)
		if (!n++ || p->gap != ADHERES)
			take_doctor(q, p);
	stmt_close(q);
	if (!rc && !n)
		rc = err_set(err, E_NOT_FOUND, "there is no doctor %" PRId64,
			     p->doctor_id);
	return rc;
}

static void take_person(const struct stmt *q, struct arena *a,
			struct work_person *w)
{
	struct str sex = col_str(q, 6);
	enum enrol_state state =
		col_null(q, 18) ? ENROL_ENDED : enrol_state_of(col_str(q, 18));
	*w = (struct work_person){
		.person_id = col_int(q, 0),
		.pseudonym = col_text(q, 1, a),
		.fiscal_code = col_text(q, 2, a),
		.last_name = col_text(q, 3, a),
		.first_name = col_text(q, 4, a),
		.birth = col_date(q, 5),
		.sex = sex.len ? sex.ptr[0] : 'U',
		.ats = col_text(q, 7, a),
		.registered_from = col_date(q, 8),
		.registered_to = col_end(q, 9),
		.death = col_end(q, 10),
		.has_contact = col_int(q, 11) == 1,
		.registered = col_int(q, 12) == 1,
		.level = (int)col_int(q, 13),
		.cluster = col_text(q, 14, a),
		.condition = col_text(q, 15, a),
		.charlson = (int)col_int(q, 16),
		.mcs = (int)col_int(q, 17),
		.elsewhere = enrol_is_live(state),
		.elsewhere_live = enrol_is_live(state) && state > ENROL_INVITED,
	};
}

static enum rc read_people(struct app *app, enum sql id, struct work_people *p,
			   struct err *err)
{
	struct stmt *q = NULL;
	bool row = true;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, "doctor_id", p->doctor_id);
	bind_int(q, "run_id", p->run_id);
	bind_date(q, "on_date", p->on);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&p->list, &p->cap, p->n + 1, sizeof(*p->list),
				WORKLIST_PEOPLE_MOST, err);
		if (rc)
			break;
		take_person(q, &p->arena, &p->list[p->n++]);
		if (!p->list[p->n - 1].last_name.ptr) {
			rc = arena_fail(&p->arena, err);
			break;
		}
	}
	stmt_close(q);
	return rc;
}

static int by_person(const void *x, const void *y)
{
	int64_t a = ((const struct work_person *)x)->person_id;
	int64_t b = ((const struct work_person *)y)->person_id;
	return (a > b) - (a < b);
}

static enum rc count_places(struct app *app, int64_t org_id, int64_t *n,
			    struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_ENROL_MANAGER_COUNT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "organisation_id", org_id);
	rc = stmt_one(q, err);
	if (!rc)
		*n = col_int(q, 0);
	stmt_close(q);
	return rc;
}

/* A list only shows who finds no place; whoever enrols counts again. */
static enum rc read_places(struct app *app, struct work_people *p,
			   struct err *err)
{
	if (!p->org_id || kept_places(app, p->org_id, &p->n_in_manager))
		return OK;
	enum rc rc = count_places(app, p->org_id, &p->n_in_manager, err);
	if (!rc)
		keep_places(app, p->org_id, p->n_in_manager);
	return rc;
}

static enum rc read_all(struct app *app, struct work_people *p, struct err *err)
{
	struct strata_used strata;
	enum rc rc = read_doctor(app, p, err);
	if (!rc)
		rc = enrol_strata(app, p->on, &strata, err);
	if (rc)
		return rc;
	p->run_id = strata.run_id;
	p->as_of = strata.as_of;
	rc = read_people(app, SQL_WORKLIST_PEOPLE, p, err);
	if (!rc)
		rc = read_people(app, SQL_WORKLIST_OTHERS, p, err);
	if (!rc)
		rc = read_places(app, p, err);
	if (!rc && p->n)
		qsort(p->list, p->n, sizeof(*p->list), by_person);
	return rc;
}

enum rc work_people_read(struct app *app, int64_t doctor_id,
			 struct work_people **out, struct err *err)
{
	struct work_people *p = calloc(1, sizeof(*p));
	if (!p)
		return err_set(err, E_NOMEM, "no memory for a work list");
	arena_init(&p->arena, PEOPLE_ARENA);
	p->doctor_id = doctor_id;
	p->read_us = app->now_us;
	p->on = app->today;
	p->gap = GAP_NO_MANAGER;
	enum rc rc = read_all(app, p, err);
	if (rc)
		work_people_free(p);
	else
		*out = p;
	return rc;
}
