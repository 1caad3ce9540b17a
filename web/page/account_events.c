/* What happened to one's account, and "it was not me". */
#include "web/page/account_events.h"

#include "web/page/not_me.html.h"

static const enum msg words[N_ACCOUNT_WHAT] = {
	[ACCOUNT_NEW_DEVICE] = MSG_ACC_EV_NEW_DEVICE,
	[ACCOUNT_RECOVERY_USED] = MSG_ACC_EV_RECOVERY_USED,
	[ACCOUNT_PASSWORD] = MSG_ACC_EV_PASSWORD,
	[ACCOUNT_PASSWORD_RESET] = MSG_ACC_EV_PASSWORD_RESET,
	[ACCOUNT_FACTOR_ON] = MSG_ACC_EV_FACTOR_ON,
	[ACCOUNT_FACTOR_OFF] = MSG_ACC_EV_FACTOR_OFF,
	[ACCOUNT_ROLE_GIVEN] = MSG_ACC_EV_ROLE_GIVEN,
	[ACCOUNT_ROLE_ENDED] = MSG_ACC_EV_ROLE_ENDED,
	[ACCOUNT_DELEGATION_GIVEN] = MSG_ACC_EV_DELEGATION_GIVEN,
	[ACCOUNT_DELEGATION_TAKEN] = MSG_ACC_EV_DELEGATION_TAKEN,
	[ACCOUNT_DELEGATION_ENDED] = MSG_ACC_EV_DELEGATION_ENDED,
	[ACCOUNT_CHANGED] = MSG_ACC_EV_CHANGED,
	[ACCOUNT_DISABLED] = MSG_ACC_EV_DISABLED,
	[ACCOUNT_ENABLED] = MSG_ACC_EV_ENABLED,
	[ACCOUNT_LOCKED] = MSG_ACC_EV_LOCKED,
	[ACCOUNT_TOKEN_MADE] = MSG_ACC_EV_TOKEN_MADE,
	[ACCOUNT_TOKEN_REVOKED] = MSG_ACC_EV_TOKEN_REVOKED,
};

struct str event_words(struct page *p, const struct account_event *e)
{
	struct str what = page_text(p, words[e->what]);
	if (e->role >= N_ROLE)
		return what;
	return arena_printf(p->a, STR_FMT ": " STR_FMT, STR_ARG(what),
			    STR_ARG(page_role(p, e->role)));
}

struct str event_from(struct page *p, const struct account_event *e)
{
	static const enum msg by[N_EVENT_BY] = {
		[EVENT_BY_SELF] = MSG_ACC_EV_BY_SELF,
		[EVENT_BY_ADMIN] = MSG_ACC_EV_BY_ADMIN,
		[EVENT_BY_COMMAND] = MSG_ACC_EV_BY_COMMAND,
		[EVENT_BY_DOCTOR] = MSG_ACC_EV_BY_DOCTOR,
	};
	struct str who = page_text(p, by[e->by]);
	if (!e->address.len)
		return who;
	return arena_printf(
		p->a, STR_FMT ", " STR_FMT " " STR_FMT, STR_ARG(who),
		STR_ARG(page_text(p, MSG_ACC_EV_ADDRESS)), STR_ARG(e->address));
}

/* ---- "it was not me" */

static enum rc show(struct page *p, struct page_not_me *v, struct err *err)
{
	v->csrf = page_csrf(p);
	page_begin(p, &(struct frame){.title = MSG_ACC_LOCK_TITLE});
	page_not_me(p->out, p->lang, v);
	return page_end(p, err);
}

static enum rc locked(struct page *p, struct err *err)
{
	page_drop_session(p);
	return page_done(p, STR("/accesso"), MSG_ACC_LOCKED_DONE, NULL, err);
}

enum rc on_not_me_page(struct page *p, struct err *err)
{
	struct page_not_me v = {.action = STR("/conto/non-sono-io"),
				.back = STR("/conto")};
	return show(p, &v, err);
}

enum rc on_not_me(struct page *p, struct err *err)
{
	enum rc rc = app_my_lock(p->app, &p->session, err);
	return rc ? rc : locked(p, err);
}

/* The link of a message: who has it may lock, and nothing else. */
enum rc on_not_me_link_page(struct page *p, struct err *err)
{
	struct account_event e;
	enum rc rc = app_link_event(p->app, p->word[0], &e, err);
	if (rc)
		return rc;
	struct page_not_me v = {
		.action = page_url(p, "/non-sono-io/" STR_FMT,
				   STR_ARG(p->word[0])),
		.back = STR("/"),
		.event = event_words(p, &e),
		.when = page_instant(p, e.at_us),
		.link = true,
	};
	return show(p, &v, err);
}

enum rc on_not_me_link(struct page *p, struct err *err)
{
	enum rc rc = app_link_lock(p->app, p->word[0], err);
	return rc ? rc : locked(p, err);
}
