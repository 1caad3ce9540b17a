#include "web/http/http_int.h"

enum rc http_queue_init(struct http_queue *q, size_t limit, struct err *err)
{
	assert(limit > 0);
	*q = (struct http_queue){.limit = limit};
	q->item = calloc(limit, sizeof(*q->item));
	if (!q->item)
		return err_set(err, E_NOMEM,
			       "no memory for a queue of %zu requests", limit);
	pthread_mutex_init(&q->lock, NULL);
	pthread_cond_init(&q->filled, NULL);
	return OK;
}

void http_queue_release(struct http_queue *q)
{
	if (!q->item)
		return;
	pthread_mutex_destroy(&q->lock);
	pthread_cond_destroy(&q->filled);
	free(q->item);
	q->item = NULL;
}

bool http_queue_put(struct http_queue *q, void *item)
{
	pthread_mutex_lock(&q->lock);
	bool room = !q->closed && q->n < q->limit;
	if (room)
		q->item[(q->first + q->n++) % q->limit] = item;
	pthread_mutex_unlock(&q->lock);
	if (room)
		pthread_cond_signal(&q->filled);
	return room;
}

static void *take_first(struct http_queue *q)
{
	if (!q->n)
		return NULL;
	void *item = q->item[q->first];
	q->first = (q->first + 1) % q->limit;
	q->n--;
	return item;
}

void *http_queue_take(struct http_queue *q)
{
	pthread_mutex_lock(&q->lock);
	while (!q->n && !q->closed)
		pthread_cond_wait(&q->filled, &q->lock);
	void *item = take_first(q);
	pthread_mutex_unlock(&q->lock);
	return item;
}

void *http_queue_try(struct http_queue *q)
{
	pthread_mutex_lock(&q->lock);
	void *item = take_first(q);
	pthread_mutex_unlock(&q->lock);
	return item;
}

void http_queue_close(struct http_queue *q)
{
	pthread_mutex_lock(&q->lock);
	q->closed = true;
	pthread_mutex_unlock(&q->lock);
	pthread_cond_broadcast(&q->filled);
}

size_t http_queue_length(struct http_queue *q)
{
	pthread_mutex_lock(&q->lock);
	size_t n = q->n;
	pthread_mutex_unlock(&q->lock);
	return n;
}
