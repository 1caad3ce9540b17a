/* The use cases of one person. */
#include "app/enrolment_int.h"

#include "text/text.h"

/* Reads the person, follows the wish, refuses who is held back. */
static enum rc admit(struct enrol_work *w, const struct enrol_wish *wish,
		     struct candidate *c, struct err *err)
{
	enum enrol_hold hold = HOLD_NONE;
	char day[11];
	enum rc rc =
		enrol_candidate(w->app, w->person_id, w->on, &w->arena, c, err);
	if (!rc)
		rc = enrol_follow_wish(w->app, wish, w->on, c, err);
	if (!rc)
		rc = enrol_hold_of(w->app, c, w->on, true, &hold, err);
	if (rc || hold == HOLD_NONE)
		return rc;
	return err_msg(err, E_STATE, enrol_why_msg(c, hold),
		       "person " STR_FMT " cannot be enrolled on " STR_FMT
		       ": %s",
		       STR_ARG(c->pseudonym), STR_ARG(date_text(w->on, day)),
		       enrol_why(c, hold));
}

static struct str because(struct str why, const char *otherwise)
{
	return why.len ? why : str_from(otherwise);
}

/* ---- invitation and choice ---- */

/* An eligible row, made now or left by an invitation that was taken back. */
static enum rc make_eligible(struct enrol_work *w, const struct candidate *c,
			     const struct enrol_wish *wish, struct err *err)
{
	if (w->live.id)
		return OK;
	struct enrol_new n = {
		.who = c,
		.state = ENROL_ELIGIBLE,
		.waive = wish->waive,
		.why = STR("level 1 to 3 and doctor adhering"),
	};
	return enrol_create(w, &n, err);
}

static enum rc rechoose(struct enrol_work *w, const struct candidate *c,
			const struct enrol_wish *wish, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(w->app->db, SQL_ENROL_RECHOOSE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", w->live.id);
	bind_id(q, "doctor_id", c->doctor_id);
	bind_int(q, "organisation_id", c->org_id);
	bind_str(q, "way", str_from(way_name[c->f.way]));
	bind_opt(q, "contact_waiver", wish->waive);
	return stmt_finish(q, NULL, err);
}

static enum rc invite_step(struct enrol_work *w, const void *arg,
			   struct err *err)
{
	const struct enrol_wish *wish = arg;
	struct candidate c;
	enum rc rc =
		w->live.id ? enrol_move(w->live.state, ENROL_INVITED, err) : OK;
	if (!rc)
		rc = admit(w, wish, &c, err);
	if (!rc)
		rc = make_eligible(w, &c, wish, err);
	if (!rc)
		rc = rechoose(w, &c, wish, err);
	if (!rc)
		rc = enrol_go(w, ENROL_INVITED, STR(""),
			      because(wish->why, "invited"), err);
	return rc ? rc : enrol_tell(w, "enrol.invitation", err);
}

enum rc app_enrol_invite(struct app *app, int64_t person_id,
			 const struct enrol_wish *wish, struct err *err)
{
	return enrol_do(app, person_id, false, invite_step, wish, err);
}

static enum rc cancel_step(struct enrol_work *w, const void *arg,
			   struct err *err)
{
	const struct str *why = arg;
	enum rc rc = enrol_need_live(w, err);
	return rc ? rc
		  : enrol_go(w, ENROL_ELIGIBLE, STR(""),
			     because(*why, "invitation taken back"), err);
}

enum rc app_enrol_cancel_invite(struct app *app, int64_t person_id,
				struct str why, struct err *err)
{
	return enrol_do(app, person_id, false, cancel_step, &why, err);
}

static enum rc choose_step(struct enrol_work *w, const void *arg,
			   struct err *err)
{
	const struct enrol_wish *wish = arg;
	struct candidate c;
	enum rc rc =
		w->live.id ? enrol_move(w->live.state, ENROL_CHOSEN, err) : OK;
	if (!rc)
		rc = admit(w, wish, &c, err);
	if (!rc)
		rc = make_eligible(w, &c, wish, err);
	if (!rc)
		rc = rechoose(w, &c, wish, err);
	return rc ? rc
		  : enrol_go(w, ENROL_CHOSEN, STR(""),
			     because(wish->why, "the person chose"), err);
}

enum rc app_enrol_choose(struct app *app, int64_t person_id,
			 const struct enrol_wish *wish, struct err *err)
{
	return enrol_do(app, person_id, true, choose_step, wish, err);
}

/* ---- all the way ---- */

static enum rc make_active(struct enrol_work *w, struct str why,
			   struct err *err)
{
	enum rc rc = enrol_go(w, ENROL_ACTIVE, STR(""),
			      because(why, "taken in charge"), err);
	return rc ? rc : enrol_tell(w, "enrol.active", err);
}

static enum rc take_in_step(struct enrol_work *w, const void *arg,
			    struct err *err)
{
	const struct enrol_path *path = arg;
	bool paper = path->mode == PACT_PAPER;
	enum rc rc = w->live.id ? enrol_need_live(w, err) : OK;
	if (!rc && !(w->live.id && w->live.state >= ENROL_CHOSEN))
		rc = choose_step(w, &path->wish, err);
	if (!rc && !paper)
		return enrol_pact_remote(w, path->doctor_signs, err);
	if (!rc && w->live.state != ENROL_PACT_SIGNED)
		rc = enrol_pact_both_sign(w, err);
	if (!rc && w->live.state == ENROL_PACT_SIGNED)
		rc = make_active(w, path->wish.why, err);
	return rc;
}

enum rc app_enrol_take_in(struct app *app, int64_t person_id,
			  const struct enrol_path *path, struct err *err)
{
	return enrol_do(app, person_id, false, take_in_step, path, err);
}

/* ---- active, suspended, ended ---- */

static enum rc activate_step(struct enrol_work *w, const void *arg,
			     struct err *err)
{
	const struct str *why = arg;
	enum rc rc = enrol_need_live(w, err);
	return rc ? rc : make_active(w, *why, err);
}

enum rc app_enrol_activate(struct app *app, int64_t person_id, struct str why,
			   struct err *err)
{
	return enrol_do(app, person_id, false, activate_step, &why, err);
}

static enum rc write_suspended(struct enrol_work *w, bool to, struct err *err)
{
	struct stmt *q = NULL;
	int64_t changed = 0;
	enum rc rc = db_prepare(w->app->db, SQL_ENROL_SET_SUSPENDED, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", w->live.id);
	bind_int(q, "suspended", to);
	bind_int(q, "now", w->app->now_us);
	rc = stmt_finish(q, &changed, err);
	if (!rc && !changed)
		rc = err_msg(err, E_CONFLICT, MSG_DOC_MOVED_ALREADY,
			     "the enrolment was moved by somebody else at the "
			     "same moment: look at it first");
	return rc;
}

static enum rc set_suspended(struct enrol_work *w, bool to, struct str why,
			     struct err *err)
{
	enum rc rc = enrol_need_live(w, err);
	if (!rc)
		rc = enrol_suspend(w->live.state, w->live.suspended, to, err);
	if (!rc && !why.len)
		rc = err_msg(err, E_USAGE, MSG_DOC_WHY_MISSING,
			     "say why: --why TEXT");
	if (!rc)
		rc = write_suspended(w, to, err);
	if (rc)
		return rc;
	w->live.suspended = to;
	rc = enrol_event_put(w, to ? "active" : "suspended",
			     to ? "suspended" : "active", why, err);
	if (!rc)
		rc = enrol_audit(w, to ? "suspended" : "resumed", err);
	return rc ? rc
		  : enrol_tell(w, to ? "enrol.suspended" : "enrol.resumed",
			       err);
}

static enum rc suspend_step(struct enrol_work *w, const void *arg,
			    struct err *err)
{
	return set_suspended(w, true, *(const struct str *)arg, err);
}

static enum rc resume_step(struct enrol_work *w, const void *arg,
			   struct err *err)
{
	return set_suspended(w, false, *(const struct str *)arg, err);
}

enum rc app_enrol_suspend(struct app *app, int64_t person_id, struct str why,
			  struct err *err)
{
	return enrol_do(app, person_id, false, suspend_step, &why, err);
}

enum rc app_enrol_resume(struct app *app, int64_t person_id, struct str why,
			 struct err *err)
{
	return enrol_do(app, person_id, false, resume_step, &why, err);
}

struct ending {
	enum enrol_end reason;
	struct str why;
};

static enum rc end_step(struct enrol_work *w, const void *arg, struct err *err)
{
	const struct ending *e = arg;
	bool own_will =
		e->reason == END_WITHDRAWAL || e->reason == END_DECLINED;
	if (!w->live.id)
		return err_msg(err, E_NOT_FOUND, MSG_DOC_NOT_ENROLLED,
			       "the person has no enrolment alive");
	if (w->app->who.role == ROLE_CITIZEN && !own_will)
		return err_set(err, E_DENIED,
			       "a person can withdraw or decline; the other "
			       "reasons are recorded by the practice");
	return enrol_end_live(w, e->reason, e->why, err);
}

enum rc app_enrol_end(struct app *app, int64_t person_id, enum enrol_end reason,
		      struct str why, struct err *err)
{
	struct ending e = {reason, why};
	return enrol_do(app, person_id, true, end_step, &e, err);
}

/* ---- transfer ---- */

/* The person as the new manager would see them: not enrolled elsewhere, the
 * level never lower than what the enrolment began with. */
static enum rc admit_transfer(struct enrol_work *w,
			      const struct enrol_wish *wish,
			      struct candidate *c, struct err *err)
{
	enum enrol_hold hold = HOLD_NONE;
	enum rc rc =
		enrol_candidate(w->app, w->person_id, w->on, &w->arena, c, err);
	if (!rc)
		rc = enrol_follow_wish(w->app, wish, w->on, c, err);
	if (rc)
		return rc;
	c->f.enrolled = false;
	c->f.contact_waived = true;
	if (c->f.level < 1 || c->f.level > 3) {
		c->f.level = w->live.level;
		c->main_condition = w->live.main_condition;
	}
	rc = enrol_hold_of(w->app, c, w->on, true, &hold, err);
	if (rc)
		return rc;
	if (hold)
		return err_msg(err, E_STATE, enrol_why_msg(c, hold),
			       "cannot transfer: %s", enrol_why(c, hold));
	if (c->doctor_id == w->live.doctor_id && c->org_id == w->live.org_id)
		return err_msg(err, E_STATE, MSG_DOC_TRANSFER_SAME,
			       "cannot transfer: doctor and manager are the "
			       "same as now");
	return OK;
}

/* Runs one of the statements that join the old enrolment to the new one. */
static enum rc join(struct enrol_work *w, enum sql id, int64_t from_id,
		    int64_t to_id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(w->app->db, id, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", from_id);
	bind_int(q, "to_id", to_id);
	return stmt_finish(q, NULL, err);
}

static enum rc close_old(struct enrol_work *w, struct str reason,
			 struct str why, struct err *err)
{
	enum rc rc = enrol_go(w, ENROL_TRANSFERRED, reason, why, err);
	return rc ? rc : enrol_pacts_end(w, PACT_SUPERSEDED, reason, err);
}

static enum rc activate_on_paper(struct enrol_work *w, struct err *err)
{
	struct str why = STR("pact with the new parties, on paper");
	enum rc rc = enrol_pact_on_paper(w, err);
	if (!rc)
		rc = enrol_go(w, ENROL_PACT_SIGNED, STR(""), why, err);
	return rc ? rc : enrol_go(w, ENROL_ACTIVE, STR(""), why, err);
}

static enum rc transfer_step(struct enrol_work *w, const void *arg,
			     struct err *err)
{
	const struct enrol_transfer *t = arg;
	struct candidate c;
	enum rc rc = enrol_need_live(w, err);
	if (!rc)
		rc = enrol_move(w->live.state, ENROL_TRANSFERRED, err);
	if (!rc)
		rc = admit_transfer(w, &t->to, &c, err);
	if (rc)
		return rc;
	int64_t old_id = w->live.id;
	struct str reason =
		str_from(enrol_end_name[c.doctor_id != w->live.doctor_id
						? END_CHANGE_OF_DOCTOR
						: END_CHANGE_OF_MANAGER]);
	struct str why = t->to.why.len ? t->to.why : reason;
	struct enrol_new n = {.who = &c,
			      .state = ENROL_CHOSEN,
			      .previous_id = old_id,
			      .why = why};
	rc = close_old(w, reason, why, err);
	if (!rc)
		rc = enrol_create(w, &n, err);
	if (!rc)
		rc = join(w, SQL_ENROL_SET_TRANSFERRED, old_id, w->live.id,
			  err);
	if (!rc)
		rc = join(w, SQL_ENROL_PLAN_FOLLOWS, old_id, w->live.id, err);
	if (!rc)
		rc = enrol_audit(w, "transfer", err);
	if (!rc && t->signed_on_paper)
		rc = activate_on_paper(w, err);
	return rc ? rc : enrol_tell(w, "enrol.transferred", err);
}

enum rc app_enrol_transfer(struct app *app, int64_t person_id,
			   const struct enrol_transfer *t, struct err *err)
{
	return enrol_do(app, person_id, false, transfer_step, t, err);
}
