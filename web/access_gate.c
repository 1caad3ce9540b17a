/* Before any page of a person: may it be opened, and what for? */
#include "app/access.h"
#include "web/page/sign_on.h"
#include "web/web_int.h"

static bool about_person(const struct route *r)
{
	return !strncmp(r->pattern, "/assistito/#", 12) &&
	       r->handle != on_purpose_page && r->handle != on_purpose &&
	       r->handle != on_glass_page && r->handle != on_glass;
}

static struct str wanted(struct page *p)
{
	if (!p->x->request.query.len)
		return p->path;
	return page_url(p, STR_FMT "?" STR_FMT, STR_ARG(p->path),
			STR_ARG(p->x->request.query));
}

/* To the page that asks, and back from there. A form that comes without a
 * purpose is refused: its page was opened with one, or not at all. */
static enum rc ask(struct page *p, const char *fmt_word, struct err *err)
{
	char path[64];
	if (p->x->request.method == HTTP_POST)
		return err_msg(err, E_DENIED, MSG_ACC_OPEN_FIRST,
			       "the record was not opened");
	snprintf(path, sizeof(path), "/assistito/%" PRId64 "/%s", p->id[0],
		 fmt_word);
	return page_goto(p, path_back(p, path, wanted(p)), err);
}

enum rc access_gate(struct page *p, const struct route *r, bool *open,
		    struct err *err)
{
	struct access_verdict v;
	*open = true;
	if (!about_person(r))
		return OK;
	*open = false;
	enum rc rc = app_access(p->app, p->id[0], &v, err);
	if (rc)
		return rc;
	switch (v.access) {
	case ACCESS_OPEN:
		*open = true;
		if (v.broken_glass)
			p->glass_until_us = v.until_us;
		return OK;
	case ACCESS_PURPOSE:
		return ask(p, "finalita", err);
	case ACCESS_GLASS:
		return ask(p, "emergenza", err);
	case ACCESS_NEVER:
	case N_ACCESS:
		break;
	}
	return err_msg(err, E_DENIED, MSG_WEB_DENIED,
		       "role %s does not read this person's record",
		       role_name[p->app->who.role]);
}
