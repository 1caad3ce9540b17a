#include "web/metrics.h"

#include "web/web_int.h"

#include <stdatomic.h>
#include <unistd.h>

/* Upper ends in microseconds; the last bucket has none. */
static const int64_t ends_us[] = {1000,   2000,    5000,   10000,
				  20000,  50000,   100000, 200000,
				  500000, 1000000, 5000000};
#define N_BUCKET (countof(ends_us) + 1)

struct series {                          /* of one route and method */
	atomic_uint_least64_t status[5]; /* 1xx .. 5xx */
	atomic_uint_least64_t bucket[N_BUCKET];
	atomic_uint_least64_t sum_us;
};
struct metrics {
	struct series of_refused, of_static, of_other;
	struct series of_route[]; /* n_route */
};

struct metrics *metrics_new(void)
{
	struct metrics *m = NULL;
	return calloc(1, sizeof(*m) + n_route * sizeof(m->of_route[0]));
}

void metrics_free(struct metrics *m)
{
	free(m);
}

static struct series *series_of(struct metrics *m,
				const struct http_exchange *x)
{
	struct str route = x->reply.route;
	enum http_method method = x->request.method;
	if (!route.len)
		return &m->of_refused;
	if (str_is(route, "/s/*"))
		return &m->of_static;
	if (method == HTTP_HEAD)
		method = HTTP_GET;
	for (size_t i = 0; i < n_route; i++)
		if (routes[i].method == method &&
		    str_is(route, routes[i].pattern))
			return &m->of_route[i];
	return &m->of_other;
}

static void add(atomic_uint_least64_t *to, uint64_t n)
{
	atomic_fetch_add_explicit(to, n, memory_order_relaxed);
}

static uint64_t get(atomic_uint_least64_t *from)
{
	return atomic_load_explicit(from, memory_order_relaxed);
}

void metrics_count(struct metrics *m, const struct http_exchange *x,
		   int64_t took_us)
{
	struct series *s = series_of(m, x);
	size_t k = 0, class = (size_t)x->reply.status / 100 - 1;
	while (k < countof(ends_us) && took_us > ends_us[k])
		k++;
	add(&s->status[class < 5 ? class : 4], 1);
	add(&s->bucket[k], 1);
	add(&s->sum_us, (uint64_t)took_us);
}

/* ---- printing */

typedef void print_fn(struct buf *b, struct series *s, const char *labels);

static void print_requests(struct buf *b, struct series *s, const char *labels)
{
	for (size_t i = 0; i < 5; i++)
		if (get(&s->status[i]))
			buf_printf(b,
				   "prossima_requests_total{%s,class=\"%zuxx\"}"
				   " %" PRIu64 "\n",
				   labels, i + 1, get(&s->status[i]));
}

static void print_times(struct buf *b, struct series *s, const char *labels)
{
	uint64_t n = 0;
	for (size_t i = 0; i < N_BUCKET; i++)
		n += get(&s->bucket[i]);
	if (!n)
		return;
	n = 0;
	for (size_t i = 0; i < N_BUCKET; i++) {
		n += get(&s->bucket[i]);
		buf_printf(b, "prossima_request_seconds_bucket{%s,le=\"",
			   labels);
		if (i < countof(ends_us))
			buf_decimal(b, ends_us[i], 6);
		else
			buf_text(b, "+Inf");
		buf_printf(b, "\"} %" PRIu64 "\n", n);
	}
	buf_printf(b, "prossima_request_seconds_sum{%s} ", labels);
	buf_decimal(b, (int64_t)get(&s->sum_us), 6);
	buf_printf(b, "\nprossima_request_seconds_count{%s} %" PRIu64 "\n",
		   labels, n);
}

static void each_series(struct metrics *m, struct buf *b, print_fn *print)
{
	char labels[160];
	for (size_t i = 0; i < n_route; i++) {
		snprintf(labels, sizeof labels, "route=\"%s\",method=\"%s\"",
			 routes[i].pattern,
			 routes[i].method == HTTP_POST ? "POST" : "GET");
		print(b, &m->of_route[i], labels);
	}
	print(b, &m->of_static, "route=\"/s/*\",method=\"GET\"");
	print(b, &m->of_other, "route=\"other\",method=\"\"");
	print(b, &m->of_refused, "route=\"refused\",method=\"\"");
}

static void head(struct buf *b, const char *name, const char *type,
		 const char *help)
{
	buf_printf(b, "# HELP %s %s\n# TYPE %s %s\n", name, help, name, type);
}

static void value(struct buf *b, const char *name, const char *type,
		  const char *help, uint64_t n)
{
	head(b, name, type, help);
	buf_printf(b, "%s %" PRIu64 "\n", name, n);
}

/* Pages in memory, from the second number of statm. */
static uint64_t resident_bytes(void)
{
	unsigned long pages = 0;
	FILE *f = fopen("/proc/self/statm", "r");
	if (!f)
		return 0;
	if (fscanf(f, "%*u %lu", &pages) != 1)
		pages = 0;
	fclose(f);
	return (uint64_t)pages * (uint64_t)sysconf(_SC_PAGESIZE);
}

void metrics_print(struct metrics *m, const struct metrics_now *now,
		   struct buf *b)
{
	head(b, "prossima_requests_total", "counter",
	     "Requests by route and class of status.");
	each_series(m, b, print_requests);
	head(b, "prossima_request_seconds", "histogram",
	     "Time from read whole to answered.");
	each_series(m, b, print_times);
	value(b, "prossima_queue_length", "gauge",
	      "Requests that wait for a worker.", now->queued);
	value(b, "prossima_workers_busy", "gauge",
	      "Workers with a request in hand.", now->busy);
	value(b, "prossima_workers", "gauge", "Workers.", now->workers);
	value(b, "prossima_connections", "gauge", "Open connections.",
	      now->connections);
	value(b, "prossima_look_commits_total", "counter",
	      "Transactions that wrote audit records of reads.",
	      now->look_commits);
	value(b, "prossima_looks_total", "counter",
	      "Audit records of reads written by them.", now->looks);
	value(b, "process_resident_memory_bytes", "gauge", "Resident memory.",
	      resident_bytes());
}

bool metrics_allowed(const struct http_request *q)
{
	bool here = str_starts(q->peer, STR("127.")) ||
		    str_is(q->peer, "::1") ||
		    str_starts(q->peer, STR("::ffff:127."));
	return here && !q->forwarded_for.len;
}
