/* web/http, inside: the parts of the server that can be tested alone. */
#ifndef WEB_HTTP_HTTP_INT_H
#define WEB_HTTP_HTTP_INT_H

#include "web/http/http.h"

#include <pthread.h>

/* ---- guard.c: pure functions over what was read of a request */

struct http_field {
	struct str name, value;
};
#define HTTP_MAX_FIELDS 64
struct http_head {
	struct str method, uri, version;
	struct http_field field[HTTP_MAX_FIELDS];
	size_t n; /* may be more than there is room for */
};
/* 0, or the status of the refusal. */
int http_guard(const struct http_head *h, size_t body_limit);
/* The value of a header by name, without regard to case; empty. */
struct str http_field_value(const struct http_head *h, struct str name);
/* The address in the last place of X-Forwarded-For; empty when it is none. */
struct str http_forwarded_peer(struct str forwarded_for);

/* ---- queue.c: a bounded queue of pointers between threads */

struct http_queue {
	pthread_mutex_t lock; /* guards all below */
	pthread_cond_t filled;
	void **item;
	size_t limit, first, n;
	bool closed;
};
MUST_USE enum rc http_queue_init(struct http_queue *q, size_t limit,
				 struct err *err);
void http_queue_release(struct http_queue *q);
/* False when it is full or closed. */
MUST_USE bool http_queue_put(struct http_queue *q, void *item);
/* Waits; NULL when the queue is closed and empty. */
void *http_queue_take(struct http_queue *q);
void *http_queue_try(struct http_queue *q); /* does not wait; NULL */
void http_queue_close(struct http_queue *q);
size_t http_queue_length(struct http_queue *q);

/* ---- conns.c: who is connected, and since when in what */

enum conn_state {
	CONN_IDLE,
	CONN_READING,
	CONN_WORKING,
	CONN_SENDING,
	CONN_TAKING, /* an upload, since its last piece */
	N_CONN_STATE
};
struct http_conn {
	struct http_conn *prev, *next;
	int fd;
	enum conn_state state;
	int64_t since_us; /* monotonic */
	void *box;        /* the exchange under way; NULL */
};
struct http_conns {
	pthread_mutex_t lock; /* guards all below, and every http_conn */
	struct http_conn *first;
	size_t n, n_state[N_CONN_STATE];
	int64_t limit_us[N_CONN_STATE]; /* how long a connection may stay in a
					   state */
};
void conns_init(struct http_conns *c, int idle_s, int request_s);
void conns_release(struct http_conns *c);
struct http_conn *conns_add(struct http_conns *c, int fd); /* NULL: memory */
void conns_remove(struct http_conns *c, struct http_conn *k);
void conns_enter(struct http_conns *c, struct http_conn *k, enum conn_state s);
/* Shut down those that stay too long; the event thread then closes them. */
void conns_sweep(struct http_conns *c, int64_t now_us);
size_t conns_in(struct http_conns *c, enum conn_state s);
size_t conns_count(struct http_conns *c);

/* ---- listen.c */

/* A listening socket for "address:port", "[::1]:8080"; `port` is the one it
 * got. */
MUST_USE enum rc http_listen(struct str where, int *fd, int *port,
			     struct err *err);

#endif
