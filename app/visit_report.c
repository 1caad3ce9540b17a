/* The report of a visit: written by who holds it, version after version. */
#include "app/visit_int.h"

#include "text/text.h"

/* ---- the row */

static enum rc insert(struct app *app, struct visit_report *r, struct err *err)
{
	struct stmt *q = NULL;
	r->id = app_id(app);
	r->author_id = app->who.user_id;
	enum rc rc = db_prepare(app->db, SQL_VISIT_REPORT_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", r->id);
	bind_int(q, "visit_id", r->visit_id);
	bind_int(q, "version", r->version);
	bind_id(q, "previous_id", r->previous_id);
	bind_str(q, "correction_reason", r->correction_reason);
	bind_int(q, "now_us", app->now_us);
	bind_int(q, "author_id", r->author_id);
	return stmt_finish(q, NULL, err);
}

static enum rc save(struct app *app, const struct visit_report *r,
		    struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_VISIT_REPORT_SAVE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", r->id);
	bind_str(q, "present", r->present);
	bind_str(q, "text", r->text);
	bind_str(q, "conclusion", r->conclusion);
	bind_str(q, "therapy", r->therapy);
	bind_str(q, "advice", r->advice);
	bind_int(q, "author_id", app->who.user_id);
	bind_int(q, "now_us", app->now_us);
	return stmt_finish(q, NULL, err);
}

/* ---- a draft */

static enum rc take_texts(const struct visit_draft *d, struct visit_report *r,
			  struct err *err)
{
	const struct {
		struct str from, *to;
		const char *what;
	} all[] = {
		{d->present, &r->present, "who took part"},
		{d->text, &r->text, "the text"},
		{d->conclusion, &r->conclusion, "the conclusion"},
		{d->therapy, &r->therapy, "the therapy"},
		{d->advice, &r->advice, "the advice"},
	};
	enum rc rc = OK;
	for (size_t i = 0; i < countof(all) && !rc; i++) {
		*all[i].to = all[i].from;
		rc = tele_text(all[i].to, all[i].what, err);
	}
	return rc;
}

/* A televisit has begun, a teleconsult was taken. */
static enum rc may_write(struct app *app, const struct visit_case *c,
			 struct err *err)
{
	enum rc rc = visit_must_host(app, c, err);
	if (!rc && c->state != VISIT_STARTED && c->state != VISIT_DONE &&
	    c->state != VISIT_TAKEN && c->state != VISIT_SIGNED)
		rc = err_msg(err, E_STATE, MSG_VIS_NOT_BEGUN,
			     "visit %" PRId64 " is %s: nothing is to be "
			     "reported",
			     c->id, visit_state_name[c->state]);
	return rc;
}

static enum rc draft(struct app *app, const struct visit_case *c,
		     const struct visit_draft *d, struct arena *a,
		     struct err *err)
{
	struct visit_report *open = NULL, r;
	enum rc rc = visit_draft_load(app, c->id, a, &open, err);
	if (rc)
		return rc;
	if (!open && c->state == VISIT_SIGNED)
		return err_msg(err, E_STATE, MSG_TEL_CORRECT_FIRST,
			       "visit %" PRId64
			       " is signed: begin a correction",
			       c->id);
	r = open ? *open
		 : (struct visit_report){.version = 1, .visit_id = c->id};
	rc = take_texts(d, &r, err);
	if (!rc && !open)
		rc = insert(app, &r, err);
	return rc ? rc : save(app, &r, err);
}

enum rc app_visit_write(struct app *app, int64_t id,
			const struct visit_draft *d, struct err *err)
{
	struct visit_case c;
	struct arena a;
	arena_init(&a, VISIT_ARENA);
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = visit_load(app, id, &c, err);
	if (!rc)
		rc = may_write(app, &c, err);
	if (!rc)
		rc = draft(app, &c, d, &a, err);
	rc = visit_done(app, rc, &c, "write", STR(""), err);
	arena_release(&a);
	return rc;
}

/* ---- a correction */

static enum rc copy_last(struct app *app, const struct visit_case *c,
			 struct str reason, struct arena *a, struct err *err)
{
	struct visit_report *list = NULL;
	size_t n = 0;
	enum rc rc = visit_reports(app, c->id, 0, a, &list, &n, err);
	if (!rc && (!n || !list[0].is_signed))
		rc = err_msg(err, E_STATE, MSG_TEL_NOTHING_TO_CORRECT,
			     "visit %" PRId64 " has no signed report, or a "
			     "correction is being written",
			     c->id);
	if (rc)
		return rc;
	struct visit_report r = list[0];
	r.previous_id = r.id;
	r.version++;
	r.correction_reason = reason;
	rc = insert(app, &r, err);
	return rc ? rc : save(app, &r, err);
}

enum rc app_visit_correct(struct app *app, int64_t id, struct str reason,
			  struct err *err)
{
	struct visit_case c;
	struct arena a;
	arena_init(&a, VISIT_ARENA);
	enum rc rc = tele_want_reason(&reason, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = visit_load(app, id, &c, err);
	if (!rc)
		rc = visit_must_host(app, &c, err);
	if (!rc)
		rc = copy_last(app, &c, reason, &a, err);
	rc = visit_done(app, rc, &c, "correct", reason, err);
	arena_release(&a);
	return rc;
}
