/* The HTTP server with a toy behind it, on a free port of loopback, spoken to
 * by raw sockets. */
#include "base/progress.h"
#include "web/http/http_int.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#include <setjmp.h>
#include <cmocka.h>

/* ---- the toy */

static atomic_bool gate_open;
static atomic_size_t waiting, sent, refused;
static atomic_int last_sent_status;

static void sleep_ms(int ms)
{
	struct timespec t = {ms / 1000, ms % 1000 * 1000000L};
	nanosleep(&t, NULL);
}

static void *finish_later(void *x)
{
	sleep_ms(20);
	http_finish(x);
	return NULL;
}

static bool wait_gate(void)
{
	atomic_fetch_add(&waiting, 1);
	while (!atomic_load(&gate_open))
		sleep_ms(1);
	atomic_fetch_sub(&waiting, 1);
	return true;
}

static bool toy(void *ctx, size_t worker, struct http_exchange *x)
{
	struct http_reply *r = &x->reply;
	(void)ctx, (void)worker;
	http_header(r, STR("Content-Type"), STR("text/plain"));
	if (str_is(x->request.path, "/echo")) {
		buf_str(&r->body, x->request.body);
	} else if (str_is(x->request.path, "/say")) {
		buf_printf(&r->body, "[" STR_FMT "][" STR_FMT "][" STR_FMT "]",
			   STR_ARG(x->request.path), STR_ARG(x->request.query),
			   STR_ARG(x->request.peer));
	} else if (str_is(x->request.path, "/gate")) {
		wait_gate();
		buf_text(&r->body, "through");
	} else if (str_is(x->request.path, "/fixed")) {
		r->fixed = STR("bytes of the program");
	} else if (str_is(x->request.path, "/huge")) {
		for (int i = 0; i < 3000; i++)
			buf_text(&r->body, "0123456789012345678901234567890");
	} else if (str_is(x->request.path, "/later")) {
		pthread_t t;
		buf_text(&r->body, "later");
		if (pthread_create(&t, NULL, finish_later, x))
			BUG("no thread");
		pthread_detach(t);
		return false;
	} else {
		buf_text(&r->body, "hello");
	}
	return true;
}

static void toy_refuse(void *ctx, struct http_exchange *x)
{
	(void)ctx;
	atomic_fetch_add(&refused, 1);
	buf_printf(&x->reply.body, "refused %d", x->reply.status);
}

static void toy_sent(void *ctx, const struct http_exchange *x, int64_t took_us)
{
	(void)ctx;
	assert_true(took_us >= 0);
	atomic_store(&last_sent_status, x->reply.status);
	atomic_fetch_add(&sent, 1);
}

static struct http_server *start(struct http_options o)
{
	struct http_server *s = NULL;
	struct err err = {0};
	o.listen = STR("127.0.0.1:0");
	o.handle = toy;
	o.refuse = toy_refuse;
	o.sent = toy_sent;
	atomic_store(&gate_open, false);
	if (http_start(&o, &s, &err))
		fail_msg("%s", err.text);
	return s;
}

/* ---- the other end */

static int dial(const struct http_server *s)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons((uint16_t)http_port(s))};
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
	return fd;
}

static void say(int fd, const char *text, size_t len)
{
	while (len) {
		ssize_t n = send(fd, text, len, MSG_NOSIGNAL);
		if (n <= 0)
			return; /* closed already: the answer tells */
		text += n;
		len -= (size_t)n;
	}
}

/* What comes until the end, or until nothing came for `ms`. */
static size_t hear(int fd, char *to, size_t room, int ms)
{
	size_t n = 0;
	struct pollfd p = {.fd = fd, .events = POLLIN};
	while (n + 1 < room && poll(&p, 1, ms) > 0) {
		ssize_t got = recv(fd, to + n, room - n - 1, 0);
		if (got <= 0)
			break;
		n += (size_t)got;
	}
	to[n] = 0;
	return n;
}

/* Send, read up to the end of the stream. */
static void ask(const struct http_server *s, const char *text, size_t len,
		char *answer, size_t room)
{
	int fd = dial(s);
	say(fd, text, len);
	hear(fd, answer, room, 3000);
	close(fd);
}

static int status_of(const char *answer)
{
	int64_t n = 0;
	if (strncmp(answer, "HTTP/1.1 ", 9) ||
	    !str_to_int((struct str){answer + 9, 3}, &n))
		return -1;
	return (int)n;
}

static const char *body_of(const char *answer)
{
	const char *at = strstr(answer, "\r\n\r\n");
	return at ? at + 4 : "";
}

#define HOST  "Host: a\r\n"
#define CLOSE "Connection: close\r\n"

static const struct {
	const char *name, *text;
	int status;
	const char *body; /* NULL: any */
} exchanges[] = {
	{"plain", "GET / HTTP/1.1\r\n" HOST CLOSE "\r\n", 200, "hello"},
	{"path and query stay raw",
	 "GET /say?a=%41+b&c HTTP/1.1\r\n" HOST CLOSE "\r\n", 200,
	 "[/say][a=%41+b&c][127.0.0.1]"},
	{"a path with escapes is not undone",
	 "GET /s%61y HTTP/1.1\r\n" HOST CLOSE "\r\n", 200, "hello"},
	{"no trust in a proxy",
	 "GET /say HTTP/1.1\r\n" HOST CLOSE "X-Forwarded-For: 1.2.3.4\r\n\r\n",
	 200, "[/say][][127.0.0.1]"},
	{"body",
	 "POST /echo HTTP/1.1\r\n" HOST CLOSE "Content-Length: 3\r\n\r\nabc",
	 200, "abc"},
	{"empty body",
	 "POST /echo HTTP/1.1\r\n" HOST CLOSE "Content-Length: 0\r\n\r\n", 200,
	 ""},
	{"fixed bytes", "GET /fixed HTTP/1.1\r\n" HOST CLOSE "\r\n", 200,
	 "bytes of the program"},
	{"HEAD", "HEAD / HTTP/1.1\r\n" HOST CLOSE "\r\n", 200, ""},
	{"HTTP/1.0", "GET / HTTP/1.0\r\n" HOST "\r\n", 200, "hello"},
	{"another thread finishes", "GET /later HTTP/1.1\r\n" HOST CLOSE "\r\n",
	 200, "later"},
	{"a reply over its limit", "GET /huge HTTP/1.1\r\n" HOST CLOSE "\r\n",
	 500, "refused 500"},

	{"no Host", "GET / HTTP/1.1\r\n" CLOSE "\r\n", 400, NULL},
	{"no Host, 1.0", "GET / HTTP/1.0\r\n\r\n", 400, "refused 400"},
	{"two Hosts", "GET / HTTP/1.1\r\n" HOST HOST "\r\n", 400,
	 "refused 400"},
	{"Host of two words", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n", 400,
	 "refused 400"},
	{"length and transfer coding",
	 "POST /echo HTTP/1.1\r\n" HOST
	 "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n"
	 "0\r\n\r\n",
	 400, NULL},
	{"transfer coding alone",
	 "POST /echo HTTP/1.1\r\n" HOST
	 "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n",
	 411, NULL},
	{"two lengths",
	 "POST /echo HTTP/1.1\r\n" HOST
	 "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
	 400, NULL},
	{"a list of lengths",
	 "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 3, 3\r\n\r\nabc", 400,
	 NULL},
	{"length with a sign",
	 "POST /echo HTTP/1.1\r\n" HOST "Content-Length: +3\r\n\r\nabc", 400,
	 NULL},
	{"negative length",
	 "POST /echo HTTP/1.1\r\n" HOST "Content-Length: -1\r\n\r\n", 400,
	 NULL},
	{"POST without length", "POST /echo HTTP/1.1\r\n" HOST "\r\n", 411,
	 "refused 411"},
	{"a body with GET",
	 "GET / HTTP/1.1\r\n" HOST "Content-Length: 3\r\n\r\nabc", 400, NULL},
	{"body far over the limit",
	 "POST /echo HTTP/1.1\r\n" HOST "Content-Length: 50000000\r\n\r\n", 413,
	 "refused 413"},
	{"space before the colon", "GET / HTTP/1.1\r\n" HOST "X-A : b\r\n\r\n",
	 400, NULL},
	{"a name that is no token", "GET / HTTP/1.1\r\n" HOST "X(A): b\r\n\r\n",
	 400, "refused 400"},
	{"control character in a value",
	 "GET / HTTP/1.1\r\n" HOST "X-A: b\001c\r\n\r\n", 400, "refused 400"},
	{"two cookies",
	 "GET / HTTP/1.1\r\n" HOST "Cookie: a=1\r\nCookie: a=2\r\n\r\n", 400,
	 "refused 400"},
	{"%00 in the path", "GET /a%00b HTTP/1.1\r\n" HOST "\r\n", 400,
	 "refused 400"},
	{"%00 in the query", "GET /?a=%00 HTTP/1.1\r\n" HOST "\r\n", 400,
	 "refused 400"},
	{"control character in the path",
	 "GET /a\001b HTTP/1.1\r\n" HOST "\r\n", 400, "refused 400"},
	{"space in the path: closed without a word",
	 "GET /a b HTTP/1.1\r\n" HOST "\r\n", -1, NULL},
	{"bytes over ASCII in the path",
	 "GET /\303\250 HTTP/1.1\r\n" HOST "\r\n", 400, "refused 400"},
	{"an address with its host", "GET http://a/ HTTP/1.1\r\n" HOST "\r\n",
	 400, "refused 400"},
	{"PUT", "PUT / HTTP/1.1\r\n" HOST "Content-Length: 0\r\n\r\n", 405,
	 "refused 405"},
	{"OPTIONS", "OPTIONS * HTTP/1.1\r\n" HOST "\r\n", 405, "refused 405"},
	{"CONNECT", "CONNECT a:80 HTTP/1.1\r\n" HOST "\r\n", 405, NULL},
	{"an unknown method", "GRAB / HTTP/1.1\r\n" HOST "\r\n", 405,
	 "refused 405"},
	{"a method in small letters", "get / HTTP/1.1\r\n" HOST "\r\n", 405,
	 "refused 405"},
};

static void answers(void **state)
{
	struct http_server *s = start((struct http_options){
		.body_limit = 4096, .reply_limit = 40000, .idle_s = 2});
	static char got[65536];
	(void)state;
	for (size_t i = 0; i < countof(exchanges); i++) {
		ask(s, exchanges[i].text, strlen(exchanges[i].text), got,
		    sizeof got);
		if (status_of(got) != exchanges[i].status ||
		    (exchanges[i].body &&
		     strcmp(body_of(got), exchanges[i].body) != 0))
			fail_msg("%s: %s", exchanges[i].name, got);
	}
	assert_true(http_stop(s, 1000));
}

/* What is somewhat too large is read away: the answer comes when all was sent,
 * and the line serves the next request. */
static void reads_away_what_is_too_large(void **state)
{
	static const char head[] =
		"POST /echo HTTP/1.1\r\n" HOST "Content-Length: 300000\r\n\r\n",
			  next[] = "GET / HTTP/1.1\r\n" HOST CLOSE "\r\n";
	struct http_server *s = start((struct http_options){
		.body_limit = 4096, .reply_limit = 40000, .idle_s = 2});
	static char body[300000], got[4096];
	(void)state;
	int fd = dial(s);
	say(fd, head, sizeof head - 1);
	assert_int_equal(hear(fd, got, sizeof got, 100), 0);
	memset(body, 'x', sizeof body);
	say(fd, body, sizeof body);
	say(fd, next, sizeof next - 1);
	hear(fd, got, sizeof got, 3000);
	close(fd);
	assert_int_equal(status_of(got), 413);
	assert_non_null(strstr(got, "refused 413HTTP/1.1 200"));
	assert_true(http_stop(s, 1000));
}

static void bounds_the_head(void **state)
{
	struct http_server *s = start((struct http_options){.idle_s = 2});
	static char text[80000], got[4096];
	(void)state;
	memset(text, 'a', sizeof text);
	memcpy(text, "GET /", 5);
	ask(s, text, sizeof text, got, sizeof got);
	assert_int_equal(status_of(got), 414);

	static const char head[] = "GET / HTTP/1.1\r\nHost: a\r\nX-A: ";
	memset(text, 'a', sizeof text);
	memcpy(text, head, sizeof head - 1);
	ask(s, text, sizeof text, got, sizeof got);
	assert_int_equal(status_of(got), 431);

	struct buf b;
	buf_init(&b, 1 << 16);
	buf_text(&b, "GET / HTTP/1.1\r\nHost: a\r\n");
	for (int i = 0; i < HTTP_MAX_FIELDS; i++)
		buf_text(&b, "A: b\r\n");
	buf_text(&b, "\r\n");
	ask(s, b.ptr, b.len, got, sizeof got);
	assert_int_equal(status_of(got), 431);
	assert_string_equal(body_of(got), "refused 431");
	buf_release(&b);
	assert_true(http_stop(s, 1000));
}

static size_t count(const char *in, const char *what)
{
	size_t n = 0;
	for (const char *at = in; (at = strstr(at, what)); at += strlen(what))
		n++;
	return n;
}

static void keeps_alive_and_pipelines(void **state)
{
	static const char get[] = "GET / HTTP/1.1\r\n" HOST "\r\n",
			  post[] = "POST /echo HTTP/1.1\r\n" HOST
				   "Content-Length: 4\r\n\r\nGET ",
			  last[] = "GET /later HTTP/1.1\r\n" HOST CLOSE "\r\n";
	struct http_server *s = start((struct http_options){.idle_s = 2});
	char got[8192];
	(void)state;
	int fd = dial(s);
	say(fd, get, sizeof get - 1);
	hear(fd, got, sizeof got, 200);
	assert_int_equal(count(got, "200 OK"), 1);
	char all[1024];
	int n = snprintf(all, sizeof all, "%s%s%s", get, post, last);
	say(fd, all, (size_t)n);
	hear(fd, got, sizeof got, 2000);
	assert_int_equal(count(got, "HTTP/1.1 200 OK"), 3);
	assert_int_equal(count(got, "hello"), 1);
	assert_int_equal(count(got, "GET "), 1);
	assert_string_equal(body_of(got) + strlen(body_of(got)) - 5, "later");
	close(fd);
	assert_true(http_stop(s, 1000));
}

static void a_refusal_closes(void **state)
{
	static const char two[] = "GET /a%00 HTTP/1.1\r\n" HOST
				  "\r\nGET / HTTP/1.1\r\n" HOST "\r\n";
	struct http_server *s = start((struct http_options){.idle_s = 5});
	char got[4096];
	(void)state;
	int64_t begun = clock_monotonic_us();
	ask(s, two, sizeof two - 1, got, sizeof got);
	assert_int_equal(count(got, "HTTP/1.1"), 1);
	assert_true(clock_monotonic_us() - begun < 2000000);
	assert_true(http_stop(s, 1000));
}

static void cuts_slow_requests(void **state)
{
	static const char *const parts[] = {"GET / HTTP/1.1\r\n",
					    "POST /echo HTTP/1.1\r\n" HOST
					    "Content-Length: 50\r\n\r\n"};
	struct http_server *s =
		start((struct http_options){.idle_s = 30, .request_s = 1});
	char got[256];
	(void)state;
	for (size_t i = 0; i < countof(parts); i++) {
		int fd = dial(s);
		int64_t begun = clock_monotonic_us();
		say(fd, parts[i], strlen(parts[i]));
		for (int k = 0; k < 20; k++) { /* a byte now and then */
			say(fd, "x", 1);
			struct pollfd p = {.fd = fd, .events = POLLIN};
			if (poll(&p, 1, 200) > 0)
				break;
		}
		assert_int_equal(hear(fd, got, sizeof got, 2000), 0);
		assert_true(clock_monotonic_us() - begun < 3000000);
		close(fd);
	}
	assert_true(http_stop(s, 1000));
}

static void wait_until(size_t n_waiting)
{
	for (int i = 0; i < 2000 && atomic_load(&waiting) < n_waiting; i++)
		sleep_ms(1);
	assert_int_equal(atomic_load(&waiting), n_waiting);
}

static void refuses_when_full(void **state)
{
	static const char gate[] = "GET /gate HTTP/1.1\r\n" HOST CLOSE "\r\n";
	struct http_server *s =
		start((struct http_options){.n_worker = 1, .queue_limit = 2});
	char got[4096];
	int fd[3];
	size_t queued, busy, connections;
	(void)state;
	for (size_t i = 0; i < countof(fd); i++) {
		fd[i] = dial(s);
		say(fd[i], gate, sizeof gate - 1);
		wait_until(1); /* one in hand, the others in the queue */
	}
	for (int i = 0; i < 1000; i++) {
		http_load(s, &queued, &busy, &connections);
		if (queued == 2)
			break;
		sleep_ms(1);
	}
	assert_int_equal(queued, 2);
	assert_int_equal(busy, 1);
	assert_int_equal(connections, 3);
	ask(s, gate, sizeof gate - 1, got, sizeof got);
	assert_int_equal(status_of(got), 503);
	assert_non_null(strstr(got, "Retry-After: "));
	atomic_store(&gate_open, true);
	for (size_t i = 0; i < countof(fd); i++) {
		hear(fd[i], got, sizeof got, 2000);
		assert_string_equal(body_of(got), "through");
		close(fd[i]);
	}
	assert_true(http_stop(s, 1000));
}

struct stopping {
	struct http_server *s;
	int grace_ms;
	bool all;
};

static void *stop(void *arg)
{
	struct stopping *t = arg;
	t->all = http_stop(t->s, t->grace_ms);
	return NULL;
}

/* One request in a worker, one in the queue, one half read: the first two are
 * answered, no new connection is taken. */
static void stops_gracefully(void **state)
{
	static const char gate[] = "GET /gate HTTP/1.1\r\n" HOST "\r\n",
			  half[] = "GET /gate HTT";
	struct stopping t = {start((struct http_options){.n_worker = 1}), 5000,
			     false};
	char got[4096];
	int fd[3];
	pthread_t thread;
	(void)state;
	for (size_t i = 0; i < countof(fd); i++) {
		fd[i] = dial(t.s);
		say(fd[i], i < 2 ? gate : half, i < 2 ? sizeof gate - 1 : 8);
		wait_until(1);
	}
	sleep_ms(50);
	int port = http_port(t.s);
	assert_int_equal(pthread_create(&thread, NULL, stop, &t), 0);
	sleep_ms(50);
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons((uint16_t)port)};
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int late = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_not_equal(connect(late, (struct sockaddr *)&to, sizeof to),
			     0);
	close(late);
	atomic_store(&gate_open, true);
	pthread_join(thread, NULL);
	assert_true(t.all);
	for (size_t i = 0; i < 2; i++) {
		hear(fd[i], got, sizeof got, 1000);
		assert_int_equal(status_of(got), 200);
		assert_non_null(strstr(got, "Connection: close"));
		close(fd[i]);
	}
	assert_int_equal(hear(fd[2], got, sizeof got, 1000), 0);
	close(fd[2]);
}

/* A handler that does not come back: who waits behind it gets 503. */
static void stops_without_a_stuck_handler(void **state)
{
	static const char gate[] = "GET /gate HTTP/1.1\r\n" HOST "\r\n";
	struct http_server *s = start((struct http_options){.n_worker = 1});
	char got[4096];
	int fd[2];
	(void)state;
	for (size_t i = 0; i < countof(fd); i++) {
		fd[i] = dial(s);
		say(fd[i], gate, sizeof gate - 1);
		wait_until(1);
	}
	sleep_ms(50);
	assert_false(http_stop(s, 50));
	hear(fd[1], got, sizeof got, 1000);
	assert_int_equal(status_of(got), 503);
	atomic_store(&gate_open, true);
	hear(fd[0], got, sizeof got, 1000);
	assert_int_equal(status_of(got), 200);
	close(fd[0]);
	close(fd[1]);
	assert_true(http_stop(s, 1000));
}

/* A client that goes away before its answer is no loss. */
static void survives_hanging_up(void **state)
{
	static const char gate[] = "GET /gate HTTP/1.1\r\n" HOST "\r\n",
			  late[] = "GET /later HTTP/1.1\r\n" HOST "\r\n";
	struct http_server *s = start((struct http_options){0});
	size_t before = atomic_load(&sent);
	(void)state;
	for (int i = 0; i < 40; i++) {
		int fd = dial(s);
		say(fd, i % 2 ? gate : late,
		    i % 2 ? sizeof gate - 1 : sizeof late - 1);
		if (i % 3)
			sleep_ms(1);
		close(fd);
		if (i == 20)
			atomic_store(&gate_open, true);
	}
	assert_true(http_stop(s, 3000));
	assert_true(atomic_load(&sent) > before);
}

/* ---- the pieces */

static const struct {
	const char *name, *in;
	bool plus;
	const char *out; /* NULL: refused */
} escapes[] = {
	{"nothing", "", false, ""},
	{"plain", "abc", false, "abc"},
	{"escape", "a%20b%2f", false, "a b/"},
	{"upper and lower", "%C3%a8", false, "\303\250"},
	{"plus in a form", "a+b", true, "a b"},
	{"plus in a path", "a+b", false, "a+b"},
	{"escaped plus", "%2B", true, "+"},
	{"escaped once", "%2541", false, "%41"},
	{"cut", "%4", false, NULL},
	{"cut to the sign", "a%", false, NULL},
	{"no digits", "%zz", false, NULL},
	{"NUL", "a%00", false, NULL},
	{"not UTF-8", "%ff", false, NULL},
	{"half a letter", "%C3", false, NULL},
	{"surrogate", "%ED%A0%80", false, NULL},
};

static void unescapes(void **state)
{
	struct arena a;
	(void)state;
	arena_init(&a, 1 << 16);
	for (size_t i = 0; i < countof(escapes); i++) {
		struct str out = {0};
		bool ok = http_unescape(str_from(escapes[i].in),
					escapes[i].plus, &a, &out);
		if (ok != (escapes[i].out != NULL) ||
		    (ok && !str_is(out, escapes[i].out)))
			fail_msg("%s: " STR_FMT, escapes[i].name, STR_ARG(out));
	}
	arena_release(&a);
}

static void finds_cookies(void **state)
{
	static const struct {
		const char *header, *value;
	} rows[] = {
		{"s=1", "1"},       {"a=2; s=1; b=3", "1"},
		{"s=", ""},         {"xs=1", ""},
		{"sx=1", ""},       {"a=s=1", ""},
		{" s=a=b ", "a=b"}, {"s", ""},
		{"", ""},           {"s=1; s=2", "1"},
		{";;s=1", "1"},     {"S=1", ""},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct str got =
			http_cookie(str_from(rows[i].header), STR("s"));
		if (!str_is(got, rows[i].value))
			fail_msg("%s: " STR_FMT, rows[i].header, STR_ARG(got));
	}
}

static void reads_the_last_proxy(void **state)
{
	static const struct {
		const char *header, *peer;
	} rows[] = {
		{"1.2.3.4", "1.2.3.4"}, {"9.9.9.9, 1.2.3.4", "1.2.3.4"},
		{"::1", "::1"},         {"", ""},
		{"unknown", ""},        {"1.2.3.4, <b>", ""},
	};
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct str got = http_forwarded_peer(str_from(rows[i].header));
		if (!str_is(got, rows[i].peer))
			fail_msg("%s: " STR_FMT, rows[i].header, STR_ARG(got));
	}
}

static void says_why_it_cannot_listen(void **state)
{
	static const char *const bad[] = {
		"", "8080", "127.0.0.1:", "127.0.0.1:70000", "no such:80"};
	(void)state;
	for (size_t i = 0; i < countof(bad); i++) {
		int fd = -1, port;
		struct err err = {0};
		if (!http_listen(str_from(bad[i]), &fd, &port, &err))
			fail_msg("\"%s\" was taken", bad[i]);
		assert_non_null(strstr(err.text, "could not listen on"));
	}
	int fd = -1, other = -1, port = 0, again;
	char where[32];
	struct err err = {0};
	assert_int_equal(http_listen(STR("127.0.0.1:0"), &fd, &port, &err), OK);
	snprintf(where, sizeof where, "127.0.0.1:%d", port);
	assert_int_equal(http_listen(str_from(where), &other, &again, &err),
			 E_IO);
	assert_non_null(strstr(err.text, "in use"));
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(answers),
		cmocka_unit_test(reads_away_what_is_too_large),
		cmocka_unit_test(bounds_the_head),
		cmocka_unit_test(keeps_alive_and_pipelines),
		cmocka_unit_test(a_refusal_closes),
		cmocka_unit_test(cuts_slow_requests),
		cmocka_unit_test(refuses_when_full),
		cmocka_unit_test(stops_gracefully),
		cmocka_unit_test(stops_without_a_stuck_handler),
		cmocka_unit_test(survives_hanging_up),
		cmocka_unit_test(unescapes),
		cmocka_unit_test(finds_cookies),
		cmocka_unit_test(reads_the_last_proxy),
		cmocka_unit_test(says_why_it_cannot_listen),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
