/* Who asks, and may they come here: cookies, roles, origin, CSRF token, how
 * often. */
#include "web/page/start.h"
#include "web/web_int.h"

#define SESSION "__Host-sessione"
#define DEVICE  "__Host-dispositivo"

struct str session_cookie(const struct page *p)
{
	return http_cookie(p->x->request.cookie, STR(SESSION));
}

enum rc session_read(struct page *p, struct err *err)
{
	struct str token = session_cookie(p);
	if (p->api)
		return bearer_read(p, err);
	p->session = (struct app_session){.who = {.role = ROLE_NOBODY}};
	p->app->who = p->session.who;
	if (!token.len)
		return OK;
	enum rc rc = app_session_find(p->app, token, p->a, &p->session, err);
	if (rc == E_NOT_FOUND) {
		p->session = (struct app_session){.who = {.role = ROLE_NOBODY}};
		return OK;
	}
	if (rc)
		return rc;
	p->app->who = p->session.who;
	return p->session.touch ? app_session_touch(p->app, &p->session, err)
				: OK;
}

static bool may(const struct page *p, const struct route *r)
{
	bool any = p->session.who.user_id != 0;
	bool open = any && p->session.stage == STAGE_OPEN;
	if (r->who & ANYBODY || (r->who & STEP && any))
		return true;
	return open && r->who & 1u << p->session.who.role;
}

/* Origin, where the browser says it, is ours: its host is the Host. */
static bool origin_ours(const struct http_request *q)
{
	struct str o = q->origin;
	if (str_is(q->sec_fetch_site, "cross-site") ||
	    str_is(q->sec_fetch_site, "same-site"))
		return false;
	if (!o.len)
		return true; /* old browsers; the token decides */
	if (str_starts(o, STR("https://")))
		o = str_sub(o, 8, o.len - 8);
	else if (str_starts(o, STR("http://")))
		o = str_sub(o, 7, o.len - 7);
	else
		return false;
	return str_eq(o, q->host);
}

/* Without a session the token is that of the cookie `__Host-prima`, given with
 * the form (page_csrf). */
static struct str token_of(struct page *p)
{
	if (p->session.who.user_id)
		return str_from(p->session.csrf);
	return http_cookie(p->x->request.cookie, STR("__Host-prima"));
}

static enum rc check_post(struct page *p, const struct route *r,
			  struct err *err)
{
	struct str want = token_of(p), given = param(&p->form, "csrf");
	if (route_takes_files(r) || r->rate == RATE_BYTES) {
		want = want.len ? intake_token(p, p->path) : want;
		given = param(&p->query, "chiave");
	}
	if (!origin_ours(&p->x->request))
		return err_msg(err, E_DENIED, MSG_WEB_ORIGIN,
			       "a form of another site");
	if (!csrf_fits(want, given))
		return err_msg(err, E_DENIED, MSG_WEB_CSRF,
			       "the form's token is not the session's");
	return OK;
}

enum rc session_check(struct page *p, const struct route *r, bool *sign_on,
		      struct err *err)
{
	bool post = r->method == HTTP_POST;
	*sign_on = false;
	if (p->api)
		return bearer_check(p, r, err);
	if (!may(p, r)) {
		*sign_on = p->session.stage != STAGE_OPEN ||
			   !p->session.who.user_id;
		return err_msg(err, E_DENIED, MSG_WEB_DENIED_ROLE,
			       "role %s does not use this page",
			       role_name[p->session.who.role]);
	}
	/* on_resume shows what it is given and changes nothing */
	return post && r->handle != on_resume ? check_post(p, r, err) : OK;
}

/* ---- cookies */

static void set_cookie(struct page *p, const char *name, const char *value,
		       int64_t seconds)
{
	struct str life =
		seconds ? page_url(p, "; Max-Age=%" PRId64, seconds) : STR("");
	http_header(&p->x->reply, STR("Set-Cookie"),
		    page_url(p,
			     "%s=%s; Path=/" STR_FMT
			     "; Secure; HttpOnly; SameSite=Lax",
			     name, value, STR_ARG(life)));
}

void page_keep_session(struct page *p, const struct session_given *g)
{
	set_cookie(p, SESSION, g->token, 0);
	if (g->device[0])
		set_cookie(p, DEVICE, g->device, g->device_days * 86400);
}

void page_drop_session(struct page *p)
{
	http_header(&p->x->reply, STR("Set-Cookie"),
		    STR(SESSION "=; Path=/; Max-Age=0; Secure; HttpOnly; "
				"SameSite=Lax"));
	http_header(&p->x->reply, STR("Clear-Site-Data"), STR("\"cache\""));
}

static void before_sign_on(struct page *p, char token[33])
{
	struct str now = http_cookie(p->x->request.cookie, STR("__Host-prima"));
	char masked[CSRF_TEXT];
	if (now.len == 32 && csrf_mask(now, masked)) {
		snprintf(token, 33, STR_FMT, STR_ARG(now));
		return;
	}
	unsigned char raw[16];
	web_random(raw, sizeof(raw));
	for (size_t i = 0; i < sizeof(raw); i++)
		snprintf(token + 2 * i, 3, "%02x", raw[i]);
	set_cookie(p, "__Host-prima", token, 0);
}

struct html page_csrf(struct page *p)
{
	bool known = p->session.who.user_id != 0;
	struct buf b;
	if (!known && !p->before[0])
		before_sign_on(p, p->before);
	struct str token = str_from(known ? p->session.csrf : p->before);
	if (!csrf_fits(token, str_from(p->masked)) &&
	    !csrf_mask(token, p->masked))
		BUG("a token with letters that are not of base64url");
	buf_init(&b, 1024);
	buf_text(&b, "<input type=\"hidden\" name=\"csrf\" value=\"");
	html_text(&b, str_from(p->masked));
	buf_text(&b, "\">");
	return (struct html){page_kept(p, &b)};
}
