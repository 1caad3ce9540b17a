/* Inside of jobs: what asking and running share, and the child process.
 *
 *	job.c		asked, listed, shown, cancelled
 *	job_kind.c	the kinds, their parameters, the command of each
 *	job_claim.c	the row of the job that runs: taken, kept alive, ended
 *	job_live.c	how far it is, where the row cannot be written
 *	job_child.c	a command as a process of its own
 *	job_run.c	one job from its start to its end
 */
#ifndef APP_JOB_INT_H
#define APP_JOB_INT_H

#include "app/bind.h"
#include "app/job.h"

#include <sys/types.h>

/* ---- job_kind.c */

/* Checks and writes them as JSON, keys in a fixed order. */
MUST_USE enum rc job_params_print(struct app *app, const struct job_ask *ask,
				  const struct job_places *places,
				  struct buf *out, struct err *err);
/* What job_params_print wrote, into `a`. */
MUST_USE enum rc job_params_parse(struct str json, struct arena *a,
				  struct str value[N_JOB_PARAM],
				  struct err *err);

#define JOB_MOST_WORDS 16
/* The words of the command of job `id`, NULL at the end. `manager` is the code
 * of the organisation it is for; empty: all. E_STATE when a place is not set.
 */
MUST_USE enum rc job_command(int64_t id, enum job_kind kind,
			     const struct str value[N_JOB_PARAM],
			     struct str manager,
			     const struct job_places *places, struct arena *a,
			     const char *words[JOB_MOST_WORDS],
			     struct err *err);

/* ---- job.c */

MUST_USE enum rc job_audit(struct app *app, const char *action, int64_t id,
			   struct str kind, struct str how, struct err *err);

/* ---- job_claim.c */

struct job_taken {
	int64_t id, org_id, user_id;
	enum job_kind kind;
	int attempt;
	struct str value[N_JOB_PARAM], manager; /* in the arena */
};
/* The runner's name on this machine: host, process, when it started. */
void job_runner_name(char out[128]);
/* E_NOT_FOUND when there is nothing to do. */
MUST_USE enum rc job_take(struct app *app, const struct job_runner *r,
			  const char *me, struct arena *a,
			  struct job_taken *out, struct err *err);

struct job_news { /* what a tick tells the database */
	struct str what;
	uint64_t done, at, total;
	int64_t left_ms;
	const struct str *line; /* new ones of the log */
	size_t n_line;
};
/* E_CONFLICT: the job is not ours any more. */
MUST_USE enum rc job_beat(struct app *app, const struct job_taken *j,
			  const char *me, const struct job_news *news,
			  bool *cancel, struct err *err);

struct job_end {
	enum job_state state; /* JOB_QUEUED: given back */
	struct str message, result;
};
MUST_USE enum rc job_finish(struct app *app, const struct job_taken *j,
			    const char *me, const struct job_end *end,
			    struct err *err);

/* ---- job_live.c: beside a database of one file */

/* False: there is no such file, here or on this engine. */
bool job_live_write(const struct app *app, int64_t id,
		    const struct job_news *n);
/* What is newer there goes into `v`. */
void job_live_read(const struct app *app, struct arena *a, struct job_view *v);
void job_live_cancel(const struct app *app, int64_t id);
bool job_live_cancelled(const struct app *app, int64_t id);
void job_live_end(const struct app *app, int64_t id); /* remove both */

/* ---- job_child.c */

#define JOB_RESULT_BYTES (256u << 10)
#define JOB_LINE_BYTES   500u

struct job_child {
	pid_t pid;
	int fd[3]; /* progress, result, words; -1 when at its end */
	struct buf result;
	char line[2][JOB_LINE_BYTES]; /* begun: of progress, of words */
	size_t len[2];
	/* the progress it told last */
	char what[80];
	uint64_t done, at, total;
	int64_t phase_us; /* when this part began, by clock_monotonic_us */
	bool has_ended;
	int status; /* of waitpid */
};
typedef void job_line_fn(void *ctx, struct str line);

MUST_USE enum rc job_child_start(struct job_child *c, const char *program,
				 const char *const *words, const char *db_url,
				 struct err *err);
/* Wait at most `ms` for something, read it, see whether the child ended; each
 * line of words goes to `each`. */
void job_child_wait(struct job_child *c, int ms, job_line_fn *each, void *ctx);
void job_child_signal(const struct job_child *c, int signal);
/* Ends what still runs; safe on a zeroed one. */
void job_child_release(struct job_child *c);

#endif
