/* Changing a plan: a choice at a time, saved at once, with its undo; making a
 * draft, proposing, publishing. */
#include "web/page/plan.h"

#include "web/page/plan_refused.html.h"

enum {
	F_ACTION,
	F_SERVICE,
	F_TIMES,
	F_REASON,
	F_READY,
	F_DRAFT,
	F_BEFORE,
	F_CHOSEN,
	N_FIELD
};

static const char *const actions[N_CHOICE] = {[CHOICE_REMOVE] = "togli",
					      [CHOICE_PUT_BACK] = "rimetti",
					      [CHOICE_ADD] = "aggiungi",
					      [CHOICE_TIMES] = "frequenza"};

static const struct field fields[N_FIELD] = {
	[F_ACTION] = {.name = "azione",
		      .kind = FIELD_WORD,
		      .label = MSG_PAI_WHAT_DONE,
		      .required = true,
		      .choices = "togli|rimetti|aggiungi|frequenza"},
	[F_SERVICE] = {.name = "prestazione",
		       .kind = FIELD_CODE,
		       .label = MSG_PLAN_SERVICE,
		       .required = true,
		       .most = 20},
	[F_TIMES] = {.name = "volte",
		     .kind = FIELD_INT,
		     .label = MSG_PLAN_HOW_OFTEN,
		     .min = 1000,
		     .max = 3660000},
	[F_REASON] = {.name = "motivo",
		      .kind = FIELD_TEXT,
		      .label = MSG_PAI_REASON,
		      .most = 1000},
	[F_READY] = {.name = "pronto",
		     .kind = FIELD_CODE,
		     .label = MSG_PAI_REASON,
		     .most = 20},
	[F_DRAFT] = {.name = "bozza",
		     .kind = FIELD_INT,
		     .label = MSG_PAI_TITLE,
		     .min = 0,
		     .max = INT64_MAX},
	[F_BEFORE] = {.name = "prima",
		      .kind = FIELD_INT,
		      .label = MSG_PLAN_HOW_OFTEN,
		      .min = 0,
		      .max = 3660000},
	[F_CHOSEN] = {.name = "scelta", .kind = FIELD_CHECK},
};

static enum plan_choice_kind kind_of(struct str action)
{
	for (int k = 0; k < N_CHOICE; k++)
		if (str_is(action, actions[k]))
			return (enum plan_choice_kind)k;
	return CHOICE_REMOVE;
}

static struct str reason_of(struct page *p, enum plan_choice_kind kind,
			    const struct value *v)
{
	size_t n;
	const struct plan_ready *r = plan_ready_of(kind, &n);
	for (size_t i = 0; i < n; i++)
		if (str_is(v[F_READY].text, r[i].key))
			return page_text(p, r[i].text);
	return v[F_REASON].text;
}

/* What takes it back. */
static struct undo undo_of(struct page *p, enum plan_choice_kind kind,
			   const struct value *v)
{
	bool again = kind == CHOICE_REMOVE && v[F_CHOSEN].number;
	const char *back = kind == CHOICE_TIMES    ? actions[CHOICE_TIMES]
			   : again                 ? actions[CHOICE_ADD]
			   : kind == CHOICE_REMOVE ? actions[CHOICE_PUT_BACK]
						   : actions[CHOICE_REMOVE];
	struct str path =
		page_url(p, STR_FMT "/modifica", STR_ARG(plan_base(p)));
	return (struct undo){
		.path = path.ptr,
		.field = {{STR("azione"), str_from(back)},
			  {STR("prestazione"), v[F_SERVICE].text},
			  {STR("motivo"), page_text(p, MSG_PAI_R_UNDO)},
			  {STR("volte"), v[F_BEFORE].number ? v[F_BEFORE].text
							    : STR("10000")}}};
}

/* What was typed stays on the page, with what can be done with it now. */
static enum rc refused(struct page *p, const struct plan_edit *x,
		       const struct err *why, struct err *err)
{
	static const enum msg what[N_CHOICE] = {
		[CHOICE_REMOVE] = MSG_PAI_DO_REMOVE,
		[CHOICE_PUT_BACK] = MSG_PAI_DO_PUT_BACK,
		[CHOICE_ADD] = MSG_PAI_DO_ADD,
		[CHOICE_TIMES] = MSG_PAI_DO_TIMES};
	struct person_header h;
	enum rc rc = app_person_header(p->app, p->id[0], p->a, &h, err);
	if (rc)
		return rc;
	struct page_plan_refused v = {
		.why = page_refusal(p, why),
		.what = page_text(p, what[x->kind]),
		.name = person_service_name(p, x->service_code),
		.code = x->service_code,
		.reason = x->reason,
		.plan = plan_base(p),
		.action =
			page_url(p, STR_FMT "/modifica", STR_ARG(plan_base(p))),
		.draft = page_url(p, STR_FMT "/bozza", STR_ARG(plan_base(p))),
		.csrf = page_csrf(p),
		.azione = str_from(actions[x->kind]),
		.versione = page_url(p, "%" PRId64, h.draft_id),
		.retry = h.draft_id && h.draft_id != x->version_id,
		.may_draft = !h.draft_id && h.enrolment_id &&
			     date_is_none(h.ended_on)};
	if (x->times_e4) {
		v.volte = page_url(p, "%" PRId64, x->times_e4);
		v.often = plan_often(p, x->times_e4,
				     INT64_C(1200000000) / x->times_e4);
	}
	p->x->reply.status = 409;
	person_begin(p, TAB_PLAN, MSG_PAI_NOT_APPLIED);
	page_plan_refused(p->out, p->lang, &v);
	return page_end(p, err);
}

/* A form that does not even say what it wants. */
static enum rc unreadable(struct page *p, struct err *err)
{
	struct err why;
	err_set(&why, E_RANGE, "a form of the plan with wrong fields");
	if (p->n_problem)
		why.msg = (int)p->problem[0].msg;
	return err_msg(err, E_RANGE, why.msg, "%s", why.text);
}

enum rc on_plan_edit(struct page *p, struct err *err)
{
	static const enum msg said[N_CHOICE] = {
		[CHOICE_REMOVE] = MSG_PAI_SAID_REMOVED,
		[CHOICE_PUT_BACK] = MSG_PAI_SAID_PUT_BACK,
		[CHOICE_ADD] = MSG_PAI_SAID_ADDED,
		[CHOICE_TIMES] = MSG_PAI_SAID_TIMES};
	struct value v[N_FIELD];
	struct plan_drafted d;
	struct err why = {0};
	bool good = form_read(p, fields, N_FIELD, v);
	enum plan_choice_kind kind = kind_of(v[F_ACTION].text);
	struct plan_edit x = {.kind = kind,
			      .service_code = v[F_SERVICE].text,
			      .reason = reason_of(p, kind, v),
			      .times_e4 = v[F_TIMES].number,
			      .version_id = v[F_DRAFT].number};
	if (!good &&
	    (form_wrong(p, "azione").len || form_wrong(p, "prestazione").len))
		return unreadable(p, err);
	enum rc rc =
		good ? app_plan_edit(p->app, p->engine, p->id[0], &x, &d, &why)
		     : err_msg(&why, E_RANGE, (int)p->problem[0].msg,
			       "a field of the change is wrong");
	if (rc == E_STATE || rc == E_CONFLICT || rc == E_NOT_FOUND ||
	    rc == E_RANGE) {
		db_rollback(p->app->db);
		return refused(p, &x, &why, err);
	}
	if (rc) {
		*err = why;
		return rc;
	}
	struct undo undo = undo_of(p, kind, v);
	return page_done(p,
			 page_url(p, STR_FMT "#p-" STR_FMT,
				  STR_ARG(plan_base(p)),
				  STR_ARG(x.service_code)),
			 said[kind], &undo, err);
}

enum rc on_plan_draft(struct page *p, struct err *err)
{
	struct plan_drafted d;
	enum rc rc = app_plan_draft(p->app, p->engine, p->id[0], &d, err);
	if (rc == E_STATE && !err->msg)
		err->msg = MSG_PAI_CANNOT_DRAFT;
	if (rc)
		return rc;
	return page_done(p, plan_base(p), MSG_PAI_SAID_DRAFTED, NULL, err);
}

enum rc on_plan_propose(struct page *p, struct err *err)
{
	enum rc rc = app_plan_propose(p->app, p->id[0], err);
	if (rc == E_STATE) { /* pressed twice, or signed meanwhile: both done */
		db_rollback(p->app->db);
		return page_done(p, plan_base(p), (enum msg)err->msg, NULL,
				 err);
	}
	if (rc)
		return rc;
	return page_done(p, plan_base(p), MSG_PAI_SAID_PROPOSED, NULL, err);
}

enum rc on_plan_publish(struct page *p, struct err *err)
{
	bool told = false;
	struct person_header h;
	enum rc rc = app_plan_publish(p->app, p->id[0], &told, err);
	if (rc == E_STATE || rc == E_NOT_FOUND) { /* pressed twice? */
		db_rollback(p->app->db);
		struct err again;
		if (!app_person_header(p->app, p->id[0], p->a, &h, &again) &&
		    (str_is(h.plan_state, "published") ||
		     str_is(h.plan_state, "active")))
			return page_done(p, plan_base(p),
					 MSG_PAI_SAID_PUBLISHED_BEFORE, NULL,
					 err);
		if (!err->msg)
			err->msg = MSG_PAI_CANNOT_PUBLISH;
	}
	if (rc)
		return rc;
	return page_done(p, plan_base(p),
			 told ? MSG_PAI_SAID_PUBLISHED
			      : MSG_PAI_SAID_PUBLISHED_UNTOLD,
			 NULL, err);
}
