/* What decides whether a person can come in. */
#include "app/enrolment_int.h"

#include "text/text.h"

#define MAX_CANDIDATES 20000000u /* a region's people */
#define MAX_MANAGERS   100000u

enum rc enrol_strata(struct app *app, struct date on, struct strata_used *out,
		     struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	*out = (struct strata_used){.as_of = DATE_NONE};
	enum rc rc = db_prepare(app->db, SQL_ENROL_LATEST_RUN, &q, err);
	if (rc)
		return rc;
	bind_date(q, "on_date", on);
	rc = stmt_step(q, &row, err);
	if (!rc && row)
		*out = (struct strata_used){col_int(q, 0), col_date(q, 1)};
	stmt_close(q);
	return rc;
}

static struct period col_entry(const struct stmt *q, int i)
{
	if (col_null(q, i))
		return PERIOD_NEVER;
	return (struct period){col_date(q, i), col_end(q, i + 1)};
}

static void read_facts(const struct stmt *q, struct arena *a,
		       struct enrol_facts *f)
{
	*f = (struct enrol_facts){
		.birth = col_date(q, 4),
		.ats = col_text(q, 5, a),
		.registered_from = col_date(q, 6),
		.registered_to = col_end(q, 7),
		.death = col_end(q, 8),
		.has_contact = col_int(q, 9) == 1,
		.level = (int)col_int(q, 10),
		.has_doctor = !col_null(q, 14),
		.way = way_of_member(col_str(q, 18)),
		.adherence = {.member = col_entry(q, 19),
			      .doctor = col_entry(q, 21),
			      .manager = col_entry(q, 23)},
	};
}

static void read_candidate(const struct stmt *q, struct arena *a,
			   struct date on, struct candidate *c)
{
	*c = (struct candidate){
		.person_id = col_int(q, 0),
		.pseudonym = col_text(q, 1, a),
		.last_name = col_text(q, 2, a),
		.first_name = col_text(q, 3, a),
		.main_condition = col_text(q, 11, a),
		.charlson = (int)col_int(q, 12),
		.mcs = (int)col_int(q, 13),
		.doctor_id = col_int(q, 14),
		.gp_code = col_text(q, 15, a),
		.org_id = col_int(q, 16),
		.manager = col_text(q, 17, a),
		.live_id = col_int(q, 25),
		.live_org = col_int(q, 27),
	};
	read_facts(q, a, &c->f);
	if (c->live_id)
		c->live_state = enrol_state_of(col_str(q, 26));
	c->f.enrolled = c->live_id && c->live_state > ENROL_INVITED;
	c->gap = adherence_on(&c->f.adherence, on);
}

/* Registers of several agencies give a person several rows: the one in which
 * the doctor adheres counts. */
static bool same_person_better(const struct candidate *have,
			       const struct candidate *next)
{
	return next->gap == ADHERES && have->gap != ADHERES;
}

enum rc enrol_candidate(struct app *app, int64_t person_id, struct date on,
			struct arena *a, struct candidate *out, struct err *err)
{
	struct stmt *q = NULL;
	struct strata_used strata;
	struct candidate c = {0}, next;
	bool row = false;
	enum rc rc = enrol_strata(app, on, &strata, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_ENROL_FACTS_ONE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "run_id", strata.run_id);
	bind_int(q, "person_id", person_id);
	bind_date(q, "on_date", on);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		read_candidate(q, a, on, &next);
		if (!c.person_id || same_person_better(&c, &next))
			c = next;
	}
	stmt_close(q);
	if (!rc && !c.person_id)
		rc = err_set(err, E_NOT_FOUND, "there is no person %" PRId64,
			     person_id);
	if (!rc)
		*out = c;
	return rc;
}

static enum rc add_candidate(struct candidates *s, const struct candidate *c,
			     struct err *err)
{
	struct candidate *last = s->n ? &s->list[s->n - 1] : NULL;
	if (last && last->person_id == c->person_id) {
		if (same_person_better(last, c))
			*last = *c;
		return OK;
	}
	enum rc rc = array_grow(&s->list, &s->cap, s->n + 1, sizeof(*s->list),
				MAX_CANDIDATES, err);
	if (!rc)
		s->list[s->n++] = *c;
	return rc;
}

enum rc enrol_candidates(struct app *app, int64_t doctor_id, struct date on,
			 struct arena *a, struct candidates *out,
			 struct err *err)
{
	struct stmt *q = NULL;
	struct candidate c;
	bool row = true;
	enum rc rc = enrol_strata(app, on, &out->strata, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_ENROL_FACTS_ALL, &q, err);
	if (rc)
		return rc;
	bind_int(q, "run_id", out->strata.run_id);
	bind_id(q, "doctor_id", doctor_id);
	bind_date(q, "on_date", on);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		read_candidate(q, a, on, &c);
		rc = add_candidate(out, &c, err);
	}
	stmt_close(q);
	return rc;
}

/* ---- wishes ---- */

static enum rc read_manager(struct app *app, struct str code, struct date on,
			    struct candidate *c, bool *is_asst, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_ENROL_MANAGER, &q, err);
	if (rc)
		return rc;
	bind_str(q, "code", code);
	bind_date(q, "on_date", on);
	rc = stmt_step(q, &row, err);
	if (!rc && !row)
		rc = err_msg(err, E_NOT_FOUND, MSG_DOC_NO_MANAGER,
			     "there is no manager \"" STR_FMT "\"",
			     STR_ARG(code));
	if (!rc) {
		c->org_id = col_int(q, 0);
		*is_asst = str_is(col_str(q, 1), "ASST");
		c->f.adherence.manager = col_entry(q, 2);
	}
	stmt_close(q);
	return rc;
}

static enum rc follow_asst(struct app *app, const struct enrol_wish *wish,
			   struct date on, struct candidate *c, struct err *err)
{
	const struct period always = {date_of(1900, 1, 1), DATE_MAX};
	bool is_asst = false;
	if (!wish->manager.len)
		return err_msg(err, E_USAGE, MSG_DOC_ASST_MISSING,
			       "the way of the ASST needs the code of the "
			       "ASST");
	enum rc rc = read_manager(app, wish->manager, on, c, &is_asst, err);
	if (rc)
		return rc;
	if (!is_asst)
		return err_msg(err, E_STATE, MSG_DOC_NO_ASST,
			       "\"" STR_FMT "\" is no ASST",
			       STR_ARG(wish->manager));
	c->f.way = WAY_ASST;
	c->f.adherence.doctor = always;
	c->f.adherence.member = always;
	c->gap = adherence_on(&c->f.adherence, on);
	return OK;
}

enum rc enrol_follow_wish(struct app *app, const struct enrol_wish *wish,
			  struct date on, struct candidate *c, struct err *err)
{
	c->f.contact_waived = wish->waive.len > 0;
	if (wish->way == WAY_ASST)
		return follow_asst(app, wish, on, c, err);
	if (wish->way == WAY_MIFS)
		c->f.way = WAY_MIFS;
	return OK;
}

/* ---- counts of managers ---- */

static enum rc count_one(struct app *app, enum sql id, int64_t org,
			 struct date on, int64_t *n, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, "organisation_id", org);
	if (id == SQL_ENROL_SUITABLE)
		bind_date(q, "on_date", on);
	rc = stmt_one(q, err);
	if (!rc)
		*n = col_int(q, 0);
	stmt_close(q);
	return rc;
}

static enum rc lock_manager(struct app *app, int64_t org, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_ENROL_MANAGER_LOCK, &q, err);
	if (rc)
		return rc;
	bind_int(q, "organisation_id", org);
	return stmt_finish(q, NULL, err);
}

enum rc enrol_hold_of(struct app *app, struct candidate *c, struct date on,
		      bool lock, enum enrol_hold *out, struct err *err)
{
	enum rc rc = OK;
	int64_t suitable = 1;
	if (c->f.enrolled)
		rc = count_one(app, SQL_ENROL_SUITABLE, c->live_org, on,
			       &suitable, err);
	c->f.former_manager = suitable == 0;
	if (!rc && lock && c->org_id)
		rc = lock_manager(app, c->org_id, err);
	if (!rc && c->org_id)
		rc = count_one(app, SQL_ENROL_MANAGER_COUNT, c->org_id, on,
			       &c->f.n_in_manager, err);
	/* who holds a place already does not need another */
	if (c->live_state == ENROL_INVITED && c->live_org == c->org_id &&
	    c->f.n_in_manager > 0)
		c->f.n_in_manager--;
	return rc ? rc : enrol_hold_on(&app->rules, &c->f, on, out, err);
}

struct manager_count *enrol_manager_count(struct manager_counts *m,
					  int64_t org_id)
{
	for (size_t i = 0; i < m->n; i++)
		if (m->list[i].org_id == org_id)
			return &m->list[i];
	if (array_grow(&m->list, &m->cap, m->n + 1, sizeof(*m->list),
		       MAX_MANAGERS, NULL))
		return NULL;
	m->list[m->n] =
		(struct manager_count){.org_id = org_id, .suitable = true};
	return &m->list[m->n++];
}

enum rc enrol_manager_counts(struct app *app, struct date on,
			     struct manager_counts *out, struct err *err)
{
	struct stmt *q = NULL;
	bool row = true;
	enum rc rc = db_prepare(app->db, SQL_ENROL_MANAGER_COUNTS, &q, err);
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		struct manager_count *m =
			enrol_manager_count(out, col_int(q, 0));
		if (!m)
			rc = err_set(err, E_NOMEM, "no memory for managers");
		else
			m->n = col_int(q, 1);
	}
	stmt_close(q);
	for (size_t i = 0; !rc && i < out->n; i++) {
		int64_t n = 0;
		rc = count_one(app, SQL_ENROL_SUITABLE, out->list[i].org_id, on,
			       &n, err);
		out->list[i].suitable = n > 0;
	}
	return rc;
}

enum rc enrol_hold_counted(struct app *app, struct candidate *c, struct date on,
			   struct manager_counts *m, enum enrol_hold *out,
			   struct err *err)
{
	const struct manager_count *n =
		c->org_id ? enrol_manager_count(m, c->org_id) : NULL;
	const struct manager_count *old =
		c->f.enrolled ? enrol_manager_count(m, c->live_org) : NULL;
	c->f.n_in_manager = n ? n->n : 0;
	c->f.former_manager = old && !old->suitable;
	return enrol_hold_on(&app->rules, &c->f, on, out, err);
}

const char *enrol_why(const struct candidate *c, enum enrol_hold h)
{
	return h == HOLD_NOT_ADHERING ? adherence_text[c->gap]
				      : enrol_hold_text[h];
}

int enrol_why_msg(const struct candidate *c, enum enrol_hold h)
{
	static const enum msg words[N_ENROL_HOLD] = {
		[HOLD_DECEASED] = MSG_DOC_HOLD_DECEASED,
		[HOLD_MOVED] = MSG_DOC_HOLD_MOVED,
		[HOLD_NOT_CHRONIC] = MSG_DOC_HOLD_NOT_CHRONIC,
		[HOLD_ENROLLED] = MSG_DOC_HOLD_ENROLLED,
		[HOLD_CONTINUITY] = MSG_DOC_HOLD_CONTINUITY,
		[HOLD_NO_DOCTOR] = MSG_DOC_HOLD_NO_DOCTOR,
		[HOLD_WAY_CLOSED] = MSG_DOC_HOLD_WAY_CLOSED,
		[HOLD_MANAGER_FULL] = MSG_DOC_HOLD_MANAGER_FULL,
		[HOLD_NO_CONTACT] = MSG_DOC_HOLD_NO_CONTACT,
	};
	static const enum msg gap[GAP_NOT_SUITABLE + 1] = {
		[GAP_NO_MANAGER] = MSG_DOC_HOLD_NO_MANAGER,
		[GAP_NOT_LISTED] = MSG_DOC_HOLD_NOT_LISTED,
		[GAP_NOT_SUITABLE] = MSG_DOC_HOLD_NOT_SUITABLE,
	};
	return (int)(h == HOLD_NOT_ADHERING ? gap[c->gap] : words[h]);
}

enum rc enrol_doctor_id(struct app *app, struct str gp_code, int64_t *id,
			struct err *err)
{
	struct stmt *q = NULL;
	*id = 0;
	if (!gp_code.len)
		return OK;
	enum rc rc = db_prepare(app->db, SQL_DOCTOR_BY_CODE, &q, err);
	if (rc)
		return rc;
	bind_str(q, "gp_code", gp_code);
	rc = stmt_one(q, err);
	if (!rc)
		*id = col_int(q, 0);
	else if (rc == E_NOT_FOUND)
		rc = err_set(err, rc,
			     "there is no doctor \"" STR_FMT
			     "\": prossima people doctors lists them",
			     STR_ARG(gp_code));
	stmt_close(q);
	return rc;
}
