/* Users, for administrators: the list, a new one, one's page. */
#include "app/account.h"

#include "web/page/sign_on.h"
#include "web/page/user.html.h"
#include "web/page/user_new.html.h"
#include "web/page/user_password.html.h"
#include "web/page/users.html.h"

/* ---- roles in forms: "doctor" ... */

#define ROLES_GIVEN                                                            \
	"admin|doctor|staff|operator|specialist|provider|pharmacist|citizen|"  \
	"cooperative|agency|region"

static enum role role_called(struct str name)
{
	for (enum role r = ROLE_ADMIN; r < ROLE_NOBODY; r++)
		if (str_is(name, role_name[r]))
			return r;
	return N_ROLE;
}

/* "doctor, admin" in the words of the page. */
static struct str roles_words(struct page *p, struct str names)
{
	struct buf b;
	buf_init(&b, 8192);
	for (struct str rest = names, one; rest.ptr && rest.len;) {
		one = str_trim(str_cut(&rest, ','));
		enum role r = role_called(one);
		buf_text(&b, b.len ? ", " : "");
		buf_str(&b, r == N_ROLE ? one : page_role(p, r));
	}
	return page_kept(p, &b);
}

/* ---- the list */

static const struct column columns[] = {
	{NULL, MSG_ACC_LOGIN, false},      {NULL, MSG_ACC_USER_NAME, false},
	{NULL, MSG_ACC_USER_ROLES, false}, {NULL, MSG_ACC_USER_LAST, false},
	{NULL, MSG_ACC_USER_STATE, false},
};

static void fill_rows(struct page *p, const struct user_view *list, size_t n,
		      struct page_users *v)
{
	v->none = !n;
	v->rows = arena_calloc(p->a, n + 1, sizeof(*v->rows));
	for (size_t i = 0; v->rows && i < n; i++) {
		const struct user_view *u = &list[i];
		struct page_users_rows *o = &v->rows[i];
		o->link = page_url(p, "/utenti/%" PRId64, u->id);
		o->login = u->login;
		o->name = u->display_name;
		o->roles = roles_words(p, u->roles);
		o->last = u->signed_on_us ? page_instant(p, u->signed_on_us)
					  : page_text(p, MSG_ACC_USER_NEVER);
		o->disabled = u->disabled;
		o->factor = u->has_second_factor;
		o->must_change = u->must_change;
		o->locked = u->locked;
		v->n_rows = i + 1;
	}
}

static void fill_filter(struct page *p, enum role now, struct page_users *v)
{
	v->roles = arena_calloc(p->a, N_ROLE, sizeof(*v->roles));
	for (enum role r = ROLE_ADMIN; v->roles && r < ROLE_NOBODY; r++) {
		v->roles[v->n_roles].value = str_from(role_name[r]);
		v->roles[v->n_roles].text = page_role(p, r);
		v->roles[v->n_roles++].now = r == now;
	}
}

static enum rc csv(struct page *p, struct table *t, struct user_query ask,
		   struct err *err)
{
	enum rc rc = OK;
	struct user_view *list = NULL;
	size_t n = 1;
	ask.limit = 200;
	ask.offset = 0;
	table_csv(p, t, "utenti.csv");
	for (; n && !rc; ask.offset += 200) {
		rc = app_user_list(p->app, &ask, p->a, &list, &n, &t->total,
				   err);
		for (size_t i = 0; i < n && !rc; i++) {
			csv_cell(p, list[i].login);
			csv_cell(p, list[i].display_name);
			csv_cell(p, roles_words(p, list[i].roles));
			csv_cell(p,
				 list[i].signed_on_us
					 ? page_instant(p, list[i].signed_on_us)
					 : STR(""));
			csv_cell(p,
				 list[i].disabled
					 ? page_text(p, MSG_ACC_USER_DISABLED)
					 : STR(""));
			csv_row_end(p);
		}
	}
	return rc;
}

enum rc on_users(struct page *p, struct err *err)
{
	struct table t;
	struct user_view *list = NULL;
	size_t n = 0;
	table_asked(p, columns, countof(columns), "", &t);
	struct user_query ask = {
		.q = t.q,
		.role = role_called(param(&p->query, "ruolo")),
		.limit = t.size,
		.offset = (t.page - 1) * t.size,
	};
	if (t.csv)
		return csv(p, &t, ask, err);
	enum rc rc =
		app_user_list(p->app, &ask, p->a, &list, &n, &t.total, err);
	if (rc)
		return rc;
	if (table_beyond(&t, n))
		return table_first(p, err);
	struct page_users v = {.search = table_search(p, &t),
			       .head = table_head(p, &t),
			       .pager = table_pager(p, &t),
			       .kept_q = t.q};
	fill_rows(p, list, n, &v);
	fill_filter(p, ask.role, &v);
	page_begin(p, &(struct frame){.title = MSG_WEB_NAV_USERS});
	page_users(p->out, p->lang, &v);
	return page_end(p, err);
}

/* ---- a role, as a form says it */

static enum rc role_of_form(struct page *p, const struct value *role,
			    const struct value *code, const struct value *from,
			    const struct value *to, struct role_new *out,
			    struct err *err)
{
	*out = (struct role_new){
		.from = from->given ? from->date : p->app->today,
		.to = to->given ? to->date : DATE_MAX,
	};
	return app_role_for(p->app, role_called(role->text), code->text, out,
			    err);
}

/* The field that a refusal is about. */
static void put_problem(struct page *p, int msg)
{
	static const struct {
		enum msg msg, label;
		const char *field;
	} about[] = {
		{MSG_ACC_LOGIN_WRONG, MSG_ACC_LOGIN, "utente"},
		{MSG_ACC_LOGIN_TAKEN, MSG_ACC_LOGIN, "utente"},
		{MSG_ACC_NAME_WRONG, MSG_ACC_USER_NAME, "nome"},
		{MSG_ACC_EMAIL_WRONG, MSG_ACC_USER_EMAIL, "email"},
		{MSG_ACC_ROLE_DOCTOR, MSG_ACC_USER_FOR, "per"},
		{MSG_ACC_ROLE_ORG, MSG_ACC_USER_FOR, "per"},
		{MSG_ACC_ROLE_PERSON, MSG_ACC_USER_FOR, "per"},
		{MSG_ACC_DATES, MSG_ACC_USER_LAST_DAY, "al"},
	};
	for (size_t i = 0; i < countof(about); i++)
		if (about[i].msg == (enum msg)msg) {
			form_problem(p, about[i].field, about[i].label,
				     about[i].msg);
			return;
		}
	form_problem(p, "ruolo", MSG_ACC_USER_ROLE, (enum msg)msg);
}

static struct str typed_or(struct page *p, const char *name, struct str other)
{
	return p->x->request.method == HTTP_POST && p->n_problem
		       ? param(&p->form, name)
		       : other;
}

static struct str today_text(struct page *p)
{
	char day[11];
	return arena_str(p->a, date_text(p->app->today, day));
}

/* ---- a new one */

enum { N_LOGIN, N_NAME, N_EMAIL, N_ROLE_WORD, N_CODE, N_FROM, N_TO, N_NEW };
static const struct field new_fields[N_NEW] = {
	{"utente", FIELD_TEXT, MSG_ACC_LOGIN, true, 64, 0, 0, NULL},
	{"nome", FIELD_TEXT, MSG_ACC_USER_NAME, true, 100, 0, 0, NULL},
	{"email", FIELD_TEXT, MSG_ACC_USER_EMAIL, false, 200, 0, 0, NULL},
	{"ruolo", FIELD_WORD, MSG_ACC_USER_ROLE, false, 0, 0, 0, ROLES_GIVEN},
	{"per", FIELD_CODE, MSG_ACC_USER_FOR, false, 40, 0, 0, NULL},
	{"dal", FIELD_DATE, MSG_ACC_DELEGATION_FIRST, false, 0, 0, 0, NULL},
	{"al", FIELD_DATE, MSG_ACC_USER_LAST_DAY, false, 0, 0, 0, NULL},
};

static void fill_new_roles(struct page *p, struct page_user_new *v)
{
	struct str now = param(&p->form, "ruolo");
	v->roles = arena_calloc(p->a, N_ROLE, sizeof(*v->roles));
	for (enum role r = ROLE_ADMIN; v->roles && r < ROLE_NOBODY; r++) {
		v->roles[v->n_roles].value = str_from(role_name[r]);
		v->roles[v->n_roles].text = page_role(p, r);
		v->roles[v->n_roles++].now = str_is(now, role_name[r]);
	}
}

enum rc on_user_new_page(struct page *p, struct err *err)
{
	struct page_user_new v = {
		.csrf = page_csrf(p),
		.login = param(&p->form, "utente"),
		.name = param(&p->form, "nome"),
		.email = param(&p->form, "email"),
		.code = param(&p->form, "per"),
		.from = typed_or(p, "dal", today_text(p)),
		.to = param(&p->form, "al"),
		.w_login = form_wrong(p, "utente"),
		.w_name = form_wrong(p, "nome"),
		.w_email = form_wrong(p, "email"),
		.w_role = form_wrong(p, "ruolo"),
		.w_code = form_wrong(p, "per"),
		.w_to = form_wrong(p, "al"),
	};
	fill_new_roles(p, &v);
	page_begin(p, &(struct frame){.title = MSG_ACC_USER_NEW});
	page_user_new(p->out, p->lang, &v);
	return page_end(p, err);
}

/* In the answer to the form itself: no address shows it again. */
static enum rc show_one_time(struct page *p, struct str login, int64_t id,
			     const char *one_time, struct err *err)
{
	struct page_user_password v = {
		.login = login,
		.password = str_from(one_time),
		.link = page_url(p, "/utenti/%" PRId64, id),
	};
	page_begin(p, &(struct frame){.title = MSG_ACC_ONE_TIME_TITLE});
	page_user_password(p->out, p->lang, &v);
	return page_end(p, err);
}

enum rc on_user_new(struct page *p, struct err *err)
{
	struct value f[N_NEW];
	char one_time[ONE_TIME_TEXT];
	int64_t id = 0;
	if (!form_read(p, new_fields, N_NEW, f))
		return on_user_new_page(p, err);
	struct role_new first;
	struct user_new u = {.login = f[N_LOGIN].text,
			     .display_name = f[N_NAME].text,
			     .email = f[N_EMAIL].text};
	enum rc rc = OK;
	if (f[N_ROLE_WORD].given) {
		rc = role_of_form(p, &f[N_ROLE_WORD], &f[N_CODE], &f[N_FROM],
				  &f[N_TO], &first, err);
		u.role = &first;
	}
	if (!rc)
		rc = app_user_add(p->app, &u, &id, one_time, err);
	if (rc && rc != E_DENIED && err->msg) {
		put_problem(p, err->msg);
		return on_user_new_page(p, err);
	}
	if (rc)
		return rc;
	return show_one_time(p, f[N_LOGIN].text, id, one_time, err);
}

/* ---- one's page */

static void fill_user_roles(struct page *p, const struct role_view *list,
			    size_t n, struct page_user *v)
{
	int32_t today = p->app->today.days;
	v->none = !n;
	v->roles = arena_calloc(p->a, n + 1, sizeof(*v->roles));
	for (size_t i = 0; v->roles && i < n; i++) {
		const struct role_view *r = &list[i];
		struct page_user_roles *o = &v->roles[i];
		o->id = r->id;
		o->name = page_role(p, r->role);
		o->bound = r->bound_to;
		o->from = page_date(p, r->from);
		if (r->to.days != DATE_MAX.days)
			o->to = page_date(p, r->to);
		o->now = r->from.days <= today && r->to.days >= today;
		o->over = r->to.days < today;
		v->n_roles = i + 1;
	}
}

static void fill_choices(struct page *p, struct page_user *v)
{
	struct str now = param(&p->form, "ruolo");
	v->choices = arena_calloc(p->a, N_ROLE, sizeof(*v->choices));
	for (enum role r = ROLE_ADMIN; v->choices && r < ROLE_NOBODY; r++) {
		v->choices[v->n_choices].value = str_from(role_name[r]);
		v->choices[v->n_choices].text = page_role(p, r);
		v->choices[v->n_choices++].now = str_is(now, role_name[r]);
	}
}

static void fill_user(struct page *p, const struct user_view *u,
		      struct page_user *v)
{
	bool names = p->n_problem && param(&p->form, "nome").len;
	*v = (struct page_user){
		.csrf = page_csrf(p),
		.base = page_url(p, "/utenti/%" PRId64, u->id),
		.login = u->login,
		.name = u->display_name,
		.email = u->email,
		.last = u->signed_on_us ? page_instant(p, u->signed_on_us)
					: page_text(p, MSG_ACC_USER_NEVER),
		.disabled = u->disabled,
		.factor = u->has_second_factor,
		.must_change = u->must_change,
		.locked = u->locked,
		.self = u->id == p->app->who.user_id,
		.t_name = names ? param(&p->form, "nome") : u->display_name,
		.t_email = names ? param(&p->form, "email") : u->email,
		.code = param(&p->form, "per"),
		.from = typed_or(p, "dal", today_text(p)),
		.to = param(&p->form, "al"),
		.w_name = form_wrong(p, "nome"),
		.w_email = form_wrong(p, "email"),
		.w_role = form_wrong(p, "ruolo"),
		.w_code = form_wrong(p, "per"),
		.w_to = form_wrong(p, "al"),
	};
}

enum rc on_user(struct page *p, struct err *err)
{
	struct user_view u;
	struct role_view *roles = NULL;
	struct page_user v;
	size_t n = 0;
	enum rc rc = app_user_show(p->app, p->id[0], p->a, &u, &roles, &n, err);
	if (rc)
		return rc;
	fill_user(p, &u, &v);
	fill_user_roles(p, roles, n, &v);
	fill_choices(p, &v);
	page_begin(p, &(struct frame){.heading = u.display_name});
	page_user(p->out, p->lang, &v);
	return page_end(p, err);
}

/* ---- what its forms do */

static enum rc done(struct page *p, enum msg said, struct err *err)
{
	return page_done(p, page_url(p, "/utenti/%" PRId64, p->id[0]), said,
			 NULL, err);
}

/* The page again, with the refusal beside its field. */
static enum rc again(struct page *p, enum rc rc, struct err *err)
{
	if (rc == E_DENIED || !err->msg || err->msg == MSG_ACC_NO_USER)
		return rc;
	put_problem(p, err->msg);
	return on_user(p, err);
}

enum rc on_user_change(struct page *p, struct err *err)
{
	struct value f[2];
	if (!form_read(p, &new_fields[N_NAME], 2, f))
		return on_user(p, err);
	enum rc rc =
		app_user_change(p->app, p->id[0], f[0].text, f[1].text, err);
	return rc ? again(p, rc, err) : done(p, MSG_ACC_SAVED, err);
}

enum rc on_user_role(struct page *p, struct err *err)
{
	static const struct field first = {
		"ruolo", FIELD_WORD, MSG_ACC_USER_ROLE, true, 0,
		0,       0,          ROLES_GIVEN};
	struct value role, f[3];
	bool good = form_read(p, &first, 1, &role);
	if (!form_read(p, &new_fields[N_CODE], 3, f) || !good)
		return on_user(p, err);
	struct role_new r;
	int64_t id;
	enum rc rc = role_of_form(p, &role, &f[0], &f[1], &f[2], &r, err);
	if (!rc) {
		r.user_id = p->id[0];
		rc = app_user_role_add(p->app, &r, &id, err);
	}
	return rc ? again(p, rc, err) : done(p, MSG_ACC_USER_ROLE_GIVEN, err);
}

/* Until yesterday: from this instant the role opens nothing. One that begins
 * today, or later, is taken away. */
enum rc on_user_role_end(struct page *p, struct err *err)
{
	int64_t id = 0;
	if (!param_int(&p->form, "ruolo_id", &id))
		return err_msg(err, E_NOT_FOUND, MSG_ACC_ROLE_GONE,
			       "no role is named");
	enum rc rc =
		app_user_role_end(p->app, id, date_add(p->app->today, -1), err);
	return rc ? rc : done(p, MSG_ACC_USER_ROLE_ENDED, err);
}

enum rc on_user_password(struct page *p, struct err *err)
{
	char one_time[ONE_TIME_TEXT];
	struct user_view u;
	struct role_view *roles;
	size_t n;
	enum rc rc = app_user_show(p->app, p->id[0], p->a, &u, &roles, &n, err);
	if (!rc)
		rc = app_user_password(p->app, p->id[0], STR(""), false,
				       one_time, err);
	return rc ? rc : show_one_time(p, u.login, u.id, one_time, err);
}

enum rc on_user_factor(struct page *p, struct err *err)
{
	enum rc rc = app_user_totp_reset(p->app, p->id[0], err);
	return rc ? rc : done(p, MSG_ACC_USER_FACTOR_GONE, err);
}

enum rc on_user_active(struct page *p, struct err *err)
{
	bool active = str_is(param(&p->form, "attivo"), "1");
	enum rc rc = app_user_disable(p->app, p->id[0], !active, err);
	return rc ? rc
		  : done(p,
			 active ? MSG_ACC_USER_ENABLED_DONE
				: MSG_ACC_USER_DISABLED_DONE,
			 err);
}
