/* web/http - HTTP/1.1 on loopback or behind a proxy, over libmicrohttpd.
 *
 * Two event threads read and write sockets and never block; a request that was
 * read whole and passed the guard waits in a bounded queue for one of the
 * workers, which fills the reply. A worker may finish the reply itself, or
 * leave it pending (http_later) for another thread to finish. Knows nothing of
 * pages, people or the database.
 *
 * The guard (guard.c) refuses what two programs in a row could read in two
 * ways: not exactly one Host, two lengths, a length beside a transfer coding,
 * header names that are no tokens, values with control characters, an address
 * with bytes that do not belong there or with %00, a body on GET; so also
 * bodies over the limit and methods other than GET, HEAD, POST. Status 400,
 * 405, 411, 413; 503 with Retry-After when the queue is full; and the
 * connection is closed. What the library cannot parse at all it answers by
 * itself (400, 414, 431), without calling anything here. Left to the proxy in
 * front: bare line feeds, folded headers.
 *
 * Uploads: where the options have `admit`, a POST of multipart/form-data is not
 * kept in memory. Its head alone goes to a worker, which says whether the body
 * is wanted; then the body comes to `take` piece by piece, in a thread of its
 * own, no faster than that thread takes it; then to `handle` as any other. A
 * refused body is read away when the refusal says so (x->drain), for a browser
 * shows the answer only after it has sent all; else the connection is closed.
 * So is a form over the limit, up to HTTP_READ_AWAY bytes.
 *
 * Slow ones: a request must be whole `request_s` after its first line, a reply
 * taken within five minutes, a piece of an upload (HTTP_PIECE bytes) come
 * within two; else the connection is cut.
 */
#ifndef WEB_HTTP_HTTP_H
#define WEB_HTTP_HTTP_H

#include "base/arena.h"
#include "base/buf.h"

#define HTTP_READ_AWAY (16 << 20)

enum http_method { HTTP_GET, HTTP_HEAD, HTTP_POST };

/* Lives until the reply has left. All texts are borrowed from it. */
struct http_request {
	enum http_method method;
	struct str path;  /* as sent, still with %XX; begins with '/' */
	struct str query; /* after '?', as sent; empty */
	struct str body;  /* whole, at most the limit of the server; of an
			     upload empty */
	int64_t length;   /* of the body, as its head says */
	struct str authorization; /* of a program; empty */
	struct str host, cookie, origin, content_type, accept_language,
		accept_encoding, if_none_match, sec_fetch_site, forwarded_for;
	struct str peer;  /* address of the other end, or of who is behind the
			     proxy when the server trusts it */
	int64_t begun_us; /* instant UTC when it was read whole */
	uint64_t number;  /* counts from 1; in the access log */
};

#define HTTP_MAX_HEADERS 24
struct http_reply {
	int status;      /* 200 */
	struct buf body; /* at most reply_limit; past it the reply is a 500 */
	/* or bytes that live as long as the program, instead of the body */
	struct str fixed;
	/* or, when file_len is not 0, a file that is sent from its beginning as
	 * the other end takes it: what is large never lies in memory. Closed
	 * when the exchange is over. */
	int file;
	int64_t file_len;
	struct str name[HTTP_MAX_HEADERS], value[HTTP_MAX_HEADERS];
	size_t n_header;
	struct arena a;   /* of the request: what is made for it lives here; at
			     most reply_limit */
	struct str route; /* for the log and the metrics: the pattern */
	int64_t user_id;  /* for the log; 0 nobody */
};
/* Copied into the reply's arena; past HTTP_MAX_HEADERS a BUG. A value with
 * control characters is a BUG too. */
void http_header(struct http_reply *r, struct str name, struct str value);

/* Another answer after all: closes the file, if there is one. */
void http_drop_file(struct http_reply *r);

struct http_exchange { /* one request and its reply */
	struct http_request request;
	struct http_reply reply;
	void *intake; /* of an upload: what admit made, drop ends it */
	bool drain;   /* set by admit with a refusal: read the body away */
};
#define HTTP_PIECE 262144u

/* Called in a worker. True: the reply is finished. False: somebody else calls
 * http_finish later (http_later). */
typedef bool http_handle_fn(void *ctx, size_t worker, struct http_exchange *x);
void http_finish(struct http_exchange *x); /* from any thread; x is gone then */

struct http_options {
	struct str listen;    /* "127.0.0.1:8080"; port 0 picks one */
	size_t n_worker;      /* 4 */
	size_t queue_limit;   /* requests waiting for a worker; 256 */
	size_t body_limit;    /* bytes; 1 MiB, uploads come in files */
	size_t reply_limit;   /* bytes of a body; 64 MiB for CSV */
	int connection_limit; /* 1024 */
	int idle_s,
		request_s; /* keep-alive 60; a request must be whole in 20 */
	bool trust_proxy;  /* X-Forwarded-For of the nearest proxy counts */
	http_handle_fn *handle;
	/* Both are called in an event thread, must not block and may be NULL.
	 * refuse: a refusal is about to leave (guard, full queue, reply over
	 * its limit): the status stands, the application gives it a body in
	 * its words. Of the request only number, peer and what the guard
	 * accepted are there. */
	void (*refuse)(void *ctx, struct http_exchange *x);
	/* A reply has left, or its connection is gone: for log and metrics.
	 * `took_us` from read whole to here. */
	void (*sent)(void *ctx, const struct http_exchange *x, int64_t took_us);
	/* Uploads; NULL: there are none. admit is called in a worker: true, the
	 * body may come; false, and the reply is made. take: in the one thread
	 * of uploads; `last` with the last piece, which may be empty. drop: the
	 * exchange is over, whole or cut, and its intake not NULL. */
	bool (*admit)(void *ctx, size_t worker, struct http_exchange *x);
	void (*take)(void *ctx, struct http_exchange *x, struct str bytes,
		     bool last);
	void (*drop)(void *ctx, struct http_exchange *x);
	void *ctx;
};
struct http_server;
/* `*out` is set before the first request is handled. What is 0 in the options
 * takes the value beside it. The threads inherit the
 * signal mask: block the signals you wait for before. */
MUST_USE enum rc http_start(const struct http_options *o,
			    struct http_server **out, struct err *err);
int http_port(const struct http_server *s);
/* Requests waiting and in hand, for the metrics. */
void http_load(struct http_server *s, size_t *queued, size_t *busy,
	       size_t *connections);
/* No new connection; what was read whole is answered, at most `grace_ms`; who
 * still waits in the queue then gets 503. False: a handler has not come back
 * even then. The server lives on with what it uses, and the process should end
 * without releasing that. */
MUST_USE bool http_stop(struct http_server *s, int grace_ms);

/* ---- pieces the handlers need */

/* %XX and (in a form) '+' undone into the arena. False: a bad escape, or bytes
 * that are not UTF-8, or a NUL. */
MUST_USE bool http_unescape(struct str s, bool plus, struct arena *a,
			    struct str *out);
/* The value of a cookie; empty. */
struct str http_cookie(struct str header, struct str name);

#endif
