#include "app/job_int.h"

#include "app/upload_int.h"
#include "base/file.h"
#include "json/json.h"
#include "text/text.h"

#include <sys/stat.h>

#define REJECTS_MOST ((size_t)48 << 20) /* of what a page may send */

/* A cooperative sees and asks for its own; the others for everybody, the
 * system unless it is bound to a manager. */
enum rc job_scope(struct app *app, int64_t *only_org, struct err *err)
{
	*only_org = app->who.role == ROLE_SYSTEM ? app->who.org_id : 0;
	if (app->who.role != ROLE_COOPERATIVE)
		return app_require(app, MAY_RUN_BATCH, 0, err);
	enum rc rc = app_require(app, MAY_RUN_OWN, 0, err);
	if (!rc && !app->who.org_id)
		rc = err_msg(err, E_DENIED, MSG_JOB_NO_MANAGER,
			     "user %" PRId64 " has the role cooperative, but "
			     "of no organisation",
			     app->who.user_id);
	*only_org = app->who.org_id;
	return rc;
}

enum rc job_audit(struct app *app, const char *action, int64_t id,
		  struct str kind, struct str how, struct err *err)
{
	struct buf b;
	struct json j;
	buf_init(&b, 1024);
	json_init(&j, &b);
	json_object(&j);
	json_put_str(&j, "kind", kind);
	if (how.len)
		json_put_str(&j, "state", how);
	json_object_end(&j);
	enum rc rc = audit_write(app,
				 &(struct audit_event){.action = action,
						       .entity = "job",
						       .entity_id = id,
						       .detail = buf_view(&b)},
				 err);
	buf_release(&b);
	return rc;
}

/* ---- ask */

static enum rc find_live(struct app *app, const char *kind, struct str params,
			 int64_t org_id, int64_t *id, struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	enum rc rc = db_prepare(app->db, SQL_JOB_LIVE, &q, err);
	if (rc)
		return rc;
	bind_str(q, "kind", str_from(kind));
	bind_str(q, "params", params);
	bind_int(q, "organisation_id", org_id);
	rc = stmt_step(q, &row, err);
	*id = !rc && row ? col_int(q, 0) : 0;
	stmt_close(q);
	return rc;
}

static enum rc insert(struct app *app, const char *kind, struct str params,
		      int64_t org_id, int64_t id, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_JOB_INSERT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_str(q, "kind", str_from(kind));
	bind_str(q, "params", params);
	bind_int(q, "organisation_id", org_id);
	bind_int(q, "user_id", app->who.user_id);
	bind_str(q, "role", str_from(role_name[app->who.role]));
	bind_int(q, "now_us", app->now_us);
	return stmt_finish(q, NULL, err);
}

/* What a job needs to be found again. */
struct asked {
	const char *kind;
	struct str params;
	int64_t org_id, upload_id;
};

static enum rc put(struct app *app, const struct asked *k, int64_t *id,
		   bool *again, struct err *err)
{
	int64_t live = 0, made = app_id(app);
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = find_live(app, k->kind, k->params, k->org_id, &live, err);
	if (!rc && !live)
		rc = insert(app, k->kind, k->params, k->org_id, made, err);
	if (!rc && !live && k->upload_id)
		rc = upload_used(app, k->upload_id, made, err);
	if (!rc && !live)
		rc = job_audit(app, "job.ask", made, str_from(k->kind), STR(""),
			       err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc) {
		db_rollback(app->db);
		return rc;
	}
	*again = live != 0;
	*id = live ? live : made;
	return OK;
}

enum rc app_job_add(struct app *app, const struct job_ask *ask,
		    const struct job_places *places, int64_t *id, bool *again,
		    struct err *err)
{
	struct asked k = {.kind = job_kinds[ask->kind].name,
			  .upload_id =
				  upload_of_folder(ask->value[JOB_FOLDER])};
	struct buf b;
	buf_init(&b, 4096); /* five short values */
	enum rc rc = app_require(app, job_kinds[ask->kind].needs, 0, err);
	if (!rc)
		rc = job_scope(app, &k.org_id, err);
	if (!rc && job_kinds[ask->kind].needs == MAY_RUN_BATCH)
		k.org_id = 0; /* of the whole population */
	if (!rc && k.upload_id)
		rc = upload_check(app, k.upload_id, ask->kind, err);
	if (!rc)
		rc = job_params_print(app, ask, places, &b, err);
	if (!rc)
		rc = buf_finish(&b, &k.params, err);
	if (!rc)
		rc = put(app, &k, id, again, err);
	if (rc == E_CONFLICT) /* asked by somebody else at this moment */
		rc = put(app, &k, id, again, err);
	buf_release(&b);
	return rc;
}

enum rc app_job_usual(struct app *app, enum job_kind kind, int64_t *ms,
		      struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_JOB_USUAL, &q, err);
	if (rc)
		return rc;
	bind_str(q, "kind", str_from(job_kinds[kind].name));
	rc = stmt_one(q, err);
	if (!rc)
		*ms = col_int(q, 0) ? col_int(q, 1) / col_int(q, 0) / 1000 : -1;
	stmt_close(q);
	return rc;
}

/* ---- read */

static void read_times(const struct stmt *q, struct job_view *v)
{
	v->attempt = (int)col_int(q, 11);
	v->n_done = col_int(q, 12);
	v->n_at = col_int(q, 13);
	v->n_total = col_int(q, 14);
	v->left_ms = col_int(q, 15);
	v->created_us = col_int(q, 16);
	v->started_us = col_int(q, 17);
	v->heartbeat_us = col_int(q, 18);
	v->ended_us = col_int(q, 19);
	v->cancel_asked = !col_null(q, 20);
}

static enum rc read_view(const struct app *app, const struct stmt *q,
			 struct arena *a, struct job_view *v, struct err *err)
{
	*v = (struct job_view){.id = col_int(q, 0),
			       .kind_name = col_text(q, 1, a),
			       .kind = N_JOB_KIND,
			       .state = N_JOB_STATE,
			       .what = col_text(q, 4, a),
			       .message = col_text(q, 5, a),
			       .user_id = col_int(q, 6),
			       .user = col_text(q, 7, a),
			       .role = col_text(q, 8, a),
			       .org_id = col_int(q, 9),
			       .org = col_text(q, 10, a),
			       .result = col_text(q, 21, a)};
	if (!job_kind_parse(v->kind_name, &v->kind))
		v->kind = N_JOB_KIND;
	for (int s = 0; s < N_JOB_STATE; s++)
		if (str_is(col_str(q, 3), job_state_name[s]))
			v->state = (enum job_state)s;
	read_times(q, v);
	job_live_read(app, a, v);
	return job_params_parse(col_text(q, 2, a), a, v->value, err);
}

enum rc app_job_show(struct app *app, int64_t id, struct arena *a,
		     struct job_view *out, struct err *err)
{
	struct stmt *q = NULL;
	int64_t only_org;
	enum rc rc = job_scope(app, &only_org, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_JOB_SHOW, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_id(q, "only_org", only_org);
	rc = stmt_one(q, err);
	if (!rc)
		rc = read_view(app, q, a, out, err);
	else if (rc == E_NOT_FOUND)
		err_msg(err, rc, MSG_JOB_NOT_FOUND,
			"there is no job %" PRId64 ": prossima job list shows "
			"them",
			id);
	stmt_close(q);
	return rc;
}

enum rc app_job_log(struct app *app, int64_t id, struct arena *a,
		    struct job_line **list, size_t *n, struct err *err)
{
	struct stmt *q = NULL;
	struct job_view v;
	bool row;
	enum rc rc = app_job_show(app, id, a, &v, err);
	*n = 0;
	*list = arena_array(a, struct job_line, JOB_LOG_LINES);
	if (!rc && !*list)
		rc = arena_fail(a, err);
	if (!rc)
		rc = db_prepare(app->db, SQL_JOB_LOG_LIST, &q, err);
	if (rc)
		return rc;
	bind_int(q, "job_id", id);
	while (*n < JOB_LOG_LINES && !(rc = stmt_step(q, &row, err)) && row)
		(*list)[(*n)++] = (struct job_line){.seq = col_int(q, 0),
						    .at_us = col_int(q, 1),
						    .text = col_text(q, 2, a)};
	stmt_close(q);
	return rc;
}

static void bind_filter(struct stmt *q, const struct job_filter *f,
			int64_t only_org)
{
	bind_id(q, "only_org", only_org);
	bind_opt(q, "q", f->q);
	bind_opt(q, "kind", f->kind);
	bind_opt(q, "state", f->state);
}

static enum rc count(struct app *app, const struct job_filter *f,
		     int64_t only_org, struct job_list *out, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_JOB_COUNT, &q, err);
	if (rc)
		return rc;
	bind_filter(q, f, only_org);
	rc = stmt_one(q, err);
	if (!rc) {
		out->total = col_int(q, 0);
		out->n_live = col_int(q, 1);
	}
	stmt_close(q);
	return rc;
}

static enum rc read_list(struct app *app, const struct job_filter *f,
			 int64_t only_org, struct arena *a,
			 struct job_list *out, struct err *err)
{
	struct stmt *q = NULL;
	bool row;
	enum rc rc = db_prepare(app->db, SQL_JOB_LIST, &q, err);
	if (rc)
		return rc;
	bind_filter(q, f, only_org);
	bind_str(q, "sort", f->sort.len ? f->sort : STR("new"));
	bind_int(q, "n", f->limit);
	bind_int(q, "skip", f->offset);
	while (!(rc = stmt_step(q, &row, err)) && row) {
		rc = read_view(app, q, a, &out->at[out->n], err);
		if (rc)
			break;
		out->n++;
	}
	stmt_close(q);
	return rc;
}

enum rc app_job_list(struct app *app, const struct job_filter *f,
		     struct arena *a, struct job_list *out, struct err *err)
{
	int64_t only_org;
	assert(f->limit > 0 && f->limit <= 100000);
	*out = (struct job_list){0};
	enum rc rc = job_scope(app, &only_org, err);
	if (!rc)
		rc = count(app, f, only_org, out, err);
	if (rc)
		return rc;
	int64_t room = min_i64(f->limit, out->total);
	out->at = arena_array(a, struct job_view, (size_t)room + 1);
	if (!out->at)
		return arena_fail(a, err);
	struct job_filter g = *f;
	g.limit = room; /* rows that came meanwhile are for the next look */
	return room ? read_list(app, &g, only_org, a, out, err) : OK;
}

/* ---- rows set aside */

static bool rejects_path(const struct job_places *p, int64_t id,
			 char out[PATH_MAX])
{
	int n = p->upload_dir
			? snprintf(out, PATH_MAX, "%s/rejects-%" PRId64 ".csv",
				   p->upload_dir, id)
			: 0;
	return n > 0 && n < PATH_MAX;
}

bool app_job_has_rejects(const struct job_places *places, int64_t id)
{
	char path[PATH_MAX];
	struct stat st;
	return rejects_path(places, id, path) && !stat(path, &st) &&
	       st.st_size > (off_t)sizeof("file,line,column,value,cause");
}

enum rc app_job_rejects(struct app *app, const struct job_places *places,
			int64_t id, struct arena *a, struct str *csv,
			struct err *err)
{
	char path[PATH_MAX];
	struct job_view v;
	enum rc rc = app_job_show(app, id, a, &v, err);
	if (rc)
		return rc;
	if (!rejects_path(places, id, path) || !file_exists(path))
		return err_msg(err, E_NOT_FOUND, MSG_JOB_NO_REJECTS,
			       "job %" PRId64 " left no rejected rows", id);
	rc = file_read(path, a, REJECTS_MOST, csv, err);
	return rc ? rc
		  : audit_look(app,
			       &(struct audit_event){.action = "job.rejects",
						     .entity = "job",
						     .entity_id = id,
						     .detail = STR("{}")},
			       err);
}

/* ---- cancel */

static enum rc run_one(struct app *app, enum sql what, int64_t id,
		       int64_t *changed, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, what, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_int(q, "now_us", app->now_us);
	return stmt_finish(q, changed, err);
}

static enum rc read_state(struct app *app, int64_t id, enum job_state *state,
			  struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_JOB_STATE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	rc = stmt_one(q, err);
	for (int s = 0; !rc && s < N_JOB_STATE; s++)
		if (str_is(col_str(q, 0), job_state_name[s]))
			*state = (enum job_state)s;
	stmt_close(q);
	return rc;
}

static enum rc cancel_row(struct app *app, const struct job_view *v,
			  struct err *err)
{
	int64_t changed = 0;
	enum job_state state = N_JOB_STATE;
	enum rc rc = run_one(app, SQL_JOB_CANCEL_QUEUED, v->id, &changed, err);
	if (!rc && !changed)
		rc = run_one(app, SQL_JOB_CANCEL_RUNNING, v->id, &changed, err);
	if (!rc && !changed)
		rc = read_state(app, v->id, &state, err);
	if (!rc && !changed && state != JOB_RUNNING && state != JOB_CANCELLED)
		job_live_end(app, v->id); /* it was faster: nothing to end */
	if (!rc && !changed && state != JOB_CANCELLED && !v->cancel_asked)
		rc = err_msg(err, E_STATE, MSG_JOB_ENDED_ALREADY,
			     "job %" PRId64 " has ended already: %s", v->id,
			     state < N_JOB_STATE ? job_state_name[state] : "");
	if (!rc && (changed || state == JOB_CANCELLED))
		rc = job_audit(app, "job.cancel", v->id, v->kind_name, STR(""),
			       err);
	return rc;
}

enum rc app_job_cancel(struct app *app, int64_t id, struct err *err)
{
	struct arena a;
	struct job_view v;
	arena_init(&a, 1u << 20); /* one job and its result */
	enum rc rc = app_job_show(app, id, &a, &v, err);
	if (!rc && v.state == JOB_RUNNING) /* it may hold the write lock */
		job_live_cancel(app, id);
	if (!rc)
		rc = db_begin(app->db, err);
	if (!rc)
		rc = cancel_row(app, &v, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	arena_release(&a);
	return rc;
}
