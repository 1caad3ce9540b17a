/* Uploads: a body that goes to where it is kept as it comes. The event threads
 * only collect a piece; the connection sleeps while the thread of uploads has
 * it in hand, and the sender waits. */
#include "web/http/server_int.h"

#include "base/progress.h"

#include <strings.h>

bool intake_wanted(const struct exchange *e)
{
	static const char type[] = "multipart/form-data";
	struct str s = e->x.request.content_type;
	return e->server->o.admit && e->x.request.method == HTTP_POST &&
	       s.len >= sizeof(type) - 1 &&
	       !strncasecmp(s.ptr, type, sizeof(type) - 1);
}

void intake_turn_away(struct exchange *e)
{
	exchange_refuse(e, 503);
	e->step = STEP_REFUSED;
	MHD_resume_connection(e->mhd);
}

enum MHD_Result intake_ask(struct exchange *e)
{
	struct http_server *s = e->server;
	e->step = STEP_ASKED;
	e->x.request.begun_us = clock_now_us();
	e->whole_us = clock_monotonic_us();
	conns_enter(&s->conns, e->conn, CONN_WORKING);
	MHD_suspend_connection(e->mhd);
	if (!http_queue_put(&s->queue, e))
		intake_turn_away(e);
	return MHD_YES;
}

void intake_admit(struct exchange *e, size_t worker)
{
	const struct http_options *o = &e->server->o;
	bool may = o->admit(o->ctx, worker, &e->x);
	e->close = !may && !e->x.drain;
	e->step = may ? STEP_ADMITTED : STEP_REFUSED;
	MHD_resume_connection(e->mhd);
}

/* ---- pieces */

static enum MHD_Result hand_over(struct exchange *e, bool last)
{
	struct http_server *s = e->server;
	e->last = last;
	MHD_suspend_connection(e->mhd);
	if (http_queue_put(&s->taking, e))
		return MHD_YES;
	MHD_resume_connection(e->mhd); /* the server stops */
	return MHD_NO;
}

static enum MHD_Result collect(struct exchange *e, const char *data,
			       size_t *size)
{
	size_t room = HTTP_PIECE - e->body.len;
	size_t n = *size < room ? *size : room;
	if (!*size)
		return hand_over(e, true);
	buf_add(&e->body, data, n);
	if (e->body.failed)
		return MHD_NO;
	*size -= n;
	return e->body.len == HTTP_PIECE ? hand_over(e, false) : MHD_YES;
}

static enum MHD_Result throw_away(struct exchange *e, size_t *size)
{
	if (!*size)
		return exchange_reply(e);
	e->n_drained += *size;
	*size = 0;
	if (e->n_drained >= HTTP_PIECE) {
		e->n_drained = 0;
		conns_enter(&e->server->conns, e->conn, CONN_TAKING);
	}
	return MHD_YES;
}

enum MHD_Result intake_step(struct exchange *e, const char *data, size_t *size)
{
	struct http_conns *conns = &e->server->conns;
	switch (e->step) {
	case STEP_ADMITTED: /* the head again: nothing of the body yet */
		e->step = STEP_TAKE;
		conns_enter(conns, e->conn, CONN_TAKING);
		return MHD_YES;
	case STEP_REFUSED:
		if (!e->x.drain)
			return exchange_reply(e);
		e->step = STEP_DRAIN;
		conns_enter(conns, e->conn, CONN_TAKING);
		return MHD_YES;
	case STEP_TAKE:
		return collect(e, data, size);
	case STEP_DRAIN:
		return throw_away(e, size);
	case STEP_HEAD:
	case STEP_BODY:
	case STEP_ASKED:
	case STEP_READY:
	case STEP_SENT:
		break;
	}
	return MHD_NO;
}

/* ---- the thread of uploads */

/* Whole: from here on a request like any other. */
static void to_workers(struct exchange *e)
{
	struct http_server *s = e->server;
	e->step = STEP_READY;
	e->whole_us = clock_monotonic_us();
	conns_enter(&s->conns, e->conn, CONN_WORKING);
	if (http_queue_put(&s->queue, e))
		return;
	exchange_refuse(e, 503);
	MHD_resume_connection(e->mhd);
}

void *intake_take(void *server)
{
	struct http_server *s = server;
	struct exchange *e;
	while ((e = http_queue_take(&s->taking))) {
		s->o.take(s->o.ctx, &e->x, buf_view(&e->body), e->last);
		buf_reset(&e->body);
		if (e->last) {
			to_workers(e);
			continue;
		}
		conns_enter(&s->conns, e->conn, CONN_TAKING);
		MHD_resume_connection(e->mhd);
	}
	return NULL;
}
