/* One thread that copies the log of the database into its file, so that no
 * request and no look waits for it (db_copy_log). */
#include <pthread.h>

#include "web/web_int.h"

#define EVERY_MS  500 /* some 1,500 pages of looks, under full load */
#define CACHE_KIB 64  /* it asks for nothing */

struct log_keeper {
	pthread_t thread;
	pthread_mutex_t lock; /* guards stopping */
	pthread_cond_t stop;
	bool stopping;
	struct db *db;
};

/* True: it is time to copy; false: to stop. */
static bool wait_a_while(struct log_keeper *k)
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

static void *run(void *arg)
{
	struct log_keeper *k = arg;
	bool told = false;
	while (wait_a_while(k)) {
		struct err err = {0};
		enum rc rc = db_copy_log(k->db, &err);
		if (rc && !told)
			fprintf(stderr, "log rc=%d error=\"%s\"\n", rc,
				err.text);
		told = rc != OK;
	}
	return NULL;
}

enum rc log_keeper_start(const char *db_url, struct log_keeper **out,
			 struct err *err)
{
	struct log_keeper *k = calloc(1, sizeof(*k));
	if (!k)
		return err_set(err, E_NOMEM, "no memory for a thread");
	pthread_mutex_init(&k->lock, NULL);
	pthread_cond_init(&k->stop, NULL);
	enum rc rc = db_open(db_url, &k->db, err);
	if (!rc)
		db_cache(k->db, CACHE_KIB);
	if (!rc && pthread_create(&k->thread, NULL, run, k))
		rc = err_set(err, E_NOMEM, "could not start a thread");
	if (rc) {
		db_close(k->db);
		free(k);
		return rc;
	}
	*out = k;
	return OK;
}

void log_keeper_stop(struct log_keeper *k)
{
	if (!k)
		return;
	pthread_mutex_lock(&k->lock);
	k->stopping = true;
	pthread_cond_signal(&k->stop);
	pthread_mutex_unlock(&k->lock);
	pthread_join(k->thread, NULL);
	db_close(k->db);
	pthread_mutex_destroy(&k->lock);
	pthread_cond_destroy(&k->stop);
	free(k);
}
