/* One request through libmicrohttpd: first line (exchange_uri), head, body,
 * then suspended until its reply is ready, sent, completed. */
#include "web/http/server_int.h"

#include "base/progress.h"

#include <arpa/inet.h>
#include <unistd.h>

static struct http_conn *conn_of(struct MHD_Connection *mhd)
{
	const union MHD_ConnectionInfo *i = MHD_get_connection_info(
		mhd, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	return i ? i->socket_context : NULL;
}

enum { FILE_PIECE = 64 << 10 };

void http_drop_file(struct http_reply *r)
{
	if (r->file_len)
		close(r->file);
	r->file_len = 0;
}

static void free_exchange(struct exchange *e)
{
	if (e->conn)
		e->conn->box = NULL;
	if (e->x.intake)
		e->server->o.drop(e->server->o.ctx, &e->x);
	buf_release(&e->body);
	buf_release(&e->x.reply.body);
	http_drop_file(&e->x.reply);
	arena_release(&e->x.reply.a);
	free(e);
}

/* The address as it was sent: the library would cut and unescape it. */
void *exchange_uri(void *server, const char *uri, struct MHD_Connection *mhd)
{
	struct http_server *s = server;
	struct exchange *e = calloc(1, sizeof(*e));
	if (!e)
		return NULL;
	e->server = s;
	e->mhd = mhd;
	e->conn = conn_of(mhd);
	e->x.reply.status = 200;
	arena_init(&e->x.reply.a, s->o.reply_limit);
	buf_init(&e->x.reply.body, s->o.reply_limit);
	buf_init(&e->body, s->o.body_limit);
	e->x.request.number = atomic_fetch_add(&s->number, 1) + 1;
	e->uri = arena_str(&e->x.reply.a, str_from(uri ? uri : ""));
	if (e->conn) {
		e->conn->box = e;
		conns_enter(&s->conns, e->conn, CONN_READING);
	}
	return e;
}

size_t exchange_unescape(void *server, struct MHD_Connection *mhd, char *s)
{
	(void)server, (void)mhd;
	return strlen(s);
}

void http_header(struct http_reply *r, struct str name, struct str value)
{
	if (r->n_header == HTTP_MAX_HEADERS)
		BUG("a reply with too many headers");
	for (size_t i = 0; i < value.len; i++)
		if ((unsigned char)value.ptr[i] < 0x20 || value.ptr[i] == 0x7f)
			BUG("a header with control characters");
	struct str n = arena_str(&r->a, name), v = arena_str(&r->a, value);
	if (!n.ptr || !v.ptr) {
		r->body.failed = true; /* becomes a 500 */
		return;
	}
	r->name[r->n_header] = n;
	r->value[r->n_header++] = v;
}

static struct str words_of(int status)
{
	switch (status) {
	case 405:
		return STR("Method not allowed.\n");
	case 411:
		return STR("Length required.\n");
	case 413:
		return STR("Too large.\n");
	case 431:
		return STR("Too many headers.\n");
	case 500:
		return STR("Something went wrong.\n");
	case 503:
		return STR("Too busy, try again.\n");
	default:
		return STR("Bad request.\n");
	}
}

void exchange_refuse(struct exchange *e, int status)
{
	struct http_reply *r = &e->x.reply;
	const struct http_options *o = &e->server->o;
	buf_reset(&r->body);
	r->fixed = (struct str){0};
	http_drop_file(r);
	r->n_header = 0;
	r->status = status;
	e->close = true;
	if (status == 405)
		http_header(r, STR("Allow"), STR("GET, HEAD, POST"));
	if (status == 503)
		http_header(r, STR("Retry-After"), STR("2"));
	if (o->refuse)
		o->refuse(o->ctx, &e->x);
	r->status = status;
	if (r->body.len && !r->body.failed)
		return;
	buf_reset(&r->body);
	buf_str(&r->body, words_of(status));
	http_header(r, STR("Content-Type"), STR("text/plain; charset=utf-8"));
}

/* The next bytes of a file. The pages of a file just written are in memory, so
 * that the event thread hardly ever waits for a disk. */
static ssize_t read_file(void *ctx, uint64_t at, char *to, size_t most)
{
	const struct http_reply *r = ctx;
	ssize_t n = pread(r->file, to, most, (off_t)at);
	return n > 0 ? n : MHD_CONTENT_READER_END_WITH_ERROR;
}

/* The bytes stay ours until exchange_completed. */
static struct MHD_Response *response_of(struct http_reply *r)
{
	struct str body = r->fixed.ptr ? r->fixed : buf_view(&r->body);
	if (r->file_len)
		return MHD_create_response_from_callback(
			(uint64_t)r->file_len, FILE_PIECE, read_file, r, NULL);
	return MHD_create_response_from_buffer(
		body.len, (void *)(uintptr_t)body.ptr, MHD_RESPMEM_PERSISTENT);
}

enum MHD_Result exchange_reply(struct exchange *e)
{
	struct http_reply *r = &e->x.reply;
	if (r->body.failed)
		exchange_refuse(e, 500);
	if (atomic_load(&e->server->stopping))
		e->close = true;
	struct MHD_Response *m = response_of(r);
	if (!m)
		return MHD_NO;
	enum MHD_Result ok = MHD_YES;
	for (size_t i = 0; i < r->n_header && ok == MHD_YES; i++)
		ok = MHD_add_response_header(m, r->name[i].ptr,
					     r->value[i].ptr);
	if (e->close && ok == MHD_YES)
		ok = MHD_add_response_header(m, "Connection", "close");
	e->step = STEP_SENT;
	conns_enter(&e->server->conns, e->conn, CONN_SENDING);
	if (ok == MHD_YES)
		ok = MHD_queue_response(e->mhd, (unsigned)r->status, m);
	MHD_destroy_response(m);
	return ok;
}

static enum MHD_Result refuse(struct exchange *e, int status)
{
	exchange_refuse(e, status);
	return exchange_reply(e);
}

/* A body that is too large: a browser shows the answer only after it has sent
 * all, so what is not absurd is read away; of the rest nothing is. */
static enum MHD_Result refuse_body(struct exchange *e)
{
	if (e->x.request.length > HTTP_READ_AWAY)
		return refuse(e, 413);
	exchange_refuse(e, 413);
	e->close = false;
	e->step = STEP_DRAIN;
	conns_enter(&e->server->conns, e->conn, CONN_TAKING);
	return MHD_YES;
}

static enum MHD_Result add_field(void *ctx, enum MHD_ValueKind kind,
				 const char *name, size_t name_len,
				 const char *value, size_t value_len)
{
	struct http_head *h = ctx;
	(void)kind;
	if (h->n < HTTP_MAX_FIELDS)
		h->field[h->n] = (struct http_field){
			{name, name_len}, {value ? value : "", value_len}};
	h->n++;
	return MHD_YES;
}

static struct str peer_text(struct exchange *e)
{
	const union MHD_ConnectionInfo *i = MHD_get_connection_info(
		e->mhd, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
	char text[INET6_ADDRSTRLEN] = "";
	if (i && i->client_addr->sa_family == AF_INET) {
		struct sockaddr_in in;
		memcpy(&in, i->client_addr, sizeof in);
		inet_ntop(AF_INET, &in.sin_addr, text, sizeof text);
	} else if (i && i->client_addr->sa_family == AF_INET6) {
		struct sockaddr_in6 in;
		memcpy(&in, i->client_addr, sizeof in);
		inet_ntop(AF_INET6, &in.sin6_addr, text, sizeof text);
	}
	return arena_str(&e->x.reply.a, str_from(text));
}

static enum http_method method_of(struct str name)
{
	return str_is(name, "POST")   ? HTTP_POST
	       : str_is(name, "HEAD") ? HTTP_HEAD
				      : HTTP_GET;
}

/* The values live in the connection's memory until the reply has left. */
static void fill_request(struct exchange *e, const struct http_head *h)
{
	struct http_request *q = &e->x.request;
	struct str rest = h->uri;
	q->method = method_of(h->method);
	q->path = str_cut(&rest, '?');
	q->query = rest;
	q->host = http_field_value(h, STR("Host"));
	q->cookie = http_field_value(h, STR("Cookie"));
	q->authorization = http_field_value(h, STR("Authorization"));
	q->origin = http_field_value(h, STR("Origin"));
	q->content_type = http_field_value(h, STR("Content-Type"));
	q->accept_language = http_field_value(h, STR("Accept-Language"));
	q->accept_encoding = http_field_value(h, STR("Accept-Encoding"));
	q->if_none_match = http_field_value(h, STR("If-None-Match"));
	q->sec_fetch_site = http_field_value(h, STR("Sec-Fetch-Site"));
	q->forwarded_for = http_field_value(h, STR("X-Forwarded-For"));
	if (!str_to_int(http_field_value(h, STR("Content-Length")), &q->length))
		q->length = 0;
	struct str behind = http_forwarded_peer(q->forwarded_for);
	if (e->server->o.trust_proxy && behind.len)
		q->peer = behind;
}

static enum MHD_Result read_head(struct exchange *e, const char *method,
				 const char *version)
{
	struct http_head h = {.method = str_from(method),
			      .uri = e->uri,
			      .version = str_from(version)};
	e->step = STEP_BODY;
	e->x.request.peer = peer_text(e);
	MHD_get_connection_values_n(e->mhd, MHD_HEADER_KIND, add_field, &h);
	int status = http_guard(&h, SIZE_MAX);
	if (status)
		return refuse(e, status);
	fill_request(e, &h);
	if (intake_wanted(e))
		return intake_ask(e);
	if ((uint64_t)e->x.request.length > e->server->o.body_limit)
		return refuse_body(e);
	return MHD_YES;
}

/* Read whole: to the queue. The connection sleeps before the request can be
 * taken, since a worker may be done with it at once. */
static enum MHD_Result enqueue(struct exchange *e)
{
	struct http_server *s = e->server;
	e->x.request.body = buf_view(&e->body);
	e->x.request.begun_us = clock_now_us();
	e->whole_us = clock_monotonic_us();
	e->step = STEP_READY;
	conns_enter(&s->conns, e->conn, CONN_WORKING);
	MHD_suspend_connection(e->mhd);
	if (!http_queue_put(&s->queue, e)) {
		exchange_refuse(e, 503);
		MHD_resume_connection(e->mhd);
	}
	return MHD_YES;
}

static enum MHD_Result read_body(struct exchange *e, const char *data,
				 size_t *size)
{
	if (!*size)
		return enqueue(e);
	buf_add(&e->body, data, *size);
	*size = 0;
	/* the guard has seen the length, so only memory can be short */
	return e->body.failed ? MHD_NO : MHD_YES;
}

enum MHD_Result exchange_step(void *server, struct MHD_Connection *mhd,
			      const char *url, const char *method,
			      const char *version, const char *data,
			      size_t *data_size, void **exchange)
{
	struct exchange *e = *exchange;
	(void)server, (void)mhd, (void)url;
	if (!e || !e->conn || !e->uri.ptr)
		return MHD_NO; /* no memory: the connection is closed */
	switch (e->step) {
	case STEP_HEAD:
		return read_head(e, method, version);
	case STEP_BODY:
		return read_body(e, data, data_size);
	case STEP_ASKED:
	case STEP_ADMITTED:
	case STEP_REFUSED:
	case STEP_TAKE:
	case STEP_DRAIN:
		return intake_step(e, data, data_size);
	case STEP_READY:
		return exchange_reply(e);
	case STEP_SENT:
		*data_size = 0; /* the body of a refused request */
		return MHD_YES;
	}
	return MHD_NO;
}

void http_finish(struct http_exchange *x)
{
	struct exchange *e = (struct exchange *)x;
	assert(e->step == STEP_READY);
	MHD_resume_connection(e->mhd);
}

static int64_t took_us(const struct exchange *e)
{
	return e->whole_us ? clock_monotonic_us() - e->whole_us : 0;
}

void exchange_completed(void *server, struct MHD_Connection *mhd,
			void **exchange, enum MHD_RequestTerminationCode how)
{
	struct http_server *s = server;
	struct exchange *e = *exchange;
	(void)mhd, (void)how;
	if (!e)
		return;
	*exchange = NULL;
	if (e->step != STEP_SENT) /* the library has refused it by itself */
		e->x.reply.status = 400;
	if (s->o.sent)
		s->o.sent(s->o.ctx, &e->x, took_us(e));
	if (e->conn)
		conns_enter(&s->conns, e->conn, CONN_IDLE);
	free_exchange(e);
}

void exchange_connection(void *server, struct MHD_Connection *mhd, void **conn,
			 enum MHD_ConnectionNotificationCode what)
{
	struct http_server *s = server;
	struct http_conn *k = *conn;
	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		const union MHD_ConnectionInfo *i = MHD_get_connection_info(
			mhd, MHD_CONNECTION_INFO_CONNECTION_FD);
		*conn = i ? conns_add(&s->conns, i->connect_fd) : NULL;
		return;
	}
	if (!k)
		return;
	if (k->box) /* never completed */
		free_exchange(k->box);
	conns_remove(&s->conns, k);
	*conn = NULL;
}
