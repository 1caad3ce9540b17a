/* Signing on: password, second factor, new password, role; and leaving. */
#include "web/page/sign_on.h"

#include "picture/picture.h"
#include "web/page/choose_role.html.h"
#include "web/page/recovery_codes.html.h"
#include "web/page/second_factor.html.h"
#include "web/page/sign_on.html.h"
#include "web/page/sign_on_code.html.h"
#include "web/page/sign_on_leave.html.h"
#include "web/page/sign_on_password.html.h"
#include "web/web_int.h"

/* ---- where to, afterwards */

struct str back_of(struct page *p)
{
	struct str da = param(&p->form, "da");
	if (!da.len)
		da = param(&p->query, "da");
	da = page_back(da);
	/* not back into the door */
	return str_starts(da, STR("/accesso")) || str_is(da, "/uscita")
		       ? STR("/")
		       : da;
}

struct str path_back(struct page *p, const char *path, struct str back)
{
	struct buf b;
	if (str_is(back, "/"))
		return str_from(path);
	buf_init(&b, 65536);
	buf_printf(&b, "%s?da=", path);
	for (size_t i = 0; i < back.len; i++) {
		unsigned char c = (unsigned char)back.ptr[i];
		if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
		    (c >= '0' && c <= '9') || strchr("-_.~/", c))
			buf_char(&b, (char)c);
		else
			buf_printf(&b, "%%%02X", c);
	}
	return page_kept(p, &b);
}

static const char *const step_path[N_STAGE] = {
	[STAGE_CODE] = "/accesso/codice",
	[STAGE_PASSWORD] = "/accesso/password",
	[STAGE_ENROL] = "/accesso/secondo-fattore",
	[STAGE_ROLE] = "/accesso/ruolo",
};

static struct str next_path(struct page *p, enum session_stage stage)
{
	struct str back = back_of(p);
	return stage == STAGE_OPEN ? back
				   : path_back(p, step_path[stage], back);
}

enum rc go_on(struct page *p, const struct session_given *given,
	      struct err *err)
{
	page_keep_session(p, given);
	return page_goto(p, next_path(p, given->stage), err);
}

enum rc refused(struct page *p, enum rc rc, const struct err *err,
		const char *field, enum msg label, bool *shown)
{
	*shown = (rc == E_DENIED || rc == E_RANGE || rc == E_LIMIT) && err->msg;
	if (!*shown)
		return rc;
	form_problem(p, field, label, (enum msg)err->msg);
	p->x->reply.status = rc == E_LIMIT ? 429 : 422;
	return OK;
}

/* A page of a step that the session is not at: to where it is. */
static bool elsewhere(struct page *p, enum session_stage stage, enum rc *rc,
		      struct err *err)
{
	if (!p->session.who.user_id) {
		*rc = page_goto(p, path_back(p, "/accesso", back_of(p)), err);
		return true;
	}
	if (p->session.stage == stage)
		return false;
	*rc = page_goto(p, next_path(p, p->session.stage), err);
	return true;
}

struct html leave_form(struct page *p)
{
	struct buf b;
	struct page_sign_on_leave v = {.csrf = page_csrf(p),
				       .user = p->session.display_name};
	buf_init(&b, 8192);
	page_sign_on_leave(&b, p->lang, &v);
	return (struct html){page_kept(p, &b)};
}

/* ---- the password */

static enum rc show_sign_on(struct page *p, struct err *err)
{
	struct page_sign_on v = {.csrf = page_csrf(p),
				 .back = back_of(p),
				 .login = param(&p->form, "utente"),
				 .wrong = form_wrong(p, "utente")};
	page_begin(p, &(struct frame){.title = MSG_ACC_SIGN_ON_TITLE});
	page_sign_on(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_sign_on_page(struct page *p, struct err *err)
{
	if (p->session.who.user_id)
		return page_goto(p, next_path(p, p->session.stage), err);
	return show_sign_on(p, err);
}

static struct str cookie(struct page *p, const char *name)
{
	return http_cookie(p->x->request.cookie, str_from(name));
}

enum rc on_sign_on(struct page *p, struct err *err)
{
	struct session_given given;
	bool shown;
	const struct sign_on ask = {
		.login = param(&p->form, "utente"),
		.password = param(&p->form, "password"),
		.address = p->x->request.peer,
		.device = cookie(p, "__Host-dispositivo"),
		.old_token = cookie(p, "__Host-sessione"),
	};
	enum rc rc = app_sign_on(p->app, &ask, &given, err);
	if (!rc)
		return go_on(p, &given, err);
	rc = refused(p, rc, err, "utente", MSG_ACC_LOGIN, &shown);
	return shown ? show_sign_on(p, err) : rc;
}

/* ---- the code */

static enum rc show_code(struct page *p, struct err *err)
{
	struct page_sign_on_code v = {.csrf = page_csrf(p),
				      .leave = leave_form(p),
				      .back = back_of(p),
				      .wrong = form_wrong(p, "codice")};
	page_begin(p, &(struct frame){.title = MSG_ACC_CODE_TITLE});
	page_sign_on_code(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_code_page(struct page *p, struct err *err)
{
	enum rc rc;
	return elsewhere(p, STAGE_CODE, &rc, err) ? rc : show_code(p, err);
}

/* The session is gone after too many wrong codes: from the beginning. */
static enum rc from_the_beginning(struct page *p, struct err *err)
{
	page_drop_session(p);
	return page_done(p, path_back(p, "/accesso", back_of(p)),
			 (enum msg)err->msg, NULL, err);
}

enum rc on_code(struct page *p, struct err *err)
{
	struct session_given given;
	bool shown;
	enum rc rc;
	if (elsewhere(p, STAGE_CODE, &rc, err))
		return rc;
	const struct sign_on_code ask = {
		.code = param(&p->form, "codice"),
		.address = p->x->request.peer,
		.device = cookie(p, "__Host-dispositivo"),
		.clock_us = web_clock_us(),
	};
	rc = app_sign_on_code(p->app, &p->session, &ask, &given, err);
	if (!rc)
		return go_on(p, &given, err);
	if (rc == E_NOT_FOUND && err->msg)
		return from_the_beginning(p, err);
	rc = refused(p, rc, err, "codice", MSG_ACC_CODE, &shown);
	return shown ? show_code(p, err) : rc;
}

/* ---- a new password in place of the one-time one */

static enum rc show_password(struct page *p, struct err *err)
{
	struct page_sign_on_password v = {
		.csrf = page_csrf(p),
		.leave = leave_form(p),
		.back = back_of(p),
		.user = p->session.login,
		.wrong = form_wrong(p, "password_nuova")};
	page_begin(p, &(struct frame){.title = MSG_ACC_CHOOSE_PASSWORD});
	page_sign_on_password(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_first_password_page(struct page *p, struct err *err)
{
	enum rc rc;
	return elsewhere(p, STAGE_PASSWORD, &rc, err) ? rc
						      : show_password(p, err);
}

bool new_password_twice(struct page *p, struct str *out)
{
	*out = param(&p->form, "password_nuova");
	if (str_eq(*out, param(&p->form, "password_ancora")))
		return true;
	form_problem(p, "password_ancora", MSG_ACC_PASSWORD_AGAIN,
		     MSG_ACC_PASSWORD_DIFFERS);
	return false;
}

enum rc on_first_password(struct page *p, struct err *err)
{
	struct session_given given;
	struct str fresh;
	bool shown;
	enum rc rc;
	if (elsewhere(p, STAGE_PASSWORD, &rc, err))
		return rc;
	if (!new_password_twice(p, &fresh))
		return show_password(p, err);
	rc = app_my_password(p->app, &p->session, STR(""), fresh, &given, err);
	if (!rc)
		return go_on(p, &given, err);
	rc = refused(p, rc, err, "password_nuova", MSG_ACC_PASSWORD_NEW,
		     &shown);
	return shown ? show_password(p, err) : rc;
}

/* ---- a second factor */

enum rc show_second_factor(struct page *p, const char *action, struct err *err)
{
	struct totp_offer offer;
	struct html qr = {STR("")};
	bool signing = p->session.stage != STAGE_OPEN;
	enum rc rc = app_my_totp_begin(p->app, &p->session, &offer, err);
	if (!rc)
		rc = picture_qr(
			&(struct picture){
				.id = "qr",
				.title = page_text(p, MSG_ACC_FACTOR_QR),
				.desc = page_text(p, MSG_ACC_FACTOR_QR_DESC)},
			str_from(offer.uri), p->a, &qr, err);
	if (rc)
		return rc;
	struct page_second_factor v = {
		.csrf = page_csrf(p),
		.leave = signing ? leave_form(p) : (struct html){STR("")},
		.action = str_from(action),
		.back = back_of(p),
		.wrong = form_wrong(p, "codice"),
		.w_old = form_wrong(p, "password"),
		.qr = qr,
		.secret = str_from(offer.secret),
		.uri = str_from(offer.uri),
		.login = p->session.login,
		.signing = signing,
	};
	page_begin(p, &(struct frame){.title = MSG_ACC_FACTOR_TITLE});
	page_second_factor(p->out, p->lang, &v);
	return page_end(p, err);
}

/* Shown once, in the answer to the form itself: there is no address that shows
 * them again. */
static enum rc show_recovery(struct page *p, const struct recovery_codes *codes,
			     const struct session_given *given, struct err *err)
{
	bool own = p->session.stage == STAGE_OPEN;
	struct page_recovery_codes v = {
		.back = own ? STR("/conto") : next_path(p, given->stage),
		.codes = arena_calloc(p->a, RECOVERY_CODES, sizeof(*v.codes)),
	};
	for (size_t i = 0; v.codes && i < RECOVERY_CODES; i++) {
		v.codes[i].code = arena_str(p->a, str_from(codes->code[i]));
		v.n_codes = i + 1;
	}
	page_keep_session(p, given);
	snprintf(p->session.csrf, sizeof(p->session.csrf), "%s", given->csrf);
	page_begin(p, &(struct frame){.title = MSG_ACC_RECOVERY_TITLE});
	page_recovery_codes(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc take_second_factor(struct page *p, const char *action, struct err *err)
{
	struct session_given given;
	struct recovery_codes codes;
	bool shown;
	enum rc rc = app_my_totp_confirm(
		p->app, &p->session, param(&p->form, "password"),
		param(&p->form, "codice"), web_clock_us(), &codes, &given, err);
	if (!rc)
		return show_recovery(p, &codes, &given, err);
	bool old = err->msg == MSG_ACC_OLD_WRONG || rc == E_LIMIT;
	rc = refused(p, rc, err, old ? "password" : "codice",
		     old ? MSG_ACC_PASSWORD_NOW : MSG_ACC_CODE_SIX, &shown);
	return shown ? show_second_factor(p, action, err) : rc;
}

enum rc on_first_factor_page(struct page *p, struct err *err)
{
	enum rc rc;
	return elsewhere(p, STAGE_ENROL, &rc, err)
		       ? rc
		       : show_second_factor(p, step_path[STAGE_ENROL], err);
}

enum rc on_first_factor(struct page *p, struct err *err)
{
	enum rc rc;
	return elsewhere(p, STAGE_ENROL, &rc, err)
		       ? rc
		       : take_second_factor(p, step_path[STAGE_ENROL], err);
}

/* ---- the role */

static bool may_choose(const struct page *p)
{
	return p->session.stage == STAGE_ROLE || p->session.stage == STAGE_OPEN;
}

static void fill_roles(struct page *p, const struct role_view *list, size_t n,
		       struct page_choose_role *v)
{
	v->none = !n;
	v->roles = arena_calloc(p->a, n + 1, sizeof(*v->roles));
	for (size_t i = 0; v->roles && i < n; i++) {
		const struct role_view *r = &list[i];
		v->roles[i].id = r->id;
		v->roles[i].name = page_role(p, r->role);
		v->roles[i].bound = r->bound_to;
		if (r->to.days != DATE_MAX.days)
			v->roles[i].until = page_date(p, r->to);
		v->roles[i].now = r->id == p->session.role_id;
		v->n_roles = i + 1;
	}
}

enum rc on_role_page(struct page *p, struct err *err)
{
	struct role_view *list = NULL;
	size_t n = 0;
	enum rc rc;
	if (!may_choose(p) && elsewhere(p, STAGE_ROLE, &rc, err))
		return rc;
	rc = app_my_roles(p->app, &p->session, p->a, &list, &n, err);
	if (rc)
		return rc;
	struct page_choose_role v = {.csrf = page_csrf(p), .back = back_of(p)};
	fill_roles(p, list, n, &v);
	page_begin(p, &(struct frame){.title = MSG_ACC_ROLE_TITLE});
	page_choose_role(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_role(struct page *p, struct err *err)
{
	struct session_given given;
	int64_t id = 0;
	enum rc rc;
	if (!may_choose(p) && elsewhere(p, STAGE_ROLE, &rc, err))
		return rc;
	if (!param_int(&p->form, "ruolo", &id))
		return err_msg(err, E_RANGE, MSG_ACC_NOT_YOUR_ROLE,
			       "no role is named");
	rc = app_session_role(p->app, &p->session, id, &given, err);
	return rc ? rc : go_on(p, &given, err);
}

/* ---- leaving */

enum rc on_log_out(struct page *p, struct err *err)
{
	if (p->session.who.user_id) {
		enum rc rc = app_log_out(p->app, &p->session, err);
		if (rc)
			return rc;
	}
	page_drop_session(p);
	return page_done(p, STR("/accesso"), MSG_ACC_LOGGED_OUT, NULL, err);
}
