/* Pacts: drafting, signing, ending; the printable form. */
#include "app/enrolment_int.h"

#include "enrolment/pact_form.h"
#include "text/text.h"

struct open_pact {                        /* waits for signatures */
	int64_t id, person_us, doctor_us; /* instants; 0: not signed */
	enum pact_state state;
	enum pact_mode mode; /* N_PACT_MODE: mixed */
};

static enum pact_mode mode_of(struct str name)
{
	int m = 0;
	while (m < N_PACT_MODE && !str_is(name, pact_mode_name[m]))
		m++;
	return (enum pact_mode)m;
}

static enum rc read_open(struct enrol_work *w, struct open_pact *out,
			 struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	*out = (struct open_pact){0};
	enum rc rc = db_prepare(w->app->db, SQL_PACT_TO_SIGN, &q, err);
	if (rc)
		return rc;
	bind_int(q, "enrolment_id", w->live.id);
	rc = stmt_step(q, &row, err);
	if (!rc && row)
		*out = (struct open_pact){.id = col_int(q, 0),
					  .state = pact_state_of(col_str(q, 1)),
					  .mode = mode_of(col_str(q, 2)),
					  .person_us = col_int(q, 3),
					  .doctor_us = col_int(q, 4)};
	stmt_close(q);
	return rc;
}

/* After every change of a pact: lists show it beside the enrolment. */
static enum rc show_beside(struct enrol_work *w, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(w->app->db, SQL_PACT_SHOWN, &q, err);
	if (rc)
		return rc;
	bind_int(q, "enrolment_id", w->live.id);
	return stmt_finish(q, NULL, err);
}

/* A signature of today is given now; one that is recorded for another day
 * (a campaign) stands at noon of that day. */
static int64_t signed_at(const struct enrol_work *w)
{
	const int64_t day_us = INT64_C(86400000000);
	if (w->on.days == w->app->today.days)
		return w->app->now_us;
	return w->on.days * day_us + day_us / 2;
}

static enum rc insert_pact(struct enrol_work *w, enum pact_state state,
			   enum pact_mode mode, struct period valid,
			   struct err *err)
{
	struct stmt *q = NULL;
	bool is_signed = state == PACT_SIGNED;
	int64_t now = is_signed ? signed_at(w) : 0;
	enum rc rc = db_prepare(w->app->db, SQL_PACT_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app_id(w->app));
	bind_int(q, "enrolment_id", w->live.id);
	bind_str(q, "state", str_from(pact_state_name[state]));
	bind_str(q, "mode", str_from(pact_mode_name[mode]));
	bind_period(q, valid);
	bind_id(q, "signed_person_us", now);
	bind_id(q, "signed_doctor_us", now);
	bind_int(q, "now", w->app->now_us);
	rc = stmt_finish(q, NULL, err);
	if (rc == E_CONFLICT)
		return err_msg(err, E_STATE, MSG_DOC_PACT_WAITS,
			       "there is already a pact to sign");
	return rc ? rc : show_beside(w, err);
}

enum rc enrol_pact_on_paper(struct enrol_work *w, struct err *err)
{
	struct period valid;
	enum rc rc =
		pact_period(&w->app->rules, w->live.ats, w->on, &valid, err);
	return rc ? rc : insert_pact(w, PACT_SIGNED, PACT_PAPER, valid, err);
}

enum rc enrol_pact_to_sign(struct enrol_work *w, struct err *err)
{
	return insert_pact(w, PACT_DRAFT, PACT_REMOTE,
			   (struct period){DATE_NONE, DATE_MAX}, err);
}

static enum rc end_pacts(struct enrol_work *w, enum sql id, enum pact_state to,
			 struct str why, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(w->app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, "enrolment_id", w->live.id);
	if (id == SQL_PACT_END_OPEN)
		bind_str(q, "state", str_from(pact_state_name[to]));
	bind_date(q, "ended_on", w->on);
	bind_str(q, "end_reason", why);
	bind_int(q, "now", w->app->now_us);
	return stmt_finish(q, NULL, err);
}

enum rc enrol_pacts_end(struct enrol_work *w, enum pact_state to,
			struct str why, struct err *err)
{
	enum rc rc = pact_move(PACT_SIGNED, to, err);
	if (!rc)
		rc = end_pacts(w, SQL_PACT_END_OPEN, to, why, err);
	if (!rc)
		rc = end_pacts(w, SQL_PACT_DROP_UNSIGNED, PACT_REVOKED, why,
			       err);
	return rc ? rc : show_beside(w, err);
}

/* ---- drafting ---- */

static enum rc may_draft(const struct enrol_work *w, struct err *err)
{
	enum rc rc = enrol_need_live(w, err);
	if (rc)
		return rc;
	if (w->live.state != ENROL_CHOSEN && w->live.state != ENROL_ACTIVE)
		return err_msg(err, E_STATE, MSG_DOC_PACT_NOT_NOW,
			       "a pact is drafted when the person has chosen, "
			       "or to renew an active enrolment; this one is "
			       "%s",
			       enrol_state_name[w->live.state]);
	return OK;
}

static enum rc draft_step(struct enrol_work *w, const void *arg,
			  struct err *err)
{
	const enum pact_mode *mode = arg;
	struct open_pact open;
	struct period none = {DATE_NONE, DATE_MAX};
	enum rc rc = may_draft(w, err);
	if (!rc)
		rc = read_open(w, &open, err);
	if (rc)
		return rc;
	if (open.id)
		return err_msg(err, E_STATE, MSG_DOC_PACT_WAITS,
			       "there is already a pact to sign");
	rc = insert_pact(w, PACT_DRAFT, *mode, none, err);
	if (!rc)
		rc = enrol_audit(w, "pact_draft", err);
	if (!rc && *mode == PACT_REMOTE)
		rc = enrol_tell(w, "pact.to_sign", err);
	return rc;
}

enum rc app_pact_draft(struct app *app, int64_t person_id, enum pact_mode mode,
		       struct err *err)
{
	return enrol_do(app, person_id, false, draft_step, &mode, err);
}

/* ---- signing ---- */

/* A remote signature is given by the party itself. */
static enum rc may_sign(const struct enrol_work *w,
			const struct pact_signing *s, struct err *err)
{
	struct app *app = w->app;
	bool citizen = app->who.role == ROLE_CITIZEN;
	if (!s->person && !s->doctor)
		return err_set(err, E_USAGE,
			       "say who signs: the person, the doctor, both");
	if (s->mode == PACT_PAPER)
		return citizen ? err_set(err, E_DENIED,
					 "a signature on paper is recorded by "
					 "the practice")
			       : OK;
	if (s->person && !citizen)
		return err_msg(err, E_DENIED, MSG_DOC_PERSON_SIGNS,
			       "the person signs remotely on their own: on "
			       "paper the practice records it");
	return s->doctor ? app_require(app, MAY_SIGN_PLAN, w->person_id, err)
			 : OK;
}

static enum rc sign_twice(const struct pact_signing *s,
			  const struct open_pact *p, struct err *err)
{
	if ((s->person && p->person_us) || (s->doctor && p->doctor_us))
		return err_msg(err, E_STATE, MSG_DOC_PACT_SIGNED_ALREADY,
			       "the %s has signed already",
			       s->person && p->person_us ? "person" : "doctor");
	return OK;
}

/* The new pact begins today, or the day after the one in force. */
static enum rc period_of_next(struct enrol_work *w, struct period *out,
			      struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	struct date from = w->on;
	enum rc rc = db_prepare(w->app->db, SQL_PACT_LAST_SIGNED, &q, err);
	if (rc)
		return rc;
	bind_int(q, "enrolment_id", w->live.id);
	rc = stmt_step(q, &row, err);
	if (!rc && row && col_date(q, 2).days >= w->on.days)
		from = date_add(col_date(q, 2), 1);
	stmt_close(q);
	return rc ? rc
		  : pact_period(&w->app->rules, w->live.ats, from, out, err);
}

static const char *mode_after(const struct open_pact *p, enum pact_mode now)
{
	bool first = !p->person_us && !p->doctor_us;
	return first || p->mode == now ? pact_mode_name[now] : "mixed";
}

static enum rc write_signature(struct enrol_work *w,
			       const struct pact_signing *s,
			       const struct open_pact *p, enum pact_state to,
			       struct period valid, struct err *err)
{
	struct stmt *q = NULL;
	int64_t now = w->app->now_us, changed = 0;
	enum rc rc = db_prepare(w->app->db, SQL_PACT_SIGN, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", p->id);
	bind_str(q, "from_state", str_from(pact_state_name[p->state]));
	bind_str(q, "to_state", str_from(pact_state_name[to]));
	bind_str(q, "mode", str_from(mode_after(p, s->mode)));
	bind_id(q, "signed_person_us", s->person ? now : p->person_us);
	bind_id(q, "signed_doctor_us", s->doctor ? now : p->doctor_us);
	bind_period(q, valid);
	bind_int(q, "now", now);
	rc = stmt_finish(q, &changed, err);
	if (!rc && !changed)
		rc = err_msg(err, E_CONFLICT, MSG_DOC_MOVED_ALREADY,
			     "the pact was signed at the same moment: look at "
			     "it first");
	return rc ? rc : show_beside(w, err);
}

/* Draft to signed goes through signed_by_one, also when both sign at once. */
static enum rc check_moves(enum pact_state from, bool complete, struct err *err)
{
	enum rc rc = OK;
	if (from == PACT_DRAFT)
		rc = pact_move(from, PACT_SIGNED_BY_ONE, err);
	if (!rc && complete)
		rc = pact_move(PACT_SIGNED_BY_ONE, PACT_SIGNED, err);
	return rc;
}

static enum rc sign_open(struct enrol_work *w, const struct pact_signing *s,
			 const struct open_pact *p, struct err *err)
{
	struct period valid = {DATE_NONE, DATE_MAX};
	bool complete =
		(s->person || p->person_us) && (s->doctor || p->doctor_us);
	enum rc rc = sign_twice(s, p, err);
	if (!rc)
		rc = check_moves(p->state, complete, err);
	if (!rc && complete)
		rc = period_of_next(w, &valid, err);
	if (!rc)
		rc = write_signature(
			w, s, p, complete ? PACT_SIGNED : PACT_SIGNED_BY_ONE,
			valid, err);
	if (!rc)
		rc = enrol_audit(
			w, complete ? "pact_signed" : "pact_signed_by_one",
			err);
	if (!rc && complete && w->live.state == ENROL_CHOSEN)
		rc = enrol_go(w, ENROL_PACT_SIGNED, STR(""),
			      STR("both signed the pact"), err);
	return rc;
}

static enum rc sign_step(struct enrol_work *w, const void *arg, struct err *err)
{
	const struct pact_signing *s = arg;
	struct open_pact open = {0};
	struct period none = {DATE_NONE, DATE_MAX};
	enum rc rc = may_sign(w, s, err);
	if (!rc)
		rc = enrol_need_live(w, err);
	if (!rc)
		rc = read_open(w, &open, err);
	if (rc)
		return rc;
	if (!open.id) {
		rc = may_draft(w, err);
		if (!rc)
			rc = insert_pact(w, PACT_DRAFT, s->mode, none, err);
		if (!rc)
			rc = read_open(w, &open, err);
	}
	return rc ? rc : sign_open(w, s, &open, err);
}

enum rc enrol_pact_both_sign(struct enrol_work *w, struct err *err)
{
	struct pact_signing both = {true, true, PACT_PAPER};
	struct open_pact open;
	enum rc rc = read_open(w, &open, err);
	if (rc)
		return rc;
	both.person = !open.person_us; /* who signed remotely has signed */
	both.doctor = !open.doctor_us;
	return sign_step(w, &both, err);
}

enum rc enrol_pact_remote(struct enrol_work *w, bool doctor, struct err *err)
{
	const struct pact_signing own = {.doctor = true, .mode = PACT_REMOTE};
	const enum pact_mode remote = PACT_REMOTE;
	struct open_pact open;
	enum rc rc = read_open(w, &open, err);
	if (!rc && !open.id)
		rc = draft_step(w, &remote, err);
	if (!rc && doctor)
		rc = sign_step(w, &own, err);
	return rc;
}

enum rc app_pact_sign(struct app *app, int64_t person_id,
		      const struct pact_signing *s, struct err *err)
{
	return enrol_do(app, person_id, true, sign_step, s, err);
}

/* ---- the form ---- */

static struct str name_of(struct arena *a, struct str last, struct str first)
{
	return arena_printf(a, STR_FMT "%s" STR_FMT, STR_ARG(last),
			    last.len && first.len ? " " : "", STR_ARG(first));
}

static struct date day_of(const struct stmt *q, int i)
{
	return col_null(q, i) ? DATE_NONE : date_in_rome(col_int(q, i));
}

static void read_form(const struct app *app, const struct stmt *q,
		      struct arena *a, struct pact_form *f)
{
	int place =
		app->kn ? kn_municipality_index(app->kn, col_str(q, 4)) : -1;
	int disease =
		app->kn ? kn_condition_index(app->kn, col_str(q, 14)) : -1;
	*f = (struct pact_form){
		.person = name_of(a, col_str(q, 0), col_str(q, 1)),
		.fiscal_code = col_text(q, 2, a),
		.birth = col_date(q, 3),
		.municipality = place < 0 ? col_text(q, 4, a)
					  : app->kn->municipalities[place].name,
		.phone = col_text(q, 5, a),
		.email = col_text(q, 6, a),
		.doctor = name_of(a, col_str(q, 7), col_str(q, 8)),
		.gp_code = col_text(q, 9, a),
		.manager = col_text(q, 10, a),
		.manager_code = col_text(q, 11, a),
		.ats = col_text(q, 12, a),
		.level = (int)col_int(q, 13),
		.condition = disease < 0 ? col_text(q, 14, a)
					 : app->kn->conditions[disease].name_it,
		.state = pact_state_of(col_str(q, 15)),
		.valid = {col_date(q, 17), col_end(q, 18)},
		.person_signed = day_of(q, 19),
		.doctor_signed = day_of(q, 20),
		.pseudonym = col_text(q, 21, a),
	};
}

/* *found false: the statement gave no row. */
static enum rc print_by(struct enrol_work *w, enum sql id, struct buf *out,
			bool *found, struct err *err)
{
	struct stmt *q = NULL;
	struct pact_form form;
	enum rc rc = db_prepare(w->app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", w->person_id);
	if (id == SQL_ENROL_PACT_BLANK)
		bind_date(q, "on_date", w->on);
	rc = stmt_step(q, found, err);
	if (!rc && *found) {
		read_form(w->app, q, &w->arena, &form);
		pact_form_print(out, &form);
	}
	stmt_close(q);
	return rc;
}

static enum rc print_form(struct enrol_work *w, struct buf *out,
			  struct err *err)
{
	bool found = false;
	enum rc rc = print_by(w, SQL_ENROL_PACT_PARTIES, out, &found, err);
	if (!rc && !found)
		rc = print_by(w, SQL_ENROL_PACT_BLANK, out, &found, err);
	if (!rc && !found)
		rc = err_msg(err, E_NOT_FOUND, MSG_DOC_NO_PACT,
			     "there is no pact to print: the person has no "
			     "doctor in a manager, or no level 1 to 3");
	return rc;
}

enum rc app_enrol_pact_text(struct app *app, int64_t person_id, struct buf *out,
			    struct err *err)
{
	struct enrol_work w;
	struct audit_event e = {.action = "pact.print",
				.entity = "person",
				.entity_id = person_id,
				.person_id = person_id,
				.detail = STR("{}")};
	enrol_work_init(&w, app, person_id, app->today);
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = app_require(app, MAY_READ_PERSON, person_id, err);
	if (!rc)
		rc = print_form(&w, out, err);
	if (!rc)
		rc = audit_write(app, &e, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	enrol_work_release(&w);
	return rc;
}
