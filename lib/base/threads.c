#include "base/threads.h"

#include <pthread.h>
#include <unistd.h>

#define MAX_THREADS 64u /* more ranges in flight than that help nobody here */

struct shared {
	size_t n_item, range;
	range_fn *fn;
	void *ctx;
	pthread_mutex_t lock; /* guards next, failed_at, rc, err */
	size_t next, failed_at;
	enum rc rc;
	struct err err;
};
struct worker {
	struct shared *s;
	size_t index;
	pthread_t thread;
};

size_t threads_available(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);
	return n < 1 ? 1 : n > (long)MAX_THREADS ? MAX_THREADS : (size_t)n;
}

static bool take(struct shared *s, size_t *from)
{
	pthread_mutex_lock(&s->lock);
	bool more = !s->rc && s->next < s->n_item;
	*from = s->next;
	if (more)
		s->next += s->range;
	pthread_mutex_unlock(&s->lock);
	return more;
}

static void *run(void *arg)
{
	struct worker *w = arg;
	struct shared *s = w->s;
	size_t from;
	while (take(s, &from)) {
		size_t to = s->n_item - from < s->range ? s->n_item
							: from + s->range;
		struct err err = {0};
		enum rc rc = s->fn(s->ctx, w->index, from, to, &err);
		if (!rc)
			continue;
		pthread_mutex_lock(&s->lock);
		if (!s->rc || from < s->failed_at) {
			s->rc = rc;
			s->err = err;
			s->failed_at = from;
		}
		pthread_mutex_unlock(&s->lock);
	}
	return NULL;
}

enum rc parallel_ranges(size_t n_item, size_t range, size_t n_thread,
			range_fn *fn, void *ctx, struct err *err)
{
	assert(range > 0);
	struct shared s = {.n_item = n_item,
			   .range = range,
			   .fn = fn,
			   .ctx = ctx,
			   .lock = PTHREAD_MUTEX_INITIALIZER};
	struct worker w[MAX_THREADS];
	if (!n_thread)
		n_thread = threads_available();
	if (n_thread > MAX_THREADS)
		n_thread = MAX_THREADS;
	size_t started = 1; /* the caller's thread is worker 0 */
	for (size_t i = 0; i < n_thread; i++)
		w[i] = (struct worker){.s = &s, .index = i};
	for (; started < n_thread; started++)
		if (pthread_create(&w[started].thread, NULL, run, &w[started]))
			break; /* fewer threads, same result */
	run(&w[0]);
	for (size_t i = 1; i < started; i++)
		pthread_join(w[i].thread, NULL);
	pthread_mutex_destroy(&s.lock);
	if (s.rc && err)
		*err = s.err;
	return s.rc;
}
