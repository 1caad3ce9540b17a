/* One's own account. */
#include "app/token.h"
#include "web/page/account_events.h"
#include "web/page/my_account.html.h"
#include "web/page/sign_on.h"
#include "web/web_int.h"

static enum rc fill_sessions(struct page *p, struct page_my_account *v,
			     struct err *err)
{
	struct session_row *list = NULL;
	size_t n = 0;
	enum rc rc = app_my_sessions(p->app, &p->session, p->a, &list, &n, err);
	v->sessions = arena_calloc(p->a, n + 1, sizeof(*v->sessions));
	for (size_t i = 0; v->sessions && i < n; i++) {
		v->sessions[i].id = list[i].id;
		v->sessions[i].this_one = list[i].this_one;
		v->sessions[i].role = page_role(p, list[i].role);
		v->sessions[i].address = list[i].address;
		v->sessions[i].since = page_instant(p, list[i].created_us);
		v->sessions[i].last = page_instant(p, list[i].seen_us);
		v->n_sessions = i + 1;
	}
	return rc;
}

#define EVENTS_AT_ONCE 5 /* the rest is unfolded */

static enum rc fill_events(struct page *p, struct page_my_account *v,
			   struct err *err)
{
	struct account_event *list = NULL;
	size_t n = 0;
	enum rc rc = app_my_events(p->app, &p->session, p->a, &list, &n, err);
	v->quiet = !n;
	v->more = n > EVENTS_AT_ONCE;
	v->events = arena_calloc(p->a, n + 1, sizeof(*v->events));
	v->older = arena_calloc(p->a, n + 1, sizeof(*v->older));
	for (size_t i = 0; v->events && v->older && i < n; i++) {
		struct str what = event_words(p, &list[i]),
			   when = page_instant(p, list[i].at_us),
			   from = event_from(p, &list[i]);
		if (i < EVENTS_AT_ONCE)
			v->events[v->n_events++] =
				(struct page_my_account_events){what, when,
								from};
		else
			v->older[v->n_older++] = (struct page_my_account_older){
				what, when, from};
	}
	return rc;
}

static enum rc fill_role(struct page *p, struct page_my_account *v,
			 struct err *err)
{
	struct role_view *list = NULL;
	size_t n = 0;
	enum rc rc = app_my_roles(p->app, &p->session, p->a, &list, &n, err);
	for (size_t i = 0; i < n; i++)
		if (list[i].id == p->session.role_id)
			v->bound = list[i].bound_to;
	return rc;
}

static enum rc show(struct page *p, struct err *err)
{
	struct page_my_account v = {
		.tokens = app_may_hold_token(p->session.who.role),
		.csrf = page_csrf(p),
		.name = p->session.display_name,
		.login = p->session.login,
		.role = page_role(p, p->session.who.role),
		.factor = p->session.has_second_factor,
		.w_old = form_wrong(p, "password"),
		.w_new = form_wrong(p, "password_nuova"),
		.w_off = form_wrong(p, "password_togli"),
		.italian = p->lang == LANG_IT,
		.english = p->lang == LANG_EN,
	};
	enum rc rc = fill_sessions(p, &v, err);
	if (!rc)
		rc = fill_role(p, &v, err);
	if (!rc)
		rc = fill_events(p, &v, err);
	if (!rc)
		rc = app_my_totp_may_go(p->app, &p->session, &v.factor_off,
					err);
	if (rc)
		return rc;
	page_begin(p, &(struct frame){.title = MSG_WEB_ACCOUNT});
	page_my_account(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_my_account(struct page *p, struct err *err)
{
	return show(p, err);
}

enum rc on_my_password(struct page *p, struct err *err)
{
	struct session_given given;
	struct str fresh;
	bool shown;
	if (!new_password_twice(p, &fresh))
		return show(p, err);
	enum rc rc = app_my_password(p->app, &p->session,
				     param(&p->form, "password"), fresh, &given,
				     err);
	if (!rc) {
		page_keep_session(p, &given);
		return page_done(p, STR("/conto"), MSG_ACC_PASSWORD_CHANGED,
				 NULL, err);
	}
	bool old = rc == E_DENIED || rc == E_LIMIT;
	rc = refused(p, rc, err, old ? "password" : "password_nuova",
		     old ? MSG_ACC_PASSWORD_NOW : MSG_ACC_PASSWORD_NEW, &shown);
	return shown ? show(p, err) : rc;
}

enum rc on_my_session_end(struct page *p, struct err *err)
{
	int64_t id = 0;
	if (!param_int(&p->form, "sessione", &id))
		return err_msg(err, E_NOT_FOUND, MSG_ACC_SESSION_GONE,
			       "no session is named");
	enum rc rc = app_my_session_end(p->app, &p->session, id, err);
	return rc ? rc
		  : page_done(p, STR("/conto"), MSG_ACC_SESSION_ENDED_DONE,
			      NULL, err);
}

enum rc on_my_log_out(struct page *p, struct err *err)
{
	enum rc rc = app_log_out_everywhere(p->app, &p->session, true, err);
	return rc ? rc
		  : page_done(p, STR("/conto"), MSG_ACC_LOGGED_OUT_EVERYWHERE,
			      NULL, err);
}

enum rc on_my_language(struct page *p, struct err *err)
{
	enum lang lang;
	if (!lang_parse(param(&p->form, "lingua"), &lang))
		return err_msg(err, E_RANGE, MSG_WEB_LANGUAGE_UNKNOWN,
			       "a language is it or en");
	enum rc rc = app_my_language(p->app, &p->session, lang, err);
	return rc ? rc : page_done(p, STR("/conto"), MSG_ACC_SAVED, NULL, err);
}

#define FACTOR "/conto/secondo-fattore"

enum rc on_my_factor_page(struct page *p, struct err *err)
{
	return show_second_factor(p, FACTOR, err);
}

enum rc on_my_factor(struct page *p, struct err *err)
{
	return take_second_factor(p, FACTOR, err);
}

enum rc on_my_factor_off(struct page *p, struct err *err)
{
	bool shown;
	enum rc rc = app_my_totp_off(p->app, &p->session,
				     param(&p->form, "password"), err);
	if (!rc)
		return page_done(p, STR("/conto"), MSG_ACC_FACTOR_GONE, NULL,
				 err);
	rc = refused(p, rc, err, "password_togli", MSG_ACC_PASSWORD_NOW,
		     &shown);
	return shown ? show(p, err) : rc;
}
