/* The invitation list. */
#include "app/enrolment_int.h"

static void row_of(const struct candidate *c, enum enrol_hold hold,
		   struct enrol_candidate *out)
{
	*out = (struct enrol_candidate){
		.person_id = c->person_id,
		.pseudonym = c->pseudonym,
		.last_name = c->last_name,
		.first_name = c->first_name,
		.gp_code = c->gp_code,
		.manager = c->manager,
		.main_condition = c->main_condition,
		.birth = c->f.birth,
		.level = c->f.level,
		.charlson = c->charlson,
		.mcs = c->mcs,
		.invited = c->live_id && c->live_state == ENROL_INVITED,
		.hold = hold,
		.why = str_from(enrol_why(c, hold)),
	};
}

/* Is it a row of this list? Who is enrolled is in neither. */
static bool wanted(const struct enrol_filter *f, enum enrol_hold hold)
{
	if (hold == HOLD_ENROLLED)
		return false;
	return f->held ? hold != HOLD_NONE : hold == HOLD_NONE;
}

static enum rc fill(struct app *app, const struct enrol_filter *f,
		    struct candidates *all, struct manager_counts *m,
		    struct enrol_list *out, struct err *err)
{
	size_t most = f->limit && f->limit < all->n ? f->limit : all->n;
	for (size_t i = 0; i < all->n; i++) {
		struct candidate *c = &all->list[i];
		enum enrol_hold hold;
		enum rc rc =
			enrol_hold_counted(app, c, app->today, m, &hold, err);
		if (rc)
			return rc;
		out->n_hold[hold]++;
		/* rows only of people the actor may read; counts of all */
		if (out->n < most && wanted(f, hold) &&
		    !app_require(app, MAY_READ_PERSON, c->person_id, NULL))
			row_of(c, hold, &out->rows[out->n++]);
	}
	return OK;
}

static enum rc leave_look(struct app *app, const struct enrol_list *l,
			  struct err *err)
{
	char detail[64];
	int n = snprintf(detail, sizeof(detail), "{\"rows\":%zu}", l->n);
	struct audit_event e = {.action = "enrol.list",
				.entity = "enrolment",
				.detail = {detail, (size_t)n}};
	return audit_look(app, &e, err);
}

/* A doctor's list is of own people, whatever was asked. */
static enum rc whose(struct app *app, const struct enrol_filter *f,
		     int64_t *doctor, struct err *err)
{
	enum rc rc = enrol_doctor_id(app, f->gp_code, doctor, err);
	if (!rc && !*doctor && app->who.role == ROLE_DOCTOR)
		*doctor = app->who.doctor_id;
	return rc;
}

enum rc app_enrol_list(struct app *app, const struct enrol_filter *f,
		       struct arena *a, struct enrol_list *out, struct err *err)
{
	struct candidates all = {0};
	struct manager_counts managers = {0};
	struct enrol_list l = {0};
	int64_t doctor = 0;
	enum rc rc = app_require(app, MAY_READ_LISTS, 0, err);
	if (!rc)
		rc = whose(app, f, &doctor, err);
	if (!rc)
		rc = enrol_candidates(app, doctor, app->today, a, &all, err);
	if (!rc)
		rc = enrol_manager_counts(app, app->today, &managers, err);
	l.rows = rc ? NULL : arena_array(a, struct enrol_candidate, all.n + 1);
	if (!rc && !l.rows)
		rc = arena_fail(a, err);
	l.has_strata = all.strata.run_id != 0;
	l.as_of = all.strata.as_of;
	if (!rc)
		rc = fill(app, f, &all, &managers, &l, err);
	if (!rc)
		rc = leave_look(app, &l, err);
	if (!rc)
		*out = l;
	free(managers.list);
	free(all.list);
	return rc;
}
