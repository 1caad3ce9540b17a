/* The life of the server: its threads, start and stop. */
#include "web/http/server_int.h"

#include "base/progress.h"

#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#define EVENT_THREADS     2
#define CONNECTION_MEMORY ((size_t)32 << 10) /* head of a request; 414, 431 */
#define SWEEP_MS          100
#define LAST_GRACE_US     1000000
#define WORKER_NICE       5

static void with_defaults(struct http_options *o)
{
	if (!o->listen.len)
		o->listen = STR("127.0.0.1:8080");
	if (!o->n_worker)
		o->n_worker = 4;
	if (!o->queue_limit)
		o->queue_limit = 256;
	if (!o->body_limit)
		o->body_limit = (size_t)1 << 20;
	if (!o->reply_limit)
		o->reply_limit = (size_t)64 << 20;
	if (!o->connection_limit)
		o->connection_limit = 1024;
	if (!o->idle_s)
		o->idle_s = 60;
	if (!o->request_s)
		o->request_s = 20;
}

/* On Linux the priority is the thread's. Where processors are short, what reads
 * requests and lets finished answers go comes before what makes new ones. */
static void step_back(void)
{
	(void)setpriority(PRIO_PROCESS, 0, WORKER_NICE);
}

static void *work(void *arg)
{
	struct http_worker *w = arg;
	struct http_server *s = w->server;
	struct exchange *e;
	step_back();
	while ((e = http_queue_take(&s->queue))) {
		atomic_fetch_add(&s->busy, 1);
		if (e->step == STEP_ASKED)
			intake_admit(e, w->number);
		else if (s->o.handle(s->o.ctx, w->number, &e->x))
			http_finish(&e->x);
		atomic_fetch_sub(&s->busy, 1);
	}
	return NULL;
}

static void sleep_ms(int ms)
{
	struct timespec t = {ms / 1000, ms % 1000 * 1000000L};
	nanosleep(&t, NULL);
}

static void *sweep(void *arg)
{
	struct http_server *s = arg;
	while (!atomic_load(&s->stopping)) {
		conns_sweep(&s->conns, clock_monotonic_us());
		sleep_ms(SWEEP_MS);
	}
	return NULL;
}

static enum rc start_threads(struct http_server *s, struct err *err)
{
	s->worker = calloc(s->o.n_worker, sizeof(*s->worker));
	if (!s->worker)
		return err_set(err, E_NOMEM, "no memory for %zu workers",
			       s->o.n_worker);
	for (; s->n_worker < s->o.n_worker; s->n_worker++) {
		struct http_worker *w = &s->worker[s->n_worker];
		*w = (struct http_worker){.server = s, .number = s->n_worker};
		int no = pthread_create(&w->thread, NULL, work, w);
		if (no)
			return err_set(err, E_IO,
				       "could not start a worker: %s",
				       strerror(no));
	}
	int no = pthread_create(&s->sweeper, NULL, sweep, s);
	if (no)
		return err_set(err, E_IO, "could not start a thread: %s",
			       strerror(no));
	s->sweeps = true;
	no = s->o.admit ? pthread_create(&s->taker, NULL, intake_take, s) : 0;
	if (no)
		return err_set(err, E_IO, "could not start a thread: %s",
			       strerror(no));
	s->takes = s->o.admit != NULL;
	return OK;
}

static enum rc start_daemon(struct http_server *s, struct err *err)
{
	s->daemon = MHD_start_daemon(
		MHD_USE_EPOLL_INTERNAL_THREAD | MHD_USE_SUSPEND_RESUME |
			MHD_USE_ITC,
		0, NULL, NULL, exchange_step, s, MHD_OPTION_LISTEN_SOCKET,
		s->fd, MHD_OPTION_THREAD_POOL_SIZE, (unsigned)EVENT_THREADS,
		MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY,
		MHD_OPTION_CONNECTION_LIMIT, (unsigned)s->o.connection_limit,
		MHD_OPTION_CONNECTION_TIMEOUT, (unsigned)s->o.idle_s,
		MHD_OPTION_STRICT_FOR_CLIENT, 1, MHD_OPTION_URI_LOG_CALLBACK,
		exchange_uri, s, MHD_OPTION_UNESCAPE_CALLBACK,
		exchange_unescape, s, MHD_OPTION_NOTIFY_COMPLETED,
		exchange_completed, s, MHD_OPTION_NOTIFY_CONNECTION,
		exchange_connection, s, MHD_OPTION_END);
	if (!s->daemon)
		return err_set(err, E_IO, "could not start the HTTP server");
	s->fd = -1;
	return OK;
}

static void join_threads(struct http_server *s)
{
	http_queue_close(&s->taking); /* its last one may be for the workers */
	if (s->takes)
		pthread_join(s->taker, NULL);
	http_queue_close(&s->queue);
	for (size_t i = 0; i < s->n_worker; i++)
		pthread_join(s->worker[i].thread, NULL);
	if (s->sweeps)
		pthread_join(s->sweeper, NULL);
}

static void free_server(struct http_server *s)
{
	if (s->fd >= 0)
		close(s->fd);
	conns_release(&s->conns);
	http_queue_release(&s->queue);
	http_queue_release(&s->taking);
	free(s->worker);
	free(s);
}

enum rc http_start(const struct http_options *o, struct http_server **out,
		   struct err *err)
{
	assert(o->handle);
	enum rc rc = libmhd_open(err);
	if (rc)
		return rc;
	struct http_server *s = calloc(1, sizeof(*s));
	if (!s)
		return err_set(err, E_NOMEM, "no memory for a server");
	s->o = *o;
	s->fd = -1;
	with_defaults(&s->o);
	(void)signal(SIGPIPE, SIG_IGN);
	conns_init(&s->conns, s->o.idle_s, s->o.request_s);
	rc = http_queue_init(&s->queue, s->o.queue_limit, err);
	if (!rc) /* each connection has one piece at most */
		rc = http_queue_init(&s->taking, (size_t)s->o.connection_limit,
				     err);
	if (!rc)
		rc = http_listen(s->o.listen, &s->fd, &s->port, err);
	if (!rc)
		rc = start_threads(s, err);
	*out = s; /* a handler may want it before we are back */
	if (!rc)
		rc = start_daemon(s, err);
	if (rc) {
		*out = NULL;
		atomic_store(&s->stopping, true);
		if (s->worker)
			join_threads(s);
		free_server(s);
	}
	return rc;
}

int http_port(const struct http_server *s)
{
	return s->port;
}

void http_load(struct http_server *s, size_t *queued, size_t *busy,
	       size_t *connections)
{
	*queued = http_queue_length(&s->queue);
	*busy = atomic_load(&s->busy);
	*connections = conns_count(&s->conns);
}

/* Until nobody who was read whole waits for an answer; false: not in time. */
static bool drained(struct http_server *s, int64_t until_us)
{
	for (;;) {
		if (!conns_in(&s->conns, CONN_WORKING) &&
		    !conns_in(&s->conns, CONN_SENDING))
			return true;
		if (clock_monotonic_us() > until_us)
			return false;
		sleep_ms(2);
	}
}

static void turn_away_queue(struct http_server *s)
{
	struct exchange *e;
	while ((e = http_queue_try(&s->queue))) {
		if (e->step == STEP_ASKED) {
			intake_turn_away(e);
			continue;
		}
		exchange_refuse(e, 503);
		http_finish(&e->x);
	}
}

bool http_stop(struct http_server *s, int grace_ms)
{
	if (!atomic_exchange(&s->stopping, true)) {
		int fd = MHD_quiesce_daemon(s->daemon);
		if (fd >= 0)
			close(fd);
	}
	(void)drained(s, clock_monotonic_us() + grace_ms * INT64_C(1000));
	http_queue_close(&s->queue); /* who comes now gets 503 */
	turn_away_queue(s);
	(void)drained(s, clock_monotonic_us() + LAST_GRACE_US);
	if (conns_in(&s->conns, CONN_WORKING))
		return false;
	join_threads(s);
	MHD_stop_daemon(s->daemon);
	free_server(s);
	return true;
}
