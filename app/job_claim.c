#include "app/job_int.h"

#include "text/text.h"

#include <signal.h>
#include <unistd.h>

/* ---- who a runner is */

/* Field 22 of /proc/PID/stat: when the process started, in ticks since boot.
 * The name in field 2 may hold anything, so count from its closing bracket.
 * 0: there is no such process. */
static uint64_t started_at(long pid)
{
	char path[64], text[1024], *at;
	snprintf(path, sizeof(path), "/proc/%ld/stat", pid);
	FILE *f = fopen(path, "r");
	size_t n = f ? fread(text, 1, sizeof(text) - 1, f) : 0;
	if (f)
		fclose(f);
	text[n] = 0;
	at = strrchr(text, ')');
	if (at && (at[1] != ' ' || at[2] == 'Z' || at[2] == 'X'))
		return 0; /* dead, and nobody has buried it */
	for (int field = 2; at && field < 22; field++)
		at = strchr(at + 1, ' ');
	return at ? strtoull(at + 1, NULL, 10) : 0;
}

void job_runner_name(char out[128])
{
	char host[64] = "?";
	long pid = (long)getpid();
	gethostname(host, sizeof(host) - 1);
	for (char *c = host; *c; c++)
		if (*c == ' ')
			*c = '_';
	snprintf(out, 128, "%s %ld %" PRIu64, host, pid, started_at(pid));
}

/* Of this machine, and its process is there no more (or is another one that
 * took its number). */
static bool is_gone(struct str runner, const char *me)
{
	struct str mine = str_from(me), rest = runner;
	struct str host = str_cut(&rest, ' '), my_host = str_cut(&mine, ' ');
	struct str pid = str_cut(&rest, ' ');
	int64_t number, start;
	if (!str_eq(host, my_host) || !str_to_int(pid, &number) ||
	    !str_to_int(rest, &start))
		return false;
	return started_at((long)number) != (uint64_t)start;
}

/* ---- jobs of runners that are no more */

static enum rc end_orphan(struct app *app, int64_t id, struct str runner,
			  bool cancelled, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_JOB_ORPHAN_END, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_str(q, "runner", runner);
	bind_str(q, "state", cancelled ? STR("cancelled") : STR("failed"));
	bind_str(q, "message",
		 cancelled ? STR("")
			   : STR("the program that ran it died, three times"));
	bind_int(q, "now_us", app->now_us);
	return stmt_finish(q, NULL, err);
}

static enum rc queue_orphan(struct app *app, int64_t id, struct str runner,
			    struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_JOB_ORPHAN_AGAIN, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	bind_str(q, "runner", runner);
	return stmt_finish(q, NULL, err);
}

struct orphan {
	int64_t id;
	bool over, cancelled;
	struct str runner;
};

/* A heartbeat far in the past, or in the future when the day of work was set
 * back. */
static bool is_silent(const struct app *app, int64_t heartbeat_us)
{
	const int64_t most = JOB_SILENT_S * INT64_C(1000000);
	int64_t d = app->now_us - heartbeat_us;
	return d > most || d < -most;
}

/* Those that run are few: at most one of a kind. *n_alive of them live. */
static enum rc find_orphans(struct app *app, const char *me, struct arena *a,
			    struct orphan list[N_JOB_KIND], size_t *n,
			    int *n_alive, struct err *err)
{
	struct stmt *q = NULL;
	bool row;
	enum rc rc = db_prepare(app->db, SQL_JOB_RUNNING_LIST, &q, err);
	*n = 0;
	*n_alive = 0;
	while (!rc && !(rc = stmt_step(q, &row, err)) && row) {
		struct str runner = col_str(q, 2);
		if (*n == N_JOB_KIND ||
		    (!is_gone(runner, me) && !is_silent(app, col_int(q, 3)))) {
			++*n_alive;
			continue;
		}
		list[(*n)++] =
			(struct orphan){.id = col_int(q, 0),
					.over = col_int(q, 4) >= JOB_ATTEMPTS,
					.cancelled = !col_null(q, 5),
					.runner = arena_str(a, runner)};
	}
	stmt_close(q);
	return rc;
}

static enum rc adopt(struct app *app, const char *me, struct arena *a,
		     int *n_alive, struct err *err)
{
	struct orphan list[N_JOB_KIND];
	size_t n;
	enum rc rc = find_orphans(app, me, a, list, &n, n_alive, err);
	for (size_t i = 0; i < n && !rc; i++)
		rc = list[i].over || list[i].cancelled
			     ? end_orphan(app, list[i].id, list[i].runner,
					  list[i].cancelled, err)
			     : queue_orphan(app, list[i].id, list[i].runner,
					    err);
	return rc;
}

/* ---- take */

static enum rc gate(struct app *app, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_JOB_GATE, &q, err);
	if (!rc)
		rc = stmt_one(q, err);
	stmt_close(q);
	return rc;
}

static enum rc manager_code(struct app *app, struct arena *a, int64_t id,
			    struct str *code, struct err *err)
{
	struct stmt *q = NULL;
	*code = STR("");
	if (!id)
		return OK;
	enum rc rc = db_prepare(app->db, SQL_ORGANISATION_CODE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	rc = stmt_one(q, err);
	if (!rc)
		*code = col_text(q, 0, a);
	stmt_close(q);
	return rc;
}

static enum rc next(struct app *app, struct arena *a, struct job_taken *out,
		    struct err *err)
{
	struct stmt *q = NULL;
	bool row = false;
	struct str params = {0};
	enum rc rc = db_prepare(app->db, SQL_JOB_NEXT, &q, err);
	if (!rc)
		rc = stmt_step(q, &row, err);
	if (!rc && row) {
		*out = (struct job_taken){.id = col_int(q, 0),
					  .org_id = col_int(q, 3),
					  .kind = N_JOB_KIND,
					  .attempt = (int)col_int(q, 4) + 1};
		params = col_text(q, 2, a);
		if (!job_kind_parse(col_str(q, 1), &out->kind))
			out->kind = N_JOB_KIND;
	}
	stmt_close(q);
	if (!rc && !row)
		return E_NOT_FOUND;
	if (!rc)
		rc = job_params_parse(params, a, out->value, err);
	if (!rc)
		rc = manager_code(app, a, out->org_id, &out->manager, err);
	return rc;
}

static enum rc mark(struct app *app, const struct job_taken *j, const char *me,
		    struct err *err)
{
	struct stmt *q = NULL;
	int64_t changed = 0;
	enum rc rc = db_prepare(app->db, SQL_JOB_TAKE, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", j->id);
	bind_str(q, "runner", str_from(me));
	bind_int(q, "now_us", app->now_us);
	rc = stmt_finish(q, &changed, err);
	return rc ? rc : changed ? OK : E_NOT_FOUND;
}

enum rc job_take(struct app *app, const struct job_runner *r, const char *me,
		 struct arena *a, struct job_taken *out, struct err *err)
{
	int n_alive = 0, most = r->most_running ? r->most_running : 1;
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = gate(app, err);
	if (!rc)
		rc = adopt(app, me, a, &n_alive, err);
	enum rc found = rc;
	if (!rc)
		found = n_alive < most ? next(app, a, out, err) : E_NOT_FOUND;
	if (!found)
		found = mark(app, out, me, err);
	if (!found || found == E_NOT_FOUND) /* what was adopted stays so */
		rc = db_commit(app->db, err);
	if (rc || (found && found != E_NOT_FOUND))
		db_rollback(app->db);
	return rc ? rc : found;
}

/* ---- a sign of life */

static enum rc add_lines(struct app *app, int64_t job_id,
			 const struct str *line, size_t n, struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_JOB_LOG_LAST, &q, err);
	if (rc)
		return rc;
	bind_int(q, "job_id", job_id);
	rc = stmt_one(q, err);
	int64_t seq = rc ? 0 : col_int(q, 0);
	stmt_close(q);
	for (size_t i = 0; i < n && !rc; i++) {
		rc = db_prepare(app->db, SQL_JOB_LOG_ADD, &q, err);
		if (rc)
			return rc;
		bind_int(q, "job_id", job_id);
		bind_int(q, "seq", ++seq);
		bind_int(q, "at_us", app->now_us);
		bind_str(q, "text", line[i]);
		rc = stmt_finish(q, NULL, err);
	}
	if (!rc)
		rc = db_prepare(app->db, SQL_JOB_LOG_TRIM, &q, err);
	if (rc)
		return rc;
	bind_int(q, "job_id", job_id);
	bind_int(q, "most_chars", JOB_LOG_CHARS);
	bind_int(q, "most_lines", JOB_LOG_LINES);
	return stmt_finish(q, NULL, err);
}

static enum rc beat_row(struct app *app, const struct job_taken *j,
			const char *me, const struct job_news *news,
			struct err *err)
{
	struct stmt *q = NULL;
	int64_t changed = 0;
	enum rc rc = db_prepare(app->db, SQL_JOB_BEAT, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", j->id);
	bind_str(q, "runner", str_from(me));
	bind_int(q, "now_us", app->now_us);
	bind_str(q, "what", news->what);
	bind_int(q, "n_done", (int64_t)news->done);
	bind_int(q, "n_at", (int64_t)news->at);
	bind_int(q, "n_total", (int64_t)news->total);
	bind_int(q, "left_ms", news->left_ms);
	rc = stmt_finish(q, &changed, err);
	if (!rc && !changed)
		rc = err_set(err, E_CONFLICT,
			     "job %" PRId64 " was taken by another runner",
			     j->id);
	return rc;
}

static enum rc read_cancel(struct app *app, int64_t id, bool *cancel,
			   struct err *err)
{
	struct stmt *q = NULL;
	enum rc rc = db_prepare(app->db, SQL_JOB_CANCEL_ASKED, &q, err);
	if (rc)
		return rc;
	bind_int(q, "id", id);
	rc = stmt_one(q, err);
	if (!rc)
		*cancel = col_int(q, 0) != 0;
	stmt_close(q);
	return rc;
}

enum rc job_beat(struct app *app, const struct job_taken *j, const char *me,
		 const struct job_news *news, bool *cancel, struct err *err)
{
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = beat_row(app, j, me, news, err);
	if (!rc && news->n_line)
		rc = add_lines(app, j->id, news->line, news->n_line, err);
	if (!rc)
		rc = read_cancel(app, j->id, cancel, err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}

/* ---- the end */

static enum rc end_row(struct app *app, const struct job_taken *j,
		       const char *me, const struct job_end *end,
		       struct err *err)
{
	struct stmt *q = NULL;
	int64_t changed = 0;
	bool back = end->state == JOB_QUEUED;
	enum rc rc = db_prepare(app->db, back ? SQL_JOB_GIVE_BACK : SQL_JOB_END,
				&q, err);
	if (rc)
		return rc;
	bind_int(q, "id", j->id);
	bind_str(q, "runner", str_from(me));
	if (!back) {
		bind_str(q, "state", str_from(job_state_name[end->state]));
		bind_str(q, "message", end->message);
		bind_opt(q, "result", end->result);
		bind_int(q, "now_us", app->now_us);
	}
	rc = stmt_finish(q, &changed, err);
	if (!rc && !changed)
		rc = err_set(err, E_CONFLICT,
			     "job %" PRId64 " was taken by another runner",
			     j->id);
	return rc;
}

enum rc job_finish(struct app *app, const struct job_taken *j, const char *me,
		   const struct job_end *end, struct err *err)
{
	enum rc rc = db_begin(app->db, err);
	if (!rc)
		rc = end_row(app, j, me, end, err);
	if (!rc)
		rc = job_audit(app, "job.done", j->id,
			       str_from(j->kind < N_JOB_KIND
						? job_kinds[j->kind].name
						: "unknown"),
			       str_from(job_state_name[end->state]), err);
	if (!rc)
		rc = db_commit(app->db, err);
	if (rc)
		db_rollback(app->db);
	return rc;
}
