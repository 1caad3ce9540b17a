/* A step that was refused comes back to the page of its case. */
#include "web/page/step_refused.html.h"
#include "web/web_int.h"

/* Not: no memory, no disk, too busy, not allowed, nothing there. */
static bool may_be_mended(enum rc rc)
{
	return rc == E_STATE || rc == E_CONFLICT || rc == E_RANGE ||
	       rc == E_FORMAT;
}

static struct html alert(struct page *p, const struct err *why)
{
	struct page_step_refused v = {
		.why = page_refusal(p, why),
		.typed = str_trim(param(&p->form, "testo"))};
	struct buf b;
	buf_init(&b, 1u << 20); /* of a request's body, escaped */
	page_step_refused(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}

enum rc page_again(struct page *p, struct str path, page_fn *again, enum rc rc,
		   struct err *err)
{
	struct err why = *err;
	struct str posted = p->path;
	if (!may_be_mended(rc))
		return rc;
	p->refused = alert(p, &why);
	p->x->reply.status = page_status(&why);
	p->path = path; /* what the links of the page are made from */
	if (!again(p, err))
		return OK;
	p->refused = (struct html){STR("")};
	p->x->reply.status = 200;
	p->path = posted;
	buf_reset(p->out);
	*err = why;
	return rc;
}

bool page_refused_now(struct page *p, const char *step)
{
	return p->refused.markup.len && str_is(p->word[0], step);
}

struct str page_typed_for(struct page *p, const char *step)
{
	return page_typed_field(p, step, "testo", STR(""));
}

struct str page_typed_field(struct page *p, const char *step, const char *field,
			    struct str usual)
{
	return page_refused_now(p, step) ? param(&p->form, field) : usual;
}
