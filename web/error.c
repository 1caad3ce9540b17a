/* Pages for what could not be done: in plain words, with what to do next, and
 * without losing what was typed. */
#include "web/api/api.h"
#include "web/page/error_page.html.h"
#include "web/page/typed.html.h"
#include "web/web_int.h"

static int status_of_rc(enum rc rc)
{
	switch (rc) {
	case OK:
		break;
	case E_NOMEM:
	case E_IO:
	case E_BUSY:
		return 503;
	case E_LIMIT:
		return 429;
	case E_FORMAT:
	case E_RANGE:
	case E_USAGE:
		return 400;
	case E_NOT_FOUND:
		return 404;
	case E_CONFLICT:
	case E_STATE:
		return 409;
	case E_DENIED:
		return 403;
	}
	return 500;
}

int page_status(const struct err *err)
{
	switch (err->msg) {
	case MSG_API_TOKEN:
		return 401;
	case MSG_TEL_FILE_LARGE:
	case MSG_API_BODY_LARGE:
		return 413;
	case MSG_UPL_DISK:
	case MSG_UPL_FULL:
	case MSG_WEB_DISK:
		return 507;
	default:
		return status_of_rc(err->rc);
	}
}

static enum msg title_of(int status)
{
	switch (status) {
	case 403:
		return MSG_WEB_ERROR_DENIED;
	case 404:
		return MSG_WEB_ERROR_NOT_FOUND;
	case 429:
	case 503:
		return MSG_WEB_ERROR_BUSY;
	default:
		return MSG_WEB_ERROR;
	}
}

static struct str here(struct page *p)
{
	if (!p->x->request.query.len)
		return p->path;
	return page_url(p, STR_FMT "?" STR_FMT, STR_ARG(p->path),
			STR_ARG(p->x->request.query));
}

/* The token of a form to send again. When the session could not be read it is
 * the form's own, which will fit once it can. */
static struct html token_again(struct page *p)
{
	struct buf b;
	if (p->session.who.user_id || !session_cookie(p).len)
		return page_csrf(p);
	buf_init(&b, 8192);
	buf_text(&b, "<input type=\"hidden\" name=\"csrf\" value=\"");
	html_text(&b, param(&p->form, "csrf"));
	buf_text(&b, "\">");
	return (struct html){page_kept(p, &b)};
}

/* What a form said, to send again with one press. */
static struct html typed(struct page *p)
{
	struct page_typed v = {.path = p->path,
			       .csrf = token_again(p),
			       .fields = form_again(p)};
	struct buf b;
	if (p->x->request.method != HTTP_POST || !p->form.n)
		return (struct html){STR("")};
	buf_init(&b, 4u << 20);
	page_typed(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}

void page_error(struct page *p, const struct err *err)
{
	struct err second;
	int status = page_status(err);
	bool again = status == 503 || status == 507 || status == 429;
	struct frame f = {.title = title_of(status)};
	struct html kept = {STR("")};
	struct str retry = {NULL, 0};
	if (p->api) {
		api_error(p, err);
		return;
	}
	buf_reset(p->out);
	http_drop_file(&p->x->reply);
	p->x->reply.n_header = 0;
	p->x->reply.status = status;
	p->n_problem = 0;
	if (again) {
		http_header(&p->x->reply, STR("Retry-After"), STR("5"));
		kept = typed(p); /* its token may come with a cookie */
		if (p->x->request.method != HTTP_POST)
			retry = page_back(here(p));
	}
	page_begin(p, &f);
	page_error_page(p->out, p->lang,
			&(struct page_error_page){
				.title = page_text(p, f.title),
				.text = page_refusal(p, err),
				.number = (int64_t)p->x->request.number,
				.kept = kept.markup.len || retry.len,
				.again = kept,
				.retry = retry});
	if (page_end(p, &second)) { /* not even that: no memory */
		buf_reset(p->out);
		buf_text(p->out, "Prossima: 503\n");
	}
}

/* ---- sign on first */

static void put_escaped(struct buf *b, struct str s)
{
	for (size_t i = 0; i < s.len; i++) {
		unsigned char c = (unsigned char)s.ptr[i];
		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || strchr("-_.~/", c))
			buf_char(b, (char)c);
		else
			buf_printf(b, "%%%02X", c);
	}
}

void page_sign_on_first(struct page *p)
{
	struct buf b;
	struct str s;
	struct err err;
	buf_init(&b, 65536);
	buf_text(&b, "/accesso?da=");
	put_escaped(&b, p->x->request.method == HTTP_POST ? STR("/") : here(p));
	if (buf_finish(&b, &s, NULL) || page_goto(p, s, &err))
		p->x->reply.status = 503;
	buf_release(&b);
}
