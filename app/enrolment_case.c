/* What the form of taking in shows: may the person come in, with whom. */
#include "app/enrolment_int.h"

#define MAX_ASST 1000u

static enum rc read_parties(struct app *app, const struct candidate *c,
			    struct arena *a, struct enrol_case *out,
			    struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_ENROL_CASE_PARTIES, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", c->person_id);
	bind_id(q, "doctor_id", c->doctor_id);
	bind_id(q, "organisation_id", c->org_id);
	rc = stmt_step(q, &row, err);
	if (!rc && row) {
		out->doctor_last = col_text(q, 0, a);
		out->doctor_first = col_text(q, 1, a);
		out->manager_name = col_text(q, 2, a);
		out->has_plan = col_int(q, 3) > 0;
	}
	stmt_close(q);
	return rc;
}

static enum rc read_asst(struct app *app, struct arena *a,
			 struct enrol_case *out, struct err *err)
{
	struct stmt *q = NULL;
	bool row = true;
	size_t cap = 0;
	struct enrol_manager_choice *list = NULL;
	enum rc rc = db_prepare(app->db, SQL_ENROL_ASST, &q, err);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		rc = array_grow(&list, &cap, out->n_asst + 1, sizeof(*list),
				MAX_ASST, err);
		if (!rc)
			list[out->n_asst++] = (struct enrol_manager_choice){
				col_text(q, 0, a), col_text(q, 1, a)};
	}
	stmt_close(q);
	out->asst =
		arena_array(a, struct enrol_manager_choice, out->n_asst + 1);
	if (!rc && !out->asst)
		rc = arena_fail(a, err);
	if (!rc && out->n_asst)
		memcpy(out->asst, list, out->n_asst * sizeof(*list));
	free(list);
	return rc;
}

static void take(const struct candidate *c, enum enrol_hold hold,
		 struct enrol_case *out)
{
	out->hold = hold;
	out->hold_words = hold ? enrol_why_msg(c, hold) : 0;
	out->way = c->f.way;
	out->level = c->f.level;
	out->has_contact = c->f.has_contact;
	out->live = c->live_id != 0;
	out->state = c->live_state;
	out->gp_code = c->gp_code;
	out->manager = c->manager;
	out->main_condition = c->main_condition;
	out->doctor_id = c->doctor_id;
}

/* The doctor of the enrolment alive; 0 without one. */
static enum rc read_live(struct app *app, int64_t person_id,
			 struct enrol_case *out, struct err *err)
{
	struct enrol_work w;
	enrol_work_init(&w, app, person_id, app->today);
	enum rc rc = enrol_load(&w, err);
	if (!rc && w.live.id)
		out->live_doctor_id = w.live.doctor_id;
	enrol_work_release(&w);
	return rc;
}

enum rc app_enrol_case(struct app *app, int64_t person_id, struct arena *a,
		       struct enrol_case *out, struct err *err)
{
	struct enrol_case x = {0};
	struct candidate c;
	struct strata_used strata;
	enum enrol_hold hold = HOLD_NONE;
	enum rc rc = app_require(app, MAY_READ_PERSON, person_id, err);
	if (!rc)
		rc = enrol_strata(app, app->today, &strata, err);
	if (!rc)
		rc = enrol_candidate(app, person_id, app->today, a, &c, err);
	if (!rc)
		rc = enrol_hold_of(app, &c, app->today, false, &hold, err);
	if (rc)
		return rc;
	take(&c, hold, &x);
	x.as_of = strata.as_of;
	rc = read_parties(app, &c, a, &x, err);
	if (!rc && x.live)
		rc = read_live(app, person_id, &x, err);
	if (!rc && !x.live)
		rc = read_asst(app, a, &x, err);
	if (!rc)
		*out = x;
	return rc;
}
