/* load - asks a server at a constant rate, and tells how long answers took.
 *
 *	load PORT RATE SECONDS CONNECTIONS <requests
 *
 * `requests` are lines "LABEL PATH COOKIE", asked in an order drawn from a
 *fixed seed. Each request has its instant, whether or not those before it are
 *done: the time of an answer counts from that instant, so a server that stands
 * still is not measured kindly. Standard output: a line for each label,
 *
 *	label n= p50_ms= p99_ms= max_ms= most_bytes= other=
 *
 * `other` counts statuses that are not 200, and connections lost. Linux.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define LABELS 32
#define ROOM   (1 << 20)

struct request {
	char *text; /* as sent */
	size_t len;
	int label;
};
struct label {
	char name[32];
	double *ms;
	size_t n, cap, other, most_bytes;
};
struct link {
	int fd;
	bool busy;
	double due_ms;
	const struct request *asked;
	char *in;
	size_t n_in;
};

static struct request *requests;
static size_t n_request;
static struct label labels[LABELS];
static int n_label, port, poller;

static void die(const char *why)
{
	perror(why);
	exit(1);
}

static double now_ms(void)
{
	struct timespec t;
	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static int label_of(const char *name)
{
	for (int i = 0; i < n_label; i++)
		if (!strcmp(labels[i].name, name))
			return i;
	if (n_label == LABELS)
		die("too many labels");
	snprintf(labels[n_label].name, sizeof labels[0].name, "%s", name);
	return n_label++;
}

static void read_requests(void)
{
	char label[32], path[1024], cookie[1024], text[4096];
	size_t cap = 0;
	while (scanf("%31s %1023s %1023s", label, path, cookie) == 3) {
		int n = snprintf(text, sizeof text,
				 "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\n"
				 "Cookie: %s\r\nAccept-Language: it\r\n\r\n",
				 path, port, cookie);
		if (n_request == cap)
			requests =
				realloc(requests, (cap = cap ? 2 * cap : 1024) *
							  sizeof(*requests));
		requests[n_request++] = (struct request){
			strdup(text), (size_t)n, label_of(label)};
	}
	if (!n_request) {
		fprintf(stderr, "load: nothing to ask\n");
		exit(2);
	}
}

static void dial(struct link *k)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons((uint16_t)port)};
	struct epoll_event e = {.events = EPOLLIN, .data.ptr = k};
	int on = 1;
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	k->fd = socket(AF_INET, SOCK_STREAM, 0);
	if (k->fd < 0 || connect(k->fd, (struct sockaddr *)&to, sizeof to))
		die("connect");
	setsockopt(k->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
	if (epoll_ctl(poller, EPOLL_CTL_ADD, k->fd, &e))
		die("epoll");
}

static void note(struct link *k, int status, size_t bytes)
{
	struct label *l = &labels[k->asked->label];
	if (l->n == l->cap)
		l->ms = realloc(l->ms, (l->cap = l->cap ? 2 * l->cap : 4096) *
					       sizeof(*l->ms));
	l->ms[l->n++] = now_ms() - k->due_ms;
	l->other += status != 200;
	if (bytes > l->most_bytes)
		l->most_bytes = bytes;
	k->busy = false;
	k->n_in = 0;
}

static void ask(struct link *k, double due_ms)
{
	k->asked = &requests[(size_t)lrand48() % n_request];
	k->due_ms = due_ms;
	k->busy = true;
	k->n_in = 0;
	if (send(k->fd, k->asked->text, k->asked->len, MSG_NOSIGNAL) !=
	    (ssize_t)k->asked->len) {
		note(k, 0, 0);
		close(k->fd);
		dial(k);
	}
}

static void hear(struct link *k)
{
	ssize_t got = recv(k->fd, k->in + k->n_in, ROOM - k->n_in - 1, 0);
	if (got <= 0) {
		if (k->busy)
			note(k, 0, 0);
		close(k->fd);
		dial(k);
		return;
	}
	k->n_in += (size_t)got;
	k->in[k->n_in] = 0;
	char *end = strstr(k->in, "\r\n\r\n");
	char *length = end ? strcasestr(k->in, "\r\nContent-Length:") : NULL;
	if (!end || (length && length > end))
		return;
	size_t want = length ? strtoul(length + 17, NULL, 10) : 0;
	if (k->n_in < (size_t)(end + 4 - k->in) + want)
		return;
	note(k, atoi(k->in + 9), want);
}

static int by_ms(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;
	return (x > y) - (x < y);
}

static void print_label(struct label *l)
{
	qsort(l->ms, l->n, sizeof(*l->ms), by_ms);
	if (l->n)
		printf("%-12s n=%zu p50_ms=%.2f p99_ms=%.2f max_ms=%.2f "
		       "most_bytes=%zu other=%zu\n",
		       l->name, l->n, l->ms[l->n / 2], l->ms[l->n * 99 / 100],
		       l->ms[l->n - 1], l->most_bytes, l->other);
}

static void print_all(void)
{
	struct label all = {.name = "all"};
	for (int i = 0; i < n_label; i++) {
		print_label(&labels[i]);
		all.ms = realloc(all.ms,
				 (all.n + labels[i].n + 1) * sizeof(*all.ms));
		memcpy(all.ms + all.n, labels[i].ms,
		       labels[i].n * sizeof(*all.ms));
		all.n += labels[i].n;
		all.other += labels[i].other;
		if (labels[i].most_bytes > all.most_bytes)
			all.most_bytes = labels[i].most_bytes;
	}
	print_label(&all);
}

int main(int argc, char **argv)
{
	if (argc != 5) {
		fprintf(stderr, "usage: load PORT RATE SECONDS CONNECTIONS "
				"<requests\n");
		return 2;
	}
	port = atoi(argv[1]);
	double every_ms = 1000 / atof(argv[2]),
	       length_ms = 1000 * atof(argv[3]);
	size_t n_link = strtoul(argv[4], NULL, 10), next = 0;
	struct link *links = calloc(n_link, sizeof(*links));
	poller = epoll_create1(0);
	read_requests();
	srand48(1);
	for (size_t i = 0; i < n_link; i++) {
		links[i].in = malloc(ROOM);
		dial(&links[i]);
	}
	double begun = now_ms(), due = begun;
	for (bool busy = true; busy || due < begun + length_ms;) {
		size_t i = 0;
		for (; due <= now_ms() && due < begun + length_ms && i < n_link;
		     i++) {
			struct link *k = &links[next++ % n_link];
			if (k->busy)
				continue;
			ask(k, due);
			due += every_ms;
			i = 0;
		}
		struct epoll_event e[64];
		double wait = i == n_link ? 1 : due - now_ms();
		struct timespec t = {0, wait < 0     ? 0
					: wait > 100 ? 99999999
						     : (long)(wait * 1e6)};
		int n = epoll_pwait2(poller, e, 64, &t, NULL);
		for (int j = 0; j < n; j++)
			hear(e[j].data.ptr);
		busy = false;
		for (size_t j = 0; j < n_link; j++)
			busy = busy || links[j].busy;
		if (now_ms() > begun + 2 * length_ms + 30000)
			break; /* it does not answer any more */
	}
	print_all();
	return 0;
}
