/* After the signature: publication, the moves of the day, the end. */
#include "app/plan_desk_int.h"

void plan_number(const char kind[2], int64_t id, char out[PLAN_NUMBER])
{
	static const char digit[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	out[0] = kind[0];
	out[1] = kind[1];
	out[15] = 0;
	for (int i = 14; i >= 2; i--, id /= 36)
		out[i] = digit[id % 36];
}

static enum rc tell(struct app *app, const struct plan_view *v,
		    const char *protocol, struct err *err)
{
	char json[160];
	snprintf(json, sizeof(json),
		 "{\"plan_version\":%" PRId64 ",\"version\":%d,"
		 "\"protocol\":\"%s\"}",
		 v->id, v->version, protocol);
	return outbox_put(app, "plan.published", v->person_id, str_from(json),
			  err);
}

enum rc plan_has_contact(struct app *app, int64_t person_id, bool *yes,
			 struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_PLAN_CASE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "person_id", person_id);
	bind_date(q, "on_date", app->today);
	rc = stmt_one(q, err);
	*yes = !rc && (col_str(q, 10).len || col_str(q, 11).len);
	stmt_close(q);
	return rc;
}

static enum rc set_published(struct app *app, const struct plan_view *v,
			     const char *protocol, struct str exception,
			     struct err *err)
{
	struct stmt *q = NULL;
	int64_t n = 0;
	enum rc rc = plan_move(v->state, PLAN_PUBLISHED, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_PLAN_SET_PUBLISHED, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", v->id);
	bind_int(q, "now_us", app->now_us);
	bind_str(q, "protocol", str_from(protocol));
	bind_opt(q, "exception", exception);
	rc = stmt_finish(q, &n, err);
	if (!rc && !n)
		rc = err_set(err, E_CONFLICT,
			     "the plan was published at this moment by "
			     "somebody else");
	return rc ? rc
		  : plan_event(app, v->id, plan_state_name[v->state],
			       PLAN_PUBLISHED, exception, err);
}

/* Inside the transaction of the caller. */
static enum rc publish_version(struct app *app, int64_t id, struct arena *a,
			       bool *told, struct err *err)
{
	struct plan_view v;
	char protocol[PLAN_NUMBER];
	enum rc rc = version_head(app, id, a, &v, err);
	if (rc)
		return rc;
	plan_number("PA", id, protocol);
	rc = plan_has_contact(app, v.person_id, told, err);
	if (!rc)
		rc = set_published(app, &v, protocol,
				   *told ? (struct str){"", 0}
					 : STR("no phone and no e-mail: to be "
					       "told in person"),
				   err);
	if (!rc && *told)
		rc = tell(app, &v, protocol, err);
	if (!rc && v.draft.from.days <= app->today.days &&
	    app->today.days <= v.draft.to.days)
		rc = version_end(app, id, PLAN_PUBLISHED, PLAN_ACTIVE,
				 DATE_NONE, (struct str){"", 0}, err);
	return rc ? rc : plan_audit(app, "plan.publish", id, v.person_id, err);
}

/* The version that is signed and waits; E_STATE says what there is instead. */
static enum rc to_publish(struct app *app, int64_t person_id, int64_t *id,
			  struct err *err)
{
	struct arena a;
	struct plan_view v;
	enum rc rc = plan_find_id(app, SQL_PLAN_LAST_SIGNED, "person_id",
				  person_id, id, err);
	if (rc)
		return rc;
	if (!*id)
		return err_set(err, E_STATE,
			       "there is no signed plan to publish: sign it "
			       "with `prossima plan sign`");
	arena_init(&a, PLAN_ARENA_BYTES);
	rc = version_head(app, *id, &a, &v, err);
	if (!rc)
		rc = plan_move(v.state, PLAN_PUBLISHED, err);
	arena_release(&a);
	return rc;
}

enum rc app_plan_publish(struct app *app, int64_t person_id, bool *told,
			 struct err *err)
{
	struct arena a;
	int64_t id = 0;
	arena_init(&a, PLAN_ARENA_BYTES);
	enum rc rc = app_require(app, MAY_PREPARE_PLAN, person_id, err);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = to_publish(app, person_id, &id, err);
	if (!rc)
		rc = publish_version(app, id, &a, told, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	arena_release(&a);
	return rc;
}

enum { PUBLISHED_AT_ONCE = 200 };

static enum rc publish_some(struct app *app, const struct id_list *l,
			    size_t from, size_t to, struct arena *a,
			    struct plan_batch *b, struct err *err)
{
	int64_t done = 0;
	enum rc rc = db_begin(app->db, err);
	for (size_t i = from; i < to && !rc; i++) {
		bool told;
		arena_reset(a);
		rc = publish_version(app, l->id[3 * i], a, &told, err);
		done += rc == OK;
	}
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	else
		b->n_done += done;
	return rc;
}

enum rc app_plan_publish_all(struct app *app, plan_progress_fn *progress,
			     void *ctx, struct plan_batch *out, struct err *err)
{
	struct id_list l = {0};
	struct stmt *q = NULL;
	struct arena a;
	arena_init(&a, PLAN_ARENA_BYTES);
	*out = (struct plan_batch){0};
	enum rc rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_PLAN_TO_PUBLISH, &q, err);
	if (!rc) {
		bind_id(q, "only_org", app->who.org_id);
		rc = id_list_read(q, 2, &l, err);
	}
	stmt_close(q);
	out->n_total = (int64_t)l.n;
	for (size_t i = 0; i < l.n && !rc; i += PUBLISHED_AT_ONCE) {
		size_t to = i + PUBLISHED_AT_ONCE < l.n ? i + PUBLISHED_AT_ONCE
							: l.n;
		rc = publish_some(app, &l, i, to, &a, out, err);
		if (progress)
			progress(ctx, (int64_t)to, (int64_t)l.n);
	}
	id_list_release(&l);
	arena_release(&a);
	return rc;
}

/* ---- the moves of the day */

struct move {
	int64_t id;
	enum plan_state from;
};

static enum rc read_moves(struct app *app, enum sql id, struct arena *a,
			  struct move **list, size_t *n, struct err *err)
{
	enum { MOST = 5000 }; /* to a transaction; the next call goes on */
	struct stmt *q = NULL;
	bool row = false;
	*n = 0;
	*list = arena_array(a, struct move, MOST);
	if (!*list)
		return arena_fail(a, err);
	enum rc rc = db_prepare(app->db, id, &q, err);
	if (!rc)
		bind_date(q, "on_date", app->today);
	while (!rc && *n < MOST && !(rc = stmt_step(q, &row, err)) && row) {
		(*list)[*n].id = col_int(q, 0);
		*n += plan_state_parse(col_str(q, 1), &(*list)[*n].from);
	}
	stmt_close(q);
	return rc;
}

static enum rc move_all(struct app *app, enum sql id, enum plan_state to,
			struct str reason, int64_t *done, struct err *err)
{
	struct arena a;
	struct move *list;
	size_t n = 1;
	enum rc rc = OK;
	arena_init(&a, 1u << 20);
	for (*done = 0; !rc && n > 0; *done += (int64_t)n) {
		arena_reset(&a);
		rc = db_begin(app->db, err);
		if (!rc)
			rc = read_moves(app, id, &a, &list, &n, err);
		for (size_t i = 0; i < n && !rc; i++) {
			rc = version_end(app, list[i].id, list[i].from, to,
					 DATE_NONE, reason, err);
			if (!rc)
				rc = plan_audit(app, "plan.roll", list[i].id, 0,
						err);
		}
		if (!rc)
			rc = db_commit(app->db, err);
	}
	if (rc)
		db_rollback(app->db);
	arena_release(&a);
	return rc;
}

enum rc app_plan_roll(struct app *app, int64_t *n_active, int64_t *n_expired,
		      struct err *err)
{
	enum rc rc = app_require(app, MAY_RUN_BATCH, 0, err);
	*n_active = *n_expired = 0;
	if (!rc)
		rc = move_all(app, SQL_PLAN_TO_EXPIRE, PLAN_EXPIRED,
			      STR("the year is over"), n_expired, err);
	if (!rc)
		rc = move_all(app, SQL_PLAN_TO_ACTIVATE, PLAN_ACTIVE,
			      STR("the first day has come"), n_active, err);
	return rc;
}

/* ---- the end */

static enum rc close_all(struct app *app, int64_t person_id, struct str reason,
			 int64_t *n, struct err *err)
{
	static const enum sql which[] = {SQL_PLAN_OPEN, SQL_PLAN_LAST_SIGNED};
	struct arena a;
	enum rc rc = OK;
	arena_init(&a, PLAN_ARENA_BYTES);
	for (size_t i = 0; i < countof(which) && !rc; i++) {
		int64_t id = 0;
		struct plan_view v;
		rc = plan_find_id(app, which[i], "person_id", person_id, &id,
				  err);
		if (rc || !id)
			continue;
		rc = version_head(app, id, &a, &v, err);
		if (rc || v.state == PLAN_EXPIRED)
			continue;
		rc = version_end(app, id, v.state, PLAN_CLOSED, app->today,
				 reason, err);
		if (!rc)
			rc = activity_cancel(app, id, err);
		if (!rc)
			rc = plan_audit(app, "plan.close", id, person_id, err);
		++*n;
	}
	arena_release(&a);
	return rc;
}

enum rc app_plan_close(struct app *app, int64_t person_id, struct str reason,
		       struct err *err)
{
	int64_t n = 0;
	enum rc rc = app_require(app, MAY_PREPARE_PLAN, person_id, err);
	if (!rc && !reason.len)
		rc = err_set(err, E_RANGE, "closing a plan needs a reason");
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = close_all(app, person_id, reason, &n, err);
	if (!rc && !n)
		rc = err_set(err, E_STATE, "there is no plan to close");
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}
