#include "web/access_log.h"

#include "base/date.h"

#include <unistd.h>

static const char *const method_name[] = {
	[HTTP_GET] = "GET", [HTTP_HEAD] = "HEAD", [HTTP_POST] = "POST"};

static size_t bytes_of(const struct http_reply *r)
{
	if (r->file_len)
		return (size_t)r->file_len;
	return r->fixed.ptr ? r->fixed.len : r->body.len;
}

void access_log_line(struct buf *b, const struct http_exchange *x,
		     int64_t took_us)
{
	const struct http_reply *r = &x->reply;
	bool whole = x->request.begun_us != 0;
	buf_text(b, "request");
	if (whole) {
		buf_text(b, " at=");
		instant_print(b, x->request.begun_us);
	}
	buf_printf(b, " number=%" PRIu64, x->request.number);
	if (whole)
		buf_printf(b, " method=%s", method_name[x->request.method]);
	buf_printf(b, " route=" STR_FMT " status=%d bytes=%zu ms=",
		   STR_ARG(r->route.len ? r->route : STR("refused")), r->status,
		   bytes_of(r));
	buf_decimal(b, took_us, 3);
	if (r->user_id)
		buf_printf(b, " user=%" PRId64, r->user_id);
	buf_char(b, '\n');
}

void access_log(int fd, const struct http_exchange *x, int64_t took_us)
{
	struct buf b;
	buf_init(&b, 4096); /* the longest pattern is some 60 bytes */
	access_log_line(&b, x, took_us);
	/* a log that is full or gone stops nobody's work */
	if (!b.failed && write(fd, b.ptr, b.len) < 0)
		errno = 0;
	buf_release(&b);
}
