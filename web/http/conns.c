#include "web/http/http_int.h"

#include "base/progress.h"

#include <sys/socket.h>

#define SECOND_US       INT64_C(1000000)
#define SENDING_LIMIT_S 300
#define TAKING_LIMIT_S  120
#define SILENT_S        1

void conns_init(struct http_conns *c, int idle_s, int request_s)
{
	*c = (struct http_conns){
		.limit_us = {/* what comes before the first line is whole is not
				told to us: the library's own limit is idle_s */
			     [CONN_IDLE] = (idle_s + request_s) * SECOND_US,
			     [CONN_READING] = request_s * SECOND_US,
			     [CONN_WORKING] = INT64_MAX,
			     [CONN_SENDING] = SENDING_LIMIT_S * SECOND_US,
			     [CONN_TAKING] = TAKING_LIMIT_S * SECOND_US}};
	pthread_mutex_init(&c->lock, NULL);
}

void conns_release(struct http_conns *c)
{
	while (c->first)
		conns_remove(c, c->first);
	pthread_mutex_destroy(&c->lock);
}

struct http_conn *conns_add(struct http_conns *c, int fd)
{
	struct http_conn *k = malloc(sizeof(*k));
	if (!k)
		return NULL;
	pthread_mutex_lock(&c->lock);
	*k = (struct http_conn){.next = c->first,
				.fd = fd,
				.state = CONN_IDLE,
				.since_us = clock_monotonic_us()};
	if (c->first)
		c->first->prev = k;
	c->first = k;
	c->n++;
	c->n_state[CONN_IDLE]++;
	pthread_mutex_unlock(&c->lock);
	return k;
}

void conns_remove(struct http_conns *c, struct http_conn *k)
{
	pthread_mutex_lock(&c->lock);
	if (k->next)
		k->next->prev = k->prev;
	if (k->prev)
		k->prev->next = k->next;
	else
		c->first = k->next;
	c->n--;
	c->n_state[k->state]--;
	pthread_mutex_unlock(&c->lock);
	free(k);
}

void conns_enter(struct http_conns *c, struct http_conn *k, enum conn_state s)
{
	pthread_mutex_lock(&c->lock);
	c->n_state[k->state]--;
	c->n_state[s]++;
	k->state = s;
	k->since_us = clock_monotonic_us();
	pthread_mutex_unlock(&c->lock);
}

/* A sender who went away while the connection slept: the library may have read
 * the end of the stream without seeing what it means, and would wait for its
 * own limit. */
static bool sender_left(const struct http_conn *k, int64_t now_us)
{
	char byte;
	return k->state == CONN_TAKING &&
	       now_us - k->since_us > SILENT_S * SECOND_US &&
	       recv(k->fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT) == 0;
}

/* The descriptor is ours as long as the connection is in the list: it is taken
 * out before the library closes it. */
void conns_sweep(struct http_conns *c, int64_t now_us)
{
	pthread_mutex_lock(&c->lock);
	for (struct http_conn *k = c->first; k; k = k->next)
		if (now_us - k->since_us > c->limit_us[k->state] ||
		    sender_left(k, now_us))
			(void)shutdown(k->fd, SHUT_RDWR);
	pthread_mutex_unlock(&c->lock);
}

size_t conns_in(struct http_conns *c, enum conn_state s)
{
	pthread_mutex_lock(&c->lock);
	size_t n = c->n_state[s];
	pthread_mutex_unlock(&c->lock);
	return n;
}

size_t conns_count(struct http_conns *c)
{
	pthread_mutex_lock(&c->lock);
	size_t n = c->n;
	pthread_mutex_unlock(&c->lock);
	return n;
}
