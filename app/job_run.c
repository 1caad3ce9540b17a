#include "app/job_int.h"

#include "base/progress.h"
#include "json/json.h"
#include "json/json_value.h"

#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>

enum {
	LINES_AT_ONCE = 200, /* more between two ticks: the first are dropped */
	KILL_AFTER_MS = 10000,
	TICK_MS = 500,
	BEAT_WAIT_MS = 200, /* then the next tick tells it */
	END_WAIT_MS = 30000,
};

struct run {
	struct app *app;
	const struct job_runner *runner;
	const char *me;
	struct job_taken *job;
	struct job_child child;
	char line[LINES_AT_ONCE][JOB_LINE_BYTES];
	size_t len[LINES_AT_ONCE], n_line;
	char last[JOB_LINE_BYTES]; /* what it said last: why it failed */
	bool cancel, stop, lost;
	int64_t told_us;   /* last tick that was written, monotonic */
	int64_t signal_us; /* when it was asked to end; 0: not */
};

static void clean(struct str s, char out[JOB_LINE_BYTES], size_t *len)
{
	*len = 0;
	if (!str_is_utf8(s)) /* also a piece of a line cut in a letter */
		for (size_t i = 0; i < s.len; i++)
			out[(*len)++] =
				(unsigned char)s.ptr[i] < 0x80 ? s.ptr[i] : '?';
	else
		for (; *len < s.len; ++*len)
			out[*len] = s.ptr[*len];
	for (size_t i = 0; i < *len; i++)
		if ((unsigned char)out[i] < ' ')
			out[i] = ' ';
}

static void on_line(void *ctx, struct str s)
{
	struct run *r = ctx;
	size_t at = r->n_line;
	if (at == LINES_AT_ONCE) {
		memmove(r->line[0], r->line[1],
			sizeof(r->line) - sizeof(r->line[0]));
		memmove(r->len, r->len + 1, sizeof(r->len) - sizeof(r->len[0]));
		at--;
	} else {
		r->n_line++;
	}
	clean(s, r->line[at], &r->len[at]);
	memcpy(r->last, r->line[at], r->len[at]);
	r->last[min_i64((int64_t)r->len[at], JOB_LINE_BYTES - 1)] = 0;
}

static void say(struct run *r, const char *text)
{
	on_line(r, str_from(text));
}

/* By the speed of this part of the work so far. */
static int64_t time_left_ms(const struct job_child *c)
{
	int64_t took = clock_monotonic_us() - c->phase_us;
	if (!c->at || !c->total || c->at > c->total || took < 500000)
		return -1;
	return (int64_t)((double)took / 1000 * (double)(c->total - c->at) /
			 (double)c->at);
}

/* Tell the database; without it for half the time after which others think us
 * dead, we must not go on. */
static void tick(struct run *r)
{
	struct str lines[LINES_AT_ONCE];
	struct job_child *c = &r->child;
	struct err err = {0};
	bool cancel = false;
	int64_t now = clock_monotonic_us();
	for (size_t i = 0; i < r->n_line; i++)
		lines[i] = (struct str){r->line[i], r->len[i]};
	struct job_news news = {.what = str_from(c->what),
				.done = c->done,
				.at = c->at,
				.total = c->total,
				.left_ms = time_left_ms(c),
				.line = lines,
				.n_line = r->n_line};
	r->app->now_us = r->runner->clock_us();
	bool beside = job_live_write(r->app, r->job->id, &news);
	enum rc rc = job_beat(r->app, r->job, r->me, &news, &cancel, &err);
	if (rc == E_BUSY && beside)
		r->told_us = now; /* the work itself has the lock */
	if (!rc) {
		r->n_line = 0;
		r->told_us = now;
		r->cancel |= cancel;
	}
	if (rc == E_CONFLICT ||
	    now - r->told_us > JOB_SILENT_S * INT64_C(500000))
		r->lost = true;
}

static void end_when_asked(struct run *r)
{
	int64_t now = clock_monotonic_us();
	if (!r->stop && r->runner->stop && atomic_load(r->runner->stop))
		r->stop = true;
	if (!r->cancel && !r->stop && !r->lost)
		return;
	if (!r->signal_us) {
		r->signal_us = now;
		job_child_signal(&r->child, SIGTERM);
	} else if (now - r->signal_us > KILL_AFTER_MS * INT64_C(1000)) {
		job_child_signal(&r->child, SIGKILL);
	}
}

static void watch(struct run *r)
{
	int64_t tick_us =
		(r->runner->tick_ms ? r->runner->tick_ms : TICK_MS) * 1000;
	int64_t next = clock_monotonic_us();
	db_wait(r->app->db, BEAT_WAIT_MS);
	while (!r->child.has_ended) {
		int64_t now = clock_monotonic_us();
		r->cancel |= job_live_cancelled(r->app, r->job->id);
		if (now >= next) {
			tick(r);
			next = now + tick_us;
		}
		end_when_asked(r);
		job_child_wait(&r->child, 100, on_line, r);
	}
	db_wait(r->app->db, END_WAIT_MS);
}

/* The JSON it printed; other words as {"text": ...}. */
static struct str result_of(const struct run *r, struct arena *a)
{
	struct json_value *v = NULL;
	struct json j;
	struct buf b;
	struct str text = str_trim(buf_view(&r->child.result));
	struct arena_mark mark = arena_mark(a);
	if (r->child.result.failed || !text.len || !str_is_utf8(text))
		return STR("");
	bool is_json = json_parse(text, a, &v, NULL) == OK;
	arena_rewind(a, mark);
	if (is_json)
		return text;
	buf_init(&b, 4u * JOB_RESULT_BYTES);
	json_init(&j, &b);
	json_object(&j);
	json_put_str(&j, "text", text);
	json_object_end(&j);
	text = arena_str(a, buf_view(&b));
	buf_release(&b);
	return text;
}

/* "prossima: could not ..." without our name before it. */
static struct str why_failed(const struct run *r, struct arena *a)
{
	const struct str name = STR_INIT("prossima: ");
	struct str s = str_from(r->last);
	if (WIFSIGNALED(r->child.status))
		return arena_printf(a, "it was ended from outside (signal %d)",
				    WTERMSIG(r->child.status));
	if (!s.len)
		return arena_printf(a, "it ended with status %d",
				    WEXITSTATUS(r->child.status));
	return str_starts(s, name) ? str_sub(s, name.len, s.len - name.len) : s;
}

static struct job_end end_of(struct run *r, struct arena *a)
{
	int status = r->child.status;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return (struct job_end){.state = JOB_DONE,
					.result = result_of(r, a)};
	if (r->cancel)
		return (struct job_end){.state = JOB_CANCELLED};
	if (r->stop)
		return (struct job_end){.state = JOB_QUEUED};
	return (struct job_end){.state = JOB_FAILED,
				.message = why_failed(r, a)};
}

static enum rc finish(struct run *r, struct job_end *end, struct err *err)
{
	enum rc rc = OK;
	if (r->lost) /* another runner has it, or the database is gone */
		return err_set(err, E_CONFLICT,
			       "job %" PRId64 ": its database was not reached, "
			       "so it was ended here",
			       r->job->id);
	if (end->state == JOB_QUEUED)
		say(r, "the program stops: the job goes on when it is back");
	if (r->n_line)
		tick(r);
	r->app->now_us = r->runner->clock_us();
	rc = job_finish(r->app, r->job, r->me, end, err);
	job_live_end(r->app, r->job->id);
	if (rc && rc != E_CONFLICT) /* the database was busy: once more */
		rc = job_finish(r->app, r->job, r->me, end, err);
	return rc;
}

static enum rc start(struct run *r, struct arena *a, struct err *err)
{
	const char *words[JOB_MOST_WORDS];
	char text[80];
	const struct job_taken *j = r->job;
	if (j->kind == N_JOB_KIND)
		return err_set(err, E_STATE,
			       "this version of the program does not know this "
			       "kind of work");
	const char *uploads = r->runner->places.upload_dir;
	if (uploads && job_kinds[j->kind].takes[JOB_FOLDER])
		(void)mkdir(uploads, 0700); /* rejected rows go there */
	enum rc rc = job_command(j->id, j->kind, j->value, j->manager,
				 &r->runner->places, a, words, err);
	if (!rc)
		rc = job_child_start(&r->child, r->runner->program, words,
				     r->runner->places.db_url, err);
	if (!rc && j->attempt > 1) {
		snprintf(text, sizeof(text),
			 "begun again, attempt %d of %d: the program that ran "
			 "it died",
			 j->attempt, JOB_ATTEMPTS);
		say(r, text);
	}
	return rc;
}

static enum rc run_job(struct run *r, struct arena *a, struct err *err)
{
	struct err why = {0};
	struct job_end end = {.state = JOB_FAILED};
	r->told_us = clock_monotonic_us();
	if (start(r, a, &why)) {
		end.message = str_from(why.text);
	} else {
		watch(r);
		end = end_of(r, a);
	}
	enum rc rc = finish(r, &end, err);
	job_child_release(&r->child);
	return rc;
}

enum rc app_job_runner_step(struct app *app, const struct job_runner *runner,
			    bool *worked, struct err *err)
{
	struct arena a;
	struct job_taken job;
	char me[128];
	*worked = false;
	enum rc rc = app_require(app, MAY_RUN_BATCH, 0, err);
	if (rc)
		return rc;
	arena_init(&a, 8u << 20); /* a job and its result */
	job_runner_name(me);
	app->now_us = runner->clock_us();
	rc = job_take(app, runner, me, &a, &job, err);
	if (!rc) {
		struct run *r = calloc(1, sizeof(*r));
		*worked = true;
		if (!r) {
			rc = err_set(err, E_NOMEM, "no memory to run a job");
		} else {
			r->app = app;
			r->runner = runner;
			r->me = me;
			r->job = &job;
			rc = run_job(r, &a, err);
		}
		free(r);
	}
	arena_release(&a);
	return rc == E_NOT_FOUND ? OK : rc;
}
