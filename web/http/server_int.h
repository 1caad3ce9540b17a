/* web/http, inside: what server.c (threads, life) and exchange.c (the calls of
 * libmicrohttpd) share. */
#ifndef WEB_HTTP_SERVER_INT_H
#define WEB_HTTP_SERVER_INT_H

#include "web/http/http_int.h"
#include "web/http/libmhd_int.h"

#include <stdatomic.h>

struct http_server;

struct http_worker {
	struct http_server *server;
	size_t number;
	pthread_t thread;
};

struct http_server {
	struct http_options o;
	struct MHD_Daemon *daemon;
	int fd, port; /* fd: until the library has it, then -1 */
	struct http_conns conns;
	struct http_queue queue;
	struct http_queue taking; /* uploads with a piece to take */
	struct http_worker *worker;
	size_t n_worker; /* threads that run */
	pthread_t sweeper;
	bool sweeps;
	pthread_t taker;
	bool takes;
	atomic_bool stopping;
	atomic_uint_fast64_t number;
	atomic_size_t busy; /* workers with a request in hand */
};

/* How far an exchange is; only the thread that has it in hand looks at it. */
enum step {
	STEP_HEAD,
	STEP_BODY,
	STEP_ASKED,    /* an upload: a worker says whether it may come */
	STEP_ADMITTED, /* it may */
	STEP_REFUSED,  /* the reply is made */
	STEP_TAKE,     /* its pieces come */
	STEP_DRAIN,    /* they are thrown away */
	STEP_READY,
	STEP_SENT
};

struct exchange {               /* one request on its way through the server */
	struct http_exchange x; /* first: http_finish gets this */
	struct http_server *server;
	struct MHD_Connection *mhd;
	struct http_conn *conn;
	enum step step;
	struct str uri;
	struct buf body;
	int64_t whole_us; /* monotonic; 0: never whole */
	bool close;
	bool last; /* the piece of an upload in hand */
	size_t n_drained;
};

/* Called by the library in its event threads. */
void *exchange_uri(void *server, const char *uri, struct MHD_Connection *mhd);
enum MHD_Result exchange_step(void *server, struct MHD_Connection *mhd,
			      const char *url, const char *method,
			      const char *version, const char *data,
			      size_t *data_size, void **exchange);
void exchange_completed(void *server, struct MHD_Connection *mhd,
			void **exchange, enum MHD_RequestTerminationCode how);
void exchange_connection(void *server, struct MHD_Connection *mhd, void **conn,
			 enum MHD_ConnectionNotificationCode what);
size_t exchange_unescape(void *server, struct MHD_Connection *mhd, char *s);

/* ---- intake.c: uploads */
bool intake_wanted(const struct exchange *e);
/* The calls of the library: the head is read; then what follows. */
enum MHD_Result intake_ask(struct exchange *e);
enum MHD_Result intake_step(struct exchange *e, const char *data, size_t *size);
/* In a worker; and when there is none any more. */
void intake_admit(struct exchange *e, size_t worker);
void intake_turn_away(struct exchange *e);
void *intake_take(void *server); /* the thread of uploads */
enum MHD_Result exchange_reply(struct exchange *e);

/* Turn what the reply holds into a refusal: status, headers, words. */
void exchange_refuse(struct exchange *e, int status);

#endif
