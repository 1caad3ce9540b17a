/* One move with its event, its audit record and its message. */
#include "app/enrolment_int.h"

#include "text/text.h"

#define WORK_BYTES (1u << 18) /* texts of one person */

void enrol_work_init(struct enrol_work *w, struct app *app, int64_t person_id,
		     struct date on)
{
	*w = (struct enrol_work){.app = app, .person_id = person_id, .on = on};
	arena_init(&w->arena, WORK_BYTES);
}

void enrol_work_release(struct enrol_work *w)
{
	arena_release(&w->arena);
}

static void read_live(struct enrol_work *w, const struct stmt *q)
{
	w->live = (struct enrol_live){
		.id = col_int(q, 0),
		.doctor_id = col_int(q, 2),
		.org_id = col_int(q, 3),
		.way = way_of(col_str(q, 4)),
		.state = enrol_state_of(col_str(q, 5)),
		.level = (int)col_int(q, 6),
		.main_condition = col_text(q, 7, &w->arena),
		.suspended = col_int(q, 8) == 1,
		.ats = col_text(q, 10, &w->arena),
		.gone = person_gone(col_date(q, 11), col_end(q, 12),
				    col_end(q, 13), w->on),
		.has_phone = col_str(q, 14).len > 0,
		.has_email = col_str(q, 15).len > 0,
	};
}

enum rc enrol_load(struct enrol_work *w, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	w->live = (struct enrol_live){0};
	enum rc rc = db_prepare(w->app->db, SQL_ENROL_LIVE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", w->person_id);
	rc = stmt_step(q, &row, err);
	if (!rc && row)
		read_live(w, q);
	stmt_close(q);
	return rc;
}

enum rc enrol_need_live(const struct enrol_work *w, struct err *err)
{
	if (!w->live.id)
		return err_msg(err, E_NOT_FOUND, MSG_DOC_NOT_ENROLLED,
			       "the person has no enrolment alive: invite, or "
			       "choose, comes first");
	if (w->live.gone)
		return err_msg(err, E_STATE,
			       w->live.gone == HOLD_DECEASED
				       ? MSG_DOC_HOLD_DECEASED
				       : MSG_DOC_HOLD_MOVED,
			       "%s: the enrolment can only be ended",
			       enrol_hold_text[w->live.gone]);
	return OK;
}

enum rc enrol_event_put(struct enrol_work *w, const char *from, const char *to,
			struct str why, struct err *err)
{
	struct app *app = w->app;
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_ENROL_EVENT_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", app_id(app));
	bind_int(q, "enrolment_id", w->live.id);
	bind_str(q, "from_state", str_from(from));
	bind_str(q, "to_state", str_from(to));
	bind_date(q, "on_date", w->on);
	bind_int(q, "at_us", app->now_us);
	bind_int(q, "user_id", app->who.user_id);
	bind_str(q, "role", str_from(role_name[app->who.role]));
	bind_str(q, "reason", why);
	return stmt_send(q, err);
}

enum rc enrol_audit(struct enrol_work *w, const char *what, struct err *err)
{
	char action[64], detail[128];
	snprintf(action, sizeof(action), "enrol.%s", what);
	int n = snprintf(detail, sizeof(detail),
			 "{\"state\":\"%s\",\"suspended\":%d}",
			 enrol_state_name[w->live.state], w->live.suspended);
	struct audit_event e = {.action = action,
				.entity = "enrolment",
				.entity_id = w->live.id,
				.person_id = w->person_id,
				.detail = {detail, (size_t)n}};
	return w->quiet ? OK : audit_write(w->app, &e, err);
}

enum rc enrol_tell(struct enrol_work *w, const char *kind, struct err *err)
{
	char payload[128];
	const char *channel = w->live.has_email   ? "email"
			      : w->live.has_phone ? "sms"
						  : "letter";
	if (w->quiet)
		return OK;
	int n = snprintf(payload, sizeof(payload),
			 "{\"enrolment\":\"%" PRId64 "\",\"channel\":\"%s\"}",
			 w->live.id, channel);
	return outbox_put(w->app, kind, w->person_id,
			  (struct str){payload, (size_t)n}, err);
}

static void bind_new(struct stmt *q, struct enrol_work *w,
		     const struct enrol_new *n)
{
	const struct candidate *c = n->who;
	struct date active = n->state == ENROL_ACTIVE ? w->on : DATE_NONE;
	bind_int(q, "id", w->live.id);
	bind_int(q, "person_id", w->person_id);
	bind_id(q, "doctor_id", c->doctor_id);
	bind_int(q, "organisation_id", c->org_id);
	bind_str(q, "way", str_from(way_name[c->f.way]));
	bind_str(q, "state", str_from(enrol_state_name[n->state]));
	bind_int(q, "level", c->f.level);
	bind_str(q, "main_condition", c->main_condition);
	bind_date(q, "eligible_on", w->on);
	bind_date(q, "active_from", active);
	bind_id(q, "previous_id", n->previous_id);
	bind_opt(q, "contact_waiver", n->waive);
	bind_int(q, "now", w->app->now_us);
}

static void set_live(struct enrol_work *w, const struct enrol_new *n)
{
	const struct candidate *c = n->who;
	w->live = (struct enrol_live){
		.id = app_id(w->app),
		.doctor_id = c->doctor_id,
		.org_id = c->org_id,
		.way = c->f.way,
		.state = n->state,
		.level = c->f.level,
		.main_condition = c->main_condition,
		.ats = c->f.ats,
	};
}

enum rc enrol_create(struct enrol_work *w, const struct enrol_new *n,
		     struct err *err)
{
	struct stmt *q = NULL;
	set_live(w, n);
	enum rc rc = db_prepare(w->app->db, SQL_ENROL_INSERT, &q, err);
	if (rc)
		return rc;
	bind_new(q, w, n);
	rc = stmt_finish(q, NULL, err);
	if (rc == E_CONFLICT)
		return err_msg(err, rc, MSG_DOC_MOVED_ALREADY,
			       "another enrolment of the person was made at "
			       "the same moment: look at it first");
	if (!rc)
		rc = enrol_event_put(w, "", enrol_state_name[n->state], n->why,
				     err);
	return rc || w->quiet ? rc : enrol_load(w, err);
}

static enum rc write_move(struct enrol_work *w, enum enrol_state to,
			  struct str end_reason, int64_t *changed,
			  struct err *err)
{
	struct stmt *q = NULL;
	bool ends = !enrol_is_live(to);
	enum rc rc = db_prepare(w->app->db, SQL_ENROL_MOVE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", w->live.id);
	bind_str(q, "from_state", str_from(enrol_state_name[w->live.state]));
	bind_str(q, "to_state", str_from(enrol_state_name[to]));
	bind_date(q, "active_from", to == ENROL_ACTIVE ? w->on : DATE_NONE);
	bind_date(q, "ended_on", ends ? w->on : DATE_NONE);
	bind_opt(q, "end_reason", ends ? end_reason : STR(""));
	bind_int(q, "now", w->app->now_us);
	return stmt_finish(q, changed, err);
}

enum rc enrol_go(struct enrol_work *w, enum enrol_state to,
		 struct str end_reason, struct str why, struct err *err)
{
	int64_t changed = 0;
	enum enrol_state from = w->live.state;
	assert(enrol_is_live(to) || end_reason.len);
	enum rc rc = enrol_move(from, to, err);
	if (!rc)
		rc = write_move(w, to, end_reason, &changed, err);
	if (rc)
		return rc;
	if (!changed)
		return err_msg(err, E_CONFLICT, MSG_DOC_MOVED_ALREADY,
			       "the enrolment was moved by somebody else at "
			       "the same moment: look at it first");
	w->live.state = to;
	w->live.suspended = false;
	rc = enrol_event_put(w, enrol_state_name[from], enrol_state_name[to],
			     why.len ? why : end_reason, err);
	return rc ? rc : enrol_audit(w, enrol_state_name[to], err);
}

enum rc enrol_end_live(struct enrol_work *w, enum enrol_end reason,
		       struct str why, struct err *err)
{
	struct str name = str_from(enrol_end_name[reason]);
	enum rc rc = enrol_end_check(w->live.state, reason, err);
	if (!rc)
		rc = enrol_go(w, ENROL_ENDED, name, why.len ? why : name, err);
	if (!rc)
		rc = enrol_pacts_end(w, PACT_REVOKED, name, err);
	if (!rc && reason != END_DEATH)
		rc = enrol_tell(w, "enrol.ended", err);
	return rc;
}

enum rc enrol_do(struct app *app, int64_t person_id, bool by_citizen,
		 enrol_step *step, const void *arg, struct err *err)
{
	struct enrol_work w;
	if (app->who.role == ROLE_CITIZEN && !by_citizen)
		return err_set(err, E_DENIED,
			       "this is done by the doctor, the practice or "
			       "the service centre, not by the person");
	enrol_work_init(&w, app, person_id, app->today);
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = app_require(app, MAY_ENROL, person_id, err);
	if (!rc)
		rc = enrol_load(&w, err);
	if (!rc)
		rc = step(&w, arg, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	enrol_work_release(&w);
	return rc;
}
