/* Uploads below the pages: the multipart reader, and bodies that are taken
 * piece by piece by a real server, spoken to by raw sockets. */
#include "app/upload.h"
#include "base/progress.h"
#include "text/text.h"
#include "web/http/http_int.h"
#include "web/http/multipart.h"

#include <arpa/inet.h>
#include <poll.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <setjmp.h>
#include <cmocka.h>

/* ---- multipart: what is told of a body, as text */

struct told {
	struct buf b;
};

static bool on_begin(void *ctx, struct str name, struct str file)
{
	struct told *t = ctx;
	buf_printf(&t->b, "[" STR_FMT, STR_ARG(name));
	if (file.ptr)
		buf_printf(&t->b, "=" STR_FMT, STR_ARG(file));
	buf_text(&t->b, ":");
	return true;
}

static bool on_data(void *ctx, struct str bytes)
{
	struct told *t = ctx;
	buf_str(&t->b, bytes);
	return true;
}

static bool on_end(void *ctx)
{
	struct told *t = ctx;
	buf_text(&t->b, "]");
	return true;
}

#define TYPE "multipart/form-data; boundary=b"
#define FILE_PART(name, bytes)                                                 \
	"--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"" name  \
	"\"\r\n\r\n" bytes "\r\n"
#define END "--b--\r\n"

static const struct {
	const char *name, *type, *body;
	enum multipart_state state;
	const char *told;
} bodies[] = {
	{"two parts", TYPE,
	 "--b\r\nContent-Disposition: form-data; "
	 "name=\"a\"\r\n\r\n1\r\n" FILE_PART("x.csv", "p,q\r\n1,2") END,
	 MULTIPART_WHOLE, "[a:1][f=x.csv:p,q\r\n1,2]"},
	{"no file chosen", TYPE, FILE_PART("", "") END, MULTIPART_WHOLE,
	 "[f=:]"},
	{"boundary in quotes", "Multipart/Form-Data ; Boundary=\"b\"",
	 FILE_PART("x", "1") END, MULTIPART_WHOLE, "[f=x:1]"},
	{"almost the boundary", TYPE,
	 FILE_PART("x", "\r\r\n\r\n-\r\n--\r\n--c\r\n--") END, MULTIPART_WHOLE,
	 "[f=x:\r\r\n\r\n-\r\n--\r\n--c\r\n--]"},
	{"something before and after", TYPE,
	 "hello\r\n" FILE_PART("x", "1") END "bye", MULTIPART_WHOLE, "[f=x:1]"},
	{"a path as name", TYPE, FILE_PART("..\\..\\/etc/passwd", "1") END,
	 MULTIPART_WHOLE, "[f=..\\..\\/etc/passwd:1]"},
	{"a quote in the name", TYPE, FILE_PART("a\\\"b", "1") END,
	 MULTIPART_WHOLE, "[f=a\\\"b:1]"},
	{"nothing in it", TYPE, END, MULTIPART_WHOLE, ""},
	{"cut in the body", TYPE,
	 "--b\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n12",
	 MULTIPART_IN_BODY, "[f:12"},
	{"cut in the head", TYPE, "--b\r\nContent-Dispo", MULTIPART_IN_HEAD,
	 ""},
	{"empty", TYPE, "", MULTIPART_PRE, ""},
	{"not ours", "text/plain; boundary=b", "", MULTIPART_WRONG, ""},
	{"no boundary", "multipart/form-data", "", MULTIPART_WRONG, ""},
	{"empty boundary", "multipart/form-data; boundary=", "",
	 MULTIPART_WRONG, ""},
	{"boundary of strange letters",
	 "multipart/form-data; boundary=\"a\r\nb\"", "", MULTIPART_WRONG, ""},
	{"boundary of 71",
	 "multipart/form-data; boundary=11111111112222222222333333333344444444"
	 "445555555555666666666677777777778",
	 "", MULTIPART_WRONG, ""},
	{"two boundaries", "multipart/form-data; boundary=b; boundary=c", "",
	 MULTIPART_WRONG, ""},
	{"another boundary", TYPE, "--c\r\n\r\n", MULTIPART_PRE, ""},
	{"no disposition", TYPE,
	 "--b\r\nContent-Type: text/csv\r\n\r\n1\r\n" END, MULTIPART_WRONG, ""},
	{"no head", TYPE, "--b\r\n\r\n1\r\n" END, MULTIPART_WRONG, ""},
	{"no name", TYPE,
	 "--b\r\nContent-Disposition: form-data; filename=\"x\"\r\n\r\n1" END,
	 MULTIPART_WRONG, ""},
	{"two names", TYPE,
	 "--b\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\n1" END,
	 MULTIPART_WRONG, ""},
	{"a name without end", TYPE,
	 "--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\n1" END,
	 MULTIPART_WRONG, ""},
	{"letters after the boundary", TYPE, "--bx\r\n", MULTIPART_WRONG, ""},
	{"control characters in a head", TYPE,
	 "--b\r\nContent-Disposition: form-data; name=\"a\001\"\r\n\r\n1" END,
	 MULTIPART_WRONG, ""},
};

static void reads_multipart(void **state)
{
	static struct multipart m;
	(void)state;
	for (size_t i = 0; i < countof(bodies); i++) {
		for (size_t piece = 1; piece < 70; piece += 4) {
			struct told t;
			struct str in = str_from(bodies[i].body);
			const struct multipart_events on = {on_begin, on_data,
							    on_end, &t};
			buf_init(&t.b, 1 << 16);
			bool go = multipart_init(&m, str_from(bodies[i].type),
						 &on);
			for (size_t at = 0; go && at < in.len; at += piece)
				go = multipart_feed(
					&m, str_sub(in, at,
						    (size_t)min_i64(
							    (int64_t)piece,
							    (int64_t)(in.len -
								      at))));
			if (m.state != bodies[i].state ||
			    !str_is(buf_view(&t.b), bodies[i].told))
				fail_msg("%s, in pieces of %zu: state %d, "
					 "\"" STR_FMT "\"",
					 bodies[i].name, piece, (int)m.state,
					 STR_ARG(buf_view(&t.b)));
			buf_release(&t.b);
		}
	}
}

static void bounds_multipart(void **state)
{
	static struct multipart m;
	struct told t;
	const struct multipart_events on = {on_begin, on_data, on_end, &t};
	static char big[MULTIPART_HEAD + MULTIPART_PREAMBLE];
	(void)state;
	buf_init(&t.b, 1 << 20);
	assert_true(multipart_init(&m, STR(TYPE), &on));
	for (int i = 0; i < 10000; i++)
		if (!multipart_feed(&m, STR(FILE_PART("x", "1"))))
			break;
	assert_int_equal(m.state, MULTIPART_WRONG);
	assert_int_equal(m.n_part, MULTIPART_MOST_PARTS + 1);

	memset(big, 'a', sizeof(big));
	assert_true(multipart_init(&m, STR(TYPE), &on));
	assert_false(multipart_feed(&m, (struct str){big, sizeof(big)}));

	assert_true(multipart_init(&m, STR(TYPE), &on));
	assert_true(multipart_feed(&m, STR("--b\r\nX: ")));
	assert_false(multipart_feed(&m, (struct str){big, sizeof(big)}));
	assert_int_equal(m.state, MULTIPART_WRONG);
	buf_release(&t.b);
}

/* ---- the server */

static atomic_size_t n_taken, n_last, n_drop, n_handled, most_piece;
static atomic_int slow_ms;

static void sleep_ms(int ms)
{
	struct timespec t = {ms / 1000, ms % 1000 * 1000000L};
	nanosleep(&t, NULL);
}

static bool admit(void *ctx, size_t worker, struct http_exchange *x)
{
	(void)ctx, (void)worker;
	if (str_is(x->request.path, "/yes")) {
		x->intake = x;
		return true;
	}
	x->drain = str_is(x->request.path, "/no-drain");
	x->reply.status = 403;
	buf_text(&x->reply.body, "not you");
	return false;
}

static void take(void *ctx, struct http_exchange *x, struct str bytes,
		 bool last)
{
	(void)ctx;
	assert_ptr_equal(x->intake, x);
	atomic_fetch_add(&n_taken, bytes.len);
	atomic_fetch_add(&n_last, last);
	if (bytes.len > atomic_load(&most_piece))
		atomic_store(&most_piece, bytes.len);
	if (atomic_load(&slow_ms))
		sleep_ms(atomic_load(&slow_ms));
}

static void drop(void *ctx, struct http_exchange *x)
{
	(void)ctx;
	x->intake = NULL;
	atomic_fetch_add(&n_drop, 1);
}

static bool handle(void *ctx, size_t worker, struct http_exchange *x)
{
	(void)ctx, (void)worker;
	atomic_fetch_add(&n_handled, 1);
	buf_printf(&x->reply.body, "%" PRId64 " taken",
		   x->intake ? x->request.length : -1);
	return true;
}

static struct http_server *start(void)
{
	struct http_server *s = NULL;
	struct err err = {0};
	const struct http_options o = {.listen = STR("127.0.0.1:0"),
				       .body_limit = HTTP_PIECE,
				       .n_worker = 2,
				       .request_s = 2,
				       .handle = handle,
				       .admit = admit,
				       .take = take,
				       .drop = drop};
	n_taken = n_last = n_drop = n_handled = most_piece = 0;
	slow_ms = 0;
	if (http_start(&o, &s, &err))
		fail_msg("%s", err.text);
	return s;
}

static int dial(const struct http_server *s)
{
	struct sockaddr_in to = {.sin_family = AF_INET,
				 .sin_port = htons((uint16_t)http_port(s))};
	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	int fd = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(connect(fd, (struct sockaddr *)&to, sizeof to), 0);
	return fd;
}

static bool say(int fd, const char *text, size_t len)
{
	while (len) {
		ssize_t n = send(fd, text, len, MSG_NOSIGNAL);
		if (n <= 0)
			return false;
		text += n;
		len -= (size_t)n;
	}
	return true;
}

static void hear(int fd, char *to, size_t room)
{
	struct pollfd p = {.fd = fd, .events = POLLIN};
	ssize_t got = poll(&p, 1, 10000) > 0 ? recv(fd, to, room - 1, 0) : 0;
	to[got > 0 ? got : 0] = 0;
}

static void say_head(int fd, const char *path, size_t length)
{
	char head[300];
	int n = snprintf(head, sizeof(head),
			 "POST %s HTTP/1.1\r\nHost: a\r\nContent-Type: " TYPE
			 "\r\nContent-Length: %zu\r\n\r\n",
			 path, length);
	assert_true(say(fd, head, (size_t)n));
}

/* Waits until a count is reached, three seconds at most. */
static bool reaches(atomic_size_t *what, size_t n)
{
	for (int i = 0; i < 300 && atomic_load(what) < n; i++)
		sleep_ms(10);
	return atomic_load(what) == n;
}

static char block[1 << 20];

static void takes_piece_by_piece(void **state)
{
	struct http_server *s = start();
	char got[2000];
	(void)state;
	static const size_t lengths[] = {
		0, 1, HTTP_PIECE, HTTP_PIECE + 1, 5 << 20, (9 << 20) + 17};
	int fd = dial(s); /* all on one connection */
	for (size_t i = 0; i < countof(lengths); i++) {
		n_taken = n_last = 0;
		say_head(fd, "/yes", lengths[i]);
		for (size_t left = lengths[i]; left;) {
			size_t n = left < sizeof(block) ? left : sizeof(block);
			assert_true(say(fd, block, n));
			left -= n;
		}
		hear(fd, got, sizeof(got));
		char want[60];
		snprintf(want, sizeof(want), "%zu taken", lengths[i]);
		if (!strstr(got, want))
			fail_msg("length %zu: %s", lengths[i], got);
		assert_int_equal(n_taken, lengths[i]);
		assert_int_equal(n_last, 1);
	}
	assert_true(reaches(&n_drop, countof(lengths)));
	assert_true(most_piece <= HTTP_PIECE);
	close(fd);
	assert_true(http_stop(s, 1000));
}

static void refuses_before_the_body(void **state)
{
	struct http_server *s = start();
	char got[2000];
	(void)state;
	int fd = dial(s);
	say_head(fd, "/no", 1 << 30); /* and nothing of it is sent */
	hear(fd, got, sizeof(got));
	assert_non_null(strstr(got, "403"));
	assert_non_null(strstr(got, "not you"));
	close(fd);
	fd = dial(s);
	say_head(fd, "/no-drain", 3 << 20);
	for (int i = 0; i < 3; i++)
		assert_true(say(fd, block, sizeof(block)));
	hear(fd, got, sizeof(got));
	assert_non_null(strstr(got, "not you"));
	say_head(fd, "/yes", 1); /* the connection is still good */
	say(fd, "x", 1);
	hear(fd, got, sizeof(got));
	assert_non_null(strstr(got, "1 taken"));
	close(fd);
	assert_int_equal(n_taken, 1);
	assert_true(http_stop(s, 1000));
}

static void drops_what_is_cut(void **state)
{
	struct http_server *s = start();
	(void)state;
	for (int i = 0; i < 20; i++) {
		int fd = dial(s);
		say_head(fd, "/yes", 64 << 20);
		say(fd, block, i % 2 ? sizeof(block) : 100);
		if (i == 3)
			say(fd, block, sizeof(block));
		close(fd);
	}
	assert_true(reaches(&n_drop, 20));
	assert_int_equal(n_handled, 0);
	assert_true(http_stop(s, 1000));
}

static void stops_with_uploads_open(void **state)
{
	struct http_server *s = start();
	int fd[4];
	(void)state;
	atomic_store(&slow_ms, 30);
	for (int i = 0; i < 4; i++) {
		fd[i] = dial(s);
		say_head(fd[i], "/yes", 64 << 20);
		say(fd[i], block, HTTP_PIECE * 2 + 5);
	}
	sleep_ms(50);
	int64_t begun = clock_monotonic_us();
	assert_true(http_stop(s, 1000));
	assert_true(clock_monotonic_us() - begun < 3000000);
	assert_int_equal(n_drop, 4);
	for (int i = 0; i < 4; i++)
		close(fd[i]);
}

/* A disk that is full, as a limit on the size of files: the file is refused in
 * words and gives its room back, the next is kept. */
static void a_full_disk(void **state)
{
	char dir[] = "/tmp/prossima-upload-XXXXXX", path[100];
	const struct rlimit small = {1 << 20, RLIM_INFINITY},
			    none = {RLIM_INFINITY, RLIM_INFINITY};
	size_t n;
	(void)state;
	assert_non_null(mkdtemp(dir));
	struct upload_sink *s = upload_sink_new(dir);
	assert_non_null(s);
	(void)signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
	upload_sink_begin(s, STR("big.csv"));
	for (int i = 0; i < 3; i++)
		upload_sink_data(s, (struct str){block, sizeof(block)});
	upload_sink_end(s);
	upload_sink_begin(s, STR("small.csv"));
	upload_sink_data(s, STR("a,b\n"));
	upload_sink_end(s);
	upload_sink_whole(s);
	setrlimit(RLIMIT_FSIZE, &none);
	const struct upload_part *p = upload_sink_parts(s, &n);
	assert_int_equal(n, 2);
	assert_int_equal(p[0].problem, MSG_UPL_DISK);
	assert_int_equal(p[1].problem, 0);
	assert_int_equal(p[1].bytes, 4);
	upload_sink_free(s);
	assert_int_equal(rmdir(dir), 0); /* nothing half stays */
	snprintf(path, sizeof(path), "%s/x", dir);
	s = upload_sink_new(path); /* a folder that is not there */
	upload_sink_begin(s, STR("a.csv"));
	upload_sink_data(s, STR("1"));
	upload_sink_end(s);
	upload_sink_whole(s);
	p = upload_sink_parts(s, &n);
	assert_int_equal(p[0].problem, MSG_UPL_NOT_WRITTEN);
	upload_sink_free(s);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reads_multipart),
		cmocka_unit_test(bounds_multipart),
		cmocka_unit_test(takes_piece_by_piece),
		cmocka_unit_test(refuses_before_the_body),
		cmocka_unit_test(drops_what_is_cut),
		cmocka_unit_test(stops_with_uploads_open),
		cmocka_unit_test(a_full_disk),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
