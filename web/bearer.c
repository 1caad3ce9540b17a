/* Programs: they come to /api/ with a key in the Authorization header, and with
 * nothing else. Cookies are not looked at, so no page of another site can make
 * a browser act here, and forms need no token of their own. */
#include "web/web_int.h"

#include <strings.h>

bool is_api(struct str path)
{
	return str_starts(path, STR("/api/"));
}

/* RFC 6750 2.1: the name of the scheme in any case, then the key. */
static struct str key_of(struct str header)
{
	static const char scheme[] = "Bearer ";
	const size_t n = sizeof(scheme) - 1;
	if (header.len <= n || strncasecmp(header.ptr, scheme, n) != 0)
		return STR("");
	return str_trim(str_sub(header, n, header.len - n));
}

enum rc bearer_read(struct page *p, struct err *err)
{
	struct str key = key_of(p->x->request.authorization);
	p->session = (struct app_session){.who = {.role = ROLE_NOBODY}};
	p->token = (struct app_token){.id = 0};
	p->app->who = p->session.who;
	if (!key.len)
		return OK;
	enum rc rc = app_token_find(p->app, key, p->a, &p->token, err);
	if (rc == E_DENIED)
		return OK; /* nobody, then: bearer_check says so */
	if (rc)
		return rc;
	p->session.who = p->token.who;
	p->session.stage = STAGE_OPEN;
	p->session.login = p->token.login;
	p->session.lang = p->token.lang;
	p->app->who = p->token.who;
	return OK;
}

enum rc bearer_check(struct page *p, const struct route *r, struct err *err)
{
	if (!p->token.id)
		return err_msg(err, E_DENIED, MSG_API_TOKEN,
			       "no key, or none that is in force");
	if (!(r->who & 1u << p->token.who.role))
		return err_msg(err, E_DENIED, MSG_API_ROLE_WRONG,
			       "role %s does not come here",
			       role_name[p->token.who.role]);
	return OK;
}
