/* Enrolments, pacts and plans of today, laid over the people of a doctor. Both
 * sides come sorted by person, so laying over is one walk.
 */
#include "app/worklist_int.h"

static void row_of(const struct work_person *w, struct date today,
		   struct worklist_row *r)
{
	*r = (struct worklist_row){
		.person_id = w->person_id,
		.pseudonym = w->pseudonym,
		.fiscal_code = w->fiscal_code,
		.last_name = w->last_name,
		.first_name = w->first_name,
		.main_condition = w->condition,
		.main_cluster = w->cluster,
		.birth = w->birth,
		.sex = w->sex,
		.age = date_age(w->birth, today),
		.level = w->level,
		.charlson = w->charlson,
		.mcs = w->mcs,
		.has_contact = w->has_contact,
		.registered = w->registered,
		.active_from = DATE_NONE,
		.pact_to = DATE_NONE,
		.by = DATE_NONE,
	};
}

/* Forward to the row of a person, or NULL; *at moves on. */
static struct worklist_row *seek(const struct work_set *s, size_t *at,
				 int64_t person_id)
{
	while (*at < s->n && s->rows[*at].person_id < person_id)
		++*at;
	return *at < s->n && s->rows[*at].person_id == person_id ? &s->rows[*at]
								 : NULL;
}

/* ---- enrolments ---- */

static void take_enrolment(const struct stmt *q, struct worklist_row *r)
{
	r->enrolment_id = col_int(q, 1);
	r->state = enrol_state_of(col_str(q, 2));
	r->suspended = col_int(q, 3) == 1;
	if (!r->main_condition.len && r->level == 0)
		r->level = (int)col_int(q, 4);
	r->active_from = col_date(q, 5);
	int64_t signing = col_int(q, 6); /* 0029_worklist_pact */
	r->pact_open = signing & 1;
	r->pact_person = signing & 2;
	r->pact_doctor = signing & 4;
	r->pact_to = col_date(q, 7);
}

/* *strange: somebody is enrolled who is not among the people kept. */
static enum rc lay_enrolments(struct app *app, const struct work_set *s,
			      bool *strange, struct err *err)
{
	struct stmt *q = NULL;
	bool row = true;
	size_t at = 0;
	enum rc rc = db_prepare(app->db, SQL_WORKLIST_ENROLMENTS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "doctor_id", s->people->doctor_id);
	*strange = false;
	while (!(rc = stmt_step(q, &row, err)) && row) {
		struct worklist_row *r = seek(s, &at, col_int(q, 0));
		if (r)
			take_enrolment(q, r);
		else
			*strange = true;
	}
	stmt_close(q);
	return rc;
}

/* ---- plans ---- */

static void take_plan(const struct stmt *q, struct worklist_row *r)
{
	struct worklist_plan p = {
		.id = col_int(q, 1),
		.version = (int)col_int(q, 2),
		.renewal = str_is(col_str(q, 4), "renewal"),
		.from = col_date(q, 5),
		.to = col_date(q, 6),
		.n_finding = (int)col_int(q, 7),
		.n_alert = (int)col_int(q, 8),
	};
	if (!plan_state_parse(col_str(q, 3), &p.state))
		return;
	if (plan_is_open(p.state))
		r->open = p;
	else if (plan_in_force(p.state))
		r->force = p;
	else if (p.state == PLAN_EXPIRED)
		r->expired = p;
}

/* By person, then by first day: the latest of each kind stays. */
static enum rc lay_plans(struct app *app, const struct work_set *s, enum sql id,
			 struct err *err)
{
	struct stmt *q = NULL;
	bool row = true;
	size_t at = 0;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, "doctor_id", s->people->doctor_id);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		struct worklist_row *r = seek(s, &at, col_int(q, 0));
		if (r)
			take_plan(q, r);
	}
	stmt_close(q);
	return rc;
}

/* Somebody enrolled without any plan of this doctor: they may have one from
 * the doctor before. */
static bool someone_without(const struct work_set *s)
{
	for (size_t i = 0; i < s->n; i++) {
		const struct worklist_row *r = &s->rows[i];
		if (r->enrolment_id && !r->open.id && !r->force.id &&
		    !r->expired.id)
			return true;
	}
	return false;
}

/* ---- holds ---- */

static enum rc hold_of(struct app *app, const struct work_people *p,
		       const struct work_person *w, struct worklist_row *r,
		       struct err *err)
{
	bool invited = r->enrolment_id && r->state == ENROL_INVITED;
	struct enrol_facts f = {
		.birth = w->birth,
		.registered_from = w->registered_from,
		.registered_to = w->registered_to,
		.death = w->death,
		.level = w->level,
		.has_doctor = w->registered,
		.adherence = p->adherence,
		.way = p->way,
		.ats = w->ats,
		.n_in_manager = p->n_in_manager - (invited ? 1 : 0),
		.has_contact = w->has_contact,
		.enrolled = (r->enrolment_id && r->state > ENROL_INVITED) ||
			    w->elsewhere_live,
	};
	r->gap = p->gap;
	return enrol_hold_on(&app->rules, &f, app->today, &r->hold, err);
}

static enum rc settle(struct app *app, const struct work_set *s,
		      struct err *err)
{
	enum rc rc = OK;
	for (size_t i = 0; i < s->n && !rc; i++) {
		rc = hold_of(app, s->people, &s->people->list[i], &s->rows[i],
			     err);
		if (!rc)
			work_tabs(s, &s->rows[i]);
	}
	return rc;
}

/* ---- all of it ---- */

static enum rc make_rows(struct app *app, struct arena *a, struct work_set *s,
			 struct err *err)
{
	s->n = s->people->n;
	s->rows = arena_array(a, struct worklist_row, s->n + 1);
	if (!s->rows)
		return arena_fail(a, err);
	for (size_t i = 0; i < s->n; i++)
		row_of(&s->people->list[i], app->today, &s->rows[i]);
	return OK;
}

static enum rc read_people(struct app *app, int64_t doctor_id, bool fresh,
			   struct arena *a, struct work_set *s, struct err *err)
{
	work_release(app, s);
	enum rc rc = work_people_of(app, doctor_id, fresh, &s->people, err);
	if (!rc)
		rc = make_rows(app, a, s, err);
	return rc;
}

static enum rc lay_all(struct app *app, int64_t doctor_id, struct arena *a,
		       struct work_set *s, struct err *err)
{
	bool strange = false;
	enum rc rc = lay_enrolments(app, s, &strange, err);
	if (!rc && strange)
		rc = read_people(app, doctor_id, true, a, s, err);
	if (!rc && strange)
		rc = lay_enrolments(app, s, &strange, err);
	if (!rc)
		rc = lay_plans(app, s, SQL_WORKLIST_PLANS, err);
	if (!rc && someone_without(s))
		rc = lay_plans(app, s, SQL_WORKLIST_PLANS_BROUGHT, err);
	return rc;
}

/* As it was laid before, when nothing was done since. */
static enum rc lay_or_again(struct app *app, int64_t doctor_id, struct arena *a,
			    struct work_set *s, struct err *err)
{
	uint64_t state = 0;
	enum rc rc = work_state(app, &state, err); /* before anything is read */
	if (!rc)
		rc = read_people(app, doctor_id, false, a, s, err);
	if (rc || work_lay_kept(app, s->people, state, s->rows))
		return rc;
	rc = lay_all(app, doctor_id, a, s, err);
	if (!rc)
		work_keep_laid(app, s->people, state, s->rows);
	return rc;
}

enum rc work_load(struct app *app, int64_t doctor_id, struct arena *a,
		  struct work_set *out, struct err *err)
{
	struct work_set s = {.today = app->today};
	struct str none = {"", 0};
	int64_t days = 0;
	enum rc rc = rules_int(&app->rules, "renewal.open_days_before_expiry",
			       none, app->today, &days, err);
	s.renew_last = date_add(app->today, (int)days);
	if (!rc)
		rc = lay_or_again(app, doctor_id, a, &s, err);
	if (!rc)
		rc = settle(app, &s, err);
	if (rc)
		work_release(app, &s);
	else
		*out = s;
	return rc;
}

void work_release(struct app *app, struct work_set *s)
{
	work_people_drop(app, s->people);
	s->people = NULL;
}
