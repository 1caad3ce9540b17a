/* What the server tells about itself: a line for each request, and counts. */
#include "web/access_log.h"
#include "web/metrics.h"

#include <setjmp.h>
#include <cmocka.h>

static const struct {
	const char *name;
	enum http_method method;
	const char *path, *route;
	int status;
	int64_t user_id, begun_us, took_us;
	const char *line;
} rows[] = {
	{"a page", HTTP_GET, "/assistito/123456", "/assistito/#", 200, 42,
	 1775809800000000, 3214,
	 "request at=2026-04-10T08:30:00Z number=7 method=GET "
	 "route=/assistito/# status=200 bytes=5 ms=3.214 user=42\n"},
	{"nobody", HTTP_POST, "/accesso", "/accesso", 303, 0, 1775809800000000,
	 12,
	 "request at=2026-04-10T08:30:00Z number=7 method=POST route=/accesso "
	 "status=303 bytes=5 ms=0.012\n"},
	{"refused by the guard", HTTP_GET, "", "", 400, 0, 0, 0,
	 "request number=7 route=refused status=400 bytes=5 ms=0\n"},
};

static struct http_exchange exchange(size_t i)
{
	struct http_exchange x = {.request = {.method = rows[i].method,
					      .path = str_from(rows[i].path),
					      .query = STR("chi=ROSSI"),
					      .begun_us = rows[i].begun_us,
					      .number = 7},
				  .reply = {.status = rows[i].status,
					    .fixed = STR("bytes"),
					    .route = str_from(rows[i].route),
					    .user_id = rows[i].user_id}};
	return x;
}

static void writes_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < countof(rows); i++) {
		struct http_exchange x = exchange(i);
		struct buf b;
		buf_init(&b, 4096);
		access_log_line(&b, &x, rows[i].took_us);
		buf_char(&b, 0);
		if (strcmp(b.ptr, rows[i].line) != 0)
			fail_msg("%s: %s", rows[i].name, b.ptr);
		buf_release(&b);
	}
}

static void has(const struct buf *b, const char *line)
{
	if (!strstr(b->ptr, line))
		fail_msg("no \"%s\" in:\n%s", line, b->ptr);
}

static void counts(void **state)
{
	static const struct {
		struct str route;
		enum http_method method;
		int status;
		int64_t took_us;
	} done[] = {
		{STR_INIT("/"), HTTP_GET, 200, 900},
		{STR_INIT("/"), HTTP_HEAD, 200, 1000},
		{STR_INIT("/"), HTTP_GET, 303, 1001},
		{STR_INIT("/"), HTTP_GET, 500, 90000000},
		{STR_INIT("/s/*"), HTTP_GET, 304, 10},
		{STR_INIT(""), HTTP_GET, 400, 0},
		{STR_INIT("-"), HTTP_GET, 404, 10},
	};
	struct metrics *m = metrics_new();
	struct metrics_now now = {.queued = 3, .workers = 4, .looks = 17};
	struct buf b;
	(void)state;
	assert_non_null(m);
	for (size_t i = 0; i < countof(done); i++) {
		struct http_exchange x = {.request = {.method = done[i].method},
					  .reply = {.route = done[i].route,
						    .status = done[i].status}};
		metrics_count(m, &x, done[i].took_us);
	}
	buf_init(&b, 1 << 20);
	metrics_print(m, &now, &b);
	buf_char(&b, 0);
	assert_false(b.failed);
#define HOME "{route=\"/\",method=\"GET\","
	has(&b, "\nprossima_requests_total" HOME "class=\"2xx\"} 2\n");
	has(&b, "\nprossima_requests_total" HOME "class=\"3xx\"} 1\n");
	has(&b, "\nprossima_requests_total" HOME "class=\"5xx\"} 1\n");
	has(&b, "{route=\"refused\",method=\"\",class=\"4xx\"} 1\n");
	has(&b, "{route=\"other\",method=\"\",class=\"4xx\"} 1\n");
	has(&b, "{route=\"/s/*\",method=\"GET\",class=\"3xx\"} 1\n");
	has(&b, "\nprossima_request_seconds_bucket" HOME "le=\"0.001\"} 2\n");
	has(&b, "\nprossima_request_seconds_bucket" HOME "le=\"0.002\"} 3\n");
	has(&b, "\nprossima_request_seconds_bucket" HOME "le=\"5\"} 3\n");
	has(&b, "\nprossima_request_seconds_bucket" HOME "le=\"+Inf\"} 4\n");
	has(&b, "\nprossima_request_seconds_sum{route=\"/\",method=\"GET\"} "
		"90.002901\n");
	has(&b, "\nprossima_queue_length 3\n");
	has(&b, "\nprossima_looks_total 17\n");
	buf_release(&b);
	metrics_free(m);
}

static void shows_metrics_to_this_machine_alone(void **state)
{
	static const struct {
		struct str peer, forwarded;
		bool yes;
	} who[] = {
		{STR_INIT("127.0.0.1"), STR_INIT(""), true},
		{STR_INIT("::1"), STR_INIT(""), true},
		{STR_INIT("127.0.0.1"), STR_INIT("127.0.0.1"), false},
		{STR_INIT("10.0.0.1"), STR_INIT(""), false},
		{STR_INIT("::12"), STR_INIT(""), false},
		{STR_INIT(""), STR_INIT(""), false},
	};
	(void)state;
	for (size_t i = 0; i < countof(who); i++) {
		struct http_request q = {.peer = who[i].peer,
					 .forwarded_for = who[i].forwarded};
		if (metrics_allowed(&q) != who[i].yes)
			fail_msg("row %zu", i);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(writes_lines),
		cmocka_unit_test(counts),
		cmocka_unit_test(shows_metrics_to_this_machine_alone),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
