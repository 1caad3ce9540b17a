/* The door, the help, the search of a person, what is kept of unsent forms. */
#include "web/page/start.h"

#include "app/form_draft.h"
#include "app/people.h"
#include "web/page/help.html.h"
#include "web/page/resume.html.h"
#include "web/page/search.html.h"
#include "web/page/session_over_page.html.h"
#include "web/web_int.h"

enum rc on_home(struct page *p, struct err *err)
{
	if (p->session.who.user_id && p->session.stage == STAGE_OPEN)
		return page_goto(p, web_home(p->session.who.role), err);
	return page_goto(p, STR("/accesso"), err);
}

enum rc on_help(struct page *p, struct err *err)
{
	page_begin(p, &(struct frame){.title = MSG_WEB_HELP});
	page_help(p->out, p->lang, NULL);
	return page_end(p, err);
}

/* ---- search */

static void fill_found(struct page *p, const struct person_view *list, size_t n,
		       struct page_search *v)
{
	v->rows = arena_calloc(p->a, n + 1, sizeof(*v->rows));
	for (size_t i = 0; v->rows && i < n; i++) {
		const struct person_view *w = &list[i];
		v->rows[i].link = page_url(p, "/assistito/%" PRId64, w->id);
		v->rows[i].name =
			page_url(p, STR_FMT " " STR_FMT, STR_ARG(w->last_name),
				 STR_ARG(w->first_name));
		v->rows[i].born = page_day(p, w->birth);
		v->rows[i].code =
			w->fiscal_code.len ? w->fiscal_code : w->pseudonym;
		v->rows[i].town = w->municipality_name;
		v->rows[i].doctor = w->doctor_name;
		v->n_rows = i + 1;
	}
}

enum rc on_search(struct page *p, struct err *err)
{
	struct str who = str_trim(param(&p->query, "chi"));
	struct page_search v = {.who = who};
	struct person_view *list = NULL;
	size_t n = 0;
	enum rc rc = OK;
	if (who.len >= 2 && who.len <= 100) {
		rc = app_people_find(p->app, who, p->a, &list, &n, err);
		v.none = !rc && !n;
		v.many = n == PEOPLE_FIND_MOST;
	} else {
		v.brief = true;
	}
	if (rc)
		return rc;
	fill_found(p, list, n, &v);
	page_begin(p, &(struct frame){.title = MSG_WEB_SEARCH_TITLE});
	page_search(p->out, p->lang, &v);
	return page_end(p, err);
}

/* ---- what is typed and not yet sent (our script asks; data-autosave) */

enum rc on_draft_save(struct page *p, struct err *err)
{
	enum rc rc = app_form_draft_save(p->app, param(&p->form, "chiave"),
					 param(&p->form, "testo"), err);
	p->x->reply.status = 204;
	return rc;
}

enum rc on_draft_read(struct page *p, struct err *err)
{
	struct str text;
	enum rc rc = app_form_draft_read(p->app, param(&p->query, "chiave"),
					 p->a, &text, err);
	if (rc == E_NOT_FOUND) {
		p->x->reply.status = 204;
		return OK;
	}
	if (rc)
		return rc;
	http_header(&p->x->reply, STR("Content-Type"),
		    STR("application/x-www-form-urlencoded"));
	http_header(&p->x->reply, STR("Cache-Control"), STR("no-store"));
	buf_str(p->out, text);
	return OK;
}

/* ---- a form that came after the session was over */

enum rc page_session_over(struct page *p, struct err *err)
{
	struct str of = param(&p->form, "percorso_di");
	struct page_session_over_page v = {.of = of.len ? page_back(of)
							: p->path,
					   .fields = form_again(p)};
	p->x->reply.status = 403;
	page_begin(p, &(struct frame){.title = MSG_WEB_SESSION_OVER});
	page_session_over_page(p->out, p->lang, &v);
	return page_end(p, err);
}

/* Changes nothing: shows what was typed, ready to be sent by who has signed
 * on meanwhile. */
enum rc on_resume(struct page *p, struct err *err)
{
	struct page_resume v = {
		.path = page_back(param(&p->form, "percorso_di"))};
	if (!p->session.who.user_id || p->session.stage != STAGE_OPEN)
		return page_session_over(p, err);
	v.csrf = page_csrf(p);
	v.fields = form_again(p);
	page_begin(p, &(struct frame){.title = MSG_WEB_RESUME});
	page_resume(p->out, p->lang, &v);
	return page_end(p, err);
}
