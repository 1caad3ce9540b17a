/* Who acts for a doctor's patients while the doctor is away. */
#include "app/account.h"

#include "web/page/delegations.html.h"
#include "web/page/sign_on.h"

enum { F_DOCTOR, F_FROM, F_TO, F_REASON, N_F };
static const struct field fields[N_F] = {
	{"medico", FIELD_CODE, MSG_ACC_DELEGATION_DOCTOR, true, 40, 0, 0, NULL},
	{"dal", FIELD_DATE, MSG_ACC_DELEGATION_FIRST, true, 0, 0, 0, NULL},
	{"al", FIELD_DATE, MSG_ACC_DELEGATION_LAST, true, 0, 0, 0, NULL},
	{"motivo", FIELD_TEXT, MSG_ACC_DELEGATION_REASON, false, 100, 0, 0,
	 NULL},
};

static void fill_items(struct page *p, const struct delegation_view *list,
		       size_t n, struct page_delegations *v)
{
	int64_t me = p->app->who.doctor_id;
	v->none = !n;
	v->items = arena_calloc(p->a, n + 1, sizeof(*v->items));
	for (size_t i = 0; v->items && i < n; i++) {
		const struct delegation_view *d = &list[i];
		struct page_delegations_items *o = &v->items[i];
		*o = (struct page_delegations_items){
			.id = d->id,
			.given = d->doctor_id == me,
			.doctor = d->doctor,
			.delegate = d->delegate,
			.from = page_date(p, d->from),
			.to = page_date(p, d->to),
			.reason = d->reason,
			.over = d->to.days < p->app->today.days,
			.now = d->from.days <= p->app->today.days &&
			       d->to.days >= p->app->today.days,
		};
		v->n_items = i + 1;
	}
}

/* Two weeks from today, until something else is typed. */
static void fill_form(struct page *p, struct page_delegations *v)
{
	char day[11];
	bool typed = p->x->request.method == HTTP_POST;
	v->code = param(&p->form, "medico");
	v->reason = param(&p->form, "motivo");
	v->from = typed ? param(&p->form, "dal")
			: arena_str(p->a, date_text(p->app->today, day));
	v->to = typed ? param(&p->form, "al")
		      : arena_str(p->a,
				  date_text(date_add(p->app->today, 13), day));
	v->w_code = form_wrong(p, "medico");
	v->w_from = form_wrong(p, "dal");
	v->w_to = form_wrong(p, "al");
}

enum rc on_delegations(struct page *p, struct err *err)
{
	struct delegation_view *list = NULL;
	size_t n = 0;
	enum rc rc = app_delegations(p->app, p->app->who.doctor_id, p->a, &list,
				     &n, err);
	if (rc)
		return rc;
	struct page_delegations v = {.csrf = page_csrf(p)};
	fill_items(p, list, n, &v);
	fill_form(p, &v);
	page_begin(p, &(struct frame){.title = MSG_ACC_DELEGATIONS_TITLE});
	page_delegations(p->out, p->lang, &v);
	return page_end(p, err);
}

static enum rc give(struct page *p, const struct value *values, struct err *err)
{
	int64_t id;
	struct delegation_new d = {
		.doctor_id = p->app->who.doctor_id,
		.from = values[F_FROM].date,
		.to = values[F_TO].date,
		.reason = values[F_REASON].text,
	};
	enum rc rc = app_doctor_by_code(p->app, values[F_DOCTOR].text,
					&d.delegate_doctor_id, err);
	return rc ? rc : app_delegate(p->app, &d, &id, err);
}

/* The field that a refusal is about. */
static void put_problem(struct page *p, const struct err *err)
{
	bool days = err->msg == MSG_ACC_DATES ||
		    err->msg == MSG_ACC_DATES_PAST ||
		    err->msg == MSG_ACC_DELEGATE_LONG;
	const struct field *f = &fields[days ? F_TO : F_DOCTOR];
	form_problem(p, f->name, f->label, (enum msg)err->msg);
}

enum rc on_delegate(struct page *p, struct err *err)
{
	struct value values[N_F];
	if (!form_read(p, fields, N_F, values))
		return on_delegations(p, err);
	enum rc rc = give(p, values, err);
	if (!rc)
		return page_done(p, STR("/deleghe"), MSG_ACC_DELEGATION_DONE,
				 NULL, err);
	if (!err->msg || rc == E_DENIED)
		return rc;
	put_problem(p, err);
	return on_delegations(p, err);
}

enum rc on_delegation_end(struct page *p, struct err *err)
{
	int64_t id = 0;
	if (!param_int(&p->form, "delega", &id))
		return err_msg(err, E_NOT_FOUND, MSG_ACC_DELEGATION_GONE,
			       "no delegation is named");
	enum rc rc = app_delegation_end(p->app, id, err);
	return rc ? rc
		  : page_done(p, STR("/deleghe"), MSG_ACC_DELEGATION_ENDED,
			      NULL, err);
}
