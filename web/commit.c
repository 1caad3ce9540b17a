/* One thread writes the looks of all answers that wait, in one transaction,
 * and lets the answers go. An answer whose look could not be written does not
 * leave: instead of it goes a page that says to try again. Its own connection;
 * opened again when the database was gone. */
#include <pthread.h>
#include <stdatomic.h>
#include <unistd.h>

#include "base/progress.h"
#include "web/web_int.h"

#define GROUP_MOST 256 /* answers in one transaction */
/* From the beginning of one to that of the next: nobody waits for it but when
 * answers come faster than that, and then each transaction carries more. */
#define GROUP_US  4000
#define WAIT_MS   10000 /* for a writer: then people are told */
#define CACHE_KIB 8192  /* it appends: the ends of a few trees */

struct waiting {
	struct http_exchange *x;
	struct looks *looks;
	enum lang lang;
};

struct committer {
	pthread_t thread;
	pthread_mutex_t lock; /* guards queue, n, stopping */
	pthread_cond_t more, room;
	struct waiting queue[GROUP_MOST];
	size_t n;
	bool stopping;
	struct app app;
	const struct web_options *options;
	atomic_uint_least64_t n_commit, n_look;
};

static enum rc open_app(struct committer *c, struct err *err)
{
	char url[4096];
	int64_t now = web_now_us(c->options);
	snprintf(url, sizeof(url), STR_FMT, STR_ARG(c->options->db_url));
	enum rc rc = app_open(&c->app, url, c->options->kn, now,
			      date_in_rome(now), err);
	if (rc)
		return rc;
	db_wait(c->app.db, WAIT_MS);
	db_cache(c->app.db, CACHE_KIB);
	db_leave_log(c->app.db);
	return OK;
}

static void refuse(const struct committer *c, struct waiting *w,
		   const struct err *err)
{
	struct http_reply *r = &w->x->reply;
	buf_reset(&r->body);
	http_drop_file(r);
	r->n_header = 0;
	r->status = 503;
	http_header(r, STR("Retry-After"), STR("5"));
	web_security_headers(r, c->options);
	web_refused(w->x, err->msg ? (enum msg)err->msg : MSG_WEB_DATABASE,
		    w->lang);
}

static enum rc commit_once(struct committer *c, struct looks **all, size_t n,
			   struct err *err)
{
	if (c->app.db && db_lost(c->app.db))
		app_close(&c->app);
	enum rc rc = c->app.db ? OK : open_app(c, err);
	return rc ? rc : looks_commit(&c->app, all, n, err);
}

/* All of them, or each alone when together it did not work. */
static void commit_group(struct committer *c, struct waiting *w, size_t n)
{
	struct looks *all[GROUP_MOST];
	struct err err = {0};
	bool old = c->app.db != NULL;
	for (size_t i = 0; i < n; i++)
		all[i] = w[i].looks;
	enum rc rc = commit_once(c, all, n, &err);
	if (rc == E_IO && old) { /* a server that was started anew since */
		app_close(&c->app);
		rc = commit_once(c, all, n, &err);
	}
	if (rc) {
		fprintf(stderr, "looks rc=%d n=%zu error=\"%s\"\n", rc, n,
			err.text);
		if (rc != E_CONFLICT)
			app_close(&c->app); /* opened anew by the next */
	}
	for (size_t i = 0; i < n; i++) {
		if (rc)
			refuse(c, &w[i], &err);
		atomic_fetch_add(&c->n_look, w[i].looks->n);
		http_finish(w[i].x);
	}
	atomic_fetch_add(&c->n_commit, 1);
}

/* Returns when it is time again; and what time it is. */
static int64_t keep_pace(int64_t last_us)
{
	int64_t early = last_us + GROUP_US - clock_monotonic_us();
	const struct timespec t = {.tv_nsec = (long)early * 1000};
	if (early > 0)
		nanosleep(&t, NULL);
	return clock_monotonic_us();
}

static void *run(void *arg)
{
	struct committer *c = arg;
	struct waiting mine[GROUP_MOST];
	for (int64_t last_us = 0;;) {
		pthread_mutex_lock(&c->lock);
		while (!c->n && !c->stopping)
			pthread_cond_wait(&c->more, &c->lock);
		pthread_mutex_unlock(&c->lock);
		last_us = keep_pace(last_us);
		pthread_mutex_lock(&c->lock);
		size_t n = c->n;
		memcpy(mine, c->queue, n * sizeof(*mine));
		c->n = 0;
		pthread_cond_broadcast(&c->room);
		pthread_mutex_unlock(&c->lock);
		if (!n)
			return NULL;
		commit_group(c, mine, n);
	}
}

void committer_put(struct committer *c, struct http_exchange *x,
		   struct looks *looks, enum lang lang)
{
	pthread_mutex_lock(&c->lock);
	while (c->n == GROUP_MOST)
		pthread_cond_wait(&c->room, &c->lock);
	c->queue[c->n++] =
		(struct waiting){.x = x, .looks = looks, .lang = lang};
	pthread_cond_signal(&c->more);
	pthread_mutex_unlock(&c->lock);
}

enum rc committer_start(const struct web_options *o, struct committer **out,
			struct err *err)
{
	struct committer *c = calloc(1, sizeof(*c));
	if (!c)
		return err_set(err, E_NOMEM, "no memory for the committer");
	c->options = o;
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->more, NULL);
	pthread_cond_init(&c->room, NULL);
	enum rc rc = open_app(c, err);
	if (!rc && pthread_create(&c->thread, NULL, run, c))
		rc = err_set(err, E_NOMEM, "could not start a thread");
	if (rc) {
		app_close(&c->app);
		free(c);
		return rc;
	}
	*out = c;
	return OK;
}

void committer_stop(struct committer *c)
{
	if (!c)
		return;
	pthread_mutex_lock(&c->lock);
	c->stopping = true;
	pthread_cond_signal(&c->more);
	pthread_mutex_unlock(&c->lock);
	pthread_join(c->thread, NULL);
	app_close(&c->app);
	pthread_mutex_destroy(&c->lock);
	pthread_cond_destroy(&c->more);
	pthread_cond_destroy(&c->room);
	free(c);
}

void committer_count(const struct committer *c, uint64_t *commits,
		     uint64_t *looks)
{
	*commits = atomic_load(&c->n_commit);
	*looks = atomic_load(&c->n_look);
}
