/* app/job - long work in the background: asked from a page or a command, run
 * one after the other by whoever runs `prossima serve` or `prossima job run`.
 *
 * A job is one of the batches of the path with its parameters. The runner
 * starts the program's own command as a child process, so that its memory is
 * its own and it can be ended; reads its progress (base/progress.h), its words
 * (stderr: the log) and its result (stdout: JSON). States:
 *
 *	queued -> running -> done | failed | cancelled
 *
 * All batches may be cut short and run again. So a job whose runner died (its
 * process is gone, or it gave no sign of life for JOB_SILENT_S) is taken
 * again, JOB_ATTEMPTS times at most; a runner that ends in order gives its job
 * back. At most one job of a kind runs at a time. The same work asked twice is
 * one job.
 *
 * Who may ask what: job_kinds (job_kind.c). The command of a job runs as the
 * installation (ROLE_SYSTEM), bound to the manager when a cooperative asked;
 * who asked is in the job and in the audit (job.ask, job.cancel, job.done).
 */
#ifndef APP_JOB_H
#define APP_JOB_H

#include "app/app.h"

#include <stdatomic.h>

#define JOB_ATTEMPTS  3
#define JOB_SILENT_S  120   /* a runner says it lives every second */
#define JOB_LOG_LINES 1000  /* kept of what the work said, the last */
#define JOB_LOG_CHARS 65536 /* of all lines together */

enum job_kind {
	JOB_FLOWS,
	JOB_PEOPLE,
	JOB_AGENDAS,
	JOB_STRATA,
	JOB_DRAFT,
	JOB_RENEW,
	JOB_PUBLISH,
	JOB_BOOK,
	JOB_QUALITY,
	JOB_SETTLE,
	JOB_DAY,
	N_JOB_KIND
};
enum job_param {
	JOB_FOLDER,  /* a folder of the import folder, or an upload: one name */
	JOB_DATE,    /* index date of strata, day of indicators */
	JOB_QUARTER, /* 2026Q1 */
	JOB_FROM,    /* days to book in, or to make slots for */
	JOB_TO,
	N_JOB_PARAM
};
extern const char *const job_param_name[N_JOB_PARAM];

struct job_kind_info {
	const char *name;        /* "plan.draft" */
	enum permission needs;   /* MAY_RUN_BATCH or MAY_RUN_OWN */
	bool takes[N_JOB_PARAM]; /* parameters it has; folder, date and */
				 /* quarter are then required */
};
extern const struct job_kind_info job_kinds[N_JOB_KIND];
MUST_USE bool job_kind_parse(struct str s, enum job_kind *out);

enum job_state {
	JOB_QUEUED,
	JOB_RUNNING,
	JOB_DONE,
	JOB_FAILED,
	JOB_CANCELLED,
	N_JOB_STATE
};
extern const char *const job_state_name[N_JOB_STATE];

/* Where the work finds its things on this machine; NULL: not set. */
struct job_places {
	const char *db_url, *import_dir, *archive_dir;
	const char *upload_dir; /* files brought by pages (app/upload.h) */
	int64_t upload_most;    /* bytes of one upload; 0: UPLOAD_MOST */
};

struct job_ask {
	enum job_kind kind;
	struct str value[N_JOB_PARAM]; /* as written; empty: not given */
};
/* Put it in the queue; *id is the job. The same work that waits or runs
 * already is not put there again: *again is then true. Parameters are checked
 * here and refused in words (err.msg). `places` may be NULL: then folders are
 * looked for only when the job runs. */
MUST_USE enum rc app_job_add(struct app *app, const struct job_ask *ask,
			     const struct job_places *places, int64_t *id,
			     bool *again, struct err *err);
/* May the actor ask for this kind? For lists of what can be done. */
bool app_job_may(struct app *app, enum job_kind kind);
/* Folders of the import folder that can be chosen, newest name first. */
MUST_USE enum rc app_job_folders(const struct job_places *places,
				 struct arena *a, struct str **list, size_t *n,
				 struct err *err);
/* The parameters that are right most often, as of today: the last day of the
 * quarter or month that is over, the newest folder. */
MUST_USE enum rc app_job_suggest(struct app *app, enum job_kind kind,
				 const struct job_places *places,
				 struct arena *a, struct job_ask *out,
				 struct err *err);
/* How long it took lately, in ms; -1 when there is no such run. */
MUST_USE enum rc app_job_usual(struct app *app, enum job_kind kind, int64_t *ms,
			       struct err *err);

struct job_view {
	int64_t id, user_id, org_id; /* org 0: for all */
	struct str kind_name;
	enum job_kind kind; /* N_JOB_KIND: of another version of the program */
	struct str value[N_JOB_PARAM];
	enum job_state state;
	struct str what, message, user, role, org, result;
	int attempt;
	int64_t n_done, n_at, n_total; /* share done: n_at / n_total */
	int64_t left_ms;               /* -1: not known */
	int64_t created_us, started_us, heartbeat_us, ended_us; /* 0: not yet */
	bool cancel_asked;
};
struct job_line {
	int64_t seq, at_us;
	struct str text;
};
/* E_NOT_FOUND also when it is another cooperative's. */
MUST_USE enum rc app_job_show(struct app *app, int64_t id, struct arena *a,
			      struct job_view *out, struct err *err);
MUST_USE enum rc app_job_log(struct app *app, int64_t id, struct arena *a,
			     struct job_line **list, size_t *n,
			     struct err *err);

struct job_filter {
	struct str q;           /* in parameters and names; empty: all */
	struct str kind, state; /* empty: all */
	struct str sort;        /* kind, who, state, old; else newest first */
	int64_t limit, offset;
};
struct job_list {
	struct job_view *at;
	size_t n;
	int64_t total, n_live; /* of the filter; queued or running of them */
};
MUST_USE enum rc app_job_list(struct app *app, const struct job_filter *f,
			      struct arena *a, struct job_list *out,
			      struct err *err);

/* Rows an import set aside, with their reasons: CSV in the arena (64 MiB at
 * most). E_NOT_FOUND when there are none, or not any more. */
MUST_USE enum rc app_job_rejects(struct app *app,
				 const struct job_places *places, int64_t id,
				 struct arena *a, struct str *csv,
				 struct err *err);
/* Are there any? */
bool app_job_has_rejects(const struct job_places *places, int64_t id);

/* What waits is cancelled at once; what runs is told to stop, and what it did
 * so far stays. E_STATE when it has ended. */
MUST_USE enum rc app_job_cancel(struct app *app, int64_t id, struct err *err);

/* ---- the runner */

struct job_runner {
	const char *program; /* NULL: this one */
	struct job_places places;
	int64_t (*clock_us)(void); /* this instant, as app->now_us */
	const atomic_bool *stop;   /* end soon, the job back in the queue */
	int most_running;          /* in the whole installation; 0: 1 */
	int tick_ms;               /* between signs of life; 0: 500 */
};
/* Take one job, if there is one, and run it to its end: *worked. Jobs of dead
 * runners are put back first. Uses app->db from this thread alone. */
MUST_USE enum rc app_job_runner_step(struct app *app,
				     const struct job_runner *r, bool *worked,
				     struct err *err);

#endif
