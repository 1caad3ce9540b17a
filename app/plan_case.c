/* The facts a draft is made from. */
#include "app/plan_desk_int.h"

enum rc app_plan_engine(const struct knowledge *kn, const char *data_dir,
			struct plan_engine **out, struct err *err)
{
	struct arena a;
	struct str triggers = {"", 0};
	arena_init(&a, 1u << 20); /* careplan_triggers.csv, a few KiB */
	enum rc rc = knowledge_file(data_dir, "careplan_triggers.csv", &a,
				    &triggers, err);
	if (!rc)
		rc = plan_engine_new(out, kn, triggers, err);
	arena_release(&a);
	return rc;
}

void desk_init(struct plan_desk *d, struct app *app,
	       const struct plan_engine *e)
{
	*d = (struct plan_desk){.app = app, .e = e};
	arena_init(&d->a, PLAN_ARENA_BYTES);
	buf_init(&d->text, PLAN_TEXT_BYTES);
}

void desk_release(struct plan_desk *d)
{
	arena_release(&d->a);
	buf_release(&d->text);
}

static enum rc read_run(struct plan_desk *d, struct err *err)
{
	struct stmt *q = NULL;
	char day[11];
	if (d->run_id)
		return OK;
	enum rc rc = db_prepare(d->app->db, SQL_PLAN_RUN, &q, err);
	if (rc)
		return rc;
	bind_date(q, "on_date", d->app->today);
	rc = stmt_one(q, err);
	if (!rc) {
		d->run_id = col_int(q, 0);
		d->run_on = col_date(q, 1);
	} else if (rc == E_NOT_FOUND) {
		rc = err_set(err, E_STATE,
			     "no stratification up to " STR_FMT
			     " is in the database: run `prossima strata load`",
			     STR_ARG(date_text(d->app->today, day)));
	}
	stmt_close(q);
	return rc;
}

static enum rc read_person(struct plan_desk *d, int64_t person_id,
			   struct plan_case *c, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(d->app->db, SQL_PLAN_CASE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_date(q, "on_date", d->app->today);
	rc = stmt_one(q, err);
	if (!rc) {
		struct str sex = col_str(q, 3);
		c->person_id = col_int(q, 0);
		c->pseudonym = col_text(q, 1, &d->a);
		c->in.birth = col_date(q, 2);
		c->in.sex = sex.len && sex.ptr[0] != 'U' ? sex.ptr[0] : 0;
		c->in.ats = col_text(q, 4, &d->a);
		c->death = col_date(q, 5);
		c->enrolment_id = col_int(q, 6);
		c->doctor_id = col_int(q, 7);
		c->enrolment_state = col_text(q, 8, &d->a);
		c->suspended = col_int(q, 9) != 0;
		c->phone = col_text(q, 10, &d->a);
		c->email = col_text(q, 11, &d->a);
		c->in.phase = hash64(c->pseudonym.ptr, c->pseudonym.len, 1);
	}
	stmt_close(q);
	return rc;
}

static enum rc may_have_plan(const struct plan_case *c, struct err *err)
{
	if (!date_is_none(c->death))
		return err_set(err, E_STATE,
			       "person " STR_FMT " has died: no plan is made",
			       STR_ARG(c->pseudonym));
	if (!c->enrolment_id)
		return err_set(err, E_STATE,
			       "person " STR_FMT " is not enrolled: enrol with "
			       "`prossima enrol` first",
			       STR_ARG(c->pseudonym));
	if (!str_is(c->enrolment_state, "pact_signed") &&
	    !str_is(c->enrolment_state, "active"))
		return err_set(err, E_STATE,
			       "the enrolment of person " STR_FMT " is " STR_FMT
			       ": the pact must be signed first",
			       STR_ARG(c->pseudonym),
			       STR_ARG(c->enrolment_state));
	if (!c->doctor_id)
		return err_set(err, E_STATE,
			       "person " STR_FMT " has no doctor who could "
			       "sign the plan",
			       STR_ARG(c->pseudonym));
	return OK;
}

static enum rc read_stratum(struct plan_desk *d, struct plan_case *c,
			    struct err *err)
{
	struct stmt *q = NULL;
	char day[11];
	enum rc rc = db_prepare(d->app->db, SQL_PLAN_STRATUM, &q, err);
	if (rc)
		return rc;
	bind_int(q, "run_id", d->run_id);
	bind_int(q, "person_id", c->person_id);
	rc = stmt_one(q, err);
	c->in.level = rc ? 0 : (int)col_int(q, 0);
	c->in.main_condition =
		rc ? -1 : kn_condition_index(d->app->kn, col_str(q, 1));
	stmt_close(q);
	if (rc && rc != E_NOT_FOUND)
		return rc;
	if (rc || c->in.level < 1 || c->in.level > 3)
		return err_set(err, E_STATE,
			       "person " STR_FMT " has no chronic level in the "
			       "stratification of " STR_FMT,
			       STR_ARG(c->pseudonym),
			       STR_ARG(date_text(d->run_on, day)));
	return OK;
}

static enum rc open_facts(struct plan_desk *d, enum sql id,
			  const struct plan_case *c, struct stmt **q,
			  struct err *err)
{
	enum rc rc = db_prepare(d->app->db, id, q, err);
	if (rc)
		return rc;
	bind_int(*q, "run_id", d->run_id);
	bind_int(*q, "person_id", c->person_id);
	return OK;
}

static enum rc read_conditions(struct plan_desk *d, struct plan_case *c,
			       struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	int *list = arena_array(&d->a, int, PLAN_MAX_CONDITIONS);
	if (!list)
		return arena_fail(&d->a, err);
	enum rc rc = open_facts(d, SQL_PLAN_CONDITIONS, c, &q, err);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		int k = kn_condition_index(d->app->kn, col_str(q, 0));
		if (k >= 0 && c->in.n_conditions < PLAN_MAX_CONDITIONS)
			list[c->in.n_conditions++] = k;
	}
	stmt_close(q);
	c->in.conditions = list;
	return rc;
}

static enum rc read_therapy(struct plan_desk *d, struct plan_case *c,
			    struct err *err)
{
	enum { MOST = 128 }; /* substances in a year */
	struct stmt *q = NULL;
	bool row = false;
	struct therapy_item *list =
		arena_array(&d->a, struct therapy_item, MOST);
	if (!list)
		return arena_fail(&d->a, err);
	enum rc rc = open_facts(d, SQL_PLAN_THERAPY, c, &q, err);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		if (c->in.n_therapy == MOST)
			break;
		list[c->in.n_therapy++] =
			(struct therapy_item){.atc = col_text(q, 0, &d->a),
					      .n = col_int(q, 1),
					      .first = col_date(q, 2),
					      .last = col_date(q, 3),
					      .ddd_e4 = col_int(q, 4)};
	}
	stmt_close(q);
	c->in.therapy = list;
	return rc;
}

static void add_history(struct plan_desk *d, struct plan_case *c,
			struct plan_history *list, size_t most,
			const struct stmt *q)
{
	int s = kn_service_index(d->app->kn, col_str(q, 0));
	if (s >= 0 && c->in.n_history < most)
		list[c->in.n_history++] =
			(struct plan_history){s, col_date(q, 1), col_int(q, 2)};
}

/* Services of the claims, and those done under earlier plans: plan_draft
 * takes the later date. */
static enum rc read_history(struct plan_desk *d, struct plan_case *c,
			    struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	size_t most = 2 * d->app->kn->n_services;
	struct plan_history *list =
		arena_array(&d->a, struct plan_history, most);
	if (!list)
		return arena_fail(&d->a, err);
	enum rc rc = open_facts(d, SQL_PLAN_HISTORY, c, &q, err);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row)
		add_history(d, c, list, most, q);
	stmt_close(q);
	q = NULL;
	if (!rc && !(rc = db_prepare(d->app->db, SQL_PLAN_DONE, &q, err)))
		bind_int(q, "person_id", c->person_id);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row)
		add_history(d, c, list, most, q);
	stmt_close(q);
	c->in.history = list;
	return rc;
}

enum rc case_load(struct plan_desk *d, int64_t person_id, struct plan_case *out,
		  struct err *err)
{
	struct plan_case c = {.in = {.main_condition = -1}};
	enum rc rc = read_run(d, err);
	if (!rc)
		rc = read_person(d, person_id, &c, err);
	if (!rc)
		rc = may_have_plan(&c, err);
	if (!rc)
		rc = read_stratum(d, &c, err);
	if (!rc)
		rc = read_conditions(d, &c, err);
	if (!rc)
		rc = read_therapy(d, &c, err);
	if (!rc)
		rc = read_history(d, &c, err);
	if (rc)
		return rc;
	c.run_id = d->run_id;
	c.run_on = d->run_on;
	*out = c;
	return OK;
}

static bool choice_kind(struct str s, enum plan_choice_kind *out)
{
	for (int i = 0; i < N_CHOICE; i++)
		if (str_is(s, plan_choice_name[i])) {
			*out = (enum plan_choice_kind)i;
			return true;
		}
	return false;
}

enum rc case_choices(struct plan_desk *d, int64_t version_id,
		     struct plan_input *in, struct err *err)
{
	enum { MOST = 500 }; /* choices of one version: a plan has 200 lines */
	struct stmt *q = NULL;
	bool row = false;
	struct plan_choice *list = arena_array(&d->a, struct plan_choice, MOST);
	if (!list)
		return arena_fail(&d->a, err);
	enum rc rc = db_prepare(d->app->db, SQL_PLAN_CHOICES, &q, err);
	if (!rc)
		bind_int(q, "version_id", version_id);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		struct plan_choice *c = &list[in->n_choices];
		if (in->n_choices == MOST) {
			rc = err_set(err, E_LIMIT,
				     "a plan of more than %d choices: make a "
				     "new draft",
				     (int)MOST);
			break;
		}
		c->service = kn_service_index(d->app->kn, col_str(q, 1));
		c->times_e4 = col_int(q, 2);
		c->reason = col_text(q, 3, &d->a);
		/* a service that left the tables takes its choice along */
		if (choice_kind(col_str(q, 0), &c->kind) && c->service >= 0)
			in->n_choices++;
	}
	stmt_close(q);
	in->choices = list;
	return rc;
}
