/* The page that needs nothing, neither database nor session: for what HTTP
 * refuses by itself, and for answers whose looks could not be written. */
#include "web/page/refused.html.h"
#include "web/static.h"
#include "web/web_int.h"

void web_security_headers(struct http_reply *r, const struct web_options *o)
{
	static const struct {
		struct str name, value;
	} always[] = {
		{STR_INIT("Content-Security-Policy"),
		 STR_INIT("default-src 'none'; script-src 'self'; style-src "
			  "'self'; img-src 'self' data:; font-src 'self'; "
			  "connect-src 'self'; form-action 'self'; "
			  "frame-ancestors 'none'; base-uri 'none'")},
		{STR_INIT("X-Content-Type-Options"), STR_INIT("nosniff")},
		{STR_INIT("Referrer-Policy"), STR_INIT("same-origin")},
		{STR_INIT("X-Frame-Options"), STR_INIT("DENY")},
		{STR_INIT("Cross-Origin-Opener-Policy"),
		 STR_INIT("same-origin")},
		{STR_INIT("Permissions-Policy"),
		 STR_INIT("camera=(), microphone=(), geolocation=()")},
	};
	for (size_t i = 0; i < countof(always); i++)
		http_header(r, always[i].name, always[i].value);
	if (o->behind_proxy)
		http_header(r, STR("Strict-Transport-Security"),
			    STR("max-age=31536000; includeSubDomains"));
}

static enum msg words_of(int status)
{
	switch (status) {
	case 405:
		return MSG_WEB_METHOD;
	case 413:
		return MSG_WEB_TOO_MUCH;
	case 500:
		return MSG_WEB_FAILED;
	case 503:
		return MSG_WEB_BUSY;
	default:
		return MSG_WEB_NOT_READABLE;
	}
}

/* The address to ask again, where that does no harm. */
static struct str retry(struct http_exchange *x)
{
	const struct http_request *q = &x->request;
	if (x->reply.status != 503 || q->method == HTTP_POST)
		return (struct str){NULL, 0};
	return page_back(
		q->query.len ? arena_printf(&x->reply.a, STR_FMT "?" STR_FMT,
					    STR_ARG(q->path), STR_ARG(q->query))
			     : q->path);
}

void web_refused(struct http_exchange *x, enum msg words, enum lang lang)
{
	struct http_reply *r = &x->reply;
	struct page_refused v = {
		.css = static_url(STATIC_CSS),
		.icon = static_url(STATIC_ICON),
		.title = text_of(r->status == 503 ? MSG_WEB_ERROR_BUSY
						  : MSG_WEB_ERROR,
				 lang),
		.text = text_of(words ? words : words_of(r->status), lang),
		.number = (int64_t)x->request.number,
		.retry = retry(x),
	};
	http_header(r, STR("Content-Type"), STR("text/html; charset=utf-8"));
	http_header(r, STR("Cache-Control"), STR("no-store"));
	page_refused(&r->body, lang, &v);
}
