#include "cmd/runner.h"

#include "app/account.h"
#include "app/upload.h"
#include "base/progress.h"
#include "cmd/work.h"

#define SWEEP_EVERY_US (INT64_C(600) * 1000000)

static void rest(const atomic_bool *stop, int tenths)
{
	const struct timespec tenth = {.tv_nsec = 100000000};
	while (tenths-- > 0 && !atomic_load(stop))
		nanosleep(&tenth, NULL);
}

/* What nobody needs any more; a failure waits for the next time. */
static void sweep(struct app *app, const struct runner *r, int64_t *last_us)
{
	struct err err = {0};
	int64_t n = 0, now = clock_monotonic_us();
	if (*last_us && now - *last_us < SWEEP_EVERY_US)
		return;
	*last_us = now;
	app->now_us = cmd_now_us();
	if (app_upload_sweep(app, &r->places, &n, &err))
		fprintf(stderr, "event=sweep error=\"%s\"\n", err.text);
	else if (n)
		fprintf(stderr, "event=sweep uploads=%" PRId64 "\n", n);
	/* sessions that ended, browsers and lines of accounts that are old */
	if (app_session_sweep(app, &err))
		fprintf(stderr, "event=sweep error=\"%s\"\n", err.text);
}

static enum rc work(struct app *app, const struct runner *r, int64_t *n,
		    struct err *err)
{
	const struct job_runner how = {
		.places = r->places, .clock_us = cmd_now_us, .stop = r->stop};
	enum rc rc = OK;
	int64_t swept_us = 0;
	while (!rc && !atomic_load(r->stop)) {
		bool worked;
		sweep(app, r, &swept_us);
		app->today = cmd_today();
		rc = app_job_runner_step(app, &how, &worked, err);
		if (rc == E_CONFLICT) { /* another runner has it: the next */
			fprintf(stderr, "prossima: %s\n", err->text);
			rc = OK;
		}
		*n += worked;
		if (!worked && r->once)
			break;
		if (!worked && !rc)
			rest(r->stop, 5);
	}
	return rc;
}

enum rc runner_run(const struct runner *r, int64_t *n, struct err *err)
{
	struct cmd_work w;
	enum rc rc = cmd_work_open(&w, r->places.db_url, r->data_dir, err);
	if (!rc)
		rc = work(&w.app, r, n, err);
	cmd_work_close(&w);
	return rc;
}

static void *thread_main(void *arg)
{
	struct runner_thread *t = arg;
	while (!atomic_load(&t->stop)) {
		struct err err = {0};
		int64_t n = 0;
		if (!runner_run(&t->runner, &n, &err))
			continue;
		fprintf(stderr, "event=jobs error=\"%s\"\n", err.text);
		rest(&t->stop, 100);
	}
	return NULL;
}

enum rc runner_start(struct runner_thread *t, const struct job_places *places,
		     const char *data_dir, struct err *err)
{
	t->runner = (struct runner){
		.places = *places, .data_dir = data_dir, .stop = &t->stop};
	atomic_init(&t->stop, false);
	int e = pthread_create(&t->thread, NULL, thread_main, t);
	if (e)
		return err_set(err, E_IO,
			       "could not start the thread of jobs: "
			       "%s",
			       strerror(e));
	t->runs = true;
	return OK;
}

void runner_stop(struct runner_thread *t)
{
	if (!t->runs)
		return;
	atomic_store(&t->stop, true);
	pthread_join(t->thread, NULL);
	t->runs = false;
}

const char *runner_upload_dir(const char *set, const char *db_url,
			      char room[4096])
{
	if (!set || !*set)
		set = getenv("PROSSIMA_UPLOADS");
	if (set && *set)
		return set;
	if (!db_url || strstr(db_url, "://"))
		return NULL;
	int n = snprintf(room, 4096, "%s-uploads", db_url);
	return n > 0 && n < 4096 ? room : NULL;
}
