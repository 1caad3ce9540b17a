/* A teleconsult: asked, taken, a talk agreed, its promised time. */
#include "app/visit_int.h"

#include "text/text.h"

struct asking {
	struct app *app;
	const struct visit_asking *s;
	struct str question;
	int64_t pool_id, consent_id, due_us;
	struct arena *a;
};

/* ---- is it right? */

static enum rc check_form(struct asking *k, struct err *err)
{
	k->question = k->s->question;
	enum rc rc = tele_text(&k->question, "the question", err);
	if (!rc && !k->question.len)
		rc = err_msg(err, E_RANGE, MSG_VIS_NO_QUESTION,
			     "a teleconsult has a question");
	if (!rc && !k->s->pool.len && !k->s->to_user_id)
		rc = err_msg(err, E_RANGE, MSG_VIS_NOBODY_ASKED,
			     "a pool or a doctor is to be asked");
	if (!rc && k->s->to_user_id && k->s->to_user_id == k->app->who.user_id)
		rc = err_msg(err, E_RANGE, MSG_VIS_NOBODY_ASKED,
			     "one does not ask oneself");
	if (!rc && k->s->n_exam > VISIT_EXAMS_MOST)
		rc = err_msg(err, E_LIMIT, MSG_VIS_MANY_EXAMS,
			     "%zu exams: at most %d", k->s->n_exam,
			     VISIT_EXAMS_MOST);
	return rc;
}

static enum rc find_pool(struct asking *k, struct err *err)
{
	struct stmt *q = NULL;
	if (!k->s->pool.len)
		return OK;
	enum rc rc = db_prepare(k->app->db, SQL_TELE_POOL_BY_CODE, &q, err);
	if (rc)
		return rc;
	bind_str(q, "code", k->s->pool);
	rc = stmt_one(q, err);
	if (!rc)
		k->pool_id = col_int(q, 0);
	stmt_close(q);
	if (rc == E_NOT_FOUND)
		err_msg(err, rc, MSG_VIS_NOBODY_ASKED,
			"there is no pool \"" STR_FMT "\"",
			STR_ARG(k->s->pool));
	return rc;
}

/* A named colleague: any doctor or specialist who works here. */
static enum rc find_colleague(struct asking *k, struct err *err)
{
	struct stmt *q = NULL;
	if (!k->s->to_user_id)
		return OK;
	enum rc rc = db_prepare(k->app->db, SQL_VISIT_HOST_FIND, &q, err);
	if (rc)
		return rc;
	bind_int(q, "user_id", k->s->to_user_id);
	bind_int(q, "person_id", k->s->person_id);
	bind_date(q, "on_date", k->app->today);
	rc = stmt_one(q, err);
	stmt_close(q);
	if (rc == E_NOT_FOUND)
		err_msg(err, rc, MSG_VIS_NO_HOST,
			"user %" PRId64 " is no doctor here", k->s->to_user_id);
	return rc;
}

static enum rc find_due(struct asking *k, struct err *err)
{
	struct stmt *q = NULL;
	struct str ats = {0};
	enum rc rc = db_prepare(k->app->db, SQL_TELE_PERSON, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", k->s->person_id);
	bind_date(q, "on_date", k->app->today);
	rc = stmt_one(q, err);
	if (!rc)
		ats = col_text(q, 7, k->a);
	stmt_close(q);
	if (!rc)
		rc = tele_rules_told(visit_due(&k->app->rules, k->s->urgency,
					       ats, k->app->now_us, &k->due_us,
					       err),
				     err);
	return rc;
}

static enum rc check(struct asking *k, struct err *err)
{
	const struct actor *who = &k->app->who;
	enum rc rc = app_require(k->app, MAY_SEND_EXAM, k->s->person_id, err);
	if (!rc && who->role != ROLE_DOCTOR)
		rc = err_msg(err, E_DENIED, MSG_VIS_DOCTORS_ASK,
			     "role %s may not ask a teleconsult: a doctor may",
			     role_name[who->role]);
	if (!rc)
		rc = check_form(k, err);
	if (!rc)
		rc = booking_refuse_dead(k->app, k->s->person_id, err);
	if (!rc)
		rc = find_pool(k, err);
	if (!rc)
		rc = find_colleague(k, err);
	return rc ? rc : find_due(k, err);
}

/* ---- it is written */

static enum rc insert(struct asking *k, int64_t id, struct err *err)
{
	const struct actor *who = &k->app->who;
	char room[VISIT_ROOM_TEXT];
	struct stmt *q = NULL;
	enum rc rc = db_prepare(k->app->db, SQL_VISIT_INSERT, &q, err);
	if (rc)
		return rc;
	visit_new_room(room);
	bind_int(q, "id", id);
	bind_str(q, "kind", str_from(visit_kind_name[VISIT_TELECONSULT]));
	bind_int(q, "person_id", k->s->person_id);
	bind_str(q, "service_code", STR(""));
	bind_null(q, "appointment_id");
	bind_null(q, "activity_id");
	bind_id(q, "host_user_id", k->s->to_user_id);
	bind_id(q, "pool_id", k->pool_id);
	bind_int(q, "asker_user_id", who->user_id);
	bind_str(q, "asker_role", str_from(role_name[who->role]));
	bind_id(q, "asker_doctor_id", who->doctor_id);
	bind_str(q, "question", k->question);
	bind_str(q, "urgency", str_from(tele_urgency_name[k->s->urgency]));
	bind_int(q, "urgency_rank", k->s->urgency);
	bind_int(q, "with_patient", k->s->with_patient);
	bind_int(q, "with_plan", k->s->with_plan);
	bind_str(q, "companion", STR(""));
	bind_int(q, "consent_id", k->consent_id);
	bind_null(q, "seen_on");
	bind_null(q, "suitable_by");
	bind_str(q, "room", str_from(room));
	bind_str(q, "state", str_from(visit_state_name[VISIT_ASKED]));
	bind_null(q, "starts_us");
	bind_null(q, "ends_us");
	bind_int(q, "now_us", k->app->now_us);
	bind_int(q, "due_us", k->due_us);
	return stmt_finish(q, NULL, err);
}

static enum rc exam_fits(struct asking *k, int64_t exam_id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(k->app->db, SQL_VISIT_EXAM_FITS, &q, err);
	if (rc)
		return rc;
	bind_int(q, "exam_id", exam_id);
	bind_int(q, "person_id", k->s->person_id);
	rc = stmt_one(q, err);
	if (!rc && !col_int(q, 0))
		rc = err_msg(err, E_NOT_FOUND, MSG_TEL_NOT_FOUND,
			     "person %" PRId64 " has no exam %" PRId64,
			     k->s->person_id, exam_id);
	stmt_close(q);
	return rc;
}

static enum rc put_exam(struct asking *k, int64_t id, int64_t exam_id,
			struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = exam_fits(k, exam_id, err);
	if (!rc)
		rc = db_prepare(k->app->db, SQL_VISIT_EXAM_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "visit_id", id);
	bind_int(q, "exam_id", exam_id);
	return stmt_finish(q, NULL, err);
}

static enum rc write(struct asking *k, int64_t id, struct err *err)
{
	struct visit_case c = {.id = id,
			       .person_id = k->s->person_id,
			       .kind = VISIT_TELECONSULT,
			       .state = VISIT_ASKED,
			       .stored = VISIT_ASKED};
	enum rc rc =
		tele_consent(k->app, k->s->person_id, STR("tele.teleconsult"),
			     k->s->consent, &k->consent_id, err);
	if (!rc)
		rc = insert(k, id, err);
	for (size_t i = 0; i < k->s->n_exam && !rc; i++)
		rc = put_exam(k, id, k->s->exam[i], err);
	if (!rc)
		rc = visit_outbox(k->app, "visit.asked", &c,
				  k->pool_id ? STR("pool") : STR("doctor"),
				  err);
	return rc ? rc : visit_told(k->app, &c, "ask", STR(""), err);
}

enum rc app_visit_ask(struct app *app, const struct visit_asking *s,
		      int64_t *id, struct err *err)
{
	struct arena a;
	struct asking k = {.app = app, .s = s, .a = &a};
	int64_t new_id = app_id(app);
	arena_init(&a, VISIT_ARENA);
	enum rc rc = check(&k, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = write(&k, new_id, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	arena_release(&a);
	if (!rc)
		*id = new_id;
	return rc;
}

/* ---- taken, and given back */

static enum rc may_take(struct app *app, const struct visit_case *c,
			struct err *err)
{
	struct visit_standing s;
	enum rc rc = app_require(app, MAY_HOLD_VISIT, 0, err);
	if (!rc)
		rc = visit_stand(app, c, &s, err);
	if (!rc && c->state == VISIT_TAKEN)
		return err_msg(err, E_CONFLICT, MSG_VIS_TAKEN_BY_OTHER,
			       "visit %" PRId64 " is taken already", c->id);
	if (!rc && !s.answers)
		rc = err_msg(err, E_DENIED, MSG_VIS_NOT_HOST,
			     "user %" PRId64 " was not asked visit %" PRId64,
			     app->who.user_id, c->id);
	return rc;
}

enum rc app_visit_take(struct app *app, int64_t id, struct err *err)
{
	struct visit_case c;
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = visit_load(app, id, &c, err);
	if (!rc)
		rc = may_take(app, &c, err);
	if (!rc)
		rc = visit_go(&c, VISIT_TAKEN, err);
	if (!rc)
		c.host_user_id = app->who.user_id;
	return visit_done(app, rc, &c, "take", STR(""), err);
}

enum rc app_visit_give_back(struct app *app, int64_t id, struct err *err)
{
	struct visit_case c;
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = visit_load(app, id, &c, err);
	if (!rc)
		rc = visit_must_host(app, &c, err);
	if (!rc && !c.pool_id)
		rc = err_msg(err, E_STATE, MSG_VIS_ONLY_YOU,
			     "visit %" PRId64 " was asked of user %" PRId64
			     " by name",
			     id, c.host_user_id);
	if (!rc)
		rc = visit_go(&c, VISIT_ASKED, err);
	if (!rc) {
		c.host_user_id = 0;
		c.starts_us = c.ends_us = 0;
	}
	return visit_done(app, rc, &c, "give_back", STR(""), err);
}

/* ---- a talk */

enum rc app_visit_talk_at(struct app *app, int64_t id,
			  const struct visit_time *when, struct err *err)
{
	struct visit_case c;
	enum rc rc = visit_check_time(app, when, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = visit_load(app, id, &c, err);
	if (!rc)
		rc = visit_must_host(app, &c, err);
	if (!rc)
		rc = visit_go(&c, VISIT_TAKEN, err);
	if (!rc) {
		c.starts_us = visit_instant(when->day, when->start_min);
		c.ends_us = c.starts_us + when->minutes * TELE_MINUTE_US;
		visit_new_room(c.room);
		rc = visit_host_free(app, c.host_user_id, c.starts_us,
				     c.ends_us, c.id, err);
	}
	if (!rc)
		rc = visit_outbox(app, "visit.talk", &c, STR("asker"), err);
	return visit_done(app, rc, &c, "talk_at", STR(""), err);
}

/* ---- the clock */

static enum rc tell(struct app *app, int64_t id, struct visit_clock_told *out,
		    struct err *err)
{
	struct visit_case c;
	struct stmt *q = NULL;
	int64_t n = 0;
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = visit_load(app, id, &c, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_VISIT_OVERDUE_TOLD, &q, err);
	if (!rc) {
		bind_int(q, "id", id);
		rc = stmt_finish(q, &n, err);
	}
	if (!rc && n)
		rc = visit_outbox(app, "visit.overdue", &c,
				  c.pool_id ? STR("pool") : STR("doctor"), err);
	if (!rc && n)
		rc = visit_told(app, &c, "overdue", STR(""), err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	out->n_overdue += !rc && n;
	return rc;
}

enum rc app_visit_clock(struct app *app, struct visit_clock_told *out,
			struct err *err)
{
	int64_t ids[1000];
	size_t n = 0;
	struct stmt *q = NULL;
	bool row = false;
	*out = (struct visit_clock_told){0};
	enum rc rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_VISIT_OVERDUE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "now_us", app->now_us);
	while (n < countof(ids) && !(rc = stmt_step(q, &row, err)) && row)
		ids[n++] = col_int(q, 0);
	stmt_close(q);
	for (size_t i = 0; i < n && !rc; i++)
		rc = tell(app, ids[i], out, err);
	return rc;
}
