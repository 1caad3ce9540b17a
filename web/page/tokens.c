/* Keys for programs, in one's own account: made, shown once, revoked. */
#include "app/token.h"

#include "secret/secret.h"
#include "web/page/sign_on.h"
#include "web/page/token_made.html.h"
#include "web/page/tokens.html.h"

enum { DAYS_FIRST = 90 }; /* what the form proposes */

enum { F_NAME, F_DAYS, F_EXAMS, F_OBSERVATIONS, N_F };
static const struct field fields[N_F] = {
	{"nome", FIELD_TEXT, MSG_API_NAME, true, API_TOKEN_NAME_MOST, 0, 0,
	 NULL},
	{"giorni", FIELD_INT, MSG_API_DAYS, true, 0, 1, API_TOKEN_DAYS_MOST,
	 NULL},
	{"esami", FIELD_CHECK, MSG_API_USES, false, 0, 0, 0, NULL},
	{"misure", FIELD_CHECK, MSG_API_USES, false, 0, 0, 0, NULL},
};

static struct str uses_of(struct page *p, unsigned scopes)
{
	struct str exams = page_text(p, MSG_API_USE_EXAMS),
		   observations = page_text(p, MSG_API_USE_OBSERVATIONS);
	if (scopes == API_EXAMS)
		return exams;
	if (scopes == API_OBSERVATIONS)
		return observations;
	return page_url(p, STR_FMT "; " STR_FMT, STR_ARG(exams),
			STR_ARG(observations));
}

static struct str last_of(struct page *p, const struct token_view *t)
{
	const struct str pairs[] = {STR("when"), page_instant(p, t->used_us),
				    STR("address"), t->used_from};
	return t->used_us ? page_fill(p, MSG_API_FROM, pairs, 2)
			  : page_text(p, MSG_API_NEVER);
}

static void fill_list(struct page *p, const struct token_view *list, size_t n,
		      struct page_tokens *v)
{
	v->none = !n;
	v->tokens = arena_calloc(p->a, n + 1, sizeof(*v->tokens));
	for (size_t i = 0; v->tokens && i < n; i++) {
		const struct token_view *t = &list[i];
		v->tokens[v->n_tokens++] = (struct page_tokens_tokens){
			.id = t->id,
			.name = t->name,
			.uses = uses_of(p, t->scopes),
			.role = t->role < N_ROLE ? page_role(p, t->role)
						 : STR("-"),
			.created = page_instant(p, t->created_us),
			.expires = page_instant(p, t->expires_us),
			.last = last_of(p, t),
			.state = page_text(p, t->in_force     ? MSG_API_IN_FORCE
					      : t->revoked_us ? MSG_API_REVOKED
							      : MSG_API_OVER),
			.in_force = t->in_force};
	}
}

static void fill_form(struct page *p, struct page_tokens *v)
{
	bool typed = p->x->request.method == HTTP_POST;
	v->login = p->session.login;
	v->name = param(&p->form, "nome");
	v->days = typed ? param(&p->form, "giorni")
			: page_url(p, "%d", DAYS_FIRST);
	v->exams = !typed || param(&p->form, "esami").len;
	v->observations = param(&p->form, "misure").len > 0;
	v->w_name = form_wrong(p, "nome");
	v->w_days = form_wrong(p, "giorni");
	v->w_uses = form_wrong(p, "usi");
	v->w_password = form_wrong(p, "password");
}

enum rc on_tokens(struct page *p, struct err *err)
{
	struct token_view *list = NULL;
	size_t n = 0;
	struct page_tokens v = {.csrf = page_csrf(p)};
	enum rc rc = app_my_tokens(p->app, &p->session, p->a, &list, &n, err);
	if (rc)
		return rc;
	fill_list(p, list, n, &v);
	fill_form(p, &v);
	page_begin(p, &(struct frame){.title = MSG_API_TITLE});
	page_tokens(p->out, p->lang, &v);
	return page_end(p, err);
}

static enum rc show_once(struct page *p, struct str name, struct token_made *m,
			 struct err *err)
{
	struct page_token_made v = {.name = name,
				    .token = str_from(m->token),
				    .expires = page_instant(p, m->expires_us)};
	page_begin(p, &(struct frame){.title = MSG_API_MADE_TITLE});
	page_token_made(p->out, p->lang, &v);
	secret_wipe(m, sizeof(*m));
	return page_end(p, err);
}

/* The field that a refusal is about. */
static enum rc again(struct page *p, enum rc rc, struct err *err)
{
	bool shown, uses = err->msg == MSG_API_SCOPES_WRONG,
		    name = err->msg == MSG_API_NAME_WRONG ||
			   err->msg == MSG_API_TOO_MANY;
	rc = refused(p, rc, err,
		     uses   ? "usi"
		     : name ? "nome"
			    : "password",
		     uses   ? MSG_API_USES
		     : name ? MSG_API_NAME
			    : MSG_ACC_PASSWORD_NOW,
		     &shown);
	return shown ? on_tokens(p, err) : rc;
}

enum rc on_token_make(struct page *p, struct err *err)
{
	struct value v[N_F];
	struct token_made made;
	if (!form_read(p, fields, N_F, v))
		return on_tokens(p, err);
	const struct token_new n = {
		.name = v[F_NAME].text,
		.days = v[F_DAYS].number,
		.scopes = (v[F_EXAMS].given ? API_EXAMS : 0u) |
			  (v[F_OBSERVATIONS].given ? API_OBSERVATIONS : 0u)};
	enum rc rc =
		app_my_token_make(p->app, &p->session,
				  param(&p->form, "password"), &n, &made, err);
	return rc ? again(p, rc, err) : show_once(p, n.name, &made, err);
}

enum rc on_token_revoke(struct page *p, struct err *err)
{
	int64_t id = 0;
	if (!param_int(&p->form, "chiave", &id))
		return err_msg(err, E_NOT_FOUND, MSG_API_GONE,
			       "no key is named");
	enum rc rc = app_my_token_revoke(p->app, &p->session, id, err);
	return rc ? rc
		  : page_done(p, STR("/conto/chiavi"), MSG_API_REVOKED_DONE,
			      NULL, err);
}
