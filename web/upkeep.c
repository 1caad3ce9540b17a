/* One thread that does beside the requests what they would wait for: copies
 * the log of the database into its file (db_copy_log), and reads anew the
 * people of work lists that are in use (app_worklist_refresh) and who is to be
 * invited (app_invitations_refresh); and twice a minute it gives the warnings
 * of exams (app_tele_clock), looks after the alarms of readings from home
 * (app_home_sweep) and forgets files that stopped coming
 * (app_tele_upload_sweep). Its own connection; opened again when the database
 * was gone. */
#include <pthread.h>
#include <sys/resource.h>

#include "app/home.h"
#include "app/invitation.h"
#include "app/tele.h"
#include "app/tele_upload.h"
#include "app/visit.h"
#include "app/worklist.h"
#include "web/web_int.h"

#define EVERY_MS   500 /* some 1,500 pages of looks, under full load */
#define LISTS_MOST 10  /* read in one go, some 10 ms each */
/* Between two of them: the thread gives way by itself, a server of databases
 * that works for it does not. */
#define LIST_PAUSE_NS 20000000L
#define CLOCK_US      INT64_C(30000000) /* warnings of exams: in minutes */
#define NICE          10                /* who asks comes first */
#define CACHE_KIB     4096              /* what one list reads */

struct upkeep {
	pthread_t thread;
	pthread_mutex_t lock; /* guards stopping */
	pthread_cond_t stop;
	bool stopping;
	struct app app;
	const struct web_options *options;
	struct worklist_kept *lists;
	int64_t clock_us; /* when the clock of exams was looked at last */
	bool told;        /* the failure that lasts */
};

/* True: there is something to do again; false: to stop. */
static bool wait_a_while(struct upkeep *k)
{
	struct timespec until;
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_nsec += EVERY_MS * 1000000L;
	until.tv_sec += until.tv_nsec / 1000000000L;
	until.tv_nsec %= 1000000000L;
	pthread_mutex_lock(&k->lock);
	int no = 0;
	while (!k->stopping && !no)
		no = pthread_cond_timedwait(&k->stop, &k->lock, &until);
	bool stopping = k->stopping;
	pthread_mutex_unlock(&k->lock);
	return !stopping;
}

static enum rc ready(struct upkeep *k, struct err *err)
{
	int64_t now = web_now_us(k->options);
	if (k->app.db && db_lost(k->app.db))
		app_close(&k->app);
	if (!k->app.db) {
		char url[4096];
		snprintf(url, sizeof(url), STR_FMT,
			 STR_ARG(k->options->db_url));
		enum rc rc = app_open(&k->app, url, k->options->kn, now,
				      date_in_rome(now), err);
		if (rc)
			return rc;
		db_cache(k->app.db, CACHE_KIB);
		db_leave_log(k->app.db);
		k->app.lists = k->lists;
	}
	k->app.now_us = now;
	k->app.today = date_in_rome(now);
	return OK;
}

static enum rc refresh_lists(struct upkeep *k, struct err *err)
{
	bool more = true;
	enum rc rc = OK;
	const struct timespec pause = {.tv_nsec = LIST_PAUSE_NS};
	for (size_t i = 0; more && i < LISTS_MOST && !rc; i++) {
		rc = db_snapshot(k->app.db, err);
		if (!rc)
			rc = app_worklist_refresh(&k->app, &more, err);
		db_snapshot_end(k->app.db);
		if (!rc && more)
			nanosleep(&pause, NULL);
	}
	if (!rc)
		rc = db_snapshot(k->app.db, err);
	if (!rc)
		rc = app_invitations_refresh(&k->app, err);
	db_snapshot_end(k->app.db);
	return rc;
}

/* Warnings of exams and of questions whose promised time runs out; readings
 * that are missing and alarms that nobody answered; files that stopped coming.
 * Rules that the database does not have yet (`prossima init`) are no reason to
 * stop the rest. */
static enum rc look_at_clock(struct upkeep *k, struct err *err)
{
	struct tele_clock_told told;
	struct home_swept swept;
	struct visit_clock_told answers;
	if (k->app.now_us - k->clock_us < CLOCK_US)
		return OK;
	k->clock_us = k->app.now_us;
	enum rc rc = app_tele_clock(&k->app, &told, err);
	if (!rc || rc == E_NOT_FOUND)
		rc = app_home_sweep(&k->app, &swept, err);
	if (!rc || rc == E_NOT_FOUND)
		rc = app_visit_clock(&k->app, &answers, err);
	if (rc == E_NOT_FOUND)
		rc = OK;
	return rc ? rc : app_tele_upload_sweep(&k->app, err);
}

static void once(struct upkeep *k)
{
	struct err err = {0};
	enum rc rc = ready(k, &err);
	if (!rc)
		rc = db_copy_log(k->app.db, &err);
	if (!rc)
		rc = refresh_lists(k, &err);
	if (!rc)
		rc = look_at_clock(k, &err);
	if (rc && !k->told)
		fprintf(stderr, "upkeep rc=%d error=\"%s\"\n", rc, err.text);
	k->told = rc != OK;
	if (rc)
		app_close(&k->app); /* opened anew by the next */
}

static void *run(void *arg)
{
	struct upkeep *k = arg;
	(void)setpriority(PRIO_PROCESS, 0, NICE); /* of the thread, on Linux */
	while (wait_a_while(k))
		once(k);
	return NULL;
}

enum rc upkeep_start(const struct web_options *o, struct worklist_kept *lists,
		     struct upkeep **out, struct err *err)
{
	struct upkeep *k = calloc(1, sizeof(*k));
	if (!k)
		return err_set(err, E_NOMEM, "no memory for a thread");
	k->options = o;
	k->lists = lists;
	pthread_mutex_init(&k->lock, NULL);
	pthread_cond_init(&k->stop, NULL);
	if (pthread_create(&k->thread, NULL, run, k)) {
		free(k);
		return err_set(err, E_NOMEM, "could not start a thread");
	}
	*out = k;
	return OK;
}

void upkeep_stop(struct upkeep *k)
{
	if (!k)
		return;
	pthread_mutex_lock(&k->lock);
	k->stopping = true;
	pthread_cond_signal(&k->stop);
	pthread_mutex_unlock(&k->lock);
	pthread_join(k->thread, NULL);
	app_close(&k->app);
	pthread_mutex_destroy(&k->lock);
	pthread_cond_destroy(&k->stop);
	free(k);
}
